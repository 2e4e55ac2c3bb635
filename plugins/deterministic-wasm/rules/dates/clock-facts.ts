/**
 * Facts of clocks and lengths that stand for themselves: what two spans of a day share, the angle between the hands, and lengths of time
 * as ISO 8601 writes them.
 */
import type { PlannedTask, PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, sentence, single, task, withHow } from '../rule.ts'
import { lengthAnswer, writeTime } from './clock-spans.ts'
import { type Moments, textOf } from './moments.ts'
import { HINT, told } from './read-told.ts'
import { kept, skeletonOf } from './skeleton.ts'

const KEEP = kept(
  'overlap overlaps overlapping both together free available common shared share same to until till - from between and or how-long during period window slot meet at',
)
const SPAN = '(?:(?:from|between) )?T (?:(?:to|until|till|-|and) )T'
const OVERLAP = new RegExp(
  `^(?:(?:during|period|window|slot|how-long|overlap|overlaps|overlapping|of|between|both|free|available|common|shared) )*${SPAN}(?: (?:free|available|and|or|both))* ${SPAN}(?: (?:free|available|both|overlap|overlaps|overlapping|during|period|window|slot|how-long|together|common|shared|and|same|at|meet|share))*$`,
  'u',
)

/** `I'm free 10:00-13:30, she is free 12:15-15:00: when are we both free`. */
function overlap({ times, lengths, shape }: Moments): Answer | null {
  const [a, b, c, d] = times
  if (
    a === undefined ||
    b === undefined ||
    c === undefined ||
    d === undefined ||
    times.length !== 4 ||
    lengths.length > 0
  )
    return null
  const asksBoth =
    /(?<!\p{L})(?:both (?:of (?:us|them|you) )?(?:are |be )?(?:free|available|open|there)|free (?:together|at the same time)|overlap\w*|in common|common (?:time|slot|window|period))(?!\p{L})/u.test(
      shape,
    )
  if (!asksBoth || /(?<!\p{L})(?:not|neither|only|either|without|except)(?!\p{L})/u.test(shape)) return null
  const text = shape.replace(/how (?:long|many (?:minutes|hours)|much)/u, 'how-long')
  if (!OVERLAP.test(skeletonOf(text, KEEP)) || (text.match(/how-long|how (?:long|many)/gu) ?? []).length > 1)
    return null
  // By twelve hours none may be read, and no span goes over midnight.
  if (new Set(times.map(({ isTwelve }) => isTwelve)).size > 1 || b.seconds <= a.seconds || d.seconds <= c.seconds)
    return null
  const [from, to] = [Math.max(a.seconds, c.seconds), Math.min(b.seconds, d.seconds)]
  const isKind = /^(?:do|does|will|is there|are there|have)(?!\p{L})/u.test(shape)
  if (to <= from)
    return sentence(isKind ? 'No, they share no time' : 'There is no such time: the two spans do not overlap')
  const how = `${writeTime(from)} to ${writeTime(to)}, of ${writeTime(a.seconds)} to ${writeTime(b.seconds)} and ${writeTime(c.seconds)} to ${writeTime(d.seconds)}`
  if (text.includes('how-long') || (isKind && /how long/u.test(shape)))
    return lengthAnswer(`${to} - ${from}`, /how many minutes/u.test(shape) ? 'minutes' : 'words', how)
  const clock = (key: string, one: number, other: number, isLater: boolean): readonly PlannedTask[] => [
    task(`${key}Seconds`, isLater ? 'Take the later beginning' : 'Take the earlier end', 'math.evaluate', {
      expression: `(${one} + ${other} ${isLater ? '+' : '-'} abs(${one} - ${other})) / 2`,
    }),
    task(
      key,
      'Write it as a time',
      'date.format_duration',
      { seconds: { $from: `${key}Seconds`, pointer: '/value' }, style: 'hours' },
      [`${key}Seconds`],
    ),
  ]
  const merged = { from: { $from: 'from', pointer: '/text' }, to: { $from: 'to', pointer: '/text' } }
  const length = peek('date.format_duration', { seconds: to - from })?.text
  return {
    tasks: [
      ...clock('from', a.seconds, c.seconds, true),
      ...clock('to', b.seconds, d.seconds, false),
      task('both', 'Put both together', 'agg.merge', { objects: [merged] }, ['from', 'to']),
    ],
    answer: 'both',
    reply: withHow(
      `${isKind ? 'Yes, ' : ''}{{from}}–{{to}}`,
      { from: at('/from'), to: at('/to') },
      `The later beginning to the earlier end${typeof length === 'string' ? `: ${length}` : ''}`,
    ),
  }
}

