/** What each one pays, what several pieces cost, what is left: everyday sums told in a sentence. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Amount, commonSign, decimalsOf, readAmount, showAmount, writeAmount } from '../money.ts'
import { type Phrase, phrase, readPhrases, type Slots, toPattern } from '../phrase.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'

const PARTS = {
  BILL: '(?:(?:the|our|my|a|an|this) )?(?:total )?(?:bill|dinner|lunch|breakfast|meal|check|tab|rent|taxi|ride|cab|gift|present|cost|costs|total|invoice|pizza|order|trip|hotel|room|groceries|shopping|tickets?|purchase|drinks?|restaurant)(?: bill| total| price)?',
  PEOPLE:
    '(?:people|persons|person|friends|of us|guests|ways|colleagues|roommates|flatmates|housemates|kids|children|siblings|families|members|adults|players|diners|parts|pieces|shares)',
  BETWEEN: 'between|among|amongst|across|by|into|over|for',
  EACH: "(?:,|;|-|:)? ?(?:so )?(?:how much|what)(?: (?:is|does|do|did|should|would|will|must|has|is it|is that|'s that))*(?: (?:it|that|each|we|they|i|one|everyone|everybody|every one|a person|per person|per head|apiece|person|of us|pay|owe|cost|get|gets|have to pay|has to pay))*",
  WAGE: 'an? hour|per hour|hourly|/ ?h(?:our|r)?|a day|per day|a week|per week|a month|per month|each|apiece|per (?:piece|item|unit|ticket|night|person|kilo|kg|bag|box|bottle)|a (?:piece|night|ticket|bottle|box|bag|pop)',
  THINGS:
    '(?:items?|pieces?|pcs|tickets?|units?|hours?|hrs?|h|days?|nights?|weeks?|months?|bottles?|boxes|bags?|books?|shirts?|people|persons?|copies|packs?|cups?|kilos?|[\\p{L}-]{3,20}s)',
} as const

const PHRASES: readonly Phrase[] = [
  phrase(
    '(?:if )?[BILL] (?:was|is|for|of|costs?|cost|came to|comes to|came out at|totals?|at) {bill:amount}[,; ]+(?:(?:and|for|there (?:are|were)|we (?:are|were)|split|shared|divided|between|by|among) )*{n:count} (?:[PEOPLE])(?: (?:sharing|splitting|split it|share it|in total))?[EACH]?(?: if split (?:evenly|equally))?',
    slots => each(slots),
    PARTS,
  ),
  phrase(
    '{bill:amount}(?: bill| dinner| total)? (?:(?:split|shared|shared out)(?: up)?(?: evenly| equally)? (?:[BETWEEN]) {n:count}(?: (?:[PEOPLE]))?|divided(?: up)?(?: evenly| equally)? (?:[BETWEEN]) {o:count} (?:[PEOPLE])|(?:split|divided) {m:count} ways|for {k:count} (?:[PEOPLE]))(?: evenly| equally)?(?:[EACH])?',
    slots => each(slots),
    PARTS,
  ),
  phrase(
    '(?:split|divide|share)(?: up)?(?: an?| the| our)?(?: (?:bill|dinner|lunch|cost|rent) of)? {bill:amount}(?: bill| dinner| lunch| total| rent)? (?:{n:count} ways|(?:evenly |equally )?(?<between>[BETWEEN]) {m:count}(?: (?:[PEOPLE]))?)(?: evenly| equally)?(?:[EACH])?',
    slots => each(slots),
    PARTS,
  ),
  phrase(
    '(?:how much|what) (?:is it|does it cost|do we pay|does each (?:one )?pay|does everyone pay|is that|should each pay|is)? ?(?:each|per person|per head|apiece)?,? ?(?:if|when) {n:count} (?:[PEOPLE]) (?:split|share|divide)(?: an?| the)?(?: bill of)? {bill:amount}(?: bill| dinner)?(?: equally| evenly)?',
    slots => each(slots),
    PARTS,
  ),
  // A bill with a tip, then split.
  phrase(
    '(?:split|divide) (?:an? |the )?(?:bill of )?{bill:amount}(?: bill| dinner)? (?:(?:between|among|by) {n:count}(?: (?:[PEOPLE]))?|{m:count} ways) (?:with|plus|including|and|adding)(?: an?)? {rate:percent} (?:tip|gratuity|service)(?:[EACH])?',
    slots => tipped(slots),
    PARTS,
  ),
  phrase(
    '{bill:amount}(?: bill| dinner| lunch)?,? (?:with|plus|and|\\+|including|add)(?: an?)? {rate:percent} (?:tip|gratuity),? (?:and )?(?:split|divided|shared)? ?(?:(?:between|among|by|for) {n:count}(?: (?:[PEOPLE]))?|{m:count} (?:[PEOPLE]))(?:[EACH])?',
    slots => tipped(slots),
    PARTS,
  ),
  phrase(
    '(?:an? )?{rate:percent} (?:tip|gratuity) on(?: an?)? {bill:amount}(?: bill| dinner| lunch)?,? (?:and )?(?:split|divided|shared) (?:(?:between|among|by) {n:count}(?: (?:[PEOPLE]))?|{m:count} ways)(?:[EACH])?',
    slots => tipped(slots),
    PARTS,
  ),
  // Shares of different size.
  phrase(
    '(?:(?:split|divide) )?{bill:amount} (?:split |divided )?(?:in (?:the |a )?ratio(?: of)? |in(?:to)? )?(?<ratio>\\d{1,3}(?:[:/]\\d{1,3}){1,9})',
    slots => shares(slots),
    PARTS,
  ),
  // A price for many.
  phrase(
    '(?:how much (?:is|are|do|does|for|would) )?(?:i (?:work|worked) )?{n:positive} ?(?<thing>[THINGS])? (?:at|@|for|costing) {price:amount} ?(?<per>[WAGE])(?:[,;]? (?:how much|what)(?: (?:is|do|does|will|would|total|in total|i|it|that|altogether|cost|make|earn|get|pay|the|be|my pay))*)?',
    slots => many(slots),
    PARTS,
  ),
  phrase(
    '(?:how much (?:is|are|do|does|for|would|will) )?{n:count} (?<thing>[THINGS]) (?:at|@) {price:amount}(?:[,;]? (?:how much|what)(?: (?:is|do|does|will|total|in total|it|that|altogether|cost|the))*)?',
    slots => many(slots),
    PARTS,
  ),
  phrase(
    '{price:amount} (?<per>an? hour|per hour|hourly|a day|per day|a night|per night|each|apiece|per person|a ticket|per ticket|a piece|per piece) (?:for|times|x) {n:positive} ?(?<thing>[THINGS])(?:[,;]? (?:how much|what)(?: (?:is|do|does|will|total|in total|it|that|altogether|cost|the))*)?',
    slots => many(slots),
    PARTS,
  ),
  // `3 apples cost 4.50, how much for 7`
  phrase(
    '(?:if )?{n:count} (?<thing>[\\p{L}-]{2,20}) (?:costs?|is|are|sells? for) {price:amount}[,;]? (?:then )?(?:how much|what) (?:do|does|are|is|would|will|for)(?: it cost for| it be for)?(?: the price of| cost)? {m:count}(?: (?<other>[\\p{L}-]{2,20}))??(?: cost| be)?',
    slots => proportion(slots),
    PARTS,
  ),
  phrase(
    '(?:if )?{n:count} (?<thing>[\\p{L}-]{2,20}) (?:costs?|is|are|for|sells? for) {price:amount}[,;]? (?:then )?(?:how much|what) (?:is|does|for)(?: the)?(?: price| cost)?(?: of| per)? ?(?:one|each|1|a single one|an? [\\p{L}-]{2,20})(?: cost)?',
    slots => unitPrice(slots),
    PARTS,
  ),
  // An exchange at a rate that is given.
  phrase(
    '(?:if )?{a:amount} (?:is|are|=|equals?|was|costs?|gets? me|buys?) {b:amount}[,;]? (?:then )?(?:how much|what)(?: in [\\p{L}$€£¥]{1,7})? (?:is|are|would|does|for|do i get for) {c:amount}(?: (?:be|cost))?(?: in (?!words|total|cash)[\\p{L}$€£¥]{1,7})?',
    slots => exchange(slots),
    PARTS,
  ),
  // What is left.
  phrase(
    "(?:i am|i'm|im|i m|i've (?:done|got|saved|walked|read)|i have|we have|we are|we're) (?:at )?{a:amount}(?: [\\p{L}]{2,15})?(?: (?:so far|saved|done|already|now))?[,;]? (?:and )?(?:my |the |our )?(?:goal|target|limit|budget|need|total)(?: is| of|:)? {b:amount}(?: [\\p{L}]{2,15})?[,;]? how (?:many|much)(?: (?:more|is|are|do i|do we))*(?: (?:left|missing|remaining|remain|to go|need|short))*",
    slots => left(slots),
    PARTS,
  ),
]

const ITEM_LIST =
  /^(?:(?:how much (?:is|are|for)|(?:the )?(?:total|sum|price|cost)(?: price| cost)?(?: of| for)?|add up) )?(.+?)(?: (?:in total|altogether|together|in all))?$/iu
const ITEM = toPattern(
  '{n:count} ?(?:x|×|\\*|times|pieces of|pcs)? ?(?:[\\p{L}-]{2,20} ){0,2}(?:(?:at|@|à|a|each|for) )?{price:amount}(?<each> ?(?:each|apiece))?',
)

export const sharingRules: readonly PlannerRule[] = [
  defineRule({
    id: 'everyday-sum',
    reason: 'Splits a bill, prices several pieces, and works out what is left, from a sentence that tells the figures.',
    order: 12,
    pairs: true,
    hint: /\d/,
    examples: {
      yes: [
        'Dinner was 180 EUR, 4 of us, how much each?',
        '$120 split 5 ways',
        'Split $90 between 3 people with a 20% tip',
        '1000 EUR split 50/30/20',
        '40 hours at $23.75 an hour',
        '3 items at 4.99 and 2 at 12.50',
        'If 100 USD is 92 EUR, how much is 250 USD?',
        'If 3 apples cost 4.50 EUR, how much do 7 cost?',
      ],
      no: [
        'Dinner was 180 EUR for 4 of us, was that too much?',
        'I work 40 hours at $23.75 an hour, is that fair?',
        '2 people at 4 pm',
        'We were 3 at 12 and 5 at 14',
        'Split the atom in 2',
        'divide 5 into 20',
        '250 grams at 12.80',
        'My odds are 50/50 at 10',
        'If 100 USD is 92 EUR, should I change money?',
      ],
    },
    read: clause => readPhrases(clause, PHRASES) ?? itemList(clause),
  }),
]

const peopleOf = (slots: Slots): string => slots.text('n') || slots.text('m') || slots.text('k') || slots.text('o')

function each(slots: Slots): Answer | null {
  const bill = slots.amount('bill')
  // `divide 5 into 20` means the other way round.
  const isTurned =
    slots.text('between') === 'into' && bill.sign === null && Number(bill.digits) < Number(peopleOf(slots))
  return isTurned ? null : shareOf(bill, peopleOf(slots))
}

export function shareOf(bill: Amount, people: string): Answer | null {
  if (Number(people) < 2 || Number(people) > 10_000) return null
  const money = bill.sign === null ? { decimals: fractionOf(bill) } : {}
  return evaluated({
    expression: `${bill.digits} / ${people}`,
    sign: bill.sign,
    ...money,
    // Of plain numbers it is a division.
    unit: bill.sign === null && fractionOf(bill) === undefined ? '' : ' each',
    how: `${showAmount(bill)} ÷ ${people}`,
  })
}

/** An amount with two decimals is money even where its currency was left out. */
const fractionOf = ({ digits }: Amount): number | undefined => (/\.\d{2}$/.test(digits) ? 2 : undefined)
const placesOf = (amount: Amount): number => (amount.sign === null ? 2 : decimalsOf(amount.sign))

