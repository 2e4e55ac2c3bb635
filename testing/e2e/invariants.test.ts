/**
 * Random graphs against hostile backends in simulated time. KORA_SEEDS sets how many cases (default 400), KORA_SEED which; a
 * failing case is printed with both.
 */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { REPAIR_BYTES_MAX, withRepair } from '#engine/prompt-frame'
import { ADAPTER_BYTES } from '#graph/cost-bounds'
import { violationsOf } from './invariants.ts'
import { arbitraryCase, type Observed, simulate } from './simulate-run.ts'

const numRuns = Number(process.env.KORA_SEEDS ?? 400)
const seed = Number(process.env.KORA_SEED ?? 20_260_101)

const storyOf = ({ events, result }: Observed) =>
  JSON.stringify([
    events.map(event => [event.type, event.stage, event.task_id, event.attempt_index, event.mono_ms]),
    result.outputs,
    result.error,
  ])

describe('random graphs against hostile backends', () => {
  test('C1 I1 I2 I3 I4 I5 I6 I7 I9 I10 I11 I12 hold for every graph and every behaviour', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryCase(), async own => {
        expect(violationsOf(await simulate(own))).toEqual([])
      }),
      { numRuns, seed, endOnFailure: false },
    )
  }, 600_000)

  test('I8 the same seed gives the same stages, times, outputs and failure', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryCase(), async own => {
        expect(storyOf(await simulate(own))).toBe(storyOf(await simulate(own)))
      }),
      { numRuns: Math.ceil(numRuns / 8), seed: seed + 1 },
    )
  }, 600_000)
})

describe('bounds that the certificate counts with', () => {
  test('C1 a repair turn is never longer than the certificate counts', () => {
    expect(REPAIR_BYTES_MAX).toBeLessThanOrEqual(ADAPTER_BYTES.repair)
    const reasons = Array.from({ length: 40 }, () => ({ pointer: `/${'漢'.repeat(500)}`, message: '漢'.repeat(500) }))
    const turns = withRepair([], '漢'.repeat(50_000), reasons)
    expect(turns.length).toBe(2)
    const bytes = turns.reduce((sum, turn) => sum + Buffer.byteLength(turn.content), 0)
    expect(bytes).toBeLessThanOrEqual(REPAIR_BYTES_MAX)
  })
})
