/**
 * One column per another of the same row: `goals per game for each`, `which is cheapest per kg`. Both hold figures; `amount per
 * customer` and `sales per month` are figures of groups, and no business of this rule.
 */
import type { PlannedTask, PlannerRule } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import { type Answer, at, literal, task } from '../rule.ts'
import type { Column } from '../tables/read-table.ts'
import { fromTable, MOST_SHOWN_ROWS, tableAnswer } from '../tables/table-request.ts'
import { fits } from './data-form.ts'
import { type Ask, type DataRequest, defineDataRule } from './data-request.ts'
import { domainColumn, isGrouping, nameColumn } from './row-conditions.ts'
import { isNoPerson, numberIn, step } from './row-ranks.ts'

const PRICE = /(?<!\p{L})(?:price|prices|cost|costs|fee|fare|rent)(?!\p{L})/u
const asksPer = ({ around }: DataRequest): boolean => /(?<!\p{L})per(?!\p{L})/iu.test(around)

/** Both columns hold figures, and nothing is divided by zero or by what is not there. */
function areFigures({ table }: DataRequest, a: Column | null | undefined, b: Column | undefined): boolean {
  if (a == null || b === undefined || a.name === b.name || !a.isNumeric || !b.isNumeric || isGrouping(b)) return false
  return table.rows.every(row => numberIn(row, a) !== null && Number(numberIn(row, b) ?? 0) > 0)
}

/** Small quotients have more decimals, so that they can be told apart. */
function placesOf({ table }: DataRequest, a: Column, b: Column): number {
  const smallest = Math.min(...table.rows.map(row => Math.abs(Number(row[a.name]) / Number(row[b.name]))))
  return smallest >= 1 ? 2 : smallest >= 0.01 ? 4 : 8
}

function ratioTask(request: DataRequest, a: Column, b: Column, as: string, decimals?: number): PlannedTask {
  return task(
    'ratio',
    `${a.name} per ${b.name}`.slice(0, 200),
    'table.calculate',
    {
      rows: fromTable(request.table),
      as,
      left: { column: a.name },
      op: '/',
      right: { column: b.name },
      ...(decimals === undefined ? {} : { decimals }),
    },
    [request.table.parse.key],
  )
}

/** Every row with its figure beside it. */
const askEach: Ask = (words, request) => {
  const found = fits(
    '(?:(?:sum|convert) (?:col )?)?(?:col )?C<a> by C<b>(?: (?:each|every|by|row|C\\d+|by row|by C\\d+))*',
    words,
  )
  const [a, b] = [found?.column('a'), found?.column('b')]
  if (found === null || !asksPer(request) || request.ragged.length > 0 || request.kind === 'names' || request.isPlain)
    return null
  if (a === undefined || b === undefined || !areFigures(request, a, b) || request.table.rows.length > MOST_SHOWN_ROWS)
    return null
  // `total goals per game` is one figure.
  if (/(?<!\p{L})(?:total|overall|sum|average|mean|altogether)(?!\p{L})/iu.test(request.around)) return null
  const as = `${a.name} per ${b.name}`
  if (request.table.columns.some(({ name }) => name === as)) return null
  const decimals = placesOf(request, a, b)
  const ratio = ratioTask(request, a, b, as, decimals)
  const columns = [...request.table.columns.map(({ name }) => name), as]
  const shown = task(
    'shown',
    'Write the table',
    'agg.table',
    { items: { $from: 'ratio', pointer: '/rows' }, columns },
    ['ratio'],
  )
  return tableAnswer(request.table, [ratio, shown], 'shown', {
    template: '{{table}}',
    how: '{{how}}',
    values: { table: at('/markdown'), how: literal(`${a.name} ÷ ${b.name}, rounded to ${decimals} decimals`) },
  })
}

