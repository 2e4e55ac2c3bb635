/** More of the calendar: ages, leap years, nth weekdays, ends of months, quarters, clock times and time zones, Unix times. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { MONTHS } from '../../find/months.ts'
import { decided } from '../decided.ts'
import type { Clause } from '../message/read-message.ts'
import { stripCourtesy } from '../message/strip-courtesy.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, single, task, withHow } from '../rule.ts'
import { readDay, showDay, todayOf, WEEKDAYS } from './read-date.ts'

const MONTH =
  '(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const WEEKDAY = `(?<weekday>${WEEKDAYS.join('|')})`
const ORDINAL = '(?<nth>first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)'
const CLOCK = '\\d{1,2}(?::\\d{2})?(?: ?[ap]\\.?m\\.?)?'
const form = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'iu')

const AGE: readonly RegExp[] = [
  form(
    "(?:if )?(?:i(?:'m| am| was)?|he(?:'s| is| was)?|she(?:'s| is| was)?|they were|somebody|someone|a person)? ?(?:was )?born (?:on |in )?(?<a>.+?),? (?:so |then )?how old (?:am i|is he|is she|are they|are you|would (?:i|he|she|they) be)(?: (?:now|today|right now))?",
  ),
  form(
    'how old (?:am i|is (?:he|she|someone|somebody|a person)|are they|would (?:i|someone|somebody) be)(?: (?:now|today))? (?:if|when|,)? ?(?:i was|he was|she was|they were|who was|if)? ?born (?:on |in )?(?<a>.+)',
  ),
  form('age (?:of (?:someone|somebody|a person) )?(?:born|with (?:the )?birthday) (?:on |in )?(?<a>.+)'),
]
const LEAP: readonly RegExp[] = [form('(?:is|was|will) (?:the year )?(?<year>\\d{4})(?: be)? a leap ?year')]
const NTH = form(
  `(?:when (?:is|was)|what(?:'s| is| was)?(?: the)? date (?:is|of|was)|date of|on what date is)?(?: ?the)? ?${ORDINAL} ${WEEKDAY} (?:of|in) ${MONTH}(?:,? (?:of )?(?<year>\\d{4}))?`,
)
const MONTH_END: readonly RegExp[] = [
  form(
    "(?:(?:what|when)(?:'s| is)? (?:the )?)?(?:date of )?(?:the )?(?<which>first|last) day of (?:(?<rel>this|next|last|the current) (?<unit>month|year|quarter)|(?:the )?(?<unit2>month|year))",
  ),
  form(
    `(?:(?:what|when)(?:'s| is)? (?:the )?)?(?:the )?(?<which>first|last) day (?:of|in) ${MONTH}(?:,? (?<year>\\d{4}))?`,
  ),
]
const QUARTER: readonly RegExp[] = [
  form(
    `(?:what|which) quarter (?:of the year )?(?:is|does|was) ${MONTH}(?: (?:in|part of|belong to|fall in|fall into))?`,
  ),
  form(`(?:in )?(?:what|which) quarter (?:is|does|was) (?<a>.+?)(?: (?:in|part of|fall in))?`),
]
const WEEKEND = form(
  '(?:is|was|does|will) (?<a>.+?) (?:be |fall on |on )?(?:a |the )?(?<what>weekend|weekday|work(?:ing)? ?day|business day)',
)
const NEXT = form(
  `(?:(?:what(?:'s| is)?|when(?:'s| is)?) )?(?:the )?(?:date (?:of|for) )?(?<way>next|this|coming|this coming|last) ${WEEKDAY}(?:'s date|,? (?:what|which) date is (?:it|that))?`,
)
const COUNT_DAYS = form(
  `how many ${WEEKDAY}s (?:are (?:there )?|were there |does |has )?(?:in )?${MONTH}(?: (?:of )?(?<year>\\d{4}))?(?: have)?`,
)
const YEARS = form(
  '(?:what |which )?year (?:is|was|will be|is it|was it)? ?(?<n>\\d{1,4}) years (?<way>before|after|from) (?<year>\\d{4})',
)
const SHIFT = form(
  '(?:(?:expiry|due|end|expiration|delivery|return|renewal|maturity|deadline|start|target|review)(?: date)?|date)[:,]? (?:is )?(?:in )?(?<n>\\d{1,5}|an?|one) (?<unit>days?|weeks?|months?|years?)(?: (?<way>from|after|before) (?<a>.+))?',
)
const SPAN: readonly RegExp[] = [
  form(
    `(?:how (?:long|many (?<unit>hours|minutes)) (?:is (?:it |there )?|are there |between )?)?(?:from|between) (?<a>${CLOCK}) (?:to|until|till|and) (?<b>${CLOCK})(?:,? (?:how long is (?:that|it)|how (?:long|many (?<unit2>hours|minutes))(?: is (?:that|it))?))?`,
  ),
  form(`(?:difference|time) between (?<a>${CLOCK}) and (?<b>${CLOCK})`),
]
const CLOCK_SHIFT: readonly RegExp[] = [
  form(
    `(?:what time is (?:it )?)?(?<a>${CLOCK}) (?<way>plus|minus|\\+|-) (?<n>\\d{1,4}) ?(?<unit>minutes?|mins?|min|hours?|hrs?|h)`,
  ),
  form(
    `(?:what time is (?:it )?)?(?<n>\\d{1,4}) ?(?<unit>minutes?|mins?|min|hours?|hrs?|h) (?<way>after|before|from) (?<a>${CLOCK})`,
  ),
]
const ZONES: readonly RegExp[] = [
  form(
    `(?:(?:when|if) it(?:'s| is) |convert )?(?<t>${CLOCK}) (?:in |time in )?(?<from>[\\p{L} ./_-]{2,30}?)(?: time)?,? (?:(?:is|what(?:'s| is)?)(?: the)? (?:that |what )?time(?: is (?:that|it))?|what(?:'s| is) that|is what time|to|into|as)(?: in)? (?<to>[\\p{L} ./_-]{2,30}?)(?: time)?`,
  ),
]
const UNIX: readonly RegExp[] = [
  form(
    '(?:convert )?(?:the )?(?:unix|epoch)(?: ?time(?:stamp)?| seconds)? (?<n>\\d{9,13})(?: (?:to|as|in|into)(?: an?| the)? (?:date|human(?: readable)?(?: date)?|utc|time))?',
  ),
  form('(?:what )?(?:date|time) (?:is|of) (?:the )?(?:unix|epoch)(?: ?time(?:stamp)?)? (?<n>\\d{9,13})'),
]

/** Places that have one time zone, by the names people use. */
const PLACES: Readonly<Record<string, string>> = {
  berlin: 'Europe/Berlin', paris: 'Europe/Paris', london: 'Europe/London', madrid: 'Europe/Madrid', rome: 'Europe/Rome', vienna: 'Europe/Vienna', zurich: 'Europe/Zurich', amsterdam: 'Europe/Amsterdam', brussels: 'Europe/Brussels', lisbon: 'Europe/Lisbon', dublin: 'Europe/Dublin', warsaw: 'Europe/Warsaw', prague: 'Europe/Prague', athens: 'Europe/Athens', helsinki: 'Europe/Helsinki', oslo: 'Europe/Oslo', stockholm: 'Europe/Stockholm', copenhagen: 'Europe/Copenhagen', istanbul: 'Europe/Istanbul', moscow: 'Europe/Moscow', kyiv: 'Europe/Kyiv',
  'new york': 'America/New_York', boston: 'America/New_York', miami: 'America/New_York', toronto: 'America/Toronto', chicago: 'America/Chicago', denver: 'America/Denver', 'los angeles': 'America/Los_Angeles', 'san francisco': 'America/Los_Angeles', seattle: 'America/Los_Angeles', vancouver: 'America/Vancouver', 'mexico city': 'America/Mexico_City', 'sao paulo': 'America/Sao_Paulo', 'buenos aires': 'America/Argentina/Buenos_Aires',
  tokyo: 'Asia/Tokyo', seoul: 'Asia/Seoul', beijing: 'Asia/Shanghai', shanghai: 'Asia/Shanghai', 'hong kong': 'Asia/Hong_Kong', singapore: 'Asia/Singapore', bangkok: 'Asia/Bangkok', jakarta: 'Asia/Jakarta', delhi: 'Asia/Kolkata', mumbai: 'Asia/Kolkata', dubai: 'Asia/Dubai', karachi: 'Asia/Karachi', sydney: 'Australia/Sydney', melbourne: 'Australia/Melbourne', perth: 'Australia/Perth', auckland: 'Pacific/Auckland', cairo: 'Africa/Cairo', nairobi: 'Africa/Nairobi', lagos: 'Africa/Lagos', johannesburg: 'Africa/Johannesburg', honolulu: 'Pacific/Honolulu',
  utc: 'UTC', gmt: 'UTC',
} // biome-ignore format: a list of places
const NTHS: Readonly<Record<string, number>> = {
  first: 1,
  '1st': 1,
  second: 2,
  '2nd': 2,
  third: 3,
  '3rd': 3,
  fourth: 4,
  '4th': 4,
  fifth: 5,
  '5th': 5,
  last: -1,
}

