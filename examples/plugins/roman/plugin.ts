/** A library of two operations, as a third party writes one: copy this folder and begin. It refuses numbers outside 1 to 3999. */
import { defineOperation, definePlugin, OperationError } from '#kernel/plugin-door'

const LARGEST = 3_999
/** From large to small; writing is taking the largest that still fits. */
const SIGNS = [
  [1_000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
] as const

function writeRoman(number: number): string {
  let left = number
  let text = ''
  for (const [value, sign] of SIGNS) {
    text += sign.repeat(Math.floor(left / value))
    left %= value
  }
  return text
}

/** Only the form that writing gives counts, so that one number has one numeral. */
function readRoman(text: string): number | null {
  let at = 0
  let sum = 0
  for (const [value, sign] of SIGNS) {
    while (text.startsWith(sign, at)) {
      sum += value
      at += sign.length
    }
  }
  return at === text.length && sum > 0 && sum <= LARGEST && writeRoman(sum) === text ? sum : null
}

const NUMBER = { type: 'integer', minimum: 1, maximum: LARGEST }
const object = (name: string, schema: object) => ({
  type: 'object',
  properties: { [name]: { ...schema } },
  required: [name],
  additionalProperties: false,
})

const read = defineOperation({
  name: 'roman.read',
  major: 1,
  description: 'The number that a Roman numeral stands for.',
  input: object('numeral', { type: 'string', minLength: 1, maxLength: 32 }),
  output: object('number', NUMBER),
  example: { input: { numeral: 'MMXXVI' }, output: { number: 2_026 } },
  inputCapBytes: 256,
  cost: 'constant',
  run: input => {
    const number = readRoman(String(input.numeral).toUpperCase())
    if (number === null) throw new OperationError('Not a Roman numeral from I to MMMCMXCIX.', '/numeral')
    return { number }
  },
})

const write = defineOperation({
  name: 'roman.write',
  major: 1,
  description: 'The Roman numeral of a number from 1 to 3999.',
  input: object('number', NUMBER),
  output: object('numeral', { type: 'string' }),
  example: { input: { number: 1_999 }, output: { numeral: 'MCMXCIX' } },
  inputCapBytes: 256,
  cost: 'constant',
  run: input => ({ numeral: writeRoman(Number(input.number)) }),
})

export const plugin = definePlugin({
  activate: () => ({ libraries: [{ name: 'roman', operations: [read, write] }] }),
})
