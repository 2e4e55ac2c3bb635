/**
 * A column that a question makes of two others, and then asks like any other: `actual - budget`, `total per night`, the change from one
 * year to the next, price times quantity. It is worked out in a task of its own before the question is answered.
 */
import { isEmpty } from '../../../tables/cells.ts'
import { peek } from '../../peek.ts'
import { task } from '../../rule.ts'
import type { Column, SourceTable } from '../../tables/read-table.ts'
import type { DataRequest } from '../data-request.ts'
import { isGrouping } from '../row-conditions.ts'
import { conceptColumn, isFigure } from './columns.ts'
import type { Mark, Tokens } from './tokens.ts'

export type Made = {
  readonly tokens: Tokens
  readonly request: DataRequest
  readonly column: Column | null
  /** What has to be done before the table with the new column is there. */
  readonly before: DataRequest['table']['parse'][]
  /** Whether a figure for all rows is that of a sum: shares and ratios are none. */
  readonly adds: boolean
  /** Whether both columns were named, so that each row may be meant. */
  readonly isTold: boolean
  /** Decimals that were asked for, where each of several figures has to be rounded. */
  readonly decimals?: number
}

type Recipe = {
  readonly text: string
  readonly a: Column
  readonly b: Column
  readonly op: '+' | '-' | '*' | '/' | '%'
}

export function withMadeColumn(tokens: Tokens, request: DataRequest): Made | null {
  const none = { tokens, request, column: null, before: [], adds: true, isTold: false }
  if (
    request.isCut ||
    !/TIMES|MINUS|OVER|DIFF|CHANGE|FALL|SAVED|SPENTOVER|WORTH|(?:^| )by [Cc]\d|ALL|sum|howmuch/.test(tokens.text)
  )
    return none
  const recipe = read(tokens, request.table)
  if (recipe === 'unclear') return null
  if (recipe === null) {
    if (/LABEL/.test(tokens.text)) return null
    // `revenue` of a table with nothing but amounts.
    const money = /(?:^| )WORTH(?: |$)/.test(tokens.text)
      ? (conceptColumn(request.table, 'spent') ?? conceptColumn(request.table, 'total'))
      : null
    if (money === null) return none
    const text = tokens.text.replace(/(^| )WORTH(?= |$)/, `$1c${tokens.marks.length}`)
    return { ...none, tokens: { text, marks: [...tokens.marks, { kind: 'C', column: money }] } }
  }
  return make(recipe, tokens, request)
}

function read({ text, marks }: Tokens, table: SourceTable): Recipe | 'unclear' | null {
  return (
    ofSigns(text, marks) ??
    ofChange(text, marks, table) ??
    ofDifference(text, marks, table) ??
    ofRatio(text, marks, table) ??
    ofSaving(text, table) ??
    ofWorth(text, marks, table)
  )
}

const at = (marks: readonly Mark[], place: string | undefined): Column | null => {
  const mark = place === undefined ? undefined : marks[Number(place)]
  return mark?.kind === 'C' ? mark.column : null
}
const cut = (text: string, [all]: RegExpExecArray, into: string): string =>
  text.replace(all, into).replace(/ +/g, ' ').trim()

/** `C0 TIMES C1`, also behind a name for it: `savings by month ( C0 MINUS C1`. */
function ofSigns(text: string, marks: readonly Mark[]): Recipe | 'unclear' | null {
  const found =
    /(?:^|(?<= ))(?:(?:(?:sum|LABEL|WORTH|SAVED|DIFF|[Cc]\d+) )?= )?C(\d+) (TIMES|MINUS|OVER) C(\d+)(?= |$)/.exec(text)
  const [a, b] = [at(marks, found?.[1]), at(marks, found?.[3])]
  if (found === null || a === null || b === null) return null
  const op = ({ TIMES: '*', MINUS: '-', OVER: '/' } as const)[found[2] as 'TIMES' | 'MINUS' | 'OVER']
  // `total price, price times amount`: what is added is told behind it.
  const rest = cut(text, found, 'MADE').replace(/^sum C(\d+) ,? ?MADE$/, (all, place: string) =>
    [a, b].includes(at(marks, place) as Column) ? 'sum MADE' : all,
  )
  return {
    text: rest.replace(
      /(?:LABEL |WORTH |SAVED |DIFF |= )*(?:(by C\d+) )?(?:, |in )?MADE/,
      (_, by: string | undefined) => `MADE${by === undefined ? '' : ` ${by}`}`,
    ),
    a,
    b,
    op,
  }
}

