/** Pay with overtime and what a raise brings. What somebody is paid after tax, and rates that change on the way, are left alone. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluatedValue } from '../evaluated.ts'
import { defineRule } from '../rule.ts'
import { PERIODS } from './read-chain.ts'
import { type Figure, readStories, type StoryForm } from './story.ts'
import { counted, digitsOf, only, paid, shown, signOf } from './told-money.ts'

const NEVER =
  /(?<!\p{L})(?:tax|taxes|net|deductions?|insurance|discount|half of|except|unless|without|average|roughly|about|around|should|break|unpaid|sick|each of us|but|first|already|refund|returned|broken|unsold|others?)(?!\p{L})/u
const HOURS = '(?:hours|hour|hrs|hr|h)'
const OVER = '(?:overtime|over time|ot|extra|additional|over)'
const OVER_AFTER = new RegExp(
  `^ ?(?:${OVER} ${HOURS}|${HOURS} (?:of )?(?:overtime|ot|extra)|(?:${HOURS} )?(?:of )?overtime|extra ${HOURS})(?!\\p{L})`,
  'u',
)
const OVER_BEFORE = /(?<!\p{L})(?:overtime|over time)(?: (?:of|was|is|hours|hours of)|:)? $/u
const HOURS_AFTER = new RegExp(`^ ?(?:regular |normal |basic |standard )?${HOURS}(?!\\p{L})`, 'u')
const HALF = /(?<!\p{L})(?:time[- ]and[- ]a[- ]half|A and a half times)(?!\p{L})/u
const DOUBLE = /(?<!\p{L})(?:double time|double rate|double pay|paid double|at double)(?!\p{L})/u
const ON_TOP =
  /^ ?(?:\p{L}+ )?(?:bonus|extra|surcharge|supplement|premium|on top|more|higher|overtime bonus|overtime premium|overtime pay)(?!\p{L})/u
const isRate = ({ before, after }: Figure): boolean =>
  /^ ?(?:an|per|a|\/|each) ?(?:hour|hr|h)(?!\p{L})/u.test(after) ||
  /(?<!\p{L})(?:rate|wage|base|pay)(?: (?:is|of|rate|wage))*:? $/u.test(before)

/** By what the base rate is multiplied, or null where that is not certain. */
function factorOf(shape: string, percents: readonly Figure[], times: Figure | null): string | null {
  const ways = [HALF.test(shape), DOUBLE.test(shape), percents.length > 0, times !== null].filter(Boolean).length
  if (ways !== 1) return null
  if (times !== null) return digitsOf(times)
  const [percent] = percents
  if (percent === undefined) return HALF.test(shape) ? '1.5' : '2'
  const value = Number(digitsOf(percent))
  if (ON_TOP.test(percent.after) && value > 0 && value <= 200) return `(100 + ${digitsOf(percent)}) / 100`
  return value >= 100 && value <= 300 ? `${digitsOf(percent)} / 100` : null
}