export const calendarRules: readonly PlannerRule[] = [
  defineRule({
    id: 'calendar',
    reason: 'Answers for ages, leap years, nth weekdays, firsts and lasts of months, quarters and weekends.',
    order: 43,
    hint: /born|leap|first|second|third|fourth|fifth|last|quarter|weekend|weekday|day|year|date|\d(?:st|nd|rd|th)/i,
    examples: {
      yes: [
        'I was born on 1985-06-30, how old am I?',
        'Is 2032 a leap year?',
        'When is the second Tuesday of May 2027?',
        'last day of this month',
        'What quarter is August in?',
        'Is 2026-08-15 a weekend?',
        "next Monday's date",
        'how many Fridays are in May 2026',
        'what year is 40 years after 1990',
        'due date: 3 weeks from 2026-01-10',
      ],
      no: [
        'I was born in Berlin, how old am I?',
        'Is this a leap year for science?',
        'last day of work',
        'When is the second season?',
        'Is Saturday a good weekend?',
        'the first Monday of my life',
        'What quarter of Berlin is nice?',
        'How many Mondays did you waste?',
        'date night in 2 weeks from nowhere',
      ],
    },
    read: (clause, input) => {
      for (const text of new Set([clause.worded, stripCourtesy(clause.worded).core])) {
        const answer =
          age(text, input) ??
          leap(text) ??
          nth(text, input) ??
          monthEnd(text, input) ??
          quarter(text, input) ??
          weekend(text, input) ??
          next(text, input) ??
          countDays(text, input) ??
          years(text) ??
          shifted(text, input)
        if (answer !== null) return answer
      }
      return null
    },
  }),
  defineRule({
    id: 'clock',
    reason: 'Adds to a time of day, measures from one to another, converts it into another zone, and reads Unix times.',
    order: 44,
    hint: /\d/,
    examples: {
      yes: [
        '9:15 plus 50 minutes',
        'from 8:30 to 12:15, how long is that?',
        'how many hours from 9:00 to 17:30',
        '18:00 in London, what time is that in Tokyo?',
        'unix time 1600000000 as a date',
        '45 minutes after 10:30',
      ],
      no: [
        'I work from 9 to 5',
        'What time is it in Tokyo?',
        'Meet me from 8:30 to 12:15',
        'The score was 9:15',
        'the time of my life plus 5 minutes',
        '10 minutes after midnight the phone rang',
      ],
    },
    read: (clause, input) => {
      for (const text of new Set([clause.text, stripCourtesy(clause.text).core])) {
        const answer = span(text, clause) ?? clockShift(text) ?? zoned(text, input) ?? unix(text)
        if (answer !== null) return answer
      }
      return null
    },
  }),
]

