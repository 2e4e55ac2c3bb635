/**
 * Moments of a day and a time together: so many hours after one, how long it is from one to another; the time asked before it is told;
 * times as they are said (`half past nine minus 50 minutes`); how late something came. Clocks that change in between are not counted.
 */
import type { PlannedTask, PlannerInput, PlannerRule } from '#contracts/planner-port'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { clockAnswer } from './clock-rules.ts'
import { formAsked, lengthAnswer, writeTime } from './clock-spans.ts'
import { type Moments, nameDay, settle } from './moments.ts'
import { readLength } from './read-length.ts'
import { HINT, told } from './read-told.ts'
import { kept, skeletonOf } from './skeleton.ts'
import { clockParts } from './time-tasks.ts'

const KEEP = kept(
  'after before from plus minus + - add added subtract to until till and between difference later earlier hours minutes in less past same next following last',
)
const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const DAY = 86_400

const PLACE = '(?:D T|T D|W T|T W)'
const is = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'u')
const AHEAD = is(
  `L(?: and L)? (?:after|from|past|later than) ${PLACE}|add L to ${PLACE}|${PLACE} (?:[+]|plus|add) L(?: (?:and|[+]|plus) L)?|(?:from )?${PLACE} (?:(?:in|after) )?L (?:later|after|on)|(?:from )?${PLACE} (?:in|after) L`,
)
const BACK = is(
  `L (?:before|earlier than) ${PLACE}|subtract L from ${PLACE}|${PLACE} (?:-|minus|less) L|${PLACE} L (?:earlier|before)`,
)

/** Small words that stand between a day and its time. */
const bareOf = ({ shape }: Moments): string =>
  skeletonOf(shape, KEEP)
    .split(' ')
    .filter(word => word !== 'at' && word !== 'on')
    .join(' ')

const onlyOf = ({ numbers, months, years, spans, colons, ordinals, instants }: Moments): boolean =>
  [numbers, months, years, spans, colons, ordinals, instants].every(list => list.length === 0)

const weekdayOf = (name: string | undefined): number =>
  WEEK.findIndex(day => day.toLowerCase().startsWith((name ?? '-').slice(0, 3).toLowerCase()))

/** `36 hours after 5 March 20:00`, `Monday 10:00 plus 36 hours`. */
function stepped(moments: Moments, bare: string, isAsked: boolean, input: PlannerInput): Answer | null {
  const { days, times, lengths, weekdays } = moments
  const isAhead = AHEAD.test(bare)
  const [time] = times
  if ((!isAhead && !BACK.test(bare)) || time === undefined || time.isEnd || days.length + weekdays.length !== 1)
    return null
  if (!onlyOf(moments) || times.length !== 1 || lengths.length > 2) return null
  const [day] = days
  if (!isAsked && !/^(?:L|D|W|T|add|subtract)(?= )/u.test(moments.shape)) return null
  const length = lengths.reduce((sum, { seconds }) => sum + seconds, 0)
  if (length > DAY * 400) return null
  const total = time.seconds + (isAhead ? length : -length)
  const shift = Math.floor(total / DAY)
  const text = lengths.map(each => each.text).join(' and ')
  const how = `${text} ${isAhead ? 'after' : 'before'} `
  const expression = `(${time.seconds} ${isAhead ? '+' : '-'} ${length}) mod ${DAY}`
  const clock = clockTasks(expression, total % 60 === 0)
  if (day === undefined) {
    const start = weekdayOf(weekdays[0])
    if (start < 0) return null
    // A Monday of the calendar, and the day of the week counted on from it.
    const from = Temporal.PlainDate.from('2024-01-01').add({ days: start }).toString()
    return put(from, shift, clock, `${how}${WEEK[start]} ${writeTime(time.seconds)}`, '{{weekday}}')
  }
  const from = settle(day, 'this year', input)
  if (from === null) return null
  const answer = put(
    from,
    shift,
    clock,
    `${how}${nameDay(from, day)} ${writeTime(time.seconds)}`,
    '{{date}} ({{weekday}}),',
  )
  return { ...answer, reading: 'Clocks that change in between are not counted.' }
}

/** The time of day that an expression in seconds comes to, and how it is written. */
const clockTasks = (expression: string, isWhole: boolean): { tasks: readonly PlannedTask[]; template: string } => ({
  tasks: clockParts(expression),
  template: isWhole ? '{{/parts/0}}:{{/parts/1}}' : '{{/parts/0}}:{{/parts/1}}:{{/parts/2}}',
})

