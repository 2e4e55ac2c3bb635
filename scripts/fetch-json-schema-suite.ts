/**
 * Puts the official JSON Schema test suite into `.cache/json-schema-suite/`, from a source archive of the Python package
 * `jsonschema`, which carries it. The version is pinned and its hash checked; without pip or network it says so and ends.
 */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const VERSION = '4.23.0'
const SHA256 = 'd71497fef26351a33265337fa77ffeb82423f3ea21283cd9467bb03999266bc4'
const DRAFTS = ['draft7', 'draft2020-12']

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const target = join(root, '.cache', 'json-schema-suite')
const stampFile = join(target, 'source.json')

process.exitCode = await fetchSuite()

async function fetchSuite(): Promise<number> {
  if (await isThere()) {
    console.log(`The JSON Schema suite is there: ${target}`)
    return 0
  }
  await mkdir(join(root, '.cache'), { recursive: true })
  const staging = await mkdtemp(join(root, '.cache', 'json-schema-suite-'))
  try {
    const problem = (await download(staging)) ?? (await unpack(staging))
    if (problem !== null) {
      console.error(`The JSON Schema suite was not fetched: ${problem}`)
      return 1
    }
    await rm(target, { recursive: true, force: true })
    await rename(join(staging, 'suite'), target)
    console.log(`The JSON Schema suite of jsonschema ${VERSION} is now in ${target}`)
    return 0
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

async function isThere(): Promise<boolean> {
  if (!existsSync(stampFile)) return false
  const stamp = JSON.parse(await readFile(stampFile, 'utf8')) as { sha256?: unknown }
  return stamp.sha256 === SHA256 && DRAFTS.every(draft => existsSync(join(target, draft)))
}

/** Null when the archive is in `staging` and its hash is the pinned one; else why not. */
async function download(staging: string): Promise<string | null> {
  const options = [
    'download',
    '--quiet',
    '--no-deps',
    '--no-binary',
    'jsonschema',
    '--dest',
    staging,
    `jsonschema==${VERSION}`,
  ]
  const said = await run(['python3', '-m', 'pip', ...options])
  if (said !== null) return `pip could not download jsonschema ${VERSION} (${said})`
  const name = (await readdir(staging)).find(file => file.endsWith('.tar.gz'))
  if (name === undefined) return 'pip brought no source archive'
  const bytes = await readFile(join(staging, name))
  const sha256 = new Bun.CryptoHasher('sha256').update(bytes).digest('hex')
  if (sha256 !== SHA256) return `the archive has the hash ${sha256}, not the pinned one`
  await rename(join(staging, name), join(staging, 'archive.tar.gz'))
  return null
}

async function unpack(staging: string): Promise<string | null> {
  const said = await run(['tar', '-xzf', join(staging, 'archive.tar.gz'), '-C', staging])
  if (said !== null) return `tar could not unpack the archive (${said})`
  const tests = join(staging, `jsonschema-${VERSION}`, 'json', 'tests')
  await mkdir(join(staging, 'suite'))
  for (const draft of DRAFTS) await rename(join(tests, draft), join(staging, 'suite', draft))
  const stamp = { package: 'jsonschema', version: VERSION, sha256: SHA256 }
  await writeFile(join(staging, 'suite', 'source.json'), `${JSON.stringify(stamp, null, 2)}\n`)
  return null
}

/** Null when the command ended well; else the last line it said, or that it could not be started. */
async function run(command: string[]): Promise<string | null> {
  try {
    const child = Bun.spawn(command, { stdout: 'ignore', stderr: 'pipe' })
    const text = await new Response(child.stderr).text()
    if ((await child.exited) === 0) return null
    return text.trim().split('\n').at(-1)?.slice(0, 200) ?? `exit code ${child.exitCode}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