const groupsOf = (text: string, forms: readonly RegExp[]): Readonly<Record<string, string | undefined>> | undefined => {
  for (const one of forms) {
    const found = one.exec(text)
    if (found !== null) return found.groups ?? {}
  }
  return undefined
}
const monthOf = (name: string | undefined): number => Number(MONTHS.get((name ?? '').toLowerCase()) ?? Number.NaN)
const yearOf = (written: string | undefined, input: PlannerInput): number =>
  written === undefined ? todayOf(input).year : Number(written)
/** A date that was not given with its year is said to be of this one. */
const yearReading = (written: string | undefined, input: PlannerInput) =>
  written === undefined ? { reading: `The year is read as ${todayOf(input).year}.` } : {}

function age(text: string, input: PlannerInput): Answer | null {
  const named = groupsOf(text, AGE)?.a
  const day = named === undefined ? null : readDay(named.replace(/,$/, ''), input, 'last')
  const on = todayOf(input).toString()
  // A birthday without its year, or one to come, gives no age.
  if (day === null || day.iso > on || !/\d{4}/.test(named!)) return null
  const input_ = { born: day.iso, on }
  return single(
    task('age', 'Work out the age', 'date.age', input_),
    '{{years}} years',
    { years: at('/years') },
    `Born ${day.iso}, today is ${on}`,
  )
}

