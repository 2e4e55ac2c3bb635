/**
 * Questions about a list of names, days or times with one figure each, which has no line of names above it. The list and its label are
 * read first; the question is put in a plain form, every word of it known, and asked as questions about tables are.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { columnFigureAsks } from '../data/column-figures.ts'
import { cellAsks } from '../data/cell-questions.ts'
import { type Ask, asksAhead, type DataRequest, MEANS, piecesOf, withoutChatter, withWish } from '../data/data-request.ts'
import { filteredAsks } from '../data/filtered-questions.ts'
import { groupAsks } from '../data/group-questions.ts'
import { joinAnswers } from '../data/join-answers.ts'
import { namedCellAsks } from '../data/named-cells.ts'
import { lexiconOf, readRequestWords } from '../data/request-words.ts'
import { rowRankAsks } from '../data/row-ranks.ts'
import { evaluated } from '../evaluated.ts'
import { stripCourtesy } from '../message/strip-courtesy.ts'
import { mendTypos } from '../message/typos.ts'
import { type Answer, at } from '../rule.ts'
import { toSourceTable } from '../tables/read-table.ts'
import { MOST_SHOWN_ROWS, tableAnswer } from '../tables/table-request.ts'
import { plainQuestion } from './entry-questions.ts'
import { type Figures, isValueNoun } from './entry-words.ts'
import { type Entries, findEntries } from './find-entries.ts'
import { type Label, NO_LABEL, readLabel } from './list-label.ts'

const ASKS: readonly Ask[] = [
  ...columnFigureAsks,
  ...rowRankAsks,
  ...cellAsks,
  ...groupAsks,
  ...filteredAsks,
  ...namedCellAsks,
]
const LONGEST = 20_000
const LONGEST_AROUND = 400
const WHETHER = /^(?:(?:so|and|check if|tell me if) )*(?:is|are|was|were|does|did|do|has|have|can|should|will|would) /iu

type Bare = { readonly request: DataRequest; readonly figures: Figures; readonly questions: readonly string[] }

function readBare(input: PlannerInput): Bare | null {
  const { message } = input
  if (message.length > LONGEST || input.attachments.length > 0 || MEANS.test(message) || !/[\n,;]/.test(message)) return null
  const entries = /\d/.test(message) ? findEntries(message) : null
  if (entries === null || message.length - (entries.span[1] - entries.span[0]) > LONGEST_AROUND) return null
  const head = withoutChatter(message.slice(0, entries.span[0]))
  const tail = withoutChatter(message.slice(entries.span[1]).replace(/^[\s.,;:–—-]+(?=\S)/u, ''))
  const labelled = labelOf(head)
  const label = labelled?.label ?? NO_LABEL
  const questions = piecesOf(`${labelled?.rest ?? head}\n${tail}`)
  if (questions.length === 0 || questions.length > 2) return null
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
    span: trimmed(message),
    data: [[0, message.length]],
    write: entries.write,
    ragged: [],
    kind: entries.by === 'year' ? 'table' : 'names',
    ...(nouns === '' ? {} : { label: nouns }),
  }
  const unit = entries.write('value', '').trim().toLowerCase()
  const numbers = table.rows.map(row => Number(row[value]))
  return { request, figures: { by: entries.by, names, numbers, unit, label }, questions }
}

const trimmed = (message: string): readonly [number, number] => {
  const start = message.length - message.trimStart().length
  return [start, Math.max(start + 1, message.replace(/[\s?!.:]+$/, '').length)]
}

/** What stands right before the list and only says what it is; the rest of the head asks. */
function labelOf(head: string): { readonly label: Label; readonly rest: string } | null {
  const found = /(?:^|[.?!\n]\s*)([^.?!\n]+?)\s*$/u.exec(head.trimEnd())
  const written = found?.[1] ?? ''
  if (written === '') return null
  const label = readLabel(written)
  return label === null ? null : { label, rest: head.trimEnd().slice(0, -written.length) }
}

const OPENERS =
  /^(?:so|and|now|then|also|tell me|show me|find(?: me)?|calculate|compute|work out|i need|i want|i'd like|i would like|we need|need|get|what(?:'s| is| was| were| are|s)|the|my|our) /u
