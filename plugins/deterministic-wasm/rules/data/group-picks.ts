/** Groups of rows beside each other: how many there are, what two of them differ in, the first row of each, the figures of some rows together. */

import { evaluated } from '../evaluated.ts'
import { peek } from '../peek.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import { fromTable, MOST_SHOWN_ROWS, tableAnswer } from '../tables/table-request.ts'
import { ADDITIVE, figure, inUnit } from './column-figures.ts'
import { fits } from './data-form.ts'
import type { Ask } from './data-request.ts'
import { hasTwins } from './group-questions.ts'
import { rankingOf } from './rank-words.ts'
import { allRows, isGrouping, isLabel, onlyFigure } from './row-conditions.ts'
import { takeFilters } from './row-filters.ts'
import { numberIn, sortedBy, step } from './row-ranks.ts'

/** `how many countries`: different ones. */
const askDistinct: Ask = (words, request): Answer | null => {
  const column = fits('(?:howmany|count) C<col>(?: (?:exist|count))?', words)?.column('col')
  const { table } = request
  if (column === undefined || column.isNumeric || column.isUnique || request.kind === 'names') return null
  if (column.isAmount || request.ragged.length > 0 || hasTwins(request, column)) return null
  if (table.rows.some(row => row[column.name] === '' || row[column.name] === null)) return null
  const measures = [{ column: column.name, fn: 'count_distinct', as: 'value' }]
  const count = task(
    'count',
    `Count different values of ${column.name}`,
    'table.aggregate',
    { rows: fromTable(table), measures },
    [table.parse.key],
  )
  const how = `different values of ${column.name}`
  return tableAnswer(table, [count], 'count', withHow('{{value}}', { value: at('/rows/0/value') }, how))
}

/** `difference between north and south in total`, `sum of DE minus US`. */
const askGroupMinus: Ask = (words, request): Answer | null => {
  const found =
    fits(
      '(?:sum )?diff(?: (?:sum )?C<col>)?(?: between)?(?: sum)? V<a> and V<b>(?: (?:sum )?C<col2>)?(?: sum)?',
      words,
    ) ?? fits('(?:sum )?(?:C<col> )?V<a>(?: C<col2>)? minus (?:sum )?(?:C<col3> )?V<b>(?: C<col4>)?', words)
  const { table } = request
  const column = found?.column('col') ?? found?.column('col2') ?? onlyFigure(table)
  if (found === null || column === null || !column.isNumeric || !ADDITIVE.test(column.spoken)) return null
  if (!/(?<!\p{L})(?:total|totals|sum|sums|together|overall|all)(?!\p{L})/iu.test(request.around)) return null
  const [a, b] = [found.cells('a'), found.cells('b')]
  const group = a[0]?.[0]
  if (a.length !== 1 || b.length !== 1 || group === undefined || b[0]?.[0] !== group || group.isUnique) return null
  const sums = [a, b].map(cells => {
    const rows = table.rows.filter(row => row[group.name] === cells[0]?.[1])
    return rows.map(row => numberIn(row, column))
  })
  if (sums.some(cells => cells.length === 0 || cells.includes(null)) || sums.flat().length > 40) return null
  const [x, y] = sums.map(cells => `(${cells.join(' + ')})`) as [string, string]
  const total = (cells: readonly (string | null)[] | undefined): number =>
    (cells ?? []).reduce((sum, cell) => sum + Number(cell), 0)
  const isFlipped = words.text.includes('diff') && total(sums[0]) < total(sums[1])
  const how = `sums of ${column.name}: ${String(a[0]?.[1])} and ${String(b[0]?.[1])}`
  return inUnit(evaluated({ expression: isFlipped ? `${y} - ${x}` : `${x} - ${y}`, how }), column, request)
}

