/**
 * What stands at the end of the material and is an order about it: `b, a, c, descending`, `hello, keep the o`. Where it is one that can be
 * read, it is cut off and told; where it only may be one, nobody can say where the material ends.
 */

export type Trailing = {
  /** The material without its end. */
  readonly text: string
  /** What is ordered there; empty where it was courtesy alone. */
  readonly order: string
}

const SURE = [
  '(?:in |sorted )?(?:descending|ascending|decreasing|increasing)(?: (?:alphabetical )?order)?',
  '(?:in )?(?:reverse|reversed)(?: alphabetical)?(?: order)?',
  'in (?:alphabetical|numerical) order|alphabetically',
  'case[- ]?(?:in)?sensitive(?:ly)?|(?:ignoring|ignore|regardless of|disregarding)(?: the)?(?: letter)? case',
  '(?:longest|shortest|largest|smallest|biggest|highest|lowest|last names?|first names?|surnames?) first',
  'one (?:per|on each|on a) line|(?:separated|joined|divided) (?:by|with) [^,;]{1,20}',
  '(?:and )?(?:keep|keeping|preserving|preserve) (?:the )?(?:original |same )?order',
  '(?:starting|beginning|start|begin) (?:with|at|from) [^,;]{1,20}',
  'from (?:high|low|big|small|large|long|short)\\p{L}* to (?:the )?\\p{L}+',
  'from z to a|z ?(?:-|to) ?a',
  'without (?:any )?(?:duplicates|repeats)|no (?:duplicates|repeats)|whole words? only',
].join('|')
const SURE_END = new RegExp(`(?:\\s*[,;(]\\s*|\\s+[-–—]\\s+|\\s+)(?:and |but )?(?<order>${SURE})\\)?[.!?\\s]*$`, 'iu')

const TERM =
  '(?:spaces?|capitals?|commas?|duplicates|repeats|case|letters?|words?|vowels?|consonants?|punctuation|quotes?|brackets?|lines?|numbers?|digits?|lists?|bullets?|items?|first|last|second|third|middle|twice|once|\\p{L}|"[^"]*"|\'[^\']*\'|⟦\\d⟧)'
const UNSURE = new RegExp(
  `(?:[,;(]\\s*|\\s[-–—]+\\s+)(?:and |but |please )?(?:(?:except|apart from|not counting|excluding|ignoring|ignore|skip|skipping|omit|omitting|treat(?:ing)?|don't (?:count|include|touch|change|sort)|do not (?:count|include|touch|change|sort)|unless)(?!\\p{L})[^,;]{0,60}|(?:but|only|keep|keeping|leave|leaving|without|with|no|not|counting|including|as|each|every|just|or)(?!\\p{L})[^,;]{0,40}(?<!\\p{L})${TERM}(?!\\p{L})[^,;]{0,30}|or (?:fewer|more|less))\\)?[.!?\\s]*$`,
  'iu',
)
/** `a, b, c and bold them`. */
const ABOUT_THEM =
  /(?:,| and| then| but) \p{L}{2,14} (?:them|it|these|those|each|all of (?:them|it))(?: [\p{L} ]{0,24})?[.!?\s]*$/iu
const COURTESY =
  /\s*[,;.!–-]\s*(?:please|pls|plz|thanks|thank you|thx|ty|cheers)(?: (?:a lot|so much|in advance|again))?[.!?\s]*$/iu
const POLITE = /(?<!\p{L})(?:please|thanks|thank you|sorry|hello|welcome|excuse me)(?!\p{L})/iu

/** Null where nothing of the kind stands there; `unclear` where the end may be one or the other. */
export function trailingOrder(text: string): Trailing | 'unclear' | null {
  if (text.length > 4_000 || text.includes('\n')) return null
  const polite = COURTESY.exec(text)
  if (polite !== null) {
    const bare = text.slice(0, polite.index)
    // `i love it, thanks!` is one text; behind a list of items it is none of them.
    const items = bare.split(/[,;]/)
    if (items.length < 2 || items.some(item => item.trim().split(/\s+/).length > 3)) return null
    // In a list of such words it is one of them.
    if (POLITE.test(bare)) return 'unclear'
    const inner = trailingOrder(bare)
    return inner ?? { text: bare, order: '' }
  }
  const end = text.slice(-120)
  const sure = SURE_END.exec(end)
  if (sure !== null) {
    const bare = text.slice(0, text.length - end.length + sure.index).trimEnd()
    // One word behind a comma may be an item like the others.
    if (/^\s*,/.test(sure[0]) && /^\p{L}+$/u.test(sure.groups?.order ?? '')) return 'unclear'
    return bare === '' || bare.length < 2 ? 'unclear' : { text: bare, order: sure.groups?.order ?? '' }
  }
  return UNSURE.test(end) || ABOUT_THEM.test(end) ? 'unclear' : null
}