const tipped = (slots: Slots): Answer | null =>
  tippedShare(slots.amount('bill'), Number(peopleOf(slots)), slots.text('rate'))

/** What each pays of a bill with a tip. */
export function tippedShare(bill: Amount, people: number, percent: string): Answer | null {
  if (people < 2 || people > 1_000) return null
  const input = { bill: bill.digits, percent, people, decimals: placesOf(bill), rounding: 'half_up' }
  const only = task('tip', 'Add the tip and split', 'math.tip', input)
  const values = {
    part: at('/parts/0'),
    total: at('/total'),
    tip: at('/tip'),
    how: literal(`${showAmount(bill)} plus ${percent}% tip, split by ${people}; tip`),
  }
  return {
    tasks: [only],
    answer: 'tip',
    reply: {
      template: `${writeAmount('{{part}}', bill.sign)} each`,
      how: `{{how}} ${writeAmount('{{tip}}', bill.sign)}, total ${writeAmount('{{total}}', bill.sign)}`,
      values,
    },
    reading: 'Where the total does not divide evenly, the first pay the cents left over.',
  }
}

function shares(slots: Slots): Answer | null {
  const bill = slots.amount('bill')
  const weights = slots.text('ratio').split(/[:/]/).map(Number)
  const sum = weights.reduce((all, weight) => all + weight, 0)
  // `1000 split 50/30` leaves a fifth unsaid.
  if (weights.includes(0) || (slots.text('ratio').includes('/') && sum !== 100 && sum !== 1)) return null
  const only = task('parts', `Split ${slots.text('ratio')}`, 'math.allocate', {
    total: bill.digits,
    weights,
    // Of plain numbers the parts are as whole as they can be.
    decimals:
      bill.sign === null && weights.every(weight => Number.isInteger((Number(bill.digits) * weight) / sum))
        ? 0
        : placesOf(bill),
  })
  const template = weights.map((_, i) => writeAmount(`{{/parts/${i}}}`, bill.sign)).join(', ')
  return {
    tasks: [only],
    answer: 'parts',
    reply: withHow(template, { parts: at('/parts') }, `${showAmount(bill)} split ${slots.text('ratio')}`),
  }
}

