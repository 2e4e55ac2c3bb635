/**
 * The contract suite of connectors (rule N1): what every connector must do against a runtime that behaves, and one that does not.
 * It knows the port, the fake server and a kernel to run one task in; it may be run against any runtime that the fake's dialects speak for.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Connector, GenerateFrame, GenerateRequest } from '#contracts/connector-port'
import { systemClock } from '#machine/system-clock'
import type { Scenario, Step } from './fake-backend/scenario.ts'
import type { FakeBackend } from './fake-backend/start-fake-backend.ts'
import { createTestKernel, graphOf, modelTask } from './test-kernel.ts'

/** What differs between connectors; everything else is the contract. */
export type ConnectorTraits = {
  /** Path that its health probe asks, for faults of the probe. */
  readonly healthPath: string
  /** Whether the runtime names the model that answered (N3). */
  readonly namesModel: boolean
  /** Whether the runtime says that a model is missing. */
  readonly knowsModels: boolean
}

export type ConnectorSubject = {
  readonly connector: Connector
  readonly backend: FakeBackend
}

const MODEL = 'fake:latest'
const QUIET = new AbortController().signal

export function buildRequest(change: Partial<GenerateRequest> = {}): GenerateRequest {
  return {
    model: MODEL,
    messages: [{ role: 'user', content: 'Name a colour.' }],
    maxTokens: 64,
    schema: null,
    sampler: { temperature: 0, topP: 1, seed: 7, stop: [] },
    ...change,
  }
}

export async function readAll(frames: AsyncIterable<GenerateFrame>): Promise<readonly GenerateFrame[]> {
  const all: GenerateFrame[] = []
  for await (const frame of frames) all.push(frame)
  return all
}

export const toAnswer = (frames: readonly GenerateFrame[], kind: 'text' | 'thinking' = 'text'): string =>
  frames.map(frame => (frame.kind === kind ? frame.text : '')).join('')

/** The code that a call failed with, and the frames before it. */
export async function readFailure(
  frames: AsyncIterable<GenerateFrame>,
): Promise<{ readonly code: unknown; readonly before: readonly GenerateFrame[]; readonly message: string }> {
  const before: GenerateFrame[] = []
  try {
    for await (const frame of frames) before.push(frame)
  } catch (failure) {
    const code = failure instanceof Error && 'code' in failure ? failure.code : failure
    return { code, before, message: failure instanceof Error ? failure.message : String(failure) }
  }
  throw new Error(`the call ended without a failure, after ${JSON.stringify(before.at(-1))}`)
}

/** Faults of one answer, and the code each must fail with. */
const FAULTS: readonly (readonly [title: string, scenario: Scenario, code: string])[] = [
  ['D1 a reset before the headers', [{ cut: 'rst' }], 'BACKEND_UNAVAILABLE'],
  ['D1 a connection closed before the headers', [{ cut: 'fin' }], 'BACKEND_UNAVAILABLE'],
  ['D1 status 500', [{ status: 500 }], 'BACKEND_ERROR'],
  [
    'D1 status 503 with a long Retry-After',
    [{ status: 503, headers: { 'retry-after': '1000000000' } }, { end: 'stop' }],
    'BACKEND_BUSY',
  ],
  ['D1 200 with a web page', [{ html: true }], 'UPSTREAM_PROTOCOL'],
  ['N4 a redirect', [{ redirect: 'http://127.0.0.1:9/' }], 'UPSTREAM_PROTOCOL'],
  ['N2 an answer without its end mark', [{ text: 'blue' }, { missingEnd: true }], 'UPSTREAM_TRUNCATED'],
  ['N2 an empty answer', [{ missingEnd: true }], 'UPSTREAM_TRUNCATED'],
  ['D2 a connection closed in the answer', [{ text: 'blue', n: 3 }, { cut: 'fin' }], 'UPSTREAM_TRUNCATED'],
  ['D2 a reset in the answer', [{ text: 'blue', n: 3 }, { wait: 20 }, { cut: 'rst' }], 'UPSTREAM_TRUNCATED'],
  [
    'D2 a length longer than the body',
    [{ wrongLength: 10 }, { text: 'blue' }, { missingEnd: true }],
    'UPSTREAM_TRUNCATED',
  ],
  ['an error line in the answer', [{ text: 'blue' }, { errorLine: 'the model runner stopped' }], 'BACKEND_ERROR'],
  ['bytes that are not UTF-8', [{ text: 'blue' }, { badUtf8: true }], 'UPSTREAM_PROTOCOL'],
  ['D4 a compressed answer that unpacks to 300 MB', [{ gzipBomb: 300_000_000 }], 'UPSTREAM_PROTOCOL'],
  ['D4 two hundred thousand header fields', [{ headerBomb: 200_000 }, { text: 'blue' }], 'UPSTREAM_PROTOCOL'],
  ['D4 a line without end', [{ endless: 'bytes' }], 'UPSTREAM_PROTOCOL'],
  ['D4 empty frames without end', [{ endless: 'empty' }], 'UPSTREAM_PROTOCOL'],
]

