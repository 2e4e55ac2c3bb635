/**
 * The composition root: opens the data root, settings, store, plugins, kernel and API, in this order, and closes them in
 * reverse. It listens on nothing; `serve` does.
 */
import { join } from 'node:path'
import type { AnyElysia } from 'elysia'
import { Pairing } from '#http/pairing'
import { createKernel } from '#kernel/kernel'
import type { Kernel } from '#kernel/kernel-face'
import { loadDecisions } from '#kernel/plugins/plugin-decisions'
import { openPlugins } from '#kernel/plugins/plugin-host'
import { readRssBytes } from '#machine/child-memory'
import { openSpawn, spawnModule } from '#machine/child-spawn'
import { openNet, scrubProxyVariables } from '#machine/loopback-net'
import { openFiles } from '#machine/plugin-files'
import { openSecrets } from '#machine/secrets'
import { systemClock } from '#machine/system-clock'
import { systemRandom } from '#machine/system-random'
import { openRunStore } from '#store/open-run-store'
import { writeExport } from '#store/write-export'
import { buildApi } from './api/build-api.ts'
import type { StudioServices } from './api/services.ts'
import { buildServices } from './build-services.ts'
import { startRetention } from './data/retention.ts'
import { loadRootToken } from './load-root-token.ts'
import { type DataRoot, findDataRoot, openDataRoot } from './settings/data-root.ts'
import { LiveSettings } from './settings/live-settings.ts'
import { type LoadedSettings, loadSettings } from './settings/load-settings.ts'
import { lockRoot, type RootLock } from './settings/root-lock.ts'
import type { SettingName } from './settings/settings-table.ts'
import { VERSION } from './version.ts'

export type StudioOptions = {
  /** Data folder; default: KORA_HOME, else the place of the system. */
  readonly home?: string | undefined
  readonly flags?: Partial<Readonly<Record<SettingName, unknown>>>
  /** One line for the operator. */
  readonly log: (line: string) => void
}

export type Studio = {
  readonly root: DataRoot
  readonly settings: LoadedSettings
  readonly lock: RootLock
  readonly token: string
  readonly kernel: Kernel
  readonly services: StudioServices
  readonly app: AnyElysia
  close(): Promise<void>
}

const BUNDLED_PLUGINS = join(import.meta.dir, '..', 'plugins')

/** Throws ROOT_LOCKED, CONFIG_INVALID. Everything that was opened before a failure is closed again. */
export async function openStudio(options: StudioOptions): Promise<Studio> {
  scrubProxyVariables()
  const root = await openDataRoot(options.home ?? findDataRoot())
  const settings = await loadSettings({ file: root.configFile, flags: options.flags ?? {} })
  for (const problem of settings.problems) options.log(problem)
  const lock = await lockRoot(root.root, systemClock.epochMs())
  try {
    return await openLocked(options, root, settings, lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

async function openLocked(
  options: StudioOptions,
  root: DataRoot,
  settings: LoadedSettings,
  lock: RootLock,
): Promise<Studio> {
  const { values } = settings
  const live = new LiveSettings(settings, root.configFile)
  const token = loadRootToken(root, options.log)
  const telemetryFile = join(root.telemetry, 'runs.sqlite')
  const opened = openRunStore({
    path: telemetryFile,
    clock: systemClock,
    log: options.log,
    koraVersion: VERSION,
  })
  const plugins = await openBundledPlugins(root, settings, options.log)
  const kernel = createKernel({
    version: VERSION,
    clock: systemClock,
    random: systemRandom,
    registry: plugins.registry,
    plugins,
    store: opened.store,
    writeExport: (runId, kind) =>
      writeExport({ root: root.root, store: opened.store, clock: systemClock }, runId, kind),
    settings: {
      maxRuns: values.max_runs,
      maxQueued: values.max_queued,
      // Read at each run: they can change while Studio runs.
      get quota() {
        return live.values.quota
      },
      get keepContent() {
        return live.values.keep_content
      },
      cacheBytes: values.cache_mb * 1024 * 1024,
      cacheTtlMs: values.cache_minutes * 60_000,
    },
    problems: () => [opened.sentence, ...settings.problems, ...plugins.problems()].filter(problem => problem !== null),
    dispose: () => plugins.close(),
  })
  const services = buildServices({
    kernel,
    store: opened.store,
    settings: live,
    pairing: new Pairing(token),
    root,
    log: options.log,
  })
  const stopRetention = startRetention({
    ...services.dataParts,
    clock: systemClock,
    settings: () => live.values,
    telemetryFile,
    log: options.log,
  })
  return {
    root,
    settings,
    lock,
    token,
    kernel,
    services,
    app: buildApi(services),
    close: async () => {
      stopRetention()
      await services.chats.service.close()
      await services.endWork()
      await kernel.close()
      services.chats.close()
      lock.release()
    },
  }
}

async function openBundledPlugins(root: DataRoot, settings: LoadedSettings, log: (line: string) => void) {
  const decisions = await loadDecisions(root.decisionsFile)
  return openPlugins({
    kernelVersion: VERSION,
    roots: [
      { folder: BUNDLED_PLUGINS, trust: 'bundled' },
      { folder: root.plugins, trust: 'third party' },
    ],
    powers: {
      clock: systemClock,
      log: (pluginId, line) => log(`${pluginId}: ${line}`),
      net: (pluginId, hosts) => openNet({ hosts, further: () => decisions.hosts(pluginId) }),
      files: pluginId => openFiles(root.pluginData(pluginId)),
      spawn: (_, folder) => openSpawn(folder),
      secrets: (_, names) => openSecrets(root.secretsFile, names),
    },
    decisions,
    settings: pluginId => ({
      ...(pluginId === 'llamacpp' ? { modelsFolder: root.models } : {}),
      ...settings.ofPlugin(pluginId),
    }),
    spawn: spawnModule,
    rssBytes: readRssBytes,
  })
}
