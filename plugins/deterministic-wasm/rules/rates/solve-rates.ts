/**
 * What prices for one of something and counts come to: every price meets the counts of what it is for, until money is left, or money for one of
 * what is asked. Every count must have been met; where two would do, there is no answer.
 */
import { isPeople, SMALL_UNITS, sizeIn } from '../ledger/ledger-facts.ts'
import { commonSign, type Sign } from '../money.ts'
import type { Answer } from '../rule.ts'
import { PERIODS } from '../stories/read-chain.ts'
import { counted, paid } from '../stories/told-money.ts'
import type { Count, Price } from './rate-facts.ts'
import { isOwnUnit, isPeriod, rateUnit, TIMES } from './rate-words.ts'
import type { Rates } from './read-rates.ts'

type Term = {
  readonly expression: string
  readonly shown: string
  readonly left: readonly string[]
  readonly price: Price
  readonly last: Count | null
}

const WAGE =
  /(?<!\p{L})(?:earns?|earned|wages?|salary|works?|worked|paid|shifts?|overtime|freelanc\p{L}*|income|allowance)(?!\p{L})/u
const COMES_IN =
  /(?<!\p{L})(?:sell|sells|sold|earns?|earned|wages?|salary|income|revenue|turnover|takings|tips?)(?!\p{L})/u
const GOES_OUT = /(?<!\p{L})(?:buys?|bought|costs?|spends?|spent|materials?|expenses?|rent|fees?)(?!\p{L})/u
const LABOUR =
  /(?<!\p{L})(?:labou?r|wages?|workers?|men|staff|crew|employees?|fitters?|painters?|movers?|cleaners?)(?!\p{L})/u

const SIZES: Readonly<Record<string, string>> = {
  'year month': '* 12',
  'year quarter': '* 4',
  'quarter month': '* 3',
  'hour minute': '* 60',
  't kg': '* 1000',
}

export function solveRates(rates: Rates): Answer | null {
  const { counts, shape } = rates
  const prices = placed(rates)
  if (prices === null || prices.length === 0) return null
  if (counts.length === 0 && (prices.length > 1 || rates.asked.length !== 1)) return null
  const sign = commonSign(prices.map(({ figure }) => figure.amount))
  if (sign === 'mixed' || mixesFlows(prices, shape)) return null
  const down = reduced(prices, rates)
  if (down !== null) return answered(down, prices, sign)
  const used = new Set<Count>()
  const terms: Term[] = []
  for (const price of prices) {
    const term = termOf(price, counts, used, WAGE.test(shape))
    if (term === null) return null
    terms.push(term)
  }
  const chained = withChain(terms, counts, used, shape)
  if (chained === null) return null
  const found = summed(chained, rates, used)
  return found === null ? null : answered(found, prices, sign)
}

function answered(found: Sum, prices: readonly Price[], sign: Sign | null): Answer | null {
  const digits = prices.map(({ figure }) => figure.amount)
  const isCents = prices.some(({ shown }) => shown.endsWith('cents'))
  const answer = isCents
    ? paid(found.expression, sign, found.shown, found.unit)
    : counted(found.expression, digits, found.shown, found.unit)
  return answer === null || found.reading === undefined ? answer : { ...answer, reading: found.reading }
}

/** Prices of which nobody said what they are for take what is counted, where only one thing is. */
function placed({ prices, counts }: Rates): readonly Price[] | null {
  const open = prices.filter(({ isOpen, label }) => isOpen && label !== '+')
  if (open.length > 1) return null
  const [asking] = open
  const unit = asking === undefined ? '' : unitFor(asking.label, counts, prices.length === 1)
  if (unit === undefined) return null
  return prices.map(price =>
    price === asking ? { ...price, per: [unit] } : price.isOpen ? { ...price, isFlat: true } : price,
  )
}

function unitFor(label: string, counts: readonly Count[], isOnly: boolean): string | undefined {
  const named = counts.filter(({ unit }) => unit !== '' && unit === rateUnit(label))
  const [one, more] = named.length > 0 ? named : counts.filter(({ unit }) => unit === '')
  if (one !== undefined && more === undefined) return one.unit
  if (!isOnly) return undefined
  // `comes 3 hours every week at 15 €`
  const idle = counts.filter(({ isTaken, unit }) => !isTaken && !isPeople(unit))
  const smallest = [...idle].sort((a, b) => TIMES.indexOf(a.unit) - TIMES.indexOf(b.unit))[0]
  // `250 grams at 12.80`: for a kilo, sooner than for a gram.
  if (label === 'at' && smallest !== undefined && SMALL_UNITS.has(smallest.unit)) return undefined
  if (label === 'at' && smallest !== undefined && (idle.length === 1 || smallest.per !== null)) return smallest.unit
  return idle.find(
    ({ unit, per, joint }) => /^(?:day|week|night)$/u.test(unit) && (per !== null || /^ ?[x×*] ?$/u.test(joint)),
  )?.unit
}

