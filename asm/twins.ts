/**
 * JavaScript twins of the WASM paths, as an experienced developer writes them by hand. Benchmarks race against them and
 * property tests hold the WASM to their answers; no operation runs them.
 */

const pointsOf = (text: string): number[] => Array.from(text, sign => sign.codePointAt(0)!)

/** Levenshtein distance over code points, one row of the table (Wagner and Fischer 1974). */
export function distanceTwin(a: string, b: string): number {
  const left = pointsOf(a)
  const right = pointsOf(b)
  const row = Uint32Array.from({ length: right.length + 1 }, (_, i) => i)
  for (let i = 1; i <= left.length; i += 1) {
    let diagonal = row[0]!
    row[0] = i
    for (let j = 1; j <= right.length; j += 1) {
      const above = row[j]!
      row[j] = left[i - 1] === right[j - 1] ? diagonal : 1 + Math.min(diagonal, above, row[j - 1]!)
      diagonal = above
    }
  }
  return row[right.length]!
}

const masks = new Uint32Array(0x110000)

/** The same by bit vectors of 32 rows (Myers 1999), the fastest form known for JavaScript. */
export function bitDistanceTwin(a: string, b: string): number {
  const [left, right] = a.length < b.length ? [pointsOf(b), pointsOf(a)] : [pointsOf(a), pointsOf(b)]
  const plus = new Uint8Array(right.length).fill(1)
  const minus = new Uint8Array(right.length)
  for (let start = 0; start < left.length; start += 32) {
    const rows = Math.min(32, left.length - start)
    for (let i = 0; i < rows; i += 1) masks[left[start + i]!]! |= 1 << i
    let vp = -1
    let vn = 0
    for (let j = 0; j < right.length; j += 1) {
      const eq = masks[right[j]!]!
      const xv = eq | vn
      const carried = eq | minus[j]!
      const xh = (((carried & vp) + vp) ^ vp) | carried
      const hp = vn | ~(xh | vp)
      const hn = vp & xh
      const top = (hp << 1) | plus[j]!
      plus[j] = (hp >>> (rows - 1)) & 1
      vp = (hn << 1) | minus[j]! | ~(xv | top)
      vn = top & xv
      minus[j] = (hn >>> (rows - 1)) & 1
    }
    for (let i = 0; i < rows; i += 1) masks[left[start + i]!] = 0
  }
  let distance = left.length
  for (let j = 0; j < right.length; j += 1) distance += plus[j]! - minus[j]!
  return distance
}

export type CountTwin = { characters: number; words: number; lines: number; sentences: number }

