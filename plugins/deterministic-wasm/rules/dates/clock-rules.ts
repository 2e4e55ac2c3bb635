/** Questions of the clock: times plus lengths of time, the length between two times, sums of lengths, the time in another place. */

import type { PlannedTask, PlannerInput, PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { Slots, toPattern } from '../phrase.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { todayOf } from './read-date.ts'
import { clockParts, saidLength, zoneClock } from './time-tasks.ts'
import { fitsDay, readAs, readZone } from './zones.ts'

export const TIME =
  '(?:[01]?\\d|2[0-4])(?:[:.h][0-5]\\d)(?: ?[ap]\\.?m\\.?)?|(?:1[0-2]|0?\\d) ?[ap]\\.?m\\.?|noon|midnight'
export const LENGTH =
  '\\d+(?:\\.\\d+)? ?(?:weeks?|days?|d|hours?|hrs?|hr|h|minutes?|mins?|min|m|seconds?|secs?|sec|s)(?:[ ,]*(?:and )?\\d+(?:\\.\\d+)? ?(?:days?|d|hours?|hrs?|hr|h|minutes?|mins?|min|m|seconds?|secs?|sec|s))*|\\d{1,3} ?h ?\\d{1,2}'
const PARTS = { TIME, LENGTH }
const PLACE = '[\\p{L}][\\p{L} ./_-]{0,40}?'

type Form = readonly [pattern: RegExp, read: (slots: Slots, input: PlannerInput) => Answer | null]

const FORMS: readonly Form[] = [
  [toPattern('(?:what time is (?:it )?)?(?<time>[TIME]) (?<way>plus|minus|\\+|-) (?<length>[LENGTH])', PARTS), moved],
  [
    toPattern(
      '(?:what time is (?:it )?)?(?<length>[LENGTH]) (?<way>after|before|from|past|later than) (?<time>[TIME])',
      PARTS,
    ),
    moved,
  ],
  [toPattern('(?<way>add|subtract) (?<length>[LENGTH]) (?:to|from) (?<time>[TIME])', PARTS), moved],
  [
    toPattern(
      '(?:what time (?:is|will|would|does) (?:it|that)(?: be)?|when (?:does it|do i|will it) (?:end|finish|arrive|land))? ?(?:if )?(?:it |i |a meeting |the meeting |a film |the film )?(?:starts?|begins?|leaves?|starting|beginning)(?: at)? (?<time>[TIME])(?:,| and)? (?:and )?(?:it )?(?:lasts?|takes?|for|lasting|plus) (?<length>[LENGTH])(?:,? (?:when|what time) (?:does|will|is|do) (?:it|that|i|the meeting|the film)(?: (?:end|ends|finish|over|done|be over|arrive))?)',
      PARTS,
    ),
    moved,
  ],
  [
    toPattern(
      '(?:how (?:long|many (?<unit>hours|minutes)|much time)(?: (?:is|are|it|there|is it|are there|is there|passes|does it take))* )?(?:from|between) (?<a>[TIME]) (?:to|and|until|till|-|–) (?<b>[TIME])(?:,? (?:how (?:long|much time|many (?<unit2>hours|minutes))(?: (?:is|are|was)(?: (?:that|it|this|there))?)?|(?:in|is) how many (?<unit3>hours|minutes)))?',
      PARTS,
    ),
    between,
  ],
  [
    toPattern(
      '(?:how long|how many (?<unit>hours|minutes)|time|hours) (?:is |are |is it )?(?:from |between )?(?<a>[TIME]) ?(?:to|and|until|till|-|–) ?(?<b>[TIME])',
      PARTS,
    ),
    between,
  ],
  [
    toPattern(
      `(?:what time is )?(?:it )?(?:at )?(?<time>[TIME])(?: in)? (?<from>${PLACE})(?:,| is| to| in|,? what(?:'s| is)?(?: the)? time(?: is)?(?: it| that)?(?: is)?| what time is (?:it|that))* (?:in |to )?(?<to>${PLACE})(?: time)?`,
      PARTS,
    ),
    inZone,
  ],
  [
    toPattern(
      `(?:if )?(?:it(?:'s| is) )?(?<time>[TIME]) in (?<from>${PLACE}),? (?:then )?what(?:'s| is)? ?(?:the )?time(?: is)?(?: it| that)? in (?<to>${PLACE})`,
      PARTS,
    ),
    inZone,
  ],
  [
    toPattern(
      `(?:convert|change|translate) (?<time>[TIME])(?: in)? (?<from>${PLACE}) (?:to|into|in) (?<to>${PLACE})`,
      PARTS,
    ),
    inZone,
  ],
  [
    toPattern(
      `(?:what(?:'s| is) the |what )?(?:current |local )?time (?:is it |it is |now )?(?:right now )?in (?<to>${PLACE})(?: (?:right now|now|at the moment))?`,
    ),
    nowIn,
  ],
  [
    toPattern(
      `what time (?:will it be|is it|was it|would it be) (?:in (?<length>[LENGTH])|(?<length2>[LENGTH]) (?<ago>ago|from now))`,
      PARTS,
    ),
    fromNow,
  ],
  [toPattern("(?:what(?:'?s| is)? (?:the )?(?:current )?time(?: is it)?|current time)(?: (?:now|right now))?"), now],
]

const SUM = new RegExp(
  `^(?:(?:add|sum(?: of)?|total(?: of)?|how (?:long|much) is) )?((?:${LENGTH})(?:(?: ?\\+ ?| plus | and | minus | - |, )(?:${LENGTH}))+)(?: (?:in total|together|altogether))?$`,
  'iu',
)
const JOINT = / ?\+ ?| plus | and (?=\d)| minus | - |, (?=\d)/giu

export const clockRules: readonly PlannerRule[] = [
  defineRule({
    id: 'clock',
    reason: 'Reckons with times of day and lengths of time, and tells the time in another place.',
    order: 44,
    hint: /\d ?(?:[:.h]\d|[ap]\.?m|h|m|s|d|w)|noon|midnight|time|hours?/i,
    examples: {
      yes: [
        '14:35 plus 95 minutes',
        'How long is it from 8:30 to 17:15?',
        'How many minutes are between 8:05 and 9:50?',
        'What time is 2 hours 30 minutes after 9:45?',
        '15:00 in Berlin what time is that in New York',
        'What time is it in Tokyo?',
        '45 min + 1h 20min',
        'what time will it be in 90 minutes',
      ],
      no: [
        'My flight is at 14:35 and the train takes 95 minutes, is it risky?',
        'What time is it in the film High Noon?',
        'What time is dinner in Berlin?',
        'Time flies.',
        'I slept from 8:30 to 17:15',
        'What time should we meet in London?',
        'Meet me 2 hours after 9:45',
        'the best time in Rome',
      ],
    },
    read: readClock,
  }),
]

function readClock(clause: Clause, input: PlannerInput): Answer | null {
  if (clause.quotes.length > 0 || clause.data?.form === 'inline') return null
  for (const text of new Set([clause.worded, clause.core])) {
    for (const [pattern, read] of FORMS) {
      const found = pattern.exec(text)
      const answer = found === null ? null : read(new Slots(found.groups ?? {}), input)
      if (answer !== null) return answer
    }
  }
  return lengths(clause)
}

type Minutes = { readonly minutes: number; readonly isTwelve: boolean }

/** Minutes since midnight; `7:30` without am or pm is read by 24 hours. */
export function readTime(written: string): Minutes | null {
  const text = written.trim().toLowerCase().replaceAll('.m', 'm').replace(/m\.$/, 'm')
  if (text === 'noon') return { minutes: 720, isTwelve: false }
  if (text === 'midnight') return { minutes: 0, isTwelve: false }
  const found = /^(\d{1,2})(?:[:.h](\d\d))?(?: ?([ap])\.?m?)?$/.exec(text)
  if (found === null) return null
  const [, hours = '', minutes = '0', half] = found
  const hour = Number(hours)
  if ((half !== undefined && (hour < 1 || hour > 12)) || Number(minutes) > 59) return null
  const full = half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0)
  const total = full * 60 + Number(minutes)
  return total > 1440 ? null : { minutes: total % 1440, isTwelve: half !== undefined }
}

const showTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** A length in the form that the operation reads: `2h05` has its minutes named. */
const durationText = (written: string): string =>
  written.replace(/^(\d{1,3}) ?h ?(\d{1,2})$/i, '$1 h $2 min').replace(/(\d) ?m(?![a-z])/gi, '$1 min')

function secondsOf(written: string): number | null {
  const seconds = peek('date.parse_duration', { text: durationText(written) })?.seconds
  return typeof seconds === 'number' && Number.isInteger(seconds) ? seconds : null
}

/** Tasks that write minutes of a day as `16:10`, and how many days lie between. */
export function clockAnswer(expression: string, seconds: number, before: readonly PlannedTask[], how: string): Answer {
  const day = Math.floor(seconds / 86_400)
  const rest = seconds - day * 86_400
  const isWhole = rest % 60 === 0
  const keys = before.map(({ key }) => key)
  const later =
    day === 0
      ? ''
      : day === 1
        ? ' (the next day)'
        : day === -1
          ? ' (the day before)'
          : ` (${Math.abs(day)} days ${day > 0 ? 'later' : 'before'})`
  const time = isWhole ? '{{/parts/0}}:{{/parts/1}}' : '{{/parts/0}}:{{/parts/1}}:{{/parts/2}}'
  return {
    tasks: [...before, ...clockParts(`(${expression}) mod 86400`, keys)],
    answer: 'parts',
    reply: withHow(`${time}{{later}}`, { parts: at('/parts'), later: literal(later) }, how),
  }
}

