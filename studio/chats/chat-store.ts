/**
 * ChatStore: chats as trees of messages, each with one active path. It keeps texts and run ids; the numbers of a run are asked
 * for where they are, in its telemetry. It calls no model and starts no run.
 */
import type { AttachmentInfo, Chat, ChatChange, ChatCreate, ChatOptions, ChatPage, Message } from '#contracts/chat'
import type { RunSummary } from '#contracts/execution'
import { KoraError } from '#contracts/failure'
import { cleanName } from './attachment-store.ts'
import type { ChatDatabase } from './chat-database.ts'
import {
  type ChatRow,
  DOOM,
  type MessageMore,
  type MessageRow,
  type MessageSurroundings,
  mergeOptions,
  TITLED,
  toChat,
  toMessage,
} from './chat-rows.ts'
import { mendLeft } from './mend-left.ts'

export type NewMessage = {
  /** The id of a message of the chat, or the place of an earlier one in the same list; null begins a path. */
  readonly parent: string | number | null
  readonly role: Message['role']
  readonly text: string
  readonly status: Message['status']
  readonly unverified?: boolean
  readonly runId?: string
  readonly attachmentIds?: readonly string[]
  readonly more?: MessageMore
  readonly createdAtMs?: number
  /** Names this message to whoever sends the same request again. */
  readonly sentKey?: SentKey
}

/** An idempotency key (rule H4) and what was sent under it. */
export type SentKey = { readonly key: string; readonly bodyHash: string }

/** How an answer ended. */
export type MessageEnd = {
  readonly status: Exclude<Message['status'], 'running'>
  readonly text: string
  readonly unverified: boolean
  readonly error?: NonNullable<Message['error']>
  readonly missing?: Message['missing']
}

/** A deleted chat, and what is still to go with it. */
export type Doomed = {
  readonly row: number
  readonly runs: readonly string[]
  readonly attachments: readonly string[]
}

type Value = string | number | null

const UNNAMED = 'New chat'
const COUNTED = 'SELECT c.*, (SELECT count(*) FROM message m WHERE m.chat = c.id) AS message_count FROM chat c'
/** How long a key stands for its message. */
const KEY_LIFE_MS = 24 * 3_600_000
/** Deleted at once; taking words out of an index costs more than putting them in. */
const SWEPT_MESSAGES = 50

type Node = { readonly id: number; readonly message_id: string; readonly parent: number | null }

export class ChatStore {
  readonly #base: ChatDatabase
  readonly #run: (runId: string) => RunSummary | null

  /** `run` looks a run up in telemetry. What a crash left open is mended first. */
  constructor(base: ChatDatabase, run: (runId: string) => RunSummary | null) {
    this.#base = base
    this.#run = run
    mendLeft(base)
  }