const WORDS = /[\p{L}\p{M}\p{N}_]+(?:(?:['’.\-‐‑]|(?<=[0-9]),(?=[0-9]))[\p{L}\p{M}\p{N}_]+)*/gu

/** Code points, words, lines and sentences, by the language's own means. */
export function countTwin(text: string): CountTwin {
  let characters = 0
  for (const _ of text) characters += 1
  const lines = text.split(/\r\n|\n|\r/).length - (text === '' || /[\r\n]$/.test(text) ? 1 : 0)
  return { characters, words: text.match(WORDS)?.length ?? 0, lines, sentences: sentencesTwin(text).length }
}

const MARKS =
  /(?<word>[\p{L}\p{M}\p{N}_]+)|(?<full>[。！？][。！？」』.!?…"')\]’”»]*)|(?<stop>[.!?…][.!?…"')\]’”»]*)|(?<gap>(?:\r\n|\n|\r(?!\n))[^\S\r\n]*[\r\n])/gu
const ALWAYS = new Set(
  'mr mrs ms mx dr prof st vs e.g i.e cf no nr vol fig approx dept est gen sen rep gov hon rev capt sgt lt col pres z.b bzw ca pp ed eds al'.split(
    ' ',
  ),
)
const SOMETIMES = new Set('etc inc ltd co corp jr sr a.m p.m u.s u.k usw ph.d b.c a.d'.split(' '))

/** The sentences of a text. */
export function sentencesTwin(text: string): string[] {
  const sentences: string[] = []
  let start = 0
  let hasWord = false
  let hasLetter = false
  const end = (at: number): void => {
    sentences.push(text.slice(start, at).trim())
    start = at
    hasWord = false
    hasLetter = false
  }
  for (const match of text.matchAll(MARKS)) {
    const { word, full, stop, gap } = match.groups ?? {}
    const after = match.index + match[0].length
    if (word !== undefined) {
      hasWord = true
      hasLetter ||= /[^0-9]/.test(word)
    } else if (!hasWord) continue
    else if (full !== undefined || gap !== undefined) end(after)
    else if (stop !== undefined && endsSentence(text, start, match.index, stop, hasLetter)) end(after)
  }
  if (hasWord) end(text.length)
  return sentences
}

function endsSentence(text: string, start: number, at: number, stop: string, hasLetter: boolean): boolean {
  const rest = text.slice(at + stop.length, at + stop.length + 4_096)
  if (rest === '') return true
  if (!/^\s/.test(rest)) return false
  const next = rest.replace(/^\s+/, '')[0] ?? ''
  if (stop === '.') return hasLetter && !isAbbreviated(text.slice(start, at), next)
  const isInside = /["')\]’”»]$/.test(stop) || stop[0] === '…' || stop.startsWith('.')
  return !(isInside && next >= 'a' && next <= 'z')
}

function isAbbreviated(before: string, next: string): boolean {
  const run = /[A-Za-z.]{0,8}$/.exec(before.slice(-8))?.[0] ?? ''
  if (run.length === 0 || run.length === 8 || /[0-9_\u0080-\uffff]/.test(before.at(-1 - run.length) ?? '')) return false
  if (run.length === 1) return run >= 'A' && run <= 'Z' && run !== 'I'
  const word = run.toLowerCase()
  return ALWAYS.has(word) || (SOMETIMES.has(word) && /[a-z0-9]/.test(next))
}

/** BM25 scores (k1 = 1.2, b = 0.75) over lower-cased runs of letters and digits. */
export function scoreTwin(texts: readonly string[], query: string): number[] {
  const termsOf = (text: string): string[] =>
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  const documents = texts.map(text => {
    const counts = new Map<string, number>()
    const terms = termsOf(text)
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
    return { counts, length: terms.length }
  })
  const average = documents.reduce((sum, { length }) => sum + length, 0) / documents.length
  const scores = texts.map(() => 0)
  for (const term of termsOf(query)) {
    const holders = documents.filter(({ counts }) => counts.has(term)).length
    const idf = Math.log(1 + (documents.length - holders + 0.5) / (holders + 0.5))
    for (const [i, { counts, length }] of documents.entries()) {
      const seen = counts.get(term) ?? 0
      if (seen > 0) scores[i]! += (idf * seen * 2.2) / (seen + 1.2 * (0.25 + (0.75 * length) / average))
    }
  }
  return scores
}

/** Number of edits of a shortest script and which elements it touches (Myers 1986), rounds kept as arrays. */
export function diffTwin(a: readonly string[], b: readonly string[]): { removed: boolean[]; added: boolean[] } {
  const removed = a.map(() => false)
  const added = b.map(() => false)
  const rounds: Map<number, number>[] = []
  let furthest = new Map<number, number>([[1, 0]])
  for (let d = 0; d <= a.length + b.length; d += 1) {
    rounds.push(new Map(furthest))
    for (let k = -d; k <= d; k += 2) {
      const isDown = k === -d || (k !== d && furthest.get(k - 1)! < furthest.get(k + 1)!)
      let x = isDown ? furthest.get(k + 1)! : furthest.get(k - 1)! + 1
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1
      furthest.set(k, x)
      if (x < a.length || x - k < b.length) continue
      for (let back = d, at = k; back > 0; back -= 1) {
        furthest = rounds[back]!
        const wasDown = at === -back || (at !== back && furthest.get(at - 1)! < furthest.get(at + 1)!)
        at += wasDown ? 1 : -1
        const from = furthest.get(at)!
        if (wasDown) added[from - at] = true
        else removed[from] = true
      }
      return { removed, added }
    }
  }
  return { removed, added }
}
