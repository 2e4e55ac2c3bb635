/**
 * Rows whose figures are worked out together: the sum or the average of each student's marks, income less expenses of each month; all of
 * them, that of one row, or the row or the column that has most of it.
 */
import { evaluated } from '../evaluated.ts'
import { peek } from '../peek.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import type { Column, SourceTable } from '../tables/read-table.ts'
import { fromTable, MOST_SHOWN_ROWS, tableAnswer } from '../tables/table-request.ts'
import { NO_SUM } from './column-sums.ts'
import { type Caught, fits } from './data-form.ts'
import type { Ask, DataRequest } from './data-request.ts'
import { isLabel, nameColumn } from './row-conditions.ts'
import { numberIn, step } from './row-ranks.ts'

const MOST_FIGURES = 12
const NOUN = '(?: (?:marks?|points?|scores?|grades?|results?))?'

/** All figures of a row, where they are of one kind: marks of subjects, sales of months. */
function alikeFigures({ table, ragged, kind }: DataRequest): readonly Column[] | null {
  const figures = table.columns.filter(column => column.isNumeric && !isLabel(table, column))
  if (ragged.length > 0 || kind === 'names' || figures.length < 2 || figures.length > MOST_FIGURES) return null
  if (table.columns.some(({ isAmount }) => isAmount)) return null
  if (figures.some(({ spoken }) => NO_SUM.test(spoken) || UNLIKE.test(spoken))) return null
  return table.rows.some(row => figures.some(column => numberIn(row, column) === null)) ? null : figures
}
const UNLIKE =
  /(?<!\p{L})(?:total|sum|average|mean|income|expenses?|costs?|budget|planned|actual|target|debit|credit|profit|revenue|hours|stock|sold|units|visitors|orders|min|max|goals|games|wins|losses|draws|played|population|area|start|end|size|length|width|score|salary)(?!\p{L})/u

type Sums = { readonly columns: readonly Column[]; readonly fn: 'sum' | 'mean' }

/** Each row's sum beside it, or its average, as a new column. */
function rowTasks({ table }: DataRequest, { columns, fn }: Sums, as: string) {
  const [first, ...others] = columns
  const sums = others.map((column, i) => {
    const from = i === 0 ? table.parse.key : `add${i - 1}`
    const input = {
      rows: { $from: from, pointer: '/rows' },
      as: i === others.length - 1 && fn === 'sum' ? as : 'row sum',
      left: { column: i === 0 ? (first as Column).name : 'row sum' },
      op: '+',
      right: { column: column.name },
    }
    return task(`add${i}`, `Add ${column.name}`, 'table.calculate', input, [from])
  })
  if (fn === 'sum') return sums
  const last = (sums.at(-1) as { key: string }).key
  const input = {
    rows: { $from: last, pointer: '/rows' },
    as,
    left: { column: 'row sum' },
    op: '/',
    right: { value: columns.length },
    decimals: 2,
  }
  return [...sums, task('mean', `Divide by ${columns.length}`, 'table.calculate', input, [last])]
}

const isFree = ({ columns }: SourceTable, name: string): boolean => !columns.some(own => own.name === name)

const WHO = '(?:C<who>|student|pupil|person|people|row|player|team)'

/** `total marks for each student`, `average per student`, `rank students by total`. */
const askEachRow: Ask = (words, request): Answer | null => {
  const found =
    fits(`(?<fn>sum|mean)${NOUN} (?:by|each) ${WHO}(?: (?<way>desc|asc))?`, words) ??
    fits(`(?:by |each )?${WHO} (?<fn>sum|mean)${NOUN}`, words) ??
    fits(`(?<rank>rank|sort)(?: ${WHO})? by (?<fn>sum|mean)${NOUN}(?: (?<way>desc|asc|max first))?`, words)
  const columns = found === null ? null : alikeFigures(request)
  const { table } = request
  const named = found?.column('who')
  const who = named ?? nameColumn(table)
  if (found === null || columns === null || who === null || who.isNumeric || !who.isUnique) return null
  if (table.rows.length > MOST_SHOWN_ROWS) return null
  // `average per month` of rent and food is that of the months' sums.
  if (found.text('fn') === 'mean' && /(?<!\p{L})(?:month|week|day|date|year|quarter)(?!\p{L})/u.test(who.spoken))
    return null
  const fn = found.text('fn') === 'mean' ? 'mean' : 'sum'
  const as = fn === 'sum' ? 'total' : 'average'
  if (!isFree(table, as) || !isFree(table, 'row sum')) return null
  const tasks = rowTasks(request, { columns, fn }, as)
  const last = tasks.at(-1) as { key: string }
  const isRanked = found.text('rank') !== '' || found.text('way') !== ''
  const items = { $from: last.key, pointer: '/rows' }
  const sorted = task(
    'sorted',
    `Sort by ${as}`,
    'table.sort',
    { rows: items, by: [{ column: as, order: found.text('way') === 'asc' ? 'asc' : 'desc' }] },
    [last.key],
  )
  const from = isRanked ? 'sorted' : last.key
  const shown = task(
    'shown',
    'Write the table',
    'agg.table',
    { items: { $from: from, pointer: '/rows' }, columns: [who.name, as] },
    [from],
  )
  return tableAnswer(table, [...tasks, ...(isRanked ? [sorted] : []), shown], 'shown', {
    template: '{{table}}',
    how: '{{how}}',
    values: { table: at('/markdown'), how: literal(saidOf(columns, fn)) },
  })
}

