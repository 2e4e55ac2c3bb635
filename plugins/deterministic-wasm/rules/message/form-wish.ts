/**
 * The unit or form that somebody wants the result in, said behind the request: `..., answer in cm`, `Give it as a mixed fraction.` It is
 * read as `... in cm`, which rules know; whether the words behind `in` are a unit is theirs to say.
 */

const ASKS_FOR = "(?:give|tell|show|state|express|write|report|put|return|i (?:need|want)|i'd like|make)(?: (?:me|us))?"
const RESULT =
  '(?:(?:(?:the|your|my) )?(?:final )?(?:results?|answers?|total|sum|difference|outcome|solution)|it|that|this)'
const FORM =
  '(?<form>(?:in|as) (?:an? |the )?(?:(?:mixed |simple |decimal |common |whole )?(?:number|fraction|decimal|percentage|percent)|(?:square |cubic )?\\p{L}{1,14}[²³]?(?: ?(?:\\/|per|and) ?\\p{L}{1,10})?))'
const END = '(?:[ ,]*(?:please|pls|thanks|only))*[\\s.!?)]*'
/** One of the words for a result, or an order for it, must stand there: `, in cm` alone belongs to the request as it is. */
const WISH = new RegExp(
  `(?:^|[.,;?!]\\s*|\\s+(?:and|but)\\s+|\\s+[–—-]\\s+|\\s*\\()(?:and |then )?(?:please )?(?:${ASKS_FOR} ${RESULT}|${RESULT})(?: (?:should|must|has to) be| back| written| expressed)? ${FORM}${END}$`,
  'iu',
)
/** `What is 3/8 plus 1/4? As a fraction please.` */
const BEHIND = new RegExp(
  `(?:^|(?<=\\d)[?.]\\s+)(?<form>as an? (?:mixed number|(?:simple |common )?fraction|decimal|percentage))${END}$`,
  'iu',
)
const LONGEST_WISH = 70
const MAY = /(?<!\p{L})(?:in|as) \S[^.?!]{0,40}[\s.!?)]*$/iu

/** The request with the form behind it; null where nothing of the kind is said, or nothing but it. */
export function takeFormWish(text: string): string | null {
  const end = text.slice(-LONGEST_WISH)
  if (!MAY.test(end)) return null
  const found = WISH.exec(end) ?? BEHIND.exec(end)
  if (found === null) return null
  const rest = text.slice(0, text.length - end.length + found.index).replace(/[\s,;:.?!–—-]+$/u, '')
  return /\p{L}|\d/u.test(rest) && rest.length > 4 ? `${rest} ${found.groups?.form}` : null
}

/** Whether a whole sentence says nothing else. */
export function isFormWish(sentence: string): boolean {
  const text = sentence.trim()
  return text.length <= LONGEST_WISH && MAY.test(text) && (WISH.exec(text) ?? BEHIND.exec(text))?.index === 0
}
