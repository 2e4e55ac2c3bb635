/** Tax and tips told in a sentence: put on, taken out, the part that is tax, and tips of several rates. Whether a rate is right is not said. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluatedValue } from '../evaluated.ts'
import { type Amount, showAmount } from '../money.ts'
import { moved, partAndTotal } from '../percentages.ts'
import { included } from '../questions/prices.ts'
import { tippedShare } from '../questions/sharing.ts'
import { type Answer, defineRule } from '../rule.ts'
import { isHeads, PEOPLE } from './roles.ts'
import { type Figure, readStories, type StoryForm } from './story.ts'
import { digitsOf, isWhole, only, paid, several, signOf } from './told-money.ts'

const TAX =
  'vat|tax|gst|hst|pst|mwst|mehrwertsteuer|ust|umsatzsteuer|tva|iva|moms|btw|sales tax|value added tax|service tax|excise'
const TAX_WORDS =
  'vat tax taxes gst hst pst mwst mehrwertsteuer ust umsatzsteuer tva iva moms btw sales value added service excise rate rates of at plus add adding added on top to amount invoice quote bill final charge'
const NET = 'net|netto|ex|excl\\.?|excluding|exclusive|without|before|pre-tax|pretax|less|untaxed'
const GROSS = 'gross|brutto|incl\\.?|inc\\.?|including|inclusive|included|with|after'
const SIDES =
  'net netto ex excl excluding exclusive without before pre-tax pretax untaxed gross brutto incl inc including inclusive included with after ex-vat ex-tax ex-gst'
const LATER =
  /(?<!\p{L})(?:income|salary|wage|earn|earns|taxable|bracket|allowance|goes|changes|changed|rises|raised|cut|discount|tip|threshold|profit|capital|deduct(?:ible|ed)|refund|import|duty|hourly|hour|month|year|deducted|withheld|withholding|got|receive|received|payout|dividend|dividends|prize|won|winnings)(?!\p{L})|P off(?!\p{L})|after P tax/u

/** Words that say that the amount has the tax in it, or that it has not. */
const NET_GIVEN = new RegExp(
  `A ?\\(?(?:${NET})(?!\\p{L})|(?<!\\p{L})(?:net|netto|ex-vat|ex-tax|pre-tax)(?: price| amount| value| invoice| cost)?(?: of| is|:|,|=)? A|(?:excl\\.?|excluding|exclusive of|without|before) (?:the )?(?:${TAX})(?: (?:is|was|of))?[:,=]? A|A (?:plus|\\+) P? ?(?:${TAX})|(?:plus|add|added|adding|\\+)(?: \\p{L}+)? P (?:${TAX})|(?:plus|add|\\+) (?:${TAX})|(?:${TAX}) (?:added|on top|comes on top)|P (?:${TAX}) (?:comes |goes )?(?:on top|added)|sales tax is P|total with (?:sales )?tax`,
  'u',
)
const GROSS_GIVEN = new RegExp(
  `A,? ?\\(?(?:${GROSS})(?!\\p{L})|(?<!\\p{L})(?:gross|brutto)(?: price| amount| total| value| invoice)?(?: of| is|:|,|=)? A|(?:remove|take off|take out|subtract|deduct|strip|back out|minus|less|without)(?: the)? P (?:${TAX})|(?:${TAX}) (?:is |was )?(?:already )?(?:included|inclusive)|(?:includes|including|with|incl\\.?|has) (?:the )?P (?:of )?(?:${TAX})|(?:includes|including|incl\\.?) (?:${TAX})`,
  'u',
)
const WANTED: readonly (readonly ['net' | 'gross' | 'tax', RegExp])[] = [
  [
    'net',
    new RegExp(
      `(?<!\\p{L})(?:net|netto|ex-vat|ex-tax|ex-gst|pre-tax)(?!\\p{L})|(?:price|amount|cost|total|value|is it|much)(?: is it| was it)? (?:${NET}) (?:the )?(?:${TAX})|(?:remove|take off|take out|subtract|deduct|strip|back out)(?: the)? P (?:${TAX})|(?:${NET}) (?:the )?(?:${TAX})[ ?.!]*$`,
      'u',
    ),
  ],
  [
    'gross',
    new RegExp(
      `(?<!\\p{L})(?:gross|brutto|grand total)(?!\\p{L})|(?:price|amount|cost|total|value)(?: is it)? (?:${GROSS}) (?:the )?(?:${TAX})|(?:${GROSS}) (?:the )?(?:${TAX})[ ?.!]*$|(?<!\\p{L})(?:total|final (?:price|amount|bill)|pay|altogether|what do i charge|all in)[ ?.!]*$`,
      'u',
    ),
  ],
  [
    'tax',
    new RegExp(
      `(?:how much|what|what's|whats)(?: (?:is|of it is|of that is|is the|was|was the|'s the))?(?: the)? (?:${TAX})(?: amount| part| share| portion)?(?: is (?:it|that|this|in it|in that|included))?[ ?.!]*$|(?:how much|what) (?:of (?:it|that|this) )?is (?:the )?(?:${TAX})|(?:${TAX}) (?:amount|part|share|portion)[ ?.!]*$`,
      'u',
    ),
  ],
]

