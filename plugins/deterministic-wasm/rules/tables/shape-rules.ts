/** A table in another shape: some of its columns or rows, the different values of a column, totals of all columns, shares of a total. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { decided, hasMember } from '../decided.ts'
import { listReply, MOST_LISTED } from '../listed.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, task } from '../rule.ts'
import { findColumn } from './find-column.ts'
import type { Column, SourceTable } from './read-table.ts'
import { fromTable, MOST_SHOWN_ROWS, readTableRequest, tableAnswer } from './table-request.ts'

const ONLY =
  /^(?:(?:show|keep|give|list|print|select|get|want|need)(?: me)? )?(?:only |just )?(?:the )?(?:columns?|fields?) (?<columns>.+?)(?: only)?$/i
const ONLY_LAST =
  /^(?:only|just|keep|show|give|select)(?: only| just| me)? (?:the )?(?<columns>.+?) (?:columns?|fields?)$/i
const WITHOUT =
  /^(?:delete|remove|drop|leave out|hide|without)(?: the)? (?:(?:columns?|fields?) (?<a>.+)|(?<b>.+?) (?:columns?|fields?))$/i
const EDGE =
  /^(?:(?:show|give|get|print|list)(?: me)? )?(?:only |just )?(?:the )?(?<edge>first|last|top|bottom)(?: (?<n>\d{1,3}))? (?:rows?|lines?|records?|entries|entry)$/i
const UNIQUE =
  /^(?:(?:list|show|give|get|print|what are|which are)(?: me)? )?(?:all )?(?:the )?(?:unique|distinct|different)(?: values)?(?: (?:of|in|from))?(?: the)? (?<column>.+?)(?: values)?$/i
const TOTALS =
  /^(?:(?:sum|total|add)(?: up)? (?:all |each |every )?(?:the )?columns?|(?:(?:calculate|compute|show|give)(?: me)? )?(?:the )?(?:column (?:totals?|sums?)|totals? of (?:all|each|every) columns?|sums? of (?:all|each|every) columns?))$/i
const SHARES =
  /^(?:(?:show|give|calculate|compute|add)(?: me)? )?(?:the )?(?:percent(?:age)?|share|%) of (?:the )?total(?: (?:for|of|per) (?:each|every|all) (?:rows?|lines?|entry|entries))?(?: (?:by|of|for) (?<column>.+))?$/i
const DOUBLES =
  /^(?:are there|is there|do we have|does it have|any)(?: any)? (?:duplicates?|duplicate values|doubles|repeated values|double entries)(?: (?:in|of|for))?(?: the)? (?<column>.+)$/i

export const shapeRules: readonly PlannerRule[] = [
  defineRule({
    id: 'table-shape',
    reason:
      'Takes columns or rows of an attached or pasted table, its different values, its totals or shares, or finds doubles.',
    order: 7,
    hint: /column|field|row|line|record|entr|unique|distinct|different|total|share|percent|%|duplicate|double|repeated/i,
    examples: {
      yes: [
        'only columns name and amount please\nid,name,amount\n1,Ada,12\n2,Bob,7',
        'delete the id column\nid,name,amount\n1,Ada,12\n2,Bob,7',
        'last row please\nname,amount\nAda,12\nBob,7',
        'unique values in the region column\nregion,amount\nWest,10\nEast,30\nWest,20',
        'Please calculate the column totals.\nhours,km\n8,120\n6,85',
        'percent of total for every row\nchannel,visits\nsearch,500\nmail,300',
        'are there duplicates in the mail column\nname,mail\nTim,a@b.example\nKay,c@d.example',
      ],
      no: [
        'only columns about politics please\nid,name\n1,Ada\n2,Bob',
        'remove the name\nid,name\n1,Ada\n2,Bob',
        'last row in the theatre',
        'the column totals are wrong, why?\nhours,km\n8,120\n6,85',
        'What is the total share of women?\nname,amount\nAda,12\nBob,7',
      ],
    },
    read: readShape,
  }),
]

function readShape(clause: Clause, input: PlannerInput): Answer | null {
  const request = readTableRequest(clause, input)
  if (request === null || request.table.rows.length > MOST_SHOWN_ROWS) return null
  const { table, whole } = request
  const only = (ONLY.exec(whole) ?? ONLY_LAST.exec(whole))?.groups?.columns
  if (only !== undefined) return withColumns(table, columnsOf(table, only))
  const out = WITHOUT.exec(whole)?.groups
  if (out !== undefined) {
    const gone = columnsOf(table, out.a ?? out.b ?? '')
    return gone === null
      ? null
      : withColumns(
          table,
          table.columns.filter(column => !gone.includes(column)),
        )
  }
  const edge = EDGE.exec(whole)?.groups
  // Of lines a header is one, too.
  if (edge !== undefined && /(?<!\p{L})lines?(?!\p{L})/iu.test(whole) && table.columns.length === 1) return null
  if (edge !== undefined) return edgeRows(table, /^(?:first|top)$/i.test(edge.edge ?? ''), Number(edge.n ?? 1))
  const unique = UNIQUE.exec(whole)?.groups?.column
  if (unique !== undefined) return uniqueValues(table, unique)
  if (TOTALS.test(whole)) return totals(table)
  const shares = SHARES.exec(whole)
  if (shares !== null) return sharesOf(table, shares.groups?.column)
  const doubles = DOUBLES.exec(whole)?.groups?.column
  return doubles === undefined ? null : doublesIn(table, doubles)
}

/** Columns by name, or by number where the words are numbers. */
function columnsOf(table: SourceTable, words: string): readonly Column[] | null {
  const names = words.split(/,? and |, ?| & /i)
  const found = names.map(name => {
    const number = /^(?:no\.? ?|number )?(\d{1,2})$/i.exec(name.trim())?.[1]
    return findColumn(table, name) ?? (number === undefined ? undefined : table.columns[Number(number) - 1])
  })
  return found.every(column => column !== undefined) ? (found as readonly Column[]) : null
}

