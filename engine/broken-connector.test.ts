/** What a connector that breaks its port can do to the engine: nothing but fail its own task, in time and inside its budget. */
import { describe, expect, test } from 'bun:test'
import type { Connector, GenerateFrame, GenerateRequest } from '#contracts/connector-port'
import type { ExecuteResult } from '#contracts/execution'
import type { Task } from '#contracts/task-graph'
import { createScriptedConnector, type Script, tokensOf } from '#testing/scripted-connector'
import { createTestKernel, graphOf, modelTask } from '#testing/test-kernel'
import { VirtualClock } from '#testing/virtual-clock'

const GOOD = tokensOf({ colour: 'red' })
const good: Script = () => [...GOOD, { end: 'stop' }]
const NEVER = new Promise<never>(() => {})

type Broken = { [member in keyof Connector]?: unknown }

function setup(broken: Broken = {}, script: Script = good) {
  const clock = new VirtualClock()
  const { connector, ledger } = createScriptedConnector({ clock, script, slots: 1 })
  const own = { ...connector, ...broken } as Connector
  const { kernel } = createTestKernel([own], { clock })
  const run = async (tasks: readonly Task[], root = 'ask', more = {}): Promise<ExecuteResult> =>
    clock.runUntil((await kernel.start({ taskgraph: graphOf(tasks, root, more) })).result)
  return { clock, kernel, ledger, run }
}

const one = (more: Partial<Task> = {}) => [modelTask('ask', more)]
const endWith = (usage: Record<string, unknown>): GenerateFrame =>
  ({ kind: 'end', stop: 'stop', usage, model: 'm', loadMs: null, promptMs: null }) as unknown as GenerateFrame