function leap(text: string): Answer | null {
  const year = groupsOf(text, LEAP)?.year
  if (year === undefined || year === '0000') return null
  const days = task('days', 'Count the days of the year', 'date.difference', {
    from: `${year}-01-01`,
    to: `${year}-12-31`,
    unit: 'days',
  })
  return decided({
    tasks: [days],
    when: { type: 'object', properties: { value: { const: 365 } }, required: ['value'] },
    yes: `Yes, ${year} is a leap year.`,
    no: `No, ${year} is not a leap year.`,
  })
}

function dated(only: ReturnType<typeof task>, how: string, more: Partial<Answer> = {}): Answer {
  const weekday = task(
    'weekday',
    'Find its day of the week',
    'date.weekday',
    { date: { $from: only.key, pointer: '/date' } },
    [only.key],
  )
  const merged = { date: { $from: only.key, pointer: '/date' }, weekday: { $from: 'weekday', pointer: '/weekday' } }
  const both = task('both', 'Put both together', 'agg.merge', { objects: [merged] }, [only.key, 'weekday'])
  return {
    tasks: [only, weekday, both],
    answer: 'both',
    reply: withHow('{{date}} ({{weekday}})', { date: at('/date'), weekday: at('/weekday') }, how),
    ...more,
  }
}

function nth(text: string, input: PlannerInput): Answer | null {
  const groups = groupsOf(text, [NTH])
  if (groups === undefined) return null
  const weekday = `${groups.weekday![0]!.toUpperCase()}${groups.weekday!.slice(1).toLowerCase()}`
  const wanted = {
    year: yearOf(groups.year, input),
    month: monthOf(groups.month),
    weekday,
    n: NTHS[groups.nth!.toLowerCase()]!,
  }
  if (peek('date.nth_weekday', wanted) === null) return null
  return dated(task('date', 'Find the day', 'date.nth_weekday', wanted), '', yearReading(groups.year, input))
}

function monthEnd(text: string, input: PlannerInput): Answer | null {
  const groups = groupsOf(text, MONTH_END)
  if (groups === undefined) return null
  const today = todayOf(input)
  const unit = (groups.unit ?? groups.unit2 ?? 'month').toLowerCase()
  const step = { next: 1, last: -1 }[(groups.rel ?? '').toLowerCase()] ?? 0
  const month = groups.month === undefined ? null : monthOf(groups.month)
  const base =
    month === null
      ? today.add(unit === 'year' ? { years: step } : { months: unit === 'quarter' ? step * 3 : step })
      : Temporal.PlainDate.from({ year: yearOf(groups.year, input), month, day: 1 })
  const period = task('period', `Find the ${unit}`, 'date.period', { date: base.toString(), unit })
  const pointer = groups.which!.toLowerCase() === 'first' ? '/from' : '/to'
  const date = task('date', 'Take the day', 'agg.pick', { from: { $from: 'period' }, pick: { date: pointer } }, [
    'period',
  ])
  const answer = dated(date, '', groups.month === undefined ? {} : yearReading(groups.year, input))
  return { ...answer, tasks: [period, ...answer.tasks] }
}

function quarter(text: string, input: PlannerInput): Answer | null {
  const groups = groupsOf(text, QUARTER)
  if (groups === undefined) return null
  const month = groups.month === undefined ? null : monthOf(groups.month)
  const day =
    month === null
      ? readDay(groups.a ?? '', input, 'this year')?.iso
      : `${todayOf(input).year}-${String(month).padStart(2, '0')}-01`
  if (day === undefined) return null
  return single(task('quarter', 'Find the quarter', 'date.weekday', { date: day }), 'Q{{quarter}}', {
    quarter: at('/quarter'),
  })
}

function weekend(text: string, input: PlannerInput): Answer | null {
  const groups = groupsOf(text, [WEEKEND])
  if (groups === undefined || /^(?:saturday|sunday|it|this|that)$/i.test(groups.a!)) return null
  const day = readDay(groups.a!, input, 'this year')
  if (day === null) return null
  const isWeekend = groups.what!.toLowerCase() === 'weekend'
  const [yes, no] = isWeekend
    ? ['Yes, it is on a weekend', 'No, it is not on a weekend']
    : ['Yes, it is a weekday', 'No, it is on a weekend']
  const found = task('weekday', 'Find its day of the week', 'date.weekday', { date: day.iso })
  const name = peek('date.weekday', { date: day.iso })?.weekday
  if (typeof name !== 'string') return null
  const when = {
    type: 'object',
    properties: { number: isWeekend ? { minimum: 6 } : { maximum: 5 } },
    required: ['number'],
  }
  return decided({
    tasks: [found],
    when,
    yes: `${yes}: ${showDay(day)} is a ${name}.`,
    no: `${no}: ${showDay(day)} is a ${name}.`,
  })
}

