/**
 * A request as a sequence of words and moments: `I signed on D, notice period S, when does it end`. Every date, period, length and time
 * of day in it becomes one capital letter; the rules that read such shapes never look at a digit. What is no day is `X`, which no
 * shape accepts; so is a date with two readings, unless the message itself says its order: `told` then reads it in both.
 */
import type { PlannerInput } from '#contracts/planner-port'
import { type DateOrder, findDates } from '../../find/dates.ts'
import { MONTHS } from '../../find/months.ts'
import { replaceNumberWords } from '../message/number-words.ts'
import type { Clause } from '../message/read-message.ts'
import { mendTypos } from '../message/typos.ts'
import { KIND_NAMES, MOMENTS } from './calendar-words.ts'
import { orderOf, withoutOrder } from './date-order.ts'
import { reducedOf } from './fillers.ts'
import { fitsWeekday, NO_WEEKDAY } from './named-weekday.ts'
import { mendNames } from './near-names.ts'
import { plainer } from './plainer.ts'
import { type Lean, todayOf } from './read-date.ts'
import { type LengthToken, readClock, readLength, readSpan, type SpanToken, type TimeToken } from './read-length.ts'
import { type MonthToken, readEdge, readMonth, readNth, yearIn } from './read-period.ts'
import type { TwoDates } from './two-orders.ts'

/** A day: with its year, or only month and day. */
export type DayToken = {
  readonly text: string
  readonly year: number | null
  readonly monthDay: string
  readonly label: string
  /** How an operation finds it, where that is more than writing it down. */
  readonly found?: { readonly op: string; readonly input: Readonly<Record<string, number | string>> }
}

export type Moments = {
  /** Words in lower case and letters for moments, one space between them. */
  readonly shape: string
  /** The same without the words that carry nothing. */
  readonly reduced: string
  readonly days: readonly DayToken[]
  readonly months: readonly MonthToken[]
  readonly years: readonly number[]
  readonly spans: readonly SpanToken[]
  readonly lengths: readonly LengthToken[]
  readonly times: readonly TimeToken[]
  /** `52:30`, where it is no time of day. */
  readonly colons: readonly string[]
  readonly weekdays: readonly string[]
  readonly numbers: readonly string[]
  /** `200th`. */
  readonly ordinals: readonly number[]
  readonly instants: readonly string[]
  /** Whether the message says how its numbers are to be read. */
  readonly order: DateOrder | undefined
  /** The order that was asked of the reader, not named by the message. */
  readonly given: DateOrder | undefined
  /** Dates that were not read, because day and month could change places. */
  readonly twofold: readonly TwoDates[]
  readonly usesData: boolean
}

const LETTERS: Readonly<Record<string, string>> = {
  moment: 'I',
  month: 'M',
  quarter: 'M',
  year: 'Y',
  span: 'S',
  clockWord: 'T',
  length: 'L',
  lengthOfDays: 'L',
  time: 'T',
  colon: 'C',
  weekday: 'W',
  weekdays: 'V',
  number: 'N',
  ordinal: 'O',
}
const LONGEST = 1_200
const readings = new WeakMap<Clause, Moments | null>()