const saidOf = (columns: readonly Column[], fn: string): string =>
  `${fn === 'sum' ? 'Sum' : 'Average'} of ${columns.map(({ name }) => name).join(', ')}${fn === 'sum' ? '' : ', rounded to 2 decimals'}`

/** `Bea's total`, `average of Cem`. */
const askOneRow: Ask = (words, request): Answer | null => {
  const found =
    fits(`(?:which )?V<a> (?<fn>sum|mean)${NOUN}(?: made)?`, words) ??
    fits(`(?:which |howmuch )?(?<fn>sum|mean)${NOUN}(?: made)? V<a>(?: made)?`, words)
  const columns = found === null ? null : alikeFigures(request)
  const cell = found?.cells('a')
  if (found === null || columns === null || cell?.length !== 1) return null
  const [column, value] = cell[0]!
  const rows = request.table.rows.filter(row => row[column.name] === value)
  if (rows.length !== 1 || !column.isUnique) return null
  const numbers = columns.map(own => numberIn(rows[0]!, own) as string)
  const fn = found.text('fn')
  const sum = numbers.map(number => `(${number})`).join(' + ')
  return evaluated({
    expression: fn === 'sum' ? sum : `(${sum}) / ${numbers.length}`,
    ...(fn === 'sum' ? {} : { decimals: decimalsOf(numbers) }),
    how: `${String(value)}: ${numbers.join(' + ')}${fn === 'sum' ? '' : `, divided by ${numbers.length}`}`,
  })
}

const decimalsOf = (numbers: readonly string[]): number => {
  const mean = numbers.reduce((sum, number) => sum + Number(number), 0) / numbers.length
  return [0, 1].find(places => Math.abs(mean - Number(mean.toFixed(places))) < 1e-9) ?? 2
}

/** `who has the best average`; `which student has the highest average mark`. */
const askBestRow: Ask = (words, request): Answer | null => {
  const found = fits(
    `which(?: C<who>| student| pupil| person| player| team)?(?: made)?(?: with)? (?<rank>max|min|best|worst)(?: overall)? (?<fn>mean)${NOUN}`,
    words,
  )
  const columns = found === null ? null : alikeFigures(request)
  const who = found?.column('who') ?? nameColumn(request.table)
  if (found === null || columns === null || who === null || who.isNumeric || !who.isUnique) return null
  // Of grades the best one may be the lowest.
  const isGrade = columns.every(column => request.table.rows.every(row => Number(row[column.name]) <= 6))
  if (/best|worst/.test(found.text('rank')) && isGrade) return null
  const as = 'average'
  if (!isFree(request.table, as) || !isFree(request.table, 'row sum')) return null
  return bestRow(request, who, rowTasks(request, { columns, fn: 'mean' }, as), as, /max|best/.test(found.text('rank')))
}

/** The row with most of a column that tasks have made; those that share it are all named. */
function bestRow(
  request: DataRequest,
  who: Column,
  tasks: readonly ReturnType<typeof task>[],
  as: string,
  isLargest: boolean,
): Answer | null {
  const { table } = request
  let rows: unknown = table.rows
  for (const { op, input } of tasks) rows = peek(op, { ...input, rows: rows as never })?.rows
  const [name, value] = [step(who.name), step(as)]
  if (!Array.isArray(rows) || name === null || value === null) return null
  const figures = (rows as readonly { readonly [name: string]: unknown }[]).map(row => Number(row[as]))
  const best = isLargest ? Math.max(...figures) : Math.min(...figures)
  const count = figures.filter(figure => figure === best).length
  if (count > 5 || figures.some(Number.isNaN)) return null
  const last = tasks.at(-1) as { key: string }
  const by = [{ column: as, order: isLargest ? 'desc' : 'asc' }]
  const sorted = task(
    'sorted',
    `Sort by ${as}`.slice(0, 200),
    'table.sort',
    { rows: { $from: last.key, pointer: '/rows' }, by },
    [last.key],
  )
  const names = Array.from({ length: count }, (_, i) => `{{/rows/${i}/${name}}}`).join(', ')
  return tableAnswer(table, [...tasks, sorted], 'sorted', {
    template: names,
    how: `{{said}}: {{/rows/0/${value}}}`,
    values: { rows: at('/rows'), said: literal(as) },
  })
}

