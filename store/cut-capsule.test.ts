import { describe, expect, test } from 'bun:test'
import { Value } from '@sinclair/typebox/value'
import { Capsule } from '#contracts/capsule'
import type { JsonValue } from '#contracts/json-value'
import { digestValue } from '#json/digest'
import { systemClock } from '#machine/system-clock'
import { verifyCapsule } from './cut-capsule.ts'
import { openRunStore } from './open-run-store.ts'
import { handOver, sampleContent, sampleHeader } from './sample-run.fixture.ts'

async function cutOne(): Promise<Capsule> {
  const { store } = openRunStore({ path: ':memory:', clock: systemClock, log: () => {}, koraVersion: '0.1.0' })
  const plain = sampleHeader('run_1', { contentKept: true })
  const graphHash = digestValue(sampleContent(plain, handOver(store, sampleHeader('run_0'))).taskgraph as never)
  const header = { ...plain, graphHash }
  store.keep({ ...sampleContent(header, handOver(store, header)) })
  await store.commit()
  return store.capsule('run_1')!
}

const capsule = await cutOne()
const copy = (): Capsule => structuredClone(capsule)

/** Every place in a JSON value that holds no further places. */
function* leaves(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) yield path
  else for (const [key, member] of Object.entries(value)) yield* leaves(member, [...path, key])
}

function edited(path: readonly string[]): JsonValue {
  const changed = copy() as unknown as Record<string, unknown>
  let at = changed
  for (const step of path.slice(0, -1)) at = at[step] as Record<string, unknown>
  const last = path[path.length - 1]!
  const old = at[last]
  at[last] = typeof old === 'string' ? `${old}x` : typeof old === 'number' ? old + 1 : old === null ? 'x' : !old
  return changed as JsonValue
}

describe('capsule', () => {
  test('R1 has the published shape, dependencies first, and nothing to object to', () => {
    expect([...Value.Errors(Capsule, capsule)]).toEqual([])
    expect(capsule.nodes.map(node => node.task_id)).toEqual(['a', 'b'])
    expect(capsule.nodes[0]?.replies).toEqual([{ attempt_index: 0, text: 'raw' }])
    expect(verifyCapsule(capsule)).toEqual([])
    expect(verifyCapsule(JSON.parse(JSON.stringify(capsule, null, 2)))).toEqual([])
  })

  test('R1 is the same for the same run, byte for byte', async () => {
    expect(digestValue((await cutOne()) as never)).toBe(digestValue(capsule as never))
  })

  test('R1 notices a change at every single place', () => {
    const places = [...leaves(capsule)]
    expect(places.length).toBeGreaterThan(200)
    for (const path of places)
      expect([path.join('/'), verifyCapsule(edited(path)).length > 0]).toEqual([path.join('/'), true])
  })

  test('R1 names the node whose output was changed, even under a new seal', () => {
    const changed = copy()
    changed.nodes[0]!.output = { said: 'something else' }
    const { seal: _, ...open } = changed
    changed.seal = digestValue(open as never)
    expect(verifyCapsule(changed).map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/nodes/0/link', 'CAPSULE_BROKEN'],
      ['/nodes/0/output', 'CAPSULE_BROKEN'],
    ])
  })

  test('R1 notices nodes and events that are missing, doubled or in another order', () => {
    const edits: readonly ((changed: Capsule) => void)[] = [
      changed => changed.nodes.pop(),
      changed => changed.nodes.reverse(),
      changed => changed.nodes.push(changed.nodes[0]!),
      changed => changed.events.splice(3, 1),
      changed => changed.events.reverse(),
    ]
    for (const edit of edits) {
      const changed = copy()
      edit(changed)
      const { seal: _, ...open } = changed
      expect(verifyCapsule({ ...changed, seal: digestValue(open as never) })).not.toEqual([])
    }
  })

  test('R1 takes any JSON without throwing', () => {
    for (const value of [null, 1, 'x', [], {}, { ...capsule, nodes: 5 }, { ...capsule, capsule_version: '2.0' }]) {
      expect(verifyCapsule(value).length).toBeGreaterThan(0)
    }
  })
})
