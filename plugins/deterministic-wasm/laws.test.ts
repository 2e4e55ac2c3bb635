/** Laws of texts, numbers and dates, checked on random inputs. */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { buildModules } from '#asm/build'
import type { JsonObject } from '#contracts/json-value'
import { fromNumber, readDecimal, toExact, toNumber, toRational } from './arithmetic/rational.ts'
import { library } from './library.ts'

await buildModules()

const operations = new Map(library.operations.map(operation => [operation.name, operation]))
/** The answer of an operation, its members open to the test. */
// biome-ignore lint/suspicious/noExplicitAny: the output schemas are checked elsewhere, here only laws count
const run = (name: string, input: JsonObject): any => operations.get(name)!.run(input)

const words = fc.string({ unit: 'binary', maxLength: 60 })
const cell = fc.string({
  unit: fc.constantFrom('a', 'B', '1', ',', '"', '\n', '\r', ';', ' ', 'é', '😀', '\t', '|', '='),
  maxLength: 6,
})
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.integer({ min: 0, max: 12 }))
  .map(([units, scale]) => ({ units, scale, text: toExact(toRational(units, 10n ** BigInt(scale))) }))
const date = fc
  .integer({ min: 0, max: 3_652_058 })
  .map(days => Temporal.PlainDate.from('0001-01-01').add({ days }).toString())

describe('laws of text', () => {
  test('text.normalize is idempotent', () => {
    fc.assert(
      fc.property(
        words,
        fc.constantFrom('lower', 'upper', 'title'),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom('NFC', 'NFKC'),
        (text, letters, strip, collapse, form) => {
          const options = { case: letters, strip_accents: strip, collapse_whitespace: collapse, form }
          const once = run('text.normalize', { text, ...options }).text
          expect(once.isWellFormed()).toBe(true)
          // Compatibility forms may bring back letters of the other case; without them a second pass changes nothing.
          if (form === 'NFC') expect(run('text.normalize', { text: once, ...options }).text).toBe(once)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('text.diff gives back both texts', () => {
    fc.assert(
      fc.property(cell, cell, fc.constantFrom('lines', 'words', 'characters'), (a, b, by) => {
        const { changes } = run('text.diff', { a, b, by }) as { changes: { kind: string; text: string }[] }
        const keep = (gone: string): string =>
          changes
            .filter(change => change.kind !== gone)
            .map(change => change.text)
            .join('')
        expect([keep('added'), keep('removed')]).toEqual([a, b])
      }),
      { numRuns: 500 },
    )
  })

  test('text.truncate never exceeds its length', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 40 }), (text, length) => {
        expect([...run('text.truncate', { text, length }).text].length).toBeLessThanOrEqual(Math.max(length, 0))
      }),
    )
  })

  test('guard.redact marks what it found, and only that', () => {
    const part = fc.constantFrom(
      'a@b.example',
      '4111 1111 1111 1111',
      '10.0.0.1',
      'password: hunter22',
      '+1 212-555-0100',
      'word',
      '😀',
      'é',
      ',',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), parts => {
        const text = parts.join(' ')
        const { text: redacted, found } = run('guard.redact', { text }) as {
          text: string
          found: { kind: string; start: number; end: number }[]
        }
        const points = [...text]
        let rebuilt = ''
        let at = 0
        for (const { kind, start, end } of found) {
          rebuilt += `${points.slice(at, start).join('')}[${kind}]`
          at = end
        }
        expect(rebuilt + points.slice(at).join('')).toBe(redacted)
        for (const secret of ['a@b.example', '4111', '10.0.0.1', 'hunter22', '555'])
          expect(redacted).not.toInclude(secret)
      }),
    )
  })

  test('encodings give back every text', () => {
    fc.assert(
      fc.property(words, fc.boolean(), (text, url_safe) => {
        for (const [to, from] of [
          ['base64', 'unbase64'],
          ['hex', 'unhex'],
          ['url', 'unurl'],
        ] as const) {
          const encoded = run(`encode.${to}`, { text, ...(to === 'base64' ? { url_safe } : {}) }).text
          expect(encoded).toMatch(/^[\x21-\x7e]*$/)
          expect(run(`encode.${from}`, { text: encoded }).text).toBe(text)
        }
      }),
    )
  })
})

