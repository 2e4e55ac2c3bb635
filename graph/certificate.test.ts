import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Registry } from '#graph/registry'
import { canonicalJson } from '#json/canonical'
import { arbitraryGraph } from '#testing/graphs'
import { smallRegistry } from '#testing/small-library'
import { admitGraph } from './admit-graph.ts'
import type { AdmittedGraph, AdmittedTask } from './admitted-graph.ts'
import { certify } from './certificate.ts'
import { maxPromptBytes } from './size-of-prompt.ts'
import { maxJsonBytes } from './size-of-schema.ts'

const registry: Registry = smallRegistry()
/** Room for a loaded machine; nothing here is about time. */
const SLOW_MS = 60_000
type Loose = Record<string, unknown>

const budget = (max_tokens: number, max_time_ms: number, max_retries: number) => ({
  max_tokens,
  max_time_ms,
  max_retries,
})
const model = (id: string, more: Loose = {}): Loose => ({
  version: '1.0',
  id,
  type: 'model',
  input: { prompt: 'Which?' },
  schema: { type: 'object', properties: { label: { enum: ['a', 'b'] } }, required: ['label'] },
  budget: budget(10, 100, 1),
  model: { decode: 'write' },
  ...more,
})
const count = (id: string, more: Loose = {}): Loose => ({
  version: '1.0',
  id,
  type: 'deterministic',
  op: 'text.count',
  input: { text: 'x' },
  budget: { max_time_ms: 20 },
  ...more,
})

function admit(tasks: readonly Loose[], more: Loose = {}): AdmittedGraph {
  const graph = { kora_version: '1.0.0', graph_id: 'g', root: tasks.at(-1)!.id, tasks, ...more }
  const admission = admitGraph(graph, registry)
  if (!admission.admitted) throw new Error(JSON.stringify(admission.faults))
  return admission.graph
}

