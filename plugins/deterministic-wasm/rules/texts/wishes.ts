/**
 * What a request says of how a thing is to be done, beside what is to be done: `ignoring case`, `whole words only`, `keep the order`. It is
 * taken off the head and heeded by rules that know it; a rule that does not leaves the request alone.
 */

export type Wish = 'ignore_case' | 'match_case' | 'whole_words' | 'inside_words' | 'keep_order'

const CASE = '(?:upper|lower|letter|capital)?(?: ?(?:and|or|/|vs\\.?) ?(?:upper|lower))?[- ]?cases?'
const WISHES: readonly (readonly [Wish, string])[] = [
  [
    'ignore_case',
    `(?:by )?(?:ignoring|ignore|regardless of|disregarding|no matter|irrespective of|without regard (?:to|for)|not (?:considering|minding)|not caring about|never mind|don't care about|independent of)(?: the)?(?: letter)? (?:case|${CASE}|capitali[sz]ation|capitals|capital letters|upper ?/ ?lower)|case[- ]?insensitiv(?:e|ely)|(?:not|non)[- ]case[- ]sensitive|in (?:any|either) case|any case|either case|both cases|upper and lower ?case (?:together|alike|both|combined|both count)|(?:upper ?case|capitals?) (?:or|and) (?:lower ?case|small)(?: letters)?(?: alike| together| both)?|capital(?:s|ized)? or not`,
  ],
  [
    'match_case',
    'case[- ]?sensitiv(?:e|ely)|matching (?:the )?case|respecting case|(?:with|in) exact case|exact case(?: only)?|considering case|(?:only )?(?:the )?lower ?case(?: one)?s? only',
  ],
  [
    'whole_words',
    '(?:only )?(?:as )?(?:an? )?whole words?(?: only| matches only)?|(?:only|just) (?:as )?(?:an? )?(?:whole|complete|entire|full|separate|standalone) words?|(?:not|but not) (?:inside|within|in|as part of|when part of) (?:other|longer|another|bigger) words?|as (?:an? )?(?:separate|standalone|own) words?|not as part of (?:other|another|longer) words?',
  ],
  [
    'inside_words',
    '(?:also |even |including )?(?:inside|within|as part of|when part of|in the middle of) (?:other|longer|another) words?(?: too| as well)?|including inside (?:other )?words',
  ],
  [
    'keep_order',
    '(?:and |but )?(?:please )?(?:keep(?:ing)?|preserv(?:e|ing)|maintain(?:ing)?|retain(?:ing)?|leav(?:e|ing))(?: (?:the|their|its))?(?: (?:original|same|given|existing|initial|first))? order(?: (?:as (?:it is|is)|intact|unchanged|of (?:first )?appearance|of the (?:list|items|rest)))?|without changing the order|(?:in|with) (?:the |their )?(?:original|same|given) order(?: kept)?|in order of (?:first )?appearance|(?:the )?order (?:should|must) (?:stay|remain|be kept)(?: the same)?|order (?:kept|preserved|unchanged)|stable(?: order)?',
  ],
]
const PATTERNS = WISHES.map(
  ([wish, said]) =>
    [
      wish,
      new RegExp(`(?:^|[ ,;.]*(?:[ ,;.]| \\())(?:and |but |please )*(?:${said})\\)?(?=$|[ ,;:.?!)])[,;]?`, 'iu'),
    ] as const,
)
const MAY_WISH = /case|capital|whole|word|order|stable/i

export function takeWishes(written: string): { readonly text: string; readonly wishes: readonly Wish[] } {
  if (written.length > 400 || !MAY_WISH.test(written)) return { text: written, wishes: [] }
  let text = written
  const wishes: Wish[] = []
  for (const [wish, pattern] of PATTERNS) {
    const found = pattern.exec(text)
    if (found === null) continue
    const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`
      .replace(/ {2,}/g, ' ')
      .trim()
    // `in alphabetical order` and `change the case` are what is asked for; something must be left.
    if (!/\p{L}{3}/u.test(rest)) continue
    wishes.push(wish)
    text = rest.replace(/[ ,;]+$/, '')
  }
  return { text, wishes }
}
