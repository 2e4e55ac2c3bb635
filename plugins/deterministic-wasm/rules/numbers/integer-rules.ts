/** Whole numbers: divisors, primes in a span, common divisors and multiples told in other words, digits and zeros. */
import type { PlannerRule } from '#contracts/planner-port'
import { decided, hasMember } from '../decided.ts'
import { listReply, MOST_LISTED } from '../listed.ts'
import { peek } from '../peek.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, at, defineRule, single, task, withHow } from '../rule.ts'
import { readNumberPhrase } from './number-phrase.ts'

const SHOW =
  "(?:(?:list|find|show|give me|give|name|write|tell me|print|calculate|what are|what is|what's|which are|get|i want|i need) )?(?:all )?(?:of )?(?:the )?"
const PLEASE = '(?:,? (?:please|pls))?'
const FACTOR = '(?:factors?|divisors?)'

const PHRASES: readonly Phrase[] = [
  phrase(`${SHOW}(?:positive |integer |whole number )?${FACTOR} (?:of|for)(?: the number)? {n:count}${PLEASE}`, slots =>
    divisors(slots, 'list'),
  ),
  phrase(
    `(?:which|what) (?:whole |natural )?numbers (?:divide|go into|evenly divide) {n:count}(?: evenly| exactly)?`,
    slots => divisors(slots, 'list'),
  ),
  phrase(
    `how many (?:different |positive |distinct )?${FACTOR} (?:does {n:count} have|are there (?:of|for) {a:count}|(?:of|for) {b:count}(?: are there)?)`,
    slots => divisors(slots, 'count'),
  ),
  phrase(`(?:the )?(?:number|count) of (?:positive )?${FACTOR} (?:of|for) {n:count}`, slots =>
    divisors(slots, 'count'),
  ),
  phrase(`(?:the )?sum of (?:all )?(?:the )?(?:positive )?${FACTOR} of {n:count}`, slots => divisors(slots, 'sum')),
  phrase(
    '(?:(?:the |which is the |find the )?(?:next|first|smallest|nearest) prime(?: number)? (?:after|above|over|greater than|larger than|bigger than|higher than|more than|beyond|following) {n:count})',
    slots => nextPrime(slots, 'up'),
  ),
  phrase('(?:(?:the )?next prime after {n:count} is what)', slots => nextPrime(slots, 'up')),
  phrase(
    '(?:(?:the |which is the |find the )?(?:last|largest|biggest|greatest|highest|previous|nearest)? ?prime(?: number)? (?:before|below|under|less than|smaller than|lower than) {n:count})',
    slots => nextPrime(slots, 'down'),
  ),
  phrase(`${SHOW}primes?(?: numbers)? (?:between|from) {a:count} (?:and|to|through|until) {b:count}`, slots =>
    primes(slots, 'list'),
  ),
  phrase(`${SHOW}primes?(?: numbers)? (?<how>up to|till|until|below|under|less than|smaller than) {b:count}`, slots =>
    primes(slots, 'list'),
  ),
  phrase(`${SHOW}first {count:count} primes?(?: numbers)?`, slots => firstPrimes(slots)),
  phrase(
    'how many primes?(?: numbers)? (?:are (?:there )?|lie )?(?:between|from) {a:count} (?:and|to) {b:count}',
    slots => primes(slots, 'count'),
  ),
  phrase(
    'how many primes?(?: numbers)? (?:are (?:there )?|lie )?(?<how>up to|below|under|less than|smaller than) {b:count}',
    slots => primes(slots, 'count'),
  ),
  phrase(
    'is {n:count} (?:a )?prime(?: (?:number|year))?(?:,? or (?:can (?:you|u|i|we|it)(?: be)? divided?(?: it)? by (?:something|anything)|does (?:it|something|anything) (?:have|divide) .{1,20}|is it divisible by (?:something|anything)))?',
    slots => prime(slots),
  ),
  phrase('is {n:count} (?:a )?composite(?: number)?', slots => prime(slots, true)),
  phrase(
    '(?:does|will|would|do) {m:count}s? (?:go into|divide(?: into)?|fit into|evenly divide|go evenly into) {n:count}(?: evenly| exactly| without (?:a )?remainder)?',
    slots => divides(slots),
  ),
  phrase(
    '(?:can|could) {n:count} be (?:evenly |exactly )?divided(?: evenly| exactly)? by {m:count}(?: evenly| exactly| without (?:a )?remainder)?',
    slots => divides(slots),
  ),
  phrase(`is {m:count} an? (?:factor|divisor) of {n:count}`, slots => divides(slots)),
  phrase(
    '(?:the )?(?:biggest|largest|greatest|highest|bigest) (?:common )?(?:factor|divisor|number)(?: that)? (?:of|divides|which divides|between|shared by|for)(?: both)? {list:words}',
    slots => common(slots, 'gcd'),
  ),
  phrase(
    "(?:i have |given |for |of |with )?(?:the numbers )?{list:words}(?:,|;|\\.|:) ?(?:what(?:'s| is)|find|give me|whats) (?:their|the) (?:(?:greatest|highest|largest|biggest) common (?:divisor|factor|denominator)|gcd|gcf|hcf)",
    slots => common(slots, 'gcd'),
  ),
  phrase(
    "(?:i have |given |for |of |with )?(?:the numbers )?{list:words}(?:,|;|\\.|:) ?(?:what(?:'s| is)|find|give me|whats) (?:their|the) (?:(?:least|lowest|smallest) common (?:multiple|denominator)|lcm)",
    slots => common(slots, 'lcm'),
  ),
  phrase(
    "(?:the )?(?:smallest|lowest|least|first) (?:positive |whole |natural )?(?:number|integer|multiple)(?: that(?: is|'s)?| which is)?(?: evenly)? (?:divisible by|(?:a )?multiple of|common to|can be divided by|of)(?: all(?: of)?| both)? {list:words}",
    slots => common(slots, 'lcm'),
  ),
  phrase(
    '(?:the )?(?:smallest|lowest|least) (?:number|integer)(?: that)? {list:words} (?:all |both )?(?:go into|divide|divide into)(?: evenly)?',
    slots => common(slots, 'lcm'),
  ),
  phrase(`${SHOW}common ${FACTOR} (?:of|between|for) {a:count} and {b:count}`, slots => commonDivisors(slots)),
  phrase('(?:(?:gcd|hcf|gcf) and lcm|lcm and (?:gcd|hcf|gcf))(?: of| for)? {list:words}', slots => bothCommon(slots)),
  phrase(
    '(?:i want |write |express |show |give(?: me)? )?{n:count} as (?:a |the )?product of (?:its )?(?:prime(?: number)?s?(?: factors)?|(?:prime )?powers of primes|prime powers)',
    slots => factored(slots),
  ),
  phrase('prime (?:decomposition|factors and powers) (?:of|for) {n:count}', slots => factored(slots)),
  phrase(
    '(?:the )?(?:digit ?sum|sum of (?:all )?(?:the )?(?:single )?digits|cross ?(?:total|sum)(?: \\(digit sum\\))?|quersumme|checksum of digits) (?:of|in|for)(?: the number)? {x:words}',
    slots => digits(slots, 'sum'),
  ),
  phrase('(?:add|sum)(?: up)? (?:all )?(?:the )?digits (?:of|in) {x:words}', slots => digits(slots, 'sum')),
  phrase('(?:the )?digital root of {x:words}', slots => digits(slots, 'root')),
  phrase('how many digits (?:does |do |has |are (?:there )?in |in )(?:the number )?{x:words}(?: have| has)?', slots =>
    digits(slots, 'digits'),
  ),
  phrase('(?:the )?number of digits (?:in|of) {x:words}', slots => digits(slots, 'digits')),
  phrase(
    'how many (?:zeros|zeroes|noughts) (?:does |do |has |there are in |are (?:there )?in |in |are in )?(?<x>(?:an? |1 )?(?:thousand|million|billion|trillion|lakh|crore)|1(?:000|00000|0{6,12}))(?: \\(10\\^\\d+\\))?(?: have| has)?(?:,? written out| in digits)?',
    slots => zeros(slots),
  ),
  phrase(
    'how many (?:zeros|zeroes) (?:does |do |is |are (?:there )?)?(?:at the end of |trailing in |(?:does )?)?(?:the number )?{x:words} (?:end with|end in|have at the end)|(?:how many |number of )?(?:trailing zeros|zeros at the end) (?:of|in|are (?:there )?(?:in|at the end of)|does) {y:words}(?: have)?',
    slots => digits(slots, 'trailing_zeros'),
  ),
  phrase('is {n:count} (?:an? )?(?:perfect )?cube(?: number)?', slots => cube(slots)),
  phrase('is {x:words} an? palindrom(?:e|ic number)', slots => palindrome(slots)),
]

