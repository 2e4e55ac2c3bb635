/**
 * Mass, volume and density from two of them; the volume may be told by the sides of a block, a plate, a cube, a rod or a ball. What is not
 * one plain solid is none of these.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, ONE, type Rational } from '../../arithmetic/rational.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { measured, readingsOf } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { givensOf, partsOf } from './shape-givens.ts'
import { asksTwice, asksYesNo, findTargets, inWords, isAsking, NUMBERED } from './told-words.ts'
import { nameUnit } from './unit-names.ts'

const WORDS =
  'x × by density densities mass weight weigh weighs weighed heavy volume big space takes take up of in with at for a an the is are has have what whats how much many does do it that and if its block cube cuboid plate sheet slab beam bar rod log pole cylinder cylindrical ball sphere brick piece side sides long wide high thick deep tall edge diameter radius round across solid steel iron aluminium aluminum copper gold silver lead brass concrete wood oak pine stone granite marble glass ice water oil petrol diesel honey milk sand gravel soil kg grams material metal per cubic weighing i calculate kilos kilograms tonnes'

const isDensity = ({ unit, per, sign }: Measure): boolean =>
  sign === null && unit?.letter === 'M' && per?.unit?.letter === 'V'
const NEVER =
  /(?<!\p{L})(?:hollow|pipe|tube|empty|inside|outer|inner|half|cone|pyramid|wall|walls|percent|holes?|loaf|pack|each|per piece)(?!\p{L})/u

type Amount = { readonly expression: string; readonly shown: string; readonly isIrrational?: true }

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length < 2 || told.measures.length > 5) return null
  if (!told.measures.some(isDensity) && !told.shape.includes('density')) return null
  if (asksYesNo(clause) || asksTwice(told.shape) || !isAsking(clause, told.shape) || NEVER.test(told.shape)) return null
  const rated = told.measures.some(isDensity) ? null : IN_RATE.exec(told.shape)
  const shape = rated === null ? told.shape : told.shape.slice(0, rated.index)
  const targets = findTargets(shape, told.isImperial).filter(({ unit }) => /^[MV]$/.test(unit.letter))
  const words = targets.reduceRight((text, { at, to }) => `${text.slice(0, at)} ${text.slice(to)}`, shape)
  if (targets.length > 1 || !inWords(words, WORDS, 1)) return null
  const rate = densityOf(told)
  const target = targets[0]?.unit ?? null
  if (rate === null) return quotient(told, rated?.groups)
  const rest = told.measures.filter(measure => measure !== rate.measure)
  const asked = askedFor(told.shape, target)
  if (asked === 'M') {
    const volume = volumeOf({ ...told, measures: rest })
    if (volume === null) return null
    const to = target ?? { label: rate.mass.label, size: rate.mass.size, reading: '' }
    return measured({
      expression: `${volume.expression} * ${rate.digits} * ${writeFactor(divide(rate.size, to.size))}`,
      label: to.label,
      how: `${volume.shown} × ${rate.shown}`,
      readings: [...readingsOf(told), ...rate.readings],
      ...(volume.isIrrational ? { isIrrational: true as const } : {}),
    })
  }
  const [mass] = rest
  if (asked !== 'V' || rest.length !== 1 || mass?.letter !== 'M') return null
  const to = target ?? { label: rate.volume.label, size: rate.volume.size }
  return measured({
    expression: `${mass.digits} * ${writeFactor(mass.unit!.size)} / (${rate.digits} * ${writeFactor(rate.size)}) * ${writeFactor(divide(ONE, to.size))}`,
    label: to.label,
    how: `${mass.shown} ÷ ${rate.shown}`,
    readings: [...readingsOf(told), ...rate.readings],
  })
}

function askedFor(shape: string, target: { readonly letter: string } | null): 'M' | 'V' | null {
  if (target !== null) return target.letter as 'M' | 'V'
  const isMass = /(?<!\p{L})(?:mass|weight|weigh|weighs|heavy)(?!\p{L})/u.test(
    shape.replace(/(?<!\p{L})(?:mass|weight|weighs?)(?: of| is| =|:)? ?(?=M(?!\p{L}))/gu, ' '),
  )
  const isVolume = /(?<!\p{L})(?:volume|space|how big)(?!\p{L})/u.test(
    shape.replace(/(?<!\p{L})volume(?: of| is| =|:)? ?(?=V(?!\p{L}))/gu, ' '),
  )
  return isMass === isVolume ? null : isMass ? 'M' : 'V'
}

type Rate = {
  readonly measure: Measure
  readonly digits: string
  readonly size: Rational
  readonly shown: string
  readonly mass: { readonly label: string; readonly size: Rational }
  readonly volume: { readonly label: string; readonly size: Rational }
  readonly readings: readonly string[]
}
const THOUSANDTH: Rational = { numerator: 1n, denominator: 1000n }
const MILLIONTH: Rational = { numerator: 1n, denominator: 1_000_000n }

/** `7.87 g/cm3`, or a bare `density 0.92`. */
function densityOf({ measures }: Told): Rate | null {
  const rates = measures.filter(isDensity)
  const [rate] = rates
  if (rates.length > 1) return null
  if (rate !== undefined && rate.per !== null && rate.per.digits === '1')
    return {
      measure: rate,
      digits: rate.digits,
      size: divide(rate.unit!.size, rate.per.unit!.size),
      shown: rate.shown,
      mass: { label: rate.unit!.label, size: rate.unit!.size },
      volume: { label: rate.per.unit!.label, size: rate.per.unit!.size },
      readings: [],
    }
  const bare = measures.find(
    ({ letter, before, digits }) =>
      letter === 'N' && /density(?: of| is| =|:)? $/u.test(before) && Number(digits) > 0 && Number(digits) < 23,
  )
  const kilograms = { label: 'kg', size: ONE }
  return bare === undefined
    ? null
    : {
        measure: bare,
        digits: bare.digits,
        size: divide(THOUSANDTH, MILLIONTH),
        shown: `${bare.shown} g/cm³`,
        mass: kilograms,
        volume: { label: 'l', size: THOUSANDTH },
        readings: ['The density is read in g/cm³.'],
      }
}

