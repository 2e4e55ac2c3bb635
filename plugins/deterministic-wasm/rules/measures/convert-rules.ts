/**
 * Conversions in any order of words: one quantity, and the unit that it is wanted in. The words around them may set a scene (`my American
 * cookbook says`), but one that could ask something else, and there is no answer.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { divide, readDecimal } from '../../arithmetic/rational.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, single, task } from '../rule.ts'
import { convertOne } from '../units.ts'
import { inUnits } from './in-units.ts'
import { measured, withReadings } from './measured.ts'
import { isNested } from './nested.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, findTargets, inWords, NUMBERED, type Target } from './told-words.ts'
import { asksAnother } from './turned.ts'

const WORDS =
  'something tape ruler plan scale measured expressed using conversion converting inches as into but convert converted conversion change turn express written write whats that this it be would equivalent equivalents translate translated metric imperial american english british european us uk recipe cookbook book label oven pump tyre tyres tire tires pressure gauge thermostat thermometer baby birth suitcase bag luggage flat apartment house room garden plot agent screen car engine drive disk disc machine outside inside today tank bottle box floor cloth fabric please milk water flour sugar butter oil rice mulch soil sand gravel of my your the only has have knows know them they what which number pump to i do set preheat display road makes made gives delivers produces holds hold sign would sign limit wind marathon run runner race man woman person kid fever torque bolt wrench form ask wants its buying avoirdupois meadow'

const DEGREES_MORE =
  /(?<!\p{L})(?:change of|rise|rises|rose|risen|increase|drop|drops|dropped|fell|fall|falls|difference|differences|warmer|colder|hotter|cooler|more|less|interval|range|swing|by)(?!\p{L})/iu

const PRECIOUS = /(?<!\p{L})(?:gold|silver|platinum|palladium|bullion|precious)(?!\p{L})/iu

/** More than the one measure, or another place, is asked about. */
const ELSEWHERE =
  /(?<!\p{L})(?:altogether|overall|in total|round ?trip|there and back|and back|way back|then (?:home|back)|moon|mars|jupiter|venus|saturn)(?!\p{L})/u

/** `l/100 km`, as a unit that is asked for. */
const PER_HUNDRED = /(?<!\p{L})(?:l|lit(?:er|re)s?)(?: ?\/ ?| per | an? )100 ?(?:km|kilomet(?:er|re)s?)?/u

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length !== 1) return consumption(clause)
  const [measure] = told.measures as [Measure]
  if (asksYesNo(clause) || asksTwice(told.shape) || ELSEWHERE.test(told.shape) || asksAnother(told.shape)) return null
  if (measure.unit === null || measure.sign !== null) return null
  // Precious metals have ounces and pounds of their own.
  if (PRECIOUS.test(clause.plain) && /oz|ounce|pound|lb/iu.test(clause.plain) && !/troy/iu.test(clause.plain))
    return null
  // Degrees warmer are no temperature: their zero does not move.
  if (measure.letter === 'H' && DEGREES_MORE.test(clause.plain)) return null
  if (measure.letter === 'Q' || measure.letter === 'F') return fuel(told, measure)
  const named = findTargets(told.shape, told.isImperial).filter(
    ({ unit }) => unit.unit.quantity === measure.unit?.unit.quantity,
  )
  // `only shows Celsius, she wants Fahrenheit, it reads 37 °C`: its own unit is not what it is wanted in.
  const others = named.filter(({ unit }) => unit.unit !== measure.unit?.unit)
  const targets = others.length === 1 && named.length === 2 && SHOWS.test(told.shape) ? others : named
  const words = named.reduceRight((text, { at: from, to }) => `${text.slice(0, from)} ${text.slice(to)}`, told.shape)
  if (
    targets.length === 0 ||
    !asksFor(clause, told.shape, targets) ||
    !inWords(words.replace(/ = ?|->|→/gu, ' ').replace(SUPPOSED, ' '), WORDS, 2)
  )
    return null
  return targets.length === 1 ? one(measure, targets[0] as Target) : several(told, measure, targets)
}

