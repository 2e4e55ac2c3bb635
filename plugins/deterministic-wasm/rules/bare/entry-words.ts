/** What words may say about a list of names and figures: whether a noun can be what its figures are, and which end of them `busiest` or `best` means. */
import { singular } from '../tables/find-column.ts'
import type { Label } from './list-label.ts'

export type Figures = {
  readonly by: 'name' | 'day' | 'time' | 'year' | 'place'
  readonly names: readonly string[]
  readonly numbers: readonly number[]
  /** As written behind or before each figure, in lower case. */
  readonly unit: string
  readonly label: Label
}

/** Words of one kind of quantity. */
const KINDS: readonly RegExp[] = [
  /^(?:km|kilomet(?:er|re)|distance|ks)$/u,
  /^(?:m|met(?:er|re)|distance|height|length|depth)$/u,
  /^(?:mi|mile|distance)$/u,
  /^(?:h|hr|hour|time|duration)$/u,
  /^(?:min|minute|time|duration)$/u,
  /^(?:s|sec|second|time)$/u,
  /^(?:kg|kilo|kilogram|weight|mass)$/u,
  /^(?:lb|pound|weight)$/u,
  /^(?:g|gram|weight)$/u,
  /^(?:€|eur|euro|money|price|cost|amount|expense|spending)$/u,
  /^(?:\$|usd|dollar|buck|money|price|cost|amount|expense|spending)$/u,
  /^(?:£|gbp|pound|quid|money|price|cost|amount|expense|spending)$/u,
  /^(?:°c|°f|°|c|degree|temperature|temp)$/u,
  /^(?:kwh|electricity|power|energy|consumption|usage)$/u,
  /^(?:l|lit(?:er|re)|water|fuel|petrol|gas|milk)$/u,
  /^(?:pt|point|score|mark)$/u,
  /^(?:mm|rain|rainfall|precipitation)$/u,
  /^(?:year|yr|age)$/u,
  /^(?:vote|ballot)$/u,
  /^(?:cm|height|length|size)$/u,
]

