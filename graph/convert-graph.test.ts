import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { JsonValue } from '#contracts/json-value'
import type { Registry } from '#graph/registry'
import { smallRegistry } from '#testing/small-library'
import { admitGraph } from './admit-graph.ts'
import type { AdmittedGraph } from './admitted-graph.ts'
import { convertGraph } from './convert-graph.ts'

const registry: Registry = smallRegistry()
/** Room for a loaded machine; nothing here is about time. */
const SLOW_MS = 60_000
type Loose = Record<string, unknown>

const det = (id: string, handler: string, args: Loose, more: Loose = {}): Loose => ({
  id,
  type: `det.${handler}`,
  deps: [],
  in: args,
  run: { kind: 'det', spec: { handler, args } },
  policy: { on_fail: 'fail' },
  ...more,
})
const ANSWER = {
  type: 'object',
  required: ['status', 'task_id', 'answer'],
  properties: { status: { type: 'string' }, task_id: { type: 'string' }, answer: { type: 'string' } },
}
const llm = (id: string, deps: readonly string[], input: Loose, more: Loose = {}): Loose => ({
  id,
  type: 'llm.reply',
  deps,
  in: {},
  run: { kind: 'llm', spec: { adapter: 'openai', input, output_schema: ANSWER } },
  policy: { budget: { max_time_ms: 9_000, max_tokens: 120, max_retries: 2 }, on_fail: 'retry' },
  ...more,
})
const old = (tasks: readonly Loose[], more: Loose = {}): Loose => ({
  graph_id: 'older',
  version: '0.1',
  root: tasks.at(-1)!.id,
  defaults: { budget: { max_time_ms: 2_000, max_tokens: 50, max_retries: 0 } },
  tasks,
  ...more,
})

function convert(graph: unknown): { readonly graph: AdmittedGraph; readonly dropped: readonly string[] } {
  const conversion = convertGraph(graph)
  if (!conversion.converted) throw new Error(JSON.stringify(conversion.faults))
  const admission = admitGraph(conversion.taskgraph, registry)
  if (!admission.admitted) throw new Error(JSON.stringify(admission.faults))
  return { graph: admission.graph, dropped: conversion.dropped.map(fault => fault.pointer) }
}

/** Runs a converted graph; models answer with `replies` by id. Every output is checked against its schema. */
function run(graph: AdmittedGraph, replies: Record<string, JsonValue> = {}): Record<string, JsonValue> {
  const outputs: JsonValue[] = []
  for (const index of graph.order) {
    const task = graph.tasks[index]!
    const sources = { outputs, inputs: graph.inputs }
    const skipped = task.runIf?.(sources) === false || task.skipIf?.(sources) === true
    const produce = () => (task.operation === null ? replies[task.id]! : task.operation.run(task.buildInput(sources)))
    outputs[index] = skipped ? task.substitute! : produce()
    expect([task.id, task.outputSchema.isValid(outputs[index])]).toEqual([task.id, true])
  }
  return Object.fromEntries(graph.tasks.map((task, index) => [task.id, outputs[index]!]))
}

