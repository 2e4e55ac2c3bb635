/** Single cells and what can be worked out from two or more of them: a value, a difference, a share, growth, a weighted mean, sums per row. */
import type { PlannerRule } from '#contracts/planner-port'
import { isEmpty } from '../../tables/cells.ts'
import { evaluated } from '../evaluated.ts'
import { at, literal, task, withHow } from '../rule.ts'
import type { SourceTable } from '../tables/read-table.ts'
import { fromTable, MOST_SHOWN_ROWS, tableAnswer } from '../tables/table-request.ts'
import { inUnit } from './column-figures.ts'
import { askGross, askProducts, askRowSums, askWeighted } from './column-sums.ts'
import { type Caught, fits } from './data-form.ts'
import { type Ask, type DataRequest, defineDataRule } from './data-request.ts'
import { NUMBERED, onlyFigure } from './row-conditions.ts'
import { numberIn, step } from './row-ranks.ts'

type Row = SourceTable['rows'][number]

/** The one row that has the value, or null. */
function rowOf(found: Caught, name: string, { table }: DataRequest): { row: Row; at: number; said: string } | null {
  const cells = found.cells(name)
  const columns = new Set(cells.map(([column]) => column.name))
  const [first] = cells
  if (first === undefined || columns.size !== 1 || cells.length !== 1) return null
  const places = table.rows.flatMap((row, i) => (row[first[0].name] === first[1] ? [i] : []))
  const place = places[0]
  return places.length !== 1 || place === undefined
    ? null
    : { row: table.rows[place]!, at: place, said: String(first[1]) }
}

/** `how many points does Clara have`, `Anna's score`: of a bare list of names. */
const OF_NAME =
  '(?:howmany|howmuch) (?:points|goals|votes|wins|medals|marks|stars|runs) (?:made )?V<a3>(?: made)?|(?:which )?V<a3b> (?:made|points|value|count|amount|result|grade|mark|age)|(?:made|points|value|amount|result|grade|mark|age) V<a3c>|how old V<a3d>'

/** `price of pen`, `Lisbon 2022`. */
const askCell: Ask = (words, request) => {
  if (request.ragged.length > 0) return null
  const found =
    fits(
      '(?:which |howmuch |howmany )?C<col>(?: made)? (?:/ |with |where )?V<a>(?: made)?|(?:which |howmuch )?V<a2>(?:/| /|: )? ?C<col2>|(?:howmuch|howmany) (?:made )?V<a3>(?: made)?',
      words,
    ) ?? (request.kind === 'names' ? fits(OF_NAME, words) : null)
  if (found === null) return null
  const name = ['a', 'a2', 'a3', 'a3b', 'a3c', 'a3d'].find(one => found.mark(one) !== undefined) ?? 'a'
  const row = rowOf(found, name, request)
  const column =
    found.column('col') ?? found.column('col2') ?? (name.startsWith('a3') ? onlyFigure(request.table) : null)
  if (row === null || column === null || isEmpty(row.row[column.name])) return null
  // `how far is Anna` of a table of salaries.
  if (
    /(?<!\p{L})how far(?!\p{L})/iu.test(request.around) &&
    !FAR.test(`${column.spoken} ${request.write(column.name, '')}`)
  )
    return null
  // The value itself was named: nothing is asked.
  if (found.cells(name)[0]?.[0].name === column.name) return null
  const place = step(column.name)
  if (place === null) return null
  const template = request.write(column.name, `{{/rows/${row.at}/${place}}}`)
  const how = request.kind === 'names' ? row.said : `${column.name} of ${row.said}`
  return tableAnswer(request.table, [], request.table.parse.key, withHow(template, { rows: at('/rows') }, how))
}

const FAR = /(?<!\p{L})(?:km|mi|miles|m|distance|kilomet(?:er|re)s|met(?:er|re)s)(?!\p{L})/iu

/** `sales in 2022`: by a number that names a row. */
const askNumbered: Ask = (words, request) => {
  const found = fits('(?:howmuch |howmany |which )?(?:C<col> )?(?:made )?N<n>(?: made)?', words)
  const { table } = request
  const label = table.columns[0]
  if (found === null || label === undefined || !label.isNumeric || !label.isUnique || !NUMBERED.test(label.spoken))
    return null
  if (found.column('col') === undefined && !/^how/.test(words.text)) return null
  const column = found.column('col') ?? onlyFigure(table)
  const place = table.rows.findIndex(row => Number(row[label.name]) === Number(found.number('n')))
  const name = column === null ? null : step(column.name)
  if (column === null || name === null || column === label || place < 0 || request.ragged.length > 0) return null
  if (isEmpty(table.rows[place]?.[column.name])) return null
  return tableAnswer(
    table,
    [],
    table.parse.key,
    withHow(
      `{{/rows/${place}/${name}}}`,
      { rows: at('/rows') },
      `${column.name} of ${label.name} ${found.number('n')}`,
    ),
  )
}