/** `23.50 an hour for 37.5 hours and 4 hours overtime at time and a half. gross pay?` */
const OVERTIME: StoryForm = {
  amounts: [2, 4],
  percents: [0, 1],
  cues: [
    /(?<!\p{L})(?:overtime|over time|time[- ]and[- ]a[- ]half|double time|extra hours|ot)(?!\p{L})/u,
    new RegExp(`${HALF.source}|${DOUBLE.source}|P|A ?(?:x|×|times)`, 'u'),
  ],
  not: new RegExp(`${NEVER.source}|(?<!\\p{L})(?:how much (?:more|extra|overtime)|year|month|how many)(?!\\p{L})`, 'u'),
  words:
    "i get got earn am paid pay pays an a per hour hours hr hrs h each for at with worked work did do and of overtime over time ot extra additional regular normal basic standard base rate wage hourly is was double time-and-a-half time half pay what's what how much my gross total week this last on sunday saturday weekend the plus bonus surcharge supplement premium more higher top in all come to earnings times x make made shift night of-normal",
  everyday: true,
  names: 1,
  asks: /(?<!\p{L})(?:gross|total|pay|earnings)[ ?.!]*$|overtime[^A]*P/u,
  read: ({ shape, amounts, percents }) => {
    const times = only(
      amounts,
      ({ amount, after }) =>
        amount.sign === null &&
        /^ ?(?:x|×|times)(?: (?:the |my )?(?:base |normal |hourly )?(?:rate|pay|wage))?(?!\p{L})/u.test(after) &&
        Number(amount.digits) <= 3,
    )
    const rest = amounts.filter(figure => figure !== times)
    const over = only(
      rest,
      figure => figure.amount.sign === null && (OVER_AFTER.test(figure.after) || OVER_BEFORE.test(figure.before)),
    )
    const hours = only(rest, figure => figure !== over && figure.amount.sign === null && HOURS_AFTER.test(figure.after))
    const rate = only(rest, figure => figure !== over && figure !== hours && isRate(figure))
    if (over === null || rate === null || rest.length !== (hours === null ? 2 : 3)) return null
    const factor = factorOf(shape.replace(/A and a half/gu, 'time and a half'), percents, times)
    if (factor === null) return null
    const [r, o] = [digitsOf(rate), digitsOf(over)]
    const extra = `${o} * ${factor} * ${r}`
    const told = `${o} × ${factor.replace('/', '÷')} × ${shown(rate)}`
    return hours === null
      ? paid(extra, rate.amount.sign, told)
      : paid(`${digitsOf(hours)} * ${r} + ${extra}`, rate.amount.sign, `${digitsOf(hours)} × ${shown(rate)} + ${told}`)
  },
}

