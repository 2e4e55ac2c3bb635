/**
 * The ledger: what the fake server itself saw of each call. Budget tests are judged by it and never by the product's own books.
 * It only records.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'

/** How a call's connection ended: by the server as scripted, by the server breaking it, or by the caller closing first. */
export type CallEnd = 'open' | 'finished' | 'cut' | 'caller'

/** One call for generation. Times are monotonic milliseconds (`performance.now()`). */
export type LedgerCall = {
  /** Counted from 0 over all calls of this server. */
  readonly index: number
  readonly path: string
  readonly model: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: JsonObject
  readonly messages: JsonValue
  readonly schema: JsonValue | null
  /** The cap the caller asked for; null when none. */
  readonly maxTokens: number | null
  readonly openedMs: number
  status: number | null
  /** Body and header bytes taken by the network stack; the caller may have read fewer. */
  bytesWritten: number
  /** Tokens in frames taken by the network stack. */
  tokensWritten: number
  /** Output tokens the server reported; null when it reported none. */
  tokensReported: number | null
  /** When the last frame was written; null before the first. */
  lastFrameMs: number | null
  closedMs: number | null
  end: CallEnd
}

/** Any other request: health, lists, capabilities. */
export type LedgerProbe = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly atMs: number
}

export class Ledger {
  readonly calls: LedgerCall[] = []
  readonly probes: LedgerProbe[] = []
  #openSockets = 0
  #socketsSeen = 0
  readonly #watchers = new Set<() => void>()

  get openSockets(): number {
    return this.#openSockets
  }

  /** Connections since the start. */
  get socketsSeen(): number {
    return this.#socketsSeen
  }

  /** Calls that hold a connection now. */
  get openCalls(): number {
    return this.calls.filter(call => call.closedMs === null).length
  }

  /** Tokens written over all calls, or those of one model. */
  tokensWritten(model?: string): number {
    return this.calls
      .filter(call => model === undefined || call.model === model)
      .reduce((sum, call) => sum + call.tokensWritten, 0)
  }

  callsOf(model: string): readonly LedgerCall[] {
    return this.calls.filter(call => call.model === model)
  }

  /** Resolves when `holds` is true of the ledger; rejects after `withinMs` with the sentence given. */
  until(holds: (ledger: Ledger) => boolean, sentence: string, withinMs = 5_000): Promise<void> {
    if (holds(this)) return Promise.resolve()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const done = () => {
      this.#watchers.delete(look)
      clearTimeout(timer)
    }
    const look = () => {
      if (!holds(this)) return
      done()
      resolve()
    }
    const timer = setTimeout(() => {
      done()
      reject(new Error(`the ledger did not see within ${withinMs} ms: ${sentence}`))
    }, withinMs)
    this.#watchers.add(look)
    return promise
  }

  socketOpened(): void {
    this.#openSockets += 1
    this.#socketsSeen += 1
    this.changed()
  }

  socketClosed(): void {
    this.#openSockets -= 1
    this.changed()
  }

  changed(): void {
    for (const look of [...this.#watchers]) look()
  }
}
