/** Prices as people tell them: what is left of one after a discount, what it was before, the tax that is in it, a price for more pieces. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { type Amount, commonSign, decimalsOf, showAmount, writeAmount } from '../money.ts'
import { change, moved, partAndTotal } from '../percentages.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'

const PARTS = {
  TAX: '(?:sales |value[- ]added )?tax|vat|gst|hst|mwst|tva|iva|ust',
  OFF: 'off|discount|reduction|rebate|price cut',
  ITEM: '(?:(?:a|an|the|my|this|some|new) )*[\\p{L}-]{2,20}(?: [\\p{L}-]{2,20}){0,2}',
  PAY: "(?:so )?(?:what|how much)(?:'s| is| do| does| did| will| would| should)?(?: (?:i|we|you|it|that|the))?(?: (?:pay|cost|spend|owe|final price|new price|sale price|price|total|to pay|be|is it|price now|cost now))*(?: now)?",
  INCL: 'incl\\.?|including|inclusive of|included|with|which includes|that includes|inc\\.?',
  ASK: "(?:,|;|-)? ?(?:so )?(?:what(?:'s| is| was| would be)?|how much(?: is| was)?|give|find)?(?: (?:the|its))?",
  FULL: '(?:original|full|old|regular|initial|list|starting|undiscounted)(?: (?:price|cost|amount|value))?',
  NET: '(?:net|pre-?tax|untaxed)(?: (?:amount|price|value|total|cost))?|(?:price|amount|cost|total)? ?(?:before|without|excluding|excl\\.?|ex|net of)',
} as const

const PHRASES: readonly Phrase[] = [
  phrase(
    "[ITEM] (?:was|is|costs?|cost|priced at|at|for|used to be|used to cost) {price:amount}[, ]+(?:(?:and|but|it|it's|is|now|with|at|has|on sale|on offer|reduced by|for|gets?|there's|a|an)[, ]+)*{rate:percent} (?:[OFF])(?: now)?(?:[,;]? [PAY])?",
    slots => moved(slots.text('rate'), slots.amount('price'), '-', 'cents'),
    PARTS,
  ),
  phrase(
    '(?:final |new |sale |discounted )?price (?:of|for|on) (?:(?:an?|the) )?(?:{price:amount}(?: [ITEM])?|[ITEM] (?:at|for|costing) {cost:amount}) (?:with|after|at|less|minus)(?: an?)? {rate:percent} (?:[OFF])',
    slots => moved(slots.text('rate'), slots.has('price') ? slots.amount('price') : slots.amount('cost'), '-', 'cents'),
    PARTS,
  ),
  phrase(
    '{price:amount}(?: salary| wage| pay| rent| price)? (?:with|after|plus|and)(?: an?)? {rate:percent} (?:raise|pay rise|pay raise|rise|increase|increment|hike|markup|mark-up)(?:[,;]? [PAY])?',
    slots => moved(slots.text('rate'), slots.amount('price'), '+', 'cents'),
    PARTS,
  ),
  phrase(
    '(?:an? )?{rate:percent} (?:raise|pay rise|pay raise|rise|increase|hike|markup|mark-up) (?:on|of|to|over|from)(?: an?)? {price:amount}(?: salary| wage| rent| price)?',
    slots => partAndTotal(slots.text('rate'), slots.amount('price'), '+'),
    PARTS,
  ),
  phrase(
    '(?:an? )?{rate:percent} (?:commission|bonus|deposit|down ?payment|fee|charge|levy|royalty) (?:on|of|from|for)(?: an?)? {price:amount}(?: [ITEM])?',
    slots => partAndTotal(slots.text('rate'), slots.amount('price'), '+'),
    PARTS,
  ),
  phrase(
    '(?:the )?net(?: price| amount)?(?: of)? {price:amount} (?:plus|\\+|and|with) {rate:percent} (?:[TAX])(?:[,;]? (?:[PAY]|gross(?: price| amount)?))?',
    slots => moved(slots.text('rate'), slots.amount('price'), '+', 'cents'),
    PARTS,
  ),
  phrase(
    '(?:gross|price with tax)(?: price| amount)? (?:of|for|from)(?: a)?(?: net)?(?: price)?(?: of)? {price:amount}(?: net)? (?:plus|\\+|and|with|at) {rate:percent} (?:[TAX])',
    slots => moved(slots.text('rate'), slots.amount('price'), '+', 'cents'),
    PARTS,
  ),
  // The tax inside an amount.
  phrase(
    '(?:how much (?:is |of (?:it|this|that) is )?)?(?:[TAX])(?: (?:at|of))? ?\\(? ?{rate:percent}\\)? (?:(?:is|was|are) )?(?:included|contained|hidden|inside|in)(?: in)? {price:amount}',
    slots => included(priceOf(slots), rateOf(slots), 'tax'),
    PARTS,
  ),
  phrase(
    '(?:how much )?{rate:percent} (?:[TAX]) (?:is |was )?(?:included|contained|inside) in {price:amount}',
    slots => included(priceOf(slots), rateOf(slots), 'tax'),
    PARTS,
  ),
  phrase(
    '(?:how much (?:is )?)?(?:the )?(?:[TAX]) (?:(?:is|was) )?(?:included |contained )?in {price:amount} (?:at|with|for)(?: an?)? {rate:percent}(?: (?:[TAX]|rate))?',
    slots => included(priceOf(slots), rateOf(slots), 'tax'),
    PARTS,
  ),
  phrase(
    '{price:amount} (?:[INCL]) {rate:percent} (?:[TAX])[ASK] (?:[NET])(?: (?:[TAX]))?',
    slots => included(priceOf(slots), rateOf(slots), 'net'),
    PARTS,
  ),
  phrase(
    '{price:amount} (?:[INCL]) {rate:percent} (?:[TAX])[ASK] (?:[TAX])(?: (?:amount|part|share))?',
    slots => included(priceOf(slots), rateOf(slots), 'tax'),
    PARTS,
  ),
  phrase(
    '(?:[NET]) (?:of|from|for|in|if the gross is) {price:amount}(?: gross)? (?:(?:[INCL])|at|and|with) {rate:percent} (?:[TAX])',
    slots => included(priceOf(slots), rateOf(slots), 'net'),
    PARTS,
  ),
  phrase(
    '(?:if )?(?:the )?(?:price|total|bill|amount|cost)? ?(?:after|with|incl\\.?|including) (?:[TAX]) (?:is|was) {price:amount}[,;]? (?:(?:and )?(?:the )?(?:[TAX])(?: rate)? (?:is |was |of |at )?{rate:percent}|(?:at|with) {rate2:percent}(?: (?:[TAX]))?)[ASK] (?:[NET])(?: (?:[TAX]))?',
    slots => included(priceOf(slots), rateOf(slots), 'net'),
    PARTS,
  ),
  // What it was before.
  phrase(
    '(?:the )?(?:[FULL]) (?:if|when|of|for|where)(?: something)?(?: the)?(?: sale| discounted| reduced)?(?: price| item)? ?(?:is |was |costs? )?{price:amount} (?:is |was )?(?:the price )?(?:after|with|incl\\w*)(?: an?| the)? {rate:percent} (?:[OFF])',
    slots => before(slots, '-'),
    PARTS,
  ),
  phrase(
    '(?:(?:[ITEM]|it|i|we) (?:(?:is|was|costs?|cost|paid|pay|bought it for) ))?{price:amount}(?: is| was)?(?: the price)? after(?: an?| the)? {rate:percent} (?:[OFF])[ASK] (?:[FULL])(?: (?:was|is) (?:it|that))?(?: before)?',
    slots => before(slots, '-'),
    PARTS,
  ),
  phrase(
    '{price:amount} is {rate:percent} of (?:what|which)(?: (?:number|amount|value))?',
    slots => whole(slots),
    PARTS,
  ),
  phrase(
    '(?:{rate:percent} of what(?: (?:number|amount|value))? (?:is|are|makes?|equals?|gives?)|of what(?: (?:number|amount))? is {rate2:percent}) {price:amount}',
    slots => whole(slots),
    PARTS,
  ),
  phrase(
    '(?:what|which) (?:number|amount|value) (?:has {rate:percent} equal to {price:amount}|is {price2:amount} {rate2:percent} of)',
    slots => whole(slots),
    PARTS,
  ),
  phrase(
    "(?:[ITEM] )?(?:went|goes|rose|fell|dropped|grew|increased|decreased|changed|climbed|jumped|has gone|has risen|has fallen|has grown|was raised|was cut|moved)(?: up| down)? from {a:amount} to {b:amount}[,;:]? (?:(?:by )?(?:what|how (?:much|many)|that is what|that's what|in)(?: is)?(?: the| a)? ?(?:%|percent|percentage|per cent)|by how much in (?:%|percent))(?: (?<kind>increase|decrease|change|drop|rise|growth|gain|loss))?(?: (?:is|was) (?:that|it|this|there))?(?: in percent)?",
    slots =>
      change(
        /fall|drop|decreas|loss/i.test(slots.text('kind')) ? 'decrease' : 'change',
        slots.amount('a'),
        slots.amount('b'),
      ),
    PARTS,
  ),
  phrase(
    '(?:how much|what) (?:is it )?(?:in )?(?:%|percent|percentage|per cent) (?:more|up|higher|increase) is {b:amount} (?:than|over|compared to) {a:amount}',
    slots => change('change', slots.amount('a'), slots.amount('b')),
    PARTS,
  ),
  // Several discounts in a row.
  phrase(
    '(?:(?<times>two|three|four|five|six|\\d{1,2}) )(?:consecutive|successive|repeated)? ?{rate:percent} (?:discounts|reductions|price cuts) (?:in a row )?(?:on|off|from|of) {price:amount}',
    slots =>
      discounts(
        slots,
        Array.from({ length: timesOf(slots.text('times')) }, () => slots.text('rate')),
      ),
    PARTS,
  ),
  phrase(
    '{price:amount} (?:with|minus|less|after|at)(?: an?)? {a:percent}(?: (?:[OFF]))?[, ]+(?:and )?(?:then|followed by|plus)(?: an?)?(?: (?:another|additional|further|extra))* ?{b:percent}(?: (?:[OFF]))?',
    slots => discounts(slots, [slots.text('a'), slots.text('b')]),
    PARTS,
  ),
  phrase(
    '{a:percent} (?:[OFF])?(?: (?:of|on) )? ?(?:and )?(?:then|followed by|plus an? (?:extra|additional|further))(?: an?)?(?: (?:another|additional|further|extra))* ?{b:percent} (?:[OFF])(?: (?:of|on|from))? {price:amount}',
    slots => discounts(slots, [slots.text('a'), slots.text('b')]),
    PARTS,
  ),
]

export const priceRules: readonly PlannerRule[] = [
  defineRule({
    id: 'price',
    reason: 'Works out prices before and after discounts and tax, and what went up or down by how much per cent.',
    order: 11,
    pairs: true,
    hint: /%|per ?cent|pct/i,
    examples: {
      yes: [
        'The jacket was 120 EUR, now 25% off, what do I pay?',
        'How much VAT (19%) is included in 119 EUR?',
        '119 EUR incl. 19% VAT, what is the net amount?',
        'Original price if $45 is after a 25% discount',
        '30 is 60% of what?',
        'rent went from 800 to 880, what % increase is that?',
        'two consecutive 10% discounts on 200',
        '80 EUR with 20% off then another 10% off',
        'net 100 EUR plus 19% VAT',
        '50000 salary with a 3% raise',
      ],
      no: [
        'The jacket was 120 EUR, now 25% off, should I buy it?',
        'Is a 25% discount on 120 EUR good?',
        'Prices went from 80 to 92, why?',
        'What is the VAT in Hungary?',
        'Is VAT included in 119 EUR?',
        'Everything must go, 50% off!',
        'The vote went from 40% to 60%, what does it mean?',
        'They offer 20% off then 10% off, is that the same as 30%?',
      ],
    },
    read: clause => readPhrases(clause, PHRASES),
  }),
]

const rateOf = (slots: Slots): string => slots.text('rate') || slots.text('rate2')
const priceOf = (slots: Slots): Amount => (slots.has('price') ? slots.amount('price') : slots.amount('price2'))
const decimalsFor = ({ sign }: Amount): number => (sign === null ? 2 : decimalsOf(sign))

/** The tax inside a price, or the price without it. */
export function included(price: Amount, rate: string, wanted: 'net' | 'tax'): Answer | null {
  const input = {
    amount: price.digits,
    percent: rate,
    kind: 'included',
    decimals: decimalsFor(price),
    rounding: 'half_up',
  }
  const only = task('tax', `Take ${rate}% tax out`, 'math.tax', input)
  const other = wanted === 'net' ? 'tax' : 'net'
  return {
    tasks: [only],
    answer: 'tax',
    reply: {
      template: writeAmount('{{value}}', price.sign),
      how: `{{how}} ${writeAmount('{{other}}', price.sign)}`,
      values: {
        value: at(`/${wanted}`),
        other: at(`/${other}`),
        how: literal(`${showAmount(price)} with ${rate}% tax inside; ${other}`),
      },
    },
  }
}

