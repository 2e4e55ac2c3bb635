/**
 * Builds the WASM modules of the deterministic library from `assembly/` into the git-ignored `build/` and holds them
 * to `lock.json` (rule D4). It refuses modules with an import or without a memory maximum (rule P5).
 *
 * `bun asm/build.ts` builds what is missing or stale, `--check` builds everything again and fails on any difference
 * from the lock, `--lock` rewrites the lock.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readLimits } from './read-limits.ts'

const ROOT = import.meta.dir
const SOURCES = join(ROOT, 'assembly')
const BUILD = join(ROOT, 'build')
const LOCK = join(ROOT, 'lock.json')
const STAMP = join(BUILD, 'stamp.json')

/** Largest memory of each module in pages of 64 KiB; the first pages hold its tables. */
export const MODULES = {
  diff: { initialPages: 1, maximumPages: 1024 },
  numbers: { initialPages: 1, maximumPages: 1024 },
  search: { initialPages: 4, maximumPages: 1024 },
  text: { initialPages: 140, maximumPages: 1024 },
} as const
export type ModuleName = keyof typeof MODULES

export type Lock = {
  readonly compiler: string
  readonly options: string
  /** Memory in pages of 64 KiB. */
  readonly memory: Readonly<Record<string, { readonly initialPages: number; readonly maximumPages: number }>>
  readonly sources: Readonly<Record<string, string>>
  readonly modules: Readonly<Record<string, string>>
}

const OPTIONS = [
  '--runtime=stub',
  '--use=abort=',
  '--noAssert',
  '--optimizeLevel=3',
  '--shrinkLevel=0',
  '--converge',
] as const

const sha256 = (data: Uint8Array | string): string => new Bun.CryptoHasher('sha256').update(data).digest('hex')

/** sha256 of every source, by file name. */
export function hashSources(): Record<string, string> {
  const names = readdirSync(SOURCES).filter(name => name.endsWith('.ts'))
  return Object.fromEntries(names.sort().map(name => [name, sha256(readFileSync(join(SOURCES, name)))]))
}

function readCompilerVersion(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(ROOT, '../node_modules/assemblyscript/package.json'), 'utf8'),
  )
  return `assemblyscript ${manifest.version}`
}

function optionsOf(name: ModuleName): string[] {
  const { initialPages, maximumPages } = MODULES[name]
  return [...OPTIONS, `--initialMemory=${initialPages}`, `--maximumMemory=${maximumPages}`]
}

/** What is used of `assemblyscript/asc`. Its own types are not read: they declare globals that hide those of the platform. */
type Compiler = {
  main(
    args: readonly string[],
    host: { writeFile(file: string, contents: Uint8Array | string): void },
  ): Promise<{ readonly error: Error | null; readonly stderr: { toString(): string } }>
}

async function loadCompiler(): Promise<Compiler> {
  const specifier: string = 'assemblyscript/asc'
  return ((await import(specifier)) as { readonly default: Compiler }).default
}

/** Compiles one module. Throws with the compiler's words. */
export async function compileModule(name: ModuleName): Promise<Uint8Array> {
  const asc = await loadCompiler()
  let binary: Uint8Array | undefined
  const args = [`${name}.ts`, `--baseDir=${SOURCES}`, '--outFile=module.wasm', ...optionsOf(name)]
  const { error, stderr } = await asc.main(args, {
    writeFile: (_file: string, contents: Uint8Array | string) => {
      if (typeof contents !== 'string') binary = contents.slice()
    },
  })
  if (error !== null || binary === undefined) throw new Error(`${name}.ts does not compile:\n${stderr.toString()}`)
  const limits = readLimits(binary)
  if (limits.imports.length > 0)
    throw new Error(`${name}.wasm imports ${limits.imports.join(', ')}; it must import nothing`)
  if (limits.maximumPages === null) throw new Error(`${name}.wasm declares no memory maximum`)
  return binary
}

function readRecord(file: string): Lock | null {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

function isFresh(stamp: Lock | null, wanted: Omit<Lock, 'modules'>): boolean {
  if (stamp === null) return false
  if (JSON.stringify({ ...stamp, modules: {} }) !== JSON.stringify({ ...wanted, modules: {} })) return false
  return (Object.keys(MODULES) as ModuleName[]).every(name => {
    const file = join(BUILD, `${name}.wasm`)
    return existsSync(file) && sha256(readFileSync(file)) === stamp.modules[name]
  })
}

function put(file: string, data: string | Uint8Array): void {
  const staged = `${file}.${process.pid}`
  writeFileSync(staged, data)
  renameSync(staged, file)
}

/** Builds what is missing or stale; `always` builds everything. Answers what the modules are. */
export async function buildModules(when: 'stale' | 'always' = 'stale'): Promise<Lock> {
  const facts = { compiler: readCompilerVersion(), options: OPTIONS.join(' '), memory: MODULES, sources: hashSources() }
  const stamp = readRecord(STAMP)
  if (when === 'stale' && stamp !== null && isFresh(stamp, facts)) return stamp
  mkdirSync(BUILD, { recursive: true })
  const modules: Record<string, string> = {}
  for (const name of Object.keys(MODULES) as ModuleName[]) {
    const binary = await compileModule(name)
    put(join(BUILD, `${name}.wasm`), binary)
    modules[name] = sha256(binary)
  }
  const built: Lock = { ...facts, modules }
  put(STAMP, JSON.stringify(built))
  return built
}

/** One sentence for every way the build differs from the lock; empty when it does not. */
export function checkLock(built: Lock): string[] {
  const lock = readRecord(LOCK)
  if (lock === null) return ['asm/lock.json is missing; run `bun asm/build.ts --lock`']
  const differences: string[] = []
  if (lock.compiler !== built.compiler) differences.push(`compiler is ${built.compiler}, the lock has ${lock.compiler}`)
  if (lock.options !== built.options || JSON.stringify(lock.memory) !== JSON.stringify(built.memory)) {
    differences.push('the compiler options differ from the lock')
  }
  for (const kind of ['sources', 'modules'] as const) {
    const names = new Set([...Object.keys(lock[kind]), ...Object.keys(built[kind])])
    for (const name of names) {
      if (lock[kind][name] !== built[kind][name]) differences.push(`${kind.slice(0, -1)} ${name} differs from the lock`)
    }
  }
  return differences
}

if (import.meta.main) {
  const mode = process.argv[2]
  const built = await buildModules(mode === '--check' ? 'always' : 'stale')
  if (mode === '--lock') put(LOCK, `${JSON.stringify(built, null, 2)}\n`)
  const differences = checkLock(built)
  for (const line of differences) process.stderr.write(`D4 ${line}\n`)
  if (differences.length > 0) process.exitCode = 1
}
