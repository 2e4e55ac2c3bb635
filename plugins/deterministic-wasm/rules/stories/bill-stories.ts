/**
 * Bills, shopping lists, budgets and change told in a sentence or in lines: what all of it comes to, what is left of what somebody had,
 * what each of several people pays. What was returned, is free or is due every month is left alone.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluatedValue } from '../evaluated.ts'
import { defineRule } from '../rule.ts'
import { type Item, readItems } from './read-bill.ts'
import { isHad, isHeads, PEOPLE } from './roles.ts'
import { type Figure, readStories, type Story, type StoryForm } from './story.ts'
import { counted, digitsOf, only, paid, shown, signOf } from './told-money.ts'

const LEFT =
  /(?<!\p{L})(?:left|left over|leftover|remaining|remains?|remainder|balance(?: payable)?|still have|spare|to spare|over)(?: (?:with|at the end of the month|now|over|then|to pay|for me|in my account|do i have|will i have|have i got|on the account|afterwards|after that|payable|due))*[ ?.!)]*$|(?:what(?:'s| is|s)?|how much)(?: money)?(?: is| do i have| will i have| have i| am i| are we| do we have| would i have)? (?:left|remaining|remains)/u
const CHANGE = /(?<!\p{L})change(?!\p{L})/u
/** All of it is asked for, not one thing of it. */
const IT =
  '(?:it|that|this|everything|all|i|we|they|he|she|the (?:trip|bill|order|basket|lot|invoice|damage|whole (?:thing|lot|order)|evening|day|shopping|groceries))'
const TOTAL = new RegExp(
  `(?<!\\p{L})(?:(?:in )?totals?|altogether|in all|all in|all together|sum|takings|grand total|come to|comes to|add up)(?!\\p{L})|(?:how much|what)(?:'s|s)?(?: (?:is|was|do|did|does|will|would|should|must|have|has|to))* ${IT}(?: (?:all|have to|need to|be|cost|costs|pay|owe|spend|spent|come to|charge))*[ ?.!]*$|^(?:how much (?:is|are|do|does|for|would|will)|what (?:do|does|is|are)|cost of|price of) A|(?<!\\p{L})(?:how much|to pay|bill)[ ?.!]*$`,
  'u',
)
const SHARE = /(?<!\p{L})(?:each|per person|per head|pp|apiece|everyone|everybody|a head|split)(?!\p{L})/u

const WORDS =
  'at x each apiece ea pp per piece item unit person head guest ticket night day hour hr h week bottle box bag pack cup book shirt pair roll page adult adults child room ride copy tyre tire pc pop for every plus minus less and or with no nights days hours hrs pieces items units people ' +
  'coupon voucher vouchers discount off advance deposit rebate gift card credit fee fees shipping delivery postage call-out callout charge charges service parts labour labor travel booking handling packaging tip toll parking setup installation cleaning fitted fitting ' +
  'sum total all altogether together grand come comes to add up takings spend spent owe owes payable already taken only left over leftover remaining remain remains remainder balance still spare budget income salary pocket money account wallet purse cash note notes banknote bill bills change back gave give gives handed hand over cashier ' +
  "if end of month from out start started starting i'm was were had went took take takes grab grabbed ordered order sold sell one two tax expenses expense spending rent electricity internet phone food clothes car fun savings insurance wedding venue catering photographer party trip holiday band flowers decorations per-head will be left with bank paying as my mate me refund refunded received earned got found what's whatever what am after are"
const NEVER =
  /(?<!\p{L})(?:return|returned|returning|free|cancelled|canceled|average|percent|cheaper|better|enough|afford|monthly|yearly|weekly|hourly|daily|a month|per month|a year|per year|a week|per week|cheapest|half|double|twice|third|except|excluding|without|instead|if (?!i (?:buy|get|take|order|pay|have|bought))|unless|until|profit|loss|km|miles|kg|litres?|liters?|rate|interest|loan|instal?ments?|share of|ratio|years?|changed?d|hungry|calories|kcal|cals|minutes?|points?|votes?|won|lost|eggs? each|degrees|age|old|later|students?|shares?|coins?)(?!\p{L})|%/u

