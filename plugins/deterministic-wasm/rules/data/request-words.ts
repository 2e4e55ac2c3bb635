/**
 * A request about data in its plainest words: columns as `C0`, values of cells as `V1`, numbers as `N2`, quoted texts as `Q3`, what
 * asks or measures as one word each (`sum`, `max`, `which`), and words that say nothing left out. A word it does not know stays, and no
 * rule has a place for it.
 */
import type { JsonValue } from '#contracts/json-value'
import { replaceNumberWords } from '../message/number-words.ts'
import { stripCourtesy } from '../message/strip-courtesy.ts'
import { mendTypos } from '../message/typos.ts'
import { singular, spokenColumn } from '../tables/find-column.ts'
import type { Column, SourceTable } from '../tables/read-table.ts'
import { MEANINGS, PHRASES, SILENT, typoOf } from './request-vocabulary.ts'

export type Mark =
  | { readonly kind: 'C'; readonly column: Column }
  | { readonly kind: 'V'; readonly cells: readonly (readonly [column: Column, value: JsonValue])[] }
  | { readonly kind: 'N'; readonly digits: string }
  | { readonly kind: 'Q'; readonly text: string }

export type Words = { readonly text: string; readonly marks: readonly Mark[] }

export type Lexicon = {
  readonly table: SourceTable | null
  /** Cells of text columns by their text in lower case. */
  readonly values: ReadonlyMap<string, readonly (readonly [Column, JsonValue])[]>
}

const MOST_VALUES = 2_000
const LONGEST_REQUEST = 300
const LONGEST_NAME = 5

export function lexiconOf(table: SourceTable): Lexicon {
  const values = new Map<string, (readonly [Column, JsonValue])[]>()
  for (const column of table.columns.filter(({ isNumeric }) => !isNumeric)) {
    for (const row of table.rows) {
      const cell = row[column.name]
      if (typeof cell !== 'string' || cell === '' || cell.length > 60) continue
      const key = cell.toLowerCase()
      const known = values.get(key) ?? []
      if (!known.some(([own, value]) => own.name === column.name && value === cell))
        values.set(key, [...known, [column, cell]])
      if (values.size > MOST_VALUES) return { table, values: new Map() }
    }
  }
  return { table, values }
}

const TOKEN =
  /"([^"\n]{0,80})"|“([^”\n]{0,80})”|`([^`\n]{0,80})`|(?<![\p{L}\p{N}])'([^'\n]{1,80})'(?![\p{L}\p{N}])|-?(?<![\p{L}\p{N}_])\d+(?:[.,]\d+)*%?(?![\p{L}\p{N}_])|[\p{L}\p{N}_#$€£][\p{L}\p{N}_#'’./-]*[\p{L}\p{N}_#]|[\p{L}\p{N}_#%]|[<>=!≥≤≠]+|->|→|[*+/&×−;,-]/gu

/** Null where the request is too long to be one. */
export function readRequestWords(request: string, lexicon: Lexicon): Words | null {
  const written = mendTypos(request).replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim()
  if (written.length > LONGEST_REQUEST) return null
  const bare = replaceNumberWords(stripCourtesy(written).text)
  const tokens = [...bare.matchAll(TOKEN)].map(found => ({
    text: found[0],
    quoted: found[1] ?? found[2] ?? found[3] ?? found[4],
  }))
  // What a token does not reach (`?`, `(`, `.`) separates and says no more; anything else is unknown.
  if (/[{}[\]\\^~@|]/.test(bare.replace(TOKEN, ''))) return null
  const marks: Mark[] = []
  const out: string[] = []
  const add = (mark: Mark): void => {
    out.push(`${mark.kind}${marks.length}`)
    marks.push(mark)
  }
  for (let at = 0; at < tokens.length; ) {
    const found = longestName(tokens, at, lexicon)
    if (found !== null) {
      add(found.mark)
      at += found.size
      continue
    }
    const { text, quoted } = tokens[at] as (typeof tokens)[number]
    // A value of the table that is a common word too: nobody can say which is meant.
    if (quoted === undefined && isUnclear(text, lexicon)) return null
    at += 1
    // `Jan to Mar`: all from the one to the other, and not only both.
    const isRange = /^(?:to|till|until|through|thru|-)$/i.test(text) && /^V\d/.test(out.at(-1) ?? '')
    if (isRange && longestName(tokens, at, lexicon)?.mark.kind === 'V') out.push('upto')
    else if (quoted !== undefined) add({ kind: 'Q', text: quoted })
    else if (/^-?\d/.test(text) && /^-?\d+(?:[.,]\d+)*$/.test(text)) {
      const digits = text.replace(/,(?=\d{3}(?:\D|$))/g, '')
      if (!/^-?\d+(?:\.\d+)?$/.test(digits)) return null
      add({ kind: 'N', digits })
    } else if (/^\d{1,3}(?:st|nd|rd|th)$/i.test(text)) {
      out.push('nth')
      add({ kind: 'N', digits: String(Number.parseInt(text, 10)) })
    } else if (/^\d{1,3}-(?:day|point|period|month|week|year|term)$/i.test(text)) {
      add({ kind: 'N', digits: String(Number.parseInt(text, 10)) })
      out.push(text.replace(/^\d+-/, '').toLowerCase())
    } else if (text !== ',' && text !== ';') out.push(mended(text.toLowerCase()))
  }
  return { text: toPlain(out.join(' ')), marks }
}

