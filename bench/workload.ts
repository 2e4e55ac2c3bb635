/**
 * Whether structure pays: the shipped workload, every request through the rules and a sample of them both ways on the small real model,
 * as `kora bench workload` measures it. The direct side is the baseline of the same run.
 *
 * `bun bench/workload.ts [sample] [seed]`; a sample as large as the workload runs everything.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WorkloadReport } from '#studio/cli/bench-workload'
import { type Interval, wilson } from '#studio/compare/interval'
import { importModel } from '#studio/models/import-model'
import { findSmallModel } from '#testing/small-model'
import { type Figure, printFigures } from './measure.ts'

const FOLDER = join(import.meta.dir, 'workload')
const MAIN = join(import.meta.dir, '..', 'studio', 'main.ts')
const [sample = '60', seed = '1'] = process.argv.slice(2)

const range = (interval: Interval | null): string =>
  interval === null ? '' : `${interval.low.toFixed(3)} to ${interval.high.toFixed(3)} at 95 %;`
const shown = (value: number | null): string => (value === null ? 'none' : value.toFixed(3))

const model = findSmallModel()
const home = mkdtempSync(join(tmpdir(), 'kora-workload-'))
let isMet = true
const answers = { right: 0, all: 0 }
try {
  if ('path' in model) await importModel(model.path, { modelsFolder: join(home, 'models') })
  else console.log(`${model.skipped}; only the rules are measured`)
  for (const file of readdirSync(FOLDER)
    .filter(name => name.endsWith('.txt'))
    .sort()) {
    const labels = join(FOLDER, file.replace('requests', 'labels').replace('.txt', '.json'))
    const report = await measure(join(FOLDER, file), labels)
    const figures = toFigures(report)
    printFigures(`${file}: ${report.requests} requests`, figures)
    answers.right += report.rules.precision.hits
    answers.all += report.rules.precision.all
    for (const { id, message, answer, failure } of report.rules.wrong)
      console.log(`  wrong ${id} ${JSON.stringify({ message, answer, failure })}`)
    if (report.stopped !== null) {
      console.log(`  stopped after ${report.stopped.after} of ${report.stopped.of}: ${report.stopped.failure.message}`)
      isMet = false
    }
    isMet &&= figures.every(({ met }) => met !== false)
  }
  printFigures('all collections together', [
    {
      what: 'precision of rule answers',
      value: `${answers.right} of ${answers.all}`,
      target: `${range(wilson(answers.right, answers.all))} at least 0.995`,
      met: answers.right >= 0.995 * answers.all,
    },
  ])
} finally {
  rmSync(home, { recursive: true })
}
process.exitCode = isMet ? 0 : 1

async function measure(file: string, labels: string): Promise<WorkloadReport> {
  const words = [
    'bench',
    'workload',
    file,
    '--labels',
    labels,
    '--sample',
    'path' in model ? sample : '0',
    '--seed',
    seed,
  ]
  const child = Bun.spawn([process.execPath, '--no-env-file', MAIN, '--home', home, '--json', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const text = await child.stdout.text()
  const code = await child.exited
  const report = JSON.parse(text) as WorkloadReport
  // What was measured before the model went away is a report too.
  if (code !== 0 && !report.stopped) throw new Error(`kora bench workload failed: ${text}`)
  return report
}

function toFigures({ rules, structure }: WorkloadReport): Figure[] {
  const { answered, precision, recall, traps_answered: traps } = rules
  const own: Figure[] = [
    { what: 'answered without a model', value: shown(answered.share), target: range(answered.interval), met: null },
    {
      what: 'precision of rule answers',
      value: shown(precision.share),
      target: `${range(precision.interval)} at least 0.995`,
      met: (precision.share ?? 1) >= 0.995,
    },
    {
      what: 'recall on deterministic requests',
      value: shown(recall.share),
      target: `${range(recall.interval)} at least 0.85`,
      met: (recall.share ?? 0) >= 0.85,
    },
    { what: 'traps answered by rule', value: String(traps), target: 'none', met: traps === 0 },
  ]
  if (structure === null) return own
  const { calls, tokens_out: tokens, latency, accuracy } = structure
  const { trap, ...everyday } = structure.kinds
  const sums = Object.values(everyday)
  const drawn = sums.reduce((all, { requests }) => all + requests, trap.requests)
  const withoutTraps = (measure: 'calls' | 'tokens_out'): number =>
    sums.reduce((all, sum) => all + sum[measure].structured, 0) /
    sums.reduce((all, sum) => all + sum[measure].direct, 0)
  return [
    ...own,
    {
      what: `model calls by direct, on ${drawn}`,
      value: shown(calls.ratio),
      target: `${range(calls.interval)} at most 0.40`,
      met: (calls.ratio ?? 1) <= 0.4,
    },
    {
      what: 'output tokens by direct',
      value: shown(tokens.ratio),
      target: `${range(tokens.interval)} at most 0.35`,
      met: (tokens.ratio ?? 1) <= 0.35,
    },
    {
      what: 'calls and output tokens, traps left out',
      value: `${withoutTraps('calls').toFixed(3)} and ${withoutTraps('tokens_out').toFixed(3)}`,
      target: 'traps are a quarter of the requests, which no day has',
      met: null,
    },
    { what: 'time by direct', value: shown(latency.ratio), target: range(latency.interval), met: null },
    {
      what: `right answers of ${accuracy.structured.all} judged`,
      value: shown(accuracy.structured.share),
      target: `direct ${shown(accuracy.direct.share)}; difference ${range(accuracy.difference)} not lower`,
      met: (accuracy.structured.share ?? 0) >= (accuracy.direct.share ?? 0),
    },
  ]
}
