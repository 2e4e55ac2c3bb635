import { expect, test } from 'bun:test'
import { ADAPTER_BYTES } from '#graph/cost-bounds'
import { readSchema } from '#json/schema'
import { readTextFrame } from '#json/schema/text-frame'
import { REPAIR_BYTES_MAX, withRepair, withSchema, withTextFrame } from './prompt-frame.ts'

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

test('C1 what a schema says of a text is no longer in words than the schema is, but for what certificates count', () => {
  for (const name of ['summary', 'aB'.repeat(32), 'aB'.repeat(5_000), 'ü'.repeat(64)]) {
    const note = { title: '漢'.repeat(500), description: '"\n'.repeat(500), examples: new Array(5_000).fill('x') }
    const properties = {
      kind: { const: 'k'.repeat(300) },
      [name]: { type: 'string', minLength: 2, maxLength: 9e6, ...note },
    }
    const source = { type: 'object', properties, required: ['kind', name], title: 'T', description: 'D' }
    const read = readSchema(source, { role: 'output' })
    if (!read.ok) throw new Error(JSON.stringify(read.faults))
    const prompt = [{ role: 'user', content: 'x' }] as const
    const framed = withTextFrame(prompt, readTextFrame(read.schema)!, read.schema)
    const schemaBytes = Buffer.byteLength(JSON.stringify(source))
    expect(bytesOf(framed) - bytesOf(prompt)).toBeLessThan(schemaBytes + ADAPTER_BYTES.instruction)
  }
})

test('M5 a repair turn never splits a character', () => {
  const repaired = withRepair([{ role: 'user', content: 'x' }], `${'a'.repeat(3_999)}😀`, [
    { pointer: '', message: 'no' },
  ])
  expect(repaired.every(message => message.content.isWellFormed())).toBe(true)
})
