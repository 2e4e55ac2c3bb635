/** How answers are judged: by what is known, never by how they sound. */
import { describe, expect, test } from 'bun:test'
import { KoraError } from '#contracts/failure'
import { compareAnswers, numbersOf } from './agreement.ts'
import { grade, isNumber } from './grade.ts'
import type { Fact } from './read-labels.ts'
import { readWorkload } from './read-workload.ts'

const label = (...facts: Fact[]) => ({ facts, says: [] })

describe('grading', () => {
  test('a number is right where it is equal or rounded to two decimals or more', () => {
    for (const [said, known, right] of [
      ['434', '434.000', true],
      ['8.45', '8.4535055', true],
      ['8.453506', '8.4535056', true],
      ['8.5', '8.4535055', false],
      ['8.46', '8.4535055', false],
      ['22.22', '22.2222222222', true],
      ['12.5', '12.49', false],
      ['-20', '20', false],
    ] as const)
      expect({ said, known, right: isNumber(said, known) }).toEqual({ said, known, right })
  })

  test('rules must say it in the first line, a model anywhere', () => {
    const answer = 'About one thousand\n\n17.5% of 2480 is 434'
    expect(grade(label({ number: '434' }), answer, 'first line')).toBe(false)
    expect(grade(label({ number: '434' }), answer, 'anywhere')).toBe(true)
    expect(grade(label({ number: '1234.5' }), 'EUR 1,234.50', 'first line')).toBe(true)
    // Half a cent, rounded up: its zero says to how many decimals.
    expect(grade(label({ number: '9.4950' }), '9.50 EUR', 'first line')).toBe(true)
    expect(grade(label({ number: '9.4950' }), '9.5 EUR', 'first line')).toBe(false)
    expect(grade(label({ date: '2026-03-05' }), 'Thursday\n\n5 March 2026', 'first line')).toBe(false)
  })

  test('dates, truths, lists and words', () => {
    expect(grade(label({ date: '2026-03-05' }), 'Thursday, 5 March 2026', 'first line')).toBe(true)
    expect(grade(label({ date: '2026-03-05' }), '2026-03-06', 'first line')).toBe(false)
    expect(grade(label({ truth: true }), 'Yes, 2028 is a leap year', 'first line')).toBe(true)
    expect(grade(label({ truth: false }), 'No, 91 is not a prime', 'first line')).toBe(true)
    expect(grade(label({ truth: true }), 'It is not a prime', 'first line')).toBe(false)
    expect(grade(label({ list: ['2', '3', '11'] }), '2, 3, 11', 'first line')).toBe(true)
    expect(grade(label({ list: ['2', '3', '1'] }), '2, 3, 11', 'first line')).toBe(false)
    expect(grade(label({ list: ['+', 'a'] }), 'b + a', 'first line')).toBe(true)
    expect(grade(label({ any: [{ number: '9' }, { number: '10' }] }), '10 days', 'first line')).toBe(true)
    expect(grade(label({ all: [{ text: 'plum' }, { text: 'apple' }] }), 'apple\nplum', 'first line')).toBe(true)
    expect(grade({ facts: [], says: [['Paris', 'paris']] }, 'It is PARIS.', 'anywhere')).toBe(true)
    expect(grade({ facts: [], says: [] }, 'anything', 'anywhere')).toBeNull()
    for (const [word, answer, right] of [
      ['2:30', '02:30 in Los Angeles', true],
      ['2:30', '12:30', false],
      ['2 h 15', '2 h 150 min', false],
      ['4:20 PM', '4:20 pm', true],
      ['6.21', '6.213712 miles', true],
      ['6.21', '16.213712 miles', false],
      ['a+b', 'A+B', true],
      ['skål', 'SKÅL!', true],
    ] as const)
      expect({ word, answer, right: grade({ facts: [], says: [[word]] }, answer, 'anywhere') }).toEqual({
        word,
        answer,
        right,
      })
    expect(grade(label({ date: '2026-03-03' }), '13 March 2026', 'first line')).toBe(false)
    expect(grade(label({ date: '2026-03-03' }), 'Tuesday, 3 March 2026', 'first line')).toBe(true)
  })
})

