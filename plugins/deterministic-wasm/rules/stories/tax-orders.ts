/** Tax asked in a short order: net and tax at once, the tax alone, the rate from two amounts. Whether a rate is right is not said. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import { moved, partAndTotal } from '../percentages.ts'
import { included } from '../questions/prices.ts'
import { type Answer, defineRule } from '../rule.ts'
import { type Figure, readStories, type StoryForm } from './story.ts'
import { digitsOf, several, shown, signOf } from './told-money.ts'
import { order, readOrders } from './told-order.ts'

const TAX = '(?:vat|tax|gst|hst|pst|mwst|ust|tva|iva|moms|btw|sales tax|value added tax)'
const NET = `(?:net|netto|tax[- ]free|ex[- ]vat|ex[- ]tax|pre-?tax|(?:price|amount|value) (?:without|before|excluding|excl\\.?|ex) (?:the )?${TAX})(?: (?:amount|price|value|sum))?`
const GROSS = `(?:gross|brutto|grand total|total|final|invoice total)(?: (?:amount|price|value|sum|total|to pay))?|(?:price|amount|total) (?:with|including|incl\\.?) (?:the )?${TAX}`
const PART = `${TAX}(?: (?:amount|part|share|portion))?`
const AND =
  "(?:,| and| &| \\+| plus|/)+ ?(?:(?:how much|what)(?:'s|s| is| are| was)?(?: of it is)? )?(?:is )?(?:the |just the )?"
const NET_AND_TAX = new RegExp(
  `(?<!\\p{L})(?:${NET})${AND}${PART}(?!\\p{L})|(?<!\\p{L})${PART}${AND}(?:${NET})(?!\\p{L})|(?<!\\p{L})net(?: and|,| how much is)? how much(?: is)?(?: the)? ${TAX}(?!\\p{L})`,
  'u',
)
const TAX_AND_GROSS = new RegExp(
  `(?<!\\p{L})${PART}${AND}(?:${GROSS})(?!\\p{L})|(?<!\\p{L})(?:${GROSS})${AND}${PART}(?!\\p{L})`,
  'u',
)
const NET_GIVEN =
  /A ?\(?(?:net|netto|excl|excluding|ex|before|plus|\+|without)(?!\p{L})|(?<!\p{L})net(?: (?:price|amount|value))?(?: of| is|:)? A|add(?:ing)? P/u
const GROSS_GIVEN = new RegExp(
  `A,? ?\\(?(?:gross|brutto|incl|inc|including|inclusive|includes|with)(?!\\p{L})|(?<!\\p{L})gross(?: (?:price|amount|value|total))?(?: of| is|:)? A|(?:includes?|including|incl\\.?|inclusive of)(?: the)? P|P (?:${TAX} )?(?:is |already )?(?:included|inside)`,
  'u',
)

/** `1,428 incl. 19% VAT, net and VAT separately`: the one that is asked says which is given. */
const BOTH: StoryForm = {
  amounts: 1,
  percents: 1,
  asksTwice: true,
  cues: [new RegExp(`(?<!\\p{L})${TAX}(?!\\p{L})`, 'u')],
  not: /(?<!\p{L})(?:income|salary|wages?|earn\p{L}*|pay ?slip|bonus|month\p{L}*|year\p{L}*|annual\p{L}*|hour\p{L}*|discount|tip|profit|deduct\p{L}*|with(?:held|holding)|refund|import|duty|off|changes?|changed|rises?|raised|cut|dividends?|each|per|split(?! (?:it )?into)|people|reduced)(?!\p{L})/u,
  words:
    'vat tax gst hst pst mwst ust tva iva moms btw sales value added net netto tax-free ex ex-vat ex-tax pre-tax pretax excl excluding without before gross brutto grand total final invoice incl inc including inclusive included includes with part share portion amount amounts price rate at of plus separately both separate two figures value sum bill receipt total split into from give show tell break down breakdown',
  everyday: true,
  mustAsk: true,
  asks: /(?:net|vat|tax|gst|mwst|iva|gross|total|amount)[ ?.!]*$|separately/u,
  names: 1,
  read: ({ shape, amounts: [price], percents: [rate] }) => {
    const [asksNet, asksGross] = [NET_AND_TAX.test(shape), TAX_AND_GROSS.test(shape)]
    if (asksNet === asksGross || Number(digitsOf(rate!)) <= 0) return null
    const { amount } = price!
    if (asksGross) {
      if (GROSS_GIVEN.test(shape)) return null
      return several(
        [
          { before: 'tax ', expression: `${amount.digits} * ${digitsOf(rate!)} / 100`, sign: amount.sign },
          { before: 'gross ', expression: `${amount.digits} * (100 + ${digitsOf(rate!)}) / 100`, sign: amount.sign },
        ],
        `${digitsOf(rate!)}% of ${shown(price!)}, and with it`,
      )
    }
    if (NET_GIVEN.test(shape)) return null
    const net = `${amount.digits} * 100 / (100 + ${digitsOf(rate!)})`
    return several(
      [
        { before: 'net ', expression: net, sign: amount.sign },
        { before: 'tax ', expression: `${amount.digits} - ${net}`, sign: amount.sign },
      ],
      `${shown(price!)} with ${digitsOf(rate!)}% tax inside`,
    )
  },
}

