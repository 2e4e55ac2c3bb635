/** A time of day so long before or after another, told in any order; times that recur; which of two is later; 12 and 24 hours. */
import { listReply } from '../listed.ts'
import { type Answer, at, literal, sentence, single, task, withHow } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { clockAnswer } from './clock-rules.ts'
import { between, lengthAnswer, writeTime } from './clock-spans.ts'
import type { Moments } from './moments.ts'
import { timesFrom } from './time-tasks.ts'

const is = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'u')
const WHEN = '(?:(?:when|what time|time|clock|until when|end time|start time) )*'
const AHEAD = is(
  `${WHEN}(?:T (?:[+]|plus|add|added|adding) L(?: (?:[+]|plus|add)? ?L)*|add L(?: (?:[+]|plus) L)* to T|L (?:after|from|past|later than) T|T L (?:later|on|after)|start T (?:[+]|plus|add) L)(?: (?:time|when|clock))?`,
)
const BACK = is(
  `${WHEN}(?:T (?:-|minus|less|subtract) L|(?:subtract|deduct|take|take away|take off) L from T|L (?:before|prior to|earlier than|back from|ahead) T|T L (?:earlier|before))(?: (?:time|when|clock))?`,
)

export function moved({ times, lengths }: Moments, isBack: boolean): Answer | null {
  const start = times[0]
  const total = lengths.reduce((sum, { seconds }) => sum + seconds, 0)
  // `24:00` ends its day: what lies before it is of the same day.
  if (start?.isEnd === true) return null
  if (start === undefined || total < 1 || total > 86_400 * 30) return null
  const sign = isBack ? '-' : '+'
  const expression = `${start.seconds}${lengths.map(({ seconds }) => ` ${sign} ${seconds}`).join('')} + 8640000`
  const how = `${lengths.map(({ text }) => text).join(' and ')} ${isBack ? 'before' : 'after'} ${writeTime(start.seconds)}`
  return clockAnswer(expression, start.seconds + (isBack ? -total : total), [], how)
}

/** `subtract 1 hr 50 from 13:15`. */
export function plainTime(moments: Moments): Answer | null {
  if (moments.times.length !== 1 || moments.lengths.length === 0) return null
  if (AHEAD.test(moments.reduced)) return moved(moments, false)
  return BACK.test(moments.reduced) ? moved(moments, true) : null
}

/** `every 6 hours beginning 05:30, all times of one day`. */
export function everyHours(moments: Moments): Answer | null {
  const { times, lengths, numbers, spans } = moments
  // `Of one day` is no span that is asked about.
  const isOneDay = spans.length === 1 && spans[0]?.days === 1 && /(?:of|in|for) S/u.test(moments.shape)
  const shape = isOneDay ? moments.shape.replace('S', 'one day') : moments.shape
  const length = lengths[0]
  const start = times[0]
  if (
    length === undefined ||
    start === undefined ||
    times.length !== 1 ||
    lengths.length !== 1 ||
    numbers.length > 1 ||
    /[DMYSCIXVOW]/.test(shape)
  )
    return null
  if (!/(?<!\p{L})every L/u.test(shape) || !/(?:times|list|when|schedule|doses|at what)/u.test(shape)) return null
  if (
    !isTold(shape.replace(/ [-+/] /g, ' '), {
      words:
        'every list all times time of one day beginning starting start starts begin begins first dose doses from at medicine medication tablet tablets pill pills drops antibiotic feed feeding feeds bottle bus buses train trains leaves leave departs alarm water next give show schedule when are is the then for in hours today two',
      names: 1,
    })
  )
    return null
  const count =
    numbers.length === 1
      ? Number(numbers[0])
      : /(?:one|a|the|per|each|whole) day|hours?$|N day/u.test(shape)
        ? Math.ceil(86_400 / length.seconds)
        : 0
  const isDay = /(?:N|one|a|the|whole) day/u.test(shape)
  const total = isDay ? Math.ceil(86_400 / length.seconds) : count
  if (
    length.seconds < 300 ||
    !Number.isInteger(total) ||
    total < 2 ||
    total > 48 ||
    (isDay && numbers.length === 1 && numbers[0] !== '1')
  )
    return null
  const isNext = !isDay && /(?:next|following|after)(?: \p{L}+)* N/u.test(shape)
  const tasks = timesFrom(start.seconds + (isNext ? length.seconds : 0), length.seconds, total)
  const answer: Answer = { tasks, answer: 'times', reply: listReply('/items', total, '\n') }
  return isNext ? { ...answer, reading: `Counted on from ${writeTime(start.seconds)}, which is not listed.` } : answer
}

