/**
 * A message read as a table and what is asked about it. The whole message belongs to one of the two: every word around the table must
 * be understood by whoever answers, or nothing is.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { findChatter } from '../message/chatter.ts'
import { LONGEST_MESSAGE } from '../message/read-message.ts'
import { isRounding, takeRounding } from '../message/rounding-wish.ts'
import { rounded } from '../rounded.ts'
import type { Answer } from '../rule.ts'
import { fromMarkdown, readTable, type SourceTable, toBareTable, toSourceTable } from '../tables/read-table.ts'
import { findJson, rowsText } from './find-json.ts'
import { findTableIn } from './find-table.ts'
import { joinAnswers } from './join-answers.ts'
import { findNamedValues } from './named-values.ts'
import { toPlainCells } from './plain-cells.ts'
import { type Lexicon, lexiconOf, readRequestWords, type Words } from './request-words.ts'
import { LEFT_OUT, withoutTotals } from './without-totals.ts'

export type DataRequest = {
  readonly table: SourceTable
  readonly lexicon: Lexicon
  /** The words around the data, as written. */
  readonly around: string
  /** What is asked, sentence by sentence, without introductions. */
  readonly pieces: readonly string[]
  readonly span: Span
  readonly data: readonly Span[]
  /** How a value of a column is written: `12 kg`. */
  readonly write: (column: string, value: string) => string
  /** Lines whose number of cells differs from the first one's. */
  readonly ragged: readonly number[]
  /** Figures lost their units: rows are not shown as they were. */
  readonly isPlain?: true
  /** A row of totals was left out: it is not shown, and not asked for. */
  readonly isCut?: true
  readonly kind: 'table' | 'names' | 'attachment'
  /** What a list of names and numbers is headed by: `groceries`. */
  readonly label?: string
}

type Span = readonly [start: number, end: number]

/** One question about a table: its words wholly understood, or null. */
export type Ask = (words: Words, request: DataRequest) => Answer | null

const requests = new WeakMap<PlannerInput, DataRequest | null>()

export function readDataRequest(input: PlannerInput): DataRequest | null {
  let request = requests.get(input)
  if (request === undefined) {
    request = input.message.length > LONGEST_MESSAGE || MEANS.test(input.message) ? null : readWhole(input)
    requests.set(input, request)
  }
  return request
}

/** `what does 10 20 30 mean`, `what does the total column mean` ask for a meaning, and for no average. */
export const MEANS =
  /(?<!\p{L})(?:do|does|did) (?!you )[^.?!\n]{0,120}(?<!the|their|a|arithmetic|your|geometric) mean(?! of)(?!\p{L})/iu

/** The same with figures as plain numbers, where the table writes them with currency or unit. */
export function readPlainRequest(input: PlannerInput): DataRequest | null {
  let request = plainRequests.get(input)
  if (request === undefined) {
    request = readPlain(input)
    plainRequests.set(input, request)
  }
  return request
}

const plainRequests = new WeakMap<PlannerInput, DataRequest | null>()

function readPlain(input: PlannerInput): DataRequest | null {
  const request = readDataRequest(input)
  const whole = request?.kind === 'table' && request.ragged.length === 0 ? findTableIn(input.message) : null
  const found = whole === null ? null : (withoutTotals(whole, LEFT_OUT.test(input.message)) ?? whole)
  if (request === null || found === null || findJson(input.message) !== null) return null
  const text = found.format === 'markdown' ? fromMarkdown(found.text) : found.text
  const plain = toPlainCells(text, found.format === 'markdown' ? ',' : found.delimiter)
  const table = plain === null ? null : toSourceTable(plain.csv, 'csv', plain.csv, true)
  if (plain === null || table === null) return null
  const noted = found === whole ? table : { ...table, note: request.table.note }
  return { ...request, table: noted, lexicon: lexiconOf(table), write: plain.write, isPlain: true }
}

const plainly = (_: string, value: string): string => value

