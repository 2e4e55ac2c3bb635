/**
 * A price of one and how many of it: `0.89 a kilo, 260 kilos a week, 4 weeks`. Each count takes the unit that the last left and hands on
 * its own; a count that no unit leads to, and there is no chain.
 */
import type { Figure, Story } from './story.ts'
import { digitsOf, shown } from './told-money.ts'

const TIME = 'hours?|hrs?|h|days?|workdays?|working days?|weeks?|wks?|months?|mths?|years?|yrs?|annum'
const THING =
  'kilos?|kgs?|packs?|packets?|cups?|coffees?|bottles?|litres?|liters?|cans?|tickets?|rides?|meals?|pieces?|units?|nights?|lessons?|sessions?|classes|class|shifts?|boxes|box|bags?|pages?|beers?|visits?|trips?|loaves|loaf|eggs?|portions?|cubes?|tablets?|pills?|lunch(?:es)?|sandwich(?:es)?|smokes?|cigars?'
const ADVERBS: Readonly<Record<string, string>> = {
  hourly: 'hour',
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  yearly: 'year',
  annual: 'year',
  annually: 'year',
}
const ADVERB = Object.keys(ADVERBS).join('|')
const ONE_OF = `(?:per|an?|each|every|/|for an?|for each|for every|in an?|in one) ?`
const RATE = new RegExp(`^ ?(?:${ONE_OF}(?<unit>${TIME}|${THING})|(?<adverb>${ADVERB}))(?![\\p{L}\\d])`, 'u')
const RATE_BEFORE = new RegExp(
  `(?<!\\p{L})(?:(?<adverb>${ADVERB})(?: \\p{L}+){0,2}(?: is| of|:|,| at)?|(?:the|an?|one|per|each) (?<unit>${THING})(?: of \\p{L}+)?(?: is| costs?| at| for)?|(?<day>day|hour)(?: ?ly)? rate(?: is| of|:)?) $`,
  'u',
)
const COUNT = new RegExp(
  `^ ?(?<unit>${TIME}|${THING})(?![\\p{L}\\d])(?: (?:of|at) \\p{L}+)?(?: (?:up|work|worked|long))?(?: ?(?:${ONE_OF})(?<per>day|week|month|year|shift)(?!\\p{L})| (?<adverb>daily|weekly|monthly|yearly|annually)(?!\\p{L})|)`,
  'u',
)
const PLAIN_PER = /^ ?(?:times )?(?:an?|per|each|every|\/) ?(?<per>day|week|month|year)(?!\p{L})/u

export type Chain = {
  readonly expression: string
  readonly shown: string
  readonly price: Figure
  /** What the sum is for: a week, or null for all that was counted. */
  readonly unit: string | null
  readonly isWage: boolean
  /** The count that ended it: `52 week`. */
  readonly last: string | null
}

const unitName = (word: string): string => {
  const plain = word
    .toLowerCase()
    .replace(/^(?:hrs?|h)$/u, 'hour')
    .replace(/^wks?$/u, 'week')
    .replace(/^mths?$/u, 'month')
    .replace(/^(?:yrs?|annum)$/u, 'year')
    .replace(/^work(?:ing )?days?$/u, 'day')
    .replace(/^(?:kilos?|kgs?)$/u, 'kg')
    .replace(/^loaves$/u, 'loaf')
  return plain.replace(/^liters?$/u, 'litre').replace(/(?:(?<=box|class|lunch|sandwich)es|(?<!s)s)$/u, '')
}

type Count = { readonly figure: Figure; readonly digits: string; readonly unit: string; readonly per: string | null }

