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
  phrase(
    `(?:in (?:an?|the|my|our) ${NOUN},? )?(?:(?:the )?ratio (?:of )?(?<x>${NOUN}) to (?<y>${NOUN})(?: (?:in|at|on) (?:an?|the|my|our) ${NOUN})? (?:is|are|=|was)|(?<x2>${NOUN}) and (?<y2>${NOUN}) are in (?:the|a) ratio(?: of)?) (?:(?<terms>\\d{1,6} ?: ?\\d{1,6})|(?<p>\\d{1,6}) to (?<q>\\d{1,6}))[,.;:]* (?:and |if )?(?:there (?:are|were)|we have|i have|with|the (?:class|school|group|club|farm|team|bag) has|it has) {n:count} (?<t>${NOUN})(?: (?:in (?:total|all)|altogether|there|in the ${NOUN}))?[,.;:]* (?:so |then |and )?how many (?<z>${NOUN})(?: (?:are (?:there|in (?:it|the ${NOUN}))|is that|do (?:we|i) have|does it have))?`,
    slots => besideOf(slots),
  ),
  phrase(
    `for (?:every|each) (?<p>\\d{1,6}) (?<x>${NOUN}),? there (?:are|is) (?<q>\\d{1,6}) (?<y>${NOUN})[,.;:]* (?:and |if |with )?(?:there (?:are|were) |we have |i have |with |in a \\p{L}+ of )?{n:count} (?<t>${NOUN})(?: (?:in (?:total|all)|altogether|there|in the ${NOUN}))?[,.;:]* (?:so |then |and )?how many (?<z>${NOUN})(?: (?:are (?:there|in (?:it|the ${NOUN}))|is that|do (?:we|i) have))?`,
    slots => besideOf(slots),
  ),
  phrase(
    `(?<p>\\d{1,6}) (?:out of|in|of) (?:every )?(?<q>\\d{1,6}) (?<x>${NOUN}) (?<does>(?:are|is|have|has|own|owns|use|like|likes|fail|fails|pass|passes|smoke|play|plays|go|goes|drive|wear|come|comes|live)(?: (?!not|never|about)[\\p{L}-]{2,16}){0,3})[,.;:]* (?:so |then |and )?how many(?: (?:of them|(?<z>${NOUN}(?: ${NOUN})?)))?(?: (?<again>(?:are|is|have|own|use|like|fail|pass|smoke|play|go|drive|wear|come|live|would be|will be)(?: (?!not|never)[\\p{L}-]{2,16}){0,3}))? (?:in|of|out of|among|from) (?:an? |the |my |our )?(?:(?:${NOUN}) (?:of|with) )?{n:count}(?: (?<t>${NOUN}))?`,
    slots => rated(slots),
  ),
]

export const ratioRules: readonly PlannerRule[] = [
  defineRule({
    id: 'ratio',
    reason: 'Brings ratios to lowest terms, shares a whole by a ratio, and finds one part of a whole.',
    order: 310,
    pairs: true,
    hint: /\d ?: ?\d|ratio|for (?:every|each) |(?:out of|in|of) (?:every )?\S+ .*how many/i,
    examples: {
      yes: [
        'simplify 24:36',
        'Ratio 150 to 90 to 60 in simplest form',
        '7 boys 21 girls ratio',
        'share 700 in the ratio 2:5',
        'The ratio of boys to girls in a class of 32 is 3:5. How many girls?',
        'The ratio of boys to girls is 4:5 and there are 36 kids. How many girls?',
        'ratio of cats to dogs is 2:3. there are 12 cats, how many dogs?',
        '3 out of every 40 bulbs are broken. How many broken bulbs in a box of 1000?',
        'for every 2 boys there are 3 girls, 20 kids altogether. How many boys',
        'cats and dogs are in the ratio 3:2. There are 15 cats. How many dogs?',
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
        'The ratio of boys to girls is 4:5 and there are 36 teachers. How many girls?',
        'The ratio of boys to girls is 4:5 and there are 36 boys. How many teachers?',
        'ratio of cats to dogs is 2:3. there are 13 cats, how many dogs?',
        '3 out of every 40 bulbs are broken. How many bulbs in a box of 1000?',
        '3 out of 40 bulbs are broken. How many are broken in a year?',
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

/** All of them, by what they may be called beside their two kinds. */
const ALL_OF: readonly (readonly [kinds: RegExp, all: RegExp])[] = [
  [/^(?:boy|girl)$/u, /^(?:kid|child|children|pupil|student|people)$/u],
  [
    /^(?:men|women|man|woman|adult|child|children|kid|teacher|student)$/u,
    /^(?:people|person|guest|visitor|employee|member)$/u,
  ],
  [/^(?:dog|cat|cow|sheep|horse|goat|pig|hen|chicken|duck|rabbit|bird|fish)$/u, /^(?:animal|pet)$/u],
  [/^(?:apple|pear|orange|banana|plum|peach|lemon|mango|kiwi)$/u, /^(?:fruit|piece)$/u],
  [/^(?:red|blue|green|yellow|white|black)$/u, /^(?:ball|marble|bead|sweet|counter|pen|tile|brick)$/u],
]
const kindOf = (word: string): string => word.toLowerCase().replace(/(?<![su])s$/u, '')

/** The ratio first, then one of its sides, or all of them. */
function besideOf(slots: Slots): Answer | null {
  const [a = '', b = ''] = slots.has('terms') ? termsOf(slots) : [slots.text('p'), slots.text('q')]
  const [x, y, t, z] = ['x', 'y', 't', 'z'].map(name => kindOf(slots.text(name) || slots.text(`${name}2`))) as [
    string,
    string,
    string,
    string,
  ]
  const n = Number(slots.text('n'))
  const place = [x, y].indexOf(z)
  if (x === y || place < 0 || !isWhole(a) || !isWhole(b)) return null
  const own = place === 0 ? a : b
  const isAll = ALL_OF.some(([some, all]) => some.test(x) && some.test(y) && all.test(t))
  const told = [x, y].indexOf(t)
  if (!isAll && (told < 0 || told === place)) return null
  const by = isAll ? Number(a) + Number(b) : Number(told === 0 ? a : b)
  // Counted things are whole.
  if (n % by !== 0) return null
  return evaluated({ expression: `${n} / ${by} * ${own}`, how: `${n} ÷ ${isAll ? `(${a} + ${b})` : by} × ${own}` })
}

/** `3 out of every 40 bulbs are broken`: as many among more of them. */
function rated(slots: Slots): Answer | null {
  const [p, q, n] = [Number(slots.text('p')), Number(slots.text('q')), Number(slots.text('n'))]
  if (p < 1 || p >= q || (n * p) % q !== 0) return null
  const thing = kindOf(slots.text('x'))
  if (slots.has('t') && kindOf(slots.text('t')) !== thing) return null
  const does = slots.text('does').toLowerCase().split(' ').slice(1)
  const asked = `${slots.text('z')} ${slots.text('again')}`
    .toLowerCase()
    .split(' ')
    .filter(word => word !== '' && kindOf(word) !== thing && !/^(?:are|is|have|would|will|be)$/u.test(word))
  // What they are or do must be asked for, not all of them.
  if (slots.has('z') && asked.length === 0) return null
  const said = new Set([...does, ...slots.text('does').toLowerCase().split(' ')].map(kindOf))
  if (asked.some(word => !said.has(kindOf(word)))) return null
  return evaluated({ expression: `${n} * ${p} / ${q}`, how: `${n} × ${p} ÷ ${q}` })
}
