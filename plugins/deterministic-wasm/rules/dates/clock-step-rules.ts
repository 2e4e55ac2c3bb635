/**
 * One step of the clock or the week from what the request tells: `it is 23:20, what time in 95 minutes`, `today is Wednesday, what day
 * in 45 days`, a train that is late, the middle between two times, shifts of one length, an offset from UTC.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { type Answer, at, defineRule, single, task } from '../rule.ts'
import { clockAnswer } from './clock-rules.ts'
import { between, formAsked, lengthAnswer, writeTime } from './clock-spans.ts'
import type { Moments } from './moments.ts'
import { HINT, told } from './read-told.ts'
import { kept, skeletonOf } from './skeleton.ts'

const KEEP = kept(
  'now in after before ago later earlier from late delayed delay early due by halfway midpoint middle half between alarm sleep sleeping each of total altogether - to until till with minus less break lunch unpaid per over equal hours minutes difference and shifts shift week',
)

/** The one time and the one length of time of a request that has no more of either. */
function timeAndLength({ times, lengths }: Moments) {
  const [time, length] = [times[0], lengths[0]]
  return time === undefined || length === undefined || times.length + lengths.length !== 2
    ? null
    : ([time, length] as const)
}

/** `it is now T, what time will it be in L`. */
const FROM_NOW =
  /^(?:now )?T(?: now)? (?:(?:in|after) L(?: from now)?|L (?<ahead>later|from now|from then)|L (?<back>ago|before|earlier))$/u
