/**
 * What a request says of units and everybody knows: `1 GB = 1000 MB`, `(1 kg = 1000 g)`. It changes nothing of what is asked and becomes blanks,
 * as `per year (365 days)` becomes `in 365 days`. A factor that is not exactly the known one stays: it is told to count.
 */

/** Each line of one kind: spellings and how many of the smallest unit one is. */
const KINDS: readonly (readonly (readonly [spelling: string, size: number])[])[] = [
  [
    ['mm|millimet(?:er|re)s?', 1],
    ['cm|centimet(?:er|re)s?', 10],
    ['dm|decimet(?:er|re)s?', 100],
    ['m|met(?:er|re)s?', 1000],
    ['km|kilomet(?:er|re)s?', 1_000_000],
  ],
  [
    ['in|inch(?:es)?', 1],
    ['ft|foot|feet', 12],
    ['yards?|yds?', 36],
  ],
  [
    ['mg|milligrams?', 1],
    ['g|grams?', 1000],
    ['kg|kilos?|kilograms?', 1_000_000],
    ['t|tonnes?', 1_000_000_000],
  ],
  [
    ['oz|ounces?', 1],
    ['lbs?|pounds?', 16],
    ['stones?|st', 224],
  ],
  [
    ['ml|millilit(?:er|re)s?|cm3|cm³|cc', 1],
    ['cl|centilit(?:er|re)s?', 10],
    ['dl|decilit(?:er|re)s?', 100],
    ['l|lit(?:er|re)s?|dm3|dm³', 1000],
    ['m3|m³|cubic met(?:er|re)s?', 1_000_000],
  ],
  [
    ['cm2|cm²', 1],
    ['m2|m²|square met(?:er|re)s?|sqm', 10_000],
    ['ha|hectares?', 100_000_000],
    ['km2|km²', 10_000_000_000],
  ],
  [
    ['s|secs?|seconds?', 1],
    ['min|mins|minutes?', 60],
    ['h|hrs?|hours?', 3600],
    ['days?', 86_400],
    ['weeks?', 604_800],
  ],
  [
    ['bits?', 1],
    ['bytes?', 8],
    ['kb|kilobytes?', 8000],
    ['mb|megabytes?', 8_000_000],
    ['gb|gigabytes?', 8_000_000_000],
    ['tb|terabytes?', 8_000_000_000_000],
  ],
  [
    ['w|watts?', 1],
    ['kw|kilowatts?', 1000],
  ],
]
const UNITS = KINDS.flat()
  .map(([spelling]) => spelling)
  .join('|')
const FACT = new RegExp(
  `(?<open>\\()?(?:(?:with|using|use|taking|take|assume|assuming|assuming that|where|when|if|note that|remember|given that|note|since|as|and) )?(?<n>1|an?|one|\\d{1,9}) ?(?<one>${UNITS})(?: is| are| has| makes)? ?=? ?(?:exactly )?(?<k>1|one|\\d{1,3}(?:[ ,.]?\\d{3})*) ?(?<many>${UNITS})(?<close>\\))?(?=$|[ ,.;:?!)])`,
  'giu',
)
/** Behind it nothing more of the sentence may hang on it. */
const MAY =
  /[=(]|(?:with|using|use|tak(?:e|ing)|assum(?:e|ing)|where|when|if|note|since|remember)(?: that)? (?:1|an?|one) /iu

/** The same text with blanks for what is known. */
export function withoutKnownFacts(text: string): string {
  if (!/\d/.test(text)) return text
  const facts = MAY.test(text) ? text.replace(FACT, blanked) : text
  return /day/iu.test(facts) ? facts.replace(PERIOD, inDays) : facts
}

function blanked(whole: string, ...rest: readonly unknown[]): string {
  const { n, one, k, many, open, close } = rest.at(-1) as Readonly<Record<string, string | undefined>>
  const [at, text] = [rest.at(-3) as number, rest.at(-2) as string]
  const [a, b] = [kindOf(one), kindOf(many)]
  if (
    a === null ||
    b === null ||
    a.kind !== b.kind ||
    a.size === b.size ||
    (open === undefined) !== (close === undefined)
  )
    return whole
  // It stands for itself: in brackets, or between pauses.
  const before = text.slice(0, at)
  const after = text.slice(at + whole.length)
  const isApart =
    open !== undefined ||
    (/(?:^|[,.;:?!–-]) ?$/u.test(before) && /^ ?(?:$|[,.;?!])/u.test(after)) ||
    (/^(?:with|using|use|assum|where|when|if|tak)/iu.test(whole) && /^ ?(?:$|[,.;?!])/u.test(after))
  if (
    !isApart ||
    (!/=/.test(whole) && open === undefined && !/^(?:with|using|use|assum|where|when|if|tak|note|since)/iu.test(whole))
  )
    return whole
  const count = (written: string | undefined): number =>
    /^(?:an?|one)$/iu.test(written ?? '') ? 1 : Number((written ?? '').replace(/[ ,.]/g, ''))
  if (count(n) * a.size !== count(k) * b.size) return whole
  // Nothing would be left to ask about.
  if (!/\d/.test(before + after)) return whole
  return ' '.repeat(whole.length)
}

function kindOf(written: string | undefined): { readonly kind: number; readonly size: number } | null {
  for (const [kind, units] of KINDS.entries())
    for (const [spelling, size] of units)
      if (new RegExp(`^(?:${spelling})$`, 'iu').test(written ?? '')) return { kind, size }
  return null
}

/** `kWh per year (365 days)`, `a month of 30 days`. */
const PERIOD =
  /(?<!\p{L})(?:per|in a|a|over a|for a|each) (?:year|month)(?: of)?,? ?\(?(?:(?:of|with|=|at|taking|assuming|using|assume|i\.e\.) ?)?(?<days>\d{2,3}) days\)?(?=$|[ ,.?!;])|(?<!\p{L})(?:per|in a|a|over a|for a) (?<count>\d{2,3})-day (?:year|month)(?!\p{L})/giu

function inDays(whole: string, ...rest: readonly unknown[]): string {
  const { days, count } = rest.at(-1) as Readonly<Record<string, string | undefined>>
  const said = `in ${days ?? count} days`
  return said.length > whole.length ? whole : said.padEnd(whole.length)
}
