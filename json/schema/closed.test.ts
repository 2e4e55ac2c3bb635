import { describe, expect, test } from 'bun:test'
import { type Role, readSchema, type Schema } from '../schema.ts'
import type { JsonValue } from '../value.ts'

const OLD = 'http://json-schema.org/draft-07/schema#'

function schemaOf(source: unknown, role: Role = 'predicate'): Schema {
  const read = readSchema(source, { role })
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  return read.schema
}

describe('output schemas are closed', () => {
  const closed = (source: unknown, value: JsonValue) => schemaOf(source, 'output').isValid(value)

  test('T6 at the root, in properties, items and behind references', () => {
    const point = { type: 'object', properties: { x: { type: 'number' } } }
    expect(closed(point, { x: 1, y: 2 })).toBe(false)
    expect(schemaOf(point, 'predicate').isValid({ x: 1, y: 2 })).toBe(true)
    expect(closed({ properties: { p: point } }, { p: { x: 1, y: 2 } })).toBe(false)
    expect(closed({ items: point }, [{ x: 1 }, { y: 2 }])).toBe(false)
    expect(closed({ items: { $ref: '#/$defs/point' }, $defs: { point } }, [{ x: 1, y: 1 }])).toBe(false)
    expect(closed({ items: { $ref: '#/$defs/point' }, $defs: { point } }, [{ x: 1 }])).toBe(true)
    expect(closed({ type: 'object' }, { any: 1 })).toBe(false)
    expect(closed({ type: ['object', 'string'] }, 'text')).toBe(true)
  })

  test('T6 leaves alone what says something of other members, and what speaks of no object', () => {
    expect(closed({ type: 'object', additionalProperties: true }, { any: 1 })).toBe(true)
    expect(closed({ type: 'object', additionalProperties: { type: 'number' } }, { any: 1 })).toBe(true)
    expect(closed({ type: 'object', unevaluatedProperties: true }, { any: 1 })).toBe(true)
    expect(closed({}, { any: 1 })).toBe(true)
    expect(closed({ properties: { a: true } }, { a: { any: 1 } })).toBe(true)
    expect(closed({ const: { a: 1 } }, { a: 1 })).toBe(true)
    expect(closed({ type: 'object', enum: [{ a: 1 }] }, { a: 1 })).toBe(true)
    expect(closed({ type: 'object', patternProperties: { '^x': true } }, { x1: 1 })).toBe(true)
  })

  test('T6 sees through schemas that stand beside each other', () => {
    const both = {
      allOf: [{ properties: { a: true } }, { $ref: '#/$defs/b' }],
      $defs: { b: { type: 'object', properties: { b: true } } },
    }
    expect(closed(both, { a: 1, b: 2 })).toBe(true)
    expect(closed(both, { a: 1, c: 2 })).toBe(false)
    const either = {
      anyOf: [
        { properties: { a: { type: 'string' } }, required: ['a'] },
        { properties: { b: true }, required: ['b'] },
      ],
    }
    expect(closed(either, { a: 'x', b: 1 })).toBe(true)
    expect(closed(either, { a: 1, b: 1 })).toBe(false)
  })

  test('T6 never inside not, if or contains', () => {
    const person = { type: 'object', properties: { name: { const: 'x' } }, required: ['name'] }
    expect(closed({ type: 'object', additionalProperties: true, not: person }, { name: 'x', more: 1 })).toBe(false)
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    const condition = { type: 'object', additionalProperties: true, if: person, then: { required: ['more'] } }
    expect(closed(condition, { name: 'x', other: 1 })).toBe(false)
    expect(closed({ type: 'array', contains: person }, [{ name: 'x', more: 1 }])).toBe(true)
  })

  test('T6 holds for draft-07 too', () => {
    expect(closed({ $schema: OLD, type: 'object', properties: { a: true } }, { b: 1 })).toBe(false)
    expect(closed({ $schema: OLD, allOf: [{ properties: { a: true } }] }, { a: 1, b: 1 })).toBe(false)
  })
})
