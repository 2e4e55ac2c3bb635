import { describe, expect, test } from 'bun:test'
import { type Role, readSchema, type Schema } from '../schema.ts'
import type { JsonValue } from '../value.ts'

function schemaOf(source: unknown, role: Role = 'predicate'): Schema {
  const read = readSchema(source, { role })
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  return read.schema
}

function refusalsOf(schema: Schema, value: JsonValue) {
  const verdict = schema.check(value)
  return verdict.valid ? [] : verdict.faults
}

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

  test('T6 says the same of a closed object in one pass as keyword by keyword', () => {
    const schema = schemaOf({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'number' } },
      required: ['a'],
      additionalProperties: false,
    })
    expect(schema.isValid({ a: 'x' })).toBe(true)
    expect(schema.isValid({ a: 'x', b: 1 })).toBe(true)
    for (const value of [{}, { b: 1 }, { a: 'x', c: 1 }, { c: 'x' }, { a: 1 }, [], null, 'a', { a: 'x', b: 1, c: 2 }]) {
      expect([value, schema.isValid(value)]).toEqual([value, false])
      expect(refusalsOf(schema, value).length).toBeGreaterThan(0)
    }
  })

  test('T6 counts nothing that a failing branch has evaluated', () => {
    const partly = { properties: { a: true }, required: ['b'] }
    const never = { unevaluatedProperties: false }
    expect(schemaOf({ ...never, if: partly }).isValid({ a: 1 })).toBe(false)
    expect(schemaOf({ ...never, if: partly }).isValid({ a: 1, b: 1 })).toBe(false)
    expect(
      schemaOf({ ...never, if: { properties: { a: true, b: true }, required: ['b'] } }).isValid({ a: 1, b: 1 }),
    ).toBe(true)
    expect(schemaOf({ ...never, anyOf: [partly, true] }).isValid({ a: 1 })).toBe(false)
    expect(schemaOf({ ...never, oneOf: [partly, { minProperties: 1 }] }).isValid({ a: 1 })).toBe(false)
    expect(schemaOf({ ...never, not: { not: { properties: { a: true } } } }).isValid({ a: 1 })).toBe(false)
    expect(schemaOf({ unevaluatedItems: false, if: { prefixItems: [true], minItems: 2 } }).isValid([1])).toBe(false)
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

  test('V2 a refusal that takes too many steps to put into words is still a refusal with a place', () => {
    const wide: JsonValue = Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`k${i}`, i]))
    const schema = schemaOf({ allOf: [{ minProperties: 1 }, { minProperties: 1 }, { maxProperties: 1 }] })
    expect(schema.check(wide)).toMatchObject({
      valid: false,
      faults: [{ pointer: '', code: 'SCHEMA_MISMATCH', received_type: 'object' }],
    })
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
