/**
 * RunRecorder: the events of one run, in order, cheap to emit and turned into bytes only when they are handed to the store
 * (rules L1, L4). Nobody reads events from here: what is announced is read from the store, so it is durable.
 */
import type { EventType, Stage } from '#contracts/event'
import type { Clock } from '#contracts/powers'
import { EventTape } from '#store/event-tape'
import type { EventBatch, EventRow } from '#store/run-store'

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
/** Values of one event among those that wait. */
const WIDTH = 5
const BLOCK = 512 * WIDTH

/** What is drained is copied at once, so all runs write on one tape; a large one is let go again. */
let tape = new EventTape()

export class RunRecorder {
  readonly runId: string
  readonly graphId: string
  readonly startedMonoMs: number
  readonly startedEpochMs: number
  readonly #clock: Clock
  /** Events one after the other, `WIDTH` values each, in blocks: a list of lists would take twice the memory. */
  #pending: unknown[] = []
  #blocks: unknown[][] = []
  /** Attempts by place among those that wait: most events belong to none. */
  #attempts: Map<number, number> | null = null
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
    if (attempt !== null) this.#keepAttempt(attempt)
    const size = this.#pending.push(type, stage, taskId, atMs - this.startedMonoMs, data)
    if (size === WIDTH && this.#blocks.length === 0) this.onPending()
    else if (size === BLOCK) {
      this.#blocks.push(this.#pending)
      this.#pending = []
    }
    return atMs
  }

  #keepAttempt(attempt: number): void {
    this.#attempts ??= new Map()
    this.#attempts.set(this.pending, attempt)
  }

  /** Events that wait to be drained. */
  get pending(): number {
    return (this.#blocks.length * BLOCK + this.#pending.length) / WIDTH
  }

  /** Takes what was emitted since the last call, to be copied before any run drains again; null when there is nothing. */
  drain(): EventBatch | null {
    if (this.pending === 0) return null
    if (!tape.isReusable) tape = new EventTape()
    let place = 0
    for (const values of [...this.#blocks, this.#pending]) {
      for (let at = 0; at < values.length; at += WIDTH) {
        tape.add(
          values[at] as EventRow[0],
          values[at + 1] as EventRow[1],
          values[at + 2] as EventRow[2],
          this.#attempts === null ? null : (this.#attempts.get(place) ?? null),
          values[at + 3] as EventRow[4],
          values[at + 4] as EventRow[5],
        )
        place += 1
      }
    }
    this.#blocks = []
    this.#pending = []
    this.#attempts = null
    const parts = tape.take()
    const batch = { runId: this.runId, firstSeq: this.#seq, parts }
    for (const part of parts) this.#seq += part.count
    return batch
  }

  /** UTC text of a monotonic moment of this run; the wall clock may jump, this does not. */
  isoAt = (monoMs: number): string => isoText(this.startedEpochMs + (monoMs - this.startedMonoMs))
}
