/** Running and cycling by pace: time per kilometre or mile, the time for a distance, the arrival of somebody on the way; and body mass. */
import type { PlannerRule } from '#contracts/planner-port'
import { compare, divide, fromInteger, type Rational } from '../../arithmetic/rational.ts'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { measured } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksYesNo, inWords, isAsking } from './told-words.ts'

const WORDS =
  'h hour kmh kph mph fast treadmill as ran run running runs runner race raced jog jogged walk walked cycle cycled ride rode swim swam row rowed finish finished did do does done go going keep kept hold held maintain in at for with my our his her the a an pace paces speed per km k kilometre kilometer kilometers kilometres mile miles min mins minute minutes time times what whats which how long would will it take takes need needs is that was if i we marathon half full 10k 5k parkrun distance average please be of and convert to into as per-km race yesterday today'

/** Named distances in kilometres. */
const NAMED: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})half[ -]marathon(?!\p{L})/u, '21.0975'],
  [/(?<!\p{L})(?:full )?marathon(?!\p{L})/u, '42.195'],
]
const KM: Rational = fromInteger(1000n)
const MILE: Rational = { numerator: 1609344n, denominator: 1000n }
const PER = /(?:(?<!\p{L})(?:per|an?|each|every)|\/|min) ?\/? ?(?<unit>km|k|kilomet(?:er|re)s?|miles?|mi)(?!\p{L})/u
const PER_ALL = new RegExp(PER.source, 'gu')
const isMile = (unit: string): boolean => unit.startsWith('mi')

/** A time, and what it is per. */
const PACED = new RegExp(`^ ?(?:min(?:utes?|s)? ?)?(?:${PER.source}|mile pace|minute miles?)`, 'u')

type Pace = { readonly seconds: string; readonly shown: string; readonly isMile: boolean; readonly measure: Measure }

/** Seconds of `52:30`, `3:45:00` or `52 minutes`; two parts are minutes of a run, or hours of a long one. */
function secondsOf({ letter, digits, unit }: Measure, isLong: boolean): string | null {
  if (letter === 'T' && unit !== null) return `${digits} * ${writeFactor(unit.size)}`
  if (letter !== 'C') return null
  const parts = digits.split(':')
  if (parts.slice(1).some(part => Number(part) >= 60)) return null
  if (parts.length === 3) return `(${parts[0]} * 3600 + ${parts[1]} * 60 + ${parts[2]})`
  return isLong && Number(parts[0]) < 10
    ? `(${parts[0]} * 3600 + ${parts[1]} * 60)`
    : `(${parts[0]} * 60 + ${parts[1]})`
}

function readPace({ shape, measures }: Told): Pace | null {
  const measure = measures.find(({ letter, after }) => (letter === 'C' || letter === 'T') && PACED.test(after))
  if (measure === undefined) return perMeasure({ shape, measures })
  const seconds = secondsOf(measure, false)
  if (seconds === null) return null
  const named = PER.exec(measure.after)?.groups?.unit ?? 'mile'
  return { seconds, shown: measure.shown, isMile: isMile(named), measure }
}

/** `5 min per km`: a rate already. */
function perMeasure({ measures }: Pick<Told, 'shape' | 'measures'>): Pace | null {
  const measure = measures.find(
    ({ letter, unit, per }) =>
      letter === 'Q' && unit?.letter === 'T' && per?.unit?.letter === 'L' && per.digits === '1',
  )
  const name = measure?.per?.unit?.unit.name
  if (measure === undefined || measure.unit === null || (name !== 'kilometre' && name !== 'mile')) return null
  return {
    seconds: `${measure.digits} * ${writeFactor(measure.unit.size)}`,
    shown: measure.shown.replace(/ per .*/, ''),
    isMile: name === 'mile',
    measure,
  }
}

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length > 2 || asksYesNo(clause) || !isAsking(clause, told.shape)) return null
  return (
    bodyMass(told) ??
    (inWords(told.shape, WORDS) ? (toSpeed(told) ?? byPace(told) ?? paceOf(told) ?? fromSpeed(told)) : null)
  )
}

/** A distance in metres: told, or named. */
function distanceOf({
  shape,
  measures,
}: Told): { readonly metres: string; readonly shown: string; readonly isLong: boolean } | null {
  const lengths = measures.filter(({ letter }) => letter === 'L')
  const named = NAMED.find(([pattern]) => pattern.test(shape))
  if (lengths.length > 1) return null
  const [length] = lengths
  if (length?.unit !== undefined && length.unit !== null) {
    const isLong =
      compare(evaluatedValue(`${length.digits} * ${writeFactor(length.unit.size)}`) ?? KM, fromInteger(20_000n)) > 0
    return { metres: `${length.digits} * ${writeFactor(length.unit.size)}`, shown: length.shown, isLong }
  }
  return named === undefined ? null : { metres: `${named[1]} * 1000`, shown: `${named[1]} km`, isLong: true }
}