function fromTold(moments: Moments, bare: string): Answer | null {
  const found = FROM_NOW.exec(bare)
  const both = timeAndLength(moments)
  if (found === null || both === null) return null
  const [time, length] = both
  if (
    !/(?<!\p{L})(?:it(?:'?s| is| was)|now|time is|clock (?:says|shows|reads|is))(?: \p{L}+)* T|T now/u.test(
      moments.shape,
    )
  )
    return null
  const behind = moments.shape.slice(moments.shape.indexOf('T') + 1)
  if (
    !/(?<!\p{L})(?:(?:what|which) time|what(?:'s| is| was) the time|when (?:is|was|will) (?:it|that)(?: be)? L)(?!\p{L})/u.test(
      behind,
    )
  )
    return null
  const isBack = found.groups?.back !== undefined || /what time was/u.test(moments.shape)
  if (isBack && found.groups?.ahead !== undefined) return null
  // `what time was it in 95 minutes` is nothing.
  if (isBack && found.groups?.back === undefined) return null
  return moved(
    time.seconds,
    length.seconds,
    isBack,
    `${length.text} ${isBack ? 'before' : 'after'} ${writeTime(time.seconds)}`,
  )
}

function moved(start: number, length: number, isBack: boolean, how: string): Answer {
  const to = start + (isBack ? -length : length)
  return clockAnswer(`${start} ${isBack ? '-' : '+'} ${length} + 8640000`, to, [], how)
}

/** `due T, L late`: when it comes. */
const LATE =
  /^(?:due |in |from )?T (?:and )?(?:L (?:late|delayed|delay|(?<early>early))|(?:late|delayed|delay) (?:by |of )?L|(?<soon>early) by L|with L delay|with (?:a )?delay of L|by L (?:late|delayed))(?: (?:in|now|due))*$/u
function delayed(moments: Moments, bare: string): Answer | null {
  const found = LATE.exec(bare)
  const both = timeAndLength(moments)
  if (found === null || both === null) return null
  const [time, length] = both
  if (!/(?<!\p{L})(?:when|what time|new time|arrival time)(?!\p{L})/u.test(moments.shape)) return null
  // What has come already is late no more.
  if (/(?<!\p{L})(?:came|arrived|left|departed|landed|took off)(?: \p{L}+){0,2} T/u.test(moments.shape)) return null
  if (/(?<!\p{L})(?:i|we|my|he|she) (?:am|was|were|is|are|'m)? ?L late/u.test(moments.shape)) return null
  const isEarly = (found.groups?.early ?? found.groups?.soon) !== undefined
  return moved(
    time.seconds,
    length.seconds,
    isEarly,
    `${length.text} ${isEarly ? 'before' : 'after'} ${writeTime(time.seconds)}`,
  )
}

/** `it's T, alarm T, how long can I sleep`. */
const SLEPT =
  /^(?:now )?T(?: now)? alarm (?:to |in )?T(?: hours| minutes)? (?:sleep|sleeping)(?: in)?$|^alarm (?:to )?T (?:now )?T(?: now)?(?: hours)? sleep$/u
function slept(moments: Moments, bare: string): Answer | null {
  const isTurned = bare.startsWith('alarm')
  const [a, b] = isTurned ? moments.times.toReversed() : moments.times
  if (!SLEPT.test(bare) || a === undefined || b === undefined || moments.times.length !== 2) return null
  if (!/how (?:long|many hours|much sleep)/u.test(moments.shape)) return null
  const span = between(a, b, true)
  if (span === null || span.seconds > 64_800) return null
  return lengthAnswer(
    `${b.seconds}${span.isOver ? ' + 86400' : ''} - ${a.seconds}`,
    'words',
    `From ${writeTime(a.seconds)} to ${writeTime(b.seconds)}${span.isOver ? ' of the next day' : ''}`,
  )
}

const MIDDLE = /^(?:halfway|midpoint|middle|half)(?: (?:of|between))* T and T$|^T and T (?:halfway|midpoint|middle)$/u
function middle({ times }: Moments, bare: string): Answer | null {
  const [a, b] = times
  if (!MIDDLE.test(bare) || a === undefined || b === undefined || times.length !== 2) return null
  const span = between(a, b, false)
  if (span === null || span.isOver || span.seconds % 120 !== 0) return null
  const how = `Half of the way from ${writeTime(a.seconds)} to ${writeTime(b.seconds)}`
  return clockAnswer(`(${a.seconds} + ${b.seconds}) / 2`, (a.seconds + b.seconds) / 2, [], how)
}

const GAP = /^difference between T and T(?: (?:in )?(?:hours|minutes))?$|^T (?:hours )?(?:minus|less) T(?: hours)?$/u
/** `difference between 2:47:10 and 3:05:55`, `8:15 hours minus 7:42`. */
function gap({ times, shape }: Moments, bare: string): Answer | null {
  const [a, b] = times
  if (!GAP.test(bare) || a === undefined || b === undefined || times.length !== 2 || a.isTwelve !== b.isTwelve)
    return null
  const isMinus = !bare.startsWith('difference')
  if (isMinus && (a.isTwelve || a.seconds <= b.seconds)) return null
  const [low, high] = a.seconds < b.seconds ? [a, b] : [b, a]
  if (low.seconds === high.seconds) return null
  return lengthAnswer(`${high.seconds} - ${low.seconds}`, formAsked(shape), `${high.text} - ${low.text}`)
}

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const WEEKDAY_STEP =
  /^(?:(?:today |now )?(?:D )?W(?: today| now)? (?:(?:in|after) S(?: from (?:now|today))?|S (?:later|from (?:now|today|then)|(?<back>ago|before|earlier)))|S (?:after|from|later than) W|S (?<before>before) W)$/u
/** `today is Wednesday, what day will it be in 45 days`. */
function weekdayStep(moments: Moments, bare: string): Answer | null {
  const { weekdays, spans, days, shape } = moments
  const found = WEEKDAY_STEP.exec(bare)
  const [name] = weekdays
  const [span] = spans
  if (found === null || name === undefined || span === undefined || weekdays.length !== 1 || spans.length !== 1)
    return null
  if (days.length > 1 || (days.length === 1 && days[0]?.label !== 'today')) return null
  if (
    !/(?:what|which)(?:'s)?(?: (?:is|was|will|be|the|a|kind|of)){0,3} (?:day|weekday)|day of the week/u.test(shape) ||
    /(?<!\p{L})(?:date|next|last)(?!\p{L})/u.test(shape)
  )
    return null
  const at_ = WEEK.findIndex(day => day.startsWith(name.slice(0, 3)))
  const count = span.days + 7 * span.weeks
  if (at_ < 0 || span.months + span.years + span.businessDays > 0 || count === 0) return null
  const isBack = (found.groups?.back ?? found.groups?.before) !== undefined
  // A Monday of the calendar, and the day of the week counted on from it.
  const start = Temporal.PlainDate.from('2024-01-01').add({ days: at_ }).toString()
  const date = task('date', 'Count the days', 'date.add', { date: start, days: isBack ? -count : count })
  const day = task(
    'weekday',
    'Find its day of the week',
    'date.weekday',
    { date: { $from: 'date', pointer: '/date' } },
    ['date'],
  )
  const title = (WEEK[at_] ?? '').replace(/^./, first => first.toUpperCase())
  return {
    ...single(
      day,
      '{{weekday}}',
      { weekday: at('/weekday') },
      `${count} days ${isBack ? 'before' : 'after'} a ${title}`,
    ),
    tasks: [date, day],
  }
}

const SHIFTS =
  /^(?:(?<count>N|S) (?:shifts? )?(?:of |each )*L(?: each)?(?: per shift)?(?: (?:per )?week)?(?: (?:total|altogether|hours|in))*|(?:N )?(?:shift )?(?:N )?L (?<behind>N)(?: shifts)?(?: total| altogether)?)$/u
/** `3 shifts of 7h 45min each, total`, `one shift is 7 h 42 min, how much are five`. */
function shifts(moments: Moments, bare: string): Answer | null {
  const { lengths, numbers, spans, shape } = moments
  const [length] = lengths
  const found = SHIFTS.exec(bare)
  if (found === null || length === undefined || lengths.length !== 1) return null
  const isEach = found.groups?.count !== undefined
  const counts = isEach
    ? [...numbers.map(Number), ...spans.map(({ days, businessDays }) => days + businessDays)]
    : numbers.map(Number)
  const others = isEach ? counts : counts.filter(count => count !== 1)
  const [count] = others
  if (count === undefined || others.length !== 1 || !Number.isInteger(count) || count < 2 || count > 1000) return null
  // What is baked may lie in the oven side by side.
  if (/(?<!\p{L})(?:pizzas?|breads?|loaves|cakes?|eggs?|cookies|trays?|roasts?|pies?|potatoes)(?!\p{L})/u.test(shape))
    return null
  // The one that is told must be one, and of the same things.
  if (!isEach && !/^(?:an?|N|each|every|my) \p{L}+ (?:is|takes?|lasts?|has) (?:exactly )?L/u.test(shape)) return null
  if (!isEach && !/how (?:much|long|many hours) (?:is|are|do|would) N/u.test(shape)) return null
  if (
    isEach &&
    !(
      /(?<!\p{L})(?:total|altogether|how (?:long|many hours|much time)|in all)(?!\p{L})/u.test(shape) &&
      /each|of L|per shift/u.test(shape)
    )
  )
    return null
  return lengthAnswer(`${count} * ${length.seconds}`, formOf(count * length.seconds), `${count} × ${length.text}`)
}

/** Work of more than a day is told in hours. */
const formOf = (seconds: number): 'hours' | 'decimal' => (seconds > 86_400 && seconds % 36 === 0 ? 'decimal' : 'hours')

const NIGHTS =
  /^(?:shifts? )?(?:from )?T (?:to|until|till|-) T(?: (?:with|minus|less))?(?: L (?:unpaid )?(?:break|lunch))?(?: each)? (?:S|N(?: shifts)?)(?: (?:total|hours|altogether|in|each|per shift))*$/u
/** `shift is T to T with L break, five nights, total hours`. */
function sameShifts(moments: Moments, bare: string): Answer | null {
  const { times, lengths, numbers, spans, shape } = moments
  const [a, b] = times
  if (!NIGHTS.test(bare) || a === undefined || b === undefined || times.length !== 2 || lengths.length > 1) return null
  if (!/(?<!\p{L})(?:total|how many hours|how long|altogether)(?!\p{L})/u.test(shape)) return null
  const count = numbers.length > 0 ? Number(numbers[0]) : (spans[0]?.days ?? 0) + (spans[0]?.businessDays ?? 0)
  const span = between(a, b, /(?<!\p{L})night/u.test(shape) || spans[0]?.isNights === true)
  const off = lengths[0]?.seconds ?? 0
  if (span === null || span.seconds <= off || !Number.isInteger(count) || count < 2 || count > 31) return null
  if (
    numbers.length + spans.length !== 1 ||
    (spans[0] !== undefined && spans[0].weeks + spans[0].months + spans[0].years > 0)
  )
    return null
  return lengthAnswer(
    `${count} * (${b.seconds}${span.isOver ? ' + 86400' : ''} - ${a.seconds}${off > 0 ? ` - ${off}` : ''})`,
    formOf(count * (span.seconds - off)),
    `${count} × ${writeTime(a.seconds)} to ${writeTime(b.seconds)}${off > 0 ? `, less ${lengths[0]?.text} each` : ''}`,
  )
}

const PER_DAY =
  /^L (?:per |in )?(?:week )?(?:over |in )?(?:S|W (?:-|to|until|till) W)(?: equal)?(?: (?:per|each|in))?(?: (?:S|hours|and|minutes))*$/u
/** `I work 38.5 h over 5 days, equal days. How long is one day in h and min?` */
function perDay(moments: Moments, bare: string): Answer | null {
  const { lengths, spans, weekdays, shape } = moments
  const [length] = lengths
  if (
    !PER_DAY.test(bare.replace(/(?: in)? (?:h|hh|hrs|hours) (?:and )?(?:m|mm|min|mins|minutes)$/u, '')) ||
    length === undefined ||
    lengths.length !== 1
  )
    return null
  if (
    !/(?:how long(?:'s| is| are)?|how (?:many hours|much)|what)(?: \p{L}+| S)* (?:S|day|daily)(?!\p{L})|per day|a day|each day/u.test(
      shape,
    )
  )
    return null
  const isWeek = weekdays.length === 2 && /^mon/.test(weekdays[0] ?? '') && /^fri/.test(weekdays[1] ?? '')
  const counts = spans.map(({ days, businessDays }) => days + businessDays).filter(days => days !== 1)
  const count = isWeek ? 5 : (counts[0] ?? 0)
  if (spans.some(({ weeks, months, years }) => weeks + months + years > 0) || counts.length + (isWeek ? 1 : 0) !== 1)
    return null
  if (count < 2 || count > 7 || length.seconds % count !== 0 || length.seconds / count > 86_400) return null
  return lengthAnswer(`${length.seconds} / ${count}`, 'hours', `${length.text} over ${count} days`)
}

const OFFSET =
  /^(?:convert )?T (?:utc|gmt) ?(?<sign>[+-]) ?(?:(?<hours>N)|T)(?: (?:to|into|in|as|=|what|is|time))* (?:utc|gmt)$/u
/** `18:05 UTC+5:30 in UTC`. */
function offset({ times, numbers, shape }: Moments): Answer | null {
  const found = OFFSET.exec(shape)
  const [time, zone] = times
  if (found === null || time === undefined) return null
  const away = found.groups?.hours === undefined ? zone?.seconds : Number(numbers[0]) * 3600
  if (away === undefined || times.length + numbers.length !== 2 || !Number.isInteger(away) || away > 14 * 3600)
    return null
  const isAhead = found.groups?.sign === '+'
  const how = `${writeTime(time.seconds)} at UTC${found.groups?.sign}${writeTime(away)}`
  return moved(time.seconds, away, isAhead, how)
}

const DATED =
  /^(?:from )?D T (?:to|until|till|-|and) D T(?: (?:in|total))?(?: hours| minutes)(?: (?:and )?minutes)?$|^(?:hours|minutes) (?:from|between) D T (?:to|until|till|and|-) D T$/u
/** `from 14 June 2026 10:00 to 16 June 2026 18:30 how many hours`. */
function betweenDates({ days, times, shape }: Moments, bare: string): Answer | null {
  const [first, last] = days
  const [a, b] = times
  if (!DATED.test(bare) || first === undefined || last === undefined || a === undefined || b === undefined) return null
  if (days.length !== 2 || times.length !== 2 || first.year === null || (last.year !== null && last.year < first.year))
    return null
  const from = Temporal.PlainDate.from(`${String(first.year).padStart(4, '0')}-${first.monthDay}`)
  const to = Temporal.PlainDate.from(`${String(last.year ?? first.year).padStart(4, '0')}-${last.monthDay}`)
  const count = from.until(to, { largestUnit: 'days' }).days
  const seconds = count * 86_400 + b.seconds - a.seconds
  if (seconds <= 0 || !/how (?:many|long|much)|hours|minutes/u.test(shape)) return null
  const answer = lengthAnswer(
    `${count} * 86400 + ${b.seconds} - ${a.seconds}`,
    formAsked(shape),
    `From ${from.toString()} ${writeTime(a.seconds)} to ${to.toString()} ${writeTime(b.seconds)}`,
  )
  return { ...answer, reading: 'Clocks that change in between are not counted.' }
}

export const clockStepRules: readonly PlannerRule[] = [
  defineRule({
    id: 'clock-step',
    reason:
      'Takes one step of the clock or the week from what is told: a time and a length, a weekday and days, shifts of one length, an offset from UTC.',
    order: 56.7,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'It is now 23:20. What time will it be in 95 minutes?',
        'Today is Wednesday. What day will it be in 45 days?',
        'what day comes 10 days after a saturday',
        'the train was due 16:48 and is 35 minutes late, when does it come',
        "it's 21:40 now, alarm 6:15, how long can I sleep",
        'halfway between 9:00 and 11:30',
        'difference between 2:47:10 and 3:05:55',
        '8:15 hours minus 7:42',
        '3 shifts of 7h 45min each, total?',
        'One shift is 7 h 42 min. How much are five?',
        'My shift is 22:00 to 6:00 with 30 min break, five nights, total hours?',
        "I work 38.5 h over 5 days, equal days. How long's one day in h and min?",
        'Convert 18:05 UTC+5:30 into UTC',
        'from 14 june 2026 10:00 to 16 june 2026 18:30 how many hours',
      ],
      no: [
        'It is now 23:20. What will you do in 95 minutes?',
        'Today is Wednesday. What day suits you in 45 days?',
        'the train was due 16:48 and is 35 minutes late, when does my connection leave?',
        "it's 21:40 now, alarm 6:15, is that enough sleep?",
        'halfway between 9:00 and 5:00',
        '3 shifts of 7h 45min each, is that legal?',
        'I was due at 16:48 and am 35 minutes late, when do I apologise?',
        'I work 38.5 h over 5 days, how long is my commute a day?',
        'from 14 june 2026 10:00 to 16 june 2026 18:30 how many people',
        'between 9:00 and 11:30 halfway up the mountain',
      ],
    },
    read: told(moments => {
      if (moments === null || moments.times.length + moments.lengths.length + moments.weekdays.length === 0) return null
      // `If today is Monday` tells what day it is.
      const shape = moments.shape.replace(/^if (?=(?:D|it|it's) )/u, '')
      if (/(?<!\p{L})(?:unless|except|not|no|without|average|if)(?!\p{L})/u.test(shape)) return null
      const bare = skeletonOf(shape, KEEP)
      return (
        fromTold(moments, bare) ??
        weekdayStep(moments, bare) ??
        delayed(moments, bare) ??
        slept(moments, bare) ??
        middle(moments, bare) ??
        gap(moments, bare) ??
        shifts(moments, bare) ??
        sameShifts(moments, bare) ??
        perDay(moments, bare) ??
        offset(moments) ??
        betweenDates(moments, bare)
      )
    }),
  }),
]
