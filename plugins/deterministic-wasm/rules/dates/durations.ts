/** Lengths of time added, averaged and written otherwise: `1:45 + 2:30`, `7384 seconds to h m s`, `7:30 as decimal hours`. */
import { evaluated } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import { type Form, lengthAnswer } from './clock-spans.ts'
import type { Moments } from './moments.ts'
import { textOf } from './moments.ts'
import { readLength } from './read-length.ts'

const COLON = '\\d{1,4}:[0-5]\\d(?::[0-5]\\d)?'
const HOURS = '\\d{1,4}(?:\\.\\d+)? ?h(?:ours?|rs?)?'
const MINUTES = '\\d{1,4}(?:\\.\\d+)? ?m(?:in(?:ute)?s?)?'
const SECONDS = '\\d{1,5} ?s(?:ec(?:ond)?s?)?'
const UNITS = `(?:${HOURS}(?:(?: | and )?${MINUTES})?(?:(?: | and )?${SECONDS})?(?: ?\\d\\d(?![\\d:.]))?|${MINUTES}(?:(?: | and )?${SECONDS})?|${SECONDS})`
const ONE = `(?:${COLON}|${UNITS})(?![\\p{L}\\p{N}:])`
const PARTS = new RegExp(`(?<![\\p{L}\\p{N}.:,])${ONE}`, 'giu')
const TRACKS =
  /(?<!\p{L})(?:songs?|tracks?|laps?|videos?|splits?|clips?|minutes:seconds|min:sec|mm:ss|m:ss|episodes?|swims?|reps?|kilomet\p{L}*|miles?|minutes and seconds)(?!\p{L})/iu

type Duration = { readonly seconds: number; readonly isColon: boolean; readonly isLong: boolean }

function readDuration(text: string, isTrack: boolean): Duration | null {
  const colon = /^(\d{1,4}):(\d\d)(?::(\d\d))?$/.exec(text)
  if (colon === null) {
    const bare = /^\d+(?:\.\d+)? ?m$/i.test(text) ? null : readLength(text)
    return bare === null ? null : { seconds: bare.seconds, isColon: false, isLong: false }
  }
  const [, a = '0', b = '0', c] = colon
  const isLong = c !== undefined
  const seconds = isLong
    ? Number(a) * 3600 + Number(b) * 60 + Number(c)
    : isTrack
      ? Number(a) * 60 + Number(b)
      : Number(a) * 3600 + Number(b) * 60
  return { seconds, isColon: true, isLong }
}

