/**
 * Questions about clocks that tell their own rules: a clock that is fast or slow, times of day to be put in order, places whose
 * distance from UTC is told. What may be read by 12 or by 24 hours is left alone.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { listReply } from '../listed.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, single, task } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { clockAnswer } from './clock-rules.ts'
import { lengthAnswer, writeTime } from './clock-spans.ts'
import { type Moments, textOf } from './moments.ts'
import { readClock } from './read-length.ts'
import { HINT, told } from './read-told.ts'

const OFF =
  /(?<!\p{L})(?:is |runs |running |goes |was |that's |that is |it's )?L (?:too )?(?<way>fast|ahead|slow|behind|late)(?!\p{L})/u
const SHOWS =
  /(?<!\p{L})(?:shows?|showing|says?|reads?|reading|displays?|showed|said|on it|tells|at|points to)(?: (?:it is|it's|it|is|now))? T(?!\p{L})|T on (?:it|the clock|my watch)/u
const REAL =
  /(?<!\p{L})(?:right|real|actual|correct|true|exact|proper)(?: (?:time|is it|time is it))?(?!\p{L})|what time is it(?: really| actually)/u
/** `Clock is 7 minutes fast and shows 10:03. Right time?` */
function offClock(moments: Moments): Answer | null {
  const { times, lengths, shape } = moments
  const [time] = times
  const [length] = lengths
  const way = OFF.exec(shape)?.groups?.way
  if (time === undefined || length === undefined || times.length !== 1 || lengths.length !== 1 || way === undefined)
    return null
  if (/[DMYSNCIXVOW]/.test(shape) || !SHOWS.test(shape) || !REAL.test(shape)) return null
  // The right time itself may be what is told.
  if (/(?:right|real|actual|correct|true) time (?:is |was |now |now is )?T/u.test(shape)) return null
  if (
    !isTold(shape.replace(OFF, ' '), {
      words:
        'clock watch wall kitchen oven car alarm station phone microwave always fast slow ahead behind shows show showing says say reads read displays display showed said tells right real actual correct true exact really actually time now when if currently on points proper',
      names: 0,
    })
  )
    return null
  const isFast = /fast|ahead/u.test(way)
  const sign = isFast ? '-' : '+'
  const seconds = time.seconds + (isFast ? -length.seconds : length.seconds)
  if (length.seconds > 43_200) return null
  const answer = clockAnswer(
    `${time.seconds} ${sign} ${length.seconds} + 864000`,
    seconds,
    [],
    `${length.text} ${isFast ? 'before' : 'after'} ${writeTime(time.seconds)}`,
  )
  return { ...answer, reading: `The clock is ${isFast ? 'ahead of' : 'behind'} the right time.` }
}

const ORDER =
  /^(?:(?:please|sort|put|order|arrange|list|rank|bring|these|those|the|following|times?|of day|clock times?|hours|in|into|by|from|chronological(?:ly)?|ascending|right|correct|time|order|earliest|latest|first|last|to|early|late|sorted|day|them|same|all|on|a|one|are) )+(?<list>T(?: and)?(?: T(?: and)?)+)$/u
const EDGE =
  /^(?:(?:which|what|the) )?(?:(?:time|one|of these|of those|of the|following|times|is|comes|the|are) )*(?<edge>earliest|latest|first|last)(?: (?:time|one|in the day|of these|of the day|of))*(?<list>(?: (?:T|or|and))+)$/u
/** `Put in order: 11:40 pm, 09:05, 13:30, 7:15 am`. */
function ordered(moments: Moments): Answer | null {
  const { times, shape } = moments
  const edge = EDGE.exec(shape)?.groups?.edge
  const isSort =
    edge === undefined && ORDER.test(shape) && /sort|order|arrange|rank|chronolog|earliest|latest/u.test(shape)
  if ((edge === undefined && !isSort) || times.length < 2 || times.length > 30) return null
  // Among times with am and pm, `9:05` may be either; `09:05` and `13:30` are not.
  const isMixed = new Set(times.map(({ isTwelve }) => isTwelve)).size > 1
  const isSure = times.every(
    ({ isTwelve, text }) => isTwelve || /^(?:0\d|1[3-9]|2[0-3])[:.]|^noon$|^midday$/i.test(text),
  )
  if ((isMixed && !isSure) || times.some(({ text, isEnd }) => isEnd || /^midnight$/i.test(text))) return null
  if (/latest (?:first|to)|late to early|last to first/u.test(shape) && /earliest first|early to late/u.test(shape))
    return null
  const isDown = edge === 'latest' || edge === 'last' || /latest (?:first|to)|late to early|last to first/u.test(shape)
  const sort = task('sorted', 'Order them', 'list.sort', {
    items: times.map(({ seconds, text }) => ({ at: seconds, text })),
    order: isDown ? 'desc' : 'asc',
    by: '/at',
  })
  return edge === undefined
    ? { tasks: [sort], answer: 'sorted', reply: listReply('/items', times.length, '\n', '/text') }
    : single(sort, '{{text}}', { text: at('/items/0/text') }, `The ${edge} of one day`)
}