function rateOf(part: string, net: Figure, how: string): Answer | null {
  const value = evaluatedValue(`${part} / ${digitsOf(net)} * 100`)
  if (value === null || value.numerator <= 0n || value.numerator > 100n * value.denominator) return null
  const isLong = value.denominator !== 1n && 10_000n % value.denominator !== 0n
  return evaluated({
    expression: `${part} / ${digitsOf(net)} * 100`,
    ...(isLong ? { decimals: 2 } : {}),
    unit: '%',
    how,
  })
}
const between = (net: Figure, gross: Figure): Answer | null =>
  signOf([net, gross]) === 'mixed'
    ? null
    : rateOf(`(${digitsOf(gross)} - ${digitsOf(net)})`, net, `(${shown(gross)} − ${shown(net)}) ÷ ${shown(net)}`)
const taxOf = (tax: Figure, net: Figure): Answer | null =>
  signOf([tax, net]) === 'mixed' ? null : rateOf(digitsOf(tax), net, `${shown(tax)} of ${shown(net)}`)

const RATE = `(?:(?:what|which)(?:'s|s| is| was)?(?: the)? ?(?:${TAX})? ?(?:rate|percent|percentage|%)(?: of (?:the )?${TAX})?(?: ${TAX})?(?: rate)?(?: (?:is|was) (?:that|this|it))?|(?:${TAX}) rate|how (?:many|much) (?:percent|%)(?: (?:is|was) (?:that|it|the ${TAX}))?(?: ${TAX})?)`
const NETTO = '(?:net|netto|without tax|before tax|ex vat|excl\\.? vat)'
const BRUTTO = '(?:gross|brutto|with tax|after tax|incl\\.? vat|including vat)'
const NAME = '(?: (?:amount|price|value|total|sum))?(?: (?:is|was|of))?:?'
const ONLY = '(?:just|only)?'
const ALONE = `(?:(?:how much|what)(?:'s|s| is)? )?${ONLY} ?(?:the )?(?:[TAX])(?: (?:amount|part|share))?(?: only| alone)?(?: (?:is (?:that|it)))?`
/** The same with a word that asks for nothing else: `249 net plus 19% VAT` alone asks for both together. */
const NOTHING_ELSE = `(?:(?:(?:how much|what)(?:'s|s| is)?|just|only) ${ALONE}|(?:the )?(?:[TAX])(?: (?:amount|part|share))? (?:only|alone)|(?:the )?(?:[TAX]) (?:amount|part|share))`

