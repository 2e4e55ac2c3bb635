/** A chat over kills of the whole server: what was asked is there, what was being answered says so, what was deleted stays deleted. */
import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChatAnswer, ChatList, ChatPage } from '#contracts/chat'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { type StudioProcess, startStudio } from './studio-process.ts'

let home: string
let fake: FakeBackend
let studio: StudioProcess
const start = () => startStudio({ home, ollamaUrl: fake.url, config: { default_model: 'ollama/m' } })

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'kora-chat-crash-'))
  fake = await startFakeBackend()
  studio = await start()
})
afterEach(async () => {
  await studio.kill('SIGKILL')
  await fake.stop()
  rmSync(home, { recursive: true })
})

const json = async <T>(response: Response): Promise<T> => {
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}
const say = (body: object): Promise<ChatAnswer> =>
  studio.call('/chat', { body: { api_version: '1.0', ...body } }).then(json<ChatAnswer>)
const page = (id: string) => studio.call(`/chats/${id}`).then(json<ChatPage>)

describe('a chat and a crash', () => {
  test('L4 keeps the question of an answer that a kill cut off, and calls the answer interrupted', async () => {
    fake.script('m', [{ text: '{"text":"half' }, { hang: true }])
    const { chat, answer } = await say({ message: 'Tell me of rivers.', detach: true })
    while (fake.ledger.calls.length === 0) await Bun.sleep(10)
    await studio.kill('SIGKILL')
    studio = await start()
    const { messages } = await page(chat.chat_id)
    expect(messages.map(({ text, status }) => [text, status])).toEqual([
      ['Tell me of rivers.', 'success'],
      ['', 'interrupted'],
    ])
    expect(messages[1]!.run?.status).toBe('interrupted')
    // It can be asked again, and the cut answer is told to no model.
    fake.script('m', [{ json: { text: 'A river is a stream.' } }, { end: 'stop' }])
    const again = await say({ chat_id: chat.chat_id, regenerate: answer.message_id })
    expect([again.answer.status, again.answer.history]).toEqual(['success', null])
  })

  test('L9 finishes a deletion that a kill cut off', async () => {
    const messages = Array.from({ length: 20_000 }, (_, at) => ({
      id: at,
      parent: at === 0 ? null : at - 1,
      role: at % 2 === 0 ? 'user' : 'assistant',
      text: `wort${at} und noch eines`,
    }))
    const file = JSON.stringify({ kora_chats: '1.0', chats: [{ title: 'Long', messages }] })
    const headers = { 'content-type': 'application/json' }
    const { chat_ids: ids } = await studio
      .call('/chats/import', { body: file, headers })
      .then(json<{ chat_ids: string[] }>)
    const deleting = studio.call(`/chats/${ids[0]}`, { method: 'DELETE' }).catch(() => null)
    // Nobody sees it from the first moment on, although its words are still on their way out.
    while ((await studio.call(`/chats/${ids[0]}`)).status !== 404) await Bun.sleep(5)
    await studio.kill('SIGKILL')
    await deleting
    studio = await start()
    expect((await studio.call('/chats').then(json<ChatList>)).chats).toEqual([])
    for (;;) {
      const { chats } = await studio.call('/data').then(json<{ chats: { messages: number } }>)
      if (chats.messages === 0) break
      await Bun.sleep(50)
    }
  })
})
