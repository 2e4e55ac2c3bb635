/**
 * Makes a checkout runnable: installs the pinned packages and builds the WASM modules when they are missing or stale. It imports
 * nothing but Bun and Node's own modules, so that it runs before anything is installed.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dir, '..')
const STAMP = join(ROOT, 'node_modules', '.kora-installed')
const MODULES = join(ROOT, 'asm', 'build')

/** Throws an Error with one sentence when a step fails. Takes under a millisecond when nothing is missing. */
export function bootstrap(log: (line: string) => void): void {
  const lock = readFileSync(join(ROOT, 'bun.lock'), 'utf8')
  const wanted = `${Bun.hash(lock)}`
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted) {
    log('Installing the pinned packages ...')
    run(['install', '--frozen-lockfile'], 'The packages cannot be installed: is the npm registry reachable?')
    writeFileSync(STAMP, wanted)
  }
  if (!existsSync(MODULES)) {
    log('Building the WASM modules ...')
    run([join(ROOT, 'asm', 'build.ts')], 'The WASM modules cannot be built.')
  }
}

function run(words: readonly string[], failure: string): void {
  const done = Bun.spawnSync([process.execPath, ...words], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  if (done.success) return
  process.stderr.write(done.stdout)
  process.stderr.write(done.stderr)
  throw new Error(failure)
}
