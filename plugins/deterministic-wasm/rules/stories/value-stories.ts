/** Profit on pieces bought and sold, what remains of takings, things that lose value, and deposits of so many rents. Part of a lot is another sum. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluatedValue } from '../evaluated.ts'
import { type Answer, defineRule } from '../rule.ts'
import { readStories, type StoryForm } from './story.ts'
import { counted, digitsOf, isWhole, only, paid, shown, signOf } from './told-money.ts'

const NEVER =
  /(?<!\p{L})(?:tax|taxes|net|deductions?|insurance|discount|half of|except|unless|without|average|roughly|about|around|should|break|unpaid|sick|each of us|but|first|already|refund|returned|broken|unsold|others?)(?!\p{L})/u

const COST_BEFORE =
  /(?<!\p{L})(?:costs?(?: (?:me|us|is|are|price))?|bought (?:them |it |each |one )?(?:for|at)|buy (?:them |it )?(?:for|at)|material(?: cost)?s?(?: (?:is|are|costs?|for each))?|make (?:them|one) for|cost price(?: (?:is|of))?|purchase price(?: (?:is|of))?) $/u
const SELL_BEFORE =
  /(?<!\p{L})(?:sell(?:ing)?|sold|sells|resell|resold)(?: (?:them|it|each|one|all|everything|all of them|price|price of|price is))*(?: (?:for|at))? $/u
const PIECES =
  /^ ?(?:kg|kilos?|litres?|liters?|pieces|pcs|units|shirts|t-shirts|tshirts|mugs|cakes|jars|cards|bracelets|candles|tickets|books|boxes|bags|bottles|posters|scarves|cups|cookies|muffins|pairs|items|plants|copies|magnets|caps|hats|hoodies)(?!\p{L})/u
/** `they cost me 6.50, i sell them for 15. profit on 40?`, `bought 60 kg at 2.10 a kg, sold all at 3.40 a kg` */
const PROFIT: StoryForm = {
  amounts: 3,
  cues: [
    /(?<!\p{L})profit(?!\p{L})|how much (?:do|did|will|would) (?:i|we) (?:make|earn|gain)/u,
    /(?<!\p{L})(?:sell|sold|selling|sells|resell|resold)(?!\p{L})/u,
  ],
  not: new RegExp(
    `${NEVER.source}|(?<!\\p{L})(?:percent|margin|fee|fees|shipping|rent|stall|per (?:hour|day|week|month|cent)|only|of them|left|loss)(?!\\p{L})|%`,
    'u',
  ),
  words:
    'costs cost me us is are price bought buy for at each a piece per sell selling sold sells resell resold them it all everything of profit on with from what how much do did will would i we make made earn gain total my our the and then kg kilo kilos litre litres liter liters pieces pcs units piece in purchase material materials one if',
  everyday: true,
  names: 2,
  read: ({ amounts }) => {
    const count = only(
      amounts,
      ({ amount, after, before }) =>
        amount.sign === null &&
        /^[1-9]\d{0,5}$/.test(amount.digits) &&
        (PIECES.test(after) ||
          /(?<!\p{L})(?:profit on|profit for|profit with|profit from|bought|buy|sold|sell) $/u.test(before)),
    )
    const cost = only(
      amounts,
      figure =>
        figure !== count &&
        (COST_BEFORE.test(figure.before) ||
          (/(?<!\p{L})(?:at|for) $/u.test(figure.before) &&
            amounts.indexOf(figure) === 1 &&
            count !== null &&
            /(?<!\p{L})(?:bought|buy) $/u.test(count.before))),
    )
    const price = only(amounts, figure => figure !== count && figure !== cost && SELL_BEFORE.test(figure.before))
    const sign = signOf([cost, price].filter(figure => figure !== null))
    if (count === null || cost === null || price === null || sign === 'mixed') return null
    // Bought for so much in all, or each: only where it says so.
    const bought = /(?<!\p{L})(?:bought|buy) $/u.test(count.before)
    if (bought && !/^ ?(?:each|apiece|a |per |\/)/u.test(cost.after)) return null
    if (Number(digitsOf(price)) <= Number(digitsOf(cost))) return null
    return counted(
      `${digitsOf(count)} * (${digitsOf(price)} - ${digitsOf(cost)})`,
      [cost.amount, price.amount],
      `${digitsOf(count)} × (${shown(price)} − ${shown(cost)})`,
    )
  },
}

