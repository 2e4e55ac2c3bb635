/**
 * Numbers that no fraction is: π, roots, and the functions of an angle in degrees, to 60 decimals by integer series, so that every
 * machine gets the same digits. What is exact stays exact: `sqrt(9)` is 3. It refuses what has no value.
 */
import { OperationError } from '#kernel/plugin-door'
import { evaluate, type Names } from './expression.ts'
import {
  add,
  compare,
  divide,
  fromInteger,
  modulo,
  negate,
  ONE,
  type Rational,
  root,
  round,
  subtract,
} from './rational.ts'

const PLACES = 60
const SCALE = 10n ** BigInt(PLACES)
const PI: Rational = { numerator: 3141592653589793238462643383279502884197169399375105820974945n, denominator: SCALE }

/** Scaled by 10^60, cut. */
const toFixedPoint = ({ numerator, denominator }: Rational): bigint => (numerator * SCALE) / denominator
const fromFixedPoint = (numerator: bigint): Rational => ({ numerator, denominator: SCALE })

/** The largest integer whose `degree`-th power is not above the value. */
function floorRoot(value: bigint, degree: bigint): bigint {
  if (value < 2n) return value
  let guess = 1n << BigInt(Math.ceil(value.toString(2).length / Number(degree)))
  while (true) {
    const next = ((degree - 1n) * guess + value / guess ** (degree - 1n)) / degree
    if (next >= guess) return guess
    guess = next
  }
}

function rootOf(value: Rational, degree: 2n | 3n): Rational {
  if (value.numerator < 0n) {
    if (degree === 2n) throw new OperationError('A negative number has no square root.')
    return negate(rootOf(negate(value), degree))
  }
  try {
    return root(value, degree)
  } catch {
    return fromFixedPoint(floorRoot((value.numerator * SCALE ** degree) / value.denominator, degree))
  }
}

/** Sine of a small angle in radians, by its series. */
function sineSeries(angle: bigint): bigint {
  let term = angle
  let sum = angle
  for (let n = 2n; term !== 0n; n += 2n) {
    term = -(((term * angle) / SCALE) * angle) / SCALE / (n * (n + 1n))
    sum += term
  }
  return sum
}

const FULL = fromInteger(360n)
const RIGHT = fromInteger(90n)
const HALF_TURN = fromInteger(180n)

function sine(degrees: Rational): Rational {
  const turned = modulo(degrees, FULL)
  if (compare(turned, HALF_TURN) >= 0) return negate(sine(subtract(turned, HALF_TURN)))
  const acute = compare(turned, RIGHT) > 0 ? subtract(HALF_TURN, turned) : turned
  if (compare(acute, RIGHT) === 0) return ONE
  if (compare(acute, fromInteger(30n)) === 0) return { numerator: 1n, denominator: 2n }
  const radians = toFixedPoint({
    numerator: acute.numerator * PI.numerator,
    denominator: acute.denominator * PI.denominator * 180n,
  })
  return fromFixedPoint(sineSeries(radians))
}

const cosine = (degrees: Rational): Rational => sine(add(degrees, RIGHT))

function tangent(degrees: Rational): Rational {
  const turned = modulo(degrees, HALF_TURN)
  if (compare(turned, RIGHT) === 0) throw new OperationError('The tangent of a right angle has no value.')
  if (compare(turned, fromInteger(45n)) === 0) return ONE
  if (compare(turned, fromInteger(135n)) === 0) return negate(ONE)
  return divide(sine(degrees), cosine(degrees))
}

/** In degrees; three times the argument is brought nearer to zero by the half angle. */
function arcTangent(value: Rational): Rational {
  if (value.numerator < 0n) return negate(arcTangent(negate(value)))
  if (compare(value, ONE) === 0) return fromInteger(45n)
  if (compare(value, ONE) > 0) return subtract(RIGHT, arcTangent(divide(ONE, value)))
  let small = toFixedPoint(value)
  for (let turn = 0; turn < 3; turn += 1)
    small = (small * SCALE) / (SCALE + floorRoot(SCALE * SCALE + small * small, 2n))
  const square = (small * small) / SCALE
  let power = small
  let sum = small
  for (let n = 3n; power !== 0n; n += 2n) {
    power = -(power * square) / SCALE
    sum += power / n
  }
  return { numerator: sum * 8n * 180n, denominator: PI.numerator }
}

function arcSine(value: Rational): Rational {
  if (value.numerator < 0n) return negate(arcSine(negate(value)))
  if (compare(value, ONE) > 0) throw new OperationError('No angle has a sine or cosine beyond 1.')
  if (compare(value, ONE) === 0) return RIGHT
  if (value.numerator * 2n === value.denominator) return fromInteger(30n)
  const square = { numerator: value.numerator ** 2n, denominator: value.denominator ** 2n }
  return arcTangent(divide(value, rootOf(subtract(ONE, square), 2n)))
}

const NAMES: Names = {
  constants: { pi: PI },
  functions: {
    sqrt: value => rootOf(value, 2n),
    cbrt: value => rootOf(value, 3n),
    sin: sine,
    cos: cosine,
    tan: tangent,
    asin: arcSine,
    acos: value => subtract(RIGHT, arcSine(value)),
    atan: arcTangent,
  },
}

/** The value of an expression that may hold irrational parts, rounded half up. */
export const approximate = (expression: string, decimals: number): Rational =>
  round(evaluate(expression, NAMES), decimals, 'half_up')
