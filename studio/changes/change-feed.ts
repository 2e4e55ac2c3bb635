/**
 * ChangeFeed: tells whoever looks (a second tab) that something is no longer as it was read, and never what it is now: they read it
 * again. A change that a slow reader was not told yet is told once, however often it happens.
 */
import type { Change } from '#contracts/studio'

type Reader = { readonly pending: Map<string, Change>; wake: () => void }

export class ChangeFeed {
  readonly #readers = new Set<Reader>()

  tell(kind: Change['kind'], id: string | null = null): void {
    for (const reader of this.#readers) {
      reader.pending.set(`${kind} ${id}`, { kind, id })
      reader.wake()
    }
  }

  /** Changes from now on, until the signal aborts. */
  async *follow(signal: AbortSignal): AsyncGenerator<Change> {
    const reader: Reader = { pending: new Map(), wake: () => {} }
    this.#readers.add(reader)
    const stop = (): void => reader.wake()
    signal.addEventListener('abort', stop, { once: true })
    try {
      while (!signal.aborted) {
        const [first] = reader.pending
        if (first === undefined) {
          await new Promise<void>(resolve => {
            reader.wake = resolve
            if (signal.aborted) resolve()
          })
          continue
        }
        reader.pending.delete(first[0])
        yield first[1]
      }
    } finally {
      this.#readers.delete(reader)
      signal.removeEventListener('abort', stop)
    }
  }
}
