/** Small business told in a sentence: break-even, commissions, fees of a marketplace, margins from a turnover. Taxes and staff are not guessed. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { defineRule } from '../rule.ts'
import { type Figure, readStories, type StoryForm } from './story.ts'
import { digitsOf, only, paid, shown, signOf } from './told-money.ts'

const NEVER =
  /(?<!\p{L})(?:should|average|per hour|salary after|interest|discount|refund|returns?|if|unless|or)(?!\p{L})/u

const FIXED =
  /(?<!\p{L})fixed (?:costs?|expenses?)(?: (?:of|are|is|per month|a month|:|=))*:? $|(?<!\p{L})(?:rent|stall|booth)(?: (?:is|of|costs?))? $|(?<!\p{L})overheads?(?: (?:of|are|is))? $/u
const SELLS =
  /(?<!\p{L})(?:sells?(?: \p{L}+)?(?: for| at)?|sold(?: for| at)?|selling price(?: of| is| per unit)?|price(?: of| is| per unit)?|revenue per unit|charge) $/u
const MAKES =
  /(?<!\p{L})(?<!fixed )(?:costs?(?: each| of| is| per unit| me| us)?|variable costs?(?: of| is| are| per unit)?|to make|unit cost(?: of| is)?|costs? to make|made for) $/u
const MAKES_AFTER = /^ ?(?:each )?(?:to make|to produce|in materials?|variable cost)/u
/** `fixed cost 2400, price 15, cost each 9`: so many must be sold. */
const BREAK_EVEN: StoryForm = {
  amounts: 3,
  cues: [/break.?even/u, /(?<!\p{L})(?:fixed|overheads?|rent|stall|booth)(?!\p{L})/u],
  not: /(?<!\p{L})(?:should|tax|loan|interest|average|hours?|profit of|target|revenue(?! per unit)|turnover|euros do|cakes? sold|profit)(?!\p{L})|%/u,
  words:
    'break even breakeven break-even fixed cost costs expenses overhead overheads price each sells sell sold selling unit units variable per to make produce have do need how many must point at a month of is are revenue charge materials material for made what when piece pieces us it we i at selling quantity item items them rent stall booth our',
  everyday: true,
  names: 1,
  asks: /break.?even/u,
  read: ({ amounts }) => {
    const fixed = only(amounts, ({ before }) => FIXED.test(before))
    const rest = amounts.filter(figure => figure !== fixed)
    const cost = only(rest, ({ before, after }) => MAKES.test(before) || MAKES_AFTER.test(after))
    const price = only(rest, figure => figure !== cost && SELLS.test(figure.before))
    if (fixed === null || cost === null || price === null || fixed === cost || signOf(amounts) === 'mixed') return null
    if (Number(digitsOf(price)) <= Number(digitsOf(cost))) return null
    return evaluated({
      expression: `ceil(${digitsOf(fixed)} / (${digitsOf(price)} - ${digitsOf(cost)}))`,
      unit: ' pieces',
      how: `${shown(fixed)} ÷ (${shown(price)} − ${shown(cost)}), rounded up`,
    })
  },
}

/** `6% on the first 10000 and 8% above that. I sold 23,500.` */
const TIERED: StoryForm = {
  amounts: 2,
  percents: 2,
  cues: [
    /P (?:commission )?(?:on|of|for|up to) (?:the )?(?:first )?A/u,
    /P (?:commission )?(?:on |for )?(?:above|over|beyond|on the rest|the rest|after|thereafter|anything above|everything above|on anything|everything over|on top)/u,
  ],
  not: /(?<!\p{L})(?:tax|month|monthly|year|then A|minus|bonus)(?!\p{L})/u,
  words:
    'commission commissions on of for up to the first and above over beyond rest after thereafter that anything everything top it i sold sales sell made revenue were total is what how much do get earn',
  everyday: true,
  names: 1,
  mustAsk: true,
  asks: /commission/u,
  read: ({ shape, amounts, percents: [low, high] }) => {
    const border = only(amounts, ({ before }) => /(?:first|up to) $/u.test(before))
    const sold = only(amounts, ({ before }) =>
      /(?<!\p{L})(?:sold(?: for)?|sales(?: of| were| are| is|:)?|revenue(?: of| was| is)?|made) $/u.test(before),
    )
    if (border === null || sold === null || border === sold || signOf(amounts) === 'mixed') return null
    if (shape.indexOf('P') > border.at || Number(digitsOf(sold)) <= Number(digitsOf(border))) return null
    const [b, s] = [digitsOf(border), digitsOf(sold)]
    return paid(
      `${b} * ${digitsOf(low!)} / 100 + (${s} - ${b}) * ${digitsOf(high!)} / 100`,
      sold.amount.sign ?? border.amount.sign,
      `${digitsOf(low!)}% of ${shown(border)} + ${digitsOf(high!)}% of (${shown(sold)} − ${shown(border)})`,
    )
  },
}

