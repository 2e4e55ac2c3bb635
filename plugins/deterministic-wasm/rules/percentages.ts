/** Percentages of numbers and money: part, discount, surcharge, tip, tax, share and change. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from './evaluated.ts'
import type { Clause } from './message/read-message.ts'
import { AMOUNT, type Amount, commonSign, decimalsOf, NUMBER, readAmount, showAmount, writeAmount } from './money.ts'
import { type Answer, at, defineRule, literal, task } from './rule.ts'

const PERCENT = '(\\d+(?:\\.\\d+)?) ?(?:%|percent|per cent|pct)'
const TAX = '(?:(?:sales |value added )?tax|vat|gst|mwst)'
const EXTRA = `(?:${TAX}|tip|gratuity|service(?: charge| fee)?|surcharge|mark-?up|interest)`
const BILL = '(?: (?:bill|meal|dinner|lunch|check|tab|order|purchase|invoice))?'
const COUNTED =
  'kg|g|mg|km|m|cm|mm|miles?|lbs?|pounds?|ounces?|oz|grams?|kilograms?|kilos?|meters?|metres?|litres?|liters?|ml|hours?|minutes?|seconds?|days?|weeks?|GB|MB|TB|people|persons|students|users|customers|employees|votes|points|units|items|calories|kcal|kWh'
const UNIT = `(?: ?(${COUNTED}))?`

/** `A` is an amount (three groups), `P` a percentage, `N` a number, `U` an optional unit. */
function form(source: string): RegExp {
  const filled = source
    .replace(/A(?![a-z])/g, () => AMOUNT)
    .replace(/P(?![a-z])/g, () => PERCENT)
    .replace(/N(?![a-z])/g, () => `(${NUMBER})`)
    .replace(/U(?![a-z])/g, () => UNIT)
  return new RegExp(`^(?:${filled})$`, 'iu')
}

/** `59.99` is money even without its currency. */
const centsOf = ({ digits }: Amount): number | undefined => (/\.\d\d$/.test(digits) ? 2 : undefined)

type Reader = (found: readonly (string | undefined)[]) => Answer | null
type Form = readonly [RegExp, Reader]

const amountAt = (found: readonly (string | undefined)[], index: number): Amount =>
  readAmount(found[index], found[index + 1], found[index + 2])

const partOf = (percent: string, amount: Amount, unit = '', decimals?: number): Answer | null =>
  evaluated({
    ...(amount.sign === null ? { decimals } : {}),
    expression: `${amount.digits} * ${percent} / 100`,
    sign: amount.sign,
    unit: unit === '' ? '' : ` ${unit}`,
    how: `${percent}% of ${showAmount(amount)}${unit === '' ? '' : ` ${unit}`}`,
  })

/** `decimals` where the amount is money though its currency was left out. */
export const moved = (percent: string, amount: Amount, sign: '+' | '-', decimals?: number | 'cents'): Answer | null =>
  evaluated({
    expression: `${amount.digits} ${sign} ${percent}%`,
    sign: amount.sign,
    ...(amount.sign === null ? { decimals } : {}),
    how: `${showAmount(amount)} ${sign === '+' ? 'plus' : 'minus'} ${percent}%`,
  })

/** The part, and beside it what the amount comes to with or without it. */
export function partAndTotal(percent: string, amount: Amount, sign: '+' | '-'): Answer | null {
  const cents = centsOf(amount)
  const part = partOf(percent, amount, '', cents)
  if (part === null || part.tasks[0]?.op !== 'math.evaluate') return part
  const decimals = amount.sign === null ? cents : decimalsOf(amount.sign)
  const places = decimals === undefined ? {} : { decimals, rounding: 'half_up' }
  const total = { expression: `${amount.digits} ${sign} ${percent}%`, ...places }
  return {
    tasks: [
      { ...part.tasks[0], key: 'part', name: `Calculate ${percent}%` },
      task('total', sign === '+' ? 'Add it' : 'Take it off', 'math.evaluate', total),
      task(
        'both',
        'Put both together',
        'agg.merge',
        { objects: [{ part: { $from: 'part', pointer: '/exact' }, total: { $from: 'total', pointer: '/exact' } }] },
        ['part', 'total'],
      ),
    ],
    answer: 'both',
    reply: {
      template: writeAmount('{{part}}', amount.sign),
      how: `{{how}} ${writeAmount('{{total}}', amount.sign)}`,
      values: {
        part: at('/part'),
        total: at('/total'),
        how: literal(`${percent}% of ${showAmount(amount)}; ${sign === '+' ? 'with' : 'without'} it`),
      },
    },
  }
}