const HANDS =
  /^(?:(?:what is|what's|whats|find|calculate|give me|tell me|the|how big is|how large is|how many degrees is|work out) )*(?:(?<way>smaller|small|acute|minor|larger|bigger|reflex|major) )?angle (?:in degrees )?(?:(?:between|of|formed by|made by|do|that|is|there) )*(?:the )?(?:two )?(?:hour (?:hand )?and (?:the )?minute |minute (?:hand )?and (?:the )?hour |clock(?:'s)? )?(?:hands? )?(?:(?:of|on) (?:a|an|the|an analog|an analogue) (?:analog |analogue )?(?:clock|watch) )?(?:(?:at|when it is|when it's|when the time is|when the clock (?:shows|reads|says|strikes)) )+T(?: (?:on|of) (?:a|the) (?:analog |analogue )?(?:clock|watch))?(?: in degrees)?$/u
/** `the angle between the hands of a clock at 3:30`. */
function hands({ times, shape }: Moments): Answer | null {
  if (!shape.includes('angle')) return null
  const [time] = times
  const plain = shape.replace(/(?<!\p{L})(?:exactly|precisely|make|form) /gu, '')
  const groups = HANDS.exec(plain)
  if (groups === null || time === undefined || times.length !== 1 || !/hand|clock|watch/u.test(shape)) return null
  const minutes = Math.floor((time.seconds % 43_200) / 60)
  if (time.seconds % 60 !== 0) return null
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60]
  const gap = `abs(${hour} * 30 + ${minute} / 2 - ${minute} * 6)`
  const isLarge = /larger|bigger|reflex|major/u.test(groups.groups?.way ?? '')
  const expression = `180 ${isLarge ? '+' : '-'} abs(180 - ${gap})`
  return evaluated({
    expression,
    unit: '°',
    how: `The hour hand stands at ${hour * 30 + minute / 2}°, the minute hand at ${minute * 6}°`,
  })
}

const ISO = '(?<iso>p(?=\\d|t\\d)(?:\\d{1,5}w|(?:\\d{1,5}d)?(?:t(?=\\d)(?:\\d{1,6}h)?(?:\\d{1,7}m)?(?:\\d{1,8}s)?)?))'
const TO_UNIT = new RegExp(
  `^(?:(?:convert|the|an?|what is|what's|whats|how long is|how much is|write|express|iso(?: |-)?8601|iso|duration|period|string|time|turn) )*${ISO}(?: (?:is|are|equals|=|to|in|as|into|how many|means?|mean|what|duration))*(?: (?<unit>seconds|minutes|hours|days|words|hours and minutes|plain english|english))?$`,
  'iu',
)
const MANY = new RegExp(
  `^how many (?<unit>seconds|minutes|hours|days) (?:is|are|does|in|has|the|duration|iso(?: |-)?8601|iso| )*${ISO}(?: (?:have|mean|last))?$`,
  'iu',
)
const SIZES: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }
const AS_ISO =
  /^(?:(?:convert|write|express|give|what is|what's|the|turn|put|how do i write|show|me) )*(?:(?:iso(?: |-)?(?:8601)? (?:duration|format|period|string|notation|code)s?(?: format| string| notation)?) (?:(?:for|of|that is|is) )?(?<after>.+)|(?<before>.+?) (?:as|in|to|into) (?:an? |the )?iso(?: |-)?(?:8601)? (?:duration|format|period|string|notation)(?: format| string| notation)?)$/iu
const LENGTH =
  /^(?:\d{1,6} ?(?:weeks?|days?|d|hours?|hrs?|h|minutes?|mins?|seconds?|secs?|s)(?:,? (?:and )?|$)){1,4}$/iu

/** `PT2H45M in minutes`, `ISO duration of 2 hours 30 minutes`. */
function isoLength(clause: Clause): Answer | null {
  if (!/(?<!\p{L})pt?\d|iso/iu.test(clause.worded)) return null
  const text = textOf(clause)
    ?.replace(/\s*[:=?]+\s*/gu, ' ')
    .replace(/[.!]+$/u, '')
    .trim()
  if (text === undefined || text.length > 120) return null
  const found = (TO_UNIT.exec(text) ?? MANY.exec(text))?.groups
  const isAsked = clause.isAsked || found?.unit !== undefined || clause.mark.includes('?')
  if (found !== undefined && isAsked) {
    const written = (found.iso ?? '').toUpperCase()
    const seconds = peek('date.parse_duration', { text: written })?.seconds
    if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds <= 0) return null
    const size = SIZES[(found.unit ?? '').toLowerCase()]
    const read = task('read', `Read ${written}`, 'date.parse_duration', { text: written })
    if (size === undefined)
      return {
        tasks: [
          read,
          task(
            'said',
            'Write it in words',
            'date.format_duration',
            { seconds: { $from: 'read', pointer: '/seconds' } },
            ['read'],
          ),
        ],
        answer: 'said',
        reply: withHow('{{text}}', { text: at('/text') }, `${written} by ISO 8601`),
      }
    return evaluated({
      expression: `${seconds} / ${size}`,
      unit: ` ${found.unit?.toLowerCase()}`,
      how: `${written} by ISO 8601, ${seconds} seconds`,
    })
  }
  const groups = AS_ISO.exec(text)?.groups
  const length = (groups?.after ?? groups?.before ?? '').trim().replace(/^an? hour(?!s)/iu, '1 hour')
  if (groups === undefined || !LENGTH.test(length)) return null
  const iso = peek('date.parse_duration', { text: length })?.iso
  return typeof iso !== 'string'
    ? null
    : single(
        task('read', 'Read the length', 'date.parse_duration', { text: length }),
        '{{iso}}',
        { iso: at('/iso') },
        `${length} by ISO 8601`,
      )
}

export const clockFactRules: readonly PlannerRule[] = [
  defineRule({
    id: 'clock-facts',
    reason:
      'Finds what two spans of a day share, the angle between the hands of a clock, and reads and writes ISO 8601 lengths.',
    order: 55.5,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        "I'm free 10:00-13:30, she is free 12:15-15:00. During which period are we both free?",
        'overlap of 9:00-12:00 and 11:15-14:00',
        'Do 13:00-14:30 and 14:00-15:00 overlap, and for how long?',
        'What is the smaller angle between the hands of a clock at exactly 3:00?',
        "what's the angle between the hands of a clock at 3:30",
        'ISO 8601 duration PT2H45M in minutes?',
        'ISO duration for 2 hours 30 minutes',
      ],
      no: [
        "I'm free 10:00-13:30, she is free 12:15-15:00. Where do we meet?",
        "I'm free 10:00-13:30, she is not free 12:15-15:00. When are we both free?",
        'Do 13:00-14:30 and 14:00-15:00 suit you both?',
        'From which angle was the clock photographed at 3:30?',
        'PT2H45M is a nice plate number',
        'What does ISO stand for?',
      ],
    },
    read: told((moments, clause) => {
      const iso = isoLength(clause)
      if (iso !== null || moments === null || moments.times.length === 0 || /[DMYSNCIXVOW]/.test(moments.shape))
        return iso
      return overlap(moments) ?? hands(moments)
    }),
  }),
]