/** `sold 125 tickets at 18 and the hall cost 900. what's left?` */
const TAKINGS: StoryForm = {
  amounts: 3,
  cues: [
    /(?<!\p{L})(?:sold|sell)(?!\p{L})/u,
    /(?<!\p{L})(?:left|remains|remaining|over|earn|make|net)(?!\p{L})/u,
    /(?<!\p{L})(?:costs?|paid|spent|material|materials|rent|stall|fee|expenses|hall)(?!\p{L})/u,
  ],
  not: new RegExp(
    `${NEVER.source.replace('net|', '')}|(?<!\\p{L})(?:profit|each of|per (?:hour|person|day)|percent|how many|not sold|left to|stock)(?!\\p{L})|%`,
    'u',
  ),
  words:
    "i we sold sell selling at for each a piece per and the hall rent material materials stall fee cost costs expenses were was is are paid spent on what's what is how much left over profit remains remaining do did we have make earn net total in the end after paying",
  everyday: true,
  names: 2,
  read: ({ amounts: [n, price, cost] }) => {
    if (n === undefined || price === undefined || cost === undefined) return null
    const sign = signOf([price, cost])
    const isSold = /(?<!\p{L})(?:sold|sell) $/u.test(n.before) && n.amount.sign === null && isWhole(n)
    const isAt =
      /^ (?:\p{L}+ ){1,2}(?:at|for) $/u.test(n.after) &&
      (/ at $/u.test(n.after) || /^ ?(?:each|a piece|apiece|per)/u.test(price.after))
    const isCost =
      /(?<!\p{L})(?:costs?|paid|spent|materials?|rent|fee|expenses|stall|hall)(?: (?:was|were|is|are|cost|costs|fee|rent|of))* $/u.test(
        cost.before,
      )
    if (!isSold || !isAt || !isCost || sign === 'mixed') return null
    const expression = `${digitsOf(n)} * ${digitsOf(price)} - ${digitsOf(cost)}`
    if ((evaluatedValue(expression)?.numerator ?? -1n) < 0n) return null
    return counted(expression, [price.amount, cost.amount], `${digitsOf(n)} × ${shown(price)} − ${shown(cost)}`)
  },
}

const LOSES =
  /(?<!\p{L})(?:loses|lose|losing|depreciates|depreciating|depreciate|drops|falls|goes down|declines)(?: (?:by|about|in value by|its value by))* $/u
/** `car cost 24,000, loses 15% per year. value after 3 years?` */
const DECLINE: StoryForm = {
  amounts: 2,
  percents: 1,
  cues: [
    /(?<!\p{L})(?:loses|lose|losing|depreciat\p{L}*|drops|falls|goes down|declines)(?!\p{L})/u,
    /P (?:of its (?:current |remaining )?value |in value |of value )?(?:per|a|each|every) year|P (?:annually|yearly|p\.?a)/u,
    /A years?/u,
  ],
  not: new RegExp(
    `${NEVER.source}|(?<!\\p{L})(?:straight|linear|original|purchase price|new price|then|gain|grows?|inflation|month|first year|original value)(?!\\p{L})`,
    'u',
  ),
  words:
    'car machine cost costs was bought for is worth new price loses lose losing depreciates depreciate depreciation drops falls goes down declines by of its value current remaining in per a each every year years annually yearly after what how much will be the it then at i my and declining balance',
  everyday: true,
  names: 1,
  asks: /(?<!\p{L})(?:value|worth)(?!\p{L})/u,
  read: ({ amounts, percents: [rate] }) => {
    const span = only(amounts, ({ amount, after }) => amount.sign === null && /^ ?years?(?!\p{L})/u.test(after))
    const cost = amounts.find(figure => figure !== span)
    if (span === null || cost === undefined || rate === undefined || !isWhole(span)) return null
    const percent = Number(digitsOf(rate))
    if (!LOSES.test(rate.before) && !/depreciat/u.test(rate.before)) return null
    if (!(percent > 0 && percent < 100) || Number(digitsOf(span)) > 40) return null
    return withReading(
      paid(
        `${digitsOf(cost)} * ((100 - ${digitsOf(rate)}) / 100) ^ ${digitsOf(span)}`,
        cost.amount.sign,
        `${shown(cost)} minus ${digitsOf(rate)}%, ${digitsOf(span)} times`,
      ),
      'Each year it loses that much of what it was worth before.',
    )
  },
}
const withReading = (answer: Answer | null, reading: string): Answer | null =>
  answer === null ? null : { ...answer, reading }

