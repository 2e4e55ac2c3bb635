/** What money grows to or loses: compound interest, savings plans, inflation, growth rates. What depends on a market or on tax is left alone. */
import type { PlannerRule } from '#contracts/planner-port'
import { decimalsOf, writeAmount } from '../money.ts'
import { peek } from '../peek.ts'
import { at, defineRule, literal, task } from '../rule.ts'
import { approximate, CHANGES, FINANCE_WORDS, isSpan, placesOf, readTerms } from './finance-terms.ts'
import { readStories, type StoryForm } from './story.ts'
import { digitsOf, only, paid, shown, signOf } from './told-money.ts'

const OFTEN: Readonly<Record<string, number>> = {
  monthly: 12,
  quarterly: 4,
  'half-yearly': 2,
  'semi-annually': 2,
  semiannually: 2,
  weekly: 52,
  daily: 365,
  annually: 1,
  yearly: 1,
  annual: 1,
}
const OFTEN_WORD = new RegExp(
  `(?<!\\p{L})(${Object.keys(OFTEN).join('|')})(?: compound(?:ed|ing)?| basis)|compound(?:ed|ing|s)?(?: interest)?(?: is| added| paid)? (${Object.keys(OFTEN).join('|')}|every month|every quarter|every year|once a year|each year)`,
  'u',
)
const GROWN: StoryForm = {
  amounts: 2,
  percents: 1,
  cues: [
    /(?<!\p{L})(?:compound|compounded|compounding|fd|fixed deposit|maturity|invest|invested|investing|savings|saving|deposit|put)(?!\p{L})/u,
  ],
  not: new RegExp(
    `${CHANGES.source.replace('|deposit of', '').replace('|withdraw(?:al|n)?', '')}|(?<!\\p{L})(?:simple|loan|mortgage|emi|every month|each month|a month|per month|add|adding|shares?|stocks?|real return|fell|lost)(?!\\p{L})`,
    'u',
  ),
  asks: /maturity|compound(?:ed|ing)(?: \p{L}+)?[ ?.!]*$/u,
  words: `${FINANCE_WORDS} please half-yearly semi-annually semiannually weekly daily basis added once by then do i'd`,
  everyday: true,
  names: 1,
  read: story => {
    const terms = readTerms(story)
    if (terms === null || terms.months % 12 !== 0) return null
    const { sum, months, percent } = terms
    const word = OFTEN_WORD.exec(story.shape)
    const written = (word?.[1] ?? word?.[2] ?? '')
      .replace('every ', '')
      .replace('each year', 'yearly')
      .replace('once a year', 'yearly')
      .replace(/^month$/u, 'monthly')
      .replace(/^quarter$/u, 'quarterly')
      .replace(/^year$/u, 'yearly')
    // A period that was named and not understood is another sum.
    if (word === null && /(?<!\p{L})(?:monthly|quarterly|weekly|daily|half-yearly|semi)/u.test(story.shape)) return null
    const per_year = OFTEN[written] ?? 1
    const input = { principal: digitsOf(sum), percent, years: months / 12, per_year, decimals: placesOf(sum) }
    if (peek('math.compound', input) === null) return null
    const { sign } = sum.amount
    const wantsInterest =
      /^(?:(?:the|find|calculate|compute|work out) )*compound(?:ed)? interest(?! rate)|(?:how much|what|total) (?:compound )?interest(?! rate)|interest (?:earned|do i (?:get|earn))|(?:interest(?: only| alone)?|gains?|profit|earnings)[ ?.!]*$/u.test(
        story.shape,
      )
    const [first, second] =
      wantsInterest && !/(?<!\p{L})(?:maturity|amount|worth|balance)(?!\p{L})/u.test(story.shape)
        ? ['interest', 'total']
        : ['total', 'interest']
    const grown = task('grown', 'Compound the interest', 'math.compound', input)
    const how = `${shown(sum)} at ${percent}% for ${months / 12} years, interest added ${per_year === 1 ? 'once' : `${per_year} times`} a year; ${second}`
    return {
      tasks: [grown],
      answer: 'grown',
      reply: {
        template: writeAmount(`{{${first}}}`, sign),
        how: `{{how}} ${writeAmount(`{{${second}}}`, sign)}`,
        values: { [first!]: at(`/${first}`), [second!]: at(`/${second}`), how: literal(how) },
      },
      ...(word === null ? { reading: 'Interest is read as added once a year.' } : {}),
    }
  },
}

