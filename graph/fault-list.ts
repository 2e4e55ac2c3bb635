/**
 * Faults and warnings of one admission, each at the place where the reader stands. It keeps at most 1,000 of a kind, so
 * that a hostile graph cannot grow an answer of many times its own size; the last one then says how many are not listed.
 */
import { FAILURE_CODES, type FailureCode } from '#contracts/failure'
import { suggestNames } from '#graph/near-names'
import type { Fault } from '#json/fault'
import { toPointer } from '#json/pointer'

export type Part = string | number

export const MAX_FAULTS = 1_000
/** Names compared for suggestions over one admission: a fault costs little but for them, and a person reads the first few. */
const MAX_COMPARED = 20_000

export class FaultList {
  readonly #path: Part[]
  readonly #faults: Fault[] = []
  readonly #warnings: Fault[] = []
  #unlisted = 0
  #compared = 0

  /** `root` leads from where pointers begin to what is read. */
  constructor(root: readonly Part[] = []) {
    this.#path = [...root]
  }

  get #isFull(): boolean {
    return this.#faults.length >= MAX_FAULTS
  }

  get count(): number {
    return this.#faults.length + this.#unlisted
  }

  get warnings(): readonly Fault[] {
    return this.#warnings
  }

  get faults(): readonly Fault[] {
    if (this.#unlisted === 0) return this.#faults
    const message = `${this.#unlisted} further faults are not listed; mend the ones above first.`
    return [...this.#faults, { pointer: this.pointer(), code: 'GRAPH_LIMIT', message }]
  }

  /** `; did you mean a or b?` beside a mistyped name; the empty text where nothing is near, or enough was looked for already. */
  suggest(wanted: string, known: () => Iterable<string>): string {
    return this.#isFull || this.#compared >= MAX_COMPARED ? '' : suggestNames(wanted, this.#counted(known()))
  }

  *#counted(names: Iterable<string>): Generator<string> {
    for (const name of names) {
      if (this.#compared >= MAX_COMPARED) return
      this.#compared += 1
      yield name
    }
  }

  enter(part: Part): void {
    this.#path.push(part)
  }

  leave(): void {
    this.#path.pop()
  }

  /** Pointer of the place, `parts` steps deeper. */
  pointer(...parts: readonly Part[]): string {
    return toPointer([...this.#path, ...parts])
  }

  /** The place as steps from the root, for whoever may need a pointer later. */
  place(): readonly Part[] {
    return this.#path.slice()
  }

  /** One fault, `parts` steps below the place; without a message the meaning and cure of the table are said. */
  add(code: FailureCode, message: string | null, ...parts: readonly Part[]): void {
    if (this.#isFull) this.#unlisted += 1
    else this.#faults.push({ pointer: this.pointer(...parts), code, message: message ?? sentenceOf(code) })
  }

  /** Faults that another reader found, with pointers from the same root. */
  addAll(faults: readonly Fault[]): void {
    for (const { pointer, code, message } of faults) {
      if (this.#isFull) this.#unlisted += 1
      else this.#faults.push({ pointer, code, message })
    }
  }

  warn(code: FailureCode, message: string | null, ...parts: readonly Part[]): void {
    this.warnAt(this.pointer(...parts), code, message)
  }

  /** Beside what is read. */
  warnAt(pointer: string, code: FailureCode, message: string | null): void {
    if (this.#warnings.length < MAX_FAULTS) this.#warnings.push({ pointer, code, message: message ?? sentenceOf(code) })
  }
}

function sentenceOf(code: FailureCode): string {
  return `${FAILURE_CODES[code].meaning} ${FAILURE_CODES[code].cure}`
}
