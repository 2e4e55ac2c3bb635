/** Family `math`, whole numbers: divisors, primes in a span, digits, sequences, and bits. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { evaluate } from '../arithmetic/expression.ts'
import { reduce } from '../arithmetic/rational.ts'
import { choice, closed, count, operation, text } from '../operation.ts'

const LARGEST = 1_000_000_000_000
const LARGEST_PRIME = 1_000_000_000
const MOST_LISTED = 10_000
const WIDEST = 100_000
const MOST_BITS = 256
const whole = (description: string, minimum = 0, maximum = LARGEST) => Type.Integer({ minimum, maximum, description })
const expression = (description: string) => Type.String({ minLength: 1, maxLength: 300, description })

export const mathIntegerOperations: readonly Operation[] = [
  operation({
    name: 'math.divisors',
    description: 'All divisors of a whole number, upwards, with their number and sum.',
    input: closed({ value: whole('From 1 to a million millions.', 1) }),
    output: closed({
      divisors: Type.Array(Type.Integer({ description: 'A divisor.' }), {
        description: 'From 1 to the number itself.',
      }),
      count: count('How many.'),
      sum: Type.Integer({ description: 'Of all of them.' }),
    }),
    example: { input: { value: 12 }, output: { divisors: [1, 2, 3, 4, 6, 12], count: 6, sum: 28 } },
    cost: 'constant',
    run: input => divisorsOf(input.value),
  }),
  operation({
    name: 'math.primes',
    description: 'The primes in a span, or the next ones above or below a number.',
    input: closed({
      from: whole('Where to begin; itself included.', 0, LARGEST_PRIME),
      to: Type.Optional(whole('Where to end; itself included.', 0, LARGEST_PRIME)),
      count: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 1_000,
          description: 'So many of them, where there is no end.',
          default: 1,
        }),
      ),
      direction: Type.Optional(choice(['up', 'down'], 'Which way, where there is no end.', 'up')),
    }),
    output: closed({
      primes: Type.Array(Type.Integer({ description: 'A prime.' }), { description: 'In order.' }),
      count: count('How many.'),
    }),
    example: { input: { from: 50, to: 60 }, output: { primes: [53, 59], count: 2 } },
    cost: 'quadratic',
    run: input => primesOf(input.from, input.to, input.count ?? 1, input.direction === 'down' ? -1 : 1),
  }),
  operation({
    name: 'math.digits',
    description: 'The digits of a whole number: how many, their sum, the zeros, the number reversed.',
    input: closed({ expression: expression('Whose value is a whole number: `987654` or `2^64`.') }),
    output: closed({
      value: text('The number in full.'),
      digits: count('How many.'),
      sum: count('Of all digits.'),
      root: count('The sum of the sum, until one digit is left.'),
      zeros: count('How many of the digits are 0.'),
      trailing_zeros: count('How many zeros it ends with.'),
      reversed: text('From the last digit to the first.'),
      is_palindrome: Type.Boolean({ description: 'Whether it reads the same both ways.' }),
    }),
    example: {
      input: { expression: '2^10' },
      output: {
        value: '1024',
        digits: 4,
        sum: 7,
        root: 7,
        zeros: 1,
        trailing_zeros: 0,
        reversed: '4201',
        is_palindrome: false,
      },
    },
    cost: 'quadratic',
    run: input => digitsOf(wholeOf(input.expression)),
  }),
  operation({
    name: 'math.sequence',
    description:
      'A term of a sequence, the sum up to it, and the first terms: arithmetic, geometric, Fibonacci, squares, cubes, triangular numbers.',
    input: closed({
      kind: choice(['arithmetic', 'geometric', 'fibonacci', 'squares', 'cubes', 'triangular'], 'Which sequence.'),
      n: Type.Integer({ minimum: 1, maximum: 1_000, description: 'Which term; the first is 1.' }),
      first: Type.Optional(
        Type.Integer({
          minimum: -1_000_000_000,
          maximum: 1_000_000_000,
          description: 'The first term of an arithmetic or geometric one.',
          default: 1,
        }),
      ),
      step: Type.Optional(
        Type.Integer({
          minimum: -1_000_000_000,
          maximum: 1_000_000_000,
          description: 'What is added, or the factor.',
          default: 1,
        }),
      ),
    }),
    output: closed({
      term: text('The term.'),
      sum: text('Of all terms up to it.'),
      terms: Type.Array(text('A term.'), { description: 'The first 100 at most.' }),
    }),
    example: {
      input: { kind: 'arithmetic', n: 5, first: 7, step: 4 },
      output: { term: '23', sum: '75', terms: ['7', '11', '15', '19', '23'] },
    },
    cost: 'quadratic',
    run: input => sequenceOf(input.kind, input.n, BigInt(input.first ?? 1), BigInt(input.step ?? 1)),
  }),
  operation({
    name: 'math.bits',
    description: "Bitwise and, or, xor, not, shifts and two's complement of whole numbers.",
    input: closed({
      op: choice(
        ['and', 'or', 'xor', 'not', 'left', 'right', 'complement', 'length'],
        "`complement` writes a as two's complement; `length` counts the bits it needs.",
      ),
      a: expression('The first number.'),
      b: Type.Optional(expression('The second, or how far to shift.')),
      bits: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: MOST_BITS,
          description: 'Width in bits, for `not` and `complement`.',
          default: 8,
        }),
      ),
    }),
    output: closed({
      value: text('Decimal.'),
      binary: text('Digits 0 and 1, filled to the width where there is one.'),
      hex: text('Lower case.'),
    }),
    example: { input: { op: 'xor', a: '202', b: '170' }, output: { value: '96', binary: '1100000', hex: '60' } },
    cost: 'constant',
    run: input => bitsOf(input.op, wholeOf(input.a), input.b === undefined ? null : wholeOf(input.b), input.bits ?? 8),
  }),
]

function wholeOf(written: string): bigint {
  const { numerator, denominator } = reduce(evaluate(written))
  if (denominator !== 1n) throw new OperationError('This is no whole number.', '/expression')
  return numerator
}

function divisorsOf(value: number): JsonObject {
  const low: number[] = []
  const high: number[] = []
  for (let divisor = 1; divisor * divisor <= value; divisor += 1) {
    if (value % divisor !== 0) continue
    low.push(divisor)
    if (divisor * divisor !== value) high.push(value / divisor)
  }
  const divisors = [...low, ...high.reverse()]
  return { divisors, count: divisors.length, sum: divisors.reduce((sum, divisor) => sum + divisor, 0) }
}

function isPrime(value: number): boolean {
  if (value < 4) return value > 1
  if (value % 2 === 0 || value % 3 === 0) return false
  for (let divisor = 5; divisor * divisor <= value; divisor += 6)
    if (value % divisor === 0 || value % (divisor + 2) === 0) return false
  return true
}

function primesOf(from: number, to: number | undefined, wanted: number, step: 1 | -1): JsonObject {
  const primes: number[] = []
  if (to !== undefined && Math.abs(to - from) > WIDEST)
    throw new OperationError('The span is wider than 100,000.', '/to')
  const end = to ?? (step === 1 ? LARGEST_PRIME : 0)
  for (
    let value = from;
    to === undefined && step === -1 ? value >= end : value <= end;
    value += to === undefined ? step : 1
  ) {
    if (!isPrime(value)) continue
    if (primes.length === MOST_LISTED) throw new OperationError('There are more than 10,000 primes in it.', '/to')
    primes.push(value)
    if (to === undefined && primes.length === wanted) break
  }
  return { primes, count: primes.length }
}

function digitsOf(value: bigint): JsonObject {
  const written = (value < 0n ? -value : value).toString()
  const sumOf = (digits: string): number => [...digits].reduce((sum, digit) => sum + Number(digit), 0)
  const sum = sumOf(written)
  let root = sum
  while (root > 9) root = sumOf(String(root))
  const reversed = [...written].reverse().join('')
  return {
    value: value.toString(),
    digits: written.length,
    sum,
    root,
    zeros: written.split('0').length - 1,
    trailing_zeros: value === 0n ? 1 : written.length - written.replace(/0+$/, '').length,
    reversed,
    is_palindrome: reversed === written,
  }
}

type Kind = 'arithmetic' | 'geometric' | 'fibonacci' | 'squares' | 'cubes' | 'triangular'

function sequenceOf(kind: Kind, n: number, first: bigint, step: bigint): JsonObject {
  const terms: string[] = []
  let term = 0n
  let before = 0n
  let sum = 0n
  for (let i = 1n; i <= BigInt(n); i += 1n) {
    const last = term
    term = termOf(kind, i, { first, step, last, before })
    if (term > 10n ** 1_000n || term < -(10n ** 1_000n))
      throw new OperationError('A term has more than 1,000 digits.', '/n')
    before = last
    sum += term
    if (terms.length < 100) terms.push(term.toString())
  }
  return { term: term.toString(), sum: sum.toString(), terms }
}

type Known = { readonly first: bigint; readonly step: bigint; readonly last: bigint; readonly before: bigint }

function termOf(kind: Kind, i: bigint, { first, step, last, before }: Known): bigint {
  switch (kind) {
    case 'arithmetic':
      return first + (i - 1n) * step
    case 'geometric':
      return i === 1n ? first : last * step
    case 'fibonacci':
      return i < 3n ? 1n : last + before
    case 'squares':
      return i * i
    case 'cubes':
      return i * i * i
    default:
      return (i * (i + 1n)) / 2n
  }
}

function bitsOf(op: string, a: bigint, b: bigint | null, bits: number): JsonObject {
  const width = BigInt(bits)
  const written = (value: bigint, filled = 0): JsonObject => ({
    value: value.toString(),
    binary: value.toString(2).padStart(filled, '0'),
    hex: value.toString(16).padStart(Math.ceil(filled / 4), '0'),
  })
  if (op === 'length') return written(BigInt((a < 0n ? -a : a).toString(2).length))
  if (op === 'complement') {
    if (a >= 1n << (width - 1n) || a < -(1n << (width - 1n)))
      throw new OperationError(`The number does not fit in ${bits} bits.`, '/bits')
    return written(a < 0n ? a + (1n << width) : a, bits)
  }
  if (a < 0n || (b !== null && b < 0n)) throw new OperationError('Bits are those of numbers from 0 up.', '/a')
  if (op === 'not') {
    if (a >= 1n << width) throw new OperationError(`The number does not fit in ${bits} bits.`, '/bits')
    return written((1n << width) - 1n - a, bits)
  }
  if (b === null) throw new OperationError('A second number is missing.', '/b')
  if ((op === 'left' || op === 'right') && b > BigInt(MOST_BITS))
    throw new OperationError('A shift goes by 256 bits at most.', '/b')
  const value = {
    and: a & b,
    or: a | b,
    xor: a ^ b,
    left: op === 'left' ? a << b : 0n,
    right: op === 'right' ? a >> b : 0n,
  }[op as 'and']
  return written(value)
}
