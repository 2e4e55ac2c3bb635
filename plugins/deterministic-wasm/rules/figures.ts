/** Everyday figures: interest and loans, wages, speed and consumption, areas and volumes, what is left to a goal. */
import type { PlannerRule } from '#contracts/planner-port'
import { type AmountForm, amountForm, readAmountForms, type Slots } from './amount-forms.ts'
import { evaluated } from './evaluated.ts'
import { type Amount, decimalsOf, showAmount, writeAmount } from './money.ts'
import { peek } from './peek.ts'
import { type Answer, at, defineRule, task } from './rule.ts'

const money = (amount: Amount, expression: string, how: string, unit = ''): Answer | null =>
  evaluated({ expression, sign: amount.sign, ...(amount.sign === null ? { decimals: 2 } : {}), how, unit })

function compound({ amounts: [principal], numbers: [percent, years] }: Slots): Answer | null {
  const decimals = principal!.sign === null ? 2 : decimalsOf(principal!.sign)
  const input = { principal: principal!.digits, percent: Number(percent), years: Number(years), decimals }
  if (peek('math.compound', input) === null) return null
  const write = (name: string) => writeAmount(`{{${name}}}`, principal!.sign)
  return {
    tasks: [task('grown', 'Let it grow', 'math.compound', input)],
    answer: 'grown',
    reply: {
      template: write('total'),
      how: `${write('interest')} of it is interest`,
      values: { total: at('/total'), interest: at('/interest') },
    },
    reading: 'Interest is added once a year.',
  }
}

const simple = ({ amounts: [principal], numbers: [percent, years] }: Slots): Answer | null =>
  money(
    principal!,
    `${principal!.digits} * ${percent} / 100 * ${years}`,
    `${showAmount(principal!)} × ${percent}% × ${years} years`,
  )

function loan({ amounts: [principal], numbers: [percent, years] }: Slots, months = 12): Answer | null {
  const decimals = principal!.sign === null ? 2 : decimalsOf(principal!.sign)
  const input = { principal: principal!.digits, percent: Number(percent), months: Number(years) * months, decimals }
  if (peek('math.loan', input) === null) return null
  const write = (name: string) => writeAmount(`{{${name}}}`, principal!.sign)
  return {
    tasks: [task('loan', 'Work out the payment', 'math.loan', input)],
    answer: 'loan',
    reply: {
      template: `${write('payment')} a month`,
      how: `${write('total')} in all, ${write('interest')} of it interest`,
      values: { payment: at('/payment'), total: at('/total'), interest: at('/interest') },
    },
  }
}

/** Digits enough for every answer that is rounded to ten. */
const PI = '3.14159265358979323846'

