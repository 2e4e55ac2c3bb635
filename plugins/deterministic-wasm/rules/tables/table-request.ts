/** What all table rules share: the table that is meant taken off the request, and the replies about its rows. */
import type { PlannedTask, PlannerInput } from '#contracts/planner-port'
import { replaceNumberWords } from '../message/number-words.ts'
import type { Clause } from '../message/read-message.ts'
import { stripCourtesy } from '../message/strip-courtesy.ts'
import { type Answer, task } from '../rule.ts'
import { type Column, readTable, type SourceTable } from './read-table.ts'

export type TableRequest = {
  readonly table: SourceTable
  /** The request without its table: `total amount by region`. */
  readonly text: string
  /** The same with its question words. */
  readonly whole: string
}

const THING =
  '(?:csv|tsv|json|data|file|table|attachment|spreadsheet|sheet|dataset|data set|list|rows|records|document|export)(?: (?:file|table|data|attached|above|below|attachment))?'
const WHERE = `(?:(?:the|this|that|my|these|those|attached|uploaded|following|enclosed|above|below) )*(?:${THING}|(?<file>[\\w.-]{1,80}\\.(?:csv|tsv|json|jsonl|txt)))(?: (?:attached|above|below))?`
const BEHIND = new RegExp(`,? (?:in|of|from|on|across|within|for|using|based on) ${WHERE}$`, 'i')
const HELD = new RegExp(` (?:does|do) ${WHERE} (?:have|contain|hold)$`, 'i')
const BEFORE = new RegExp(`^(?:in|from|for|using|based on|given|with|looking at) ${WHERE}[,:]? `, 'i')

/** `Filter the rows with city = Graz and sum the fee`: what follows is meant of those rows. */
const NARROWS =
  /^\s*(?:please )?(?:filter|only keep|keep|(?:take|use|select|count|consider) only|select|ignore|exclude|drop|leave out)(?!\p{L})/iu

/** `remove the city column and sort by age`: what follows is meant of the table as it is then. */
const CHANGES =
  /(?:^|[\n.,;:]|(?<!\p{L})(?:and|then|please|first))\s*(?:remove|delete|drop|exclude|ignore|leave out|rename|add|insert|replace|fill|sort|order|rank|keep|filter|get rid of|dedupe|deduplicate|round|multiply|double|convert|turn|transpose|group|merge|join)(?!\p{L})[^\n.?!]{0,120}(?:and|then|,|;|[.!?]|\n)\s*$/iu

export function readTableRequest(clause: Clause, input: PlannerInput): TableRequest | null {
  if (clause.quotes.some(({ isFence }) => isFence) || (clause.data === null && input.attachments.length === 0))
    return null
  if (NARROWS.test(input.message.slice(0, 300)) && !NARROWS.test(clause.text)) return null
  if (CHANGES.test(input.message.slice(0, Math.min(clause.span[0], 20_000)).slice(-200))) return null
  let words = withQuotes(clause).replace(/[ \t]+/g, ' ')
  const found = BEFORE.exec(words) ?? HELD.exec(words) ?? BEHIND.exec(words)
  if (found !== null) words = words.replace(found[0], '').trim()
  const bare = stripCourtesy(words)
  const table = readTable(clause, input, found?.groups?.file ?? '')
  return table === null ? null : { table, text: replaceNumberWords(bare.core), whole: replaceNumberWords(bare.text) }
}

/** Quoted names and values stand for themselves in a table request. */
function withQuotes(clause: Clause): string {
  return clause.text.replace(/⟦(\d)⟧/g, (_, at: string) => `"${clause.quotes[Number(at)]?.text ?? ''}"`)
}

export const fromTable = (table: SourceTable): { $from: string; pointer: string } => ({
  $from: table.parse.key,
  pointer: '/rows',
})

/** The rows by one column, as `/rows` of the task `sorted`. */
export const sortTask = (table: SourceTable, column: Pick<Column, 'name'>, isDescending: boolean): PlannedTask => {
  const by = [{ column: column.name, order: isDescending ? 'desc' : 'asc' }]
  return task('sorted', `Sort by ${column.name}`, 'table.sort', { rows: fromTable(table), by }, [table.parse.key])
}

export function tableAnswer(
  table: SourceTable,
  tasks: readonly PlannedTask[],
  answer: string,
  reply: Answer['reply'],
  reading = '',
): Answer {
  const said = [reading, table.note].filter(part => part !== '').join(' ')
  return {
    tasks: [table.parse, ...tasks],
    answer,
    reply,
    usesData: table.usesData,
    ...(said === '' ? {} : { reading: said }),
  }
}

/** A Markdown table fits a reply up to this many rows. */
export const MOST_SHOWN_ROWS = 200
