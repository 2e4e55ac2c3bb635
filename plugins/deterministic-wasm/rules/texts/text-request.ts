/**
 * Reads a whole message as one request about one text: a head (`remove the digits from §`) and the text itself, which is quoted, stands
 * behind a colon, an arrow or the head, before it, or is attached. It only offers readings; a rule takes one whose head it knows word
 * for word. What is left over, or a second request, makes it no reading at all.
 */
import type { JsonValue } from '#contracts/json-value'
import type { PlannerInput, PlannerRule, RuleMatch } from '#contracts/planner-port'
import { ANOTHER_REQUEST, FURTHER_ORDER, NOTE, POLITE_END, THANKED } from '../message/colon-data.ts'
import { maskQuotes, type Quote } from '../message/mask.ts'
import { LONGEST_MESSAGE, readMessage, type Span } from '../message/read-message.ts'
import { trailingOrder } from '../message/trailing-order.ts'
import type { Answer } from '../rule.ts'
import { listRequests, tailRequests } from './list-places.ts'
import { bareRequest, plainRequest } from './plain-request.ts'
import { isLabelled, isProse, isWritten, QUESTION, REQUEST, TWO_LISTS } from './text-or-request.ts'
import { findToldWords, isCodable } from './told-words.ts'
import { findBareWord, findTokens } from './typed-tokens.ts'
import type { Wish } from './wishes.ts'

export type TextRequest = {
  /** The head in plain words; `§` stands for the text, `⟦0⟧` for further quotations. */
  readonly head: string
  /** How the head named the text: `words`, `list`, or nothing. */
  readonly noun: string
  /** What asked for it and is not in the head. */
  readonly opener: string
  readonly text: string
  /** How a task takes the text: itself, or a reference to the attachment. */
  readonly input: JsonValue
  readonly form: 'quote' | 'inline' | 'lines' | 'block' | 'attachment' | 'token' | 'bare'
  readonly args: readonly string[]
  readonly span: Span
  readonly data: Span | null
  /** How it is to be done: `ignoring case`. */
  readonly wishes: readonly Wish[]
  readonly isChain: boolean
  /** The text as a list, where a step before gave one. */
  readonly items?: GivenItems
  /** Politeness behind the text, that was not read as a part of it. */
  readonly aside?: string
}

export type GivenItems = { readonly seen: readonly string[]; readonly input: JsonValue; readonly joint: string }

const LONGEST_HEAD = 170
const LONGEST_TEXT = 60_000
const MOST_QUOTES = 6
const MOST_SPLITS = 4

const readings = new WeakMap<PlannerInput, readonly TextRequest[]>()

export function readTextRequests(input: PlannerInput): readonly TextRequest[] {
  let reading = readings.get(input)
  if (reading === undefined) {
    reading = input.message.length > LONGEST_MESSAGE ? [] : requestsOf(input)
    readings.set(input, reading)
  }
  return reading
}

type TextRule = Omit<PlannerRule, 'match'> & {
  /** A cheap test of the head. */
  readonly hint: RegExp
  /** Whether it takes texts that stand in the request unmarked: tokens of a known form, and single words. */
  readonly unmarked?: true | ((request: TextRequest) => boolean)
  /** Wishes that it heeds; a request with others is not its own. */
  readonly heeds?: readonly Wish[]
  /** Whether it reads several orders in one head. */
  readonly chains?: true
  readonly read: (request: TextRequest) => Answer | null
}

/** A rule over such requests; the first reading with an answer is taken. */
export function defineTextRule(draft: TextRule): PlannerRule {
  const { hint: _, read: __, unmarked: ___, heeds: ____, chains, ...rule } = draft
  const made: PlannerRule = {
    ...rule,
    match: input => {
      for (const request of readTextRequests(input)) {
        if (request.isChain && chains !== true) continue
        const answer = answerOf(draft, request)
        if (answer !== null) return [toMatch(request, answer)]
      }
      return []
    },
  }
  drafts.set(made, draft)
  return made
}

