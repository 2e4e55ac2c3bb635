/** Parts of the patterns for facts about money: names of things, units, `each`, and the words that begin such a part of a sentence. */
import { TURNS } from '../stories/turns.ts'

const STOP =
  "at|per|an?|the|each|every|for|of|in|on|to|is|are|was|were|be|with|without|and|plus|minus|less|or|but|if|so|then|what|what's|whats|how|which|i|we|you|it|he|she|they|do|does|did|will|would|have|has|had|pays?|paid|costs?|off|apiece|not|no|costing|from|by|after|before|until|than|that|this|these|those|there|who|i'm|we're|it's|that's|all|both|only|just|x|as|while|when|because|since|total|totals|altogether|please|instead|is|me|my|our|your|us|them|when|again|now|than|against|about|around|roughly|nearly|almost|bought|sold|used|needs?|wants?|gets?|takes?|works?|worked|share|split|splits|splitting|sharing|equally|evenly|came|comes|earns?|makes?|charges?"
/** A word of a name; figures stand as capital letters and are none. */
export const WORD = `(?!(?:${STOP})(?![\\p{Ll}'-]))\\p{Ll}[\\p{Ll}'-]*`
export const NAME = `(?:${WORD})(?: (?:${WORD})){0,2}(?: of (?:(?:the|my|our|this|that) )?(?:${WORD})(?: (?:${WORD}))?)?`
export const DET = '(?:(?:an?|the|my|our|his|her|their|its|this|some|one|that) )?'
export const EACH = ' ?(?:each|apiece|a piece|ea\\.?|per piece|per item|per unit|pp|p\\.p\\.|per pc)(?![\\p{Ll}-])'
export const UNIT = `(?:(?:square|cubic) (?:metres?|meters?|foot|feet)|${WORD}|m²|m2)`
export const PER = `(?: ?(?:per |/ ?)| (?:an?|each|every|for each|for every|for an?|the) )(?:${UNIT})(?![\\p{Ll}-])`
const FEES =
  'deposit|down payment|downpayment|shipping|delivery|postage|p&p|shipping and handling|cleaning|booking|joining|call-?out|callout|base|basic|standing|service|handling|packaging|parking|setup|set-up|installation|activation|gift wrapping|gift wrap|wrapping|toll|tolls|admin|registration|entry|sign-?up|processing|starting|start|flag-?fall|basic fee|travel|materials?|parts'
/** What comes on top of the goods. */
export const FEE = `(?:(?:one-time|one-off|one time|flat|fixed|extra|an extra|additional|single) )?(?:(?:${FEES})(?: (?:fees?|charges?|costs?|rate|price|fare|money))?|fee|charge|surcharge|tip|gratuity|tax|sales tax|vat)`
export const OFF = '(?:discount|reduction|rebate|price cut|student discount|sale discount|loyalty discount|markdown)'
export const BUYING =
  "(?:(?:(?:if )?(?:i|we|he|she|they)(?:'ll|'d|'ve)? )?(?:also |then |just |want to |need to |will |would like to |would like |have to )?(?:buy|bought|need|want|take|took|get|got|ordered|order|have|had|sold|sell|pick up|picked up|grab|grabbed|am buying|are buying|used|use|booked|book|rented|rent|hired|filled up|tanked|filled|ate|drank|made|did|packed|wrote|delivered|baked|cleaned|tutored|taught|translated|typed|rode|drove|printed|consumed)|buying|ordering|selling|renting|booking) "
export const COUNTING =
  "(?:(?:only )?for|over|during|within|in|by|among|amongst|between|with|of|(?:(?:to be|is|it's|we|all|and) )*(?:split|shared|divided|splitting|share|divide|sharing)(?: (?:it|the bill|the cost|everything|equally|evenly|fairly|up))* (?:between|among|amongst|by|in|into|with|over)(?: (?:us|the))?|there are|there were|there're|there is|there's|we are|we're|we were|we will be|it took(?: me| us| them)?|(?:the|this|my|each) (?:job|work|repair|trip|lesson|meeting|drive|ride|call|shift|session) (?:took|takes|lasted|lasts|was)(?: me| us)?|(?:(?:i|we|he|she|they)(?:'ll|'d|'ve|'m)? (?:also |then |will |want to |want |need to |have to |would |just )?)?(?:needs|need|want|worked|works|work|used|uses|use|stayed|stays|stay|drives|takes|spends|spend|staying|are staying|packed|made|did|sold|sell|drove|drive|rode|ride|was there|was here|were there|parked|park|rented|rent|printed|print|sent|send|wrote|write|took|take|buy|bought|got|get|have|had|delivered|deliver|cleaned|baked|translated|typed|consumed|ordered|order|booked|book|tutored|taught|teach)(?: for)?|it is|it's|it was|worked|used|needed|(?:he|she|it|they) (?:was|were) (?:here|there|at work|busy)(?: for)?) "

/** Whether words can be the name of a thing: none of them turns the question. */
export function isName(words: string | undefined, fine?: RegExp): boolean {
  return (words ?? '')
    .split(/[ ]/u)
    .every(word => word === '' || word === 'of' || !TURNS.has(word) || fine?.test(word) === true)
}
const NO_UNIT = /^(?:percent|cent|pct|head start|share price|half|one|other|second one|time|way out|minimum|maximum)$/u
/** `per year` is a unit though the word turns questions elsewhere. */
export function isUnit(word: string): boolean {
  return (
    !NO_UNIT.test(word) &&
    (!TURNS.has(word) ||
      /^(?:hours?|days?|weeks?|months?|years?|minutes?|people|page|pages|words?|letters?|ways?)$/u.test(word))
  )
}