const BIGGER =
  '(?:more|less|max|min|taller|heavier|older|longer|further|farther|faster|dearer|cheaper|warmer|hotter|colder|cooler|higher|lower|larger|bigger|greater|shorter|younger|lighter)'
const MADE = '(?: made)?'

/** Two rows and a column of figures. */
const askDifference: Ask = (words, request) => {
  if (request.ragged.length > 0) return null
  const found =
    fits(
      `(?:howmuch )?diff(?: (?:C<col>|(?<noun>(?!between )[a-z]{3,12})))?(?: between)? V<a> (?:and|less|minus|versus|vs) V<b>(?: C<col2>)?`,
      words,
    ) ??
    fits('(?:which )?C<col> diff(?: between)? V<a> and V<b>', words) ??
    fits(`(?:howmuch|howmany)(?: ${BIGGER})?(?: C<col>)?${MADE} V<a>${MADE}(?: ${BIGGER})? than V<b>${MADE}`, words) ??
    fits(`(?:by )?(?:howmuch|howmany)(?: ${BIGGER})(?: C<col>)?${MADE} V<a>${MADE}(?: C<col2>)? than V<b>`, words) ??
    fits(`V<a>${MADE} (?:howmuch|howmany) ${BIGGER}(?: C<col>)?${MADE} than V<b>`, words)
  if (found === null || !/diff|than/.test(words.text)) return null
  const [a, b] = [rowOf(found, 'a', request), rowOf(found, 'b', request)]
  const column = found.column('col') ?? found.column('col2') ?? onlyFigure(request.table)
  if (a === null || b === null || column === null || a.at === b.at) return null
  const [x, y] = [numberIn(a.row, column), numberIn(b.row, column)]
  if (x === null || y === null) return null
  // `difference in taste`: the word must be what the figures are.
  if (found.text('noun') !== '' && !(KINDS.test(found.text('noun')) && BARE.test(column.spoken))) return null
  const isLess = /(?<!\p{L})(?:less|min|cheaper|colder|cooler|lower|shorter|younger|lighter)(?!\p{L})/u.test(words.text)
  const isPlainDifference = /diff/.test(words.text)
  const [high, low] = isPlainDifference ? (Number(x) >= Number(y) ? [x, y] : [y, x]) : isLess ? [y, x] : [x, y]
  // `how much more` of the one that has less: the question has it the wrong way round.
  if (Number(high) < Number(low)) return null
  return inUnit(
    evaluated({ expression: `(${high}) - (${low})`, how: `${a.said} ${x}, ${b.said} ${y}` }),
    column,
    request,
  )
}

const KINDS =
  /^(?:height|price|cost|age|weight|length|size|score|points|population|temperature|distance|sales|revenue|depth|area|speed|time|duration|votes|salary)$/u
/** A column that is called by its unit alone. */
const BARE = /^(?:value|m|km|cm|mm|kg|g|l|ml|eur|usd|gbp|€|\$|s|min|h|c|°c|years|km²|sqm|m²)$/u

const SHARE = '(?:howmuch )?share'

/** One row's part of the column. */
const askShare: Ask = (words, request) => {
  if (request.ragged.length > 0) return null
  const noun = request.kind === 'names' ? '(?: (?<noun>[a-z]{3,15}))?' : ''
  const found =
    fits(`(?:which )?${SHARE}(?: sum)?(?: C<col>)?${noun}${MADE}(?: by)? V<a>${MADE}(?: sum| C<col2>)?`, words) ??
    fits(`V<a>(?: C<col>)?(?: which)? ${SHARE}(?: sum)?(?: C<col2>)?${noun}`, words) ??
    fits(`(?:which )?${SHARE}(?: V<a>)(?: sum)?${noun}`, words)
  const row = found === null ? null : rowOf(found, 'a', request)
  const column = found?.column('col') ?? found?.column('col2') ?? onlyFigure(request.table)
  if (row === null || column === null || !column.isNumeric) return null
  // `share of rent in January` may be that of its own row.
  if (
    found?.column('col') !== undefined &&
    onlyFigure(request.table) === null &&
    !/(?:total|all)/iu.test(request.around)
  )
    return null
  const numbers = request.table.rows.map(own => numberIn(own, column))
  const own = numberIn(row.row, column)
  if (own === null || numbers.includes(null) || numbers.some(number => Number(number) < 0)) return null
  return evaluated({
    expression: `(${own}) / (${numbers.join(' + ')}) * 100`,
    decimals: shareDecimals(own, numbers as string[]),
    how: `${row.said} ${own} of ${column.name === 'value' ? 'all' : column.name} together`,
    unit: '%',
  })
}