export const integerRules: readonly PlannerRule[] = [
  defineRule({
    id: 'integers',
    reason: 'Lists divisors and primes, and answers what is asked about digits and zeros of a number.',
    order: 104,
    hint: /factor|divi|prime|multiple|digit|cross|zero|nought|cube|palindrom|go into|fit into|product|gcd|lcm|hcf/i,
    examples: {
      yes: [
        'factors of 48',
        'how many divisors does 144 have',
        'next prime after 200',
        'all the primes between 50 and 80',
        'is 2027 a prime year',
        'is 1001 a prime number or can u divide it by something',
        'does 3 go into 12345',
        'Can 1,737 be divided evenly by 9?',
        'biggest common factor of 1071 and 462',
        'I have 45 and 120, what is their greatest common divisor?',
        'smallest number divisible by 4, 6 and 10',
        'i want 144 as product of powers of primes',
        'digit sum of 987654',
        'how many digits does 2^64 have',
        'how many zeros in a trillion',
        'gcd and lcm of 12 and 18',
        'what are the common factors of 24 and 36',
      ],
      no: [
        'factors of success',
        'What factors led to 1914?',
        'next prime minister after 2020',
        'prime time after 20',
        'What is the biggest factor in 2024 elections?',
        'How many zeros did he score in 10 games?',
        'does 3 go into the bag',
        'does 1 divide a country',
        'smallest number of 4 people',
        'digits of 5 hands',
        'sum of digits of 12345, times 2',
      ],
    },
    // The mark of a factorial is lost at the end of a sentence.
    read: clause => (clause.mark.startsWith('!') ? null : readPhrases(clause, PHRASES)),
  }),
]