/** `12 km in 1:06` are hours and minutes: nobody runs a kilometre in six seconds. */
function plausible(
  time: Measure,
  { metres, isLong }: { readonly metres: string; readonly isLong: boolean },
): string | null {
  for (const reading of [isLong, !isLong]) {
    const seconds = secondsOf(time, reading)
    const speed = seconds === null ? null : evaluatedValue(`(${metres}) / (${seconds})`)
    if (speed !== null && compare(speed, FASTEST) < 0) return seconds
  }
  return null
}
/** Metres in a second, of a cyclist. */
const FASTEST: Rational = fromInteger(20n)

/** A distance and a time: the pace. */
function paceOf(told: Told): Answer | null {
  const distance = distanceOf(told)
  const timed = told.measures.filter(({ letter }) => letter === 'C' || letter === 'T')
  const [time] = timed
  // Another distance at that pace, or another pace, is asked about.
  if (/(?<!\p{L})(?:how long|how far|when|how much|same|that pace|this pace)(?!\p{L})/u.test(told.shape)) return null
  if (
    distance === null ||
    timed.length !== 1 ||
    time === undefined ||
    !/(?<!\p{L})(?:pace|per km|per kilomet(?:er|re)|per mile|min\/km|a km|a mile)(?!\p{L})/u.test(told.shape)
  )
    return null
  if (
    told.measures.length !==
    (distance.shown.endsWith(' km') && told.measures.every(({ letter }) => letter !== 'L') ? 1 : 2)
  )
    return null
  const seconds = plausible(time, distance)
  const unit = PER.exec(told.shape)?.groups?.unit ?? (/mile/.test(distance.shown) ? 'mile' : 'km')
  if (seconds === null) return null
  const size = isMile(unit) ? MILE : KM
  return perUnit(
    `${seconds} / (${distance.metres}) * ${writeFactor(size)}`,
    isMile(unit) ? 'mile' : 'km',
    `${time.shown} ÷ ${distance.shown}`,
  )
}

/** `9.5 km/h as a pace per km`. */
function fromSpeed({ shape, measures }: Told): Answer | null {
  const [speed] = measures
  if (
    measures.length !== 1 ||
    speed?.letter !== 'S' ||
    speed.unit === null ||
    speed.per !== null ||
    !/(?<!\p{L})pace(?!\p{L})|min(?:utes?)? ?(?:\/|per) ?(?:km|mile)/u.test(shape)
  )
    return null
  const named = PER.exec(shape)?.groups?.unit
  const toMile = named === undefined ? /mph|mile/.test(speed.unit.name) : isMile(named)
  return perUnit(
    `${writeFactor(toMile ? MILE : KM)} / (${speed.digits} * ${writeFactor(speed.unit.size)})`,
    toMile ? 'mile' : 'km',
    speed.shown,
  )
}

/** `6:15 min/km in km/h`. */
function toSpeed(told: Told): Answer | null {
  const pace = readPace(told)
  const asked = /(?<!\p{L})(?<unit>km\/h|kmh|kph|km per hour|mph|miles per hour)[ ?.!]*$/u.exec(told.shape)?.groups
    ?.unit
  if (pace === null || asked === undefined || told.measures.length !== 1) return null
  const isMph = asked.startsWith('m')
  return measured({
    expression: `3600 / (${pace.seconds}) * ${writeFactor(divide(pace.isMile ? MILE : KM, isMph ? MILE : KM))}`,
    label: isMph ? 'mph' : 'km/h',
    how: `${pace.shown} per ${pace.isMile ? 'mile' : 'km'}`,
  })
}

/** A pace, and a distance or the other unit. */
function byPace(told: Told): Answer | null {
  const pace = readPace(told)
  if (pace === null) return null
  const rest = told.measures.filter(measure => measure !== pace.measure)
  const size = pace.isMile ? MILE : KM
  const distance = distanceOf({ ...told, measures: rest })
  const shown = `${pace.shown} per ${pace.isMile ? 'mile' : 'km'}`
  if (
    distance !== null &&
    rest.length <= 1 &&
    /how long|(?<!\p{L})time(?!\p{L})|(?:marathon|L)[ ?.]*$|finish/u.test(told.shape)
  )
    return spelled(`${pace.seconds} * ${distance.metres} / ${writeFactor(size)}`, `${distance.shown} at ${shown}`)
  if (rest.length > 0 || distance !== null) return null
  const units = [...told.shape.matchAll(PER_ALL)].map(({ groups }) => isMile(groups?.unit ?? ''))
  const wanted =
    /(?:in|to|as|into) (?:a )?(?:min(?:utes?|s)?(?: ?\/ ?| per )|pace per |per )?(km|kilomet(?:er|re)s?|miles?)(?!\p{L})/u.exec(
      told.shape,
    )?.[1]
  const toMile = wanted === undefined ? units.at(-1) : isMile(wanted)
  if (toMile === undefined || toMile === pace.isMile) return null
  return perUnit(`${pace.seconds} * ${writeFactor(divide(toMile ? MILE : KM, size))}`, toMile ? 'mile' : 'km', shown)
}

function perUnit(expression: string, unit: string, how: string): Answer | null {
  return timed(expression, ` per ${unit}`, how)
}
const spelled = (expression: string, how: string): Answer | null => timed(expression, '', how)

