/** What a composed question is answered with: names, a figure, a number of rows, the first of an order, figures per group. */
import type { JsonValue } from '#contracts/json-value'
import type { PlannedTask } from '#contracts/planner-port'
import { isEmpty } from '../../../tables/cells.ts'
import { evaluated } from '../../evaluated.ts'
import { peek } from '../../peek.ts'
import { type Answer, at, literal, task, withHow } from '../../rule.ts'
import { type Column, isOrderedText, isUnitPrice, type SourceTable } from '../../tables/read-table.ts'
import { fromTable, MOST_SHOWN_ROWS } from '../../tables/table-request.ts'
import { ADDITIVE, figure } from '../column-figures.ts'
import type { DataRequest } from '../data-request.ts'
import { perGroup } from '../group-questions.ts'
import { joinAnswers } from '../join-answers.ts'
import { allRows, CODE, isGrouping, onlyFigure } from '../row-conditions.ts'
import { step } from '../row-ranks.ts'
import { clockColumn, dateColumn, edgeOf, isClocked, isDated, isFigure, rowsName } from './columns.ts'
import type { Query } from './read-query.ts'
import { PERSON_COLUMN } from './vocabulary.ts'

/** A request about the rows that are kept, and what was done to come there. */
type Kept = { readonly request: DataRequest; readonly said: string; readonly whole: SourceTable }

export function answerQuery(query: Query, request: DataRequest): Answer | null {
  const kept = keep(query, request)
  if (kept === null) return null
  const answer = answerKept(query, kept)
  if (answer === null || query.conditions.length === 0) return answer
  return { ...answer, tasks: [request.table.parse, ...answer.tasks] }
}

function keep({ conditions, said }: Query, request: DataRequest): Kept | null {
  const { table } = request
  if (conditions.length === 0) return { request, said: '', whole: table }
  const equal = conditions.flatMap(({ test, column }) => (test === 'one_of' ? column : []))
  if (conditions.length > 6 || new Set(equal).size !== equal.length) return null
  const input = { conditions: conditions as never }
  const rows = peek('table.where', { rows: [...table.rows], ...input })?.rows
  if (!Array.isArray(rows)) return null
  const parse = task(
    'kept_rows',
    `Keep rows where ${said}`.slice(0, 200),
    'table.where',
    { rows: fromTable(table), ...input },
    [table.parse.key],
  )
  const seen = rows as SourceTable['rows']
  return { request: { ...request, table: { ...table, rows: seen, parse } }, said, whole: table }
}

function answerKept(query: Query, kept: Kept): Answer | null {
  const { ask, edge, fns, group } = query
  if (query.place > 0 && query.count > 0) return null
  if (group !== null) return edge === '' ? perGroups(query, kept, group) : null
  if (edge !== '') return fns.length > 0 ? null : first(query, kept)
  if (fns.includes('share')) return fns.length === 1 ? shareOf(query, kept) : null
  if (ask === 'howmany') return fns.length > 0 ? null : howMany(query, kept)
  // `how much do I spend on average`: a day, a month, or each time.
  if (ask === 'howmuch' && fns.includes('mean') && query.columns.length === 0) return null
  if (ask === 'howmuch' || fns.length > 0 || (query.isAll && ask !== 'list')) return figures(query, kept)
  return names(query, kept)
}

const withSaid = (answer: Answer | null, { said }: Kept): Answer | null =>
  answer === null || said === ''
    ? answer
    : { ...answer, reading: [answer.reading ?? '', `Only rows where ${said}.`].join(' ').trim() }

/** What is measured: the columns of figures that were named, else the one that the verb means, else the only one. */
function measured({ columns, soft }: Query, { whole }: Kept): readonly Column[] | null {
  const named = columns.filter(column => isFigure(whole, column))
  if (named.length > 0) return soft === null || named.includes(soft) || named.length === 1 ? named : null
  const only = soft ?? onlyFigure(whole)
  return only === null || !isFigure(whole, only) ? null : [only]
}

/** Columns that say of what the rows are, and nothing that is measured. */
const others = ({ columns }: Query, { whole }: Kept): readonly Column[] =>
  columns.filter(column => !isFigure(whole, column))

