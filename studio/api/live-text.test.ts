import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import { PartialFrame } from '#contracts/live-text'
import { TextField } from '#json/text-field'
import { systemClock } from '#machine/system-clock'
import { type StreamFrame, watchFrames } from '#testing/e2e/studio-process'
import { createFileKernel, type FileKernel } from '#testing/file-kernel'
import { createScriptedConnector, type Step } from '#testing/scripted-connector'
import { graphOf, modelTask } from '#testing/test-kernel'
import { type Harness, startHarness } from './api-harness.ts'

const ANSWER = 'Zwölf 😀 "Äpfel"\nund eine Birne.'
const SCHEMA = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] }
const BUDGET = { max_tokens: 20_000, max_time_ms: 60_000, max_retries: 1 }

let folder: string
let own: FileKernel
let server: Harness
/** What the model does at each call; a gate holds a script until the test opens it. */
let script: (call: number) => readonly (Step | Promise<void>)[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kora-live-'))
  const scripted = createScriptedConnector({ clock: systemClock, script: (_, call) => script(call) as readonly Step[] })
  own = createFileKernel(folder, {}, [scripted.connector])
  server = await startHarness({ kernel: own.kernel, keys: own.store })
})
afterEach(async () => {
  await server.stop()
  await own.kernel.close()
  rmSync(folder, { recursive: true })
})

const pieces = (text: string): Step[] => (text.match(/[\s\S]{1,5}/g) ?? []).map(piece => ({ text: piece }))
/** Plain text, as a model with one text to give is asked for it. */
const answer = pieces
const body = (options: object) => ({
  api_version: '1.0',
  taskgraph: graphOf([modelTask('say', { schema: SCHEMA, budget: BUDGET })], 'say'),
  execution_options: options,
})
const check = TypeCompiler.Compile(PartialFrame)
const partialOf = ({ id, name, data }: StreamFrame): PartialFrame[] => {
  if (name !== 'partial') return []
  expect([id, check.Check(data)]).toEqual([null, true])
  return [data as PartialFrame]
}

async function readStream(response: Response): Promise<StreamFrame[]> {
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const frames: StreamFrame[] = []
  await watchFrames(response, frame => {
    frames.push(frame)
    return true
  })
  return frames
}

describe('live text over HTTP', () => {
  test('L6 H6 streams the text of a model while it is written, apart from thinking and from events', async () => {
    script = () => [{ thinking: 'counting fruit' }, { wait: 20 }, ...answer(ANSWER), { wait: 60 }, { end: 'stop' }]
    const frames = await readStream(await server.call('/execute', { body: body({ stream: true }) }))
    const partials = frames.flatMap(partialOf)
    const of = (kind: string) => partials.flatMap(frame => (frame.kind === kind ? frame.text : []))
    expect(of('thinking').join('')).toBe('counting fruit')
    const field = new TextField()
    expect(
      of('text')
        .map(text => field.feed(text))
        .join(''),
    ).toBe(ANSWER)
    expect(frames.at(-1)).toMatchObject({ name: 'result', data: { final_output: { text: ANSWER } } })
    const seqs = frames.flatMap(({ id }) => id ?? [])
    expect(seqs).toEqual(seqs.map((_, at) => at))
  })

  test('L6 resumes events by Last-Event-ID and tells an open answer again from its beginning', async () => {
    script = () => [...answer(ANSWER), { wait: 1_000 }, { end: 'stop' }]
    const started = await server.call('/execute', { body: body({ detach: true }) })
    const { run_id: runId } = (await started.json()) as { run_id: string }
    let lastId = -1
    let told = ''
    await watchFrames(await server.call(`/runs/${runId}/events`), frame => {
      lastId = frame.id ?? lastId
      for (const { text } of partialOf(frame)) told += text
      return told.length < 10 || lastId < 0
    })
    const frames = await readStream(
      await server.call(`/runs/${runId}/events`, { headers: { 'last-event-id': String(lastId) } }),
    )
    expect(frames.flatMap(({ id }) => id ?? []).every(id => id > lastId)).toBe(true)
    const field = new TextField()
    const again = frames.flatMap(partialOf).map(({ text }) => field.feed(text))
    expect(again.join('')).toBe(ANSWER)
    expect(frames.at(-1)?.name).toBe('end')
  })

  test('L6 says that a rejected attempt is void before the next one is told', async () => {
    script = call =>
      call === 0
        ? [...pieces('{"text":7}'), { wait: 30 }, { end: 'stop' }]
        : [...pieces(JSON.stringify({ text: ANSWER })), { wait: 30 }, { end: 'stop' }]
    const frames = await readStream(await server.call('/execute', { body: body({ stream: true }) }))
    const kinds = frames
      .flatMap(partialOf)
      .map(({ attempt_index, kind, reason }) => `${attempt_index} ${reason ?? kind}`)
    expect(kinds.filter((kind, at) => kinds[at - 1] !== kind)).toEqual(['0 text', '0 OUTPUT_REJECTED', '1 text'])
  })

  test('L6 lets a reader that takes nothing miss live text, and goes on with the run', async () => {
    const long = Array.from({ length: 10_000 }, (_, at) => `w${at} `).join('')
    script = () => [...answer(long), { end: 'stop' }]
    const silent = await server.call('/execute', { body: body({ stream: true }) })
    const reader = silent.body!.getReader()
    await reader.read()
    const listed = async () =>
      ((await (await server.call('/runs')).json()) as { runs: { status: string }[] }).runs[0]?.status
    while ((await listed()) !== 'success') await Bun.sleep(10)
    await reader.cancel()
    expect(await listed()).toBe('success')
  })

  test('L5 stores no piece of live text anywhere', async () => {
    script = () => [{ thinking: 'thought-canary' }, ...pieces('{"txt":"text-canary"}'), { wait: 20 }, { end: 'stop' }]
    const frames = await readStream(await server.call('/execute', { body: body({ stream: true }) }))
    expect(frames.flatMap(partialOf).some(({ text }) => text.includes('canary'))).toBe(true)
    await own.store.commit()
    for (const file of new Bun.Glob('**/*').scanSync({ cwd: folder, absolute: true })) {
      expect([file, Buffer.from(await Bun.file(file).bytes()).includes('canary')]).toEqual([file, false])
    }
  })
})