/** `average of each subject`, `which subject has the highest average`: of the columns. */
const askColumns: Ask = (words, request): Answer | null => {
  const found =
    fits(
      '(?<fn>mean|sum|max|min|median) (?:by|each|every) (?:subject|col|test|exam|course|month|quarter|year|item|day|category)',
      words,
    ) ??
    fits(`which (?:subject|col|test|exam|course)(?: made)?(?: with)? (?<rank>max|min) (?<fn>mean|sum)${NOUN}`, words)
  const columns = found === null ? null : alikeFigures(request)
  if (found === null || columns === null) return null
  const { table } = request
  const fn = found.text('fn')
  const figures = columns.map((column, i) =>
    task(
      `m${i}`,
      `${fn} of ${column.name}`,
      'table.aggregate',
      { rows: fromTable(table), measures: [{ column: column.name, fn, as: 'value' }] },
      [table.parse.key],
    ),
  )
  const seen = figures.map(({ input }) => {
    const rows = peek('table.aggregate', { ...input, rows: [...table.rows] })?.rows as readonly {
      readonly value: number
    }[]
    return rows[0]?.value ?? Number.NaN
  })
  if (seen.some(Number.isNaN)) return null
  const values = figures.map(({ key }, i) =>
    task(
      `r${i}`,
      'Round it',
      'math.round',
      { value: { $from: key, pointer: '/rows/0/value' }, decimals: placesOf(seen[i] as number), rounding: 'half_up' },
      [key],
    ),
  )
  const rank = found.text('rank')
  const best = rank === 'min' ? Math.min(...seen) : Math.max(...seen)
  const first = columns.flatMap((_, i) => (seen[i] === best ? [i] : []))
  if (rank !== '' && first.length > 1) return null
  const all = task(
    'all',
    'Put them together',
    'agg.collect',
    { items: values.map(({ key }) => ({ $from: key, pointer: '/exact' })) },
    values.map(({ key }) => key),
  )
  const said = Object.fromEntries(columns.map(({ name }, i) => [`c${i}`, literal(name)]))
  if (rank === '')
    return tableAnswer(table, [...figures, ...values, all], 'all', {
      template: columns.map((_, i) => `- {{c${i}}}: {{/items/${i}}}`).join('\n'),
      values: { items: at('/items'), ...said },
    })
  const place = first[0] as number
  return tableAnswer(table, [...figures, ...values, all], 'all', {
    template: `{{c${place}}}`,
    how: `${fn === 'mean' ? 'Average' : 'Sum'}: {{/items/${place}}}`,
    values: { items: at('/items'), ...said },
  })
}

const placesOf = (value: number): number =>
  [0, 1].find(places => Math.abs(value - Number(value.toFixed(places))) < 1e-9) ?? 2

const OP = '(?<op>times|multiplied by|minus|less|\\+|plus|and|/|divided by|-)'
const SIGNS: Readonly<Record<string, string>> = {
  times: '*',
  'multiplied by': '*',
  minus: '-',
  less: '-',
  '-': '-',
  '+': '+',
  plus: '+',
  '/': '/',
  'divided by': '/',
}

const COUNT = /(?<!\p{L})(?:qty|quantity|stock|units|count|pieces|pcs|age|year|id)(?!\p{L})/u

function workOf(found: Caught, { table, ragged, kind, isPlain }: DataRequest) {
  const [a, b] = [found.column('a'), found.column('b')]
  const op = SIGNS[found.text('op') || 'minus']
  if (a === undefined || b === undefined || op === undefined || ragged.length > 0 || kind === 'names') return null
  if (!a.isNumeric || !b.isNumeric || a === b || (isPlain === true && op !== '-')) return null
  // Prices and numbers of pieces are neither added nor taken from each other.
  if ((op === '-' || op === '+') && COUNT.test(a.spoken) !== COUNT.test(b.spoken)) return null
  if (table.rows.some(row => numberIn(row, a) === null || numberIn(row, b) === null)) return null
  if (op === '/' && table.rows.some(row => Number(row[b.name]) === 0)) return null
  const as = `${a.name} ${op === '*' ? '×' : op === '-' ? '−' : op === '/' ? '÷' : '+'} ${b.name}`
  if (!isFree(table, as)) return null
  const input = { rows: fromTable(table), as, left: { column: a.name }, op, right: { column: b.name } }
  const made = task(
    'made',
    `Calculate ${as}`.slice(0, 200),
    'table.calculate',
    { ...input, ...(op === '/' ? { decimals: 4 } : {}) },
    [table.parse.key],
  )
  return { made, as, a, b, op }
}

