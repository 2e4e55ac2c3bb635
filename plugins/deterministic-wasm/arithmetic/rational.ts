/**
 * Rational: exact arithmetic on fractions of BigInts, as every calculating operation uses it (rule D6).
 * It refuses to grow: a numerator or denominator of more than 8,192 bits is an OperationError, so no input can make a
 * calculation long.
 */
import { OperationError } from '#kernel/plugin-door'

/** `denominator` is positive; the fraction is not always in lowest terms, see `reduce`. */
export type Rational = { readonly numerator: bigint; readonly denominator: bigint }

export type Rounding = 'half_even' | 'half_up' | 'up' | 'down' | 'floor' | 'ceil'

const MAX_BITS = 8_192
const LIMIT = 1n << BigInt(MAX_BITS)
const LOWER_LIMIT = -LIMIT
/** Fractions are reduced once their denominator passes this; before, reducing costs more than it saves. */
const LAZY = 1n << 192n

export const ZERO: Rational = { numerator: 0n, denominator: 1n }
export const ONE: Rational = { numerator: 1n, denominator: 1n }

const POWERS = Array.from({ length: 64 }, (_, i) => 10n ** BigInt(i))
/** 10 to the power of a small non-negative integer. */
export const powerOfTen = (exponent: number): bigint => POWERS[exponent] ?? 10n ** BigInt(exponent)

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a < 0n ? -a : a
}

/** The same fraction in lowest terms. */
export function reduce({ numerator, denominator }: Rational): Rational {
  if (denominator === 1n) return { numerator, denominator }
  const divisor = gcd(numerator, denominator)
  return divisor === 1n
    ? { numerator, denominator }
    : { numerator: numerator / divisor, denominator: denominator / divisor }
}

/** A fraction from its parts. Throws OperationError where it is too large. */
export function toRational(numerator: bigint, denominator: bigint): Rational {
  const fraction = denominator > LAZY ? reduce({ numerator, denominator }) : { numerator, denominator }
  if (fraction.numerator >= LIMIT || fraction.numerator <= LOWER_LIMIT || fraction.denominator >= LIMIT) {
    throw new OperationError(`The calculation has more than ${Math.floor(MAX_BITS * Math.log10(2))} digits.`)
  }
  return fraction
}

export const fromInteger = (value: bigint): Rational => ({ numerator: value, denominator: 1n })

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/

/** Reads plain decimal text (`-12.50`, `1e-7`); null where it is none. */
export function readDecimal(text: string): Rational | null {
  if (text.length > 1_200) return null
  const match = DECIMAL.exec(text)
  if (match === null) return null
  const whole = match[2] ?? ''
  const fraction = match[3] ?? ''
  if (whole === '' && fraction === '') return null
  const digits = BigInt(whole + fraction)
  const scale = fraction.length - Number(match[4] ?? 0)
  const numerator = match[1] === '-' ? -digits : digits
  return scale > 0 ? toRational(numerator, powerOfTen(scale)) : toRational(numerator * powerOfTen(-scale), 1n)
}

/** The decimal that the shortest text of a double means: 0.1 is one tenth. */
export function fromNumber(value: number): Rational {
  if (Number.isSafeInteger(value)) return fromInteger(BigInt(value))
  const read = readDecimal(String(value))
  if (read === null) throw new OperationError(`${value} is not a finite number.`)
  return read
}

export function add(a: Rational, b: Rational): Rational {
  if (a.denominator === b.denominator) return toRational(a.numerator + b.numerator, a.denominator)
  // Decimals of different length: one denominator divides the other, and nothing need grow.
  const [fine, coarse] = a.denominator > b.denominator ? [a, b] : [b, a]
  const factor = fine.denominator / coarse.denominator
  if (factor * coarse.denominator === fine.denominator) {
    return toRational(fine.numerator + coarse.numerator * factor, fine.denominator)
  }
  return toRational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
}

export const negate = (a: Rational): Rational => ({ numerator: -a.numerator, denominator: a.denominator })
export const subtract = (a: Rational, b: Rational): Rational => add(a, negate(b))

export function multiply(a: Rational, b: Rational): Rational {
  return toRational(a.numerator * b.numerator, a.denominator * b.denominator)
}

