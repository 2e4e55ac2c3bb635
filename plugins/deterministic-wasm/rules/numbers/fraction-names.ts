/** Fractions as sentences tell them, in digits: `half`, `a third`, `2 sevenths`, `3 / 8`. */

const NTHS: Readonly<Record<string, number>> = Object.fromEntries(
  'half third quarter fourth fifth sixth seventh eighth ninth tenth twelfth'
    .split(' ')
    .map((name, i) => [name, [2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 12][i] ?? 0]),
)

/** With `0` below the line where the name is none of these. */
export function fractionOf(written: string): string {
  const text = written.toLowerCase().trim()
  if (text === 'half') return '1/2'
  const [top = '', bottom = ''] = text.split(/ ?\/ ?|[ -]/u)
  const name = bottom === 'halves' ? 'half' : bottom.replace(/s$/u, '')
  return `${/^(?:an?|the|one)$/u.test(top) ? '1' : top}/${/^\d+$/.test(bottom) ? bottom : (NTHS[name] ?? 0)}`
}
