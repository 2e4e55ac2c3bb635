/**
 * Pay with overtime, what a raise brings, profit on pieces bought and sold, what remains of takings, and things that lose value. What somebody
 * is paid after tax, and rates that change on the way, are left alone.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluatedValue } from '../evaluated.ts'
import { type Answer, defineRule } from '../rule.ts'
import { PERIODS } from './read-chain.ts'
import { type Figure, readStories, type StoryForm } from './story.ts'
import { counted, digitsOf, isWhole, only, paid, shown, signOf } from './told-money.ts'

const NEVER =
  /(?<!\p{L})(?:tax|taxes|net|deductions?|insurance|discount|half of|except|unless|without|average|roughly|about|around|should|break|unpaid|sick|each of us|but|first|already|refund|returned|broken|unsold|others?)(?!\p{L})/u
const HOURS = '(?:hours|hour|hrs|hr|h)'
const OVER = '(?:overtime|over time|ot|extra|additional|over)'
const OVER_AFTER = new RegExp(
  `^ ?(?:${OVER} ${HOURS}|${HOURS} (?:of )?(?:overtime|ot|extra)|(?:${HOURS} )?(?:of )?overtime|extra ${HOURS})(?!\\p{L})`,
  'u',
)
const OVER_BEFORE = /(?<!\p{L})(?:overtime|over time)(?: (?:of|was|is|hours|hours of)|:)? $/u
const HOURS_AFTER = new RegExp(`^ ?(?:regular |normal |basic |standard )?${HOURS}(?!\\p{L})`, 'u')
const HALF = /(?<!\p{L})(?:time[- ]and[- ]a[- ]half|A and a half times)(?!\p{L})/u
const DOUBLE = /(?<!\p{L})(?:double time|double rate|double pay|paid double|at double)(?!\p{L})/u
const ON_TOP =
  /^ ?(?:\p{L}+ )?(?:bonus|extra|surcharge|supplement|premium|on top|more|higher|overtime bonus|overtime premium|overtime pay)(?!\p{L})/u
const isRate = ({ before, after }: Figure): boolean =>
  /^ ?(?:an|per|a|\/|each) ?(?:hour|hr|h)(?!\p{L})/u.test(after) ||
  /(?<!\p{L})(?:rate|wage|base|pay)(?: (?:is|of|rate|wage))*:? $/u.test(before)

/** By what the base rate is multiplied, or null where that is not certain. */
function factorOf(shape: string, percents: readonly Figure[], times: Figure | null): string | null {
  const ways = [HALF.test(shape), DOUBLE.test(shape), percents.length > 0, times !== null].filter(Boolean).length
  if (ways !== 1) return null
  if (times !== null) return digitsOf(times)
  const [percent] = percents
  if (percent === undefined) return HALF.test(shape) ? '1.5' : '2'
  const value = Number(digitsOf(percent))
  if (ON_TOP.test(percent.after) && value > 0 && value <= 200) return `(100 + ${digitsOf(percent)}) / 100`
  return value >= 100 && value <= 300 ? `${digitsOf(percent)} / 100` : null
}

/** `23.50 an hour for 37.5 hours and 4 hours overtime at time and a half. gross pay?` */
const OVERTIME: StoryForm = {
  amounts: [2, 4],
  percents: [0, 1],
  cues: [
    /(?<!\p{L})(?:overtime|over time|time[- ]and[- ]a[- ]half|double time|extra hours|ot)(?!\p{L})/u,
    new RegExp(`${HALF.source}|${DOUBLE.source}|P|A ?(?:x|×|times)`, 'u'),
  ],
  not: new RegExp(`${NEVER.source}|(?<!\\p{L})(?:how much (?:more|extra|overtime)|year|month|how many)(?!\\p{L})`, 'u'),
  words:
    "i get got earn am paid pay pays an a per hour hours hr hrs h each for at with worked work did do and of overtime over time ot extra additional regular normal basic standard base rate wage hourly is was double time-and-a-half time half pay what's what how much my gross total week this last on sunday saturday weekend the plus bonus surcharge supplement premium more higher top in all come to earnings times x make made shift night of-normal",
  everyday: true,
  names: 1,
  asks: /(?<!\p{L})(?:gross|total|pay|earnings)[ ?.!]*$|overtime[^A]*P/u,
  read: ({ shape, amounts, percents }) => {
    const times = only(
      amounts,
      ({ amount, after }) =>
        amount.sign === null &&
        /^ ?(?:x|×|times)(?: (?:the |my )?(?:base |normal |hourly )?(?:rate|pay|wage))?(?!\p{L})/u.test(after) &&
        Number(amount.digits) <= 3,
    )
    const rest = amounts.filter(figure => figure !== times)
    const over = only(
      rest,
      figure => figure.amount.sign === null && (OVER_AFTER.test(figure.after) || OVER_BEFORE.test(figure.before)),
    )
    const hours = only(rest, figure => figure !== over && figure.amount.sign === null && HOURS_AFTER.test(figure.after))
    const rate = only(rest, figure => figure !== over && figure !== hours && isRate(figure))
    if (over === null || rate === null || rest.length !== (hours === null ? 2 : 3)) return null
    const factor = factorOf(shape.replace(/A and a half/gu, 'time and a half'), percents, times)
    if (factor === null) return null
    const [r, o] = [digitsOf(rate), digitsOf(over)]
    const extra = `${o} * ${factor} * ${r}`
    const told = `${o} × ${factor.replace('/', '÷')} × ${shown(rate)}`
    return hours === null
      ? paid(extra, rate.amount.sign, told)
      : paid(`${digitsOf(hours)} * ${r} + ${extra}`, rate.amount.sign, `${digitsOf(hours)} × ${shown(rate)} + ${told}`)
  },
}

