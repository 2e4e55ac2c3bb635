/** Planted faults that change nothing anybody could observe, each with its reason; `bun run mutate` passes over them. */

type HarmlessMutant = { readonly file: string; readonly was: string; readonly is: string; readonly why: string }

const SPEED = 'It moves by one when a group leaves; what it holds and when it is answered stay the same.'

export const HARMLESS: readonly HarmlessMutant[] = [
  {
    file: 'engine/ledger.ts',
    was: "signal.addEventListener('abort', leave, { once: true })",
    is: "signal.addEventListener('abort', leave, { once: false })",
    why: 'An abort comes once, whether its listener is told so or not.',
  },
  {
    file: 'engine/slots.ts',
    was: "signal.addEventListener('abort', leave, { once: true })",
    is: "signal.addEventListener('abort', leave, { once: false })",
    why: 'An abort comes once, whether its listener is told so or not.',
  },
  {
    file: 'engine/slots.ts',
    was: 'pool.size = size >= 1 ? Math.floor(size) : 1',
    is: 'pool.size = size > 1 ? Math.floor(size) : 1',
    why: 'Both branches give 1 for a size of 1.',
  },
  {
    file: 'engine/ready-queue.ts',
    was: 'for (let group = 0; group < this.#words.length; group += 1) {',
    is: 'for (let group = 0; group <= this.#words.length; group += 1) {',
    why: 'Nothing lies behind the last word, and the lowest bit of nothing is -1 as well.',
  },
  {
    file: 'engine/verify-output.ts',
    was: 'if (!first.valid || !task.narrowed || !task.operation) return first',
    is: 'if (!first.valid || !task.narrowed && !task.operation) return first',
    why: 'A task that does not narrow has the schema of its operation, which is then checked twice.',
  },
  {
    file: 'engine/verify-output.ts',
    was: "at = typeof at === 'object' && at !== null ? (at as { readonly [name: string]: JsonValue })[part] : undefined",
    is: "at = typeof at === 'object' || at !== null ? (at as { readonly [name: string]: JsonValue })[part] : undefined",
    why: 'The pointer of a fault leads through objects and lists only.',
  },
  {
    file: 'engine/verify-output.ts',
    was: 'words.set(schema, known)',
    is: 'void 0',
    why: 'A memory: without it the words are collected again.',
  },
  {
    file: 'store/write-queue.ts',
    was: 'if (this.#rows.length > 0) this.#schedule()',
    is: 'if (this.#rows.length >= 0) this.#schedule()',
    why: 'A group of no rows is not given to the disk.',
  },
  {
    file: 'store/write-queue.ts',
    was: 'const isEarly = this.#crowd >= LEAST_CROWD && 2 * this.#waiters.length < this.#crowd',
    is: 'const isEarly = this.#crowd > LEAST_CROWD && 2 * this.#waiters.length < this.#crowd',
    why: SPEED,
  },
  {
    file: 'store/write-queue.ts',
    was: 'const isEarly = this.#crowd >= LEAST_CROWD && 2 * this.#waiters.length < this.#crowd',
    is: 'const isEarly = this.#crowd >= LEAST_CROWD && 2 * this.#waiters.length <= this.#crowd',
    why: SPEED,
  },
  {
    file: 'store/write-queue.ts',
    was: 'const isEarly = this.#crowd >= LEAST_CROWD && 2 * this.#waiters.length < this.#crowd',
    is: 'const isEarly = this.#crowd >= LEAST_CROWD || 2 * this.#waiters.length < this.#crowd',
    why: SPEED,
  },
  {
    file: 'store/write-queue.ts',
    was: 'if (isEarly && turns > 0 && !this.#flying) return this.#flushSoon(turns - 1)',
    is: 'if (isEarly && turns >= 0 && !this.#flying) return this.#flushSoon(turns - 1)',
    why: SPEED,
  },
  {
    file: 'store/write-queue.ts',
    was: 'return !this.#flying && this.#crowd >= LEAST_CROWD && 2 * this.#waiters.length >= this.#crowd',
    is: 'return !this.#flying && this.#crowd > LEAST_CROWD && 2 * this.#waiters.length >= this.#crowd',
    why: SPEED,
  },
  {
    file: 'store/write-queue.ts',
    was: 'if (this.#problem !== null && rows.length > 0) {',
    is: 'if (this.#problem !== null && rows.length >= 0) {',
    why: 'While there is a problem rows are kept, so no group is empty.',
  },
]
