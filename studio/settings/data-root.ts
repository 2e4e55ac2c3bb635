/**
 * The data root: one private folder per user with a folder for each kind of data (spec of the data root). It makes folders and
 * keeps them private; it never deletes, and never changes a folder that it did not make.
 */
import { chmod, mkdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join, posix, resolve, win32 } from 'node:path'
import { KoraError } from '#contracts/failure'

const FOLDERS = ['models', 'configs', 'telemetry', 'chats', 'caches', 'exports', 'logs', 'plugins'] as const
type FolderName = (typeof FOLDERS)[number]

/** Absolute paths; every folder exists with mode 0700. */
export type DataRoot = Readonly<Record<FolderName, string>> & {
  readonly root: string
  readonly configFile: string
  readonly tokenFile: string
  readonly secretsFile: string
  readonly decisionsFile: string
  /** A plugin's own folder; made by whoever opens it. */
  readonly pluginData: (pluginId: string) => string
}

type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly home: string
}
const HERE: Surroundings = { env: process.env, platform: process.platform, home: homedir() }

/** Where the data root is: `KORA_HOME`, else the platform's own place for user data. */
export function findDataRoot({ env, platform, home }: Surroundings = HERE): string {
  if (env.KORA_HOME) return resolve(env.KORA_HOME)
  if (platform === 'win32') return win32.join(env.APPDATA ?? win32.join(home, 'AppData', 'Roaming'), 'KORA-Studio')
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'KORA-Studio')
  // The XDG standard: a relative path is no path.
  const data = env.XDG_DATA_HOME !== undefined && isAbsolute(env.XDG_DATA_HOME) ? env.XDG_DATA_HOME : null
  return posix.join(data ?? posix.join(home, '.local', 'share'), 'kora-studio')
}

/** Makes what is missing. Throws CONFIG_INVALID where the folder cannot be used, with the cure. */
export async function openDataRoot(path: string): Promise<DataRoot> {
  const root = resolve(path)
  try {
    await makePrivate(root, 'leave')
    for (const name of FOLDERS) await makePrivate(join(root, name), 'tighten')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new KoraError(
      'CONFIG_INVALID',
      `The data folder cannot be used (${code}); set KORA_HOME or --home to a folder that you may write.`,
      {},
      error,
    )
  }
  const folders = Object.fromEntries(FOLDERS.map(name => [name, join(root, name)])) as Record<FolderName, string>
  return {
    ...folders,
    root,
    configFile: join(folders.configs, 'config.json'),
    tokenFile: join(folders.configs, 'token'),
    secretsFile: join(folders.configs, 'secrets.json'),
    decisionsFile: join(folders.configs, 'plugins.json'),
    pluginData: id => join(folders.plugins, '.data', id),
  }
}

/** `leave`: a folder that was there before may be shared with other things (think of KORA_HOME=/tmp). */
async function makePrivate(path: string, present: 'leave' | 'tighten'): Promise<void> {
  const made = await mkdir(path, { recursive: true, mode: 0o700 })
  if (process.platform === 'win32' || (made === undefined && present === 'leave')) return
  // The mask of the process may have taken bits away from new folders, and an older one may be open to others.
  if (((await stat(path)).mode & 0o777) !== 0o700) await chmod(path, 0o700)
}
