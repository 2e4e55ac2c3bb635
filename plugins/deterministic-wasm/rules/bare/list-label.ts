/** What heads a pasted list and says what its figures are: `goals:`, `weight log kg:`. A label that changes what the figures mean is none. */
import { singular } from '../tables/find-column.ts'

export type Label = {
  /** What the figures may be called; empty where the label names no thing. */
  readonly nouns: ReadonlySet<string>
  readonly text: string
}

export const NO_LABEL: Label = { nouns: new Set(), text: '' }

/** Requests and questions begin so. */
const ASKS =
  /^(?:please|pls|can|could|would|will|sort|order|list|show|count|sum|total|add|find|calculate|compute|which|who|whose|what|how|give|make|put|rank|turn|convert|remove|delete|compare|average|mean|median|tell|name|is|are|do|does|did|has|have|when|where|why|if|highest|lowest|max|min|biggest|smallest|most|least|longest|shortest|cheapest|oldest|youngest|best|worst|difference|share|percentage|percent|change|keep|only|just|number|extract|get|pick|second|third|top|bottom)(?!\p{L})/iu
/** Words after which the figures mean something else. */
const CHANGES =
  /(?<!\p{L})(?:not|no|without|except|excluding|only|if|unless|lost|missing|missed|penalty|penalties|deficit|minus|plus|target|targets|off|discounts?|tax|vat|net|gross|each|every|average|averages|mean|thousands?|millions?|hundreds?|cents?|half|double|twice|ranks?|rankings?|places?|positions?|levels?|odds|chance|chances|approx|about|roughly|around|cumulative|running|ratio|ratios|should|would|will|might|could|want|must|percent|percentage|change|changes|difference|differences|growth|increase|decrease|delta|remaining|left|need|needs|and|or|but|than|grades?)(?!\p{L})|[?!]/iu
const INTRO =
  /^(?:(?:so|ok|okay|hi|hello|hey),? )?(?:here(?:'s| is| are)|these are|this is|below (?:is|are)|(?:we|i) (?:got|have|had|received|measured|noted|recorded|collected)|(?:we|i)'ve (?:got|measured|noted|recorded|collected|received))(?: |$)/iu
const FRAME =
  /^(?:my|our|the|a|an|this|these|today|todays|today's|yesterday|yesterdays|yesterday's|daily|weekly|monthly|yearly|annual|last|week|month|year|of|for|in|from|on|at|to|by|this|week's|month's|list|lists|data|results?|figures?|numbers?|values?|log|table|overview|stats|statistics|record|records|entries|all|some|us|me|three|two|four|five|six|seven|eight|following|as|follows|test|readings?|survey|poll|so|far|election|total|totals|final|current|recent|new|name|names)$/iu
/** `hours per project`: what each name has of it. */
const PER_NAME =
  / per (?:project|person|day|month|week|year|team|country|city|shop|store|player|department|employee|customer|room|category|name|task|class|child|kid|student|member|branch|product|region|item|run|trip|night|game|match)$/iu
const LONGEST = 60

/** Null where the words are no label, or one that changes the figures. */
export function readLabel(written: string): Label | null {
  const text = written
    .trim()
    .replace(/[\s:=–—-]+$/, '')
    .replace(/\s+/g, ' ')
  if (text === '') return NO_LABEL
  if (text.length > LONGEST || text.split(' ').length > 8 || !/^[\p{L}\d %€$£°()/'’.,-]+$/u.test(text)) return null
  const bare = text.replace(INTRO, '').replace(PER_NAME, '')
  if (ASKS.test(bare) || CHANGES.test(bare) || /(?<!\p{L})per(?!\p{L})|\d ?%/iu.test(bare)) return null
  // A sentence of its own tells more than what the figures are.
  if (/(?<!\p{L})(?:i|we|he|she|they|it|you|is|are|was|were|has|have|had|can|gets?|costs?(?= ))(?!\p{L})/iu.test(bare))
    return null
  const nouns = bare
    .toLowerCase()
    .split(/[^\p{L}€$£°%]+/u)
    .filter(word => word.length > 1 && !FRAME.test(word))
    .map(singular)
  return { nouns: new Set(nouns), text: bare.toLowerCase() }
}
