/**
 * Opens llama.cpp through node-llama-cpp: prebuilt binaries only, nothing downloaded, nothing compiled, errors alone logged.
 * The thread ceiling is always set, because the library's own default (at least 4) is many times slower on small machines.
 */
import { availableParallelism } from 'node:os'
import { getLlama, type Llama, LlamaLogLevel, NoBinaryFoundError } from 'node-llama-cpp'
import { ChildError } from './child-error.ts'
import type { ChildSettings } from './protocol.ts'

export async function openLlama(gpu: ChildSettings['gpu']): Promise<Llama> {
  const open = (choice: 'auto' | 'metal' | 'cuda' | 'vulkan' | false) =>
    getLlama({
      gpu: choice,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.error,
      maxThreads: availableParallelism(),
    })
  try {
    return await open(gpu === 'off' ? false : gpu)
  } catch (cause) {
    if (!(cause instanceof NoBinaryFoundError)) throw cause
    if (gpu === 'auto') return open(false)
    throw new ChildError('BACKEND_UNAVAILABLE', readCure(gpu), cause)
  }
}

function readCure(gpu: ChildSettings['gpu']): string {
  if (gpu === 'off') return 'llama.cpp for this processor is not installed. Install the dependencies again.'
  return `llama.cpp for ${gpu} is not installed, or this machine has no driver for it. Get it with \`bun run gpu -- ${gpu}\`, or set gpu to auto.`
}