const mixesFlows = (prices: readonly Price[], shape: string): boolean =>
  prices.length > 1 && COMES_IN.test(shape) && GOES_OUT.test(shape) && !/(?:\+|plus)/u.test(shape)

const sizeOf = (unit: string, other: string): string | null => sizeIn(unit, other) ?? SIZES[`${unit} ${other}`] ?? null

function matching(unit: string, counts: readonly Count[]): readonly Count[] {
  const same = counts.filter(count => sizeOf(count.unit, unit) !== null)
  if (same.length > 0) return same
  if (unit === 'person') return counts.filter(count => isPeople(count.unit))
  // `0.35 per envelope, 240 of them`
  if (unit !== 'each') return isOwnUnit(unit) ? [] : counts.filter(count => count.unit === '' && count.per === null)
  const people = counts.filter(count => isPeople(count.unit))
  return people.length > 0 ? people : counts.filter(count => !TIMES.includes(count.unit) && count.unit !== 'night')
}

function termOf(price: Price, counts: readonly Count[], used: Set<Count>, isWage: boolean): Term | null {
  let { expression, shown } = price
  let last: Count | null = null
  const left: string[] = []
  const open = [...price.per]
  const seen = new Set<string>()
  const own = new Set<Count>()
  while (open.length > 0) {
    const unit = open.shift()!
    if (seen.has(unit)) return null
    seen.add(unit)
    const found = matching(unit, counts).filter(count => !own.has(count))
    if (found.length === 0) {
      left.push(unit)
      continue
    }
    const kinds = new Set(found.map(one => one.unit))
    const pers = new Set(found.map(({ per }) => per))
    if (found.length > 1 && !(isPeople(found[0]!.unit) && kinds.size === found.length && pers.size === 1)) return null
    const factors = found.map(one => `${one.expression}${unitFactor(one.unit, unit)}`)
    const isSum = found.length > 1
    expression += ` * ${isSum ? `(${factors.join(' + ')})` : factors[0]}`
    const [only] = found
    const size = isSum ? '' : unitFactor(only!.unit, unit).replace('*', '×').replace('/', '÷')
    shown += ` × ${isSum ? `(${found.map(one => one.shown).join(' + ')})` : only!.shown}${size}`
    for (const one of found) {
      own.add(one)
      used.add(one)
      if (one.per === null && TIMES.includes(one.unit)) last = one
    }
    const [per] = pers
    if (per !== null && per !== undefined) open.push(per)
  }
  return isWage && left.includes('day') && price.per.includes('day') && left.length > 1
    ? null
    : { expression, shown, left, price, last }
}
const unitFactor = (unit: string, other: string): string => {
  const size = unit === other ? '' : (sizeOf(unit, other) ?? '')
  return size === '' ? '' : ` ${size}`
}

/** `21 an hour, 8 hours, 5 days`: hours of each of the days. */
function withChain(
  terms: readonly Term[],
  counts: readonly Count[],
  used: Set<Count>,
  shape: string,
): readonly Term[] | null {
  const idle = counts.filter(count => !used.has(count) && !count.isTaken)
  if (idle.length === 0) return terms
  const main = terms.filter(({ price }) => !price.isFlat)
  const [term] = main
  if (term === undefined || main.length !== 1) return idle.every(({ unit }) => isPeople(unit)) ? terms : null
  let { expression, shown, last, left } = term
  let size = Math.max(
    -1,
    ...[...counts].filter(one => used.has(one) || one.isTaken).map(({ unit }) => TIMES.indexOf(unit)),
  )
  const rest = new Set(idle)
  for (const one of [...idle].sort((a, b) => TIMES.indexOf(a.unit) - TIMES.indexOf(b.unit))) {
    const at = TIMES.indexOf(one.unit)
    if (at < 0) continue
    const before = counts.find(other => (used.has(other) || other.isTaken) && TIMES.indexOf(other.unit) === size)
    if (size < 0 || at <= size || before === undefined || before.per !== null || left.length > 0) return null
    if (!/^(?:[\s,x×*&]|for|on)*$/u.test(one.joint) || before.value > (MOST[`${before.unit} ${one.unit}`] ?? 0))
      return null
    expression += ` * ${one.expression}`
    shown += ` × ${one.shown}`
    used.add(one)
    rest.delete(one)
    last = one
    if (one.per !== null) left = [one.per]
    size = at
  }
  for (const one of rest) {
    if (!isPeople(one.unit) || !LABOUR.test(shape) || !term.price.per.includes('hour') || rest.size > 1) continue
    expression += ` * ${one.expression}`
    shown += ` × ${one.shown}`
    used.add(one)
  }
  return terms.map(other => (other === term ? { ...term, expression, shown, last, left } : other))
}
/** So many of the smaller unit, as somebody does in each of the larger. */
const MOST: Readonly<Record<string, number>> = {
  'hour day': 16,
  'hour week': 60,
  'minute day': 600,
  'day week': 7,
  'week month': 5,
  'week year': 53,
  'month year': 12,
}

