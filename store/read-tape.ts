/** Reads a tape back into the rows it was written from. Throws for bytes that are no tape; the file may have been damaged. */
import { EVENT_TYPES, STAGES } from '#contracts/event'
import type { EventRow } from './run-store.ts'
import {
  CACHES,
  FORM,
  FORM_BITS,
  HAS_ATTEMPT,
  HAS_TASK,
  HASH_BYTES,
  HASH_PREFIX,
  TAPE_MARK,
  TASK_TYPES,
} from './tape-form.ts'

type Data = Readonly<Record<string, unknown>>

const NO_DATA: Data = Object.freeze({})

export function readTape(bytes: Uint8Array): readonly EventRow[] {
  if (bytes[0] !== TAPE_MARK) throw new Error('these bytes are no tape of events')
  const reader = new TapeReader(bytes)
  const rows: EventRow[] = []
  while (!reader.ended) rows.push(reader.row())
  return rows
}

class TapeReader {
  readonly #bytes: Buffer
  #at = 1

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get ended(): boolean {
    return this.#at >= this.#bytes.length
  }

  row(): EventRow {
    const type = EVENT_TYPES[this.#u8()]
    const stage = STAGES[this.#u8()]
    const kind = this.#u8()
    if (type === undefined || stage === undefined) throw new Error('a tape names an event that there is not')
    const taskId = kind & HAS_TASK ? this.#text(this.#u16()) : null
    const attempt = kind & HAS_ATTEMPT ? this.#f64() : null
    const monoMs = this.#f64()
    return [type, stage, taskId, attempt, monoMs, this.#data(kind & FORM_BITS)]
  }

  #data(form: number): Data {
    switch (form) {
      case FORM.none:
        return NO_DATA
      case FORM.json:
        return JSON.parse(this.#text(this.#u32())) as Data
      case FORM.started:
        return { queue_ms: this.#f64(), input_hash: this.#hash(), input_bytes: this.#u32() }
      case FORM.valid:
        return { valid: true, errors: [], ms: this.#f64() }
      case FORM.completed:
        return {
          duration_ms: this.#f64(),
          run_ms: this.#f64(),
          output_hash: this.#hash(),
          output_bytes: this.#u32(),
          validation_status: 'passed',
          purse_left: null,
        }
      case FORM.created: {
        const taskType = TASK_TYPES[this.#u8()]
        const cache = CACHES[this.#u8()]
        const count = this.#u8()
        const op = this.#text(this.#u16())
        const dependencies = Array.from({ length: count }, () => this.#text(this.#u16()))
        return { task_type: taskType, name: null, op, budget: null, dependencies, cache }
      }
      default:
        throw new Error('a tape has data of a form that there is not')
    }
  }

  #u8(): number {
    this.#at += 1
    return this.#bytes.readUInt8(this.#at - 1)
  }

  #u16(): number {
    this.#at += 2
    return this.#bytes.readUInt16BE(this.#at - 2)
  }

  #u32(): number {
    this.#at += 4
    return this.#bytes.readUInt32BE(this.#at - 4)
  }

  #f64(): number {
    this.#at += 8
    return this.#bytes.readDoubleBE(this.#at - 8)
  }

  #hash(): string {
    return `${HASH_PREFIX}${this.#take(HASH_BYTES).toHex()}`
  }

  #text(length: number): string {
    return this.#take(length).toString('utf8')
  }

  #take(length: number): Buffer {
    const end = this.#at + length
    if (end > this.#bytes.length) throw new Error('a tape ends within an event')
    const part = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return part
  }
}
