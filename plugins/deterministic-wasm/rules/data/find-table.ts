/**
 * Finds the one table that a message holds, wherever its request stands: delimited lines, a Markdown table, aligned columns, or rows on
 * one line behind a colon. Rows of uneven length, or a second table, are reported and never mended.
 */

export type FoundTable = {
  /** The table as CSV or TSV text with one kind of delimiter. */
  readonly text: string
  readonly delimiter: ',' | ';' | '\t' | '|'
  readonly format: 'csv' | 'markdown'
  readonly span: readonly [start: number, end: number]
  /** Lines of the table whose number of cells differs from the first one's, from 1. */
  readonly ragged: readonly number[]
}

type Line = { readonly start: number; readonly text: string }

const DELIMITERS = ['\t', '|', ';', ','] as const
const MOST_LINES = 3_000
const LONGEST_LINE = 2_000
/** A request that ends where the first line of its table begins: `to markdown: name,age`. */
const LED = /^(.{2,200}?(?:[:?]|->|=>|→))[ \t]+(?=\S)/u
const SENTENCE = /[?!]\s*$/
const RULER = /^\s*\|?[\s:|-]*--[\s:|-]*\|?\s*$/

export function findTableIn(message: string): FoundTable | null {
  const lines = linesOf(message)
  if (lines === null) return null
  if (lines.length < 2) return flatTable(message)
  const found = DELIMITERS.map(delimiter => longestRun(lines, delimiter)).filter(run => run !== null)
  const best = found.reduce<Run | null>((most, run) => (most === null || run.size > most.size ? run : most), null)
  return best === null ? (aligned(lines, message) ?? flatTable(message)) : toFound(best, message)
}

function linesOf(message: string): Line[] | null {
  const lines: Line[] = []
  let at = 0
  for (const text of message.split('\n')) {
    lines.push({ start: at, text: text.replace(/\r$/, '') })
    at += text.length + 1
  }
  return lines.length > MOST_LINES || lines.some(({ text }) => text.length > LONGEST_LINE) ? null : lines
}

export function cellsOf(line: string, delimiter: string): number {
  let count = 1
  let isQuoted = false
  for (const sign of line) {
    if (sign === '"') isQuoted = !isQuoted
    else if (sign === delimiter && !isQuoted) count += 1
  }
  return count
}

type Run = { readonly delimiter: (typeof DELIMITERS)[number]; readonly lines: readonly Line[]; readonly size: number }

/** The longest run of lines that have the delimiter, cut where prose begins. */
function longestRun(lines: readonly Line[], delimiter: (typeof DELIMITERS)[number]): Run | null {
  let best: Run | null = null
  let run: Line[] = []
  const close = (): void => {
    const cut = trimmed(run, delimiter)
    if (cut.length > 1 && (best === null || cut.length > best.size)) best = { delimiter, lines: cut, size: cut.length }
    run = []
  }
  for (const line of lines) {
    const led = LED.exec(line.text)
    const rest = led === null ? null : line.text.slice(led[0].length)
    if (isRow(line.text, delimiter)) {
      const isHead = rest?.includes(delimiter) === true && !/^https?$/i.test(line.text.split(':')[0] ?? '')
      if (isHead && run.length === 0) run.push({ start: line.start + (led?.[0].length ?? 0), text: rest })
      else run.push(line)
    } else if (run.length > 0 && !SENTENCE.test(line.text) && isStray(line.text, run, delimiter)) run.push(line)
    else close()
  }
  close()
  return best
}

/** A line of a table: it has the delimiter, and with commas it does not read like prose. */
function isRow(text: string, delimiter: string): boolean {
  if (!text.includes(delimiter) || SENTENCE.test(text)) return false
  if (delimiter === '|') return /\|/.test(text)
  if (delimiter !== ',') return true
  if (/\. *$/.test(text) && / /.test(text)) return false
  return !(/, /.test(text) && text.split(' ').length > 2 + 3 * cellsOf(text, ','))
}

/** A line of the table that has lost its delimiters: one word among rows of single words. */
function isStray(text: string, run: readonly Line[], delimiter: string): boolean {
  return delimiter === ',' && run.length > 2 && /^[\p{L}\p{N}_-]+$/u.test(text.trim())
}