const PLACE = "(?<place>\\p{L}[\\p{L}'.-]*(?: \\p{Lu}[\\p{L}'.-]*){0,2})"
const OFFSET = new RegExp(
  `${PLACE}(?: is| uses| has| being| runs)?(?: (?:at|on|in))?(?: |, )\\(?(?:UTC|utc|Utc|GMT|gmt) ?(?<sign>[+−–-]) ?(?<hours>\\d{1,2})(?::?(?<minutes>[0-5]\\d))?\\)?(?!\\d)`,
  'gu',
)
const CLOCK = '(?:\\d{1,2}[:.]\\d\\d(?: ?[ap]\\.?m\\.?)?|\\d{1,2} ?[ap]\\.?m\\.?|noon|midnight)'
const ASKS_OTHER = new RegExp(
  `^(?:(?:team|times?|meeting|call|offsets?|when|if|so|and|the|colleagues?|friends?|office|offices) )*(?:(?:it's|it is|a meeting|meeting|call) )?(?:at )?(?<time>${CLOCK}) (?:(?:o'clock|local time|time) )?in (?<from>.+?)(?:,| -| is|'s| =| means| equals)+ (?:then )?(?:what|when|which)(?:'s| is| will be)?(?: the)?(?: local)?(?: (?:time|hour|clock))?(?: is| will| would)?(?: (?:it|that|this))?(?: be)?(?: is)? (?:in|for) (?<to>.+?)(?: (?:then|time))?$|^what time is it in (?<to2>.+?) (?:when|if) (?:it's|it is) (?<time2>${CLOCK}) in (?<from2>.+?)$`,
  'iu',
)
const FLIGHT = new RegExp(
  `^(?:(?:my|our|the|a) )?(?:flight|plane|i|we|it)?,? ?(?:leaves?|departs?|departing|leaving|takes? off(?: from)?|departure)(?: from)? (?<from>.+?)(?: at)? (?<start>${CLOCK})(?: local(?: time)?)?,? (?:and |then )?(?:lands?|arrives?|landing|arriving|arrival)(?: in| at)? (?<to>.+?)(?: at)? (?<end>${CLOCK})(?<day> (?:on )?(?:the )?(?:same day|next day|following day))?(?:,? (?:both )?local(?: time)?s?(?: each)?)?,? (?:how (?:long|many hours)|(?:flight|flying|travel) time|duration)(?: (?:is|was|in|the|a|air|flight|does|it|take|am|i|we|are|that|last|will|be|time|did|flying|journey|trip|of|hours|up|there))*$`,
  'iu',
)