const SPAN = 'week|month|day|year'
/** `from 17.50 to 18.90 an hour, how much more per week with 35 hours`, `80 cents more an hour, 30 hours a week` */
const RAISE: StoryForm = {
  amounts: [2, 3],
  cues: [
    /how much more|what(?:'s| is) the difference|difference/u,
    /A ?(?:an|per|\/|a) ?(?:hour|hr|h)(?!\p{L})|(?<!\p{L})hourly(?!\p{L})/u,
    new RegExp(`(?<!\\p{L})(?:${SPAN})(?!\\p{L})|weekly|monthly`, 'u'),
  ],
  not: new RegExp(`${NEVER.source.replace('net|', '')}|(?<!\\p{L})(?:how many|overtime)(?!\\p{L})`, 'u'),
  words:
    'my pay wage rate hourly went goes gone up from to an per a hour hours hr hrs h raise rise of i get got will earn make now more how much weekly monthly daily week month day year with at work working works for is was that what difference the and if each every increase increased went-up in',
  everyday: true,
  names: 1,
  mustAsk: true,
  read: ({ shape, amounts }) => {
    const hours = only(amounts, ({ amount, after }) => amount.sign === null && HOURS_AFTER.test(after))
    const rest = amounts.filter(figure => figure !== hours)
    const [a, b, more] = rest
    if (hours === null || a === undefined || more !== undefined || signOf(rest) === 'mixed') return null
    const per = new RegExp(`^ ?${HOURS} ?(?:a|per|each|every|/) ?(${SPAN})`, 'u').exec(hours.after)?.[1]
    const asked = new RegExp(`(?:more|difference)[^A]*?(?:per|a|each|every) (${SPAN})(?!\\p{L})`, 'u').exec(shape)?.[1]
    if (asked === undefined || (per !== undefined && per !== asked && PERIODS[`${per} ${asked}`] === undefined))
      return null
    const isFromTo = b !== undefined && /(?<!\p{L})from $/u.test(a.before) && /(?<!\p{L})to $/u.test(b.before)
    const isRaise =
      b === undefined && /(?<!\p{L})(?:raise|rise|increase)(?: of| by)? $|(?<!\p{L})(?:get|earn|got) $/u.test(a.before)
    if (!isFromTo && !isRaise) return null
    const step = isFromTo ? `(${digitsOf(b)} - ${digitsOf(a)})` : digitsOf(a)
    const said = isFromTo ? `(${shown(b)} − ${shown(a)})` : shown(a)
    if ((evaluatedValue(step)?.numerator ?? 0n) <= 0n) return null
    const [factor, reading] =
      per === undefined || per === asked ? ['1'] : (PERIODS[`${per} ${asked}`] as readonly [string, string?])
    const times = factor === '1' ? '' : ` * ${factor}`
    const answer = paid(
      `${step} * ${digitsOf(hours)}${times}`,
      a.amount.sign,
      `${said} × ${digitsOf(hours)} hours${times.replace('*', '×')}`,
      ` a ${asked}`,
    )
    return answer === null || reading === undefined ? answer : { ...answer, reading }
  },
}

const MONTHLY = /(?<!\p{L})(?:a|per|each|every|\/) ?month(?!\p{L})|monthly|(?<!\p{L})(?:rent|salary)(?!\p{L})/u
/** `rent goes from 780 to 825, how much more per year`, `3,150 instead of 2,890 a month, how much more in a year` */
const MORE_A_YEAR: StoryForm = {
  amounts: 2,
  cues: [
    /how much (?:more|less)|(?<!\p{L})difference(?!\p{L})/u,
    /(?<!\p{L})(?:a|per|each|every|in a|over a|for the) year|yearly|annually/u,
    /from A (?:\p{L}+ ){0,3}to A|A (?:\p{L}+ ){0,3}instead of A/u,
  ],
  not: new RegExp(
    `${NEVER.source}|(?<!\\p{L})(?:hours?|weeks?|weekly|quarter|percent|how many)(?!\\p{L})|A (?:a|per|each) year|%`,
    'u',
  ),
  words:
    'rent my our the new old job salary pay pays wage income insurance bill electricity gas internet phone contract fee membership goes went go going gone up down rises rose raised increased increases from to instead of a per each every month monthly how much more less difference is it that in year yearly annually over for will do i we pay earn get have and so then costs cost now was what',
  everyday: true,
  names: 1,
  read: ({ shape, amounts: [a, b] }) => {
    if (a === undefined || b === undefined || !MONTHLY.test(shape)) return null
    const sign = signOf([a, b])
    const [low, high] = Number(digitsOf(a)) < Number(digitsOf(b)) ? [a, b] : [b, a]
    const asksLess = /how much less/u.test(shape)
    // What falls is no more.
    const [before, after] = /instead of/u.test(shape) ? [b, a] : [a, b]
    const rises = Number(digitsOf(after)) > Number(digitsOf(before))
    if (sign === 'mixed' || digitsOf(low) === digitsOf(high) || (!/difference/u.test(shape) && rises === asksLess))
      return null
    return counted(
      `(${digitsOf(high)} - ${digitsOf(low)}) * 12`,
      [a.amount, b.amount],
      `(${shown(high)} − ${shown(low)}) × 12`,
      ' a year',
    )
  },
}

const FORMS: readonly StoryForm[] = [MORE_A_YEAR, OVERTIME, RAISE]

export const payStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'pay-story',
    reason: 'Works out pay with overtime, and what a raise or a higher rent comes to.',
    order: 126.7,
    pairs: 'joined',
    hint: /(?<!\p{L})(?:overtime|over time|time.and|double|how much more|difference|profit|sold|sell|loses?|losing|loss|depreciat|drops|falls|goes down|declines|extra|how much less|deposit|years later)/iu,
    examples: {
      yes: [
        "I get 23.50 an hour for 37.5 hours and did 4 hours overtime at time and a half. What's my gross pay for the week?",
        '8 hours overtime, paid 150%, base rate 16.40 €',
        'my pay went from 17.50 to 18.90 an hour, how much more per week with 35 hours',
        'I get a raise of 80 cents an hour and work 30 hours per week. How much more do I earn a week?',
        'rent goes from 780 to 825, how much more per year',
        'my new job pays 3,150 instead of 2,890 a month, how much more is it in a year',
      ],
      no: [
        "I get 23.50 an hour for 37.5 hours and did 4 hours overtime. What's my gross pay for the week?",
        'I get 23.50 an hour for 37.5 hours and did 4 hours overtime at time and a half. What is my pay after tax?',
        '8 hours overtime, paid 50%, base rate 16.40 €',
        'my pay went from 17.50 to 18.90 an hour, how much more per year',
        'rent goes from 780 to 825, how much less per year',
        'the price went from 780 to 825, how much more per year',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]
