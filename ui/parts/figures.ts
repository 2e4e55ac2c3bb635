/** Numbers as people read them: one rule for every screen, so that equal values look equal. */

/** 0.04 ms · 1.5 ms · 12 ms · 1.2 s · 3 min 5 s */
export function toDuration(ms: number): string {
  if (ms === 0) return '0 ms'
  // One decimal would call what took its time nothing.
  if (ms < 1) return `${ms.toFixed(2)} ms`
  if (ms < 10) return `${ms.toFixed(1)} ms`
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`
  const seconds = Math.round(ms / 1_000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** 512 B · 1.5 kB · 98 MB, in powers of ten as disks and networks count. */
export function toSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let at = 0
  while (value >= 999.5 && at < units.length - 1) {
    value /= 1_000
    at += 1
  }
  return `${at === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${units[at]}`
}

/** 12,480 */
export const toCount = (count: number): string => count.toLocaleString('en-US')

export const countOf = (count: number, word: string): string => `${toCount(count)} ${word}${count === 1 ? '' : 's'}`

/** 3 Mar, 14:05 — with the year where it is not this one, and seconds where several of a minute stand side by side. */
export function toMoment(iso: string, to: 'min' | 's' = 'min', now = new Date()): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return iso
  const isThisYear = at.getFullYear() === now.getFullYear()
  return at.toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    ...(to === 's' ? { second: '2-digit' } : {}),
  })
}