describe('certificate', () => {
  test('C1 B4 calls are one plus the retries, tokens one purse, whatever samples and ladder say', () => {
    const ladder = { model: 'a/x', samples: 8, escalate_to: [{ model: 'a/y' }] }
    const certificate = certify(admit([model('m', { budget: budget(10, 100, 3), model: ladder, on_fail: 'escalate' })]))
    expect(certificate).toMatchObject({ max_model_calls: 4, max_output_tokens: 10, max_time_ms: 150 })
    expect(certificate.tasks[0]!.because).toContain('1 + 3 retries = 4 calls')
  })
  test('C1 M8 a choice may cost one evaluation more, and reads its content-free prompts with each call', () => {
    const written = certify(admit([model('m')]))
    const chosen = certify(admit([model('m', { model: {} })]))
    expect(written.max_model_calls).toBe(2)
    expect(chosen.max_model_calls).toBe(3)
    expect(chosen.max_output_tokens).toBe(10)
    expect(chosen.max_prompt_tokens).toBeGreaterThan(written.max_prompt_tokens)
    expect(chosen.tasks[0]!.because).toContain('1 evaluation + 1 + 1 retries = 3 calls')
    expect(certify(admit([model('m', { model: { decode: 'choice' } })])).max_model_calls).toBe(2)
    const several = certify(
      admit([model('a', { model: {} }), model('b', { model: {} })], { limits: { max_total_retries: 0 } }),
    )
    expect(several.max_model_calls).toBe(4)
  })
  test('C1 operations cost no call and no token', () => {
    expect(certify(admit([count('a')]))).toMatchObject({
      max_model_calls: 0,
      max_output_tokens: 0,
      max_prompt_tokens: 0,
      max_time_ms: 70,
    })
  })
  test('C1 B5 limits of the graph lower every sum', () => {
    const tasks = [model('a'), model('b'), model('c', { dependencies: ['a', 'b'] })]
    const certified = (limits: Loose) => certify(admit(tasks, { limits }))
    expect(certified({})).toMatchObject({ max_model_calls: 6, max_output_tokens: 30, max_time_ms: 300 })
    expect(certified({ max_model_calls: 4 }).max_model_calls).toBe(4)
    expect(certified({ max_total_retries: 1 }).max_model_calls).toBe(4)
    expect(certified({ max_total_tokens: 7 }).max_output_tokens).toBe(7)
    expect(certified({ max_total_time_ms: 30 }).max_time_ms).toBe(80)
    expect(certified({ max_model_calls: 1 }).max_prompt_tokens).toBeLessThan(certified({}).max_prompt_tokens)
    expect(certified({ max_model_calls: 0 })).toMatchObject({ max_model_calls: 0, max_prompt_tokens: 0 })
  })
  test('C1 B3 time is the critical path; an operation without a limit makes it unknown', () => {
    const tasks = [
      model('a'),
      count('b', { dependencies: ['a'] }),
      model('c'),
      count('z', { dependencies: ['b', 'c'] }),
    ]
    expect(certify(admit(tasks)).max_time_ms).toBe(150 + 70 + 70)
    const open = [...tasks.slice(0, 3), count('z', { dependencies: ['b', 'c'], budget: undefined })]
    expect(certify(admit(open)).max_time_ms).toBeNull()
    expect(certify(admit(open), { operationTimeMs: 1_000 }).max_time_ms).toBe(150 + 70 + 1_050)
    expect(certify(admit(open, { limits: { max_total_time_ms: 500 } })).max_time_ms).toBe(550)
  })
  test('C1 B7 prompts are bounded by bytes, by the context where it is known, and by a tokenizer where there is one', () => {
    const graph = admit([model('m', { budget: budget(10, 100, 0) })])
    const byBytes = certify(graph)
    expect(byBytes.prompt_tokens_basis).toBe('bytes')
    const counted = certify(graph, { promptTokens: () => 9 })
    expect(counted.prompt_tokens_basis).toBe('tokenizer')
    expect(counted.max_prompt_tokens).toBeLessThan(byBytes.max_prompt_tokens)
    expect(certify(graph, { contextTokens: () => 128 }).max_prompt_tokens).toBe(128)
  })
  test('C1 numbers beyond the safe integers are written as the largest of them', () => {
    const huge = budget(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    const certificate = certify(
      admit([model('a', { budget: huge }), model('b', { budget: huge, dependencies: ['a'] })]),
    )
    expect(certificate.max_output_tokens).toBe(Number.MAX_SAFE_INTEGER)
    expect(certificate.max_time_ms).toBe(Number.MAX_SAFE_INTEGER)
    expect(certificate.max_model_calls).toBe(Number.MAX_SAFE_INTEGER)
    expect(Number.isSafeInteger(certificate.max_prompt_tokens)).toBe(true)
  })

  test(
    'C1 no execution renders a longer prompt than the certificate allows for',
    () => {
      const wildest = fc.record({
        label: fc.constantFrom('red', 'green', 'blue'),
        score: fc.integer({ min: 0, max: 9 }),
        note: fc.string({
          unit: fc.constantFrom('\u0001', '"', '😀', 'x', '\ufffd', '{{n}}').map(unit => unit.slice(0, 2)),
          maxLength: 20,
        }),
      })
      fc.assert(
        fc.property(arbitraryGraph({ maxTasks: 25 }), fc.array(wildest, { minLength: 1 }), (raw, answers) => {
          const admission = admitGraph(raw, registry)
          if (!admission.admitted) throw new Error(JSON.stringify(admission.faults))
          const { graph } = admission
          const certificate = certify(graph)
          for (const [task, prompt] of runAll(graph, answers)) {
            const bound = maxPromptBytes(task, graph)
            expect(prompt.length).toBeLessThanOrEqual(bound.messages)
            expect(Buffer.byteLength(prompt.join(''))).toBeLessThanOrEqual(bound.bytes)
            expect(bound.bytes).toBeLessThan(certificate.tasks[task.index]!.max_prompt_tokens)
          }
        }),
        { numRuns: 150 },
      )
    },
    SLOW_MS,
  )
})

/** Runs a graph with the given answers of models, and gives the texts of each model task's messages. */
function runAll(graph: AdmittedGraph, answers: readonly JsonValue[]): Map<AdmittedTask, readonly string[]> {
  const outputs: (JsonValue | undefined)[] = []
  const prompts = new Map<AdmittedTask, readonly string[]>()
  for (const index of graph.order) {
    const task = graph.tasks[index]!
    const sources = { outputs, inputs: graph.inputs }
    const skips = task.runIf?.(sources) === false || task.skipIf?.(sources) === true
    if (skips) outputs[index] = task.substitute ?? null
    else if (task.operation === null) {
      const messages = task.renderPrompt!(task.buildInput(sources))
      prompts.set(
        task,
        messages.map(message => message.content),
      )
      outputs[index] = answers[index % answers.length]!
    } else {
      const input = task.buildInput(sources)
      // A tolerated null may be no text; the engine would reject it, here it only has to be something.
      outputs[index] = task.operation.input.isValid(input) ? task.operation.run(input) : (task.substitute ?? null)
    }
  }
  return prompts
}

describe('sizes of schemas', () => {
  test('C1 a bound holds for every value of the schema, and says Infinity where there is none', () => {
    const closed = { type: 'object', properties: { a: { type: 'string', maxLength: 3 }, b: { type: 'boolean' } } }
    expect(maxJsonBytes(closed)).toBeLessThan(60)
    for (const value of [{ a: '\u0001\u0001\u0001', b: false }, { a: '😀😀😀' }, {}] as JsonObject[]) {
      expect(Buffer.byteLength(canonicalJson(value))).toBeLessThanOrEqual(maxJsonBytes(closed))
    }
    const unbounded: JsonValue[] = [
      true,
      {},
      { type: 'string' },
      { type: 'array', items: { type: 'null' } },
      { type: 'object', additionalProperties: true },
      { type: 'object', additionalProperties: { type: 'null' } },
      { ...closed, anyOf: [{ properties: { c: true } }] },
      { ...closed, patternProperties: { '^x': true } },
      { properties: closed.properties },
      { $ref: '#/$defs/x', maxLength: 3, type: 'string' },
      { type: ['string', 'null'] },
      { allOf: [closed] },
      { type: 'array', maxItems: 3, prefixItems: [true], items: { type: 'null' } },
    ]
    for (const schema of unbounded) expect([schema, maxJsonBytes(schema)]).toEqual([schema, Infinity])
    expect(maxJsonBytes({ enum: ['é', 1] })).toBe(4)
    expect(maxJsonBytes({ type: 'array', maxItems: 2, items: { const: 'x' } })).toBeGreaterThanOrEqual(
      '["x","x"]'.length,
    )
    expect(maxJsonBytes({ anyOf: [{ const: 1 }, { enum: ['long text'] }] })).toBe('"long text"'.length)
    expect(maxJsonBytes({ allOf: [{ type: 'string' }, { type: 'string', maxLength: 1 }] })).toBe(8)
    expect(maxJsonBytes(false)).toBe(0)
  })
})
