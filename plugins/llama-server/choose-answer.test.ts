/** Choices by llama-server, against a fake whose numbers are known, and which lies. */
import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { type AnswerPart, decide, type ScoredChoice } from '#contracts/answer-plan'
import type { ChatMessage, GenerateFrame, GenerateRequest } from '#contracts/connector-port'
import { openNet } from '#machine/loopback-net'
import { systemClock } from '#machine/system-clock'
import { buildRequest, readAll, readFailure, toAnswer } from '#testing/connector-suite'
import { readLogs, renderMessages, toTokens } from '#testing/fake-backend/fake-tokens'
import type { Scenario } from '#testing/fake-backend/scenario'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { createTestKernel } from '#testing/test-kernel'
import { LlamaServerConnector } from './llama-server-connector.ts'
import { KnownSlots } from './steady-texts.ts'

const QUIET = new AbortController().signal
const MODEL = 'fake:latest'
const OPTIONS = ['"billing"', '"bug"', '"how-to"']
const choiceOf = (options: readonly string[], pointer = '/topic'): AnswerPart => ({ kind: 'choice', pointer, options })
const PARTS: readonly AnswerPart[] = [
  { kind: 'forced', text: '{"topic": ' },
  choiceOf(OPTIONS),
  { kind: 'forced', text: '}' },
]
const ask = (ticket: string): ChatMessage[] => [
  { role: 'system', content: 'You sort tickets by topic, as JSON.' },
  { role: 'user', content: `Ticket: ${ticket}` },
]
const CONTENT_FREE = ['N/A', '[MASK]', ''].map(ask)

let backend: FakeBackend
let connector: LlamaServerConnector
beforeEach(async () => {
  backend = await startFakeBackend()
  connector = connect()
})
afterEach(() => backend.stop())

const connect = () =>
  new LlamaServerConnector({
    net: openNet({ hosts: ['loopback'] }),
    clock: systemClock,
    address: { baseUrl: backend.url, isRemote: false },
    key: async () => null,
  })

type Change = Partial<GenerateRequest> & {
  readonly parts?: readonly AnswerPart[]
  readonly contentFree?: ChatMessage[][]
}

function request(
  ticket: string,
  { parts = PARTS, contentFree = CONTENT_FREE, ...change }: Change = {},
): GenerateRequest {
  const schema = { type: 'object', properties: { topic: { enum: ['billing', 'bug', 'how-to'] } } }
  return buildRequest({ messages: ask(ticket), schema, plan: { parts, contentFree }, ...change })
}

const choose = (ticket: string, change: Change = {}, by = connector): Promise<readonly GenerateFrame[]> =>
  readAll(by.generate(request(ticket, change), QUIET))

function endOf(frames: readonly GenerateFrame[]): GenerateFrame & { kind: 'end' } {
  const end = frames.at(-1)
  if (end?.kind !== 'end') throw new Error('no end')
  return end
}

const scoredOf = (frames: readonly GenerateFrame[]): readonly ScoredChoice[] => endOf(frames).choices ?? []
const nativeCalls = () =>
  backend.ledger.probes.filter(({ path }) => path === '/completion').map(({ body }) => JSON.parse(body))
const countTokens = (frames: readonly GenerateFrame[]): number =>
  frames.reduce((total, frame) => total + (frame.kind === 'text' ? frame.tokens : 0), 0)

