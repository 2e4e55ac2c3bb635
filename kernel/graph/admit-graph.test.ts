import { describe, expect, test } from 'bun:test'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Registry } from '#kernel/registry'
import { smallRegistry } from '#testing/small-library'
import { type AdmissionOptions, admitGraph } from './admit-graph.ts'
import type { AdmittedGraph } from './admitted-graph.ts'

const registry: Registry = smallRegistry()

type Loose = Record<string, unknown>
const BUDGET = { max_tokens: 50, max_time_ms: 1_000, max_retries: 1 }
const LABEL = { type: 'object', properties: { label: { enum: ['a', 'b'] } }, required: ['label'] }

const count = (id: string, more: Loose = {}): Loose => ({
  version: '1.0',
  id,
  type: 'deterministic',
  op: 'text.count',
  input: { text: 'one two' },
  ...more,
})
const model = (id: string, more: Loose = {}): Loose => ({
  version: '1.0',
  id,
  type: 'model',
  input: { prompt: 'Which?' },
  schema: LABEL,
  budget: BUDGET,
  ...more,
})
const collect = (id: string, more: Loose = {}): Loose => ({
  version: '1.0',
  id,
  type: 'aggregation',
  op: 'agg.collect',
  input: { items: [] },
  ...more,
})
const graphOf = (tasks: readonly unknown[], more: Loose = {}): Loose => ({
  kora_version: '1.0.0',
  graph_id: 'g',
  root: (tasks.at(-1) as Loose | undefined)?.id,
  tasks,
  ...more,
})

function faultsOf(graph: unknown, options: AdmissionOptions = {}): string[] {
  const admission = admitGraph(graph, registry, options)
  return admission.admitted ? [] : admission.faults.map(fault => `${fault.code} ${fault.pointer}`)
}
function warningsOf(graph: unknown): string[] {
  const admission = admitGraph(graph, registry)
  const warnings = admission.admitted ? admission.graph.warnings : admission.warnings
  return warnings.map(fault => `${fault.code} ${fault.pointer}`)
}
function admitted(graph: unknown, options: AdmissionOptions = {}): AdmittedGraph {
  const admission = admitGraph(graph, registry, options)
  if (!admission.admitted) throw new Error(JSON.stringify(admission.faults, null, 1))
  return admission.graph
}
const messageOf = (graph: unknown, code: string): string => {
  const admission = admitGraph(graph, registry)
  if (admission.admitted) return ''
  return admission.faults.find(fault => fault.code === code)?.message ?? JSON.stringify(admission.faults)
}

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

