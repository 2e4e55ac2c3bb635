/**
 * Puts the real GPU packages of node-llama-cpp in place of the empty ones that a plain install brings (they are large, and most people
 * have no use for them). It installs with the user's own package settings into a folder of its own, and moves only these packages.
 *
 *   bun run gpu -- vulkan     any graphics card with a Vulkan driver
 *   bun run gpu -- cuda       NVIDIA
 *   bun run gpu -- off        back to the processor
 *   bun run gpu               says what is installed
 *
 * A later `bun install` may bring the empty packages back; then run this again.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

type Kind = 'vulkan' | 'cuda'

const ROOT = join(import.meta.dir, '..')
const SCOPE = '@node-llama-cpp'
const MODULES = join(ROOT, 'node_modules')
const SYSTEMS: Readonly<Record<string, string>> = { 'linux-x64': 'linux-x64', 'win32-x64': 'win-x64' }
const PACKAGES: Readonly<Record<Kind, readonly string[]>> = { vulkan: ['vulkan'], cuda: ['cuda', 'cuda-ext'] }

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}

/** Names of the packages of a kind on this machine, without the scope. */
function namesOf(kind: Kind): readonly string[] {
  const here = `${process.platform}-${process.arch}`
  const system = SYSTEMS[here]
  if (system !== undefined) return PACKAGES[kind].map(part => `${system}-${part}`)
  if (process.platform === 'darwin') fail('On a Mac, Metal is part of the plain install; there is nothing to add.')
  return fail(`There is no prebuilt ${kind} package for ${here}. llama.cpp runs on the processor here.`)
}

function readJson(path: string): { readonly name?: string; readonly version?: string } {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
}

/** Whether the package in node_modules is the real one: the empty stand-in keeps its own name. */
const isReal = (name: string): boolean =>
  readJson(join(MODULES, SCOPE, name, 'package.json')).name === `${SCOPE}/${name}`

function install(names: readonly string[], version: string): void {
  // Beside node_modules, so that the packages are moved, not copied over a volume's border.
  const cache = join(ROOT, '.cache')
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, 'gpu-'))
  try {
    const dependencies = Object.fromEntries(names.map(name => [`${SCOPE}/${name}`, version]))
    writeFileSync(join(work, 'package.json'), JSON.stringify({ name: 'gpu-runtime', private: true, dependencies }))
    for (const settings of ['.npmrc', 'bunfig.toml']) {
      if (existsSync(join(ROOT, settings))) cpSync(join(ROOT, settings), join(work, settings))
    }
    const command = [process.execPath, 'install', '--ignore-scripts', '--no-save', '--backend=copyfile']
    const { exitCode } = Bun.spawnSync(command, { cwd: work, stdio: ['ignore', 'inherit', 'inherit'] })
    if (exitCode !== 0) fail('The packages could not be installed; nothing was changed.')
    for (const name of names) place(join(work, 'node_modules', SCOPE, name), name)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function place(from: string, name: string): void {
  const to = join(MODULES, SCOPE, name)
  if (!existsSync(join(from, 'package.json')))
    fail(`The package ${SCOPE}/${name} came without its files; nothing was changed.`)
  mkdirSync(join(MODULES, SCOPE), { recursive: true })
  rmSync(to, { recursive: true, force: true })
  renameSync(from, to)
}

/** An empty folder is what the stand-in means: node-llama-cpp finds nothing in it and goes on. */
function remove(name: string): void {
  rmSync(join(MODULES, SCOPE, name), { recursive: true, force: true })
}

/** Bytes of a folder. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .reduce((sum, entry) => sum + Bun.file(join(entry.parentPath, entry.name)).size, 0)
}

/**
 * Asks llama.cpp itself, in another process because a graphics driver may end it. `loads`: its files work here; `no-driver`: the files
 * are there, and this machine lacks the card or its driver.
 */
function check(kind: Kind): 'loads' | 'no-driver' {
  const script = `
    const { getLlama, getLlamaGpuTypes, LlamaLogLevel } = await import('node-llama-cpp')
    const supported = await getLlamaGpuTypes('supported')
    const options = { gpu: '${kind}', build: 'never', skipDownload: true, dryRun: true, logLevel: LlamaLogLevel.disabled }
    const llama = supported.includes('${kind}') ? await getLlama(options).catch(() => null) : null
    process.exit(llama === null ? 3 : 0)
  `
  const { exitCode } = Bun.spawnSync([process.execPath, '-e', script], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  return exitCode === 0 ? 'loads' : 'no-driver'
}

function describe(kind: Kind): string {
  const names = namesOf(kind)
  if (!names.every(isReal)) return `${kind}: not installed.`
  const bytes = names.reduce((sum, name) => sum + sizeOf(join(MODULES, SCOPE, name)), 0)
  const state =
    check(kind) === 'loads'
      ? 'llama.cpp loads it. Studio uses it at its next start.'
      : 'this machine has no card or driver for it, so llama.cpp stays on the processor.'
  return `${kind}: ${Math.round(bytes / 1e6)} MB installed; ${state}`
}

const [choice] = process.argv.slice(2).filter(word => word !== '--')
if (choice === 'vulkan' || choice === 'cuda') {
  const version = readJson(join(MODULES, 'node-llama-cpp', 'package.json')).version
  if (version === undefined) fail('node-llama-cpp is not installed. Install the dependencies first.')
  install(namesOf(choice), version)
  console.log(describe(choice))
} else if (choice === 'off') {
  for (const name of [...namesOf('vulkan'), ...namesOf('cuda')]) if (isReal(name)) remove(name)
  console.log('llama.cpp runs on the processor.')
} else if (choice === undefined) {
  for (const kind of ['vulkan', 'cuda'] as const) console.log(describe(kind))
} else {
  fail(`Unknown choice ${choice}: vulkan, cuda or off.`)
}
