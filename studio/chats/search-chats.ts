/** The list of chats, newest change first, and the search over all their messages. It reads; it changes nothing. */
import type { ChatHit, ChatList } from '#contracts/chat'
import { KoraError } from '#contracts/failure'
import type { ChatDatabase } from './chat-database.ts'
import { type ChatRow, toChat } from './chat-rows.ts'
import { cutSnippet, fold } from './cut-snippet.ts'

export type ChatQuery = { readonly limit: number; readonly cursor?: string; readonly text?: string }

const COUNT = '(SELECT count(*) FROM message m WHERE m.chat = c.id) AS message_count'
const MAX_WORDS = 32

/** Without words: by last change. With words: by the newest message that holds them, then by titles alone. Throws INVALID_REQUEST. */
export function searchChats({ db }: ChatDatabase, query: ChatQuery): ChatList {
  const words = toWords(query.text ?? '')
  return words === null ? listAll(db, query) : listFound(db, query, words)
}

type Db = ChatDatabase['db']

function listAll(db: Db, { cursor, limit }: ChatQuery): ChatList {
  const bounds = readCursor(cursor, /^(\d{1,15})\.(\d{1,15})$/) ?? [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]
  const sql = `SELECT c.*, ${COUNT} FROM chat c WHERE c.titled < 3 AND (c.updated_at_ms, c.id) < (?, ?)
    ORDER BY c.updated_at_ms DESC, c.id DESC LIMIT ?`
  const rows = db.query<ChatRow, number[]>(sql).all(...bounds, limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    chats: shown.map(row => ({ ...toChat(row), match: null })),
    next: rows.length > limit && last !== undefined ? `${last.updated_at_ms}.${last.id}` : null,
  }
}

/** Hits are walked from the newest on, and no further than the page needs: words may be in every message. */
function listFound(db: Db, query: ChatQuery, words: string): ChatList {
  const [skip = 0] = readCursor(query.cursor, /^n(\d{1,9})$/) ?? []
  const places = [...takePage(walkFound(db, query.text ?? '', words), skip, query.limit + 1)]
  const folded = readWords(query.text ?? '').map(fold)
  const read = db.query<ChatRow, [number]>(`SELECT c.*, ${COUNT} FROM chat c WHERE c.id = ?`)
  const chats = places.slice(0, query.limit).flatMap(({ chat, hit }) => {
    const row = read.get(chat)
    return row === null ? [] : [{ ...toChat(row), match: hit === null ? null : readMatch(db, hit, folded) }]
  })
  return { chats, next: places.length > query.limit ? `n${skip + query.limit}` : null }
}

type Place = { readonly chat: number; readonly hit: number | null }

/** Each chat once, with the newest of its messages that holds the words. */
function* walkFound(db: Db, text: string, words: string): Generator<Place> {
  const seen = new Set<number>()
  const chatOf = db.query<{ chat: number }, [number]>(
    'SELECT m.chat FROM message m JOIN chat c ON c.id = m.chat WHERE m.id = ? AND c.titled < 3',
  )
  // By itself: joined, every hit would be sorted before the first is told.
  const hits = db.query<{ rowid: number }, [string]>('SELECT rowid FROM word WHERE word MATCH ? ORDER BY rowid DESC')
  for (const { rowid } of hits.iterate(words)) {
    const chat = chatOf.get(rowid)?.chat
    if (chat === undefined || seen.has(chat)) continue
    seen.add(chat)
    yield { chat, hit: rowid }
  }
  const like = `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
  const named = `SELECT id FROM chat WHERE titled < 3 AND title LIKE ? ESCAPE '\\' ORDER BY updated_at_ms DESC, id DESC`
  for (const { id } of db.query<{ id: number }, [string]>(named).all(like))
    if (!seen.has(id)) yield { chat: id, hit: null }
}

function* takePage(places: Iterable<Place>, skip: number, limit: number): Generator<Place> {
  let at = 0
  for (const place of places) {
    if (at >= skip + limit) return
    if (at >= skip) yield place
    at += 1
  }
}

/** Each word as the beginning of one, all of them wanted; null where nothing is asked for. Signs have no meaning of their own. */
function toWords(text: string): string | null {
  const words = readWords(text)
  if (words.length > 0) return words.map(word => `"${word}"*`).join(' ')
  return text.trim() === '' ? null : '""'
}

const readWords = (text: string): readonly string[] => text.match(/[\p{L}\p{N}\p{M}]+/gu)?.slice(0, MAX_WORDS) ?? []

function readMatch(db: Db, row: number, words: readonly string[]): ChatHit['match'] {
  const sql = 'SELECT message_id, text FROM message WHERE id = ?'
  const found = db.query<{ message_id: string; text: string }, [number]>(sql).get(row)
  return found === null ? null : { message_id: found.message_id, ...cutSnippet(found.text, words) }
}

function readCursor(cursor: string | undefined, form: RegExp): readonly number[] | null {
  if (cursor === undefined) return null
  const found = form.exec(cursor)
  if (found === null) throw new KoraError('INVALID_REQUEST', 'cursor is the `next` of an earlier answer.')
  return found.slice(1).map(Number)
}
