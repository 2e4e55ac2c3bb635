/**
 * The part of the connector contract that a real runtime with the small real model can prove (rule N1).
 * It claims nothing about how good the answers are; a runtime that is not on this machine is skipped with its reason.
 */
import { afterAll, describe, expect, test } from 'bun:test'
import type { Connector, GenerateRequest } from '#contracts/connector-port'
import type { JsonObject } from '#contracts/json-value'
import { buildRequest, readAll, readFailure, runTextTask, toAnswer } from './connector-suite.ts'

export type RealSubject = {
  readonly connector: Connector
  readonly model: string
  /** Context that the runtime was started with. */
  readonly contextTokens: number
  /**
   * True where the server only shares the dialect of calls with the connector's own runtime, which cannot be had: health, context and
   * the fate of hard schemas are then another server's and prove nothing.
   */
  readonly isStandIn?: boolean
  readonly stop: () => Promise<void>
}

const QUIET = new AbortController().signal
const PATIENCE_MS = 120_000
const LONG_ANSWER_TOKENS = 1_500

const WIDE_INTEGER: JsonObject = { type: 'integer', minimum: -999999999999999, maximum: 999999999999999 }

/** Schemas that have broken runtimes; each must be answered or refused with a code, and the runtime must live on. */
const HARD_SCHEMAS: readonly (readonly [string, JsonObject])[] = [
  ['a pattern with nested groups', { type: 'string', pattern: '^((a+)+|(b|c(d|e(f|g)))*)+$', maxLength: 8 }],
  [
    'a recursive reference',
    { $ref: '#/$defs/n', $defs: { n: { type: 'object', properties: { n: { $ref: '#/$defs/n' } } } } },
  ],
  ['a reference inside a reference', { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { enum: ['x'] } } }],
  ['a property named $ref', { type: 'object', properties: { $ref: { type: 'boolean' } }, required: ['$ref'] }],
  ['a very long repetition', { type: 'string', minLength: 1, maxLength: 1_000_000 }],
  ['integer bounds at the edge', WIDE_INTEGER],
  ['one integer bound of 16 digits', { type: 'integer', minimum: 6952246120483050 }],
  ['one integer bound', { type: 'object', properties: spread(60, { type: 'integer', minimum: 7 }), required: ['p0'] }],
  ['fractional bounds', { type: 'integer', exclusiveMinimum: 0.5, maximum: 3.5 }],
  ['nesting', nest(60)],
  ['a hundred properties', { type: 'object', properties: spread(100), additionalProperties: false }],
  ['five thousand properties', { type: 'object', properties: spread(5_000) }],
  ['a large enum', { enum: Array.from({ length: 5_000 }, (_, at) => `choice ${at}`) }],
  [
    'names full of quotes',
    { type: 'object', properties: { 'a"\\\n]{2}': { const: '"\\\n' } }, required: ['a"\\\n]{2}'] },
  ],
  ['strange names beside open properties', { type: 'object', properties: { 'é🙂\\': {} }, additionalProperties: true }],
  ['sixty integers with wide bounds', { type: 'object', properties: spread(60, WIDE_INTEGER), required: ['p59'] }],
  [
    'a hundred and twenty integers',
    { type: 'object', properties: spread(120, { type: 'integer', minimum: -99, maximum: 99 }) },
  ],
  ['long names in deep objects', nest(12, 'n'.repeat(200))],
  [
    'arrays of arrays of long texts',
    {
      type: 'array',
      maxItems: 2_000,
      items: { type: 'array', maxItems: 2_000, items: { type: 'string', maxLength: 2_000 } },
    },
  ],
  ['values of any kind', { type: 'object', properties: spread(120, {}), required: ['p0'] }],
  ['boolean schemas', { type: 'object', properties: { a: true }, required: ['a'] }],
  ['nothing at all', {}],
  ['contradiction', { type: 'string', minLength: 5, maxLength: 2, enum: [] }],
]

function nest(depth: number, name = 'a'): JsonObject {
  let schema: JsonObject = { type: 'null' }
  for (let level = 0; level < depth; level += 1)
    schema = { type: 'object', properties: { [name]: schema }, required: [name] }
  return schema
}

function spread(count: number, schema: JsonObject = { type: 'boolean' }): JsonObject {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, schema]))
}

export async function describeRealConnector(
  name: string,
  start: () => Promise<RealSubject | { readonly skipped: string }>,
): Promise<void> {
  const subject = await start()
  if ('skipped' in subject) {
    console.log(`real ${name} connector skipped: ${subject.skipped}`)
    test.skip(`N1 real ${name} connector: ${subject.skipped}`, () => undefined)
    return
  }
  describe(`real ${name} connector`, () => {
    afterAll(() => subject.stop())
    const ask = (change: Partial<GenerateRequest>, signal = QUIET) =>
      subject.connector.generate(buildRequest({ model: subject.model, ...change }), signal)
    describeRealAnswers(subject, ask)
    describeRealLimits(subject, ask)
  })
}

type Ask = (change: Partial<GenerateRequest>, signal?: AbortSignal) => ReturnType<Connector['generate']>

