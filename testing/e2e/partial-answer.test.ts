/** A message that rules answer in part, where the model of the rest is away, broken or stopped: what is exact is not lost with it. */
import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import OpenAI from 'openai'
import type { ChatAnswer, ChatPage } from '#contracts/chat'
import type { ExecuteResult } from '#contracts/execution'
import type { Step } from '#testing/fake-backend/scenario'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { type StudioProcess, startStudio } from './studio-process.ts'

const MESSAGE = '12*12 and who wrote Hamlet?'
const EXACT = { text: '144 — 12 × 12', facts: [{ value: 144, exact: '144' }], missing: 'who wrote Hamlet?' }

let home: string
let studio: StudioProcess
let fake: FakeBackend | null

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kora-partial-'))
  fake = null
})
afterEach(async () => {
  await studio.kill('SIGKILL')
  await fake?.stop()
  rmSync(home, { recursive: true })
})

const json = async <T>(response: Response): Promise<T> => {
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}
const say = (body: object): Promise<ChatAnswer> =>
  studio.call('/chat', { body: { api_version: '1.0', message: MESSAGE, ...body } }).then(json<ChatAnswer>)

describe('a hybrid whose model gives no answer', () => {
  test('X3 without any model the run fails, tells its exact part, what is missing and once how to get a model', async () => {
    studio = await startStudio({ home })
    const result = await studio
      .call('/execute', { body: { api_version: '1.0', message: MESSAGE } })
      .then(json<ExecuteResult>)
    expect([result.status, result.final_output, result.partial_output]).toEqual(['failed', null, EXACT])
    const { message, details } = result.error!
    expect([details.code, `${message} ${details.hint}`.split('kora models pull').length]).toEqual([
      'BACKEND_UNAVAILABLE',
      2,
    ])
    const { run_id: runId } = result.execution_metadata
    expect((await studio.status(runId)).result?.partial_output).toEqual(EXACT)
  })

  for (const stream of [false, true])
    test(`X3 a client of OpenAI finds the exact part in the error, ${stream ? 'streamed' : 'plain'}`, async () => {
      studio = await startStudio({ home })
      const client = new OpenAI({ baseURL: `${studio.url}/v1`, apiKey: studio.token, maxRetries: 0 })
      const asked = client.chat.completions.create({
        model: 'kora',
        messages: [{ role: 'user', content: MESSAGE }],
        stream,
      })
      const error: unknown = await asked.then(
        () => null,
        (cause: unknown) => cause,
      )
      expect(error).toMatchObject({ status: 503, code: 'BACKEND_UNAVAILABLE', error: { partial_output: EXACT } })
    })

  test('X3 L4 a chat keeps the exact part of a failed answer over a restart, and its export has it', async () => {
    studio = await startStudio({ home })
    const { chat } = await say({})
    await studio.kill('SIGKILL')
    studio = await startStudio({ home })
    const { messages } = await studio.call(`/chats/${chat.chat_id}`).then(json<ChatPage>)
    expect(messages[1]).toMatchObject({
      status: 'failed',
      text: EXACT.text,
      unverified: false,
      missing: EXACT.missing,
      run: { status: 'failed', model_invocation_count: 0 },
    })
    const file = await studio.call(`/chats/${chat.chat_id}/export?format=markdown`)
    expect(await file.text()).toContain(EXACT.text)
  })

  const CAUSES: readonly { readonly code: string; readonly steps: readonly Step[]; readonly options?: object }[] = [
    { code: 'TIME_BUDGET', steps: [{ hang: true }], options: { max_time_ms: 500 } },
    { code: 'TOKEN_BUDGET', steps: [{ endless: 'tokens' }], options: { max_tokens: 8 } },
    { code: 'BACKEND_ERROR', steps: [{ status: 500, body: { error: 'out of memory' } }] },
    { code: 'OUTPUT_NOT_JSON', steps: [{ text: '{"text":"No end' }, { end: 'stop' }] },
  ]
  for (const { code, steps, options } of CAUSES) {
    test(`X3 the exact part outlives a model that ends in ${code}`, async () => {
      fake = await startFakeBackend()
      fake.script('m', steps)
      studio = await startStudio({ home, ollamaUrl: fake.url, config: { default_model: 'ollama/m' } })
      const { answer, result } = await say({ options: { max_retries: 0, ...options } })
      expect(answer).toMatchObject({
        status: 'failed',
        text: EXACT.text,
        missing: EXACT.missing,
        error: { details: { code } },
      })
      expect(result?.partial_output).toEqual(EXACT)
    })
  }

  test('X4 an answer that is stopped keeps its exact part, before what the model had written', async () => {
    fake = await startFakeBackend()
    fake.script('m', [{ text: '{"text":"William ' }, { hang: true }])
    studio = await startStudio({ home, ollamaUrl: fake.url, config: { default_model: 'ollama/m' } })
    const { chat, answer } = await say({ detach: true })
    while (fake.ledger.calls.length === 0) await Bun.sleep(10)
    await studio.call(`/chats/${chat.chat_id}/stop`, { body: {} }).then(json<unknown>)
    await studio.ended(answer.run_id ?? '')
    const { messages } = await studio.call(`/chats/${chat.chat_id}`).then(json<ChatPage>)
    expect(messages[1]).toMatchObject({ status: 'cancelled', missing: EXACT.missing })
    expect(messages[1]!.text.split('\n\n')[0]).toBe(EXACT.text)
  })
})
