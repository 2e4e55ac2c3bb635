/**
 * Conditions at the beginning of what is left of a question: a cell, a figure beside a number or another column, a span of days or of
 * hours, something there or missing. Each tells how many of the words it took; two readings are none.
 */
import type { JsonValue } from '#contracts/json-value'
import { isEmpty } from '../../../tables/cells.ts'
import { type Column, hasStandIn, type SourceTable } from '../../tables/read-table.ts'
import { isLabel, onlyFigure } from '../row-conditions.ts'
import { clockColumn, conceptColumn, dateColumn, dayOf, isClocked, isDated, isFigure } from './columns.ts'
import type { Days } from './days.ts'
import type { Mark } from './tokens.ts'

export type Condition = {
  readonly column: string
  readonly test: 'one_of' | 'none_of' | 'above' | 'at_least' | 'below' | 'at_most' | 'empty' | 'filled'
  readonly values?: readonly JsonValue[]
  readonly number?: string
  readonly other?: string
}
export type Read = {
  readonly all: readonly Condition[]
  readonly said: string
  readonly size: number
  /** Whether it names a cell by its text. */
  readonly isCell?: true
}
type Result = Read | 'unclear' | null

const PREP = '(?:(?:in|from|by|with|on|to|where|verb|row|which|who|and|,) )*?'
const SIGNS: Readonly<Record<string, readonly [said: string, test: Condition['test'], opposite: string]>> = {
  '>': ['>', 'above', '<='],
  '>=': ['≥', 'at_least', '<'],
  '<': ['<', 'below', '>='],
  '<=': ['≤', 'at_most', '>'],
}

export type Place = {
  readonly rest: string
  readonly marks: readonly Mark[]
  readonly table: SourceTable
  readonly last: Column | null
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

const column = (marks: readonly Mark[], at: string | undefined): Column | null => {
  const mark = at === undefined ? undefined : marks[Number(at)]
  return mark?.kind === 'C' ? mark.column : null
}
const digits = (marks: readonly Mark[], at: string | undefined): string => {
  const mark = at === undefined ? undefined : marks[Number(at)]
  return mark?.kind === 'N' ? mark.digits : ''
}
const forms = new Map<string, RegExp>()
function match(rest: string, source: string): RegExpExecArray | null {
  const form = forms.get(source) ?? new RegExp(`^${source}(?= |$)`, 'u')
  forms.set(source, form)
  return form.exec(rest)
}

const oneOf = (own: Column, values: readonly JsonValue[], said: string, size: number): Read => ({
  all: [{ column: own.name, test: 'one_of', values }],
  said,
  size,
})

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const YEAR = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** `from Mon to Fri`, `Jan to Mar` of a column of days or months. */
function spanOf({ rest, marks, table }: Place): Result {
  const found = match(rest, `${PREP}V(?<a>\\d+) to V(?<b>\\d+)`)
  const [a, b] = [marks[Number(found?.groups?.a)], marks[Number(found?.groups?.b)]]
  if (found === null || a?.kind !== 'V' || b?.kind !== 'V') return null
  const own = a.cells[0]?.[0]
  if (own === undefined || a.cells.length !== 1 || b.cells.length !== 1 || b.cells[0]?.[0] !== own) return 'unclear'
  const cells = [...new Set(table.rows.map(row => String(row[own.name])))]
  const order = [WEEK, YEAR].find(names => cells.every(cell => names.includes(cell.slice(0, 3).toLowerCase())))
  if (order === undefined) return 'unclear'
  const at = (cell: JsonValue | undefined): number => order.indexOf(String(cell).slice(0, 3).toLowerCase())
  const [from, to] = [at(a.cells[0]?.[1]), at(b.cells[0]?.[1])]
  const kept = cells.filter(cell => at(cell) >= from && at(cell) <= to)
  if (from >= to || new Set(kept.map(at)).size !== kept.length) return 'unclear'
  return oneOf(
    own,
    kept,
    `${own.name} is from ${String(a.cells[0]?.[1])} to ${String(b.cells[0]?.[1])}`,
    found[0].length,
  )
}

/** `on the weekend` of a column of weekdays. */
function weekOf({ rest, table }: Place): Result {
  const found = match(rest, `${PREP}(?<which>WEEKEND|WEEKDAY)`)
  if (found === null) return null
  const days = (own: Column): readonly string[] =>
    table.rows.map(row => String(row[own.name]).slice(0, 3).toLowerCase())
  const named = table.columns.filter(own => !own.isNumeric && days(own).every(day => WEEK.includes(day)))
  const [own, more] = named
  if (own === undefined || more !== undefined) return 'unclear'
  const isEnd = found.groups?.which === 'WEEKEND'
  const values = table.rows.flatMap((row, i) =>
    WEEK.indexOf(days(own)[i] as string) > 4 === isEnd ? [row[own.name] as JsonValue] : [],
  )
  return values.length === 0
    ? 'unclear'
    : oneOf(
        own,
        [...new Set(values)],
        `${own.name} is ${[...new Set(values)].map(String).join(' or ')}`,
        found[0].length,
      )
}

/** Cells of the column whose date lies in the span; `null` where the year was not said and there are several. */
function daysOf({ rest, marks, table }: Place): Result {
  const found = match(
    rest,
    `${PREP}(?:[Cc](?<c>\\d+) (?:verb )?)?(?:in )?(?<how>after|before|since|from|between|to|in >|>|<|>=|<=)? ?D(?<a>\\d+)(?: (?<join>and|to) D(?<b>\\d+))?`,
  )
  const [a, b] = [marks[Number(found?.groups?.a)], marks[Number(found?.groups?.b)]]
  if (found === null || a?.kind !== 'D') return null
  const named = column(marks, found.groups?.c)
  const own = named !== null && isDated(table, named) ? named : dateColumn(table)
  // `sales in March`: the column in front is what is asked for.
  if (named !== null && named !== own) return null
  if (own === null) return 'unclear'
  const days = table.rows.flatMap(row => (isEmpty(row[own.name]) ? [] : [dayOf(String(row[own.name])) as string]))
  const years = new Set(days.map(day => day.slice(0, 4)))
  const edge = (of: Days, end: 'from' | 'to'): string | null =>
    of.year === null && years.size !== 1 ? null : `${of.year ?? [...years][0]}-${of[end]}`
  const how = found.groups?.how ?? 'in'
  const isSpan = b?.kind === 'D'
  if (isSpan !== (how === 'between') && !(isSpan && /^(?:from|in)$/.test(how)))
    return isSpan || how === 'between' ? 'unclear' : null
  // Days of birth: of any year.
  if (
    years.size > 1 &&
    a.days.year === null &&
    !isSpan &&
    how === 'in' &&
    /(?<!\p{L})(?:born|birth|birthday|dob)(?!\p{L})/u.test(own.spoken)
  ) {
    const values = [...new Set(table.rows.map(row => row[own.name] as JsonValue))].filter(cell => {
      const day = isEmpty(cell) ? '' : (dayOf(String(cell)) as string).slice(5)
      return day >= a.days.from && day <= a.days.to
    })
    return oneOf(own, values.length === 0 ? ['—'] : values, `${own.name} is in ${a.days.said}`, found[0].length)
  }
  const [first, last] = [edge(a.days, 'from'), edge(isSpan ? b.days : a.days, 'to')]
  if (first === null || last === null || /[<>]/.test(how)) return 'unclear'
  const isKept: Readonly<Record<string, (day: string) => boolean>> = {
    after: day => day > last,
    before: day => day < first,
    since: day => day >= first,
    to: day => day <= last,
  }
  const test = isKept[how] ?? ((day: string) => day >= first && day <= last)
  // `from March` may go on from there.
  if (how === 'from' && !isSpan) return 'unclear'
  const values = [...new Set(table.rows.map(row => row[own.name] as JsonValue))].filter(
    cell => !isEmpty(cell) && test(dayOf(String(cell)) as string),
  )
  const said = isSpan ? `${a.days.said} to ${b.days.said}` : a.days.said
  return oneOf(own, values.length === 0 ? ['—'] : values, `${own.name} is ${how} ${said}`, found[0].length)
}

const secondsOf = (clock: string): number => clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)