const SPAN = 'week|month|day|year'
/** `from 17.50 to 18.90 an hour, how much more per week with 35 hours`, `80 cents more an hour, 30 hours a week` */
const RAISE: StoryForm = {
  amounts: [2, 3],
  cues: [
    /how much more|what(?:'s| is) the difference|difference/u,
    /A ?(?:an|per|\/|a) ?(?:hour|hr|h)(?!\p{L})|(?<!\p{L})hourly(?!\p{L})/u,
    new RegExp(`(?<!\\p{L})(?:${SPAN})(?!\\p{L})|weekly|monthly`, 'u'),
  ],
  not: new RegExp(`${NEVER.source.replace('net|', '')}|(?<!\\p{L})(?:how many|overtime)(?!\\p{L})`, 'u'),
  words:
    'my pay wage rate hourly went goes gone up from to an per a hour hours hr hrs h raise rise of i get got will earn make now more how much weekly monthly daily week month day year with at work working works for is was that what difference the and if each every increase increased went-up in',
  everyday: true,
  names: 1,
  mustAsk: true,
  read: ({ shape, amounts }) => {
    const hours = only(amounts, ({ amount, after }) => amount.sign === null && HOURS_AFTER.test(after))
    const rest = amounts.filter(figure => figure !== hours)
    const [a, b, more] = rest
    if (hours === null || a === undefined || more !== undefined || signOf(rest) === 'mixed') return null
    const per = new RegExp(`^ ?${HOURS} ?(?:a|per|each|every|/) ?(${SPAN})`, 'u').exec(hours.after)?.[1]
    const asked = new RegExp(`(?:more|difference)[^A]*?(?:per|a|each|every) (${SPAN})(?!\\p{L})`, 'u').exec(shape)?.[1]
    if (asked === undefined || (per !== undefined && per !== asked && PERIODS[`${per} ${asked}`] === undefined))
      return null
    const isFromTo = b !== undefined && /(?<!\p{L})from $/u.test(a.before) && /(?<!\p{L})to $/u.test(b.before)
    const isRaise =
      b === undefined && /(?<!\p{L})(?:raise|rise|increase)(?: of| by)? $|(?<!\p{L})(?:get|earn|got) $/u.test(a.before)
    if (!isFromTo && !isRaise) return null
    const step = isFromTo ? `(${digitsOf(b)} - ${digitsOf(a)})` : digitsOf(a)
    const said = isFromTo ? `(${shown(b)} − ${shown(a)})` : shown(a)
    if ((evaluatedValue(step)?.numerator ?? 0n) <= 0n) return null
    const [factor, reading] =
      per === undefined || per === asked ? ['1'] : (PERIODS[`${per} ${asked}`] as readonly [string, string?])
    const times = factor === '1' ? '' : ` * ${factor}`
    const answer = paid(
      `${step} * ${digitsOf(hours)}${times}`,
      a.amount.sign,
      `${said} × ${digitsOf(hours)} hours${times.replace('*', '×')}`,
      ` a ${asked}`,
    )
    return answer === null || reading === undefined ? answer : { ...answer, reading }
  },
}

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

const FORMS: readonly StoryForm[] = [OVERTIME, RAISE, PROFIT, TAKINGS, DECLINE]

export const payStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'pay-story',
    reason:
      'Works out pay with overtime, what a raise brings, profit on what was bought and sold, and a value that falls each year.',
    order: 126.7,
    pairs: 'joined',
    hint: /(?<!\p{L})(?:overtime|over time|time.and|double|how much more|difference|profit|sold|sell|loses?|losing|depreciat|drops|falls|goes down|declines|extra)/iu,
    examples: {
      yes: [
        "I get 23.50 an hour for 37.5 hours and did 4 hours overtime at time and a half. What's my gross pay for the week?",
        '8 hours overtime, paid 150%, base rate 16.40 €',
        'my pay went from 17.50 to 18.90 an hour, how much more per week with 35 hours',
        'I get a raise of 80 cents an hour and work 30 hours per week. How much more do I earn a week?',
        'T-shirts cost me 6.50, i sell them for 15. Profit on 40 shirts?',
        'bought 60 kg at 2.10 a kg and sold all at 3.40 a kg. profit?',
        "We sold 125 tickets at 18 and the hall cost 900. What's left?",
        'Car cost 24,000, loses 15% per year. Value after 3 years?',
      ],
      no: [
        "I get 23.50 an hour for 37.5 hours and did 4 hours overtime. What's my gross pay for the week?",
        'I get 23.50 an hour for 37.5 hours and did 4 hours overtime at time and a half. What is my pay after tax?',
        '8 hours overtime, paid 50%, base rate 16.40 €',
        'my pay went from 17.50 to 18.90 an hour, how much more per year',
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