function describeRealAnswers({ connector, model, contextTokens, isStandIn = false }: RealSubject, ask: Ask): void {
  const real = (title: string, run: () => Promise<void>) => test(title, run, PATIENCE_MS)

  real('N1 is healthy, lists its model and knows its context', async () => {
    if (!isStandIn) expect(await connector.health(QUIET)).toMatchObject({ status: 'healthy', reason: null })
    expect((await connector.models(QUIET)).find(entry => entry.name === model)).toMatchObject({
      name: model,
      remote: false,
    })
    await readAll(ask({ maxTokens: 1 }))
    if (!isStandIn) expect((await connector.capabilities(model, QUIET)).contextTokens).toBe(contextTokens)
  })

  real('M2 answers inside the schema', async () => {
    const schema: JsonObject = {
      type: 'object',
      properties: { colour: { enum: ['red', 'green', 'blue'] }, count: { type: 'integer', minimum: 1, maximum: 9 } },
      required: ['colour', 'count'],
      additionalProperties: false,
    }
    const frames = await readAll(ask({ schema, messages: [{ role: 'user', content: 'The sky is blue. Count to 3.' }] }))
    const answer = JSON.parse(toAnswer(frames)) as { readonly colour: string; readonly count: number }
    expect(['red', 'green', 'blue']).toContain(answer.colour)
    expect(answer.count).toBeWithin(1, 10)
    expect(Object.keys(answer)).toEqual(['colour', 'count'])
  })

  real('M9 a task of one text is answered in plain text, and the kernel makes the value of it', async () => {
    const { result, attempt } = await runTextTask(connector, model)
    expect(attempt).toMatchObject({ decode: 'text', status: 'success', stop_reason: 'stop' })
    const output = result.final_output as { readonly kind: string; readonly reply: string }
    expect(Object.keys(output)).toEqual(['kind', 'reply'])
    expect(output.reply).toBe(output.reply.trim())
    expect(output.reply.length).toBeGreaterThan(0)
  })

  real('B1 counts what the runtime reports, but for the end token', async () => {
    const frames = await readAll(ask({ maxTokens: 40 }))
    const counted = frames.reduce((sum, frame) => sum + ('tokens' in frame ? frame.tokens : 0), 0)
    const end = frames.at(-1)
    const reported = end?.kind === 'end' ? (end.usage.tokensOut ?? 0) : 0
    expect(reported).toBeWithin(counted, counted + 2)
    expect(end?.kind === 'end' && end.usage.tokensIn).toBeGreaterThan(0)
  })

  real('M6 gives the same answer for the same seed', async () => {
    const sampler = { temperature: 1, topP: 0.9, seed: 99, stop: [] }
    const call = async () => toAnswer(await readAll(ask({ sampler, maxTokens: 16 })))
    expect(await call()).toBe(await call())
  })
}

function describeRealLimits({ connector, contextTokens, isStandIn = false }: RealSubject, ask: Ask): void {
  const real = (title: string, run: () => Promise<void>) => test(title, run, PATIENCE_MS)

  real('B2 stops at the cap', async () => {
    const frames = await readAll(ask({ maxTokens: 5, messages: [{ role: 'user', content: 'Tell a long story.' }] }))
    expect(frames.at(-1)).toMatchObject({ kind: 'end', stop: 'length', usage: { tokensOut: 5 } })
  })

  real('B7 refuses a prompt that does not fit', async () => {
    const messages = [{ role: 'user', content: 'word '.repeat(contextTokens * 2) }] as const
    expect((await readFailure(ask({ messages }))).code).toBe('CONTEXT_OVERFLOW')
  })

  real('says that a model is missing', async () => {
    expect((await readFailure(ask({ model: 'absent:7b' }))).code).toBe('MODEL_NOT_FOUND')
  })

  real('X4 an abort frees the slot', async () => {
    const stop = new AbortController()
    let seen = 0
    let firstMs = 0
    let perTokenMs = 0
    const long = ask(
      { maxTokens: LONG_ANSWER_TOKENS, messages: [{ role: 'user', content: 'Count from 1 to 1000.' }] },
      stop.signal,
    )
    const reading = (async () => {
      for await (const frame of long) {
        if (frame.kind !== 'text') continue
        seen += 1
        if (seen === 1) firstMs = performance.now()
        if (seen < 12) continue
        perTokenMs = (performance.now() - firstMs) / (seen - 1)
        stop.abort(new Error('stopped by the test'))
      }
    })()
    await expect(reading).rejects.toThrow('stopped by the test')
    const abortedMs = performance.now()
    await readAll(ask({ maxTokens: 1 }))
    const nextMs = performance.now() - abortedMs
    console.log(`after an abort the next answer took ${nextMs.toFixed(0)} ms, at ${perTokenMs.toFixed(1)} ms a token`)
    // Had the first call gone on, the one slot would have been taken for the rest of its tokens.
    expect(nextMs).toBeLessThan((perTokenMs * (LONG_ANSWER_TOKENS - seen)) / 4)
  })

  if (isStandIn) return
  for (const [what, schema] of HARD_SCHEMAS)
    real(`D6 lives through a schema with ${what}`, async () => {
      const frames = []
      try {
        for await (const frame of ask({ schema, maxTokens: 12 })) frames.push(frame)
        const end = frames.at(-1)
        if (end?.kind === 'end' && end.stop === 'stop') JSON.parse(toAnswer(frames))
      } catch (failure) {
        expect(failure).toMatchObject({ code: 'SCHEMA_NOT_DECODABLE' })
      }
      expect(await connector.health(QUIET)).toMatchObject({ status: 'healthy' })
      expect(toAnswer(await readAll(ask({ maxTokens: 2 })))).not.toBe('')
    })
}
