/** The difference path of `asm/assembly/diff.ts`: which elements of two sequences were removed and added. */
import { HotModule } from './hot-module.ts'

type DiffFunctions = {
  readonly diff: (
    a: number,
    aCount: number,
    b: number,
    bCount: number,
    trace: number,
    rounds: number,
    removed: number,
    added: number,
  ) => number
}

const hot = new HotModule<DiffFunctions>('diff')
/** Beyond this many edits the changed middle is reported as one replacement. */
const MAX_EDITS = 2_000

export type Edits = {
  /** 1 for each element of the first sequence that is gone. */
  readonly removed: Uint8Array
  /** 1 for each element of the second sequence that is new. */
  readonly added: Uint8Array
  /** False where more than 2,000 edits would be needed, so that no shortest script was sought. */
  readonly minimal: boolean
}

/** Marks a shortest edit script between two sequences; equal elements have equal texts. */
export function diffSequences(a: readonly string[], b: readonly string[]): Edits {
  const removed = new Uint8Array(a.length)
  const added = new Uint8Array(b.length)
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1
  const aCount = a.length - head - tail
  const bCount = b.length - head - tail
  const rounds = Math.min(MAX_EDITS, aCount + bCount)
  const ids = new Map<string, number>()
  const idOf = (text: string): number => {
    const known = ids.get(text)
    if (known !== undefined) return known
    ids.set(text, ids.size)
    return ids.size - 1
  }
  const traceBytes = (rounds + 1) * (rounds + 2) * 2
  const wasm = hot.open((aCount + bCount) * 5 + traceBytes + 32)
  const aAt = hot.heap
  const bAt = aAt + aCount * 4
  const trace = bAt + bCount * 4
  const removedAt = trace + traceBytes
  const addedAt = removedAt + aCount
  const words = new Uint32Array(hot.memory.buffer)
  for (let i = 0; i < aCount; i += 1) words[(aAt >> 2) + i] = idOf(a[head + i]!)
  for (let i = 0; i < bCount; i += 1) words[(bAt >> 2) + i] = idOf(b[head + i]!)
  const edits = wasm.diff(aAt, aCount, bAt, bCount, trace, rounds, removedAt, addedAt)
  if (edits < 0) {
    removed.fill(1, head, head + aCount)
    added.fill(1, head, head + bCount)
  } else {
    removed.set(hot.memory.subarray(removedAt, removedAt + aCount), head)
    added.set(hot.memory.subarray(addedAt, addedAt + bCount), head)
  }
  hot.close()
  return { removed, added, minimal: edits >= 0 }
}
