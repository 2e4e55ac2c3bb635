/**
 * `Mon 12.40, Tue 8.90, Wed 0`, or one such pair per line: names with one number each, as a table of two columns. All numbers must have
 * the same unit; pairs of any other form make it none.
 */

export type NamedValues = {
  readonly csv: string
  readonly span: readonly [start: number, end: number]
  readonly write: (column: string, value: string) => string
}

export const NUMBER = '[-+−]?\\d+(?:[.,]\\d+)*'
export const SIGN = '€|\\$|£|¥|₹|EUR|USD|GBP|CHF|Rs\\.?|kr'
export const UNIT = '(?:%|°C|°F|[€$£₹]|[\\p{L}µ°²³/]{1,12})'
const PAIR = new RegExp(
  `^(?<name>(?:\\d{1,2}(?:st|nd|rd|th)?\\.? (?=(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)))?\\p{L}[\\p{L}\\p{N}'’.&()/ -]{0,40}?)(?:\\s*[:=]\\s*|\\s+[-–—]\\s+|\\s+|\\t)(?:is |at |with |has |had |got |scored )?(?<before>${SIGN})?\\s?(?<number>${NUMBER})\\s?(?<unit>${UNIT})?$`,
  'u',
)
const MOST = 500

export function findNamedValues(message: string): NamedValues | null {
  return onLines(message) ?? onOneLine(message) ?? betweenBlanks(message)
}

export type Pair = { readonly name: string; readonly number: string; readonly before: string; readonly unit: string }

function toPair(text: string): Pair | null {
  const groups = PAIR.exec(text.trim().replace(/^(?:[-*•]\s+|\d{1,3}[.)]\s+)/, ''))?.groups
  if (groups === undefined) return null
  const { name = '', number = '', before = '', unit = '' } = groups
  // `in 07:58`, `Mo 7:30`: a time, of which the minutes are no value.
  if (/\d:\d\d(?!\d)/.test(text)) return null
  // `Bob has 2 apples and 9 pears`: a figure of its own in front.
  if (/(?<![\p{L}\d])\d[\d.,]* ?\p{L}.* (?:and|or|plus|but|with|to)$|(?<!\p{L})(?:and|or|plus|but|minus)$/iu.test(name))
    return null
  // `we're 3`, `I make 2400`, `the taxi was 41.40`: told, not named.
  if (
    /^(?:[Ii]|[Ww]e|[Yy]ou|[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Tt]here)(?:['’]\p{L}+| \p{L}+)|(?:^| )(?:was|were|am|are)$/u.test(
      name,
    )
  )
    return null
  return { name: name.trim(), number, before, unit }
}

/** Lines that follow each other and are all pairs; the others are the request. */
function onLines(message: string): NamedValues | null {
  const lines = message.split('\n')
  if (lines.length < 3 || lines.length > MOST) return null
  let best: { from: number; to: number } | null = null
  for (let from = 0; from < lines.length; ) {
    let to = from
    while (to < lines.length && toPair(lines[to] as string) !== null) to += 1
    if (to - from > Math.max(1, best === null ? 0 : best.to - best.from)) best = { from, to }
    from = Math.max(to, from + 1)
  }
  if (best === null) return null
  const start = lines.slice(0, best.from).reduce((sum, line) => sum + line.length + 1, 0)
  const text = lines.slice(best.from, best.to)
  const end = start + text.join('\n').length
  return toValues(
    text.map(line => toPair(line) as Pair),
    [start, end],
  )
}

/** Pairs between commas or semicolons, the run that has most of them; words before the first pair are the request. */
function onOneLine(message: string): NamedValues | null {
  if (message.length > 4_000) return null
  let best: NamedValues | null = null
  let size = 1
  for (const segment of message.matchAll(/(?:[^\n?!:]|:(?= ?[€$£]?-?\d))+/g)) {
    const separator = segment[0].includes(';')
      ? /;|(?<=\d ?[^\s\d.,;]{0,6}),? and /
      : /,(?!\d{3}(?:\D|$))|(?<=\d ?[^\s\d.,;]{0,6}) and (?=\p{L}[\p{L} ]{0,30}? \S{0,3}\d)/u
    const found = runOf(segment[0], separator)
    if (found === null || found.pairs.length <= size) continue
    const start = segment.index + found.from
    const values = toValues(found.pairs, [start, segment.index + found.to])
    if (values === null) continue
    best = values
    size = found.pairs.length
  }
  return best
}

/** `jan 82.4 feb 81.0 mar 80.3`: single words and numbers by turns, three at least. */
function betweenBlanks(message: string): NamedValues | null {
  if (message.length > 4_000) return null
  const runs = [
    ...message.matchAll(
      /(?<![\p{L}\p{N}])\p{L}[\p{L}-]{1,14}:? \d+(?:\.\d+)?(?: \p{L}[\p{L}-]{1,14}:? \d+(?:\.\d+)?){2,}(?![\p{L}\p{N}.,]\S)/gu,
    ),
  ]
  const [only] = runs
  if (only === undefined || runs.length !== 1) return null
  const isName =
    /^(?:\p{Lu}|(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]*$|q[1-4]$)/u
  if (![...only[0].matchAll(/\p{L}[\p{L}-]*/gu)].every(([name]) => isName.test(name))) return null
  const pairs = [...only[0].matchAll(/(\S+?):? (\d+(?:\.\d+)?)/g)].map(([, name = '', number = '']) => ({
    name,
    number,
    before: '',
    unit: '',
  }))
  return toValues(pairs, [only.index, only.index + only[0].length])
}