/** `which is later, 11:59 pm or 12:01 am same day`. */
export function laterOf(moments: Moments): Answer | null {
  const { times, shape } = moments
  const found =
    /^(?:which|what) (?:is |comes |time is |one is )?(?<way>later|earlier|first|last) T or T(?: (?:on )?(?:the )?same day)?$/u.exec(
      shape,
    )
  const [a, b] = times
  if (found === null || a === undefined || b === undefined || a.seconds === b.seconds || a.isTwelve !== b.isTwelve)
    return null
  const isLater = /later|last/u.test(found.groups?.way ?? '')
  const max = task('later', 'Compare them', 'list.sort', {
    items: [
      { at: a.seconds, text: a.text },
      { at: b.seconds, text: b.text },
    ],
    order: isLater ? 'desc' : 'asc',
    by: '/at',
  })
  return single(
    max,
    '{{text}}',
    { text: at('/items/0/text') },
    `${writeTime(a.seconds)} and ${writeTime(b.seconds)} of one day`,
  )
}

const TWELVE =
  /^(?:(?:convert|write|put|change|show|express|change|time) )*(?:T|N|Y)(?: (?:to|into|as|in|using|by|hours|hrs|-))*(?: (?:am ?\/ ?pm|am pm|am or pm|pm|or pm|L(?: (?:format|clock|time|notation|system))*|12h(?: (?:format|clock|time))*|(?:normal|regular|standard|civilian|usual|ordinary) time|twelve hour(?: (?:clock|time|format))*)(?: (?:format|form|notation|style|clock|time))*)$/u
const FOUR =
  /^if T how'd digital L clock show$|^military time T$|^(?:(?:how|do|convert|write|put|change|show|express|digits|as|to) )*T(?: (?:to|into|as|in|using|by|-|digits|numbers))*(?: (?:L(?: (?:format|clock|time|notation|system))*|24h(?: (?:format|clock|time))*|military(?: time)?))$/u
/** `2215 in 12 hour time`, `half past seven in the evening in digits, 24 hour clock`. */
export function otherClock(moments: Moments): Answer | null {
  const { times, lengths, numbers, years, reduced } = moments
  const hours = lengths[0]?.seconds
  const military = /^((?:[01]\d|2[0-3])[0-5]\d) ?h(?:ours|rs)?$/i.exec(lengths[0]?.text ?? '')?.[1]
  // `1900 hours of work` are none of the clock.
  if (military !== undefined && /(?<!\p{L})(?:of|work|working|worked|total)(?!\p{L})/u.test(moments.shape)) return null
  if (military !== undefined)
    return otherClock({
      ...moments,
      lengths: [],
      numbers: [military],
      years: [],
      reduced: moments.reduced.replace('L', 'N'),
    })
  const digits = /^(?:[01]\d|2[0-3])[0-5]\d$/.exec(numbers[0] ?? String(years[0] ?? ''))?.[0]
  const seconds =
    times[0]?.seconds ??
    (digits === undefined ? undefined : Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60)
  if (seconds === undefined || times.length + numbers.length + years.length !== 1 || seconds % 60 !== 0) return null
  if (lengths.length > 1 || (hours !== undefined && hours !== 43_200 && hours !== 86_400)) return null
  const isTwelve =
    hours === 43_200 ||
    /am ?\/? ?pm|am or pm|(?<!\p{L})pm(?!\p{L})|12h|twelve|(?:normal|regular|standard|civilian|usual|ordinary) time/u.test(
      reduced,
    )
  const written = times[0]?.text ?? digits ?? ''
  if (isTwelve && TWELVE.test(reduced)) {
    if (times[0]?.isTwelve === true) return null
    const minutes = seconds / 60
    const hour = task('hour', 'Find the hour', 'math.evaluate', {
      expression: `(${Math.floor(minutes / 60)} + 11) mod 12 + 1`,
    })
    const rest = `:${String(minutes % 60).padStart(2, '0')} ${minutes < 720 ? 'AM' : 'PM'}`
    return {
      tasks: [hour],
      answer: 'hour',
      reply: withHow('{{hour}}{{rest}}', { hour: at('/exact'), rest: literal(rest) }, `${written} by 12 hours`),
    }
  }
  const isFour = hours === 86_400 || /24h|military/u.test(reduced)
  return isFour && FOUR.test(reduced) && digits === undefined && (times[0]?.isTwelve === true || seconds >= 43_200)
    ? clockAnswer(String(seconds), seconds, [], `${written} by 24 hours`)
    : null
}

