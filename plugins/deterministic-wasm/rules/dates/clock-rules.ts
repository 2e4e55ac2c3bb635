/** Times of day: moved, measured from one to another, in another time zone; and Unix times. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { stripCourtesy } from '../message/strip-courtesy.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, single, task, withHow } from '../rule.ts'
import { form, groupsOf } from './forms.ts'
import { todayOf } from './read-date.ts'

const CLOCK = '\\d{1,2}(?::\\d{2})?(?: ?[ap]\\.?m\\.?)?'
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

export const clockRules: readonly PlannerRule[] = [
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
  const minutes = `${b + (isOver ? 1_440 : 0)} - ${a}`
  const reading = isOver ? { reading: 'The second time is read as that of the next day.' } : {}
  const how = `From ${clockText(a)} to ${clockText(b)}`
  const unit = (groups.unit ?? groups.unit2)?.toLowerCase()
  if (unit !== undefined) {
    const expression = unit === 'minutes' ? minutes : `(${minutes}) / 60`
    const answer = evaluated({ expression, unit: ` ${unit}`, how })
    return answer === null ? null : { ...answer, ...reading }
  }
  const seconds = task('seconds', 'Count the seconds', 'math.evaluate', {
    expression: `(${minutes}) * 60`,
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
    reply: withHow('{{text}}', { text: at('/text') }, how),
    ...reading,
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
    'Leave out the seconds',
    'text.replace',
    { text: { $from: 'cut', pointer: '/text' }, find: ':00Z', with: '' },
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
