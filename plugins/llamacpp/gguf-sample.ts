/** Builds small GGUF files for tests, whole or broken in one named place. It is no model: nothing can be computed with it. */

const join = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

export function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

export function uint64(value: bigint): Uint8Array {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(value)
  return bytes
}

export function text(value: string): Uint8Array {
  const bytes = new TextEncoder().encode(value)
  return join([uint64(BigInt(bytes.length)), bytes])
}

export type GgufParts = {
  readonly version?: number
  readonly tensorCount?: bigint
  readonly valueCount?: bigint
  /** Bytes of one further key with its value. */
  readonly extra?: readonly Uint8Array[]
  readonly dimensions?: readonly bigint[]
  readonly tensorOffset?: bigint
}

const UINT32 = 4
const STRING = 8

/** One tensor of 2 x 32 values of type Q4_1 (two blocks of 20 bytes), and the header facts that models carry. */
export function buildGguf(parts: GgufParts): Uint8Array {
  const values = [
    [text('general.architecture'), uint32(STRING), text('llama')],
    [text('general.size_label'), uint32(STRING), text('12M')],
    [text('general.file_type'), uint32(UINT32), uint32(3)],
    [text('llama.context_length'), uint32(UINT32), uint32(2_048)],
    [text('llama.block_count'), uint32(UINT32), uint32(2)],
    [text('llama.embedding_length'), uint32(UINT32), uint32(64)],
    [text('llama.attention.head_count'), uint32(UINT32), uint32(2)],
    [text('llama.attention.head_count_kv'), uint32(UINT32), uint32(1)],
    [text('tokenizer.ggml.tokens'), uint32(9), uint32(STRING), uint64(2n), text('a'), text('b')],
    ...(parts.extra === undefined ? [] : [parts.extra]),
  ]
  const dimensions = parts.dimensions ?? [32n, 2n]
  const head = join([
    new TextEncoder().encode('GGUF'),
    uint32(parts.version ?? 3),
    uint64(parts.tensorCount ?? 1n),
    uint64(parts.valueCount ?? BigInt(values.length)),
    ...values.flat(),
    text('blk.0.weight'),
    uint32(dimensions.length),
    ...dimensions.map(uint64),
    uint32(3),
    uint64(parts.tensorOffset ?? 0n),
  ])
  const padding = new Uint8Array((32 - (head.length % 32)) % 32)
  return join([head, padding, new Uint8Array(40)])
}
