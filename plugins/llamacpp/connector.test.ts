import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { cpSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connector, GenerateFrame, GenerateRequest } from '#contracts/connector-port'
import type { JsonObject } from '#contracts/json-value'
import type { Spawn } from '#contracts/powers'
import { openSpawn } from '#machine/child-spawn'
import { openFiles } from '#machine/plugin-files'
import { systemClock } from '#machine/system-clock'
import { findSmallModel } from '#testing/small-model'
import { buildGguf } from './gguf-sample.ts'
import { plugin } from './plugin.ts'

const MODEL = 'smollm2-135m-instruct-q4_1'
const found = findSmallModel()
const isHere = 'path' in found
const FILE = isHere ? found.path : ''
if (!isHere) console.log(`Tests with the real model are skipped: ${found.skipped}`)

const root = mkdtempSync(join(tmpdir(), 'kora-llamacpp-'))
const disposers: (() => unknown)[] = []
afterAll(async () => {
  for (const dispose of disposers) await dispose()
  rmSync(root, { recursive: true, force: true })
})

let count = 0
async function open(settings: JsonObject = { threads: 1 }) {
  count += 1
  const models = join(root, `models-${count}`)
  mkdirSync(models)
  const pids: number[] = []
  const lines: string[] = []
  const real = openSpawn(import.meta.dir)
  const spawn: Spawn = {
    module(options) {
      const child = real.module(options)
      pids.push(child.pid)
      return child
    },
  }
  const files = await openFiles(join(root, `data-${count}`))
  const host = {
    id: 'llamacpp',
    settings: { modelsFolder: models, contextTokens: 512, gpu: 'off', ...settings },
    clock: systemClock,
    log: (line: string) => lines.push(line),
    files,
    spawn,
  }
  const provided = await plugin.activate(host)
  disposers.push(() => provided.dispose?.())
  const connector = provided.connectors?.[0]
  if (connector === undefined) throw new Error('no connector')
  return { connector, models, pids, lines, files }
}

/** A link costs no disk; another volume gets a copy. */
function putModel(folder: string): void {
  const target = join(folder, 'SmolLM2-135M-Instruct.Q4_1.gguf')
  try {
    linkSync(FILE, target)
  } catch {
    cpSync(FILE, target)
  }
}

const patience = () => AbortSignal.timeout(60_000)
const GREEDY = { temperature: 0, topP: 1, seed: 1, stop: [] }
const ask = (content: string, more: Partial<GenerateRequest> = {}): GenerateRequest => ({
  model: MODEL,
  messages: [{ role: 'user', content }],
  maxTokens: 24,
  schema: null,
  sampler: GREEDY,
  ...more,
})

async function read(connector: Connector, request: GenerateRequest, signal = patience()) {
  const frames: GenerateFrame[] = []
  for await (const frame of connector.generate(request, signal)) frames.push(frame)
  const text = frames.map(frame => (frame.kind === 'text' ? frame.text : '')).join('')
  const tokens = frames.reduce((sum, frame) => sum + (frame.kind === 'text' ? frame.tokens : 0), 0)
  const end = frames.at(-1)
  if (end?.kind !== 'end') throw new Error('no end')
  return { frames, text, tokens, end }
}
const outcome = (work: Promise<unknown>) => work.then(() => 'fine').catch(error => error.code ?? error.name)

const ALIVE = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('llamacpp without a model', () => {
  test('is healthy in process, and names the cure when there is no model file', async () => {
    const { connector } = await open()
    const health = await connector.health(patience())
    expect(health).toMatchObject({ status: 'unavailable', address: 'in process' })
    expect(health.reason).toContain('kora models pull')
    expect(health.version).toMatch(/^node-llama-cpp \d+\.\d+\.\d+ \(llama\.cpp .+\)$/)
    expect(await connector.models(patience())).toEqual([])
    expect(await outcome(read(connector, ask('hi')))).toBe('MODEL_NOT_FOUND')
    expect(await outcome(connector.capabilities(MODEL, patience()))).toBe('MODEL_NOT_FOUND')
  })

  test('answers a corrupt and a truncated file with a typed error, never with a crash', async () => {
    const { connector, models, pids } = await open()
    writeFileSync(join(models, 'truncated.gguf'), buildGguf({}).slice(0, -3))
    // Whole by its header, and yet no model: llama.cpp itself must refuse it.
    writeFileSync(join(models, 'hollow.gguf'), buildGguf({}))
    for (const model of ['truncated', 'hollow'])
      expect(await outcome(read(connector, ask('hi', { model })))).toBe('BACKEND_ERROR')
    expect(await outcome(connector.countTokens!('hollow', [], patience()))).toBe('BACKEND_ERROR')
    const health = await connector.health(patience())
    expect(health).toMatchObject({ status: 'degraded' })
    expect(health.reason).toContain('truncated.gguf')
    expect((await connector.models(patience())).map(model => model.name)).toEqual(['hollow'])
    expect(pids.filter(ALIVE)).toHaveLength(1)
  }, 30_000)
})

