/**
 * GBNF building blocks: JSON's own rules, string and number ranges, and the escaping of literals. It knows no schema.
 * Values are written compactly, with at most one space after a comma or colon, so that no answer can end in a loop of whitespace (M3).
 */

/** Largest repetition that is worth expanding into a grammar; above it the bound is only validated. */
export const MAX_STRING_BOUND = 256
export const MAX_ITEMS_BOUND = 256
const MAX_INTEGER = 999_999_999_999_999

/** Rules that every grammar carries. Surrogate escapes are left out: half a pair is not a string. */
export const JSON_RULES = [
  'char ::= [^"\\\\\\x00-\\x1F\\x7F] | "\\\\" (["\\\\/bfnrt] | "u" ([0-9a-cA-CefEF] hex hex hex | [dD] [0-7] hex hex))',
  'hex ::= [0-9a-fA-F]',
  'string ::= "\\"" char* "\\""',
  'integer ::= "-"? ("0" | [1-9] [0-9]{0,14})',
  'number ::= integer ("." [0-9]{1,15})?',
  'comma ::= "," " "?',
  'colon ::= ":" " "?',
  'value ::= object | array | string | number | "true" | "false" | "null"',
  'object ::= "{" (string colon value (comma string colon value)*)? "}"',
  'array ::= "[" (value (comma value)*)? "]"',
]

/** A GBNF literal of exactly this text. */
export function toLiteral(text: string): string {
  let out = ''
  for (const unit of text) {
    const code = unit.codePointAt(0) ?? 0
    if (unit === '"' || unit === '\\') out += `\\${unit}`
    else if (code < 0x20 || code === 0x7f) out += `\\x${code.toString(16).padStart(2, '0')}`
    else out += unit
  }
  return `"${out}"`
}

/**
 * One of these texts. What several share at their beginning is written once, because a grammar follows every way that is still open,
 * and thousands of them at once take seconds for each token.
 */
export function toChoice(texts: readonly string[]): string {
  return toTree([...new Set(texts)].map(text => Array.from(text)))
}

function toTree(texts: readonly (readonly string[])[]): string {
  const [first = []] = texts
  let same = 0
  while (same < first.length && texts.every(text => text[same] === first[same])) same += 1
  const head = same === 0 ? '' : toLiteral(first.slice(0, same).join(''))
  const branches = new Map<string, (readonly string[])[]>()
  for (const text of texts) {
    const rest = text.slice(same)
    const [next = ''] = rest
    const known = branches.get(next)
    if (known === undefined) branches.set(next, [rest])
    else known.push(rest)
  }
  if (branches.size === 1 && branches.has('')) return head || '""'
  const ways = [...branches].map(([next, rests]) => (next === '' ? '""' : toTree(rests)))
  return `${head} (${ways.join(' | ')})`.trimStart()
}

/** `item{min,max}`; a maximum of null means no end. */
export function toRepeat(item: string, min: number, max: number | null): string {
  if (max === 0) return '""'
  if (min === 0 && max === null) return `${item}*`
  if (min === 1 && max === 1) return item
  return `${item}{${min},${max ?? ''}}`
}

/** A list of `item` between brackets of the caller, with commas: from `min` to `max` of them. */
export function toList(item: string, min: number, max: number | null): string {
  if (max === 0) return '""'
  const rest = max === 1 ? '' : ` ${toRepeat(`(comma ${item})`, Math.max(0, min - 1), max === null ? null : max - 1)}`
  const some = `${item}${rest}`
  return min === 0 ? `(${some})?` : some
}

/** Decimal digits of every whole number from `low` to `high`, both from 0 up and of equal length. */
function toDigits(low: string, high: string): string {
  if (low === high) return toLiteral(low)
  let same = 0
  while (low[same] === high[same]) same += 1
  const head = same === 0 ? '' : `${toLiteral(low.slice(0, same))} `
  const rest = low.length - same - 1
  const first = Number(low[same])
  const last = Number(high[same])
  if (rest === 0) return `${head}[${first}-${last}]`
  const ways: string[] = []
  const lowTail = low.slice(same + 1)
  const highTail = high.slice(same + 1)
  const lowIsWhole = /^0+$/.test(lowTail)
  const highIsWhole = /^9+$/.test(highTail)
  if (!lowIsWhole) ways.push(`"${first}" ${group(toDigits(lowTail, '9'.repeat(rest)))}`)
  const from = lowIsWhole ? first : first + 1
  const to = highIsWhole ? last : last - 1
  if (from <= to) ways.push(`[${from}-${to}] [0-9]{${rest}}`)
  if (!highIsWhole) ways.push(`"${last}" ${group(toDigits('0'.repeat(rest), highTail))}`)
  return `${head}${group(ways.join(' | '))}`
}

const group = (expression: string): string => (expression.includes(' ') ? `(${expression})` : expression)

function toNatural(low: number, high: number): string[] {
  const ways: string[] = []
  for (let start = low; start <= high; ) {
    const end = Math.min(high, 10 ** String(start).length - 1)
    ways.push(toDigits(String(start), String(end)))
    start = end + 1
  }
  return ways
}

/** Whole numbers between the bounds, at most 15 digits each; null when there is none. */
export function toIntegerRange(minimum: number | null, maximum: number | null): string | null {
  const low = Math.max(-MAX_INTEGER, Math.ceil(minimum ?? -MAX_INTEGER))
  const high = Math.min(MAX_INTEGER, Math.floor(maximum ?? MAX_INTEGER))
  if (low > high) return null
  if (low === -MAX_INTEGER && high === MAX_INTEGER) return 'integer'
  const ways: string[] = []
  if (low < 0) ways.push(...toNatural(Math.max(1, -high), -low).map(way => `"-" ${group(way)}`))
  if (high >= 0) ways.push(...toNatural(Math.max(0, low), high))
  return group(ways.join(' | '))
}

const DATE = '[0-9]{4} "-" ("0" [1-9] | "1" [0-2]) "-" ("0" [1-9] | [12] [0-9] | "3" [01])'
const TIME =
  '([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("." [0-9]{1,3})? ("Z" | [+-] ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9])'
/** The formats whose shape a grammar can hold. */
export const FORMATS: Readonly<Record<string, string>> = {
  date: DATE,
  time: TIME,
  'date-time': `${DATE} "T" ${TIME}`,
  uuid: 'hex{8} "-" hex{4} "-" hex{4} "-" hex{4} "-" hex{12}',
}