const isYear = ({ name }: Column): boolean => /^(?:19|20)\d\d$/.test(name.trim())

/** From one column to another, in per cent where that is said: `share CHANGE from C0 to C1`, `CHANGE` of two years. */
function ofChange(text: string, marks: readonly Mark[], table: SourceTable): Recipe | 'unclear' | null {
  if (!/CHANGE|FALL/.test(text)) return null
  const isShare = /(?:^| )share(?: |$)/.test(text)
  const bare = isShare ? text.replace(/(?:(?:in|by|howmany) )?share(?: |$)/, '').trim() : text
  const named = /(?:from |between |in )?C(\d+) (?:to|and) C(\d+)(?= |$)/.exec(bare)
  const years = table.columns.filter(column => column.isNumeric && isYear(column))
  const [a, b] = named === null ? years : [at(marks, named[1]), at(marks, named[2])]
  if (a == null || b == null || (named === null && years.length !== 2)) return 'unclear'
  if (named === null && Number(a.name) >= Number(b.name)) return 'unclear'
  const rest = (named === null ? bare : cut(bare, named, '')).replace(/ +/g, ' ').trim()
  // `how much did bikes grow`, `which grew the most`: in figures; the most in per cent may be another one.
  const told = rest
    .replace(/(?:^|(?<= ))(?:by |in )?howmuch (?=.*CHANGE)/, '')
    .replace(/^by (?=.*CHANGE)/, '')
    .replace(/(?:with )?(?:max|\^biggest) (?:in )?CHANGE|CHANGE (?:in )?(?:max|\^biggest)/, 'max MADE')
    .replace(/(?:with )?min (?:in )?CHANGE|CHANGE (?:in )?min/, 'min MADE')
    .replace(/(?:max|\^biggest) FALL|FALL (?:in )?(?:max|\^biggest)/, 'min MADE')
  const isAsked = /MADE/.test(told)
  // `how much did sales change`: of each, or of all together.
  if (!isAsked && /(?:^| )(?:howmuch|by)(?: |$)/.test(bare) && /(?:^| )row(?: |$)/.test(told)) return 'unclear'
  const sign =
    isAsked || !/^(?:which|what|who|list|howmany|row)(?: |$)/.test(told) ? '' : /FALL/.test(told) ? '< ZERO' : '> ZERO'
  const made = told
    .replace(/CHANGE|FALL/, sign === '' ? (isAsked ? '' : 'MADE') : `MADE ${sign}`)
    .replace(/ +/g, ' ')
    .trim()
  if (/CHANGE|FALL/.test(made) || (/FALL/.test(told) && sign === '' && !isAsked)) return 'unclear'
  const isOpen = isAsked && !isShare && !isSame(table, a, b, /max MADE/.test(told))
  return isOpen ? 'unclear' : { text: made, a, b, op: isShare ? '%' : '-' }
}

/** Whether the same row is first by figures and by per cent. */
function isSame({ rows }: SourceTable, a: Column, b: Column, isLargest: boolean): boolean {
  const best = (of: (from: number, to: number) => number): number => {
    const sizes = rows.map(row => of(Number(row[a.name]), Number(row[b.name])))
    return sizes.indexOf(isLargest ? Math.max(...sizes) : Math.min(...sizes))
  }
  return best((from, to) => to - from) === best((from, to) => (to - from) / from)
}

/** `DIFF between C0 and C1`: of all rows together the larger less the smaller. */
function ofDifference(text: string, marks: readonly Mark[], table: SourceTable): Recipe | 'unclear' | null {
  const found = /(?:howmuch |sum )?DIFF(?: between| from)? C(\d+) (?:and|to) C(\d+)(?= |$)/.exec(text)
  const [a, b] = [at(marks, found?.[1]), at(marks, found?.[2])]
  if (found === null || a === null || b === null || !isFigure(table, a) || !isFigure(table, b)) return null
  const signs = table.rows.map(row => Math.sign(Number(row[a.name]) - Number(row[b.name])))
  const total = table.rows.reduce((sum, row) => sum + Number(row[a.name]) - Number(row[b.name]), 0)
  const rest = cut(text, found, ' MADE')
  // The largest of differences of both signs: how far they are apart is another question.
  if (/max|min|\^|[<>]/.test(rest) && signs.some(sign => sign > 0) && signs.some(sign => sign < 0)) return 'unclear'
  const isTurned = total < 0
  const isSum = /ALL|sum/.test(text) && !/ by C/.test(text)
  return {
    text: isSum && !/ALL|sum/.test(rest) ? `${rest} ALL` : rest,
    a: isTurned ? b : a,
    b: isTurned ? a : b,
    op: '-',
  }
}

