/** What facts about money come to: every term meets the counts that it is for, every count a term, and what is asked is one of what was told. */
import type { Rational } from '../../arithmetic/rational.ts'
import { evaluatedValue } from '../evaluated.ts'
import { commonSign, type Sign } from '../money.ts'
import type { Answer } from '../rule.ts'
import { PERIODS } from '../stories/read-chain.ts'
import type { Figure } from '../stories/story.ts'
import { counted, paid } from '../stories/told-money.ts'
import { type Ask, type Count, type Fact, type Had, isPeople, sizeIn, type Term, TIME_UNITS } from './ledger-facts.ts'
import { isKind, voucherLast, withPeriods } from './ledger-order.ts'
import { totalOf } from './ledger-total.ts'
import type { Reading } from './read-ledger.ts'

export type Sum = {
  readonly expression: string
  readonly shown: string
  readonly unit: string
  readonly reading?: string
}
type Worked = { readonly sum: Sum; readonly figures: readonly Figure[]; readonly sign: Sign | null }

const isHad = (fact: Fact): fact is Had => fact.kind === 'had' || fact.kind === 'cash'

/** The one answer on which all readings that have one agree. */
export function answerOf(readings: readonly Reading[], isImplied: boolean, isAsked: boolean): Answer | null {
  let found: { readonly worked: Worked; readonly value: Rational } | null = null
  for (const reading of readings) {
    const worked = workOut(reading, isImplied, isAsked)
    const value = worked === null ? null : evaluatedValue(worked.sum.expression)
    if (worked === null || value === null) continue
    if (found === null) found = { worked, value }
    else if (
      found.value.numerator !== value.numerator ||
      found.value.denominator !== value.denominator ||
      found.worked.sum.unit !== worked.sum.unit
    )
      return null
  }
  if (found === null || found.value.numerator < 0n) return null
  const { sum, figures, sign } = found.worked
  const answer = sum.unit.startsWith('#')
    ? counted(sum.expression, [], sum.shown, sum.unit.slice(1))
    : sign === null && !figures.some(({ amount }) => /\.\d{3}/.test(amount.digits))
      ? counted(
          sum.expression,
          figures.map(({ amount }) => amount),
          sum.shown,
          sum.unit,
        )
      : paid(sum.expression, sign, sum.shown, sum.unit)
  return answer === null || sum.reading === undefined ? answer : { ...answer, reading: sum.reading }
}

const ASK_NOTHING: Ask = { kind: 'ask', what: 'total', per: [], flow: 'any', label: '', needs: [], isVague: true }

const ASK_EACH: Ask = { kind: 'ask', what: 'total', per: ['person'], flow: 'any', label: '', needs: [] }
const isHeads = (fact: Fact): boolean => fact.kind === 'count' && isPeople(fact.unit)

function workOut(reading: Reading, isImplied: boolean, isAsked: boolean): Worked | null {
  const asks = reading.filter(isKind('ask'))
  // `split by 4` asks for the share of one.
  const isShared = isImplied && reading.some(({ kind }) => kind === 'split') && reading.some(isHeads)
  const [ask = isShared ? ASK_EACH : isImplied ? ASK_NOTHING : undefined, second] = asks
  if (
    ask === undefined ||
    (second !== undefined && JSON.stringify(second) !== JSON.stringify({ ...ASK_NOTHING, isVague: undefined }))
  )
    return null
  const told = withPeriods(voucherLast(reading))
  if (told === null) return null
  const terms = told.filter(isKind('term'))
  const had = told.filter(isHad)
  const flows = new Set([...terms.map(({ flow }) => flow), ask.flow].filter(flow => flow !== 'any'))
  if (flows.size > 1 && !/^(?:left|count|profit)$/u.test(ask.what)) return null
  const figures = [...terms.map(({ price }) => price), ...had.map(({ figure }) => figure)]
  const sign = commonSign(figures.map(({ amount }) => amount))
  if (terms.length === 0 || sign === 'mixed' || terms[0]?.isOff === true) return null
  if (!needsAreTold(ask, told)) return null
  // A statement asks for a sum only where goods are priced or a rate is told: `It cost 5 EUR and 3 EUR.` asks nothing.
  if (asks.length === 0 && !isPriced(told, terms, isAsked)) return null
  if (isBareList(told) || isDoubtful(terms) || isPayBeforeTax(told, terms)) return null
  const sum =
    ask.what === 'count'
      ? howMany(ask, told)
      : ask.what === 'profit'
        ? profitOf(told)
        : ask.what === 'average'
          ? averageOf(ask, told)
          : sumOf(ask, told)
  return sum === null ? null : { sum, figures, sign }
}

