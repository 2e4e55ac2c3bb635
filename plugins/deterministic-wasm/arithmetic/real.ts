/**
 * Reals: roots, logarithms, exponentials and angles (in degrees) as intervals of BigInts that certainly hold the true value, so that a result can be
 * rounded correctly: it is worked out again with more bits until both ends round alike. Nothing here is floating point.
 */
import { OperationError } from '#kernel/plugin-door'
import { type Algebra, evaluateIn } from './expression.ts'
import { factorial, fromInteger, type Rational, readDecimal, round } from './rational.ts'

/** The true value times 2^bits lies between both ends. */
type Interval = { readonly low: bigint; readonly high: bigint }

/** The precision is too small to say; more bits may help. */
class Undecided extends Error {}

const PRECISIONS = [192, 384, 1_024]
/** What is known to so many decimals and stands on a border to all of them is taken to be the border. */
const BORDER_DECIMALS = 100
const LARGEST_EXPONENT = 3_000n
const MOST_BITS = 6_000

/** The value of an expression that may hold irrational parts, correctly rounded half up. Throws OperationError. */
export function approximate(expression: string, decimals: number): Rational {
  const rounded = (value: Rational): Rational => round(value, decimals, 'half_up')
  for (const bits of PRECISIONS) {
    try {
      const { low, high } = evaluateIn(realsOf(bits), expression)
      const [under, over] = [rounded(fraction(low, bits)), rounded(fraction(high, bits))]
      if (under.numerator === over.numerator) return under
      // At the finest precision the value stands on the border itself: sin 30° lies nowhere but at a half.
      if (bits === PRECISIONS.at(-1) && high - low < 1n << BigInt(bits / 2))
        return rounded(round(fraction((low + high) >> 1n, bits), BORDER_DECIMALS))
    } catch (error) {
      if (!(error instanceof Undecided)) throw error
    }
  }
  throw new OperationError('The result cannot be told from its neighbours, or is undefined.', '/expression')
}

const fraction = (value: bigint, bits: number): Rational => ({ numerator: value, denominator: 1n << BigInt(bits) })

/** Division of integers towards minus infinity. */
const floorDivide = (a: bigint, b: bigint): bigint => {
  const quotient = a / b
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient
}
const ceilDivide = (a: bigint, b: bigint): bigint => -floorDivide(-a, b)
const sorted = (values: readonly bigint[]): bigint[] => values.toSorted((a, b) => (a < b ? -1 : a === b ? 0 : 1))
const least = (values: readonly bigint[]): bigint => sorted(values)[0]!
const most = (values: readonly bigint[]): bigint => sorted(values).at(-1)!
const bitsOf = (value: bigint): number => (value < 0n ? -value : value).toString(16).length * 4

function checked(interval: Interval, bits: number): Interval {
  if (bitsOf(most([interval.high, -interval.low])) > MOST_BITS + bits)
    throw new OperationError('The result is too large to calculate.', '/expression')
  return interval
}

/** The largest integer whose square is not above `value`. */
function integerSqrt(value: bigint): bigint {
  if (value < 2n) return value
  let guess = 1n << BigInt(Math.ceil(bitsOf(value) / 2) + 1)
  while (true) {
    const next = (guess + value / guess) >> 1n
    if (next >= guess) return guess
    guess = next
  }
}

/** Fixed-point numbers with `bits` behind the point; each step is off by a few of the last of them at most. */
const GUARD = 64

/** artanh(a / b) for small a / b. */
function artanhOf(a: bigint, b: bigint, bits: number): bigint {
  const ratio = (a << BigInt(bits)) / b
  const square = (ratio * ratio) >> BigInt(bits)
  let sum = 0n
  let term = ratio
  for (let n = 1n; term !== 0n && term !== -1n; n += 2n) {
    sum += term / n
    term = (term * square) >> BigInt(bits)
  }
  return sum
}

function arctanOf(ratio: bigint, bits: number): bigint {
  const square = (ratio * ratio) >> BigInt(bits)
  let sum = 0n
  let term = ratio
  for (let n = 1n; term !== 0n && term !== -1n; n += 2n) {
    sum += n % 4n === 1n ? term / n : -(term / n)
    term = (term * square) >> BigInt(bits)
  }
  return sum
}

const constants = new Map<number, { readonly pi: bigint; readonly ln2: bigint }>()

/** π by Machin's formula, ln 2 as 2 artanh(1/3). */
function constantsOf(bits: number): { readonly pi: bigint; readonly ln2: bigint } {
  let known = constants.get(bits)
  if (known === undefined) {
    const extra = bits + 32
    const one = 1n << BigInt(extra)
    const pi = 4n * (4n * arctanOf(one / 5n, extra) - arctanOf(one / 239n, extra))
    known = { pi: pi >> 32n, ln2: (2n * artanhOf(1n, 3n, extra)) >> 32n }
    if (constants.size < 64) constants.set(bits, known)
  }
  return known
}

