/** Formulas that everybody knows: interest and loans, speed, distance and time, consumption, body mass, areas and volumes. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { type Amount, decimalsOf, showAmount, writeAmount } from '../money.ts'
import { peek } from '../peek.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, at, defineRule, literal, task } from '../rule.ts'

const ASK =
  "(?:(?:,|;|-)? ?(?:so )?(?:what|how much|how many)(?:'s| is| do| does| will| would| are)?(?: (?:the|i|it|that|my|we))*(?: (?:total|end up with|pay|get|have|cost|be|is|it|owe|interest|balance|value|worth|come to|monthly|payment|in total|altogether))*)?"
const TERM = '{time:positive} ?(?<unit>years?|yrs?|months?)'
const A_YEAR =
  '(?: (?:a year|per year|per annum|p\\.?a\\.?|annually|yearly|annual|apr|interest|rate|annual interest|interest rate|simple interest|compounded (?:annually|yearly)|(?:per year )?compounded (?:annually|yearly)))*'
const OFTEN = '(?:,? ?compounded (?<often>monthly|quarterly|weekly|daily|semi-?annually|annually|yearly))?'

const MONEY: readonly Phrase[] = [
  phrase(
    `compound(?:ed)? interest (?:on|of|for|from)(?: an?)?(?: (?:principal|investment|deposit|sum) of)? {sum:amount}(?: invested)? (?:at|with|for)(?: an?)? ?{rate:percent}${A_YEAR},? (?:for|over|in|after|during) ${TERM}${OFTEN}${ASK}`,
    slots => grown(slots),
  ),
  phrase(
    `(?:what (?:will|would|does|is) )?(?:if i invest |investing )?{sum:amount}(?: invested| saved| deposited| growing| grows?)?(?: be worth| become| grow to)? ?(?:at|with)(?: an?)? {rate:percent}${A_YEAR} compound(?:ed)?(?: interest)?(?: annually| yearly)?,? (?:for|over|in|after) ${TERM}${OFTEN}${ASK}`,
    slots => grown(slots),
  ),
  phrase(
    `simple interest (?:on|of|for|from)(?: an?)?(?: (?:principal|investment|loan|sum) of)? {sum:amount}(?: invested| borrowed)? (?:at|with)(?: an?)? {rate:percent}${A_YEAR},? (?:for|over|in|after) ${TERM}${ASK}`,
    slots => simple(slots),
  ),
  phrase(
    `(?:what(?:'s| is) (?:the )?|calculate (?:the )?)?(?:monthly )?(?:payment|payments|instal?ment|rate|repayment)s? (?:for|on|of)(?: an?)?(?: (?:loan|mortgage|credit) of)? {sum:amount}(?: (?:loan|mortgage|credit|car loan|home loan))?,? (?:at|with)(?: an?)?(?: interest rate of)? ?{rate:percent}${A_YEAR},? (?:for|over|in|during|term) ${TERM}${ASK}`,
    slots => loan(slots),
  ),
  phrase(
    `(?:an? )?{sum:amount} (?:loan|mortgage|credit)(?: (?:at|with))?(?: an?)? ?{rate:percent}${A_YEAR},? (?:for|over|in) ${TERM}(?:,|;|:)? (?:what(?:'s| is| are) (?:the )?)?monthly (?:payment|instal?ment|rate|repayment)s?`,
    slots => loan(slots),
  ),
  // Per month for years, and the like.
  phrase(
    `(?:how much (?:is|does|do|will|would) |what(?:'s| is) )?(?:[\\p{L}-]{2,15} )?{sum:amount}(?: [\\p{L}-]{2,12})?(?: ?/ ?| an? | per | every | each )(?<per>month|year|week|day|hour|minute) (?:for|over) {time:positive} (?<of>years?|months?|weeks?|days?|hours?|minutes?)(?:,|;)?(?: (?:is )?(?:how much|what)(?: (?:is|does|do|will|would|it|that|in total|total|altogether|all in all|cost|come to|make|be))*| in total| altogether| total| cost)*`,
    slots => perPeriod(slots),
  ),
  phrase(
    `(?:how much (?:is|are) |what(?:'s| is) )?{sum:amount}(?: (?:salary|income|rent|gross|net))?(?: ?/ ?| an? | per | every | each )(?<per>month|year|week|day)(?: (?:salary|income))?(?:,| =| is| in| to| as)*(?: (?:how much|what)(?: (?:is|does|it|that|in))*)?(?: ?/ ?| an? | per | every | each | )(?<to>month|year|week|day|monthly|yearly|annually|weekly|daily)`,
    slots => converted(slots),
  ),
  phrase(
    `(?:how much (?:is|are) |what(?:'s| is) )?(?:(?:an? )?(?<adj>annual|yearly|monthly) (?:salary|income|rent|cost|fee|wage|pay)? ?(?:of )?{sum:amount}|{sum2:amount} (?<adj2>annually|yearly|monthly))(?:,| =| is| in| to| as)*(?: (?:how much|what)(?: (?:is|it|that))*)? (?:an? |per |every )?(?<to>month|year|monthly|yearly|annually)`,
    slots => converted(slots),
  ),
]

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
    id: 'interest',
    reason: 'Works out interest, the payments of a loan, and amounts per month or year.',
    order: 13,
    pairs: true,
    hint: /interest|invest|compound|loan|mortgage|credit|month|year|week|annual|per |\/|an? (?:day|hour)/i,
    examples: {
      yes: [
        'compound interest on 1000 at 5% for 10 years',
        'simple interest on 2000 at 3% for 4 years',
        'monthly payment for a 200000 loan at 3.5% over 30 years',
        '1200 EUR per month for 25 years, how much in total?',
        '60000 a year per month?',
      ],
      no: [
        'Is 5% interest good?',
        'What is compound interest?',
        'I pay 1200 EUR per month for 25 years',
        'Should I take a 200000 loan at 3.5% over 30 years?',
        'My interest in 1000 books over 10 years',
        'Can I live on 2000 euros a month?',
        '50 km per week per month?',
      ],
    },
    read: clause => readPhrases(clause, MONEY),
  }),
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

const sumOf = (slots: Slots): Amount => slots.amount(slots.has('sum') ? 'sum' : 'sum2')
const placesOf = ({ sign }: Amount): number => (sign === null ? 2 : decimalsOf(sign))
const monthsOf = (slots: Slots): number => Number(slots.text('time')) * (/^m/i.test(slots.text('unit')) ? 1 : 12)
const OFTENS: Readonly<Record<string, number>> = {
  monthly: 12,
  quarterly: 4,
  weekly: 52,
  daily: 365,
  annually: 1,
  yearly: 1,
  semiannually: 2,
}

/** `compound interest on` may ask for the interest or for the sum: both are said, the sum first. */
function grown(slots: Slots): Answer | null {
  const sum = sumOf(slots)
  const years = monthsOf(slots) / 12
  const often = OFTENS[slots.text('often').toLowerCase().replace('-', '')] ?? 1
  const input = { principal: sum.digits, percent: slots.text('rate'), years, per_year: often, decimals: placesOf(sum) }
  if (!Number.isInteger(years) || peek('math.compound', input) === null) return null
  const only = task('grown', 'Compound the interest', 'math.compound', input)
  const how = `${showAmount(sum)} at ${slots.text('rate')}% for ${years} years, interest added ${slots.text('often') || 'once a year'}; interest`
  return {
    tasks: [only],
    answer: 'grown',
    reply: {
      template: writeAmount('{{total}}', sum.sign),
      how: `{{how}} ${writeAmount('{{interest}}', sum.sign)}`,
      values: { total: at('/total'), interest: at('/interest'), how: literal(how) },
    },
  }
}

