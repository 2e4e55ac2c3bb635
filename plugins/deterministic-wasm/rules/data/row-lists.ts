/** Rows that meet a condition, as names or as a table; empty cells and doubles, and where they are; lines of the wrong length. */
import type { PlannerRule } from '#contracts/planner-port'
import { isEmpty } from '../../tables/cells.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import { type Column, hasStandIn } from '../tables/read-table.ts'
import { fromTable, MOST_SHOWN_ROWS, tableAnswer } from '../tables/table-request.ts'
import { ADDITIVE, WHERE } from './column-figures.ts'
import { fits } from './data-form.ts'
import { type Ask, type DataRequest, defineDataRule } from './data-request.ts'
import { type Kept, nameColumn, onlyFigure, rowsWhere } from './row-conditions.ts'
import { isNoPerson, NOUN, step } from './row-ranks.ts'

/** `names where dept is Sales`, `who is older than 40`, `rows with qty under 5`. */
const askRows: Ask = (words, request) => {
  if (request.ragged.length > 0) return null
  const found =
    fits(`(?:which|keep)? ?(?:(?<row>row)|C<who>(?:(?: and)? C<also>)?)? ?${WHERE}`, words) ??
    (request.kind === 'names' ? fits(`(?:which|keep)${NOUN}(?: made)? ${WHERE}`, words) : null)
  if (found === null) return null
  // `which has age over 2` asks who has it.
  const condition = /^which (C\d+ (?:[<>=]|between).*)$/.exec(words.text)?.[1]
  if (condition !== undefined && found.column('who')?.isNumeric === true) {
    const rows = rowsWhere(condition, words, request)
    const who = whoOf(request)
    if (rows === null || who === null || rows.seen.length > MOST_SHOWN_ROWS) return null
    return rows.seen.length === 0 ? none(request, rows) : names(request, rows, who)
  }
  const isShownOnly =
    /^(?:V\d+)$/.test(words.text) &&
    /^(?:please )?(?:only|just|show|list|filter|display|give me|print)(?!\p{L})/iu.test(request.pieces.join(' '))
  const isAsked =
    isShownOnly || found.text('row') !== '' || /^(?:which|keep)/.test(words.text) || found.column('who') !== undefined
  if (!isAsked) return null
  const kept = rowsWhere(found.text('where'), words, request)
  if (kept === null || kept.seen.length > MOST_SHOWN_ROWS) return null
  const told = found.column('who')
  // `out of stock (stock 0)`: the column of the condition is not what is asked for.
  const named = told?.isNumeric === true && kept.said.startsWith(`${told.name} `) ? (whoOf(request) ?? undefined) : told
  // `sales in February` of several rows: their sum is meant as often as each of them.
  const isListed = /(?<!\p{L})(?:list|show|which|all|each|every|only|just|values|what are)(?!\p{L})/iu.test(
    request.around,
  )
  if (named !== undefined && isNoPerson(named, request)) return null
  if (named?.isNumeric === true && kept.seen.length > 1 && !isListed && ADDITIVE.test(named.spoken)) return null
  // `keep rows`, and `which row` of a table without names, show the rows themselves.
  const who =
    named ?? (found.text('row') === '' && !isShownOnly && !words.text.startsWith('keep') ? whoOf(request) : null)
  const also = found.column('also')
  // `done tasks of Bea`: two columns side by side are shown where they are told apart.
  if (also !== undefined && !/(?<!\p{L})(?:and|plus|with)(?!\p{L})|[,&+]/iu.test(request.around)) return null
  // `price plus stock` of one row adds.
  if (also?.isNumeric === true && named?.isNumeric === true && /(?<!\p{L})plus(?!\p{L})|\+/iu.test(request.around))
    return null
  // `price > 1`: the rows, not the prices.
  if (named?.isNumeric === true && /^C\d+ (?:[<>=]|between)/.test(words.text)) {
    const rows = rowsWhere(words.text, words, request)
    return rows === null || rows.seen.length > MOST_SHOWN_ROWS
      ? null
      : rows.seen.length === 0
        ? none(request, rows)
        : shownRows(request, rows, [])
  }
  if (who === null && found.text('row') === '' && !isShownOnly && !words.text.startsWith('keep')) return null
  if (who !== null && isNoPerson(who, request)) return null
  // `which customers spent more than 75` of several rows each may be meant of all of them together.
  if (who !== null && !who.isUnique && /[<≤≥>]| is from /.test(kept.said)) return null
  if (kept.seen.length === 0) return none(request, kept)
  return who === null || also !== undefined ? shownRows(request, kept, [named, also]) : names(request, kept, who)
}

