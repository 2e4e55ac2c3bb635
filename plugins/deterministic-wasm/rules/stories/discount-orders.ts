/** Discounts told in a short order: saved and paid at once, a fraction off, a voucher, money and per cent off, old and new price. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import { moved } from '../percentages.ts'
import { type Answer, defineRule } from '../rule.ts'
import type { Figure } from './story.ts'
import { counted, digitsOf, isWhole, several, shown, signOf, summed } from './told-money.ts'
import { order, readOrders } from './told-order.ts'

const OFF = '(?:off|discount|reduction|rebate|price cut)'
const COST = '(?:costs?|is|was|are|were|for|at|of|costing|priced at|worth)'
const PRICE = `(?:[T],? (?:${COST} )?)?(?:[DET] )?{x}(?: [N])?`
const CUT =
  "(?:(?:it's|it is|it|its|they are|they're|which is|is|are|gets?|now|there's|there is|with|at|has|have|on sale(?: with| for| at)?|an?|you get|i get|shop gives) )*"
const BOTH =
  "(?:(?:how much|what) (?:do|would|will) (?:i|we|you) save,? and (?:(?:what|how much) (?:do|would|will) (?:i|we|you) (?:pay|have to pay)|(?:what is |what's |whats )?(?:the )?(?:new|final|sale) price|pay)|(?:(?:how much|what) (?:do|would|will) (?:i|we|you) (?:have to )?pay|(?:what is |what's |whats )?(?:the )?(?:new|final|sale) price),? and (?:how much|what)(?: (?:do|would|will) (?:i|we|you))? sav(?:e|ed)|(?:savings?|discount)(?: amount)? and (?:(?:new|final|sale) )?price|(?:(?:new|final|sale) )?price and (?:savings?|discount)(?: amount)?)"
const FRACTION = '(?:(?:an? |one )?(?<part>half|third|quarter|fifth|tenth)|{a} ?/ ?{b})'
const PARTS: Readonly<Record<string, string>> = { half: '2', third: '3', quarter: '4', fifth: '5', tenth: '10' }

const isRate = (rate: Figure): boolean => Number(digitsOf(rate)) > 0 && Number(digitsOf(rate)) <= 100
const reduced = (x: Figure, r: Figure): Answer | null => (isRate(r) ? moved(digitsOf(r), x.amount, '-', 'cents') : null)

function fraction(x: Figure, a: Figure | undefined, b: Figure | undefined, part: string | undefined): Answer | null {
  const [over, under] =
    part === undefined ? [a, b].map(one => (one === undefined ? '' : digitsOf(one))) : ['1', PARTS[part]]
  if (over === undefined || under === undefined || (a !== undefined && !isWhole(a)) || (b !== undefined && !isWhole(b)))
    return null
  if (Number(over) >= Number(under)) return null
  return summed([x], `${digitsOf(x)} * (${under} - ${over}) / ${under}`, `${shown(x)} minus ${over}/${under} of it`)
}

const lastOf = (words: string | undefined): string => (words ?? '').split(' ').at(-1) ?? ''
/** Of money, a part of it. */
function share(x: Figure, a: Figure | undefined, b: Figure | undefined, part: string | undefined): Answer | null {
  const over = a === undefined ? '1' : digitsOf(a)
  const under = part === undefined ? (b === undefined ? '' : digitsOf(b)) : (PARTS[part] ?? '')
  if (under === '' || x.amount.sign === null || (a !== undefined && !isWhole(a)) || (b !== undefined && !isWhole(b)))
    return null
  return summed([x], `${digitsOf(x)} * ${over} / ${under}`, `${over}/${under} of ${shown(x)}`)
}
/** How far apart two amounts of money are. */
function apart([x, y]: readonly (Figure | undefined)[]): Answer | null {
  if (x === undefined || y === undefined || signOf([x, y]) === 'mixed') return null
  const isMoney = [x, y].some(({ amount }) => amount.sign !== null || /\.\d\d$/.test(amount.digits))
  const [high, low] = Number(digitsOf(x)) < Number(digitsOf(y)) ? [y, x] : [x, y]
  return isMoney
    ? counted(`${digitsOf(high)} - ${digitsOf(low)}`, [high.amount, low.amount], `${shown(high)} − ${shown(low)}`)
    : null
}