function readWhole(input: PlannerInput): DataRequest | null {
  const { message } = input
  if (input.attachments.length > 0) return ofAttachment(input)
  const json = findJson(message)
  if (json !== null) {
    const [only] = json
    const rows = json.length === 1 && only !== undefined ? rowsText(only) : null
    const around = only === undefined ? null : partsAround(message, only.span)
    const table = rows === null ? null : toSourceTable(rows, 'json', rows, true)
    return table === null || around === null ? null : toRequest(table, around, 'table', plainly, [])
  }
  const whole = findTableIn(message)
  if (whole !== null) {
    const isLeftOut = LEFT_OUT.test(message)
    const cut = withoutTotals(whole, isLeftOut)
    const found = cut ?? whole
    if (isLeftOut && cut === null) return null
    const table =
      found.ragged.length > 0
        ? null
        : (toSourceTable(found.text, found.format, found.text, true) ??
          (found.format === 'csv' ? toBareTable(found.text, found.delimiter, true) : null))
    const parts = partsAround(message, found.span)
    if (parts === null) return null
    const bare = (text: string): string => (isLeftOut ? text.replace(LEFT_OUT, '') : text)
    const around = { ...parts, head: bare(parts.head), tail: bare(parts.tail) }
    if (found.ragged.length > 0) {
      const cut = toSourceTable(found.text, found.format, found.text, true)
      return cut === null || found.format === 'markdown' ? null : toRequest(cut, around, 'table', plainly, found.ragged)
    }
    const request = table === null ? null : toRequest(table, around, 'table', plainly, [])
    if (request === null || cut === null) return request
    const note = [request.table.note, 'The row of totals is left out.'].filter(said => said !== '').join(' ')
    return { ...request, table: { ...request.table, note }, ...(isLeftOut ? {} : { isCut: true as const }) }
  }
  const named = findNamedValues(message)
  if (named === null) return null
  const table = toSourceTable(named.csv, 'csv', named.csv, true)
  const around = partsAround(message, named.span)
  if (table === null || around === null) return null
  const label = headOf(around.head)
  // Names and numbers in a sentence could be read by other rules too: all of it is claimed.
  const request = toRequest(
    table,
    {
      ...around,
      ...(label === '' ? {} : { head: '' }),
      span: trimmed(message, [0, message.length]),
      data: [[0, message.length]],
    },
    'names',
    named.write,
    [],
  )
  return request === null || label === '' ? request : { ...request, label }
}

const HEAD =
  /^\s*(?:(?:my|our|the|this|these|here are|here are my|todays?|daily|weekly|monthly|yearly) )*(?<label>(?:\p{L}+ ){0,3}(?:\p{L}{2,}s|electricity|water|gas|rainfall|revenue|weight|spending|budget|distance|turnover|income|homework|stock|money|population|reading))(?: (?:in )?\(?(?:kwh|kg|km|g|cm|m|mm|eur|euros?|usd|dollars?|€|\$|£|minutes|hours|points|°c|celsius|c)\)?)?(?: (?:this|last) (?:week|month|year))?:\s*$/iu

/** What only heads the list: `groceries:`; empty where it may ask for something. */
function headOf(head: string): string {
  const label = HEAD.exec(head)?.groups?.label ?? ''
  return label === '' ||
    CONDITIONS.test(head.replace(/:\s*$/, '')) ||
    readRequestWords(label, NOTHING)?.text !== label.toLowerCase()
    ? ''
    : label.toLowerCase()
}

const NOTHING: Lexicon = { table: null, values: new Map() }

function ofAttachment(input: PlannerInput): DataRequest | null {
  if (input.attachments.length !== 1 || input.message.length > 400) return null
  const table = readTable({ data: null } as never, input, '')
  if (table === null) return null
  const around = { head: input.message, tail: '', span: [0, input.message.length] as const, data: [] }
  return toRequest(table, around, 'attachment', plainly, [])
}

type Around = { readonly head: string; readonly tail: string; readonly span: Span; readonly data: readonly Span[] }

const LONGEST_AROUND = 500