function before(slots: Slots, sign: '+' | '-'): Answer | null {
  const [price, rate] = [priceOf(slots), rateOf(slots)]
  if (Number(rate) >= 100) return null
  return evaluated({
    expression: `${price.digits} / (1 ${sign} ${rate} / 100)`,
    sign: price.sign,
    how: `${showAmount(price)} is ${100 - Number(rate)}% of it`.replace(/\d+\.\d{6,}/, 'the rest'),
  })
}

const whole = (slots: Slots): Answer | null =>
  evaluated({
    expression: `${priceOf(slots).digits} * 100 / ${rateOf(slots)}`,
    sign: priceOf(slots).sign,
    how: `${rateOf(slots)}% of it is ${showAmount(priceOf(slots))}`,
  })

const TIMES = ['', '', 'two', 'three', 'four', 'five', 'six']
const timesOf = (written: string): number => Math.max(TIMES.indexOf(written.toLowerCase()), Number(written) || 0)

function discounts(slots: Slots, percents: readonly string[]): Answer | null {
  const price = priceOf(slots)
  const amounts = commonSign([price])
  if (percents.length < 2 || percents.length > 20 || percents.some(rate => Number(rate) > 100) || amounts === 'mixed')
    return null
  const input = { price: price.digits, percents: [...percents], decimals: decimalsFor(price), rounding: 'half_up' }
  const only = task('price', 'Take off one after the other', 'math.discount', input)
  const how = `${showAmount(price)} minus ${percents.map(rate => `${rate}%`).join(', then ')}`
  return {
    tasks: [only],
    answer: 'price',
    reply: withHow(writeAmount('{{value}}', price.sign), { value: at('/price') }, how),
  }
}
