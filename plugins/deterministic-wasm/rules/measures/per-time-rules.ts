/**
 * So many things in a time, as so many in another: beats of a heart, words that are typed, parts that a machine makes; and the drops of an
 * infusion, of which so many make a millilitre. What is counted must be named beside its number, and be what is asked for.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, type Rational } from '../../arithmetic/rational.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { duration, measured, readingsOf } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, inWords, isAsking } from './told-words.ts'
import { nameUnit } from './unit-names.ts'

const MINUTE: Rational = { numerator: 60n, denominator: 1n }
const MILLILITRE: Rational = { numerator: 1n, denominator: 1_000_000n }
const TIME = '(?<time>second|sec|minute|min|hour|hr|h|day|week)'
const size = ({ digits, unit }: Measure, in_: Rational): string => `${digits} * ${writeFactor(divide(unit!.size, in_))}`

const DROPS = '(?:drops?|gtts?)'
const DROP_WORDS =
  'infusion infuse infused iv drip drips bag bottle saline fluid solution patient nurse set giving factor drop drops gtt gtts rate flow rate ml h min per minute hour minutes hours of in over at with for is are the a an to be run runs running given give giving through using what whats how many how-many long much does do it take takes last lasts should must would will needs has have need calculate which that and if flows lasting during within required'
const PER_ML = new RegExp(
  `^ ?${DROPS} ?(?:per|\\/|an?|each|in (?:an?|one|1)|to the|make (?:an?|one)) ?(?:ml|millilit(?:er|re)|cc)(?!\\p{L})`,
  'u',
)
const PER_MINUTE = new RegExp(`^ ?${DROPS} ?(?:per|\\/|an?|each|every) ?(?:min|minute)(?!\\p{L})`, 'u')
const FACTOR = /(?:drop|drip) factor(?: (?:of|is|=))? $/u

/** `500 ml over 6 hours at 20 drops/ml, drops per minute?` */
function infusion(told: Told): Answer | null {
  const { shape, measures } = told
  if (!/(?<!\p{L})(?:drops?|gtts?)(?!\p{L})/u.test(shape)) return null
  // `1 ml = 20 drops` tells the same.
  const one = measures.find(
    ({ letter, digits, unit, after }) =>
      digits === '1' &&
      (letter === 'V'
        ? unit?.size !== undefined &&
          isMillilitre(unit.size) &&
          /^ ?(?:is|are|makes?|has|gives?|equals?|contains?) $/u.test(after)
        : letter === 'N' && /^ ?(?:ml|millilit(?:er|re)|cc) ?= ?$/u.test(after)),
  )
  const set = measures.find(
    ({ letter, before, after }, i) =>
      letter === 'N' &&
      (PER_ML.test(after) ||
        FACTOR.test(before) ||
        (one !== undefined && measures[i - 1] === one && new RegExp(`^ ${DROPS}(?!\\p{L})`, 'u').test(after))),
  )
  if (set === undefined) return null
  const rest = measures.filter(measure => measure !== set && measure !== one)
  const [volume, speed, time] = [
    rest.find(({ letter }) => letter === 'V'),
    rest.find(({ letter, after }) => letter === 'N' && PER_MINUTE.test(after)),
    rest.find(({ letter }) => letter === 'T'),
  ]
  const flow = rest.find(
    ({ letter, unit, per }) =>
      letter === 'Q' && unit?.letter === 'V' && per?.unit?.letter === 'T' && per.digits === '1',
  )
  const words = shape.replace(
    /(?<!\p{L})(?:drops?|gtts?) ?\/ ?(?:min|ml|minute)(?!\p{L})|\/ ?(?:min|ml|h)(?!\p{L})|[=()]/gu,
    ' ',
  )
  if (rest.length === 0 || rest.length > 2 || !inWords(words, DROP_WORDS, 1)) return null
  const asked = shape
    .slice(Math.max(...measures.map(({ at }) => at)) + 1)
    .replace(PER_ML, ' ')
    .replace(PER_MINUTE, ' ')
  const asks = (source: string): boolean =>
    new RegExp(source, 'u').test(asked) ||
    new RegExp(`^${source}|(?:how many|,|rate in|what is the|what) ${source}`, 'u').test(shape)
  const readings = readingsOf(told)
  if (asks(`${DROPS} ?(?:per|\\/|an?) ?(?:min|minute)(?!\\p{L})`) && speed === undefined) {
    if (rest.length === 2 && volume !== undefined && time !== undefined)
      return measured({
        expression: `${size(volume, MILLILITRE)} * ${set.digits} / (${size(time, MINUTE)})`,
        label: 'drops per minute',
        how: `${volume.shown} × ${set.shown} drops per ml ÷ ${time.shown}`,
        readings,
      })
    if (rest.length === 1 && flow?.per?.unit !== undefined && flow.per.unit !== null)
      return measured({
        expression: `${size(flow, MILLILITRE)} * ${set.digits} / ${writeFactor(divide(flow.per.unit.size, MINUTE))}`,
        label: 'drops per minute',
        how: `${flow.shown} × ${set.shown} drops per ml`,
        readings,
      })
    return null
  }
  if (speed === undefined || rest.some(one_ => one_ !== speed && one_ !== volume)) return null
  if (rest.length === 2 && volume !== undefined && /how long|how many hours|duration/u.test(shape))
    return duration(
      `${size(volume, MILLILITRE)} * ${set.digits} / ${speed.digits} * 60`,
      `${volume.shown} × ${set.shown} drops per ml ÷ ${speed.shown} drops per minute`,
      readings,
    )
  return rest.length === 1 && asks('(?:ml|millilit(?:er|re)s?) ?(?:per|\\/|an?) ?(?:h|hr|hour)(?!\\p{L})')
    ? measured({
        expression: `${speed.digits} / ${set.digits} * 60`,
        label: 'ml/h',
        how: `${speed.shown} drops per minute ÷ ${set.shown} drops per ml`,
        readings,
      })
    : null
}
const isMillilitre = (value: Rational): boolean => value.numerator * MILLILITRE.denominator === value.denominator

