/**
 * A table without its row of totals, which would be counted twice: left out where the words ask for it, or where each of its figures is
 * the sum of those above it. Any other such row makes the table none.
 */
import type { FoundTable } from './find-table.ts'

const TOTAL = /^\s*"?[*_]*(?:(?:grand|sub|overall) ?-?)?(?:totals?|sum|gesamt|summe)[*_]*\s*:?[*_]*"?\s*$/iu
const NUMBER = /^-?\d{1,12}(?:\.\d{1,6})?$/

/** Words that leave the row of totals out. */
export const LEFT_OUT =
  /[,;.]? ?\(?(?:and |but |please )*(?:ignor(?:e|ing)|leav(?:e|ing) out|exclud(?:e|ing)|without|skip(?:ping)?|(?:do not|don't|not) count(?:ing)?|omit(?:ting)?|disregard(?:ing)?)(?: the| any| that)? (?:"?(?:grand |sub)?(?:totals?|sum)"?)(?: (?:row|line)s?)?(?: at the (?:end|bottom))?\)?/iu

/** The table without that row, or null where there is none or it must stay. */
export function withoutTotals(found: FoundTable, isAsked: boolean): FoundTable | null {
  const isMarkdown = found.format === 'markdown'
  const delimiter = isMarkdown ? '|' : found.delimiter
  const lines = found.text.split('\n')
  const cellsOf = (line: string): string[] =>
    (isMarkdown ? line.trim().replace(/^\||\|$/g, '') : line).split(delimiter).map(cell => cell.trim())
  const totals = lines.flatMap((line, i) => (i > 0 && cellsOf(line).some(cell => TOTAL.test(cell)) ? [i] : []))
  const [place, more] = totals
  if (place === undefined || more !== undefined || found.text.includes('"')) return null
  const rest = lines.filter((_, i) => i !== place)
  if (!isAsked) {
    if (place !== lines.length - 1) return null
    // Amounts with a currency sign or a decimal comma are compared as the numbers that they are.
    const bare = (cell: string): string =>
      cell.replace(/^[*_]*[€$£]? ?| ?[€$£]?[*_]*$/g, '').replace(delimiter === ',' ? /(?!)/ : /,(?=\d{1,2}$)/, '.')
    const rows = rest
      .slice(1)
      .filter(line => !/^[\s|:-]+$/.test(line))
      .map(line => cellsOf(line).map(bare))
    const figures = cellsOf(lines[place] as string)
      .map(bare)
      .flatMap((cell, at) => (NUMBER.test(cell) ? [{ cell, at }] : []))
    const isSum = ({ cell, at }: { cell: string; at: number }): boolean =>
      rows.every(row => NUMBER.test(row[at] ?? '')) &&
      Math.abs(rows.reduce((sum, row) => sum + Number(row[at]), 0) - Number(cell)) < 1e-6
    if (rows.length < 2 || figures.length === 0 || !figures.every(isSum)) return null
  }
  return rest.length < 2 ? null : { ...found, text: rest.join('\n') }
}
