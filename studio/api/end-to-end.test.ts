import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TSchema } from '@sinclair/typebox'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import { Bundle } from '#contracts/bundle'
import { ExecuteResult, PlanResult, RunList, RunStatus, TelemetrySummary } from '#contracts/execution'
import { Failure } from '#contracts/failure'
import { Health } from '#contracts/studio'
import { systemClock } from '#machine/system-clock'
import { createFileKernel, type FileKernel } from '#testing/file-kernel'
import { createScriptedConnector, tokensOf } from '#testing/scripted-connector'
import { graphOf, modelTask } from '#testing/test-kernel'
import { type Harness, startHarness } from './api-harness.ts'
import { GRAPH_EXAMPLE } from './request-example.ts'

const SLOW_BUDGET = { max_tokens: 50, max_time_ms: 60_000, max_retries: 0 }

let folder: string
let own: FileKernel
let server: Harness

async function open(): Promise<void> {
  own = createFileKernel(folder, { maxRuns: 16, maxQueued: 1_024 })
  server = await startHarness({ kernel: own.kernel, keys: own.store })
}

async function close(): Promise<void> {
  await server.stop()
  await own.kernel.close()
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kora-api-'))
  await open()
})
afterEach(async () => {
  await close()
  rmSync(folder, { recursive: true })
})

const task = (id: string, op: string, input: object, dependencies: readonly string[] = []) => ({
  version: '1.0',
  id,
  type: 'deterministic',
  op,
  dependencies,
  input,
})
const graph = (text: string) => ({
  kora_version: '1.0.0',
  graph_id: 'mails',
  root: 'unique',
  tasks: [
    task('mails', 'extract.emails', { text }),
    task('unique', 'list.dedupe', { items: { $from: 'mails', pointer: '/emails' } }, ['mails']),
  ],
})
const body = (text = 'a@example.org a@example.org b@example.org', options: object = {}) => ({
  api_version: '1.0',
  taskgraph: graph(text),
  execution_options: options,
})

const checks = new Map<TSchema, ReturnType<typeof TypeCompiler.Compile>>()

/** The value of an answer, proven to have the shape that the contracts promise. */
async function read<T>(schema: TSchema, response: Response): Promise<T> {
  const value: unknown = await response.json()
  const check = checks.get(schema) ?? TypeCompiler.Compile(schema)
  checks.set(schema, check)
  const fault = check.Check(value) ? undefined : check.Errors(value).First()
  expect(fault === undefined ? null : { path: fault.path, message: fault.message }).toBeNull()
  return value as T
}

const resultOf = (response: Response): Promise<ExecuteResult> => read(ExecuteResult, response)

