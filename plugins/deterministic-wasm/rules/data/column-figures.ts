/** Figures of a column that a request in plain words asks for: sums, averages, extremes, ranges; over all rows or those of a condition. */
import type { PlannerRule } from '#contracts/planner-port'
import { fromNumber, toFixed } from '../../arithmetic/rational.ts'
import { isEmpty } from '../../tables/cells.ts'
import { evaluated } from '../evaluated.ts'
import { peek } from '../peek.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import { type Column, isUnitPrice } from '../tables/read-table.ts'
import { tableAnswer } from '../tables/table-request.ts'
import { Caught, fits } from './data-form.ts'
import { type Ask, type DataRequest, defineDataRule } from './data-request.ts'
import { joinAnswers } from './join-answers.ts'
import type { Words } from './request-words.ts'
import { allRows, CODE, isLabel, type Kept, NUMBERED, nameColumn, onlyFigure, rowsWhere } from './row-conditions.ts'

const FN = '(?:sum|mean|median|max|min|range)'
const FNS = `(?<fns>${FN}(?:(?: and)? ${FN}){0,4})`
/** A condition behind or before the figure. */
export const WHERE =
  '(?<where>(?:where |with |when )?(?:made )?(?:C\\d+ (?:V\\d+|[<>=]|between|N\\d+)|V\\d+|[<>=]|between|older|taller|heavier|dearer|empty C\\d+|C\\d+ empty).*)'

const SAID: Readonly<Record<string, string>> = {
  sum: 'Sum',
  mean: 'Average',
  median: 'Median',
  max: 'Maximum',
  min: 'Minimum',
  range: 'Range',
}

const askFigure: Ask = (words, request) => {
  const found =
    fits(`(?:howmuch )?(?:made )?${FNS}(?: made)?(?: C<col>)?(?: made)?(?: row)?(?: ${WHERE})?`, words) ??
    fits(`(?:howmuch |howmany )?C<col>(?: made)? ${FNS}(?: made)?(?: ${WHERE})?`, words) ??
    fits(`howmuch made ${FNS}`, words) ??
    (request.kind === 'names'
      ? fits(
          `(?:howmuch )?(?:made )?${FNS} (?<noun>distance|cost|costs|price|amount|weight|age|salary|wage|income|pay|rent|grade|mark|speed|duration|score|points|time|hours|spending|expenses|sales|steps|height|bill|population|rainfall|temperature|temp|votes|calories|kcal|km|minutes|money)`,
          words,
        )
      : null) ??
    fits(`${FNS} (?<where>V\\d+) C<col>`, words) ??
    partOf(words, request)
  // `add a total row` wants the table with it.
  if (
    found === null ||
    // `what do I spend the most on` asks for a name.
    (/max|min/.test(found.text('fns')) && /(?<!\p{L})on\s*[?.!]*\s*$/iu.test(request.pieces.at(-1) ?? '')) ||
    (/(?<!\p{L})(?:rows?|lines?)(?!\p{L})/iu.test(request.around) &&
      /(?<!\p{L})(?:add|append|insert|put|include|with|make)(?!\p{L})/iu.test(request.around) &&
      /row/.test(words.text))
  )
    return null
  const column = found.column('col') ?? onlyFigure(request.table)
  if (column === null || column === undefined || !column.isNumeric || request.ragged.length > 0) return null
  // `average order` of numbered orders is an amount.
  if (isLabel(request.table, column)) return null
  const kept = found.text('where') === '' ? allRows(request) : rowsWhere(found.text('where'), words, request)
  if (kept === null) return null
  const fns = found.text('fns').split(/ and | /)
  if (new Set(fns).size !== fns.length) return null
  if (request.kind === 'names' && !isOf(found.text('noun'), fns, request)) return null
  // Speeds are no averages of what was covered.
  if (request.kind === 'names' && /(?<!\p{L})(?:speed|pace|velocity)(?!\p{L})/iu.test(request.around)) return null
  const answers = fns.map(fn => figure(request, kept, fn, column))
  return answers.length === 1 ? (answers[0] ?? null) : joinAnswers(answers)
}

