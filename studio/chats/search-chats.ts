/** The list of chats, newest change first, and the search over all their messages. It reads; it changes nothing. */
import type { ChatHit, ChatList } from '#contracts/chat'
import { KoraError } from '#contracts/failure'
import type { ChatDatabase } from './chat-database.ts'
import { type ChatRow, toChat } from './chat-rows.ts'

export type ChatQuery = { readonly limit: number; readonly cursor?: string; readonly text?: string }

type Hit = ChatRow & { readonly hit: number | null }

const COUNT = '(SELECT count(*) FROM message m WHERE m.chat = c.id) AS message_count'
/** Around a match in a snippet. A text that holds them itself is marked in odd places, and nothing else happens. */
const [OPEN, CLOSE] = ['\u0002', '\u0003']
const SNIPPET_WORDS = 12
const MAX_WORDS = 32

/** Throws INVALID_REQUEST for a cursor that this list did not give. */
export function searchChats({ db }: ChatDatabase, query: ChatQuery): ChatList {
  const words = toWords(query.text ?? '')
  const [after, afterId] = readCursor(query.cursor)
  const page = '(c.updated_at_ms, c.id) < (?, ?) ORDER BY c.updated_at_ms DESC, c.id DESC LIMIT ?'
  const rows =
    words === null
      ? db
          .query<Hit, (string | number)[]>(`SELECT c.*, ${COUNT}, NULL AS hit FROM chat c WHERE ${page}`)
          .all(after, afterId, query.limit + 1)
      : db
          .query<Hit, (string | number)[]>(
            `WITH found AS (
              SELECT m.chat, max(m.id) AS hit FROM word w JOIN message m ON m.id = w.rowid WHERE w.word MATCH ? GROUP BY m.chat
            ) SELECT c.*, ${COUNT}, f.hit FROM chat c LEFT JOIN found f ON f.chat = c.id
            WHERE (f.hit IS NOT NULL OR c.title LIKE ? ESCAPE '\\') AND ${page}`,
          )
          .all(words, `%${(query.text ?? '').trim().replaceAll(/[\\%_]/g, '\\$&')}%`, after, afterId, query.limit + 1)
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    chats: shown.map(row => ({ ...toChat(row), match: row.hit === null ? null : readMatch(db, row.hit, words ?? '') })),
    next: rows.length > query.limit && last !== undefined ? `${last.updated_at_ms}.${last.id}` : null,
  }
}

/** Each word as the beginning of one, all of them wanted; null where nothing is asked for. Signs have no meaning of their own. */
function toWords(text: string): string | null {
  const words = text.match(/[\p{L}\p{N}\p{M}]+/gu)?.slice(0, MAX_WORDS) ?? []
  if (words.length > 0) return words.map(word => `"${word}"*`).join(' ')
  return text.trim() === '' ? null : '""'
}

function readMatch(db: ChatDatabase['db'], row: number, words: string): ChatHit['match'] {
  const sql = `SELECT m.message_id, snippet(word, 0, '${OPEN}', '${CLOSE}', '…', ${SNIPPET_WORDS}) AS text
    FROM word JOIN message m ON m.id = word.rowid WHERE word MATCH ? AND word.rowid = ?`
  const found = db.query<{ message_id: string; text: string }, [string, number]>(sql).get(words, row)
  if (found === null) return null
  const marks: [number, number][] = []
  let snippet = ''
  for (const part of found.text.split(/([\u0002\u0003])/)) {
    if (part === OPEN) marks.push([snippet.length, snippet.length])
    else if (part === CLOSE && marks.length > 0) marks.at(-1)![1] = snippet.length
    else if (part !== CLOSE) snippet += part
  }
  return { message_id: found.message_id, snippet, marks }
}

function readCursor(cursor: string | undefined): readonly [updatedAtMs: number, id: number] {
  if (cursor === undefined) return [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]
  const found = /^(\d{1,15})\.(\d{1,15})$/.exec(cursor)
  if (found === null) throw new KoraError('INVALID_REQUEST', 'cursor is the `next` of an earlier answer.')
  return [Number(found[1]), Number(found[2])]
}
