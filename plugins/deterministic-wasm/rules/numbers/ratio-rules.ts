/** Ratios: in lowest terms, a whole shared by a ratio, and a part of a known whole. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { showAmount, writeAmount } from '../money.ts'
import { peek } from '../peek.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, at, defineRule, task, withHow } from '../rule.ts'

const TERMS = '(?<terms>\\d{1,9}(?:\\.\\d+)?(?: ?: ?\\d{1,9}(?:\\.\\d+)?){1,4})'
const TO_TERMS = '(?<terms>\\d{1,9}(?: (?:to|and|is to) \\d{1,9}){1,4})'
const NOUN = '\\p{L}[\\p{L}-]{1,18}'
const LOWEST =
  '(?:,? ?(?:in|to|as)(?: its| the| a)? (?:simplest|lowest|reduced|simple|smallest)(?: possible)? (?:form|terms|numbers|ratio)|,? simplif(?:y|ied)(?: it)?|,? reduced?(?: it)?)'

const PHRASES: readonly Phrase[] = [
  phrase(`(?:simplify|reduce|cancel down)(?: the)?(?: ratio)?(?: of)? ${TERMS}${LOWEST}?`, slots => simplified(slots)),
  phrase(`(?:the )?(?:ratio )?${TERMS}${LOWEST}`, slots => simplified(slots)),
  phrase(`(?:simplify |reduce |write |express )?(?:the )?ratio(?: of| between)? ${TO_TERMS}${LOWEST}?`, slots =>
    simplified(slots),
  ),
  phrase(
    `(?:the )?ratio (?:of|between) (?<p>\\d{1,9}) (?<x>${NOUN}) (?:to|and) (?<q>\\d{1,9}) (?<y>${NOUN})${LOWEST}?`,
    slots => named(slots),
  ),
  phrase(
    `(?<p>\\d{1,9}) (?<x>${NOUN})(?:,| and| to| vs)? (?<q>\\d{1,9}) (?<y>${NOUN}),? (?:(?:what(?:'s| is) )?(?:the |as a |in a )?ratio)${LOWEST}?`,
    slots => named(slots),
  ),
  phrase(
    `(?:share|split|divide|distribute)(?: up)? {n:amount}(?: (?:between|among) [^\\d]{1,40})? (?:in(?:to)?|by|at|using|according to)(?: the| a)?(?: (?:ratio|proportions?|parts))?(?: of)? ${TERMS}`,
    slots => shared(slots),
  ),
  phrase(`(?:share|split|divide|distribute)(?: up)? {n:amount} ${TERMS}`, slots => shared(slots)),
  phrase(
    `(?:we |i |they )?(?:share|split|divide)d? (?:the |our )?(?:profits?|costs?|money|winnings|rent|bill|proceeds) ${TERMS} and (?:made|earned|have|paid|won|spent|it was|got) {n:amount}(?: (?:this|last) (?:year|quarter|month|week))?,? ?(?:who gets what|what does each get|how much does each (?:get|pay)|what do we each get|who pays what)`,
    slots => shared(slots),
  ),
  phrase(
    `(?:the )?(?:ratio of )?(?<x>${NOUN}) to (?<y>${NOUN}) (?:in|at|on|of) (?:an? |the |my )?(?:${NOUN} )?(?:of|with) {n:count}(?: (?:people|students|pupils|kids|children|members|persons))? (?:is|are|=) ${TERMS},? how many (?<z>${NOUN})(?: (?:are there|is that|are in it|are (?:in )?(?:the|there).{0,20}))?`,
    slots => partOf(slots),
  ),
  phrase(
    `(?:an? |the |my )?(?:${NOUN} )?(?:of|with|has) {n:count}(?: (?:people|students|pupils|kids|children|members|persons))? (?:has|have|with|contains)(?: a)?(?: ratio of)? (?<x>${NOUN}) (?:to|and) (?<y>${NOUN}) (?:in (?:the |a )?ratio(?: of)?|as|of|at) ${TERMS},? how many (?<z>${NOUN})(?: (?:are there|is that))?`,
    slots => partOf(slots),
  ),
]

export const ratioRules: readonly PlannerRule[] = [
  defineRule({
    id: 'ratio',
    reason: 'Brings ratios to lowest terms, shares a whole by a ratio, and finds one part of a whole.',
    order: 310,
    pairs: true,
    hint: /\d ?: ?\d|ratio/i,
    examples: {
      yes: [
        'simplify 24:36',
        'Ratio 150 to 90 to 60 in simplest form',
        '7 boys 21 girls ratio',
        'share 700 in the ratio 2:5',
        'The ratio of boys to girls in a class of 32 is 3:5. How many girls?',
      ],
      no: [
        'What is the golden ratio?',
        'meet at 12:30 and 14:45',
        'divide and rule 3:1',
        'John 3:16 in simple terms',
        'The score was 3:2 in the match of 32 teams',
        'is 16:9 better than 4:3',
        'split the group 3:2',
        'ratio of men to women',
        'the ratio of boys to girls is 3:5. How many girls?',
        'reduce 10:30 to 9:30',
      ],
    },
    read: clause => (clause.mark.startsWith('!') || !/\d/.test(clause.plain) ? null : readPhrases(clause, PHRASES)),
  }),
]

const termsOf = (slots: Slots): string[] => slots.text('terms').split(/ ?: ?| to | and | is to /)
const isWhole = (term: string): boolean => /^[1-9]\d{0,8}$/.test(term)

/** Each term divided by the greatest common divisor of all. */
function lowest(terms: readonly string[], how: string): Answer | null {
  if (!terms.every(isWhole)) return null
  const values = terms.map(Number)
  const divisor = peek('math.gcd', { values })?.gcd
  if (typeof divisor !== 'string' && typeof divisor !== 'number') return null
  const parts = terms.map((term, i) =>
    task(`term${i + 1}`, `Divide ${term}`, 'math.evaluate', { expression: `${term} / ${divisor}` }),
  )
  const keys = parts.map(({ key }) => key)
  const items = keys.map(key => ({ $from: key, pointer: '/exact' }))
  const both = task('terms', 'Put them together', 'agg.collect', { items }, keys)
  const template = terms.map((_, i) => `{{/items/${i}}}`).join(':')
  const common = task('common', 'Find the common divisor', 'math.gcd', { values })
  return {
    tasks: [common, ...parts, both],
    answer: 'terms',
    reply: withHow(template, { items: at('/items') }, `${how}, divided by ${divisor}`),
  }
}