export function describeConnector(
  name: string,
  makeSubject: () => Promise<ConnectorSubject>,
  traits: ConnectorTraits,
): void {
  describe(`${name} connector`, () => {
    let connector: Connector
    let backend: FakeBackend
    const generate = (scenario: Scenario, change: Partial<GenerateRequest> = {}, signal = QUIET) => {
      backend.script(change.model ?? MODEL, scenario)
      return connector.generate(buildRequest(change), signal)
    }

    beforeAll(async () => {
      const subject = await makeSubject()
      connector = subject.connector
      backend = subject.backend
    })
    afterAll(() => backend.stop())

    describeAnswers(
      () => connector,
      () => backend,
      generate,
      traits,
    )
    describeFaults(() => backend, generate, traits)
    describeCancellation(() => backend, generate)
    describeProbes(
      () => connector,
      () => backend,
      traits,
    )
  })
}

const TEXT_SCHEMA = {
  type: 'object',
  properties: { kind: { const: 'said' }, reply: { type: 'string', minLength: 1 } },
  required: ['kind', 'reply'],
}

/** One task whose schema leaves a text open, through a kernel: what comes out, and the record of its last attempt. */
export async function runTextTask(connector: Connector, model: string, maxTokens = 200) {
  const { kernel } = createTestKernel([connector], { clock: systemClock })
  const task = modelTask('say', {
    schema: TEXT_SCHEMA,
    budget: { max_tokens: maxTokens, max_time_ms: 100_000, max_retries: 0 },
    model: { connector: connector.name, model },
  })
  const result = await (await kernel.start({ taskgraph: graphOf([task], 'say') })).result
  await kernel.close()
  return { result, attempt: result.telemetry.tasks[0]?.attempts.at(-1) }
}

type Generate = (
  scenario: Scenario,
  change?: Partial<GenerateRequest>,
  signal?: AbortSignal,
) => AsyncIterable<GenerateFrame>