const voucher = (x: Figure, v: Figure): Answer | null =>
  signOf([x, v]) === 'mixed' || Number(digitsOf(v)) > Number(digitsOf(x))
    ? null
    : counted(`${digitsOf(x)} - ${digitsOf(v)}`, [x.amount, v.amount], `${shown(x)} − ${shown(v)}`)

/** One after the other: first the rate, or first the money. */
function mixedOff(x: Figure, r: Figure, v: Figure, isMoneyFirst: boolean): Answer | null {
  if (!isRate(r) || Number(digitsOf(v)) >= Number(digitsOf(x))) return null
  const share = `(100 - ${digitsOf(r)}) / 100`
  return isMoneyFirst
    ? summed(
        [x, v],
        `(${digitsOf(x)} - ${digitsOf(v)}) * ${share}`,
        `(${shown(x)} − ${shown(v)}) minus ${digitsOf(r)}%`,
      )
    : summed(
        [x, v],
        `${digitsOf(x)} * ${share} - ${digitsOf(v)}`,
        `${shown(x)} minus ${digitsOf(r)}%, then − ${shown(v)}`,
      )
}

const twice = (x: Figure, a: Figure, b: Figure): Answer | null =>
  isRate(a) && isRate(b)
    ? summed(
        [x],
        `${digitsOf(x)} * (100 - ${digitsOf(a)}) / 100 * (100 - ${digitsOf(b)}) / 100`,
        `${shown(x)} minus ${digitsOf(a)}%, then ${digitsOf(b)}%`,
      )
    : null

/** A share of a price, in per cent. */
function shareOff(part: string, x: Figure, how: string): Answer | null {
  const value = evaluatedValue(`${part} / ${digitsOf(x)} * 100`)
  if (value === null || value.numerator <= 0n || value.numerator > 100n * value.denominator) return null
  const isLong = value.denominator !== 1n && 10_000n % value.denominator !== 0n
  return evaluated({ expression: `${part} / ${digitsOf(x)} * 100`, ...(isLong ? { decimals: 2 } : {}), unit: '%', how })
}
const fallen = (x: Figure, y: Figure): Answer | null =>
  signOf([x, y]) === 'mixed'
    ? null
    : shareOff(`(${digitsOf(x)} - ${digitsOf(y)})`, x, `From ${shown(x)} to ${shown(y)}`)

const step = (x: Figure, v: Figure, way: string): Answer | null => {
  const isUp = /up|more|dearer|rise|rose|increase|raise|expensive/u.test(way)
  if (signOf([x, v]) === 'mixed' || (!isUp && Number(digitsOf(v)) >= Number(digitsOf(x)))) return null
  return counted(
    `${digitsOf(x)} ${isUp ? '+' : '-'} ${digitsOf(v)}`,
    [x.amount, v.amount],
    `${shown(x)} ${isUp ? '+' : '−'} ${shown(v)}`,
  )
}

const OLD =
  '(?:(?:the )?(?:(?:old|original|former|previous|normal|regular|usual|list|full) price|price before|before|old|originally|normally|regular(?:ly)?|was|rrp)(?: (?:is|was|of))?:?)'
const NEW =
  "(?:(?:the )?(?:(?:new|sale|reduced|current|discounted|offer) price|price (?:after|now)|after|new|now|today|reduced to|on sale for|now only|currently)(?: (?:is|it's|for|at|only))*:?)"
const CHEAPER = '(?:by )?how much (?:cheaper|less)(?: (?:is (?:it|that|this)|it is|did it get|has it become))?(?: now)?'

