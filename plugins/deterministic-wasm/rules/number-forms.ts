/** Numbers in other forms: rounded, in another base, in Roman letters, as percent or decimal; and what kind of number they are. */
import type { PlannerRule } from '#contracts/planner-port'
import { decided } from './decided.ts'
import { evaluated } from './evaluated.ts'
import { NUMBER } from './money.ts'
import { peek } from './peek.ts'
import { type Answer, at, defineRule, single, task, withHow } from './rule.ts'

const NAMED_BASES: Readonly<Record<string, number>> = {
  binary: 2,
  octal: 8,
  decimal: 10,
  hex: 16,
  hexadecimal: 16,
  base10: 10,
}
const BASE = '(?<to>binary|octal|decimal|hex|hexadecimal|base ?(?:[2-9]|[12]\\d|3[0-6]))'
const FROM = '(?:(?:the )?(?<from>binary|octal|decimal|hex|hexadecimal)(?: number| value)? )?'
const DIGITS = '(?<digits>0[xX][0-9a-fA-F]{1,30}|0[bB][01]{1,60}|0[oO][0-7]{1,40}|[0-9a-fA-F]{1,30})'
const TO_BASE: readonly RegExp[] = [
  new RegExp(
    `^(?:convert |change |write |express |show |put )?${FROM}${DIGITS}(?: \\(?(?<from2>binary|octal|decimal|hex|hexadecimal|base ?\\d{1,2})\\)?)? (?:to|in|into|as)(?: an?)? ${BASE}(?: number| notation| form)?$`,
    'i',
  ),
  new RegExp(`^${BASE} (?:of|for|form of|representation of|value of|equivalent of) ${FROM}${DIGITS}$`, 'i'),
]
const ROMAN_TO: readonly RegExp[] = [
  /^(?:convert |write |express |show |put |turn )?(?:the (?:number|year) )?(\d{1,4}) (?:to|in|into|as)(?: a)? roman(?: numerals?| numbers?| letters)?$/i,
  /^roman (?:numerals?|number) (?:for|of) (\d{1,4})$/i,
]
const ROMAN_FROM: readonly RegExp[] = [
  /^(?:what |which )?(?:number|value) (?:is|does|are) (?:the roman numeral )?([MDCLXVI]{1,15})(?: stand for| mean)?$/,
  /^(?:convert |the )?(?:the )?roman (?:numeral|number) ([MDCLXVIm-z]{1,15})(?: (?:to|in|into|as) (?:a )?(?:number|digits|decimal|arabic(?: numerals?)?))?$/i,
  /^(?:convert )?([MDCLXVI]{2,15}) (?:to|in|into|as) (?:a )?(?:number|digits|decimal|arabic(?: numerals?)?)$/,
]
const PLACES: Readonly<Record<string, number>> = {
  thousandth: 3,
  hundredth: 2,
  cent: 2,
  tenth: 1,
  'whole number': 0,
  integer: 0,
  unit: 0,
  one: 0,
  ten: -1,
  hundred: -2,
  thousand: -3,
  '10': -1,
  '100': -2,
  '1000': -3,
}
const ROUND = new RegExp(
  `^(?:round|rounded|rounding)(?: off| up)? (?<n>${NUMBER}) (?:off )?to (?:(?<places>\\d{1,2}) (?:decimals?|decimal places?|d\\.?p\\.?|places|digits after the (?:decimal )?(?:point|comma))|(?:the )?nearest (?<name>thousandth|hundredth|cent|tenth|whole number|integer|unit|one|ten|hundred|thousand|10|100|1000)|an? (?<name2>whole number|integer))$`,
  'i',
)
const PRIME: readonly RegExp[] = [
  /^is (\d{1,15}) (?:an? )?prime(?: number)?$/i,
  /^(?:is it true that )?(\d{1,15}) is (?:an? )?prime(?: number)?$/i,
]
const FACTORS =
  /^(?:prime factors? (?:of|for)|factori[sz]e|(?:prime )?factori[sz]ation (?:of|for)) (\d{1,15})(?: into primes)?$/i
