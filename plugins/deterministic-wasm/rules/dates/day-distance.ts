/** How far two days are apart, how old somebody is, and how long it is until a day or since it. */
import type { PlannerInput } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import { type Answer, at, literal, single, task, withHow } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { dayAndWeekday } from './date-answers.ts'
import { withOrder } from './day-shift.ts'
import { type DayToken, type Moments, nameDay, settle } from './moments.ts'
import { todayOf } from './read-date.ts'

type Unit = 'days' | 'weeks' | 'months' | 'years' | 'business_days'
type Asked = { readonly unit: Unit | 'parts' | 'weeks_days' | 'months_days'; readonly word: string }

const has = (shape: string, source: string): boolean =>
  new RegExp(`(?<!\\p{L})(?:${source})(?!\\p{L})`, 'u').test(shape)

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

const plural = (word: string, value: number): string => (value === 1 ? word.replace(/s$/, '') : word)

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
      reading: `Monday to Friday; holidays are not known${isInclusive ? '' : ', and the first day is not counted'}.`,
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
  /(?<!\p{L})(?:inclusive|inclusively|inc|incl|including both(?: \p{L}+)?|both (?:days )?(?:included|inclusive|counted)|counting both(?: \p{L}+)?|including (?:the )?(?:first|start|last|end)(?: and (?:the )?(?:last|end|first|start))?(?: days?)?|(?:first|start) and (?:last|end) days? (?:included|counted))(?!\p{L})/u
const SPAN_WORDS =
  'age ages days day count daycount nights night weeks months month years year between from until till to up long many number full whole complete calendar working business weekdays weekday workdays ' +
  'since start starts started starting end ends ended ending stayed stay lasted last lasts lasting trip holiday holidays vacation leave leaves left arrive arrives arrived back passed went by go going project that difference distance gap interval span duration period time elapsed apart quit stopped stop began begin begins finished finish finishes joined join company work worked working employed employment length service tenure married wedding together moved lived live renting rented contract inclusive exclusive exactly precisely total date dates then now altogether calculate count fall born birthday term school semester in and only just away off past passed through lie lies lay separate separates'

const NAMED_UNIT =
  '(?:full |whole |complete |calendar |business |working )*(?:days|nights|weeks|months|years|workdays|weekdays)'
/** `how many days of rain`, `how many people`: not the days themselves. */
const NOT_DAYS = new RegExp(
  `how many (?!${NAMED_UNIT}(?!\\p{L}))|${NAMED_UNIT} (?:of|with|without|which|when|where) (?!service|stay|D)`,
  'u',
)
/** What is said between the unit and the days. */
const COUNTED = new RegExp(`how many ${NAMED_UNIT}(.*?)(?:between|from|D|$)`, 'u')
/** What stands between the two days only names them: `between the fall of the wall D and the union D`. */
const DIRECT = new RegExp(
  `^(?:(?:how many|number of|count of|count the) )?${NAMED_UNIT} (?:(?:were|are|is|was|there|lie|lay|passed|elapsed|went by|have|has|did|it|take|took) )*(?:between|from)(?!\\p{L})`,
  'u',
)