function describeAnswers(
  connector: () => Connector,
  backend: () => FakeBackend,
  generate: Generate,
  traits: ConnectorTraits,
): void {
  test('N2 streams frames in order: opened, text, end', async () => {
    const frames = await readAll(generate([{ text: 'bl' }, { text: 'ue' }, { end: 'stop' }]))
    expect(frames.map(frame => frame.kind)).toEqual(['opened', 'text', 'text', 'end'])
    expect(toAnswer(frames)).toBe('blue')
    expect(frames.at(-1)).toMatchObject({ kind: 'end', stop: 'stop', usage: { tokensOut: 2 } })
    expect(backend().ledger.calls.at(-1)).toMatchObject({ tokensWritten: 2, tokensReported: 2, end: 'finished' })
  })

  test('N2 asks for a stream also when the answer is wanted whole', async () => {
    await readAll(generate([{ text: 'x' }]))
    expect(backend().ledger.calls.at(-1)?.body.stream).toBe(true)
  })

  test('M1 forwards the cap, the sampler, the messages and nothing of its own', async () => {
    const messages = [
      { role: 'system', content: 'Be short.' },
      { role: 'user', content: 'Ünïcödé "quotes" \n 🙂' },
    ] as const
    const sampler = { temperature: 0.25, topP: 0.5, seed: 42, stop: ['END'] }
    await readAll(generate([{ text: 'x' }], { messages, sampler, maxTokens: 33 }))
    const call = backend().ledger.calls.at(-1)
    expect(call?.messages).toEqual(messages)
    expect(call?.maxTokens).toBe(33)
    expect(JSON.stringify(call?.body)).toContain('"seed":42')
  })

  test('M1 makes exactly one call, also when it fails', async () => {
    const before = backend().ledger.calls.length
    await readFailure(generate([{ status: 500 }]))
    await readFailure(generate([{ cut: 'rst' }]))
    expect(backend().ledger.calls.length - before).toBe(2)
  })

  test('M2 sends the schema for decoding, and none when none is given', async () => {
    const schema = { type: 'object', properties: { colour: { enum: ['red', 'blue'] } }, required: ['colour'] }
    const frames = await readAll(generate([{ json: { colour: 'blue' } }], { schema }))
    expect(JSON.parse(toAnswer(frames))).toEqual({ colour: 'blue' })
    expect(JSON.stringify(backend().ledger.calls.at(-1)?.schema)).toContain('"enum":["red","blue"]')
    await readAll(generate([{ text: 'x' }]))
    expect(backend().ledger.calls.at(-1)?.schema).toBeNull()
  })

  test('M9 a task of one text is asked for as plain text: its connector needs to do nothing for it', async () => {
    const said = 'Say "blue",\n  not {"colour": 1}: é🙂'
    backend().script(MODEL, [
      { thinking: 'hm ', n: 2 },
      { text: ` ${said.slice(0, 9)}` },
      { text: `${said.slice(9)}\n` },
    ])
    const { result, attempt } = await runTextTask(connector(), MODEL)
    expect(result.final_output).toEqual({ kind: 'said', reply: said })
    expect(attempt).toMatchObject({ decode: 'text', status: 'success', stop_reason: 'stop' })
    const call = backend().ledger.calls.at(-1)
    expect(call?.schema).toBeNull()
    expect(JSON.stringify(call?.messages)).not.toContain('JSON')
  })

  test('B2 M9 a plain text that the runtime cut at the cap is no answer', async () => {
    backend().script(MODEL, [{ honourCap: true }, { text: 'blue ', n: 40 }])
    const { result } = await runTextTask(connector(), MODEL, 5)
    expect(result.error?.details.code).toBe('TOKEN_BUDGET')
    expect(result.final_output ?? null).toBeNull()
  })

  test('M4 gives thinking in frames of its own', async () => {
    const frames = await readAll(generate([{ thinking: 'hm ', n: 3 }, { text: 'blue' }]))
    expect(toAnswer(frames, 'thinking')).toBe('hm hm hm ')
    expect(toAnswer(frames)).toBe('blue')
  })

  test('B1 counts at least the tokens of every frame', async () => {
    const frames = await readAll(generate([{ text: 'a', n: 20 }]))
    const counted = frames.reduce((sum, frame) => sum + ('tokens' in frame ? frame.tokens : 0), 0)
    expect(counted).toBe(20)
  })

  test('B1 reports what the runtime reports, also when it lies', async () => {
    const frames = await readAll(generate([{ lieUsage: 500 }, { text: 'a', n: 4 }]))
    expect(frames.at(-1)).toMatchObject({ usage: { tokensOut: 504 } })
    const silent = await readAll(generate([{ noUsage: true }, { text: 'a' }]))
    expect(silent.at(-1)).toMatchObject({ usage: { tokensOut: null } })
  })

  test('tells an answer cut at the cap from a finished one', async () => {
    const frames = await readAll(generate([{ honourCap: true }, { text: 'a', n: 50 }], { maxTokens: 5 }))
    expect(frames.at(-1)).toMatchObject({ kind: 'end', stop: 'length', usage: { tokensOut: 5 } })
  })

  for (const bytes of [1, 2, 3, 7])
    test(`reads an answer that comes in pieces of ${bytes} bytes`, async () => {
      const frames = await readAll(generate([{ split: bytes }, { text: 'é🙂' }, { json: { a: 'ß' } }]))
      expect(toAnswer(frames)).toBe('é🙂{"a":"ß"}')
    })

  if (traits.namesModel)
    test('N3 refuses an answer of another model', async () => {
      const { code, before } = await readFailure(generate([{ answerAs: 'other:latest' }, { text: 'x' }]))
      expect(code).toBe('WRONG_MODEL')
      expect(toAnswer(before)).toBe('')
    })

  if (traits.knowsModels)
    test('says that a model is missing, and how to get it', async () => {
      const { code, message } = await readFailure(connector().generate(buildRequest({ model: 'absent:7b' }), QUIET))
      expect(code).toBe('MODEL_NOT_FOUND')
      expect(message).toContain('absent:7b')
    })

  test('B7 turns the overflow of the context into CONTEXT_OVERFLOW', async () => {
    backend().replaceModel({ name: 'narrow:latest', contextTokens: 16 })
    const messages = [{ role: 'user', content: 'word '.repeat(200) }] as const
    const { code } = await readFailure(connector().generate(buildRequest({ model: 'narrow:latest', messages }), QUIET))
    expect(code).toBe('CONTEXT_OVERFLOW')
  })
}

