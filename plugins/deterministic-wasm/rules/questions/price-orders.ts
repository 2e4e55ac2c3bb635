/**
 * Short orders about one price: what it is with a tip, with or without tax, before a discount, at a rate; offers beside a price of one; what
 * two discounts come to. Said in few words and in any of the usual orders; a further word makes it another request.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import { type Amount, commonSign, showAmount } from '../money.ts'
import { moved } from '../percentages.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, defineRule } from '../rule.ts'
import { compared } from '../stories/told-money.ts'
import { included } from './prices.ts'

const TAX = '(?:sales |value[- ]added )?(?:tax|vat)|gst|hst|mwst|tva|iva|ust|btw|moms'
const TIP = '(?:tip|gratuity|service charge|service)'
const BILL = '(?:bill|check|tab|dinner|lunch|meal|order|restaurant bill|dinner bill|fare|ride|taxi)'
const INCL = '(?:incl\\.?|including|inclusive of|with|plus|after)'
const ASK = "(?:(?:what(?:'s| is| was|s)|how much (?:is|was|are)|give me|tell me|calculate|find) (?:the |a |my )?)?"
const END =
  "(?:[,.;?]* ?(?:so )?(?:(?:how much|what)(?:'s| is| do| does| would| will|s)?(?: (?:i|we|it|that|the|pay|cost|total|price|be|to|in total|owe|altogether|final price))*|total|price|final price|to pay|in total|altogether))?"
const OFF = '(?:off|discount|reduction|rebate|price cut|markdown)'

const PARTS = { TAX, TIP, BILL, INCL, ASK, END, OFF } as const

const PHRASES: readonly Phrase[] = [
  // With a tip.
  phrase(
    '[ASK](?:total|sum|amount|full amount|price)(?: to pay)?,? (?:[INCL])(?: an?)? {p:percent} (?:[TIP]) (?:on|for|of|to)(?: an?| my| the| our)? (?:[BILL] of )?{x:amount}(?: [BILL])?',
    slots => moved(slots.text('p'), slots.amount('x'), '+', 'cents'),
    PARTS,
  ),
  phrase(
    "(?:an? |the |my |our )?(?:[BILL] (?:of|is|was|at|for) )?{x:amount}(?: [BILL])? (?:plus|with|\\+|and|including|incl\\.?)(?: an?)? {p:percent} (?:[TIP])(?:[,.;?]* ?(?:so )?(?:what(?:'s| is|s) the |the )?(?:total|total to pay|sum|how much in total|how much altogether|what do i pay|what do we pay|how much do i pay|how much is that))",
    slots => moved(slots.text('p'), slots.amount('x'), '+', 'cents'),
    PARTS,
  ),
  // Net and gross.
  phrase(
    "(?:net )?{x:amount} (?:net|netto|ex vat|ex tax|excl\\.? vat|excluding vat|before tax|before vat) ?(?:plus|\\+|and|with|,) ?{p:percent}(?: (?:[TAX]))?(?:[,.;?]* ?(?:gross|is|makes|what(?:'s| is|s)(?: the)? gross|how much(?: is that)?(?: gross)?|what(?:'s| is|s)(?: the)? total|total))?",
    slots => moved(slots.text('p'), slots.amount('x'), '+', 'cents'),
    PARTS,
  ),
  phrase(
    '(?:from )?(?:gross to net|brutto to netto|gross into net|brutto netto)(?: for| of|,|:)* {x:amount}(?: gross)? (?:with|at|and|incl\\.?|including|,) ?{p:percent}(?: (?:[TAX]))?',
    slots => included(slots.amount('x'), slots.text('p'), 'net'),
    PARTS,
  ),
  phrase(
    '(?:from )?(?:net to gross|netto to brutto|net into gross)(?: for| of|,|:)* {x:amount}(?: net)? (?:with|at|and|plus|,) ?{p:percent}(?: (?:[TAX]))?',
    slots => moved(slots.text('p'), slots.amount('x'), '+', 'cents'),
    PARTS,
  ),
  phrase(
    "{x:amount} (?:gross|brutto) (?:with|at|and|incl\\.?|including|,) ?{p:percent}(?: (?:[TAX]))?[,;]? (?:net|netto|what(?:'s| is|s)(?: the)? net(?: amount| price)?|how much net|to net|in net)",
    slots => included(slots.amount('x'), slots.text('p'), 'net'),
    PARTS,
  ),
  phrase(
    "(?:an? |the )?(?:tax|vat|gst) rate (?:is|of) {p:percent}[,;.]? (?:and )?(?:the )?net(?: price| amount)?(?: is| of)? {x:amount}[,;.?]* (?:what(?:'s| is|s)? ?(?:the )?)?gross(?: price| amount)?",
    slots => moved(slots.text('p'), slots.amount('x'), '+', 'cents'),
    PARTS,
  ),
  // What it was before.
  phrase(
    "[ASK](?:(?:full|original|old|regular|list|normal) )?(?:price|cost)? ?(?:was it )?before(?: an?| the)? {p:percent} (?:[OFF]),? (?:if|when|given)(?: i| we| he| she)?(?: have| has)?(?: (?:paid|pay|now pay|it is|it's|it costs|it cost|the price is|it was|now costs?|the sale price is|bought it for|got it for))? ?{x:amount}(?: now| for it| after it)?",
    slots => before(slots),
    PARTS,
  ),
  phrase(
    "(?:i|we|he|she) (?:paid|pay|bought (?:it|this|that|them) for|got (?:it|this|them) for|spent) {x:amount} (?:for (?:it |(?:an?|the|my|some) [\\p{L}-]{2,20} )?)?(?:with|after|at|thanks to|using)(?: an?| the)? {p:percent} (?:[OFF])(?: voucher| code| coupon)?[,.;?]* (?:so )?(?:what(?:'s| is| was|s)|how much (?:is|was|were))(?: (?:it|they|the|its|their))*(?: (?:(?:full|original|old|regular|list|normal|initial|undiscounted)(?: (?:price|cost))?|price before|before(?: that| the discount)?|originally|cost before|without it))+",
    slots => before(slots),
    PARTS,
  ),
  // What two discounts come to.
  phrase(
    '[ASK](?:total|overall|combined|effective|single|real)(?: equivalent)? (?:discount|reduction|percentage off|saving)(?: in percent)?(?: (?:of|for|from|if|when|with|after))*(?: (?:i|you|we) get)? {p:percent}(?: (?:[OFF]))?(?:,| and| then| plus| followed by| and then)+(?: an?)?(?: (?:another|extra|further|additional))? {q:percent}(?: (?:[OFF]))?(?: in a row| one after the other| on top)?',
    slots => combined(slots),
    PARTS,
  ),
  phrase(
    "{p:percent} (?:[OFF]) ?(?:,| and| then| plus| followed by| and then)+(?: an?)?(?: (?:another|extra|further|additional))? {q:percent}(?: (?:[OFF]))?(?: on top)?[,.;?]* (?:what(?:'s| is|s) the |the )?(?:total|overall|combined|effective)(?: percent(?:age)?)? (?:discount|reduction|percentage|saving|off)(?: in percent)?",
    slots => combined(slots),
    PARTS,
  ),
  // An exchange at a rate.
  phrase(
    '(?:exchange|change|convert|swap) {x:amount} (?:at|@|with|for)(?: an?| the)?(?: rate| exchange rate)?(?: of)? {r:amount}(?: per (?:euro|dollar|pound))?[END]',
    slots => exchanged(slots),
    PARTS,
  ),
  // So many for a sum, or one at a price.
  phrase(
    "(?:(?:which|what)(?:'s| is| one is| one's)? (?:cheaper|better|the better deal|a better deal|best)[,:;]? )?{n:count}(?: [\\p{L}-]{2,20})? for {x:amount} or (?:single )?(?:(?:1|one|each|a single one) (?:for|at) {y:amount}|{z:amount} (?:each|apiece|a piece|per piece|for one|for 1|single))[,.;?]* ?(?:(?:which|what)(?: (?:one|is|'s|one's|option|offer))*(?: is)? (?:cheaper|better|the better deal|a better deal|best|better value)(?: deal)?)?",
    slots => packOrOne(slots),
    PARTS,
  ),
]

export const priceOrderRules: readonly PlannerRule[] = [
  defineRule({
    id: 'price-order',
    reason: 'Answers short orders about one price: with a tip, with or without tax, before a discount, at a rate.',
    order: 345,
    pairs: true,
    hint: /\d/,
    examples: {
      yes: [
        'total incl 18% tip on a 58.20 bill',
        '250 net plus 19% =',
        'gross to net 1190 with 19%',
        'net to gross 1000 with 19%',
        'what was the price before a 20% discount if I paid 64',
        'what is the overall discount of 20% and then 10%',
        '20% off and then another 10% off, what is the total discount',
        'exchange 500 usd at 0.93 eur',
        'which is better, 3 for 10 or 4.20 each',
      ],
      no: [
        'total incl 18% tip on a 58.20 bill for 3 people each',
        '250 net plus 19 people',
        'what was the price before a 20% discount if I paid 64 and 5 shipping',
        'what was the price before the 20% inflation if I paid 64',
        'which is better, 3 for 10 or 4 each with tax',
        'exchange 500 usd at the airport',
        'what is the overall discount of 20% and a 10 euro coupon',
      ],
    },
    read: clause => readPhrases(clause, PHRASES),
  }),
]

function before(slots: Slots): Answer | null {
  const [x, p] = [slots.amount('x'), slots.text('p')]
  if (Number(p) >= 100) return null
  return evaluated({
    expression: `${x.digits} * 100 / (100 - ${p})`,
    sign: x.sign,
    ...(x.sign === null ? { decimals: 'cents' } : {}),
    how: `${showAmount(x)} ÷ (100% − ${p}%)`,
  })
}

function combined(slots: Slots): Answer | null {
  const [p, q] = [slots.text('p'), slots.text('q')]
  if (Number(p) > 100 || Number(q) > 100) return null
  return evaluated({
    expression: `100 - (100 - ${p}) * (100 - ${q}) / 100`,
    unit: '%',
    how: `100% − ${100 - Number(p)}% × ${100 - Number(q)}%`.replace(/\d+\.\d{5,}/g, found =>
      String(Number(Number(found).toFixed(4))),
    ),
  })
}

/** `500 usd at 0.93 eur`: so many of the second for one of the first. */
function exchanged(slots: Slots): Answer | null {
  const [x, r] = [slots.amount('x'), slots.amount('r')]
  if (x.sign === null || r.sign === null || x.sign.code === r.sign.code || Number(r.digits) <= 0) return null
  return evaluated({
    expression: `${x.digits} * ${r.digits}`,
    sign: r.sign,
    how: `${showAmount(x)} × ${showAmount(r)}`,
  })
}

function packOrOne(slots: Slots): Answer | null {
  const x = slots.amount('x')
  const one: Amount = slots.has('y') ? slots.amount('y') : slots.amount('z')
  const n = slots.text('n')
  const sign = commonSign([x, one])
  if (sign === 'mixed' || Number(n) < 2 || evaluatedValue(`${x.digits} / ${n}`) === null) return null
  return compared({
    options: [
      { name: `${n} for ${showAmount(x)}`, expression: `${x.digits} / ${n}` },
      { name: `1 for ${showAmount(one)}`, expression: one.digits },
    ],
    verdict: 'is cheaper',
    sign,
    unit: ' each',
    how: 'By the price of one',
  })
}
