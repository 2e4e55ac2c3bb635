/** How far two days are apart, and how long it is until a day or since it. */
import type { PlannerInput } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import { type Answer, at, literal, single, task } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { withOrder } from './day-shift.ts'
import { type DayToken, type Moments, nameDay, settle } from './moments.ts'
import { todayOf } from './read-date.ts'
import { workingDays } from './working-days.ts'

type Unit = 'days' | 'weeks' | 'months' | 'years' | 'business_days'
export type Asked = { readonly unit: Unit | 'parts' | 'weeks_days' | 'months_days'; readonly word: string }

const patterns = new Map<string, RegExp>()
/** `source` is one of this family's own; each is compiled once. */
export function has(shape: string, source: string): boolean {
  let pattern = patterns.get(source)
  if (pattern === undefined) {
    pattern = new RegExp(`(?<!\\p{L})(?:${source})(?!\\p{L})`, 'u')
    patterns.set(source, pattern)
  }
  return pattern.test(shape)
}

/** The unit that is asked for, or null where two are and they are no pair. */
export function unitAsked(shape: string): Asked | null {
  if (has(shape, '(?:working|business|work|week) ?days|weekdays'))
    return has(shape, 'weeks|months|years') ? null : { unit: 'business_days', word: 'business days' }
  const [days, weeks, months, years] = ['(?:calendar )?days|nights|day count|daycount', 'weeks', 'months', 'years'].map(
    name => has(shape, name),
  ) as [boolean, boolean, boolean, boolean]
  if (has(shape, 'hours|minutes|seconds')) return null
  if (years && (months || days) && !weeks) return { unit: 'parts', word: '' }
  if (months && days && !weeks && !years) return { unit: 'months_days', word: '' }
  if (weeks && days && !months && !years) return { unit: 'weeks_days', word: '' }
  const units = { days, weeks, months, years }
  const named = (['days', 'weeks', 'months', 'years'] as const).filter(name => units[name])
  if (named.length > 1) return null
  const unit = named[0] ?? null
  return unit === null ? null : { unit, word: has(shape, 'nights') ? 'nights' : unit }
}

export const plural = (word: string, value: number): string => (value === 1 ? word.replace(/s$/, '') : word)

/** The length from one day to another, in what is asked for. */
export function apartBy(
  from: string,
  to: string,
  asked: Asked,
  how: string,
  isInclusive = false,
  tail = '',
): Answer | null {
  if (asked.unit === 'parts' || asked.unit === 'months_days')
    return inParts(from, to, asked.unit === 'parts', how, tail)
  const unit = asked.unit === 'weeks_days' ? 'days' : asked.unit
  const start = isInclusive ? Temporal.PlainDate.from(from).subtract({ days: 1 }).toString() : from
  const wanted = { from: start, to, unit }
  const value = peek('date.difference', wanted)?.value
  if (typeof value !== 'number') return null
  const counted = isInclusive ? `${how}, both days counted` : how
  const difference = task('difference', `Count the ${asked.word || 'days'}`, 'date.difference', wanted)
  if (asked.unit === 'weeks_days') {
    const weeks = task('weeks', 'Count the whole weeks', 'date.difference', { ...wanted, unit: 'weeks' })
    const rest = {
      from: Temporal.PlainDate.from(start)
        .add({ days: Math.trunc(value / 7) * 7 })
        .toString(),
      to,
      unit: 'days',
    }
    const days = task('rest', 'Count the days beyond them', 'date.difference', rest)
    const parts = {
      weeks: { $from: 'weeks', pointer: '/value' },
      rest: { $from: 'rest', pointer: '/value' },
      days: { $from: 'difference', pointer: '/value' },
    }
    const both = task('both', 'Put them together', 'agg.merge', { objects: [parts] }, ['difference', 'weeks', 'rest'])
    return {
      tasks: [difference, weeks, days, both],
      answer: 'both',
      reply: {
        template: `{{weeks}} {{weekWord}} and {{rest}} {{dayWord}}${tail}`,
        how: '{{how}}: {{days}} days in all',
        values: {
          weeks: at('/weeks'),
          rest: at('/rest'),
          days: at('/days'),
          weekWord: literal(plural('weeks', Math.trunc(value / 7))),
          dayWord: literal(plural('days', value % 7)),
          how: literal(counted),
        },
      },
    }
  }
  const word = plural(asked.word, value)
  if (unit === 'days')
    return single(difference, `{{value}} {{word}}${tail}`, { value: at('/value'), word: literal(word) }, counted)
  if (unit === 'business_days') {
    const answer = single(
      difference,
      `{{value}} {{word}}${tail}`,
      { value: at('/value'), word: literal(word) },
      counted,
    )
    return {
      ...answer,
      reading: 'Monday to Friday; holidays are not known, and the first day is not counted.',
    }
  }
  const days = task('days', 'Count the days', 'date.difference', { ...wanted, unit: 'days' })
  const parts = { value: { $from: 'difference', pointer: '/value' }, days: { $from: 'days', pointer: '/value' } }
  const both = task('both', 'Put both together', 'agg.merge', { objects: [parts] }, ['difference', 'days'])
  return {
    tasks: [difference, days, both],
    answer: 'both',
    reply: {
      template: `{{value}} {{word}}${tail}`,
      how: '{{how}}: {{days}} days in all',
      values: { value: at('/value'), days: at('/days'), word: literal(word), how: literal(counted) },
    },
  }
}