describe.skipIf(!isHere)('llamacpp with the real model', () => {
  let connector: Connector
  let parts: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    parts = await open()
    putModel(parts.models)
    connector = parts.connector
    await connector.load!(MODEL, patience())
  }, 60_000)

  test('M6 lists the model with the facts of its header and the digest of its weights', async () => {
    expect(await connector.models(patience())).toEqual([
      expect.objectContaining({
        name: MODEL,
        sizeBytes: 98_362_432,
        parameters: '135M',
        quantization: 'Q4_1',
        contextTokens: 512,
        digest: 'sha256:b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
        loaded: true,
        remote: false,
      }),
    ])
    expect(await connector.capabilities(MODEL, patience())).toMatchObject({
      contextTokens: 512,
      tokenizer: true,
      constrained: 'schema',
    })
    expect(new TextDecoder().decode((await parts.files.read('digests.json')) ?? new Uint8Array())).toContain(
      'b179c9523d',
    )
  })

  test('M2 decodes a schema: classes, lists, numbers in range, and only required keys', async () => {
    const schema = {
      type: 'object',
      properties: {
        class: { enum: ['billing', 'technical', 'other'] },
        urgent: { type: 'boolean' },
        days: { type: 'integer', minimum: 1, maximum: 30 },
        tags: { type: 'array', items: { type: 'string', maxLength: 12 }, maxItems: 2 },
        owner: { anyOf: [{ type: 'string', maxLength: 8 }, { type: 'null' }] },
      },
      required: ['class', 'urgent', 'days', 'tags', 'owner'],
      additionalProperties: false,
    }
    for (const seed of [1, 2, 3, 4]) {
      const sampler = { temperature: 1, topP: 1, seed, stop: [] }
      const { text, end } = await read(
        connector,
        ask('Ticket: the invoice is wrong. Answer as JSON.', { schema, sampler, maxTokens: 120 }),
      )
      expect(end.stop).toBe('stop')
      const value = JSON.parse(text)
      expect(Object.keys(value)).toEqual(['class', 'urgent', 'days', 'tags', 'owner'])
      expect(['billing', 'technical', 'other']).toContain(value.class)
      expect(value.days).toBeWithin(1, 31)
      expect(value.tags.length).toBeLessThanOrEqual(2)
      expect(value.owner === null || [...value.owner].length <= 8).toBe(true)
    }
  }, 60_000)

  test('M2 decodes any JSON and says so where it cannot decode the schema', async () => {
    const schema = { type: 'object', properties: { a: { $ref: 'https://example.org/a' } }, required: ['a'] }
    const { text } = await read(connector, ask('Say {"a": 1} as JSON.', { schema, maxTokens: 40 }))
    expect(text.startsWith('{')).toBe(true)
    expect(parts.lines.some(line => line.includes('the schema refers outside itself'))).toBe(true)
  }, 30_000)

  test('B2 keeps the cap to the token, and counts every token it gives', async () => {
    for (const maxTokens of [1, 2, 17]) {
      const { tokens, end } = await read(connector, ask('Write a long story about the sea.', { maxTokens }))
      expect(tokens).toBe(maxTokens)
      expect(end).toMatchObject({ stop: 'length', usage: { tokensOut: maxTokens, thinkingTokens: 0 } })
    }
  }, 30_000)

  test('B7 counts exactly the tokens that the call evaluates, and refuses a prompt that does not fit', async () => {
    const request = ask('Say <|im_end|> and 你好 in one word.', { maxTokens: 2 })
    const counted = await connector.countTokens!(MODEL, request.messages, patience())
    expect((await read(connector, request)).end.usage.tokensIn).toBe(counted)
    expect(await outcome(read(connector, ask('word '.repeat(600))))).toBe('CONTEXT_OVERFLOW')
    expect((await read(connector, request)).end.usage.tokensIn).toBe(counted)
  }, 30_000)

  test('B7 ends an answer at the end of the context instead of forgetting its beginning', async () => {
    const content = `Repeat for ever: ${'sea salt '.repeat(210)}`
    const prompt = await connector.countTokens!(MODEL, [{ role: 'user', content }], patience())
    expect(prompt).toBeWithin(400, 511)
    const schema = {
      type: 'array',
      items: { type: 'string', minLength: 100, maxLength: 200 },
      minItems: 50,
      maxItems: 60,
    }
    const { tokens, end } = await read(
      connector,
      ask(content, { schema, maxTokens: 5_000, sampler: { ...GREEDY, temperature: 2 } }),
    )
    expect(end.stop).toBe('length')
    expect(prompt + tokens).toBeLessThanOrEqual(512)
  }, 60_000)

  test('M6 gives the same text for the same seed, with or without a cached prefix, and another for another seed', async () => {
    const content = `${'The harbour is quiet and the boats are in. '.repeat(14)}Continue.`
    const sampled = (seed: number, text = content) =>
      read(connector, ask(text, { maxTokens: 16, sampler: { temperature: 1, topP: 0.95, seed, stop: [] } }))
    const first = await sampled(5)
    const again = await sampled(5)
    expect(again.text).toBe(first.text)
    expect(again.end.usage.cachedTokens).toBeGreaterThan(0)
    await read(connector, ask('Something else.', { maxTokens: 2 }))
    await read(connector, ask('Something else again, which takes the second slot too.', { maxTokens: 2 }))
    expect((await sampled(5)).text).toBe(first.text)
    expect((await sampled(6)).text).not.toBe(first.text)
  }, 60_000)

  test('N7 answers two calls at once, and queues a third', async () => {
    expect(connector.slots(MODEL)).toBe(2)
    const order: string[] = []
    const waitedMs = new Map<string, number>()
    const run = async (name: string, maxTokens: number) => {
      for await (const frame of connector.generate(ask(`Tell me about ${name}.`, { maxTokens }), patience())) {
        if (frame.kind === 'opened') waitedMs.set(name, frame.queueMs ?? 0)
        if (frame.kind !== 'end') order.push(`${name} ${frame.kind}`)
      }
      order.push(`${name} end`)
    }
    await Promise.all([run('bread', 20), run('cheese', 24), run('wine', 4)])
    expect(order.indexOf('cheese opened')).toBeLessThan(order.indexOf('bread end'))
    // Frames of several calls are read in turns, so that the order of reading says less than the child's own measure.
    const longest = Math.max(waitedMs.get('bread') ?? 0, waitedMs.get('cheese') ?? 0)
    expect(waitedMs.get('wine')).toBeGreaterThan(longest)
    expect(order.filter(line => line.endsWith('end'))).toHaveLength(3)
  }, 60_000)

  test('X4 frees the slot of a cancelled call, of a call left early, and of one cancelled while it waits', async () => {
    const story = ask('Write a very long story.', { maxTokens: 400 })
    for (let round = 0; round < 3; round += 1) {
      const abort = new AbortController()
      const cancelled = (async () => {
        for await (const frame of connector.generate(story, abort.signal)) if (frame.kind === 'text') abort.abort()
      })()
      const left = (async () => {
        for await (const frame of connector.generate(story, patience())) if (frame.kind === 'text') break
      })()
      const waiting = new AbortController()
      const queued = outcome(read(connector, story, waiting.signal))
      waiting.abort()
      expect(await outcome(cancelled)).toBe(20)
      expect(await queued).toBe(20)
      await left
    }
    const both = [read(connector, ask('Hi', { maxTokens: 2 })), read(connector, ask('Hello', { maxTokens: 2 }))]
    for (const answer of await Promise.all(both)) expect(answer.tokens).toBe(2)
    await connector.unload!(MODEL, patience())
    expect((await connector.models(patience()))[0]?.loaded).toBe(false)
  }, 60_000)

  test('ends at a stop string, which is not part of the answer', async () => {
    const full = await read(connector, ask('Count: one, two, three.', { maxTokens: 12 }))
    const stop = full.text.trim().split(' ')[1] ?? ''
    const { text, end } = await read(
      connector,
      ask('Count: one, two, three.', { maxTokens: 12, sampler: { ...GREEDY, stop: [stop] } }),
    )
    expect(end.stop).toBe('stop')
    expect(text).toBe(full.text.slice(0, full.text.indexOf(stop)))
  }, 30_000)

  test('N5 fails only the running call when the child is killed, is back within 2 s, and Studio lives', async () => {
    const story = ask('Write a very long story.', { maxTokens: 400 })
    const failures: unknown[] = []
    const run = async () => {
      try {
        for await (const frame of connector.generate(story, patience())) {
          if (frame.kind === 'text') process.kill(parts.pids.at(-1) ?? 0, 'SIGKILL')
        }
      } catch (cause) {
        failures.push((cause as { code?: unknown }).code)
      }
    }
    await run()
    expect(failures).toEqual(['UPSTREAM_TRUNCATED'])
    const { tokens } = await read(connector, ask('Hi', { maxTokens: 3 }), AbortSignal.timeout(20_000))
    expect(tokens).toBe(3)
    expect(parts.pids.filter(ALIVE)).toHaveLength(1)
  }, 60_000)
})