describe('T4 references', () => {
  const reading = (reference: unknown, more: Loose = {}) =>
    graphOf([count('a'), collect('z', { dependencies: ['a'], input: { items: [reference] }, ...more })])
  test('T4 a reference names a declared dependency and an existing pointer', () => {
    expect(faultsOf(reading({ $from: 'q' }))).toEqual(['REFERENCE_UNDECLARED /tasks/1/input/items/0/$from'])
    expect(faultsOf(reading({ $from: 'a', pointer: 'words' }))).toEqual([
      'REFERENCE_IMPOSSIBLE /tasks/1/input/items/0/pointer',
    ])
    expect(faultsOf(reading({ $from: 'a', pointer: '/~2' }))).toEqual([
      'REFERENCE_IMPOSSIBLE /tasks/1/input/items/0/pointer',
    ])
    expect(faultsOf(reading({ $from: 'a', fallback: 1 }))).toEqual(['GRAPH_SHAPE /tasks/1/input/items/0/fallback'])
    expect(faultsOf(reading({ $from: 7 }))).toEqual(['REFERENCE_UNDECLARED /tasks/1/input/items/0/$from'])
    expect(faultsOf(reading({ $input: 7 }))).toEqual(['REFERENCE_IMPOSSIBLE /tasks/1/input/items/0/$input'])
    expect(faultsOf(reading({ $literal: 1, $from: 'a' }))).toEqual(['GRAPH_SHAPE /tasks/1/input/items/0'])
  })
  test('T4 a graph input must be there, and those of the request count', () => {
    const graph = reading({ $input: '/who/name' })
    expect(faultsOf(graph)).toEqual(['INPUT_MISSING /tasks/1/input/items/0/$input'])
    const inputs = { who: { name: 'Ann' } }
    const task = admitted(graph, { inputs }).tasks[1]!
    expect(task.buildInput({ outputs: [], inputs })).toEqual({ items: ['Ann'] })
    expect(admitted({ ...graph, inputs: { who: { name: 'Bob' } } }, { inputs }).inputs).toEqual(inputs)
  })
  test('T4 inputs are built from outputs, literals and nulls', () => {
    const items = [
      { $from: 'a' },
      { $from: 'a', pointer: '/words' },
      { $literal: { $from: 'a' } },
      [{ x: { $input: '/n' } }],
    ]
    const task = admitted(
      graphOf([count('a'), collect('z', { dependencies: ['a'], input: { items } })], { inputs: { n: null } }),
    ).tasks[1]!
    const outputs: JsonValue[] = [{ words: 3 }]
    expect(task.constantInput).toBe(false)
    expect(task.buildInput({ outputs, inputs: { n: null } })).toEqual({
      items: [{ words: 3 }, 3, { $from: 'a' }, [{ x: null }]],
    })
    expect(() => task.buildInput({ outputs: [{}], inputs: { n: null } })).toThrow('no value')
    try {
      task.buildInput({ outputs: [{}], inputs: {} })
    } catch (error) {
      expect(error).toMatchObject({
        code: 'REFERENCE_MISSING',
        details: { errors: [{ pointer: '/tasks/1/input/items/1' }] },
      })
    }
  })
  test('T4 a tolerated failure reads as null at every pointer', () => {
    const task = admitted(reading({ $from: 'a', pointer: '/words' }, { optional: ['a'] })).tasks[1]!
    expect(task.buildInput({ outputs: [null], inputs: {} })).toEqual({ items: [null] })
    expect(task.buildInput({ outputs: [undefined], inputs: {} })).toEqual({ items: [null] })
    expect(() => task.buildInput({ outputs: [{}], inputs: {} })).toThrow('no value')
  })
  test('T4 an input without references is constant and free of the request', () => {
    const graph = graphOf([count('a', { input: { text: { $literal: 'x' } } })])
    const task = admitted(graph).tasks[0]!
    expect(task.constantInput).toBe(true)
    expect(task.buildInput({ outputs: [], inputs: {} })).toEqual({ text: 'x' })
  })
})

