/**
 * Reads one streamed answer of a connector and stops it: at its token cap, at a loop, at the deadline, at a cancel.
 * It counts and cuts (rules B1, B2, M3, X4); it neither retries nor validates.
 */
import type { Connector, GenerateFrame, GenerateRequest, Usage } from '#contracts/connector-port'
import type { FailureCode } from '#contracts/failure'
import { ConnectorError } from '#contracts/plugin-errors'
import type { Clock } from '#contracts/powers'
import { AnswerWatch } from './answer-watch.ts'
import { toConnectorFailure } from './connector-failure.ts'

/** No tokenizer makes tokens longer than this on average; it turns a flood inside one frame into tokens. */
const MOST_BYTES_PER_TOKEN = 64
/** How long an answer that reached its cap is given to send its end mark with the usage. */
const END_GRACE_MS = 100
/** White-space pieces taken after a complete answer before its tail is cut. */
const TAIL_PIECES = 3

export type Answer = {
  readonly ended: 'end' | 'limit' | 'tail' | 'loop' | 'aborted' | 'failed'
  /** Set when `ended` is `failed`. */
  readonly code: FailureCode | null
  readonly message: string | null
  readonly text: string
  readonly stopReason: string
  readonly countedTokens: number
  readonly thinkingTokens: number
  readonly usage: Usage
  readonly firstTokenMs: number | null
  readonly loadMs: number
  readonly runtimeQueueMs: number
  /** Resolves when the connector has let go of its connection. */
  readonly closed: Promise<void>
}

const NO_USAGE: Usage = { tokensIn: null, tokensOut: null, cachedTokens: null, thinkingTokens: null }

/** `signal` aborts at the deadline or on cancel. Never rejects. */
export async function readAnswer(
  connector: Connector,
  request: GenerateRequest,
  clock: Clock,
  signal: AbortSignal,
): Promise<Answer> {
  const reader = new AnswerReader(request.maxTokens, clock)
  const upstream = new AbortController()
  const abort = () => reader.settle('aborted')
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  const pump = reader.settled ? Promise.resolve() : reader.pump(connector.generate(request, upstream.signal))
  await reader.done
  signal.removeEventListener('abort', abort)
  upstream.abort(new ConnectorError('UPSTREAM_TRUNCATED', 'The call was closed by Studio.'))
  return { ...reader.answer(), closed: pump }
}

class AnswerReader {
  readonly #limit: number
  readonly #clock: Clock
  readonly #startedMs: number
  readonly #watch = new AnswerWatch()
  readonly #finish = Promise.withResolvers<void>()
  #ended: Answer['ended'] | null = null
  #failure: { code: FailureCode; message: string } | null = null
  #pieces: string[] = []
  #tail = 0
  #counted = 0
  #thinking = 0
  #usage = NO_USAGE
  #stop = 'none'
  #firstTokenMs: number | null = null
  #loadMs = 0
  #queueMs = 0
  #cancelGrace: (() => void) | null = null

  constructor(limit: number, clock: Clock) {
    this.#limit = limit
    this.#clock = clock
    this.#startedMs = clock.monoMs()
  }

  get done(): Promise<void> {
    return this.#finish.promise
  }

  get settled(): boolean {
    return this.#ended !== null
  }

  settle(ended: Answer['ended']): void {
    if (this.#ended) return
    this.#ended = ended
    this.#cancelGrace?.()
    this.#finish.resolve()
  }

  /** Takes frames until the answer settles. Resolves when the stream is closed; never rejects. */
  async pump(frames: AsyncIterable<GenerateFrame>): Promise<void> {
    try {
      for await (const frame of frames) {
        if (!this.settled) this.#take(frame)
        if (this.settled) return
      }
      this.#fail('UPSTREAM_TRUNCATED', 'The stream ended without its end mark.')
    } catch (error) {
      const failure = toConnectorFailure(error)
      this.#fail(failure.code, failure.message)
    }
  }

  answer(): Omit<Answer, 'closed'> {
    const text = this.#pieces.join('')
    return {
      ended: this.#ended ?? 'aborted',
      code: this.#failure?.code ?? null,
      message: this.#failure?.message ?? null,
      text: this.#ended === 'tail' ? text.slice(0, this.#watch.completeLength) : text,
      stopReason: this.#stop,
      countedTokens: this.#counted,
      thinkingTokens: Math.max(this.#thinking, this.#usage.thinkingTokens ?? 0),
      usage: this.#usage,
      firstTokenMs: this.#firstTokenMs,
      loadMs: this.#loadMs,
      runtimeQueueMs: this.#queueMs,
    }
  }

  #take(frame: GenerateFrame): void {
    if (frame.kind === 'opened') {
      this.#loadMs = frame.loadMs ?? 0
      this.#queueMs = frame.queueMs ?? 0
    } else if (frame.kind === 'end') {
      this.#usage = frame.usage
      this.#stop = frame.stop
      this.#loadMs = Math.max(this.#loadMs, frame.loadMs ?? 0)
      this.settle('end')
    } else this.#takePiece(frame.text, frame.tokens, frame.kind === 'thinking')
  }

  #takePiece(text: string, tokens: number, thinking: boolean): void {
    if (text === '' && tokens === 0) return
    this.#firstTokenMs ??= this.#clock.monoMs() - this.#startedMs
    const counted = Math.max(tokens, Math.ceil(Buffer.byteLength(text) / MOST_BYTES_PER_TOKEN))
    if (this.#counted + counted > this.#limit) {
      this.#counted = this.#limit
      this.#stop = 'cut'
      return this.settle('limit')
    }
    this.#counted += counted
    if (thinking) this.#thinking += counted
    else this.#takeText(text)
    if (this.#counted === this.#limit && !this.settled) {
      this.#cancelGrace ??= this.#clock.timer(END_GRACE_MS, () => {
        this.#stop = 'cut'
        this.settle('limit')
      })
    }
  }

  #takeText(text: string): void {
    this.#pieces.push(text)
    const wasComplete = this.#watch.isComplete
    const state = this.#watch.feed(text)
    if (state === 'loop') {
      this.#stop = 'loop'
      this.settle('loop')
    } else if (wasComplete && text.trim() === '') {
      this.#tail += 1
      if (this.#tail < TAIL_PIECES) return
      this.#stop = 'stop'
      this.settle('tail')
    } else if (wasComplete) this.#tail = Number.NEGATIVE_INFINITY
  }

  #fail(code: FailureCode, message: string): void {
    if (this.settled) return
    this.#failure = { code, message }
    this.settle('failed')
  }
}
