/** Formulas that everybody knows: speed, distance and time, consumption, body mass, areas and volumes. */

import type { PlannerRule } from '#contracts/planner-port'
import { saidLength } from '../dates/time-tasks.ts'
import { evaluated, evaluatedValue, fittingDecimals } from '../evaluated.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, at, defineRule, literal, task } from '../rule.ts'

export const ASK =
  "(?:(?:,|;|-)? ?(?:so )?(?:what|how much|how many)(?:'s| is| do| does| will| would| are)?(?: (?:the|i|it|that|my|we))*(?: (?:total|end up with|pay|get|have|cost|be|is|it|owe|interest|balance|value|worth|come to|monthly|payment|in total|altogether))*)?"

const LENGTHS = '(?:km|kilomet(?:er|re)s?|miles?|mi|m|met(?:er|re)s?)'

const TIMES = '(?:hours?|hrs?|h|minutes?|mins?|min|seconds?|secs?|s)'

const SPEEDS =
  '(?:km/h|kmh|kph|mph|m/s|km per hour|kilomet(?:er|re)s per hour|miles per hour|miles an hour|km an hour|met(?:er|re)s per second)'

const DONE =
  '(?:if (?:i|you|we|a car|a train|it)? ?(?:drive|drives|drove|ride|run|ran|walk|go|goes|travel|travels|cover|covers|cycle)|for|of|when|when driving|driving|to (?:drive|cover|travel|go|cycle|walk|run)|covering|running|with|at|is)'

const MOTION: readonly Phrase[] = [
  phrase(
    `(?:average |mean )?speed,? (?:${DONE} )?{way:positive} ?(?<length>${LENGTHS}) in {time:positive} ?(?<unit>${TIMES})`,
    slots => speed(slots),
  ),
  phrase(
    `(?:how fast (?:is|was|am i|are you|do i go|did i go)? ?|what speed is )?(?:if (?:i|you|we|a car|a train|it) )?(?:${DONE} |covers? |travels? |drives? |drove |ran |cycled )?{way:positive} ?(?<length>${LENGTHS}) in {time:positive} ?(?<unit>${TIMES})(?:,|;)? (?:what(?:'s| is| was) (?:the |my |its |your )?(?:average )?speed|how fast (?:is|was) (?:that|it|i))`,
    slots => speed(slots),
  ),
  phrase(
    `how long (?:does it take|will it take|would it take|is it|do i need|to take)? ?(?:me )?(?:${DONE} )?{way:positive} ?(?<length>${LENGTHS}) at {speed:positive} ?(?<pace>${SPEEDS})`,
    slots => duration(slots),
  ),
  phrase(
    `how long (?:does|would|will|do) {way:positive} ?(?<length>${LENGTHS}) take at {speed:positive} ?(?<pace>${SPEEDS})`,
    slots => duration(slots),
  ),
  phrase(
    `how (?:far|many (?:km|kilomet(?:er|re)s|miles)) (?:do i get|do i go|can i (?:go|drive|get)|does (?:a|the) (?:car|train) (?:go|travel)|will i (?:go|get)|is it)? ?(?:in {time:positive} ?(?<unit>hours?|h|hrs?|minutes?|mins?|min) at {speed:positive} ?(?<pace>${SPEEDS})|at {speed2:positive} ?(?<pace2>${SPEEDS}) (?:in|for|after) {time2:positive} ?(?<unit2>hours?|h|hrs?|minutes?|mins?|min))`,
    slots => distance(slots),
  ),
  phrase(
    '(?:(?:my |a |the )?(?:car|van|bike|truck) )?(?:uses?|needs?|consumes?|takes?|burns?|consumption(?: is| of)?) {use:positive} ?(?:l|lit(?:er|re)s?)(?: ?/ ?| per | for | on | every )100 ?km,? (?:(?:so |then )?how (?:many|much) (?:lit(?:er|re)s?|l|fuel|petrol|gas|diesel)(?: (?:do i need|does it need|is that|is needed|will i need|will it use|does it use))?|what(?: does it use| is needed)?)(?: (?:for|on|in|over))?(?: a(?: trip of)?)? {way:positive} ?km(?: trip)?',
    slots => fuel(slots),
  ),
  phrase(
    '(?:my )?(?:bmi|body mass index)(?: (?:for|of|with|at|if|when|is|i weigh|a person))* {kg:positive} ?kg(?:,| and| at| with|/| /| height)* ?{m:positive} ?(?<length>m|cm|met(?:er|re)s?)(?: tall)?',
    slots => bmi(slots),
  ),
  phrase(
    '(?:my )?(?:bmi|body mass index)(?: (?:for|of|with|at|if|when|is|a person|i am))* {m:positive} ?(?<length>m|cm|met(?:er|re)s?)(?: tall)?(?:,| and| at| with|/| /| weighing| weight)* ?{kg:positive} ?kg',
    slots => bmi(slots),
  ),
]

const UNIT = '(?: ?(?<u>mm|cm|m|km|in|inch|inches|ft|feet|yd|yards?|miles?|meters?|metres?))?'

const BY = '(?: (?:by|x|×|times) | ?[x×*] ?)'