const COUNT_WORDS =
  'second minute hour day week heart rate pulse beat beats heartbeats breaths breathes breathing typing speed wpm bpm rpm i we he she it you the a an my our in per within takes took take every each and so what whats is are that how many much does do did can could would will make makes made produce produces produced print prints printed type types typed read reads pack packs packed count counted counts at this rate machine printer robot factory line worker baker bakery car cars wheel turns rotations customers orders calls emails questions answered answers pages words parts pieces bottles cars'
const NOUN = /^ (?:full )?(?<noun>\p{L}{4,14}s)(?!\p{L})/u

/** `18 beats in 15 seconds, how many per minute?` */
function perTime(told: Told): Answer | null {
  const { shape, measures } = told
  const [count, time] = measures
  if (count?.letter !== 'N' || time?.letter !== 'T' || measures.length !== 2 || time.unit === null || time.per !== null)
    return null
  const noun =
    NOUN.exec(count.after)?.groups?.noun ??
    (/(?<!\p{L})(?:pulse|heart ?rate|heart|heartbeat)(?!\p{L})/u.test(count.before) && /^ in /u.test(count.after)
      ? 'beats'
      : undefined)
  if (
    noun === undefined ||
    !/ (?:in|within|every|per|takes?|took)(?: (?:just|only|about|exactly))? $/u.test(time.before)
  )
    return null
  const found = new RegExp(
    `(?<!\\p{L})(?:how many|what(?:'s| is)|rate|speed|pulse|=|^|,|\\?)(?: (?:is|are|that|the|my|it|this|rate|pulse|heart|heart rate|in|speed))*(?: (?<of>\\p{L}{4,14}s))?(?: (?:is|are|does|do|did|can|will|would) (?:it|that|he|she|i|we|you|this|the \\p{L}+)(?: (?:make|do|type|read|print|produce|pack|manage|get))?| is that| are that| are there)? ?(?:per|an?|each|\\/) ?${TIME}(?: is that)?[ ?.!]*$`,
    'u',
  ).exec(shape.slice(time.at + 1))
  const short = /(?<!\p{L})(?<short>bpm|wpm)[ ?.!]*$/u.exec(shape.slice(time.at + 1))?.groups?.short
  const wanted = found?.groups?.of
  if (found === null && short === undefined) return null
  if (wanted !== undefined && wanted !== noun) return null
  if (short !== undefined && !(short === 'bpm' ? /beats/u : /words/u).test(noun)) return null
  if (asksTwice(shape) || !inWords(shape, `${COUNT_WORDS} ${noun}`, 1)) return null
  if (/(?<!\p{L})(?:average|break|rest|more|less|left|then|after)(?!\p{L})/u.test(shape)) return null
  const unit = short === undefined ? nameUnit(found?.groups?.time ?? '', false) : nameUnit('minute', false)
  if (unit === null || unit.unit === time.unit.unit) {
    if (unit === null || time.digits === '1') return null
  }
  return measured({
    expression: `${count.digits} / (${size(time, unit.size)})`,
    label: `${noun} per ${unit.unit.name}`,
    how: `${count.shown} ÷ ${time.shown}`,
  })
}