/** `if something is 45 cm long, how many inches is that`: it is told no less. */
const SUPPOSED =
  /^if (?=(?:something|it|this|that|my \p{L}+|an? \p{L}+|the \p{L}+|i) (?:is|was|has|have|weighs?|measures?) [A-Z](?!\p{L})[^A-Z]*(?:how|what)(?!\p{L}))|(?:when|if) (?:i |you )?(?:measured|expressed|written|converted)(?: it)?(?= +in(?:to)? )| using (?= *[ ?.!]*$)/gu
const SHOWS =
  /(?<!\p{L})(?:only )?(?:shows?|has|have|in|knows?|displays?|uses?|reads?) (?:only |in )?(?:celsius|fahrenheit|metric|k|\p{L}{2,11}) (?:and|but)(?!\p{L})|(?<!\p{L})from \p{L}+ (?:in)?to(?!\p{L})/u

/** The sentence asks, or it is nothing but a measure and the unit for it. */
function asksFor(clause: Clause, shape: string, targets: readonly Target[]): boolean {
  const first = targets[0] as Target
  const before = shape.slice(0, first.at)
  if (clause.isAsked || /\?/.test(clause.mark) || /(?<!\p{L})(?:how (?:many|much)|what)(?!\p{L})/u.test(before))
    return true
  return (
    /(?:in|to|into|as|=|many|much|= ?\?+|= ?_+) ?(?:the )?$/u.test(before) &&
    /^(?:,? ?\(?(?:uk|us|imperial|american|british)(?: (?:ones|gallons|pints))?\)?)?[ ?.!]*(?:for .*)?$/u.test(
      shape.slice((targets.at(-1) as Target).to),
    )
  )
}

function one(measure: Measure, { unit }: Target): Answer | null {
  const from = measure.unit!
  if (from.unit === unit.unit && readDecimal(measure.digits) !== null) return null
  if (readDecimal(measure.digits) !== null) return convertOne({ digits: measure.digits, known: from }, unit)
  if (from.letter === 'H') return null
  return measured({
    expression: `${measure.digits} * ${writeFactor(divide(from.size, unit.size))}`,
    label: unit.label,
    how: `${measure.shown} in ${unit.label}`,
    readings: [from.reading, unit.reading],
  })
}

/** `in feet and inches`: side by side, from large to small. */
function several(told: Told, measure: Measure, targets: readonly Target[]): Answer | null {
  const isSideBySide = targets.every(
    ({ at: from }, i) =>
      i === 0 || /^(?: ?,? and |, ?| & | ?\/ ?| )$/u.test(told.shape.slice((targets[i - 1] as Target).to, from)),
  )
  if (!isSideBySide || targets.length > 3 || measure.letter === 'H') return null
  const units = targets.map(({ unit }) => unit)
  if (isNested(units.map(({ unit }) => unit))) return splitInto(measure, units)
  const [first, second] = units
  // Two that do not nest are two answers: `in m/s and mph`.
  if (units.length !== 2 || first!.unit === second!.unit || units.some(({ unit }) => unit === measure.unit?.unit))
    return null
  return inUnits(measure.digits, measure.unit!, [first!, second!], measure.shown, [measure.unit!.reading])
}

/** One measure in several units, whole numbers but for the last. */
export function splitInto(measure: Measure, units: readonly Target['unit'][]): Answer | null {
  const exact = peek('math.evaluate', { expression: measure.digits })?.exact
  if (typeof exact !== 'string' || exact.includes('/')) return null
  const input = { value: exact, from: measure.unit!.name, into: units.map(({ name }) => name), decimals: 2 }
  if (peek('unit.split', input) === null) return null
  const answer = single(
    task('parts', 'Split the quantity', 'unit.split', input),
    units.map(({ label }, i) => `{{/parts/${i}/value}} ${label}`).join(' '),
    { parts: at('/parts') },
    measure.shown,
  )
  return withReadings(answer, [measure.unit!.reading, ...units.map(({ reading }) => reading)])
}

const FUEL_WORDS =
  'convert is in to what how much mpg us uk imperial gallons gallon equals equal car fuel consumption economy'

