/** The machine's clock as a power. It schedules and measures; it never tells anyone what a wall-clock difference means. */
import type { Clock } from '#contracts/powers'

/** Longest delay that `setTimeout` takes before it fires at once. */
const LONGEST_MS = 2_147_483_647

/** Steps of a millisecond: in binary fractions differences and sums of moments are exact, and short as text. */
const STEPS_PER_MS = 1_024

export const systemClock: Clock = {
  monoMs: () => Math.floor(performance.now() * STEPS_PER_MS) / STEPS_PER_MS,
  epochMs: () => Date.now(),
  timer(delayMs, wake) {
    const endsAt = performance.now() + delayMs
    let timer: Timer
    const arm = (): void => {
      const leftMs = endsAt - performance.now()
      // Timers may fire a fraction early; a deadline must not.
      timer = leftMs <= 0 ? setTimeout(wake, 0) : setTimeout(onTimer, Math.min(LONGEST_MS, Math.ceil(leftMs)))
    }
    const onTimer = (): void => {
      if (performance.now() >= endsAt) wake()
      else arm()
    }
    arm()
    return () => clearTimeout(timer)
  },
}
