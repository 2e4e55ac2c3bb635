import { describe, expect, test } from 'bun:test'
import { freezeJson, isFrozenJson } from './frozen.ts'

describe('freezeJson', () => {
  test('T8 freezes a value all the way down, and knows only such values', () => {
    const value = { a: { b: [{ c: 1 }] }, d: 'x' }
    expect(isFrozenJson(value)).toBe(false)
    expect(freezeJson(value)).toBe(value)
    expect(isFrozenJson(value)).toBe(true)
    expect(isFrozenJson(value.a)).toBe(true)
    expect(Object.isFrozen(value.a.b[0])).toBe(true)
    // Frozen by somebody else, perhaps not all the way down.
    for (const other of [Object.freeze({ a: [] }), null, 1, 'text', undefined]) expect(isFrozenJson(other)).toBe(false)
    expect(freezeJson(null)).toBe(null)
  })
})
