import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { EVENT_TYPES, STAGES } from '#contracts/event'
import { EventTape, toTape } from './event-tape.ts'
import { readTape } from './read-tape.ts'
import type { EventRow } from './run-store.ts'
import { MAX_PART_EVENTS } from './tape-form.ts'

const hash = fc.oneof(
  fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytes => `sha256:${bytes.toHex()}`),
  fc.constantFrom('', 'sha256:', `sha256:${'A'.repeat(64)}`, `sha256:${'é'.repeat(64)}`, `sha512:${'a'.repeat(64)}`),
)
const number = fc.oneof(
  fc.nat(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-1, 2 ** 32, 0.5),
)
const other = fc.jsonValue()
/** The data of the three forms, now and then with a member too many, too few, or of another kind. */
const shaped = fc
  .record({
    started: fc.record({ queue_ms: number, input_hash: hash, input_bytes: number }),
    valid: fc.record({ valid: fc.boolean(), errors: fc.constantFrom([], [1]), ms: number }),
    completed: fc.record({
      duration_ms: number,
      run_ms: number,
      output_hash: hash,
      output_bytes: number,
      validation_status: fc.constantFrom('passed', 'failed'),
      purse_left: fc.constantFrom(null, { tokens: 1 }),
    }),
    created: fc.record({
      task_type: fc.constantFrom('deterministic', 'model', 'aggregation', 'other'),
      name: fc.option(fc.string(), { nil: null }),
      op: fc.option(fc.string({ unit: 'grapheme', maxLength: 1_100 }), { nil: null }),
      budget: fc.constantFrom(null, { max_tokens: 1 }),
      dependencies: fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant(1)), { maxLength: 300 }),
      cache: fc.constantFrom('off', 'exact', 'on'),
    }),
  })
  .chain(({ started, valid, completed, created }) =>
    fc.constantFrom<Record<string, unknown>>(started, valid, completed, created),
  )
const data: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  shaped,
  fc.tuple(shaped, fc.dictionary(fc.string(), other, { maxKeys: 2 })).map(([own, more]) => ({ ...own, ...more })),
  shaped.map(own => Object.fromEntries(Object.entries(own).slice(1))),
  fc.dictionary(fc.string({ unit: 'grapheme' }), other),
)
const row: fc.Arbitrary<EventRow> = fc.tuple(
  fc.constantFrom(...EVENT_TYPES),
  fc.constantFrom(...STAGES),
  fc.option(fc.string({ unit: 'grapheme', maxLength: 200 }), { nil: null }),
  fc.option(fc.nat({ max: Number.MAX_SAFE_INTEGER }), { nil: null }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  data,
)

/** What JSON makes of a row: the store promises no more. */
const asJson = (rows: readonly EventRow[]) => JSON.parse(JSON.stringify(rows)) as EventRow[]
const readAll = (parts: ReturnType<typeof toTape>) => parts.flatMap(part => readTape(part.bytes))

describe('EventTape', () => {
  test('L1 gives every row back as it was given, whatever its data', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), rows => {
        expect(asJson(readAll(toTape(rows)))).toEqual(asJson(rows))
      }),
      { seed: 11, numRuns: 400 },
    )
  })

  test('L1 cuts a long tape into parts, each readable by itself', () => {
    const rows = Array.from({ length: 2 * MAX_PART_EVENTS + 7 }, (_, at): EventRow => {
      return ['task.ready', 'DAG_VALIDATED', `t${at}`, null, at, {}]
    })
    const parts = toTape(rows)
    expect(parts.map(part => part.count)).toEqual([MAX_PART_EVENTS, MAX_PART_EVENTS, 7])
    expect(readTape(parts[1]!.bytes)[0]![2]).toBe(`t${MAX_PART_EVENTS}`)
    expect(readAll(parts)).toEqual(rows)
  })

  test('L1 begins anew after it was taken', () => {
    const tape = new EventTape()
    tape.add('task.ready', 'DAG_VALIDATED', 'a', null, 1, {})
    const first = tape.take().map(part => ({ ...part, bytes: part.bytes.slice() }))
    expect(tape.isEmpty).toBe(true)
    expect(tape.take()).toEqual([])
    tape.add('task.ready', 'DAG_VALIDATED', 'b', null, 2, {})
    expect(readAll(tape.take()).map(([, , id]) => id)).toEqual(['b'])
    expect(readAll(first).map(([, , id]) => id)).toEqual(['a'])
  })

  test('S7 refuses bytes that are no tape or end within an event, without hanging', () => {
    const [whole] = toTape([['task.started', 'AGGREGATION', 'a', 3, 1, { queue_ms: 1 }]])
    for (let length = 0; length < whole!.bytes.length; length += 1) {
      if (length !== 1) expect(() => readTape(whole!.bytes.subarray(0, length))).toThrow()
    }
    expect(() => readTape(new Uint8Array([1, 99, 0, 0, 0, 0, 0]))).toThrow()
    expect(() => readTape(new TextEncoder().encode('[]'))).toThrow()
  })
})
