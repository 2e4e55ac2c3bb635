/**
 * A pasted table in steps that people name one by one: some of its columns or first rows, sorted by several columns, with places or
 * changes from row to row beside it, figures of two columns multiplied and added up, its size.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { replaceNumberWords } from '../message/number-words.ts'
import { type Answer, at, task, withHow } from '../rule.ts'
import { type Column, isOrderedText } from '../tables/read-table.ts'
import { fromTable, tableAnswer } from '../tables/table-request.ts'
import { figure } from './column-figures.ts'
import { fits } from './data-form.ts'
import { type Ask, type DataRequest, defineDataRule } from './data-request.ts'
import { onlyFigure, rowsFilled } from './row-conditions.ts'
import { escaped, isShown, namesOf, shown } from './shown-table.ts'

const said = ({ pieces }: DataRequest): string =>
  pieces
    .join(', ')
    .replace(/\s+/g, ' ')
    .replace(/(?:,? (?:please|pls|plz|thanks|thx|thank you))+$/iu, '')

const HEADER_STAYS =
  /,? (?:(?:and )?(?:the )?(?:headers?|headings?|header (?:row|line)|column names|names) (?:stays?|stay too|kept|included|remains?|too)|(?:and |but )?(?:with|keep(?:ing)?|including|plus|keep also) (?:the )?(?:headers?|header (?:row|line)|column names))$/iu
const EDGE =
  /^(?:(?:please |can you |could you |i (?:only )?(?:need|want) |show|give|keep|print|list|get|take|display|return)(?: me)? ?)?(?:only |just )?(?:the )?(?<edge>first|last|top|bottom) (?:(?<n>\d{1,3}) )?(?:data )?(?:rows?|lines?|records?|entries)(?: (?:only|please|of (?:this|it|the table|the data)))*$/iu

/** `first two rows only, header stays`. */
const askEdge: Ask = (_, request) => {
  const text = replaceNumberWords(said(request).replace(HEADER_STAYS, ''))
  const groups = EDGE.exec(text)?.groups
  const { table } = request
  const count = Number(groups?.n ?? 1)
  if (groups === undefined || !isShown(request) || request.kind !== 'table' || count < 1 || count > table.rows.length)
    return null
  const isFirst = /first|top/i.test(groups.edge ?? '')
  const place = isFirst ? { from: 1, to: count } : { from: -count, to: -1 }
  const cut = task(
    'cut',
    `${isFirst ? 'First' : 'Last'} ${count} rows`,
    'list.slice',
    { items: fromTable(table), ...place },
    [table.parse.key],
  )
  return shown(table, [cut], { $from: 'cut', pointer: '/items' }, namesOf(table), ['cut'])
}

/** `keep just name and phone`: two columns or more; of one its cells are listed elsewhere. */
const askColumns: Ask = (words, request) => {
  const found = fits('(?:keep |convert )?(?:col )?(?<all>C\\d+(?: and C\\d+| C\\d+){1,7})(?: and)?', words)
  const isAsked =
    /^(?:please |can you |could you |i (?:only |just )?(?:need|want) )*(?:(?:show|keep|select|give|extract|list|print|get|display|take|return|output)(?: me)?|only|just)(?!\p{L})/iu.test(
      said(request),
    )
  if (found === null || !isAsked || request.kind === 'names' || !isShown(request)) return null
  // `list done tasks` asks for some of the rows.
  if (!/(?<!\p{L})(?:and|plus|columns?|fields?|with)(?!\p{L})|[,&+:/]/iu.test(said(request))) return null
  const columns = [...found.text('all').matchAll(/C(\d+)/g)].flatMap(([, place]) => {
    const mark = words.marks[Number(place)]
    return mark?.kind === 'C' ? mark.column.name : []
  })
  if (new Set(columns).size !== columns.length) return null
  const { table } = request
  const kept = task('kept', 'Keep the columns', 'table.select', { rows: fromTable(table), columns }, [table.parse.key])
  return shown(table, [kept], { $from: 'kept', pointer: '/rows' }, columns, ['kept'])
}