const COMMON =
  /^(?<kind>gcd|hcf|gcf|lcm|greatest common (?:divisor|factor|denominator)|highest common factor|(?:least|lowest|smallest) common multiple) (?:of|between|for) (?<list>\d{1,15}(?:(?:, ?(?:and )?| and | & | )\d{1,15}){1,20})$/i
const FACTORIAL: readonly RegExp[] = [/^(\d{1,2}) factorial$/i, /^factorial of (\d{1,2})$/i, /^(\d{1,2})!+$/]
const SQUARE = /^is (\d{1,12}) an? (perfect |)square(?: number)?$/i
const PERCENT_OF = new RegExp(
  `^(?:(?:convert|write|express) )?(?:(?<n>${NUMBER})|(?<a>\\d{1,6}) ?/ ?(?<b>\\d{1,6})) (?:as|in|to|into)(?: an?)? (?:percent(?:age)?|per cent|%)$`,
  'i',
)
const DECIMAL_OF =
  /^(?:(?:convert|write|express) )?(?:(?<a>\d{1,6}) ?\/ ?(?<b>\d{1,6})|(?<n>\d{1,6}(?:\.\d+)?) ?(?:%|percent)) (?:as|in|to|into)(?: an?)? decimal(?: number| fraction)?$/i
const RANGE: readonly RegExp[] = [
  /^(?:list |show |give |print |all )*(?:the )?(?<kind>even |odd |whole |natural )?(?:numbers|integers) (?:from|between) (?<from>-?\d{1,5}) (?:to|and|through|up to|until) (?<to>-?\d{1,5})$/i,
  /^count (?:up )?(?:from (?<from>-?\d{1,5}) )?to (?<to>-?\d{1,5})$/i,
]
const PRIMES_OF = /^(?:is|are) (\d{1,15}) (?:divisible|evenly divisible) by (\d{1,9})$/i

export const numberRules: readonly PlannerRule[] = [
  defineRule({
    id: 'number-form',
    reason: 'Rounds a number, writes it in another base, in Roman letters, as a percentage or a decimal.',
    order: 26,
    hint: /round|binary|octal|hex|decimal|base ?\d|roman|percent|per cent|%|number is|number does|value (?:is|does)/i,
    examples: {
      yes: [
        'convert 200 to hex',
        '37 in binary',
        'what is 0x2A in decimal',
        'binary 1010 to decimal',
        '64 in base 8',
        'write 2024 in roman numerals',
        'what number is XIV',
        'round 2.71828 to 2 decimal places',
        'round 1351 to the nearest hundred',
        '5/8 as a decimal',
        '0.125 as a percentage',
      ],
      no: [
        'What is hex?',
        'Convert face to hex',
        'Is MIX a roman numeral?',
        'round of applause',
        'What number is missing?',
        'Put a hex on 200 people',
        '12 in decimal',
        'a round 50',
        'How do I convert 200 to hex by hand?',
        'binary 12 to decimal',
      ],
    },
    read: clause =>
      based(clause.text) ?? roman(clause.text) ?? roman(clause.core) ?? rounded(clause.core) ?? written(clause.core),
  }),
  defineRule({
    id: 'number-kind',
    reason:
      'Tells whether a number is prime, a square or divisible, and gives factors, common divisors, multiples, factorials and ranges.',
    order: 27,
    hint: /prime|factor|gcd|hcf|gcf|lcm|common|square|divisible|!|numbers|integers|count (?:up )?(?:from|to)|^\D*\d{1,2}\D*$/i,
    examples: {
      yes: [
        'Is 101 a prime number?',
        'is 57 prime?',
        'prime factors of 84',
        'gcd of 12 and 18',
        'least common multiple of 6, 8 and 9',
        '6!',
        'factorial of 7',
        'Is 169 a perfect square?',
        'Is 91 divisible by 7?',
        'odd numbers from 1 to 9',
        'count to 4',
      ],
      no: [
        'Is this a prime example?',
        'Count to ten before you answer',
        'Is 5 a lucky number?',
        'What is a factor of success?',
        'factors of 36',
        'the prime minister of 2020',
        'I won 5!',
        'Is 4 square?',
        'numbers from 1 to 3 are boring',
        'Count to 5000000',
      ],
    },
    read: clause =>
      kinds(clause.core) ?? kinds(clause.plain) ?? factorial(clause.text + (clause.mark.startsWith('!') ? '!' : '')),
  }),
]

