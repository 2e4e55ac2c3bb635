/**
 * TextField: reads one text of a JSON object while the object is still being written, such as the `text` of a model's answer.
 * What it gives can be shown as it comes and is not checked: that the whole is JSON, and the right one, is decided elsewhere.
 */

const SIMPLE: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }
const HEX = /^[0-9a-fA-F]$/

/** What stands before a value, inside one, or after the end. */
type State = 'before' | 'outside' | 'string' | 'over'

export class TextField {
  readonly #name: string
  #state: State = 'before'
  #depth = 0
  /** In the outer object, whether a name or a value comes next, and the last name that came. */
  #expects: 'name' | 'value' = 'name'
  #key = ''
  #isShown = false
  #escape: string | null = null
  /** The first half of a character, waiting for the second. */
  #half = ''

  constructor(name = 'text') {
    this.#name = name
  }

  /** True once the field has ended, whatever may follow. */
  get isOver(): boolean {
    return this.#state === 'over'
  }

  /** What the next piece of the object adds to the text of the field. */
  feed(piece: string): string {
    let shown = ''
    for (const unit of piece.split('')) shown += this.#take(unit)
    return shown
  }

  #take(unit: string): string {
    if (this.#state === 'string') return this.#takeString(unit)
    if (this.#state === 'before') {
      // A fence or words may stand before the object.
      if (unit === '{') this.#open()
      return ''
    }
    if (this.#state === 'outside') this.#takeOutside(unit)
    return ''
  }

  #open(): void {
    this.#state = 'outside'
    this.#depth = 1
  }

  #takeOutside(unit: string): void {
    if (unit === '"') {
      const isName = this.#depth === 1 && this.#expects === 'name'
      if (isName) this.#key = ''
      this.#isShown = this.#depth === 1 && !isName && this.#key === this.#name
      this.#state = 'string'
    } else if (unit === '{' || unit === '[') this.#depth += 1
    else if (unit === '}' || unit === ']') {
      this.#depth -= 1
      if (this.#depth === 0) this.#state = 'over'
    } else if (this.#depth === 1 && unit === ':') this.#expects = 'value'
    else if (this.#depth === 1 && unit === ',') this.#expects = 'name'
  }

  #takeString(unit: string): string {
    if (this.#escape !== null) return this.#takeEscape(unit)
    if (unit === '\\') {
      this.#escape = ''
      return ''
    }
    return unit === '"' ? this.#endString() : this.#emit(unit)
  }

  #endString(): string {
    const rest = this.#half === '' ? '' : '\uFFFD'
    this.#half = ''
    this.#state = this.#isShown ? 'over' : 'outside'
    return this.#isShown ? rest : ''
  }

  #takeEscape(unit: string): string {
    const known = (this.#escape ?? '') + unit
    if (!known.startsWith('u')) {
      this.#escape = null
      return this.#emit(SIMPLE[unit] ?? unit)
    }
    if (known.length > 1 && !HEX.test(unit)) {
      this.#escape = null
      return this.#emit('\uFFFD')
    }
    this.#escape = known.length < 5 ? known : null
    return known.length < 5 ? '' : this.#emit(String.fromCharCode(Number.parseInt(known.slice(1), 16)))
  }

  /** One UTF-16 unit of a string: of a name it is remembered, of the field it is shown once its character is whole. */
  #emit(unit: string): string {
    if (!this.#isShown) {
      if (this.#depth === 1 && this.#expects === 'name' && this.#key.length <= this.#name.length) this.#key += unit
      return ''
    }
    const code = unit.charCodeAt(0)
    const before = this.#half
    this.#half = ''
    if (code >= 0xdc00 && code <= 0xdfff) return before === '' ? '\uFFFD' : before + unit
    const broken = before === '' ? '' : '\uFFFD'
    if (code < 0xd800 || code > 0xdbff) return broken + unit
    this.#half = unit
    return broken
  }
}