const isFactor = (item: Item): boolean => item.expression.includes('*')
const sumOf = (items: readonly Item[]): string =>
  items
    .map(({ expression, isOff }, i) => `${isOff ? ' - ' : i === 0 ? '' : ' + '}${expression}`)
    .join('')
    .trim()
const toldOf = (items: readonly Item[]): string =>
  items
    .map(({ shown: told, isOff }, i) => `${isOff ? ' − ' : i === 0 ? '' : ' + '}${told}`)
    .join('')
    .trim()
const amountsOf = (figures: readonly Figure[]) => figures.map(({ amount }) => amount)
/** Bare whole numbers are money only where something says so. */
const isMoney = ({ shape, amounts }: Story): boolean =>
  amounts.some(({ amount }) => amount.sign !== null || /\.\d\d$/.test(amount.digits)) ||
  /(?<!\p{L})(?:price|prices|pay|paid|cost|costs|costing|spend|spent|budget|bill|invoice|rent|fee|owe|money|salary|income|account|cash|wallet|change|takings|charges?|tip|an hour|per hour|wage)(?!\p{L})/u.test(
    shape,
  )

const CAME_IN =
  /(?<!\p{L})(?:gained|sold|borrowed|collected|inherited|deposited|topped up|cashback|bonus|lent|refund(?:ed)?|received|earned|found|paid me|gave me|got back|(?<=A )back)(?!\p{L})/gu

/** `Change from £20 for 3 coffees at 3.45`, `budget 600, ...`: what is left of what was there. */
const REST: StoryForm = {
  amounts: [2, 14],
  cues: [/(?<!\p{L})(?:left|remain|remains|remaining|remainder|balance|change|leftover|spare|over)(?!\p{L})/u],
  // `of which 120` is a part of what is told before.
  not: new RegExp(
    `${NEVER.source}|(?<!\\p{L})(?:how many|percentage|including|incl|included|of (?:which|that|those|it|them))(?!\\p{L})|(?:with|gave|give|pay|paid|hand|handed)(?: (?:him|her|them|an?|over|me))* A and A(?= ?(?:$|[,.;?!]))`,
    'u',
  ),
  words: WORDS,
  everyday: true,
  mustAsk: true,
  names: 8,
  asks: new RegExp(`${LEFT.source}|^change (?:from|for|out of)`, 'u'),
  read: story => {
    const { shape, amounts } = story
    const isAsked = LEFT.test(shape) || CHANGE.test(shape)
    const had = only(amounts, isHad)
    const sign = signOf(amounts)
    if (!isAsked || had === null || sign === 'mixed' || !isMoney(story)) return null
    const others = amounts.filter(figure => figure !== had)
    const back = others.filter(
      ({ before, after }) =>
        /^ ?(?:back|refund)(?!\p{L})/u.test(after) ||
        /(?<!\p{L})(?:paid me(?: back)?|gave me(?: back)?|got back|refund(?:ed)?(?: of| me)?|received|earned|found) $/u.test(
          before,
        ),
    )
    const items = readItems(
      others.filter(figure => !back.includes(figure)),
      story,
    )
    if (items === null || items.length === 0) return null
    // What came in and is not read as that would be taken off.
    const came = shape.match(CAME_IN)?.length ?? 0
    if (came !== back.length) return null
    // A coupon among what was bought, or `minus` before all of it: the first is another sum.
    if (items.some(({ isOff }) => isOff) && items.some(({ isOff }) => !isOff)) return null
    const spent = items.map(({ expression }) => ` - ${expression}`).join('')
    // Where more was spent than there was, something was read that is not meant.
    const rest = evaluatedValue(`${digitsOf(had)}${spent}${back.map(figure => ` + ${digitsOf(figure)}`).join('')}`)
    if (rest === null || rest.numerator < 0n) return null
    const told = items.map(item => ` − ${item.shown}`).join('')
    return counted(
      `${digitsOf(had)}${spent}${back.map(figure => ` + ${digitsOf(figure)}`).join('')}`,
      amountsOf(amounts),
      `${shown(had)}${told}${back.map(figure => ` + ${shown(figure)}`).join('')}`,
    )
  },
}

