import { describe, expect, test } from 'bun:test'
import { readSchema } from '../schema.ts'
import type { JsonValue } from '../value.ts'
import { readTextFrame } from './text-frame.ts'

function frameOf(source: JsonValue) {
  const result = readSchema(source, { role: 'output' })
  if (!result.ok) throw new Error(JSON.stringify(result.faults))
  return { frame: readTextFrame(result.schema), schema: result.schema }
}
const object = (properties: { [name: string]: JsonValue }, more: { [name: string]: JsonValue } = {}): JsonValue => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  ...more,
})
const text = { type: 'string' }

describe('frame of a text', () => {
  test('M9 one free text leaves nothing else to be written, whatever constants stand beside it', () => {
    const cases: readonly (readonly [JsonValue, string, string, string])[] = [
      [text, '"', '"', ''],
      [object({ reply: text }), '{"reply":"', '"}', '/reply'],
      [
        object({ kind: { const: 'note' }, 'a/b "c"': text, v: { const: [1, null] } }),
        '{"kind":"note","a/b \\"c\\"":"',
        '","v":[1,null]}',
        '/a~1b "c"',
      ],
      [
        object({ answer: object({ text, of: { enum: ['x'] } }) }),
        '{"answer":{"text":"',
        '","of":"x"}}',
        '/answer/text',
      ],
    ]
    for (const [source, before, after, pointer] of cases) {
      const { frame, schema } = frameOf(source)
      expect(frame).toMatchObject({ before, after, pointer, maxLength: Number.POSITIVE_INFINITY })
      expect(schema.isValid(JSON.parse(`${before}any \\" text${after}`))).toBe(true)
    }
  })

  test('M9 notes and lengths leave a frame, and a closed object is no other', () => {
    const noted = { ...text, title: 'Reply', description: 'In one sentence.', examples: ['Yes.'], 'x-of': 1 }
    const source = object(
      { reply: { ...noted, minLength: 2, maxLength: 40 } },
      { additionalProperties: false, title: 'T' },
    )
    expect(frameOf(source).frame).toMatchObject({
      maxLength: 40,
      names: ['reply'],
      text: { description: 'In one sentence.' },
    })
    expect(frameOf({ ...text, maxLength: 7 }).frame).toMatchObject({ maxLength: 7, names: [] })
  })

  test('M9 a text that is said more of, and a value that is left open otherwise, has none', () => {
    const none: readonly JsonValue[] = [
      true,
      {},
      { type: ['string', 'null'] },
      { ...text, pattern: '^a' },
      { ...text, format: 'date' },
      { ...text, enum: ['a', 'b'] },
      { ...text, const: 'a' },
      { ...text, not: { const: 'a' } },
      { ...text, contentMediaType: 'text/html' },
      object({ reply: { ...text, pattern: '^a' } }),
      object({ reply: text }, { allOf: [{ properties: { reply: { pattern: '^a' } } }] }),
      object({ reply: text }, { required: [] }),
      object({ reply: text }, { additionalProperties: text }),
      object({ reply: text, more: text }),
      object({ reply: text, sure: { type: 'boolean' } }),
      object({ reply: { anyOf: [text, { type: 'null' }] } }),
      object({ reply: { type: 'array', items: text } }),
      object({ reply: { ...text, maxLength: 0 } }),
      object({}),
    ]
    for (const source of none) expect([source, frameOf(source).frame]).toEqual([source, null])
  })
})
