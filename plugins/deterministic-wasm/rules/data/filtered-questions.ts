/**
 * A question about some rows of a table: its conditions are taken out of the words, and what is left is asked of the rows that are
 * kept: a figure, a number of rows, names, the first one or the best few, an order, figures per group.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { isEmpty } from '../../tables/cells.ts'
import { evaluated } from '../evaluated.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import { type Column, isUnitPrice } from '../tables/read-table.ts'
import { fromTable, MOST_SHOWN_ROWS } from '../tables/table-request.ts'
import { ADDITIVE, figure } from './column-figures.ts'
import { fits } from './data-form.ts'
import { type Ask, type DataRequest, defineDataRule } from './data-request.ts'
import { groupAsks } from './group-questions.ts'
import type { Words } from './request-words.ts'
import { allRows, isLabel, NUMBERED, nameColumn, onlyFigure } from './row-conditions.ts'
import { type Filtered, takeFilters } from './row-filters.ts'
import { isNoPerson, numberIn, PERSON, rowRankAsks, step } from './row-ranks.ts'

/** What rows are called where no column says it. */
const KIND =
  /(?<= |^)(?:people|persons?|players?|employees?|staff|members?|workers?|students?|pupils|kids|children|items?|products?|orders?|customers?|clients?|users?|entries|sales|transactions?|films?|movies?|books?|songs?|cars?|cities|countries|invoices?|tickets?|payments?|expenses?|tasks?|teams?|stores?|shops?|animals?|pets?|guests?|ones?|everybody|everyone|anyone|anybody|someone|those|cases?|things?|fruits?|visitors?|patients?|drivers?|runners?|participants?|earners?|spenders?|scorers?|sellers?|purchases?|spending|expense|spend)(?= |$)/g
/** Columns that count things: `how many items` may be their sum. */
const COUNTS =
  /(?<!\p{L})(?:qty|quantity|units|count|sold|amount|number|pieces|pcs|stock|population|people|persons|votes|visits|orders|tickets)(?!\p{L})/u
const DAY = /^(?:mon|tue|wed|thu|fri|sat|sun)/iu
const MONTH = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/iu

/** Without what only says of what the rows are. */
function withoutKinds({ text, marks }: Words, { kind, table }: DataRequest): Words {
  let bare = text.replace(KIND, ' ')
  if (kind === 'names') {
    const names = table.rows.map(row => String(row[table.columns[0]?.name ?? '']))
    if (names.every(name => DAY.test(name))) bare = bare.replace(/(?<= |^)(?:days?|weekdays?)(?= |$)/g, ' ')
    if (names.every(name => MONTH.test(name))) bare = bare.replace(/(?<= |^)(?:months?)(?= |$)/g, ' ')
  }
  return { text: bare.replace(/ +/g, ' ').trim(), marks }
}

export const MOST_THINGS =
  /(?<!\p{L})(?:most|fewest|least) (?:\p{L}+ )?(?:orders|tasks|tickets|invoices|entries|items|products|books|films|movies|songs|customers|clients|users|students|people|persons|players|rows|things|kids|children|employees|members|guests|staff|cities|countries)(?!\p{L})/iu

const ask: Ask = (words, request) => {
  if (request.ragged.length > 0) return null
  // `who has the most open orders` counts orders, and adds no amounts.
  if (MOST_THINGS.test(request.around) && /(?:^| )(?:max|min)(?: |$)/.test(words.text)) return null
  const plain = withoutKinds(words, request)
  const found = takeFilters(plain, request)
  // `top three earners`: only what rows are called was left out.
  if (
    found === null &&
    plain.text !== words.text &&
    /^(?:which )?(?:N\d+ )?(?:max|min|[a-z]+est|best|worst)/.test(plain.text)
  )
    return first(rowRankAsks, plain, request)
  if (found === null || isWhole(found) || (request.isPlain === true && /^(?:keep|sort|rank)/.test(plain.text)))
    return null
  const rest: Words = {
    text: found.words.text
      .replace(/^(?:row|made|with|and|where) |(?: (?:row|and|where|with|made|when|only|,))+$/g, '')
      .trim(),
    marks: found.words.marks,
  }
  const answer =
    askShare(rest, found) ??
    (/^(?:max|min)$/.test(rest.text) ? askPlace({ ...rest, text: `which ${rest.text}` }, found) : null) ??
    askFigure(rest, found) ??
    askCount(rest, found, words) ??
    askNames(rest, found, request) ??
    askPlace(rest, found)
  if (answer === null) return null
  return { ...answer, tasks: [request.table.parse, ...answer.tasks] }
}

