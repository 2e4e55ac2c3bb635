/**
 * Conversions of what is told per something: `65 l/min in m3/h`, `17 kWh/100 km in Wh/km`, `$3.50 a gallon in $ per litre`. Both sides must
 * be of one dimension and, where they are prices, of one currency; rates of exchange are known to nobody here.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, multiply, ONE, type Rational } from '../../arithmetic/rational.ts'
import type { Clause } from '../message/read-message.ts'
import { decimalsOf } from '../money.ts'
import { type Answer, defineRule } from '../rule.ts'
import { measured } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, inWords } from './told-words.ts'
import { type Dimensions, type Named, nameUnit, UNIT_SOURCE } from './unit-names.ts'

const WORDS =
  'as into but convert converted express expressed change turn equals equal is that it this be would what whats so how much many gives does do makes pump tap pipe hose flow rate price costs cost fuel petrol diesel electricity water air density dose concentration consumption uses use speed car pump i the a my our per to in of'

const UNITS = UNIT_SOURCE.toLowerCase()
const CURRENCY = '[$€£¥₹]|euros?|eur|dollars?|usd|pounds?|gbp|chf|francs?|rupees?|rs|inr|price|cost'
/** `m3/h`, `litres per hour`, `$ per litre`, `kWh per 100 km` with its hundred as a measure `L`. */
const TARGET = new RegExp(
  `(?:(?<=(?:^|[ ,>=→])(?:in|to|into|as|=|->|→|how many|how much) ?(?:the |an? )?)|(?<=[,;:] ?))(?:(?:(?<money>${CURRENCY}) ?)?(?<unit>${UNITS})?) ?(?:/|per|an?|p/) ?(?<hundred>[LVM](?!\\p{L})|(?<per>${UNITS}))(?![\\p{L}\\p{N}²³])`,
  'u',
)

type Target = {
  readonly label: string
  readonly size: Rational
  readonly dimensions: Dimensions
  readonly readings: readonly string[]
}

const plus = (a: Dimensions, b: Dimensions, sign: number): Dimensions =>
  a.map((n, i) => n + sign * (b[i] ?? 0)) as unknown as Dimensions
const isSame = (a: Dimensions, b: Dimensions): boolean => a.every((n, i) => n === b[i])
const NONE: Dimensions = [0, 0, 0, 0, 0, 0, 0]
const MONEY: Dimensions = [0, 0, 0, 1, 0, 0, 0]
/** Units whose dimensions say nothing, or whose zero is elsewhere. */
const isPlain = (unit: Named | null): boolean => unit === null || !/^[UGFH]$/.test(unit.letter)

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length > 2 || asksYesNo(clause) || asksTwice(told.shape)) return null
  const [measure, hundred] = told.measures as readonly [Measure, Measure?]
  if (measure.unit === null && measure.sign === null) return null
  if (measure.per === null && !/^[SR]$/.test(measure.letter)) return null
  const found = TARGET.exec(told.shape)
  const groups = found?.groups
  if (found === null || groups === undefined) return null
  if ((hundred !== undefined) !== (groups.hundred !== undefined && groups.per === undefined)) return null
  const rest = `${told.shape.slice(0, found.index)} ${told.shape.slice(found.index + found[0].length)}`
  if (!inWords(rest.replace(/ = ?|->|→/gu, ' '), WORDS, 1)) return null
  return measure.sign === null ? physical(told, measure, groups, hundred) : priced(measure, groups, told.isImperial)
}

type Groups = Readonly<Record<string, string | undefined>>

/** `l/min`, or a unit of its own such as `km/h`. */
function targetOf(groups: Groups, hundred: Measure | undefined, isImperial: boolean): Target | null {
  const above = nameUnit(upper(groups.unit), isImperial)
  const below = hundred === undefined ? nameUnit(upper(groups.per), isImperial) : hundred.unit
  if (above === null || below === null || !isPlain(above) || !isPlain(below)) return null
  const times: Rational = hundred === undefined ? ONE : hundred.value
  return {
    label: `${above.label}${above.label.length + below.label.length > 7 ? ' per ' : '/'}${hundred === undefined ? below.label : hundred.shown}`,
    size: divide(above.size, multiply(below.size, times)),
    dimensions: plus(above.dimensions, below.dimensions, -1),
    readings: [above.reading, below.reading],
  }
}
/** A shape is in lower case; a kelvin is not meant by `k` here. */
const upper = (written: string | undefined): string => (written === 'k' || written === undefined ? '' : written)

