/** Two or more columns worked out together: weighted averages, sums of products, net and tax, the sum of a row's figures. */
import { evaluated } from '../evaluated.ts'
import { at, literal, task, withHow } from '../rule.ts'
import type { Column } from '../tables/read-table.ts'
import { fromTable, tableAnswer } from '../tables/table-request.ts'
import { fits } from './data-form.ts'
import type { Ask } from './data-request.ts'
import { nameColumn } from './row-conditions.ts'
import { numberIn, step } from './row-ranks.ts'

/** `average grade weighted by credits`. */
export const askWeighted: Ask = (words, request) => {
  const found = fits(
    '(?:weighted )?mean(?: C<col>)?,? (?:weighted|weighted mean|weighting)(?: (?:by|with|C\\d+|and))? C<weight>|weighted mean C<col2> (?:by|with) C<weight2>|weighted mean C<col3>',
    words,
  )
  const only = request.table.columns.filter(({ isNumeric }) => isNumeric)
  const weight =
    found?.column('weight') ??
    found?.column('weight2') ??
    request.table.columns.find(({ spoken }) => /^(?:weights?|credits?|ects)$/.test(spoken))
  const column =
    found?.column('col') ?? found?.column('col2') ?? found?.column('col3') ?? only.find(own => own !== weight)
  if (
    found === null ||
    weight === undefined ||
    column === undefined ||
    !column.isNumeric ||
    !weight.isNumeric ||
    request.ragged.length > 0
  )
    return null
  const pairs = request.table.rows.map(row => [numberIn(row, column), numberIn(row, weight)] as const)
  if (pairs.some(([a, b]) => a === null || b === null) || column.name === weight.name || pairs.length > 14) return null
  const top = pairs.map(([a, b]) => `(${a}) * (${b})`).join(' + ')
  const below = pairs.map(([, b]) => `(${b})`).join(' + ')
  return evaluated({
    expression: `(${top}) / (${below})`,
    how: `average of ${column.name}, weighted by ${weight.name}`,
  })
}

/** The sum of the products of two columns, such as price and quantity. */
export const askProducts: Ask = (words, request) => {
  const found =
    fits('(?:(?<name>[a-z]+) = )?C<a> (?:times|multiplied by) C<b>(?:,? (?:[a-z]+ )?(?:row )?sum)?', words) ??
    fits('(?:(?<name>[a-z]+) = )?C<a> (?:times|multiplied by) C<b> [a-z]+ row sum', words) ??
    fits('sum(?: [a-z]+)? (?:= )?C<a> (?:times|multiplied by) C<b>', words) ??
    fits(
      'sum (?:revenue|turnover|amount|cost|price|order amount|stock|sales)|(?:revenue|turnover) sum|sum stock',
      words,
    )
  if (
    found === null ||
    !/sum/.test(words.text) ||
    request.ragged.length > 0 ||
    /(?<!\p{L})(?:column|field|add a|each|every|highest|lowest)(?!\p{L})/iu.test(request.around)
  )
    return null
  const { table } = request
  const priced = table.columns.filter(({ spoken, isNumeric }) => isNumeric && /(?<!\p{L})price(?!\p{L})/u.test(spoken))
  const counted = table.columns.filter(
    ({ spoken, isNumeric }) =>
      isNumeric && /^(?:qty|quantity|units|count|pieces|stock|amount sold|sold|pcs)$/u.test(spoken),
  )
  const isNamed = found.column('a') !== undefined
  if (!isNamed && (priced.length !== 1 || counted.length !== 1)) return null
  const [a, b] = isNamed ? [found.column('a'), found.column('b')] : [priced[0], counted[0]]
  if (a === undefined || b === undefined || !a.isNumeric || !b.isNumeric) return null
  const products = task(
    'products',
    `${a.name} times ${b.name}`,
    'table.calculate',
    { rows: fromTable(table), as: 'product', left: { column: a.name }, op: '*', right: { column: b.name } },
    [table.parse.key],
  )
  const sum = task(
    'sum',
    'Add them',
    'table.aggregate',
    { rows: { $from: 'products', pointer: '/rows' }, measures: [{ column: 'product', fn: 'sum', as: 'value' }] },
    ['products'],
  )
  const value = task(
    'value',
    'Write it with its decimals',
    'math.round',
    {
      value: { $from: 'sum', pointer: '/rows/0/value' },
      decimals: Math.min(a.decimals + b.decimals, 6),
      rounding: 'half_up',
    },
    ['sum'],
  )
  if (table.rows.some(row => numberIn(row, a) === null || numberIn(row, b) === null)) return null
  return tableAnswer(
    table,
    [products, sum, value],
    'value',
    withHow('{{value}}', { value: at('/exact') }, `${a.name} × ${b.name}, added over ${table.rows.length} rows`),
  )
}