const WORDLIKE =
  /^(?!(?:second|third|fourth|fifth|first|last|next|others?|not|only|even|odd|never|under|over|without|except|remaining|rest|both|two|three|current|former|likely|average|mean|sum|total|count|than|more|less|and|or|but|if|share|difference|by|empty|double|drop|rise|fall|jump|dip|increase|decrease|decline|change|growth|gain|loss|improvement|ratio|rate|percent|percentage|chance|odds|running|remove|convert|keep|sort|rank|group|per|each|every|all|any|some|the|an?|my|our|his|her|their|is|are|was|were|be|been|do|does|did|has|have|had|i|we|you|he|she|it|they|there|to|of|in|on|at|for|from|with|as|so|when|where|who|which|what|how|much|many|most|least|fewest|highest|lowest|will|would|should|could|can|may|might|probably|again|together|combined|minus|plus|times)$)[a-z][a-z'-]{1,19}$/u

/** Whether the figures may be called so: by their unit, their label, or by any name where neither tells. */
export function isValueNoun(noun: string, { unit, label }: Figures): boolean {
  const words = noun.trim().split(' ')
  const last = words.at(-1) ?? ''
  if (words.some(word => !WORDLIKE.test(word) && singular(word) !== unit)) return false
  const own = singular(last)
  if (words.length > 1) return words.every(word => label.nouns.has(singular(word)))
  const named = [...label.nouns, ...(unit === '' ? [] : [singular(unit)])]
  if (named.length === 0) return true
  // `membership` of members.
  return named.some(
    name =>
      name === own ||
      (name.length > 4 && own.startsWith(name)) ||
      KINDS.some(kind => kind.test(name) && kind.test(own)),
  )
}

const DAYS = /^(?:mon|tue|wed|thu|fri|sat|sun)/iu
const MONTHS = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/iu

/** What the rows are called where that is certain. */
function rowNouns({ by, names }: Figures): RegExp | null {
  if (by === 'day') return /^(?:day|date|entry|run|time|session|tour|ride|walk|trip)$/u
  if (by === 'time') return /^(?:time|hour|reading|measurement|entry|moment)$/u
  if (by === 'year') return /^year$/u
  if (by === 'place')
    return /^(?:day|week|month|run|game|night|session|entry|number|figure|value|reading|measurement)$/u
  if (names.every(name => DAYS.test(name))) return /^(?:day|weekday)$/u
  return names.every(name => MONTHS.test(name)) ? /^month$/u : null
}

/** Whether the rows may be called so: `which city`. */
export function isRowNoun(noun: string, figures: Figures): boolean {
  if (!WORDLIKE.test(noun) || noun.endsWith('est')) return false
  const own = singular(noun)
  const known = rowNouns(figures)
  if (known !== null) return known.test(own)
  return !/^(?:day|date|time|hour|month|year|week)$/u.test(own)
}

/** Rows that are people, or days, as a word of their own counts them. */
export const countsRows = (noun: string, figures: Figures): boolean =>
  /^(?:entry|row|line|name)$/u.test(singular(noun)) ||
  (figures.by === 'name' &&
    rowNouns(figures) === null &&
    !figures.label.nouns.has(singular(noun)) &&
    singular(figures.unit) !== singular(noun) &&
    /^(?:people|person|player|student|pupil|kid|child|participant|bidder|candidate|runner)$/u.test(singular(noun))) ||
  (rowNouns(figures)?.test(singular(noun)) === true && singular(noun) !== 'time')

export type End = 'max' | 'min'

const turned = (end: End): End => (end === 'max' ? 'min' : 'max')

const RISING =
  /^(?:point|score|goal|vote|mark|win|star|bid|rating|medal|sale|sold|pt|pts|answer|like|revenue|ballot|correct)$/u
const TIMED = /^(?:s|sec|second|min|minute|time|lap|sprint|race|duration)$/u

const saidOf = ({ unit, label }: Figures): readonly string[] => [
  ...label.nouns,
  ...(unit === '' ? [] : [singular(unit)]),
]
const says = (figures: Figures, pattern: RegExp): boolean => saidOf(figures).some(word => pattern.test(word))

/** Which end is the best; null where nobody can say. */
export function bestOf(figures: Figures, asked = ''): End | null {
  if (says(figures, RISING) || RISING.test(singular(asked))) return says(figures, TIMED) ? null : 'max'
  return says(figures, TIMED) ? 'min' : null
}

type Meant = readonly [end: End, fits: (figures: Figures) => boolean]
const always = (): boolean => true
const isTimed = (figures: Figures): boolean => says(figures, TIMED)
const isSpeed = (figures: Figures): boolean => says(figures, /^(?:km\/h|kmh|mph|speed|mbit|mbps|knot)$/u)
const isMoney = (figures: Figures): boolean =>
  says(
    figures,
    /^(?:€|\$|£|eur|euro|usd|dollar|gbp|chf|price|cost|offer|quote|fare|fee|rent|ticket|hotel|flight|bill)$/u,
  )
const isLong = (figures: Figures): boolean =>
  says(
    figures,
    /^(?:km|m|mi|mile|h|hr|hour|min|minute|s|sec|second|day|distance|length|duration|time|run|walk|ride|tour|river|bridge|trip|page)$/u,
  )
const isAge = (figures: Figures): boolean =>
  says(figures, /^(?:age|year|yr|old)$/u) ||
  (saidOf(figures).length === 0 &&
    figures.by === 'name' &&
    figures.numbers.every(number => Number.isInteger(number) && number > 0 && number < 120))
const isWarm = (figures: Figures): boolean =>
  says(figures, /^(?:°c|°f|°|c|temp|temperature|degree|celsius|fahrenheit|weather)$/u) ||
  (saidOf(figures).length === 0 &&
    (figures.by === 'time' || figures.by === 'day') &&
    figures.numbers.every(number => Math.abs(number) < 60))
const isWet = (figures: Figures): boolean => says(figures, /^(?:rain|rainfall|precipitation|mm)$/u)
const isBusy = (figures: Figures): boolean =>
  saidOf(figures).length === 0 ||
  says(figures, /^(?:visitor|customer|guest|call|order|visit|passenger|patient|ticket|car|booking|client|reader)$/u)
const isHeavy = (figures: Figures): boolean => says(figures, /^(?:kg|g|lb|weight|kilo|t|ton)$/u)
const isTall = (figures: Figures): boolean => says(figures, /^(?:cm|m|ft|height)$/u)

const ENDS: Readonly<Record<string, Meant>> = {
  'most|highest|biggest|largest|greatest|max|maximum|maximal|record': ['max', always],
  'least|fewest|lowest|smallest|min|minimum|minimal': ['min', always],
  'wettest|rainiest': ['max', isWet],
  driest: ['min', isWet],
  'busiest|fullest': ['max', isBusy],
  quietest: ['min', isBusy],
  'hottest|warmest': ['max', isWarm],
  'coldest|coolest': ['min', isWarm],
  'longest|furthest|farthest': ['max', isLong],
  shortest: ['min', isLong],
  heaviest: ['max', isHeavy],
  lightest: ['min', isHeavy],
  tallest: ['max', isTall],
  oldest: ['max', isAge],
  youngest: ['min', isAge],
  'most expensive|dearest|priciest|costliest': ['max', isMoney],
  'cheapest|least expensive': ['min', isMoney],
}

const byWord = new Map(
  Object.entries(ENDS).flatMap(([words, meant]) => words.split('|').map(word => [word, meant] as const)),
)

export const SUP = `(?:${[...byWord.keys()].sort((a, b) => b.length - a.length).join('|')}|fastest|quickest|slowest|best|worst|top)`

/** The end of the figures that a superlative means, or null. */
export function endOf(word: string, figures: Figures, noun = ''): End | null {
  if (/^(?:fastest|quickest|slowest)$/u.test(word)) {
    if (isTimed(figures) === isSpeed(figures)) return null
    const fast: End = isTimed(figures) ? 'min' : 'max'
    return word === 'slowest' ? turned(fast) : fast
  }
  if (/^(?:best|top)$/u.test(word)) return bestOf(figures, noun)
  if (word === 'worst') {
    const best = bestOf(figures, noun)
    return best === null ? null : turned(best)
  }
  const meant = byWord.get(word)
  return meant === undefined || !meant[1](figures) ? null : meant[0]
}
