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
const SLOW_MS = 3_000

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
  let slowestWorth = 0
  for (const threads of listThreadChoices(availableParallelism())) {
    const speed = await measure(model, threads, slowestWorth)
    slowestWorth = Math.max(slowestWorth, speed / 3)
    speeds.set(threads, Math.round(speed * 10) / 10)
  }
  return { machine, threads: pickThreads(speeds), tokensPerSecond: Object.fromEntries(speeds), isCalm }
}

/**
 * Tokens per second, of the best round. A choice that turns out slower than `slowestWorth`, or slow at all, is left early: threads that
 * wait for each other on a busy machine can take a hundred times as long.
 */
async function measure(model: LlamaModel, threads: number, slowestWorth: number): Promise<number> {
  const fixed = { ideal: threads, min: threads }
  const context = await model.createContext({ contextSize: 256, sequences: 1, batchSize: 64, threads: fixed })
  try {
    const sequence = context.getSequence()
    const text = model.tokenize('One two three four five six seven eight nine ten. '.repeat(8)).slice(0, PROMPT_TOKENS)
    let best = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      await sequence.clearHistory()
      const startedMs = performance.now()
      let tokens = PROMPT_TOKENS
      let [tookMs, speed] = [0, 0]
      for await (const _ of sequence.evaluate(text, { temperature: 0, yieldEogToken: true })) {
        tokens += 1
        tookMs = performance.now() - startedMs
        speed = (tokens * 1_000) / tookMs
        if (tokens === PROMPT_TOKENS + WRITTEN_TOKENS || speed < slowestWorth || tookMs > SLOW_MS) break
      }
      best = Math.max(best, speed)
      if (speed < slowestWorth || tookMs > SLOW_MS) break
    }
    return best
  } finally {
    await context.dispose()
  }
}
