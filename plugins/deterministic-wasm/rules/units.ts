/** Conversions between units of the same quantity, temperatures and compound lengths and times included. */
import type { PlannerRule } from '#contracts/planner-port'
import { add, type Rational, readDecimal, ZERO } from '../arithmetic/rational.ts'
import { convert, knownUnit, type Unit } from '../units/units.ts'
import { fittingDecimals, roundingNote } from './evaluated.ts'
import { isTurned } from './measures/turned.ts'
import type { Clause } from './message/read-message.ts'
import { NUMBER } from './money.ts'
import { type Answer, at, defineRule, literal, single, task, withHow } from './rule.ts'

const UNIT = '[\\p{L}°µ℃℉\'"²³][\\p{L}\\d°µ²³/ ]{0,30}?'
const QUANTITY = `(?<n>${NUMBER}|an?|one) ?(?<from>${UNIT})`
const COMPOUND = `(?<n1>\\d+(?:\\.\\d+)?) ?(?<u1>${UNIT})[, ]*(?:and )?(?<n2>\\d+(?:\\.\\d+)?) ?(?<u2>${UNIT})`
const unicode = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'iu')
const FORMS: readonly RegExp[] = [QUANTITY, COMPOUND].flatMap(quantity => [
  unicode(`(?:(?:convert|change|turn|express|transform) )?${quantity} (?:to|in|into|as|in terms of|=) (?<to>${UNIT})`),
  unicode(
    `how many (?<to>${UNIT})(?: (?:is|are|equals?|make|makes|has|have|in|per|are in|is in|are there in|is there in|go into|do you get from|make up|would be))+ ${quantity}(?: (?:equal|contain|have|make))?`,
  ),
  unicode(`(?:how (?:far|long|tall|high|heavy|hot|cold|warm|fast|big|much) (?:is|are)) ${quantity} in (?<to>${UNIT})`),
  unicode(`${quantity} (?:is|are|equals?) how many (?<to>${UNIT})`),
])

/** Words for several units; the reading taken is said. */
const READINGS: Readonly<Record<string, readonly [unit: string, reading: string]>> = {
  ton: ['tonne', 'A ton is read as a metric ton (1000 kg).'],
  tons: ['tonne', 'A ton is read as a metric ton (1000 kg).'],
  gallon: ['US gallon', 'Gallons are read as US gallons.'],
  quart: ['US quart', 'Quarts are read as US quarts.'],
  pint: ['US pint', 'Pints are read as US pints.'],
  cup: ['US cup', 'Cups are read as US cups.'],
  tablespoon: ['US tablespoon', 'Spoons are read as US spoons.'],
  teaspoon: ['US teaspoon', 'Spoons are read as US spoons.'],
  'fluid ounce': ['US fluid ounce', 'Fluid ounces are read as US ones.'],
  barrel: ['oil barrel', 'A barrel is read as an oil barrel.'],
  horsepower: ['horsepower', 'Horsepower is read as mechanical horsepower.'],
  gal: ['US gallon', 'Gallons are read as US gallons.'],
  tbsp: ['US tablespoon', 'Spoons are read as US spoons.'],
  tsp: ['US teaspoon', 'Spoons are read as US spoons.'],
  mpg: ['mpg', 'Gallons are read as US gallons.'],
}
const BYTES = /^[kmgtp]b$/i
const BYTE_NAMES = /^(?:kilo|mega|giga|tera|peta)bytes?$/i
const BYTES_READING =
  'kB, MB, GB and TB are read as powers of 1000; the powers of 1024 are called KiB, MiB, GiB and TiB.'
/** Too often something else: a food calorie, an ounce of a drink. */
const UNSURE =
  /^(?:calories?|cal|degrees?|minutes? of arc|point|points|turns?|revolutions?|ares?|grains?|stones?|torr)$/i

export type Known = { readonly unit: Unit; readonly name: string; readonly label: string; readonly reading: string }

