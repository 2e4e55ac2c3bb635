import { describe, expect, test } from 'bun:test'
import { isFrozenJson } from '#json/frozen'
import { BodyMemory } from './body-memory.ts'
import type { Envelope } from './execute-request.ts'

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

function setUp() {
  const memory = new BodyMemory()
  let reads = 0
  const read = (bytes: Uint8Array): Envelope => {
    reads += 1
    return JSON.parse(new TextDecoder().decode(bytes)) as Envelope
  }
  return { ask: (value: unknown) => memory.envelope(bytesOf(value), read), reads: () => reads, memory }
}

describe('BodyMemory', () => {
  test('S4 reads equal bodies until one has come twice, and then gives the same frozen value', () => {
    const { ask, reads } = setUp()
    const body = { api_version: '1.0', inputs: { list: [1, { a: 2 }] } }
    const [, second, third] = [ask(body), ask(body), ask(body)]
    expect(reads()).toBe(2)
    expect(third).toBe(second!)
    expect(third).toEqual(body as never)
    expect(isFrozenJson(third)).toBe(true)
    expect(() => (third as unknown as { inputs: { list: unknown[] } }).inputs.list.push(1)).toThrow()
  })

  test('S4 never takes one body for another, however many there are', () => {
    const { ask } = setUp()
    for (let round = 0; round < 3; round += 1) {
      for (let n = 0; n < 300; n += 1) expect(ask({ n })).toEqual({ n } as never)
    }
  })

  test('S4 remembers nothing of a body that is refused', () => {
    const memory = new BodyMemory()
    const refuse = () => {
      throw new Error('refused')
    }
    for (let round = 0; round < 4; round += 1) expect(() => memory.envelope(bytesOf({}), refuse)).toThrow('refused')
  })
})
