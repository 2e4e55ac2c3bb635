/** Groups of rows: a figure or the number of rows per value of a column, and the group that has most of it. */
import type { PlannerRule } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import { type Answer, at, literal, task } from '../rule.ts'
import type { Column } from '../tables/read-table.ts'
import { fromTable, MOST_SHOWN_ROWS, tableAnswer } from '../tables/table-request.ts'
import { ADDITIVE } from './column-figures.ts'
import { fits } from './data-form.ts'
import { type Ask, type DataRequest, defineDataRule } from './data-request.ts'
import { isGrouping, nameColumn, onlyFigure } from './row-conditions.ts'
import { PERSON, step } from './row-ranks.ts'

const FN = '(?<fn>sum|mean|median|max|min)'
const SAID: Readonly<Record<string, string>> = {
  sum: 'sum',
  mean: 'average',
  median: 'median',
  max: 'maximum',
  min: 'minimum',
  count: 'rows',
}
/** What rows may be called where no column has that name. */
const KIND =
  '(?:row|people|persons?|employees?|staff|orders?|invoices?|tickets?|customers?|items?|entries|sales|transactions?|students?|players?|products?|users?|visits?|books?|films?|movies?|payments?|times)'

const askGroups: Ask = (words, request) => {
  if (request.ragged.length > 0 || request.kind === 'names') return null
  const found =
    fits(`(?:howmuch )?${FN}(?: C<col>)?(?: made)? by C<by>`, words) ??
    fits(`${FN}(?: C<col>)? (?:by|each) (?<person>person|people|employee|customer)`, words) ??
    fits('(?<fn>sum)?(?:howmuch )(?:by|each) (?:C<by>|(?<person>person|people|employee|customer))(?: made)?', words) ??
    fits(`(?:group )?by C<by>(?: and)? ${FN}(?: C<col>)?`, words) ??
    fits(`group C<col> by C<by>(?: and)? ${FN}`, words) ??
    fits(`C<col> ${FN} by C<by>`, words) ??
    fits(`by C<by>(?: and)? ${FN} C<col>`, words) ??
    fits('(?:spending|expenses|expenditure|amount|costs?|made) by C<by>', words)
  // `highest paid in each department`: of whom, and not only how much.
  if (found !== null && /max|min/.test(found.text('fn')) && found.column('col') === undefined) return null
  const counted =
    found ??
    fits(`(?:howmany|count)(?: ${KIND}| C<who>)?(?: count)?(?: made)? (?:group )?by C<by>(?: made)?`, words) ??
    fits(
      '(?:howoften|count)(?: by| each)? C<by>(?: (?:occurs?|appears?|exist))?|(?:frequency|tally|distribution)(?: by)? C<by>',
      words,
    ) ??
    fits('(?:group )?by C<by>(?: and)? (?:count|howmany)(?: row)?', words)
  const isPerson = counted?.text('person') !== undefined && counted.text('person') !== ''
  const named = isPerson ? nameColumn(request.table) : null
  // `average per customer` of a table of products.
  const by = counted?.column('by') ?? (named !== null && PERSON.test(named.spoken) ? named : undefined)
  if (counted === null || by === undefined || !isGrouping(by)) return null
  if (found === null) {
    const who = counted.column('who')
    if ((who !== undefined && (who.name === by.name || !who.isUnique)) || by.isUnique) return null
    return perGroup(request, by, 'count', null)
  }
  const column = found.column('col') ?? onlyFigure(request.table)
  if (column !== null && found.text('fn') === '' && !ADDITIVE.test(column.spoken)) return null
  return column === null || !column.isNumeric || column.name === by.name
    ? null
    : perGroup(request, by, found.text('fn') || 'sum', column)
}

export function hasTwins({ table }: DataRequest, { name }: Column): boolean {
  const exact = new Set<string>()
  const folded = new Set<string>()
  for (const row of table.rows) {
    const cell = row[name]
    if (typeof cell !== 'string') continue
    exact.add(cell)
    folded.add(cell.toLowerCase().replace(/\s+/g, ' ').trim())
  }
  return folded.size < exact.size
}