const shown = (table: SourceTable, tasks: Answer['tasks'], from: string, columns: readonly string[]): Answer => {
  const items = { $from: from, pointer: '/rows' }
  const written = task('shown', 'Write the table', 'agg.table', { items, columns: [...columns] }, [from])
  const reply = { template: '{{table}}', values: { table: at('/markdown') } }
  return tableAnswer(table, [...tasks, written], 'shown', reply)
}

function withColumns(table: SourceTable, columns: readonly Column[] | null): Answer | null {
  if (columns === null || columns.length === 0) return null
  const names = columns.map(({ name }) => name)
  const input = { rows: fromTable(table), columns: names }
  return shown(table, [task('kept', 'Keep the columns', 'table.select', input, [table.parse.key])], 'kept', names)
}

function edgeRows(table: SourceTable, isFirst: boolean, count: number): Answer | null {
  const size = table.rows.length
  if (count < 1 || count > size) return null
  const from = isFirst ? 0 : size - count
  const items = Array.from({ length: count }, (_, i) => ({ $from: table.parse.key, pointer: `/rows/${from + i}` }))
  const columns = table.columns.map(({ name }) => name)
  const written = task('shown', 'Write the rows', 'agg.table', { items, columns }, [table.parse.key])
  return tableAnswer(table, [written], 'shown', { template: '{{table}}', values: { table: at('/markdown') } })
}

function uniqueValues(table: SourceTable, words: string): Answer | null {
  const column = findColumn(table, words)
  if (column === null) return null
  const counted = { rows: fromTable(table), by: [column.name], measures: [{ fn: 'count', as: 'rows of it' }] }
  const seen = peek('table.aggregate', { ...counted, rows: [...table.rows] })?.rows
  if (!Array.isArray(seen) || seen.length > MOST_LISTED || column.name === 'rows of it') return null
  const grouped = task('grouped', `Different values of ${column.name}`, 'table.aggregate', counted, [table.parse.key])
  const values = task(
    'values',
    'Take the values',
    'agg.collect',
    {
      items: seen.map((_, i) => ({
        $from: 'grouped',
        pointer: `/rows/${i}/${column.name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      })),
    },
    ['grouped'],
  )
  return tableAnswer(table, [grouped, values], 'values', listReply('/items', seen.length, '\n'))
}

function totals(table: SourceTable): Answer | null {
  const figures = table.columns.filter(({ isNumeric }) => isNumeric)
  if (figures.length === 0) return null
  const measures = figures.map(({ name }) => ({ column: name, fn: 'sum', as: name }))
  const input = { rows: fromTable(table), measures }
  const names = figures.map(({ name }) => name)
  return shown(table, [task('sums', 'Add each column', 'table.aggregate', input, [table.parse.key])], 'sums', names)
}

function sharesOf(table: SourceTable, words: string | undefined): Answer | null {
  const figures = table.columns.filter(({ isNumeric }) => isNumeric)
  const column = words === undefined ? (figures.length === 1 ? figures[0] : undefined) : findColumn(table, words)
  if (column === null || column === undefined || !column.isNumeric || table.columns.some(({ name }) => name === '%'))
    return null
  const input = { rows: fromTable(table), column: column.name, as: '%' }
  if (peek('table.share', { ...input, rows: [...table.rows] }) === null) return null
  const shares = task('shares', `Shares of ${column.name}`, 'table.share', input, [table.parse.key])
  return shown(table, [shares], 'shares', [...table.columns.map(({ name }) => name), '%'])
}

/** Empty cells are no doubles. */
function doublesIn(table: SourceTable, words: string): Answer | null {
  const column = findColumn(table, words)
  if (column === null || table.rows.some(row => row[column.name] === '' || row[column.name] === undefined)) return null
  const measures = [{ column: column.name, fn: 'count_distinct', as: 'different' }]
  const only = task('count', 'Count different values', 'table.aggregate', { rows: fromTable(table), measures }, [
    table.parse.key,
  ])
  const first = task(
    'row',
    'Take the count',
    'agg.pick',
    { from: { $from: 'count' }, pick: { different: '/rows/0/different' } },
    ['count'],
  )
  const answer = decided({
    tasks: [only, first],
    when: hasMember('different', { const: table.rows.length }),
    yes: `No, all ${table.rows.length} values of ${column.name} differ.`,
    no: `Yes, ${column.name} has doubles.`,
  })
  return tableAnswer(table, answer.tasks, answer.answer, answer.reply)
}
