/**
 * How long `bun kora serve` takes from the spawn of the process to the first answer of GET /health, with a data folder that was used
 * before, and what the idle server then holds in memory. The bare server of the same Bun is the baseline of the same run.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Figure, median, printFigures } from './measure.ts'

const START_TARGET_MS = 300
const RSS_TARGET_MB = 120
const ROUNDS = 10
const WARM_ROUNDS = 2
const SETTLE_MS = 1_500
const POLL_MS = 1

const ROOT = join(import.meta.dir, '..')
const BARE = `const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('ok') })
console.log(JSON.stringify({ url: server.url.href.slice(0, -1), pid: process.pid }))`

type Started = { readonly ms: number; readonly rssMb: number }

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`)).status === 200
  } catch {
    return false
  }
}

/** Spawns a server that prints its URL and pid as one line of JSON, and ends it again. */
async function start(words: readonly string[]): Promise<Started> {
  const startedMs = performance.now()
  const child = Bun.spawn([process.execPath, ...words], { cwd: ROOT, stdout: 'pipe', stderr: 'inherit' })
  let text = ''
  for await (const bytes of child.stdout) {
    text += Buffer.from(bytes).toString()
    if (text.includes('\n')) break
  }
  const { url, pid } = JSON.parse(text) as { readonly url: string; readonly pid: number }
  while (!(await isHealthy(url))) await Bun.sleep(POLL_MS)
  const ms = performance.now() - startedMs
  await Bun.sleep(SETTLE_MS)
  const rssMb = readRssMb(pid)
  process.kill(pid, 'SIGTERM')
  await child.exited
  return { ms, rssMb }
}

/** Resident memory of a process; NaN where the system has no /proc. */
function readRssMb(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024
  } catch {
    return Number.NaN
  }
}

const home = mkdtempSync(join(tmpdir(), 'kora-bench-start-'))
const kora = ['kora', 'serve', '--home', home, '--port', '0', '--no-open', '--json']
const bare: Started[] = []
const ours: Started[] = []
for (let round = -WARM_ROUNDS; round < ROUNDS; round += 1) {
  const baseline = await start(['-e', BARE])
  const studio = await start(kora)
  if (round < 0) continue
  bare.push(baseline)
  ours.push(studio)
}
rmSync(home, { recursive: true })

const ms = median(ours.map(started => started.ms))
const rssMb = median(ours.map(started => started.rssMb))
const figures: Figure[] = [
  {
    what: 'bare Bun.serve: spawn to healthy',
    value: `${median(bare.map(({ ms }) => ms)).toFixed(0)} ms`,
    target: '',
    met: null,
  },
  {
    what: 'bare Bun.serve: idle memory',
    value: `${median(bare.map(({ rssMb }) => rssMb)).toFixed(0)} MB`,
    target: '',
    met: null,
  },
  {
    what: 'kora serve: spawn to healthy',
    value: `${ms.toFixed(0)} ms`,
    target: `≤ ${START_TARGET_MS} ms`,
    met: ms <= START_TARGET_MS,
  },
  {
    what: 'kora serve: idle memory',
    value: `${rssMb.toFixed(0)} MB`,
    target: `≤ ${RSS_TARGET_MB} MB`,
    met: rssMb <= RSS_TARGET_MB,
  },
]
printFigures('start', figures)
process.exitCode = figures.some(figure => figure.met === false) ? 1 : 0
