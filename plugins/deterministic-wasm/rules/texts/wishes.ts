/**
 * What a request says of how a thing is to be done, beside what is to be done: `ignoring case`, `whole words only`, `keep the order`. It is
 * taken off the head and heeded by rules that know it; a rule that does not leaves the request alone.
 */

export type Wish = 'ignore_case' | 'match_case' | 'whole_words' | 'inside_words' | 'keep_order'

const CASE = '(?:upper|lower|letter|capital)?(?: ?(?:and|or|/|vs\\.?) ?(?:upper|lower))?[- ]?cases?'
const BOTH_CASES =
  '(?:upper|capitals?)(?: ?-?case)?(?: letters)? ?(?:and|or|&|/) ?(?:lower|small)(?: ?-?case)?(?: letters| ones)?'
const WISHES: readonly (readonly [Wish, string])[] = [
  [
    'match_case',
    `(?<!not |non-|in)case[- ]?sensitiv(?:e|ely)|(?:treat(?:ing)?|count(?:ing)?|consider(?:ing)?|regard(?:ing)?|with) ${BOTH_CASES} (?:as |being )?(?:different|distinct|separate(?:ly)?|not the same)|${BOTH_CASES} (?:are|count as|differ|being|is) (?:different|distinct|not the same)|(?:case|capitali[sz]ation) (?:matters|counts)|matching (?:the )?case|respecting case|(?:with|in) exact case|exact case(?: only)?|considering case|(?:only )?(?:the )?lower ?case(?: one)?s? only`,
  ],
  [
    'ignore_case',
    `(?:by )?(?:ignoring|ignore|regardless of|disregarding|no matter|irrespective of|without regard (?:to|for)|not (?:considering|minding)|not caring about|never mind|don't care about|independent of)(?: the)?(?: letter)? (?:case|${CASE}|capitali[sz]ation|capitals|capital letters|upper ?/ ?lower)|case[- ]?insensitiv(?:e|ely)|(?:not|non)[- ]case[- ]sensitive|in (?:any|either) case|any case|either case|both cases|upper and lower ?case (?:together|alike|combined)|(?:upper ?case|capitals?) or (?:lower ?case|small)(?: letters)?(?: alike| together| both)?|capital(?:s|ized)? or not|${BOTH_CASES} (?:are |being |is )?(?:(?:both|all|also) )?(?:counted(?: (?:together|alike|as one))?|count|combined|included|treated the same|(?:treated |counted )?(?:as )?(?:the same|equal|alike|one|together|both))|(?:treat(?:ing)?|count(?:ing)?|consider(?:ing)?|includ(?:e|ing)|with) (?:both )?${BOTH_CASES}(?: (?:as |being )?(?:the same|equal|alike|identical|one|together|both))?(?! (?:as |being )?(?:diff|dist|sep|not))|(?:including|counting|also) (?:the )?(?:capitals|(?:capital|upper ?-?case)(?: (?:letters|ones))?)(?: too)?|capitals (?:too|included|as well)|both (?:upper|capital)(?: ?-?case)? and (?:lower|small)(?: ?-?case)?`,
  ],
  [
    'whole_words',
    "(?:only )?(?:as )?(?:an? )?whole words?(?: only| matches only)?|(?:only|just) (?:as )?(?:an? )?(?:whole|complete|entire|full|separate|standalone) words?|(?:not|but not) (?:inside|within|in|as part of|when part of) (?:other|longer|another|bigger) words?|as (?:an? )?(?:separate|standalone|own) words?|not as part of (?:other|another|longer) words?|(?:and |but )?(?:leave|leaving|ignore|ignoring|skip|not touching|don't touch|do not touch|keep|keeping) (?:(?:the )?(?:⟦\\d⟧|it|those|them|any|others?|occurrences?|matches|parts?) )?(?:inside|within|in|that (?:is|are) (?:inside|part of)|as part of) (?:other|longer|bigger|another) words?(?: alone| as (?:it is|they are)| unchanged| untouched)?",
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
const MAY_WISH = /case|capital|whole|word|order|stable|upper/i

export function takeWishes(written: string): { readonly text: string; readonly wishes: readonly Wish[] } {
  if (written.length > 400 || !MAY_WISH.test(written)) return { text: written, wishes: [] }
  let text = written
  const wishes: Wish[] = []
  for (const [wish, pattern] of PATTERNS) {
    // Said twice, it is one wish: `the whole word, not inside other words`.
    for (let turn = 0; turn < 2; turn += 1) {
      const found = pattern.exec(text)
      if (found === null) break
      const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`
        .replace(/ {2,}/g, ' ')
        .trim()
      // `in alphabetical order` and `change the case` are what is asked for; something must be left.
      if (!/\p{L}{3}/u.test(rest)) break
      if (!wishes.includes(wish)) wishes.push(wish)
      text = rest.replace(/[ ,;]+$/, '')
    }
  }
  return { text, wishes }
}
