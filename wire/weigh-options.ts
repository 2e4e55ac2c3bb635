/**
 * Log-likelihoods of options after a text, read from a runtime's own probabilities (M8). Nothing is sampled: options are walked token by
 * token from where they part, and what several have in common is evaluated once. An option that cannot win any more is not followed to
 * its end; its bound is told instead.
 */

/** How one runtime tells log-probabilities after a text, the head, which is the same for all options. */
export type OptionReader<Token extends number> = {
  /** Of each of these tokens right after the head. */
  readonly first: (wanted: readonly Token[]) => Promise<ReadonlyMap<Token, number>>
  /** After the head and a path, which is never empty. */
  readonly after: (path: readonly Token[], asked: Asked<Token>) => Promise<Told<Token>>
  /** Option tokens that were evaluated so far. */
  readonly evaluatedTokens: () => number
}

export type Asked<Token extends number> = {
  /** Tokens that follow each other. */
  readonly chain: readonly Token[]
  /** Tokens of which one comes after the chain; empty where nothing does, and then the chain is not. */
  readonly ways: readonly Token[]
}

export type Told<Token extends number> = {
  /** Of each token of the chain, after those before it. */
  readonly chain: readonly number[]
  readonly ways: ReadonlyMap<Token, number>
}

export type Weighing<Token extends number> = {
  readonly reader: OptionReader<Token>
  /** The rest of each option; none is empty. */
  readonly tails: readonly (readonly Token[])[]
  /** What each option weighs without content; null: follow all options to their end. */
  readonly contentFree: readonly number[] | null
}

/** Options whose first `length` tokens are the same, and known. */
type Group = { readonly options: readonly number[]; readonly length: number }

export async function weighOptions<Token extends number>({
  reader,
  tails,
  contentFree,
}: Weighing<Token>): Promise<readonly number[]> {
  const logs = tails.map(() => 0)
  const leadOf = ({ options }: Group): number =>
    Math.max(...options.map(option => logs[option]! - (contentFree?.[option] ?? 0)))
  const open: Group[] = []
  let best = Number.NEGATIVE_INFINITY
  const take = (group: Group, told: ReadonlyMap<Token, number>): void => {
    for (const [token, options] of waysOf(tails, group)) {
      for (const option of options) logs[option]! += told.get(token) ?? Number.NEGATIVE_INFINITY
      const way = { options, length: group.length + 1 }
      if (isWhole(tails, way)) best = Math.max(best, leadOf(way))
      else open.push(way)
    }
  }
  const all = { options: tails.map((_, option) => option), length: 0 }
  take(all, await reader.first([...waysOf(tails, all).keys()]))
  while (open.length > 0) {
    // The likeliest first: the better the best known option, the fewer others can still win.
    open.sort((a, b) => leadOf(b) - leadOf(a) || a.options[0]! - b.options[0]!)
    const group = open.shift()!
    if (contentFree !== null && leadOf(group) < best) break
    const { chain, end } = findChain(tails, group)
    const ways = [...waysOf(tails, end).keys()]
    const told = await reader.after(tails[group.options[0]!]!.slice(0, group.length), { chain, ways })
    for (const option of group.options) for (const log of told.chain) logs[option]! += log
    if (ways.length > 0) take(end, told.ways)
    else best = Math.max(best, leadOf(end))
  }
  return logs
}

const isWhole = (tails: readonly (readonly unknown[])[], { options, length }: Group): boolean =>
  options.every(option => tails[option]!.length === length)

/** The options of a group by their next token. */
function waysOf<Token>(tails: readonly (readonly Token[])[], { options, length }: Group): Map<Token, number[]> {
  return Map.groupBy(
    options.filter(option => length < tails[option]!.length),
    option => tails[option]![length]!,
  )
}

/** What all options of a group go on with, up to where they part or end. */
function findChain<Token>(
  tails: readonly (readonly Token[])[],
  { options, length }: Group,
): { readonly chain: readonly Token[]; readonly end: Group } {
  let end = length
  const first = tails[options[0]!]!
  while (end < first.length && options.every(option => tails[option]![end] === first[end])) end += 1
  return { chain: first.slice(length, end), end: { options, length: end } }
}

/** Most option tokens that following all of them takes. */
export function countFollowed(tails: readonly (readonly number[])[]): number {
  const open: Group[] = []
  const part = (group: Group): void => {
    for (const options of waysOf(tails, group).values()) {
      const way = { options, length: group.length + 1 }
      if (!isWhole(tails, way)) open.push(way)
    }
  }
  part({ options: tails.map((_, option) => option), length: 0 })
  let tokens = 0
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    const { end } = findChain(tails, group)
    const goesOn = waysOf(tails, end).size > 0
    tokens += goesOn ? end.length : end.length - 1
    if (goesOn) part(end)
  }
  return tokens
}