/** One row named by its own name is a cell, asked for elsewhere; `rank of Ann` is none of her row alone. */
function isWhole(found: Filtered): boolean {
  return found.request.table.rows.length === 1 && found.columns.length === 1 && isNamed(found)
}

const isNamed = ({ named, whole }: Filtered): boolean =>
  whole.columns.some(({ name, isUnique, isNumeric }) => named.includes(name) && isUnique && !isNumeric)

const said = (answer: Answer, { said: condition }: Filtered): Answer => ({
  ...answer,
  reading: [answer.reading ?? '', `Only rows where ${condition}.`].join(' ').trim(),
})

const PAID = /(?<!\p{L})(?:paid|pays?|paying|owes?|owed)(?!\p{L})/iu
const FN = '(?<fn>sum|mean|median|max|min|range)'

function askFigure(words: Words, found: Filtered): Answer | null {
  const { request } = found
  const made = '(?: made)?'
  const caught =
    fits(`(?:howmuch |howmany )?${FN}${made}(?: C<col>)?${made}(?: sum)?`, words) ??
    fits(`(?:howmuch )?${made.trim()} ?${FN}`, words) ??
    fits(`(?:howmuch |howmany )?C<col>${made} ${FN}${made}`, words) ??
    fits(`how(?<all>much|many)(?: C<col>)?${made}(?: sum)?`, words)
  if (caught === null) return null
  const isAll = caught.text('all') !== ''
  const column = caught.column('col') ?? onlyFigure(request.table)
  if (column === null || !column.isNumeric || isLabel(found.whole, column)) return null
  // `how much` of a column that does not add up is none; `how many` may count rows.
  const isMade = caught.text('all') === 'much' && /(?:^| )made(?: |$)/.test(words.text) && !PAID.test(request.around)
  if (
    isAll &&
    !(request.kind === 'names' || (ADDITIVE.test(column.spoken) && (caught.column('col') !== undefined || isMade)))
  )
    return null
  const isOfNames = request.kind === 'names' && found.columns.every(name => name === found.whole.columns[0]?.name)
  if (isAll && caught.text('all') === 'many' && !isOfNames && caught.column('col') === undefined) return null
  // `how many days above 7` of days and their hours are days.
  if (isAll && request.kind === 'names' && !isOfNames) return null
  const fn = caught.text('fn') || 'sum'
  // `average of red and blue` may be meant of each.
  if (found.isJoined && fn !== 'sum' && !isNamed(found)) return null
  if (fn === 'sum' && isUnitPrice(request.table, column)) return null
  const answer = figure(request, allRows(request), fn, column)
  return answer === null ? null : said(answer, found)
}

