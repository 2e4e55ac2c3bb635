/**
 * Races each WASM path against its JavaScript twin on the same inputs in the same run (rule D3). A path below 1.5 has no
 * place in WASM; the exit code says so. Logarithm and exponential are not raced: they are in WASM for equal bits (rule D1).
 *
 * `bun bench/wasm.ts`, or `--json` for one line of JSON.
 */
import { buildModules } from '#asm/build'
import { bitDistanceTwin, countTwin, diffTwin, distanceTwin, scoreTwin, sentencesTwin } from '#asm/twins'

const FLOOR = 1.5
const ROUNDS = 9
const ROUND_MS = 12

type Race = {
  readonly path: string
  readonly input: string
  readonly wasm: () => unknown
  readonly twins: Readonly<Record<string, () => unknown>>
}
type Result = {
  readonly path: string
  readonly input: string
  readonly wasm_us: number
  readonly twin: string
  readonly twin_us: number
  readonly ratio: number
}

/** Microseconds of one call: the best of several rounds, taken in turn so that noise hits both sides. */
function measure(runners: readonly (() => unknown)[]): number[] {
  const calls = runners.map(run => {
    run()
    const start = performance.now()
    let done = 0
    while (performance.now() - start < ROUND_MS) {
      run()
      done += 1
    }
    return Math.max(1, done)
  })
  const best = runners.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [i, run] of runners.entries()) {
      const start = performance.now()
      for (let call = 0; call < calls[i]!; call += 1) run()
      best[i] = Math.min(best[i]!, ((performance.now() - start) * 1_000) / calls[i]!)
    }
  }
  return best
}

/** Repeatable words: a linear congruential generator, no clock and no randomness. */
function makeText(words: number, seed: number): string {
  const syllables = ['an', 'be', 'cor', 'du', 'el', 'fi', 'gra', 'hu', 'in', 'ja', 'ko', 'lu', 'mé', 'no', 'or', 'pa']
  let state = seed
  const next = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
  let text = ''
  for (let word = 0; word < words; word += 1) {
    for (let i = next(3); i >= 0; i -= 1) text += syllables[next(syllables.length)]
    text += next(12) === 0 ? '. ' : next(40) === 0 ? '\n' : ' '
  }
  return text
}

async function listRaces(): Promise<Race[]> {
  // The plugin is reached as the host reaches it, at run time.
  const { countText, measureDistance, splitSentences } = await import(
    '../plugins/deterministic-wasm/wasm/text-module.ts'
  )
  const { scoreTexts } = await import('../plugins/deterministic-wasm/wasm/search-module.ts')
  const { diffSequences } = await import('../plugins/deterministic-wasm/wasm/diff-module.ts')
  const races: Race[] = []
  for (const length of [12, 60, 300, 3_000]) {
    const a = makeText(length, 1).slice(0, length)
    const b = makeText(length, 2).slice(0, length)
    races.push({
      path: 'distance',
      input: `${length} code points`,
      wasm: () => measureDistance(a, b),
      twins: { table: () => distanceTwin(a, b), 'bit vectors': () => bitDistanceTwin(a, b) },
    })
  }
  for (const words of [20, 2_000]) {
    const text = makeText(words, 3)
    races.push(
      {
        path: 'count',
        input: `${words} words`,
        wasm: () => countText(text),
        twins: { 'regular expressions': () => countTwin(text) },
      },
      {
        path: 'sentences',
        input: `${words} words`,
        wasm: () => splitSentences(text),
        twins: { 'regular expressions': () => sentencesTwin(text) },
      },
    )
  }
  for (const documents of [10, 500]) {
    const texts = Array.from({ length: documents }, (_, i) => makeText(200, i + 10))
    races.push({
      path: 'bm25',
      input: `${documents} texts of 200 words`,
      wasm: () => scoreTexts(texts, 'andu corfi el lu pa'),
      twins: { 'regular expression and maps': () => scoreTwin(texts, 'andu corfi el lu pa') },
    })
  }
  for (const lines of [50, 1_000]) {
    const a = Array.from({ length: lines }, (_, i) => makeText(6, i))
    const b = a.flatMap((line, i) => (i % 9 === 0 ? [] : i % 7 === 0 ? [line, 'new'] : [line]))
    races.push({
      path: 'diff',
      input: `${lines} lines`,
      wasm: () => diffSequences(a, b),
      twins: { 'arrays and maps': () => diffTwin(a, b) },
    })
  }
  return races
}

await buildModules()
const results: Result[] = []
for (const { path, input, wasm, twins } of await listRaces()) {
  const [wasmUs = 0, ...twinUs] = measure([wasm, ...Object.values(twins)])
  for (const [i, twin] of Object.keys(twins).entries()) {
    const ratio = Math.round((twinUs[i]! / wasmUs) * 100) / 100
    results.push({ path, input, wasm_us: wasmUs, twin, twin_us: twinUs[i]!, ratio })
  }
}
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ floor: FLOOR, results })}\n`)
else {
  for (const { path, input, wasm_us, twin, twin_us, ratio } of results) {
    const figures = `${wasm_us.toFixed(2).padStart(10)} us  ${twin_us.toFixed(2).padStart(10)} us`
    process.stdout.write(
      `${path.padEnd(10)} ${input.padEnd(26)} ${figures}  ${ratio.toFixed(2).padStart(6)} x  against ${twin}\n`,
    )
  }
}
const slow = results.filter(result => result.ratio < FLOOR)
for (const { path, input, twin } of slow)
  process.stderr.write(`D3 ${path} on ${input} is below ${FLOOR} against ${twin}\n`)
if (slow.length > 0) process.exitCode = 1
