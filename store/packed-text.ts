/**
 * Long texts as SQLite values: events and bundles repeat themselves, so they are kept as zstd bytes, short ones as they are.
 * Sixfold smaller rows mean fewer pages to flush, to check at start and to read. Both kinds are told apart by their SQLite type.
 */

const SHORTEST_PACKED = 1_024

export type PackedText = string | Uint8Array

const decoder = new TextDecoder()

export function packText(text: string): PackedText {
  return text.length < SHORTEST_PACKED ? text : Bun.zstdCompressSync(text, { level: 1 })
}

/** Throws when the bytes are damaged. */
export function unpackText(packed: PackedText): string {
  return typeof packed === 'string' ? packed : decoder.decode(Bun.zstdDecompressSync(packed))
}
