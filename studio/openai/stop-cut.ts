/** Stop sequences over a text that comes in pieces: gives what is certainly before the first of them, and nothing after it. */

export class StopCut {
  readonly #stops: readonly string[]
  #held = ''
  #isOver = false

  constructor(stops: readonly string[]) {
    this.#stops = stops
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** What can be shown now; the beginning of a possible stop is held back. */
  feed(piece: string): string {
    if (this.#isOver) return ''
    const text = this.#held + piece
    const at = Math.min(
      ...this.#stops.map(stop => text.indexOf(stop)).filter(found => found >= 0),
      Number.POSITIVE_INFINITY,
    )
    if (at !== Number.POSITIVE_INFINITY) {
      this.#isOver = true
      this.#held = ''
      return text.slice(0, at)
    }
    const held = Math.max(0, ...this.#stops.map(stop => overlap(text, stop)))
    this.#held = text.slice(text.length - held)
    return text.slice(0, text.length - held)
  }

  /** What was held back, once nothing follows. */
  end(): string {
    const rest = this.#held
    this.#held = ''
    return rest
  }
}

/** How many of the last characters of the text could begin the stop. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length -= 1)
    if (text.endsWith(stop.slice(0, length))) return length
  return 0
}

/** The same for a whole text. */
export function cutAtStop(text: string, stops: readonly string[]): string {
  const cut = new StopCut(stops)
  return cut.feed(text) + cut.end()
}