/** `sort by city, then name`. */
const askSortedBy: Ask = (words, request) => {
  const found = fits(
    'sort(?: row)?(?: by)? C<a>(?: (?<wayA>asc|desc))?(?: and)?(?: by)? C<b>(?: (?<wayB>asc|desc))?(?:(?: and)?(?: by)? C<c>(?: (?<wayC>asc|desc))?)?',
    words,
  )
  if (found === null || request.kind === 'names' || !isShown(request)) return null
  const keys = ['a', 'b', 'c'].flatMap(name => {
    const column = found.column(name)
    return column === undefined ? [] : [{ column, way: found.text(`way${name.toUpperCase()}`) }]
  })
  const ways = keys.filter(({ way }) => way !== '')
  // `by city and name descending`: nobody can say whether both are meant.
  const isThen = /(?<!\p{L})then(?!\p{L})/iu.test(said(request))
  if (ways.length > 0 && ways.length < keys.length && !isThen) return null
  const { table } = request
  if (new Set(keys.map(({ column }) => column.name)).size !== keys.length) return null
  if (keys.some(({ column }) => !column.isNumeric && !isOrderedText(table, column))) return null
  const by = keys.map(({ column, way }) => ({ column: column.name, order: way || 'asc' }))
  const sorted = task(
    'sorted',
    `Sort by ${by.map(({ column }) => column).join(', then ')}`,
    'table.sort',
    { rows: fromTable(table), by },
    [table.parse.key],
  )
  const how = by.map(({ column, order }) => `${column} ${order}ending`).join(', then ')
  return shown(table, [sorted], { $from: 'sorted', pointer: '/rows' }, namesOf(table), ['sorted'], `By ${how}.`)
}

const RANKED =
  /^(?:please |can you |could you )*(?:add|insert|append|include|put)(?: me)? (?:an? |the )?(?:new )?(?:rank(?:ing)?|place|position)(?: column)?(?: (?:by|based on|for|on|from) (?<by>[\p{L}_][\p{L}\p{N}_ ]{0,30}?))?(?:,? ?\(?(?:(?:where |with )?(?:the )?(?<edge>highest|largest|biggest|most|best|lowest|smallest|least|fewest|fastest)(?: (?<what>[\p{L}_][\p{L}\p{N}_ ]{0,20}?))?(?: ?= ?| is | gets | being | as | first)(?:1|one|1st|first|rank 1)?|(?<way>descending|ascending))\)?)?$/iu

/** `add a rank column, highest points = 1`. */
const askRanked: Ask = (_, request) => {
  const groups = RANKED.exec(said(request))?.groups
  const { table, lexicon } = request
  if (groups === undefined || !isShown(request) || request.kind === 'names') return null
  const named = (groups.by ?? groups.what ?? '').trim()
  const column = named === '' ? onlyFigure(table) : columnCalled(named, lexicon.table?.columns ?? [])
  const word = (groups.edge ?? groups.way ?? '').toLowerCase()
  if (column === null || !column.isNumeric || /best|fastest/.test(word)) return null
  const order = /lowest|smallest|least|fewest|ascending/.test(word) ? 'asc' : 'desc'
  if (table.columns.some(({ name }) => name === 'rank')) return null
  const ranked = task(
    'ranked',
    `Place by ${column.name}`,
    'table.rank',
    { rows: fromTable(table), column: column.name, order },
    [table.parse.key],
  )
  const reading = `1 is the ${order === 'asc' ? 'smallest' : 'largest'} ${column.name}; equal ones share a place.`
  return shown(table, [ranked], { $from: 'ranked', pointer: '/rows' }, [...namesOf(table), 'rank'], ['ranked'], reading)
}

const singular = (word: string): string => word.toLowerCase().replace(/s$/, '')
const columnCalled = (name: string, columns: readonly Column[]): Column | null => {
  const found = columns.filter(
    ({ spoken }) => singular(spoken) === singular(name) || (/^points?$/iu.test(name) && spoken === 'pts'),
  )
  return found.length === 1 ? (found[0] as Column) : null
}

