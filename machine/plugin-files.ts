/** A plugin's own folder. It refuses every path that leads out of it, by name or through a link. */
import { constants } from 'node:fs'
import { mkdir, open, readdir, realpath, rm } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, sep } from 'node:path'
import { KoraError } from '#contracts/failure'
import type { Files } from '#contracts/powers'
import { writeAtomic } from './atomic-file.ts'

/** True for a relative path whose parts all stay below where it starts, on every platform. */
export const isInnerPath = (path: string): boolean =>
  path !== '' &&
  !isAbsolute(path) &&
  !/[\\\0:]/.test(path) &&
  path.split('/').every(part => part !== '' && part !== '.' && part !== '..')

/** Opens (and makes, mode 0700) the folder. Paths are relative with `/`; `''` is the folder itself for `list`. */
export async function openFiles(folder: string): Promise<Files> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const root = await realpath(folder)
  const place = async (path: string): Promise<string> => {
    if (!isInnerPath(path)) throw outside()
    const parent = await realpath(join(root, dirname(path)))
    if (parent !== root && !parent.startsWith(root + sep)) throw outside()
    return join(parent, basename(path))
  }
  return {
    folder: root,
    read: path => absentIsNull(async () => readRegular(await place(path))),
    async write(path, bytes) {
      if (!isInnerPath(path)) throw outside()
      await makeParents(root, path)
      await writeAtomic(await place(path), bytes)
    },
    async list(path) {
      const folder = path === '' ? root : await absentIsNull(async () => realpath(await place(path)))
      if (folder !== null && folder !== root && !folder.startsWith(root + sep)) throw outside()
      const names = folder === null ? null : await absentIsNull(() => readdir(folder))
      return (names ?? []).toSorted()
    },
    async remove(path) {
      const target = await absentIsNull(() => place(path))
      if (target !== null) await rm(target, { recursive: true, force: true })
    },
  }
}

const outside = (): KoraError =>
  new KoraError('PLUGIN_NOT_GRANTED', 'The path leads out of the folder that the plugin was granted.')

/** One level at a time, each proven inside before the next: a link among them must not make folders elsewhere. */
async function makeParents(root: string, path: string): Promise<void> {
  let parent = root
  for (const part of path.split('/').slice(0, -1)) {
    parent = join(parent, part)
    await mkdir(parent, { mode: 0o700 }).catch(error => {
      if (error.code !== 'EEXIST') throw error
    })
    if (!(await realpath(parent)).startsWith(root + sep)) throw outside()
  }
}

async function readRegular(path: string): Promise<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)).catch(
    error => {
      throw error.code === 'ELOOP' ? outside() : error
    },
  )
  try {
    if (!(await file.stat()).isFile()) throw outside()
    return await file.readFile()
  } finally {
    await file.close()
  }
}

async function absentIsNull<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
}
