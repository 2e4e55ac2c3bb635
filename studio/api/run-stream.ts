/**
 * Runs as event streams: the events of rule L1 in order, `id` being the event's `seq`, then what closes the stream.
 * It resumes after any `seq` and leaves the run alone when a reader is too slow.
 */
import type { Event } from '#contracts/event'
import type { RunHandle } from '#engine/run-request'
import type { Report } from '#http/failure-response'
import { eventStream, type Frame, type StreamEnd } from '#http/sse'
import type { Kernel } from '#kernel/kernel-face'
import type { StudioServices } from './services.ts'

const PAGE = 500

const toFrame = (event: Event): Frame => ({ id: event.seq, data: event })

/** Events, then `event: result` with the whole result. */
export function streamResult(
  run: RunHandle,
  request: Request,
  report: Report,
  onEnd: (end: StreamEnd) => void,
): Response {
  async function* frames(signal: AbortSignal): AsyncIterable<Frame> {
    for await (const event of run.events(-1, signal)) yield toFrame(event)
    yield { event: 'result', data: await run.result }
  }
  return eventStream(frames, { client: request.signal, report, onEnd })
}

/** Events after `afterSeq`, live while the run goes on, then `event: end` with its status. */
export function streamEvents(runId: string, afterSeq: number, request: Request, services: StudioServices): Response {
  const { kernel, report } = services
  async function* frames(signal: AbortSignal): AsyncIterable<Frame> {
    const live = kernel.runs.handle(runId)
    const events = live === null ? storedEvents(kernel, runId, afterSeq) : live.events(afterSeq, signal)
    for await (const event of events) yield toFrame(event)
    yield { event: 'end', data: { run_id: runId, status: kernel.runs.read(runId)?.status ?? null } }
  }
  return eventStream(frames, { client: request.signal, report })
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
