/** Laws of the everyday operations: what is cut joins again, what is split adds up, what is written is read back. */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { buildModules } from '#asm/build'
import type { JsonObject } from '#contracts/json-value'
import { OperationError } from '#kernel/plugin-door'
import { fromNumber, readDecimal, toExact } from './arithmetic/rational.ts'
import { library } from './library.ts'
import { namedInSearch } from './search-words.ts'

await buildModules()

const operations = new Map(library.operations.map(operation => [operation.name, operation]))
// biome-ignore lint/suspicious/noExplicitAny: the output schemas are checked elsewhere, here only laws count
const run = (name: string, input: JsonObject): any => operations.get(name)!.run(input)

const prose = fc.string({
  unit: fc.constantFrom('a', 'B', ' ', '.', '! ', '\n', '\n\n', 'é', '😀', 'Mr. '),
  maxLength: 80,
})
const day = fc
  .integer({ min: 0, max: 3_000_000 })
  .map(days => Temporal.PlainDate.from('0100-01-01').add({ days }).toString())
const cents = fc
  .integer({ min: 0, max: 10_000_000 })
  .map(units => toExact({ numerator: BigInt(units), denominator: 100n }))
const percent = fc.integer({ min: 0, max: 4_000 }).map(units => units / 100)
const items = fc.array(fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null)), { maxLength: 40 })
/** Sum of decimal texts in hundredths. */
const inCents = (amounts: readonly string[]): bigint =>
  amounts.reduce((sum, text) => sum + (readDecimal(text)!.numerator * 100n) / readDecimal(text)!.denominator, 0n)

