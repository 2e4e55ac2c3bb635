/**
 * TextWatch: makes the JSON of a value from a plain text while it streams (rule M9), and knows when the text loops (M3) or is longer
 * than its schema allows. White space around the text is taken off; nothing else is changed. A model that writes the value itself, as
 * an object and perhaps in a code fence, is not put into quotes: its JSON is told as it comes.
 */
import { countPoints } from '#json/schema/check-scalar'
import type { TextFrame } from '#json/schema/text-frame'
import type { AnswerWatch } from './answer-watch.ts'

/** White space in a row before a text counts as a loop. */
const BLANK_CHARACTERS = 192
/** What may stand around the first name of an object: a fence, white space. */
const HEAD_CHARACTERS = 64
const OWN_JSON = /^(?:```(?:json)?[ \t]*\n\s*)?\{\s*("(?:[^"\\]|\\.)*")\s*:/
const MAY_BECOME_JSON = /^(?:$|\{|`{1,2}$|```)/

export type TextState = 'open' | 'complete' | 'loop' | 'long'
export type Told = { readonly json: string; readonly state: TextState }

export class TextWatch {
  readonly #frame: TextFrame
  readonly #watch: AnswerWatch
  #form: 'undecided' | 'text' | 'json'
  /** What is not told yet: a beginning that may become JSON, white space that may be the end, half a character. */
  #held = ''
  #length = 0
  #isBegun = false

  /** `watch` sees what is repeated, and the JSON of a model that writes its own. */
  constructor(frame: TextFrame, watch: AnswerWatch) {
    this.#frame = frame
    this.#watch = watch
    this.#form = frame.names.length === 0 ? 'text' : 'undecided'
  }

  /** True where the model wrote the JSON of its answer itself. */
  get isOwnJson(): boolean {
    return this.#form === 'json'
  }

  /** The JSON that a piece adds. */
  feed(piece: string): Told {
    if (this.#form === 'json') return { json: piece, state: this.#watch.feed(piece) }
    const text = this.#held + piece
    if (this.#form === 'undecided') this.#form = this.#decide(text.trimStart())
    if (this.#form === 'json') {
      this.#held = ''
      return { json: text, state: this.#watch.feed(text) }
    }
    if (this.#form === 'undecided') {
      this.#held = text
      return { json: '', state: this.#stateAfter(piece) }
    }
    const json = this.#take(text)
    return { json, state: this.#stateAfter(piece) }
  }

  /** What is still to be told once the model has ended. */
  finish(): string {
    if (this.#form === 'json') return ''
    this.#form = 'text'
    const rest = this.#held.trim()
    this.#held = ''
    return this.#begin() + toCharacters(rest) + this.#frame.after
  }

  #take(text: string): string {
    const shown = this.#isBegun ? text : text.trimStart()
    const end = shown.trimEnd().length
    const told = shown.slice(0, isHalf(shown.charCodeAt(end - 1)) ? end - 1 : end)
    this.#held = shown.slice(told.length)
    if (told === '') return ''
    this.#length += countPoints(told)
    return this.#begin() + toCharacters(told)
  }

  #stateAfter(piece: string): TextState {
    if (this.#length > this.#frame.maxLength) return 'long'
    const isBlank = this.#held.length > BLANK_CHARACTERS && this.#held.trim() === ''
    return this.#watch.repeats(piece) || isBlank ? 'loop' : 'open'
  }

  #begin(): string {
    if (this.#isBegun) return ''
    this.#isBegun = true
    return this.#frame.before
  }

  #decide(text: string): 'undecided' | 'text' | 'json' {
    const { names } = this.#frame
    const name = OWN_JSON.exec(text)?.[1]
    if (name !== undefined) return names.some(own => JSON.stringify(own) === name) ? 'json' : 'text'
    const most = HEAD_CHARACTERS + Math.max(...names.map(own => own.length))
    return MAY_BECOME_JSON.test(text) && text.length < most ? 'undecided' : 'text'
  }
}

const isHalf = (code: number): boolean => code >= 0xd800 && code <= 0xdbff

/** The characters of a JSON string, without its quotes. */
const toCharacters = (text: string): string => JSON.stringify(text.toWellFormed()).slice(1, -1)
