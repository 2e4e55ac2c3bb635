/** A pasted table changed and shown again: a row of totals, a new column, gaps filled, rows or doubles left out, rows and columns swapped. */
import type { PlannerRule } from '#contracts/planner-port'
import { isEmpty } from '../../tables/cells.ts'
import { at, task, withHow } from '../rule.ts'
import { spokenColumn } from '../tables/find-column.ts'
import type { Column } from '../tables/read-table.ts'
import { fromTable, tableAnswer } from '../tables/table-request.ts'
import { WHERE } from './column-figures.ts'
import { NO_SUM } from './column-sums.ts'
import { fits } from './data-form.ts'
import { type Ask, defineDataRule } from './data-request.ts'
import { onlyFigure, rowsFilled, rowsWhere } from './row-conditions.ts'
import { numberIn } from './row-ranks.ts'
import { type Cell, escaped, isShown, namesOf, shown } from './shown-table.ts'
import { askWritten } from './table-written.ts'

/** `add a total row at the bottom`. */
const askTotalRow: Ask = (words, request) => {
  if (
    fits('(?:sum )?sum row(?: atend)?|sum (?:atend )?row(?: sum)?|(?:convert )?row sum(?: atend)?', words) === null ||
    !/row|line/iu.test(request.around)
  )
    return null
  if (!/(?<!\p{L})(?:add|append|insert|put|include|with)(?!\p{L})/iu.test(request.around) || !isShown(request))
    return null
  const { table } = request
  const figures = table.columns.filter(
    ({ isNumeric, spoken }) => isNumeric && !/^(?:id|no|nr|year|month|day|#)$/u.test(spoken),
  )
  const label = table.columns.find(({ isNumeric }) => !isNumeric)
  // Prices do not add up beside numbers of pieces.
  if (
    label === undefined ||
    figures.length === 0 ||
    (figures.length > 1 && figures.some(({ spoken }) => NO_SUM.test(spoken)))
  )
    return null
  const sums = figures.map((column, i) => [
    task(
      `sum${i}`,
      `Add ${column.name}`,
      'table.aggregate',
      { rows: fromTable(table), measures: [{ column: column.name, fn: 'sum', as: 'value' }] },
      [table.parse.key],
    ),
    task(
      `total${i}`,
      'Write it with its decimals',
      'math.round',
      { value: { $from: `sum${i}`, pointer: '/rows/0/value' }, decimals: column.decimals, rounding: 'half_up' },
      [`sum${i}`],
    ),
  ])
  const last: { [name: string]: Cell } = { [label.name]: 'Total' }
  for (const [i, column] of figures.entries()) last[column.name] = { $from: `total${i}`, pointer: '/exact' }
  const rows = table.rows.map((_, i) => ({ $from: table.parse.key, pointer: `/rows/${i}` }))
  return shown(table, sums.flat(), [...rows, last], namesOf(table), [
    table.parse.key,
    ...figures.map((_, i) => `total${i}`),
  ])
}

/** `fill the gaps with 0`. */
const askFilled: Ask = (words, request) => {
  const found = fits(
    '(?:fill|replace|convert)(?: in)?(?: (?:all|by))? empty(?: cells?)?(?: C<col>)?(?: with| by)? (?:N<n>|Q<q>|(?<word>unknown|none|n/a|zero|na|nil|-))|fill C<col2> (?:with )?(?:N<n2>|Q<q2>)',
    words,
  )
  if (found === null || !isShown(request)) return null
  const { table } = request
  const value =
    found.number('n') ||
    found.number('n2') ||
    found.quoted('q') ||
    found.quoted('q2') ||
    found.text('word').replace('zero', '0')
  const column = found.column('col') ?? found.column('col2')
  const columns = column === undefined ? {} : { columns: [column.name] }
  if (value === '' || !table.rows.some(row => namesOf(table).some(name => isEmpty(row[name])))) return null
  const filled = task(
    'filled',
    `Fill empty cells with ${value}`,
    'table.fill',
    { rows: fromTable(table), ...columns, method: 'value', value },
    [table.parse.key],
  )
  return shown(table, [filled], { $from: 'filled', pointer: '/rows' }, namesOf(table), ['filled'])
}

/** Rows become columns: the first column's cells are the new names. */
const askSwapped: Ask = (words, request) => {
  if (
    fits(
      '(?:swap|exchange|flip|switch) (?:row and col|col and row)|transpose(?: (?:row col|col row|row and col|col and row))?|convert row col|convert col row',
      words,
    ) === null ||
    !isShown(request)
  )
    return null
  const form = /(?<!\p{L})(?:as|to|into|in) (?:an? )?(?<form>csv|json|tsv|html|excel|text)(?!\p{L})/iu.exec(
    request.around,
  )?.groups?.form
  const { table } = request
  const [first, ...others] = table.columns
  if (first === undefined || others.length === 0 || table.rows.length > 30) return null
  const heads = table.rows.map(row => String(row[first.name] ?? ''))
  const names = [first.name, ...heads]
  if (new Set(names).size !== names.length || heads.includes('')) return null
  const items = others.map(column => {
    const cells = table.rows.map((_, i) => [
      heads[i] as string,
      { $from: table.parse.key, pointer: `/rows/${i}/${escaped(column.name)}` },
    ])
    return { [first.name]: column.name, ...Object.fromEntries(cells) }
  })
  if (form === undefined) return shown(table, [], items, names, [table.parse.key])
  if (form.toLowerCase() !== 'csv') return null
  const text = task(
    'text',
    'Write it as CSV',
    'table.format',
    { rows: items, columns: names, format: 'csv', newline: 'lf' },
    [table.parse.key],
  )
  return tableAnswer(table, [text], 'text', withHow('```csv\n{{text}}```', { text: at('/text') }, ''))
}

/** Doubles, or rows that meet a condition, left out. */
const askRemoved: Ask = (words, request) => {
  if (!isShown(request) || request.kind === 'names') return null
  const { table } = request
  const doubles = fits(
    'remove (?:row )?(?:twin|double)(?: row)?(?: by C<by>)?|remove (?:twin|double) (?:by )?C<by2>|(?:keep )?distinct row|dedupe(?: row)?',
    words,
  )
  if (doubles !== null) {
    const by = doubles.column('by') ?? doubles.column('by2')
    const once = task(
      'once',
      'Keep each once',
      'table.distinct',
      { rows: fromTable(table), ...(by === undefined ? {} : { columns: [by.name] }) },
      [table.parse.key],
    )
    return shown(table, [once], { $from: 'once', pointer: '/rows' }, namesOf(table), ['once'])
  }
  const found = fits(
    `remove row ${WHERE}|remove (?<where2>V\\d+)(?: row)?|remove row (?:with |where )?(?:any )?(?<empty>empty)(?: C<col>)?|remove (?<empty2>empty) row`,
    words,
  )
  if (found === null) return null
  if (found.text('empty2') !== '') return null
  const column = found.column('col')
  const kept =
    found.text('empty') === ''
      ? rowsWhere(found.text('where') || found.text('where2'), words, request, 'others')
      : rowsFilled(request, column === undefined ? table.columns.slice(0, 10) : [column])
  if (kept === null || kept.seen.length === 0 || kept.seen.length === table.rows.length) return null
  return table.columns.length > 10 && column === undefined
    ? null
    : shown(table, kept.tasks, kept.rows, namesOf(table), [kept.key])
}

/** The sum so far, row by row. */
const askRunning: Ask = (words, request) => {
  const found = fits(
    '(?:convert |sum |count )?(?:col )?running(?: sum| col)?(?: C<col>)?(?: col| by row| each row| each)?',
    words,
  )
  const column = found?.column('col') ?? onlyFigure(request.table)
  if (found === null || column === null || !column.isNumeric || !isShown(request)) return null
  const { table } = request
  const numbers = table.rows.map(row => numberIn(row, column))
  const name = `running total of ${column.name}`
  if (numbers.includes(null) || table.columns.some(own => own.name === name)) return null
  const totals = task('totals', 'Add up to each row', 'math.running_total', { values: numbers.map(Number) })
  const items = table.rows.map((_, i) => ({
    ...Object.fromEntries(
      table.columns.map(own => [own.name, { $from: table.parse.key, pointer: `/rows/${i}/${escaped(own.name)}` }]),
    ),
    [name]: { $from: 'totals', pointer: `/totals/${i}` },
  }))
  return shown(table, [totals], items, [...namesOf(table), name], [table.parse.key, 'totals'])
}

const SIGNS: Readonly<Record<string, string>> = {
  '*': '*',
  '×': '*',
  x: '*',
  times: '*',
  'multiplied by': '*',
  '+': '+',
  plus: '+',
  and: '+',
  '-': '-',
  minus: '-',
  less: '-',
  '/': '/',
  'divided by': '/',
  per: '/',
}
const NEW_COLUMN =
  /^(?:(?:please )?(?:add|append|insert|create|calculate|compute|include|make)(?: me)?) (?:a |an |another |the )?(?:new |extra |additional )?(?:(?<name2>[\p{L}][\p{L}\p{N}_-]{1,20}) )?(?:column|field)(?: (?:called|named|for|with(?: the)?))? ?(?:["'“]?(?<name>[\p{L}][\p{L}\p{N} _-]{0,30}?)["'”]?)?,? ?(?:=|as|being|is|that is|which is|calculated as|equal to|with|from|:|\()? ?(?<a>[\p{L}][\p{L}\p{N} _]{0,30}?) ?(?<sign>\*|×|x|\+|-|\/|times|multiplied by|plus|minus|divided by) ?(?<b>[\p{L}][\p{L}\p{N} _]{0,30}?|\d+(?:\.\d+)?)\)?$/iu

/** `add a column total = price * qty`. */
const askColumn: Ask = (_, request) => {
  const groups = NEW_COLUMN.exec(
    request.pieces.join(' ').replace(/(?:,? (?:please|pls|plz|thanks|thx))+$/iu, ''),
  )?.groups
  if (groups === undefined || !isShown(request)) return null
  const { table } = request
  const a = spokenColumn(table, groups.a ?? '')
  const isNumber = /^\d/.test(groups.b ?? '')
  const b = isNumber ? null : spokenColumn(table, groups.b ?? '')
  const sign = SIGNS[(groups.sign ?? '').toLowerCase()]
  if (a === null || !a.isNumeric || sign === undefined || (!isNumber && (b === null || !b.isNumeric))) return null
  const as = (groups.name ?? groups.name2 ?? '').trim() || `${a.name} ${sign} ${b?.name ?? groups.b}`
  if (table.columns.some(({ name }) => name === as)) return null
  if (
    sign === '/' &&
    (isNumber ? Number(groups.b) === 0 : table.rows.some(row => Number(row[(b as Column).name]) === 0))
  )
    return null
  const right = b === null ? { value: Number(groups.b) } : { column: b.name }
  const decimals = sign === '/' ? { decimals: 2 } : {}
  const added = task(
    'added',
    `Calculate ${as}`.slice(0, 200),
    'table.calculate',
    { rows: fromTable(table), as, left: { column: a.name }, op: sign, right, ...decimals },
    [table.parse.key],
  )
  return shown(table, [added], { $from: 'added', pointer: '/rows' }, [...namesOf(table), as], ['added'])
}

const RENAME =
  /^(?:please )?(?:rename|change)(?: the)?(?: (?:column|header|field))?(?: name)? ["'“]?(?<from>[\p{L}\p{N} _-]{1,40}?)["'”]?(?: (?:column|header|field))? (?:to|into|as|->|→) ["'“]?(?<to>(?!(?:something|anything|whatever|better|what|the same)(?!\p{L}))[\p{L}\p{N}_-]{1,24}(?: (?!and |or )[\p{L}\p{N}_-]{1,24})?)["'”]?$/iu

const askRenamed: Ask = (_, request) => {
  const groups = RENAME.exec(request.pieces.join(' '))?.groups
  const column = groups === undefined ? null : spokenColumn(request.table, groups.from ?? '')
  const to = groups?.to ?? ''
  if (column === null || to === '' || !isShown(request) || request.table.columns.some(({ name }) => name === to))
    return null
  const names = namesOf(request.table)
  const renamed = task(
    'renamed',
    `Rename ${column.name}`,
    'table.select',
    { rows: fromTable(request.table), columns: names, rename: { [column.name]: to } },
    [request.table.parse.key],
  )
  return shown(
    request.table,
    [renamed],
    { $from: 'renamed', pointer: '/rows' },
    names.map(name => (name === column.name ? to : name)),
    ['renamed'],
  )
}

/** `list all names`: one column, where its cells were asked for. */
export const askColumnCells: Ask = (words, request) => {
  const found = fits('(?:keep )?C<col>(?: row)?', words)
  const column = found?.column('col')
  const isListed =
    /^(?:please )?(?:(?:can you |could you )?(?:list|show|give|print|extract|get|output)(?: me| us)?|what are|which are|all|just|only)(?!\p{L})/iu.test(
      request.pieces.join(' '),
    )
  if (column === undefined || !isListed || request.kind === 'names' || !isShown(request) || request.pieces.length !== 1)
    return null
  if (column.isNumeric && !/s$/iu.test(words.text + request.pieces[0])) return null
  const { table } = request
  if (table.rows.some(row => isEmpty(row[column.name]))) return null
  // `list the departments`: each is meant once; of a column every cell.
  const isAll = column.isNumeric || /(?<!\p{L})(?:columns?|every|each|rows?|cells?)(?!\p{L})/iu.test(request.around)
  const places = table.rows.flatMap((row, i) =>
    isAll || table.rows.findIndex(own => own[column.name] === row[column.name]) === i ? [i] : [],
  )
  const items = places.map(i => ({ $from: table.parse.key, pointer: `/rows/${i}/${escaped(column.name)}` }))
  const taken = task('taken', `Take ${column.name}`, 'agg.collect', { items }, [table.parse.key])
  const isOnce = places.length < table.rows.length
  return tableAnswer(
    table,
    [taken],
    'taken',
    withHow(
      items.map((_item, i) => `- {{/items/${i}}}`).join('\n'),
      { items: at('/items') },
      isOnce ? `${places.length} different, each once` : '',
    ),
  )
}

const askColumns: Ask = (words, { table }) => {
  if (fits('(?:which )?col(?: name)?|(?:which |keep )?(?:all )?name (?:by |all )?col', words) === null) return null
  return tableAnswer(table, [], table.parse.key, {
    template: table.columns.map((_, i) => `- {{/columns/${i}}}`).join('\n'),
    values: { columns: at('/columns') },
  })
}

export const tableEditRules: readonly PlannerRule[] = [
  defineDataRule({
    id: 'data-edit',
    reason:
      'Changes a pasted table and shows it: totals below, a new or renamed column, gaps filled, rows left out, rows and columns swapped, another format.',
    order: 219,
    examples: {
      yes: [
        'add a total row at the bottom\nitem,eur\ntea,3.20\ncake,4.80\nwater,2.50',
        'fill the gaps with 0:\nhr,clicks\n1,14\n2,\n3,9\n4,',
        'Can you please swap rows and columns?\nq,north,south\nQ1,10,20\nQ2,15,25',
        'add a column total = price * qty\nitem,price,qty\npen,1.20,3\nbook,12.99,1',
        'rename column qty to quantity\nitem,qty\npen,3',
        'remove duplicate rows\na,b\n1,2\n1,2\n3,4',
        'running total of amount\nday,amount\nMon,10\nTue,5',
        'md table to csv\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |',
        'csv to json\nid,name\n1,Lars\n2,Mette',
        'csv to semicolon separated please\na,b\n1,2\n4,5',
        'tab separated to csv\nsku\tsize\n4410\tM\n4411\tL',
        'Make a markdown table out of it: name,age\nPia,30\nNik,27',
      ],
      no: [
        'add a total row and a chart\nitem,eur\ntea,3.20\ncake,4.80',
        'fill the gaps with sensible values\nhr,clicks\n1,14\n2,',
        'add a column with a witty comment\nitem,price\npen,1.20',
        'rename column qty to something better and explain\nitem,qty\npen,3',
        'convert this csv to a python class\nid,name\n1,Lars',
        'remove boring rows\na,b\n1,2\n1,2',
      ],
    },
    asks: [
      askColumn,
      askRenamed,
      askWritten,
      askTotalRow,
      askFilled,
      askSwapped,
      askRemoved,
      askRunning,
      askColumns,
      askColumnCells,
    ],
  }),
]
