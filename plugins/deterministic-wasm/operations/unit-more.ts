/** Family `unit`, second half: one amount in several units, several amounts in one. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import {
  add,
  compare,
  floor,
  fromInteger,
  negate,
  type Rational,
  round,
  subtract,
  toExact,
  ZERO,
} from '../arithmetic/rational.ts'
import { closed, operation, text } from '../operation.ts'
import { convert, readUnit, type Unit } from '../units/units.ts'
import { amount, present, read, rounding } from './math.ts'

const unit = Type.String({ minLength: 1, maxLength: 64, description: 'Name, plural, symbol or UCUM code.' })
const decimals = (fallback: number) =>
  Type.Optional(Type.Integer({ minimum: 0, maximum: 50, description: 'Decimals of the last part.', default: fallback }))

export const unitMoreOperations: readonly Operation[] = [
  operation({
    name: 'unit.split',
    description: 'One amount in several units, such as 185 cm in feet and inches; whole numbers but for the last.',
    input: closed({
      value: amount('The value.'),
      from: unit,
      into: Type.Array(unit, { minItems: 1, maxItems: 8, description: 'The units, the largest first.' }),
      decimals: decimals(2),
    }),
    output: closed({
      parts: Type.Array(closed({ value: text('Decimal text.'), unit: text('As asked for.') }), {
        description: 'All carry the sign of the amount.',
      }),
      text: text('The parts, joined by blanks.'),
    }),
    example: {
      input: { value: 185, from: 'cm', into: ['ft', 'in'], decimals: 1 },
      output: {
        parts: [
          { value: '6', unit: 'ft' },
          { value: '0.8', unit: 'in' },
        ],
        text: '6 ft 0.8 in',
      },
    },
    cost: 'constant',
    run(input) {
      const parts = split(read(input.value, '/value'), readUnit(input.from, '/from'), input.into, input.decimals ?? 2)
      return { parts, text: parts.map(part => `${part.value} ${part.unit}`).join(' ') }
    },
  }),
  operation({
    name: 'unit.sum',
    description: 'Adds amounts of different units of one quantity, such as 5 ft and 11 in, exactly.',
    input: closed({
      amounts: Type.Array(closed({ value: amount('The value.'), unit }), { minItems: 1, description: 'The amounts.' }),
      to: unit,
      decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 50, description: 'Round to so many decimals.' })),
      rounding,
    }),
    output: closed({
      value: Type.Number({ description: 'The nearest double.' }),
      exact: text('Decimal text, or a fraction where it never ends.'),
    }),
    example: {
      input: {
        amounts: [
          { value: 5, unit: 'ft' },
          { value: 11, unit: 'in' },
        ],
        to: 'cm',
      },
      output: { value: 180.34, exact: '180.34' },
    },
    run(input) {
      const to = readUnit(input.to, '/to')
      let sum: Rational = ZERO
      for (const [i, part] of input.amounts.entries()) {
        const from = readUnit(part.unit, `/amounts/${i}/unit`)
        refuseZeroPoint(from, `/amounts/${i}/unit`)
        sum = add(sum, convert(read(part.value, `/amounts/${i}/value`), from, to))
      }
      return present(sum, input.decimals, input.rounding)
    },
  }),
]

/** 20 °C and 20 °C are not 40 °C: scales with a zero of their own cannot be added or split. */
function refuseZeroPoint(unitOf: Unit, pointer: string): void {
  if (compare(unitOf.zero, ZERO) !== 0)
    throw new OperationError(
      `Amounts in ${unitOf.name} have a zero of their own and cannot be added or split.`,
      pointer,
    )
}

function split(value: Rational, from: Unit, into: readonly string[], places: number) {
  refuseZeroPoint(from, '/from')
  const units = into.map((name, i) => {
    const found = readUnit(name, `/into/${i}`)
    refuseZeroPoint(found, `/into/${i}`)
    return found
  })
  for (const [i, found] of units.entries()) {
    if (i > 0 && compare(found.factor, units[i - 1]!.factor) >= 0)
      throw new OperationError('The units do not go from large to small.', `/into/${i}`)
  }
  const last = units.at(-1)!
  const isNegative = value.numerator < 0n
  // Rounded once, in the last unit, so that no part can round up to a whole of the one before.
  let left = round(convert(isNegative ? negate(value) : value, from, last), places)
  return units.map((found, i) => {
    const here = convert(left, last, found)
    const part = i === units.length - 1 ? here : fromInteger(floor(here))
    left = subtract(left, convert(part, found, last))
    const shown = toExact(part)
    return { value: isNegative && shown !== '0' ? `-${shown}` : shown, unit: into[i]! }
  })
}