/** `C0 by C1` of two columns of figures, `^cheapest by C1` of a price. */
function ofRatio(text: string, marks: readonly Mark[], table: SourceTable): Recipe | null {
  const found = /(?:^|(?<= ))(?:[Cc](\d+)|(\^cheapest|\^dearest)(?: C(\d+))?) by [Cc](\d+)(?= |$)/.exec(text)
  const b = at(marks, found?.[4])
  if (found === null || b === null) return null
  const price = (): Column | null =>
    conceptColumn(table, 'price') ?? conceptColumn(table, 'spent') ?? conceptColumn(table, 'total')
  const a = found[1] === undefined ? price() : at(marks, found[1])
  if (
    a === null ||
    a === b ||
    !isFigure(table, a) ||
    !isFigure(table, b) ||
    isGrouping(b) ||
    /(?<!\p{L})per(?!\p{L})/u.test(a.spoken)
  )
    return null
  if (table.rows.some(row => !(Number(row[b.name]) > 0))) return null
  const edge = found[2] === undefined ? '' : found[2] === '^cheapest' ? 'min ' : 'max '
  return { text: cut(text, found, `${edge}${found[3] === undefined ? '' : `C${found[3]} `}MADE`), a, b, op: '/' }
}

/** Income less expenses; what was spent less what was planned. */
function ofSaving(text: string, table: SourceTable): Recipe | null {
  const over = /(?:^|(?<= ))(?:(?:by )?howmuch )?SPENTOVER(?= |$)/.exec(text)
  if (over !== null) {
    const [spent, also] = table.columns.filter(
      ({ spoken, isNumeric }) => isNumeric && /^(?:actual|spent|real|ist|cost|costs)$/u.test(spoken),
    )
    const [plan, second] = table.columns.filter(
      ({ spoken, isNumeric }) => isNumeric && /^(?:budget|planned|plan|soll|target|estimate|estimated)$/u.test(spoken),
    )
    if (spent === undefined || plan === undefined || also !== undefined || second !== undefined) return null
    return { text: cut(text, over, 'MADE'), a: spent, b: plan, op: '-' }
  }
  const found = /(?:^|(?<= ))SAVED(?= |$)/.exec(text)
  const of = (pattern: RegExp): readonly Column[] =>
    table.columns.filter(({ spoken, isNumeric }) => isNumeric && pattern.test(spoken))
  const [a, more] = of(/^(?:income|revenue|earnings|turnover|earned|salary)$/u)
  const [b, others] = of(/^(?:expenses?|costs?|spending|spent|expenditure|outgoings)$/u)
  if (found === null || a === undefined || b === undefined || more !== undefined || others !== undefined) return null
  return { text: cut(text, found, 'MADE'), a, b, op: '-' }
}

/** Price times how many: what all of it costs, the value of each line. */
function ofWorth(text: string, marks: readonly Mark[], table: SourceTable): Recipe | null {
  const prices = table.columns.filter(
    ({ spoken, isNumeric }) =>
      isNumeric && /^(?:unit )?(?:price|preis)(?: (?:each|eur|usd|gbp|€|\$|£))?$/u.test(spoken),
  )
  const counts = table.columns.filter(
    ({ spoken, isNumeric }) =>
      isNumeric &&
      /^(?:qty|quantity|units|pieces|pcs|count|stock|sold|menge|anzahl|stück|units sold|qty sold|amount)$/u.test(
        spoken,
      ),
  )
  const paired = pricePer(table)
  const [a, b] = paired ?? [counts[0], prices[0]]
  if (a === undefined || b === undefined || (paired === null && (counts.length > 1 || prices.length > 1))) return null
  const worth = /(?:^|(?<= ))(?:WORTH)(?= |$)/.exec(text)
  if (worth !== null) return { text: cut(text, worth, 'MADE'), a, b, op: '*' }
  // `what does all of it cost`: of the price of one nothing is added up.
  const cost = /(?:^|(?<= ))c(\d+)(?= |$)/.exec(text)
  if (cost === null || at(marks, cost[1]) !== b || !/ALL/.test(text)) return null
  return { text: cut(text, cost, 'MADE'), a, b, op: '*' }
}

