/** The door as its users meet it: OpenAI's own clients for JavaScript and Python against a real server with a fault-injecting runtime. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import OpenAI from 'openai'
import { type StudioProcess, startStudio } from '#testing/e2e/studio-process'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { findOpenAiPython } from '#testing/openai-python'

const FORMAT = {
  type: 'json_schema',
  json_schema: {
    name: 'ticket',
    strict: true,
    schema: {
      type: 'object',
      properties: { topic: { type: 'string', enum: ['billing', 'bug'] } },
      required: ['topic'],
      additionalProperties: false,
    },
  },
} as const
const ask = (content: string) => [{ role: 'user' as const, content }]

/** What a call of the client fails with. */
const caught = (call: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(call).then(
    () => 'no error',
    (error: unknown) => error,
  )

let fake: FakeBackend
let studio: StudioProcess
let home: string
let client: OpenAI

beforeAll(async () => {
  fake = await startFakeBackend()
  home = mkdtempSync(join(tmpdir(), 'kora-openai-'))
  studio = await startStudio({ home, ollamaUrl: fake.url })
  client = new OpenAI({ baseURL: `${studio.url}/v1`, apiKey: studio.token })
  fake.script('writer', () => [{ text: 'Blue ' }, { text: 'skies ' }, { text: '"ahead".' }, { end: 'stop' }])
  fake.script('sorter', () => [{ json: { topic: 'bug' } }, { end: 'stop' }])
  fake.script('wrong', () => [{ json: { topic: 'weather' } }, { end: 'stop' }])
  fake.script('flood', () => [
    { text: '{"text": "', n: 1 },
    { text: 'more ', n: 5_000 },
  ])
  fake.script('drip', () => [
    { text: '{"text": "', n: 1 },
    { endless: 'tokens', everyMs: 30 },
  ])
  fake.script('mended', call => [{ json: call === 0 ? { text: 7 } : { text: 'Second try.' } }, { end: 'stop' }])
})
afterAll(async () => {
  await studio?.kill('SIGKILL')
  await fake?.stop()
  rmSync(home, { recursive: true, force: true })
})

describe('the JavaScript client', () => {
  test('H2 lists and retrieves models, the planner first', async () => {
    const { data } = await client.models.list()
    expect(data[0]!.id).toBe('kora')
    expect(data.map(model => model.id)).toContain('ollama/writer')
    expect((await client.models.retrieve('ollama/writer')).owned_by).toBe('ollama')
    expect((await client.get('/models/ollama/writer')) as object).toMatchObject({ id: 'ollama/writer' })
    expect(await caught(client.models.retrieve('ollama/none'))).toMatchObject({ status: 404, code: 'MODEL_NOT_FOUND' })
  })

  test('K2 the planner answers by rule without any call, plain and streamed, and the run can be looked up', async () => {
    const calls = fake.ledger.calls.length
    const { data, response } = await client.chat.completions
      .create({ model: 'kora', messages: ask('What is 17.5% of 2,480 EUR?') })
      .withResponse()
    expect(data.choices[0]!.message.content).toStartWith('434.00 EUR')
    expect(data.usage).toMatchObject({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 })
    const runId = response.headers.get('x-kora-run-id')!
    expect((await studio.status(runId)).status).toBe('success')
    const stream = await client.chat.completions.create({
      model: 'kora',
      messages: ask('12 * 8'),
      stream: true,
      stream_options: { include_usage: true },
    })
    let text = ''
    let usage: OpenAI.CompletionUsage | null | undefined
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      usage = chunk.usage ?? usage
    }
    expect(text).toContain('96')
    expect(usage?.total_tokens).toBe(0)
    expect(fake.ledger.calls.length).toBe(calls)
  })

  test('B1 one model task answers in text; usage is what the runtime saw', async () => {
    const answer = await client.chat.completions.create({
      model: 'ollama/writer',
      messages: [{ role: 'developer', content: 'Be brief.' }, ...ask('Say something.')],
      max_completion_tokens: 40,
      temperature: 0.2,
      seed: 7,
    })
    expect(answer.choices[0]!.message.content).toBe('Blue skies "ahead".')
    expect(answer.choices[0]!.finish_reason).toBe('stop')
    expect(answer.usage!.completion_tokens).toBeGreaterThan(0)
  })

  test('N2 a stream gives the same text in several pieces', async () => {
    const stream = await client.chat.completions.create({ model: 'ollama/writer', messages: ask('Go.'), stream: true })
    const pieces: string[] = []
    let finish: string | null = null
    for await (const chunk of stream) {
      const [choice] = chunk.choices
      if (choice?.delta.content) pieces.push(choice.delta.content)
      finish = choice?.finish_reason ?? finish
    }
    expect(pieces.join('')).toBe('Blue skies "ahead".')
    expect(pieces.length).toBeGreaterThan(1)
    expect(finish).toBe('stop')
  })

  test('V1 M9 a format that leaves one text open streams as the JSON that is made of plain text', async () => {
    const schema = { type: 'object', properties: { reply: { type: 'string' } }, required: ['reply'] }
    const stream = await client.chat.completions.create({
      model: 'ollama/writer',
      messages: ask('Go.'),
      stream: true,
      response_format: { type: 'json_schema', json_schema: { name: 'said', schema } },
    })
    const pieces: string[] = []
    for await (const { choices } of stream) if (choices[0]?.delta.content) pieces.push(choices[0].delta.content)
    expect(pieces.join('')).toBe('{"reply":"Blue skies \\"ahead\\"."}')
    expect(pieces.length).toBeGreaterThan(1)
    expect(fake.ledger.calls.at(-1)?.schema).toBeNull()
  })

  test('V1 structured output is parsed by the client and was checked by Studio', async () => {
    const parsed = await client.chat.completions.parse({
      model: 'ollama/sorter',
      messages: ask('My invoice crashes.'),
      response_format: FORMAT,
    })
    expect(parsed.choices[0]!.message.parsed).toEqual({ topic: 'bug' } as never)
    const error = await caught(
      client.chat.completions.create({ model: 'ollama/wrong', messages: ask('Hm.'), response_format: FORMAT }),
    )
    expect(error).toMatchObject({ status: 400, code: 'OUTPUT_REJECTED' })
  })

  test('V1 a streamed answer that fails its schema is never declared done', async () => {
    const before = fake.ledger.calls.length
    const stream = await client.chat.completions.create({
      model: 'ollama/wrong',
      messages: ask('Hm.'),
      response_format: FORMAT,
      stream: true,
    })
    const finishes: unknown[] = []
    const read = (async () => {
      for await (const chunk of stream) finishes.push(chunk.choices[0]?.finish_reason)
    })()
    await expect(read).rejects.toMatchObject({ code: 'OUTPUT_REJECTED' })
    expect(finishes.filter(Boolean)).toEqual([])
    // Two attempts as declared, and the client added none.
    expect(fake.ledger.calls.length - before).toBe(2)
  })

  test('M5 an attempt of which some was streamed and which was rejected ends in an error, never in two answers in one', async () => {
    fake.script('started', call => [
      { json: call === 0 ? { text: 'False start.', more: 1 } : { text: 'Good end.' } },
      { end: 'stop' },
    ])
    const stream = await client.chat.completions.create({ model: 'ollama/started', messages: ask('Go.'), stream: true })
    let text = ''
    const read = (async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    })()
    expect(await caught(read)).toMatchObject({ code: 'OUTPUT_REJECTED' })
    expect('False start.').toStartWith(text)
    expect(text).not.toBe('')
  })

  test('M5 an attempt of which nothing was streamed is simply followed by the next', async () => {
    const stream = await client.chat.completions.create({ model: 'ollama/mended', messages: ask('Go.'), stream: true })
    let text = ''
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    expect(text).toBe('Second try.')
  })

  test('B2 max_tokens is a budget: a flood ends in one call and an error that is not retried', async () => {
    const before = fake.ledger.calls.length
    const error = await caught(
      client.chat.completions.create({
        model: 'ollama/flood',
        messages: ask('Go.'),
        max_tokens: 20,
        kora: { max_retries: 0 },
      } as never),
    )
    expect(error).toMatchObject({ status: 400, code: 'TOKEN_BUDGET' })
    expect((error as { headers: Headers }).headers.get('x-should-retry')).toBe('false')
    expect(fake.ledger.calls.length - before).toBe(1)
  })

  test('X4 an abort cancels the run and closes the connection to the runtime', async () => {
    const stream = await client.chat.completions.create({ model: 'ollama/drip', messages: ask('Go.'), stream: true })
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break
    const call = fake.ledger.calls.at(-1)!
    for (let look = 0; look < 200 && call.closedMs === null; look += 1) await Bun.sleep(25)
    expect(call.closedMs).not.toBeNull()
  })

  test('H6 what has no effect is refused with its place', async () => {
    const cases: readonly (readonly [object, string])[] = [
      [{ tools: [{ type: 'function', function: { name: 'f' } }] }, 'tools'],
      [{ n: 2 }, 'n'],
      [{ logprobs: true }, 'logprobs'],
      [{ temperature: '0' }, 'temperature'],
      [{ max_tokens: 0 }, 'max_tokens'],
      [{ surprise: 1 }, 'surprise'],
      [{ messages: [{ role: 'tool', content: 'x', tool_call_id: 'a' }] }, 'messages[0].role'],
      [
        { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }] },
        'messages[0].content[0].type',
      ],
      [{ messages: [...ask('a'), { role: 'assistant', content: 'b' }] }, 'messages[1]'],
      [
        { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object', wrong: 1 } } } },
        'response_format.json_schema.schema.wrong',
      ],
    ]
    for (const [more, param] of cases) {
      const body = { model: 'ollama/writer', messages: ask('Go.'), ...more }
      const error = await caught(client.chat.completions.create(body as never))
      expect({ param, error }).toMatchObject({ param, error: { status: 400, param } })
    }
    const body = { model: 'ollama/writer', messages: ask('Go.'), logprobs: true, n: 2 }
    const error = await caught(client.chat.completions.create(body as never))
    expect(error).toMatchObject({ message: expect.stringMatching(/400 Probabilities are not .* \(and 1 more\)$/) })
  })

  test('H6 what asks for nothing is taken: clients and the frameworks around them send it unasked', async () => {
    const nothing = {
      tools: [],
      tool_choice: 'auto',
      parallel_tool_calls: false,
      functions: [],
      function_call: 'none',
      n: 1,
      logprobs: false,
      top_logprobs: 0,
      logit_bias: {},
      presence_penalty: 0,
      frequency_penalty: 0,
      store: false,
      modalities: ['text'],
      audio: null,
      prediction: null,
      web_search_options: null,
      reasoning_effort: null,
      verbosity: 'medium',
      service_tier: 'auto',
      prompt_cache_retention: null,
      prompt_cache_key: 'a',
      safety_identifier: 'b',
      user: null,
      response_format: null,
      stop: [],
      stream_options: null,
    }
    const messages = [...ask('a'), { role: 'assistant' }, { role: 'user', content: 'Go.', name: null }]
    const answer = await client.chat.completions.create({ model: 'ollama/writer', messages, ...nothing } as never)
    expect(answer.choices[0]!.message.content).toBe('Blue skies "ahead".')
    const loud = {
      tool_choice: 'required',
      functions: [{ name: 'f' }],
      top_logprobs: 2,
      logit_bias: { 50256: -100 },
      modalities: ['text', 'audio'],
      audio: { voice: 'alloy', format: 'wav' },
      prediction: { type: 'content', content: 'x' },
      web_search_options: {},
      reasoning_effort: 'high',
      verbosity: 'low',
      service_tier: 'flex',
      store: true,
    }
    for (const [param, value] of Object.entries(loud)) {
      const body = { model: 'ollama/writer', messages: ask('Go.'), [param]: value }
      const error = await caught(client.chat.completions.create(body as never))
      expect({ param, error }).toMatchObject({ param, error: { status: 400, param } })
      expect(String(error)).toMatch(/Leave it out|Only/)
    }
  })

  test('H6 a message without content, or with a part that is none, is refused at its place', async () => {
    const cases: readonly (readonly [readonly object[], string])[] = [
      [[{ role: 'user', content: [null] }], 'messages[0].content[0]'],
      [[{ role: 'user', content: null }, ...ask('a')], 'messages[0].content'],
      [[{ role: 'system' }, ...ask('a')], 'messages[0].content'],
    ]
    for (const [messages, param] of cases) {
      const error = await caught(client.chat.completions.create({ model: 'ollama/writer', messages } as never))
      expect({ param, error }).toMatchObject({ param, error: { status: 400, code: 'INVALID_REQUEST', param } })
    }
  })

  test('H2 the parts of the interface that Studio does not have say so, and which it has', async () => {
    const asked = [
      () => client.responses.create({ model: 'kora', input: 'x' }),
      () => client.completions.create({ model: 'kora', prompt: 'x' }),
      () => client.embeddings.create({ model: 'kora', input: 'x' }),
    ]
    for (const call of asked) {
      const error = await caught(call())
      expect(error).toMatchObject({ status: 404, code: 'NOT_FOUND' })
      expect(String(error)).toContain('POST /v1/chat/completions')
    }
    const bare = new OpenAI({ baseURL: studio.url, apiKey: studio.token, maxRetries: 0 })
    const error = await caught(bare.chat.completions.create({ model: 'kora', messages: ask('12 * 8') }))
    expect(JSON.stringify((error as { error: unknown }).error ?? String(error))).toContain('/v1')
  })

  test('H8 a wrong key, an unknown model and a runtime that is away have errors of their own', async () => {
    const stranger = new OpenAI({ baseURL: `${studio.url}/v1`, apiKey: 'sk-wrong', maxRetries: 0 })
    expect(await caught(stranger.models.list())).toMatchObject({ status: 401, code: 'TOKEN_REQUIRED' })
    const create = (model: string) => client.chat.completions.create({ model, messages: ask('Go.') })
    for (const model of ['gpt-9', 'vllm/qwen'])
      expect(await caught(create(model))).toMatchObject({
        status: 404,
        code: 'MODEL_NOT_FOUND',
        message: expect.stringContaining('GET /v1/models'),
      })
    expect(await caught(create('ollama/nobody'))).toMatchObject({ status: 404, code: 'MODEL_NOT_FOUND' })
  })

  test('H4 stop sequences cut the text, also when they come in pieces', async () => {
    const body = { model: 'ollama/writer', messages: ask('Go.'), stop: [' "ahead'] }
    const plain = await client.chat.completions.create(body)
    expect(plain.choices[0]!.message.content).toBe('Blue skies')
    let text = ''
    for await (const chunk of await client.chat.completions.create({ ...body, stream: true }))
      text += chunk.choices[0]?.delta.content ?? ''
    expect(text).toBe('Blue skies')
  })
})

