/** Conditions of time at the beginning of what is left of a question: days, months, years, weekdays, hours of the day. */
import type { JsonValue } from '#contracts/json-value'
import { isEmpty } from '../../../tables/cells.ts'
import type { Column, SourceTable } from '../../tables/read-table.ts'
import { clockColumn, dateColumn, dayOf, isClocked, isDated } from './columns.ts'
import { column, digits, match, oneOf, type Place, PREP, type Result } from './condition-parts.ts'
import type { Days } from './days.ts'

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const YEAR = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** `from Mon to Fri`, `Jan to Mar` of a column of days or months. */
export function spanOf({ rest, marks, table }: Place): Result {
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
export function weekOf({ rest, table }: Place): Result {
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
export function daysOf({ rest, marks, table }: Place): Result {
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
export function clockOf({ rest, marks, table }: Place): Result {
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

/** A year of a column of years or dates. */
export function ofYear(table: SourceTable, own: Column, time: string, number: string, size: number): Result {
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