/** A deposit may come back; beside money with a sign a bare number may be no money at all. */
const isDoubtful = (terms: readonly Term[]): boolean =>
  (terms.some(({ label }) => label === 'deposit') && !terms.some(({ label }) => label === 'instalments')) ||
  (terms.some(({ price }) => price.amount.sign !== null) && terms.some(isBareFlat))
/** Tax on pay comes off it; on an invoice it comes on top. */
const isPayBeforeTax = (reading: Reading, terms: readonly Term[]): boolean =>
  reading.some(fact => fact.kind === 'rate' && fact.role === 'tax') &&
  terms.some(({ label }) => /(?<!\p{L})(?:salary|wages?|income|pay|pension)(?!\p{L})/u.test(label))
const isBareFlat = ({ price, expression, per, isFee, isOff }: Term): boolean =>
  price.amount.sign === null && !/[.*]/u.test(expression) && per.length === 0 && !isFee && !isOff

/** Names and numbers, and `what is the total`: a list like any other. */
const isBareList = (reading: Reading): boolean =>
  reading.every(
    fact =>
      fact.kind === 'ask' ||
      (fact.kind === 'term' &&
        fact.price.amount.sign === null &&
        !fact.expression.includes('*') &&
        fact.per.length === 0),
  )

const hasCents = ({ amount }: Figure): boolean => /\.\d\d$/.test(amount.digits)
const isPriced = (reading: Reading, terms: readonly Term[], isOpen: boolean): boolean =>
  terms.every(({ flow, price }) => flow === 'any' && (isOpen || price.amount.sign !== null || hasCents(price))) &&
  (reading.some(({ kind }) => kind === 'rate') ||
    terms.some(({ expression, per }) => expression.includes('*') || (isOpen && per.length > 0)))

const NEEDED: Readonly<Record<string, (fact: Fact) => boolean>> = {
  tip: fact => (fact.kind === 'rate' && fact.role === 'tip') || (fact.kind === 'term' && /tip/u.test(fact.label)),
  gratuity: fact => fact.kind === 'rate' && fact.role === 'tip',
  service: fact =>
    (fact.kind === 'rate' && fact.role === 'tip') || (fact.kind === 'term' && /service/u.test(fact.label)),
  tax: fact => (fact.kind === 'rate' && fact.role === 'tax') || (fact.kind === 'term' && /tax/u.test(fact.label)),
  vat: fact => (fact.kind === 'rate' && fact.role === 'tax') || (fact.kind === 'term' && /vat/u.test(fact.label)),
  shipping: fact => fact.kind === 'term' && fact.isFee,
  delivery: fact => fact.kind === 'term' && fact.isFee,
  postage: fact => fact.kind === 'term' && fact.isFee,
  fee: fact => fact.kind === 'term' && fact.isFee,
  fees: fact => fact.kind === 'term' && fact.isFee,
  discount: fact => (fact.kind === 'rate' && fact.role === 'off') || (fact.kind === 'term' && fact.isOff),
}
const needsAreTold = ({ needs }: Ask, reading: Reading): boolean =>
  needs.every(need => NEEDED[need] === undefined || reading.some(NEEDED[need]))