const whoOf = (request: DataRequest): Column | null =>
  request.kind === 'names' ? (request.table.columns[0] ?? null) : nameColumn(request.table)

const none = (request: DataRequest, kept: Kept): Answer =>
  tableAnswer(request.table, kept.tasks, kept.key, {
    template: '{{none}}',
    values: { none: literal(`None: no row has ${kept.said}.`) },
  })

/** One value per row; a value that stands in several rows is named once. */
function names(request: DataRequest, kept: Kept, who: Column): Answer | null {
  const name = step(who.name)
  const cells = kept.seen.map(row => row[who.name])
  const first = cells.flatMap((cell, i) => (cells.indexOf(cell) === i ? [i] : []))
  if (name === null || cells.some(cell => isEmpty(cell))) return null
  const lines = first.map(i => `{{/rows/${i}/${name}}}`)
  const template = lines.length < 4 ? lines.join(', ') : lines.map(line => `- ${line}`).join('\n')
  return tableAnswer(request.table, kept.tasks, kept.key, withHow(template, { rows: at(kept.rows.pointer) }, kept.said))
}

function shownRows(request: DataRequest, kept: Kept, columns: readonly (Column | undefined)[]): Answer | null {
  const chosen = columns.filter(column => column !== undefined).map(({ name }) => name)
  if (request.isPlain || request.isCut || new Set(chosen).size !== chosen.length) return null
  const all = request.table.columns.map(({ name }) => name)
  const shown = task(
    'shown',
    'Write the table',
    'agg.table',
    { items: kept.rows, columns: chosen.length > 0 ? chosen : all },
    [kept.key],
  )
  return tableAnswer(request.table, [...kept.tasks, shown], 'shown', {
    template: '{{table}}',
    values: { table: at('/markdown') },
  })
}

/** `which rows have missing values`: by line of the table and what stands in its first column. */
const askEmpty: Ask = (words, request) => {
  if (request.ragged.length > 0 || request.kind === 'names') return null
  const { table } = request
  const counted = fits(
    '(?:howmany|count) empty(?: cells?)?(?: C<col>)?(?: by C<by>)?|howmany(?: row)? empty C<col2>|howmany C<col3> empty',
    words,
  )
  const listed = fits(
    '(?:which )?(?:row )?(?:with )?(?:any )?empty(?: cells?)?(?: C<col>)?(?: which(?: row)?)?(?: row)?|which row empty(?: C<col2>)?|which C<who> (?:no|without|empty) C<col3>|empty which row',
    words,
  )
  const every = fits('(?:by|every|each) C<who> (?:with )?C<col>', words)
  if (counted?.column('by') !== undefined) return null
  // `who is coming without a diet`: of those who come.
  if (listed?.column('who')?.isUnique === false) return null
  const found = counted ?? listed ?? every
  if (found === null) return null
  const column = found.column('col') ?? found.column('col2') ?? found.column('col3')
  if (
    every !== null &&
    (request.pieces.length !== 1 || !/^(?:does|do|has|have|is there an?) /iu.test(request.pieces[0] ?? ''))
  )
    return null
  const columns = column === undefined ? table.columns : [column]
  if (columns.some(one => hasStandIn(table, one))) return null
  const cells = table.rows.flatMap((row, i) =>
    columns.filter(({ name }) => isEmpty(row[name])).map(({ name }) => ({ row: i, name })),
  )
  const described = task('described', 'Look at each column', 'table.describe', { rows: fromTable(table) }, [
    table.parse.key,
  ])
  const reply = (said: string): Answer =>
    tableAnswer(table, [described], 'described', { template: '{{said}}', values: { said: literal(said) } })
  if (counted !== null)
    return reply(
      `${cells.length} empty cell${cells.length === 1 ? '' : 's'}${column === undefined ? '' : ` in ${column.name}`}`,
    )
  if (cells.length > 50) return null
  const first = table.columns[0]
  const lines = cells.map(({ row, name }) => {
    const key =
      first === undefined || first.name === name || isEmpty(table.rows[row]?.[first.name])
        ? ''
        : ` (${first.name} ${String(table.rows[row]?.[first.name])})`
    return `- row ${row + 1}${key}: no ${name}`
  })
  if (every !== null) {
    if (!every.column('who')?.isUnique && every.column('who') !== table.columns[0]) return null
    return reply(cells.length === 0 ? 'Yes, every row has one.' : `No:\n${lines.join('\n')}`)
  }
  return reply(cells.length === 0 ? 'No cell is empty.' : lines.join('\n'))
}

