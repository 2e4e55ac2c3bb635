/** Months of a year as a list, as a request names them: all of a year, some by name, or from one to another. */
import type { MonthToken } from './read-period.ts'

export type YearMonth = { readonly year: number; readonly month: number }
export const yearMonths = (year: number | undefined): readonly YearMonth[] | null =>
  year === undefined ? null : Array.from({ length: 12 }, (_, i) => ({ year, month: i + 1 }))

/** Of months where the last one names its year, or all do. */
export function named(months: readonly MonthToken[]): readonly YearMonth[] | null {
  const last = months.at(-1)
  if (last === undefined || months.some(({ unit }) => unit !== 'month')) return null
  const year = Number(last.from.slice(0, 4))
  const list = months.map(({ hasYear, from, month }) => ({ year: hasYear ? Number(from.slice(0, 4)) : year, month }))
  return list.every((one, i) => i === 0 || one.year * 12 + one.month > list[i - 1]!.year * 12 + list[i - 1]!.month)
    ? list
    : null
}

export function monthsBetween(months: readonly MonthToken[]): readonly YearMonth[] | null {
  const ends = named(months)
  const [a, b] = ends ?? []
  if (a === undefined || b === undefined || months.length !== 2) return null
  const count = b.year * 12 + b.month - (a.year * 12 + a.month) + 1
  return Array.from({ length: count }, (_, i) => ({
    year: a.year + Math.floor((a.month - 1 + i) / 12),
    month: ((a.month - 1 + i) % 12) + 1,
  }))
}
