/**
 * Reads a message as clauses: pieces that may each be one request, with their places, and the data they speak about. A rule is
 * matched against whole clauses only, so that no number in passing is ever answered.
 */
import type { PlannerInput } from '#contracts/planner-port'
import { ASKS, asks, GIVES, isForModel, isQuestion, MORE_REQUESTS, SETTING, settingOf } from './asks.ts'
import { GREETS, ONLY_THANKS } from './chatter.ts'
import { isEcho, isOrderNote } from './echo.ts'
import { findBlocks } from './find-blocks.ts'
import { isFormWish, takeFormWish } from './form-wish.ts'
import { receiptLines, withoutLabels } from './labels.ts'
import { MASK, maskQuotes, type Quote } from './mask.ts'
import { measureClauses } from './measure-clauses.ts'
import { aroundOf } from './notation-note.ts'
import { plainHead } from './plain-head.ts'
import { joinRounding, MOST_SENTENCES, readSentences, type Sentence } from './read-sentences.ts'
import { reworded } from './reworded.ts'
import { type Nearest, takeRounding, wishOf } from './rounding-wish.ts'
import { stripCourtesy } from './strip-courtesy.ts'
import { wordsOf } from './words-of.ts'

export type Span = readonly [start: number, end: number]

/** Text that a clause speaks about: behind its colon, or a block of lines. */
export type Data = { readonly text: string; readonly span: Span; readonly form: 'inline' | 'lines' | 'block' }

export type Clause = {
  readonly span: Span
  /** As written, without courtesy; quotes stand as `⟦0⟧`. */
  readonly text: string
  /** The same with number words as digits. */
  readonly worded: string
  /** The same with plain numbers and marked money too. */
  readonly plain: string
  /** `plain` without question words and article. */
  readonly core: string
  readonly opener: 'verb' | 'question' | 'none'
  /** Whether the sentence asks or orders; what a clause merely states is answered only where rules cover the whole message. */
  readonly isAsked: boolean
  readonly quotes: readonly Quote[]
  readonly data: Data | null
  /** The last mark of the sentence. */
  readonly mark: string
  /** How many decimals the answer is to have; it was said behind the request, and is not in its texts. */
  readonly decimals?: number
  /** The same of a length of time. */
  readonly nearest?: Nearest
}

export type MessageReading = {
  readonly clauses: readonly Clause[]
  /** Two neighbouring sentences as one clause: `It was 200 EUR, 15% off. What do I pay?` */
  readonly pairs: readonly Clause[]
  /** The same with colons and arrows read as pauses, for rules that know what they part. */
  readonly joined: readonly Clause[]
  /** What stands at both ends of the message and says nothing. */
  readonly asides?: readonly Span[]
  /** Whether no word more than the answer is wanted. */
  readonly isBrief?: boolean
}
const NOTHING: MessageReading = { clauses: [], pairs: [], joined: [] }

/** Rules look at no more of a message than this, and claim nothing in a longer one: its end might change its meaning. */
export const LONGEST_MESSAGE = 65_536
const LONGEST_HEAD = 400
const MOST_JOINTS = 6

const readings = new WeakMap<PlannerInput, MessageReading>()

/** The reading of a message; made once for all rules. */
export function readMessage(input: PlannerInput): MessageReading {
  let reading = readings.get(input)
  if (reading === undefined) {
    reading = readText(input.message)
    readings.set(input, reading)
  }
  return reading
}

function readText(message: string): MessageReading {
  if (message.length > LONGEST_MESSAGE || message.includes(MASK)) return NOTHING
  const masked = maskQuotes(message)
  if (masked === null) return NOTHING
  const reading = readMasked(message, masked)
  const { lead, tail, isBrief } = aroundOf(masked.text)
  if (lead + tail === 0) return reading
  // Both readings count: `how many letters are in thanks` asks about a word that says nothing elsewhere.
  const text = `${' '.repeat(lead)}${masked.text.slice(lead, masked.text.length - tail)}${' '.repeat(tail)}`
  const bare = readMasked(message, { ...masked, text })
  const asides: Span[] = [
    [0, lead],
    [message.length - tail, message.length],
  ]
  return {
    clauses: withoutTwins(bare.clauses, reading.clauses),
    pairs: withoutTwins(bare.pairs, reading.pairs),
    joined: withoutTwins(bare.joined, reading.joined),
    asides,
    isBrief,
  }
}

