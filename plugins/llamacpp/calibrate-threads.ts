/**
 * Measures how many threads this machine should compute with (N6): the loaded model reads and writes a few tokens with one thread,
 * half of the cores and all of them. It prefers fewer threads unless more are clearly faster, since they take cores from everything else.
 */
import { arch, availableParallelism, cpus, loadavg } from 'node:os'
import type { LlamaModel } from 'node-llama-cpp'

export type Calibration = {
  readonly machine: string
  readonly threads: number
  /** Tokens per second by number of threads. */
  readonly tokensPerSecond: Record<string, number>
  /** False where other programs had the cores meanwhile: such a measure holds for today only. */
  readonly isCalm: boolean
}

const PROMPT_TOKENS = 32
const WRITTEN_TOKENS = 8
const ROUNDS = 2
/** More threads must be this much faster to be worth their cores. */
const WORTH = 1.1
const SLOW_MS = 4_000

/** Names the machine, so that a data folder carried elsewhere is measured again. */
export function readMachineKey(library: string): string {
  return `${arch()} ${cpus()[0]?.model.trim() ?? 'unknown'} x${availableParallelism()} ${library}`
}

export function listThreadChoices(cores: number): readonly number[] {
  return [...new Set([1, Math.max(1, Math.floor(cores / 2)), cores])]
}

/** The fewest threads that no larger choice beats clearly. */
export function pickThreads(tokensPerSecond: ReadonlyMap<number, number>): number {
  let best = { threads: 1, speed: 0 }
  for (const [threads, speed] of [...tokensPerSecond].sort(([a], [b]) => a - b)) {
    if (speed > best.speed * WORTH) best = { threads, speed }
  }
  return best.threads
}

export async function calibrateThreads(model: LlamaModel, machine: string): Promise<Calibration> {
  const isCalm = (loadavg()[0] ?? 0) < availableParallelism() / 2
  const speeds = new Map<number, number>()
  let fastestMs = Infinity
  for (const threads of listThreadChoices(availableParallelism())) {
    const tookMs = await measure(model, threads, Math.min(SLOW_MS, fastestMs * 3))
    fastestMs = Math.min(fastestMs, tookMs)
    speeds.set(threads, Math.round(((PROMPT_TOKENS + WRITTEN_TOKENS) / tookMs) * 1e4) / 10)
  }
  return { machine, threads: pickThreads(speeds), tokensPerSecond: Object.fromEntries(speeds), isCalm }
}

/** Best of the rounds in milliseconds; a round that exceeds `patienceMs` is not repeated. */
async function measure(model: LlamaModel, threads: number, patienceMs: number): Promise<number> {
  const context = await model.createContext({
    contextSize: 256,
    sequences: 1,
    batchSize: 64,
    threads: { ideal: threads, min: threads },
  })
  try {
    const sequence = context.getSequence()
    const text = model.tokenize('One two three four five six seven eight nine ten. '.repeat(8))
    let bestMs = Infinity
    for (let round = 0; round < ROUNDS; round += 1) {
      await sequence.clearHistory()
      const startedMs = performance.now()
      let written = 0
      for await (const _ of sequence.evaluate(text.slice(0, PROMPT_TOKENS), { temperature: 0, yieldEogToken: true })) {
        written += 1
        if (written >= WRITTEN_TOKENS) break
      }
      const tookMs = performance.now() - startedMs
      bestMs = Math.min(bestMs, tookMs)
      if (tookMs > patienceMs) break
    }
    return bestMs
  } finally {
    await context.dispose()
  }
}
