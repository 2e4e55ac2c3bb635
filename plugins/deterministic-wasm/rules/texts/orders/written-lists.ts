/** A list written for a query or a cell: every item between quotes, commas between them, brackets around all where a query wants them. */
import type { PlannerRule } from '#contracts/planner-port'
import { type Answer, at, task } from '../../rule.ts'
import { itemsOf } from '../list-items.ts'
import { defineTextRule, type TextRequest } from '../text-request.ts'

/** Every word of such an order; one that is not here asks for more. */
const KNOWN = new Set(
  (
    'put wrap add enclose surround place make turn convert format write give get join separate separated delimited delimit list lists line string ' +
    'sql in where clause query statement for my an a the this these those each every item items one value values word words name names id ids code ' +
    'codes number numbers with by using and then around into to as of out from quotes quote quoted quotation marks mark single double comma commas ' +
    'between them it all § entry entries i need me so can paste use lines row rows column on same text both sides valid please'
  ).split(' '),
)
const QUOTES = /(?<!\p{L})(?<kind>single|double)? ?(?:quotes?|quotation marks?|quoted)(?!\p{L})/iu
const COMMAS = /(?<!\p{L})comma(?:s|-separated| separated)?(?!\p{L})/iu
const SQL = /(?<!\p{L})sql(?!\p{L})|(?<!\p{L})in (?:list|clause|statement)|where in(?!\p{L})/iu
const LIST_OF_SQL = /(?:sql )?in[- ]?(?:list|clause|statement)|where in(?!\p{L})|sql (?:list|in)(?!\p{L})/iu

export const writtenListRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'written-list',
    reason: 'Writes a given list with quotes around every item and commas between them, as a query wants it.',
    order: 186,
    hint: /quot|sql|comma|clause/iu,
    examples: {
      yes: [
        'put single quotes around each and separate by commas for my sql IN: A12, B7, C33',
        'make an SQL IN list out of these\nA12\nB7\nC99',
        'put each in single quotes separated by commas: berlin hamburg bonn',
        'put these ids in one line separated by commas\n1001\n1002\n1003',
        'wrap each in double quotes and join with commas:\nred\ngreen',
      ],
      no: [
        'put quotes around each and sort by length, comma separated: a, b',
        'make an sql in list of the capitals: France, Spain',
        'separate the words by commas and count them: a b c',
        'put commas where they belong: we came we saw we won',
      ],
    },
    read: writtenList,
  }),
]

function writtenList({ head, text, form }: TextRequest): Answer | null {
  if (form === 'attachment' || form === 'token' || form === 'bare') return null
  const said = head.toLowerCase().replace(/[-,]/g, ' ').replace(/\s+/g, ' ').trim()
  const words = said.split(' ')
  if (words.some(word => !KNOWN.has(word))) return null
  const quotes = QUOTES.exec(said)
  const isSql = SQL.test(said)
  const isEach =
    /(?<!\p{L})(?:each|every|all|items?|them|these|those|names|values|words|ids|codes|numbers|entries|it|§|lines|both)(?!\p{L})/u.test(
      said,
    )
  const isRow = /(?:separated|delimited|list|line|string|join)/u.test(said)
  if (
    !isSql &&
    !(COMMAS.test(said) && (quotes === null ? isRow && (text.includes('\n') || /^\S+(?: \S+)+$/.test(text)) : isEach))
  )
    return null
  const list = itemsOf(text)
  if (list === null || (quotes === null && !isSql && list.joint === ', ')) return null
  const { items } = list
  const isNumbers = items.every(item => /^-?\d+(?:\.\d+)?$/.test(item))
  const kind = quotes?.groups?.kind ?? (isSql ? 'single' : 'double')
  const sign = quotes === null && (!isSql || isNumbers) ? '' : kind === 'single' ? "'" : '"'
  // A quote inside an item would end it.
  if (items.some(item => /["'`⟦]/.test(item)) || items.length > 400) return null
  const separator = `${sign}, ${sign}`
  const joined = task('joined', 'Put commas between them', 'list.join', { items: [...items], separator })
  const isBracketed = LIST_OF_SQL.test(said) && !/quotes?/u.test(said)
  const written = isBracketed ? `(${sign}{{text}}${sign})` : `${sign}{{text}}${sign}`
  const around = task(
    'text',
    'Put quotes around them',
    'text.template',
    { template: written, values: { text: { $from: 'joined', pointer: '/text' } } },
    ['joined'],
  )
  return {
    tasks: [joined, around],
    answer: 'text',
    reply:
      sign === ''
        ? { template: '{{text}}', values: { text: at('/text') } }
        : { template: '```\n{{text}}\n```', values: { text: at('/text') } },
  }
}
