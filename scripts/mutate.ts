/**
 * `bun run mutate [file ...]`: plants one fault after the other in copies of the tree and asks the tests beside the file whether they
 * notice: a comparison turned, a bound moved by one, a statement left out. It prints what survived and fails where that is a fault that
 * nobody looked at; the tree itself is never touched.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { HARMLESS } from './harmless-mutants.ts'

const ROOT = join(import.meta.dir, '..')
const SLOWEST_FACTOR = 8
const GRACE_MS = 10_000

/** What is planted in, and the tests that must notice. */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  'engine/purse.ts': ['engine/purse.test.ts'],
  'engine/ledger.ts': ['engine/ledger.test.ts'],
  'engine/ready-queue.ts': ['engine/ready-queue.test.ts'],
  'engine/slots.ts': ['engine/slots.test.ts'],
  'engine/verify-output.ts': [
    'engine/verify-output.test.ts',
    'engine/run-graph.test.ts',
    'engine/failure-codes.test.ts',
  ],
  'store/write-queue.ts': ['store/write-queue.test.ts'],
}

type Mutant = { readonly file: string; readonly line: number; readonly was: string; readonly is: string }
type Swap = readonly [from: RegExp, to: string]

const SWAPS: readonly Swap[] = [
  [/ <= /g, ' < '],
  [/ >= /g, ' > '],
  [/ < /g, ' <= '],
  [/ > /g, ' >= '],
  [/ === /g, ' !== '],
  [/ !== /g, ' === '],
  [/ && /g, ' || '],
  [/ \|\| /g, ' && '],
  [/ \+ 1\b/g, ''],
  [/ - 1\b/g, ''],
  [/ \+= /g, ' -= '],
  [/ -= /g, ' += '],
  [/\bMath\.min\b/g, 'Math.max'],
  [/\bMath\.max\b/g, 'Math.min'],
  [/\btrue\b/g, 'false'],
  [/\bfalse\b/g, 'true'],
]
/** A whole statement in a line: a call, or an assignment to a field. */
const STATEMENT = /^\s+(?:this\.#?\w+(?:\.\w+)*(?:\(.*\)| (?:\+|-)?= .*[^,({[])|\w+(?:\.\w+)*\(.*\))$/
const NO_CODE = /^\s*(?:\/\/|\/?\*|import |export type |type |readonly |[|})\]])/

/** Every fault for one file, in order of its lines. */
function plant(file: string): readonly Mutant[] {
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n')
  return lines.flatMap((was, at) => {
    if (NO_CODE.test(was) || was.trim() === '') return []
    const changed = SWAPS.flatMap(([from, to]) =>
      [...was.matchAll(from)].map(({ index, 0: found }) => was.slice(0, index) + to + was.slice(index + found.length)),
    )
    if (STATEMENT.test(was)) changed.push(was.replace(/\S.*$/, 'void 0'))
    return changed.map(is => ({ file, line: at + 1, was: was.trim(), is }))
  })
}

/** A copy of what tests need, in a folder of its own. */
function copyTree(files: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'kora-mutate-'))
  for (const file of files) cpSync(join(ROOT, file), join(folder, file))
  for (const name of ['node_modules', '.cache']) symlinkSync(join(ROOT, name), join(folder, name))
  return folder
}

/** Whether the tests of a copy pass; false also where they take too long. */
async function passes(folder: string, tests: readonly string[], limitMs: number): Promise<boolean> {
  const child = Bun.spawn([process.execPath, 'test', '--timeout=5000', '--bail', ...tests], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: Math.ceil(limitMs),
    killSignal: 'SIGKILL',
  })
  return (await child.exited) === 0
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter(file => !Object.hasOwn(TARGETS, file))
if (unknown.length > 0) {
  console.error(`No tests are named for ${unknown.join(', ')}; files: ${Object.keys(TARGETS).join(', ')}`)
  process.exit(2)
}
const chosen = Object.keys(TARGETS).filter(file => wanted.length === 0 || wanted.includes(file))
const listed = Bun.spawnSync(['git', 'ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT })
  .stdout.toString()
  .trim()
  .split('\n')
const files = listed.filter(
  file => !/^(?:ui|docs|bench|examples|asm)\//.test(file) && Bun.file(join(ROOT, file)).size > 0,
)
const folders = Array.from({ length: availableParallelism() }, () => copyTree(files))

try {
  const limits = new Map<string, number>()
  for (const file of chosen) {
    const startedMs = performance.now()
    if (!(await passes(folders[0]!, TARGETS[file]!, 10 * 60_000)))
      throw new Error(`The tests of ${file} fail as it is.`)
    limits.set(file, SLOWEST_FACTOR * (performance.now() - startedMs) + GRACE_MS)
  }
  const waiting = chosen.flatMap(plant)
  const total = waiting.length
  const survivors: Mutant[] = []
  const work = async (folder: string): Promise<void> => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const place = join(folder, mutant.file)
      const sound = readFileSync(place, 'utf8')
      const lines = sound.split('\n')
      lines[mutant.line - 1] = mutant.is
      writeFileSync(place, lines.join('\n'))
      if (await passes(folder, TARGETS[mutant.file]!, limits.get(mutant.file)!)) survivors.push(mutant)
      writeFileSync(place, sound)
    }
  }
  await Promise.all(folders.map(work))
  const isHarmless = ({ file, was, is }: Mutant) =>
    HARMLESS.some(known => known.file === file && known.was === was && known.is === is.trim())
  const open = survivors.filter(mutant => !isHarmless(mutant))
  for (const { file, line, was, is } of open) console.log(`SURVIVED ${file}:${line}\n  ${was}\n  ${is.trim()}`)
  console.log(
    `${total} faults planted, ${total - survivors.length} caught, ${survivors.length - open.length} harmless, ${open.length} survived`,
  )
  process.exitCode = open.length === 0 ? 0 : 1
} finally {
  for (const folder of folders) rmSync(folder, { recursive: true })
}
