/** Family `math`, third part: what people work out with money. Amounts are decimal texts, rounded where money is. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { payOff } from '../arithmetic/pay-off.ts'
import {
  add,
  divide,
  fromInteger,
  multiply,
  ONE,
  type Rational,
  round,
  subtract,
  toFixed,
  ZERO,
} from '../arithmetic/rational.ts'
import { choice, closed, operation, text, texts } from '../operation.ts'
import { allocate, amount, read, rounding } from './math.ts'

const places = Type.Optional(
  Type.Integer({ minimum: 0, maximum: 20, description: 'Decimals of the amounts.', default: 2 }),
)
const percent = amount('Per cent.')
const money = (description: string) => text(`${description} Decimal text.`)
const HUNDRED = fromInteger(100n)
const shareOf = (percentage: Rational): Rational => divide(percentage, HUNDRED)

export const mathMoneyOperations: readonly Operation[] = [
  operation({
    name: 'math.tip',
    description: 'Tip and total of a bill, and what each person pays when it is split.',
    input: closed({
      bill: amount('The bill.'),
      percent,
      people: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: 'Who shares.', default: 1 })),
      decimals: places,
      rounding,
    }),
    output: closed({
      tip: money('The tip.'),
      total: money('Bill and tip.'),
      parts: texts('What each one pays; together exactly the total, the first pay what is left over.'),
    }),
    example: {
      input: { bill: '86.40', percent: 15, people: 4 },
      output: { tip: '12.96', total: '99.36', parts: ['24.84', '24.84', '24.84', '24.84'] },
    },
    run(input) {
      const { decimals = 2, people = 1 } = input
      const bill = read(input.bill, '/bill')
      const tip = round(multiply(bill, shareOf(read(input.percent, '/percent'))), decimals, input.rounding)
      const total = round(add(bill, tip), decimals, input.rounding)
      return {
        tip: toFixed(tip, decimals),
        total: toFixed(total, decimals),
        parts: allocate(
          total,
          Array.from({ length: people }, () => 1),
          decimals,
        ),
      }
    },
  }),
  operation({
    name: 'math.tax',
    description: 'Adds a tax such as VAT to a net amount, or takes it out of a gross one.',
    input: closed({
      amount: amount('Net with `add`, gross with `included`.'),
      percent,
      kind: Type.Optional(choice(['add', 'included'], 'Whether the amount holds the tax.', 'add')),
      decimals: places,
      rounding,
    }),
    output: closed({
      net: money('Without tax.'),
      tax: money('The tax; net and tax are exactly gross.'),
      gross: money('With tax.'),
    }),
    example: {
      input: { amount: 119, percent: 19, kind: 'included' },
      output: { net: '100.00', tax: '19.00', gross: '119.00' },
    },
    run(input) {
      const { decimals = 2 } = input
      const given = round(read(input.amount, '/amount'), decimals, input.rounding)
      const share = shareOf(read(input.percent, '/percent'))
      if (input.kind !== 'included') {
        const tax = round(multiply(given, share), decimals, input.rounding)
        return bill(given, tax, add(given, tax), decimals)
      }
      const factor = add(ONE, share)
      if (factor.numerator <= 0n) throw new OperationError('No amount holds a tax of −100 % or less.', '/percent')
      const net = round(divide(given, factor), decimals, input.rounding)
      return bill(net, subtract(given, net), given, decimals)
    },
  }),
  operation({
    name: 'math.discount',
    description: 'A price after one discount or several in a row, and what is saved.',
    input: closed({
      price: amount('The price before.'),
      percents: Type.Array(percent, {
        minItems: 1,
        maxItems: 100,
        description: 'Each is taken off what the last left.',
      }),
      decimals: places,
      rounding,
    }),
    output: closed({
      price: money('The price after.'),
      saved: money('Before less after.'),
      percent: text('All discounts as one, in per cent, to four decimals.'),
    }),
    example: {
      input: { price: '80', percents: [25, 10] },
      output: { price: '54.00', saved: '26.00', percent: '32.5000' },
    },
    run(input) {
      const { decimals = 2 } = input
      const before = read(input.price, '/price')
      const kept = input.percents.reduce<Rational>(
        (left, written, i) => multiply(left, subtract(ONE, shareOf(read(written, `/percents/${i}`)))),
        ONE,
      )
      const after = round(multiply(before, kept), decimals, input.rounding)
      return {
        price: toFixed(after, decimals),
        saved: toFixed(subtract(before, after), decimals, input.rounding),
        percent: toFixed(multiply(subtract(ONE, kept), HUNDRED), 4, input.rounding),
      }
    },
  }),
  operation({
    name: 'math.compound',
    description: 'What money grows to with compound interest, and with a payment each period if there is one.',
    input: closed({
      principal: amount('Money at the start.'),
      percent: amount('Interest of a year, in per cent.'),
      years: Type.Integer({ minimum: 0, maximum: 200, description: 'How long.' }),
      per_year: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 365, description: 'How often interest is added.', default: 1 }),
      ),
      payment: Type.Optional(amount('Paid in at the end of each period.')),
      decimals: places,
    }),
    output: closed({
      total: money('Money at the end; rounded once, half up.'),
      paid: money('Start and payments.'),
      interest: money('Total less paid.'),
    }),
    example: {
      input: { principal: 1000, percent: 5, years: 10 },
      output: { total: '1628.89', paid: '1000.00', interest: '628.89' },
    },
    run(input) {
      const { decimals = 2, per_year = 1 } = input
      const periods = input.years * per_year
      const rate = divide(read(input.percent, '/percent'), fromInteger(BigInt(100 * per_year)))
      const start = read(input.principal, '/principal')
      const payment = input.payment === undefined ? ZERO : read(input.payment, '/payment')
      const total = round(grow(start, rate, periods, payment), decimals, 'half_up')
      const paid = round(add(start, multiply(payment, fromInteger(BigInt(periods)))), decimals)
      return {
        total: toFixed(total, decimals),
        paid: toFixed(paid, decimals),
        interest: toFixed(subtract(total, paid), decimals),
      }
    },
  }),
  operation({
    name: 'math.loan',
    description: 'Monthly payment, total and interest of a loan that is paid off in equal payments.',
    input: closed({
      principal: amount('What is borrowed.'),
      percent: amount('Interest of a year, in per cent, a twelfth of it each month.'),
      months: Type.Integer({ minimum: 1, maximum: 1_200, description: 'How many payments.' }),
      decimals: places,
    }),
    output: closed({
      payment: money('Each month; rounded half up.'),
      last_payment: money('The last month, which settles what rounding left.'),
      total: money('All payments.'),
      interest: money('Total less what was borrowed.'),
    }),
    example: {
      input: { principal: 10000, percent: 6, months: 12 },
      output: { payment: '860.66', last_payment: '860.70', total: '10327.96', interest: '327.96' },
    },
    run(input) {
      const { decimals = 2 } = input
      const principal = round(read(input.principal, '/principal'), decimals)
      if (principal.numerator <= 0n) throw new OperationError('A loan is more than nothing.', '/principal')
      const rate = divide(read(input.percent, '/percent'), fromInteger(1_200n))
      if (rate.numerator < 0n) throw new OperationError('The interest of a loan is not negative.', '/percent')
      const { payment, last, total } = payOff(principal, rate, input.months, decimals)
      return {
        payment: toFixed(payment, decimals),
        last_payment: toFixed(last, decimals),
        total: toFixed(total, decimals),
        interest: toFixed(subtract(total, principal), decimals),
      }
    },
  }),
]

const bill = (net: Rational, tax: Rational, gross: Rational, decimals: number): JsonObject => ({
  net: toFixed(net, decimals),
  tax: toFixed(tax, decimals),
  gross: toFixed(gross, decimals),
})

/** Decimals kept between periods: far more than any amount of money needs, and few enough to stay fast. */
const KEPT = 60

function grow(start: Rational, rate: Rational, periods: number, payment: Rational): Rational {
  const factor = add(ONE, rate)
  let money = start
  for (let period = 0; period < periods; period += 1) money = round(add(multiply(money, factor), payment), KEPT)
  return money
}