/** How units of one kind are called; `total in minutes` of hours is another number. */
const SAME: readonly RegExp[] = [
  /^(?:h|hr|hrs|hours?|time)$/u,
  /^(?:min|mins|minutes?|time)$/u,
  /^(?:km|kilomet(?:er|re)s?|distance)$/u,
  /^(?:kcal|calories)$/u,
  /^(?:pts|points?|score)$/u,
  /^(?:°c|°f|degrees|temp|temperature)$/u,
]

/** Whether the list's unit can be what was asked for; rates do not add up. */
function isOf(noun: string, fns: readonly string[], { write }: DataRequest): boolean {
  const unit = write('value', '').trim().toLowerCase()
  if (/\/|(?<!\p{L})per(?!\p{L})/u.test(unit) && fns.includes('sum')) return false
  return noun === '' || unit === '' || !/^(?:hours|km|kcal|minutes|points|steps)$/u.test(noun)
    ? true
    : noun === unit || SAME.some(same => same.test(noun) && same.test(unit))
}

/** Columns whose values make sense added up. */
export const ADDITIVE =
  /(?<!\p{L})(?:total|amount|sum|sales|revenue|turnover|units|quantity|qty|spent|paid|cost|costs|expense|expenses|hours|minutes|points|votes|payment|visits|goals|kwh|km|steps|value|eur|usd|gbp)(?!\p{L})/u

/** `how much did Ada pay`, where Ada stands in several rows: all of them together. */
function partOf(words: Words, request: DataRequest): Caught | null {
  const found = fits('(?:howmuch|howmany)(?: C<col>)?(?: made)? (?<where>V\\d+)(?: made)?(?: (?<fns>sum))?', words)
  // Where a column tells what is paid, what somebody paid is not all of theirs.
  if (
    /(?<!\p{L})(?:paid|pays?|paying)(?!\p{L})/iu.test(request.around) &&
    (request.lexicon.values.has('paid') || request.table.columns.some(({ spoken }) => spoken === 'paid'))
  )
    return null
  const column = found?.column('col') ?? onlyFigure(request.table)
  if (found === null || column === null || !ADDITIVE.test(column.spoken)) return null
  // `how many in the east`: rows as likely as what they add up to.
  if (request.kind !== 'names' && /^howmany V\d+$/.test(words.text)) return null
  return new Caught(
    {
      where: found.text('where'),
      fns: 'sum',
      ...(found.mark('col') === undefined ? {} : { col: String(words.marks.indexOf(found.mark('col') as never)) }),
    },
    words.marks,
  )
}

/** One figure; null where no row has a value. */
export function figure(request: DataRequest, kept: Kept, fn: string, column: Column): Answer | null {
  if (kept.seen.length === 0) return null
  const measures = (name: string) => [{ column: column.name, fn: name, as: 'value' }]
  const seen = (name: string): number | null => {
    const rows = peek('table.aggregate', { rows: [...kept.seen], measures: measures(name) })?.rows as
      | readonly { readonly value: number | null }[]
      | undefined
    return rows?.[0]?.value ?? null
  }
  const count = kept.seen.filter(row => !isEmpty(row[column.name])).length
  if (count === 0 || (fn !== 'max' && fn !== 'min' && CODE.test(column.spoken))) return null
  if (fn === 'sum' && isUnitPrice(request.table, column)) return null
  const rows = request.kind === 'names' ? 'value' : 'row'
  const of = request.kind === 'names' ? '' : ` of ${column.name}`
  const how = `${SAID[fn]}${of} over ${count} ${rows}${count === 1 ? '' : 's'}${kept.said === '' ? '' : `, where ${kept.said}`}`
  if (fn === 'range') {
    const [high, low] = [seen('max'), seen('min')]
    if (high === null || low === null) return null
    return inUnit(
      evaluated({ expression: `(${high}) - (${low})`, how: `${how}: from ${low} to ${high}` }),
      column,
      request,
    )
  }
  const value = seen(fn)
  if (value === null) return null
  const measured = task(
    'measured',
    `${SAID[fn]} of ${column.name}`,
    'table.aggregate',
    { rows: kept.rows, measures: measures(fn) },
    [kept.key],
  )
  const decimals = fn === 'mean' || fn === 'median' ? meanDecimals(value, column) : column.decimals
  const rounded = task(
    'value',
    'Write it with its decimals',
    'math.round',
    { value: { $from: 'measured', pointer: '/rows/0/value' }, decimals, rounding: 'half_up' },
    ['measured'],
  )
  const template = request.write(column.name, '{{value}}')
  return tableAnswer(
    request.table,
    [...kept.tasks, measured, rounded],
    'value',
    withHow(template, { value: at('/exact') }, how),
  )
}

