/**
 * Questions about years and days that people ask in pieces: `1900, leap year or no?`, a day told and its weekday asked behind it,
 * anniversaries by their names, ISO week dates, an age in months, an age from two years, and a day that is said to be today.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { decided, hasMember } from '../decided.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, single, task, withHow } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { ageTold } from './ages.ts'
import { dayAndWeekday } from './date-answers.ts'
import { fromToday, plural } from './day-distance.ts'
import { besideDay, currentPeriod, dayFact } from './day-facts.ts'
import { plainShift, withOrder } from './day-shift.ts'
import { type Moments, momentsOf, readMoments, settle } from './moments.ts'
import { HINT, told } from './read-told.ts'

const LEAP =
  /^(?:(?:the )?Y (?:is it |was it |is that |was that |is this |- |a )*leap year(?: or (?:no|not|isn't it|common(?: year)?|normal(?: year)?|regular(?: year)?|what))?(?: yes or no| yes no| true or false)?|(?:is|was|does|will) (?:the )?Y (?:be |count as |a |an |have been )*leap(?: year)?(?: or (?:no|not|common(?: year)?))?(?: yes or no| yes no| true or false)?|leap year (?:Y|in Y|check Y)(?: yes or no)?|(?:does|did|will) Y have (?:a |S|N )*(?:leap day|feb 29|D))$/u
/** `1900, leap year or no?` */
function leapAsked({ years, shape, days, months, spans, numbers }: Moments, isAsked: boolean): Answer | null {
  const year = years[0]
  if (years.length !== 1 || year === undefined || days.length + months.length + spans.length + numbers.length > 0)
    return null
  if (!LEAP.test(shape) || !(isAsked || /or|^leap/u.test(shape))) return null
  return decided({
    tasks: [task('years', 'Look for it among the leap years', 'date.leap_years', { from: year, to: year })],
    when: hasMember('years', { minItems: 1 }),
    yes: `Yes, ${year} is a leap year`,
    no: `No, ${year} is not a leap year`,
  })
}