describe('choices by llama-server', () => {
  test('N9 says that it tells the top of its probabilities and decides answers without free parts', async () => {
    expect(await connector.capabilities(MODEL, QUIET)).toMatchObject({ probabilities: 'top', plans: 'choices' })
  })

  test('M8 the answer is what the measured likelihoods give, and evaluated option tokens are all that is booked', async () => {
    const frames = await choose('It costs too much.')
    const [scored] = scoredOf(frames)
    const { usage, stop } = endOf(frames)
    expect(JSON.parse(toAnswer(frames))).toEqual({ topic: JSON.parse(OPTIONS[decide(scored!).chosen]!) })
    expect(countTokens(frames)).toBe(usage.tokensOut!)
    // A token of an option is evaluated, and one beyond the likeliest is asked for by itself.
    expect(usage.tokensOut).toBeWithin(1, 2 * OPTIONS.join('').length)
    expect(stop).toBe('stop')
  })

  test('N9 tokens beyond the likeliest and parts of characters are scored exactly', async () => {
    const options = ['"é"', '"ü"', '"日"', '"a"']
    const parts = [choiceOf(options, '')]
    const [scored] = scoredOf(await choose('Any.', { parts, contentFree: [ask('Any.')] }))
    const prompt = toTokens(renderMessages(ask('Any.')))
    for (const [index, option] of options.entries()) {
      const text = toTokens(option)
      // The common quote comes before what is weighed.
      const exact = text.slice(1).reduce((sum, token, at) => {
        return sum + readLogs([...prompt, ...text.slice(0, at + 1)], null)[token]!
      }, 0)
      // What is evaluated together moves a number a little; a token that was left out would move it by far more.
      // Without content all options are followed to their end.
      expect(Math.abs(scored!.contentFree[index]! - exact)).toBeLessThan(0.9 * text.length)
    }
    const asked = nativeCalls()
    expect(asked.some(({ n_probs }) => n_probs === 1)).toBe(true)
    expect(asked.some(({ n_probs }) => n_probs > 10_000)).toBe(true)
  })

  test('M8 the same input gives the same numbers, whatever the server did before', async () => {
    const first = scoredOf(await choose('It costs too much.'))
    await choose('My screen stays black.')
    // A call that writes, one of a stranger, and one of a stranger in the middle of ours.
    await readAll(connector.generate(buildRequest(), QUIET))
    expect(scoredOf(await choose('It costs too much.'))).toEqual(first)
    const stranger = { model: MODEL, prompt: toTokens('[system]Other'), n_predict: 1, n_probs: 1, stream: true }
    const disturb = () => fetch(`${backend.url}/completion`, { method: 'POST', body: JSON.stringify(stranger) })
    await disturb()
    expect(scoredOf(await choose('It costs too much.'))).toEqual(first)
    const before = nativeCalls().length
    let disturbed = 0
    backend.script('/completion', index => {
      if (index === before + 4 && disturbed++ === 0) backend.slot.complete(stranger, MODEL)
      return null
    })
    expect(scoredOf(await choose('It costs too much.'))).toEqual(first)
    expect(disturbed).toBe(1)
    expect(scoredOf(await choose('It costs too much.', {}, connect()))).toEqual(first)
  })

  test('M8 several choices in one answer give the same numbers with and without remembered calibration', async () => {
    const parts = [
      ...PARTS.slice(0, 2),
      { kind: 'forced', text: ',"urgent": ' } as const,
      choiceOf(['false', 'true'], '/urgent'),
    ]
    const one = await choose('It burns.', { parts })
    expect(scoredOf(one)).toHaveLength(2)
    expect(scoredOf(await choose('It burns.', { parts }))).toEqual(scoredOf(one))
  })

  test('M8 a calibration is the same whatever was calibrated before it', async () => {
    const parts = [
      ...PARTS.slice(0, 2),
      { kind: 'forced', text: ',"urgent": ' } as const,
      choiceOf(['false', 'true'], '/urgent'),
    ]
    const whole = scoredOf(await choose('It burns.', { parts }))
    const other = connect()
    await choose('It burns.', { parts: [...PARTS.slice(0, 2), { kind: 'forced', text: ',"urgent": true}' }] }, other)
    expect(scoredOf(await choose('It burns.', { parts }, other))).toEqual(whole)
  })

  test('M7 what tasks have in common is evaluated once, and content-free prompts are asked once', async () => {
    const first = await choose('It costs too much.')
    const before = nativeCalls().length
    const next = await choose('My screen stays black.')
    const { tokensIn, cachedTokens } = endOf(next).usage
    const own = toTokens('My screen stays black.\n[assistant]').length
    expect(tokensIn! - cachedTokens!).toBeLessThanOrEqual(own)
    expect(endOf(first).usage.cachedTokens!).toBeLessThan(cachedTokens!)
    const texts = nativeCalls()
      .slice(before)
      .map(({ prompt }) => String.fromCharCode(...prompt))
    // Nor is anything asked but what holds the ticket: what comes before it is there.
    expect(texts.every(text => text.includes('My screen'))).toBe(true)
    // A ticket with the same beginning must not be read on from there: others would read it from its start.
    const from = nativeCalls().length
    await choose('My screen is broken.')
    expect(nativeCalls().slice(from)[0].prompt.length).toBeLessThan(toTokens(texts[0]!).length - own)
  })

  test('M8 options too long for the tokens that are left are written, with the reason', async () => {
    const end = endOf(await choose('Any.', { maxTokens: 5 }))
    expect(end.writtenBecause).toContain('the call may use 5')
    expect(nativeCalls()).toEqual([])
  })

  test('B1 what was evaluated before a call failed is booked', async () => {
    const isOurs = ({ prompt }: { readonly prompt: number[] }) => String.fromCharCode(...prompt).includes('costs')
    backend.script('/completion', () => (nativeCalls().filter(isOurs).length > 3 ? [{ status: 500 }] : null))
    const { code, before } = await readFailure(connector.generate(request('It costs too much.'), QUIET))
    expect(code).toBe('BACKEND_ERROR')
    expect(countTokens(before)).toBeGreaterThan(0)
    expect(toAnswer(before)).toBe('')
  })

  test('M4 thinking that a template opens is closed before the answer', async () => {
    backend.script('/apply-template', [{ status: 200, body: { prompt: 'Hello. <think>\n' } }])
    await choose('Any.', { contentFree: [] })
    const rendered = backend.ledger.probes
      .filter(({ path }) => path === '/tokenize')
      .map(({ body }) => JSON.parse(body))
    expect(rendered.some(({ content }) => content === 'Hello. <think>\n\n</think>\n\n')).toBe(true)
  })
})

