/** Calculations told in words beyond two numbers and a sign: roots, parts of parts, fractions, `what do I get when I multiply ...`. */
import type { PlannerRule } from '#contracts/planner-port'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { answerPhrase, takeWish, type Wish } from './number-answer.ts'
import type { NumberPhrase } from './number-node.ts'
import { readNumberPhrase } from './number-phrase.ts'
import { isSpoken } from './number-signs.ts'

const LEAD =
  /^(?:(?:and )?what (?:do|would|will|did|should) (?:i|you|we) (?:get|have|end up with)|what (?:comes out|results?)|(?:the )?(?:result|answer|value)|what(?:'s| is) left|find)(?: (?:when|if|by|of|for|from))*(?: (?:i|you|we|one))?(?: (?:do|take|calculate|compute|work out|have))? /i
const TAIL =
  /[,;]? ?(?:(?:is|are|equals?|makes?|gives?|comes? to|becomes|=)(?: (?:what|how much|to what))?|what(?:'s| is) (?:it|that|the (?:result|answer))|how much(?: is (?:it|that))?|(?:in|as) (?:digits|figures|numbers|(?:one|1|a)(?: single)? number)|in total|altogether|(?:please )?(?:just )?(?:the )?(?:number|answer|result) only)$/i

/** Orders that name their sign first; each side is read by itself. */
const ORDERS: readonly (readonly [RegExp, (a: string, b: string) => string])[] = [
  [/^(?:add|adding) (.+?) (?:and|to|with) (.+)$/i, (a, b) => `(${b}) + (${a})`],
  [
    /^(?:subtract|subtracting|take(?: away)?|taking(?: away)?|deduct(?:ing)?) (.+?) (?:away )?from (.+)$/i,
    (a, b) => `(${b}) - (${a})`,
  ],
  [/^(?:multiply|multiplying) (.+?) (?:by|with|times|and) (.+)$/i, (a, b) => `(${a}) * (${b})`],
  [/^(?:divide|dividing) (.+?) by (.+)$/i, (a, b) => `(${a}) ÷ (${b})`],
  [
    /^(?:raise|raising) (.+?) to (?:the )?(?:power (?:of )?)?(.+?)(?:(?:st|nd|rd|th)(?: power)?)?$/i,
    (a, b) => `(${a}) ^ (${b})`,
  ],
  [/^(?:square|squaring) (?!root|of )(.+)()$/i, a => `(${a}) ^ 2`],
  [/^(?:cube|cubing) (?!root|of )(.+)()$/i, a => `(${a}) ^ 3`],
  [/^(?:halve|halving) (.+)()$/i, a => `(${a}) ÷ 2`],
  [/^scale (.+?) by (.+)$/i, (a, b) => `(${a}) * (${b})`],
  [
    /^how (?:many times|often) (?:does|do|will|can|would) (.+?) (?:go|fit|divide)(?:es)? (?:in|into) (.+)$/i,
    // `how many times does 5 go into 23`: 4, or 4.6?
    (a, b) => (/^\d+$/.test(a) && /^\d+$/.test(b) && Number(b) % Number(a) !== 0 ? '' : `(${b}) ÷ (${a})`),
  ],
  [
    /^(?:the )?remainder (?:of|when|if|left when)(?: dividing)? (.+?) (?:is )?(?:divided by|by|\/) (.+)$/i,
    (a, b) => `(${a}) mod (${b})`,
  ],
  [
    /^(?:the )?(?:sum|total) of all (?:the )?(?:whole |natural |positive )?(?:numbers|integers) (?:from|between) (\d{1,9}) (?:to|and|through|up to) (\d{1,9})$/i,
    (a, b) => `(${a} + ${b}) * (${b} - ${a} + 1) ÷ 2`,
  ],
]

/** The phrase, also behind an order. */
export function readCalculation(written: string): NumberPhrase | null {
  for (const [pattern, write] of ORDERS) {
    const found = pattern.exec(written)
    const [, a = '', b = ''] = found ?? []
    const last = found === null || b === '' ? null : readNumberPhrase(b)
    if (found === null || readNumberPhrase(a) === null || (b !== '' && last === null)) continue
    // `divide 10 by 2 plus 3`: by 2, or by 5?
    if (last !== null && / [-+×÷] /.test(last.said.replace(/\([^()]*\)/g, ''))) return null
    const phrase = readNumberPhrase(write(a, b))
    if (phrase !== null) return phrase
  }
  return readNumberPhrase(written)
}

/** `20% more than 100` is no sum of a percentage. */
const PERCENT_OF_WHAT = /% (?:more|less|higher|lower|bigger|smaller) than /iu
const PART_OF_WHAT =
  /^(?:an?|one|1|\d{1,2}\/\d{1,2})?[ -]?(?:half|third|quarter|fourth|fifth|sixth|eighth|tenth)?s? (?:more|less|higher|lower|bigger|smaller) than |(?<![\d/.]) ?\d+ (?:(?:is )?(?:increased|reduced|decreased|raised|lowered|cut) by|plus|minus|less|[-+]) (?:an?|one|1|\d\/\d) ?(?:half|third|quarter|fourth|fifth|sixth|eighth|tenth)(?:$|[ ,.?](?! of))/iu

/** `a third plus a quarter of 60`: both of 60, or the first of one? */
const PART =
  '(?:half|(?:(?:an?|one|1|\\d{1,2})[ -])?(?:half|thirds?|quarters?|fourths?|fifths?|sixths?|eighths?|tenths?)|\\d{1,2}/\\d{1,2})'
const PARTS_OF_WHAT = new RegExp(`^(?:the )?${PART} ?(?:plus|and|minus|\\+|-) ${PART} of \\d`, 'iu')

export const calculationRules: readonly PlannerRule[] = [
  defineRule({
    id: 'fraction-sum',
    reason: 'Calculates with fractions and mixed numbers and gives a fraction in lowest terms.',
    order: 18.5,
    hint: /\d\/\d|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]|half|halves|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth/iu,
    examples: {
      yes: [
        '2 3/4 + 1 5/8 as mixed number pls',
        'whats 7/12 - 1/4 in lowest terms',
        'eleven twelfths take away five sixths',
        '5 1/2 divided by 3/4',
        'Subtract three eighths from seven tenths, fraction answer',
        'hey what is a quarter of a third',
        '1½ x 2¼',
        'triple 2/3',
        'two and a half plus three quarters',
      ],
      no: [
        'A third of the people left at half past two.',
        'What happened on 9/11?',
        'three quarters of an hour plus a bit',
        'Is 1/2 a lot?',
        '100 / 3/4',
        'the first half minus the second half',
        'What is 1/2 cup plus 1/4 hour?',
        'quarter of a million people and a third of the cities',
        'What date is 1/2 - 3/4?',
      ],
    },
    read: clause => {
      const asked = readAsked(clause)
      if (asked === null || !asked.phrase.isFractional || !asked.phrase.isOperation) return null
      // A date range looks like a difference of fractions: `1/2-3/4`.
      if (
        /^\d+\/\d+-\d+\/\d+$/.test(clause.core.replace(/ /g, '')) &&
        clause.opener === 'none' &&
        !/ - /.test(clause.core)
      )
        return null
      return answerPhrase(asked.phrase, asked.wish)
    },
  }),
  defineRule({
    id: 'number-words',
    reason: 'Calculates what is told in words: roots, powers, logarithms, parts of parts, sums of products.',
    order: 101,
    hint: /\d|half|third|quarter|dozen|one|two|three|four|five|six|seven|eight|nine|ten|teen|ty/iu,
    examples: {
      yes: [
        '5 more than three times eleven',
        'fourth root of 81',
        'Cube root of 1728?',
        'square root of 50 to 3 decimals',
        "What's the product of 14 and 15, less 10?",
        'what do i get when i multiply 347 by 26',
        '20% of 30% of 500',
        '15 percent of 15 percent',
        "what's 10 to the minus 3",
        '6.02 × 10^23 divided by 2 × 10^5',
        'absolute value of -17.4',
        'log base 2 of 4096',
        'sin 30 degrees',
        'how many times does 0.25 go into 12',
        '1 234 567.8 minus 34 567.8',
        '1.5 lakh plus 75 thousand, as one number',
        'three and a half dozen',
        '3 boxes plus 4 boxes, how many boxes is that',
      ],
      no: [
        'Two is more than enough',
        '5 more than usual',
        'square root of all evil',
        'the log of 12 May',
        'sin number 7',
        'I have half a dozen reasons',
        'What is 8 ÷ 2(2+2)?',
        'sum of 3 and 4 times 2',
        'sum of 3 and 4 squared',
        'double 5 squared',
        'absolute value of 3 - 10',
        'divide 10 by 2 plus 3',
        'A third plus a quarter of 60',
        'add 5 and 3 times 2',
        'twice in 5 years',
        'less is more, 2 times',
        'What is 3 to 5?',
        '2 minus signs',
        'one and one makes love',
        'root 66',
      ],
    },
    read: calculation,
  }),
]

type Asked = { readonly phrase: NumberPhrase; readonly wish: Wish; readonly rest: string }

/** Words of leads, tails and forms beside those of the language itself. */
const AROUND = new Set(
  (
    "what what's s whats do does did would will should i you we get have end up comes out result results answer left find when if for calculate compute work equals equal makes " +
    'make gives give come becomes how much that it are digits figures number numbers single please just only altogether me us show round rounded correct use keep off exactly ' +
    'decimal decimals place places dp d p after behind point comma significant figure sig figs sf f sigfigs whole integer nearest hundredth as into its fraction fractions fractional ' +
    "fraction's mixed form terms lowest simplest reduced simplified simplify reduce simple proper improper exact numeral numerals percentage scientific exponential standard index notation written " +
    'expressed given express write leave put want need adding subtract subtracting taking deduct deducting multiply multiplying divide dividing raise raising squaring cubing halve ' +
    'halving scale many often can go fit goes into remainder dividing left all natural positive integers through then now this but cent cents tenths'
  ).split(' '),
)

/** `twelve dozen eggs plus a half dozen, how many eggs is that`: what is counted is named again by the question. */
const COUNTED =
  /^(?<sum>.+?)[,;:]? (?:so |then )?how many (?<thing>\p{L}{3,14}) (?:is|are|does|do|would|will) (?:that|it|this|there|i|we)(?: be| make| have)?(?: in total| altogether| all together| in all)?$/iu

function withoutThings(core: string): string {
  const groups = core.length > 160 || !core.includes('how many ') ? undefined : COUNTED.exec(core)?.groups
  const thing = groups?.thing?.replace(/s$/i, '')
  if (groups === undefined || thing === undefined || isSpoken(thing)) return core
  const bare = (groups.sum ?? '').replace(new RegExp(` ${thing}s?(?= |$|,)`, 'giu'), '')
  return bare === groups.sum ? core : bare
}

function readAsked(clause: Clause): Asked | null {
  if (clause.core.length > 300 || /[¤¿]/.test(clause.core) || !isSpoken(withoutThings(clause.core), AROUND)) return null
  if (clause.quotes.length > 0 || clause.data !== null || clause.mark.startsWith('!')) return null
  // `120 plus a quarter`: of it, or of one?
  if (PART_OF_WHAT.test(clause.core) || PARTS_OF_WHAT.test(clause.core) || PERCENT_OF_WHAT.test(clause.core))
    return null
  for (const core of new Set([clause.core, clause.plain].map(withoutThings))) {
    const wish = takeWish(core)
    for (const text of new Set([wish.rest, wish.rest.replace(LEAD, '').replace(TAIL, '')])) {
      const phrase = readCalculation(text)
      if (phrase !== null) return { phrase, wish, rest: text }
    }
  }
  return null
}

function calculation(clause: Clause): Answer | null {
  // Plain signs are the rule of arithmetic.
  if (!/[a-z√∛^²³½⅓⅔¼¾]|\d \d{3}/i.test(clause.core)) return null
  const asked = readAsked(clause)
  if (asked === null) return null
  const { phrase, rest } = asked
  // Signs alone are read by the rule of arithmetic, which knows dates, scores and sizes.
  const isTold =
    /[a-z√∛^²³]/i.test(rest.replace(/(?<=\d) ?x ?(?=\d)/g, '')) || /\d \d{3}/.test(rest) || phrase.isScientific
  const isCounted = /dozen/i.test(rest) || withoutThings(clause.core) !== clause.core
  if (!isTold || !(phrase.isOperation || isCounted)) return null
  if (/ over /i.test(rest) && clause.opener === 'none') return null
  const answer = answerPhrase(phrase, asked.wish)
  return answer === null || !phrase.isTight
    ? answer
    : { ...answer, reading: 'The root or the part is of the next number alone.' }
}
