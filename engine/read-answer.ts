/**
 * Reads one streamed answer of a connector and stops it: at its token cap, at a loop, at the deadline, at a cancel.
 * It counts and cuts (rules B1, B2, M3, X4); it neither retries nor validates.
 */

import { plannedBytes, type ScoredChoice } from '#contracts/answer-plan'
import type { Connector, GenerateFrame, GenerateRequest, Usage } from '#contracts/connector-port'
import type { FailureCode } from '#contracts/failure'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { ConnectorError } from '#contracts/plugin-errors'
import type { Clock } from '#contracts/powers'
import { MAX_BYTES_PER_TOKEN, MAX_OUTPUT_BYTES } from '#graph/cost-bounds'
import type { TextFrame } from '#json/schema/text-frame'
import { AnswerWatch } from './answer-watch.ts'
import { toConnectorFailure } from './connector-failure.ts'
import { TextWatch } from './text-watch.ts'

/** An answer is text, so it may be larger than the JSON it holds; beyond this it is no answer, whatever its budget. */
const MAX_ANSWER_BYTES = 2 * MAX_OUTPUT_BYTES
/** How long an answer that reached its cap is given to send its end mark with the usage. */
const END_GRACE_MS = 100
/** White-space pieces taken after a complete answer before its tail is cut. */
const TAIL_PIECES = 3

export type Answer = {
  readonly ended: 'end' | 'limit' | 'tail' | 'loop' | 'long' | 'oversize' | 'aborted' | 'failed'
  /** Set when `ended` is `failed`. */
  readonly code: FailureCode | null
  readonly message: string | null
  /** JSON, whole or cut off; of a plain text the JSON that was made of it. */
  readonly text: string
  /** The model was asked for plain text and wrote the JSON of its answer itself. */
  readonly isOwnJson: boolean
  readonly stopReason: string
  readonly countedTokens: number
  readonly thinkingTokens: number
  readonly usage: Usage
  /** What was measured for the choices of a plan; empty without one. */
  readonly choices: readonly ScoredChoice[]
  /** Why the runtime wrote the answer although it was given a plan; null where it followed it. */
  readonly writtenBecause: string | null
  readonly firstTokenMs: number | null
  readonly loadMs: number
  readonly runtimeQueueMs: number
  /** Resolves when the connector has let go of its connection. */
  readonly closed: Promise<void>
}

const NO_USAGE: Usage = { tokensIn: null, tokensOut: null, cachedTokens: null, thinkingTokens: null }

export type Reading = {
  readonly clock: Clock
  /** The deadline, for streams too dense for a timer to fire. */
  readonly untilMs: number
  /** What stands around the answer where it is plain text; null where it is JSON. */
  readonly frame: TextFrame | null
  /** Hears each piece that was counted, as it comes. */
  readonly onPiece: (kind: 'text' | 'thinking', text: string) => void
}

/** `signal` aborts at the deadline or on cancel. Never rejects. */
export async function readAnswer(
  connector: Pick<Connector, 'generate'>,
  request: GenerateRequest,
  signal: AbortSignal,
  reading: Reading,
): Promise<Answer> {
  const reader = new AnswerReader(request, reading)
  const upstream = new AbortController()
  const abort = () => reader.settle('aborted')
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  const pump = reader.settled ? Promise.resolve() : reader.pump(() => connector.generate(request, upstream.signal))
  await reader.done
  signal.removeEventListener('abort', abort)
  upstream.abort(new ConnectorError('UPSTREAM_TRUNCATED', 'The call was closed by Studio.'))
  return { ...reader.answer(), closed: pump }
}

class AnswerReader {
  readonly #limit: number
  readonly #clock: Clock
  readonly #untilMs: number
  readonly #startedMs: number
  readonly #onPiece: Reading['onPiece']
  readonly #watch: AnswerWatch
  readonly #text: TextWatch | null
  readonly #thoughts = new AnswerWatch()
  readonly #finish = Promise.withResolvers<void>()
  #ended: Answer['ended'] | null = null
  #failure: { code: FailureCode; message: string } | null = null
  #pieces: string[] = []
  #bytes = 0
  /** Bytes that the plan forces or chooses: they come without generated tokens. */
  readonly #plannedBytes: number
  #tail = 0
  #counted = 0
  #thinking = 0
  #usage = NO_USAGE
  #choices: readonly ScoredChoice[] = []
  #writtenBecause: string | null = null
  #stop = 'none'
  #firstTokenMs: number | null = null
  #loadMs = 0
  #queueMs = 0
  #cancelGrace: (() => void) | null = null