/** `part` of `whole` in percent; both in the same currency or in none. */
function ratio(expression: string, amounts: readonly Amount[], how: string): Answer | null {
  if (commonSign(amounts) === 'mixed') return null
  return evaluated({ expression, unit: '%', how })
}

export const share = (part: Amount, whole: Amount): Answer | null =>
  ratio(`${part.digits} / ${whole.digits} * 100`, [part, whole], `${showAmount(part)} of ${showAmount(whole)}`)

export function change(kind: string, from: Amount, to: Amount): Answer | null {
  const [a, b] = /decrease|drop|reduction|loss/i.test(kind) ? [to, from] : [from, to]
  return ratio(
    `(${b.digits} - ${a.digits}) / ${from.digits} * 100`,
    [from, to],
    `from ${showAmount(from)} to ${showAmount(to)}`,
  )
}

const CORE: readonly Form[] = [
  [form('P of AU'), ([, p = '', ...rest]) => partOf(p, amountAt(rest, 0), rest[3])],
  [
    form(`P (?:${EXTRA}) (?:on|of|for|to)(?: an?)? A${BILL}`),
    ([, p = '', ...rest]) => partAndTotal(p, amountAt(rest, 0), '+'),
  ],
  [
    form(`(?:${EXTRA})(?: of)? P (?:on|for|to)(?: an?)? A${BILL}`),
    ([, p = '', ...rest]) => partAndTotal(p, amountAt(rest, 0), '+'),
  ],
  [
    form(`(?:${EXTRA}) (?:on|for) (?:an? )?A${BILL} (?:at|of|with) P`),
    found => partAndTotal(found[4] ?? '', amountAt(found, 1), '+'),
  ],
  [form('P off(?: of)? A'), ([, p = '', ...rest]) => moved(p, amountAt(rest, 0), '-', centsOf(amountAt(rest, 0)))],
  [
    // `200 at 10%` alone may earn it, cost it, or be reduced by it.
    form(
      'A (?:(?:minus|less|-) P(?: (?:off|discount|reduction|rebate))?|(?:with|at|after)(?: an?)? P (?:off|discount|reduction|rebate))',
    ),
    found => moved(found[4] ?? found[5] ?? '', amountAt(found, 1), '-'),
  ],
  [form('P (?:more|higher|greater|larger|bigger) than A'), ([, p = '', ...rest]) => moved(p, amountAt(rest, 0), '+')],
  [form('P (?:less|lower|smaller|cheaper) than A'), ([, p = '', ...rest]) => moved(p, amountAt(rest, 0), '-')],
  [
    form(`A (?:plus|\\+|and|with)(?: an?)? P (?:${EXTRA})`),
    found => moved(found[4] ?? '', amountAt(found, 1), '+', centsOf(amountAt(found, 1))),
  ],
  [form('A (?:plus|\\+)(?: an?)? P'), found => moved(found[4] ?? '', amountAt(found, 1), '+')],
  [form('(?:add|put) (?:an? )?P (?:on|to|onto) A'), ([, p = '', ...rest]) => moved(p, amountAt(rest, 0), '+')],
  [
    form(`(?:add|put) (?:an? )?P (?:${EXTRA}) (?:on|to|onto) A`),
    ([, p = '', ...rest]) => moved(p, amountAt(rest, 0), '+'),
  ],
  [
    form('(?:subtract|take|deduct) (?:an? )?P (?:from|off)(?: of)? A'),
    ([, p = '', ...rest]) => moved(p, amountAt(rest, 0), '-'),
  ],
  [form('(?:increase|raise) A by P'), found => moved(found[4] ?? '', amountAt(found, 1), '+')],
  [form('A (?:increased|raised) by P'), found => moved(found[4] ?? '', amountAt(found, 1), '+')],
  [form('(?:decrease|reduce|lower|discount|cut) A by P'), found => moved(found[4] ?? '', amountAt(found, 1), '-')],
  [form('A (?:decreased|reduced|lowered|discounted) by P'), found => moved(found[4] ?? '', amountAt(found, 1), '-')],
  [
    form(
      '(?:by (?:what|how much) )?(?:percent|percentage|per cent|%)(?: (?:does|did|has|is) (?:it|this|that|the price|the value))? (change|increase|decrease|drop|reduction|gain) (?:from|between) A (?:to|and) A',
    ),
    ([, kind = '', ...rest]) => change(kind, amountAt(rest, 0), amountAt(rest, 3)),
  ],
  [form('A as an? (?:percent|percentage|%) of A'), found => share(amountAt(found, 1), amountAt(found, 4))],
]
const PLAIN: readonly Form[] = [
  [
    form('(?:what|which) (?:percent|percentage|per cent|%) of A (?:is|are|makes?) A'),
    found => share(amountAt(found, 4), amountAt(found, 1)),
  ],
  [
    form('(?:what|which) (?:percent|percentage|per cent|%) (?:is|are) A (?:of|out of) A'),
    found => share(amountAt(found, 1), amountAt(found, 4)),
  ],
  [
    form('A (?:is|are) what (?:percent|percentage|per cent|%) of A'),
    found => share(amountAt(found, 1), amountAt(found, 4)),
  ],
  [
    form('A out of A (?:as|in) (?:an? )?(?:percent|percentage|per cent|%)'),
    found => share(amountAt(found, 1), amountAt(found, 4)),
  ],
]
const DISCOUNT = form('P discount (?:on|off|from)(?: an?)? A')

