import { describe, expect, test } from 'bun:test'
import type { JsonObject } from '#contracts/json-value'
import {
  admitted,
  BUDGET,
  collect,
  count,
  faultsOf,
  graphOf,
  type Loose,
  messageOf,
  model,
  warningsOf,
} from '#testing/admission'
import { smallRegistry } from '#testing/small-library'
import { admitGraph } from './admit-graph.ts'

describe('T1 tasks are explicit', () => {
  test('T1 an unknown type, a missing op, an unknown op and a missing schema are each named at their place', () => {
    const tasks = [
      count('a', { type: 'llm' }),
      count('b', { op: undefined }),
      count('c', { op: 'text.cont' }),
      model('d', { schema: undefined }),
    ]
    expect(faultsOf(graphOf(tasks)).sort()).toEqual([
      'GRAPH_SHAPE /tasks/0/type',
      'GRAPH_SHAPE /tasks/1/op',
      'OPERATION_UNKNOWN /tasks/2/op',
      'SCHEMA_MISSING /tasks/3/schema',
    ])
    expect(messageOf(graphOf([count('c', { op: 'text.cont' })]), 'OPERATION_UNKNOWN')).toContain('text.count')
    expect(messageOf(graphOf([count('c', { op: 'text.count@9' })]), 'OPERATION_UNKNOWN')).toContain('text.count@1')
  })
  test('T1 duplicate ids are reported at the later one', () => {
    expect(faultsOf(graphOf([count('a'), count('a'), count('a')]))).toEqual([
      'TASK_ID_DUPLICATE /tasks/1/id',
      'TASK_ID_DUPLICATE /tasks/2/id',
    ])
  })
  test('T1 budgets are inherited field by field and what is still missing is named', () => {
    const partial = model('m', { budget: { max_tokens: 9 } })
    expect(faultsOf(graphOf([partial]))).toEqual(['BUDGET_MISSING /tasks/0/budget'])
    expect(messageOf(graphOf([partial]), 'BUDGET_MISSING')).toContain('max_time_ms, no max_retries')
    const graph = admitted(graphOf([partial], { defaults: { budget: BUDGET } }))
    expect(graph.tasks[0]!.budget).toEqual({ max_tokens: 9, max_time_ms: 1_000, max_retries: 1 })
  })
  test('T1 fields of another type of task are refused, fields that would only be ignored are warned of', () => {
    const tasks = [
      count('a', { model: {}, budget: { max_tokens: 5, max_time_ms: 10 } }),
      model('b', { op: 'text.count' }),
      count('c', { on_fail: 'escalate', optional: ['a'], dependencies: ['a', 'b'] }),
    ]
    expect(faultsOf(graphOf(tasks))).toEqual([
      'FIELD_NOT_ALLOWED /tasks/0/model',
      'FIELD_NOT_ALLOWED /tasks/1/op',
      'FIELD_NOT_ALLOWED /tasks/2/on_fail',
      'OPTIONAL_INVALID /tasks/2/optional/0',
    ])
    expect(warningsOf(graphOf(tasks))).toContain('FIELD_NOT_ALLOWED /tasks/0/budget/max_tokens')
  })
  test('T1 model ids are read whole or beside their connector', () => {
    const targets = (fields: Loose) => admitted(graphOf([model('m', { model: fields })])).tasks[0]!.ladder
    expect(targets({ model: 'ollama/qwen3:0.6b' })).toEqual([{ connector: 'ollama', model: 'qwen3:0.6b' }])
    expect(targets({ connector: 'ollama', model: 'hf.co/a/b:Q4' })).toEqual([
      { connector: 'ollama', model: 'hf.co/a/b:Q4' },
    ])
    expect(targets({ connector: 'ollama', model: 'ollama/a' })).toEqual([{ connector: 'ollama', model: 'a' }])
    expect(targets({})).toEqual([null])
    for (const fields of [
      { model: 'bare' },
      { connector: 'ollama' },
      { model: '/x' },
      { model: 'a/' },
      { model: 'a b/c' },
      { model: 'ollama/a\nb' },
    ]) {
      expect([fields, faultsOf(graphOf([model('m', { model: fields })])).map(fault => fault.split(' ')[0])]).toEqual([
        fields,
        ['MODEL_ID_INVALID'],
      ])
    }
  })
  test('T1 M8 decode "choice" needs a schema that leaves one', () => {
    const decode = { model: { decode: 'choice' } }
    expect(faultsOf(graphOf([model('m', decode)]))).toEqual([])
    const free = { type: 'object', properties: { label: { type: 'string' } }, required: ['label'] }
    expect(faultsOf(graphOf([model('m', { ...decode, schema: free })]))).toEqual([
      'FIELD_NOT_ALLOWED /tasks/0/model/decode',
    ])
  })
  test('T1 on_fail follows the retries, and escalation needs a ladder', () => {
    const onFail = (more: Loose) => admitted(graphOf([model('m', more)])).tasks[0]!.onFail
    expect([onFail({}), onFail({ budget: { ...BUDGET, max_retries: 0 } }), onFail({ on_fail: 'fail' })]).toEqual([
      'retry',
      'fail',
      'fail',
    ])
    expect(faultsOf(graphOf([model('m', { on_fail: 'escalate' })]))).toEqual(['GRAPH_SHAPE /tasks/0/on_fail'])
    const ladder = { model: 'a/x', escalate_to: [{ model: 'a/y' }, { connector: 'b', model: 'z' }] }
    const graph = admitted(graphOf([model('m', { on_fail: 'escalate', model: ladder })]))
    expect(graph.tasks[0]!.ladder.map(target => target?.model)).toEqual(['x', 'y', 'z'])
    expect(warningsOf(graphOf([model('m', { model: ladder })]))).toContain(
      'FIELD_NOT_ALLOWED /tasks/0/model/escalate_to',
    )
  })
})