/** Small quotients have more decimals, so that they can be told apart. */
const places = ({ rows }: SourceTable, a: Column, b: Column): number =>
  rows.every(row => Math.abs(Number(row[a.name]) / Number(row[b.name])) >= 1) ? 2 : 4

/** `kg` beside `price per kg`. */
function pricePer({ columns }: SourceTable): readonly [Column, Column] | null {
  const pairs = columns.flatMap(price => {
    const unit = /^(?:price|preis|cost|€|eur) ?(?:per|\/|pro) ?(\p{L}+)$/u.exec(price.spoken)?.[1]
    const count = columns.find(({ spoken, isNumeric }) => isNumeric && spoken === unit)
    return price.isNumeric && count !== undefined ? [[count, price] as const] : []
  })
  return pairs.length === 1 ? (pairs[0] as readonly [Column, Column]) : null
}

function make({ text, a, b, op }: Recipe, tokens: Tokens, request: DataRequest): Made | null {
  const { table } = request
  if (!isFigure(table, a) || !isFigure(table, b) || a === b) return null
  if (table.rows.some(row => isEmpty(row[a.name]) || isEmpty(row[b.name]))) return null
  const divides = op === '/' || op === '%'
  if (divides && table.rows.some(row => Number(row[(op === '%' ? a : b).name]) <= 0)) return null
  const sign = { '+': '+', '-': '−', '*': '×', '/': 'per', '%': '%' }[op]
  const name =
    op === '%'
      ? `change from ${a.name} to ${b.name} in %`
      : isYear(a) && isYear(b)
        ? `change from ${a.name} to ${b.name}`
        : `${a.name} ${sign} ${b.name}`
  const isYears = op === '-' && isYear(a) && isYear(b)
  if (table.columns.some(column => column.name === name) || name.length > 80) return null
  const [left, right] = isYears ? [b, a] : [a, b]
  const before = [table.parse]
  let parse = table.parse
  const step = (input: { readonly [key: string]: unknown }, key: string): void => {
    parse = task(
      key,
      `Calculate ${name}`.slice(0, 200),
      'table.calculate',
      { rows: { $from: parse.key, pointer: '/rows' }, ...input } as never,
      [parse.key],
    )
    before.push(parse)
  }
  let rows: readonly unknown[] = table.rows
  const all: readonly (readonly [string, { readonly [key: string]: unknown }])[] =
    op === '%'
      ? [
          ['made_change', { as: name, left: { column: b.name }, op: '-', right: { column: a.name } }],
          ['made_part', { as: name, left: { column: name }, op: '/', right: { column: a.name } }],
          ['made', { as: name, left: { column: name }, op: '*', right: { value: 100 }, decimals: 2 }],
        ]
      : [
          [
            'made',
            {
              as: name,
              left: { column: left.name },
              op,
              right: { column: right.name },
              ...(op === '/' ? { decimals: places(table, left, right) } : {}),
            },
          ],
        ]
  for (const [key, input] of all) {
    const seen = peek('table.calculate', { rows, ...input } as never)?.rows
    if (!Array.isArray(seen)) return null
    rows = seen
    step(input, key)
  }
  before.pop()
  const cells = rows.map(row => (row as Readonly<Record<string, unknown>>)[name])
  const decimals = op === '*' ? Math.min(a.decimals + b.decimals, 6) : divides ? 2 : Math.max(a.decimals, b.decimals)
  const column: Column = {
    name,
    spoken: divides ? 'rate' : 'amount',
    isNumeric: true,
    decimals,
    isUnique: new Set(cells).size === cells.length,
  }
  const place = tokens.marks.length
  const zero = place + 1
  const own = text.replace(/MADE/g, `C${place}`).replace(/ZERO/g, `N${zero}`)
  const made: SourceTable = { ...table, rows: rows as SourceTable['rows'], columns: [...table.columns, column], parse }
  return {
    tokens: { text: own, marks: [...tokens.marks, { kind: 'C', column }, { kind: 'N', digits: '0' }] },
    request: { ...request, table: made },
    column,
    before,
    adds: !divides,
    isTold: !/SAVED|SPENTOVER|WORTH/.test(tokens.text) || /TIMES|MINUS|OVER/.test(tokens.text),
  }
}
