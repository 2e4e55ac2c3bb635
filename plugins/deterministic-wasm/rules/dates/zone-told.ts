/**
 * The time in another place from a sentence that names two, with the day or season where clocks change; how far two places are apart;
 * how long it is until a moment. An abbreviation that does not fit the day (`PST` in July) is left alone.
 */

import type { PlannedTask, PlannerInput, PlannerRule } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { writeTime } from './clock-spans.ts'
import { type Moments, settle } from './moments.ts'
import { todayOf } from './read-date.ts'
import { HINT, told } from './read-told.ts'
import { zoneClock } from './time-tasks.ts'
import { fitsDay, readAs, readZone, type Zone } from './zones.ts'

const MOST_PLACE_WORDS = 3
type Place = {
  readonly zone: Zone
  readonly from: number
  readonly to: number
  readonly word: string
  readonly also?: string
}

/** Words that are places and more often something else. */
export const NO_PLACE = new Set([
  'la',
  'z',
  'us',
  'reading',
  'nice',
  'bath',
  'cork',
  'orange',
  'mobile',
  'est',
  'edt',
  'eat',
  'wet',
  'met',
  'cat',
  'art',
  'pet',
  'ist',
])

export function placesIn(words: readonly string[]): Place[] {
  const places: Place[] = []
  for (let from = 0; from < words.length; from += 1) {
    for (let length = Math.min(MOST_PLACE_WORDS, words.length - from); length > 0; length -= 1) {
      const word = words.slice(from, from + length).join(' ')
      const zone = word.length < 2 || /^[A-Z]$/.test(word) ? null : readZone(word)
      // `eat` is a zone right behind a time only.
      if (
        zone === null ||
        (NO_PLACE.has(word) &&
          !/^[TD]$/.test(words[from - 1] ?? '') &&
          word !== 'la' &&
          !(places.at(-1)?.to === from && places.at(-1)?.zone.zone === zone.zone) &&
          !/^(?:=|to|in|into)$/.test(words[from - 1] ?? ''))
      )
        continue
      const last = places.at(-1)
      // `New York (EST)` names one place twice.
      if (last !== undefined && last.to === from && last.zone.zone === zone.zone)
        places.splice(-1, 1, { ...last, to: from + length, also: word })
      else places.push({ zone, from, to: from + length, word })
      from += length - 1
      break
    }
  }
  return places
}

/** The day that is meant: told, or a season, or today. A month in which clocks change is none. */
function dayOf(
  { days, months }: Moments,
  season: string | undefined,
  zones: readonly Zone[],
  input: PlannerInput,
): string | null {
  const today = todayOf(input)
  if (days.length === 1) return settle(days[0]!, 'next', input)
  if (season !== undefined) return `${today.year}-${season === 'winter' ? '01' : '07'}-15`
  const month = months[0]
  if (month === undefined) return today.toString()
  const isSame = zones.every(({ zone }) => offsetOf(month.from, zone) === offsetOf(month.to, zone))
  return month.unit === 'month' && isSame ? `${month.from.slice(0, 8)}15` : null
}

function offsetOf(day: string, zone: string): number | null {
  const offset = peek('date.convert_zone', { datetime: `${day}T12:00:00Z`, to: zone })?.offset_minutes
  return typeof offset === 'number' ? offset : null
}

const fits = ({ word, also = word, zone }: Place, day: string): boolean =>
  [word, also].every(name => fitsDay(name, offsetOf(day, zone.zone)))

const WORDS =
  "time times what when it in is local convert converted conversion to if then clock zone call meeting call game match webinar interview show stream starts start begins at on with their for me us we have my a the of will be would does mean that there would here right how's as would so and from but also o'clock where i'm live am i you people team show zoom teams skype friend friends colleague colleagues client clients family office"
const SEASON = /(?<!\p{L})(summer|winter)(?: time)?(?!\p{L})/u

