/**
 * The terms of a story in their order with the rates where they were told, and of it what is asked for. Of what a rate is a share must be
 * certain: beside fees, after another rate or with several goods it is so only where it was said.
 */
import { showAmount } from '../money.ts'
import type { Valued } from './ledger-answers.ts'
import type { Ask, Fact, Had, Rate } from './ledger-facts.ts'
import type { Reading } from './read-ledger.ts'

export type Total = { readonly expression: string; readonly shown: string; readonly isSum: boolean }
const isHad = (fact: Fact): fact is Had => fact.kind === 'had' || fact.kind === 'cash'

/** A sum while it is told. */
type Part = { readonly expression: string; readonly shown: string }
type Sums = {
  readonly all: Part | null
  readonly rates: readonly Applied[]
  readonly terms: readonly Valued[]
  readonly isBare: boolean
}
type Applied = { readonly rate: Rate; readonly part: Part }

export function totalOf(valued: readonly Valued[], reading: Reading, ask: Ask): Total | null {
  const sums = told(valued, inOrder(reading))
  if (sums === null || sums.all === null) return null
  const { all, rates, terms } = sums
  const isSum = terms.length > 1 || rates.length > 0
  const inside = rates.filter(({ rate }) => rate.role === 'inside')
  if (ask.what === 'before') {
    const [only] = inside
    if (only === undefined || rates.length !== 1 || terms.length !== 1) return null
    return {
      expression: `(${all.expression}) / (100 + ${only.rate.digits}) * 100`,
      shown: `${all.shown} ÷ ${100 + Number(only.rate.digits)}% × 100%`,
      isSum,
    }
  }
  const [part] = rates
  if (
    ask.what === 'total' &&
    ask.isVague &&
    ask.label === '' &&
    rates.length === 1 &&
    part !== undefined &&
    terms.length === 1
  ) {
    const isOf = typeof part.rate.base !== 'string' && 'digits' in part.rate.base
    // `how much is 19% VAT on 450`, `6% commission on 340000, how much is that`
    if (part.rate.role === 'part' || (isOf && asksFirst(reading) && part.rate.role !== 'off'))
      return { ...part.part, isSum: false }
    if (isOf && part.rate.role !== 'off' && part.rate.role !== 'inside') return null
  }
  if (ask.what === 'total') {
    if (reading.some(isHad) || inside.length > 0 || rates.some(({ rate }) => rate.role === 'part')) return null
    return { ...all, isSum }
  }
  // A deposit of so many per cent, or a voucher: what is left to pay.
  if (ask.what === 'left' && !reading.some(isHad)) {
    if (rates.length === 1 && part?.rate.isTaken === true && terms.length === 1)
      return {
        expression: `(${all.expression}) * (100 - ${part.rate.digits}) / 100`,
        shown: `${all.shown} − ${part.rate.digits}%`,
        isSum: true,
      }
    return rates.length === 0 && terms.some(({ term }) => term.isOff) ? { ...all, isSum } : null
  }
  if (ask.what === 'change' || ask.what === 'left') {
    const [one, more] = reading.filter(isHad)
    if (one === undefined || more !== undefined || (ask.what === 'change' && one.kind !== 'cash')) return null
    if (rates.some(({ rate }) => rate.role === 'part' || rate.role === 'inside')) return null
    return {
      expression: `${one.figure.amount.digits} - (${all.expression})`,
      shown: `${showAmount(one.figure.amount)} − ${isSum ? `(${all.shown})` : all.shown}`,
      isSum: true,
    }
  }
  const role = ask.what === 'saved' ? 'off' : ask.what
  const [asked, ...others] = rates.filter(({ rate }) => rate.role === role)
  if (asked === undefined)
    return (role === 'tax' || role === 'tip') && inside.length === 1 && rates.length === 1 && terms.length === 1
      ? shareInside(all, inside[0]!.rate)
      : null
  // After a discount the tax is of less; which of both is meant by a saving of two, nobody said.
  if (others.length > 0) return null
  return { ...asked.part, isSum: false }
}

const shareInside = (all: Part, { digits }: Rate): Total => ({
  expression: `(${all.expression}) * ${digits} / (100 + ${digits})`,
  shown: `${all.shown} × ${digits} ÷ ${100 + Number(digits)}`,
  isSum: false,
})

/** A rate that was told before its amount comes behind it: `18% tip on 64.50`. */
function inOrder(reading: Reading): Reading {
  const first = reading.findIndex(({ kind }) => kind === 'term')
  const early = reading.slice(0, first).filter(({ kind }) => kind === 'rate')
  if (early.length === 0) return reading
  const rest = reading.filter(fact => !early.includes(fact))
  const last = rest.findLastIndex(({ kind }) => kind === 'term')
  return [...rest.slice(0, last + 1), ...early, ...rest.slice(last + 1)]
}

