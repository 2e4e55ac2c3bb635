/**
 * Flights between two places whose clocks we know: how long one is from two local times, when one lands or took off by the clock over
 * there. Times are those of their own place; a word that is no part of a flight, and nothing is answered.
 */
import type { PlannedTask, PlannerInput, PlannerRule } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { lengthAnswer, writeTime } from './clock-spans.ts'
import { type Moments, settle } from './moments.ts'
import { todayOf } from './read-date.ts'
import { told } from './read-told.ts'
import { zoneClock } from './time-tasks.ts'
import { placesIn } from './zone-told.ts'
import type { Zone } from './zones.ts'

const ALL: readonly (readonly [RegExp, string])[] = [
  [
    /(?<!\p{L})(?:in the air|flight time|flying time|time of flight|air time|travel(?:ling)? time|journey time|flight duration|flight length)(?!\p{L})/gu,
    ' dur ',
  ],
  [/(?<!\p{L})(?:take|takes|took|taking) ?-?off(?!\p{L})|(?<!\p{L})(?:take-off|takeoff|lift-off)(?!\p{L})/gu, ' dep '],
  [
    /(?<!\p{L})(?:departs?|departed|departing|departure|departures|leaves?|leaving|left|starts?|sets off)(?!\p{L})/gu,
    ' dep ',
  ],
  [/(?<!\p{L})(?:touches down|touch down|touchdown|gets in|get in)(?!\p{L})/gu, ' arr '],
  [/(?<!\p{L})(?:lands?|landed|landing|arrives?|arrived|arriving|arrivals?)(?!\p{L})/gu, ' arr '],
  [/(?<!\p{L})how (?:long|many hours)(?!\p{L})|(?<!\p{L})duration(?!\p{L})/gu, ' dur '],
  [/(?<!\p{L})(?:when|what time|at what time|which time)(?!\p{L})/gu, ' ask '],
  [/(?<!\p{L})(?:next|following) (?:day|morning)(?!\p{L})|(?<!\p{L})day after(?!\p{L})/gu, ' next '],
  [/(?<!\p{L})(?:(?:on )?(?:the )?same (?:day|date|evening|afternoon|morning|night))(?!\p{L})/gu, ' same '],
]
const DROP = new Set(
  "a an the my our your their his her its it's this that there here over we i they he she it you is was will be does do did have been am are on at of and then with in local time times clock each both flight flights plane aircraft nonstop non-stop direct long trip journey fly flies flying flew takes take took lasts lasting last lasted after for what what's so up hours tell me by please".split(
    ' ',
  ),
)

type Step = { readonly word: string; readonly zone?: Zone }

/** The request in the few words that tell a flight; null where any other is left. */
function stepsOf({ shape }: Moments): readonly Step[] | null {
  const plain = ALL.reduce(
    (text, [pattern, word]) => text.replace(pattern, word),
    shape.replace(/ (?:-|→|>) /gu, ' to '),
  )
  const words = plain.split(/[\s/]+/u).filter(word => word !== '')
  const places = placesIn(words)
  const steps: Step[] = []
  for (let i = 0; i < words.length; i += 1) {
    const place = places.find(({ from }) => from === i)
    const word = words[i] ?? ''
    if (place !== undefined) {
      steps.push({ word: 'P', zone: place.zone })
      i = place.to - 1
    } else if (/^(?:dur|dep|arr|ask|next|same|from|to|T|D|L)$/u.test(word)) steps.push({ word })
    else if (!DROP.has(word)) return null
  }
  return steps
}

const dayOf = (moments: Moments, input: PlannerInput): string | null =>
  moments.days.length === 0 ? todayOf(input).toString() : settle(moments.days[0]!, 'next', input)

/** Where it goes from and to: told so, or in the order of a flight. */
function ends(steps: readonly Step[]): { readonly from: Zone; readonly to: Zone } | null {
  const zones = steps.filter(({ zone }) => zone !== undefined)
  const kinds = new Set(zones.map(({ zone }) => zone?.zone))
  if (kinds.size !== 2) return null
  let [from, to]: (Zone | undefined)[] = []
  let side = ''
  for (const [i, step] of steps.entries()) {
    if (step.word === 'dep' || step.word === 'arr') side = step.word
    if (step.zone === undefined) continue
    const before = steps[i - 1]?.word
    const isTo = before === 'to' || (before !== 'from' && (before === 'arr' || (side === 'arr' && before === 'T')))
    const isFrom = before === 'from' || before === 'dep' || (side === 'dep' && before === 'T')
    if (isTo) to ??= step.zone
    else if (isFrom || from === undefined) from ??= step.zone
    else to ??= step.zone
  }
  const [a, b] = [zones[0]?.zone, zones.at(-1)?.zone]
  if (from === undefined) from = [a, b].find(zone => zone?.zone !== to?.zone)
  if (to === undefined) to = [b, a].find(zone => zone?.zone !== from?.zone)
  return from === undefined || to === undefined || from.zone === to.zone ? null : { from, to }
}

