/**
 * Idempotency keys (rule H4): one key, one run. The claim is written before anything starts, so that no crash and no second
 * caller can start a second run under it. The answer lives as long as its key, unless the request forbade keeping content.
 */
import { createHash, randomUUID } from 'node:crypto'
import type { ExecuteResult } from '#contracts/execution'
import { KoraError } from '#contracts/failure'
import type { RunHandle } from '#engine/run-request'
import type { Kernel } from '#kernel/kernel-face'
import { invalidRequest, requestFault } from './read-request.ts'
import { storedEvents } from './run-stream.ts'
import type { StudioServices } from './services.ts'

/** What stands in the store's row once the claim led to a run; with `result` once that has ended and may be kept. */
type Answer = { readonly run_id: string; readonly result?: ExecuteResult }

export type KeyedCall = {
  /** From `readKey`. */
  readonly key: string
  readonly body: Uint8Array
  readonly keepAnswer: boolean
  readonly start: () => Promise<RunHandle>
}

const KEY = /^[\x21-\x7e]{1,255}$/

export class IdempotencyKeys {
  readonly #kernel: Kernel
  readonly #store: StudioServices['keys']
  readonly #report: StudioServices['report']
  readonly #starting = new Map<string, { readonly bodyHash: string; readonly run: Promise<RunHandle> }>()
  readonly #live = new Map<string, RunHandle>()

  constructor(services: Pick<StudioServices, 'kernel' | 'keys' | 'report'>) {
    this.#kernel = services.kernel
    this.#store = services.keys
    this.#report = services.report
  }

  /** The run of this key; `start` is called at most once per key. Throws IDEMPOTENCY_CONFLICT for another body. */
  async settle(call: KeyedCall): Promise<RunHandle> {
    const { key, body } = call
    const bodyHash = hashBody(body)
    const starting = this.#starting.get(key)
    if (starting !== undefined) {
      assertSameBody(starting.bodyHash, bodyHash)
      return starting.run
    }
    const { row, created } = this.#store.claimKey(key, bodyHash, randomUUID(), Date.now())
    assertSameBody(row.bodyHash, bodyHash)
    if (!created && row.response === null) {
      const message = 'A request under this key was cut off before its run was recorded; send a new key.'
      throw new KoraError('CONFLICT', message)
    }
    if (row.response !== null) return this.#find(JSON.parse(row.response) as Answer)
    const run = this.#start(call)
    this.#starting.set(key, { bodyHash, run })
    try {
      return await run
    } finally {
      this.#starting.delete(key)
    }
  }

  async #start({ key, keepAnswer, start }: KeyedCall): Promise<RunHandle> {
    try {
      const run = await start()
      this.#answer(key, { run_id: run.runId })
      const keyed = withResult(run, this.#settleAnswer(key, keepAnswer, run))
      this.#live.set(run.runId, keyed)
      return keyed
    } catch (error) {
      this.#store.releaseKey(key)
      throw error
    }
  }

  /** The result, once the answer of the key is durable too: what was told once must be told again. Never rejects. */
  async #settleAnswer(key: string, keepAnswer: boolean, run: RunHandle): Promise<ExecuteResult> {
    const result = await run.result
    try {
      if (keepAnswer) this.#answer(key, { run_id: run.runId, result })
      await this.#store.commit()
    } catch (error) {
      this.#report(error)
    }
    this.#live.delete(run.runId)
    return result
  }

  #answer(key: string, answer: Answer): void {
    this.#store.answerKey(key, JSON.stringify(answer))
  }

  #find({ run_id: runId, result }: Answer): RunHandle {
    const known = this.#live.get(runId) ?? this.#kernel.runs.handle(runId)
    if (known !== null) return known
    const kept = this.#kernel.runs.read(runId)
    const ended = result ?? kept?.result
    if (ended !== undefined) return toEndedRun(this.#kernel, runId, ended)
    if (kept?.status === 'interrupted') {
      const cut = `The run of this key was interrupted when Studio stopped, and a key never runs twice; see GET /runs/${runId}.`
      throw new KoraError('CONTENT_NOT_KEPT', cut, { run_id: runId, hint: 'Send the request again under a new key.' })
    }
    const message = `The run of this key has ended and its content was not kept; see GET /runs/${runId}.`
    throw new KoraError('CONTENT_NOT_KEPT', message, { run_id: runId })
  }
}

/** The key that came with a request; null when none did. Throws INVALID_REQUEST. */
export function readKey(request: Request): string | null {
  const key = request.headers.get('idempotency-key')
  if (key !== null && !KEY.test(key))
    throw invalidRequest([requestFault('', 'Idempotency-Key takes 1 to 255 visible ASCII characters.')])
  return key
}

export const hashBody = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex')

/** The same run with another promise of its result. */
function withResult(run: RunHandle, result: RunHandle['result']): RunHandle {
  return {
    runId: run.runId,
    events: (afterSeq, signal) => run.events(afterSeq, signal),
    partials: signal => run.partials(signal),
    recorded: () => run.recorded(),
    result,
    cancel: () => run.cancel(),
  }
}

function toEndedRun(kernel: Kernel, runId: string, result: ExecuteResult): RunHandle {
  return {
    runId,
    events: async function* (afterSeq) {
      yield* storedEvents(kernel, runId, afterSeq)
    },
    partials: async function* () {},
    recorded: () => Promise.resolve(),
    result: Promise.resolve(result),
    cancel: () => undefined,
  }
}

function assertSameBody(known: string, given: string): void {
  if (known !== given) throw new KoraError('IDEMPOTENCY_CONFLICT')
}