/** `is 00:15 am or pm`. */
export function amOrPm(moments: Moments): Answer | null {
  const { times, shape } = moments
  const only = times[0]
  if (
    only === undefined ||
    times.length !== 1 ||
    only.isTwelve ||
    !/^(?:is|does|would) T (?:mean |in the )?(?:am|morning) or (?:in the )?(?:pm|evening|afternoon)$/u.test(shape)
  )
    return null
  return /^0?0:|^1[3-9]:|^2[0-3]:/.test(only.text) ? sentence(only.seconds < 43_200 ? 'am' : 'pm') : null
}

const WEEK = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ')
/** `how many hours from monday 9am to thursday 3pm`. */
export function weekSpan(moments: Moments): Answer | null {
  const { times, weekdays, shape } = moments
  if (times.length !== 2 || weekdays.length !== 2) return null
  if (
    !/^(?:how (?:many hours|many minutes|long)|hours)(?: (?:is it|are there|are|is|there|it|in total))* (?:from|between) W(?: at)? T (?:to|until|till|and) W(?: at)? T$|^(?:from )?W(?: at)? T (?:to|until|till|-) W(?: at)? T (?:is )?how (?:many hours|many minutes|long)(?: is that| are that| is it)?$/u.test(
      shape,
    )
  )
    return null
  const [a, b] = times
  const [from, to] = weekdays.map(name => WEEK.findIndex(day => day.startsWith(name.slice(0, 3))))
  if (
    a === undefined ||
    b === undefined ||
    from === undefined ||
    to === undefined ||
    from < 0 ||
    to < 0 ||
    a.isTwelve !== b.isTwelve
  )
    return null
  const days = (to - from + 7) % 7
  if (days === 0 && b.seconds <= a.seconds) return null
  const expression = `${days} * 86400 + ${b.seconds} - ${a.seconds}`
  return lengthAnswer(
    expression,
    /hours/u.test(shape) ? 'decimal' : /minutes/u.test(shape) ? 'minutes' : 'words',
    `From ${WEEK[from]} ${writeTime(a.seconds)} to the next ${WEEK[to]} ${writeTime(b.seconds)}`,
  )
}

const ROUND =
  /round(?:ed|ing)?(?: both| each| them| all| the times)*(?: (?:up|down|off))? to (?:the )?(?:nearest )?(?<step>quarter(?: of an)?(?: hour)?|L|half(?:[- ]an)?[- ]hour|hour)/u
/** `clock-in 06:47 clock-out 15:13, round both to nearest quarter hour, then the total`. */
export function roundedSpan(moments: Moments): Answer | null {
  const { times, lengths, shape } = moments
  const [a, b] = times
  const found = ROUND.exec(shape)
  if (
    found === null ||
    a === undefined ||
    b === undefined ||
    times.length !== 2 ||
    lengths.length > 1 ||
    /[DMYSNCIXVOW]/.test(shape)
  )
    return null
  if (
    /round(?:ed|ing)?(?: \p{L}+)* (?:up|down)/u.test(shape) ||
    !/(?:both|each|times|them)/u.test(found[0]) ||
    !/total|how (?:long|many)|hours|duration/u.test(shape)
  )
    return null
  const rest = shape.replace(found[0], ' ').replace(/ - /g, ' ')
  if (
    !isTold(rest, {
      words:
        'clock-in clock-out clock in out clocked start end started ended from to until then the total and hours how many long is that worked time times first give',
    })
  )
    return null
  const step = found.groups?.step ?? ''
  const size = step === 'L' ? (lengths[0]?.seconds ?? 0) : /quarter/.test(step) ? 900 : /half/.test(step) ? 1800 : 3600
  if (size < 60 || 86_400 % size !== 0 || between(a, b, false)?.isOver !== false) return null
  const near = (seconds: number): string => `floor((${seconds} + ${size / 2}) / ${size}) * ${size}`
  const round = (seconds: number): number => Math.floor((seconds + size / 2) / size) * size
  const how = `${writeTime(a.seconds)} is rounded to ${writeTime(round(a.seconds))}, ${writeTime(b.seconds)} to ${writeTime(round(b.seconds) % 86_400)}`
  return lengthAnswer(`${near(b.seconds)} - ${near(a.seconds)}`, 'hours', how)
}
