/**
 * `bun run verify`: everything that must hold before a commit lands, each step with its time, and one closing line
 * `N passed, N failed`. `verify tests` runs the tests alone; `verify <step> ...` the steps named.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bootstrap } from './bootstrap.ts'

const ROOT = join(import.meta.dir, '..')
const CACHE = join(ROOT, '.cache')
const JUNIT = join(CACHE, 'tests.xml')

type Step = {
  readonly name: string
  readonly command: readonly string[]
  /** Fetches something that tests can do without: its failure is printed and not counted. */
  readonly optional?: boolean
}

const bin = (name: string) => [process.execPath, '--bun', join(ROOT, 'node_modules', '.bin', name)]
const own = (...words: readonly string[]) => [process.execPath, ...words]

const STEPS: readonly Step[] = [
  { name: 'format and lint', command: [...bin('biome'), 'check', '.'] },
  { name: 'types', command: [...bin('tsc'), '-p', '.', '--noEmit'] },
  { name: 'types of the page', command: [...bin('tsc'), '-p', 'ui', '--noEmit'] },
  { name: 'unused code', command: bin('knip') },
  { name: 'asm lock', command: own('asm/build.ts', '--check') },
  { name: 'emitted schemas', command: own('contracts/emit.ts', '--check') },
  { name: 'fetch: JSON Schema suite', command: own('scripts/fetch-json-schema-suite.ts'), optional: true },
  { name: 'fetch: small model', command: own('scripts/fetch-model.ts', '--optional'), optional: true },
  { name: 'find: Chromium', command: own('scripts/find-chromium.ts', '--optional'), optional: true },
  {
    name: 'fetch: OpenAI client for Python',
    command: own('scripts/fetch-openai-python.ts', '--optional'),
    optional: true,
  },
  { name: 'build: llama-server', command: own('scripts/build-llama-server.ts', '--optional'), optional: true },
  { name: 'build: Ollama', command: own('scripts/build-ollama.ts', '--optional'), optional: true },
  {
    name: 'tests',
    command: own('test', '--timeout=120000', '--reporter=junit', `--reporter-outfile=${JUNIT}`),
  },
]

type Counts = { passed: number; failed: number; skipped: number }

async function runStep(step: Step, counts: Counts): Promise<void> {
  const startedMs = performance.now()
  process.stdout.write(`\n── ${step.name}\n`)
  const child = Bun.spawn([...step.command], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
  const code = await child.exited
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1)
  process.stdout.write(
    `── ${step.name}: ${code === 0 ? 'ok' : step.optional ? 'not available, tests that need it say so' : 'FAILED'} (${seconds} s)\n`,
  )
  if (step.name === 'tests') return countTests(code, counts)
  if (step.optional) return
  if (code === 0) counts.passed += 1
  else counts.failed += 1
}

/** Reads the totals of the report; a run that died before writing one is a failure. */
function countTests(code: number, counts: Counts): void {
  const totals = existsSync(JUNIT) ? /<testsuites[^>]*>/.exec(readFileSync(JUNIT, 'utf8'))?.[0] : undefined
  const read = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(totals ?? '')?.[1] ?? Number.NaN)
  const [tests, failures, skipped] = [read('tests'), read('failures'), read('skipped')]
  if (Number.isNaN(tests) || tests === 0) {
    counts.failed += 1
    return
  }
  counts.passed += tests - failures - skipped
  counts.skipped += skipped
  counts.failed += failures > 0 || code === 0 ? failures : 1
}

const wanted = process.argv.slice(2)
const steps = STEPS.filter(step => wanted.length === 0 || wanted.includes(step.name))
if (steps.length === 0) {
  process.stderr.write(`There is no such step; steps: ${STEPS.map(step => `"${step.name}"`).join(', ')}\n`)
  process.exit(2)
}
const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
try {
  bootstrap(line => process.stdout.write(`${line}\n`))
  mkdirSync(CACHE, { recursive: true })
  for (const step of steps) await runStep(step, counts)
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : error}\n`)
  counts.failed += 1
}
if (counts.skipped > 0) process.stdout.write(`\n${counts.skipped} skipped, each with its reason above\n`)
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed\n`)
process.exit(counts.failed === 0 ? 0 : 1)