describe('laws of texts', () => {
  test('text.chunk without overlap joins to the text, within its size', () => {
    fc.assert(
      fc.property(
        prose,
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom('sentences', 'paragraphs', 'characters'),
        (text, size, by) => {
          const { chunks } = run('text.chunk', { text, size, by }) as {
            chunks: { text: string; start: number; end: number }[]
          }
          expect(chunks.map(chunk => chunk.text).join('')).toBe(text)
          for (const chunk of chunks) expect([...chunk.text].length).toBeWithin(1, size + 1)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('text.chunk with overlap leaves no gap, repeats no more than asked, and ends', () => {
    fc.assert(
      fc.property(prose, fc.integer({ min: 2, max: 30 }), fc.nat(), (text, size, wanted) => {
        const overlap = wanted % (Math.floor(size / 2) + 1)
        const { chunks } = run('text.chunk', { text, size, overlap }) as { chunks: { start: number; end: number }[] }
        for (const [i, chunk] of chunks.entries()) {
          if (i === 0) continue
          const before = chunks[i - 1]!
          expect(chunk.start).toBeLessThanOrEqual(before.end)
          expect(before.end - chunk.start).toBeLessThanOrEqual(overlap)
          expect(chunk.end).toBeGreaterThan(before.end)
        }
        expect(chunks.at(-1)?.end ?? 0).toBe([...text].length)
      }),
      { numRuns: 500 },
    )
  })

  test('text.wrap keeps every word, and only a long word makes a long line', () => {
    fc.assert(
      fc.property(prose, fc.integer({ min: 1, max: 20 }), (text, width) => {
        const { lines } = run('text.wrap', { text, width }) as { lines: string[] }
        const words = (value: string): string[] => value.split(/\s+/).filter(Boolean)
        expect(lines.flatMap(words)).toEqual(words(text))
        for (const line of lines) if ([...line].length > width) expect(line).not.toInclude(' ')
      }),
    )
  })

  test('text.slug and text.case change nothing the second time', () => {
    fc.assert(
      fc.property(prose, fc.constantFrom('snake', 'kebab', 'constant', 'dot'), (text, style) => {
        const slug = run('text.slug', { text }).text
        expect(run('text.slug', { text: slug }).text).toBe(slug)
        const name = run('text.case', { text, style }).text
        expect(run('text.case', { text: name, style }).text).toBe(name)
      }),
    )
  })
})

describe('laws of numbers and money', () => {
  test('math.to_roman is read back for every number there is', () => {
    for (let value = 1; value < 4_000; value += 1)
      expect(run('math.from_roman', { text: run('math.to_roman', { value }).text }).value).toBe(value)
  })

  test('math.base there and back is the same number', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }),
        fc.integer({ min: 2, max: 36 }),
        (value, base) => {
          const written = run('math.base', { text: value.toString(), from: 10, to: base }).text
          expect(run('math.base', { text: written, from: base, to: 10 }).text).toBe(value.toString())
        },
      ),
    )
  })

  test('math.factor multiplies to the number, by primes that rise', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), value => {
        const { factors } = run('math.factor', { value }) as { factors: { prime: number; exponent: number }[] }
        expect(factors.reduce((all, { prime, exponent }) => all * prime ** exponent, 1)).toBe(value)
        for (const { prime } of factors) expect(run('math.factor', { value: prime }).is_prime).toBe(true)
        expect(factors.map(({ prime }) => prime)).toEqual(factors.map(({ prime }) => prime).toSorted((a, b) => a - b))
      }),
    )
  })

  test('math.gcd divides all, and gcd times lcm is the product of two', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 1e9 }), (a, b) => {
        const { gcd, lcm } = run('math.gcd', { values: [a, b] })
        expect([BigInt(a) % BigInt(gcd), BigInt(b) % BigInt(gcd)]).toEqual([0n, 0n])
        expect(BigInt(gcd) * BigInt(lcm)).toBe(BigInt(a) * BigInt(b))
      }),
    )
  })

  test('what math.tip and math.tax give adds up to the cent', () => {
    fc.assert(
      fc.property(
        cents,
        percent,
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom('add', 'included'),
        (amount, rate, people, kind) => {
          const tip = run('math.tip', { bill: amount, percent: rate, people })
          expect(inCents(tip.parts)).toBe(inCents([tip.total]))
          expect(inCents([amount, tip.tip])).toBe(inCents([tip.total]))
          const tax = run('math.tax', { amount, percent: rate, kind })
          expect(inCents([tax.net, tax.tax])).toBe(inCents([tax.gross]))
          expect(inCents([kind === 'add' ? tax.net : tax.gross])).toBe(inCents([amount]))
        },
      ),
    )
  })

  test('math.loan pays back what was borrowed and its interest, and the last payment is no surprise', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 500_000 }),
        percent,
        fc.integer({ min: 1, max: 360 }),
        (principal, rate, months) => {
          const loan = run('math.loan', { principal, percent: rate, months })
          expect(inCents([loan.total])).toBe(inCents([String(principal), loan.interest]))
          expect(inCents([loan.payment]) * BigInt(months - 1) + inCents([loan.last_payment])).toBe(
            inCents([loan.total]),
          )
        },
      ),
      { numRuns: 50 },
    )
  })

  test('math.quantiles never fall, and end at the extremes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 50 }), values => {
        const at = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1]
        const found = (run('math.quantiles', { values, at }).quantiles as { value: number }[]).map(({ value }) => value)
        expect(found).toEqual(found.toSorted((a, b) => a - b))
        expect([found[0]!, found.at(-1)!]).toEqual([Math.min(...values), Math.max(...values)])
      }),
    )
  })

  test('math.moving_average of one is the series, of all is the mean', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 50 }), values => {
        expect(run('math.moving_average', { values, window: 1 }).means).toEqual(values.map(value => value + 0))
        const { mean } = run('math.stats', { values })
        expect(run('math.moving_average', { values, window: values.length }).means).toEqual([mean])
      }),
    )
  })
})

