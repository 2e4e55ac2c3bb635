/** The WASM paths against their JavaScript twins, and what each module asks of its host. */
import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { buildModules, MODULES } from '#asm/build'
import { readLimits } from '#asm/read-limits'
import { bitDistanceTwin, countTwin, diffTwin, distanceTwin, scoreTwin, sentencesTwin } from '#asm/twins'
import { diffSequences } from './diff-module.ts'
import { exponential, logarithm } from './numbers-module.ts'
import { scoreTexts } from './search-module.ts'
import { countText, measureDistance, splitSentences } from './text-module.ts'

await buildModules()

/** Any well-formed text, and texts rich in what the rules look at. */
const anyText = fc.string({ unit: 'binary', maxLength: 200 })
const pieces = [
  'a',
  'B',
  'é',
  '9',
  '_',
  ' ',
  '\n',
  '\r\n',
  '\r',
  '.',
  '...',
  '!',
  '?',
  '…',
  '。',
  '"',
  "'",
  '’',
  ')',
  '-',
  ',',
  'Mr',
  'etc',
  'e.g',
  'I',
  'J',
  '😀',
  '𝒳',
  '\u0301',
  '\u00a0',
  '中',
  '\u0085',
]
const richText = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map(parts => parts.join(''))
const text = fc.oneof(anyText, richText)

describe('WASM paths', () => {
  test('P5 every module imports nothing and declares a memory maximum', () => {
    for (const name of Object.keys(MODULES)) {
      const limits = readLimits(readFileSync(join(import.meta.dir, `../../../asm/build/${name}.wasm`)))
      expect(limits.imports).toEqual([])
      expect(limits.maximumPages).toBeLessThanOrEqual(1024)
      expect(limits.initialPages).toBeLessThanOrEqual(limits.maximumPages ?? 0)
    }
  })

  test('D3 distance equals the table of Wagner and Fischer, and so does the bit twin', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const wanted = distanceTwin(a, b)
        expect(measureDistance(a, b).distance).toBe(wanted)
        expect(bitDistanceTwin(a, b)).toBe(wanted)
      }),
      { numRuns: 400 },
    )
  })

  test('D3 distance is right across machine words, where one edit is made in a long text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(), (length, where) => {
        const long = Array.from({ length }, (_, i) => String.fromCodePoint(0x61 + ((i * 7 + (i >> 3)) % 26))).join('')
        const at = where % length
        const changed = `${long.slice(0, at)}😀${long.slice(at + 1)}`
        expect(measureDistance(long, changed)).toEqual({ distance: 1, longer: length })
        expect(measureDistance(long, long.slice(0, at) + long.slice(at + 1)).distance).toBe(1)
        const mixed = [...long].reverse().join('')
        expect(measureDistance(long, mixed).distance).toBe(distanceTwin(long, mixed))
      }),
      { numRuns: 60 },
    )
  })

  test('D3 distance obeys the laws of a metric', () => {
    fc.assert(
      fc.property(richText, richText, richText, (a, b, c) => {
        const distance = (x: string, y: string): number => measureDistance(x, y).distance
        expect(distance(a, b)).toBe(distance(b, a))
        expect(distance(a, a)).toBe(0)
        expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c))
      }),
    )
  })

  test('D3 counts and sentences equal those of regular expressions', () => {
    fc.assert(
      fc.property(text, value => {
        expect({ value, counted: countText(value) }).toEqual({ value, counted: countTwin(value) })
        expect({ value, cut: splitSentences(value) }).toEqual({ value, cut: sentencesTwin(value) })
      }),
      { numRuns: 1_500 },
    )
  })

  test('D3 BM25 equals the twin within rounding', () => {
    fc.assert(
      fc.property(fc.array(richText, { minLength: 1, maxLength: 12 }), richText, (documents, query) => {
        const scores = scoreTexts(documents, query)
        for (const [i, wanted] of scoreTwin(documents, query).entries()) {
          expect(Math.abs(scores[i]! - wanted)).toBeLessThanOrEqual(1e-12 * Math.max(1, wanted))
        }
      }),
      { numRuns: 300 },
    )
  })

  test('D3 a difference keeps a common subsequence and is as short as the twin finds', () => {
    const sequence = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 })
    fc.assert(
      fc.property(sequence, sequence, (a, b) => {
        const { removed, added } = diffSequences(a, b)
        expect(a.filter((_, i) => removed[i] === 0)).toEqual(b.filter((_, i) => added[i] === 0))
        const twin = diffTwin(a, b)
        const sum = (marks: Iterable<number | boolean>): number => [...marks].filter(Boolean).length
        expect(sum(removed) + sum(added)).toBe(sum(twin.removed) + sum(twin.added))
      }),
      { numRuns: 400 },
    )
  })

  test('D1 logarithm and exponential have the bits that were computed elsewhere', () => {
    // Correctly rounded values, worked out with 60 digits.
    expect(String(logarithm(2))).toBe('0.6931471805599453')
    expect(String(logarithm(10))).toBe('2.302585092994046')
    expect(String(logarithm(0.1))).toBe('-2.3025850929940455')
    expect(String(exponential(1))).toBe('2.718281828459045')
    expect(String(exponential(-10))).toBe('0.000045399929762484854')
    expect(String(logarithm(1))).toBe('0')
    expect(String(exponential(0))).toBe('1')
  })

  test('D2 a call that needed much memory gives it back, and the next one still works', () => {
    const large = 'word '.repeat(2_000_000)
    expect(countText(large)).toEqual({ characters: 10_000_000, words: 2_000_000, lines: 1, sentences: 1 })
    expect(countText('Small again.').words).toBe(2)
  })

  test('D2 a text beyond the memory maximum is refused in words', () => {
    expect(() => countText('x'.repeat(40_000_000))).toThrow('too large')
  })
})