const ORDERS = [
  order(
    `${PRICE}[J]${CUT}(?:reduced by |marked down by |discounted by |down by |down )?{r%}(?: ${OFF})?(?: now)?[J]${BOTH}`,
    ({ x, r }) =>
      isRate(r!)
        ? several(
            [
              { expression: `${digitsOf(x!)} * ${digitsOf(r!)} / 100`, sign: x!.amount.sign, after: ' saved' },
              { expression: `${digitsOf(x!)} * (100 - ${digitsOf(r!)}) / 100`, sign: x!.amount.sign, after: ' to pay' },
            ],
            `${digitsOf(r!)}% of ${shown(x!)}, and what is left of it`,
          )
        : null,
  ),
  order(`(?:[T],? )?{x}(?: [N])?,? (?:with|at|minus|less|-)? ?(?:an? )?{r%} ${OFF}`, ({ x, r }) => reduced(x!, r!)),
  order(`(?:raise|increase|put up|up) the (?:price|rent|fee|cost) of (?:[T] (?:from|of|at) )?{x} by {r%}`, ({ x, r }) =>
    moved(digitsOf(r!), x!.amount, '+', 'cents'),
  ),
  order(
    `(?:lower|reduce|cut|decrease|drop) the (?:price|rent|fee|cost) of (?:[T] (?:from|of|at) )?{x} by {r%}`,
    ({ x, r }) => reduced(x!, r!),
  ),
  // A fraction off.
  order(`${FRACTION} off (?:of )?${PRICE}(?:[J][PAY])?`, ({ x, a, b }, { part }) => fraction(x!, a, b, part)),
  order(`${PRICE}[J]${CUT}${FRACTION} off(?: now)?[J][PAY]`, ({ x, a, b }, { part }) => fraction(x!, a, b, part)),
  order(
    `(?:(?:what|how much)(?: is|'s| are) )?(?:half (?:the )?price (?:of|for|on)|half of the price of) (?:[DET] )?{x}(?: [N])?`,
    ({ x }) => fraction(x!, undefined, undefined, 'half'),
  ),
  order(`${PRICE}[J](?:now |it's |is |at |for |reduced to |on sale (?:at|for) )*half(?: the)? price[J][PAY]`, ({ x }) =>
    fraction(x!, undefined, undefined, 'half'),
  ),
  order(
    `(?:(?:what|how much)(?:'s|s| is| would be) )?(?:{a} ?/ ?{b}|(?:an? |{n} )?(?<part>half|third|quarter|fifth|tenth)s?) of (?:[DET] )?{x}(?: [N])?`,
    ({ x, a, b, n }, { part }) => share(x!, a ?? n, b, part),
  ),
  order(
    `(?:(?:what|how much)(?:'s|s| is) )?(?:the )?(?:price )?difference between {x} and {y}(?: [N])?|(?:(?:by )?how much) (?:more expensive|dearer|more) is {v} than {w}|(?:subtract|take|deduct) {t} from {u}(?: pounds)?`,
    ({ x, y, v, w, t, u }) => apart([x ?? v ?? u, y ?? w ?? t]),
  ),
  order(
    `(?:the )?(?:original|old|regular|normal|list|full|usual) price(?: of [T])? (?:is|was) {x}[J](?:(?:and|but|now) )*${CUT}(?:reduced by |marked down by |down by |down )?{r%}(?: ${OFF})?(?: (?:on (?:it|them)|now))?[J][PAY]`,
    ({ x, r }) => reduced(x!, r!),
  ),
  order(
    `[T] (?:is|costs?|was) {x}[J](?:i|he|she) pays? {r%}(?: of it)?,? and [T] (?:pays? )?the (?:rest|remainder)[J](?:how much|what)(?: does| do| will)? (?<who>i|[\\p{Ll} ]{2,24}) (?:have to )?pay`,
    ({ x, r }, { who, thing2 }) =>
      who === 'i' || lastOf(who) === lastOf(thing2)
        ? who === 'i'
          ? summed([x!], `${digitsOf(x!)} * ${digitsOf(r!)} / 100`, `${digitsOf(r!)}% of ${shown(x!)}`)
          : reduced(x!, r!)
        : null,
  ),
  order(
    `(?:the )?(?:full|normal|regular) price(?: is| of|:)? {x}[J](?:with )?(?:an? )?(?<who>\\p{Ll}+) discount(?: of| is)?:? {r%}[J](?:what|how much) do(?:es)? (?:an? |the )?(?<payer>\\p{Ll}+) pay`,
    ({ x, r }, { who, payer }) =>
      (payer ?? '').replace(/s$/u, '') === (who ?? '').replace(/s$/u, '') ? reduced(x!, r!) : null,
  ),
  order(
    `{x} (?:minus|less|-) (?:an? )?{v} (?:cashback|discount|voucher|coupon|off|rebate|gift card)(?:[J][PAY])?`,
    ({ x, v }) => voucher(x!, v!),
  ),
  // Only above a limit.
  order(
    `(?:{r%}|{v}) ${OFF} (?:on |for )?(?:(?:all |any )?(?:orders|purchases) )?(?<way>over|above|from|of at least|if you spend(?: (?:at least|over|more than))?) {l}(?: or more| and over)?[J](?:(?:my|the) (?:order|basket|cart|purchase|bill|total) (?:is|comes to|was)|i (?:spend|spent|buy for|order for|bought for)) {x}[J][PAY]`,
    ({ r, v, l, x }, { way }) => {
      if (signOf([x!, l!, ...(v === undefined ? [] : [v])]) === 'mixed') return null
      const isStrict = /over|above|more/u.test(way ?? '')
      const isMet = isStrict
        ? Number(digitsOf(x!)) > Number(digitsOf(l!))
        : Number(digitsOf(x!)) >= Number(digitsOf(l!))
      // Below it nothing comes off, which nobody asks.
      if (!isMet) return null
      return r === undefined ? voucher(x!, v!) : reduced(x!, r)
    },
  ),
  // Another price told by this one.
  order(
    `[T] (?:costs?|is|are|was) {x}[J][T](?: costs?| is| are)? (?:{r%}|{v}) (?<way>more expensive|more|dearer|less|cheaper)(?: than (?:it|that|mine))?[J](?:(?:what|how much)(?:'s|s| is| does| do| are)? (?:the (?:price|cost) (?:of|for) )?(?<asked>[\\p{Ll}' ]{1,24}?)(?: cost)?|(?:the )?(?:price|cost) (?:of|for) (?<named>[\\p{Ll}' ]{1,24}))`,
    ({ x, r, v }, { way, asked, named, thing2 }) => {
      const word = lastOf(asked ?? named)
      if (word !== lastOf(thing2) && !/^(?:it|that|they|this)$/u.test(word)) return null
      const isUp = /more|dearer/u.test(way ?? '')
      if (v !== undefined) return step(x!, v, isUp ? 'up' : '')
      return isUp ? moved(digitsOf(r!), x!.amount, '+', 'cents') : reduced(x!, r!)
    },
  ),
  // A voucher.
  order(
    `(?:(?:i|we)(?:'ve| have)?(?: got)? |with |using )?(?:an? |the |my )?(?:{v} (?:off )?(?:voucher|coupon|gift card|gift voucher|discount code|promo code)|(?:voucher|coupon|gift card|gift voucher|code) (?:for|of|worth|over) {w})[J](?:(?:my|the|our) )?(?:cart|basket|order|bill|total|shopping|purchase|receipt|food|groceries)(?: total)?(?: is| was| comes to| came to| of| costs?)?:? {x}[J](?:[PAY]|[LEFT])`,
    ({ x, v, w }) => voucher(x!, (v ?? w)!),
  ),
  order(
    `(?:(?:my|the|our) )?(?:cart|basket|order|bill|total|shopping|purchase|receipt|groceries|[T])(?: total)?(?: is| was| comes to| came to| of| costs?)?:? {x}[J](?:(?:i|we)(?:'ve| have| use)?(?: got)? |with |using |minus |less |there is |there's )*(?:an? |the |my )?(?:{v} (?:off )?(?:voucher|coupon|gift card|gift voucher|discount code|promo code)|(?:voucher|coupon|gift card|gift voucher|code) (?:for|of|worth|over) {w})[J](?:[PAY]|[LEFT])`,
    ({ x, v, w }) => voucher(x!, (v ?? w)!),
  ),
  order(
    `(?:[T] |order |(?:my|the) order )?(?:is|was|costs?|comes to)? ?{x}(?:,| and)? (?:plus|\\+) {y} (?:for )?(?:shipping|delivery|postage)(?:,| and)? (?:minus|less|-|−) (?:an? )?{v}(?: (?:voucher|coupon|discount|off|gift card))?(?:[J][PAY])?`,
    ({ x, y, v }) =>
      signOf([x!, y!, v!]) === 'mixed'
        ? null
        : counted(
            `${digitsOf(x!)} + ${digitsOf(y!)} - ${digitsOf(v!)}`,
            [x!, y!, v!].map(({ amount }) => amount),
            `${shown(x!)} + ${shown(y!)} − ${shown(v!)}`,
          ),
  ),
  // Money and per cent, two rates.
  order(
    `(?:first )?{r%}(?: ${OFF})?,? (?:and )?then (?:another |an extra )?{v} ${OFF}(?: (?:(?:on|of|from) )?|[J])${PRICE}(?:[J][PAY])?`,
    ({ x, r, v }) => mixedOff(x!, r!, v!, false),
  ),
  order(
    `(?:first )?{v} ${OFF},? (?:and )?then (?:another |an extra )?{r%} ${OFF}(?: (?:(?:on|of|from) )?|[J])${PRICE}(?:[J][PAY])?`,
    ({ x, r, v }) => mixedOff(x!, r!, v!, true),
  ),
  order(
    `first (?:an? )?{a%}(?: ${OFF})?,? (?:and )?then (?:another |an extra )?{b%} ${OFF} (?:on|of|from|off) ${PRICE}(?:[J][PAY])?`,
    ({ x, a, b }) => twice(x!, a!, b!),
  ),
  order(
    `(?:take |get |with )?{a%} (?:${OFF} )?(?:off|on|of|from) ${PRICE}[J](?:then )?(?:take |get )?(?:another |a further |an extra |an additional )?{b%} ${OFF}(?: again)?(?: (?:(?:of|on|from) )?(?:that|it|the result|the rest|what's left|the reduced price|the new price))?(?:[J][PAY])?`,
    ({ x, a, b }) => twice(x!, a!, b!),
  ),
  // Old and new.
  order(`(?:[T][J])?${OLD} {x}[J]${NEW} {y}[J][PERCENT]`, ({ x, y }) => fallen(x!, y!)),
  order(`(?:[T][J])?${OLD} {x}[J]${NEW} {y}[J](?:[SAVED]|${CHEAPER})`, ({ x, y }) => voucher(x!, y!)),
  order(`[T] (?:costs?|was|is) {x}(?: before)?[J]${NEW} {y}[J]${CHEAPER}`, ({ x, y }) => voucher(x!, y!)),
  order(`(?:(?:i|we) )?saved? {v} (?:on|off|of|from) (?:[DET] )?{x}(?: [N])?[J][PERCENT]`, ({ x, v }) =>
    signOf([x!, v!]) === 'mixed' ? null : shareOff(digitsOf(v!), x!, `${shown(v!)} of ${shown(x!)}`),
  ),
  order(
    `(?:what|how many|which) (?:percent|percentage|%)(?: discount| reduction)? is {v} off (?:of )?(?:[DET] )?{x}(?: [N])?`,
    ({ x, v }) => (signOf([x!, v!]) === 'mixed' ? null : shareOff(digitsOf(v!), x!, `${shown(v!)} of ${shown(x!)}`)),
  ),
  order(
    `{v} off (?:of )?(?:[DET] )?{x}(?: [N])?[J](?:what|how many|which|in) (?:percent|percentage|%)(?: (?:is (?:that|it)|off))*`,
    ({ x, v }) => (signOf([x!, v!]) === 'mixed' ? null : shareOff(digitsOf(v!), x!, `${shown(v!)} of ${shown(x!)}`)),
  ),
  order(
    `(?:by )?(?:how much (?:cheaper|less)(?: in)? (?:%|percent)|how (?:many|much) (?:percent|%) (?:cheaper|less)|what (?:percent|percentage|%) (?:cheaper|less))(?: is)? {y}(?: is)? (?:than|compared to|compared with|against|vs) {x}`,
    ({ x, y }) => fallen(x!, y!),
  ),
  // What it was before.
  order(
    `(?:what|how much) (?:was|did|were) (?:it|the price|[T])(?: cost)?(?: before| originally| previously)?(?: if| when|,)? (?:it's|it is|it costs|it now costs|the price is|[T] (?:is|costs?)) {x}(?: now)?,? after (?:going|it went|rising|increasing|climbing|an? (?:increase|rise|hike|raise))(?: up)?(?: by| of)? {r%}`,
    ({ x, r }) =>
      summed([x!], `${digitsOf(x!)} * 100 / (100 + ${digitsOf(r!)})`, `${shown(x!)} ÷ (100% + ${digitsOf(r!)}%)`),
  ),
  order(
    `(?:what|how much) (?:was|did|were) (?:it|the price|[T])(?: cost)?(?: before| originally| previously)?(?: if| when|,)? (?:it's|it is|it costs|it now costs|the price is|[T] (?:is|costs?)) {x}(?: now)?,? after (?:going down|it went down|falling|dropping|being reduced|an? (?:drop|fall|reduction|discount|decrease|cut))(?: by| of)? {r%}`,
    ({ x, r }) =>
      Number(digitsOf(r!)) < 100
        ? summed([x!], `${digitsOf(x!)} * 100 / (100 - ${digitsOf(r!)})`, `${shown(x!)} ÷ (100% − ${digitsOf(r!)}%)`)
        : null,
  ),
  // A price that moves by an amount.
  order(
    `(?:[T] )?(?:costs?|is|was|price is|price was|for|at) {x}[J](?:(?:it|the price|price|they) )?(?<way>(?:goes|went|go|is going|has gone|is|gets|got|rises|rose|increases|increased|drops|dropped|falls|fell|comes|came)(?: up| down)?) (?:by )?{v}(?<more> (?:more|dearer|cheaper|less|more expensive))?[J](?:[PAY])`,
    ({ x, v }, { way, more }) =>
      /up|down|ris|rose|increas|drop|fall|fell/u.test(way ?? '') || more !== undefined
        ? step(x!, v!, /up|ris|rose|increas/u.test(way ?? '') ? 'up' : (more ?? ''))
        : null,
  ),
]