const many = (slots: Slots): Answer | null =>
  isOfOne(slots.text('per').toLowerCase(), slots.text('thing').toLowerCase())
    ? evaluated({
        expression: `${slots.text('n')} * ${slots.amount('price').digits}`,
        sign: slots.amount('price').sign,
        how: `${slots.text('n')} × ${showAmount(slots.amount('price'))}`,
      })
    : null

const TIMES: readonly (readonly [string, RegExp])[] = [
  ['hour', /^(?:(?:an?|per) hour|hourly|\/ ?h(?:our|r)?|hours?|hrs?|h)$/u],
  ['day', /^(?:(?:an?|per) day|days?)$/u],
  ['night', /^(?:(?:an?|per) night|nights?)$/u],
  ['week', /^(?:(?:an?|per) week|weeks?)$/u],
  ['month', /^(?:(?:an?|per) month|months?)$/u],
  ['year', /^(?:years?|minutes?|mins?|decades?)$/u],
  ['kilo', /^(?:(?:per )?(?:kilos?|kg))$/u],
  ['gram', /^(?:g|gr|grams?|grammes?|mg|milligrams?)$/u],
  ['small', /^(?:oz|ounces?|ml|cl|dl|millilit(?:re|er)s?|cm|mm|centimet(?:re|er)s?|seconds?|secs?)$/u],
  ['pound', /^(?:lbs?|pounds?)$/u],
]
const timeOf = (words: string): string | undefined => TIMES.find(([, pattern]) => pattern.test(words))?.[0]
/** `5 a day for 2 weeks`, `30 per person for 3 nights`: what is counted is not what the price is for. */
const isOfOne = (per: string, thing: string): boolean =>
  per === '' ? !/^(?:gram|small)$/u.test(timeOf(thing) ?? '') : thing === '' || timeOf(per) === timeOf(thing)