describe('conditions, substitutes and tolerance', () => {
  const gated = (condition: unknown, more: Loose = {}) =>
    graphOf([
      count('a'),
      count('b', {
        dependencies: ['a'],
        run_if: condition,
        substitute: { characters: 0, words: 0, lines: 0, sentences: 0 },
        ...more,
      }),
    ])
  const holds = (condition: unknown, output: JsonValue | undefined) =>
    admitted(gated(condition)).tasks[1]!.runIf!({ outputs: [output as JsonValue], inputs: {} })
  const words = (matches: unknown) => ({ value: { $from: 'a', pointer: '/words' }, matches })
  test('T10 a condition is a schema, joined by all, any and not; a missing value matches nothing', () => {
    expect(holds(words({ minimum: 2 }), { words: 2 })).toBe(true)
    expect(holds(words({ minimum: 2 }), { words: 1 })).toBe(false)
    expect(holds(words(true), {})).toBe(false)
    expect(holds({ not: words(true) }, {})).toBe(true)
    expect(holds({ all: [] }, {})).toBe(true)
    expect(holds({ any: [] }, {})).toBe(false)
    expect(
      holds({ any: [words({ const: 1 }), { all: [words({ const: 2 }), words({ type: 'integer' })] }] }, { words: 2 }),
    ).toBe(true)
  })
  test('T7 a condition of another form is refused at its place', () => {
    const odd: [unknown, string][] = [
      ['words > 2', ''],
      [null, ''],
      [{}, ''],
      [{ value: { $from: 'a' } }, ''],
      [{ all: {} }, ''],
      [{ all: [], any: [] }, ''],
      [{ not: [] }, '/not'],
      [{ all: [words(true), 7] }, '/all/1'],
      [{ value: 3, matches: true }, '/value'],
      [{ expr: 'process.exit()' }, ''],
    ]
    for (const [condition, place] of odd) {
      expect([condition, faultsOf(gated(condition))]).toEqual([condition, [`GRAPH_SHAPE /tasks/1/run_if${place}`]])
    }
    expect(faultsOf(gated(words({ minimum: 'x' })))[0]).toStartWith('SCHEMA_INVALID /tasks/1/run_if/matches')
    expect(faultsOf(gated(words({ pattern: '(a)\\1' })))[0]).toStartWith('PATTERN_REFUSED /tasks/1/run_if/matches')
    expect(faultsOf(gated({ value: { $from: 'x' }, matches: true }))).toEqual([
      'REFERENCE_UNDECLARED /tasks/1/run_if/value/$from',
    ])
  })
  test('T1 a task that may be skipped has a substitute that fits, or only tolerant consumers', () => {
    const maybe = (more: Loose) => count('a', { skip_if: { value: { $input: '/x' }, matches: true }, ...more })
    const inputs = { inputs: { x: 1 } }
    expect(faultsOf(graphOf([maybe({})], inputs))).toEqual(['SUBSTITUTE_INVALID /tasks/0/substitute'])
    expect(faultsOf(graphOf([maybe({}), collect('z', { dependencies: ['a'] })], inputs))).toEqual([
      'SUBSTITUTE_INVALID /tasks/0/substitute',
    ])
    expect(faultsOf(graphOf([maybe({}), collect('z', { dependencies: ['a'], optional: ['a'] })], inputs))).toEqual([])
    expect(faultsOf(graphOf([maybe({ substitute: { words: 'no' } })], inputs))[0]).toStartWith(
      'SUBSTITUTE_INVALID /tasks/0/substitute',
    )
    expect(faultsOf(graphOf([maybe({ substitute: null })], inputs))).toEqual(['SUBSTITUTE_INVALID /tasks/0/substitute'])
  })
  test('A1 only an aggregation tolerates, and only its own dependencies', () => {
    const tolerant = (optional: unknown) => graphOf([count('a'), collect('z', { dependencies: ['a'], optional })])
    expect(admitted(tolerant(['a'])).tasks[1]!.optional).toEqual(new Set([0]))
    expect(faultsOf(tolerant(['b']))).toEqual(['OPTIONAL_INVALID /tasks/1/optional/0'])
    expect(faultsOf(tolerant(['a', 'a']))).toEqual(['OPTIONAL_INVALID /tasks/1/optional/1'])
  })
})