/** `any duplicates`, over whole rows or one column: which values stand more than once. */
const askDoubles: Ask = (words, request) => {
  if (request.ragged.length > 0 || request.kind === 'names') return null
  const { table } = request
  const found = fits(
    '(?:which |any |howmany )?(?:row |C<who> )?(?:twin|double)(?: row)?(?: (?:by )?C<col>)?(?: row)?|(?:which )?C<col2> (?:twin|double|appears? (?:more than once|twice)|occurs? (?:more than once|twice))',
    words,
  )
  if (found === null || words.text.startsWith('howmany')) return null
  const column = found.column('col') ?? found.column('col2') ?? found.column('who')
  const key = (row: (typeof table.rows)[number]): string =>
    column === undefined ? JSON.stringify(table.columns.map(({ name }) => row[name])) : String(row[column.name])
  const seen = new Map<string, number[]>()
  for (const [i, row] of table.rows.entries())
    if (column === undefined || !isEmpty(row[column.name])) seen.set(key(row), [...(seen.get(key(row)) ?? []), i])
  const twice = [...seen.values()].filter(places => places.length > 1)
  if (twice.length > 50) return null
  const by = column === undefined ? {} : { columns: [column.name] }
  const once = task('once', 'Keep each once', 'table.distinct', { rows: fromTable(table), ...by }, [table.parse.key])
  const lines = twice.map(
    places =>
      `- ${column === undefined ? Object.values(table.rows[places[0] as number]!).join(', ') : String(table.rows[places[0] as number]![column.name])}: rows ${places.map(i => i + 1).join(', ')}`,
  )
  const said =
    twice.length === 0
      ? `No${column === undefined ? ', no row stands twice' : `, every ${column.name} stands once`}.`
      : lines.join('\n')
  return tableAnswer(table, [once], 'once', { template: '{{said}}', values: { said: literal(said) } })
}

/** `which row has the wrong number of columns`. */
const askRagged: Ask = (words, { table, ragged }) => {
  if (
    fits(
      '(?:which |find )?(?:row|lines?)(?: with)? (?:the )?(?:wrong|different|distinct|bad|incorrect|broken|invalid|too less|too more|malformed)(?: (?:howmany|count|number))?(?: (?:col|cells|commas|fields))?|(?:which )?(?:row )?(?:broken|malformed)(?: row)?',
      words,
    ) === null
  )
    return null
  if (ragged.length > 20) return null
  const said =
    ragged.length === 0
      ? 'None: all rows have the same number of cells.'
      : ragged.map(line => `Line ${line} (row ${line - 1} below the names)`).join(', ')
  return tableAnswer(table, [], table.parse.key, { template: '{{said}}', values: { said: literal(said) } })
}