const event = (value: object): Scenario => [{ raw: `data: ${JSON.stringify(value)}\n\n` }, { missingEnd: true }]
const lying = (told: object, more: object = {}): Scenario =>
  event({ stop: true, model: MODEL, id_slot: 0, completion_probabilities: [told], ...more })
const honest = { id: 97, logprob: -1, top_logprobs: [{ id: 97, logprob: -1 }] }

const FAULTS: readonly (readonly [title: string, path: string, scenario: Scenario, code: string])[] = [
  ['no probabilities', '/completion', event({ stop: true, model: MODEL }), 'SCHEMA_NOT_DECODABLE'],
  ['probabilities that name no tokens', '/completion', lying({ content: 'a', probs: [] }), 'SCHEMA_NOT_DECODABLE'],
  ['a probability above one', '/completion', lying({ ...honest, logprob: 0.7 }), 'UPSTREAM_PROTOCOL'],
  [
    'probabilities that are more than one together',
    '/completion',
    lying({ ...honest, top_logprobs: [1, 2, 3].map(id => ({ id, logprob: -0.1 })) }),
    'UPSTREAM_PROTOCOL',
  ],
  ['another token than the one asked for', '/completion', lying(honest), 'SCHEMA_NOT_DECODABLE'],
  ['N3 another model', '/completion', lying(honest, { model: 'other' }), 'WRONG_MODEL'],
  ['an answer that names no model', '/completion', lying(honest, { model: 7 }), 'UPSTREAM_PROTOCOL'],
  [
    'D2 an answer that is cut',
    '/completion',
    [{ raw: 'data: {"stop":false}\n\n' }, { cut: 'fin' }],
    'UPSTREAM_TRUNCATED',
  ],
  ['a web page', '/completion', [{ html: true }], 'UPSTREAM_PROTOCOL'],
  ['D4 a line without end', '/completion', [{ endless: 'bytes' }], 'UPSTREAM_PROTOCOL'],
  [
    'B7 a text that does not fit',
    '/completion',
    [
      {
        status: 400,
        body: {
          error: { code: 400, type: 'exceed_context_size_error', message: 'exceeds the available context size' },
        },
      },
    ],
    'CONTEXT_OVERFLOW',
  ],
  ['D1 a server that goes away', '/completion', [{ cut: 'rst' }], 'BACKEND_UNAVAILABLE'],
  ['tokens that are none', '/tokenize', [{ status: 200, body: { tokens: ['a'] } }], 'UPSTREAM_PROTOCOL'],
  ['a template without a prompt', '/apply-template', [{ status: 200, body: {} }], 'UPSTREAM_PROTOCOL'],
  [
    'an old server without templates',
    '/apply-template',
    [{ status: 404, body: { error: 'File Not Found' } }],
    'SCHEMA_NOT_DECODABLE',
  ],
]