export function readChain(story: Story): Chain | null {
  const { amounts, shape } = story
  const rates = amounts.flatMap((figure, i) => rateOf(figure, amounts[i + 1]) ?? [])
  const rate = rates.length === 1 ? rates[0]! : null
  if (rate === null) return null
  const counts: Count[] = []
  for (let i = 0; i < amounts.length; i += 1) {
    const figure = amounts[i]!
    if (figure === rate.figure) continue
    const often = oftenOf(figure, amounts[i + 1])
    const count = often ?? countOf(figure, rate.unit)
    if (count === null) return null
    counts.push(count)
    if (often !== null) i += 1
  }
  // `8 hours, a break of 1 hour`: the same thing counted twice is another sum.
  if (new Set(counts.map(({ unit }) => unit)).size !== counts.length) return null
  let expression = digitsOf(rate.figure)
  let told = shown(rate.figure)
  let unit: string | null = rate.unit
  let last: Count | null = null
  const left = [...counts]
  while (left.length > 0) {
    const next = left.findIndex(count =>
      unit === null ? count.per === null || left.length === 1 : count.unit === unit,
    )
    if (next < 0) return null
    const [count] = left.splice(next, 1)
    expression += ` * ${count!.digits}`
    told += ` × ${count!.digits} ${count!.unit}${count!.digits === '1' ? '' : 's'}`
    if (count!.per === null) last = count!
    // `40 hours, 52 weeks`: hours of each of the weeks.
    unit = count!.per
    if (unit === null && left.length > 0 && !left.every(({ unit: other }) => TIME_NAMES.has(other))) return null
    // `5 tickets for 3 days` are no tickets of each day.
    if (unit === null && left.length > 0 && !TIME_NAMES.has(count!.unit)) return null
    if (unit === null && left.length > 1) return null
  }
  const isWage =
    /(?<!\p{L})(?:earn|earns|wage|wages|salary|work|works|worked|pay me|paid|shift|shifts|overtime|freelance|freelancer|rate)(?!\p{L})/u.test(
      shape,
    )
  return {
    expression,
    shown: told,
    price: rate.figure,
    unit,
    isWage,
    last: last === null ? null : `${last.digits} ${last.unit}`,
  }
}
const TIME_NAMES = new Set(['hour', 'day', 'week', 'month', 'year', 'shift'])

function rateOf(figure: Figure, next: Figure | undefined): { readonly figure: Figure; readonly unit: string } | null {
  const after = RATE.exec(figure.after)?.groups
  const isPrice = figure.amount.sign !== null || /\.\d{1,2}$/.test(digitsOf(figure))
  // `2 a day` counts; `3.80 a day` and `$3 a day` cost.
  if (
    after !== undefined &&
    (isPrice ||
      !PLAIN_PER.test(figure.after) ||
      /(?<!\p{L})(?:earn|earns|make|makes|pay|pays|rate|costs?|charge|charges|is|at|salary|wage|rent|fee|for) $/u.test(
        figure.before,
      ))
  )
    return { figure, unit: unitName(after.unit ?? ADVERBS[after.adverb ?? ''] ?? '') }
  // `12.82 times 20 hours`
  const timed =
    next === undefined || !/^ ?(?:[x×*]|times) ?$/u.test(figure.after)
      ? undefined
      : COUNT.exec(next.after)?.groups?.unit
  if (timed !== undefined) return { figure, unit: unitName(timed) }
  const before = RATE_BEFORE.exec(figure.before)?.groups
  if (before === undefined || COUNT.test(figure.after)) return null
  return { figure, unit: unitName(before.unit ?? before.day ?? ADVERBS[before.adverb ?? ''] ?? '') }
}

/** `one pack in two days` */
function oftenOf(figure: Figure, next: Figure | undefined): Count | null {
  const found = new RegExp(`^ ?(?<unit>${THING}) (?:in|every|each|for|lasts(?: me)?) $`, 'u').exec(figure.after)?.groups
    ?.unit
  const per = /^ (day|week|month)s(?!\p{L})/u.exec(next?.after ?? '')?.[1]
  if (
    found === undefined ||
    per === undefined ||
    next === undefined ||
    next.amount.sign !== null ||
    figure.amount.sign !== null ||
    // `5 tickets for 3 days` are no use of them.
    (/^ ?\p{L}+ for /u.test(figure.after) && digitsOf(figure) !== '1')
  )
    return null
  return { figure, digits: `${digitsOf(figure)} / ${digitsOf(next)}`, unit: unitName(found), per }
}

