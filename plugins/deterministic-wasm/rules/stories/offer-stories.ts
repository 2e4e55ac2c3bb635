/**
 * Offers told in a sentence: discounts in a row, a coupon of money and one of per cent, what a reduced thing cost before, so many for
 * the price of fewer. An offer that depends on what nobody said (a minimum, the cheapest item) is left alone.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { type Amount, showAmount } from '../money.ts'
import { moved } from '../percentages.ts'
import { type Answer, defineRule } from '../rule.ts'
import { type Figure, readStories, type Story, type StoryForm } from './story.ts'
import { compared, digitsOf, isWhole, only, paid, shown, signOf } from './told-money.ts'

const OFF_WORDS =
  'off discount discounts discounted reduced reduction reductions rebate sale save saved saving savings coupon coupons voucher vouchers code promo sticker marked down markdown student staff loyalty member members cash clearance seasonal summer winter black friday list tag original'
const ASK_PRICE = /(?<!\p{L})(?:what|how much|final|price|pay|total|cost|costs|now)(?!\p{L})/u
const UNSAID =
  /(?<!\p{L})(?:minimum|min|cheapest|over|up to|at least|above|vat|tax|gst|tip|interest|instead|used to|maximum|capped|next|first|excluding|except)(?!\p{L})/u

/** `coat £149, 20% off plus an extra 10% on top`: one after the other. */
const IN_A_ROW: StoryForm = {
  amounts: 1,
  percents: [2, 5],
  cues: [/(?<!\p{L})(?:off|discount|reduction|reduced|sale|coupon|voucher|marked down)(?!\p{L})/u],
  not: new RegExp(
    `${UNSAID.source}|(?<!\\p{L})(?:before|originally|or|up|raise|rise|increase|increased|raised|add|adds|added|adding|netto|brutto|P of|tips|better|cheaper|same|overall|total discount|equivalent)(?!\\p{L})`,
    'u',
  ),
  words: `${OFF_WORDS} then followed by plus an extra another additional further on top after that again wholesaler retailer trade there's in my basket next it is from of off's do pay final`,
  everyday: true,
  names: 2,
  asks: /(?<!\p{L})(?:price|pay)[ ?.!]*$|A[ ?.!]*$|(?:then|another|extra) (?:an? )?(?:another |extra )?P(?: off| discount)?[ ?.]*$/u,
  read: ({ shape, amounts: [price], percents }) => {
    // Two discounts may be one after the other or two offers: a word must join them.
    const isJoined = percents
      .slice(1)
      .every(({ before }) =>
        /(?<!\p{L})(?:then|plus|extra|another|additional|further|followed|after|on top|and)(?!\p{L})|[+]/u.test(before),
      )
    if (!isJoined || /(?<!\p{L})sav(?:e|ing|ings|ed)(?!\p{L})/u.test(shape)) return null
    const rates = percents.map(digitsOf)
    if (rates.some(rate => Number(rate) > 100)) return null
    const { amount } = price!
    return paid(
      `${amount.digits}${rates.map(rate => ` * (100 - ${rate}) / 100`).join('')}`,
      amount.sign,
      `${showAmount(amount)} minus ${rates.map(rate => `${rate}%`).join(', then ')}`,
    )
  },
}

/** `jeans 59.95 minus 15 percent`. */
const MINUS: StoryForm = {
  amounts: 1,
  percents: 1,
  cues: [/A(?: \p{L}+)?,? (?:minus|less|-|with|at) P(?: (?:off|discount|reduction|rebate))?(?:[, ]|[?.!]|$)/u],
  not: new RegExp(
    `${UNSAID.source}|fee|commission|charge|sav(?:e|ed|ing|ings)(?: me)? A|original|before|paid A|(?<!\\p{L})(?:lose|lost|by how much|how much off|how much cheaper)(?!\\p{L})`,
    'u',
  ),
  words: `${OFF_WORDS} minus less`,
  everyday: true,
  names: 1,
  asks: /(?:minus|less) P[ ?.!]*$/u,
  read: ({ amounts: [price], percents: [rate] }) =>
    Number(digitsOf(rate!)) > 100 ? null : moved(digitsOf(rate!), price!.amount, '-', 'cents'),
}

