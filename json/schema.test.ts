import { describe, expect, test } from 'bun:test'
import { schemaAt } from './schema/at-pointer.ts'
import { finiteValues, listKeywords } from './schema/describe.ts'
import { SCHEMA_LIMITS } from './schema/limits.ts'
import { relateSchemas } from './schema/relate.ts'
import { type Role, readSchema, type Schema } from './schema.ts'
import type { JsonValue } from './value.ts'

const OLD = 'http://json-schema.org/draft-07/schema#'

function schemaOf(source: unknown, role: Role = 'predicate'): Schema {
  const read = readSchema(source, { role })
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  return read.schema
}

function faultsOf(source: unknown, role: Role = 'predicate'): [string, string][] {
  const read = readSchema(source, { role })
  return read.ok ? [] : read.faults.map(fault => [fault.pointer, fault.code])
}

const codesOf = (source: unknown) => [...new Set(faultsOf(source).map(([, code]) => code))]

function refusalsOf(schema: Schema, value: JsonValue) {
  const verdict = schema.check(value)
  return verdict.valid ? [] : verdict.faults
}

describe('schemas read', () => {
  test('T6 reports every fault at once, each with its pointer', () => {
    const source = {
      type: 'strin',
      properties: { 'a/b': { minLength: -1, colour: 'red' }, c: 7, d: { pattern: '(a)\\1' } },
      required: ['x', 'x'],
      format: 'hostname',
      $id: 'http://example.com/x',
      allOf: [],
    }
    expect(faultsOf(source)).toEqual([
      ['/$id', 'SCHEMA_KEYWORD_REFUSED'],
      ['/type', 'SCHEMA_SHAPE'],
      ['/properties/a~1b/colour', 'SCHEMA_KEYWORD_UNKNOWN'],
      ['/properties/a~1b/minLength', 'SCHEMA_SHAPE'],
      ['/properties/c', 'SCHEMA_SHAPE'],
      ['/properties/d/pattern', 'PATTERN_REFUSED'],
      ['/required', 'SCHEMA_SHAPE'],
      ['/format', 'SCHEMA_FORMAT_REFUSED'],
      ['/allOf', 'SCHEMA_SHAPE'],
    ])
  })

  test('T6 puts the place of the schema before each pointer', () => {
    const read = readSchema({ properties: { a: { type: 1 } } }, { role: 'output', pointer: '/tasks/3/schema' })
    expect(read).toMatchObject({ ok: false, faults: [{ pointer: '/tasks/3/schema/properties/a/type' }] })
    expect(readSchema(12, { role: 'output', pointer: '/x' })).toMatchObject({
      ok: false,
      faults: [{ pointer: '/x', code: 'SCHEMA_SHAPE' }],
    })
  })

  test('T6 refuses unknown keywords and keeps annotations', () => {
    const notes = {
      title: 't',
      description: 'd',
      default: 1,
      examples: [1],
      $comment: 'c',
      deprecated: true,
      readOnly: true,
      writeOnly: false,
      'x-ui': { a: 1 },
    }
    expect(faultsOf(notes)).toEqual([])
    expect(schemaOf(notes).source).toEqual(notes)
    for (const keyword of [
      'colour',
      '$data',
      'nullable',
      'discriminator',
      'dependencies',
      'additionalItems',
      'X-ui',
      '$recursiveRef',
      'constructor',
      'toString',
    ]) {
      expect([keyword, codesOf({ [keyword]: true })]).toEqual([keyword, ['SCHEMA_KEYWORD_UNKNOWN']])
    }
    expect(faultsOf({ properties: { colour: true, constructor: true, $id: true } })).toEqual([])
  })

  test('T6 knows two drafts and one draft per document', () => {
    expect(schemaOf({ type: 'string' }).draft).toBe('2020-12')
    expect(schemaOf({ $schema: OLD, type: 'string' }).draft).toBe('draft-07')
    expect(codesOf({ $schema: 'http://json-schema.org/draft-04/schema#' })).toEqual(['SCHEMA_DRAFT_UNKNOWN'])
    expect(codesOf({ $schema: 7 })).toContain('SCHEMA_DRAFT_UNKNOWN')
    expect(codesOf({ items: { $schema: OLD } })).toEqual(['SCHEMA_DRAFT_MIXED'])
    expect(
      schemaOf({ $schema: OLD, items: [{ type: 'string' }, { type: 'number' }], additionalItems: false }).isValid([
        'a',
        1,
      ]),
    ).toBe(true)
    expect(codesOf({ $schema: OLD, prefixItems: [true] })).toEqual(['SCHEMA_KEYWORD_UNKNOWN'])
  })

  test('T6 asserts eight formats and refuses the others', () => {
    const known = ['date-time', 'date', 'time', 'email', 'uri', 'uuid', 'ipv4', 'ipv6']
    for (const format of known) {
      expect(schemaOf({ format }).isValid('certainly not')).toBe(false)
      expect(schemaOf({ format }).isValid(12)).toBe(true)
    }
    for (const format of ['regex', 'hostname', 'idn-email', 'json-pointer', 'constructor', ''])
      expect(codesOf({ format })).toEqual(['SCHEMA_FORMAT_REFUSED'])
    expect(schemaOf({ format: 'uuid' }).isValid('2eb8aa08-AA98-11ea-b4aa-73b441d16380')).toBe(true)
    expect(schemaOf({ format: 'uuid' }).isValid('2eb8aa08aa98-11ea-b4aa-73b441d163801')).toBe(false)
  })

  test('T6 ignores what stands beside $ref in draft-07 and applies it in 2020-12', () => {
    const definitions = { text: { type: 'string' } }
    expect(
      schemaOf({ $schema: OLD, definitions, properties: { a: { $ref: '#/definitions/text', maxLength: 1 } } }).isValid({
        a: 'long',
      }),
    ).toBe(true)
    expect(
      schemaOf({ $defs: definitions, properties: { a: { $ref: '#/$defs/text', maxLength: 1 } } }).isValid({
        a: 'long',
      }),
    ).toBe(false)
  })

  test('T10 refuses references that leave the document, miss, or come back to themselves', () => {
    const cases: [unknown, string][] = [
      [{ $ref: '#' }, 'SCHEMA_RECURSIVE'],
      [{ properties: { a: { $ref: '#' } } }, 'SCHEMA_RECURSIVE'],
      [{ $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } }, $ref: '#/$defs/a' }, 'SCHEMA_RECURSIVE'],
      [{ $defs: { a: { not: { $ref: '#/$defs/a' } } } }, 'SCHEMA_RECURSIVE'],
      [{ $ref: 'http://127.0.0.1:1/x' }, 'SCHEMA_REF_REMOTE'],
      [{ $ref: 'file:///etc/passwd' }, 'SCHEMA_REF_REMOTE'],
      [{ $ref: 'other.json#/a' }, 'SCHEMA_REF_REMOTE'],
      [{ $ref: 'https://json-schema.org/draft/2020-12/schema' }, 'SCHEMA_REF_REMOTE'],
      [{ $ref: '#/$defs/none' }, 'SCHEMA_REF_MISSING'],
      [{ $ref: '#none' }, 'SCHEMA_REF_MISSING'],
      [{ $ref: '#/title', title: 'x' }, 'SCHEMA_REF_MISSING'],
      [{ $ref: '#/__proto__' }, 'SCHEMA_REF_MISSING'],
      [{ $ref: '#/%zz' }, 'SCHEMA_REF_REMOTE'],
      [{ $ref: 1 }, 'SCHEMA_SHAPE'],
      [{ $id: 'https://json-schema.org/draft/2020-12/schema', type: 'string' }, 'SCHEMA_KEYWORD_REFUSED'],
      [{ $dynamicRef: '#a' }, 'SCHEMA_KEYWORD_REFUSED'],
      [{ $vocabulary: {} }, 'SCHEMA_KEYWORD_REFUSED'],
      [{ $defs: { a: { $anchor: 'x' }, b: { $anchor: 'x' } } }, 'SCHEMA_ANCHOR_TWICE'],
    ]
    for (const [source, code] of cases) expect([source, codesOf(source)]).toEqual([source, [code]])
    expect(schemaOf({ $ref: '#x', $defs: { a: { $anchor: 'x', type: 'string' } } }).isValid(1)).toBe(false)
    expect(schemaOf({ $ref: '#/$defs/a~1b%25c', $defs: { 'a/b%c': { type: 'string' } } }).isValid(1)).toBe(false)
  })

  test('S6 refuses schemas that are too large, too deep, too many or unfold too far', () => {
    let deep: unknown = { type: 'string' }
    for (let i = 0; i < 1_000; i += 1) deep = { properties: { a: deep } }
    let deepValue: unknown = 1
    for (let i = 0; i < 1_000; i += 1) deepValue = [deepValue]
    const doubling: Record<string, unknown> = { d30: { type: 'string' } }
    for (let i = 0; i < 30; i += 1)
      doubling[`d${i}`] = { allOf: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] }
    const chain: Record<string, unknown> = { c40: { type: 'string' } }
    for (let i = 0; i < 40; i += 1) chain[`c${i}`] = { $ref: `#/$defs/c${i + 1}` }
    const cyclic: Record<string, unknown> = {}
    cyclic.not = cyclic
    const bombs: unknown[] = [
      deep,
      { const: deepValue },
      { properties: Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`p${i}`, {}])) },
      { enum: Array.from({ length: 100_000 }, (_, i) => i) },
      { anyOf: Array.from({ length: 1_500 }, () => ({ type: 'string', minLength: 1 })) },
      { $ref: '#/$defs/d0', $defs: doubling },
      { $ref: '#/$defs/c0', $defs: chain },
      { description: 'x'.repeat(SCHEMA_LIMITS.bytes) },
      cyclic,
      { anyOf: Array.from({ length: 10 }, (_, i) => ({ pattern: `^(a|b${i}){900}$` })) },
    ]
    for (const bomb of bombs) expect(codesOf(bomb)).toEqual(['SCHEMA_TOO_COMPLEX'])
  })

  test('S6 reads what is just within the limits', () => {
    let deep: unknown = { type: 'string' }
    for (let i = 1; i < SCHEMA_LIMITS.depth; i += 1) deep = { properties: { a: deep } }
    expect(faultsOf(deep)).toEqual([])
    expect(codesOf({ not: deep })).toEqual(['SCHEMA_TOO_COMPLEX'])
    const many = { anyOf: Array.from({ length: (SCHEMA_LIMITS.keywords - 1) / 1 }, () => ({ minLength: 1 })) }
    expect(faultsOf(many)).toEqual([])
  })

  test('T9 refuses numbers that JSON cannot hold and counts that are none', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined, 10n, () => 1, new Date(0), new Map()]) {
      expect(codesOf({ minimum: value })).toEqual(['SCHEMA_NOT_JSON'])
    }
    for (const [keyword, value] of [
      ['minLength', 0.5],
      ['maxItems', -1],
      ['multipleOf', 0],
      ['multipleOf', -1],
      ['minimum', '1'],
      ['uniqueItems', 1],
      ['minLength', '10'],
    ]) {
      expect([keyword, value, codesOf({ [keyword as string]: value })]).toEqual([
        keyword,
        value,
        ['SCHEMA_SHAPE'],
      ] as never)
    }
  })
})

