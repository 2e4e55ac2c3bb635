/** Loans, instalments, interest and debts told in a sentence. A rate that changes, a fee or a deposit on top, and no sum is given. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { writeAmount } from '../money.ts'
import { peek } from '../peek.ts'
import { at, defineRule, literal, task } from '../rule.ts'
import { approximate, CHANGES, FINANCE_WORDS, isSpan, placesOf, readTerms } from './finance-terms.ts'
import { type Figure, readStories, type StoryForm } from './story.ts'
import { digitsOf, only, paid, shown, signOf } from './told-money.ts'

/** `loan of 12,000 with 5.9% over 48 months, monthly rate?` */
const LOAN: StoryForm = {
  amounts: 2,
  percents: 1,
  cues: [
    /(?<!\p{L})(?:loan|mortgage|emi|credit|finance|financed|financing|borrow|borrowed|instal?ments?|repayments?)(?!\p{L})/u,
    /(?<!\p{L})(?:monthly|per month|a month|each month|every month|emi|instal?ments?|P (?:interest )?finance|total interest|interest in total|how much interest)(?!\p{L})|P finance/u,
  ],
  not: new RegExp(
    `${CHANGES.source}|(?<!\\p{L})(?:simple|compound(?:ed)?|quarterly|flat|invest(?:ed)?|savings?|grow|P (?:a|per) month)(?!\\p{L})`,
    'u',
  ),
  words: FINANCE_WORDS,
  everyday: true,
  names: 1,
  asks: /(?<!\p{L})(?:emi|monthly (?:payment|rate|instal?ment)|payment per month|rate per month|finance)(?!\p{L})/u,
  read: story => {
    const terms = readTerms(story)
    if (terms === null) return null
    const { sum, months, percent } = terms
    const input = { principal: digitsOf(sum), percent, months, decimals: placesOf(sum) }
    if (peek('math.loan', input) === null) return null
    const loan = task('loan', 'Work out the payment', 'math.loan', input)
    const { sign } = sum.amount
    const wantsInterest = /(?<!\p{L})(?:total interest|interest in (?:total|all)|how much interest)(?!\p{L})/u.test(
      story.shape,
    )
    const [first, second] = wantsInterest ? ['interest', 'payment'] : ['payment', 'interest']
    const how = `${shown(sum)} at ${percent}% a year in ${months} months; ${wantsInterest ? 'a month' : 'interest in all'}`
    return {
      tasks: [loan],
      answer: 'loan',
      reply: {
        template: `${writeAmount(`{{${first}}}`, sign)}${wantsInterest ? '' : ' a month'}`,
        how: `{{how}} ${writeAmount(`{{${second}}}`, sign)}`,
        values: { [first!]: at(`/${first}`), [second!]: at(`/${second}`), how: literal(how) },
      },
    }
  },
}

const ASKS_WHOLE =
  /(?<!\p{L})(?:get back|have|worth|total|balance|end up|altogether|at the end|in the end|back|final|grow|grows|become|becomes)(?!\p{L})/u

