/** Where the material of a request stands: behind its colon, on the lines below it, or as a short list before another request. */
import type { Data, Span } from './read-message.ts'
import { trailingOrder } from './trailing-order.ts'

export function linesFrom(message: string, from: number): Data {
  const rest = message.slice(from)
  const lead = rest.length - rest.trimStart().length
  const text = rest.trim()
  return { text, span: [from + lead, from + lead + text.length], form: 'lines' }
}

export const ANOTHER_REQUEST =
  /(?:[.?!;]\s+|\s[-–—]+\s+|,? and (?:then )?|,? then |,? also )(?:please |can you |could you |also |then )*(?:what|how|which|who|why|when|calculate|compute|convert|count|sort|extract|list|translate|write|tell|give|show|reverse|summari[sz]e|explain|make|find|remove|add|sum|uppercase|lowercase|encode|decode|hash)(?!\p{L})/iu

/** The same with any verb: `Then turn it into an advert.` */
export const FURTHER_ORDER =
  /[.?!;]\s+(?:and )?(?:then|afterwards|after that|finally|lastly),? (?:please )?\p{L}+ (?:it|this|that|them|me|the|an?|all|into|as)(?!\p{L})/iu

/** `invoice-42 (just the text invoice-42)`: what is said about a text at its end, and may not be of it. */
export const NOTE =
  /\s\((?:just|only|not|without|exactly|i\.?e\.?|that is|no|including|excluding|ignore|don't|do not|as|in) [^()]{2,120}\)[.!]?$/iu

/** Politeness behind a text, and not all of it: whether it is a part of the text cannot be said. */
export const POLITE_END =
  /(?<=[^\s,])\s+(?<said>(?:please|pls|plz|(?:many )?thanks|thank you|thx)(?: (?:a lot|so much|in advance|very much))?)[.!?\s]*$/iu

/** `hello, thanks`: the thanks are of the text, or of the one who asks. */
export const THANKED = /,\s*(?:please|pls|plz|(?:many )?thanks|thank you|thx|ty|cheers)[.!?\s]*$/iu

/** What stands behind a colon; null where it cannot be said where it ends. */
export function readColonData(message: string, from: number): Data | null {
  const rest = message.slice(from)
  const lead = rest.length - rest.trimStart().length
  const text = rest.trim()
  if (text === '' || ANOTHER_REQUEST.test(text) || FURTHER_ORDER.test(text) || NOTE.test(text)) return null
  const span: Span = [from + lead, from + lead + text.length]
  const isNextLine = rest.slice(0, lead).includes('\n')
  if (isNextLine) return { text, span, form: 'lines' }
  // `md5: broken?` asks about md5.
  const isQuestion = text.endsWith('?') || /^(?:how|what|why|where|when|who|which) /i.test(text)
  if (text.includes('\n') || isQuestion) return null
  const trailing = trailingOrder(text)
  if (trailing === null) return POLITE_END.test(text) || THANKED.test(text) ? null : { text, span, form: 'inline' }
  // Courtesy alone is cut off; an order is none of the material.
  return trailing === 'unclear' || trailing.order !== '' ? null : { text: trailing.text, span, form: 'inline' }
}

/** `kiwi, apple, mango and tell me which is best`: a short list, and then another request. */
export function listBefore(message: string, from: number): { readonly data: Data; readonly next: number } | null {
  const rest = message.slice(from)
  const cut = rest.includes('\n') || rest.length > 2_000 ? null : ANOTHER_REQUEST.exec(rest)
  if (cut === null) return null
  const text = rest.slice(0, cut.index).trim()
  const items = text.split(/, ?|; ?/)
  if (items.length < 2 || items.some(item => item.trim().split(' ').length > 3)) return null
  const start = from + rest.indexOf(text)
  const next = from + cut.index + cut[0].length - (/\S+\s*$/.exec(cut[0])?.[0].length ?? 0)
  return { data: { text, span: [start, start + text.length], form: 'inline' }, next }
}