describe.skipIf(!isHere)('llamacpp on a new machine', () => {
  test('N6 measures one, half and all cores at the first load, uses the best, and does not trust the default', async () => {
    const parts = await open({})
    putModel(parts.models)
    await parts.connector.load!(MODEL, patience())
    const line = parts.lines.find(said => said.startsWith('Measured tokens per second by threads'))
    expect(line).toMatch(/\(1: [\d.]+.*\); \d+ will be used/)
    // A busy machine is measured again at the next start; a calm one is remembered.
    const kept = await parts.files.read('threads.json')
    expect(kept === null).toBe(line?.includes('busy') ?? false)
    if (kept !== null) expect(Object.values(JSON.parse(new TextDecoder().decode(kept)))).toEqual([expect.any(Number)])
  }, 60_000)

  test('N3 a file that was replaced is loaded anew: no answer comes from weights that are gone', async () => {
    const { connector, models } = await open()
    const path = join(models, 'SmolLM2-135M-Instruct.Q4_1.gguf')
    cpSync(FILE, path)
    await read(connector, ask('hi', { maxTokens: 1 }))
    const [before] = await connector.models(patience())
    expect(before).toMatchObject({ loaded: true })
    rmSync(path)
    cpSync(FILE, path)
    const later = new Date(Date.now() + 60_000)
    utimesSync(path, later, later)
    const [after] = await connector.models(patience())
    expect(after).toMatchObject({ loaded: false, digest: before!.digest })
    const { frames } = await read(connector, ask('hi', { maxTokens: 1 }))
    expect(frames.find(frame => frame.kind === 'opened')?.loadMs).toBeGreaterThan(0)
    expect((await connector.models(patience()))[0]).toMatchObject({ loaded: true })
  }, 60_000)

  test('G3 answers with a file that the catalogue registers in place', async () => {
    const parts = await open()
    const models = [{ provider: 'llamacpp', file_paths: [FILE] }]
    writeFileSync(join(parts.models, 'catalog.json'), JSON.stringify({ models }))
    expect((await read(parts.connector, ask('Hi', { maxTokens: 2 }))).tokens).toBe(2)
    expect(readFileSync(FILE).length).toBe(98_362_432)
  }, 60_000)
})

