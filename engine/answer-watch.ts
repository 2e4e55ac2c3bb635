/**
 * AnswerWatch: reads a model's answer as it streams and knows two things: when its JSON value is complete, and when the
 * model has begun to loop (rule M3). It parses nothing; the verdict on the text is the verifier's.
 */

/** Pieces in a row that are alike, or white space outside a string, before the answer counts as a loop. */
const SAME_PIECES = 64
const BLANK_CHARACTERS = 192
/** Longest repeated phrase looked for, in pieces; it must recur this often and fill the window. */
const PHRASE_PIECES = 12
const PHRASE_REPEATS = 16
const PHRASE_WINDOW = 160
/** Longest repeated passage, such as a sentence or two; it must come this often in a row, with no item of a list ending in it. */
const PASSAGE_PIECES = 128
const PASSAGE_REPEATS = 4
/** Equal values in a row that a list may have although its schema names no `maxItems`. */
const MOST_EQUAL_ITEMS = 256

export type AnswerState = 'open' | 'complete' | 'loop'

export class AnswerWatch {
  #depth = 0
  #inString = false
  #escaped = false
  #started = false
  #complete = false
  #completeAt = 0
  #length = 0
  #blank = 0
  #same = 0
  #last = ''
  readonly #recent: string[] = []
  /** Commas so far of every list that is open, and of all lists together. */
  readonly #open: (number | null)[] = []
  #items = 0
  /** `#items` when each of the recent pieces came. */
  readonly #recentItems: number[] = []
  readonly #mostItems: number

  /** `mostItems` is the longest list that the schema allows by name; a list as long may hold equal values. */
  constructor(mostItems = 0) {
    this.#mostItems = Math.max(MOST_EQUAL_ITEMS, mostItems)
  }

  /** Feeds one piece; the answer is complete once its outermost bracket closed, whatever follows. */
  feed(piece: string): AnswerState {
    for (let at = 0; at < piece.length; at++) this.#character(piece.charCodeAt(at))
    if (this.#complete) return 'complete'
    if (this.#blank > BLANK_CHARACTERS) return 'loop'
    return this.repeats(piece) && !this.#isList() ? 'loop' : 'open'
  }

  /** Characters up to and with the closing bracket; the whole text where the value has none (a bare number or string). */
  get completeLength(): number {
    return this.#complete ? this.#completeAt : this.#length
  }

  get isComplete(): boolean {
    return this.#complete
  }

  #character(code: number): void {
    this.#length += 1
    if (this.#complete) return
    if (this.#inString) {
      this.#blank = 0
      if (this.#escaped) this.#escaped = false
      else if (code === 92) this.#escaped = true
      else if (code === 34) this.#inString = false
      return
    }
    if (code === 32 || (code >= 9 && code <= 13)) {
      this.#blank += 1
      return
    }
    this.#blank = 0
    if (code === 34) this.#inString = true
    else if (code === 44) this.#countItem()
    else if (code === 123 || code === 91) {
      this.#depth += 1
      this.#started = true
      this.#open.push(code === 91 ? 0 : null)
    } else if (code === 125 || code === 93) {
      this.#depth -= 1
      this.#open.pop()
      if (this.#started && this.#depth <= 0) {
        this.#complete = true
        this.#completeAt = this.#length
      }
    }
  }

  #countItem(): void {
    const at = this.#open.length - 1
    const items = this.#open[at]
    if (typeof items !== 'number') return
    this.#open[at] = items + 1
    this.#items += 1
  }

  /** What repeats are the items of a list, and not more than it may have. */
  #isList(): boolean {
    const grown = this.#items - (this.#recentItems.at(-PHRASE_PIECES * PHRASE_REPEATS) ?? 0)
    const longest = Math.max(0, ...this.#open.map(items => items ?? 0))
    return grown >= PHRASE_REPEATS && longest < this.#mostItems
  }

  /** Whether the pieces so far have begun to repeat; for text that is no answer, such as thinking. */
  repeats(piece: string): boolean {
    this.#same = piece === this.#last ? this.#same + 1 : 1
    this.#last = piece
    this.#recent.push(piece)
    this.#recentItems.push(this.#items)
    if (this.#recent.length > PASSAGE_PIECES * PASSAGE_REPEATS) {
      this.#recent.shift()
      this.#recentItems.shift()
    }
    return this.#same > SAME_PIECES || this.#repeatsPhrase() || this.#repeatsPassage()
  }

  #repeatsPhrase(): boolean {
    for (let period = 2; period <= PHRASE_PIECES; period++)
      if (this.#hasPeriod(period, Math.max(PHRASE_WINDOW, period * PHRASE_REPEATS))) return true
    return false
  }

  #repeatsPassage(): boolean {
    for (let period = PHRASE_PIECES + 1; period <= PASSAGE_PIECES; period++) {
      const window = Math.max(PHRASE_WINDOW, period * PASSAGE_REPEATS)
      if (this.#recentItems.at(-window) !== this.#items) return false
      if (this.#hasPeriod(period, window)) return true
    }
    return false
  }

  /** Whether the last `window` pieces are one passage of `period` pieces over and over. */
  #hasPeriod(period: number, window: number): boolean {
    const recent = this.#recent
    if (recent.length < window) return false
    let at = recent.length - 1
    const end = recent.length - window + period
    while (at >= end && recent[at] === recent[at - period]) at -= 1
    return at < end
  }
}
