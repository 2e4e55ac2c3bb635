import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { AttachmentInfo, ChatAnswer, ChatPage } from '#contracts/chat'
import { type Failure, KoraError } from '#contracts/failure'
import { type Harness, startHarness } from '#studio/api/api-harness'
import { buildPdf } from '#testing/build-pdf'
import { readChats } from './read-chats.ts'
import { writeMarkdown } from './write-chats.ts'

let server: Harness
/** Texts of the attachments that the planner was given last. */
let given: readonly (string | undefined)[] = []

beforeAll(async () => {
  server = await startHarness({
    construct: async ({ message, attachments }) => {
      given = attachments.map(({ text }) => text)
      if (message === 'refuse') throw new KoraError('QUEUE_FULL')
      const task = {
        version: '1.0',
        id: 'reply',
        type: 'deterministic',
        op: 'test.echo',
        input: { text: `re: ${message}` },
      } as const
      const taskgraph = { kora_version: '1.0.0', graph_id: 'plain', root: 'reply', tasks: [task] }
      return { taskgraph, decision: { rules: [], model_needed: false }, constructMs: 1, partial: () => null }
    },
  })
})
afterAll(() => server.stop())

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const upload = (name: string, body: Uint8Array, type = 'application/octet-stream', path = '/attachments') =>
  fetch(`${server.url}${path}?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    body: body as Uint8Array<ArrayBuffer>,
    headers: { authorization: AUTHORIZATION, 'content-type': type },
  })
const AUTHORIZATION = `Bearer kora_${'t'.repeat(43)}`
const infoOf = async (response: Response): Promise<AttachmentInfo> => {
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`)
  return (await response.json()) as AttachmentInfo
}
const failureOf = async (response: Response) => ({ status: response.status, ...((await response.json()) as Failure) })
const say = async (body: object): Promise<ChatAnswer> =>
  (await (await server.call('/chat', { body: { api_version: '1.0', ...body } })).json()) as ChatAnswer
const page = async (id: string): Promise<ChatPage> => (await (await server.call(`/chats/${id}`)).json()) as ChatPage

