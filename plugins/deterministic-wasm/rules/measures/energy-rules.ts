/**
 * What appliances use and cost: so many watts, so many hours a day, over a week, a month or a year, at a price per kilowatt-hour; and what
 * another lamp saves. A month is read as 30 days and a year as 365, and the answer says so.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, multiply } from '../../arithmetic/rational.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { measured, readingsOf } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, findTargets, inWords, isAsking, NUMBERED } from './told-words.ts'

const WORDS =
  'together if when fridges freezers routers servers appliance device machine heater radiator bulb bulbs lamp lamps light lights led leds halogen tv television fridge refrigerator freezer oven kettle computer pc laptop server router modem nas iron fan fans vacuum dryer washer washing dishwasher toaster microwave charger pump aquarium console printer monitor standby stand-by mode heating heat boiler ac aircon conditioner sauna hairdryer cooker stove hob motor socket household flat house we our my i a an the it that this which uses use used using draws draw drawing consumes consume consumption runs run running on for at of with and is are was left burns burn burning lit power rated electricity energy price tariff rate costs cost costing how much many what whats do does would will pay money bill be per in kwh each every all per-day about total altogether compared to instead vs versus replaced by replace replacing with than old new save saves saved saving savings daily nightly nights weekly monthly yearly annually year month week day evening night hours hour long so then switched switch swap swapping from one bulb time constantly permanently non-stop continuously always round clock around day-and-night day'

/** Periods by name, in days, and what is said of them. */
const PERIODS: readonly (readonly [RegExp, string, string])[] = [
  [
    /(?<!\p{L})(?:(?:a|per|each|every|in a|for a|over a|whole|this|one|the|all) year|yearly|annual(?:ly)?|p\.?a\.?)(?!\p{L})/u,
    '365',
    'A year is read as 365 days.',
  ],
  [
    /(?<!\p{L})(?:(?:a|per|each|every|in a|for a|over a|whole|one|the) month|monthly)(?!\p{L})/u,
    '30',
    'A month is read as 30 days.',
  ],
  [/(?<!\p{L})(?:(?:a|per|each|every|in a|for a|over a|whole|one|the) week|weekly)(?!\p{L})/u, '7', ''],
]
const A_DAY = /(?<!\p{L})(?:(?:a|per|each|every|in a|one) (?:day|night|evening)|daily|nightly)(?!\p{L})/u
const ALWAYS =
  /(?<!\p{L})(?:all day(?: long)?|round the clock|around the clock|non-stop|continuously|constantly|permanently|always on|day and night|all the time)(?!\p{L})/u
const COST = /(?<!\p{L})(?:costs?|price|pay|money|bill|how much (?:is|will|would) (?:that|it))(?!\p{L})/u
const SAVES = /(?<!\p{L})sav(?:e|es|ed|ing|ings)(?!\p{L})/u
const SWAPPED =
  /(?<!\p{L})(?:compared (?:to|with)|instead of|vs|versus|replaced (?:by|with)|replac(?:e|es|ing)|rather than|swap(?:ping)?|switch(?:ing)? from)(?!\p{L})/u

const size = ({ digits, unit }: Measure): string => `${digits} * ${writeFactor(unit!.size)}`

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length > 6) return null
  if (!told.measures.some(({ letter, unit }) => letter === 'W' || unit?.letter === 'J')) return null
  if (asksYesNo(clause) || asksTwice(told.shape)) return null
  const roles = rolesOf(told)
  if (roles === null) return null
  const targets = findTargets(told.shape, false)
  if (targets.some(({ unit }) => !/^[JT]$/.test(unit.letter))) return null
  const wanted = targets.filter(({ unit }) => unit.letter === 'J')
  // `at 0.30 per kWh` names no kilowatt-hours that are asked for.
  if (wanted.length > 1) return null
  const words = wanted.reduce((text, { at, to }) => `${text.slice(0, at)} ${text.slice(to)}`, told.shape)
  if (!inWords(words.replace(/[()]/gu, ' '), WORDS, 1)) return null
  const isCost = COST.test(words) || (roles.price !== null && wanted.length === 0)
  if (!isAsking(clause, told.shape) && !isCost && wanted.length === 0) return null
  if (isCost ? roles.price === null : roles.price !== null || wanted.length === 0) return null
  return say(told, roles, isCost ? null : (wanted[0]?.unit ?? null))
}

