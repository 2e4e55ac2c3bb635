/** At the till: change, what is missing for a minimum or a wish, and whether the money is enough. Each figure is told as what it is. */
import type { PlannerRule } from '#contracts/planner-port'
import { type Answer, defineRule } from '../rule.ts'
import type { Figure } from './story.ts'
import { counted, digitsOf, isWhole, shown, signOf } from './told-money.ts'
import { order, readOrders } from './told-order.ts'

const GIVER =
  '(?:(?:the |a |my )?(?:customer|client|guest|man|woman|lady|guy|kid|boy|girl|mum|mom|dad)|he|she|they|i|we|someone|somebody|you)'
const GAVE = `(?:${GIVER} )?(?:gave|gives?|pays?|paid|paying|handed?|hands|handing)(?: (?:me|us|over|him|her|them|the (?:cashier|seller|waiter|driver|clerk|man|lady)))?(?: with)?(?: an?)? {x}(?: (?:note|bill|banknote|in cash|cash))?`
const BILL =
  '(?:(?:the |my |his |her |our |a )?(?:customer )?(?:total|bill|purchase|amount|price|order|shopping|it|check|basket|cart|receipt|sum|coffee|meal|lunch|dinner)(?: total)?(?: is| was| comes to| came to| costs?| of)?:?|(?:it|that|this|they|everything) (?:is|was|costs?|comes to|came to)|something (?:for|that costs))'
const diff = (figures: readonly [Figure, Figure]): Answer | null => {
  const [x, y] = figures
  if (signOf(figures) === 'mixed' || Number(digitsOf(x)) < Number(digitsOf(y))) return null
  return counted(
    `${digitsOf(x)} - ${digitsOf(y)}`,
    figures.map(({ amount }) => amount),
    `${shown(x)} − ${shown(y)}`,
  )
}
const missing = (x: Figure, all: readonly Figure[]): Answer | null => {
  if (signOf([x, ...all]) === 'mixed') return null
  if (Number(digitsOf(x)) <= all.reduce((sum, one) => sum + Number(digitsOf(one)), 0)) return null
  return counted(
    `${digitsOf(x)}${all.map(one => ` - ${digitsOf(one)}`).join('')}`,
    [x, ...all].map(({ amount }) => amount),
    `${shown(x)}${all.map(one => ` − ${shown(one)}`).join('')}`,
  )
}

const LIMIT =
  '(?:(?:the )?(?:minimum|min)(?: order)?(?: value| amount)?(?: is| of|:)?|(?:free (?:shipping|delivery)|shipping is free|delivery is free)(?: is)?(?: from| over| above| at| starts at| for orders (?:over|of|from))*)'
const CART =
  "(?:(?:my |the |our )?(?:cart|basket|order|total|shopping|bag)(?: total)?(?: is| has| comes to| contains| stands at| is at| of|:)?(?: only| at| worth)?|(?:i|we)(?: have|'ve got| ordered| got|'ve)(?: only| already)?|(?:i am|i'm|we are|we're) at)"
const WANTS =
  "(?:(?:i|we|he|she|my \\p{Ll}+) )?(?:'d like|would like|want|wants|need|needs|am saving|are saving|saving)(?: to (?:buy|get|have))?(?: up)?(?: for)?"
const HAS =
  "(?:(?:i|we|he|she)(?:'ve|'d)? )?(?:have|has|had)?(?: ?(?:already|only|so far))?(?: ?(?:got|saved up|saved|put aside))?(?: ?(?:already|only|so far))?"
/** Who gave something: one word, so that nothing else is said of it. */
const GIFT = "(?:(?:from )?(?:my )?\\p{Ll}[\\p{Ll}'-]{1,14})"
const SO_FAR = '(?: (?:so far|saved|already|saved up|in my (?:wallet|account|piggy bank|purse)))*'

