import { describe, expect, test } from 'bun:test'
import type { ExecuteResult } from '#contracts/execution'
import type { Task } from '#contracts/task-graph'
import { createScriptedConnector, type Script, type ScriptedOptions, tokensOf } from '#testing/scripted-connector'
import { createTestKernel, graphOf, modelTask } from '#testing/test-kernel'
import { VirtualClock } from '#testing/virtual-clock'

const GOOD = tokensOf({ colour: 'red' })
const good: Script = () => [...GOOD, { end: 'stop' }]

async function runModel(
  script: Script,
  more: Partial<Task> = {},
  options: Partial<ScriptedOptions> & { graph?: object } = {},
) {
  const clock = new VirtualClock()
  const { connector, ledger } = createScriptedConnector({ clock, script, ...options })
  const { kernel } = createTestKernel([connector], { clock })
  const handle = await kernel.start({ taskgraph: graphOf([modelTask('ask', more)], 'ask', options.graph as never) })
  const result: ExecuteResult = await clock.runUntil(handle.result)
  const telemetry = result.telemetry.tasks[0]
  if (!telemetry) throw new Error('no telemetry')
  return { result, telemetry, ledger, clock, kernel }
}

const code = (result: ExecuteResult) => result.error?.details.code

describe('model invocation', () => {
  test('M1 turns a streamed answer into a verified output', async () => {
    const { result, telemetry } = await runModel(good)
    expect(result.final_output).toEqual({ colour: 'red' })
    expect(telemetry).toMatchObject({
      status: 'success',
      tokens_out: GOOD.length,
      validation_status: 'passed',
      retry_count: 0,
    })
    expect(telemetry.attempts[0]).toMatchObject({
      usage_mismatch: false,
      stop_reason: 'stop',
      model_digest: 'sha256:00',
    })
  })

  test('M2 asks a runtime for a schema that is an object, also where the task takes any value', async () => {
    const { result, ledger } = await runModel(good, { schema: true })
    expect(ledger[0]?.request.schema).toEqual({})
    expect(result.final_output).toEqual({ colour: 'red' })
  })

  test('B2 stops a flooding backend at max_tokens', async () => {
    const { result, telemetry, ledger } = await runModel(() => [{ text: 'abc ', times: 1_000_000 }])
    expect(result.error).toMatchObject({
      error_type: 'BUDGET_BREACH',
      details: { code: 'TOKEN_BUDGET', breach_type: 'TOKENS' },
    })
    expect(telemetry.tokens_out).toBe(50)
    expect(telemetry.breach).toMatchObject({ breach_type: 'TOKENS', limit: 50, used: 50 })
    expect(ledger[0]?.tokensSent).toBeLessThanOrEqual(52)
    expect(ledger[0]?.closedAtMs).not.toBeNull()
  })

  test('B2 counts a flood inside one frame', async () => {
    const { telemetry, result } = await runModel(() => [{ text: `{"colour":"${'r'.repeat(100_000)}` }, { end: 'stop' }])
    expect(code(result)).toBe('TOKEN_BUDGET')
    expect(telemetry.tokens_out).toBe(50)
  })

  test('B2 takes an answer that ends exactly at the limit', async () => {
    const { result, telemetry } = await runModel(good, {
      budget: { max_tokens: GOOD.length, max_time_ms: 1_000, max_retries: 0 },
    })
    expect(result.status).toBe('success')
    expect(telemetry.purse_left?.tokens).toBe(0)
  })

  test('B2 takes a complete answer at the limit although its end mark never comes', async () => {
    const { result } = await runModel(() => [...GOOD, { hang: true }], {
      budget: { max_tokens: GOOD.length, max_time_ms: 1_000, max_retries: 0 },
    })
    expect(result.status).toBe('success')
  })

  test('B1 books the larger of counted and reported, clamps it and marks the mismatch', async () => {
    const lie: Script = () => [...GOOD, { end: 'stop', usage: { tokensOut: 9_999 } }]
    const { result, telemetry } = await runModel(lie)
    expect(result.status).toBe('success')
    expect(telemetry.tokens_out).toBe(50)
    expect(telemetry.attempts[0]).toMatchObject({ usage_mismatch: true, tokens_out_reported: 9_999, tokens_out: 50 })
    const modest = await runModel(() => [...GOOD, { end: 'stop', usage: { tokensOut: 0 } }])
    expect(modest.telemetry.attempts[0]).toMatchObject({ usage_mismatch: true, tokens_out: GOOD.length })
  })

  test('B3 ends a hanging backend at max_time_ms, queue and generation together', async () => {
    const { result, telemetry, ledger } = await runModel(() => [{ hang: true }])
    expect(result.error).toMatchObject({ error_type: 'TIMEOUT', details: { code: 'TIME_BUDGET', breach_type: 'TIME' } })
    expect(telemetry.status).toBe('timeout')
    expect(telemetry.duration_ms).toBeGreaterThanOrEqual(1_000)
    expect(telemetry.duration_ms).toBeLessThanOrEqual(1_050)
    expect(ledger[0]?.aborted).toBe(true)
  })

  test('B3 ends a dripping backend at max_time_ms', async () => {
    const { result, telemetry } = await runModel(() => [{ text: 'x', times: 40, everyMs: 100 }])
    expect(result.error?.error_type).toBe('TIMEOUT')
    expect(telemetry.tokens_out).toBeLessThanOrEqual(10)
  })

  for (const retries of [0, 1, 2, 5]) {
    test(`B4 makes exactly ${retries + 1} calls with max_retries ${retries}`, async () => {
      const { result, telemetry, ledger } = await runModel(() => [...tokensOf({ colour: 'pink' }), { end: 'stop' }], {
        budget: { max_tokens: 500, max_time_ms: 9_000, max_retries: retries },
      })
      expect(ledger.length).toBe(retries + 1)
      expect(telemetry.attempts.length).toBe(retries + 1)
      expect(result.error).toMatchObject({ error_type: 'VALIDATION_ERROR', details: { code: 'OUTPUT_REJECTED' } })
      expect(result.error?.details.breach_type).toBe(retries > 0 ? 'RETRIES' : undefined)
    })
  }

  test('M5 sends a repair turn with the failing pointer, and takes the mended answer', async () => {
    const { result, ledger } = await runModel(
      (_, call) => [...tokensOf({ colour: call === 0 ? 'pink' : 'blue' }), { end: 'stop' }],
      { budget: { max_tokens: 100, max_time_ms: 1_000, max_retries: 1 } },
    )
    expect(result.final_output).toEqual({ colour: 'blue' })
    const repair = ledger[1]?.request.messages.at(-1)
    expect(repair?.role).toBe('user')
    expect(repair?.content).toContain('/colour')
    expect(ledger[1]?.request.maxTokens).toBe(100 - tokensOf({ colour: 'pink' }).length)
  })

  test('M5 tries again after a truncated stream and not after a missing model', async () => {
    const budget = { max_tokens: 100, max_time_ms: 5_000, max_retries: 3 }
    const cut = await runModel(
      (_, call) => (call === 0 ? [{ text: '{"co' }, { fail: 'UPSTREAM_TRUNCATED' }] : [...GOOD, { end: 'stop' }]),
      { budget },
    )
    expect(cut.result.status).toBe('success')
    expect(cut.telemetry.attempts.map(attempt => attempt.code)).toEqual(['UPSTREAM_TRUNCATED', null])
    const missing = await runModel(() => [{ fail: 'MODEL_NOT_FOUND' }], { budget })
    expect(missing.ledger.length).toBe(1)
    expect(code(missing.result)).toBe('MODEL_NOT_FOUND')
  })

  test('M5 on_fail "fail" makes one call whatever the budget allows', async () => {
    const { ledger } = await runModel(() => [{ text: 'no' }, { end: 'stop' }], {
      on_fail: 'fail',
      budget: { max_tokens: 100, max_time_ms: 1_000, max_retries: 3 },
    })
    expect(ledger.length).toBe(1)
  })

  test('M3 cuts endless white space after a complete answer and succeeds', async () => {
    const { result, telemetry } = await runModel(() => [...GOOD, { text: '\t', times: 1_000_000 }])
    expect(result.final_output).toEqual({ colour: 'red' })
    expect(telemetry.tokens_out).toBeLessThan(GOOD.length + 5)
  })

  test('M3 cuts a loop early, labels it and books what it cost', async () => {
    const { result, telemetry } = await runModel(() => [{ text: '{"colour":"' }, { text: 'ha', times: 1_000_000 }], {
      budget: { max_tokens: 5_000, max_time_ms: 1_000, max_retries: 0 },
    })
    expect(result.error).toMatchObject({ error_type: 'EXECUTION_FAILURE', details: { code: 'LOOP' } })
    expect(telemetry.tokens_out).toBeGreaterThan(10)
    expect(telemetry.tokens_out).toBeLessThan(100)
  })

  test('M4 counts thinking text and keeps it out of the output', async () => {
    const { result, telemetry } = await runModel(() => [{ thinking: 'hm, ', tokens: 3 }, ...GOOD, { end: 'stop' }])
    expect(result.final_output).toEqual({ colour: 'red' })
    expect(telemetry.thinking_tokens).toBe(3)
    expect(telemetry.tokens_out).toBe(GOOD.length + 3)
  })

  test('B7 refuses a prompt that does not fit before any call', async () => {
    const counted = await runModel(good, {}, { contextTokens: 100, countTokens: () => 100 })
    expect(code(counted.result)).toBe('CONTEXT_OVERFLOW')
    expect(counted.ledger.length).toBe(0)
    const huge = await runModel(good, { input: { prompt: 'x'.repeat(10_000) } }, { contextTokens: 100 })
    expect(huge.result.error).toMatchObject({ error_type: 'VALIDATION_ERROR', details: { code: 'CONTEXT_OVERFLOW' } })
    expect(huge.ledger.length).toBe(0)
  })

  test('V1 never trusts an answer that is prose, fenced prose, two values or almost right', async () => {
    for (const text of [
      'Sure! The colour is red.',
      '{"colour":"red"} {"colour":"red"}',
      '{"colour":"red","extra":1}',
      '{"colour":"red"',
      '"red"',
      '',
    ]) {
      const { result } = await runModel(() => [...(text === '' ? [] : [{ text }]), { end: 'stop' }])
      expect(result.status, text).toBe('failed')
      expect(result.error?.error_type, text).toBe('VALIDATION_ERROR')
      expect(result.final_output, text).toBeNull()
    }
    const fenced = await runModel(() => [{ text: '```json\n{"colour":"red"}\n```' }, { end: 'stop' }])
    expect(fenced.result.final_output).toEqual({ colour: 'red' })
  })

  test('V2 names each failing pointer, what was expected and what came', async () => {
    const { result } = await runModel(() => [...tokensOf({ colour: 7, more: true }), { end: 'stop' }])
    const faults = result.error?.details.errors ?? []
    expect(faults.map(fault => fault.pointer)).toContain('/colour')
    expect(faults.every(fault => fault.message.includes('xpected'))).toBe(true)
  })

  test('N2 treats a stream without its end mark as an error', async () => {
    const { result } = await runModel(() => GOOD)
    expect(code(result)).toBe('UPSTREAM_TRUNCATED')
  })

  test('M1 turns a crash inside a connector into a classified failure without its text', async () => {
    const { result } = await runModel(() => [{ crash: 'secret-canary' }])
    expect(result.error).toMatchObject({ error_type: 'EXECUTION_FAILURE', details: { code: 'BACKEND_ERROR' } })
    expect(JSON.stringify(result)).not.toContain('secret-canary')
  })

  test('E1 takes the declared steps in order, each with its share, and no other model', async () => {
    const { result, ledger, telemetry } = await runModel(
      request => (request.model === 'big' ? [...GOOD, { end: 'stop' }] : [{ hang: true }]),
      {
        on_fail: 'escalate',
        model: { connector: 'scripted', model: 'small', escalate_to: [{ connector: 'scripted', model: 'big' }] },
        budget: { max_tokens: 60, max_time_ms: 1_000, max_retries: 1 },
      },
    )
    expect(result.status).toBe('success')
    expect(ledger.map(entry => entry.request.model)).toEqual(['small', 'big'])
    expect(ledger[0]?.request.maxTokens).toBe(30)
    expect(telemetry.attempts[0]).toMatchObject({ code: 'TIME_BUDGET', status: 'timeout' })
    expect(telemetry.duration_ms).toBeLessThan(1_000)
  })

  test('E4 draws samples inside one purse and votes', async () => {
    const answers = ['red', 'blue', 'blue']
    const { result, ledger, telemetry } = await runModel(
      (_, call) => [...tokensOf({ colour: answers[call] }), { end: 'stop' }],
      {
        model: { connector: 'scripted', model: 'm', samples: 3 },
        budget: { max_tokens: 90, max_time_ms: 1_000, max_retries: 2 },
      },
    )
    expect(result.final_output).toEqual({ colour: 'blue' })
    expect(new Set(ledger.map(entry => entry.request.sampler.seed)).size).toBe(3)
    expect(telemetry.route).toMatchObject({ samples: 3, drawn: 3, distinct: 2 })
    expect(telemetry.attempts.length).toBe(3)
  })

  test('E3 answers an exact repeat from the cache without a call', async () => {
    const clock = new VirtualClock()
    const { connector, ledger } = createScriptedConnector({ clock, script: good })
    const { kernel } = createTestKernel([connector], { clock })
    const graph = graphOf([modelTask('ask', { cache: 'exact' })], 'ask')
    for (const expected of ['miss', 'hit']) {
      const result = await clock.runUntil((await kernel.start({ taskgraph: graph })).result)
      expect(result.telemetry.tasks[0]?.cache).toBe(expected as 'hit')
      expect(result.final_output).toEqual({ colour: 'red' })
    }
    expect(ledger.length).toBe(1)
  })

  test('X4 cancel closes the call, frees the slot and accepts nothing partial', async () => {
    const clock = new VirtualClock()
    const { connector, ledger } = createScriptedConnector({
      clock,
      script: () => [{ text: '{"colour":' }, { hang: true }],
      slots: 1,
    })
    const { kernel } = createTestKernel([connector], { clock })
    const handle = await kernel.start({ taskgraph: graphOf([modelTask('ask')], 'ask') })
    clock.timer(100, () => handle.cancel())
    const result = await clock.runUntil(handle.result)
    expect(result.status).toBe('cancelled')
    expect(result.outputs).toEqual({})
    expect(result.telemetry.tasks[0]?.status).toBe('cancelled')
    expect(ledger[0]?.closedAtMs).toBeLessThan(1_100)
    const next = await kernel.start({
      taskgraph: graphOf([modelTask('ask', { budget: { max_tokens: 5, max_time_ms: 50, max_retries: 0 } })], 'ask'),
    })
    await clock.runUntil(next.result)
    expect(ledger.length).toBe(2)
  })

  test('X1 makes calls wait for a slot and counts the wait as time of the task', async () => {
    const clock = new VirtualClock()
    const { connector } = createScriptedConnector({
      clock,
      script: () => [{ wait: 400 }, ...GOOD, { end: 'stop' }],
      slots: 1,
    })
    const { kernel } = createTestKernel([connector], { clock })
    const tasks = ['a', 'b', 'c'].map(id => modelTask(id))
    const collect: Task = {
      version: '1.0',
      id: 'all',
      type: 'aggregation',
      op: 'agg.collect',
      dependencies: ['a', 'b', 'c'],
      input: { items: [{ $from: 'a' }, { $from: 'b' }, { $from: 'c' }] },
    }
    const result = await clock.runUntil((await kernel.start({ taskgraph: graphOf([...tasks, collect], 'all') })).result)
    const statuses = result.telemetry.tasks.filter(task => task.task_type === 'model').map(task => task.status)
    expect(statuses).toEqual(['success', 'success', 'timeout'])
    expect(result.telemetry.tasks.find(task => task.task_id === 'b')?.queue_ms).toBeGreaterThanOrEqual(400)
  })

  test('B5 keeps parallel tasks under the limits of the graph', async () => {
    const clock = new VirtualClock()
    const { connector, ledger } = createScriptedConnector({
      clock,
      script: () => [{ text: 'x ', times: 1_000, everyMs: 1 }],
    })
    const { kernel } = createTestKernel([connector], { clock })
    const ids = ['a', 'b', 'c', 'd', 'e']
    const collect: Task = {
      version: '1.0',
      id: 'all',
      type: 'aggregation',
      op: 'agg.collect',
      dependencies: ids,
      optional: ids,
      input: { items: ids.map(id => ({ $from: id })) },
    }
    const limits = { max_total_tokens: 120, max_model_calls: 4 }
    const graph = graphOf([...ids.map(id => modelTask(id)), collect], 'all', { limits })
    const result = await clock.runUntil((await kernel.start({ taskgraph: graph })).result)
    expect(result.telemetry.summary.total_tokens.out).toBeLessThanOrEqual(120)
    expect(ledger.length).toBeLessThanOrEqual(4)
    expect(result.error).toBeUndefined()
    expect(result.final_output).toEqual({ items: [null, null, null, null, null] })
  })

  test('B6 a call beyond max_model_calls is a typed breach', async () => {
    const { result, telemetry, ledger } = await runModel(good, {}, { graph: { limits: { max_model_calls: 0 } } })
    expect(result.error).toMatchObject({
      error_type: 'BUDGET_BREACH',
      details: { code: 'CALL_LIMIT', breach_type: 'CALLS', stage: 'MODEL_INVOCATION', purse: { tokens: 50 } },
    })
    expect(telemetry.breach?.breach_type).toBe('CALLS')
    expect(ledger.length).toBe(0)
  })

  test('C2 refuses a graph whose certificate exceeds the quota of the session', async () => {
    const clock = new VirtualClock()
    const { connector } = createScriptedConnector({ clock, script: good })
    const { kernel } = createTestKernel([connector], { clock, quota: { max_total_tokens: 49 } })
    expect(kernel.start({ taskgraph: graphOf([modelTask('ask')], 'ask') })).rejects.toMatchObject({
      code: 'QUOTA_EXCEEDED',
    })
  })

  test('X2 a deterministic-only run calls no model and says so', async () => {
    const clock = new VirtualClock()
    const { connector, ledger } = createScriptedConnector({ clock, script: good })
    const { kernel } = createTestKernel([connector], { clock })
    const handle = await kernel.start({ taskgraph: graphOf([modelTask('ask')], 'ask'), deterministicOnly: true })
    const result = await clock.runUntil(handle.result)
    expect(code(result)).toBe('MODEL_NEEDED')
    expect(ledger.length).toBe(0)
  })

  test('M1 without a model the run fails with the cure', async () => {
    const { kernel, clock } = createTestKernel([])
    const { model: _, ...task } = modelTask('ask')
    const result = await clock.runUntil((await kernel.start({ taskgraph: graphOf([task], 'ask') })).result)
    expect(result.error).toMatchObject({ error_type: 'EXECUTION_FAILURE', details: { code: 'BACKEND_UNAVAILABLE' } })
    const { message, details } = result.error!
    // The sentence says what is the matter, the hint the cure, and the cure is told once.
    expect([message.includes('kora models pull'), details.hint?.includes('kora models pull')]).toEqual([false, true])
  })
})