const OF = '(?:of|for|in)? ?(?:(?:an?|the|my) )?'

const SHAPES: readonly Phrase[] = [
  shape(
    `area ${OF}(?:rectangle|rectangular \\p{L}+|room|garden|field|wall|floor|plot|lot|carpet|table|desk|screen)?(?: (?:with|of|that is|measuring|sides?|size|dimensions|which is))* ?{a:positive}${UNIT}${BY}{b:positive}(?: ?\\k<u>)?`,
    'a * b',
    2,
  ),
  shape(
    `perimeter ${OF}rectangle(?: (?:with|of|that is|measuring|sides?|size))* ?{a:positive}${UNIT}${BY}{b:positive}(?: ?\\k<u>)?`,
    '2 * (a + b)',
    1,
  ),
  shape(
    `area ${OF}square(?: (?:with|of|that is|whose|sides?|side length|length|edge|is))* ?{a:positive}${UNIT}`,
    'a * a',
    2,
  ),
  shape(
    `perimeter ${OF}square(?: (?:with|of|that is|whose|sides?|side length|length|edge|is))* ?{a:positive}${UNIT}`,
    '4 * a',
    1,
  ),
  shape(
    `area ${OF}triangle(?: (?:with|of|that has|whose))*(?: an?)? (?:base(?: of| is)? {a:positive}${UNIT}(?:,| and| by)* (?:an? )?height(?: of| is)? {b:positive}(?: ?\\k<u>)?)`,
    'a * b / 2',
    2,
  ),
  shape(
    `(?:volume|capacity) ${OF}(?:box|cuboid|room|tank|container|aquarium|pool|crate|package|parcel|rectangular prism)?(?: (?:with|of|that is|measuring|sides?|size|dimensions))* ?{a:positive}${UNIT}${BY}{b:positive}(?: ?\\k<u>)?${BY}{c:positive}(?: ?(?<v>mm|cm|m|km|in|inch|inches|ft|feet|yd|yards?|meters?|metres?))?`,
    'a * b * c',
    3,
  ),
  shape(
    `volume ${OF}cube(?: (?:with|of|that is|whose|sides?|side length|length|edges?|is))* ?{a:positive}${UNIT}`,
    'a ^ 3',
    3,
  ),
  shape(
    `area ${OF}circle(?: (?:with|of|that has|whose))*(?: an?)? radius(?: of| is)? {a:positive}${UNIT}`,
    'π * a ^ 2',
    2,
  ),
  shape(
    `area ${OF}circle(?: (?:with|of|that has|whose))*(?: an?)? diameter(?: of| is)? {a:positive}${UNIT}`,
    'π * (a / 2) ^ 2',
    2,
  ),
  shape(
    `circumference ${OF}circle(?: (?:with|of|that has|whose))*(?: an?)? radius(?: of| is)? {a:positive}${UNIT}`,
    '2 * π * a',
    1,
  ),
  shape(
    `circumference ${OF}circle(?: (?:with|of|that has|whose))*(?: an?)? diameter(?: of| is)? {a:positive}${UNIT}`,
    'π * a',
    1,
  ),
  shape(
    `volume ${OF}(?:sphere|ball)(?: (?:with|of|that has|whose))*(?: an?)? radius(?: of| is)? {a:positive}${UNIT}`,
    '4 / 3 * π * a ^ 3',
    3,
  ),
  shape(
    `volume ${OF}cylinder(?: (?:with|of|that has|whose))*(?: an?)? radius(?: of| is)? {a:positive}${UNIT}(?:,| and)* (?:an? )?height(?: of| is)? {b:positive}(?: ?\\k<u>)?`,
    'π * a ^ 2 * b',
    3,
  ),
  shape(
    `(?:length of the )?hypotenuse ${OF}(?:right(?:-angled)? )?(?:triangle)?(?: (?:with|of|that has|whose|legs?|sides|catheti|are))* ?{a:positive}${UNIT}(?: and |, ){b:positive}(?: ?\\k<u>)?`,
    'sqrt(a ^ 2 + b ^ 2)',
    1,
  ),
]

export const formulaRules: readonly PlannerRule[] = [
  defineRule({
    id: 'formula',
    reason: 'Works out speed, distance and time, consumption and body mass, and the area or volume of simple shapes.',
    order: 14,
    pairs: true,
    hint: /speed|how (?:long|far|fast|many|much)|uses?|needs?|consum|bmi|body mass|area|perimeter|circumference|volume|capacity|hypotenuse/i,
    examples: {
      yes: [
        'average speed for 240 km in 3 hours',
        'how long does it take to drive 300 km at 120 km/h',
        'car uses 6.5 l per 100 km, how many liters for 340 km',
        'bmi for 80kg and 1.80m',
        'area of a rectangle 4.5 by 6',
        'volume of a box 30 x 20 x 15 cm',
        'circumference of a circle with radius 5 cm',
      ],
      no: [
        'How long does it take to drive to Berlin at 120 km/h?',
        'What is the area of France?',
        'area code 212 and 415',
        'Is a BMI of 24 healthy?',
        'I ran 5 km in 30 minutes, is that good?',
        'volume 2 and 3 of the series',
        'What is the speed of light?',
      ],
    },
    read: clause => readPhrases(clause, MOTION) ?? readPhrases(clause, SHAPES),
  }),
]

