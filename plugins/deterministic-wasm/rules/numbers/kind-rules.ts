/** Which of some numbers are prime, or divisible by another: listed as they were given. The data may stand behind a colon. */
import type { PlannerRule } from '#contracts/planner-port'
import { plainNumbers } from '../message/plain-numbers.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'

const LIST = '(?<list>\\d{1,12}(?:(?:,? (?:and |or )?|; ?)\\d{1,12}){1,30})'
const KIND =
  "(?<not>not |n't )?(?:(?<prime>primes?(?: numbers?)?)|(?:evenly |exactly )?(?:divisible by|multiples of|a multiple of|divided by) (?<k>\\d{1,6}))(?: without (?:a )?remainder)?"
const THESE = '(?:these|those|them|the following|the)?(?: (?:numbers?|ones|values|figures))?'
const QUESTIONS: readonly RegExp[] = [
  `(?:which|what)(?: ones?| numbers?)?(?: of| from| among| out of)? ?${THESE}(?: (?:are|is|aren|isn|can be))? ?${KIND}[:,;?]+ ?(?:of |from |among )?${LIST}`,
  `(?:which|what)(?: ones?| numbers?)?(?: of| from| among| out of) (?:the numbers |these )?${LIST},? (?:are|is|aren|isn|can be) ?${KIND}`,
  `(?:find|list|give me|show|pick|pick out|name|select)(?: me)?(?: the| all| all the)? (?<primes2>primes?(?: numbers?)?|(?:numbers |ones )?(?:that are )?divisible by (?<k2>\\d{1,6}))(?: in| from| among| of| out of)?:? ?(?:the )?(?:list|numbers)?:? ?${LIST}`,
  `${LIST}[,;:–-]* ?(?:which|what)(?: of (?:these|them))?(?: ones?| numbers?)?(?: are| is) ${KIND}`,
].map(source => new RegExp(`^(?:${source})$`, 'iu')) as RegExp[]

const FEWEST = 2

export const kindRules: readonly PlannerRule[] = [
  defineRule({
    id: 'number-kinds',
    reason: 'Picks out of listed numbers those that are prime or divisible by another.',
    order: 343.6,
    hint: /prime|divi|multiple/i,
    examples: {
      yes: [
        'Which of these numbers are not divisible by 3: 9, 14, 21, 25, 30',
        'which of 12, 17, 24, 29 are prime?',
        'which of these numbers is prime: 51, 53, 57',
        'which numbers are divisible by 4: 8, 10, 16, 22',
      ],
      no: [
        'which of 12, 17, 24, 29 are prime ministers?',
        'which of these are divisible by 3 or 5: 9, 14, 21',
        'which prime numbers are most used: 2, 3, 5',
        'which of 12, 17, 24 people are prime',
      ],
    },
    read: clause => (clause.quotes.length > 0 ? null : picked(clause)),
  }),
]

function picked(clause: Clause): Answer | null {
  const { data } = clause
  if (data !== null && (data.form !== 'inline' || data.text.length > 200)) return null
  const text = data === null ? clause.plain : `${clause.plain}: ${plainNumbers(data.text.replace(/[\s.?!]+$/, ''))}`
  if (text.length > 260 || !/^(?:which|what|find|list|give|show|pick|name|select|\d)/iu.test(text)) return null
  for (const pattern of QUESTIONS) {
    const groups = pattern.exec(text)?.groups
    const items = groups?.list?.match(/\d+/g) ?? []
    if (groups === undefined || items.length < FEWEST) continue
    const divisor = groups.k ?? groups.k2
    if (divisor !== undefined && Number(divisor) === 0) return null
    const isNot = groups.not !== undefined || /(?:aren|isn)(?:'?t)? /iu.test(text)
    const kept = items.filter(item => fits(item, divisor) !== isNot)
    const kind = `${isNot ? 'not ' : ''}${divisor === undefined ? 'prime' : `divisible by ${divisor}`}`
    const answer = listed(kept, `of ${items.length} numbers those ${kind}`)
    return data === null ? answer : { ...answer, usesData: true }
  }
  return null
}

const fits = (item: string, divisor: string | undefined): boolean =>
  divisor === undefined
    ? peek('math.factor', { value: Number(item) })?.is_prime === true
    : BigInt(item) % BigInt(divisor) === 0n

function listed(items: readonly string[], how: string): Answer {
  const taken = task('taken', 'Keep those', 'agg.collect', { items: [...items] })
  if (items.length === 0)
    return { tasks: [taken], answer: 'taken', reply: withHow('{{said}}', { said: literal('None of them.') }, how) }
  const template = items.map((_, i) => `{{/items/${i}}}`).join(', ')
  return { tasks: [taken], answer: 'taken', reply: withHow(template, { items: at('/items') }, how) }
}
