import { expect, test } from 'bun:test'
import { newRunId } from './run-id.ts'

const random = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) }
const ID = /^run_[0-9a-hjkmnp-tv-z]{26}$/

test('ids sort by time, and a clock before 1970 makes ids of the same form', () => {
  const moments = [0, 1, 1_000, 1_795_879_000_000, 2 ** 45]
  const ids = moments.map(ms => newRunId(ms, random))
  for (const id of ids) expect(id).toMatch(ID)
  expect(ids.toSorted()).toEqual(ids)
  expect(newRunId(-4_600_000_000, random)).toMatch(ID)
  expect(new Set(Array.from({ length: 1_000 }, () => newRunId(5, random))).size).toBe(1_000)
})