/** `start 2000, add 200 every month, 4% a year, how much after 10 years`. */
const PLAN: StoryForm = {
  amounts: [2, 3],
  percents: 1,
  cues: [
    /(?:add|adding|save|saving|put|putting|deposit|pay|invest|investing|plus|contribute|and)(?: in| aside| away)? A ?(?:a|per|each|every|\/) ?month|A (?:monthly|every month|a month|per month|each month)/u,
    /after|over|for|in/u,
  ],
  not: new RegExp(
    `${CHANGES.source.replace('|deposit of', '')}|(?<!\\p{L})(?:loan|mortgage|owe|debt|card|simple|weekly|quarterly|how long|how many)(?!\\p{L})`,
    'u',
  ),
  words: `${FINANCE_WORDS} start starting begin beginning add adding save saving putting plus contribute contributing away aside return returns etf fund earning earns an and a how much do i have with of from 0 nothing`,
  everyday: true,
  names: 1,
  read: ({ amounts, percents: [rate], shape }) => {
    const span = only(amounts, figure => isSpan(figure) && !/^ ?months?/u.test(figure.after))
    const monthly = only(amounts, ({ after }) => /^ ?(?:an?|per|each|every|\/) ?month(?!\p{L})|^ ?monthly/u.test(after))
    const start = amounts.find(figure => figure !== span && figure !== monthly)
    const years = Number(span === null ? Number.NaN : digitsOf(span))
    const sign = signOf(amounts)
    if (
      span === null ||
      monthly === null ||
      !Number.isInteger(years) ||
      sign === 'mixed' ||
      (amounts.length === 3) !== (start !== undefined)
    )
      return null
    if (!/(?<!\p{L})(?:how much|what|worth|end up|total)(?!\p{L})/u.test(shape)) return null
    const decimals = sign === null ? 2 : decimalsOf(sign)
    const input = {
      principal: start === undefined ? '0' : digitsOf(start),
      percent: digitsOf(rate!),
      years,
      per_year: 12,
      payment: digitsOf(monthly),
      decimals,
    }
    if (peek('math.compound', input) === null) return null
    const grown = task('grown', 'Grow what is paid in', 'math.compound', input)
    const how = `${start === undefined ? '' : `${shown(start)} and `}${shown(monthly)} a month for ${years} years at ${digitsOf(rate!)}%; paid in`
    return {
      tasks: [grown],
      answer: 'grown',
      reply: {
        template: writeAmount('{{total}}', sign),
        how: `{{how}} ${writeAmount('{{paid}}', sign)}`,
        values: { total: at('/total'), paid: at('/paid'), how: literal(how) },
      },
      reading: 'A twelfth of the interest is added each month, payments come at its end.',
    }
  },
}

/** `if inflation is 3%, what will 100 be worth in 10 years`, `what will 100 cost`. */
const INFLATION: StoryForm = {
  amounts: 2,
  percents: 1,
  cues: [
    /(?<!\p{L})inflation(?!\p{L})/u,
    /A (?:years?|yrs?)(?!\p{L})/u,
    /(?<!\p{L})(?:worth|cost|costs|buying power|purchasing power|price|need)(?!\p{L})/u,
  ],
  not: /(?<!\p{L})(?:interest|loan|salary|raise|invest|rent|ago|was|were|month|monthly|real)(?!\p{L})/u,
  words:
    'inflation if with at of a per year years yrs worth cost costs be in after from today now buying purchasing power wise would will something that what how much price need to buy the same rate annual yearly assuming money then have i',
  everyday: true,
  names: 1,
  read: ({ shape, amounts, percents: [rate] }) => {
    const span = only(amounts, isSpan)
    const sum = amounts.find(figure => figure !== span)
    if (span === null || sum === undefined || !/^\d{1,3}$/.test(digitsOf(span))) return null
    const isLoss = /(?<!\p{L})(?:worth|buying power|purchasing power)(?!\p{L})/u.test(shape)
    const isRise =
      /(?:would|will|does) (?:it |that |the same )?(?:something |what |a thing |an item )?(?:\p{L}+ ){0,6}cost |cost (?:in|after) A|need/u.test(
        shape,
      )
    if (isLoss === isRise) return null
    const factor = `(1 + ${digitsOf(rate!)} / 100) ^ ${digitsOf(span)}`
    return paid(
      `${digitsOf(sum)} ${isLoss ? '/' : '*'} ${factor}`,
      sum.amount.sign,
      `${shown(sum)} ${isLoss ? '÷' : '×'} (1 + ${digitsOf(rate!)}%) to the power of ${digitsOf(span)}`,
    )
  },
}

