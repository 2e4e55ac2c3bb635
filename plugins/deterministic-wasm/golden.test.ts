/** Golden cases: what each operation answers, worked out by other means than its own code. */
import { describe, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildModules } from '#asm/build'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { canonicalJson, OperationError, readSchema, type Schema } from '#kernel/plugin-door'
import { library } from './library.ts'

type Case = { readonly op: string; readonly input: JsonObject } & (
  | { readonly output: JsonObject }
  | { readonly error: string }
)

await buildModules()

const FOLDER = join(import.meta.dir, 'golden')
const operations = new Map(library.operations.map(operation => [operation.name, operation]))
const schemas = new Map<string, { input: Schema; output: Schema }>()
const families = readdirSync(FOLDER).sort()
const cases = families.flatMap(file => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Case[])

/** No operation may change what it was given, so every golden input is frozen. */
function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) freeze(member)
  return Object.freeze(value)
}

function schemaOf(operation: Operation): { input: Schema; output: Schema } {
  const known = schemas.get(operation.name)
  if (known !== undefined) return known
  const input = readSchema(operation.input, { role: 'predicate' })
  const output = readSchema(operation.output, { role: 'output' })
  if (!input.ok || !output.ok) throw new Error(`${operation.name} has a schema that cannot be read`)
  const pair = { input: input.schema, output: output.schema }
  schemas.set(operation.name, pair)
  return pair
}

function outcomeOf(operation: Operation, input: JsonObject): string {
  try {
    return canonicalJson(operation.run(input))
  } catch (error) {
    if (error instanceof OperationError) return `OperationError ${error.message}`
    throw error
  }
}

describe('golden cases', () => {
  for (const operation of library.operations) {
    const own = cases.filter(entry => entry.op === operation.name)
    test(`D1 ${operation.name} answers its ${own.length} golden cases, twice with the same bytes`, () => {
      expect(own.length).toBeGreaterThanOrEqual(8)
      const schema = schemaOf(operation)
      for (const entry of own) {
        const input = freeze(entry.input)
        const first = outcomeOf(operation, input)
        expect(outcomeOf(operation, input)).toBe(first)
        if ('error' in entry) {
          expect(first).toStartWith('OperationError ')
          expect(first).toInclude(entry.error)
          continue
        }
        expect({ input, answer: first }).toEqual({ input, answer: canonicalJson(entry.output) })
        expect(schema.input.check(input)).toEqual({ valid: true })
        expect(schema.output.check(entry.output)).toEqual({ valid: true })
      }
    })
  }

  test('every golden case belongs to an operation of the library', () => {
    expect(cases.filter(entry => !operations.has(entry.op))).toEqual([])
  })
})
