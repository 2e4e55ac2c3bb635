/** Rows of a table: the one with the largest value, the first n, sorted rows, rows that meet a condition, the names of the columns. */
import type { PlannedTask, PlannerInput, PlannerRule } from '#contracts/planner-port'
import { isLabel } from '../data/row-conditions.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, task } from '../rule.ts'
import { findColumn } from './find-column.ts'
import { readFilter } from './read-filter.ts'
import { type Column, isOrderedText, type SourceTable } from './read-table.ts'
import { fromTable, MOST_SHOWN_ROWS, readTableRequest, sortTask, tableAnswer } from './table-request.ts'

const MOST = 'largest|highest|biggest|greatest|maximum|max|most|top|best'
const LEAST = 'smallest|lowest|least|minimum|min|fewest|cheapest'
const WHICH = new RegExp(
  `^(?:which|what|the) (?<who>.+?) (?:has|had|have|with|shows|showed) the (?<rank>${MOST}|${LEAST})(?<sum> (?:total|overall|summed|combined))?(?: (?!overall|in total|altogether)(?<column>.+?))?(?<all> (?:in total|overall|altogether))?$`,
  'i',
)
const TOP = new RegExp(
  `^(?:(?:show|list|give|find|get|print|display) )?(?:the )?(?:(?<rank>top|first|bottom|last) (?<n>\\d{1,3})|(?<n2>\\d{1,3}) (?<rank2>${MOST}|${LEAST}))(?: (?<who>.+?))? (?:by|sorted by|ordered by|ranked by|with the (?:${MOST}|${LEAST})) (?<column>.+)$`,
  'i',
)
const SORTED =
  /^(?:sort|order|rank)(?: (?:the|this|these|all|my))?(?: (?:table|rows?|records|data|csv|file|list|entries|it|them))? by (?<column>.+?)(?:,? (?:in )?(?<order>ascending|descending|asc|desc|ascending order|descending order|(?:from )?(?:highest|largest|high|most) (?:to (?:lowest|smallest|low|least)|first)|(?:from )?(?:lowest|smallest|low|least) (?:to (?:highest|largest|high|most)|first)|alphabetically|(?:cheapest|lowest|smallest|shortest|youngest|oldest|largest|highest|biggest|longest|most expensive)(?: ones?)? first))?$/i
const FILTERED =
  /^(?:(?:show|list|give|find|get|print|display|filter|keep|select)(?: me)?(?: only)? )?(?:the |all |all the |only )*(?:rows?|records|entries|lines)$/i
const COLUMNS =
  /^(?:(?:what|which|list|show|name)(?: (?:are|me))?(?: (?:the|all))* (?:column names|columns|names of (?:the )?columns|headers?|fields)(?: (?:are there|are|does it have|are in there))?)$/i
const COLUMN_COUNT =
  /^(?:how many|number of|count(?: of)?(?: the)?) (?:columns|fields)(?: (?:are there|are|does (?:this|it|that)(?: table| file| csv)? have|there are|are here|do i have|in (?:this|it|here|that)|is that))*$/i
const WRITTEN =
  /^(?:(?:make|create|build|write|generate|give me|show)(?: me)? (?:an? )?(?<a>markdown|json|csv|tsv)(?: (?:table|array|file|version|list))?(?: (?:out )?(?:of|from|for|with) (?:this|it|that|these|the data|the table|the following|them|the csv|this csv|this data|the json|this json|the file|this table))?|(?:convert|turn|change|format|put|transform|rewrite|export|show)(?: (?:this|it|that|these|the|my|following|csv|tsv|json|data|table|list|rows|file|attached|attachment|below))* (?:to|into|as|in) (?:an? )?(?<b>markdown|json|csv|tsv)(?: (?:table|array|file|format|list))?)$/i
const DESCENDING = /desc|^(?:from )?(?:highest|largest|biggest|longest|high|most|oldest)/i

