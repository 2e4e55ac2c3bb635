import { linkSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { openSpawn } from '#machine/child-spawn'
import { openFiles } from '#machine/plugin-files'
import { systemClock } from '#machine/system-clock'
import { describeRealConnector } from '#testing/real-connector-suite'
import { findSmallModel } from '#testing/small-model'
import { plugin } from './plugin.ts'

const CONTEXT_TOKENS = 2_048

await describeRealConnector('llamacpp', async () => {
  const found = findSmallModel()
  if ('skipped' in found) return found
  const folder = mkdtempSync(join(tmpdir(), 'kora-real-llamacpp-'))
  const place = join(folder, basename(found.path))
  try {
    linkSync(found.path, place)
  } catch {
    symlinkSync(found.path, place)
  }
  const settings = { modelsFolder: folder, contextTokens: CONTEXT_TOKENS, threads: 1, gpu: 'off' }
  const files = await openFiles(join(folder, 'data'))
  const spawn = openSpawn(import.meta.dir)
  const provided = await plugin.activate({ id: 'llamacpp', settings, clock: systemClock, log: () => {}, files, spawn })
  const connector = provided.connectors?.[0]
  if (connector === undefined) throw new Error('the plugin provides no connector')
  const stop = async () => {
    await provided.dispose?.()
    rmSync(folder, { recursive: true, force: true })
  }
  return { connector, model: 'smollm2-135m-instruct-q4_1', contextTokens: CONTEXT_TOKENS, stop }
})
