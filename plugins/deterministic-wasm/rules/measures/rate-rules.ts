/**
 * What rates and quantities give together, by their dimensions: `5.4 l per 100 km, 790 km, 1.65 € per l` can only give euros in one way.
 * Every number of the request must be used, and what is asked for must be said; where two ways lead there, there is no answer.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, multiply, ONE, type Rational } from '../../arithmetic/rational.ts'
import type { Clause } from '../message/read-message.ts'
import type { Sign } from '../money.ts'
import { type Answer, defineRule } from '../rule.ts'
import { consumption } from './consumption.ts'
import { GIVEN_NAME, IMPLIED, LENGTH, MONEY, SPEED, TIME } from './implied.ts'
import { duration, measured, readingsOf } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { BACK, hour, mile, thereAndBack, thousand } from './there-and-back.ts'
import { asksTwice, asksYesNo, findTargets, inWords, isAsking, NUMBERED, type Target } from './told-words.ts'
import { type Dimensions, type Named, nameUnit } from './unit-names.ts'

const WORDS =
  "gives pool hose infusion infuse iv drip drips dripping dripped leak leaks leaking leaky loses lose lost saline patient nurse given pumped must be away sprayer killer weed cleaner fertilizer fertiliser feed ev range candle tall van uk i'm my we it its if when while at for after before by so then from there back drive driving drove drives ride riding run running ran walk walking walked cycle cycling cycled bike fly flying flies travel travels travelled travelling traveled go goes going went gone cover covers covered covering do does take takes took trip tour way ways both journey drive commute distance far long fast time duration average mean speed moving constant car van truck bus train plane boat ship engine motor sound light sun earth how much many need needed uses use used using consume consumes consumption fuel petrol gas gasoline diesel electric electricity power energy battery charge charging charged charger full empty runs run running lasts last device appliance heater bulb lamp fridge oven kettle tv computer pc laptop iron fan watt watts draws draw cost costs price bill pay spend expense expenses money run running night nights month total in total altogether overall paint painting painted wall walls coat coats layer layers ceiling fence covers coverage room floor area surface rain roof garden lawn field gravel soil mulch sand concrete cement water pool tank bath fill fills filling filled empties flow rate tap pump pipe hose deep depth thick high download downloading upload uploading transfer transferring copy copying file files movie film video backup connection internet line link at with over and or to the per each protein dose dosage patient person weigh weighs body weight kid child baby dog cat contains contain has have holds hold drink drinks eat ate eats calories burn burns burned density dense heavy mass liquid oil syrup milk juice beer wine flour rice sugar butter cheese meat pasta coffee made make makes making get gets off on only want wants would want need ml left go current voltage resistance draws amps volts parallel supply circuit maths math homework just step steps one single reach arrive takes x by fell falls fallen gauge rainfall hear heard hears thunder lightning flash away later burning glowing load snow internet film movie"
const ONE_WAY =
  /(?<!\p{L})(?:each way|either way|back|one way|echo|echoes|for both|both trips|both legs|per leg|return)(?!\p{L})/u
const TWICE = /(?<!\p{L})(?:both ways|round ?trip|there and back(?! at)|return trip|and return)(?!\p{L})/u
const COUNTED = /^ (?:coats?|layers?|times|laps|trips|rounds)(?! (?:a|per|each|every))(?!\p{L})/u

const PER_HUNDRED = /(?<!\p{L})l(?:it(?:er|re)s?)?(?: ?\/ ?| per )A? ?L(?!\p{L})|(?<!\p{L})l\/100 ?km/u
/** `how many kWh per day`. */
const PER_TIME = /^ ?(?:\/ ?|(?:per|an?|each|every) )(second|sec|s|minute|min|hour|hr|h|day|week)(?![\p{L}\d])/u
const LEAKS = /(?<!\p{L})(?:leak(?:s|ing|ed)?|los(?:es?|t|ing)|drip(?:s|ping|ped)?|drains?|empties)(?!\p{L})/u
/** Who tells something of himself asks nothing by naming figures. */
const TELLS =
  /(?<!\p{L})(?:loses?|lost|leaks?|leaking|drips?|dripping|i|i'm|we|he|she|they|you|was|were|did|had|is|are|can|should|my|our)(?!\p{L})/u

/** Solids whose volume is no product of an area and a height. */
const SOLID =
  /pyramid|prism|con(?:e|ical)|triang|spher|ball|cylind|round|circ|trapez|taper|slop|slant|half|semi|radius|diameter/u
/** Hours that are not paid, and sums for a period, are no plain product. */
const BREAKS =
  /(?<!\p{L})(?:unpaid|breaks?|pauses?|lunch(?:es)?|overtime|weekly|monthly|yearly|annual(?:ly)?|salary|wages?|gross|tax(?:es)?)(?!\p{L})/iu
/** A way and its time, told as such. */
const MOVED =
  /(?:(?<!\p{L})(?:in|took|takes|take|for|within|over|lasted|lasts|was|is)(?: about| just| only| exactly)?|[,:(]|L) ?T|T (?:for|to (?:cover|drive|run|walk|go|travel|do|cycle|swim|get))/u

function read(clause: Clause): Answer | null {
  if (BREAKS.test(clause.plain)) return null
  // `every second week` is no second, and `8 hours 5 days a week` are so many hours on each of them.
  const { plain } = clause
  if (
    /(?<!\p{L})(?:every|each) (?:second|other|third)(?!\p{L})|\d ?h(?:ours?|rs?)?,? \d days?|\d ?h(?:ours?|rs?)? (?:a|per|each|every) day.*how many days|how many days.*\d ?h(?:ours?|rs?)? (?:a|per|each|every) day/iu.test(
      plain,
    )
  )
    return null
  const told = readMeasures(clause)
  if (told === null || told.measures.length > 6 || asksYesNo(clause) || !isAsking(clause, told.shape)) return null
  if (told.measures.some(({ letter, unit }) => /^[CPHGU]$/.test(letter) || unit?.letter === 'H')) return null
  if (hasTwins(told.measures)) return null
  if (
    LEAKS.test(told.shape) &&
    /(?<!\p{L})(?:in it|in there|inside|in the \p{L}+|left|remains?)(?!\p{L})/u.test(told.shape)
  )
    return null
  // Whether a coverage `with two coats` is for both of them is not said.
  if (/Q,? (?:with|in|for|at) (?:N|two|three) (?:coats?|layers?)(?!\p{L})/u.test(told.shape)) return null
  if (
    TWICE.test(told.shape) &&
    (told.measures.every(({ letter }) => letter !== 'L') ||
      /(?<!\p{L})(?:weigh\p{L}*|heavy|mass|roof|rain)(?!\p{L})/u.test(told.shape))
  )
    return null
  const words = told.shape.replace(TWICE, ' ').replace(PER_HUNDRED, ' consumption ')
  const asked = askedFor(told, words)
  if (asked === null || asksTwice(told.shape)) return null
  // A speed there and back is none of twice the way.
  if (TWICE.test(told.shape) && asked.dimensions !== null && isSame(asked.dimensions, SPEED) && !BACK.test(told.shape))
    return null
  // A round trip of so many km is told whole, unless one way is named.
  if (/round ?trip|return trip|and return/u.test(told.shape) && !/each way|one way|single/u.test(told.shape))
    return null
  // One way and both are told apart: by name, or not at all.
  if (!TWICE.test(told.shape) && !/average|mean/u.test(told.shape) && ONE_WAY.test(told.shape)) return null
  const rest = asked.target === null ? words : `${words.slice(0, asked.target.at)} ${words.slice(asked.target.to)}`
  if (/(?<!\p{L})(?:per|an?|each|every) (?:year|month|quarter|decade|season)(?!\p{L})/u.test(rest)) return null
  if (!inWords(rest, WORDS, 2)) return null
  return (
    thereAndBack(told) ??
    (asked.target === null && asked.dimensions === null ? consumption(told) : null) ??
    (isPaidRoundTheClock(told) ? null : chain(told, asked))
  )
}

/** Nobody is paid by the hour for all hours of his days: how long they are has to be told. */
const isPaidRoundTheClock = ({ measures }: Told): boolean =>
  measures.some(
    ({ per, unit, dimensions }) => per?.unit?.unit.name === 'hour' && (unit === null || dimensions[3] !== 0),
  ) &&
  measures.some(({ unit }) => /^(?:day|week|fortnight|month)$/.test(unit?.unit.name ?? '')) &&
  !measures.some(({ unit }) => unit?.unit.name === 'hour' || unit?.unit.name === 'minute')

/** Two rates of one kind are those of two things. */
const hasTwins = (measures: readonly Measure[]): boolean =>
  measures.some(
    (one, i) =>
      one.per !== null &&
      measures.some(
        (other, j) =>
          j > i &&
          other.per !== null &&
          isSame(one.dimensions, other.dimensions) &&
          !one.dimensions.every(n => n === 0),
      ),
  )

type Asked = {
  readonly target: {
    readonly unit: Pick<Named, 'label' | 'size' | 'dimensions' | 'reading' | 'letter'>
    readonly at: number
    readonly to: number
  } | null
  readonly dimensions: Dimensions | null
}

/** The one unit that is named without a number, or what the question is about. */
function askedFor(told: Told, words: string): Asked | null {
  const targets = findTargets(words, told.isImperial)
  const named = targets.filter((target, i) => targets.findIndex(({ unit }) => unit.unit === target.unit.unit) === i)
  if (named.length > 1) return null
  const target = named[0] ?? null
  // `voltage 12 V` tells the one that is given.
  const bare = words.replace(GIVEN_NAME, ' ')
  const implied = IMPLIED.filter(([pattern]) => pattern.test(bare)).map(([, dimensions]) => dimensions)
  if (target !== null) return perTime(words, target)
  const [first] = implied
  if (first === undefined) {
    // `how many bags` asks for no unit.
    if (/how many (?:[A-Z] )?(?!do|does|did|are|is|will|would|can|could|of|should)\p{L}{3,}/u.test(words)) return null
    const isAsked = /(?<!\p{L})(?:how (?:much|many)|consumption|mileage)(?!\p{L})/u.test(words)
    return isAsked || (words.length < 60 && !TELLS.test(words)) ? { target: null, dimensions: null } : null
  }
  return { target: null, dimensions: first }
}

function perTime(words: string, target: Target): Asked {
  const per = PER_TIME.exec(words.slice(target.to))
  const unit = per === null ? null : nameUnit(per[1] ?? '', false)
  if (per === null || unit === null) return { target, dimensions: target.unit.dimensions }
  const dimensions = add(target.unit.dimensions, unit.dimensions, -1)
  const { label, size, reading, letter } = target.unit
  const both = {
    label: per[0].includes('/') ? `${label}/${unit.label}` : `${label} per ${unit.label}`,
    size: divide(size, unit.size),
    reading,
    letter,
    dimensions,
  }
  return { target: { unit: both, at: target.at, to: target.to + per[0].length }, dimensions }
}

type Factor = { readonly measure: Measure; readonly dimensions: Dimensions; readonly size: Rational }

/** The factors of the product, in units of the SI; null where a number has no role. */
function factorsOf(
  { measures, shape }: Told,
  isMoney: boolean,
): { readonly factors: readonly Factor[]; readonly times: readonly string[] } | null {
  const factors: Factor[] = []
  const times: string[] = TWICE.test(shape) ? ['2'] : []
  for (const measure of measures) {
    const { letter, unit, per, after, before } = measure
    if (letter === 'N') {
      const weighed = /(?<!\p{L})weighs? $/u.test(before)
        ? measures.find(one => one.per?.unit?.letter === 'M')?.per?.unit
        : undefined
      if (weighed !== undefined && weighed !== null)
        factors.push({ measure, dimensions: weighed.dimensions, size: weighed.size })
      else if (COUNTED.test(after)) times.push(measure.digits)
      else return null
      continue
    }
    // A price is told without its currency: `0.39 per kWh`.
    const isPrice = letter === 'Q' && unit === null && measure.sign === null && isMoney
    const dimensions = isPrice ? add(measure.dimensions, MONEY, 1) : measure.dimensions
    const own = unit?.size ?? ONE
    const size = per === null ? own : divide(own, multiply(per.unit?.size ?? ONE, fractionOf(per.digits)))
    factors.push({ measure, dimensions, size })
  }
  return { factors, times }
}

const fractionOf = (digits: string): Rational => {
  const [whole = '0', part = ''] = digits.split('.')
  return { numerator: BigInt(whole + part), denominator: 10n ** BigInt(part.length) }
}

const add = (a: Dimensions, b: Dimensions, sign: number): Dimensions =>
  a.map((n, i) => n + sign * (b[i] ?? 0)) as unknown as Dimensions
const isSame = (a: Dimensions, b: Dimensions): boolean => a.every((n, i) => n === b[i])

/** The signs under which all factors give the dimensions: all multiplied where that fits, else the one way there is. */
function solve(factors: readonly Factor[], wanted: Dimensions): readonly number[] | null {
  // Two areas or two weights are taken from each other or added, not multiplied.
  const kinds = factors.map(({ measure }) => measure.letter).filter(letter => !/^[QTLN]$/.test(letter))
  if (new Set(kinds).size < kinds.length) return null
  const ways: number[][] = []
  for (let mask = 0; mask < 2 ** factors.length; mask += 1) {
    const signs = factors.map((_, i) => ((mask >> i) & 1 ? -1 : 1))
    // What has no dimension (`5 hours a day`) only multiplies.
    if (factors.some(({ dimensions }, i) => signs[i] === -1 && dimensions.every(n => n === 0))) continue
    const sum = factors.reduce<Dimensions>(
      (all, { dimensions }, i) => add(all, dimensions, signs[i]!),
      [0, 0, 0, 0, 0, 0, 0],
    )
    if (isSame(sum, wanted)) ways.push(signs)
  }
  if (ways.length === 1) return ways[0] as number[]
  // `90 minutes 3 times a week for 12 weeks`: only of times there may be two.
  return ways.find(signs => signs.every(sign => sign === 1)) ?? null
}

const isShare = ({ measure, dimensions }: Factor): boolean =>
  measure.per !== null && measure.unit?.letter === 'T' && dimensions.every(n => n === 0)

function chain(told: Told, { target, dimensions }: Asked): Answer | null {
  const isMoney =
    (dimensions !== null && isSame(dimensions, MONEY)) ||
    told.measures.some(
      ({ sign, letter, unit }) =>
        sign !== null || (target === null && dimensions === null && letter === 'Q' && unit === null),
    )
  const read = factorsOf(told, isMoney)
  if (read === null || read.factors.length < (target !== null && /\/| per /u.test(target.unit.label) ? 1 : 2))
    return null
  const { factors, times } = read
  // `5 days a week` makes hours or watts more, and nothing of kilometres.
  if (factors.some(isShare) && !factors.some(one => !isShare(one) && one.dimensions[2] !== 0)) return null
  const wanted = dimensions ?? numeratorOf(factors) ?? priceOf(factors)
  if (wanted === null || wanted.every(n => n === 0)) return null
  // Without a rate, only what is certain: energy, distance, charge, a rate itself.
  const hasRate = factors.some(({ measure }) => /^[QSRFWYIX]$/.test(measure.letter))
  if (
    !hasRate &&
    /^V$/.test(target?.unit.letter ?? '') &&
    (SOLID.test(told.shape) || told.measures.every(({ letter }) => letter === 'L'))
  )
    return null
  if (!hasRate && !isSame(wanted, SPEED) && !/^(?:V|M|F)$/.test(target?.unit.letter ?? '')) return null
  if (!hasRate && isSame(wanted, SPEED) && !MOVED.test(told.shape)) return null
  const signs = solve(factors, wanted)
  if (signs === null) return null
  return say(told, { factors, times, signs, target, wanted })
}

/** `how much oil`, of one rate and one quantity: the side of the rate that the quantity is not. */
function numeratorOf(factors: readonly Factor[]): Dimensions | null {
  const rate = factors.find(({ measure }) => measure.letter === 'Q')
  const other = factors.find(factor => factor !== rate)
  if (factors.length !== 2 || rate === undefined || other === undefined || other.measure.letter === 'Q') return null
  const per = rate.measure.per?.unit?.dimensions
  const own = rate.measure.sign === null ? rate.measure.unit?.dimensions : MONEY
  if (per === undefined || own === undefined) return null
  return isSame(other.dimensions, per) ? own : isSame(other.dimensions, own) ? per : null
}

/** `640 km at 7.2 l/100 km and 1.80 per litre`: with a price and nothing else asked it is the cost. */
function priceOf(factors: readonly Factor[]): Dimensions | null {
  const prices = factors.filter(({ measure }) => measure.letter === 'Q' && measure.unit === null)
  const others = factors.filter(
    ({ measure }) => measure.letter === 'L' || measure.letter === 'Q' || measure.letter === 'F',
  )
  return prices.length === 1 && factors.length === 3 && others.length === 3 ? MONEY : null
}

type Solved = {
  readonly factors: readonly Factor[]
  readonly times: readonly string[]
  readonly signs: readonly number[]
  readonly target: Asked['target']
  readonly wanted: Dimensions
}

function say(told: Told, { factors, times, signs, target, wanted }: Solved): Answer | null {
  const above = [...factors.filter((_, i) => signs[i] === 1).map(({ measure }) => measure.digits), ...times]
  const below = factors.filter((_, i) => signs[i] === -1).map(({ measure }) => measure.digits)
  const size = factors.reduce((all, one, i) => (signs[i] === 1 ? multiply(all, one.size) : divide(all, one.size)), ONE)
  const product =
    [...factors.filter((_, i) => signs[i] === 1).map(({ measure }) => measure.shown), ...times].join(' × ') +
    factors
      .filter((_, i) => signs[i] === -1)
      .map(({ measure }) => ` ÷ (${measure.shown})`)
      .join('')
  const write = (factor: Rational): string =>
    `${above.length === 0 ? '1' : above.join(' * ')}${below.map(digits => ` / ${digits}`).join('')} * ${writeFactor(factor)}`
  const readings = [...readingsOf(told), target?.unit.reading ?? '']
  const shown = product.startsWith(' ÷ ') ? `1${product}` : product
  if (target !== null) {
    const exact = write(divide(size, target.unit.size))
    const isWhole = /how many (?:full|whole|complete|entire) /u.test(told.shape)
    const [expression, how] = isWhole ? [`floor(${exact})`, `${shown}, rounded down`] : [exact, shown]
    return measured({ expression, label: target.unit.label, how, readings })
  }
  if (isSame(wanted, MONEY)) {
    const sign: Sign | null = factors.find(({ measure }) => measure.sign !== null)?.measure.sign ?? null
    return measured({
      expression: write(size),
      label: '',
      how: shown,
      sign,
      readings,
      ...(sign === null ? { decimals: 2 } : {}),
    })
  }
  if (isSame(wanted, TIME)) return duration(write(size), shown, readings)
  const unit = naturalUnit(told, wanted)
  return unit === null
    ? null
    : measured({ expression: write(divide(size, unit.size)), label: unit.label, how: shown, readings })
}

const ELECTRIC: readonly (readonly [label: string, Dimensions])[] = [
  ['W', [2, 1, -3, 0, 0, 0, 0]],
  ['A', [0, 0, 0, 0, 0, 0, 1]],
  ['V', [2, 1, -3, 0, 0, 0, -1]],
  ['ohm', [2, 1, -3, 0, 0, 0, -2]],
]

/** The unit of what is wanted, as the request has it somewhere. */
function naturalUnit({ measures }: Told, wanted: Dimensions): Pick<Named, 'size' | 'label'> | null {
  if (isSame(wanted, LENGTH) || isSame(wanted, SPEED)) {
    const written = measures
      .map(({ unit, shown }) => `${unit?.name ?? ''} ${shown}`)
      .join(' ')
      .toLowerCase()
    const isMile = /mph|mile|mpg/.test(written)
    const isKilometre = /km/.test(written)
    if (isMile && isKilometre) return null
    const isHourly = measures.some(({ unit }) => unit?.unit.name === 'hour' || unit?.unit.name === 'minute')
    if (isSame(wanted, LENGTH))
      return isMile
        ? { label: 'miles', size: mile }
        : isKilometre
          ? { label: 'km', size: thousand }
          : { label: 'm', size: ONE }
    if (isMile) return { label: 'mph', size: divide(mile, hour) }
    return isKilometre || isHourly ? { label: 'km/h', size: divide(thousand, hour) } : { label: 'm/s', size: ONE }
  }
  const electric = ELECTRIC.find(([, dimensions]) => isSame(dimensions, wanted))
  if (electric !== undefined) return { label: electric[0], size: ONE }
  const rates = measures.filter(({ per }) => per !== null)
  const units = [...rates, ...measures].flatMap(({ unit, per }) => [unit, per?.unit ?? null])
  return units.find(unit => unit !== null && isSame(unit.dimensions, wanted)) ?? null
}

const PER_DAY_OF_WORK = /\d (?:per|a) day.*\d ?hours? (?:per|a) day|\d ?hours? (?:per|a) day.*\d (?:per|a) day/iu

export const rateRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-rate',
    reason:
      'Works out what rates and quantities give together, such as a distance, a time, a cost of energy or a dose.',
    order: 134,
    pairs: 'joined',
    hint: NUMBERED,
    examples: {
      yes: [
        'paint covers 12 m2 per litre, walls are 46 m2, two coats. how many litres',
        'how long to download 50 GB at 100 Mbit/s',
        'how much does it cost to run a 60w bulb for 8 hrs at 28p per kwh',
        'my fridge uses 150 W, how many kWh per day',
        'protein 1.6 g per kilo for 74 kilo person',
        'How far does sound travel in 3 secs at 343 m/s',
        'water 35 ml per kg and I weigh 61, in litres',
        '25 mm of rain on a 40 square metre roof - how many litres is that?',
        'Petrol money for 180 miles at 42 mpg with fuel at £1.45 a litre',
        'filled 41.3 litres after 612 km, consumption?',
        '1.8 kW for 45 min is how many kWh',
        '12 V and 2.5 A, how many watts?',
        'child 22 kg, 10 mg/kg, how many mg',
      ],
      no: [
        'how many 25 kg bags of cement for 340 kg a day',
        'a tank leaks 2 l per hour, how much is in it after 3 hours?',
        'Car does 6 l/100km in town and 5 l/100 km on the motorway. 200 km on the motorway, how many litres?',
        'paint covers 12 m² per litre with two coats. Walls 46 m². How many litres?',
        'Halfway of 240 km at 80 km/h, how long?',
        'Petrol money for 180 miles at 42 mpg with fuel at £1.45 a litre each',
        'water 35 ml per kg and I weigh 61, in litres per person',
        '60 mph for 1 h 20',
        'How long should I charge a 60 W battery for 8 hours?',
        'I drove 65 mph for 3.5 hours, is that legal?',
        'How long does it take to drive 300 km?',
        'A bat costs 5 dollars per kg more than a 2 kg ball, how much is the ball?',
        'My car does 42 mpg and 180 mph, how fast is yours?',
        'Rain of 25 mm fell for 3 hours, how bad is that?',
        'How much paint for a 46 m2 wall?',
        'If a 5 kg cat eats 60 g per kg what would a lion eat',
        'If 3 men dig for 5 hours at 2 m per hour, how many men for 60 m?',
      ],
    },
    read: clause => (PER_DAY_OF_WORK.test(clause.text) ? null : readsColon(read)(clause)),
  }),
]