/** Throws OperationError for a division by zero. */
export function divide(a: Rational, b: Rational): Rational {
  if (b.numerator === 0n) throw new OperationError('A division by zero has no result.')
  const sign = b.numerator < 0n ? -1n : 1n
  return toRational(sign * a.numerator * b.denominator, sign * b.numerator * a.denominator)
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compare(a: Rational, b: Rational): number {
  const difference =
    a.denominator === b.denominator
      ? a.numerator - b.numerator
      : a.numerator * b.denominator - b.numerator * a.denominator
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** Largest integer not above the fraction. */
export function floor({ numerator, denominator }: Rational): bigint {
  const quotient = numerator / denominator
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient
}

/** Remainder with the sign of the divisor: -7 mod 3 is 2. Throws OperationError for a division by zero. */
export function modulo(a: Rational, b: Rational): Rational {
  return subtract(a, multiply(b, fromInteger(floor(divide(a, b)))))
}

/** Size in bits of the larger part, from above. */
const bitsOf = (value: bigint): number => (value < 0n ? -value : value).toString(16).length * 4

/** `base` to the power of `exponent`; fractional exponents only where the root is exact. Throws OperationError. */
export function power(base: Rational, exponent: Rational): Rational {
  const { numerator, denominator } = reduce(exponent)
  if (denominator !== 1n) return power(root(base, denominator), fromInteger(numerator))
  if (base.numerator === 0n) {
    if (numerator < 0n) throw new OperationError('Zero to a negative power has no result.')
    return numerator === 0n ? ONE : ZERO
  }
  const { numerator: top, denominator: bottom } = reduce(base)
  if (bottom === 1n && (top === 1n || top === -1n)) return fromInteger(numerator % 2n === 0n ? 1n : top)
  const times = numerator < 0n ? -numerator : numerator
  const bits = Math.max(bitsOf(top), bitsOf(bottom)) - 4
  if (times > BigInt(MAX_BITS) || Math.max(bits, 1) * Number(times) > MAX_BITS) {
    throw new OperationError('The power is too large to calculate.')
  }
  const raised = toRational(top ** times, bottom ** times)
  return numerator < 0n ? divide(ONE, raised) : raised
}

/** n! of a whole number. Throws OperationError for others, and for what is too large. */
export function factorial(value: Rational): Rational {
  const { numerator, denominator } = reduce(value)
  if (denominator !== 1n || numerator < 0n || numerator > 1_000n)
    throw new OperationError('A factorial is of a whole number from 0 to 1000.')
  let product = ONE
  for (let factor = 2n; factor <= numerator; factor += 1n) product = multiply(product, fromInteger(factor))
  return product
}

/** The exact root. Throws OperationError where it is not rational. */
export function root(value: Rational, degree: bigint): Rational {
  const { numerator, denominator } = reduce(value)
  const isOdd = degree % 2n === 1n
  if (degree <= 64n && (numerator >= 0n || isOdd)) {
    const top = integerRoot(numerator < 0n ? -numerator : numerator, degree)
    const bottom = integerRoot(denominator, degree)
    if (top !== null && bottom !== null) return { numerator: numerator < 0n ? -top : top, denominator: bottom }
  }
  throw new OperationError('This root is not a rational number, so it has no exact result.')
}

/** The integer whose `degree`-th power is `value`, or null. Newton's method from above. */
function integerRoot(value: bigint, degree: bigint): bigint | null {
  if (value < 2n) return value
  let guess = 1n << BigInt(Math.ceil(value.toString(2).length / Number(degree)))
  while (true) {
    const next = ((degree - 1n) * guess + value / guess ** (degree - 1n)) / degree
    if (next >= guess) return guess ** degree === value ? guess : null
    guess = next
  }
}

/** The integer nearest to `numerator / denominator` in the manner asked for. */
function divideRounded(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const quotient = numerator / denominator
  const rest = numerator - quotient * denominator
  if (rest === 0n) return quotient
  const away = numerator < 0n ? -1n : 1n
  switch (rounding) {
    case 'down':
      return quotient
    case 'up':
      return quotient + away
    case 'floor':
      return numerator < 0n ? quotient - 1n : quotient
    case 'ceil':
      return numerator < 0n ? quotient : quotient + 1n
    default: {
      const twice = (rest < 0n ? -rest : rest) * 2n
      if (twice !== denominator) return twice > denominator ? quotient + away : quotient
      return rounding === 'half_up' || quotient % 2n !== 0n ? quotient + away : quotient
    }
  }
}

/** Rounded to `decimals` places (may be negative: -3 rounds to thousands). */
export function round(value: Rational, decimals: number, rounding: Rounding = 'half_even'): Rational {
  const { numerator, denominator } = value
  if (decimals >= 0) {
    const scale = powerOfTen(decimals)
    return { numerator: divideRounded(numerator * scale, denominator, rounding), denominator: scale }
  }
  const scale = powerOfTen(-decimals)
  return { numerator: divideRounded(numerator, denominator * scale, rounding) * scale, denominator: 1n }
}

/** Decimal text of `units / 10^decimals` with exactly that many decimals. */
function writeDecimal(units: bigint, decimals: number): string {
  if (decimals === 0) return units.toString()
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0')
  const text = `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
  return units < 0n ? `-${text}` : text
}

/** Text with exactly `decimals` decimals, after rounding. */
export function toFixed(value: Rational, decimals: number, rounding: Rounding = 'half_even'): string {
  const { numerator, denominator } = round(value, decimals, rounding)
  return decimals > 0 && denominator === powerOfTen(decimals) ? writeDecimal(numerator, decimals) : numerator.toString()
}

/** Most decimals that an exact result is written with. */
const MAX_DECIMALS = 50

/** Decimal text where the expansion ends within 50 decimals, else a fraction such as `1/3`. */
export function toExact(value: Rational): string {
  const { numerator, denominator } = reduce(value)
  if (denominator === 1n) return numerator.toString()
  let rest = denominator
  let twos = 0
  let fives = 0
  while (rest % 2n === 0n && twos <= MAX_DECIMALS) {
    rest /= 2n
    twos += 1
  }
  while (rest % 5n === 0n && fives <= MAX_DECIMALS) {
    rest /= 5n
    fives += 1
  }
  const decimals = Math.max(twos, fives)
  if (rest !== 1n || decimals > MAX_DECIMALS) return `${numerator}/${denominator}`
  return writeDecimal(numerator * (powerOfTen(decimals) / denominator), decimals)
}

/** The nearest double. Throws OperationError where none is finite. */
export function toNumber(value: Rational): number {
  const { numerator, denominator } = value
  if (denominator === 1n || (isSafe(numerator) && isSafe(denominator))) {
    const quotient = Number(numerator) / Number(denominator)
    if (!Number.isFinite(quotient)) throw new OperationError('The result is larger than a JSON number can be.')
    return quotient
  }
  const isNegative = numerator < 0n
  const top = isNegative ? -numerator : numerator
  const exponent = top.toString(2).length - denominator.toString(2).length
  if (exponent > 1_025) throw new OperationError('The result is larger than a JSON number can be.')
  // 66 bits and a sticky last one round right once; below the normal range the grid itself is the last bit.
  const shift = exponent < -1_020 ? 1_074 : 66 - exponent
  const scaled = shift >= 0 ? top << BigInt(shift) : top
  const divisor = shift >= 0 ? denominator : denominator << BigInt(-shift)
  let magnitude: number
  if (shift === 1_074) magnitude = Number(divideRounded(scaled, divisor, 'half_even')) * Number.MIN_VALUE
  else {
    const quotient = scaled / divisor
    const sticky = quotient * divisor === scaled ? quotient : quotient | 1n
    magnitude = Number(sticky) * 2 ** Math.ceil(-shift / 2) * 2 ** Math.floor(-shift / 2)
  }
  if (!Number.isFinite(magnitude)) throw new OperationError('The result is larger than a JSON number can be.')
  return isNegative ? -magnitude : magnitude
}

/** Square root as a double, also where the square itself is no double. The value is not negative. */
export function toSquareRoot(value: Rational): number {
  const { numerator, denominator } = value
  if (numerator === 0n) return 0
  const exponent = numerator.toString(2).length - denominator.toString(2).length
  if (Math.abs(exponent) < 1_000) return Math.sqrt(toNumber(value))
  const half = exponent >> 1
  const scale = 1n << BigInt(Math.abs(half) * 2)
  const scaled =
    half > 0 ? { numerator, denominator: denominator * scale } : { numerator: numerator * scale, denominator }
  return Math.sqrt(toNumber(scaled)) * 2 ** half
}

const isSafe = (value: bigint): boolean => value <= 9007199254740991n && value >= -9007199254740991n