describe('T5 edges and literals', () => {
  test('T5 a literal that an operation can never accept is refused before the run', () => {
    expect(faultsOf(graphOf([count('a', { input: { text: 7 } })]))).toEqual(['INPUT_REJECTED /tasks/0/input/text'])
    expect(faultsOf(graphOf([count('a', { input: {} })])).map(fault => fault.split(' ')[0])).toEqual(['INPUT_REJECTED'])
    expect(faultsOf(graphOf([count('a', { input: 'x' })])).map(fault => fault.split(' ')[0])).toEqual([
      'INPUT_REJECTED',
    ])
  })
  test('T4 a pointer that a schema rules out is refused, one it leaves open is not', () => {
    const reading = (pointer: string, from: Loose) =>
      faultsOf(graphOf([from, collect('z', { dependencies: ['a'], input: { items: [{ $from: 'a', pointer }] } })]))
    const refused = ['REFERENCE_IMPOSSIBLE /tasks/1/input/items/0/pointer']
    for (const pointer of ['/word', '/words/0', '/words/x', '/', '/0']) {
      expect([pointer, reading(pointer, count('a'))]).toEqual([pointer, refused])
    }
    expect(reading('/words', count('a'))).toEqual([])
    expect(reading('/label', model('a'))).toEqual([])
    expect(reading('/colour', model('a'))).toEqual(refused)
    const open = { type: 'object', additionalProperties: true }
    expect(reading('/colour/deep/0', model('a', { schema: open }))).toEqual([])
    const merged = { ...count('a'), op: 'agg.merge', input: { objects: [] } }
    expect(reading('/anything', merged)).toEqual([])
  })
  test('T5 a producer whose values a consumer can never take is refused', () => {
    const into = (from: Loose, input: unknown, op = 'text.count') =>
      faultsOf(graphOf([from, count('b', { dependencies: ['a'], op, input })]))
    expect(into(count('a'), { text: { $from: 'a', pointer: '/words' } })).toEqual(['EDGE_MISMATCH /tasks/1/input/text'])
    expect(into(count('a'), { text: { $from: 'a' } })).toEqual(['EDGE_MISMATCH /tasks/1/input/text'])
    expect(into(model('a'), { text: { $from: 'a', pointer: '/label' } })).toEqual([])
    expect(into(count('a'), { objects: [{}, { $from: 'a', pointer: '/words' }] }, 'agg.merge')).toEqual([
      'EDGE_MISMATCH /tasks/1/input/objects/1',
    ])
    expect(into(count('a'), { objects: [{}, { $from: 'a' }] }, 'agg.merge')).toEqual([])
    expect(into(count('a'), { $from: 'a' })).toEqual(['EDGE_MISMATCH /tasks/1/input'])
    expect(into(count('a'), { $from: 'a' }, 'agg.merge')).toEqual(['EDGE_MISMATCH /tasks/1/input'])
  })
  test('T5 literals beside references, and given inputs, are checked at their own places', () => {
    const input = { objects: [{ $from: 'a' }, 7], object: [] }
    const graph = graphOf([count('a'), count('b', { dependencies: ['a'], op: 'agg.merge', input })])
    expect(faultsOf(graph)).toEqual(['INPUT_REJECTED /tasks/1/input/objects/1', 'INPUT_REJECTED /tasks/1/input/object'])
    expect(messageOf(graph, 'INPUT_REJECTED')).toContain('agg.merge')
    const given = graphOf([count('a', { input: { text: { $input: '/n' } } })], { inputs: { n: 7 } })
    expect(faultsOf(given)).toEqual(['INPUT_REJECTED /tasks/0/input/text'])
    expect(faultsOf(given, { inputs: { n: 'seven' } })).toEqual([])
  })
  test('T5 a prompt by reference must be able to be a text', () => {
    const prompt = (pointer: string) =>
      faultsOf(graphOf([count('a'), model('m', { dependencies: ['a'], input: { prompt: { $from: 'a', pointer } } })]))
    expect(prompt('/words')).toEqual(['EDGE_MISMATCH /tasks/1/input/prompt'])
  })
  test('T1 a schema that nothing the operation gives can satisfy is refused, one that narrows is checked beside it', () => {
    const schema = (own: unknown) => graphOf([count('a', { schema: own })])
    expect(faultsOf(schema({ type: 'array' }))).toEqual(['SCHEMA_WIDENS /tasks/0/schema'])
    expect(
      faultsOf(schema({ type: 'object', properties: { words: { type: 'string' } }, required: ['words'] })),
    ).toEqual(['SCHEMA_WIDENS /tasks/0/schema'])
    const narrow = { type: 'object', properties: { words: { maximum: 3 } }, additionalProperties: true }
    expect(admitted(schema(narrow)).tasks[0]).toMatchObject({ narrowed: true, outputSchema: { source: narrow } })
    expect(admitted(schema({ type: 'object', additionalProperties: true })).tasks[0]!.narrowed).toBe(false)
    expect(admitted(graphOf([count('a')])).tasks[0]!.narrowed).toBe(false)
  })
  test('T5 a condition that can never hold is warned of', () => {
    const condition = { value: { $from: 'a', pointer: '/label' }, matches: { const: 'c' } }
    const graph = graphOf([
      model('a'),
      model('b', { dependencies: ['a'], skip_if: condition, substitute: { label: 'a' } }),
    ])
    expect(warningsOf(graph)).toEqual(['EDGE_MISMATCH /tasks/1/skip_if/matches'])
  })
  test('T5 beside a reference, what is missing is still seen', () => {
    const graph = graphOf([
      count('a'),
      count('b', { dependencies: ['a'], op: 'agg.template', input: { values: { $from: 'a' } } }),
    ])
    expect(faultsOf(graph)).toEqual(['INPUT_REJECTED /tasks/1/input/template'])
  })
})

