/** Sequences: Fibonacci numbers, terms of an arithmetic sequence, and sums of runs of numbers, odd ones, squares. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { listReply } from '../listed.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, at, defineRule, single, task, withHow } from '../rule.ts'

const SHOW =
  "(?:(?:list|find|show|give me|give|name|write|tell me|print|calculate|what are|what is|what's|which are|get|i want|i need) )?(?:all )?(?:of )?(?:the )?"
const CLASS = '(?:(?:whole|natural|positive|counting) )?(?:numbers?|integers?)'

const PHRASES: readonly Phrase[] = [
  phrase(
    '(?:the )?{n:count}(?:st|nd|rd|th)? fibonacci(?: number)?(?:,? if the first (?:2|two)(?: numbers| terms)? are 1 and 1)?',
    slots => fibonacci(slots),
  ),
  phrase('fibonacci(?: number)?(?: no\\.?| number)? {n:count}', slots => fibonacci(slots)),
  phrase(
    `${SHOW}first {count:count} (?:fibonacci numbers|numbers (?:of|in) the fibonacci (?:sequence|series)|terms of (?:the )?fibonacci(?: sequence| series)?)`,
    slots => fibonacci(slots),
  ),
  phrase(
    "(?:an? |the )?arithmetic (?:sequence|series|progression)(?: that)? (?:begins|starts|goes|is|begins with|starts with|:) ?(?:with )?{a:number}, ?{b:number}, ?{c:number}[,. …—–:;-]*(?:and so on|etc)?[,. …—–:;-]*(?:and )?(?:give me|what(?:'s| is)|find|tell me|whats)? ?(?:the )?{n:count}(?:st|nd|rd|th) (?:term|number|element)",
    slots => progression(slots),
  ),
  phrase(
    '(?:the )?{n:count}(?:st|nd|rd|th) (?:term|number|element) (?:of|in) (?:the |an? )?arithmetic (?:sequence|series|progression):? ?{a:number}, ?{b:number}, ?{c:number}(?:, ?\\.{2,3}|,? ?…|,? etc\\.?)?',
    slots => progression(slots),
  ),
  phrase(
    '(?:the )?sum of (?:the )?first {n:count} (?<kind>natural|whole|positive|counting|odd|even)(?: whole)? (?:numbers|integers)',
    slots => firstSum(slots),
  ),
  phrase(
    `(?:the )?(?:sum of|sum up|sum|add up|add|total of)(?: all)?(?: the)? (?<kind>odd|even)? ?${CLASS} (?:from|between) {a:count} (?:to|and|through|up to) {b:count}(?: inclusive)?`,
    slots => spanSum(slots),
  ),
  phrase('(?:1 ?\\+ ?2 ?\\+ ?3 ?\\+ ?(?:\\.{2,3}|…) ?\\+ ?{b:count})', slots => spanSum(slots)),
  phrase(
    '(?:the )?sum of (?:the )?squares (?:from|of (?:the )?(?:numbers |integers )?(?:from )?)?1 (?:to|through|up to) {n:count}',
    slots => sequenceSum(slots, 'squares'),
  ),
  phrase(
    '(?:the )?sum of (?:the )?first {n:count} (?<kind>squares|cubes|triangular numbers|square numbers|cube numbers)',
    slots => sequenceSum(slots),
  ),
  phrase('(?:the )?{n:count}(?:st|nd|rd|th) (?<kind>square|cube) number', slots => {
    const power = /^s/iu.test(slots.text('kind')) ? 2 : 3
    return evaluated({ expression: `${slots.text('n')} ^ ${power}`, how: `${slots.text('n')}^${power}` })
  }),
  phrase('(?:the )?{n:count}(?:st|nd|rd|th) (?<kind>even|odd) number', slots => {
    const isOdd = /^o/iu.test(slots.text('kind'))
    return evaluated({
      expression: `2 * ${slots.text('n')}${isOdd ? ' - 1' : ''}`,
      how: `2 × ${slots.text('n')}${isOdd ? ' − 1' : ''}`,
    })
  }),
  phrase('(?:the )?{n:count}(?:st|nd|rd|th) prime(?: number)?', slots => {
    const n = wholeOf(slots, 'n')
    if (n < 1 || n > 1_000) return null
    const only = task('primes', 'Find the primes', 'math.primes', { from: 2, count: n })
    return single(
      only,
      '{{prime}}',
      { prime: at(`/primes/${n - 1}`) },
      `the primes one after another from 2; number ${n}`,
    )
  }),
  phrase('(?:the )?{n:count}(?:st|nd|rd|th) triangular number', slots => sequenceTerm(slots, 'triangular')),
]

export const sequenceRules: readonly PlannerRule[] = [
  defineRule({
    id: 'sequence',
    reason: 'Finds terms of Fibonacci and arithmetic sequences, and sums of runs of numbers.',
    order: 105,
    pairs: true,
    hint: /fibonacci|sequence|progression|series|sum|add|total|triangular|\+|\d(?:st|nd|rd|th) (?:square|cube|even|odd|prime)/i,
    examples: {
      yes: [
        '10th fibonacci number',
        "What's the 20th Fibonacci number if the first two are 1 and 1?",
        'An arithmetic sequence begins 7, 11, 15, ... — give me the 30th term.',
        'sum of the first 50 odd numbers',
        'sum of even numbers from 2 to 100',
        '1+2+3+...+100',
        'What is the 7th square number?',
        'the 10th prime number',
      ],
      no: [
        'the sum of the first 3 chapters',
        'sum of first 100 numbers',
        'Which sequence begins 7, 11, 15 and why?',
        'What is the sequence of 5 events?',
        'What number comes next: 2, 4, 8',
        'A sequence starts 2, 4, 8. What is the 5th term?',
        'the 3rd series of Sherlock',
        'add all numbers',
      ],
    },
    read: clause => (clause.mark.startsWith('!') || !/\d/.test(clause.plain) ? null : readPhrases(clause, PHRASES)),
  }),
]

const wholeOf = (slots: Slots, name: string): number => Number(slots.text(name) || Number.NaN)

function fibonacci(slots: Slots): Answer | null {
  const isList = slots.has('count')
  const n = wholeOf(slots, isList ? 'count' : 'n')
  if (n < 1 || n > (isList ? 100 : 1_000)) return null
  const only = task('sequence', 'Work out the sequence', 'math.sequence', { kind: 'fibonacci', n })
  if (!isList)
    return single(only, '{{term}}', { term: at('/term') }, `Fibonacci number ${n}, the first two being 1 and 1`)
  const reply = listReply('/terms', n, ', ')
  return {
    tasks: [only],
    answer: 'sequence',
    reply: withHow(reply.template, reply.values, 'the first two are 1 and 1'),
  }
}

function progression(slots: Slots): Answer | null {
  const [a, b, c, n] = [slots.text('a'), slots.text('b'), slots.text('c'), wholeOf(slots, 'n')]
  const step = Number(b) - Number(a)
  if (Number(c) - Number(b) !== step || n < 1 || ![a, b, c].every(term => /^-?\d{1,9}$/.test(term))) return null
  return evaluated({
    expression: `${a} + (${n} - 1) * (${b} - ${a})`,
    how: `first term ${a}, each ${step} more; term ${n}`,
  })
}

function firstSum(slots: Slots): Answer | null {
  const n = slots.text('n')
  const kind = slots.text('kind').toLowerCase()
  const expression = kind === 'odd' ? `${n} ^ 2` : kind === 'even' ? `${n} * (${n} + 1)` : `${n} * (${n} + 1) / 2`
  return evaluated({
    expression,
    how:
      kind === 'odd' ? `1 + 3 + 5 …, ${n} of them` : kind === 'even' ? `2 + 4 + 6 …, ${n} of them` : `1 + 2 + … + ${n}`,
  })
}

function spanSum(slots: Slots): Answer | null {
  const [from, to] = [slots.has('a') ? wholeOf(slots, 'a') : 1, wholeOf(slots, 'b')]
  const kind = slots.text('kind').toLowerCase()
  const isHalf = kind === 'odd' || kind === 'even'
  const wanted = kind === 'odd' ? 1 : 0
  const first = isHalf && from % 2 !== wanted ? from + 1 : from
  const last = isHalf && to % 2 !== wanted ? to - 1 : to
  if (last <= first) return null
  const step = isHalf ? 2 : 1
  return evaluated({
    expression: `(${first} + ${last}) * ((${last} - ${first}) / ${step} + 1) / 2`,
    how: `${first} + ${first + step} + … + ${last}`,
  })
}

function sequenceSum(slots: Slots, fixed?: 'squares'): Answer | null {
  const name = slots.text('kind').toLowerCase()
  const kind = fixed ?? (name.startsWith('sq') ? 'squares' : name.startsWith('c') ? 'cubes' : 'triangular')
  const n = wholeOf(slots, 'n')
  if (n < 1 || n > 1_000) return null
  return single(
    task('sequence', 'Add them up', 'math.sequence', { kind, n }),
    '{{sum}}',
    { sum: at('/sum') },
    `the first ${n} ${kind === 'triangular' ? 'triangular numbers' : kind}`,
  )
}

function sequenceTerm(slots: Slots, kind: 'triangular'): Answer | null {
  const n = wholeOf(slots, 'n')
  if (n < 1 || n > 1_000) return null
  return single(
    task('sequence', 'Find the term', 'math.sequence', { kind, n }),
    '{{term}}',
    { term: at('/term') },
    `1 + 2 + … + ${n}`,
  )
}