function figures(query: Query, kept: Kept): Answer | null {
  const { ask, fns, isAll } = query
  const columns = measured(query, kept)
  const { request, whole } = kept
  const beside = others(query, kept)
  // `total nights of all cities` says of what; any other column of texts may change what is asked.
  // An amount that is written with its unit is counted where it is read as a number.
  if (beside.some(({ isAmount }) => isAmount)) return null
  if (columns === null || beside.some(column => !column.isUnique) || (beside.length > 0 && kept.said !== ''))
    return null
  if (fns.length > 1 && columns.length > 1) return null
  if (request.table.rows.length === 0) return null
  const wanted = fns.length > 0 ? fns : ['sum']
  const isSum = wanted[0] === 'sum'
  if (columns.some(column => CODE.test(column.spoken))) return null
  // Of a column that does not add up, a sum is only told where it was asked for by name.
  const isSaid = fns.length > 0 || (isAll && query.columns.length > 0)
  if (
    isSum &&
    !isSaid &&
    request.table.rows.length > 1 &&
    !columns.every(({ spoken }) => ADDITIVE.test(spoken) || MONEY.test(spoken))
  )
    return null
  if (isSum && columns.some(column => isUnitPrice(whole, column) || NO_SUM.test(column.spoken))) return null
  // `how much is the average` and `what is the total` are asked so; who and where are not.
  if (/^(?:who|where|when)$/.test(ask) || (ask === 'which' && query.columns.length === 0)) return null
  if (query.isRow && query.isVerb && query.columns.length === 0) return null
  const answers = columns.flatMap(column => wanted.map(fn => figure(request, allRows(request), fn, column)))
  const answer = answers.length === 1 ? (answers[0] ?? null) : answers.includes(null) ? null : joinAnswers(answers)
  return withSaid(answer, kept)
}

const MONEY =
  /(?<!\p{L})(?:eur|euros?|usd|gbp|chf|€|\$|£|betrag|price|pages|nights|days|visitors|people|guests|litres?|liters?|l|kg|passengers|legs|downloads|clicks|calories|kcal)(?!\p{L})/u
const NO_SUM =
  /(?<!\p{L})(?:age|year|rate|rating|percent|temperature|temp|price per|born|grade|average|avg|height|cpu)(?!\p{L})/u
const COUNTS =
  /(?<!\p{L})(?:qty|quantity|units|count|sold|number|pieces|pcs|stock|population|people|persons|votes|visits|visitors|orders|tickets|menge|anzahl)(?!\p{L})/u

function howMany(query: Query, kept: Kept): Answer | null {
  const { request, whole, said } = kept
  const figured = query.columns.filter(column => isFigure(whole, column))
  if (figured.length > 0 || (query.soft !== null && !query.isRow && others(query, kept).length === 0)) {
    if (query.isRow) return null
    return figures(
      { ...query, ask: 'howmuch', soft: query.soft !== null && figured.length > 0 ? null : query.soft },
      kept,
    )
  }
  if (query.soft !== null) return null
  const [who, more] = others(query, kept)
  if (more !== undefined || query.isAll) return null
  if (who === undefined && !query.isRow && !(query.hasCell || said !== '')) return null
  if (
    said === '' &&
    (who?.isUnique === false || whole.columns.some(({ spoken, isNumeric }) => isNumeric && COUNTS.test(spoken)))
  )
    return null
  if (who !== undefined && !who.isUnique) return null
  // `how many chairs`: one thing by its name has a number of its own, in another column.
  const named = query.conditions.some(({ column, test }) => test === 'one_of' && isNamed(whole, column))
  if (
    named ||
    (query.hasCell &&
      who === undefined &&
      !query.isRow &&
      whole.columns.some(({ spoken, isNumeric }) => isNumeric && COUNTS.test(spoken)))
  )
    return null
  const number = request.table.rows.length
  if (number === 0)
    return {
      tasks: [request.table.parse],
      answer: request.table.parse.key,
      reply: withHow('{{none}}', { none: literal('0') }, `no row where ${said}`),
      usesData: request.table.usesData,
    }
  const count = task(
    'count',
    'Count the rows',
    'table.aggregate',
    { rows: fromTable(request.table), measures: [{ fn: 'count', as: 'value' }] },
    [request.table.parse.key],
  )
  return {
    tasks: [request.table.parse, count],
    answer: 'count',
    reply: withHow(
      '{{value}}',
      { value: at('/rows/0/value') },
      said === '' ? 'rows of the table' : `rows where ${said}`,
    ),
    usesData: request.table.usesData,
  }
}

/** A column whose cells name one row each. */
const isNamed = ({ columns, rows }: SourceTable, name: string): boolean =>
  rows.length > 1 &&
  columns.some(
    column =>
      column.name === name && column.isUnique && !column.isNumeric && !/:|^\d{4}-/.test(String(rows[0]?.[name])),
  )

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

