/** Tips told by what was paid, and whether the money is enough: `bill 42, I give 50 and say keep the change`, `is 50 enough for 3 at 12.99`. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { readItems } from './read-bill.ts'
import { type Figure, isTold, readStory } from './story.ts'
import { counted, digitsOf, enough, shown, signOf, summed } from './told-money.ts'
import { order, readOrders } from './told-order.ts'

const BILL =
  '(?:(?:the |my |our |a )?(?:bill|check|tab|meal|dinner|lunch|restaurant|restaurant bill|taxi|fare|haircut|total)(?: is| was| came to| comes to| of| for)?:?|it (?:was|is|came to))'
const GAVE =
  '(?:(?:i|we|he|she) )?(?:gave|give|paid|pay|left|leave|hand(?:ed)? over|round(?:ed)?(?: it)? up to|round(?:ed)?(?: it)? to|made it|make it|say make it|said make it)(?: (?:the waiter|the waitress|the driver|him|her|them))?(?: with)?(?: an?)? {y}(?: note| bill)?(?:,? (?:and )?(?:say|said|tell (?:him|her|them) to|told (?:him|her|them) to|they can|he can|she can)? ?keep the change)?'
const SUM_ASKED =
  "(?:how (?:much|big|large|high)(?: of a)?(?:'s| is| was)?(?: the| my| our)? (?:tip|gratuity)(?: (?:is|was) (?:that|it|this)| did (?:i|we) (?:give|leave)| do (?:i|we) (?:give|leave))?|what(?:'s| is| was) the tip|(?:the )?tip(?: amount)?)"
const RATE_ASKED =
  '(?:(?:what|how many|which|how much) (?:percent|percentage|per cent|%)(?: (?:of )?(?:a )?tip)?(?: (?:is|was) (?:that|it|this|the tip)| did (?:i|we) (?:tip|give|leave)| tip (?:is|was) (?:that|it))*|how (?:much|big)(?: is| was)?(?: the)? tip(?: (?:is|was) (?:that|it))? in (?:percent|%)|what tip (?:percent|percentage)(?: (?:is|was) (?:that|it))?|(?:the )?tip (?:percentage|percent|rate|in percent|in %))'

const lastOf = (words: string | undefined): string => (words ?? '').split(' ').at(-1) ?? ''
const over = (x: Figure, y: Figure): boolean =>
  signOf([x, y]) !== 'mixed' &&
  Number(digitsOf(y)) > Number(digitsOf(x)) &&
  Number(digitsOf(y)) <= 2 * Number(digitsOf(x))
const tip = (x: Figure, y: Figure): Answer | null =>
  over(x, y) ? counted(`${digitsOf(y)} - ${digitsOf(x)}`, [y.amount, x.amount], `${shown(y)} − ${shown(x)}`) : null
const rate = (part: string, x: Figure, how: string): Answer | null =>
  evaluated({ expression: `${part} / ${digitsOf(x)} * 100`, decimals: 'cents', unit: '%', how })

const ORDERS = [
  order(
    `${BILL} {x}[J](?:rounding(?: it)? up to|if i round(?: it)? up to|round(?:ed)?(?: it)? up to) {y}(?: means| makes| is| gives)? (?:what tip|how much tip|a tip of how much)`,
    ({ x, y }) => tip(x!, y!),
  ),
  order(
    `[T](?: is| of|:)? {x}[J][T](?: is| of|:)? {y}[J](?:what|how many) (?:percent|percentage|%) of (?:my |the |our |his |her )?(?<all>\\p{Ll}+) (?:goes|is spent|do i spend|is|are|does) (?:on|for|to|into) (?:the |my )?(?<part>\\p{Ll}+)`,
    ({ x, y }, { all, part, thing1, thing2 }) =>
      lastOf(thing1) === all && lastOf(thing2) === part && signOf([x!, y!]) !== 'mixed'
        ? rate(digitsOf(y!), x!, `${shown(y!)} of ${shown(x!)}`)
        : null,
  ),
  order(`${BILL} {x}[J]${GAVE}[J]${SUM_ASKED}`, ({ x, y }) => tip(x!, y!)),
  order(
    `${GAVE} (?:for|on) (?:a |an |the |my )?(?:{x} (?:bill|meal|dinner|lunch|taxi|check|tab|fare)|(?:bill|check|tab|meal|fare) of {z})[J]${SUM_ASKED}`,
    ({ x, z, y }) => tip((x ?? z)!, y!),
  ),
  order(`${BILL} {x}[J]${GAVE}[J]${RATE_ASKED}`, ({ x, y }) =>
    over(x!, y!)
      ? rate(`(${digitsOf(y!)} - ${digitsOf(x!)})`, x!, `(${shown(y!)} − ${shown(x!)}) ÷ ${shown(x!)}`)
      : null,
  ),
  order(
    `(?:(?:i|we|he|she) )?(?:left|tipped|gave|leave|tip|paid)(?: a tip of)? {t}(?: (?:as )?(?:a )?tip)? (?:on|for) (?:a |an |the |my )?(?:{x}(?: (?:bill|meal|dinner|lunch|taxi|check|tab|fare|haircut))?|(?:bill|check|tab|meal|fare) of {z})[J]${RATE_ASKED}`,
    ({ x, z, t }) => {
      const bill = (x ?? z)!
      return signOf([bill, t!]) === 'mixed' || Number(digitsOf(t!)) >= Number(digitsOf(bill))
        ? null
        : rate(digitsOf(t!), bill, `${shown(t!)} of ${shown(bill)}`)
    },
  ),
  order(
    `{r%} of (?:my |our |the |his |her )?(?:(?:income|salary|pay|wages?|budget|pocket money|savings)(?: of)? )?{x}(?: (?:income|salary|pay|budget))? (?:goes?|is spent|are spent|went) (?:on|to|towards|into|for) [T][J](?:how much (?:is that|is it|money is that|is the \\p{Ll}+)|what is that)`,
    ({ x, r }) => summed([x!], `${digitsOf(x!)} * ${digitsOf(r!)} / 100`, `${digitsOf(r!)}% of ${shown(x!)}`),
  ),
]

const ASKS_ENOUGH =
  /^(?:(?:is|are|will|would) A (?:be )?enough (?:for|to (?:buy|pay for|get|cover)) |(?:can|could) (?:i|we) (?:buy|get|afford|pay for) (?=.* (?:with|for) A[ ?.!]*$)|(?:i|we) have A(?: with me)?[,.;] (?:is (?:it|that) )?enough (?:for|to (?:buy|pay for|get)) )/u
const NOT_SO =
  /(?:and|plus|,) (?:an?|some|the|two|three) (?:\p{L}+ )?\p{L}+[ ?.!]*$|(?<!\p{L})(?:free|off|discount|people|persons?|per|if|or|voucher|tax|vat|tip|split|share|half|month|week|year|day|days|nights?|hours?|minus|more|less|twice|everyone|all of us|both|deposit|rest)(?!\p{L})|%/u
const GOODS =
  'is are will would be enough for to buy pay get cover can could i we have with me it that at each apiece a an and plus one of items tickets pieces packs bottles boxes another also some note euro'

/** `Is 50 enough for 3 items at 12.99 and one at 9.50?` */
function suffices(clause: Clause): Answer | null {
  const story = readStory(clause)
  if (story === null || story.percents.length > 0 || story.amounts.length < 2 || story.amounts.length > 9) return null
  const { shape, amounts } = story
  // A part of a sentence asks for a part of it.
  const asked = clause.mark.includes('?') ? ASKS_ENOUGH.exec(shape) : null
  if (asked === null || NOT_SO.test(shape) || !isTold(shape, { words: GOODS, everyday: true, names: 6 })) return null
  const isLast = /^(?:can|could)/u.test(asked[0])
  const had = isLast ? amounts.at(-1)! : amounts[0]!
  // `one at 9.50` is one piece of it.
  const others = amounts.filter(
    (figure, i) =>
      figure !== had && !(digitsOf(figure) === '1' && / at $/u.test(figure.after) && i + 1 < amounts.length),
  )
  const items = readItems(others, { ...story, amounts: others })
  const sign = signOf(amounts)
  if (items === null || items.length === 0 || sign === 'mixed' || items.some(({ isOff }) => isOff)) return null
  const isMoney = amounts.some(({ amount }) => amount.sign !== null || /\.\d\d$/.test(amount.digits))
  if (!isMoney) return null
  return enough(
    had,
    items.map(({ expression }) => expression).join(' + '),
    sign,
    items.map(item => item.shown).join(' + '),
  )
}

