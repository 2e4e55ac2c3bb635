/** Multiples of a number in a span: listed, counted or added up. Of `between`, both ends count, and the reply says so where it matters. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { listReply } from '../listed.ts'
import { peek } from '../peek.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, defineRule, task, withHow } from '../rule.ts'

const SHOW =
  '(?:(?:list|find|show|give|name|write|tell me|print|which are|get|i want|i need) )?(?:me )?(?:all )?(?:of )?(?:the )?'
const WHAT =
  '(?:(?<what>how many|number of|count(?: of)?|sum of|sum(?: up)?|add(?: up)?|total of|which|what)(?: all)?(?: of)?(?: the)? )?'
const DIVIDES =
  '(?:(?:that |which )?(?:are |is )?(?:evenly |exactly )?(?:divide by|divisible by|multiples? of|divide evenly by)|(?:that |which )?can be (?:evenly |exactly )?divided by)'
const SPANS = [
  '(?:,? ?(?:that (?:lie|are) )?)(?<way>between|from) {a:count} (?:and|to|through|until|till|up to) {b:count}(?:,? inclusive(?:ly)?|,? both included)?',
  ',? ?(?:that are )?(?<way>below|under|less than|smaller than|up to|until|till) {b:count}',
]

const PHRASES: readonly Phrase[] = SPANS.flatMap(span => [
  phrase(
    `${SHOW}${WHAT}(?:whole |positive )?multiples of {k:count}(?: are there| lie| exist)? ?${span}(?: are there)?`,
    inSpan,
  ),
  phrase(
    `${SHOW}${WHAT}(?:whole |natural |positive )?(?:numbers|integers)(?: are there)? ?${span} ${DIVIDES} (?:both )?{k:count}(?:(?: and|,)(?: by)? {k2:count})?(?: are there)?`,
    inSpan,
  ),
  phrase(
    `${SHOW}${WHAT}(?:whole |natural |positive )?(?:numbers|integers) ${DIVIDES} (?:both )?{k:count}(?:(?: and|,)(?: by)? {k2:count})?(?: are there| lie)? ?${span}(?: are there)?`,
    inSpan,
  ),
  phrase(`${span},? ${SHOW}${WHAT}(?:whole |natural )?(?:numbers|integers) ${DIVIDES} {k:count}`, inSpan),
])

const MOST_TERMS = 100

export const multipleRules: readonly PlannerRule[] = [
  defineRule({
    id: 'multiples',
    reason: 'Lists, counts or adds up the multiples of a number in a span.',
    order: 110,
    hint: /multipl|divi/i,
    examples: {
      yes: [
        'between 15 and 40, which numbers divide by 6?',
        'list the multiples of 7 up to 50',
        'how many numbers from 1 to 100 are divisible by 9?',
        'sum of the multiples of 3 below 20',
        'which numbers between 1 and 50 are divisible by both 4 and 6?',
      ],
      no: [
        'list multiples of 7',
        'sum of the numbers from 1 to 100 divided by 5',
        'which numbers between 1 and 10 do people like?',
        'how many numbers between 1 and 100 are divisible by 3 or 5?',
        'multiples of 6 between 15 and 40 except 24',
        'Why do numbers from 1 to 9 divide by 3?',
        'Between 15 and 40 people divide by 6 tables',
      ],
    },
    read: clause => readPhrases(clause, PHRASES),
  }),
]

function inSpan(slots: Slots): Answer | null {
  const [one, two] = [Number(slots.text('k')), Number(slots.text('k2') || '1')]
  // Divisible by both is divisible by their least common multiple.
  const k = one * two === 0 ? 0 : Number(peek('math.gcd', { values: [one, two] })?.lcm ?? 0)
  const way = slots.text('way').toLowerCase()
  const from = slots.has('a') ? Number(slots.text('a')) : 1
  const isBelow = /^(?:below|under|less|smaller)/.test(way)
  const to = Number(slots.text('b')) - (isBelow ? 1 : 0)
  if (k < 2 || to < from) return null
  const first = Math.max(1, Math.ceil(from / k)) * k
  const count = to < first ? 0 : Math.floor((to - first) / k) + 1
  const span = slots.has('a') ? `from ${from} to ${to}` : `up to ${to}`
  const ends = way === 'between' && [from, to].some(end => end % k === 0) ? ', both ends counted' : ''
  const how = `${slots.has('k2') ? `divisible by ${one} and ${two}: multiples` : 'Multiples'} of ${k} ${span}${ends}`
  const what = slots.text('what').toLowerCase()
  if (/^(?:how many|number|count)/.test(what))
    return evaluated({ expression: `floor(${to} / ${k}) - floor((${Math.max(from, 1)} - 1) / ${k})`, how })
  if (count === 0) return null
  if (/^(?:sum|add|total)/.test(what))
    return evaluated({ expression: `(${first} + ${first + (count - 1) * k}) * ${count} / 2`, how })
  if (count > MOST_TERMS) return null
  const terms = task('terms', 'List the multiples', 'math.sequence', { kind: 'arithmetic', first, step: k, n: count })
  const { template, values } = listReply('/terms', count, ', ')
  return { tasks: [terms], answer: 'terms', reply: withHow(template, values, how) }
}
