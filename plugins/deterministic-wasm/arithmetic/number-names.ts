/** Numbers in English words, ordinals, and groups of digits. It reads plain decimal text and refuses what is larger than its words. */
import { OperationError } from '#kernel/plugin-door'

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const TENS = 'zero ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const SHORT: readonly (readonly [bigint, string])[] = [
  'decillion',
  'nonillion',
  'octillion',
  'septillion',
  'sextillion',
  'quintillion',
  'quadrillion',
  'trillion',
  'billion',
  'million',
  'thousand',
].map((name, i) => [1000n ** BigInt(11 - i), name] as const)
const INDIAN: readonly (readonly [bigint, string])[] = [
  [10_000_000n, 'crore'],
  [100_000n, 'lakh'],
  [1_000n, 'thousand'],
]
const FIRST: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
}

export type Spelling = {
  readonly kind: 'cardinal' | 'ordinal'
  readonly scale: 'short' | 'indian'
  readonly and: boolean
}

/** Throws OperationError for more than 36 digits, with lakhs more than 14. */
export function spell(written: string, { kind, scale, and }: Spelling): string {
  const found = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(written)
  if (found === null) throw new OperationError('This is no plain decimal number.', '/value')
  const [, sign = '', whole = '', fraction = ''] = found
  const value = BigInt(whole)
  if (value >= (scale === 'indian' ? 10n ** 14n : 1000n ** 12n))
    throw new OperationError('The number is too large for words.', '/value')
  const words = wordsOf(value, scale === 'indian' ? INDIAN : SHORT, and)
  const said = kind === 'ordinal' ? toOrdinal(words) : words
  const point = fraction === '' ? '' : ` point ${[...fraction].map(digit => ONES[Number(digit)]).join(' ')}`
  return `${sign === '-' && (value > 0n || /[1-9]/.test(fraction)) ? 'minus ' : ''}${said}${point}`
}

function wordsOf(value: bigint, scales: readonly (readonly [bigint, string])[], and: boolean): string {
  if (value < 1000n) return belowThousand(Number(value), and)
  const parts: string[] = []
  let rest = value
  for (const [size, name] of scales) {
    const count = rest / size
    if (count === 0n) continue
    parts.push(`${wordsOf(count, scales, and)} ${name}`)
    rest %= size
  }
  if (rest > 0n) parts.push(`${and && rest < 100n ? 'and ' : ''}${belowThousand(Number(rest), and)}`)
  return parts.join(' ')
}

function belowThousand(value: number, and: boolean): string {
  if (value < 20) return ONES[value]!
  if (value < 100) return `${TENS[Math.floor(value / 10)]!}${value % 10 === 0 ? '' : `-${ONES[value % 10]!}`}`
  const rest = value % 100
  const hundreds = `${ONES[Math.floor(value / 100)]!} hundred`
  return rest === 0 ? hundreds : `${hundreds} ${and ? 'and ' : ''}${belowThousand(rest, and)}`
}

function toOrdinal(words: string): string {
  const at = Math.max(words.lastIndexOf(' '), words.lastIndexOf('-')) + 1
  const last = words.slice(at)
  const ordinal = FIRST[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`)
  return words.slice(0, at) + ordinal
}

/** `112th`, `3rd`, `21st`. */
export function ordinalOf(digits: string): string {
  const last = digits.slice(-1)
  const isTeen = /1\d$/.test(digits)
  return `${digits}${isTeen ? 'th' : ({ '1': 'st', '2': 'nd', '3': 'rd' }[last] ?? 'th')}`
}

export function groupDigits(written: string, style: 'western' | 'indian', separator: string): string {
  const found = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(written)
  if (found === null) throw new OperationError('This is no plain decimal number.', '/value')
  const [, sign = '', whole = '', fraction] = found
  const pattern = style === 'western' ? /\B(?=(?:\d{3})+$)/g : /\B(?=(?:\d{2})*\d{3}$)/g
  const grouped = whole.replace(pattern, separator)
  return `${sign}${grouped}${fraction === undefined ? '' : `${separator === '.' ? ',' : '.'}${fraction}`}`
}
