/** The tasks that may start, smallest index first: ties are broken by task id, so the order never depends on chance (X1). */

export class ReadyQueue {
  readonly #heap: number[] = []

  get size(): number {
    return this.#heap.length
  }

  push(index: number): void {
    const heap = this.#heap
    let at = heap.length
    heap.push(index)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if ((heap[parent] as number) <= index) break
      heap[at] = heap[parent] as number
      at = parent
    }
    heap[at] = index
  }

  /** The smallest index, or -1 when empty. */
  pop(): number {
    const heap = this.#heap
    const top = heap[0]
    if (top === undefined) return -1
    const last = heap.pop() as number
    if (heap.length > 0) this.#sink(last)
    return top
  }

  #sink(index: number): void {
    const heap = this.#heap
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && (heap[child + 1] as number) < (heap[child] as number)) child += 1
      if ((heap[child] as number) >= index) break
      heap[at] = heap[child] as number
      at = child
    }
    heap[at] = index
  }
}
