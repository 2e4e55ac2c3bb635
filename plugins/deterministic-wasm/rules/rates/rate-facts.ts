/** The facts that begin at a place of a request about rates: a price for one of something, a count, an amount that stands beside. */
import { isPeople, SMALL_UNITS } from '../ledger/ledger-facts.ts'
import { showAmount } from '../money.ts'
import { type Figure, shifted } from '../stories/story.ts'
import { TURNS } from '../stories/turns.ts'
import {
  ADVERB_RATE,
  BARE,
  COUNT,
  caughtAt,
  FLAT_ADDED,
  FLAT_AFTER,
  FLAT_BEFORE,
  FLAT_FOR,
  FLAT_SAID,
  HOURS_MINUTES,
  LABEL_RATE,
  OF_THEM,
  OF_US,
  OFTEN,
  ONCE,
  OPEN,
  PAIR,
  PEOPLE_BEFORE,
  RATE,
  TIMES_ONLY,
} from './rate-patterns.ts'
import { isOwnUnit, isPeriod, isRateUnit, rateUnit } from './rate-words.ts'

export type Price = {
  readonly expression: string
  readonly shown: string
  readonly figure: Figure
  /** Units that it is for one of; `open` where nothing said it. */
  readonly per: readonly string[]
  readonly isOpen: boolean
  readonly isFlat: boolean
  readonly isOff: boolean
  /** The word before an open price: `coffee 2.80`. */
  readonly label: string
}
export type Count = {
  readonly expression: string
  readonly shown: string
  readonly unit: string
  readonly per: string | null
  readonly isTaken: boolean
  /** What stands before it, and behind. */
  readonly joint: string
  readonly behind: string
  readonly value: number
}
export type Found = {
  readonly to: number
  readonly price?: Price
  readonly counts?: readonly Count[]
  readonly figures: number
}

/** `on Monday 3 hours` */
export const DAY =
  /(?<!\p{L})(mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)(?!\p{L})/u

const unitsIn = (written: string): readonly string[] | null => {
  const text = written.trim()
  if (/^(?:each|apiece|a piece|ea)$/u.test(text)) return ['each']
  if (/^(?:each|per|every) time$/u.test(text)) return ['']
  if (/^(?:pp|p\.p\.|p\/p)$/u.test(text)) return ['person']
  if (/^(?:pppn|p\/n)$/u.test(text)) return text === 'pppn' ? ['person', 'night'] : ['night']
  if (/^p\.?a\.?$/u.test(text)) return ['year']
  if (/ly$/u.test(text) && !text.includes(' ')) return [rateUnit(text)]
  const words = text
    .split(
      / ?\/ ?|(?:^|[ ,])(?:per|an?|each|every|for each|for every|for an?|for one|the|in an?|in one|and|&|single|whole)(?= )/u,
    )
    .map(word => word.trim())
    .filter(word => word !== '')
  return words.every(isRateUnit) ? words.map(rateUnit) : null
}

/** A price in cents is one in hundredths. */
const digitsOf = (figure: Figure, cents: string | undefined): string =>
  cents === undefined ? figure.amount.digits : shifted(figure.amount.digits, -2)
const shownOf = (figure: Figure, cents: string | undefined): string =>
  cents === undefined ? showAmount(figure.amount) : `${figure.amount.digits} cents`
const looksPaid = ({ amount }: Figure, cents: string | undefined): boolean =>
  cents !== undefined || amount.sign !== null || /\.\d{2,4}$/u.test(amount.digits)
const isMarked = (figure: Figure): boolean =>
  looksPaid(figure, /^ ?(?:cents?|cts?)(?!\p{L})/u.test(figure.after) ? '' : undefined)
const isBare = ({ amount }: Figure): boolean => amount.sign === null && Number(amount.digits) > 0

const price = (figure: Figure, cents: string | undefined, rest: Partial<Price>): Price => ({
  expression: digitsOf(figure, cents),
  shown: shownOf(figure, cents),
  figure,
  per: [],
  isOpen: false,
  isFlat: false,
  isOff: false,
  label: '',
  ...rest,
})
const count = (figure: Figure, written: string, joint: string, rest: Partial<Count> = {}): Count => ({
  expression: figure.amount.digits,
  shown: written === '' ? figure.amount.digits : `${figure.amount.digits} ${written}`,
  unit: rateUnit(written),
  per: null,
  isTaken: false,
  joint,
  behind: figure.after.slice(0, 24),
  value: Number(figure.amount.digits),
  ...rest,
})

