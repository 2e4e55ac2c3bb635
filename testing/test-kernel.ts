/** A whole kernel in memory for tests: virtual clock, seeded random numbers, in-memory store, a small real library. */

import type { GraphLimits } from '#contracts/budget'
import type { Connector } from '#contracts/connector-port'
import type { Operation } from '#contracts/library-port'
import type { Clock } from '#contracts/powers'
import type { Task } from '#contracts/task-graph'
import type { RegisteredOperation, Registry } from '#graph/registry'
import { readSchema } from '#json/schema'
import { createKernel } from '#kernel/kernel'
import type { Kernel } from '#kernel/kernel-face'
import { defineOperation, OperationError } from '#kernel/plugin-door'
import { openRunStore } from '#store/open-run-store'
import type { RunStore } from '#store/run-store'
import { VirtualClock } from './virtual-clock.ts'

const object = (properties: Record<string, unknown>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

const operations: readonly Operation[] = [
  operation(
    'test.add',
    object({ a: { type: 'number' }, b: { type: 'number' } }),
    object({ sum: { type: 'number' } }),
    input => ({
      sum: (input.a as number) + (input.b as number),
    }),
  ),
  operation('test.echo', object({ value: {} }), object({ value: {} }), input => ({ value: input.value ?? null })),
  operation('test.fail', object({ why: { type: 'string' } }), object({ never: { type: 'string' } }), input => {
    throw new OperationError(`No answer: ${input.why}`, '/why')
  }),
  operation('test.lie', object({}), object({ n: { type: 'integer' } }), () => ({ n: 'not a number' })),
  operation('test.crash', object({}), object({ n: { type: 'integer' } }), () => {
    throw new TypeError('a bug in the plugin with secret-canary in it')
  }),
  operation('agg.collect', object({ items: { type: 'array' } }), object({ items: { type: 'array' } }), input => ({
    items: input.items ?? [],
  })),
]

function operation(name: string, input: object, output: object, run: Operation['run']): Operation {
  return defineOperation({
    name,
    major: 1,
    description: `Test operation ${name}.`,
    input: input as Operation['input'],
    output: output as Operation['output'],
    example: { input: {}, output: {} },
    inputCapBytes: 1_000_000,
    cost: 'linear',
    run,
  })
}

function register(own: Operation): RegisteredOperation {
  const read = (schema: unknown, role: 'predicate' | 'output') => {
    const result = readSchema(schema, { role })
    if (!result.ok) throw new Error(JSON.stringify(result.faults))
    return result.schema
  }
  return {
    ...own,
    pluginId: 'test',
    input: read(own.input, 'predicate'),
    output: read(own.output, 'output'),
    leavesThread: () => false,
    runIsolated: async input => own.run(input),
  }
}

export function createTestRegistry(connectors: readonly Connector[] = []): Registry {
  const registered = new Map(operations.map(own => [own.name, register(own)]))
  return {
    operation: reference => registered.get(reference.split('@')[0] ?? '') ?? null,
    operations: () => [...registered.values()],
    connector: name => connectors.find(connector => connector.name === name) ?? null,
    connectors: () => connectors,
    planners: () => [],
    backend: () => null,
    backends: () => [],
    revision: 1,
  }
}

export type TestKernel<C extends Clock> = { readonly kernel: Kernel; readonly clock: C }

export function createTestKernel<C extends Clock = VirtualClock>(
  connectors: readonly Connector[] = [],
  options: {
    readonly clock?: C
    readonly quota?: GraphLimits
    readonly maxRuns?: number
    readonly maxQueued?: number
    /** Instead of the small library and the connectors. */
    readonly registry?: Registry
    /** Lays a fault over the store. */
    readonly store?: (store: RunStore) => RunStore
  } = {},
): TestKernel<C> {
  const clock = options.clock ?? (new VirtualClock() as Clock as C)
  const { store } = openRunStore({ path: ':memory:', clock, log: () => {}, koraVersion: '0.0.0-test' })
  let state = 1
  const kernel = createKernel({
    version: '0.0.0-test',
    clock,
    random: {
      bytes: count =>
        Uint8Array.from({ length: count }, () => {
          state = (state * 1_103_515_245 + 12_345) % 2 ** 31
          return state >> 16
        }),
    },
    registry: options.registry ?? createTestRegistry(connectors),
    plugins: {
      list: () => [],
      enable: () => Promise.reject(new Error('no plugins in this kernel')),
      disable: () => Promise.reject(new Error('no plugins in this kernel')),
      setHost: () => Promise.reject(new Error('no plugins in this kernel')),
    },
    store: options.store?.(store) ?? store,
    writeExport: () => Promise.reject(new Error('no exports in this kernel')),
    settings: {
      maxRuns: options.maxRuns ?? 2,
      maxQueued: options.maxQueued ?? 16,
      quota: options.quota ?? {},
      keepContent: false,
      cacheBytes: 1_000_000,
      cacheTtlMs: 60_000,
    },
    problems: () => [],
    dispose: async () => {},
  })
  return { kernel, clock }
}

export const modelTask = (id: string, more: Partial<Task> = {}): Task => ({
  version: '1.0',
  id,
  type: 'model',
  input: { prompt: 'Name a colour.' },
  schema: object({ colour: { type: 'string', enum: ['red', 'green', 'blue'] } }),
  budget: { max_tokens: 50, max_time_ms: 1_000, max_retries: 0 },
  model: { connector: 'scripted', model: 'm' },
  ...more,
})

export const graphOf = (tasks: readonly Task[], root: string, more: Record<string, unknown> = {}) => ({
  kora_version: '1.0.0',
  graph_id: 'test',
  root,
  tasks,
  ...more,
})