/** `cagr 12000 to 19500 in 4 years`. */
const CAGR: StoryForm = {
  amounts: 3,
  cues: [
    /(?<!\p{L})(?:cagr|annual(?:ized|ised)? (?:growth|return)|growth rate per year|average annual (?:growth|return))(?!\p{L})/u,
    /A (?:to|->|→) ?A/u,
  ],
  words:
    'cagr annual annualized annualised growth return rate average per year years yrs from to in over after grew investment revenue sales portfolio value went what is the of with',
  everyday: true,
  names: 1,
  asks: /cagr|rate|return/u,
  read: ({ amounts }) => {
    const span = only(amounts, figure => isSpan(figure) && /^[ -]?y/u.test(figure.after))
    const [from, to] = amounts.filter(figure => figure !== span)
    if (
      span === null ||
      from === undefined ||
      to === undefined ||
      signOf([from, to]) === 'mixed' ||
      Number(digitsOf(from)) <= 0 ||
      Number(digitsOf(to)) <= 0 ||
      amounts[2] !== span
    )
      return null
    return approximate(
      `(exp(ln(${digitsOf(to)} / ${digitsOf(from)}) / ${digitsOf(span)}) - 1) * 100`,
      2,
      '% a year',
      `From ${shown(from)} to ${shown(to)} in ${digitsOf(span)} years`,
    )
  },
}

/** `double my money at 6%, how many years`. */
const DOUBLED: StoryForm = {
  amounts: [0, 1],
  percents: 1,
  cues: [/(?<!\p{L})(?:double|doubles|doubled|triple|tripled)(?!\p{L})/u, /how (?:many years|long)/u, /P/u],
  not: /(?<!\p{L})(?:simple|month|monthly|inflation|population|salary|tax|rule)(?!\p{L})/u,
  words:
    'double doubles doubled triple tripled my money savings investment capital at with interest return a per year annual annually p.a how many years long until till does it take for is to by if',
  everyday: true,
  read: ({ shape, percents: [rate] }) => {
    const times = /tripl/u.test(shape) ? 3 : 2
    const percent = digitsOf(rate!)
    return Number(percent) <= 0
      ? null
      : approximate(`ln(${times}) / ln(1 + ${percent} / 100)`, 1, ' years', `Interest of ${percent}% added once a year`)
  },
}

const FORMS: readonly StoryForm[] = [PLAN, GROWN, INFLATION, CAGR, DOUBLED]

export const growthStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'growth-story',
    reason:
      'Works out what savings grow to, what inflation does to a price, growth rates, and how long money takes to double.',
    order: 127,
    pairs: true,
    hint: /\d/,
    examples: {
      yes: [
        'I put 500 in an account at 2% compounded yearly, how much is it after 3 years?',
        'compound interest 5% on 1000 for 3 years',
        'fd of 1,50,000 @ 6.8% quarterly compounding 2 yrs maturity',
        'if i put 10k in a savings account at 3.5% compounded yearly, how much after 5 yrs',
        'start 2000, add 200 every month, 4% a year, how much after 10 years',
        'With 3% inflation, how much would something that costs 100 today cost in two years?',
        'if inflation is 3% what will 100 be worth in 10 years buying power wise',
        'cagr 12000 to 19500 in 4 years',
        'double my money at 6% how many years',
      ],
      no: [
        'save 20% of 2,750 every month, how much in 2 years',
        'put 10k in a savings account at 3.5%, which bank?',
        'double my money in 6 years?',
        'inflation was 3% and bread costs 2.50, why?',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]
