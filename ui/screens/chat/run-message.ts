/**
 * Asks one message and follows its run to the end. The idempotency key makes a repeated request the same run, and a broken
 * connection is taken up where it broke: a message is never answered twice, and no answer is lost.
 */
import type { Event } from '#contracts/event'
import type { ExecuteRequest, ExecuteResult, RunStatus } from '#contracts/execution'
import { isAway, toFailure } from '../../api/api-failure.ts'
import { call, callRaw } from '../../api/call.ts'
import { readFrames } from '../../api/event-frames.ts'
import { followStream } from '../../api/follow-stream.ts'

export type RunWatcher = {
  readonly signal: AbortSignal
  readonly onEvent: (event: Event) => void
}

const AGAIN_MS = 1_000

/** The result; throws ApiFailure, or the signal's reason. */
export async function runMessage(
  request: Omit<ExecuteRequest, 'api_version'>,
  watcher: RunWatcher,
): Promise<ExecuteResult> {
  const { signal, onEvent } = watcher
  const body = { api_version: '1.0', ...request }
  const headers = { accept: 'text/event-stream', 'idempotency-key': crypto.randomUUID() }
  let last: Event | null = null
  for (;;) {
    try {
      const response = await callRaw('/execute', { body, headers, signal })
      for await (const frame of readFrames(response)) {
        if (frame.event === 'result') return frame.data as ExecuteResult
        if (frame.event !== null) continue
        last = frame.data as Event
        onEvent(last)
      }
    } catch (error) {
      // Refused: asking again would change nothing. Cut off: it may have begun.
      if (signal.aborted || !isAway(toFailure(error))) throw error
    }
    if (last !== null) return resume(last, watcher)
    await new Promise(resolve => setTimeout(resolve, AGAIN_MS))
    signal.throwIfAborted()
  }
}

async function resume(last: Event, { signal, onEvent }: RunWatcher): Promise<ExecuteResult> {
  const id = encodeURIComponent(last.run_id)
  await followStream({
    path: `/runs/${id}/events`,
    after: String(last.seq),
    signal,
    onFrame: frame => {
      if (frame.event === null) onEvent(frame.data as Event)
      return undefined
    },
  })
  signal.throwIfAborted()
  const { result, status } = await call<RunStatus>(`/runs/${id}`, { signal })
  if (result === undefined) throw new Error(`The run ended as ${status} and left no result. Ask again.`)
  return result
}

export const cancelRun = (runId: string): Promise<RunStatus> =>
  call<RunStatus>(`/runs/${encodeURIComponent(runId)}/cancel`, { method: 'POST' })