/** Miles per gallon and litres per 100 km turn into each other. */
function fuel({ shape, isImperial }: Told, measure: Measure): Answer | null {
  const asksUs = /(?<!\p{L})(?:us|american)(?!\p{L})/u.test(shape)
  if (measure.letter === 'F') {
    // Of a distance per volume into a volume per distance.
    const found = PER_HUNDRED.exec(shape)
    if (found === null || !inWords(shape.replace(PER_HUNDRED, ' '), FUEL_WORDS)) return null
    return measured({
      expression: `100000 * 1000 / (${measure.digits} * ${writeFactor(measure.unit!.size)})`,
      label: 'l/100 km',
      how: `${measure.shown} in l/100 km`,
      readings: [measure.unit!.reading],
    })
  }
  const isConsumption =
    measure.per?.digits === '100' && measure.per.unit?.name === 'km' && measure.unit?.unit.name === 'litre'
  const target = findTargets(shape, isImperial && !asksUs).find(({ unit }) => unit.letter === 'F')
  if (!isConsumption || target === undefined) return null
  if (!inWords(`${shape.slice(0, target.at)} ${shape.slice(target.to)}`, FUEL_WORDS)) return null
  return measured({
    expression: `100 * 1000000 / ${measure.digits} / ${writeFactor(target.unit.size)}`,
    label: target.unit.label,
    how: `${measure.shown} in ${target.unit.label}`,
    readings: [target.unit.reading],
  })
}

/** `45 mpg in l/100km`: the hundred of the unit reads like a number of its own. */
function consumption(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length !== 2) return null
  const [first, second] = told.measures as [Measure, Measure]
  const pair = first.letter === 'F' ? first : second.letter === 'F' ? second : null
  const other = pair === first ? second : first
  if (pair === null || other.letter !== 'L' || other.digits !== '100' || other.unit?.name !== 'km') return null
  return fuel({ ...told, shape: told.shape.replace(/ ?L(?=$|[^\p{L}])/u, '100 km') }, pair)
}

/** Weeks and hours of another length than those of the calendar. */
const OF_WORK =
  /(?<!\p{L})(?:work(?:ing)?|school|business|trading|office|term|man|person)[ -](?:days?|weeks?|hours?|months?|years?)(?!\p{L})/iu

export const convertRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-conversion',
    reason: 'Converts the one measure of a request into the unit that it asks for, in any order of words.',
    order: 133,
    pairs: 'joined',
    hint: NUMBERED,
    examples: {
      yes: [
        '100 km/h in m/s and mph',
        'six feet 4 and a half inches into centimeters',
        "what's 68 kilos in stones and pounds",
        '3/8 inch in mm',
        'My American cookbook says 3/4 cup milk. In ml please.',
        'tyres say 33 psi, pump shows bar. what number do I pump to',
        'Flat is 68 m², how many square feet would the agent write',
        '45 mpg in l/100km (uk gallons)',
        'Car has 110 kW, PS?',
        '150 Nm of torque in lb-ft',
      ],
      no: [
        'Is 72 kg too heavy for a 6 ft man in kilos?',
        'I ran 5 miles in kilometre-hungry shoes',
        'How many miles should I run to lose 5 kg?',
        'My car has 110 kW, is PS better?',
        '100 days are how many working weeks',
        'He is 6 feet under in London',
        'I have 3 cups in the kitchen',
        'What does 5 miles in km mean for my knees?',
        'I need 2 kg of meat, how many pounds sterling is that?',
      ],
    },
    read: (clause, input) => (OF_WORK.test(clause.text) || asksSum(input) ? null : reads(clause)),
  }),
]

const reads = readsColon(read)
const sums = new WeakMap<PlannerInput, boolean>()

/** `Mon 8 kg, Tue 7 kg: total in grams`: one sum of several measures, and none of each alone. */
function asksSum(input: PlannerInput): boolean {
  let isSum = sums.get(input)
  if (isSum === undefined) {
    isSum =
      /(?<!\p{L})(?:totals?|sum|altogether|combined|average|add(?:ed)? up|in all)(?!\p{L})/iu.test(input.message) &&
      /\d\D*[,;\n]\D*\d/.test(input.message)
    sums.set(input, isSum)
  }
  return isSum
}
