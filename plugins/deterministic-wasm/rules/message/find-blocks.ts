/**
 * Finds the blocks of data that a message holds: a code fence, a pasted table, a JSON array. It decides by form alone and
 * leaves lines that read like sentences in the text.
 */
import type { Masked } from './mask.ts'
import type { Data } from './read-message.ts'

const DELIMITERS = ['\t', ';', '|', ','] as const

export function findBlocks(message: string, masked: Masked): Data[] {
  const blocks: Data[] = masked.quotes
    .filter(({ isFence }) => isFence)
    .map(({ text, start, end }) => ({ text, span: [start, end] as const, form: 'block' as const }))
  if (blocks.length > 0) return blocks
  const json = findJsonBlock(message)
  if (json !== null) return [json]
  const table = findTable(message)
  return table === null ? [] : [table]
}

/** A JSON array of objects that begins a line and ends one. */
function findJsonBlock(message: string): Data | null {
  const open = /(?:^|\n|: ?)(\[\s*\{)/.exec(message)
  if (open === null) return null
  const start = open.index + open[0].length - (open[1] as string).length
  const end = message.lastIndexOf(']') + 1
  if (end <= start || !/^[ \t]*(?:\n|$)/.test(message.slice(end))) return null
  return { text: message.slice(start, end), span: [start, end], form: 'block' }
}

/** The one longest run of at least two lines with the same number of the same delimiter. */
function findTable(message: string): Data | null {
  const lines: { start: number; text: string }[] = []
  let at = 0
  for (const text of message.split('\n')) {
    lines.push({ start: at, text })
    at += text.length + 1
  }
  if (lines.length < 2) return null
  let best: Data | null = null
  let bestLines = 1
  for (const delimiter of DELIMITERS) {
    for (let from = 0; from < lines.length; ) {
      const count = countOf(lines[from]?.text ?? '', delimiter)
      let to = from + 1
      while (count > 0 && to < lines.length && countOf(lines[to]?.text ?? '', delimiter) === count) to += 1
      // A request above the table may have as many commas as a row: `which is best, and why`.
      if (to - from > 2 && /, /.test(lines[from]?.text ?? '') && !/, /.test(lines[from + 1]?.text ?? '')) from += 1
      if (
        count > 0 &&
        to - from > bestLines &&
        isTabular(
          lines.slice(from, to).map(({ text }) => text),
          delimiter,
        )
      ) {
        const start = lines[from]?.start ?? 0
        const last = lines[to - 1] as { start: number; text: string }
        const end = last.start + last.text.length
        best = { text: message.slice(start, end), span: [start, end], form: 'block' }
        bestLines = to - from
      }
      from = to
    }
  }
  return best
}

function countOf(line: string, delimiter: string): number {
  if (line.length > 10_000) return 0
  let count = 0
  let isQuoted = false
  for (const sign of line) {
    if (sign === '"') isQuoted = !isQuoted
    else if (sign === delimiter && !isQuoted) count += 1
  }
  return count
}

/** Prose has commas too, but its lines end like sentences and its commas are followed by a blank. */
function isTabular(lines: readonly string[], delimiter: string): boolean {
  if (lines.some(line => /[?!]\s*$/.test(line))) return false
  if (delimiter !== ',') return true
  return (
    !lines.some(line => /[.:]\s*$/.test(line)) && !lines.every(line => /, /.test(line) && line.split(' ').length > 6)
  )
}