const SPANS: Readonly<Record<string, number>> = {
  'month year': 12,
  'month month': 1,
  'week week': 1,
  'day day': 1,
  'day week': 7,
}
const PERIODS: Readonly<Record<string, number>> = {
  year: 12,
  annum: 12,
  annually: 12,
  yearly: 12,
  month: 1,
  monthly: 1,
}
const LENGTH = '(?<unit> ?(?:mm|cm|dm|m|km|in|inch(?:es)?|ft|feet|yd|yards?|meters?|metres?|centimeters?|miles?))?'
const BY = ' ?(?:x|×|\\*|by|and) ?'
const SHAPES: readonly AmountForm[] = [
  amountForm(
    `(?:area|surface) of an? (?:rectangle|rectangular (?:room|field|garden|plot|table)|room|field|garden|floor|wall)(?: of| with(?: sides)?| measuring| that is)? N${LENGTH}${BY}N(?: ?(?:mm|cm|dm|m|km|in|inches|ft|feet|yd|yards|meters|metres))?`,
    ({ numbers: [a, b], groups }) => shape(`${a} * ${b}`, groups.unit, '²', `${a} × ${b}`),
  ),
  amountForm(
    `(?:perimeter|circumference) of an? rectangle(?: of| with(?: sides)?)? N${LENGTH}${BY}N(?: ?(?:mm|cm|dm|m|km|in|inches|ft|feet|yd|yards|meters|metres))?`,
    ({ numbers: [a, b], groups }) => shape(`2 * (${a} + ${b})`, groups.unit, '', `2 × (${a} + ${b})`),
  ),
  amountForm(
    `area of an? square(?: of| with(?: a)? sides?(?: length)?(?: of)?)? N${LENGTH}`,
    ({ numbers: [a], groups }) => shape(`${a} ^ 2`, groups.unit, '²', `${a}²`),
  ),
  amountForm(
    `perimeter of an? square(?: of| with(?: a)? sides?(?: length)?(?: of)?)? N${LENGTH}`,
    ({ numbers: [a], groups }) => shape(`4 * ${a}`, groups.unit, '', `4 × ${a}`),
  ),
  amountForm(
    `area of an? triangle(?: with)?(?: an?)? base(?: of)? N${LENGTH}(?:,| and)? (?:an? )?height(?: of)? N(?: ?(?:mm|cm|m|km|in|ft))?`,
    ({ numbers: [a, b], groups }) => shape(`${a} * ${b} / 2`, groups.unit, '²', `${a} × ${b} ÷ 2`),
  ),
  amountForm(`area of an? circle(?: of| with)?(?: an?)? radius(?: of)? N${LENGTH}`, ({ numbers: [r], groups }) =>
    shape(`${PI} * ${r} ^ 2`, groups.unit, '²', `π × ${r}²`),
  ),
  amountForm(
    `circumference of an? circle(?: of| with)?(?: an?)? radius(?: of)? N${LENGTH}`,
    ({ numbers: [r], groups }) => shape(`2 * ${PI} * ${r}`, groups.unit, '', `2 × π × ${r}`),
  ),
  amountForm(
    `circumference of an? circle(?: of| with)?(?: an?)? diameter(?: of)? N${LENGTH}`,
    ({ numbers: [d], groups }) => shape(`${PI} * ${d}`, groups.unit, '', `π × ${d}`),
  ),
  amountForm(
    `volume of an? (?:box|cuboid|tank|aquarium|room|container)(?: of| with(?: sides)?| measuring)? N${BY}N${BY}N${LENGTH}`,
    ({ numbers: [a, b, c], groups }) => shape(`${a} * ${b} * ${c}`, groups.unit, '³', `${a} × ${b} × ${c}`),
  ),
  amountForm(
    `volume of an? cube(?: of| with(?: a)? sides?(?: length)?(?: of)?)? N${LENGTH}`,
    ({ numbers: [a], groups }) => shape(`${a} ^ 3`, groups.unit, '³', `${a}³`),
  ),
  amountForm(
    `(?:hypotenuse|longest side) of an? (?:right(?:-angled| angled)? )?triangle(?: with)?(?: (?:sides|legs))?(?: of)? N(?: and| by|,) N`,
    ({ numbers: [a, b] }) => shape(`sqrt(${a} ^ 2 + ${b} ^ 2)`, undefined, '', `√(${a}² + ${b}²)`),
  ),
]
const shape = (expression: string, unit: string | undefined, power: string, how: string): Answer | null =>
  evaluated({
    expression,
    ...(/3\.14159|sqrt/.test(expression) ? { decimals: 4 } : {}),
    unit: unit === undefined ? '' : ` ${unit.trim()}${power}`,
    how,
  })

