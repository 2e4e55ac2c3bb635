/**
 * The telemetry store under load and at size: commits with 16 writers beside a bare fsync of the same bytes, then a store of
 * 1,000,000 events and the reads that a person waits for. Prints figures; judges nothing.
 * `bun bench/store.ts [events]`
 */
import { fdatasyncSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#machine/system-clock'
import { openRunStore } from '#store/open-run-store'
import type { RunStore } from '#store/run-store'
import { handOver, type SampleTask, sampleHeader } from '#store/sample-run.fixture'

const wanted = Number(process.argv[2] ?? 1_000_000)
const folder = mkdtempSync(join(tmpdir(), 'kora-bench-store-'))
const path = join(folder, 'telemetry.sqlite')
const five = Array.from(
  { length: 5 },
  (_, at): SampleTask => ({ id: `task_${at}`, dependencies: at === 0 ? [] : [`task_${at - 1}`] }),
)
const thousand = Array.from({ length: 1_000 }, (_, at): SampleTask => ({ id: `task_${at}` }))
const open = () => openRunStore({ path, clock: systemClock, log: console.log, koraVersion: '0.1.0' })

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

function print(name: string, samplesMs: number[], note = ''): void {
  const sorted = samplesMs.toSorted((a, b) => a - b)
  const [p50, p95, worst] = [percentile(sorted, 0.5), percentile(sorted, 0.95), sorted.at(-1) ?? Number.NaN]
  console.log(`${name.padEnd(46)} p50 ${p50.toFixed(3)}  p95 ${p95.toFixed(3)}  max ${worst.toFixed(3)} ms  ${note}`)
}

function measure(name: string, times: number, work: (at: number) => unknown, note = ''): void {
  const samples: number[] = []
  for (let at = 0; at < times; at += 1) {
    const startedMs = performance.now()
    work(at)
    samples.push(performance.now() - startedMs)
  }
  print(name, samples, note)
}

/** What the disk itself takes for the bytes of one group of 16 small runs. */
function measureDisk(): void {
  const file = openSync(join(folder, 'bare'), 'w')
  const bytes = new Uint8Array(16 * 4_096)
  measure('bare append and fdatasync of 64 KiB', 300, () => {
    writeSync(file, bytes)
    fdatasyncSync(file)
  })
}

/** 16 writers, each waiting for its own commit; the longest stall of the event loop meanwhile. */
async function measureCommits(store: RunStore): Promise<void> {
  const commits: number[] = []
  const handing: number[] = []
  let stallMs = 0
  let tickMs = performance.now()
  const ticker = setInterval(() => {
    const nowMs = performance.now()
    stallMs = Math.max(stallMs, nowMs - tickMs - 5)
    tickMs = nowMs
  }, 5)
  const startedMs = performance.now()
  let runs = 0
  const writer = async (lane: number): Promise<void> => {
    while (performance.now() - startedMs < 4_000) {
      const header = sampleHeader(`run_commit_${lane}_${runs++}`, { totalTasks: 5 })
      const fromMs = performance.now()
      handOver(store, header, five)
      handing.push(performance.now() - fromMs)
      const waitingMs = performance.now()
      await store.commit()
      commits.push(performance.now() - waitingMs)
    }
  }
  await Promise.all(Array.from({ length: 16 }, (_, lane) => writer(lane)))
  clearInterval(ticker)
  const perSecond = (runs / (performance.now() - startedMs)) * 1_000
  print('commit, 16 writers, 5 tasks a run', commits, `${perSecond.toFixed(0)} runs/s durable`)
  print('main thread per run (makes the run as well)', handing, `longest stall ${stallMs.toFixed(1)} ms`)
}

/** Mostly small runs, a large one now and then. */
async function fill(store: RunStore, events: number): Promise<{ small: string; large: string; events: number }> {
  let written = 0
  let large = ''
  let small = ''
  for (let n = 0; written < events; n += 1) {
    const tasks = n % 1_000 === 500 ? thousand : five
    const header = sampleHeader(`run_${String(n).padStart(8, '0')}`, {
      title: `Report number ${n}`,
      startedAtEpochMs: 1_795_000_000_000 + n * 1_000,
      totalTasks: tasks.length,
    })
    handOver(store, header, tasks, n % 50 === 7 ? 'failed' : 'success')
    written += tasks.length * 5 + 2
    if (tasks === thousand) large = header.runId
    else if (small === '') small = header.runId
    if (n % 200 === 0) await store.commit()
  }
  await store.commit()
  return { small, large, events: written }
}

try {
  measureDisk()
  const { store } = open()
  await measureCommits(store)
  const startedMs = performance.now()
  const filled = await fill(store, wanted)
  console.log(`${filled.events} events written in ${((performance.now() - startedMs) / 1_000).toFixed(1)} s`)
  await store.close()
  console.log(`file: ${(statSync(path).size / 2 ** 20).toFixed(1)} MiB`)
  measure('open, with quick_check of the whole file', 3, () => open().store.close())
  const again = open().store
  const middle = again.list({ limit: 1 }).next
  const half = String(Math.floor(Number(middle) / 2))
  measure('run list, first page of 50', 50, () => again.list({ limit: 50 }))
  measure('run list, page of 50 from the middle', 50, () => again.list({ limit: 50, cursor: half }))
  measure('run list, failed runs', 50, () => again.list({ limit: 50, status: 'failed' }))
  measure('run list, interrupted runs (none)', 20, () => again.list({ limit: 50, status: 'interrupted' }))
  measure('run list, text found in one old run', 20, () => again.list({ limit: 50, text: 'number 77 ' }))
  measure('run list, text found nowhere', 20, () => again.list({ limit: 50, text: 'no such words' }))
  measure('bundle of 5 tasks', 200, () => again.bundle(filled.small))
  measure('bundle of 1,000 tasks', 50, () => again.bundle(filled.large))
  measure('all events of 5 tasks', 200, () => again.events(filled.small, -1, 1_000))
  measure('page of 1,000 events of 1,000 tasks', 50, () => again.events(filled.large, 2_500, 1_000))
  measure('telemetry summary', 20, () => again.telemetrySummary())
  await again.close()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
