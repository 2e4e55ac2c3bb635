/**
 * Long texts as SQLite values. Events and bundles repeat themselves, so they are kept as zstd bytes, short ones as they are; those
 * of one group are packed together, because starting to compress costs more than compressing. A text is told by its SQLite type:
 * TEXT is itself, a BLOB is packed alone, an INTEGER is a place in a pack. Content is never packed with others: it must go alone.
 */

const SHORTEST_PACKED = 1_024
/** A pack is read as a whole, so it ends here. */
const MAX_PACK_CHARS = 256 * 1_024
/** Longer texts gain nothing from company. */
const MAX_PART_CHARS = 64 * 1_024
const PARTS_PER_PACK = 4_096

export type PackedText = string | Uint8Array
export type StoredText = PackedText | number

const decoder = new TextDecoder()

export function packText(text: string): PackedText {
  return text.length < SHORTEST_PACKED ? text : Bun.zstdCompressSync(text, { level: 1 })
}

/** Throws when the bytes are damaged. */
export function unpackText(packed: PackedText): string {
  return typeof packed === 'string' ? packed : decoder.decode(Bun.zstdDecompressSync(packed))
}

/** Gathers the JSON texts of one transaction into packs and says where each will be. */
export class TextPacker {
  readonly #write: (id: number, body: PackedText) => void
  #nextId: number
  #parts: string[] = []
  #chars = 0

  /** `write` is given each pack as it fills, the last one by `flush`. */
  constructor(firstId: number, write: (id: number, body: PackedText) => void) {
    this.#nextId = firstId
    this.#write = write
  }

  /** `text` is JSON without blanks, so it holds no line break. */
  add(text: string): StoredText {
    if (text.length > MAX_PART_CHARS) return packText(text)
    if (this.#chars + text.length > MAX_PACK_CHARS || this.#parts.length === PARTS_PER_PACK) this.flush()
    this.#parts.push(text)
    this.#chars += text.length
    return this.#nextId * PARTS_PER_PACK + this.#parts.length - 1
  }

  flush(): void {
    if (this.#parts.length === 0) return
    this.#write(this.#nextId, packText(this.#parts.join('\n')))
    this.#nextId += 1
    this.drop()
  }

  /** Forgets what was gathered and not written. */
  drop(): void {
    this.#parts = []
    this.#chars = 0
  }
}

/** Reads a text back; `packOf` looks a pack up by its id. Throws when it is not there or damaged. */
export function readStoredText(stored: StoredText, packOf: (id: number) => PackedText): string {
  if (typeof stored !== 'number') return unpackText(stored)
  const part = unpackText(packOf(Math.floor(stored / PARTS_PER_PACK))).split('\n')[stored % PARTS_PER_PACK]
  if (part === undefined) throw new Error('a pack has fewer parts than its rows say')
  return part
}