const MONEY: readonly AmountForm[] = [
  amountForm(
    'compound interest (?:on|of|for) A (?:at|with) P(?: (?:a year|per year|p\\.?a\\.?|per annum|annually|yearly))?,? (?:for|over|after|in) I years?',
    compound,
  ),
  amountForm(
    '(?:value of |how much (?:is|will be|becomes) )?A (?:at|with) P (?:compound(?:ed)?(?: interest| annually| yearly)?|compound interest),? (?:for|over|after|in) I years?',
    compound,
  ),
  amountForm(
    '(?:simple )?interest (?:on|of|for) A (?:at|with) P(?: (?:a year|per year|p\\.?a\\.?|per annum|simple interest))?,? (?:for|over|after) N years?',
    slots => simple(slots),
  ),
  amountForm(
    '(?:monthly )?(?:payment|rate|installment|instalment|repayment)s? (?:for|on|of) (?:an? )?A (?:loan|mortgage|credit) (?:at|with) P(?: interest)?,? (?:for|over|in) I years?',
    slots => loan(slots),
  ),
  amountForm(
    '(?:monthly )?(?:payment|rate|installment|instalment|repayment)s? (?:for|on|of) (?:an? )?(?:loan|mortgage|credit) of A (?:at|with) P(?: interest)?,? (?:for|over|in) I years?',
    slots => loan(slots),
  ),
  amountForm(
    '(?:monthly )?(?:payment|rate|installment|instalment|repayment)s? (?:for|on|of) (?:an? )?A (?:loan|mortgage|credit) (?:at|with) P(?: interest)?,? (?:for|over|in) I months?',
    slots => loan(slots, 1),
  ),
  amountForm(
    'A (?:a|per|each|every|/) ?(?:hour|hr|h)(?: for|,| times| x| ×)? N (?:hours|hrs|h)',
    ({ amounts: [rate], numbers: [hours] }) =>
      money(rate!, `${hours} * ${rate!.digits}`, `${hours} hours × ${showAmount(rate!)}`),
  ),
  amountForm(
    'N (?:hours|hrs|h)(?: of work)? (?:at|for|@|times|x|×) A(?: (?:an|per|a|each|/) ?(?:hour|hr|h))',
    ({ amounts: [rate], numbers: [hours] }) =>
      money(rate!, `${hours} * ${rate!.digits}`, `${hours} hours × ${showAmount(rate!)}`),
  ),
  amountForm(
    "(?:hourly (?:rate|wage|pay)(?: is| of)? )A(?: an hour)?,? N (?:hours|hrs|h) (?:a|per|each) day,? I (?:work(?:ing)? ?)?days(?: (?:a|per) month)?[.,;]? (?:how much (?:is (?:that|it) )?(?:a|per) month|monthly|per month|a month|what(?: is|'s)? (?:the )?monthly (?:pay|salary|wage))",
    ({ amounts: [rate], numbers: [hours, days] }) =>
      money(
        rate!,
        `${rate!.digits} * ${hours} * ${days}`,
        `${showAmount(rate!)} × ${hours} hours × ${days} days`,
        ' a month',
      ),
  ),
  amountForm(
    'A (?:a|per|each|every) year (?:is (?:how much |what )?)?(?:a|per|each|in) month|A (?:yearly|annually|per annum|p\\.?a\\.?) (?:is (?:how much |what )?)?(?:a|per|each) month',
    ({ amounts: [amount] }) =>
      money(amount!, `${amount!.digits} / ${PERIODS.year}`, `${showAmount(amount!)} ÷ 12`, ' a month'),
  ),
  amountForm(
    'A (?:a|per|each|every) month (?:is (?:how much |what )?)?(?:a|per|each|in a) year',
    ({ amounts: [amount] }) => money(amount!, `${amount!.digits} * 12`, `${showAmount(amount!)} × 12`, ' a year'),
  ),
  amountForm(
    'A ?(?:a|per|each|every|/) ?(?<period>month|week|day) for I (?<span>years?|months?|weeks?|days?)(?:,? (?:how much is (?:that|it)(?: in (?:total|all))?|is how much(?: in (?:total|all))?|in total|total))?',
    ({ amounts: [amount], numbers: [n], groups }) => {
      const times = SPANS[`${groups.period!.toLowerCase()} ${groups.span!.toLowerCase().replace(/s$/, '')}`]
      return times === undefined
        ? null
        : money(
            amount!,
            `${amount!.digits} * ${times} * ${n}`,
            `${showAmount(amount!)} × ${Number(n) * times} ${groups.period}s`,
          )
    },
  ),
]
const MOTION: readonly AmountForm[] = [
  amountForm(
    '(?:average )?speed (?:if|when|for) (?:i|we|you|he|she|they|someone)? ?(?:drive|drove|travel(?:led)?|cover(?:ed)?|ride|rode|run|ran|walk(?:ed)?|cycle(?:d)?|go|went)? ?N ?(?<unit>km|miles?|mi|m|meters?|metres?|kilomet(?:er|re)s?) in N ?(?<time>hours?|hrs?|h|minutes?|mins?|seconds?|secs?|s)',
    ({ numbers: [way, time], groups }) =>
      evaluated({
        expression: `${way} / ${time}`,
        unit: ` ${groups.unit}/${groups
          .time!.replace(/^hours?|^hrs?/i, 'h')
          .replace(/^min.*/i, 'min')
          .replace(/^sec.*/i, 's')}`,
        how: `${way} ÷ ${time}`,
      }),
  ),
  amountForm(
    'how long (?:does it take |will it take )?(?:to (?:drive|travel|cover|ride|run|walk|cycle|go) )?(?:for )?N ?(?<unit>km|miles?) at N ?(?:km/h|kph|kmh|mph)',
    ({ numbers: [way, speed] }) =>
      evaluated({ expression: `${way} / ${speed}`, unit: ' hours', how: `${way} ÷ ${speed}` }),
  ),
  amountForm(
    '(?:(?:my |the |a )?car )?(?:uses|needs|takes|consumes) N ?(?:l|liters?|litres?) (?:per|/|for|on) ?100 ?km,? (?:so )?how (?:many (?:liters?|litres?|l)|much(?: fuel| petrol| gas| diesel)?)(?: (?:do i need|does it (?:need|use)|is that))? (?:for|in) N ?km',
    ({ numbers: [per, way] }) =>
      evaluated({ expression: `${per} * ${way} / 100`, unit: ' l', how: `${per} l per 100 km × ${way} km` }),
  ),
  amountForm(
    "bmi (?:for|of|with|at|if) (?:i(?:'m| am| weigh)? )?N ?kg(?:,| and| at)? (?:and )?N ?m",
    ({ numbers: [kg, m] }) => evaluated({ expression: `${kg} / ${m} ^ 2`, decimals: 1, how: `${kg} ÷ ${m}²` }),
  ),
  amountForm(
    "bmi (?:for|of|with|at|if) (?:i(?:'m| am| weigh)? )?N ?kg(?:,| and| at)? (?:and )?I ?cm",
    ({ numbers: [kg, cm] }) =>
      evaluated({ expression: `${kg} / (${cm} / 100) ^ 2`, decimals: 1, how: `${kg} ÷ (${cm} ÷ 100)²` }),
  ),
  amountForm(
    "(?:(?:i(?:'m| am)|im|we are|we're) (?:at|on) )N(?: (?:steps|points|pages|km|miles|kcal|calories|words|followers|users|coins|xp))?,? (?:(?:my |the |our )?goal (?:is|=)|out of|target(?: is)?) N[.,;]? how (?:many|much) (?:(?:is |are |more )?(?:left|remain(?:ing)?|missing|to go|do i need))(?: left)?",
    ({ numbers: [have, goal] }) => evaluated({ expression: `${goal} - ${have}`, how: `${goal} − ${have}` }),
  ),
  amountForm(
    'if A (?:is|are|=|equals?|costs?) A,? (?:then )?(?:how much (?:is|are|would be|does)|what (?:is|are)) A(?: cost)?',
    ({ amounts: [a, b, c] }) => {
      if (
        a!.sign === null ||
        b!.sign === null ||
        c!.sign === null ||
        a!.sign.code !== c!.sign.code ||
        a!.sign.code === b!.sign.code
      )
        return null
      return evaluated({
        expression: `${c!.digits} * ${b!.digits} / ${a!.digits}`,
        sign: b!.sign,
        how: `${showAmount(c!)} at ${showAmount(b!)} for ${showAmount(a!)}`,
      })
    },
  ),
]

