/** The part of a text around the first word that was looked for, with the places that matched. It folds case and accents like the index. */
import type { ChatHit } from '#contracts/chat'

type Snippet = Pick<NonNullable<ChatHit['match']>, 'snippet' | 'marks'>

const WORD = /[\p{L}\p{N}\p{M}]+/gu
const CHARS_BEFORE = 48
const CHARS_AFTER = 96

export const fold = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** `words` are beginnings of words, folded. A text without any of them gives its beginning. */
export function cutSnippet(text: string, words: readonly string[]): Snippet {
  const first = findFirst(text, words)
  const start = first <= CHARS_BEFORE ? 0 : wordEdge(text, first - CHARS_BEFORE)
  const end = Math.min(text.length, first + CHARS_AFTER)
  const cut = end === text.length ? end : wordEdge(text, end)
  const lead = start === 0 ? '' : '…'
  const part = text.slice(start, Math.max(cut, first)).replaceAll(/\s/g, ' ').toWellFormed()
  const marks: [number, number][] = []
  for (const { 0: word, index } of part.matchAll(WORD))
    if (isMatch(word, words)) marks.push([lead.length + index, lead.length + index + word.length])
  return { snippet: `${lead}${part}${cut < text.length ? '…' : ''}`, marks }
}

function findFirst(text: string, words: readonly string[]): number {
  for (const { 0: word, index } of text.matchAll(WORD)) if (isMatch(word, words)) return index
  return 0
}

const isMatch = (word: string, words: readonly string[]): boolean => {
  const folded = fold(word)
  return words.some(wanted => folded.startsWith(wanted))
}

/** The next blank from there on, unless a word is longer than anyone reads. */
function wordEdge(text: string, from: number): number {
  const at = text.slice(from, from + 32).search(/\s/)
  return at === -1 ? from : from + at
}
