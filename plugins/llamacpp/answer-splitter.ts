/**
 * Splits what a model writes into answer and thinking, and ends it at a stop string. Text that may yet become a marker is held
 * back until it is decided, so no half marker is ever shown. It counts tokens exactly: the counts of all pieces add up to all
 * tokens that came in.
 */
export type Piece = { readonly kind: 'text' | 'thinking'; readonly text: string; readonly tokens: number }

/** Markers of a thinking model. `drop` is framing that belongs to neither part. */
export type ThinkingMarkers = {
  readonly open: readonly string[]
  readonly close: readonly string[]
  readonly drop: readonly string[]
  /** The prompt itself opened the thinking. */
  readonly openAtStart: boolean
}

export class AnswerSplitter {
  readonly #markers: ThinkingMarkers | null
  readonly #stops: readonly string[]
  #kind: Piece['kind']
  #held = ''
  #tokens = 0
  #trimStart = false
  #stopped = false

  constructor(markers: ThinkingMarkers | null, stops: readonly string[]) {
    this.#markers = markers
    this.#stops = stops.filter(stop => stop !== '')
    this.#kind = markers?.openAtStart ? 'thinking' : 'text'
  }

  /** True once a stop string was found; what follows it is dropped. */
  get stopped(): boolean {
    return this.#stopped
  }

  /** Takes the text of `tokens` new tokens; gives what is decided. */
  push(text: string, tokens: number): readonly Piece[] {
    this.#tokens += tokens
    if (this.#stopped) return []
    this.#held += text
    const pieces: Piece[] = []
    while (!this.#stopped) {
      const found = findFirst(this.#held, this.#wanted())
      if (found === null) break
      this.#take(found.at, pieces)
      this.#held = this.#held.slice(found.marker.length)
      this.#turn(found.marker)
    }
    if (!this.#stopped) this.#take(this.#held.length - lengthOfPossibleMarker(this.#held, this.#wanted()), pieces)
    return pieces
  }

  /** The rest: held text that became no marker, and tokens that no piece has carried. */
  finish(): readonly Piece[] {
    const pieces: Piece[] = []
    if (!this.#stopped) this.#take(this.#held.length, pieces)
    if (this.#tokens > 0) pieces.push({ kind: this.#kind, text: '', tokens: this.#tokens })
    this.#tokens = 0
    return pieces
  }

  #wanted(): readonly string[] {
    if (this.#kind === 'thinking') return this.#markers?.close ?? []
    return this.#markers === null ? this.#stops : [...this.#stops, ...this.#markers.open, ...this.#markers.drop]
  }

  #take(length: number, pieces: Piece[]): void {
    const taken = this.#held.slice(0, length)
    this.#held = this.#held.slice(length)
    const text = this.#trimStart ? taken.trimStart() : taken
    if (text === '') return
    this.#trimStart = false
    pieces.push({ kind: this.#kind, text, tokens: this.#tokens })
    this.#tokens = 0
  }

  #turn(marker: string): void {
    if (this.#kind === 'thinking') {
      this.#kind = 'text'
      this.#trimStart = true
    } else if (this.#stops.includes(marker)) {
      this.#stopped = true
      this.#held = ''
    } else {
      if (this.#markers?.open.includes(marker)) this.#kind = 'thinking'
      this.#trimStart = true
    }
  }
}

function findFirst(text: string, markers: readonly string[]): { readonly at: number; readonly marker: string } | null {
  let first: { readonly at: number; readonly marker: string } | null = null
  for (const marker of markers) {
    const at = text.indexOf(marker)
    if (at >= 0 && (first === null || at < first.at)) first = { at, marker }
  }
  return first
}

/** Length of the longest end of `text` that begins some marker. */
function lengthOfPossibleMarker(text: string, markers: readonly string[]): number {
  let longest = 0
  for (const marker of markers) {
    for (let length = Math.min(marker.length - 1, text.length); length > longest; length -= 1) {
      if (marker.startsWith(text.slice(-length))) longest = length
    }
  }
  return longest
}