type Roles = {
  readonly energy: string
  readonly how: string
  readonly price: Measure | null
  readonly readings: readonly string[]
}

function rolesOf(told: Told): Roles | null {
  const { measures, shape } = told
  const always = measures.find(({ digits }) => digits === '(24/7)')
  const price = measures.find(
    ({ letter, unit, per, digits }) =>
      letter === 'Q' && unit === null && per?.unit?.letter === 'J' && per.digits === '1' && digits !== '(24/7)',
  )
  const powers = measures.filter(({ letter }) => letter === 'W')
  const energies = measures.filter(
    ({ letter, unit, per }) => letter === 'J' || (letter === 'Q' && unit?.letter === 'J' && per?.unit?.letter === 'T'),
  )
  const hours = measures.filter(
    ({ letter, unit, per }) =>
      (letter === 'Q' && unit?.letter === 'T' && per?.unit?.unit.name === 'day') ||
      (letter === 'T' && /^(?:hour|minute|second)$/.test(unit?.unit.name ?? '')),
  )
  const days = measures.filter(({ letter, unit }) => letter === 'T' && /^(?:day|week)$/.test(unit?.unit.name ?? ''))
  const counts = measures.filter(measure => measure.letter === 'N' && measure !== always)
  const known =
    powers.length +
    energies.length +
    hours.length +
    days.length +
    counts.length +
    (price === undefined ? 0 : 1) +
    (always === undefined ? 0 : 1)
  if (known !== measures.length || hours.length > 1 || days.length > 1 || counts.length > 1) return null
  const span = periodOf(shape, days[0])
  if (span === null) return null
  if (energies.length > 0)
    return powers.length + hours.length + counts.length > 0 || energies.length > 1
      ? null
      : byEnergy(energies[0]!, price ?? null, span, shape)
  const watts = wattsOf(powers, counts[0], shape)
  if (watts === null) return null
  const isAlways = always !== undefined || ALWAYS.test(shape)
  const [hour] = hours
  if (
    isAlways === (hour !== undefined) &&
    !(
      hour === undefined &&
      /(?<!\p{L})(?:standby|stand-by|fridges?|freezers?|routers?|servers?|modem|nas|aquarium)(?!\p{L})/u.test(shape)
    )
  )
    return null
  const perDay = hour === undefined ? '24 * 3600' : size(hour)
  const isDaily = hour === undefined || hour.letter === 'Q' || A_DAY.test(hour.after.slice(0, 16))
  // `for 4 hours` once, or so many hours a day over a period.
  if (!isDaily && span.days !== null) return null
  // A day and a year in one question are two.
  if (span.days !== null && A_DAY.test(shape.replace(/T (?:a|per|each|every) (?:night|evening)/gu, 'T'))) return null
  const times = isDaily ? (span.days ?? '1') : '1'
  return {
    energy: `${watts.expression} * ${perDay}${times === '1' ? '' : ` * ${times}`}`,
    how: `${watts.shown} × ${hour === undefined ? '24 hours' : hour.shown}${times === '1' ? '' : ` × ${span.shown}`}`,
    price: price ?? null,
    readings: span.days === null ? [] : span.readings,
  }
}

type Span = { readonly days: string | null; readonly shown: string; readonly readings: readonly string[] }

/** Over how many days; null where two periods are told. */
function periodOf(shape: string, days: Measure | undefined): Span | null {
  const named = PERIODS.filter(([pattern]) => pattern.test(shape))
  if (days !== undefined) {
    // `for 30 days a year` is another thing; a month of 30 days is that.
    const [only] = named
    if (named.length > 1 || (only !== undefined && only[1] !== '30')) return null
    return {
      days: `(${days.digits} * ${days.unit!.unit.name === 'week' ? '7' : '1'})`,
      shown: days.shown,
      readings: [],
    }
  }
  if (named.length > 1) return null
  const [period] = named
  return period === undefined
    ? { days: null, shown: '', readings: [] }
    : { days: period[1], shown: `${period[1]} days`, readings: [period[2]] }
}

/** The thirstier one first. */
const larger = (a: Measure, b: Measure): readonly Measure[] =>
  Number(a.digits) * Number(a.unit?.size.numerator ?? 1n) < Number(b.digits) * Number(b.unit?.size.numerator ?? 1n)
    ? [b, a]
    : [a, b]

