/**
 * Idempotency keys (rule H4): one key, one run. A claim is made durable before anything starts, so that no crash and no
 * second caller can start a second run under it. Results are remembered in memory only; content is not written here.
 */
import { createHash, randomUUID } from 'node:crypto'
import type { ExecuteResult } from '#contracts/execution'
import { FAILURE_CODES, type Failure, type FailureCode, KoraError } from '#contracts/failure'
import type { Kernel, RunHandle } from '#kernel/kernel-face'
import { storedEvents } from './run-stream.ts'
import type { StudioServices } from './services.ts'

/** What stands in the store's row once the claim led somewhere. */
type Answer =
  | { readonly run_id: string }
  | { readonly refused: { readonly code: FailureCode; readonly failure: Failure } }
  | { readonly released: true }

const KEY = /^[\x21-\x7e]{1,255}$/
const MAX_ENDED = 64

export class IdempotencyKeys {
  readonly #kernel: Kernel
  readonly #store: StudioServices['keys']
  readonly #starting = new Map<string, { readonly bodyHash: string; readonly run: Promise<RunHandle> }>()
  /** Runs by id: all that are under way, and the last that ended, with their results. */
  readonly #live = new Map<string, RunHandle>()
  readonly #ended = new Map<string, RunHandle>()

  constructor(services: Pick<StudioServices, 'kernel' | 'keys'>) {
    this.#kernel = services.kernel
    this.#store = services.keys
  }

  /** The run of this key; `start` is called at most once per key. Throws IDEMPOTENCY_CONFLICT for another body. */
  async settle(key: string, body: Uint8Array, start: () => Promise<RunHandle>): Promise<RunHandle> {
    if (!KEY.test(key))
      throw new KoraError('INVALID_REQUEST', 'Idempotency-Key takes 1 to 255 visible ASCII characters.')
    const bodyHash = createHash('sha256').update(body).digest('hex')
    const starting = this.#starting.get(key)
    if (starting !== undefined) {
      assertSameBody(starting.bodyHash, bodyHash)
      return starting.run
    }
    const { row, created } = this.#store.claimKey(key, bodyHash, randomUUID(), Date.now())
    assertSameBody(row.bodyHash, bodyHash)
    const answer = created ? { released: true as const } : readAnswer(row.response)
    if (answer === null) {
      const message = 'A request under this key was cut off before its run was recorded; send a new key.'
      throw new KoraError('CONFLICT', message)
    }
    if ('refused' in answer) throw toError(answer.refused)
    if ('run_id' in answer) return this.#find(answer.run_id)
    const run = this.#start(key, start)
    this.#starting.set(key, { bodyHash, run })
    try {
      return await run
    } finally {
      this.#starting.delete(key)
    }
  }

  async #start(key: string, start: () => Promise<RunHandle>): Promise<RunHandle> {
    try {
      const run = await start()
      this.#answer(key, { run_id: run.runId })
      this.#live.set(run.runId, run)
      void run.result.then(() => this.#retire(run))
      return run
    } catch (error) {
      // What may succeed later must not be remembered as a no.
      const isFinal = error instanceof KoraError && !FAILURE_CODES[error.code].retryable
      this.#answer(key, isFinal ? { refused: { code: error.code, failure: error.toFailure() } } : { released: true })
      throw error
    }
  }

  #find(runId: string): RunHandle {
    const known = this.#live.get(runId) ?? this.#ended.get(runId) ?? this.#kernel.runs.handle(runId)
    if (known !== null) return known
    const result = this.#kernel.runs.read(runId)?.result
    if (result !== undefined) return toEndedRun(this.#kernel, runId, result)
    const message = `The run of this key has ended and its content was not kept; see GET /runs/${runId}.`
    throw new KoraError('CONTENT_NOT_KEPT', message, { run_id: runId })
  }

  #answer(key: string, answer: Answer): void {
    this.#store.answerKey(key, JSON.stringify(answer))
  }

  #retire(run: RunHandle): void {
    this.#live.delete(run.runId)
    const oldest = this.#ended.keys().next().value
    if (this.#ended.size >= MAX_ENDED && oldest !== undefined) this.#ended.delete(oldest)
    this.#ended.set(run.runId, run)
  }
}

function toEndedRun(kernel: Kernel, runId: string, result: ExecuteResult): RunHandle {
  return {
    runId,
    events: async function* (afterSeq) {
      yield* storedEvents(kernel, runId, afterSeq)
    },
    result: Promise.resolve(result),
    cancel: () => undefined,
  }
}

function assertSameBody(known: string, given: string): void {
  if (known !== given) throw new KoraError('IDEMPOTENCY_CONFLICT')
}

function readAnswer(text: string | null): Answer | null {
  return text === null ? null : (JSON.parse(text) as Answer)
}

function toError(refused: { readonly code: FailureCode; readonly failure: Failure }): KoraError {
  const { code: _code, ...details } = refused.failure.details
  return new KoraError(refused.code, refused.failure.message, details)
}