/** Both, but of the second only what reads differently. */
function withoutTwins(first: readonly Clause[], second: readonly Clause[]): readonly Clause[] {
  const keyOf = ({ text, mark, isAsked, data, decimals, nearest, quotes }: Clause): string =>
    `${text}\n${mark} ${isAsked} ${decimals} ${nearest} ${data?.span} ${quotes.map(({ start }) => start)}`
  const known = new Set(first.map(keyOf))
  return [...first, ...second.filter(clause => !known.has(keyOf(clause)))]
}

function readMasked(message: string, masked: Context['masked']): MessageReading {
  const blocks = findBlocks(message, masked)
  const sentences = joinRounding(readSentences(message, masked.text, blocks), masked.text)
  if (sentences.length > MOST_SENTENCES) return NOTHING
  const block = blocks.length === 1 ? (blocks[0] as Data) : null
  const setting = sentences.filter(({ headStart, end }) => SETTING.test(masked.text.slice(headStart, end)))
  const isSet = setting.length > 0
  const clauses = sentences.flatMap(sentence => {
    const isSetElsewhere = setting.some(other => other !== sentence)
    return clausesWithWish(sentence, masked, { block, isSet, isSetElsewhere })
  })
  // What is merely stated counts where rules cover the whole message, and beside such a question they never do.
  const isOpen = sentences.some(({ headStart, end }) => isForModel(masked.text.slice(headStart, end)))
  const counts = (all: readonly Clause[]): readonly Clause[] => (isOpen ? all.filter(({ isAsked }) => isAsked) : all)
  return {
    clauses: [...counts(clauses), ...formedClauses(sentences, masked)],
    pairs:
      block !== null || setting.some(({ headStart, end }) => setsStage(masked.text.slice(headStart, end)))
        ? []
        : counts(
            withOtherWords([
              ...echoedClauses(sentences, masked),
              ...storiesOf(sentences, masked),
              ...labelledStories(message, masked),
            ]).map(clause => (isSet ? { ...clause, isAsked: false } : clause)),
          ),
    joined: block === null ? counts(measureClauses(masked, sentences, { storiesOf, toStory, setsStage })) : [],
  }
}

const JOINT = /,? and then |, then |,? and also |, and |, plus | and |, as well as | as well as |, | & /gi

type Setting = { readonly block: Data | null; readonly isSet: boolean; readonly isSetElsewhere: boolean }

/** All clauses of a sentence, and the whole of it without what it says of rounding; alone where nothing else can be meant by that. */
function clausesWithWish(
  sentence: Sentence,
  masked: { text: string; quotes: readonly Quote[] },
  setting: Setting,
): Clause[] {
  const { headStart, start, end } = sentence
  const clauses = clausesOf(sentence, masked, setting)
  const head = masked.text.slice(headStart, end)
  const wish = head.length > LONGEST_HEAD ? null : takeRounding(head)
  if (wish === null) return clauses
  if (!head.startsWith(wish.text)) {
    return sentence.data === null && masked.quotes.length === 0
      ? [...clauses, { ...toStory([wish.text], [start, end]), ...wishOf(wish) }]
      : clauses
  }
  const isOpen = !setting.isSet && /\?\s*$/.test(head)
  const without = headStart + wish.text.length
  const rounded = clausesOf({ ...sentence, end: without }, masked, setting)
    .filter(({ span }) => span[0] === start && span[1] === without)
    .map((clause): Clause => ({ ...clause, span: [start, end], isAsked: clause.isAsked || isOpen, ...wishOf(wish) }))
  return [...rounded, ...(wish.isSure ? clauses.filter(({ span }) => span[1] !== end) : clauses)]
}

const BARE = /^\s*[-+−$€£¥₹]?\s?\d[\d.,]*\s?(?:%|[€$£¥₹]|\p{L}{1,7})?\s*$/u
const BEGINS_BARE = /^\s*[-+−$€£¥₹]?\s?\d/u
const ENDS_BARE = /\d\s?(?:%|[€$£¥₹]|\p{L}{1,7})?\s*$/u

