/**
 * RunRecorder: the events of one run, in order, cheap to emit and handed to the store as they are (rules L1, L4). Nobody reads events from here: what is announced is read from the store, so it is durable.
 */
import type { EventType, Stage } from '#contracts/event'
import type { Clock } from '#contracts/powers'
import { EventTape } from '#store/event-tape'
import type { EventBatch } from '#store/run-store'

export type EventData = Readonly<Record<string, unknown>>

let lastMs = Number.NaN
let lastText = ''

/** Moments of a run are asked for by the dozen and lie close together. */
function isoText(epochMs: number): string {
  const ms = Math.floor(epochMs)
  if (ms !== lastMs) {
    lastText = new Date(ms).toISOString()
    lastMs = ms
  }
  return lastText
}

const NO_DATA: EventData = Object.freeze({})
const MOST_IDLE_TAPES = 8
const idleTapes: EventTape[] = []

export class RunRecorder {
  readonly runId: string
  readonly graphId: string
  readonly startedMonoMs: number
  readonly startedEpochMs: number
  readonly #clock: Clock
  #tape: EventTape | null = null
  #seq = 0

  constructor(runId: string, graphId: string, clock: Clock) {
    this.runId = runId
    this.graphId = graphId
    this.#clock = clock
    this.startedMonoMs = clock.monoMs()
    this.startedEpochMs = clock.epochMs()
  }

  /** Called when something became pending after a drain. */
  onPending: () => void = () => {}

  emit = (
    type: EventType,
    stage: Stage,
    taskId: string | null,
    data: EventData = NO_DATA,
    attempt: number | null = null,
    atMs: number = this.#clock.monoMs(),
  ): number => {
    this.#tape ??= idleTapes.pop() ?? new EventTape()
    const isFirst = this.#tape.isEmpty
    this.#tape.add(type, stage, taskId, attempt, atMs - this.startedMonoMs, data)
    if (isFirst) this.onPending()
    return atMs
  }

  get hasPending(): boolean {
    return this.#tape !== null && !this.#tape.isEmpty
  }

  /** Takes what was emitted since the last call, to be copied before the next event; null when there is nothing. */
  drain(): EventBatch | null {
    if (this.#tape === null || this.#tape.isEmpty) return null
    const parts = this.#tape.take()
    const batch = { runId: this.runId, firstSeq: this.#seq, parts }
    for (const part of parts) this.#seq += part.count
    return batch
  }

  /** Called once what was drained has been copied and no more events are due: the next run may write on the same tape. */
  release(): void {
    if (this.#tape?.isReusable && idleTapes.length < MOST_IDLE_TAPES) idleTapes.push(this.#tape)
    this.#tape = null
  }

  /** UTC text of a monotonic moment of this run; the wall clock may jump, this does not. */
  isoAt = (monoMs: number): string => isoText(this.startedEpochMs + (monoMs - this.startedMonoMs))
}