const LENGTH_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^k/i, 'km'],
  [/^mi/i, 'mi'],
  [/^m/i, 'm'],
]

const lengthOf = (written: string): string => LENGTH_NAMES.find(([pattern]) => pattern.test(written))?.[1] ?? 'm'

const SECONDS = (written: string): number => (/^h/i.test(written) ? 3600 : /^m/i.test(written) ? 60 : 1)

function speed(slots: Slots): Answer | null {
  const length = lengthOf(slots.text('length'))
  const seconds = SECONDS(slots.text('unit'))
  const inSeconds = length === 'm'
  const factor = inSeconds ? 1 : 3600
  return evaluated({
    expression: `${slots.text('way')} / (${slots.text('time')} * ${seconds} / ${factor})`,
    unit: ` ${length === 'km' ? 'km/h' : length === 'mi' ? 'mph' : 'm/s'}`,
    how: `${slots.text('way')} ${length} in ${slots.text('time')} ${slots.text('unit')}`,
  })
}

/** Kilometres, miles or metres of a speed, and its seconds. */
function paceOf(written: string): readonly [length: string, seconds: number] {
  if (/^m\/s|^met/i.test(written)) return ['m', 1]
  return [/^k/i.test(written) ? 'km' : 'mi', 3600]
}

function duration(slots: Slots): Answer | null {
  const [length, seconds] = paceOf(slots.text('pace'))
  if (lengthOf(slots.text('length')) !== length || Number(slots.text('speed')) === 0) return null
  const tasks = [
    task('seconds', 'Work out the time', 'math.evaluate', {
      expression: `${slots.text('way')} / ${slots.text('speed')} * ${seconds}`,
      decimals: 0,
      rounding: 'half_up',
    }),
    saidLength(),
  ]
  return {
    tasks,
    answer: 'said',
    reply: {
      template: '{{text}}',
      how: '{{how}}',
      values: {
        text: at('/text'),
        how: literal(`${slots.text('way')} ${length} at ${slots.text('speed')} ${slots.text('pace')}`),
      },
    },
  }
}

function distance(slots: Slots): Answer | null {
  const pick = (name: string): string => slots.text(name) || slots.text(`${name}2`)
  const [length, seconds] = paceOf(pick('pace'))
  return evaluated({
    expression: `${pick('speed')} * ${pick('time')} * ${SECONDS(pick('unit'))} / ${seconds}`,
    unit: ` ${length === 'mi' ? 'miles' : length}`,
    how: `${pick('speed')} ${pick('pace')} for ${pick('time')} ${pick('unit')}`,
  })
}

const fuel = (slots: Slots): Answer | null =>
  evaluated({
    expression: `${slots.text('use')} * ${slots.text('way')} / 100`,
    unit: ' liters',
    how: `${slots.text('use')} l per 100 km for ${slots.text('way')} km`,
  })

function bmi(slots: Slots): Answer | null {
  const written = slots.text('m')
  const isCentimetre = /^c/i.test(slots.text('length'))
  const metres = isCentimetre ? Number(written) / 100 : Number(written)
  if (metres < 0.5 || metres > 2.6) return null
  const height = isCentimetre ? `(${written} / 100)` : written
  return evaluated({
    expression: `${slots.text('kg')} / ${height} ^ 2`,
    decimals: 1,
    how: `${slots.text('kg')} kg ÷ (${written} ${isCentimetre ? 'cm' : 'm'})²`,
  })
}

/** Digits enough that ten significant ones of the result are right. */
const PI = '3.14159265358979323846'

const POWERS = ['', '', '²', '³']

/** A root that is exact needs no decimals. */
function isLong(expression: string): boolean {
  const value = evaluatedValue(expression)
  return value !== null && fittingDecimals(value) !== null
}

function shape(source: string, formula: string, power: 1 | 2 | 3): Phrase {
  return phrase(source, slots => {
    const unit = slots.text('u') || slots.text('v')
    if (slots.has('u') && slots.has('v') && slots.text('u') !== slots.text('v')) return null
    const known: Readonly<Record<string, string>> = {
      a: slots.text('a'),
      b: slots.text('b'),
      c: slots.text('c'),
      π: PI,
    }
    const expression = formula.replace(/(?<![a-z])[abcπ](?![a-z])/gu, name => known[name] ?? name)
    const said = formula.replace(/(?<![a-z])[abc](?![a-z])/gu, name => known[name] ?? name)
    return evaluated({
      expression,
      decimals: formula.includes('π') || (formula.includes('sqrt') && isLong(expression)) ? 4 : undefined,
      unit: unit === '' ? '' : ` ${unit}${POWERS[power]}`,
      how: said
        .replace(/\*/g, '×')
        .replace(/\//g, '÷')
        .replace(/ \^ 2/g, '²')
        .replace(/ \^ 3/g, '³')
        .replace(/sqrt\((.*)\)/, '√($1)'),
    })
  })
}