/** A colon or a unit behind a digit. */
const MAYBE = /\d:\d|\d ?[hms]/i
const HEAD =
  /^(?:(?:add|up|sum|total|of|together|these|the|all|times?|lengths?|durations?|hours|songs?|tracks?|laps?|videos?|splits?|clips?|episodes?|my|how|much|many|long|is|are|that|in|altogether|a|for|calculate|what|whats|what's|minutes|seconds|hours|and|working|worked|work|shifts?|here|plus|please|i|have|it|this|album|playlist|running|time|average|mean|avg|hh|mm|ss|h|m|s|give|me|give|was|were|different|three|four|two|five|six|n|to|get|do|you|runs?|training|sessions?|spent|them|take|took|list|out|week|min|sec|overtime|sleep|slept|walks?|rides?|meetings?|calls?|hrs|mins|secs|total:|make|makes|come|comes|if|at|put|result|as|which|day|days|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|fr|sa|so|lun|monday|tuesday|wednesday|thursday|friday|saturday|sunday) ?)*$/u
const DAY_NAME = '(?:(?:mon|tue|wed|thu|fri|sat|sun)\\p{L}*|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim)\\.?'
const DAY_MARK = new RegExp(`^(?:(?:and|,|;|\\n) ?)*${DAY_NAME}:?$`, 'u')
const NAMED_DAY = new RegExp(`^${DAY_NAME},?(?: and)?$`, 'u')
const DAYS_OF =
  /(?<!\p{L})(?:mon|tue|wed|thu|fri|sat|sun)\p{L}* ?(?:to|till|until|through|thru|-) ?(?:mon|tue|wed|thu|fri|sat|sun)|(?<!\p{L})(?:weekdays|each|every|daily)(?!\p{L})/u
/** Lengths with signs or commas between them. */
export function summed(clause: Clause): Answer | null {
  if (!MAYBE.test(clause.worded) && clause.data === null) return null
  const text = textOf(clause)?.toLowerCase().replace(/[–—−]/g, '-')
  if (text === undefined || text.length > 300) return null
  const found = [...text.matchAll(PARTS)]
  if (found.length < 2 || found.length > 30) return null
  // `mon to thu 8 hours` are as many days.
  if (DAYS_OF.test(text)) return null
  const isTrack = TRACKS.test(text) || /\d (?:min(?:ute)?s?)(?!\p{L})/u.test(text)
  // Beside hours, `45m` is no metres.
  const hasHours = /\d ?h(?![\p{L}])|hours?/u.test(text)
  const parts = found.map(([part]) =>
    readDuration(hasHours ? part.trim().replace(/^(\d+) ?m$/u, '$1 min') : part.trim(), isTrack),
  )
  const isMixed = new Set(parts.map(part => part?.isColon)).size > 1
  if (parts.some(part => part === null) || (isMixed && (isTrack || found.length > 2))) return null
  const marks = found
    .slice(1)
    .map(({ index }, i) => text.slice((found[i]?.index ?? 0) + (found[i]?.[0].length ?? 0), index).trim())
  const rest =
    `${text.slice(0, found[0]?.index)} ${text.slice((found.at(-1)?.index ?? 0) + (found.at(-1)?.[0].length ?? 0))}`
      .replace(/[^\p{L}\p{N}%€$£\s]/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      // `three meetings: ...`: as many as there are.
      .replace(new RegExp(`(?<!\\S)${found.length} (?=\\p{L})`, 'u'), '')
  const isSum = marks.every(
    mark =>
      NAMED_DAY.test(mark) || /^(?:[+]|plus|and|,|, and|&|\n|;)$/u.test(mark) || mark === '' || DAY_MARK.test(mark),
  )
  const isTaken = marks.length === 1 && /^(?:-|minus|less)$/u.test(marks[0] ?? '')
  const hasSign = marks.some(mark => /^(?:[+]|plus)$/u.test(mark))
  const isAverage = /(?<!\p{L})(?:average|mean|avg)(?!\p{L})/u.test(rest)
  const asks = /(?<!\p{L})(?:add|sum|total|altogether|together|how (?:long|much|many)|in all)(?!\p{L})/u.test(rest)
  if (!(isSum && (hasSign || asks || isAverage)) && !isTaken) return null
  const isListed = /^(?:add|sum|total)(?!\p{L})/u.test(rest) && parts.every(part => part?.isColon === true)
  if ((marks.some(mark => mark === '') && !isListed) || !HEAD.test(rest)) return null
  // `8:00 - 9:00` is a span of the day.
  if (
    isTaken &&
    (/how long|from|until/u.test(rest) || (parts[0]?.isColon === false && !/minus|-/u.test(marks[0] ?? '')))
  )
    return null
  if (isTaken && !isMixed && parts[0]?.isColon === true && !/minus|less|subtract/u.test(marks[0] ?? '')) return null
  const sizes = parts.map(part => part?.seconds ?? 0)
  const sum = sizes.join(isTaken ? ' - ' : ' + ')
  if (isTaken && (sizes[0] ?? 0) < (sizes[1] ?? 0)) return null
  const how = `${isAverage ? 'Average of ' : ''}${found.map(([part]) => part.trim()).join(isTaken ? ' - ' : isAverage ? ', ' : ' + ')}`
  const total = sizes.reduce((all, size) => all + size, 0)
  const least = parts[0]?.isColon === true && !isTrack && !parts[0].isLong ? 60 : 1
  if (isAverage && total % (sizes.length * least) !== 0) return null
  const expression = isAverage ? `(${sum}) / ${sizes.length}` : sum
  const isColon = parts[0]?.isColon === true
  // Hours of work are no days.
  const isHours = total >= 86_400 && total % 36 === 0 && found.every(([part]) => /h/u.test(part))
  if (!isColon || isMixed)
    return lengthAnswer(expression, isMixed ? 'hours' : isHours && !isTaken && !isAverage ? 'decimal' : 'words', how)
  const long = parts.some(part => part?.isLong)
  if (long && !parts.every(part => part?.isLong)) return null
  const size = isAverage ? total / sizes.length : isTaken ? (sizes[0] ?? 0) - (sizes[1] ?? 0) : total
  const style = long || (isTrack && size >= 3600) ? 'clock' : isTrack ? 'minutes' : 'hours'
  const seconds = task('length', 'Add them up', 'math.evaluate', { expression })
  const said = task(
    'said',
    'Write the length',
    'date.format_duration',
    { seconds: { $from: 'length', pointer: '/value' }, style },
    ['length'],
  )
  const answer: Answer = {
    tasks: [seconds, said],
    answer: 'said',
    reply: withHow('{{text}}', { text: at('/text') }, how),
  }
  const reading =
    style === 'minutes'
      ? 'Minutes and seconds.'
      : long || style === 'clock'
        ? 'Hours, minutes and seconds.'
        : 'Hours and minutes.'
  return { ...answer, reading }
}

const TO = '(?: (?:to|as|into|in|how many|how much|-|=|format|h|is|equals|=))*'
const is = (source: string): RegExp =>
  new RegExp(
    `^(?:(?:convert|express|write|turn|change|put|show|make|format|how many|how much|hours|time|decimal|length|duration) )*(?:${source})$`,
    'u',
  )
const FORMS: readonly (readonly [RegExp, Form])[] = [
  [
    is(
      `[LTC]${TO} (?:(?:decimal|industrial) (?:hours|hour|format|time|form|number)?|decimals?|hours decimal (?:number|form)|hours (?:decimal|decimals)|hours as decimal|decimal hours|hours as a decimal)`,
    ),
    'decimal',
  ],
  [
    is(`L${TO} (?:hh? ?mm? ?ss?|hms|hh ?: ?mm ?: ?ss|hours minutes (?:and )?seconds|h:m:s|hours minutes seconds)`),
    'words',
  ],
  [
    is(
      `L${TO} (?:hours (?:and )?minutes|hours mins|hrs (?:and )?mins?|h (?:and )?m|hours min|h (?:and )?min|hrs min|days (?:and )?hours(?: (?:and )?minutes)?|days hours minutes(?: seconds)?|minutes (?:and )?seconds|min (?:and )?sec|days)`,
    ),
    'words',
  ],
  [is(`L${TO} (?:minutes|mins?)(?: total)?`), 'minutes'],
  [is(`[TC]${TO} (?:seconds|secs?)(?: total)?`), 'seconds'],
  [is(`L${TO} (?:hh ?mm|h ?mm|hh-mm|hhmm|clock format|hours:minutes)`), 'clock'],
]
/** One length in another form. */
export function rewritten(moments: Moments): Answer | null {
  const { times, lengths, colons, reduced, shape } = moments
  if (times.length + lengths.length + colons.length !== 1 || /[DMYSNIXVOW]/.test(shape)) return null
  const bare = reduced
    .replace(/\bhh mm ss\b/u, 'hms')
    .replace(/\bh m s\b/u, 'hms')
    .replace(/\bh mm ss\b/u, 'hms')
    .replace(/\bh mm\b/u, 'hmm')
    .replace(/\bhh mm\b/u, 'hhmm')
  const form = FORMS.find(([pattern]) => pattern.test(bare))?.[1]
  if (form === undefined || times.some(({ isTwelve }) => isTwelve)) return null
  const written = lengths[0]?.text ?? times[0]?.text ?? colons[0] ?? ''
  const seconds =
    lengths[0]?.seconds ?? (times.length === 1 ? times[0]?.seconds : readDuration(written, false)?.seconds)
  if (seconds === undefined) return null
  if (form === 'decimal')
    return evaluated({
      expression: `${seconds} / 3600`,
      unit: ' hours',
      how: `${written} in hours`,
      ...((seconds * 100) % 3600 === 0 ? {} : { decimals: 2 }),
    })
  const wantsClock = /hms|hmm|hhmm|clock/u.test(bare)
  if (form === 'words' && wantsClock) {
    // Both, since either may be meant by `h m s`.
    const short = task('short', 'Write it in units', 'date.format_duration', { seconds, style: 'short' })
    const clock = task('clock', 'Write it with colons', 'date.format_duration', { seconds, style: 'clock' })
    const both = task(
      'both',
      'Put both together',
      'agg.merge',
      { objects: [{ short: { $from: 'short', pointer: '/text' }, clock: { $from: 'clock', pointer: '/text' } }] },
      ['short', 'clock'],
    )
    return {
      tasks: [short, clock, both],
      answer: 'both',
      reply: withHow('{{short}} ({{clock}})', { short: at('/short'), clock: at('/clock') }, written),
    }
  }
  return lengthAnswer(String(seconds), wantsClock ? 'clock' : form, written)
}

/** `I work 38.5 hours a week over 5 days. How many hours and minutes is that per day`. */
export function perDay(moments: Moments): Answer | null {
  const { lengths, spans, shape } = moments
  const length = lengths[0]
  const days = spans[0]
  if (
    length === undefined ||
    days === undefined ||
    lengths.length !== 1 ||
    spans.length !== 1 ||
    /[DMYTNCIXVOW]/.test(shape)
  )
    return null
  if (
    !/^(?:i |we |you |he |she )?(?:(?:work|works|working|do|have|got) )?L (?:(?:a|per|each|every|in a|weekly|over the|of|work|in|this) )*(?:week )?(?:(?:work|of work|spread|split|divided|shared|distributed|working) )*(?:over|in|by|across|on|between|into|for|within|equally over) S(?: (?:a|per|each) week)?(?: equally| evenly)?(?: (?:how (?:many|much)|what|hours and minutes|hours|minutes|is|that|it|time|per|a|each|day|daily|in|does|do|i|make|come|to|and|long|a day))*$/u.test(
      shape,
    )
  )
    return null
  const count = days.days + days.businessDays
  if (
    count < 1 ||
    days.weeks + days.months + days.years > 0 ||
    !/per day|a day|daily|each day/u.test(shape) ||
    length.seconds % count !== 0
  )
    return null
  return lengthAnswer(`${length.seconds} / ${count}`, 'hours', `${length.text} over ${count} days`)
}

/** `My shifts: 4h30, 6h15 at 13.50 an hour. Total hours and pay?` */
export function paid(clause: Clause, moments: Moments): Answer | null {
  const { lengths, numbers, shape } = moments
  const rate = numbers[0]
  if (lengths.length < 2 || numbers.length !== 1 || rate === undefined || /[DMYSTCIXVOW]/.test(shape)) return null
  if (
    !/^(?:my |the |our )?(?:(?:shifts?|hours|times|worked|i|we|did|this|week|were|are|was|here) )*(?:L(?: and)? )+(?:paid )?(?:at|for|@) N (?:an|per|a) (?:hour|h)(?: (?:total|hours|and|pay|how|much|what|is|my|the|do|i|get|in|many|are|earn|that|wages?|money))+$/u.test(
      shape,
    )
  )
    return null
  if (clause.worded.includes('%')) return null
  const sum = lengths.map(({ seconds }) => seconds).join(' + ')
  const hours = task('hours', 'Add up the hours', 'math.evaluate', { expression: `(${sum}) / 3600` })
  const pay = task('pay', 'Multiply by the rate', 'math.evaluate', {
    expression: `(${sum}) / 3600 * ${rate}`,
    decimals: 2,
    rounding: 'half_up',
  })
  const both = task(
    'both',
    'Put both together',
    'agg.merge',
    { objects: [{ hours: { $from: 'hours', pointer: '/exact' }, pay: { $from: 'pay', pointer: '/exact' } }] },
    ['hours', 'pay'],
  )
  const total = lengths.reduce((all, { seconds }) => all + seconds, 0)
  if ((total * 100) % 3600 !== 0) return null
  return {
    tasks: [hours, pay, both],
    answer: 'both',
    reply: {
      template: '{{hours}} hours, pay {{pay}}',
      how: '{{how}}',
      values: {
        hours: at('/hours'),
        pay: at('/pay'),
        how: literal(`${lengths.map(({ text }) => text).join(' + ')}, at ${rate} an hour`),
      },
    },
  }
}
