/** Family `math`, equations and comparisons: which number it is, and which of several is larger. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { solve } from '../arithmetic/equations.ts'
import { evaluate } from '../arithmetic/expression.ts'
import { expanded, factored } from '../arithmetic/polynomials.ts'
import { compare, type Rational, reduce, round, subtract, toExact } from '../arithmetic/rational.ts'
import { approximate } from '../arithmetic/real.ts'
import { choice, closed, count, operation, text } from '../operation.ts'

/** Decimals that a comparison of irrational numbers looks at. */
const FINE = 60
const SHOWN_DECIMALS = 6

export const mathSolveOperations: readonly Operation[] = [
  operation({
    name: 'math.solve',
    description:
      'Solves equations exactly: linear ones in up to four unknowns, or one that is quadratic or a pure power.',
    input: closed({
      equations: Type.Array(Type.String({ minLength: 3, maxLength: 300, description: 'Such as `3x - 5 = 16`.' }), {
        minItems: 1,
        maxItems: 4,
        description: 'Unknowns are single letters.',
      }),
    }),
    output: closed({
      kind: choice(['one', 'several', 'none', 'all'], 'How many solutions there are.'),
      solutions: Type.Array(
        Type.Array(
          closed({
            unknown: text('Its letter.'),
            value: text('Exact, or rounded to 6 decimals.'),
            is_exact: Type.Boolean({ description: 'Whether it is exact.' }),
          }),
          {
            description: 'One value of each unknown.',
          },
        ),
        { description: 'Upwards for a single unknown.' },
      ),
      text: text('Such as `x = 7` or `x = -3 or x = 3`.'),
    }),
    example: {
      input: { equations: ['3x - 5 = 16'] },
      output: { kind: 'one', solutions: [[{ unknown: 'x', value: '7', is_exact: true }]], text: 'x = 7' },
    },
    cost: 'quadratic',
    run: input => solved(input.equations),
  }),
  operation({
    name: 'math.polynomial',
    description:
      'An expression with letters multiplied out with like terms together, or as a product of factors over the whole numbers.',
    input: closed({
      expression: Type.String({ minLength: 1, maxLength: 300, description: 'Such as `(x + 3)(x - 5)`.' }),
      form: Type.Optional(choice(['expanded', 'factored'], 'How it is written. Default: `"expanded"`.')),
    }),
    output: closed({ text: text('Such as `x^2 - 2x - 15`.') }),
    example: { input: { expression: '(x + 3)(x - 5)' }, output: { text: 'x^2 - 2x - 15' } },
    cost: 'quadratic',
    run: ({ expression, form = 'expanded' }) => ({
      text: form === 'factored' ? factored(expression) : expanded(expression),
    }),
  }),
  operation({
    name: 'math.compare',
    description:
      'Compares the values of expressions: from the smallest to the largest, the difference, and what the first is beside the second.',
    input: closed({
      values: Type.Array(
        closed({
          name: text('How it is called.'),
          expression: Type.String({ minLength: 1, maxLength: 300, description: 'Its value.' }),
        }),
        {
          minItems: 2,
          maxItems: 20,
          description: 'The numbers.',
        },
      ),
    }),
    output: closed({
      ranked: Type.Array(text('A name.'), { description: 'From the smallest to the largest; equal ones in order.' }),
      smallest: text('A name.'),
      largest: text('A name.'),
      first: choice(['smaller', 'equal', 'larger'], 'The first beside the second.'),
      is_equal: Type.Boolean({ description: 'Whether all are equal.' }),
      difference: text('Of the largest and the smallest.'),
      ratio: text('Of the largest and the smallest; empty where one of them is not positive.'),
      text: text('Such as `3/7 ≈ 0.428571 < 0.43`.'),
      count: count('How many.'),
    }),
    example: {
      input: {
        values: [
          { name: '3/7', expression: '3/7' },
          { name: '0.43', expression: '0.43' },
        ],
      },
      output: {
        ranked: ['3/7', '0.43'],
        smallest: '3/7',
        largest: '0.43',
        first: 'smaller',
        is_equal: false,
        difference: '0.001429',
        ratio: '1.003333',
        text: '3/7 ≈ 0.428571 < 0.43',
        count: 2,
      },
    },
    cost: 'quadratic',
    run: input => compared(input.values),
  }),
]

function solved(equations: readonly string[]): JsonObject {
  const { kind, solutions } = solve(equations)
  const told = solutions.map(solution =>
    [...solution].map(([unknown, value]) => {
      const isExact = !/[a-z]|\^/.test(value)
      return { unknown, value: isExact ? value : toExact(approximate(value, SHOWN_DECIMALS)), is_exact: isExact }
    }),
  )
  const lines = told.map(values =>
    values
      .map(({ unknown, value, is_exact }) => `${unknown} ${is_exact ? '=' : '≈'} ${withDecimals(value)}`)
      .join(', '),
  )
  const texts = { none: 'There is no solution among the real numbers.', all: 'Every number is a solution.' }
  return { kind, solutions: told, text: kind === 'none' || kind === 'all' ? texts[kind] : lines.join(' or ') }
}

/** A fraction with its decimals beside it. */
const withDecimals = (value: string): string =>
  value.includes('/') ? `${value} (≈ ${toExact(round(evaluate(value), SHOWN_DECIMALS, 'half_up'))})` : value

function exactly(expression: string): Rational {
  try {
    return evaluate(expression)
  } catch (error) {
    if (error instanceof OperationError && /no exact result|does not fit/.test(error.message))
      return approximate(expression, FINE)
    throw error
  }
}

function compared(values: readonly { readonly name: string; readonly expression: string }[]): JsonObject {
  const all = values.map(({ name, expression }) => ({ name, value: exactly(expression) }))
  const ranked = all.toSorted((a, b) => compare(a.value, b.value))
  const [smallest, largest] = [ranked[0]!, ranked.at(-1)!]
  const [first, second] = [all[0]!, all[1]!]
  const beside = compare(first.value, second.value)
  const difference = subtract(largest.value, smallest.value)
  let line = ''
  for (const [i, { name, value }] of ranked.entries()) {
    const before = ranked[i - 1]
    line += `${before === undefined ? '' : compare(before.value, value) === 0 ? ' = ' : ' < '}${named(name, value)}`
  }
  return {
    ranked: ranked.map(({ name }) => name),
    smallest: smallest.name,
    largest: largest.name,
    first: beside < 0 ? 'smaller' : beside > 0 ? 'larger' : 'equal',
    is_equal: difference.numerator === 0n,
    difference: shown(difference),
    ratio:
      smallest.value.numerator > 0n
        ? shown({
            numerator: largest.value.numerator * smallest.value.denominator,
            denominator: largest.value.denominator * smallest.value.numerator,
          })
        : '',
    text: line,
    count: all.length,
  }
}

/** The name, and its decimals where it is something else. */
function named(name: string, value: Rational): string {
  const decimals = shown(value)
  if (decimals === name) return name
  return `${name} ${toExact(reduce(value)) === decimals ? '=' : '≈'} ${decimals}`
}

/** Short decimals; more of them where six would hide the value. */
function shown(value: Rational): string {
  const exact = toExact(value)
  if (!exact.includes('/') && (exact.split('.')[1] ?? '').length <= 12) return exact
  for (const decimals of [SHOWN_DECIMALS, 12, 24, 48]) {
    const rounded = toExact(round(value, decimals, 'half_up'))
    if (rounded !== '0') return rounded
  }
  return '0'
}
