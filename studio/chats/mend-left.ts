/**
 * What a crash left open in the file of chats: answers under way are marked as interrupted, and chats that were half read from a file are
 * doomed. Where the disk refuses this now it is done later; chats can be read all the same.
 */
import { KoraError } from '#contracts/failure'
import type { ChatDatabase } from './chat-database.ts'
import { DOOM, TITLED } from './chat-rows.ts'

const NOTHING_NAMED = JSON.stringify({ runs: [], attachments: [] })

export function mendLeft(base: ChatDatabase): void {
  const { db } = base
  const newest = "SELECT max(id) AS id FROM message WHERE status = 'running' HAVING id NOT NULL"
  const open = db.query<{ id: number }, []>(newest).get()
  const left = db.query<{ id: number }, [number]>('SELECT id FROM chat WHERE titled = ?').all(TITLED.arriving)
  if (open === null && left.length === 0) return
  try {
    base.keep(() => {
      // Later answers are none of a crash.
      const sql = "UPDATE message SET status = 'interrupted', unverified = 1 WHERE status = 'running' AND id <= ?"
      db.query(sql).run(open?.id ?? 0)
      for (const { id } of left) db.query(DOOM).run(TITLED.doomed, NOTHING_NAMED, id)
    })
  } catch (error) {
    if (!(error instanceof KoraError)) throw error
  }
}