function names(query: Query, kept: Kept): Answer | null {
  const { ask, conditions, soft, isRow } = query
  const { request, whole, said } = kept
  const figured = query.columns.filter(column => isFigure(whole, column))
  if (conditions.length === 0) return null
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
  // Without a word that asks, what the rows are must have been said, or how they compare.
  if (ask === '' && !isRow && others(query, kept).length === 0 && !isCompared) return null
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

function first(query: Query, kept: Kept): Answer | null {
  const { request, whole, said } = kept
  const { table } = request
  const [named, more] = query.columns.filter(
    column => isFigure(whole, column) || (query.edge.startsWith('^') && isDated(whole, column)),
  )
  if (more !== undefined || query.isAll || query.ask === 'howmany' || query.ask === 'howmuch' || query.isVerb)
    return null
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

function perGroups(query: Query, kept: Kept, group: Column): Answer | null {
  const { request, whole } = kept
  const { fns, ask } = query
  const own = request.table.columns.find(({ name }) => name === group.name)
  if (own === undefined || query.isAll || request.isPlain || request.table.rows.length === 0) return null
  const figured = query.columns.filter(column => isFigure(whole, column) && column !== group)
  const beside = others(query, kept).filter(column => column !== group)
  if (fns.includes('share')) return fns.length === 1 && kept.said === '' ? shares(query, kept, group) : null
  const isCount =
    figured.length === 0 && query.soft === null && fns.length === 0 && (ask === 'howmany' || kept.said !== '')
  if (group.isUnique || !isGrouping(group) || figured.length > 1 || fns.length > 1) return null
  if (isCount) {
    if (beside.some(column => !column.isUnique) || !/^(?:|howmany|list|what)$/.test(ask)) return null
    if (ask !== 'howmany' && !query.isRow && beside.length === 0) return null
    return withSaid(perGroup(request, group, 'count', null), kept)
  }
  const column = figured[0] ?? query.soft ?? (fns.length > 0 ? onlyFigure(whole) : null)
  if (column === null || beside.length > 0 || !isFigure(whole, column) || column === group) return null
  const fn = fns[0] ?? 'sum'
  if (
    fn === 'sum' &&
    (NO_SUM.test(column.spoken) || isUnitPrice(whole, column) || (fns.length === 0 && !ADDITIVE.test(column.spoken)))
  )
    return null
  return withSaid(perGroup(request, group, fn, column), kept)
}

/** What the kept rows are of all: of a column that adds up, or of the rows themselves. */
function shareOf(query: Query, kept: Kept): Answer | null {
  const { request, whole, said } = kept
  if (said === '' || query.isAll) return null
  const columns = query.columns.filter(column => isFigure(whole, column))
  const [part, all] = [request.table.rows, whole.rows]
  const isCell = !/[<≤≥>]| is from | in | after | before /.test(said)
  const beside = others(query, kept)
  if (columns.length > 1 || query.soft !== null) return null
  const only = columns[0] ?? (isCell && beside.length === 0 && !query.isRow ? onlyFigure(whole) : null)
  if (only !== null) {
    if (
      NO_SUM.test(only.spoken) ||
      isUnitPrice(whole, only) ||
      query.conditions.length > 1 ||
      !(ADDITIVE.test(only.spoken) || MONEY.test(only.spoken))
    )
      return null
    const cells = (rows: SourceTable['rows']): readonly string[] => rows.map(row => String(row[only.name] ?? ''))
    const numbers = cells(all)
    if (part.length === 0 || numbers.some(cell => cell === '' || Number(cell) < 0) || numbers.length > 100) return null
    return evaluated({
      expression: `(${cells(part).join(' + ')}) / (${numbers.join(' + ')}) * 100`,
      decimals: placesOf(sum(cells(part)) / sum(numbers)),
      how: `sum of ${only.name} where ${said}, of all together`,
      unit: '%',
    })
  }
  if (beside.some(column => !column.isUnique) || (beside.length === 0 && !query.isRow)) return null
  return evaluated({
    expression: `${part.length} / ${all.length} * 100`,
    decimals: placesOf(part.length / all.length),
    how: `${part.length} of ${all.length} rows, where ${said}`,
    unit: '%',
  })
}

const sum = (cells: readonly string[]): number => cells.reduce((total, cell) => total + Number(cell), 0)
const placesOf = (share: number): number =>
  [0, 1].find(places => Math.abs(share * 100 - Number((share * 100).toFixed(places))) < 1e-9) ?? 2

/** Each row's share, beside its name. */
function shares(query: Query, { request, whole }: Kept, group: Column): Answer | null {
  const column = query.columns.find(own => isFigure(whole, own)) ?? query.soft ?? onlyFigure(whole)
  const { table } = request
  if (column === null || !group.isUnique || table.rows.length > 100 || table.columns.some(({ name }) => name === '%'))
    return null
  if (table.rows.some(row => isEmpty(row[column.name]) || Number(row[column.name]) < 0) || NO_SUM.test(column.spoken))
    return null
  const shared: PlannedTask = task(
    'shares',
    `Shares of ${column.name}`.slice(0, 200),
    'table.share',
    { rows: fromTable(table), column: column.name, as: '%', decimals: 2 },
    [table.parse.key],
  )
  const shown = task(
    'shown',
    'Write the table',
    'agg.table',
    { items: { $from: 'shares', pointer: '/rows' }, columns: [group.name, column.name, '%'] },
    ['shares'],
  )
  return {
    tasks: [table.parse, shared, shown],
    answer: 'shown',
    reply: withHow('{{table}}', { table: at('/markdown') }, `Shares of ${column.name}, rounded to 2 decimals`),
    usesData: table.usesData,
  }
}

export const isSortable = (table: SourceTable, column: Column): boolean =>
  column.isNumeric || isOrderedText(table, column)
