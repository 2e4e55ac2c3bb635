/**
 * Cuts Markdown that is still being written into blocks that are through and the one that is not, so that a stream parses its
 * last block again and no other. A cut is made at a blank line outside of fences, formulas and lists; where in doubt, none is made.
 */

const FENCE = /^ {0,3}(`{3,}|~{3,})/
const FORMULA = /^ {0,3}\$\$\s*$/
const STAYS_OPEN = /^(\s|[-*+] |\d{1,9}[.)] |>|\|)/

/** The blocks together are the text. */
export function splitBlocks(text: string): readonly string[] {
  const blocks: string[] = []
  let start = 0
  let fence: string | null = null
  let at = 0
  let isBlank = false
  let canCut = false
  while (at < text.length) {
    const found = text.indexOf('\n', at)
    const end = found === -1 ? text.length : found + 1
    const line = text.slice(at, end)
    if (fence !== null) {
      if (closes(line, fence)) fence = null
      isBlank = false
    } else if (line.trim() === '') isBlank = true
    else {
      // A block that a list, a quotation or a table began may go on after a blank line.
      if (isBlank && canCut && !/^\s/.test(line)) {
        blocks.push(text.slice(start, at))
        start = at
        canCut = false
      }
      if (start === at) canCut = !STAYS_OPEN.test(line) || /^\|/.test(line)
      else if (isBlank && !STAYS_OPEN.test(line)) {
        blocks.push(text.slice(start, at))
        start = at
        canCut = true
      }
      isBlank = false
      fence = FENCE.exec(line)?.[1] ?? (FORMULA.test(line) ? '$$' : null)
    }
    at = end
  }
  if (start < text.length) blocks.push(text.slice(start))
  return blocks
}

function closes(line: string, fence: string): boolean {
  if (fence === '$$') return FORMULA.test(line)
  const mark = FENCE.exec(line)?.[1]
  return mark !== undefined && mark[0] === fence[0] && mark.length >= fence.length && line.trim() === mark
}
