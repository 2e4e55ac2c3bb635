/**
 * For the tests of the examples: reads the graphs, opens a whole Studio with the real plugins in a folder of its own, and lets a
 * scripted model answer where a test must not depend on a real one. It judges nothing.
 */
import { linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connector } from '#contracts/connector-port'
import type { ExecuteResult } from '#contracts/execution'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { createKernel } from '#kernel/kernel'
import type { Kernel } from '#kernel/kernel-face'
import { systemClock } from '#machine/system-clock'
import { systemRandom } from '#machine/system-random'
import { openRunStore } from '#store/open-run-store'
import { openStudio, type Studio } from '#studio/open-studio'

const FOLDER = import.meta.dir

/** Names of all example graphs, without `.json`. */
export const EXAMPLES: readonly string[] = readdirSync(FOLDER)
  .filter(name => name.endsWith('.json'))
  .map(name => name.slice(0, -'.json'.length))
  .sort()

export const readExampleFile = (...parts: readonly string[]): string => readFileSync(join(FOLDER, ...parts), 'utf8')
export const readExample = (name: string): JsonObject => JSON.parse(readExampleFile(`${name}.json`)) as JsonObject
export const readExpected = (name: string): JsonObject =>
  JSON.parse(readExampleFile('expected', `${name}.json`)) as JsonObject

export type ExampleStudio = Studio & { readonly home: string; remove(): Promise<void> }

/** `modelFile`, where given, is linked into the models folder and becomes the default model; `prepare` may fill the data folder. */
export async function openExampleStudio(
  modelFile: string | null,
  prepare: (home: string) => void = () => undefined,
): Promise<ExampleStudio> {
  const home = mkdtempSync(join(tmpdir(), 'kora-examples-'))
  prepare(home)
  if (modelFile !== null) {
    mkdirSync(join(home, 'models'))
    linkOrCopy(modelFile, join(home, 'models', 'small.gguf'))
  }
  const studio = await openStudio({ home, log: () => undefined })
  return {
    ...studio,
    home,
    remove: async () => {
      await studio.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    // Another file system cannot be linked to.
    Bun.spawnSync(['cp', from, to])
  }
}

/** A kernel with the operations of a Studio's plugins and one more connector, whose store is in memory. */
export function openKernelWith(studio: Studio, connector: Connector): Kernel {
  const { registry } = studio.kernel
  const clock = systemClock
  return createKernel({
    version: '0.0.0-test',
    clock,
    random: systemRandom,
    registry: {
      operation: reference => registry.operation(reference),
      operations: () => registry.operations(),
      connector: name => (name === connector.name ? connector : null),
      connectors: () => [connector],
      planners: () => [],
      backend: () => null,
      backends: () => [],
      revision: registry.revision,
    },
    plugins: {
      list: () => [],
      enable: () => Promise.reject(new Error('no plugins in this kernel')),
      disable: () => Promise.reject(new Error('no plugins in this kernel')),
      setHost: () => Promise.reject(new Error('no plugins in this kernel')),
    },
    store: openRunStore({ path: ':memory:', clock, log: () => undefined, koraVersion: '0.0.0-test' }).store,
    writeExport: () => Promise.reject(new Error('no exports in this kernel')),
    settings: { maxRuns: 2, maxQueued: 64, quota: {}, keepContent: false, cacheBytes: 0, cacheTtlMs: 0 },
    problems: () => [],
    dispose: async () => undefined,
  })
}

export async function runExample(
  kernel: Kernel,
  taskgraph: JsonValue,
  defaultModel: string | null,
): Promise<ExecuteResult> {
  return (await kernel.start({ taskgraph, defaultModel })).result
}
