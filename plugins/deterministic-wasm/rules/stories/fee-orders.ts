/** Deposits, commissions, fees and cashback of a sum: the part, what is left of the sum, what arrives. A fee with steps or a minimum is left alone. */
import type { PlannerRule } from '#contracts/planner-port'
import { type Answer, defineRule } from '../rule.ts'
import type { Figure } from './story.ts'
import { digitsOf, shown, summed } from './told-money.ts'
import { order, readOrders } from './told-order.ts'

const COST = '(?:for|of|at|worth|costing|priced at|(?:that|which) costs?|with a price of)'
/** A sum with the thing that it is for: `a car for 14500`, `a 980 holiday`, `the sale of 4000`. */
const SUM = `(?:[T],? (?:${COST} )?)?(?:[DET] )?{x}(?: [N])?`
const TAKES = '(?:takes?|took|charges?|charged|keeps?|kept|deducts?|wants?|gets?|asks?(?: for)?)'
const SOLD =
  '(?:(?:i|we|he|she) )?(?:have )?(?:sold|sell|am selling|are selling|get|got|made)(?: (?:it|them|this|that|[T]))? (?:for|at) {x}'
/** What is taken off what somebody gets; a commission or a royalty may be what that person gets. */
const CHARGE =
  '(?:fees?|provision|(?:service|transaction|agency|broker|seller|selling|card|booking|listing|platform|processing|exchange) fee|brokerage|charge|service charge|surcharge)'
/** Asks for the part itself, whoever gets it. */
const THAT =
  "(?:(?:how much|what)(?:'s|s| is| would be| will be| was)?(?: (?:that|it|this))?(?: (?:the|my|their|his|her|its))?(?: (?:[FEE]|part|share|amount))?(?: (?:is that|is it|be|then|in money|in total))*)"
const IS = '(?: (?:is|of|at|rate is))?:?'

const isRate = (rate: Figure): boolean => Number(digitsOf(rate)) > 0 && Number(digitsOf(rate)) < 100
const without = (x: Figure, rate: Figure): Answer | null =>
  isRate(rate)
    ? summed([x], `${digitsOf(x)} * (100 - ${digitsOf(rate)}) / 100`, `${shown(x)} minus ${digitsOf(rate)}%`)
    : null
const withIt = (x: Figure, rate: Figure): Answer | null =>
  isRate(rate)
    ? summed([x], `${digitsOf(x)} * (100 + ${digitsOf(rate)}) / 100`, `${shown(x)} plus ${digitsOf(rate)}%`)
    : null
const part = (x: Figure, rate: Figure): Answer | null =>
  isRate(rate) ? summed([x], `${digitsOf(x)} * ${digitsOf(rate)} / 100`, `${digitsOf(rate)}% of ${shown(x)}`) : null
/** A rate and a sum that is always the same, of one payment. */
const feeOf = (x: Figure, rate: Figure, flat: Figure): string =>
  `${digitsOf(x)} * ${digitsOf(rate)} / 100 + ${digitsOf(flat)}`
const bothFees = (x: Figure, rate: Figure, flat: Figure): Answer | null =>
  isRate(rate) ? summed([x, flat], feeOf(x, rate, flat), `${digitsOf(rate)}% of ${shown(x)} + ${shown(flat)}`) : null
const afterBoth = (x: Figure, rate: Figure, flat: Figure): Answer | null =>
  isRate(rate)
    ? summed(
        [x, flat],
        `${digitsOf(x)} - (${feeOf(x, rate, flat)})`,
        `${shown(x)} − ${digitsOf(rate)}% of it − ${shown(flat)}`,
      )
    : null
const less = (x: Figure, y: Figure): Answer | null =>
  Number(digitsOf(x)) < Number(digitsOf(y))
    ? null
    : summed([x, y], `${digitsOf(x)} - ${digitsOf(y)}`, `${shown(x)} − ${shown(y)}`)