const line = (steps: readonly Step[]): string => steps.map(({ word }) => word).join(' ')
const unixOf = (day: string, seconds: number, zone: Zone): number | null => {
  const utc = peek('date.convert_zone', {
    datetime: `${day}T${writeTime(seconds).padEnd(8, ':00')}`,
    from: zone.zone,
    to: 'UTC',
  })?.datetime
  const found = typeof utc === 'string' ? peek('date.to_unix', { datetime: utc })?.seconds : undefined
  return typeof found === 'number' ? found : null
}
const LOCAL = 'Each time is read as the local time of its place.'

/** Two local times: the length of the flight. */
function length(moments: Moments, steps: readonly Step[], input: PlannerInput): Answer | null {
  const { times, lengths, days } = moments
  const [start, end] = times
  const text = line(steps)
  if (start === undefined || end === undefined || times.length !== 2 || lengths.length > 0 || days.length > 2)
    return null
  if (!/(?:^dur | dur$)/u.test(text) || /ask|dur.*dur/u.test(text)) return null
  const body = text.replace(/^dur | dur$/gu, '')
  // Off first, then down; the day may stand at either.
  if (
    !/^(?:(?:from|to|P|D) )*(?:dep )?(?:(?:from|to|P|D) )*T (?:(?:from|P|D|same|to) )*(?:arr )?(?:(?:to|P|D|same|next) )*T(?: (?:P|D|same|next|to))*$/u.test(
      body,
    )
  )
    return null
  if (!/dep|arr|from P to P|P to P/u.test(body) || start.isEnd || end.isEnd) return null
  const places = ends(steps)
  const day = dayOf(moments, input)
  if (places === null || day === null) return null
  const [depart, land] = [unixOf(day, start.seconds, places.from), unixOf(day, end.seconds, places.to)]
  if (depart === null || land === null || start.isTwelve !== end.isTwelve) return null
  const last = days.length === 2 ? settle(days[1]!, 'next', input, day) : null
  const told_ =
    last !== null
      ? Temporal.PlainDate.from(day).until(last).days
      : text.includes('next')
        ? 1
        : text.includes('same')
          ? 0
          : null
  const more = told_ ?? [0, 1, 2].find(count => land + count * 86_400 - depart > 0)
  if (more === undefined || more < 0 || more > 2) return null
  const seconds = land + more * 86_400 - depart
  if (seconds < 1200 || seconds > 72_000) return null
  const isTold = days.length > 0
  const answer = lengthAnswer(
    `${land} + ${more * 86_400} - ${depart}`,
    'words',
    `${writeTime(start.seconds)} in ${places.from.name} to ${writeTime(end.seconds)}${more > 0 ? ' of the next day' : ''} in ${places.to.name}, both taken to UTC on ${day}${isTold ? '' : ' (today)'}`,
  )
  return { ...answer, reading: LOCAL }
}