describe('graphs of version 0.1', () => {
  test('T2 an echo gives what the prototype gave, with its schema and rules', () => {
    const verify = {
      schema: { type: 'object', required: ['message'], properties: { message: { type: 'string' } } },
      rules: [{ kind: 'required', paths: ['status', 'task_id'] }],
    }
    const { graph, dropped } = convert(old([det('say', 'echo', { message: 'good day' }, { verify, tags: ['a'] })]))
    expect(run(graph)).toEqual({ say: { status: 'ok', task_id: 'say', message: 'good day' } })
    expect(graph.tasks[0]!.outputSchema.isValid({ message: 'x' })).toBe(false)
    expect(graph.source.tasks[0]!.metadata).toEqual({ tags: ['a'] })
    expect(dropped).toEqual([])
  })
  test('T10 a text in an old graph is never taken for a reference', () => {
    const { graph } = convert(old([det('say', 'echo', { message: { $from: 'say' } })]))
    expect(run(graph).say).toMatchObject({ message: { $from: 'say' } })
  })

  const triage = (text: string) => {
    const verify = { schema: { type: 'object', required: ['is_simple'] } }
    return old(
      [
        llm(
          'reply',
          ['pre'],
          { question: text, skip_if: { path: '$.is_simple', equals: true } },
          { verify: { schema: ANSWER } },
        ),
        det('pre', 'classify_simple', { text }, { verify }),
      ],
      { root: 'reply' },
    )
  }
  test('T2 a short text skips the model, a long one does not', () => {
    const short = convert(triage('Is it late?'))
    expect(run(short.graph)).toMatchObject({
      pre: { status: 'ok', task_id: 'pre', is_simple: true },
      reply: { status: 'ok', task_id: 'reply', answer: '' },
    })
    const reply = { status: 'ok', task_id: 'reply', answer: 'It is.' }
    expect(run(convert(triage('é'.repeat(80))).graph, { reply })).toMatchObject({ pre: { is_simple: false }, reply })
    expect(run(convert(triage('é'.repeat(79))).graph)).toMatchObject({ pre: { is_simple: true } })
  })
  test('T1 a task that conversion adds takes no id of the old graph', () => {
    const tasks = [det('a', 'classify_simple', { text: 'x' }), det('a.length', 'echo', { message: 1 }, { deps: ['a'] })]
    expect(Object.keys(run(convert(old(tasks)).graph)).toSorted()).toEqual(['a', 'a.length', 'a.length.'])
  })
  test('T7 what has no counterpart is listed with its place', () => {
    const { dropped } = convert(triage('x'))
    expect(dropped).toEqual(['/tasks/0/run/spec/adapter', '/tasks/0/run/spec/input/skip_if'])
    const odd = old(
      [
        det(
          'a',
          'flaky_once',
          {},
          {
            owner: 'me',
            verify: { rules: [{ kind: 'regex' }], note: 1 },
            policy: { on_fail: 'retry', budget: { max_tokens: 5, max_time_ms: 70, max_retries: 1 } },
          },
        ),
        llm(
          'b c',
          ['a'],
          { q: 1, skip_if: { path: '' } },
          { in: { x: 1 }, policy: { on_fail: 'escalate', adaptive: {}, speed: 1 } },
        ),
      ],
      { title: 't', defaults: { budget: {}, region: 'x' } },
    )
    const { graph, dropped: lost } = convert(odd)
    expect(lost.toSorted()).toEqual([
      '/defaults/region',
      '/tasks/0/owner',
      '/tasks/0/policy/budget/max_retries',
      '/tasks/0/policy/budget/max_tokens',
      '/tasks/0/policy/on_fail',
      '/tasks/0/run/spec/handler',
      '/tasks/0/verify/note',
      '/tasks/0/verify/rules/0',
      '/tasks/1/id',
      '/tasks/1/in/x',
      '/tasks/1/policy/adaptive',
      '/tasks/1/policy/on_fail',
      '/tasks/1/policy/speed',
      '/tasks/1/run/spec/adapter',
      '/tasks/1/run/spec/input/skip_if',
      '/title',
    ])
    expect(graph.tasks.map(task => [task.id, task.maxTimeMs, task.budget, task.onFail])).toEqual([
      ['a', 70, null, 'fail'],
      ['b_c', null, { max_tokens: 300, max_time_ms: 1_500, max_retries: 1 }, 'fail'],
    ])
    expect(run(graph, { b_c: { status: 'ok', task_id: 'b c', answer: '' } }).a).toMatchObject({ message: 'recovered' })
  })
  test("T1 budgets are the task's own, or those of the defaults", () => {
    const { graph } = convert(old([llm('m', [], {}), llm('n', ['m'], {}, { policy: {} })]))
    expect(graph.tasks.map(task => task.budget)).toEqual([
      { max_time_ms: 9_000, max_tokens: 120, max_retries: 2 },
      { max_time_ms: 2_000, max_tokens: 50, max_retries: 0 },
    ])
    expect(graph.tasks.map(task => task.onFail)).toEqual(['retry', 'fail'])
  })
  test('T6 range rules become bounds, and a schema that says more is joined', () => {
    const schema = { type: 'object', required: ['n'], properties: { n: { type: 'number' }, m: { type: 'string' } } }
    const spec = { adapter: 'mock', input: {}, output_schema: schema }
    const verify = {
      schema: { type: 'object', properties: { n: { type: 'number', multipleOf: 2 } } },
      rules: [
        { kind: 'range', path: 'n', min: 1, max: 9 },
        { kind: 'required', paths: ['m'] },
      ],
    }
    const { graph } = convert(old([{ id: 'm', type: 'llm', run: { kind: 'llm', spec }, verify }]))
    const accepts = (value: JsonValue) => graph.tasks[0]!.outputSchema.isValid(value)
    expect([{ n: 2, m: '' }, { n: 3, m: '' }, { n: 10, m: '' }, { n: 2 }].map(accepts)).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
  test('T10 the quality gate is a condition on the slides', () => {
    const slide = { i: 1, title: 't', msg: 'm', bullets: ['b'] }
    const slides = {
      type: 'object',
      required: ['slides'],
      properties: { slides: { type: 'array', items: { type: 'object', additionalProperties: true } } },
    }
    const spec = { adapter: 'mock', input: { question: 'x' }, output_schema: slides }
    const gate = det(
      'gate',
      'quality_gate',
      {},
      {
        deps: ['mini'],
        in: {},
        run: { kind: 'det', spec: { handler: 'quality_gate', args: { dep_task_id: 'mini', target_slide_count: 2 } } },
      },
    )
    const full = llm('full', ['gate'], { question: 'y', skip_if: { path: '$.message', equals: 'skip_full' } })
    const { graph } = convert(old([{ id: 'mini', type: 'llm', run: { kind: 'llm', spec } }, gate, full]))
    const reply = { status: 'ok', task_id: 'full', answer: 'more' }
    const judged = (mini: JsonValue) => run(graph, { mini, full: reply })
    expect(judged({ slides: [slide, slide] })).toMatchObject({ gate: { needs_refine: false }, full: { answer: '' } })
    expect(judged({ slides: [slide] })).toMatchObject({ gate: { needs_refine: true }, full: reply })
    expect(judged({ slides: [slide, { ...slide, bullets: ['b', 'c'] }] })).toMatchObject({
      gate: { message: 'run_full' },
    })
    expect(judged({ slides: [slide, { i: 1 }] })).toMatchObject({ gate: { needs_refine: true } })
  })
  test('T1 a substitute is made for schemas of every kind, or the task is never skipped', () => {
    const skippable = (output_schema: JsonValue) => {
      const spec = { adapter: 'mock', input: { skip_if: { path: 'message', equals: 1 } }, output_schema }
      const conversion = convertGraph(
        old([det('a', 'echo', { message: 1 }), { id: 'm', deps: ['a'], run: { kind: 'llm', spec } }]),
      )
      if (!conversion.converted) throw new Error('not converted')
      return conversion.taskgraph.tasks[1]!.substitute
    }
    const properties = {
      task_id: { type: 'string' },
      text: { type: 'string', minLength: 2 },
      list: { type: 'array', items: { type: 'boolean' }, minItems: 2 },
      kind: { enum: ['x', 'y'] },
      fixed: { const: 3 },
      size: { type: ['integer', 'null'], minimum: 1.5 },
      low: { type: 'number', maximum: -2 },
      any: true,
      joined: { allOf: [{ type: 'boolean' }] },
    }
    expect(skippable({ type: 'object', properties, required: Object.keys(properties) })).toEqual({
      task_id: 'm',
      text: '  ',
      list: [false, false],
      kind: 'x',
      fixed: 3,
      size: 2,
      low: -2,
      any: null,
      joined: false,
    })
    const hard = { type: 'object', properties: { code: { type: 'string', pattern: '^[A-Z]{3}$' } }, required: ['code'] }
    expect(skippable(hard)).toBeUndefined()
    expect(skippable({ type: 'object', properties: { n: false }, required: ['n'] })).toBeUndefined()
    expect(skippable({ type: 'string', minLength: -1 })).toBeUndefined()
  })
  test('T1 an unknown handler keeps a name that admission refuses', () => {
    const conversion = convertGraph(old([det('a', 'summon', { x: 1 })]))
    if (!conversion.converted) throw new Error('not converted')
    expect(conversion.dropped.map(fault => `${fault.code} ${fault.pointer}`)).toEqual([
      'OPERATION_UNKNOWN /tasks/0/run/spec/handler',
    ])
    const admission = admitGraph(conversion.taskgraph, registry)
    expect(admission.admitted ? [] : admission.faults.map(fault => fault.code)).toEqual(['OPERATION_UNKNOWN'])
  })
  test('T10 a missing key read as null in the prototype, and does so here', () => {
    const { graph } = convert(
      old([det('a', 'echo', { message: null }), llm('m', ['a'], { skip_if: { path: 'message' } })]),
    )
    expect(run(graph).m).toMatchObject({ task_id: 'm', answer: '' })
  })

  test('T7 what is no 0.1 graph is refused with places', () => {
    const faults = (raw: unknown) => {
      const conversion = convertGraph(raw)
      return conversion.converted ? [] : conversion.faults.map(fault => `${fault.code} ${fault.pointer}`)
    }
    for (const raw of [null, 1, [], {}, { version: '1.0' }, { kora_version: '1.0.0' }])
      expect(faults(raw)).toEqual(['KORA_VERSION /version'])
    expect(faults({ version: '0.1' })).toEqual(['GRAPH_SHAPE /tasks'])
    expect(faults({ version: '0.1', tasks: [7, {}, { id: 'a', deps: [1], run: { kind: 'det' } }] })).toEqual([
      'GRAPH_SHAPE /tasks/0',
      'GRAPH_SHAPE /tasks/1/id',
      'GRAPH_SHAPE /tasks/1/run/kind',
      'GRAPH_SHAPE /tasks/2/deps',
      'GRAPH_SHAPE /tasks/2/run/spec',
    ])
  })
  test('T2 cycles and missing dependencies survive conversion for admission to report', () => {
    const conversion = convertGraph(
      old([det('a', 'echo', {}, { deps: ['b'] }), det('b', 'echo', {}, { deps: ['a', 'q'] })]),
    )
    if (!conversion.converted) throw new Error('not converted')
    const admission = admitGraph(conversion.taskgraph, registry)
    expect(admission.admitted ? [] : admission.faults.map(fault => fault.code).toSorted()).toEqual([
      'CYCLE',
      'DEPENDENCY_UNKNOWN',
    ])
  })
  test(
    'T9 no JSON makes conversion throw',
    () => {
      const anything = fc.jsonValue()
      const task = fc.record(
        {
          id: fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'x y'), anything),
          deps: fc.oneof(fc.array(fc.constantFrom('a', 'b', 'x y')), anything),
          in: anything,
          run: fc.oneof(
            fc.record({
              kind: fc.constantFrom('det', 'llm'),
              spec: fc.record(
                {
                  handler: fc.constantFrom('echo', 'classify_simple', 'quality_gate', 'flaky_once', 'x', 7),
                  args: anything,
                  input: fc.oneof(
                    fc.record({ skip_if: fc.oneof(fc.record({ path: fc.string(), equals: anything }), anything) }),
                    anything,
                  ),
                  output_schema: fc.oneof(fc.constant(ANSWER), anything),
                },
                { requiredKeys: [] },
              ),
            }),
            anything,
          ),
          verify: fc.oneof(
            fc.record({
              schema: anything,
              rules: fc.array(
                fc.oneof(fc.record({ kind: fc.constant('range'), path: fc.string(), min: anything }), anything),
              ),
            }),
            anything,
          ),
          policy: fc.oneof(fc.record({ budget: anything, on_fail: anything }), anything),
          tags: anything,
        },
        { requiredKeys: ['id', 'run'] },
      )
      fc.assert(
        fc.property(
          fc.record({ version: fc.constant('0.1'), root: anything, defaults: anything, tasks: fc.array(task) }),
          raw => {
            const conversion = convertGraph(raw)
            if (conversion.converted) admitGraph(conversion.taskgraph, registry)
          },
        ),
        { numRuns: 300 },
      )
    },
    SLOW_MS,
  )
})