const ORDERS = [
  // The part alone.
  order(`(?:an? |my |the )?(?:[T] )?[FEE]${IS} {r%} (?:on|of|from|for) ${SUM}(?:[J]${THAT})?`, ({ x, r }) =>
    part(x!, r!),
  ),
  order(`(?:[T] )?(?:an? |my |the )?{r%} (?:[T] )?[FEE] (?:on|of|from|for) ${SUM}(?:[J]${THAT})?`, ({ x, r }) =>
    part(x!, r!),
  ),
  order(
    `[T] (?:gets|earns|receives|pays|takes?|charges?|keeps?) (?:an? )?{r%}(?: (?:[T] )?[FEE])? (?:on|of|from|for) ${SUM}[J]${THAT}`,
    ({ x, r }) => part(x!, r!),
  ),
  order(
    `(?:i|we) (?:get|earn|receive|pay|charge|put down|make|take) (?:an? )?{r%} (?:[T] )?[FEE] (?:on|of|from|for) ${SUM}(?:[J][PART])?`,
    ({ x, r }) => part(x!, r!),
  ),
  order(`(?:an? )?{r%} cash ?back (?:on|of|from|for) ${SUM}[J][PART]`, ({ x, r }) => part(x!, r!)),
  order(
    `[T] ${TAKES} {r%} (?:of|on|from) (?:(?:the|a|every|each) (?:sale|selling|sales|purchase) (?:price|value)|[T])(?: of)? {x}[J]${THAT}`,
    ({ x, r }) => part(x!, r!),
  ),
  order(
    `[T] (?:sells|sold|is sold|was sold|goes|costs?|is)(?: for)? {x}[J](?:the )?(?:[T] )?[FEE]${IS} {r%}[J]${THAT}`,
    ({ x, r }) => part(x!, r!),
  ),
  order(
    `(?:(?:[T]|price)(?: is| costs?|:)? )?{x}[J](?:the |a )?(?:deposit|down payment|advance)(?: of| is| paid|:)? {z}(?: (?:is |was )?(?:already )?paid)?[J][LEFT]`,
    ({ x, z }) => less(x!, z!),
  ),
  // What is left of it.
  order(`(?:(?:[T] )?${CHARGE}${IS} |[T] ${TAKES} )(?:an? )?{r%}(?: [FEE])?[J]${SOLD}[J](?:[GET]|[LEFT])`, ({ x, r }) =>
    without(x!, r!),
  ),
  order(
    `${SOLD}[J](?:on |at )?(?:[T] ${TAKES} (?:an? )?{r%}(?: [FEE])?|(?:minus|less|with) (?:an? )?{q%} ${CHARGE})[J](?:[GET]|[LEFT])`,
    ({ x, r, q }) => without(x!, (r ?? q)!),
  ),
  order(`(?:[T] )?${CHARGE}${IS} {r%} (?:on|of|from) ${SUM}[J](?:[GET]|[LEFT])`, ({ x, r }) => without(x!, r!)),
  order(`(?:an? )?{r%} (?:deposit|down payment|down) (?:on|of|from|for) ${SUM}[J][LEFT]`, ({ x, r }) =>
    without(x!, r!),
  ),
  order(`(?:an? )?{r%} ${CHARGE} (?:on|of|from|for) ${SUM}[J][GET]`, ({ x, r }) => without(x!, r!)),
  order(
    `${SUM}[J](?:i |we )?(?:pay|paid|put|leave|left|gave)?(?: down)? ?(?:an? )?(?:{r%} (?:deposit|down(?: payment)?|upfront|up front|in advance)|deposit of {q%})[J][LEFT]`,
    ({ x, r, q }) => without(x!, (r ?? q)!),
  ),
  order(
    `(?:i |we |she |he )?(?:have )?(?:already )?(?:paid|pay|put down|left|gave)(?: an?| the)? (?:deposit of {y}|{z}(?: (?:deposit|down payment|down|in advance|upfront|up front))?) (?:on|for|of|towards) ${SUM}[J][LEFT]`,
    ({ x, y, z }) => less(x!, (y ?? z)!),
  ),
  order(
    `${SUM}[J](?:i |we |she |he )?(?:have |ve )?(?:already )?(?:paid|put down|left|gave)(?: an?| the)? (?:deposit of {y}|{z} (?:deposit|down payment|down|in advance|upfront|up front|already))[J][LEFT]`,
    ({ x, y, z }) => less(x!, (y ?? z)!),
  ),
  // A rate and a fixed sum.
  order(
    `(?:[T] )?(?:[FEE]${IS} |${TAKES} )(?:an? )?{r%}(?: [FEE])? (?:\\+|plus|and) (?:an? )?{y}(?: (?:per|each|for each|for every) (?:transaction|payment|sale|order)| fixed| flat| [FEE])* (?:on|for|of) ${SUM}(?:[J][PART])?`,
    ({ x, r, y }) => bothFees(x!, r!, y!),
  ),
  order(
    `(?:[T] )?(?:[FEE]${IS} |${TAKES} )(?:an? )?{r%}(?: [FEE])? (?:\\+|plus|and) (?:an? )?{y}(?: (?:per|each|for each|for every) (?:transaction|payment|sale|order)| fixed| flat| [FEE])*[J](?:(?:what|how much) (?:do|will|would|does) (?:i|we|the seller) (?:get|receive|keep|have left|have)(?: left| out)? (?:of|from|on|for) ${SUM}|${SOLD.replace('{x}', '{w}')}[J](?:[GET]|[LEFT]))`,
    ({ x, w, r, y }) => afterBoth((x ?? w)!, r!, y!),
  ),
  order(
    `(?:[T] )?(?:[FEE]${IS} |${TAKES} )(?:an? )?{r%}(?: [FEE])? (?:\\+|plus|and) (?:an? )?{y}(?: (?:per|each|for each|for every) (?:transaction|payment|sale|order)| fixed| flat| [FEE])*[J](?:how much|what)(?: is)? (?:the |in )?(?:fees?|charge)(?: (?:do i pay|is it|is that|is charged))? (?:on|for) ${SUM}`,
    ({ x, r, y }) => bothFees(x!, r!, y!),
  ),
  order(
    `(?:[T] )?withdrawal of {x} with an? (?:[FEE]) of {y}[J](?:[PAY]|how much is (?:debited|taken|charged|booked)(?: from my account)?)`,
    ({ x, y }) => summed([x!, y!], `${digitsOf(x!)} + ${digitsOf(y!)}`, `${shown(x!)} + ${shown(y!)}`),
  ),
  // On top of it.
  order(
    `(?:auction[J])?hammer price(?: is| was| of)?:? {x}[J](?:plus )?(?:the |a )?(?:buyer'?s )?(?:premium|commission|fee)(?: is| of)? {r%}[J][PAY]`,
    ({ x, r }) => withIt(x!, r!),
  ),
  // So much for each bottle brought back.
  order(
    `(?:the )?(?:[T] )?deposit(?: is| of| on [T] is)? {x}(?: (?:each|apiece|per [T]|a (?:bottle|can|crate|cup|piece)))?[J](?:i |we )?(?:return|returned|bring back|brought back|take back|have|had|give back|hand in|bring|brought) {n} (?<kind>bottles|cans|crates|cups|glasses|jars|of them)(?: back)?[J](?:[GET]|[PAY]|how much (?:money )?(?:is that|back))`,
    ({ x, n }) => summed([x!], `${digitsOf(n!)} * ${digitsOf(x!)}`, `${digitsOf(n!)} × ${shown(x!)}`),
  ),
]

