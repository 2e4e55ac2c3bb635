/** Money told in a sentence: discounts, raises, tax, tips, shares, change, what is paid per month or year, interest. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { type Amount, commonSign, showAmount } from '../money.ts'
import { moved, partAndTotal } from '../percentages.ts'
import { included } from '../questions/prices.ts'
import { shareOf, tippedShare } from '../questions/sharing.ts'
import { defineRule } from '../rule.ts'
import { type Figure, readStories, type Story, type StoryForm } from './story.ts'

const TAX = 'vat|tax|gst|mwst|sales tax'
const PEOPLE = 'people|persons?|friends|of us|ways|guests|colleagues|roommates|flatmates|kids|adults|families|siblings'
const hasCents = ({ digits }: Amount): boolean => /\.\d{2}$/.test(digits)

const DISCOUNTED: StoryForm = {
  amounts: 1,
  percents: [1, 4],
  cues: [/(?<!\p{L})(?:off|discount|discounted|reduced|reduction|rebate|sale|coupon|voucher)(?!\p{L})/u],
  // Of what was paid or saved already, the percentage is not to be taken; what somebody gets of a sale is no discount.
  not: /A (?:\p{L}+ )?(?:coupon|voucher|gift card|off|discount|rebate|code|cashback)(?!\p{L})|(?:coupon|voucher|code|gift card)(?: (?:of|for|worth))* A|(?:overall|total|combined|effective) (?:discount|reduction|saving)|original|(?<!\p{L})(?:commission|fee|royalty|earn|earns)(?!\p{L})|P on (?:an?|the|each|every|this|that) sale|sales? (?:of|worth) A|(?<!\p{L})(?:old|previous|earlier|list|undiscounted) price|what was (?:the|its) (?:\p{L}+ )?price|before|initial|full|regular|already|after|used to|(?<!\p{L})(?:vat|tax|tip|from|number|save[sd]?(?: me| us)? A|paid (?:only |just )?A|by A)(?!\p{L})|(?:discount|reduction|rebate|saving|savings)(?: of P)?(?: is| was| were|'s| comes to| amounts to| of|:)? A|how much (?:off|discount|is off|(?:is|was|would be|will be|'s) the (?:discount|reduction|rebate))|what(?:'s| is| was)? the (?:discount|reduction|rebate)|by how much|how (?:big|large|high)|(?<!\p{L})(?:lose|lost|cheaper|saved)(?!\p{L})/u,
  words:
    'w off discount discounted reduced reduction rebate sale by save saving savings coupon voucher code sticker marked down',
  everyday: true,
  names: 2,
  read: ({ shape, amounts: [price], percents }) => {
    const amount = price!.amount
    const rates = percents.map(({ amount: { digits } }) => digits)
    if (rates.some(rate => Number(rate) > 100)) return null
    const isSaved = /(?<!\p{L})sav(?:e|ing|ings)(?!\p{L})/u.test(shape)
    // Of the price that is left to pay, the percentage is none.
    if (
      isSaved &&
      /A,? (?:is|was the|now|after)(?!\p{L})|(?:now|to|only|just|(?:sale|reduced|final) price(?: is| of|:)?) A/u.test(
        shape,
      )
    )
      return null
    if (isSaved) return rates.length > 1 ? null : partAndTotal(rates[0]!, amount, '-')
    if (rates.length === 1) return moved(rates[0]!, amount, '-', 'cents')
    return evaluated({
      expression: `${amount.digits}${rates.map(rate => ` * (100 - ${rate}) / 100`).join('')}`,
      sign: amount.sign,
      ...(amount.sign === null ? { decimals: 'cents' } : {}),
      how: `${showAmount(amount)} minus ${rates.map(rate => `${rate}%`).join(', then ')}`,
    })
  },
}

const RAISED: StoryForm = {
  amounts: 1,
  percents: 1,
  cues: [
    /(?<!\p{L})(?:raise|rise|increase|hike|bump|increment|mark-?up|goes up|go up|went up|going up|rises|increases)(?!\p{L})/u,
  ],
  not: /before|original|from|(?<!\p{L})(?:was|used|old|previous|then|down|fell|fall|drop|dropped|by A|by how much|how big|how large|how high|extra|difference|how much (?:more|higher|is the|was the|of an?|does it|do they|did it))(?!\p{L})|(?:what(?:'s|s| is| was| would)?|how (?:big|large|high)(?: is| was)?)(?: be)? (?:the|my|this) (?:pay )?(?:raise|rise|increase|hike|bump|increment|mark-?up)(?!\p{L})|(?:raise|rise|increase|hike|bump|increment|mark-?up)(?: in \p{L}+)?[ ?.!]*$/u,
  words:
    'raise rise increase hike bump increment markup mark-up goes go went going rises increases by new salary wage rent after make earn',
  names: 2,
  read: ({ amounts: [price], percents: [rate] }) => moved(rate!.amount.digits, price!.amount, '+', 'cents'),
}

const NET = 'net|excl\\.?|excluding|ex|before|without|pre-tax'
const GROSS = 'gross|incl\\.?|including|inclusive|included|with'
const NET_GIVEN = new RegExp(`A (?:${NET})(?!\\p{L})|(?<!\\p{L})net(?: price| amount| value)?(?: of| is|:)? A`, 'u')
const GROSS_GIVEN = new RegExp(
  `A (?:${GROSS})(?!\\p{L})|(?<!\\p{L})gross(?: price| amount| total)?(?: of| is|:)? A`,
  'u',
)
const TAXED: StoryForm = {
  amounts: 1,
  percents: 1,
  cues: [
    new RegExp(`(?<!\\p{L})(?:${TAX})(?!\\p{L})`, 'u'),
    /(?<!\p{L})(?:net|gross|excl|ex|incl|including|inclusive|included|excluding|before|without)(?!\p{L})/u,
  ],
  // Tax on pay is taken off the gross, not added to the net.
  not: /(?<!\p{L})(?:salary|salaries|wages?|income|pay|payslip|paycheck|earn|earns|earning|bonus|freelance|month|monthly|year|yearly|annual|hour|hourly|week|weekly|profit|deducted|withheld|withholding|got|receive|received|payout|dividend|dividends|prize|won|winnings)(?!\p{L})|after P tax|(?:vat|tax|gst|mwst|iva)(?: amount| part)?(?: and| &) (?:the )?(?:gross|net|total)|(?:gross|net|total)(?: amount| price)?(?: and| &) (?:the )?(?:vat|tax|gst|mwst|iva)(?!\p{L})/u,
  words:
    'vat tax gst mwst sales rate net gross excl ex incl including inclusive included excluding before without amount value invoice final',
  names: 1,
  read: ({ shape, amounts: [price], percents: [rate] }) => {
    const [net, gross] = [NET_GIVEN.exec(shape), GROSS_GIVEN.exec(shape)]
    if ((net === null) === (gross === null)) return null
    const rest = shape.replace((net ?? gross)![0], '')
    const wanted = /(?<!\p{L})(?:gross|incl|including|final)(?!\p{L})/u.test(rest)
      ? 'gross'
      : /(?<!\p{L})(?:net|without|before|excl|excluding)(?!\p{L})/u.test(rest)
        ? 'net'
        : new RegExp(`(?:how much|what)(?: is| of it is|'s)?(?: the)? (?:${TAX})`, 'u').test(rest)
          ? 'tax'
          : null
    if (wanted === null || wanted === (net === null ? 'gross' : 'net')) return null
    const percent = rate!.amount.digits
    if (net === null) return included(price!.amount, percent, wanted === 'tax' ? 'tax' : 'net')
    return wanted === 'tax' ? partAndTotal(percent, price!.amount, '+') : moved(percent, price!.amount, '+', 'cents')
  },
}

const HEADS = new RegExp(`^ (?:${PEOPLE})(?!\\p{L})`, 'u')
/** `we are 5 at the table`, `and we are 4,`. */
const WE_ARE = /(?<!\p{L})(?:we are|we're|we were|there are|there were) $/u
const AROUND = /^(?: (?:at|in|round|around) (?:the|our|a) (?:table|group|party)|,| and|[ ?.!]*$)/u
/** The figure that counts people, and the other one. */
function headsAndBill({ amounts }: Story): readonly [heads: number, bill: Amount] | null {
  const heads = amounts.filter(
    ({ amount, before, after }: Figure) =>
      amount.sign === null &&
      /^[1-9]\d{0,3}$/.test(amount.digits) &&
      (HEADS.test(after) || (WE_ARE.test(before) && AROUND.test(after))),
  )
  const bill = amounts.find(figure => figure !== heads[0])
  const count = Number(heads[0]?.amount.digits)
  return heads.length === 1 && bill !== undefined && count > 1 ? [count, bill.amount] : null
}

const SHARE_CUE =
  /(?<!\p{L})(?:each|per person|per head|apiece|everyone|everybody|split|share|shared|divide|divided)(?!\p{L})/u
const SHARE_WORDS =
  'each per person head apiece everyone everybody split share shared divide divided rupees evenly equally between among by us bill dinner lunch breakfast meal check tab rent taxi ride people persons friends ways guests colleagues roommates flatmates kids adults families siblings owe owes one restaurant table group party round around in'

const TIPPED: StoryForm = {
  isShare: true,
  amounts: 2,
  percents: 1,
  cues: [/(?<!\p{L})(?:tip|gratuity)(?!\p{L})/u, SHARE_CUE],
  // A tip that is in the bill is not put on it again.
  not: /(?<!\p{L})(?:already|included|includes|inside|in it)(?!\p{L})|A,? (?:including|incl)(?!\p{L})|(?:how (?:much|big|high) (?:is|was|would be)|what(?:'s| is| was)?) (?:the |my |our )?tip|tip (?:each|per|a head|apiece)/u,
  words: `${SHARE_WORDS} tip gratuity plus add adding including leave`,
  names: 1,
  read: story => {
    const found = headsAndBill(story)
    return found === null ? null : tippedShare(found[1], found[0], story.percents[0]!.amount.digits)
  },
}
const SHARED: StoryForm = {
  isShare: true,
  amounts: 2,
  cues: [SHARE_CUE],
  // `each paid A` and `A each, total?` are divided already.
  not: /tip|tax|vat|each (?:of (?:us|them|the) )?(?:A )?(?:\p{L}+ )?(?:paid|pays?|owes?|gave|gives?|put|puts) (?:in )?A|A,? (?:each|per person|per head|apiece)(?!\p{L})|(?:total|altogether|in all)[ ?.!]*$/u,
  words: SHARE_WORDS,
  names: 1,
  read: story => {
    const found = headsAndBill(story)
    // Things that are counted are not cut.
    if (found !== null && /how many/u.test(story.shape) && Number(found[1].digits) % found[0] !== 0) return null
    return found === null ? null : shareOf(found[1], String(found[0]))
  },
}

const CHANGE: StoryForm = {
  amounts: 2,
  cues: [/(?<!\p{L})change(?!\p{L})/u, /(?<!\p{L})(?:pay|pays|paid|paying|give|gave|hand|handed)(?!\p{L})/u],
  words: 'change back give gives gave hand handed paying pays something from note bill cash cashier',
  names: 2,
  read: ({ amounts: [a, b] }) => {
    const sign = commonSign([a!.amount, b!.amount])
    const [high, low] = Number(a!.amount.digits) > Number(b!.amount.digits) ? [a!, b!] : [b!, a!]
    // What was handed over is named as such, and is the larger of both.
    if (
      sign === 'mixed' ||
      !/(?:with|give|gave|hand|handed|them|him|her|note|pay|paid|cash)(?: (?:an?|the|them|him|her|over))* $/u.test(
        high.before,
      )
    )
      return null
    return evaluated({
      expression: `${high.amount.digits} - ${low.amount.digits}`,
      sign,
      ...(sign === null && (hasCents(low.amount) || hasCents(high.amount)) ? { decimals: 2 } : {}),
      how: `${showAmount(high.amount)} - ${showAmount(low.amount)}`,
    })
  },
}

const PERIOD = '(hour|day|week|month|year)'
const ADVERBS: Readonly<Record<string, string>> = {
  hourly: 'hour',
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  yearly: 'year',
  annually: 'year',
  annual: 'year',
}
const ADVERB = `(${Object.keys(ADVERBS).join('|')})`
const FROM = new RegExp(`A ?(?:an?|per|each|every|\\/) ?${PERIOD}(?!\\p{L})|(?<!\\p{L})${ADVERB}(?!\\p{L})`, 'u')
const TO = new RegExp(
  `(?:(?:an?|per|each|every|in an?|in one|over an?|for an?) ${PERIOD}|(?<!\\p{L})${ADVERB}(?: (?:total|cost|costs|price|amount|sum|bill))?)[ ?.!]*$`,
  'u',
)
/** How many of the smaller period the larger one has; where people differ, the reading is said. */
const TIMES: Readonly<Record<string, readonly [times: number, reading?: string]>> = {
  'month year': [12],
  'day week': [7],
  'week year': [52, 'A year is read as 52 weeks.'],
  'day year': [365, 'A year is read as 365 days.'],
  'hour day': [24],
}
const GAINS = /(?<!\p{L})(?:get|gets|earn|earns|make|makes|receive|income|salary)(?!\p{L})/u
const SPENDS = /(?<!\p{L})(?:pay|pays|spend|spends|rent|costs?|bills?)(?!\p{L})/u
const PERIODIC: StoryForm = {
  amounts: [1, 8],
  cues: [FROM, TO],
  not: /(?<!\p{L})(?:hours|days|weeks|months|years|times|from|increase|interest|for A|until|since)(?!\p{L})|(?:monthly|weekly|daily) (?:total|cost|sum|amount)/u,
  words:
    'hour day week month year per each every hourly daily weekly monthly yearly annually annual plus make makes earn earns salary rent spend save in over if amount sum bill',
  names: 6,
  read: ({ shape, amounts }) => {
    const [from, to] = [FROM.exec(shape), TO.exec(shape)]
    if (from === null || to === null || from.index + from[0].length > to.index) return null
    const [small, large] = [periodOf(from), periodOf(to)]
    const [up, down] = [TIMES[`${small} ${large}`], TIMES[`${large} ${small}`]]
    const [times, reading] = up ?? down ?? []
    const sign = commonSign(amounts.map(({ amount }) => amount))
    if (times === undefined || sign === 'mixed' || (large === 'day' && small === 'hour')) return null
    // Several amounts are one only where a sign or a word adds them.
    // `13 salaries` behind a comma counts something.
    const isAdded = ({ amount, before }: Figure): boolean =>
      /[+]|(?<!\p{L})(?:and|plus)(?!\p{L})/u.test(before) ||
      (before.includes(',') && (amount.sign !== null || hasCents(amount)))
    if (!amounts.slice(1).every(isAdded)) return null
    // `coffee costs 3 € and I drink 2 a day`; `I get 2,000 a month and pay 500 rent`
    if (sign !== null && amounts.some(({ amount }) => amount.sign === null)) return null
    if (amounts.length > 1 && GAINS.test(shape) && SPENDS.test(shape)) return null
    // `900 a month, 80 a year`
    const own = [...shape.slice(0, to.index).matchAll(new RegExp(FROM, 'gu'))].map(periodOf)
    if (new Set(own).size > 1) return null
    const sum = amounts.map(({ amount }) => amount.digits).join(' + ')
    const whole = amounts.length > 1 ? `(${sum})` : sum
    const shown = amounts.map(({ amount }) => showAmount(amount)).join(' + ')
    const answer = evaluated({
      expression: `${whole} ${up === undefined ? '/' : '*'} ${times}`,
      sign,
      ...(sign === null && (up === undefined || amounts.some(({ amount }) => hasCents(amount))) ? { decimals: 2 } : {}),
      unit: ` a ${large}`,
      how: `${amounts.length > 1 ? `(${shown})` : shown} ${up === undefined ? '÷' : '×'} ${times}`,
    })
    return answer === null || reading === undefined ? answer : { ...answer, reading }
  },
}
const periodOf = (found: RegExpExecArray | RegExpMatchArray): string => found[1] ?? ADVERBS[found[2] ?? ''] ?? ''

const WAGES: StoryForm = {
  amounts: 2,
  cues: [
    /A ?(?:an?|per|each|\/) ?(?:hour|h)(?!\p{L})|hourly/u,
    /A ?(?:hours|hrs|h) (?:an?|per|each|every) (day|week|month)/u,
  ],
  not: /overtime|after tax|net|before|(?<!\p{L})(?:year|annual)/u,
  words:
    'hour hourly hours hrs h per each every day week month make earn earns makes salary wage rate weekly daily monthly',
  names: 1,
  read: ({ shape, amounts }) => {
    const period = /A ?(?:hours|hrs|h) (?:an?|per|each|every) (day|week|month)/u.exec(shape)?.[1]
    const wage = amounts.find(
      ({ before, after }) =>
        /^ ?(?:an?|per|each|\/) ?(?:hour|h)(?!\p{L})/u.test(after) || /hourly[a-z ]*$/u.test(before),
    )
    const hours = amounts.find(({ after }) => /^ ?(?:hours|hrs|h) (?:an?|per|each|every) /u.test(after))
    const asked = TO.exec(shape.slice((hours?.at ?? 0) + 2))
    if (wage === undefined || hours === undefined || wage === hours) return null
    if (asked !== null && periodOf(asked) !== period) return null
    const { amount } = wage
    return evaluated({
      expression: `${amount.digits} * ${hours.amount.digits}`,
      sign: amount.sign,
      ...(amount.sign === null ? { decimals: 'cents' } : {}),
      unit: ` a ${period}`,
      how: `${showAmount(amount)} × ${hours.amount.digits} hours`,
    })
  },
}

const METERED: StoryForm = {
  amounts: 3,
  cues: [
    /(?<!\p{L})(?:meter|reading|readings)(?!\p{L})/u,
    /A ?(?:per|an?|\/) ?(?:kwh|unit|m3|m³|litre|liter|mile|km)/u,
  ],
  words:
    'meter reading readings electricity gas water per kwh unit m3 m³ litre liter mile km was last month now owe cubic started ended at',
  names: 1,
  read: ({ amounts }) => {
    const price = amounts.find(({ after }) => /^ ?(?:(?:per|an?) |\/ ?)\p{L}/u.test(after))
    const readings = amounts.filter(figure => figure !== price)
    const [a, b] = readings.map(({ amount }) => amount.digits)
    if (price === undefined || a === undefined || b === undefined || Number(b) < Number(a)) return null
    return evaluated({
      expression: `(${b} - ${a}) * ${price.amount.digits}`,
      sign: price.amount.sign,
      ...(price.amount.sign === null ? { decimals: 'cents' } : {}),
      how: `(${b} - ${a}) × ${showAmount(price.amount)}`,
    })
  },
}

const FORMS = [DISCOUNTED, RAISED, TAXED, TIPPED, SHARED, CHANGE, WAGES, PERIODIC, METERED]

export const moneyStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'money-story',
    reason: 'Works out a price, a share, change, pay or interest from a sentence that tells the figures in any order.',
    order: 16,
    pairs: true,
    hint: /\d/,
    examples: {
      yes: [
        'lamp 59.90 with 20% discount how much',
        'my rent is 900 and goes up by 4%. what will it be',
        '1,200 net, VAT 20%. gross please',
        'bill is $64.50, 18% tip, split 3 ways. how much does each pay',
        "We're 4 people and the bill is 98.40 - how much per person?",
        'I paid with a 50 for something that costs 32.15, how much change do I get',
        'phone is 29.90 a month, whats that per year',
        'internet 34.99 + phone 19.99 monthly. per year?',
        'i earn 21 an hour and work 30 hours a week, whats that a week?',
        'electricity meter was 1200 and is 1350 now, price is 0.30 per kwh. what do i owe',
      ],
      no: [
        'electricity meter was 1200 and is 1350 now, price is 0.30 per kwh. what do i owe per person?',
        'what is the overall discount of 20% and a 10 euro coupon',
        'I earn 5% on a sale of $200',
        'lamp 59.90 with 20% discount, should I take it?',
        'A 20% discount saves me 15 €. What do I pay?',
        'is 20% discount on a lamp of 59.90 a good deal?',
        'my rent is 900 and goes up by 4%, is that legal?',
        'We were 4 people and the bill was 98.40, why so much?',
        'I paid with a 50 and got no change',
        'phone is 29.90 a month, which plan is better?',
        'Rent is 900 € a month, electricity 80 € a year. Total per year?',
        'coffee costs 3 € and I drink 2 a day. Per week?',
        'I get 2,000 € a month and pay 500 € rent. How much per year?',
        'a climate change report costs 20 and I paid 30',
        'I earn 21 an hour and work 30 hours a week, write my boss an email',
        'If I save 20 a month until 2030, what do I have?',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]
