/**
 * Units as people write them behind a number: spellings, short forms, slips of the finger. Each leads to one unit of the library and to
 * its dimensions; what a short form may mean besides (an imperial gallon, a ton) is said as the reading taken.
 */
import { fromInteger, multiply, ONE, type Rational } from '../../arithmetic/rational.ts'
import { readUnit, type Unit } from '../../units/units.ts'
import { findUnit } from '../units.ts'

/** Exponents of length, mass, time, money, data, temperature and electric current. */
export type Dimensions = readonly [number, number, number, number, number, number, number]

export type Named = {
  readonly unit: Unit
  /** As the library knows it. */
  readonly name: string
  /** As it is written in a reply. */
  readonly label: string
  readonly reading: string
  /** The letter that stands for a quantity of this kind in the shape of a request. */
  readonly letter: string
  readonly dimensions: Dimensions
  /** Size in units of the SI. */
  readonly size: Rational
}

type Kind = readonly [letter: string, dimensions: Dimensions, base?: Rational]
const KINDS: Readonly<Record<string, Kind>> = {
  length: ['L', [1, 0, 0, 0, 0, 0, 0]],
  mass: ['M', [0, 1, 0, 0, 0, 0, 0]],
  time: ['T', [0, 0, 1, 0, 0, 0, 0]],
  area: ['A', [2, 0, 0, 0, 0, 0, 0]],
  volume: ['V', [3, 0, 0, 0, 0, 0, 0]],
  speed: ['S', [1, 0, -1, 0, 0, 0, 0]],
  data: ['D', [0, 0, 0, 0, 1, 0, 0]],
  'data rate': ['R', [0, 0, -1, 0, 1, 0, 0]],
  energy: ['J', [2, 1, -2, 0, 0, 0, 0]],
  power: ['W', [2, 1, -3, 0, 0, 0, 0]],
  temperature: ['H', [0, 0, 0, 0, 0, 1, 0]],
  pressure: ['B', [-1, 1, -2, 0, 0, 0, 0]],
  force: ['O', [1, 1, -2, 0, 0, 0, 0]],
  frequency: ['Z', [0, 0, -1, 0, 0, 0, 0]],
  angle: ['G', [0, 0, 0, 0, 0, 0, 0]],
  // Kilometres per litre, in metres per cubic metre.
  'fuel economy': ['F', [-2, 0, 0, 0, 0, 0, 0], fromInteger(1_000_000n)],
  torque: ['U', [0, 0, 0, 0, 0, 0, 0]],
  voltage: ['Y', [2, 1, -3, 0, 0, 0, -1]],
  current: ['I', [0, 0, 0, 0, 0, 0, 1]],
  resistance: ['X', [2, 1, -3, 0, 0, 0, -2]],
  charge: ['K', [0, 0, 1, 0, 0, 0, 1]],
}

