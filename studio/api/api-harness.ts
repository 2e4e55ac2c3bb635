/** For tests: the API over a plain kernel on a free port, and ways to call it that a browser or a fetch would not allow. */
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnyElysia } from 'elysia'
import { KoraError } from '#contracts/failure'
import { Pairing } from '#http/pairing'
import { systemClock } from '#machine/system-clock'
import { systemRandom } from '#machine/system-random'
import type { KeyedRequest } from '#store/run-store'
import { ChangeFeed } from '../changes/change-feed.ts'
import { openChats } from '../chats/open-chats.ts'
import { readPdf } from '../chats/read-pdf.ts'
import { deleteChats, deleteData } from '../data/delete-data.ts'
import { ModelPulls } from '../models/model-pulls.ts'
import { LiveSettings } from '../settings/live-settings.ts'
import { SETTINGS, type SettingName, type Settings } from '../settings/settings-table.ts'
import { buildApi } from './build-api.ts'
import { buildPlainKernel, type PlainKernel } from './plain-kernel.ts'
import { type ServeOptions, serveApi } from './serve-api.ts'
import type { MessageRequest, StudioServices } from './services.ts'

export const TEST_TOKEN = `kora_${'t'.repeat(43)}`

export type Harness = {
  readonly url: string
  readonly port: number
  readonly addresses: readonly string[]
  readonly kernel: PlainKernel
  readonly services: StudioServices
  readonly reported: readonly unknown[]
  /** Fetch with the token; `body` is sent as JSON unless it is text. */
  call(
    path: string,
    init?: { method?: string; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal },
  ): Promise<Response>
  stop(): Promise<void>
}