export const unitRules: readonly PlannerRule[] = [
  defineRule({
    id: 'unit-conversion',
    reason: 'Converts a quantity into another unit of the same kind.',
    order: 30,
    hint: /(?<!\p{L})(?:to|in|into|as|how many|how|per|=)(?!\p{L})/iu,
    examples: {
      yes: [
        'How many km is 5 miles?',
        'convert 100 F to C',
        'What is 72 degrees Fahrenheit in Celsius?',
        '5 ft 7 in in cm',
        'how many grams in a pound',
        'How many seconds are there in a day?',
        '2,5 kg to pounds',
        'convert 3 tons to kg',
        'how many MB is 2 GB?',
      ],
      no: [
        'I live on 5 Mile Road',
        '-300 °C in F',
        'how many MB is 2 GB in the second half?',
        'How many miles is it to London?',
        'It is 5 minutes to midnight',
        'Walk a mile in my shoes',
        'Give me an inch in any negotiation',
        'How many days are in a month?',
        'Convert 5 EUR to USD',
        'Convert 5 kg to km',
        'How many 5 km runs are in a week?',
        'How many calories are in a pound of beef?',
        'What is the meaning of 9 to 5?',
        'Convert 12 apples to oranges',
        'I have a ton of work in hours',
      ],
    },
    read: readConversion,
  }),
]

function readConversion(clause: Clause): Answer | null {
  for (const text of new Set([
    clause.core,
    clause.plain,
    ...withoutScene(clause.core),
    ...withoutScene(clause.plain),
  ])) {
    for (const form of FORMS) {
      const groups = form.exec(text)?.groups
      const answer = groups === undefined ? null : readGroups(clause, groups)
      if (answer !== null) return answer
    }
  }
  return null
}

/** `tyre pressure 32 psi in bar`, `convert 350 F to C for my oven`: what it is for changes nothing. */
function withoutScene(text: string): readonly string[] {
  const ended = text.replace(/ (?:for|in) (?:my|the|a|an|our|this) [\p{L}-]{3,15}(?: [\p{L}-]{3,15})?$/iu, '')
  const begun = ended.replace(SCENE, '')
  return begun === text || isTurned(text) ? [] : [begun]
}
const SCENE =
  /^(?:the |my |our )?(?:[\p{L}-]{3,12} )?(?:pressure|speed|weight|height|length|width|depth|distance|temperature|temp|volume|size|mass|area|power|energy|oven|fever|flight|run|marathon|baby|body|room|water|car|tank|bag|box|suitcase|luggage|tv|screen)(?: (?:is|of|at|was|weighs))*,? (?=-?\d)/iu

function readGroups(clause: Clause, groups: Readonly<Record<string, string | undefined>>): Answer | null {
  const { n, from = '', n1 = '', u1 = '', n2 = '', u2 = '', to = '' } = groups
  const parts =
    n === undefined ? [[n1, u1] as const, [n2, u2] as const] : [[/^(?:an?|one)$/i.test(n) ? '1' : n, from] as const]
  // `how many grams in a pound` asks; `a mile in my shoes` does not.
  if (
    n !== undefined &&
    /^an?$/i.test(n) &&
    !/^how many/i.test(clause.plain) &&
    !/^(?:convert|express)/i.test(clause.plain)
  )
    return null
  const isHeat = [from, to].every(isHeatWord)
  const target = findUnit(to, isHeat)
  const sources = parts.map(([digits, name]) => ({ digits, known: findUnit(name, isHeat) }))
  const known = sources.flatMap(source =>
    source.known === null ? [] : [{ digits: source.digits, known: source.known }],
  )
  if (target === null || known.length < sources.length) return null
  if (known.some(source => source.known.unit.quantity !== target.unit.quantity)) return null
  return known.length === 1 ? convertOne(known[0] as Quantity, target) : convertTwo(known, target)
}

const COUNTABLE =
  /^(?<unit>(?:(?:kilo|centi|milli|deci)?(?:met(?:er|re)|gram|lit(?:er|re))|mile|yard|pound|ounce|gallon|pint|quart|cup|tablespoon|teaspoon|(?:kilo|mega|giga|tera)?(?:byte|bit|joule|watt|calorie)|hectare|acre|tonne|ton|year|month|week|day|hour|minute|second|degree|knot|stone|bottle|tin|bag|pack|tile))s?(?<rest>(?: .*)?)$/iu

