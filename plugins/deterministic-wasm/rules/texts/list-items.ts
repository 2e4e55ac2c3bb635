/** Reads a text as a list: one item per line, at semicolons or commas, or single words between blanks. Sentences are no lists. */

/** Rows of cells with numbers in one place, and a first one that names the columns: that one is no item among the others. */
export const isHeaded = (lines: readonly string[]): boolean =>
  lines.length > 2 &&
  ['\t', '|', ';', ','].some(sign => {
    const cells = lines.map(line => line.split(sign))
    const [head = [], ...rows] = cells
    return (
      head.length > 1 &&
      cells.every(row => row.length === head.length) &&
      head.every(cell => !/\d/.test(cell)) &&
      head.some((_, i) => rows.every(row => /^\s*-?\d[\d.,]*\s*$/.test(row[i] ?? '')))
    )
  })

export function itemsOf(text: string): { readonly items: readonly string[]; readonly joint: string } | null {
  const bare = withoutAsking(text.trim())
    .replace(/^[[({]([^[\](){}]*)[\])}]$/, '$1')
    .replace(/(?<=[^\d.])\.$/, '')
  const isLines = bare.includes('\n')
  if (isLines && isHeaded(bare.split('\n'))) return null
  const separator = isLines ? /\n/ : bare.includes(';') ? /;/ : bare.includes(',') ? /,/ : /\s+/
  const items = bare.split(separator).map(item =>
    item
      .trim()
      .replace(/^(?:[-*•]\s+|\d{1,3}[.)]\s+)/, '')
      .replace(/^(["'“])(.*)["'”]$/, '$2'),
  )
  if (!isLines && separator.source === ',') {
    const last = items.at(-1) ?? ''
    const parts = last.replace(/^(?:and|or|&) /i, '').split(/ (?:and|&) /i)
    items.splice(-1, 1, ...parts)
  }
  if (items.length < 2 || items.length > 400 || items.some(item => item === '' || item.length > 120)) return null
  // `1.5, 1,2, 3`: a comma inside a number, or three numbers.
  if (separator.source === ',' && /\d, /.test(bare) && /\d,\d{1,2}(?!\d)/.test(bare)) return null
  // Sentences are no lists, and single words between blanks only where nothing else stands between them.
  if (items.some(item => /[.!?]\s+\p{Lu}/u.test(item) || item.split(/\s+/).length > 6)) return null
  if (separator.source === '\\s+' && (items.length < 3 || !items.every(item => /^[\p{L}\p{N}_-]+$/u.test(item))))
    return null
  return { items, joint: isLines ? '\n' : bare.includes(';') ? '; ' : bare.includes(',') ? ', ' : ' ' }
}

/** `red, blue?`, `red, blue please`: what asks behind a list is no part of its last item. */
function withoutAsking(text: string): string {
  const bare = text
    .replace(/(?<=[^\s,;:][\s,;]+)(?:please|pls|plz|thanks|thank you|thx)[.!?]*$/iu, '')
    .replace(/[\s,]+$/u, '')
  const isOnly = bare.endsWith('?') && bare.indexOf('?') === bare.length - 1
  return isOnly ? bare.slice(0, -1) : bare
}

/** Lines with the same number of the same delimiter are rows of a table, unless they are called lines. */
export const isTable = (lines: readonly string[]): boolean =>
  [/[,]/g, /;/g, /\t/g, /\|/g].some(sign => {
    const counts = lines.map(line => line.match(sign)?.length ?? 0)
    return (counts[0] ?? 0) > 0 && counts.every(count => count === counts[0])
  })

/** `1` and `1.0` are one number in two writings, and nobody can say whether they are the same item. */
export const isNumbersTwice = (items: readonly string[]): boolean =>
  items.every(item => /^-?\d+(?:\.\d+)?$/.test(item)) && new Set(items.map(Number)).size !== new Set(items).size
