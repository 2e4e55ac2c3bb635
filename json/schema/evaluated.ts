/**
 * Evaluated: which members and items of one value the schemas looking at it have already spoken for, so that
 * `unevaluatedProperties` and `unevaluatedItems` know what is left. It belongs to one place of one evaluation.
 */
export class Evaluated {
  #names: Set<string> | null = null
  #items: Set<number> | null = null
  #prefix = 0
  #hasAllNames = false
  #hasAllItems = false

  addName(name: string): void {
    if (this.#hasAllNames) return
    this.#names ??= new Set()
    this.#names.add(name)
  }

  addAllNames(): void {
    this.#hasAllNames = true
  }

  hasName(name: string): boolean {
    return this.#hasAllNames || this.#names?.has(name) === true
  }

  /** Items 0 to `length` - 1. */
  addPrefix(length: number): void {
    if (length > this.#prefix) this.#prefix = length
  }

  addItem(index: number): void {
    if (this.#hasAllItems) return
    this.#items ??= new Set()
    this.#items.add(index)
  }

  addAllItems(): void {
    this.#hasAllItems = true
  }

  hasItem(index: number): boolean {
    return this.#hasAllItems || index < this.#prefix || this.#items?.has(index) === true
  }

  /** Takes over what another schema at the same place spoke for; returns the steps that took. */
  absorb(other: Evaluated): number {
    this.#hasAllNames ||= other.#hasAllNames
    this.#hasAllItems ||= other.#hasAllItems
    this.addPrefix(other.#prefix)
    if (other.#names !== null) for (const name of other.#names) this.addName(name)
    if (other.#items !== null) for (const index of other.#items) this.addItem(index)
    return (other.#names?.size ?? 0) + (other.#items?.size ?? 0)
  }
}
