/**
 * The part file of a download and its book of chunks: how far it is, and the SHA-256 of each whole chunk, written only after the chunk is
 * on the disk. A crash loses what came after the last whole chunk, and a chunk that went bad can be found and fetched again alone.
 */
import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'

export const CHUNK_BYTES = 8 * 1024 ** 2

const PartState = Type.Object({
  url: Type.String(),
  etag: Type.Union([Type.String(), Type.Null()]),
  chunkBytes: Type.Integer({ minimum: 1 }),
  doneBytes: Type.Integer({ minimum: 0 }),
  /** Of the whole chunks from the start, hex. */
  chunks: Type.Array(Type.String()),
})
export type PartState = Static<typeof PartState>

export const freshState = (url: string, etag: string | null, chunkBytes: number): PartState => ({
  url,
  etag,
  chunkBytes,
  doneBytes: 0,
  chunks: [],
})

/** What is known of the part file, or null where that is nothing, of another address, or in another form. */
export async function loadState(part: string, url: string): Promise<PartState | null> {
  try {
    const value: unknown = JSON.parse(await readFile(`${part}.json`, 'utf8'))
    if (!Value.Check(PartState, value) || value.url !== url) return null
    const doneBytes = Math.min(value.doneBytes, (await stat(part)).size)
    return { ...value, doneBytes, chunks: value.chunks.slice(0, Math.ceil(doneBytes / value.chunkBytes)) }
  } catch {
    return null
  }
}

/** Bytes of the part file that the next download can go on from, whichever address they came from. */
export async function readKeptBytes(part: string): Promise<number> {
  try {
    const value: unknown = JSON.parse(await readFile(`${part}.json`, 'utf8'))
    return Value.Check(PartState, value) ? Math.min(value.doneBytes, (await stat(part)).size) : 0
  } catch {
    return 0
  }
}

export async function saveState(part: string, state: PartState): Promise<void> {
  await writeFile(`${part}.json.new`, JSON.stringify(state), { mode: 0o600 })
  await rename(`${part}.json.new`, `${part}.json`)
}

/** Appends to a part file and keeps its book. */
export class PartWriter {
  readonly #part: string
  readonly #file: FileHandle
  readonly #sizeBytes: number
  #state: PartState
  #hash: Hash

  private constructor(part: string, file: FileHandle, sizeBytes: number, state: PartState, hash: Hash) {
    this.#part = part
    this.#file = file
    this.#sizeBytes = sizeBytes
    this.#state = state
    this.#hash = hash
  }

  /** Goes on at `state.doneBytes`; what lies behind it is cut off. */
  static async open(part: string, sizeBytes: number, state: PartState): Promise<PartWriter> {
    const file = await open(part, state.doneBytes > 0 ? 'r+' : 'w', 0o600)
    try {
      await file.truncate(state.doneBytes)
      const whole = Math.floor(state.doneBytes / state.chunkBytes)
      const from = whole * state.chunkBytes
      const hash = await hashRange(file, from, state.doneBytes - from)
      const writer = new PartWriter(part, file, sizeBytes, { ...state, chunks: state.chunks.slice(0, whole) }, hash)
      await saveState(part, writer.#state)
      return writer
    } catch (cause) {
      await file.close()
      throw cause
    }
  }

  get doneBytes(): number {
    return this.#state.doneBytes
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let rest = bytes; rest.length > 0; ) {
      const { chunkBytes, doneBytes } = this.#state
      const piece = rest.subarray(0, chunkBytes - (doneBytes % chunkBytes))
      await this.#file.write(piece, 0, piece.length, doneBytes)
      this.#hash.update(piece)
      this.#state = { ...this.#state, doneBytes: doneBytes + piece.length }
      if (this.#state.doneBytes % chunkBytes === 0 || this.#state.doneBytes === this.#sizeBytes) await this.#endChunk()
      rest = rest.subarray(piece.length)
    }
  }

  async #endChunk(): Promise<void> {
    await this.#file.datasync()
    this.#state = { ...this.#state, chunks: [...this.#state.chunks, this.#hash.digest('hex')] }
    this.#hash = createHash('sha256')
    await saveState(this.#part, this.#state)
  }

  /** Forgets everything: what came is not the file. */
  async discard(): Promise<void> {
    await this.#file.truncate(0)
    this.#state = { ...this.#state, doneBytes: 0, chunks: [] }
  }

  /** In order, so that not even the chunk that was begun is lost. */
  async close(): Promise<void> {
    try {
      await this.#file.datasync()
      await saveState(this.#part, this.#state)
    } finally {
      await this.#file.close()
    }
  }
}

/** Numbers of the chunks that are not as `expected` says. */
export async function findWrongChunks(
  part: string,
  chunkBytes: number,
  expected: readonly string[],
): Promise<number[]> {
  const file = await open(part, 'r')
  try {
    const wrong: number[] = []
    for (const [at, sha256] of expected.entries()) {
      const hash = await hashRange(file, at * chunkBytes, chunkBytes)
      if (hash.digest('hex') !== sha256) wrong.push(at)
    }
    return wrong
  } finally {
    await file.close()
  }
}

/** Reads to the end of the range or of the file. */
async function hashRange(file: FileHandle, from: number, length: number): Promise<Hash> {
  const hash = createHash('sha256')
  const buffer = Buffer.alloc(Math.min(1 << 20, Math.max(1, length)))
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, length - done), from + done)
    if (bytesRead === 0) break
    hash.update(buffer.subarray(0, bytesRead))
    done += bytesRead
  }
  return hash
}