export const feeOrderRules: readonly PlannerRule[] = [
  defineRule({
    id: 'fee-order',
    reason: 'Works out a deposit, a commission, a fee or cashback in per cent, and what is left of the sum behind it.',
    order: 449,
    pairs: 'joined',
    hint: /(?<!\p{L})(?:deposit|down|commission|fees?|provision|charges?|surcharge|premium|cut|cashback|royalt\p{L}+|brokerage|takes?|took|keeps?|upfront|advance|withdrawal)(?!\p{L})/iu,
    examples: {
      yes: [
        'Deposit of 10% on a car for 14500',
        'I paid a 150 deposit on a 980 holiday, how much is left to pay?',
        'ebay takes 12.8% fee, i sold for 75, what is left?',
        'paypal fee 2.9% + 0.30 on $100',
        'Stripe charges 1.5% + €0.25. What do I get from a 40 euro payment?',
        'broker 7.14% commission on 189000',
        "auction: hammer price 850, buyer's premium 22%. total?",
        'I sold my bike for 220 and ebay took 11%. what did i get?',
        'a house sells for 310,000, agent fee 2.5%. how much is the fee?',
        'exchange fee 3% on 700 euros, how much arrives?',
        'agent takes 3.57 % of the selling price 285.000 €, how much is that',
      ],
      no: [
        'Deposit of 10% on a car for 3 years',
        'I paid a 150 deposit on a holiday, how much is left to pay?',
        '30% deposit on a kitchen that costs 7800 or less?',
        'ebay takes 12.8% fee up to 50, i sold for 75, what is left?',
        'paypal fee 2.9% + 0.30 on two payments of $100',
        'broker 7.14% commission on 189000, split between buyer and seller',
        'auction: hammer price 850, premium 22% plus VAT, total?',
        'royalty of 8% on 5000, what do I keep?',
        'my cut of 10% on the finger for 3 days hurts',
        'I paid a 150 deposit on a 980 holiday and 200 last week, how much is left to pay?',
      ],
    },
    read: clause => readOrders(clause, ORDERS),
  }),
]