const drafts = new WeakMap<PlannerRule, TextRule>()

/** What a rule makes of one request, for chains of them. */
export function readBy(rule: PlannerRule, request: TextRequest): Answer | null {
  const draft = drafts.get(rule)
  return draft === undefined || draft.chains === true ? null : answerOf(draft, request)
}

function answerOf({ hint, read, unmarked, heeds = [] }: TextRule, request: TextRequest): Answer | null {
  const isUnmarked = request.form === 'token' || request.form === 'bare'
  if (isUnmarked && (typeof unmarked === 'function' ? !unmarked(request) : unmarked === undefined)) return null
  if (request.wishes.some(wish => !heeds.includes(wish))) return null
  return hint.test(request.head) ? read(request) : null
}

function toMatch({ span, data, aside }: TextRequest, { usesData: _, data: more = [], ...answer }: Answer): RuleMatch {
  const all = [...more, ...(data === null ? [] : [data])]
  const said = aside === undefined ? '' : `“${aside}” is not read as part of the text.`
  const reading = [answer.reading ?? '', said].filter(part => part !== '').join(' ')
  return { span, ...answer, ...(reading === '' ? {} : { reading }), ...(all.length > 0 ? { data: all } : {}) }
}

/** Marks that part a head from its text, the strongest first. */
const SPLIT = /:(?=\s|$)|[ \t]*(?:-{1,2}>|=>|→|>>|<-{1,2}|←)[ \t]*|\n+|[?!.](?=\s)|;(?=\s)|[ \t][-–—](?=[ \t])/g
const STRONG = /[:>→]/

/** With what is said before a request, and without it: `Hi, My Page -> kebab` names no greeting. */
function requestsOf(input: PlannerInput): TextRequest[] {
  const { message, attachments } = input
  const lead = readMessage(input).asides?.[0]?.[1] ?? 0
  const whole = requestsIn({ message, attachments })
  if (lead === 0) return whole
  const rest = requestsIn({ message: message.slice(lead), attachments }).map(
    (request): TextRequest => ({
      ...request,
      span: [request.span[0] === 0 ? 0 : request.span[0] + lead, request.span[1] + lead],
      data: request.data === null ? null : [request.data[0] + lead, request.data[1] + lead],
    }),
  )
  // A text that begins behind the greeting may begin with it: `hello, is it me -> uppercase`.
  const isTold = !/[>→]/.test(message) && LEAD_IN.test(message.slice(lead))
  return [...rest, ...whole].filter(({ data }) => data === null || data[0] > lead || (isTold && data[0] === lead))
}

function requestsIn({ message, attachments }: Pick<PlannerInput, 'message' | 'attachments'>): TextRequest[] {
  // Figures and signs alone ask for nothing of a text.
  if (!/\p{L}{3}/u.test(message)) return []
  const masked = maskQuotes(message)
  if (masked === null || message.includes('§') || message.includes('⟦')) return []
  const found: TextRequest[] = []
  const quotes = masked.quotes
  if (quotes.length > 0 && quotes.length <= MOST_QUOTES) found.push(...quotedRequests(message, quotes))
  found.push(...unmarkedRequests(message, quotes))
  const text = masked.text
  const splits = [...text.slice(0, LONGEST_HEAD + 40).matchAll(SPLIT)].slice(0, MOST_SPLITS)
  for (const split of splits) {
    const from = split.index + split[0].length
    found.push(...behind(message, quotes, { end: split.index, from, mark: split[0] }))
  }
  const tail = Math.max(0, text.length - LONGEST_HEAD - 40)
  const last = [...text.slice(tail).matchAll(SPLIT)].slice(-MOST_SPLITS)
  for (const split of last.reverse()) {
    const end = tail + split.index
    found.push(...before(message, quotes, { end, from: end + split[0].length, mark: split[0] }))
  }
  if (attachments.length === 1 && quotes.length <= 2 && message.length <= LONGEST_HEAD) {
    const attachment = attachments[0]!
    const name = attachment.name
    const at = message.toLowerCase().indexOf(name.toLowerCase())
    const named = at < 0 ? message : `${message.slice(0, at)}this file${message.slice(at + name.length)}`
    const read = plainRequest(withArgs(named, quotes, 0))
    if (read !== null && attachment.text.length <= LONGEST_TEXT)
      found.push({
        ...read,
        text: attachment.text,
        input: { $input: '/attachments/0' },
        form: 'attachment',
        args: quotes.map(quote => quote.text),
        span: [0, message.length],
        data: null,
      })
  }
  return found
}

