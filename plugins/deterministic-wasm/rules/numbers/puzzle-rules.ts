/**
 * Small riddles about numbers: runs of numbers by their sum, two shares of which one is several times the other, ages and amounts of which
 * one is so much more than the other, chances of several throws told in other words. One unknown, one reading, or no answer.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluatedValue } from '../evaluated.ts'
import { type Amount, commonSign, type Sign } from '../money.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, at, defineRule, single, task } from '../rule.ts'
import { several } from '../stories/told-money.ts'

const NAME = '[\\p{L}]{1,12}'
const TIMES: Readonly<Record<string, number>> = {
  twice: 2,
  'two times': 2,
  'three times': 3,
  thrice: 3,
  'four times': 4,
  double: 2,
  triple: 3,
}
const TIMES_WORD = '(?<times>twice|double|triple|thrice|(?:\\d{1,2}) times)'
const HOW =
  '(?:[,.;]? (?:so |then )?(?:how (?:much|many)|what)(?: (?:is|does|do|did|would|will|has|have|money))*(?: (?:each|each of them|they|both|everyone|each one|each person|one))*(?: (?:get|gets|have|has|receive|receives|pay|pays|own|owns))*)?'

const PARTS = { NAME, TIMES_WORD, HOW } as const

const PHRASES: readonly Phrase[] = [
  phrase(
    '(?:if )?(?<a>[NAME]) (?:gets|has|receives|pays|earns|owns|got|have) [TIMES_WORD] (?:as (?:much|many)(?: [\\p{L}]{3,12})? as|what) (?<b>[NAME])(?: (?:gets|has|does|pays))?[,.;]? (?:and )?(?:(?:together )?they (?:share|have|split|get|own|pay)(?: together| in total)?|together they (?:share|have|get|own|pay)|in total they have|together they have|both together have|the total is) {sum:amount}(?: [\\p{L}]{3,14})?(?: (?:together|in total|altogether|between them))?[HOW]',
    slots => byTimes(slots),
    PARTS,
  ),
  phrase(
    '(?:split|divide|share) {sum:amount}(?: [\\p{L}]{3,14})? (?:between|among) (?<x>[NAME]) and (?<y>[NAME]) so that (?<a>[NAME]) (?:gets|has|receives|pays) [TIMES_WORD] (?:as (?:much|many) as|what) (?<b>[NAME])(?: (?:gets|does|has|pays))?[HOW]',
    slots => byTimes(slots),
    PARTS,
  ),
  phrase(
    '(?:if )?(?<a>[NAME]) (?:gets|has|receives|pays|earns|owns|got|have) {gap:amount} (?:[\\p{L}]{3,14} )?(?<way>more|less|fewer) than (?<b>[NAME])(?: (?:gets|has|does|pays))?[,.;]? (?:and )?(?:(?:together )?they (?:share|have|split|get|own|pay)(?: together| in total)?|together they (?:share|have|get|own|pay)|in total they have|the total is) {sum:amount}(?: [\\p{L}]{3,14})?(?: (?:together|in total|altogether|between them))?[HOW]',
    slots => byGap(slots),
    PARTS,
  ),
  phrase(
    '(?:the )?(?:sum of )?{n:count} consecutive (?<kind>even |odd )?(?:whole |natural )?(?:numbers|integers) (?:is|are|equals?|add up to|adds up to|add to|sum to|total|give|make) {sum:count}[,.;?]* ?(?:(?:which|what)(?: (?:are|is|numbers|ones|1s|were|they|the|those|is it))*|find (?:them|the numbers)|(?:what|which) numbers are (?:they|these|those))?',
    slots => consecutive(slots),
    PARTS,
  ),
  phrase(
    `(?:(?:two|2|three|3) (?:buses|trams|trains|bells|lights|ships|ferries|alarms|runners|people|metros|lamps|boats|clocks|timers|planes|cyclists|signals|friends|kids)[^\\d]{0,60}?(?:,|;|\\.|:| and)? ?)(?:(?:the |and )?(?:one|1|first(?: one| 1)?|bus a|a) [^\\d]{2,30}?every {a:count} (?<u>minutes?|hours?|days?|seconds?|weeks?),? (?:and |while |but )?(?:the )?(?:other|second|bus b|b)(?: (?:one|1))?(?: [^\\d]{2,30}?)?(?: every)? {b:count}(?: (?<v>minutes?|hours?|days?|seconds?|weeks?))?(?:,? (?:and )?(?:the )?third(?: (?:one|1))?(?: [^\\d]{2,30}?)?(?: every)? {c:count}(?: (?<w>minutes?|hours?|days?|seconds?|weeks?))?)?)[,.;:]* (?:so |then |and )?(?:after how many|in how many|how many) (?<q>minutes?|hours?|days?|seconds?|weeks?) (?:(?:until|till|before|pass|will|do|does|later|are|it|take|takes|they|both|all|the|buses|trains|bells|lights|ships|trams|runners|leave|meet|ring|flash|start|depart|again|together|at the same time|be|next|time|for|to|go off|blink)(?: |$))+`,
    slots => together(slots),
    PARTS,
  ),
]

export const puzzleRules: readonly PlannerRule[] = [
  defineRule({
    id: 'number-riddle',
    reason: 'Finds the numbers of a small riddle from their sum and how they compare.',
    order: 342,
    pairs: true,
    hint: /consecutive|as (?:much|many)|twice|double|more than|less than|fewer than|together|same time|again/i,
    examples: {
      yes: [
        'if A gets twice as much as B and they share 90, how much each?',
        'Tom has 3 times as many as Ann. Together they have 24. How many has each?',
        'Ann has 8 more than Bob. Together they have 50. How many does each have?',
        'sum of three consecutive numbers is 72, which numbers?',
        'two consecutive numbers add up to 87. which ones?',
        'Two buses leave together at the stop, one goes every 12 minutes, the other every 18. After how many minutes do they leave together again?',
      ],
      no: [
        'if A gets twice as much as B and C, and they share 90, how much each?',
        'Tom has 3 times as many as Ann. Together they have 24. How many has Ann after losing 2?',
        'Tom runs twice as much as Ann, why?',
        'sum of three consecutive numbers is 73. which numbers?',
        'if A gets twice as much as C and they share 90, how much does D get?',
        'Ann has 8 more than Bob. Together they have 5. How many does each have?',
      ],
    },
    read: clause => readPhrases(clause, PHRASES),
  }),
]

const nameOf = (word: string): string => (/^i$/iu.test(word) ? 'I' : word.charAt(0).toUpperCase() + word.slice(1))

/** Both must be named, and be two. */
function both(slots: Slots): readonly [string, string] | null {
  const [a, b] = [slots.text('a').toLowerCase(), slots.text('b').toLowerCase()]
  const pronouns = /^(?:he|she|it|they|we|you|one|each|who|that|this|everyone)$/u
  if (a === b || pronouns.test(a) || pronouns.test(b)) return null
  const named = [slots.text('x').toLowerCase(), slots.text('y').toLowerCase()]
  if (slots.has('x') && !(named.includes(a) && named.includes(b))) return null
  return [nameOf(slots.text('a')), nameOf(slots.text('b'))]
}

