/**
 * Words for how things stand, where a column says it: `unpaid` of a column `paid` with yes and no, `open orders` of a column with that
 * value, `not paid`. What the column does not have as a value is left as it was said.
 */
import type { Column, SourceTable } from '../tables/read-table.ts'

const YES = /^(?:yes|y|true|done|1|x|✓)$/iu
const NO = /^(?:no|n|false|open|0|-|✗)$/iu
const STATE = /(?<!\p{L})(?:status|state|paid|payment|result|stage|outcome|condition|answer|progress|done)(?!\p{L})/u
/** What somebody does with it: `who paid the most`, `how much was paid by Acme`. */
const DOES =
  /(?<!\p{L})(?:who|which \p{L}+|what|i|we|you|he|she|they|how much (?:has|did|have) \p{L}+) (?:has |have |had )?$/iu

type Flag = { readonly column: Column; readonly yes: string; readonly no: string }

/** A column of nothing but yes and no. */
function flagOf({ rows, columns }: SourceTable, called: RegExp): Flag | null {
  const flags = columns.flatMap(column => {
    if (!called.test(column.spoken)) return []
    const cells = [...new Set(rows.map(row => row[column.name]))].map(cell => String(cell))
    const [yes, no] = [cells.find(cell => YES.test(cell)), cells.find(cell => NO.test(cell))]
    return cells.length === 2 && yes !== undefined && no !== undefined ? [{ column, yes, no }] : []
  })
  return flags.length === 1 ? (flags[0] as Flag) : null
}

/** Cells of the one column of states, in the case they have there. */
function statesOf({
  rows,
  columns,
}: SourceTable): { readonly column: Column; readonly cells: readonly string[] } | null {
  const states = columns.filter(({ spoken, isNumeric, isUnique }) => !isNumeric && !isUnique && STATE.test(spoken))
  const [column, more] = states
  if (column === undefined || more !== undefined) return null
  const cells = [...new Set(rows.map(row => row[column.name]))].filter(cell => typeof cell === 'string' && cell !== '')
  return cells.length < 2 || cells.length > 8 ? null : { column, cells: cells as string[] }
}

export function statusWords(text: string, table: SourceTable): string {
  if (/["“”]/.test(text)) return text
  const paid = flagOf(table, /^(?:paid|is paid|settled)$/u)
  if (paid !== null) {
    const { column, yes, no } = paid
    return text
      .replace(
        /(?<!\p{L})(?:unpaid|not(?: yet)? (?:been )?paid|outstanding|still (?:open|owed|due))(?!\p{L})/giu,
        `where "${column.name}" = "${no}"`,
      )
      .replace(
        /(?<!["\p{L}])(?:already |fully )?paid(?= (?:ones|invoices?|orders?|bills?|amounts?|items?)(?!\p{L}))/giu,
        `where "${column.name}" = "${yes}"`,
      )
  }
  const done = flagOf(table, /^(?:done|completed?|finished|closed|resolved)$/u)
  if (done !== null) {
    const is = `where "${done.column.name}" = "${done.no}"`
    return text
      .replace(
        new RegExp(
          `(?<!\\p{L})(?:(?:still )?(?:open|unfinished|incomplete|undone|unresolved|to do|todo)|not (?:yet )?${done.column.spoken}(?: yet)?)(?!\\p{L})`,
          'giu',
        ),
        is,
      )
      .replace(
        /^(.*?)(where "[^"]+" = "[^"]+") (tasks?|items?|ones|tickets?|bugs|jobs|orders?)(?!\p{L})(.*)$/iu,
        '$1$3$4 $2',
      )
  }
  const states = statesOf(table)
  if (states === null) return text
  const has = (word: string): string | undefined => states.cells.find(cell => cell.toLowerCase() === word.toLowerCase())
  let said = text
  // `unpaid` is what is not paid, where no cell says so itself.
  const paidCell = has('paid')
  if (paidCell !== undefined && has('unpaid') === undefined)
    said = said.replace(/(?<!\p{L})(?:unpaid|not(?: yet)? (?:been )?paid)(?!\p{L})/giu, `not "${paidCell}"`)
  for (const cell of states.cells) {
    if (!/^[\p{L}-]{3,20}$/u.test(cell) || new RegExp(`"${cell}"`, 'iu').test(said)) continue
    const word = new RegExp(`(?<!["\\p{L}])(?:(?:still|already|now|currently) )?${cell}(?!["\\p{L}])`, 'giu')
    if ([...said.matchAll(word)].some(({ index }) => DOES.test(said.slice(0, index)))) return text
    said = said.replace(word, `"${cell}"`)
  }
  return said
}
