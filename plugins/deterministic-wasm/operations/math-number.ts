/** Family `math`, second part: whole numbers, their parts, and the ways to write them. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { fromRoman, toRoman } from '../arithmetic/roman.ts'
import { closed, count, MIB, operation, text } from '../operation.ts'

const whole = (description: string) =>
  Type.Unsafe<number | string>({
    anyOf: [{ type: 'integer' }, { type: 'string', pattern: '^[+-]?[0-9]{1,300}$' }],
    description,
  })
const base = (description: string) => Type.Integer({ minimum: 2, maximum: 36, description })
const MAX_FACTORED = 1_000_000_000_000

export const mathNumberOperations: readonly Operation[] = [
  operation({
    name: 'math.gcd',
    description: 'Greatest common divisor and least common multiple of whole numbers.',
    input: closed({
      values: Type.Array(whole('A whole number.'), { minItems: 1, maxItems: 1_000, description: 'The numbers.' }),
    }),
    output: closed({
      gcd: text('Decimal text; 0 where all are 0.'),
      lcm: text('Decimal text; 0 where one is 0.'),
    }),
    example: { input: { values: [12, 18, 8] }, output: { gcd: '2', lcm: '72' } },
    cost: 'quadratic',
    run: input => commonOf(input.values.map(BigInt)),
  }),
  operation({
    name: 'math.factor',
    description: 'Prime factors of a whole number, and whether it is prime.',
    input: closed({
      value: Type.Integer({ minimum: 1, maximum: MAX_FACTORED, description: 'From 1 to a million millions.' }),
    }),
    output: closed({
      is_prime: Type.Boolean({ description: 'Whether it has exactly two divisors.' }),
      factors: Type.Array(closed({ prime: count('A prime.'), exponent: count('How often it divides.') }), {
        description: 'Upwards; none for 1.',
      }),
      divisors: count('How many divisors there are.'),
      text: text('Such as `2^3 × 3`.'),
    }),
    example: {
      input: { value: 360 },
      output: {
        is_prime: false,
        factors: [
          { prime: 2, exponent: 3 },
          { prime: 3, exponent: 2 },
          { prime: 5, exponent: 1 },
        ],
        divisors: 24,
        text: '2^3 × 3^2 × 5',
      },
    },
    cost: 'constant',
    run: input => factor(input.value),
  }),
  operation({
    name: 'math.base',
    description: 'Writes a whole number in another base, such as binary, octal or hexadecimal.',
    input: closed({
      text: Type.String({
        minLength: 1,
        maxLength: 2_000,
        description: 'Digits in either case; a prefix 0x, 0o or 0b of its base, blanks and _ between digits are read.',
      }),
      from: base('Its base.'),
      to: base('The base wanted.'),
    }),
    output: closed({ text: text('Lower-case digits, no prefix.') }),
    example: { input: { text: '0xFF', from: 16, to: 2 }, output: { text: '11111111' } },
    inputCapBytes: MIB / 64,
    cost: 'quadratic',
    run: input => ({ text: readDigits(input.text, input.from).toString(input.to) }),
  }),
  operation({
    name: 'math.to_roman',
    description: 'Writes a number in Roman numerals.',
    input: closed({ value: Type.Integer({ minimum: 1, maximum: 3_999, description: 'From 1 to 3999.' }) }),
    output: closed({ text: text('Upper case.') }),
    example: { input: { value: 1994 }, output: { text: 'MCMXCIV' } },
    cost: 'constant',
    run: input => ({ text: toRoman(input.value) }),
  }),
  operation({
    name: 'math.from_roman',
    description: 'Reads Roman numerals in their one proper form.',
    input: closed({ text: Type.String({ minLength: 1, maxLength: 20, description: 'In either case.' }) }),
    output: closed({ value: Type.Integer({ minimum: 1, maximum: 3_999, description: 'From 1 to 3999.' }) }),
    example: { input: { text: 'mcmxciv' }, output: { value: 1994 } },
    cost: 'constant',
    run(input) {
      const value = fromRoman(input.text)
      if (value === null) throw new OperationError('The text is no proper Roman numeral.', '/text')
      return { value }
    },
  }),
]

function commonOf(values: readonly bigint[]): JsonObject {
  const positive = values.map(value => (value < 0n ? -value : value))
  let divisor = 0n
  let multiple = 1n
  for (const value of positive) {
    let [a, b] = [divisor, value]
    while (b !== 0n) [a, b] = [b, a % b]
    divisor = a
    if (multiple === 0n || value === 0n) multiple = 0n
    else {
      let [c, d] = [multiple, value]
      while (d !== 0n) [c, d] = [d, c % d]
      multiple = (multiple / c) * value
    }
    if (multiple > 10n ** 2_000n) throw new OperationError('The least common multiple has more than 2,000 digits.')
  }
  return { gcd: divisor.toString(), lcm: multiple.toString() }
}

/** Trial division; a million steps at most, because the number is at most their square. */
function factor(value: number): JsonObject {
  const factors: { prime: number; exponent: number }[] = []
  let rest = value
  for (let prime = 2; prime * prime <= rest; prime += prime === 2 ? 1 : 2) {
    let exponent = 0
    for (; rest % prime === 0; rest /= prime) exponent += 1
    if (exponent > 0) factors.push({ prime, exponent })
  }
  if (rest > 1) factors.push({ prime: rest, exponent: 1 })
  return {
    is_prime: factors.length === 1 && factors[0]!.exponent === 1,
    factors,
    divisors: factors.reduce((all, { exponent }) => all * (exponent + 1), 1),
    text:
      factors.length === 0
        ? '1'
        : factors.map(({ prime, exponent }) => (exponent === 1 ? `${prime}` : `${prime}^${exponent}`)).join(' × '),
  }
}

const PREFIXES: Readonly<Record<number, RegExp>> = { 2: /^0b/, 8: /^0o/, 16: /^(?:0x|#)/ }

function readDigits(written: string, from: number): bigint {
  const compact = written.trim().toLowerCase().replace(/[ _]/g, '')
  const isNegative = /^[-−]/.test(compact)
  const unsigned = compact.replace(/^[-−+]/, '')
  const digits = unsigned.replace(PREFIXES[from] ?? /^(?!)/, '')
  if (digits === '') throw new OperationError('There are no digits.', '/text')
  let value = 0n
  for (const sign of digits) {
    const digit = /[0-9a-z]/.test(sign) ? Number.parseInt(sign, 36) : 36
    if (digit >= from) throw new OperationError(`\`${sign}\` is no digit of base ${from}.`, '/text')
    value = value * BigInt(from) + BigInt(digit)
  }
  return isNegative ? -value : value
}