/** `1 litre`, `2 litres`. */
export function countedLabel(label: string, { numerator, denominator }: Rational): string {
  const isOne = numerator === denominator
  if (isOne && /^(?:feet|inches)$/i.test(label)) return label.replace(/feet/i, 'foot').replace(/inches/i, 'inch')
  const groups = COUNTABLE.exec(label)?.groups
  if (groups === undefined || (!isOne && /^(?:stone|ton)$/i.test(label))) return label
  return `${groups.unit}${isOne ? '' : 's'}${groups.rest ?? ''}`
}

export type Quantity = { readonly digits: string; readonly known: Known }

export function convertOne({ digits, known }: Quantity, target: Known): Answer | null {
  const value = readDecimal(digits)
  if (value === null || known.unit === target.unit) return null
  // `15.2 hands` are fifteen hands and two inches.
  if (/^hands?$/i.test(known.label) && digits.includes('.')) return null
  // Nothing is colder than absolute zero.
  if (known.unit.quantity === 'temperature' && isBelowZero(value, known.unit)) return null
  const exact = convert(value, known.unit, target.unit)
  const places = placesFor(exact)
  const input = { value: digits, from: known.name, to: target.name, ...(places === null ? {} : { decimals: places }) }
  const only = task('converted', `Convert ${known.label} to ${target.label}`, 'unit.convert', input)
  const how = `${digits}${space(known.label)}${known.label} in ${target.label}${roundingNote(exact, places)}`
  const unit = countedLabel(target.label, exact)
  return withReadings(
    single(only, '{{value}}{{unit}}', { value: at('/exact'), unit: literal(space(unit) + unit) }, how),
    [known, target],
  )
}

const isBelowZero = (value: Rational, unit: Unit): boolean => {
  const kelvin = knownUnit('K')
  return kelvin !== undefined && convert(value, unit, kelvin).numerator < 0n
}

/** `5 ft 7 in`: the larger unit first, both converted exactly and added. */
function convertTwo(known: readonly Quantity[], target: Known): Answer | null {
  const [large, small] = known as readonly [Quantity, Quantity]
  const isFalling =
    large.known.unit.factor.numerator * small.known.unit.factor.denominator >
    small.known.unit.factor.numerator * large.known.unit.factor.denominator
  if (!isFalling || target.unit.quantity === 'temperature') return null
  let exact: Rational = ZERO
  for (const { digits, known: own } of known)
    exact = add(exact, convert(readDecimal(digits) ?? ZERO, own.unit, target.unit))
  const places = placesFor(exact)
  if (places !== null) return null
  const tasks = known.map(({ digits, known: own }, i) =>
    task(`part${i + 1}`, `Convert ${own.label} to ${target.label}`, 'unit.convert', {
      value: digits,
      from: own.name,
      to: target.name,
    }),
  )
  const values = tasks.map(({ key }) => ({ $from: key, pointer: '/exact' }))
  const sum = task(
    'converted',
    'Add both',
    'math.sum',
    { values },
    tasks.map(({ key }) => key),
  )
  const how = `${known.map(({ digits, known: own }) => `${digits}${space(own.label)}${own.label}`).join(' ')} in ${target.label}`
  const answer: Answer = {
    tasks: [...tasks, sum],
    answer: 'converted',
    reply: withHow(
      '{{value}}{{unit}}',
      { value: at('/exact'), unit: literal(space(target.label) + target.label) },
      how,
    ),
  }
  return withReadings(answer, [...known.map(source => source.known), target])
}

function withReadings(answer: Answer, units: readonly Known[]): Answer {
  const readings = [...new Set(units.map(({ reading }) => reading).filter(reading => reading !== ''))]
  return readings.length === 0 ? answer : { ...answer, reading: readings.join(' ') }
}

/** Exact where that is short; else seven significant digits. */
function placesFor(exact: Rational): number | null {
  if (fittingDecimals(exact) === null) return null
  const whole = exact.numerator / exact.denominator
  const digits = (whole < 0n ? -whole : whole).toString()
  if (digits !== '0') return Math.max(0, 7 - digits.length)
  let places = 7
  for (
    let scaled = exact.numerator < 0n ? -exact.numerator : exact.numerator;
    scaled * 10n < exact.denominator && places < 40;
    scaled *= 10n
  )
    places += 1
  return places
}

