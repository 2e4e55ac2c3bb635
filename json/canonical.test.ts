import { describe, expect, test } from 'bun:test'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { canonicalJson, NotJsonError } from './canonical.ts'
import { digestValue, sha256Hex } from './digest.ts'
import type { JsonValue } from './value.ts'

const jsonValue = fc.jsonValue({ maxDepth: 5, noUnicodeString: false }) as fc.Arbitrary<JsonValue>

describe('canonical JSON', () => {
  test('T8 sorts members by UTF-16 code units, index-like names among them', () => {
    expect(canonicalJson({ 10: 1, 9: 2, b: 3, a: { y: 1, x: [] } })).toBe('{"10":1,"9":2,"a":{"x":[],"y":1},"b":3}')
    expect(
      canonicalJson({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }),
    ).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}')
  })

  test('T8 writes numbers as the RFC shows them', () => {
    const shown: [number, string][] = [
      [-0, '0'],
      [Number('333333333.33333329'), '333333333.3333333'],
      [1e30, '1e+30'],
      [4.5, '4.5'],
      [2e-3, '0.002'],
      [1e-27, '1e-27'],
      [1e21, '1e+21'],
      [5e-324, '5e-324'],
    ]
    for (const [number, text] of shown) {
      expect(canonicalJson(number)).toBe(text)
      expect(canonicalJson({ b: number, a: [number] })).toBe(`{"a":[${text}],"b":${text}}`)
    }
  })

  test('T8 keeps names that mean something to objects', () => {
    const tricky = JSON.parse('{"toJSON":"x","__proto__":{"b":1,"a":2},"constructor":1}') as JsonValue
    expect(canonicalJson(tricky)).toBe('{"__proto__":{"a":2,"b":1},"constructor":1,"toJSON":"x"}')
  })

  test('T9 refuses what JSON cannot say and names the place', () => {
    const cyclic: Record<string, unknown> = { b: 1, a: 2 }
    cyclic.self = cyclic
    let deep: JsonValue = 1
    for (let i = 0; i < 5_000; i += 1) deep = [deep]
    const cases: [unknown, string][] = [
      [{ b: 1, a: [1, Number.NaN] }, '/a/1'],
      [{ a: Number.POSITIVE_INFINITY }, '/a'],
      [{ x: '\ud800' }, '/x'],
      [{ '\udc00': 1 }, ''],
      [[undefined], '/0'],
      [new Date(0), ''],
      [{ m: new Map() }, '/m'],
      [10n, ''],
      [{ f: () => 1 }, '/f'],
    ]
    for (const [value, pointer] of cases) {
      let caught: unknown
      try {
        canonicalJson(value as JsonValue)
      } catch (error) {
        caught = error
      }
      expect(caught).toBeInstanceOf(NotJsonError)
      expect((caught as NotJsonError).pointer).toBe(pointer)
    }
    expect(() => canonicalJson(cyclic as JsonValue)).toThrow(NotJsonError)
    expect(() => canonicalJson(deep)).toThrow(NotJsonError)
  })

  test('T8 leaves out undefined members and keeps texts with a literal backslash', () => {
    expect(canonicalJson({ b: '\\ud800', a: undefined } as unknown as JsonValue)).toBe('{"b":"\\\\ud800"}')
  })

  test('T8 equals the canonicalize package on any JSON value', () => {
    fc.assert(
      fc.property(jsonValue, value => {
        expect(canonicalJson(value)).toBe(canonicalize(value)!)
      }),
      { numRuns: 3_000 },
    )
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'b', '10', '9', '-1', 'toJSON', '__proto__', 'é', '😀', 'ﬀ'), jsonValue, {
          noNullPrototype: true,
        }),
        value => {
          expect(canonicalJson(value)).toBe(canonicalize(value)!)
        },
      ),
      { numRuns: 1_000 },
    )
  })
})

describe('digests', () => {
  test('T8 gives equal values equal digests whatever their order', () => {
    expect(digestValue({ a: 1, b: [1, 2] })).toBe(digestValue({ b: [1, 2], a: 1 }))
    expect(digestValue({ a: 1 })).not.toBe(digestValue({ a: 2 }))
    expect(digestValue({ a: 1 })).toBe('sha256:015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862')
  })

  test('T8 hashes texts and bytes alike', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(sha256Hex(new TextEncoder().encode('abc'))).toBe(sha256Hex('abc'))
  })
})