function put(from: string, days: number, clock: ReturnType<typeof clockTasks>, how: string, day: string): Answer {
  const date = task('date', 'Count the days', 'date.add', { date: from, days })
  const weekday = task(
    'weekday',
    'Find its day of the week',
    'date.weekday',
    { date: { $from: 'date', pointer: '/date' } },
    ['date'],
  )
  const merged = {
    date: { $from: 'date', pointer: '/date' },
    weekday: { $from: 'weekday', pointer: '/weekday' },
    parts: { $from: 'parts', pointer: '/parts' },
  }
  const both = task('both', 'Put them together', 'agg.merge', { objects: [merged] }, ['date', 'weekday', 'parts'])
  const values = {
    parts: at('/parts'),
    weekday: at('/weekday'),
    ...(day.includes('date') ? { date: at('/date') } : {}),
  }
  return {
    tasks: [date, weekday, ...clock.tasks, both],
    answer: 'both',
    reply: withHow(`${day} ${clock.template}`, values, how),
  }
}

const APART = is(
  `(?:(?:from|between|difference|hours|minutes|in) )*${PLACE} (?:to|until|till|and|-) ${PLACE}(?: (?:in|hours|minutes|and))*`,
)
const ASKS_LENGTH = /how (?:long|many (?:hours|minutes)|much time)|hours|minutes|difference|duration/u

