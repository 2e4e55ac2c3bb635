/**
 * Runs a module of a folder in a child Bun process that dies with this one. The child's environment is built from scratch,
 * and no `.env`, `bunfig.toml` or auto-install of any folder takes part (rule S3).
 */
import { realpathSync } from 'node:fs'
import { join, sep } from 'node:path'
import { KoraError } from '#contracts/failure'
import type { Child, Spawn } from '#contracts/powers'
import { isInnerPath } from './plugin-files.ts'

/** What a runtime needs from its surroundings to start at all, to find its GPU, and to put temporary files. */
const KEPT_VARIABLES = ['TMPDIR', 'TEMP', 'TMP', 'SYSTEMROOT', 'LD_LIBRARY_PATH', 'CUDA_VISIBLE_DEVICES']
const FLAGS = [
  '--no-orphans',
  '--no-env-file',
  '--no-install',
  `--config=${join(import.meta.dir, 'child-bunfig.toml')}`,
]

export type ChildOptions = Parameters<Spawn['module']>[0] & {
  /** `advanced` is several times faster for large messages; `json` takes nothing but JSON from a stranger. */
  readonly serialization?: 'advanced' | 'json'
}

/** The power `spawn` of a plugin: only modules inside `folder`, which is the child's working directory. */
export function openSpawn(folder: string): Spawn {
  return {
    module(options) {
      const root = realpathSync(folder)
      if (!isInnerPath(options.entry)) throw outside()
      const path = realpathSync(join(root, options.entry))
      if (!path.startsWith(root + sep)) throw outside()
      return spawnModule(root, { ...options, entry: path })
    },
  }
}

const outside = (): KoraError =>
  new KoraError('PLUGIN_NOT_GRANTED', 'A plugin may only start modules of its own folder.')

/** Starts `entry` (an absolute path) with `cwd` as working directory. `onExit` fires exactly once. */
export function spawnModule(cwd: string, options: ChildOptions): Child {
  const child = Bun.spawn({
    cmd: [process.execPath, ...FLAGS, options.entry],
    cwd,
    env: buildEnvironment(options.env),
    stdio: ['ignore', 'ignore', 'ignore'],
    serialization: options.serialization ?? 'advanced',
    ipc: options.onMessage,
    onExit: ({ signalCode }, code) => options.onExit({ code, signal: signalCode === null ? null : String(signalCode) }),
  })
  // A warm child must not keep a finished command alive; `--no-orphans` ends it with us.
  child.unref()
  return {
    pid: child.pid,
    send(message) {
      if (child.exitCode === null && child.signalCode === null) child.send(message)
    },
    kill: () => child.kill('SIGKILL'),
  }
}

function buildEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => KEPT_VARIABLES.includes(name.toUpperCase()))
  return { ...(Object.fromEntries(kept) as Record<string, string>), ...extra }
}