function describeFaults(backend: () => FakeBackend, generate: Generate, traits: ConnectorTraits): void {
  for (const [title, scenario, code] of FAULTS)
    test(`${title} is ${code}`, async () => {
      const failure = await readFailure(generate(scenario))
      expect(failure.code).toBe(code)
      expect(failure.before.every(frame => frame.kind !== 'end')).toBe(true)
      await backend().ledger.until(ledger => ledger.openSockets === 0, 'the connection closed')
    })

  test('N2 a cut at every byte of an answer never ends well', async () => {
    const answer: readonly Step[] = [{ text: 'é' }, { thinking: 'm' }, { json: { a: 1 } }, { end: 'stop' }]
    await readAll(generate(answer))
    const wholeBytes = backend().ledger.calls.at(-1)?.bytesWritten ?? 0
    for (let atByte = 1; atByte < wholeBytes; atByte += atByte < 20 ? 1 : 13) {
      backend().script(MODEL, [{ cut: 'fin', atByte }, ...answer])
      const frames: GenerateFrame[] = []
      const failure = await collectUntilFailure(generate([{ cut: 'fin', atByte }, ...answer]), frames)
      const cut = backend().ledger.calls.at(-1)?.end === 'cut'
      // Beyond the last byte of the body nothing is cut any more.
      if (!cut) break
      const whole = frames.some(frame => frame.kind === 'end')
      if (!whole) expect(failure).toBeOneOf(['UPSTREAM_TRUNCATED', 'UPSTREAM_PROTOCOL'])
      else expect(toAnswer(frames)).toBe('é{"a":1}')
    }
  })

  test('S9 no failure repeats what the runtime or the user wrote', async () => {
    const secret = 'canary-4711'
    const messages = [{ role: 'user', content: secret }] as const
    for (const scenario of [
      [{ status: 500, body: { error: secret } }],
      [{ errorLine: secret }],
      [{ raw: `${secret}\n` }],
    ] as const satisfies readonly Scenario[]) {
      const { message } = await readFailure(generate(scenario, { messages }))
      expect(message).not.toContain(secret)
    }
  })

  if (traits.namesModel)
    test('a frame of another shape is UPSTREAM_PROTOCOL', async () => {
      for (const raw of ['null\n\n', 'data: null\n\n', '[]\n\n', 'data: []\n\n', 'data: {"choices":7}\n\n'])
        expect((await readFailure(generate([{ raw }, { missingEnd: true }]))).code).toBe('UPSTREAM_PROTOCOL')
    })
}

async function collectUntilFailure(source: AsyncIterable<GenerateFrame>, into: GenerateFrame[]): Promise<unknown> {
  try {
    for await (const frame of source) into.push(frame)
    return null
  } catch (failure) {
    return failure instanceof Error && 'code' in failure ? failure.code : failure
  }
}