/** `from 3 June 10:00 to 7 June 16:00, how many hours`, `8pm Friday to 6am Monday`. */
function apart(moments: Moments, bare: string, isAsked: boolean, input: PlannerInput): Answer | null {
  const { days, times, weekdays, lengths, shape } = moments
  const [a, b] = times
  if (!APART.test(bare) || a === undefined || b === undefined || times.length !== 2 || lengths.length > 0) return null
  if (
    !onlyOf(moments) ||
    !ASKS_LENGTH.test(shape) ||
    !(isAsked || /how|hours|minutes/u.test(shape)) ||
    a.isEnd ||
    b.isEnd
  )
    return null
  // Of what goes on by day only, not all hours count.
  if (
    /how many (?!hours|minutes)|(?<!\p{L})(?:work\p{L}*|shifts?|open\p{L}*|school|office|class|classes|lessons?|courses?|shop|flights?|fly|flies|plane|lands?|hours? (?:of|do|did))(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  const asked = formAsked(shape)
  const form = asked === 'hours' ? 'decimal' : asked
  if (weekdays.length === 2 && days.length === 0) {
    const [from, to] = weekdays.map(weekdayOf) as [number, number]
    const count = (to - from + 7) % 7
    if (from < 0 || to < 0 || (count === 0 && b.seconds <= a.seconds)) return null
    // By twelve hours both, or neither.
    if (a.isTwelve !== b.isTwelve) return null
    return lengthAnswer(
      `${count} * ${DAY} + ${b.seconds} - ${a.seconds}`,
      form,
      `From ${WEEK[from]} ${writeTime(a.seconds)} to the next ${WEEK[to]} ${writeTime(b.seconds)}`,
    )
  }
  const [first, last] = days
  if (first === undefined || last === undefined || days.length !== 2 || weekdays.length > 0) return null
  const from = settle(
    first,
    'this year',
    input,
    first.year === null && last.year !== null ? `${last.year}-01-01` : undefined,
  )
  const to = from === null ? null : settle(last, 'this year', input, last.year === null ? from : undefined)
  if (from === null || to === null || to < from) return null
  const count = Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days
  if (count > 3660 || count * DAY + b.seconds - a.seconds <= 0) return null
  const answer = lengthAnswer(
    `${count} * ${DAY} + ${b.seconds} - ${a.seconds}`,
    form,
    `From ${nameDay(from, first)} ${writeTime(a.seconds)} to ${nameDay(to, last)} ${writeTime(b.seconds)}`,
  )
  return { ...answer, reading: 'Clocks that change in between are not counted.' }
}

const INSTANTS =
  /^(?:(?:how (?:long|many (?:hours|minutes|seconds))|time|difference|duration|difference in (?:hours|minutes|seconds)|is it|the|what is|what's) )*(?:from|between) I (?:to|until|and) I(?: in (?:hours|minutes|seconds))?$/u
/** `difference between 2023-12-31T23:30:00Z and 2024-01-01T01:15:30Z`. */
function instants({ instants: found, shape }: Moments): Answer | null {
  const [a, b] = found.map(text => text.replace(/^(\S{10}) /, '$1T').replace(/ ?(?:UTC|GMT)$/i, 'Z'))
  if (a === undefined || b === undefined || found.length !== 2 || !INSTANTS.test(shape)) return null
  const zoned = [a, b].map(text => /(?:Z|[+-]\d\d:?\d\d)$/i.test(text))
  if (zoned[0] !== zoned[1] || /\.\d/.test(`${a}${b}`)) return null
  const [from, to] = [a, b].map(text => peek('date.to_unix', { datetime: zoned[0] ? text : `${text}Z` })?.seconds)
  if (typeof from !== 'number' || typeof to !== 'number' || to <= from) return null
  const asked = formAsked(shape)
  return lengthAnswer(`${to} - ${from}`, asked === 'hours' ? 'decimal' : asked, `From ${a} to ${b}`)
}

const LATER_FIRST =
  /^(?:(?:what time|when|what's the time|what is the time) (?:(?:will|would|is|it|be|that) )*)?(?:(?:in|after) L|L (?:from now|later)) (?:what time (?:(?:will|would|is|it|be) )*)?(?:if|when) (?:it's|it is|the time is|now is|its|now it's)(?: now| currently| right now)? T(?: now| right now| at the moment)?$/u
const EARLIER_FIRST =
  /^(?:what time|what) (?:was|is) (?:it )?(?:the time )?L (?:ago|earlier|before) (?:if|when) (?:it's|it is|the time is|now is|its|now it's)(?: now| currently| right now)? T(?: now| right now| at the moment)?$/u
/** `what time will it be in 200 minutes if it's 14:15 now`. */
function askedFirst({ times, lengths, shape }: Moments): Answer | null {
  const isAhead = LATER_FIRST.test(shape)
  const [time] = times
  const [length] = lengths
  if ((!isAhead && !EARLIER_FIRST.test(shape)) || time === undefined || length === undefined) return null
  if (times.length !== 1 || lengths.length !== 1 || time.isEnd || length.seconds > DAY * 30) return null
  if (isAhead && !/what time|when|what's the time|what is the time/u.test(shape)) return null
  return clockAnswer(
    `${time.seconds} ${isAhead ? '+' : '-'} ${length.seconds} + ${DAY * 31}`,
    time.seconds + (isAhead ? length.seconds : -length.seconds),
    [],
    `${length.text} ${isAhead ? 'after' : 'before'} ${writeTime(time.seconds)}`,
  )
}

const SAID = '(?:an? )?(?<part>half|quarter|\\d{1,2})(?: minutes?)? (?<side>past|to) (?<hour>\\d{1,2})'
const SPAN =
  '(?<span>\\d[\\d.]* ?(?:hours?|hrs?|h|minutes?|mins?)(?:(?: and)? \\d{1,2} ?(?:minutes?|mins?))?|an hour(?: and a half)?|half an hour)'
const LEAD =
  "(?:what time is (?:it )?|how late is (?:it )?|what(?:'s| is) (?:the time )?|when is |what time will it be )?(?:it )?(?:at )?"
const SPOKEN: readonly RegExp[] = [
  new RegExp(`^${LEAD}${SAID},? (?<way>plus|minus|and|less) ${SPAN}$`, 'iu'),
  new RegExp(`^${LEAD}${SPAN} (?<way>after|before|past) ${SAID}$`, 'iu'),
]
/** `half past nine minus 50 minutes`: by twelve hours, as it is said. */
function spoken({ worded, data, quotes, isAsked, mark }: Clause): Answer | null {
  if (data !== null || quotes.length > 0 || !/ (?:past|to) \d/i.test(worded) || worded.length > 90) return null
  if (!isAsked && mark !== '' && mark !== '?') return null
  const groups = SPOKEN.map(pattern => pattern.exec(worded.trim())?.groups).find(found => found !== undefined)
  if (groups === undefined) return null
  const [hour, part] = [
    Number(groups.hour),
    { half: 30, quarter: 15 }[groups.part?.toLowerCase() ?? ''] ?? Number(groups.part),
  ]
  const length = readLength(groups.span ?? '')
  if (hour < 1 || hour > 12 || part > 59 || part < 1 || length === null || length.seconds > 43_200) return null
  if (/^half$/i.test(groups.part ?? '') && groups.side === 'to') return null
  const start = hour * 60 + (groups.side?.toLowerCase() === 'to' ? -part : part)
  const isBack = /minus|less|before/i.test(groups.way ?? '')
  if (length.seconds % 60 !== 0 || (groups.way?.toLowerCase() === 'and' && !isAsked)) return null
  const shift = length.seconds / 60
  const whole = (((start + (isBack ? -shift : shift)) % 720) + 720) % 720
  const minutes = task('minutes', 'Work out the minutes', 'math.evaluate', {
    expression: `(${start} ${isBack ? '-' : '+'} ${shift}) mod 60`,
  })
  const hours = task('hours', 'Work out the hour', 'math.evaluate', {
    expression: `(floor((${start} ${isBack ? '-' : '+'} ${shift} + 720) / 60) + 11) mod 12 + 1`,
  })
  const merged = { hours: { $from: 'hours', pointer: '/exact' }, minutes: { $from: 'minutes', pointer: '/exact' } }
  const both = task('both', 'Put both together', 'agg.merge', { objects: [merged] }, ['hours', 'minutes'])
  const zero = whole % 60 < 10 ? '0' : ''
  return {
    tasks: [hours, minutes, both],
    answer: 'both',
    reply: withHow(
      '{{hours}}:{{zero}}{{minutes}}',
      { hours: at('/hours'), minutes: at('/minutes'), zero: literal(zero) },
      `${groups.span} ${isBack ? 'before' : 'after'} ${groups.part} ${groups.side} ${groups.hour}`,
    ),
  }
}

const LATE =
  /^(?:(?:my|the|our|a|his|her) )?(?:\p{L}+ ){0,2}(?:was |is )?(?:(?:supposed|meant|scheduled|planned|due|timetabled|expected) )(?:to (?:be|come|arrive|leave|depart|start|be here|be there) )?(?:at |for )?T (?:and |but )?(?:it )?(?:actually |only |really )?(?:came|arrived|left|departed|started|landed|showed up|turned up|was here|got in|began)(?: in)?(?: at)? T (?:what was the delay|what's the delay|how late was (?:it|he|she)|how late did it (?:come|arrive|leave|start)|how (?:big|long) was the delay|delay|how many minutes late(?: was it)?|how much (?:late|delay)(?: was it)?)$/u
/** `the train due at 10:35 came at 11:20, how late was it`. */
function lateness({ times, shape }: Moments): Answer | null {
  const [a, b] = times
  if (!LATE.test(shape) || a === undefined || b === undefined || times.length !== 2) return null
  if (b.seconds <= a.seconds || a.isTwelve !== b.isTwelve || b.isEnd) return null
  return lengthAnswer(
    `${b.seconds} - ${a.seconds}`,
    formAsked(shape),
    `From ${writeTime(a.seconds)} to ${writeTime(b.seconds)}`,
  )
}

export const instantStepRules: readonly PlannerRule[] = [
  defineRule({
    id: 'instant-step',
    reason:
      'Counts hours on from a day and a time, tells how long it is from one to another, and reckons with times as they are said.',
    order: 57,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'what is 36 hours after 5 march 2026 20:00',
        'add 36 hours to 30 nov 2026 20:00',
        "What's 36 hours before Monday 10:00?",
        'rent a car from 3 june 10:00 to 7 june 16:00 how many hours',
        'How long is it from 8pm Friday to 6am Monday?',
        'Difference between 2023-12-31T23:30:00Z and 2024-01-01T01:15:30Z',
        "what time will it be in 200 minutes if it's 14:15 now",
        'How late is half past nine minus 50 minutes',
        'my train was supposed to be at 8:17 and came at 9:04, what was the delay',
      ],
      no: [
        'I was ill for 36 hours after 5 march 2026 20:00',
        'Who won 36 hours after 5 march 2026 20:00?',
        'from 3 june 10:00 to 7 june 16:00 how many hours did it rain',
        'Friday 8pm to Saturday 6am in New York, how long in Berlin time?',
        "what time will dinner be in 200 minutes if it's 14:15 now and we cook",
        'Meet me at half past nine minus the usual delay',
        'my train was supposed to be at 8:17 and came at 9:04, can I claim the delay?',
        'add 36 hours to 30 nov 2026 20:00 unless it is a Sunday',
      ],
    },
    read: told((moments, clause, input) => {
      const said = spoken(clause)
      if (said !== null || moments === null) return said
      if (moments.instants.length === 2) return instants(moments)
      if (moments.times.length === 0) return null
      const bare = bareOf(moments)
      return (
        stepped(moments, bare, clause.isAsked, input) ??
        apart(moments, bare, clause.isAsked, input) ??
        askedFirst(moments) ??
        lateness(moments)
      )
    }),
  }),
]
