import { describe, expect, test } from 'bun:test'
import type { ExecuteResult } from '#contracts/execution'
import type { Task } from '#contracts/task-graph'
import type { RunRequest } from '#engine/run-request'
import { createScriptedConnector, tokensOf } from '#testing/scripted-connector'
import { createTestKernel, graphOf, modelTask } from '#testing/test-kernel'
import { VirtualClock } from '#testing/virtual-clock'

const task = (id: string, op: string, input: unknown, more: Partial<Task> = {}): Task => ({
  version: '1.0',
  id,
  type: 'deterministic',
  op,
  input,
  ...more,
})
const add = (id: string, a: unknown, b: unknown, dependencies: string[] = [], more: Partial<Task> = {}) =>
  task(id, 'test.add', { a, b }, { dependencies, ...more })
const collect = (id: string, from: readonly string[], more: Partial<Task> = {}): Task =>
  task(
    id,
    'agg.collect',
    { items: from.map(one => ({ $from: one })) },
    { type: 'aggregation', dependencies: [...from], ...more },
  )

async function run(
  tasks: readonly Task[],
  root: string,
  more: Partial<RunRequest> & { graph?: object } = {},
): Promise<ExecuteResult> {
  const { kernel, clock } = createTestKernel()
  const { graph, ...request } = more
  const handle = await kernel.start({ taskgraph: graphOf(tasks, root, graph as never), ...request })
  return clock.runUntil(handle.result)
}

const of = (result: ExecuteResult, id: string) => {
  const found = result.telemetry.tasks.find(candidate => candidate.task_id === id)
  if (!found) throw new Error(`no task ${id}`)
  return found
}

