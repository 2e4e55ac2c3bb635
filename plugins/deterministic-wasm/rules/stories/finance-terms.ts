/** The terms of a loan or an investment in a story: the sum, the span and the rate of a year. A span that is no whole number of months is none. */
import { decimalsOf } from '../money.ts'
import { peek } from '../peek.ts'
import { type Answer, at, single, task } from '../rule.ts'
import type { Figure, Story } from './story.ts'
import { digitsOf, only } from './told-money.ts'

const SPAN = /^[ -]?(?<unit>months?|mths?|mo|years?|yrs?|y)(?!\p{L})(?! old)/u
export const isSpan = ({ amount, after }: Figure): boolean =>
  amount.sign === null && /^\d{1,4}(?:\.5)?$/.test(amount.digits) && SPAN.test(after)
/** Months of a span, or null where they are no whole number. */
function monthsOf(figure: Figure): number | null {
  const months = Number(digitsOf(figure)) * (/^[ -]?m/u.test(figure.after) ? 1 : 12)
  return Number.isInteger(months) && months > 0 && months <= 1_200 ? months : null
}
export const CHANGES =
  /(?<!\p{L})(?:down payment|downpayment|deposit of|balloon|fees?|insurance|variable|then|after that|first \p{L}+ (?:months|years)|rises|grace|extra|early|overpay|refinance|tax|taxes|withdraw(?:al|n)?|should|afford|better|or|vs|versus|penalty|inflation|discount|off)(?!\p{L})|P of (?:my |the |our |a |an )?A/u
export const FINANCE_WORDS =
  'p loan mortgage credit emi finance financed financing instalment instalments installment installments instalment rate rates interest apr p.a pa annum annual annually yearly monthly quarterly per month year years months over for at with of term fixed simple compound compounded compounding interest-only principal borrow borrowed borrowing repay repayment repayments payment payments pay back bank car house home personal student what is the how much total in all altogether amount maturity fd deposit fixed-deposit rd investment invest invested investing put savings saving account grow grows worth become be will have after end yrs yr every each if i cash store card flat'

export type Terms = { readonly sum: Figure; readonly span: Figure; readonly months: number; readonly percent: string }
export function readTerms({ amounts, percents }: Story): Terms | null {
  const span = only(amounts, isSpan)
  const sum = amounts.find(figure => figure !== span)
  const months = span === null ? null : monthsOf(span)
  if (span === null || sum === undefined || months === null || amounts.length !== 2 || Number(digitsOf(sum)) <= 0)
    return null
  return { sum, span, months, percent: percents[0] === undefined ? '0' : digitsOf(percents[0]) }
}
export const placesOf = ({ amount }: Figure): number => (amount.sign === null ? 2 : decimalsOf(amount.sign))

/** To so many correct decimals, where logarithms are needed. */
export const approximate = (expression: string, decimals: number, unit: string, how: string): Answer | null => {
  const input = { expression, decimals }
  return peek('math.approximate', input) === null
    ? null
    : single(task('value', 'Work it out', 'math.approximate', input), `{{value}}${unit}`, { value: at('/exact') }, how)
}