/** ln of a positive fixed-point number. */
function lnOf(value: bigint, bits: number): bigint {
  const shift = value.toString(2).length - bits
  const mantissa = shift > 0 ? value >> BigInt(shift) : value << BigInt(-shift)
  const one = 1n << BigInt(bits)
  return 2n * artanhOf(mantissa - one, mantissa + one, bits) + BigInt(shift) * constantsOf(bits).ln2
}

/** e to a fixed-point number, with as many bits behind the point. */
function expOf(value: bigint, bits: number): bigint {
  const power = floorDivide(value, constantsOf(bits).ln2)
  if (power > LARGEST_EXPONENT) throw new OperationError('The result is too large to calculate.', '/expression')
  if (power < BigInt(-bits)) return 0n
  const extra = bits + Number(power > 0n ? power : 0n) + 16
  const rest = (value << BigInt(extra - bits)) - power * constantsOf(extra).ln2
  const small = rest >> 8n
  let sum = 0n
  let term = 1n << BigInt(extra)
  for (let n = 1n; term !== 0n && term !== -1n; n += 1n) {
    sum += term
    term = ((term * small) >> BigInt(extra)) / n
  }
  for (let turn = 0; turn < 8; turn += 1) sum = (sum * sum) >> BigInt(extra)
  const scaled = power >= 0n ? sum << power : sum >> -power
  return scaled >> BigInt(extra - bits)
}

/** sin of a fixed-point number of radians. */
function sinOf(value: bigint, bits: number): bigint {
  const extra = bits + bitsOf(value >> BigInt(bits)) + 8
  const turn = 2n * constantsOf(extra).pi
  const scaled = value << BigInt(extra - bits)
  const rest = scaled - floorDivide(scaled + turn / 2n, turn) * turn
  const square = (rest * rest) >> BigInt(extra)
  let sum = 0n
  let term = rest
  for (let n = 2n; term !== 0n && term !== -1n; n += 2n) {
    sum += term
    term = -((term * square) >> BigInt(extra)) / (n * (n + 1n))
  }
  return sum >> BigInt(extra - bits)
}

/** arctan of any fixed-point number, its argument made small twice. */
function atanOf(value: bigint, bits: number): bigint {
  if (value < 0n) return -atanOf(-value, bits)
  const one = 1n << BigInt(bits)
  if (value > one) return constantsOf(bits).pi / 2n - atanOf((one * one) / value, bits)
  const halved = (x: bigint): bigint => (x << BigInt(bits)) / (one + integerSqrt(one * one + x * x))
  return 4n * arctanOf(halved(halved(value)), bits)
}

const algebras = new Map<number, Algebra<Interval>>()

function realsOf(bits: number): Algebra<Interval> {
  let known = algebras.get(bits)
  if (known === undefined) {
    known = makeReals(bits)
    algebras.set(bits, known)
  }
  return known
}

