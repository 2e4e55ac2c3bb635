/** Family `math`, numbers as people write them: with a power of ten, in words, with an ordinal's ending, grouped. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { evaluate } from '../arithmetic/expression.ts'
import { groupDigits, ordinalOf, spell } from '../arithmetic/number-names.ts'
import { powerOfTen, type Rational, readDecimal, reduce, round, toExact } from '../arithmetic/rational.ts'
import { choice, closed, count, operation, text } from '../operation.ts'
import { amount } from './math.ts'

export const mathWritingOperations: readonly Operation[] = [
  operation({
    name: 'math.scientific',
    description: 'The value of an expression with a power of ten, rounded to significant digits where asked for.',
    input: closed({
      expression: Type.String({
        minLength: 1,
        maxLength: 1_000,
        description: 'Such as `93000000` or `6.02 * 10^23 / 4`.',
      }),
      digits: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 50, description: 'Significant digits; all when absent.' }),
      ),
    }),
    output: closed({
      text: text('Such as `9.3 × 10^7`.'),
      mantissa: text('At least 1 and below 10, with its sign; zeros at the end only where digits were asked for.'),
      exponent: Type.Integer({ description: 'The power of ten.' }),
      plain: text('The same number without a power.'),
    }),
    example: {
      input: { expression: '93000000' },
      output: { text: '9.3 × 10^7', mantissa: '9.3', exponent: 7, plain: '93000000' },
    },
    cost: 'quadratic',
    run: input => scientificOf(reduce(evaluate(input.expression)), input.digits),
  }),
  operation({
    name: 'math.significant',
    description: 'How many significant digits a written number has.',
    input: closed({
      text: Type.String({
        minLength: 1,
        maxLength: 200,
        pattern: '^-?[0-9]+([.][0-9]*)?$',
        description: 'As it was written.',
      }),
    }),
    output: closed({
      digits: count('Leading zeros never count; zeros at the end count behind a point.'),
      is_certain: Type.Boolean({ description: 'False where zeros at the end of a whole number may or may not count.' }),
    }),
    example: { input: { text: '0.00720' }, output: { digits: 3, is_certain: true } },
    run(input) {
      const bare = input.text.replace(/^-/, '').replace('.', '').replace(/^0+/, '')
      const isCertain = input.text.includes('.') || !bare.endsWith('0')
      return { digits: (isCertain ? bare : bare.replace(/0+$/, '')).length, is_certain: isCertain }
    },
  }),
  operation({
    name: 'math.spell',
    description:
      'A number in English words, cardinal or ordinal, by millions or by lakhs and crores, or with `and` in the British way.',
    input: closed({
      value: amount('The number.'),
      kind: Type.Optional(choice(['cardinal', 'ordinal'], 'One or first.', 'cardinal')),
      scale: Type.Optional(choice(['short', 'indian'], 'Millions and billions, or lakhs and crores.', 'short')),
      and: Type.Optional(Type.Boolean({ description: '`one hundred and five`.', default: false })),
    }),
    output: closed({
      text: text('Lower case.'),
      ordinal: text('Digits with the ending of an ordinal; empty for fractions.'),
    }),
    example: {
      input: { value: 4518 },
      output: { text: 'four thousand five hundred eighteen', ordinal: '4518th' },
    },
    run: input => {
      const written = String(input.value)
      const isWhole = /^-?\d+$/.test(written)
      if (input.kind === 'ordinal' && !isWhole) throw new OperationError('Only whole numbers are ordinals.', '/value')
      const value = /e/i.test(written) ? toExact(readDecimal(written)!) : written
      return {
        text: spell(value, { kind: input.kind ?? 'cardinal', scale: input.scale ?? 'short', and: input.and ?? false }),
        ordinal: isWhole ? ordinalOf(written) : '',
      }
    },
  }),
  operation({
    name: 'math.group',
    description: 'A number with separators between groups of digits, by thousands or by lakhs.',
    input: closed({
      value: amount('The number.'),
      style: Type.Optional(choice(['western', 'indian'], '1,234,567 or 12,34,567.', 'western')),
      separator: Type.Optional(choice([',', '.', ' ', "'", '_'], 'Between groups.', ',')),
    }),
    output: closed({ text: text('The decimal sign is a comma where the separator is a full stop.') }),
    example: { input: { value: 1234567, style: 'indian' }, output: { text: '12,34,567' } },
    run: input => ({ text: groupDigits(String(input.value), input.style ?? 'western', input.separator ?? ',') }),
  }),
]

/** Whether a positive fraction is at least 10 to the power. */
const reaches = ({ numerator, denominator }: Rational, power: number): boolean =>
  power >= 0 ? numerator >= powerOfTen(power) * denominator : numerator * powerOfTen(-power) >= denominator

function scientificOf(value: Rational, digits: number | undefined): JsonObject {
  if (value.numerator === 0n) return { text: '0', mantissa: '0', exponent: 0, plain: '0' }
  const size = { numerator: value.numerator < 0n ? -value.numerator : value.numerator, denominator: value.denominator }
  if (digits === undefined && toExact(size).includes('/'))
    throw new OperationError('The number never ends: say how many digits.', '/digits')
  let exponent = size.numerator.toString().length - size.denominator.toString().length
  if (!reaches(size, exponent)) exponent -= 1
  const kept = digits === undefined ? size : round(size, digits - 1 - exponent, 'half_up')
  // 9.96 to two digits is 10: one power more.
  if (reaches(kept, exponent + 1)) exponent += 1
  const sign = value.numerator < 0n ? '-' : ''
  const plain = toExact(kept)
  const all = plain
    .replace('.', '')
    .replace(/^0+/, '')
    .replace(/0+$/, '')
    .padEnd(digits ?? 0, '0')
  const mantissa = `${sign}${all.slice(0, 1)}${all.length > 1 ? `.${all.slice(1)}` : ''}`
  const missing = Math.max(0, (digits ?? 0) - 1 - exponent) - (plain.split('.')[1] ?? '').length
  const filled = missing > 0 ? `${plain}${plain.includes('.') ? '' : '.'}${'0'.repeat(missing)}` : plain
  return { text: `${mantissa} × 10^${exponent}`, mantissa, exponent, plain: `${sign}${filled}` }
}