function describeCancellation(backend: () => FakeBackend, generate: Generate): void {
  const WAITS: readonly (readonly [string, Scenario])[] = [
    ['before the headers', [{ hang: true }]],
    ['after the headers', [{ text: 'a' }, { hang: true }]],
    ['in a stream', [{ endless: 'tokens', everyMs: 5 }]],
    ['in a flood', [{ endless: 'whitespace' }]],
    ['in a drip of single bytes', [{ split: 1 }, { endless: 'tokens', everyMs: 20 }]],
  ]
  for (const [when, scenario] of WAITS)
    test(`X4 an abort ${when} closes the connection`, async () => {
      const stop = new AbortController()
      const reading = readFailure(generate(scenario, {}, stop.signal))
      const ledger = backend().ledger
      const index = ledger.calls.length
      await ledger.until(one => one.calls.length > index || one.calls.at(-1)?.end === 'open', 'the call')
      await Bun.sleep(30)
      stop.abort(new Error('stopped by the test'))
      expect((await reading).message).toBe('stopped by the test')
      await ledger.until(one => one.openSockets === 0, 'the connection closed')
      expect(ledger.calls.at(-1)?.end).toBe('caller')
    })

  test('X4 ending the iteration closes the connection', async () => {
    for await (const frame of generate([{ endless: 'tokens', everyMs: 2 }])) if (frame.kind === 'text') break
    await backend().ledger.until(one => one.openSockets === 0, 'the connection closed')
    expect(backend().ledger.calls.at(-1)?.end).toBe('caller')
  })

  test('X4 a signal that is aborted already makes no call', async () => {
    const before = backend().ledger.calls.length
    await readFailure(generate([{ text: 'x' }], {}, AbortSignal.abort(new Error('too late'))))
    expect(backend().ledger.calls.length).toBe(before)
  })

  test('B2 an endless stream is read no faster than it is asked for', async () => {
    let seen = 0
    // Far more than the buffers of the sockets hold; only a reader that hoards would take it while nobody reads.
    const flood: Scenario = [{ text: 'x'.repeat(8_192), n: 100_000 }]
    for await (const frame of generate(flood, { maxTokens: 1_000_000 })) {
      if (frame.kind !== 'text') continue
      seen += 1
      if (seen === 1) await Bun.sleep(400)
      if (seen === 2) break
    }
    await backend().ledger.until(one => one.openSockets === 0, 'the connection closed')
    expect(backend().ledger.calls.at(-1)?.bytesWritten).toBeLessThan(48 * 1024 * 1024)
  })
}

function describeProbes(connector: () => Connector, backend: () => FakeBackend, traits: ConnectorTraits): void {
  test('S9 health is healthy, and its probe carries no content', async () => {
    const canary = 'canary-prompt-0815'
    backend().script(MODEL, [{ text: 'x' }])
    await readAll(connector().generate(buildRequest({ messages: [{ role: 'user', content: canary }] }), QUIET))
    backend().ledger.probes.length = 0
    expect(await connector().health(QUIET)).toMatchObject({ status: 'healthy', reason: null })
    await connector().models(QUIET)
    expect(backend().ledger.probes.length).toBeGreaterThan(0)
    expect(JSON.stringify(backend().ledger.probes)).not.toContain(canary)
  })

  test('lists models with what the runtime tells', async () => {
    backend().script(MODEL, [{ text: 'x' }])
    const model = (await connector().models(QUIET)).find(one => one.name === MODEL)
    expect(model).toMatchObject({ name: MODEL, remote: false })
  })

  const SICK: readonly (readonly [string, Scenario])[] = [
    ['a web page', [{ html: true }]],
    ['status 500', [{ status: 500 }]],
    ['a reset', [{ cut: 'rst' }]],
    ['JSON of another kind', [{ status: 200, body: [] }]],
    ['a silent server', [{ hang: true }]],
    ['a redirect', [{ redirect: 'http://127.0.0.1:9/' }]],
  ]
  for (const [what, scenario] of SICK)
    test(`N1 health says unavailable for ${what}`, async () => {
      backend().script(traits.healthPath, scenario)
      const health = await connector().health(QUIET)
      expect(health.status).toBe('unavailable')
      expect(health.reason?.length).toBeGreaterThan(10)
    })

  test('has at least one slot, a context size, and a word on every keyword', async () => {
    expect(connector().slots(MODEL)).toBeGreaterThanOrEqual(1)
    expect((await connector().capabilities(MODEL, QUIET)).contextTokens).toBe(4096)
    for (const [keyword, value] of Object.entries({
      type: 'object',
      pattern: '^a+$',
      minimum: 1,
      not: {},
      uniqueItems: true,
    }))
      expect(connector().keywordSupport(keyword, value)).toBeOneOf(['decoded', 'validated', 'refused'])
  })
}