export const rowRules: readonly PlannerRule[] = [
  defineRule({
    id: 'table-rows',
    reason:
      'Finds, sorts and filters rows of an attached or pasted table, and names the row with the largest or smallest value.',
    order: 6,
    hint: /sort|order|rank|top|which|what|first|last|bottom|columns|fields|markdown|json|csv|tsv|who|cheapest|largest|highest|smallest|lowest|rows?|records|columns?|show|list|entries/i,
    examples: {
      yes: [
        'Which name has the highest amount?\nname,amount\nAda,12.50\nBob,7.25',
        'Which customer has the largest total amount?\ncustomer,amount\nAda,10\nBob,15\nAda,7',
        'top 2 names by amount\nname,amount\nAda,12.50\nBob,7.25\nEve,9',
        'Sort by amount descending:\nname,amount\nAda,12.50\nBob,70.25',
        'Show rows where amount is over 10\nname,amount\nAda,12.50\nBob,7.25',
        'Which columns are in the table?\nname,amount\nAda,12.50\nBob,7.25',
        'which name spent the most?\nname,amount\nAda,12.50\nBob,7.25',
        'what is the lowest amount and which name\nname,amount\nAda,12.50\nBob,7.25',
        'How many columns does this table have?\nname,amount\nAda,12.50\nBob,7.25',
        'Make a markdown table out of this\nname,amount\nAda,12.50\nBob,7.25',
        'convert this csv to json\nname,amount\nAda,12.50\nBob,7.25',
      ],
      no: [
        'Which customer is the happiest?\nname,amount\nAda,12.50\nBob,7.25',
        'Which name has the highest amount?\nname,amount\nAda,twelve\nBob,7.25',
        'Which city has the highest amount?\nname,amount\nAda,12.50\nBob,7.25',
        'Which country has the largest population?',
        'which name spent the most?\nname,amount,tip\nAda,12.50,1\nBob,7.25,2',
        'Should I make a markdown table out of this?\nname,amount\nAda,12.50\nBob,7.25',
        'Sort by importance:\nname,amount\nAda,12.50\nBob,7.25',
        'Top 10 reasons to smile',
      ],
    },
    read: readRows,
  }),
]

function readRows(clause: Clause, input: PlannerInput): Answer | null {
  const request = readTableRequest(clause, input)
  if (request === null) return null
  const { table, whole, text } = request
  const found = WHICH.exec(whole)?.groups ?? WHICH.exec(`which ${text}`)?.groups
  if (found !== undefined) return which(table, found)
  const plain = mostOf(table, whole)
  if (plain !== null) return plain
  const top = (TOP.exec(whole) ?? TOP.exec(text))?.groups
  if (top !== undefined) return topRows(table, top)
  const sorted = (SORTED.exec(whole) ?? SORTED.exec(text))?.groups
  // `rank by votes` begins with the most of them, `rank by time` with the least.
  if (sorted !== undefined && sorted.order === undefined && /^rank/iu.test(text)) return null
  if (sorted !== undefined) return sortedRows(table, sorted.column ?? '', sorted.order ?? '')
  if (COLUMNS.test(whole)) return columnNames(table)
  if (COLUMN_COUNT.test(whole) || COLUMN_COUNT.test(text)) return columnCount(table)
  const written = (WRITTEN.exec(whole) ?? WRITTEN.exec(text))?.groups
  if (written !== undefined) return rewritten(table, (written.a ?? written.b ?? '').toLowerCase())
  return filteredRows(table, whole) ?? filteredRows(table, text)
}

type Groups = Readonly<Record<string, string | undefined>>

/** A column of that name that can be compared by size. */
function figureColumn(table: SourceTable, words: string): Column | null {
  const column = findColumn(table, words)
  return column?.isNumeric === true && !isLabel(table, column) ? column : null
}

function which(table: SourceTable, groups: Groups): Answer | null {
  const who = findColumn(table, groups.who ?? '')
  const words = `${groups.sum ?? ''} ${groups.column ?? ''}`.trim()
  const direct = figureColumn(table, words)
  const column = direct ?? figureColumn(table, groups.column ?? '')
  if (who === null || column === null || who.name === column.name) return null
  const isLargest = new RegExp(`^(?:${MOST})$`, 'i').test(groups.rank ?? '')
  const isSum = (direct === null && groups.sum !== undefined) || groups.all !== undefined
  if (who.isUnique) return extremeRow(table, who, column, isLargest, '')
  const summed = extremeGroup(table, who, column, isLargest)
  if (isSum) return summed
  // Someone who stands in several rows: either reading may be meant, so both are told where they differ.
  const byRow = winners(rowsSorted(table, column, isLargest), who.name, column.name)
  const byGroup = winners(groupsSorted(table, who, column, isLargest), who.name, 'value')
  if (byRow.length === 1 && byRow[0] === byGroup[0]) return summed
  if (!ADDS_UP.test(column.spoken) || byRow.length !== 1 || byGroup.length !== 1 || summed === null) return null
  const reading = `Added up per ${who.name}; the ${isLargest ? 'largest' : 'smallest'} single ${column.name} is that of ${String(byRow[0])}.`
  return { ...summed, reading: [reading, table.note].filter(part => part !== '').join(' ') }
}

