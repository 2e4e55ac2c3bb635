import { describe, expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { digestText, digestValue, sha256Hex } from './digest.ts'

const TEXTS = ['', 'x', '{"a":1}', 'ü€😀', 'a'.repeat(9_999)]

describe('digests', () => {
  test('T8 writes the digest of a text as sha256: and 64 lower-case digits', () => {
    for (const text of TEXTS) {
      const expected = createHash('sha256').update(text, 'utf8').digest('hex')
      expect(digestText(text)).toBe(`sha256:${expected}`)
      expect(sha256Hex(text)).toBe(expected)
    }
  })

  test('T8 keeps an earlier digest as it was when a later one is made', () => {
    const digests = TEXTS.map(digestText)
    expect(new Set(digests).size).toBe(TEXTS.length)
    expect(digests).toEqual(TEXTS.map(digestText))
  })

  test('T8 gives equal values equal digests, whatever the order of their members', () => {
    expect(digestValue({ a: 1, b: [2] })).toBe(digestValue({ b: [2], a: 1 }))
    expect(digestValue({ a: 1 })).not.toBe(digestValue({ a: 2 }))
  })
})
