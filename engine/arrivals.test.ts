import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { JsonObject } from '#contracts/json-value'
import type { Task } from '#contracts/task-graph'
import type { RegisteredOperation } from '#graph/registry'
import { createTestKernel, createTestRegistry, graphOf } from '#testing/test-kernel'
import { VirtualClock } from '#testing/virtual-clock'

type Case = { readonly edges: readonly (readonly number[])[]; readonly delays: readonly number[] }

/** Up to 16 tasks, each reading some of those before it, and how long each takes outside the thread. */
const arbitraryCase: fc.Arbitrary<Case> = fc.integer({ min: 2, max: 16 }).chain(size =>
  fc.record({
    edges: fc.tuple(...Array.from({ length: size }, (_, at) => fc.subarray(Array.from({ length: at }, (_, n) => n)))),
    delays: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: size, maxLength: size }),
  }),
)

const idOf = (at: number): string => `t${String(at).padStart(2, '0')}`

function graph({ edges }: Case): object {
  const tasks = edges.map(
    (from, at): Task => ({
      version: '1.0',
      id: idOf(at),
      type: 'deterministic',
      op: 'test.echo',
      dependencies: from.map(idOf),
      input: { value: [at, ...from.map(n => ({ $from: idOf(n) }))] },
      cache: 'off',
    }),
  )
  return graphOf(tasks, idOf(edges.length - 1))
}

/** Runs the graph with operations that end after their delay, those of one moment in an order drawn by `chance`. */
async function run(own: Case, delays: readonly number[], chance: () => number) {
  const clock = new VirtualClock()
  const ending: { readonly atMs: number; readonly end: () => void }[] = []
  const endAll = (): void => {
    const due = ending.splice(0).map(one => ({ ...one, draw: chance() }))
    for (const { end } of due.sort((a, b) => a.atMs - b.atMs || a.draw - b.draw)) end()
  }
  const apart = (operation: RegisteredOperation): RegisteredOperation => ({
    ...operation,
    leavesThread: () => true,
    runIsolated: (input: JsonObject) =>
      new Promise(resolve => {
        const at = (input.value as readonly number[])[0] as number
        clock.timer(delays[at] as number, () => {
          ending.push({ atMs: clock.monoMs(), end: () => resolve(operation.run(input)) })
          // Behind all others of this moment.
          if (ending.length === 1) clock.timer(0, endAll)
        })
      }),
  })
  const plain = createTestRegistry()
  const registry = {
    ...plain,
    operation: (name: string) => {
      const found = plain.operation(name)
      return found && apart(found)
    },
  }
  const { kernel } = createTestKernel([], { clock, registry })
  const handle = await kernel.start({ taskgraph: graph(own) })
  const result = await clock.runUntil(handle.result)
  const events = kernel.runs.events(handle.runId, -1, 10_000)
  return { result, order: events.map(event => `${event.type} ${event.task_id}`) }
}

describe('work that runs beside the walk', () => {
  test('X1 I8 ends of one moment go on by task id, so equal runs have equal orders', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryCase, fc.infiniteStream(fc.nat()), async (own, stream) => {
        const chance = (): number => stream.next().value
        const [one, other] = [await run(own, own.delays, () => 0), await run(own, own.delays, chance)]
        expect(other.order).toEqual(one.order)
      }),
      { seed: 21, numRuns: 60 },
    )
  })

  test('X1 the result does not depend on which work ends first', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryCase,
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 16 }),
        async (own, delays) => {
          const [one, other] = [await run(own, own.delays, () => 0), await run(own, delays, () => 0)]
          expect(other.result.outputs).toEqual(one.result.outputs)
          const told = ({ result }: typeof one) =>
            result.telemetry.tasks.map(({ task_id, status, input_hash, output_hash }) => [
              task_id,
              status,
              input_hash,
              output_hash,
            ])
          expect(told(other)).toEqual(told(one))
        },
      ),
      { seed: 22, numRuns: 60 },
    )
  })
})
