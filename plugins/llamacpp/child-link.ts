/**
 * The server's end of the line to the llama.cpp child: starts it, hands it calls, checks every message that comes back, and starts
 * it again when it dies (N5). A death fails the calls under way and nothing else. It knows calls and frames, not models.
 */
import type { Child, ChildMessage, Clock, Dispose, Spawn } from '#contracts/powers'
import { ConnectorError } from '#kernel/plugin-door'
import {
  type ChildCall,
  type ChildFailure,
  type ChildSettings,
  type Frame,
  FromChild,
  readShape,
  type ToChild,
} from './protocol.ts'

type Waiting = {
  readonly frame: (frame: Frame) => void
  readonly done: (value: unknown) => void
  readonly fail: (cause: Error) => void
  /** Frames came already: a death then cuts an answer instead of refusing a call. */
  begun: boolean
}

export type LinkOptions = {
  readonly spawn: Spawn
  readonly clock: Clock
  readonly settings: () => ChildSettings
  readonly idleMs: number
  readonly onCalibrated: (message: Extract<FromChild, { kind: 'calibrated' }>) => void
  readonly log: (line: string) => void
}

/** A child that lived this long before it died is started again at once; one that dies young waits for the next call. */
const STEADY_MS = 2_000
/** A cancelled call that does not end in this time is stuck in native code; only the process's end frees its slot. */
const CANCEL_GRACE_MS = 30_000
/** Calls that look at files only: a page that asks for the models every few seconds must not keep one in memory. */
const GLANCES: ReadonlySet<ChildCall['do']> = new Set(['list', 'digest'])
const nothing = () => undefined

export class ChildLink {
  readonly #options: LinkOptions
  readonly #waiting = new Map<number, Waiting>()
  #child: Child | null = null
  #versions: { readonly library: string; readonly llamaCpp: string } | null = null
  #startedMs = 0
  #nextId = 1
  /** Null while no idle time is counted. */
  #idle: Dispose | null = null
  #closed = false

  constructor(options: LinkOptions) {
    this.#options = options
  }

  /** Process id of the child, or null when none runs. */
  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  /** Versions as the child told; null until one has run. */
  get versions(): { readonly library: string; readonly llamaCpp: string } | null {
    return this.#versions
  }

  /** One answer to one call, unchecked. Rejects with ConnectorError, or with the signal's reason once it aborts. */
  call(call: ChildCall, signal: AbortSignal, onFrame: (frame: Frame) => void = nothing): Promise<unknown> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const id = this.#nextId++
      const cancel = () => {
        this.#tell({ kind: 'cancel', id })
        this.#watchCancelled(id)
        // The slot stays taken until the child says it is free; the caller need not wait for that.
        this.#waiting.set(id, { frame: nothing, done: nothing, fail: nothing, begun: true })
        reject(signal.reason)
      }
      const leave = () => signal.removeEventListener('abort', cancel)
      const waiting: Waiting = {
        begun: false,
        frame: onFrame,
        done: value => {
          leave()
          resolve(value)
        },
        fail: cause => {
          leave()
          reject(cause)
        },
      }
      if (!GLANCES.has(call.do)) this.#disarmIdle()
      this.#start()
      this.#waiting.set(id, waiting)
      signal.addEventListener('abort', cancel, { once: true })
      this.#tell({ kind: 'call', id, call })
    })
  }

  /** Ends the child; memory is free at once, and the next call starts another. */
  stop(): void {
    this.#disarmIdle()
    const child = this.#child
    this.#child = null
    child?.kill()
    this.#failAll()
  }

  dispose(): void {
    this.#closed = true
    this.stop()
  }

  #start(): void {
    if (this.#child !== null) return
    if (this.#closed) throw new ConnectorError('BACKEND_UNAVAILABLE', 'The llama.cpp connector is switched off.')
    this.#startedMs = this.#options.clock.monoMs()
    const child = this.#options.spawn.module({
      entry: 'child.ts',
      onMessage: message => this.#receive(message),
      onExit: exit => this.#ended(child, exit.signal ?? `code ${exit.code}`),
    })
    this.#child = child
    this.#tell({ kind: 'init', settings: this.#options.settings() })
  }

  #tell(message: ToChild): void {
    try {
      this.#child?.send(message)
    } catch {
      // A dying child takes nothing more; its end is reported by onExit.
    }
  }

  #receive(received: ChildMessage): void {
    const message = readShape(FromChild, received)
    if (message === null) this.#options.log('The llama.cpp child sent a message out of its protocol; it was dropped.')
    else if (message.kind === 'ready') this.#versions = message
    else if (message.kind === 'log') this.#options.log(message.line)
    else if (message.kind === 'calibrated') this.#options.onCalibrated(message)
    else this.#answer(message)
  }

  #answer(message: Extract<FromChild, { id: number }>): void {
    const waiting = this.#waiting.get(message.id)
    if (waiting === undefined) return
    if (message.kind === 'frame') {
      waiting.begun = true
      waiting.frame(message.frame)
      return
    }
    this.#waiting.delete(message.id)
    if (message.kind === 'done') waiting.done(message.value)
    else waiting.fail(toConnectorError(message.code, message.message))
    this.#armIdle()
  }

  #armIdle(): void {
    if (this.#waiting.size > 0 || this.#idle !== null) return
    this.#idle = this.#options.clock.timer(this.#options.idleMs, () => {
      this.#idle = null
      if (this.#waiting.size === 0) this.stop()
    })
  }

  #disarmIdle(): void {
    this.#idle?.()
    this.#idle = null
  }

  #watchCancelled(id: number): void {
    const child = this.#child
    this.#options.clock.timer(CANCEL_GRACE_MS, () => {
      if (!this.#waiting.has(id) || this.#child !== child) return
      this.#options.log('A cancelled call did not end in time; the llama.cpp child is started anew.')
      child?.kill()
    })
  }

  #ended(child: Child, how: string): void {
    if (this.#child !== child) return
    this.#child = null
    const livedMs = this.#options.clock.monoMs() - this.#startedMs
    this.#options.log(`The llama.cpp child ended (${how}) after ${Math.round(livedMs)} ms.`)
    this.#failAll()
    if (!this.#closed && livedMs >= STEADY_MS) this.#start()
  }

  #failAll(): void {
    const failed = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const waiting of failed) {
      waiting.fail(
        waiting.begun
          ? new ConnectorError('UPSTREAM_TRUNCATED', 'The llama.cpp process ended in the middle of the answer.')
          : new ConnectorError('BACKEND_ERROR', 'The llama.cpp process ended before it answered.'),
      )
    }
  }
}

function toConnectorError(code: ChildFailure, message: string): ConnectorError {
  return new ConnectorError(code === 'CANCELLED' ? 'BACKEND_ERROR' : code, message)
}
