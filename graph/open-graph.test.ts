import { describe, expect, test } from 'bun:test'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import {
  admitted,
  BUDGET,
  collect,
  count,
  faultsOf,
  graphOf,
  LABEL,
  type Loose,
  model,
  registry,
} from '#testing/admission'
import { admitGraph } from './admit-graph.ts'

describe('T7 unknown fields', () => {
  test('T7 unknown, missing and mistyped fields are refused everywhere, all at once', () => {
    const graph = graphOf(
      [
        model('m', {
          model: { temperature: '0.5', top_k: 4, escalate_to: [{ connector: 'x' }] },
          routing: { priority: 'urgent' },
          metadata: { tags: [1] },
          cache: true,
          name: 'x'.repeat(300),
        }),
        { id: 'a b', type: 'deterministic' },
        null,
      ],
      { limits: { max_calls: 1 }, metadata: { title: 7 }, defaults: { budgets: {} }, extra: 1, inputs: [], root: 'm' },
    )
    expect(
      faultsOf(graph)
        .filter(fault => fault.startsWith('GRAPH_SHAPE'))
        .sort(),
    ).toEqual([
      'GRAPH_SHAPE /defaults/budgets',
      'GRAPH_SHAPE /extra',
      'GRAPH_SHAPE /inputs',
      'GRAPH_SHAPE /limits/max_calls',
      'GRAPH_SHAPE /metadata/title',
      'GRAPH_SHAPE /tasks/0/cache',
      'GRAPH_SHAPE /tasks/0/metadata/tags/0',
      'GRAPH_SHAPE /tasks/0/model/escalate_to/0/model',
      'GRAPH_SHAPE /tasks/0/model/temperature',
      'GRAPH_SHAPE /tasks/0/model/top_k',
      'GRAPH_SHAPE /tasks/0/name',
      'GRAPH_SHAPE /tasks/0/routing/priority',
      'GRAPH_SHAPE /tasks/1/id',
      'GRAPH_SHAPE /tasks/1/op',
      'GRAPH_SHAPE /tasks/1/version',
      'GRAPH_SHAPE /tasks/2',
    ])
  })
  test('T7 things that are no graph are refused with one fault', () => {
    for (const raw of [null, undefined, 1, 'x', [], true]) expect([raw, faultsOf(raw)]).toEqual([raw, ['GRAPH_SHAPE ']])
    expect(faultsOf(graphOf([]))).toContain('GRAPH_SHAPE /tasks')
  })
  test('T7 versions other than 1.x.y stop admission at once', () => {
    for (const version of [undefined, '2.0.0', '0.1', '1.0', '1.0.0\n', 1, ' 1.0.0', '01.0.0', '1.0.0-x', '1.00.0']) {
      expect([version, faultsOf({ ...graphOf([{}]), kora_version: version })]).toEqual([
        version,
        ['KORA_VERSION /kora_version'],
      ])
    }
    expect(faultsOf({ ...graphOf([count('a')]), kora_version: '1.20.3' })).toEqual([])
  })
})

describe('T8 and T9', () => {
  test('T8 the hash is that of the canonical form, whatever the order of members', () => {
    const graph = graphOf([count('a')])
    const reordered = Object.fromEntries(Object.entries(graph).reverse())
    expect(admitted(reordered).hash).toBe(admitted(graph).hash)
    expect(admitted(graph).hash).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(admitted(graphOf([count('b')])).hash).not.toBe(admitted(graph).hash)
    expect(JSON.parse(admitted(graph).canonical)).toEqual(graph)
  })
  test('T9 B7 odd numbers are refused in every budget and limit', () => {
    const odd = [Number.NaN, Infinity, -Infinity, -1, -0, 0.5, 2 ** 53 + 2, '10', 1e308, null, [], {}]
    for (const value of odd) {
      for (const field of ['max_tokens', 'max_time_ms', 'max_retries'] as const) {
        const admission = admitGraph(graphOf([model('m', { budget: { ...BUDGET, [field]: value } })]), registry)
        expect([field, value, admission.admitted]).toEqual([field, value, false])
      }
      for (const field of ['max_model_calls', 'max_total_tokens', 'max_total_time_ms', 'max_total_retries']) {
        expect([
          field,
          value,
          admitGraph(graphOf([count('a')], { limits: { [field]: value } }), registry).admitted,
        ]).toEqual([field, value, false])
      }
    }
    expect(faultsOf(graphOf([model('m', { budget: { ...BUDGET, max_tokens: '10' } })]))).toEqual([
      'BUDGET_INVALID /tasks/0/budget/max_tokens',
    ])
  })
  test('T9 B5 keys that reach prototypes are refused, words that only look like it are inert', () => {
    const evil = JSON.parse('{"text":"x","more":{"__proto__":{"polluted":1}}}') as JsonObject
    expect(faultsOf(graphOf([count('a', { input: evil })]))).toEqual(['FORBIDDEN_KEY /tasks/0/input/more/__proto__'])
    const nested = { text: 'x', constructor: { prototype: { polluted: 1 } } }
    expect(faultsOf(graphOf([count('a', { input: nested })]))).toEqual(['FORBIDDEN_KEY /tasks/0/input/constructor'])
    expect(faultsOf(graphOf([count('__proto__')]))).toEqual(['FORBIDDEN_KEY /tasks/0/id'])
    expect(
      faultsOf(
        graphOf([
          count('constructor'),
          count('toString'),
          collect('hasOwnProperty', { dependencies: ['constructor', 'toString'] }),
        ]),
      ),
    ).toEqual([])
    expect(faultsOf(graphOf([collect('z', { dependencies: ['constructor'] })]))).toEqual([
      'DEPENDENCY_UNKNOWN /tasks/0/dependencies/0',
    ])
    expect(faultsOf(JSON.parse('{"kora_version":"1.0.0","__proto__":{"tasks":[]}}'))).toContain(
      'FORBIDDEN_KEY /__proto__',
    )
    expect(({} as Loose).polluted).toBeUndefined()
  })
  test('T9 half a surrogate pair is refused wherever it stands', () => {
    expect(faultsOf(graphOf([count('a', { input: { text: '\ud800' } })]))).toEqual([
      'LONE_SURROGATE /tasks/0/input/text',
    ])
    expect(faultsOf(graphOf([count('a\ud800')]))).toContain('LONE_SURROGATE /tasks/0/id')
  })
})