/** Whether so many of it are what people call such a period: 46 weeks of work are a year. */
function isWhole({ unit, value }: Count, period: string): boolean {
  const [least, most] = SPANS[`${unit} ${period}`] ?? [2, 1]
  return value >= least && value <= most
}
const SPANS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  'week year': [40, 53],
  'month year': [10, 12],
  'day year': [150, 366],
  'week month': [4, 4.5],
  'day month': [17, 31],
  'day week': [3, 7],
  'year year': [1, 1],
  'month month': [1, 1],
  'week week': [1, 1],
}

/** `62,400 a year, 40 hours a week, 52 weeks`: what one hour brings. */
function reduced(prices: readonly Price[], { counts, asked, tax }: Rates): Sum | null {
  const [price, more] = prices
  const [unit, other] = asked
  const [from] = price?.per ?? []
  if (price === undefined || more !== undefined || unit === undefined || other !== undefined || from === undefined)
    return null
  if (price.per.length > 1 || !isPeriod(from) || TIMES.indexOf(unit) < 0 || TIMES.indexOf(unit) >= TIMES.indexOf(from))
    return null
  const left = new Set(counts)
  let [expression, shown, at] = [price.expression, price.shown, unit]
  let reading: string | undefined
  while (at !== from) {
    const fits = [...left].filter(count => count.unit === at)
    const [one] = fits
    if (fits.length > 1) return null
    if (one === undefined) {
      const [factor, note] = PERIODS[`${at} ${from}`] ?? []
      if (factor === undefined || factor.includes('/') || at === unit) return null
      expression += ` / ${factor}`
      shown += ` ÷ ${factor} ${at}s`
      reading = note
      break
    }
    left.delete(one)
    expression += ` / ${one.expression}`
    shown += ` ÷ ${one.shown}`
    const isEnd = one.per === null && isWhole(one, from)
    const next =
      one.per ??
      (isEnd ? from : left.size > 0 ? TIMES.find(time => [...left].some(count => count.unit === time)) : undefined)
    if (next === undefined || TIMES.indexOf(next) <= TIMES.indexOf(at)) return null
    at = next
  }
  if (left.size > 0 || tax !== null) return null
  return {
    expression,
    shown,
    unit: unit === 'hour' ? ' an hour' : nameOf(unit),
    ...(reading === undefined ? {} : { reading }),
  }
}

type Sum = { readonly expression: string; readonly shown: string; readonly unit: string; readonly reading?: string }
const BASE = /(?<!\p{L})(?:base|basic|standing|fixed|monthly|service|insurance|phone)(?!\p{L})/u

