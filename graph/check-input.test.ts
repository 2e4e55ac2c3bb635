import { describe, expect, test } from 'bun:test'
import {
  admitted,
  collect,
  count,
  faultsOf,
  graphOf,
  type Loose,
  messageOf,
  model,
  warningsOf,
} from '#testing/admission'

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
