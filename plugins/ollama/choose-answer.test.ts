/** Choices by Ollama, as far as the few probabilities that it tells reach. */
import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { type AnswerPart, decide } from '#contracts/answer-plan'
import type { ChatMessage, GenerateFrame, GenerateRequest } from '#contracts/connector-port'
import { openNet } from '#machine/loopback-net'
import { systemClock } from '#machine/system-clock'
import { buildRequest, readAll, readFailure, toAnswer } from '#testing/connector-suite'
import type { Scenario } from '#testing/fake-backend/scenario'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { startRealOllama } from '#testing/real-ollama'
import { OllamaConnector } from './ollama-connector.ts'
import { readSettings } from './settings.ts'

const QUIET = new AbortController().signal
const MODEL = 'fake:latest'
const choiceOf = (options: readonly string[], pointer = '/urgent'): AnswerPart => ({ kind: 'choice', pointer, options })
const forced = (text: string): AnswerPart => ({ kind: 'forced', text })
const URGENT = [forced('{"urgent": '), choiceOf(['false', 'true']), forced('}')]
const ask = (ticket: string): ChatMessage[] => [
  { role: 'system', content: 'Is it urgent? Answer as JSON.' },
  { role: 'user', content: `Ticket: ${ticket}` },
]
const CONTENT_FREE = ['N/A', '[MASK]', ''].map(ask)

/** One line of `/api/generate` that tells these probabilities. */
const tells = (told: Readonly<Record<string, number>>, more: object = {}): Scenario => {
  const top = Object.entries(told).map(([token, probability]) => ({ token, logprob: Math.log(probability) }))
  const logprobs = [{ token: 'x', logprob: -1, top_logprobs: top }]
  const line = { model: MODEL, response: 'x', done: true, prompt_eval_count: 30, eval_count: 1, logprobs, ...more }
  return [{ raw: `${JSON.stringify(line)}\n` }, { missingEnd: true }]
}
const SURE = { ' true': 0.3, ' false': 0.2, ' maybe': 0.1 }

function request(ticket: string, parts: readonly AnswerPart[] = URGENT, change: Partial<GenerateRequest> = {}) {
  const plan = { parts, contentFree: CONTENT_FREE }
  return buildRequest({ messages: ask(ticket), schema: { type: 'object' }, plan, ...change })
}

function endOf(frames: readonly GenerateFrame[]): GenerateFrame & { kind: 'end' } {
  const end = frames.at(-1)
  if (end?.kind !== 'end') throw new Error('no end')
  return end
}