function askCount(words: Words, found: Filtered, asked: Words): Answer | null {
  const { request, whole } = found
  const caught = fits('(?:howmany|count)(?: C<who>)?(?: row)?(?: made)?(?: (?:exist|count))?', words)
  if (caught === null || found.isJoined || isNamed(found)) return null
  const who = caught.column('who')
  if (who !== undefined) {
    const own = whole.columns.find(({ name }) => name === who.name)
    if (own?.isUnique !== true || (own.isNumeric && !NUMBERED.test(own.spoken))) return null
  }
  // `how many office items` beside a column that counts them.
  const isCounted = whole.columns.some(({ spoken, isNumeric }) => isNumeric && COUNTS.test(spoken))
  if (isCounted && !/[<≤≥>]| is from /.test(found.said)) return null
  const isRows = who !== undefined || /(?:^| )row(?: |$)/.test(words.text)
  const isPeople =
    /(?<= )(?:people|persons?|players?|employees?|staff|members?|students?|customers?|users?|workers?)(?= |$)/.test(
      asked.text,
    )
  if (!isRows && !isPeople && isCounted) return null
  // Someone who stands in several rows is one person.
  const named = isPeople ? nameColumn(whole) : null
  if (
    isPeople &&
    (named?.isUnique !== true ||
      (!PERSON.test(named.spoken) && whole.columns.some(own => !own.isNumeric && PERSON.test(own.spoken))))
  )
    return null
  // `how many apples above 5` in a list of names and numbers: of the names.
  if (request.kind === 'names' && !/[<≤≥>]| is from /.test(found.said)) return null
  const number = request.table.rows.length
  const rows = request.kind === 'names' ? '' : ` row${number === 1 ? '' : 's'}`
  const count = task(
    'count',
    'Count the rows',
    'table.aggregate',
    { rows: fromTable(request.table), measures: [{ fn: 'count', as: 'value' }] },
    [request.table.parse.key],
  )
  return {
    tasks: [request.table.parse, count],
    answer: 'count',
    reply: withHow(`{{value}}${rows}`, { value: at('/rows/0/value') }, `where ${found.said}`),
    usesData: request.table.usesData,
  }
}

function askNames(words: Words, found: Filtered, asked: DataRequest): Answer | null {
  const { request, whole } = found
  const isListed =
    /^(?:(?:please|pls|can you|could you) )*(?:list|show|find|give|tell|name|what|who|which|any|all|every)/iu.test(
      asked.pieces.at(-1) ?? '',
    )
  const caught = fits(
    `(?:which|keep|name|which name)(?: C<who>)?(?: made)?${isListed ? '|(?:all )?C<who2>|' : ''}`,
    words,
  )
  if (caught === null || found.isJoined || isNamed(found) || request.table.rows.length > MOST_SHOWN_ROWS) return null
  const named = caught.column('who') ?? caught.column('who2')
  if (words.text === '' && !/[<≤≥>]| is from /.test(found.said)) return null
  const who = named ?? (request.kind === 'names' ? (whole.columns[0] ?? null) : nameColumn(whole))
  // `keep` shows rows, which another rule does.
  if (who === null || isNoPerson(who, asked) || words.text.startsWith('keep') || !isOfRows(who, found)) return null
  const name = step(who.name)
  const cells = request.table.rows.map(row => row[who.name])
  if (name === null || cells.some(cell => isEmpty(cell))) return null
  if (cells.length === 0)
    return {
      tasks: [request.table.parse],
      answer: request.table.parse.key,
      reply: { template: '{{none}}', values: { none: literal(`None: no row has ${found.said}.`) } },
      usesData: asked.table.usesData,
    }
  const first = cells.flatMap((cell, i) => (cells.indexOf(cell) === i ? [i] : []))
  const lines = first.map(i => `{{/rows/${i}/${name}}}`)
  return {
    tasks: [request.table.parse],
    answer: request.table.parse.key,
    reply: withHow(
      lines.length < 4 ? lines.join(', ') : lines.map(line => `- ${line}`).join('\n'),
      { rows: at('/rows') },
      found.said,
    ),
    usesData: asked.table.usesData,
  }
}

/** `which customers spent more than 75` may be meant of all their rows together. */
function isOfRows(who: Column, { whole, said: condition }: Filtered): boolean {
  const own = whole.columns.find(({ name }) => name === who.name)
  if (own === undefined || own.isNumeric) return false
  // `who did not work on it` of somebody who did, in another row.
  return own.isUnique || !/[<≤≥>]| is from | is not /.test(condition)
}

/** The first one, the best few, everything in order, or figures per group. */
function askPlace(words: Words, found: Filtered): Answer | null {
  if (words.text === '' || (found.isJoined && !/sum|mean/.test(words.text))) return null
  if (/^(?:sort|rank)/.test(words.text) && isNamed(found)) return null
  const answer = first([...rowRankAsks, ...groupAsks], words, found.request)
  return answer === null ? null : said(answer, found)
}

function first(asks: readonly Ask[], words: Words, request: DataRequest): Answer | null {
  for (const one of asks) {
    const answer = one(words, request)
    if (answer !== null) return answer
  }
  return null
}

