/**
 * Two pasted tables put together by a column that both have: shown, or asked about like one table. How rows without a partner are
 * treated is said; where that was left open and would change the answer, nothing is answered.
 */
import type { PlannedTask, PlannerInput, PlannerRule } from '#contracts/planner-port'
import { stripCourtesy } from '../message/strip-courtesy.ts'
import { mendTypos } from '../message/typos.ts'
import { peek } from '../peek.ts'
import { type Answer, at, task } from '../rule.ts'
import { spokenColumn } from '../tables/find-column.ts'
import { describeTable, guessFormat, type SourceTable, toSourceTable } from '../tables/read-table.ts'
import { MOST_SHOWN_ROWS } from '../tables/table-request.ts'
import { cellAsks } from './cell-questions.ts'
import { columnFigureAsks } from './column-figures.ts'
import type { Ask, DataRequest } from './data-request.ts'
import { findTwoTables, type PastedTable } from './find-two-tables.ts'
import { groupAsks } from './group-questions.ts'
import { pivotAsks } from './pivots.ts'
import { lexiconOf, readRequestWords, type Words } from './request-words.ts'
import { nameColumn } from './row-conditions.ts'
import { rowListAsks } from './row-lists.ts'
import { rowRankAsks } from './row-ranks.ts'

type Sides = readonly [SourceTable, SourceTable]
type Kind = 'inner' | 'left' | 'right' | 'open'
type Join = {
  readonly kind: Kind
  readonly on: readonly [left: string, right: string] | null
  readonly rest: string
  /** Whether joining was spoken of. */
  readonly isTold: boolean
}

const TABLES =
  'tables? (?:[a-z0-9]|one|two)|first|second|other|and|with|to|the|these|this|those|both|two|2|my|following|below|above|all|tables?|lists?|csvs?|data(?: ?sets?)?|files?|sheets?|them|it|together|into one(?: table| list)?|rows?'
/** What the two tables are called, at the beginning of what is said. */
const tablesCalled = (labels: readonly string[]): RegExp => {
  const own = labels.map(label => label.replace(/[^\p{L}\p{N}_ ]/gu, '.'))
  return new RegExp(`^(?:(?:${[...own, TABLES].join('|')})(?: |$))*`, 'iu')
}
const VERB =
  /^(?<verb>(?:(?:do|make|perform|give me|show(?: me)?|create|run|i need|need) )?(?:an? |the )?(?:(?<kind>inner|left|right|full|outer|full outer|left outer|right outer|cross)[ -])?(?:join(?:ed)?|merge|combine|match(?: up)?|link|connect|lookup|look up|vlookup|put together|bring together)) /iu
const ON =
  /^(?:(?:by|on|using|via|with|over|along|through|based on|per) )?(?:the )?(?:(?:common|same|shared|matching) )?(?:(?:key|column|field|id column) )?(?<on>[\p{L}_][\p{L}\p{N}_. ]{0,40}?)(?: (?:column|field|key))?(?:(?: ?= ?| equals | to | and | with )(?<other>[\p{L}_][\p{L}\p{N}_. ]{0,40}?)(?: (?:column|field))?)?$/iu
const KEEPING =
  /^(?:(?:but|and|,|please)? ?)?(?:keep(?:ing)?|include|including|with) (?:all|every(?:one|body|thing)?)(?: (?:of )?(?:the )?(?:rows?|people|names|entries|records|lines))?(?: (?:of|from|in) (?:the )?(?:first|left|1st)(?: (?:table|one|list))?)$/iu
const ONLY_MATCHES =
  /^(?:(?:but|and|,)? ?)?(?:only|keep(?:ing)? only) (?:the )?(?:rows? (?:that|which) match|matches|matching(?: rows?| ones)?|(?:rows? )?(?:in|found in|that are in) both)$/iu

