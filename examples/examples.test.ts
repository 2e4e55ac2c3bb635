import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { GenerateRequest } from '#contracts/connector-port'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Kernel } from '#kernel/kernel-face'
import { systemClock } from '#machine/system-clock'
import { createScriptedConnector, type LedgerEntry, type Step, tokensOf } from '#testing/scripted-connector'
import { findSmallModel } from '#testing/small-model'
import {
  EXAMPLES,
  type ExampleStudio,
  openExampleStudio,
  openKernelWith,
  readExample,
  readExampleFile,
  readExpected,
  runExample,
} from './open-examples.ts'

const SCRIPTED = 'scripted/m'
/** Room for a loaded machine; nothing here is about time. */
const SLOW_MS = 600_000

/** What the scripted model says for each member of a schema; some of it is wrong on purpose. */
const ANSWERS: Readonly<Record<string, JsonValue>> = {
  topic: 'account',
  mood: 'upset',
  label: 'positive',
  name: 'Maria Lindgren',
  role: 'Head of Purchasing',
  company: 'Lakeside Furniture',
  summary: 'She waits for a refund; write to martha.quinn@example.org.',
  answer: 'After 4 years.',
  sentence: 'Please send a corrected invoice.',
  result: 2155.38,
  theme: 'delivery',
  tone: 'criticism',
  wants_an_answer: true,
  severity: 'major',
  cause: 'change',
  customers_affected: true,
  data_lost: false,
  intent: 'change',
  urgency: 2,
  needs_a_person: true,
}

/** Graph inputs that stand in a file of their own. */
const DATA: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'config-review': { old: 'old-config.json', new: 'new-config.json' },
  'contact-extraction': { mail: 'signatures.txt' },
  'csv-report': { sales: 'sales.csv', targets: 'targets.csv' },
  'handbook-search': { handbook: 'handbook.json' },
  'incident-grade': { report: 'incident.txt' },
  'invoice-totals': { invoice: 'invoice.txt', items: 'invoice-items.csv' },
  'log-triage': { log: 'service-log.ndjson' },
  'mail-desk': { mails: 'mails.json' },
  'meeting-notes': { notes: 'meeting-notes.txt' },
  'pii-redaction': { message: 'customer-message.txt' },
  'review-vote': { review: 'review.txt', examples: 'labelled-reviews.json' },
  'survey-coding': { answers: 'survey.csv' },
  'ticket-triage': { tickets: 'tickets.csv' },
}

const tasksOf = (name: string): readonly JsonObject[] => readExample(name).tasks as readonly JsonObject[]
const needsModel = (name: string): boolean => tasksOf(name).some(task => task.type === 'model')
const MODEL_EXAMPLES = EXAMPLES.filter(needsModel)
const PLAIN_EXAMPLES = EXAMPLES.filter(name => !needsModel(name))

function answer(request: GenerateRequest): readonly Step[] {
  if (request.form === 'text') {
    const asked = JSON.stringify(request.messages)
    const member = ['summary', 'sentence'].find(name => asked.includes(`Answer with the ${name} `)) ?? 'answer'
    return [{ text: String(ANSWERS[member]) }, { end: 'stop' }]
  }
  const members = Object.keys((request.schema?.properties ?? {}) as JsonObject)
  return [...tokensOf(Object.fromEntries(members.map(member => [member, ANSWERS[member]]))), { end: 'stop' }]
}

let studio: ExampleStudio
let kernel: Kernel
let ledger: readonly LedgerEntry[]

beforeAll(async () => {
  studio = await openExampleStudio(null)
  const scripted = createScriptedConnector({ clock: systemClock, script: answer })
  ledger = scripted.ledger
  kernel = openKernelWith(studio, scripted.connector)
})
afterAll(async () => {
  await kernel.close()
  await studio.remove()
})

