/** `where region is West`, `with amount over 100`: one condition on one column, as the predicate of `table.filter`. */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { isEmpty } from '../../tables/cells.ts'
import { findColumn } from './find-column.ts'
import type { Column, SourceTable } from './read-table.ts'

export type Filter = {
  readonly where: JsonObject
  readonly said: string
  /** Rows that pass, to choose words by. */
  readonly count: number
}

const CONDITION =
  /^(?<rest>.*?),? (?:where|with|having|have|has|whose|for which|in which|that have|which have|for|if)(?: an?| the)? (?<condition>.+)$/i
const COMPARED =
  /^(?<column>.+?) (?:(?:is|are|was|of|equal to|equals|being) )*(?<sign>=|==|>=|<=|>|<|≥|≤|is|are|equals?|of|greater than or equal to|greater than|more than|larger than|higher than|over|above|at least|no less than|less than or equal to|less than|fewer than|smaller than|lower than|below|under|at most|no more than|exceeds|exceeding) (?<value>.+)$/i
const EQUAL = /^(?:=|==|is|are|equals?|of)$/i
const OVER = /^(?:>|greater than|more than|larger than|higher than|over|above|exceeds|exceeding)$/i
const AT_LEAST = /^(?:>=|≥|greater than or equal to|at least|no less than)$/i
const UNDER = /^(?:<|less than|fewer than|smaller than|lower than|below|under)$/i
const NUMBER = /^-?\d+(?:\.\d+)?$/

/** `unclear` where the words form a condition that is not understood wholly. */
export function readFilter(
  table: SourceTable,
  text: string,
): { readonly filter: Filter | null | 'unclear'; readonly text: string } {
  const groups = CONDITION.exec(text)?.groups
  if (groups === undefined) return { filter: null, text }
  const filter = readCondition(table, groups.condition ?? '')
  if (filter === null)
    return { filter: /\b(?:where|with|having|have|has|whose|if)\b/i.test(text) ? 'unclear' : null, text }
  return { filter, text: (groups.rest ?? '').trim() }
}

function readCondition(table: SourceTable, condition: string): Filter | null {
  const groups = COMPARED.exec(condition)?.groups
  if (groups === undefined) return named(table, condition)
  if (/ (?:and|or|but) /i.test(condition.replace(/or equal/i, ''))) return null
  const column = findColumn(table, groups.column ?? '')
  const value = (groups.value ?? '').trim().replace(/^"(.*)"$/, '$1')
  if (column === null || value === '') return null
  const sign = groups.sign ?? ''
  return EQUAL.test(sign) ? equal(table, column, value) : compared(table, column, sign, value)
}

/** `country DE`: a column, and a value that it has. */
function named(table: SourceTable, condition: string): Filter | null {
  const words = condition.trim().split(' ')
  if (words.length > 8 || / (?:and|or|but) /i.test(condition)) return null
  for (let cut = 1; cut < words.length; cut += 1) {
    const column = findColumn(table, words.slice(0, cut).join(' '))
    const value = words
      .slice(cut)
      .join(' ')
      .replace(/^"(.*)"$/, '$1')
    const filter = column === null ? null : equal(table, column, value)
    if (filter !== null) return filter
  }
  return null
}

/** Equal to one spelling of the column: the one given, or the only one that differs in case alone. */
export function equal(table: SourceTable, column: Column, value: string): Filter | null {
  const cells = new Map<string, JsonValue>()
  for (const row of table.rows) {
    const cell = row[column.name]
    if (!isEmpty(cell)) cells.set(typeof cell === 'string' ? cell : JSON.stringify(cell), cell as JsonValue)
  }
  const same = [...cells.keys()].filter(cell => cell === value)
  const like = same.length > 0 ? same : [...cells.keys()].filter(cell => cell.toLowerCase() === value.toLowerCase())
  if (like.length !== 1) return null
  const cell = cells.get(like[0] as string) as JsonValue
  const count = table.rows.filter(row => row[column.name] === cell).length
  return {
    where: { properties: { [column.name]: { const: cell } }, required: [column.name] },
    said: `${column.name} is ${like[0]}`,
    count,
  }
}

/** A predicate compares JSON numbers, so the column must be typed ones; cells as text are listed one by one. */
function compared(table: SourceTable, column: Column, sign: string, value: string): Filter | null {
  if (!column.isNumeric || !NUMBER.test(value)) return null
  const limit = Number(value)
  const [symbol, accepts] = AT_LEAST.test(sign)
    ? (['≥', (cell: number) => cell >= limit] as const)
    : OVER.test(sign)
      ? (['>', (cell: number) => cell > limit] as const)
      : UNDER.test(sign)
        ? (['<', (cell: number) => cell < limit] as const)
        : (['≤', (cell: number) => cell <= limit] as const)
  const kept = new Set<JsonValue>()
  let count = 0
  for (const row of table.rows) {
    const cell = row[column.name]
    if (isEmpty(cell) || !accepts(Number(cell))) continue
    kept.add(cell as JsonValue)
    count += 1
  }
  if (kept.size > 1_000) return null
  return {
    where: { properties: { [column.name]: { enum: [...kept] } }, required: [column.name] },
    said: `${column.name} ${symbol} ${value}`,
    count,
  }
}
