import { describe, expect, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSchema, type Schema } from '../schema.ts'
import type { JsonValue } from '../value.ts'
import { DEVIATIONS, REASONS, type Reason } from './deviations.ts'
import { findFormat } from './formats.ts'
import type { Role } from './node.ts'

type Case = {
  readonly description: string
  readonly schema: JsonValue
  readonly tests: readonly { readonly description: string; readonly data: JsonValue; readonly valid: boolean }[]
}

const suite = join(import.meta.dir, '..', '..', '.cache', 'json-schema-suite')
const isThere = existsSync(join(suite, 'source.json'))
if (!isThere)
  console.warn('Skipped: the JSON Schema suite is not in .cache; run scripts/fetch-json-schema-suite.ts first.')

const declared = new Map<string, Reason>()
for (const [reason, files] of Object.entries(DEVIATIONS)) {
  for (const [file, cases] of Object.entries(files))
    for (const name of cases) declared.set(`${file}: ${name}`, reason as Reason)
}

function casesOf(file: string): Case[] {
  return JSON.parse(readFileSync(join(suite, file), 'utf8')) as Case[]
}

function filesOf(folder: string): string[] {
  return readdirSync(join(suite, folder))
    .filter(name => name.endsWith('.json'))
    .map(name => `${folder}/${name}`)
}

/** The suite's draft-07 cases do not name their draft; readers are told it from outside. */
function read(file: string, schema: JsonValue, role: Role): Schema | null {
  const isOld = file.startsWith('draft7') && typeof schema === 'object' && schema !== null && !('$schema' in schema)
  const result = readSchema(isOld ? { $schema: 'http://json-schema.org/draft-07/schema#', ...schema } : schema, {
    role,
  })
  return result.ok ? result.schema : null
}

/** Descriptions of the tests whose verdict is not the suite's. */
function failures(schema: Schema, tests: Case['tests']): string[] {
  const isWrong = ({ data, valid }: Case['tests'][number]) => {
    const verdict = schema.check(data)
    const explains = verdict.valid || verdict.faults.every(fault => fault.code !== 'SCHEMA_MISMATCH')
    return verdict.valid !== valid || schema.isValid(data) !== valid || !explains
  }
  return tests.filter(isWrong).map(each => each.description)
}

describe.skipIf(!isThere)('the official suite', () => {
  for (const folder of ['draft7', 'draft2020-12']) {
    test(`T6 passes every mandatory test of ${folder} but the declared deviations`, () => {
      const wrong: string[] = []
      const count = { passed: 0, deviating: 0 }
      for (const file of filesOf(folder)) {
        for (const each of casesOf(file)) {
          const name = `${file}: ${each.description}`
          const schema = read(file, each.schema, 'standard')
          const failed = schema === null ? each.tests.map(one => one.description) : failures(schema, each.tests)
          if (declared.has(name)) {
            if (schema !== null) wrong.push(`${name}: declared as a deviation, but accepted`)
            count.deviating += each.tests.length
          } else {
            wrong.push(...failed.map(one => `${name}: ${one}`))
            count.passed += each.tests.length - failed.length
          }
        }
      }
      expect(wrong).toEqual([])
      console.info(`${folder}: ${count.passed} tests passed, ${count.deviating} in declared deviations`)
    })

    test(`T6 gives the same verdicts on ${folder} as a predicate, where formats are asserted`, () => {
      let count = 0
      for (const file of filesOf(folder)) {
        if (file.endsWith('/format.json')) continue
        for (const each of casesOf(file)) {
          const schema = read(file, each.schema, 'predicate')
          if (schema === null) continue
          expect([file, each.description, failures(schema, each.tests)]).toEqual([file, each.description, []])
          count += each.tests.length
        }
      }
      expect(count).toBeGreaterThan(700)
    })

    test(`T6 asserts its formats as the optional tests of ${folder} ask`, () => {
      let count = 0
      for (const file of filesOf(`${folder}/optional/format`)) {
        const format = file.split('/').at(-1)!.replace('.json', '')
        if (findFormat(format) === null) continue
        for (const each of casesOf(file)) {
          const schema = read(file, each.schema, 'predicate')
          expect([file, schema === null ? 'refused' : failures(schema, each.tests)]).toEqual([file, []])
          count += each.tests.length
        }
      }
      expect(count).toBeGreaterThan(100)
    })
  }

  test('T6 every declared deviation is a case of the suite', () => {
    const names = new Set(
      ['draft7', 'draft2020-12']
        .flatMap(filesOf)
        .flatMap(file => casesOf(file).map(each => `${file}: ${each.description}`)),
    )
    expect([...declared.keys()].filter(name => !names.has(name))).toEqual([])
  })
})

test('T6 the docs show every deviation and its reason', () => {
  const docs = readFileSync(join(import.meta.dir, '..', '..', 'docs', 'json-schema.md'), 'utf8')
  const missing = [
    ...Object.values(REASONS),
    ...Object.values(DEVIATIONS).flatMap(files => Object.values(files).flat()),
  ].filter(text => !docs.includes(text))
  expect(missing).toEqual([])
})
