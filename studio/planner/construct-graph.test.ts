/** How a graph is made of what rules found and what they left (rules K1 to K7). */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { JsonObject } from '#contracts/json-value'
import type { Planner, PlannerRule } from '#contracts/planner-port'
import { systemClock } from '#machine/system-clock'
import { type MessageBench, NOW, openMessageBench } from '#testing/message-bench'
import { createScriptedConnector, tokensOf } from '#testing/scripted-connector'
import { constructGraph, titleOf } from './construct-graph.ts'
import { matchRules } from './match-rules.ts'

const { connector, ledger } = createScriptedConnector({
  clock: systemClock,
  script: () => [...tokensOf({ text: 'A fair commission.' }), { end: 'stop' }],
})
let bench: MessageBench
beforeAll(async () => {
  bench = await openMessageBench([connector])
}, 60_000)
afterAll(() => bench.close())

const BUDGET = { max_tokens: 64, max_time_ms: 5_000, max_retries: 0 }
const opsOf = (graph: { readonly tasks: readonly { readonly op?: string; readonly type: string }[] }) =>
  graph.tasks.map(task => task.op ?? task.type)

describe('message graphs', () => {
  test('K1 a decision names the rule, its reason, the span and its tasks', () => {
    const message = 'Hi! What is 17.5% of 2,480 EUR? Thanks!'
    const { decision, taskgraph } = bench.plan(message)
    expect(decision.model_needed).toBe(false)
    expect(decision.rules).toHaveLength(1)
    const [rule] = decision.rules
    expect(rule).toMatchObject({ rule_id: 'percentage', reason: expect.stringContaining('percentage') })
    expect(message.slice(rule?.span[0], rule?.span[1])).toBe('What is 17.5% of 2,480 EUR?')
    expect(rule?.task_ids.every(id => taskgraph.tasks.some(task => task.id === id))).toBe(true)
  })

  test('X3 what is answered without the reply: the finished parts in its order, and the words that no model answered', () => {
    const { partial } = bench.plan('12*12 and who wrote Hamlet?')
    const value = { value: 144, exact: '144' }
    const outputs = { 'arithmetic.1.value': value, 'arithmetic.1.say': { text: '144 — 12 × 12' } }
    expect(partial(outputs)).toEqual({ text: '144 — 12 × 12', facts: [value], missing: 'who wrote Hamlet?' })
    // Where a rule's own part failed and the model's did not, nothing is said to need a model.
    expect(partial({ answer: { text: 'Shakespeare.' } })).toEqual({ text: 'Shakespeare.', facts: [], missing: null })
    expect([partial({}), partial({ 'arithmetic.1.value': value })]).toEqual([null, null])
    expect(bench.plan('Write a poem.').partial({})).toBeNull()
    const scattered = 'Who wrote Hamlet, what is 12*12 and who painted Guernica?'
    const said = bench.plan(scattered).partial(outputs)?.missing ?? ''
    expect(said.split(' … ')).toEqual(['Who wrote Hamlet', 'who painted Guernica?'])
  })

  test('K2 a message that rules answer wholly makes a graph without a model task', () => {
    expect(opsOf(bench.plan('2 + 2').taskgraph)).toEqual(['math.evaluate', 'agg.template', 'agg.merge'])
  })

  test('K2 what rules leave is one small model task that sees the results, not the work', async () => {
    const told = await bench.tell('What is 17.5% of 2,480 EUR, and is that a fair commission?', [], false)
    expect(told.result.status).toBe('success')
    expect(told.taskgraph.tasks.filter(task => task.type === 'model')).toHaveLength(1)
    const asked = JSON.stringify(ledger.at(-1)?.request.messages)
    expect(asked).toContain('Computed exactly: 434.00 EUR — 17.5% of 2480 EUR')
    expect(asked).toContain('Answer only this part: is that a fair commission?')
    expect(told.result.final_output).toEqual({
      text: '434.00 EUR — 17.5% of 2480 EUR\n\nA fair commission.',
      facts: [{ value: 434, exact: '434.00' }],
    })
  })

  test('K2 what can be understood alone is asked alone, at once, and of the rest a model sees nothing', async () => {
    const told = await bench.tell('What is 17.5% of 2,480 EUR and who wrote Hamlet?', [], false)
    const [model] = told.taskgraph.tasks.filter(task => task.type === 'model')
    expect(model).toMatchObject({ dependencies: [], input: { prompt: '{{message}}', message: 'who wrote Hamlet?' } })
    expect(JSON.stringify(ledger.at(-1)?.request.messages)).not.toContain('2,480')
    expect(told.text).toStartWith('434.00 EUR — 17.5% of 2480 EUR\n\n')
  })

  test('K3 a condition that rules leave takes back what they computed', () => {
    const { decision } = bench.plan('Shipping is 4.99 unless the order is over 50. What is 30 plus 25?')
    expect(decision).toMatchObject({ rules: [], model_needed: true })
  })

  test('K3 a short question is not a skipped one, and deterministic-only refuses it', async () => {
    const told = await bench.tell('Why?')
    expect(told.result.status).toBe('failed')
    expect(told.text).toBeNull()
    expect(told.result.error?.details.code).toBe('MODEL_NEEDED')
  })

  test('K3 a partly covered message is refused too where no model is allowed', async () => {
    const told = await bench.tell('Write a poem about autumn and calculate 2 + 2')
    expect(told.decision.rules.map(rule => rule.rule_id)).toEqual(['arithmetic'])
    expect(told.result.error?.details.code).toBe('MODEL_NEEDED')
  })

  test('K3 what a message only mentions counts only where rules cover all of it', () => {
    expect(bench.plan('2 + 2').decision.model_needed).toBe(false)
    expect(bench.plan('I am bored. 2 + 2').decision.rules).toEqual([])
  })

  test('K4 titles are cut from the message at a word', () => {
    expect(titleOf('  What is 2 + 2?\nmore')).toBe('What is 2 + 2?')
    expect(titleOf(`${'word '.repeat(30)}`)).toMatch(/^(?:word )+word…$/)
  })

  test('K5 the planned graph is the graph that runs', async () => {
    const told = await bench.tell('2 + 2')
    expect(bench.plan('2 + 2').taskgraph).toEqual(told.taskgraph)
  })

  test('K6 today is the day of the request, as a literal in the graph', () => {
    const { taskgraph } = bench.plan('How many days until Christmas?')
    const [difference] = taskgraph.tasks
    expect(difference?.input).toEqual({ from: '2026-01-31', to: '2026-12-25', unit: 'days' })
    const late = constructGraph({
      planners: bench.registry.planners(),
      input: {
        message: 'what day is it today?',
        attachments: [],
        now: { iso: '2026-02-01T00:30:00+13:00', zone: 'Pacific/Auckland' },
      },
      direct: false,
      budget: BUDGET,
      graphId: 'message',
    })
    expect(JSON.stringify(late.taskgraph)).toContain('2026-02-01')
  })

  test('K7 the reply is text with the facts as data', async () => {
    const told = await bench.tell('What is 20 + 22, and what is 10% of 60?')
    expect(told.result.final_output).toEqual({
      text: '42 — 20 + 22\n\n6 — 10% of 60',
      facts: [
        { value: 42, exact: '42' },
        { value: 6, exact: '6' },
      ],
    })
  })

  test('K7 an attachment stands once in the graph, as an input', () => {
    const text = 'name,amount\nAda,1\nBob,2\n'
    const files = [{ name: 'a.csv', mediaType: 'text/csv', text }]
    const { taskgraph } = bench.plan('What is the total amount and how many rows are there?', files)
    expect(taskgraph.inputs).toEqual({ attachments: [text] })
    expect(JSON.stringify(taskgraph.tasks)).not.toContain('Ada')
  })

  test('direct mode is one model task and nothing else', () => {
    const input = { message: '2 + 2', attachments: [], now: NOW }
    const { taskgraph } = constructGraph({
      planners: bench.registry.planners(),
      input,
      direct: true,
      budget: BUDGET,
      graphId: 'd',
    })
    expect(opsOf(taskgraph)).toEqual(['model', 'agg.merge'])
  })
})

