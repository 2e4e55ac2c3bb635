/**
 * Long texts and tapes as SQLite values: zstd bytes, short ones as they are, because starting to compress costs more than it saves.
 * Each is packed alone, so that each can go alone. Older files also hold texts packed many at a time; those are still read.
 */

const SHORTEST_PACKED = 1_024
/** Half of a tape is hashes, which no packing makes smaller. */
const SHORTEST_PACKED_TAPE = 8_192
const ZSTD_MARK = 0x28
/** In older files an INTEGER is a place in a pack of many texts. */
const PARTS_PER_PACK = 4_096

export type PackedText = string | Uint8Array
export type StoredText = PackedText | number

const decoder = new TextDecoder()

export function packText(text: string): PackedText {
  return text.length < SHORTEST_PACKED ? text : Bun.zstdCompressSync(text, { level: 1 })
}

/** Throws when the bytes are damaged. */
export function unpackText(packed: PackedText): string {
  return typeof packed === 'string' ? packed : decoder.decode(unpackBytes(packed))
}

/** A tape begins with a mark of its own, so its bytes tell whether they are packed. */
export function packTape(bytes: Uint8Array): Uint8Array {
  return bytes.length < SHORTEST_PACKED_TAPE ? bytes : Bun.zstdCompressSync(bytes, { level: 1 })
}

/** Throws when the bytes are damaged. */
export function unpackBytes(packed: Uint8Array): Uint8Array {
  return packed[0] === ZSTD_MARK ? Bun.zstdDecompressSync(packed) : packed
}

/** Reads a text back; `packOf` looks a pack up by its id. Throws when it is not there or damaged. */
export function readStoredText(stored: StoredText, packOf: (id: number) => PackedText): string {
  if (typeof stored !== 'number') return unpackText(stored)
  const part = unpackText(packOf(Math.floor(stored / PARTS_PER_PACK))).split('\n')[stored % PARTS_PER_PACK]
  if (part === undefined) throw new Error('a pack has fewer parts than its rows say')
  return part
}