/** What the kept rows are of the whole column. */
function askShare(words: Words, found: Filtered): Answer | null {
  const caught = fits('(?:howmuch )?share(?: sum)?(?: C<col>)?(?: sum)?(?: made)?(?: (?:goes|go|went))?', words)
  const column = caught?.column('col') ?? onlyFigure(found.whole)
  if (caught === null || column === null || !column.isNumeric || isUnitPrice(found.whole, column)) return null
  // `what share has over 5` is one of rows.
  if (caught.column('col') === undefined && !words.text.includes('sum') && /[<≤≥>]| is from /.test(found.said))
    return null
  if (!ADDITIVE.test(column.spoken) && found.request.kind !== 'names' && caught.column('col') === undefined) return null
  // `what share of east sales is N`: a part of a part.
  if (isLabel(found.whole, column) || found.columns.length > 1) return null
  const sums = [found.request.table.rows, found.whole.rows].map(rows =>
    rows.reduce((sum, row) => sum + Number(row[column.name]), 0),
  )
  const share = ((sums[0] as number) / (sums[1] as number)) * 100
  const cells = (rows: Filtered['whole']['rows']) => rows.map(row => numberIn(row, column))
  const [part, all] = [cells(found.request.table.rows), cells(found.whole.rows)]
  if (part.length === 0 || all.includes(null) || all.some(cell => Number(cell) < 0) || all.length > 200) return null
  return evaluated({
    expression: `(${part.join(' + ')}) / (${all.join(' + ')}) * 100`,
    decimals: [0, 1].find(places => Math.abs(share - Number(share.toFixed(places))) < 1e-9) ?? 2,
    how: `${column.name === 'value' ? 'the sum' : `sum of ${column.name}`} where ${found.said}, of all together`,
    unit: '%',
  })
}

export const filteredAsks: readonly Ask[] = [ask]

export const filteredQuestionRules: readonly PlannerRule[] = [
  defineDataRule({
    id: 'data-filtered',
    reason:
      'Answers a question about those rows of a pasted table or list that meet conditions, and says which they are.',
    order: 221,
    examples: {
      yes: [
        'sum the qty of everything except bolts\nname,qty,price\nnails,100,0.05\nscrews,40,0.12\nbolts,10,0.30',
        'name,team,score\nAnn,red,10\nBob,blue,12\nCid,red,12\n\nwho on the red team scored more than 10?',
        'name,team,score\nAnn,red,10\nBob,blue,12\nCid,red,12\n\nhow many players are not on the red team?',
        'name,age,city\nAnn,31,Rome\nBob,45,Oslo\nCid,27,Rome\n\nwho is the oldest in Rome',
        'name,age,city\nAnn,31,Rome\nBob,45,Oslo\nCid,27,Rome\n\naverage age of people who do not live in Rome',
        'name,joined,age\nAnn,2020-05-01,31\nBob,2019-12-11,45\n\nwho joined before 2020?',
        'apples 3, pears 5, plums 2: total without pears',
        'apples 3, pears 5, plums 2. How many apples and pears?',
      ],
      no: [
        'name,team,score\nAnn,red,10\nBob,blue,12\n\nwho on the red team should score more than 10?',
        'name,team,score\nAnn,red,10\nBob,blue,12\n\nsum of scores except on Sundays',
        'name,team,score\nAnn,red,10\nBob,blue,12\nCid,red,9\n\nwho on the red team is nicer than Bob',
        'customer,amount\nLee,50\nKim,70\nLee,30\n\nwhich customers spent more than 75?',
        'name,team,score\nAnn,red,10\nBob,blue,12\nCid,red,9\n\nwhat rank is Ann',
        'name,age,city\nAnn,31,Rome\nBob,45,Oslo\n\naverage age in Paris',
        'name,age,city\nAnn,31,Rome\nBob,45,Oslo\nCid,27,Rome\n\nwho is older than 30 or from Rome',
        'apples 3, pears 5, plums 2: how many if I eat all but the pears',
      ],
    },
    asks: filteredAsks,
    plainAlso: true,
  }),
]