describe('prompts', () => {
  const prompt = (input: unknown, more: Loose = {}) =>
    graphOf([count('a'), model('m', { dependencies: ['a'], input, ...more })])
  test('T1 a model task has one prompt or messages, written out', () => {
    for (const input of [undefined, {}, 'hello', [], { $from: 'a' }, { prompt: 'a', messages: [] }]) {
      expect([input, faultsOf(prompt(input))]).toEqual([input, ['GRAPH_SHAPE /tasks/1/input']])
    }
    expect(faultsOf(prompt({ prompt: 7 }))).toEqual(['GRAPH_SHAPE /tasks/1/input/prompt'])
    expect(faultsOf(prompt({ messages: [] }))).toEqual(['GRAPH_SHAPE /tasks/1/input/messages'])
    expect(faultsOf(prompt({ messages: [{ role: 'tool', content: 'x' }, { role: 'user' }] }))).toEqual([
      'GRAPH_SHAPE /tasks/1/input/messages/0',
      'GRAPH_SHAPE /tasks/1/input/messages/1',
    ])
  })
  test('T10 a template names values of its own input and nothing else', () => {
    for (const name of ['nobody', 'constructor', 'prompt', '', "constructor.constructor('return 1')()", 'a.b']) {
      expect([name, faultsOf(prompt({ prompt: `x {{${name}}}`, a: { b: 1 } }))]).toEqual([
        name,
        ['TEMPLATE_INVALID /tasks/1/input/prompt'],
      ])
    }
  })
  test('T10 inserted text is never read as a template again, and text by reference is none', () => {
    const graph = admitted(
      prompt(
        { prompt: 'A {{ x }} {{n}} {{x}}', x: { $input: '/evil' }, n: { $from: 'a' } },
        { model: { system: 'S {{x}}' } },
      ),
      { inputs: { evil: '{{n}}' } },
    )
    const task = graph.tasks[1]!
    const input = task.buildInput({ outputs: [{ words: 1, a: [true, null] }], inputs: graph.inputs })
    expect(task.renderPrompt!(input)).toEqual([
      { role: 'system', content: 'S {{x}}' },
      { role: 'user', content: 'A {{n}} {"a":[true,null],"words":1} {{n}}' },
    ])
    const byReference = admitted(prompt({ prompt: { $input: '/evil' }, n: 1 }), { inputs: { evil: '{{n}}' } })
    expect(
      byReference.tasks[1]!.renderPrompt!(
        byReference.tasks[1]!.buildInput({ outputs: [], inputs: byReference.inputs }),
      ),
    ).toEqual([{ role: 'user', content: '{{n}}' }])
  })
  test('T10 messages are templates where written out and text where referenced', () => {
    const messages = [
      { role: 'system', content: '{{n}}' },
      { role: 'user', content: { $input: '/evil' } },
    ]
    const graph = admitted(prompt({ messages, n: 5 }), { inputs: { evil: '{{n}}' } })
    const task = graph.tasks[1]!
    expect(
      task.renderPrompt!(task.buildInput({ outputs: [], inputs: graph.inputs })).map(message => message.content),
    ).toEqual(['5', '{{n}}'])
  })
})

describe('T6 schemas', () => {
  test('T6 faults of a schema stand in the request, with a code of the table', () => {
    const schema = { type: 'object', properties: { a: { tipe: 'string' }, b: { $ref: 'http://example.org/x' } } }
    const faults = faultsOf(graphOf([model('m', { schema })]))
    expect(faults).toContain('SCHEMA_INVALID /tasks/0/schema/properties/a/tipe')
    expect(faults.some(fault => fault.includes('/tasks/0/schema/properties/b/$ref'))).toBe(true)
  })
  test('T6 recursion and nesting bombs are refused', () => {
    expect(faultsOf(graphOf([model('m', { schema: { $ref: '#' } })])).length).toBeGreaterThan(0)
    let deep: JsonObject = {}
    for (let i = 0; i < 40; i += 1) deep = { items: deep }
    expect(faultsOf(graphOf([model('m', { schema: deep })]))[0]).toStartWith('SCHEMA_TOO_COMPLEX /tasks/0/schema')
  })
})

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