/** `12 days of work at Rs 850 per day, advance of 3000 already taken, balance payable?`, `Total 83.50, vouchers: 10 and 15`. */
const PAYABLE: StoryForm = {
  ...REST,
  cues: [
    /(?<!\p{L})(?:balance|left|remaining|remains|still|to pay|payable|due|owe|owed)(?!\p{L})/u,
    /(?<!\p{L})(?:advance|deposit|vouchers?|coupons?|gift card|down payment|downpayment|paid already|already paid|credit)(?!\p{L})/u,
  ],
  asks: LEFT,
  read: story => {
    // `one of 10 and one of 15`
    const amounts = story.amounts.filter(figure => !(digitsOf(figure) === '1' && figure.after === ' of '))
    const sign = signOf(amounts)
    const items = sign === 'mixed' || amounts.some(isHad) ? null : readItems(amounts, { ...story, amounts })
    if (items === null || items[0]?.isOff !== false || !isMoney(story)) return null
    // In `vouchers: one of 10 and one of 15` the second is one too.
    const named = story.shape.search(/(?<!\p{L})(?:vouchers|coupons|deposits|advances)(?!\p{L})/u)
    const first = items.findIndex(({ isOff, at }) => isOff || (named >= 0 && at > named))
    if (first < 1) return null
    const marked = items.map((item, i) => ({ ...item, isOff: i >= first }))
    if (marked.slice(first).some(isFactor)) return null
    return counted(sumOf(marked), amountsOf(amounts), toldOf(marked))
  },
}

/** Names and numbers, and `what is the total`: a list like any other. */
const BARE_LIST = /^(?:[\p{L} ]{2,30} A[,;] )+[\p{L} ]{2,30} A[,;.] what(?:'s| is) (?:the )?(?:total|sum)/u

const SUM: StoryForm = {
  amounts: [2, 14],
  cues: [TOTAL],
  not: new RegExp(
    `${NEVER.source}|(?<!\\p{L})(?:change|left|remaining|remains|balance|each pay|how many|budget|income|difference|more than|who|up from|down from|instead of|get (?:it )?back|refundable|groups? of|rest|split|shared?|already|half)(?!\\p{L})|(?:total|sum|bill|invoice)(?: price| amount)?(?: is| was|:|,)? A|at A for A|A of (?:it|that|this|which)(?!\\p{L})|(?:sold|sell|sells|earn|earned).*(?:bought|paid|costs?|spent)(?!\\p{L})|(?:bought|spent).*sold`,
    'u',
  ),
  words: `${WORDS} please shopping list receipts receipt groceries roughly right here are these final`,
  everyday: true,
  mustAsk: true,
  names: 8,
  asks: /(?<!\p{L})(?:total|sum|altogether|in all|takings|invoice total|bill|to pay)[ ?.!]*$|^(?:total|sum|add|please add)(?!\p{L})/u,
  read: story => {
    const { amounts } = story
    const sign = signOf(amounts)
    const items = sign === 'mixed' || amounts.some(isHad) ? null : readItems(amounts, { ...story, amounts })
    if (items === null || !isMoney(story) || items[0]?.isOff !== false) return null
    if (BARE_LIST.test(story.shape)) return null
    // Alone, pieces at a price; otherwise two things at least.
    if (items.length < 2 && !isFactor(items[0])) return null
    return counted(sumOf(items), amountsOf(amounts), toldOf(items))
  },
}

/** `dinner 84.60, drinks 31.40, tip 12, we are four`: what each one pays of all. */
const EACH_PAYS: StoryForm = {
  isShare: true,
  amounts: [3, 14],
  cues: [SHARE],
  not: new RegExp(
    `${NEVER.source}|(?<!\\p{L})(?:change|left|remaining|balance|how many|only had|already|paid|difference|owe us|birthday|round(?:ed)? up|rounded|tip (?:is|was|each|per)|the tip)(?!\\p{L})`,
    'u',
  ),
  words: `${WORDS} ${PEOPLE.replaceAll('|', ' ')} of us everyone everybody split share shared divide divided evenly equally between among by ways we're drinks starters dessert desserts taxi wine`,
  everyday: true,
  mustAsk: true,
  names: 5,
  asks: /(?:each|per person|per head|apiece)[ ?.!]*$|^per person|split (?:it )?(?:by|between|among) A(?: people| persons| of us| ways| friends)?[ ?.!]*$/u,
  read: story => {
    const { amounts } = story
    const heads = only(amounts, isHeads)
    const sign = signOf(amounts)
    const items =
      heads === null || sign === 'mixed'
        ? null
        : readItems(
            amounts.filter(figure => figure !== heads),
            story,
          )
    if (
      heads === null ||
      items === null ||
      items.length < 2 ||
      items.some(isFactor) ||
      !isMoney(story) ||
      sign === 'mixed'
    )
      return null
    return paid(`(${sumOf(items)}) / ${digitsOf(heads)}`, sign, `(${toldOf(items)}) ÷ ${digitsOf(heads)}`, ' each')
  },
}

const FORMS: readonly StoryForm[] = [PAYABLE, REST, EACH_PAYS, SUM]

/** `01.02. 1031`: a day before its figure is no price. */
const DATED = /(?<![\d.])\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d)?:?\s+[-+]?\d/u

