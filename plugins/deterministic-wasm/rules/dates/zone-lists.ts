/** One moment by the clocks of several places: `18:00 UTC on D, what are the local times in Berlin, New York and Tokyo`. */
import type { PlannedTask, PlannerInput, PlannerRule } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { writeTime } from './clock-spans.ts'
import { type Moments, settle } from './moments.ts'
import { todayOf } from './read-date.ts'
import { HINT, told } from './read-told.ts'
import { zoneClock } from './time-tasks.ts'
import { NO_PLACE, placesIn } from './zone-told.ts'
import { fitsDay, readZone } from './zones.ts'

const WORDS = new Set(
  "what what's whats is are it it's its at on in the and then when a meeting call webinar starts start time times local clock clocks there show tell give me for if which date day dates , & respectively will be would does do that this".split(
    ' ',
  ),
)
const MOST = 8

function severalPlaces(moments: Moments, input: PlannerInput): Answer | null {
  const { times, days, shape } = moments
  const [time] = times
  if (time === undefined || times.length !== 1 || days.length > 1 || time.isEnd || /[YSNCIXVOWLM]/.test(shape))
    return null
  if (!/(?<!\p{L})(?:what|what's|whats|when|times)(?!\p{L})/u.test(shape)) return null
  if (!/(?<!\p{L})(?:and|date)(?!\p{L})|&/u.test(shape)) return null
  const words = shape
    .replace(/\//gu, ' ')
    .split(/\s+/u)
    .filter(word => word !== '')
  const places = placesIn(words)
  const asksDate = /(?<!\p{L})date and time|time and date|(?:what|which|what's the|what is the|whats the) date/u.test(
    shape,
  )
  const [source, ...targets] = places
  if (source === undefined || targets.length < (asksDate ? 1 : 2) || targets.length > MOST) return null
  if (
    words.some(
      (word, i) => !/^[DT]$/u.test(word) && !WORDS.has(word) && !places.some(({ from, to }) => i >= from && i < to),
    )
  )
    return null
  // The place of the time that is told stands beside it, all others behind the question.
  const clock = words.indexOf('T')
  const asks = words.findIndex((word, i) => i > clock && /^(?:what|what's|whats|when|times)$/u.test(word))
  const isBeside =
    source.to <= asks &&
    words
      .slice(Math.min(clock, source.to) + 1, Math.max(clock, source.from))
      .every(word => /^(?:in|at|D|on|time|local|is|it|the)$/u.test(word))
  if (asks < 0 || !isBeside || targets.some(({ from }) => from < asks)) return null
  if (new Set(places.map(({ zone }) => zone.zone)).size !== places.length) return null
  const day = days.length === 1 ? settle(days[0]!, 'next', input) : todayOf(input).toString()
  if (day === null) return null
  const offsetOf = (zone: string): number | null => {
    const offset = peek('date.convert_zone', { datetime: `${day}T12:00:00Z`, to: zone })?.offset_minutes
    return typeof offset === 'number' ? offset : null
  }
  if (places.some(({ word, zone }) => !fitsDay(word, offsetOf(zone.zone)))) return null
  const tasks: PlannedTask[] = []
  const lines: string[] = []
  const values: Record<string, ReturnType<typeof at> | ReturnType<typeof literal>> = {}
  const items: { $from: string; pointer: string }[] = []
  for (const [i, { zone }] of targets.entries()) {
    const wanted = {
      datetime: `${day}T${writeTime(time.seconds).padEnd(8, ':00')}`,
      from: source.zone.zone,
      to: zone.zone,
    }
    if (typeof peek('date.convert_zone', wanted)?.datetime !== 'string') return null
    const key = `place${i + 1}`
    tasks.push(
      task(key, `Take the time of ${zone.name}`, 'date.convert_zone', wanted),
      task(
        `${key}Parts`,
        'Part day and time',
        'text.split',
        { text: { $from: key, pointer: '/datetime' }, by: 'separator', separator: 'T' },
        [key],
      ),
      task(
        `${key}Clock`,
        'Part hours and minutes',
        'text.split',
        { text: { $from: `${key}Parts`, pointer: '/parts/1' }, by: 'separator', separator: ':' },
        [`${key}Parts`],
      ),
    )
    items.push(
      { $from: `${key}Parts`, pointer: '/parts/0' },
      { $from: `${key}Clock`, pointer: '/parts/0' },
      { $from: `${key}Clock`, pointer: '/parts/1' },
    )
    values[`name${i}`] = literal(zone.name)
    const named = targets.length === 1 ? '' : `- {{name${i}}}: `
    lines.push(`${named}{{/items/${3 * i}}} {{/items/${3 * i + 1}}}:{{/items/${3 * i + 2}}}`)
  }
  const all = task(
    'all',
    'Collect them',
    'agg.collect',
    { items },
    tasks.map(({ key }) => key).filter(key => /Parts|Clock/u.test(key)),
  )
  return {
    tasks: [...tasks, all],
    answer: 'all',
    reply: {
      template: lines.join('\n'),
      how: '{{how}}',
      values: {
        items: at('/items'),
        ...(targets.length === 1 ? {} : values),
        how: literal(
          `${writeTime(time.seconds)} in ${source.zone.name} on ${day}${days.length === 1 ? '' : ' (today)'}`,
        ),
      },
    },
  }
}

const INSTANT =
  /^(?:(?:convert|turn|put|change|translate|show|express|write|what is|what's|what time is|which time is|time) )*(?:(?:utc|the|timestamp|moment|datetime|date|time) )*I (?:(?:to|in|into|as|for|what|is|it|what's|time|the|local|when|=) )*(?<place>[\p{L} ]{2,30}?)(?: (?:time|local time|timezone|time zone|zone))?$/u
/** `2026-03-05T14:30:00Z in Berlin time`: a moment that says its own zone. */
function instantThere({ instants, times, days, numbers, shape }: Moments): Answer | null {
  const [written] = instants
  const place = INSTANT.exec(shape)?.groups?.place
  if (
    written === undefined ||
    place === undefined ||
    instants.length !== 1 ||
    times.length + days.length + numbers.length > 0
  )
    return null
  const datetime = written.replace(/^(\S{10}) /u, '$1T').replace(/ ?(?:UTC|GMT)$/iu, 'Z')
  const to = NO_PLACE.has(place) && !/^(?:est|edt|ist)$/u.test(place) ? null : readZone(place)
  if (to === null || !/(?:Z|[+-]\d\d:?\d\d)$/iu.test(datetime)) return null
  const wanted = { datetime, to: to.zone }
  const seen = peek('date.convert_zone', wanted)
  if (
    typeof seen?.datetime !== 'string' ||
    typeof seen.offset_minutes !== 'number' ||
    !fitsDay(place, seen.offset_minutes)
  )
    return null
  const tasks = zoneClock(to.name, wanted)
  const day = seen.datetime.slice(0, 10)
  return {
    tasks,
    answer: 'time',
    reply: withHow(
      '{{/parts/0}}:{{/parts/1}}{{note}}',
      { parts: at('/parts'), note: literal(` on ${day}`) },
      `${datetime} by the clock of ${to.name}`,
    ),
  }
}

export const zoneListRules: readonly PlannerRule[] = [
  defineRule({
    id: 'zone-list',
    reason: 'Tells one moment by the clocks of several places, with their dates.',
    order: 54.3,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        "It's 18:00 UTC on 5 January 2027. What are the local times in Berlin, New York and Tokyo?",
        "it's 9:00 in London, what time is it in Paris, Delhi and Sydney?",
        'When it is 23:30 on 30 November 2026 in Berlin, what date and time is it in Tokyo?',
        "when it's 8:00 in New York what's the date in Tokyo",
        '2026-03-05T14:30:00Z in berlin time',
        'turn "2026-11-28T14:05:00Z" into Sydney time',
      ],
      no: [
        "It's 18:00 UTC on 5 January 2027. What are the best bars in Berlin, New York and Tokyo?",
        "it's 9:00 in London and Paris, what time is it in Delhi and Sydney?",
        "it's 9:00, what time is it in Paris, Delhi and Sydney?",
      ],
    },
    read: told((moments, _, input) =>
      moments === null
        ? null
        : moments.instants.length === 1
          ? instantThere(moments)
          : moments.times.length === 1
            ? severalPlaces(moments, input)
            : null,
    ),
  }),
]
