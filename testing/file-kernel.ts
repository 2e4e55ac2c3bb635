/** A whole kernel over a real file, the real clock and a small real library: for tests and benchmarks of what stands in front of it. */

import { join } from 'node:path'
import type { Connector } from '#contracts/connector-port'
import { createKernel, type KernelSettings } from '#kernel/kernel'
import type { Kernel } from '#kernel/kernel-face'
import { systemClock } from '#machine/system-clock'
import { systemRandom } from '#machine/system-random'
import { openRunStore } from '#store/open-run-store'
import type { RunStore } from '#store/run-store'
import { SMALL_LIBRARY, smallRegistry } from './small-library.ts'

export type FileKernel = { readonly kernel: Kernel; readonly store: RunStore }

/** `folder` is the caller's to delete, after `kernel.close()`. */
export function createFileKernel(
  folder: string,
  settings: Partial<KernelSettings> = {},
  connectors: readonly Connector[] = [],
): FileKernel {
  const version = '0.0.0-test'
  const opened = openRunStore({
    path: join(folder, 'runs.sqlite'),
    clock: systemClock,
    log: () => undefined,
    koraVersion: version,
  })
  const kernel = createKernel({
    version,
    clock: systemClock,
    random: systemRandom,
    registry: smallRegistry(SMALL_LIBRARY, connectors),
    plugins: {
      list: () => [],
      enable: () => Promise.reject(new Error('no plugins in this kernel')),
      disable: () => Promise.reject(new Error('no plugins in this kernel')),
      setHost: () => Promise.reject(new Error('no plugins in this kernel')),
    },
    store: opened.store,
    writeExport: () => Promise.reject(new Error('no exports in this kernel')),
    settings: {
      maxRuns: 4,
      maxQueued: 1_024,
      quota: {},
      keepContent: false,
      cacheBytes: 1_000_000,
      cacheTtlMs: 60_000,
      ...settings,
    },
    problems: () => [],
    dispose: async () => undefined,
  })
  return { kernel, store: opened.store }
}
