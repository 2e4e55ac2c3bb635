/**
 * The whole server as a user runs it: its own process, a data folder of its own, real sockets. It can be called, killed and
 * started again on the same folder; nothing of it is faked. Its environment is built from nothing.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Event } from '#contracts/event'
import type { ExecuteResult, RunStatus } from '#contracts/execution'
import type { Failure } from '#contracts/failure'
import { projectPath } from '#testing/cache-folder'

export type StudioOptions = {
  /** Data folder; the caller removes it. */
  readonly home: string
  readonly ollamaUrl?: string
  /** 0, the default, takes a free one. */
  readonly port?: number
  readonly env?: Readonly<Record<string, string>>
  /** Words that go before the command, such as a tracer. */
  readonly under?: readonly string[]
  readonly config?: Readonly<Record<string, unknown>>
}

type CallOptions = {
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export type StudioProcess = {
  readonly url: string
  readonly port: number
  readonly pid: number
  readonly token: string
  /** Everything it wrote to its standard streams so far. */
  readonly output: () => string
  readonly call: (path: string, options?: CallOptions) => Promise<Response>
  readonly execute: (taskgraph: unknown, options?: object, more?: CallOptions) => Promise<ExecuteResult>
  readonly start: (taskgraph: unknown) => Promise<string>
  readonly status: (runId: string) => Promise<RunStatus>
  /** Waits until the run is no longer queued or running. */
  readonly ended: (runId: string) => Promise<RunStatus>
  readonly events: (runId: string) => Promise<readonly Event[]>
  readonly kill: (signal?: NodeJS.Signals) => Promise<void>
}

const START_MS = 60_000

export async function startStudio(options: StudioOptions): Promise<StudioProcess> {
  const { home, under = [] } = options
  if (options.config) {
    mkdirSync(join(home, 'configs'), { recursive: true, mode: 0o700 })
    writeFileSync(join(home, 'configs', 'config.json'), JSON.stringify(options.config), { mode: 0o600 })
  }
  const child = Bun.spawn(
    [
      ...under,
      process.execPath,
      '--no-env-file',
      projectPath('studio/main.ts'),
      'serve',
      '--port',
      String(options.port ?? 0),
      '--no-open',
      '--json',
    ],
    {
      cwd: home,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: home,
        KORA_HOME: home,
        OLLAMA_HOST: options.ollamaUrl ?? 'http://127.0.0.1:9',
        LMSTUDIO_HOST: 'http://127.0.0.1:9',
        LLAMACPP_HOST: 'http://127.0.0.1:9',
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const texts = { out: '', err: '' }
  void collect(child.stdout, text => (texts.out += text))
  void collect(child.stderr, text => (texts.err += text))
  const output = () => texts.out + texts.err
  const announced = await readAnnouncement(() => texts.out, child.exited, output)
  const token = readFileSync(announced.token_file, 'utf8').trim()
  const call: StudioProcess['call'] = (path, { method, body, headers, signal } = {}) =>
    fetch(announced.url + path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : JSON_TYPE), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  const status = async (runId: string) => (await readJson(await call(`/runs/${runId}`))) as RunStatus
  return {
    ...announced,
    token,
    output,
    call,
    execute: async (taskgraph, executionOptions = {}, more = {}) =>
      (await readJson(await call('/execute', { body: bodyOf(taskgraph, executionOptions), ...more }))) as ExecuteResult,
    start: async taskgraph => {
      const response = await call('/execute', { body: bodyOf(taskgraph, { detach: true }) })
      if (response.status !== 202) throw new Error(`not started: ${response.status} ${await response.text()}`)
      return ((await response.json()) as { run_id: string }).run_id
    },
    status,
    ended: async runId => {
      for (;;) {
        const now = await status(runId)
        if (now.status !== 'queued' && now.status !== 'running') return now
        await Bun.sleep(20)
      }
    },
    events: async runId => (await readFrames(await call(`/runs/${runId}/events`))).flatMap(frame => frame.event ?? []),
    kill: async (signal = 'SIGTERM') => {
      process.kill(announced.pid, signal)
      await child.exited
    },
  }
}

const JSON_TYPE = { 'content-type': 'application/json' }

export const bodyOf = (taskgraph: unknown, executionOptions: object = {}) => ({
  api_version: '1.0',
  taskgraph,
  execution_options: { backend: 'local', ...executionOptions },
})

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status}: ${text.slice(0, 500)}`)
  return JSON.parse(text)
}

export const failureOf = async (response: Response): Promise<Failure> => (await response.json()) as Failure

async function collect(stream: ReadableStream<Uint8Array>, take: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder()
  for await (const bytes of stream) take(decoder.decode(bytes, { stream: true }))
}

type Announcement = { readonly url: string; readonly port: number; readonly pid: number; readonly token_file: string }

async function readAnnouncement(
  read: () => string,
  exited: Promise<number>,
  output: () => string,
): Promise<Announcement> {
  const gone = exited.then(code => {
    throw new Error(`the server ended with ${code} before it was healthy:\n${output()}`)
  })
  gone.catch(() => {})
  const deadline = performance.now() + START_MS
  while (performance.now() < deadline) {
    const [line, rest] = read().split('\n', 2)
    // A failure is told as JSON too, and has no address.
    if (line?.includes('"url"') && rest !== undefined) return JSON.parse(line) as Announcement
    await Promise.race([Bun.sleep(10), gone])
  }
  throw new Error(`the server is not healthy after ${START_MS} ms:\n${output()}`)
}

export type StreamFrame = {
  readonly id: number | null
  readonly name: string | null
  readonly event: Event | null
  readonly data: unknown
}

/** The frames of a whole event stream; comments are dropped. */
export async function readFrames(response: Response): Promise<readonly StreamFrame[]> {
  return (await response.text()).split('\n\n').flatMap(toFrame)
}

/** Frames as they come; `take` returns false to leave. */
export async function watchFrames(response: Response, take: (frame: StreamFrame) => boolean): Promise<void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes, { stream: true })
    const parts = text.split('\n\n')
    text = parts.pop() ?? ''
    for (const frame of parts.flatMap(toFrame)) if (!take(frame)) return
  }
}

function toFrame(text: string): StreamFrame[] {
  const fields = new Map(
    text.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const raw = fields.get('data')
  if (raw === undefined) return []
  const data: unknown = JSON.parse(raw)
  const id = fields.get('id')
  const name = fields.get('event') ?? null
  return [{ id: id === undefined ? null : Number(id), name, data, event: name === null ? (data as Event) : null }]
}