describe('a connector that breaks its port', () => {
  const throws = () => {
    throw new TypeError('secret-canary')
  }
  for (const member of ['slots', 'keywordSupport', 'capabilities', 'generate'] as const) {
    test(`M1 is a backend error when ${member} throws, and the run goes on`, async () => {
      const { run } = setup({ [member]: throws })
      const beside: Task = {
        version: '1.0',
        id: 'beside',
        type: 'deterministic',
        op: 'test.add',
        input: { a: 1, b: 2 },
      }
      const result = await run([...one(), beside])
      expect(result.status).toBe('failed')
      expect(result.error).toMatchObject({ error_type: 'EXECUTION_FAILURE', details: { code: 'BACKEND_ERROR' } })
      expect(result.outputs).toEqual({ beside: { sum: 3 } })
      expect(JSON.stringify(result)).not.toContain('secret-canary')
    })
  }

  for (const member of ['capabilities', 'models', 'health'] as const) {
    test(`B3 holds no task past its deadline when ${member} hangs`, async () => {
      const { run, clock } = setup({ [member]: () => NEVER })
      const result = await run(one({ cache: 'exact' }))
      expect(clock.monoMs()).toBeLessThanOrEqual(1_050)
      expect(result.telemetry.tasks[0]?.duration_ms).toBeLessThanOrEqual(1_050)
      expect(result.status).toBe(member === 'capabilities' ? 'failed' : 'success')
    })
  }

  test('X4 a run whose connector hangs in models ends when it is cancelled', async () => {
    const { kernel, clock } = setup({ models: () => NEVER }, () => [{ hang: true }])
    const handle = await kernel.start({ taskgraph: graphOf(one({ cache: 'exact' }), 'ask') })
    clock.timer(10, () => handle.cancel())
    expect((await clock.runUntil(handle.result)).status).toBe('cancelled')
    expect(clock.monoMs()).toBeLessThan(1_000)
  })

  test('H5 health of a connector that throws or hangs is "unavailable", and the others are shown', async () => {
    for (const health of [throws, () => NEVER, () => Promise.reject(new Error('x'))]) {
      const { kernel } = setup({ health })
      const [status] = await kernel.backendStatus(AbortSignal.timeout(20))
      expect(status).toMatchObject({ name: 'scripted', status: 'unavailable' })
    }
  })

  for (const claim of [Number.NaN, -5, 0.5, Number.POSITIVE_INFINITY, 'many', undefined]) {
    test(`B1 takes a usage of ${claim} for no report at all`, async () => {
      const frames = async function* () {
        for (const text of ['{"colour":', '"red"}']) yield { kind: 'text', text, tokens: 1 }
        yield endWith({ tokensIn: claim, tokensOut: claim, cachedTokens: claim, thinkingTokens: claim })
      }
      const { run } = setup({ generate: frames })
      const result = await run(one())
      expect(result.final_output).toEqual({ colour: 'red' })
      expect(result.telemetry.tasks[0]).toMatchObject({
        tokens_out: 2,
        tokens_in: 0,
        cached_tokens: 0,
        thinking_tokens: 0,
        purse_left: { tokens: 48 },
      })
    })

    test(`B2 counts a flood whose frames claim ${claim} tokens`, async () => {
      let sent = 0
      const flood = async function* () {
        for (; sent < 100_000; sent += 1) yield { kind: 'text', text: `w${sent} `, tokens: claim }
      }
      const { run } = setup({ generate: flood })
      const result = await run(one())
      expect(result.error?.details.code).toBe('TOKEN_BUDGET')
      expect(result.telemetry.tasks[0]?.tokens_out).toBe(50)
      expect(sent).toBeLessThanOrEqual(51)
    })
  }

  test('C1 an absurd report of prompt tokens is kept under what the prompt can have', async () => {
    const { run } = setup({}, () => [...GOOD, { end: 'stop', usage: { tokensIn: 9e12, cachedTokens: 9e12 } }])
    const result = await run(one())
    const { certificate } = result.execution_metadata
    expect(result.telemetry.summary.total_tokens.in).toBeLessThanOrEqual(certificate.max_prompt_tokens)
    expect(result.telemetry.tasks[0]?.cached_tokens).toBeLessThanOrEqual(certificate.max_prompt_tokens)
  })

  test('B3 ends a stream of empty frames that never lets a timer fire', async () => {
    const { clock, run } = setup({
      async *generate() {
        for (;;) {
          clock.advance(1)
          yield { kind: 'text', text: '', tokens: 0 }
        }
      },
    })
    const result = await run(one())
    expect(result.error).toMatchObject({ error_type: 'TIMEOUT', details: { code: 'TIME_BUDGET' } })
    expect(clock.monoMs()).toBeLessThanOrEqual(1_050)
  })

  test('B2 an answer larger than any output may be is cut whatever its budget', async () => {
    let sent = 0
    const { run } = setup({
      async *generate() {
        yield { kind: 'text', text: '{"colour":"', tokens: 1 }
        for (; sent < 1_000; sent += 1) yield { kind: 'text', text: `${sent}`.padEnd(100_000, 'x'), tokens: 1 }
      },
    })
    const result = await run(one({ budget: { max_tokens: 10_000_000, max_time_ms: 5_000, max_retries: 0 } }))
    expect(result.error?.details.code).toBe('OUTPUT_REJECTED')
    expect(sent).toBeLessThan(200)
  })

  test('X4 a call that ignores its signal gives its slot back within a second', async () => {
    const deaf = async function* (request: GenerateRequest) {
      if (request.maxTokens === 50) await NEVER
      yield* [{ kind: 'text', text: '{"colour":"red"}', tokens: 5 } as const, endWith({})]
    }
    const { kernel, clock, run } = setup({ generate: deaf })
    const handle = await kernel.start({ taskgraph: graphOf(one(), 'ask') })
    clock.timer(100, () => handle.cancel())
    await clock.runUntil(handle.result)
    const next = await run(one({ budget: { max_tokens: 40, max_time_ms: 2_000, max_retries: 0 } }))
    expect(next.status).toBe('success')
    expect(clock.monoMs()).toBeLessThanOrEqual(1_100)
  })
})