function summed(
  terms: readonly Term[],
  { counts, asked, isOneMonth, tax, shape }: Rates,
  used: ReadonlySet<Count>,
): Sum | null {
  const periods = asked.filter(isPeriod)
  const others = asked.filter(unit => !isPeriod(unit))
  if (periods.length > 1 || others.length > 1 || terms.some(({ left }) => left.length > 1)) return null
  const [period] = periods
  const rated = terms.filter(({ left }) => left.length > 0)
  const parts: string[] = []
  const told: string[] = []
  const notes = new Set<string>()
  let unit = ''
  let isTurned = false
  for (const term of terms) {
    const [from] = term.left
    const isSum = term.price.isFlat || from === undefined
    let [expression, shown] = [term.expression, term.shown]
    if (from !== undefined) {
      const to =
        period ??
        (others.includes(from)
          ? from
          : rated.length === terms.length && !term.price.per.includes(from)
            ? from
            : undefined)
      if (to === undefined) {
        if (!isBillOf(from, { terms, shape, isOneMonth })) return null
      } else if (from !== to) {
        const [factor, note] = factorOf(from, to, shape) ?? []
        if (factor === undefined) return null
        expression += ` ${factor}`
        shown += ` ${factor.replace('*', '×').replace('/', '÷')}`
        if (note !== undefined) notes.add(note)
        unit = nameOf(to)
        isTurned = true
      } else unit = nameOf(to)
    } else if (period !== undefined && isSum) {
      const { last, price } = term
      const fits = last !== null && isWhole(last, period)
      const isBeside = rated.length > 0 && rated.every(({ left }) => left[0] === period) && !price.isFlat
      const isFee =
        price.isFlat && rated.length + terms.filter(one => one.last !== null).length > 0 && !BASE.test(price.label)
      if (!fits && !isBeside && !isFee) return null
    }
    parts.push(expression)
    told.push(shown)
  }
  if (rated.length > 0 && rated.some(({ left }) => left[0] !== rated[0]!.left[0]) && period === undefined) return null
  const [other] = others
  let expression = parts.join(' + ')
  let shown = told.join(' + ')
  if (tax !== null) {
    const rate = tax.amount.digits
    // Tax on pay comes off it.
    if (WAGE.test(shape) && !/(?<!\p{L})(?:vat|gst|mwst)(?!\p{L})/u.test(shape)) return null
    if (terms.length > 1 && !/(?<!\p{L})(?:vat|gst|mwst)(?!\p{L})/u.test(shape)) return null
    expression = `(${expression}) * (100 + ${rate}) / 100`
    shown = terms.length > 1 ? `(${shown}) + ${rate}%` : `${shown} + ${rate}%`
  }
  const divisor =
    other === undefined || rated.some(({ left }) => left[0] === other) ? null : dividing(other, counts, used)
  if (divisor === undefined) return null
  if (divisor !== null) {
    expression = `(${expression}) / ${divisor.expression}`
    shown = `${/[+]/u.test(shown) ? `(${shown})` : shown} ÷ ${divisor.shown}`
    unit += nameOf(other!)
  }
  if (counts.some(count => !count.isTaken && !used.has(count) && count !== divisor)) return null
  if (!isTurned && rated.length === terms.length && used.size === 0 && counts.every(({ isTaken }) => !isTaken))
    return null
  const [reading] = notes
  return { expression, shown, unit, ...(reading === undefined ? {} : { reading }) }
}

const nameOf = (unit: string): string => (unit === 'person' ? ' each' : isPeriod(unit) ? ` a ${unit}` : ` per ${unit}`)

/** A base fee a month and what was used: the bill of one month, where no other time is told. */
function isBillOf(
  unit: string,
  { terms, shape, isOneMonth }: Pick<Rates, 'shape' | 'isOneMonth'> & { readonly terms: readonly Term[] },
): boolean {
  const others = TIMES.filter(time => isPeriod(time) && time !== unit)
  if (unit !== 'month' || others.some(time => new RegExp(`(?<!\\p{L})${time}s?(?!\\p{L})|annual`, 'u').test(shape)))
    return false
  const isUsed = terms.some(({ left, price, last }) => left.length === 0 && !price.isFlat && last === null)
  return isUsed && (isOneMonth || /(?<!\p{L})(?:base|basic|standing|bill)(?!\p{L})/u.test(shape))
}

function factorOf(from: string, to: string, shape: string): readonly [factor: string, note?: string] | null {
  if (from === 'day' && WAGE.test(shape)) return null
  if (`${from} ${to}` === 'quarter year') return ['* 4']
  const up = PERIODS[`${from} ${to}`]
  if (up !== undefined) return [`* ${up[0]}`, ...(up[1] === undefined ? [] : [up[1]])] as [string, string?]
  const down = PERIODS[`${to} ${from}`]
  return down === undefined || down[0].includes('/')
    ? null
    : ([`/ ${down[0]}`, ...(down[1] === undefined ? [] : [down[1]])] as [string, string?])
}

/** Null is never meant here: undefined where the divisor is not certain. */
function dividing(unit: string, counts: readonly Count[], used: ReadonlySet<Count>): Count | undefined {
  const fits =
    unit === 'person' ? counts.filter(count => isPeople(count.unit)) : counts.filter(count => count.unit === unit)
  const [one] = fits
  if (one === undefined || fits.length > 1 || one.per !== null) return undefined
  return unit === 'person' || !used.has(one) || fits.length === 1 ? one : undefined
}
