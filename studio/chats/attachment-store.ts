/**
 * AttachmentStore: files that were sent to be asked about, each with the text that was read out of it. A file nobody's message
 * names is dropped after a day; a file of a deleted chat goes with it.
 */
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { AttachmentInfo } from '#contracts/chat'
import type { AttachmentInput } from '#contracts/execution'
import { KoraError } from '#contracts/failure'
import { sha256Hex } from '#json/digest'
import { readOrNull, writeAtomic } from '#machine/atomic-file'
import type { GivenAttachment } from '../api/services.ts'
import type { ChatDatabase } from './chat-database.ts'
import { toMoment } from './chat-rows.ts'
import { type ReadPdf, readFile } from './read-file.ts'

export type AttachmentParts = { readonly base: ChatDatabase; readonly folder: string; readonly readPdf: ReadPdf }

/** How long a file may wait for a message that names it. */
export const UNUSED_MS = 24 * 3_600_000
/** A graph holds no longer text (S4), so no message can be asked about one. */
const MAX_ASKED_BYTES = 1024 * 1024
const TOO_LONG = 'It holds more text than a message can be asked about (1 MiB); attach the part that matters.'

/** A name as people see it: nothing that turns or hides what stands beside it. */
export const cleanName = (name: string): string => name.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim()

export class AttachmentStore {
  readonly #parts: AttachmentParts

  constructor(parts: AttachmentParts) {
    this.#parts = parts
  }

  /** Reads the file and keeps it. Throws MEDIA_TYPE, INVALID_REQUEST, STORAGE_FULL. */
  async add(name: string, mediaType: string, bytes: Uint8Array): Promise<AttachmentInfo> {
    const { base, readPdf } = this.#parts
    const { text, ...read } = await readFile(bytes, name, mediaType, readPdf)
    const long = Buffer.byteLength(text) > MAX_ASKED_BYTES ? TOO_LONG : null
    const note = [read.note, long].filter(Boolean).join(' ') || null
    const nowMs = Math.floor(base.clock.epochMs())
    const info: AttachmentInfo = {
      attachment_id: base.newId('file'),
      name: cleanName(name) || 'file',
      media_type: mediaType,
      size_bytes: bytes.length,
      sha256: sha256Hex(bytes),
      created_at: toMoment(nowMs),
      text_chars: text.length,
      ...read,
      note,
    }
    await this.#write(info, bytes, text)
    base.write(() =>
      base.db
        .query('INSERT INTO attachment VALUES (NULL, ?, ?, ?)')
        .run(info.attachment_id, nowMs, JSON.stringify(info)),
    )
    return info
  }

  /** Throws NOT_FOUND. */
  read(attachmentId: string): AttachmentInfo {
    const sql = 'SELECT info FROM attachment WHERE attachment_id = ?'
    const row = this.#parts.base.db.query<{ info: string }, [string]>(sql).get(attachmentId)
    if (row === null) throw new KoraError('NOT_FOUND', 'There is no such attachment.')
    return JSON.parse(row.info) as AttachmentInfo
  }

  /** The file as it was sent. Throws NOT_FOUND. */
  async bytes(attachmentId: string): Promise<Uint8Array> {
    return this.#file(this.read(attachmentId).attachment_id, 'bin')
  }

  /** As a message is given it; `at` is its place among the attachments. Throws NOT_FOUND, STRING_TOO_LONG. */
  async give(attachmentId: string, at: number): Promise<GivenAttachment> {
    const { name, media_type: mediaType, kind } = this.read(attachmentId)
    const bytes = await this.#file(attachmentId, 'txt')
    if (bytes.length > MAX_ASKED_BYTES) {
      const message = 'This file holds more text than a message can be asked about (1 MiB).'
      throw new KoraError('STRING_TOO_LONG', message, {
        hint: 'Attach the part that matters: some columns, a chapter, fewer rows.',
        errors: [{ pointer: `/attachments/${at}`, code: 'STRING_TOO_LONG', message }],
      })
    }
    const text = new TextDecoder().decode(bytes)
    return { name, media_type: kind === 'pdf' ? 'text/plain' : mediaType, text }
  }