export async function startHarness(
  change: Partial<StudioServices> = {},
  options: Partial<ServeOptions> = {},
  /** Adds to the API what stands beside it, such as the page. */
  extend: (app: AnyElysia) => AnyElysia = app => app,
): Promise<Harness> {
  const kernel = buildPlainKernel()
  const reported: unknown[] = []
  const plain = {
    kernel,
    construct: async (request: MessageRequest) => {
      if (request.mode === 'deterministic_only') throw new KoraError('MODEL_NEEDED')
      return {
        taskgraph: buildGraph([{ id: 'reply', input: { text: request.message } }]),
        decision: { rules: [], model_needed: false },
        constructMs: 1,
        partial: () => null,
      }
    },
    messageBudget: () => ({ max_tokens: 64, max_time_ms: 5_000, max_retries: 1 }),
    convert: () => ({ taskgraph: buildGraph([]), dropped: [] }),
    models: { list: async () => [], defaultModel: async () => null },
    pulls: buildNoPulls(),
    ownModels: buildNoOwnModels(),
    probes: buildNoProbes(),
    keys: buildMemoryKeys(),
    auth: { mode: 'token' as const, pairing: new Pairing(TEST_TOKEN) },
    machine: { cpuLoad: () => 0, gpuAvailable: () => false },
    report: (error: unknown) => reported.push(error),
    ...change,
  }
  const services: StudioServices = { ...plain, ...buildMemoryChats(plain), ...change }
  const listening = await serveApi(extend(buildApi(services)), services, { port: 0, ...options })
  return {
    url: listening.url,
    port: listening.port,
    addresses: listening.addresses,
    kernel,
    services,
    reported,
    call: (path, init = {}) => {
      const { body, headers = {}, ...rest } = init
      const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
      return fetch(`${listening.url}${path}`, {
        ...rest,
        method: init.method ?? (body === undefined ? 'GET' : 'POST'),
        ...(sent === undefined ? {} : { body: sent }),
        headers: {
          authorization: `Bearer ${TEST_TOKEN}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
      })
    },
    stop: () => listening.stop(),
  }
}

/** Chats that outlive nothing, over the kernel and planner of a test. */
export function buildMemoryChats(
  parts: Pick<StudioServices, 'kernel' | 'construct' | 'models' | 'report'>,
): Pick<StudioServices, 'chats' | 'changes' | 'giveAttachments' | 'settings' | 'data' | 'upload'> {
  const changes = new ChangeFeed()
  const chats = openChats({
    path: ':memory:',
    filesFolder: join(tmpdir(), `kora-files-${crypto.randomUUID()}`),
    clock: systemClock,
    random: systemRandom,
    kernel: parts.kernel,
    construct: parts.construct,
    defaultModel: parts.models.defaultModel,
    defaults: () => ({ temperature: 0.25 }),
    ceiling: () => ({}),
    changes,
    report: parts.report,
    readPdf,
  })
  const dataParts = {
    kernel: parts.kernel,
    chats,
    changes,
    exportsFolder: join(tmpdir(), 'kora-no-exports'),
    folders: { chats: join(tmpdir(), 'kora-no-chats'), telemetry: join(tmpdir(), 'kora-no-telemetry') },
    now: Date.now,
  }
  const lines = (Object.keys(SETTINGS) as SettingName[]).map(name => ({
    name,
    value: SETTINGS[name].fallback,
    source: 'default' as const,
    where: null,
    description: SETTINGS[name].description,
  }))
  const values = Object.fromEntries(lines.map(({ name, value }) => [name, value])) as Settings
  const settings = new LiveSettings(
    { values, lines, problems: [], ofPlugin: () => ({}) },
    join(tmpdir(), `kora-config-${crypto.randomUUID()}.json`),
  )
  return {
    chats,
    upload: work => work(),
    changes,
    settings,
    giveAttachments: attachments => chats.attachments.giveAll(attachments),
    data: {
      measure: () => Promise.reject(new Error('no data folder here')),
      delete: request => deleteData(dataParts, request),
      deleteChats: ids => deleteChats(dataParts, ids),
      rotateToken: () => Promise.reject(new Error('no token file here')),
    },
  }
}

/** Nothing to download, and no way to. */
export const buildNoPulls = (): ModelPulls =>
  new ModelPulls({
    curated: [],
    defaultId: '',
    isOffline: () => true,
    installedIds: async () => [],
    freeMemory: async () => ({ ramBytes: 8 * 1_024 ** 3, vramBytes: null }),
    describe: () => Promise.reject(new Error('not asked')),
    keptBytes: async () => 0,
    pull: async () => undefined,
    connector: () => null,
    monoMs: () => 0,
    changes: { tell: () => undefined },
    report: () => undefined,
  })

export const buildNoProbes = (): StudioServices['probes'] => ({
  probe: () => Promise.reject(new KoraError('MODEL_NOT_FOUND')),
  ofRuntime: async () => [],
})

export const buildNoOwnModels = (): StudioServices['ownModels'] => ({
  import: () => Promise.reject(new KoraError('INVALID_REQUEST')),
  remove: () => Promise.reject(new KoraError('MODEL_NOT_FOUND')),
})

/** A store of idempotency keys that outlives a server in a test. */
export function buildMemoryKeys(): StudioServices['keys'] {
  const rows = new Map<string, KeyedRequest>()
  return {
    claimKey: (key, bodyHash, runId) => {
      const row = rows.get(key)
      if (row !== undefined) return { row, created: false }
      const made = { key, bodyHash, runId, response: null }
      rows.set(key, made)
      return { row: made, created: true }
    },
    answerKey: (key, response) => {
      const row = rows.get(key)
      if (row !== undefined) rows.set(key, { ...row, response })
    },
    releaseKey: key => rows.delete(key),
    commit: async () => undefined,
  }
}

type PlainTask = { readonly id: string; readonly op?: string; readonly input?: unknown }

export function buildGraph(tasks: readonly PlainTask[]) {
  return {
    kora_version: '1.0.0',
    graph_id: 'plain',
    root: tasks.at(-1)?.id ?? 'none',
    tasks: tasks.map(task => ({ version: '1.0' as const, type: 'deterministic' as const, op: 'test.echo', ...task })),
  }
}

export function buildBody(tasks: readonly PlainTask[] = [{ id: 'a', input: { n: 1 } }], options: object = {}) {
  return { api_version: '1.0', taskgraph: buildGraph(tasks), execution_options: options }
}

/** Sends bytes as they are and collects what comes until the server closes or `quietMs` pass without a byte. */
export function sendRaw(
  port: number,
  text: string | readonly (string | Uint8Array)[],
  quietMs = 1_000,
): Promise<string> {
  return new Promise(resolve => {
    let got = ''
    const socket = connect({ host: '127.0.0.1', port })
    const finish = (): void => {
      socket.destroy()
      resolve(got)
    }
    socket.setTimeout(quietMs, finish)
    socket.on('connect', () => {
      for (const part of typeof text === 'string' ? [text] : text) socket.write(part)
    })
    socket.on('data', data => {
      got += data.toString('latin1')
    })
    socket.on('error', finish)
    socket.on('close', finish)
  })
}
