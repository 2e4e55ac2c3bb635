/**
 * How exactly somebody wants the result: `two decimals`, `rounded to whole yards`, `to the penny`. It stands behind the request, in
 * its sentence or in one of its own, and concerns no rule but what is done with the number in the end.
 */
export type RoundingWish = {
  /** The request without it. */
  readonly text: string
  readonly decimals: number
  /** Whether nothing else can be meant, so that a rule that reads the `two` of `two decimals` as a figure would be wrong. */
  readonly isSure: boolean
}

const COUNTS: readonly string[] = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']
const COUNT = `(?<count>${COUNTS.join('|')}|zero|a single|\\d)`
const PLACES =
  '(?:decimals?(?: places?| points?| digits?)?|d\\.?p\\.?|dec\\.?|places|digits after the (?:decimal )?(?:point|comma))'
const VERB =
  '(?:(?:and |but |then )?(?:please |pls )?(?:give|show|write|make|round|answer|say|state|report|keep|use|result|the result|the answer)(?: (?:it|me|that|this|the (?:answer|result)))?(?: (?:off|rounded|please))* )?'
const HOW =
  '(?:(?:rounded|round|correct|accurate|exact|precise)(?: (?:off|down to))? )?(?:(?:to|with|at|in|on|up to) )?'
const END =
  '(?:[ ,]*(?:please|pls|thanks|thank you|only|is fine|is enough|is ok|will do|are fine|are enough|would do|if possible|max))*'
const TAIL = (source: string): RegExp =>
  new RegExp(`(?:^|(?<=[\\s,;:.?!(–—-]))(?:[–—-] )?\\(?${VERB}${HOW}(?:${source})${END}\\)?[\\s.!?]*$`, 'iu')
const DECIMALS = TAIL(`(?:exactly |just )?${COUNT} ?${PLACES}`)
const WHOLE = TAIL(
  '(?:the )?(?:nearest|closest|full|next|whole)(?: (?:full|whole))? (?<unit>number|integer|\\p{L}{2,12})|(?:an? |the )?(?<whole>integer|whole number)',
)
const CENT = TAIL('(?:the )?(?:nearest |full |exact )?(?:cent|penny|pence)')

/** What `rounded to whole yards` may name only where the request names it too. */
const STEM = /(?:e?s|ies)$/u
const NUMBERS = new Set(['number', 'integer', 'numbers', 'unit', 'one', 'value', 'whole', 'degree', 'degrees'])
/** A whole unit of money is none of its cents; of these a whole one is a whole number. */
const MUCH = new Set([
  'ten',
  'tens',
  'hundred',
  'hundreds',
  'thousand',
  'thousands',
  'million',
  'half',
  'quarter',
  'tenth',
  'hundredth',
])

/** A quick look at the end, before any of the patterns tries every place. */
const LONGEST_WISH = 90
const MAY = /decimal|dec(?![\p{L}])|place|d\.?p|digit|nearest|closest|full|next|whole|integer|cent|penny|pence/iu

/** Null where nothing of it is said, or where what is left would be nothing. */
export function takeRounding(text: string): RoundingWish | null {
  if (!MAY.test(text.slice(-LONGEST_WISH))) return null
  const decimals = DECIMALS.exec(text)
  if (decimals !== null)
    return toWish(
      text,
      decimals,
      readCount(decimals.groups?.count ?? ''),
      !ASKS_FORM.test(text) && !BARE.test(text.slice(0, decimals.index)),
    )
  const cent = CENT.exec(text)
  if (cent !== null) return toWish(text, cent, 2)
  const whole = WHOLE.exec(text)
  if (whole === null) return null
  const rest = text.slice(0, whole.index)
  const unit = whole.groups?.unit?.toLowerCase() ?? 'number'
  if (MUCH.has(unit) || (!NUMBERS.has(unit) && !names(rest, unit))) return null
  return toWish(text, whole, 0)
}

/** Whether a whole sentence says nothing else. */
export function isRounding(sentence: string): boolean {
  if (sentence.length > LONGEST_WISH || !MAY.test(sentence)) return false
  return [DECIMALS, CENT, WHOLE].some(pattern => {
    const found = pattern.exec(sentence)
    return found !== null && sentence.slice(0, found.index).trim() === ''
  })
}

/** Requests whose matter is the form of a number. */
const ASKS_FORM = /round|express|write|(?:to|as|in) (?:an? )?decimals?(?!\p{L})|fraction|percent/iu

/** `3.14159 to 2 places`: rounding is all that is asked. */
const BARE = /^\s*-?\d[\d.,]*[\s,]*$/u

function toWish(text: string, { index }: RegExpExecArray, decimals: number, isSure = false): RoundingWish | null {
  const rest = text.slice(0, index).replace(/(?:[\s,;–—-]|\band|\bbut)+$/u, '')
  // `round 3.149 down to 2 decimals` is no rounding to the nearest.
  if (/(?<!\p{L})round(?:ed|ing)? (?:\S+ )?(?:up|down)(?: \S+)?$|^truncate/iu.test(rest)) return null
  return rest.length < 3 || !/[\p{L}\p{N}]/u.test(rest) ? null : { text: rest, decimals, isSure }
}

function readCount(written: string): number {
  const word = written.toLowerCase()
  if (/^\d$/.test(word)) return Number(word)
  if (word === 'a single') return 1
  return Math.max(0, COUNTS.indexOf(word))
}

function names(rest: string, unit: string): boolean {
  const stem = unit.replace(STEM, '')
  return stem.length >= 2 && new RegExp(`(?<!\\p{L})${stem}`, 'iu').test(rest)
}
