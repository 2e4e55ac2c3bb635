/** Names that a composed question asks for: of the rows that meet its conditions, or of the first ones in an order. */
import type { JsonValue } from '#contracts/json-value'
import { isEmpty } from '../../../tables/cells.ts'
import { type Answer, at, literal, task, withHow } from '../../rule.ts'
import { type Column, isUnitPrice, type SourceTable } from '../../tables/read-table.ts'
import { fromTable, MOST_SHOWN_ROWS } from '../../tables/table-request.ts'
import { MOST_THINGS } from '../filtered-questions.ts'
import { bestGroup } from '../group-questions.ts'
import { step } from '../row-ranks.ts'
import { figures } from './answer-figures.ts'
import { clockColumn, dateColumn, edgeOf, isClocked, isDated, isFigure, rowsName } from './columns.ts'
import { isNamed, type Kept, others, withSaid } from './kept.ts'
import type { Query } from './read-query.ts'
import { PERSON_COLUMN } from './vocabulary.ts'

/** Whose or what cells are asked for. */
function asked(query: Query, kept: Kept): Column | null {
  const { ask } = query
  const { whole } = kept
  const [named, more] = others(query, kept)
  if (more !== undefined) return null
  // `who has open tasks` asks for nobody's task.
  if (named !== undefined) return ask === 'who' && !PERSON_COLUMN.test(named.spoken) ? rowsName(whole, true) : named
  if (ask === 'when') return dateColumn(whole) ?? clockColumn(whole)
  if (ask === 'where') {
    const places = whole.columns.filter(
      ({ spoken, isNumeric }) =>
        !isNumeric &&
        /(?<!\p{L})(?:city|town|place|where|country|location|shop|store|room|venue|region|address|cafe|restaurant|hotel)(?!\p{L})/u.test(
          spoken,
        ),
    )
    return places.length === 1 ? (places[0] as Column) : null
  }
  return rowsName(
    whole,
    ask === 'who' || /(?<!\p{L})(?:people|persons?|everyone|everybody|anyone)(?!\p{L})/iu.test(kept.request.around),
  )
}

export function names(query: Query, kept: Kept): Answer | null {
  const { ask, conditions, soft, isRow } = query
  const { request, whole, said } = kept
  const figured = query.columns.filter(column => isFigure(whole, column))
  if (conditions.length === 0) return different(query, kept)
  if (figured.length > 0 || (soft !== null && ask === 'what')) {
    if (!/^(?:|what|list)$/.test(ask) || isRow || others(query, kept).length > 0) return null
    // One row's figure, or all of them together where they add up.
    return request.table.rows.length === 1 || (ask !== 'list' && figured.length < 2)
      ? figures({ ...query, ask: 'howmuch' }, kept)
      : null
  }
  if (soft !== null) return null
  const who = asked(query, kept)
  if (who === null || conditions.some(({ column }) => column === who.name)) return null
  // `who is done` of tasks and their owners: of one task, or of all that they have.
  if (
    ask === 'who' &&
    !who.isUnique &&
    !isRow &&
    others(query, kept).length === 0 &&
    !conditions.some(({ column }) => isNamed(whole, column))
  )
    return null
  const isCompared = /[<≤≥>]| is from /.test(said)
  // Without a word that asks, what the rows are must have been said.
  if (ask === '' && !isRow && others(query, kept).length === 0) return null
  if (ask === 'list' && !isRow && others(query, kept).length === 0 && !isCompared && !/ is /.test(said)) return null
  if (
    ask === 'what' &&
    query.hasCell &&
    others(query, kept).length === 0 &&
    !isRow &&
    !query.isVerb &&
    conditions.length > 1
  )
    return null
  // Somebody in several rows: more than 75 may be meant of all of them together.
  if (!who.isUnique && /[<≤≥>]| is from | not /.test(said)) return null
  const name = step(who.name)
  const cells = request.table.rows.map(row => row[who.name])
  if (name === null || cells.length > MOST_SHOWN_ROWS) return null
  const written = cells.flatMap((cell, i) => (isEmpty(cell) || cells.indexOf(cell) !== i ? [] : [i]))
  if (cells.length > 0 && cells.some(cell => isEmpty(cell))) return null
  if (cells.length === 0)
    return {
      tasks: [request.table.parse],
      answer: request.table.parse.key,
      reply: { template: '{{none}}', values: { none: literal(`None: no row where ${said}.`) } },
      usesData: request.table.usesData,
    }
  const lines = written.map(i => `{{/rows/${i}/${name}}}`)
  return {
    tasks: [request.table.parse],
    answer: request.table.parse.key,
    reply: withHow(
      lines.length < 4 ? lines.join(', ') : lines.map(line => `- ${line}`).join('\n'),
      { rows: at('/rows') },
      said,
    ),
    usesData: request.table.usesData,
  }
}

/** Whether cells can be compared: figures, or texts whose order by letters is that of time. */
function orderOf(table: SourceTable, { name, isNumeric }: Column): ((cell: JsonValue) => number | string) | null {
  if (isNumeric) return cell => Number(cell)
  const cells = table.rows.map(row => String(row[name] ?? ''))
  const isAlike = cells.every(cell => cell.length === cells[0]?.length)
  const column = { name } as Column
  return isAlike && ((isDated(table, column) && /^\d{4}-/.test(cells[0] ?? '')) || isClocked(table, column))
    ? cell => String(cell)
    : null
}