describe('agreement', () => {
  test('answers with numbers agree where all numbers of the answer are said', () => {
    expect(compareAnswers({ text: '434.00 EUR\n\n17.5% of 2480' }, { text: 'The result is 434 euros.' }).agree).toBe(
      true,
    )
    expect(compareAnswers({ text: '434.00 EUR' }, { text: '43 EUR' }).agree).toBe(false)
    expect(compareAnswers({ text: 'Thursday' }, { text: 'That day is a Thursday.' }).agree).toBe(true)
    expect(compareAnswers({ text: 'Thursday' }, { text: 'Friday' }).agree).toBe(false)
  })

  test('values agree where their canonical JSON does', () => {
    expect(compareAnswers({ a: 1, b: [2] }, { b: [2], a: 1 })).toEqual({ agree: true, overlap: 1 })
    expect(compareAnswers({ a: 1 }, { a: 2 }).agree).toBe(false)
  })

  test('numbers are read without marks and needless zeros', () => {
    expect(numbersOf('1,234.50 and −7, 100, 0.10 v2')).toEqual(['1234.5', '-7', '100', '0.1'])
  })
})

describe('workload files', () => {
  test('requests, continued lines and labels by place in their kind', () => {
    const text = '# head\n[deterministic]\n? sum\n| a,b\n| 1,2\n= 3\n? second\n\n[trap]\n? third\n~ x / y\n'
    expect(readWorkload(text, { d001: { facts: [{ number: '3' }], says: [] } })).toEqual([
      {
        id: 'd001',
        line: 3,
        kind: 'deterministic',
        message: 'sum\na,b\n1,2',
        label: { facts: [{ number: '3' }], says: [] },
      },
      { id: 'd002', line: 7, kind: 'deterministic', message: 'second', label: { facts: [], says: [] } },
      { id: 't001', line: 10, kind: 'trap', message: 'third', label: { facts: [], says: [] } },
    ])
  })

  test('a line without a place is refused with its number', () => {
    for (const [text, said] of [
      ['[deterministic]\n? a\nloose', 'Line 3'],
      ['? before any kind', 'Line 1 of the workload: a kind stands before'],
      ['[other]', 'the kinds are'],
      ['[model]\n| goes on', 'Line 2 of the workload: no request stands before it'],
      ['[model]\n? a\n|b', 'Line 3 of the workload: a line begins with'],
      ['[model]\n?a', 'Line 2 of the workload: a line begins with'],
      ['[model]\n? a\n? \n= 1\n? c', 'Line 3 of the workload: the request is empty'],
    ] as const)
      expect(() => readWorkload(text, {})).toThrow(said)
  })

  test('a message may begin on its second line, and blanks behind a kind are none of it', () => {
    const [request] = readWorkload('[model]  \r\n?\r\n| a,b\r\n|\r\n| c', {})
    expect(request).toMatchObject({ kind: 'model', message: '\na,b\n\nc' })
  })

  test('labels that cannot be read are refused with their place, and so are those of no request', () => {
    const fact = (one: unknown) => ({ d001: { facts: [one], says: [] } })
    const deep = (levels: number): unknown => (levels === 0 ? { text: 'x' } : { any: [deep(levels - 1)] })
    for (const [labels, pointer] of [
      [[], ''],
      [null, ''],
      [{ d001: {} }, '/d001'],
      [{ d001: { facts: [], says: ['x'] } }, '/d001/says/0'],
      [fact({ numbr: '1' }), '/d001/facts/0'],
      [fact({ number: 1 }), '/d001/facts/0/number'],
      [fact({ number: '1,5' }), '/d001/facts/0/number'],
      [fact({ date: '18.3.2026' }), '/d001/facts/0/date'],
      [fact({ truth: 'yes' }), '/d001/facts/0/truth'],
      [fact({ text: 'a', list: ['b'] }), '/d001/facts/0'],
      [fact({ list: [] }), '/d001/facts/0/list'],
      [fact({ any: [{ text: 'a' }, { text: '' }] }), '/d001/facts/0/any/1/text'],
      [fact({ toString: 'x' }), '/d001/facts/0'],
      [{ d002: { facts: [], says: [] } }, '/d002'],
    ] as const) {
      let found: unknown
      try {
        readWorkload('[deterministic]\n? a', labels)
      } catch (error) {
        found = error instanceof KoraError && error.details.errors?.map(one => one.pointer)
      }
      expect({ labels, found }).toEqual({ labels, found: [pointer] })
    }
    expect(readWorkload('[deterministic]\n? a', fact(deep(8)))).toHaveLength(1)
    expect(() => readWorkload('[deterministic]\n? a', fact(deep(10_000)))).toThrow('8 deep at most')
  })
})