const rule = (
  id: string,
  order: number,
  spans: readonly (readonly [number, number])[],
  more: JsonObject = {},
): PlannerRule => ({
  id,
  reason: 'Test.',
  order,
  examples: { yes: [], no: [] },
  match: () => spans.map(span => ({ span, tasks: [], answer: 'a', reply: { template: '', values: {} }, ...more })),
})
const read = (message: string, ...rules: readonly PlannerRule[]) =>
  matchRules([{ name: 't', rules } satisfies Planner], { message, attachments: [], now: NOW })
const idsOf = (reading: ReturnType<typeof read>) => reading.matches.map(match => match.rule.id)

describe('matching', () => {
  test('K1 the longer match wins, then the earlier rule', () => {
    expect(idsOf(read('abcdef', rule('short', 1, [[0, 3]]), rule('long', 2, [[0, 6]])))).toEqual(['long'])
    expect(idsOf(read('abcdef', rule('late', 2, [[0, 6]]), rule('early', 1, [[0, 6]])))).toEqual(['early'])
  })

  test('K1 matches that do not overlap stand in the order of the message', () => {
    expect(idsOf(read('abcdef', rule('second', 1, [[3, 6]]), rule('first', 2, [[0, 3]])))).toEqual(['first', 'second'])
  })

  test('K2 data that a match reads is covered, for several matches', () => {
    const reading = read(
      'ab cd',
      rule('one', 1, [[0, 1]], { data: [[3, 5]] }),
      rule('two', 2, [[1, 2]], { data: [[3, 5]] }),
    )
    expect(reading.coverage).toBe('all')
    expect(reading.matches).toHaveLength(2)
  })

  test('K3 one word that is no filler makes the coverage partial, and numbers are never filler', () => {
    expect(read('please 2+2 thanks', rule('sum', 1, [[7, 10]])).coverage).toBe('all')
    expect(read('never 2+2', rule('sum', 1, [[6, 9]])).coverage).toBe('part')
    expect(read('7 2+2', rule('sum', 1, [[2, 5]])).coverage).toBe('part')
  })

  test('K3 an implied match needs the whole message', () => {
    expect(read('2+2', rule('sum', 1, [[0, 3]], { implied: true })).coverage).toBe('all')
    expect(read('rain 2+2', rule('sum', 1, [[5, 8]], { implied: true }))).toEqual({ matches: [], coverage: 'none' })
  })
})