const FALL =
  /(?<!\p{L})(?:off|discount|discounted|reduced|reduction|rebate|sale|coupon|voucher|marked down|markdown|cut|fell|dropped|lower|cheaper|decrease|decreased|down)(?!\p{L})/u
const RISE =
  /(?<!\p{L})(?:raise|rise|rose|increase|increased|hike|raised|went up|gone up|goes up|up|more|grew|growth|higher|bump|increment|appreciated)(?!\p{L})/u
const FORMER =
  '(?:original(?:ly)?|before|initial(?:ly)?|full|regular|old|normal|previous(?:ly)?|list|undiscounted|earlier)'
const ASKS_FORMER = new RegExp(
  `(?<!\\p{L})(?:${FORMER}(?: (?:price|salary|pay|rent|value|amount|cost|figure|wage|one|it|was|is|that|the|be))*|(?:what|how much) (?:was|is|were|would|did|does|had)(?: \\p{L}+){0,5} ${FORMER}(?: (?:the|this|that|raise|rise|discount|sale|increase))*|(?:what|how much) was (?:the|its|my) (?:price|salary|rent))[ ?.!]*$|(?:what|what's|whats|find|calculate|how much)(?: (?:was|is|were))?(?: the| my| its)? ${FORMER}(?: (?:price|salary|pay|rent|value|amount|cost|figure|wage))`,
  'u',
)
/** What is called the former one is none to be looked for. */
const FORMER_GIVEN = new RegExp(
  `${FORMER}(?: \\p{L}+)? (?:price|cost)?(?: ?(?:was|of|is|:|=))? ?A|A (?:originally|before)`,
  'u',
)
/** What it costs now, said as such: `was A` alone may be the former one. */
const NOW =
  /(?<!\p{L})(?:paid|pay|paying|for|to|now|is|it's|its|costs?|earn|earns|make|makes|get|at|sale price(?: of| is|:)?|reduced price(?: of| is|:)?)(?: me| only| just| it)? A|A,? (?:now|after|is|today|at|with)|^A/u
/** `marked down by 60% to $34. What was it before?` */
const BEFORE: StoryForm = {
  amounts: 1,
  percents: 1,
  cues: [ASKS_FORMER],
  // `the discount is A`, `I saved A`: a part of the price, not what was paid.
  not: /(?<!\p{L})(?:vat|tax|gst|tip|interest|year|years|month|months|only|commission|fee|deposit|inflation|sav(?:e|es|ed|ing|ings)(?: me| us)? A)(?!\p{L})|(?:discount|reduction|rebate|saving|savings|raise|rise|increase|hike|bump|increment|markdown|cut|worth)(?: of P)?(?: is| was| were|'s| comes to| amounts to| worth| of|:)*,? A|A,? (?:off|cheaper|less|saved|more|discount|reduction|rebate|lower|higher)(?!\p{L})|by A/u,
  words: `${OFF_WORDS} after before originally initial initially full regular old normal previous previously undiscounted earlier at by to from on with cut fell dropped lower cheaper decrease decreased raise rise rose increase increased hike raised up went gone goes grew higher bump increment salary wage earn earning make stock value i'm was been it's its had has did would`,
  everyday: true,
  names: 2,
  asks: new RegExp(`${FORMER}(?: price| salary| rent)?[ ?.!]*$`, 'u'),
  read: ({ shape, amounts: [now], percents: [rate] }) => {
    const bare = shape.replace(/what did|marked up/gu, ' ')
    const [isFall, isRise] = [FALL.test(bare), RISE.test(bare.replace(/(?:come|comes|came|ended) up/gu, ' '))]
    const percent = digitsOf(rate!)
    if (isFall === isRise || FORMER_GIVEN.test(shape) || !NOW.test(shape) || (isFall && Number(percent) >= 100))
      return null
    const { amount } = now!
    const share = isFall ? `100 - ${percent}` : `100 + ${percent}`
    return paid(
      `${amount.digits} * 100 / (${share})`,
      amount.sign,
      `${showAmount(amount)} ÷ (100% ${isFall ? '−' : '+'} ${percent}%)`,
    )
  },
}

/** A coupon of money and one of per cent, in the order that is told. */
const STEP = /^ ?(?:off|discount|voucher|coupon|gift card|cashback)(?!\p{L})/u
const isStep = ({ before, after }: Figure): boolean =>
  STEP.test(after) ||
  /(?<!\p{L})(?:coupon|voucher|code|minus|less|discount|rebate)(?: (?:for|of|worth|a|an|code))* $/u.test(before)
const MIXED: StoryForm = {
  amounts: 2,
  percents: 1,
  cues: [/(?<!\p{L})(?:off|discount|coupon|voucher|rebate)(?!\p{L})/u],
  not: new RegExp(
    `${UNSAID.source}|(?<!\\p{L})(?:or|better|each|per|cheaper|before|which|versus|vs)(?!\\p{L})|(?<!\\p{L})and(?!\\p{L}).*or`,
    'u',
  ),
  words: `${OFF_WORDS} then plus an extra another additional further on top after that minus less first for worth with and gift card cashback`,
  everyday: true,
  names: 2,
  read: ({ shape, amounts, percents: [rate] }) => {
    const coupon = only(amounts, isStep)
    const price = amounts.find(figure => figure !== coupon)
    const sign = signOf(amounts)
    if (coupon === null || price === undefined || sign === 'mixed' || !ASK_PRICE.test(shape)) return null
    // Only `then` says which one comes first.
    if (!/(?<!\p{L})(?:then|after that|on top)(?!\p{L})/u.test(shape)) return null
    const share = `(100 - ${digitsOf(rate!)}) / 100`
    const isCouponFirst = coupon.at < rate!.at
    const [a, b] = [digitsOf(price), digitsOf(coupon)]
    return paid(
      isCouponFirst ? `(${a} - ${b}) * ${share}` : `${a} * ${share} - ${b}`,
      sign,
      isCouponFirst
        ? `(${shown(price)} − ${shown(coupon)}) minus ${digitsOf(rate!)}%`
        : `${shown(price)} minus ${digitsOf(rate!)}%, then − ${shown(coupon)}`,
    )
  },
}

/** `€15 off or 12% off, basket is 118, which is better`. */
const EITHER: StoryForm = {
  amounts: 2,
  percents: 1,
  cues: [
    /(?<!\p{L})(?:or|vs|versus)(?!\p{L})/u,
    /(?<!\p{L})(?:which|better|best|take|more|cheaper|saves|bigger)(?!\p{L})/u,
    /(?<!\p{L})off(?!\p{L})|discount|coupon|voucher/u,
  ],
  not: new RegExp(`${UNSAID.source}|(?<!\\p{L})then(?!\\p{L})`, 'u'),
  words: `${OFF_WORDS} or vs versus which better best take more cheaper saves bigger one an of use`,
  everyday: true,
  names: 1,
  read: ({ amounts, percents: [rate] }) => {
    const coupon = only(amounts, isStep)
    const price = amounts.find(figure => figure !== coupon)
    const sign = signOf(amounts)
    if (coupon === null || price === undefined || sign === 'mixed') return null
    const [a, b] = [digitsOf(price), digitsOf(coupon)]
    return compared({
      options: [
        { name: `${shown(coupon)} off`, expression: `${a} - ${b}` },
        { name: `${digitsOf(rate!)}% off`, expression: `${a} * (100 - ${digitsOf(rate!)}) / 100` },
      ],
      verdict: 'is better',
      sign,
      unit: '',
      difference: '',
      how: `What is left to pay of ${shown(price)}`,
    })
  },
}

type Deal = {
  readonly group: number
  readonly free: string
  readonly told: string
  readonly figures: readonly Figure[]
}
const HALF = '(?:(?:at |for )?half(?: the)?(?: price| off)|P off|(?:at )?half-price)'
const FREE = '(?:free|for free|on the house)'
const DEALS: readonly (readonly [
  RegExp,
  (n: readonly number[]) => readonly [group: number, gift: number, isHalf: boolean],
])[] = [
  [/(?<!\p{L})A for (?:the price of )?A(?! ?(?:each|apiece))/u, ([n = 0, m = 0]) => [n, n - m, false]],
  [
    /(?<!\p{L})(?:buy|take|get) A,? (?:and )?(?:only )?pay (?:for )?(?:only )?A(?![ .]?\d)/u,
    ([n = 0, m = 0]) => [n, n - m, false],
  ],
  [
    new RegExp(`buy(?:ing)? A,? (?:and )?(?:get|getting) (?:another )?A (?:more |extra )?${FREE}`, 'u'),
    ([n = 0, m = 0]) => [n + m, m, false],
  ],
  [
    new RegExp(`buy(?:ing)? A,? (?:and )?(?:get|getting) (?:another )?A (?:more )?${HALF}`, 'u'),
    ([n = 0, m = 0]) => [n + m, m, true],
  ],
  [
    new RegExp(
      `buy(?:ing)? A,? (?:and )?(?:get |getting )?(?:the |a )?(?:A ?(?:st|nd|rd|th)) (?:one |item )?(?:is )?(?:for )?${FREE}`,
      'u',
    ),
    ([, m = 0]) => [m, 1, false],
  ],
  [
    new RegExp(
      `buy(?:ing)? A,? (?:and )?(?:get |getting )?(?:the |a )?(?:A ?(?:st|nd|rd|th)) (?:one |item )?(?:is )?${HALF}`,
      'u',
    ),
    ([, m = 0]) => [m, 1, true],
  ],
  [new RegExp(`(?:the )?second (?:one |item |pair )?(?:is )?(?:for )?${FREE}`, 'u'), () => [2, 1, false]],
  [new RegExp(`(?:the )?second (?:one |item |pair )?(?:is )?${HALF}`, 'u'), () => [2, 1, true]],
]

/** What an offer leaves to pay of so many pieces, in pieces. */
function readDeal({ shape, amounts, percents }: Story): Deal | null {
  for (const [pattern, read] of DEALS) {
    const found = pattern.exec(shape)
    if (found === null) continue
    const figures = amounts.filter(({ at }) => at >= found.index && at < found.index + found[0].length)
    if (!figures.every(figure => isWhole(figure) && Number(digitsOf(figure)) < 13)) return null
    const [group, gift, isHalf] = read(figures.map(figure => Number(digitsOf(figure))))
    const inside = percents.filter(({ at }) => at >= found.index && at < found.index + found[0].length)
    if (group < 2 || gift < 1 || gift >= group || inside.length !== percents.length) return null
    const rate = inside[0] === undefined ? '1 / 2' : `${digitsOf(inside[0])} / 100`
    return { group, free: isHalf ? `${gift} * ${rate}` : String(gift), told: found[0], figures }
  }
  return null
}

/** `3 for 2 on shampoo at 4.50, need 6 bottles`. */
const FOR_FEWER: StoryForm = {
  amounts: [1, 4],
  percents: [0, 1],
  cues: [
    /A for (?:the price of )?A|(?:buy(?:ing)?|take|get) A|second (?:one |item |pair )?(?:is )?(?:half|free|at|P)/u,
  ],
  not: new RegExp(
    `${UNSAID.source}|(?<!\\p{L})(?:or|better|change|per(?! (?:piece|item|bottle|pack|box))|cheaper one|lower|discount)(?!\\p{L})`,
    'u',
  ),
  asks: /(?:need|want|take|buy|buying|get|getting) A(?! get)/u,
  words:
    'for the price of only pay second bogo buy buying get getting one another free half off more extra house offer deal promo promotion each at per piece a piece apiece bottles packs pieces items take takes taking save saved saving need costing costs st nd rd th tubes tins cans boxes pairs pair bars jars them say says sells',
  everyday: true,
  names: 2,
  read: story => {
    const deal = readDeal(story)
    const rest = story.amounts.filter(figure => !deal?.figures.includes(figure))
    if (deal === null || rest.length < 1 || rest.length > 2) return null
    const price = rest.length === 1 ? rest[0]! : priceOf(rest)
    const count = rest.length === 1 ? null : rest.find(figure => figure !== price)
    if (price === null || (rest.length === 2 && (count === undefined || count === null || !isWhole(count)))) return null
    // Without a number of pieces the whole offer must be meant.
    if (
      count === null &&
      !/(?<!\p{L})(?:all|them|both|the (?:pair|set|lot)|in total|total|altogether)(?!\p{L})/u.test(story.shape)
    )
      return null
    const pieces = count === null ? deal.group : Number(digitsOf(count!))
    return dealt(price.amount, pieces, deal, /(?<!\p{L})sav(?:e|ed|ing|ings)(?!\p{L})/u.test(story.shape))
  },
}

const isPriced = ({ amount, before, after }: Figure): boolean =>
  amount.sign !== null ||
  /\.\d\d$/.test(amount.digits) ||
  /(?<!\p{L})(?:at|costs?|costing|price|price is|@|is) $/u.test(before) ||
  /^ ?(?:each|apiece|a piece|per (?:piece|item|bottle|pack|box))(?!\p{L})/u.test(after)
const priceOf = (figures: readonly Figure[]): Figure | null => only(figures, isPriced)

function dealt(price: Amount, pieces: number, { group, free, told }: Deal, isSaved: boolean): Answer | null {
  const groups = Math.floor(pieces / group)
  if (groups === 0) return null
  const off = `${groups} * ${free}`
  const how = `${pieces} pieces at ${showAmount(price)}, the offer holds ${groups === 1 ? 'once' : `${groups} times`}`
  return told === ''
    ? null
    : paid(isSaved ? `${price.digits} * ${off}` : `${price.digits} * (${pieces} - ${off})`, price.sign, how)
}

const FORMS: readonly StoryForm[] = [IN_A_ROW, MINUS, BEFORE, MIXED, EITHER, FOR_FEWER]

export const offerStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'offer-story',
    reason:
      'Works out offers: discounts in a row, coupons, the price before a discount or a raise, and so many for the price of fewer.',
    order: 121,
    pairs: 'joined',
    hint: /\d|(?<!\p{L})(?:one|two|three)(?!\p{L})/iu,
    examples: {
      yes: [
        "I've got a lamp in my basket for £80, there's 20% off plus an extra 10% on top. What do I pay?",
        'shoes 59.95 minus 15 percent',
        'The skirt is marked down by 60% to $40. What was it before?',
        'after a 5% raise I earn 2,100, what was it before?',
        'after 20% discount i paid 40, original price?',
        'sofa 700, 50 off then 10% off, final price?',
        'Voucher €15 off, or 10 % off, basket is 200 €. Which is better?',
        '3 for 2 on soap at 4.50, need 6 bottles',
        'buy one get one half price, mugs are $8 each, I take 2, how much',
        'buy 2 get 1 free, socks at 5.00, I need 7, what do I pay',
      ],
      no: [
        'add 8% to 245, then take 8% off again after a 10% discount',
        'buy 2 get 1 free, socks at 5.00, I need 7, what do I pay and half of that?',
        'Buy 2 get 1 free: how much do I save?',
        'buy one get one free on socks at 5',
        '20% off or 10% off a lamp of 80, which is better?',
        'coat £149, 20% off over £200, what do I pay?',
        'the original price was 80 and there is 20% off, fair?',
        'shoes 59.95 minus 15 percent battery',
        'Two for one: 2 tickets at 9.50 for members, should we join?',
        '3 for 2 at the bar before 8, good idea?',
        'the skirt was marked down by 60% to $40. Why?',
        'sofa 700, 50 off and 10% off, should I haggle?',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]
