/**
 * Requests in unusual words, answered as the usual request that they are. What it was read as is told with the answer, so that
 * a wrong reading is seen.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { MASK } from '../message/mask.ts'
import { mendTypos } from '../message/typos.ts'
import { answerWhole } from '../whole-answer.ts'
import { dateFrames } from './date-frames.ts'
import { everydayFrames } from './everyday-frames.ts'
import { type Frame, readFrame } from './frame.ts'
import { measureFrames } from './measure-frames.ts'
import { moneyFrames } from './money-frames.ts'
import { numberFrames } from './number-frames.ts'
import { textFrames } from './text-frames.ts'

const FRAMES: readonly Frame[] = [...numberFrames, ...measureFrames, ...dateFrames, ...moneyFrames, ...everydayFrames]
const LONGEST = 260

export const frameRules = (rules: readonly PlannerRule[]): readonly PlannerRule[] => [
  {
    id: 'framed',
    reason: 'Answers a request told in other words, once nothing but harmless words is left over.',
    order: 995,
    isLastResort: true,
    examples: {
      yes: [
        "My son's homework says: find the lowest common multiple of 18 and 24. What should he get?",
        'how many factors has 60, including 1 and itself?',
        'the worksheet shows binary 110110, what decimal number is that',
        'MCMLXXXIV is on the building, what year is it',
        'For my statistics course: population standard deviation of 3, 7, 7, 19',
        'the parcel weighs 5 kilos but the form asks for pounds',
        'ramp rises 0.9 m over a length of 12 m, what is the slope in percent',
        'rectangular lawn 12 m by 8 m, how many metres of fence all the way round',
        'my bmi? i weigh 82 kg and am 1.80 m tall',
        'what date is easter sunday 2026 for western churches',
        'timesheet: 6h 45m in decimal hours please',
        'I sold goods worth 12,000 and my commission is 4%. How much do I get?',
        'invoice 850.00 EUR with 3% Skonto because I pay early. what do I transfer?',
        '6 rolls cost 2.40, what do 10 of the same cost',
        'how many 50-cent coins make 12 euros',
        'worked 50 hours, the first 40 at 18 an hour, overtime at time and a half, total pay?',
        'count the vowels (a, e, i, o, u) in banana',
        'need a db column name in snake_case from: Total Order Amount',
        'My colleague left a note saying "uryyb jbeyq", it is ROT13. Decode it?',
        'the pack has 60 tablets, I take 1 in the morning and 1 in the evening, for how many days?',
        'our club meets on the second Tuesday of each month, what date in April 2027?',
        'our oven only shows Fahrenheit, recipe says 180 °C',
      ],
      no: [
        "My son's homework says: find the lowest common multiple of 18 and 24. Explain how.",
        'is 60 the lowest common multiple of 12 and 20',
        'How many factors has 60, not counting 1 and itself?',
        'is 77 in binary 1001101',
        'average 3, 4, 5 but drop the lowest',
        'pick 2 of 5 toppings, order does not matter, and Ann must be in. How many different combinations?',
        'My suitcase weighs 23 kg, how many pounds over 50 is that?',
        'triangle with base 10 cm and height 6 cm, area of two of them?',
        'ramp rises 0.9 m over a length of 12 m, is the slope in percent too much',
        'rectangular lawn 12 m by 8 m, fence all the way round with a 1 m gate',
        'how long does a 2 GB download take at 100 Mbit/s if half is done',
        'when is easter 2030 in the orthodox church',
        'which week of school is 3 March 2026',
        'how many working days from 1 April 2026 to 17 April 2026, Fridays off',
        'warranty: bought on 5 March 2025, valid for 24 months. is it over?',
        'I sold goods worth 12,000, commission is 4% above 5,000. How much?',
        'bought for 80, sold for 100, fees 5. profit in percent?',
        '5 apples cost 2.25, how much do 8 pears cost',
        'how many 50-cent coins make 12 euros and 30 cents',
        'buy 2 get 1 free, shirts 18 each, I take 6 and return 1',
        'spotify 9.99 and icloud 2.99 a month, first month free, per year together',
        'invoice dated 3 March 2026, payable within 14 days. which date is 30 days later?',
        'exam 1.7 counts 60%, project 2.3 counts 30%. Final grade?',
        'what is "live" spelled backwards and what does it mean',
        'how do I work out the lowest common multiple of 12 and 20',
        'need a funny db column name in snake_case from: Total Order Amount',
        'My colleague left a note saying "uryyb jbeyq", it is ROT13. Who wrote it?',
        'the pack has 60 tablets, I take 1 in the morning and 1 in the evening, how many are left after 10 days?',
        'sold 34 cupcakes at 2.50 each, ingredients cost 27.30 and the stand 20. profit?',
        'With 1 EUR = 1.08 USD and a fee of 2 EUR, how many euros do I get for 350 USD?',
      ],
    },
    match: input => {
      const { message } = input
      const text = message.trim()
      if (text.length > LONGEST || /\d{30}/.test(text) || text.includes('\n') || text.includes(MASK)) return []
      const start = message.indexOf(text)
      const span = [start, start + text.length] as const
      const plain = mendTypos(text.replace(/[’‘]/g, "'").replace(/\s+/g, ' '))
      for (const [frames, read] of [
        [FRAMES, plain],
        [textFrames, text],
      ] as const)
        for (const frame of frames) {
          const request = readFrame(frame, read)
          const match = request === null ? null : answerWhole(request, rules, input, 'data')
          if (match === null) continue
          const reading = [`Read as “${request}”.`, match.reading ?? ''].join(' ').trim()
          const { implied: _, data: __, ...own } = match
          return [{ ...own, span, reading }]
        }
      return []
    },
  },
]
