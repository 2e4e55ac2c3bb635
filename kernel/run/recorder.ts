/**
 * RunRecorder: the events of one run, in order, cheap to emit and turned into text only when they are handed to the store
 * (rules L1, L4). Nobody reads events from here: what is announced is read from the store, so it is durable.
 */
import type { EventType, Stage } from '#contracts/event'
import type { Clock } from '#contracts/powers'
import type { EventBatch } from '#kernel/store/run-store'

export type EventData = Readonly<Record<string, unknown>>

type Pending = {
  readonly type: EventType
  readonly stage: Stage
  readonly taskId: string | null
  readonly attempt: number | null
  readonly monoMs: number
  readonly data: EventData
}

const NO_DATA: EventData = Object.freeze({})

export class RunRecorder {
  readonly runId: string
  readonly graphId: string
  readonly startedMonoMs: number
  readonly startedEpochMs: number
  readonly #clock: Clock
  #pending: Pending[] = []
  #seq = 0
  #isoMs = Number.NaN
  #iso = ''

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
  ): number => {
    const monoMs = this.#clock.monoMs()
    this.#pending.push({ type, stage, taskId, attempt, monoMs, data })
    if (this.#pending.length === 1) this.onPending()
    return monoMs
  }

  get hasPending(): boolean {
    return this.#pending.length > 0
  }

  /** Takes what was emitted since the last call; null when there is nothing. */
  drain(): EventBatch | null {
    if (this.#pending.length === 0) return null
    const firstSeq = this.#seq
    const lines = this.#pending.map((event, at) => this.#line(event, firstSeq + at))
    this.#seq += lines.length
    this.#pending = []
    return { runId: this.runId, firstSeq, lines }
  }

  /** UTC text of a monotonic moment of this run; the wall clock may jump, this does not. */
  isoAt = (monoMs: number): string => new Date(this.startedEpochMs + monoMs - this.startedMonoMs).toISOString()

  /** One event as JSON text. Ids hold no character that JSON escapes (T1), so only the data goes through the serialiser. */
  #line(event: Pending, seq: number): string {
    const task = event.taskId === null ? 'null' : `"${event.taskId}"`
    const at = this.#isoText(event.monoMs)
    const monoMs = Math.round((event.monoMs - this.startedMonoMs) * 1_000) / 1_000
    return (
      `{"event_id":"${this.runId}:${seq}","seq":${seq},"run_id":"${this.runId}","graph_id":"${this.graphId}","task_id":${task},` +
      `"attempt_index":${event.attempt},"type":"${event.type}","stage":"${event.stage}","at":"${at}","mono_ms":${monoMs},` +
      `"data":${event.data === NO_DATA ? '{}' : JSON.stringify(event.data)}}`
    )
  }

  #isoText(monoMs: number): string {
    const epochMs = Math.floor(this.startedEpochMs + monoMs - this.startedMonoMs)
    if (epochMs !== this.#isoMs) {
      this.#isoMs = epochMs
      this.#iso = new Date(epochMs).toISOString()
    }
    return this.#iso
  }
}
