/**
 * Equations in exact arithmetic: linear ones in up to four unknowns, and one of a single unknown where it is quadratic or a pure power.
 * Unknowns are single letters. It refuses what it cannot solve wholly; no solution is ever guessed.
 */
import { OperationError } from '#kernel/plugin-door'
import { type Algebra, evaluate, evaluateIn } from './expression.ts'
import {
  add,
  divide,
  fromInteger,
  multiply,
  negate,
  ONE,
  power,
  type Rational,
  reduce,
  root,
  subtract,
  toExact,
  ZERO,
} from './rational.ts'

/** Coefficients by the letters they stand before: `xx`, `x`, and the empty text for the constant. */
export type Polynomial = ReadonlyMap<string, Rational>
/** A polynomial over another, so that an unknown may stand below a line. */
type Quotient = { readonly top: Polynomial; readonly bottom: Polynomial }

/** One value of each unknown; where a root is not rational, its expression. */
export type Solution = ReadonlyMap<string, string>

export type Solved = { readonly kind: 'one' | 'several' | 'none' | 'all'; readonly solutions: readonly Solution[] }

const MOST_TERMS = 40
const HIGHEST_DEGREE = 8
const MOST_UNKNOWNS = 4

const constant = (value: Rational): Polynomial => new Map([['', value]])
const isZero = (value: Rational): boolean => value.numerator === 0n

function combine(a: Polynomial, b: Polynomial, of: (x: Rational, y: Rational) => Rational): Polynomial {
  const sum = new Map(a)
  for (const [name, value] of b) sum.set(name, of(sum.get(name) ?? ZERO, value))
  return tidy(sum)
}

function tidy(polynomial: Polynomial): Polynomial {
  const kept = new Map(
    [...polynomial].filter(([, value]) => !isZero(value)).map(([name, value]) => [name, reduce(value)]),
  )
  if (kept.size > MOST_TERMS || [...kept.keys()].some(name => name.length > HIGHEST_DEGREE))
    throw new OperationError('The equation is too long or of too high a degree.', '/equations')
  return kept
}

function product(a: Polynomial, b: Polynomial): Polynomial {
  const all = new Map<string, Rational>()
  for (const [x, value] of a)
    for (const [y, other] of b) {
      const name = [...(x + y)].sort().join('')
      all.set(name, add(all.get(name) ?? ZERO, multiply(value, other)))
    }
  return tidy(all)
}

/** The number that a quotient is; throws where an unknown stands in it. */
function numberOf({ top, bottom }: Quotient): Rational {
  if ([...top.keys(), ...bottom.keys()].some(name => name !== ''))
    throw new OperationError('An unknown may not stand there.', '/equations')
  return divide(top.get('') ?? ZERO, bottom.get('') ?? ZERO)
}

const whole = (top: Polynomial): Quotient => ({ top, bottom: constant(ONE) })