describe('an answer that was cut', () => {
  const NUMBER = { type: 'integer' }
  const limited = { max_tokens: 2, max_time_ms: 1_000, max_retries: 0 }

  test('B2 a number that was cut off is no answer', async () => {
    const digits: Script = () => [{ text: '12' }, { text: '34' }, { text: '56' }, { end: 'stop' }]
    const result = await setup({}, digits).run(one({ schema: NUMBER, budget: limited }))
    expect(result.error).toMatchObject({ error_type: 'BUDGET_BREACH', details: { code: 'TOKEN_BUDGET' } })
    expect(result.final_output).toBeNull()
    const short: Script = () => [{ text: '12' }, { end: 'length' }]
    expect((await setup({}, short).run(one({ schema: NUMBER }))).status).toBe('failed')
  })

  test('B2 a number that ends by itself at the limit is an answer', async () => {
    const digits: Script = () => [{ text: '12' }, { text: '34' }, { end: 'stop' }]
    expect((await setup({}, digits).run(one({ schema: NUMBER, budget: limited }))).final_output).toBe(1234)
  })

  test('M3 takes a fenced answer whose tail was cut', async () => {
    const fenced: Script = () => [{ text: '```json\n' }, ...GOOD, { text: '\n', times: 500 }]
    expect((await setup({}, fenced).run(one())).final_output).toEqual({ colour: 'red' })
  })

  test('B5 says whose limit cut it: the purse, the graph or the context', async () => {
    const flood: Script = () => [
      { text: 'a ' },
      { text: 'bc', times: 20 },
      { text: 'd ', times: 20 },
      { text: 'e', times: 20 },
    ]
    const by = async (task: Partial<Task>, more = {}, contextTokens?: number) => {
      const clock = new VirtualClock()
      const { connector } = createScriptedConnector({
        clock,
        script: flood,
        ...(contextTokens === undefined ? {} : { contextTokens, countTokens: () => 10 }),
      })
      const { kernel } = createTestKernel([connector], { clock })
      const handle = await kernel.start({ taskgraph: graphOf(one(task), 'ask', more) })
      const { error, telemetry } = await clock.runUntil(handle.result)
      return [error?.details.code, error?.details.breach_type, telemetry.tasks[0]?.breach?.limit]
    }
    expect(await by({})).toEqual(['TOKEN_BUDGET', 'TOKENS', 50])
    expect(await by({}, { limits: { max_total_tokens: 20 } })).toEqual(['TOKEN_LIMIT', 'TOKENS', 20])
    expect(await by({}, {}, 30)).toEqual(['CONTEXT_OVERFLOW', undefined, undefined])
    const samples = {
      model: { connector: 'scripted', model: 'm', samples: 2 },
      budget: { ...limited, max_tokens: 90, max_retries: 1 },
    }
    expect(await by(samples, { limits: { max_total_tokens: 20 } })).toEqual(['TOKEN_LIMIT', 'TOKENS', 20])
  })

  test("B5 retries that the graph forbids end with the cause's class and the breach RETRIES", async () => {
    const wrong: Script = () => [...tokensOf({ colour: 'pink' }), { end: 'stop' }]
    const { run, ledger } = setup({}, wrong)
    const budget = { max_tokens: 500, max_time_ms: 9_000, max_retries: 5 }
    const result = await run(one({ budget }), 'ask', { limits: { max_total_retries: 1 } })
    expect(ledger.length).toBe(2)
    expect(result.error).toMatchObject({
      error_type: 'VALIDATION_ERROR',
      details: { code: 'OUTPUT_REJECTED', breach_type: 'RETRIES' },
    })
    expect(result.telemetry.tasks[0]?.breach).toMatchObject({ breach_type: 'RETRIES', limit: 1, used: 1 })
  })
})