/** A request before or after the rows may have the delimiter too: `sort by name, please`. */
function trimmed(run: readonly Line[], delimiter: string): readonly Line[] {
  if (run.length < 2) return run
  const counts = run.map(({ text }) => cellsOf(text, delimiter))
  const usual = [...counts].sort((a, b) => a - b)[Math.floor(counts.length / 2)] as number
  const isProse = ({ text }: Line): boolean =>
    // A line of several words above or below rows of single ones.
    (text.trim().split(/ +/).length > cellsOf(text, delimiter) + 2 &&
      run.filter(line => line.text.trim().split(/ +/).length <= cellsOf(line.text, delimiter)).length >
        run.length / 2) ||
    (delimiter === ','
      ? /, /.test(text) && !run.slice(1, -1).some(line => /, /.test(line.text))
      : !/^\s*\|.*\|\s*$/.test(text) && text.trim().split(/[ |]+/).length > Math.max(8, 3 * cellsOf(text, delimiter)))
  let from = 0
  let to = run.length
  const isOdd = (at: number): boolean => counts[at] !== usual || (run.length > 2 && isProse(run[at] as Line))
  // A last line of one word is what is asked: `average`.
  while (to > from && delimiter !== '|' && counts[to - 1] === 1) to -= 1
  while (from < to && isOdd(from) && isProse(run[from] as Line)) from += 1
  while (to > from && isOdd(to - 1) && isProse(run[to - 1] as Line)) to -= 1
  return run.slice(from, to)
}

function toFound({ delimiter, lines }: Run, message: string): FoundTable | null {
  const isMarkdown = delimiter === '|'
  const kept = isMarkdown ? lines.filter(({ text }) => !RULER.test(text)) : lines
  const first = kept[0]
  const last = lines.at(-1) as Line
  if (first === undefined || kept.length < 2) return null
  const bare = ({ text }: Line): string => (isMarkdown ? text.trim().replace(/^\||\|$/g, '') : text)
  const wide = cellsOf(bare(first), delimiter)
  const ragged = kept.flatMap((line, at) => (cellsOf(bare(line), delimiter) === wide ? [] : [at + 1]))
  // Lines of one cell beside a text of two are notes as often as rows: a table needs two columns.
  if (wide < 2) return null
  const start = first.start
  const end = Math.min(last.start + last.text.length, message.length)
  const text = isMarkdown ? message.slice(start, end) : lines.map(line => line.text).join('\n')
  return { text, delimiter, format: isMarkdown ? 'markdown' : 'csv', span: [start, end], ragged }
}

/** `product  stock  min` and rows below it, set apart by two blanks or more. */
function aligned(lines: readonly Line[], message: string): FoundTable | null {
  const cells = (text: string): string[] => text.trim().split(/ {2,}|\t+/)
  let best: Line[] = []
  for (let from = 0; from < lines.length; ) {
    const width = cells(lines[from]?.text ?? '').length
    let to = from + 1
    while (width > 1 && to < lines.length && cells(lines[to]?.text ?? '').length === width) to += 1
    if (width > 1 && to - from > Math.max(2, best.length)) best = lines.slice(from, to) as Line[]
    from = to
  }
  const first = best[0]
  const last = best.at(-1)
  if (first === undefined || last === undefined || best.some(({ text }) => SENTENCE.test(text))) return null
  const text = best.map(line => cells(line.text).join('\t')).join('\n')
  const end = last.start + last.text.length
  return message.includes('\uE001')
    ? null
    : { text, delimiter: '\t', format: 'csv', span: [first.start, end], ragged: [] }
}

/** `Name,Age Sue,39 Ken,44`: words with the same number of commas, three at least, behind a colon or an arrow. */
function flatTable(message: string): FoundTable | null {
  if (message.includes('\n')) return null
  const led = LED.exec(message)
  const rest = led === null ? '' : message.slice(led[0].length).trim()
  const rows = rest.split(/ +/)
  const commas = cellsOf(rows[0] ?? '', ',')
  if (led === null || rows.length < 3 || commas < 2 || !rows.every(row => cellsOf(row, ',') === commas)) return null
  if (rows.some(row => /,$|^,/.test(row))) return null
  const start = message.indexOf(rest, led[0].length)
  return { text: rows.join('\n'), delimiter: ',', format: 'csv', span: [start, start + rest.length], ragged: [] }
}
