import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { ModelCapabilities } from '#contracts/connector-port'
import type { ModelOptions, Task } from '#contracts/task-graph'
import { createScriptedConnector, type Script, type Step, tokensOf } from '#testing/scripted-connector'
import { createTestKernel, graphOf, modelTask } from '#testing/test-kernel'
import { VirtualClock } from '#testing/virtual-clock'

const CHOOSES: Partial<ModelCapabilities> = { plans: 'all', probabilities: 'all' }
const MODEL = { connector: 'scripted', model: 'm' }
const choice = (logProbabilities: number[], contentFree = [-1, -1, -1], pointer = '/colour') => ({
  pointer,
  logProbabilities,
  contentFree,
})
const answer = (colour: string): Step => ({ text: `{"colour": "${colour}"}`, tokens: 2 })

async function run(
  script: Script,
  options: { capabilities?: object; model?: Partial<ModelOptions>; task?: Partial<Task> } = {},
) {
  const clock = new VirtualClock()
  const { connector, ledger } = createScriptedConnector({
    clock,
    script,
    capabilities: options.capabilities ?? CHOOSES,
  })
  const { kernel } = createTestKernel([connector], { clock })
  const graph = graphOf([modelTask('ask', { model: { ...MODEL, ...options.model }, ...options.task })], 'ask')
  const certificate = (await kernel.plan({ taskgraph: graph })).certificate
  const result = await clock.runUntil((await kernel.start({ taskgraph: graph })).result)
  const telemetry = result.telemetry.tasks[0]
  if (!telemetry) throw new Error('no telemetry')
  return { result, telemetry, attempts: telemetry.attempts, ledger, certificate }
}