describe('retries', () => {
  const wrong = tokensOf({ colour: 'pink' })

  test('M5 waits longer after each refusal of an unreachable runtime', async () => {
    const moments: number[] = []
    const clock = new VirtualClock()
    const { connector } = createScriptedConnector({ clock, script: () => [{ fail: 'BACKEND_UNAVAILABLE' }] })
    const capabilities = async (...asked: Parameters<Connector['capabilities']>) => {
      moments.push(clock.monoMs())
      return moments.length < 4 ? Promise.reject(new Error('refused')) : connector.capabilities(...asked)
    }
    const { kernel } = createTestKernel([{ ...connector, capabilities }], { clock })
    const budget = { max_tokens: 50, max_time_ms: 60_000, max_retries: 9 }
    await clock.runUntil((await kernel.start({ taskgraph: graphOf(one({ budget }), 'ask') })).result)
    const waits = moments.slice(1).map((at, index) => at - (moments[index] as number))
    expect(waits.slice(0, 3)).toEqual([50, 100, 200])
  })

  test('X4 a cancel during back-off ends the run at once', async () => {
    const { kernel, clock } = setup({}, () => [{ fail: 'BACKEND_BUSY' }])
    const budget = { max_tokens: 50, max_time_ms: 60_000, max_retries: 50 }
    const handle = await kernel.start({ taskgraph: graphOf(one({ budget }), 'ask') })
    clock.timer(1_000, () => handle.cancel())
    expect((await clock.runUntil(handle.result)).status).toBe('cancelled')
    expect(clock.monoMs()).toBeLessThanOrEqual(1_060)
  })

  test('E4 more samples than attempts draws what the purse allows and votes among them', async () => {
    const script: Script = (_, call) => [...(call === 0 ? tokensOf({ colour: 'blue' }) : GOOD), { end: 'stop' }]
    const { run, ledger } = setup({}, script)
    const result = await run(
      one({
        model: { connector: 'scripted', model: 'm', samples: 5 },
        budget: { max_tokens: 90, max_time_ms: 1_000, max_retries: 2 },
      }),
    )
    expect(ledger.length).toBe(3)
    expect(result.final_output).toEqual({ colour: 'red' })
    expect(result.telemetry.tasks[0]).toMatchObject({ validation_status: 'passed', route: { samples: 5, drawn: 3 } })
  })

  test('E4 the verdict shown is that of the answer taken, not of the last one drawn', async () => {
    const script: Script = (_, call) => [...(call === 0 ? GOOD : wrong), { end: 'stop' }]
    const result = await setup({}, script).run(
      one({
        model: { connector: 'scripted', model: 'm', samples: 2 },
        budget: { max_tokens: 90, max_time_ms: 1_000, max_retries: 1 },
      }),
    )
    expect(result.telemetry.tasks[0]).toMatchObject({
      status: 'success',
      validation_status: 'passed',
      validation_errors: [],
    })
  })

  test('E1 a step whose connector is not there is passed over and costs an attempt', async () => {
    const model = { connector: 'absent', model: 'small', escalate_to: [{ connector: 'scripted', model: 'big' }] }
    const budget = { max_tokens: 60, max_time_ms: 1_000, max_retries: 1 }
    const { run, ledger } = setup()
    const result = await run(one({ on_fail: 'escalate', model, budget }))
    expect(result.status).toBe('success')
    expect(ledger.length).toBe(1)
    const none = await setup().run(one({ on_fail: 'escalate', model, budget: { ...budget, max_retries: 0 } }))
    expect(none.error?.details.code).toBe('BACKEND_UNAVAILABLE')
  })

  test('E3 an answer of a heavier step is not kept under the key of the first', async () => {
    const script: Script = request => [...(request.model === 'big' ? GOOD : wrong), { end: 'stop' }]
    const { run, ledger } = setup({}, script)
    const model = { connector: 'scripted', model: 'm', escalate_to: [{ connector: 'scripted', model: 'big' }] }
    const tasks = one({
      on_fail: 'escalate',
      cache: 'exact',
      model,
      budget: { max_tokens: 60, max_time_ms: 1_000, max_retries: 1 },
    })
    for (const calls of [2, 4]) {
      expect((await run(tasks)).status).toBe('success')
      expect(ledger.length).toBe(calls)
    }
  })
})