const ORDERS = [
  order(`${GAVE}[J]${BILL} {y}[J][CHANGE]`, ({ x, y }) => diff([x!, y!])),
  order(`${BILL} {y}[J]${GAVE}[J][CHANGE]`, ({ x, y }) => diff([x!, y!])),
  order(`${GAVE} (?:for|on) (?:an? |the |my )?{y}(?: (?:bill|purchase|order|check|total))[J][CHANGE]`, ({ x, y }) =>
    diff([x!, y!]),
  ),
  order(
    `${GAVE} (?:for|on) (?:an? |the |my )?(?:bill|purchase|order|check|total|shopping) of {y}[J][CHANGE]`,
    ({ x, y }) => diff([x!, y!]),
  ),
  order(
    `(?:how much|what) change (?:do|does|should|will|must) ${GIVER} (?:get|give|receive|owe)(?: back| him| her| them)? (?:from|for|out of|on) (?:an? |my )?{x}(?: (?:note|bill))? (?:if|when|for) (?:${BILL}|[T] costs?|an? [T] for|i buy something for|i buy [T] for|something for|it costs) {y}`,
    ({ x, y }) => diff([x!, y!]),
  ),
  order(
    `${LIMIT} {x}[J]${CART} {y}(?: (?:in|so far|of goods|worth))*(?: (?:my|the) (?:cart|basket))?[J](?:[MISSING])`,
    ({ x, y }) => missing(x!, [y!]),
  ),
  order(`${CART} {y}(?: so far)?[J]${LIMIT} {x}[J](?:[MISSING])`, ({ x, y }) => missing(x!, [y!])),
  order(
    `${CART} {y}[J](?:how much|what)(?: more)? (?:do i|must i|should i|is|am i)(?: still)? (?:need|missing|have|order|add|short)(?: to (?:add|spend|order|get to|reach))?(?: for| to get| to)? (?:free (?:shipping|delivery)|the minimum(?: order)?)(?: (?:of|from|at|over))? {x}`,
    ({ x, y }) => missing(x!, [y!]),
  ),
  order(`${WANTS} (?:(?:an?|the|this|that|my) )?{x} [N][J]${HAS} {y}${SO_FAR}[J][MISSING]`, ({ x, y }) =>
    missing(x!, [y!]),
  ),
  order(
    `${WANTS} [T](?: that| which)? (?:for|costs?|costing|is|at|of) {x}[J]${HAS} {y}${SO_FAR}[J][MISSING]`,
    ({ x, y }) => missing(x!, [y!]),
  ),
  order(`[T] (?:costs?|is|are|for) {x}[J]${HAS} {y}${SO_FAR}[J][MISSING]`, ({ x, y }) => missing(x!, [y!])),
  order(`${HAS} {y}${SO_FAR}[J][T] (?:costs?|is|are) {x}[J][MISSING]`, ({ x, y }) => missing(x!, [y!])),
  order(
    `${HAS} {y}${SO_FAR}[J]${WANTS} (?:[T] (?:for|that costs|which costs|costing|at) {x}|(?:an? |the |that )?{z} [N])[J][MISSING]`,
    ({ x, y, z }) => missing((x ?? z)!, [y!]),
  ),
  order(
    `(?:(?:i|we) (?:have|got) {a} from ${GIFT}|${GIFT} (?:gave|gives)(?: me| us)? {b})(?:,| and)+ ${GIFT} {c}(?:(?:,| and)+ ${GIFT} {d})?[J]${WANTS} (?:[T] (?:for|that costs|which costs|costing|at) {x}|(?:an? |the |that )?{z} [N])[J][MISSING]`,
    ({ a, b, c, d, x, z }) =>
      missing(
        (x ?? z)!,
        [a ?? b, c, d].filter(figure => figure !== undefined),
      ),
  ),
  order(`(?:(?:cash|money) )?(?:given|received|tendered)(?: is| was|:)? {x}[J]${BILL} {y}[J][CHANGE]`, ({ x, y }) =>
    diff([x!, y!]),
  ),
  // What it cost, from the change.
  order(
    `(?:(?:[T]|he|she|they) (?:gave|gives) me|(?:i )?(?:got|get|received)) {c} (?:back|change|in change|as change)[J](?:i |we )?(?:had )?(?:paid|pay|gave)(?: with)?(?: an?)? {x}(?: (?:note|bill))?[J](?:how much|what) (?:was|did|were|is)(?: (?:it|that|everything|the total|the bill|[T]))(?: cost)?`,
    ({ x, c }) => diff([x!, c!]),
  ),
  order(
    `(?:i |we )?(?:paid|pay|gave)(?: with)?(?: an?)? {x}(?: (?:note|bill))?(?:,| and)+ (?:i )?(?:got|get|received) {c} (?:back|change|in change|as change)[J](?:how much|what) (?:was|did|were|is)(?: (?:it|that|everything|the total|the bill|[T]))(?: cost)?`,
    ({ x, c }) => diff([x!, c!]),
  ),
  // Shipping is free above a limit.
  order(
    `(?:shipping|delivery|postage)(?: costs?| is| fee is| fee)?:? {f}[J](?:it's |it is |is )?(?:free|free shipping|free delivery|no shipping)(?: shipping| delivery)? (?<way>from|over|above|for orders (?:over|from|above)|for orders of|starting at|as of)(?: an order value of)? {l}(?: order value| on)?[J](?:my |the |our )?(?:order|cart|basket|total)(?: total| value)? (?:is|comes to|was|costs)(?: exactly| worth| only)? {x}[J][PAY]`,
    ({ f, l, x }, { way }) => {
      const isFree = /over|above/u.test(way ?? '')
        ? Number(digitsOf(x!)) > Number(digitsOf(l!))
        : Number(digitsOf(x!)) >= Number(digitsOf(l!))
      const figures = [x!, f!, l!]
      if (signOf(figures) === 'mixed') return null
      return counted(
        isFree ? digitsOf(x!) : `${digitsOf(x!)} + ${digitsOf(f!)}`,
        figures.map(({ amount }) => amount),
        isFree ? `${shown(x!)}, shipping is free` : `${shown(x!)} + ${shown(f!)}`,
      )
    },
  ),
  // Some went back.
  order(
    `(?:(?:i|we|he|she) )?(?:ordered|bought|got) {n} [N] (?:at|for) {x} (?:each|apiece)(?:,| and| but)+ (?:(?:i|we|he|she) )?(?:returned|gave back|sent back|brought back) {m}(?: of them)?(?: for a (?:full )?refund)?[J][PAY]`,
    ({ n, x, m }) =>
      Number(digitsOf(m!)) < Number(digitsOf(n!)) && isWhole(n!) && isWhole(m!)
        ? counted(
            `(${digitsOf(n!)} - ${digitsOf(m!)}) * ${digitsOf(x!)}`,
            [x!.amount],
            `(${digitsOf(n!)} − ${digitsOf(m!)}) × ${shown(x!)}`,
          )
        : null,
  ),
  // Two wishes against what there is.
  order(`${HAS} {y}[J]${WANTS} [T] (?:for|at) {x} and [T] (?:for|at) {z}[J][MISSING]`, ({ x, y, z }) =>
    short(y!, [x!, z!]),
  ),
]
/** How far what is had falls short of several prices. */
const short = (had: Figure, prices: readonly Figure[]): Answer | null => {
  if (signOf([had, ...prices]) === 'mixed') return null
  if (prices.reduce((sum, one) => sum + Number(digitsOf(one)), 0) <= Number(digitsOf(had))) return null
  return counted(
    `${prices.map(digitsOf).join(' + ')} - ${digitsOf(had)}`,
    [had, ...prices].map(({ amount }) => amount),
    `${prices.map(shown).join(' + ')} − ${shown(had)}`,
  )
}

