/** Where a message parts into sentences: the head of each, which may be a request, and the data behind its colon or on the lines below. */
import { ASKS } from './asks.ts'
import { linesFrom, listBefore, readColonData } from './colon-data.ts'
import { plainHead } from './plain-head.ts'
import type { Data } from './read-message.ts'
import { isRounding } from './rounding-wish.ts'
import { ANNOUNCES, BARE_COUNT, COLON, END, FRAMES, isPause, MARKER, NEXT_LINE, OF_LINES } from './sentence-signs.ts'
import { stripCourtesy } from './strip-courtesy.ts'

export type Sentence = {
  readonly start: number
  readonly end: number
  readonly headStart: number
  readonly data: Data | null
}

/** More than these are no message but a text. */
export const MOST_SENTENCES = 40

export function readSentences(message: string, masked: string, blocks: readonly Data[]): Sentence[] {
  const sentences: Sentence[] = []
  let at = 0
  let carried = -1
  while (at < masked.length && sentences.length <= MOST_SENTENCES) {
    const block = blocks.find(({ span }) => span[0] <= at && at < span[1])
    if (block !== undefined) {
      at = block.span[1]
      continue
    }
    const limit = blocks.find(({ span }) => span[0] >= at)?.span[0] ?? masked.length
    END.lastIndex = at
    const found = END.exec(masked)
    let end =
      found === null || found.index >= limit ? limit : found.index + (/[\n;]/.test(found[0]) ? 0 : found[0].length)
    const next = found === null || found.index >= limit ? limit : found.index + found[0].length
    if (masked.slice(at, end).trim() === '') {
      at = Math.max(next, at + 1)
      continue
    }
    const start = carried >= 0 ? carried : at + (end - at - masked.slice(at, end).trimStart().length)
    const marker = MARKER.exec(masked.slice(at, end))
    const head = at + (marker?.[0].length ?? 0)
    const bareCount = BARE_COUNT.exec(masked.slice(head, head + 100))
    const isPlain = bareCount !== null && plainHead(bareCount.groups?.head ?? '') !== null
    if (bareCount !== null && isPlain && blocks.length === 0) {
      const behind = head + bareCount[0].length
      sentences.push({ start, end: behind, headStart: head, data: linesFrom(message, behind) })
      return sentences
    }
    const colon = COLON.exec(masked.slice(head, end))
    if (
      colon === null &&
      blocks.length === 0 &&
      masked[end] === '\n' &&
      isNextLine(masked.slice(head, end), message, end)
    ) {
      sentences.push({ start, end, headStart: head, data: linesFrom(message, end) })
      return sentences
    }
    if (colon === null) {
      sentences.push({ start, end, headStart: head, data: null })
      carried = -1
      // What follows such a sentence is its material: no request is looked for in there.
      if (blocks.length === 0 && FRAMES.test(masked.slice(head, end))) return sentences.slice(0, -1)
      at = next
      continue
    }
    const headEnd = head + colon.index
    const behind = headEnd + colon[0].length
    if (ANNOUNCES.test(masked.slice(head, headEnd).trim())) {
      carried = start
      at = behind
      continue
    }
    if (blocks.some(({ span }) => span[0] >= behind && masked.slice(behind, span[0]).trim() === '')) {
      sentences.push({ start, end: behind, headStart: head, data: null })
      carried = -1
      at = behind
      continue
    }
    end = message.length
    const whole = readColonData(message, behind)
    if (whole === null && blocks.length === 0 && isPause(masked.slice(head, headEnd), message.slice(behind))) {
      sentences.push({ start, end, headStart: head, data: null })
      return sentences
    }
    const list = whole === null ? listBefore(message, behind) : null
    sentences.push({ start, end: behind, headStart: head, data: whole ?? list?.data ?? null })
    if (list !== null) sentences.push({ start: list.next, end, headStart: list.next, data: null })
    return sentences
  }
  return sentences
}

/** Whether a line asks for something about what follows it, to the end of the message. */
function isNextLine(line: string, message: string, end: number): boolean {
  const rest = message.slice(end).trim()
  if (rest === '') return false
  if (plainHead(line.replace(/[?.]\s*$/, '')) !== null) return !/\?(?:\s|$)/.test(rest)
  if (!ASKS.test(stripCourtesy(line).text)) return false
  return NEXT_LINE.test(line) || (OF_LINES.test(stripCourtesy(line).text) && /\n/.test(rest) && !/[?]/.test(rest))
}

/** `What is 22/7? Two decimals.`: the second sentence belongs to the first. */
export function joinRounding(sentences: readonly Sentence[], masked: string): readonly Sentence[] {
  const joined: Sentence[] = []
  for (const sentence of sentences) {
    const last = joined.at(-1)
    const isWish = sentence.data === null && isRounding(masked.slice(sentence.headStart, sentence.end))
    if (last !== undefined && last.data === null && isWish) joined[joined.length - 1] = { ...last, end: sentence.end }
    else joined.push(sentence)
  }
  return joined
}