/** The row that has most or least of it. */
const askBest: Ask = (words, request) => {
  const found =
    fits('which(?: C<who>)?(?: made)?(?: with)? (?<sup>max|min|best|worst)(?: made)? C<a> by C<b>', words) ??
    fits('(?:which(?: C<who>)? )?(?:made )?(?<sup>cheapest|dearest)(?: C<who2>)? by C<b>', words) ??
    fits('(?<sup>max|min) C<a> by C<b>', words)
  if (found === null || !asksPer(request) || request.ragged.length > 0 || request.kind === 'names' || request.isPlain)
    return null
  const { table } = request
  const b = found.column('b')
  const a = found.column('a') ?? domainColumn(table, PRICE)
  const who = found.column('who') ?? found.column('who2') ?? nameColumn(table)
  if (a === null || b === undefined || !areFigures(request, a, b)) return null
  if (who === null || who.isNumeric || !who.isUnique || isNoPerson(who, request)) return null
  // A price per kilo that the table gives already is not divided again.
  if (
    /(?<!\p{L})per(?!\p{L})/u.test(a.spoken) ||
    (/best|worst/.test(found.text('sup')) !== /goals|points|wins|score|sales|revenue|votes/.test(a.spoken) &&
      /best|worst/.test(found.text('sup')))
  )
    return null
  return bestOf(request, who, a, b, /max|best|dearest/.test(found.text('sup')))
}

function bestOf(request: DataRequest, who: Column, a: Column, b: Column, isLargest: boolean): Answer | null {
  const as = `${a.name} per ${b.name}`
  const [name, value] = [step(who.name), step(as)]
  const input = { as, left: { column: a.name }, op: '/', right: { column: b.name } }
  const seen = peek('table.calculate', { ...input, rows: [...request.table.rows] })?.rows
  if (!Array.isArray(seen) || name === null || value === null || request.table.columns.some(own => own.name === as))
    return null
  const sizes = (seen as readonly Readonly<Record<string, unknown>>[])
    .map(row => Number(row[as]))
    .sort((x, y) => (isLargest ? y - x : x - y))
  // Two of the same are two answers.
  if (sizes.length < 2 || sizes[0] === sizes[1]) return null
  const sorted = task(
    'sorted',
    `Sort by ${as}`.slice(0, 200),
    'table.sort',
    { rows: { $from: 'ratio', pointer: '/rows' }, by: [{ column: as, order: isLargest ? 'desc' : 'asc' }] },
    ['ratio'],
  )
  const rounded = task(
    'value',
    'Round it',
    'math.round',
    { value: { $from: 'sorted', pointer: `/rows/0/${value}` }, decimals: placesOf(request, a, b), rounding: 'half_up' },
    ['sorted'],
  )
  const both = task(
    'both',
    'Put both together',
    'agg.merge',
    {
      objects: [
        { name: { $from: 'sorted', pointer: `/rows/0/${name}` }, value: { $from: 'value', pointer: '/exact' } },
      ],
    },
    ['sorted', 'value'],
  )
  return tableAnswer(request.table, [ratioTask(request, a, b, as), sorted, rounded, both], 'both', {
    template: '{{name}}',
    how: '{{said}}: {{value}}, rounded',
    values: { name: at('/name'), value: at('/value'), said: literal(as) },
  })
}

export const ratioQuestionRules: readonly PlannerRule[] = [
  defineDataRule({
    id: 'data-ratio',
    reason:
      'Divides one column of a pasted table by another, row by row, and names the row that has most or least of it.',
    order: 222,
    examples: {
      yes: [
        'goals per game for each\nplayer,goals,games\nKim,12,20\nRoy,9,12\nUwe,15,30',
        'add a column goals per game\nplayer,goals,games\nKim,12,20\nRoy,9,12\nUwe,15,30',
        'who has the most goals per game?\nplayer,goals,games\nKim,12,20\nRoy,9,12\nUwe,15,30',
        'which is cheapest per kg?\nproduct,kg,price\nrice A,1,2.40\nrice B,0.5,1.10\nrice C,2,4.60',
      ],
      no: [
        'goals per game in total\nplayer,goals,games\nKim,12,20\nRoy,9,12',
        'average goals per game\nplayer,goals,games\nKim,12,20\nRoy,9,12',
        'which is cheapest per litre?\nproduct,kg,price\nrice A,1,2.40\nrice B,0.5,1.10',
        'goals per game next season\nplayer,goals,games\nKim,12,20\nRoy,9,12',
      ],
    },
    asks: [askEach, askBest],
  }),
]