type Run = { readonly pairs: readonly Pair[]; readonly from: number; readonly to: number }

/** The longest run of pairs in a segment; its first and last may share their part with other sentences. */
function runOf(segment: string, separator: RegExp): Run | null {
  const parts: { text: string; at: number }[] = []
  let at = 0
  for (const text of segment.split(separator)) {
    const start = segment.indexOf(text, at)
    parts.push({ text, at: start })
    at = start + text.length
  }
  const pairs: Pair[] = []
  let from = -1
  let to = -1
  for (const [i, { text, at: place }] of parts.entries()) {
    const isFirst = pairs.length === 0
    // `last week. Mon 12.40`: what stands before a full stop is the request's.
    const lead = isFirst ? (/^.*(?:[.–—-]|->|→)\s+/su.exec(text)?.[0].length ?? 0) : 0
    const trail =
      i > 0
        ? /(?<=\d ?[^\s\d.,;]{0,12})(?:[.]\s.*|\s+(?:--|-|–|—|->|→|so)\s.*|\s+(?:which|who|what|whats|what's|how|total|sum|average|avg|mean|median|cheapest|most|sort|rank|please|in total|altogether|find|give|show)(?!\p{L}).*|\.$)$/su.exec(
            text,
          )
        : null
    const own = text.slice(lead, trail === null ? undefined : trail.index)
    const pair = toPair(own)
    if (pair === null) {
      if (pairs.length > 1) break
      pairs.length = 0
      continue
    }
    if (isFirst) from = place + lead
    to = place + (trail === null ? text.length : trail.index)
    pairs.push(pair)
    if (trail !== null && trail[0] !== '.') break
  }
  const [first, ...others] = pairs
  if (first === undefined || others.length === 0) return null
  // `meter readings 1 Jan 10452, 1 Feb 10801`: words that the other names do not have belong to the request.
  const words = first.name.split(' ')
  const most = Math.max(...others.map(({ name }) => name.split(' ').length))
  if (words.length <= most) return { pairs, from, to }
  const name = words.slice(-most).join(' ')
  return { pairs: [{ ...first, name }, ...others], from: from + segment.slice(from).indexOf(name), to }
}

/** Names that numbers belong to: they tell which one it is, not how much. */
const NUMBERED =
  /(?:^|[ -])(?:route|area|catch|blink|sum|maroon|apollo|soyuz|windows|iphone|ipad|galaxy|pixel|playstation|ps|xbox|nokia|formula|chanel|heinz|wd|section|chapter|psalm|article|room|platform|gate|bus|tram|line|flight|channel|studio|agent|henry|louis|george|bowl|part|season|episode|volume|vol|level|war|story|rocky|shrek|saw|number|no|nr|page|version|v|step|question|exercise|task|problem|porsche|peugeot|fiat|mazda|boeing|airbus|bmw|audi|renault|citroen|volvo|dodge|ferrari|tesla|mercedes|lego|act|scene|grade|phase|stage|round|gen|type|model|mark|unit|lot|track|bay|zone|district|ward|terminal|pier|lane|floor|building|block|house|apartment|flat|table|seat|row|class|team|group|player|highway|interstate|exit|mile|point|opus|symphony|sonata|option|plan|choice|answer|team|ticket|order|invoice|id|item|apt|suite|euro)$/iu

/** Names of quantities of different kinds, which do not add up or compare: income and rent, length and width. */
const UNLIKE =
  /^(?:my |our |the |total |monthly |net |gross )?(?:income|salary|wages?|revenue|earnings|turnover|sales tax|debit|credit|refunds?|discount|deposit|withdrawal|balance|opening balance|closing balance|profit|loss|tax|vat|subtotal|total|sum|budget|net|gross|width|length|height|depth|radius|diameter|speed|time|distance|price|quantity|qty|rate|age|weight|mass|force|voltage|current|principal|interest|start|end|min|max|average|mean|median|x|y|a|b)$/iu

/** `4 and 10, then times 3`: what is done next is no name. */
const STEP =
  /^(?:and )?(?:then|after that|finally)(?!\p{L})|(?<!\p{L})(?:times|plus|minus|divided by|multiplied by|multiply by|divide by|add|subtract)$/iu

/** `60 km at 60 km/h`: a second quantity beside the first, which weighs it. */
const MEASURED =
  /(?<![\p{L}\d])\d+(?:[.,]\d+)? ?(?:km|mi|miles?|m|metres?|meters?|cm|ft|feet|h|hrs?|hours?|min|mins|minutes?|s|secs?|seconds?|days?|weeks?|months?|kg|g|grams?|kilos?|lbs?|pounds?|oz|l|litres?|liters?|ml|%|percent|credits?|ects)$/iu

const SCALES: Readonly<Record<string, number>> = { k: 3, K: 3, m: 6, M: 6, mn: 6, bn: 9 }

/** Null where units differ, a name stands twice with other cells, or a number has two readings. */
export function toValues(pairs: readonly Pair[], span: readonly [number, number]): NamedValues | null {
  if (pairs.length < 2 || pairs.length > MOST) return null
  // `yes 64, no 28`: answers.
  const isAnswered = pairs.some(({ name }) => /^yes$/iu.test(name))
  if (
    pairs.some(
      ({ name, unit, before }) =>
        unit === '' && before === '' && NUMBERED.test(name) && !(isAnswered && /^no$/iu.test(name)),
    )
  )
    return null
  // `Max` among other names is a person.
  const isPerson = (name: string): boolean =>
    name === 'Max' && !pairs.some(other => /^(?:min|mean|average)/iu.test(other.name))
  // `A 20, B 50, C 10`: letters as names.
  const isLettered = pairs.length > 2 && pairs.every(({ name }) => /^[A-Z]$/.test(name)) && pairs[0]?.name === 'A'
  if (
    pairs.some(
      ({ name }) => (UNLIKE.test(name) && !isPerson(name) && !isLettered) || STEP.test(name) || MEASURED.test(name),
    )
  )
    return null
  // `May 5, June 7`: days of months sooner than figures of them.
  const isMonth = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$/iu
  if (pairs.every(({ name, number }) => isMonth.test(name) && /^(?:[1-9]|[12]\d|3[01])$/.test(number))) return null
  // Money has no third decimal: `12.400 €` is more than twelve thousand.
  const isMoney = pairs.every(
    ({ before, unit }) => before !== '' || /^(?:[€$£₹]|EUR|USD|GBP|CHF|eur|euros?)$/u.test(unit),
  )
  const isGrouped = isMoney && pairs.some(({ number }) => /^[1-9]\d{0,2}\.\d{3}$/.test(number))
  const isContinental = isGrouped || pairs.some(({ number }) => /,\d{1,2}$/.test(number))
  const isPoint = pairs.some(({ number }) => /\.\d{1,2}$/.test(number))
  if (isContinental && isPoint) return null
  const units = new Set(pairs.filter(({ number }) => !/^[-+]?0$/.test(number)).map(({ unit }) => unit))
  const isScaled = [...units].every(unit => unit === '' || SCALES[unit] !== undefined)
  const bare = [...units].filter(unit => unit !== '')
  if (bare.length > 1 && !isScaled) return null
  // `Mon 12, Tue 15, Wed 9 customers`: the unit of the last or the first one is that of all.
  const isShared =
    pairs.length > 2 &&
    (pairs.slice(0, -1).every(({ unit }) => unit === '') || pairs.slice(1).every(({ unit }) => unit === ''))
  if (bare.length === 1 && units.size > 1 && !isScaled && !isShared) return null
  const signs = new Set(pairs.map(({ before }) => before))
  if (signs.size > 1) return null
  // A bare `m` is a million beside a `k`, else metres or minutes.
  const isFactor = isScaled && bare.length > 0 && (bare.length > 1 || /^[kK]$|^mn$|^bn$/.test(bare[0] as string))
  if (isFactor && units.has('')) return null
  const rows: string[] = []
  for (const { name, number, unit } of pairs) {
    const plain = plainNumber(number, isContinental)
    if (plain === null || /[",\n]/.test(name)) return null
    rows.push(`${name},${isFactor ? scaled(plain, SCALES[unit] ?? 0) : plain}`)
  }
  const after = isFactor ? '' : (bare[0] ?? '')
  const before = [...signs][0] ?? ''
  return {
    csv: `name,value\n${rows.join('\n')}`,
    span,
    write: (column, value) =>
      column === 'value'
        ? `${before}${/\p{L}$/u.test(before) ? ' ' : ''}${value}${after === '' || /^[%°]/.test(after) ? after : ` ${after}`}`
        : value,
  }
}

function plainNumber(number: string, isContinental: boolean): string | null {
  const text = number.replace('−', '-').replace(/^\+/, '')
  if (isContinental) {
    if (!/^-?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?$/.test(text)) return null
    return text.replaceAll('.', '').replace(',', '.')
  }
  // Also in lakhs and crores: `1,20,000`.
  if (/^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^-?\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$/.test(text))
    return text.replaceAll(',', '')
  return /^-?\d+(?:\.\d+)?$/.test(text) ? text : null
}

/** The decimal point moved to the right. */
function scaled(number: string, places: number): string {
  const [whole = '', fraction = ''] = number.split('.')
  if (places === 0) return number
  const digits = fraction.padEnd(places, '0')
  const rest = digits.slice(places)
  return `${whole}${digits.slice(0, places)}`.replace(/^(-?)0+(?=\d)/, '$1') + (rest === '' ? '' : `.${rest}`)
}
