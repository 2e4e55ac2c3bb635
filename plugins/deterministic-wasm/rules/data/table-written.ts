/** A pasted table in another way of writing: CSV, TSV, JSON or Markdown, with its separators changed. */
import type { PlannedTask } from '#contracts/planner-port'
import { at, task, withHow } from '../rule.ts'
import { fromTable, tableAnswer } from '../tables/table-request.ts'
import type { Ask } from './data-request.ts'
import { isShown, namesOf, shown } from './shown-table.ts'

const FORMATS = '(?<to>csv|tsv|json|markdown|md)'
/** Kinds of text that a table may come in. */
const PARTED =
  '(?:tab|comma|semi-?colon|pipe)(?:s|[- ](?:separated|delimited))?(?: (?:values?|text|file|data|list|table|csv))?'
const SIGNS = '(?<sign>tabs?|semi-?colons?|pipes?|commas?|;)'
const WRITTEN = [
  new RegExp(
    `^(?:(?:please |can you |could you )*(?:convert|turn|change|transform|rewrite|reformat|format|export|put|make|write|show|save|render)(?: me)?)?(?: ?(?:this|that|it|these|the|my|a|an|following|csv|tsv|json|md|markdown|excel|data|table|list|rows|array|file|below|above|lines|pasted|${PARTED}))* ?(?:to|into|as|in|->|→|=>|2) (?:an? |the )?(?:valid |proper |nice |clean |pretty )?${FORMATS}(?: (?:table|array|file|format|list|objects|array of objects|text|please|with (?:a |the )?(?:header|headers|header row|header line|column names)))*$`,
    'iu',
  ),
  new RegExp(
    `^(?:please |can you |could you )*(?:make|create|build|generate|write|give me|need|i need|i want|show)(?: me)? (?:an? |the )?(?:valid |proper |nice )?${FORMATS}(?: (?:table|array|file|list|version|objects|array of objects))*(?: (?:out )?(?:of|from|with|for) (?:this|it|that|these|the data|the table|the following|them|my data|the csv|csv|the json))?$`,
    'iu',
  ),
  // `csv to semicolon separated`, `as csv with semicolons`, `use ; instead of commas`.
  new RegExp(
    `^(?:(?:please |can you |could you )*(?:convert|turn|change|transform|rewrite|reformat|format|export|put|make|write|show|save)(?: me)?)?(?: ?(?:this|that|it|these|the|my|a|an|following|csv|data|table|list|rows|file|below|above|lines|pasted|${PARTED}))* ?(?:to|into|as|in|->|→|=>) (?:an? |the )?(?:${SIGNS}(?:[- ](?:separated|delimited))?(?: (?:csv|file|values?|text|list|format|data))?|csv (?:(?:file )?(?:with|using|separated by|delimited by)) ${SIGNS.replace('sign', 'sign2')}(?: (?:as (?:the )?(?:separator|delimiter)s?|instead of (?:commas?|tabs?|semi-?colons?)))?)$`,
    'iu',
  ),
  new RegExp(
    `^(?:please |can you |could you )*(?:make|write|save|format|export|turn) (?:it|this|that|them|the table|the csv)(?: a| an| as)? ${SIGNS}[- ](?:separated|delimited)(?: (?:csv|file|values?|text|format))?$`,
    'iu',
  ),
  new RegExp(
    `^(?:please |can you |could you )*(?:use|put|write it with) ${SIGNS}(?: as (?:the )?(?:separator|delimiter))? (?:instead of|and not|rather than) (?:the )?(?:commas?|tabs?|semi-?colons?|pipes?|[;,])$`,
    'iu',
  ),
]
/** Numbers in JSON as they stand in the table: texts. */
const AS_TEXT =
  /[,;]? (?:and |but )?(?:(?:keep|leave|write|treat|with|make)(?:ing)?(?: all| the| every)*(?: values?| numbers?| cells?| everything| fields?)?(?: as)? (?:strings?|texts?)|(?:all |the )?(?:values|everything|cells) as (?:strings?|text))$/iu
const SIGN = '(?:;|\\||,|tabs?|semi-?colons?|pipes?|commas?)'
const SEPARATED = new RegExp(
  `^(?:please |can you |could you )*(?:change|replace|switch|convert|turn|swap|make)?(?: ?(?:all|the|every|each))* ?(?:(?:separators?|delimiters?)(?: from ${SIGN})?|${SIGN})(?:[ -](?:separated|delimited))? (?:to|into|with|by|for|->|=>) (?:an? |the )?(?<to2>,|commas?|tabs?)(?:[ -](?:separated|delimited))?(?: as (?:the )?(?:separator|delimiter))?(?:,? (?:and )?(?:keep|leave) the headers?(?: line| row)?)?(?: (?:please|pls|thanks|thx))*:?$`,
  'iu',
)

/** The same rows in another way of writing. */
export const askWritten: Ask = (_, request) => {
  const written = request.pieces
    .join(' ')
    .replace(/\s+/g, ' ')
    .replace(/(?: please| pls| thanks| thx)+$/iu, '')
  const said = written.replace(AS_TEXT, '')
  const groups = [...WRITTEN.map(form => form.exec(said)?.groups), SEPARATED.exec(request.around.trim())?.groups].find(
    found => found !== undefined,
  )
  if (groups === undefined || !isShown(request) || request.kind === 'names') return null
  // Of a table without names none are written.
  if (request.table.parse.input.header === false) return null
  const { table } = request
  const sign = groups.sign ?? groups.sign2
  const to =
    sign !== undefined
      ? 'csv'
      : groups.to2 === undefined
        ? (groups.to ?? '').toLowerCase()
        : /tab/i.test(groups.to2)
          ? 'tsv'
          : 'csv'
  if (to === 'markdown' || to === 'md') return shown(table, [], fromTable(table), namesOf(table), [table.parse.key])
  const columns = namesOf(table)
  if (to === 'json') {
    const isText = (table.parse.input.format ?? 'csv') !== 'json' && said === written
    const typed: PlannedTask = {
      ...table.parse,
      input: { ...table.parse.input, ...(isText ? { types: 'values' } : {}) },
    }
    const text = task(
      'text',
      'Write it as JSON',
      'json.format',
      { value: { $from: typed.key, pointer: '/rows' }, indent: 2 },
      [typed.key],
    )
    return {
      tasks: [typed, text],
      answer: 'text',
      reply: { template: '```json\n{{text}}\n```', values: { text: at('/text') } },
      usesData: table.usesData,
    }
  }
  const text = task(
    'text',
    `Write it as ${to.toUpperCase()}`,
    'table.format',
    {
      rows: fromTable(table),
      columns,
      newline: 'lf',
      ...(sign !== undefined && /tab/i.test(sign) ? { format: 'tsv' } : { format: to }),
      ...(sign !== undefined && /semi|;|pipe/i.test(sign) ? { delimiter: /pipe/i.test(sign) ? '|' : ';' } : {}),
    },
    [table.parse.key],
  )
  return tableAnswer(table, [text], 'text', withHow(`\`\`\`${to}\n{{text}}\`\`\``, { text: at('/text') }, ''))
}
