/**
 * What a story about money may consist of: terms (an amount, perhaps for one of something), counts, rates in per cent, what somebody had.
 * Terms and counts know what they are for or of, so that `40 € per person per night` finds its persons and nights wherever they stand.
 */
import type { Figure } from '../stories/story.ts'

/** Who gains by an amount: a sum of what comes in and what goes out is neither. */
export type Flow = 'in' | 'out' | 'any'

export type Term = {
  readonly kind: 'term'
  readonly expression: string
  readonly shown: string
  readonly price: Figure
  /** Units that it is for one of, as `unitOf` names them. */
  readonly per: readonly string[]
  /** Words that name it. */
  readonly label: string
  readonly flow: Flow
  readonly isOff: boolean
  /** A fee beside the goods: a discount told later does not touch it. */
  readonly isFee: boolean
  /** Every started unit counts as a whole one. */
  readonly isStarted: boolean
}
export type Count = {
  readonly kind: 'count'
  readonly expression: string
  readonly shown: string
  /** Empty where only a number was said: `we need 5`. */
  readonly unit: string
  /** `8 hours a day` */
  readonly per: string | null
  /** Its price took it in already. */
  readonly isTaken: boolean
}
export type Rate = {
  readonly kind: 'rate'
  /** `inside`: it is in the amount already; `part`: nothing but it is asked for. */
  readonly role: 'off' | 'up' | 'tax' | 'tip' | 'inside' | 'part'
  readonly digits: string
  /** What it is a share of: nothing said, all told so far, what is left of that, the bare terms, a named term, an amount told before. */
  /** A deposit or a commission: the rest of the sum is left. */
  readonly isTaken?: true
  readonly base: 'none' | 'bare' | 'all' | 'rest' | 'terms' | { readonly label: string } | { readonly digits: string }
}
export type Had = { readonly kind: 'had' | 'cash'; readonly figure: Figure }
/** `both monthly`: every amount told before is for one of these. */
export type Every = { readonly kind: 'every'; readonly unit: string }
/** `everyone needs one`, `split equally`. */
export type Says =
  | { readonly kind: 'split' }
  | { readonly kind: 'without'; readonly label: string }
  | { readonly kind: 'same'; readonly unit: string }

export type Ask = {
  readonly kind: 'ask'
  readonly what:
    | 'total'
    | 'tip'
    | 'tax'
    | 'saved'
    | 'change'
    | 'left'
    | 'count'
    | 'part'
    | 'before'
    | 'profit'
    | 'average'
  /** `per person per night`; `each` is a person. */
  readonly per: readonly string[]
  readonly flow: Flow
  /** `how much is that`: of a commission, nothing but it. */
  readonly isVague?: true
  /** The thing asked for, if one is named. */
  readonly label: string
  /** Words that must have been told: `including tip`. */
  readonly needs: readonly string[]
}
export type Fact = Term | Count | Rate | Had | Every | Says | Ask

const PEOPLE = new Set(
  'person people persons ppl pax head heads guest guests friend friends us mate mates everyone everybody participant participants diner diners colleague colleagues roommate roommates flatmate flatmates housemate housemates couple family member members traveller travellers traveler travelers way ways student students adult adults child children kid kids'.split(
    ' ',
  ),
)
/** People of a kind that may have a price of their own. */
export const KINDS: ReadonlySet<string> = new Set(['adult', 'child', 'student', 'senior', 'couple', 'family'])
const NAMES: Readonly<Record<string, string>> = {
  hrs: 'hour',
  hr: 'hour',
  h: 'hour',
  mins: 'minute',
  min: 'minute',
  wk: 'week',
  wks: 'week',
  mth: 'month',
  mths: 'month',
  yr: 'year',
  yrs: 'year',
  annum: 'year',
  annually: 'year',
  hourly: 'hour',
  daily: 'day',
  nightly: 'night',
  weekly: 'week',
  monthly: 'month',
  yearly: 'year',
  annual: 'year',
  kilo: 'kg',
  kilos: 'kg',
  kgs: 'kg',
  kilogram: 'kg',
  kilograms: 'kg',
  gram: 'g',
  grams: 'g',
  litre: 'l',
  litres: 'l',
  liter: 'l',
  liters: 'l',
  km: 'km',
  kms: 'km',
  kilometre: 'km',
  kilometres: 'km',
  kilometer: 'km',
  kilometers: 'km',
  kwh: 'kwh',
  gb: 'gb',
  m2: 'm2',
  'm²': 'm2',
  sqm: 'm2',
  children: 'child',
  kid: 'child',
  kids: 'child',
  families: 'family',
  shelves: 'shelf',
  loaves: 'loaf',
  lb: 'lb',
  lbs: 'lb',
  pcs: 'piece',
  instalment: 'instalment',
  installments: 'instalment',
  installment: 'instalment',
  payments: 'instalment',
  payment: 'instalment',
  parts: 'instalment',
  part: 'instalment',
  rates: 'instalment',
  pc: 'piece',
}

/** The unit that a word names, in one form for one and many. */
export function unitOf(word: string): string {
  const plain = word.trim().toLowerCase()
  const named = NAMES[plain]
  if (named !== undefined) return named
  const single = /(?:ss|us|is)$/u.test(plain)
    ? plain
    : plain
        .replace(/ies$/u, 'y')
        .replace(/(?<=ch|sh|x|ss|z)es$/u, '')
        .replace(/s$/u, '')
  if (KINDS.has(single)) return single
  return PEOPLE.has(plain) ? 'person' : single
}

export const isPeople = (unit: string): boolean => unit === 'person' || KINDS.has(unit)

/** How much of the second unit one of the first is. */
const SIZES: Readonly<Record<string, string>> = {
  'g kg': '/ 1000',
  'kg g': '* 1000',
  'ml l': '/ 1000',
  'cl l': '/ 100',
  'minute hour': '/ 60',
  'cm m': '/ 100',
}
export const sizeIn = (unit: string, other: string): string | null =>
  unit === other ? '' : (SIZES[`${unit} ${other}`] ?? null)
export const SMALL_UNITS: ReadonlySet<string> = new Set(['g', 'ml', 'cl', 'cm', 'mm', 'minute', 'second', 'mg'])
export const TIME_UNITS: ReadonlySet<string> = new Set(['hour', 'day', 'night', 'week', 'month', 'year'])
