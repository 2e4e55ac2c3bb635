/** Family `unit`: exact conversion between units of the same quantity. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { closed, operation, text } from '../operation.ts'
import { convert, readUnit } from '../units/units.ts'
import { amount, present, read, rounding } from './math.ts'

export const unitOperations: readonly Operation[] = [
  operation({
    name: 'unit.convert',
    description: 'Converts a value between units; decimal (kB) and binary (KiB) bytes are kept apart.',
    input: closed({
      value: amount('The value.'),
      from: Type.String({ minLength: 1, maxLength: 64, description: 'Name, plural, symbol or UCUM code.' }),
      to: Type.String({ minLength: 1, maxLength: 64, description: 'Name, plural, symbol or UCUM code.' }),
      decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 50, description: 'Round to so many decimals.' })),
      rounding,
    }),
    output: closed({
      value: Type.Number({ description: 'The nearest double.' }),
      exact: text('Decimal text, or a fraction such as `50000/127` where it never ends.'),
    }),
    example: { input: { value: 26.2, from: 'miles', to: 'km' }, output: { value: 42.1648128, exact: '42.1648128' } },
    cost: 'constant',
    run(input) {
      const from = readUnit(input.from, '/from')
      const to = readUnit(input.to, '/to')
      return present(convert(read(input.value, '/value'), from, to), input.decimals, input.rounding)
    },
  }),
]
