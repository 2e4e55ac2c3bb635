/** Interest, loans and amounts per period. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { type Amount, decimalsOf, showAmount, writeAmount } from '../money.ts'
import { peek } from '../peek.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, at, defineRule, literal, task } from '../rule.ts'
import { ASK } from './formulas.ts'

const TERM = '{time:positive} ?(?<unit>years?|yrs?|months?)'

const A_YEAR =
  '(?: (?:a year|per year|per annum|p\\.?a\\.?|annually|yearly|annual|apr|interest|rate|annual interest|interest rate|simple interest|compounded (?:annually|yearly)|(?:per year )?compounded (?:annually|yearly)))*'

const OFTEN = '(?:,? ?compounded (?<often>monthly|quarterly|weekly|daily|semi-?annually|annually|yearly))?'

const MONEY: readonly Phrase[] = [
  phrase(
    `compound(?:ed)? interest (?:on|of|for|from)(?: an?)?(?: (?:principal|investment|deposit|sum) of)? {sum:amount}(?: invested)? (?:at|with|for)(?: an?)? ?{rate:percent}${A_YEAR},? (?:for|over|in|after|during) ${TERM}${OFTEN}${ASK}`,
    slots => grown(slots, true),
  ),
  phrase(
    `(?:what (?:will|would|does|is) )?(?:if i invest |investing )?{sum:amount}(?: invested| saved| deposited| growing| grows?)?(?: be worth| become| grow to)? ?(?:at|with)(?: an?)? {rate:percent}${A_YEAR} compound(?:ed)?(?: interest)?(?: annually| yearly)?,? (?:for|over|in|after) ${TERM}${OFTEN}${ASK}`,
    slots => grown(slots),
  ),
  phrase(
    `simple interest (?:on|of|for|from)(?: an?)?(?: (?:principal|investment|loan|sum) of)? {sum:amount}(?: invested| borrowed)? (?:at|with)(?: an?)? {rate:percent}${A_YEAR},? (?:for|over|in|after) ${TERM}${ASK}`,
    slots => simple(slots),
  ),
  phrase(
    `(?:what(?:'s| is) (?:the )?|calculate (?:the )?)?(?:monthly )?(?:payment|payments|instal?ment|rate|repayment)s? (?:for|on|of)(?: an?)?(?: (?:loan|mortgage|credit) of)? {sum:amount}(?: (?:loan|mortgage|credit|car loan|home loan))?,? (?:at|with)(?: an?)?(?: interest rate of)? ?{rate:percent}${A_YEAR},? (?:for|over|in|during|term) ${TERM}${ASK}`,
    slots => loan(slots),
  ),
  phrase(
    `(?:an? )?{sum:amount} (?:loan|mortgage|credit)(?: (?:at|with))?(?: an?)? ?{rate:percent}${A_YEAR},? (?:for|over|in) ${TERM}(?:,|;|:)? (?:what(?:'s| is| are) (?:the )?)?monthly (?:payment|instal?ment|rate|repayment)s?`,
    slots => loan(slots),
  ),
  // Per month for years, and the like.
  phrase(
    `(?:how much (?:is|does|do|will|would) |what(?:'s| is) )?(?:[\\p{L}-]{2,15} )?{sum:amount}(?! (?:\\p{L}+(?:ed|ing)|more|less|extra|(?:grow|increase|decrease|rise|drop|fall|lose|gain|double|triple|halve)s?) )(?: [\\p{L}-]{2,12})?(?: ?/ ?| an? | per | every | each )(?<per>month|year|week|day|hour|minute) (?:for|over) {time:positive} (?<of>years?|months?|weeks?|days?|hours?|minutes?)(?:,|;)?(?: (?:is )?(?:how much|what)(?: (?:is|does|do|will|would|it|that|in total|total|altogether|all in all|cost|come to|make|be))*| in total| altogether| total| cost)*`,
    slots => perPeriod(slots),
  ),
  phrase(
    `(?:how much (?:is|are) |what(?:'s| is) )?{sum:amount}(?: (?:salary|income|rent|gross|net))?(?: ?/ ?| an? | per | every | each )(?<per>month|year|week|day)(?: (?:salary|income))?(?:,| =| is| in| to| as)*(?: (?:how much|what)(?: (?:is|does|it|that|in))*)?(?: ?/ ?| an? | per | every | each | )(?<to>month|year|week|day|monthly|yearly|annually|weekly|daily)`,
    slots => converted(slots),
  ),
  phrase(
    `(?:how much (?:is|are) |what(?:'s| is) )?(?:(?:an? )?(?<adj>annual|yearly|monthly) (?:salary|income|rent|cost|fee|wage|pay)? ?(?:of )?{sum:amount}|{sum2:amount} (?<adj2>annually|yearly|monthly))(?:,| =| is| in| to| as)*(?: (?:how much|what)(?: (?:is|it|that))*)? (?:an? |per |every )?(?<to>month|year|monthly|yearly|annually)`,
    slots => converted(slots),
  ),
]

const OFTENS: Readonly<Record<string, number>> = {
  monthly: 12,
  quarterly: 4,
  weekly: 52,
  daily: 365,
  annually: 1,
  yearly: 1,
  semiannually: 2,
}

/** How many of the smaller unit the larger one has, where everybody agrees. */
const IN: Readonly<Record<string, number>> = {
  'year month': 12,
  'week day': 7,
  'hour minute': 60,
  'day day': 1,
  'month month': 1,
  'year year': 1,
  'week week': 1,
  'hour hour': 1,
}

