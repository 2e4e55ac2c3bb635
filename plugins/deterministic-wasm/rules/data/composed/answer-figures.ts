/** Figures that a composed question asks for: sums and averages, numbers of rows, shares, figures per group. */
import type { PlannedTask } from '#contracts/planner-port'
import { isEmpty } from '../../../tables/cells.ts'
import { evaluated } from '../../evaluated.ts'
import { type Answer, at, literal, task, withHow } from '../../rule.ts'
import { type Column, isUnitPrice, type SourceTable } from '../../tables/read-table.ts'
import { fromTable } from '../../tables/table-request.ts'
import { ADDITIVE, figure } from '../column-figures.ts'
import { bestGroup, perGroup } from '../group-questions.ts'
import { joinAnswers } from '../join-answers.ts'
import { allRows, CODE, isGrouping, onlyFigure } from '../row-conditions.ts'
import { step } from '../row-ranks.ts'
import { edgeOf, isFigure, rowsName } from './columns.ts'
import { isNamed, type Kept, measured, others, withSaid } from './kept.ts'
import type { Query } from './read-query.ts'

export function figures(query: Query, kept: Kept): Answer | null {
  const { ask, fns, isAll } = query
  const columns = measured(query, kept)
  const { request, whole } = kept
  const beside = others(query, kept)
  // `total nights of all cities` says of what; any other column of texts may change what is asked.
  // An amount that is written with its unit is counted where it is read as a number.
  if (beside.some(({ isAmount }) => isAmount)) return null
  // `the total name` is no sum of what stands beside it.
  if (beside.length > 0 && beside.length === query.columns.length) return null
  if (columns === null || beside.some(column => !column.isUnique) || (beside.length > 0 && kept.said !== ''))
    return null
  if (fns.length > 1 && columns.length > 1) return null
  if (request.table.rows.length === 0) return null
  const wanted = fns.length > 0 ? fns : ['sum']
  const isSum = wanted[0] === 'sum'
  if (columns.some(column => CODE.test(column.spoken))) return null
  const isOne = request.table.rows.length === 1
  // The average of quotients is not that of the whole.
  if (!kept.made.adds && !isOne && columns.some(column => column === kept.made.column)) return null
  // Of a column that does not add up, a sum is only told where it was asked for by name.
  const isSaid = (fns.length > 0 || isAll) && (query.columns.length > 0 || query.soft !== null)
  if (
    isSum &&
    !isSaid &&
    request.table.rows.length > 1 &&
    !columns.every(({ spoken }) => ADDITIVE.test(spoken) || MONEY.test(spoken))
  )
    return null
  if (isSum && !isOne && columns.some(column => isUnitPrice(whole, column) || NO_SUM.test(column.spoken))) return null
  // `how much is the average` and `what is the total` are asked so; who and where are not.
  if (/^(?:who|where|when)$/.test(ask) || (ask === 'which' && query.columns.length === 0)) return null
  if (query.isRow && query.isVerb && query.columns.length === 0) return null
  if (isOne && isSum && wanted.length === 1) {
    const [only] = columns
    return only !== undefined && columns.length === 1 ? oneCell(only, kept) : null
  }
  const answers = columns.flatMap(column =>
    wanted.map(fn =>
      named(
        figure(request, allRows(request), fn, column),
        columns.length > 1 ? column.name : fn,
        columns.length * wanted.length,
      ),
    ),
  )
  const answer =
    answers.length === 1
      ? (answers[0] ?? null)
      : joinAnswers(
          answers.map(one => (one === null ? null : { ...one, tasks: [...kept.prior, ...one.tasks] })),
          'line',
        )
  return withSaid(answer, kept)
}

const SAID: Readonly<Record<string, string>> = { sum: 'total', mean: 'average' }

/** Of several figures each is called by its column, or by what it is. */
function named(answer: Answer | null, name: string, count: number): Answer | null {
  if (answer === null || count < 2) return answer
  const { reply } = answer
  return /[{}]/.test(name)
    ? null
    : { ...answer, reply: { ...reply, template: `${SAID[name] ?? name}: ${reply.template}` } }
}

