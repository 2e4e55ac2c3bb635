/**
 * The servers that `http.ts` compares, each in a process of its own: `echo` (Elysia validates the body and sends it back), `execute`
 * (the API over a durable store), `door` (the API with the answer ready) and `floor` (the door, and the rows of one run made durable
 * before the answer: nothing is executed). Prints its port, then its CPU time for every line of stdin.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Elysia } from 'elysia'
import type { Event } from '#contracts/event'
import { ExecuteRequest } from '#contracts/execution'
import { newRunId } from '#engine/run-id'
import { Pairing } from '#http/pairing'
import type { Kernel } from '#kernel/kernel-face'
import { systemRandom } from '#machine/system-random'
import { toTape } from '#store/event-tape'
import type { RunStore } from '#store/run-store'
import { buildMemoryChats, buildNoOwnModels, buildNoProbes, buildNoPulls } from '#studio/api/api-harness'
import { buildApi } from '#studio/api/build-api'
import { serveApi } from '#studio/api/serve-api'
import type { StudioServices } from '#studio/api/services'
import { createFileKernel } from '#testing/file-kernel'
import { BODY, TOKEN } from './http-body.ts'

type ApiSide = 'execute' | 'door' | 'floor'

function services(kernel: Kernel, keys: RunStore): StudioServices {
  const own = {
    kernel,
    messageBudget: () => ({ max_tokens: 64, max_time_ms: 5_000, max_retries: 0 }),
    construct: () => Promise.reject(new Error('no messages here')),
    convert: () => {
      throw new Error('no old graphs here')
    },
    models: { list: async () => [], defaultModel: async () => null },
    pulls: buildNoPulls(),
    ownModels: buildNoOwnModels(),
    probes: buildNoProbes(),
    keys,
    auth: { mode: 'token' as const, pairing: new Pairing(TOKEN) },
    machine: { cpuLoad: () => 0, gpuAvailable: () => false },
    report: (error: unknown) => process.stderr.write(`${String(error)}\n`),
  }
  return { ...own, ...buildMemoryChats(own) }
}

/** A kernel that has its answer ready: what is left is the door. */
async function withReadyAnswer(kernel: Kernel): Promise<Kernel> {
  const handle = await kernel.start({ taskgraph: JSON.parse(BODY).taskgraph })
  const result = await handle.result
  const ready = Promise.resolve(result)
  async function* events(): AsyncGenerator<Event> {}
  return { ...kernel, start: async () => ({ ...handle, runId: 'run_ready', events, result: ready }) }
}

/** The same, but the rows that a run leaves are written for every request, and the answer waits until they are durable. */
async function withRowsAlone(kernel: Kernel, store: RunStore): Promise<Kernel> {
  const ready = await withReadyAnswer(kernel)
  const handle = await ready.start({ taskgraph: null })
  const result = await handle.result
  const { graph_id: graphId, graph_hash: graphHash, summary } = result.telemetry
  const events = store.events(result.telemetry.run_id, -1, 1_000)
  const parts = toTape(
    events.map(({ type, stage, task_id, attempt_index, mono_ms, data }) => [
      type,
      stage,
      task_id,
      attempt_index,
      mono_ms,
      data,
    ]),
  )
  const about = {
    graphId,
    graphHash,
    title: graphId,
    backend: 'local',
    totalTasks: result.telemetry.tasks.length,
    contentKept: false,
  }
  const start: Kernel['start'] = async () => {
    const runId = newRunId(Date.now(), systemRandom)
    store.begin({ runId, ...about, startedAtEpochMs: Date.now() })
    store.append({ runId, firstSeq: 0, parts })
    store.finish({ runId, status: 'success', summary, calledTasks: 0, breaches: 0, finishedAtEpochMs: Date.now() })
    return { ...handle, runId, result: store.commit().then(() => result) }
  }
  return { ...ready, start }
}

async function kernelOf(side: ApiSide, kernel: Kernel, store: RunStore): Promise<Kernel> {
  if (side === 'execute') return kernel
  return side === 'door' ? withReadyAnswer(kernel) : withRowsAlone(kernel, store)
}

async function openApi(side: ApiSide) {
  const folder = mkdtempSync(join(tmpdir(), 'kora-bench-'))
  const { kernel, store } = createFileKernel(folder, { maxRuns: availableParallelism() })
  const own = services(await kernelOf(side, kernel, store), store)
  const listening = await serveApi(buildApi(own), own, { port: 0 })
  const stop = async (): Promise<void> => {
    await listening.stop()
    await kernel.close()
    rmSync(folder, { recursive: true })
  }
  return { url: `${listening.url}/execute`, stop }
}

function openEcho() {
  // Elysia's mirror of recursive shapes does not compile, so the baseline goes without it, which makes it faster.
  const echo = new Elysia({ normalize: false })
    .post('/echo', ({ body }) => body, { body: ExecuteRequest })
    .listen({ port: 0, hostname: '127.0.0.1' })
  return { url: `http://127.0.0.1:${echo.server!.port}/echo`, stop: () => echo.stop(true) }
}

const side = process.argv[2] as 'echo' | ApiSide
const { url, stop } = side === 'echo' ? openEcho() : await openApi(side)
console.log(url)
for await (const _ of createInterface({ input: process.stdin })) {
  const { user, system } = process.cpuUsage()
  console.log(user + system)
}
await stop()
process.exit()
