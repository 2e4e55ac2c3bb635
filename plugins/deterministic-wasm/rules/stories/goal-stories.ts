/**
 * Money put aside, paid back or taken out at so much a week or a month: after how many of them a goal is reached, a debt is paid, a purchase has
 * paid for itself; and how much each of them takes. Interest, prices that rise and anything told of two rates are left alone.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { type Figure, readStories, type Story, type StoryForm } from './story.ts'
import { digitsOf, only, paid, shown, signOf } from './told-money.ts'

const UNIT = 'day|week|month|year'
const RATE = new RegExp(
  `^ ?(?:(?:pocket money|allowance|in rent|of it|from it) )?(?:(?:a|per|each|every|/) ?(?<unit>${UNIT})(?!\\p{L})|(?<adverb>monthly|weekly|yearly|daily|annually)(?!\\p{L}))`,
  'u',
)
const RATE_BEFORE =
  /(?<!\p{L})(?<adverb>monthly|weekly|yearly)(?: (?:rate|payment|instal?ment|saving|savings))?(?: (?:of|is|at|with)|:)? $/u
const ADVERBS: Readonly<Record<string, string>> = {
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  yearly: 'year',
  annually: 'year',
}
const rateUnit = ({ before, after }: Figure): string | null => {
  const found = RATE.exec(after)?.groups ?? RATE_BEFORE.exec(before)?.groups
  return found === undefined ? null : (found.unit ?? ADVERBS[found.adverb ?? ''] ?? null)
}

/** What is there already. */
const HAD_BEFORE =
  /(?<!\p{L})(?:(?:i|we|he|she)(?:'ve)? (?:already |now )?(?:have|has|got|saved)|have|has|already|(?:already |so far )?saved|i've|we've|start(?:ing|ed)? with)(?: (?:already|got|saved|only|just|put aside))* $/u
const HAD_AFTER =
  /^ ?(?:saved|already|so far|put aside|put away|in (?:my|the|our) (?:account|bank|piggy bank|wallet))(?!\p{L})/u
const REPAID = /(?<!\p{L})(?:(?:already )?paid(?: back| off)?(?: already)?|(?:have |has )?(?:already )?repaid) $/u
const isHad = (figure: Figure): boolean =>
  rateUnit(figure) === null &&
  (HAD_BEFORE.test(figure.before) || HAD_AFTER.test(figure.after) || REPAID.test(figure.before))

const ASKED = /(?:how many|after how many|for how many|in how many) (day|week|month|year)s(?!\p{L})/u
const ASKS_TIME =
  /(?<!\p{L})(?:how many (?:more )?(?:days|weeks|months|years)|how long|when|payback (?:time|period)|amortization|break-even time)(?!\p{L})/u
const PAYS_BACK =
  /(?<!\p{L})(?:pa(?:y|ys|id) (?:(?:it|them)?sel(?:f|ves)|for (?:it|them)sel(?:f|ves)|back|off)|payback|amortis\p{L}*|amortiz\p{L}*|recoup\p{L}*|earned back|worth it)(?!\p{L})/u
const LASTS = /(?<!\p{L})(?:last|lasts|empty|gone|used up|run out|runs out)(?!\p{L})/u
const NEVER =
  /(?<!\p{L})(?:tax|per cent|raise|rise|rises|increase|fee|fees|deposit|down payment|hours?|km|kwh|people|persons|friends|each of us|discount|off A|twice|double|half|except|unless|but|or|if not|then A|after that|first|average|roughly|about|around|should|instead|bonus|both|together|and spend|left over|minus|less)(?!\p{L})|%/u

const WORDS =
  "how many much long when after for in until till is are am be i'm done finished free it its it's paid pays pay paying back off for itself themselves themself payback time period owe owes owed borrowed lent debt debts loan credit brother sister parents bank give gives giving him her them repay repaying save saves saving savings saved put puts putting aside away set goal target need needs want wants would like to buy afford get gets have has having had already so far got from with at a an per each every day days week weeks month months year years weekly monthly yearly annually daily rate rates payment payments instalment instalments installment installments does do did will she he we they takes take took last lasts empty gone money pocket allowance earn earns earning income cost costs costing price spend spending spends inheritance account jar piggy bank purse budget solar panels panel insulation led heat pump washing machine total still together-with no interest without interest-free the my our his her that this and of on more before own out can could reach reached there enough there's by by-then"

const told = (text: string): string =>
  text.replace(/,? ?[(]?(?:with )?(?:no|without|0% |at 0% |zero) ?interest[)]?|interest[- ]free/gu, '')

const GOAL: StoryForm = {
  amounts: [2, 3],
  cues: [ASKS_TIME],
  not: NEVER,
  words: WORDS,
  everyday: true,
  names: 2,
  read: story => goalOf(story),
}

function goalOf({ shape, amounts }: Story): Answer | null {
  const rate = only(amounts, figure => rateUnit(figure) !== null)
  if (rate === null || signOf(amounts) === 'mixed' || Number(digitsOf(rate)) <= 0) return null
  const unit = rateUnit(rate)!
  const rest = amounts.filter(figure => figure !== rate)
  const had = rest.length === 2 ? only(rest, isHad) : null
  const goal = rest.find(figure => figure !== had)
  if (goal === undefined || (rest.length === 2 && had === null)) return null
  const asked = ASKED.exec(shape)?.[1] ?? unit
  const isMonthsOfYears = unit === 'year' && asked === 'month'
  if (asked !== unit && !isMonthsOfYears) return null
  // Counted things are no money: `how many weeks for 300 pages at 20 a week`.
  if (
    [...rest, rate].some(({ after }) =>
      /^ (?:pages|books|kg|points|words|steps|litres|liters|days|weeks|months|years)(?!\p{L})/u.test(after),
    )
  )
    return null
  const isBack =
    PAYS_BACK.test(shape) && !/(?<!\p{L})(?:owe|owes|owed|borrowed|lent|debt|loan|credit)(?!\p{L})/u.test(shape)
  if (isBack && had !== null) return null
  const sum = had === null ? digitsOf(goal) : `(${digitsOf(goal)} - ${digitsOf(had)})`
  const said = had === null ? shown(goal) : `(${shown(goal)} − ${shown(had)})`
  const expression = `${sum} / ${digitsOf(rate)}`
  const value = evaluatedValue(expression)
  if (value === null || value.numerator <= 0n) return null
  const isWhole = value.denominator === 1n
  const how = `${said} ÷ ${shown(rate)}`
  if (isMonthsOfYears) return null
  const name = isWhole && value.numerator === 1n ? ` ${unit}` : ` ${unit}s`
  if (isWhole) return evaluated({ expression, unit: name, how })
  // How long something lasts that does not come out even can be told in two ways.
  if (LASTS.test(shape) && !/(?<!\p{L})(?:empty|gone|used up)(?!\p{L})/u.test(shape)) return null
  // Half a year is told as it is.
  const decimals = (value.numerator * 100n) % value.denominator === 0n ? undefined : 2
  if (isBack) return evaluated({ expression, decimals, unit: ` ${unit}s`, how })
  return evaluated({ expression: `ceil(${expression})`, unit: ` ${unit}s`, how: `${how}, rounded up` })
}

const SPAN = /^ ?(?:more )?(?<unit>days?|weeks?|months?|years?)(?!\p{L})/u
/** `I need 2,400 in 12 months and have 600. How much each month?` */
const EACH_TIME: StoryForm = {
  amounts: [2, 3],
  cues: [
    /(?<!\p{L})(?:how much|what)(?!\p{L})/u,
    /(?<!\p{L})(?:each|per|a|every) (?:day|week|month|year)|(?<!\p{L})(?:monthly|weekly|daily)(?!\p{L})/u,
    /(?<!\p{L})(?:save|saving|put aside|put away|set aside|need|goal|target)(?!\p{L})/u,
  ],
  not: new RegExp(`${NEVER.source}|how many|A ?(?:a|per|each|every|/) ?(?:day|week|month|year)`, 'u'),
  words: `${WORDS} what next year by then christmas summer holiday trip have`,
  everyday: true,
  names: 2,
  read: ({ shape, amounts }) => {
    const span = only(amounts, ({ amount, after }) => amount.sign === null && SPAN.test(after))
    const rest = amounts.filter(figure => figure !== span)
    const had = rest.length === 2 ? only(rest, isHad) : null
    const goal = rest.find(figure => figure !== had)
    const sign = signOf(amounts)
    if (span === null || goal === undefined || (rest.length === 2 && had === null) || sign === 'mixed') return null
    const unit = SPAN.exec(span.after)?.groups?.unit?.replace(/s$/u, '')
    const asked =
      /(?:each|per|a|every) (day|week|month|year)(?!\p{L})/u.exec(shape)?.[1] ??
      ADVERBS[/(?<!\p{L})(monthly|weekly|daily)(?!\p{L})/u.exec(shape)?.[1] ?? '']
    const isYears = unit === 'year' && asked === 'month'
    if (unit === undefined || (asked !== unit && !isYears) || Number(digitsOf(span)) <= 0) return null
    const sum = had === null ? digitsOf(goal) : `(${digitsOf(goal)} - ${digitsOf(had)})`
    if ((evaluatedValue(sum)?.numerator ?? 0n) <= 0n) return null
    return paid(
      `${sum} / ${digitsOf(span)}${isYears ? ' / 12' : ''}`,
      sign,
      `${had === null ? shown(goal) : `(${shown(goal)} − ${shown(had)})`} ÷ ${digitsOf(span)}${isYears ? ' ÷ 12' : ''}`,
      ` a ${asked}`,
    )
  },
}

const FORMS: readonly StoryForm[] = [EACH_TIME, GOAL]

/** That nothing is paid for the loan changes no figure. */
function read(clause: Clause): Answer | null {
  const plain = told(clause.plain)
  return readStories(plain === clause.plain ? clause : { ...clause, plain, core: plain, text: plain }, FORMS)
}

export const goalStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'goal-story',
    reason:
      'Works out after how many weeks or months a goal is saved, a debt paid or a purchase paid back, and how much each takes.',
    order: 126.4,
    pairs: 'joined',
    hint: /(?<!\p{L})(?:days?|weeks?|months?|daily|weekly|monthly|yearly|annually|years?|payback|how long)(?!\p{L})/iu,
    examples: {
      yes: [
        'have 640 saved, need 1500, can put away 95 a month. after how many months do i have it',
        'i owe 12,000 and pay back 250 a month, no interest. how many months',
        'I have 220, the console costs 499, I earn 31 a week. How many weeks do I need?',
        'Solar panels cost 9,600 and save 800 a year. After how many years have they paid for themselves?',
        'LED saves 14 € per year and costs 35 €. Payback time in years?',
        'I need 2,400 in 12 months, have already 600. how much each month?',
        'Inheritance 84,000, spending 1,400 a month. How many months does it last?',
        'Kid gets 3 € pocket money a week and wants a 45 € game. How many weeks does she have to save?',
      ],
      no: [
        'have 640 saved, need 1500, can put away 95 a month and 20 a week. after how many months do i have it',
        'Inheritance 84,000, spending 1,350 a month. How many months does it last?',
        'I save 70 a month for a bike. How many months?',
        'I read 20 pages a week and need 300 pages. How many weeks?',
        'Solar panels cost 9,600 and save 800 a year. Should we buy them?',
        'LED saves 14 € per year and costs 35 €. How much after 5 years?',
        'I need 2,400 in 12 months, have already 600 and get a bonus of 300. how much each month?',
        'I owe 900 and pay 75 a month. How many weeks?',
        'I earn 500 a month and spend 300. How many months until I have 1,000?',
      ],
    },
    read,
  }),
]
