/**
 * Conditions at the beginning of what is left of a question: a cell, a figure beside a number or another column, a span of days or of
 * hours, something there or missing. Each tells how many of the words it took; two readings are none.
 */
import type { JsonValue } from '#contracts/json-value'
import { isEmpty } from '../../../tables/cells.ts'
import { type Column, hasStandIn, type SourceTable } from '../../tables/read-table.ts'
import { isLabel, isOfMillions, onlyFigure } from '../row-conditions.ts'
import { conceptColumn, dateColumn, isDated, isFigure } from './columns.ts'
import {
  type Condition,
  column,
  digits,
  match,
  oneOf,
  type Place,
  PREP,
  type Read,
  type Result,
} from './condition-parts.ts'
import { clockOf, daysOf, ofYear, spanOf, weekOf } from './time-conditions.ts'

const SIGNS: Readonly<Record<string, readonly [said: string, test: Condition['test'], opposite: string]>> = {
  '>': ['>', 'above', '<='],
  '>=': ['≥', 'at_least', '<'],
  '<': ['<', 'below', '>='],
  '<=': ['≤', 'at_most', '>'],
}

export function readCondition(place: Place): Result {
  return (
    spanOf(place) ??
    weekOf(place) ??
    daysOf(place) ??
    clockOf(place) ??
    besideOf(place) ??
    cellOf(place) ??
    presenceOf(place)
  )
}

/** `C0 > N1`, `> N1 C0`, `between N1 and N2`, `C0 < C1`, `< C1`, `N1 C0`, `made after N1`. */
function besideOf({ rest, marks, table, last }: Place): Result {
  const found = match(
    rest,
    `${PREP}(?:[Cc](?<c>\\d+) )?(?:with )?(?<not>not )?(?:(?:in )?between N(?<a>\\d+) (?:and|to) N(?<b>\\d+)|(?<sign>>=|<=|>|<) (?:N(?<n>\\d+)|C(?<o>\\d+))|(?<time>after|before|since|in) N(?<y>\\d+)|= N(?<e>\\d+))(?: C(?<d>\\d+))?`,
  )
  if (found === null) return withNumber({ rest, marks, table, last })
  const { sign: written, time, a, b, n, o, y, e } = found.groups ?? {}
  const before = column(marks, found.groups?.c)
  const isSoft = new RegExp(`^${PREP}c\\d`).test(rest)
  let behind = column(marks, found.groups?.d)
  let size = found[0].length
  // What comes behind a whole condition may be something else.
  if (behind !== null && ((before !== null && !isSoft) || o !== undefined || !behind.isNumeric)) {
    behind = null
    size = found[0].replace(/ C\d+$/, '').length
  }
  const isDenied = found.groups?.not !== undefined
  const other = column(marks, o)
  // `which orders over 25`: what is in front is what the rows are.
  if (before !== null && !isSoft && !isFigure(table, before) && !(time !== undefined && isDated(table, before)))
    return null
  if (other !== null) return besideColumn(table, before, other, written ?? '', size, isDenied)
  if (time !== undefined) {
    const number = digits(marks, y)
    if (!/^(?:1[5-9]|20)\d\d$/.test(number) || isDenied) return 'unclear'
    const own = before ?? conceptColumn(table, 'made') ?? conceptColumn(table, 'born') ?? dateColumn(table)
    return own === null || behind !== null ? 'unclear' : ofYear(table, own, time, number, size)
  }
  if (before !== null && behind !== null && before !== behind && !isSoft) return 'unclear'
  // `between 1900 and 2000` of books is said of their years.
  const numbers = [a, b, n].flatMap(place => (place === undefined ? [] : [digits(marks, place)]))
  const isDatedTable = conceptColumn(table, 'made') !== null || table.columns.some(one => isDated(table, one))
  if (
    before === null &&
    behind === null &&
    isDatedTable &&
    numbers.length > 0 &&
    numbers.every(one => /^(?:1[5-9]|20)\d\d$/.test(one))
  )
    return 'unclear'
  const own = behind ?? before ?? last ?? onlyFigure(table)
  if (own === null || !isFigure(table, own)) return 'unclear'
  if (e !== undefined) {
    const number = digits(marks, e)
    return {
      all: [{ column: own.name, test: isDenied ? 'none_of' : 'one_of', values: [number] }],
      said: `${own.name} is ${isDenied ? 'not ' : ''}${number}`,
      size,
    }
  }
  if (written === undefined) {
    const [low, high] = [digits(marks, a), digits(marks, b)]
    if (isDenied || Number(low) > Number(high)) return 'unclear'
    return {
      all: [
        { column: own.name, test: 'at_least', number: low },
        { column: own.name, test: 'at_most', number: high },
      ],
      said: `${own.name} is from ${low} to ${high}`,
      size,
    }
  }
  const known = SIGNS[isDenied ? (SIGNS[written]?.[2] ?? '') : written]
  const number = inMillions(own, digits(marks, n))
  if (known === undefined || number === '' || isOfMillions(own, number)) return 'unclear'
  return { all: [{ column: own.name, test: known[1], number }], said: `${own.name} ${known[0]} ${number}`, size }
}

/** `50 million` of a column that counts in millions. */
const inMillions = ({ spoken }: Column, number: string): string =>
  / (?:m|mio|millions?)$/u.test(spoken) && /^\d*[1-9]\d*00000$/.test(number) ? String(Number(number) / 1e6) : number