/** `5 pm IST = ? CET (winter)`, `Call with Toronto at 9 am their time on D, what is that in Zurich`. */
export function placesTold(moments: Moments, input: PlannerInput): Answer | null {
  const { times, days, months, shape } = moments
  if (
    times.length !== 1 ||
    days.length + months.length > 1 ||
    /[YSNCIXVOWL]/.test(shape) ||
    /(?<!\p{L})(?:flight|train|fly|land|arrive|arrives|lands|date)(?!\p{L})/u.test(shape) ||
    // `is it night in Tokyo`: no question for the hour.
    /(?<!\p{L})is (?:it|that) (?:still |already |too |very )?(?:night|day|daytime|dark|light|late|early|open|ok|okay|possible|bedtime|tomorrow|yesterday|winter|summer)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  const season = SEASON.exec(shape)?.[1]
  const words = shape
    .replace(SEASON, ' ')
    .replace(/ - /g, ' ')
    .replace(/\//g, ' ')
    .split(/\s+/)
    .filter(word => word !== '')
  const places = placesIn(words)
  const [a, b] = places
  if (a === undefined || b === undefined || places.length !== 2 || a.zone.zone === b.zone.zone) return null
  // `in Tokyo and in Gotham`: a third place that nobody knows.
  if (
    /^(?:and|or|,) (?:in )?(?!(?:[TD]|in|it|its|it's|my|the|a|what|what's|we|i|i'm|is|am|will|would|their|his|her|our|that|then|here|there)\b)\p{L}/u.test(
      words.slice(a.to, b.from).join(' '),
    )
  )
    return null
  const rest = words
    .filter((word, i) => !/^[DM]$/.test(word) && !places.some(({ from, to }) => i >= from && i < to))
    .join(' ')
  if (
    !isTold(rest, { words: WORDS, names: /(?<!\p{L})(?:what|what's|whats|when|convert)(?!\p{L})/u.test(shape) ? 1 : 0 })
  )
    return null
  // `10am in London and Paris` asks nothing.
  if (/^(?:and|or|vs)$/.test(words.slice(a.to, b.from).join(' '))) return null
  const clock = words.indexOf('T')
  const behind = (place: Place): boolean =>
    place.from > clock &&
    words.slice(clock + 1, place.from).every(word => /^(?:in|at|from|time|local|is|here|now|D)$/.test(word))
  const isTheirs = words.some((word, i) => word === 'time' && /^(?:their|local)$/.test(words[i - 1] ?? ''))
  const isTarget = (place: Place): boolean =>
    /^(?:to|into|in|for|there)$/.test(words[place.from - 1] ?? '') &&
    words.slice(0, place.from - 1).some(word => /^(?:what|what's|whats|convert|is|time|when)$/.test(word))
  // `UTC 17:00 in Berlin time`: what stands right before the time is its own.
  const isOwn = a.to === clock && behind(b)
  if (isOwn && /^(?:to|into|in|for)$/.test(words[a.from - 1] ?? '')) return null
  const source = isOwn
    ? a
    : behind(a)
      ? a
      : behind(b)
        ? b
        : a.to <= clock &&
            (isTheirs || b.from > clock || words.slice(a.to, clock).every(word => /^(?:time|at|is|it)$/.test(word)))
          ? a
          : null
  if (source === null) return null
  const target = source === a ? b : a
  // `from 9 am in Berlin`: the other place must be the one that is asked for.
  if (behind(a) && behind(b) && !isTarget(b)) return null
  if (
    target.to <= clock &&
    !isTarget(target) &&
    !/^(?:to|in|into|time)$/.test(words[target.from - 1] ?? '') &&
    !(target.from === 0)
  )
    return null
  const day = dayOf(moments, season, [a.zone, b.zone], input)
  if (day === null || !fits(a, day) || !fits(b, day)) return null
  return converted(
    times[0]!.seconds,
    source,
    target,
    day,
    days.length === 1 || months.length === 1 || season !== undefined,
  )
}

function converted(seconds: number, source: Place, target: Place, day: string, isDated: boolean): Answer | null {
  const wanted = {
    datetime: `${day}T${writeTime(seconds).padEnd(8, ':00')}`,
    from: source.zone.zone,
    to: target.zone.zone,
  }
  const seen = peek('date.convert_zone', wanted)?.datetime
  if (typeof seen !== 'string') return null
  const shown = seen.slice(0, 10)
  const later = shown === day ? '' : shown > day ? ' (the next day)' : ' (the day before)'
  const tasks = zoneClock(target.zone.name, wanted)
  const answer: Answer = {
    tasks,
    answer: 'time',
    reply: withHow(
      '{{/parts/0}}:{{/parts/1}}{{note}}',
      { parts: at('/parts'), note: literal(later) },
      `${writeTime(seconds)} in ${source.zone.name} on ${day}${isDated ? '' : ' (today)'}, in ${target.zone.name}`,
    ),
  }
  const reading = readAs(source.word) ?? readAs(target.word)
  return reading === undefined ? answer : { ...answer, reading }
}

const APART =
  /(?:time (?:zone )?difference|hours? difference|difference in (?:time|hours)|how many hours|how far (?:ahead|behind)|how much (?:ahead|behind|time))/u
/** `time difference between mumbai and london in july`. */
export function placesApart(moments: Moments, input: PlannerInput): Answer | null {
  const { days, months, shape } = moments
  if (!APART.test(shape) || days.length + months.length > 1 || /[YTSNCIXVOWL]/.test(shape)) return null
  const season = SEASON.exec(shape)?.[1]
  const words = shape
    .replace(SEASON, ' ')
    .split(/\s+/)
    .filter(word => word !== '')
  const places = placesIn(words)
  const [a, b] = places
  if (a === undefined || b === undefined || places.length !== 2) return null
  const rest = words
    .filter((word, i) => !/^[DM]$/.test(word) && !places.some(({ from, to }) => i >= from && i < to))
    .join(' ')
  if (
    !isTold(rest, {
      words:
        'time zone difference between and in hours hour how many far ahead behind much is are what the of from to on apart clock clocks there now today vs versus or',
    })
  )
    return null
  if (/how many hours/u.test(shape) && !/(?:ahead|behind|difference|apart)/u.test(shape)) return null
  const day = dayOf(moments, season, [a.zone, b.zone], input)
  if (day === null || !fits(a, day) || !fits(b, day)) return null
  const [one, two] = [offsetOf(day, a.zone.zone), offsetOf(day, b.zone.zone)]
  if (one === null || two === null) return null
  const noon = (key: string, zone: Zone): PlannedTask =>
    task(key, `Look at the clocks of ${zone.name}`, 'date.convert_zone', {
      datetime: `${day}T12:00:00Z`,
      to: zone.zone,
    })
  const isDated = days.length + months.length > 0 || season !== undefined
  const when = `on ${day}${isDated ? '' : ' (today)'}`
  const before = [noon('here', a.zone), noon('there', b.zone)]
  const seconds = task(
    'length',
    'Subtract their distances from UTC',
    'math.evaluate',
    { expression: `abs(${one} - (${two})) * 60` },
    ['here', 'there'],
  )
  const text = task(
    'said',
    'Write it as a length of time',
    'date.format_duration',
    { seconds: { $from: 'length', pointer: '/value' } },
    ['length'],
  )
  const ahead = one === two ? 'same time' : one > two ? `${a.zone.name} is ahead` : `${b.zone.name} is ahead`
  return {
    tasks: [...before, seconds, text],
    answer: 'said',
    reply: withHow(
      one === two ? 'None: both have the same time' : '{{text}}: {{ahead}}',
      { text: at('/text'), ahead: literal(ahead) },
      `${a.zone.name} and ${b.zone.name} ${when}`,
    ),
  }
}

const UNTIL =
  /^(?:how (?:long|many (?:days|hours)(?: and (?:hours|minutes))?)|countdown|time (?:left|remaining)|days and hours)(?: (?:is it|left|are there|remaining|remain))*(?: (?:to|until|till|for))+ (?:the )?(?:I|D(?: at)? T)(?: (?:in|days|hours|minutes|and|from|now))*$/u
/** `countdown to 2027-01-01 00:00 in days and hours`. */
export function countdown(moments: Moments, input: PlannerInput): Answer | null {
  const { days, times, instants, shape } = moments
  if (!UNTIL.test(shape) || instants.length + days.length !== 1) return null
  const iso = days.length === 1 ? settle(days[0]!, 'next', input) : null
  const written =
    instants[0]?.replace(/^(\S{10}) /, '$1T').replace(/ ?(?:UTC|GMT)$/i, 'Z') ??
    (iso === null || times.length !== 1 ? undefined : `${iso}T${writeTime(times[0]!.seconds)}`)
  if (written === undefined) return null
  const hasOffset = /(?:Z|[+-]\d\d:?\d\d)$/i.test(written)
  const there = peek('date.convert_zone', {
    datetime: written,
    ...(hasOffset ? {} : { from: input.now.zone }),
    to: 'UTC',
  })?.datetime
  const now = peek('date.to_unix', { datetime: input.now.iso })?.seconds
  const target = typeof there === 'string' ? peek('date.to_unix', { datetime: there })?.seconds : undefined
  if (typeof now !== 'number' || typeof target !== 'number' || now === target) return null
  const isPast = target < now
  const seconds = task('length', 'Subtract the moments', 'math.evaluate', { expression: `abs(${target} - ${now})` })
  const text = task(
    'said',
    'Write it as a length of time',
    'date.format_duration',
    { seconds: { $from: 'length', pointer: '/value' } },
    ['length'],
  )
  return {
    tasks: [seconds, text],
    answer: 'said',
    reply: withHow(
      isPast ? '{{text}} ago' : '{{text}}',
      { text: at('/text') },
      `From ${input.now.iso} (now) to ${written}${hasOffset ? '' : ` in ${input.now.zone}`}`,
    ),
  }
}

export const zoneToldRules: readonly PlannerRule[] = [
  defineRule({
    id: 'zone-told',
    reason:
      'Tells the time in another place on the day or in the season that is named, how far two places are apart, and how long until a moment.',
    order: 54,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        "if it's 14:00 in Berlin what time is it in New York in january",
        'meetign 10am PST whats that in lodnon',
        "Time in Tokyo when it's midnight UTC",
        '5 pm IST = ? CET (winter)',
        '4pm tokyo time in london',
        'Call with Toronto at 9 am their time on 5 march 2025 — what is that in Zurich?',
        '16:00 UTC in los angeles, summer',
        'whats the time difference between mumbai and london in july',
        'countdown to 2027-01-01 00:00 in days and hours',
      ],
      no: [
        'Call with Toronto at 9 am, should I invite Zurich?',
        '10am PST in July in London',
        'the meeting is at 10am in Berlin and 4am in New York',
        'the difference between London and Paris in July',
        '4pm in london is tea time',
        '10am in London and Paris',
        'flight from Berlin 10:00 to New York, when does it land?',
        'how many hours from Berlin to Munich',
        'what time is lunch in Tokyo and London',
      ],
    },
    read: told((moments, _, input) =>
      moments === null
        ? null
        : (placesTold(moments, input) ?? placesApart(moments, input) ?? countdown(moments, input)),
    ),
  }),
]
