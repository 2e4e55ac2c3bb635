/** Tax whose place is told before the amount: `price excluding VAT is 240, rate 21%`, `25% VAT inside 499`. Whether a rate is right is not said. */
import type { PlannerRule } from '#contracts/planner-port'
import { moved, partAndTotal } from '../percentages.ts'
import { included } from '../questions/prices.ts'
import { defineRule } from '../rule.ts'
import { readStories, type StoryForm } from './story.ts'

const TAX = '(?:vat|gst|hst|pst|mwst|ust|tva|iva|moms|btw|sales tax|tax)'
const NET_GIVEN = new RegExp(
  `(?:excl\\.?|excluding|exclusive of|without|before) (?:the )?${TAX}(?: (?:is|was|of))?[:,]? A|(?<!\\p{L})net(?: (?:amount|price|value|sum|cost))?(?: (?:of|is|was))?:? A`,
  'u',
)
const GROSS_GIVEN =
  /(?:included|contained|inside|hidden)(?: in)? (?:the |an? )?(?:(?:price|total|amount|bill|invoice) (?:of )?)?A/u
const ASKS_TAX = new RegExp(
  `(?:how much|what)(?: of (?:it|that))?(?:'s| is| was)? (?:the )?${TAX}(?: (?:part|amount|share|portion))?[ ?.!]*$`,
  'u',
)
const COMES_TO = /(?:comes|amounts|adds up) to(?: what| how much)?[ ?.!]*$|(?:is|makes) (?:what|how much)[ ?.!]*$/u
const ASKS_NET = new RegExp(
  `(?:without|excl\\.?|excluding|net|before)(?: (?:the )?(?:${TAX}|price|amount))?[ ?.!]*$`,
  'u',
)
const ASKS_GROSS = new RegExp(
  `(?:total|gross|final (?:price|amount)|(?:with|including|incl\\.?) (?:the )?${TAX}|(?:do|must|will) (?:i|we) pay)[ ?.!]*$`,
  'u',
)

const INSIDE: StoryForm = {
  amounts: 1,
  percents: 1,
  cues: [new RegExp(`(?<!\\p{L})${TAX}(?!\\p{L})`, 'u')],
  // Tax on pay is another, and a price that changes has two.
  not: /(?<!\p{L})(?:gross to|net to|income|salary|wages?|earn\p{L}*|pay ?slip|bonus|month\p{L}*|year\p{L}*|annual\p{L}*|hour\p{L}*|week\p{L}*|discount|tip|profit|deduct\p{L}*|with(?:held|holding)|refund|import|duty|off|changes?|changed|rises?|raised|cut|dividends?)(?!\p{L})/u,
  words:
    'vat gst hst pst mwst ust tva iva moms btw sales tax excl excluding exclusive without before net gross amount price value sum cost rate included contained inside hidden incl including with part share portion total final comes amounts adds makes bill invoice of',
  everyday: true,
  names: 1,
  read: ({ shape, amounts: [price], percents: [rate] }) => {
    const [net, gross] = [NET_GIVEN.exec(shape), GROSS_GIVEN.exec(shape)]
    if ((net === null) === (gross === null)) return null
    const rest = shape.replace((net ?? gross)![0], ' ')
    const [amount, percent] = [price!.amount, rate!.amount.digits]
    if (gross !== null) {
      if (ASKS_TAX.test(rest)) return included(amount, percent, 'tax')
      return ASKS_NET.test(rest) ? included(amount, percent, 'net') : null
    }
    if (ASKS_TAX.test(rest) || COMES_TO.test(rest)) return partAndTotal(percent, amount, '+')
    return ASKS_GROSS.test(rest) ? moved(percent, amount, '+', 'cents') : null
  },
}

export const taxInsideRules: readonly PlannerRule[] = [
  defineRule({
    id: 'tax-inside',
    reason:
      'Works out a tax, or a price with or without it, where it is told first whether the amount has the tax in it.',
    order: 146,
    pairs: true,
    hint: /%|per ?cent/i,
    examples: {
      yes: [
        'GST 18% is included in 1,180 rupees, how much is the tax part',
        'swedish moms of 25% inside 499 kr, what was the price without',
        '20% VAT on a net amount of £1,365 comes to what',
      ],
      no: [
        'Price excluding VAT is 240 and I get 10% off, what is the total?',
        'My net pay is 2,400 after 21% tax, what is the total?',
        'Is 21% VAT included in 240?',
        'VAT of 21% is included in 240, is that legal?',
        'Tax of 20% inside 499, what was the price without the discount?',
      ],
    },
    read: clause => readStories(clause, [INSIDE]),
  }),
]