/** In cubic metres. */
function volumeOf(told: Told): Amount | null {
  const { measures, shape } = told
  const [only] = measures
  if (measures.length === 1 && only?.letter === 'V')
    return { expression: `${only.digits} * ${writeFactor(only.unit!.size)}`, shown: only.shown }
  const metres = ({ digits, unit }: Measure): string => `(${digits} * ${writeFactor(unit!.size)})`
  if (measures.some(({ letter }) => letter !== 'L')) {
    const [a, b] = measures
    const isPlate =
      measures.length === 2 &&
      new Set([a?.letter, b?.letter]).size === 2 &&
      measures.every(({ letter }) => /^[AL]$/.test(letter))
    if (!isPlate || !/(?<!\p{L})(?:thick|deep|high)(?!\p{L})/u.test(shape)) return null
    return {
      expression: measures.map(({ digits, unit }) => `${digits} * ${writeFactor(unit!.size)}`).join(' * '),
      shown: measures.map(one => one.shown).join(' × '),
    }
  }
  const givens = givensOf(told)
  if (givens === null) return null
  const [diameter, radius] = [partsOf(givens, 'diameter')[0], partsOf(givens, 'radius')[0]]
  const r = radius !== undefined ? metres(radius) : diameter !== undefined ? `(${metres(diameter)} / 2)` : null
  const isBall = /(?<!\p{L})(?:ball|sphere)(?!\p{L})/u.test(shape)
  if (r !== null) {
    const round = (radius ?? diameter) as Measure
    const name = radius === undefined ? 'diameter' : 'radius'
    if (isBall)
      return measures.length === 1
        ? { expression: `4 / 3 * pi * ${r}^3`, shown: `4/3 π r³ of ${name} ${round.shown}`, isIrrational: true }
        : null
    const other = measures.find(measure => measure !== round)
    const isRod = /cylind|(?<!\p{L})(?:rod|log|bar|pole|round)(?!\p{L})/u.test(shape)
    if (measures.length !== 2 || other === undefined || !isRod) return null
    return {
      expression: `pi * ${r}^2 * ${metres(other)}`,
      shown: `π r² × ${other.shown} of ${name} ${round.shown}`,
      isIrrational: true,
    }
  }
  if (/(?<!\p{L})(?:round|cylind\p{L}*|ball|sphere|circular|rod|log|pole)(?!\p{L})/u.test(shape)) return null
  if (measures.length === 1 && /(?<!\p{L})cube(?!\p{L})/u.test(shape))
    return { expression: `${metres(measures[0]!)}^3`, shown: `(${measures[0]!.shown})³` }
  if (measures.length !== 3) return null
  return { expression: measures.map(metres).join(' * '), shown: measures.map(({ shown }) => shown).join(' × ') }
}

/** `density of 540 g in 200 cm3`. */
const IN_RATE =
  /(?:,? (?:in|as|into)|,)? (?<mass>k?g|mg|lbs?|tonnes?) ?(?:\/|per) ?(?<volume>cm3|cm³|ml|l|lit(?:er|re)|m3|m³|cc)[ ?.!]*$/u
function quotient(told: Told, wanted: Readonly<Record<string, string | undefined>> | undefined): Answer | null {
  const { measures, shape } = told
  const mass = measures.find(({ letter }) => letter === 'M')
  const volume = measures.find(({ letter }) => letter === 'V')
  if (!/(?<!\p{L})density(?!\p{L})/u.test(shape) || measures.length !== 2 || mass === undefined || volume === undefined)
    return null
  const [heavy, large] = [
    nameUnit(wanted?.mass ?? '', false) ?? mass.unit!,
    nameUnit(wanted?.volume ?? '', false) ?? volume.unit!,
  ]
  const factor = divide(divide(mass.unit!.size, heavy.size), divide(volume.unit!.size, large.size))
  return measured({
    expression: `${mass.digits} / ${volume.digits}${factor.numerator === factor.denominator ? '' : ` * ${writeFactor(factor)}`}`,
    label: `${heavy.label}/${large.label}`,
    how: `${mass.shown} ÷ ${volume.shown}`,
    readings: readingsOf(told),
  })
}

export const densityRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-density',
    reason:
      'Works out a mass, a volume or a density from two of them, also where the volume is told by the sides of a solid.',
    order: 133.7,
    pairs: 'joined',
    hint: NUMBERED,
    examples: {
      yes: [
        'density of 540 g in 200 cm3',
        'mass of 3 litres of oil density 0.92',
        'iron cube 10 cm 7.87 g/cm3 weight',
        'How heavy is a steel plate 2 m × 1 m × 5 mm at 7850 kg/m³?',
        'A log 2 m long with diameter 30 cm, density 700 kg/m³, weight?',
        'A block of 10 x 10 x 10 cm has 2.7 g/cm³. What does it weigh?',
      ],
      no: [
        'density of 540 people in 200 km2',
        'a steel pipe 2 m long with diameter 30 cm at 7850 kg/m³, weight?',
        'iron cube 10 cm, weight?',
        'population density of 3 million in 200 km2',
        'A log 2 m long, density 700 kg/m³, weight?',
        'mass of 3 litres of oil density 0.92, does it float?',
      ],
    },
    read: readsColon(read),
  }),
]
