/**
 * A run as the inspector sees it: every event from the first on, folded as it comes, live while the run goes on and the same
 * afterwards. It asks for events only; content comes by other ways, where it was kept.
 */
import { useSyncExternalStore } from 'react'
import type { Bundle } from '#contracts/bundle'
import type { Event, RunState } from '#contracts/event'
import { BundleFold } from '#telemetry/fold-bundle'
import { type ApiFailure, toFailure } from '../../../api/api-failure.ts'
import type { EventFrame } from '../../../api/event-frames.ts'
import { followStream } from '../../../api/follow-stream.ts'

export type RunView = {
  readonly phase: 'loading' | 'live' | 'ended' | 'failed'
  readonly bundle: Bundle
  readonly events: readonly Event[]
  /** Null until the stream said it. */
  readonly status: RunState | null
  readonly failure: ApiFailure | null
}

/** A view is made at most this often, and less often where making one is slow. */
const LEAST_PAUSE_MS = 80
/** Ended runs that stay in memory, so that going back and forth between runs asks for nothing. */
const KEPT_WATCHES = 4

class RunWatch {
  readonly #runId: string
  readonly #fold = new BundleFold()
  readonly #events: Event[] = []
  readonly #listeners = new Set<() => void>()
  #view: RunView
  #graph = { graphId: '', graphHash: '' }
  #status: RunState | null = null
  #stop: AbortController | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #pauseMs = 0

  constructor(runId: string) {
    this.#runId = runId
    this.#view = { phase: 'loading', bundle: this.#bundle(), events: [], status: null, failure: null }
  }

  get isOver(): boolean {
    return this.#view.phase === 'ended' || this.#view.phase === 'failed'
  }

  readonly view = (): RunView => this.#view

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    if (this.#stop === null && !this.isOver) void this.#follow()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#stop?.abort()
      this.#stop = null
    }
  }

  async #follow(): Promise<void> {
    const stop = new AbortController()
    this.#stop = stop
    try {
      await followStream({
        path: `/runs/${encodeURIComponent(this.#runId)}/events`,
        signal: stop.signal,
        onFrame: frame => this.#take(frame),
        after: this.#fold.lastSeq < 0 ? null : String(this.#fold.lastSeq),
      })
      if (!stop.signal.aborted) this.#publish('ended', null)
    } catch (error) {
      this.#publish('failed', toFailure(error))
    } finally {
      if (this.#stop === stop) this.#stop = null
    }
  }

  #take({ event: name, data }: EventFrame): undefined {
    if (name === 'end') {
      this.#status = (data as { readonly status: RunState | null }).status
      return
    }
    // Frames with a name of their own are no events of the run: partial text, heartbeats.
    if (name !== null) return
    const event = data as Event
    if (event.seq <= this.#fold.lastSeq) return
    this.#fold.take(event)
    this.#events.push(event)
    this.#graph.graphId = event.graph_id
    if (event.type === 'run.started') this.#graph.graphHash = String(event.data.graph_hash ?? '')
    this.#timer ??= setTimeout(() => this.#publish('live', null), Math.max(LEAST_PAUSE_MS, this.#pauseMs))
  }

  #publish(phase: RunView['phase'], failure: ApiFailure | null): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const startMs = performance.now()
    this.#view = { phase, bundle: this.#bundle(), events: this.#events.slice(), status: this.#status, failure }
    for (const listener of this.#listeners) listener()
    this.#pauseMs = (performance.now() - startMs) * 6
  }

  #bundle(): Bundle {
    return this.#fold.bundle({ runId: this.#runId, ...this.#graph })
  }
}

const watches = new Map<string, RunWatch>()

export function useRunView(runId: string): RunView {
  const watch = watchOf(runId)
  return useSyncExternalStore(watch.subscribe, watch.view)
}

/** Forgets a run that could not be read, so that the next look asks again. */
export const forgetRun = (runId: string): boolean => watches.delete(runId)

function watchOf(runId: string): RunWatch {
  const known = watches.get(runId)
  if (known !== undefined) return known
  const watch = new RunWatch(runId)
  watches.set(runId, watch)
  for (const [id, old] of watches) {
    if (watches.size <= KEPT_WATCHES) break
    if (old.isOver && id !== runId) watches.delete(id)
  }
  return watch
}