type Tokens = readonly { readonly text: string; readonly quoted: string | undefined }[]

/** The longest run of tokens that names a column or a value. */
function longestName(tokens: Tokens, at: number, lexicon: Lexicon): { mark: Mark; size: number } | null {
  for (let size = Math.min(LONGEST_NAME, tokens.length - at); size > 0; size -= 1) {
    const run = tokens.slice(at, at + size)
    if (size > 1 && run.some(({ quoted }) => quoted !== undefined)) continue
    const words = run.map(({ text, quoted }) => quoted ?? text).join(' ')
    const isQuoted = run[0]?.quoted !== undefined
    const isMarked = isQuoted || isBeside(tokens, at, size)
    // Behind an equals sign a quoted word is a value.
    const isValue = isQuoted && tokens[at - 1]?.text === '='
    const column = lexicon.table === null || isValue ? null : columnOf(lexicon.table, words, isMarked)
    if (column !== null) return { mark: { kind: 'C', column }, size }
    const plain = words.toLowerCase()
    const cells =
      lexicon.values.get(plain) ??
      lexicon.values.get(plain.replace(/'s$/, '')) ??
      lexicon.values.get(OTHER_NAMES.get(plain) ?? plain) ??
      (plain.length > 3 ? lexicon.values.get(singular(plain)) : undefined)
    const isCapital =
      size === 1 && isCommon(plain) && words !== plain && cells?.some(([, cell]) => cell === words) === true
    if (cells !== undefined && (isQuoted || size > 1 || isCapital || !isCommon(plain)))
      return { mark: { kind: 'V', cells }, size }
  }
  return null
}

/** Weekdays and months, long and short. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map(
  'monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december'
    .split(' ')
    .flatMap(name => [
      [name, name.slice(0, 3)],
      [name.slice(0, 3), name],
    ]),
)

const FUNCTION_WORDS = /^(?:an?|the|is|are|of|to|me|my|i|we|you|what|do|does|it|that|this|please|have|has)$/

/** `on`, `all`, `first`: a word of the request, or the cell that has just this. */
const isUnclear = (text: string, { values }: Lexicon): boolean =>
  isCommon(text) && !FUNCTION_WORDS.test(text) && values.get(text)?.some(([, cell]) => cell === text) === true

/** `column a`, `a > b`: where a name is certain even if it is a word of its own. */
function isBeside(tokens: Tokens, at: number, size: number): boolean {
  const before = tokens[at - 1]?.text ?? ''
  const after = tokens[at + size]?.text ?? ''
  if (/^values$/i.test(after) && /^[b-hj-z]$/i.test(tokens[at]?.text ?? '')) return true
  return /^(?:columns?|fields?|keys?|[<>=!≥≤*×]+)$/i.test(before) || /^(?:columns?|fields?|[<>=!≥≤*×]+)$/i.test(after)
}

const isCommon = (word: string): boolean => SILENT.has(word) || MEANINGS.has(word)

/** `second column`, `column 2`, `last column`. */
const PLACED =
  /^(?:(?<word>first|second|third|fourth|fifth|last)|(?<nth>\d)(?:st|nd|rd|th)) (?:column|col|field)$|^(?:column|col|field) (?<number>\d)$/iu

function placedColumn(table: SourceTable, words: string): Column | null {
  const groups = PLACED.exec(words)?.groups
  if (groups === undefined) return null
  const word = ['first', 'second', 'third', 'fourth', 'fifth'].indexOf((groups.word ?? '').toLowerCase())
  const place = groups.word === undefined ? Number(groups.nth ?? groups.number) - 1 : word
  return (/^last$/i.test(groups.word ?? '') ? table.columns.at(-1) : table.columns[place]) ?? null
}

function columnOf(table: SourceTable, words: string, isMarked: boolean): Column | null {
  const placed = placedColumn(table, words)
  if (placed !== null) return placed
  const exact = table.columns.find(({ name }) => name === words)
  const isWord = words.length > 1 || /^\p{Lu}$/u.test(words)
  if (exact !== undefined && (isMarked || (isWord && !isCommon(words.toLowerCase())))) return exact
  const plain = words.toLowerCase()
  if (plain.length < 2 || (!isMarked && SILENT.has(plain)) || /^\d/.test(plain)) return null
  if (
    !isMarked &&
    MEANINGS.has(plain) &&
    !table.columns.some(({ spoken }) => spoken === plain || `${spoken}s` === plain)
  )
    return null
  const found = spokenColumn(table, words)
  if (found !== null) return found
  const typed = table.columns.filter(({ spoken }) => spoken.length > 4 && typoOf(plain, spoken))
  const named = table.columns.filter(({ spoken }) => singular(spoken.split(' ')[0] ?? '') === singular(plain))
  // `price` for `price eur` and `price (EUR)`, where no other column begins so.
  const begun = named.length === 1 && UNIT_TAIL.test((named[0] as Column).spoken) ? named : []
  const like = typed.length > 0 ? typed : begun
  return like.length === 1 ? (like[0] as Column) : null
}

const UNIT_TAIL =
  /^[\p{L}]+ \(?(?:eur|usd|gbp|chf|€|\$|£|kg|g|km|m|cm|mm|min|mins|minutes|h|hrs|hours|s|sec|c|°c|%|kwh|kw|mb|gb|l|ml|pcs|units|k)\)?$/u

const OURS: readonly string[] = [
  ...MEANINGS.keys(),
  'values',
  'value',
  'please',
  'many',
  'much',
  'above',
  'below',
  'between',
  'column',
  'total',
].filter(word => word.length > 3 && /^[a-z]+$/.test(word))

/** A slip in one of our words. */
function mended(word: string): string {
  if (word.length < 4 || MEANINGS.has(word) || SILENT.has(word)) return word
  const meant = new Set(OURS.filter(own => typoOf(word, own)))
  return meant.size === 1 ? ([...meant][0] as string) : word
}

/** `drama films`, `Sales employees`: what the rows are, behind a value of theirs. */
const KINDS =
  /(V\d+) (?:films?|movies?|books?|songs?|orders?|invoices?|tickets?|customers?|clients?|employees?|staff|people|persons?|users?|products?|items?|sales|transactions?|students?|players?|teams?|cities|countries|stores?|shops?|tasks?|bugs?|issues?|payments?|expenses?|purchases?|cars?|games?|ones)(?= |$)/g

/** Phrases become one word each, then words their meaning. */
function toPlain(text: string): string {
  let plain = ` ${text} `
  for (const [pattern, word] of PHRASES) plain = plain.replace(pattern, word === '' ? ' ' : ` ${word} `)
  const words = plain
    .split(' ')
    .filter(word => word !== '')
    .map(word => MEANINGS.get(word) ?? word)
    .filter(word => word !== '' && !SILENT.has(word))
  return words
    .join(' ')
    .replace(/(?:col )+(?=[CN]\d)|(?<=C\d{1,3}) col(?= |$)/g, '')
    .replace(KINDS, '$1')
    .replace(
      /(?:howmuch )?diff(?: between)?(?: C(\d+))? (?:max|dearest)(?: C(\d+))? and (?:min|cheapest)/,
      (_, a: string | undefined, b: string | undefined) => `range${(a ?? b) ? ` C${a ?? b}` : ''}`,
    )
    .replace(/^(?:range)( C\d+)( C\d+)$/, 'range$1$2')
    .replace(/\b(sum|mean|max|min|which)(?: \1)+\b/g, '$1')
}