/** Two decimals at most. */
function shareDecimals(own: string, numbers: readonly string[]): number {
  const share = (Number(own) / numbers.reduce((sum, number) => sum + Number(number), 0)) * 100
  return Math.abs(share - Math.round(share)) < 1e-9 ? 0 : Math.abs(share * 10 - Math.round(share * 10)) < 1e-9 ? 1 : 2
}

const SAYS_SHARES = /share|each|every|breakdown|distribution|proportion|split|of (?:the )?(?:total|whole|all|sum)/iu

/** The share of every row. */
const askShares: Ask = (words, request) => {
  if (request.ragged.length > 0) return null
  const found = fits(
    `(?:each )?(?:convert )?${SHARE}(?: sum)?(?: (?:each|by|every|C<who>|by C<who2>|each C<who3>))?(?: C<col>)?(?: row)?(?: share sum| share)?`,
    words,
  )
  const column = found?.column('col') ?? onlyFigure(request.table)
  if (found === null || column === null || !column.isNumeric) return null
  // `share of vegans`: of rows, and not of their ages.
  if (found.column('who')?.isUnique === false) return null
  // `what percentage of sales is cost` compares two columns.
  if (['who', 'who2', 'who3'].some(name => found.column(name)?.isNumeric === true)) return null
  // `The return in %?` is none.
  if (words.text === 'share' && !(request.kind === 'names' && SAYS_SHARES.test(request.around))) return null
  const { table } = request
  if (request.isPlain || table.rows.length > MOST_SHOWN_ROWS || table.columns.some(({ name }) => name === '%'))
    return null
  if (table.rows.some(row => numberIn(row, column) === null || Number(row[column.name]) < 0)) return null
  const shares = task(
    'shares',
    `Shares of ${column.name}`,
    'table.share',
    { rows: fromTable(table), column: column.name, as: '%', decimals: 2 },
    [table.parse.key],
  )
  const columns = [...table.columns.map(({ name }) => name), '%']
  const shown = task(
    'shown',
    'Write the table',
    'agg.table',
    { items: { $from: 'shares', pointer: '/rows' }, columns },
    ['shares'],
  )
  return tableAnswer(table, [shares, shown], 'shown', { template: '{{table}}', values: { table: at('/markdown') } })
}

/** The only column of numbers beside that of the time. */
function figureBeside(table: SourceTable, time: SourceTable['columns'][number] | null) {
  if (time === null) return onlyFigure(table)
  const [one, more] = table.columns.filter(({ name, isNumeric }) => isNumeric && name !== time.name)
  return more === undefined ? (one ?? null) : null
}

/** From each row to the next: the difference or the growth in per cent. */
const askSteps: Ask = (words, request) => {
  if (request.ragged.length > 0) return null
  const found =
    fits(
      '(?:year on year|yoy|mom|month on month|C<time> C<who>|(?<period>month|year|day|week)(?:ly)?(?: over (?:month|year|day|week))?)? ?(?<kind>growth|change|convert|increase)(?: rate)?(?: (?<share>share))?(?: (?:from|each|by|C<by>|row|month|year|day|week))*(?: C<col>)?(?: (?:each|by) (?:row|month|year|day|week|C<each>))?',
      words,
    ) ??
    fits(
      '(?:howmuch )?(?<share2>share)? ?(?<kind>change|convert|growth|diff)(?: between)?(?: each| consecutive| successive)? row(?: (?:and )?next)?',
      words,
    ) ??
    fits('(?:howmuch )?made (?:each|by) (?:month|year|day|week|period|C<by>)', words)
  const time = found?.column('time') ?? null
  const named = found?.column('col') ?? found?.column('who') ?? null
  const column = named === null || named.name === time?.name ? figureBeside(request.table, time) : named
  if (found === null || column === null || !column.isNumeric) return null
  // `change the price` and `increase price` are none of growth.
  if (
    /change|convert|increase/.test(found.text('kind')) &&
    !/(?:each|by|row|month|year|day|week|share|yoy|mom)/.test(words.text)
  )
    return null
  const isUsed = words.text.includes('made')
  if (isUsed && !/(?:meter|metre|reading|odometer|counter)/iu.test(request.around)) return null
  const isShare =
    found.text('share') !== '' || found.text('share2') !== '' || (found.text('kind') === 'growth' && !isUsed)
  const { table } = request
  const label = table.columns.find(({ name }) => name !== column.name)
  const numbers = table.rows.map(row => numberIn(row, column))
  if (numbers.includes(null) || numbers.length < 2 || numbers.length > 60 || label?.isUnique !== true) return null
  if (isShare && numbers.some(number => Number(number) <= 0)) return null
  const steps = numbers.slice(1).map((to, i) => {
    const from = numbers[i] as string
    return isShare
      ? task(`s${i}`, 'Growth', 'math.percentage', {
          kind: 'change',
          a: from,
          b: to as string,
          decimals: 2,
          rounding: 'half_up',
        })
      : task(`s${i}`, 'Difference', 'math.evaluate', { expression: `(${to}) - (${from})` })
  })
  const all = task(
    'all',
    'Put them together',
    'agg.collect',
    { items: steps.map(({ key }) => ({ $from: key, pointer: '/exact' })) },
    steps.map(({ key }) => key),
  )
  const values: { [name: string]: ReturnType<typeof at> | ReturnType<typeof literal> } = { items: at('/items') }
  const lines = steps.map((_, i) => {
    values[`n${i}`] = literal(`${String(table.rows[i]![label.name])} → ${String(table.rows[i + 1]![label.name])}`)
    return `- {{n${i}}}: ${isShare ? `{{/items/${i}}}%` : request.write(column.name, `{{/items/${i}}}`)}`
  })
  return tableAnswer(table, [...steps, all], 'all', { template: lines.join('\n'), values })
}