/** Where a sentence may part; a list of numbers is not parted between two of them: `sum of $12.99, $5.49, $3.00 with 8% tax`. */
function cutsOf(head: string): RegExpExecArray[] {
  const cuts = [...head.matchAll(JOINT)].filter(cut => cut.index > 0)
  if (cuts.length < 2) return cuts
  return cuts.filter((cut, i) => {
    const last = cuts[i - 1]
    const before = head.slice(last === undefined ? 0 : last.index + last[0].length, cut.index)
    const after = head.slice(cut.index + cut[0].length, cuts[i + 1]?.index)
    return !(BARE.test(before) && BEGINS_BARE.test(after)) && !(BARE.test(after) && ENDS_BARE.test(before))
  })
}

const CHOOSES = /^(?:only )?(?:filter|keep|take|select|remove|drop|exclude|delete|discard|leave out|ignore)(?!\p{L})/iu
/** A sentence as one clause, and as the clauses that its `and` and commas make of it. */
function clausesOf(
  sentence: Sentence,
  masked: { text: string; quotes: readonly Quote[] },
  { block, isSet, isSetElsewhere }: Setting,
): Clause[] {
  const { headStart, end } = sentence
  const head = masked.text.slice(headStart, end)
  if (head.length > LONGEST_HEAD || ONLY_THANKS.test(head)) return []
  const mark = /[?!.=:]+\s*$/.exec(head)?.[0].trim() ?? ''
  const bare = stripCourtesy(head.replace(/:\s*$/, ''))
  const begins = ASKS.test(bare.text) || bare.opener !== 'none' || GIVES.test(head)
  const isAsked = !isSet && (mark.includes('?') || mark.includes('=') || begins)
  // Of a choice of rows the rest of the sentence is no request of its own: `filter rows with city = Graz and sum the fee`.
  const cuts = block !== null && CHOOSES.test(bare.text) ? [] : cutsOf(head)
  const data = sentence.data ?? block
  const clauses: Clause[] = []
  const setting = settingOf(head)
  const starts = [0, ...(cuts.length > MOST_JOINTS ? [] : cuts.map(cut => cut.index + cut[0].length))]
  const ends = [...(cuts.length > MOST_JOINTS ? [] : cuts.map(cut => cut.index)), head.length]
  for (const [i, from] of starts.entries()) {
    for (const to of ends.slice(i)) {
      const span: Span = [from === 0 ? sentence.start : headStart + from, headStart + to]
      // `In base 5, what is 3 + 4?`: what does not begin as a request sets the stage for what follows.
      const isFree = from === 0 || begins || MORE_REQUESTS.test(bare.text)
      const isOwn = isFree && isRequest(head, from, 0) && isRequest(head, joined(cuts, to, head.length), head.length)
      // A question mark at the end asks nothing of a statement before it: `The jacket was 120, should I buy it?`
      const part = head.slice(from, to)
      // `What time is it in Tokyo and in Sydney when it is 9:00 in Berlin?`: what has no figure of its own does not hold without it.
      if (to < setting && setting < head.length && !/\d/.test(part)) continue
      const isWhole = from === 0 && to === head.length
      if (!isWhole && GREETS.test(part)) continue
      const isOwnAsked =
        isOwn && !isSet && (isWhole ? isAsked : asks(part) || (to === head.length && mark.includes('?')))
      const context = { masked, isAsked: isOwnAsked, mark, data, isLast: to === head.length }
      clauses.push(toClause(span, [headStart + from, headStart + to], context))
    }
  }
  const whole = clauses.find(({ span }) => span[0] === sentence.start && span[1] === end)
  const plainer =
    whole === undefined || (whole.data === null) === (whole.quotes.length === 0) ? null : plainHead(whole.text)
  const other = whole === undefined ? null : inOtherWords(whole, isSetElsewhere)
  return [
    ...clauses,
    ...(whole === undefined || plainer === null || plainer === whole.text ? [] : [inWords(whole, plainer)]),
    ...(other === null ? [] : [other]),
  ]
}

const LONGEST_LABEL = 50