function inParts(from: string, to: string, withYears: boolean, how: string, tail: string): Answer | null {
  const seen = peek('date.age', { born: from, on: to })
  if (seen === null) return null
  const age = task('age', 'Count years, months and days', 'date.age', { born: from, on: to })
  const [years, months, days] = [Number(seen.years), Number(seen.months), Number(seen.days)]
  if (!withYears && years > 0) return null
  const said = [
    ...(withYears ? [`{{years}} ${plural('years', years)}`] : []),
    `{{months}} ${plural('months', months)}`,
    `{{days}} ${plural('days', days)}`,
  ]
  return {
    tasks: [age],
    answer: 'age',
    reply: {
      template: `${said.slice(0, -1).join(', ')} and ${said.at(-1)}${tail}`,
      how: '{{how}}: {{total}} days in all',
      values: {
        ...(withYears ? { years: at('/years') } : {}),
        months: at('/months'),
        days: at('/days'),
        total: at('/total_days'),
        how: literal(how),
      },
    },
  }
}

const INCLUSIVE =
  /(?<!\p{L})(?:inclusive|inclusively|inc|(?:incl|including) both(?: \p{L}+)?|both (?:days )?incl|incl|both (?:days )?(?:included|inclusive|counted)|(?:up )?to and including|counting both(?: \p{L}+)?|including (?:the )?(?:first|start|last|end)(?: and (?:the )?(?:last|end|first|start))?(?: days?)?|(?:first|start) and (?:last|end) days? (?:included|counted)|both (?:(?:the )?(?:first|start) and (?:the )?(?:last|end)(?: days?)?|days|ends) (?:counts?|are counted|are included|is counted))(?!\p{L})/u
const SPAN_WORDS =
  'fly flying come comes coming return returning returns home away checked check checking checkout checkin check-in check-out arriving leaving departing booked book booking rent rented rental hire hired car van flat apartment hotel hostel camping tent cottage house room holiday flight flew fly out we i you our sent send posted delivered received took take bought sold planted opened closed age ages days day count daycount nights night weeks months month years year between from until till to up long many number full whole complete calendar working business weekdays weekday workdays ' +
  'since start starts started starting end ends ended ending stayed stay lasted last lasts lasting trip holiday holidays vacation leave leaves left arrive arrives arrived back passed went by go going project that difference distance gap interval span duration period time elapsed apart quit stopped stop began begin begins finished finish finishes joined join company work worked working employed employment length service tenure married wedding together moved lived live renting rented contract inclusive exclusive exactly precisely total date dates then now altogether calculate count fall born birthday term school semester in and only just away off past passed through lie lies lay separate separates'

