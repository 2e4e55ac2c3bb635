/**
 * Makes a checkout runnable: installs the pinned packages and builds the WASM modules when they are missing or stale. It imports
 * nothing but Bun and Node's own modules, so that it runs before anything is installed.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dir, '..')
const STAMP = join(ROOT, 'node_modules', '.kora-installed')
const ASM_LOCK = join(ROOT, 'asm', 'lock.json')
const ASM_STAMP = join(ROOT, 'asm', 'build', 'stamp.json')

/** Answers whether something was missing. Throws an Error with one sentence when a step fails. Under a millisecond when all is there. */
export function bootstrap(log: (line: string) => void): boolean {
  const lock = readFileSync(join(ROOT, 'bun.lock'), 'utf8')
  const wanted = `${Bun.hash(lock)}`
  let isFresh = false
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted) {
    log('Installing the pinned packages ...')
    run(['install', '--frozen-lockfile'], 'The packages cannot be installed: is the npm registry reachable?')
    writeFileSync(STAMP, wanted)
    isFresh = true
  }
  if (readModules(ASM_STAMP) !== readModules(ASM_LOCK)) {
    log('Building the WASM modules ...')
    run([join(ROOT, 'asm', 'build.ts')], 'The WASM modules cannot be built.')
    isFresh = true
  }
  return isFresh
}

/** The hashes of the modules that a lock or stamp names; '' where there is none to read. */
function readModules(path: string): string {
  try {
    return JSON.stringify(JSON.parse(readFileSync(path, 'utf8')).modules)
  } catch {
    return ''
  }
}

function run(words: readonly string[], failure: string): void {
  const done = Bun.spawnSync([process.execPath, ...words], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  if (done.success) return
  process.stderr.write(done.stdout)
  process.stderr.write(done.stderr)
  throw new Error(failure)
}