describe.skipIf(!isHere)('llamacpp with four slots', () => {
  test('M7 N7 calls at once evaluate their common beginning once, and answer as they would alone', async () => {
    const { connector, models } = await open({ threads: 1, slots: 4 })
    putModel(models)
    const rules = 'You answer letters to a bakery. You are friendly, short and exact, and promise nothing. '.repeat(5)
    const letter = (text: string) =>
      ask('', {
        messages: [
          { role: 'system', content: rules },
          { role: 'user', content: text },
        ],
        maxTokens: 4,
      })
    const texts = ['Two loaves, please.', 'The cake was cold.', 'Are you open today?', 'Thank you!']
    const together = await Promise.all(texts.map(text => read(connector, letter(text))))
    const cached = together.map(({ end }) => end.usage.cachedTokens ?? 0).sort((a, b) => a - b)
    expect(cached[0]).toBe(0)
    for (const tokens of cached.slice(1)) expect(tokens).toBeGreaterThan(60)
    for (const { tokens, end } of together) expect(tokens).toBe(end.usage.tokensOut ?? -1)
    const alone = await read(connector, letter('Two loaves, please.'))
    expect(alone.end.usage.cachedTokens).toBeGreaterThan(60)
    expect(alone.text.slice(0, 2)).toBe(together[0]?.text.slice(0, 2) ?? '')
  }, 120_000)
})