export const tipOrderRules: readonly PlannerRule[] = [
  defineRule({
    id: 'tip-order',
    reason:
      'Tells a tip from what was paid, in money or per cent, what a share of an income is, and whether money is enough.',
    order: 355,
    pairs: 'joined',
    hint: /(?<!\p{L})(?:tip(?:ped)?|gratuity|enough|afford|goes|spent|went|buy)(?!\p{L})/iu,
    examples: {
      yes: [
        'bill 74.20, round up to 80, how much tip is that?',
        'bill 42, I give 50 and say keep the change, how much tip in percent?',
        'i left $9 on a $60 bill. what percent tip is that?',
        '30% of my 2400 goes on rent. How much is that?',
        'is 50 enough for 3 items at 12.99 and one at 9.50?',
        'can I buy 4 pens at 1.25 and a notebook for 3.50 with £8?',
      ],
      no: [
        'bill 74.20, round up to 80, was the tip too small?',
        'bill 42, I give 50 and get 5 back, how much tip is that?',
        'i left $9 on a $60 bill, tip for next time?',
        'is 50 enough for 3 people at 12.99?',
        'is 50 enough for a taxi?',
        'is 50 enough for 3 items at 12.99 and a drink?',
        'can I buy 4 pens at 1.25 with 10% off with £8?',
        '30% of my 2400 goes on rent. Is that too much?',
      ],
    },
    read: clause => suffices(clause) ?? readOrders(clause, ORDERS),
  }),
]