function grouped(request: DataRequest, by: Column, fn: string, column: Column | null) {
  const unit = column === null ? '' : request.write(column.name, '').trim()
  const as = column === null ? 'rows' : `${SAID[fn]} of ${column.name}${unit === '' ? '' : ` (${unit})`}`
  const measures = [{ ...(column === null ? {} : { column: column.name }), fn, as }]
  const rows = peek('table.aggregate', { rows: [...request.table.rows], by: [by.name], measures })?.rows
  // `food` and `Food`: one group or two, nobody can say.
  if (hasTwins(request, by)) return null
  if (!Array.isArray(rows) || rows.length > MOST_SHOWN_ROWS || as === by.name) return null
  const { table } = request
  return {
    as,
    rows: rows as readonly { readonly [name: string]: unknown }[],
    task: task(
      'grouped',
      `${as} per ${by.name}`,
      'table.aggregate',
      { rows: fromTable(table), by: [by.name], measures },
      [table.parse.key],
    ),
  }
}

const isShort = (value: unknown): boolean =>
  typeof value === 'number' && (String(value).split('.')[1]?.length ?? 0) <= 4

export function perGroup(
  request: DataRequest,
  by: Column,
  fn: string,
  column: Column | null,
  decimals?: number,
): Answer | null {
  const groups = grouped(request, by, fn, column)
  if (groups === null) return null
  const { table } = request
  const { as, rows } = groups
  if (decimals === undefined && rows.every(row => isShort(row[as]))) {
    const shown = task('shown', 'Write the table', 'agg.table', { items: { $from: 'grouped', pointer: '/rows' } }, [
      'grouped',
    ])
    return tableAnswer(table, [groups.task, shown], 'shown', {
      template: '{{table}}',
      values: { table: at('/markdown') },
    })
  }
  if (rows.length > 50 || rows.some(row => typeof row[as] !== 'number')) return null
  const rounded = rows.map((_, i) =>
    task(
      `r${i}`,
      'Round it',
      'math.round',
      { value: { $from: 'grouped', pointer: `/rows/${i}/${step(as)}` }, decimals: decimals ?? 2, rounding: 'half_up' },
      ['grouped'],
    ),
  )
  const items = rows.map((row, i) => ({
    [by.name]: String(row[by.name] ?? ''),
    [as]: { $from: `r${i}`, pointer: '/exact' },
  }))
  const shown = task(
    'shown',
    'Write the table',
    'agg.table',
    { items },
    rounded.map(({ key }) => key),
  )
  return tableAnswer(table, [groups.task, ...rounded, shown], 'shown', {
    template: '{{table}}',
    how:
      decimals === 0 ? 'Rounded to whole numbers' : `Rounded to ${decimals ?? 2} decimal${decimals === 1 ? '' : 's'}`,
    values: { table: at('/markdown') },
  })
}

const ONE_DEED =
  /(?<!\p{L})(?:largest|biggest|highest|smallest|lowest|most expensive|cheapest) (?:single |individual )?(?:order|invoice|payment|purchase|sale|bill|expense|transaction|booking|donation|bid)(?!\p{L})/iu