  /** Attachments as a request names them, with their text. Throws NOT_FOUND. */
  giveAll(attachments: readonly AttachmentInput[]): Promise<readonly GivenAttachment[]> {
    return Promise.all(
      attachments.map(async ({ id, name = '', media_type = '', ...inline }, at) =>
        id === undefined ? { name, media_type, ...inline } : this.give(id, at),
      ),
    )
  }

  /** Takes a file back that no message names. Throws NOT_FOUND, CONFLICT. */
  async remove(attachmentId: string): Promise<void> {
    this.read(attachmentId)
    const sql = `SELECT 1 FROM message_attachment u JOIN attachment a ON a.id = u.attachment WHERE a.attachment_id = ?`
    if (this.#parts.base.db.query(sql).get(attachmentId) !== null)
      throw new KoraError('CONFLICT', 'A message names this file; delete its chat to delete it.')
    await this.#drop([attachmentId])
  }

  /** Drops those of these files that no message names any more. */
  async removeFreed(attachmentIds: readonly string[]): Promise<void> {
    const sql = `SELECT 1 FROM attachment a JOIN message_attachment u ON u.attachment = a.id WHERE a.attachment_id = ?`
    const isUsed = this.#parts.base.db.query(sql)
    await this.#drop(attachmentIds.filter(id => isUsed.get(id) === null))
  }

  /** Drops files that no message names and that were sent before a moment. */
  async removeUnused(sentBeforeEpochMs: number): Promise<number> {
    const sql = `SELECT attachment_id FROM attachment a WHERE created_at_ms < ?
      AND NOT EXISTS (SELECT 1 FROM message_attachment u WHERE u.attachment = a.id)`
    const rows = this.#parts.base.db.query<{ attachment_id: string }, [number]>(sql).all(sentBeforeEpochMs)
    await this.#drop(rows.map(row => row.attachment_id))
    return rows.length
  }

  /** Removes files that stand in no row and are older than a moment: left by a crash, or by a database that was set aside. */
  async removeStrays(beforeEpochMs: number): Promise<void> {
    const { base, folder } = this.#parts
    const known = base.db.query('SELECT 1 FROM attachment WHERE attachment_id = ?')
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name)
      // What is being written goes by another name in the next moment.
      const found = await stat(path).catch(() => null)
      if (known.get(name.split('.')[0] ?? '') !== null || found === null || found.mtimeMs >= beforeEpochMs) continue
      await rm(path, { force: true, recursive: true })
    }
  }

  async #write({ attachment_id: id }: AttachmentInfo, bytes: Uint8Array, text: string): Promise<void> {
    try {
      await mkdir(this.#parts.folder, { recursive: true, mode: 0o700 })
      await writeAtomic(this.#path(id, 'bin'), bytes)
      await writeAtomic(this.#path(id, 'txt'), new TextEncoder().encode(text))
    } catch (error) {
      await this.#unlink(id)
      throw new KoraError('STORAGE_FULL', 'The file cannot be kept: the disk refuses it.', {}, error)
    }
  }

  async #file(id: string, ending: 'bin' | 'txt'): Promise<Uint8Array> {
    const bytes = await readOrNull(this.#path(id, ending))
    if (bytes === null) throw new KoraError('NOT_FOUND', 'The file of this attachment is gone from the data folder.')
    return bytes
  }

  async #drop(ids: readonly string[]): Promise<void> {
    const { base } = this.#parts
    if (ids.length === 0) return
    for (const id of ids) await this.#unlink(id)
    base.write(() => {
      for (const id of ids) base.db.query('DELETE FROM attachment WHERE attachment_id = ?').run(id)
    })
  }

  async #unlink(id: string): Promise<void> {
    for (const ending of ['bin', 'txt'] as const) await rm(this.#path(id, ending), { force: true })
  }

  #path(id: string, ending: 'bin' | 'txt'): string {
    return join(this.#parts.folder, `${id}.${ending}`)
  }
}