describe('T4 inputs that nothing reads', () => {
  const reading = (pointer: string) => graphOf([count('a', { input: { text: { $input: pointer } } })])
  const warned = (graph: Loose, inputs: Loose) => {
    const admission = admitGraph(graph, smallRegistry(), { inputs: inputs as never, member: 'taskgraph' })
    if (!admission.admitted) throw new Error(JSON.stringify(admission.faults))
    return admission.graph.warnings.map(({ pointer, code, message }) => `${code} ${pointer} ${message}`)
  }

  test('T4 warns of an input that no reference reads, with its place in the request and the name that was meant', () => {
    const own = { ...reading('/text'), inputs: { text: 'a', spare: 1 } }
    expect(warned(own, { texts: 'b', other: [] })).toEqual([
      'INPUT_UNREAD /taskgraph/inputs/spare No reference reads this input; correct its name, or leave it out.',
      'INPUT_UNREAD /inputs/texts No reference reads this input; did you mean text?',
      'INPUT_UNREAD /inputs/other No reference reads this input; correct its name, or leave it out.',
    ])
    expect(warned(reading('/text'), { text: 'b' })).toEqual([])
    const whole = graphOf([count('a', { op: 'json.select', input: { value: { $input: '' }, pointer: '' } })])
    expect(warned(whole, { any: 1, thing: 2 })).toEqual([])
  })

  test('T4 names no more of them than a person reads', () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`spare${n}`, n]))
    expect(warned(reading('/text'), { text: 'b', ...many })).toHaveLength(100)
  })
})

