/**
 * Deleting means deleting (rule L9): what was said, attached, computed and kept is planted in a whole server, deleted over the API,
 * and then looked for in the raw bytes of every file of the data folder.
 */
import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChatAnswer } from '#contracts/chat'
import type { DataDeleted, DataInfo } from '#contracts/studio'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { type StudioProcess, startStudio } from './studio-process.ts'

/** Words of their own, so that each is one entry of any index. */
const CANARIES = ['kanarie', 'zeisigwort', 'hänflingtext', 'stieglitzdatei']
const [ASKED, ANSWERED, KEPT, ATTACHED] = CANARIES as [string, string, string, string]

let home: string
let fake: FakeBackend
let studio: StudioProcess

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'kora-delete-'))
  fake = await startFakeBackend()
  fake.script('m', [{ json: { text: `The model says ${ANSWERED}.` } }, { end: 'stop' }])
  studio = await startStudio({ home, ollamaUrl: fake.url, config: { default_model: 'ollama/m' } })
})
afterEach(async () => {
  await studio.kill('SIGKILL')
  await fake.stop()
  rmSync(home, { recursive: true })
})

/** Files that hold any canary, in UTF-8 or UTF-16, as `name: canary`. */
function findCanaries(): readonly string[] {
  const found: string[] = []
  for (const entry of readdirSync(home, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const bytes = readFileSync(join(entry.parentPath, entry.name))
    for (const canary of CANARIES)
      for (const encoding of ['utf8', 'utf16le'] as const)
        if (bytes.includes(Buffer.from(canary, encoding))) found.push(`${entry.name}: ${canary}`)
  }
  return found
}

const json = async <T>(response: Response): Promise<T> => {
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}
const say = (body: object): Promise<ChatAnswer> =>
  studio.call('/chat', { body: { api_version: '1.0', ...body } }).then(json<ChatAnswer>)

type Planted = { readonly chatId: string; readonly runIds: readonly string[]; readonly again: () => Promise<string> }

/** A chat with a file and a kept run, a kept run by itself with its exports and a keyed answer. */
async function plant(): Promise<Planted> {
  await studio.call('/settings', { method: 'PATCH', body: { keep_content: true } }).then(json)
  const { chat, answer } = await say({
    message: `What is a ${ASKED}?`,
    attachments: [{ name: 'notes.txt', media_type: 'text/plain', text: `Notes on ${ATTACHED}.` }],
  })
  expect([answer.status, answer.text]).toEqual(['success', `The model says ${ANSWERED}.`])
  await say({ message: `and what is a ${ASKED} again?`, chat_id: chat.chat_id })
  const graph = {
    kora_version: '1.0.0',
    graph_id: 'kept',
    root: 'count',
    tasks: [{ version: '1.0', id: 'count', type: 'deterministic', op: 'text.count', input: { text: KEPT } }],
  }
  const body = { api_version: '1.0', taskgraph: graph, execution_options: { content: 'keep' } }
  const again = async (): Promise<string> => {
    const sent = studio.call('/execute', { body, headers: { 'idempotency-key': 'one' } })
    return (await sent.then(json<{ execution_metadata: { run_id: string } }>)).execution_metadata.run_id
  }
  const runIds = [answer.run_id!, await again()]
  // What a crash or damage left behind.
  mkdirSync(join(home, 'chats', 'files'), { recursive: true })
  writeFileSync(join(home, 'chats', 'files', 'file_stray.txt'), ATTACHED)
  writeFileSync(join(home, 'chats', 'chats.sqlite.corrupt-20260101T000000000Z'), ASKED)
  writeFileSync(join(home, 'telemetry', 'runs.sqlite.corrupt-20260101T000000000Z-wal'), KEPT)
  for (const id of runIds) {
    await studio.call(`/runs/${id}/exports`, { body: { kind: 'capsule' } }).then(json)
    await studio.call(`/runs/${id}/exports`, { body: { kind: 'summary' } }).then(json)
  }
  return { chatId: chat.chat_id, runIds, again }
}

describe('deleting', () => {
  test('L9 leaves no trace of a deleted chat in any file, and its numbers in telemetry', async () => {
    const { chatId, runIds } = await plant()
    for (const folder of ['chats', 'telemetry'])
      for (const name of readdirSync(join(home, folder))) if (name.includes('corrupt')) rmSync(join(home, folder, name))
    rmSync(join(home, 'chats', 'files', 'file_stray.txt'))
    expect(new Set(findCanaries().map(line => line.split(': ')[1]))).toEqual(new Set(CANARIES))
    await studio.call(`/chats/${chatId}`, { method: 'DELETE' }).then(json)
    // What is left is the other run: kept content is compressed or not, so only its own word may be found.
    expect(findCanaries().filter(line => !line.endsWith(KEPT))).toEqual([])
    expect((await studio.call(`/chats/${chatId}`)).status).toBe(404)
    const bundle = await studio
      .call(`/telemetry/${runIds[0]}`)
      .then(json<{ summary: { model_invocation_count: number } }>)
    expect(bundle.summary.model_invocation_count).toBe(1)
    expect((await studio.call(`/runs/${runIds[0]}/content`)).status).toBe(409)
  })

  test('L9 leaves no trace of anything once all data is deleted, while Studio runs and after a restart', async () => {
    const { runIds, again } = await plant()
    expect(await again()).toBe(runIds[1]!)
    const before = await studio.call('/data').then(json<DataInfo>)
    expect([before.chats.chats, before.chats.messages, before.chats.files, before.telemetry.runs]).toEqual([1, 4, 1, 3])
    const deleted = await studio
      .call('/data/delete', { body: { chats: true, run_content: true, telemetry: true, exports: true } })
      .then(json<DataDeleted>)
    expect(deleted.chats).toBe(1)
    expect(deleted.runs).toBe(3)
    expect(findCanaries()).toEqual([])
    // The answer of the key is gone as well: the same request is a new one.
    const renewed = await again()
    expect(renewed).not.toBe(runIds[1]!)
    await studio.call('/data/delete', { body: { telemetry: true } }).then(json)
    const after = await studio.call('/data').then(json<DataInfo>)
    expect([after.chats.chats, after.chats.files, after.telemetry.runs, after.exports.files]).toEqual([0, 0, 0, 0])
    await studio.kill()
    studio = await startStudio({ home, ollamaUrl: fake.url })
    expect(findCanaries()).toEqual([])
    expect((await studio.call('/runs').then(json<{ runs: unknown[] }>)).runs).toEqual([])
    // And it goes on as if new.
    expect((await say({ message: 'What is 15 % of 80?' })).answer.status).toBe('success')
  })

  test('L9 deletes content and keeps the numbers, where only content is to go', async () => {
    const { runIds, again } = await plant()
    await studio.call('/data/delete', { body: { chats: true, run_content: true, exports: true } }).then(json)
    expect(findCanaries()).toEqual([])
    expect((await studio.call(`/runs/${runIds[1]}/content`)).status).toBe(409)
    const { runs } = await studio
      .call('/runs')
      .then(json<{ runs: { run_id: string; title: string; content_kept: boolean }[] }>)
    expect(runs.map(({ run_id }) => run_id)).toEqual(expect.arrayContaining([...runIds]))
    expect(runs.every(run => !run.content_kept)).toBe(true)
    expect(runIds).not.toContain(await again())
  })

  test('L9 deletes only what is older, where a moment is given', async () => {
    await plant()
    const early = await studio
      .call('/data/delete', { body: { chats: true, telemetry: true, exports: true, before: '2001-01-01T00:00:00Z' } })
      .then(json<DataDeleted>)
    expect(early).toEqual({ chats: 0, runs: 0, exports: 0 })
    const late = await studio
      .call('/data/delete', { body: { chats: true, telemetry: true, exports: true, before: '2999-01-01T00:00:00Z' } })
      .then(json<DataDeleted>)
    // The exports of the chat's runs went with the chat.
    expect(late).toEqual({ chats: 1, runs: 3, exports: 2 })
    expect(findCanaries()).toEqual([])
  })

  test('H2 refuses to delete what nobody named', async () => {
    for (const body of [{}, { chats: false }, { everything: true }, { chats: true, before: 'yesterday' }])
      expect([body, (await studio.call('/data/delete', { body })).status]).toEqual([body, 400])
  })
})

describe('settings of a running Studio', () => {
  test('L5 L9 turns keeping of content on and off at once, and keeps the choice over a restart', async () => {
    const kept = async () => (await say({ message: 'What is 15 % of 80?' })).answer.run?.content_kept
    expect(await kept()).toBe(false)
    await studio.call('/settings', { method: 'PATCH', body: { keep_content: true } }).then(json)
    expect(await kept()).toBe(true)
    await studio.call('/settings', { method: 'PATCH', body: { keep_content: null, telemetry_days: 30 } }).then(json)
    expect(await kept()).toBe(false)
    await studio.kill()
    studio = await startStudio({ home, ollamaUrl: fake.url })
    const { settings } = await studio
      .call('/settings')
      .then(json<{ settings: { name: string; value: unknown; source: string }[] }>)
    const of = (name: string) => settings.find(setting => setting.name === name)
    expect(of('keep_content')).toMatchObject({ value: false, source: 'default' })
    expect(of('telemetry_days')).toMatchObject({ value: 30, source: 'file' })
  })

  test('K3 refuses what needs a model while nothing but rules may answer, whatever the request says', async () => {
    await studio.call('/settings', { method: 'PATCH', body: { deterministic_only: true } }).then(json)
    const { answer } = await say({ message: 'Write a poem.', options: { mode: 'direct' } })
    expect([answer.status, answer.error?.details.code]).toEqual(['failed', 'MODEL_NEEDED'])
    const asked = { api_version: '1.0', message: 'Write a poem.', execution_options: { mode: 'auto' } }
    const result = await studio.call('/execute', { body: asked }).then(json<{ error?: { details: { code: string } } }>)
    expect(result.error?.details.code).toBe('MODEL_NEEDED')
    expect(fake.ledger.calls).toHaveLength(0)
  })

  test('H6 refuses wrong values all at once with their places, and then changes nothing', async () => {
    const refused = await studio.call('/settings', {
      method: 'PATCH',
      body: { max_tokens: '100', temperature: 3, odd: 1, auth: 'off', keep_content: true, port: 1 },
    })
    const { details } = (await refused.json()) as { details: { errors: { pointer: string }[] } }
    expect(refused.status).toBe(400)
    // The port was said by a flag when this server was started.
    expect(details.errors.map(({ pointer }) => pointer)).toEqual([
      '/max_tokens',
      '/temperature',
      '/odd',
      '/auth',
      '/port',
    ])
    const { settings } = await studio.call('/settings').then(json<{ settings: { name: string; value: unknown }[] }>)
    expect(settings.find(({ name }) => name === 'keep_content')?.value).toBe(false)
  })
})

describe('a new token', () => {
  test('H8 voids the old one and all pairings at once, and pairs the page that asked', async () => {
    const { code } = await studio.call('/pair/codes', { method: 'POST' }).then(json<{ code: string }>)
    const rotated = await studio.call('/token/rotate', { method: 'POST' }).then(json<{ token: string; code: string }>)
    expect((await studio.call('/runs')).status).toBe(401)
    expect((await studio.call('/runs', { headers: { authorization: `Bearer ${rotated.token}` } })).status).toBe(200)
    expect(readFileSync(join(home, 'configs', 'token'), 'utf8').trim()).toBe(rotated.token)
    const pair = (used: string) => studio.call('/pair', { body: { code: used } })
    expect((await pair(code)).status).toBe(401)
    expect((await pair(rotated.code)).status).toBe(200)
  })
})
