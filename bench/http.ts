/**
 * What POST /execute of five deterministic tasks with durable telemetry costs, against an Elysia route that only validates
 * and echoes the same body. Server and client are two processes; the sides take turns over the same 16 connections.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Elysia } from 'elysia'
import type { Event } from '#contracts/event'
import { ExecuteRequest } from '#contracts/execution'
import { Pairing } from '#http/pairing'
import type { Kernel } from '#kernel/kernel-face'
import type { RunStore } from '#store/run-store'
import { buildApi } from '#studio/api/build-api'
import { serveApi } from '#studio/api/serve-api'
import type { StudioServices } from '#studio/api/services'
import { createFileKernel } from '#testing/file-kernel'
import { type Figure, median, printFigures } from './measure.ts'

const TARGET = 0.4
const CONNECTIONS = 16
const ROUNDS = 7
const ROUND_MS = 1_000
const TOKEN = `kora_${'b'.repeat(43)}`

const task = (id: string, op: string, input: object, dependencies: readonly string[] = []) => ({
  version: '1.0',
  id,
  type: 'deterministic',
  op,
  dependencies,
  input,
})
const BODY = JSON.stringify({
  api_version: '1.0',
  taskgraph: {
    kora_version: '1.0.0',
    graph_id: 'bench',
    root: 'words',
    tasks: [
      task('clean', 'text.normalize', { text: '  Ann writes to bob@example.org and eve@example.org.  ' }),
      task('mails', 'extract.emails', { text: { $from: 'clean', pointer: '/text' } }, ['clean']),
      task('unique', 'list.dedupe', { items: { $from: 'mails', pointer: '/emails' } }, ['mails']),
      task('count', 'text.count', { text: { $from: 'clean', pointer: '/text' } }, ['clean']),
      task('words', 'text.normalize', { text: { $from: 'clean', pointer: '/text' } }, ['clean', 'unique', 'count']),
    ],
  },
})

/** Requests per second over one round. */
async function drive(url: string, durationMs: number): Promise<number> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` }
  let served = 0
  const endsAt = performance.now() + durationMs
  const connection = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      const response = await fetch(url, { method: 'POST', headers, body: BODY })
      const text = await response.text()
      if (response.status !== 200) throw new Error(`${response.status} ${text}`)
      served += 1
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, connection))
  return (served * 1_000) / durationMs
}

async function driveFromOutside(url: string): Promise<number> {
  const child = Bun.spawn([process.execPath, '--no-env-file', import.meta.path, 'client', url], { stdout: 'pipe' })
  const text = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error('the client failed')
  return Number(text)
}

function services(kernel: Kernel, keys: RunStore): StudioServices {
  return {
    kernel,
    construct: () => Promise.reject(new Error('no messages here')),
    convert: () => {
      throw new Error('no old graphs here')
    },
    models: { list: async () => [], defaultModel: async () => null },
    keys,
    auth: { mode: 'token', pairing: new Pairing(TOKEN) },
    machine: { cpuLoad: () => 0, gpuAvailable: () => false },
    report: error => process.stderr.write(`${String(error)}\n`),
  }
}

/** A kernel that has its answer ready: what is left is the door. */
async function withReadyAnswer(kernel: Kernel): Promise<Kernel> {
  const result = await (await kernel.start({ taskgraph: JSON.parse(BODY).taskgraph })).result
  const ready = Promise.resolve(result)
  async function* events(): AsyncGenerator<Event> {}
  return { ...kernel, start: async () => ({ runId: 'run_ready', events, result: ready, cancel: () => undefined }) }
}

/** Milliseconds that the disk under a folder takes to make one small write durable: no durable answer comes sooner. */
function measureFlushMs(folder: string): number {
  const file = openSync(join(folder, 'flush'), 'w')
  const times = Array.from({ length: 50 }, () => {
    const startedMs = performance.now()
    writeSync(file, 'x'.repeat(4_096))
    fdatasyncSync(file)
    return performance.now() - startedMs
  })
  closeSync(file)
  return median(times)
}

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kora-bench-'))
  const { kernel, store } = createFileKernel(folder, { maxRuns: availableParallelism() })
  const own = services(kernel, store)
  const door = services(await withReadyAnswer(kernel), store)
  const servers = [
    await serveApi(buildApi(own), own, { port: 0 }),
    await serveApi(buildApi(door), door, { port: 0 }),
  ] as const
  // Elysia's mirror of recursive shapes does not compile, so the baseline goes without it, which makes it faster.
  const echo = new Elysia({ normalize: false })
    .post('/echo', ({ body }) => body, { body: ExecuteRequest })
    .listen({ port: 0, hostname: '127.0.0.1' })
  const urls = [`http://127.0.0.1:${echo.server!.port}/echo`, ...servers.map(({ url }) => `${url}/execute`)]
  const rates = urls.map((): number[] => [])
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [at, url] of urls.entries()) {
      const rate = await driveFromOutside(url)
      if (round >= 0) rates[at]!.push(rate)
    }
  }
  const ratios = rates.map(side => median(side.map((rate, round) => rate / rates[0]![round]!)))
  const perSecond = (at: number): string => `${median(rates[at]!).toFixed(0)} /s`
  const figures: Figure[] = [
    { what: 'Elysia, validate and echo', value: perSecond(0), target: '', met: null },
    { what: 'POST /execute, 5 tasks, durable', value: perSecond(1), target: '', met: null },
    { what: 'the same with the answer ready', value: perSecond(2), target: '', met: null },
    { what: 'one flush of this disk', value: `${measureFlushMs(folder).toFixed(2)} ms`, target: '', met: null },
    { what: 'ratio of the door alone', value: ratios[2]!.toFixed(2), target: '', met: null },
    { what: 'ratio', value: ratios[1]!.toFixed(2), target: `at least ${TARGET}`, met: ratios[1]! >= TARGET },
  ]
  printFigures(`http: ${CONNECTIONS} connections, body of ${BODY.length} bytes`, figures)
  await Promise.all(servers.map(server => server.stop()))
  await echo.stop(true)
  await kernel.close()
  rmSync(folder, { recursive: true })
  process.exitCode = ratios[1]! >= TARGET ? 0 : 1
}

if (process.argv[2] === 'client') console.log(await drive(process.argv[3]!, ROUND_MS))
else await measure()
