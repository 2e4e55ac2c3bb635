/**
 * Days that come again: every second Wednesday from a day on, the next payday of two weeks, the last Friday of each month, Fridays that
 * are the thirteenth. They begin where the request says; no calendar of anybody is known.
 */
import type { JsonObject } from '#contracts/json-value'
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { listReply } from '../listed.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { stepped } from './date-answers.ts'
import { type Moments, settle } from './moments.ts'
import { todayOf } from './read-date.ts'
import { HINT, told } from './read-told.ts'
import { kept, skeletonOf, strictSkeletonOf } from './skeleton.ts'
import { collected } from './time-tasks.ts'
import { monthsBetween, named, type YearMonth, yearMonths } from './year-months.ts'

const NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const dayNamed = (written: string | undefined): (typeof NAMES)[number] | undefined =>
  NAMES.find(name => name.toLowerCase().slice(0, 3) === (written ?? '-').slice(0, 3).toLowerCase())
const NTH: Readonly<Record<string, number>> = { second: 2, other: 2, third: 3, fourth: 4, first: 1, last: -1 }
const KEEP = kept(
  'every each other second third fourth first last next following from since starting start starts started begins beginning until till to through up and all dates list month months in of for - how-many between after previous days week weeks biweekly fortnightly weekly it',
)
const EVERY =
  '(?:every|each) (?:(?:(?<nth>second|other|third|fourth|O) )?(?<what>[WV](?: (?:and )?[WV]){0,3}|week|day|month)|S)'
const START = '(?:(?:from|since|starting|starts?|started|begins?|beginning|first|on|and|the|with|N|it)(?= ) )*'
const SERIES: readonly RegExp[] = [
  new RegExp(
    `^(?:(?:list|all|dates|of) )*${EVERY} ${START}(?<last>last(?: N)? )?D(?: (?:next|following|first|list|all|dates|and|the|of))*(?: (?<count>N)(?: (?:dates|times|after|days|first))*)?$`,
    'u',
  ),
  new RegExp(
    `^(?:(?:list|all|dates|of) )*${EVERY} (?:${START})D(?: (?:list|all|dates|and))*(?: (?:until|till|to|through|up|and))+ (?<until>[DM])(?: (?:list|all|dates))*$`,
    'u',
  ),
  new RegExp(
    `^(?:(?:list|all|dates|of) )*${EVERY} (?:from |between )?(?<from>D) (?:(?:until|till|to|through|up|and|-) )+(?<until>D)(?: (?:list|all|dates))*$`,
    'u',
  ),
  new RegExp(`^(?:(?:next|following|first|list|dates|all) )*(?<count>N) (?:dates )?${EVERY} ${START}D$`, 'u'),
]
const MOST = 60
/** What comes may be any thing: `bins go out every second Wednesday`, `payday is the last Friday of each month`. */
const NOT_FIRST = '(?!(?:is|are|does|do|did|should|can|will|would|list|give|show|find|tell)(?!\\p{L}))'
const THING =
  "(?:(?!(?:who|what|how|how-many|which|when|where|why|if|between|from|every|each|first|second|third|fourth|last)(?!\\p{L}))[\\p{L}']+ )"
const SUBJECT = new RegExp(
  `^${NOT_FIRST}${THING}{1,6}(?=(?:every|each) )|^${NOT_FIRST}${THING}{1,6}(?=(?:first|second|third|fourth|last|O) W (?:of|in) (?:every|each|the) )`,
  'u',
)