const space = (label: string): string => (/^[°'"]/.test(label) ? (label.startsWith('°') ? ' ' : '') : ' ')

const HEAT =
  /^(?:(?:degrees?|deg\.?|°) ?)?(f|c|k|fahrenheit|celsius|centigrade|kelvin|celcius|celsuis|farenheit|fahrenheight|farenheight|ferenheit)$/i
const isHeatWord = (name: string): boolean => HEAT.test(name.trim())
const HEAT_UNITS: Readonly<Record<string, string>> = { f: '°F', c: '°C', k: 'K' }

export function findUnit(written: string, isHeat: boolean): Known | null {
  const name = written.trim()
  const heat = HEAT.exec(name)
  if (heat !== null && (isHeat || (heat[1] ?? '').length > 1 || name.length > 1)) {
    const symbol = HEAT_UNITS[(heat[1] ?? '').toLowerCase().slice(0, 1).replace('f', 'f')] ?? ''
    return lookUp(symbol, symbol, '')
  }
  if (heat !== null && /^[fc]$/i.test(name)) return null
  if (UNSURE.test(name)) return null
  if (BYTES.test(name)) {
    const symbol = name[0]?.toLowerCase() === 'k' ? 'kB' : `${name[0]?.toUpperCase()}B`
    return lookUp(symbol, symbol, BYTES_READING)
  }
  if (BYTE_NAMES.test(name)) return lookUp(name, name, BYTES_READING)
  const known = READINGS[name.toLowerCase()] ?? READINGS[name.toLowerCase().replace(/s$/, '')]
  return known === undefined ? lookUp(name, name, '') : lookUp(known[0], name, known[1])
}

/** Spellings that people type; each means one unit. */
const SPELLINGS: Readonly<Record<string, string>> = {
  celcius: '°C',
  celsuis: '°C',
  celsus: '°C',
  farenheit: '°F',
  fahrenheight: '°F',
  farenheight: '°F',
  fahrenhiet: '°F',
  ferenheit: '°F',
  'cubic cm': 'cm³',
  'cubic m': 'm³',
  'square cm': 'cm²',
  'square m': 'm²',
  'square km': 'km²',
  kgs: 'kg',
  kms: 'km',
  cms: 'cm',
  mms: 'mm',
  mls: 'ml',
  gms: 'g',
  gm: 'g',
  grs: 'g',
  ozs: 'oz',
  hrs: 'hour',
  mins: 'minute',
  secs: 'second',
  yds: 'yard',
  mtrs: 'metre',
  mtr: 'metre',
  ltr: 'litre',
  ltrs: 'litre',
  killometers: 'km',
  kilometeres: 'km',
  kilomters: 'km',
  kilomiters: 'km',
  killograms: 'kg',
  kilogrammes: 'kg',
  kilogramms: 'kg',
  centimers: 'cm',
  centimetres: 'cm',
  milimeters: 'mm',
  milliliters: 'ml',
  mililiters: 'ml',
  millimetres: 'mm',
  foots: 'foot',
  feets: 'foot',
  inchs: 'inch',
  inchies: 'inch',
  pouds: 'pound',
  punds: 'pound',
  ounzes: 'ounce',
  onces: 'ounce',
  galons: 'gallon',
  gallosn: 'gallon',
  litters: 'litre',
  milees: 'mile',
  yeards: 'yard',
  minuts: 'minute',
  secounds: 'second',
  secconds: 'second',
  houres: 'hour',
}

function lookUp(name: string, label: string, reading: string): Known | null {
  const spelled = SPELLINGS[name.toLowerCase()]
  if (spelled !== undefined)
    return lookUp(spelled, READINGS[spelled]?.[0] === undefined ? spelled : label, READINGS[spelled]?.[1] ?? reading)
  const unit = knownUnit(name)
  return unit === undefined ? null : { unit, name, label, reading }
}