const NAMED_FACT =
  /^(?:(?:so|well|because) )?(?<name>(?:\p{L}[\p{L}'-]* ){1,5}?)(?:is|was|are|falls|starts|begins|takes place|will be|happens|happened|took place)(?: on)? D (?:(?:and|so|on|-) )*(?:which|wich|what) (?:(?<weekday>week ?day|day(?: of the week)?)|(?:iso |calendar )?(?<week>week)(?: number| no)?)(?: (?:is|was|does|did|will)(?: (?:that|it|this))?(?: (?:be|fall|fall on|on|in))?)?$/u
const FACT_BEHIND =
  /^(?<name>(?:\p{L}[\p{L}'-]* ){1,5}?)D (?:which|wich|what) (?<weekday>week ?day|day of the week)(?: (?:is|was)(?: (?:that|it|this))?)?$/u
/** `My exam is D. Which weekday?` */
function factBehind(moments: Moments, input: PlannerInput): Answer | null {
  const { days, shape, weekdays } = moments
  const day = days[0]
  const groups = (NAMED_FACT.exec(shape) ?? FACT_BEHIND.exec(shape))?.groups
  if (groups === undefined || day === undefined || days.length !== 1 || day.year === null || weekdays.length > 0)
    return null
  const name = groups.name ?? ''
  if (/[A-Z]/.test(name) || !isTold(name, { words: 'date day start deadline end first last day begin on', names: 3 }))
    return null
  const iso = settle(day, 'this year', input)
  if (iso === null) return null
  const only = task('day', 'Look at the day', 'date.weekday', { date: iso })
  return withOrder(
    groups.week === undefined
      ? single(only, '{{weekday}}', { weekday: at('/weekday') }, iso)
      : single(only, 'Week {{week}} of {{year}}', { week: at('/week'), year: at('/week_year') }, `ISO week of ${iso}`),
    moments,
  )
}

/** Those that mean the same number everywhere; a diamond wedding is 60 years or 75. */
const JUBILEES: Readonly<Record<string, number>> = {
  paper: 1,
  cotton: 2,
  leather: 3,
  wooden: 5,
  tin: 10,
  crystal: 15,
  china: 20,
  silver: 25,
  pearl: 30,
  coral: 35,
  ruby: 40,
  sapphire: 45,
  golden: 50,
  gold: 50,
  emerald: 55,
}
const JUBILEE =
  /(?<!\p{L})(?:(?<named>paper|cotton|leather|wooden|tin|crystal|china|silver|pearl|coral|ruby|sapphire|golden|gold|emerald|diamond|platinum|iron) (?:wedding(?: anniversary)?|anniversary|jubilee)|(?<count>S|N|O)(?:th|st|nd|rd)? (?:wedding )?(?:anniversary|jubilee))(?!\p{L})/u
/** `We got married D. On what date is our golden wedding (50 years)?` */
function anniversary(moments: Moments, isAsked: boolean, input: PlannerInput): Answer | null {
  const { days, spans, numbers, ordinals, shape } = moments
  const day = days[0]
  const found = JUBILEE.exec(shape)?.groups
  if (found === undefined || day === undefined || days.length !== 1 || !isAsked) return null
  // Whose wedding it was must be said before the day.
  if (/(?<!\p{L})(?:parents|grandparents)(?!\p{L})/u.test(shape.slice(shape.indexOf('D')))) return null
  const counts = [
    ...spans.map(({ years, months, weeks, days: rest }) => (months + weeks + rest > 0 ? Number.NaN : years)),
    ...numbers.map(Number),
    ...ordinals,
  ]
  const known = JUBILEES[found.named ?? '']
  const wanted = counts[0] ?? known
  if (counts.length > 1 || wanted === undefined || (known !== undefined && wanted !== known)) return null
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 200) return null
  if (!/(?<!\p{L})(?:when|(?:what|which) (?:date|day|year|exact date|calendar date))(?!\p{L})/u.test(shape)) return null
  if (/(?<!\p{L})(?:celebrate with|party|gift|week ?day|day of the week)(?!\p{L})/u.test(shape)) return null
  if (
    !isTold(shape.replace(JUBILEE, ' '), {
      words:
        'got get married marry wedding wed tied knot since opened founded started company shop firm business date day year which when celebrate celebrated celebrates on of falls fall will year years anniversary parents grandparents both church wife husband were was exact calendar D',
      names: 0,
    })
  )
    return null
  const start = day.year === null ? null : settle(day, 'last', input)
  if (start === null || start.endsWith('02-29')) return null
  return withOrder(
    dayAndWeekday(
      task('date', 'Count the years', 'date.add', { date: start, years: wanted }),
      `${wanted} ${plural('years', wanted)} after ${start}`,
    ),
    moments,
  )
}

const WEEK_DATE = /(?<![\p{L}\p{N}-])(\d{4})-?w(\d{2})-?([1-7])(?![\p{L}\p{N}]|-\d)/iu
const WEEK_WORDS =
  'date calendar normal ordinary regular gregorian real usual day which convert into as iso week weekday standard yyyy-mm-dd translate means mean stand stands plain format written write is'
/** `2024-W10-1 - what normal calendar date is that?` */
function weekDate({ worded, data, quotes, isAsked }: Clause): Answer | null {
  if (data !== null || quotes.length > 0 || worded.length > 120) return null
  const found = WEEK_DATE.exec(worded)
  if (found === null) return null
  const rest = worded.replace(found[0], ' ').toLowerCase()
  if (/\d/.test(rest) || !/date|day|convert|gregorian|calendar/u.test(rest)) return null
  if (!(isAsked || /^(?:convert|write|translate)|=|to |as |what|which/u.test(rest)) || /how many|week of/u.test(rest))
    return null
  if (!isTold(rest, { words: WEEK_WORDS })) return null
  const [, year = '', week = '', day = ''] = found
  const last = Number(peek('date.weekday', { date: `${year}-12-28` })?.week)
  if (Number(week) < 1 || !(Number(week) <= last)) return null
  const first = task('first', 'Find week 1', 'date.period', { date: `${year}-01-04`, unit: 'week' })
  const date = task(
    'date',
    'Count on from its Monday',
    'date.add',
    { date: { $from: 'first', pointer: '/from' }, days: (Number(week) - 1) * 7 + Number(day) - 1 },
    ['first'],
  )
  const answer = dayAndWeekday(date, `Day ${day} of ISO week ${Number(week)} of ${year}`)
  return { ...answer, tasks: [first, ...answer.tasks] }
}

const AS_WEEK_DATE =
  /^(?:(?:convert|write|put|express|give) )?(?:D|date D) (?:(?:to|as|in|into|=) )*iso week date(?: (?:format|notation))?$|^(?:give |find )?iso week date (?:of |for )?D$/u
/** `2024-03-04 as ISO week date`. */
function asWeekDate(moments: Moments, input: PlannerInput): Answer | null {
  const day = moments.days[0]
  if (day === undefined || moments.days.length !== 1 || !AS_WEEK_DATE.test(moments.reduced)) return null
  const iso = settle(day, 'this year', input)
  const week = iso === null ? null : peek('date.weekday', { date: iso })?.week
  if (iso === null || typeof week !== 'number') return null
  const only = task('day', 'Find its ISO week', 'date.weekday', { date: iso })
  const values = { year: at('/week_year'), week: at('/week'), day: at('/number'), zero: literal(week < 10 ? '0' : '') }
  return withOrder(single(only, '{{year}}-W{{zero}}{{week}}-{{day}}', values, iso), moments)
}

const MONTHS_OLD =
  /^(?:(?:my|our|the|a|his|her) )?(?:(?:\p{L}[\p{L}'-]* ){0,3}(?:is|was|turned|turns|are) )?S(?: old)?(?: now| today)? (?:(?:how (?:much|many|old)|what)(?: is (?:that|it|he|she))? )?(?:that's |is that |is |that |in |=|as |how many |to |into |- )*years and months(?: (?:is (?:that|it|he|she)|old|please))?$/u
/** `My kid is 29 months old. Years and months?` */
function monthsOld({ spans, shape }: Moments): Answer | null {
  const span = spans[0]
  if (span === undefined || spans.length !== 1 || !MONTHS_OLD.test(shape)) return null
  if (!/^\D*\d+ ?(?:months?|mths?)\s*$/i.test(span.text) || span.days + span.weeks + span.businessDays > 0) return null
  const count = Number(/\d+/.exec(span.text)?.[0])
  const years = task('years', 'Take the whole years', 'math.evaluate', { expression: `floor(${count} / 12)` })
  const months = task('months', 'Take the months beyond them', 'math.evaluate', { expression: `${count} mod 12` })
  const merged = { years: { $from: 'years', pointer: '/value' }, months: { $from: 'months', pointer: '/value' } }
  const both = task('both', 'Put both together', 'agg.merge', { objects: [merged] }, ['years', 'months'])
  return {
    tasks: [years, months, both],
    answer: 'both',
    reply: withHow(
      `{{years}} {{yearWord}} and {{months}} {{monthWord}}`,
      {
        years: at('/years'),
        months: at('/months'),
        yearWord: literal(plural('years', Math.floor(count / 12))),
        monthWord: literal(plural('months', count % 12)),
      },
      `${count} months`,
    ),
  }
}

const TWO_YEARS =
  /^(?:Y minus (?:birth ?year |year of birth )?Y|(?:\p{L}+ ){0,3}born (?:in )?Y(?: (?:and )?(?:it's|it is|now|today|the year is|in|year))* Y)(?: (?:and )?(?:(?:my|the|his|her) )?(?<told>birthday (?:has |is |was )?(?:already|not yet|not|still to come|to come|hasn't|has not|isn't)(?: (?:passed|been|happened|come|over|had|was|yet|gone))*)(?: (?:Y|this year))?)(?: (?:what|how|is|my|the|his|her|old|am|i|he|she|so))*(?: (?:age|how old)(?: (?:am i|is he|is she))?)?$/u
/** `2025 minus birth year 1959, birthday already passed, age?` */
function ageByYears({ years, shape, days }: Moments, isAsked: boolean): Answer | null {
  const groups = TWO_YEARS.exec(shape)?.groups
  if (groups === undefined || !isAsked || days.length > 0) return null
  if (!/(?:age|how old)/u.test(shape) || years.length < 2) return null
  const [a, b] = years as [number, number]
  const age = Math.abs(a - b)
  // `This year` behind them must be the year that is reckoned with.
  if (age > 130) return null
  const isToCome = /not|to come|hasn't|isn't/u.test(groups.told ?? '')
  const [to, from] = [Math.max(a, b), Math.min(a, b)]
  const only = task('age', 'Subtract the years', 'math.evaluate', {
    expression: `${to} - ${from}${isToCome ? ' - 1' : ''}`,
  })
  return single(
    only,
    '{{value}} years',
    { value: at('/exact') },
    `From ${from} to ${to}, the birthday ${isToCome ? 'still to come' : 'passed'}`,
  )
}

const TODAY_TOLD =
  /^(?:(?:hi|hello|hey|so|ok|okay|well|if|suppose|supposing|assume|assuming|given|say|let's say|imagine)[, ]+(?:that )?)*(?:today(?:['’]?s|,? is| =|:)(?: date)?(?: is)?|today['’]?s date(?: is|:)?|(?:the )?(?:current )?date(?: today)? is|it(?:['’]s| is)(?= [^,.;?]*\d{4}))(?: the| now| today| currently)*[: ]+(?<day>[^,;?]{6,40}?)(?:[,;.] ?| - | and | so |(?= how | what | which ))(?:and |so |then )*(?<rest>(?:how|what|which|when|days|weeks)(?!\p{L}).{5,160})$/iu
/** `Today's 28 November 2024, how many days till Christmas Eve (24 Dec)?` */
function todayTold(clause: Clause, input: PlannerInput): Answer | null {
  if (clause.data !== null || clause.quotes.length > 0 || !/\d/.test(clause.worded)) return null
  const groups = TODAY_TOLD.exec(clause.worded)?.groups
  const named = groups === undefined ? null : momentsOf(groups.day ?? '', input, false)
  const day = named?.days[0]
  if (groups === undefined || named === null || day === undefined || named.shape !== 'D' || day.year === null)
    return null
  const date = settle(day, 'this year', input)
  const rest = (groups.rest ?? '').replace(/[?. ]+$/, '')
  if (date === null || /(?<!\p{L})(?:now|time|hours?|minutes?)(?!\p{L})/iu.test(rest)) return null
  const there = { ...input, now: { ...input.now, iso: `${date}T12:00:00Z` } }
  const asked = { ...clause, text: rest, worded: rest, plain: rest, core: rest }
  const moments = readMoments(asked, there)
  if (moments === null || moments.twofold.length > 0) return null
  return (
    fromToday(moments, true, there) ??
    plainShift(moments, there) ??
    ageTold(moments, true, there) ??
    besideDay(moments, true, there) ??
    dayFact(moments, true, there) ??
    currentPeriod(moments, asked, there)
  )
}

export const dayQuestionRules: readonly PlannerRule[] = [
  defineRule({
    id: 'day-questions',
    reason:
      'Answers what is asked behind a year or day that is told: leap years, weekdays, anniversaries, ages in months, ISO week dates, a told today.',
    order: 55,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        '1900, leap year or no?',
        '2100 - leap year or not?',
        'My exam is 26 May 2025. Wich weekday?',
        'We got married 21.6.1974. On what date is our golden wedding (50 years)?',
        '2024-W10-1 - what normal calendar date is that?',
        '4 March 2024 as ISO week date',
        'my kid is 29 months old. years and months?',
        '2025 minus birth year 1959, birthday already passed this year, age?',
        "today's the 28th of November 2024, how many days till Christmas Eve (24 Dec)?",
      ],
      no: [
        '1900, leap year or no idea',
        'In 1900 leap years were ignored',
        'My exam is 26 May 2025. Which books?',
        'My exam is 26 May 2025, which weekday is best to learn?',
        'We got married 21.6.1974. What do we do on our golden wedding?',
        'We got married 21.6.1974. When is our diamond wedding?',
        'We got married 21.6.1974. When is the golden wedding of my parents?',
        'My shift code is 2024-W10-1',
        'my kid is 29 months old. which clothes size in years and months?',
        'born 1959 and it is 2025, which generation?',
        "today's the 28th of November 2024, what should I cook for Christmas Eve?",
      ],
    },
    read: told((moments, clause, input) => {
      const spoken = /\d-?w\d|today|(?<!\p{L})date |(?<!\p{L})it['’ ]/iu.test(clause.worded)
        ? (weekDate(clause) ?? todayTold(clause, input))
        : null
      if (spoken !== null || moments === null) return spoken
      return (
        leapAsked(moments, clause.isAsked) ??
        factBehind(moments, input) ??
        anniversary(moments, clause.isAsked, input) ??
        asWeekDate(moments, input) ??
        monthsOld(moments) ??
        ageByYears(moments, clause.isAsked)
      )
    }),
  }),
]
