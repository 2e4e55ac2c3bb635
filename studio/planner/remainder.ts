/**
 * What rules left of a message (rule K2): the one piece that a model is to answer, without what joined it to the rest. It is also told
 * whether that piece can be understood alone, so that a model need not see what is answered already, and whether it may change what
 * the rules answered.
 */
import type { RuleMatch } from '#contracts/planner-port'
import { isFiller } from './filler.ts'

export type Remainder = {
  readonly text: string
  /** Nothing in it points to what stands elsewhere in the message or in the results. */
  readonly isAlone: boolean
}

const LONGEST_ALONE = 200

/** Null where nothing, several pieces, or a word or two are left. */
export function remainderOf(message: string, matches: readonly RuleMatch[]): Remainder | null {
  const [only, ...more] = piecesLeft(message, matches)
  if (only === undefined || more.length > 0) return null
  const text = bare(only.text, only.isLast)
  return /\S\s+\S/u.test(text) ? { text, isAlone: isAlone(text) } : null
}

/** What no rule read, for people, however many pieces it is. */
export function restOf(message: string, matches: readonly RuleMatch[]): string {
  const pieces = piecesLeft(message, matches).map(({ text, isLast }) => bare(text, isLast))
  return pieces.filter(Boolean).join(' … ') || message.trim()
}

/** `Shipping is 4.99 unless the order is over 50` beside a sum that a rule found: what was computed may not be what is wanted. */
export const mayChange = (message: string, matches: readonly RuleMatch[]): boolean =>
  piecesLeft(message, matches).some(({ text }) => CONDITIONS.test(text) && !isAlone(bare(text, true)))

const CONDITIONS =
  /(?<!\p{L})(?:unless|except|excluding|excludes|exclusive of|not counting|not including|apart from|other than|only if|provided|as long as|at least|at most|minimum|maximum|capped)(?!\p{L})/iu

type Piece = { readonly text: string; readonly isLast: boolean }

function piecesLeft(message: string, matches: readonly RuleMatch[]): readonly Piece[] {
  const spans = matches
    .flatMap(({ span, data = [], asides = [] }) => [span, ...data, ...asides])
    .toSorted((a, b) => a[0] - b[0])
  const pieces: Piece[] = []
  let at = 0
  for (const [start, end] of [...spans, [message.length, message.length] as const]) {
    const text = message.slice(at, Math.max(at, start))
    if (!isFiller(text)) pieces.push({ text, isLast: start === message.length })
    at = Math.max(at, end)
  }
  return pieces
}

const JOINT =
  /^(?:[\s,;:.?!–—-]+|(?:and|also|then|plus|but|so|oh|next|afterwards?|additionally|besides)(?![\p{L}'’]))+/iu
/** What led over to a part that is answered: `..., and tell me what`. */
const LED_OVER =
  /(?:[\s,;:–—-]+|[\s,;]+(?:and|also|then|plus|but|so)|(?<!\p{L})(?:(?:please )?(?:tell|give|show) (?:me|us)(?: what| how much)?|what(?:'s| is)?|how much is|convert|calculate))+$/iu

function bare(piece: string, isLast: boolean): string {
  const text = piece.trim().replace(JOINT, '')
  return isLast ? text : text.replace(LED_OVER, '')
}

/** Words that mean something said elsewhere. */
const POINTS =
  /(?<![\p{L}'’])(?:that|this|these|those|it|its|it's|they|them|their|he|him|his|she|her|hers|there|here|i|we|my|our|both|neither|one|ones|each|same|such|so|above|below|results?|answers?|numbers?|values?|total|amount|sum|share|rest|table|list|text|words?|sentence|data|columns?|rows?|items?|first|second|last|former|latter|others?|then|otherwise|too|again|instead|got|you|your|summary|summari[sz]e|comment|conclusion|trend|better|more|less|remains?|left|looks?|seems?)(?![\p{L}'’])/iu
/** `the capital of France` names what it means; `the trend` does not. */
const DEFINITE = /(?<![\p{L}'’])the (?!\p{L}+(?: \p{L}+)? (?:of|in|between|for) (?:an? )?\p{L}|\p{Lu})/u
const ASKS =
  /^(?:(?:tell (?:me|us) )?(?:who|what|whats|what's|when|where|why|which|the capital)|how|is|are|was|were|do|does|did|can|could|should|has|have)(?!\p{L})/iu
/** An order for something new, that is named by it. */
const ORDERS =
  /^(?:please )?(?:(?:tell|give|write|make|suggest|recommend|name|think of|come up with|compose)(?: (?:me|us))? (?:an?|one|two|three|four|five|some|\d+)|explain what|define) (?=\p{L})/iu

function isAlone(text: string): boolean {
  if (text.length > LONGEST_ALONE || /[\n"“”:;()[\]{}|]/u.test(text)) return false
  const order = ORDERS.exec(text)
  // `my dad` of a wish is the person's own and nothing of the message.
  const named = order === null ? text : text.slice(order[0].length).replace(/(?<= (?:for|to) )(?:my|our) /u, '')
  const words = named.match(/\p{L}{2,}/gu) ?? []
  return (order !== null || (words.length > 2 && ASKS.test(text))) && !POINTS.test(named) && !DEFINITE.test(named)
}
