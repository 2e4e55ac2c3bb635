/** The numbers that stand in a given text, added up: `sum all numbers in the text`. What is no plain number for certain makes it none. */
import type { PlannerRule } from '#contracts/planner-port'
import { peek } from '../../peek.ts'
import { type Answer, at, literal, task } from '../../rule.ts'
import { whole } from '../text-answers.ts'
import { defineTextRule, type TextRequest } from '../text-request.ts'

const NUMBERS = '(?:(?:all|the|any|every|§) )*(?:numbers?|figures|numerals|amounts|values)'
const PLACE =
  '(?: (?:that )?(?:occur|appear|stand|found|mentioned|contained)?(?: ?(?:in|from|of|out of))? ?§?(?: here)?)?'
const SUM = whole(
  `(?:sum(?: up)?|add(?: up)?|total(?: up)?|calculate the (?:sum|total) of|(?:the |get the )?(?:sum|total) of)(?: together)? ${NUMBERS}(?: up| together)?${PLACE}|add ${NUMBERS} (?:up|together)${PLACE}`,
)
/** Dates, times, fractions, ranges, phone numbers, percentages: no numbers that add up. */
const UNCERTAIN = /\d[\d.]*[,:/–-]\d|\d\.\d+\.|\d ?%|(?<![\p{L}])\p{L}+\d|\d(?:st|nd|rd|th)(?!\p{L})|\d ?[+*x×=^]/u

export const numberSumRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'text-number-sum',
    reason: 'Adds up the numbers that stand in a given text.',
    order: 187,
    hint: /sum|add|total/iu,
    examples: {
      yes: [
        'sum all numbers in the text: i bought 3 pens for 4 euro and 2 pads for 5',
        'add up the numbers in this text: 3 apples and 5 pears',
        'sum of all numbers in "i bought 3 pens for 4.50 euro"',
      ],
      no: [
        'add up the numbers in this text: 3 apples on 12/03 and 5 pears',
        'sum all numbers in the text: about 50% of 40',
        'add the numbers of the guests: five or six',
        'sum up the text: we bought 3 pens',
      ],
    },
    read: numberSum,
  }),
]

function numberSum({ head, text, input, form }: TextRequest): Answer | null {
  if (!SUM.test(head) || form === 'attachment' || typeof input !== 'string') return null
  if (!/\p{L}{2}/u.test(text) || UNCERTAIN.test(text) || text.length > 2_000) return null
  const numbers = peek('extract.numbers', { text })?.numbers
  const seen = text.match(/\d+(?:\.\d+)?/g) ?? []
  // Every figure of the text is among them, as it stands.
  if (!Array.isArray(numbers) || numbers.length < 2 || numbers.join(' ') !== seen.join(' ')) return null
  const found = task('found', 'Find the numbers', 'extract.numbers', { text })
  const sum = task('sum', 'Add them', 'math.sum', { values: { $from: 'found', pointer: '/numbers' } }, ['found'])
  return {
    tasks: [found, sum],
    answer: 'sum',
    reply: {
      template: '{{exact}}',
      how: '{{how}}',
      values: { exact: at('/exact'), how: literal((numbers as string[]).join(' + ')) },
    },
  }
}