describe('the API over a real kernel', () => {
  test('H2 answers in the shapes of the contracts, and what it announced is stored', async () => {
    const result = await resultOf(await server.call('/execute', { body: body() }))
    expect(result.final_output).toEqual({ items: ['a@example.org', 'b@example.org'] })
    const id = result.execution_metadata.run_id
    expect(await read<Bundle>(Bundle, await server.call(`/telemetry/${id}`))).toEqual(result.telemetry)
    const status = await read<RunStatus>(RunStatus, await server.call(`/runs/${id}`))
    expect(status).toMatchObject({ run_id: id, status: 'success' })
    const list = await read<RunList>(RunList, await server.call('/runs?status=success&q=mails'))
    expect(list.runs.map(run => run.run_id)).toEqual([id])
    await read<TelemetrySummary>(TelemetrySummary, await server.call('/telemetry/summary'))
    await read<Health>(Health, await fetch(`${server.url}/health`))
    expect(server.reported).toEqual([])
  })

  test('H6 runs the worked request of the documents', async () => {
    const result = await resultOf(await server.call('/execute', { body: GRAPH_EXAMPLE }))
    expect(result.status).toBe('success')
    expect(Object.keys(result.outputs).sort()).toEqual(['mails', 'unique'])
  })

  test('H2 T4 points from the root of the body also where a run finds the fault, and in its warnings', async () => {
    const made = task('made', 'json.select', { value: { list: [1] }, pointer: '' })
    const taken = task('taken', 'json.select', { value: { $from: 'made', pointer: '/value/list/7' }, pointer: '' }, [
      'made',
    ])
    const taskgraph = { ...graph('x'), root: 'taken', tasks: [made, taken] }
    const response = await server.call('/execute', { body: { ...body(), taskgraph, inputs: { unread: 1 } } })
    const result = await resultOf(response)
    expect(result.error?.details.errors?.map(({ pointer, code }) => `${code} ${pointer}`)).toEqual([
      'REFERENCE_MISSING /taskgraph/tasks/1/input/value',
    ])
    expect(result.execution_metadata.warnings.map(({ pointer, code }) => `${code} ${pointer}`)).toEqual([
      'INPUT_UNREAD /inputs/unread',
    ])
  })

  test('H2 gives every fault of a bad graph at once, with pointers from the body', async () => {
    const bad = graph('x')
    const broken = {
      ...bad,
      root: 'nobody',
      tasks: [...bad.tasks, task('odd', 'text.nothing', {}), task('lost', 'text.count', { text: 'x' }, ['gone'])],
    }
    const request = { ...body(), taskgraph: broken }
    const response = await server.call('/execute', { body: request })
    expect(response.status).toBe(400)
    const failure = await read<Failure>(Failure, response)
    const codes = failure.details.errors?.map(error => error.code)
    expect(codes).toContain('OPERATION_UNKNOWN')
    expect(codes).toContain('DEPENDENCY_UNKNOWN')
    expect(codes).toContain('ROOT_UNKNOWN')
    for (const { pointer } of failure.details.errors ?? []) expect(pointer).toStartWith('/taskgraph')
    const plan = await read<PlanResult>(PlanResult, await server.call('/plan', { body: request }))
    expect(plan.valid).toBe(false)
    expect(plan.errors.map(error => error.pointer)).toEqual(failure.details.errors!.map(error => error.pointer))
    expect(own.kernel.runs.list({ limit: 10 }).runs).toEqual([])
  })

  test('L1 streams each event once, in order, and the same events afterwards', async () => {
    const text = await (await server.call('/execute', { body: body(undefined, { stream: true }) })).text()
    const frames = text.split('\n\n').filter(frame => frame.includes('data: '))
    expect(frames.at(-1)).toStartWith('event: result\n')
    const events = frames.slice(0, -1)
    const last = JSON.parse(frames.at(-1)!.split('data: ')[1]!) as ExecuteResult
    const again = await (await server.call(`/runs/${last.execution_metadata.run_id}/events`)).text()
    const stored = again.split('\n\n').filter(frame => frame.startsWith('id: '))
    expect(events.map(frame => frame.split('\n')[0])).toEqual(stored.map(frame => frame.split('\n')[0]))
    expect(events.map(frame => Number(/^id: (\d+)/.exec(frame)![1]))).toEqual(
      events.map((_, index) => index + Number(/^id: (\d+)/.exec(events[0]!)![1])),
    )
    expect(events.at(-1)).toContain('"run.completed"')
  })

  test('H4 answers the same run after a restart of everything, and starts no second one', async () => {
    const ask = (): Promise<Response> => server.call('/execute', { body: body(), headers: { 'idempotency-key': 'k' } })
    const first = await resultOf(await ask())
    await close()
    await open()
    const second = await resultOf(await ask())
    expect(second).toEqual(first)
    expect(own.kernel.runs.list({ limit: 10 }).runs).toHaveLength(1)
    const other = await server.call('/execute', { body: body('other'), headers: { 'idempotency-key': 'k' } })
    expect(other.status).toBe(409)
  })

  test('H5 answers 1,000 requests at once, good and bad, and stores exactly the accepted ones', async () => {
    const ask = async (index: number): Promise<string> => {
      const request = index % 5 === 0 ? { ...body(), taskgraph: {} } : body(`m${index}@example.org`)
      const response = await server.call('/execute', { body: request })
      if (index % 5 === 0) return String(response.status)
      const result = await resultOf(response)
      expect(result.final_output).toEqual({ items: [`m${index}@example.org`] })
      return result.execution_metadata.run_id
    }
    const answers = await Promise.all(Array.from({ length: 1_000 }, (_, index) => ask(index)))
    const accepted = answers.filter(answer => answer !== '400')
    expect(answers.length - accepted.length).toBe(200)
    expect(new Set(accepted).size).toBe(800)
    const { runs } = own.kernel.runs.telemetrySummary()
    expect(runs).toBe(800)
  }, 30_000)

  test('H5 refuses with 429 what the queue cannot hold, and says when to come back', async () => {
    await close()
    const script = () => [{ wait: 300 }, ...tokensOf({ colour: 'red' }), { end: 'stop' as const }]
    const { connector } = createScriptedConnector({ clock: systemClock, script })
    own = createFileKernel(folder, { maxRuns: 1, maxQueued: 3 }, [connector])
    server = await startHarness({ kernel: own.kernel, keys: own.store })
    const slow = { api_version: '1.0', taskgraph: graphOf([modelTask('ask', { budget: SLOW_BUDGET })], 'ask') }
    const burst = await Promise.all(Array.from({ length: 12 }, () => server.call('/execute', { body: slow })))
    const refused = burst.filter(({ status }) => status === 429)
    expect(refused.length).toBe(12 - 1 - 3)
    expect(burst.filter(({ status }) => status === 200).length).toBe(4)
    for (const response of refused) {
      expect(response.headers.get('x-should-retry')).toBe('true')
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
      const failure = await read<Failure>(Failure, response)
      expect([failure.error_type, failure.details.code]).toEqual(['EXECUTION_FAILURE', 'QUEUE_FULL'])
    }
  })

  test('L5 keeps the body of a run out of telemetry unless asked to keep content', async () => {
    const canary = 'canary-7e11@example.org'
    const result = await resultOf(await server.call('/execute', { body: body(canary) }))
    const id = result.execution_metadata.run_id
    for (const path of [`/telemetry/${id}`, `/runs/${id}/events`, '/runs', '/telemetry/summary']) {
      expect([path, (await (await server.call(path)).text()).includes(canary)]).toEqual([path, false])
    }
    expect((await server.call(`/runs/${id}/capsule`)).status).toBe(409)
    const kept = await resultOf(await server.call('/execute', { body: body(canary, { content: 'keep' }) }))
    const capsule = await server.call(`/runs/${kept.execution_metadata.run_id}/capsule`)
    expect(capsule.status).toBe(200)
    expect(await capsule.text()).toContain(canary)
  })

  test('S4 refuses prototype tricks in ids, inputs and options without harm', async () => {
    const tricky = {
      ...body(),
      taskgraph: { ...graph('x'), root: 'constructor', tasks: [task('constructor', 'text.count', { text: 'x' })] },
    }
    const result = await resultOf(await server.call('/execute', { body: tricky }))
    expect(result.outputs).toHaveProperty('constructor.words', 1)
    const own = `{"api_version":"1.0","taskgraph":${JSON.stringify(graph('x'))},"execution_options":{"__proto__":{"stream":true}}}`
    const refused = await read<Failure>(Failure, await server.call('/execute', { body: own }))
    expect(refused.details.code).toBe('FORBIDDEN_KEY')
    expect(({} as { stream?: unknown }).stream).toBeUndefined()
  })
})
