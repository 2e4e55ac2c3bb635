/** The day of the week that stands before a date: `Friday 06/03/2026`. It must be the date's own, and can tell in which order it is written. */

export const NO_WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)\p{L}*\.?,? /iu

export function fitsWeekday(written: string, iso: string): boolean {
  const named = NO_WEEKDAY.exec(written)?.[0].slice(0, 3).toLowerCase()
  return named === ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][Temporal.PlainDate.from(iso).dayOfWeek - 1]
}