/** `base 2000 plus 5% commission on sales of 30,000`. */
const BASE_AND_SHARE: StoryForm = {
  amounts: 2,
  percents: 1,
  cues: [
    /P commission|commission (?:of |is )?P/u,
    /(?<!\p{L})(?:base|salary|basic|fixed|retainer)(?!\p{L})/u,
    /(?<!\p{L})(?:total|how much|what|earn|pay)(?!\p{L})/u,
  ],
  not: /(?<!\p{L})(?:tax|above|over|first|year|yearly|annual|bonus|minus|hours?)(?!\p{L})/u,
  words:
    'base salary basic fixed retainer plus and commission on of sales sold sell for with is was are i earn get make total pay month monthly this per how much what in',
  everyday: true,
  names: 1,
  read: ({ amounts, percents: [rate] }) => {
    const base = only(amounts, ({ before }) =>
      /(?<!\p{L})(?:base|basic|fixed|retainer|salary)(?: (?:salary|pay|of|is|wage))* $/u.test(before),
    )
    const sold = only(amounts, ({ before }) =>
      /(?<!\p{L})(?:sales|sold|sales of|on)(?: (?:of|were|was|are|for|worth))* $/u.test(before),
    )
    if (base === null || sold === null || base === sold || signOf(amounts) === 'mixed') return null
    return paid(
      `${digitsOf(base)} + ${digitsOf(sold)} * ${digitsOf(rate!)} / 100`,
      base.amount.sign ?? sold.amount.sign,
      `${shown(base)} + ${digitsOf(rate!)}% of ${shown(sold)}`,
    )
  },
}

/** `etsy takes 6.5% + 0.20, I sell for 24, material 7.30, profit?` */
const isFee = ({ before }: Figure): boolean => /^ ?(?:fee |of the price )?(?:\+|plus|and) ?$/u.test(before)
const isMaterial = ({ before, after }: Figure): boolean =>
  /(?<!\p{L})(?:materials?|cost|costs|costs me|bought (?:it )?(?:for|at)|paid|production|to make)(?: (?:is|are|of|was|me|it))* $/u.test(
    before,
  ) || /^ ?(?:in |of |for )?(?:materials?|to make|production)/u.test(after)
const MARKETPLACE: StoryForm = {
  amounts: [2, 3],
  percents: 1,
  cues: [
    /(?<!\p{L})(?:takes?|fee|fees|commission|charges?|keeps?)(?!\p{L})/u,
    /(?<!\p{L})(?:profit|keep|left|earn|net)(?!\p{L})/u,
    /(?<!\p{L})(?:sell|sold|price)(?!\p{L})/u,
  ],
  not: /(?<!\p{L})(?:tax|vat|month|shipping|each|per|margin|pieces|units|loss|break)(?!\p{L})/u,
  words:
    'etsy ebay amazon vinted paypal stripe takes take fee fees commission charges charge keeps keep of the price plus and i sell sold it for at material materials cost costs me is was are made make to production bought paid profit left earn net what do how much my on sale',
  everyday: true,
  names: 1,
  read: ({ amounts, percents: [rate] }) => {
    const price = only(
      amounts,
      ({ before }) => SELLS.test(before) || /(?<!\p{L})(?:sell|sold)(?: \p{L}+){0,2} (?:for|at) $/u.test(before),
    )
    const fee = only(amounts, isFee)
    const cost = only(amounts, figure => figure !== fee && figure !== price && isMaterial(figure))
    if (
      price === null ||
      cost === null ||
      (amounts.length === 3) !== (fee !== null) ||
      fee === price ||
      signOf(amounts) === 'mixed'
    )
      return null
    const p = digitsOf(price)
    const sign = price.amount.sign ?? cost.amount.sign
    return paid(
      `${p} - ${p} * ${digitsOf(rate!)} / 100${fee === null ? '' : ` - ${digitsOf(fee)}`} - ${digitsOf(cost)}`,
      sign,
      `${shown(price)} − ${digitsOf(rate!)}%${fee === null ? '' : ` − ${shown(fee)}`} − ${shown(cost)}`,
    )
  },
}

/** `margin 30%, revenue 8,400, so cost?` */
const COST_OF_MARGIN: StoryForm = {
  amounts: 1,
  percents: 1,
  cues: [
    /margin(?: of| is|:)? P|P (?:gross )?margin/u,
    /(?<!\p{L})(?:revenue|turnover|selling price|sell(?:s|ing)? (?:at|for)|price)(?: (?:of|is|was|:))* ?A/u,
    /(?<!\p{L})(?:cost|costs|profit)[ ?.!]*$|what (?:is|was|are|did) (?:the |my |it )?(?:cost|costs|profit)/u,
  ],
  not: NEVER,
  words:
    'margin gross revenue turnover selling price sells sell selling at for is of so cost costs profit what was are my the did it',
  everyday: true,
  names: 1,
  asks: /(?:cost|costs|profit)[ ?.!]*$/u,
  read: ({ shape, amounts: [sum], percents: [rate] }) => {
    const isProfit = /profit/u.test(shape)
    if (isProfit && /(?<!\p{L})costs?(?!\p{L})/u.test(shape)) return null
    const share = isProfit ? digitsOf(rate!) : `(100 - ${digitsOf(rate!)})`
    return paid(
      `${digitsOf(sum!)} * ${share} / 100`,
      sum!.amount.sign,
      isProfit ? `${digitsOf(rate!)}% of ${shown(sum!)}` : `${shown(sum!)} minus ${digitsOf(rate!)}%`,
    )
  },
}