/** Two days and a unit. */
export function distance(moments: Moments, isAsked: boolean, input: PlannerInput): Answer | null {
  const { days, shape } = moments
  if (days.length !== 2 || /[NXLTCIMYSVOW]/.test(shape) || / [+/] /.test(shape)) return null
  if (
    /(?<!\p{L})(?:old|older|younger|weekends?|before|after|earlier|later|overlap|common|if|except|excluding|without|holidays? on|each|every|per|average)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  const isInclusive = INCLUSIVE.test(shape)
  const rest = shape.replace(INCLUSIVE, ' ').replace(/ - /g, ' to ')
  const isLong =
    /how long|length of (?:service|stay|time)|how much time|tenure|duration|difference|how far apart|time between|gap/u.test(
      rest,
    )
  const asked = unitAsked(rest) ?? (isLong ? ({ unit: 'parts', word: '' } as const) : null)
  if (
    asked === null ||
    !(
      isAsked ||
      /^(?:how|number|count|days|weeks|months|years|nights|(?:working|business) ?days|difference|time|from D|D)(?!\p{L})|how many|how long|length of|day count/u.test(
        rest,
      )
    )
  )
    return null
  if (
    !/how|number|count|between|D to D|D until D|difference|duration|total|length|time|^(?:days|weeks|months|years|nights)/u.test(
      rest,
    )
  )
    return null
  if (NOT_DAYS.test(rest)) return null
  const between = COUNTED.exec(rest)?.[1]
  if (between !== undefined && !isTold(between, { words: SPAN_WORDS })) return null
  const isExplicit = days.every(({ year }) => year !== null) && DIRECT.test(rest)
  if (!isTold(rest, { words: SPAN_WORDS, names: isExplicit ? 6 : 3 })) return null
  const ends = ordered(days[0]!, days[1]!, input)
  if (ends === null) return null
  if (isInclusive && asked.unit !== 'days' && asked.unit !== 'business_days') return null
  const how = `From ${nameDay(ends.from, ends.first)} to ${nameDay(ends.to, ends.last)}`
  const answer = apartBy(ends.from, ends.to, asked, how, isInclusive)
  return answer === null ? null : withOrder(answer, moments)
}

/** The earlier and the later one; without its year the second is the one that follows. */
function ordered(
  a: DayToken,
  b: DayToken,
  input: PlannerInput,
): { from: string; to: string; first: DayToken; last: DayToken } | null {
  const first = settle(a, 'this year', input, a.year === null && b.year !== null ? `${b.year}-01-01` : undefined)
  if (first === null) return null
  const second = settle(b, 'this year', input, b.year === null ? first : undefined)
  if (second === null) return null
  return first <= second
    ? { from: first, to: second, first: a, last: b }
    : { from: second, to: first, first: b, last: a }
}

const ONE_WORDS =
  'days day nights weeks months month years year many long until till to before since left remain remaining still more sleeps countdown count number full whole ago has been passed away off far from go wait have working business weekdays calendar exactly date today now starting in is it get there counting down time'
/** From today to a day, or from a day to today. */
export function fromToday(moments: Moments, isAsked: boolean, input: PlannerInput): Answer | null {
  const { days, shape } = moments
  if (days.length !== 1 || /[NXLTCIMYSVOW]/.test(shape) || / [-+/] /.test(shape)) return null
  const isUntil = has(shape, 'until|till|til|to D|countdown|before D|away|off|remain|remaining|left')
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
    /^(?:how|number|count|countdown|days|weeks|months|years|(?:working|business) ?days|time)(?!\p{L})/u.test(shape)
  if (asked === null || !(isAsked || isOpen)) return null
  // `until the concert on 24 June`: what stands before the day only names it.
  const named = /(?:until|till|to|before) (?:the |my |our |her |his )?(?:\p{L}+ ){1,5}?(?:on |at |is )?D$/u.test(shape)
  const isMarried = /(?<!\p{L})(?:wedding|married|together|engaged)(?!\p{L})/u.test(shape)
  if (
    !isTold(shape, {
      words: `${ONE_WORDS} ${isMarried ? 'wedding married together engaged been was if got when my our since' : 'of end start school summer holidays holiday my our her his the exam wedding trip birthday'}`,
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

const AGE_WORDS =
  'born birth birthday birthdate dob age aged old years year months month days day weeks full whole complete completed only exactly precisely how many kid child children boy girl baby daughter son mum mom mother dad father sister brother wife husband friend partner grandma grandpa grandmother grandfather cat dog uncle aunt cousin niece nephew person someone somebody alive lived living today now when if as on by in turn turns turned will be until far long been have so and'

/** An age on a day, or today. */
export function ageTold(moments: Moments, isAsked: boolean, input: PlannerInput): Answer | null {
  const { days, shape } = moments
  if (days.length === 0 || days.length > 2 || /[NXLTCIMYSVOW]/.test(shape) || / [-+/] /.test(shape)) return null
  const isBorn = has(shape, 'born|birthday|birthdate|dob|date of birth|birth date')
  const isAge = has(shape, 'how old|age|aged|alive|lived|(?:days|weeks|months|years) old')
  if (!isBorn || !isAge || has(shape, 'older|younger|when|died|before|after|next|average')) return null
  if (!isTold(shape, { words: AGE_WORDS, names: 1 }) || !(isAsked || has(shape, 'how old|age|how many'))) return null
  const [a, b] = days as [DayToken, DayToken | undefined]
  const bornFirst = /(?:born|birthday|birthdate|dob|birth)(?: (?:is|was|on|in|date|the))* D/u
  const place = bornFirst.exec(shape)
  const isFirst = place === null ? null : shape.slice(0, place.index + place[0].length).split('D').length === 2
  if (isFirst === null && b !== undefined) return null
  const birth = b === undefined || isFirst ? a : b
  const other = birth === a ? b : a
  if (birth.year === null) return null
  const born = settle(birth, 'last', input)
  const on = other === undefined ? todayOf(input).toString() : settle(other, 'next', input)
  if (born === null || on === null || born > on) return null
  const asked = unitAsked(shape.replace(/full years only|years only|in years|years old|days? of birth/gu, 'years'))
  const how = `From ${nameDay(born, birth)} to ${other === undefined ? `${on} (today)` : on}`
  const unit: Asked =
    has(shape, 'years? months? days?|years and months|years months and days|exactly') &&
    asked?.unit !== 'days' &&
    asked?.unit !== 'weeks'
      ? { unit: 'parts', word: '' }
      : (asked ?? { unit: 'years', word: 'years' })
  if (unit.unit === 'years') {
    const only = task('age', 'Count the years', 'date.age', { born, on })
    const seen = peek('date.age', { born, on })
    if (seen === null) return null
    const answer: Answer = {
      tasks: [only],
      answer: 'age',
      reply: {
        template: '{{years}} {{word}}',
        how: '{{how}}: {{years}} years, {{months}} months and {{days}} days; next birthday {{next}}',
        values: {
          years: at('/years'),
          months: at('/months'),
          days: at('/days'),
          next: at('/next_birthday'),
          how: literal(how),
          word: literal(plural('years', Number(seen.years))),
        },
      },
    }
    return withOrder(answer, moments)
  }
  const answer = apartBy(born, on, unit, how)
  return answer === null ? null : withOrder(answer, moments)
}

/** `born D, when do I turn 18`. */
export function turning(moments: Moments, isAsked: boolean, input: PlannerInput): Answer | null {
  const { days, numbers, shape } = moments
  if (days.length !== 1 || numbers.length + moments.spans.length !== 1 || !isAsked) return null
  if (
    !/(?<!\p{L})(?:when|what date|which date|what day|which day)(?!\p{L})/u.test(shape) ||
    !/(?:turn|turns|be|become|reach|becomes) (?:N|S)|N(?:th)? birthday/u.test(shape) ||
    !/(?<!\p{L})(?:born|dob|birth|birthday|birthdate)(?: (?:is|was|on|in|date|the))* D/u.test(shape) ||
    !/(?:when|date|day)(?: (?:do|does|did|will|would|is|i|he|she|they|we|am|my|his|her|the|it|be|kid|son|daughter|child|on))* (?:turn|turns|be|become|becomes|reach|N|O)/u.test(
      shape,
    )
  )
    return null
  const years = numbers.length === 1 ? Number(numbers[0]) : moments.spans[0]!.years
  if (
    !Number.isInteger(years) ||
    years < 1 ||
    years > 130 ||
    (numbers.length === 0 && moments.spans[0]!.months + moments.spans[0]!.days + moments.spans[0]!.weeks > 0)
  )
    return null
  if (!isTold(shape, { words: `${AGE_WORDS} turn become reach becomes date which what`, names: 0 })) return null
  const born = days[0]!.year === null ? null : settle(days[0]!, 'last', input)
  // Who is born on 29 February has a birthday that laws place differently.
  if (born === null || born.endsWith('02-29')) return null
  return dayAndWeekday(
    task('date', 'Count the years', 'date.add', { date: born, years }),
    `${years} years after ${born}`,
  )
}

/** `turns 6 on D, when was she born`. */
export function bornWhen(moments: Moments, isAsked: boolean, input: PlannerInput): Answer | null {
  const { days, numbers, shape } = moments
  const years = Number(numbers[0])
  if (days.length !== 1 || numbers.length !== 1 || !isAsked || !Number.isInteger(years) || years < 1 || years > 130)
    return null
  if (
    !/(?<!\p{L})(?:turns?|turned|turning|becomes?|became|will be|celebrates?|celebrated) N(?: years? old)?(?: on)? D/u.test(
      shape,
    )
  )
    return null
  if (!/when (?:was|is|were) \p{L}+(?: \p{L}+)? born|(?:date of birth|birth ?date)/u.test(shape)) return null
  if (
    !isTold(shape, {
      words: `${AGE_WORDS} date what which becomes become became celebrates celebrated turning when was`,
      names: 1,
    })
  )
    return null
  const on = settle(days[0]!, 'next', input)
  return on === null || on.endsWith('02-29')
    ? null
    : dayAndWeekday(
        task('date', 'Count back the years', 'date.add', { date: on, years: -years }),
        `${years} years before ${on}`,
      )
}

/** `who is older, Tom D or Anna D, and by how many days`. */
export function older(moments: Moments, text: string, isAsked: boolean, input: PlannerInput): Answer | null {
  const { days, shape } = moments
  const found =
    /(?<!\p{L})(?:who|which(?: N)?(?: of us| of them)?|which one)(?: \p{L}+){0,3} (older|younger|oldest|youngest|earlier|first|later)(?!\p{L})/u.exec(
      shape,
    )
  if (found === null || days.length !== 2 || !isAsked || days.some(({ year }) => year === null)) return null
  const named = /(\p{Lu}\p{L}+),?(?:(?: was| is)? born(?: on)?|:| \(| -)? ?(?=D)/gu
  const marked = days.reduce((rest, { text: written }) => rest.replace(written, 'D'), text)
  const names = [...marked.matchAll(named)].map(([, name]) => name)
  const rest = names.reduce<string>((left, name) => left.replace(String(name).toLowerCase(), ' '), shape)
  if (
    names.length !== 2 ||
    !isTold(rest.replace(/ N /, ' '), {
      words:
        'who which one older younger oldest youngest earlier first later born or by days day how many than exactly date',
      names: 0,
    })
  )
    return null
  const [a, b] = days.map(day => settle(day, 'last', input))
  if (a === null || b === null || a === undefined || b === undefined || a === b) return null
  const isOlder = /older|oldest|earlier|first/u.test(found[1] ?? '')
  const winner = names[a < b === isOlder ? 0 : 1]
  const [from, to] = a < b ? [a, b] : [b, a]
  const only = task('difference', 'Count the days', 'date.difference', { from, to, unit: 'days' })
  return {
    tasks: [only],
    answer: 'difference',
    reply: withHow(
      '{{name}}, by {{value}} days',
      { name: literal(String(winner)), value: at('/value') },
      `From ${from} to ${to}`,
    ),
  }
}
