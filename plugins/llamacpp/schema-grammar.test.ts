import { describe, expect, test } from 'bun:test'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { buildSampler } from './gbnf-sampler.ts'
import { toIntegerRange } from './grammar-rules.ts'
import { readKeywordSupport } from './keyword-support.ts'
import { buildSchemaGrammar } from './schema-grammar.ts'

/** A repeatable random source (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function sample(
  schema: JsonObject,
  count = 200,
): { readonly values: readonly JsonValue[]; readonly note: string | null } {
  const { gbnf, note } = buildSchemaGrammar(schema)
  const sampler = buildSampler(gbnf)
  const random = seeded(7)
  return { note, values: Array.from({ length: count }, () => JSON.parse(sampler.sample(random))) }
}
const isRecord = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const kinds = (values: readonly JsonValue[]) =>
  new Set(values.map(value => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)))

describe('schema grammar', () => {
  test('M2 writes required properties always and optional ones sometimes, in order', () => {
    const { values } = sample({
      type: 'object',
      properties: { a: { const: 1 }, b: { const: 2 }, c: { const: 3 }, d: { const: 4 } },
      required: ['b', 'd'],
      additionalProperties: false,
    })
    const shapes = new Set(values.map(value => JSON.stringify(value)))
    expect(shapes).toEqual(
      new Set(['{"b":2,"d":4}', '{"a":1,"b":2,"d":4}', '{"b":2,"c":3,"d":4}', '{"a":1,"b":2,"c":3,"d":4}']),
    )
  })

  test('M2 writes an object whose properties are all optional, also empty', () => {
    const { values } = sample({ type: 'object', properties: { a: { const: 1 }, b: { const: 2 } } })
    expect(new Set(values.map(value => JSON.stringify(value)))).toEqual(
      new Set(['{}', '{"a":1}', '{"b":2}', '{"a":1,"b":2}']),
    )
  })

  test('M2 keeps enum and const to the letter, whatever they hold', () => {
    const odd = ['a"b', 'back\\slash', 'line\nbreak', 'zwölf ✓', { k: [1, null] }, -0.5, true, null, '\u007f']
    const { values } = sample({ enum: odd })
    for (const value of values) expect(odd.map(one => JSON.stringify(one))).toContain(JSON.stringify(value))
    expect(new Set(values.map(value => JSON.stringify(value))).size).toBe(odd.length)
    expect(sample({ type: 'string', enum: ['x', 1, null] }).values.every(value => value === 'x')).toBe(true)
  })

  test('M2 writes what choices share only once, and each choice whole', () => {
    const choices = ['a', 'ab', 'abc', 'abd', 'b', 'zwölf', 'zwöl', '', '😀', '😁', 1, 12, 123]
    const { values } = sample({ enum: choices }, 600)
    expect(new Set(values)).toEqual(new Set(choices))
    const many = Array.from({ length: 5_000 }, (_, index) => `choice ${index}`)
    const { gbnf } = buildSchemaGrammar({ enum: many })
    expect(gbnf.split('choice').length - 1).toBe(1)
    for (const value of sample({ enum: many }).values) expect(many).toContain(String(value))
  })

  test('M2 decodes unions: anyOf, oneOf and lists of types', () => {
    expect(kinds(sample({ anyOf: [{ type: 'string' }, { type: 'null' }] }).values)).toEqual(new Set(['string', 'null']))
    expect(kinds(sample({ oneOf: [{ type: 'boolean' }, { type: 'integer' }] }).values)).toEqual(
      new Set(['boolean', 'number']),
    )
    expect(kinds(sample({ type: ['object', 'null'] }).values)).toEqual(new Set(['object', 'null']))
  })

  test('M2 decodes a branch together with what stands beside it', () => {
    const { values } = sample({
      type: 'object',
      properties: { kind: { enum: ['a', 'b'] } },
      required: ['kind'],
      anyOf: [
        { properties: { x: { type: 'integer' } }, required: ['x'] },
        { properties: { y: { type: 'boolean' } }, required: ['y'] },
      ],
    })
    for (const value of values) expect(isRecord(value) && 'kind' in value && ('x' in value || 'y' in value)).toBe(true)
  })

  test('M2 merges allOf', () => {
    const { values } = sample({
      allOf: [
        { type: 'object', properties: { n: { type: 'integer', minimum: 3 } }, required: ['n'] },
        { properties: { n: { maximum: 5 } } },
      ],
    })
    for (const value of values) expect(isRecord(value) && [3, 4, 5].includes(Number(value.n))).toBe(true)
  })

  test('M2 follows $defs, definitions and schemas that contain themselves', () => {
    const node = {
      type: 'object',
      properties: { next: { anyOf: [{ $ref: '#/definitions/node' }, { type: 'null' }] } },
      required: ['next'],
    }
    const { values, note } = sample({ $ref: '#/definitions/node', definitions: { node } })
    expect(note).toBeNull()
    for (const value of values) expect(isRecord(value) && 'next' in value).toBe(true)
    const tree = {
      type: 'object',
      properties: { kids: { type: 'array', items: { $ref: '#' }, maxItems: 2 } },
      required: ['kids'],
    }
    for (const value of sample(tree).values) expect(isRecord(value) && Array.isArray(value.kids)).toBe(true)
  })

  test('M2 keeps the bounds of strings in code points, and of lists', () => {
    for (const value of sample({ type: 'string', minLength: 2, maxLength: 5 }).values) {
      expect([...String(value)].length).toBeWithin(2, 6)
    }
    for (const value of sample({ type: 'array', items: { type: 'boolean' }, minItems: 1, maxItems: 3 }).values) {
      expect((value as readonly boolean[]).length).toBeWithin(1, 4)
    }
    expect(sample({ type: 'array', maxItems: 0 }).values[0]).toEqual([])
    expect(sample({ type: 'array', items: { const: 1 }, minItems: 1, maxItems: 1 }).values[0]).toEqual([1])
    const tuple = {
      type: 'array',
      prefixItems: [{ const: 'a' }, { const: 'b' }],
      items: { const: 0 },
      minItems: 3,
      maxItems: 4,
    }
    const shapes = new Set(sample(tuple).values.map(value => JSON.stringify(value)))
    expect(shapes).toEqual(new Set(['["a","b",0]', '["a","b",0,0]']))
  })

  test('M2 keeps a map to the schema of its values', () => {
    const { values } = sample({ type: 'object', additionalProperties: { type: 'boolean' }, minProperties: 1 })
    for (const value of values) {
      expect(isRecord(value) && Object.values(value).every(one => typeof one === 'boolean')).toBe(true)
    }
  })

  test.each([
    [0, 9],
    [0, 100],
    [1, 1],
    [7, 1_203],
    [-5, 5],
    [-120, -7],
    [999, 1_001],
    [100, 199],
    [18, 18_000],
    [0, 255],
  ])('M2 writes whole numbers from %i to %i and no others', (minimum, maximum) => {
    const { values } = sample({ type: 'integer', minimum, maximum }, 400)
    for (const value of values)
      expect(Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum).toBe(true)
    if (maximum - minimum < 12) expect(new Set(values).size).toBe(maximum - minimum + 1)
  })

  test('M2 never writes a whole number that a double cannot hold', () => {
    for (const value of sample({ type: 'integer' }, 400).values) expect(Number.isSafeInteger(value)).toBe(true)
    for (const value of sample({ type: 'integer', minimum: 0 }, 400).values)
      expect(Number(value)).toBeGreaterThanOrEqual(0)
    expect(toIntegerRange(5, 4)).toBeNull()
    expect(
      sample({ type: 'integer', exclusiveMinimum: 3, exclusiveMaximum: 5 }).values.every(value => value === 4),
    ).toBe(true)
  })

  test('M2 writes dates that have a month and a day', () => {
    for (const value of sample({ type: 'string', format: 'date' }).values) {
      expect(String(value)).toMatch(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
    }
    for (const value of sample({ type: 'string', format: 'uuid' }, 20).values)
      expect(String(value)).toMatch(/^[\da-fA-F]{8}(-[\da-fA-F]{4}){3}-[\da-fA-F]{12}$/)
  })

  test.each<[string, JsonObject]>([
    ['an empty schema', {}],
    ['not', { not: { type: 'null' } }],
    ['pattern without a type', { pattern: '^a' }],
    ['a reference outside', { $ref: 'https://example.org/schema' }],
    ['a reference to nothing', { type: 'object', properties: { a: { $ref: '#/$defs/none' } }, required: ['a'] }],
    ['parts that differ', { allOf: [{ pattern: 'a' }, { pattern: 'b' }] }],
    ['nothing allowed', { type: 'object', properties: { a: false }, required: ['a'] }],
    ['a reference to itself', { $ref: '#' }],
  ])('M2 makes no grammar that allows only null of %s', (_, schema) => {
    const { values } = sample(schema, 300)
    expect(kinds(values)).not.toEqual(new Set(['null']))
  })

  test('M2 says so when it cannot decode a schema, and then decodes any JSON of the same type', () => {
    const { values, note } = sample({ type: 'object', properties: { a: { $ref: 'other.json' } }, required: ['a'] })
    expect(note).toBe('the schema refers outside itself')
    for (const value of values) expect(isRecord(value)).toBe(true)
  })

  test('M2 leaves out what it cannot decode where the schema lets it', () => {
    const { values, note } = sample({ type: 'object', properties: { a: { $ref: 'other.json' }, b: { const: 1 } } })
    expect(note).toBeNull()
    expect(new Set(values.map(value => JSON.stringify(value)))).toEqual(new Set(['{}', '{"b":1}']))
  })

  test('M2 ends on a schema that is deeper or larger than a grammar should be', () => {
    let deep: JsonObject = { type: 'string' }
    for (let depth = 0; depth < 500; depth += 1) deep = { type: 'array', items: deep, minItems: 1 }
    expect(sample(deep, 5).note).toContain('deep')
    const wide = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, index) => [`p${index}`, { type: 'string', maxLength: 3 }]),
    )
    expect(sample({ type: 'object', properties: wide }, 2).note).toContain('large')
  })

  test('M2 reports each keyword as decoded or validated, and refuses none', () => {
    expect(readKeywordSupport('enum', ['a'])).toBe('decoded')
    expect(readKeywordSupport('maxLength', 20)).toBe('decoded')
    expect(readKeywordSupport('maxLength', 20_000)).toBe('validated')
    expect(readKeywordSupport('pattern', '^a')).toBe('validated')
    expect(readKeywordSupport('not', {})).toBe('validated')
    expect(readKeywordSupport('format', 'email')).toBe('validated')
  })
})