/** `deposit is three months' rent, rent 745. how much is the deposit?` */
const MONTHS_OF_RENT: StoryForm = {
  amounts: 2,
  cues: [/(?<!\p{L})deposit(?!\p{L})/u, /A (?:months?'?|monthly|cold|month's)(?: of)?/u, /(?<!\p{L})rents?(?!\p{L})/u],
  not: new RegExp(
    `${NEVER.source}|(?<!\\p{L})(?:left|back|plus|paid|per|split|total|instal?ments|how many)(?!\\p{L})|%`,
    'u',
  ),
  words:
    "deposit is the landlord wants asks for months month months' month's monthly rents rent of cold flat apartment how much a my our be will what what's that costs it do i we have to pay and",
  everyday: true,
  names: 1,
  read: ({ amounts }) => {
    const months = only(
      amounts,
      ({ amount, after }) =>
        amount.sign === null && /^[1-6]$/.test(amount.digits) && /^ (?:months?'?s?|monthly|cold)(?!\p{L})/u.test(after),
    )
    const rent = only(
      amounts,
      figure =>
        figure !== months &&
        /(?<!\p{L})rent(?: (?:is|of|for))?(?: (?:the|a|my) (?:flat|apartment|room))?(?: (?:is|costs))?:? $/u.test(
          figure.before,
        ),
    )
    if (months === null || rent === null) return null
    return counted(`${digitsOf(months)} * ${digitsOf(rent)}`, [rent.amount], `${digitsOf(months)} × ${shown(rent)}`)
  },
}

/** `car bought at 21,500, sold 5 years later at 9,500. average loss per year?` */
const LOSS_A_YEAR: StoryForm = {
  amounts: 3,
  cues: [
    /(?<!\p{L})(?:bought|purchased|cost)(?!\p{L})/u,
    /(?<!\p{L})sold(?!\p{L})/u,
    /(?<!\p{L})(?:lose|lost|loss|depreciation)(?!\p{L})/u,
    /(?<!\p{L})(?:per|a|each|every) year(?!\p{L})|yearly|annual/u,
  ],
  not: /(?<!\p{L})(?:tax|percent|insurance|repairs?|service|km|month|months|interest|fee|first)(?!\p{L})|%/u,
  words:
    'car van bike machine boat motorbike bought purchased cost was for at sold years year later after then it i we how much did do does lose lost loss value depreciation per a each every yearly annual average on in what is the my our and',
  everyday: true,
  names: 1,
  read: ({ amounts }) => {
    const span = only(
      amounts,
      ({ amount, after }) => amount.sign === null && /^ years?(?!\p{L})/u.test(after) && Number(amount.digits) <= 60,
    )
    const [bought, sold, more] = amounts.filter(figure => figure !== span)
    if (span === null || bought === undefined || sold === undefined || more !== undefined) return null
    const sign = signOf([bought, sold])
    if (
      sign === 'mixed' ||
      !/(?<!\p{L})(?:bought|purchased|cost)(?: \p{L}+){0,2} $/u.test(bought.before) ||
      Number(digitsOf(sold)) >= Number(digitsOf(bought)) ||
      Number(digitsOf(span)) <= 0
    )
      return null
    if (!/(?<!\p{L})(?:for|at)(?: only| just)? $/u.test(sold.before)) return null
    return counted(
      `(${digitsOf(bought)} - ${digitsOf(sold)}) / ${digitsOf(span)}`,
      [bought.amount, sold.amount],
      `(${shown(bought)} − ${shown(sold)}) ÷ ${digitsOf(span)}`,
      ' a year',
    )
  },
}

const FORMS: readonly StoryForm[] = [PROFIT, TAKINGS, DECLINE, MONTHS_OF_RENT, LOSS_A_YEAR]

export const valueStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'value-story',
    reason:
      'Works out profit on what was bought and sold, what is left of takings, a value that falls, and a deposit of rents.',
    order: 126.8,
    pairs: 'joined',
    hint: /(?<!\p{L})(?:profit|sold|sell|loses?|losing|loss|depreciat|drops|falls|goes down|declines|deposit|years later)/iu,
    examples: {
      yes: [
        'T-shirts cost me 6.50, i sell them for 15. Profit on 40 shirts?',
        'bought 60 kg at 2.10 a kg and sold all at 3.40 a kg. profit?',
        "We sold 125 tickets at 18 and the hall cost 900. What's left?",
        'Car cost 24,000, loses 15% per year. Value after 3 years?',
        "Deposit is three months' rent, rent 745. How much is the deposit?",
        'Car: bought at 21,500, sold 5 years later at 9,500. Average loss per year?',
      ],
      no: [
        "Deposit is three months' rent, rent 745 and 2 people. How much is the deposit?",
        'Car: bought at 21,500, sold 5 years later at 9,500 plus repairs of 800. Average loss per year?',
        'T-shirts cost me 6.50, i sell them for 15. Profit on 40 shirts if 3 are broken?',
        'bought 60 kg at 2.10 a kg and sold 40 kg at 3.40 a kg. profit?',
        "We sold 125 tickets and the hall cost 900. What's left?",
        'Car cost 24,000, loses 15% in the first year and 10% per year then. Value after 3 years?',
        'Car cost 24,000, loses 15% of the original value per year. Value after 3 years?',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]