/** Two days side by side, of which the second says the first once more. */
const TWIN = /D\s*[(=,]\s*D/
/** Null where the text holds something else than words and moments. */
export function readMoments(clause: Clause, input: PlannerInput): Moments | null {
  let reading = readings.get(clause)
  if (reading === undefined) {
    reading = read(clause, input)
    readings.set(clause, reading)
  }
  return reading
}

function read(clause: Clause, input: PlannerInput, order?: DateOrder): Moments | null {
  const text = textOf(clause)
  // `1 October in a leap year` is a day of no year that could be taken for this one.
  if (
    text !== null &&
    /(?<!\p{L})(?:in|of|for|during|if it is|assuming) an? (?:non-?|normal |common )?leap[ -]year(?!\p{L})/iu.test(
      text,
    ) &&
    !/\d{4}/.test(text)
  )
    return null
  return text === null ? null : momentsOf(text, input, clause.data !== null, order)
}

/** The clause once more, for a reading in which its dates are written in this order. */
export function inOrder(clause: Clause, input: PlannerInput, order: DateOrder): Clause {
  const copy = { ...clause }
  readings.set(copy, read(copy, input, order))
  return copy
}

/** The clause with what it quotes and what stands behind its colon; null where that is too long or a block. */
export function textOf({ worded, data, quotes }: Clause): string | null {
  if (data?.form === 'block' || quotes.some(({ text, isFence }) => isFence || text.length > 40)) return null
  const head = worded.replace(/⟦(\d)⟧/g, (_, i: string) => quotes[Number(i)]?.text ?? '⟦')
  const joined = data === null ? head : `${head} : ${data.text}`
  return joined.length > LONGEST ? null : joined
}

/** Heads whose colon makes what follows them a text. */
const OF_TEXT =
  /^(?:please )?(?:translate|rewrite|correct|fix|proofread|paraphrase|summari[sz]e|spell|explain|quote|reply|answer|write|shorten|improve|edit|check|extract|count|find|list|remove|sort|encode|decode|hash|reverse|md5|sha|base64|subject|title|text|message|email|note|remind|reminder)(?!\p{L})/iu
const ANNOUNCED = /(?::|->|=>|→)\s*$/
/** `Who is older: Tom 1987-06-14 or Anna 1987-04-30?`: what stands behind the colon on the same line is part of the question. */
export function joinColon(
  clause: Clause,
  input: PlannerInput,
): { readonly clause: Clause; readonly data: readonly [number, number] } | null {
  if (clause.data !== null || !(clause.mark === ':' || clause.mark === '')) return null
  const { message } = input
  const end = clause.span[1]
  if (!ANNOUNCED.test(message.slice(Math.max(0, end - 4), end))) return null
  const rest = message.slice(end)
  if (rest.length > LONGEST || /\n|[⟦"“„«`]/.test(rest.trim())) return null
  if (OF_TEXT.test(clause.text) || rest.trim() === '' || clause.quotes.length > 0) return null
  const text = `${clause.worded}: ${replaceNumberWords(mendTypos(rest.trim()))}`
  const lead = rest.length - rest.trimStart().length
  return {
    clause: { ...clause, text, worded: text, isAsked: clause.isAsked || /\?\s*$/.test(rest) },
    data: [end + lead, end + rest.trimEnd().length],
  }
}

/** What any of them holds; a number alone is none. */
const MAYBE =
  /\d{4}|\d ?[:/] ?\d|\d-\d|\d\.\d{1,2}\.|\d(?:st|nd|rd|th)|\d ?(?:[hms](?!\p{L})|[ap]\.?m|o'?clock)|(?<!\p{L})(?:to-?day|tomorrow|yesterday|tonight|noon|mid(?:day|night)|christmas|xmas|halloween|new year|valentine|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|this|next|last|hour|hr|min|sec|day|night|week|wk|month|year|yr|fortnight|leap|quarter|half past|time (?:zone )?difference|ahead|behind|net)|\d(?:days?|hrs?|hours?|min|sec)/iu
/** Signs that end the reading before it begins. */
const ALIEN = /[^\p{L}\p{N}\s'’‘+\-–—=?.,:;!()/"&>→¼½¾]/u

/** `given` is the order of dates that do not show theirs. */
export function momentsOf(written: string, input: PlannerInput, usesData: boolean, given?: DateOrder): Moments | null {
  if (ALIEN.test(written) || !MAYBE.test(written)) return null
  const mended = mendNames(written).replace(/[’‘]/g, "'")
  const order = orderOf(mended) ?? given
  const text = plainer(withoutOrder(mended))
  const made: Making = {
    shape: '',
    reduced: '',
    days: [],
    months: [],
    years: [],
    spans: [],
    lengths: [],
    times: [],
    colons: [],
    weekdays: [],
    numbers: [],
    ordinals: [],
    instants: [],
    order,
    given,
    twofold: [],
    usesData,
  }
  let shape = ''
  let at = 0
  for (const found of text.matchAll(MOMENTS)) {
    const groups = found.groups ?? {}
    const kind = KIND_NAMES.find(name => groups[name] !== undefined) ?? ''
    shape += `${text.slice(at, found.index).toLowerCase()} ${take(kind, found[0].trim(), made, input)} `
    at = found.index + found[0].length
  }
  shape += text.slice(at).toLowerCase()
  if (
    /\p{N}/u.test(shape) ||
    !(/[A-Z]/.test(shape) || /week|quarter|leap|ahead|behind|difference|into the year/u.test(shape))
  )
    return null
  // `half a year (6 months)` says the same twice.
  const [one, two] = made.spans
  if (
    made.spans.length === 2 &&
    /S\s*[(=,]\s*S/.test(shape) &&
    one?.months === two?.months &&
    one?.years === two?.years &&
    one?.weeks === two?.weeks &&
    one?.days === two?.days
  ) {
    made.spans.pop()
    shape = shape.replace(/S\s*[(=,]\s*S/, 'S')
  }
  // So does `Christmas Eve (24 Dec)`.
  const [day, twin] = made.days
  if (day !== undefined && twin !== undefined && TWIN.test(shape) && made.days.length === 2) {
    const isNamed = !/,/.test(TWIN.exec(shape)?.[0] ?? '') || day.label + twin.label !== ''
    if (
      isNamed &&
      day.monthDay === twin.monthDay &&
      (day.year === null || twin.year === null || day.year === twin.year)
    ) {
      made.days.splice(0, 2, { ...day, year: day.year ?? twin.year })
      shape = shape.replace(TWIN, 'D')
    }
  }
  made.shape = shape
    .replace(/[–—]/g, '-')
    .replace(/[=?.,:;!()"&>→]+/g, ' ')
    .replace(/(?<=\s)\/|\/(?=\s)/g, ' / ')
    .replace(/\s+/g, ' ')
    .trim()
  made.reduced = reducedOf(made.shape)
  return made
}

type Making = { -readonly [K in keyof Moments]: Moments[K] extends readonly (infer T)[] ? T[] : Moments[K] }

/** The letter for what was found; its value goes into the list of its kind. */
function take(kind: string, text: string, made: Making, input: PlannerInput): string {
  const put = <T>(list: T[], value: T | null): string => {
    if (value === null) return 'X'
    list.push(value)
    return LETTERS[kind] ?? 'D'
  }
  switch (kind) {
    case 'date':
      return put(made.days, readNumeric(text, made, input))
    case 'compact':
      return put(made.days, readNumeric(text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'), made, input))
    case 'dayMonth':
    case 'monthDay':
      return put(made.days, readNamed(text, input))
    case 'nth':
      return put(made.days, readNth(text, input))
    case 'edge':
      return put(made.days, readEdge(text, input))
    case 'relative':
      return put(made.days, readRelative(text, input))
    case 'feast':
      return put(made.days, readFeast(text, input))
    case 'month':
    case 'quarter':
      return put(made.months, readMonth(text, input))
    case 'year':
      return put(made.years, yearIn(text.replace(/^the year /i, ''), input))
    case 'span':
      return put(made.spans, readSpan(text))
    case 'length':
    case 'lengthOfDays':
      return put(made.lengths, readLength(text))
    case 'time':
    case 'clockWord':
      return put(made.times, readClock(text))
    case 'colon':
      return put(made.colons, text)
    case 'moment':
      return put(made.instants, text)
    case 'number':
      return put(made.numbers, text)
    case 'ordinal':
      return put(made.ordinals, Number.parseInt(text, 10))
    default:
      return put(made.weekdays, text.toLowerCase())
  }
}

const dayToken = (text: string, iso: string, label = ''): DayToken => ({
  text,
  year: Number(iso.slice(0, 4)),
  monthDay: iso.slice(5),
  label,
})

function readNumeric(written: string, made: Making, input: PlannerInput): DayToken | null {
  const bare = written.replace(NO_WEEKDAY, '').replace(/^the /i, '')
  // `25` is the year 2025, and `87` is 1987.
  const full = bare.replace(/^(\d{1,2}([-/.])\d{1,2}\2)(\d\d)$/, (_, head: string, __: string, year: string) => {
    const century = Number(year) <= (todayOf(input).year % 100) + 10 ? '20' : '19'
    return `${head}${century}${year}`
  })
  const found = findDates(full, made.order)
  const [dayFirst, monthFirst] = found[0]?.value.readings ?? []
  // `01/02/03` may begin with its year.
  const isSure = !/^\d\d([-/])\d\d\1(?:0\d|1[0-2])$/.test(bare)
  // `Friday 06/03/2026`: the day of the week can tell which it is.
  const fitting =
    found.length === 1 && isSure ? (found[0]?.value.readings ?? []).filter(day => fitsWeekday(written, day)) : []
  if (monthFirst !== undefined && NO_WEEKDAY.test(written) && fitting.length < 2)
    return fitting.length === 1 ? dayToken(written, fitting[0] ?? '') : null
  if (found.length === 1 && dayFirst !== undefined && monthFirst !== undefined && isSure)
    made.twofold.push({ text: written, dayFirst, monthFirst })
  const iso = found.length === 1 ? found[0]?.value.iso : null
  return iso === null || iso === undefined || iso < '0001' ? null : checked(written, dayToken(written, iso))
}

function readNamed(written: string, input: PlannerInput): DayToken | null {
  const [, first, name = '', second, year] =
    /^(?:the )?(?:(\d{1,2})(?:st|nd|rd|th|\.)?(?: of| day of)?[ -]?)?(\p{L}+)\.?(?: (?:the )?(\d{1,2})(?:st|nd|rd|th)?)?(?:(?:,? |-)(?:of )?(\d{4}|'\d\d|(?:this|next|last) year))?$/iu.exec(
      written.replace(NO_WEEKDAY, ''),
    ) ?? []
  const month = MONTHS.get(name.toLowerCase())
  const day = first ?? second
  if (month === undefined || day === undefined || (first !== undefined && second !== undefined)) return null
  const monthDay = `${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const known = year === undefined ? null : yearIn(year, input)
  if (year !== undefined && known === null) return null
  // A day that no year has is none.
  if (toIso(known ?? 2000, monthDay) === null) return null
  return checked(written, { text: written, year: known, monthDay, label: '' }, input)
}

/** A day of the week that is named beside a date must be its own. */
function checked(written: string, day: DayToken, input?: PlannerInput): DayToken | null {
  if (!NO_WEEKDAY.test(written)) return day
  // Without its year it is of this one or the next, if the weekday says so.
  const { year } = input === undefined ? { year: 0 } : todayOf(input)
  const years = day.year === null ? [year, year + 1] : [day.year]
  const found = years.find(one => fitsWeekday(written, toIso(one, day.monthDay) ?? '2000-01-01'))
  return found === undefined || (day.year === null && input === undefined) ? null : { ...day, year: found }
}

function readRelative(written: string, input: PlannerInput): DayToken | null {
  const name = written
    .toLowerCase()
    .replace(/^the /, '')
    .replace(/(?:'?s)?(?: date)?$/, '')
  const step = {
    today: 0,
    tonight: 0,
    tomorrow: 1,
    yesterday: -1,
    'day after tomorrow': 2,
    'day before yesterday': -2,
  }[name]
  return step === undefined ? null : dayToken(written, todayOf(input).add({ days: step }).toString(), name)
}

const FEASTS: Readonly<Record<string, string>> = {
  christmas: '12-25',
  'christmas day': '12-25',
  xmas: '12-25',
  'christmas eve': '12-24',
  "new year's eve": '12-31',
  "new year's day": '01-01',
  halloween: '10-31',
  "valentine's day": '02-14',
}

function readFeast(written: string, input: PlannerInput): DayToken | null {
  const [, name = '', year] = /^(.*?)(?:,? (?:of |in )?(\d{4}|(?:this|next|last) year))?$/iu.exec(written) ?? []
  const plain = name
    .toLowerCase()
    .replace(/new years/, "new year's")
    .replace(/valentines/, "valentine's")
  const monthDay = FEASTS[plain]
  const label = name.replace(/(?<![\p{L}'])\p{L}/gu, letter => letter.toUpperCase())
  return monthDay === undefined
    ? null
    : { text: written, year: year === undefined ? null : yearIn(year, input), monthDay, label }
}

export function toIso(year: number, monthDay: string): string | null {
  try {
    const iso = `${String(year).padStart(4, '0')}-${monthDay}`
    return Temporal.PlainDate.from(iso, { overflow: 'reject' }).toString()
  } catch {
    return null
  }
}

/** The day itself; where no year is written, the one that `lean` names, or the first on or after `after`. */
export function settle(day: DayToken, lean: Lean, input: PlannerInput, after?: string): string | null {
  if (day.year !== null) return toIso(day.year, day.monthDay)
  const base = after ?? todayOf(input).toString()
  const year = Number(base.slice(0, 4))
  const isBefore = day.monthDay < base.slice(5)
  const isBehind = day.monthDay > base.slice(5)
  const step =
    (after !== undefined || lean === 'next') && isBefore
      ? 1
      : after === undefined && lean === 'last' && isBehind
        ? -1
        : 0
  return toIso(year + step, day.monthDay)
}

/** `2025-12-25 (Christmas)`, or the date alone. */
export const nameDay = (iso: string, { label }: Pick<DayToken, 'label'>): string =>
  label === '' || label === iso ? iso : `${iso} (${label})`