/** `5% p.a. simple, 18 months. How much interest?`, `500 at 19.9% apr, interest for one month`. */
const SIMPLE: StoryForm = {
  amounts: 2,
  percents: 1,
  cues: [
    /(?<!\p{L})interest(?!\p{L})/u,
    /(?<!\p{L})simple(?!\p{L})|interest for A months?|for A months? interest|A months? (?:of )?interest/u,
  ],
  not: new RegExp(`${CHANGES.source}|compound|monthly (?:payment|rate)|emi`, 'u'),
  words: FINANCE_WORDS,
  everyday: true,
  names: 1,
  read: story => {
    const terms = readTerms(story)
    if (terms === null) return null
    const { sum, span, months, percent } = terms
    // Without the word it is simple only within a year.
    if (!/simple/u.test(story.shape) && months > 1) return null
    const interest = `${digitsOf(sum)} * ${percent} / 100 * ${months} / 12`
    const total = /(?<!\p{L})(?:total amount|amount (?:due|owed|at the end)|repay|pay back)(?!\p{L})/u.test(story.shape)
    const asksInterest =
      /(?:how much|total|what(?:'s|s| is)?)(?: the)?(?: total| simple)* interest|interest(?: in (?:total|all)| amount| only| alone| earned| due)*[ ?.!]*$/u
    if (!total && ASKS_WHOLE.test(story.shape) && !asksInterest.test(story.shape)) return null
    const how = `${shown(sum)} × ${percent}% × ${digitsOf(span)} ${/^[ -]?m/u.test(span.after) ? 'months' : 'years'}${/^[ -]?m/u.test(span.after) ? ' ÷ 12' : ''}`
    return paid(
      total ? `${digitsOf(sum)} + ${interest}` : interest,
      sum.amount.sign,
      total ? `${shown(sum)} + ${how}` : how,
    )
  },
}

/** `I owe 2,300 at 22% and pay 120 per month, how many months`. */
const CLEARED: StoryForm = {
  amounts: 2,
  percents: 1,
  cues: [
    /how (?:many months|long)/u,
    /A ?(?:a|per|each|every|\/) ?month/u,
    /(?<!\p{L})(?:owe|owed|loan|debt|credit card|card|borrowed|balance)(?!\p{L})/u,
  ],
  not: CHANGES,
  words: `${FINANCE_WORDS} owe debt card balance clear cleared paid off until it's i'm done free pay paying how many long does take to the`,
  everyday: true,
  names: 1,
  read: ({ amounts, percents: [rate] }) => {
    const payment = only(amounts, ({ after }) => /^ ?(?:a|per|each|every|\/) ?month/u.test(after))
    const debt = amounts.find(figure => figure !== payment)
    if (payment === null || debt === undefined || signOf(amounts) === 'mixed') return null
    const [owed, paying, percent] = [digitsOf(debt), digitsOf(payment), digitsOf(rate!)]
    // What does not even pay the interest never ends.
    if (Number(percent) <= 0 || Number(paying) <= (Number(owed) * Number(percent)) / 1_200) return null
    const months = `-ln(1 - ${owed} * ${percent} / 1200 / ${paying}) / ln(1 + ${percent} / 1200)`
    const answer = approximate(
      `${months} + 0.5`,
      0,
      ' months',
      `${shown(debt)} at ${percent}% a year, a twelfth each month, ${shown(payment)} paid each month, rounded up`,
    )
    return answer
  },
}

/** `I owe my sister 800 and pay 65 a month, how many months`. */
const RATES_UNTIL: StoryForm = {
  amounts: 2,
  cues: [
    /how (?:many (?:months|weeks)|long)/u,
    /A ?(?:a|per|each|every|\/) ?(?:month|week)/u,
    /(?<!\p{L})(?:owe|owed|borrowed|save|saving|pay|paying|giving|give|goal|need|want|costs?)(?!\p{L})/u,
  ],
  not: /(?<!\p{L})(?:interest|hours?|earn|tax|left|eat|drink|spend|lasts?|already)(?!\p{L})|%/u,
  words:
    "how many months weeks long until till i'm im done finished it's paid off borrowed owe owed save saving pay paying giving give her him them back repay repaying a per each every month week from need want goal for to put aside away costs by will it take have does",
  everyday: true,
  names: 1,
  read: ({ shape, amounts }) => {
    const rate = only(amounts, ({ after }) => /^ ?(?:a|per|each|every|\/) ?(?:month|week)(?!\p{L})/u.test(after))
    const sum = amounts.find(figure => figure !== rate)
    const unit = /^ ?(?:a|per|each|every|\/) ?(month|week)/u.exec(rate?.after ?? '')?.[1]
    const asked = /how many (month|week)s/u.exec(shape)?.[1] ?? unit
    if (
      rate === null ||
      sum === undefined ||
      asked !== unit ||
      signOf(amounts) === 'mixed' ||
      Number(digitsOf(rate)) <= 0
    )
      return null
    return evaluated({
      expression: `ceil(${digitsOf(sum)} / ${digitsOf(rate)})`,
      unit: ` ${unit}s`,
      how: `${shown(sum)} ÷ ${shown(rate)}, rounded up`,
    })
  },
}

/** `machine 18,000, residual value 3,000, 5 years, straight line`. */
const WORN: StoryForm = {
  amounts: [2, 4],
  cues: [
    /(?<!\p{L})(?:depreciation|depreciate|depreciates|depreciated|straight.line|written off|write off|writing off)(?!\p{L})/u,
    /A (?:years|yrs)/u,
  ],
  not: /(?<!\p{L})(?:declining|double|reducing|accelerated|month|monthly|tax|half)(?!\p{L})|%/u,
  words:
    'depreciation depreciate depreciated straight line straight-line machine equipment residual salvage scrap value years yrs over useful life yearly annual per year amount asset cost costs of with after written write writing off linear linearly is was are van car laptop computer truck bought for what how much each a my our i we it the and life lifetime book value expected at end estimated straight-line: purchase price new depreciates in',
  everyday: true,
  names: 1,
  read: ({ shape, amounts }) => {
    const isAfter = ({ before }: Figure): boolean => /(?<!\p{L})(?:after|at the end of|in) $/u.test(before)
    const spans = amounts.filter(figure => isSpan(figure) && /^[ -]?y/u.test(figure.after))
    const wantsBook = /(?<!\p{L})(?:book value|worth|value after|value at the end)(?!\p{L})/u.test(shape)
    const later = wantsBook ? only(spans, isAfter) : null
    const span = only(spans, figure => figure !== later)
    const rest = only(amounts, ({ before }) =>
      /(?<!\p{L})(?:residual|salvage|scrap)(?: value)?(?: of| is|:|,)? $/u.test(before),
    )
    const [cost, more] = amounts.filter(figure => !spans.includes(figure) && figure !== rest)
    const sign = signOf(amounts)
    if (span === null || cost === undefined || more !== undefined || sign === 'mixed' || wantsBook !== (later !== null))
      return null
    const off = rest === null ? digitsOf(cost) : `(${digitsOf(cost)} - ${digitsOf(rest)})`
    const how = `${rest === null ? shown(cost) : `(${shown(cost)} − ${shown(rest)})`} ÷ ${digitsOf(span)}`
    if (later === null) return paid(`${off} / ${digitsOf(span)}`, sign, how, ' a year')
    if (Number(digitsOf(later)) > Number(digitsOf(span))) return null
    return paid(
      `${digitsOf(cost)} - ${off} / ${digitsOf(span)} * ${digitsOf(later)}`,
      sign,
      `${shown(cost)} − ${how} × ${digitsOf(later)}`,
    )
  },
}

/** `interest on 8,000 at 3% for one year`, `after 9 months`, `90 days (360 days)` */
const WITHIN_A_YEAR: StoryForm = {
  amounts: [1, 3],
  percents: 1,
  cues: [/(?<!\p{L})interest(?!\p{L})/u],
  not: new RegExp(
    `${CHANGES.source.replace('|first \\p{L}+ (?:months|years)', '')}|(?<!\\p{L})(?:simple|compound(?:ed)?|monthly|quarterly|P (?:a|per) month|what rate|which rate|rate of interest is|owe|pay|total amount|balance|how many)(?!\\p{L})`,
    'u',
  ),
  words: `${FINANCE_WORDS} interest earn get first 1st one whole full days day bank loan money year in the it on my i do does that bring give account savings`,
  everyday: true,
  names: 1,
  asks: /interest/u,
  read: ({ shape, amounts, percents: [rate] }) => {
    if (rate === undefined || ASKS_WHOLE.test(shape.replace(/savings? account|have|back/gu, ''))) return null
    const basis = only(
      amounts,
      figure =>
        /^\d{3}$/.test(digitsOf(figure)) && /^(?:360|365)$/.test(digitsOf(figure)) && /^[ -]?days?/u.test(figure.after),
    )
    const span = only(
      amounts,
      figure =>
        figure !== basis && figure.amount.sign === null && /^ ?(?:months?|days?|years?)(?!\p{L})/u.test(figure.after),
    )
    const [sum, more] = amounts.filter(figure => figure !== basis && figure !== span)
    if (sum === undefined || more !== undefined) return null
    const unit = span === null ? 'year' : (/^ ?(month|day|year)/u.exec(span.after)?.[1] ?? '')
    const count = span === null ? '1' : digitsOf(span)
    const isOneYear =
      span !== null || /(?<!\p{L})(?:the )?(?:first|1st|one|a|per|whole) year|annual|yearly|p\.?a/u.test(shape)
    if (!isOneYear || (unit === 'day') !== (basis !== null)) return null
    const per = unit === 'year' ? 1 : unit === 'month' ? 12 : Number(digitsOf(basis!))
    // Beyond a year somebody adds interest to interest, and somebody does not.
    if (!(Number(count) > 0) || Number(count) > per) return null
    const part = per === 1 ? '' : ` * ${count} / ${per}`
    return paid(
      `${digitsOf(sum)} * ${digitsOf(rate)} / 100${part}`,
      sum.amount.sign,
      `${shown(sum)} × ${digitsOf(rate)}%${part.replace('*', '×').replace('/', '÷')}`,
    )
  },
}

const FORMS: readonly StoryForm[] = [SIMPLE, LOAN, CLEARED, RATES_UNTIL, WORN]

export const financeStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'finance-story',
    reason: 'Works out the payments of a loan, simple interest, how long a debt takes to be paid, and depreciation.',
    order: 126,
    pairs: true,
    hint: /\d/,
    examples: {
      yes: [
        'loan of 12.000 € with 5,9 % over 48 months - what is the rate per month',
        'monthly payment on a 240,000 mortgage, 30 years, 6.25% fixed',
        'EMI for 5 lakh at 10.5% for 5 years',
        '0% finance 1,200 over 36 months',
        'Loan of 12,000, 5% p.a. simple, 18 months. How much interest in total?',
        'I owe 2,300 on a card at 22% and pay 120 per month, how many months to clear',
        "I borrowed 800 from my sister and I'm giving her back 65 a month. how many months till im done?",
        'Our van cost 32,000 and is written off over 8 years straight-line. yearly depreciation?',
        'laptop bought for 1,500, linear depreciation over 3 years, book value after 2 years?',
        'Depreciation straight line: machine 18,000, residual value 3,000, 5 years. Yearly amount?',
      ],
      no: [
        'laptop bought for 1,500, book value after 2 years?',
        '0% interest for 12 months',
        'Is a loan of 12,000 at 5% over 48 months a good idea?',
        'loan of 12.000 € with 5,9 % over 48 months and a deposit of 2.000 €, rate per month?',
        'mortgage 240,000 at 6.25%, fixed or variable?',
        'I owe 2,300 on a card at 22%, what should I do?',
        'my card is at 22% and I pay 20 per month on 2,300, how many months to clear',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
  defineRule({
    id: 'interest-of-a-year',
    reason: 'Works out the interest of a year or a part of one; beyond it people differ on how interest is added.',
    order: 347.4,
    pairs: true,
    hint: /interest/iu,
    examples: {
      yes: [
        'Interest on 8,000 € at 3% for one year?',
        '2000 euros in savings account, 1.8% interest a year. how much interest do I get after 9 months?',
        'Interest for 90 days on 10,000 at 5% (360 days)?',
        "bank loan 15,000 at 6%, what's the interest in the first year",
      ],
      no: [
        'Interest on 8,000 € at 3% for 5 years?',
        'Interest on 8,000 € at 3% for 90 days?',
        'Interest on 8,000 € at 3% for one year, what do I have then?',
        'What is interest at 3%?',
        'interest on a 10,000 loan at 5% and a fee of 100 in the first year',
      ],
    },
    read: clause => readStories(clause, [WITHIN_A_YEAR]),
  }),
]
