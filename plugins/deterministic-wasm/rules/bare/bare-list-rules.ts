/**
 * Questions about a list of names, days or times with one figure each, which has no line of names above it. The list and its label are
 * read first; the question is put in a plain form, every word of it known, and asked as questions about tables are.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { cellAsks } from '../data/cell-questions.ts'
import { columnFigureAsks } from '../data/column-figures.ts'
import { type Ask, asksAhead, type DataRequest, MEANS, withWish } from '../data/data-request.ts'
import { filteredAsks } from '../data/filtered-questions.ts'
import { groupAsks } from '../data/group-questions.ts'
import { joinAnswers } from '../data/join-answers.ts'
import { namedCellAsks } from '../data/named-cells.ts'
import { lexiconOf, readRequestWords } from '../data/request-words.ts'
import { rowRankAsks } from '../data/row-ranks.ts'
import { evaluated } from '../evaluated.ts'
import { peek } from '../peek.ts'
import { type Answer, at, task, withHow } from '../rule.ts'
import { toSourceTable } from '../tables/read-table.ts'
import { fromTable, MOST_SHOWN_ROWS, tableAnswer } from '../tables/table-request.ts'
import { bareOf, besideOf, OPENERS, spanOf, spokenOf } from './asked-text.ts'
import { plainQuestion } from './entry-questions.ts'
import { type Figures, isValueNoun } from './entry-words.ts'
import { findEntries } from './find-entries.ts'

const ASKS: readonly Ask[] = [
  ...columnFigureAsks,
  ...rowRankAsks,
  ...cellAsks,
  ...groupAsks,
  ...filteredAsks,
  ...namedCellAsks,
]
const LONGEST = 20_000

type Bare = {
  readonly request: DataRequest
  readonly figures: Figures
  readonly questions: readonly string[]
  /** Where the question stands: the longer of what is before and behind the list. */
  readonly asked: readonly [number, number]
}

function readBare(input: PlannerInput): Bare | null {
  const { message } = input
  if (message.length > LONGEST || input.attachments.length > 0 || MEANS.test(message) || !/[\n,;]/.test(message))
    return null
  const entries = /\d/.test(message) ? findEntries(message) : null
  // `shop⇥price` above the rows: a table.
  const isHeaded = entries !== null && /\t[^\n]*\n$/.test(message.slice(0, entries.span[0]))
  const beside = entries === null || isHeaded ? null : besideOf(message, entries.span)
  if (entries === null || beside === null) return null
  const { label, questions } = beside
  const csv = entries.by === 'year' ? entries.csv.replace(/^name/, 'year') : entries.csv
  const table = toSourceTable(csv, 'csv', csv, true)
  if (table === null || table.columns.at(-1)?.isNumeric !== true) return null
  const [name = '', value = ''] = table.columns.map(column => column.name)
  const names = table.rows.map(row => String(row[name]))
  const nouns = [...label.nouns].join(' ')
  const request: DataRequest = {
    table,
    lexicon: lexiconOf(table),
    around: '',
    pieces: [],
    span: spanOf(message),
    data: [[0, message.length]],
    write: entries.write,
    ragged: [],
    kind: entries.by === 'year' ? 'table' : 'names',
    ...(nouns === '' ? {} : { label: nouns }),
  }
  const unit = entries.write('value', '').trim().toLowerCase()
  const numbers = table.rows.map(row => Number(row[value]))
  return {
    request,
    figures: { by: entries.by, names, numbers, unit, label },
    questions,
    asked: askedIn(message, entries.span),
  }
}

function askedIn(message: string, [from, to]: readonly [number, number]): readonly [number, number] {
  const [head, tail] = [message.slice(0, from), message.slice(to)]
  const [part, at] = head.trim().length >= tail.trim().length ? [head, 0] : [tail, to]
  const start = at + part.length - part.trimStart().length
  return [start, start + part.trim().replace(/[\s?!.:]+$/, '').length]
}

function spoken(piece: string, { names }: Figures): string | null {
  let text = spokenOf(piece)
  if (text === null) return null
  const order = [...names.keys()].sort((a, b) => (names[b] as string).length - (names[a] as string).length)
  for (const at of order) {
    const name = (names[at] as string).toLowerCase()
    const also = LONG.get(name) ?? ''
    if (name.length < 2 || COMMON.test(name)) continue
    const escaped = `(?:${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}${also === '' ? '' : `|${also}`})`
    text = text.replace(new RegExp(`(?<![\\p{L}\\p{N}«])${escaped}(?![\\p{L}\\p{N}])`, 'gu'), `«${at}»`)
  }
  return bareOf(text)
}

/** Months and weekdays, short and long. */
const LONG: ReadonlyMap<string, string> = new Map(
  'january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday'
    .split(' ')
    .flatMap(name => [
      [name.slice(0, 3), name],
      [name, name.slice(0, 3)],
    ]),
)