function next(text: string, input: PlannerInput): Answer | null {
  const groups = groupsOf(text, [NEXT])
  if (groups === undefined) return null
  const today = todayOf(input)
  const wanted = (WEEKDAYS as readonly string[]).indexOf(groups.weekday!.toLowerCase()) + 1
  const ahead = (wanted - today.dayOfWeek + 7) % 7 || 7
  const way = groups.way!.toLowerCase()
  const name = groups.weekday!
  if (way === 'last')
    return dated(task('date', 'Count back', 'date.add', { date: today.toString(), days: ahead - 7 }), '')
  const coming = task('date', 'Count on', 'date.add', { date: today.toString(), days: ahead })
  if (way !== 'next') return dated(coming, '')
  // `next Friday` on a Wednesday: the coming one, or the one of next week. Both are said.
  return dated(coming, '', {
    reading: `"Next ${name}" is read as the coming one; the one of the week after is ${today.add({ days: ahead + 7 })}.`,
  })
}

function countDays(text: string, input: PlannerInput): Answer | null {
  const groups = groupsOf(text, [COUNT_DAYS])
  if (groups === undefined) return null
  const start = Temporal.PlainDate.from({ year: yearOf(groups.year, input), month: monthOf(groups.month), day: 1 })
  const weekday = `${groups.weekday![0]!.toUpperCase()}${groups.weekday!.slice(1).toLowerCase()}`
  const recur = {
    start: start.toString(),
    unit: 'weeks',
    weekdays: [weekday],
    until: start.with({ day: start.daysInMonth }).toString(),
  }
  const seen = peek('date.recur', recur)?.dates
  if (!Array.isArray(seen)) return null
  const dates = task('dates', 'Find the days', 'date.recur', recur)
  const counted = task('count', 'Count them', 'list.count', { items: seen.map(() => weekday) })
  return {
    tasks: [dates, counted],
    answer: 'count',
    reply: withHow('{{count}}', { count: at('/counts/0/count') }, seen.join(', ')),
    ...yearReading(groups.year, input),
  }
}

function years(text: string): Answer | null {
  const groups = groupsOf(text, [YEARS])
  if (groups === undefined) return null
  const sign = groups.way!.toLowerCase() === 'before' ? '-' : '+'
  return single(
    task('year', 'Work out the year', 'math.evaluate', { expression: `${groups.year} ${sign} ${groups.n}` }),
    '{{value}}',
    { value: at('/exact') },
    `${groups.year} ${sign === '-' ? '−' : '+'} ${groups.n}`,
  )
}

function shifted(text: string, input: PlannerInput): Answer | null {
  const groups = groupsOf(text, [SHIFT])
  if (groups === undefined) return null
  const start = readDay(groups.a ?? 'today', input, 'this year')
  if (start === null) return null
  const n = /^\d/.test(groups.n!) ? Number(groups.n) : 1
  const unit = `${groups.unit!.toLowerCase().replace(/s$/, '')}s`
  const isBack = groups.way?.toLowerCase() === 'before'
  const moved = { date: start.iso, [unit]: isBack ? -n : n }
  if (peek('date.add', moved) === null) return null
  return dated(
    task('date', 'Move the date', 'date.add', moved),
    `${n} ${n === 1 ? unit.slice(0, -1) : unit} ${isBack ? 'before' : 'after'} ${showDay(start)}`,
  )
}

/** Minutes since midnight, or null for what is no time of day. */
function minutesOf(written: string): number | null {
  const found = /^(\d{1,2})(?::(\d{2}))?(?: ?([ap])\.?m\.?)?$/i.exec(written.trim())
  if (found === null || (found[2] === undefined && found[3] === undefined)) return null
  const half = found[3]?.toLowerCase()
  const hour = Number(found[1])
  const minute = Number(found[2] ?? 0)
  if (minute > 59 || (half === undefined ? hour > 24 : hour < 1 || hour > 12)) return null
  return ((half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0)) * 60 + minute) % 1_441
}

const clockText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

