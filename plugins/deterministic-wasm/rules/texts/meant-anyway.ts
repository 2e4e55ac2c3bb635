/**
 * What somebody says of an order although it means that anyway: `a slug with hyphens`, `remove duplicates, keep the first of each`, `reverse
 * the words, not the letters`. It is taken off the head, so that rules need not know it. Only what changes nothing of the result is listed,
 * each beside the orders of which that is true; anything else that is said stays, and no rule takes the head.
 */

const NOT = '(?:not|instead of|rather than|and not|but not|never)'
const KEEP = '(?:keep(?:ing)?|leav(?:e|ing)|preserv(?:e|ing)|retain(?:ing)?|maintain(?:ing)?)'
const AS =
  '(?: (?:as (?:it|they) (?:is|are)|as is|intact|unchanged|untouched|alone|the same|in (?:its|their) place|where (?:it is|they are)))*'
const NO_SPACE =
  '(?:with)?(?:out|no)(?: any)? (?:spaces?|blanks?|gaps?|separators?|commas|anything|space or anything)(?: (?:in )?between(?: (?:them|each|each one|the words))?)?|with nothing (?:in )?between(?: them)?|all together|as one (?:word|string)|(?:all )?(?:on|in) (?:the same|one|a single) line|in a row|directly (?:one )?after (?:each other|another)'
const Y = '(?:the )?(?:letter )?[\'"]?y[\'"]?'
const AEIOU = 'a,? ?e,? ?i,? ?o,?(?: and)? ?u'

