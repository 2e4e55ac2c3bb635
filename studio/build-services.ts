/** What the API is built from, made of the opened parts of a Studio. It opens the chats and listens to nobody. */
import { existsSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import type { Budget } from '#contracts/budget'
import { KoraError } from '#contracts/failure'
import { convertGraph } from '#graph/convert-graph'
import type { Pairing } from '#http/pairing'
import { renewToken } from '#http/token'
import type { Kernel } from '#kernel/kernel-face'
import { createMemoryReader } from '#machine/free-memory'
import { systemClock } from '#machine/system-clock'
import { systemRandom } from '#machine/system-random'
import type { StudioServices } from './api/services.ts'
import { createUploadGate } from './api/upload-gate.ts'
import { ChangeFeed } from './changes/change-feed.ts'
import { openChats } from './chats/open-chats.ts'
import { readPdf } from './chats/read-pdf.ts'
import { type DataParts, deleteChats, deleteData, finishDeletions } from './data/delete-data.ts'
import { measureData } from './data/measure-data.ts'
import { CURATED_MODELS, DEFAULT_MODEL_ID } from './models/curated-models.ts'
import { findDefaultModel } from './models/find-default-model.ts'
import { listModels } from './models/list-models.ts'
import { listInstalled } from './models/model-catalog.ts'
import { ModelProbes } from './models/model-probes.ts'
import { ModelPulls } from './models/model-pulls.ts'
import { createOwnModels } from './models/own-models.ts'
import { readKeptBytes } from './models/part-file.ts'
import { ProbeBook } from './models/probe-book.ts'
import { partOf, pullFile } from './models/pull-model.ts'
import { describeUrl } from './models/url-model.ts'
import { constructMessage } from './planner/construct-message.ts'
import type { DataRoot } from './settings/data-root.ts'
import type { LiveSettings } from './settings/live-settings.ts'

export type OpenedParts = {
  readonly kernel: Kernel
  readonly store: StudioServices['keys']
  readonly settings: LiveSettings
  readonly pairing: Pairing
  readonly root: DataRoot
  readonly log: (line: string) => void
}

const UPLOADS_AT_ONCE = 4
/** How long a server may take to say how large a file is. */
const URL_MS = 30_000

/** Throws ROOT_LOCKED. */
export function buildServices(
  parts: OpenedParts,
): StudioServices & { readonly dataParts: DataParts; readonly endWork: () => Promise<void> } {
  const { settings, root, log } = parts
  const changes = new ChangeFeed()
  const report = (error: unknown): void => log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  const book = new ProbeBook(join(root.caches, 'probes.json'))
  const probes = new ModelProbes({
    kernel: parts.kernel,
    connector: name => parts.kernel.registry.connector(name),
    book,
    settings: () => settings.values,
    changes,
    report,
  })
  const kernel = wrapKernel(parts.kernel, settings, changes, probes)
  const freeMemory = createMemoryReader(systemClock)
  const list = (signal: AbortSignal) =>
    listModels(kernel.registry, { defaultModel: settings.values.default_model, signal, freeMemory, probes: book })
  const defaultModel = async (): Promise<string | null> =>
    settings.values.default_model ?? findDefaultModel(kernel.registry)
  const construct = buildConstruct(kernel, settings)
  const chats = openChats({
    path: join(root.chats, 'chats.sqlite'),
    filesFolder: join(root.chats, 'files'),
    clock: systemClock,
    random: systemRandom,
    kernel,
    construct,
    defaultModel,
    defaults: () => {
      const { max_tokens, max_time_ms, max_retries, temperature, top_p } = settings.values
      return { max_tokens, max_time_ms, max_retries, temperature, top_p }
    },
    ceiling: () => (settings.values.deterministic_only ? { mode: 'deterministic_only' } : {}),
    changes,
    report,
    readPdf,
  })
  const pulls = new ModelPulls({
    curated: CURATED_MODELS,
    defaultId: DEFAULT_MODEL_ID,
    isOffline: () => settings.values.offline,
    installedIds: () => listInstalled(root.models),
    freeMemory,
    keptBytes: model => readKeptBytes(partOf(root.models, model)),
    describe: (url, sha256) =>
      describeUrl({ url, sha256, modelsFolder: root.models, signal: AbortSignal.timeout(URL_MS) }),
    pull: (model, watch) => pullFile(model, { modelsFolder: root.models, ...watch }),
    connector: name => kernel.registry.connector(name),
    monoMs: () => systemClock.monoMs(),
    changes,
    report,
  })
  const ownModels = createOwnModels({
    modelsFolder: root.models,
    curated: CURATED_MODELS,
    connectors: () => kernel.registry.connectors(),
    isPulled: modelId => pulls.isRunning(modelId),
    changes,
  })
  const dataParts: DataParts = {
    kernel,
    chats,
    changes,
    exportsFolder: root.exports,
    folders: root,
    now: () => systemClock.epochMs(),
  }
  // What a crash left of a deletion.
  void finishDeletions(dataParts).catch(report)
  return {
    kernel,
    keys: parts.store,
    construct,
    chats,
    upload: createUploadGate(UPLOADS_AT_ONCE),
    changes,
    settings,
    dataParts,
    data: {
      measure: () => measureData(root, kernel, chats),
      delete: request => deleteData(dataParts, request),
      deleteChats: ids => deleteChats(dataParts, ids),
      rotateToken: async () => rotateToken(root, parts.pairing),
    },
    messageBudget: () => messageBudget(settings),
    giveAttachments: attachments => chats.attachments.giveAll(attachments),
    convert: graph => {
      const conversion = convertGraph(graph)
      if (conversion.converted) return { taskgraph: conversion.taskgraph, dropped: [...conversion.dropped] }
      throw new KoraError('GRAPH_SHAPE', conversion.faults[0]?.message, { errors: [...conversion.faults] })
    },
    models: { list, defaultModel },
    pulls,
    ownModels,
    probes: {
      probe: (request, signal) => probes.probe(request, signal),
      ofRuntime: (connector, version) => book.ofRuntime(connector, version),
    },
    endWork: async () => void (await Promise.all([probes.close(), pulls.close()])),
    auth: { mode: settings.values.auth === 'off' ? 'off' : 'token', pairing: parts.pairing },
    machine: {
      cpuLoad: () => Math.round(((loadavg()[0] ?? 0) / navigator.hardwareConcurrency) * 100) / 100,
      gpuAvailable: hasGpu,
    },
    report,
  }
}

/** What a message's model task may cost is said by the settings, where nothing else says it. */
function buildConstruct(kernel: Kernel, settings: LiveSettings): StudioServices['construct'] {
  return async request => {
    assertCanReply(kernel)
    return constructMessage(request, {
      planners: () => kernel.registry.planners(),
      clock: systemClock,
      random: systemRandom,
      budget: messageBudget(settings),
    })
  }
}

/** Operations put every reply together. Where their plugin failed or is off, that is what is the matter, and not the message. */
function assertCanReply({ registry, plugins }: Kernel): void {
  if (registry.operation('agg.merge') !== null) return
  const failures = plugins.list().flatMap(({ failure }) => failure?.message ?? [])
  const isOff = failures.length === 0
  throw new KoraError('PLUGIN_FAILED', ['There are no operations to answer with.', ...failures].join(' '), {
    hint: isOff ? 'Enable them: `kora plugins enable deterministic-wasm`.' : '`kora doctor` says what is wrong.',
  })
}

const messageBudget = ({ values: { max_tokens, max_time_ms, max_retries } }: LiveSettings): Budget => ({
  max_tokens,
  max_time_ms,
  max_retries,
})

/**
 * The kernel under the settings of this moment: where only rules may answer, no door leads past that. And what lists told before is
 * told to be out of date with each run and each switch of a plugin.
 */
function wrapKernel(
  kernel: Kernel,
  settings: LiveSettings,
  changes: ChangeFeed,
  probes: Pick<ModelProbes, 'afterRun'>,
): Kernel {
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } finally {
      changes.tell('plugins')
      changes.tell('models')
    }
  }
  return {
    ...kernel,
    start: async request => {
      const run = await kernel.start(
        settings.values.deterministic_only ? { ...request, deterministicOnly: true } : request,
      )
      changes.tell('runs', run.runId)
      void run.result.then(result => {
        changes.tell('runs', run.runId)
        probes.afterRun(result)
      })
      return run
    },
    plugins: {
      ...kernel.plugins,
      list: () => kernel.plugins.list(),
      enable: id => told(kernel.plugins.enable(id)),
      disable: id => told(kernel.plugins.disable(id)),
      setHost: (id, host, wish) => told(kernel.plugins.setHost(id, host, wish)),
    },
  }
}

function rotateToken({ tokenFile }: DataRoot, pairing: Pairing): string {
  try {
    const token = renewToken(tokenFile)
    pairing.rotate(token)
    return token
  } catch (error) {
    throw new KoraError('STORAGE_FULL', 'The token file cannot be written, so the old token still counts.', {}, error)
  }
}

/** A graphics card that a runtime could use: Apple silicon, or a device node of NVIDIA's or AMD's driver. */
function hasGpu(): boolean {
  if (process.platform === 'darwin') return process.arch === 'arm64'
  return ['/dev/nvidia0', '/dev/kfd'].some(path => existsSync(path))
}