/** The request is the longer of the two parts beside the data; the other one is read with it. */
export function partsAround(message: string, [from, to]: Span): Around | null {
  const head = message.slice(0, from).replace(/```\w*\s*$/, '')
  const tail = message.slice(to).replace(/^\s*```/, '')
  if (head.length > LONGEST_AROUND || tail.length > LONGEST_AROUND) return null
  const isHead = head.trim().length >= tail.trim().length
  const span: Span = isHead ? [0, from] : [to, message.length]
  const other: Span = isHead ? [to, message.length] : [0, from]
  return span[1] <= span[0] ? null : { head, tail, span: trimmed(message, span), data: [[from, to], span, other] }
}

/** Without blanks and closing marks: of two rules that answer the same, the older one is asked first. */
function trimmed(message: string, [from, to]: Span): Span {
  const text = message.slice(from, to)
  const start = from + text.length - text.trimStart().length
  return [start, Math.max(start + 1, from + text.replace(/[\s?!.:]+$/, '').length)]
}

function toRequest(
  table: SourceTable,
  around: Around,
  kind: DataRequest['kind'],
  write: DataRequest['write'],
  ragged: readonly number[],
): DataRequest | null {
  const pieces = piecesOf(`${withoutChatter(around.head)}\n${withoutChatter(around.tail)}`)
  if (pieces.length === 0 || pieces.length > 4) return null
  return {
    table,
    lexicon: lexiconOf(table),
    around: `${around.head} ${around.tail}`,
    pieces,
    span: around.span,
    data: around.data,
    write,
    ragged,
    kind,
  }
}

/** Without what is said at both ends of it and says nothing. */
export function withoutChatter(text: string): string {
  const { lead, tail } = text.length > 6 ? findChatter(text) : { lead: 0, tail: 0 }
  return text.slice(lead, text.length - tail)
}