function moved(slots: Slots): Answer | null {
  return shifted(slots.text('time'), slots.text('length'), /^(?:minus|-|before|subtract)$/i.test(slots.text('way')))
}

/** A time of day, so long before or after another. */
export function shifted(written: string, span: string, isBack: boolean): Answer | null {
  const time = readTime(written)
  const length = secondsOf(span)
  // `24:00` ends its day: what lies before it is of the same day.
  if (time === null || length === null || /^24/.test(written.trim())) return null
  const start = time.minutes * 60
  const answer = clockAnswer(
    `${start} ${isBack ? '-' : '+'} ${length} + 864000000`,
    start + (isBack ? -length : length),
    [],
    `${span} ${isBack ? 'before' : 'after'} ${showTime(time.minutes)}`,
  )
  return length > 86_400_000 ? null : answer
}

function between(slots: Slots): Answer | null {
  return spanned(slots.text('a'), slots.text('b'), slots.text('unit') || slots.text('unit2') || slots.text('unit3'))
}

/** How long it is from one time of day to another, in words or in the unit that was asked for. */
export function spanned(from: string, to: string, asked: string): Answer | null {
  const [a, b] = [readTime(from), readTime(to)]
  if (a === null || b === null || a.isTwelve !== b.isTwelve) return null
  const isOver = b.minutes < a.minutes
  const seconds = (b.minutes - a.minutes + (isOver ? 1440 : 0)) * 60
  // `from 9:00 to 5:00` may be eight hours or twenty.
  if (isOver && !a.isTwelve && b.minutes < 720 && a.minutes < 780) return null
  const unit = asked.toLowerCase()
  const how = `From ${showTime(a.minutes)} to ${showTime(b.minutes)}${isOver ? ' of the next day' : ''}`
  if (unit !== '' && seconds > 0) {
    const minutes = `${b.minutes}${isOver ? ' + 1440' : ''} - ${a.minutes}`
    // A third of an hour never ends as a decimal.
    const rounding = unit === 'hours' && seconds % 180 !== 0 ? { decimals: 2 } : {}
    return evaluated({
      expression: unit === 'hours' ? `(${minutes}) / 60` : minutes,
      unit: ` ${unit}`,
      how,
      ...rounding,
    })
  }
  const tasks = [
    task('seconds', 'Subtract the times', 'math.evaluate', {
      expression: `${b.minutes * 60} - ${a.minutes * 60}${isOver ? ' + 86400' : ''}`,
    }),
    saidLength(),
  ]
  const answer: Answer = {
    tasks,
    answer: 'said',
    reply: withHow('{{text}}', { text: at('/text') }, how),
  }
  return seconds === 0 ? null : answer
}

function inZone(slots: Slots, input: PlannerInput): Answer | null {
  return elsewhere(slots.text('time'), slots.text('from'), slots.text('to'), input)
}

/** A time of day in one place, told for another. */
export function elsewhere(written: string, here: string, there: string, input: PlannerInput): Answer | null {
  const time = readTime(written)
  const [from, to] = [readZone(here), readZone(there)]
  if (time === null || from === null || to === null) return null
  const today = todayOf(input).toString()
  const fits = (name: string, zone: string): boolean => {
    const offset = peek('date.convert_zone', { datetime: `${today}T12:00:00Z`, to: zone })?.offset_minutes
    return fitsDay(name, typeof offset === 'number' ? offset : null)
  }
  if (!fits(here, from.zone) || !fits(there, to.zone)) return null
  const wanted = { datetime: `${today}T${showTime(time.minutes)}:00`, from: from.zone, to: to.zone }
  const answer = zoned(wanted, today, `${showTime(time.minutes)} in ${from.name} on ${today}`, to.name)
  const reading = readAs(here) ?? readAs(there)
  return answer === null || reading === undefined ? answer : { ...answer, reading }
}