/** `after 12`, `before 9:30`, `< 12:30` of the one column of times. */
function clockOf({ rest, marks, table }: Place): Result {
  const found = match(
    rest,
    `${PREP}(?:[Cc](?<c>\\d+) )?(?<how>after|before|since|>|<|>=|<=) (?:K(?<k>\\d+)|N(?<n>\\d+)|(?<noon>noon|midday))`,
  )
  const named = column(marks, found?.groups?.c)
  const own = named !== null && isClocked(table, named) ? named : clockColumn(table)
  if (found === null || own === null) return null
  if (named !== null && named !== own) return null
  const isWord = /after|before|since/.test(found.groups?.how ?? '')
  const mark = marks[Number(found.groups?.k)]
  const hour = digits(marks, found.groups?.n)
  // A bare number is an hour of the day, and none of how long something took.
  if (
    mark?.kind !== 'K' &&
    !(isWord && (found.groups?.noon !== undefined || (/^\d{1,2}$/.test(hour) && Number(hour) <= 24)))
  )
    return null
  const cells = [...new Set(table.rows.map(row => String(row[own.name])))]
  const limit =
    mark?.kind === 'K' ? mark.clock : `${hour === '' ? 12 : hour}:00${cells[0]?.split(':').length === 3 ? ':00' : ''}`
  if (limit.split(':').length !== cells[0]?.split(':').length) return 'unclear'
  const how = found.groups?.how ?? ''
  const sign = { after: '>', before: '<', since: '>=' }[how] ?? how
  const at = secondsOf(limit)
  const values = cells.filter(cell => {
    const own = secondsOf(cell)
    return sign === '>' ? own > at : sign === '<' ? own < at : sign === '>=' ? own >= at : own <= at
  })
  return oneOf(own, values.length === 0 ? ['—'] : values, `${own.name} is ${how} ${limit}`, found[0].length)
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
  if (known === undefined || number === '') return 'unclear'
  return { all: [{ column: own.name, test: known[1], number }], said: `${own.name} ${known[0]} ${number}`, size }
}

/** `50 million` of a column that counts in millions. */
const inMillions = ({ spoken }: Column, number: string): string =>
  / (?:m|mio|millions?)$/u.test(spoken) && /^\d+00000$/.test(number) ? String(Number(number) / 1e6) : number

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

/** A year of a column of years or dates. */
function ofYear(table: SourceTable, own: Column, time: string, number: string, size: number): Result {
  const cells = [...new Set(table.rows.map(row => row[own.name] as JsonValue))].filter(cell => !isEmpty(cell))
  const years = cells.map(cell =>
    /^\d{4}$/.test(String(cell)) ? String(cell) : (dayOf(String(cell)) ?? '').slice(0, 4),
  )
  if (years.some(year => !/^\d{4}$/.test(year))) return 'unclear'
  const isKept = (year: string): boolean =>
    time === 'after'
      ? year > number
      : time === 'before'
        ? year < number
        : time === 'since'
          ? year >= number
          : year === number
  const values = cells.filter((_, i) => isKept(years[i] as string))
  return oneOf(own, values.length === 0 ? ['—'] : values, `${own.name} is ${time} ${number}`, size)
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