/** From the first row to the last one. */
const askFirstLast: Ask = (words, request) => {
  const found = fits(
    '(?<share>share )?(?:change|convert|diff|growth|increase|decrease)(?: share)?(?: between)? first(?: row)? (?:and )?last(?: row)?(?: share)?',
    words,
  )
  const column = onlyFigure(request.table)
  if (found === null || column === null || request.ragged.length > 0) return null
  const { rows, columns } = request.table
  // Of people and their points the first is the best one.
  const isInTime = rows.every(row =>
    /^(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|q[1-4]|week|day|year|month|\d)/iu.test(
      String(row[columns[0]?.name ?? '']),
    ),
  )
  if (!isInTime) return null
  const [a, b] = [numberIn(rows[0]!, column), numberIn(rows.at(-1)!, column)]
  const label = columns.find(({ name }) => name !== column.name)
  if (a === null || b === null || label === undefined || rows.length < 2) return null
  const how = `from ${a} (${String(rows[0]![label.name])}) to ${b} (${String(rows.at(-1)![label.name])})`
  if (/share|growth/.test(words.text))
    return Number(a) <= 0
      ? null
      : evaluated({ expression: `((${b}) - (${a})) / (${a}) * 100`, decimals: 2, how, unit: '%' })
  return inUnit(evaluated({ expression: `(${b}) - (${a})`, how }), column, request)
}

export const cellAsks: readonly Ask[] = [
  askWeighted,
  askProducts,
  askGross,
  askRowSums,
  askFirstLast,
  askSteps,
  askDifference,
  askShare,
  askShares,
  askCell,
  askNumbered,
]

export const cellQuestionRules: readonly PlannerRule[] = [
  defineDataRule({
    id: 'data-cells',
    reason:
      'Tells one value of a pasted table or list, what two of them differ in, the share of one, growth, weighted averages and sums of products.',
    order: 215,
    examples: {
      yes: [
        'how much more did north sell than south\nregion,units\nnorth,5521\nsouth,4870\nwest,3999',
        'difference in height Mont Blanc and Zugspitze based on this\npeak,m\nMont Blanc,4806\nZugspitze,2962',
        'what percentage of the budget is marketing? HR 40k, Marketing 65k, IT 95k',
        'In this tab separated thing what is the value for Lisbon / 2022?\ncity\t2021\t2022\nLisbon\t54\t61\nPorto\t33\t38',
        'avg grade weighted by credits\ncourse,grade,credits\nAlgebra,1.3,9\nPhysics,2.0,6\nEnglish,1.7,3',
        'Year on year growth in %:\nyear,users\n2021,1200\n2022,1500\n2023,1350',
        'student,maths,science\nArjun,78,91\nNeha,88,84\nVikram,65,70\nWho is having highest total marks?',
        'what is the price of the pen\nitem,price\npen,1.20\nbook,12.99',
        'revenue = price*qty, give the revenue of all rows together\nprice,qty\n4.50,10\n12.00,3\n0.99,100',
      ],
      no: [
        'how much more will north sell than south next year\nregion,units\nnorth,5521\nsouth,4870',
        'what is the fair price of the pen\nitem,price\npen,1.20\nbook,12.99',
        'what percentage of the budget is marketing and HR? HR 40k, Marketing 65k, IT 95k',
        'who has the highest total\nitem,price,qty\npen,2,3\nbook,5,1',
        'expected growth for 2024?\nyear,users\n2021,1200\n2022,1500',
        'is the pen cheaper than the book online\nitem,price\npen,1.20\nbook,12.99',
      ],
    },
    asks: cellAsks,
    plainAlso: true,
  }),
]