  constructor({ maxTokens, plan, schema }: GenerateRequest, { clock, untilMs, frame, onPiece }: Reading) {
    this.#limit = maxTokens
    this.#plannedBytes = plannedBytes(plan?.parts ?? [])
    this.#watch = new AnswerWatch(longestList(schema))
    this.#text = frame && new TextWatch(frame, this.#watch)
    this.#clock = clock
    this.#untilMs = untilMs
    this.#onPiece = onPiece
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
  async pump(open: () => AsyncIterable<GenerateFrame>): Promise<void> {
    try {
      for await (const frame of open()) {
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
      isOwnJson: this.#text?.isOwnJson === true,
      stopReason: this.#stop,
      countedTokens: this.#counted,
      thinkingTokens: Math.max(this.#thinking, this.#usage.thinkingTokens ?? 0),
      usage: this.#usage,
      choices: this.#choices,
      writtenBecause: this.#writtenBecause,
      firstTokenMs: this.#firstTokenMs,
      loadMs: this.#loadMs,
      runtimeQueueMs: this.#queueMs,
    }
  }

  #take(frame: GenerateFrame): void {
    if (this.#clock.monoMs() >= this.#untilMs) return this.settle('aborted')
    if (frame.kind === 'opened') {
      this.#loadMs = toDuration(frame.loadMs)
      this.#queueMs = toDuration(frame.queueMs)
    } else if (frame.kind === 'end') {
      this.#usage = toUsage(frame.usage)
      this.#stop = frame.stop
      this.#choices = frame.choices ?? []
      this.#writtenBecause = frame.writtenBecause ?? null
      this.#loadMs = Math.max(this.#loadMs, toDuration(frame.loadMs))
      // A text says nothing about its own end: one that was cut stays open.
      if (frame.stop === 'stop') this.#closeText()
      this.settle('end')
    } else this.#takePiece(frame.text, frame.tokens, frame.kind === 'thinking')
  }

  #takePiece(text: string, tokens: number, thinking: boolean): void {
    if (text === '' && tokens === 0) return
    this.#firstTokenMs ??= this.#clock.monoMs() - this.#startedMs
    const bytes = Buffer.byteLength(text)
    const counted = this.#count(bytes, tokens > 0 ? Math.ceil(tokens) : 0)
    if (this.#counted + counted > this.#limit) {
      this.#counted = this.#limit
      this.#stop = 'cut'
      return this.settle('limit')
    }
    this.#counted += counted
    this.#bytes += bytes
    if (this.#bytes > MAX_ANSWER_BYTES) {
      this.#stop = 'cut'
      return this.settle('oversize')
    }
    if (thinking) this.#takeThinking(text, counted)
    else this.#takeText(text)
    if (this.#counted === this.#limit && !this.settled) {
      this.#cancelGrace ??= this.#clock.timer(END_GRACE_MS, () => {
        this.#stop = 'cut'
        this.settle('limit')
      })
    }
  }

  /** What a frame holds at least, whatever it says: of a planned answer only what goes beyond the plan was certainly generated. */
  #count(bytes: number, told: number): number {
    if (this.#plannedBytes === 0) return Math.max(told, Math.ceil(bytes / MAX_BYTES_PER_TOKEN))
    const certain = Math.ceil(Math.max(0, this.#bytes + bytes - this.#plannedBytes) / MAX_BYTES_PER_TOKEN)
    return Math.max(told, certain - this.#counted)
  }

  /** It is counted, told live and dropped; a model that thinks in circles is stopped like one that answers so. */
  #takeThinking(text: string, counted: number): void {
    this.#thinking += counted
    this.#onPiece('thinking', text)
    if (!this.#thoughts.repeats(text)) return
    this.#stop = 'loop'
    this.settle('loop')
  }

  #takeText(text: string): void {
    const wasComplete = this.#watch.isComplete
    const { json, state } = this.#text?.feed(text) ?? { json: text, state: this.#watch.feed(text) }
    this.#tell(json)
    if (state === 'loop') {
      this.#stop = 'loop'
      this.settle('loop')
    } else if (state === 'long') {
      this.#stop = 'cut'
      this.#closeText()
      this.settle('long')
    } else if (wasComplete && text.trim() === '') {
      this.#tail += 1
      if (this.#tail < TAIL_PIECES) return
      this.#stop = 'stop'
      this.settle('tail')
    } else if (wasComplete) this.#tail = Number.NEGATIVE_INFINITY
  }

  #tell(json: string): void {
    this.#pieces.push(json)
    if (json !== '' || this.#text === null) this.#onPiece('text', json)
  }

  #closeText(): void {
    if (this.#text !== null) this.#tell(this.#text.finish())
  }

  #fail(code: FailureCode, message: string): void {
    if (this.settled) return
    this.#failure = { code, message }
    this.settle('failed')
  }
}

/** The largest `maxItems` anywhere in a schema; 0 where there is none. */
function longestList(schema: JsonValue): number {
  if (typeof schema !== 'object' || schema === null) return 0
  const own = (schema as JsonObject).maxItems
  const inside = Object.values(schema).map(longestList)
  return Math.max(0, typeof own === 'number' ? own : 0, ...inside)
}

/** What a runtime reports is a claim: only a count that can be one is taken, anything else is as if it had said nothing. */
const toCount = (claim: number | null): number | null =>
  Number.isSafeInteger(claim) && Number(claim) >= 0 ? claim : null

const toDuration = (claim: number | null): number => (Number.isFinite(claim) ? Math.max(0, Number(claim)) : 0)

const toUsage = (usage: Usage): Usage => ({
  tokensIn: toCount(usage.tokensIn),
  tokensOut: toCount(usage.tokensOut),
  cachedTokens: toCount(usage.cachedTokens),
  thinkingTokens: toCount(usage.thinkingTokens),
})
