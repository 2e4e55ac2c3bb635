/** OpenAI's Python client for the tests of the compatible door: which one, and whether it is here. `scripts/fetch-openai-python.ts` fetches it. */
import { existsSync, readFileSync } from 'node:fs'
import { cachePath } from './cache-folder.ts'
import type { Missing } from './small-model.ts'

export const OPENAI_PYTHON = 'openai==3.57.0'

/** Absolute path of the Python that has it, or why there is none. */
export function findOpenAiPython(): { readonly path: string } | Missing {
  const mark = cachePath('openai-python', 'installed')
  const path = cachePath('openai-python', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  if (existsSync(path) && existsSync(mark) && readFileSync(mark, 'utf8') === OPENAI_PYTHON) return { path }
  return { skipped: `${OPENAI_PYTHON} is not in .cache/openai-python; run \`bun scripts/fetch-openai-python.ts\`` }
}
