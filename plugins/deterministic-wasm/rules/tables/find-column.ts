/** The column that words mean: the same words, in any case, with underscores, singular or plural. Two candidates mean none. */
import type { Column, SourceTable } from './read-table.ts'
import { speak } from './read-table.ts'

const DECORATION =
  /^(?:the |all |each |every |its |their |different |distinct |unique )+|(?: (?:columns?|fields?|values?|figures?|numbers?|cells?))$/gi

export function findColumn(table: SourceTable, words: string): Column | null {
  // `total / nights` is no column called so.
  if (/^\s*[/*+×÷]/u.test(words)) return null
  const exact = table.columns.filter(({ name }) => name === words.trim())
  if (exact.length === 1) return exact[0] as Column
  const wanted = speak(words.trim().replace(/^["'`]|["'`]$/g, ''))
  const bare = wanted.replace(DECORATION, '').replace(DECORATION, '')
  for (const name of new Set([wanted, bare])) {
    const same = table.columns.filter(({ spoken }) => spoken === name || singular(spoken) === singular(name))
    if (same.length === 1) return same[0] as Column
    if (same.length > 1) return null
  }
  return shortened(table, bare)
}

/** The column of exactly these words, in any number and case, or in short; nothing is taken off them. */
export function spokenColumn(table: SourceTable, words: string): Column | null {
  const wanted = speak(words)
  const same = table.columns.filter(({ spoken }) => spoken === wanted)
  const like = same.length > 0 ? same : table.columns.filter(({ spoken }) => singular(spoken) === singular(wanted))
  if (like.length > 0) return like.length === 1 ? (like[0] as Column) : null
  return shortened(table, wanted)
}

/** `temperature` for a column `temp`, `qty` for `quantity`: one word on both sides, and one column it can be. */
function shortened(table: SourceTable, word: string): Column | null {
  const wanted = SHORT[word] ?? word
  const like = table.columns.filter(({ spoken }) => {
    const own = SHORT[spoken] ?? spoken
    const isBegin = own.length >= 3 && wanted.length > own.length + 2 && singular(wanted).startsWith(own)
    return (
      own === singular(wanted) || own === wanted || (isBegin && /^\p{L}+$/u.test(wanted + own) && ABBREVIATED.test(own))
    )
  })
  return like.length === 1 ? (like[0] as Column) : like.length === 0 ? inItsUnit(table, wanted) : null
}

/** `weight` where one column is called `kg`. */
function inItsUnit(table: SourceTable, word: string): Column | null {
  const units = UNITS[word]
  const like =
    units === undefined ? [] : table.columns.filter(({ spoken, isNumeric }) => isNumeric && units.test(spoken))
  return like.length === 1 ? (like[0] as Column) : null
}

const UNITS: Readonly<Record<string, RegExp>> = {
  weight: /^(?:kg|g|lbs?|kilos?|grams?|tons?)$/u,
  distance: /^(?:km|mi|miles|kilomet(?:er|re)s)$/u,
  height: /^cm$/u,
  duration: /^(?:min|mins|minutes|hours|hrs|h|seconds|sec|s)$/u,
  temperature: /^(?:c|°c|celsius|f|°f|degrees)$/u,
}

const SHORT: Readonly<Record<string, string>> = {
  qty: 'quantity',
  amt: 'amount',
  temp: 'temperature',
  dept: 'department',
  cust: 'customer',
  pts: 'points',
}
/** Beginnings that are no words of their own: `cat` begins `category`, and is a cat. */
const ABBREVIATED =
  /^(?:temp|quant|dept|depart|cust|prod|desc|addr|tel|pop|pct|cat|cnt|num|avg|max|min|dist|dur|hrs|yr|yrs|mon)$/

export const singular = (name: string): string =>
  name
    .replace(/(?:ies)$/, 'y')
    .replace(/(ss|x|ch|sh)es$/, '$1')
    .replace(/([^s])s$/, '$1')
