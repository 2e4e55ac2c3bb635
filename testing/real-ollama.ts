/**
 * A real Ollama for tests: the one that `scripts/build-ollama.ts` built, on a free loopback port, with the small real model.
 * When a part is missing it says which, and starts nothing.
 */
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cachePath } from './cache-folder.ts'
import { findFreePort } from './free-port.ts'
import { findSmallModel, type Missing } from './small-model.ts'

export type RealOllama = {
  readonly url: string
  /** The small model, as Ollama names it. */
  readonly model: string
  readonly pid: number
  readonly stop: () => Promise<void>
}

const MODEL = 'smol:latest'
const START_MS = 20_000
const STOP_MS = 5_000

/** `parallel` is OLLAMA_NUM_PARALLEL; `contextTokens` the context that it loads models with. */
export async function startRealOllama(
  options: { readonly parallel?: number; readonly contextTokens?: number } = {},
): Promise<RealOllama | Missing> {
  const binary = cachePath('ollama', 'bin', process.platform === 'win32' ? 'ollama.exe' : 'ollama')
  if (!existsSync(binary))
    return { skipped: 'Ollama is not in .cache/ollama; run `bun scripts/build-ollama.ts` (minutes, needs Go)' }
  const gguf = findSmallModel()
  if ('skipped' in gguf) return gguf
  const home = await mkdtemp(join(tmpdir(), 'kora-ollama-'))
  const port = findFreePort()
  const env = buildEnvironment(home, port, options)
  const log = openLog()
  const server = Bun.spawn([binary, 'serve'], { env, stdin: 'ignore', stdout: log, stderr: log })
  closeSync(log)
  const stop = async () => {
    server.kill('SIGTERM')
    await Promise.race([server.exited, Bun.sleep(STOP_MS)])
    server.kill('SIGKILL')
    await server.exited
    await rm(home, { recursive: true, force: true })
  }
  const url = `http://127.0.0.1:${port}`
  try {
    await waitUntilServing(url, server.exited)
    await createModel(binary, url, gguf.path, env, home)
  } catch (failure) {
    await stop()
    throw failure
  }
  return { url, model: MODEL, pid: server.pid, stop }
}

function buildEnvironment(
  home: string,
  port: number,
  options: { readonly parallel?: number; readonly contextTokens?: number },
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    OLLAMA_HOST: `127.0.0.1:${port}`,
    OLLAMA_MODELS: cachePath('ollama', 'models'),
    OLLAMA_NUM_PARALLEL: String(options.parallel ?? 1),
    OLLAMA_CONTEXT_LENGTH: String(options.contextTokens ?? 2048),
    OLLAMA_NO_CLOUD: '1',
    OLLAMA_NOPRUNE: '1',
  }
}

function openLog(): number {
  mkdirSync(cachePath('ollama'), { recursive: true })
  return openSync(cachePath('ollama', 'serve.log'), 'a')
}

async function waitUntilServing(url: string, exited: Promise<number>): Promise<void> {
  let ended = false
  exited.then(() => {
    ended = true
  })
  const endsAt = performance.now() + START_MS
  while (performance.now() < endsAt && !ended) {
    const answered = await fetch(`${url}/api/version`).then(
      response => response.ok,
      () => false,
    )
    if (answered) return
    await Bun.sleep(50)
  }
  throw new Error('the real Ollama did not start; see .cache/ollama/serve.log')
}

async function createModel(
  binary: string,
  url: string,
  ggufPath: string,
  env: Record<string, string>,
  home: string,
): Promise<void> {
  const tags = (await (await fetch(`${url}/api/tags`)).json()) as { readonly models?: readonly { name?: unknown }[] }
  if (tags.models?.some(model => model.name === MODEL)) return
  const modelfile = join(home, 'Modelfile')
  await Bun.write(modelfile, `FROM ${ggufPath}\n`)
  const create = Bun.spawn([binary, 'create', 'smol', '-f', modelfile], {
    env,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'pipe',
  })
  const words = await new Response(create.stderr).text()
  if ((await create.exited) !== 0) throw new Error(`ollama create failed: ${words.trim().split('\n').at(-1)}`)
}
