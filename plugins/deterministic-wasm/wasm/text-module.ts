/** The text paths of `asm/assembly/text.ts`: edit distance, counts, sentence ends. */
import { HotModule } from './hot-module.ts'

type TextFunctions = {
  readonly decode: (from: number, units: number, to: number) => number
  readonly distance: (a: number, aCount: number, b: number, bCount: number, carry: number) => number
  readonly count: (from: number, units: number, to: number) => void
  readonly sentences: (from: number, units: number, to: number) => number
}

const hot = new HotModule<TextFunctions>('text')

export type Distance = { readonly distance: number; readonly longer: number }

/** Levenshtein distance over code points, and the number of code points of the longer text. */
export function measureDistance(a: string, b: string): Distance {
  const aRoom = a.length * 4
  const bRoom = b.length * 4
  const scratch = Math.max(a.length, b.length) * 2
  const wasm = hot.open(aRoom + bRoom + scratch + 16)
  const aAt = hot.heap
  const bAt = aAt + aRoom
  const raw = (bAt + bRoom + 7) & ~7
  const aCount = wasm.decode(raw, hot.writeText(a, raw), aAt)
  const bCount = wasm.decode(raw, hot.writeText(b, raw), bAt)
  const distance = wasm.distance(aAt, aCount, bAt, bCount, raw)
  hot.close()
  return { distance, longer: Math.max(aCount, bCount) }
}

export type TextCount = {
  readonly characters: number
  readonly words: number
  readonly lines: number
  readonly sentences: number
}

/** Code points, words, lines and sentences of a text. */
export function countText(text: string): TextCount {
  const wasm = hot.open(text.length * 2 + 32)
  const result = hot.heap
  const at = result + 16
  wasm.count(at, hot.writeText(text, at), result)
  const { memory } = hot
  const counted = {
    characters: memory.readUInt32LE(result),
    words: memory.readUInt32LE(result + 4),
    lines: memory.readUInt32LE(result + 8),
    sentences: memory.readUInt32LE(result + 12),
  }
  hot.close()
  return counted
}

/** The sentences of a text, each without the blanks around it. */
export function splitSentences(text: string): string[] {
  const room = (text.length * 2 + 7) & ~7
  const wasm = hot.open(room + text.length * 4 + 8)
  const at = hot.heap
  const ends = at + room
  const found = wasm.sentences(at, hot.writeText(text, at), ends)
  const sentences: string[] = []
  let start = 0
  for (let i = 0; i < found; i += 1) {
    const end = hot.memory.readUInt32LE(ends + i * 4)
    sentences.push(text.slice(start, end).trim())
    start = end
  }
  hot.close()
  return sentences
}