const ASKS_TAX = new RegExp(
  `(?<!\\p{L})(?:how much|what) (?:${TAX}) (?:do|did|does|must|will|would|is|was)(?!\\p{L})`,
  'u',
)

/** Which of the three is asked, what is given being taken out of the words first. */
function wantedOf(shape: string, given: RegExpExecArray): 'net' | 'gross' | 'tax' | null {
  const order = /^(?:remove|take|subtract|deduct|strip|back|minus|less|without)/u.test(given[0])
  const rest = order ? shape : shape.replace(given[0], 'A ')
  // `how much tax do I pay` asks for the tax, whatever stands behind it.
  if (!order && ASKS_TAX.test(rest)) return /(?<!\p{L})(?:net|gross|total)(?!\p{L})/u.test(rest) ? null : 'tax'
  const found = WANTED.filter(([, pattern]) => pattern.test(rest)).map(([kind]) => kind)
  return found.length === 1 ? found[0]! : null
}

/** The amount as one expression: a price, or several pieces of it. */
function subtotal(
  amounts: readonly Figure[],
): { readonly expression: string; readonly how: string; readonly amount: Amount } | null {
  const [a, b] = amounts
  if (a === undefined) return null
  if (b === undefined) return { expression: digitsOf(a), how: showAmount(a.amount), amount: a.amount }
  const isTimes =
    isWhole(a) && /^ (?:\p{L}+ ){0,2}(?:@|at|x|×|for) $|^ ?[x×*@] ?$/u.test(a.after) && !/ for $/u.test(a.after)
  const isOf =
    isWhole(b) &&
    /^ ?(?:(?:each|apiece|per \p{L}+|an? \p{L}+|\/ ?\p{L}+) )?(?:for|x|times|×) $/u.test(a.after) &&
    (/^ (?:nights|days|hours|pieces|units|items|tickets|hrs)(?!\p{L})/u.test(b.after) ||
      (/^ people(?!\p{L})/u.test(b.after) && /^ ?(?:each|apiece|per (?:person|head))/u.test(a.after)))
  if (isOf)
    return {
      expression: `${digitsOf(b)} * ${digitsOf(a)}`,
      how: `${digitsOf(b)} × ${showAmount(a.amount)}`,
      amount: a.amount,
    }
  return isTimes
    ? {
        expression: `${digitsOf(a)} * ${digitsOf(b)}`,
        how: `${digitsOf(a)} × ${showAmount(b.amount)}`,
        amount: b.amount,
      }
    : null
}

