import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChatAnswer, ChatPage } from '#contracts/chat'
import type { Failure } from '#contracts/failure'
import { type StudioProcess, startStudio } from '#testing/e2e/studio-process'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'

const MODEL = 'writer:1b'
const BODY = { api_version: '1.0', message: 'Write a line about rivers.' }

describe('a message under a key', () => {
  let home: string
  let fake: FakeBackend
  let studio: StudioProcess
  const start = () => startStudio({ home, ollamaUrl: fake.url, config: { default_model: `ollama/${MODEL}` } })
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'kora-sent-key-'))
    fake = await startFakeBackend()
    fake.script(MODEL, [{ json: { text: 'Rivers run.' }, everyMs: 5 }, { end: 'stop' }])
    studio = await start()
  })
  afterEach(async () => {
    await studio.kill('SIGKILL').catch(() => undefined)
    await fake.stop()
    rmSync(home, { recursive: true, force: true })
  })

  const send = (key: string, body: object = BODY) => studio.call('/chat', { body, headers: { 'idempotency-key': key } })
  const answerOf = async (sent: Promise<Response>) => (await (await sent).json()) as ChatAnswer
  const pageOf = async (chatId: string) => (await (await studio.call(`/chats/${chatId}`)).json()) as ChatPage
  const chats = async () => ((await (await studio.call('/chats')).json()) as { chats: readonly unknown[] }).chats.length

  test('H4 sent twice at the same time, or again later, is one message with one answer and one call', async () => {
    const [one, two] = await Promise.all([answerOf(send('k1')), answerOf(send('k1'))])
    const later = await answerOf(send('k1'))
    expect(new Set([one, two, later].map(({ message }) => message.message_id)).size).toBe(1)
    for (const { answer } of [one, two, later])
      expect([answer.text, answer.message_id]).toEqual(['Rivers run.', one.answer.message_id])
    expect(later.result?.status).toBe('success')
    expect((await pageOf(one.chat.chat_id)).messages).toHaveLength(2)
    expect([await chats(), fake.ledger.calls.length]).toEqual([1, 1])
  })

  test('H4 joins an answer that is being written, and streams it from its first event, also once it is over', async () => {
    fake.script(MODEL, [{ text: '{"text":"slow' }, { wait: 400 }, { text: ' and done"}' }, { end: 'stop' }])
    const begun = await answerOf(send('k2', { ...BODY, detach: true }))
    expect(begun.answer.status).toBe('running')
    const again = await answerOf(send('k2', { ...BODY, detach: true }))
    expect([again.answer.message_id, again.chat.chat_id]).toEqual([begun.answer.message_id, begun.chat.chat_id])
    const streams = await Promise.all(
      ['k3', 'k3'].map(async key => (await send(key, { ...BODY, stream: true })).text()),
    )
    streams.push(await (await send('k3', { ...BODY, stream: true })).text())
    const ids = streams.map(text => [...text.matchAll(/^id: ?(\d+)$/gm)].map(([, id]) => id))
    expect(ids[0]!.length).toBeGreaterThan(2)
    expect([ids[1], ids[2]]).toEqual([ids[0]!, ids[0]!])
    for (const text of streams) expect(text).toContain('event: result')
    expect(fake.ledger.calls.length).toBe(2)
  })

  test('H4 is the same message after a crash and a restart, and another body under its key is refused', async () => {
    const first = await answerOf(send('k4'))
    await studio.kill('SIGKILL')
    studio = await start()
    const again = await answerOf(send('k4'))
    expect([again.answer.message_id, again.answer.text]).toEqual([first.answer.message_id, 'Rivers run.'])
    const other = await send('k4', { ...BODY, message: 'Something else.' })
    expect([other.status, ((await other.json()) as Failure).details.code]).toEqual([409, 'IDEMPOTENCY_CONFLICT'])
    expect([await chats(), fake.ledger.calls.length]).toEqual([1, 1])
  })

  test('H4 L9 frees its key where the message was refused or is deleted', async () => {
    const refused = await send('k5', { ...BODY, chat_id: 'chat_unknown' })
    expect(refused.status).toBe(404)
    const first = await answerOf(send('k5', { ...BODY, message: '2 + 2' }))
    await studio.call(`/chats/${first.chat.chat_id}`, { method: 'DELETE' })
    const second = await answerOf(send('k5', { ...BODY, message: '3 + 3' }))
    expect(second.message.message_id).not.toBe(first.message.message_id)
    expect(await chats()).toBe(1)
  })
})
