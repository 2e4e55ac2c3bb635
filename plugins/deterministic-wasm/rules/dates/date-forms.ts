/** Dates in another form, several dates in order or compared, and moments as Unix time. It writes no date whose reading is not certain. */
import type { JsonValue } from '#contracts/json-value'
import type { PlannedTask, PlannerInput, PlannerRule } from '#contracts/planner-port'
import { decided, hasMember } from '../decided.ts'
import { listReply } from '../listed.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, single, task, withHow } from '../rule.ts'
import { withOrder } from './day-shift.ts'
import { type DayToken, type Moments, momentsOf, readMoments, settle, textOf } from './moments.ts'
import { HINT, told } from './read-told.ts'
import { collected } from './time-tasks.ts'
import { readZone } from './zones.ts'

const NAMED: readonly (readonly [RegExp, string])[] = [
  [/^(?:iso(?:[- ]?8601)?|international)/i, 'YYYY-MM-DD'],
  [/^(?:us|usa|american)/i, 'MM/DD/YYYY'],
  [/^(?:uk|british|european|eu|french|italian|spanish|indian|australian)/i, 'DD/MM/YYYY'],
  [/^(?:german|austrian|swiss)/i, 'DD.MM.YYYY'],
  [/^(?:long|written[- ]out|full|spelled[- ]out)/i, 'D MMMM YYYY'],
]
const LETTERS = '(?:d{1,4}|m{1,4}|y{4}|yy|mon|month|day|year)'
const TARGET = new RegExp(
  `(?:(?<lead>(?:to|into|in|as|like|using|with|->|→|=>|:|format) (?:the |an? )?(?:date )?(?:format )?)|^)(?:(?<letters>${LETTERS}([-/. ]|, ?| of )${LETTERS}(?:[-/. ]|, ?| of )${LETTERS}|yyyymmdd)|(?<name>iso(?:[- ]?8601)?|international|us|usa|american|uk|british|european|german|long|written[- ]out|full)(?= (?:date|format|style|form|notation|standard|way|order|date format)|[ .?!]*$))(?: (?:date|format|style|form|notation|standard|string|date format))*(?![\\p{L}\\p{N}])`,
  'iu',
)
const WORDS = new Set(
  'convert write turn put change rewrite reformat format express transform make look date dates to into in as iso style this these following all each list day days here into new be should and how look looks like : from standard'.split(
    ' ',
  ),
)
const MOST = 60

/** `dd.mm.yyyy`, `D Month YYYY` as a pattern of the operation. */
function toPattern(letters: string): string | null {
  const text = letters.toLowerCase()
  if (text === 'yyyymmdd') return 'YYYYMMDD'
  const kinds = new Set<string>()
  const pattern = text.replace(/d+|m(?:on(?:th)?)?m*|y+|day|year/g, part => {
    const kind = part.charAt(0)
    kinds.add(kind)
    if (part === 'day') return 'D'
    if (part === 'year') return 'YYYY'
    if (part === 'month') return 'MMMM'
    if (part === 'mon') return 'MMM'
    return part.toUpperCase()
  })
  return kinds.size === 3 && /^[DMY\-/., of]+$/.test(pattern) ? pattern.replace(/ of /, ' [of] ') : null
}

/** The pattern of a date as it stands: `19 July 2025` is `D MMMM YYYY`. */
function patternOf({ text }: DayToken): string | null {
  const bare = text.replace(/\d{4}/, 'YYYY')
  if (!bare.includes('YYYY')) return null
  if (/\p{L}{3,}/u.test(bare.replace('YYYY', ''))) {
    const name = /\p{L}{3,}/u.exec(bare.replace('YYYY', ''))?.[0] ?? ''
    if (/(?:st|nd|rd|th| of )/.test(bare.replace(name, ''))) return null
    return bare
      .replace(name, name.length === 3 ? 'MMM' : 'MMMM')
      .replace(/\d{1,2}/, number => (number.length === 2 && number.startsWith('0') ? 'DD' : 'D'))
  }
  return null
}

