import { describe, expect, test } from 'bun:test'
import { readSchema } from '../schema.ts'
import type { JsonValue } from '../value.ts'
import { planParts } from './answer-parts.ts'

function plan(source: JsonValue) {
  const result = readSchema(source, { role: 'output' })
  if (!result.ok) throw new Error(JSON.stringify(result.faults))
  return { parts: planParts(result.schema), schema: result.schema }
}
const object = (properties: { [name: string]: JsonValue }, more: { [name: string]: JsonValue } = {}): JsonValue => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  ...more,
})

describe('parts of an answer', () => {
  test('M8 M9 forced text is joined, few values are a choice, the rest is free', () => {
    const { parts } = plan(
      object({
        kind: { const: 'note' },
        urgent: { type: 'boolean' },
        who: object({ name: { type: 'string', maxLength: 20 }, stars: { type: 'integer', minimum: 1, maximum: 3 } }),
      }),
    )
    expect(parts).toEqual([
      { kind: 'forced', text: '{"kind":"note","urgent":' },
      { kind: 'choice', pointer: '/urgent', options: ['true', 'false'] },
      { kind: 'forced', text: ',"who":{"name":' },
      { kind: 'free', pointer: '/who/name', schema: { type: 'string', maxLength: 20 } },
      { kind: 'forced', text: ',"stars":' },
      { kind: 'choice', pointer: '/who/stars', options: ['1', '2', '3'] },
      { kind: 'forced', text: '}}' },
    ])
  })

  test('M8 members that may be absent are chosen as whole values where these are few, else written', () => {
    const few = plan({ type: 'object', properties: { a: { type: 'boolean' } }, additionalProperties: false }).parts
    expect(few).toMatchObject([{ kind: 'choice', pointer: '', options: ['{"a":true}', '{"a":false}', '{}'] }])
    expect(plan({ type: 'object', properties: { a: { type: 'string' } } }).parts).toBeNull()
  })

  test('M9 a schema that leaves the course open has no plan', () => {
    const free = { type: 'string' }
    expect(plan(free).parts).toBeNull()
    expect(plan({ anyOf: [object({ a: free }), object({ b: free })] }).parts).toBeNull()
    expect(plan(object({ a: free }, { additionalProperties: free })).parts).toBeNull()
    expect(plan({ type: 'array', items: free }).parts).toBeNull()
    expect(plan({}).parts).toBeNull()
  })

  test('M9 a part takes the definitions along that it refers to', () => {
    const { parts } = plan(
      object({ a: { $ref: '#/$defs/text' } }, { $defs: { text: { type: 'string', minLength: 2 } } }),
    )
    expect(parts?.[1]).toEqual({
      kind: 'free',
      pointer: '/a',
      schema: { $defs: { text: { type: 'string', minLength: 2 } }, $ref: '#/$defs/text' },
    })
    expect(plan(object({ a: { type: 'string' }, b: { $ref: '#/properties/a' } })).parts).toBeNull()
  })

  test('M8 every combination of options is an answer that the schema takes', () => {
    const { parts, schema } = plan(
      object({ a: { enum: ['x"\\', 2, null] }, b: { type: 'boolean' }, c: object({ d: { enum: [1, 'é'] } }) }),
    )
    let texts = ['']
    for (const part of parts ?? []) {
      if (part.kind === 'free') throw new Error('nothing is free here')
      const ways = part.kind === 'forced' ? [part.text] : part.options
      texts = texts.flatMap(text => ways.map(way => text + way))
    }
    expect(texts.length).toBe(12)
    for (const text of texts) expect(schema.isValid(JSON.parse(text))).toBe(true)
  })

  test('M8 more than 64 options, and long ones, are written', () => {
    const many = Array.from({ length: 65 }, (_, index) => `option ${index}`)
    expect(plan({ enum: many }).parts).toBeNull()
    expect(plan({ enum: many.slice(1) }).parts).toMatchObject([{ kind: 'choice' }])
    expect(plan({ enum: ['a', 'b'.repeat(600)] }).parts).toBeNull()
    expect(plan(object({ a: { enum: many } })).parts?.[1]).toMatchObject({ kind: 'free' })
  })
})