/** What only introduces the data: it changes nothing about what is asked. */
const INTRODUCES =
  /^(?:(?:ok|okay|so|hi|hello|hey|good (?:morning|afternoon|evening|day))[, ]+)*(?:here(?:'s| is| are| come)|(?:i'm|i am|we're|we are) (?:just |currently |still )?(?:doing|preparing|checking|going through|looking at|working on|making|tracking|comparing)|this is|these are|below (?:is|are)|i have|i've|i got|i exported|i copied|attached (?:is|are)|we have|the following (?:is|are)|look at|consider|take|my|our|(?:csv|tsv|table|data|list|input|numbers|results|scores?|json)$)(?!\p{L})/iu
/** What the numbers are, and no more: `weights in kg`. */
const LABEL =
  /^(?:my |our |the |this week's |(?:meter|test|exam|monthly|weekly|daily) ){0,3}(?:weights?|prices?|costs?|scores?|times?|temps?|temperatures?|heights?|sales|readings?|results?|expenses?|marks?|grades?|distances?|populations|rainfall|budgets?|votes|salaries|wages|rents?|steps|ages|points)(?: this (?:week|month|year))?(?: (?:in|\()(?: ?)(?:kg|km|cm|mm|m|g|lbs?|eur|euros?|usd|dollars?|gbp|pounds|€|\$|£|minutes|seconds|hours|°c|celsius)\)?)?$/iu
/** Who the figures are of: `the kids ran`, `our runners finished in`. */
const WHOSE =
  /^(?:the |my |our |these |\d{1,3} |two |three |four |five |six ){0,2}(?:kids|children|boys|girls|runners|swimmers|athletes|players|teams|students|pupils|employees|friends|drivers|horses|shops|members|contestants|teachers|salespeople|cyclists|classes|houses)(?: (?:ran|scored|swam|jumped|got|threw|finished|needed|took|made|sold|walked|collected|donated|earned|spent|weigh|weighed|are|were|had|have)(?: in)?)?$/iu
/** Words that would make an introduction a condition. */
const CONDITIONS =
  /(?<!\p{L})(?:not|no|except|excluding|exclude|only|without|but|each|every|twice|if|when|unless|ignore|ignoring|assume|assuming|tax|vat|per|double|half|plus|minus|missing|should|want|need|what|which|who|how|why|where|total|sum|average|mean|median|sort|count|show|convert|find|calculate|add|remove|make|turn|list the|rank|fill|join|cents?|thousands?|percent|wrong|net|gross|estimated?)(?!\p{L})|\?/iu

export function piecesOf(text: string): string[] {
  return text
    .split(/(?<=[?!])\s+|(?<=\p{L}\.)\s+|(?<=[\p{L}\d)"'?]):?\s*\n+\s*|\n+|(?<=\p{L}):\s+(?=\p{L})/u)
    .map(piece =>
      piece
        .replace(/^[\s\-–—:;,.>→]+|(?:->|=>|→)?[\s:;,.!?–—-]*$/g, '')
        .replace(/^["']|["']$/g, '')
        .trim(),
    )
    .filter(piece => piece !== '')
    .map(piece => afterIntroduction(piece))
    .filter(piece => piece !== '')
}

/** Also an introduction before a comma: `I have this table, what is the total?` */
function afterIntroduction(piece: string): string {
  if (LABEL.test(piece) || WHOSE.test(piece)) return ''
  if (!INTRODUCES.test(piece)) return piece
  if (!CONDITIONS.test(piece) && !/\d/.test(piece)) return ''
  const cut = /^([^,;–-]{4,80})[,;–-]\s*(.+)$/su.exec(piece)
  return cut !== null && !CONDITIONS.test(cut[1] as string) && !/\d/.test(cut[1] as string) ? (cut[2] as string) : piece
}

export const NAMES_ONLY = /(?<!\p{L})(?:names? only|(?:only|just)(?: the)? names(?! and|,))(?!\p{L})/iu

type Draft = Omit<PlannerRule, 'match'> & {
  readonly asks: readonly Ask[]
  /** `several`: only messages that ask more than one thing. */
  readonly about?: 'one' | 'several'
  /** Whether it also reads a table whose figures have units. */
  readonly plainAlso?: true
}

/** What a rule makes of a message about a table, read as it stands or else with the units of its figures. */
export const matchWith =
  (read: (request: DataRequest) => Answer | null): PlannerRule['match'] =>
  input => {
    const request = readDataRequest(input)
    if (request === null) return []
    const plain = readPlainRequest(input)
    const answer = read(request) ?? (plain === null ? null : read(plain))
    return answer === null ? [] : [{ span: request.span, data: request.data, ...answer }]
  }

/** A rule about tables: its questions in the order in which they are tried. */
export function defineDataRule({ asks, about = 'one', plainAlso, ...rule }: Draft): PlannerRule {
  return {
    ...rule,
    match: input => {
      const request = readDataRequest(input)
      if (request === null) return []
      const plain = plainAlso === undefined ? null : readPlainRequest(input)
      const read = about === 'one' ? answerOne : answerSeveral
      const answer = read(request, asks) ?? (plain === null ? null : read(plain, asks))
      // `fastest to slowest, names only`: whole rows are not what was wished for.
      if (/^\{\{(?:table|text|markdown)\}\}/.test(answer?.reply.template ?? '') && NAMES_ONLY.test(request.around))
        return []
      return answer === null ? [] : [{ span: request.span, data: request.data, ...answer }]
    },
  }
}

function asked(words: Words | null, request: DataRequest, asks: readonly Ask[]): Answer | null {
  if (words === null || words.text === '') return null
  for (const ask of asks) {
    const answer = ask(words, request)
    if (answer !== null) return answer
  }
  return null
}

const AS_WHOLE =
  /^(?<rest>.*?)[\s,(]*(?:(?:rounded )?(?:as|to)|in) (?:an? |the (?:nearest )?)?(?:whole number|integer)s?[)\s.!?]*$/iu

/** With what is said of decimals taken off the end, and done with the figure that is answered. */
export function withWish(
  pieces: readonly string[],
  answer: (pieces: readonly string[]) => Answer | null,
): Answer | null {
  const last = pieces.at(-1)
  // `as a whole number` holds no word that a question does not know.
  const whole = last === undefined ? null : AS_WHOLE.exec(last)
  if (whole !== null) {
    const bare = answer([...pieces.slice(0, -1), ...[whole.groups?.rest ?? ''].filter(rest => rest !== '')])
    return bare === null ? null : rounded(bare, 0)
  }
  const found = answer(pieces)
  if (found !== null || last === undefined) return found
  // `standard deviation of 4, 8, 6 (two decimals)`
  const said = last.replace(/^\(|\)$/g, '')
  if (isRounding(said) && pieces.length > 1) {
    const wish = takeRounding(`value ${said}`)
    const bare = wish === null ? null : answer(pieces.slice(0, -1))
    return wish === null || bare === null ? null : rounded(bare, wish.decimals)
  }
  const wish = takeRounding(last)
  const bare = wish === null ? null : answer([...pieces.slice(0, -1), wish.text])
  return wish === null || bare === null ? null : rounded(bare, wish.decimals)
}

function answerOne(request: DataRequest, asks: readonly Ask[]): Answer | null {
  return withWish(request.pieces, pieces => answerPieces({ ...request, pieces }, asks))
}

/** `is the average over 20`: yes or no is asked, and no figure. */
const WHETHER = /^(?:(?:so|and|check if|tell me if|check whether) ){0,6}(?:is|are|was|were|does|did|has) /iu
const asksWhether = ({ pieces }: DataRequest): boolean =>
  pieces.some(
    piece =>
      WHETHER.test(piece) &&
      !/(?<!\p{L})(?:duplicates?|doubles?|missing|empty|blank|twice|more than once|repeated|every|each)(?!\p{L})/iu.test(
        piece,
      ),
  )

/** `who will earn the most`: nothing that stands in a table. */
export const asksAhead = ({ pieces }: DataRequest): boolean =>
  pieces.some(piece => /(?<!\p{L})(?:will|won't|might|shall)(?! you| ya| u )(?!\p{L})/iu.test(piece))

function answerPieces(request: DataRequest, asks: readonly Ask[]): Answer | null {
  if (asksWhether(request) || asksAhead(request)) return null
  const words = readRequestWords(request.pieces.join(' '), request.lexicon)
  // `csv to json`: nothing but silent words, which only a question that reads them as written may understand.
  return asked(words?.text === '' ? { ...words, text: '–' } : words, request, asks)
}

/** Where a second question begins. */
const SECOND =
  / and (?=(?:which|howmany|howmuch|sum|mean|median|max|min|C\d+ max|C\d+ min|range|sort|share|diff|best|worst|when|where|cheapest|dearest|oldest|youngest|tallest|heaviest|lightest|longest|shortest|fastest|slowest|hottest|coldest)(?: |$))/

/** Sentence by sentence, or parted at `and`; each part must be a question that is answered. */
function answerSeveral(request: DataRequest, asks: readonly Ask[]): Answer | null {
  if (asksWhether(request) || asksAhead(request)) return null
  const pieces = request.pieces.map(piece => readRequestWords(piece, request.lexicon))
  if (pieces.includes(null)) return null
  const parts = pieces.flatMap(words =>
    words === null || words.text === '' ? [] : words.text.split(SECOND).map(text => ({ ...words, text })),
  )
  if (parts.length > 4 || isOfPart(request, parts)) return null
  const answers = narrowed(parts).map(words => asked(words, request, asks))
  // Of two parts one may only have said of which rows.
  return answers.length === 1 && parts.length > 1 ? (answers[0] ?? null) : joinAnswers(answers)
}

/** `bottom 2 and their sum`: the second is meant of what the first one took. */
function isOfPart({ pieces }: DataRequest, parts: readonly Words[]): boolean {
  const takes =
    /(?:max|min|first|last|best|worst|[a-z]+est) N\d|N\d+ (?:max|min|best|worst|[a-z]+est)|^keep|^remove|^sort|^rank|second|third|nth/
  const at = parts.findIndex(({ text }) => takes.test(text))
  if (at < 0 || at === parts.length - 1) return false
  return /(?<!\p{L})(?:their|them|those|these|its|it|that|this|his|her|one|ones|they)(?!\p{L})/iu.test(pieces.join(' '))
}

/** `filter rows with city = Graz and give the sum`: what follows is asked of those rows. */
function narrowed(parts: readonly Words[]): readonly Words[] {
  const [first, ...others] = parts
  const condition = /^keep(?: row)? (?:where|with) (.+)$/.exec(first?.text ?? '')?.[1]
  if (condition === undefined || others.length === 0) return parts
  return others.map(words => ({ ...words, text: `${words.text} where ${condition}` }))
}
