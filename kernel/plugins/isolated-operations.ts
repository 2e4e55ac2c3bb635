/**
 * Runs operations of one plugin in child processes that can be killed (rules P5, D2): started when first needed, kept warm for a
 * while, one call each at a time. An aborted call kills its child at once; the next call gets a fresh one.
 */
import { KoraError } from '#contracts/failure'
import type { JsonObject } from '#contracts/json-value'
import type { Cost } from '#contracts/library-port'
import type { Child, Clock } from '#contracts/powers'
import { readJsonText } from '#json/read'
import { isObject } from '#json/value'
import { OperationError } from '#kernel/plugin-door'
import type { ChildOptions } from '#machine/child-spawn'
import {
  type FromOperationChild,
  LARGEST_OUTPUT_BYTES,
  type OperationDescription,
  readReply,
} from './operation-wire.ts'

export type PoolOptions = {
  readonly pluginId: string
  readonly folder: string
  readonly entry: string
  readonly settings: JsonObject
  readonly clock: Clock
  readonly spawn: (cwd: string, options: ChildOptions) => Child
  readonly rssBytes: (pid: number) => Promise<number | null>
  /** A stranger's child may send nothing but JSON. */
  readonly serialization: 'advanced' | 'json'
  readonly maxChildren?: number
  readonly maxRssBytes?: number
  readonly idleMs?: number
  readonly loadLimitMs?: number
  /** Told after three crashes without a good answer between them. */
  readonly onUnhealthy?: () => void
}

/**
 * The largest input, in bytes of canonical JSON, that an operation of this cost may take on the server's own thread. Each is a
 * few milliseconds of work at most; above it the call must be one that can be killed.
 */
const INLINE_BYTES: Readonly<Record<Cost, number>> = {
  constant: 256 * 1024,
  linear: 256 * 1024,
  'n log n': 64 * 1024,
  quadratic: 4 * 1024,
}

/** A stranger's operation always leaves the thread, whatever it says about its cost (rule P5). */
export const buildLeavesThread =
  (cost: Cost, trust: 'bundled' | 'third party') =>
  (inputBytes: number): boolean =>
    trust !== 'bundled' || inputBytes > INLINE_BYTES[cost]

const WATCH_EVERY_MS = 50
const CRASHES_TO_UNHEALTHY = 3
const ENTRY = `${import.meta.dir}/operation-child.ts`

type Warm = {
  readonly child: Child
  readonly described: Promise<readonly OperationDescription[]>
  /** Gives the one reply that the present request waits for; rejects when the child ends first. */
  ask(message: Parameters<Child['send']>[0]): Promise<FromOperationChild>
  cancelIdle: () => void
}

export class OperationPool {
  readonly #options: PoolOptions
  readonly #idle: Warm[] = []
  readonly #all = new Set<Warm>()
  readonly #waiting: ((warm: Warm | null) => void)[] = []
  #crashes = 0
  #isClosed = false

  constructor(options: PoolOptions) {
    this.#options = options
  }

  /** Loads the plugin in a child and tells what it offers; the child stays warm. */
  async describe(signal: AbortSignal): Promise<readonly OperationDescription[]> {
    return this.#use(signal, warm => warm.described)
  }