describe('T2 dependencies form a DAG', () => {
  test('T2 missing and doubled dependencies are each named', () => {
    const tasks = [count('alpha'), count('b', { dependencies: ['alpha', 'alpa', 'alpha'] })]
    expect(faultsOf(graphOf(tasks))).toEqual([
      'DEPENDENCY_UNKNOWN /tasks/1/dependencies/1',
      'DEPENDENCY_DUPLICATE /tasks/1/dependencies/2',
    ])
    expect(messageOf(graphOf(tasks), 'DEPENDENCY_UNKNOWN')).toContain('alpha')
  })
  const ring = (length: number) =>
    Array.from({ length }, (_, i) => count(`t${i}`, { dependencies: [`t${(i + 1) % length}`] }))
  test('T2 cycles of length 1, 2 and 10,000 are reported with their path', () => {
    expect(messageOf(graphOf(ring(1)), 'CYCLE')).toContain('t0 → t0')
    expect(messageOf(graphOf(ring(2)), 'CYCLE')).toContain('t0 → t1 → t0')
    expect(messageOf(graphOf(ring(10_000)), 'CYCLE')).toMatch(/^10000 tasks .* t0 → t1 → .*… 9994 more ….* → t0;/)
  })
  test('T2 each cycle is reported once, and what only hangs on one is not', () => {
    const tasks = [
      ...ring(2),
      count('x', { dependencies: ['y'] }),
      count('y', { dependencies: ['x'] }),
      count('z', { dependencies: ['x', 't0'] }),
    ]
    expect(faultsOf(graphOf(tasks))).toEqual(['CYCLE /tasks/0/dependencies/0', 'CYCLE /tasks/2/dependencies/0'])
  })
  test('T2 the order puts every task after its dependencies, ties by id', () => {
    const graph = admitted(
      graphOf([
        count('b', { dependencies: ['c'] }),
        count('c'),
        count('a'),
        collect('z', { dependencies: ['b', 'a'] }),
      ]),
    )
    expect(graph.tasks.map(task => task.id)).toEqual(['a', 'b', 'c', 'z'])
    expect(graph.order.map(index => graph.tasks[index]!.id)).toEqual(['a', 'c', 'b', 'z'])
    expect(graph.tasks[3]!.dependencies).toEqual([1, 0])
    expect(graph.tasks[2]!.dependents).toEqual([1])
  })
})

describe('T3 root and reachability', () => {
  test('T3 an unknown root is a fault, an unreachable task a warning', () => {
    expect(faultsOf(graphOf([count('alpha')], { root: 'alfa' }))).toEqual(['ROOT_UNKNOWN /root'])
    const graph = graphOf([count('lost'), count('a')])
    expect(admitted(graph).warnings.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'UNREACHABLE_TASK /tasks/0',
    ])
  })
})

describe('T6 schemas', () => {
  test('T6 faults of a schema stand in the request, with a code of the table', () => {
    const schema = { type: 'object', properties: { a: { tipe: 'string' }, b: { $ref: 'http://example.org/x' } } }
    const faults = faultsOf(graphOf([model('m', { schema })]))
    expect(faults).toContain('SCHEMA_INVALID /tasks/0/schema/properties/a/tipe')
    expect(faults.some(fault => fault.includes('/tasks/0/schema/properties/b/$ref'))).toBe(true)
  })
  test('T6 a schema that no answer could fit is refused before a call is paid for', () => {
    const empty: readonly unknown[] = [
      false,
      { enum: [] },
      { type: 'integer', minimum: 5, maximum: 1 },
      { type: 'object', required: ['topic'] },
      { type: 'object', properties: { a: { type: 'array', minItems: 2, maxItems: 1 } }, required: ['a'] },
    ]
    for (const schema of empty) {
      const asked = model('m', { schema })
      const reader = count('c', { dependencies: ['m'], input: { text: { $from: 'm', pointer: '/topic' } } })
      expect(faultsOf(graphOf([asked, reader]))).toEqual(['SCHEMA_INVALID /tasks/0/schema'])
    }
    for (const schema of [true, {}, { type: 'object', required: ['topic'], additionalProperties: true }])
      expect(faultsOf(graphOf([model('m', { schema })]))).toEqual([])
  })
  test('T6 recursion and nesting bombs are refused', () => {
    expect(faultsOf(graphOf([model('m', { schema: { $ref: '#' } })])).length).toBeGreaterThan(0)
    let deep: JsonObject = {}
    for (let i = 0; i < 40; i += 1) deep = { items: deep }
    expect(faultsOf(graphOf([model('m', { schema: deep })]))[0]).toStartWith('SCHEMA_TOO_COMPLEX /tasks/0/schema')
  })
})
