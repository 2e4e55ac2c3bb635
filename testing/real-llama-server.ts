/**
 * A real llama-server for tests: the one that `scripts/build-llama-server.ts` built, on a free loopback port, with the small real
 * model. When a part is missing it says which, and starts nothing.
 */
import { closeSync, existsSync, openSync } from 'node:fs'
import { cachePath } from './cache-folder.ts'
import { findFreePort } from './free-port.ts'
import { findSmallModel, type Missing } from './small-model.ts'

export type RealLlamaServer = {
  readonly url: string
  /** The small model, as the connector names it. */
  readonly model: string
  readonly stop: () => Promise<void>
}

const START_MS = 30_000
const STOP_MS = 5_000

/** `contextTokens` is that of one slot. */
export async function startRealLlamaServer(
  options: {
    readonly slots?: number
    readonly contextTokens?: number
    readonly key?: string
    readonly threads?: number
  } = {},
): Promise<RealLlamaServer | Missing> {
  const binary = cachePath('llama-server', 'bin', 'llama-server')
  if (!existsSync(binary))
    return { skipped: 'llama-server is not in .cache/llama-server; run `bun scripts/build-llama-server.ts` (minutes)' }
  const gguf = findSmallModel()
  if ('skipped' in gguf) return gguf
  const { slots = 1, contextTokens = 2_048, key, threads = 1 } = options
  const port = findFreePort()
  const log = openSync(cachePath('llama-server', 'serve.log'), 'a')
  const server = Bun.spawn(
    [
      binary,
      ...['-m', gguf.path, '--host', '127.0.0.1', '--port', String(port), '--offline'],
      // One thread by default: llama.cpp's threads wait for each other in a loop, which is slow where tests share the cores.
      ...['-t', String(threads), '-c', String(contextTokens * slots), '-np', String(slots)],
      ...(key === undefined ? [] : ['--api-key', key]),
    ],
    { env: { PATH: process.env.PATH ?? '' }, stdin: 'ignore', stdout: log, stderr: log },
  )
  closeSync(log)
  const stop = async () => {
    server.kill('SIGTERM')
    await Promise.race([server.exited, Bun.sleep(STOP_MS)])
    server.kill('SIGKILL')
    await server.exited
  }
  const url = `http://127.0.0.1:${port}`
  const endsAt = performance.now() + START_MS
  while (performance.now() < endsAt && server.exitCode === null) {
    const isReady = await fetch(`${url}/health`).then(
      response => response.ok,
      () => false,
    )
    if (isReady) return { url, model: gguf.path.split('/').at(-1)!, stop }
    await Bun.sleep(100)
  }
  await stop()
  throw new Error('the real llama-server did not start; see .cache/llama-server/serve.log')
}
