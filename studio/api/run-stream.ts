/**
 * Runs as event streams: the events of rule L1 in order, `id` being the event's `seq`, between them the live text of model tasks,
 * then what closes the stream. It resumes after any `seq` and leaves the run alone when a reader is too slow.
 */
import type { Event } from '#contracts/event'
import type { PartialFrame } from '#contracts/live-text'
import type { RunHandle } from '#engine/run-request'
import type { Report } from '#http/failure-response'
import { eventStream, type Frame, type StreamEnd } from '#http/sse'
import type { Kernel } from '#kernel/kernel-face'
import type { StudioServices } from './services.ts'

const PAGE = 500

const toFrame = (event: Event): Frame => ({ id: event.seq, data: event })
/** Without an id: what cannot be read again is no place to resume at. */
const toPartial = (partial: PartialFrame): Frame => ({ event: 'partial', data: partial })

/** Events and live text, then `event: result` with the whole result. */
export function streamResult(
  run: RunHandle,
  request: Request,
  report: Report,
  onEnd: (end: StreamEnd) => void,
): Response {
  async function* frames(signal: AbortSignal): AsyncIterable<Frame> {
    yield* followRun(run, -1, signal)
    yield { event: 'result', data: await run.result }
  }
  return eventStream(frames, { client: request.signal, report, onEnd })
}

/** Events after `afterSeq`, live and with live text while the run goes on, then `event: end` with its status. */
export function streamEvents(runId: string, afterSeq: number, request: Request, services: StudioServices): Response {
  const { kernel, report } = services
  async function* frames(signal: AbortSignal): AsyncIterable<Frame> {
    const live = kernel.runs.handle(runId)
    if (live !== null) yield* followRun(live, afterSeq, signal)
    else for (const event of storedEvents(kernel, runId, afterSeq)) yield toFrame(event)
    yield { event: 'end', data: { run_id: runId, status: kernel.runs.read(runId)?.status ?? null } }
  }
  return eventStream(frames, { client: request.signal, report })
}

/**
 * Events of a run under way and its live text, as each comes; an event goes before text that is ready at the same moment. Nothing
 * waits here for a slow reader: text it did not take becomes one longer piece, or is gone with its answer.
 */
export async function* followRun(run: RunHandle, afterSeq: number, signal: AbortSignal): AsyncGenerator<Frame> {
  const over = new AbortController()
  const stop = (): void => over.abort()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  const events = run.events(afterSeq, over.signal)[Symbol.asyncIterator]()
  const partials = run.partials(over.signal)[Symbol.asyncIterator]()
  let event: IteratorResult<Event> | null = null
  let partial: IteratorResult<PartialFrame> | null = null
  // One promise for both: a race of the two would leave something at the slower one with every event.
  let news = Promise.withResolvers<void>()
  let failure: { readonly error: unknown } | null = null
  const fail = (error: unknown): void => {
    failure = { error }
    news.resolve()
  }
  const askEvents = (): void => {
    events.next().then(next => {
      event = next
      news.resolve()
    }, fail)
  }
  const askPartials = (): void => {
    partials.next().then(next => {
      partial = next
      news.resolve()
    }, fail)
  }
  try {
    askEvents()
    askPartials()
    for (;;) {
      await news.promise
      news = Promise.withResolvers()
      if (failure !== null) throw (failure as { readonly error: unknown }).error
      while (event !== null || partial !== null) {
        if (event !== null) {
          const { done, value }: IteratorResult<Event> = event
          event = null
          if (done) return
          yield toFrame(value)
          askEvents()
        } else {
          const { done, value }: IteratorResult<PartialFrame> = partial!
          partial = null
          if (done) continue
          yield toPartial(value)
          askPartials()
        }
      }
    }
  } finally {
    stop()
    signal.removeEventListener('abort', stop)
  }
}

/** Everything stored after `afterSeq`, a page at a time. */
export function* storedEvents(kernel: Kernel, runId: string, afterSeq: number): Generator<Event> {
  for (let after = afterSeq; ; ) {
    const page = kernel.runs.events(runId, after, PAGE)
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    after = last.seq
  }
}
