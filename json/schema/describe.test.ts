import { describe, expect, test } from 'bun:test'
import { type Role, readSchema, type Schema } from '../schema.ts'
import { schemaAt } from './at-pointer.ts'
import { finiteValues, listKeywords } from './describe.ts'
import { relateSchemas } from './relate.ts'

function schemaOf(source: unknown, role: Role = 'predicate'): Schema {
  const read = readSchema(source, { role })
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  return read.schema
}

describe('schemas described', () => {
  const relate = (a: unknown, b: unknown) => relateSchemas(schemaOf(a, 'output'), schemaOf(b))

  test('T5 proves mismatches of every kind', () => {
    const never: [unknown, unknown][] = [
      [{ type: 'string' }, { type: 'number' }],
      [{ enum: ['a', 'b'] }, { enum: ['c'] }],
      [{ const: 5 }, { maximum: 4 }],
      [
        { type: 'integer', minimum: 3 },
        { type: 'number', exclusiveMaximum: 3 },
      ],
      [{ type: 'integer' }, { type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 2 }],
      [
        { type: 'string', maxLength: 2 },
        { type: 'string', minLength: 3 },
      ],
      [
        { type: 'object', properties: { a: true } },
        { required: ['b'], type: 'object' },
      ],
      [
        { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
        { type: 'object', properties: { a: { type: 'number' } } },
      ],
      [
        { type: 'array', items: { type: 'string' }, minItems: 1 },
        { type: 'array', items: { type: 'number' } },
      ],
      [
        { type: 'array', maxItems: 1 },
        { type: 'array', minItems: 2 },
      ],
      [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, { type: ['object', 'array'] }],
      [{ $ref: '#/$defs/t', $defs: { t: { type: 'string' } } }, { type: 'boolean' }],
      [
        { type: 'object', properties: { a: true }, required: ['a'] },
        { type: 'object', additionalProperties: false },
      ],
      [{ enum: ['apple', 'avocado'] }, { type: 'string', pattern: '^b' }],
    ]
    for (const [a, b] of never) expect([a, b, relate(a, b)]).toEqual([a, b, 'never'])
  })

  test('T5 proves fits, and says unknown in between', () => {
    const text = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] }
    const fits: [unknown, unknown][] = [
      [
        text,
        { type: 'object', properties: { text: { type: 'string' } }, required: ['text'], additionalProperties: false },
      ],
      [text, true],
      [text, { type: 'object', minProperties: 1, properties: { text: { type: ['string', 'null'] } } }],
      [{ type: 'integer', minimum: 1, maximum: 5 }, { enum: [1, 2, 3, 4, 5, 6] }],
      [
        { type: 'string', pattern: '^a' },
        { type: 'string', pattern: '^a' },
      ],
      [
        { type: 'array', items: { enum: ['a'] } },
        { type: 'array', items: { type: 'string' } },
      ],
      [{ enum: [1, 2] }, { anyOf: [{ const: 1 }, { const: 2 }] }],
      [{ type: 'string' }, { not: { type: 'number' } }],
    ]
    for (const [a, b] of fits) expect([a, b, relate(a, b)]).toEqual([a, b, 'fits'])
    const unknown: [unknown, unknown][] = [
      [{ type: 'number' }, { type: 'integer' }],
      [{ type: ['string', 'null'] }, { type: 'string' }],
      [
        { type: 'array', items: { type: 'string' } },
        { type: 'array', items: { type: 'number' } },
      ],
      [{ type: 'object', additionalProperties: true }, text],
    ]
    for (const [a, b] of unknown) expect([a, b, relate(a, b)]).toEqual([a, b, 'unknown'])
  })

  test('T5 draws bounds, tuples and patterned names as they are', () => {
    const two = { type: 'array', minItems: 2, maxItems: 2 }
    expect(relate(two, { type: 'array', minItems: 2 })).toBe('fits')
    expect(relate({ type: 'number', minimum: 3, maximum: 3 }, { type: 'number', exclusiveMaximum: 3 })).toBe('never')
    expect(relate({ type: 'number', exclusiveMaximum: 3, minimum: 3 }, { type: 'number', maximum: 3 })).toBe('never')
    const tuple = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'array',
      items: [{ type: 'string' }],
      additionalItems: { type: 'null' },
      minItems: 2,
    }
    expect(relate(tuple, { type: 'array', prefixItems: [{ type: 'string' }, { type: 'null' }] })).toBe('fits')
    expect(relate(tuple, { type: 'array', prefixItems: [true, { type: 'string' }] })).toBe('never')
    expect(relate(tuple, { type: 'array', items: { type: 'number' } })).toBe('never')
    const patterned = { type: 'object', patternProperties: { '^x': { type: 'string' } }, additionalProperties: false }
    expect(relate(patterned, { type: 'object', additionalProperties: { type: 'number' } })).toBe('unknown')
    expect(relate(patterned, { type: 'object', additionalProperties: { type: 'string' } })).toBe('fits')
    expect(relate(patterned, { type: 'object', required: ['y'] })).toBe('never')
  })

  test('T4 tells known, possible and impossible places apart', () => {
    const schema = schemaOf(
      {
        type: 'object',
        properties: {
          a: { type: 'object', properties: { b: { type: 'string' } } },
          list: { type: 'array', items: { type: 'integer' }, maxItems: 3 },
          any: true,
          r: { $ref: '#/$defs/r' },
        },
        $defs: { r: { allOf: [{ properties: { deep: { type: 'null' } } }] } },
      },
      'output',
    )
    const kinds: [string, string][] = [
      ['', 'known'],
      ['/a', 'known'],
      ['/a/b', 'known'],
      ['/a/b/c', 'impossible'],
      ['/a/x', 'impossible'],
      ['/x', 'impossible'],
      ['/list/2', 'known'],
      ['/list/3', 'impossible'],
      ['/list/-', 'impossible'],
      ['/list/x', 'impossible'],
      ['/any', 'possible'],
      ['/any/thing', 'possible'],
      ['/r/deep', 'known'],
      ['/constructor', 'impossible'],
      ['nonsense', 'impossible'],
    ]
    for (const [pointer, kind] of kinds)
      expect([pointer, schemaAt(schema, pointer).kind]).toEqual([pointer, kind] as never)
    const at = schemaAt(schema, '/list/0')
    expect(at.kind === 'known' && at.schema.isValid(1) && !at.schema.isValid('x')).toBe(true)
    expect(schemaAt(schemaOf({ properties: { a: true } }), '/b').kind).toBe('possible')
    expect(schemaAt(schemaOf({ enum: [{ a: 1 }] }), '/b').kind).toBe('impossible')
  })

  test('M8 lists finite values and gives up on others', () => {
    expect(finiteValues(schemaOf({ enum: ['a', 'b', 'a'] }), 10)).toEqual(['a', 'b'])
    expect(finiteValues(schemaOf({ type: ['boolean', 'null'] }), 10)).toEqual([null, true, false])
    expect(finiteValues(schemaOf({ type: 'integer', minimum: 1, exclusiveMaximum: 4 }), 10)).toEqual([1, 2, 3])
    expect(finiteValues(schemaOf({ type: 'integer', minimum: 1, maximum: 40 }), 10)).toBeNull()
    expect(finiteValues(schemaOf({ type: 'string' }), 10)).toBeNull()
    expect(
      finiteValues(
        schemaOf({ type: 'object', properties: { label: { enum: ['x', 'y'] } }, required: ['label'] }, 'output'),
        10,
      ),
    ).toEqual([{ label: 'x' }, { label: 'y' }])
    const optional = { type: 'object', properties: { a: { const: 1 }, b: { type: 'boolean' } }, required: ['b'] }
    expect(finiteValues(schemaOf(optional, 'output'), 10)).toEqual([
      { a: 1, b: true },
      { a: 1, b: false },
      { b: true },
      { b: false },
    ])
    expect(finiteValues(schemaOf({ enum: [1, 'one', 2], type: 'string' }), 10)).toEqual(['one'])
  })

  test('M2 lists every keyword with its place', () => {
    expect(
      listKeywords(
        schemaOf({ type: 'object', properties: { 'a/b': { $ref: '#/$defs/t' } }, $defs: { t: { minLength: 1 } } }),
      ),
    ).toEqual([
      { keyword: 'type', pointer: '/type' },
      { keyword: 'properties', pointer: '/properties' },
      { keyword: '$defs', pointer: '/$defs' },
      { keyword: '$ref', pointer: '/properties/a~1b/$ref' },
      { keyword: 'minLength', pointer: '/$defs/t/minLength' },
    ])
  })
})