/** Each line: patterns of spellings; behind `>` the library's name where that is another one. */
const SPELLED = `
km/h|kms?/hr?|kmh|kmph|kph|kms? per hour|km an hour|kilomet(?:er|re)s? (?:per|an) hour > km/h
mph|mi/h|miles? (?:per|an) hour > mph
m/s|m/sec|mps|met(?:er|re)s? (?:per|a) second|m per s(?:ec)? > m/s
km/s|kilomet(?:er|re)s? per second > km/s
ft/s|feet per second > ft/s
knots?|kts? > knot
Mbit/s|Mbps|megabits? per second|mbit/sec|Mbits/s > Mbit/s
Gbit/s|Gbps|gigabits? per second|Gbits/s > Gbit/s
kbit/s|kbps|kilobits? per second > kbit/s
MB/s|MBps|megabytes? (?:per|a) second|MB per second|MB/sec > MB/s
GB/s|GBps|gigabytes? per second > GB/s
KB/s|kBps|kilobytes? per second > kB/s
sq\\.? ?f(?:ee)?t\\.?|square f(?:ee|oo)t|square ft|sqft|ft2|ft²|ft\\^2 > square foot
sq\\.? ?m|square m|square met(?:er|re)s?|sqm|m2|m²|m\\^2|sq\\.? met(?:er|re)s? > square metre
square centimet(?:er|re)s?|sq\\.? ?cm|cm2|cm²|cm\\^2|square cm > square centimetre
square millimet(?:er|re)s?|mm2|mm²|square mm > square millimetre
square kilomet(?:er|re)s?|sq\\.? ?km|km2|km²|square km|km\\^2 > square kilometre
square inch(?:es)?|sq\\.? ?in(?:ch(?:es)?)?|in2|in² > square inch
square yards?|sq\\.? ?y(?:ar)?ds?|yd2|yd² > square yard
square miles?|sq\\.? ?mi(?:les?)?|mi2|mi² > square mile
hectares?|ha > hectare
acres? > acre
cubic met(?:er|re)s?|cu\\.? ?m|m3|m³|m\\^3|cbm|cubic m > cubic metre
cubic centimet(?:er|re)s?|cm3|cm³|ccm|cc|cubic cm|cm\\^3 > cubic centimetre
cubic f(?:ee|oo)t|cu\\.? ?ft|ft3|ft³|cubic ft > cubic foot
cubic yards?|cu\\.? ?y(?:ar)?ds?|yd3|yd³ > cubic yard
cubic inch(?:es)?|cu\\.? ?in|in3|in³ > cubic inch
(?:us|american) gal(?:lon)?s? > US gallon
(?:uk|imp(?:erial)?|british) gal(?:lon)?s? > imperial gallon
(?:us|american) pints? > US pint
(?:uk|imperial|british) pints? > imperial pint
us cups? > US cup
metric cups? > metric cup
(?:us )?fl\\.? ?oz|(?:us )?fluid ounces? > US fluid ounce
(?:uk|imperial) (?:fl\\.? ?oz|fluid ounces?) > imperial fluid ounce
gal(?:lon)?s? > gallon
quarts?|qts? > quart
pints?|pts? > pint
cups? > cup
tablespoons?|tbsps?|tbs > tablespoon
teaspoons?|tsps? > teaspoon
barrels?|bbl > barrel
millilit(?:er|re)s?|mls? > ml
centilit(?:er|re)s?|cl > cl
decilit(?:er|re)s?|dl > dl
hectolit(?:er|re)s?|hl > hl
lit(?:er|re)s?|ltrs?|l > l
nautical miles?|nmi|sea miles? > nautical mile
light ?-?years?|ly > light year
inches of mercury|inhg|in\\.? ?hg > inHg
millimet(?:er|re)s? of mercury|mmhg > mmHg
micromet(?:er|re)s?|microns?|µm > micrometre
nanomet(?:er|re)s?|nm > nanometre
millimet(?:er|re)s?|mms? > mm
centimet(?:er|re)s?|cms? > cm
decimet(?:er|re)s?|dm > dm
kilomet(?:er|re)s?|kms?|klicks? > km
met(?:er|re)s?|mtrs?|m > m
inch(?:es)?|ins?|["”″] > inch
f(?:oo|ee)t|ft\\.?|['′] > foot
yards?|yds? > yard
miles?|mi > mile
thou|mil > thou
fathoms? > fathom
furlongs? > furlong
kilograms?|kilogrammes?|kilos?|kgs? > kg
milligram(?:me)?s?|mgs? > mg
microgram(?:me)?s?|mcg|µg > microgram
gram(?:me)?s?|gms?|grs?|g > g
metric ton(?:ne)?s? > tonne
short tons?|us tons? > short ton
long tons?|uk tons?|imperial tons? > long ton
tonnes?|t > tonne
tons? > ton
stones?|st > stone
pounds?|lbs?\\.? > pound
troy (?:ounces?|ozs?)|oz\\.? troy|ozt > troy ounce
ounces?|ozs?\\.? > ounce
carats? > carat
milliseconds?|ms > millisecond
seconds?|secs?|s > second
minutes?|mins? > minute
hours?|hrs?|h > hour
days? > day
weeks?|wks? > week
fortnights? > fortnight
kilowatt ?-?hours?|kwh|kw h > kWh
megawatt ?-?hours?|mwh > MWh
watt ?-?hours?|wh > Wh
kilojoules?|kj > kJ
megajoules?|mj > MJ
joules?|j > J
kilocalories?|kcals? > kcal
btus? > BTU
kilowatts?|kws? > kW
megawatts?|mw > MW
gigawatts?|gw > GW
watts?|w > W
metric horsepower|ps > PS
horsepower|b?hp > horsepower
degrees? (?:celsius|centigrade|c)|deg\\.? ?c(?:elsius)?|°c|℃|celsius|centigrade|c > °C
degrees? (?:fahrenheit|f)|deg\\.? ?f(?:ahrenheit)?|°f|℉|fahrenheit|f > °F
kelvins?|k > K
psi|pounds per square inch > psi
millibars?|mbar > mbar
bars? > bar
hectopascals?|hpa > hPa
kilopascals?|kpa > kPa
megapascals?|mpa > MPa
pascals?|pa > Pa
atmospheres?|atm > atmosphere
kilonewtons?|kn > kN
newton ?-?met(?:er|re)s?|nm of torque|Nm > Nm
(?:lbs?|pounds?)[ -](?:ft|f(?:ee|oo)t)|(?:ft|f(?:ee|oo)t)[ -](?:lbs?|pounds?)|lbft|ftlbs? > lb ft
newtons? > N
kibibytes?|kib > KiB
mebibytes?|mib > MiB
gibibytes?|gib > GiB
tebibytes?|tib > TiB
kilobytes?|kb > kB
megabytes?|mb > MB
gigabytes?|gb|gigs? > GB
terabytes?|tb > TB
petabytes?|pb > PB
megabits?|mbits? > megabit
gigabits?|gbits? > gigabit
kilobits?|kbits? > kilobit
bytes? > byte
bits? > bit
ghz|gigahertz > GHz
mhz|megahertz > MHz
khz|kilohertz > kHz
hz|hertz > Hz
rpm > rpm
(?:uk|imperial) mpg|mpg \\(?(?:uk|imperial|imp)\\)?|miles per (?:uk|imperial) gallon > imperial mpg
mpg(?: \\(?us\\)?)?|us mpg|miles per (?:us )?gallon|miles (?:to|a) the gallon > mpg
kmpl|km/l|km per l(?:it(?:er|re))?|kilomet(?:er|re)s per lit(?:er|re) > km/l
degrees?|degs?\\.?|° > degree
milliamp(?:ere)?s?|ma > mA
amp(?:ere)?s?|a > A
kilovolts?|kv > kV
millivolts? > mV
volts?|v > V
ohms?|Ω > ohm
kiloohms?|kohms?|kΩ > kΩ
milliamp hours?|mah > mAh
amp hours?|ah > Ah
`

