/** The in-process connector with the small real model, opened for a test or a benchmark; says why where the model is missing. */
import { linkSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Connector } from '#contracts/connector-port'
import type { Spawn } from '#contracts/powers'
import { openSpawn } from '#machine/child-spawn'
import { openFiles } from '#machine/plugin-files'
import { systemClock } from '#machine/system-clock'
import { findSmallModel } from '#testing/small-model'

const PLUGIN = join(import.meta.dir, '..', 'plugins', 'llamacpp')

export type OpenedModel = {
  readonly connector: Connector
  readonly model: string
  /** The model file itself, for direct baselines. */
  readonly path: string
  /** Process ids of the children, oldest first. */
  readonly pids: readonly number[]
  readonly dispose: () => Promise<void>
}

export type ModelSettings = { readonly threads: number; readonly slots: number; readonly contextTokens: number }

export async function openSmallModel(
  folder: string,
  settings: ModelSettings,
): Promise<OpenedModel | { readonly skipped: string }> {
  const found = findSmallModel()
  if ('skipped' in found) return found
  const place = join(folder, basename(found.path))
  try {
    linkSync(found.path, place)
  } catch {
    symlinkSync(found.path, place)
  }
  const pids: number[] = []
  const real = openSpawn(PLUGIN)
  const spawn: Spawn = {
    module(options) {
      const child = real.module(options)
      pids.push(child.pid)
      return child
    },
  }
  const { plugin } = await import(join(PLUGIN, 'plugin.ts'))
  const files = await openFiles(join(folder, 'data'))
  const own = { modelsFolder: folder, gpu: 'off', ...settings }
  const provided = await plugin.activate({
    id: 'llamacpp',
    settings: own,
    clock: systemClock,
    log: (line: string) => console.error(line),
    files,
    spawn,
  })
  return {
    connector: provided.connectors[0],
    model: 'smollm2-135m-instruct-q4_1',
    path: found.path,
    pids,
    dispose: () => provided.dispose(),
  }
}