const PRICED =
  /(?:is|are|was|costs?|charges?|charged?|takes?|at|rate|fee|earn|earns|get|gets|make|makes|pays?|paid|rent|salary|wage|wages|price|for|fare|@|[+:]) ?$/u

/** `i pulled 230`: so many of what there is a price for. */
const DONE =
  /(?:^|[ ,.])(?:i|we|he|she|they) +(?:pulled|sold|made|packed|did|picked|found|delivered|typed|wrote|washed|ironed|baked|collected|used|ran|drove|took|need|needed|bought|cleaned|printed) +$/u
const CASH =
  /(?<!\p{L})(?:till|drawer|cash|cashbox|register|coins?|notes?|bills|banknotes|piggy bank|money box|jar|purse|wallet|float)(?!\p{L})/u

export function factAt(
  text: string,
  at: number,
  figures: readonly Figure[],
  joint: string,
  label: string,
  hasPrice: boolean,
): Found | null {
  const [first, second] = figures
  if (first === undefined) return null
  const to = (caught: RegExpExecArray): number => at + caught[0].length
  if (text[at] !== 'A') return wordedFact(text, at, first, joint)
  if (first.kind !== 'amount') return null
  if (first.amount.digits.startsWith('-')) return null
  const time = caughtAt(HOURS_MINUTES, text, at)
  if (time !== null && second !== undefined && isBare(first) && Number(second.amount.digits) < 60) {
    const [h, m] = [first.amount.digits, second.amount.digits]
    const both = count(first, 'hour', joint, { expression: `(${h} + ${m} / 60)`, shown: `${h} h ${m} min` })
    return { to: to(time), counts: [both], figures: 2 }
  }
  const rate = caughtAt(RATE, text, at)
  if (rate !== null) {
    const { cents, per: written = '' } = rate.groups ?? {}
    const per = unitsIn(written)
    const isMoney = looksPaid(first, cents) || rate.groups?.mid !== undefined || PRICED.test(joint)
    // `2 a day` counts where another figure is money.
    // `children 20 per night`: how many they are, nobody said.
    if (isPeople(rateUnit(label)) && isOwnUnit(rateUnit(label)) && per !== null && !per.some(isPeople)) return null
    const isOften = per?.length === 1 && (isPeriod(per[0]!) || /^(?:person|each)$/u.test(per[0]!))
    const isCounted = !isMoney && isOften && (hasPrice || figures.slice(1).some(isMarked))
    if (per !== null && new Set(per).size === per.length && !isCounted)
      return { to: to(rate), price: price(first, cents, { per }), figures: 1 }
    if (per === null && /^ ?(?:a|the|per|\/)/u.test(written) && isMoney) return null
  }
  const pair = caughtAt(PAIR, text, at)
  if (pair !== null && second !== undefined && isBare(first)) {
    const made = pairOf(pair, first, second, { joint, isCash: CASH.test(text) })
    if (made !== null) return { ...made, to: to(pair), figures: 2 }
  }
  const flat = caughtAt(FLAT_AFTER, text, at)
  if (flat !== null && (looksPaid(first, flat.groups?.cents) || /(?:\+|plus|and|,) *$/u.test(joint)))
    return {
      to: to(flat),
      price: price(first, flat.groups?.cents, { isFlat: true, label: flat.groups?.fee ?? '' }),
      figures: 1,
    }
  const added = caughtAt(FLAT_FOR, text, at)
  if (added !== null && (IS_ADDED.test(joint) || added.groups?.fee === undefined) && isNoUnit(added.groups?.fee))
    return {
      to: to(added),
      price: price(first, added.groups?.cents, { isFlat: true, label: added.groups?.fee ?? '' }),
      figures: 1,
    }
  const once = caughtAt(ONCE, text, at)
  if (once !== null)
    return { to: to(once), price: price(first, once.groups?.cents, { isFlat: true, label: 'once' }), figures: 1 }
  const us = caughtAt(OF_US, text, at)
  if (us !== null && isBare(first)) return { to: to(us), counts: [count(first, 'person', joint)], figures: 1 }
  const them = caughtAt(OF_THEM, text, at)
  if (them !== null && isBare(first)) return { to: to(them), counts: [count(first, '', joint)], figures: 1 }
  const often = caughtAt(OFTEN, text, at)
  if (often !== null && isBare(first)) {
    const { unit, period, adverb } = often.groups ?? {}
    const named = unit === undefined || /^(?:x|times?)$/u.test(unit) ? '' : rateUnit(unit)
    const per = rateUnit(period ?? adverb ?? '')
    if ((named === '' || isRateUnit(unit ?? '')) && named !== per)
      return {
        to: to(often),
        counts: [count(first, named === '' ? '' : (unit ?? ''), joint, { per: per === 'workday' ? 'day' : per })],
        figures: 1,
      }
  }
  const times = caughtAt(TIMES_ONLY, text, at)
  if (times !== null && isBare(first)) return { to: to(times), counts: [count(first, '', joint)], figures: 1 }
  const counted = caughtAt(COUNT, text, at)
  if (counted !== null && isBare(first) && isRateUnit(counted.groups?.unit ?? '')) {
    const unit = counted.groups?.unit ?? ''
    const per = counted.groups?.each === undefined ? null : 'each'
    return { to: to(counted), counts: [count(first, unit, joint, { per })], figures: 1 }
  }
  const bare = caughtAt(BARE, text, at)
  if (bare !== null && isBare(first) && /^\d{1,6}$/.test(first.amount.digits) && DONE.test(joint))
    return { to: to(bare), counts: [count(first, '', joint)], figures: 1 }
  const open = caughtAt(OPEN, text, at)
  if (open === null) return null
  // `120 + 24.00`: what is joined by a sign is told to be added.
  if (looksPaid(first, open.groups?.cents))
    return {
      to: to(open),
      price: price(first, open.groups?.cents, {
        isOpen: true,
        label: IS_ADDED.test(joint) && !/and *$/u.test(joint) ? '+' : label,
      }),
      figures: 1,
    }
  return null
}

