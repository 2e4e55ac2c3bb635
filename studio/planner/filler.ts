/**
 * Words that carry no request of their own. A message counts as covered by rules only when nothing but these is left over
 * (precision before recall, rule K3): one word that is not here, and a model is asked.
 */

const FILLER = new Set(
  (
    'a also and an are can could do does for give hello hey hi i is it just kindly let like me my need now of ok okay please show so tell ' +
    'thank thanks that the then this to want what whats with would you your'
  ).split(' '),
)

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu

/** Phrases of politeness whose words mean something elsewhere. */
const PHRASES =
  /(?<!\p{L})(?:thanks a lot|thanks in advance|many thanks|thank you (?:so|very) much|much appreciated|good (?:morning|afternoon|evening|day)|cheers|best regards|kind regards|have a (?:nice|good|great) day|no rush|quick question|another question|one more thing|hello there|hi there|thx|pls|plz)(?!\p{L})/giu

/** `me and` before three friends, `and me` behind them: one more of them, no filler. */
const ONE_MORE = /(?<!(?:tell|give|show|let) )(?<!\p{L})(?:me|i) and\s*$|^[\s,]*and (?:me|i)(?!\p{L}|['’])/iu

/** A quoted word is what is spoken of, whatever it means. */
const QUOTED = /["“”„«»`][\p{L}\p{N}]|[\p{L}\p{N}]["“”«»`]|(?<![\p{L}\p{N}])['‘]\p{L}[^'’]{0,40}['’](?!\p{L})/u

/** True when `text` holds only filler words, punctuation and space. Numbers are never filler. */
export function isFiller(text: string): boolean {
  if (ONE_MORE.test(text) || QUOTED.test(text)) return false
  for (const [word] of text.replace(PHRASES, ' ').matchAll(WORD)) {
    if (!FILLER.has(word.toLowerCase().replace(/['’]/g, ''))) return false
  }
  return !/[+*/^=<>%$€£¥#@\\|~]/.test(text)
}
