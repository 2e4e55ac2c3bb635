/** How every benchmark here measures: warm up, alternate the sides, take medians, print the ratio to the baseline of the same run. */

export type Sample = { readonly label: string; readonly run: () => unknown | Promise<unknown> }

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

/** Milliseconds of each sample in each round; the samples take turns, so that noise falls on all alike. */
export async function measureRoundsMs(samples: readonly Sample[], rounds: number, warmUp: number): Promise<number[][]> {
  const times = samples.map((): number[] => [])
  for (let round = -warmUp; round < rounds; round++) {
    for (const [at, sample] of samples.entries()) {
      const startedMs = performance.now()
      await sample.run()
      if (round >= 0) times[at]?.push(performance.now() - startedMs)
    }
  }
  return times
}

/** Median milliseconds of each sample. */
export async function measureMs(samples: readonly Sample[], rounds: number, warmUp: number): Promise<number[]> {
  return (await measureRoundsMs(samples, rounds, warmUp)).map(median)
}

/** Median over the rounds of how many times longer one sample took than the other of the same round. */
export function ratioOf(timesMs: readonly number[], baseMs: readonly number[]): number {
  return median(timesMs.map((ms, round) => ms / (baseMs[round] as number)))
}

export type Figure = {
  readonly what: string
  readonly value: string
  readonly target: string
  readonly met: boolean | null
}

/** Prints figures as a table; `met` null means there is no target. */
export function printFigures(title: string, figures: readonly Figure[]): void {
  console.log(`\n${title}`)
  const width = Math.max(...figures.map(figure => figure.what.length))
  for (const figure of figures) {
    const verdict = figure.met === null ? '' : figure.met ? '  met' : '  NOT MET'
    console.log(`  ${figure.what.padEnd(width)}  ${figure.value.padStart(18)}  ${figure.target}${verdict}`)
  }
}
