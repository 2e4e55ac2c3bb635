/** Signs that a text is no answer: placeholders left unfilled, refusals, talk about being a model, emptiness. */

const PLACEHOLDERS: readonly RegExp[] = [
  /\{\{[^{}\r\n]{1,80}\}\}/u,
  /\[(?:insert|your|enter|add|fill in|name|date|company|placeholder|todo|tbd)[^\][\r\n]{0,60}\]/iu,
  /<(?:insert|your|enter|placeholder)[^<>\r\n]{0,60}>/iu,
  /\b(?:lorem ipsum|dolor sit amet)\b/iu,
  /\b(?:TODO|TBD|FIXME|XXX)\b/u,
  /\b(?:foo bar|john doe|jane doe|example text|sample text|placeholder)\b/iu,
  /_{4,}|\.{6,}/u,
]
const REFUSALS: readonly RegExp[] = [
  /\bas an? (?:AI|artificial intelligence|large language|language)[\w -]{0,20}(?:model|assistant)?\b/iu,
  /\bI(?:['’]m| am) (?:sorry|afraid|unable)\b/iu,
  /\bI (?:can(?:not|['’]t)|could not|couldn['’]t|am not able to|do not|don['’]t) (?:help|assist|answer|provide|do that|know|have (?:access|enough information|that information))\b/iu,
  /\b(?:unable|not able) to (?:help|assist|answer|provide|determine)\b/iu,
  /\b(?:ich kann (?:das |diese |dabei )?nicht|als KI)\b/iu,
]
const EMPTY = /^(?:n\/?a|none|null|undefined|unknown|nil|no answer|keine angabe|k\. ?A\.|nothing|-+|\?+|\.+)[.!]?$/iu
/** A refusal stands at the beginning; later on, the words may be part of an answer. */
const OPENING = 300

export type NonAnswer = 'empty' | 'placeholder' | 'refusal'

/** Every sign found; none for a text that may be an answer. */
export function findNonAnswers(text: string): NonAnswer[] {
  const visible = text.trim()
  if (visible === '' || EMPTY.test(visible) || !/[\p{L}\p{N}]/u.test(visible)) return ['empty']
  const found: NonAnswer[] = []
  if (findPlaceholders(text).length > 0) found.push('placeholder')
  const opening = visible.slice(0, OPENING)
  if (REFUSALS.some(pattern => pattern.test(opening))) found.push('refusal')
  return found
}

/** The first place of each form of placeholder, in order. */
export function findPlaceholders(text: string): string[] {
  return PLACEHOLDERS.flatMap(pattern => {
    const match = pattern.exec(text)
    return match === null ? [] : [{ at: match.index, text: match[0] }]
  })
    .sort((a, b) => a.at - b.at)
    .map(found => found.text)
}
