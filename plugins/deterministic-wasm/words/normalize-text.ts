/** Normal forms of a text: Unicode form, accents, letter case, blanks. No locale takes part (rule D1). */

export type NormalForm = {
  readonly case?: 'lower' | 'upper' | 'title'
  readonly collapse_whitespace?: boolean
  readonly strip_accents?: boolean
  readonly form?: 'NFC' | 'NFKC'
}

const COMBINING = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+/g
/** Letters with a stroke have no decomposition. */
const STROKED: Readonly<Record<string, string>> = {
  đ: 'd',
  Đ: 'D',
  ħ: 'h',
  Ħ: 'H',
  ł: 'l',
  Ł: 'L',
  ø: 'o',
  Ø: 'O',
  ŧ: 't',
  Ŧ: 'T',
}
const STROKES = /[đĐħĦłŁøØŧŦ]/g
const BLANKS = /[\s\u0085]+/g
const TITLE_WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu

/** Form first, so that compatibility letters take part in the rest; form again, because case can undo it. */
export function normalizeText(text: string, options: NormalForm): string {
  const form = options.form ?? 'NFC'
  let result = text.normalize(form)
  if (options.strip_accents === true) {
    result = result
      .normalize('NFD')
      .replace(COMBINING, '')
      .replace(STROKES, letter => STROKED[letter] ?? letter)
  }
  if (options.case === 'lower') result = result.toLowerCase()
  else if (options.case === 'upper') result = result.toUpperCase()
  else if (options.case === 'title') result = result.toLowerCase().replace(TITLE_WORD, toTitle)
  result = result.normalize(form)
  return options.collapse_whitespace === true ? result.replace(BLANKS, ' ').trim() : result
}

function toTitle(word: string): string {
  const first = String.fromCodePoint(word.codePointAt(0)!)
  const [head, ...tail] = first.toUpperCase()
  return (head ?? '') + tail.join('').toLowerCase() + word.slice(first.length)
}