function proportion(slots: Slots): Answer | null {
  const [n, m, price] = [slots.text('n'), slots.text('m'), slots.amount('price')]
  const other = slots.text('other').toLowerCase()
  const same = other === '' || stem(other) === stem(slots.text('thing').toLowerCase())
  if (
    !same ||
    Number(n) === 0 ||
    (price.sign === null && /hour|day|minute|week|worker|people|men/i.test(slots.text('thing')))
  )
    return null
  return evaluated({
    expression: `${price.digits} / ${n} * ${m}`,
    sign: price.sign,
    decimals: price.sign === null ? fractionOf(price) : undefined,
    how: `${showAmount(price)} ÷ ${n} × ${m}`,
  })
}

const stem = (word: string): string => word.replace(/(?:es|s)$/, '')

function unitPrice(slots: Slots): Answer | null {
  const [n, price] = [slots.text('n'), slots.amount('price')]
  if (Number(n) < 2 || price.sign === null) return null
  return evaluated({
    expression: `${price.digits} / ${n}`,
    sign: price.sign,
    unit: ' each',
    how: `${showAmount(price)} ÷ ${n}`,
  })
}

/** `a` is worth `b`; `c` is in the currency of one of them, the answer in the other's. */
function exchange(slots: Slots): Answer | null {
  const [a, b, c] = [slots.amount('a'), slots.amount('b'), slots.amount('c')]
  if (a.sign === null || b.sign === null || c.sign === null || a.sign.code === b.sign.code) return null
  const how = `${showAmount(a)} = ${showAmount(b)}`
  if (c.sign.code === a.sign.code)
    return evaluated({ expression: `${c.digits} * ${b.digits} / ${a.digits}`, sign: b.sign, how })
  if (c.sign.code === b.sign.code)
    return evaluated({ expression: `${c.digits} * ${a.digits} / ${b.digits}`, sign: a.sign, how })
  return null
}

