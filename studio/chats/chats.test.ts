import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import { Chat, ChatAnswer, ChatList, ChatPage, type Message } from '#contracts/chat'
import type { Failure } from '#contracts/failure'
import type { PlannerRule } from '#contracts/planner-port'
import { systemClock } from '#machine/system-clock'
import { systemRandom } from '#machine/system-random'
import { type Harness, startHarness } from '#studio/api/api-harness'
import { watchFrames } from '#testing/e2e/studio-process'
import { createFileKernel, type FileKernel } from '#testing/file-kernel'
import { createScriptedConnector, type LedgerEntry, type Step, tokensOf } from '#testing/scripted-connector'
import { constructMessage } from '../planner/construct-message.ts'

let folder: string
let own: FileKernel
let server: Harness
let ledger: readonly LedgerEntry[]
let script: (call: number) => readonly Step[]
let contextTokens: number

/** One rule that answers "echo ...": the rest goes to the model. */
const RULE: PlannerRule = {
  id: 'echo',
  reason: 'Gives back what follows echo.',
  order: 1,
  examples: { yes: ['echo a'], no: ['a'] },
  match: ({ message }) =>
    message.startsWith('echo ')
      ? [
          {
            span: [0, message.length],
            tasks: [
              {
                key: 'same',
                name: 'Say it',
                op: 'text.normalize',
                input: { text: message.slice(5) },
                dependencies: [],
              },
            ],
            answer: 'same',
            reply: { template: '{{value}}', values: { value: { pointer: '/text' } } },
          },
        ]
      : [],
}
const BUDGET = { max_tokens: 200, max_time_ms: 60_000, max_retries: 1 }

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kora-chats-'))
  contextTokens = 4_096
  script = call => [{ text: 'answer ' }, { text: `${call}` }, { end: 'stop' }]
  const scripted = createScriptedConnector({
    clock: systemClock,
    script: (_, call) => script(call),
    contextTokens: 4_096,
  })
  const { connector } = scripted
  ledger = scripted.ledger
  own = createFileKernel(folder, {}, [
    {
      ...connector,
      capabilities: async (model, signal) => ({ ...(await connector.capabilities(model, signal)), contextTokens }),
    },
  ])
  server = await startHarness({
    kernel: own.kernel,
    keys: own.store,
    models: { list: async () => [], defaultModel: async () => 'scripted/m' },
    construct: request =>
      constructMessage(request, {
        planners: () => [{ name: 'echo', rules: [RULE] }],
        clock: systemClock,
        random: systemRandom,
        budget: BUDGET,
      }),
  })
})
afterEach(async () => {
  await server.services.chats.service.close()
  await server.stop()
  await own.kernel.close()
  rmSync(folder, { recursive: true })
})

const checks = {
  chat: TypeCompiler.Compile(Chat),
  answer: TypeCompiler.Compile(ChatAnswer),
  page: TypeCompiler.Compile(ChatPage),
  list: TypeCompiler.Compile(ChatList),
}
async function read<K extends keyof typeof checks>(kind: K, response: Response) {
  const value: unknown = await response.json()
  const check = checks[kind]
  expect([response.status < 300 ? null : value, check.Check(value) ? null : check.Errors(value).First()?.path]).toEqual(
    [null, null],
  )
  return value as K extends 'chat' ? Chat : K extends 'answer' ? ChatAnswer : K extends 'page' ? ChatPage : ChatList
}
const say = async (message: string, more: object = {}) =>
  read('answer', await server.call('/chat', { body: { api_version: '1.0', message, ...more } }))
const page = async (chatId: string, query = '') => read('page', await server.call(`/chats/${chatId}${query}`))
const list = async (query = '') => read('list', await server.call(`/chats${query}`))
const texts = ({ messages }: ChatPage): readonly string[] => messages.map(({ text }) => text)
const failureOf = async (response: Response) => ({ status: response.status, ...((await response.json()) as Failure) })

