import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { readPointer, toPointer } from './pointer.ts'
import { anySchema, anyValue } from './schema/arbitrary.ts'
import { schemaAt } from './schema/at-pointer.ts'
import { finiteValues } from './schema/describe.ts'
import { closeSchema, passesReference } from './schema/reference.ts'
import { relateSchemas } from './schema/relate.ts'
import { type Role, readSchema, type Schema } from './schema.ts'
import { isObject, type JsonValue } from './value.ts'

function schemaOf(source: JsonValue, role: Role): Schema {
  const read = readSchema(source, { role })
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  return read.schema
}

const values = fc.array(anyValue, { minLength: 4, maxLength: 12 })
const role = fc.constantFrom<Role[]>('output', 'predicate')

/** Values a schema speaks of by itself, so that the generated ones are not the only ones to be tried. */
function mentioned(schema: JsonValue): JsonValue[] {
  if (Array.isArray(schema)) return schema.flatMap(mentioned)
  if (!isObject(schema)) return []
  const own = [...(schema.const === undefined ? [] : [schema.const]), ...((schema.enum ?? []) as JsonValue[])]
  return [...own, ...Object.values(schema).flatMap(mentioned)]
}

function placesIn(value: JsonValue, parts: (string | number)[] = []): string[] {
  if (typeof value !== 'object' || value === null) return [toPointer(parts)]
  const children = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [toPointer(parts), ...children.flatMap(([key, child]) => placesIn(child, [...parts, key]))]
}

describe('the schema engine', () => {
  test('T6 agrees with a validator written from the standard', () => {
    let passed = 0
    let tried = 0
    fc.assert(
      fc.property(anySchema, values, (source, candidates) => {
        const schema = schemaOf(source, 'predicate')
        for (const value of [...candidates, ...mentioned(source)]) {
          const expected = passesReference(source, value, source)
          expect([value, schema.isValid(value)]).toEqual([value, expected])
          const verdict = schema.check(value)
          expect(verdict.valid).toBe(expected)
          if (!verdict.valid) expect(verdict.faults.filter(fault => fault.code === 'SCHEMA_MISMATCH')).toEqual([])
          tried += 1
          passed += expected ? 1 : 0
        }
      }),
      { numRuns: 4_000 },
    )
    // Both verdicts have to occur often, or agreement would mean nothing.
    expect(passed / tried).toBeGreaterThan(0.1)
    expect(passed / tried).toBeLessThan(0.9)
  })

  test('T6 closes the object positions of an output schema and no other', () => {
    let differs = 0
    fc.assert(
      fc.property(anySchema, values, (source, candidates) => {
        const schema = schemaOf(source, 'output')
        const closed = closeSchema(source, source)
        for (const value of [...candidates, ...mentioned(source)]) {
          const expected = passesReference(closed, value, source)
          expect([value, schema.isValid(value)]).toEqual([value, expected])
          expect(schema.check(value).valid).toBe(expected)
          if (expected !== passesReference(source, value, source)) differs += 1
        }
      }),
      { numRuns: 4_000 },
    )
    expect(differs).toBeGreaterThan(100)
  })
})

describe('relations of schemas', () => {
  test('T5 says never only where no value fits both, and fits only where all do', () => {
    const said = { fits: 0, never: 0, unknown: 0 }
    fc.assert(
      fc.property(anySchema, role, anySchema, role, values, (left, leftRole, right, rightRole, candidates) => {
        const [producer, consumer] = [schemaOf(left, leftRole), schemaOf(right, rightRole)]
        const relation = relateSchemas(producer, consumer)
        said[relation] += 1
        for (const value of [...candidates, ...mentioned(left), ...mentioned(right)]) {
          if (!producer.isValid(value)) continue
          if (relation === 'never') expect([value, consumer.isValid(value)]).toEqual([value, false])
          if (relation === 'fits') expect([value, consumer.isValid(value)]).toEqual([value, true])
        }
      }),
      { numRuns: 6_000 },
    )
    expect(said.never).toBeGreaterThan(500)
    expect(said.fits).toBeGreaterThan(100)
  })

  test('T5 never says never of a schema and itself while a value fits it', () => {
    fc.assert(
      fc.property(anySchema, role, values, (source, itsRole, candidates) => {
        const schema = schemaOf(source, itsRole)
        const fitting = [...candidates, ...mentioned(source)].some(value => schema.isValid(value))
        if (fitting) expect(relateSchemas(schema, schema)).not.toBe('never')
      }),
      { numRuns: 2_000 },
    )
  })

  test('T4 calls no place impossible that a fitting value has, and knows only what holds there', () => {
    const said = { known: 0, possible: 0, impossible: 0 }
    fc.assert(
      fc.property(anySchema, role, values, (source, itsRole, candidates) => {
        const schema = schemaOf(source, itsRole)
        for (const value of [...candidates, ...mentioned(source)]) {
          if (!schema.isValid(value)) continue
          for (const pointer of placesIn(value)) {
            const at = schemaAt(schema, pointer)
            said[at.kind] += 1
            expect([value, pointer, at.kind]).not.toEqual([value, pointer, 'impossible'])
            const found = readPointer(value, pointer)
            if (at.kind === 'known' && found.found)
              expect([value, pointer, at.schema.isValid(found.value)]).toEqual([value, pointer, true])
          }
        }
      }),
      { numRuns: 3_000 },
    )
    expect(said.known).toBeGreaterThan(1_000)
  })

  test('M8 lists every value of a schema that has few', () => {
    let listed = 0
    fc.assert(
      fc.property(anySchema, role, values, (source, itsRole, candidates) => {
        const schema = schemaOf(source, itsRole)
        const all = finiteValues(schema, 50)
        if (all === null) return
        listed += 1
        for (const value of all) expect(schema.isValid(value)).toBe(true)
        for (const value of [...candidates, ...mentioned(source)]) {
          if (schema.isValid(value)) expect(all as unknown).toContainEqual(value)
        }
      }),
      { numRuns: 3_000 },
    )
    expect(listed).toBeGreaterThan(300)
  })
})