function based(text: string): Answer | null {
  for (const pattern of TO_BASE) {
    const groups = pattern.exec(text.replace(/^what(?:'s| is|s) /i, ''))?.groups
    if (groups === undefined) continue
    const to = baseOf(groups.to!)
    const named = groups.from ?? groups.from2
    const prefix = /^0([xbo])/i.exec(groups.digits!)?.[1]?.toLowerCase()
    const from = named !== undefined ? baseOf(named) : prefix !== undefined ? { x: 16, b: 2, o: 8 }[prefix]! : 10
    // Letters without a word or a prefix are words; 10 into 10 is no conversion.
    if (from === to || (prefix === undefined && named === undefined && !/^\d+$/.test(groups.digits!))) return null
    const input = { text: groups.digits!, from, to }
    if (peek('math.base', input) === null) return null
    return single(
      task('base', `Write it in base ${to}`, 'math.base', input),
      '{{text}}',
      { text: at('/text') },
      `${groups.digits} from base ${from} to base ${to}`,
    )
  }
  return null
}

const baseOf = (name: string): number => NAMED_BASES[name.toLowerCase()] ?? Number(/\d+/.exec(name)?.[0])

function roman(text: string): Answer | null {
  for (const pattern of ROMAN_TO) {
    const value = Number(pattern.exec(text)?.[1])
    if (!Number.isNaN(value))
      return peek('math.to_roman', { value }) === null
        ? null
        : single(task('roman', 'Write it in Roman letters', 'math.to_roman', { value }), '{{text}}', {
            text: at('/text'),
          })
  }
  for (const pattern of ROMAN_FROM) {
    const letters = pattern.exec(text)?.[1]
    if (letters !== undefined)
      return peek('math.from_roman', { text: letters }) === null
        ? null
        : single(
            task('roman', 'Read the Roman letters', 'math.from_roman', { text: letters }),
            '{{value}}',
            { value: at('/value') },
            `${letters} in Roman letters`,
          )
  }
  return null
}

function rounded(text: string): Answer | null {
  const groups = ROUND.exec(text)?.groups
  if (groups === undefined) return null
  const decimals =
    groups.places === undefined ? PLACES[(groups.name ?? groups.name2 ?? '').toLowerCase()] : Number(groups.places)
  if (decimals === undefined) return null
  const n = groups.n!
  if (decimals >= 0) return evaluated({ expression: n, decimals, how: `${n} rounded half up` })
  // To tens and more: a whole number of them.
  const unit = 10 ** -decimals
  const input = { expression: `${n} / ${unit}`, decimals: 0, rounding: 'half_up' }
  const steps = task('steps', `Count the ${unit}s`, 'math.evaluate', input)
  const back = task('value', `Times ${unit}`, 'math.evaluate', { expression: { $from: 'written', pointer: '/text' } }, [
    'written',
  ])
  const writtenOut = task(
    'written',
    'Write it out',
    'text.template',
    { template: `{{n}} * ${unit}`, values: { n: { $from: 'steps', pointer: '/exact' } } },
    ['steps'],
  )
  return {
    tasks: [steps, writtenOut, back],
    answer: 'value',
    reply: withHow('{{value}}', { value: at('/exact') }, `${n} to the nearest ${unit}, half up`),
  }
}

function written(text: string): Answer | null {
  const percent = PERCENT_OF.exec(text)?.groups
  if (percent !== undefined) {
    const value = percent.n ?? `${percent.a} / ${percent.b}`
    return evaluated({ expression: `${value} * 100`, unit: '%', how: `${value} of 1` })
  }
  const decimal = DECIMAL_OF.exec(text)?.groups
  if (decimal === undefined) return null
  const value = decimal.n === undefined ? `${decimal.a} / ${decimal.b}` : `${decimal.n} / 100`
  return evaluated({ expression: value, how: value.replace('/', '÷') })
}

function kinds(text: string): Answer | null {
  for (const pattern of PRIME) {
    const n = pattern.exec(text)?.[1]
    if (n === undefined) continue
    const value = Number(n)
    if (peek('math.factor', { value }) === null) return null
    return decided({
      tasks: [task('factors', 'Find the factors', 'math.factor', { value })],
      when: { type: 'object', properties: { is_prime: { const: true } }, required: ['is_prime'] },
      yes: `Yes, ${n} is a prime number.`,
      no: `No, ${n} is not a prime number.`,
    })
  }
  const factors = FACTORS.exec(text)?.[1]
  if (factors !== undefined) return factored(Number(factors))
  const common = COMMON.exec(text)?.groups
  if (common !== undefined) return commonOf(common.kind!, common.list!)
  const square = SQUARE.exec(text)
  if (square !== null) return squareOf(square[1]!)
  const division = PRIMES_OF.exec(text)
  if (division !== null) {
    const [, n = '', by = ''] = division
    if (Number(by) === 0) return null
    const rest = task('rest', 'Find the remainder', 'math.evaluate', { expression: `${n} mod ${by}` })
    return decided({
      tasks: [rest],
      when: { type: 'object', properties: { exact: { const: '0' } }, required: ['exact'] },
      yes: `Yes, ${n} is divisible by ${by}.`,
      no: `No, ${n} is not divisible by ${by}.`,
    })
  }
  return ranged(text)
}

function factored(value: number): Answer | null {
  const seen = peek('math.factor', { value }) as { factors?: readonly { prime: number; exponent: number }[] } | null
  if (!seen?.factors?.length) return null
  const parts = seen.factors.map(
    ({ exponent }, i) => `{{/factors/${i}/prime}}${exponent === 1 ? '' : `^{{/factors/${i}/exponent}}`}`,
  )
  return single(
    task('factors', 'Find the factors', 'math.factor', { value }),
    parts.join(' × '),
    { factors: at('/factors') },
    `Prime factors of ${value}`,
  )
}

function commonOf(kind: string, list: string): Answer | null {
  const values = (list.match(/\d+/g) ?? []).map(Number)
  const isMultiple = /lcm|multiple/i.test(kind)
  if (peek('math.gcd', { values }) === null) return null
  return single(
    task('common', isMultiple ? 'Find the multiple' : 'Find the divisor', 'math.gcd', { values }),
    '{{value}}',
    { value: at(isMultiple ? '/lcm' : '/gcd') },
    `${isMultiple ? 'Least common multiple' : 'Greatest common divisor'} of ${values.join(', ')}`,
  )
}

function squareOf(n: string): Answer {
  const root = task('root', 'Take the root', 'math.evaluate', { expression: `sqrt(${n})`, decimals: 6 })
  return decided({
    tasks: [root],
    when: { type: 'object', properties: { exact: { type: 'string', pattern: '^\\d+\\.0+$' } }, required: ['exact'] },
    yes: `Yes, ${n} is a perfect square.`,
    no: `No, ${n} is not a perfect square.`,
  })
}

function factorial(text: string): Answer | null {
  for (const pattern of FACTORIAL) {
    const n = Number(pattern.exec(text)?.[1])
    if (Number.isNaN(n) || n > 60) continue
    const expression = n < 2 ? '1' : Array.from({ length: n - 1 }, (_, i) => String(i + 2)).join(' * ')
    return evaluated({ expression, how: `${n}! is the product of the whole numbers up to ${n}` })
  }
  return null
}

function ranged(text: string): Answer | null {
  for (const pattern of RANGE) {
    const groups = pattern.exec(text)?.groups
    if (groups === undefined) continue
    const kind = (groups.kind ?? '').trim().toLowerCase()
    const parity = kind === 'even' ? 0 : kind === 'odd' ? 1 : null
    let from = Number(groups.from ?? 1)
    if (parity !== null && Math.abs(from % 2) !== parity) from += 1
    const input = { from, to: Number(groups.to), step: parity === null ? 1 : 2 }
    const seen = peek('list.range', input)?.items
    if (!Array.isArray(seen) || seen.length === 0 || seen.length > 200) return null
    const items = seen.map((_, i) => `{{/items/${i}}}`).join(', ')
    return single(task('range', 'Write the numbers', 'list.range', input), items, { items: at('/items') })
  }
  return null
}
