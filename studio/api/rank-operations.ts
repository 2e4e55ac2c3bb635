/**
 * Finds operations by words, offline: BM25 (k1 = 1.2, b = 0.75) over name, keywords, description and fields, each with a
 * weight of its own. It knows no synonyms beyond the keywords an operation brings, and refuses to guess at misspellings.
 */
import type { RegisteredOperation } from '#graph/registry'

const WEIGHTS = { name: 4, keywords: 2, description: 2, fields: 0.5 } as const
const STOP = new Set(
  'a an and are as at be by can do does for from get give how i in into is it make me my of on one or some that the their them then this to use want what with you your'.split(
    ' ',
  ),
)
const [K1, B] = [1.2, 0.75]
const MAX_HITS = 20
/** Words that follow each other, as the query has them. */
const PAIR = 2

type Entry = {
  readonly operation: RegisteredOperation
  readonly terms: ReadonlyMap<string, number>
  /** Words that follow each other in a field. */
  readonly pairs: ReadonlySet<string>
  readonly length: number
}

/** The best hits first, at most twenty; without a word that counts, every operation as it is. */
export function rankOperations(
  operations: readonly RegisteredOperation[],
  query: string,
): readonly RegisteredOperation[] {
  const words = [...new Set(termsOf(query))]
  const wanted = words.some(word => !STOP.has(word)) ? words.filter(word => !STOP.has(word)) : words
  if (wanted.length === 0) return query.trim() === '' ? operations : []
  const exact = operations.filter(({ name }) => name === query.trim().toLowerCase().replace(/@\d+$/, ''))
  const entries = operations.map(toEntry)
  const mean = entries.reduce((sum, { length }) => sum + length, 0) / Math.max(1, entries.length)
  const scores = new Map<Entry, { score: number; found: number }>()
  for (const word of wanted) {
    const counts = entries.map(entry => ({ entry, count: countOf(entry, word) })).filter(({ count }) => count > 0)
    const rarity = Math.log(1 + (entries.length - counts.length + 0.5) / (counts.length + 0.5))
    for (const { entry, count } of counts) {
      const part = (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * entry.length) / mean))
      const known = scores.get(entry) ?? { score: 0, found: 0 }
      scores.set(entry, { score: known.score + part, found: known.found + 1 })
    }
  }
  for (let i = 1; i < wanted.length; i += 1) {
    for (const [entry, known] of scores) {
      if (entry.pairs.has(`${wanted[i - 1]} ${wanted[i]}`)) scores.set(entry, { ...known, score: known.score + PAIR })
    }
  }
  // A hit answers at least half of the words; who answers more of them stands before who answers some of them well.
  const hits = [...scores]
    .filter(([, { found }]) => found * 2 >= wanted.length)
    .sort(([a, x], [b, y]) => y.found - x.found || y.score - x.score || (a.operation.name < b.operation.name ? -1 : 1))
    .map(([{ operation }]) => operation)
  return [...exact, ...hits.filter(operation => !exact.includes(operation))].slice(0, MAX_HITS)
}

/** How much of an entry is this word; the beginning of a longer word counts half. */
function countOf({ terms }: Entry, word: string): number {
  const whole = terms.get(word)
  if (whole !== undefined) return whole
  if (word.length < 4) return 0
  let begun = 0
  for (const [term, weight] of terms) if (term.startsWith(word)) begun = Math.max(begun, weight)
  return begun / 2
}

const known = new WeakMap<RegisteredOperation, Entry>()

function toEntry(operation: RegisteredOperation): Entry {
  const kept = known.get(operation)
  if (kept !== undefined) return kept
  const terms = new Map<string, number>()
  const pairs = new Set<string>()
  let length = 0
  const take = (text: string, weight: number): void => {
    const words = termsOf(text).filter(term => !STOP.has(term))
    for (let i = 1; i < words.length; i += 1) pairs.add(`${words[i - 1]} ${words[i]}`)
    // Once per field: saying a word twice does not make an operation more about it.
    for (const term of new Set(words)) {
      terms.set(term, (terms.get(term) ?? 0) + weight)
      length += weight
    }
  }
  take(operation.name, WEIGHTS.name)
  take((operation.keywords ?? []).join(' '), WEIGHTS.keywords)
  take(operation.description, WEIGHTS.description)
  for (const side of [operation.input, operation.output]) {
    const { properties } = side.source as { readonly properties?: object }
    take(Object.keys(properties ?? {}).join(' '), WEIGHTS.fields)
  }
  const entry = { operation, terms, pairs, length }
  known.set(operation, entry)
  return entry
}

/** Lower-case words without the endings of plural and participle. */
function termsOf(text: string): string[] {
  const words =
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return words.map(stem)
}

function stem(word: string): string {
  if (/^\d/.test(word) || word.length < 4) return word
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:ss|us|is)$/.test(word)) return word
  const single = /(?:sh|ch|x|ss)es$/.test(word) ? word.slice(0, -2) : word.endsWith('s') ? word.slice(0, -1) : word
  const bare = single.replace(/(?:ing|ed)$/, '')
  return bare.length >= 4 ? bare.replace(/e$/, '') : single.replace(/e$/, '')
}