describe('laws of numbers', () => {
  test('every double is read as its shortest text and given back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), value => {
        expect(toNumber(fromNumber(value))).toBe(value + 0)
      }),
      { numRuns: 2_000 },
    )
  })

  test('any fraction rounds to the double that its decimal text rounds to', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 40n }), fc.integer({ min: -340, max: 300 }), (units, exponent) => {
        const text = `${units}e${exponent}`
        const wanted = Number(text)
        if (Number.isFinite(wanted)) expect(toNumber(readDecimal(text)!)).toBe(wanted)
      }),
      { numRuns: 2_000 },
    )
  })

  test('math.evaluate agrees with integer arithmetic on scaled numbers', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const scale = 10n ** BigInt(Math.max(a.scale, b.scale))
        const [x, y] = [a.units * (scale / 10n ** BigInt(a.scale)), b.units * (scale / 10n ** BigInt(b.scale))]
        const exact = (sign: string): string =>
          run('math.evaluate', { expression: `(${a.text}) ${sign} (${b.text})` }).exact
        expect(exact('+')).toBe(toExact(toRational(x + y, scale)))
        expect(exact('-')).toBe(toExact(toRational(x - y, scale)))
        expect(exact('*')).toBe(toExact(toRational(x * y, scale * scale)))
        if (y !== 0n)
          expect(run('math.evaluate', { expression: `((${a.text}) / (${b.text})) * (${b.text})` }).exact).toBe(a.text)
      }),
      { numRuns: 300 },
    )
  })

  test('math.allocate hands out the whole, no part off by a unit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 20 }),
        (cents, weights) => {
          const sum = weights.reduce((all, weight) => all + weight, 0)
          fc.pre(sum > 0)
          const { parts } = run('math.allocate', { total: String(cents), weights, decimals: 0 }) as { parts: string[] }
          expect(parts.reduce((all, part) => all + Number(part), 0)).toBe(cents)
          for (const [i, part] of parts.entries())
            expect(Math.abs(Number(part) - (cents * weights[i]!) / sum)).toBeLessThan(1)
        },
      ),
    )
  })

  test('math.stats does not depend on order, and its mean lies between the extremes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e15, max: 1e15 }), { minLength: 1, maxLength: 30 }),
        values => {
          const stats = run('math.stats', { values })
          expect(run('math.stats', { values: values.toReversed() })).toEqual(stats)
          expect(stats.mean).toBeGreaterThanOrEqual(stats.min)
          expect(stats.mean).toBeLessThanOrEqual(stats.max)
        },
      ),
    )
  })

  test('unit.convert there and back changes nothing', () => {
    const pairs = [
      ['mile', 'km'],
      ['°F', 'K'],
      ['GiB', 'MB'],
      ['psi', 'bar'],
      ['mpg', 'km/l'],
      ['gal', '[gal_br]'],
      ['ounce', 'carat'],
      ['knot', 'mph'],
    ] as const
    fc.assert(
      fc.property(fc.constantFrom(...pairs), decimal, ([from, to], value) => {
        const there = run('unit.convert', { value: value.text, from, to }).exact as string
        fc.pre(!there.includes('/'))
        expect(run('unit.convert', { value: there, from: to, to: from }).exact).toBe(value.text)
      }),
    )
  })
})

describe('laws of irrational numbers', () => {
  const side = fc.integer({ min: 1, max: 1_000_000 })
  test('math.approximate squares back what it took the root of', () => {
    fc.assert(
      fc.property(side, value => {
        const { exact } = run('math.approximate', { expression: `sqrt(${value})`, decimals: 20 })
        expect(run('math.approximate', { expression: `(${exact})^2`, decimals: 10 }).exact).toBe(String(value))
      }),
    )
  })

  test('math.approximate undoes an angle, and its squares of sine and cosine are one', () => {
    const angle = fc.integer({ min: -89_999, max: 89_999 }).map(thousandths => String(thousandths / 1000))
    fc.assert(
      fc.property(angle, degrees => {
        const back = run('math.approximate', { expression: `atan(tan(${degrees}))`, decimals: 20 }).exact
        const arc = run('math.approximate', { expression: `asin(sin(${degrees}))`, decimals: 12 }).exact
        expect([back, arc]).toEqual([degrees, degrees])
        const sum = run('math.approximate', { expression: `sin(${degrees})^2 + cos(${degrees})^2`, decimals: 30 })
        expect(sum.exact).toBe('1')
      }),
    )
  })
})

describe('laws of dates', () => {
  test('date.add and date.difference undo each other', () => {
    fc.assert(
      fc.property(date, date, (from, to) => {
        const days = run('date.difference', { from, to, unit: 'days' }).value
        expect(run('date.add', { date: from, days }).date).toBe(to)
        expect(run('date.difference', { from: to, to: from, unit: 'days' }).value).toBe(0 - days)
        const business = run('date.difference', { from, to, unit: 'business_days' }).value
        expect(run('date.difference', { from: to, to: from, unit: 'business_days' }).value).toBe(0 - business)
      }),
    )
  })

  test('business days equal a count day by day', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 60 }), (from, span) => {
        fc.pre(from < '9999-10-01')
        let day = Temporal.PlainDate.from(from)
        let wanted = 0
        for (let i = 0; i < span; i += 1) {
          day = day.add({ days: 1 })
          if (day.dayOfWeek < 6) wanted += 1
        }
        expect(run('date.difference', { from, to: day.toString(), unit: 'business_days' }).value).toBe(wanted)
        const reached = run('date.add', { date: from, business_days: wanted }).date
        expect(run('date.difference', { from, to: reached, unit: 'business_days' }).value).toBe(wanted)
      }),
    )
  })
})