/** One local time and the length of the flight: the time at the other end. */
function otherEnd(moments: Moments, steps: readonly Step[], input: PlannerInput): Answer | null {
  const { times, lengths, days } = moments
  const [time] = times
  const [span] = lengths
  const text = line(steps)
  if (time === undefined || span === undefined || times.length + lengths.length !== 2 || days.length > 1) return null
  if (time.isEnd || span.seconds > 72_000 || span.seconds < 1200) return null
  const asked =
    /(?:ask (?:(?:P|from|to) )*(?<verb>dep|arr)(?: (?:P|in|from|to))*|(?<bare>arr|dep)(?: (?:P|to))?)$/u.exec(text)
  const verb = asked?.groups?.verb ?? asked?.groups?.bare
  const body = asked === null ? '' : text.slice(0, asked.index).trim()
  if (verb === undefined || !/^(?:(?:dep|arr|from|to|P|D|T|L|dur) ?)+$/u.test(body) || /dep.*arr|arr.*dep/u.test(body))
    return null
  // The time that is told is that of the other end.
  const isLanding = verb === 'arr'
  if (isLanding ? /arr/u.test(body) : !/arr/u.test(body)) return null
  const places = ends(steps)
  const day = dayOf(moments, input)
  if (places === null || day === null) return null
  const end = isLanding ? places.to : places.from
  const last = steps.slice(body === '' ? 0 : body.split(' ').length).find(({ zone }) => zone !== undefined)?.zone
  if (last !== undefined && last.zone !== end.zone) return null
  const known = unixOf(day, time.seconds, isLanding ? places.from : places.to)
  if (known === null) return null
  const seconds = known + (isLanding ? span.seconds : -span.seconds)
  const utc = peek('date.from_unix', { value: seconds, unit: 'seconds' })?.datetime
  const there =
    typeof utc === 'string' ? peek('date.convert_zone', { datetime: utc, to: end.zone })?.datetime : undefined
  if (typeof utc !== 'string' || typeof there !== 'string') return null
  const shown = there.slice(0, 10)
  const isTold = days.length > 0
  const note = isTold ? ` on ${shown}` : shown === day ? '' : shown > day ? ' (the next day)' : ' (the day before)'
  const sum: PlannedTask = task('seconds', 'Count on in UTC', 'math.evaluate', {
    expression: `${known} ${isLanding ? '+' : '-'} ${span.seconds}`,
  })
  const moment = task(
    'utc',
    'Take the moment in UTC',
    'date.from_unix',
    { value: { $from: 'seconds', pointer: '/value' }, unit: 'seconds' },
    ['seconds'],
  )
  const [convert, ...clock] = zoneClock(end.name, { datetime: { $from: 'utc', pointer: '/datetime' }, to: end.zone })
  if (convert === undefined) return null
  const answer: Answer = {
    tasks: [sum, moment, { ...convert, dependencies: ['utc'] }, ...clock],
    answer: 'time',
    reply: withHow(
      '{{/parts/0}}:{{/parts/1}}{{note}}',
      { parts: at('/parts'), note: literal(note) },
      `${span.text} ${isLanding ? 'after' : 'before'} ${writeTime(time.seconds)} in ${(isLanding ? places.from : places.to).name} on ${day}${isTold ? '' : ' (today)'}, by the clock of ${end.name}`,
    ),
  }
  return { ...answer, reading: LOCAL }
}

const IS_FLIGHT =
  /(?<!\p{L})(?:flight|flights|fly|flies|flying|flew|plane|aircraft|land|lands|landed|landing|take-off|takeoff|takes off|take off|took off|airborne|departure|departs|depart|departed|leaves|leave|left)(?!\p{L})/u

export const flightRules: readonly PlannerRule[] = [
  defineRule({
    id: 'flight',
    reason: 'Works out how long a flight is from local times, and when it lands or took off by the clock over there.',
    order: 54.5,
    pairs: true,
    hint: /fl[iy]|plane|land|take|took|depart|leave|left/iu,
    examples: {
      yes: [
        'Take-off 13:40 in Berlin, landing 16:10 local time in New York the same day, 12 January 2027. How long is the flight?',
        'flight leaves berlin 13:40 lands new york 16:10 local same day, how long',
        'depart London 11:00, 7 h 30 flight to New York, local arrival time?',
        'take-off 22:40 in Zurich on 4 december 2026, 12 h 25 min flight to Singapore, local arrival?',
        'The plane leaves Tokyo at 11:00 and lands in Paris at 18:10 local time the same day. Flight duration?',
        'We land in Dubai at 23:55 local time after 6 h 15 min from London. When did we take off London time?',
      ],
      no: [
        'flight leaves berlin 13:40 lands new york 16:10 with a stop of 2 hours, how long in the air',
        'The plane leaves Tokyo at 11:00 and lands in Paris at 18:10. Where does it refuel?',
        'depart London 11:00, 7 h 30 flight to New York, 30 minutes late, local arrival time?',
        'flight from Berlin 10:00 to New York, when does it land?',
        'I left Berlin at 10:00 and called New York at 16:00, how long did we talk?',
        'The plane leaves Tokyo at 11:00 and lands in Atlantis at 18:10. How long?',
      ],
    },
    read: told((moments, _, input) => {
      if (moments === null || moments.times.length === 0 || !IS_FLIGHT.test(moments.shape)) return null
      if (/[MYSNCIXVOW]/.test(moments.shape)) return null
      const steps = stepsOf(moments)
      return steps === null ? null : (length(moments, steps, input) ?? otherEnd(moments, steps, input))
    }),
  }),
]
