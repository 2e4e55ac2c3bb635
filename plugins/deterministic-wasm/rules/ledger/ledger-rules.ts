/**
 * Bills, pay, fees, tips, discounts and change told in any order: whatever can be read as facts about one sum is worked out, and a
 * sentence in which one word is no part of such a fact is left alone.
 */
import type { PlannerRule } from '#contracts/planner-port'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { readStory } from '../stories/story.ts'
import { answerOf } from './ledger-answers.ts'
import { readLedger } from './read-ledger.ts'

const MONEY =
  /(?<!\p{L})(?:price|prices|priced|pay|pays|paid|cost|costs|costing|spend|spent|budget|bill|invoice|rent|fee|owe|money|salary|wage|wages|income|account|cash|wallet|change|charges?|earn|earned|earnings|fare|tip|discount|off|tax|vat|save|net|gross)(?!\p{L})/u
const BARE_RENT = /(?:^|[,.;] )rent:? \d[\d.]*(?=[,.;?]|$)/iu
const LONGEST = 400

function read(clause: Clause): Answer | null {
  if (clause.plain.length > LONGEST || clause.quotes.length > 0 || clause.data !== null) return null
  // `rent 800` among others of a list is an amount, and nobody rents eight hundred.
  if (BARE_RENT.test(clause.plain)) return null
  const story = readStory(clause)
  if (story === null || story.amounts.length === 0 || story.amounts.length + story.percents.length > 12) return null
  if (story.amounts.length + story.percents.length < 2) return null
  const hasSign = story.amounts.some(({ amount }) => amount.sign !== null)
  if (!hasSign && !MONEY.test(story.shape) && !story.amounts.some(({ amount }) => /\.\d\d$/.test(amount.digits)))
    return null
  const readings = readLedger(story)
  // What is for one of something asks how many there are.
  const isPieces =
    /A [^A]*(?:at|@|x|×|for) A/u.test(story.shape) &&
    !/(?<!\p{L})(?:split|share|shared|divided?)(?!\p{L})/u.test(story.shape) &&
    !/A ?(?:per|an?|each|\/) ?\p{Ll}/u.test(story.shape) &&
    story.amounts.some(({ amount }) => /\.\d\d$/.test(amount.digits))
  const isAsked = clause.mark.includes('?')
  return readings === null ? null : answerOf(readings, hasSign || isAsked || isPieces, isAsked)
}

export const ledgerRules: readonly PlannerRule[] = [
  defineRule({
    id: 'money-ledger',
    reason: 'Works out a bill, pay, fee, tip, discount or change of which each part was told, in any order.',
    order: 448,
    pairs: true,
    hint: /\d/,
    examples: {
      yes: [
        '5% commission on a sale of $18,400',
        'I sold 45 cupcakes at $2.50 each and paid $30 for ingredients. profit?',
        'My yearly salary is 54,000 €, paid in 12 equal parts. How much per month?',
        'tickets cost 15 € for adults and 8 € for kids. we are 2 adults and 3 kids. total?',
        '12 notebooks at 1.89 € apiece, plus 4.90 € shipping',
        'The cabin costs 40 € per person per night. We are 4 people for 3 nights. Total?',
        'Hotel: 4 nights at 79 € per night plus city tax 3 € per night. Total?',
        'Car rental 35 € per day for 6 days plus 0.20 € per km for 450 km. what is the total?',
        'A stall costs 90 € rent, I earn 2.50 € profit on each jar. How many jars must I sell to cover the rent exactly?',
        'Netflix 12.99, Spotify 10.99, Disney 8.99, all per month. What is that a year?',
      ],
      no: [
        'Tickets are 14 € each, groups of 10 get 10% off. We are 12. Total?',
        'I buy 3 shirts at 20 € each and sell 2 at 30 € each. Profit?',
        '6 shirts at 2 for 25 €, total?',
        'The deposit is 100 €, which I get back, and rent is 20 € per day for 3 days. Total?',
        'I pay 238 € including 19% VAT and 5 € shipping. What is the price without VAT?',
        'The agent takes 3% commission of 380,000 €. What do I get?',
        'Hotel: 2 rooms, 3 nights, 85 € per room. Total?',
        'I bought 100 shares at 12 € and sold 50 shares at 15 €. Profit?',
        'I sold 45 cupcakes at $2.50 each and paid $30 for ingredients. profit per hour?',
        'tickets cost 15 € for adults and 8 € for kids. we are 2 adults and 3 seniors. total?',
        '12 notebooks at 1.89 € apiece, free shipping from 20 €',
        'The cabin costs 40 € per person per night. We are 4 people. Total?',
        'The cabin costs 40 € per person per night. We are 4 people for 3 nights, one of us leaves early. Total?',
        'A stall costs 90 € rent, I earn 2.50 € profit on each jar. What do I earn?',
        'Netflix 12.99, Spotify 10.99, all per month. What is that a year on average?',
        'rent 800, food 350, fun 120. how much per day?',
        'laptop 1200 € minus 15% and a 50 € voucher, what do I pay?',
        'Hotel: 4 nights at 79 € per night, breakfast 12 € per person. Total?',
      ],
    },
    read,
  }),
]