const NAMED_UNIT =
  '(?:full |whole |complete |calendar |business |working )*(?:days|nights|weeks|months|years|workdays|weekdays)'
/** `how many days of rain`, `how many people`: not the days themselves. */
const NOT_DAYS = new RegExp(
  `how many (?!${NAMED_UNIT}(?!\\p{L}))|${NAMED_UNIT} (?:of|with|without|which|when|where) (?!service|stay|D)`,
  'u',
)
/** `between D and D did I work`: of the days only some. */
const OF_MINE =
  /(?:until|till|til|before|since) (?:the )?D and (?:the )?D|days off(?!\p{L})|D (?:did|do|does|will|have|has|had|can|may|must|should|am|was|were|would) (?:i|we|he|she|they|you|it|the|my)(?!\p{L})/u
/** What is said between the unit and the days. */
const COUNTED = new RegExp(`how many ${NAMED_UNIT}(.*?)(?:between|from|D|$)`, 'u')
/** What stands between the two days only names them: `between the fall of the wall D and the union D`. */
const DIRECT = new RegExp(
  `^(?:(?:how many|number of|count of|count the) )?${NAMED_UNIT} (?:(?:were|are|is|was|there|lie|lay|passed|elapsed|went by|have|has|did|it|take|took) )*(?:between|from)(?!\\p{L})`,
  'u',
)

/** `business days (Mon-Fri, ignoring holidays)`: what they are anyway. */
const withoutHolidays = ({ shape, weekdays }: Moments): string =>
  /(?:working|business|work|week) ?days|weekdays/u.test(shape)
    ? shape
        .replace(
          /^fri/.test(weekdays[1] ?? 'fri') && /^mon/.test(weekdays[0] ?? '')
            ? / W (?:-|to|through|till) W(?!\p{L})/u
            : /$^/,
          '',
        )
        .replace(
          / (?:(?:and|but) )?(?:ignoring|ignore|disregarding)(?: (?:the|any|all|public|bank|national))* holidays?(?!\p{L})/u,
          '',
        )
    : shape

const TRIP =
  /(?<!\p{L})(?:trip|travel|holidays?|vacation|conference|festival|camp|course|tour|cruise|fair|event)(?!\p{L})/u

