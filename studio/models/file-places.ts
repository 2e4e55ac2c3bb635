/**
 * Where the files of a catalogue lie. Those of the models folder are written by their name alone, so that a data folder can be moved or
 * copied; a catalogue that was written with whole paths is read as if it had been. A file elsewhere keeps its path.
 */
import { existsSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'

type Placed = { readonly file_paths: readonly string[]; readonly source: string | null }

/** As it is written. */
export const toStoredPaths = (folder: string, paths: readonly string[]): string[] =>
  paths.map(path => (dirname(path) === folder ? basename(path) : path))

/** Whole paths of what was read. */
export const toWholePaths = (folder: string, entry: Placed): string[] =>
  entry.file_paths.map(path =>
    isAbsolute(path) ? toOwnPath(folder, path, entry.source) : join(folder, basename(path)),
  )

/** What was downloaded lay in the folder, wherever that was then; what was imported names its file as its source. */
function toOwnPath(folder: string, path: string, source: string | null): string {
  const own = join(folder, basename(path))
  const isElsewhere = source === path && existsSync(path)
  return isElsewhere || !existsSync(own) ? path : own
}
