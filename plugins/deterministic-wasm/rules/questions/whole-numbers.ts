/** Questions about whole numbers: primes and factors, common divisors, divisibility, rounding, runs of numbers. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { decided, hasMember } from '../decided.ts'
import { evaluated } from '../evaluated.ts'
import { listReply } from '../listed.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, at, defineRule, single, task } from '../rule.ts'

const LIST = '{list:words}'

export const TO = '(?:to|in|into|as|is)(?: (?:an?|its|the))?'

const PLACES: Readonly<Record<string, number>> = {
  tenth: 1,
  hundredth: 2,
  cent: 2,
  thousandth: 3,
  unit: 0,
  one: 0,
  integer: 0,
  'whole number': 0,
}

const STEPS: Readonly<Record<string, number>> = {
  five: 5,
  ten: 10,
  dozen: 12,
  fifty: 50,
  hundred: 100,
  thousand: 1000,
  million: 1_000_000,
  quarter: 0.25,
  half: 0.5,
}

const ROUNDED_TO =
  '(?: to (?:the |an? )?(?:nearest |next |closest )?(?:{places:count} (?:decimals?|decimal places?|dp|d\\.p\\.|places)|(?<name>tenth|hundredth|cent|thousandth|unit|one|integer|whole number)|(?:full )?multiple of (?<multiple>\\d{1,6}(?:\\.\\d{1,4})?)|(?<step>five|ten|dozen|fifty|hundred|thousand|million|quarter|half|0\\.5|0\\.05|5|10|50|100|500|1000))s?)?'

const PHRASES: readonly Phrase[] = [
  phrase('is {n:count} (?:an? )?prime(?: number)?(?: or (?:not|composite))?', slots => prime(slots)),
  phrase('{n:count} is (?:an? )?prime(?: number)?', slots => prime(slots)),
  phrase('check (?:if|whether) {n:count} is (?:an? )?prime(?: number)?', slots => prime(slots)),
  phrase('(?:all )?(?:the )?(?:prime factors?|prime factori[sz]ation|factori[sz]ation)(?: of| for) {n:count}', slots =>
    factors(slots),
  ),
  phrase('(?:factori[sz]e|factor) {n:count}(?: (?:into|in) primes?(?: factors)?)?', slots => factors(slots)),
  phrase(`(?:greatest|highest|largest) common (?:divisor|factor|denominator)(?: of| between| for)? ${LIST}`, slots =>
    common(slots, 'gcd'),
  ),
  phrase(`(?:gcd|gcf|hcf) ?(?:of|for|between)? ?\\(?${LIST}\\)?`, slots => common(slots, 'gcd')),
  phrase(`(?:least|lowest|smallest) common (?:multiple|denominator)(?: of| between| for)? ${LIST}`, slots =>
    common(slots, 'lcm'),
  ),
  phrase(`(?:lcm|lcd) ?(?:of|for|between)? ?\\(?${LIST}\\)?`, slots => common(slots, 'lcm')),
  phrase('is {n:count} (?:an? )?(?<what>even|odd)(?: number)?(?: or (?:odd|even))?', slots => parity(slots)),
  phrase('is {n:count} (?:evenly )?(?:divisible by|an? multiple of) {m:count}', slots => divisible(slots)),
  phrase('is {n:count} (?:an? )?(?:exact |perfect )?power of {m:count}', slots => powerOf(slots)),
  phrase('is {n:count} (?:an? )?(?:perfect )?square(?: number)?', slots => square(slots)),
  phrase('{n:count} ?(?:factorial|!)', slots => factorial(slots)),
  phrase('factorial of {n:count}', slots => factorial(slots)),
  phrase(
    '(?:(?<verb>round|rounded|round off) )?{n:number}(?: off)?(?<verb2> rounded)? to (?<nearest>the (?:nearest|closest) )?(?:{places:count} (?:decimals?|decimal places?|dp|d\\.p\\.|digits? after the (?:decimal )?point|places)|(?<name>tenth|hundredth|cent|thousandth|unit|one|integer|whole number)|(?:full )?multiple of (?<multiple>\\d{1,6}(?:\\.\\d{1,4})?)|(?<step>five|ten|dozen|fifty|hundred|thousand|million|quarter|half|0\\.5|0\\.05|5|10|50|100|500|1000))s?',
    slots => rounded(slots),
  ),
  phrase(`round (?<way>up|down) {n:number}${ROUNDED_TO}`, slots => roundedTo(slots)),
  phrase(`round {n:number} (?<way>up|down)${ROUNDED_TO}`, slots => roundedTo(slots)),
  phrase(`{n:number} rounded (?<way>up|down)${ROUNDED_TO}`, slots => roundedTo(slots)),
  phrase('(?:the )?(?<kind>even|odd) numbers (?:from|between) {a:count} (?:to|and|through|until) {b:count}', slots =>
    run(slots),
  ),
  phrase(
    '(?:(?:list|count|give me|print|write|write out|show) )?(?:(?:all )?(?:the )?)(?<kind>even|odd|whole|natural)? ?(?:numbers|integers) (?:from|between) {a:count} (?:to|and|through|until|up to) {b:count}',
    slots => run(slots),
  ),
  phrase('count (?:(?:up |down )?from {a:count} )?(?:up |down )?to {b:count}', slots => run(slots)),
  phrase(
    '(?:list |give me |show )?(?:the )?first {count:count} (?:multiples of {m:count}|(?<kind>even|odd) numbers)',
    slots => multiples(slots),
  ),
]

export const wholeNumberRules: readonly PlannerRule[] = [
  defineRule({
    id: 'whole-numbers',
    reason: 'Answers questions about whole numbers: primes, factors, divisibility, rounding, runs of numbers.',
    order: 22,
    hint: /\d|(?<!\p{L})(?:one|two|three|four|five|six|seven|eight|nine|ten|hundred)(?!\p{L})|(?:teen|ty)(?!\p{L})/iu,
    examples: {
      yes: [
        'Is 97 a prime number?',
        'prime factors of 360',
        'gcd of 12 and 18',
        'least common multiple of 4, 6 and 10',
        'Is 144 a perfect square?',
        'is 145 a perfect square',
        'is 51 divisible by 3?',
        'is 243 a power of 3?',
        'is 7 even or odd',
        'round 3.14159 to 2 decimal places',
        'round 1749 to the nearest hundred',
        'round 12.349 down to 2 decimal places',
        'round 1234 up to the nearest hundred',
        '5!',
        'even numbers from 2 to 12',
        'count to 5',
      ],
      no: [
        'Is 7 a lucky number?',
        'What is the prime minister of country 7?',
        'Is 50 even old?',
        'What factors led to 1914?',
        'What are the odds of 12?',
        'Round up the usual 3 suspects',
        'Can I count on 3 people?',
        'I counted to 5 and left.',
        'Just 5!',
        'Is 13 odd in this story?',
      ],
    },
    read: (clause, input) => exclaimed(clause, input) ?? readPhrases(clause, PHRASES),
  }),
]

/** `5!` alone: in a sentence the mark is only loud. */
function exclaimed(clause: Clause, input: PlannerInput): Answer | null {
  const isAlone = /^(?:what(?:'?s| is) |calculate |compute )?\d{1,3}!\??$/i.test(input.message.trim())
  return isAlone ? factorialOf(clause.core) : null
}

const wholeOf = (slots: Slots, name = 'n'): number => Number(slots.text(name))

function prime(slots: Slots): Answer | null {
  const value = wholeOf(slots)
  const seen = value < 1 || value > 1_000_000_000_000 ? null : peek('math.factor', { value })
  if (seen === null) return null
  return decided({
    tasks: [task('factors', `Factor ${value}`, 'math.factor', { value })],
    when: hasMember('is_prime', { const: true }),
    yes: `Yes, ${value} is a prime number.`,
    no: `No, ${value} is not a prime number.`,
    ...(seen.is_prime === true || value < 2 ? {} : { rest: ' It is {{text}}.', members: ['text'] }),
  })
}

function factors(slots: Slots): Answer | null {
  const value = wholeOf(slots)
  if (value < 2) return null
  const only = task('factors', `Factor ${value}`, 'math.factor', { value })
  return single(only, '{{text}}', { text: at('/text') }, `prime factors of ${value}`)
}

function common(slots: Slots, what: 'gcd' | 'lcm'): Answer | null {
  const items = slots
    .text('list')
    .split(/,? and |, ?|; ?| /)
    .filter(item => item !== '')
  if (items.length < 2 || items.length > 100 || !items.every(item => /^\d{1,15}$/.test(item))) return null
  const only = task('common', 'Find it', 'math.gcd', { values: items.map(Number) })
  const name = what === 'gcd' ? 'Greatest common divisor' : 'Least common multiple'
  return single(only, '{{value}}', { value: at(`/${what}`) }, `${name} of ${items.join(', ')}`)
}

/** A yes or no that rests on a remainder. */
function remainder(n: number, m: number, yes: string, no: string): Answer | null {
  if (m === 0) return null
  return decided({
    tasks: [task('rest', `Remainder of ${n} by ${m}`, 'math.evaluate', { expression: `${n} mod ${m}` })],
    when: hasMember('exact', { const: '0' }),
    yes,
    no,
  })
}

function parity(slots: Slots): Answer | null {
  const n = wholeOf(slots)
  const asksOdd = /odd/i.test(slots.text('what'))
  return remainder(n, 2, `${asksOdd ? 'No' : 'Yes'}, ${n} is even.`, `${asksOdd ? 'Yes' : 'No'}, ${n} is odd.`)
}

function divisible(slots: Slots): Answer | null {
  const [n, m] = [wholeOf(slots), wholeOf(slots, 'm')]
  const rest = m === 0 ? 0 : n % m
  return remainder(n, m, `Yes, ${n} = ${m} × ${n / m}.`, `No, ${n} divided by ${m} leaves ${rest}.`)
}

/** The power of `m` that is `n`, or the two that `n` lies between. */
function powerOf(slots: Slots): Answer | null {
  const [n, m] = [wholeOf(slots), wholeOf(slots, 'm')]
  if (m < 2 || n < 1) return null
  let exponent = 0
  while (m ** (exponent + 1) <= n) exponent += 1
  return decided({
    tasks: [task('power', `Calculate ${m}^${exponent}`, 'math.evaluate', { expression: `${m} ^ ${exponent}` })],
    when: hasMember('exact', { const: String(n) }),
    yes: `Yes, ${n} = ${m}^${exponent}.`,
    no: `No, ${n} lies between ${m}^${exponent} and ${m}^${exponent + 1}.`,
    rest: ` ${m}^${exponent} is {{exact}}.`,
    members: ['exact'],
  })
}

function square(slots: Slots): Answer | null {
  const n = wholeOf(slots)
  const root = Math.floor(Math.sqrt(n))
  return decided({
    tasks: [task('root', `Square of the root below ${n}`, 'math.evaluate', { expression: `${root} ^ 2` })],
    when: hasMember('exact', { const: String(n) }),
    yes: `Yes, ${n} is the square of ${root}.`,
    no: `No, ${n} is not a square: ${root}² is ${root * root} and ${root + 1}² is ${(root + 1) ** 2}.`,
  })
}

const factorial = (slots: Slots): Answer | null => factorialOf(slots.text('n'))

function factorialOf(written: string): Answer | null {
  const n = Number(written)
  if (n > 60) return null
  const expression = n < 2 ? '1' : Array.from({ length: n }, (_, i) => i + 1).join('*')
  return evaluated({ expression, how: `${n}!` })
}

function rounded(slots: Slots): Answer | null {
  const value = slots.text('n')
  const name = slots.text('name').toLowerCase()
  const step = slots.text('multiple') || slots.text('step').toLowerCase()
  // `3 to 5` is a ratio or a span.
  if (!slots.has('places') && !slots.has('verb') && !slots.has('verb2') && !slots.has('nearest')) return null
  if (step !== '') {
    const size = STEPS[step] ?? Number(step)
    if (size === 0) return null
    const expression = value.startsWith('-') ? '' : `floor(${value} / ${size} + 0.5) * ${size}`
    return evaluated({ expression, how: `${value} to the nearest ${step}` })
  }
  const decimals = name === '' ? Number(slots.text('places')) : (PLACES[name] ?? 0)
  if (decimals > 20) return null
  const only = task('value', 'Round it', 'math.round', { value, decimals, rounding: 'half_up' })
  return single(
    only,
    '{{value}}',
    { value: at('/exact') },
    `${value} rounded to ${decimals === 0 ? 'a whole number' : `${decimals} decimal${decimals === 1 ? '' : 's'}`}`,
  )
}

/** Towards the greater or the smaller number, as it is asked. */
function roundedTo(slots: Slots): Answer | null {
  const way = slots.text('way').toLowerCase()
  const rounding = way === 'up' ? 'ceil' : 'floor'
  const value = slots.text('n')
  const step = slots.text('multiple') || slots.text('step').toLowerCase()
  if (step !== '') {
    const size = STEPS[step] ?? Number(step)
    if (size === 0) return null
    const expression = `${rounding}(${value} / ${size}) * ${size}`
    return value.startsWith('-') ? null : evaluated({ expression, how: `${value} ${way} to the next ${step}` })
  }
  const name = slots.text('name').toLowerCase()
  const decimals = slots.has('places') ? Number(slots.text('places')) : (PLACES[name] ?? 0)
  if (decimals > 20) return null
  const only = task('value', 'Round it', 'math.round', { value, decimals, rounding })
  const to = decimals === 0 ? '' : ` to ${decimals} decimal${decimals === 1 ? '' : 's'}`
  return single(only, '{{value}}', { value: at('/exact') }, `${value} rounded ${way}${to}`)
}

const LONGEST_RUN = 500

function run(slots: Slots): Answer | null {
  const [a, b] = [slots.has('a') ? wholeOf(slots, 'a') : 1, wholeOf(slots, 'b')]
  const kind = slots.text('kind').toLowerCase()
  const isHalf = kind === 'even' || kind === 'odd'
  const from = isHalf && a % 2 !== (kind === 'odd' ? 1 : 0) ? a + 1 : a
  const step = (isHalf ? 2 : 1) * (from <= b ? 1 : -1)
  return listed(from, b, step)
}

function multiples(slots: Slots): Answer | null {
  const count = wholeOf(slots, 'count')
  const step = slots.has('m') ? wholeOf(slots, 'm') : 2
  const from = slots.text('kind').toLowerCase() === 'odd' ? 1 : step
  return listed(from, from + (count - 1) * step, step)
}

function listed(from: number, to: number, step: number): Answer | null {
  const items = peek('list.range', { from, to, step })?.items
  if (!Array.isArray(items) || items.length < 1 || items.length > LONGEST_RUN) return null
  const only = task('items', 'List the numbers', 'list.range', { from, to, step })
  return { tasks: [only], answer: 'items', reply: listReply('/items', items.length, ', ') }
}
