/** Groups of rows beside each other: how many there are, what two of them differ in, the first row of each, the figures of some rows together. */

import { evaluated } from '../evaluated.ts'
import { peek } from '../peek.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import { fromTable, MOST_SHOWN_ROWS, tableAnswer } from '../tables/table-request.ts'
import { ADDITIVE, figure, inUnit } from './column-figures.ts'
import { fits } from './data-form.ts'
import type { Ask } from './data-request.ts'
import { groupAsks, hasTwins } from './group-questions.ts'
import { rankingOf } from './rank-words.ts'
import { allRows, isGrouping, isLabel, nameColumn, onlyFigure } from './row-conditions.ts'
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
    '(?<which>which )?(?:C<who> )?(?:made )?(?:with )?(?<sup>max|min|best|worst|cheapest|dearest|oldest|youngest|tallest|heaviest|fastest|slowest)(?: (?<person>earner|person|employee|student|player|seller|performer|scorer))?(?: C<who2>)?(?: (?:by |with )?C<col>)?(?: made)? by C<by>',
    words,
  )
  const { table } = request
  const by = found?.column('by')
  const named = found?.column('who') ?? found?.column('who2')
  // `highest salary per department` is a figure only.
  const isWho = found !== null && (found.text('which') !== '' || found.text('person') !== '')
  const unnamed = isWho ? (nameColumn(table) ?? undefined) : undefined
  const who = named === undefined ? unnamed : named.isNumeric ? undefined : named
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

/** `total per category, highest first`: the groups in the order of their figures. */
const askSortedGroups: Ask = (words, request): Answer | null => {
  const found =
    /^(?:(?:sort|rank) )?(?<head>.*\bby C\d+)(?: and)?(?: sort)?(?: by (?:count|sum|mean|howmany|row|C\d+))?(?: in)? (?<way>desc|asc|max first|min first)$/.exec(
      words.text,
    )?.groups
  if (found === undefined || request.ragged.length > 0) return null
  const answer = first(groupAsks, { ...words, text: found.head ?? '' }, request)
  const grouped = answer?.tasks.find(({ key }) => key === 'grouped')
  const measures = grouped?.input.measures
  const as = Array.isArray(measures) ? (measures[0] as { readonly as?: string }).as : undefined
  const shown = answer?.tasks.at(-1)
  if (answer === null || as === undefined || shown?.key !== 'shown' || !shown.dependencies.includes('grouped'))
    return null
  const by = [{ column: as, order: /^(?:desc|max)/.test(found.way ?? '') ? 'desc' : 'asc' }]
  const sorted = task(
    'sorted',
    `Sort by ${as}`.slice(0, 200),
    'table.sort',
    { rows: { $from: 'grouped', pointer: '/rows' }, by },
    ['grouped'],
  )
  const written = {
    ...shown,
    input: { ...shown.input, items: { $from: 'sorted', pointer: '/rows' } },
    dependencies: ['sorted'],
  }
  return { ...answer, tasks: [...answer.tasks.slice(0, -1), sorted, written] }
}

function first(asks: readonly Ask[], words: Parameters<Ask>[0], request: Parameters<Ask>[1]): Answer | null {
  for (const one of asks) {
    const answer = one(words, request)
    if (answer !== null) return answer
  }
  return null
}

/** `how many rows are left without exact duplicates`. */
const askOnce: Ask = (words, request): Answer | null => {
  const found = fits(
    'howmany (?:distinct row|row (?:left|remain|stay|without)(?: (?:if|when|after|without|once))?(?: (?:all|exact|full|whole))?(?: (?:remove|removing))? ?twin(?: row)?(?: (?:removed|remove|gone|deleted|dropped))?)(?: (?:col|first row) not count(?:ed)?)?',
    words,
  )
  const { table } = request
  if (found === null || request.ragged.length > 0 || request.kind === 'names' || request.isCut) return null
  const once = task('once', 'Keep each once', 'table.distinct', { rows: fromTable(table) }, [table.parse.key])
  const size = task('size', 'Count the rows', 'list.size', { items: { $from: 'once', pointer: '/rows' } }, ['once'])
  const how = `different rows of ${table.rows.length}, the line of names not counted`
  return tableAnswer(table, [once, size], 'size', withHow('{{count}}', { count: at('/count') }, how))
}

const NTH = '(?:nth N<n>|(?<nth>second|third))'

/** `second highest distinct points`: equal ones share a place. */
const askDistinctPlace: Ask = (words, request): Answer | null => {
  const found =
    fits(`(?:which )?${NTH} (?<sup>max|min) distinct C<col>`, words) ??
    fits(`(?:which )?${NTH} distinct (?<sup>max|min) C<col>`, words) ??
    fits(`(?:which )?distinct ${NTH} (?<sup>max|min) C<col>`, words)
  const column = found?.column('col')
  if (found === null || column === undefined || !column.isNumeric || request.ragged.length > 0) return null
  const ranking = { column, isLargest: found.text('sup') === 'max' }
  const rows = sortedBy(request, ranking)
  const place = { second: 2, third: 3 }[found.text('nth')] ?? Number(found.number('n'))
  const values = rows.map(row => Number(row[column.name]))
  const wanted = [...new Set(values)][place - 1]
  const measure = step(column.name)
  if (wanted === undefined || measure === null || rows.length !== request.table.rows.length) return null
  const order = { column: column.name, order: ranking.isLargest ? 'desc' : 'asc' }
  const sort = task('sorted', `Sort by ${column.name}`, 'table.sort', { rows: fromTable(request.table), by: [order] }, [
    request.table.parse.key,
  ])
  const template = request.write(column.name, `{{/rows/${values.indexOf(wanted)}/${measure}}}`)
  const how = `place ${place} of ${new Set(values).size} different values of ${column.name}`
  return tableAnswer(request.table, [sort], 'sorted', withHow(template, { rows: at('/rows') }, how))
}

/** `share of vegans`, of a column of yes and no: of rows. */
const askFlagShare: Ask = (words, request): Answer | null => {
  const found = fits('(?:which |howmuch )?share(?: row)?(?: (?<not>not))? C<flag>(?: row)?', words)
  const flag = found?.column('flag')
  const { table } = request
  if (found === null || flag === undefined || request.kind === 'names' || request.ragged.length > 0) return null
  const cells = table.rows.map(row => String(row[flag.name]))
  const isYes = (cell: string): boolean => /^(?:yes|y|true|x)$/iu.test(cell)
  if (!cells.every(cell => isYes(cell) || /^(?:no|n|false)$/iu.test(cell)) || !cells.some(isYes)) return null
  const count = cells.filter(cell => isYes(cell) !== (found.text('not') !== '')).length
  const share = (count / cells.length) * 100
  return evaluated({
    expression: `${count} / ${cells.length} * 100`,
    decimals: [0, 1].find(places => Math.abs(share - Number(share.toFixed(places))) < 1e-9) ?? 2,
    how: `${count} of ${cells.length} rows`,
    unit: '%',
  })
}

export const groupPickAsks: readonly Ask[] = [
  askFlagShare,
  askSortedGroups,
  askOnce,
  askDistinctPlace,
  askDistinct,
  askGroupMinus,
  askFirstOfEach,
  askSome,
]
