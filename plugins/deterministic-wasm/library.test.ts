/** What holds for every operation of the library, read from the manifest and the operations themselves. */
import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildModules } from '#asm/build'
import type { JsonObject } from '#contracts/json-value'
import type { PluginHost } from '#contracts/plugin-port'
import { canonicalJson, readSchema } from '#kernel/plugin-door'
import { buildDocs } from './emit-docs.ts'
import { library } from './library.ts'
import { plugin } from './plugin.ts'
import { planner } from './rules/planner.ts'

await buildModules()

type Manifest = { entry: string; provides: { port: string; name: string; operations: string[] }[]; grants: unknown[] }
const manifest: Manifest = JSON.parse(readFileSync(join(import.meta.dir, 'kora.plugin.json'), 'utf8'))

/** Every schema inside a schema, with where it stands. */
function* schemasIn(schema: unknown, at: string): Generator<[string, Record<string, unknown>]> {
  if (typeof schema !== 'object' || schema === null) return
  const node = schema as Record<string, unknown>
  yield [at, node]
  for (const [name, member] of Object.entries((node.properties as object) ?? {}))
    yield* schemasIn(member, `${at}/${name}`)
  yield* schemasIn(node.items, `${at}/*`)
}

describe('deterministic library', () => {
  test('P1 the manifest lists every operation, names its entry and asks for nothing', () => {
    const names = library.operations.map(operation => operation.name).sort()
    expect(manifest.provides).toEqual([
      { port: 'library', name: library.name, operations: names },
      { port: 'planner', name: planner.name },
    ] as unknown as Manifest['provides'])
    expect(manifest.grants).toEqual([])
    expect(manifest.entry).toBe('plugin.ts')
    expect(new Set(names).size).toBe(names.length)
  })

  test('P4 the plugin activates on a host without any power', async () => {
    const host: PluginHost = { id: 'deterministic-wasm', settings: {}, clock: {} as PluginHost['clock'], log: () => {} }
    const provided = await plugin.activate(host)
    expect(provided.libraries?.map(given => given.name)).toEqual(['deterministic'])
    expect(provided.dispose).toBeUndefined()
  })

  test('D5 the operations that the specification fixes are there', () => {
    const fixed = [
      'text.count',
      'text.normalize',
      'text.similarity',
      'extract.emails',
      'extract.urls',
      'extract.dates',
      'extract.amounts',
      'math.evaluate',
      'math.stats',
      'date.difference',
      'date.add',
      'unit.convert',
      'table.parse',
      'table.aggregate',
      'table.filter',
      'table.sort',
      'table.join',
      'json.select',
      'json.canonical',
      'encode.hash',
      'encode.base64',
      'encode.unbase64',
      'list.sort',
      'list.dedupe',
      'list.set',
      'search.bm25',
      'guard.redact',
      'agg.merge',
      'agg.collect',
      'agg.template',
      'agg.vote',
      'agg.pick',
      'agg.rank',
      'agg.first_valid',
      'agg.table',
    ]
    const names = new Set(library.operations.map(operation => operation.name))
    expect(fixed.filter(name => !names.has(name))).toEqual([])
  })

  for (const operation of library.operations) {
    test(`D5 ${operation.name} is described, closed, capped, and its example is true`, () => {
      expect(operation.name).toMatch(/^[a-z]+\.[a-z0-9_]+$/)
      expect(operation.description).toMatch(/^[A-Z`].{10,}\.$/)
      expect(operation.inputCapBytes).toBeGreaterThan(0)
      const input = readSchema(operation.input, { role: 'predicate' })
      const output = readSchema(operation.output, { role: 'output' })
      if (!input.ok || !output.ok) throw new Error('a schema cannot be read')
      expect(operation.input.additionalProperties).toBe(false)
      for (const [at, schema] of [...schemasIn(operation.input, 'input'), ...schemasIn(operation.output, 'output')]) {
        if (at !== 'input' && at !== 'output' && !at.endsWith('*'))
          expect({ at, has: typeof schema.description }).toEqual({ at, has: 'string' })
        if (schema.type === 'object')
          expect({ at, closed: typeof schema.additionalProperties }).not.toEqual({ at, closed: 'undefined' })
      }
      expect(input.schema.check(operation.example.input)).toEqual({ valid: true })
      expect(output.schema.check(operation.example.output)).toEqual({ valid: true })
      const answer = operation.run(structuredClone(operation.example.input) as JsonObject)
      expect(answer).toEqual(operation.example.output)
      expect(canonicalJson(operation.run(operation.example.input))).toBe(canonicalJson(answer))
    })
  }

  test('the page docs/operations.md is what the operations say today', () => {
    const page = readFileSync(join(import.meta.dir, '../../docs/operations.md'), 'utf8')
    expect(page === buildDocs()).toBe(true)
  })
})