/** Where the message says a time, that may be the one that is meant, and not the present. */
const SAYS_TIME = /\d:\d\d|\d ?[ap]\.?m\.?(?!\p{L})|noon|midnight|o['’]clock/iu

function nowIn(slots: Slots, input: PlannerInput): Answer | null {
  const to = readZone(slots.text('to'))
  return to === null || SAYS_TIME.test(input.message)
    ? null
    : zoned({ datetime: input.now.iso, to: to.zone }, '', `The moment of this request in ${to.name}`, to.name)
}

function zoned(
  wanted: { readonly datetime: string; readonly to: string; readonly from?: string },
  day: string,
  how: string,
  place: string,
): Answer | null {
  const seen = peek('date.convert_zone', wanted)?.datetime
  if (typeof seen !== 'string') return null
  const tasks = zoneClock(place, wanted)
  const shown = seen.slice(0, 10)
  const later = day === '' || shown === day ? '' : shown > day ? ' (the next day)' : ' (the day before)'
  const note = day === '' ? literal(` on ${shown}`) : literal(later)
  return {
    tasks,
    answer: 'time',
    reply: withHow('{{/parts/0}}:{{/parts/1}}{{note}}', { parts: at('/parts'), note }, how),
  }
}

function fromNow(slots: Slots, input: PlannerInput): Answer | null {
  const length = secondsOf(slots.text('length') || slots.text('length2'))
  const moment = /T(\d\d):(\d\d)/.exec(input.now.iso)
  if (length === null || length > 86_400 || moment === null) return null
  const minutes = Number(moment[1]) * 60 + Number(moment[2])
  const isBack = slots.text('ago').toLowerCase() === 'ago'
  const start = minutes * 60
  return clockAnswer(
    `${start} ${isBack ? '-' : '+'} ${length} + 86400`,
    start + (isBack ? -length : length),
    [],
    `${slots.text('length') || slots.text('length2')} ${isBack ? 'before' : 'after'} ${showTime(minutes)} (now, ${input.now.zone})`,
  )
}

function now(_: Slots, input: PlannerInput): Answer | null {
  return zoned(
    { datetime: input.now.iso, to: input.now.zone },
    '',
    `The moment of this request in ${input.now.zone}`,
    input.now.zone,
  )
}

/** `45 min + 1h 20min`. */
function lengths(clause: Clause): Answer | null {
  const list = SUM.exec(clause.core)?.[1]
  if (list === undefined) return null
  const parts = list.split(JOINT).map(part => part.trim())
  const signs = [...list.matchAll(JOINT)].map(([joint]) => (/minus|-/i.test(joint) ? '-' : '+'))
  const seconds = parts.map(secondsOf)
  if (parts.length < 2 || parts.length > 20 || seconds.some(size => size === null)) return null
  // `5 m + 3 m` are metres, and `2 h and 5 min` is one length.
  if (
    /\d ?m(?![a-z])/i.test(list) ||
    signs.length !== parts.length - 1 ||
    !/[+]|plus|minus| - |add|sum|total/i.test(clause.core)
  )
    return null
  const read = parts.map((part, i) =>
    task(`part${i + 1}`, `Read ${part}`.slice(0, 100), 'date.parse_duration', { text: durationText(part) }),
  )
  const expression = seconds.map((size, i) => `${i === 0 ? '' : `${signs[i - 1]} `}${size}`).join(' ')
  const isTaken = signs.includes('-')
  const total = isTaken
    ? task('total', 'Work it out', 'math.evaluate', { expression })
    : task(
        'total',
        'Add them up',
        'math.sum',
        { values: read.map(({ key }) => ({ $from: key, pointer: '/seconds' })) },
        read.map(({ key }) => key),
      )
  const said = task(
    'said',
    'Write it as a length of time',
    'date.format_duration',
    { seconds: { $from: 'total', pointer: '/value' } },
    ['total'],
  )
  return {
    tasks: isTaken ? [total, said] : [...read, total, said],
    answer: 'said',
    reply: withHow(
      '{{text}}',
      { text: at('/text') },
      list.replace(JOINT, joint => (/minus|-/i.test(joint) ? ' - ' : ' + ')).slice(0, 200),
    ),
  }
}