/** The figure of the one row that is kept, as it stands there. */
function oneCell(column: Column, { request, said }: Kept): Answer | null {
  const name = step(column.name)
  const { table } = request
  if (name === null || isEmpty(table.rows[0]?.[column.name])) return null
  const sign = column.name.endsWith(' in %') ? '%' : ''
  return {
    tasks: [table.parse],
    answer: table.parse.key,
    reply: withHow(
      request.write(column.name, `{{/rows/0/${name}}}${sign}`),
      { rows: at('/rows') },
      `${column.name}${said === '' ? '' : ` where ${said}`}`,
    ),
    usesData: table.usesData,
  }
}

const MONEY =
  /(?<!\p{L})(?:eur|euros?|usd|gbp|chf|€|\$|£|betrag|price|pages|nights|days|visitors|people|guests|litres?|liters?|l|kg|passengers|legs|downloads|clicks|calories|kcal)(?!\p{L})/u
const NO_SUM =
  /(?<!\p{L})(?:age|year|rate|rating|percent|temperature|temp|price per|born|grade|average|avg|height|cpu)(?!\p{L})/u
const COUNTS =
  /(?<!\p{L})(?:qty|quantity|units|count|sold|number|pieces|pcs|stock|population|people|persons|votes|visits|visitors|orders|tickets|menge|anzahl)(?!\p{L})/u

const ofPeople = ({ request, whole }: Kept): boolean =>
  /(?<!\p{L})(?:people|persons?|everyone|everybody|anyone|employees|members|customers|clients|users|colleagues)(?!\p{L})/iu.test(
    request.around,
  ) && rowsName(whole, true)?.isUnique === false

export function howMany(query: Query, kept: Kept): Answer | null {
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
  // Somebody in several rows is one person.
  if (ofPeople(kept)) return null
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

export function perGroups(query: Query, kept: Kept, group: Column): Answer | null {
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
    // `orders over 40 by customer` may be wanted one by one.
    if (ask !== 'howmany' && !/(?<!\p{L})(?:per|each|every)(?!\p{L})/iu.test(request.around)) return null
    return withSaid(perGroup(request, group, 'count', null), kept)
  }
  const column = figured[0] ?? query.soft ?? (fns.length > 0 ? onlyFigure(whole) : null)
  if (column === null || beside.length > 0 || !isFigure(whole, column) || column === group) return null
  const fn = fns[0] ?? 'sum'
  if (
    fn === 'sum' &&
    (NO_SUM.test(column.spoken) ||
      isUnitPrice(whole, column) ||
      (fns.length === 0 && !(ADDITIVE.test(column.spoken) || MONEY.test(column.spoken) || COUNTS.test(column.spoken))))
  )
    return null
  return withSaid(perGroup(request, group, fn, column, kept.made.decimals), kept)
}

/** What the kept rows are of all: of a column that adds up, or of the rows themselves. */
export function shareOf(query: Query, kept: Kept): Answer | null {
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

/** `which cafe has the better average`: of groups of rows. */
export function bestOfGroups(query: Query, kept: Kept): Answer | null {
  const { request, whole } = kept
  const { ask, fns, edge } = query
  const [by, more] = others(query, kept)
  if (by === undefined || more !== undefined || by.isUnique || !/^(?:which|what|who|)$/.test(ask)) return null
  const figured = query.columns.filter(column => isFigure(whole, column))
  const column = figured[0] ?? onlyFigure(whole)
  if (column === null || figured.length > 1 || query.soft !== null || query.isAll || query.count + query.place > 0)
    return null
  const isKnown = /^(?:max|min|\^biggest|\^smallest)$/.test(edge)
  const ranked = isKnown ? { isLargest: /max|biggest/.test(edge) } : edgeOf(whole, edge, column)
  const fn = fns[0] ?? ''
  if (ranked === null || !/^(?:sum|mean|median)$/.test(fn) || (fn === 'sum' && NO_SUM.test(column.spoken))) return null
  return withSaid(bestGroup(request, by, fn, column, ranked.isLargest), kept)
}