describe('a message of a chat', () => {
  test("K2 K4 is answered by rule without a model, under a title made by rule, and its numbers are its run's", async () => {
    const { chat, message, answer, result } = await say('echo hello there')
    expect([chat.title, message.text, answer.text, answer.status]).toEqual([
      'echo hello there',
      'echo hello there',
      'hello there',
      'success',
    ])
    expect(ledger).toHaveLength(0)
    expect(answer.plan?.rules.map(({ rule_id }) => rule_id)).toEqual(['echo'])
    expect(answer.run_id).toBe(result!.execution_metadata.run_id)
    expect(answer.run).toEqual(own.store.summary(answer.run_id!))
    expect(answer.run?.model_invocation_count).toBe(0)
    expect(texts(await page(chat.chat_id))).toEqual(['echo hello there', 'hello there'])
  })

  test('K2 gives a model the exchanges before it, oldest first, and a rule none of them', async () => {
    const { chat } = await say('first question')
    await say('echo by rule', { chat_id: chat.chat_id })
    const { answer } = await say('second {{question}}', { chat_id: chat.chat_id })
    expect(answer.history).toEqual({ given: 4, left_out: 0 })
    const sent = ledger[1]!.request.messages.filter(({ role }) => role !== 'system')
    expect(sent.map(({ role, content }) => `${role}: ${content}`).slice(0, 4)).toEqual([
      'user: first question',
      'assistant: answer 0',
      'user: echo by rule',
      'assistant: by rule',
    ])
    expect(sent.at(-1)!.content).toContain('second {{question}}')
  })

  test('B7 leaves out the oldest exchanges that the context cannot hold, and says how many', async () => {
    const { chat } = await say('old question '.repeat(40))
    await say('new question', { chat_id: chat.chat_id })
    contextTokens = 550
    const { answer } = await say('and now?', { chat_id: chat.chat_id })
    expect(answer.history).toEqual({ given: 2, left_out: 2 })
    expect(JSON.stringify(ledger.at(-1)!.request.messages)).not.toContain('old question')
    expect(JSON.stringify(ledger.at(-1)!.request.messages)).toContain('new question')
  })

  test("K5 takes system prompt, sampler and budget of the message over the chat's", async () => {
    const created = await server.call('/chats', {
      body: { title: 'Mine', options: { system_prompt: 'Speak like a pirate.', temperature: 0.5, max_tokens: 100 } },
    })
    const chat = await read('chat', created)
    const { answer, result } = await say('hello', { chat_id: chat.chat_id, options: { temperature: 1.5, top_p: 0.9 } })
    expect(answer.status).toBe('success')
    const { messages, sampler } = ledger[0]!.request
    expect(messages[0]).toMatchObject({ role: 'system' })
    expect(messages[0]!.content).toStartWith('Speak like a pirate.')
    expect([sampler.temperature, sampler.topP]).toEqual([1.5, 0.9])
    expect(result!.telemetry.tasks.find(({ task_id }) => task_id === 'answer')?.budget).toMatchObject({
      max_tokens: 100,
    })
    expect((await page(chat.chat_id)).chat.title).toBe('Mine')
    // What a message takes back, the settings say again.
    await say('hello again', { chat_id: chat.chat_id, options: { temperature: null, max_tokens: null } })
    expect(ledger[1]!.request.sampler.temperature).toBe(0.25)
    expect(ledger[1]!.request.maxTokens).toBe(BUDGET.max_tokens)
  })

  test('H2 keeps nothing of a message that was refused at the door', async () => {
    const refused = await server.call('/chat', {
      body: { api_version: '1.0', message: '  ', regenerate: 'x', now: 'today', odd: 1 },
    })
    expect((await failureOf(refused)).details.errors?.map(({ pointer }) => pointer)).toEqual(['/odd'])
    const again = await failureOf(
      await server.call('/chat', { body: { api_version: '1.0', message: '  ', regenerate: 'x', now: 'today' } }),
    )
    expect(again.details.errors?.map(({ pointer }) => pointer)).toEqual(['', '/message', '/chat_id', '/now'])
    expect(
      (await failureOf(await server.call('/chat', { body: { api_version: '2.0', message: 'x' } }))).error_type,
    ).toBe('VERSION_MISMATCH')
    expect(
      (await failureOf(await server.call('/chat', { body: { api_version: '1.0', message: 'x', chat_id: 'none' } })))
        .status,
    ).toBe(404)
    expect((await list()).chats).toEqual([])
  })

  test('V1 says a failed answer failed, with its code, and tells no model of it later', async () => {
    script = () => [{ text: ' \n' }, { end: 'stop' }]
    const { chat, answer } = await say('a question that fails')
    expect([answer.status, answer.text, answer.error?.details.code]).toEqual(['failed', '', 'OUTPUT_NOT_JSON'])
    script = () => [...tokensOf({ text: 'fine' }), { end: 'stop' }]
    const next = await say('next', { chat_id: chat.chat_id })
    expect(next.answer.history).toBe(null)
    expect(JSON.stringify(ledger.at(-1)!.request.messages)).not.toContain('a question that fails')
  })
})

