/** Lists that stand in a request without a mark: at its end, first with orders behind it, or in the middle of it. */
import { ANOTHER_REQUEST } from '../message/colon-data.ts'
import type { Quote } from '../message/mask.ts'
import { plainRequest } from './plain-request.ts'
import type { TextRequest } from './text-request.ts'
import { LANGUAGES } from './told-words.ts'

export const listRequests = (message: string, quotes: readonly Quote[]): readonly TextRequest[] => [
  ...listedRequests(message, quotes),
  ...(quotes.length === 0 ? [...listFirst(message), ...listInside(message)] : []),
]

/** A list of short items at the end, behind a preposition. */
const LISTED =
  /^(?<head>[^,:;\n]{3,100}) (?:in|from|of|out of|among|on)(?: (?:this|these|the|my))?(?: (?:list|mails|e-?mails|addresses|names|words|numbers|items|urls|links))?(?<list>(?: [^,:;\n?!]{1,40},){2,60} [^,:;\n]{1,40})$/iu

/** `Take the list 5, 3, 9, double it and sort it`: a list that is named, and orders behind it. */
const LIST_FIRST =
  /^(?:(?:please |ok |hi |hey )?(?:take|given|use|consider|from|with|i have|i've got|here (?:is|are)) )?(?:the |this |these |those |my |a )*(?:list|numbers|words|names|items|values)(?: of \p{L}{3,20})?:? (?<list>[^,;:\n?!]{1,30}(?:, ?[^,;:\n?!]{1,30}){1,60}?)[,;:.] ?(?:and |then |please |now |can you )*(?<head>(?:sort|order|remove|delete|drop|dedupe|deduplicate|reverse|make|put|turn|convert|lowercase|uppercase|capitali[sz]e|number|join|keep|show|give|get|pick|list|count|find|take|alphabeti[sz]e|replace|which|how many|what)(?!\p{L}).{0,120})$/iu

function listFirst(message: string): TextRequest[] {
  const groups = message.length > 600 || message.includes('\n') ? undefined : LIST_FIRST.exec(message.trim())?.groups
  const { head = '', list = '' } = groups ?? {}
  // `the list is a, b`: a sentence about it.
  const isTold = /^(?:is|are|was|were|has|have|contains?|that|which|should|must|includes?|with|for)(?!\p{L})/iu.test(
    list,
  )
  const read = groups === undefined || isTold || ANOTHER_REQUEST.test(list) ? null : plainRequest(`${head}`)
  return read === null
    ? []
    : [
        {
          ...read,
          noun: 'list',
          text: list,
          input: list,
          form: 'bare',
          args: [],
          span: [0, message.length],
          data: null,
        },
      ]
}

/** `put the numbers 8, 3, 12 in descending order`: single words or numbers with commas between, in the middle of an order. */
const LIST_INSIDE =
  /^(?<before>(?:[^,;:\n]{2,60} )?)(?<list>(?:-?\d[\d.]*|\p{L}[\p{L}'-]*)(?:, ?(?:-?\d[\d.]*|\p{L}[\p{L}'-]*)){1,40}(?:,? (?:and|or) (?:-?\d[\d.]*|\p{L}[\p{L}'-]*))?)(?<after>(?: [^,;:\n]{2,80})?)$/iu

function listInside(message: string): TextRequest[] {
  const groups =
    message.length > 500 || !message.includes(',')
      ? undefined
      : LIST_INSIDE.exec(message.trim().replace(/[.?!]+$/, ''))?.groups
  const { before = '', list = '', after = '' } = groups ?? {}
  // Two items may be two parts of a sentence.
  if (groups === undefined || list.split(/, ?| and | or /).length < 3) return []
  if (
    /(?:^|, )(?:please|pls|then|so|and|hi|hey|hello|ok|thanks|sort|reverse|remove|but|not|no|yes)(?:,|$)/iu.test(list)
  )
    return []
  const read = plainRequest(`${before}§${after}`)
  return read === null
    ? []
    : [
        {
          ...read,
          noun: 'list',
          text: list,
          input: list,
          form: 'bare',
          args: [],
          span: [0, message.length],
          data: null,
        },
      ]
}

function listedRequests(message: string, quotes: readonly Quote[]): TextRequest[] {
  const groups = message.length > 1_000 ? undefined : LISTED.exec(message.trim())?.groups
  const { head = '', list = '' } = groups ?? {}
  if (groups === undefined || ANOTHER_REQUEST.test(list) || quotes.some(quote => quote.end > head.length + 1)) return []
  const read = plainRequest(withQuotes(head, quotes))
  const text = list.trim().replace(/[?.!]+$/, '')
  const args = quotes.map(quote => quote.text)
  return read === null
    ? []
    : [{ ...read, text, input: text, form: 'bare', args, span: [0, message.length], data: null }]
}

/** The head with its quotations as arguments. */
function withQuotes(head: string, quotes: readonly Quote[]): string {
  let out = ''
  let at = 0
  for (const [n, { start, end }] of quotes.entries()) {
    if (end > head.length) break
    out += `${head.slice(at, start)}⟦${n}⟧`
    at = end
  }
  return out + head.slice(at)
}

/** Things that have letters and are no word of letters. */
const NO_WORD =
  /^(?:alphabets?|english|german|french|spanish|italian|greek|hebrew|arabic|russian|cyrillic|latin|hawaiian|scrabble|wordle|general|total|common|average|sentence|sentences|message|messages|password|passwords|language|languages|speech|writing|history|science|nature|music|cipher|ciphers|texts?|strings?|words?|names?|today|school|everyday|morse|braille|books?|bible|names|titles?|headlines?|newspapers?|german|swedish|turkish|polish|dutch|danish|finnish|welsh|irish|chinese|japanese|korean|hindi|urdu|tamil|thai)$/i

const tailOf = (head: string, text: string, message: string, quotes: readonly Quote[]): readonly TextRequest[] => {
  const read = plainRequest(withQuotes(head, quotes))
  const args = quotes.map(quote => quote.text)
  return read === null
    ? []
    : [{ ...read, text, input: text, form: 'bare', args, span: [0, message.length], data: null }]
}

const NAMES =
  /^(?<head>(?:[^:,]{0,40} )?(?:[Ii]nitials|[Aa]cronym|[Aa]bbreviation|[Mm]onogram)(?:,? with (?:dots|periods|full stops))? (?:of|for|from)) (?:the (?:name|words|phrase) )?(?<text>\p{Lu}[\p{L}'-]*(?: (?:\p{Lu}[\p{L}'-]*|von|van|de|der|den|di|da|la|le|du|del|of|the|and|for|in)){1,8})(?<tail>,? with (?:dots|periods|full stops))?$/u
const LETTERS_IN =
  /^(?<head>(?=[^:]*(?:letter|vowel|consonant|(?<!\p{L})\p{L}'s(?!\p{L})|[Hh]ow (?:many times|often)))[^:]{5,70}? (?:in|of)) (?<text>\p{Ll}{5,45}|\p{Lu}{4,45})$/u
const SPACED_OUT =
  /^(?<head>[^:]{4,30}(?:extra|double|multiple|unnecessary|superfluous|redundant) (?:white ?)?spaces? (?:from|in|of))(?<text> {2,}\S.{0,400})$/iu
const SIGNED = /^(?<head>(?:replace|change|turn) [^:]{3,60} (?:in|from)) (?<text>[^\s:]*[^\p{L}\s:][^\s:]*)$/iu

/** `turn My Great Article into a url slug`: nothing else is written so. */
const STYLED =
  /^(?<head>(?:[Tt]urn|[Mm]ake|[Cc]onvert|[Cc]hange|[Tt]ransform|[Ww]rite|[Pp]ut)) (?!(?:the|this|that|these|those|my|your|our|his|her|their|its|it|them|all|each|every|any|some|an?|me|us|everything|names?|text|strings?|variables?|titles?|words?|from)(?!\p{L}))(?<text>[\p{L}\p{N}][\p{L}\p{N}'&,.!? -]{2,100}?)(?<tail>,? (?:into|to|in|as) (?:an? )?(?:(?:[Uu][Rr][Ll]|web|seo|SEO)[- ]?(?:friendly )?)?(?:slug|(?:snake|kebab|camel|pascal|Pascal|constant)[-_ ]?[Cc]ase))$/u

/** `replace "cat" by "dog" in I have a cat`: what stands behind both quotations can be nothing else. */
const REPLACED_IN =
  /^(?<head>(?:replace|change|swap|substitute) (?:the (?:word|text|letter) |every |all )?§ (?:with|by|to|for|into) (?:the (?:word|text|letter) )?§ in):? (?!(?:the|this|that|these|those|my|all|it|every|each|what|an?) (?:text|sentence|string|file|list|following|document|paragraph|words?|code|lines?)(?!\p{L}))(?<text>[\p{L}\p{N}][^"“”\n]{2,200})$/iu

/** Words at the end of a request that can be nothing but its text: a name of capitals, one long word whose letters are meant, signs. */
export function tailRequests(message: string, quotes: readonly Quote[]): readonly TextRequest[] {
  const flat = message.trim().replace(/[?!.]+$/, '')
  if (flat.length > 500 || flat.includes('\n')) return []
  if (quotes.length === 2) {
    const marked = `${flat.slice(0, quotes[0]!.start)}§${flat.slice(quotes[0]!.end, quotes[1]!.start)}§${flat.slice(quotes[1]!.end)}`
    const text = REPLACED_IN.exec(marked)?.groups?.text
    if (text !== undefined && flat.endsWith(text))
      return tailOf(flat.slice(0, flat.length - text.length), text, message, quotes)
  }
  for (const pattern of quotes.length === 0 ? [NAMES, LETTERS_IN, SPACED_OUT, SIGNED, STYLED] : [LETTERS_IN]) {
    // The mark at its end belongs to a text that is only tidied.
    const groups = pattern.exec(pattern === SPACED_OUT ? message.trim() : flat)?.groups
    const text = groups?.text ?? ''
    if (groups === undefined || NO_WORD.test(text) || LANGUAGES.test(text)) continue
    if (quotes.some(quote => quote.end > (groups.head ?? '').length)) continue
    if (pattern === SPACED_OUT && !/\S {2,}\S/.test(text)) continue
    const place = pattern === STYLED ? ' §' : ''
    return tailOf(`${groups.head ?? ''}${place}${groups.tail ?? ''}`, text, message, quotes)
  }
  return []
}