/** What is said of joining in the words around both tables; `rest` is what is asked beyond it. */
function readJoin(words: string, [left, right]: Sides, labels: readonly string[]): Join | null {
  const text = stripCourtesy(
    mendTypos(words)
      .replace(/[’‘]/g, "'")
      .replace(/["'`“”]/g, '')
      .replace(/\s+/g, ' ')
      .replace(/[\s:.!?;,–—-]+$/u, '')
      .trim(),
  ).text
  const verb = VERB.exec(`${text} `)
  if (verb === null) return { kind: 'open', on: null, rest: text, isTold: false }
  const said = (verb.groups?.kind ?? '').toLowerCase().replace(/ ?outer$/, '')
  if (said === 'full' || said === 'cross' || (verb.groups?.kind ?? '').toLowerCase() === 'outer') return null
  let kind: Kind = said === '' ? 'open' : (said as Kind)
  let rest = `${text} `.slice(verb[0].length)
  rest = rest.replace(tablesCalled(labels), '').trim()
  const parts = rest.split(
    /(?:,| and then | then |;|(?<=\p{L})[.:] | and (?=(?:what|which|who|how|show|sum|total|count|sort|give|calculate|list|keep|tell)(?!\p{L})))/iu,
  )
  const head = (parts[0] ?? '').trim()
  const tail = rest
    .slice((parts[0] ?? '').length)
    .replace(/^(?:,? ?and then |,? ?then |, and |,|;|[.:] | and )/iu, '')
    .trim()
  const on = head === '' ? null : ON.exec(head)?.groups
  if (on === undefined) return null
  const pair = on === null ? null : keysOf(on.on ?? '', on.other, left, right)
  if (on !== null && pair === null) return null
  let more = tail
  if (KEEPING.test(tail)) {
    kind = 'left'
    more = ''
  } else if (ONLY_MATCHES.test(tail)) {
    kind = 'inner'
    more = ''
  }
  return { kind, on: pair, rest: more, isTold: true }
}

function keysOf(
  one: string,
  other: string | undefined,
  left: SourceTable,
  right: SourceTable,
): [string, string] | null {
  const bare = (name: string): string => name.replace(/^[\p{L}\p{N}_]+\.(?=[\p{L}_])/u, '').trim()
  const a = spokenColumn(left, bare(one))
  const b = spokenColumn(right, bare(other ?? one))
  if (a !== null && b !== null) return [a.name, b.name]
  const c = spokenColumn(left, bare(other ?? one))
  const d = spokenColumn(right, bare(one))
  return other !== undefined && c !== null && d !== null ? [c.name, d.name] : null
}

/** The one column that both have by name, where in one of them no value of it stands twice. */
function commonKey(left: SourceTable, right: SourceTable): [string, string] | null {
  const both = left.columns.flatMap(column => {
    const own = right.columns.find(({ spoken }) => spoken === column.spoken)
    return own === undefined ? [] : [[column, own] as const]
  })
  const [only] = both
  return only === undefined || both.length > 1 ? null : [only[0].name, only[1].name]
}

type Joined = {
  readonly table: SourceTable
  readonly before: readonly PlannedTask[]
  readonly said: string
  readonly unmatched: number
}

function join(left: SourceTable, right: SourceTable, { kind, on }: Join): Joined | null {
  const keys = on ?? commonKey(left, right)
  if (keys === null) return null
  const isRight = kind === 'right'
  const [first, second] = isRight ? [right, left] : [left, right]
  const [key, otherKey] = isRight ? [keys[1], keys[0]] : keys
  // A key that is missing or stands twice on both sides would multiply rows.
  const isUnique = (table: SourceTable, name: string): boolean =>
    table.columns.find(own => own.name === name)?.isUnique === true
  if (!isUnique(first, key) && !isUnique(second, otherKey)) return null
  const firstTask: PlannedTask = { ...first.parse, key: 'first', name: 'Read the first table' }
  const secondTask: PlannedTask = { ...second.parse, key: 'second', name: 'Read the second table' }
  const names = second.columns.map(({ name }) => name)
  const rename =
    key === otherKey
      ? []
      : [
          task(
            'named',
            `Call ${otherKey} ${key}`,
            'table.select',
            { rows: { $from: 'second', pointer: '/rows' }, columns: names, rename: { [otherKey]: key } },
            ['second'],
          ),
        ]
  const other = rename.length === 0 ? 'second' : 'named'
  if (rename.length > 0 && names.includes(key)) return null
  const seenSecond =
    rename.length === 0
      ? [...second.rows]
      : peek('table.select', { rows: [...second.rows], columns: names, rename: { [otherKey]: key } })?.rows
  const shape = { on: [key], kind: kind === 'left' || kind === 'right' ? 'left' : 'inner' }
  if (seenSecond === undefined) return null
  const rows = peek('table.join', { left: [...first.rows], right: seenSecond, ...shape })?.rows as
    | SourceTable['rows']
    | undefined
  const full = peek('table.join', { left: [...first.rows], right: seenSecond, on: [key], kind: 'left' })?.rows
  const back = peek('table.join', { left: seenSecond, right: [...first.rows], on: [key], kind: 'left' })?.rows
  const matched = peek('table.join', { left: [...first.rows], right: seenSecond, on: [key] })?.rows
  if (
    rows === undefined ||
    rows.length === 0 ||
    !Array.isArray(full) ||
    !Array.isArray(back) ||
    !Array.isArray(matched)
  )
    return null
  const parse = task(
    'table',
    `Join on ${key}`,
    'table.join',
    { left: { $from: 'first', pointer: '/rows' }, right: { $from: other, pointer: '/rows' }, ...shape },
    ['first', other],
  )
  const alone = [full.length - matched.length, back.length - matched.length]
  const counts = isRight ? [...alone].reverse() : alone
  return {
    table: describeTable(rows, parse, left.usesData),
    before: [firstTask, secondTask, ...rename],
    said: `Joined on ${keys[0]}${keys[0] === keys[1] ? '' : ` = ${keys[1]}`}; ${partnersOf(counts, kind)}.`,
    unmatched: counts.reduce((sum, count) => sum + count),
  }
}

/** What becomes of the rows of both tables that have no partner. */
function partnersOf([left = 0, right = 0]: readonly number[], kind: Kind): string {
  if (left + right === 0) return 'every row has its partner'
  const fate = (count: number, table: string, isKept: boolean): string[] =>
    count === 0 ? [] : [`${count} row${count === 1 ? '' : 's'} of the ${table} table ${isKept ? 'kept' : 'left out'}`]
  const parts = [...fate(left, 'first', kind === 'left'), ...fate(right, 'second', kind === 'right')]
  return `without a partner: ${parts.join(', ')}`
}

const ASKS: readonly Ask[] = [
  ...pivotAsks,
  ...columnFigureAsks,
  ...rowRankAsks,
  ...rowListAsks,
  ...cellAsks,
  ...groupAsks,
]

function match(input: PlannerInput) {
  if (input.attachments.length > 0 || !MAY.test(input.message)) return []
  const found = findTwoTables(input.message)
  const answer = found === null ? null : answerOf(found.tables, found.words)
  const end = input.message.replace(/[\s?!.:]+$/, '').length
  return answer === null
    ? []
    : [{ span: [0, Math.max(1, end)] as const, data: [[0, input.message.length] as const], ...answer }]
}

const MAY = /\n/

function answerOf(tables: readonly PastedTable[], words: string): Answer | null {
  const [left, right] = tables.map(({ text }) => toSourceTable(text, guessFormat(text, ''), text, true))
  if (left == null || right == null || left.note !== '' || right.note !== '' || words.trim() === '') return null
  const said = readJoin(
    words,
    [left, right],
    tables.flatMap(({ label }) => (label === '' ? [] : label)),
  )
  const joined = said === null ? null : join(left, right, said)
  if (said === null || joined === null) return null
  const isPlain = said.rest === ''
  // Who does not say what becomes of rows without a partner is told; a question about both tables is none of that.
  if (!isPlain && said.kind === 'open' && joined.unmatched > 0) return null
  const answer = isPlain ? shown(joined.table) : asked(said, joined.table, [left, right])
  return answer === null
    ? null
    : { ...answer, tasks: [...joined.before, ...answer.tasks], usesData: false, reading: joined.said }
}

function shown(table: SourceTable): Answer | null {
  if (table.rows.length > MOST_SHOWN_ROWS) return null
  const columns = table.columns.map(({ name }) => name)
  const written = task(
    'shown',
    'Write the table',
    'agg.table',
    { items: { $from: 'table', pointer: '/rows' }, columns },
    ['table'],
  )
  return {
    tasks: [table.parse, written],
    answer: 'shown',
    reply: { template: '{{table}}', values: { table: at('/markdown') } },
  }
}

/** What is asked about both tables as if they were one. */
function asked({ rest, kind, on, isTold }: Join, table: SourceTable, sides: Sides): Answer | null {
  const lexicon = lexiconOf(table)
  const words = readRequestWords(rest, lexicon)
  if (words === null || words.text === '' || (kind === 'open' && !isTold && !needsBoth(words, table, sides, on)))
    return null
  const request: DataRequest = {
    table,
    lexicon,
    around: rest,
    pieces: [rest],
    span: [0, 1],
    data: [],
    write: (_: string, value: string) => value,
    ragged: [],
    kind: 'table',
  }
  for (const ask of ASKS) {
    const answer = ask(words, request)
    if (answer !== null) return answer
  }
  return null
}

/**
 * Whether a question that does not speak of joining names a column of each table, and no figure of the one whose rows the join
 * repeats: added up, it would count twice.
 */
function needsBoth({ text, marks }: Words, table: SourceTable, [left, right]: Sides, on: Join['on']): boolean {
  const keys = on ?? commonKey(left, right)
  if (keys === null) return false
  // `who has the largest total`: the column of names is asked for.
  const who = /^which(?! C\d)/.test(text) ? nameColumn(table) : null
  const named = marks.flatMap(mark =>
    mark.kind === 'C' ? [mark.column] : mark.kind === 'V' ? mark.cells.map(([column]) => column) : [],
  )
  if (who !== null) named.push(who)
  const [ofLeft, ofRight] = [left, right].map((side, i) =>
    named.filter(({ name }) => name !== keys[i] && side.columns.some(own => own.name === name)),
  )
  if (ofLeft === undefined || ofRight === undefined || ofLeft.length === 0 || ofRight.length === 0) return false
  const isOnce = [left, right].map((side, i) => side.columns.find(({ name }) => name === keys[i])?.isUnique === true)
  return ![ofLeft, ofRight].some(
    (own, i) => isOnce[i] === true && isOnce[1 - i] === false && own.some(({ isNumeric }) => isNumeric),
  )
}

export const joinedTableRules: readonly PlannerRule[] = [
  {
    id: 'data-joined',
    reason: 'Joins two pasted tables on a column that both have, and answers what is asked about them together.',
    order: 209,
    examples: {
      yes: [
        'join these on id\nid,name\n1,Ron\n2,Sal\n---\nid,dept\n1,IT\n2,HR',
        'Left join on id please:\nid,name\n1,Eva\n2,Finn\n\nid,city\n1,Graz',
        'merge both tables by code\ncode;product\nA1;pen\nB2;ink\n\ncode;price\nA1;2\nB2;9',
        'join on customer_id = id and then total amount by name\norders:\ncustomer_id,amount\n1,20\n2,35\n1,15\n\ncustomers:\nid,name\n1,Eva\n2,Finn',
      ],
      no: [
        'join these on colour\nid,name\n1,Ron\n2,Sal\n---\nid,dept\n1,IT\n2,HR',
        'join the army\nid,name\n1,Ron\n2,Sal\n---\nid,dept\n1,IT\n2,HR',
        'full outer join on id\nid,name\n1,Ron\n2,Sal\n---\nid,dept\n1,IT\n2,HR',
        'join these on id unless the name is empty\nid,name\n1,Ron\n2,Sal\n---\nid,dept\n1,IT\n2,HR',
        'Which table is better?\nid,name\n1,Ron\n2,Sal\n---\nid,dept\n1,IT\n2,HR',
      ],
    },
    match,
  },
]