const MOST_OF =
  /^(?:which|what) (?<who>.+?) (?:spent|has|had|have|sold|bought|earned|made|paid|scored|got|won|used|ordered|worked|ran|cost|costs|produced|received) (?:the )?(?<rank>most|least|fewest|highest|lowest)$/i
const VALUE_AND_WHO =
  /^(?:(?:what(?:'s| is) )?the )?(?<rank>lowest|highest|smallest|largest|biggest|cheapest|maximum|minimum|max|min) (?<column>.+?),? and (?:(?:for |in |on )?(?:(?:which|what|whose) (?<who>.+?)|(?<time>when)|(?<place>where))(?: (?:has it|is it|is that|it is|that is|was it))?|who (?<whose>has it|is it|got it))$/i
/** `price of the cheapest flight`: the value, and whose it is. */
const VALUE_OF =
  /^(?:what(?:'s| is) )?(?:the )?(?<column>[\p{L} _-]{2,30}?) of the (?<rank>cheapest|lowest|smallest|most expensive|highest|largest|biggest)(?: [\p{L}-]{2,20})?$/iu
const WHO =
  /^who (?:has|had|got|made|scored|earned|spent|sold) the (?<rank>most|least|highest|lowest|largest|smallest|biggest|best) (?<column>.+)$/i

/** The value was asked for first, and whose it is beside it. */
function valueFirst(answer: Answer | null): Answer | null {
  const [, value] = /^\{\{said\}\}: (.+)$/.exec(answer?.reply.how ?? '') ?? []
  if (answer === null || value === undefined) return answer
  return { ...answer, reply: { ...answer.reply, template: `${value} (${answer.reply.template})`, how: '{{said}}' } }
}

/** `which customer spent the most`, `the lowest price and which item`, `who has the highest score`. */
function mostOf(table: SourceTable, whole: string): Answer | null {
  const figures = table.columns.filter(({ isNumeric, isUnique, spoken }) => isNumeric && !(isUnique && ID.test(spoken)))
  const names = table.columns.filter(({ isNumeric }) => !isNumeric)
  const of = VALUE_OF.exec(whole)?.groups
  if (of !== undefined) {
    const value = figureColumn(table, of.column ?? '')
    const rank = /^(?:cheapest|lowest|smallest|shortest|youngest)/i.test(of.rank ?? '') ? 'lowest' : 'highest'
    const who = names.find(({ isUnique }) => isUnique)
    return value === null || who === undefined
      ? null
      : valueFirst(which(table, { who: who.name, rank, column: value.name }))
  }
  const most = MOST_OF.exec(whole)?.groups
  if (most !== undefined) {
    const only = figures.length === 1 && !table.columns.some(({ isAmount }) => isAmount) ? (figures[0] as Column) : null
    return only === null ? null : which(table, { who: most.who, rank: most.rank, column: only.name })
  }
  const both = VALUE_AND_WHO.exec(whole)?.groups
  if (both !== undefined) {
    const when = both.time === undefined ? (both.place === undefined ? null : PLACE) : TIME
    const fitting = when === null ? names : table.columns.filter(({ spoken }) => when.test(spoken))
    const who = both.who ?? (fitting.length === 1 ? (fitting[0] as Column).name : '')
    return valueFirst(which(table, { who, rank: both.rank, column: both.column }))
  }
  const someone = WHO.exec(whole)?.groups
  if (someone === undefined || names.length !== 1) return null
  return which(table, { who: (names[0] as Column).name, rank: someone.rank, column: someone.column })
}

const TIME = /^(?:day|date|time|month|year|week|hour|weekday|quarter)$/
const PLACE = /^(?:place|city|country|region|location|station|site|town|area)$/

/** Numbers that name a row rather than measure it. */
const ID = /^(?:id|no|nr|number|index|row|rank|#)$|(?<!\p{L})(?:id|number|no|nr|code|zip|year)$/u

/** Columns whose values make sense added up; prices, ages and temperatures do not. */
const ADDS_UP =
  /(?<!\p{L})(?:total|amount|sum|sales|revenue|turnover|units|quantity|qty|spend|spent|spending|cost|costs|expenses|volume|hours|orders|points|votes|payment|payments|visits|downloads|goals)(?!\p{L})/u

type Cells = { readonly [name: string]: unknown }

function rowsSorted(table: SourceTable, column: Column, isLargest: boolean): readonly Cells[] {
  const by = [{ column: column.name, order: isLargest ? 'desc' : 'asc' }]
  return (peek('table.sort', { rows: [...table.rows], by })?.rows ?? []) as readonly Cells[]
}

function groupsSorted(table: SourceTable, who: Column, column: Column, isLargest: boolean): readonly Cells[] {
  const measures = [{ column: column.name, fn: 'sum', as: 'value' }]
  const rows = peek('table.aggregate', { rows: [...table.rows], by: [who.name], measures })?.rows ?? []
  return (peek('table.sort', { rows, by: [{ column: 'value', order: isLargest ? 'desc' : 'asc' }] })?.rows ??
    []) as readonly Cells[]
}

/** All that share the first place. */
function winners(rows: readonly Cells[], name: string, value: string): unknown[] {
  const best = Number(rows[0]?.[value])
  return [
    ...new Set(
      rows.filter(row => Number(row[value]) === best && row[value] !== '' && row[value] !== null).map(row => row[name]),
    ),
  ]
}

function extremeRow(
  table: SourceTable,
  who: Column,
  column: Column,
  isLargest: boolean,
  reading: string,
): Answer | null {
  const first = winners(rowsSorted(table, column, isLargest), who.name, column.name)
  const sort = sortTask(table, column, isLargest)
  return named(table, [sort], who, { column: column.name, said: column.name }, first, reading)
}

function extremeGroup(table: SourceTable, who: Column, column: Column, isLargest: boolean): Answer | null {
  if (who.name === 'value') return null
  const first = winners(groupsSorted(table, who, column, isLargest), who.name, 'value')
  const measures = [{ column: column.name, fn: 'sum', as: 'value' }]
  const tasks = [
    task(
      'grouped',
      `Sum ${column.name} per ${who.name}`,
      'table.aggregate',
      { rows: fromTable(table), by: [who.name], measures },
      [table.parse.key],
    ),
    task(
      'sorted',
      'Sort the sums',
      'table.sort',
      { rows: { $from: 'grouped', pointer: '/rows' }, by: [{ column: 'value', order: isLargest ? 'desc' : 'asc' }] },
      ['grouped'],
    ),
  ]
  return named(table, tasks, who, { column: 'value', said: `Sum of ${column.name}` }, first, '')
}

/** Names the winner, or all who share the first place, and the value. */
function named(
  table: SourceTable,
  tasks: readonly PlannedTask[],
  who: Column,
  value: { readonly column: string; readonly said: string },
  first: readonly unknown[],
  reading: string,
): Answer | null {
  // A name with a closing brace or outer blanks cannot stand in a template.
  if (/\}|^\s|\s$/.test(who.name + value.column)) return null
  if (first.length === 0 || first.length > 5 || first.some(name => name === '' || name === null || name === undefined))
    return null
  const rows = first.map((_, i) => `{{/rows/${i}/${step(who.name)}}}`).join(', ')
  return tableAnswer(
    table,
    tasks,
    'sorted',
    {
      template: rows,
      how: `{{said}}: {{/rows/0/${step(value.column)}}}`,
      values: { rows: at('/rows'), said: literal(value.said) },
    },
    reading,
  )
}

/** One step of a JSON Pointer inside a template. */
const step = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

function topRows(table: SourceTable, groups: Groups): Answer | null {
  const column = figureColumn(table, groups.column ?? '')
  const rank = (groups.rank ?? groups.rank2 ?? '').toLowerCase()
  const count = Number(groups.n ?? groups.n2)
  const words = (groups.who ?? '').trim()
  const isAny = words === '' || /^(?:rows?|records|entries|lines|items)$/i.test(words)
  const who = isAny ? null : findColumn(table, words)
  // `first 3` and `last 3` may mean places in the file.
  if (column === null || count === 0 || count > MOST_SHOWN_ROWS || rank === 'first' || rank === 'last') return null
  if (!isAny && (who === null || !who.isUnique)) return null
  const isLargest = rank === 'top' || new RegExp(`^(?:${MOST})$`, 'i').test(rank)
  const rows = rowsSorted(table, column, isLargest)
  const edge = rows[count - 1]?.[column.name]
  const isTied = rows[count] !== undefined && Number(rows[count]?.[column.name]) === Number(edge)
  const sorted = sortTask(table, column, isLargest)
  const shown = Math.min(count, rows.length)
  const columns = who === null ? table.columns.map(({ name }) => name) : [who.name, column.name]
  const items = Array.from({ length: shown }, (_, i) => ({ $from: 'sorted', pointer: `/rows/${i}` }))
  const written = task('shown', 'Write the table', 'agg.table', { items, columns }, ['sorted'])
  const reading = isTied ? `More rows share the value ${String(edge)}; the earlier ones in the table are shown.` : ''
  return tableAnswer(
    table,
    [sorted, written],
    'shown',
    { template: '{{table}}', values: { table: at('/markdown') } },
    reading,
  )
}

function sortedRows(table: SourceTable, words: string, order: string): Answer | null {
  const column = findColumn(table, words)
  if (column === null || table.rows.length > MOST_SHOWN_ROWS || !(column.isNumeric || isOrderedText(table, column)))
    return null
  const sort = sortTask(table, column, DESCENDING.test(order))
  return shownRows(table, [sort], 'sorted', '')
}

function filteredRows(table: SourceTable, text: string): Answer | null {
  const { filter, text: rest } = readFilter(table, text)
  if (filter === null || filter === 'unclear' || !FILTERED.test(rest) || filter.count > MOST_SHOWN_ROWS) return null
  const kept = task(
    'kept',
    `Keep rows where ${filter.said}`,
    'table.filter',
    { rows: fromTable(table), where: filter.where },
    [table.parse.key],
  )
  if (filter.count > 0) return shownRows(table, [kept], 'kept', '')
  return tableAnswer(table, [kept], 'kept', {
    template: '{{none}}',
    values: { none: literal(`No row: none has ${filter.said}.`) },
  })
}

function shownRows(table: SourceTable, tasks: readonly PlannedTask[], from: string, reading: string): Answer {
  const columns = table.columns.map(({ name }) => name)
  const shown = task('shown', 'Write the table', 'agg.table', { items: { $from: from, pointer: '/rows' }, columns }, [
    from,
  ])
  return tableAnswer(
    table,
    [...tasks, shown],
    'shown',
    { template: '{{table}}', values: { table: at('/markdown') } },
    reading,
  )
}

const columnCount = (table: SourceTable): Answer => {
  const count = task('count', 'Count the columns', 'list.rank', { items: table.columns.map(({ name }) => name) })
  const last = table.columns.length - 1
  return tableAnswer(table, [count], 'count', {
    template: `{{/items/${last}/rank}} columns`.replace(/^(.*) columns$/, last === 0 ? '$1 column' : '$1 columns'),
    values: { items: at('/items') },
  })
}

/** The same rows in another way of writing. */
function rewritten(table: SourceTable, format: string): Answer | null {
  if (table.rows.length > MOST_SHOWN_ROWS) return null
  // Lines of `name: value` are no column of cells.
  if (table.columns.length === 1 && /^[^:]{1,40}: /.test(table.columns[0]?.name ?? '')) return null
  const key = table.parse.key
  if (format === 'markdown') return shownRows(table, [], key, '')
  const isTyped = format === 'json' && table.parse.input.format !== 'json'
  const typed = { ...table.parse, input: { ...table.parse.input, ...(isTyped ? { types: 'values' } : {}) } }
  const text =
    format === 'json'
      ? task('text', 'Write it as JSON', 'json.format', { value: fromTable(table), indent: 2 }, [key])
      : task(
          'text',
          `Write it as ${format.toUpperCase()}`,
          'table.format',
          { rows: fromTable(table), format, newline: 'lf' },
          [key],
        )
  return tableAnswer({ ...table, parse: typed }, [text], 'text', {
    template: `\`\`\`${format}\n{{text}}\n\`\`\``,
    values: { text: at('/text') },
  })
}

function columnNames(table: SourceTable): Answer {
  const items = table.columns.map((_, i) => `- {{/columns/${i}}}`)
  return tableAnswer(table, [], table.parse.key, { template: items.join('\n'), values: { columns: at('/columns') } })
}