const LARGEST = 1_000_000_000_000
const wholeOf = (slots: Slots, ...names: readonly string[]): number =>
  Number(names.map(name => slots.text(name)).find(text => text !== '') ?? Number.NaN)

function divisors(slots: Slots, what: 'list' | 'count' | 'sum'): Answer | null {
  const value = wholeOf(slots, 'n', 'a', 'b')
  const seen = value >= 1 && value <= LARGEST ? peek('math.divisors', { value }) : null
  if (seen === null || !Array.isArray(seen.divisors) || seen.divisors.length > MOST_LISTED) return null
  const only = task('divisors', `Find the divisors of ${value}`, 'math.divisors', { value })
  if (what !== 'list') {
    const how = what === 'sum' ? `sum of all divisors of ${value}` : `divisors of ${value}, 1 and itself among them`
    return single(only, '{{value}}', { value: at(`/${what}`) }, how)
  }
  const factorText = peek('math.factor', { value })?.text
  const how = `divisors of ${value}${typeof factorText === 'string' && value > 1 ? `; its prime factors: ${factorText}` : ''}`
  const reply = listReply('/divisors', seen.divisors.length, ', ')
  return { tasks: [only], answer: 'divisors', reply: withHow(reply.template, reply.values, how) }
}

function nextPrime(slots: Slots, direction: 'up' | 'down'): Answer | null {
  const value = wholeOf(slots, 'n')
  if (value > 999_999_000) return null
  const input = { from: Math.max(0, direction === 'up' ? value + 1 : value - 1), count: 1, direction }
  if (peek('math.primes', input)?.count !== 1) return null
  const only = task('primes', 'Find the prime', 'math.primes', input)
  return single(
    only,
    '{{prime}}',
    { prime: at('/primes/0') },
    `the ${direction === 'up' ? 'first prime above' : 'last prime below'} ${value}`,
  )
}