function unmarkedRequests(message: string, quotes: readonly Quote[]): TextRequest[] {
  if (message.length > 2 * LONGEST_HEAD && !/[\\&<]/.test(message)) return []
  const span: Span = [0, message.length]
  const tokens: TextRequest[] = findTokens(message).flatMap(({ start, end }) => {
    const text = message.slice(start, end)
    if (message.length - text.length > LONGEST_HEAD) return []
    if (!quotes.every(quote => start < quote.start && quote.end < end)) return []
    const read = plainRequest(`${message.slice(0, start)} § ${message.slice(end)}`)
    return read === null ? [] : [{ ...read, text, input: text, form: 'token' as const, args: [], span, data: null }]
  })
  tokens.push(...listRequests(message, quotes), ...tailRequests(message, quotes))
  if (quotes.length > 0 || message.length > LONGEST_HEAD || message.includes('\n')) return tokens
  const bare = bareRequest(message)
  const all = [...findToldWords(bare), ...(message.includes(':') ? [] : findBareWord(bare))]
  // `take the vowels out of the equation`: a thing, and no word of it.
  const isThing =
    /^(?:take|remove|delete|strip|drop|cut|get|keep|leave|erase).* the (?!word|name|string|text|letter|term)\p{L}+$/iu.test(
      bare,
    )
  const words = (isThing ? [] : all).flatMap(({ head, word }) => {
    const read = plainRequest(head)
    const code = /binary|bits|hex|base ?-?(?:64|32)|morse|nato/i.exec(read?.head ?? '')?.[0]
    const isTyped = code === undefined || /[^\p{L}' ]/u.test(word) || /(?:word|name|string|text) /iu.test(bare)
    return read === null || read.points || !(isTyped || isCodable(word, code))
      ? []
      : [{ ...read, text: word, input: word, form: 'bare' as const, args: [], span, data: null }]
  })
  return [...tokens, ...words]
}

type Cut = { readonly end: number; readonly from: number; readonly mark: string }

/** Every quotation may be the text; the others are arguments. */
function quotedRequests(message: string, quotes: readonly Quote[]): TextRequest[] {
  const outside = message.length - quotes.reduce((sum, { start, end }) => sum + end - start, 0)
  if (outside > LONGEST_HEAD) return []
  return quotes.flatMap((quote, i) => {
    const args = quotes.filter((_, n) => n !== i)
    let head = ''
    let at = 0
    for (const [n, { start, end }] of quotes.entries()) {
      head += `${message.slice(at, start)}${n === i ? '§' : `⟦${args.indexOf(quotes[n]!)}⟧`}`
      at = end
    }
    const read = plainRequest(head + message.slice(at))
    if (read === null) return []
    const form = quote.isFence ? ('block' as const) : ('quote' as const)
    const { text } = quote
    const data: Span | null = quote.isFence ? [quote.start, quote.end] : null
    return [{ ...read, text, input: text, form, args: args.map(arg => arg.text), span: [0, message.length], data }]
  })
}

const SENTENCES =
  /^(?:please |can you )?(?:how many|count(?: the| all| how many)*|number of) sentences(?: (?:are|is|do|does|there|in|here|this|that|it|have))*$/iu

function behind(message: string, quotes: readonly Quote[], { end, from, mark }: Cut): TextRequest[] {
  const raw = message.slice(from)
  const text = raw.trim()
  const isStrong = STRONG.test(mark)
  // `pear, fig <- sort it`: the text stands before such a mark.
  if (/[<←]/.test(mark)) return []
  if (text === '' || /^["'“”„«»`]+$/.test(text) || text.length > LONGEST_TEXT || end > LONGEST_HEAD || end < 3)
    return []
  if (quotes.some(quote => quote.start < end && quote.end > end)) return []
  const start = from + raw.length - raw.trimStart().length
  const head = withArgs(message.slice(0, end), quotes, 0)
  const isNext = mark.includes('\n') || raw.slice(0, start - from).includes('\n')
  // Behind a colon, a question is no text; behind a weaker mark, neither is anything that begins like a request.
  if ((ANOTHER_REQUEST.test(text) && !isProse(head, text)) || FURTHER_ORDER.test(text) || NOTE.test(text)) return []
  if (
    !isNext &&
    ((isStrong && QUESTION.test(text) && !isWritten(head, text)) ||
      (/^(?:how|what|why|where|when|who|which|whose) /i.test(text) && !isWritten(head, text)) ||
      (isStrong && text.includes('\n')))
  )
    return []
  if (
    !isStrong &&
    ((REQUEST.test(text) &&
      !(SENTENCES.test(head) && /^it (?!should|must|has to|needs)[^.!?]*[.!?] +\p{Lu}/iu.test(text))) ||
      (/^[\p{L} ]{2,24}:(?:\s|$)/u.test(text) && !TWO_LISTS.test(text) && !isLabelled(text)) ||
      (!isNext && text.includes('\n')))
  )
    return []
  const trailing = isNext ? null : trailingOrder(text)
  if (trailing === 'unclear') return []
  // `remove spaces: a b c, thanks`: of what is counted or cut, the thanks may be a part; a sentence in capitals says it too.
  if (!isNext && THANKED.test(text) && trailing === null && !/case|caps|capital/iu.test(head)) return []
  // `b, a, c, descending`: the order goes to the head, where it is read as one.
  const told = trailing === null || trailing.order === '' ? head : `${head}, ${trailing.order}`
  const read = plainRequest(told)
  if (read === null) return []
  const polite = isNext || trailing !== null ? null : POLITE_END.exec(text)
  const aside = polite?.groups?.said
  const bare = unquoted(polite === null ? (trailing?.text ?? text) : text.slice(0, polite.index))
  const args = quotes.filter(quote => quote.end <= end).map(quote => quote.text)
  const form = isNext ? ('lines' as const) : ('inline' as const)
  return [
    {
      ...read,
      text: bare,
      input: bare,
      form,
      args,
      span: [0, end + mark.trimEnd().length],
      data: [start, start + text.length],
      ...(aside === undefined ? {} : { aside }),
    },
  ]
}

/** `Here is my list:`, `My words are` before the text itself. */
const LEAD_IN =
  /^(?:(?:the|my|our|this|these)(?: \p{L}{3,14}){0,2} (?:list|names|words|numbers|items|values)(?: (?:i have|here))? (?:is|are|has|contains?|includes?|reads?|says?|goes)(?: the (?:items|words|names))?:?|(?:the |my )?(?:word|text|sentence|string|phrase|name) is:?|(?:the|my|our|these|those)(?: \p{L}{3,14}){1,3} are:?(?= [^,;:\n]{1,30}[,;][^,;\n]{1,30}(?:[,;]| and ))) (?=\S)(?![^,;\n]{0,60}:)|^(?:(?:here(?:'s| is| are)|this is|i have|i've got|i got|given|consider|take)(?: (?:my|the|a|an|this|these|some|following|is))*(?: \p{L}{3,14}){0,2}|(?:the |my )?(?:text|sentence|list|string|input|data|words|names|numbers|phrase)(?: is| are)?):\s*/iu

/** `My New Page -> kebab-case it`: what the head points back to. */
function before(message: string, quotes: readonly Quote[], { end, from, mark }: Cut): TextRequest[] {
  const raw = message.slice(0, end)
  const isStrong = /[>→<←]/.test(mark)
  // The mark of a sentence belongs to it.
  const whole = `${raw}${/[?!.]/.test(mark) ? mark : ''}`.trim()
  const told = LEAD_IN.exec(whole)?.[0] ?? ''
  // `My name is Bob -> uppercase`: all of it, unless a colon parts it.
  const lead = isStrong && !/:\s*$/.test(told) ? '' : told
  // `The text is HELLO WORLD. Make it lowercase.`: the point ends the sentence about it.
  const text = whole.slice(lead.length).replace(lead !== '' && !/[:.?!]./su.test(whole) ? /\.$/ : /$^/, '')
  const head = message.slice(from)
  if (text === '' || text.length > LONGEST_TEXT || head.trim().length < 3 || head.length > LONGEST_HEAD) return []
  if (quotes.some(quote => quote.start >= from || (quote.start < end && quote.end > end))) return []
  if (!isStrong && ((lead === '' && REQUEST.test(text)) || ANOTHER_REQUEST.test(text) || mark === ':')) return []
  const read = plainRequest(head)
  if (
    read === null ||
    (!isStrong && !read.points && lead === '' && !(/[–—-]/.test(mark) && /^how (?:many|often)/iu.test(read.head)))
  )
    return []
  // `A picture is worth a thousand words. How many words is this?`
  if (!isStrong && !/[\n–—-]/.test(mark) && lead === '' && /^(?:how|which|what|who)(?!\p{L})/iu.test(read.head))
    return []
  // `I have apples, pears and figs. Sort them.`: a sentence that tells of the list is none of it.
  if (!isStrong && !mark.includes('\n') && lead === '' && TELLS.test(text)) return []
  // `She wrote a poem. Write it in capitals.`: what is meant is something that the sentence tells of.
  if (lead === '' && mark.startsWith('.') && /(?<!\p{L})it(?!\p{L})/iu.test(head) && /\p{Ll}/u.test(text)) return []
  const start = raw.length - raw.trimStart().length
  const bare = unquoted(text)
  const form = text.includes('\n') ? ('lines' as const) : ('inline' as const)
  return [
    {
      ...read,
      noun:
        read.noun || (/(?<!\p{L})(?:list|names|words|numbers|items)(?!\p{L})/iu.exec(lead)?.[0].toLowerCase() ?? ''),
      text: bare,
      input: bare,
      form,
      args: [],
      span: [end, message.length],
      data: [start, start + lead.length + text.length],
    },
  ]
}

const TELLS =
  /^(?:i|we|you|they|he|she|it|there|here|my|our|the|this|that|these|those|his|her|their|some|today|yesterday)(?!\p{L})[^,;]{0,60}?(?<!\p{L})(?:is|are|was|were|am|have|has|had|got|bought|need|needs|want|like|likes|see|saw|met|know|know|invited|ordered|wrote|contains?|includes?)(?!\p{L})[^,;]*[,;]/iu

function withArgs(head: string, quotes: readonly Quote[], from: number): string {
  let out = ''
  let at = from
  for (const [n, { start, end }] of quotes.entries()) {
    if (end > from + head.length) break
    out += `${head.slice(at - from, start - from)}⟦${n}⟧`
    at = end
  }
  return out + head.slice(at - from)
}

/** What stands there may be quoted as a whole. */
function unquoted(text: string): string {
  const found = /^(?:"([^"]*)"|“([^”]*)”|'([^'\n]*)'|`([^`]*)`|«([^»]*)»|„([^“]*)“)[.?!]?$/s.exec(text)
  return found?.slice(1).find(part => part !== undefined && part !== '') ?? text
}