describe('values checked', () => {
  test('V2 names each failing place, what was expected and what came', () => {
    const schema = schemaOf(
      {
        type: 'object',
        properties: {
          label: { enum: ['a', 'b'] },
          score: { type: 'number', maximum: 1 },
          tags: { type: 'array', items: { type: 'string' } },
        },
        required: ['label', 'score', 'why'],
      },
      'output',
    )
    const faults = refusalsOf(schema, { label: 'c', score: 7, tags: ['x', 2, 'y', null], extra: { secret: true } })
    expect(
      faults.map(({ pointer, code, expected, received, received_type, schema_pointer }) => ({
        pointer,
        code,
        expected,
        received,
        received_type,
        schema_pointer,
      })),
    ).toEqual([
      {
        pointer: '/label',
        code: 'SCHEMA_ENUM',
        expected: 'one of "a", "b"',
        received: '"c"',
        received_type: 'string',
        schema_pointer: '/properties/label/enum',
      },
      {
        pointer: '/score',
        code: 'SCHEMA_MAXIMUM',
        expected: 'a number to 1',
        received: '7',
        received_type: 'number',
        schema_pointer: '/properties/score/maximum',
      },
      {
        pointer: '/tags/1',
        code: 'SCHEMA_TYPE',
        expected: 'type string',
        received: '2',
        received_type: 'number',
        schema_pointer: '/properties/tags/items/type',
      },
      {
        pointer: '/tags/3',
        code: 'SCHEMA_TYPE',
        expected: 'type string',
        received: 'null',
        received_type: 'null',
        schema_pointer: '/properties/tags/items/type',
      },
      {
        pointer: '/why',
        code: 'SCHEMA_REQUIRED',
        expected: 'a member that is required',
        received: 'nothing',
        received_type: 'none',
        schema_pointer: '/required',
      },
      expect.objectContaining({
        pointer: '/extra',
        code: 'SCHEMA_ADDITIONAL_PROPERTIES',
        received: '{"secret":true}',
        received_type: 'object',
      }),
    ] as never)
  })

  test('S9 keeps content out of the message and shortens what came', () => {
    const schema = schemaOf({ items: { type: 'integer', description: 'n' }, maxItems: 1 })
    const secret = 'canary-4711 '.repeat(100_000)
    const faults = refusalsOf(schema, [secret, { [secret]: secret }, [[[[[[[[[[[[1]]]]]]]]]]]]])
    expect(faults.length).toBe(4)
    for (const fault of faults) {
      expect(fault.received.length).toBeLessThanOrEqual(80)
      expect(fault.message).not.toContain('canary')
      expect(fault.message.length).toBeLessThan(300)
    }
  })

  test('V2 lists 32 faults at most', () => {
    expect(refusalsOf(schemaOf({ items: { type: 'integer' } }), Array(1_000).fill('x')).length).toBe(32)
  })

  test('V2 says of alternatives which one came nearest', () => {
    const schema = schemaOf({
      oneOf: [
        {
          type: 'object',
          properties: { kind: { const: 'card' }, number: { type: 'string' } },
          required: ['kind', 'number'],
        },
        { type: 'object', properties: { kind: { const: 'cash' } }, required: ['kind'], additionalProperties: false },
        { type: 'string' },
      ],
    })
    expect(refusalsOf(schema, { kind: 'card', number: 4 }).map(fault => [fault.pointer, fault.code])).toEqual([
      ['', 'SCHEMA_ONE_OF'],
      ['/number', 'SCHEMA_TYPE'],
    ])
    const both = schemaOf({ oneOf: [{ minimum: 1 }, { minimum: 2 }] })
    expect(refusalsOf(both, 3)[0]!.expected).toContain('(0, 1)')
  })

  test('T9 finds own members only, whatever their names', () => {
    const schema = schemaOf(
      {
        type: 'object',
        required: ['constructor', 'toString'],
        properties: { constructor: { type: 'string' }, hasOwnProperty: { type: 'number' } },
      },
      'output',
    )
    expect(schema.isValid({})).toBe(false)
    expect(refusalsOf(schema, {}).map(fault => fault.pointer)).toEqual(['/constructor', '/toString'])
    expect(
      schemaOf({ required: ['constructor'], properties: { constructor: { type: 'string' } } }, 'output').isValid({
        constructor: 'x',
      }),
    ).toBe(true)
    const tricky = JSON.parse('{"__proto__":{"x":1}}') as JsonValue
    expect(schemaOf({ type: 'object', properties: { a: true } }, 'output').isValid(tricky)).toBe(false)
    expect(schemaOf({ properties: JSON.parse('{"__proto__":{"type":"string"}}') }).isValid(tricky)).toBe(false)
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  test('T9 takes NaN and Infinity for no number and counts decimals exactly', () => {
    for (const type of ['number', 'integer']) {
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) expect(schemaOf({ type }).isValid(value)).toBe(false)
    }
    expect(schemaOf({ type: 'integer' }).isValid(1e308)).toBe(true)
    expect(schemaOf({ multipleOf: 0.01 }).isValid(19.99)).toBe(true)
    expect(schemaOf({ multipleOf: 0.01 }).isValid(19.999)).toBe(false)
    expect(schemaOf({ multipleOf: 1e-300 }).isValid(1e300)).toBe(true)
    expect(schemaOf({ multipleOf: 3 }).isValid(2 ** 53 + 2)).toBe((2n ** 53n + 2n) % 3n === 0n)
    expect(schemaOf({ enum: [0] }).isValid(-0)).toBe(true)
  })

  test('T6 counts code points, not units', () => {
    expect(schemaOf({ maxLength: 2 }).isValid('😀😀')).toBe(true)
    expect(schemaOf({ minLength: 2 }).isValid('😀')).toBe(false)
    expect(schemaOf({ minLength: 3, maxLength: 3 }).isValid('a😀b')).toBe(true)
  })

  test('S6 finds twins among 20,000 objects and 100,000 numbers', () => {
    const schema = schemaOf({ uniqueItems: true })
    const objects: JsonValue[] = Array.from({ length: 20_000 }, (_, i) => ({ id: i, name: `n${i}` }))
    expect(schema.isValid(objects)).toBe(true)
    expect(schema.isValid([...objects, { name: 'n17', id: 17 }])).toBe(false)
    expect(schema.isValid([...Array(100_000).keys()])).toBe(true)
    expect(schema.isValid([1, true, '1', null, [1], { a: 1 }, 'true', 'null', 0, false, ''])).toBe(true)
    expect(schema.isValid([{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }])).toBe(false)
  })

  test('V3 ends in SCHEMA_DEADLINE, never in valid, when the steps run out', () => {
    const wide: JsonValue = Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`k${i}`, i]))
    const schema = schemaOf({ allOf: Array.from({ length: 300 }, () => ({ minProperties: 1 })) })
    expect(schema.check(wide)).toMatchObject({ valid: false, faults: [{ code: 'SCHEMA_DEADLINE' }] })
    expect(schema.isValid(wide)).toBe(false)
    expect(schema.isValid({ a: 1 })).toBe(true)
    const negated = schemaOf({ not: { not: { allOf: Array.from({ length: 300 }, () => ({ minProperties: 1 })) } } })
    expect(negated.isValid(wide)).toBe(false)
    expect(schemaOf({ not: { allOf: Array.from({ length: 300 }, () => ({ minProperties: 1 })) } }).isValid(wide)).toBe(
      false,
    )
  })

  test('V3 obeys the deadline of the caller', () => {
    const schema = schemaOf({ items: { pattern: '^(a|b)*$' } })
    const items = Array(50_000).fill('abab')
    let asked = 0
    expect(schema.check(items, { deadline: () => ++asked > 2 })).toMatchObject({
      valid: false,
      faults: [{ code: 'SCHEMA_DEADLINE' }],
    })
    expect(asked).toBe(3)
    expect(schema.check(items, { deadline: () => false })).toEqual({ valid: true })
  })

  test('S5 a negated pattern rejects what it must, however long the text', () => {
    const schema = schemaOf({ not: { pattern: '^(?:(?:a|a)*b|a*)$' } })
    expect(schema.isValid('a'.repeat(40))).toBe(false)
    expect(schema.isValid('a'.repeat(200_000))).toBe(false)
    expect(schemaOf({ patternProperties: { '^(a+)+$': false } }).isValid({ ['a'.repeat(5_000)]: 1 })).toBe(false)
    expect(schemaOf({ oneOf: [{ pattern: '(a|aa)+$' }, { pattern: '^b' }] }).isValid(`${'a'.repeat(5_000)}!`)).toBe(
      false,
    )
  })
})

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
