/**
 * Installs OpenAI's Python client into `.cache/openai-python/`, where the tests of the compatible door use it. Nothing outside of
 * that folder is touched.
 *
 * `bun scripts/fetch-openai-python.ts [folder] [--optional]`
 */
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cachePath } from '#testing/cache-folder'
import { findOpenAiPython, OPENAI_PYTHON } from '#testing/openai-python'
import { PartMissing, runCommand, runScript } from './script-run.ts'

const CURE = 'Python must have venv, and its pip must be able to reach a package index'

async function fetchClient(folder: string, say: (line: string) => void): Promise<void> {
  if ('path' in findOpenAiPython()) return say(`${OPENAI_PYTHON} is already there`)
  const python = ['python3', 'python'].find(name => Bun.which(name) !== null)
  if (python === undefined) throw new PartMissing(`Python is not on PATH; ${CURE}`)
  // One that was broken off would look whole.
  await rm(folder, { recursive: true, force: true })
  await runCommand([python, '-m', 'venv', folder], { cure: CURE })
  const own = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  await runCommand([own, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', OPENAI_PYTHON], {
    cure: CURE,
  })
  await writeFile(join(folder, 'installed'), OPENAI_PYTHON)
  say(`fetched ${OPENAI_PYTHON}`)
}

await runScript(cachePath('openai-python'), fetchClient)
