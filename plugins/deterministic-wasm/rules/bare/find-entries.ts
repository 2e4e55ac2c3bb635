/**
 * Data without a line of names above it, as people paste it: a name, a day, a time or a year and one figure each, on lines of their
 * own or between commas. Figures of different units, or a form that changes on the way, make it none.
 */
import { cellsOf } from '../data/find-table.ts'
import { findNamedValues, type NamedValues, NUMBER, type Pair, SIGN, toValues, UNIT } from '../data/named-values.ts'

export type Entries = NamedValues & {
  /** What tells the figures apart. */
  readonly by: 'name' | 'day' | 'time' | 'year' | 'place'
}

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const WEEKDAY = '(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?'
export const DAY = `${WEEKDAY}(?:\\d{4}-\\d\\d-\\d\\d|\\d{1,2}\\.\\d{1,2}\\.(?:\\d{4}|\\d\\d)?(?!\\d)|\\d{1,2}/\\d{1,2}(?:/\\d{2,4})?|\\d{1,2}(?:st|nd|rd|th|\\.)? ${MONTH}\\.?(?: \\d{4})?|${MONTH}\\.? \\d{1,2}(?:st|nd|rd|th)?(?: \\d{4})?)`
export const TIME = '\\d{1,2}:\\d\\d(?:\\s?[ap]\\.?m\\.?| uhr)?'
const YEAR = '(?:19|20)\\d\\d'
const GAP = '(?:\\s*[:=]\\s+|\\s+[-–—]\\s+|\\s+|\\s*\\t\\s*|\\s*[;,] ?)'
const FIGURE = `(?<before>${SIGN})?\\s?(?<number>${NUMBER})\\s?(?<unit>${UNIT})?`
const KEYS = [
  ['day', DAY],
  ['time', TIME],
  ['year', YEAR],
] as const
const ON_LINE = KEYS.map(([by, key]) => [by, new RegExp(`^(?<name>${key})${GAP}${FIGURE}$`, 'iu')] as const)
/** `Oma, 81`, `Tom (12)`, `2x milk`: other ways to put a name and its figure. */
const NAME = "(?<name>\\p{L}[\\p{L}'’.& -]{0,40}?)"
const OTHER_LINES: readonly RegExp[] = [
  new RegExp(`^${NAME}\\s*[,;]\\s*${FIGURE}$`, 'u'),
  new RegExp(`^${NAME} \\(${FIGURE}\\)$`, 'u'),
  /^(?<number>\d{1,6})\s?[x×] (?<name>\p{L}[\p{L}'’ -]{0,40})$/iu,
]
const BULLET = /^(?:[-*•]\s+|\d{1,3}[.)]\s+(?=\p{L}))/u
const MOST_LINES = 500
const LONGEST_INLINE = 4_000

/** `Ida 75; who has most?`: the mark parts the question from the list, and no entries. */
const PARTED = /;(?= (?:who|which|what|how|when|whose|total|sum|average|please)(?!\p{L}))/giu

export function findEntries(written: string): Entries | null {
  const message = written.replace(PARTED, '.')
  const lines = message.split('\n')
  const found = lines.length < 3 || lines.length > MOST_LINES ? null : onLines(lines)
  if (found !== null) return found
  const named = findNamedValues(message)
  if (named !== null) return { ...named, by: 'name' }
  return message.length > LONGEST_INLINE ? null : (onOneLine(message) ?? figuresAlone(message))
}

type Row = { readonly by: Entries['by']; readonly form: number; readonly pair: Pair }

function rowOf(line: string): Row | null {
  const text = line.trim().replace(BULLET, '')
  if (text.length > 90 || !/\d/.test(text)) return null
  // `Kim,12,20`: three cells sooner than a decimal comma.
  if (/,.*\d,\d/.test(text) && !/,.*;/.test(text)) return null
  for (const [form, [by, pattern]] of ON_LINE.entries()) {
    const groups = pattern.exec(text)?.groups
    if (groups !== undefined) return { by, form, pair: pairOf(groups) }
  }
  for (const [form, pattern] of OTHER_LINES.entries()) {
    const groups = pattern.exec(text)?.groups
    if (groups !== undefined) return { by: 'name', form: 10 + form, pair: pairOf(groups) }
  }
  return null
}

const pairOf = ({ name = '', number = '', before = '', unit = '' }: Readonly<Record<string, string>>): Pair => ({
  name: name.trim().replace(/,/g, ''),
  number,
  before,
  unit,
})

/** The longest run of lines of one form, two at least. */
function onLines(lines: readonly string[]): Entries | null {
  const rows = lines.map(rowOf)
  let best: { from: number; to: number } | null = null
  for (let from = 0; from < lines.length; ) {
    const first = rows[from]
    let to = from
    while (to < lines.length && first != null && rows[to]?.form === first.form) to += 1
    if (to - from > Math.max(1, best === null ? 0 : best.to - best.from)) best = { from, to }
    from = Math.max(to, from + 1)
  }
  const first = rows[best?.from ?? -1]
  if (best === null || first == null) return null
  // `name, age` above the rows names their columns: a table.
  const above = lines[best.from - 1] ?? ''
  const isHeaded = first.form === 10 && /[,;]/.test(above) && cellsOf(above, above.includes(';') ? ';' : ',') === 2
  if (isHeaded && !/[?:.!]/.test(above)) return null
  // More such lines further on, of another form: nobody can say what belongs together.
  if (rows.some((row, at) => row !== null && (at < (best?.from ?? 0) || at >= (best?.to ?? 0)))) return null
  const start = lines.slice(0, best.from).reduce((sum, line) => sum + line.length + 1, 0)
  const end = start + lines.slice(best.from, best.to).join('\n').length
  const pairs = rows.slice(best.from, best.to).map(row => (row as Row).pair)
  return made(pairs, [start, end], first.by)
}

const BETWEEN = '(?:\\s*[;,]\\s*(?:and )?|\\s+and\\s+|\\n)'
const INLINE = [...KEYS, ['name', "\\p{L}[\\p{L}'’-]*(?: \\p{L}[\\p{L}'’-]*){0,2}"] as const].map(([by, key]) => {
  const figure =
    by === 'name' ? `\\((?:${SIGN})?\\s?${NUMBER}\\s?(?:${UNIT})?\\)` : `(?:${SIGN})?\\s?${NUMBER}\\s?(?:${UNIT})?`
  const one = `${key}${by === 'name' ? ' ' : '(?:\\s*[:=]\\s+|\\s+[-–—]\\s+|\\s+)'}${figure}`
  return [
    by,
    new RegExp(`(?<![\\p{L}\\p{N}.,:/-])${one}(?:${BETWEEN}${one})+(?![\\p{L}\\p{N}(]|[.,:/-]\\d)`, 'giu'),
  ] as const
})

/** `6:00 11.2, 9:00 14.8, 12:00 19.5` inside a sentence: one run, and no other. */
function onOneLine(message: string): Entries | null {
  for (const [by, pattern] of INLINE) {
    if (by === 'name' && !/\(\D{0,2}\d/.test(message)) continue
    const runs = [...message.matchAll(pattern)]
    const [run] = runs
    if (run === undefined || runs.length > 1) continue
    // Where a name begins is certain only behind a mark.
    if (by === 'name' && !/(?:^|[:?.!\n]\s*)$/.test(message.slice(0, run.index))) continue
    const rows = run[0].split(/\s*;\s*|,\s+(?:and )?|\s+and\s+|\n/).map(rowOf)
    if (rows.length < 2 || rows.some(row => row?.by !== by)) continue
    const found = made(
      rows.map(row => (row as Row).pair),
      [run.index, run.index + run[0].length],
      by,
    )
    if (found !== null) return found
  }
  return null
}

/** `weight log kg: 84.2, 83.9, 83.1`: figures alone behind what they are called, told apart by their place. */
function figuresAlone(message: string): Entries | null {
  const one = `(?:${SIGN})?\\s?${NUMBER}\\s?(?:${UNIT})?`
  const run = new RegExp(`(?<=\\p{L}\\)?:\\s)${one}(?:[,;] ${one}){2,}(?=[.?!]?$|[.?!\\n]\\s?|\\s[-–—]\\s)`, 'gu')
  const [found, more] = [...message.matchAll(run)]
  if (found === undefined || more !== undefined) return null
  const rows = found[0].split(/[,;] /).map(text => new RegExp(`^${FIGURE}$`, 'u').exec(text.trim())?.groups)
  if (rows.some(row => row === undefined)) return null
  const pairs = rows.map((row, at) => ({ ...pairOf(row ?? {}), name: `#${at + 1}` }))
  return made(pairs, [found.index, found.index + found[0].length], 'place')
}

function made(pairs: readonly Pair[], span: readonly [number, number], by: Entries['by']): Entries | null {
  const values = toValues(pairs, span)
  if (values === null) return null
  if (by === 'year') {
    const years = pairs.map(({ name }) => Number(name))
    if (years.some((year, at) => at > 0 && year <= (years[at - 1] as number))) return null
  }
  return { ...values, by }
}
