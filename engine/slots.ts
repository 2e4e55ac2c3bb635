/**
 * Slots: how many calls a runtime serves at once (rule X1). Waiting calls are served high priority first, then in order of
 * arrival. A slot is held until its stream has really ended, so that a cancelled call frees it in the runtime too (X4).
 */
import type { Dispose } from '#contracts/powers'

type Waiting = { readonly high: boolean; readonly take: () => void }

type Pool = { free: number; readonly waiting: Waiting[] }

export class Slots {
  readonly #pools = new Map<string, Pool>()

  /** Resolves to the release of one of `size` slots under `key`; null when the signal aborts first. */
  acquire(key: string, size: number, high: boolean, signal: AbortSignal): Promise<Dispose | null> {
    const pool = this.#pool(key, size)
    if (signal.aborted) return Promise.resolve(null)
    if (pool.free > 0) {
      pool.free -= 1
      return Promise.resolve(this.#release(pool))
    }
    return new Promise(resolve => {
      const waiting: Waiting = {
        high,
        take: () => {
          signal.removeEventListener('abort', leave)
          resolve(this.#release(pool))
        },
      }
      const leave = () => {
        pool.waiting.splice(pool.waiting.indexOf(waiting), 1)
        resolve(null)
      }
      signal.addEventListener('abort', leave, { once: true })
      const firstNormal = pool.waiting.findIndex(other => !other.high)
      if (high && firstNormal >= 0) pool.waiting.splice(firstNormal, 0, waiting)
      else pool.waiting.push(waiting)
    })
  }

  #pool(key: string, size: number): Pool {
    let pool = this.#pools.get(key)
    if (!pool) {
      pool = { free: Math.max(1, size), waiting: [] }
      this.#pools.set(key, pool)
    }
    return pool
  }

  #release(pool: Pool): Dispose {
    let released = false
    return () => {
      if (released) return
      released = true
      const next = pool.waiting.shift()
      if (next) next.take()
      else pool.free += 1
    }
  }
}