/** `which department has the highest average salary`. */
const askBestGroup: Ask = (words, request) => {
  if (request.ragged.length > 0 || request.kind === 'names') return null
  const found =
    fits('which C<by>(?: made)?(?: with)? (?<rank>max|min) (?<fn>sum|mean|median)(?: C<col>)?', words) ??
    fits(`(?:which )?C<by>(?: with)?(?: made)? (?<rank>max|min) (?:${KIND}|howmany|count)(?: row)?`, words) ??
    fits(
      `(?:which )?(?:commonest) C<by>|which C<by>(?: (?:occurs?|appears?|is))? (?:max howoften|howoften|commonest|max often)`,
      words,
    )
  const summed =
    found === null
      ? fits(
          'which(?: C<by>)?(?: made)?(?: with)? (?<rank>max|min)(?: made)?(?: (?:sum )?C<col>)?(?: made)?(?: sum)?',
          words,
        )
      : null
  // `who has the largest total` of a table with customers and regions: nobody can say for certain.
  const texts = request.table.columns.filter(({ isNumeric }) => !isNumeric)
  const by =
    found?.column('by') ?? summed?.column('by') ?? (summed === null || texts.length !== 1 ? undefined : texts[0])
  if (by === undefined || by.isUnique) return null
  // `which customer has the largest order`: one of them, and not all together.
  if (ONE_DEED.test(request.around)) return null
  if (summed !== null) {
    const column = summed.column('col') ?? onlyFigure(request.table)
    if (column === null || !column.isNumeric || !ADDITIVE.test(column.spoken) || column.name === by.name) return null
    const answer = bestGroup(request, by, 'sum', column, summed.text('rank') !== 'min')
    return answer === null ? null : { ...answer, reading: `Added up per ${by.name}.` }
  }
  if (found === null) return null
  const fn = found.text('fn') || 'count'
  const column = fn === 'count' ? null : (found.column('col') ?? onlyFigure(request.table))
  if (fn !== 'count' && (column === null || !column.isNumeric || column.name === by.name)) return null
  return bestGroup(request, by, fn, column, found.text('rank') !== 'min')
}

export function bestGroup(
  request: DataRequest,
  by: Column,
  fn: string,
  column: Column | null,
  isLargest: boolean,
): Answer | null {
  const groups = grouped(request, by, fn, column)
  const name = step(by.name)
  const value = groups === null ? null : step(groups.as)
  if (groups === null || name === null || value === null) return null
  const numbers = groups.rows.map(row => Number(row[groups.as]))
  const best = isLargest ? Math.max(...numbers) : Math.min(...numbers)
  const first = numbers.filter(number => number === best).length
  if (first > 5 || groups.rows.some(row => row[by.name] === '' || row[by.name] === null)) return null
  const sort = task(
    'sorted',
    'Sort the groups',
    'table.sort',
    { rows: { $from: 'grouped', pointer: '/rows' }, by: [{ column: groups.as, order: isLargest ? 'desc' : 'asc' }] },
    ['grouped'],
  )
  const top = task(
    'value',
    'Write the figure',
    'math.round',
    {
      value: { $from: 'sorted', pointer: `/rows/0/${value}` },
      decimals: isShort(best) ? (String(best).split('.')[1]?.length ?? 0) : 2,
      rounding: 'half_up',
    },
    ['sorted'],
  )
  const names = Array.from({ length: first }, (_, i) => `n${i}`)
  const objects = [
    {
      value: { $from: 'value', pointer: '/exact' },
      ...Object.fromEntries(names.map((own, i) => [own, { $from: 'sorted', pointer: `/rows/${i}/${name}` }])),
    },
  ]
  const both = task('both', 'Put both together', 'agg.merge', { objects }, ['sorted', 'value'])
  const values = {
    value: at('/value'),
    said: literal(groups.as),
    ...Object.fromEntries(names.map(own => [own, at(`/${own}`)])),
  }
  return tableAnswer(request.table, [groups.task, sort, top, both], 'both', {
    template: names.map(own => `{{${own}}}`).join(', '),
    how: '{{said}}: {{value}}',
    values,
  })
}

export const groupAsks: readonly Ask[] = [askGroups, askBestGroup]

export const groupRules: readonly PlannerRule[] = [
  defineDataRule({
    id: 'data-groups',
    reason:
      'Measures or counts the rows of a pasted table per value of a column, and names the group with most or least.',
    order: 218,
    examples: {
      yes: [
        'how many employees in each department?\nname,department\nA,IT\nB,HR\nC,IT',
        'Which department has the highest average salary?\nname,department,salary\nA,IT,5000\nB,HR,4000\nC,IT,6000',
        'most common colour\nitem,colour\nhat,red\nsock,blue\nscarf,red',
      ],
      no: [
        'how many employees should each department have?\nname,department\nA,IT\nB,HR',
        'Which department has the highest average workload?\nname,department,salary\nA,IT,5000\nB,HR,4000\nC,IT,6000',
        'how many managers in each department?\nname,department\nA,IT\nB,HR\nC,IT',
      ],
    },
    asks: groupAsks,
    plainAlso: true,
  }),
]
