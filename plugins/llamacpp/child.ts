/**
 * The child process that alone touches llama.cpp. It answers calls over IPC, looks at model files only when asked, and ends with its
 * parent. It loads the native library at the first call that needs it, so that listing models stays cheap.
 */
import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ChildError } from './child-error.ts'
import { type FoundModel, ModelFolder } from './model-folder.ts'
import {
  type ChildCall,
  type ChildSettings,
  type FromChild,
  type LoadedModel,
  type ModelFile,
  NOT_INSTALLED,
  readShape,
  ToChild,
} from './protocol.ts'
import type { Runtime } from './runtime.ts'

type Send = (message: FromChild) => void
type Versions = { readonly library: string; readonly llamaCpp: string }

/** Reads the versions from the library's own files; the library itself stays unloaded. */
function readVersions(): Versions {
  try {
    const root = dirname(createRequire(import.meta.url).resolve('node-llama-cpp/package.json'))
    const library: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const release: unknown = JSON.parse(readFileSync(join(root, 'llama', 'binariesGithubRelease.json'), 'utf8'))
    return { library: readText(library, 'version'), llamaCpp: readText(release, 'release') }
  } catch {
    return { library: NOT_INSTALLED, llamaCpp: NOT_INSTALLED }
  }
}

function readText(value: unknown, key: string): string {
  const text = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : null
  return typeof text === 'string' ? text : 'unknown'
}

class Worker {
  readonly #send: Send
  readonly #settings: ChildSettings
  readonly #versions: Versions
  readonly #folder: ModelFolder
  #runtime: Promise<Runtime> | null = null
  #opened: Runtime | null = null

  constructor(settings: ChildSettings, versions: Versions, send: Send) {
    this.#settings = settings
    this.#versions = versions
    this.#send = send
    this.#folder = new ModelFolder({ ...settings, folder: settings.modelsFolder })
  }

  async run(id: number, call: ChildCall, signal: AbortSignal): Promise<unknown> {
    if (call.do === 'list') return this.#list()
    if (call.do === 'digest') return this.#digest(call.path, signal)
    const file = this.#find(call.model)
    const runtime = await this.#open()
    if (call.do === 'unload') return runtime.unload(file)
    if (call.do === 'count') return runtime.count(file, call.messages)
    const { loaded, loadMs } = await runtime.load(file)
    if (call.do === 'load') {
      const value: LoadedModel = {
        model: file.name,
        loadMs: loadMs ?? 0,
        contextTokens: loaded.contextTokens,
        slots: loaded.slots.size,
      }
      return value
    }
    const { generateAnswer } = await import('./generate-answer.ts')
    await generateAnswer({ loaded, loadMs, call, signal, send: frame => this.#send({ kind: 'frame', id, frame }) })
    return null
  }

  #list(): readonly ModelFile[] {
    return this.#folder.list().map(found => {
      const { header: _, ...file } = found
      const residentBytes = this.#opened?.residentBytes(found) ?? null
      return {
        ...file,
        loaded: this.#opened?.isLoaded(found) ?? false,
        residentMb: residentBytes === null ? null : Math.ceil(residentBytes / 1024 ** 2),
      }
    })
  }

  #find(model: string): FoundModel {
    const file = this.#folder.list().find(entry => entry.name === model)
    if (file === undefined) throw new ChildError('MODEL_NOT_FOUND', `There is no model file named ${model}.`)
    return file
  }

  #open(): Promise<Runtime> {
    this.#runtime ??= import('./runtime.ts').then(({ Runtime }) => {
      const library = `${this.#versions.library} ${this.#versions.llamaCpp}`
      this.#opened = new Runtime(this.#settings, library, calibration =>
        this.#send({ kind: 'calibrated', ...calibration }),
      )
      return this.#opened
    })
    return this.#runtime
  }

  /** SHA-256 of a listed file; other paths are refused. */
  async #digest(path: string, signal: AbortSignal): Promise<string> {
    if (!this.#folder.list().some(file => file.path === path))
      throw new ChildError('MODEL_NOT_FOUND', 'There is no such model file.')
    const hash = createHash('sha256')
    for await (const bytes of createReadStream(path, { signal, highWaterMark: 1 << 20 })) hash.update(bytes)
    return `sha256:${hash.digest('hex')}`
  }
}

function toFailed(id: number, cause: unknown, send: Send): FromChild {
  const reason = cause instanceof ChildError ? cause.cause : cause
  // The operator finds the reason in the log; the caller gets no path and no native text.
  if (reason !== undefined)
    send({ kind: 'log', line: String(reason instanceof Error ? reason.message : reason).slice(0, 500) })
  if (cause instanceof ChildError) return { kind: 'failed', id, code: cause.code, message: cause.message }
  return { kind: 'failed', id, code: 'BACKEND_ERROR', message: 'llama.cpp failed on this call.' }
}

/** Who sent a call waits for its end, so one that is out of the protocol is answered like any other. */
function refuseUnread(received: unknown, send: Send): void {
  const id = typeof received === 'object' && received !== null ? (received as Record<string, unknown>).id : null
  if (typeof id !== 'number') return
  send({ kind: 'failed', id, code: 'BACKEND_ERROR', message: 'The llama.cpp child did not understand the call.' })
}

function serve(): void {
  const send: Send = message => process.send?.(message)
  const versions = readVersions()
  const running = new Map<number, AbortController>()
  let worker: Worker | null = null
  process.on('disconnect', () => process.exit(0))
  process.on('message', (received: unknown) => {
    const message = readShape(ToChild, received)
    if (message === null) return refuseUnread(received, send)
    if (message.kind === 'init') {
      worker = new Worker(message.settings, versions, send)
    } else if (message.kind === 'cancel') {
      running.get(message.id)?.abort()
    } else if (worker !== null) {
      const { id } = message
      const abort = new AbortController()
      running.set(id, abort)
      worker
        .run(id, message.call, abort.signal)
        .then(value => send({ kind: 'done', id, value: value ?? null }))
        .catch(cause => send(toFailed(id, cause, send)))
        .finally(() => running.delete(id))
    }
  })
  send({ kind: 'ready', ...versions })
}

serve()