/** A clause without data in the words that rules know, or null; what stands behind its colon or arrow may name what is asked. */
function inOtherWords(clause: Clause, isSet: boolean): Clause | null {
  const { data, quotes, mark, plain, core, span } = clause
  if (quotes.length > 0) return null
  const isQuestion = mark.includes('?')
  if (data !== null) {
    if (data.form !== 'inline' || data.text.length > LONGEST_LABEL || /\d/.test(data.text)) return null
    const label = data.text.replace(/[\s.?!]+$/, '')
    const text = reworded(`${plain}: ${label}`, false) ?? reworded(`${plain} -> ${label}`, false)
    return text === null
      ? null
      : { ...inWords(clause, text), data: null, span: [span[0], data.span[1]], isAsked: !isSet }
  }
  const text = reworded(plain, isQuestion) ?? reworded(core, isQuestion)
  return text === null
    ? null
    : { ...inWords(clause, text), isAsked: !isSet && (clause.isAsked || isQuestion || asks(plain)) }
}

/** `If I double it, I get 10.` belongs to a story as any statement does; other words for it change the rules. */
const setsStage = (sentence: string): boolean => SETTING.test(sentence.replace(/(?<!\p{L})if(?!\p{L})/giu, ' '))

const withOtherWords = (clauses: readonly Clause[]): Clause[] =>
  clauses.flatMap(clause => [clause, ...[inOtherWords(clause, false) ?? []].flat()])

/** Orders behind which the question stands that they are: `Add 5 to 7. What's the result?` */
function echoedClauses(sentences: readonly Sentence[], { text, quotes }: Context['masked']): Clause[] {
  return sentences.flatMap((sentence, i): Clause[] => {
    const next = sentences[i + 1]
    const head = text.slice(sentence.headStart, sentence.end)
    const isPlain = sentence.data === null && !quotes.some(({ start }) => start >= sentence.start)
    if (next?.data !== null || !isPlain || next.end - sentence.headStart > LONGEST_HEAD) return []
    const behind = text.slice(next.headStart, next.end)
    const isNoted = isOrderNote(behind)
    if (!isNoted && (/\?\s*$/.test(head) || !asks(head) || !isEcho(behind))) return []
    const order = `${head.trim().replace(/[.!;,?]+$/, '')}${isNoted ? ", order doesn't matter" : ''}`
    const written = readWritten(order, { quotes: [], data: null, mark: '?' })
    return [{ ...written, span: [sentence.start, next.end], isAsked: true }]
  })
}

/** Requests behind which the form of the result is said, with it: `add 1.2 m and 85 cm and give me the result in cm`. */
function formedClauses(sentences: readonly Sentence[], { text, quotes }: Context['masked']): Clause[] {
  return sentences.flatMap((sentence, i): Clause[] => {
    const next = sentences[i + 1]
    const isSaid = next?.data === null && isFormWish(text.slice(next.headStart, next.end))
    const end = isSaid ? next.end : sentence.end
    const isPlain = sentence.data === null && !quotes.some(({ start }) => start >= sentence.start && start < end)
    const formed =
      isPlain && end - sentence.headStart <= LONGEST_HEAD ? takeFormWish(text.slice(sentence.headStart, end)) : null
    if (formed === null) return []
    return [
      { ...readWritten(formed, { quotes: [], data: null, mark: '?' }), span: [sentence.start, end], isAsked: true },
    ]
  })
}

/** The same request in other words. */
const inWords = (clause: Clause, text: string): Clause => ({
  ...clause,
  text,
  worded: text,
  plain: text,
  core: stripCourtesy(text).core,
  isAsked: true,
})

const [MOST_STORIES, LONGEST_STORY, MOST_TOLD] = [12, 3, 6]

/** Stories in which labels stand: `Cigarettes: 8.20 a pack, two packs a week. What is that a year?` */
function labelledStories(message: string, masked: Context['masked']): Clause[] {
  if (masked.quotes.length > 0 || message.length > LONGEST_HEAD) return []
  if (message.includes('\n')) return linedStories(message)
  const text = withoutLabels(masked.text)
  return text === null ? [] : storiesOf(joinRounding(readSentences(text, text, []), text), { text, quotes: [] }, 0)
}