function wattsOf(
  powers: readonly Measure[],
  count: Measure | undefined,
  shape: string,
): { readonly expression: string; readonly shown: string } | null {
  const [a, b] = powers
  if (a === undefined || powers.length > 2) return null
  const times = count === undefined ? '' : `${count.digits} * `
  const shown = count === undefined ? '' : `${count.shown} × `
  if (count !== undefined && (!/^\d{1,3}$/.test(count.digits) || count.at > a.at)) return null
  if (b === undefined)
    return SAVES.test(shape) ? null : { expression: `${times}${size(a)}`, shown: `${shown}${a.shown}` }
  // Of two lamps what one saves against the other, or both together.
  if (SAVES.test(shape) && SWAPPED.test(shape))
    return {
      expression: `${times}abs(${size(a)} - ${size(b)})`,
      shown: `${shown}(${larger(a, b)
        .map(one => one.shown)
        .join(' - ')})`,
    }
  if (
    SAVES.test(shape) ||
    SWAPPED.test(shape) ||
    count !== undefined ||
    !/^ (?:[\p{L}-]+ ){0,2}and (?:an? |the |one )?$/u.test(shape.slice(a.at + 1, b.at))
  )
    return null
  return { expression: `(${size(a)} + ${size(b)})`, shown: `(${a.shown} + ${b.shown})` }
}

/** `240 kWh a year`, `0.8 kWh per day` over a month. */
function byEnergy(energy: Measure, price: Measure | null, span: Span, shape: string): Roles | null {
  if (energy.letter === 'J') {
    // What is used in a year is not asked for a month: only one period is named.
    if (price === null || /(?<!\p{L})(?:days?|nights?)(?!\p{L})/u.test(shape)) return null
    const named = PERIODS.find(([pattern]) => pattern.test(shape))
    if (named !== undefined && !named[0].test(energy.after.slice(0, 24))) return null
    return { energy: size(energy), how: energy.shown, price, readings: [] }
  }
  if (energy.per?.unit?.unit.name !== 'day' || energy.per.digits !== '1' || span.days === null) return null
  return {
    energy: `${size(energy)} * ${span.days}`,
    how: `${energy.shown} × ${span.shown}`,
    price,
    readings: span.readings,
  }
}

function say(told: Told, { energy, how, price, readings }: Roles, target: Measure['unit']): Answer | null {
  const all = [...readingsOf(told), ...readings]
  if (price === null)
    return target === null
      ? null
      : measured({
          expression: `${energy} * ${writeFactor(divide(ONE, target.size))}`,
          label: target.label,
          how,
          readings: all,
        })
  const per = price.per!.unit!
  return measured({
    expression: `${energy} * ${writeFactor(divide(ONE, multiply(per.size, ONE)))} * ${price.digits}`,
    label: '',
    sign: price.sign,
    how: `${how} × ${price.shown}`,
    ...(price.sign === null ? { decimals: 2 } : {}),
    readings: all,
  })
}
const ONE = { numerator: 1n, denominator: 1n }

export const energyRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-energy',
    reason: 'Works out what appliances use over a time and what that costs, or what a thriftier one saves.',
    order: 134.5,
    pairs: 'joined',
    hint: NUMBERED,
    examples: {
      yes: [
        '60 watt bulb 6 hours a day, kwh per month',
        'a 1500 w heater for 4 hours at 0.32 per kwh',
        'A 60 W bulb is replaced by a 9 W LED, 5 hours a day. How many kWh saved in a year?',
        'standby 5 W all year, how many kWh?',
        'three 60 W bulbs burn 5 hours each, how many kWh',
        'A fridge uses 0.8 kWh a day at 30 cents per kWh. What does it cost per year?',
        'my fridge uses 240 kwh a year, cost at 35 cents per kwh?',
        'a 2 kW heater runs 3 hours a day at 0.30 per kWh. cost a week?',
      ],
      no: [
        '60 watt bulb, kwh per month?',
        'standby 5 W all year, how many kWh a day?',
        'a 2 kW heater runs for 3 hours. How much longer for 10 kWh?',
        'a 60 W bulb is on 8 hours a night, 5 nights a week. kWh per week?',
        'my fridge uses 150 W half of the time, how many kWh per day',
        'How long should I charge a 60 W battery for 8 hours?',
        'a 1500 w heater for 4 hours at 0.32 per kwh, is that expensive?',
        'solar panel of 400 W for 5 hours a day at 0.08 per kWh feed-in, payback on 600 euro?',
      ],
    },
    read: readsColon(read),
  }),
]