describe('choices by Ollama', () => {
  let backend: FakeBackend
  let connector: OllamaConnector
  beforeEach(async () => {
    backend = await startFakeBackend()
    connector = new OllamaConnector(openNet({ hosts: ['loopback'] }), systemClock, readSettings({ host: backend.url }))
  })
  afterEach(() => backend.stop())

  const rawCalls = () =>
    backend.ledger.probes.filter(({ path }) => path === '/api/generate').map(({ body }) => JSON.parse(body))
  const choose = (ticket: string, parts?: readonly AnswerPart[], change?: Partial<GenerateRequest>) =>
    readAll(connector.generate(request(ticket, parts, change), QUIET))

  test('M8 N9 yes or no is decided against the content-free prompts, which are asked once', async () => {
    backend.script('/api/generate', index => tells(index < 3 ? { ' true': 0.4, ' false': 0.1 } : SURE))
    const frames = await choose('It burns.')
    const [scored] = endOf(frames).choices ?? []
    // Without content yes leads by 4 to 1, with it by 3 to 2 only.
    expect(JSON.parse(toAnswer(frames))).toEqual({ urgent: false })
    expect(decide(scored!).probabilities[0]).toBeCloseTo(8 / 11, 6)
    expect(endOf(frames).usage).toMatchObject({ tokensOut: 1, tokensIn: 120 })
    const place = rawCalls().at(-1)
    expect(place).toMatchObject({ raw: true, top_logprobs: 20, options: { num_predict: 1 } })
    expect(place.prompt).toEndWith('[assistant]{"urgent":')
    await choose('It rains.')
    expect(rawCalls()).toHaveLength(5)
    expect(backend.ledger.calls).toHaveLength(0)
  })

  test('M8 a label counts only as a whole token at its place', async () => {
    const parts = [forced('{"topic": '), choiceOf(['"bug"', '"order"'], '/topic'), forced('}')]
    backend.script('/api/generate', tells({ bug: 0.1, order: 0.3, o: 0.2 }))
    expect(JSON.parse(toAnswer(await choose('Any.', parts)))).toEqual({ topic: 'bug' })
    expect(rawCalls()[0].prompt).toEndWith('{"topic": "')
    backend.script('/api/generate', tells({ b: 0.1, order: 0.3 }))
    const other = [...parts.slice(0, 1), choiceOf(['"bug"', '"order"', '"praise"'], '/topic'), forced('}')]
    expect((await readFailure(connector.generate(request('Any.', other), QUIET))).code).toBe('SCHEMA_NOT_DECODABLE')
  })

  test('N9 what no content can make clear is not asked again: the answer is written, and says why', async () => {
    backend.script('/api/generate', tells({ ' true': 0.3 }))
    backend.script(MODEL, [{ json: { urgent: true } }, { end: 'stop' }])
    const { code, message, before } = await readFailure(connector.generate(request('It burns.'), QUIET))
    expect(code).toBe('SCHEMA_NOT_DECODABLE')
    // Nothing was shown that the written answer would have to begin with.
    expect(toAnswer(before)).toBe('')
    const asked = rawCalls().length
    const frames = await choose('It rains.')
    expect(endOf(frames).writtenBecause).toBe(message)
    expect(message).toContain('20 likeliest')
    expect(rawCalls()).toHaveLength(asked)
  })

  test('N9 an Ollama that does not show how it renders is asked for it once', async () => {
    backend.script('/api/chat', [{ status: 200, body: { model: MODEL, done: true } }])
    const { message } = await readFailure(connector.generate(request('Any.'), QUIET))
    const shown = backend.ledger.probes.length
    backend.script(MODEL, [{ json: { urgent: true } }, { end: 'stop' }])
    expect(endOf(await choose('Other.')).writtenBecause).toBe(message)
    const later = backend.ledger.probes.slice(shown).map(({ path }) => path)
    expect(later).not.toContain('/api/chat')
  })

  test('N9 options that begin with one another, and free parts, are written at once', async () => {
    backend.script(MODEL, [{ json: {} }, { end: 'stop' }])
    const numbers = [forced('{"n": '), choiceOf(['1', '10'], '/n'), forced('}')]
    expect(endOf(await choose('Any.', numbers)).writtenBecause).toContain('as a whole')
    const free: AnswerPart = { kind: 'free', pointer: '/text', schema: { type: 'string' }, maxTokens: null }
    expect(endOf(await choose('Any.', [forced('{"text": '), free])).writtenBecause).toContain('continue an answer')
    expect(rawCalls()).toEqual([])
  })

  const faults: readonly (readonly [title: string, path: string, scenario: Scenario | null, code: string])[] = [
    ['no probabilities', '/api/generate', null, 'SCHEMA_NOT_DECODABLE'],
    ['more than one together', '/api/generate', tells({ ' true': 0.9, ' false': 0.8 }), 'UPSTREAM_PROTOCOL'],
    ['a number that is none', '/api/generate', tells({ ' true': -1, ' false': 0.8 }), 'SCHEMA_NOT_DECODABLE'],
    ['N3 another model', '/api/generate', tells(SURE, { model: 'other' }), 'WRONG_MODEL'],
    ['N3 a model elsewhere', '/api/generate', tells(SURE, { remote_host: 'x' }), 'CLOUD_MODEL'],
    ['D2 an answer that is cut', '/api/generate', [{ raw: '{"mod' }, { cut: 'fin' }], 'UPSTREAM_TRUNCATED'],
    ['no end mark', '/api/generate', tells(SURE, { done: false }), 'UPSTREAM_TRUNCATED'],
    ['an error', '/api/generate', [{ status: 500, body: { error: 'x' } }], 'BACKEND_ERROR'],
    [
      'a prompt that is not shown',
      '/api/chat',
      [{ status: 200, body: { model: MODEL, done: true } }],
      'SCHEMA_NOT_DECODABLE',
    ],
  ]
  for (const [title, path, scenario, code] of faults)
    test(`${title}: ${code}`, async () => {
      if (scenario !== null) backend.script(path, scenario)
      expect((await readFailure(connector.generate(request('Any.'), QUIET))).code).toBe(code)
      await backend.ledger.until(ledger => ledger.openSockets === 0, 'all connections closed')
    })

  test('B1 what was generated before your text made it unclear is booked', async () => {
    backend.script('/api/generate', index => tells(index < 3 ? SURE : { ' true': 0.3 }))
    const { before } = await readFailure(connector.generate(request('Any.'), QUIET))
    expect(before.filter(frame => frame.kind === 'text')).toEqual([{ kind: 'text', text: '', tokens: 1 }])
  })

  test('X4 an abort closes the connection', async () => {
    backend.script('/api/generate', [{ hang: true }])
    const stop = new AbortController()
    const failing = readFailure(connector.generate(request('Any.'), stop.signal))
    await backend.ledger.until(({ probes }) => probes.some(({ path }) => path === '/api/generate'), 'the call')
    stop.abort()
    expect((await failing).code).toBe(DOMException.ABORT_ERR)
    await backend.ledger.until(ledger => ledger.openSockets === 0, 'the connection closed')
  })
})

const runtime = await startRealOllama({ contextTokens: 1_024 })
if ('skipped' in runtime) console.log(`Choices by the real Ollama are skipped: ${runtime.skipped}`)
else
  describe('choices by the real Ollama', () => {
    test('M8 N9 decides yes or no, the same each time, and writes what it tells too little of', async () => {
      try {
        const settings = readSettings({ host: runtime.url, threads: 1 })
        const connector = new OllamaConnector(openNet({ hosts: ['loopback'] }), systemClock, settings)
        const { model } = runtime
        const choose = (ticket: string) => readAll(connector.generate(request(ticket, URGENT, { model }), QUIET))
        const first = endOf(await choose('The cake burns.')).choices
        expect(first).toHaveLength(1)
        await choose('Two dozen rolls for Monday, please.')
        await readAll(connector.generate(buildRequest({ model, maxTokens: 4 }), QUIET))
        expect(endOf(await choose('The cake burns.')).choices).toEqual(first)
        const labels = choiceOf(['"order of many rolls"', '"complaint"'], '/topic')
        const refused = request('Any.', [forced('{"topic": '), labels], { model })
        expect((await readFailure(connector.generate(refused, QUIET))).code).toBe('SCHEMA_NOT_DECODABLE')
      } finally {
        await runtime.stop()
      }
    })
  })