function primes(slots: Slots, what: 'list' | 'count'): Answer | null {
  const from = slots.has('a') ? wholeOf(slots, 'a') : 1
  const end = wholeOf(slots, 'b')
  const to = /below|under|less|smaller/.test(slots.text('how')) ? end - 1 : end
  if (to > 1_000_000 || to < from || to - from > 20_000) return null
  const seen = peek('math.primes', { from, to })
  const found = typeof seen?.count === 'number' ? seen.count : 0
  const only = task('primes', 'Find the primes', 'math.primes', { from, to })
  if (what === 'count') return single(only, '{{count}}', { count: at('/count') }, `primes from ${from} to ${to}`)
  if (found < 1 || found > MOST_LISTED) return null
  return { tasks: [only], answer: 'primes', reply: listReply('/primes', found, ', ') }
}

function firstPrimes(slots: Slots): Answer | null {
  const wanted = wholeOf(slots, 'count')
  if (wanted < 1 || wanted > 200) return null
  const only = task('primes', 'Find the primes', 'math.primes', { from: 2, count: wanted })
  return { tasks: [only], answer: 'primes', reply: listReply('/primes', wanted, ', ') }
}

function prime(slots: Slots, asksComposite = false): Answer | null {
  const value = wholeOf(slots, 'n')
  const seen = value >= 2 && value <= LARGEST ? peek('math.factor', { value }) : null
  if (seen === null) return null
  const [first, second] = asksComposite ? ['No', 'Yes'] : ['Yes', 'No']
  return decided({
    tasks: [task('factors', `Factor ${value}`, 'math.factor', { value })],
    when: hasMember('is_prime', { const: true }),
    yes: `${first}, ${value} is a prime number.`,
    no: `${second}, ${value} is not a prime number.`,
    ...(seen.is_prime === true ? {} : { rest: ' It is {{text}}.', members: ['text'] }),
  })
}

function divides(slots: Slots): Answer | null {
  const [n, m] = [wholeOf(slots, 'n'), wholeOf(slots, 'm')]
  if (m === 0) return null
  return decided({
    tasks: [task('rest', `Remainder of ${n} by ${m}`, 'math.evaluate', { expression: `${n} mod ${m}` })],
    when: hasMember('exact', { const: '0' }),
    yes: `Yes, ${n} = ${m} × ${n / m}.`,
    no: `No, ${n} divided by ${m} is ${Math.floor(n / m)}, remainder ${n % m}.`,
  })
}

function common(slots: Slots, what: 'gcd' | 'lcm'): Answer | null {
  const items = slots
    .text('list')
    .split(/,? and |, ?| & /)
    .filter(item => item !== '')
  if (items.length < 2 || items.length > 20 || !items.every(item => /^[1-9]\d{0,14}$/.test(item))) return null
  const only = task('common', 'Find it', 'math.gcd', { values: items.map(Number) })
  const name = what === 'gcd' ? 'greatest common divisor' : 'least common multiple'
  return single(only, '{{value}}', { value: at(`/${what}`) }, `${name} of ${items.join(', ')}`)
}

