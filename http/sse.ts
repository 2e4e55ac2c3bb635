/**
 * Event streams: frames from a source to one reader, as `text/event-stream`. It holds a source back for a
 * slow reader, drops one that reads nothing, and tells why it ended. Data is always JSON, so no text can forge a frame.
 */
import { ANSWER_HEADERS, type Report, toKoraError } from './failure-response.ts'
import { tellStreamEnd } from './stream-ends.ts'

export type Frame = {
  /** Where a reader resumes: a later request names it in Last-Event-ID. */
  readonly id?: number
  /** Absent for an ordinary message. Never from outside. */
  readonly event?: string
  /** `data` is a word of the protocol, written without quotes. Never from outside. */
  readonly isBare?: true
  readonly data: unknown
}

/** `ended`: the source was through; `gone`: the reader left; `slow`: it did not read; `failed`: the source threw. */
export type StreamEnd = 'ended' | 'gone' | 'slow' | 'failed'

export type StreamOptions = {
  /** Aborts when the reader's connection is lost. */
  readonly client: AbortSignal
  readonly report: Report
  readonly onEnd?: (end: StreamEnd) => void
  readonly heartbeatMs?: number
  /** What may wait unread in this process; beyond it the source is held back. */
  readonly maxWaitingBytes?: number
  /** How long a reader may take nothing at all while so much waits, before it is dropped. */
  readonly graceMs?: number
}

const HEADERS = { ...ANSWER_HEADERS, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }
const HEARTBEAT_MS = 10_000
const MAX_WAITING_BYTES = 1024 * 1024
const GRACE_MS = 5_000
const COMMENT = new TextEncoder().encode(':\n\n')

/** Streams what `source` yields until it ends or the reader is lost; then the signal given to the source aborts. */
export function eventStream(source: (signal: AbortSignal) => AsyncIterable<Frame>, options: StreamOptions): Response {
  const body = new ReadableStream<Uint8Array>(new FramePump(source, options), {
    highWaterMark: options.maxWaitingBytes ?? MAX_WAITING_BYTES,
    size: chunk => chunk?.byteLength ?? 0,
  })
  return new Response(body, { headers: HEADERS })
}

/** One frame as bytes. */
export function encodeFrame(frame: Frame): Uint8Array {
  const id = frame.id === undefined ? '' : `id: ${frame.id}\n`
  const event = frame.event === undefined ? '' : `event: ${frame.event}\n`
  return encoder.encode(`${id}${event}data: ${frame.isBare ? frame.data : JSON.stringify(frame.data)}\n\n`)
}

const encoder = new TextEncoder()

type Controller = ReadableStreamDefaultController<Uint8Array>

class FramePump {
  readonly #source: (signal: AbortSignal) => AsyncIterable<Frame>
  readonly #options: StreamOptions
  readonly #abort = new AbortController()
  #heartbeat: ReturnType<typeof setInterval> | undefined
  #onDrain: () => void = () => undefined
  #ended = false

  constructor(source: (signal: AbortSignal) => AsyncIterable<Frame>, options: StreamOptions) {
    this.#source = source
    this.#options = options
  }

  start(controller: Controller): void {
    const { client, heartbeatMs = HEARTBEAT_MS } = this.#options
    if (client.aborted) {
      this.#end('gone', controller)
      return
    }
    client.addEventListener('abort', () => this.#end('gone', controller), { once: true })
    // Sends the headers at once, so that the reader knows it is connected.
    controller.enqueue(COMMENT)
    this.#heartbeat = setInterval(() => this.#beat(controller), heartbeatMs)
    void this.#pump(controller)
  }

  /** The runtime asks for more: what waited has gone out. */
  pull(): void {
    this.#onDrain()
  }

  cancel(): void {
    this.#end('gone')
  }

  async #pump(controller: Controller): Promise<void> {
    try {
      for await (const frame of this.#source(this.#abort.signal)) {
        if (!(await this.#write(frame, controller))) return
      }
      this.#end('ended', controller)
    } catch (error) {
      if (this.#ended) return
      const failure = toKoraError(error, this.#options.report).toFailure()
      if (await this.#write({ event: 'failure', data: failure }, controller)) this.#end('failed', controller)
    }
  }

  /** Waits while too much is unread; false when the stream is over. */
  async #write(frame: Frame, controller: Controller): Promise<boolean> {
    if (!this.#ended && isFull(controller) && !(await this.#drained())) this.#end('slow', controller)
    if (this.#ended) return false
    controller.enqueue(encodeFrame(frame))
    return true
  }

  #drained(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const timer = setTimeout(() => resolve(false), this.#options.graceMs ?? GRACE_MS)
    const goOn = (): void => resolve(true)
    const { signal } = this.#abort
    this.#onDrain = goOn
    signal.addEventListener('abort', goOn, { once: true })
    return promise.finally(() => {
      clearTimeout(timer)
      // A slow reader makes a long stream wait a thousand times.
      signal.removeEventListener('abort', goOn)
    })
  }

  #beat(controller: Controller): void {
    if (!this.#ended && !isFull(controller)) controller.enqueue(COMMENT)
  }

  #end(end: StreamEnd, controller?: Controller): void {
    if (this.#ended) return
    this.#ended = true
    clearInterval(this.#heartbeat)
    this.#abort.abort()
    try {
      if (end === 'slow') controller?.error(new Error('The reader takes nothing.'))
      else controller?.close()
    } catch {
      // The runtime may have closed the stream with the connection.
    }
    // An ended stream does not end a connection that nobody reads.
    if (end !== 'gone') tellStreamEnd(this.#options.client)
    this.#options.onEnd?.(end)
  }
}

function isFull(controller: Controller): boolean {
  return (controller.desiredSize ?? 0) <= 0
}
