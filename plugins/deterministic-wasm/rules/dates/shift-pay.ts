/**
 * Pay for hours that are told as times: so much an hour, worked from one time to another, with breaks and on so many days. Anything that
 * changes the rate (overtime, a bonus, tax) is left alone.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import type { Clause } from '../message/read-message.ts'
import { readAmount, showAmount } from '../money.ts'
import { type Answer, defineRule } from '../rule.ts'
import { paid } from '../stories/told-money.ts'
import { momentsOf } from './moments.ts'
import { hoursTold } from './week-hours.ts'

const MONEY =
  '(?<before>[€$£₹¥]|(?:chf|eur|usd|gbp|aud|cad|nzd|rs\\.?) ?)?(?<digits>\\d{1,5}(?:[.,]\\d{1,2})?)(?: ?(?<after>[€$£₹¥]|eur|euros?|dollars?|bucks|pounds?|quid|chf|francs?|usd|gbp|aud|cad|nzd|zł|pln|kr|sek|nok|dkk|inr|rupees?)(?!\\p{L}))?'
const RATE = new RegExp(
  `(?:(?<!\\p{L})(?:i|he|she|my|the|paid|earn|earns|earning|get|gets|make|makes|at|for|is|am|are|pays?|hourly|rate|wage|charge|charges|of|a|and|with|job) )*(?<![\\d.,:])${MONEY} ?(?:(?:an?|per|each|every|the) |\\/ ?)(?:hour|hr|h)(?!\\p{L})`,
  'iu',
)
const HOURLY = new RegExp(
  `(?:(?:my|the|his|her) )?(?:hourly (?:rate|wage|pay)|(?:rate|pay|wage) per hour|rate)(?: (?:is|of|was))*:? ${MONEY}(?! ?(?:%|hours|[:.]\\d))`,
  'iu',
)
const ASKS_PAY =
  /(?:^|(?<= ))(?:(?:and|so|then) )*(?:how much|what|total)(?: (?:money|total|is|are|do|does|did|will|would|should|i|he|she|we|my|the|his|her|for|that|it|this|to|in))* (?:get|gets|earn|earns|earned|make|makes|made|paid|pay|wage|wages|salary|earnings|owed|receive|income|day|shift|week|be)(?: (?:paid|for|that|it|the|this|day|shift|a|per|week|total|in|i|each|evening|night|today|altogether|all|whole))*$|(?:^|(?<= ))(?:how much|total pay|total wage|total earnings|pay|wage|earnings|how much is (?:that|it)|how much money|how much (?:do|did|will|would) (?:i|he|she)(?: get)?|how much (?:a|per|each|every) (?:week|day|shift|night))$/u
const NEVER =
  /(?<!\p{L})(?:overtime|bonus|tax|taxes|net|gross|tips?|double|half pay|extra|surcharge|unless|if|except|not|but|until|minimum|raise|more|less(?! (?:an? )?(?:L|half|the|my))|instead|each of us|both|together|per (?:day|month|year)|every day|daily|each day)(?!\p{L})/u

/** `paid 15.50 per hour, worked 9:00 to 14:30, how much do I get`. */
function pay(clause: Clause, input: PlannerInput): Answer | null {
  if (clause.data !== null || clause.quotes.length > 0 || !clause.isAsked || clause.worded.length > 240) return null
  const found = RATE.exec(clause.worded) ?? HOURLY.exec(clause.worded)
  if (found === null) return null
  const { before, digits = '', after } = found.groups ?? {}
  if (before !== undefined && after !== undefined) return null
  const rest = `${clause.worded.slice(0, found.index)} , ${clause.worded.slice(found.index + found[0].length)}`
  const moments = momentsOf(rest, input, false)
  if (moments === null || moments.days.length + moments.months.length + moments.years.length > 0) return null
  const shape = moments.shape.trim()
  if (!ASKS_PAY.test(shape) || NEVER.test(shape)) return null
  const told = `${shape.replace(ASKS_PAY, ' ')} worked how many hours`.replace(/\s+/gu, ' ').trim()
  const total = hoursTold({ ...moments, shape: told })
  const sign = (before ?? after)?.trim()
  const amount = readAmount(
    digits.replace(',', '.'),
    sign === undefined ? undefined : before === undefined ? '>' : '<',
    sign,
  )
  if (total === null || !(Number(amount.digits) > 0)) return null
  // `a week` asks for more than one day that is told.
  if (
    /(?:a|per|each) week/u.test(shape) &&
    !/(?<!\p{L})(?:S|W)(?!\p{L})|N (?:days|times|shifts|nights|evenings)/u.test(shape)
  )
    return null
  return paid(
    `(${total.expression}) / 3600 * ${amount.digits}`,
    amount.sign,
    `${total.how}, at ${showAmount(amount)} an hour`,
  )
}

export const shiftPayRules: readonly PlannerRule[] = [
  defineRule({
    id: 'shift-pay',
    reason: 'Works out the pay for hours told as times of day, at so much an hour.',
    order: 58.8,
    pairs: true,
    hint: /\d.*(?:hour|hr|\/ ?h|hourly|rate)|(?:hour|hr|\/ ?h|hourly|rate).*\d/iu,
    examples: {
      yes: [
        'paid 15.50 per hour, worked 9:00 to 14:30. how much do I get?',
        'I babysat from 18:30 to 23:00 at 12 euros an hour. How much do I earn?',
        'shift 22:00-06:00 with 30 min unpaid break, £14.20/h, how much do I get paid?',
      ],
      no: [
        'paid 15.50 per hour, worked 9:00 to 14:30 and 2 hours overtime. how much do I get?',
        'paid 15.50 per hour, worked 9:00 to 14:30. how much after tax?',
        'paid 15.50 per hour, worked 9:00 to 14:30 with a break. how much do I get?',
        'paid 15.50 per hour, worked 9:00 to 14:30. how much do I get a week?',
        'paid 15.50 per hour, is 9:00 to 14:30 worth it?',
        'The car park is 2 euros an hour from 9:00 to 14:30 but free on Sundays. How much do I pay?',
      ],
    },
    read: pay,
  }),
]
