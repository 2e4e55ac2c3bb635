/** Family `math`, irrational numbers: expressions with π, roots and angles, to as many decimals as asked for. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { toExact, toNumber } from '../arithmetic/rational.ts'
import { approximate } from '../arithmetic/real.ts'
import { closed, operation, text } from '../operation.ts'

export const mathApproximateOperations: readonly Operation[] = [
  operation({
    name: 'math.approximate',
    description:
      'Evaluates an expression with irrational parts to so many correct decimals: pi, e, sqrt, cbrt, exp, ln lg lb (base e, 10, 2), sin cos tan asin acos atan in degrees; `rad(1)` is an angle in radians.',
    input: closed({
      expression: Type.String({ minLength: 1, maxLength: 1_000, description: 'Such as `pi * 3^2` or `sqrt(2) / 2`.' }),
      decimals: Type.Integer({ minimum: 0, maximum: 30, description: 'Decimals of the result, rounded half up.' }),
    }),
    output: closed({
      value: Type.Number({ description: 'The nearest double.' }),
      exact: text('Decimal text; zeros at its end are left out.'),
    }),
    example: { input: { expression: 'sqrt(5)', decimals: 4 }, output: { value: 2.2361, exact: '2.2361' } },
    cost: 'quadratic',
    run(input) {
      const value = approximate(input.expression, input.decimals)
      return { value: toNumber(value), exact: toExact(value) }
    },
  }),
]