export const figureRules: readonly PlannerRule[] = [
  defineRule({
    id: 'everyday-figure',
    reason: 'Works out interest, loans, wages, areas, volumes, speeds and what is left to a goal.',
    order: 17,
    pairs: true,
    hint: /\d/,
    examples: {
      yes: [
        'compound interest on 500 at 4% for 6 years',
        'simple interest on 900 at 5% for 2 years',
        'monthly payment for a 10000 loan at 6% over 2 years',
        '35 hours at 18.50 EUR an hour',
        '60000 a year per month',
        'area of a rectangle 3 by 7',
        'volume of a box 2 x 3 x 4 m',
        'speed if I drive 150 km in 2 hours',
        'bmi for 70 kg and 1.75 m',
        "I'm at 120 pages, goal is 300. How many left?",
      ],
      no: [
        'What is compound interest?',
        'Is 5% a good rate for a loan of 10000?',
        'the area of a room of my own',
        '40 hours at the office',
        'speed limit in 30 zones',
        'volume 11',
        'I earn 50000 a year.',
        'Do 10000 steps a day for 3 months',
      ],
    },
    read: clause => {
      for (const text of new Set([clause.core, clause.plain])) {
        const answer = readAmountForms(text, [...MONEY, ...SHAPES, ...MOTION])
        if (answer !== null) return answer
      }
      return null
    },
  }),
]
