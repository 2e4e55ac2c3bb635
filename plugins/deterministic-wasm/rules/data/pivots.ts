/** Tables turned: values of one column as columns of their own (pivot, cross table), figures per two columns, and wide tables made long. */
import type { PlannerRule } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import { type Answer, at, task } from '../rule.ts'
import { spokenColumn } from '../tables/find-column.ts'
import type { Column, SourceTable } from '../tables/read-table.ts'
import { fromTable, MOST_SHOWN_ROWS, tableAnswer } from '../tables/table-request.ts'
import { fits } from './data-form.ts'
import { type Ask, type DataRequest, defineDataRule } from './data-request.ts'
import { isGrouping, onlyFigure } from './row-conditions.ts'

type Pivot = { readonly rows: Column; readonly columns: Column; readonly value: Column | null; readonly fn: string }

const FNS: Readonly<Record<string, string>> = {
  sum: 'sum',
  total: 'sum',
  totals: 'sum',
  sums: 'sum',
  average: 'mean',
  avg: 'mean',
  mean: 'mean',
  averages: 'mean',
  median: 'median',
  max: 'max',
  maximum: 'max',
  highest: 'max',
  min: 'min',
  minimum: 'min',
  lowest: 'min',
  count: 'count',
  counts: 'count',
  number: 'count',
}
const FN = `(?:${Object.keys(FNS).join('|')})`
const NAME = '[\\p{L}_][\\p{L}\\p{N}_ ]{0,30}?'
const BEGINS =
  /^(?:(?:make|create|build|give me|show(?: me)?|do|i need|i want|need) )?(?:an? |the )?(?:pivot(?: ?table)?|cross ?-?tab(?:le|ulation|ulate)?|contingency table|matrix)(?: (?:of|from|out of|for|on|this|these|the|it|them|data|table|csv|rows|please|so that|with|where))*[:,]? ?/iu
const ROWS = [
  new RegExp(
    `^(?:the |each |every )?(?<name>${NAME})s? (?:as|in|on|for|down|into) (?:the )?(?:rows?|side|left|index|lines?)(?: labels?)?$`,
    'iu',
  ),
  new RegExp(`^(?:rows?|index|lines?)(?: (?:by|are|is|for|per|should be|=))?[:=]? (?:the )?(?<name>${NAME})s?$`, 'iu'),
  new RegExp(`^(?:one|a) (?:row|line) (?:per|for each|for every|each) (?<name>${NAME})$`, 'iu'),
]
const COLUMNS = [
  new RegExp(
    `^(?:the |each |every )?(?<name>${NAME})s? (?:as|in|on|for|across|into) (?:the )?(?:columns?|cols?|top|headers?|header row)$`,
    'iu',
  ),
  new RegExp(
    `^(?:columns?|cols?|headers?)(?: (?:by|are|is|for|per|should be|=))?[:=]? (?:the )?(?<name>${NAME})s?$`,
    'iu',
  ),
  new RegExp(`^(?:one|a) column (?:per|for each|for every|each) (?<name>${NAME})$`, 'iu'),
]
const VALUES = [
  new RegExp(
    `^(?:(?:the )?(?<fn>${FN})(?: of)?(?: the)? )?(?<name>${NAME})s? (?:as|in) (?:the )?(?:values?|cells?|middle|body|figures)$`,
    'iu',
  ),
  new RegExp(
    `^(?:values?|cells?|figures?)(?: (?:are|is|=|should be))?[:=]? (?:the )?(?:(?<fn>${FN})(?: of)?(?: the)? )?(?<name>${NAME})$`,
    'iu',
  ),
  new RegExp(`^(?:with )?(?:the )?(?<fn>${FN}) (?:of )?(?:the )?(?<name>${NAME})(?: in (?:the )?cells)?$`, 'iu'),
  /^(?<fn>summed|averaged|counted)(?<name>)$/iu,
]
/** `show sales with regions as rows and quarters as columns`. */
const FIRST = new RegExp(
  `^(?:show|give|display|list|print)(?: me)? (?:the )?(?:(?<fn>${FN})(?: of)? )?(?<name>${NAME})$`,
  'iu',
)
/** `pivot amount by region and quarter`, `cross tab of region by product`. */
const SHORT = new RegExp(
  `^(?:(?:(?<fn>${FN})(?: of)? )?(?:the )?(?<value>${NAME}) )?(?:by|per|for each) (?<rows>${NAME}) (?:and|by|per|x|×|vs\\.?|against|,) (?<columns>${NAME})$`,
  'iu',
)
const CROSS = new RegExp(
  `^(?<rows>${NAME}) (?:by|x|×|vs\\.?|versus|against|and) (?<columns>${NAME})(?:,? (?:with )?(?:the )?(?:(?<fn>${FN})(?: of)? )?(?<value>${NAME}))?$`,
  'iu',
)

const column = (table: SourceTable, name: string | undefined): Column | null =>
  name === undefined || name.trim() === '' ? null : spokenColumn(table, name.trim())

