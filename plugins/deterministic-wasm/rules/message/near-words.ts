/**
 * Long words of requests as people mistype them: one letter too many, too few, wrong, or two swapped, between a first and a last letter
 * that are right. A word that exists is left alone, also where it is near.
 */
const WORDS = (
  'percent percentage average averages calculate calculation convert conversion subtract multiply multiplied multiplication divided division ' +
  'discount discounts remainder duplicates duplicate alphabetical alphabetically alphabetize characters character letters descending ' +
  'ascending uppercase lowercase capitalize fahrenheit celsius kilometers kilometres kilometer kilometre kilograms kilogram centimeters ' +
  'centimetres millimeters millimetres milliliters millilitres gallons minutes seconds between difference factorial fraction decimal ' +
  'decimals hexadecimal numbers rounded nearest highest lowest biggest smallest largest longest shortest cheapest tomorrow yesterday ' +
  'business weekday interest compound monthly invoice receipt question sentence sentences reverse backwards palindrome anagram acronym ' +
  'extract addresses address hashtags replace separate separated quarter triangle rectangle perimeter circumference diameter cylinder ' +
  'hypotenuse temperature altogether together deposit subtotal quantity customer customers product products category region birthday ' +
  'increase increased decrease decreased reduced original everyone squared'
).split(' ')
const KNOWN = new Set(WORDS)
/** Words of their own that lie near one of these. */
const OWN = new Set(
  (
    'concert convent covert convect percept friction faction dividend divined reminder neatest revere reverie sentience galleons gallows ' +
    'gallops galloons minuets minuses busyness bushiness litters latters lotters addressees addressers backyards decease deceased degrease ' +
    'degreased dismount dismounts produces quartier relace replate squired tringle'
  ).split(' '),
)

const keyOf = (word: string, length: number): string => `${word[0]}${word.at(-1)}${length}`
const BY_ENDS = Map.groupBy(WORDS, word => keyOf(word, word.length))
const SHORTEST = 7

/** The one word that is meant, or null. `word` is in lower case. */
export function nearWord(word: string): string | null {
  if (word.length < SHORTEST - 1 || KNOWN.has(word) || OWN.has(word)) return null
  const near = [-1, 0, 1]
    .flatMap(more => BY_ENDS.get(keyOf(word, word.length + more)) ?? [])
    .filter(known => isNear(word, known))
  return near.length === 1 ? (near[0] ?? null) : null
}

function isNear(word: string, known: string): boolean {
  let from = 0
  while (from < word.length && word[from] === known[from]) from += 1
  let back = 0
  while (back < Math.min(word.length, known.length) - from && word.at(-1 - back) === known.at(-1 - back)) back += 1
  const [left, right] = [word.length - from - back, known.length - from - back]
  if (left <= 1 && right <= 1) return true
  return left === 2 && right === 2 && word[from] === known[from + 1] && word[from + 1] === known[from]
}
