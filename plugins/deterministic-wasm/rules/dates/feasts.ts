/**
 * Feasts that move: those that hang on Easter, the Sundays of Advent, and days that one country keeps on a weekday of a month. Which
 * country is meant must be plain: a feast that countries keep on different days is left alone where none is named.
 */
import type { PlannedTask, PlannerInput, PlannerRule } from '#contracts/planner-port'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { dayAndWeekday } from './date-answers.ts'
import { plural } from './day-distance.ts'
import { todayOf } from './read-date.ts'

/** Days from Easter Sunday. */
const BY_EASTER: Readonly<Record<string, number>> = {
  'shrove tuesday': -47,
  'pancake day': -47,
  'ash wednesday': -46,
  'palm sunday': -7,
  'maundy thursday': -3,
  'good friday': -2,
  easter: 0,
  'easter sunday': 0,
  'easter monday': 1,
  'ascension day': 39,
  'ascension thursday': 39,
  pentecost: 49,
  'pentecost sunday': 49,
  'whit sunday': 49,
  whitsunday: 49,
  'whit monday': 50,
  'pentecost monday': 50,
  'corpus christi': 60,
}
const ADVENT: Readonly<Record<string, number>> = {
  first: 21,
  '1st': 21,
  second: 14,
  '2nd': 14,
  third: 7,
  '3rd': 7,
  fourth: 0,
  '4th': 0,
  last: 0,
}
type Nth = {
  readonly month: number
  readonly weekday: string
  readonly n: number
  readonly said: string
  readonly note?: string
}
const BY_MONTH: Readonly<Record<string, Nth>> = {
  'labor day': {
    month: 9,
    weekday: 'Monday',
    n: 1,
    said: 'First Monday of September',
    note: 'As in the United States.',
  },
  'memorial day': { month: 5, weekday: 'Monday', n: -1, said: 'Last Monday of May', note: 'As in the United States.' },
  "mother's day in the us": { month: 5, weekday: 'Sunday', n: 2, said: 'Second Sunday of May' },
  "mother's day in germany": { month: 5, weekday: 'Sunday', n: 2, said: 'Second Sunday of May' },
  "father's day in the us": { month: 6, weekday: 'Sunday', n: 3, said: 'Third Sunday of June' },
  "father's day in the uk": { month: 6, weekday: 'Sunday', n: 3, said: 'Third Sunday of June' },
  'columbus day': {
    month: 10,
    weekday: 'Monday',
    n: 2,
    said: 'Second Monday of October',
    note: 'As in the United States.',
  },
}

type Feast = {
  readonly name: string
  readonly dated: (year: number) => readonly PlannedTask[] | null
  readonly said: (year: number) => string
  readonly note?: string
}

const easter = (year: number): PlannedTask => task('easter', 'Find Easter Sunday', 'date.easter', { year })