export const billStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'bill-story',
    reason: 'Adds up bills and lists of prices, and works out change, what is left and what each one pays.',
    order: 223,
    pairs: 'joined',
    hint: /\d/,
    examples: {
      yes: [
        'Change from £20 if I buy 3 coffees at 3.45 and a muffin for 2.80?',
        'Wedding budget is 10k. Venue 3,000, catering 50 per head for 80 guests, dress 900. How much is left over?',
        'here are my receipts:\nLidl 34.12\nAldi 27.80\ntotal?',
        'Shopping list:\nmilk 1.50 x 2\nbread 2.10\nHow much will it all be?',
        'Rent 780, electricity 60, food 300. My income is 1,600, so what remains at the end of the month?',
        '3 shirts at 20.00 and 2 ties at 12.50, plus 5.00 shipping. Sum?',
        '10 days of work at Rs 850 per day, advance of 3000 already taken, balance payable?',
        'Total 80.00. Vouchers: one of 10 and one of 15. How much is left to pay',
        'per person split: dinner 84.00, drinks 32.00, tip 12, we are four',
        'just 14 units at 30.50 each, total please',
      ],
      no: [
        'I bought 3 shirts at 20.00 and returned one, what is the total?',
        'Rent 780, electricity 60, food 300. Is that a lot?',
        '3 shirts at 20.00 or 2 ties at 12.50?',
        '3 coffees at 3 € each, up from 2.50 €. Total?',
        'I pay 900 € rent and my mum pays 300 € of it. What do I pay?',
        'what is left of the 80s',
        'We sold 34 tickets at 12 last year and 51 now, why?',
        'dinner 84.00, drinks 32.00, we are four but one drank nothing, per person?',
        'Total 80.00 with vouchers, how much is left to pay',
        'a change of heart costs 10.00 and 20.00',
        '3 people at 12 and 4 at 6, total?',
        'I have 20 and spend 5 a day, what is left?',
        'I bought 3 pens at $2 each and a notebook. total?',
        'Dinner was 180 EUR, 4 of us, how much each if I skip one',
        'Change from £20 if I buy 3 coffees at 3.45, and my sister has 8?',
        'Total 80.00. Vouchers: one of 10 and one of 15. How much is left to pay in cents?',
        'water meter\n01.01. 1022\n01.02. 1031\n01.03. 1043\nhow much water in total?',
      ],
    },
    read: (clause, { message }) => (DATED.test(message) ? null : readStories(clause, FORMS)),
  }),
]
