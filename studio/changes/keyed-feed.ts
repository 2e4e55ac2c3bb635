/**
 * KeyedFeed: tells whoever follows what is newest under each key. A slow reader misses steps between, never the last one, and holds no
 * more than one value a key.
 */
type Reader<T> = { readonly pending: Map<string, T>; wake: () => void }

export class KeyedFeed<T> {
  readonly #readers = new Set<Reader<T>>()

  tell(key: string, value: T): void {
    for (const reader of this.#readers) {
      reader.pending.set(key, value)
      reader.wake()
    }
  }

  /** What is told from now on, until the signal aborts. */
  async *follow(signal: AbortSignal): AsyncGenerator<T> {
    const reader: Reader<T> = { pending: new Map(), wake: () => {} }
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