describe('run', () => {
  test('X1 runs a graph in the order of its dependencies and gives the output of the root', async () => {
    const result = await run(
      [
        add('c', { $from: 'a', pointer: '/sum' }, { $from: 'b', pointer: '/sum' }, ['a', 'b']),
        add('a', 1, 2),
        add('b', 3, 4),
      ],
      'c',
    )
    expect(result.final_output).toEqual({ sum: 10 })
    expect(result.outputs).toEqual({ a: { sum: 3 }, b: { sum: 7 }, c: { sum: 10 } })
    expect(result.telemetry.summary).toMatchObject({
      execution_path: 'deterministic',
      model_invocation_count: 0,
      total_tasks: 3,
    })
  })

  test('X1 gives the same order of stages for the same graph, whatever the order of its tasks', async () => {
    const tasks = [add('b', 1, 1), add('a', 1, 1), add('d', 1, 1), collect('c', ['a', 'b', 'd'])]
    const orders = await Promise.all(
      [tasks, tasks.toReversed()].map(async own => {
        const { kernel, clock } = createTestKernel()
        const handle = await kernel.start({ taskgraph: graphOf(own, 'c') })
        await clock.runUntil(handle.result)
        return kernel.runs.events(handle.runId, -1, 1_000).map(event => `${event.type} ${event.stage} ${event.task_id}`)
      }),
    )
    expect(orders[0]).toEqual(orders[1] as string[])
    expect(orders[0]?.filter(line => line.startsWith('task.started'))).toEqual([
      'task.started DETERMINISTIC_EXECUTION a',
      'task.started DETERMINISTIC_EXECUTION b',
      'task.started DETERMINISTIC_EXECUTION d',
      'task.started AGGREGATION c',
    ])
  })

  test('X3 a failure stops its dependents only, and every finished output is returned', async () => {
    const result = await run(
      [
        task('bad', 'test.fail', { why: 'x' }),
        add('after', 1, { $from: 'bad', pointer: '/never' }, ['bad']),
        add('beside', 2, 3),
        collect('root', ['after', 'beside']),
      ].map(own =>
        own.id === 'after' ? task('after', 'test.echo', { value: { $from: 'bad' } }, { dependencies: ['bad'] }) : own,
      ),
      'root',
    )
    expect(result.status).toBe('failed')
    expect(result.outputs).toEqual({ beside: { sum: 5 } })
    expect(of(result, 'after')).toMatchObject({
      status: 'failed',
      stop_reason: 'DEPENDENCY_FAILURE:DEPENDENCY_FAILED',
      attempts: [],
    })
    expect(result.error).toMatchObject({
      error_type: 'EXECUTION_FAILURE',
      details: { code: 'OPERATION_FAILED', task_id: 'bad' },
    })
  })

  test('A1 an aggregation sees null for a tolerated failure and nothing unverified', async () => {
    const result = await run(
      [task('lie', 'test.lie', {}), add('fine', 1, 1), collect('root', ['fine', 'lie'], { optional: ['lie'] })],
      'root',
    )
    expect(result.final_output).toEqual({ items: [{ sum: 2 }, null] })
    expect(of(result, 'lie')).toMatchObject({
      status: 'failed',
      validation_status: 'failed',
      stop_reason: 'VALIDATION_ERROR:OUTPUT_REJECTED',
    })
    expect(result.outputs).not.toHaveProperty('lie')
  })

  test('V1 checks the output of an operation as strictly as that of a model', async () => {
    const result = await run([task('lie', 'test.lie', {})], 'lie')
    expect(result.error).toMatchObject({
      error_type: 'VALIDATION_ERROR',
      details: { code: 'OUTPUT_REJECTED', stage: 'SCHEMA_VALIDATION' },
    })
    expect(result.error?.details.errors?.[0]?.pointer).toBe('/n')
  })

  test("V1 holds an output against the task's narrower schema as well", async () => {
    const schema = { type: 'object', properties: { sum: { type: 'number', maximum: 5 } }, required: ['sum'] }
    expect((await run([add('a', 2, 2, [], { schema })], 'a')).status).toBe('success')
    expect((await run([add('a', 4, 2, [], { schema })], 'a')).error?.details.code).toBe('OUTPUT_REJECTED')
  })

  test('X2 a crash inside an operation is classified and its text goes nowhere', async () => {
    const { kernel, clock } = createTestKernel()
    const handle = await kernel.start({ taskgraph: graphOf([task('crash', 'test.crash', {})], 'crash') })
    const result = await clock.runUntil(handle.result)
    expect(result.error?.details.code).toBe('OPERATION_CRASHED')
    expect(JSON.stringify([result, kernel.runs.events(handle.runId, -1, 100)])).not.toContain('secret-canary')
  })

  test('L5 the sentence of an operation reaches the caller and not the telemetry', async () => {
    const { kernel, clock } = createTestKernel()
    const handle = await kernel.start({
      taskgraph: graphOf([task('bad', 'test.fail', { why: 'prompt-canary' })], 'bad'),
    })
    const result = await clock.runUntil(handle.result)
    expect(result.error?.message).toContain('prompt-canary')
    expect(JSON.stringify([result.telemetry, kernel.runs.events(handle.runId, -1, 100)])).not.toContain('prompt-canary')
  })

  test('T1 run_if and skip_if decide by schema, and a substitute stands in', async () => {
    const isLarge = { value: { $from: 'a', pointer: '/sum' }, matches: { type: 'number', minimum: 100 } }
    const tasks = (run_if: object): Task[] => [
      add('a', 1, 2),
      add('b', { $from: 'a', pointer: '/sum' }, 1, ['a'], { run_if: run_if as never, substitute: { sum: -1 } }),
    ]
    const skipped = await run(tasks(isLarge), 'b')
    expect(skipped.final_output).toEqual({ sum: -1 })
    expect(of(skipped, 'b')).toMatchObject({ status: 'skipped', stop_reason: 'run_if' })
    const taken = await run(tasks({ not: isLarge }), 'b')
    expect(taken.final_output).toEqual({ sum: 4 })
  })

  test('T1 a skipped optional dependency is null for its aggregation', async () => {
    const never = { value: { $from: 'a', pointer: '/sum' }, matches: false }
    const result = await run(
      [
        add('a', 1, 2),
        add('b', 1, 1, ['a'], { run_if: never as never }),
        collect('root', ['a', 'b'], { optional: ['b'] }),
      ],
      'root',
    )
    expect(result.final_output).toEqual({ items: [{ sum: 3 }, null] })
    expect(of(result, 'b').status).toBe('skipped')
  })

  test('S6 outputs that a run cannot hold together fail their tasks, and nothing else', async () => {
    const ids = Array.from({ length: 150 }, (_, at) => `t${String(at).padStart(3, '0')}`)
    const tasks = ids.map(id => task(id, 'test.echo', { value: { $input: '/text' } }, { cache: 'off' }))
    const result = await run([...tasks, add('z', 1, 2)], 'z', { inputs: { text: 'x'.repeat(950_000) } })
    expect(result.final_output).toEqual({ sum: 3 })
    const failed = ids.filter(id => of(result, id).status === 'failed')
    expect(failed).toEqual(ids.slice(141))
    expect(of(result, 't141')).toMatchObject({ validation_status: 'failed', output_bytes: null })
    expect(of(result, 't141').stop_reason).toBe('VALIDATION_ERROR:OUTPUT_REJECTED')
  })

  test('E3 a repeated operation is a cache hit and an event, verified before', async () => {
    const { kernel, clock } = createTestKernel()
    const graph = graphOf([add('a', 20, 22)], 'a')
    await clock.runUntil((await kernel.start({ taskgraph: graph })).result)
    const handle = await kernel.start({ taskgraph: graph })
    const result = await clock.runUntil(handle.result)
    expect(result.final_output).toEqual({ sum: 42 })
    expect(result.telemetry.summary.cache_hits).toBe(1)
    expect(kernel.runs.events(handle.runId, -1, 100).map(event => event.type)).toContain('cache.hit')
    const off = await clock.runUntil(
      (await kernel.start({ taskgraph: graphOf([add('a', 20, 22, [], { cache: 'off' })], 'a') })).result,
    )
    expect(of(off, 'a').cache).toBe('off')
  })

  test('T8 the hash of a graph is the hash of its canonical form and nothing changes the graph', async () => {
    const tasks = [add('a', 1, 2), collect('root', ['a'])]
    const graph = graphOf(tasks, 'root')
    const before = JSON.stringify(graph)
    const { kernel, clock } = createTestKernel()
    const first = await clock.runUntil((await kernel.start({ taskgraph: graph })).result)
    const reordered = JSON.parse(
      JSON.stringify({
        tasks: graph.tasks,
        root: graph.root,
        graph_id: graph.graph_id,
        kora_version: graph.kora_version,
      }),
    )
    const second = await clock.runUntil((await kernel.start({ taskgraph: reordered })).result)
    expect(first.telemetry.graph_hash).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(second.telemetry.graph_hash).toBe(first.telemetry.graph_hash)
    expect(JSON.stringify(graph)).toBe(before)
  })

  test('L1 every task has exactly one terminal event, and sequence numbers have no gap', async () => {
    const { kernel, clock } = createTestKernel()
    const handle = await kernel.start({
      taskgraph: graphOf(
        [add('a', 1, 2), task('bad', 'test.fail', { why: 'x' }), collect('root', ['a', 'bad'])],
        'root',
      ),
    })
    await clock.runUntil(handle.result)
    const events = kernel.runs.events(handle.runId, -1, 1_000)
    expect(events.map(event => event.seq)).toEqual(events.map((_, at) => at))
    for (const id of ['a', 'bad', 'root']) {
      const terminal = events.filter(
        event => event.task_id === id && /^task\.(completed|failed|skipped|cancelled)$/.test(event.type),
      )
      expect(terminal.length, id).toBe(1)
    }
    expect(events.at(-1)?.type).toBe('run.failed')
  })

  test('L2 hashes and sizes of inputs and outputs stand in the bundle', async () => {
    const result = await run([add('a', 1, 2)], 'a')
    expect(of(result, 'a')).toMatchObject({ input_bytes: 13, output_bytes: 9, validation_status: 'passed' })
    expect(of(result, 'a').output_hash).toMatch(/^sha256:/)
  })

  test('T5 an input that arrives wrong at run time is refused with its pointer', async () => {
    const result = await run(
      [task('a', 'test.echo', { value: 'text' }), add('b', { $from: 'a', pointer: '/value' }, 1, ['a'])],
      'b',
    )
    expect(result.error).toMatchObject({
      error_type: 'VALIDATION_ERROR',
      details: { code: 'INPUT_REJECTED', task_id: 'b' },
    })
    expect(result.error?.details.errors?.[0]?.pointer).toBe('/a')
  })

  test('H5 the queue takes so many runs and then refuses', async () => {
    const clock = new VirtualClock()
    const script = () => [{ wait: 50 }, ...tokensOf({ colour: 'red' }), { end: 'stop' as const }]
    const { connector } = createScriptedConnector({ clock, script })
    const { kernel } = createTestKernel([connector], { clock, maxRuns: 1, maxQueued: 2 })
    const request = { taskgraph: graphOf([modelTask('ask')], 'ask') }
    const handles = await Promise.all([kernel.start(request), kernel.start(request), kernel.start(request)])
    await expect(kernel.start(request)).rejects.toMatchObject({ code: 'QUEUE_FULL' })
    const results = await clock.runUntil(Promise.all(handles.map(handle => handle.result)))
    expect(results.map(result => result.status)).toEqual(['success', 'success', 'success'])
    expect(new Set(handles.map(handle => handle.runId)).size).toBe(3)
  })

  test('X4 a run that is cancelled twice is cancelled once', async () => {
    const { kernel, clock } = createTestKernel()
    const handle = await kernel.start({ taskgraph: graphOf([add('a', 1, 2)], 'a') })
    await clock.runUntil(handle.result)
    const first = await kernel.runs.cancel(handle.runId)
    expect(await kernel.runs.cancel(handle.runId)).toEqual(first)
    expect(await kernel.runs.cancel('run_unknown')).toBeNull()
  })

  test('L4 events are read from the store, so that nothing is announced that is not durable', async () => {
    const { kernel, clock } = createTestKernel()
    const handle = await kernel.start({
      taskgraph: graphOf(
        Array.from({ length: 50 }, (_, at) => add(`t${at}`, at, 1)),
        't0',
      ),
    })
    const seen: number[] = []
    const reading = (async () => {
      for await (const event of handle.events(-1, new AbortController().signal)) {
        expect(kernel.runs.events(handle.runId, event.seq - 1, 1)[0]?.event_id).toBe(event.event_id)
        seen.push(event.seq)
      }
    })()
    await clock.runUntil(Promise.all([handle.result, reading]))
    expect(seen).toEqual(Array.from({ length: 2 + 50 * 5 }, (_, at) => at))
  })

  test('L4 a reader resumes after the last event it has seen', async () => {
    const { kernel, clock } = createTestKernel()
    const handle = await kernel.start({ taskgraph: graphOf([add('a', 1, 2)], 'a') })
    await clock.runUntil(handle.result)
    const rest: number[] = []
    for await (const event of handle.events(3, new AbortController().signal)) rest.push(event.seq)
    expect(rest[0]).toBe(4)
  })
})