/** `which users are active`, where a column holds nothing but true and false. */
const askTrue: Ask = (words, request) => {
  const found = fits(
    '(?:which|howmany)(?: (?<noun>users?|people|items?|ones|tasks?|orders?|products?|accounts?|servers?|rows?))?(?: C<who>)? C<flag>',
    words,
  )
  const flag = found?.column('flag')
  const who = found?.column('who') ?? nameColumn(request.table)
  if (found === null || flag === undefined || who === null || request.ragged.length > 0) return null
  const { table } = request
  if (!table.rows.every(row => typeof row[flag.name] === 'boolean')) return null
  const where = { properties: { [flag.name]: { const: true } }, required: [flag.name] }
  const seen = table.rows.filter(row => row[flag.name] === true)
  const filter = task('kept', `Keep rows where ${flag.name}`, 'table.filter', { rows: fromTable(table), where }, [
    table.parse.key,
  ])
  const kept: Kept = {
    tasks: [filter],
    rows: { $from: 'kept', pointer: '/rows' },
    key: 'kept',
    seen,
    said: `${flag.name} is true`,
  }
  if (words.text.startsWith('howmany')) {
    const count = task(
      'count',
      'Count the rows',
      'table.aggregate',
      { rows: kept.rows, measures: [{ fn: 'count', as: 'value' }] },
      ['kept'],
    )
    return seen.length === 0
      ? none(request, kept)
      : tableAnswer(
          table,
          [filter, count],
          'count',
          withHow('{{value}}', { value: at('/rows/0/value') }, `rows where ${kept.said}`),
        )
  }
  return seen.length === 0 ? none(request, kept) : names(request, kept, who)
}

/** `which day had 0`: in a list of names. */
const askZero: Ask = (words, request) => {
  const found =
    request.kind === 'names'
      ? fits(
          '(?:(?<noun>[a-z]{3,12}) )?which (?:(?<noun2>[a-z]{3,12}) )?(?:no|without|zero) (?<thing>[a-z]{3,15})',
          words,
        )
      : null
  const column = onlyFigure(request.table)
  if (found === null || column === null) return null
  const seen = request.table.rows.filter(row => Number(row[column.name]) === 0)
  if (seen.length === 0) return null
  const kept = rowsWhere('= N0', { text: '= N0', marks: [{ kind: 'N', digits: '0' }] }, request)
  return kept === null ? null : names(request, kept, request.table.columns[0] as Column)
}

export const rowListAsks: readonly Ask[] = [askRagged, askTrue, askZero, askEmpty, askDoubles, askRows]

export const rowListRules: readonly PlannerRule[] = [
  defineDataRule({
    id: 'data-rows',
    reason: 'Lists the rows of a pasted table that meet a condition, its empty cells, its doubles or its broken lines.',
    order: 216,
    examples: {
      yes: [
        'names where dept = Sales and years >= 5\nname,dept,years\nJan,Sales,3\nIvy,Sales,8\nRoy,IT,9\nZoe,Sales,5',
        "who's older than 40 -> Name,Age Sue,39 Ken,44 Bea,40 Gus,71",
        'mising vlaues in which rows?\nid,email\n1,a@x.com\n2,\n3,c@x.com\n4,',
        'how many blank cells\nx,y,z\n1,,3\n,,6\n7,8,',
        'which row has the wrong number of columns\na,b,c\n1,2,3\n4,5\n6,7,8',
        'does every order have a customer?\norder,customer\n9001,Lang\n9002,\n9003,Wolf',
        'From the list tell the day on which there was no rain.\nMon 4mm\nTue 0mm\nWed 11mm\nThu 2mm',
        'which users are active\n[{"u":"kim","active":true},{"u":"leo","active":false}]',
      ],
      no: [
        'names where dept = Sales or years >= 5\nname,dept,years\nJan,Sales,3\nIvy,Sales,8',
        'who is hardly older than 40\nname,age\nSue,39\nKen,44',
        'who should get a raise\nname,dept,years\nJan,Sales,3\nIvy,Sales,8',
        'which rows look suspicious\nid,email\n1,a@x.com\n2,b@x.com',
        'cities with more than 2 million people\ncity,country,residents_m\nParis,France,2.1\nLyon,France,0.5\nRome,Italy,2.8',
        'mail the missing values\nid,email\n1,a@x.com\n2,',
      ],
    },
    asks: rowListAsks,
    plainAlso: true,
  }),
]