/** `quantity times price for each line and the grand total`. */
const askProducts: Ask = (words, request) => {
  const found = fits(
    '(?:sum )?(?:convert )?(?:[a-z]+ = )?C<a> (?:times|multiplied by|by) C<b>(?: (?:each|by|row|by row|each row|row by row|by C\\d+|each C\\d+))*(?<sum>(?: and)?(?: row)? sum)?',
    words,
  )
  const [a, b] = [found?.column('a'), found?.column('b')]
  const { table } = request
  if (found === null || a === undefined || b === undefined || request.kind === 'names' || !isShown(request)) return null
  // `goals per game for each` divides.
  if (
    /(?<!\p{L})per(?!\p{L})/iu.test(request.around) &&
    !/(?<!\p{L})(?:times|multipl\p{L}*|by|x)(?!\p{L})|[*×]/iu.test(request.around)
  )
    return null
  const isPerRow = /(?: each| row| by C\d+(?: and sum)?$)/.test(words.text)
  if (
    !a.isNumeric ||
    !b.isNumeric ||
    a === b ||
    (!isPerRow && found.text('sum') === '') ||
    words.text.startsWith('sum')
  )
    return null
  const as = `${a.name} × ${b.name}`
  const made = task(
    'made',
    `Calculate ${as}`.slice(0, 200),
    'table.calculate',
    { rows: fromTable(table), as, left: { column: a.name }, op: '*', right: { column: b.name } },
    [table.parse.key],
  )
  const items = { $from: 'made', pointer: '/rows' }
  if (found.text('sum') === '') return shown(table, [made], items, [...namesOf(table), as], ['made'])
  const sum = task(
    'sum',
    'Add them up',
    'table.aggregate',
    { rows: items, measures: [{ column: as, fn: 'sum', as: 'value' }] },
    ['made'],
  )
  const total = task(
    'total',
    'Write it with its decimals',
    'math.round',
    {
      value: { $from: 'sum', pointer: '/rows/0/value' },
      decimals: Math.max(a.decimals, b.decimals),
      rounding: 'half_up',
    },
    ['sum'],
  )
  const written = task('shown', 'Write the table', 'agg.table', { items, columns: [...namesOf(table), as] }, ['made'])
  const objects = [{ table: { $from: 'shown', pointer: '/markdown' }, total: { $from: 'total', pointer: '/exact' } }]
  const both = task('both', 'Put both together', 'agg.merge', { objects }, ['shown', 'total'])
  // More decimals than both have together would be cut off.
  if (a.decimals > 0 && b.decimals > 0) return null
  return tableAnswer(table, [made, sum, total, written, both], 'both', {
    template: '{{table}}\n\nTotal: {{total}}',
    values: { table: at('/table'), total: at('/total') },
  })
}

/** `how many columns and how many rows`. */
const askSize: Ask = (words, request) => {
  const found = fits(
    '(?<first>howmany (?:data )?(?:row|col)) and (?:howmany )?(?:data )?(?:row|col)|(?:dimensions?|shape|size)(?: row and col| col and row)?',
    words,
  )
  const { table } = request
  if (found === null || request.kind === 'names' || request.ragged.length > 0 || table.parse.input.header === false)
    return null
  if (found.text('first') === '' && !/(?<!\p{L})(?:dimensions?|shape|size)(?!\p{L})/iu.test(said(request))) return null
  const rows = task('rows', 'Count the rows', 'list.size', { items: fromTable(table) }, [table.parse.key])
  const columns = task('columns', 'Count the columns', 'list.size', { items: namesOf(table) })
  const objects = [{ rows: { $from: 'rows', pointer: '/count' }, columns: { $from: 'columns', pointer: '/count' } }]
  const both = task('both', 'Put both together', 'agg.merge', { objects }, ['rows', 'columns'])
  const plural = (count: number, one: string): string => (count === 1 ? one : `${one}s`)
  return tableAnswer(table, [rows, columns, both], 'both', {
    template: `{{columns}} ${plural(table.columns.length, 'column')} and {{rows}} ${plural(table.rows.length, 'row')} below their names`,
    values: { rows: at('/rows'), columns: at('/columns') },
  })
}

/** `drop rows with a blank amount, then sum amounts`: only rows that have a value. */
const askFilledFigure: Ask = (words, request) => {
  const found = fits(
    '(?:remove|without) (?:row )?(?:with |where )?(?:any )?(?:empty C<empty>|C<empty2> (?:= )?empty) (?:and )?(?<fn>sum|mean|median|max|min) C<col>',
    words,
  )
  const empty = found?.column('empty') ?? found?.column('empty2')
  const column = found?.column('col')
  if (found === null || empty === undefined || column === undefined || !column.isNumeric || !isShown(request))
    return null
  const kept = rowsFilled(request, [empty])
  return kept === null || request.kind === 'names' ? null : figure(request, kept, found.text('fn'), column)
}

/** The different values of a column as they first appear. */
const askDistinct: Ask = (words, request) => {
  const found = fits(
    '(?:which )?distinct C<col>(?: sort)?(?: by)?(?: first)?(?: (?:appearance|occurrence|sort))',
    words,
  )
  const column = found?.column('col')
  const { table } = request
  if (found === null || column === undefined || request.kind === 'names' || !isShown(request)) return null
  const seen = new Set(table.rows.map(row => row[column.name]))
  if (seen.size > 100 || seen.has('') || seen.has(null)) return null
  const once = task('once', 'Keep each once', 'table.distinct', { rows: fromTable(table), columns: [column.name] }, [
    table.parse.key,
  ])
  const lines = Array.from(seen, (_, i) => `- {{/rows/${i}/${escaped(column.name)}}}`)
  if (/[}]|^\s|\s$/.test(column.name)) return null
  return tableAnswer(
    table,
    [once],
    'once',
    withHow(lines.join('\n'), { rows: at('/rows') }, `${seen.size} different, as they first appear`),
  )
}

