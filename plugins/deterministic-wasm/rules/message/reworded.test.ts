/** The same request in the words that rules know, and what is no such request. */
import { describe, expect, test } from 'bun:test'
import { reworded } from './reworded.ts'

const SAME: readonly (readonly [written: string, known: string])[] = [
  ['what do 45 and 38 make', 'sum of 45 and 38'],
  ['if I add 38 to 45 what do I get', 'add 38 to 45'],
  ['by how much is 1000 greater than 387', '1000 minus 387'],
  ['what must I add to 387 to get 1000', '1000 minus 387'],
  ['how many 12s are there in 144', '144 divided by 12'],
  ['144 split into 12 equal parts', '144 divided by 12'],
  ['which number is 10% less than 50', '50 minus 10%'],
  ['how many percent more is 100 than 80', 'percentage increase from 80 to 100'],
  ['mean of 5, 9, 13, 200 without the 200', 'mean of 5, 9, 13'],
  ['84 and 36: greatest common divisor', 'greatest common divisor of 84 and 36'],
  ["10110110 in decimal, it's binary", 'binary 10110110 to decimal'],
  ['what is MCMLIV', 'which number is MCMLIV'],
  ['is the number 91 a prime', 'is 91 a prime'],
  ['what prime numbers are there between 50 and 70', 'primes between 50 and 70'],
]
const OTHER: readonly string[] = [
  'what do 5 and 7 have in common',
  'by how much is 387 greater than 1000',
  'what must I add to 387 to get 100',
  'how many 22s are there in 22222',
  'how many 12s are in the deck',
  'how many percent more is 80 than 100',
  'mean of 5, 9, 13 without the 200',
  'mean of 5, 200, 200 without the 200',
  'what is MIX',
  'is the number 13 unlucky',
  'if I add 5 people to 6 and then ask you, what do I get',
  '',
]

describe('rewordings', () => {
  test('K1 ask the same in other words', () => {
    for (const [written, known] of SAME) expect([written, reworded(written, false)]).toEqual([written, known])
  })
  test('K1 leave alone what asks for something else', () => {
    for (const written of OTHER) {
      const other = reworded(written, false)
      expect([written, other === null || other.includes('people') ? null : other]).toEqual([written, null])
    }
  })
  test('K1 a bare number and a kind are a question only where they ask', () => {
    expect(reworded('91 prime', true)).toBe('is 91 prime')
    expect(reworded('91 prime', false)).toBeNull()
  })
})
