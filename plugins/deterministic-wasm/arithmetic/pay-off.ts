/** A loan paid off in equal payments, month by month, as banks round it: every amount to the smallest coin. */
import { add, divide, fromInteger, multiply, ONE, type Rational, round, subtract, ZERO } from './rational.ts'

const KEPT = 60

/** `rate` is that of one month. The last payment settles what rounding left. */
export function payOff(principal: Rational, rate: Rational, months: number, decimals: number) {
  const payment = round(exactPayment(principal, rate, months), decimals, 'half_up')
  let owed = principal
  let total: Rational = ZERO
  for (let month = 1; month < months; month += 1) {
    const interest = round(multiply(owed, rate), decimals, 'half_up')
    owed = subtract(add(owed, interest), payment)
    total = add(total, payment)
  }
  const last = add(owed, round(multiply(owed, rate), decimals, 'half_up'))
  return { payment, last, total: add(total, last) }
}

/** The annuity of a loan, to 60 decimals. */
function exactPayment(principal: Rational, rate: Rational, months: number): Rational {
  if (rate.numerator === 0n) return divide(principal, fromInteger(BigInt(months)))
  const discount = round(divide(ONE, add(ONE, rate)), KEPT)
  let left: Rational = ONE
  for (let month = 0; month < months; month += 1) left = round(multiply(left, discount), KEPT)
  return divide(multiply(principal, rate), subtract(ONE, left))
}