export const tillOrderRules: readonly PlannerRule[] = [
  defineRule({
    id: 'till-order',
    reason: 'Works out change, and what is missing for a minimum order or for something that somebody saves for.',
    order: 351,
    pairs: 'joined',
    hint: /(?<!\p{L})(?:change|shipping|delivery|returned|sent|back|missing|more|short|need|lack|to go|away)(?!\p{L})/iu,
    examples: {
      yes: [
        'customer gives me a 50, total is 37.85, how much change',
        'he paid 100 for a 64.35 bill. how much back?',
        'Customer bill is 47.80, she gave me 100. Change?',
        'free shipping from 50 euros, my cart is 37.65, how much more do I need?',
        'minimum order 25, I have 18.40. how much is missing',
        'want to buy a 349 phone and have saved 215. how much more?',
        'grandma gave 50, uncle 20, aunt 25. i want to buy a scooter for 120. how much is missing?',
        'cashier gave me 6.35 back, I paid with 20. how much was the shopping?',
        'Shipping costs 4.95 €, free from 50 € order value. My order is 48.50 €. What do I pay in total?',
        'I ordered 4 books at 12 € each and returned 1 for a full refund. What did I spend in the end?',
        "I've got £40. I want a game for £27.99 and a case for £15. how much am I short?",
      ],
      no: [
        'customer gives me a 50, total is 37.85, how much change and which coins',
        'he paid 100 for a 64.35 bill. why so much?',
        'free shipping from 50 euros, my cart is 57.65, how much more do I need?',
        'minimum order 25, I have 18.40 and a friend adds 5. how much is missing',
        'want to buy a 349 phone and save 25 a month. how much more?',
        'Shipping costs 4.95 €, free from 50 € order value. My order is 48.50 € and I return half. What do I pay?',
        'I need 20 more people, have 12, how much is missing for the bus?',
        'he gave me a 50 and changed his mind for 20',
      ],
    },
    read: clause => readOrders(clause, ORDERS),
  }),
]