const asksFirst = (reading: Reading): boolean => reading[0]?.kind === 'ask'

const grouped = (part: Part, isWhole: boolean): Part =>
  isWhole ? { expression: `(${part.expression})`, shown: `(${part.shown})` } : part

function told(valued: readonly Valued[], reading: Reading): Sums | null {
  let all: Part | null = null
  let goods: Part | null = null
  let fees = 0
  const terms: Valued[] = []
  const rates: Applied[] = []
  for (const fact of reading) {
    if (fact.kind === 'term') {
      const found = valued.find(({ term }) => term === fact)
      if (found === undefined) continue
      const { worth, term } = found
      // `minus 15% and a 10 € voucher`: which of them first, nobody said. Goods behind a rate may be free of it.
      if (rates.length > 0 && (term.isOff || !term.isFee || rates.some(({ rate }) => rate.role === 'part'))) return null
      if (rates.some(({ rate }) => rate.role === 'tax')) return null
      all =
        all === null
          ? worth
          : {
              expression: `${all.expression} ${term.isOff ? '-' : '+'} ${worth.expression}`,
              shown: `${all.shown} ${term.isOff ? '−' : '+'} ${worth.shown}`,
            }
      terms.push(found)
      if (term.isFee) fees += 1
      else if (rates.length === 0) goods = all
      continue
    }
    if (fact.kind !== 'rate') continue
    if (all === null) return null
    const base = baseOf(fact, { all, goods, fees, terms, rates })
    if (base === null) return null
    const { part: of, isAll } = base
    const part = { expression: `${of.expression} * ${fact.digits} / 100`, shown: `${fact.digits}% of ${of.shown}` }
    rates.push({ rate: fact, part })
    if (fact.role === 'inside' || fact.role === 'part') continue
    const sign = fact.role === 'off' ? ['-', '−'] : ['+', '+']
    all = isAll
      ? {
          expression: `${of.expression} * (100 ${sign[0]} ${fact.digits}) / 100`,
          shown: `${of.shown} ${sign[1]} ${fact.digits}%`,
        }
      : {
          expression: `${all.expression} ${sign[0]} ${part.expression}`,
          shown: `${all.shown} ${sign[1]} ${part.shown}`,
        }
  }
  return { all, rates, terms, isBare: rates.length === 0 }
}

type SoFar = {
  readonly all: Part
  readonly goods: Part | null
  readonly fees: number
  readonly terms: readonly Valued[]
  readonly rates: readonly Applied[]
}

/** What a rate is a share of, and whether that is all told so far; null where it is not certain. */
function baseOf(
  rate: Rate,
  { all, goods, fees, terms, rates }: SoFar,
): { readonly part: Part; readonly isAll: boolean } | null {
  const { base, role } = rate
  const isSum = terms.length > 1 || rates.length > 0
  const whole = { part: grouped(all, isSum), isAll: true }
  if (typeof base !== 'string') {
    const isMeant = ({ term, worth }: Valued): boolean =>
      'digits' in base
        ? worth.expression === base.digits
        : wordsOf(term.label).includes(wordsOf(base.label).at(-1) ?? '')
    const fits = terms.filter(isMeant)
    const [one] = fits
    if (one === undefined || fits.length > 1 || one.term.isOff) return null
    const isAll = terms.length === 1 && rates.length === 0
    // A rate on a part that another rate has changed: nobody knows.
    if (rates.length > 0) return null
    return { part: grouped(one.worth, /[+-]/u.test(one.worth.expression)), isAll }
  }
  const others = rates.filter(applied => applied.rate.role !== 'off' && !(role === 'up' && applied.rate.role === 'up'))
  if (base === 'terms') {
    // `tip of 18% on the subtotal`
    if (rates.some(applied => applied.rate.role === 'off') || goods === null || fees > 0) return null
    return rates.length === 0 ? whole : { part: grouped(goods, terms.length > 1), isAll: false }
  }
  if (base === 'all' || base === 'rest')
    return others.length > 0 && role !== 'tip'
      ? null
      : others.length > 1
        ? null
        : base === 'rest' && rates.length === 0
          ? null
          : others.length === 1
            ? null
            : whole
  // Beside a fee, after a tax or tip, or after money off, it must be said.
  if (fees > 0 || others.length > 0) return null
  if (role === 'off' && terms.some(({ term }) => term.isOff)) return null
  if (role === 'part' && rates.length > 0) return null
  return whole
}
const wordsOf = (text: string): string[] => text.split(/[ -]/u).map(word => word.replace(/(?:es|s)$/u, ''))