type Aside = readonly [order: RegExp, aside: string]
const ASIDES: readonly Aside[] = [
  [
    /(?<!\p{L})slug(?:if(?:y|ied))?(?!\p{L})/iu,
    '(?:(?:using|with|separated by|joined by|and|use) )?(?:hyphens|dashes|hyphen|single hyphens|hyphenated)(?: (?:between (?:the )?words|instead of (?:the )?(?:spaces|blanks)|as separators?|for (?:the )?spaces|in between))?|(?:and |in |all |in all )*(?:lower ?-?case|small letters)(?: (?:only|letters))?|(?:and )?(?:no|without(?: any)?) (?:special (?:characters|signs)|punctuation|spaces|capitals|accents|upper ?-?case)(?: (?:or|and) (?:special (?:characters|signs)|punctuation|spaces|capitals|accents))?|words (?:separated|joined) by (?:hyphens|dashes)|(?:spaces|blanks) (?:as|to|into|become) (?:hyphens|dashes)',
  ],
  [
    /(?<!\p{L})(?:dup(?:e|licate)s?|duplicated|repeats|repeated|repetitions|doubles?|de-?dup\p{L}*|unique|distinct)(?!\p{L})/iu,
    `(?:and |but |only )*${KEEP} (?:only |just )*(?:the )?(?:first|1st|one)(?: (?:occurr?[ea]nces?|ones?|appearances?|copy|copies|instances?|entry|item|mention))?(?: of (?:each|every|them|each (?:one|item|word|name)|every (?:one|item)))?(?: only)?|(?:and )?${KEEP} (?:only )?one(?: copy| of each| of every| each)?|so (?:that )?(?:each|every)(?: (?:one|item|name|word|value|entry))? (?:is|appears|occurs|shows up|stands|comes)(?: in (?:it|there|the list))?(?: only| just)? once(?: only)?|(?:only )?(?:the )?first occurr?[ea]nces?(?: (?:stays?|wins?|only|is kept|counts))?|(?:each|every)(?: (?:one|item|name|word|value|entry))? (?:only )?once`,
  ],
  [
    /^(?=.*(?<!\p{L})(?:reverse|flip|invert|turn|mirror)(?!\p{L}))(?=.*(?<!\p{L})words?(?!\p{L})).*$/iu,
    `(?:but |and )?${NOT} (?:of )?(?:the )?(?:letters?|characters)(?: (?:in|of|inside|within) (?:the|each|every) words?| themselves)?|(?:but |and )?${KEEP} (?:the )?(?:letters|spelling|characters)(?: (?:in|of|inside|within) (?:the|each|every) words?)?${AS}`,
  ],
  [
    /^(?=.*(?<!\p{L})(?:reverse|flip|mirror|turn)(?!\p{L}))(?=.*(?<!\p{L})(?:each|every|all)(?: the)? words?(?!\p{L})|.*letters (?:of|in|inside|within) (?:each|every|all)).*$/iu,
    `(?:but |and )?${KEEP} (?:the )?(?:words? (?:order|in (?:the |their )?(?:same |original )?(?:order|place|position)s?)|words where they are|order of (?:the )?words|order)${AS}|(?:but |and )?${NOT} (?:the )?(?:order of (?:the )?words|word order)|(?:the )?(?:word order|order of (?:the )?words) (?:stays|remains)(?: the same| as it is)?`,
  ],
  [
    /(?<!\p{L})(?:reverse|backwards?|flip)(?!\p{L})/iu,
    '(?:letter by letter|character by character|one (?:letter|character) at a time)',
  ],
  [
    /(?<!\p{L})(?:shift|caesar|cesar|ceasar|rot|rotate|move)(?!\p{L})/iu,
    '(?:and |by )?(?:wrap(?:s|ping)?(?: it)?(?: a?round)?(?: (?:after|at|past|from|behind|beyond|on|over))?(?: ?(?:the )?(?:(?:letter )?z(?: (?:back )?to a)?|end(?: of (?:the )?alphabet)?))?(?: (?:back )?to (?:the )?(?:a|start|beginning))?)|(?:with |z )?wrap-?around|(?:so |where )?(?:z|y) (?:goes|becomes|turns|wraps) (?:back )?(?:in)?to [abc]',
  ],
  [/(?<!\p{L})(?:repeat(?:ed)?|times|twice|thrice)(?!\p{L})/iu, NO_SPACE],
  [
    /(?<!\p{L})alphabet(?!\p{L})/iu,
    "(?:(?:when|if|where|with|counting|assuming|so) )*(?:the letter )?a(?:'s)? ?(?:is|=|as|being|counts as|counted as|equals) ?(?:(?:number|position|place|letter) )?(?:1|one|the first)|(?:counting|starting|counted|start) (?:from|with|at) (?:a(?: ?= ?1)?|1|one)|a ?= ?1(?:,? ?b ?= ?2)*(?:,? ?(?:etc\\.?|and so on|\\.\\.\\.|…|z ?= ?26))*|1 (?:is|to|=) (?:a|26)|(?:of )?26(?: letters)?",
  ],
  [
    /(?<!\p{L})consonants?(?!\p{L})/iu,
    `(?:where |with |if |and |counting |when )*${Y} (?:counts|counted|is(?: counted)?|being|counting|included|treated)(?: as| to be)?(?: an?)?(?: consonants?)?|${Y} (?:is )?(?:a )?consonant|(?:where |with |and )*(?:the )?vowels (?:are|being|=) ${AEIOU}|(?:everything|all) (?:but|except) ${AEIOU}|(?:where |with |and )*(?:[aeiou](?:,| and|, and)? ?){1,5}(?:are|is|being|count as) (?:an? )?vowels?`,
  ],
  [
    /(?<!\p{L})vowels?(?!\p{L})/iu,
    `(?:that is |i\\.?e\\.? |meaning |only |just |being |are |= ?|namely )*${AEIOU}(?: only)?|(?:and |but |where |with |if )*(?:${NOT} (?:counting |including )?(?:the )?(?:letter )?['"]?y['"]?|(?:${Y}) (?:is |does )?(?:not|n't|excluded|left out)(?: (?:counted|count|included|a vowel|one))?(?: as (?:an? )?(?:vowel|one))?|without ${Y}|excluding ${Y}|don't count ${Y}|do not count ${Y}|${Y} (?:is|counts as|counted as|being) (?:an? )?consonant)`,
  ],
  [
    /(?<!\p{L})(?:sort|order|arrange)(?!\p{L}).*(?<!\p{L})(?:numerically|numeric|as numbers|by (?:value|size|number))(?!\p{L})/iu,
    `(?:and |but )?${NOT} (?:as (?:text|strings?|words)|alphabetically|by (?:letters?|the first digit)|lexicographically|in alphabetical order)`,
  ],
  [
    /(?<!\p{L})title ?-?case(?!\p{L})/iu,
    '(?:including|even|also)(?: (?:the )?(?:small|short|little))? words?(?: (?:like|such as) (?:[a-z]+(?:,| and|, and| or)? ?){1,4})?|(?:and )?(?:the )?rest (?:in )?(?:lower ?-?case|small(?: letters)?)',
  ],
  [
    /(?<!\p{L})(?:acronym|initials|initialism|abbreviation)(?!\p{L})/iu,
    '(?:(?:from|using|with|out of|by taking|taking|made of|made from|made out of|of) )+(?:only )?(?:the )?(?:capital(?: letter|ized letter)?s|upper ?-?case letters|first letters?(?: of (?:each|every|the) words?)?|initial letters|initials)(?: only)?|(?:without|no) (?:dots|periods|full stops|spaces|points)(?: (?:and|or) (?:dots|periods|full stops|spaces|points))?|(?:in|all) (?:capitals|caps|upper ?-?case|capital letters)',
  ],
  [/(?<!\p{L})(?:palindrome|same backwards)(?!\p{L})/iu, '(?:yes or no|or not|true or false)'],
  [
    /(?<!\p{L})(?:base ?-?64|md5|sha-?\d+|hex|morse|rot ?-?13|url[- ]?encod\p{L}*)(?!\p{L})/iu,
    '(?:in |as |using |with |encoded (?:as|in) )?\\(?utf-?8\\)?(?: text)?|(?:without|no) (?:a )?(?:trailing )?(?:new ?line|line ?break)(?: at the end)?',
  ],
  [
    /^(?!.*(?:characters|chars)).*(?<!\p{L})letters?(?!\p{L})/iu,
    "(?:(?:with(?:out)?|no|not counting|not including|excluding|excl\\.?|ignoring|leaving out|minus|skipping) (?:any |the |all )?(?:spaces?|blanks?|white ?space)(?: between)?|spaces? (?:not|not counted|excluded|left out|not included|don't count|do not count))",
  ],
  [
    /(?<!\p{L})(?:md5|sha[- ]?\d+|crc[- ]?32)(?!\p{L})/iu,
    '(?:in|as) (?:lower ?-?case )?hex(?:adecimal)?(?: digits| form| format| notation)?|hex digest|(?:in )?lower ?-?case(?: letters)?',
  ],
  [
    /(?<!\p{L})(?:sort|alphabet\p{L}*|a-z)(?!\p{L})/iu,
    `(?:and |but )?(?:ignor(?:e|ing)|not counting|leaving out|disregard(?:ing)?) (?:duplicates? )?(?:accents|diacritics)`,
  ],
  [
    /(?<!\p{L})(?:comma|semicolon|pipe|hyphen|dash|slash)(?:s|es)?(?!\p{L})/iu,
    '(?:all )?(?:on|in|into) (?:the same|one|a single) line|as (?:one|a single) line',
  ],
]