/** What may stand in a list with its price alone: `bus 520, entry 7.50 each`. */
const PAYABLE =
  /^(?:bus|coach|car|cake|hall|band|dj|tent|food|drinks|decoration|van|train|taxi|toll|parking|music|petrol|fuel|gate|binding|delivery|paint|material|materials|coins|wood|catering|flowers)$/u
const IS_ADDED = /(?:\+|(?:^|[ ,])(?:plus|and)(?: +then)?) *(?:(?:an?|the) +)?$/u
/** Names of what is paid for, and no persons, times or numbers of something. */
const isNoUnit = (fee: string | undefined): boolean =>
  (fee ?? '')
    .split(' ')
    .every(
      word =>
        !TURNS.has(word) &&
        !/^(?:each|every|per)$/u.test(word) &&
        (word === '' || !isOwnUnit(rateUnit(word)) || /^(?:meals?)$/u.test(word)),
    )

function wordedFact(text: string, at: number, first: Figure, joint: string): Found | null {
  // Only what reaches the next figure.
  if (first.at - at > 60) return null
  const reach = (caught: RegExpExecArray | null): caught is RegExpExecArray =>
    caught !== null && at + caught[0].length > first.at
  const people = caughtAt(PEOPLE_BEFORE, text, at)
  if (reach(people) && isBare(first)) {
    const rest = text.slice(at + people[0].length)
    if (!/^ ?(?:x|×|\p{Ll})/u.test(rest) || /^ (?:for|and|in|people|staying|sharing)(?!\p{L})/u.test(rest))
      return { to: at + people[0].length, counts: [count(first, 'person', '')], figures: 1 }
  }
  if (first.kind !== 'amount') return null
  // `what's the hourly rate: 540 for 36 hours`
  const isWanted = /(?:what(?:'s|s| is| was)?|how much is|how high is) (?:the |my |his |her )?$/u.test(
    text.slice(0, at),
  )
  const adverb = isWanted ? null : caughtAt(ADVERB_RATE, text, at)
  if (reach(adverb) && (adverb.groups?.adverb !== 'minimum' || adverb[0].startsWith('minimum wage')))
    return {
      to: at + adverb[0].length,
      price: price(first, adverb.groups?.cents, {
        per: [adverb.groups?.adverb === 'minimum' ? 'hour' : rateUnit(adverb.groups?.adverb ?? '')],
      }),
      figures: 1,
    }
  const flat = caughtAt(FLAT_BEFORE, text, at)
  if (reach(flat)) {
    const end = at + flat[0].length
    // `parking 2.50 per hour`, `base fee 9.90 a month` are rates; so many of something are no fee.
    const rate = caughtAt(RATE, text, first.at)
    if (rate !== null || caughtAt(PAIR, text, first.at) !== null) return null
    if (
      !looksPaid(first, flat.groups?.cents) &&
      COUNT.test(text.slice(first.at)) &&
      isOwnUnit(rateUnit(caughtAt(COUNT, text, first.at)?.groups?.unit ?? ''))
    )
      return null
    return {
      to: end,
      price: price(first, flat.groups?.cents, { isFlat: true, label: flat.groups?.fee ?? '' }),
      figures: 1,
    }
  }
  const added = caughtAt(FLAT_ADDED, text, at)
  const isNamed =
    added !== null && (IS_ADDED.test(joint) || (PAYABLE.test(added.groups?.fee ?? '') && /^[,:; ]*$/u.test(joint)))
  if (reach(added) && isNamed && isNoUnit(added.groups?.fee))
    return {
      to: at + added[0].length,
      price: price(first, added.groups?.cents, { isFlat: true, label: added.groups?.fee ?? '' }),
      figures: 1,
    }
  const said = caughtAt(FLAT_SAID, text, at)
  const isSaid = IS_ADDED.test(joint) || (PAYABLE.test(said?.groups?.fee ?? '') && /^[,:;. ]*$/u.test(joint))
  if (reach(said) && isSaid && isNoUnit(said.groups?.fee))
    return {
      to: at + said[0].length,
      price: price(first, said.groups?.cents, { isFlat: true, label: said.groups?.fee ?? '' }),
      figures: 1,
    }
  const named = caughtAt(LABEL_RATE, text, at)
  if (reach(named) && isRateUnit(named.groups?.unit ?? '')) {
    const end = at + named[0].length
    if (
      caughtAt(RATE, text, first.at) !== null ||
      (!looksPaid(first, named.groups?.cents) && caughtAt(COUNT, text, first.at) !== null)
    )
      return null
    return {
      to: end,
      price: price(first, named.groups?.cents, { per: [rateUnit(named.groups?.unit ?? '')] }),
      figures: 1,
    }
  }
  return null
}

function pairOf(
  { groups = {} }: RegExpExecArray,
  n: Figure,
  cost: Figure,
  { joint, isCash }: { readonly joint: string; readonly isCash: boolean },
): { readonly price: Price; readonly counts: readonly Count[] } | null {
  const { unit: written, more = '', way = '', each, per, cents } = groups
  if (cost.kind !== 'amount' || cost.amount.digits.startsWith('-')) return null
  if (written !== undefined && !isRateUnit(written)) return null
  if (more.split(' ').some(word => TURNS.has(word))) return null
  if (way === 'for' && each === undefined && per === undefined) return null
  if (way === 'a' && cost.amount.sign === null && written === undefined) return null
  if (way === 'of' && (!looksPaid(cost, cents) || written === undefined)) return null
  // `4 at 6`
  if (written === undefined && /^(?:at|@|a|for)$/u.test(way) && !looksPaid(cost, cents)) return null
  const unit = written === undefined ? '' : rateUnit(written)
  // `3 kg at 12.40 per piece`
  if (/piece|item|unit/u.test(`${each} ${per}`) && isOwnUnit(unit)) return null
  const taken = count(n, written ?? '', joint, { isTaken: true })
  if (per !== undefined) {
    const units = unitsIn(per)
    if (units === null) return null
    const rest = units.filter(one => one !== unit && !(unit !== '' && one === 'each'))
    // `3 hours at 15 € per hour`; `5 days at 15 € per hour` counts on.
    return rest.length < units.length && !DAY.test(joint)
      ? { price: product(n, cost, cents, { per: rest }), counts: [taken] }
      : unit === ''
        ? null
        : { price: price(cost, cents, { per: units }), counts: [count(n, written ?? '', joint)] }
  }
  // `5 days x 48 weeks`
  if (!looksPaid(cost, cents) && isOwnUnit(rateUnit(/^ ?([\p{Ll}²³]+)/u.exec(cost.after)?.[1] ?? ''))) return null
  // `3 x 50` in a till are notes.
  if (!isCash && !looksPaid(cost, cents) && each === undefined && way !== 'at' && way !== '@' && unit === '')
    return null
  // `250 grams at 12.80`: for a kilo, sooner than for a gram.
  if (SMALL_UNITS.has(unit) && each === undefined && !(unit === 'minute' && Number(digitsOf(cost, cents)) < 3))
    return null
  return { price: product(n, cost, cents, {}), counts: [taken] }
}
const product = (n: Figure, cost: Figure, cents: string | undefined, rest: Partial<Price>): Price =>
  price(cost, cents, {
    expression: `${n.amount.digits} * ${digitsOf(cost, cents)}`,
    shown: `${n.amount.digits} × ${shownOf(cost, cents)}`,
    ...rest,
  })