export const percentageRules: readonly PlannerRule[] = [
  defineRule({
    id: 'percentage',
    reason: 'Calculates a percentage of, off, or on top of a number or an amount of money.',
    order: 10,
    hint: /%|per ?cent|pct/i,
    examples: {
      yes: [
        'What is 17.5% of 2,480 EUR?',
        '20 percent off $80',
        'Increase 150 by 12%',
        'How much is a 15% tip on $45.50?',
        'What percent of 80 is 20?',
        '30 is what percent of 120?',
        'What is the percentage change from 80 to 100?',
        'Add 19% VAT to 250 EUR',
        '200 + 10%',
        'What is 25% discount on 60 EUR?',
        'what is 20% of 150 people',
      ],
      no: [
        'Give 110% today!',
        'What does 50% of the population think?',
        'I am 100% sure.',
        'Is 5% inflation high?',
        'What is 10% of 1.234 EUR?',
        'What percent of people like tea?',
        'We saved 20% of 80 EUR last year.',
        'Only 1% of 1% succeed.',
        'What is 15% of 20 EUR and 30 USD together?',
      ],
    },
    read: clause =>
      readForms(clause.core, CORE) ??
      readForms(clause.plain, PLAIN) ??
      readForms(clause.plain, CORE) ??
      discount(clause),
  }),
]

function readForms(text: string, forms: readonly Form[]): Answer | null {
  for (const [pattern, read] of forms) {
    const found = pattern.exec(text)
    if (found !== null) return read(found)
  }
  return null
}

/** `25% discount on 60` may ask for the price or for the discount: both are said. */
function discount(clause: Clause): Answer | null {
  const found = DISCOUNT.exec(clause.core)
  return found === null ? null : partAndTotal(found[1] ?? '', amountAt(found, 2), '-')
}