describe('slots of a llama-server', () => {
  test('X1 each answer gets a slot of its own, one that holds its prefix first', () => {
    const slots = new KnownSlots()
    expect(slots.take('4 a', 3)).toBe(0)
    slots.hold(0, '4 a')
    expect(slots.take('4 a', 3)).toBe(1)
    slots.release(0)
    expect(slots.take('9 b', 3)).toBe(2)
    expect(slots.take('4 a', 3)).toBe(0)
    expect(slots.take('4 a', 3)).toBeNull()
    // A call that kept less of a slot than the prefix has taken it away.
    slots.disturb(4)
    expect(slots.holds(0, '4 a')).toBe(true)
    slots.disturb(3)
    expect(slots.holds(0, '4 a')).toBe(false)
  })
})

describe('choices by a llama-server that lies or breaks', () => {
  for (const [title, path, scenario, code] of FAULTS)
    test(`${title}: ${code}`, async () => {
      backend.script(path, scenario)
      expect((await readFailure(connector.generate(request('Any.'), QUIET))).code).toBe(code)
      await backend.ledger.until(ledger => ledger.openSockets === 0, 'all connections closed')
    })

  test('X4 an abort closes the connection while a text is being read', async () => {
    backend.script('/completion', [{ hang: true }])
    const stop = new AbortController()
    const failing = readFailure(connector.generate(request('Any.'), stop.signal))
    await backend.ledger.until(({ probes }) => probes.some(({ path }) => path === '/completion'), 'the text asked for')
    stop.abort()
    expect((await failing).code).toBe(DOMException.ABORT_ERR)
    await backend.ledger.until(ledger => ledger.openSockets === 0, 'the connection closed')
  })

  test('M8 a run falls back to writing and says why, and the evaluation takes no attempt', async () => {
    backend.script('/completion', event({ stop: true, model: MODEL }))
    backend.script(MODEL, [{ text: '{"topic": "bug"}' }, { end: 'stop' }])
    const result = await run({})
    expect(result.final_output).toEqual({ topic: 'bug' })
    expect(result.telemetry.tasks[0]?.attempts.map(({ decode_note: note }) => note ?? null)).toEqual([
      null,
      'llama-server told no probabilities.',
    ])
  })

  test('M8 a run that wants a choice fails where it cannot be measured', async () => {
    backend.script('/completion', event({ stop: true, model: MODEL }))
    const result = await run({ decode: 'choice' })
    expect(result.status).toBe('failed')
    expect(JSON.stringify(result.error)).toContain('SCHEMA_NOT_DECODABLE')
  })

  test('M8 a run decides its enum and shows what it measured', async () => {
    const { telemetry, final_output: output } = await run({ decode: 'choice' })
    const [attempt] = telemetry.tasks[0]!.attempts
    expect(attempt).toMatchObject({ decode: 'choice' })
    expect(attempt!.choices![0]!.probabilities).toHaveLength(3)
    expect(['billing', 'bug', 'how-to']).toContain((output as { topic: string }).topic)
  })
})

async function run(model: object) {
  const { kernel } = createTestKernel([connector], { clock: systemClock })
  const taskgraph = {
    kora_version: '1.0.0',
    graph_id: 'ticket',
    root: 'topic',
    inputs: { ticket: 'It costs too much.' },
    tasks: [
      {
        version: '1.0',
        id: 'topic',
        type: 'model',
        input: { messages: [{ role: 'user', content: 'Ticket: {{ticket}}' }], ticket: { $input: '/ticket' } },
        schema: { type: 'object', properties: { topic: { enum: ['billing', 'bug', 'how-to'] } }, required: ['topic'] },
        budget: { max_tokens: 64, max_time_ms: 60_000, max_retries: 0 },
        model: { connector: 'llama-server', model: MODEL, ...model },
      },
    ],
  }
  return await (await kernel.start({ taskgraph: taskgraph as never })).result
}