function countOf(figure: Figure, rateUnit: string): Count | null {
  if (figure.amount.sign !== null || Number(digitsOf(figure)) <= 0) return null
  const found = COUNT.exec(figure.after)?.groups
  if (found !== undefined)
    return {
      figure,
      digits: digitsOf(figure),
      unit: unitName(found.unit ?? ''),
      per: found.per ?? (found.adverb === undefined ? null : (ADVERBS[found.adverb] ?? null)),
    }
  const plain = PLAIN_PER.exec(figure.after)?.groups
  // `12 a month, then 14 a month`
  if (plain?.per === rateUnit) return null
  return plain === undefined ? null : { figure, digits: digitsOf(figure), unit: rateUnit, per: plain.per ?? null }
}

/** Whether what was counted at last is such a period: 52 weeks are a year. */
export const isPeriod = (last: string, period: string): boolean =>
  period === 'year'
    ? /^(?:5[012] week|12 month|(?:1[5-9]\d|2\d\d|3[0-5]\d|36[0-6]) day|1 year)$/u.test(last)
    : period === 'month'
      ? /^(?:4(?:\.\d+)? week|(?:1\d|2\d|30|31) day|1 month)$/u.test(last)
      : period === 'week' && /^(?:[1-7] day|1 week)$/u.test(last)

/** How many of the smaller period the larger one has; where people differ, the reading is said. */
export const PERIODS: Readonly<Record<string, readonly [times: string, reading?: string]>> = {
  'month year': ['12'],
  'day week': ['7'],
  'week year': ['52', 'A year is read as 52 weeks.'],
  'day year': ['365', 'A year is read as 365 days.'],
  'week month': ['52 / 12', 'A month is read as a twelfth of 52 weeks.'],
}

const ASKED = new RegExp(
  `(?<!\\p{L})(?:(?:per|an?|each|every|in an?|in one|over an?|for an?|in the|over the|the whole) (?<unit>hour|day|week|month|year)|(?<adverb>${ADVERB})(?: (?:spend|spending|cost|costs|total|pay|salary|income|expense|expenses|bill|amount|gross|earnings|wage))?)(?!\\p{L})(?! of A)`,
  'gu',
)
/** The period that the question names, behind the last figure or before the first. */
export function periodAsked({ shape, amounts }: Story): string | null {
  const last = amounts.at(-1)!
  const own = COUNT.exec(last.after)?.[0] ?? RATE.exec(last.after)?.[0] ?? PLAIN_PER.exec(last.after)?.[0] ?? ''
  const found = [...last.after.slice(own.length).matchAll(ASKED)].at(-1)?.groups
  const asked = found ?? ASKED_FIRST.exec(shape)?.groups
  return asked === undefined ? null : (asked.unit ?? ADVERBS[asked.adverb ?? ''] ?? null)
}
const ASKED_FIRST =
  /^(?:how much|what)(?: \p{L}+){0,6} (?:per|a|each|every) (?<unit>week|month|year)(?<adverb>)(?= (?:if|at|with|when)(?!\p{L}))/u

export const CHAIN_WORDS = `per an a each every for in one hour hours hr hrs h day days workday workdays working week weeks month months year years annum hourly daily weekly monthly yearly annual annually over the whole kilo kilos kg pack packs packet packets cup cups coffee coffees bottle bottles litre litres liter liters can cans tickets rides ride meal meals piece pieces unit units night nights lesson lessons session sessions class classes shift shifts box boxes bag bags page pages beer beers visit visits trip trips loaf loaves egg eggs portion portions pill pills lunch lunches sandwich smoke smokes`
