/** Figures per month, or per year, of a table whose one column of dates is written year first: `sum per month`, `monthly totals`. */
import { peek } from '../peek.ts'
import { type Answer, at, literal, task } from '../rule.ts'
import type { Column } from '../tables/read-table.ts'
import { fromTable, tableAnswer } from '../tables/table-request.ts'
import { ADDITIVE } from './column-figures.ts'
import { fits } from './data-form.ts'
import type { Ask } from './data-request.ts'
import { isLabel, onlyFigure } from './row-conditions.ts'

const MOST_GROUPS = 24
/** Days on which something happened; not those on which somebody was born or began. */
const HAPPENED =
  /^(?:date|day|datum|when|timestamp|time|created|created at|paid on|(?:order|sale|sales|booking|invoice|transaction|purchase|payment) date)$/u
const FN = '(?<fn>sum|mean|max|min|howmany|count)'
const PERIOD = '(?:(?:by|each|every) (?<a>month|year)|(?<b>monthly|yearly|annual))'

export const askPeriods: Ask = (words, request): Answer | null => {
  if (request.ragged.length > 0 || request.kind === 'names') return null
  const found =
    fits(`(?:howmuch )?${FN}(?: row)?(?: C<col>)?(?: made)? ${PERIOD}`, words) ??
    fits(`${PERIOD} ${FN}(?: C<col>)?`, words) ??
    fits(`${PERIOD} C<col>(?: ${FN})?`, words) ??
    fits(`(?:C<col>|(?:howmuch )?made|spending|expenses|amount)(?: ${FN})? ${PERIOD}`, words)
  const { table } = request
  const dated = table.columns.filter(
    ({ name, spoken }) =>
      HAPPENED.test(spoken) && table.rows.every(row => /^\d{4}-\d\d-\d\d(?:$|[T ])/.test(String(row[name]))),
  )
  const date = dated.length === 1 ? (dated[0] as Column) : null
  if (found === null || date === null) return null
  const isYear = /year|annual/.test(found.text('a') || found.text('b'))
  const isCount = /howmany|count/.test(found.text('fn'))
  const column = isCount ? null : (found.column('col') ?? onlyFigure(table))
  if (!isCount && (column === null || !column.isNumeric || isLabel(table, column))) return null
  if (isCount && found.column('col') !== undefined) return null
  const fn = isCount ? 'count' : found.text('fn') || 'sum'
  // Of what is one figure each, such as a salary or a temperature, nobody can say.
  if (column !== null && !ADDITIVE.test(column.spoken) && /^(?:|sum|mean)$/.test(found.text('fn'))) return null
  // `average per month` may be that of its days or of the months' sums.
  if (fn === 'mean' && column !== null && ADDITIVE.test(column.spoken)) return null
  const size = isYear ? 4 : 7
  const groups = new Map<string, string[]>()
  for (const row of table.rows) {
    const cell = String(row[date.name])
    groups.set(cell.slice(0, size), [...(groups.get(cell.slice(0, size)) ?? []), cell])
  }
  const months = [...groups.keys()].sort()
  if (months.length > MOST_GROUPS || months.some(month => (groups.get(month) ?? []).length > 500)) return null
  const decimals = isCount ? 0 : (column?.decimals ?? 0) + (fn === 'mean' ? 2 : 0)
  const tasks = months.flatMap((month, i) => {
    const conditions = [{ column: date.name, test: 'one_of', values: [...new Set(groups.get(month))] }]
    const measures = [{ ...(column === null ? {} : { column: column.name }), fn, as: 'value' }]
    return [
      task(`k${i}`, `Keep ${month}`, 'table.where', { rows: fromTable(table), conditions }, [table.parse.key]),
      task(`m${i}`, `${fn} of ${month}`, 'table.aggregate', { rows: { $from: `k${i}`, pointer: '/rows' }, measures }, [
        `k${i}`,
      ]),
      task(
        `v${i}`,
        'Write it with its decimals',
        'math.round',
        { value: { $from: `m${i}`, pointer: '/rows/0/value' }, decimals, rounding: 'half_up' },
        [`m${i}`],
      ),
    ]
  })
  const seen = peek('table.aggregate', {
    rows: [...table.rows],
    measures: [{ ...(column === null ? {} : { column: column.name }), fn, as: 'value' }],
  })?.rows
  if (!Array.isArray(seen)) return null
  const all = task(
    'all',
    'Put them together',
    'agg.collect',
    { items: months.map((_, i) => ({ $from: `v${i}`, pointer: '/exact' })) },
    months.map((_, i) => `v${i}`),
  )
  const values = Object.fromEntries(months.map((month, i) => [`n${i}`, literal(month)]))
  const written = (i: number): string =>
    column === null ? `{{/items/${i}}}` : request.write(column.name, `{{/items/${i}}}`)
  return tableAnswer(table, [...tasks, all], 'all', {
    template: months.map((_, i) => `- {{n${i}}}: ${written(i)}`).join('\n'),
    values: { items: at('/items'), ...values },
  })
}