describe('streams and stops', () => {
  test('L6 streams the chat first, live text between events, then the kept answer and the result', async () => {
    script = () => [{ text: 'word ' }, { text: 'by ' }, { text: '"word"' }, { wait: 40 }, { end: 'stop' }]
    const response = await server.call('/chat', { body: { api_version: '1.0', message: 'tell', stream: true } })
    const names: string[] = []
    let kept: Message | null = null
    await watchFrames(response, ({ name, data }) => {
      names.push(name ?? 'event')
      if (name === 'answer') kept = data as Message
      return true
    })
    expect(names[0]).toBe('chat')
    expect(names.slice(-2)).toEqual(['answer', 'result'])
    expect(names).toContain('partial')
    expect(kept).toMatchObject({ status: 'success', text: 'word by "word"', unverified: false })
  })

  test('X4 stops an answer, keeps what was written and marks it as unchecked', async () => {
    script = () => [{ text: 'half of' }, { text: ' an ' }, { hang: true }]
    const sent = await server.call('/chat', { body: { api_version: '1.0', message: 'tell', detach: true } })
    expect(sent.status).toBe(202)
    const { chat, answer } = (await sent.json()) as ChatAnswer
    expect(answer.status).toBe('running')
    while (ledger[0] === undefined || ledger[0].tokensSent === 0) await Bun.sleep(5)
    await Bun.sleep(20)
    const stopped = await server.call(`/chats/${chat.chat_id}/stop`, { method: 'POST' })
    expect(await stopped.json()).toEqual({ run_ids: [answer.run_id!] })
    const ended = (await page(chat.chat_id)).messages.at(-1)!
    expect([ended.status, ended.text, ended.unverified]).toEqual(['cancelled', 'half of an', true])
    expect(await (await server.call(`/chats/${chat.chat_id}/stop`, { method: 'POST' })).json()).toEqual({ run_ids: [] })
  })

  test('X4 goes on with an answer when the page that asked goes away', async () => {
    script = () => [{ wait: 100 }, ...tokensOf({ text: 'still here' }), { end: 'stop' }]
    const leave = new AbortController()
    const response = await server.call('/chat', {
      body: { api_version: '1.0', message: 'tell', stream: true },
      signal: leave.signal,
    })
    let chatId = ''
    await watchFrames(response, ({ data }) => {
      chatId = (data as ChatAnswer).chat.chat_id
      return false
    })
    leave.abort()
    for (;;) {
      const last = (await page(chatId)).messages.at(-1)!
      if (last.status !== 'running') return expect([last.status, last.text]).toEqual(['success', 'still here'])
      await Bun.sleep(10)
    }
  })
})

describe('branches', () => {
  test('K5 edits a message and answers one again as branches, and goes back to any of them', async () => {
    const first = await say('echo one')
    const chatId = first.chat.chat_id
    const edited = await say('echo two', { chat_id: chatId, parent_id: first.message.parent_id })
    expect(texts(await page(chatId))).toEqual(['echo two', 'two'])
    expect(edited.message.siblings).toEqual([first.message.message_id, edited.message.message_id])
    const again = await read(
      'answer',
      await server.call('/chat', {
        body: { api_version: '1.0', chat_id: chatId, regenerate: edited.answer.message_id },
      }),
    )
    expect(again.answer.siblings).toEqual([edited.answer.message_id, again.answer.message_id])
    expect(again.message.message_id).toBe(edited.message.message_id)
    await server.call(`/chats/${chatId}`, { method: 'PATCH', body: { active: first.message.message_id } })
    expect(texts(await page(chatId))).toEqual(['echo one', 'one'])
    await say('echo three', { chat_id: chatId })
    expect(texts(await page(chatId))).toEqual(['echo one', 'one', 'echo three', 'three'])
  })

  test('H2 refuses a parent, a branch or an answer of another chat', async () => {
    const one = await say('echo one')
    const two = await say('echo two')
    const cases = [
      { message: 'x', chat_id: one.chat.chat_id, parent_id: two.message.message_id },
      { message: 'x', parent_id: two.message.message_id },
      { chat_id: one.chat.chat_id, regenerate: two.message.message_id },
    ]
    for (const more of cases) {
      const { status, details } = await failureOf(await server.call('/chat', { body: { api_version: '1.0', ...more } }))
      expect([status, details.code]).toEqual([400, 'INVALID_REQUEST'])
    }
    const patched = await server.call(`/chats/${one.chat.chat_id}`, {
      method: 'PATCH',
      body: { active: two.message.message_id },
    })
    expect(patched.status).toBe(400)
    expect(texts(await page(one.chat.chat_id))).toEqual(['echo one', 'one'])
  })

  test('L6 reads a long chat in pages along its active path', async () => {
    const { chat } = await say('echo 0')
    const messages = Array.from({ length: 1_199 }, (_, at) => [
      { parent: at === 0 ? null : at * 2 - 1, role: 'user', text: `q${at}`, status: 'success' } as const,
      { parent: at * 2, role: 'assistant', text: `a${at}`, status: 'success' } as const,
    ]).flat()
    server.services.chats.store.add(chat.chat_id, messages)
    let before: string | null = null
    const seen: string[] = []
    do {
      const part: ChatPage = await page(chat.chat_id, `?limit=1000${before === null ? '' : `&before=${before}`}`)
      seen.unshift(...texts(part))
      before = part.earlier
    } while (before !== null)
    expect(seen).toHaveLength(2_398)
    expect([seen[0], seen.at(-1)]).toEqual(['q0', 'a1198'])
    expect((await server.call(`/chats/${chat.chat_id}`, { method: 'DELETE' })).status).toBe(200)
  })
})