function raised({ top, bottom }: Quotient, exponent: Quotient): Quotient {
  const times = reduce(numberOf(exponent))
  if (times.denominator !== 1n || times.numerator < 0n || times.numerator > BigInt(HIGHEST_DEGREE)) {
    return whole(constant(power(numberOf({ top, bottom }), times)))
  }
  let result = whole(constant(ONE))
  for (let turn = 0n; turn < times.numerator; turn += 1n)
    result = { top: product(result.top, top), bottom: product(result.bottom, bottom) }
  return result
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']

const POLYNOMIALS: Algebra<Quotient> = {
  number: text => whole(constant(evaluate(text))),
  add: (a, b) => ({
    top: combine(product(a.top, b.bottom), product(b.top, a.bottom), add),
    bottom: product(a.bottom, b.bottom),
  }),
  subtract: (a, b) => ({
    top: combine(product(a.top, b.bottom), product(b.top, a.bottom), subtract),
    bottom: product(a.bottom, b.bottom),
  }),
  multiply: (a, b) => ({ top: product(a.top, b.top), bottom: product(a.bottom, b.bottom) }),
  divide: (a, b) => {
    if (b.top.size === 0) throw new OperationError('A division by zero has no result.', '/equations')
    return { top: product(a.top, b.bottom), bottom: product(a.bottom, b.top) }
  },
  modulo: () => {
    throw new OperationError('An equation with a remainder is not solved here.', '/equations')
  },
  negate: ({ top, bottom }) => ({ top: new Map([...top].map(([name, value]) => [name, negate(value)])), bottom }),
  power: raised,
  functions: {},
  constants: Object.fromEntries(LETTERS.map(letter => [letter, whole(new Map([[letter, ONE]]))])),
}

/** `3x`, `2(x + 1)y`: a letter right behind a number or a bracket multiplies. */
const explicit = (side: string): string =>
  side
    .replace(/(?<=[\d)])\s*(?=[a-z])/g, '*')
    .replace(/(?<=[a-z])\s*(?=\()/g, '*')
    .replace(/(?<![a-z])([a-z])(?=[a-z](?![a-z]))/g, '$1*')

/** An expression with letters, multiplied out. Throws OperationError where a letter stands below a line. */
export function polynomialOf(written: string): Polynomial {
  const { top, bottom } = evaluateIn(POLYNOMIALS, explicit(written.toLowerCase().trim()))
  const below = numberOf(whole(bottom))
  return tidy(new Map([...top].map(([name, value]) => [name, divide(value, below)])))
}

/** All solutions. Throws OperationError where the equations are none, or are of a kind that is not solved here. */
export function solve(equations: readonly string[]): Solved {
  const sides = equations.map(equation => {
    const parts = equation.toLowerCase().split('=')
    if (parts.length !== 2) throw new OperationError('An equation has one sign `=`.', '/equations')
    const [left, right] = parts.map(part => evaluateIn(POLYNOMIALS, explicit(part.trim()))) as [Quotient, Quotient]
    return {
      zero: combine(product(left.top, right.bottom), product(right.top, left.bottom), subtract),
      below: [left.bottom, right.bottom],
    }
  })
  const names = [...new Set(equations.join(' ').toLowerCase().match(/[a-z]/g) ?? [])].sort()
  if (names.length === 0) throw new OperationError('There is no unknown in it.', '/equations')
  if (names.length > MOST_UNKNOWNS) throw new OperationError('There are more than four unknowns.', '/equations')
  const zeros = sides.map(({ zero }) => zero)
  const isLinear = zeros.every(zero => [...zero.keys()].every(name => name.length < 2))
  const found = isLinear ? solveLinear(zeros, names) : solveOne(zeros, names)
  const isDefined = (solution: Solution): boolean =>
    sides.every(({ below }) =>
      below.every(part => (part.size === 1 && part.has('') ? true : !isZero(valueAt(part, solution)))),
    )
  const solutions = found.solutions.filter(isDefined)
  return {
    kind: found.kind === 'all' ? 'all' : solutions.length === 0 ? 'none' : solutions.length === 1 ? 'one' : 'several',
    solutions,
  }
}

function valueAt(polynomial: Polynomial, solution: Solution): Rational {
  let sum = ZERO
  for (const [name, value] of polynomial) {
    let term = value
    for (const letter of name) term = multiply(term, evaluate(solution.get(letter) ?? '0'))
    sum = add(sum, term)
  }
  return sum
}

/** Gauss and Jordan. */
function solveLinear(zeros: readonly Polynomial[], names: readonly string[]): Solved {
  const rows = zeros.map(zero => [...names.map(name => zero.get(name) ?? ZERO), negate(zero.get('') ?? ZERO)])
  let rank = 0
  for (let column = 0; column < names.length; column += 1) {
    const pivot = rows.findIndex((row, i) => i >= rank && !isZero(row[column]!))
    if (pivot < 0) continue
    const [row] = rows.splice(pivot, 1)
    const scaled = row!.map(value => divide(value, row![column]!))
    rows.splice(rank, 0, scaled)
    for (const [i, other] of rows.entries()) {
      if (i === rank) continue
      const factor = other[column]!
      rows[i] = other.map((value, j) => reduce(subtract(value, multiply(factor, scaled[j]!))))
    }
    rank += 1
  }
  if (rows.slice(rank).some(row => !isZero(row.at(-1)!))) return { kind: 'none', solutions: [] }
  if (rank === 0) return { kind: 'all', solutions: [] }
  if (rank < names.length) throw new OperationError('There are too few equations for the unknowns.', '/equations')
  return { kind: 'one', solutions: [new Map(names.map((name, i) => [name, toExact(rows[i]!.at(-1)!)]))] }
}

/** One equation of one unknown, quadratic or a pure power. */
function solveOne(zeros: readonly Polynomial[], names: readonly string[]): Solved {
  const [zero] = zeros
  const name = names[0]
  if (zero === undefined || name === undefined || zeros.length > 1 || names.length > 1)
    throw new OperationError('Only linear equations are solved together.', '/equations')
  const at = (degree: number): Rational => zero.get(name.repeat(degree)) ?? ZERO
  const degree = Math.max(...[...zero.keys()].map(key => key.length))
  const values = degree === 2 ? quadratic(at(2), at(1), at(0)) : pure(zero, degree, at(degree), at(0))
  const solutions = values.map(value => new Map([[name, value]]))
  return { kind: solutions.length === 0 ? 'none' : solutions.length === 1 ? 'one' : 'several', solutions }
}

function quadratic(a: Rational, b: Rational, c: Rational): string[] {
  const inner = reduce(subtract(multiply(b, b), multiply(fromInteger(4n), multiply(a, c))))
  if (inner.numerator < 0n) return []
  const middle = divide(negate(b), multiply(fromInteger(2n), a))
  if (isZero(inner)) return [toExact(middle)]
  const twice = multiply(fromInteger(2n), a)
  try {
    const width = divide(root(inner, 2n), twice)
    const pair = [subtract(middle, width), add(middle, width)]
    return (twice.numerator < 0n ? pair.toReversed() : pair).map(toExact)
  } catch {
    const size = twice.numerator < 0n ? negate(twice) : twice
    return ['-', '+'].map(sign => `${toExact(middle)} ${sign} sqrt(${toExact(inner)}) / (${toExact(size)})`)
  }
}

function pure(zero: Polynomial, degree: number, first: Rational, last: Rational): string[] {
  if (zero.size > 2 || (zero.size === 2 && isZero(last)))
    throw new OperationError('This equation is of too high a degree.', '/equations')
  const value = divide(negate(last), first)
  if (degree % 2 === 0 && value.numerator < 0n) return []
  if (isZero(value)) return ['0']
  const size = value.numerator < 0n ? negate(value) : value
  let text: string
  try {
    text = toExact(root(size, BigInt(degree)))
  } catch {
    text = degree === 3 ? `cbrt(${toExact(size)})` : `(${toExact(size)})^(1/${degree})`
  }
  if (degree % 2 === 0) return [`-${text}`, text]
  return [value.numerator < 0n ? `-${text}` : text]
}