const CHANGE =
  /^(?:(?:please |can you |could you )*(?:add|show|give|calculate|compute|work out|what is|what's|what was|find|list|tell)(?: me)? )?(?:an? |the )?(?:column (?:with|for) (?:the )?)?(?:(?<unit>percent(?:age)?|%|pct) (?<p>change|growth|increase|difference)|(?<d>change|difference|increase|delta|growth)(?<behind> in (?:percent|%|per cent)| %)?)s?(?: (?:of|in|for) (?:the )?(?<col>[\p{L}_][\p{L}\p{N}_ ]{0,30}?))?(?: (?<from>(?:from|to|over|versus|vs\.?|against|compared (?:to|with)) (?:the )?(?:previous|prior|last|preceding|one before|row before)(?: (?:row|month|year|day|week|quarter|one|line|entry))?|(?:from )?(?:row to row|month[- ](?:on|over|to|by)[- ]month|year[- ](?:on|over|to|by)[- ]year|day[- ](?:on|over|to|by)[- ]day|week[- ](?:on|over|to|by)[- ]week|month by month|year by year)|(?:for|per|in|of) each (?:row|month|year|day|week|quarter)))(?: each)?(?<unit2> in (?:percent|%))?$/iu

/** `percent change from the previous month`: beside each row what it differs by from the one before. */
const askChange: Ask = (_, request): Answer | null => {
  const groups = CHANGE.exec(said(request).replace(/[?]$/, ''))?.groups
  const { table } = request
  if (groups === undefined || !isShown(request) || table.rows.length < 2) return null
  const column = groups.col === undefined ? onlyFigure(table) : columnCalled(groups.col, table.columns)
  if (column === null || !column.isNumeric || table.rows.some(row => row[column.name] === '')) return null
  const isPercent = (groups.unit ?? groups.behind ?? groups.unit2) !== undefined
  // `growth` is as often told in per cent as not.
  if (!isPercent && groups.d !== undefined && /growth|increase/iu.test(groups.d)) return null
  const as = isPercent ? 'change in %' : 'change'
  if (table.columns.some(({ name }) => name === as)) return null
  const input = {
    column: column.name,
    mode: isPercent ? 'percent' : 'difference',
    as,
    ...(isPercent ? { decimals: 2 } : {}),
  }
  const changed = task('changed', `Change of ${column.name}`, 'table.change', { rows: fromTable(table), ...input }, [
    table.parse.key,
  ])
  const reading = `From each row to the next${isPercent ? ', rounded to 2 decimals' : ''}.`
  return shown(table, [changed], { $from: 'changed', pointer: '/rows' }, [...namesOf(table), as], ['changed'], reading)
}

export const tableStepRules: readonly PlannerRule[] = [
  defineDataRule({
    id: 'data-steps',
    reason:
      'Cuts, sorts by several columns, ranks or compares the rows of a pasted table, multiplies two columns, or tells its size.',
    order: 220,
    examples: {
      yes: [
        'First two rows only, header stays:\nday,km\nMon,12\nTue,8\nWed,15',
        'Keep just name and phone from this:\nname,street,phone\nOrr,Hill 3,555-101\nPim,Dock 9,555-202',
        'Sort the table by city then name\nname,city\nZoe,Bern\nAmy,Bern\nTom,Aarau',
        'Add a rank column, highest points = 1:\nteam,pts\nLions,12\nBears,18\nHawks,15',
        'Quantity times price for each line and the grand total:\nitem,qty,price\nbolt,40,0.15\nhinge,6,2.50',
        'How many columns and how many data rows are here?\nid,name,city\n1,A,Rom\n2,B,Bari',
        'Drop the rows with a blank amount then sum amounts:\nwho,amount\nA,20\nB,\nC,35',
        'Unique cities in order of appearance?\nname,city\nA,Oslo\nB,Rome\nC,Oslo',
        'percent change from the previous month\nmonth,sales\nJan,100\nFeb,130\nMar,117',
      ],
      no: [
        'First two rows look wrong, why?\nday,km\nMon,12\nTue,8',
        'Keep just name and phone secret\nname,street,phone\nOrr,Hill 3,555-101',
        'Sort the table by city then beauty\nname,city\nZoe,Bern\nAmy,Bern\nTom,Aarau',
        'Add a rank column, nicest first:\nteam,pts\nLions,12\nBears,18',
        'Quantity times price for each line except bolts:\nitem,qty,price\nbolt,40,0.15\nhinge,6,2.50',
        'Drop the rows with a strange amount then sum amounts:\nwho,amount\nA,20\nB,\nC,35',
        'what caused the change from the previous month\nmonth,sales\nJan,100\nFeb,130',
      ],
    },
    asks: [askEdge, askSize, askSortedBy, askRanked, askProducts, askFilledFigure, askDistinct, askChange, askColumns],
  }),
]