function simple(slots: Slots): Answer | null {
  const sum = sumOf(slots)
  return evaluated({
    expression: `${sum.digits} * ${slots.text('rate')} / 100 * ${monthsOf(slots)} / 12`,
    sign: sum.sign,
    ...(sum.sign === null ? {} : { decimals: placesOf(sum) }),
    how: `${showAmount(sum)} × ${slots.text('rate')}% × ${slots.text('time')} ${slots.text('unit')}`,
  })
}

function loan(slots: Slots): Answer | null {
  const sum = sumOf(slots)
  const input = { principal: sum.digits, percent: slots.text('rate'), months: monthsOf(slots), decimals: placesOf(sum) }
  if (!Number.isInteger(input.months) || peek('math.loan', input) === null) return null
  const only = task('loan', 'Work out the payment', 'math.loan', input)
  return {
    tasks: [only],
    answer: 'loan',
    reply: {
      template: `${writeAmount('{{payment}}', sum.sign)} a month`,
      how: `{{how}} ${writeAmount('{{interest}}', sum.sign)}`,
      values: {
        payment: at('/payment'),
        interest: at('/interest'),
        how: literal(`${showAmount(sum)} at ${slots.text('rate')}% a year in ${input.months} months; interest in all`),
      },
    },
  }
}

/** How many of the smaller unit the larger one has, where everybody agrees. */
const IN: Readonly<Record<string, number>> = {
  'year month': 12,
  'week day': 7,
  'hour minute': 60,
  'day day': 1,
  'month month': 1,
  'year year': 1,
  'week week': 1,
  'hour hour': 1,
}
const single = (word: string): string => word.toLowerCase().replace(/s$/, '')

function perPeriod(slots: Slots): Answer | null {
  const sum = sumOf(slots)
  const factor = IN[`${single(slots.text('of'))} ${single(slots.text('per'))}`]
  if (factor === undefined) return null
  const times = factor === 1 ? slots.text('time') : `${slots.text('time')} * ${factor}`
  return evaluated({
    expression: `${sum.digits} * ${times}`,
    sign: sum.sign,
    how: `${showAmount(sum)} × ${times.replace('*', '×')}`,
  })
}

const PERIODS: Readonly<Record<string, string>> = {
  annual: 'year',
  yearly: 'year',
  annually: 'year',
  monthly: 'month',
  weekly: 'week',
  daily: 'day',
}

function converted(slots: Slots): Answer | null {
  const sum = sumOf(slots)
  const word = (written: string): string => PERIODS[written.toLowerCase()] ?? single(written)
  const from = word(slots.text('per') || slots.text('adj') || slots.text('adj2'))
  const to = word(slots.text('to'))
  const [up, down] = [IN[`${to} ${from}`], IN[`${from} ${to}`]]
  if (from === to || (up === undefined && down === undefined)) return null
  const sign = up === undefined ? '/' : '*'
  return evaluated({
    expression: `${sum.digits} ${sign} ${up ?? down}`,
    sign: sum.sign,
    ...(sum.sign === null ? { decimals: up === undefined ? 2 : undefined } : {}),
    unit: ` a ${to}`,
    how: `${showAmount(sum)} ${sign === '/' ? '÷' : '×'} ${up ?? down}`,
  })
}

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
    task(
      'said',
      'Write it as a length of time',
      'date.format_duration',
      { seconds: { $from: 'seconds', pointer: '/value' } },
      ['seconds'],
    ),
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
      decimals: formula.includes('π') || formula.includes('sqrt') ? 4 : undefined,
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