/** `4 legs`, `room 3`, `order 7731`: a figure or a number that names a row. */
function withNumber({ rest, marks, table }: Place): Read | null {
  const labelled = match(rest, `${PREP}C(?<c>\\d+) N(?<n>\\d+)`)
  const label = column(marks, labelled?.groups?.c)
  if (labelled !== null && label !== null && isLabel(table, label)) {
    const number = digits(marks, labelled.groups?.n)
    return { ...oneOf(label, [number], `${label.name} is ${number}`, labelled[0].length), isCell: true }
  }
  const counted = match(rest, `${PREP}with N(?<n>\\d+) (?:in )?C(?<c>\\d+)`)
  const own = column(marks, counted?.groups?.c)
  if (counted === null || own === null || !isFigure(table, own)) return null
  const number = digits(marks, counted.groups?.n)
  return oneOf(own, [number], `${own.name} is ${number}`, counted[0].length)
}

function besideColumn(
  table: SourceTable,
  left: Column | null,
  other: Column,
  written: string,
  size: number,
  isDenied: boolean,
): Result {
  const figures = table.columns.filter(own => isFigure(table, own) && own !== other)
  const own = left ?? (figures.length === 1 ? (figures[0] as Column) : null)
  const known = SIGNS[isDenied ? (SIGNS[written]?.[2] ?? '') : written]
  if (own === null || known === undefined || !isFigure(table, own) || !isFigure(table, other) || own === other)
    return 'unclear'
  return {
    all: [{ column: own.name, test: known[1], other: other.name }],
    said: `${own.name} ${known[0]} ${other.name}`,
    size,
  }
}

/** `in V1`, `C0 V1 or V2`, `not V1`, `V1 C0`. */
function cellOf({ rest, marks, table }: Place): Result {
  const found = match(
    rest,
    `${PREP}(?<not>not |without )?${PREP}(?:C(?<c>\\d+) (?:= )?(?<not2>not )?)?(?:in |from |by |to )?V(?<v>\\d+)(?<more>(?: or V\\d+)*)(?: C(?<d>\\d+))?`,
  )
  const first = marks[Number(found?.groups?.v)]
  if (found === null || first?.kind !== 'V') return null
  const others = [...(found.groups?.more ?? '').matchAll(/V(\d+)/g)].map(([, at]) => marks[Number(at)])
  const all = [first, ...others].flatMap(mark => (mark?.kind === 'V' ? [mark.cells] : []))
  const isOf = (own: Column): boolean => all.every(cells => cells.some(([of]) => of === own))
  const [before, behind] = [column(marks, found.groups?.c), column(marks, found.groups?.d)]
  // `age Ann`: the column is what is asked for.
  if (before !== null && !isOf(before)) return null
  const isBehind = behind !== null && isOf(behind) && before === null
  const common = (all[0] ?? []).map(([own]) => own).filter(isOf)
  const own = before ?? (isBehind ? behind : common.length === 1 ? (common[0] as Column) : null)
  if (own === null) return 'unclear'
  const values = [...new Set(all.flatMap(cells => cells.flatMap(([of, value]) => (of === own ? value : []))))]
  const isDenied = (found.groups?.not ?? found.groups?.not2) !== undefined
  const size = behind !== null && !isBehind ? found[0].replace(/ C\d+$/, '').length : found[0].length
  // `Jo and Sam`: both of them, or each: what is meant depends on what is asked.
  if (/^ (?:and|,) V\d/.test(rest.slice(size))) return 'unclear'
  // A cell that may be empty is not one of the others.
  if (isDenied && table.rows.some(row => isEmpty(row[own.name]))) return 'unclear'
  return {
    all: [{ column: own.name, test: isDenied ? 'none_of' : 'one_of', values }],
    said: `${own.name} is ${isDenied ? 'not ' : ''}${values.map(String).join(' or ')}`,
    size,
    isCell: true,
  }
}

const YES = /^(?:yes|y|true|x|✓|done)$/iu
const NO = /^(?:no|n|false|-|✗)$/iu
const DONE = /(?:ed|paid|sold|done|sent|coming|attending|vegan|vegetarian|active|available|member|open)$/u

/** `without C0`, `with C0`, `not C0`: a column that is not filled everywhere, or has nothing but yes and no. */
function presenceOf({ rest, marks, table }: Place): Result {
  const found = match(
    rest,
    `${PREP}(?<how>with |without |not |with not |not with |with empty |empty )?C(?<c>\\d+)(?<tail> empty)?`,
  )
  const own = column(marks, found?.groups?.c)
  if (found === null || own === null) return null
  const how = found.groups?.how ?? ''
  const isDenied = /not|without|empty/.test(how) || found.groups?.tail !== undefined
  const cells = [...new Set(table.rows.map(row => row[own.name] as JsonValue))]
  const isFlag =
    cells.length === 2 && cells.some(cell => YES.test(String(cell))) && cells.some(cell => NO.test(String(cell)))
  if (isFlag && own !== table.columns[0]) {
    // Any other column of yes and no is spoken of as something that one has.
    if (how === '' && !DONE.test(own.spoken)) return null
    const values = cells.filter(cell => (isDenied ? NO : YES).test(String(cell)))
    return oneOf(own, values, `${own.name} is ${String(values[0])}`, found[0].length)
  }
  if (own.isNumeric || !table.rows.some(row => isEmpty(row[own.name]))) return null
  if (hasStandIn(table, own)) return 'unclear'
  if (how === '' && found.groups?.tail === undefined && !/(?:ed|paid|sold|done|sent)$/u.test(own.spoken)) return null
  return {
    all: [{ column: own.name, test: isDenied ? 'empty' : 'filled' }],
    said: `${own.name} is ${isDenied ? 'empty' : 'filled'}`,
    size: found[0].length,
  }
}
