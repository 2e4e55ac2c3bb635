/**
 * Waiting that ends with a signal. Whatever it listens to it lets go of again, so that a long run leaves no listeners behind;
 * it neither cancels the work nor hides how it ended.
 */
import type { Clock } from '#contracts/powers'

/** The value of `work`, or null when the signal aborts first: a connector that ignores its signal must not hold a task. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const leave = () => resolve(null)
    const done = () => signal.removeEventListener('abort', leave)
    signal.addEventListener('abort', leave, { once: true })
    if (signal.aborted) resolve(null)
    work.then(resolve, reject).finally(done)
  })
}

/** Waits so long, or until the signal aborts. */
export function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve()
    const end = () => {
      cancel()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const cancel = clock.timer(delayMs, end)
    signal.addEventListener('abort', end, { once: true })
  })
}

/** The value of `work` if it comes within `delayMs` and before the signal aborts; null otherwise, and when it rejects. */
export function within<T>(work: Promise<T>, clock: Clock, delayMs: number, signal: AbortSignal): Promise<T | null> {
  return new Promise(resolve => {
    const end = (value: T | null) => {
      cancel()
      signal.removeEventListener('abort', leave)
      resolve(value)
    }
    const leave = () => end(null)
    const cancel = clock.timer(delayMs, leave)
    work.then(end, leave)
    // What is there already is taken, also where there is no time left to wait for more.
    if (signal.aborted) queueMicrotask(() => queueMicrotask(leave))
    else signal.addEventListener('abort', leave, { once: true })
  })
}
