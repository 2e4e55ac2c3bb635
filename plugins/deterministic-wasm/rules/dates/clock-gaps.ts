/**
 * The length between two times of which one is told as now, or as an arrival before a departure; distances from UTC as they are told;
 * flights between places whose difference is told. What may be yesterday's or tomorrow's is left alone.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { type Answer, at, defineRule, literal, withHow } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { clockAnswer } from './clock-rules.ts'
import { formAsked, lengthAnswer, writeTime } from './clock-spans.ts'
import { type Moments, nameDay, settle } from './moments.ts'
import type { TimeToken } from './read-length.ts'
import { HINT, told } from './read-told.ts'
import { clockParts } from './time-tasks.ts'
import { readZone } from './zones.ts'

const NOW =
  /(?<!\p{L})(?:it's|it is|its|now|time now|time is|the time is|currently|clock (?:says|shows)|right now)(?: (?:now|it's|it is|its|is|already|exactly|only|just|currently|about to be))* T(?!\p{L})|(?<!\p{L})T (?:right )?now(?!\p{L})/u
const ASKS_LEFT =
  /(?<!\p{L})how (?:long|many (?:hours and minutes|minutes|hours)|much (?:time|longer))(?: (?:is|are|do|does|have|has|did|i|we|he|she|it|still|there|left|till|until|to|go|remain|remaining|that|must|wait|before|then|now|more|got|the|my|to wait|starts?|begins?|leaves?|departs?|arrives?|closes?|opens?|ends?|bus|train|flight|film|movie|meeting|game|match|appointment|class|lesson|show|will|be|be left|for|in|total|time))*$/u
const LEFT_WORDS =
  'now time currently already exactly only just clock says shows right at leaves leave departs depart starts start begins begin opens open closes close ends end is arrives arrive goes train bus tram flight plane ferry boat film movie meeting appointment class lesson course exam test match game concert show party interview call dinner lunch school work shift break shop store my our the next long many much minutes hours left till until to go remain remaining before then have do i we wait kick-off doctor dentist doctors dentists boarding check-in bell alarm deadline due by must be there in on for his her their that will still more got shuttle lecture kickoff gate doors parking ticket valid washing machine oven timer last check library pool gym bank office set rings'

/** `it's T now, the train leaves T, how many minutes left`. */
function untilTold({ times, lengths, numbers, shape: written }: Moments): Answer | null {
  const shape = written.replace(/^if (?=(?:the|my|our|a|it's|it is|its) )/u, '')
  const [a, b] = times
  if (a === undefined || b === undefined || times.length !== 2 || lengths.length + numbers.length > 0) return null
  const now = NOW.exec(shape)
  if (
    now === null ||
    !ASKS_LEFT.test(shape) ||
    !/(?<!\p{L})(?:left|until|till|to go|to wait|wait|remain|remaining|before|have)(?!\p{L})|how (?:many minutes|long)$/u.test(
      shape,
    )
  )
    return null
  if (
    /(?<!\p{L})(?:late|delayed|delay|early|since|ago|from T|if|unless|not|walk|drive|takes?|need|for example|local)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  if (!isTold(shape, { words: LEFT_WORDS, names: 1 })) return null
  const isFirst = !shape.slice(0, now.index).includes('T')
  const [from, to] = isFirst ? [a, b] : [b, a]
  return apart(from, to, shape, 'From')
}

function apart(from: TimeToken, to: TimeToken, shape: string, lead: string): Answer | null {
  const end = to.isEnd || /^midnight$/iu.test(to.text) ? 86_400 : to.seconds
  if (from.isTwelve !== to.isTwelve && !/^(?:noon|midday|midnight)$/iu.test(to.text)) return null
  if (end <= from.seconds) return null
  const form = formAsked(shape)
  return lengthAnswer(
    `${end} - ${from.seconds}`,
    form === 'hours' && !/how many hours(?! and)/u.test(shape) ? 'words' : form,
    `${lead} ${writeTime(from.seconds)} to ${writeTime(end % 86_400)}`,
  )
}

const CHANGE =
  /^(?:(?:my|our|the|first|train|bus|flight|tram|plane|ferry|i|we) )*(?:arrives?|arrive|gets in|gets there|lands?|comes in|is due|due|arrival)(?: (?:at|in|there|the station))* T (?:(?:and|but|my|our|the|next|connecting|second|other|then|i|there) )*(?:(?:connection|connecting train|train|bus|one|tram|flight|ferry|transfer|ice) )?(?:(?:connection|train|bus|one|tram|flight|ferry) )?(?:(?:goes|leaves|leave|departs|is|starts|departure|go|at|leaving|on) )+T (?:(?:how (?:long|many minutes|much time)|minutes|time|transfer time|connection time|changeover time|what is|what's|layover|how long is)(?: |$))+(?:(?:do|does|have|has|i|we|to|for|change|changing|trains?|is|the|my|a|between|them|there|in|wait|of|must|connection|transfer|layover|left|it|that|changeover|got|will|waiting) ?)*$/u
/** `train arrives T and the connection leaves T, minutes to change`. */
function toChange({ times, lengths, numbers, shape }: Moments): Answer | null {
  const [a, b] = times
  if (
    !CHANGE.test(shape) ||
    a === undefined ||
    b === undefined ||
    times.length !== 2 ||
    lengths.length + numbers.length > 0
  )
    return null
  return apart(a, b, /(?<!\p{L})minutes(?!\p{L})/u.test(shape) ? 'how many minutes' : shape, 'From')
}

const ZONE = '(?:utc|gmt)(?: ?(?<sign>[+-]) ?(?<size>N|T))?'
const zone = (n: string): string => ZONE.replace('<sign>', `<sign${n}>`).replace('<size>', `<size${n}>`)
const TWO_OFFSETS = new RegExp(
  `^(?:(?:convert|what is|what's|if it's|it's|it is|when it's|when it is|if it is) )*T(?: in| at)? ${zone('1')}(?: (?:to|into|in|as|=|what|what's|is|it|time|that|then|when|the))* ${zone('2')}(?: time)?$`,
  'u',
)
const OFFSETS_APART = new RegExp(
  `^(?:(?:what is|what's|the|how many hours|hours?|how much|how big is|time|zone|difference|are|is) )*(?:between|from|of|difference)? ?${zone('1')} (?:and|to|vs|versus) ${zone('2')}(?: (?:time|zone|difference|hours?|in|apart|how many|is|are))*$`,
  'u',
)
/** The distances of two zones from UTC in seconds; null where one is no such thing. */
function offsetsOf(
  groups: Readonly<Record<string, string | undefined>>,
  sizes: readonly { readonly letter: string; readonly seconds: number }[],
) {
  const rest = [...sizes]
  const found = ['1', '2'].map(n => {
    if (groups[`size${n}`] === undefined) return 0
    const next = rest.shift()
    const size = next === undefined || next.letter !== groups[`size${n}`] ? Number.NaN : next.seconds
    return groups[`sign${n}`] === '-' ? -size : size
  })
  const [a, b] = found
  return rest.length > 0 ||
    a === undefined ||
    b === undefined ||
    ![a, b].every(size => Number.isInteger(size) && Math.abs(size) <= 50_400)
    ? null
    : ([a, b] as const)
}
/** Numbers and times behind a UTC in their order. */
function sizesOf({ shape, numbers, times }: Moments, skip: number) {
  const [n, t] = [[...numbers], times.slice(skip)]
  return [...shape.matchAll(/[+-] ?(?<letter>[NT])(?!\p{L})/gu)].map(({ groups }) => {
    const letter = groups?.letter ?? ''
    return { letter, seconds: letter === 'N' ? Number(n.shift()) * 3600 : (t.shift()?.seconds ?? Number.NaN) }
  })
}
const named = (offset: number): string =>
  offset === 0
    ? 'UTC'
    : `UTC${offset < 0 ? '-' : '+'}${writeTime(Math.abs(offset)).replace(/^0/, '').replace(/:00$/, '')}`

/** `T UTC+2 in UTC-5`, `time difference between UTC-3 and UTC+5:30`. */
function offsets(moments: Moments): Answer | null {
  const { shape, times, lengths } = moments
  if (!/(?<!\p{L})(?:utc|gmt)(?!\p{L})/u.test(shape) || lengths.length > 0) return null
  const one = TWO_OFFSETS.exec(shape)?.groups
  const [time] = times
  if (one !== undefined && time !== undefined) {
    const both = offsetsOf(one, sizesOf(moments, 1))
    if (both === null || both[0] === both[1]) return null
    const shift = both[1] - both[0]
    return clockAnswer(
      `${time.seconds} + (${shift}) + 864000`,
      time.seconds + shift,
      [],
      `${writeTime(time.seconds)} at ${named(both[0])}, at ${named(both[1])}`,
    )
  }
  const two = OFFSETS_APART.exec(shape)?.groups
  if (two === undefined || !/difference|apart|how (?:many|much|big)/u.test(shape)) return null
  const both = offsetsOf(two, sizesOf(moments, 0))
  if (both === null || both[0] === both[1]) return null
  return lengthAnswer(`abs((${both[0]}) - (${both[1]}))`, 'words', `${named(both[0])} and ${named(both[1])}`)
}

const AWAY =
  /(?<!\p{L})(?:(?:which|that|where it|it|the (?:destination|place|city|airport)|there|\p{L}+(?: \p{L}+)?) )?(?:is |are |being |time is |the clocks? (?:is |are ))?L (?<way>behind|ahead|earlier|later|back|forward)(?: of (?:us|here|me|\p{L}+(?: \p{L}+)?)| there)?(?!\p{L})/u
const FLIGHT_WORDS =
  'flight flights flies fly flying plane departs depart departure departing leaves leave leaving takes take off takeoff take-off starts start lands land landing arrives arrive arrival arriving gets get in there at from to of for on local time times same day next following the destination duration how long many hours is was does do did will my our i we it and then there when what time over here clock clocks zone difference journey trip both are be last lasts lasting destination place city airport evening morning afternoon air'
/** Whose clock it is that is so far ahead: the place of arrival, unless the sentence names the other one. */
function shiftOf(shape: string, from: string): number | null {
  const found = AWAY.exec(shape)
  if (found === null) return null
  const lead = shape.slice(0, found.index) + found[0]
  // The place from which it starts is the one that is ahead: the other way round.
  const subject = /(?<who>\p{L}+(?: \p{L}+)?) (?:is |are )?L/u.exec(lead)?.groups?.who ?? ''
  // `home is`, `we are`: which end is meant is for a reader to say.
  if (/(?<!\p{L})(?:home|here|we|us|our|origin|departure|they|it)(?!\p{L})/u.test(subject)) return null
  const isOrigin = from !== '' && subject.split(' ').some(word => word === from)
  const sign = /ahead|later|forward/u.test(found.groups?.way ?? '') ? 1 : -1
  return isOrigin ? -sign : sign
}
const FROM_PLACE =
  /(?<!\p{L})(?:departs?|leaves?|leaving|takes off|from|departing|departure|starts?)(?: (?:at|from|in|on|of))*(?: T)?(?: (?:from|in|at))? (?<place>\p{L}{3,})(?!\p{L})/u
const TWO_TIMES =
  /(?<!\p{L})(?:departs?|departing|departure|leaves?|leaving|takes? off|take-off|takeoff|starts?|flies|from)(?: (?!T)\p{L}+){0,5} T(?: \p{L}+){0,8}? (?:lands?|landing|arrives?|arriving|arrival|gets in|get in|to)(?: (?!T)\p{L}+){0,6} T(?!\p{L})/u

/** `departs T, lands T local time, which is L behind: how long is the flight`. */
function flightTold(moments: Moments, input: PlannerInput): Answer | null {
  const { times, lengths, days, numbers, shape } = moments
  if (numbers.length > 0 || days.length > 1 || !AWAY.test(shape)) return null
  if (!/(?<!\p{L})(?:flight|flights|fly|flies|flying|plane|land|lands|landing|takeoff|take-off)(?!\p{L})/u.test(shape))
    return null
  if (
    /(?<!\p{L})(?:stop|stopover|layover|late|delayed|delay|if|unless|not|connection|return|back home|wait)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  const place = FROM_PLACE.exec(shape)?.groups?.place ?? ''
  const away = shiftOf(shape, FLIGHT_WORDS.split(' ').includes(place) ? '' : place)
  const away_ = AWAY.exec(shape)
  const until =
    (away_?.index ?? 0) + (away_?.[0].search(/(?<!\p{L})L (?:behind|ahead|earlier|later|back|forward)(?!\p{L})/u) ?? 0)
  const place_ = shape.slice(0, until).match(/(?<!\p{L})L(?!\p{L})/gu)?.length ?? 0
  const zone_ = lengths[place_]
  if (away === null || zone_ === undefined || zone_.seconds > 50_400) return null
  if (!known(shape)) return null
  const shift = away * zone_.seconds
  const [start, end] = times
  if (times.length === 2 && lengths.length === 1 && start !== undefined && end !== undefined) {
    if (
      !TWO_TIMES.test(shape) ||
      !/(?<!\p{L})(?:how long|how many hours|duration|flight time|flying time)(?!\p{L})/u.test(shape)
    )
      return null
    if (start.isTwelve !== end.isTwelve || start.isEnd || end.isEnd) return null
    const isNext = /(?<!\p{L})(?:next|following) (?:day|morning)(?!\p{L})/u.test(shape)
    const plain = end.seconds - shift - start.seconds + (isNext ? 86_400 : 0)
    const seconds = !isNext && plain <= 0 && !/(?<!\p{L})same day(?!\p{L})/u.test(shape) ? plain + 86_400 : plain
    if (seconds < 1_200 || seconds > 72_000) return null
    const over = seconds - (end.seconds - shift - start.seconds)
    return lengthAnswer(
      `${end.seconds} + ${over} - (${shift}) - ${start.seconds}`,
      'words',
      `${writeTime(start.seconds)} to ${writeTime(end.seconds)}${over > 0 ? ' of the next day' : ''}, where the clock is ${zone_.text} ${shift < 0 ? 'behind' : 'ahead'}`,
    )
  }
  const span = lengths[1 - place_]
  if (times.length !== 1 || lengths.length !== 2 || start === undefined || span === undefined) return null
  if (
    !/(?<!\p{L})(?:when|what time|at what time|arrival time|landing time|local arrival)(?!\p{L})(?:.*(?:land|arrive|arrival|get there|touch down))?/u.test(
      shape,
    )
  )
    return null
  if (
    !/(?<!\p{L})(?:land|lands|arrive|arrives|arrival|landing|get there)(?!\p{L})/u.test(
      shape.slice(shape.search(/when|what time|arrival|landing|local/u)),
    )
  )
    return null
  if (
    !/(?<!\p{L})(?:departs?|departing|departure|leaves?|leaving|takes? off|take-off|takeoff|starts?)(?: (?!T)\p{L}+){0,6} T/u.test(
      shape,
    )
  )
    return null
  if (/(?<!\p{L})(?:home time|our time|my time|at home)(?!\p{L})/u.test(shape) || span.seconds > 72_000) return null
  const total = start.seconds + span.seconds + shift
  const [day] = days
  const how = `${span.text} after ${writeTime(start.seconds)}, by a clock ${zone_.text} ${shift < 0 ? 'behind' : 'ahead'}`
  const expression = `${start.seconds} + ${span.seconds} + (${shift})`
  if (day === undefined) return clockAnswer(`${expression} + 864000`, total, [], how)
  const iso = settle(day, 'next', input)
  if (iso === null || /^(?:today|tonight)/u.test(day.label))
    return clockAnswer(`${expression} + 864000`, total, [], how)
  const landed = Temporal.PlainDate.from(iso)
    .add({ days: Math.floor(total / 86_400) })
    .toString()
  const parts = clockParts(`(${expression} + 864000) mod 86400`)
  return {
    tasks: [...parts],
    answer: 'parts',
    reply: withHow(
      '{{/parts/0}}:{{/parts/1}} on {{day}}',
      { parts: at('/parts'), day: literal(landed) },
      `${how}, from ${nameDay(iso, day)}`,
    ),
  }
}
const PLACE_NAME = "\\p{L}[\\p{L}'-]*(?: (?!is|are|time)\\p{L}[\\p{L}'-]*){0,2}"
const PLACES_APART = new RegExp(
  `^(?:if )?(?<there>${PLACE_NAME}) (?:time )?(?:is|are) L (?<way>ahead of|behind|in front of) (?<here>${PLACE_NAME})(?: time)? (?:(?:and|so|if|when|now|then) )*(?:it's|it is|its) (?:now )?T (?:now )?(?<at>here|there|in ${PLACE_NAME}?)(?: now)? (?:(?:and|so|then|what's|whats|what is|what|which|the|local|current) )*(?:time|hour)(?: is| will| would)?(?: it)?(?: be)? (?<ask>there|here|(?:in|at|for) ${PLACE_NAME})(?: then| now)?$`,
  'u',
)
/** `Tokyo is L ahead of us, it's T here, what time is it there`. */
function placesTold({ times, lengths, numbers, shape }: Moments): Answer | null {
  const groups = PLACES_APART.exec(shape)?.groups
  const [time, length] = [times[0], lengths[0]]
  if (groups === undefined || time === undefined || length === undefined || times.length + lengths.length !== 2)
    return null
  if (numbers.length > 0 || length.seconds > 50_400) return null
  const [there = '', here = ''] = [groups.there, groups.here]
  const isUs = /^(?:us|me|here|we)$/u.test(here)
  const endOf = (said: string): 'there' | 'here' | null => {
    const name = said.replace(/^(?:in|at|for) /u, '')
    if (name === there || name === 'there') return 'there'
    return name === here || (name === 'here' && isUs) || (isUs && name === 'here') ? 'here' : null
  }
  const [from, to] = [endOf(groups.at ?? ''), endOf(groups.ask ?? '')]
  if (from === null || to === null || from === to) return null
  const isAhead = groups.way !== 'behind'
  const shift = (isAhead === (to === 'there') ? 1 : -1) * length.seconds
  return clockAnswer(
    `${time.seconds} + (${shift}) + 864000`,
    time.seconds + shift,
    [],
    `${length.text} ${shift < 0 ? 'before' : 'after'} ${writeTime(time.seconds)}`,
  )
}

/** Words of a flight, and names of places: of known ones as many as there are, of others two. */
function known(shape: string): boolean {
  const bare = shape
    .split(' ')
    .filter(word => readZone(word) === null)
    .join(' ')
    .replace(
      /(?<!\p{L})(?:behind|ahead|earlier|later|back|forward|new|los|san|hong|las|rio|buenos|sao)(?!\p{L})/gu,
      ' ',
    )
    .replace(/ - /gu, ' ')
  return isTold(bare.replace(/[LTD]/gu, ' '), { words: FLIGHT_WORDS, names: 2 })
}

export const clockGapRules: readonly PlannerRule[] = [
  defineRule({
    id: 'clock-gap',
    reason:
      'Tells how long it is from a told now to a time or from an arrival to a departure, and reckons with differences of clocks that are told.',
    order: 58.7,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'time now 16:35, appointment 17:20, how many minutes left',
        "the train leaves at 17:20 and it's 16:35 now, how long do I have?",
        'my train arrives 14:08 and the connection leaves 14:31. minutes to change?',
        '15:30 UTC+2 in UTC-5',
        'time difference between utc-3 and utc+5:30',
        'flight departs 10:25 Frankfurt, lands 13:10 New York local time, New York is 6 hours behind. How long is the flight?',
        'My flight leaves at 22:40 on 5 May and takes 11 h 35 min. The destination is 7 hours ahead. When do I land local time?',
      ],
      no: [
        'time now 16:35, appointment 17:20, I need 20 minutes to get there. how many minutes left',
        "the train leaves at 17:20, it's 16:35 now and it is 10 minutes late. How long do I have?",
        'my train arrives 14:08 and the connection leaves 14:31. can I make it?',
        '15:30 UTC+2 on a Sunday in UTC-5 is too late',
        'flight departs 10:25 Frankfurt, lands 13:10 New York local time with a stop of 2 hours, New York is 6 hours behind. How long is the flight?',
        'My flight leaves at 22:40. The destination is 7 hours ahead. When do I land?',
      ],
    },
    read: told((moments, _, input) => {
      if (moments === null || moments.times.length + moments.numbers.length === 0 || /[MYSCXIWVO]/.test(moments.shape))
        return null
      return (
        (moments.days.length === 0
          ? (untilTold(moments) ?? toChange(moments) ?? offsets(moments) ?? placesTold(moments))
          : null) ?? (moments.lengths.length > 0 && moments.times.length > 0 ? flightTold(moments, input) : null)
      )
    }),
  }),
]
