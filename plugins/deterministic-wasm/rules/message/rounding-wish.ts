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
  /** Of a length of time. */
  readonly nearest?: Nearest
}
export type Nearest = 'second' | 'minute'
export const wishOf = ({ decimals, nearest }: RoundingWish): Pick<RoundingWish, 'decimals' | 'nearest'> =>
  nearest === undefined ? { decimals } : { decimals, nearest }

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
  '(?:the )?(?:nearest|closest|full|next|whole)(?: (?:full|whole))? (?<unit>number|integer|(?:(?:square|cubic|sq\\.?) )?(?:\\p{L}{2,12}|m(?![\\p{L}]))[²³23]?)|(?:an? |the )?(?<whole>integer|whole number)|(?<=round(?:ed)?(?: off)? to (?:an? |the )?)whole(?: numbers)?|(?<=, ?)whole',
)
/** `350 F in Celsius, rounded`: of degrees the whole ones are meant. */
const DEGREES = TAIL('(?<=(?:^|[ ,;(]))(?:rounded|round(?: it)?)(?: off)?')
const HEAT = /°|(?<!\p{L})(?:celsius|centigrade|fahrenheit)(?!\p{L})|\d ?[cf](?!\p{L})/iu
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
const MAY = /decimal|dec(?![\p{L}])|place|d\.?p|digit|nearest|closest|full|next|whole|integer|cent|penny|pence|round/iu

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
  const degrees = HEAT.test(text) ? DEGREES.exec(text) : null
  if (degrees !== null) return toWish(text, degrees, 0)
  const whole = WHOLE.exec(text)
  if (whole === null) return null
  const rest = text.slice(0, whole.index)
  const unit = whole.groups?.unit?.toLowerCase() ?? 'number'
  const time = /^(?<of>second|minute)s?$/u.exec(unit)?.groups?.of
  if (time !== undefined) {
    const wish = toWish(text, whole, 0)
    return wish === null
      ? null
      : names(rest, time) && asksUnit(rest, unit)
        ? wish
        : { ...wish, nearest: time as Nearest }
  }
  if (MUCH.has(unit)) return null
  const wish = toWish(text, whole, 0)
  if (wish === null || NUMBERS.has(unit)) return wish
  if (!UNIT.test(unit)) return names(rest, unit) ? wish : null
  // `... to the nearest cm` names the unit that is wanted, where nothing else does.
  if (asksUnit(rest, unit) || isOnly(rest, unit)) return wish
  return ASKS_UNIT.test(rest) ? null : { ...wish, text: `${wish.text} in ${unit}` }
}

const UNIT =
  /^(?:(?:square|cubic|sq\.?) )?(?:(?:milli|centi|kilo)?(?:met(?:er|re)|lit(?:er|re)|gram)s?|m|mm|cm|km|ml|cl|kg|kilos?|lbs?|pounds?|oz|ounces?|stones?|inch(?:es)?|in|f(?:ee|oo)t|ft|yards?|yds?|miles?|gallons?|pints?|acres?|hectares?|kwh|watts?|knots?|psi|mph)[²³23]?$/u
/** Units as `how many cm` and `in cm` ask for them. */
const ASKS_UNIT =
  /(?<!\p{L})(?:in|into|to|as|how many) (?:(?:square|cubic|sq\.?) )?(?:\p{L}{2,12}|m(?!\p{L}))[²³23]?(?= ?(?:$|[,.;?!]| (?:is|are|was|do|does|will|would|and)(?!\p{L})))/iu
const stemOf = (unit: string): string =>
  unit
    .toLowerCase()
    .replace(/^(?:square|cubic|sq\.?) |[²³23]$/gu, '')
    .replace(STEM, '')

/** Whether that unit is asked for already. */
const asksUnit = (rest: string, unit: string): boolean =>
  new RegExp(
    `(?<!\\p{L})(?:in|into|to|as|how many|and) (?:the )?(?:(?:square|cubic|sq\\.?) )?${stemOf(unit)}(?:e?s)?[²³23]?(?!\\p{L})`,
    'iu',
  ).test(rest)
/** Whether all that is told is in that unit. */
function isOnly(rest: string, unit: string): boolean {
  const units = [...rest.matchAll(/\d ?(?<unit>\p{L}{1,12})/gu)].map(({ groups }) => stemOf(groups?.unit ?? ''))
  return (
    units.length > 0 &&
    units.every(one => one === stemOf(unit) || one === 'x' || one === 'by') &&
    units.includes(stemOf(unit))
  )
}

/** Whether a whole sentence says nothing else. */
export function isRounding(sentence: string): boolean {
  if (sentence.length > LONGEST_WISH) return false
  if (TAKES_PI.test(sentence)) return true
  if (!MAY.test(sentence)) return false
  return [DECIMALS, CENT, WHOLE].some(pattern => {
    const found = pattern.exec(sentence)
    return found !== null && sentence.slice(0, found.index).trim() === ''
  })
}

/** `Use 3.14 for pi.` says no less how exactly. */
const TAKES_PI =
  /^\s*\(?(?:please )?(?:use|take|let|with|assume|using)(?: that)? (?:(?:pi|π)(?: (?:is|as|to be|equals?|be|of))* ?[=≈]? ?(?:3(?:\.1\d{0,8})?|22\/7)|(?:3\.1\d{0,8}|22\/7) (?:for|as) (?:pi|π))\)?[\s.!]*$/iu

/** Requests whose matter is the form of a number. */
const ASKS_FORM = /round|express|write|(?:to|as|in) (?:an? )?decimals?(?!\p{L})|fraction|percent/iu

/** `3.14159 to 2 places`: rounding is all that is asked. */
const BARE = /^\s*-?\d[\d.,]*[\s,]*$/u

function toWish(text: string, { index }: RegExpExecArray, decimals: number, isSure = false): RoundingWish | null {
  const rest = text.slice(0, index).replace(/(?:[\s,;–—-]|\band|\bbut)+$/u, '')
  // `round 3.149 down to 2 decimals` is no rounding to the nearest.
  if (/(?<!\p{L})round(?:ed|ing)? (?:\S+ )?(?:up|down)(?: \S+)?$|^truncate/iu.test(rest)) return null
  return (rest.length < 3 && !UNIT.test(rest)) || !/[\p{L}\p{N}]/u.test(rest) ? null : { text: rest, decimals, isSure }
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
