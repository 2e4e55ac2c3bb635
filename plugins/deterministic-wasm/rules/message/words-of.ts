/** One piece of a message in the forms that rules read: as written, with numbers as digits, in plain numbers, and its core. */
import { replaceNumberWords } from './number-words.ts'
import { plainNumbers } from './plain-numbers.ts'
import type { Clause } from './read-message.ts'
import { stripCourtesy } from './strip-courtesy.ts'
import { mendTypos } from './typos.ts'

type Words = Pick<Clause, 'text' | 'worded' | 'plain' | 'core' | 'opener'>

/** A message is read with and without what stands around it, so most pieces come twice. */
const MOST_KNOWN = 256
const known = new Map<string, Words>()

export function wordsOf(piece: string): Words {
  let words = known.get(piece)
  if (words === undefined) {
    if (known.size >= MOST_KNOWN) known.clear()
    words = read(piece)
    known.set(piece, words)
  }
  return words
}

function read(piece: string): Words {
  const written = mendTypos(piece)
    .replace(/[’‘]/g, "'")
    .replace(/(?: (?:in|of|from|for|on))?:\s*$/i, '')
    .replace(/[ \t]+/g, ' ')
  const { text, opener } = stripCourtesy(written)
  const plain = plainNumbers(text)
  return { text, worded: replaceNumberWords(text), plain, core: stripCourtesy(plain).core, opener }
}
