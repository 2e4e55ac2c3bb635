/** What was told of all amounts, or in another order than it counts: `both monthly`, a yearly sum in twelve parts, a voucher said first. */
import type { Fact } from './ledger-facts.ts'
import type { Reading } from './read-ledger.ts'

export const isKind =
  <Kind extends Fact['kind']>(kind: Kind) =>
  (fact: Fact): fact is Extract<Fact, { kind: Kind }> =>
    fact.kind === kind

/** `a $45 voucher and a purchase of $128.90`: what comes off was told first; beside rates the order counts. */
export function voucherLast(reading: Reading): Reading {
  const terms = reading.filter(isKind('term'))
  const [first, ...others] = terms
  if (first?.isOff !== true || others.length !== 1 || others[0]?.isOff !== false) return reading
  if (reading.some(({ kind }) => kind === 'rate' || kind === 'count')) return reading
  return [...reading.filter(fact => fact !== first), first]
}

const isTwelfth = (fact: Fact): boolean =>
  fact.kind === 'count' && fact.unit === 'instalment' && fact.expression === '12'

/** `both monthly` gives every amount before it a period. */
export function withPeriods(reading: Reading): Reading | null {
  // `54,000 a year, paid in 12 parts`: months.
  const isYearly = reading.some(fact => fact.kind === 'term' && fact.per.includes('year'))
  if (isYearly && reading.some(isTwelfth)) return withPeriods(reading.filter(fact => !isTwelfth(fact)))
  const every = reading.findIndex(({ kind }) => kind === 'every')
  if (every < 0) return reading
  const { unit } = reading[every] as Extract<Fact, { kind: 'every' }>
  const before = reading.slice(0, every)
  if (before.some(fact => fact.kind === 'term' && fact.per.length > 0)) return null
  if (reading.slice(every + 1).some(({ kind }) => kind === 'term' || kind === 'every')) return null
  return [...before.map(fact => (fact.kind === 'term' ? { ...fact, per: [unit] } : fact)), ...reading.slice(every + 1)]
}