function makeReals(bits: number): Algebra<Interval> {
  const scale = BigInt(bits)
  const one = 1n << scale
  const exactly = (value: bigint): Interval => ({ low: value << scale, high: value << scale })
  const negate = ({ low, high }: Interval): Interval => ({ low: -high, high: -low })
  const add = (a: Interval, b: Interval): Interval => ({ low: a.low + b.low, high: a.high + b.high })
  const multiply = (a: Interval, b: Interval): Interval => {
    const ends = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]
    return checked({ low: least(ends) >> scale, high: -(-most(ends) >> scale) }, bits)
  }
  const divide = (a: Interval, b: Interval): Interval => {
    if (b.low === 0n && b.high === 0n) throw new OperationError('A division by zero has no result.')
    if (b.low <= 0n && b.high >= 0n) throw new Undecided()
    const pairs = [a.low, a.high].flatMap(top => [b.low, b.high].map(bottom => [top << scale, bottom] as const))
    return checked(
      {
        low: least(pairs.map(([top, bottom]) => floorDivide(top, bottom))),
        high: most(pairs.map(([top, bottom]) => ceilDivide(top, bottom))),
      },
      bits,
    )
  }
  const floor = (a: Interval): Interval => {
    if (a.low >> scale !== a.high >> scale) throw new Undecided()
    return exactly(a.low >> scale)
  }
  const number = (text: string): Interval | null => {
    const read = readDecimal(text)
    if (read === null) return null
    const top = read.numerator << scale
    return checked({ low: floorDivide(top, read.denominator), high: ceilDivide(top, read.denominator) }, bits)
  }
  /** A growing function, worked out at both ends with guard bits, and one bit of room. */
  const growing = (a: Interval, from: (value: bigint, bits: number) => bigint): Interval => {
    const [low, high] = [a.low, a.high].map(end => from(end << BigInt(GUARD), bits + GUARD) >> BigInt(GUARD))
    return checked({ low: low! - 1n, high: high! + 2n }, bits)
  }
  const above = (a: Interval, border: bigint, what: string): void => {
    if (a.high <= border) throw new OperationError(`${what} has no real result.`, '/expression')
    if (a.low <= border) throw new Undecided()
  }
  const ln = (a: Interval): Interval => {
    above(a, 0n, 'The logarithm of zero or less')
    return growing(a, lnOf)
  }
  const sqrt = (a: Interval): Interval => {
    if (a.high < 0n) throw new OperationError('A negative number has no square root.', '/expression')
    return { low: integerSqrt(a.low < 0n ? 0n : a.low << scale), high: integerSqrt(a.high << scale) + 1n }
  }
  const root = (a: Interval, degree: bigint): Interval =>
    a.low === 0n && a.high === 0n ? a : growing(divide(ln(a), exactly(degree)), expOf)
  const cbrt = (a: Interval): Interval => (a.high < 0n ? negate(root(negate(a), 3n)) : root(a, 3n))
  const raise = (base: Interval, exponent: bigint): Interval => {
    if (exponent < 0n) return divide(exactly(1n), raise(base, -exponent))
    let result = exactly(1n)
    for (let rest = exponent, factor = base; rest > 0n; rest >>= 1n) {
      if (rest % 2n === 1n) result = multiply(result, factor)
      if (rest > 1n) factor = multiply(factor, factor)
    }
    return result
  }
  const power = (base: Interval, exponent: Interval): Interval => {
    const whole = exponent.low >> scale
    if (exponent.low === exponent.high && whole << scale === exponent.low) {
      if (base.low === 0n && base.high === 0n && whole < 0n)
        throw new OperationError('Zero to a negative power has no result.', '/expression')
      return raise(base, whole)
    }
    if (base.low === 0n && base.high === 0n && exponent.low > 0n) return base
    return growing(multiply(ln(base), exponent), expOf)
  }
  const pi = {
    low: (constantsOf(bits + GUARD).pi >> BigInt(GUARD)) - 1n,
    high: (constantsOf(bits + GUARD).pi >> BigInt(GUARD)) + 2n,
  }
  /** Its slope is never above one, so the width of its argument is room enough. */
  const sin = (a: Interval): Interval => {
    const middle = (a.low + a.high) >> 1n
    const value = sinOf(middle << BigInt(GUARD), bits + GUARD) >> BigInt(GUARD)
    const room = a.high - a.low + 2n
    return { low: most([value - room, -one]), high: least([value + room, one]) }
  }
  const cos = (a: Interval): Interval => sin(add(a, divide(pi, exactly(2n))))
  const atan = (a: Interval): Interval => growing(a, atanOf)
  const asin = (a: Interval): Interval => {
    if (a.low > one || a.high < -one) throw new OperationError('No angle has a sine or cosine beyond 1.', '/expression')
    if (a.low >= one || a.high <= -one) {
      const quarter = divide(pi, exactly(2n))
      return a.low > 0n ? quarter : negate(quarter)
    }
    const rest = add(exactly(1n), negate(multiply(a, a)))
    if (rest.low <= 0n) throw new Undecided()
    return atan(divide(a, sqrt(rest)))
  }
  const degrees = divide(exactly(180n), pi)
  const toRadians = (angle: Interval): Interval => divide(multiply(angle, pi), exactly(180n))
  const tangent = (angle: Interval): Interval => {
    const turns = angle.low / one - 90n
    if (angle.low === angle.high && angle.low % one === 0n && turns % 180n === 0n)
      throw new OperationError('The tangent of a right angle has no value.', '/expression')
    return divide(sin(toRadians(angle)), cos(toRadians(angle)))
  }
  return {
    number,
    add,
    subtract: (a, b) => add(a, negate(b)),
    multiply,
    divide,
    modulo: (a, b) => add(a, negate(multiply(b, floor(divide(a, b))))),
    negate,
    power,
    functions: {
      abs: a => (a.low >= 0n ? a : a.high <= 0n ? negate(a) : { low: 0n, high: most([a.high, -a.low]) }),
      floor,
      ceil: a => negate(floor(negate(a))),
      round: a => floor(add(a, divide(exactly(1n), exactly(2n)))),
      fact: a => {
        if (a.low !== a.high || a.low % one !== 0n) throw new OperationError('A factorial is of a whole number.')
        return exactly(factorial(fromInteger(a.low / one)).numerator)
      },
      sqrt,
      cbrt,
      exp: a => growing(a, expOf),
      ln,
      lg: a => divide(ln(a), ln(exactly(10n))),
      lb: a => divide(ln(a), ln(exactly(2n))),
      sin: a => sin(toRadians(a)),
      cos: a => cos(toRadians(a)),
      tan: tangent,
      asin: a => multiply(asin(a), degrees),
      acos: a => add(exactly(90n), negate(multiply(asin(a), degrees))),
      atan: a => multiply(atan(a), degrees),
      rad: a => multiply(a, degrees),
    },
    constants: { pi, e: growing(exactly(1n), expOf) },
  }
}
