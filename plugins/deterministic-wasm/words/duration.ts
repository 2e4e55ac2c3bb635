/** Lengths of time in words and numbers, as seconds. Months and years have no fixed length and are refused. */
import { OperationError } from '#kernel/plugin-door'
import { add, fromInteger, multiply, type Rational, readDecimal, toNumber, ZERO } from '../arithmetic/rational.ts'

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:w|wk|wks|weeks?)$/, 604_800],
  [/^(?:d|days?)$/, 86_400],
  [/^(?:h|hr|hrs|hours?)$/, 3_600],
  [/^(?:m|min|mins|minutes?)$/, 60],
  [/^(?:s|sec|secs|seconds?)$/, 1],
  [/^(?:ms|milliseconds?)$/, 0.001],
]
const CLOCK = /^(\d{1,6}):([0-5]\d)(?::([0-5]\d(?:\.\d{1,9})?))?$/
const ISO = /^P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?$/i
const PART = /^(\d{1,12}(?:\.\d{1,9})?)[ -]?([a-z]+)\.?[ ,]*(?:and +|& *)?/i

/** Seconds. `1:30` is an hour and a half. Throws OperationError. */
export function readDuration(written: string): number {
  const text = written.trim()
  const isNegative = /^[-−]/.test(text)
  const seconds = toNumber(readParts(text.replace(/^[-−+]\s*/, '')))
  return isNegative ? 0 - seconds : seconds
}

function readParts(text: string): Rational {
  const clock = CLOCK.exec(text)
  if (clock !== null) return total([clock[1], 3_600], [clock[2], 60], [clock[3], 1])
  const parts = ISO.exec(text)
  if (parts !== null && /\d/.test(text) && !/T$/i.test(text))
    return total([parts[1], 604_800], [parts[2], 86_400], [parts[3], 3_600], [parts[4], 60], [parts[5], 1])
  let rest = text
  let sum: Rational = ZERO
  let last = Number.POSITIVE_INFINITY
  while (rest !== '') {
    const part = PART.exec(rest)
    const size = part === null ? undefined : UNITS.find(([name]) => name.test(part[2]!.toLowerCase()))?.[1]
    if (part === null || size === undefined) {
      throw new OperationError(
        `\`${rest.slice(0, 40)}\` is no length of time in weeks, days, hours, minutes or seconds.`,
        '/text',
      )
    }
    if (size >= last) throw new OperationError('The units do not go from large to small.', '/text')
    last = size
    sum = add(sum, multiply(readDecimal(part[1]!)!, readDecimal(String(size))!))
    rest = rest.slice(part[0].length)
  }
  return sum
}

function total(...parts: readonly (readonly [string | undefined, number])[]): Rational {
  return parts.reduce<Rational>(
    (sum, [digits, size]) =>
      digits === undefined ? sum : add(sum, multiply(readDecimal(digits)!, fromInteger(BigInt(size)))),
    ZERO,
  )
}

type Parts = readonly [days: number, hours: number, minutes: number, seconds: number]

function partsOf(seconds: number): Parts {
  const whole = Math.floor(seconds)
  return [
    Math.floor(whole / 86_400),
    Math.floor((whole % 86_400) / 3_600),
    Math.floor((whole % 3_600) / 60),
    whole % 60,
  ]
}

/** ISO 8601 text; fractions of a second to the microsecond. */
export function toIsoDuration(seconds: number): string {
  const size = Math.abs(seconds)
  const [days, hours, minutes, rest] = partsOf(size)
  const micros = Math.round((size - Math.floor(size)) * 1e6)
  const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0').replace(/0+$/, '')}`
  const date = days > 0 ? `${days}D` : ''
  const time = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${rest > 0 || fraction !== '' ? `${rest}${fraction}S` : ''}`
  if (date === '' && time === '') return 'PT0S'
  return `${seconds < 0 ? '-' : ''}P${date}${time === '' ? '' : `T${time}`}`
}

const NAMES = { long: [' day', ' hour', ' minute', ' second'], short: [' d', ' h', ' min', ' s'] } as const

/** Text for people; nothing is `0 seconds`. */
export function writeDuration(seconds: number, style: 'long' | 'short' | 'clock' | 'hours' | 'minutes'): string {
  const sign = seconds < 0 ? '-' : ''
  const [days, hours, minutes, rest] = partsOf(Math.abs(seconds))
  const pad = (value: number): string => String(value).padStart(2, '0')
  if (style === 'minutes') return `${sign}${(days * 24 + hours) * 60 + minutes}:${pad(rest)}`
  if (style === 'hours' && rest === 0) return `${sign}${days * 24 + hours}:${pad(minutes)}`
  if (style === 'clock' || style === 'hours') return `${sign}${days * 24 + hours}:${pad(minutes)}:${pad(rest)}`
  const written = [days, hours, minutes, rest].flatMap((size, i) => {
    if (size === 0) return []
    return [`${size}${NAMES[style][i]}${style === 'long' && size !== 1 ? 's' : ''}`]
  })
  return written.length === 0 ? `0${NAMES[style][3]}${style === 'long' ? 's' : ''}` : sign + written.join(' ')
}