describe('limits', () => {
  test('T2 B2 100,000 tasks are refused by counting them', () => {
    const tasks = Array.from({ length: 100_000 }, (_, i) => ({ id: `t${i}` }))
    expect(faultsOf(graphOf(tasks))).toEqual(['GRAPH_LIMIT /tasks'])
  })
  test('T2 B2 a million edges are refused by counting them', () => {
    const ids = Array.from({ length: 1_000 }, (_, i) => `t${i}`)
    expect(faultsOf(graphOf(Array.from({ length: 1_000 }, (_, i) => count(`t${i}`, { dependencies: ids }))))).toEqual([
      'GRAPH_LIMIT /tasks',
    ])
  })
  test('T2 the largest chain, fan-out and fan-in are admitted', () => {
    const chain = Array.from({ length: 10_000 }, (_, i) =>
      count(`t${i}`, i === 0 ? {} : { dependencies: [`t${i - 1}`] }),
    )
    expect(admitted(graphOf(chain)).order).toHaveLength(10_000)
    const leaves = Array.from({ length: 9_999 }, (_, i) => count(`t${i}`))
    const ids = leaves.map(leaf => leaf.id as string)
    const fanIn = collect('z', { dependencies: ids, input: { items: ids.map($from => ({ $from })) } })
    expect(admitted(graphOf([...leaves, fanIn])).tasks[9_999]!.dependencies).toHaveLength(9_999)
  })
  test('T9 depth, size and length of texts are bounded', () => {
    const nest = (depth: number): JsonValue => (depth === 0 ? 1 : [nest(depth - 1)])
    // The graph, its tasks, the task, its input and items are five containers above the nest.
    expect(faultsOf(graphOf([collect('a', { input: { items: nest(60) } })]))).toEqual([])
    expect(faultsOf(graphOf([collect('a', { input: { items: nest(61) } })]))[0]).toStartWith(
      'JSON_DEPTH /tasks/0/input/items',
    )
    const long = 'é'.repeat(512 * 1024)
    expect(faultsOf(graphOf([count('a', { input: { text: long } })]))).toEqual([])
    expect(faultsOf(graphOf([count('a', { input: { text: `${long}x` } })]))).toEqual([
      'STRING_TOO_LONG /tasks/0/input/text',
    ])
    const text = 'x'.repeat(1_000_000)
    expect(faultsOf(graphOf(Array.from({ length: 9 }, (_, i) => count(`t${i}`, { input: { text } }))))).toEqual([
      'GRAPH_LIMIT ',
    ])
  })
  test('T2 settings lower limits and never raise them', () => {
    const graph = graphOf([count('a'), count('b', { dependencies: ['a'] })])
    expect(faultsOf(graph, { limits: { maxTasks: 1 } })).toEqual(['GRAPH_LIMIT /tasks'])
    expect(faultsOf(graph, { limits: { maxEdges: 0 } })).toEqual(['GRAPH_LIMIT /tasks'])
    expect(faultsOf(graph, { limits: { maxBytes: 100 } })).toEqual(['GRAPH_LIMIT '])
    expect(
      faultsOf(graphOf(Array.from({ length: 10_001 }, (_, i) => ({ id: `${i}` }))), { limits: { maxTasks: 1e9 } }),
    ).toEqual(['GRAPH_LIMIT /tasks'])
  })
  test('T6 the schemas of one graph are bounded together, and by the deadline of the caller', () => {
    const title = 'x'.repeat(60_000)
    const tasks = Array.from({ length: 20 }, (_, i) => model(`t${i}`, { schema: { ...LABEL, title: `${i}${title}` } }))
    expect(faultsOf(graphOf(tasks))[0]).toBe('GRAPH_LIMIT /tasks/17/schema')
    expect(faultsOf(graphOf(tasks.map(task => ({ ...task, schema: LABEL }))))).toEqual([])
    expect(faultsOf(graphOf([model('late')]), { isLate: () => true })).toEqual(['GRAPH_LIMIT /tasks/0/schema'])
  })
  test('T7 a flood of faults is cut after a thousand, and says so', () => {
    const admission = admitGraph(graphOf(Array.from({ length: 5_000 }, () => ({ x: 1 }))), registry)
    if (admission.admitted) throw new Error('admitted')
    expect(admission.faults).toHaveLength(1_001)
    expect(admission.faults.at(-1)!.message).toMatch(/^\d+ further faults/)
  })
})
