import { describe, expect, test } from 'bun:test'
import { ExactCache } from './exact-cache.ts'

const entry = (bytes: number) => ({ output: { bytes }, hash: `sha256:${bytes}`, bytes })

describe('exact cache', () => {
  test('E3 answers the same key until its time is over', () => {
    const cache = new ExactCache({ maxBytes: 1_000_000, ttlMs: 100 })
    cache.set('a', entry(10), 0)
    expect(cache.get('a', 99)?.output).toEqual({ bytes: 10 })
    expect(cache.get('a', 100)).toBeNull()
    expect(cache.get('a', 0)).toBeNull()
  })

  test('E3 stays inside its bytes, oldest out first', () => {
    const cache = new ExactCache({ maxBytes: 20_000, ttlMs: 1_000 })
    for (let at = 0; at < 40; at++) cache.set(`k${at}`, entry(1_000 - 256), 0)
    expect(cache.get('k0', 1)).toBeNull()
    expect(cache.get('k39', 1)).not.toBeNull()
    expect(Array.from({ length: 40 }, (_, at) => cache.get(`k${at}`, 1)).filter(Boolean).length).toBe(20)
  })

  test('E3 does not let one large value push all others out', () => {
    const cache = new ExactCache({ maxBytes: 20_000, ttlMs: 1_000 })
    cache.set('small', entry(10), 0)
    cache.set('large', entry(19_000), 0)
    expect(cache.get('small', 1)).not.toBeNull()
    expect(cache.get('large', 1)).toBeNull()
  })
})