/** The divisors of the greatest common divisor. */
function commonDivisors(slots: Slots): Answer | null {
  const values = [wholeOf(slots, 'a'), wholeOf(slots, 'b')]
  const divisor = Number(peek('math.gcd', { values })?.gcd)
  const seen = divisor >= 1 && divisor <= LARGEST ? peek('math.divisors', { value: divisor }) : null
  if (seen === null || !Array.isArray(seen.divisors) || seen.divisors.length > MOST_LISTED) return null
  const only = task('divisors', `Find the divisors of ${divisor}`, 'math.divisors', { value: divisor })
  const reply = listReply('/divisors', seen.divisors.length, ', ')
  const how = `divisors of ${divisor}, the greatest common divisor of ${values.join(' and ')}`
  return { tasks: [only], answer: 'divisors', reply: withHow(reply.template, reply.values, how) }
}

function bothCommon(slots: Slots): Answer | null {
  const items = slots
    .text('list')
    .split(/,? and |, ?| & /)
    .filter(item => item !== '')
  if (items.length < 2 || items.length > 20 || !items.every(item => /^[1-9]\d{0,14}$/.test(item))) return null
  const only = task('common', 'Find both', 'math.gcd', { values: items.map(Number) })
  const values = { gcd: at('/gcd'), lcm: at('/lcm') }
  return single(
    only,
    'Greatest common divisor {{gcd}}, least common multiple {{lcm}}',
    values,
    `of ${items.join(', ')}`,
  )
}

function factored(slots: Slots): Answer | null {
  const value = wholeOf(slots, 'n')
  if (value < 2 || value > LARGEST) return null
  return single(
    task('factors', `Factor ${value}`, 'math.factor', { value }),
    '{{text}}',
    { text: at('/text') },
    `prime factors of ${value}`,
  )
}

const SAID: Readonly<Record<string, string>> = {
  sum: 'sum of the digits of',
  root: 'digits added until one is left, of',
  digits: 'number of digits of',
  trailing_zeros: 'zeros at the end of',
}

function digits(slots: Slots, what: 'sum' | 'root' | 'digits' | 'trailing_zeros'): Answer | null {
  const written = (slots.text('x') || slots.text('y')).replace(/^the number /i, '')
  // `12345, times 2`: the digits of the product, or twice their sum?
  if (/,(?!\d)|(?<![a-z])(?:plus|minus|times|divided|multiplied|doubled|squared|halved)(?![a-z])/i.test(written))
    return null
  const read = readNumberPhrase(written)
  if (read === null) return null
  const input = { expression: read.expression }
  if (peek('math.digits', input) === null) return null
  return single(
    task('digits', 'Look at its digits', 'math.digits', input),
    '{{value}}',
    { value: at(`/${what}`) },
    `${SAID[what] ?? ''} ${read.said}`,
  )
}

function zeros(slots: Slots): Answer | null {
  const read = readNumberPhrase(
    slots
      .text('x')
      .replace(/^an? /i, '1 ')
      .replace(/^(?=[a-z])/i, '1 '),
  )
  if (read === null) return null
  const only = task('digits', 'Count its zeros', 'math.digits', { expression: read.expression })
  return single(
    only,
    '{{zeros}}',
    { zeros: at('/zeros'), value: at('/value') },
    `zeros of ${read.said.replace(/^1 /, 'one ')} in digits`,
  )
}

function cube(slots: Slots): Answer | null {
  const n = wholeOf(slots, 'n')
  const root = Math.round(Math.cbrt(n))
  return decided({
    tasks: [task('cube', `Cube of the nearest root`, 'math.evaluate', { expression: `${root} ^ 3` })],
    when: hasMember('exact', { const: String(n) }),
    yes: `Yes, ${n} = ${root}³.`,
    no: `No, ${n} is no cube of a whole number.`,
  })
}

function palindrome(slots: Slots): Answer | null {
  const written = slots.text('x').replace(/^the number /i, '')
  if (!/^\d{2,50}$/.test(written)) return null
  return decided({
    tasks: [task('digits', 'Read it backwards', 'math.digits', { expression: written })],
    when: hasMember('is_palindrome', { const: true }),
    yes: `Yes, ${written} reads the same both ways.`,
    no: `No, ${written} backwards is ${[...written].reverse().join('')}.`,
  })
}
