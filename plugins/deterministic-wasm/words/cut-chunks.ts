/** Pieces of a text of bounded size, cut where a sentence or paragraph begins; offsets are code points. */
import { OperationError } from '#kernel/plugin-door'
import { splitSentences } from '../wasm/text-module.ts'
import { readParagraphs } from './words.ts'

const MAX_CHUNKS = 100_000

export type Chunk = { readonly text: string; readonly start: number; readonly end: number }

/** Fills pieces greedily; what is longer than a piece by itself is cut at its size. */
export function cutChunks(
  text: string,
  size: number,
  overlap: number,
  by: 'sentences' | 'paragraphs' | 'characters',
): Chunk[] {
  const points = Array.from(text)
  const borders =
    by === 'characters' ? [] : findBorders(text, by === 'sentences' ? splitSentences(text) : readParagraphs(text))
  const cuts = withLongPartsCut([0, ...borders, points.length], size)
  const chunks: Chunk[] = []
  let first = 0
  while (first < cuts.length - 1) {
    let last = first + 1
    while (last < cuts.length - 1 && cuts[last + 1]! - cuts[first]! <= size) last += 1
    if (chunks.length === MAX_CHUNKS)
      throw new OperationError('The text makes more than 100,000 pieces; make them larger.', '/size')
    const [start, end] = [cuts[first]!, cuts[last]!]
    chunks.push({ text: points.slice(start, end).join(''), start, end })
    // The next piece begins with as many whole parts as the overlap holds, but never where this one began.
    let next = last
    while (
      last < cuts.length - 1 &&
      next - 1 > first &&
      end - cuts[next - 1]! <= overlap &&
      cuts[last + 1]! - cuts[next - 1]! <= size
    )
      next -= 1
    first = next
  }
  return chunks
}

/** Code point at which each part but the first begins. */
function findBorders(text: string, parts: readonly string[]): number[] {
  const borders: number[] = []
  let unit = 0
  let point = 0
  for (const part of parts) {
    // Parts may have lost the blanks between them; a part whose inner line ends differ is found by its first line.
    const found = text.indexOf(part.split('\n')[0]!, unit)
    const start = found < 0 ? unit : found
    for (const _ of text.slice(unit, start)) point += 1
    if (point > 0) borders.push(point)
    unit = start
    const skipped = text.slice(unit, unit + part.length)
    for (const _ of skipped) point += 1
    unit += part.length
  }
  return borders
}

function withLongPartsCut(borders: readonly number[], size: number): number[] {
  const cuts = [0]
  for (const border of borders) {
    let last = cuts.at(-1)!
    while (border - last > size) {
      last += size
      cuts.push(last)
    }
    if (border > last) cuts.push(border)
  }
  return cuts
}