export type Worth = {
  readonly expression: string
  readonly shown: string
  readonly per: readonly string[]
  readonly reading?: string
}

/** Counts that terms ask for, each with how often it was of use. */
class Counts {
  readonly #all: readonly Count[]
  readonly #same: ReadonlyMap<string, string>
  readonly #used = new Set<Count>()

  constructor(reading: Reading) {
    this.#all = reading.filter(isKind('count'))
    const same = reading.filter(isKind('same'))
    this.#same = new Map(same.map(({ unit }) => [unit, 'person']))
  }

  /** Null where it was not counted, or in two ways. */
  find(unit: string): readonly Count[] | null {
    const exact = this.#all.filter(count => count.unit === unit)
    const open =
      exact.length > 0 ? exact : this.#all.filter(count => sizeIn(count.unit, unit) !== null && count.unit !== '')
    if (open.length > 0) return this.#take(open)
    const stays: Readonly<Record<string, string>> = { night: 'day' }
    if (stays[unit] !== undefined && this.#all.some(count => count.unit === stays[unit])) return null
    if (unit === 'person' || this.#same.has(unit) || this.#same.has('')) {
      const people = this.#all.filter(count => isPeople(count.unit))
      if (people.length > 0) return this.#take(people)
    }
    if (unit === 'instalment') return this.find('month')
    if (isPeople(unit) || TIME_UNITS.has(unit)) return null
    const bare = this.#all.filter(count => count.unit === '' && !count.isTaken)
    return bare.length === 1 && this.#all.length === 1 ? this.#take(bare) : null
  }

  #take(counts: readonly Count[]): readonly Count[] | null {
    const kinds = counts.filter(({ unit }) => isPeople(unit))
    // One thing counted twice: `3 people`, `2 people`.
    const isOnce = new Set(counts.map(({ unit }) => unit)).size === counts.length
    const isAlike = new Set(counts.map(({ expression, unit, per }) => `${expression} ${unit} ${per}`)).size === 1
    if (!isAlike && !(isOnce && kinds.length === counts.length)) return null
    for (const count of counts) this.#used.add(count)
    return isAlike ? counts.slice(0, 1) : counts
  }

  get isAllUsed(): boolean {
    return this.#all.every(count => count.isTaken || this.#used.has(count))
  }
}

/** A term times all that it is for; units that nobody counted stay, if the question names them. */
function worthOf(term: Term, counts: Counts): Worth | null {
  let { expression, shown } = term
  const left: string[] = []
  const open = [...term.per]
  const seen = new Set<string>()
  while (open.length > 0) {
    const unit = open.shift()!
    if (seen.has(unit) && unit !== '') return null
    seen.add(unit)
    const found = counts.find(unit)
    if (found === null) {
      left.push(unit)
      continue
    }
    const sizes = found.map(count => ({ count, size: sizeIn(count.unit, unit) ?? '' }))
    const total = sizes.map(({ count, size }) => `${count.expression}${size === '' ? '' : ` ${size}`}`).join(' + ')
    const isSum = found.length > 1
    const factor = isSum ? `(${total})` : total
    expression += ` * ${term.isStarted ? `ceil(${total})` : factor}`
    const said = found.map(count => count.shown).join(' + ')
    shown += ` × ${isSum ? `(${said})` : said}`
    const pers = [...new Set(found.map(({ per }) => per))]
    if (pers.length > 1) return null
    if (pers[0] !== null && pers[0] !== undefined) open.push(pers[0])
  }
  return { expression, shown, per: left }
}
/** The terms but for those that are not to be counted. */
function withoutNamed(reading: Reading): readonly Term[] | null {
  const terms = reading.filter(isKind('term'))
  const without = reading.filter(isKind('without'))
  const isNamed = ({ label }: Term): boolean =>
    without.some(one => lastWord(one.label) === lastWord(label) && label !== '')
  const kept = terms.filter(term => !isNamed(term))
  return terms.length - kept.length === without.length ? kept : null
}
const lastWord = (label: string): string => (label.split(/[ -]/u).at(-1) ?? '').replace(/(?:es|s)$/u, '')