describe('waiting', () => {
  test('X1 a task of high priority gets the next free slot', async () => {
    const { kernel, clock, ledger } = setup({}, () => [{ wait: 100 }, ...GOOD, { end: 'stop' }])
    const task = (id: string, priority: 'normal' | 'high') =>
      modelTask(id, {
        input: { prompt: id },
        routing: { priority },
        budget: { max_tokens: 50, max_time_ms: 9_000, max_retries: 0 },
      })
    const tasks = [task('a', 'normal'), task('b', 'normal'), task('c', 'normal'), task('z', 'high')]
    await clock.runUntil((await kernel.start({ taskgraph: graphOf(tasks, 'z') })).result)
    expect(ledger.map(entry => entry.request.messages.at(-1)?.content)).toEqual(['a', 'z', 'b', 'c'])
  })

  test('X4 a run that waits in the queue is cancelled at once', async () => {
    const clock = new VirtualClock()
    const { connector, ledger } = createScriptedConnector({ clock, script: () => [{ hang: true }] })
    const { kernel } = createTestKernel([connector], { clock, maxRuns: 1 })
    const request = {
      taskgraph: graphOf(one({ budget: { max_tokens: 5, max_time_ms: 600_000, max_retries: 0 } }), 'ask'),
    }
    const first = await kernel.start(request)
    const second = await kernel.start(request)
    const status = await clock.runUntil(Promise.resolve(kernel.runs.cancel(second.runId)))
    expect(status?.status).toBe('cancelled')
    expect(clock.monoMs()).toBeLessThan(1_000)
    expect(ledger.length).toBe(1)
    first.cancel()
    await clock.runUntil(first.result)
    const third = await kernel.start(request)
    clock.timer(10, () => third.cancel())
    await clock.runUntil(third.result)
    expect(ledger.length).toBe(2)
  })

  test('I5 a cancelled run ends every task once, in states that stay ended', async () => {
    const { kernel, clock } = setup({}, () => [{ hang: true }])
    const after = (id: string, on: string): Task => ({
      version: '1.0',
      id,
      type: 'deterministic',
      op: 'test.echo',
      dependencies: [on],
      input: { value: { $from: on } },
    })
    // Dependents come before what they depend on in the order of ids.
    const tasks = [modelTask('z'), after('y', 'z'), after('a', 'y')]
    const handle = await kernel.start({ taskgraph: graphOf(tasks, 'a') })
    clock.timer(10, () => handle.cancel())
    const result = await clock.runUntil(handle.result)
    expect(result.telemetry.tasks.map(task => task.status)).toEqual(['cancelled', 'cancelled', 'cancelled'])
    const events = kernel.runs.events(handle.runId, -1, 100)
    for (const id of ['a', 'y', 'z']) {
      const own = events.filter(event => event.task_id === id).map(event => event.type)
      expect(own.at(-1), id).toBe('task.cancelled')
      expect(own.filter(type => type === 'task.cancelled').length).toBe(1)
    }
  })

  test('L5 a name that the model invented stands in the answer to the caller and not in telemetry', async () => {
    const script: Script = () => [...tokensOf({ colour: 'red', 'canary-of-the-prompt': 1 }), { end: 'stop' }]
    const { kernel, clock } = setup({}, script)
    const handle = await kernel.start({ taskgraph: graphOf(one(), 'ask') })
    const result = await clock.runUntil(handle.result)
    expect(result.error?.details.errors?.map(fault => fault.pointer)).toContain('/canary-of-the-prompt')
    const stored = JSON.stringify([result.telemetry, kernel.runs.events(handle.runId, -1, 100), result.error?.message])
    expect(stored).not.toContain('canary')
    expect(stored).toContain('"/*"')
  })
})

