/**
 * Calendar dates in running text, in the forms people write: ISO, day and month by name in seven languages, numbers
 * with dots, slashes or hyphens. A date that two readers would take differently (05/03/2024) is reported as such.
 */
import { MONTHS } from './months.ts'
import type { Span } from './span.ts'

/** Which number comes first in 05/03/2024. */
export type DateOrder = 'day_first' | 'month_first'

/** `iso` is the date, or null with both readings where it is ambiguous. */
export type FoundDate = { readonly iso: string | null; readonly readings: readonly string[]; readonly text: string }

const NAME = '[\\p{L}]{3,10}'
const PATTERN = new RegExp(
  [
    '(?<y1>\\d{4})(?<s1>[-/.])(?<m1>\\d{1,2})\\k<s1>(?<d1>\\d{1,2})(?=$|[^\\d]|T\\d)',
    '(?<a>\\d{1,2})(?<s2>[-/.])(?<b>\\d{1,2})\\k<s2>(?<y2>\\d{4})(?!\\d)',
    `(?<d3>\\d{1,2})(?:st|nd|rd|th|er|\\.|º|ª)?[ -](?:de |of |d')?(?<n3>${NAME})\\.?,?[ -](?:de |del )?(?<y3>\\d{4})(?!\\d)`,
    `(?<n4>${NAME})\\.? (?<d4>\\d{1,2})(?:st|nd|rd|th)?,? (?<y4>\\d{4})(?!\\d)`,
    '(?<y5>\\d{4})年(?<m5>\\d{1,2})月(?<d5>\\d{1,2})日',
  ]
    .map(form => `(?:${form})`)
    .join('|')
    .replace(/^/, '(?<![\\p{L}\\p{N}])(?:')
    .concat(')'),
  'gu',
)

/** Dates in order of appearance; `order` settles ambiguous ones. What is no day of the calendar is passed over. */
export function findDates(text: string, order?: DateOrder): Span<FoundDate>[] {
  const spans: Span<FoundDate>[] = []
  for (const match of text.matchAll(PATTERN)) {
    const readings = readMatch(match.groups ?? {}, order)
    if (readings.length === 0) continue
    const iso = readings.length === 1 ? readings[0]! : null
    spans.push({
      start: match.index,
      end: match.index + match[0].length,
      value: { iso, readings, text: match[0] },
    })
  }
  return spans
}

type Groups = Readonly<Record<string, string | undefined>>

function readMatch(groups: Groups, order: DateOrder | undefined): string[] {
  if (groups.y1 !== undefined) return dayOf(groups.y1, groups.m1, groups.d1)
  if (groups.y3 !== undefined) return dayOf(groups.y3, monthOf(groups.n3), groups.d3)
  if (groups.y4 !== undefined) return dayOf(groups.y4, monthOf(groups.n4), groups.d4)
  if (groups.y5 !== undefined) return dayOf(groups.y5, groups.m5, groups.d5)
  const dayFirst = dayOf(groups.y2, groups.b, groups.a)
  // Dots are written day first wherever they are written.
  if (groups.s2 === '.' || order === 'day_first') return dayFirst
  const monthFirst = dayOf(groups.y2, groups.a, groups.b)
  if (order === 'month_first') return monthFirst
  return [...new Set([...dayFirst, ...monthFirst])]
}

function monthOf(name: string | undefined): string | undefined {
  return MONTHS.get((name ?? '').toLowerCase().normalize('NFC'))
}

function dayOf(year: string | undefined, month: string | undefined, day: string | undefined): string[] {
  if (year === undefined || month === undefined || day === undefined) return []
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  if (y < 1 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m)) return []
  return [`${year}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`]
}

/** Days of a month in the proleptic Gregorian calendar. */
function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