  /** `operation` is `name@major`. Throws OperationError, OPERATION_CRASHED, or the signal's reason. */
  async call(operation: string, input: JsonObject, signal: AbortSignal): Promise<JsonObject> {
    return this.#use(signal, async warm => {
      await warm.described
      const reply = await this.#watch(warm, warm.ask({ kind: 'call', operation, input: JSON.stringify(input) }))
      if (reply.kind === 'refused') throw new OperationError(reply.message, reply.pointer)
      if (reply.kind !== 'answer') throw this.#crashed('its code threw an error')
      const read = readJsonText(reply.output, { maxBytes: LARGEST_OUTPUT_BYTES })
      if (!read.ok || !isObject(read.value)) throw this.#crashed('its answer is no JSON object within the limits')
      return read.value
    })
  }

  close(): void {
    this.#isClosed = true
    for (const warm of this.#all) this.#end(warm)
    for (const wake of this.#waiting.splice(0)) wake(null)
  }

  async #use<T>(signal: AbortSignal, act: (warm: Warm) => Promise<T>): Promise<T> {
    signal.throwIfAborted()
    const warm = await this.#take(signal)
    // It may have aborted in the moment in which the child was handed over, and would not be heard any more.
    if (signal.aborted) this.#give(warm)
    signal.throwIfAborted()
    const aborted = Promise.withResolvers<never>()
    const onAbort = (): void => {
      this.#end(warm)
      aborted.reject(signal.reason)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      const value = await Promise.race([act(warm), aborted.promise])
      this.#crashes = 0
      this.#give(warm)
      return value
    } catch (error) {
      if (error instanceof OperationError) this.#give(warm)
      else this.#end(warm)
      if (!signal.aborted && !(error instanceof OperationError)) this.#countCrash()
      throw signal.aborted ? signal.reason : error
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  #countCrash(): void {
    this.#crashes += 1
    if (this.#crashes === CRASHES_TO_UNHEALTHY) this.#options.onUnhealthy?.()
  }

  async #take(signal: AbortSignal): Promise<Warm> {
    if (this.#isClosed) throw this.#crashed('it was switched off')
    const idle = this.#idle.pop()
    if (idle !== undefined) {
      idle.cancelIdle()
      return idle
    }
    if (this.#all.size < (this.#options.maxChildren ?? 2)) return this.#start()
    const { promise, resolve, reject } = Promise.withResolvers<Warm | null>()
    const onAbort = (): void => {
      const at = this.#waiting.indexOf(resolve)
      if (at >= 0) this.#waiting.splice(at, 1)
      reject(signal.reason)
    }
    this.#waiting.push(resolve)
    signal.addEventListener('abort', onAbort, { once: true })
    const warm = await promise.finally(() => signal.removeEventListener('abort', onAbort))
    return warm ?? this.#take(signal)
  }

  #give(warm: Warm): void {
    if (!this.#all.has(warm)) return
    const next = this.#waiting.shift()
    if (next !== undefined) {
      next(warm)
      return
    }
    this.#idle.push(warm)
    warm.cancelIdle = this.#options.clock.timer(this.#options.idleMs ?? 30_000, () => this.#end(warm))
  }

  #end(warm: Warm): void {
    if (!this.#all.delete(warm)) return
    warm.cancelIdle()
    const at = this.#idle.indexOf(warm)
    if (at >= 0) this.#idle.splice(at, 1)
    warm.child.kill()
    // Whoever waits may now start a fresh child.
    this.#waiting.shift()?.(null)
  }

  #start(): Warm {
    const replies = new ReplySlot()
    const child = this.#spawn(replies, () => this.#end(started))
    const ask: Warm['ask'] = message => {
      const reply = replies.next()
      child.send(message)
      return reply
    }
    const described = this.#load(ask)
    described.catch(() => undefined)
    const started: Warm = { child, described, ask, cancelIdle: () => undefined }
    this.#all.add(started)
    return started
  }

  #spawn(replies: ReplySlot, onExit: () => void): Child {
    const { spawn, folder, serialization } = this.#options
    try {
      return spawn(folder, {
        entry: ENTRY,
        serialization,
        onMessage: message => replies.settle(readReply(message)),
        onExit: () => {
          replies.fail(this.#crashed('its process ended'))
          onExit()
        },
      })
    } catch (error) {
      throw this.#crashed('its process could not start', error)
    }
  }

  async #load(ask: Warm['ask']): Promise<readonly OperationDescription[]> {
    const { clock, entry, pluginId, settings, loadLimitMs = 5_000 } = this.#options
    const late = Promise.withResolvers<never>()
    const cancel = clock.timer(loadLimitMs, () =>
      late.reject(
        new KoraError('PLUGIN_TIMEOUT', `Plugin ${pluginId} took over ${loadLimitMs} ms to load in its process.`),
      ),
    )
    try {
      const loading = ask({ kind: 'load', entry, pluginId, settings: JSON.stringify(settings) })
      const reply = await Promise.race([loading, late.promise])
      if (reply.kind !== 'loaded') throw this.#crashed('it failed while loading')
      const read = readJsonText(reply.operations, { maxBytes: LARGEST_OUTPUT_BYTES })
      if (!read.ok || !Array.isArray(read.value)) throw this.#crashed('it describes no operations')
      return read.value as unknown as readonly OperationDescription[]
    } finally {
      cancel()
    }
  }

  /** Ends a child that takes more memory than it may, while it works. */
  async #watch<T>(warm: Warm, work: Promise<T>): Promise<T> {
    const { clock, rssBytes, maxRssBytes = 512 * 1024 * 1024 } = this.#options
    const over = Promise.withResolvers<never>()
    let isDone = false
    let stop = (): void => undefined
    const look = async (): Promise<void> => {
      const rss = (await rssBytes(warm.child.pid)) ?? 0
      if (isDone) return
      if (rss > maxRssBytes) over.reject(this.#crashed('it took too much memory'))
      else stop = clock.timer(WATCH_EVERY_MS, () => void look())
    }
    stop = clock.timer(WATCH_EVERY_MS, () => void look())
    try {
      return await Promise.race([work, over.promise])
    } finally {
      isDone = true
      stop()
    }
  }

  #crashed(why: string, cause?: unknown): KoraError {
    return new KoraError('OPERATION_CRASHED', `Plugin ${this.#options.pluginId} gave no answer: ${why}.`, {}, cause)
  }
}

/** At most one reply is awaited at a time; a reply that nobody awaits is dropped. */
class ReplySlot {
  #awaited: { resolve(reply: FromOperationChild): void; reject(error: unknown): void } | null = null
  #ended: unknown = null

  next(): Promise<FromOperationChild> {
    const { promise, resolve, reject } = Promise.withResolvers<FromOperationChild>()
    if (this.#ended === null) this.#awaited = { resolve, reject }
    else reject(this.#ended)
    return promise
  }

  settle(reply: FromOperationChild): void {
    this.#awaited?.resolve(reply)
    this.#awaited = null
  }

  fail(error: unknown): void {
    this.#ended = error
    this.#awaited?.reject(error)
    this.#awaited = null
  }
}