function told(
  names: readonly [string, string],
  expressions: readonly [string, string],
  amounts: readonly Amount[],
  how: string,
): Answer | null {
  const sign: Sign | null | 'mixed' = commonSign(amounts)
  const values = expressions.map(evaluatedValue)
  if (sign === 'mixed' || values.some(value => value === null || value.numerator < 0n)) return null
  const isWhole = values.every(value => value?.denominator === 1n)
  // Things that are counted are whole.
  if (sign === null && !isWhole) return null
  const places = sign === null ? { decimals: 0 } : {}
  return several(
    expressions.map((expression, i) => ({ before: `${names[i]}: `, expression, sign, ...places })),
    how,
  )
}

function byTimes(slots: Slots): Answer | null {
  const names = both(slots)
  const word = slots.text('times').toLowerCase()
  const times = TIMES[word] ?? Number(/^\d+/.exec(word)?.[0] ?? 0)
  const sum = slots.amount('sum')
  if (names === null || times < 2) return null
  return told(
    names,
    [`${sum.digits} * ${times} / ${times + 1}`, `${sum.digits} / ${times + 1}`],
    [sum],
    `${sum.digits} in ${times + 1} parts, ${times} of them for ${names[0]}`,
  )
}

function byGap(slots: Slots): Answer | null {
  const names = both(slots)
  const [sum, gap] = [slots.amount('sum'), slots.amount('gap')]
  if (names === null) return null
  const [up, down] = [`(${sum.digits} + ${gap.digits}) / 2`, `(${sum.digits} - ${gap.digits}) / 2`]
  const isMore = /more/i.test(slots.text('way'))
  return told(names, isMore ? [up, down] : [down, up], [sum, gap], `(${sum.digits} ± ${gap.digits}) ÷ 2`)
}

function consecutive(slots: Slots): Answer | null {
  const [n, sum] = [Number(slots.text('n')), Number(slots.text('sum'))]
  const kind = slots.text('kind').trim().toLowerCase()
  const step = kind === '' ? 1 : 2
  if (n < 2 || n > 12) return null
  const first = (sum - (step * n * (n - 1)) / 2) / n
  if (!Number.isInteger(first) || (kind !== '' && Math.abs(first % 2) !== (kind === 'odd' ? 1 : 0))) return null
  const rest = (step * n * (n - 1)) / 2
  return several(
    Array.from({ length: n }, (_, i) => ({ expression: `(${sum} - ${rest}) / ${n} + ${i * step}`, decimals: 0 })),
    `the first is (${sum} − ${rest}) ÷ ${n}`,
  )
}

/** Both began together, and do so again after the least common multiple. */
function together(slots: Slots): Answer | null {
  const units = ['u', 'v', 'w', 'q'].flatMap(name =>
    slots.has(name) ? [slots.text(name).toLowerCase().replace(/s$/u, '')] : [],
  )
  const values = ['a', 'b', 'c'].flatMap(name => (slots.has(name) ? [Number(slots.text(name))] : []))
  if (new Set(units).size !== 1 || values.some(value => value < 1)) return null
  const only = task('common', 'Find the least common multiple', 'math.gcd', { values })
  return single(
    only,
    `{{lcm}} ${units[0]}s`,
    { lcm: at('/lcm') },
    `the least common multiple of ${values.join(' and ')}`,
  )
}
