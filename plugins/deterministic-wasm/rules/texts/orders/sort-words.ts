/** The parts of an order to sort, in whatever order they are said: what is sorted, by what, from which end. Every word must be one of them. */

const LAST = '(?:last ?names?|surnames?|family ?names?)'
const LENGTH =
  '(?:(?:the )?(?:their |its )?(?:word |name |item |string )?length(?: of (?:each |the )?(?:words?|names?|items?|strings?))?|(?:the )?(?:their )?(?:number|amount) of (?:letters|characters)|how long (?:they|the words) are|how many letters they have|(?:letter|character) count)'
const WAY = '(?:in |into |from |with |the |a )*'

const PARTS = {
  letters: `${WAY}(?:alphabetically|alphabetical(?: order)?|alphabetic(?: order)?|(?:by )?(?:the )?alphabet|abc(?:[ -](?:order|style))?|a ?(?:-|–|to|till|through) ?z(?: order)?|dictionary order)`,
  length: `(?:by|on|according to|based on|in order of) ${LENGTH}`,
  last: `(?:by|on|according to|based on|using) (?:the |their )?${LAST}`,
  number: `(?:numerically|${WAY}numeric(?:al)?(?: order| value)?|by (?:their )?(?:number|value|size)|as numbers)`,
  down: `${WAY}(?:descending(?:ly)?|desc|decreasing(?:ly)?|reversed?|backwards|z ?(?:-|–|to) ?a)(?: order)?|(?:the )?(?:longest|largest|biggest|highest) (?:ones? |word |item |name |number )?(?:first|at (?:the )?(?:top|start|beginning|front))|${WAY}(?:longest|long|largest|biggest|highest|high|big|large) to (?:the )?(?:shortest|short|smallest|small|lowest|low)`,
  up: `${WAY}(?:ascending(?:ly)?|asc|increasing(?:ly)?|normal|forward)(?: order)?|(?:the )?(?:shortest|smallest|lowest) (?:ones? |word |item |name |number )?(?:first|at (?:the )?(?:top|start|beginning|front))|${WAY}(?:shortest|short|smallest|small|lowest|low) to (?:the )?(?:longest|long|largest|big|large|biggest|highest|high)`,
} as const
type Part = keyof typeof PARTS
const PATTERNS = Object.entries(PARTS).map(
  ([part, source]) => [part as Part, new RegExp(`(?<![\\p{L}-])(?:${source})(?![\\p{L}-])`, 'iu')] as const,
)
const VERB =
  /^(?:(?:sort|sorted|make|put|get|list|have)(?!\p{L})(?: (?:be )?sorted)?)(?: (?:of )?(?:list of )?(?!(?:by|in|from|to|as|with|and|not|on|using)(?!\p{L}))(?:names|words|items|lines|list|numbers|entries|strings|towns|cities|countries|people|animals|fruits?|vegetables|students?|friends|books|titles|colou?rs|ingredients|values|figures|guests?|members|players|products|tags|keywords|countries|states|streets|files))?/iu
const FILLER =
  /^(?:[\s,;()]|(?<![\p{L}])(?:and|please|for me|for us|so that|then|order|sort|sorted|it is|them)(?!\p{L}))*$/iu

export type SortWay = { readonly by: 'letters' | 'length' | 'last_word' | 'number' | 'any'; readonly isDown: boolean }

/** Null where a word is left over, or two parts disagree. */
export function readSort(head: string): SortWay | null {
  if (head.length > 120 || !VERB.test(head)) return null
  let rest = head.replace(VERB, ' ')
  const found = new Set<Part>()
  for (let turn = 0; turn < 4; turn += 1) {
    const before = rest
    for (const [part, pattern] of PATTERNS) {
      const hit = pattern.exec(rest)
      if (hit === null) continue
      if (found.has(part) && part !== 'down' && part !== 'up') return null
      found.add(part)
      rest = `${rest.slice(0, hit.index)} ; ${rest.slice(hit.index + hit[0].length)}`
    }
    if (rest === before) break
  }
  if (!FILLER.test(rest) || found.size === 0 || (found.has('down') && found.has('up'))) return null
  const keys = (['length', 'last', 'number', 'letters'] as const).filter(key => found.has(key))
  // `alphabetically by surname` is one key, `alphabetically by length` is none.
  const key =
    keys.length === 2 && keys[0] === 'last' && keys[1] === 'letters' ? 'last' : keys.length === 1 ? keys[0] : undefined
  if (keys.length > 0 && key === undefined) return null
  const isDown = found.has('down')
  // `longest first` by letters would be two keys.
  if (key !== 'length' && key !== undefined && /long|short/i.test(head)) return null
  return { by: key === undefined ? 'any' : key === 'last' ? 'last_word' : key, isDown }
}