describe('what is told of a run', () => {
  test('L4 a run is on record, as queued, before its turn comes, and its id is told no earlier', async () => {
    const clock = new VirtualClock()
    const { connector } = createScriptedConnector({ clock, script: () => [{ hang: true }] })
    const { kernel } = createTestKernel([connector], { clock, maxRuns: 1 })
    const request = { taskgraph: graphOf(one(), 'ask') }
    const first = await kernel.start(request)
    const second = await kernel.start(request)
    await clock.runUntil(second.recorded())
    const states = kernel.runs.list({ limit: 10 }).runs.map(run => [run.run_id, run.status])
    expect(Object.fromEntries(states)).toEqual({ [first.runId]: 'running', [second.runId]: 'queued' })
    expect(kernel.runs.events(second.runId, -1, 10).map(event => event.type)).toEqual([])
    await clock.runUntil(Promise.all([first.result, second.result]))
    expect(kernel.runs.events(second.runId, -1, 1).map(event => event.type)).toEqual(['run.started'])
  })
})

describe('what is told of an attempt', () => {
  test('M3 a model that thinks in circles is stopped long before its budget', async () => {
    const circles: Script = () => Array.from({ length: 5_000 }, () => ({ thinking: 'wait, ' }))
    const result = await setup({}, circles).run(
      one({ budget: { max_tokens: 4_000, max_time_ms: 9_000, max_retries: 0 } }),
    )
    expect(result.error?.details.code).toBe('LOOP')
    expect(result.telemetry.tasks[0]?.thinking_tokens).toBeLessThan(200)
  })

  test('M6 an attempt that was stopped names model and weights as well', async () => {
    const result = await setup({}, () => [{ hang: true }]).run(one())
    expect(result.telemetry.tasks[0]?.attempts[0]).toMatchObject({
      status: 'timeout',
      model_digest: 'sha256:00',
      connector_version: '1.0',
    })
  })
})

describe('a long run', () => {
  test('I11 leaves no listener on any signal and no timer on the clock', async () => {
    const live = new Map<AbortSignal, number>()
    const most = new Map<AbortSignal, number>()
    const { addEventListener, removeEventListener } = AbortSignal.prototype
    const known = new WeakMap<AbortSignal, Set<unknown>>()
    AbortSignal.prototype.addEventListener = function (
      this: AbortSignal,
      ...given: Parameters<typeof addEventListener>
    ) {
      const own = known.get(this) ?? new Set()
      known.set(this, own.add(given[1]))
      live.set(this, own.size)
      most.set(this, Math.max(most.get(this) ?? 0, own.size))
      addEventListener.apply(this, given)
    } as typeof addEventListener
    AbortSignal.prototype.removeEventListener = function (
      this: AbortSignal,
      ...given: Parameters<typeof removeEventListener>
    ) {
      known.get(this)?.delete(given[1])
      live.set(this, known.get(this)?.size ?? 0)
      removeEventListener.apply(this, given)
    } as typeof removeEventListener
    try {
      const script: Script = (_, call) => [
        { wait: 5 },
        ...(call % 3 === 0 ? tokensOf({ colour: 'pink' }) : GOOD),
        ...(call % 7 === 0 ? [{ fail: 'BACKEND_BUSY' } as const] : [{ end: 'stop' } as const]),
      ]
      const { kernel, clock } = setup({}, script)
      const budget = { max_tokens: 200, max_time_ms: 900_000, max_retries: 4 }
      const tasks = Array.from({ length: 150 }, (_, at) => modelTask(`t${at}`, { budget, input: { prompt: `${at}` } }))
      const limits = { max_total_tokens: 100_000, max_total_time_ms: 900_000 }
      const handle = await kernel.start({ taskgraph: graphOf(tasks, 't0', { limits }) })
      const reader = (async () => {
        for await (const _ of handle.events(-1, new AbortController().signal));
      })()
      await clock.runUntil(Promise.all([handle.result, reader]))
      // Ended signals keep what they were told of; what may live on may hold nothing but its last words.
      const left = [...live].filter(([signal, count]) => !signal.aborted && count > 1)
      expect(left.map(([, count]) => count)).toEqual([])
      // One listener for each task under way, and no more with every retry, wait and event.
      expect(Math.max(...most.values())).toBeLessThanOrEqual(tasks.length + 3)
      expect(clock.pending).toBeLessThanOrEqual(2)
    } finally {
      Object.assign(AbortSignal.prototype, { addEventListener, removeEventListener })
    }
  })
})
