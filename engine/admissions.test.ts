import { describe, expect, test } from 'bun:test'
import type { JsonObject } from '#contracts/json-value'
import { freezeJson } from '#json/frozen'
import { smallRegistry } from '#testing/small-library'
import { graphOf } from '#testing/test-kernel'
import { Admissions, NO_INPUTS } from './admissions.ts'

const MODEL = { schema: { type: 'object' }, budget: { max_tokens: 8, max_time_ms: 1_000, max_retries: 0 } }

const graph = () =>
  graphOf([{ version: '1.0', id: 'a', type: 'deterministic', op: 'text.count', input: { text: 'one' } }], 'a')

describe('Admissions', () => {
  test('T8 looks again at a value that may have changed, and not at one that cannot', () => {
    const registry = { ...smallRegistry(), revision: 1 }
    const admissions = new Admissions(registry)
    const open = graph()
    expect(admissions.admit(open, NO_INPUTS).admitted).toBe(true)
    ;(open as { root: string }).root = 'gone'
    expect(admissions.admit(open, NO_INPUTS).admitted).toBe(false)

    const frozen = freezeJson(graph() as never)
    const first = admissions.admit(frozen, NO_INPUTS)
    expect(admissions.admit(frozen, NO_INPUTS)).toBe(first)
    // Other operations or other inputs are another question.
    registry.revision = 2
    expect(admissions.admit(frozen, NO_INPUTS)).not.toBe(first)
  })

  const withInputs = (own: object) =>
    graphOf(
      [
        { version: '1.0', id: 'a', type: 'deterministic', op: 'text.count', input: { text: { $input: '/text' } } },
        {
          version: '1.0',
          id: 'b',
          type: 'deterministic',
          op: 'list.dedupe',
          input: { items: [{ $input: '/deep/0/name' }, 'known'] },
          run_if: { value: { $input: '/when' }, matches: { const: true } },
          substitute: { items: [] },
        },
        {
          version: '1.0',
          id: 'c',
          type: 'model',
          input: { prompt: 'Say {{who}}', who: { $input: '/text' } },
          ...MODEL,
        },
        {
          version: '1.0',
          id: 'd',
          type: 'aggregation',
          op: 'agg.collect',
          dependencies: ['a', 'b', 'c'],
          input: { items: [{ $from: 'a' }, { $from: 'b' }, { $from: 'c' }] },
        },
      ],
      'd',
      { inputs: own },
    )

  const deep = [{ name: 'n' }]
  const GIVEN: readonly object[] = [
    { text: 'one', deep, when: true },
    { text: 'one two', deep: [{ name: 7 }, 'more'], when: null },
    { text: '', deep, when: 'x'.repeat(9_000) },
    { text: 5, deep, when: true },
    { text: null, deep, when: true },
    { text: 'one', deep: [], when: true },
    { text: 'one', deep: { '0': { name: 1 } }, when: true },
    { text: 'one', deep: 'no list', when: true },
    { deep, text: 'in another order', when: false },
    { text: 'one', deep },
    { text: 'one', deep, when: true, unread: 1 },
    {},
  ]

  test('T5 says of a known graph with other inputs what it says of one that it has never seen', () => {
    const registry = smallRegistry()
    for (const own of [{}, { text: 'own', deep: [{ name: 'own' }], when: true }, { spare: 1 }]) {
      const warm = new Admissions(registry)
      const seen = new Set<unknown>()
      let admitted = 0
      for (const inputs of [...GIVEN, ...GIVEN] as JsonObject[]) {
        const told = warm.admit(withInputs(own), inputs)
        const cold = new Admissions(registry)
        const expected = cold.admit(withInputs(own), inputs)
        expect(told.admitted).toBe(expected.admitted)
        if (!told.admitted || !expected.admitted) {
          expect(told).toEqual(expected)
          continue
        }
        admitted += 1
        seen.add(told.graph.tasks)
        expect(told.graph.inputs).toEqual(expected.graph.inputs)
        expect(told.graph.warnings).toEqual(expected.graph.warnings)
        expect(told.graph.hash).toBe(expected.graph.hash)
        expect(warm.certify(told.graph)).toEqual(cold.certify(expected.graph))
        expect(warm.of(told.graph.source)?.tasks).toBe(told.graph.tasks)
      }
      // By their names: the usual ones, another order, and whatever the graph itself makes up for.
      expect(admitted).toBeGreaterThanOrEqual(8)
      expect(seen.size).toBeLessThanOrEqual(5)
    }
  })
})