/** Names that are words of questions too. */
const COMMON =
  /^(?:the|a|an|and|or|of|in|on|at|to|for|is|are|was|were|did|do|does|has|have|had|how|who|what|which|when|where|most|least|more|less|than|total|sum|average|max|min|highest|lowest|all|each|first|last|best|worst|by|per|with|i|we|you|it|may|will|day|days|time|times)$/u

/** `total in km` of kilometres: the unit that the list has. */
function inOwnUnit(text: string, figures: Figures): string {
  const found = / in ([a-z€$£]+)$/u.exec(text)
  const word = found?.[1] ?? ''
  if (found === null || /^(?:total|all|sum|order|percent|percentage|years?)$/u.test(word)) return text
  // Bare figures are in what the question says, unless the label names a currency.
  const isMoney = /^(?:€|eur|euros?|\$|usd|dollars?|£|gbp|pounds?|chf)$/u
  const isBare = figures.unit === '' && isMoney.test(word) && ![...figures.label.nouns].some(noun => isMoney.test(noun))
  return isBare || (figures.unit !== '' && isValueNoun(word, figures)) ? text.slice(0, found.index) : text
}

function answerTo(piece: string, bare: Bare): Answer | null {
  const said = spoken(piece, bare.figures)
  if (said === null) return null
  const text = inOwnUnit(said, bare.figures)
  const whole = answerPlain(text, bare)
  if (whole !== null || !/ and /.test(text)) return whole
  // `total and average`: each part is a question of its own.
  const parts = text.split(/,? and |, /).map(part => part.replace(OPENERS, '').replace(OPENERS, ''))
  return parts.length > 4 ? null : joinAnswers(parts.map(part => answerPlain(part, bare)))
}

function answerPlain(text: string, { request, figures }: Bare): Answer | null {
  const plain = plainQuestion(text, figures)
  const step = /^step (\w+) (\d+) (\d+)$/.exec(plain ?? '')
  if (step !== null) return stepped(request, step[1] as string, Number(step[2]), Number(step[3]))
  if (plain === 'names') return namesOf(request)
  // Figures that only have a place have no name to be called by.
  if (figures.by === 'place' && !/^(?:step|total|average|median|range|maximum|minimum|how many|rows)/.test(plain ?? ''))
    return null
  if (plain === 'totals' || plain === 'largest total') return totalsOf(request, plain === 'totals')
  const quoted = plain?.replace(/«(\d+)»/g, (_, place: string) => `"${figures.names[Number(place)]}"`)
  const answer = quoted === undefined ? null : asked(quoted, request)
  return answer === null ? null : bareCount(answer)
}

/** A list has names and no rows: `2`, and not `2 rows`. */
function bareCount(answer: Answer): Answer {
  const { template, values } = answer.reply
  const { rows, ...others } = values
  if (template !== '{{value}} {{rows}}' || rows === undefined || !('literal' in rows)) return answer
  const said = String(rows.literal).replace(/^rows?(?:, )?/u, '')
  return { ...answer, reply: withHow('{{value}}', others, said) }
}

function asked(text: string, bare: DataRequest): Answer | null {
  const request = { ...bare, pieces: [text], around: text }
  if (asksAhead(request)) return null
  const words = readRequestWords(text, request.lexicon)
  if (words === null) return null
  for (const ask of ASKS) {
    const answer = ask(words, request)
    if (answer !== null) return answer
  }
  return null
}

/** From one figure to a later one, as a rise, a fall or in per cent. */
function stepped(request: DataRequest, side: string, from: number, to: number): Answer | null {
  const { rows, columns } = request.table
  const [name = '', value = ''] = columns.map(column => column.name)
  const [first, last] = [String(rows[from]?.[value]), String(rows[to]?.[value])]
  if (from >= to || (side.startsWith('share') && Number(first) <= 0)) return null
  const how = `from ${first} (${String(rows[from]?.[name])}) to ${last} (${String(rows[to]?.[name])})`
  const [high, low] = side.endsWith('down') ? [first, last] : [last, first]
  if (side.startsWith('share')) {
    const share = ((Number(high) - Number(low)) / Number(first)) * 100
    const decimals = [0, 1].find(places => Math.abs(share - Number(share.toFixed(places))) < 1e-9) ?? 2
    return evaluated({ expression: `((${high}) - (${low})) / (${first}) * 100`, decimals, how, unit: '%' })
  }
  const answer = evaluated({ expression: `(${high}) - (${low})`, how })
  if (answer === null) return null
  return { ...answer, reply: { ...answer.reply, template: request.write('value', answer.reply.template) } }
}