/** `every second Wednesday from D until D`, `every 2 weeks, last one D, when is the next`. */
function series(moments: Moments, bare: string, input: PlannerInput): Answer | null {
  const groups = SERIES.map(form => form.exec(bare)?.groups).find(found => found !== undefined)
  if (groups === undefined) return null
  const { days, weekdays, spans, ordinals, numbers, months, shape } = moments
  const [first] = days
  if (first === undefined || spans.length > 1 || ordinals.length > 1) return null
  const named_ = /^[WV]/u.test(groups.what ?? '') ? weekdays.map(dayNamed) : []
  if (named_.some(name => name === undefined) || named_.length !== weekdays.length) return null
  const names = NAMES.filter(name => named_.includes(name))
  if (names.length !== named_.length || (names.length > 1 && groups.nth !== undefined)) return null
  const isLast = groups.last !== undefined || /(?:last|previous)(?: \p{L}+){0,3} D/u.test(shape)
  const start = settle(first, isLast ? 'last' : 'next', input)
  if (start === null) return null
  const span = spans[0]
  const nth = groups.nth === 'O' ? (ordinals[0] ?? 0) : groups.nth === undefined ? 1 : (NTH[groups.nth] ?? 0)
  const step: { unit: string; step: number } | null =
    span === undefined
      ? { unit: names.length > 0 ? 'weeks' : `${groups.what}s`, step: nth }
      : span.businessDays > 0
        ? null
        : span.months + span.years > 0
          ? span.days + span.weeks > 0
            ? null
            : { unit: 'months', step: span.months + 12 * span.years }
          : { unit: 'days', step: span.days + 7 * span.weeks }
  if (step === null || step.step < 1 || step.step > 400) return null
  const from = Temporal.PlainDate.from(start)
  const onDay = (date: Temporal.PlainDate): boolean =>
    names.length === 0 || names.some(name => name === NAMES[date.dayOfWeek - 1])
  const isOn = onDay(from)
  // The last one must have been on that day of the week.
  if (isLast && !isOn) return null
  const away = [0, 1, 2, 3, 4, 5, 6].find(days_ => onDay(from.add({ days: days_ }))) ?? 0
  const base = from.add({ days: away }).toString()
  const until =
    groups.until === 'M'
      ? (months[0]?.to ?? null)
      : groups.until === 'D'
        ? days[1] === undefined
          ? null
          : settle(days[1], 'next', input, base)
        : undefined
  if (until === null || (until !== undefined && until < base) || days.length !== (groups.until === 'D' ? 2 : 1))
    return null
  const counts = numbers.filter(number => number !== '1')
  const isNext = isLast || /(?<!\p{L})(?:next|following|after (?:that|this))(?!\p{L})/u.test(shape)
  // `the next one` is one; without a number or an end there is no list.
  const isOne = until === undefined && counts.length === 0
  if (
    isOne &&
    !(isNext && /(?:when|what date|which date|when's)(?: \p{L}+){0,4} next(?: \p{L}+)?(?: N)?$/u.test(shape))
  )
    return null
  const count = until === undefined ? (isOne ? 1 : Number(counts[0])) : undefined
  if (counts.length > 1 || (until !== undefined && counts.length > 0)) return null
  if (count !== undefined && !(Number.isInteger(count) && count >= 1 && count <= MOST)) return null
  // `Starting` on a day that is to come, that day is the first of the next.
  const isComing =
    start > todayOf(input).toString() && /(?:start\p{L}*|begin\p{L}*|first)(?: \p{L}+){0,3} D/u.test(shape)
  const skip = isNext && count !== undefined && isOn && (isLast || !isComing) ? 1 : 0
  const wanted: JsonObject = {
    start: base,
    ...step,
    ...(names.length === 0 ? {} : { weekdays: names }),
    ...(count === undefined ? { until: until ?? '' } : { count: count + skip }),
  }
  const dates = peek('date.recur', wanted)?.dates
  if (!Array.isArray(dates) || dates.length <= skip || dates.length > MOST) return null
  if (count === 1) {
    const only = dates[skip]
    return typeof only === 'string' ? stepped(only, `${span?.text ?? `${step.step} ${step.unit}`} after ${base}`) : null
  }
  const answer: Answer = {
    tasks: [task('dates', 'List them', 'date.recur', wanted)],
    answer: 'dates',
    reply: {
      template: dates
        .map((_, i) => `- {{/dates/${i}}}`)
        .slice(skip)
        .join('\n'),
      values: { dates: at('/dates') },
    },
  }
  return skip > 0
    ? { ...answer, reading: `Counted on from ${base}, which is not listed.` }
    : { ...answer, reading: `The first one is ${base}.` }
}

const EACH =
  /^(?:(?:list|all|dates|of|for|in) )*(?<nth>first|second|third|fourth|last|O) W (?:of |in )*(?:(?:every|each|all) months?|months?) (?:(?:list|all|dates|of|for|in|from|between|it) )*(?<when>M (?:to|until|till|through|and|-) M|Y)(?: (?:list|all|dates))*$/u
const EACH_LAST =
  /^(?:(?:list|all|dates|of|for|in) )*(?<nth>first|second|third|fourth|last|O) W (?:of|in) (?<when>M (?:M )*(?:and )?M)(?: dates)?$/u
/** `the second Thursday of every month, dates for March to June 2026`. */
function ofMonths(moments: Moments, bare: string): Answer | null {
  const { weekdays, months, years, ordinals, numbers, days, spans } = moments
  const groups = (EACH.exec(bare) ?? EACH_LAST.exec(bare))?.groups
  const weekday = dayNamed(weekdays[0])
  if (groups === undefined || weekday === undefined || weekdays.length !== 1) return listed(moments, bare)
  if (numbers.length + days.length + spans.length > 0 || ordinals.length > 1) return null
  const n = groups.nth === 'O' ? (ordinals[0] ?? 0) : (NTH[groups.nth ?? ''] ?? 0)
  if (n === 0 || n > 4) return null
  const list = groups.when === 'Y' ? yearMonths(years[0]) : EACH.test(bare) ? monthsBetween(months) : named(months)
  if (list === null || list.length < 2 || list.length > 24) return null
  return nthOf(list, weekday, n)
}

/** `last collection was D` as `last D`, and a bare `next?` as a question. */
const plainSeries = (shape: string): string =>
  shape
    .replace(
      /(?<=(?:^| )(?:last|previous|latest) )(?!one |N |D )\p{L}+ (?=(?:(?:was|is|on|took place|happened) )*D(?!\p{L}))/u,
      '',
    )
    .replace(
      /(?<=(?<!\p{L})D )(?:and )?(?:the )?next(?: (?:one|appointment|date|time|visit|payment|due date))?$/u,
      'when is the next',
    )
    // The next of what was told: `car service ..., when is the next service due`.
    .replace(
      /(?<=(?:when|what date|which date)(?: \p{L}+){0,4} next)(?: (?<noun>\p{L}+))?(?: (?:due|then|again|one))?$/u,
      (tail, noun?: string) =>
        noun === undefined ||
        new RegExp(`(?<!\\p{L})${noun}(?!\\p{L})`, 'u').test(shape.slice(0, shape.lastIndexOf('next')))
          ? ''
          : tail,
    )

const EVERY_NTH =
  /^(?:every |each |the |first |last )*D (?:(?:list|dates|all|for|in|from|of|between|it) )*(?<when>M (?:to|until|till|through|and|-) M|M(?: (?:and )?M)+|Y)(?: (?:list|dates|all))*$/u
/** `every first Wednesday of the month, dates for January to March 2027`. */
function everyNth({ days, months, years, numbers, spans, weekdays }: Moments, bare: string): Answer | null {
  const [day] = days
  const groups = EVERY_NTH.exec(bare)?.groups
  if (groups === undefined || day?.found?.op !== 'date.nth_weekday' || days.length !== 1) return null
  if (!/(?:the|each|every) month$/iu.test(day.text) || numbers.length + spans.length + weekdays.length > 0) return null
  const weekday = dayNamed(String(day.found.input.weekday))
  const list =
    groups.when === 'Y'
      ? yearMonths(years[0])
      : / (?:to|until|till|through|and|-) /u.test(groups.when ?? '')
        ? monthsBetween(months)
        : named(months)
  if (weekday === undefined || list === null || list.length < 2 || list.length > 24) return null
  return nthOf(list, weekday, Number(day.found.input.n))
}

const MORE_MONTHS = /^(?:(?:list|all|dates|of|for|in) )*D (?:M )*(?:and )?M(?: dates)?$/u
/** `the last Friday of Jan, Feb and March 2027`: the first of them is a day of its own to the reader. */
function listed({ days, months, weekdays }: Moments, bare: string): Answer | null {
  const [day] = days
  const plain = bare.replace(/(?<!\p{L})(?:paydays?|payment|payments|salary|rent|wages) /gu, '')
  if (!MORE_MONTHS.test(plain) || day?.found?.op !== 'date.nth_weekday' || days.length !== 1 || weekdays.length > 0)
    return null
  const last = months.at(-1)
  const weekday = dayNamed(String(day.found.input.weekday))
  const [month, n, year] = [Number(day.found.input.month), Number(day.found.input.n), Number(last?.from.slice(0, 4))]
  const rest = named(months)
  if (last === undefined || weekday === undefined || rest === null || /\d{4}/u.test(day.text)) return null
  return month < rest[0]!.month ? nthOf([{ year, month }, ...rest], weekday, n) : null
}

function nthOf(list: readonly YearMonth[], weekday: string, n: number): Answer {
  const tasks = list.map(({ year, month }, i) =>
    task(`month${i + 1}`, `Month ${i + 1}`, 'date.nth_weekday', { year, month, weekday, n }),
  )
  const all = collected(tasks, '/date')
  return { tasks: [...tasks, all], answer: 'dates', reply: listReply('/items', list.length, '\n') }
}

const COMING =
  /^(?:(?:list|dates|of|all|which|date) )*(?:next|following) N [VW](?: (?:after|from|dates) ?D?| D)?(?: dates)?$/u
/** `the next three Mondays`: from tomorrow on. */
function coming(
  { weekdays, numbers, days, months, years, spans }: Moments,
  bare: string,
  input: PlannerInput,
): Answer | null {
  const weekday = dayNamed(weekdays[0])
  const count = Number(numbers[0])
  if (!COMING.test(bare) || weekday === undefined || weekdays.length !== 1 || numbers.length !== 1) return null
  if (
    months.length + years.length + spans.length > 0 ||
    days.length > 1 ||
    (days.length === 1 && !/(?:after|from) D/u.test(bare) && days[0]?.label !== 'today')
  )
    return null
  if (!Number.isInteger(count) || count < 2 || count > MOST) return null
  const [day] = days
  const base = day === undefined ? null : settle(day, 'this year', input)
  const today = base === null ? todayOf(input) : Temporal.PlainDate.from(base)
  const wanted: JsonObject = { start: today.add({ days: 1 }).toString(), unit: 'weeks', weekdays: [weekday], count }
  const answer: Answer = {
    tasks: [task('dates', 'List them', 'date.recur', wanted)],
    answer: 'dates',
    reply: listReply('/dates', count, '\n'),
  }
  return NAMES[today.dayOfWeek - 1] === weekday ? { ...answer, reading: 'That day itself is not counted.' } : answer
}

const THIRTEENTH = '(?:W O|W the O|W N)'
const NEXT_13 = new RegExp(
  `^(?:(?:after|next|from|in) )*(?<way>next|first|last|previous|following)? ?${THIRTEENTH}(?: (?:after|from|next))*(?: D)?$`,
  'u',
)
const IN_13 = new RegExp(
  `^(?<many>how-many )?(?:which )?(?:list |all |dates )*(?:which months |months )?(?:in )?(?:Y )?(?:have |has )?${THIRTEENTH.replaceAll('W', '[WV]')}s?(?: (?:in|of|have|has))*(?: Y)?(?: and)?(?: (?:which|months|dates|list|in))*$`,
  'u',
)
/** `next Friday the 13th`, `how many Fridays the 13th are in 2026`. */
function thirteenth(moments: Moments, input: PlannerInput): Answer | null {
  const { weekdays, ordinals, numbers, days, years, months, spans, shape } = moments
  const weekday = dayNamed(weekdays[0])
  const day = ordinals[0] ?? Number(numbers[0])
  if (
    weekday === undefined ||
    weekdays.length !== 1 ||
    ordinals.length + numbers.length !== 1 ||
    spans.length + months.length > 0
  )
    return null
  if (!(day >= 1 && day <= 28) || (numbers.length === 1 && !/(?:W|V) the N/u.test(shape))) return null
  if (days.length > 1 || (days.length === 1 && days[0]?.label !== 'today') || years.length > 1) return null
  const today = todayOf(input)
  const bare = skeletonOf(
    shape.replace(/how many/u, 'how-many'),
    kept('next first last previous following after from in how-many list all dates which months have has of and'),
  )
  const isAfter = bare.replace(/which /u, '')
  const falls = (date: Temporal.PlainDate): boolean => NAMES[date.dayOfWeek - 1] === weekday
  if (years.length === 0) {
    const found = NEXT_13.exec(isAfter.replace(/ and$/u, ''))
    if (found === null || !/(?:next|first|coming|after)/u.test(shape) || /last|previous/u.test(shape)) return null
    for (let i = 0; i < 400; i += 1) {
      const date = today.with({ day: 1 }).add({ months: i }).with({ day })
      if (Temporal.PlainDate.compare(date, today) > 0 && falls(date))
        return stepped(
          date.toString(),
          `The first ${weekday} the ${day}th after ${today.toString()} (today)`
            .replace(/(?<=\D)(1|21)th/u, '$1st')
            .replace(/(?<=\D)(2|22)th/u, '$1nd')
            .replace(/(?<=\D)(3|23)th/u, '$1rd'),
        )
    }
    return null
  }
  const year = years[0]!
  if (!IN_13.test(bare) || !/how many|which|list|what|all|when/u.test(shape)) return null
  const dates = Array.from({ length: 12 }, (_, i) => Temporal.PlainDate.from({ year, month: i + 1, day })).filter(falls)
  if (dates.length === 0) return null
  const wanted: JsonObject = {
    start: `${String(year).padStart(4, '0')}-01-${String(day).padStart(2, '0')}`,
    unit: 'months',
    count: 12,
  }
  const recur = task('days', `Every ${day}. of the year`, 'date.recur', wanted)
  const checks = dates.map((date, i) =>
    task(
      `day${i + 1}`,
      `${date.toString()} is a ${weekday}`,
      'date.weekday',
      { date: { $from: 'days', pointer: `/dates/${date.month - 1}` } },
      ['days'],
    ),
  )
  const items = dates.map(date => ({ $from: 'days', pointer: `/dates/${date.month - 1}` }))
  const all = task('dates', 'Collect them', 'agg.collect', { items }, ['days', ...checks.map(({ key }) => key)])
  const list = dates.map((_, i) => `{{/items/${i}}}`).join(', ')
  return {
    tasks: [recur, ...checks, all],
    answer: 'dates',
    reply: withHow(
      /how many/u.test(shape) ? `{{count}}\n\n${list}` : list,
      { items: at('/items'), ...(/how many/u.test(shape) ? { count: literal(dates.length) } : {}) },
      '',
    ),
  }
}

export const daySeriesRules: readonly PlannerRule[] = [
  defineRule({
    id: 'day-series',
    reason: 'Lists days of the week that come every so many weeks or months, the next of them, and Fridays the 13th.',
    order: 49.5,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'bins go out every second wednesday, last one 14 january 2026. next three dates?',
        'every second Wednesday from 7 january 2026, list dates until end of march',
        'every other friday starting 6 february 2026, next 5 dates',
        "team meeting every 2 weeks, last one 19 jan 2026, when's the next",
        'the club meets on the second thursday of every month; dates for march to june 2026?',
        'Payday is the last friday of each month. dates for 2026?',
        'When is the next Friday the 13th after today?',
        'what are the next three mondays',
        'How many Fridays the 13th are there in 2026 and in which months?',
      ],
      no: [
        'bins go out every second wednesday, last one 15 january 2026. next three dates?',
        'every other friday starting 6 february 2026 I work late',
        'team meeting every 2 weeks, last one 19 jan 2026, who leads the next',
        'the club meets on the second thursday of every month; who comes in june 2026?',
        'what are the next three mondays I work',
        'Is the next Friday the 13th unlucky?',
        'every second wednesday except 4 february from 7 january 2026, next three dates',
      ],
    },
    read: told((given, clause, input) => {
      if (given === null || given.times.length + given.lengths.length > 0) return null
      if (
        given.weekdays.length === 0 &&
        given.days[0]?.found === undefined &&
        !/(?<!\p{L})(?:every|each)(?!\p{L})/u.test(given.shape)
      )
        return null
      if (/(?<!\p{L})(?:but|except|unless|not|no|without|skip|if|average|per)(?!\p{L})/u.test(given.shape)) return null
      if (!clause.isAsked && !/(?<!\p{L})(?:when|which|what|dates|list|next|how many)(?!\p{L})/u.test(given.shape))
        return null
      if (/(?<!\p{L})how (?:long|much|often)(?!\p{L})/u.test(given.shape)) return null
      const shape = plainSeries(given.shape)
      const moments = { ...given, shape }
      const bare = skeletonOf(shape.replace(/how many/u, 'how-many').replace(SUBJECT, ''), KEEP)
      const isEach = /(?<!\p{L})(?:every|each)(?!\p{L})/u.test(bare)
      return (
        (isEach ? series(moments, bare, input) : null) ??
        everyNth(moments, bare) ??
        ofMonths(moments, bare) ??
        coming(moments, strictSkeletonOf(moments.shape, KEEP), input) ??
        thirteenth(moments, input)
      )
    }),
  }),
]