/** The feast of a year as tasks, the last of which is `date`. */
function feastOf(written: string): Feast | null {
  const name = written
    .toLowerCase()
    .replace(/[’]/gu, "'")
    .replace(/^(?:the|this year's|next) /u, '')
    .replace(/ days?'?$/u, ' day')
  const days = BY_EASTER[name]
  if (days !== undefined)
    return {
      name,
      dated: year => {
        if (year < 1583 || year > 9999) return null
        if (days === 0) return [task('date', 'Find Easter Sunday', 'date.easter', { year })]
        return [
          easter(year),
          task('date', 'Count from Easter Sunday', 'date.add', { date: { $from: 'easter', pointer: '/date' }, days }, [
            'easter',
          ]),
        ]
      },
      said: year =>
        days === 0
          ? `Easter Sunday ${year}`
          : `${Math.abs(days)} day${Math.abs(days) === 1 ? '' : 's'} ${days < 0 ? 'before' : 'after'} Easter Sunday ${year}`,
      note: 'As the western churches keep it.',
    }
  const advent =
    /^(?<nth>first|second|third|fourth|last|[1-4](?:st|nd|rd|th)) (?:(?:sunday (?:of|in) )?advent(?: sunday)?|sunday (?:of|in) advent)$/u.exec(
      name,
    )?.groups?.nth
  const back = ADVENT[advent ?? '']
  if (advent !== undefined && back !== undefined)
    return {
      name,
      dated: year => {
        // The fourth is the last Sunday before Christmas Day.
        const eve = Temporal.PlainDate.from({ year, month: 12, day: 24 })
        return [
          task('date', 'Count back from Christmas Eve', 'date.add', {
            date: eve.toString(),
            days: -(eve.dayOfWeek % 7) - back,
          }),
        ]
      },
      said: year =>
        `${back === 0 ? 'The last Sunday' : `${back / 7} week${back === 7 ? '' : 's'} before the last Sunday`} before Christmas ${year}`,
    }
  const nth = BY_MONTH[name]
  if (nth === undefined) return null
  return {
    name,
    dated: year => [
      task('date', 'Find the day', 'date.nth_weekday', { year, month: nth.month, weekday: nth.weekday, n: nth.n }),
    ],
    said: year => `${nth.said} ${year}`,
    ...(nth.note === undefined ? {} : { note: nth.note }),
  }
}

function dateOf(tasks: readonly PlannedTask[]): string | null {
  const [first, second] = tasks
  if (first === undefined) return null
  const found = peek(first.op, first.input)?.date
  if (typeof found !== 'string') return null
  const date = second === undefined ? found : peek(second.op, { ...second.input, date: found })?.date
  return typeof date === 'string' ? date : null
}

const NAME =
  "(?<name>(?:this year's )?(?:shrove tuesday|pancake day|ash wednesday|palm sunday|maundy thursday|good friday|easter(?: sunday| monday)?|ascension (?:day|thursday)|pentecost(?: sunday| monday)?|whit ?sunday|whit monday|corpus christi|labor day|memorial day|columbus day|(?:mother|father)['’]?s day in (?:the us|germany|the uk)|(?:the )?(?:first|second|third|fourth|last|[1-4](?:st|nd|rd|th)) (?:sunday (?:of|in) )?advent(?: sunday)?))"
const YEAR = '(?:,? (?:in |of )?(?<year>\\d{4}|this year|next year|last year))?'
const is = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'iu')
const WHEN: readonly RegExp[] = [
  is(
    `(?:when|(?:on )?(?:what|which) (?:date|day))(?:'s| is| was| will be| does| did| will)? ${NAME}(?: (?:fall|be|falls|fall on|on))?${YEAR}(?: (?:fall|be|on))?`,
  ),
  is(`(?:(?:what(?:'s| is| was) )?(?:the )?date (?:of|for) )?${NAME}${YEAR}(?<asks> date)?`),
]
const UNTIL = is(
  `(?:how many|number of|how long|(?=days|weeks))(?: (?<unit>days|weeks|sleeps))? ?(?:(?:are|is|is it|are there|left|there|more|to go|do we have) )*(?:until|till|til|to|before) ${NAME}${YEAR}`,
)

function yearOf(written: string | undefined, feast: Feast, input: PlannerInput, isPast: boolean): number | null {
  const today = todayOf(input)
  const step = { 'this year': 0, 'next year': 1, 'last year': -1 }[written?.toLowerCase() ?? '']
  if (step !== undefined) return today.year + step
  if (written !== undefined) return Number(written)
  // The next one, or the last one where it was.
  const own = feast.dated(today.year)
  const date = own === null ? null : dateOf(own)
  if (date === null) return null
  if (isPast) return date <= today.toString() ? today.year : today.year - 1
  return date >= today.toString() ? today.year : today.year + 1
}

function feasts(clause: Clause, input: PlannerInput): Answer | null {
  if (clause.data !== null || clause.quotes.length > 0 || clause.text.length > 120) return null
  const text = clause.worded.replace(/[?.!]+$/u, '').trim()
  const core = clause.core.replace(/[?.!]+$/u, '').trim()
  const until = UNTIL.exec(text)?.groups
  const groups =
    until ??
    WHEN[0]?.exec(text)?.groups ??
    WHEN[1]?.exec(text)?.groups ??
    (clause.isAsked ? WHEN[1]?.exec(core)?.groups : undefined)
  const feast = feastOf(groups?.name ?? '')
  if (groups === undefined || feast === null) return null
  // `Easter` alone asks nothing.
  const isBare = until === undefined && WHEN[0]?.test(text) !== true
  if (isBare && groups.year === undefined && groups.asks === undefined && !/date/iu.test(text)) return null
  const year = yearOf(groups.year, feast, input, /(?<!\p{L})(?:was|did)(?!\p{L})/iu.test(text))
  const tasks = year === null ? null : feast.dated(year)
  const date = tasks === null ? null : dateOf(tasks)
  if (year === null || tasks === null || date === null) return null
  const note = feast.note === undefined ? {} : { reading: feast.note }
  if (until === undefined) {
    const answer = dayAndWeekday(tasks.at(-1)!, feast.said(year))
    return { ...answer, tasks: [...tasks.slice(0, -1), ...answer.tasks], ...note }
  }
  const today = todayOf(input).toString()
  if (date < today || (until.unit === undefined && !/^how long/iu.test(text))) return null
  const isWeeks = until.unit?.toLowerCase() === 'weeks'
  const away = task(
    'days',
    'Count the days',
    'date.difference',
    { from: today, to: { $from: 'date', pointer: '/date' }, unit: 'days' },
    ['date'],
  )
  const days = Number(peek('date.difference', { from: today, to: date, unit: 'days' })?.value)
  const how = `From ${today} (today) to ${date}: ${feast.said(year)}`
  if (!isWeeks)
    return {
      tasks: [...tasks, away],
      answer: 'days',
      reply: withHow('{{value}} {{word}}', { value: at('/value'), word: literal(plural('days', days)) }, how),
      ...note,
    }
  const weeks = task(
    'weeks',
    'Count the whole weeks',
    'date.difference',
    { from: today, to: { $from: 'date', pointer: '/date' }, unit: 'weeks' },
    ['date'],
  )
  const rest = task('rest', 'Take the days beyond them', 'math.evaluate', { expression: `${days} mod 7` }, ['days'])
  const merged = { weeks: { $from: 'weeks', pointer: '/value' }, rest: { $from: 'rest', pointer: '/exact' } }
  const both = task('both', 'Put both together', 'agg.merge', { objects: [merged] }, ['weeks', 'rest'])
  return {
    tasks: [...tasks, away, weeks, rest, both],
    answer: 'both',
    reply: withHow(
      '{{weeks}} {{weekWord}} and {{rest}} {{dayWord}}',
      {
        weeks: at('/weeks'),
        rest: at('/rest'),
        weekWord: literal(plural('weeks', Math.floor(days / 7))),
        dayWord: literal(plural('days', days % 7)),
      },
      how,
    ),
    ...note,
  }
}

export const feastRules: readonly PlannerRule[] = [
  defineRule({
    id: 'feasts',
    reason:
      'Finds the feasts that move with Easter, the Sundays of Advent and days kept on a weekday of a month, and how far they are.',
    order: 57.7,
    hint: /easter|friday|pentecost|whit|ascension|advent|ash wed|palm sun|shrove|pancake|maundy|corpus|labor|memorial|columbus|mother|father/iu,
    examples: {
      yes: [
        'when is easter 2027',
        'easter sunday 2026 date',
        'how many days until easter',
        'how many weeks till easter 2026',
        'whit monday 2026',
        'first sunday of advent 2026',
        "what's the date of mother's day in the US 2026",
        'when is labor day 2027',
      ],
      no: [
        'when is easter dinner',
        'happy easter 2027',
        'Easter Monday',
        "when is mother's day",
        'when is orthodox easter 2027',
        'how many days until easter holidays',
        'when is labour day in Australia',
        'why is easter 2027 so early',
        'when is the first advent calendar sold',
      ],
    },
    read: feasts,
  }),
]
