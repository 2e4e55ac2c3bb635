/**
 * `bun run coverage`: which lines of the microkernel and of the budget code the tests run, by Bun's own count. It runs the folders whose
 * tests are about them, prints what no test came to, and fails where a share is below its aim.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dir, '..')
const FOLDERS = ['kernel', 'engine', 'studio/api']

type Lines = { covered: number; readonly missed: number[] }
type Aim = { readonly what: string; readonly holds: (file: string) => boolean; readonly share: number }

const AIMS: readonly Aim[] = [
  { what: 'kernel/', holds: file => file.startsWith('kernel/'), share: 0.95 },
  { what: 'budget code', holds: file => /^engine\/(purse|ledger)\.ts$/.test(file), share: 1 },
]

/** The records of an lcov file that an aim is about. */
function readLines(lcov: string): ReadonlyMap<string, Lines> {
  const files = new Map<string, Lines>()
  for (const record of lcov.split('end_of_record')) {
    const file = /^SF:(.+)$/m.exec(record)?.[1]?.replaceAll('\\', '/')
    if (file === undefined || !AIMS.some(aim => aim.holds(file))) continue
    const lines: Lines = { covered: 0, missed: [] }
    for (const [, line, hits] of record.matchAll(/^DA:(\d+),(\d+)/gm)) {
      if (hits === '0') lines.missed.push(Number(line))
      else lines.covered += 1
    }
    files.set(file, lines)
  }
  return files
}

/** Prints the share of one aim and the lines that no test came to; answers whether the aim is reached. */
function tell(aim: Aim, files: ReadonlyMap<string, Lines>): boolean {
  const own = [...files].filter(([file]) => aim.holds(file))
  let covered = 0
  let missed = 0
  for (const [, lines] of own) {
    covered += lines.covered
    missed += lines.missed.length
  }
  const share = covered / (covered + missed)
  const isReached = share >= aim.share
  console.log(
    `${aim.what}: ${(100 * share).toFixed(1)} % of ${covered + missed} lines, aim ${100 * aim.share} %${isReached ? '' : '  NOT REACHED'}`,
  )
  for (const [file, lines] of own) if (lines.missed.length > 0) console.log(`  ${file}: ${lines.missed.join(', ')}`)
  return isReached
}

const folder = mkdtempSync(join(tmpdir(), 'kora-coverage-'))
try {
  const flags = ['--timeout=120000', '--coverage', '--coverage-reporter=lcov', `--coverage-dir=${folder}`]
  const child = Bun.spawn([process.execPath, 'test', ...flags, ...FOLDERS], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [told, code] = await Promise.all([new Response(child.stderr).text(), child.exited])
  if (code !== 0) console.error(told.split('\n').slice(-12).join('\n'))
  const files = readLines(readFileSync(join(folder, 'lcov.info'), 'utf8'))
  const reached = AIMS.map(aim => tell(aim, files))
  process.exitCode = code === 0 && reached.every(Boolean) ? 0 : 1
} finally {
  rmSync(folder, { recursive: true })
}
