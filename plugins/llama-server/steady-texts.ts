/**
 * Reads a row of texts on one slot of a llama-server so that the same row gives the same numbers whatever ran before. What a token
 * comes out as depends on the tokens it is evaluated with, and a server evaluates only what its slot lacks: so a row begins with a
 * prefix that was evaluated in one fixed way, or with nothing, and a row that another call disturbed is read again from its start.
 * While the server computes other calls at the same time it mixes them with ours; that is beyond us.
 */
import type { RuntimeClient } from '#kernel/plugin-door'
import { type NextToken, type NextTokenCall, readNextToken } from './next-token.ts'

/** Which slots hold which prefix by our hand, and which are being read now. */
export class KnownSlots {
  readonly #prefixes = new Map<number, string>()
  /** What slots hold as a whole, where nothing but our own calls came after it. */
  readonly #texts = new Map<number, readonly number[]>()
  readonly #taken = new Set<number>()
  /** A model whose texts cannot be cut back reads each from its start: nothing to be disturbed. */
  readonly #uncut = new Set<string>()

  /**
   * A slot that nobody reads on: one that holds the prefix, else one that holds none, so that calls of ours are not put on each other's;
   * null where all are taken.
   */
  take(prefix: string, count: number): number | null {
    const free = Array.from({ length: count }, (_, slot) => slot).filter(slot => !this.#taken.has(slot))
    const slot =
      free.find(one => this.#prefixes.get(one) === prefix) ?? free.find(one => !this.#prefixes.has(one)) ?? free[0]
    if (slot === undefined) return null
    this.#taken.add(slot)
    return slot
  }

  hold(slot: number, prefix: string | null): void {
    this.#taken.add(slot)
    this.#texts.delete(slot)
    if (prefix === null) this.#prefixes.delete(slot)
    else this.#prefixes.set(slot, prefix)
  }

  holds(slot: number, prefix: string): boolean {
    return this.#prefixes.get(slot) === prefix
  }

  setText(slot: number, text: readonly number[]): void {
    this.#texts.set(slot, text)
  }

  /** The text of a slot that begins with the prefix; null where it is not known. */
  textOf(slot: number): readonly number[] | null {
    return this.#texts.get(slot) ?? null
  }

  release(slot: number): void {
    this.#taken.delete(slot)
  }

  /** A call that is none of ours took over so many tokens; a longer prefix may be gone. */
  disturb(keptTokens: number): void {
    this.#texts.clear()
    for (const [slot, prefix] of this.#prefixes) if (countTokens(prefix) > keptTokens) this.#prefixes.delete(slot)
  }

  isUncut(model: string): boolean {
    return this.#uncut.has(model)
  }

  setUncut(model: string): void {
    this.#uncut.add(model)
  }
}

export type TextCall = Pick<NextTokenCall, 'likeliest' | 'force'>

export type SteadyOptions = {
  readonly client: RuntimeClient
  readonly model: Pick<NextTokenCall, 'model' | 'title' | 'isModel'> & { readonly identity: string }
  readonly slots: KnownSlots
  readonly slotCount: number
  /** What all rows of this reader begin with; shorter than any of their texts. */
  readonly prefix: readonly number[]
  /** A token that a server says aloud: neither an end nor a part of a character. */
  readonly spoken: number
  readonly signal: AbortSignal
}

/** Fewer tokens than this are sooner evaluated than kept. */
const WORTH_TOKENS = 16

/** Texts in the order they were asked for, each with its call; what the server holds is known from it. */
export class Row {
  readonly asked: { readonly text: readonly number[]; readonly call: TextCall }[] = []
}

export class SteadyTexts {
  readonly #given: SteadyOptions
  readonly #prefix: readonly number[]
  #slot: number | null = null
  /** The row that the slot holds the last text of. */
  #row: Row | null = null
  /** What the slot holds. */
  #held: readonly number[] = []

  constructor(given: SteadyOptions) {
    this.#given = given
    const isUncut = given.slots.isUncut(given.model.identity)
    this.#prefix = isUncut || given.prefix.length < WORTH_TOKENS ? [] : given.prefix
  }

  /** The token after a text, the next one of its row. */
  async read(row: Row, text: readonly number[], call: TextCall): Promise<NextToken> {
    if (this.#row !== row) await this.#replay(row, text)
    row.asked.push({ text, call })
    const next = await this.#ask(text, call)
    if (this.#isAsExpected(text, next)) {
      this.#held = text
      return next
    }
    row.asked.pop()
    // Somebody else was on the slot, so that its prefix may be theirs too.
    if (this.#slot !== null) this.#given.slots.hold(this.#slot, null)
    await this.#replay(row, text)
    row.asked.push({ text, call })
    const again = await this.#ask(text, call)
    const { slots, model } = this.#given
    if (again.cachedTokens === 0 && !this.#isAsExpected(text, again)) slots.setUncut(model.identity)
    this.#held = text
    return again
  }

  close(): void {
    if (this.#slot !== null) this.#given.slots.release(this.#slot)
  }

  /** `text` is what follows the row. */
  async #replay(row: Row, text: readonly number[]): Promise<void> {
    await this.#begin(row.asked[0]?.text ?? text)
    for (const { text, call } of row.asked) {
      await this.#ask(text, call)
      this.#held = text
    }
    this.#row = row
  }

  /** Brings the slot to where `first` needs no more than the prefix of it, evaluated in the one way; without a prefix, to nothing. */
  async #begin(first: readonly number[]): Promise<void> {
    const { slots, slotCount, model, spoken } = this.#given
    const prefix = this.#prefix
    const prime = { likeliest: 1, force: spoken }
    const key = toKey(model.identity, prefix)
    this.#slot ??= slots.take(key, slotCount)
    this.#held = []
    if (prefix.length === 0) {
      if (this.#slot !== null) slots.hold(this.#slot, null)
      return
    }
    // The last token is evaluated alone in either case: a text that a slot holds as a whole gets it evaluated anew.
    if (this.#slot !== null && slots.holds(this.#slot, key)) {
      const text = slots.textOf(this.#slot)
      if (text !== null && countShared(text, first) === prefix.length) {
        // What it holds beyond the prefix goes with the first text.
        this.#held = text
        return
      }
      // What it holds beyond the prefix goes with this call.
      this.#held = prefix
      const { cachedTokens } = await this.#ask(prefix, prime)
      if (cachedTokens === null || cachedTokens === prefix.length - 1) return
    }
    this.#held = []
    if (this.#slot !== null) slots.hold(this.#slot, null)
    await this.#ask(prefix.slice(0, -1), prime)
    this.#held = prefix.slice(0, -1)
    await this.#ask(prefix, prime)
    this.#held = prefix
    if (this.#slot !== null) slots.hold(this.#slot, key)
  }

  async #ask(text: readonly number[], call: TextCall): Promise<NextToken> {
    const { client, model, signal, slots } = this.#given
    // With nothing held by our hand, nothing that others left may be used.
    const keeps = this.#held.length > 0
    const next = await readNextToken(client, { ...model, ...call, text, keeps, slot: this.#slot }, signal)
    if (this.#slot === null && next.slot !== null) {
      this.#slot = next.slot
      slots.hold(next.slot, null)
    }
    // Of a server that does not tell what it took over, nothing is known afterwards.
    if (this.#slot !== null && next.cachedTokens !== null) slots.setText(this.#slot, text)
    return next
  }

  #isAsExpected(text: readonly number[], { cachedTokens }: NextToken): boolean {
    const { slots, model } = this.#given
    if (cachedTokens === null || slots.isUncut(model.identity)) return true
    return cachedTokens === Math.min(countShared(text, this.#held), text.length - 1)
  }
}

const toKey = (identity: string, prefix: readonly number[]): string => `${prefix.length} ${identity} ${prefix.join()}`
const countTokens = (key: string): number => Number.parseInt(key, 10)

/** How many tokens two texts have in common at their beginning. */
export function countShared(a: readonly number[], b: readonly number[]): number {
  let index = 0
  while (index < a.length && index < b.length && a[index] === b[index]) index += 1
  return index
}