const python = findOpenAiPython()
if ('skipped' in python) console.log(`skipped: ${python.skipped}`)

const SCRIPT = `
import os, json
from openai import OpenAI, APIError, BadRequestError, NotFoundError
from pydantic import BaseModel
from typing import Literal
client = OpenAI(base_url=os.environ["URL"] + "/v1", api_key=os.environ["KEY"])
said = {}
ask = [{"role": "user", "content": "What is 12 * 8?"}]
said["models"] = [m.id for m in client.models.list()][0]
said["rule"] = client.chat.completions.create(model="kora", messages=ask).choices[0].message.content
stream = client.chat.completions.create(model="ollama/writer", messages=ask, stream=True, stream_options={"include_usage": True})
chunks = list(stream)
said["stream"] = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
said["usage"] = chunks[-1].usage.completion_tokens
class Ticket(BaseModel):
    topic: Literal["billing", "bug"]
said["parsed"] = client.chat.completions.parse(model="ollama/sorter", messages=ask, response_format=Ticket).choices[0].message.parsed.topic
try:
    client.chat.completions.create(model="ollama/flood", messages=ask, max_tokens=20)
except BadRequestError as error:
    said["budget"] = error.code
quiet = dict(tools=[], tool_choice="auto", logit_bias={}, modalities=["text"], parallel_tool_calls=True, top_logprobs=0, n=1, stop=[], user="me")
said["quiet"] = client.chat.completions.create(model="ollama/writer", messages=ask, **quiet).choices[0].message.content
first = client.chat.completions.create(model="ollama/writer", messages=ask).choices[0].message
said["again"] = client.chat.completions.create(model="ollama/writer", messages=ask + [first] + ask).choices[0].message.content
try:
    client.responses.create(model="kora", input="x")
except NotFoundError as error:
    said["responses"] = error.code
with client.chat.completions.create(model="ollama/drip", messages=ask, stream=True) as dripping:
    for chunk in dripping:
        if chunk.choices and chunk.choices[0].delta.content: break
print(json.dumps(said))
`

describe.skipIf('skipped' in python)('the Python client', () => {
  test('H2 completes, streams, parses, reads errors and breaks off', async () => {
    const child = Bun.spawn(['path' in python ? python.path : '', '-c', SCRIPT], {
      env: { URL: studio.url, KEY: studio.token, PATH: process.env.PATH ?? '', HOME: home },
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const [out, err, code] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const said = JSON.parse(out) as Record<string, unknown>
    expect(said).toMatchObject({
      models: 'kora',
      stream: 'Blue skies "ahead".',
      parsed: 'bug',
      budget: 'TOKEN_BUDGET',
      quiet: 'Blue skies "ahead".',
      again: 'Blue skies "ahead".',
      responses: 'NOT_FOUND',
    })
    expect(said.rule).toStartWith('96')
    expect(said.usage).toBeGreaterThan(0)
    const call = fake.ledger.calls.at(-1)!
    for (let look = 0; look < 200 && call.closedMs === null; look += 1) await Bun.sleep(25)
    expect(call.closedMs).not.toBeNull()
  })
})