const ORDERS = [
  order(
    `(?:the )?(?:[TAX])(?: rate)?(?: (?:here|in (?:my |the |our )?\\p{Ll}+(?: \\p{Ll}+)?))?(?: is| of| at|:)? {r%}[J](?:how much|what)(?:'s|s| is| does| do| will| would)?(?: be)? (?:[T] (?:for|at|of) )?(?:[DET] )?{x}(?: [N])?(?: cost| be| come to)? (?:with|including|after|plus|incl\\.?) (?:the )?(?:[TAX])(?: (?:cost|be|come to))?`,
    ({ x, r }) => moved(digitsOf(r!), x!.amount, '+', 'cents'),
  ),
  order(
    `(?:the )?net(?: price| amount| value)? (?:for|of|from|if) {x} gross(?: (?:at|with|and)| -|,)? (?:[TAX] )?{r%}(?: [TAX])?`,
    ({ x, r }) => included(x!.amount, digitsOf(r!), 'net'),
  ),
  order(
    `(?:(?:what|how much)(?:'s|s| is| would be)? )?{x} (?:without|minus|less|excluding|excl\\.?|net of) (?:the )?{r%} (?:[TAX])`,
    ({ x, r }) => included(x!.amount, digitsOf(r!), 'net'),
  ),
  order(
    `how much (?:[TAX])(?: is)?(?: there)?(?: included)? in {x},? ?\\(?(?:at |with |rate )?{r%}(?: (?:is )?included| incl\\.?)\\)?`,
    ({ x, r }) => included(x!.amount, digitsOf(r!), 'tax'),
  ),
  order(`(?:[TAX])(?: (?:at|of))? {r%} (?:on|for|of) {x}`, ({ x, r }) => partAndTotal(digitsOf(r!), x!.amount, '+')),
  order(`{r%} (?:[TAX]) (?:on|of|for) {x}(?: ${NETTO})?[J]${ALONE}`, ({ x, r }) =>
    partAndTotal(digitsOf(r!), x!.amount, '+'),
  ),
  order(`{x} ${NETTO}[J](?:plus |at |with )?{r%}(?: (?:[TAX]))?[J]${NOTHING_ELSE}`, ({ x, r }) =>
    partAndTotal(digitsOf(r!), x!.amount, '+'),
  ),
  order(
    `(?:(?:[T] )?(?:price|cost)?(?: of| is|:)? ?)?{x}(?: [N])?,? (?:(?:plus|\\+) {r%} (?:[TAX])|(?:with|and|plus|\\+) {q%} (?:[TAX]) (?:added|on top|to be added|to add))(?:[J][PAY])?`,
    ({ x, r, q }) => moved(digitsOf((r ?? q)!), x!.amount, '+', 'cents'),
  ),
  order(
    `(?:[T],? )?(?:(?:costs?|is|was|for|at) )?{x}(?: [N])? (?:before|without|excluding|excl\\.?|ex|plus|\\+|net)(?: (?:the )?(?:[TAX]))?[J](?:the )?(?:local )?(?:[TAX])(?: rate)?(?: here)?(?: is| of| at|:)? {r%}[J][PAY]`,
    ({ x, r }) => moved(digitsOf(r!), x!.amount, '+', 'cents'),
  ),
  order(
    `{r%} (?:[TAX]) (?:on|of) (?:[DET] )?{x}(?: [N])?[J](?:(?:what|how much)(?:'s|s| is| would be| will be)? )?(?:the )?(?:total|final price|total price|gross|price with (?:the )?tax|total with tax|total amount|grand total)(?: (?:to pay|please|then|then please))?`,
    ({ x, r }) => moved(digitsOf(r!), x!.amount, '+', 'cents'),
  ),
  order(
    `(?:[TAX])(?: of| at)? {r%} (?:on|of) (?:[DET] )?{x}(?: [N])?[J](?:(?:what|how much)(?:'s|s| is| would be| will be)? )?(?:the )?(?:total|final price|total price|gross|price with (?:the )?tax|total with tax|total amount|grand total)(?: (?:to pay|please|then))?`,
    ({ x, r }) => moved(digitsOf(r!), x!.amount, '+', 'cents'),
  ),
  order(`(?:if )?(?:the )?${NETTO}${NAME} {x}[J](?:the )?${BRUTTO}${NAME} {y}[J]${RATE}`, ({ x, y }) =>
    between(x!, y!),
  ),
  order(`(?:if )?(?:the )?${BRUTTO}${NAME} {y}[J](?:the )?${NETTO}${NAME} {x}[J]${RATE}`, ({ x, y }) =>
    between(x!, y!),
  ),
  order(`{x} ${NETTO}[J]{y} ${BRUTTO}[J]${RATE}`, ({ x, y }) => between(x!, y!)),
  order(
    `(?:the )?(?:[TAX])(?: amount)?(?: is| was|:| of)? {t} (?:on|of|for) (?:[DET] )?{x}(?: [N])?[J]${RATE}`,
    ({ x, t }) => taxOf(t!, x!),
  ),
  order(`(?:i |we )?(?:paid|pay) {t} (?:[TAX]) on (?:[DET] )?{x}(?: [N])?[J]${RATE}`, ({ x, t }) => taxOf(t!, x!)),
]

export const taxOrderRules: readonly PlannerRule[] = [
  defineRule({
    id: 'tax-order',
    reason:
      'Tells net and tax side by side, the tax alone, a price with or without tax, and the rate from two amounts.',
    order: 112,
    pairs: 'joined',
    hint: /(?<!\p{L})(?:vat|tax|gst|hst|pst|mwst|ust|tva|iva|moms|btw|net|netto|gross|brutto)(?!\p{L})/iu,
    examples: {
      yes: [
        'Invoice total is 1,428.00 EUR including 19% VAT. Please give me net and VAT separately.',
        '119 euros incl. 19% VAT: net and VAT?',
        'gross 535, vat 7 percent, how much is net and how much is tax',
        "Invoice 1,000 net, 21% IVA. What's the VAT amount and the gross?",
        'net price for 238 gross at 19%',
        "What's £84 without 20% VAT",
        'how much gst in $110 (10% included)',
        'net amount is 80, gross is 96. what vat rate is that?',
        'tax is 12.60 on 180. what is the tax rate?',
        'kettle $39 before tax, local sales tax is 8.875%. price?',
        "8.25% sales tax on $48, what's the total?",
        '7% VAT on 45.80 net, just the tax amount',
      ],
      no: [
        'Invoice 1,000 net, 21% IVA. What is the net and the IVA?',
        'gross 535, vat 7 percent, net and vat and a discount?',
        'my salary is 3,000 gross, 30% tax, net and tax?',
        'net amount is 80, gross is 96. is the vat rate legal?',
        'the net caught 238 gross fish at 19%',
        'tax is 12.60 on 180 and 20 on 300. what is the tax rate?',
        '119 euros incl. 19% VAT: net and VAT if it drops to 16%?',
      ],
    },
    read: clause => readStories(clause, [BOTH]) ?? readOrders(clause, ORDERS),
  }),
]