const LINES = SPELLED.trim()
  .split('\n')
  .map(line => line.split(' > ') as [string, string])
/** All spellings, longest first, and before them those that go on behind a shorter one. */
export const UNIT_SOURCE = LINES.flatMap(([spelled]) => splitAlternatives(spelled))
  .sort((a, b) => Number(/[/2³²]/.test(b)) - Number(/[/2³²]/.test(a)) || b.length - a.length)
  .join('|')

/** At the bars outside brackets. */
function splitAlternatives(source: string): string[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const sign of source) {
    if (sign === '(') depth += 1
    if (sign === ')') depth -= 1
    if (sign === '|' && depth === 0) {
      parts.push(part)
      part = ''
    } else part += sign
  }
  return [...parts, part]
}

const MATCHERS = LINES.map(([spelled, name]) => [new RegExp(`^(?:${spelled})$`, 'iu'), name] as const)
const IMPERIAL: Readonly<Record<string, readonly [name: string, what: string]>> = {
  gallon: ['imperial gallon', 'Gallons are'],
  pint: ['imperial pint', 'Pints are'],
  quart: ['imperial quart', 'Quarts are'],
  mpg: ['imperial mpg', 'Gallons are'],
  'US fluid ounce': ['imperial fluid ounce', 'Fluid ounces are'],
}
/** Metric people who write `mb/s` mean bytes as often as bits. */
const BITS_READING = 'Mbps is read as megabits per second.'
const BYTES_READING =
  'kB, MB, GB and TB are read as powers of 1000; the powers of 1024 are called KiB, MiB, GiB and TiB.'

