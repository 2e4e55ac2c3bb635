/**
 * Reads the header of a GGUF file with every length checked against the file, so that a hostile or truncated file ends
 * in one sentence instead of in native code. It reads facts and tensor bounds; it never touches the weights.
 * Layout: ggml's docs/gguf.md, versions 2 and 3.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

export type GgufHeader = {
  readonly architecture: string
  readonly contextTokens: number | null
  readonly parameters: string | null
  readonly quantization: string | null
  readonly chatTemplate: string | null
  /** Bytes of keys and values per token of context; null where the header does not tell. */
  readonly cacheBytesPerToken: number | null
  readonly sizeBytes: number
}

/** A file that is not a whole GGUF; the message is safe to show. */
export class GgufError extends Error {
  override readonly name = 'GgufError'
}

const MAX_HEADER_BYTES = 128 * 1024 * 1024
const MAX_ARRAY_DEPTH = 4
/** Bytes of each fixed-size value type, by its number; 8 is a string, 9 an array. */
const VALUE_BYTES = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8] as const
const STRING = 8
const ARRAY = 9
/** Tensor type → [values in a block, bytes of a block]; types that are not here are checked by offset alone. */
const BLOCKS: Readonly<Record<number, readonly [number, number]>> = {
  0: [1, 4],
  1: [1, 2],
  2: [32, 18],
  3: [32, 20],
  6: [32, 22],
  7: [32, 24],
  8: [32, 34],
  9: [32, 36],
  10: [256, 84],
  11: [256, 110],
  12: [256, 144],
  13: [256, 176],
  14: [256, 210],
  15: [256, 292],
  16: [256, 66],
  17: [256, 74],
  18: [256, 98],
  19: [256, 50],
  20: [32, 18],
  21: [256, 110],
  22: [256, 82],
  23: [256, 136],
  24: [1, 1],
  25: [1, 2],
  26: [1, 4],
  27: [1, 8],
  28: [1, 8],
  29: [256, 56],
  30: [1, 2],
  34: [256, 54],
  35: [256, 66],
  39: [32, 17],
}
const FILE_TYPES: Readonly<Record<number, string>> = {
  0: 'F32',
  1: 'F16',
  2: 'Q4_0',
  3: 'Q4_1',
  7: 'Q8_0',
  8: 'Q5_0',
  9: 'Q5_1',
  10: 'Q2_K',
  11: 'Q3_K_S',
  12: 'Q3_K_M',
  13: 'Q3_K_L',
  14: 'Q4_K_S',
  15: 'Q4_K_M',
  16: 'Q5_K_S',
  17: 'Q5_K_M',
  18: 'Q6_K',
  19: 'IQ2_XXS',
  20: 'IQ2_XS',
  21: 'Q2_K_S',
  22: 'IQ3_XS',
  23: 'IQ3_XXS',
  24: 'IQ1_S',
  25: 'IQ4_NL',
  26: 'IQ3_S',
  27: 'IQ3_M',
  28: 'IQ2_S',
  29: 'IQ2_M',
  30: 'IQ4_XS',
  31: 'IQ1_M',
  32: 'BF16',
  36: 'TQ1_0',
  37: 'TQ2_0',
  38: 'MXFP4',
}

type Scalar = number | string | boolean
type Value = Scalar | readonly Scalar[]

/** A window over the file that grows as the header is read, never past the header limit or the file's end. */
class HeaderBytes {
  readonly #fd: number
  readonly #fileBytes: number
  #bytes = Buffer.alloc(0)
  offset = 0

  constructor(fd: number, fileBytes: number) {
    this.#fd = fd
    this.#fileBytes = fileBytes
  }