describe('laws of days', () => {
  test('a length of time that is written is read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.constantFrom('long', 'short', 'clock'), (seconds, style) => {
        const { text } = run('date.format_duration', { seconds, style })
        const read = run('date.parse_duration', { text })
        expect(read.seconds + 0).toBe(seconds + 0)
        if (seconds >= 0) expect(run('date.parse_duration', { text: read.iso }).seconds).toBe(seconds)
      }),
    )
  })

  test('date.from_unix and date.to_unix undo each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), value => {
        expect(run('date.to_unix', run('date.from_unix', { value })).seconds).toBe(value)
      }),
    )
  })

  test('date.period holds its day, and the day after it begins the next', () => {
    fc.assert(
      fc.property(day, fc.constantFrom('week', 'month', 'quarter', 'year'), (date, unit) => {
        const { from, to } = run('date.period', { date, unit })
        expect(from <= date && date <= to).toBe(true)
        const next = run('date.add', { date: to, days: 1 }).date
        expect(run('date.period', { date: next, unit }).from).toBe(next)
      }),
    )
  })

  test('date.recur of days and months agrees with date.range', () => {
    fc.assert(
      fc.property(
        day,
        fc.constantFrom('days', 'weeks', 'months', 'business_days'),
        fc.integer({ min: 1, max: 9 }),
        (start, unit, step) => {
          const until = run('date.add', { date: start, days: 400 }).date
          expect(run('date.recur', { start, unit, step, until }).dates).toEqual(
            run('date.range', { from: start, to: until, unit, step }).dates,
          )
        },
      ),
    )
  })

  test('date.age grows by the days lived', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 40_000 }), (born, days) => {
        const on = run('date.add', { date: born, days }).date
        const age = run('date.age', { born, on })
        expect(age.total_days).toBe(days)
        expect(age.days_until).toBeWithin(1, 367)
        expect(run('date.difference', { from: born, to: on, unit: 'years' }).value).toBe(age.years)
      }),
    )
  })
})

describe('laws of lists', () => {
  test('list.chunk joins again, list.shuffle and list.sample lose and invent nothing', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 9 }), fc.string({ maxLength: 9 }), (list, size, seed) => {
        expect((run('list.chunk', { items: list, size }).chunks as unknown[][]).flat()).toEqual(list)
        const key = (value: unknown): string => JSON.stringify(value)
        expect(run('list.shuffle', { items: list, seed }).items.map(key).sort()).toEqual(list.map(key).sort())
        expect(run('list.sample', { items: list, k: list.length, seed }).items).toEqual(list)
      }),
    )
  })

  test('list.compare parts what list.set joins', () => {
    fc.assert(
      fc.property(items, items, (a, b) => {
        const { both, only_a, only_b } = run('list.compare', { a, b })
        const set = (op: string, x: JsonObject[string], y: JsonObject[string]): unknown =>
          run('list.set', { a: x!, b: y!, op }).items
        expect([both, only_a, only_b]).toEqual([
          set('intersection', a, b),
          set('difference', a, b),
          set('difference', b, a),
        ])
      }),
    )
  })

  test('list.range is exact where doubles are not', () => {
    const { items: list } = run('list.range', { from: 0, to: 1, step: 0.1 }) as { items: number[] }
    expect(list.map(value => toExact(fromNumber(value)))).toEqual([
      '0',
      '0.1',
      '0.2',
      '0.3',
      '0.4',
      '0.5',
      '0.6',
      '0.7',
      '0.8',
      '0.9',
      '1',
    ])
  })
})

describe('bad input', () => {
  const refused: readonly (readonly [string, JsonObject, string])[] = [
    ['text.chunk', { text: 'a', size: 1, overlap: 1 }, 'overlap'],
    ['math.base', { text: '9'.repeat(2_000), from: 8, to: 2 }, 'no digit'],
    ['math.gcd', { values: Array.from({ length: 40 }, (_, i) => `${10n ** 299n + BigInt(i)}`) }, '2,000 digits'],
    ['date.parse_duration', { text: `${'9'.repeat(13)} h` }, 'length of time'],
    ['date.from_unix', { value: 253_402_300_800 }, '0001 to 9999'],
    ['list.range', { from: 0, to: 1e300, step: 1e-300 }, 'more than'],
  ]
  for (const [name, input, part] of refused) {
    test(`${name} refuses with one sentence: ${part}`, () => {
      expect(() => run(name, input)).toThrow(OperationError)
      expect(() => run(name, input)).toThrow(part)
    })
  }

  test('D5 every operation has words for the search, and no words are left without an operation', () => {
    expect(namedInSearch.toSorted()).toEqual([...operations.keys()].sort())
  })
})