function linedStories(message: string): Clause[] {
  const lines = receiptLines(message)
  if (lines === null) return []
  const last = lines.at(-1) ?? ''
  const mark = last.endsWith('?') ? '?' : ''
  const isAsked = mark === '?' || asks(last) || asks(lines[0] ?? '')
  return [{ ...readWritten(lines.join(', '), { quotes: [], data: null, mark }), span: [0, message.length], isAsked }]
}

/** Statements and the question about them as one clause: `Dinner was 187.20 EUR. We were 4. How much each?` */
function storiesOf(sentences: readonly Sentence[], { text, quotes }: Context['masked'], least = 1): Clause[] {
  if (sentences.length > MOST_STORIES) return []
  const clauses: Clause[] = []
  for (const [from, first] of sentences.entries()) {
    // A message that is all one story may be longer.
    const most = from === 0 && sentences.length <= MOST_TOLD ? sentences.length : from + LONGEST_STORY
    for (const [i, last] of sentences.slice(from + least, most).entries()) {
      const all = sentences.slice(from, from + i + 1 + least)
      const heads = all.map(({ headStart, end }) => text.slice(headStart, end))
      const isPlain = all.every(({ data }) => data === null) && !quotes.some(({ start }) => start >= first.start)
      // What asks by itself is no part of a story.
      if (!isPlain || last.end - first.headStart > LONGEST_HEAD || heads.slice(0, -1).some(isQuestion)) break
      const wish = takeRounding(heads.at(-1) ?? '')
      if (wish?.isSure !== true) clauses.push(toStory(heads, [first.start, last.end]))
      const formed = takeFormWish(heads.at(-1) ?? '')
      if (formed !== null) clauses.push(toStory([...heads.slice(0, -1), formed], [first.start, last.end]))
      if (wish !== null)
        clauses.push({
          ...toStory([...heads.slice(0, -1), wish.text], [first.start, last.end]),
          ...(isQuestion(heads.at(-1) ?? '') ? { isAsked: true } : {}),
          ...wishOf(wish),
        })
    }
  }
  return clauses
}

function toStory(heads: readonly string[], span: Span): Clause {
  const last = heads.at(-1) ?? ''
  const mark = /[?!.=:]+\s*$/.exec(last)?.[0].trim() ?? ''
  const written = heads
    .map(head => head.trim().replace(/[.!;]+$/, ''))
    .join(', ')
    .replace(/\s*\uE001\s*/g, ' in ')
    .replace(/ {2,}/g, ' ')
  const rest = { quotes: [], data: null, mark }
  return { ...readWritten(written, rest), span, isAsked: mark.includes('?') || asks(last) }
}

/** Where the part behind this one begins. */
const joined = (cuts: readonly RegExpExecArray[], to: number, length: number): number => {
  const cut = cuts.find(({ index }) => index === to)
  return cut === undefined ? length : to + cut[0].length
}

/** Whether a part of a sentence stands for itself: else it may belong to what surrounds it (`15% of 20 EUR and 30 USD together`). */
function isRequest(head: string, at: number, border: number): boolean {
  if (at === border) return true
  const part = head.slice(at).trimStart()
  return ASKS.test(part) || MORE_REQUESTS.test(part)
}

export type Context = {
  readonly masked: { readonly text: string; readonly quotes: readonly Quote[] }
  readonly isAsked: boolean
  readonly mark: string
  readonly data: Data | null
  readonly isLast: boolean
}

function toClause(span: Span, [from, to]: Span, context: Context): Clause {
  const { masked, isAsked, mark, data, isLast } = context
  const quotes = masked.quotes.filter(quote => quote.start >= from && quote.end <= to)
  let written = ''
  let at = from
  for (const [i, quote] of quotes.entries()) {
    written += `${masked.text.slice(at, quote.start)}⟦${i}⟧`
    at = quote.end
  }
  const rest = { quotes, data, mark: isLast ? mark : '' }
  return { ...readWritten(written + masked.text.slice(at, to), rest), span, isAsked }
}

type Rest = Pick<Clause, 'quotes' | 'data' | 'mark'>

const readWritten = (text: string, rest: Rest): Omit<Clause, 'span' | 'isAsked'> => ({ ...wordsOf(text), ...rest })