/** `who has the most tasks`, `which author wrote the most books`: of whom there are most rows. */
function mostOf(query: Query, kept: Kept): Answer | null {
  const { ask, edge, columns, soft } = query
  const { request, whole } = kept
  if (!/^(?:max|min)$/.test(edge) || soft !== null || query.count + query.place > 0 || query.isAll || query.isBy)
    return null
  if (columns.some(column => isFigure(whole, column)) || !/^(?:who|which)$/.test(ask)) return null
  const things = columns.filter(column => column.isUnique)
  const owners = columns.filter(column => !column.isUnique)
  const person = ask === 'who' && owners.length === 0 ? rowsName(whole, true) : null
  const by = owners[0] ?? person
  if (
    by === null ||
    by === undefined ||
    by.isUnique ||
    owners.length > 1 ||
    things.length + (query.isRow ? 1 : 0) !== 1
  )
    return null
  return withSaid(bestGroup(request, by, 'count', null, edge === 'max'), kept)
}

export function first(query: Query, kept: Kept): Answer | null {
  const counted = mostOf(query, kept)
  if (counted !== null) return counted
  const { request, whole, said } = kept
  const { table } = request
  const [named, more] = query.columns.filter(
    column => isFigure(whole, column) || (query.edge.startsWith('^') && isDated(whole, column)),
  )
  // `most per kg` divides, and orders by no kilos.
  if (query.isBy && /(?<!\p{L})(?:per|each|every)(?!\p{L})/iu.test(request.around)) return null
  if (
    more !== undefined ||
    query.isAll ||
    query.ask === 'howmany' ||
    query.ask === 'howmuch' ||
    (query.isVerb && named === undefined)
  )
    return null
  // `who has the most people` counts them.
  if (query.isRow && named === undefined && query.soft === null && MOST_THINGS.test(request.around)) return null
  // What a line costs may be its price times how many.
  if (query.soft !== null && isUnitPrice(whole, query.soft)) return null
  const edge = edgeOf(whole, query.edge, named ?? query.soft)
  const who = asked({ ...query, columns: query.columns.filter(column => column !== named) }, kept)
  if (edge === null || who === null || edge.column.name === who.name || request.isCut) return null
  const order = orderOf(table, edge.column)
  const [name, value] = [step(who.name), step(edge.column.name)]
  if (
    order === null ||
    name === null ||
    value === null ||
    table.rows.some(row => isEmpty(row[edge.column.name]) || isEmpty(row[who.name]))
  )
    return null
  if (new Set(table.rows.map(row => row[who.name])).size !== table.rows.length) return null
  const sizes = table.rows
    .map(row => order(row[edge.column.name] as JsonValue))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  if (edge.isLargest) sizes.reverse()
  const from = query.place > 0 ? query.place - 1 : 0
  let to = query.count > 0 ? query.count : from + 1
  // Ties at the first place are all told; elsewhere they leave the question open.
  if (query.count === 0 && query.place === 0) while (to < sizes.length && sizes[to] === sizes[0]) to += 1
  else if (to > sizes.length || sizes[to - 1] === sizes[to] || (from > 0 && sizes[from - 1] === sizes[from]))
    return null
  if (to - from > 20 || sizes.length === 0) return null
  const sorted = task(
    'sorted',
    `Sort by ${edge.column.name}`.slice(0, 200),
    'table.sort',
    { rows: fromTable(table), by: [{ column: edge.column.name, order: edge.isLargest ? 'desc' : 'asc' }] },
    [table.parse.key],
  )
  const write = (i: number): string => request.write(edge.column.name, `{{/rows/${i}/${value}}}`)
  const places = Array.from({ length: to - from }, (_, i) => from + i)
  const isList = query.count > 1
  const template = isList
    ? places.map(i => `${i + 1}. {{/rows/${i}/${name}}} (${write(i)})`).join('\n')
    : places.map(i => `{{/rows/${i}/${name}}}`).join(', ')
  const answer: Answer = {
    tasks: [table.parse, sorted],
    answer: 'sorted',
    reply: {
      template,
      how: isList ? '{{said}}' : `{{said}}: ${write(from)}`,
      values: {
        rows: at('/rows'),
        said: literal(
          isList ? `By ${edge.column.name}, the ${edge.isLargest ? 'largest' : 'smallest'} first` : edge.column.name,
        ),
      },
    },
    usesData: table.usesData,
  }
  return said === '' ? answer : withSaid(answer, kept)
}

/** `what colours are there`: the values of a column, each once; `list the emails` of values that are all different. */
function different(query: Query, { request, whole }: Kept): Answer | null {
  const [column, more] = query.columns
  const { table } = request
  if (column === undefined || more !== undefined || query.soft !== null || query.isRow || query.isVerb || query.isAll)
    return null
  const isThere =
    /(?<!\p{L})(?:(?:are|is) (?:there|in (?:here|the (?:table|list)))|do (?:we|i|you) have|exist|occur)(?!\p{L})/iu.test(
      request.around,
    )
  const isListed = query.ask === 'list' && column.isUnique
  if (
    !(isListed || (/^(?:what|which)$/.test(query.ask) && isThere)) ||
    isFigure(whole, column) ||
    table.rows.length > MOST_SHOWN_ROWS
  )
    return null
  const name = step(column.name)
  const cells = table.rows.map(row => row[column.name])
  const own = cells.flatMap((cell, i) => (isEmpty(cell) || cells.indexOf(cell) !== i ? [] : [i]))
  if (name === null || own.length === 0 || cells.some(cell => isEmpty(cell))) return null
  return {
    tasks: [table.parse],
    answer: table.parse.key,
    reply: withHow(
      own.map(i => `{{/rows/${i}/${name}}}`).join(', '),
      { rows: at('/rows') },
      isListed ? '' : `different values of ${column.name}`,
    ),
    usesData: table.usesData,
  }
}
