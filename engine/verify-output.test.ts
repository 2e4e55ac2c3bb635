import { describe, expect, test } from 'bun:test'
import type { JsonValue } from '#contracts/json-value'
import { readSchema } from '#json/schema'
import { verifyValue } from './verify-output.ts'

function pointersOf(source: object, value: JsonValue): readonly string[] {
  const read = readSchema(source, { role: 'output' })
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  const verification = verifyValue(read.schema, value)
  return verification.valid ? [] : verification.faults.map(fault => fault.pointer)
}

const NUMBERS = { type: 'object', additionalProperties: { type: 'integer' } }

describe('verifier', () => {
  test('L5 shows places in lists and names of the schema, and hides names that the answer gave', () => {
    const schema = { type: 'object', properties: { list: { type: 'array', items: NUMBERS } } }
    expect(pointersOf(schema, { list: [{ a: 1 }, { secret: 'x' }] })).toEqual(['/list/1/*'])
    expect(pointersOf(NUMBERS, { secret: 'x' })).toEqual(['/*'])
    expect(pointersOf(NUMBERS, { seven: 7 })).toEqual([])
  })

  test('L5 shows a name that the schema holds as a text, such as a required one', () => {
    const schema = { ...NUMBERS, required: ['named'] }
    expect(pointersOf(schema, { named: 'x', other: 1 })).toEqual(['/named'])
  })
})
