import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { FAILURE_CODES, type Failure } from '#contracts/failure'
import { createFileKernel, type FileKernel } from '#testing/file-kernel'
import { type Harness, startHarness } from './api-harness.ts'
import { GRAPH_EXAMPLE } from './request-example.ts'

const SEED = 20_260_131
let folder: string
let own: FileKernel
let server: Harness

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kora-fuzz-'))
  own = createFileKernel(folder, { maxRuns: 16 })
  server = await startHarness({ kernel: own.kernel, keys: own.store })
})
afterAll(async () => {
  await server.stop()
  await own.kernel.close()
  rmSync(folder, { recursive: true })
})

type Place = { readonly holder: Record<string, unknown>; readonly key: string }

function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap(key => [{ holder, key }, ...placesIn(holder[key])])
}

/** The worked request with up to three places replaced, removed or joined by a stranger. */
const mutated = fc
  .array(fc.tuple(fc.nat(), fc.constantFrom('replace', 'remove', 'add'), fc.jsonValue({ maxDepth: 3 }), fc.string()), {
    minLength: 1,
    maxLength: 3,
  })
  .map(changes => {
    const body: unknown = structuredClone(GRAPH_EXAMPLE)
    for (const [at, what, value, name] of changes) {
      const places = placesIn(body)
      const place = places[at % places.length]!
      if (what === 'replace') place.holder[place.key] = value
      else if (what === 'remove') delete place.holder[place.key]
      else Object.defineProperty(place.holder, name, { value, enumerable: true, configurable: true, writable: true })
    }
    return JSON.stringify(body)
  })

/** The same request as text, with a piece cut out or put in. */
const torn = fc.tuple(fc.nat(), fc.nat(12), fc.string({ unit: 'binary', maxLength: 6 })).map(([at, cut, put]) => {
  const text = JSON.stringify(GRAPH_EXAMPLE)
  const start = at % text.length
  return text.slice(0, start) + put + text.slice(start + cut)
})

async function expectTold(path: string, body: string): Promise<void> {
  const response = await server.call(path, { body })
  const value = (await response.json()) as Failure
  if (response.status === 200) return
  expect(Object.keys(value).sort()).toEqual(['details', 'error_type', 'message'])
  const row = FAILURE_CODES[value.details.code as keyof typeof FAILURE_CODES]
  expect([row.http, row.type]).toEqual([response.status as typeof row.http, value.error_type])
  expect(response.status).toBeLessThan(500)
  for (const fault of value.details.errors ?? [])
    expect(fault.pointer === '' || fault.pointer.startsWith('/')).toBe(true)
}

describe('requests made by chance', () => {
  for (const path of ['/execute', '/plan', '/convert', '/runs/x/exports']) {
    test(`H2 answers every mutated or torn body on ${path} with a result or a typed refusal`, async () => {
      const property = fc.asyncProperty(fc.oneof(mutated, torn), body => expectTold(path, body))
      await fc.assert(property, { seed: SEED, numRuns: 300 })
      expect(server.reported).toEqual([])
    }, 60_000)
  }

  test('H2 answers every path and query with a result or a typed refusal', async () => {
    const segment = fc.constantFrom(
      'runs',
      'telemetry',
      'operations',
      'plugins',
      'summary',
      'x',
      '%2e%2e',
      '%00',
      '%zz',
      '',
    )
    const query = fc.constantFrom('', '?', '?limit=1', '?limit=x', '?q=%ff', '?%5f_proto__=1', '?a&b', '?after=1')
    const path = fc
      .tuple(fc.array(segment, { minLength: 1, maxLength: 4 }), query)
      .map(([parts, tail]) => `/${parts.join('/')}${tail}`)
    const property = fc.asyncProperty(path, async target => {
      const response = await server.call(target)
      expect([target, response.status < 500]).toEqual([target, true])
      await response.text()
    })
    await fc.assert(property, { seed: SEED, numRuns: 500 })
    expect(server.reported).toEqual([])
  }, 60_000)
})
