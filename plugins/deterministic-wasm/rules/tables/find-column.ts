/** The column that words mean: the same words, in any case, with underscores, singular or plural. Two candidates mean none. */
import type { Column, SourceTable } from './read-table.ts'
import { speak } from './read-table.ts'

const DECORATION =
  /^(?:the |all |each |every |its |their |different |distinct |unique )+|(?: (?:columns?|fields?|values?|figures?|numbers?|cells?))$/gi

export function findColumn(table: SourceTable, words: string): Column | null {
  const exact = table.columns.filter(({ name }) => name === words.trim())
  if (exact.length === 1) return exact[0] as Column
  const wanted = speak(words.trim().replace(/^["'`]|["'`]$/g, ''))
  const bare = wanted.replace(DECORATION, '').replace(DECORATION, '')
  for (const name of new Set([wanted, bare])) {
    const same = table.columns.filter(({ spoken }) => spoken === name || singular(spoken) === singular(name))
    if (same.length === 1) return same[0] as Column
    if (same.length > 1) return null
  }
  return null
}

const singular = (name: string): string =>
  name
    .replace(/(?:ies)$/, 'y')
    .replace(/(ss|x|ch|sh)es$/, '$1')
    .replace(/([^s])s$/, '$1')
