/**
 * Finds two tables that one message holds below each other: parted by an empty line, a rule, a line that names the second one, or by
 * nothing but a second line of column names. A third table, or rows of uneven length, make it none.
 */
import { cellsOf } from './find-table.ts'

export type PastedTable = {
  readonly text: string
  readonly span: readonly [start: number, end: number]
  /** What the line above it calls it: `orders`. */
  readonly label: string
}

type Run = { readonly delimiter: string; readonly lines: readonly Line[]; readonly label: string }
type Line = { readonly text: string; readonly start: number }

const DELIMITERS = ['\t', ';', '|', ','] as const
const MOST_LINES = 2_000
const LONGEST_LINE = 1_000
/** A line that parts two tables and says no more: `---`, `===`, `and`, `with`, `&`. */
const BORDER = /^\s*(?:[-=_*~#]{2,}|and|with|&|\+|vs\.?|to)?:?\s*$/iu
const LABEL =
  /^\s*(?:(?:the )?(?:first|second|1st|2nd|other|left|right)(?: (?:table|one|list|file|csv))?|(?:table|list|file|csv|sheet) ?(?:[a-z]|\d|one|two)?|[\p{L}_][\p{L}\p{N}_ -]{0,30}?(?:\.csv)?)\s*:\s*$/iu

/** A line that ends with a colon and asks for something is no name. */
const REQUEST =
  /^\s*(?:please |can you |could you |kindly )*(?:(?:inner|left|right|full|outer) )?(?:join|merge|combine|match|link|connect|look ?up|vlookup|put|bring|do|make|give|show|i |what|which|who|how|total|sum|count|list|find|compare)(?!\p{L})/iu

/** Both tables and the words that are none of either, or null. */
export function findTwoTables(
  message: string,
): { readonly tables: readonly PastedTable[]; readonly words: string } | null {
  if (message.length > 60_000 || !/\n/.test(message)) return null
  const lines: Line[] = []
  let at = 0
  for (const text of message.split('\n')) {
    lines.push({ text: text.replace(/\r$/, ''), start: at })
    at += text.length + 1
  }
  if (lines.length < 4 || lines.length > MOST_LINES || lines.some(({ text }) => text.length > LONGEST_LINE)) return null
  for (const delimiter of DELIMITERS) {
    const found = runsOf(lines, delimiter)
    if (found !== null) return found
  }
  return null
}

function runsOf(lines: readonly Line[], delimiter: string) {
  const runs: Run[] = []
  const words: string[] = []
  let label = ''
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] as Line
    const count = cellsOf(line.text, delimiter)
    if (count < 2 || !isRow(line.text, delimiter)) {
      const name = LABEL.test(line.text) && !REQUEST.test(line.text) ? line.text.replace(/:\s*$/, '').trim() : ''
      if (name !== '' && isHead(lines[at + 1], delimiter)) label = name
      else if (!BORDER.test(line.text)) words.push(line.text)
      at += 1
      continue
    }
    const first = firstCell(line.text, delimiter)
    let to = at + 1
    while (
      to < lines.length &&
      cellsOf(lines[to]?.text ?? '', delimiter) === count &&
      isRow(lines[to]?.text ?? '', delimiter)
    ) {
      // The names come again: a second table begins.
      if (firstCell(lines[to]?.text ?? '', delimiter) === first) break
      to += 1
    }
    // One line alone is no table; it may be a request with a comma.
    if (to - at < 2) {
      words.push(line.text)
      label = ''
    } else {
      runs.push({ delimiter, lines: lines.slice(at, to), label })
      label = ''
    }
    at = to
  }
  if (runs.length !== 2) return null
  return {
    words: words.join('\n'),
    tables: runs.map(run => {
      const start = (run.lines[0] as Line).start
      const last = run.lines.at(-1) as Line
      return {
        text: run.lines.map(({ text }) => text).join('\n'),
        span: [start, last.start + last.text.length] as const,
        label: run.label,
      }
    }),
  }
}

const firstCell = (text: string, delimiter: string): string =>
  text
    .split(delimiter)
    .find(cell => cell.trim() !== '')
    ?.trim() ?? ''

const isHead = (line: Line | undefined, delimiter: string): boolean =>
  line !== undefined && cellsOf(line.text, delimiter) > 1

/** Prose has commas too: it ends like a sentence, or has many words between its commas. */
function isRow(text: string, delimiter: string): boolean {
  if (/[?!:]\s*$/.test(text) || (/\.\s*$/.test(text) && / /.test(text))) return false
  return delimiter !== ',' || text.trim().split(/\s+/).length <= 2 + 2 * cellsOf(text, ',')
}
