/**
 * Events of a run as bytes: a third of their JSON, written in half the time, and from here to the writing thread and into the file as
 * they are. It numbers nothing and keeps no order but that of the calls.
 */
import { EVENT_TYPES, type EventType, STAGES, type Stage } from '#contracts/event'
import { textOnce } from '#json/text-once'
import type { EventRow } from './run-store.ts'
import {
  CACHES,
  FORM,
  HAS_ATTEMPT,
  HAS_TASK,
  HASH_BYTES,
  HASH_PREFIX,
  MAX_PART_EVENTS,
  TAPE_MARK,
  TASK_TYPES,
  type TapePart,
} from './tape-form.ts'

type Data = Readonly<Record<string, unknown>>

const FIRST_BYTES = 4_096
const LARGEST_KEPT_BYTES = 65_536
/** What one event takes besides its texts, rounded up. */
const EVENT_BYTES = 128
const HASH_CHARS = HASH_PREFIX.length + 2 * HASH_BYTES
const MAX_U32 = 2 ** 32 - 1
const MAX_LISTED = 255
const MAX_SHORT_TEXT = 1_024

const typeCodes = new Map<EventType, number>(EVENT_TYPES.map((type, code) => [type, code]))
const stageCodes = new Map<Stage, number>(STAGES.map((stage, code) => [stage, code]))
const encoder = new TextEncoder()

/** Value of a lower-case hex digit by character code; 255 for all else. */
const NIBBLES = new Uint8Array(128).fill(255)
for (let digit = 0; digit < 16; digit += 1) NIBBLES['0123456789abcdef'.charCodeAt(digit)] = digit

export class EventTape {
  #bytes = new Uint8Array(FIRST_BYTES)
  #view = new DataView(this.#bytes.buffer)
  #at = 0
  #count = 0
  #partAt = 0
  #parts: { readonly count: number; readonly from: number; readonly to: number }[] = []

  get isEmpty(): boolean {
    return this.#at === 0
  }

  /** Empty, and of a size that may lie about. */
  get isReusable(): boolean {
    return this.isEmpty && this.#bytes.length <= LARGEST_KEPT_BYTES
  }

  add(type: EventType, stage: Stage, taskId: string | null, attempt: number | null, monoMs: number, data: Data): void {
    this.#reserve(EVENT_BYTES + (taskId === null ? 0 : 3 * taskId.length))
    if (this.#count === 0) {
      this.#bytes[this.#at] = TAPE_MARK
      this.#at += 1
    }
    const kindAt = this.#at + 2
    this.#bytes[this.#at] = typeCodes.get(type)!
    this.#bytes[this.#at + 1] = stageCodes.get(stage)!
    this.#at += 3
    let kind = 0
    if (taskId !== null) {
      kind = HAS_TASK
      this.#text(taskId)
    }
    if (attempt !== null) {
      kind |= HAS_ATTEMPT
      this.#f64(attempt)
    }
    this.#f64(monoMs)
    kind |= this.#data(type, data)
    this.#bytes[kindAt] = kind
    this.#count += 1
    if (this.#count === MAX_PART_EVENTS) this.#cut()
  }

  /** What was added since the last call, in parts; the tape is empty again. */
  take(): readonly TapePart[] {
    if (this.#count > 0) this.#cut()
    const bytes = this.#bytes
    const parts = this.#parts.map(({ count, from, to }) => ({ count, bytes: bytes.subarray(from, to) }))
    this.#parts = []
    this.#at = 0
    this.#partAt = 0
    return parts
  }

  #cut(): void {
    this.#parts.push({ count: this.#count, from: this.#partAt, to: this.#at })
    this.#partAt = this.#at
    this.#count = 0
  }

  #data(type: EventType, data: Data): number {
    const start = this.#at
    if (type === 'task.started' && this.#started(data)) return FORM.started
    if (type === 'task.validated' && this.#valid(data)) return FORM.valid
    if (type === 'task.completed' && this.#completed(data)) return FORM.completed
    if (type === 'task.created' && this.#created(data)) return FORM.created
    this.#at = start
    if (sizeOf(data) === 0) return FORM.none
    // What is told of a task's making is the same object in every run of its graph.
    this.#json(type === 'task.created' ? textOnce(data) : JSON.stringify(data))
    return FORM.json
  }

  #created(data: Data): boolean {
    const { task_type, name, op, budget, dependencies, cache } = data
    const typeCode = (TASK_TYPES as readonly unknown[]).indexOf(task_type)
    const cacheCode = (CACHES as readonly unknown[]).indexOf(cache)
    if (sizeOf(data) !== 6 || name !== null || budget !== null || typeCode < 0 || cacheCode < 0) return false
    if (!isShortText(op) || !Array.isArray(dependencies) || dependencies.length > MAX_LISTED) return false
    let most = 3 * op.length
    for (const id of dependencies) {
      if (!isShortText(id)) return false
      most += 2 + 3 * id.length
    }
    this.#reserve(EVENT_BYTES + most)
    this.#bytes[this.#at] = typeCode
    this.#bytes[this.#at + 1] = cacheCode
    this.#bytes[this.#at + 2] = dependencies.length
    this.#at += 3
    this.#text(op)
    for (const id of dependencies) this.#text(id)
    return true
  }

  #started(data: Data): boolean {
    return sizeOf(data) === 3 && this.#ms(data.queue_ms) && this.#hash(data.input_hash) && this.#size(data.input_bytes)
  }

  #valid(data: Data): boolean {
    const { errors } = data
    return (
      sizeOf(data) === 3 && data.valid === true && Array.isArray(errors) && errors.length === 0 && this.#ms(data.ms)
    )
  }

  #completed(data: Data): boolean {
    return (
      sizeOf(data) === 6 &&
      data.validation_status === 'passed' &&
      data.purse_left === null &&
      this.#ms(data.duration_ms) &&
      this.#ms(data.run_ms) &&
      this.#hash(data.output_hash) &&
      this.#size(data.output_bytes)
    )
  }