/** Two more than its numbers have, without zeros at the end. */
function meanDecimals(value: number, column: Column): number {
  const digits = toFixed(fromNumber(value), Math.min(column.decimals + 2, 12), 'half_up').replace(/0+$/, '')
  return Math.max(column.decimals, digits.split('.')[1]?.length ?? 0)
}

/** An answer worked out from numbers, written in the unit of its column. */
export function inUnit(answer: Answer | null, column: Column, request: DataRequest): Answer | null {
  if (answer === null) return null
  return { ...answer, reply: { ...answer.reply, template: request.write(column.name, answer.reply.template) } }
}

const COUNTED = [
  `(?:howmany|count|howoften)(?: row)? ${WHERE}(?: count)?`,
  'howmany row(?: (?:without|excluding|not count|empty) (?:col|first row))?',
  `(?:howmany|count|howoften)(?: row| C<who>| (?<people>people|persons))?(?: ${WHERE})?(?: (?:exist|count))?`,
  '(?:howmany|count)(?: (?<people>people|persons))? (?:live|lives|come) (?<where>V\\d+)',
]

const askCount: Ask = (words, request) => {
  if (request.ragged.length > 0) return null
  // `number the items` writes a number before each.
  if (/^\s*(?:please |can you |could you )?number (?!of )/iu.test(request.pieces[0] ?? '')) return null
  for (const form of COUNTED) {
    const found = fits(form, words)
    const answer = found === null ? null : countOf(found, words, request)
    if (answer !== null) return answer
  }
  return null
}

function countOf(found: Caught, words: Words, request: DataRequest): Answer | null {
  const where = found.text('where')
  // In a list of names and figures `how many came on Wednesday` asks for the figure.
  if (request.kind === 'names' && /^(?:made )?V\d+/.test(where)) return null
  const who = found.column('who')
  // What is counted has a row of its own each.
  if (who !== undefined && (!who.isUnique || (who.isNumeric && !NUMBERED.test(who.spoken)))) return null
  if (found.text('people') !== '' && nameColumn(request.table)?.isUnique !== true) return null
  // `how many fruits`, beside a column that counts them, may be the rows or their sum.
  if (
    where === '' &&
    who !== undefined &&
    request.table.columns.some(({ spoken, isNumeric }) => isNumeric && COUNTS.test(spoken))
  )
    return null
  // Whether a row of totals counts is not said.
  if (where === '' && request.isCut) return null
  if (where === '')
    return words.text.startsWith('howmany row') || who !== undefined ? counted(request, allRows(request)) : null
  // `how many apples` asks for their number, which a column may hold; `people in Ulm` for rows, where cities repeat.
  const valued = /^(?:made )?V(\d+)(?: made)?$/.exec(where)?.[1]
  const mark = valued === undefined ? undefined : words.marks[Number(valued)]
  const isRows = words.text.includes('row') || who !== undefined
  if (mark?.kind === 'V' && !isRows) {
    if (mark.cells.some(([column]) => column.isUnique && request.table.rows.length > 1)) return null
    if (request.table.columns.some(({ spoken, isNumeric }) => isNumeric && COUNTS.test(spoken))) return null
  }
  // `how many lamps are out of stock`: of one lamp that is no number of rows.
  const isOne = [...where.matchAll(/V(\d+)/g)].some(([, place]) => {
    const own = words.marks[Number(place)]
    return own?.kind === 'V' && own.cells.some(([column]) => column.isUnique && request.table.rows.length > 1)
  })
  if (isOne && !isRows) return null
  const kept = rowsWhere(where, words, request)
  return kept === null ? null : counted(request, kept)
}

