/**
 * Builds a real llama-server into `.cache/llama-server/`, so that the connector can be tested against the real thing. Only the server
 * itself is compiled, from the sources inside node-llama-cpp; it is linked against the libraries that the same package brings
 * built, which takes two minutes in place of nine. Nothing outside of that folder is changed.
 *
 * `bun scripts/build-llama-server.ts [folder] [--optional]`
 */
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { cachePath, projectPath } from '#testing/cache-folder'
import { PartMissing, runCommand, runScript } from './script-run.ts'

const PACKAGE = projectPath('node_modules', 'node-llama-cpp', 'llama')
const BUNDLE = join(PACKAGE, 'gitRelease.bundle')
const INCLUDES = ['ui', 'include', 'ggml/include', 'common', 'vendor', 'vendor/hash', 'tools/mtmd', 'tools/server', '.']
const SOURCES = ['tools/server', 'tools/mtmd', 'tools/mtmd/models', 'vendor/hash', 'ui']
/** Programs of their own beside the parts of the server. */
const NOT_PARTS = new Set(['mtmd-cli.cpp', 'deprecation-warning.cpp'])
const C_SOURCES = ['vendor/hash/sha256/sha256.c', 'vendor/hash/xxhash/xxhash.c']
const LIBRARY = /^lib(llama-common|llama\.|ggml\.|ggml-base).*\.so$/
const CURE = 'git, cmake and a C++ compiler are needed to build llama-server'

async function build(folder: string, say: (line: string) => void): Promise<void> {
  const binary = join(folder, 'bin', 'llama-server')
  const release = await readRelease()
  const mark = join(folder, 'release')
  const libraries = findLibraries()
  if (existsSync(binary) && existsSync(mark) && (await readFile(mark, 'utf8')) === release) {
    // A project that was moved or copied has its libraries elsewhere now.
    await linkLibraries(join(folder, 'bin'), libraries)
    return say(`llama-server ${release} is already built: ${binary}`)
  }
  for (const tool of ['git', 'cmake', 'g++', 'gcc'])
    if (Bun.which(tool) === null) throw new PartMissing(`${tool} is not on PATH; ${CURE}`)
  const startedMs = performance.now()
  await rm(folder, { recursive: true, force: true })
  await mkdir(join(folder, 'objects'), { recursive: true })
  const source = join(folder, 'llama.cpp')
  await runCommand(['git', 'clone', '--quiet', BUNDLE, source], { cure: CURE })
  say(`building llama-server ${release}; this takes minutes`)
  await writePage(source)
  const objects = await compileAll(folder, source)
  await link(folder, objects, libraries)
  await writeFile(mark, release)
  await rm(source, { recursive: true, force: true })
  await rm(join(folder, 'objects'), { recursive: true, force: true })
  say(`built ${binary} in ${Math.round((performance.now() - startedMs) / 1000)} s`)
}

async function readRelease(): Promise<string> {
  if (!existsSync(BUNDLE)) throw new PartMissing('the sources of llama.cpp are missing; run `bun install`')
  const read = JSON.parse(await readFile(join(PACKAGE, 'binariesGithubRelease.json'), 'utf8')) as {
    readonly release: string
  }
  return read.release
}

/** Folder of the built libraries for this machine. */
function findLibraries(): string {
  const name = `linux-${process.arch}`
  const folder = projectPath('node_modules', '@node-llama-cpp', name, 'bins', name)
  if (process.platform !== 'linux' || !existsSync(folder))
    throw new PartMissing('built libraries to link against are there for Linux on x64 and arm64 only')
  return folder
}

/** The sources expect a page to serve; this is the empty one that their own build makes without it. */
async function writePage(source: string): Promise<void> {
  const define = {
    UI_SOURCE_DIR: join(source, 'tools/ui'),
    UI_BINARY_DIR: join(source, 'ui'),
    LLAMA_SOURCE_DIR: source,
    BUILD_UI: 'OFF',
    HF_ENABLED: 'OFF',
    LLAMA_UI_GZIP: 'OFF',
  }
  await mkdir(define.UI_BINARY_DIR, { recursive: true })
  const flags = Object.entries(define).map(([name, value]) => `-D${name}=${value}`)
  await runCommand(['cmake', ...flags, '-P', join(source, 'scripts/ui-assets.cmake')], { cure: CURE })
}

async function compileAll(folder: string, source: string): Promise<readonly string[]> {
  const files: string[] = [...C_SOURCES]
  for (const part of SOURCES)
    for (const name of await readdir(join(source, part)))
      if (name.endsWith('.cpp') && !NOT_PARTS.has(name)) files.push(`${part}/${name}`)
  const objects = files.map(file => join(folder, 'objects', `${file.replaceAll('/', '_')}.o`))
  const flags = ['-O1', '-fPIC', '-w', ...INCLUDES.map(path => `-I${join(source, path)}`)]
  let next = 0
  const work = async () => {
    for (let at = next++; at < files.length; at = next++) {
      const file = files[at]!
      const compiler = file.endsWith('.c') ? ['gcc'] : ['g++', '-std=c++17']
      await runCommand([...compiler, ...flags, '-c', join(source, file), '-o', objects[at]!], { cure: CURE })
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return objects
}

/** Beside the program lie links to the libraries: there it looks for them, and for the processor's own ones. */
async function linkLibraries(target: string, libraries: string): Promise<void> {
  for (const name of await readdir(libraries)) {
    if (!name.endsWith('.so')) continue
    await rm(join(target, name), { force: true })
    await symlink(join(libraries, name), join(target, name))
  }
}

async function link(folder: string, objects: readonly string[], libraries: string): Promise<void> {
  const names = await readdir(libraries)
  const staging = join(folder, 'staging')
  await mkdir(staging, { recursive: true })
  await linkLibraries(staging, libraries)
  const linked = names.filter(name => LIBRARY.test(name)).map(name => `-l:${name}`)
  const output = join(staging, 'llama-server')
  const command = ['g++', ...objects, '-o', output, `-L${libraries}`, ...linked, '-Wl,-rpath,$ORIGIN', '-lpthread']
  await runCommand(command, { cure: CURE })
  await runCommand([output, '--version'], { cure: 'the built program must start' })
  await rename(staging, join(folder, 'bin'))
}

await runScript(cachePath('llama-server'), build)
