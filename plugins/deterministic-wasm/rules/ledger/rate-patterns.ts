/** How a part of a sentence tells a rate in per cent, what comes off, what somebody had or paid with, and what holds for all. */
import { digitsOf, type FactPattern, isPositive, pattern, type Reader } from './fact-pattern.ts'
import { type Fact, type Rate, unitOf } from './ledger-facts.ts'
import { DET, isName, isUnit, NAME, OFF, UNIT } from './ledger-words.ts'
import { amountTerm } from './term-patterns.ts'

const off: Reader = ({ figures: [price] }) =>
  price === undefined || !isPositive(price) ? null : [amountTerm(price, { isOff: true, label: 'discount' })]

/** Whose the rate is: all of it so far, a named part of it, or an amount told before. */
const baseOf = (
  groups: Readonly<Record<string, string | undefined>>,
  base: string | undefined,
): Rate['base'] | null => {
  if (base !== undefined) return { digits: base }
  const name = groups.of
  if (name === undefined) return null
  if (
    /^(?:it|that|this|everything|all(?: of (?:it|that))?|the (?:total|bill|whole (?:bill|lot|thing|order)|whole|lot|sum|order|price|net|net price))$/u.test(
      name,
    )
  )
    return 'all'
  if (
    /^the (?:reduced|new|lower|discounted|sale|remaining|resulting) (?:price|amount)$|^the (?:result|rest)$|^top$/u.test(
      name,
    )
  )
    return 'rest'
  if (/^the (?:subtotal|sub-total|pre-tax (?:amount|total|bill)|amount before tax|bill before tax)$/u.test(name))
    return 'terms'
  return { label: name.replace(/^(?:the|my|our) /u, '').replace(/ only$/u, '') }
}

/** What is paid ahead, or taken by others, leaves the rest. */
const takenOf = (role: Rate['role'], all: string): { readonly isTaken?: true } =>
  role === 'part' && /deposit|down ?payment|down(?!\p{L})|commission|agency fee|upfront|up front|in advance/u.test(all)
    ? { isTaken: true }
    : {}

const percent =
  (role: Rate['role']): Reader =>
  ({ all, groups, figures: [rate, of] }) => {
    if (rate === undefined) return null
    // `-15%`
    const digits = role === 'off' ? digitsOf(rate).replace(/^-/, '') : digitsOf(rate)
    if (!(Number(digits) > 0 && Number(digits) <= (role === 'off' ? 99.99 : 100))) return null
    const base = baseOf(groups, of === undefined ? undefined : digitsOf(of))
    if (base !== null && typeof base !== 'string' && 'label' in base && !isName(base.label)) return null
    return [{ kind: 'rate', role, digits, base: base ?? 'none', ...takenOf(role, all) }]
  }
/** `18% tip on 64.50`: the amount, and the rate of it. */
const percentOf =
  (role: Rate['role'], isBefore = false): Reader =>
  ({ all, groups, figures }) => {
    const [rate, amount] = isBefore ? [figures[1], figures[0]] : figures
    if (rate === undefined || amount === undefined || !isPositive(amount) || !isPositive(rate)) return null
    if (!isName(groups.n, /^(?:net|gross|bill)$/u) || Number(digitsOf(rate)) > 100 || Number(digitsOf(rate)) === 0)
      return null
    return [
      amountTerm(amount, { label: groups.n ?? '' }),
      {
        kind: 'rate',
        role,
        digits: digitsOf(rate),
        base: role === 'inside' ? 'none' : { digits: digitsOf(amount) },
        ...takenOf(role, all),
      },
    ]
  }
const had =
  (kind: 'had' | 'cash'): Reader =>
  ({ figures: [figure] }) =>
    figure === undefined || !isPositive(figure) ? null : [{ kind, figure }]

const TAX = '(?:vat|tax|sales tax|gst|mwst|iva|tva|hst|mwst\\.?)'
const TIP = '(?:tip|gratuity|service charge|service)'
const CUT =
  "(?:commission|cashback|cash back|down payment|downpayment|deposit|royalty|royalties|finder's fee|transaction fee|agency fee|broker fee|brokerage|deduction|surcharge|import duty|duty|customs|church tax|stamp duty)"