function timed(expression: string, behind: string, how: string): Answer | null {
  const value = evaluatedValue(expression)
  if (value === null || value.numerator <= 0n) return null
  const seconds = task('seconds', 'Work out the time', 'math.evaluate', {
    expression,
    decimals: 0,
    rounding: 'half_up',
  })
  const said = task(
    'said',
    'Write it as a length of time',
    'date.format_duration',
    { seconds: { $from: 'seconds', pointer: '/value' } },
    ['seconds'],
  )
  const isWhole = value.numerator % value.denominator === 0n
  return {
    tasks: [seconds, said],
    answer: 'said',
    reply: withHow(
      `{{text}}{{behind}}`,
      { text: at('/text'), behind: literal(behind) },
      `${how}${isWhole ? '' : ', rounded to the second'}`,
    ),
  }
}

const BODY_WORDS =
  "bmi body mass index my whats what is the if for a person of and with at weigh weighs weight height tall high i i'm im am man woman he she person's kg divided by squared would give calculate adult me cm to gives"

/** Weight by height squared; the weight of a wanted index. */
function bodyMass(told: Told): Answer | null {
  if (
    !/(?<!\p{L})(?:bmi|body mass index)(?!\p{L})/u.test(told.shape) ||
    told.measures.length !== 2 ||
    !inWords(told.shape, BODY_WORDS)
  )
    return null
  const index = told.measures.find(
    ({ letter, before }) =>
      letter === 'N' && /(?:bmi|index)(?: of| is)? $/u.test(before) && /(?:what|which) weight/u.test(told.shape),
  )
  const metres = (measure: Measure): string | null => {
    if (measure.letter === 'L' && measure.unit !== null)
      return `(${measure.digits} * ${writeFactor(measure.unit.size)})`
    const value = Number(measure.digits)
    if (measure.letter !== 'N' || !/height|tall|high/u.test(`${measure.before}${measure.after}`)) return null
    return value > 100 && value < 250 ? `(${measure.digits} / 100)` : value > 1 && value < 2.5 ? measure.digits : null
  }
  if (index !== undefined) {
    const other = told.measures.find(measure => measure !== index)
    const height = other === undefined ? null : metres(other)
    return height === null
      ? null
      : measured({
          expression: `${index.digits} * ${height}^2`,
          label: 'kg',
          how: `${index.shown} × (${other?.shown})²`,
          decimals: 1,
        })
  }
  const tall = told.measures.find(measure => metres(measure) !== null)
  const heavy = told.measures.find(measure => measure !== tall)
  if (tall === undefined || heavy === undefined) return null
  const isBare =
    heavy.letter === 'N' &&
    /weigh/u.test(`${heavy.before}${heavy.after}`) &&
    Number(heavy.digits) > 30 &&
    Number(heavy.digits) < 250
  const mass =
    heavy.letter === 'M' && heavy.unit !== null
      ? `(${heavy.digits} * ${writeFactor(heavy.unit.size)})`
      : isBare
        ? heavy.digits
        : null
  const height = metres(tall)
  const value = height === null ? null : evaluatedValue(height)
  if (
    mass === null ||
    height === null ||
    value === null ||
    compare(value, { numerator: 1n, denominator: 2n }) < 0 ||
    compare(value, { numerator: 13n, denominator: 5n }) > 0
  )
    return null
  const bare = told.measures.some(({ letter }) => letter === 'N')
  return measured({
    expression: `${mass} / ${height}^2`,
    label: '',
    how: `${heavy.shown}${heavy.letter === 'N' ? ' kg' : ''} ÷ (${tall.shown}${tall.letter === 'N' ? (Number(tall.digits) > 100 ? ' cm' : ' m') : ''})²`,
    decimals: 1,
    readings: bare ? ['Bare numbers are read as kilograms and centimetres or metres.'] : [],
  })
}

export const paceRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-pace',
    reason: 'Turns a distance and a time into a pace and back, and a weight and a height into the body mass index.',
    order: 141,
    pairs: 'joined',
    hint: /\d/,
    examples: {
      yes: [
        'ran 10k in 52:30 what pace is that',
        'I ran 12 km in 1:06, pace?',
        'marathon in 3h45, pace per km?',
        "If I keep 4:58 per kilometre what's my half marathon time?",
        '5:30 min/km in min per mile',
        '8 minute mile pace in km please',
        'My running pace was 5:30 per km. How long for 10 km at that pace?',
        "I'm 5 foot 6 and weigh 150 pounds, what's my BMI?",
        'Height 172, weight 64. BMI pls',
        'what weight would give a bmi of 24 at 1.75 m',
      ],
      no: [
        'I run 5 km in 25 minutes, how far in an hour at the same pace?',
        'I ran 10k in 52:30, is that a good pace?',
        'What pace should I run for a marathon under 4 hours?',
        'the meeting at 5:30 is a mile away',
        'BMI of 24 at 40 years, healthy?',
        'pace yourself, it is 10 km',
        'My train at 5:30 per platform 10, how long?',
      ],
    },
    read: readsColon(read),
  }),
]
