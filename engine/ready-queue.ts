/**
 * The tasks that may start, smallest index first: ties are broken by task id, so the order never depends on chance (X1). One bit a
 * task, and one bit for every 32 of those, so that a run of ten thousand tasks takes no longer for each than one of a hundred.
 */

export class ReadyQueue {
  readonly #tasks: Int32Array
  readonly #words: Int32Array

  /** For indexes below `capacity`. */
  constructor(capacity: number) {
    this.#tasks = new Int32Array((capacity + 31) >>> 5)
    this.#words = new Int32Array((this.#tasks.length + 31) >>> 5)
  }

  push(index: number): void {
    const word = index >>> 5
    this.#tasks[word] = (this.#tasks[word] as number) | (1 << (index & 31))
    this.#words[word >>> 5] = (this.#words[word >>> 5] as number) | (1 << (word & 31))
  }

  /** The smallest index, or -1 when empty. */
  pop(): number {
    for (let group = 0; group < this.#words.length; group += 1) {
      const words = this.#words[group] as number
      if (words === 0) continue
      const word = (group << 5) | lowestBit(words)
      const tasks = this.#tasks[word] as number
      const rest = tasks & (tasks - 1)
      this.#tasks[word] = rest
      if (rest === 0) this.#words[group] = words & (words - 1)
      return (word << 5) | lowestBit(tasks)
    }
    return -1
  }
}

/** Place of the lowest bit that is set. */
const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits)
