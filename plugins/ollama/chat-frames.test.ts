import { describe, expect, test } from 'bun:test'
import type { GenerateFrame } from '#contracts/connector-port'
import { buildRequest, readAll, readFailure, toAnswer } from '#testing/connector-suite'
import { RuntimeClient } from '#wire/runtime-client'
import { readChatFrames } from './chat-frames.ts'
import { OLLAMA } from './failure.ts'

const QUIET = new AbortController().signal
const client = new RuntimeClient({
  net: { fetch: () => Promise.reject(new Error('no net')) },
  baseUrl: '',
  runtime: OLLAMA,
})
const toFailure: RuntimeClient['toFailure'] = (...facts) => client.toFailure(...facts)
const BASE = { model: 'm:latest', created_at: '2026-01-01T00:00:00Z' }
const said = (content: string, more: object = {}) => ({
  ...BASE,
  message: { role: 'assistant', content },
  done: false,
  ...more,
})
const done = (more: object = {}) => ({ ...said(''), done: true, done_reason: 'stop', ...more })

async function* body(lines: readonly object[]): AsyncGenerator<Uint8Array> {
  for (const line of lines) yield Buffer.from(`${JSON.stringify(line)}\n`)
}
const read = (lines: readonly object[]): AsyncGenerator<GenerateFrame> =>
  readChatFrames(body(lines), buildRequest({ model: 'M' }), QUIET, toFailure)

describe('readChatFrames', () => {
  test('reads what a real server wrote', async () => {
    const frames = await readAll(
      read([
        said('The'),
        said(' end'),
        done({ load_duration: 5e6, prompt_eval_count: 26, prompt_eval_duration: 2e6, eval_count: 3 }),
      ]),
    )
    expect(frames).toEqual([
      { kind: 'opened', model: 'm:latest', loadMs: null, queueMs: null },
      { kind: 'text', text: 'The', tokens: 1 },
      { kind: 'text', text: ' end', tokens: 1 },
      {
        kind: 'end',
        stop: 'stop',
        usage: { tokensIn: 26, tokensOut: 3, cachedTokens: null, thinkingTokens: null },
        model: 'm:latest',
        loadMs: 5,
        promptMs: 2,
      },
    ])
  })

  test('gives text that comes with the end mark', async () => {
    const frames = await readAll(read([{ ...said('blue'), done: true, done_reason: 'length' }]))
    expect(toAnswer(frames)).toBe('blue')
    expect(frames.at(-1)).toMatchObject({ stop: 'length' })
  })

  test('takes an end without a reason, as older versions send it, for a stop', async () => {
    const { done_reason: _, ...end } = done()
    expect((await readAll(read([end]))).at(-1)).toMatchObject({ stop: 'stop' })
  })

  test('counts a line with thinking and text once', async () => {
    const frames = await readAll(read([{ ...said(''), message: { content: 'b', thinking: 'a' } }, done()]))
    expect(frames.reduce((sum, frame) => sum + ('tokens' in frame ? frame.tokens : 0), 0)).toBe(1)
  })

  test('takes a count that was left out for zero, and no counts for unknown', async () => {
    expect((await readAll(read([done({ prompt_eval_count: 4 })]))).at(-1)).toMatchObject({
      usage: { tokensIn: 4, tokensOut: 0 },
    })
    expect((await readAll(read([done()]))).at(-1)).toMatchObject({ usage: { tokensIn: null, tokensOut: null } })
    const odd = done({ prompt_eval_count: -1, eval_count: '7', load_duration: 'x' })
    expect((await readAll(read([odd]))).at(-1)).toMatchObject({ usage: { tokensIn: 0, tokensOut: 0 }, loadMs: null })
  })

  const REFUSED: readonly (readonly [string, readonly object[], string])[] = [
    ['N3 a line of another machine', [said('x', { remote_host: 'https://cloud.example' })], 'CLOUD_MODEL'],
    ['N3 another model in the last line', [said('x'), done({ model: 'other' })], 'WRONG_MODEL'],
    ['a line without a model', [{ message: { content: 'x' }, done: false }], 'UPSTREAM_PROTOCOL'],
    ['a line without a message', [{ ...BASE, done: false }], 'UPSTREAM_PROTOCOL'],
    ['a line that is a list', [[]], 'UPSTREAM_PROTOCOL'],
    ['an unknown reason', [done({ done_reason: 'load' })], 'UPSTREAM_PROTOCOL'],
    ['a stream that just stops, as after a repetition loop', [said('x'), said('x')], 'UPSTREAM_TRUNCATED'],
    ['an error that is no text', [{ error: { message: 'x' } }], 'BACKEND_ERROR'],
  ]
  for (const [what, lines, code] of REFUSED)
    test(`${what} is ${code}`, async () => {
      const failure = await readFailure(read(lines))
      expect(failure.code).toBe(code)
      expect(failure.before.some(frame => frame.kind === 'end')).toBe(false)
    })

  test('reads nothing after the end mark', async () => {
    let read = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        read += 1
        yield Buffer.from(`${JSON.stringify(done())}\n`)
      }
    }
    await readAll(readChatFrames(endless(), buildRequest({ model: 'm' }), QUIET, toFailure))
    expect(read).toBe(1)
  })
})