/** `which line has the highest value (qty times price)`, `for which month is income minus expenses biggest`. */
const askBestWork: Ask = (words, request): Answer | null => {
  const found =
    fits(
      `which (?:C<who>|row)?(?: ?made)?(?: with)? ?(?<rank>max|min) (?:(?:value|revenue|amount|sum|profit|result|product|diff) )?(?:= )?C<a> ${OP} C<b>`,
      words,
    ) ??
    fits(`which (?:C<who>|row)? ?(?:made )?C<a> ${OP} C<b> (?<rank>max|min)`, words) ??
    fits(`which (?:C<who>|row)?(?: ?made)?(?: with)? ?(?<rank>max|min) diff(?: between)? C<a> and C<b>`, words)
  const who = found?.column('who') ?? nameColumn(request.table)
  const work = found === null ? null : workOf(found, request)
  if (found === null || work === null || who === null || who.isNumeric || !who.isUnique) return null
  // A difference of both signs: how far they are apart is another question.
  if (/diff/.test(words.text) && !isOneWay(request, work.a, work.b)) return null
  const flipped =
    /diff/.test(words.text) &&
    Number(request.table.rows[0]?.[work.a.name]) < Number(request.table.rows[0]?.[work.b.name])
  return flipped ? null : bestRow(request, who, [work.made], work.as, found.text('rank') === 'max')
}

const isOneWay = ({ table }: DataRequest, a: Column, b: Column): boolean => {
  const signs = table.rows.map(row => Math.sign(Number(row[a.name]) - Number(row[b.name])))
  return signs.every(sign => sign >= 0) || signs.every(sign => sign <= 0)
}

/** `largest difference between soll and ist`, `total value (qty times price)`. */
const askWorkFigure: Ask = (words, request): Answer | null => {
  const spread = fits('(?:which )?(?<rank>max|min) diff(?: between)? C<a> and C<b>', words)
  const summed =
    fits(
      `(?:howmuch )?sum(?: (?:value|revenue|amount|profit|cost|worth|stock|C<of>))? (?:= )?C<a> ${OP} C<b>(?: (?:by )?(?:C\\d+|row|products?|items?|sum))?`,
      words,
    ) ?? fits(`C<a> ${OP} C<b> sum`, words)
  const found = spread ?? summed
  const work = found === null ? null : workOf(found, request)
  if (found === null || work === null) return null
  if (work.op === '+' || work.op === '/' || found.column('of')?.isNumeric === false) return null
  if (spread !== null && !isOneWay(request, work.a, work.b)) return null
  const { table } = request
  const isFlipped = spread !== null && table.rows.some(row => Number(row[work.a.name]) < Number(row[work.b.name]))
  const [high, low] = isFlipped ? [work.b, work.a] : [work.a, work.b]
  const made = isFlipped
    ? task(
        'made',
        `Calculate ${high.name} − ${low.name}`.slice(0, 200),
        'table.calculate',
        { rows: fromTable(table), as: work.as, left: { column: high.name }, op: '-', right: { column: low.name } },
        [table.parse.key],
      )
    : work.made
  const fn = spread === null ? 'sum' : found.text('rank')
  const measured = task(
    'measured',
    `${fn} of ${work.as}`.slice(0, 200),
    'table.aggregate',
    { rows: { $from: 'made', pointer: '/rows' }, measures: [{ column: work.as, fn, as: 'value' }] },
    ['made'],
  )
  const decimals =
    work.op === '*' ? Math.min(work.a.decimals + work.b.decimals, 6) : Math.max(work.a.decimals, work.b.decimals)
  const value = task(
    'value',
    'Write it with its decimals',
    'math.round',
    { value: { $from: 'measured', pointer: '/rows/0/value' }, decimals, rounding: 'half_up' },
    ['measured'],
  )
  const how = `${fn === 'sum' ? 'sum' : fn === 'max' ? 'largest' : 'smallest'} of ${high.name} ${work.op === '*' ? '×' : '−'} ${low.name} over ${table.rows.length} rows`
  return tableAnswer(table, [made, measured, value], 'value', withHow('{{value}}', { value: at('/exact') }, how))
}

export const rowWorkAsks: readonly Ask[] = [askBestWork, askWorkFigure, askEachRow, askOneRow, askBestRow, askColumns]
