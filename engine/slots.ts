/**
 * Slots: how many calls a runtime serves at once (rule X1). Waiting calls are served high priority first, then in order of
 * arrival. A slot is held until its stream has really ended, so that a cancelled call frees it in the runtime too (X4).
 */
import type { Dispose } from '#contracts/powers'

type Waiting = { readonly high: boolean; readonly take: () => void }

type Pool = { size: number; taken: number; readonly waiting: Waiting[] }

export class Slots {
  readonly #pools = new Map<string, Pool>()

  /** Resolves to the release of one of `size` slots under `key`; null when the signal aborts first. */
  acquire(key: string, size: number, high: boolean, signal: AbortSignal): Promise<Dispose | null> {
    if (signal.aborted) return Promise.resolve(null)
    const pool = this.#pool(key, size)
    if (pool.taken < pool.size) {
      pool.taken += 1
      return Promise.resolve(this.#release(key, pool))
    }
    return new Promise(resolve => {
      const waiting: Waiting = {
        high,
        take: () => {
          signal.removeEventListener('abort', leave)
          resolve(this.#release(key, pool))
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

  /** Pools whose calls are under way; one that is idle is forgotten, so that names of models do not pile up. */
  get open(): number {
    return this.#pools.size
  }

  /** The size is what the runtime says now: it may have learned more since the last call. */
  #pool(key: string, size: number): Pool {
    const known = this.#pools.get(key)
    const pool = known ?? { size: 1, taken: 0, waiting: [] }
    pool.size = size >= 1 ? Math.floor(size) : 1
    if (!known) this.#pools.set(key, pool)
    else this.#serve(key, pool)
    return pool
  }

  #serve(key: string, pool: Pool): void {
    while (pool.taken < pool.size) {
      const next = pool.waiting.shift()
      if (!next) break
      pool.taken += 1
      next.take()
    }
    if (pool.taken === 0 && this.#pools.get(key) === pool) this.#pools.delete(key)
  }

  #release(key: string, pool: Pool): Dispose {
    let released = false
    return () => {
      if (released) return
      released = true
      pool.taken -= 1
      this.#serve(key, pool)
    }
  }
}