const SEPARATOR = '(?:\\s*[,;(–—]\\s*|\\s+-\\s+|\\s+)'
const COMPILED = ASIDES.map(
  ([order, aside]) =>
    [
      order,
      new RegExp(
        `${SEPARATOR}(?:please )?(?:${aside})\\)?(?=\\s*(?:$|[,;:.?!]|\\(|- | and (?!\\p{L}+ letters)|§|(?:in|of|from|for|on|to|does|is|are|has|have|there) ))`,
        'iu',
      ),
    ] as const,
)
/** A word that each of these sayings holds. */
const MAY =
  /keep|leav|preserv|retain|maintain|once|first occ|hyphen|dash|lower|small|no |without|special|not |instead|rather|letter by|character by|one (?:letter|character)|wrap|becom|goes|between|together|as one|in a row|line|directly|a ?(?:is|=|as|being|counts|equals)|count|start|y ?(?:is|as|counts)|vowels?|consonant|even|also|includ|rest|from|using|with|out of|taking|made|yes or|or not|utf|hex|a,? ?e/iu
const MOST_ASIDES = 4
const LONGEST = 170

/** The head without such sayings. What remains still asks for something. */
export function withoutMeantAnyway(written: string): string {
  if (written.length > LONGEST || !MAY.test(written)) return written
  let head = written
  for (const [order, aside] of COMPILED) {
    if (!order.test(head)) continue
    for (let turn = 0; turn < MOST_ASIDES; turn += 1) {
      const found = aside.exec(head)
      if (found === null) break
      const rest = `${head.slice(0, found.index)} ${head.slice(found.index + found[0].length)}`
        .replace(/\s+(?=[,;:.?!])/g, '')
        .replace(/ {2,}/g, ' ')
        .replace(/^[ ,;]+|[ ,;(]+$/g, '')
      if (!/\p{L}{3}/u.test(rest) || !order.test(rest)) break
      head = rest
    }
  }
  return head
}