const simplified = (slots: Slots): Answer | null => lowest(termsOf(slots), termsOf(slots).join(':'))

function named(slots: Slots): Answer | null {
  const terms = [slots.text('p'), slots.text('q')]
  return lowest(terms, terms.join(':'))
}

/** Parts that add up to the whole, rounded to hundredths only where they must be. */
function shared(slots: Slots): Answer | null {
  const amount = slots.amount('n')
  const terms = termsOf(slots)
  const sum = terms.reduce((all, term) => all + Number(term), 0)
  if (!terms.every(isWhole) || amount.digits.startsWith('-')) return null
  const parts = terms.map(term => peek('math.evaluate', { expression: `${amount.digits} * ${term} / ${sum}` })?.exact)
  const longest = Math.max(
    ...parts.map(part => (typeof part !== 'string' || part.includes('/') ? 9 : (part.split('.')[1] ?? '').length)),
  )
  const decimals = amount.sign === null && longest < 2 ? longest : 2
  const input = { total: amount.digits, weights: terms.map(Number), decimals }
  if (peek('math.allocate', input) === null) return null
  const only = task('parts', 'Share it', 'math.allocate', input)
  const template = terms.map((_, i) => writeAmount(`{{/parts/${i}}}`, amount.sign)).join(', ')
  return {
    tasks: [only],
    answer: 'parts',
    reply: withHow(
      template,
      { parts: at('/parts') },
      `${showAmount(amount)} in the ratio ${terms.join(':')}, ${sum} parts in all`,
    ),
  }
}

const isSame = (a: string, b: string): boolean =>
  a.toLowerCase().replace(/s$/, '') === b.toLowerCase().replace(/s$/, '')

/** `boys to girls in a class of 32 is 3:5, how many girls`. */
function partOf(slots: Slots): Answer | null {
  const terms = termsOf(slots)
  const place = [slots.text('x'), slots.text('y')].findIndex(name => isSame(name, slots.text('z')))
  if (terms.length !== 2 || place < 0 || !terms.every(isWhole) || isSame(slots.text('x'), slots.text('y'))) return null
  const [a = '', b = ''] = terms
  const whole = Number(slots.text('n'))
  if (whole % (Number(a) + Number(b)) !== 0) return null
  return evaluated({
    expression: `${whole} * ${terms[place]} / (${a} + ${b})`,
    how: `${whole} ÷ (${a} + ${b}) × ${terms[place]}`,
  })
}
