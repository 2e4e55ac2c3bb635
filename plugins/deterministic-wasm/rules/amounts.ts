/** Money: sums of amounts, multiples and shares of one amount, and the total of the amounts in a text. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { findAmounts } from '../find/amounts.ts'
import { evaluated } from './evaluated.ts'
import type { Clause } from './message/read-message.ts'
import { findSource } from './message/source.ts'
import { AMOUNT, type Amount, commonSign, decimalsOf, readAmount } from './money.ts'
import { type Answer, at, defineRule, task, withHow } from './rule.ts'

const EACH = new RegExp(AMOUNT, 'gu')
const ONE = new RegExp(`^${AMOUNT}$`, 'u')
const SPLIT =
  /^(?:split|divide|share) (.+?) (?:(?:evenly|equally) )?(?:between|among|amongst|across|by) (\d{1,6})(?: (?:people|persons|friends|of us|ways|colleagues|guests))?(?: (?:evenly|equally))?$/i
const ADD_UP = /^(?:(?:sum|total)(?: amount)?(?: up)?(?: of)?|add(?: up| together)?) (.+)$/i
const TOTAL_OF =
  /^(?:(?:sum|total)(?: up)?(?: of)?|add up) (?:all )?(?:(?:of )?(?:the|these|those|my) )?(?:amounts?|prices?|expenses|costs?|payments?|receipts?|bills?|invoices?|purchases|fees|sums|spendings?)(?: (?:in|from|of) (.+))?$/i

export const amountRules: readonly PlannerRule[] = [
  defineRule({
    id: 'money',
    reason: 'Adds, multiplies and splits amounts of money exactly, rounded to the currency.',
    order: 15,
    hint: /\d|amount|price|cost|expense|payment/i,
    examples: {
      yes: [
        'What is 12.50 EUR + 7.25 EUR?',
        '3 * €19.99',
        'Add up $5, $7.50 and $12',
        'What is the sum of 1.299,00 € and 49,90 €?',
        'total of these amounts: rent 800 EUR, food 250.50 EUR',
      ],
      no: [
        'It cost 5 EUR and 3 EUR.',
        'What is 5 EUR + 3 USD?',
        'Is $5 a lot?',
        'Convert 5 EUR to USD',
        'He looked like a million dollars',
        'Split the bill between 3 people',
        'What is 1.234 EUR + 5 EUR?',
      ],
    },
    read: (clause, input) => splitUp(clause) ?? addUp(clause) ?? expression(clause) ?? totalOf(clause, input),
  }),
]

function splitUp(clause: Clause): Answer | null {
  const found = SPLIT.exec(clause.core)
  const whole = ONE.exec(found?.[1] ?? '')
  if (found === null || whole === null) return null
  const amount = readAmount(whole[1], whole[2], whole[3])
  return evaluated({
    expression: `${amount.digits} / ${found[2]}`,
    sign: amount.sign,
    unit: ' each',
    how: `${showAll([amount])} ÷ ${found[2]}`,
  })
}

function addUp(clause: Clause): Answer | null {
  const found = ADD_UP.exec(clause.core)
  const parts = (found?.[1] ?? '').split(/, (?:and )?| and | & | \+ | plus /)
  if (parts.length < 2 || parts.length > 100) return null
  const amounts: Amount[] = []
  for (const part of parts) {
    const one = ONE.exec(part.trim())
    if (one === null) return null
    amounts.push(readAmount(one[1], one[2], one[3]))
  }
  const sign = commonSign(amounts)
  if (sign === null || sign === 'mixed' || amounts.some(amount => amount.sign === null)) return null
  const expression = amounts.map(({ digits }) => digits).join(' + ')
  return evaluated({ expression, sign, how: showAll(amounts) })
}

/** `3 * €19.99 + €5`: every summand is one amount, times or divided by plain numbers. */
function expression(clause: Clause): Answer | null {
  const text = clause.core
    .replace(/^(?:add|sum|total(?: of)?) (?=[^a-z]*[+])/i, '')
    .replace(/ (?:plus) /gi, ' + ')
    .replace(/ (?:minus) /gi, ' - ')
    .replace(/ (?:times|multiplied by|x|×) /gi, ' * ')
    .replace(/ (?:divided by|÷) /gi, ' / ')
  if (!text.includes('¤') || text.length > 300) return null
  const amounts = [...text.matchAll(EACH)].map(found => readAmount(found[1], found[2], found[3]))
  const sign = commonSign(amounts)
  const summands = text.split(/ ?[+-] ?(?=\d)/)
  // `1299 + 349 + 75 naira`: said once, at an end, for all of them.
  const isSaidOnce =
    amounts.filter(amount => amount.sign !== null).length === 1 && (amounts.at(-1)?.sign ?? null) !== null
  const isWhole =
    text
      .replace(EACH, 'n')
      .replace(/ /g, '')
      .match(/^n(?:[-+*/]n)+$/) !== null
  if (sign === null || sign === 'mixed' || !isWhole) return null
  if (!summands.every(isSummand) && !(isSaidOnce && /^[^*/]*$/.test(text))) return null
  const plain = text.replace(EACH, '$1').replace(/\s+/g, ' ')
  return evaluated({ expression: plain, sign, how: plain.replace(/ ?\* ?/g, ' × ').replace(/ ?\/ ?/g, ' ÷ ') })
}

function isSummand(summand: string): boolean {
  const factors = summand.split(/ ?[*/] ?/)
  const dividend = /\/ ?[^*/]*¤/.test(summand)
  return !dividend && factors.filter(factor => factor.includes('¤')).length === 1
}

function totalOf(clause: Clause, input: PlannerInput): Answer | null {
  const found = TOTAL_OF.exec(clause.core)
  if (found === null) return null
  const source = findSource(clause, input, found[1])
  if (source === null) return null
  const amounts = findAmounts(source.text)
  const currencies = [...new Set(amounts.map(({ value }) => value.currency))]
  if (amounts.length < 2 || currencies.length > 5 || hasOtherNumbers(source.text, amounts)) return null
  const decimals = Math.max(...currencies.map(code => decimalsOf({ code, text: code, isBefore: false })))
  const lines = currencies.map((_, i) => `{{/totals/${i}/exact}} {{/totals/${i}/currency}}`)
  return {
    tasks: [
      task('amounts', 'Find the amounts', 'extract.amounts', { text: source.input }),
      task('total', 'Add them up', 'math.total', { amounts: { $from: 'amounts', pointer: '/amounts' }, decimals }, [
        'amounts',
      ]),
    ],
    answer: 'total',
    reply: withHow(lines.join('\n'), { totals: at('/totals') }, `Sum of ${amounts.length} amounts`),
    usesData: source.usesData,
  }
}

/** A number that is no amount might be one whose currency was left out. */
function hasOtherNumbers(text: string, amounts: readonly { readonly start: number; readonly end: number }[]): boolean {
  let rest = ''
  let from = 0
  for (const { start, end } of amounts) {
    rest += `${text.slice(from, start)} `
    from = end
  }
  return /\p{N}/u.test(rest + text.slice(from))
}

const showAll = (amounts: readonly Amount[]): string =>
  amounts
    .map(({ digits, sign }) =>
      sign === null ? digits : sign.isBefore ? `${sign.text}${digits}` : `${digits}${sign.text}`,
    )
    .join(' + ')
