import { expect, test } from 'bun:test'
import { ADAPTER_BYTES } from '#graph/cost-bounds'
import { REPAIR_BYTES_MAX, withRepair, withSchema } from './prompt-frame.ts'

const bytesOf = (messages: readonly { readonly content: string }[]) =>
  messages.reduce((sum, message) => sum + Buffer.byteLength(message.content), 0)

test('C1 the words that the adapter adds stay inside what certificates count', () => {
  const prompt = [{ role: 'user', content: 'x' }] as const
  const framed = withSchema(prompt, { type: 'object' })
  expect(bytesOf(framed) - bytesOf(prompt)).toBeLessThan(ADAPTER_BYTES.instruction)
  const reasons = Array.from({ length: 50 }, () => ({ pointer: '/ü'.repeat(500), message: '漢'.repeat(5_000) }))
  const repaired = withRepair(prompt, '漢'.repeat(100_000), reasons)
  expect(bytesOf(repaired) - bytesOf(prompt)).toBeLessThanOrEqual(REPAIR_BYTES_MAX)
  expect(REPAIR_BYTES_MAX).toBeLessThanOrEqual(ADAPTER_BYTES.repair)
})

test('M5 a repair turn never splits a character', () => {
  const repaired = withRepair([{ role: 'user', content: 'x' }], `${'a'.repeat(3_999)}😀`, [
    { pointer: '', message: 'no' },
  ])
  expect(repaired.every(message => message.content.isWellFormed())).toBe(true)
})
