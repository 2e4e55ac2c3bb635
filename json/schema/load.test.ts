import { describe, expect, test } from 'bun:test'
import { type Role, readSchema, type Schema } from '../schema.ts'
import { SCHEMA_LIMITS } from './limits.ts'

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
