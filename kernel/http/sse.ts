/**
 * Event streams: frames from a source to one reader, as `text/event-stream`. It keeps an idle connection open, drops a
 * reader that does not read, and tells the source why it ended. Data is always JSON, so no text can forge a frame.
 */
import { ANSWER_HEADERS, type Report, toKoraError } from './failure-response.ts'

export type Frame = {
  /** Where a reader resumes: a later request names it in Last-Event-ID. */
  readonly id?: number
  /** Absent for an ordinary message. Never from outside. */
  readonly event?: string
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
  /** What may wait unread in this process before the reader is dropped. */
  readonly maxWaitingBytes?: number
}

const HEADERS = { ...ANSWER_HEADERS, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }
const HEARTBEAT_MS = 10_000
const MAX_WAITING_BYTES = 1024 * 1024
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
  return encoder.encode(`${id}${event}data: ${JSON.stringify(frame.data)}\n\n`)
}

const encoder = new TextEncoder()

class FramePump {
  readonly #source: (signal: AbortSignal) => AsyncIterable<Frame>
  readonly #options: StreamOptions
  readonly #abort = new AbortController()
  #heartbeat: ReturnType<typeof setInterval> | undefined
  #ended = false

  constructor(source: (signal: AbortSignal) => AsyncIterable<Frame>, options: StreamOptions) {
    this.#source = source
    this.#options = options
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const { client, heartbeatMs = HEARTBEAT_MS } = this.#options
    if (client.aborted) {
      this.#end('gone', controller)
      return
    }
    client.addEventListener('abort', () => this.#end('gone', controller), { once: true })
    // Sends the headers at once, so that the reader knows it is connected.
    controller.enqueue(COMMENT)
    this.#heartbeat = setInterval(() => this.#write(COMMENT, controller), heartbeatMs)
    void this.#pump(controller)
  }

  cancel(): void {
    this.#end('gone')
  }

  async #pump(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    try {
      for await (const frame of this.#source(this.#abort.signal)) {
        if (this.#ended) return
        this.#write(encodeFrame(frame), controller)
      }
      this.#end('ended', controller)
    } catch (error) {
      if (this.#ended) return
      const failure = toKoraError(error, this.#options.report).toFailure()
      this.#write(encodeFrame({ event: 'failure', data: failure }), controller)
      this.#end('failed', controller)
    }
  }

  #write(bytes: Uint8Array, controller: ReadableStreamDefaultController<Uint8Array>): void {
    if (this.#ended) return
    controller.enqueue(bytes)
    // One frame larger than the whole allowance is not the reader's fault: it is judged by what waited before it.
    if ((controller.desiredSize ?? 0) + bytes.byteLength <= 0) this.#end('slow', controller)
  }

  #end(end: StreamEnd, controller?: ReadableStreamDefaultController<Uint8Array>): void {
    if (this.#ended) return
    this.#ended = true
    clearInterval(this.#heartbeat)
    this.#abort.abort()
    try {
      if (end === 'slow') controller?.error(new Error('slow reader'))
      else controller?.close()
    } catch {
      // The runtime may have closed the stream with the connection.
    }
    this.#options.onEnd?.(end)
  }
}