  /** One that arrives is named by its id alone until `welcome`. */
  create(
    { title, options, preset_id: presetId }: ChatCreate,
    presetOptions: ChatOptions = {},
    isArriving = false,
  ): Chat {
    const chatId = this.#base.newId('chat')
    const now = this.#now()
    const merged = JSON.stringify(mergeOptions(presetOptions, options ?? {}))
    const titled = isArriving ? TITLED.arriving : title === undefined ? TITLED.no : TITLED.person
    this.#base.write(() =>
      this.#do(
        'INSERT INTO chat VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, NULL)',
        ...[chatId, cleanName(title ?? '') || UNNAMED, titled, now, now, merged, presetId ?? null],
      ),
    )
    return this.read(chatId)
  }

  /** Throws NOT_FOUND. */
  read(chatId: string): Chat {
    return toChat(this.#chat(chatId))
  }

  /** Throws NOT_FOUND; INVALID_REQUEST for a message of another chat. */
  change(chatId: string, change: ChatChange, presetOptions: ChatOptions = {}): Chat {
    const chat = this.#chat(chatId)
    const preset = mergeOptions(JSON.parse(chat.options) as ChatOptions, presetOptions)
    const options = JSON.stringify(mergeOptions(preset, change.options ?? {}))
    const presetId = change.preset_id === undefined ? chat.preset_id : change.preset_id
    const active =
      change.active === undefined ? chat.active : this.#newestEnd(this.#messageOf(chat, change.active, '/active').id)
    const [title, titled] =
      change.title === undefined ? [chat.title, chat.titled] : [cleanName(change.title) || UNNAMED, TITLED.person]
    this.#base.write(() =>
      this.#do(
        'UPDATE chat SET title = ?, titled = ?, options = ?, preset_id = ?, active = ? WHERE id = ?',
        ...[title, titled, options, presetId, active, chat.id],
      ),
    )
    return this.read(chatId)
  }

  /** Deletes a chat: from now on nobody sees it. Its words and what they named are still to be taken out. Throws NOT_FOUND. */
  doom(chatId: string): void {
    const { id } = this.#chat(chatId)
    const runs = this.#all<{ run_id: string }>('SELECT run_id FROM message WHERE chat = ? AND run_id IS NOT NULL', id)
    const files = `SELECT DISTINCT a.attachment_id FROM message m JOIN message_attachment u ON u.message = m.id
      JOIN attachment a ON a.id = u.attachment WHERE m.chat = ?`
    const attachments = this.#all<{ attachment_id: string }>(files, id)
    // Kept until all of it is gone: a crash must not lose what is still to be done.
    const named = { runs: runs.map(row => row.run_id), attachments: attachments.map(row => row.attachment_id) }
    this.#base.write(() => this.#do(DOOM, TITLED.doomed, JSON.stringify(named), id))
  }

  /** Chats that arrived are all there: from now on everybody sees them. */
  welcome(chatIds: readonly string[]): void {
    const sql = 'UPDATE chat SET titled = ? WHERE chat_id = ? AND titled = ?'
    this.#base.write(() => {
      for (const id of chatIds) this.#do(sql, TITLED.person, id, TITLED.arriving)
    })
  }

  /** Takes the words of deleted chats out, a few messages at a time: others are let in between. */
  async sweep(): Promise<readonly Doomed[]> {
    const doomed = this.#all<{ id: number; options: string }>(
      'SELECT id, options FROM chat WHERE titled = ?',
      TITLED.doomed,
    )
    for (const { id } of doomed) {
      for (let left = true; left; ) {
        // The newest first, so that none loses the message that it follows.
        const last = 'SELECT id FROM message WHERE chat = ? ORDER BY id DESC LIMIT ?'
        this.#base.write(() => this.#do(`DELETE FROM message WHERE id IN (${last})`, id, SWEPT_MESSAGES))
        left = this.#one('SELECT 1 FROM message WHERE chat = ? LIMIT 1', id) !== null
        if (left) await new Promise(resolve => setImmediate(resolve))
      }
    }
    return doomed.map(({ id, options }) => ({ row: id, ...(JSON.parse(options) as Omit<Doomed, 'row'>) }))
  }

  /** Everything that these chats named is gone as well. */
  forget(doomed: readonly Doomed[]): void {
    if (doomed.length === 0) return
    this.#base.write(() => {
      for (const { row } of doomed) this.#do('DELETE FROM chat WHERE id = ? AND titled = ?', row, TITLED.doomed)
    })
  }

  /** Adds messages and makes the last one the end of the active path. `title` is used where nobody gave one. */
  add(chatId: string, messages: readonly NewMessage[], title: string | null = null): readonly string[] {
    const chat = this.#chat(chatId)
    return this.#base.write(() => {
      const made: { readonly row: number; readonly messageId: string }[] = []
      for (const message of messages) {
        const { parent } = message
        const under =
          typeof parent === 'string'
            ? this.#messageOf(chat, parent, '/parent_id').id
            : (made[parent ?? -1]?.row ?? null)
        made.push(this.#insert(chat.id, under, message))
      }
      const byRule = title !== null && chat.titled === TITLED.no
      this.#do(
        'UPDATE chat SET active = ?, updated_at_ms = ?, title = ?, titled = ? WHERE id = ?',
        ...[made.at(-1)?.row ?? chat.active, this.#now()],
        ...[byRule ? title : chat.title, byRule ? TITLED.rule : chat.titled, chat.id],
      )
      return made.map(({ messageId }) => messageId)
    })
  }

  /** What was sent under a key within a day, and the answer to it; null when that is nothing, or was deleted. */
  sent(key: string): { readonly bodyHash: string; readonly answerId: string } | null {
    const sql = `SELECT k.body_hash, m.message_id FROM sent_key k JOIN message m ON m.id = k.answer
      JOIN chat c ON c.id = m.chat WHERE k.key = ? AND k.at_ms >= ? AND c.titled < 3`
    const row = this.#one<{ body_hash: string; message_id: string }>(sql, key, this.#now() - KEY_LIFE_MS)
    return row === null ? null : { bodyHash: row.body_hash, answerId: row.message_id }
  }

  /**
   * Sets how an answer ended. An answer that was deleted meanwhile stays deleted. Throws STORAGE_FULL, and then keeps it as soon as there
   * is room; `onKept` tells when.
   */
  end(messageId: string, { status, text, unverified, error, missing }: MessageEnd, onKept?: () => void): void {
    this.#base.keep(() => {
      const row = this.#one<MessageRow>('SELECT * FROM message WHERE message_id = ?', messageId)
      if (row === null) return
      const more: MessageMore = {
        ...(JSON.parse(row.more) as MessageMore),
        ...(error === undefined ? {} : { error }),
        ...(missing ? { missing } : {}),
      }
      this.#do(
        'UPDATE message SET status = ?, text = ?, unverified = ?, more = ? WHERE id = ?',
        ...[status, text.toWellFormed(), unverified ? 1 : 0, JSON.stringify(more), row.id],
      )
      this.#do('UPDATE chat SET updated_at_ms = ? WHERE id = ?', this.#now(), row.chat)
    }, onKept)
  }

  /** The end of the active path, at most `limit` messages above `before`. Throws NOT_FOUND, INVALID_REQUEST. */
  page(chatId: string, limit: number, before?: string): ChatPage {
    const chat = this.#chat(chatId)
    const nodes = this.#nodes(chat)
    const path = toPath(nodes, chat.active)
    const end = before === undefined ? path.length : path.findIndex(node => node.message_id === before)
    if (end === -1) throw invalid('/before', 'There is no such message on the active path.')
    const start = Math.max(0, end - limit)
    const rows = this.#rows(path.slice(start, end))
    const around = this.#surroundings(chat, rows, nodes)
    return {
      chat: toChat(chat),
      messages: rows.map(row => toMessage(row, around)),
      earlier: start > 0 ? path[start]!.message_id : null,
    }
  }

  /** One message. Throws NOT_FOUND. */
  message(messageId: string): Message {
    const row = this.#one<MessageRow>('SELECT * FROM message WHERE message_id = ?', messageId)
    const chat = row && this.#one<ChatRow>(`${COUNTED} WHERE c.id = ?`, row.chat)
    if (row === null || chat === null) throw new KoraError('NOT_FOUND', 'There is no such message.')
    return toMessage(row, this.#surroundings(chat, [row], this.#nodes(chat)))
  }

  /** The messages from the beginning to this one, without what the page shows beside them. */
  pathTo(chatId: string, messageId: string | null): readonly MessageRow[] {
    const chat = this.#chat(chatId)
    if (messageId === null) return []
    const { id } = this.#messageOf(chat, messageId, '/parent_id')
    return this.#rows(toPath(this.#nodes(chat), id))
  }

  /** The end of the active path; null in an empty chat. */
  activeEnd(chatId: string): string | null {
    const { active } = this.#chat(chatId)
    return active === null ? null : (this.#message(active)?.message_id ?? null)
  }

  /** All messages of a chat, oldest first, as a tree by `parent_id`. */
  tree(chatId: string): readonly Message[] {
    const chat = this.#chat(chatId)
    const rows = this.#all<MessageRow>('SELECT * FROM message WHERE chat = ? ORDER BY id', chat.id)
    const around = this.#surroundings(chat, rows, this.#nodes(chat))
    return rows.map(row => toMessage(row, around))
  }

  /** Runs of answers that are under way in a chat. */
  running(chatId: string): readonly string[] {
    const sql = "SELECT run_id FROM message WHERE chat = ? AND status = 'running' AND run_id IS NOT NULL"
    return this.#all<{ run_id: string }>(sql, this.#chat(chatId).id).map(row => row.run_id)
  }

  /** Ids of chats that were last changed before a moment, oldest first. */
  unchangedSince(epochMs: number): readonly string[] {
    const sql = 'SELECT chat_id FROM chat WHERE updated_at_ms < ? AND titled < 3 ORDER BY updated_at_ms'
    return this.#all<{ chat_id: string }>(sql, epochMs).map(row => row.chat_id)
  }

  allIds(): readonly string[] {
    return this.unchangedSince(Number.MAX_SAFE_INTEGER)
  }

  #insert(chat: number, under: number | null, message: NewMessage) {
    const messageId = this.#base.newId('msg')
    const row = this.#do(
      'INSERT INTO message VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ...[messageId, chat, under, message.role, message.createdAtMs ?? this.#now(), message.status],
      ...[message.unverified === true ? 1 : 0, message.text.toWellFormed(), message.runId ?? null],
      JSON.stringify(message.more ?? {}),
    )
    for (const [place, attachment] of (message.attachmentIds ?? []).entries())
      this.#do(
        'INSERT INTO message_attachment SELECT ?, ?, id FROM attachment WHERE attachment_id = ?',
        ...[row, place, attachment],
      )
    if (message.sentKey !== undefined) this.#nameSent(row, message.sentKey)
    return { row, messageId }
  }

  #nameSent(row: number, { key, bodyHash }: SentKey): void {
    this.#do('DELETE FROM sent_key WHERE at_ms < ?', this.#now() - KEY_LIFE_MS)
    this.#do('INSERT OR REPLACE INTO sent_key VALUES (?, ?, ?, ?)', key, bodyHash, row, this.#now())
  }

  /** Down from a message to the end of its newest branch. */
  #newestEnd(row: number): number {
    for (let at = row; ; ) {
      const child = this.#one<{ id: number }>('SELECT id FROM message WHERE parent = ? ORDER BY id DESC LIMIT 1', at)
      if (child === null) return at
      at = child.id
    }
  }

  #nodes(chat: ChatRow): readonly Node[] {
    return this.#all<Node>('SELECT id, message_id, parent FROM message WHERE chat = ? ORDER BY id', chat.id)
  }

  /** The whole messages of these nodes, in this order. */
  #rows(nodes: readonly Node[]): readonly MessageRow[] {
    const one = this.#base.db.query<MessageRow, [number]>('SELECT * FROM message WHERE id = ?')
    return nodes.flatMap(({ id }) => one.get(id) ?? [])
  }

  #surroundings(chat: ChatRow, rows: readonly MessageRow[], nodes: readonly Node[]): MessageSurroundings {
    const ids = new Map(nodes.map(({ id, message_id }) => [id, message_id]))
    const children = Map.groupBy(nodes, ({ parent }) => parent)
    return {
      chatId: chat.chat_id,
      idOf: row => ids.get(row) ?? '',
      siblings: row => (children.get(row.parent) ?? []).map(({ message_id }) => message_id),
      attachments: this.#attachments(rows),
      run: this.#run,
    }
  }

  #attachments(rows: readonly MessageRow[]): MessageSurroundings['attachments'] {
    const first = rows[0]
    if (first === undefined) return () => []
    const sql = `SELECT u.message, a.info FROM message_attachment u JOIN attachment a ON a.id = u.attachment
      WHERE u.message BETWEEN ? AND ? ORDER BY u.message, u.place`
    const ids = rows.map(row => row.id)
    const used = this.#all<{ message: number; info: string }>(sql, Math.min(...ids), Math.max(...ids))
    const byMessage = Map.groupBy(used, ({ message }) => message)
    return row => (byMessage.get(row) ?? []).map(({ info }) => JSON.parse(info) as AttachmentInfo)
  }

  #chat(chatId: string): ChatRow {
    const row = this.#one<ChatRow>(`${COUNTED} WHERE c.chat_id = ? AND c.titled <> ?`, chatId, TITLED.doomed)
    if (row === null) throw new KoraError('NOT_FOUND', 'There is no such chat.')
    return row
  }

  #messageOf(chat: ChatRow, messageId: string, pointer: string): MessageRow {
    const row = this.#one<MessageRow>('SELECT * FROM message WHERE message_id = ? AND chat = ?', messageId, chat.id)
    if (row === null) throw invalid(pointer, 'There is no such message in this chat.')
    return row
  }

  #message(id: number): MessageRow | null {
    return this.#one<MessageRow>('SELECT * FROM message WHERE id = ?', id)
  }

  #now(): number {
    return Math.floor(this.#base.clock.epochMs())
  }

  #one<T>(sql: string, ...values: Value[]): T | null {
    return this.#base.db.query<T, Value[]>(sql).get(...values)
  }

  #all<T>(sql: string, ...values: Value[]): readonly T[] {
    return this.#base.db.query<T, Value[]>(sql).all(...values)
  }

  /** Returns the row that was inserted last. */
  #do(sql: string, ...values: Value[]): number {
    return Number(this.#base.db.query<undefined, Value[]>(sql).run(...values).lastInsertRowid)
  }
}

const invalid = (pointer: string, message: string): KoraError =>
  new KoraError('INVALID_REQUEST', message, { errors: [{ pointer, code: 'INVALID_REQUEST', message }] })

/** From the beginning to the end that is named. */
function toPath(nodes: readonly Node[], end: number | null): readonly Node[] {
  const byId = new Map(nodes.map(node => [node.id, node]))
  const path: Node[] = []
  for (let at = end; at !== null; ) {
    const node = byId.get(at)
    if (node === undefined) break
    path.push(node)
    at = node.parent
  }
  return path.reverse()
}
