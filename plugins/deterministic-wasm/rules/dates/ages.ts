/** Ages and birthdays that a sentence tells: how old on a day, when somebody turns 18, who of two is older. */
import type { PlannerInput } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { ageParts, ageSaid } from './age-words.ts'
import { dayAndWeekday } from './date-answers.ts'
import { type Asked, apartBy, has, unitAsked } from './day-distance.ts'
import { withOrder } from './day-shift.ts'
import { type DayToken, type Moments, nameDay, settle } from './moments.ts'
import { todayOf } from './read-date.ts'

const AGE_WORDS =
  'twins twin triplets grandson granddaughter nan granny gran grandad nephew puppy kitten horse boss they born birth birthday birthdate dob age aged old years year months month days day weeks full whole complete completed only exactly precisely how many kid child children boy girl baby daughter son mum mom mother dad father sister brother wife husband friend partner grandma grandpa grandmother grandfather cat dog uncle aunt cousin niece nephew person someone somebody alive lived living today now when if as on by in turn turns turned will be until far long been have so and'

/** An age on a day, or today. */
export function ageTold(moments: Moments, isAsked: boolean, input: PlannerInput): Answer | null {
  const { days } = moments
  // `Born on D - how old was I on D2`: the dash is a pause.
  const shape = moments.shape.replace(/ - (?=how |what |when |which |age )/u, ' ')
  if (days.length === 0 || days.length > 2 || /[NXLTCIMYSVOW]/.test(shape) || / [-+/] /.test(shape)) return null
  const isBorn = has(shape, 'born|birthday|birthdate|dob|date of birth|birth date')
  const isAge = has(shape, 'how old|age|aged|alive|lived|(?:days|weeks|months|years) old')
  // Two who were born are two people, and one of them is asked about.
  if ((shape.match(/(?<!\p{L})(?:born|birthday|birthdate|dob)(?!\p{L})/gu) ?? []).length > 1) return null
  if (!isBorn || !isAge || has(shape, 'older|younger|when|died|before|after|next|average')) return null
  // A name stands before `born` or behind `how old is`: anywhere else a word may change what is asked (`in human years`).
  const told = shape
    .replace(
      /(?<!\p{L})(how old (?:is|was|will|would|were)) (?!(?:he|she|it|they|i|a|an|the|my|our|someone|somebody|you|we)(?!\p{L}))\p{L}+/u,
      '$1',
    )
    .replace(/^(?:\p{L}+) (?=(?:was|is|were) born)/u, '')
  if (!isTold(told, { words: AGE_WORDS, names: 0 }) || !(isAsked || has(shape, 'how old|age|how many'))) return null
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
        template: ageSaid(seen),
        how: `{{how}}: ${ageParts(seen)}; next birthday {{next}}`,
        values: {
          years: at('/years'),
          months: at('/months'),
          days: at('/days'),
          next: at('/next_birthday'),
          how: literal(how),
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
  // What an `if` sets is no sentence that asks, though its beginning does.
  const asks = isAsked || /^when (?:do|does|will) /u.test(shape)
  if (days.length !== 1 || numbers.length + moments.spans.length !== 1 || !asks) return null
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
  const asks = isAsked || /(?:when|(?:what|which) year) (?:was|were) \p{L}+(?: \p{L}+)? born$/u.test(shape)
  if (days.length !== 1 || numbers.length !== 1 || !asks || !Number.isInteger(years) || years < 1 || years > 130)
    return null
  if (
    !/(?<!\p{L})(?:turns?|turned|turning|becomes?|became|will be|celebrates?|celebrated) N(?: years? old)?(?: on)? D/u.test(
      shape,
    )
  )
    return null
  if (
    !/(?:when|(?:in )?(?:what|which) year) (?:was|is|were) \p{L}+(?: \p{L}+)? born|(?:(?:what|which) year|when) born|(?:date of birth|birth ?date)/u.test(
      shape,
    )
  )
    return null
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
  const named = /(\p{Lu}\p{L}+),?(?:(?: was| is)? born(?: on)?| on|:| \(| -)? ?(?=D)/gu
  const marked = days.reduce((rest, { text: written }) => rest.replace(written, 'D'), text)
  const names = [...marked.matchAll(named)].map(([, name]) => name)
  const rest = names.reduce<string>((left, name) => left.replace(String(name).toLowerCase(), ' '), shape)
  if (
    names.length !== 2 ||
    !isTold(rest.replace(/ N /, ' '), {
      words:
        'who which one older younger oldest youngest earlier first later born or by days day how many much than exactly date on',
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