describe('the list of chats', () => {
  test('L6 finds words in any message, and says where', async () => {
    const { chat } = await say('echo Der Zeppelin fährt nach Köln')
    await say('echo nothing of the kind')
    for (const q of ['zeppelin', 'KOLN', 'zepp nach']) {
      const { chats } = await list(`?q=${encodeURIComponent(q)}`)
      expect([q, chats.map(({ chat_id }) => chat_id)]).toEqual([q, [chat.chat_id]])
      const { snippet, marks } = chats[0]!.match!
      expect(marks.length).toBeGreaterThan(0)
      for (const [start, end] of marks) expect(snippet.slice(start, end)).toMatch(/^(Zeppelin|Köln|nach)$/)
    }
    for (const q of ['"', '*', 'NEAR(', 'text:x', "'; DROP TABLE chat", '(', 'zeppelin OR kind', '\\', '%'])
      expect([q, (await list(`?q=${encodeURIComponent(q)}`)).chats.length]).toEqual([q, 0])
  })

  test('L6 lists the last changed first, page by page', async () => {
    const ids: string[] = []
    for (let n = 0; n < 5; n += 1) {
      ids.unshift((await say(`echo ${n}`)).chat.chat_id)
      await Bun.sleep(2)
    }
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const part: ChatList = await list(`?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`)
      seen.push(...part.chats.map(({ chat_id }) => chat_id))
      cursor = part.next
    } while (cursor !== null)
    expect(seen).toEqual(ids)
    expect((await server.call('/chats?cursor=1;2')).status).toBe(400)
  })

  test('K4 keeps a title that a person gave, whatever is said afterwards', async () => {
    const { chat } = await say('echo one')
    const renamed = await read(
      'chat',
      await server.call(`/chats/${chat.chat_id}`, { method: 'PATCH', body: { title: 'Mine' } }),
    )
    expect(renamed.title).toBe('Mine')
    expect((await say('echo two', { chat_id: chat.chat_id })).chat.title).toBe('Mine')
    const named = await server.call(`/chats/${chat.chat_id}`, { method: 'PATCH', body: { title: ' a\u202eb\u0000 ' } })
    expect((await read('chat', named)).title).toBe('ab')
    for (const body of [{ title: '' }, { title: '  ' }, { title: 7 }, { name: 'x' }])
      expect((await server.call(`/chats/${chat.chat_id}`, { method: 'PATCH', body })).status).toBe(400)
  })
})

describe('presets', () => {
  test('H6 are made, copied into chats, replaced and deleted, under one name each', async () => {
    const made = await server.call('/presets', { body: { name: 'Terse', options: { system_prompt: 'One line.' } } })
    expect(made.status).toBe(201)
    const { preset_id: presetId } = (await made.json()) as { preset_id: string }
    expect(
      (await failureOf(await server.call('/presets', { body: { name: 'Terse', options: {} } }))).details.code,
    ).toBe('CONFLICT')
    const chat = await read(
      'chat',
      await server.call('/chats', { body: { preset_id: presetId, options: { temperature: 1 } } }),
    )
    expect(chat.options).toEqual({ system_prompt: 'One line.', temperature: 1 })
    await server.call(`/presets/${presetId}`, { method: 'PUT', body: { name: 'Terser', options: {} } })
    expect((await page(chat.chat_id)).chat.options.system_prompt).toBe('One line.')
    expect((await server.call(`/presets/${presetId}`, { method: 'DELETE' })).status).toBe(200)
    expect((await server.call(`/presets/${presetId}`, { method: 'DELETE' })).status).toBe(404)
    expect(await (await server.call('/presets')).json()).toEqual({ presets: [] })
  })
})

describe('two pages', () => {
  test('L6 tells the second what the first one changed', async () => {
    const leave = new AbortController()
    const changes = await server.call('/changes', { signal: leave.signal })
    const told: unknown[] = []
    const watching = watchFrames(changes, ({ name, data }) => {
      told.push([name, data])
      return told.length < 3
    })
    const { chat } = await say('echo one')
    await watching
    leave.abort()
    expect(told).toContainEqual(['change', { kind: 'chats', id: null }])
    expect(told).toContainEqual(['change', { kind: 'chat', id: chat.chat_id }])
  })
})