/** `120 beats per minute, how many in 15 seconds?` */
function inTime({ shape, measures }: Told): Answer | null {
  const [rate, time] = measures
  if (rate?.letter !== 'N' || time?.letter !== 'T' || measures.length !== 2 || time.unit === null || time.per !== null)
    return null
  const found = new RegExp(`^ (?<noun>\\p{L}{4,14}s) (?:per|an?|each|every) ${TIME}(?!\\p{L})`, 'u').exec(
    rate.after,
  )?.groups
  const noun = found?.noun
  const per = nameUnit(found?.time ?? '', false)
  if (noun === undefined || per === null || !/ (?:in|within|after)(?: the first)? $/u.test(time.before)) return null
  const asked =
    /how many(?: (?<of>\p{L}{4,14}s))?(?: (?:is|are|does|do|can|will|would) (?:that|it|he|she|i|we|there|the \p{L}+)(?: (?:make|do|type|read|print|produce|beat|get))?)? in(?: the first)? T[ ?.!]*$/u.exec(
      shape,
    )
  if (asked === null || (asked.groups?.of !== undefined && asked.groups.of !== noun)) return null
  if (
    asksTwice(shape) ||
    !inWords(shape, `${COUNT_WORDS} ${noun}`, 1) ||
    /(?<!\p{L})(?:average|break|rest|more|less|left|then|after|first)(?!\p{L})/u.test(shape)
  )
    return null
  return measured({
    expression: `${rate.digits} * ${size(time, per.size)}`,
    label: noun,
    how: `${rate.shown} ${noun} per ${per.unit.name} × ${time.shown}`,
  })
}

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (
    told === null ||
    told.measures.length < 2 ||
    told.measures.length > 4 ||
    asksYesNo(clause) ||
    !isAsking(clause, told.shape)
  )
    return null
  if (told.measures.some(({ sign }) => sign !== null)) return null
  return infusion(told) ?? perTime(told) ?? inTime(told)
}

export const perTimeRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-per-time',
    reason: 'Tells how many things in a time are how many in another, and how an infusion drips.',
    order: 133.85,
    pairs: 'joined',
    hint: /drops?|gtt|(?:per|a|an|each|\/) ?(?:second|sec|minute|min|hour|hr|h|day|week)|bpm|wpm/iu,
    examples: {
      yes: [
        '1000 ml over 8 hours with 20 drops per ml, drops per minute?',
        '500 ml in 6 h, 1 ml = 20 drops, how many drops per minute?',
        'An infusion of 500 ml at 40 drops per minute with 20 drops/ml, how long does it take?',
        'heart rate: 18 beats in 15 seconds, per minute?',
        'I typed 240 words in 4 minutes. How many words per minute is that?',
        '120 beats per minute, how many in 15 seconds?',
        '40 customers per hour, how many in 8 hours?',
      ],
      no: [
        '1000 ml over 8 hours, drops per minute?',
        '1000 ml over 8 hours with 20 drops per ml, how many drops per minute if half is gone?',
        'a drop in the ocean per minute, 20 drops per ml',
        '18 beats in 15 seconds, how many breaths per minute?',
        'I typed 240 words in 4 minutes. How many minutes per word?',
        'I typed 240 words in 4 minutes, is that fast per minute?',
        'He tells 12 jokes in 30 minutes, how many laughs per hour?',
      ],
    },
    read: readsColon(read),
  }),
]
