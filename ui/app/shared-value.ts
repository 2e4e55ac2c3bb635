/** A value that several parts of the page share: read anywhere, written anywhere, and every part that uses it follows. */
import { useSyncExternalStore } from 'react'

export class SharedValue<T> {
  #value: T
  readonly #listeners = new Set<() => void>()

  constructor(value: T) {
    this.#value = value
  }

  readonly read = (): T => this.#value

  readonly write = (value: T): void => {
    if (value === this.#value) return
    this.#value = value
    for (const listener of this.#listeners) listener()
  }

  /** Ends with what it answers. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

export function useShared<T>(shared: Pick<SharedValue<T>, 'read' | 'subscribe'>): T {
  return useSyncExternalStore(shared.subscribe, shared.read)
}
