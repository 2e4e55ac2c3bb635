/**
 * The built page: finds the build that belongs to the sources as they stand, and makes it in a child process when there is none.
 * Builds lie in `.cache/ui`, one folder each, named by the hash of what they were made from; a half-written one is never served.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { KoraError } from '#contracts/failure'

export type PageBuild = {
  readonly folder: string
  /** Names of the files in it; nothing else is served. */
  readonly files: ReadonlySet<string>
}

const ROOT = join(import.meta.dir, '..', '..')
const SOURCES = ['ui', 'contracts', 'json', 'telemetry', 'examples'] as const
const SOURCE = /\.(tsx?|css|html|svg)$|^[\w-]+\.json$/
const NO_SOURCE = /\.(test|fixture)\.tsx?$/
/** Servers that were started before keep serving the build they began with. */
const KEPT_BUILDS = 4

export class PageBuilds {
  readonly #root: string
  readonly #served: PageBuild[] = []
  #stamp = ''
  #current: Promise<PageBuild> | null = null

  /** `root` is the checkout. */
  constructor(root = ROOT) {
    this.#root = root
  }

  /** The build of the sources as they are now; about a millisecond when nothing changed. Throws PAGE_UNAVAILABLE. */
  current(): Promise<PageBuild> {
    const sources = listSources(this.#root)
    const stamp = sources.map(({ path, size, changedMs }) => `${path} ${size} ${changedMs}`).join('\n')
    if (this.#current !== null && stamp === this.#stamp) return this.#current
    const build = findOrMake(this.#root, hashOf(this.#root, sources))
    this.#stamp = stamp
    this.#current = build
    build.then(
      made => this.#served.unshift(made),
      () => {
        // The next request tries again.
        if (this.#current === build) this.#current = null
      },
    )
    return build
  }

  /** Where a part lies, also one of a page that was loaded before the sources changed; null for what no build has. */
  async folderOf(name: string): Promise<string | null> {
    if (this.#served.length === 0) await this.current().catch(() => null)
    return this.#served.find(({ files }) => files.has(name))?.folder ?? null
  }
}

type Source = { readonly path: string; readonly size: number; readonly changedMs: number }

function listSources(root: string): readonly Source[] {
  const paths = SOURCES.flatMap(folder => {
    const entries = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    return entries.filter(name => SOURCE.test(name) && !NO_SOURCE.test(name)).map(name => join(root, folder, name))
  })
  return [...paths.sort(), join(root, 'bun.lock')].map(path => {
    const { size, mtimeMs } = statSync(path)
    return { path, size, changedMs: mtimeMs }
  })
}

function hashOf(root: string, sources: readonly Source[]): string {
  const hasher = new Bun.CryptoHasher('sha256')
  for (const { path } of sources) hasher.update(`${relative(root, path)}\n`).update(readFileSync(path))
  return hasher.digest('hex').slice(0, 16)
}

async function findOrMake(root: string, hash: string): Promise<PageBuild> {
  const folder = join(root, '.cache', 'ui', hash)
  if (!existsSync(folder)) await make(root, folder)
  return { folder, files: new Set(readdirSync(folder)) }
}

/** Builds beside and moves the whole into place, so that two servers may build at once. */
async function make(root: string, folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true })
  const draft = `${folder}.${process.pid}.draft`
  const child = Bun.spawn([process.execPath, '--no-env-file', join(root, 'ui', 'build.ts'), draft], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said, code] = await Promise.all([new Response(child.stderr).text(), child.exited])
  if (code !== 0) {
    rmSync(draft, { recursive: true, force: true })
    throw new KoraError('PAGE_UNAVAILABLE', undefined, {}, new Error(said.trim()))
  }
  try {
    renameSync(draft, folder)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    // Another server was faster, and made the same.
    if (!existsSync(folder)) throw error
  }
  forgetOldBuilds(dirname(folder))
}

function forgetOldBuilds(folder: string): void {
  const builds = readdirSync(folder).map(name => ({
    path: join(folder, name),
    mtimeMs: statSync(join(folder, name)).mtimeMs,
  }))
  for (const { path } of builds.sort((a, b) => b.mtimeMs - a.mtimeMs).slice(KEPT_BUILDS))
    rmSync(path, { recursive: true, force: true })
}