const PERIODS: Readonly<Record<string, string>> = {
  annual: 'year',
  yearly: 'year',
  annually: 'year',
  monthly: 'month',
  weekly: 'week',
  daily: 'day',
}

export const interestRules: readonly PlannerRule[] = [
  defineRule({
    id: 'interest',
    reason: 'Works out interest, the payments of a loan, and amounts per month or year.',
    order: 13,
    pairs: true,
    hint: /interest|invest|compound|loan|mortgage|credit|month|year|week|annual|per |\/|an? (?:day|hour)/i,
    examples: {
      yes: [
        'compound interest on 1000 at 5% for 10 years',
        'simple interest on 2000 at 3% for 4 years',
        'monthly payment for a 200000 loan at 3.5% over 30 years',
        '1200 EUR per month for 25 years, how much in total?',
        '60000 a year per month?',
      ],
      no: [
        'Is 5% interest good?',
        'What is compound interest?',
        'I pay 1200 EUR per month for 25 years',
        'Should I take a 200000 loan at 3.5% over 30 years?',
        'My interest in 1000 books over 10 years',
        'Can I live on 2000 euros a month?',
        '50 km per week per month?',
      ],
    },
    read: clause => readPhrases(clause, MONEY),
  }),
]

const sumOf = (slots: Slots): Amount => slots.amount(slots.has('sum') ? 'sum' : 'sum2')

const placesOf = ({ sign }: Amount): number => (sign === null ? 2 : decimalsOf(sign))

const monthsOf = (slots: Slots): number => Number(slots.text('time')) * (/^m/i.test(slots.text('unit')) ? 1 : 12)

/** `compound interest on` may ask for the interest or for the sum: both are said. */
function grown(slots: Slots, asksInterest = false): Answer | null {
  const sum = sumOf(slots)
  const years = monthsOf(slots) / 12
  const often = OFTENS[slots.text('often').toLowerCase().replace('-', '')] ?? 1
  const input = { principal: sum.digits, percent: slots.text('rate'), years, per_year: often, decimals: placesOf(sum) }
  if (!Number.isInteger(years) || peek('math.compound', input) === null) return null
  const only = task('grown', 'Compound the interest', 'math.compound', input)
  const how = `${showAmount(sum)} at ${slots.text('rate')}% for ${years} years, interest added ${slots.text('often') || 'once a year'}`
  const [total, interest] = [writeAmount('{{total}}', sum.sign), writeAmount('{{interest}}', sum.sign)]
  return {
    tasks: [only],
    answer: 'grown',
    reply: {
      template: asksInterest ? `${interest} interest, ${total} with it` : total,
      how: asksInterest ? '{{how}}' : `{{how}}; interest ${interest}`,
      values: { total: at('/total'), interest: at('/interest'), how: literal(how) },
    },
  }
}

function simple(slots: Slots): Answer | null {
  const sum = sumOf(slots)
  return evaluated({
    expression: `${sum.digits} * ${slots.text('rate')} / 100 * ${monthsOf(slots)} / 12`,
    sign: sum.sign,
    ...(sum.sign === null ? {} : { decimals: placesOf(sum) }),
    how: `${showAmount(sum)} × ${slots.text('rate')}% × ${slots.text('time')} ${slots.text('unit')}`,
  })
}

function loan(slots: Slots): Answer | null {
  const sum = sumOf(slots)
  const input = { principal: sum.digits, percent: slots.text('rate'), months: monthsOf(slots), decimals: placesOf(sum) }
  if (!Number.isInteger(input.months) || peek('math.loan', input) === null) return null
  const only = task('loan', 'Work out the payment', 'math.loan', input)
  return {
    tasks: [only],
    answer: 'loan',
    reply: {
      template: `${writeAmount('{{payment}}', sum.sign)} a month`,
      how: `{{how}} ${writeAmount('{{interest}}', sum.sign)}`,
      values: {
        payment: at('/payment'),
        interest: at('/interest'),
        how: literal(`${showAmount(sum)} at ${slots.text('rate')}% a year in ${input.months} months; interest in all`),
      },
    },
  }
}

const single = (word: string): string => word.toLowerCase().replace(/s$/, '')

function perPeriod(slots: Slots): Answer | null {
  const sum = sumOf(slots)
  const factor = IN[`${single(slots.text('of'))} ${single(slots.text('per'))}`]
  if (factor === undefined) return null
  const times = factor === 1 ? slots.text('time') : `${slots.text('time')} * ${factor}`
  return evaluated({
    expression: `${sum.digits} * ${times}`,
    sign: sum.sign,
    how: `${showAmount(sum)} × ${times.replace('*', '×')}`,
  })
}

function converted(slots: Slots): Answer | null {
  const sum = sumOf(slots)
  const word = (written: string): string => PERIODS[written.toLowerCase()] ?? single(written)
  const from = word(slots.text('per') || slots.text('adj') || slots.text('adj2'))
  const to = word(slots.text('to'))
  const [up, down] = [IN[`${to} ${from}`], IN[`${from} ${to}`]]
  if (from === to || (up === undefined && down === undefined)) return null
  const sign = up === undefined ? '/' : '*'
  return evaluated({
    expression: `${sum.digits} ${sign} ${up ?? down}`,
    sign: sum.sign,
    ...(sum.sign === null ? { decimals: up === undefined ? 2 : undefined } : {}),
    unit: ` a ${to}`,
    how: `${showAmount(sum)} ${sign === '/' ? '÷' : '×'} ${up ?? down}`,
  })
}