const known = new Map<string, Named | null>()

/** The unit of a spelling that `UNIT_SOURCE` takes. */
export function nameUnit(written: string, isImperial: boolean): Named | null {
  const key = `${isImperial ? 'uk ' : ''}${written}`
  const found = known.get(key)
  if (found !== undefined) return found
  const named = findNamed(written.trim().replace(/\s+/g, ' '), isImperial)
  if (known.size < 2_000) known.set(key, named)
  return named
}

function findNamed(written: string, isImperial: boolean): Named | null {
  // `Mb` may be bits, `mW` may be a thousandth: left alone.
  if (/^(?:[KMGT]b|mW|mw|mpa|Ms|k|[GMHSTDB])$/.test(written)) return null
  const exact: Readonly<Record<string, string>> = { MBps: 'MB/s', Nm: 'Nm' }
  const name = exact[written] ?? MATCHERS.find(([pattern]) => pattern.test(written))?.[1]
  if (name === undefined) return null
  const imperial = isImperial ? IMPERIAL[name] : undefined
  const label = labelOf(written, name)
  if (imperial !== undefined) return toNamed(imperial[0], label, `${imperial[1]} read as imperial ones.`)
  const own = findUnit(name, /^°|^K$/.test(name))
  return toNamed(own?.name ?? name, label, readingOf(name, written, own?.reading ?? ''))
}

function readingOf(name: string, written: string, reading: string): string {
  if (/^[MGk]bit\/s$/.test(name) && /^[mgk]bps$/.test(written)) return BITS_READING
  if (/^(?:kB|[MGTP]B)$/.test(name)) return BYTES_READING
  if (name === 'US fluid ounce' && !/us/i.test(written)) return 'Fluid ounces are read as US ones.'
  return reading
}

/** What was typed, but for signs and case that would read oddly in a reply. */
function labelOf(written: string, name: string): string {
  if (/^[kmg]b(?:\/| per )/iu.test(written)) return name
  if (/^["”″]$/.test(written)) return 'in'
  if (/^['′]$/.test(written)) return 'ft'
  if (
    /^(?:°C|°F|K|kWh|MWh|Wh|kW|MW|GW|kJ|MJ|BTU|hPa|kPa|MPa|Pa|kN|Nm|PS|mA|mAh|Ah|A|V|kV|W|N|Hz|kHz|MHz|GHz|km\/h|m\/s|km\/l|inHg|mmHg|KiB|MiB|GiB|TiB|kB|MB|GB|TB|PB|(?:[MGk]bit|MB|GB|kB)\/s)$/.test(
      name,
    )
  )
    return written.length > 5 && !/[/]|^deg|^°|hour$/.test(written) ? written : name
  if (/^(?:kilos?)$/i.test(written)) return 'kg'
  return written.replace(/\.$/, '')
}

function toNamed(name: string, label: string, reading: string): Named | null {
  try {
    const unit = readUnit(name, '')
    const [letter, dimensions, base = ONE] = KINDS[unit.quantity] ?? ['U', [0, 0, 0, 0, 0, 0, 0] as const]
    return { unit, name, label, reading, letter, dimensions, size: multiply(unit.factor, base) }
  } catch {
    return null
  }
}