const NOISE: readonly RegExp[] = [
  / (?:of|from|in|on|among|out of) (?:all )?(?:the |this |that |my |our |these |those )?(?:list|data|log|above|below|them|these|those|all)(?: above| below)?$/u,
  / (?:this|that) (?:week|month|year|morning|season)$/u,
  / (?:here|today|so far|please|pls|now|then|exactly|for me|for us)$/u,
]

function spoken(piece: string, { names }: Figures): string {
  let text = mendTypos(piece).toLowerCase().replace(/[’‘]/g, "'")
  text = stripCourtesy(text).text.replace(/[\s?.!]+$/, '').replace(/\s+/g, ' ')
  const order = [...names.keys()].sort((a, b) => (names[b] as string).length - (names[a] as string).length)
  for (const at of order) {
    const name = (names[at] as string).toLowerCase()
    const also = LONG.get(name) ?? ''
    if (name.length < 2 || COMMON.test(name) || names.filter(other => other.toLowerCase() === name).length > 1) continue
    const escaped = `(?:${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}${also === '' ? '' : `|${also}`})`
    text = text.replace(new RegExp(`(?<![\\p{L}\\p{N}«])${escaped}(?![\\p{L}\\p{N}])`, 'gu'), `«${at}»`)
  }
  for (let turn = 0; turn < 4; turn += 1) text = text.replace(OPENERS, '')
  for (let turn = 0; turn < 2; turn += 1) for (const noise of NOISE) text = text.replace(noise, '')
  return text.trim()
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
  if (WHETHER.test(stripCourtesy(piece).text)) return null
  const text = inOwnUnit(spoken(piece, bare.figures), bare.figures)
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
  const quoted = plain?.replace(/«(\d+)»/g, (_, place: string) => `"${figures.names[Number(place)]}"`)
  return quoted === undefined ? null : asked(quoted, request)
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
  if (from >= to || (side === 'share' && Number(first) <= 0)) return null
  const how = `from ${first} (${String(rows[from]?.[name])}) to ${last} (${String(rows[to]?.[name])})`
  if (side === 'share')
    return evaluated({ expression: `((${last}) - (${first})) / (${first}) * 100`, decimals: 2, how, unit: '%' })
  const expression = side === 'down' ? `(${first}) - (${last})` : `(${last}) - (${first})`
  const answer = evaluated({ expression, how })
  if (answer === null) return null
  return { ...answer, reply: { ...answer.reply, template: request.write('value', answer.reply.template) } }
}

function namesOf({ table }: DataRequest): Answer | null {
  if (table.rows.length > MOST_SHOWN_ROWS) return null
  const names = table.rows.map((_, i) => `{{/rows/${i}/name}}`)
  const template = names.length < 8 ? names.join(', ') : names.map(name => `- ${name}`).join('\n')
  return tableAnswer(table, [], table.parse.key, { template, values: { rows: at('/rows') } })
}

function read(input: PlannerInput): Answer | null {
  const bare = readBare(input)
  if (bare === null) return null
  const answers = bare.questions.map(piece => withWish([piece], ([text = '']) => answerTo(text, bare)))
  return answers.length === 1 ? (answers[0] ?? null) : joinAnswers(answers)
}

export type { Entries }

export const bareListRules: readonly PlannerRule[] = [
  {
    id: 'bare-list',
    reason: 'Answers a question about a pasted list of names, days or times with one figure each that has no line of names above it.',
    order: 362,
    examples: {
      yes: [
        'runner log, total km?\n02.03. 8.4 km\n04.03. 5.0 km\n07.03. 12.6 km',
      ],
      no: ['how many visitors should we expect? Mon 120; Tue 95; Wed 143'],
    },
    match: input => {
      const answer = read(input)
      const bare = answer === null ? null : readBare(input)
      return answer === null || bare === null ? [] : [{ span: bare.request.span, data: bare.request.data, ...answer }]
    },
  },
]
export function debug(message: string) {
  const bare = readBare({ message, attachments: [] } as never)
  if (bare === null) return 'no bare'
  return { q: bare.questions, label: bare.figures.label, unit: bare.figures.unit, spoken: bare.questions.map(q => spoken(q, bare.figures)), plain: bare.questions.map(q => plainQuestion(inOwnUnit(spoken(q, bare.figures), bare.figures), bare.figures)) }
}
