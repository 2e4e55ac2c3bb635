/**
 * Amounts of money in running text: a number beside a currency sign, code or name, in English or continental writing.
 * `currency` is an ISO 4217 code where the sign is unambiguous, else the sign itself. Bare numbers are not amounts.
 */
import { fromInteger, multiply, readDecimal, toExact } from '../arithmetic/rational.ts'
import { CURRENCY_PATTERN, currencyOf, NAME_PATTERN } from './currencies.ts'
import type { Span } from './span.ts'

/** `value` is plain decimal text with the decimals as written. */
export type Amount = { readonly value: string; readonly currency: string }

const BLANK = '[ \\u00a0\\u202f]'
const NUMBER = `\\d{1,3}(?:,\\d{3}){1,9}(?:\\.\\d{1,4})?(?!\\d)|\\d{1,3}(?:\\.\\d{3}){1,9}(?:,\\d{1,4})?(?!\\d)|\\d{1,3}(?:['’ \\u00a0\\u202f]\\d{3}){1,9}(?:[.,]\\d{1,4})?(?!\\d)|\\d{1,30}(?:[.,]\\d{1,12})?`
const SCALE = `(?:${BLANK}?(?<scale>thousand|million|billion|Mio\\.?|Mrd\\.?|bn|k|K|m|M|B)(?![\\p{L}\\p{N}]))?`
const scaleAgain = SCALE.replace('<scale>', '<scale2>')
const PATTERN = new RegExp(
  `(?<![\\p{L}\\p{N}.,])(?<sign1>[-−]${BLANK}?)?(?<before>${CURRENCY_PATTERN})${BLANK}?(?<sign2>[-−])?(?<n1>${NUMBER})(?![\\p{N}])${SCALE}` +
    `|(?<![\\p{L}\\p{N}.,])(?<sign3>[-−])?(?<n2>${NUMBER})${scaleAgain}(?:,-|,–)?${BLANK}?(?<after>${CURRENCY_PATTERN}|(?:${NAME_PATTERN}))(?![\\p{L}\\p{N}])`,
  'gu',
)

const SCALES: Readonly<Record<string, bigint>> = {
  thousand: 1_000n,
  k: 1_000n,
  K: 1_000n,
  million: 1_000_000n,
  Mio: 1_000_000n,
  m: 1_000_000n,
  M: 1_000_000n,
  billion: 1_000_000_000n,
  Mrd: 1_000_000_000n,
  bn: 1_000_000_000n,
  B: 1_000_000_000n,
}

/** Amounts in order of appearance. */
export function findAmounts(text: string): Span<Amount>[] {
  const spans: Span<Amount>[] = []
  for (const match of text.matchAll(PATTERN)) {
    const groups = match.groups ?? {}
    const scale = (groups.scale ?? groups.scale2 ?? '').replace('.', '')
    const number = toPlain(groups.n1 ?? groups.n2 ?? '')
    const isNegative = (groups.sign1 ?? groups.sign2 ?? groups.sign3) !== undefined
    const value = `${isNegative ? '-' : ''}${scaled(number, scale)}`
    const currency = currencyOf(groups.before ?? groups.after ?? '')
    spans.push({ start: match.index, end: match.index + match[0].length, value: { value, currency } })
  }
  return spans
}

/** The number with a point for its decimals and no grouping; a lone mark before three digits groups thousands. */
export function toPlain(written: string): string {
  const number = written.replace(/['’ \u00a0\u202f]/g, '')
  const comma = number.lastIndexOf(',')
  const point = number.lastIndexOf('.')
  if (comma < 0 && point < 0) return number
  const last = Math.max(comma, point)
  const mark = number[last]!
  const isGrouped = /^[1-9]\d{0,2}(?:[.,]\d{3})+$/.test(number) && (comma < 0 || point < 0)
  if (isGrouped) return number.replace(/[.,]/g, '')
  return `${number.slice(0, last).replace(/[.,]/g, '')}.${number.slice(last + mark.length)}`
}

function scaled(number: string, scale: string): string {
  const factor = SCALES[scale]
  const value = factor === undefined ? null : readDecimal(number)
  return value === null || factor === undefined ? number : toExact(multiply(value, fromInteger(factor)))
}
