/**
 * ChangeFeed: tells whoever looks (a second tab) that something is no longer as it was read, and never what it is now: they read it
 * again. A change that a slow reader was not told yet is told once, however often it happens.
 */
import type { Change } from '#contracts/studio'
import { KeyedFeed } from './keyed-feed.ts'

export class ChangeFeed {
  readonly #feed = new KeyedFeed<Change>()

  tell(kind: Change['kind'], id: string | null = null): void {
    this.#feed.tell(`${kind} ${id}`, { kind, id })
  }

  /** Changes from now on, until the signal aborts. */
  follow(signal: AbortSignal): AsyncGenerator<Change> {
    return this.#feed.follow(signal)
  }
}
