import { describe, expect, test } from 'bun:test'
import { buildSchemas, findStale } from './emit.ts'

const documents = [...(await buildSchemas())].map(([name, text]) => [name, JSON.parse(text)] as const)

function* walk(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield value as Record<string, unknown>
  for (const member of Object.values(value)) yield* walk(member)
}

describe('emitted schemas', () => {
  test('T6 are self-contained: every reference leads to a definition, every definition is led to', () => {
    expect(documents.length).toBeGreaterThan(30)
    for (const [name, document] of documents) {
      const referred = new Set<unknown>()
      for (const node of walk(document)) if (typeof node.$ref === 'string' && node.$ref !== '#') referred.add(node.$ref)
      const defined = Object.keys(document.$defs ?? {}).map(id => `#/$defs/${id}`)
      expect([name, [...referred].toSorted()]).toEqual([name, defined.toSorted()])
    }
  })

  test('T6 have one $id each, so that a validator finds no second one inside', () => {
    const ids = documents.map(([, document]) => document.$id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [name, document] of documents) {
      const inner = [...walk(document)].filter(node => node !== document && typeof node.$id === 'string')
      expect([name, inner]).toEqual([name, []])
    }
  })

  test('T6 are committed as they are', async () => {
    expect(await findStale()).toEqual([])
  })
})