function sumOf(ask: Ask, reading: Reading): Sum | null {
  const counts = new Counts(reading)
  const hasSplit = reading.some(({ kind }) => kind === 'split')
  const per = hasSplit && ask.per.length === 0 ? null : ask.per
  if (per === null) return null
  const terms = withoutNamed(reading)
  if (terms === null) return null
  const worths: { readonly worth: Worth; readonly term: Term }[] = []
  let wanted = [...per]
  for (const term of terms) {
    const worth = worthOf(term, counts)
    if (worth === null) return null
    worths.push({ worth, term })
  }
  const same = named(ask, worths, reading)
  if (same === null) return null
  // What is still for one of something must be what is asked for, for all terms alike.
  const left = new Set(same.map(({ worth }) => [...worth.per].sort().join(' ')))
  let times = ''
  let timesShown = ''
  let note: string | undefined
  let unit = ''
  const open = same[0]?.worth.per ?? []
  if (left.size > 1) return null
  if (open.length > 0) {
    if (open.length > 1) return null
    const [from] = open as [string]
    const [asked] = wanted
    // `54,000 a year, per month?`
    const down = asked === undefined ? undefined : PERIODS[`${asked} ${from}`]
    const isNew =
      asked === undefined && wanted.length === 0 && reading.some(fact => fact.kind === 'rate' && fact.role === 'up')
    const to = isNew
      ? from
      : down !== undefined
        ? asked
        : wanted.find(one => one === from || PERIODS[`${from} ${one}`] !== undefined)
    if (to === undefined) return null
    // How many days somebody works in a week is nobody's guess.
    if (from !== to) {
      if (from === 'day' && (reading.some(fact => fact.kind === 'term' && fact.flow === 'in') || ask.flow === 'in'))
        return null
      const [factor, said] = (down ?? PERIODS[`${from} ${to}`])!
      if (down !== undefined && factor.includes('/')) return null
      times = ` ${down === undefined ? '*' : '/'} ${factor}`
      timesShown = ` ${down === undefined ? '×' : '÷'} ${factor}`
      note = said
    }
    wanted = wanted.filter(one => one !== to)
    unit = to === 'person' ? ' each' : ` per ${to}`
  }
  const base = totalOf(same, reading, ask)
  if (base === null) return null
  let { expression, shown } = base
  if (times !== '') {
    expression = `(${expression})${times}`
    shown = same.length > 1 || base.isSum ? `(${shown})${timesShown}` : `${shown}${timesShown}`
  }
  for (const one of wanted) {
    const found = counts.find(one)
    if (found === null || reading.some(({ kind }) => kind === 'same')) return null
    if (found.some(({ per: other }) => other !== null)) return null
    const total = found.map(count => count.expression).join(' + ')
    expression = `(${expression}) / (${total})`
    shown = `${/[+−]/u.test(shown) ? `(${shown})` : shown} ÷ ${total}`
    unit += one === 'person' && wanted.length === 1 ? ' each' : ` per ${one}`
  }
  if (!counts.isAllUsed) return null
  const sum = { expression, shown, unit }
  return note === undefined ? sum : { ...sum, reading: note }
}

export type Valued = { readonly worth: Worth; readonly term: Term }

/** The terms asked for: all of them, or the one whose name is in the question. */
function named({ label }: Ask, all: readonly Valued[], reading: Reading): readonly Valued[] | null {
  if (label === '') return all
  const stem = (text: string): string[] => text.split(/[ -]/u).map(word => word.replace(/(?:es|s)$/u, ''))
  const wanted = stem(label).at(-1) ?? ''
  const fits = all.filter(({ term }) => stem(term.label).includes(wanted))
  if (fits.length === all.length) return all
  if (fits.length !== 1 || reading.some(({ kind }) => kind === 'rate' || kind === 'split') || fits[0]?.term.isOff)
    return null
  return reading.some(fact => fact.kind === 'count' && !fact.isTaken) ? null : fits
}