const TAXED: StoryForm = {
  amounts: [1, 2],
  percents: 1,
  cues: [new RegExp(`(?<!\\p{L})(?:${TAX})(?!\\p{L})|ex-vat|ex-tax|ex-gst|(?<!\\p{L})(?:netto|brutto)(?!\\p{L})`, 'u')],
  not: LATER,
  words: `${TAX_WORDS} ${SIDES} remove take off out subtract deduct strip back minus less grand all days hours units pieces items nights night day per each apiece tickets people hrs x times for it's has comes goes of charge customers something inside contains contained portion part share already includes from off if charging as final`,
  everyday: true,
  names: 1,
  asks: new RegExp(
    `(?:${SIDES.replaceAll(' ', '|')}|total)(?: (?:please|vat|tax|gst))?[ ?.!]*$|^(?:remove|take|strip|deduct|add|subtract)`,
    'u',
  ),
  read: ({ shape, amounts, percents: [rate] }) => {
    const sum = subtotal(amounts)
    const [net, gross] = [NET_GIVEN.exec(shape), GROSS_GIVEN.exec(shape)]
    // `78 incl. vat, price before vat`: what is asked may look like what is given.
    const isNet =
      net !== null && (gross === null || /A ?\(?(?:plus|net|ex|\+)|(?:plus|add|added|\+|on top)/u.test(net[0]))
    const given = isNet ? net : gross
    if (sum === null || given === null || (net !== null && gross !== null && isNet === GROSS_FIRST.test(shape)))
      return null
    // `plus 20% VAT, total before tax`: said twice, and not the same.
    const wanted = wantedOf(shape, given) ?? (isNet && /(?:plus|\+|add|on top)/u.test(given[0]) ? 'gross' : null)
    if (wanted === 'gross' && ASKS_NET.test(shape)) return null
    if (wanted === null || wanted === (isNet ? 'net' : 'gross')) return null
    const percent = digitsOf(rate!)
    const { amount, expression, how } = sum
    if (expression === amount.digits) {
      if (!isNet) return included(amount, percent, wanted === 'tax' ? 'tax' : 'net')
      return wanted === 'tax' ? partAndTotal(percent, amount, '+') : moved(percent, amount, '+', 'cents')
    }
    return isNet && wanted === 'gross'
      ? paid(`${expression} * (100 + ${percent}) / 100`, amount.sign, `${how} plus ${percent}%`)
      : null
  },
}
const ASKS_NET = new RegExp(`(?<!\\p{L})(?:${NET}) (?:the )?(?:${TAX})[ ?.!]*$`, 'u')
const GROSS_FIRST = /A,? ?\(?(?:incl|inc|including|inclusive|gross|brutto|with)/u

/** `7 % Mehrwertsteuer on 12.90`: the tax, and the sum with it. */
const TAX_ON: StoryForm = {
  amounts: 1,
  percents: 1,
  cues: [
    new RegExp(
      `P (?:of )?(?:${TAX}) (?:on|for)(?: an?| the)? A|(?:${TAX}) (?:of |at |is )?P (?:on|for)(?: an?| the)? A|(?:${TAX})(?: amount| part)? (?:on|for)(?: an?| the)? A,? (?:at |with |is )?P`,
      'u',
    ),
  ],
  not: new RegExp(
    `${LATER.source}|(?<!\\p{L})(?:incl|including|included|inclusive|inside|already|contained|net|gross|without|ex)(?!\\p{L})`,
    'u',
  ),
  words: TAX_WORDS,
  everyday: true,
  names: 1,
  asks: /./u,
  read: ({ shape, amounts: [price], percents: [rate] }) =>
    /(?<!\p{L})(?:total|price|cost|costs|pay|bill)(?: \p{L}+)? (?:with|after|incl|including|plus)(?!\p{L})/u.test(shape)
      ? moved(digitsOf(rate!), price!.amount, '+', 'cents')
      : partAndTotal(digitsOf(rate!), price!.amount, '+'),
}

const TIP_WORDS =
  'tip tips gratuity service leave leaving add adding added plus on top with including amount amounts great good excellent friendly amazing lovely nice was were dinner bill came to options percent at or of versus vs compare'
/** `bill 118.60. 15%, 18% and 20% tip amounts?` */
const TIPS: StoryForm = {
  amounts: 1,
  percents: [2, 5],
  cues: [/(?<!\p{L})(?:tips?|gratuity)(?!\p{L})/u],
  not: /(?<!\p{L})(?:split|share|each|people|per|tax|vat|discount|off|then|should|customary|normal|rude)(?!\p{L})/u,
  words: TIP_WORDS,
  everyday: true,
  names: 1,
  read: ({ amounts: [bill], percents }) =>
    several(
      percents.map(rate => ({
        before: `${digitsOf(rate)}%: `,
        expression: `${digitsOf(bill!)} * ${digitsOf(rate)} / 100`,
        sign: bill!.amount.sign,
      })),
      `Shares of ${showAmount(bill!.amount)}`,
    ),
}

/** `we were 5 people, bill was 187.50, and we want to leave 20% tip. each pays?` */
const TIP_SHARED: StoryForm = {
  isShare: true,
  amounts: 2,
  percents: 1,
  cues: [
    /(?<!\p{L})(?:tip|gratuity|service charge|service)(?!\p{L})/u,
    /(?<!\p{L})(?:each|per person|per head|pp|apiece|everyone|everybody|split|share|divide|a person)(?!\p{L})/u,
  ],
  not: /(?<!\p{L})(?:tax|vat|gst|discount|off|only|birthday|except|excluding|already|included|includes|inside|in it|double|deposit)(?!\p{L})|A,? (?:including|incl|with)(?!\p{L})|(?:how (?:much|big|high) (?:is|was|would be)|what(?:'s| is| was)?) (?:the |my |our )?tip|tip (?:each|per|a head|apiece)/u,
  words: `${TIP_WORDS} ${PEOPLE.replaceAll('|', ' ')} of us each per person head pp apiece everyone everybody split share divide divided shared evenly equally between among by ways table group party pays charge owe owes one do does we're it's then total`,
  everyday: true,
  names: 1,
  read: ({ amounts, percents: [rate] }) => {
    const heads = only(amounts, isHeads)
    const bill = amounts.find(figure => figure !== heads)
    return heads === null || bill === undefined || signOf(amounts) === 'mixed'
      ? null
      : tippedShare(bill.amount, Number(digitsOf(heads)), digitsOf(rate!))
  },
}

/** `bill was 84.60, 15% tip. total?` */
const WITH_TIP: StoryForm = {
  amounts: 1,
  percents: 1,
  cues: [
    /(?<!\p{L})(?:tip|gratuity|service charge)(?!\p{L})/u,
    /(?<!\p{L})(?:total|altogether|in all|all in|what do (?:i|we) pay|how much do (?:i|we) pay|grand total)(?!\p{L})/u,
  ],
  not: /(?<!\p{L})(?:split|share|each|people|per|tax|vat|discount|off|then|should|already|included|before|without|half)(?!\p{L})/u,
  words: `${TIP_WORDS} charge all grand total`,
  everyday: true,
  names: 1,
  read: ({ amounts: [bill], percents: [rate] }) => moved(digitsOf(rate!), bill!.amount, '+', 'cents'),
}

/** `bill 47.30, I left 55. what percent tip is that`. */
const TIP_RATE: StoryForm = {
  amounts: 2,
  cues: [
    /(?<!\p{L})(?:tip|tipped)(?!\p{L})/u,
    /(?:what|how many|which) (?:percent|percentage|%)|percentage(?: tip)?[ ?.!]*$|in (?:percent|%)/u,
  ],
  not: /(?<!\p{L})(?:split|share|each|people|per|tax|vat|discount|off|should)(?!\p{L})/u,
  words: 'tip tipped percent percentage bill left gave paid paying leave i what is that as in of on was',
  everyday: true,
  names: 1,
  read: ({ amounts }) => {
    const given = only(
      amounts,
      ({ before, after }) =>
        /(?<!\p{L})(?:tip(?: of| was)?|tipped) $/u.test(before) || /^ (?:\p{L}+ )?tip(?!\p{L})/u.test(after),
    )
    const bill = amounts.find(figure => figure !== given)
    if (given === null || bill === undefined || signOf(amounts) === 'mixed' || Number(digitsOf(bill)) <= 0) return null
    return evaluatedPercent(
      `${digitsOf(given)} / ${digitsOf(bill)} * 100`,
      `${showAmount(given.amount)} of ${showAmount(bill.amount)}`,
    )
  },
}
const evaluatedPercent = (expression: string, how: string): Answer | null =>
  evaluatedValue(expression) === null ? null : paid(expression, null, how, '%')

const FORMS: readonly StoryForm[] = [TAX_ON, TAXED, TIPS, TIP_SHARED, WITH_TIP, TIP_RATE]

export const taxStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'tax-story',
    reason:
      'Puts tax or a tip on a sum, or takes the tax out of it, from a sentence that says which is given and which is asked.',
    order: 122,
    pairs: true,
    hint: /%|per ?cent|pct|tip/iu,
    examples: {
      yes: [
        '7 % Mehrwertsteuer on 12,90',
        'remove 5% gst from 1,050',
        'need the ex-vat price of something that costs £60 incl. vat (20%)',
        'brutto 119 euro, what is netto with 19 %',
        'Invoice: 3 days @ £400 plus VAT 20%. Grand total?',
        'quote is 500 plus 19% vat, what do i pay',
        'the bill came to 100.00. 15%, 18% and 20% tip amounts?',
        'we were 5 people, bill was 150, and we want to leave 20% tip. each pays?',
        'bill was 80.00 and we leave a 15% tip. total?',
      ],
      no: [
        'Invoice: 3 days @ £400 plus VAT 20%. Grand total excluding tax',
        'quote is 500 plus 19% vat, what do i pay and how much is left?',
        'brutto 119 euro, is netto less?',
        'is the VAT of 20% on 100 too high?',
        'remove 5% gst from 1,050 unless it is food',
        'VAT goes from 19% to 16%, what happens to a price of 119?',
        'my salary is 3000 gross, 30% tax, what is net?',
        'we leave 20% tip on 50, is that normal?',
        'invoice of 500 with 19% vat, is it correct?',
        'I paid 100 and tax was 20%, why?',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]