/** What each name has in all its entries together; or who has the most of it. */
function totalsOf({ table, write }: DataRequest, isAll: boolean): Answer | null {
  const by = { by: ['name'], measures: [{ column: 'value', fn: 'sum', as: 'total' }] }
  const seen = peek('table.aggregate', { rows: [...table.rows], ...by })?.rows as
    | readonly { total: number }[]
    | undefined
  if (seen === undefined || seen.length > MOST_SHOWN_ROWS || seen.length < 2) return null
  const summed = task('summed', 'Add what each has', 'table.aggregate', { rows: fromTable(table), ...by }, [
    table.parse.key,
  ])
  const order = { rows: { $from: 'summed', pointer: '/rows' }, by: [{ column: 'total', order: 'desc' }] }
  const sorted = task('sorted', 'Sort by what they have', 'table.sort', order, ['summed'])
  const totals = seen.map(({ total }) => total).sort((a, b) => b - a)
  if (!isAll && totals[0] === totals[1]) return null
  const lines = seen.map((_, i) => `- {{/rows/${i}/name}}: ${write('value', `{{/rows/${i}/total}}`)}`)
  const values = { rows: at('/rows') }
  const reply = isAll
    ? { template: lines.join('\n'), values }
    : { template: '{{/rows/0/name}}', how: `${write('value', '{{/rows/0/total}}')}`, values }
  return tableAnswer(table, isAll ? [summed] : [summed, sorted], isAll ? 'summed' : 'sorted', reply)
}

function namesOf({ table }: DataRequest): Answer | null {
  if (table.rows.length > MOST_SHOWN_ROWS) return null
  const names = table.rows.map((_, i) => `{{/rows/${i}/name}}`)
  const template = names.length < 8 ? names.join(', ') : names.map(name => `- ${name}`).join('\n')
  return tableAnswer(table, [], table.parse.key, { template, values: { rows: at('/rows') } })
}

function read(bare: Bare): Answer | null {
  const answers = bare.questions.map(piece => withWish([piece], ([text = '']) => answerTo(text, bare)))
  return answers.length === 1 ? (answers[0] ?? null) : joinAnswers(answers)
}

export const bareListRules: readonly PlannerRule[] = [
  {
    id: 'bare-list',
    reason:
      'Answers a question about a pasted list of names, days or times with one figure each that has no line of names above it.',
    order: 399,
    examples: {
      yes: [
        'runner log, total km?\n02.03. 8.4 km\n04.03. 5.0 km\n07.03. 12.6 km',
        'temperature readings\n06:00 36.8\n10:00 37.4\n14:00 38.1\nwhat was the maximum and at what time?',
        'who is the oldest?\nEmma, 17\nFinn, 22\nGreta, 18',
        'votes for class president: Amira 11, Paul 8, Zoe 6. what percentage did each get?',
        'My weight: Jan 84.2, Feb 83.1, Mar 82.4, Apr 81.0. how much did i lose from january to april?',
        'rainfall mm: Jan 62, Feb 48, Mar 55, Apr 41. wettest month?',
        'how many visitors did we have in total? Mon 120; Tue 95; Wed 143',
        '100m times: Ayla 12.9, Bo 13.4, Cem 12.7 - order them fastest first',
        'hours on projects: Alpha 3, Beta 5, Alpha 4, Gamma 2. total per project?',
        'weight log kg: 84.2, 83.9, 83.1. how much did i lose from first to last',
        'how many people came on wednesday this week? Mon 23, Tue 25, Wed 19',
        'reading list pages: Dune 612, Emma 474, Ulysses 730, total pages and average?',
      ],
      no: [
        'how many visitors should we expect? Mon 120; Tue 95; Wed 143',
        'water meter\n01.01. 1022\n01.02. 1031\n01.03. 1043\nhow much water in total?',
        'prices without VAT: pen 2.50, pad 4.00. total?',
        'average temperature per city: Rome 18.2, Oslo 6.1. total?',
        'goals: Kane 14, Salah 13. who has the most assists?',
        'who is the best? Nora 88, Omar 92, Pia 79',
        'who won? Ben 12, Cleo 15, Dan 9',
        'goals: Kane 14, Salah 13. who has the fewest cards?',
        'Jan 84.2, Feb 83.1, Mar 85.0. how much did i lose from january to march?',
        'runner log, total time?\n02.03. 8.4 km\n04.03. 5.0 km\n07.03. 12.6 km',
        'odometer readings\n01.03. 45210\n31.03. 46785\naverage per day?',
        'Anna 12, Ben 9, Anna 7, Ben 14. average per person?',
        'sold tickets: adults 34, children 51. how many tickets were not sold?',
        'Tom 12, Lena 15, Jonas 9. who has more than twice as many as Jonas?',
        'steps: 8200, 10400, 7600. which day was best?',
        'hours: Tim 7, Tom 8. how many hours did they work on average per day?',
      ],
    },
    match: (input, isSettled) => {
      const bare = readBare(input)
      // What an earlier rule has read stays with it.
      if (bare === null || isSettled?.(bare.asked, true) === true) return []
      const answer = read(bare)
      return answer === null ? [] : [{ span: bare.request.span, data: bare.request.data, ...answer }]
    },
  },
]
