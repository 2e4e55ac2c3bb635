/** A list of names and numbers in another way of writing: as a table, CSV or JSON, with `name` and `value` above it. */
import { type Answer, at, task } from '../rule.ts'
import { fromTable, MOST_SHOWN_ROWS, tableAnswer } from '../tables/table-request.ts'
import type { Ask } from './data-request.ts'

const ASKED =
  /^(?:(?:please |can you |could you )*(?:convert|turn|change|transform|put|make|write|format|create|build|give|show)(?: me)? ?)?(?:(?:this|these|that|it|them|the|my|a|an|following|list|data|values|numbers|out of) ?)*(?:(?:to|into|as|in) )?(?:an? )?(?:(?:clean|proper|nice|simple|small|valid) )?(?<form>csv|json|markdown|md)?(?: ?(?<table>table|array|format|file|list|object|objects))?(?: (?:of|from|out of|with) (?:this|it|these|that|them|the list|the data))?(?: (?:please|pls|thanks))*$/iu

export const askNamesWritten: Ask = (_, request): Answer | null => {
  const { table, kind, pieces } = request
  const groups = kind === 'names' && pieces.length === 1 ? ASKED.exec((pieces[0] ?? '').trim())?.groups : undefined
  if (groups === undefined || table.rows.length > MOST_SHOWN_ROWS) return null
  const form = (groups.form ?? '').toLowerCase()
  const isTable = /^table$/iu.test(groups.table ?? '')
  // Figures with units would lose them in CSV and JSON.
  const isBare = request.write('value', '') === ''
  if (form === '' && !isTable) return null
  if (form === 'csv' && !/^(?:file|format|list)?$/iu.test(groups.table ?? '')) return null
  if (form === 'csv' && isBare) {
    const text = task(
      'text',
      'Write it as CSV',
      'table.format',
      { rows: fromTable(table), columns: ['name', 'value'], newline: 'lf' },
      [table.parse.key],
    )
    return tableAnswer(table, [text], 'text', { template: '```csv\n{{text}}```', values: { text: at('/text') } })
  }
  if (form === 'json' && isBare && !isTable) {
    const typed = { ...table.parse, input: { ...table.parse.input, types: 'values' } }
    const input = { value: { $from: typed.key, pointer: '/rows' }, indent: 2 }
    const text = task('text', 'Write it as JSON', 'json.format', input, [typed.key])
    return {
      tasks: [typed, text],
      answer: 'text',
      reply: { template: '```json\n{{text}}\n```', values: { text: at('/text') } },
      usesData: table.usesData,
    }
  }
  if (/^(?:|markdown|md)$/.test(form) && (isTable || form !== '')) {
    const items = table.rows.map((_row, i) => ({
      name: { $from: table.parse.key, pointer: `/rows/${i}/name` },
      value: { $from: table.parse.key, pointer: `/rows/${i}/value` },
    }))
    if (!isBare) return null
    const shown = task('shown', 'Write the table', 'agg.table', { items, columns: ['name', 'value'] }, [
      table.parse.key,
    ])
    return tableAnswer(table, [shown], 'shown', { template: '{{table}}', values: { table: at('/markdown') } })
  }
  return null
}