/** `best customer per country`: the first row of each group. */
const askFirstOfEach: Ask = (words, request): Answer | null => {
  const found = fits(
    '(?:which )?(?:C<who> )?(?:with )?(?<sup>max|min|best|worst|cheapest|dearest|oldest|youngest|tallest|heaviest|fastest|slowest)(?: C<who2>)?(?: (?:by |with )?C<col>)? by C<by>',
    words,
  )
  const { table } = request
  const by = found?.column('by')
  const named = found?.column('who') ?? found?.column('who2')
  // `highest salary per department` is a figure only.
  const who = named?.isNumeric === true ? undefined : named
  const measured = found?.column('col') ?? (named?.isNumeric === true ? named : undefined)
  if (found === null || by === undefined || who === undefined || !isGrouping(by) || by.isUnique) return null
  if (request.kind === 'names' || request.ragged.length > 0 || !who.isUnique || who === by) return null
  if (/(?<!\p{L})per(?!\p{L})/iu.test(request.around) && by.isNumeric) return null
  const ranking = rankingOf(found.text('sup'), measured, request)
  if (ranking === null || isLabel(table, ranking.column) || hasTwins(request, by)) return null
  const sorted = sortedBy(request, ranking)
  if (sorted.length !== table.rows.length) return null
  const groups = [...new Set(table.rows.map(row => row[by.name]))]
  const [place, name, value] = [step(by.name), step(who.name), step(ranking.column.name)]
  if (place === null || name === null || value === null || groups.length > 50) return null
  const lines: string[] = []
  for (const group of groups) {
    const places = sorted.flatMap((row, i) => (row[by.name] === group ? [i] : []))
    const [first, second] = places
    if (first === undefined || group === '' || group === null) return null
    const isTied =
      second !== undefined &&
      Number(sorted[first]?.[ranking.column.name]) === Number(sorted[second]?.[ranking.column.name])
    if (isTied) return null
    lines.push(
      `- {{/rows/${first}/${place}}}: {{/rows/${first}/${name}}} (${request.write(ranking.column.name, `{{/rows/${first}/${value}}}`)})`,
    )
  }
  const order = { column: ranking.column.name, order: ranking.isLargest ? 'desc' : 'asc' }
  const sort = task('sorted', `Sort by ${ranking.column.name}`, 'table.sort', { rows: fromTable(table), by: [order] }, [
    table.parse.key,
  ])
  const how = `the ${ranking.isLargest ? 'largest' : 'smallest'} ${ranking.column.name} of each ${by.name}`
  return tableAnswer(table, [sort], 'sorted', withHow(lines.join('\n'), { rows: at('/rows') }, how))
}

/** `sales of North in Feb`, `sales in February`: one cell, or what several rows have together. */
const askSome: Ask = (words, request): Answer | null => {
  if (request.ragged.length > 0 || request.kind === 'names') return null
  if (
    /(?<!\p{L})(?:out|when|need|want|left|list|show|each|every|only|just|per|by|with|which)(?!\p{L})/iu.test(
      request.around,
    )
  )
    return null
  const found = takeFilters(words, request)
  const caught = found === null ? null : fits('(?:howmuch |howmany )?C<col>(?: made)?', found.words)
  const column = caught?.column('col')
  if (found === null || column === undefined || !column.isNumeric || isLabel(found.whole, column)) return null
  if (found.columns.includes(column.name) || /[<≤≥>]/.test(found.said)) return null
  const { rows } = found.request.table
  if (rows.length === 0 || (rows.length > 1 && !ADDITIVE.test(column.spoken))) return null
  if (rows.length > MOST_SHOWN_ROWS || found.isJoined) return null
  const seen = peek('table.aggregate', { rows: [...rows], measures: [{ column: column.name, fn: 'sum', as: 'value' }] })
  const answer = seen === null ? null : figure(found.request, allRows(found.request), 'sum', column)
  if (answer === null) return null
  const how =
    rows.length === 1
      ? `${column.name}, where ${found.said}`
      : `${column.name} added over ${rows.length} rows, where ${found.said}`
  return {
    ...answer,
    tasks: [request.table.parse, ...answer.tasks],
    reply: {
      ...answer.reply,
      values: { ...answer.reply.values, how: literal(how.replace(/^[a-z]/, first => first.toUpperCase())) },
    },
  }
}

export const groupPickAsks: readonly Ask[] = [askDistinct, askGroupMinus, askFirstOfEach, askSome]