/** The roles of a pivot, each named once; null where a word is left. */
function readPivot({ pieces, table }: DataRequest): Pivot | null {
  const said = pieces
    .join(', ')
    .replace(/["'`“”]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/,? (?:please|pls|thanks|thx)$/iu, '')
  const begun = BEGINS.exec(said)
  const rest = (begun === null ? said : said.slice(begun[0].length)).trim()
  const isPivot = begun !== null || /(?<!\p{L})(?:pivot|cross ?-?tab)/iu.test(said)
  const short = isPivot ? (SHORT.exec(rest) ?? CROSS.exec(rest))?.groups : undefined
  const brief = short === undefined ? null : complete(table, short.rows, short.columns, short.value, short.fn)
  if (brief !== null) return brief
  const found: { rows?: string; columns?: string; value?: string; fn?: string } = {}
  const parts = rest
    .split(/, and |,|;| and with | and | with /iu)
    .map(part => part.trim())
    .filter(part => part !== '')
  if (parts.length < 2 || parts.length > 4) return null
  for (const [i, part] of parts.entries()) {
    const bare = part.replace(/^(?:with|using|put|have|show|use|where) /iu, '')
    const [rows, columns, values] = [ROWS, COLUMNS, VALUES].map(forms =>
      forms.map(form => form.exec(bare)?.groups).find(groups => groups !== undefined),
    )
    if (rows !== undefined && found.rows === undefined) found.rows = rows.name ?? ''
    else if (columns !== undefined && found.columns === undefined) found.columns = columns.name ?? ''
    else if (values !== undefined && found.value === undefined) {
      found.value = values.name ?? ''
      found.fn =
        { summed: 'sum', averaged: 'mean', counted: 'count' }[values.fn?.toLowerCase() ?? ''] ?? values.fn ?? ''
    } else {
      const first = i === 0 ? FIRST.exec(bare)?.groups : undefined
      if (first === undefined) return null
      found.value = first.name ?? ''
      found.fn = first.fn ?? ''
    }
  }
  return found.rows === undefined || found.columns === undefined
    ? null
    : complete(table, found.rows, found.columns, found.value, found.fn)
}

function complete(
  table: SourceTable,
  rows: string | undefined,
  columns: string | undefined,
  value: string | undefined,
  fn: string | undefined,
): Pivot | null {
  const [first, second] = [column(table, rows), column(table, columns)]
  if (first === null || second === null || first.name === second.name) return null
  const said = (fn ?? '').toLowerCase()
  const named = column(table, value)
  if (
    value !== undefined &&
    value !== '' &&
    named === null &&
    !/^(?:rows?|entries|records|count|number)$/iu.test(value)
  )
    return null
  const measure = FNS[said] ?? ''
  const isCount = measure === 'count' || (named === null && value !== undefined && value !== '')
  const only = named ?? onlyFigure(table)
  if (isCount) return { rows: first, columns: second, value: null, fn: 'count' }
  return only === null || !only.isNumeric || only.name === first.name || only.name === second.name
    ? null
    : { rows: first, columns: second, value: only, fn: measure || 'sum' }
}

const askPivot: Ask = (_, request) => {
  const { table, ragged, kind } = request
  const found = ragged.length > 0 || kind === 'names' ? null : readPivot(request)
  if (found === null) return null
  const { rows, columns, value, fn } = found
  const input = { index: [rows.name], column: columns.name, value: value?.name ?? rows.name, fn }
  const seen = peek('table.pivot', { rows: [...table.rows], ...input }) as {
    readonly columns: readonly string[]
    readonly rows: readonly { readonly [name: string]: unknown }[]
  } | null
  if (seen === null || seen.columns.length > 40 || seen.rows.length > MOST_SHOWN_ROWS) return null
  // Averages of many digits are none to be shown.
  const isLong = seen.rows.some(row =>
    Object.values(row).some(cell => typeof cell === 'number' && !(String(cell).length <= 12)),
  )
  if (isLong) return null
  // Without a measure said, cells where several figures meet are added up: it is said.
  const pivoted = task(
    'pivoted',
    `${fn} per ${rows.name} and ${columns.name}`.slice(0, 200),
    'table.pivot',
    { rows: fromTable(table), ...input },
    [table.parse.key],
  )
  const shown = task(
    'shown',
    'Write the table',
    'agg.table',
    { items: { $from: 'pivoted', pointer: '/rows' }, columns: [...seen.columns] },
    ['pivoted'],
  )
  const what =
    fn === 'count'
      ? 'Number of rows'
      : `${{ sum: 'Sum', mean: 'Average', median: 'Median', max: 'Maximum', min: 'Minimum' }[fn]} of ${value?.name}`
  return tableAnswer(
    table,
    [pivoted, shown],
    'shown',
    { template: '{{table}}', values: { table: at('/markdown') } },
    `${what} where ${rows.name} and ${columns.name} meet; empty where nothing meets.`,
  )
}

/** `sum of sales by region and product`: one row for each pair. */
const askPairs: Ask = (words, request) => {
  if (request.ragged.length > 0 || request.kind === 'names') return null
  const found =
    fits('(?<fn>sum|mean|median|max|min)(?: C<col>)?(?: made)? by C<a>(?: and)?(?: by)? C<b>', words) ??
    fits('C<col> (?<fn>sum|mean|median|max|min)? ?by C<a>(?: and)?(?: by)? C<b>', words)
  const counted = found ?? fits('(?:howmany|count)(?: row)? by C<a>(?: and)?(?: by)? C<b>', words)
  const [a, b] = [counted?.column('a'), counted?.column('b')]
  if (counted === null || a === undefined || b === undefined || a.name === b.name) return null
  // `fuel per km for each car` divides.
  if (!isGrouping(a) || !isGrouping(b)) return null
  const { table } = request
  const value = found === null ? null : (found.column('col') ?? onlyFigure(table))
  if (found !== null && (value === null || !value.isNumeric || value.name === a.name || value.name === b.name))
    return null
  const fn = found === null ? 'count' : found.text('fn') || 'sum'
  const as = value === null ? 'rows' : `${fn === 'mean' ? 'average' : fn} of ${value.name}`
  const input = { by: [a.name, b.name], measures: [{ ...(value === null ? {} : { column: value.name }), fn, as }] }
  const seen = peek('table.aggregate', { rows: [...table.rows], ...input })?.rows
  if (!Array.isArray(seen) || seen.length > MOST_SHOWN_ROWS) return null
  if (seen.some(row => String((row as { readonly [name: string]: unknown })[as]).length > 12)) return null
  const grouped = task(
    'grouped',
    `${as} per ${a.name} and ${b.name}`.slice(0, 200),
    'table.aggregate',
    { rows: fromTable(table), ...input },
    [table.parse.key],
  )
  const shown = task('shown', 'Write the table', 'agg.table', { items: { $from: 'grouped', pointer: '/rows' } }, [
    'grouped',
  ])
  return tableAnswer(table, [grouped, shown], 'shown', { template: '{{table}}', values: { table: at('/markdown') } })
}

const LONG =
  /^(?:un-?pivot|melt|(?:make|turn|convert|bring|reshape|change)(?: (?:it|this|the table|this table|the data|them))? (?:in)?to (?:the )?long (?:format|form|table|shape)|wide to long|from wide to long|(?:make|turn) (?:it|this|this table) long)(?: (?:it|this|the table|this table|the data|please|format))*$/iu

/** Every column of figures becomes rows of name and value. */
const askLong: Ask = (_, request): Answer | null => {
  const { table, ragged, kind, pieces } = request
  if (ragged.length > 0 || kind === 'names' || !LONG.test(pieces.join(' ').trim())) return null
  const figures = table.columns.filter(({ isNumeric }) => isNumeric)
  const others = table.columns.filter(({ isNumeric }) => !isNumeric)
  if (figures.length < 2 || others.length === 0 || figures.length * table.rows.length > MOST_SHOWN_ROWS) return null
  if (table.columns.some(({ name }) => name === 'name' || name === 'value')) return null
  const index = others.map(({ name }) => name)
  const long = task(
    'long',
    'Turn columns into rows',
    'table.unpivot',
    { rows: fromTable(table), index, columns: figures.map(({ name }) => name) },
    [table.parse.key],
  )
  const shown = task(
    'shown',
    'Write the table',
    'agg.table',
    { items: { $from: 'long', pointer: '/rows' }, columns: [...index, 'name', 'value'] },
    ['long'],
  )
  return tableAnswer(table, [long, shown], 'shown', { template: '{{table}}', values: { table: at('/markdown') } })
}

export const pivotAsks: readonly Ask[] = [askPivot, askPairs, askLong]

export const pivotRules: readonly PlannerRule[] = [
  defineDataRule({
    id: 'data-pivot',
    reason: 'Makes a pivot table of a pasted table, figures per two columns, or a long table of a wide one.',
    order: 208,
    examples: {
      yes: [
        'pivot: region as rows, quarter as columns, sum of sales as values\nregion,quarter,sales\nN,Q1,10\nN,Q2,15\nS,Q1,20\nN,Q1,5',
        'pivot table please, one row per name, one column per day, hours in the cells\nname,day,hours\nIna,Mon,7\nJan,Mon,8\nIna,Tue,6',
        'cross tab of sex by answer\nsex,answer,n\nf,yes,3\nm,no,4\nf,no,1',
        'total sales by region and quarter\nregion,quarter,sales\nN,Q1,10\nN,Q2,15\nS,Q1,20\nN,Q1,5',
        'unpivot this\nday,in,out\nMon,1,2\nTue,3,4',
      ],
      no: [
        'pivot: region as rows, weather as columns\nregion,quarter,sales\nN,Q1,10\nS,Q1,20',
        'should we pivot to another region?\nregion,quarter,sales\nN,Q1,10\nS,Q1,20',
        'pivot this somehow\nregion,quarter,sales\nN,Q1,10\nS,Q1,20',
        'total sales by region and importance\nregion,quarter,sales\nN,Q1,10\nS,Q1,20',
      ],
    },
    asks: pivotAsks,
  }),
]
