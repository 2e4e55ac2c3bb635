/** K2: what is left of a message, whether it can stand alone, and whether it changes what was computed. */
import { describe, expect, test } from 'bun:test'
import type { RuleMatch } from '#contracts/planner-port'
import { mayChange, remainderOf } from './remainder.ts'

/** A match of each part of the message that is named. */
const matchesOf = (message: string, ...parts: readonly string[]): RuleMatch[] =>
  parts.map(part => {
    const start = message.indexOf(part)
    if (start < 0) throw new Error(`${part} is not in ${message}`)
    return { span: [start, start + part.length], tasks: [], answer: 'a', reply: { template: '', values: {} } }
  })

describe('remainder', () => {
  for (const [message, answered, text] of [
    ['12*12 and who wrote Hamlet?', '12*12', 'who wrote Hamlet?'],
    ['What is 15% of 80 and why is the sky of Mars red?', 'What is 15% of 80', 'why is the sky of Mars red?'],
    ['Hi! 100 USD split by 4, then tell me a joke', '100 USD split by 4', 'tell me a joke'],
    [
      'Tell me the capital of Japan. Also: how long is 3 h + 20 min?',
      'how long is 3 h + 20 min?',
      'Tell me the capital of Japan.',
    ],
    [
      'days until 24 december, and give me a gift idea for my dad',
      'days until 24 december',
      'give me a gift idea for my dad',
    ],
  ] as const) {
    test(`K2 "${message}" leaves a request that stands alone`, () => {
      expect(remainderOf(message, matchesOf(message, answered))).toEqual({ text, isAlone: true })
    })
  }

  for (const [message, answered, text] of [
    [
      'What is 17.5% of 2,480 EUR, and is that a fair commission?',
      'What is 17.5% of 2,480 EUR',
      'is that a fair commission?',
    ],
    ['average of 14, 18, 22 and describe the trend', 'average of 14, 18, 22', 'describe the trend'],
    ['translate "good morning" to Spanish and tell me what 7*8 is', '7*8 is', 'translate "good morning" to Spanish'],
    ['bmi for 70 kg and 1.75 m, and what should i eat', 'bmi for 70 kg and 1.75 m', 'what should i eat'],
    ['How many weeks are in 200 days, and what remains?', 'How many weeks are in 200 days', 'what remains?'],
    ['add 1.2 m and 85 cm and give me the result in cm', 'add 1.2 m and 85 cm', 'give me the result in cm'],
  ] as const) {
    test(`K2 "${message}" leaves a request that belongs to the rest`, () => {
      expect(remainderOf(message, matchesOf(message, answered))).toEqual({ text, isAlone: false })
    })
  }

  test('K2 two pieces, a single word and nothing are no remainder', () => {
    const two = 'Write a poem, what is 2 + 2, and sing it.'
    expect(remainderOf(two, matchesOf(two, 'what is 2 + 2'))).toBeNull()
    expect(remainderOf('2 + 2? Bob', matchesOf('2 + 2? Bob', '2 + 2?'))).toBeNull()
    expect(remainderOf('Please 2 + 2', matchesOf('Please 2 + 2', '2 + 2'))).toBeNull()
  })

  test('K3 a condition beside what was computed may change it; a question of its own does not', () => {
    const shipping = 'Shipping is 4.99 unless the order is over 50. My items cost 30 and 25. what do I pay'
    expect(mayChange(shipping, matchesOf(shipping, 'My items cost 30 and 25. what do I pay'))).toBe(true)
    const law = 'What is 5% of 900 and why is unless a conjunction?'
    expect(mayChange(law, matchesOf(law, 'What is 5% of 900'))).toBe(false)
    expect(mayChange('2 + 2', matchesOf('2 + 2', '2 + 2'))).toBe(false)
  })
})
