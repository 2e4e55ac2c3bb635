/** An age in words: in years, of a small child in months or days, and all its parts in a second line. */
type Age = Readonly<Record<string, unknown>>

const counted = (name: string, value: unknown): string => `{{${name}s}} ${name}${value === 1 ? '' : 's'}`

export const ageParts = ({ years, months, days }: Age): string =>
  `${counted('year', years)}, ${counted('month', months)} and ${counted('day', days)}`

export function ageSaid({ years, months, days }: Age): string {
  if (years !== 0) return counted('year', years)
  return months === 0 ? counted('day', days) : `${counted('month', months)} and ${counted('day', days)}`
}
