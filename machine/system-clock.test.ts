import { describe, expect, test } from 'bun:test'
import { systemClock } from './system-clock.ts'
import { systemRandom } from './system-random.ts'

describe('system clock', () => {
  test('B3 never wakes early, wakes once, and not after its disposer', async () => {
    let wakes = 0
    const start = systemClock.monoMs()
    await new Promise<void>(resolve =>
      systemClock.timer(12.5, () => {
        wakes += 1
        resolve()
      }),
    )
    expect(systemClock.monoMs() - start).toBeGreaterThanOrEqual(12.5)
    const dispose = systemClock.timer(1, () => {
      wakes += 10
    })
    dispose()
    dispose()
    await Bun.sleep(15)
    expect(wakes).toBe(1)
  })

  test('B3 holds a delay beyond what one timer can count', async () => {
    let woke = false
    const dispose = systemClock.timer(90 * 86_400_000, () => {
      woke = true
    })
    await Bun.sleep(20)
    dispose()
    expect(woke).toBe(false)
  })
})

describe('system random', () => {
  test('H8 gives as many bytes as asked, beyond the limit of one call too', () => {
    const bytes = systemRandom.bytes(200_000)
    expect(bytes).toHaveLength(200_000)
    expect(new Set(bytes).size).toBe(256)
    expect(bytes.subarray(-16).every(byte => byte === 0)).toBe(false)
  })
})