/** `on the food`, `of the reduced price`, `on the 120`. */
const ON = `(?: (?:on|of|from|off|to) (?:the |that )?A(?: only)?| (?:on|of|from|off|to) (?<of>it|that|this|everything|all of it|all that|top|the subtotal|(?:the |my |our )(?:${NAME}|total|rest|net price|net))(?: only)?)?`
const OF_AMOUNT = `(?:on|of|off|from|for) (?:an? |the |my |our |this )?(?:(?:net |gross )?(?<n>${NAME}|bill|sale|net amount|net price)(?: (?:of|for|at|worth|price of|costing|priced at|that costs?|with a price of))? )?A(?: (?:bill|check|tab|meal|dinner|lunch|purchase|order|invoice|sale|net|item|restaurant bill|net price|house|car|flat|apartment|property|policy|deal|painting|order|hotel|room|invoice))?`
const AFTER_A = '(?: (?:bill|meal|dinner|lunch|check|tab|net|in total|total))?'
const MORE = '(?:an? |another |a further |an extra |an additional |then |my |the )?'

/** Where `off` is said already, `the result` may follow at once. */
const OFF_ON = ON.replaceAll('(?:on|of|from|off|to) ', '(?:(?:on|of|from|off|to) )?')

export const RATES: readonly FactPattern[] = [
  pattern('P(?= ?(?:$|[,;.?!]| (?:plus|and|minus|then|less|with) ))', ({ figures: [rate] }) =>
    rate === undefined || !isPositive(rate) || Number(digitsOf(rate)) > 99.99
      ? null
      : [{ kind: 'rate', role: 'off', digits: digitsOf(rate), base: 'bare' }],
  ),
  pattern(
    `(?:(?:take|takes|get|knock|deduct|subtract) )?${MORE}P (?:off|${OFF}|reduction) (?:on |of |from |for )?(?:an? |the |my |this )?(?:(?<n>${NAME}) (?:of|for|at|worth|costing|priced at|that costs?) )?A`,
    percentOf('off'),
  ),
  pattern(`(?:add |adding |plus )?${MORE}P ${TIP} ${OF_AMOUNT}`, percentOf('tip')),
  pattern(`(?:add |adding |plus )?${MORE}P ${TAX} ${OF_AMOUNT}`, percentOf('tax')),
  pattern(
    `(?:(?:i|we|he|she|${DET}${NAME}) (?:gets?|got|takes?|took|charges?|charged|earns?|earned|receives?|received|pays?|paid|makes?|made) )?${MORE}P ${CUT} ${OF_AMOUNT}|(?:my |the |an? )?${CUT}(?: (?:is|of|at|rate is))?:? P ${OF_AMOUNT}`,
    percentOf('part'),
  ),
  pattern(
    `(?:i |we )?(?:paid |pay |was |is |cost |costs |came to |comes to |total |total is |total was |the total (?:is|was) |the bill (?:is|was) |(?:the |my |our )?(?:receipt|invoice|bill|order|price|total|check|purchase)(?: total| amount| price)?:? )*A${AFTER_A},? (?:including|incl\\.?|inclusive of|which includes|that includes|with(?=[^,]* included)) (?:the |an? )?P (?:of )?(?:${TAX}|${TIP})(?: on (?:it|that|top|the bill))?(?: included)?`,
    percentOf('inside', true),
  ),
  pattern(
    `(?:the |my |our )?(?:bill|price|total|check|tab|invoice|amount|receipt|meal|dinner|lunch)(?: total| price| amount)? (?:including|incl\\.?|inclusive of|with) (?:the |an? )?P (?:of )?(?:${TAX}|${TIP}) (?:is|was|comes to|came to) A`,
    percentOf('inside'),
  ),
  pattern(
    `(?:(?:i|we) (?:want to |would like to |will |'d like to )?)?(?:leave|tip|give) (?:an? )?P (?:on|of|for) (?:an? |the |my )?A(?: (?:bill|check|tab|meal|dinner|lunch))?`,
    percentOf('part'),
  ),
  pattern(
    `(?:with |using |i have |we have )?(?:an? |the |my )?A (?:off|coupon|voucher|discount|rebate|gift card|reduction)(?: code)?`,
    off,
  ),
  pattern(
    `(?:minus|less|with|using) (?:an? |the |my )?A(?: (?:off|coupon|voucher|discount|rebate|gift card))?`,
    caught =>
      /^(?:with|using)/u.test(caught.all) && !/(?:off|coupon|voucher|discount|rebate|card)$/u.test(caught.all)
        ? null
        : off(caught),
  ),
  pattern(
    `(?:with |using |minus |less )?(?:an? |the |my )?(?:coupon|voucher|gift card|${OFF}) (?:of|for|worth|over) A`,
    off,
  ),
  pattern(
    `(?:(?:and |but )?(?:with|minus|less|there is|there's|they have|they've got|it has|i get|we get|they give me|they give|the shop gives(?: me)?|i have|it's|it is|its|is|they're|now|now at|on sale for|on sale at|on sale with|take|takes|knock|get|gets|at|has|comes with|on|save|saves|deduct|subtract) )*${MORE}P (?:more )?(?:off|${OFF}|cheaper)(?: again)?(?: now)?${OFF_ON}`,
    percent('off'),
  ),
  pattern(
    `(?:(?:it's|it is|its|is|they're|then|gets|was|it was|they are|now|has been|everything is|everything|price|the price is|is now|and) )*(?:reduced|discounted|marked down|cut|lowered|down) (?:by )?(?:another |a further |an additional )?P${ON}`,
    percent('off'),
  ),
  pattern(
    `(?:(?:then|and then|take|now|get|by) )*(?:another|a further|an additional|an extra) P(?: (?:off|reduction|discount|less))?${OFF_ON}`,
    percent('off'),
  ),
  pattern(
    `(?:just |only )?(?:minus|less|subtract|take off|take away) (?:an? |the )?P|(?:with )?(?:an? |the |my )?${OFF}(?: (?:is|of))?:? P|-P|(?:get |got |gets )P off`,
    percent('off'),
  ),
  pattern(
    `(?:(?:with|plus|and|add|adding|net plus|there's|there is|excluding|i have to add|we add|charge|you add|before) )*(?:an? |the )?(?:added )?P (?:of )?${TAX}(?: on top| to add| is added| added| gets added| not included| to be added)?${ON}`,
    percent('tax'),
  ),
  pattern(
    `(?:(?:with|plus|and|add) )*(?:the )?${TAX}(?: (?:is|of|at|rate is|rate|rate of))?:? P(?: on top| extra)?${ON}`,
    percent('tax'),
  ),
  pattern(
    `(?:(?:with|plus|and|add|adding|i want to leave|we want to leave|i leave|we leave|leave|leaving|give|giving|i give|we give|we add|i add|i want to add|we want to add|i'd like to leave|we'd like to leave|i'll leave|we'll leave|there's|there is|we tip|i tip|we are leaving|i am leaving|we're leaving|i'm leaving|including|we gave|we left|i left) )*(?:an? |the |with an? )?P (?:as (?:an? )?)?${TIP}(?: is added| added| on top| too| as well)?${ON}`,
    percent('tip'),
  ),
  pattern(
    `(?:(?:with|plus|and|add|our|my) )*(?:an? |the )?(?:tip|tipping|gratuity|service charge|service)(?: (?:is|of|at|will be|should be))?:? P${ON}|(?:(?:i|we) (?:want to |will |would like to |usually |always )?)?tip P${ON}`,
    percent('tip'),
  ),
  pattern(
    `(?:(?:i|we|he|she|they|${DET}${NAME}) (?:get|gets|earn|earns|receive|receives|pay|pays|takes?|charges?|put down|leave) )?(?:an? |the |my |his |her )?(?:P ${CUT}|${CUT}(?: rate)?(?: (?:is|of|at))?:? P)${ON}`,
    percent('part'),
  ),
  pattern(
    `(?:(?:i|we) )?(?:(?:have to|must|need to) )?(?:put|pay|leave) (?:an? )?(?:P (?:down|deposit|upfront|up front|in advance)|deposit of P|down payment of P)`,
    percent('part'),
  ),
  pattern(
    `(?:(?:i|we|he|she|they|it|and|the price|my rent|the rent|then|is|was|will be|has|got|get|gets|going to be|goes) )*(?:(?:an? |another |a further )?P (?:raise|pay rise|pay raise|rise|increase|hike|price increase|salary increase|markup|mark-up)|(?:raised|increased|increases|goes up|went up|rises|rose|up|going up|put up) (?:by )?(?:another )?P)(?: (?:this year|next year|again|now|on top of (?:it|that)(?: next year)?))*`,
    percent('up'),
  ),
  pattern(`(?:and |then )*P on top of (?:it|that)(?: next year| the year after| again)?`, percent('up')),
  pattern(
    `(?:i|we|they|he|she) (?:want to |will |would like to |'ll |'d like to )?(?:leave|tip|give) (?:an? )?P`,
    percent('tip'),
  ),
  pattern(
    `(?:if )?(?:i|we|he|she) (?:pay|pays|paid|gave|give|hand|handed)(?: (?:over|him|her|them|the (?:cashier|waiter|driver|seller|man|lady|waitress)))?(?: with)?(?: an?| my)? A(?: (?:note|bill|banknote|in cash|cash))?`,
    had('cash'),
  ),
  pattern(`(?:from|out of|with) (?:an? |my )?A(?: (?:note|bill|banknote))?`, had('cash')),
  pattern(
    `(?:i|we) (?:collected|raised|earned|received|took in|made)(?: (?:together|in total))? A|(?:i|we|he|she)(?:'ve| have| had)? (?:got |only |just |have |had |started with |start with |has )*A(?: (?:in (?:my|the|our) (?:wallet|pocket|account|purse|bank|bank account)|in cash|cash|to spend|with me|saved|on me))?|(?:my |our |the )?(?:weekly |monthly |total |party |holiday |food )?(?:budget|pocket money|balance|account balance|income|salary|allowance)(?: (?:is|was|of))?:? A|A (?:budget|in (?:my|the) (?:wallet|account|pocket))`,
    had('had'),
  ),
  pattern(
    `(?:both|all|all of (?:it|them)|each|that's all|all that)(?: of them)?(?: (?:are|is|due|paid))? (?<adv>monthly|weekly|daily|yearly|(?:per|a|every|each) (?:month|week|day|year))`,
    ({ groups }) => [{ kind: 'every', unit: unitOf((groups.adv ?? '').split(' ').at(-1) ?? '') }],
  ),
  pattern(
    `(?:everyone|everybody|each(?: of us| person| of them)?|we all|all of us)(?: of us)? (?:needs?|gets?|wants?|buys?|has|takes?|orders?|rents?) (?:an?|one|A)(?: (?<u>${UNIT}))?(?: each)?`,
    ({ groups, figures: [n] }) => (n !== undefined && digitsOf(n) !== '1' ? null : same(groups.u)),
  ),
  pattern(
    `A (?<u>${UNIT}) (?:per person|each|for everyone|per head|for each(?: of us| person)?)`,
    ({ groups, figures: [n] }) =>
      n === undefined || digitsOf(n) !== '1' || !isUnit(groups.u ?? '') ? null : same(groups.u),
  ),
  pattern(
    `(?:(?:we|to be|all|it's|is|it is|and|all costs are to be|which we|want to|all of it|everything) )*(?:split|splits|share|shared|sharing|splitting|divide|divided)(?: (?:it|the bill|the cost|the costs|everything|that|all of it|the total|the rent|the price|this))?(?:,? (?:equally|evenly|fairly|in equal parts|between (?:us|all of us)|among (?:us|all of us)|by (?:us|all of us)|up))*|(?:everyone|everybody|each|we all|all of us|all) pays? the same(?: amount)?`,
    () => [{ kind: 'split' }],
  ),
  pattern(
    `(?:not counting|without|excluding|except(?: for)?|apart from|leaving out|but not|ignoring|not including) ${DET}(?<n>${NAME})`,
    ({ groups }) => (isName(groups.n) ? [{ kind: 'without', label: groups.n ?? '' }] : null),
  ),
]
const same = (unit: string | undefined): readonly Fact[] => [
  { kind: 'same', unit: unit === undefined ? '' : unitOf(unit) },
]