/** What came in, less what went out; of each amount it must have been told. */
function profitOf(reading: Reading): Sum | null {
  if (reading.some(({ kind }) => kind !== 'term' && kind !== 'ask' && kind !== 'count')) return null
  const counts = new Counts(reading)
  // As many sold as bought.
  const lots = reading.filter(isKind('count')).filter(({ isTaken }) => isTaken)
  if (
    lots.some(a =>
      lots.some(b => (a.unit === b.unit || a.unit === '' || b.unit === '') && a.expression !== b.expression),
    )
  )
    return null
  let [gains, costs] = [[], []] as [Worth[], Worth[]]
  for (const term of reading.filter(isKind('term'))) {
    const worth = worthOf(term, counts)
    if (worth === null || worth.per.length > 0 || term.isOff || (term.flow === 'any' && !term.isFee)) return null
    if (term.flow === 'in') gains = [...gains, worth]
    else costs = [...costs, worth]
  }
  if (gains.length === 0 || costs.length === 0 || !counts.isAllUsed) return null
  const sum = (worths: readonly Worth[], of: 'expression' | 'shown'): string =>
    worths.map(worth => worth[of]).join(' + ')
  return {
    expression: `(${sum(gains, 'expression')}) - (${sum(costs, 'expression')})`,
    shown: `${sum(gains, 'shown')} − ${costs.length > 1 ? `(${sum(costs, 'shown')})` : sum(costs, 'shown')}`,
    unit: '',
  }
}

/** What one of several lots of the same thing cost. */
function averageOf(ask: Ask, reading: Reading): Sum | null {
  const counts = reading.filter(isKind('count'))
  const terms = reading.filter(isKind('term'))
  const units = new Set(counts.map(({ unit }) => unit).filter(unit => unit !== ''))
  if (reading.some(({ kind }) => kind !== 'term' && kind !== 'ask' && kind !== 'count')) return null
  if (counts.length < 2 || counts.length !== terms.length || units.size !== 1 || counts.some(({ isTaken }) => !isTaken))
    return null
  if (ask.per[0] !== undefined && !units.has(ask.per[0])) return null
  if (terms.some(({ isOff, isFee, per, expression }) => isOff || isFee || per.length > 0 || !expression.includes('*')))
    return null
  const lots = terms.map(({ expression }) => expression).join(' + ')
  const pieces = counts.map(({ expression }) => expression).join(' + ')
  return {
    expression: `(${lots}) / (${pieces})`,
    shown: `(${terms.map(({ shown }) => shown).join(' + ')}) ÷ (${pieces})`,
    unit: '',
  }
}

/** How many of what brings so much cover what is spent. */
function howMany(ask: Ask, reading: Reading): Sum | null {
  const terms = reading.filter(isKind('term'))
  const [unit] = ask.per as [string]
  const gains = terms.filter(({ per }) => per.length === 1 && per[0] === unit)
  const [gain] = gains
  const costs = terms.filter(({ per }) => per.length === 0)
  if (gain === undefined || gains.length !== 1 || costs.length === 0 || terms.length !== costs.length + 1) return null
  if (gain.flow !== 'in' || costs.some(({ flow, isOff }) => flow === 'in' || isOff)) return null
  if (reading.some(({ kind }) => kind !== 'term' && kind !== 'ask')) return null
  const all = costs.map(({ expression }) => expression).join(' + ')
  const shown = costs.map(cost => cost.shown).join(' + ')
  return {
    expression: `ceil((${all}) / (${gain.expression}))`,
    shown: `${costs.length > 1 ? `(${shown})` : shown} ÷ ${gain.shown}, rounded up`,
    unit: '#',
  }
}
