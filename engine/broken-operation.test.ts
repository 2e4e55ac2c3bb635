/** What an operation that breaks its promise can do to a run: fail its own task, never end a run well that has no output. */
import { describe, expect, test } from 'bun:test'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { ActiveRun } from '#engine/active-run'
import { Admissions, NO_INPUTS } from '#engine/admissions'
import { ExactCache } from '#engine/exact-cache'
import { FlushTimer } from '#engine/flush-timer'
import { createLocalBackend } from '#engine/local-backend'
import { ModelFacts } from '#engine/model-facts'
import { Slots } from '#engine/slots'
import { openRunStore } from '#store/open-run-store'
import { smallRegistry } from '#testing/small-library'
import { VirtualClock } from '#testing/virtual-clock'

const cyclic: Record<string, unknown> = {}
cyclic.value = cyclic

const ODD: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['a text', 'text'],
  ['not a number', { value: Number.NaN }],
  ['infinity', { value: Number.POSITIVE_INFINITY }],
  ['an undefined member', { value: undefined }],
  ['a function', { value: () => 1 }],
  ['a bigint', { value: 1n }],
  ['a symbol', { value: Symbol('x') }],
  ['a cycle', cyclic],
  ['a date', { value: new Date(0) }],
  ['a lone surrogate', { value: '\ud800' }],
  ['a map', { value: new Map([['a', 1]]) }],
  ['a promise', Promise.resolve({ value: 1 })],
]

async function runOperation(run: Operation['run'], apart: boolean) {
  const clock = new VirtualClock()
  const own: Operation = {
    name: 'odd.one',
    major: 1,
    description: 'An operation that breaks its promise.',
    input: { type: 'object' },
    output: { type: 'object', properties: { value: true }, required: ['value'], additionalProperties: false },
    example: { input: {}, output: { value: 1 } },
    inputCapBytes: 1_000_000,
    cost: 'linear',
    run,
  }
  const registry = smallRegistry([own])
  const registered = registry.operation('odd.one')
  if (!registered) throw new Error('not registered')
  if (apart) Object.assign(registered, { leavesThread: () => true })
  const admissions = new Admissions(registry)
  const admission = admissions.admit(
    {
      kora_version: '1.0.0',
      graph_id: 'odd',
      root: 'odd',
      tasks: [{ version: '1.0', id: 'odd', type: 'deterministic', op: 'odd.one', input: { list: [3, 1, 2] } }],
    },
    NO_INPUTS,
  )
  if (!admission.admitted) throw new Error(JSON.stringify(admission.faults))
  const backend = createLocalBackend({
    clock,
    registry,
    admissions,
    slots: new Slots(),
    facts: new ModelFacts(clock),
    cache: new ExactCache({ maxBytes: 1_000_000, ttlMs: 1_000 }),
    maxConcurrency: 1,
    version: '0',
  })
  const { store } = openRunStore({ path: ':memory:', clock, log: () => {}, koraVersion: '0' })
  const plan = {
    runId: 'run_1',
    graph: admission.graph,
    certificate: admissions.certify(admission.graph),
    request: { taskgraph: admission.graph.source },
    inputs: {},
    defaultModel: null,
    contexts: new Map(),
    validateMs: 0,
    keepContent: false,
    operations: {},
  }
  const active = new ActiveRun(plan, backend, store, clock, new FlushTimer(clock))
  void active.execute()
  const result = await clock.runUntil(active.result)
  return { result, graph: admission.graph }
}

describe('an operation that breaks its promise', () => {
  for (const apart of [false, true]) {
    for (const [what, output] of ODD) {
      // A child's answer is awaited, and a promise is what it resolves to.
      if (apart && output instanceof Promise) continue
      test(`V1 refuses ${what} ${apart ? 'from a child' : 'in the thread'} and ends the run`, async () => {
        const { result } = await runOperation(() => output as JsonObject, apart)
        expect(result.status).toBe('failed')
        expect(result.outputs).toEqual({})
        expect(result.telemetry.tasks[0]?.status).toBe('failed')
        expect(result.error?.details.code).not.toBe('INTERNAL')
      })
    }
  }

  test('I12 an operation that changes its input does not change the graph', async () => {
    const greedy: Operation['run'] = input => {
      const list = input.list as number[]
      return { value: list.splice(0).length }
    }
    const { result, graph } = await runOperation(greedy, false)
    expect(JSON.stringify(graph.source.tasks[0]?.input)).toBe('{"list":[3,1,2]}')
    expect(result.status).not.toBe('cancelled')
  })
})
