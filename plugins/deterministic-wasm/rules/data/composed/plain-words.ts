/** The words of a question that are neither columns nor cells: phrases become one word each, words their meaning. */
import { isEmpty } from '../../../tables/cells.ts'
import { singular } from '../../tables/find-column.ts'
import type { Column, SourceTable } from '../../tables/read-table.ts'
import type { DataRequest } from '../data-request.ts'
import { conceptColumn, edgeOf, rowsName } from './columns.ts'
import type { Mark } from './tokens.ts'
import {
  ANY_ROW,
  CALLED,
  DEEDS,
  MADE_OF,
  MEANINGS,
  PERSON_COLUMN,
  PERSONS,
  PHRASES,
  PLAIN_VERBS,
  SILENT,
  SPEAKS,
  TITLED,
  UNITS,
} from './vocabulary.ts'

/** Phrases to one word each, words to their meaning; null where a word has none. */
export function toPlain(text: string, request: DataRequest, marks: Mark[], mayName: boolean): string | null {
  const { table } = request
  let plain = ` ${text.replaceAll(' , ', ' , ')} `
  plain = plain.replace(
    / (?:an?|the|these|those|this|that|all|my|our|your|their|his|her|its|is|are|was|were|did|do|does) (?=C\d|V\d)/g,
    ' ',
  )
  plain = plain
    .replace(/ (?:grades?|marks?|scores?|results?|readings?|values?|points?) (?:in|for|of) (?:the )?(?=C\d)/g, ' in ')
    .replace(/ (C\d+) (?:entered|given|listed|noted|recorded|set|specified|on file|filled in)(?= )/g, ' $1')
    .replace(/ (which|this|that|the|each|every|[a-z]+est|expensive) one(?= )/g, ' $1 ones')
  plain = plain.replace(
    / (?:of |for )?(?:all|the) (?:the )?N(\d+)(?: of (?:them|those))?(?= (?:together|in|combined|altogether|$))/g,
    (all, place: string) => {
      const mark = marks[Number(place)]
      return mark?.kind === 'N' && Number(mark.digits) === table.rows.length ? ' together' : all
    },
  )
  if (table.columns.some(({ spoken }) => / (?:m|mio|millions?)$/u.test(spoken)))
    plain = plain.replace(/ in millions /g, ' ')
  for (const [pattern, word] of PHRASES) plain = plain.replace(pattern, ` ${word} `)
  plain = plain.replace(
    / (?:over|in|during|for|of) (?:all )?(?:the )?(?:whole|entire) (?:table|list|time|period|file|data) /g,
    ' ALL ',
  )
  const out: string[] = []
  const isPerson =
    /(?:^| )who(?: |$)/.test(plain) || [...plain.matchAll(/[a-z]+/g)].some(([word]) => PERSONS.test(word))
  const name = rowsName(table, isPerson)
  const add = (kind: 'C' | 'c', column: Column | null | undefined): boolean => {
    if (column == null) return false
    out.push(`${kind}${marks.length}`)
    marks.push({ kind: 'C', column })
    return true
  }
  const meant = (concepts: readonly string[]): Column | null =>
    concepts.map(concept => conceptColumn(table, concept)).find(column => column !== null) ?? null
  for (const raw of plain.split(' ')) {
    if (raw === '' || SILENT.has(raw)) continue
    if (/^(?:[CVNDK]\d+|\^[a-z]+|[<>=]+|[A-Z]{3,8}|howmany|howmuch|between|,)$/.test(raw)) {
      out.push(raw)
      continue
    }
    if (raw.startsWith('@')) {
      if (!add('c', meant([raw.slice(1)]))) return null
      continue
    }
    const word = raw.replace(/'s$/, '')
    const meaning = MEANINGS.get(word)
    if (meaning !== undefined) out.push(meaning)
    else if (MADE_OF.has(word)) out.push(MADE_OF.get(word) as string)
    else if (/^(?:pay|pays|paid|paying)$/.test(word) && request.lexicon.values.has('paid')) return null
    else if (add('c', meant(SPEAKS.get(word) ?? [])) || add('C', meant(CALLED.get(word) ?? []))) continue
    else if (out.at(-1) === 'by' && PERSONS.test(word) && add('C', personIn(table))) continue
    else if (UNDONE.test(word) && add('C', openColumn(table))) out.splice(-1, 0, 'not')
    else if (
      /^(?:left|remaining)$/.test(word) &&
      table.columns.some(({ spoken }) => /(?:left|remaining)/u.test(spoken))
    )
      continue
    // `what do we pay in salaries`: the column is named beside it.
    else if (SPEAKS.has(word) && marks.some(mark => mark.kind === 'C' && mark.column.isNumeric)) out.push('verb')
    else if (word === 'noon' || word === 'midday') out.push(word)
    else if (isRow(word, name?.spoken ?? '', table)) out.push('row')
    else if (PLAIN_VERBS.has(word)) out.push('verb')
    else if (UNITS.test(word) && /^N\d/.test(out.at(-1) ?? '')) continue
    else if (mayName && /^\p{L}{3,14}$/u.test(word) && !out.includes('LABEL')) out.push('LABEL')
    else return null
  }
  const spread = /(?:C\d+ )?DIFF(?: between)? (max|min|\^[a-z]+)(?: C\d+)? and (?:in )?(max|min|\^[a-z]+)( C\d+)?/
  return (
    out
      .filter(word => word !== 'yet')
      .join(' ')
      .replace(spread, (all: string, high: string, low: string, named: string | undefined) => {
        if (named !== undefined) return `range${named}`
        const [a, b] = [edgeOf(table, high, null), edgeOf(table, low, null)]
        if (a === null || b === null || a.column !== b.column || a.isLargest === b.isLargest) return all
        marks.push({ kind: 'C', column: a.column })
        return `range C${marks.length - 1}`
      })
      // A dash that joins no two columns only parts.
      .replace(/(?<!C\d{1,2}) MINUS (?=.)|(?:^| )MINUS (?!C\d)/g, ' , ')
      .replace(/^(.*(?:^| )share(?: .*)?) in share$/, '$1')
  )
}

const UNDONE = /^(?:open|unresolved|pending|outstanding|unpaid|unfinished|undone|incomplete|owed)$/u

/** `open` of rows whose day of closing is not there. */
function openColumn({ rows, columns }: SourceTable): Column | null {
  const closing = columns.filter(
    ({ name, spoken, isNumeric }) =>
      !isNumeric &&
      /^(?:closed|completed|resolved|finished|done|paid|paid on|closed on|completed on|returned)$/u.test(spoken) &&
      (rows.some(row => isEmpty(row[name])) || isFlag(rows.map(row => String(row[name])))),
  )
  return closing.length === 1 ? (closing[0] as Column) : null
}

const isFlag = (cells: readonly string[]): boolean =>
  cells.every(cell => /^(?:yes|no|true|false|y|n|x|-)$/iu.test(cell)) && new Set(cells).size === 2

function personIn({ columns }: SourceTable): Column | null {
  const persons = columns.filter(({ spoken, isNumeric }) => !isNumeric && PERSON_COLUMN.test(spoken))
  return persons.length === 1 ? (persons[0] as Column) : null
}

/** Whether rows may be called so: anything of no certain kind, persons of a table of persons, what was paid or booked. */
function isRow(word: string, named: string, table: SourceTable): boolean {
  const one = singular(word)
  if (table.columns.some(({ spoken }) => singular(spoken) === one)) return false
  if (ANY_ROW.test(word)) return true
  if (PERSONS.test(word)) return PERSON_COLUMN.test(named)
  const isPlain =
    /^(?:|no|nr|id|number|what|item|items|name|title|description|for|reference|ref|date|text|product|supplier|vendor|customer|client|shop|category|post|posten)$/u.test(
      named,
    )
  if (DEEDS.test(word)) return isPlain || /^(?:order|invoice|booking|payment|purchase)/u.test(named)
  if (TITLED.test(word)) return named === 'title'
  if (/^(?:products?|articles?|goods)$/u.test(word))
    return /^(?:|item|name|sku|article|artikel|id|no|title)$/u.test(named)
  return false
}
