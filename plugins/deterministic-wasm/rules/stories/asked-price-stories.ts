/** Cash discounts, commissions above a limit, shares of a budget, yearly prices and refunds, the price of one thing among others. */
import type { PlannerRule } from '#contracts/planner-port'
import { readAmount, showAmount } from '../money.ts'
import { moved } from '../percentages.ts'
import { defineRule } from '../rule.ts'
import { ahead, behind, whole } from './beside.ts'
import { readStories, type StoryForm } from './story.ts'
import { compared, digitsOf, isWhole, only, several, shown, signOf, summed } from './told-money.ts'

/** `6% commission on everything above 10,000, I sold 27,500`. */
const ABOVE: StoryForm = {
  amounts: 2,
  percents: 1,
  cues: [
    /P (?:commission |bonus |tax |duty )?(?:on|of|for) (?:everything|anything|all|whatever|the part|the amount|sales|what)(?: (?:i|we|you) (?:sell|earn|make))?(?: sales| sold| that is| that's)? (?:above|over|beyond|exceeding|higher than) A/u,
    whole('commission|bonus|tax|duty'),
  ],
  not: whole('first|up to|below|under|rest|then|plus|base|basic|month|months|salary|year|minus|before|after|left|net'),
  words:
    'sales commission bonus tax duty on everything anything all whatever the part amount what sell earn make above over beyond exceeding higher than sold sale made earned revenue turnover i we my our was were with of for pays gets me is',
  mustAsk: true,
  asks: /(?:commission|bonus|tax|duty)[ ?.!]*$/u,
  names: 1,
  read: ({ shape, amounts, percents: [rate] }) => {
    const limit = only(amounts, ({ before }) => /(?:above|over|beyond|exceeding|higher than) $/u.test(before))
    const reached = only(amounts, figure => figure !== limit)
    if (limit === null || reached === null || Number(digitsOf(reached)) < Number(digitsOf(limit))) return null
    if (
      !/(?:commission|bonus|tax|duty)[ ?.!]*$|(?:what|how much)(?: is|'s)?(?: my| the)? (?:commission|bonus|tax|duty)|what do i get|how much (?:do|will) i (?:get|pay)/u.test(
        shape,
      )
    )
      return null
    return summed(
      amounts,
      `(${digitsOf(reached)} - ${digitsOf(limit)}) * ${digitsOf(rate!)} / 100`,
      `${digitsOf(rate!)}% of (${shown(reached)} − ${shown(limit)})`,
    )
  },
}

/** `3% cash discount on an invoice of 2,480, amount to transfer`. */
const CUT: StoryForm = {
  amounts: 1,
  percents: 1,
  cues: [
    /(?<!\p{L})(?:skonto|cash discount|early payment discount|prompt payment discount|trade discount|loyalty discount|staff discount)(?!\p{L})|(?<!\p{L})for P (?:less|cheaper|below|under)(?!\p{L})|(?<!\p{L})(?:knocked|knocks|knock|dropped it by|went down by|came down by|reduced it by|lowered it by) P/u,
    /(?<!\p{L})(?:transfer|pay|amount|cheque|check|price|sum|how much|cost)(?!\p{L})/u,
  ],
  not: whole(
    'tax|vat|increase|raise|more|save|saved|saving|difference|fee|plus|each|per|if|within|interest|before|original|originally|then by|another|again|much discount',
  ),
  words:
    'wholesaler supplier grants grant gives gave offers skonto cash early prompt payment trade loyalty staff discount on of invoice bill quote quoted amount sum transfer transferred due let it go for less cheaper below under that the asking knocked knocks knock off dropped went came down reduced lowered by phoned called say said then make out cheque check price sum pounds dollars euros with',
  everyday: true,
  mustAsk: true,
  asks: /(?:to (?:pay|transfer)|how much)[ ?.!]*$/u,
  names: 1,
  read: ({ amounts: [price], percents: [rate] }) => {
    if (Number(digitsOf(rate!)) >= 100) return null
    const isPounds = price!.amount.sign === null && /^ pounds(?!\p{L})/u.test(price!.after)
    const amount = isPounds ? readAmount(digitsOf(price!), '<', '£') : price!.amount
    return moved(digitsOf(rate!), amount, '-', 'cents')
  },
}

/** `Of my 600 a month, 40% is for food and 25% for transport, what is left?` */
const ALLOTTED: StoryForm = {
  amounts: 1,
  percents: [2, 6],
  cues: [whole('left|rest|remaining|remainder|remains|leftover'), /A.*P.*P/u],
  not: /(?<!\p{L})(?:then|first|interest|discount|off|of (?:the|what|that|it)|after|plus|another|raise|compound|increase|vat|years?|split|more|grows?)(?!\p{L})/u,
  words:
    'of from out my our income salary budget pay earn earns make makes a month monthly per week weekly is are goes go spend spent put for on to in into food rent transport savings saving clothes bills fun insurance phone travel eating hobbies car energy heating leisure money whatever what is left rest remaining remainder remains leftover over how much that take-home net and the',
  everyday: true,
  mustAsk: true,
  names: 3,
  read: ({ shape, amounts: [all], percents }) => {
    if (
      !/(?:how much|what)(?:'s|s)?(?: (?:is|do i have|do we have|have i|have we|will be|of it))*(?: the| my)? ?(?:left|rest|remaining|remains|remainder|leftover|that|over)(?: over| is that| money| for \p{L}+| in \p{L}+)*[ ?.!]*$|(?:left|rest|remains|remaining)[^,]*, how much is (?:that|it|this)[ ?.!]*$/u.test(
        shape,
      )
    )
      return null
    const parts = percents.map(digitsOf)
    return summed(
      [all!],
      `${digitsOf(all!)} * (100 - ${parts.join(' - ')}) / 100`,
      `${shown(all!)} × (100 − ${parts.join(' − ')})%`,
    )
  },
}

/** `The monthly sub is $14, paying yearly saves 15%`. */
const YEARLY: StoryForm = {
  amounts: 1,
  percents: 1,
  cues: [
    /(?<!\p{L})monthly(?: \p{L}+){0,3} A|A,? ?(?:a|per|\/|each) ?month|A monthly/u,
    /(?<!\p{L})(?:paying|pay|paid|billed|billing|if paid)? ?(?:yearly|annually|annual|for the year|a year)(?: \p{L}+)? (?:saves|save|gives|gets|is|brings)(?: me| you)? P|P (?:off|discount|cheaper|less)(?: if| when| for)?(?: (?:i|you))? ?(?:pay|paid|paying|billed)? ?(?:yearly|annually|for (?:the|a) year|per year)/u,
  ],
  not: whole('tax|vat|interest|raise|rent|first|after|plus|fee|deposit|save how|saved'),
  words:
    'monthly month a per each sub subscription plan membership is costs paying pay paid billed billing yearly annually annual year saves save gives gets brings me you off discount cheaper less if when for the and price what yearly cost',
  everyday: true,
  mustAsk: true,
  names: 1,
  asks: /(?:yearly|annual) (?:price|cost|fee)[ ?.!]*$/u,
  read: ({ shape, amounts: [price], percents: [rate] }) => {
    if (
      !/(?:yearly|annual) (?:price|cost|fee|amount|plan|bill)(?: then| cost)?[ ?.!]*$|(?:per|a|for the|for a) year[ ?.!]*$|(?:how much|what)[^,]* (?:yearly|annually)[ ?.!]*$/u.test(
        shape,
      )
    )
      return null
    return summed(
      [price!],
      `${digitsOf(price!)} * 12 * (100 - ${digitsOf(rate!)}) / 100`,
      `12 × ${shown(price!)} − ${digitsOf(rate!)}%`,
    )
  },
}

/** `The annual fee's $96 and I cancel after 5 months, pro rata refund?` */
const PRO_RATA: StoryForm = {
  amounts: 2,
  cues: [
    /(?<!\p{L})(?:annual|yearly)(?: \p{L}+){0,3} A|A,? ?(?:a|per|\/) ?year/u,
    whole('refund|refunded|back'),
    /after A (?:full )?months/u,
  ],
  not: whole('fee of|minus|except|cancellation fee|penalty|minimum|notice|deposit|if'),
  words:
    "annual yearly year per a fee fee's subscription membership price is costs cancel cancelled canceled quit stop after full months month refund refunded back pro rata pro-rata prorata for the remaining rest unused get do will of i money proportional",
  everyday: true,
  mustAsk: true,
  asks: /refund/u,
  names: 1,
  read: ({ shape, amounts }) => {
    const months = only(amounts, ({ before, after }) => /after $/u.test(before) && /^ (?:full )?months/u.test(after))
    const fee = only(amounts, figure => figure !== months)
    if (months === null || fee === null || !isWhole(months) || Number(digitsOf(months)) > 12) return null
    if (!/pro[- ]?rata|proportional|remaining|unused/u.test(shape)) return null
    return summed(
      [fee],
      `${digitsOf(fee)} * (12 - ${digitsOf(months)}) / 12`,
      `${shown(fee)} × ${12 - Number(digitsOf(months))} ÷ 12 for the months that are left`,
    )
  },
}

/** `Four coffees and a 3.50 muffin come to 17.10, what does one coffee cost?` */
const ONE_OF: StoryForm = {
  amounts: [3, 4],
  cues: [
    /^(?:if )?A (?<thing>\p{L}+?)e?s and (?:an?|one) A \p{L}+ (?:come to|comes to|cost|costs|are|is|make|add up to|total)(?: altogether| together| in total)? A,? (?:so )?(?:what|how much) (?:does|is|did|was)(?: the price of)? (?:A|an?|one|each|a single) \k<thing>(?: cost| then)?[ ?.!]*$/u,
  ],
  words:
    'if and a one come comes to cost costs are is make add up total altogether together in what how much does did was price of each single',
  everyday: true,
  mustAsk: true,
  names: 6,
  read: ({ amounts: [count, other, all, last] }) => {
    if (!isWhole(count!) || Number(digitsOf(count!)) < 2 || (last !== undefined && digitsOf(last) !== '1')) return null
    if (Number(digitsOf(other!)) >= Number(digitsOf(all!))) return null
    return summed(
      [other!, all!],
      `(${digitsOf(all!)} - ${digitsOf(other!)}) / ${digitsOf(count!)}`,
      `(${shown(all!)} − ${shown(other!)}) ÷ ${digitsOf(count!)}`,
    )
  },
}

const COST = ahead(
  '(?:cost(?: price)?|buying(?: price)?|buy(?: it| them)?|bought|purchase(?: price)?|purchased|wholesale(?: price)?)(?: is| was| of| at| for| me)*',
)
const SALE = ahead(
  '(?:retail(?: price)?|selling(?: price)?|sell(?: it| them)?|sold|sales? price)(?: is| was| of| at| for)*',
)
/** `Cost price 14.20, retail 24.90: gross profit per unit, and for 150 units?` */
const UNIT_PROFIT: StoryForm = {
  amounts: 3,
  cues: [/profit (?:per|a|on each|on one) (?:unit|piece|item)/u, /A (?:units|pieces|items|of them)/u],
  not: whole('tax|vat|fee|fees|fixed|percent|percentage|margin|rent|month'),
  words:
    'cost price buying buy bought purchase purchased wholesale retail selling sell sold sale sales is was of at for it them gross profit per a on each one unit piece item units pieces items and in total what how much',
  everyday: true,
  mustAsk: true,
  asks: /profit/u,
  read: ({ amounts }) => {
    const cost = only(amounts, ({ before }) => COST.test(before))
    const price = only(amounts, ({ before }) => SALE.test(before))
    const count = only(amounts, figure => isWhole(figure) && behind('units|pieces|items|of them').test(figure.after))
    if (cost === null || price === null || count === null || new Set([cost, price, count]).size !== 3) return null
    const sign = signOf([cost, price])
    if (sign === 'mixed' || Number(digitsOf(price)) < Number(digitsOf(cost))) return null
    const each = `${digitsOf(price)} - ${digitsOf(cost)}`
    return several(
      [
        { expression: each, sign, after: ' each' },
        { expression: `(${each}) * ${digitsOf(count)}`, sign, after: ` for ${digitsOf(count)}` },
      ],
      `${shown(price)} − ${shown(cost)}, then × ${digitsOf(count)}`,
    )
  },
}

/** `Is a 20% discount on 45 better than 8 off?` */
const BETTER_OFF: StoryForm = {
  amounts: 2,
  percents: 1,
  cues: [
    /^(?:is )?(?:an? )?P (?:discount|off|reduction)(?: on| of| from)?(?: an?)? A(?: \p{L}+)? (?:better|more|worth more) than (?:an? )?A (?:off|discount|less)[ ?.!]*$/u,
  ],
  words: 'is a an discount off reduction on of from better more worth than less',
  everyday: true,
  names: 1,
  mustAsk: true,
  read: ({ amounts: [price, off], percents: [rate] }) => {
    const sign = signOf([price!, off!])
    if (sign === 'mixed' || Number(digitsOf(rate!)) > 100 || Number(digitsOf(off!)) > Number(digitsOf(price!)))
      return null
    return compared({
      options: [
        { name: `${digitsOf(rate!)}% off`, expression: `${digitsOf(price!)} * ${digitsOf(rate!)} / 100` },
        { name: `${shown(off!)} off`, expression: digitsOf(off!) },
      ],
      verdict: 'saves more',
      wantsMore: true,
      sign,
      unit: '',
      how: `On ${showAmount(price!.amount)}`,
    })
  },
}

const FORMS: readonly StoryForm[] = [ABOVE, CUT, ALLOTTED, YEARLY, PRO_RATA, ONE_OF, UNIT_PROFIT, BETTER_OFF]

export const askedPriceRules: readonly PlannerRule[] = [
  defineRule({
    id: 'asked-price',
    reason:
      'Works out cash discounts, commissions above a limit, what is left of a budget, yearly prices, refunds and the price of one thing.',
    order: 331,
    pairs: true,
    hint: /\d/,
    examples: {
      yes: [
        'Commission is 5% on everything above 8,000. I sold 20,000. My commission?',
        'The supplier quoted £300, then said he would let it go for 12.5% less. How much do I pay?',
        'Of my 800 a month, 40% is for rent and 25% for food. How much is left?',
        'The monthly subscription is $12 and paying yearly saves 15%. What is the yearly price?',
        'The yearly fee is $120 and I cancel after 5 months. How much refund do I get pro rata for the remaining months?',
        'If four coffees and a 3.50 muffin come to 17.10, what does one coffee cost?',
        'Cost price 12.20, selling price 20.90, gross profit per unit and for 100 units?',
        'Is a 20% discount on 60 better than 10 off?',
      ],
      no: [
        'Commission is 5% on everything above 8,000 and 3% below. I sold 20,000. My commission?',
        'Of my 800 a month, 40% is for rent and 25% of the rest for food. How much is left?',
        'If four coffees and a muffin come to 17.10, what does one coffee cost?',
        'If four coffees and a 3.50 muffin come to 17.10, what does one tea cost?',
        'Is a 20% discount on 60 better than a free bag?',
        'The yearly fee is $120 and I cancel after 5 months, will they refund me?',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]
