/**
 * Where downloaded models and built runtimes lie: `.cache/` of the project, or the folder that `KORA_CACHE` names.
 * It only says where; it creates and fetches nothing.
 */
import { isAbsolute, join, resolve } from 'node:path'

const PROJECT = resolve(import.meta.dir, '..')

/** Absolute path inside the cache folder. `KORA_CACHE` lets several checkouts share one cache. */
export function cachePath(...parts: readonly string[]): string {
  const named = process.env.KORA_CACHE
  const root =
    named === undefined || named === '' ? join(PROJECT, '.cache') : isAbsolute(named) ? named : resolve(named)
  return join(root, ...parts)
}

/** Absolute path inside the project itself. */
export function projectPath(...parts: readonly string[]): string {
  return join(PROJECT, ...parts)
}
