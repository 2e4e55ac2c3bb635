/**
 * Wages, bills, stays, trips and fees: prices for one of something, how many of it, and amounts beside, told in any order. By their units there
 * is one way in which all of them make what is asked; where there is another, or a word that nobody knows, there is no answer.
 */
import type { PlannerRule } from '#contracts/planner-port'
import type { Clause } from '../message/read-message.ts'
import { wordsOf } from '../message/words-of.ts'
import { type Answer, defineRule } from '../rule.ts'
import { readStory } from '../stories/story.ts'
import { readRates } from './read-rates.ts'
import { solveRates } from './solve-rates.ts'

const LONGEST = 400
const HINT =
  /^(?:\p{L}[\p{L}'’-]* ?){1,4}$|(?<!\p{L})(?:per|an?|each|every|at|x|for|plus|times|costs?|(?:hour|dai|week|month|year|quarter)ly|annual)(?!\p{L})|[/@×*]|\dx\d/iu

/** `electric bill: base fee 12.50/month, ...`: a colon behind a topic only pauses. */
function read(clause: Clause): Answer | null {
  const { data, plain, quotes, mark } = clause
  if (data === null) return readPlain(clause)
  if (data.form !== 'inline' || quotes.length > 0 || data.text.length > LONGEST || !TOPIC.test(plain)) return null
  const text = wordsOf(data.text.trim()).plain
  const joined = `${plain}, ${text}`
  const ends = /\?\s*$/u.test(text)
  const answer = readPlain({
    ...clause,
    data: null,
    plain: joined,
    text: joined,
    core: joined,
    mark: ends ? '?' : mark.replace('?', ''),
  })
  return answer === null ? null : { ...answer, usesData: true }
}
const TOPIC = /^(?:(?:my|our|the|a) )?\p{L}[\p{L}'’-]*(?: \p{L}[\p{L}'’-]*){0,3}$/u

function readPlain(clause: Clause): Answer | null {
  const { plain, quotes } = clause
  if (plain.length > LONGEST || quotes.length > 0) return null
  const story = readStory(clause)
  if (story === null || story.amounts.length < 1 || story.amounts.length > 10) return null
  const hasSign = story.amounts.some(({ amount }) => amount.sign !== null)
  const isPaid =
    hasSign ||
    /(?:at|@) A (?:an?|per|each|apiece)(?!\p{L})/u.test(story.shape) ||
    /\.\d\d(?!\d)|\d ?(?:cents?|ct)(?!\p{L})/u.test(plain)
  if (!isPaid && !MONEY.test(story.shape)) return null
  const isAsked = clause.isAsked || clause.mark.includes('?') || ASKS.test(story.shape)
  if (!isAsked && (!(isPaid || MONEY.test(story.shape)) || TELLS.test(story.shape))) return null
  const rates = readRates(story)
  // What only tells may be a part of something else.
  if (rates === null || (!clause.mark.includes('?') && !ASKS.test(story.shape) && rates.names > 0)) return null
  return solveRates(rates)
}
const MONEY =
  /(?<!\p{L})(?:price|priced|pay|pays|paid|costs?|costing|spend|spent|budget|bill|invoice|rent|rental|lease|fee|owe|money|salary|wages?|income|charges?|earns?|earned|earnings|fare|quote|revenue|turnover|gross|instal?lments?|payments?|mortgage|delivery|shipping|rate|plan|tariff|vat|insurance|subscription|membership|flight|hotel|hostel|tickets?|taxi|parking|till|drawer|cash|coins|notes|piggy bank)(?!\p{L})|\/|(?:at|@) A (?:an?|per)/u
/** Somebody tells something; without a word that asks, it may be no more than that. */
const TELLS = /(?<!\p{L})(?:i|we|he|she|they|my|our|was|were|is|are)(?!\p{L})/u
const ASKS =
  /^count (?!(?:the|all) (?:words|letters))|(?<!\p{L})(?:what|whats|how much|total|sum|altogether|together)(?!\p{L})|(?<!\p{L})(?:costs?|price|pay|bill|amount|invoice|quote|fare|(?:per|a) (?:hour|day|week|month|year)|(?:hourly|daily|weekly|monthly|yearly|annually)(?: (?:rate|wage|pay|cost|costs|income|salary|bill|total))?)[\s?.!]*$/u

export const rateSumRules: readonly PlannerRule[] = [
  defineRule({
    id: 'rate-sum',
    reason: 'Works out wages, bills, stays and trips from prices for one of something, counts and amounts beside them.',
    order: 449.37,
    pairs: 'joined',
    hint: HINT,
    examples: {
      yes: [
        'drove 184 km, the company pays 0.30 € per km. what do i get',
        'power company: 11.90 base fee a month + 0.29 per kWh. march was 210 kWh. total for march?',
        'Phone contract 19.99 a month for 24 months plus 39.99 connection fee. What do I pay overall?',
        'gas: 14,000 kWh at 9.4 ct/kWh plus 145 € standing charge per year. total per year',
        'uber 3.50 start + 1.25/mile x 8 miles + 0.20/min x 22 min',
        'Room $139/night, 4 nights, 12% hotel tax. Grand total?',
        'class trip: 26 pupils, bus 520, entry 7.50 each. cost per pupil?',
        'tutor 22.50/h, 2 hrs per week for 10 weeks',
        'I make $62,400 a year. With 40 hours a week and 52 weeks, what is my hourly rate?',
        '3 workers, 8 hours, 5 days, 21 €/h. total wage cost?',
        'expenses: train 84.60, taxi 22, hotel 2 nights a 97, meals 3 days a 28',
        'Mon 6h, Tue 7.5h, Wed 5h, Thu 8h at 14 €/h. What do I get?',
        'scooter 1 € to unlock and 0.19 per minute, 14 minutes ride',
        'Insurance is 45.30 quarterly. yearly cost?',
      ],
      no: [
        'Hotel: 2 rooms, 3 nights, 85 € per room. Total?',
        'I get 14 an hour and worked 38 hours in 5 days. What do I get?',
        '12 € per ticket, 5 tickets for 3 days. What is the total?',
        'I worked 8 hours at 15 € and my sister worked 6 hours at 14 €. What did she earn?',
        'What do I pay for 20 litres at 1.80 per litre if my card gives 5 cents per litre?',
        '0.30 per km for the first 20 km, 0.38 per km after that, 50 km total?',
        'Netflix costs 12 a month, in June it went to 14 a month. total for the year?',
        'We sold 40 cakes at 3 € each and bought 10 boxes at 2 € each. Total?',
        'bike rental 15 per day, 4 people, 3 days',
        'My salary is 2,400 a month, 12% tax. what is it per year?',
        'Flight 189 per person, 2 bags at 35, for 3 people, bag fee per person. total?',
        'Price per night 80, 3 nights, children 20 per night. total?',
        'parking 2.50 per hour, max 12 € a day. I park 8 hours. cost?',
        'Hotel 80 a night for 3 nights, breakfast 10 per day. total?',
        'I pay 9 € per lesson, 10 lessons, but two were cancelled. what do I pay',
        '80 € per night, 3 nights, dog 10 € per night for 2 nights. Total?',
        '48 € a day, 3 days, deposit 100. What do I pay?',
        'Write an invoice: 5 hours at 60 € per hour',
        '250 grams at 12.80',
        'I park 3.5 hours a week at 2.50 per hour, what is that a year on average?',
      ],
    },
    read,
  }),
]
