import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Registry } from '#graph/registry'
import { arbitraryGraph, arbitrarySpoiledGraph, SPOILERS } from '#testing/graphs'
import { smallRegistry } from '#testing/small-library'
import { admitGraph } from './admit-graph.ts'

const registry: Registry = smallRegistry()
/** Room for a loaded machine; nothing here is about time. */
const SLOW_MS = 60_000

describe('admission of random graphs', () => {
  test(
    'T1 every generated graph is admitted, and its order respects its dependencies',
    () => {
      fc.assert(
        fc.property(arbitraryGraph({ maxTasks: 60 }), graph => {
          const admission = admitGraph(graph, registry)
          if (!admission.admitted) throw new Error(JSON.stringify(admission.faults))
          const { tasks, order } = admission.graph
          const position = new Map(order.map((index, at) => [index, at]))
          expect(order).toHaveLength(tasks.length)
          expect(tasks.map(task => task.id)).toEqual(tasks.map(task => task.id).toSorted())
          for (const task of tasks) {
            for (const dependency of task.dependencies) {
              expect(position.get(dependency)!).toBeLessThan(position.get(task.index)!)
              expect(tasks[dependency]!.dependents).toContain(task.index)
            }
          }
        }),
        { numRuns: 200 },
      )
    },
    SLOW_MS,
  )

  test(
    'T7 every spoiled graph is refused with the code of what spoiled it',
    () => {
      const seen = new Set<string>()
      fc.assert(
        fc.property(arbitrarySpoiledGraph(), ({ graph, code, how }) => {
          const admission = admitGraph(graph, registry)
          seen.add(how)
          expect(admission.admitted ? [] : admission.faults.map(fault => fault.code)).toContain(code)
        }),
        { numRuns: 600 },
      )
      expect(seen.size).toBe(SPOILERS.length)
    },
    SLOW_MS,
  )

  test(
    'T9 no JSON makes admission throw, and pointers of faults are JSON Pointers',
    () => {
      const shaped = fc.record(
        {
          kora_version: fc.constantFrom('1.0.0', '1.0.0', '2.0.0'),
          graph_id: fc.oneof(fc.constant('g'), fc.jsonValue()),
          root: fc.oneof(fc.constant('a'), fc.jsonValue()),
          inputs: fc.jsonValue(),
          limits: fc.jsonValue(),
          tasks: fc.array(fc.oneof(arbitraryTask(), fc.jsonValue())),
        },
        { requiredKeys: ['kora_version', 'tasks'] },
      )
      fc.assert(
        fc.property(fc.oneof(fc.jsonValue(), shaped), raw => {
          const admission = admitGraph(raw, registry)
          if (admission.admitted) return
          expect(admission.faults.length).toBeGreaterThan(0)
          for (const fault of admission.faults) {
            expect(fault.pointer === '' || fault.pointer.startsWith('/')).toBe(true)
            expect(fault.message.length).toBeGreaterThan(10)
          }
        }),
        { numRuns: 600 },
      )
    },
    SLOW_MS,
  )

  test(
    'T8 admission changes nothing of what it was given',
    () => {
      fc.assert(
        fc.property(arbitraryGraph({ maxTasks: 20 }), graph => {
          const before = structuredClone(graph)
          admitGraph(graph, registry)
          expect(graph).toEqual(before)
        }),
        { numRuns: 50 },
      )
    },
    SLOW_MS,
  )
})

/** Tasks whose fields are nearly right, so that the deep checks are reached. */
function arbitraryTask(): fc.Arbitrary<unknown> {
  const id = fc.constantFrom('a', 'b', 'c', '__proto__')
  const reference = fc.oneof(
    fc.record({ $from: id, pointer: fc.constantFrom('', '/words', '/~', 'x') }, { requiredKeys: ['$from'] }),
    fc.record({ $input: fc.string() }),
    fc.record({ $literal: fc.jsonValue() }),
    fc.jsonValue(),
  )
  const { condition } = fc.letrec(tie => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      fc.record({ value: reference, matches: fc.jsonValue() }),
      fc.record({ all: fc.array(tie('condition')) }),
      fc.record({ not: tie('condition') }),
    ),
  }))
  return fc.record(
    {
      version: fc.constant('1.0'),
      id,
      type: fc.constantFrom('deterministic', 'model', 'aggregation'),
      dependencies: fc.array(id, { maxLength: 3 }),
      op: fc.constantFrom('text.count', 'agg.collect', 'no.such', 'constructor'),
      input: fc.oneof(
        reference,
        fc.record({ text: reference }),
        fc.record({ items: fc.array(reference) }),
        fc.record({ prompt: fc.oneof(fc.constant('{{x}}'), reference), x: reference }),
        fc.record({
          messages: fc.oneof(reference, fc.array(fc.record({ role: fc.constant('user'), content: reference }))),
        }),
      ),
      schema: fc.oneof(fc.constant({ type: 'object' }), fc.jsonValue()),
      budget: fc.oneof(fc.constant({ max_tokens: 1, max_time_ms: 1, max_retries: 0 }), fc.jsonValue()),
      model: fc.oneof(fc.record({ model: fc.string() }), fc.jsonValue()),
      run_if: condition,
      substitute: fc.jsonValue(),
      optional: fc.array(id, { maxLength: 2 }),
    },
    { requiredKeys: ['version', 'id', 'type'] },
  )
}