describe('the examples', () => {
  test('there are at least nine, with and without a model', () => {
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(9)
    expect(MODEL_EXAMPLES.length).toBeGreaterThanOrEqual(4)
    expect(PLAIN_EXAMPLES.length).toBeGreaterThanOrEqual(4)
  })

  for (const [name, files] of Object.entries(DATA))
    test(`${name} holds the text of its data files`, () => {
      const inputs = readExample(name).inputs as JsonObject
      for (const [input, file] of Object.entries(files)) {
        const text = readExampleFile('data', file)
        if (file.endsWith('.json')) expect(inputs[input]!).toEqual(JSON.parse(text))
        else expect(String(inputs[input]).trimEnd()).toBe(text.trimEnd())
      }
    })

  for (const name of EXAMPLES)
    test(`T1 ${name} is admitted without a warning, and its ceiling is known`, async () => {
      const planned = await kernel.plan({ taskgraph: readExample(name), defaultModel: SCRIPTED })
      expect({ errors: planned.errors, warnings: planned.warnings }).toEqual({ errors: [], warnings: [] })
      const models = tasksOf(name).filter(task => task.type === 'model')
      expect(planned.certificate!.max_model_calls).toBeGreaterThanOrEqual(models.length)
      expect(planned.certificate!.max_prompt_tokens).toBeLessThan(250_000)
      for (const task of models) {
        expect(task.model ?? {}).not.toHaveProperty('model')
        expect((task.budget as JsonObject).max_time_ms).toBeGreaterThanOrEqual(60_000)
      }
    })

  for (const name of PLAIN_EXAMPLES)
    test(`X2 ${name} gives exactly the expected output, and asks no model`, async () => {
      const before = ledger.length
      const result = await runExample(kernel, readExample(name), SCRIPTED)
      expect(result.final_output).toEqual(readExpected(name))
      expect(result.telemetry.summary).toMatchObject({ model_invocation_count: 0, failure_count: 0 })
      expect(ledger.length).toBe(before)
    })

  for (const name of MODEL_EXAMPLES) {
    test(`A1 ${name} gives the expected output for known answers of a model`, async () => {
      const result = await runExample(kernel, readExample(name), SCRIPTED)
      expect(result.final_output).toEqual(readExpected(name).with_answers)
      expect(result.telemetry.summary.failure_count).toBe(0)
    })

    test(`X3 ${name} shows what is left when there is no model`, async () => {
      const result = await runExample(studio.kernel, readExample(name), null)
      expect(result.status).toBe('success')
      expect(result.final_output).toEqual(readExpected(name).without_model)
      expect(result.telemetry.summary.model_invocation_count).toBe(0)
      expect(result.telemetry.summary.failure_count).toBeGreaterThan(0)
    })
  }

  test('a model of pii-redaction never sees an address, a number or an account', async () => {
    const before = ledger.length
    await runExample(kernel, readExample('pii-redaction'), SCRIPTED)
    const seen = JSON.stringify(ledger.slice(before).map(entry => entry.request.messages))
    expect(seen).toContain('Please change my e-mail to [email]')
    for (const secret of ['martha.quinn@example.org', '496 0123', 'WEST 1234']) expect(seen).not.toContain(secret)
  })

  test('ticket-triage asks a model only about what no keyword decides', async () => {
    const before = ledger.length
    const result = await runExample(kernel, readExample('ticket-triage'), SCRIPTED)
    expect(ledger.length - before).toBe(1)
    expect(ledger.at(-1)!.request.messages.at(-1)!.content).toContain('Please move my profile to [email]')
    const skipped = result.telemetry.tasks.filter(task => task.status === 'skipped').map(task => task.task_id)
    expect(skipped).toEqual(['model-1', 'model-2', 'model-3', 'model-5'])
  })

  test('the graph of the 0.1 prototype converts to a graph that runs', async () => {
    const converted = studio.services.convert(JSON.parse(readExampleFile('old', 'support-reply-0.1.json')))
    expect(converted.dropped.map(fault => fault.pointer)).toEqual([
      '/tasks/1/run/spec/adapter',
      '/tasks/1/run/spec/input/skip_if',
      '/tasks/2/policy/adaptive',
      '/tasks/2/policy/on_fail',
    ])
    const result = await runExample(kernel, converted.taskgraph as JsonValue, SCRIPTED)
    expect(result.final_output).toEqual({ status: 'ok', task_id: 'bundle', message: 'done' })
  })
})

const small = findSmallModel()
const reason = 'skipped' in small ? small.skipped : null
if (reason !== null) process.stderr.write(`Examples with the real model are skipped: ${reason}\n`)

describe.skipIf(reason !== null)('the examples with the real small model', () => {
  let real: ExampleStudio
  beforeAll(async () => {
    real = await openExampleStudio('path' in small ? small.path : null)
  })
  afterAll(() => real.remove())

  for (const name of MODEL_EXAMPLES)
    test(
      `V1 ${name} runs inside its budgets and every answer fits its schema`,
      async () => {
        const model = await real.services.models.defaultModel()
        expect(model).toBe('llamacpp/small')
        const graph = readExample(name)
        const planned = await real.kernel.plan({ taskgraph: graph, defaultModel: model })
        const result = await runExample(real.kernel, graph, model)
        const { summary, tasks } = result.telemetry
        expect(tasks.filter(task => task.status === 'failed').map(task => [task.task_id, task.stop_reason])).toEqual([])
        expect(result.status).toBe('success')
        expect(summary.model_invocation_count).toBeGreaterThan(0)
        expect(summary.model_invocation_count).toBeLessThanOrEqual(planned.certificate!.max_model_calls)
        expect(summary.total_tokens.out).toBeLessThanOrEqual(planned.certificate!.max_output_tokens)
        expect(summary.total_tokens.in).toBeLessThanOrEqual(planned.certificate!.max_prompt_tokens)
      },
      SLOW_MS,
    )
})