  #ms(value: unknown): boolean {
    if (typeof value !== 'number' || !Number.isFinite(value)) return false
    this.#f64(value)
    return true
  }

  #f64(value: number): void {
    this.#view.setFloat64(this.#at, value)
    this.#at += 8
  }

  #size(value: unknown): boolean {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > MAX_U32) return false
    this.#view.setUint32(this.#at, value)
    this.#at += 4
    return true
  }

  #hash(value: unknown): boolean {
    if (typeof value !== 'string' || value.length !== HASH_CHARS || !value.startsWith(HASH_PREFIX)) return false
    const bytes = this.#bytes
    let at = this.#at
    for (let from = HASH_PREFIX.length; from < HASH_CHARS; from += 2) {
      const high = NIBBLES[value.charCodeAt(from)] ?? 255
      const low = NIBBLES[value.charCodeAt(from + 1)] ?? 255
      if ((high | low) > 15) return false
      bytes[at] = (high << 4) | low
      at += 1
    }
    this.#at = at
    return true
  }

  /** A short text behind its length in two bytes. */
  #text(text: string): void {
    const bytes = this.#bytes
    const start = this.#at + 2
    let end = start
    for (let from = 0; from < text.length; from += 1) {
      const code = text.charCodeAt(from)
      if (code > 127) {
        end = start + encoder.encodeInto(text, bytes.subarray(start)).written
        break
      }
      bytes[end] = code
      end += 1
    }
    this.#view.setUint16(start - 2, end - start)
    this.#at = end
  }

  #json(text: string): void {
    this.#reserve(4 + 3 * text.length)
    const start = this.#at + 4
    const { written } = encoder.encodeInto(text, this.#bytes.subarray(start))
    this.#view.setUint32(this.#at, written)
    this.#at = start + written
  }

  #reserve(more: number): void {
    if (this.#at + more <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#at + more))
    grown.set(this.#bytes.subarray(0, this.#at))
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}

const isShortText = (value: unknown): value is string => typeof value === 'string' && value.length <= MAX_SHORT_TEXT

/** Members of a small object. */
function sizeOf(data: Data): number {
  let count = 0
  for (const _ in data) count += 1
  return count
}

/** Whole rows as a tape. */
export function toTape(rows: readonly EventRow[]): readonly TapePart[] {
  const tape = new EventTape()
  for (const row of rows) tape.add(...row)
  return tape.take()
}