describe('choices and skeletons', () => {
  test('M8 takes the option whose likelihood gained most by the content, and books what was evaluated for it', async () => {
    const script: Script = () => [answer('blue'), { end: 'stop', choices: [choice([-1, -4, -2], [-1, -4, -9])] }]
    const { result, telemetry, attempts, ledger } = await run(script)
    expect(result.final_output).toEqual({ colour: 'blue' })
    expect(telemetry).toMatchObject({ tokens_out: 2, retry_count: 0, validation_status: 'passed' })
    expect(attempts[0]).toMatchObject({ decode: 'choice', choices: [{ pointer: '/colour', chosen: 2 }] })
    const { probabilities = [], margin = 0 } = attempts[0]?.choices?.[0] ?? {}
    expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1)
    expect(margin).toBeCloseTo(probabilities[2]! - probabilities[0]!)
    expect(ledger[0]?.request.plan?.parts).toEqual([
      { kind: 'forced', text: '{"colour": ' },
      { kind: 'choice', pointer: '/colour', options: ['"red"', '"green"', '"blue"'] },
      { kind: 'forced', text: '}' },
    ])
    expect(ledger[0]?.request.plan?.contentFree.map(messages => messages.at(-1)?.content)).toEqual([
      'N/A',
      '[MASK]',
      '',
    ])
  })

  test('M8 ties go by the order of the schema', async () => {
    const script: Script = () => [answer('red'), { end: 'stop', choices: [choice([-3, -3, -3])] }]
    expect((await run(script)).result.final_output).toEqual({ colour: 'red' })
  })

  test('M8 the values that references insert are the content, and worked examples set the spacing', async () => {
    const input = {
      messages: [
        { role: 'user', content: 'Sort by {{rule}}: {{text}}' },
        { role: 'assistant', content: '{"colour":"red"}' },
        { role: 'user', content: 'Sort by {{rule}}: {{text}}' },
      ],
      rule: 'hue',
      text: { $literal: 'a rose' },
    }
    const script: Script = () => [
      { text: '{"colour":"red"}', tokens: 1 },
      { end: 'stop', choices: [choice([-1, -2, -3])] },
    ]
    const { ledger, result } = await run(script, { task: { input } })
    expect(result.status).toBe('success')
    expect(ledger[0]?.request.plan?.contentFree[0]?.at(-1)?.content).toBe('Sort by N/A: N/A')
    expect(ledger[0]?.request.plan?.parts[0]).toEqual({ kind: 'forced', text: '{"colour":' })
  })

  test('M8 an answer that its likelihoods do not give is refused and written instead', async () => {
    const script: Script = (_, call) =>
      call === 0
        ? [answer('green'), { end: 'stop', choices: [choice([-1, -2, -3])] }]
        : [...tokensOf({ colour: 'red' }), { end: 'stop' }]
    const { result, attempts } = await run(script, {
      task: { budget: { max_tokens: 50, max_time_ms: 1_000, max_retries: 1 } },
    })
    expect(result.final_output).toEqual({ colour: 'red' })
    expect(attempts.map(({ code, decode }) => [code, decode])).toEqual([
      ['UPSTREAM_PROTOCOL', 'choice'],
      [null, 'write'],
    ])
  })

  test('M8 without probabilities the model writes, and telemetry says why', async () => {
    const script: Script = () => [...tokensOf({ colour: 'red' }), { end: 'stop' }]
    const { attempts, ledger } = await run(script, { capabilities: {} })
    expect(ledger[0]?.request.plan).toBeNull()
    expect(attempts[0]).toMatchObject({
      decode: 'write',
      decode_note: 'The runtime gives no probabilities to choose by.',
    })
  })

  test('M8 a runtime that writes all the same is believed only in its reason', async () => {
    const script: Script = () => [
      ...tokensOf({ colour: 'red' }),
      { end: 'stop', writtenBecause: 'The options are too long.' },
    ]
    expect((await run(script)).attempts[0]).toMatchObject({ decode: 'write', decode_note: 'The options are too long.' })
    const forced = await run(script, { model: { decode: 'choice' } })
    expect(forced.result.error?.details.code).toBe('SCHEMA_NOT_DECODABLE')
  })

  test('M5 M8 what was written although it had a plan, and was rejected, is written again', async () => {
    const script: Script = (_, call) => [
      ...tokensOf({ colour: call === 0 ? 'pink' : 'red' }),
      { end: 'stop', ...(call === 0 ? { writtenBecause: 'The options are too long.' } : {}) },
    ]
    const { result, ledger, attempts } = await run(script, {
      capabilities: { plans: 'choices', probabilities: 'top' },
      task: { budget: { max_tokens: 50, max_time_ms: 1_000, max_retries: 1 } },
    })
    expect(result.final_output).toEqual({ colour: 'red' })
    expect(ledger.map(entry => entry.request.plan === null)).toEqual([false, true])
    expect(attempts[1]).toMatchObject({ decode: 'write', decode_note: 'The options are too long.' })
  })

  test('B4 M8 an evaluation that decides nothing is a call and no attempt, and stands in the certificate', async () => {
    const script: Script = (_, call) =>
      call === 0 ? [{ fail: 'SCHEMA_NOT_DECODABLE' }] : [...tokensOf({ colour: 'red' }), { end: 'stop' }]
    const { result, telemetry, attempts, ledger, certificate } = await run(script, {
      capabilities: { plans: 'choices', probabilities: 'top' },
    })
    expect(result.final_output).toEqual({ colour: 'red' })
    expect(ledger.map(entry => entry.request.plan === null)).toEqual([false, true])
    expect(telemetry).toMatchObject({ retry_count: 0, purse_left: { attempts: 0 } })
    expect(attempts[1]).toMatchObject({ decode: 'write', decode_note: 'scripted SCHEMA_NOT_DECODABLE' })
    expect(certificate?.max_model_calls).toBe(2)
  })

  test('B4 M8 a connector that can never decide is asked once to', async () => {
    const { result, ledger } = await run(() => [{ fail: 'SCHEMA_NOT_DECODABLE' }], {
      capabilities: { plans: 'choices', probabilities: 'top' },
      task: { budget: { max_tokens: 50, max_time_ms: 1_000, max_retries: 2 } },
    })
    expect(result.error?.details.code).toBe('SCHEMA_NOT_DECODABLE')
    expect(ledger.length).toBe(2)
  })

  test('M8 decode "choice" fails with its reason where no choice can be made', async () => {
    const none = await run(() => [{ end: 'stop' }], { capabilities: {}, model: { decode: 'choice' } })
    expect(none.ledger.length).toBe(0)
    expect(none.result.error?.details.code).toBe('SCHEMA_NOT_DECODABLE')
  })

  test('E1 M8 a choice without the wished margin goes to the next declared model, and fails without one', async () => {
    const script: Script = request => [
      answer(request.model === 'm' ? 'red' : 'blue'),
      { end: 'stop', choices: [request.model === 'm' ? choice([-1, -1.1, -5]) : choice([-5, -5, -1])] },
    ]
    const unsure = await run(script, { model: { min_margin: 0.5 } })
    expect(unsure.result.error).toMatchObject({ error_type: 'VALIDATION_ERROR', details: { code: 'CHOICE_UNSURE' } })
    expect(unsure.attempts[0]?.choices?.[0]?.margin).toBeLessThan(0.5)
    const { result, attempts } = await run(script, {
      model: { min_margin: 0.5, escalate_to: [{ model: 'scripted/larger' }] },
      task: { on_fail: 'escalate', budget: { max_tokens: 50, max_time_ms: 1_000, max_retries: 1 } },
    })
    expect(result.final_output).toEqual({ colour: 'blue' })
    expect(attempts.map(({ model, code }) => [model, code])).toEqual([
      ['m', 'CHOICE_UNSURE'],
      ['larger', null],
    ])
  })

  test('M8 decode "write", samples and stop texts leave the answer to the model', async () => {
    const script: Script = () => [...tokensOf({ colour: 'red' }), { end: 'stop' }]
    for (const model of [{ decode: 'write' as const }, { samples: 2 }, { stop: ['x'] }]) {
      const task = { budget: { max_tokens: 50, max_time_ms: 1_000, max_retries: 2 } }
      const { ledger, attempts } = await run(script, { model, task })
      expect(ledger[0]?.request.plan).toBeNull()
      expect(attempts[0]?.decode_note).toBeUndefined()
    }
  })

  test('M9 a schema that allows one value is answered by it: no call is made, none is certified, and the route says why', async () => {
    const only = { type: 'object', properties: { kind: { const: 'letter' } }, required: ['kind'] }
    const schema = { ...only, additionalProperties: false }
    const { result, telemetry, ledger, certificate } = await run(() => [answer('red')], { task: { schema } })
    expect(result.final_output).toEqual({ kind: 'letter' })
    expect(ledger).toHaveLength(0)
    expect(telemetry).toMatchObject({
      attempts: [],
      tokens_out: 0,
      validation_status: 'passed',
      route: { reason: 'only_value' },
    })
    expect(certificate).toMatchObject({ max_model_calls: 0, max_output_tokens: 0, max_prompt_tokens: 0 })
    // Whoever asks for writing gets a call.
    const written = await run(() => [{ text: '{"kind": "letter"}', tokens: 4 }, { end: 'stop' }], {
      task: { schema },
      model: { decode: 'write' },
    })
    expect(written.ledger).toHaveLength(1)
  })

  test('M9 forced text costs no token, and a refused answer is written the next time', async () => {
    const schema = {
      type: 'object',
      properties: { a_long_name_of_a_member: { type: 'string', maxLength: 4 }, tone: { enum: ['warm', 'cold'] } },
      required: ['a_long_name_of_a_member', 'tone'],
    }
    const script: Script = (_, call) => {
      const value = call === 0 ? 'much too long' : 'fits'
      return [
        { text: '{"a_long_name_of_a_member": "', tokens: 0 },
        { text: `${value}"`, tokens: 2 },
        { text: ', "tone": ', tokens: 0 },
        { text: '"cold"', tokens: 1 },
        { text: '}', tokens: 0 },
        { end: 'stop', choices: [choice([-2, -1], [-1, -1], '/tone')] },
      ]
    }
    const { result, attempts } = await run(script, {
      task: { schema, budget: { max_tokens: 20, max_time_ms: 1_000, max_retries: 1 } },
    })
    expect(result.final_output).toEqual({ a_long_name_of_a_member: 'fits', tone: 'cold' })
    expect(attempts[0]).toMatchObject({ decode: 'skeleton', code: 'OUTPUT_REJECTED', tokens_out: 3 })
    expect(attempts[1]).toMatchObject({ decode: 'write', decode_note: 'The planned answer was refused.' })
  })

  test('B2 M9 text beyond what the plan forces is counted by its bytes, whatever the connector says', async () => {
    const script: Script = () => [{ text: `{"colour": "${'r'.repeat(100_000)}`, tokens: 0 }, { end: 'stop' }]
    const { result, telemetry } = await run(script)
    expect(result.error?.details.code).toBe('TOKEN_BUDGET')
    expect(telemetry.tokens_out).toBe(50)
  })

  test('I1 I4 C1 M8 whatever a planning runtime does, no run costs more than its certificate, and no output is unchecked', async () => {
    const moves: readonly Step[][] = [
      [answer('blue'), { end: 'stop', choices: [choice([-9, -9, -1])] }],
      [answer('green'), { end: 'stop', choices: [choice([-9, -9, -1])] }],
      [answer('pink'), { end: 'stop' }],
      [answer('blue'), { end: 'stop', choices: [choice([Number.NaN, -1])] }],
      [...tokensOf({ colour: 'red' }), { end: 'stop', usage: { tokensIn: 1_000_000, tokensOut: 1_000_000 } }],
      [{ text: 'x', tokens: 0, times: 10_000 }, { end: 'stop' }],
      [{ text: '{"colour": ', tokens: 0 }, { text: '"red"', tokens: 900 }, { end: 'stop' }],
      [{ fail: 'SCHEMA_NOT_DECODABLE' }],
      [{ fail: 'BACKEND_ERROR' }],
      [{ end: 'stop', writtenBecause: 'no' }],
      [{ hang: true }],
    ]
    const move = fc.integer({ min: 0, max: moves.length - 1 })
    const decode = fc.constantFrom<'auto' | 'choice' | 'write'>('auto', 'choice', 'write')
    const probabilities = fc.constantFrom('all', 'top')
    const calls = fc.array(move, { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(calls, decode, probabilities, fc.nat(3), async (course, decoded, told, retries) => {
        const budget = { max_tokens: 40, max_time_ms: 1_000, max_retries: retries }
        const { result, telemetry, ledger, certificate } = await run(
          (_, call) => moves[course[call % course.length]!]!,
          { capabilities: { plans: 'choices', probabilities: told }, model: { decode: decoded }, task: { budget } },
        )
        expect(ledger.length).toBeLessThanOrEqual(certificate?.max_model_calls ?? 0)
        expect(telemetry.retry_count).toBeLessThanOrEqual(retries)
        expect(telemetry.tokens_out).toBeLessThanOrEqual(40)
        expect(telemetry.tokens_in).toBeLessThanOrEqual(certificate?.max_prompt_tokens ?? 0)
        expect(telemetry.duration_ms).toBeLessThanOrEqual(1_050)
        if (result.status === 'success')
          expect(['red', 'green', 'blue']).toContain((result.final_output as never)['colour'])
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})