export const discountOrderRules: readonly PlannerRule[] = [
  defineRule({
    id: 'discount-order',
    reason:
      'Works out what is saved and paid, fractions and vouchers off a price, and how much cheaper a new price is.',
    order: 352,
    pairs: 'joined',
    hint: /\d\/\d|(?<!\p{L})(?:rest|difference|subtract|deduct|take|thirds?|quarters?|fifths?|tenths?|dearer|expensive|more|off|discount|reduc\p{L}+|rebate|marked|half|voucher|coupon|card|code|sav\p{L}+|cheaper|less|price|goes|went|drops?|now|new|old|costs?|minus)(?!\p{L})/iu,
    examples: {
      yes: [
        'a tv costs $899 and is reduced by 15%. what do I save and what do I pay?',
        'a third off 90',
        '$10 off orders over $50. My order is $64. What do I pay?',
        '1/4 off 48 dollars',
        'half price of 149?',
        'I have a 10€ voucher and my cart is 67.40. What do I pay?',
        '10% off then $5 off a $60 item',
        'first 15% then 5% discount on 400 dollars',
        'old price 24.99 new price 19.99 difference?',
        'saved 18 on a 72 item, what percentage off was it?',
        'how much cheaper in % is 45 compared to 60',
        'loaf costs 2.80. it goes up £0.25. what is the new price?',
      ],
      no: [
        'a tv costs $899 and is reduced by 15%. what do I save and should I wait?',
        'a third off the population',
        'half price of 149 for members only?',
        'I have a 10€ voucher from 100€ and my cart is 67.40. What do I pay?',
        '10% off or $5 off a $60 item',
        'old price 24.99 new price 19.99, fair?',
        'saved 18 on a 72 item, what did I pay with tax?',
        'loaf costs 2.80. it goes up 0.25 every year. what is the new price?',
        'first 15% then 5% discount on 400 dollars or the other way round, which is better?',
        'a quarter off the coast, 48 miles',
      ],
    },
    read: clause => readOrders(clause, ORDERS),
  }),
]
