/**
 * A day as people name it, against the moment of the request (rule K6): `tomorrow`, `5 March 2024`, `Christmas`, `Friday`. A name
 * that two readers would place differently (`03/04/2024`, `next Friday`) is no day here.
 */
import type { PlannerInput } from '#contracts/planner-port'
import { findDates } from '../../find/dates.ts'
import { MONTHS } from '../../find/months.ts'

export type Day = {
  readonly iso: string
  /** How the reply calls it, where that is not the date itself. */
  readonly label: string
}

/** Where a day without a year lies: the next one, the last one, or the one of this year. */
export type Lean = 'next' | 'last' | 'this year'

const RELATIVE: Readonly<Record<string, number>> = {
  today: 0,
  now: 0,
  'right now': 0,
  tomorrow: 1,
  yesterday: -1,
  'day after tomorrow': 2,
  'day before yesterday': -2,
}
const FEASTS: Readonly<Record<string, string>> = {
  christmas: '12-25',
  'christmas day': '12-25',
  xmas: '12-25',
  'christmas eve': '12-24',
  "new year's eve": '12-31',
  'new years eve': '12-31',
  'new year': '01-01',
  "new year's": '01-01',
  "new year's day": '01-01',
  'new years day': '01-01',
  halloween: '10-31',
  "valentine's day": '02-14',
  'valentines day': '02-14',
}
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const ENGLISH_MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const MONTH_DAY = new RegExp(`^(${ENGLISH_MONTH})\\.? (\\d{1,2})(?:st|nd|rd|th)?$`, 'i')
const DAY_MONTH = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${ENGLISH_MONTH})\\.?$`, 'i')

export const todayOf = (input: PlannerInput): Temporal.PlainDate => Temporal.PlainDate.from(input.now.iso.slice(0, 10))

/** The day, or null where the words name none for certain. */
export function readDay(written: string, input: PlannerInput, lean: Lean): Day | null {
  const name = written
    .trim()
    .toLowerCase()
    .replace(/^(?:the|on|this coming|this|coming) /, '')
    .replace(/['’]?s date$/, '')
    .replace(/ (?:this year|itself)$/, '')
  const today = todayOf(input)
  const offset = RELATIVE[name]
  if (offset !== undefined) {
    const date = today.add({ days: offset })
    return { iso: date.toString(), label: name === 'now' || name === 'right now' ? 'today' : name }
  }
  return (
    readWritten(written) ??
    readYearless(name, today, lean) ??
    (lean === 'next' ? readWeekday(name, today) : null) ??
    readEnd(name, today)
  )
}

/** A full date and nothing else. */
function readWritten(written: string): Day | null {
  const bare = written
    .trim()
    .replace(/^(?:the|on) /i, '')
    .replace(/^(?:mon|tues|wednes|thurs|fri|satur|sun)day,? /i, '')
  const found = findDates(bare)
  const only = found[0]
  if (found.length !== 1 || only === undefined || only.value.iso === null) return null
  return only.start === 0 && only.end === bare.length && only.value.iso >= '0001'
    ? { iso: only.value.iso, label: only.value.iso }
    : null
}

function readYearless(name: string, today: Temporal.PlainDate, lean: Lean): Day | null {
  const feast = /^(.*?)(?: (?:of |in )?(\d{4}))?$/.exec(name)
  const fixed = FEASTS[feast?.[1] ?? '']
  if (fixed !== undefined && feast?.[2] !== undefined) return toDay(feast[2], fixed, titled(name))
  const [, first, second] = MONTH_DAY.exec(name) ?? []
  const [, third, fourth] = DAY_MONTH.exec(name) ?? []
  const month = MONTHS.get(first ?? fourth ?? '')
  const written =
    month === undefined ? undefined : `${month.padStart(2, '0')}-${(second ?? third ?? '').padStart(2, '0')}`
  const monthDay = fixed ?? written
  if (monthDay === undefined) return null
  const label = fixed === undefined ? '' : titled(name)
  const now = today.toString().slice(5)
  const step = lean === 'next' && monthDay < now ? 1 : lean === 'last' && monthDay > now ? -1 : 0
  return toDay(String(today.year + step).padStart(4, '0'), monthDay, label)
}

function toDay(year: string, monthDay: string, label: string): Day | null {
  try {
    const iso = Temporal.PlainDate.from(`${year}-${monthDay}`).toString()
    return { iso, label: label || iso }
  } catch {
    return null
  }
}

/** The coming one; on that very day it is not certain which is meant. */
function readWeekday(name: string, today: Temporal.PlainDate): Day | null {
  const wanted = (WEEKDAYS as readonly string[]).indexOf(name) + 1
  if (wanted === 0 || wanted === today.dayOfWeek) return null
  return { iso: today.add({ days: (wanted - today.dayOfWeek + 7) % 7 }).toString(), label: titled(name) }
}

function readEnd(name: string, today: Temporal.PlainDate): Day | null {
  const end = /^end of (?:the |this )?(year|month)$/.exec(name)
  if (end === null) return null
  const date = end[1] === 'year' ? today.with({ month: 12, day: 31 }) : today.with({ day: today.daysInMonth })
  return { iso: date.toString(), label: name }
}

const titled = (name: string): string => name.replace(/(?<![\p{L}'’])\p{L}/gu, letter => letter.toUpperCase())

/** `2026-12-25 (Christmas)`, or the date alone. */
export const showDay = ({ iso, label }: Day): string => (label === iso ? iso : `${iso} (${label})`)
