/**
 * The composition root: opens the data root, settings, store, plugins, kernel and API, in this order, and closes them in
 * reverse. It listens on nothing; `serve` does.
 */
import { existsSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import type { AnyElysia } from 'elysia'
import { KoraError } from '#contracts/failure'
import { convertGraph } from '#graph/convert-graph'
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
import { ChangeFeed } from './changes/change-feed.ts'
import { openChats } from './chats/open-chats.ts'
import { readPdf } from './chats/read-pdf.ts'
import { loadRootToken } from './load-root-token.ts'
import { listModels } from './models/list-models.ts'
import { constructMessage } from './planner/construct-message.ts'
import { type DataRoot, findDataRoot, openDataRoot } from './settings/data-root.ts'
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
/** What a message's model task may cost when nothing else is said. */
const MESSAGE_BUDGET = { max_tokens: 512, max_time_ms: 120_000, max_retries: 1 } as const
const MODEL_LIST_MS = 3_000

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
  const token = loadRootToken(root, options.log)
  const opened = openRunStore({
    path: join(root.telemetry, 'runs.sqlite'),
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
      quota: values.quota,
      keepContent: values.keep_content,
      cacheBytes: values.cache_mb * 1024 * 1024,
      cacheTtlMs: values.cache_minutes * 60_000,
    },
    problems: () => [opened.sentence, ...settings.problems, ...plugins.problems()].filter(problem => problem !== null),
    dispose: () => plugins.close(),
  })
  const services = buildServices(kernel, opened.store, settings, new Pairing(token), options.log, root)
  return {
    root,
    settings,
    lock,
    token,
    kernel,
    services,
    app: buildApi(services),
    close: async () => {
      await services.chats.service.close()
      await kernel.close()
      services.chats.close()
      lock.release()
    },
  }
}

async function openBundledPlugins(root: DataRoot, settings: LoadedSettings, log: (line: string) => void) {
  return openPlugins({
    kernelVersion: VERSION,
    roots: [
      { folder: BUNDLED_PLUGINS, trust: 'bundled' },
      { folder: root.plugins, trust: 'third party' },
    ],
    powers: {
      clock: systemClock,
      log: (pluginId, line) => log(`${pluginId}: ${line}`),
      net: (_, hosts) => openNet({ hosts }),
      files: pluginId => openFiles(root.pluginData(pluginId)),
      spawn: (_, folder) => openSpawn(folder),
      secrets: (_, names) => openSecrets(root.secretsFile, names),
    },
    decisions: await loadDecisions(root.decisionsFile),
    settings: pluginId => ({
      ...(pluginId === 'llamacpp' ? { modelsFolder: root.models } : {}),
      ...settings.ofPlugin(pluginId),
    }),
    spawn: spawnModule,
    rssBytes: readRssBytes,
  })
}

function buildServices(
  kernel: Kernel,
  store: StudioServices['keys'],
  settings: LoadedSettings,
  pairing: Pairing,
  log: (line: string) => void,
  root: DataRoot,
): StudioServices {
  const list = (signal: AbortSignal) =>
    listModels(kernel.registry, { defaultModel: settings.values.default_model, signal })
  const report = (error: unknown): void => log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  const construct: StudioServices['construct'] = request =>
    constructMessage(request, {
      planners: () => kernel.registry.planners(),
      clock: systemClock,
      random: systemRandom,
      budget: MESSAGE_BUDGET,
    })
  const defaultModel = async (): Promise<string | null> => {
    if (settings.values.default_model !== null) return settings.values.default_model
    const models = await list(AbortSignal.timeout(MODEL_LIST_MS))
    return models.find(model => model.is_default)?.model_id ?? null
  }
  const changes = new ChangeFeed()
  const chats = openChats({
    path: join(root.chats, 'chats.sqlite'),
    filesFolder: join(root.chats, 'files'),
    clock: systemClock,
    random: systemRandom,
    kernel,
    construct,
    defaultModel,
    defaults: () => ({ max_tokens: MESSAGE_BUDGET.max_tokens }),
    changes,
    report,
    readPdf,
  })
  return {
    kernel,
    keys: store,
    construct,
    chats,
    changes,
    giveAttachments: attachments => chats.attachments.giveAll(attachments),
    convert: graph => {
      const conversion = convertGraph(graph)
      if (conversion.converted) return { taskgraph: conversion.taskgraph, dropped: [...conversion.dropped] }
      throw new KoraError('GRAPH_SHAPE', conversion.faults[0]?.message, { errors: [...conversion.faults] })
    },
    models: {
      list,
      defaultModel,
    },
    auth: { mode: settings.values.auth === 'off' ? 'off' : 'token', pairing },
    machine: {
      cpuLoad: () => Math.round(((loadavg()[0] ?? 0) / navigator.hardwareConcurrency) * 100) / 100,
      gpuAvailable: hasGpu,
    },
    report,
  }
}

/** A graphics card that a runtime could use: Apple silicon, or a device node of NVIDIA's or AMD's driver. */
function hasGpu(): boolean {
  if (process.platform === 'darwin') return process.arch === 'arm64'
  return ['/dev/nvidia0', '/dev/kfd'].some(path => existsSync(path))
}
