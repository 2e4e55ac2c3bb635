/**
 * Delimited text (RFC 4180) to records: quoted fields, doubled quotes, line breaks inside quotes, any line end.
 * A broken record is reported with its physical line and costs only that line; nothing is guessed or repaired.
 */

export type Records = {
  /** Fields of each good record. */
  readonly records: readonly (readonly string[])[]
  /** Physical line, from 1, where the record of the same place begins. */
  readonly lines: readonly number[]
  readonly broken: readonly Skipped[]
}
export type Skipped = { readonly line: number; readonly reason: string }

export const DELIMITERS = [',', ';', '\t', '|'] as const
const QUOTE = 0x22
const CR = 13
const LF = 10

/** Reads records until `most` are found. Empty lines are no records. */
export function readRecords(text: string, delimiter: string, most = Number.POSITIVE_INFINITY): Records {
  const records: string[][] = []
  const lines: number[] = []
  const broken: Skipped[] = []
  const mark = delimiter.charCodeAt(0)
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  let line = 1
  while (at < text.length && records.length < most) {
    const record: string[] = []
    const start = at
    const startLine = line
    let fault = ''
    while (true) {
      if (text.charCodeAt(at) === QUOTE) {
        const close = endOfQuoted(text, at)
        const next = close < 0 ? Number.NaN : text.charCodeAt(close + 1)
        if (close < 0) fault = 'a quote is not closed'
        else if (close + 1 < text.length && next !== mark && next !== CR && next !== LF) {
          fault = 'text follows a closing quote'
        }
        if (fault !== '') break
        const inner = text.slice(at + 1, close)
        line += countLineEnds(inner)
        record.push(inner.includes('"') ? inner.replaceAll('""', '"') : inner)
        at = close + 1
      } else {
        const from = at
        while (at < text.length) {
          const unit = text.charCodeAt(at)
          if (unit === mark || unit === LF || unit === CR) break
          at += 1
        }
        record.push(text.slice(from, at))
      }
      if (text.charCodeAt(at) !== mark) break
      at += 1
    }
    if (fault !== '') {
      broken.push({ line: startLine, reason: fault })
      at = nextLine(text, start)
      line = startLine + 1
      continue
    }
    const isEmptyLine = record.length === 1 && record[0] === '' && start === at
    if (!isEmptyLine) {
      records.push(record)
      lines.push(startLine)
    }
    at = nextLine(text, at)
    line += 1
  }
  return { records, lines, broken }
}

/** Place of the quote that closes the one at `open`, or -1. */
function endOfQuoted(text: string, open: number): number {
  let at = text.indexOf('"', open + 1)
  while (at >= 0 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2)
  return at
}

/** Place after the line end at or after `from`. */
function nextLine(text: string, from: number): number {
  let at = from
  while (at < text.length && text.charCodeAt(at) !== LF && text.charCodeAt(at) !== CR) at += 1
  return at + (text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF ? 2 : 1)
}

const countLineEnds = (text: string): number =>
  text.includes('\n') || text.includes('\r') ? (text.match(/\r\n|\n|\r/g)?.length ?? 0) : 0

/** The delimiter that cuts the first records into the most even rows of more than one field; a comma where none does. */
export function sniffDelimiter(text: string): string {
  const sample = text.slice(0, 65_536)
  let best = ','
  let bestScore = 0
  for (const delimiter of DELIMITERS) {
    const { records } = readRecords(sample, delimiter, 20)
    const width = records[0]?.length ?? 0
    if (width < 2) continue
    const even = records.filter(record => record.length === width).length / records.length
    const score = even * 1_000 + Math.min(width, 999)
    if (score > bestScore) {
      best = delimiter
      bestScore = score
    }
  }
  return best
}

/** One field as RFC 4180 writes it. */
export function writeField(field: string, delimiter: string): string {
  return field.includes(delimiter) || /["\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
