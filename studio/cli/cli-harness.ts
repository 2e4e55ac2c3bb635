/** For tests: the real program in a process of its own, with a data folder of its own and nothing of the user's surroundings. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Subprocess } from 'bun'

export type Ended = {
  readonly code: number
  readonly out: string
  readonly err: string
  /** The one document on standard output; throws where there is none, or more. */
  json<T = Record<string, never>>(): T
}

export type Start = {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly stdin?: string
  readonly cwd?: string
}

export type Live = {
  readonly process: Subprocess<'ignore' | Blob, 'pipe', 'pipe'>
  /** Resolves with what standard output holds once the pattern is in it. */
  readonly said: (pattern: RegExp) => Promise<string>
  readonly saidOnError: (pattern: RegExp) => Promise<string>
  readonly ended: Promise<Ended>
}

export type Served = Live & { readonly url: string; readonly pid: number; readonly tokenFile: string }

export type Cli = {
  readonly home: string
  /** For files of the test; the program runs in it. */
  readonly folder: string
  readonly kora: (words: readonly string[], start?: Start) => Promise<Ended>
  readonly start: (words: readonly string[], start?: Start) => Live
  /** `kora serve` on a free port, once it is healthy. */
  readonly serve: (start?: Start) => Promise<Served>
  readonly write: (name: string, content: string | Uint8Array | object) => Promise<string>
  /** For tests that start the program through another one. */
  readonly command: (words: readonly string[]) => string[]
  readonly env: () => Record<string, string>
  readonly close: () => Promise<void>
}

const MAIN = join(import.meta.dir, '..', 'main.ts')
/** Nothing listens there, so no runtime of this machine answers in a test. */
const NOWHERE = '127.0.0.1:9'

const NO_NETWORK = join(import.meta.dir, 'no-network.fixture.ts')
const COMMAND: readonly string[] = [process.execPath, '--no-env-file', '--preload', NO_NETWORK, MAIN]

export function openCli(): Cli {
  const folder = mkdtempSync(join(tmpdir(), 'kora-cli-'))
  const home = join(folder, 'home')
  const live = new Set<Live>()
  const start = (words: readonly string[], { env = {}, stdin, cwd }: Start = {}): Live => {
    const child = Bun.spawn([...COMMAND, ...words], {
      cwd: cwd ?? folder,
      env: buildEnv(folder, home, env),
      stdin: stdin === undefined ? 'ignore' : new Blob([stdin]),
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const out = readAlong(child.stdout)
    const err = readAlong(child.stderr)
    const ended = Promise.all([child.exited, out.whole, err.whole]).then(([code, outText, errText]) =>
      toEnded(code, outText, errText),
    )
    const started: Live = { process: child, said: out.said, saidOnError: err.said, ended }
    live.add(started)
    void ended.then(() => live.delete(started))
    return started
  }
  return {
    home,
    folder,
    start,
    kora: (words, options) => start(words, options).ended,
    serve: async options => {
      const served = start(['serve', '--port', '0', '--no-open', '--json'], options)
      const line = JSON.parse(await served.said(/\n/)) as { url: string; pid: number; token_file: string }
      return { ...served, url: line.url, pid: line.pid, tokenFile: line.token_file }
    },
    write: async (name, content) => {
      const path = join(folder, name)
      const isPlain = typeof content === 'string' || content instanceof Uint8Array
      await Bun.write(path, isPlain ? content : JSON.stringify(content))
      return path
    },
    command: words => [...COMMAND, ...words],
    env: () => buildEnv(folder, home),
    close: async () => {
      for (const one of live) one.process.kill('SIGKILL')
      await Promise.all([...live].map(one => one.ended))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function buildEnv(folder: string, home: string, more: Start['env'] = {}): Record<string, string> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    KORA_HOME: home,
    OLLAMA_HOST: NOWHERE,
    LMSTUDIO_HOST: NOWHERE,
    LLAMACPP_HOST: NOWHERE,
    ...more,
  }
  return Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined))
}

function toEnded(code: number, out: string, err: string): Ended {
  return { code, out, err, json: <T>() => JSON.parse(out) as T }
}

function readAlong(stream: ReadableStream<Uint8Array>) {
  let text = ''
  let isOver = false
  const waiting = new Set<() => void>()
  const tell = (): void => {
    for (const look of waiting) look()
  }
  const whole = (async () => {
    const decoder = new TextDecoder()
    for await (const chunk of stream) {
      text += decoder.decode(chunk, { stream: true })
      tell()
    }
    isOver = true
    tell()
    return text
  })()
  const said = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!pattern.test(text) && !isOver) return
        waiting.delete(look)
        if (pattern.test(text)) resolve(text)
        else reject(new Error(`the program ended without saying ${pattern}; it said ${JSON.stringify(text)}`))
      }
      waiting.add(look)
      look()
    })
  return { whole, said }
}

/** One deterministic task: the values in, their sum out. */
export function buildSumGraph(values: readonly unknown[] = [1, 2, 3]): object {
  return {
    kora_version: '1.0.0',
    graph_id: 'sum',
    root: 'sum',
    metadata: { title: 'A sum' },
    tasks: [{ version: '1.0', id: 'sum', type: 'deterministic', op: 'math.sum', input: { values } }],
  }
}

/** One model task, for the fake runtime. */
export function buildModelGraph(model = 'ollama/fake:latest', maxTimeMs = 60_000): object {
  return {
    kora_version: '1.0.0',
    graph_id: 'word',
    root: 'word',
    tasks: [
      {
        version: '1.0',
        id: 'word',
        type: 'model',
        input: { prompt: 'Say one word.' },
        schema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
        budget: { max_tokens: 64, max_time_ms: maxTimeMs, max_retries: 0 },
        model: { model },
      },
    ],
  }
}
