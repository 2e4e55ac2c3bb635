/** Buying and saving told in a sentence: changes and shares in per cent, what is left, instalments, margins, exchange, prices by weight. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import { type Amount, commonSign, showAmount } from '../money.ts'
import { peek } from '../peek.ts'
import { type Answer, defineRule } from '../rule.ts'
import { findUnit, type Known } from '../units.ts'
import { asksOthers } from './asked-others.ts'
import { type Figure, readStories, type StoryForm } from './story.ts'

const PERCENT = /%|(?<!\p{L})(?:percent|percentage|per cent|pct)(?!\p{L})/u
const PERCENT_WORDS = 'percent percentage per cent pct'
const hasCents = ({ digits }: Amount): boolean => /\.\d{2}$/.test(digits)
const places = (amounts: readonly Amount[]): { readonly decimals?: number } =>
  commonSign(amounts) === null && amounts.some(hasCents) ? { decimals: 2 } : {}
const rounded = (expression: string, unit: string, how: string): Answer | null => {
  const value = evaluatedValue(expression)
  const isLong = value !== null && value.denominator !== 1n && 10_000n % value.denominator !== 0n
  return evaluated({ expression, ...(isLong ? { decimals: 2 } : {}), unit, how })
}

const FROM_TO =
  /from A(?: \p{L}+)? (?:to|down to|up to) A|A ?(?:->|→|to) A|(?:was|were|cost|paid|used to be|had|bought(?: \p{L}+)? (?:at|for)) A.*(?:now|is|today|is now|are) A/u
const MORE_ASKED =
  /(?<!\p{L})(?:more|higher|increase|increased|rise|raise|growth|gain)(?: (?:is|was) (?:that|it|this))?[ ?.!]*$/u
const CHANGED: StoryForm = {
  amounts: 2,
  cues: [PERCENT, FROM_TO],
  not: /(?<!\p{L})(?:of|out of|vote|points?|times)(?!\p{L})/u,
  words: `${PERCENT_WORDS} from to was were used now today went goes going gone up down by rose fell dropped increased decreased increase decrease drop rise change changed growth grew off sale raise cheaper lower higher relative moved climbed rent salary price followers stock weight kg less more bought at for reduced discount reduction saving savings price marked shares share gain gained gains that is`,
  names: 3,
  read: ({ shape, amounts: [a, b] }) => {
    if (commonSign([a!.amount, b!.amount]) === 'mixed' || Number(a!.amount.digits) <= 0) return null
    const [from, to] = [a!.amount, b!.amount]
    // `how many percent off` asks for the size of the fall.
    const isFall =
      /(?<!\p{L})(?:off|cheaper|decrease|decreased|drop|dropped|fell|fall|down|lower|less|reduction|reduced|discount|saving|saved|markdown)(?!\p{L})/u.test(
        shape,
      ) && Number(to.digits) < Number(from.digits)
    // `rent was 650, heating is 70: how many percent more`: it is not.
    if (!isFall && Number(to.digits) < Number(from.digits) && MORE_ASKED.test(shape)) return null
    const difference = isFall ? `(${from.digits} - ${to.digits})` : `(${to.digits} - ${from.digits})`
    return rounded(`${difference} / ${from.digits} * 100`, '%', `From ${showAmount(from)} to ${showAmount(to)}`)
  },
}

/** `what percentage got an A`: of those that were counted, or of others? */
const OUT_OF: StoryForm = {
  amounts: 2,
  cues: [PERCENT, /A (?:out of|of) (?:the |my |a |an )?A|A ?\/ ?A/u],
  not: /(?:percent|percentage|%) (?:got|had|have|get|need) |(?<!\p{L})(?:off|discount|tax|vat|more|left|increase|wrong|incorrect|fail|fails|failed|miss|missed|lose|lost|absent|remain|remains|remaining|rest|others?|not|n't|didn't|don't|without|against|still|unpaid|unread|unsold)(?!\p{L})/u,
  words: `${PERCENT_WORDS} as out of questions points marks correct right test exam quiz score scored grade`,
  asks: /as (?:an? )?(?:percent|percentage)[ ?.!]*$/u,
  names: 2,
  read: ({ shape, amounts: [part, whole] }) =>
    commonSign([part!.amount, whole!.amount]) === 'mixed' ||
    Number(whole!.amount.digits) === 0 ||
    asksOthers(shape, OUT_OF.words)
      ? null
      : rounded(
          `${part!.amount.digits} / ${whole!.amount.digits} * 100`,
          '%',
          `${showAmount(part!.amount)} of ${showAmount(whole!.amount)}`,
        ),
}

const OUT =
  /(?<!\p{L})(?:spent|spend|spends|paid|pay|minus|less|bought|used|lost|gave|cost|costs|went out|takes?|ate|for)(?!\p{L})/u
const IN =
  /(?<!\p{L})(?:got|get|received|back|plus|earned|found|added|refund|won|win|gained|sold|borrowed|collected|inherited|deposited|deposit|topped|made|cashback|bonus|salary|wages|income)(?!\p{L})/u
const COUNTED_WORD = /(?<!\p{L})A (\p{L}{3,})/gu
const NO_THING =
  /^(?:and|for|from|the|then|back|away|out|more|left|yesterday|today|this|that|last|with|but|was|were|are|had|has|went|got|gave|euros?|dollars?|pounds?|bucks|quid|each|per|cash|min|spent|paid|now|other|of them)$/u
const singular = (word: string): string => word.replace(/(?:(?<=s|x|ch|sh)es|(?<!s)s)$/u, '')

/** `I had 12 apples and ate 3 pears. How many apples are left?` */
function asksOfAnother(shape: string): boolean {
  const asked = /how many (?!are|is|do|does|did|will|would|have|has|were|left|remain)(\p{L}{3,})/u.exec(shape)
  if (asked === null) return false
  const told = [...shape.slice(0, asked.index).matchAll(COUNTED_WORD)].map(([, word = '']) => word)
  return told.some(word => !NO_THING.test(word) && singular(word) !== singular(asked[1] ?? ''))
}

const LEFT: StoryForm = {
  amounts: [2, 10],
  cues: [
    /(?<!\p{L})(?:left|left over|remaining|remains|remain)[ ?.!]*$/u,
    /^(?:\p{L}+ )?(?:\p{L}+ )?(?:(?:i|we) )?(?:had|have|budget|balance|got|start|started|withdrew|saved)/u,
    OUT,
  ],
  // `of which 120`: a part of what is told before.
  not: /(?<!\p{L})(?:each|per|times|hours?|minutes?|days?|percent|of (?:which|that|those|it|them|this)|including|incl|included|thereof)(?!\p{L})|%|A x A|A (?:at|@) A|(?<!\p{L})(?:sold|sells?|bought|buys?) A(?: \p{L}+)? for A/u,
  words:
    'had budget balance start started withdrew saved with spent spend spends minus less plus bought used lost gave went out back received earned found added refund left over remaining remains remain account money wallet cash day rent food groceries lunch dinner phone from on',
  names: 5,
  read: ({ shape, amounts }) => {
    const sign = commonSign(amounts.map(({ amount }) => amount))
    if (sign === 'mixed' || asksOfAnother(shape)) return null
    let way: '+' | '-' | null = null
    let expression = amounts[0]!.amount.digits
    for (const { amount, before, after } of amounts.slice(1)) {
      // A verb before the amount, or `back` behind it; in a list the last verb holds.
      if (/(?<!\p{L})(?:minus|less) $/u.test(before)) way = '-'
      else if (/^ (?:back|refund)/u.test(after) || IN.test(before)) way = '+'
      else if (OUT.test(before)) way = '-'
      if (way === null) return null
      expression += ` ${way} ${amount.digits}`
    }
    const all = amounts.map(({ amount }) => amount)
    // Of counted things nobody gives more than there are.
    if (/how many/u.test(shape) && (evaluatedValue(expression)?.numerator ?? 0n) < 0n) return null
    return evaluated({ expression, sign, ...places(all), how: expression.replaceAll(' - ', ' − ') })
  },
}

const EVERY = /(?:(?:per|a|each|every) month|monthly)/u
const INSTALMENT: StoryForm = {
  amounts: 2,
  cues: [/A months?(?!\p{L})/u, EVERY],
  not: /interest|%|percent|A ?,? ?(?:a|per|each|every|\/) ?month|plus|loan|mortgage|fee/u,
  words:
    'salary wage rent yearly annual in over for months month per each every monthly save saving put away aside want need trip finance financed instalments installments instalment rate spread deposit goal by',
  names: 3,
  read: ({ amounts }) => {
    const months = amounts.find(({ after }) => /^ months?(?!\p{L})/u.test(after))
    const sum = amounts.find(figure => figure !== months)
    if (months === undefined || sum === undefined || !/^[1-9]\d{0,3}$/.test(months.amount.digits)) return null
    return evaluated({
      expression: `${sum.amount.digits} / ${months.amount.digits}`,
      sign: sum.amount.sign,
      ...(sum.amount.sign === null ? { decimals: 'cents' } : {}),
      unit: ' a month',
      how: `${showAmount(sum.amount)} ÷ ${months.amount.digits}`,
    })
  },
}

const HOW_LONG: StoryForm = {
  amounts: 2,
  cues: [
    /A ?(?:an?|per|each|every|\/) ?(month|week|day|year)(?!\p{L})/u,
    /how (?:long|many (?:months|weeks|days|years))/u,
    /(?<!\p{L})(?:sav(?:e|ing)|want|need|goal|owe|borrowed|pay|paying|giving|repay|put)(?!\p{L})/u,
  ],
  not: /interest|%|percent|left|spend|last|drink|eat|burn/u,
  words:
    'save saving want need goal owe borrowed pay paying giving back repay repaying put away aside long until till month months week weeks day days year years per each every done finished paid off reach target',
  names: 3,
  read: ({ shape, amounts }) => {
    const unit = /A ?(?:an?|per|each|every|\/) ?(month|week|day|year)(?!\p{L})/u.exec(shape)?.[1]
    const rate = amounts.find(({ after }) =>
      /^ ?(?:an?|per|each|every|\/) ?(?:month|week|day|year)(?!\p{L})/u.test(after),
    )
    const sum = amounts.find(figure => figure !== rate)
    const asked = /how many (month|week|day|year)s/u.exec(shape)?.[1]
    const sign = commonSign(amounts.map(({ amount }) => amount))
    if (rate === undefined || sum === undefined || sign === 'mixed' || (asked !== undefined && asked !== unit))
      return null
    if (Number(rate.amount.digits) <= 0) return null
    return evaluated({
      expression: `ceil(${sum.amount.digits} / ${rate.amount.digits})`,
      unit: ` ${unit}s`,
      how: `${showAmount(sum.amount)} ÷ ${showAmount(rate.amount)}, rounded up`,
    })
  },
}

const BOUGHT =
  /(?:cost|costs|cp|wholesale|bought(?: (?!and|then|sold)\p{L}+){1,3} (?:at|for)|bought(?: it)?(?: at| for)?|buy(?: \p{L}+)?(?: at| for)?|purchase(?:d)?(?: at| for)?|paid)(?: price)?(?: is| =| of|:)? A/u
const SOLD =
  /(?:sell|sold|sells|sp|selling price|sale price|retail|revenue)(?: price)?(?: it| them)?(?: on)?(?: at| for| is| =| of|:)? A/u
const MARGIN: StoryForm = {
  amounts: 2,
  cues: [BOUGHT, SOLD, /(?<!\p{L})(?:margin|markup|mark-up|profit|loss)(?!\p{L})/u],
  not: /(?<!\p{L})(?:fee|fixed|break|each|tax|vat)(?!\p{L})|margin(?: and| &|,) (?:the )?mark-?up|mark-?up(?: and| &|,) (?:the )?(?:profit )?margin/u,
  words: `${PERCENT_WORDS} cost cp bought buy at purchase purchased price sell sold sells sp selling sale margin markup mark-up profit loss item gross if them it on in of wholesale retail shares`,
  everyday: true,
  asks: /profit|margin|mark-?up|loss/u,
  names: 1,
  read: ({ shape, amounts: [a, b] }) => {
    const isCostFirst = (BOUGHT.exec(shape)?.index ?? 0) < (SOLD.exec(shape)?.index ?? 0)
    const [cost, price] = isCostFirst ? [a!.amount, b!.amount] : [b!.amount, a!.amount]
    const sign = commonSign([cost, price])
    if (sign === 'mixed') return null
    const isLoss = /(?<!\p{L})loss(?!\p{L})/u.test(shape)
    if (isLoss && Number(price.digits) > Number(cost.digits)) return null
    const gain = isLoss ? `(${cost.digits} - ${price.digits})` : `(${price.digits} - ${cost.digits})`
    if (/margin/u.test(shape))
      return rounded(
        `${gain} / ${price.digits} * 100`,
        '%',
        `(${showAmount(price)} - ${showAmount(cost)}) ÷ ${showAmount(price)}`,
      )
    if (/mark-?up/u.test(shape) || PERCENT.test(shape))
      return rounded(
        `${gain} / ${cost.digits} * 100`,
        '%',
        `(${showAmount(isLoss ? cost : price)} - ${showAmount(isLoss ? price : cost)}) ÷ ${showAmount(cost)}`,
      )
    return evaluated({
      expression: gain,
      sign,
      ...places([cost, price]),
      how: isLoss ? `${showAmount(cost)} - ${showAmount(price)}` : `${showAmount(price)} - ${showAmount(cost)}`,
    })
  },
}

/** A cost, and the margin or markup wanted: they are not the same. */
const PRICED: StoryForm = {
  amounts: 1,
  percents: 1,
  cues: [/P (?:margin|mark-?up)/u, /(?:selling price|sell|price)/u],
  words:
    'margin markup mark-up selling sell price buy cost at for want item should be purchase bought retail gross profit',
  everyday: true,
  names: 1,
  read: ({ shape, amounts: [cost], percents: [rate] }) => {
    const [amount, percent] = [cost!.amount, rate!.amount.digits]
    const isMargin = /P margin/u.test(shape)
    if (isMargin && Number(percent) >= 100) return null
    return evaluated({
      expression: isMargin ? `${amount.digits} / (1 - ${percent} / 100)` : `${amount.digits} * (1 + ${percent} / 100)`,
      sign: amount.sign,
      ...(amount.sign === null ? { decimals: 'cents' } : {}),
      how: isMargin
        ? `${showAmount(amount)} is ${100 - Number(percent)}% of it`
        : `${showAmount(amount)} plus ${percent}%`,
    })
  },
}

/** `trip is 640 km, car uses 6.8 l/100km and petrol is 1.79`. */
const USE = /A ?(?:l|litres?|liters?|kwh) ?(?:\/|per|on|for) ?A ?km/u
const TRIP: StoryForm = {
  amounts: 4,
  cues: [USE, /cost|what|how much/u],
  not: /return|both ways|each|per person|and back|(?<!\p{L})(?:left|have|already|tank)(?!\p{L})/u,
  words:
    'trip drive distance km l litre litres liter liters kwh per on for uses use needs consumption car petrol diesel gas fuel electricity litre electric',
  names: 3,
  read: ({ shape, amounts }) => {
    const at = USE.exec(shape)?.index ?? -1
    const use = amounts.find(figure => figure.at === at)
    const hundred = amounts[amounts.indexOf(use!) + 1]
    const way = amounts.find(figure => figure !== hundred && figure !== use && /^ ?km(?!\p{L})/u.test(figure.after))
    const price = amounts.find(figure => ![use, hundred, way].includes(figure))
    if (use === undefined || hundred?.amount.digits !== '100' || way === undefined || price === undefined) return null
    // So many litres are no price of one.
    if (UNIT_NAME.test(price.after)) return null
    // `for 3 of them` is no price either.
    const isPrice =
      /(?<!\p{L})(?:at|is|are|costs?|price|@|fuel|petrol|diesel|gas|electricity)(?: \p{L}+)? $/u.test(price.before) ||
      /^ ?(?:per|an?|\/)/u.test(price.after)
    if (price.amount.sign === null && !isPrice && !/^,? (?:and )?$/u.test(price.before)) return null
    return evaluated({
      expression: `${way.amount.digits} / 100 * ${use.amount.digits} * ${price.amount.digits}`,
      sign: price.amount.sign,
      ...(price.amount.sign === null ? { decimals: 'cents' } : {}),
      how: `${way.amount.digits} km ÷ 100 × ${use.amount.digits} × ${showAmount(price.amount)}`,
    })
  },
}

const UNIT_NAME =
  /^ ?(kg|g|mg|kilos?|grams?|lbs?|pounds?|oz|ounces?|l|ml|cl|litres?|liters?|m|cm|metres?|meters?|ft|feet|km)(?!\p{L})/u
type Quantity = { readonly figure: Figure; readonly unit: Known }
function quantityOf(figure: Figure): Quantity | null {
  const unit = findUnit((UNIT_NAME.exec(figure.after)?.[1] ?? '').replace(/^kilos?$/, 'kg'), false)
  return unit === null ? null : { figure, unit }
}
/** How much of one unit the other quantity is, exactly. */
const inUnit = ({ figure, unit }: Quantity, to: Known): string | null => {
  const exact = peek('unit.convert', { value: figure.amount.digits, from: unit.name, to: to.name })?.exact
  return typeof exact === 'string' && unit.unit.quantity === to.unit.quantity ? exact : null
}

const PER =
  /^ ?(?:per|an?|\/|for an?|the) ?(kg|kilo|g|lb|pound|oz|ounce|l|litre|liter|ml|m|metre|meter|ft|foot)(?!\p{L})/u
/** `cheese is 18.90 a kilo and I want 230 g`. */
const BY_WEIGHT: StoryForm = {
  amounts: 2,
  cues: [/A ?(?:per|an?|\/|for an?) ?(?:kg|kilo|g|lb|pound|oz|ounce|l|litre|liter|ml|m|metre|meter|ft|foot)(?!\p{L})/u],
  not: /cheaper|better|which|speed|A ?(?:km|kwh)/u,
  words:
    'per kg kilo kilos g gram grams lb lbs pound pounds oz ounce ounces l litre litres liter liters ml cl m cm metre metres meter meters ft foot feet want need take buy bag pack piece for of be',
  names: 2,
  read: ({ amounts }) => {
    const price = amounts.find(({ after }) => PER.test(after))
    const other = amounts.find(figure => figure !== price)
    const per = findUnit(
      (PER.exec(price?.after ?? '')?.[1] ?? '').replace(/^kilo$/, 'kg').replace(/^foot$/, 'ft'),
      false,
    )
    const quantity = other === undefined ? null : quantityOf(other)
    const size = per === null || quantity === null ? null : inUnit(quantity, per)
    if (price === undefined || size === null || other?.amount.sign !== null) return null
    return evaluated({
      expression: `${price.amount.digits} * (${size})`,
      sign: price.amount.sign,
      ...(price.amount.sign === null ? { decimals: 'cents' } : {}),
      how: `${showAmount(price.amount)} × ${size} ${per!.label}`,
    })
  },
}

const RATE: StoryForm = {
  amounts: 2,
  cues: [
    /(?<!\p{L})rate(?: is| of|:|,)? A/u,
    /(?<!\p{L})(?:to|in|into) (?:euros?|eur|dollars?|usd|pounds?|gbp|chf|francs?|yen|rupees?|inr|pln|zloty|crowns?)(?!\p{L})/u,
  ],
  not: /interest|%|percent|fee/u,
  words:
    'rate exchange convert change to in into at of with euro euros eur dollar dollars usd pound pounds gbp chf franc francs yen rupee rupees inr pln zloty crown crowns',
  read: ({ shape, amounts }) => {
    const at = /rate(?: is| of|:|,)? A/u.exec(shape)
    const rate = amounts.find(figure => figure.at === (at?.index ?? -9) + (at?.[0].length ?? 0) - 1)
    const sum = amounts.find(figure => figure !== rate)
    const target = /(?<!\p{L})(?:to|in|into) (\p{L}+)/u.exec(shape)?.[1]
    if (rate === undefined || sum === undefined || sum.amount.sign === null || rate.amount.sign !== null) return null
    return evaluated({
      expression: `${sum.amount.digits} * ${rate.amount.digits}`,
      decimals: 2,
      unit: ` ${/^\p{L}{3}$/u.test(target ?? '') ? (target ?? '').toUpperCase() : target}`,
      how: `${showAmount(sum.amount)} × ${rate.amount.digits}`,
    })
  },
}

const FORMS: readonly StoryForm[] = [CHANGED, OUT_OF, MARGIN, PRICED, LEFT, INSTALMENT, HOW_LONG, TRIP, BY_WEIGHT, RATE]

export const tradeStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'trade-story',
    reason:
      'Works out a change in per cent, what is left, an instalment, a margin or a price by weight from a sentence that tells the figures.',
    order: 17,
    pairs: true,
    hint: /\d/,
    examples: {
      yes: [
        'our rent is going up from 900 to 963, percentage increase?',
        'sale! boots were 120 now 84, how many percent off is that',
        'i got 36 out of 48 on the test, percent?',
        'I had 50 euros, spent 12.40 and 8.60, then got 5 back. whats left?',
        'I want to save $4,800 in 12 months, how much do I need to put away each month',
        'saving 200 a month, want 3500. how long',
        'bought at 40, sold for 62, what is my margin in percent',
        'I buy mugs at 6 and want a 40% margin. What should the selling price be?',
        'trip is 500 km, car uses 6 l/100km and petrol is 1.80, what does it cost',
        'cheese is 18 a kilo and i want 250 g, what will it be',
        'convert 200 usd to eur, rate is 0.9',
      ],
      no: [
        'car uses 6.5 l per 100 km, how much for 340 km for 3 of them',
        'Car does 6 l/100km. I drove 300 km and have 10 l left. how much did i use?',
        'our rent is going up from 900 to 963, is that legal?',
        'I had 50 euros, spent 12.40, what should I buy with the rest?',
        'the vote went from 40 to 60 percent, why?',
        'I want to save 4800, which bank is better?',
        'bought at 40, sold for 62, was that a good margin?',
        '500g for 3.49 which is better than last year',
        '3 out of 4 dentists recommend it, what percent believe it?',
        '18 of 24 passed, what percentage got an A',
        'a kilo is 18 and I want to know why',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]