describe('attachments', () => {
  test('H5 takes a file as raw bytes, reads it once, and gives its text to the message that names it', async () => {
    const csv = await infoOf(await upload('sales.csv', bytesOf('\uFEFFregion,amount\nNorth,5\n')))
    expect(csv).toMatchObject({ kind: 'csv', name: 'sales.csv', pages: null, note: null })
    const { message } = await say({ message: 'total?', attachments: [{ id: csv.attachment_id }] })
    expect(given).toEqual(['region,amount\nNorth,5\n'])
    expect(message.attachments).toEqual([csv])
    const again = await say({ chat_id: message.chat_id, regenerate: message.message_id })
    expect([again.answer.status, given]).toEqual(['success', ['region,amount\nNorth,5\n']])
    const content = await server.call(`/attachments/${csv.attachment_id}/content`)
    expect(content.headers.get('content-disposition')).toBe('attachment')
    expect(content.headers.get('content-type')).toBe('application/octet-stream')
    expect((await content.text()).endsWith('North,5\n')).toBe(true)
  })

  test('D1 reads a PDF page by page, the same each time, and says which pages hold no text', async () => {
    const bytes = buildPdf(['Invoice 17', '', 'Total 59.80 EUR'])
    const [one, two] = [await infoOf(await upload('a.pdf', bytes)), await infoOf(await upload('b.bin', bytes))]
    expect(one).toMatchObject({ kind: 'pdf', pages: 3, note: '1 of 3 pages hold no text; pictures are not read.' })
    for (const { attachment_id: id } of [one, two]) {
      await say({ message: 'total?', attachments: [{ id }] })
      expect(given).toEqual(['Invoice 17\n\n\n\nTotal 59.80 EUR'])
    }
    const empty = await infoOf(await upload('scan.pdf', buildPdf([''])))
    expect(empty.note).toContain('pictures are not read')
  })

  test('H2 refuses a file of no known kind, a broken PDF, an empty one, a nameless one, one that is too large, a form', async () => {
    const cases: readonly (readonly [Promise<Response>, number, string])[] = [
      [upload('a.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0])), 415, 'MEDIA_TYPE'],
      [upload('a.txt', new Uint8Array([0x61, 0xff, 0xfe])), 415, 'MEDIA_TYPE'],
      [upload('a.pdf', bytesOf('%PDF-1.7 and nothing else')), 400, 'INVALID_REQUEST'],
      [upload('a.txt', new Uint8Array(0)), 400, 'INVALID_REQUEST'],
      [upload('\u0000\u202e ', bytesOf('x')), 400, 'INVALID_REQUEST'],
      [upload('big.txt', new Uint8Array(64 * 1024 * 1024 + 1).fill(97)), 413, 'BODY_TOO_LARGE'],
      [upload('a.txt', bytesOf('x'), 'text/plain'), 415, 'MEDIA_TYPE'],
      [upload('a.txt', bytesOf('x'), 'multipart/form-data'), 415, 'MEDIA_TYPE'],
    ]
    for (const [at, [answer, status, code]] of cases.entries()) {
      const failure = await failureOf(await answer)
      expect([at, failure.status, failure.details.code]).toEqual([at, status, code])
      expect(failure.message.length).toBeGreaterThan(10)
    }
  })

  test('L9 keeps no file of a message that was refused', async () => {
    const { db } = server.services.chats.base
    const files = () => db.query<{ count: number }, []>('SELECT count(*) AS count FROM attachment').get()!.count
    const before = files()
    const inline = { name: 'a.csv', media_type: 'text/csv', text: 'a,b\n1,2\n' }
    const refused = [
      { message: 'total?', attachments: [inline, { ...inline, text: undefined, base64: '!' }] },
      { message: 'total?', attachments: [inline, { id: 'file_unknown' }] },
      { message: 'refuse', attachments: [inline] },
    ]
    for (const body of refused) {
      const answer = await server.call('/chat', { body: { api_version: '1.0', ...body } })
      expect([answer.ok, files()]).toEqual([false, before])
    }
    await say({ message: 'total?', attachments: [inline] })
    expect(files()).toBe(before + 1)
  })

  test('H2 tells a text in another encoding from a file that is no text, with its cure', async () => {
    const old = Uint8Array.from(Buffer.from('näme;größe\nMüller;1,5\n', 'latin1'))
    const { message, details } = await failureOf(await upload('alt.csv', old))
    expect([message, details.hint]).toEqual([
      'This file is text, but not in UTF-8.',
      expect.stringContaining('CSV UTF-8'),
    ])
    expect((await failureOf(await upload('a.jpg', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16])))).message).toContain(
      'no text, CSV, JSON or PDF',
    )
  })

  test('H2 says at once and again when asked that a file holds more text than a message can be asked about', async () => {
    const info = await infoOf(await upload('long.csv', bytesOf('a,b\n'.repeat(300_000))))
    expect(info.note).toContain('more text than a message can be asked about')
    const asked = { api_version: '1.0', message: 'total?', attachments: [{ id: info.attachment_id }] }
    for (const path of ['/chat', '/plan']) {
      const failure = await failureOf(await server.call(path, { body: asked }))
      expect([failure.status, failure.details.code, failure.details.errors?.[0]?.pointer]).toEqual([
        400,
        'STRING_TOO_LONG',
        '/attachments/0',
      ])
      expect(failure.details.hint).toContain('the part that matters')
    }
  })

  test('H2 takes broken JSON as text and says where it is broken', async () => {
    const info = await infoOf(await upload('a.json', bytesOf('{"a":1,\n"b":}')))
    expect([info.kind, info.note?.startsWith('No valid JSON (line 2, column 5')]).toEqual(['text', true])
    expect((await infoOf(await upload('b.json', bytesOf('{"a":1}')))).kind).toBe('json')
  })

  test('L9 drops the files of a deleted chat, and none that another chat or an unsent message has', async () => {
    const [own, shared, draft] = await Promise.all(
      ['own', 'shared', 'draft'].map(
        async name => (await infoOf(await upload(`${name}.txt`, bytesOf(name)))).attachment_id,
      ),
    )
    const first = await say({ message: 'x', attachments: [{ id: own }, { id: shared }] })
    await say({ message: 'y', attachments: [{ id: shared }] })
    expect((await server.call(`/chats/${first.chat.chat_id}`, { method: 'DELETE' })).status).toBe(200)
    const found = async (id: string | undefined) => (await server.call(`/attachments/${id}/content`)).status
    expect([await found(own), await found(shared), await found(draft)]).toEqual([404, 200, 200])
  })

  test('L9 drops a file that no message names, and keeps one that a message names', async () => {
    const used = await infoOf(await upload('used.txt', bytesOf('used')))
    const unused = await infoOf(await upload('unused.txt', bytesOf('unused')))
    await say({ message: 'x', attachments: [{ id: used.attachment_id }] })
    const drop = (id: string) => server.call(`/attachments/${id}`, { method: 'DELETE' })
    expect((await failureOf(await drop(used.attachment_id))).details.code).toBe('CONFLICT')
    expect((await drop(unused.attachment_id)).status).toBe(200)
    expect((await server.call(`/attachments/${unused.attachment_id}/content`)).status).toBe(404)
    const store = server.services.chats.attachments
    await infoOf(await upload('old.txt', bytesOf('old')))
    expect(await store.removeUnused(Date.now() - 60_000)).toBe(0)
    expect(await store.removeUnused(Date.now() + 60_000)).toBeGreaterThanOrEqual(1)
    expect((await server.call(`/attachments/${used.attachment_id}`)).status).toBe(200)
  })
})