/** Columns of numbers of things. */
const COUNTS =
  /(?<!\p{L})(?:qty|quantity|units|count|sold|amount|number|pieces|pcs|stock|sales|population|people|persons|votes|visits|orders|tickets|total)(?!\p{L})/u

function counted(request: DataRequest, kept: Kept): Answer {
  const measures = [{ fn: 'count', as: 'value' }]
  const count = task('count', 'Count the rows', 'table.aggregate', { rows: kept.rows, measures }, [kept.key])
  const number = kept.seen.length
  if (number === 0) {
    const none = literal(`0 rows, where ${kept.said}`)
    return tableAnswer(request.table, kept.tasks, kept.key, { template: '{{none}}', values: { none } })
  }
  return tableAnswer(request.table, [...kept.tasks, count], 'count', {
    template: '{{value}} {{rows}}',
    values: {
      value: at('/rows/0/value'),
      rows: literal(`row${number === 1 ? '' : 's'}${kept.said === '' ? '' : `, where ${kept.said}`}`),
    },
  })
}

/** `what share has more than 3 persons`: of the rows. */
const askRowShare: Ask = (words, request) => {
  const found = fits(`(?:howmuch )?share(?: row| C<who>)? ${WHERE}`, words)
  const who = found?.column('who')
  if (found === null || request.kind === 'names' || (who !== undefined && (!who.isUnique || who.isNumeric))) return null
  const where = found.text('where').replace(/ share$/, '')
  if (request.table.columns.some(({ isAmount }) => isAmount)) return null
  if (/^V\d+$/.test(where) && onlyFigure(request.table) !== null) return null
  const kept = rowsWhere(where, words, request)
  if (kept === null) return null
  const [part, all] = [kept.seen.length, request.table.rows.length]
  return evaluated({
    expression: `${part} / ${all} * 100`,
    decimals: (part * 1000) % all === 0 ? ((part * 100) % all === 0 ? 0 : 1) : 2,
    how: `${part} of ${all} rows, where ${kept.said}`,
    unit: '%',
  })
}

export const columnFigureAsks: readonly Ask[] = [askFigure, askCount, askRowShare]

export const columnFigureRules: readonly PlannerRule[] = [
  defineDataRule({
    id: 'data-figure',
    reason:
      'Adds, averages, compares or counts what a pasted table or a list of names and numbers holds, asked in any order of words.',
    order: 210,
    examples: {
      yes: [
        'mean, min and max of the temp column thx\nday,temp\n1,18.2\n2,21.0\n3,16.7\n4,19.9',
        'average rating of drama films only\ntitle,genre,rating\nUp,family,8.3\nHeat,drama,8.2\nDune,scifi,8.0\nFargo,drama,8.1',
        'name;city;age\nUli;Ulm;51\nEda;Köln;29\nRolf;Ulm;63\n\nhow many people live in Ulm',
        'apples 3.20, pears 4.10, plums 2.95. What is the total?',
        'item;price\npen;1,20\nbook;12,99\n\naverage price please',
        'household,persons\nA,2\nB,5\nC,1\nD,4\n\nwhat share has more than 3 persons, in percent',
      ],
      no: [
        'average rating of drama films without Heat\ntitle,genre,rating\nUp,family,8.3\nHeat,drama,8.2\nDune,scifi,8.0',
        'how many people live in Ulm or Köln and why\nname;city;age\nUli;Ulm;51\nEda;Köln;29',
        'apples 3.20, pears 4.10, plums 2.95. What is the total if apples double?',
        'apples 3 kg, pears 4 l, plums 2 kg. What is the total?',
        'What is the total of the guests?\nname,room\nAda,12\nBob,14',
        'My total regret: apples 3, pears 4.',
        'share of food in percent: what about it?\nitem,cost\nfood,$310\ntaxi,$85',
        'average\n| item | eur |\n|---|---|\n| tea | 3 |\n| cake | 5 |\n| **Total** | 9 |',
      ],
    },
    asks: columnFigureAsks,
    plainAlso: true,
  }),
]