function span(text: string, clause: Clause): Answer | null {
  const groups = groupsOf(text, SPAN)
  if (groups === undefined || !(/how (?:long|many)|difference|time between/i.test(text) || clause.opener !== 'none'))
    return null
  const [a, b] = [minutesOf(groups.a!), minutesOf(groups.b!)]
  if (a === null || b === null || a === b) return null
  const isOver = b < a
  const seconds = task('seconds', 'Count the seconds', 'math.evaluate', {
    expression: `(${b + (isOver ? 1_440 : 0)} - ${a}) * 60`,
  })
  const said = task(
    'text',
    'Say how long it is',
    'date.format_duration',
    { seconds: { $from: 'seconds', pointer: '/value' } },
    ['seconds'],
  )
  return {
    tasks: [seconds, said],
    answer: 'text',
    reply: withHow('{{text}}', { text: at('/text') }, `From ${clockText(a)} to ${clockText(b)}`),
    ...(isOver ? { reading: 'The second time is read as that of the next day.' } : {}),
  }
}

function clockShift(text: string): Answer | null {
  const groups = groupsOf(text, CLOCK_SHIFT)
  const start = groups === undefined ? null : minutesOf(groups.a!)
  if (groups === undefined || start === null) return null
  const isBack = /^(?:minus|-|before)$/i.test(groups.way!)
  const minutes = Number(groups.n) * (/^h/i.test(groups.unit!) ? 60 : 1)
  const end = start + (isBack ? -minutes : minutes)
  const days = Math.floor(end / 1_440)
  const at1970 = (value: number) => `1970-01-${String(Math.floor(value / 1_440) + 10).padStart(2, '0')}`
  if (days < -5 || days > 15) return null
  // The clock is counted on a day that no clock change touches.
  const moved = task('moved', 'Count on the clock', 'date.from_unix', { value: (end + 9 * 1_440) * 60 })
  const clock = task(
    'clock',
    'Take the time',
    'text.truncate',
    { text: { $from: 'cut', pointer: '/text' }, length: 5 },
    ['cut'],
  )
  const cut = task(
    'cut',
    'Leave out the day',
    'text.replace',
    { text: { $from: 'moved', pointer: '/datetime' }, find: `${at1970(end)}T`, with: '' },
    ['moved'],
  )
  const note =
    days === 0
      ? ''
      : days === 1
        ? ' on the next day'
        : days === -1
          ? ' on the day before'
          : ` (${Math.abs(days)} days ${days > 0 ? 'later' : 'earlier'})`
  return {
    tasks: [moved, cut, clock],
    answer: 'clock',
    reply: withHow(
      '{{time}}{{note}}',
      { time: at('/text'), note: literal(note) },
      `${clockText(start)} ${isBack ? 'minus' : 'plus'} ${groups.n} ${/^h/i.test(groups.unit!) ? 'hours' : 'minutes'}`,
    ),
  }
}

function zoned(text: string, input: PlannerInput): Answer | null {
  const groups = groupsOf(text, ZONES)
  const minutes = groups === undefined ? null : minutesOf(groups.t!)
  if (groups === undefined || minutes === null) return null
  const [from, to] = [PLACES[groups.from!.toLowerCase().trim()], PLACES[groups.to!.toLowerCase().trim()]]
  if (from === undefined || to === undefined) return null
  const day = todayOf(input)
  const datetime = `${day}T${clockText(minutes % 1_440)}:00`
  const wanted = { datetime, from, to }
  const seen = peek('date.convert_zone', wanted)?.datetime
  if (typeof seen !== 'string') return null
  const title = (name: string) => name.trim().replace(/(?<!\p{L})\p{L}/gu, letter => letter.toUpperCase())
  return {
    tasks: [task('time', 'Convert the time', 'date.convert_zone', wanted)],
    answer: 'time',
    reply: withHow(
      '{{datetime}}',
      { datetime: at('/datetime') },
      `${clockText(minutes % 1_440)} in ${title(groups.from!)} is ${seen.slice(11, 16)} in ${title(groups.to!)}${seen.slice(0, 10) === day.toString() ? '' : ' of another day'}, on ${day}`,
    ),
    reading: `The offset between the places is that of ${day}.`,
  }
}

function unix(text: string): Answer | null {
  const n = groupsOf(text, UNIX)?.n
  if (n === undefined) return null
  // Thirteen digits are milliseconds.
  const isMs = n.length > 10
  const value = { value: isMs ? Number(n) / 1_000 : Number(n) }
  if (peek('date.from_unix', value) === null) return null
  return {
    ...single(task('date', 'Read the Unix time', 'date.from_unix', value), '{{datetime}}', {
      datetime: at('/datetime'),
    }),
    ...(isMs ? { reading: 'Thirteen digits are read as milliseconds.' } : {}),
  }
}