describe('export and import', () => {
  const importFile = (name: string, text: string) => upload(name, bytesOf(text), 'application/json', '/chats/import')
  const imported = async (response: Response) => {
    if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`)
    return (await response.json()) as { chat_ids: string[]; messages: number; skipped: { pointer: string }[] }
  }
  const listed = async () =>
    ((await (await server.call('/chats?limit=200')).json()) as { chats: unknown[] }).chats.length

  test('L7 a chat with branches comes back from its JSON as it was, its answers marked as unchecked', async () => {
    const first = await say({ message: 'one' })
    const chatId = first.chat.chat_id
    await say({ message: 'one, but better', chat_id: chatId, parent_id: null })
    await say({ message: 'two', chat_id: chatId })
    await server.call(`/chats/${chatId}`, { method: 'PATCH', body: { title: 'Branches', options: { temperature: 1 } } })
    const file = await (await server.call(`/chats/${chatId}/export`)).text()
    const {
      chat_ids: [copyId],
      messages,
    } = await imported(await importFile('x.json', file))
    expect(messages).toBe(6)
    const [was, is] = [await page(chatId), await page(copyId!)]
    expect([is.chat.title, is.chat.options]).toEqual(['Branches', { temperature: 1 }])
    const shape = ({ messages: list }: ChatPage) =>
      list.map(({ role, text, siblings, created_at }) => [role, text, siblings.length, created_at])
    expect(shape(is)).toEqual(shape(was))
    expect(is.messages.map(({ unverified, run }) => [unverified, run])).toEqual(
      is.messages.map(({ role }) => [role === 'assistant', null]),
    )
  })

  test('L7 the active path comes back from its Markdown, whatever its texts hold', () => {
    const text = fc
      .array(
        fc.oneof(fc.string(), fc.constantFrom('<!-- kora:user -->', '\\<!-- kora:assistant -->', '## You', '# T', '')),
      )
      .map(lines => lines.join('\n').replaceAll('\r', '').trim())
      .filter(
        value =>
          value !== '' &&
          !/^_(Attached|failed|cancelled|interrupted)/.test(value) &&
          !/^## (You|KORA Studio) · /.test(value),
      )
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), texts => {
        const path = texts.map((words, at) => ({
          role: at % 2 === 0 ? 'user' : 'assistant',
          text: words,
          created_at: '2026-01-31T08:00:00.000Z',
          attachments: [],
          status: 'success',
        }))
        const { chats } = readChats(bytesOf(writeMarkdown('A title', path as never)), 'a.md')
        expect(chats[0]!.title).toBe('A title')
        expect(chats[0]!.messages.map(message => [message.role, message.text])).toEqual(
          path.map(({ role, text: words }) => [role, words]),
        )
      }),
    )
  })

  test('L7 takes Markdown of others by its headings, and ChatGPT by its map', async () => {
    const markdown = '# About fruit\n\n## User\n\nWhat is an apple?\n\n### **Assistant**:\n\nA fruit.\n\n- red\n'
    const one = await imported(await importFile('fruit.md', markdown))
    expect((await page(one.chat_ids[0]!)).messages.map(({ text }) => text)).toEqual([
      'What is an apple?',
      'A fruit.\n\n- red',
    ])
    const node = (parent: string | null, role: string, parts: unknown[], id: string) =>
      [
        id,
        { id, parent, children: [], message: { author: { role }, create_time: 1_700_000_000.5, content: { parts } } },
      ] as const
    const root = ['root', { id: 'root', parent: null, children: [], message: null }] as const
    const system = node('root', 'system', ['be nice'], 'system')
    const asked = node('system', 'user', ['What is this?', { image: 'x' }], 'asked')
    const tool = node('asked', 'tool', ['42'], 'tool')
    const told = node('tool', 'assistant', ['A tree.'], 'told')
    const other = node('asked', 'assistant', ['A house.'], 'other')
    const conversation = {
      title: 'Pictures',
      create_time: 1_700_000_000,
      mapping: Object.fromEntries([other, told, tool, asked, system, root]),
      current_node: 'told',
    }
    const two = await imported(await importFile('conversations.json', JSON.stringify([conversation])))
    expect([two.messages, two.skipped.map(({ pointer }) => pointer).sort()]).toEqual([
      3,
      ['/0/mapping/asked', '/0/mapping/tool'],
    ])
    const { chat, messages } = await page(two.chat_ids[0]!)
    expect([chat.title, messages.map(({ text }) => text)]).toEqual(['Pictures', ['What is this?', 'A tree.']])
    expect(messages[1]!.siblings).toHaveLength(2)
  })

  test('H2 refuses a hostile file as a whole, with the places that are wrong', async () => {
    const before = await listed()
    const own = (chats: unknown) => JSON.stringify({ kora_chats: '1.0', chats })
    const message = { id: 0, parent: null, role: 'user', text: 'x' }
    const circle = { a: { parent: 'b', message: null }, b: { parent: 'a', message: null } }
    const cases: readonly (readonly [string, string])[] = [
      [
        own([
          { title: 'good', messages: [message] },
          { title: 'bad', messages: [{ ...message, parent: 0 }] },
        ]),
        '/chats/1/messages/0/parent',
      ],
      [own([{ title: 'x', messages: [{ ...message, id: 7 }] }]), '/chats/0/messages/0/id'],
      [own([{ title: 'x', messages: [{ ...message, role: 'system' }] }]), '/chats/0/messages/0/role'],
      [own([{ title: 'x', messages: [message], extra: 1 }]), '/chats/0/extra'],
      [own([{ title: 'x', messages: [message], active: 1 }]), '/chats/0/active'],
      [own([{ title: 'x', messages: [{ ...message, text: 'x'.repeat(1_000_001) }] }]), '/chats/0/messages/0/text'],
      [JSON.stringify([{ title: 'x' }]), '/0/mapping'],
      [JSON.stringify([{ title: 'x', mapping: circle }]), '/0/mapping/a/parent'],
      ['[]', ''],
      ['{"kora_chats":"1.0","kora_chats":"1.0","chats":[]}', '/kora_chats'],
      ['{"__proto__":{"polluted":1},"kora_chats":"1.0","chats":[]}', '/__proto__'],
      [`${'['.repeat(5_000)}`, ''],
      ['{"kora_chats":"1.0","chats":[', ''],
      ['no speaker in sight', ''],
    ]
    for (const [text, pointer] of cases) {
      const failure = await failureOf(await importFile('x', text))
      expect([text.slice(0, 60), failure.status]).toEqual([text.slice(0, 60), 400])
      expect([text.slice(0, 60), failure.details.errors?.map(error => error.pointer) ?? []]).toEqual([
        text.slice(0, 60),
        expect.arrayContaining(pointer === '' ? [] : [expect.stringContaining(pointer)]),
      ])
    }
    expect(await listed()).toBe(before)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})
