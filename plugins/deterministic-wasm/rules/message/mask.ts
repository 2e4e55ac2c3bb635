/**
 * Finds what a message quotes (quotation marks, backticks, code fences), so that quoted words are never read as a request.
 * It keeps every offset: the masked text has the same length as the message.
 */

export type Quote = { readonly text: string; readonly start: number; readonly end: number; readonly isFence: boolean }

export type Masked = { readonly text: string; readonly quotes: readonly Quote[] }

/** Stands for quoted text in the masked copy; a private-use character, so a message that holds it is not read at all. */
export const MASK = '\uE000'

const FENCE = /^```[^\n`]*\n([\s\S]*?)\n?```[ \t]*$/gm
const PAIRS: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '”',
  '„': '“',
  '«': '»',
  '`': '`',
  '‘': '’',
  "'": "'",
  '「': '」',
}
const OPENER = /["“„«`‘'「]/g
const WORDY = /[\p{L}\p{N}]/u
const MOST_QUOTES = 200

/** Null where a message quotes so much that it is no request. */
export function maskQuotes(message: string): Masked | null {
  const quotes: Quote[] = []
  for (const match of message.matchAll(FENCE)) {
    const start = match.index
    quotes.push({ text: match[1] ?? '', start, end: start + match[0].length, isFence: true })
  }
  if (quotes.length > MOST_QUOTES) return null
  findQuotes(message, [...quotes], quotes)
  if (quotes.length > MOST_QUOTES) return null
  quotes.sort((a, b) => a.start - b.start)
  let text = ''
  let at = 0
  for (const { start, end } of quotes) {
    text += message.slice(at, start) + MASK.repeat(end - start)
    at = end
  }
  return { text: text + message.slice(at), quotes }
}

function findQuotes(message: string, fences: readonly Quote[], quotes: Quote[]): void {
  const missing = new Set<string>()
  let free = 0
  for (const match of message.matchAll(OPENER)) {
    const open = match.index
    const sign = match[0]
    if (open < free || missing.has(sign) || WORDY.test(message[open - 1] ?? ' ')) continue
    const fence = fences.find(({ start, end }) => start <= open && open < end)
    if (fence !== undefined) {
      free = fence.end
      continue
    }
    const close = findClose(message, open, PAIRS[sign] as string)
    if (close < 0) {
      missing.add(sign)
      continue
    }
    if (close === open + 1 || (sign !== '"' && message.slice(open, close).includes('\n\n'))) continue
    if (quotes.length > MOST_QUOTES) return
    quotes.push({ text: message.slice(open + 1, close), start: open, end: close + 1, isFence: false })
    free = close + 1
  }
}

/** The closing mark; an apostrophe inside a word closes nothing. */
function findClose(message: string, open: number, sign: string): number {
  const isApostrophe = sign === "'" || sign === '’'
  let close = message.indexOf(sign, open + 1)
  while (isApostrophe && close >= 0 && WORDY.test(message[close + 1] ?? ' ')) close = message.indexOf(sign, close + 1)
  return close
}