function left(slots: Slots): Answer | null {
  const [a, b] = [slots.amount('a'), slots.amount('b')]
  const sign = commonSign([a, b])
  if (sign === 'mixed' || Number(a.digits) > Number(b.digits)) return null
  return evaluated({ expression: `${b.digits} - ${a.digits}`, sign, how: `${showAmount(b)} - ${showAmount(a)}` })
}

/** `3 items at 4.99 and 2 at 12.50`: at least two, each a number of pieces and a price with decimals or a currency. */
function itemList(clause: Clause): Answer | null {
  if (clause.quotes.length > 0 || clause.data !== null) return null
  const list = ITEM_LIST.exec(clause.core)?.[1] ?? ''
  const parts = list.split(/,? and |, | \+ | plus /)
  if (parts.length < 2 || parts.length > 30) return null
  const items: { readonly n: string; readonly price: Amount }[] = []
  for (const part of parts) {
    const groups = ITEM.exec(part.trim())?.groups
    const isTimes =
      /^\d+ ?(?:x|×|\*|times) /i.test(part.trim()) || /(?<!\p{L})(?:at|@|à|each|apiece)(?!\p{L})/iu.test(part)
    if (groups === undefined || !isTimes) return null
    items.push({ n: groups.n ?? '', price: readAmount(groups.price, groups.priceSide, groups.priceSign) })
  }
  const sign = commonSign(items.map(({ price }) => price))
  const isMoney = sign !== null || items.some(({ price }) => /\.\d{2}$/.test(price.digits))
  if (sign === 'mixed' || !isMoney) return null
  return evaluated({
    expression: items.map(({ n, price }) => `${n} * ${price.digits}`).join(' + '),
    sign,
    how: items.map(({ n, price }) => `${n} × ${showAmount(price)}`).join(' + '),
  })
}
