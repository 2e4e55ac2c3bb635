/**
 * Finds the one list of numbers that a message holds, in any writing: commas, blanks, lines, `and`, each with the same unit or currency.
 * Numbers that can be read in two ways, or units that differ, make it none.
 */

export type FoundNumbers = {
  /** Plain decimals, as written: `12.50`. */
  readonly digits: readonly string[]
  readonly span: readonly [start: number, end: number]
  /** `$12.50`, `12.50 kg`. */
  readonly write: (value: string) => string
  readonly isMoney: boolean
  /** Numbers in the order of letters are asked for: `10, 2, 33`. */
  readonly isAlphabetical: boolean
  /** Said where a comma was read as decimal point. */
  readonly reading: string
}

const UNITS =
  '%|€|\\$|£|₹|EUR|USD|GBP|CHF|euros?|dollars?|bucks|quid|°C|°F|degrees|kg|g|km|cm|mm|m|mi|miles|lbs?|ml|l|kwh|kWh|min|mins|minutes|hours|hrs|h|s|sec|secs|seconds|points|pts|years|days'
const ITEM = new RegExp(
  `(?<![\\p{L}\\p{N}_.,:/-])(?<before>[$€£₹]\\s?)?(?<number>[-−+]?\\d+(?:[.,]\\d+)*)(?<after>\\s?(?:${UNITS}))?(?![\\p{L}\\p{N}_:/]|[.,]\\d|-\\d)`,
  'gu',
)
const BETWEEN = /^\s*(?:[,;|&]|and|und|,\s*and|\n)?\s*$/u
const ALPHABET = /alphabet|lexico|as (?:text|strings?|words?)(?!\p{L})/iu
const FIGURES = /^[\s,/&]*(?:and )?(?:max|median|mean|avg|average|sum|range|mode)(?!\p{L})/iu
const MOST = 2_000
const LONGEST = 20_000

type Item = {
  readonly number: string
  readonly unit: string
  readonly isBefore: boolean
  readonly from: number
  readonly to: number
}

export function findNumbers(message: string): FoundNumbers | null {
  if (message.length > LONGEST || !/\d/.test(message)) return null
  const isGerman = /(?<!\p{L})(?:german|continental|european|decimal comma|comma as decimal)(?!\p{L})/iu.test(message)
  const tight = tightList(message)
  if (tight !== null && !isGerman) return tight
  const runs = runsOf(message)
  const longest = runs.reduce<readonly Item[]>((best, run) => (run.length > best.length ? run : best), [])
  // Two lists would be two questions.
  if (longest.length < 2 || longest.length > MOST) return null
  if (runs.some(run => run !== longest && run.length > 1 && !isBetween(run, message))) return null
  // `5, 8 and 10 km`: the last unit is that of all.
  const last = longest.at(-1) as Item
  const isAlone = longest.slice(0, -1).every(item => item.unit === '')
  // `12, 15, 7 min median max` asks for the smallest.
  const isAsked = isAlone && last.unit === 'min' && FIGURES.test(message.slice(last.to))
  const unit = isAsked ? '' : last.unit
  const isShared = isAlone && !last.isBefore
  const units = new Set(isShared ? [unit] : longest.map(item => item.unit.toLowerCase()))
  if (units.size > 1 || longest.some(({ isBefore }) => isBefore !== longest[0]?.isBefore)) return null
  const read = readAll(
    longest.map(({ number }) => number.replace('−', '-').replace(/^\+/, '')),
    isGerman,
  )
  if (read === null) return null
  const sign = unit
  return {
    digits: read.digits,
    span: [longest[0]!.from, isAsked ? message.lastIndexOf('min', last.to) : last.to],
    write: value =>
      longest[0]!.isBefore ? `${sign}${value}` : `${value}${sign === '' ? '' : /^[%°]/.test(sign) ? sign : ` ${sign}`}`,
    isMoney: /^(?:[€$£₹]|EUR|USD|GBP|CHF|euros?|dollars?|bucks|quid)$/i.test(sign),
    isAlphabetical: ALPHABET.test(message),
    reading: read.reading,
  }
}

/** `between 5 and 10`: two ends, and no list. */
const isBetween = (run: readonly Item[], message: string): boolean =>
  run.length === 2 &&
  /(?<!\p{L})between $/iu.test(message.slice(0, run[0]?.from)) &&
  /^ and $/iu.test(message.slice(run[0]?.to, run[1]?.from))

function runsOf(message: string): Item[][] {
  const runs: Item[][] = []
  let run: Item[] = []
  for (const found of message.matchAll(ITEM)) {
    const { before = '', number = '', after = '' } = found.groups ?? {}
    const item = {
      number,
      unit: (before || after).trim(),
      isBefore: before !== '',
      from: found.index,
      to: found.index + found[0].length,
    }
    const last = run.at(-1)
    if (last !== undefined && BETWEEN.test(message.slice(last.to, item.from))) run.push(item)
    else {
      if (run.length > 0) runs.push(run)
      run = [item]
    }
  }
  return run.length > 0 ? [...runs, run] : runs
}

/** `2,3,3,5,7`: commas without blanks separate, where there are too many to group thousands. */
function tightList(message: string): FoundNumbers | null {
  const found = [
    ...message.matchAll(/(?<![\p{L}\p{N}_.,-])-?\d+(?:\.\d+)?(?:,-?\d+(?:\.\d+)?){2,}(?![\p{L}\p{N}_]|[.,]\d)/gu),
  ]
  const [only] = found
  if (only === undefined || found.length !== 1) return null
  const digits = only[0].split(',')
  // `1,234,567` is one number.
  if (digits.slice(1).every(part => /^\d{3}(?:\.\d+)?$/.test(part)) && /^-?\d{1,3}$/.test(digits[0] as string))
    return null
  const rest = message.slice(0, only.index) + message.slice(only.index + only[0].length)
  if (/^\s*,?\s*\d/.test(message.slice(only.index + only[0].length)) || /\d,\s*$/.test(message.slice(0, only.index)))
    return null
  if (runsOf(rest).some(run => run.length > 1)) return null
  return {
    digits,
    span: [only.index, only.index + only[0].length],
    write: value => value,
    isMoney: false,
    isAlphabetical: ALPHABET.test(message),
    reading: '',
  }
}

function readAll(written: readonly string[], isGerman: boolean): { digits: string[]; reading: string } | null {
  const hasComma = written.some(text => text.includes(','))
  if (!hasComma && !isGerman) {
    return written.every(text => /^-?\d+(?:\.\d+)?$/.test(text)) ? { digits: [...written], reading: '' } : null
  }
  const isThousands = written.every(
    text => /^-?\d+(?:\.\d+)?$/.test(text) || /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text),
  )
  if (isThousands && !isGerman) return { digits: written.map(text => text.replaceAll(',', '')), reading: '' }
  const isDecimal = written.every(
    text => /^-?\d+(?:,\d+)?$/.test(text) || /^-?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(text),
  )
  // A decimal comma is certain where one stands that groups no thousands.
  if (!isDecimal || !(isGerman || written.some(text => /,\d{1,2}$|,\d{4,}$/.test(text)))) return null
  return {
    digits: written.map(text => text.replaceAll('.', '').replace(',', '.')),
    reading: isGerman ? '' : 'Commas are read as decimal points.',
  }
}
