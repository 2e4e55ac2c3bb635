import { describe, expect, test } from 'bun:test'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { readKeywordSupport } from './grammar-keywords.ts'
import { buildGrammarSchema } from './grammar-schema.ts'

const ANY = { type: ['object', 'array', 'string', 'number', 'boolean', 'null'] }
const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({ type: 'object', properties, ...more })

describe('format', () => {
  const CASES: readonly (readonly [string, JsonObject, JsonObject])[] = [
    [
      'M2 keeps an ordinary schema',
      object({ a: { type: 'string' }, b: { enum: [1, 'x', null] } }, { required: ['a'], additionalProperties: false }),
      object({ a: { type: 'string' }, b: { enum: [1, 'x', null] } }, { required: ['a'], additionalProperties: false }),
    ],
    [
      'D6 leaves patterns and formats to validation',
      { type: 'string', pattern: '^(a+)+$', format: 'date' },
      { type: 'string' },
    ],
    ['D6 leaves annotations out', { title: 'T', type: 'null', description: 'D', 'x-a': 1 }, { type: 'null' }],
    [
      'D6 leaves out a repetition above the limit of llama.cpp',
      { type: 'string', maxLength: 2_001 },
      { type: 'string' },
    ],
    ['keeps a repetition at the limit', { type: 'string', maxLength: 2_000 }, { type: 'string', maxLength: 2_000 }],
    ['leaves out bounds that contradict', { type: 'string', minLength: 3, maxLength: 2 }, { type: 'string' }],
    [
      'gives bounded arrays items to repeat',
      { type: 'array', minItems: 2 },
      { type: 'array', items: ANY, minItems: 2 },
    ],
    ['keeps an array without bounds generic', { type: 'array' }, { type: 'array' }],
    [
      'makes an empty array of items: false',
      { type: 'array', items: false },
      { type: 'array', items: { type: 'null' }, maxItems: 0 },
    ],
    ['D6 leaves tuples to validation', { type: 'array', prefixItems: [{ type: 'null' }] }, { type: 'array' }],
    [
      'rounds the bounds of integers inwards',
      { type: 'integer', minimum: 0.5, maximum: 9.5 },
      { type: 'integer', minimum: 1, maximum: 9 },
    ],
    [
      'turns exclusive bounds of integers into plain ones',
      { type: 'integer', exclusiveMinimum: -3, exclusiveMaximum: 2.5, minimum: -9 },
      { type: 'integer', minimum: -2, maximum: 2 },
    ],
    ['leaves out integer bounds that contradict', { type: 'integer', minimum: 5, maximum: 4 }, { type: 'integer' }],
    [
      'D6 leaves out integer bounds of 16 digits',
      { type: 'integer', minimum: -1e15, maximum: 999_999_999_999_999 },
      { type: 'integer', maximum: 999_999_999_999_999 },
    ],
    ['leaves the bounds of numbers to validation', { type: 'number', minimum: 0 }, { type: 'number' }],
    ['allows anything where nothing is said', {}, ANY],
    [
      'allows anything for true',
      object({ a: true }),
      object({ a: ANY }, { required: [], additionalProperties: false }),
    ],
    [
      'reads an object from its properties',
      { properties: { a: { type: 'null' } } },
      object({ a: { type: 'null' } }, { required: [], additionalProperties: false }),
    ],
    [
      'gives required names a value of any kind',
      { type: 'object', required: ['a'] },
      object({ a: ANY }, { required: ['a'], additionalProperties: false }),
    ],
    [
      'keeps more properties that were asked for',
      object({ a: { type: 'null' } }, { additionalProperties: true }),
      object({ a: { type: 'null' } }, { required: [], additionalProperties: true }),
    ],
    [
      'keeps a map',
      { type: 'object', additionalProperties: { type: 'integer' } },
      object({}, { required: [], additionalProperties: { type: 'integer' } }),
    ],
    [
      'splits several types',
      { type: ['string', 'null'], maxLength: 3 },
      { anyOf: [{ type: 'string', maxLength: 3 }, { type: 'null' }] },
    ],
    [
      'takes oneOf for alternatives',
      { oneOf: [{ const: 1 }, { type: 'null' }] },
      { anyOf: [{ const: 1 }, { type: 'null' }] },
    ],
    [
      'gives alternatives the type beside them',
      { type: 'string', anyOf: [{ maxLength: 2 }, { const: 'long' }] },
      { anyOf: [{ type: 'string', maxLength: 2 }, { const: 'long' }] },
    ],
    [
      'D6 leaves alternatives beside properties to validation',
      object({ a: { type: 'null' } }, { anyOf: [{ required: ['a'] }] }),
      object({ a: { type: 'null' } }, { required: [], additionalProperties: false }),
    ],
    [
      'D6 resolves references, also inside references',
      { $ref: '#/$defs/a', $defs: { a: { type: 'array', items: { $ref: '#/$defs/b~1c' } }, 'b/c': { type: 'null' } } },
      { type: 'array', items: { type: 'null' } },
    ],
    [
      'D6 ends a recursive schema',
      { $ref: '#/$defs/n', $defs: { n: object({ next: { $ref: '#/$defs/n' } }) } },
      object({ next: ANY }, { required: [], additionalProperties: false }),
    ],
    ['D6 ends a reference to itself', { $ref: '#' }, ANY],
    ['D6 allows anything for a reference to nowhere', { $ref: '#/$defs/x' }, ANY],
    ['D6 never sends the key $ref', object({ $ref: { type: 'string' } }), { type: 'object' }],
    ['D6 never sends the key $ref inside a constant', { const: { a: [{ $ref: 5 }] } }, ANY],
    [
      'keeps a property whose name is that of a keyword',
      object({ enum: { type: 'null' }, type: { type: 'null' } }),
      object({ enum: { type: 'null' }, type: { type: 'null' } }, { required: [], additionalProperties: false }),
    ],
  ]
  for (const [title, schema, format] of CASES)
    test(title, () => {
      expect(buildGrammarSchema(schema)).toEqual(format)
    })

  test('M2 opens an object to more names only beside plain ones', () => {
    for (const extra of [true, { type: 'null' }]) {
      for (const name of ['é', '\\', '', 'a b', '\u0000'])
        expect(buildGrammarSchema(object({ [name]: true }, { additionalProperties: extra })).additionalProperties).toBe(
          false,
        )
      expect(buildGrammarSchema(object({ a_1: true }, { additionalProperties: extra })).additionalProperties).toEqual(
        extra,
      )
    }
  })

  test('M2 stays small whatever the schema is', () => {
    let deep: JsonValue = { type: 'null' }
    for (let depth = 0; depth < 60; depth += 1) deep = object({ a: deep, b: deep })
    const wide = object(Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`p${at}`, { type: 'string' }])))
    const doubling = {
      $ref: '#/$defs/d0',
      $defs: Object.fromEntries(
        Array.from({ length: 30 }, (_, at) => [
          `d${at}`,
          object({ a: { $ref: `#/$defs/d${at + 1}` }, b: { $ref: `#/$defs/d${at + 1}` } }),
        ]),
      ),
    }
    const big = { enum: Array.from({ length: 100_000 }, (_, at) => at) }
    const required = { type: 'object', required: Array.from({ length: 900 }, (_, at) => `r${at}`) }
    const enums = object(
      Object.fromEntries(Array.from({ length: 90 }, (_, at) => [`e${at}`, { enum: ['x'.repeat(3_000)] }])),
    )
    for (const schema of [deep as JsonObject, wide, doubling, big, required, enums])
      expect(JSON.stringify(buildGrammarSchema(schema)).length).toBeLessThan(32_768)
  })
})

describe('keyword support', () => {
  test('M2 says decoded only of what the grammar keeps', () => {
    expect(readKeywordSupport('type', 'object')).toBe('decoded')
    expect(readKeywordSupport('enum', ['a', 'b'])).toBe('decoded')
    expect(readKeywordSupport('maxLength', 20)).toBe('decoded')
    expect(readKeywordSupport('maxLength', 20_000)).toBe('validated')
    expect(readKeywordSupport('const', { $ref: 1 })).toBe('validated')
    for (const keyword of [
      'pattern',
      'format',
      'not',
      'allOf',
      'oneOf',
      'uniqueItems',
      'minimum',
      'prefixItems',
      'x-own',
    ])
      expect(readKeywordSupport(keyword, 1)).toBe('validated')
  })
})