type Offset = { readonly place: string; readonly minutes: number }
/** `Sydney at UTC+10, Paris at UTC+2. 16:00 in Paris is what time in Sydney?` */
function byOffsets(clause: Clause): Answer | null {
  if (!/(?:utc|gmt) ?[+−–-]/i.test(clause.worded)) return null
  const text = textOf(clause)
  if (text === null || text.length > 300 || !/(?:utc|gmt) ?[+−–-] ?\d/i.test(text)) return null
  const offsets: Offset[] = []
  const rest = text
    .replace(OFFSET, (whole: string, ...found) => {
      const groups = found.at(-1) as Record<string, string | undefined>
      const minutes = Number(groups.hours) * 60 + Number(groups.minutes ?? 0)
      const place = (groups.place ?? '').replace(/^.*(?:from|in|to|leaves|departs|and|if|when|with|where) /i, '')
      offsets.push({ place: place.toLowerCase(), minutes: groups.sign === '+' ? minutes : -minutes })
      return whole
        .slice(0, whole.search(/ ?\(?(?:utc|gmt)/i))
        .replace(/(?: is| uses| has| being| runs)?(?: (?:at|on|in))?,?$/i, '')
    })
    .replace(/[.?:;,()]+(?= |$)/g, match => (match.includes(',') ? ',' : ''))
    .replace(/\s+/g, ' ')
    .trim()
  const [a, b] = offsets
  if (a === undefined || b === undefined || offsets.length !== 2 || a.place === b.place) return null
  if (offsets.some(({ minutes }) => Math.abs(minutes) > 14 * 60)) return null
  const placed = (name: string | undefined): Offset | undefined =>
    offsets.find(({ place }) => place === (name ?? '').toLowerCase().replace(/^the |[,.]$/g, ''))
  // The list of places that stands before the question.
  const lead = new RegExp(
    `^(?:[\\p{L}]+ )??${escaped(a.place)}(?:,| and|,? but)* ${escaped(b.place)}[,.]*(?: so| then| and)* `,
    'iu',
  )
  const asked = ASKS_OTHER.exec(rest.replace(lead, ''))?.groups
  if (asked !== undefined) {
    const [from, to] = [placed(asked.from ?? asked.from2), placed(asked.to ?? asked.to2)]
    const time = readClock(asked.time ?? asked.time2 ?? '')
    if (from === undefined || to === undefined || from === to || time === null) return null
    const shift = (to.minutes - from.minutes) * 60
    return clockAnswer(
      `${time.seconds} + (${shift}) + 864000`,
      time.seconds + shift,
      [],
      `${writeTime(time.seconds)} ${shift < 0 ? 'less' : 'plus'} ${Math.abs(shift) / 3600} hours between the two`,
    )
  }
  const flight = FLIGHT.exec(rest)?.groups
  if (flight === undefined) return null
  const [from, to] = [placed(flight.from), placed(flight.to)]
  const [start, end] = [readClock(flight.start ?? ''), readClock(flight.end ?? '')]
  if (from === undefined || to === undefined || from === to || start === null || end === null) return null
  if (start.isTwelve !== end.isTwelve || flight.day === undefined) return null
  const day = /next|following/i.test(flight.day) ? 86_400 : 0
  const seconds = end.seconds + day - to.minutes * 60 - (start.seconds - from.minutes * 60)
  if (seconds <= 0 || seconds > 86_400) return null
  return lengthAnswer(
    `(${end.seconds + day} - (${to.minutes * 60})) - (${start.seconds} - (${from.minutes * 60}))`,
    'words',
    `${writeTime(start.seconds)} and ${writeTime(end.seconds)}${day > 0 ? ' of the next day' : ''}, both taken to UTC`,
  )
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&')

export const clockQuestionRules: readonly PlannerRule[] = [
  defineRule({
    id: 'clock-questions',
    reason:
      'Corrects a clock that is fast or slow, puts times of day in order, and reckons with distances from UTC that are told.',
    order: 56,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'Clock is 7 minutes fast and shows 10:03. Right time?',
        'My watch is 4 min slow and says 8:58, what is the actual time?',
        'Can you put in order: 11:40 pm, 09:05, 13:30, 7:15 am',
        'Team: Sydney at UTC+10, Paris at UTC+2. 16:00 in Paris is what time in Sydney?',
        'Flight leaves Tokyo (UTC+9) 11:00 and lands in London (UTC+0) at 15:30 same day local time. How long in the air?',
      ],
      no: [
        'Clock gains 7 minutes per hour and shows 10:03. Right time?',
        'Clock is 7 minutes fast and the right time is 10:03. What does it show?',
        'The runner was 7 minutes fast and shows up at 10:03. Right?',
        'put in order: 11:40 pm, 9:05, 13:30',
        'Put my 11:40 and 13:30 meetings in order of importance',
        'Flight leaves Tokyo (UTC+9) 11:00 and lands in London (UTC+0) at 15:30. Why so long?',
        'Sydney at UTC+10, Paris at UTC+2. Who should call first at 16:00?',
      ],
    },
    read: told(
      (moments, clause) => byOffsets(clause) ?? (moments === null ? null : (offClock(moments) ?? ordered(moments))),
    ),
  }),
]