const sizeOf = (measure: Measure): Rational => {
  const own = measure.unit?.size ?? ONE
  if (measure.per === null) return own
  const [whole = '0', part = ''] = measure.per.digits.split('.')
  const times = { numerator: BigInt(whole + part), denominator: 10n ** BigInt(part.length) }
  return divide(own, multiply(measure.per.unit?.size ?? ONE, times))
}

function physical(told: Told, measure: Measure, groups: Groups, hundred: Measure | undefined): Answer | null {
  if (groups.money !== undefined || groups.unit === undefined) return null
  const target = targetOf(groups, hundred, told.isImperial)
  if (target === null || !isPlain(measure.unit) || !isPlain(measure.per?.unit ?? null)) return null
  const dimensions =
    measure.per === null
      ? measure.dimensions
      : plus(measure.unit?.dimensions ?? NONE, measure.per.unit?.dimensions ?? NONE, -1)
  if (!isSame(dimensions, target.dimensions) || dimensions.every(n => n === 0)) return null
  return measured({
    expression: `${measure.digits} * ${writeFactor(divide(sizeOf(measure), target.size))}`,
    label: target.label,
    how: `${measure.shown} in ${target.label}`,
    readings: [measure.unit?.reading ?? '', measure.per?.unit?.reading ?? '', ...target.readings],
  })
}

/** The same currency on both sides, told or not told again. */
function priced(
  { digits, sign, per, unit, dimensions, shown }: Measure,
  groups: Groups,
  isImperial: boolean,
): Answer | null {
  const below = nameUnit(upper(groups.per), isImperial)
  if (
    sign === null ||
    per === null ||
    per.unit === null ||
    unit !== null ||
    below === null ||
    groups.unit !== undefined
  )
    return null
  if (!isSame(dimensions, plus(MONEY, below.dimensions, -1)) || !isPlain(below)) return null
  if (!isOfCurrency(groups.money, `${sign.text} ${sign.code ?? ''}`.toLowerCase())) return null
  const size = divide(below.size, multiply(per.unit.size, { numerator: BigInt(per.digits), denominator: 1n }))
  return measured({
    expression: `${digits} * ${writeFactor(size)}`,
    label: `per ${below.label}`,
    how: `${shown} in ${sign.text.trim()} per ${below.label}`,
    sign,
    decimals: Math.max(4, decimalsOf(sign)),
    readings: [per.unit.reading, below.reading],
  })
}

const NAMES: Readonly<Record<string, RegExp>> = {
  $: /\$|usd|dollar/u,
  dollar: /\$|usd|dollar/u,
  usd: /\$|usd|dollar/u,
  '€': /€|eur/u,
  eur: /€|eur/u,
  euro: /€|eur/u,
  '£': /£|gbp|pound/u,
  gbp: /£|gbp|pound/u,
  pound: /£|gbp|pound/u,
  chf: /chf|franc/u,
  franc: /chf|franc/u,
  '₹': /₹|inr|rs|rupee/u,
  rs: /₹|inr|rs|rupee/u,
  inr: /₹|inr|rs|rupee/u,
  rupee: /₹|inr|rs|rupee/u,
  '¥': /¥|jpy|yen/u,
}
const isOfCurrency = (asked: string | undefined, own: string): boolean =>
  asked === undefined ||
  /^(?:price|cost)$/u.test(asked) ||
  (NAMES[asked.replace(/(?<=\p{L}{3})s$/u, '')]?.test(own) ?? false)

export const compoundRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-compound',
    reason:
      'Converts what is told per something into the same per something else: flows, densities, consumptions, prices by size.',
    order: 132.3,
    pairs: 'joined',
    hint: /\d.*(?:\/|(?<!\p{L})(?:per|an?|mph|kmh|kph|mps)(?!\p{L}))/iu,
    examples: {
      yes: [
        '65 l/min in m3/h',
        'the pump gives 65 litres per minute, how much is that in m³/h?',
        '17 kWh/100km in Wh/km',
        '0.8 g/cm3 in kg/m3',
        'how many litres per hour is 65 l/min',
        '$3.50/gal to $ per liter',
        '4 euro per sq m to euro per sq ft',
        '65 litres per minute → m3 per hour',
      ],
      no: [
        '65 l/min in m3',
        '$3.50/gal to € per liter',
        '5 mg/ml in ml',
        '65 l/min in m3/h for two pumps and why',
        'how many cars per hour is 65 per minute of traffic advice',
        '7 l/100 km in euro per km',
        '20 °C per hour in °F per minute',
        'is 65 l/min more than 3 m3/h',
        '65 l/min in m3/h when it is half open',
      ],
    },
    read: readsColon(read),
  }),
]