/** Two days and a unit. */
export function distance(moments: Moments, isAsked: boolean, input: PlannerInput): Answer | null {
  const { days } = moments
  const shape = withoutHolidays(moments)
    .replace(/(?<!\p{L})how many sleeps(?!\p{L})/u, 'how many nights')
    .replace(/(?<!\p{L})if (?=both (?:the |days |ends |first |start ))/u, '')
  if (days.length !== 2 || /[NXLTCIMYSVOW]/.test(shape) || / [+/] /.test(shape)) return null
  if (
    /(?<!\p{L})(?:old|older|younger|weekends?|before|after|earlier|later|overlap|common|if|(?:with|including|counting|observing) (?:\p{L}+ )?holidays?|except|excluding|exclusive|exclusively|excl|without|minus|less|holidays? on|each|every|per|average|twice|miss|missed)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  // Two questions at once: `how many nights and how many days`.
  if (
    (shape.match(/how many/gu) ?? []).length > 1 ||
    /days and (?:\p{L}+ )?nights|nights and (?:\p{L}+ )?days/u.test(shape)
  )
    return null
  // Who says `through` counts the last day too.
  // There and back it is twice as long.
  if (/(?<!\p{L})and back(?!\p{L})/u.test(shape)) return null
  // Two distances at once, not one between the two days.
  if (
    /(?<!\p{L})(?:until|till|since)(?!\p{L}).*(?<!\p{L})(?:until|till|since)(?!\p{L})|(?<!\p{L})for \p{L}+ .*D for /u.test(
      shape,
    )
  )
    return null
  const isInclusive = INCLUSIVE.test(shape) || / D (?:through|thru) D/u.test(` ${shape}`)
  const rest = shape.replace(INCLUSIVE, /to and including/u.test(shape) ? ' to ' : ' ').replace(/ - /g, ' to ')
  const isLong =
    /how long|length of (?:service|stay|time)|how much time|tenure|duration|difference|how far apart|time between|gap/u.test(
      rest,
    )
  const asked = unitAsked(rest) ?? (isLong ? ({ unit: 'parts', word: '' } as const) : null)
  if (
    asked === null ||
    !(
      isAsked ||
      /^(?:how|number|count|days|weeks|months|years|nights|weekdays|workdays|(?:working|business) ?days|(?:age )?difference|time|from D|D)(?!\p{L})|how many|how long|length of|day count/u.test(
        rest,
      )
    )
  )
    return null
  if (
    !/how|number|count|between|D to D|D until D|difference|duration|total|length|time|nights$|^(?:days|weeks|months|years|nights|weekdays|workdays)/u.test(
      rest,
    )
  )
    return null
  if (NOT_DAYS.test(rest) || OF_MINE.test(rest)) return null
  // Of two days that are told, `how far away is that` means one.
  if (
    !/how many nights/u.test(rest) &&
    /(?<!\p{L})(?:away|to go|left|from now|until then|till then)(?: is that| is it| are there)?$/u.test(rest) &&
    !/D (?:to|and|until|from|-) (?:the )?D/u.test(rest)
  )
    return null
  const between = COUNTED.exec(rest)?.[1]
  if (between !== undefined && !isTold(between, { words: SPAN_WORDS })) return null
  // A trip from Monday to Wednesday is three days to most people, and two nights.
  if (asked.unit === 'days' && !isInclusive && TRIP.test(rest) && !/nights?/u.test(rest)) return null
  const isExplicit = days.every(({ year }) => year !== null) && DIRECT.test(rest)
  if (!isTold(rest, { words: SPAN_WORDS, names: isExplicit ? 6 : 3 })) return null
  const isInOrder = /D (?:to|and|until|till|through|up to)(?: the)? D/u.test(rest)
  const ends = ordered(days[0]!, days[1]!, input, isInOrder)
  if (ends === null) return null
  if (isInclusive && asked.unit !== 'days' && asked.unit !== 'business_days') return null
  const how = `From ${nameDay(ends.from, ends.first)} to ${nameDay(ends.to, ends.last)}`
  // Who asks for years, months and days wants the difference.
  const isExact = asked.unit !== 'months' && asked.unit !== 'years' && unitAsked(rest) !== null
  const whole = isInclusive || isExact ? null : wholeMonths(ends.from, ends.to, asked, how)
  const answer =
    asked.unit === 'business_days'
      ? workingDays(ends.from, ends.to, how)
      : (whole ?? apartBy(ends.from, ends.to, asked, how, isInclusive))
  return answer === null ? null : withOrder(answer, moments)
}

const CALENDAR: ReadonlySet<Asked['unit']> = new Set(['months', 'years', 'parts'])

/** From the first day of a month to the last of one, or `1 March 2024 to 28 February 2026`: the last day belongs to it. */
export function wholeMonths(from: string, to: string, asked: Asked, how: string): Answer | null {
  const next = Temporal.PlainDate.from(to).add({ days: 1 })
  if (!CALENDAR.has(asked.unit) || Temporal.PlainDate.from(from).day !== 1 || next.day !== 1) return null
  return apartBy(from, next.toString(), asked, `${how}, the last day counted`)
}

/** `between 5 March and 1 March`, neither with its year: rather a slip than nearly a whole year. */
export const isRoundTheYear = (from: string, to: string): boolean =>
  to.slice(5) < from.slice(5) && Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days > 250

/** The earlier and the later one; without its year the second is the one that follows. */
function ordered(
  a: DayToken,
  b: DayToken,
  input: PlannerInput,
  isInOrder = false,
): { from: string; to: string; first: DayToken; last: DayToken } | null {
  const first = settle(a, 'this year', input, a.year === null && b.year !== null ? `${b.year}-01-01` : undefined)
  if (first === null) return null
  const second = settle(b, 'this year', input, b.year === null ? first : undefined)
  if (second === null) return null
  if (a.year === null && b.year === null && isRoundTheYear(first, second)) return null
  // `25 December to 3 January 2026` begins in the year before.
  const before =
    isInOrder && first > second && a.year === null && b.year !== null
      ? settle(a, 'this year', input, `${Number(b.year) - 1}-01-01`)
      : null
  if (before !== null) return { from: before, to: second, first: a, last: b }
  return first <= second
    ? { from: first, to: second, first: a, last: b }
    : { from: second, to: first, first: b, last: a }
}

const ONE_WORDS =
  'days day nights weeks months month years year many long until till to before since left remain remaining still more sleeps countdown count number full whole ago has been passed away off far from go wait have working business weekdays calendar exactly date today now starting in is it get there counting down time'
const TENURE =
  'started joined moved began hired opened my our the this job company work working worked office firm team flat house apartment city country there here in at for live lived living been'
/** From today to a day, or from a day to today. */
export function fromToday(moments: Moments, isAsked: boolean, input: PlannerInput): Answer | null {
  const { days, shape } = moments
  if (days.length !== 1 || /[NXLTCIMYSVOW]/.test(shape) || / [-+/] /.test(shape)) return null
  // `left in the year` counts to its end.
  if (/left (?:in|of) (?:the|this|that) /u.test(shape)) return null
  const isUntil = has(shape, 'to go|until|till|til|to D|countdown|before D|away|off|remain|remaining|left')
  const isSince = has(shape, 'since|ago|passed since|has it been|(?:have|has) (?:i|we|they|he|she) been')
  if (isUntil === isSince) return null
  const asked =
    unitAsked(shape.replace(/sleeps/, 'days')) ??
    (isSince && /(?:have|has) (?:i|we|they|he|she) been/u.test(shape)
      ? ({ unit: 'parts', word: '' } as const)
      : /how long|countdown|how far/u.test(shape)
        ? ({ unit: 'days', word: 'days' } as const)
        : null)
  const isOpen =
    /^(?:how|number|count|countdown|days|weeks|months|years|(?:working|business) ?days|time)(?!\p{L})|how long (?:have|has) (?:i|we|he|she|they) /u.test(
      shape,
    )
  if (asked === null || !(isAsked || isOpen)) return null
  // `until the concert on 24 June`: what stands before the day only names it.
  const named = /(?:until|till|to|before) (?:the |my |our |her |his )?(?:\p{L}+ ){1,5}?(?:on |at |is )?D$/u.test(shape)
  const isMarried = /(?<!\p{L})(?:wedding|married|together|engaged)(?!\p{L})/u.test(shape)
  const isTenure =
    isSince &&
    /(?<!\p{L})(?:started|joined|moved|began|hired|opened|live|lived|work|worked|working|living)(?!\p{L})/u.test(shape)
  if (
    !isTold(shape, {
      words: `${ONE_WORDS} ${isMarried ? 'wedding married together engaged been was if got when my our since' : isTenure ? TENURE : 'of end start school summer holidays holiday my our her his the exam wedding trip birthday baby due deadline date'}`,
      names: named && days[0]?.year !== null ? 2 : 0,
    })
  )
    return null
  const day = days[0]!
  const iso = settle(day, isSince ? 'last' : 'next', input)
  const today = todayOf(input).toString()
  if (iso === null || (isSince && iso > today)) return null
  const how =
    iso >= today ? `From ${today} (today) to ${nameDay(iso, day)}` : `From ${nameDay(iso, day)} to ${today} (today)`
  const answer =
    iso >= today ? apartBy(today, iso, asked, how) : apartBy(iso, today, asked, how, false, isUntil ? ' ago' : '')
  return answer === null ? null : withOrder(answer, moments)
}
