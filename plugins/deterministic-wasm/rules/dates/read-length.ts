/** Spans of the calendar (`2 weeks and 3 days`), lengths of time (`3 h 20 min`), and times of day as people write and say them. */

export type SpanToken = {
  readonly text: string
  readonly years: number
  readonly months: number
  readonly weeks: number
  readonly days: number
  readonly businessDays: number
  readonly isNights: boolean
}
export type LengthToken = { readonly text: string; readonly seconds: number }
export type TimeToken = {
  readonly text: string
  /** Since midnight. */
  readonly seconds: number
  /** Whether am, pm or a part of the day is said. */
  readonly isTwelve: boolean
  readonly hasSeconds: boolean
  /** `24:00` is the end of a day. */
  readonly isEnd: boolean
}

const SPAN_PART =
  /(?<!\p{L})(\d{1,6}(?:\.\d+)?[ -]?|half an? |exactly an? |an? )(?:calendar |full |whole |consecutive |more )*((?:business|working|work|week)[ -]?days?|days?|nights?|weeks?|wks?|fortnights?|months?|mths?|years?|yrs?|d)(?!\p{L})/giu

/** Null for parts of a day or of a month, whose length is not certain. */
export function readSpan(text: string): SpanToken | null {
  const sum = { years: 0, months: 0, weeks: 0, days: 0, businessDays: 0 }
  let isNights = false
  // `3d` is a film.
  if (/\d ?d$/i.test(text)) return null
  const net = /^net[- ]?(\d+)/i.exec(text)?.[1]
  if (net !== undefined) sum.days = Number(net)
  for (const [, digits = '', name = ''] of (net === undefined ? text : '').matchAll(SPAN_PART)) {
    const count = /^\d/.test(digits) ? Number.parseFloat(digits) : /^half/i.test(digits) ? 0.5 : 1
    const unit = name.toLowerCase()
    if (/^(?:business|work|week[ -]?day)/.test(unit)) sum.businessDays += count
    else if (/^y/.test(unit)) sum.months += Math.round(count * 1200) / 100
    else if (/^m/.test(unit)) sum.months += count
    else if (/^f/.test(unit)) sum.weeks += 2 * count
    else if (/^w/.test(unit)) sum.weeks += count
    else sum.days += count
    if (/^night/.test(unit)) isNights = true
  }
  if (/years? and a half$/i.test(text)) sum.months += 6
  const isWhole = Object.values(sum).every(Number.isInteger)
  const isMixed = sum.businessDays > 0 && sum.days + sum.weeks + sum.months > 0
  const years = Math.floor(sum.months / 12)
  return isWhole && !isMixed ? { text, ...sum, years, months: sum.months - years * 12, isNights } : null
}

const LENGTH_PART =
  /(?<!\p{L})(\d{1,9}(?:\.\d+)?[ -]?|half an? |an? )(hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s|days?|d|weeks?)(?!\p{L})/giu
const SIZES: readonly (readonly [RegExp, number])[] = [
  [/^w/, 604_800],
  [/^d/, 86_400],
  [/^h/, 3_600],
  [/^m/, 60],
  [/^s/, 1],
]

/** `1 h 30`, `an hour and a half`, `4h30`; null where it is no whole number of seconds, or goes from small to large. */
export function readLength(text: string): LengthToken | null {
  // `5 m` may be metres, and `3d` a film.
  if (/^\d+(?:\.\d+)? ?[md]$/i.test(text)) return null
  let seconds = 0
  let last = Number.POSITIVE_INFINITY
  for (const [, digits = '', name = ''] of text
    .toLowerCase()
    .replace(/(\d)(h)(\d)/g, '$1$2 $3')
    .matchAll(LENGTH_PART)) {
    const size = SIZES.find(([unit]) => unit.test(name))?.[1] ?? 0
    if (size >= last || size === 0) return null
    last = size
    seconds += (/^\d/.test(digits) ? Number.parseFloat(digits) : digits.startsWith('half') ? 0.5 : 1) * size
  }
  if (/a half$/i.test(text)) seconds += last / 2
  const minutes = /h(?:rs?|ours?)?(?: and)? ?(\d{1,2})$/i.exec(text)?.[1]
  if (minutes !== undefined) seconds += Number(minutes) * 60
  const whole = Math.round(seconds * 1000) / 1000
  return Number.isInteger(whole) && whole > 0 && whole < 1e12 && Number(minutes ?? 0) < 60
    ? { text, seconds: whole }
    : null
}

/** Null for what is no time of day, or says both 17 and pm. */
export function readClock(written: string): TimeToken | null {
  const text = written.toLowerCase().trim()
  const isTwelve = /[ap]\.?m\.?$|in the (?:morning|afternoon|evening)$|at night$/.test(text)
  const token = (seconds: number, hasSeconds = false, isEnd = false): TimeToken | null =>
    seconds > 86_400 ? null : { text: written, seconds: seconds % 86_400, isTwelve, hasSeconds, isEnd }
  if (text === 'noon' || text === 'midday') return token(43_200)
  if (text === 'midnight') return token(0)
  const spoken = /^(?:a )?(half|quarter|\d{1,2}) (?:minutes? )?(past|to) (\d{1,2}|noon|midnight)/.exec(text)
  const plain = /^(\d{1,2})(?:[:.h](\d\d)(?::(\d\d))?)?(?: ?[ap]\.?m\.?| o'?clock| in the \p{L}+| at night|$)/u.exec(
    text,
  )
  if (spoken === null && plain === null) return null
  // `half past seven` is said by twelve hours.
  if (spoken !== null && !isTwelve && /^\d/.test(spoken[3] ?? '') && Number(spoken[3]) < 13) return null
  const named = { noon: 12, midnight: 0 }[spoken?.[3] ?? '']
  const hour = named ?? Number(spoken?.[3] ?? plain?.[1])
  if (hour > 24 || (isTwelve && (hour < 1 || hour > 12))) return null
  const part = { half: 30, quarter: 15 }[spoken?.[1] ?? ''] ?? Number(spoken?.[1] ?? plain?.[2] ?? 0)
  const minutes = spoken?.[2] === 'to' ? -part : part
  const isLate = /p\.?m\.?$|afternoon$|evening$/.test(text) || (/at night$/.test(text) && hour >= 6 && hour < 12)
  const full = isTwelve ? (hour % 12) + (isLate ? 12 : 0) : hour
  const seconds = full * 3_600 + minutes * 60 + Number(plain?.[3] ?? 0)
  return token(seconds < 0 ? seconds + 86_400 : seconds, plain?.[3] !== undefined, seconds === 86_400)
}