  #need(count: number): void {
    const end = this.offset + count
    if (end <= this.#bytes.length) return
    if (end > this.#fileBytes) throw new GgufError('it ends inside its header')
    if (end > MAX_HEADER_BYTES) throw new GgufError('its header is too large')
    const size = Math.min(this.#fileBytes, MAX_HEADER_BYTES, Math.max(end, this.#bytes.length * 2, 1 << 20))
    const grown = Buffer.alloc(size)
    this.#bytes.copy(grown)
    let filled = this.#bytes.length
    while (filled < size) {
      const got = readSync(this.#fd, grown, filled, size - filled, filled)
      if (got === 0) throw new GgufError('it ends inside its header')
      filled += got
    }
    this.#bytes = grown
  }

  skip(count: number): void {
    this.#need(count)
    this.offset += count
  }

  uint32(): number {
    this.#need(4)
    this.offset += 4
    return this.#bytes.readUInt32LE(this.offset - 4)
  }

  /** A 64-bit count or length; what does not fit a file is refused. */
  length(): number {
    this.#need(8)
    this.offset += 8
    const value = this.#bytes.readBigUInt64LE(this.offset - 8)
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new GgufError('a length in its header is impossible')
    return Number(value)
  }

  string(): string {
    const length = this.length()
    this.#need(length)
    this.offset += length
    return this.#bytes.toString('utf8', this.offset - length, this.offset)
  }

  scalar(type: number): Scalar {
    if (type === STRING) return this.string()
    const size = VALUE_BYTES[type]
    if (size === undefined || size === 0) throw new GgufError('its header holds a value of unknown type')
    this.#need(size)
    const at = this.offset
    this.offset += size
    const bytes = this.#bytes
    if (type === 0) return bytes.readUInt8(at)
    if (type === 1) return bytes.readInt8(at)
    if (type === 2) return bytes.readUInt16LE(at)
    if (type === 3) return bytes.readInt16LE(at)
    if (type === 4) return bytes.readUInt32LE(at)
    if (type === 5) return bytes.readInt32LE(at)
    if (type === 6) return bytes.readFloatLE(at)
    if (type === 7) return bytes.readUInt8(at) !== 0
    if (type === 10) return Number(bytes.readBigUInt64LE(at))
    if (type === 11) return Number(bytes.readBigInt64LE(at))
    return bytes.readDoubleLE(at)
  }
}

/** Reads a value; of an array only the numbers that a fact may need, at most 4,096 of them, are kept. */
function readValue(bytes: HeaderBytes, type: number, depth = 0): Value {
  if (type !== ARRAY) return bytes.scalar(type)
  if (depth >= MAX_ARRAY_DEPTH) throw new GgufError('its header is nested too deep')
  const itemType = bytes.uint32()
  const count = bytes.length()
  const size = VALUE_BYTES[itemType]
  if (size === undefined) throw new GgufError('its header holds a value of unknown type')
  if (size > 0 && count > 4_096) {
    bytes.skip(count * size)
    return []
  }
  const kept: Scalar[] = []
  for (let index = 0; index < count; index += 1) {
    if (itemType === ARRAY) readValue(bytes, ARRAY, depth + 1)
    else if (itemType === STRING) bytes.skip(bytes.length())
    else kept.push(bytes.scalar(itemType))
  }
  return kept
}

/** Walks the tensor table: the number of parameters, and the check that each tensor lies inside the file. */
function readTensors(bytes: HeaderBytes, count: number, alignment: number, fileBytes: number): number {
  let parameters = 0
  let last = 0
  for (let index = 0; index < count; index += 1) {
    bytes.skip(bytes.length())
    const dimensions = bytes.uint32()
    if (dimensions > 8) throw new GgufError('a tensor in its header has too many dimensions')
    let values = 1
    for (let dimension = 0; dimension < dimensions; dimension += 1) values *= bytes.length()
    const block = BLOCKS[bytes.uint32()]
    const offset = bytes.length()
    parameters += values
    last = Math.max(last, offset + (block === undefined ? 0 : Math.ceil(values / block[0]) * block[1]))
  }
  const data = Math.ceil(bytes.offset / alignment) * alignment
  if (data + last > fileBytes) throw new GgufError('it is shorter than its header says')
  return parameters
}

const toPositive = (value: Value | undefined): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null

function toCacheBytes(facts: ReadonlyMap<string, Value>, architecture: string): number | null {
  const layers = toPositive(facts.get(`${architecture}.block_count`))
  const heads = toPositive(facts.get(`${architecture}.attention.head_count`))
  const width = toPositive(facts.get(`${architecture}.embedding_length`))
  if (layers === null || heads === null || width === null) return null
  const cached = facts.get(`${architecture}.attention.head_count_kv`)
  const headsPerLayer = Array.isArray(cached) ? null : (toPositive(cached as Value | undefined) ?? heads)
  const allHeads = headsPerLayer === null ? sum(cached as readonly Scalar[]) : headsPerLayer * layers
  const key = toPositive(facts.get(`${architecture}.attention.key_length`)) ?? width / heads
  const value = toPositive(facts.get(`${architecture}.attention.value_length`)) ?? width / heads
  return Math.ceil(allHeads * (key + value) * 2)
}

const sum = (values: readonly Scalar[]): number =>
  values.reduce<number>((total, value) => total + (typeof value === 'number' ? value : 0), 0)

/** `135M`, `1.7B`: rounded as model cards write it. */
export function toParameterLabel(count: number): string | null {
  if (count < 1_000) return null
  if (count < 999_500_000) return `${Math.round(count / 1e6)}M`
  return `${(count / 1e9).toFixed(1).replace(/\.0$/, '')}B`
}

/** Facts of the file at `path`. Throws GgufError for a file that is not a whole GGUF, and the system's own error otherwise. */
export function readGgufHeader(path: string): GgufHeader {
  const fd = openSync(path, 'r')
  try {
    const sizeBytes = fstatSync(fd).size
    const bytes = new HeaderBytes(fd, sizeBytes)
    if (bytes.uint32() !== 0x46554747) throw new GgufError('it does not begin as a GGUF file')
    const version = bytes.uint32()
    if (version !== 2 && version !== 3) throw new GgufError(`its GGUF version ${version} is not supported`)
    const tensors = bytes.length()
    const values = bytes.length()
    const facts = new Map<string, Value>()
    for (let index = 0; index < values; index += 1) {
      const key = bytes.string()
      facts.set(key, readValue(bytes, bytes.uint32()))
    }
    const parameters = readTensors(bytes, tensors, toPositive(facts.get('general.alignment')) ?? 32, sizeBytes)
    const architecture = String(facts.get('general.architecture') ?? '')
    const label = facts.get('general.size_label')
    const template = facts.get('tokenizer.chat_template')
    const fileType = facts.get('general.file_type')
    return {
      architecture,
      contextTokens: toPositive(facts.get(`${architecture}.context_length`)),
      parameters: typeof label === 'string' && label !== '' ? label : toParameterLabel(parameters),
      quantization: typeof fileType === 'number' ? (FILE_TYPES[fileType] ?? null) : null,
      chatTemplate: typeof template === 'string' ? template : null,
      cacheBytesPerToken: toCacheBytes(facts, architecture),
      sizeBytes,
    }
  } finally {
    closeSync(fd)
  }
}
