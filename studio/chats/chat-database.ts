/**
 * ChatDatabase: the file of chats, opened after the checks of rule S7, and the one way to write into it: all of a change or
 * nothing, with a typed refusal where the disk refuses. Writes are as rare as a person's messages, so they wait for the disk.
 */
import { Database } from 'bun:sqlite'
import { KoraError } from '#contracts/failure'
import type { Clock, Dispose, Random } from '#contracts/powers'
import { newRunId } from '#engine/run-id'
import { openStoreFile } from '#store/store-file'
import { applyPragmas, migrate, scrubFile } from '#store/store-schema'
import { CHAT_FILE } from './chat-schema.ts'

export type ChatDatabaseOptions = {
  /** A file of its own, or ':memory:'. */
  readonly path: string
  readonly clock: Clock
  readonly random: Random
}

/** How long after a refusal the disk is asked again. */
const AGAIN_MS = 1_000

type Owed = { readonly change: () => void; readonly onKept: () => void }

export class ChatDatabase {
  readonly db: Database
  readonly clock: Clock
  /** What to tell about the opening; null when all is well. */
  readonly sentence: string | null
  readonly #random: Random
  readonly #writable: boolean
  #owed: Owed[] = []
  #again: Dispose | null = null

  /** Throws ROOT_LOCKED; any other trouble with the file ends in a database that says what is wrong. */
  constructor({ path, clock, random }: ChatDatabaseOptions) {
    this.clock = clock
    this.#random = random
    const file = path === ':memory:' ? openMemory(clock) : openStoreFile(path, clock, null, CHAT_FILE)
    this.db = file.db
    this.sentence = file.sentence
    this.#writable = file.writable
  }

  /** Runs `change` in one transaction. Throws STORAGE_FULL where nothing can be written, and what `change` throws. */
  write<T>(change: () => T): T {
    if (!this.#writable) throw new KoraError('STORAGE_FULL', CHAT_FILE.readOnly)
    try {
      return this.db.transaction(change).immediate()
    } catch (error) {
      throw toRefusal(error)
    }
  }

  /**
   * The same for what happened already and cannot be asked for again. Throws STORAGE_FULL like `write`, and then writes it as soon as the
   * disk takes it. `onKept` is called once it stands.
   */
  keep(change: () => void, onKept: () => void = () => undefined): void {
    try {
      this.write(change)
    } catch (error) {
      if (error instanceof KoraError && error.code === 'STORAGE_FULL' && this.#writable) {
        this.#owed.push({ change, onKept })
        this.#tryLater()
      }
      throw error
    }
    onKept()
  }

  #tryLater(): void {
    this.#again ??= this.clock.timer(AGAIN_MS, () => {
      this.#again = null
      this.#payOwed()
    })
  }

  /** In the order in which it happened. */
  #payOwed(): void {
    for (let next = this.#owed[0]; next !== undefined; next = this.#owed[0]) {
      try {
        this.write(next.change)
      } catch {
        this.#tryLater()
        return
      }
      this.#owed.shift()
      next.onKept()
    }
  }

  /** Takes what was deleted out of the log as well (L9); `all` also gives the space back. */
  scrub(extent: 'deleted' | 'all'): void {
    if (!this.#writable) return
    try {
      scrubFile(this.db, extent)
    } catch (error) {
      throw toRefusal(error)
    }
  }

  /** `chat_…`, `msg_…`: ids that sort by time. */
  newId(prefix: string): string {
    return newRunId(this.clock.epochMs(), this.#random).replace('run_', `${prefix}_`)
  }

  close(): void {
    if (this.#owed.length > 0) this.#payOwed()
    this.#again?.()
    this.db.close(true)
  }
}

function openMemory(clock: Clock) {
  const db = new Database(':memory:', { strict: true })
  applyPragmas(db)
  migrate(db, 0, clock.epochMs(), CHAT_FILE)
  return { db, sentence: null, writable: true }
}

const REFUSALS: Readonly<Record<string, string>> = {
  SQLITE_FULL: 'The disk is full: the chat cannot be kept.',
  SQLITE_READONLY: 'The data folder is read-only: the chat cannot be kept.',
  SQLITE_CANTOPEN: 'The file of chats cannot be written.',
  SQLITE_IOERR: 'The disk refused to keep the chat.',
  SQLITE_BUSY: 'Another program holds the file of chats.',
  SQLITE_CORRUPT: 'The file of chats is damaged: restart Studio, and it is set aside and a new one begun.',
  SQLITE_NOTADB: 'The file of chats is damaged: restart Studio, and it is set aside and a new one begun.',
}

function toRefusal(error: unknown): unknown {
  const code = (error as { code?: unknown }).code
  if (error instanceof KoraError || typeof code !== 'string') return error
  const sentence = REFUSALS[code.split('_').slice(0, 2).join('_')]
  return sentence === undefined ? error : new KoraError('STORAGE_FULL', sentence, {}, error)
}
