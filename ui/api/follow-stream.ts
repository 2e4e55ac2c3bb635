/**
 * Follows an event stream over broken connections: asks again after the last id that was seen, waiting longer each time in vain.
 * It ends when the server says that there is no more (204, or an `end` frame), or when the signal says so.
 */
import { ApiFailure } from './api-failure.ts'
import { callRaw } from './call.ts'
import { type EventFrame, readFrames } from './event-frames.ts'

const FIRST_WAIT_MS = 300
const LONGEST_WAIT_MS = 5_000

export type FollowOptions = {
  readonly path: `/${string}`
  readonly signal: AbortSignal
  /** Frames in order, each once. Answering true ends the following. */
  readonly onFrame: (frame: EventFrame) => boolean | undefined
  /** Told whenever a connection stands, before its first frame. */
  readonly onOpen?: () => void
  /** Resume after this id. */
  readonly after?: string | null
}

/** Resolves at the end of the stream or the signal. Throws ApiFailure for a refusal that asking again would not change. */
export async function followStream({ path, signal, onFrame, onOpen, after = null }: FollowOptions): Promise<void> {
  let lastId = after
  let waitMs = FIRST_WAIT_MS
  while (!signal.aborted) {
    try {
      const headers = { accept: 'text/event-stream', ...(lastId === null ? {} : { 'last-event-id': lastId }) }
      const response = await callRaw(path, { headers, signal })
      if (response.status === 204) return
      onOpen?.()
      for await (const frame of readFrames(response)) {
        waitMs = FIRST_WAIT_MS
        lastId = frame.id ?? lastId
        if (onFrame(frame) === true || frame.event === 'end') return
      }
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof ApiFailure && error.status !== 0 && error.status < 500 && error.status !== 429) throw error
    }
    await pause(waitMs, signal)
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
