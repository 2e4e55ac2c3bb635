/** Family `math`, irrational part: numbers that no fraction is, to as many correct decimals as asked for. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { approximate } from '../arithmetic/real.ts'
import { closed, MIB, operation, text } from '../operation.ts'
import { rounding } from './math.ts'

export const mathRealOperations: readonly Operation[] = [
  operation({
    name: 'math.approximate',
    description:
      'Evaluates an expression with roots, logarithms and angles to correctly rounded decimals: also sqrt cbrt exp ln lg lb, sin cos tan and their inverses (sind in degrees), pi and e.',
    input: closed({
      expression: Type.String({ minLength: 1, maxLength: 1_000, description: 'Such as `2 * sqrt(50)` or `lb(1000)`.' }),
      decimals: Type.Optional(
        Type.Integer({ minimum: 0, maximum: 50, description: 'Round to so many decimals.', default: 10 }),
      ),
      rounding,
    }),
    output: closed({
      value: Type.Number({ description: 'The double nearest to the text.' }),
      text: text('With as many decimals as asked for, each of them right.'),
    }),
    example: { input: { expression: 'sqrt(50)', decimals: 3 }, output: { value: 7.071, text: '7.071' } },
    inputCapBytes: MIB / 64,
    cost: 'quadratic',
    run(input) {
      const found = approximate(input.expression, input.decimals ?? 10, input.rounding)
      return { value: Number(found), text: found }
    },
  }),
]