function reformatted(clause: Clause, input: PlannerInput): Answer | null {
  const text = textOf(clause)
  if (text === null) return null
  const found = TARGET.exec(text)
  const groups = found?.groups ?? {}
  const whole = readMoments(clause, input)
  if (
    whole !== null &&
    whole.days.length === 2 &&
    /look like D$|(?:written|write it|format it|formatted|write|format|convert|put|rewrite|reformat)(?: D)? (?:like|as|to|into) D$/u.test(
      whole.shape,
    )
  )
    return likeExample(whole)
  if (found === null) return null
  const pattern =
    groups.letters === undefined
      ? (NAMED.find(([name]) => name.test(groups.name ?? ''))?.[1] ?? null)
      : toPattern(groups.letters)
  const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`
  const moments = momentsOf(rest, input, clause.data !== null, whole?.given)
  if (pattern === null || moments === null || moments.days.length === 0 || moments.days.length > MOST) return null
  if (moments.reduced.split(' ').some(word => word !== 'D' && !WORDS.has(word))) return null
  return written(moments, pattern)
}

function likeExample(moments: Moments): Answer | null {
  const [day, example] = moments.days
  const pattern = example === undefined ? null : patternOf(example)
  if (
    day === undefined ||
    pattern === null ||
    (day.year === example?.year && day.monthDay !== example?.monthDay) ||
    moments.reduced.split(' ').some(word => word !== 'D' && !WORDS.has(word))
  )
    return null
  return written({ ...moments, days: [day] }, pattern)
}

function written(moments: Moments, pattern: string): Answer | null {
  const { days, usesData } = moments
  const dates = days.map(({ year, monthDay }) =>
    year === null ? null : `${String(year).padStart(4, '0')}-${monthDay}`,
  )
  if (dates.some(date => date === null || peek('date.format', { date, pattern }) === null)) return null
  const tasks = dates.map((date, i) => task(`date${i + 1}`, 'Write the date', 'date.format', { date, pattern }))
  const first = tasks[0]
  if (first === undefined) return null
  if (tasks.length === 1) return withOrder({ ...single(first, '{{text}}', { text: at('/text') }), usesData }, moments)
  const all = collected(tasks, '/text')
  return withOrder(
    { tasks: [...tasks, all], answer: 'dates', reply: listReply('/items', tasks.length, '\n'), usesData },
    moments,
  )
}

const SORTS =
  /^(?:(?:sort|order|arrange|put|list|rank|chronologically|chronological|oldest|newest|earliest|latest|recent|most|first|to|from|last|by|into|dates?|following|ascending|descending|order|time|old|new|up|the|these|D|and) ?)+$/u
/** Several dates in order, or the first or last of them. */
function sorted(moments: Moments): Answer | null {
  const { days, reduced, usesData } = moments
  if (days.length < 2 || days.length > MOST || days.some(({ year }) => year === null)) return null
  const isSort = /(?<!\p{L})(?:sort|order|arrange|chronological(?:ly)?|rank)(?!\p{L})/u.test(reduced)
  const edge =
    /^(?:(?:which|one|date|or) )*(?<edge>earliest|oldest|first|latest|newest|most recent|last|earlier|later)(?: (?:date|one|day|comes?|came|happened|these|among|out|or))* (?:D(?: or)? ?)+$|^(?:D(?: or)? )+(?<edge2>earlier|later|earliest|latest)$/u.exec(
      reduced,
    )?.groups
  const rows = days.map(({ year, monthDay, text }) => ({
    date: `${String(year).padStart(4, '0')}-${monthDay}`,
    written: text,
  }))
  if (edge !== undefined) {
    const isFirst = /^(?:earl|old|first)/u.test(edge.edge ?? edge.edge2 ?? '')
    const sort = task('sorted', 'Order them', 'table.sort', {
      rows,
      by: [{ column: 'date', order: isFirst ? 'asc' : 'desc' }],
    })
    return withOrder(
      {
        ...single(sort, '{{written}}', { written: at('/rows/0/written') }, isFirst ? 'The earliest' : 'The latest'),
        usesData,
      },
      moments,
    )
  }
  if (!isSort || !SORTS.test(reduced)) return null
  const isDown = /(?:newest|latest|recent|last) (?:first|to)|descending|new to old|from (?:newest|latest)/u.test(
    reduced,
  )
  const isUp = /(?:oldest|earliest) (?:first|to)|ascending|chronological|old to new|from (?:oldest|earliest)/u.test(
    reduced,
  )
  if (isDown && isUp) return null
  const sort = task('sorted', 'Order them', 'table.sort', {
    rows,
    by: [{ column: 'date', order: isDown ? 'desc' : 'asc' }],
  })
  const reply = listReply('/rows', days.length, '\n', '/written')
  return withOrder({ tasks: [sort], answer: 'sorted', reply, usesData }, moments)
}

const BEFORE =
  /^(?:is|was|does|did|will) D (?:come |fall |be |is |was |lie )?(?:before|earlier than|prior to|after|later than|past) D(?: or (?:after|before|later|earlier))?$/u
/** `is D before D`. */
function compared(moments: Moments): Answer | null {
  const [a, b] = moments.days
  if (
    a === undefined ||
    b === undefined ||
    moments.days.length !== 2 ||
    !BEFORE.test(moments.shape) ||
    a.year === null ||
    b.year === null
  )
    return null
  const [from, to] = [
    `${String(a.year).padStart(4, '0')}-${a.monthDay}`,
    `${String(b.year).padStart(4, '0')}-${b.monthDay}`,
  ]
  const isBefore = /before|earlier|prior/u.test(moments.shape.split(' D')[1] ?? '')
  const answer = decided({
    tasks: [task('difference', 'Count the days', 'date.difference', { from, to, unit: 'days' })],
    when: hasMember('value', isBefore ? { minimum: 1 } : { maximum: -1 }),
    yes: `Yes, ${from} is ${isBefore ? 'before' : 'after'} ${to}`,
    no: `No, ${from} is not ${isBefore ? 'before' : 'after'} ${to}`,
  })
  return withOrder(answer, moments)
}

const UNIX =
  '(?:(?:unix|epoch|posix|linux)(?: (?:epoch|time|timestamp|time stamp|seconds|stamp))*|timestamp|time stamp)'
const TO_UNIX = new RegExp(
  `^(?:(?:convert|turn|change|as|seconds|milliseconds|ms) )*(?:${UNIX}(?: (?:seconds|milliseconds|ms|value|number))* (?:from|is|of|for)? ?(?<a>I|D(?: T)?)|(?<b>I|D(?: T)?)(?<zone>(?: \\p{L}+){0,2}?) (?:as|to|into|-|how many seconds|=)* ?${UNIX}(?: (?:seconds|milliseconds|ms))*)(?<zone2>(?: \\p{L}+){0,2}?)(?: (?:in |as )?(?:seconds|milliseconds|ms))?$`,
  'u',
)
/** `unix time of 15 March 2025 12:30 UTC`. */
function toUnix(moments: Moments, input: PlannerInput): Answer | null {
  const groups = TO_UNIX.exec(moments.reduced)?.groups
  if (groups === undefined) return null
  const named = (groups.zone ?? groups.zone2 ?? '').trim()
  const zone = named === '' ? null : readZone(named)
  if (named !== '' && zone === null) return null
  const isMilli = /(?<!\p{L})(?:ms|milliseconds)(?!\p{L})/u.test(moments.reduced)
  const place = (groups.a ?? groups.b ?? '').trim()
  let local = ''
  let reading = ''
  if (place === 'I') {
    const instant = (moments.instants[0] ?? '')
      .replace(' UTC', 'Z')
      .replace(' GMT', 'Z')
      .replace(/^(\S{10}) /, '$1T')
    if (zone !== null) return null
    const hasOffset = /(?:Z|[+-]\d\d:?\d\d)$/i.test(instant)
    if (!hasOffset) reading = 'Read as UTC.'
    local = hasOffset ? instant : `${instant}Z`
  } else {
    const day = moments.days[0]
    const time = moments.times[0]?.seconds ?? 0
    const iso = day === undefined || day.year === null ? null : settle(day, 'this year', input)
    if (iso === null) return null
    const pad = (value: number): string => String(value).padStart(2, '0')
    local = `${iso}T${pad(Math.floor(time / 3600))}:${pad(Math.floor((time % 3600) / 60))}:${pad(time % 60)}`
    if (zone === null) {
      local += 'Z'
      reading = moments.times.length === 0 ? 'Read as midnight UTC.' : 'Read as UTC.'
    }
  }
  const tasks: PlannedTask[] = []
  let datetime: JsonValue = local
  if (zone !== null) {
    if (peek('date.convert_zone', { datetime: local, from: zone.zone, to: 'UTC' }) === null) return null
    tasks.push(
      task('utc', 'Take the moment in UTC', 'date.convert_zone', { datetime: local, from: zone.zone, to: 'UTC' }),
    )
    datetime = { $from: 'utc', pointer: '/datetime' }
  } else if (peek('date.to_unix', { datetime: local }) === null) return null
  tasks.push(
    task(
      'unix',
      'Count since 1970',
      'date.to_unix',
      { datetime },
      tasks.map(({ key }) => key),
    ),
  )
  const answer: Answer = {
    tasks,
    answer: 'unix',
    reply: withHow(
      '{{value}}',
      { value: at(isMilli ? '/milliseconds' : '/seconds') },
      `${isMilli ? 'Milliseconds' : 'Seconds'} since 1970 of ${local}${zone === null ? '' : ` in ${zone.name}`}`,
    ),
  }
  return reading === '' ? answer : { ...answer, reading }
}

const FROM_UNIX = new RegExp(
  `^(?:(?:convert|turn|decode|change|when|date|time|day|moment|if|utc) )*(?:${UNIX} )?N(?: (?:as|to|into|=|-|ms|seconds|milliseconds|or|${UNIX}|human|readable|human-readable|date|time|datetime|day|utc|gmt|format|iso|when|normal|calendar|real|moment|from))+$|^${UNIX} N$`,
  'u',
)
/** `1700000000 to human readable date`. */
function fromUnix(moments: Moments): Answer | null {
  const { numbers, reduced } = moments
  const stamp = numbers[0] ?? ''
  if (numbers.length !== 1 || !/^\d{9,10}$|^\d{13}$/.test(stamp) || !FROM_UNIX.test(reduced)) return null
  if (!/date|utc|human|day|when|iso|unix|epoch|timestamp|time/u.test(reduced)) return null
  const unit = stamp.length > 11 ? 'milliseconds' : 'seconds'
  const wanted = { value: Number(stamp), unit }
  if (peek('date.from_unix', wanted) === null) return null
  const answer = single(
    task('moment', 'Read the moment', 'date.from_unix', wanted),
    '{{datetime}}',
    { datetime: at('/datetime') },
    `Unix time ${stamp} in UTC`,
  )
  return { ...answer, reading: `Read as ${unit} since 1970.` }
}

export const dateFormRules: readonly PlannerRule[] = [
  defineRule({
    id: 'date-forms',
    reason:
      'Writes dates in the form that is asked for, puts them in order, compares them, and turns moments into Unix time and back.',
    order: 51,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'Please write 07/04/2025 (UK style) as an ISO date.',
        '"Mar 5, 2023" -> dd.mm.yyyy',
        'turn these into yyyy-mm-dd:\n4 Jan 2021\n17 Feb 2021\n30 Nov 2022',
        'Date is 20250719, make it look like 19 July 2025',
        'sort these dates oldest first: 12/03/2021, 01/11/2019, 30/06/2021, 05/01/2020 (day first)',
        'is 3 May 2025 before 1 June 2025?',
        'unix epoch for 15 March 2025 12:30 UTC',
        'convert 2025-01-01T00:00:00Z to unix time',
        '1700000000 to human readable date',
        '2025-03-14 in US format',
        'Please write 07/04/2025 as an ISO date.',
        'Write 05/12/2023 (British) as ISO date.',
      ],
      no: [
        'Please write about 07/04/2025 as an ISO date.',
        'Write a poem about 4 Jan 2021 in long form',
        'sort these dates by importance: 12 May 2021, 1 June 2019',
        'Is 3 May 2025 before the deadline?',
        'what happened at unix time 0',
        'turn 4 Jan 2021 into a holiday',
        'which is better, 3 May 2025 or 1 June 2025?',
        'call me at 1700000000 on that date',
      ],
    },
    read: told((moments, clause, input) => {
      if (clause.data?.form === 'block') return null
      if (moments === null) return null
      const form = reformatted(clause, input)
      if (form !== null) return form
      return sorted(moments) ?? compared(moments) ?? toUnix(moments, input) ?? fromUnix(moments)
    }),
  }),
]
