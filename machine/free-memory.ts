/**
 * How much memory a model could take right now: RAM that programs may have, and the free memory of a graphics card where its driver's
 * own tool tells it. RAM is measured at the moment of asking; the driver's tool is a process of its own, so what it said is good for a
 * few seconds. It reserves nothing.
 */
import { readFile } from 'node:fs/promises'
import { freemem } from 'node:os'
import type { Clock } from '#contracts/powers'

export type FreeMemory = {
  readonly ramBytes: number
  /** Of the card with the most free memory; null where there is none, or nobody tells. */
  readonly vramBytes: number | null
}

const DRIVER_MS = 2_000
const REMEMBERED_MS = 5_000
const CGROUP = '/sys/fs/cgroup'

/** `askDriver` gives the free memory of the card as the driver tells it now. Who asks while it runs waits for the same answer. */
export function createMemoryReader(
  clock: Pick<Clock, 'monoMs'>,
  askDriver: () => Promise<number | null> = readFreeVram,
): () => Promise<FreeMemory> {
  let known: Promise<number | null> = Promise.resolve(null)
  let untilMs = Number.NEGATIVE_INFINITY
  return async () => {
    if (clock.monoMs() >= untilMs) {
      untilMs = clock.monoMs() + REMEMBERED_MS
      known = askDriver()
    }
    const [ramBytes, vramBytes] = await Promise.all([readFreeRam(), known])
    return { ramBytes, vramBytes }
  }
}

/** On Linux, caches count as free, and the limit of a container counts where it is lower. */
async function readFreeRam(): Promise<number> {
  const text = async (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '')
  const [machine, limit, used, detail] = await Promise.all([
    text('/proc/meminfo'),
    text(`${CGROUP}/memory.max`),
    text(`${CGROUP}/memory.current`),
    text(`${CGROUP}/memory.stat`),
  ])
  const available = /^MemAvailable:\s+(\d+) kB$/m.exec(machine)
  const free = available === null ? freemem() : Number(available[1]) * 1_024
  if (!/^\d+\s*$/.test(limit) || !/^\d+\s*$/.test(used)) return free
  const cached = Number(/^inactive_file (\d+)$/m.exec(detail)?.[1] ?? 0)
  return Math.max(0, Math.min(free, Number(limit) - Number(used) + cached))
}

async function readFreeVram(): Promise<number | null> {
  const tool = Bun.which('nvidia-smi')
  if (tool === null) return null
  try {
    const child = Bun.spawn([tool, '--query-gpu=memory.free', '--format=csv,noheader,nounits'], {
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'ignore',
      timeout: DRIVER_MS,
      killSignal: 'SIGKILL',
    })
    return parseFreeVram(await child.stdout.text())
  } catch {
    return null
  }
}

/** One line of MiB for each card, as `nvidia-smi` writes them. */
export function parseFreeVram(text: string): number | null {
  const cards = text
    .split('\n')
    .filter(line => /^\s*\d+\s*$/.test(line))
    .map(Number)
  return cards.length === 0 ? null : Math.max(...cards) * 1_024 ** 2
}
