/**
 * Builds a real Ollama from its Go module into `.cache/ollama/`, so that the connector can be tested against the real thing.
 * It changes nothing outside that folder (Go keeps its own module cache), and rebuilds only when the version differs.
 *
 * `bun scripts/build-ollama.ts [folder] [--optional]`
 */
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cachePath, projectPath } from '#testing/cache-folder'
import { PartMissing, runCommand, runScript } from './script-run.ts'

const VERSION = '0.17.4'
const MODULE = 'github.com/ollama/ollama'
const BUNDLE = projectPath('node_modules', 'node-llama-cpp', 'llama', 'gitRelease.bundle')
const EXE = process.platform === 'win32' ? 'ollama.exe' : 'ollama'

async function isBuilt(binary: string): Promise<boolean> {
  if (!existsSync(binary)) return false
  try {
    return (await runCommand([binary, '--version'], { cure: 'it will be rebuilt' })).includes(VERSION)
  } catch {
    return false
  }
}

/** Headers that the Go module leaves out because they lie in folders without Go files. */
async function checkOutVendorHeaders(folder: string): Promise<string> {
  if (!existsSync(BUNDLE)) throw new PartMissing('the sources of llama.cpp are missing; run `bun install`')
  const clone = join(folder, 'llama.cpp')
  await rm(clone, { recursive: true, force: true })
  const cure = 'git is needed to read the sources of llama.cpp'
  await runCommand(['git', 'clone', '--quiet', '--no-checkout', BUNDLE, clone], { cure })
  await runCommand(['git', '-C', clone, 'checkout', '--quiet', 'HEAD', '--', 'vendor'], { cure })
  return join(clone, 'vendor')
}

async function build(folder: string, say: (line: string) => void): Promise<void> {
  const binary = join(folder, 'bin', EXE)
  if (await isBuilt(binary)) return say(`Ollama ${VERSION} is already built: ${binary}`)
  for (const tool of ['go', 'git']) if (Bun.which(tool) === null) throw new PartMissing(`${tool} is not on PATH`)
  if (!['cc', 'gcc', 'clang'].some(name => Bun.which(name) !== null)) throw new PartMissing('no C++ compiler on PATH')
  const startedMs = performance.now()
  await mkdir(folder, { recursive: true })
  const vendor = await checkOutVendorHeaders(folder)
  const staging = join(folder, 'staging')
  await rm(staging, { recursive: true, force: true })
  say(`building Ollama ${VERSION}; this takes minutes`)
  // Go splits the value at blanks outside quotes.
  const flags = `-O2 "-I${vendor}"`
  await runCommand(['go', 'install', `-ldflags=-X=${MODULE}/version.Version=${VERSION}`, `${MODULE}@v${VERSION}`], {
    env: { GOBIN: staging, CGO_ENABLED: '1', CGO_CFLAGS: flags, CGO_CXXFLAGS: flags, GOFLAGS: '-buildvcs=false' },
    cure: 'Go and a C++ compiler must be able to build it, and its modules must be reachable',
  })
  await mkdir(join(folder, 'bin'), { recursive: true })
  await rename(join(staging, EXE), binary)
  await rm(staging, { recursive: true, force: true })
  if (!(await isBuilt(binary))) throw new PartMissing('the built program does not tell its version')
  say(`built ${binary} in ${Math.round((performance.now() - startedMs) / 1000)} s`)
}

await runScript(cachePath('ollama'), build)
