/**
 * Log-likelihoods of options after a text, read from a runtime's own probabilities (M8). Nothing is sampled: each option's tokens
 * are evaluated as they stand. An option that cannot win any more is not followed to its end; its bound is told instead.
 */

/** How one runtime tells log-probabilities after a text, the head, which is the same for all options. */
export type OptionReader<Token extends number> = {
  /** Of each of these tokens right after the head. */
  readonly first: (wanted: readonly Token[]) => Promise<ReadonlyMap<Token, number>>
  /** Of each token of an option but its first, after the head and the option's tokens before it. */
  readonly rest: (tail: readonly Token[]) => Promise<readonly number[]>
  /** Option tokens that were evaluated so far. */
  readonly evaluatedTokens: () => number
}

export type Weighing<Token extends number> = {
  readonly reader: OptionReader<Token>
  /** The rest of each option; none is empty. */
  readonly tails: readonly (readonly Token[])[]
  /** What each option weighs without content; null: follow all options to their end. */
  readonly contentFree: readonly number[] | null
}

export async function weighOptions<Token extends number>({
  reader,
  tails,
  contentFree,
}: Weighing<Token>): Promise<readonly number[]> {
  const first = await reader.first([...new Set(tails.map(tail => tail[0]!))])
  const logs = tails.map(tail => first.get(tail[0]!) ?? Number.NEGATIVE_INFINITY)
  const bias = contentFree ?? tails.map(() => 0)
  // The likeliest first: the better the best known option, the fewer others can still win.
  const order = tails.map((_, index) => index).sort((a, b) => logs[b]! - bias[b]! - (logs[a]! - bias[a]!) || a - b)
  let best = Number.NEGATIVE_INFINITY
  for (const index of order) {
    if (contentFree !== null && logs[index]! - bias[index]! < best) continue
    const tail = tails[index]!
    if (tail.length > 1) for (const log of await reader.rest(tail)) logs[index]! += log
    best = Math.max(best, logs[index]! - bias[index]!)
  }
  return logs
}