/** `turn a 50% markup into margin`. */
const MARKUP_TO_MARGIN: StoryForm = {
  amounts: 0,
  percents: 1,
  cues: [/mark-?up/u, /margin/u],
  words:
    'turn convert change a an the markup mark-up margin into to as is what in of equals equal which corresponds express',
  asks: /margin|markup/u,
  read: ({ shape, percents: [rate] }) => {
    const percent = digitsOf(rate!)
    const isMarkup = /P mark-?up|mark-?up of P/u.test(shape)
    const isMargin = /P (?:gross )?margin|margin of P/u.test(shape)
    if (isMarkup === isMargin || (isMargin && Number(percent) >= 100)) return null
    const base = isMarkup ? `100 + ${percent}` : `100 - ${percent}`
    return evaluated({
      expression: `${percent} / (${base}) * 100`,
      decimals: 'cents',
      unit: '%',
      how: `${percent} ÷ (${base.replace('-', '−')})`,
    })
  },
}

/** `invested 8000 and after one year it is 8,460, return in %`. */
const RETURN: StoryForm = {
  amounts: [2, 3],
  cues: [
    /(?<!\p{L})(?:invested|bought|put in|paid)(?!\p{L})/u,
    /(?<!\p{L})(?:return|gain|profit|roi)(?!\p{L})/u,
    /%|(?<!\p{L})(?:percent|percentage|roi)(?!\p{L})/u,
  ],
  not: /(?<!\p{L})(?:fee|fees|tax|dividends?|each|years|months|per year|annual(?:ized|ised)?|pieces|margin|loss)(?!\p{L})/u,
  words:
    'invested bought put paid return gain profit roi percent percentage in after year it is now worth was grew became to and whats my the for sold got back at its value',
  everyday: true,
  names: 1,
  read: ({ amounts }) => {
    const year = only(amounts, figure => digitsOf(figure) === '1' && /^ year/u.test(figure.after))
    const [from, to] = amounts.filter(figure => figure !== year)
    if (
      from === undefined ||
      to === undefined ||
      (amounts.length === 3 && year === null) ||
      signOf([from, to]) === 'mixed'
    )
      return null
    if (
      !/(?<!\p{L})(?:invested|bought(?: \p{L}+){0,2} (?:for|at)|put in|put|paid) $/u.test(from.before) ||
      Number(digitsOf(from)) <= 0
    )
      return null
    return evaluated({
      expression: `(${digitsOf(to)} - ${digitsOf(from)}) / ${digitsOf(from)} * 100`,
      decimals: 'cents',
      unit: '%',
      how: `From ${shown(from)} to ${shown(to)}`,
    })
  },
}

const FORMS: readonly StoryForm[] = [
  BREAK_EVEN,
  TIERED,
  BASE_AND_SHARE,
  MARKETPLACE,
  COST_OF_MARGIN,
  MARKUP_TO_MARGIN,
  RETURN,
]

export const businessStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'business-story',
    reason: 'Works out break-even points, commissions, what is left after the fees of a sale, margins and returns.',
    order: 128,
    pairs: true,
    hint: /\d/,
    examples: {
      yes: [
        'break even: fixed cost 2400, price 15, cost each 9',
        'Fixed costs 4,200 a month, each cake sells at 32 and costs 11 to make. How many cakes do I have to sell to break even?',
        'Commission: 6% on the first 10000 and 8% above that. I sold 20,000.',
        'etsy takes 6.5% + 0.20, i sell for 20, material 7.30, profit?',
        'margin 30%, revenue 8,400, so cost?',
        'turn a 50% markup into margin',
        "I've invested 8000 and after one year it is 8,400, whats the return %",
        'base salary 2000 plus 5% commission on sales of 30,000, how much in total',
      ],
      no: [
        'break even: fixed cost 2400, price 9, cost each 15',
        'fixed costs 2400 and price 15, when do we break even?',
        'etsy takes 6.5%, is that a lot for a price of 20?',
        'margin 30%, revenue 8,400, is it healthy?',
        'what is a good markup, 50%?',
        'I invested 8000 and it is 8,400 now, should I sell?',
        '6% commission on the first 10000, what do others charge?',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]