/** Columns of different kinds do not add up: prices and numbers of pieces. */
export const NO_SUM =
  /(?<!\p{L})(?:price|qty|quantity|age|year|rate|id|no|rank|percent|weight|height|temp|vat|tax|discount)(?!\p{L})/u

/** `who has the highest total marks`, where no column is called so: the sum of all figures of a row. */
export const askRowSums: Ask = (words, request) => {
  const found = fits(
    'which(?: C<who>)?(?: with)? (?<rank>max|min) sum(?: (?<noun>marks?|points?|scores?|sales|hours|votes|goals|amount))?|which(?: C<who2>)? (?<rank2>max|min)(?: (?<noun2>marks|points|scores|sales))? sum|which(?: C<who3>)?(?: with)? sum (?<rank3>max|min)(?: (?<noun3>marks?|points?|scores?|sales))?',
    words,
  )
  const { table } = request
  const figures = table.columns.filter(({ isNumeric }) => isNumeric)
  const who = found?.column('who') ?? found?.column('who2') ?? found?.column('who3') ?? nameColumn(table)
  if (
    found === null ||
    who === null ||
    !who.isUnique ||
    figures.length < 2 ||
    figures.length > 12 ||
    request.ragged.length > 0
  )
    return null
  if (figures.some(({ spoken }) => NO_SUM.test(spoken) || /(?<!\p{L})(?:total|sum)(?!\p{L})/u.test(spoken))) return null
  const sums = table.rows.map(row => figures.map(column => numberIn(row, column)))
  if (sums.some(row => row.includes(null))) return null
  const isLargest = (found.text('rank') || found.text('rank2') || found.text('rank3')) === 'max'
  const tasks = figures.slice(1).map((column, i) => {
    const from = i === 0 ? table.parse.key : `add${i - 1}`
    const left = i === 0 ? (figures[0] as Column).name : 'row sum'
    return task(
      `add${i}`,
      `Add ${column.name}`,
      'table.calculate',
      {
        rows: { $from: from, pointer: '/rows' },
        as: 'row sum',
        left: { column: left },
        op: '+',
        right: { column: column.name },
      },
      [from],
    )
  })
  const last = tasks.at(-1)!.key
  const sort = task(
    'sorted',
    'Sort by the sums',
    'table.sort',
    { rows: { $from: last, pointer: '/rows' }, by: [{ column: 'row sum', order: isLargest ? 'desc' : 'asc' }] },
    [last],
  )
  const totals = sums.map(row => row.reduce((sum, cell) => sum + Number(cell), 0))
  const best = isLargest ? Math.max(...totals) : Math.min(...totals)
  const first = totals.filter(total => Math.abs(total - best) < 1e-9).length
  const name = step(who.name)
  if (name === null || first > 5 || table.columns.some(column => column.name === 'row sum')) return null
  const names = Array.from({ length: first }, (_, i) => `{{/rows/${i}/${name}}}`).join(', ')
  return tableAnswer(table, [...tasks, sort], 'sorted', {
    template: names,
    how: `{{said}}: {{/rows/0/row sum}}`,
    values: { rows: at('/rows'), said: literal(`Sum of ${figures.map(column => column.name).join(' + ')}`) },
  })
}

/** `gross sum over everything`: net and tax, both added. */
export const askGross: Ask = (words, request) => {
  if (fits('gross sum(?: over)?|sum gross(?: over)?', words) === null || request.ragged.length > 0) return null
  const of = (pattern: RegExp): Column[] =>
    request.table.columns.filter(({ spoken, isNumeric }) => isNumeric && pattern.test(spoken))
  const [net, tax] = [of(/^net(?: amount| price)?$/), of(/^(?:vat|tax|ust|mwst|sales tax)(?: amount)?$/)]
  if (net.length !== 1 || tax.length !== 1) return null
  const cells = request.table.rows.flatMap(row => [numberIn(row, net[0] as Column), numberIn(row, tax[0] as Column)])
  return cells.includes(null) || cells.length > 60
    ? null
    : evaluated({
        expression: cells.map(cell => `(${cell})`).join(' + '),
        how: `${net[0]?.name} + ${tax[0]?.name}, over ${request.table.rows.length} rows`,
      })
}
