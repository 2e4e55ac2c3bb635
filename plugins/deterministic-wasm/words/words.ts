/** Words, terms and lines of a text, cut the same way as `text.count` counts them. */

const WORDS = /[\p{L}\p{M}\p{N}_]+(?:(?:['’.\-‐‑]|(?<=[0-9]),(?=[0-9]))[\p{L}\p{M}\p{N}_]+)*/gu
const TERMS = /[\p{L}\p{N}]+/gu
const LINE_END = /\r\n|\n|\r/

/** Words of prose; a hyphenated word is one. */
export const readWords = (text: string): string[] => text.match(WORDS) ?? []

/** Lower-cased runs of letters and digits. */
export const readTerms = (text: string): string[] => text.normalize('NFC').toLowerCase().match(TERMS) ?? []

/** Lines without their ends; a final line end starts no line. */
export function readLines(text: string): string[] {
  if (text === '') return []
  const lines = text.split(LINE_END)
  if (/[\r\n]$/.test(text)) lines.pop()
  return lines
}

/** Blocks of lines between empty lines, without the blanks around them. */
export function readParagraphs(text: string): string[] {
  const paragraphs: string[] = []
  let block: string[] = []
  for (const line of [...readLines(text), '']) {
    if (line.trim() !== '') block.push(line)
    else if (block.length > 0) {
      paragraphs.push(block.join('\n').trim())
      block = []
    }
  }
  return paragraphs
}
