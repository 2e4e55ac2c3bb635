/**
 * The many ways of saying one thing, said in one: `"abc" has got how many letters` as `how many letters in "abc"`, `what is left of "abc"
 * when I delete the vowels` as an order. The text stands as `§`. What it does not know wholly stays as it was written.
 */

const WHAT = "(?<what>(?!times )[\\p{L}\\p{N}' ⟦⟧-]{1,40}?)"
const SAID = '(?:the |my |this |that )?(?:(?:word|words|text|string|sentence|phrase|name|line|number|code|term) )?§'
const TAKING =
  '(?:remove|delete|strip|drop|take (?:out|away|off)|get rid of|erase|leave out|cut out|omit|removing|deleting|stripping|dropping|taking (?:out|away)|leaving out)'
const LEFT =
  "(?:what(?:'s| is| would be| will be| are)?|how much is|what do (?:i|you|we) (?:get|have)|what would (?:i|you|we) (?:get|have)|what (?:remains|stays|is there)|which letters (?:are|remain|stay)|tell me what(?:'s| is)?|give me what(?:'s| is)?)(?: (?:left|left over|remaining|over|remains))*"
const CODE =
  '(?<code>(?:international )?morse(?: code)?|binary(?: code)?|hex(?:adecimal)?|base ?-?64|base ?-?32|rot ?-?13|(?:the )?(?:nato|icao)(?: phonetic)?(?: spelling)?(?: alphabet)?|(?:the )?(?:international |nato |military |radio )?(?:phonetic|spelling) alphabet|ascii codes|unicode code points)'
const IGNORED =
  '(?:(?:the |all |any )?(?:white ?)?(?:spaces?|spacing|case|upper and lower case|capitals|capital letters|capitali[sz]ation|punctuation(?: marks?)?|commas|hyphens|apostrophes|blanks|non-letters|letter case))'
const PLACE = '(?:position|place|spot|number|no\\.?|pos\\.?)'
const NTH = '(?:\\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)'

const whole = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'iu')

/** A pattern of a whole request, and what it says. */
const RECASTS: readonly (readonly [RegExp, string])[] = [
  [
    whole(
      `(?:what|which) (?<part>letter|character|word|item|name|number)(?: is| stands| comes)? (?:in|at) (?:the )?(?:very )?(?:middle|cent(?:er|re))(?: (?:of|in) ${SAID})?`,
    ),
    'middle $<part> of §',
  ],
  [
    whole(
      `(?:what|which) (?<part>letter|character|word|item|name|number)(?: is| stands| comes)? (?:in|at) (?:the )?(?:very )?end(?: (?:of|in) ${SAID})?`,
    ),
    'last $<part> of §',
  ],
  [
    whole(
      `(?:what|which|how)(?: (?:do|would|will) (?:i|you|we|one) (?:get|have|see)| comes out| happens| is (?:the result|it|that)| (?:would|will|does) (?:it|that|${SAID}) (?:be|become|say|read|look like))?,? (?:if|when|once|after|by) (?:i|you|we|one)? ?(?<order>(?:reverse|flip|lowercase|uppercase|capitali[sz]e|rot13|base64[- ]encode|url[- ]encode|shift|remove|delete|sort|swap|replace|repeat)(?!\\p{L}).*)`,
    ),
    '$<order>',
  ],
  [
    whole(
      `(?:what|which) (?<what>acronym|initials|slug|abbreviation|monogram) (?:do|does|would|will) (?:i|you|we|one|it) (?:get|make|have|give)(?: (?:from|for|out of|with|of|by using))? ${SAID}`,
    ),
    '$<what> of §',
  ],
  [whole(`what (?:would|will) (?:the )?(?<what>.{3,60}) be`), '$<what>'],
  [
    whole(
      `how many (?<what>characters|chars|signs) (?:has|have|does|do|are(?: there)? in|is) ${SAID}(?: (?:have|has))?,? (?:including|with|counting)(?: the| all)? (?:spaces|blanks)`,
    ),
    'how many $<what> in §',
  ],
  [
    whole(
      `${SAID},? (?:has(?: got)?|have(?: got)?|contains?|consists? of|is made (?:up |out )?of|includes?|got|holds)(?: exactly)? how many ${WHAT}`,
    ),
    'how many $<what> in §',
  ],
  [
    whole(
      `(?:exactly )?how many ${WHAT} (?:has|have|does|do|did) ${SAID}(?: (?:have|has|got|contain|use|count|consist of))?`,
    ),
    'how many $<what> in §',
  ],
  [
    whole(
      `how many ${WHAT} (?:make up|form|are needed for|(?:are|is) used in|does it take to write|occur in|appear in|stand in|is ${SAID} made (?:up )?of) ?(?:${SAID})?`,
    ),
    'how many $<what> in §',
  ],
  [whole(`how many ${WHAT} is ${SAID}(?: (?:long|made of|made up of))?`), 'how many $<what> in §'],
  [
    whole(
      `(?:the )?(?:(?:exact |total )?(?:amount|quantity|number)) of ${WHAT}(?: (?:there are|contained|used))?(?: (?:in|of|from|within) ${SAID})`,
    ),
    'how many $<what> in §',
  ],
  [whole(`§ (?<kind>word|character|char|letter|line|sentence|vowel)s? ?-?count`), '$<kind> count of §'],
  [whole(`how (?:does|would|will) ${SAID} look(?: like)? without ${WHAT}`), 'remove $<what> from §'],
  [
    whole(`(?:what (?:is|does|would be) )?${SAID}(?: look like)? (?:without|minus|w/o) ${WHAT}`),
    'remove $<what> from §',
  ],
  [
    whole(
      `${LEFT}(?: (?:of|from|in))? ?(?:${SAID} )?(?:when|if|after|once)(?: (?:i|you|we|one))? ${TAKING} ${WHAT}(?: (?:from|of|in|out of) ${SAID})?`,
    ),
    'remove $<what> from §',
  ],
  [
    whole(`(?:if|when)(?: (?:i|you|we|one))? ${TAKING} ${WHAT} (?:from|of|in|out of) ${SAID},? (?:then )?${LEFT}`),
    'remove $<what> from §',
  ],
  [
    whole(`(?:take ${WHAT} (?:out of|off|from)|get ${WHAT.replace('what', 'what2')} off) ${SAID}`),
    'remove $<what>$<what2> from §',
  ],
  [whole(`get (?!rid)${WHAT} (?:out of|from) ${SAID}`), 'extract $<what> from §'],
  [
    whole(
      `what (?:does|do) ${SAID} (?:say|mean|spell|read|stand for|decode to)(?: (?:in|as|from))?(?: plain)? (?:ascii|(?:text|english|letters|words) \\(?(?:from |in )?ascii\\)?)`,
    ),
    'decode ascii § to text',
  ],
  [
    whole(
      `what (?:does|do) ${SAID} (?:say|mean|spell|read|stand for|decode to)(?: (?:in|as|from))?(?: plain)?(?: (?:text|english|words))? ?\\(?(?:in |from |it is |it's )?base ?64(?: encoded)?\\)?(?: decoded)?`,
    ),
    'decode base64 §',
  ],
  [
    whole(
      `(?:how|what)(?: (?:is|are|would|does|do|can|could|to|should))?(?: (?:i|you|we|one|it))? ?(?:(?:write|spell|say|encode|put|express) )?${SAID}(?: (?:be|is|look(?: like)?))?(?: (?:written|spelled|spelt|said|encoded|expressed|coded))?(?: (?:out|down|like))? (?:in|as|with|using) ${CODE}`,
    ),
    'write § in $<code>',
  ],
  [whole(`${SAID} (?:in|as|into|to) ${CODE}`), 'write § in $<code>'],
  [whole(`(?:do|code for) ${SAID} in ${CODE}`), 'write § in $<code>'],
  [
    whole(
      `(?:what|which|how) (?:does|do|is|word is|letters? (?:is|are)|text is)(?: (?:this|the|that))? ?(?:morse(?: code)? )?(?:message |text |signal )?(?:§ )?(?:(?:mean|say|read|spell|stand for|said) )?(?:in|from|as|with) (?:the )?morse(?: code)?(?: (?:mean|say|read|spell))?`,
    ),
    'decode morse §',
  ],
  [
    whole(
      `(?:§ )?(?:what|which word) (?:does|do|is) (?:this|the|that|it)?(?: ?in)? ?morse(?: code)?(?: (?:message|signal|text))?(?: §)?(?: (?:say|mean|read|spell|stand for))?(?: §)?`,
    ),
    'decode morse §',
  ],
  [whole(`morse(?: code)? § what (?:is|does) (?:it|this|that)(?: (?:say|mean|read|spell))?`), 'decode morse §'],
  [whole(`(?:read|understand|interpret|solve) (?:this |the )?morse(?: code)?(?: for me)? §`), 'decode morse §'],
  [
    whole(`§ (?:in|from) morse(?: code)?(?: to (?:text|english|letters))?(?: (?:means?|is|says))?(?: what)?`),
    'decode morse §',
  ],
  [
    whole(
      `(?:what|which) (?<part>letter|character|word) (?:is|stands|comes|sits|appears|is found|is standing|do you find|can be found) (?:at|in|on) (?:the )?${PLACE} (?:number |no\\.? )?(?<n>\\d{1,3})(?: (?:in|of) ${SAID})?`,
    ),
    '$<part> number $<n> of §',
  ],
  [
    whole(
      `§ (?:what|which) (?<part>letter|character|word) (?:is|stands|comes|sits|appears) (?:at|in|on) (?:the )?${PLACE} (?:number |no\\.? )?(?<n>\\d{1,3})`,
    ),
    '$<part> number $<n> of §',
  ],
  [
    whole(
      `(?:§ )?(?:what|which) (?<part>letter|character|word) (?:is|comes|stands)(?: the)? (?<nth>${NTH})(?: (?:in|of) ${SAID})?`,
    ),
    '$<nth> $<part> of §',
  ],
  [whole(`§ (?:what|which)(?:'s| is) (?:the )?(?<nth>${NTH}) (?<part>letter|character|word)`), '$<nth> $<part> of §'],
  [
    whole(
      `(?:how (?:is|would|do)|what is|what's)(?: (?:you|i|one))?(?: (?:write|spell|say))? ?${SAID}(?: be)?(?: (?:spelled|spelt|written|read))? (?:backwards?|in reverse|reversed)`,
    ),
    'spell § backwards',
  ],
  [whole(`§ (?:spelled|spelt|written|read) (?:backwards?|in reverse)(?: is)?`), 'spell § backwards'],
  [
    whole(`(?:what does|how does) ${SAID} (?:read|spell|say|look like) (?:backwards?|in reverse|reversed)`),
    'spell § backwards',
  ],
  [whole(`turn (?:the letters of )?${SAID} (?:around|round|backwards)`), 'spell § backwards'],
  [
    whole(
      `(?:does|is|would|whether) ${SAID} (?:stay|remain|be|look|read)?(?: exactly)? ?the same (?:when|if|once|after)(?: (?:you|it is|i|it's|being))? ?(?:reversed?|read backwards|spelled backwards|turned around|read from right to left)(?: it)?`,
    ),
    'is § the same backwards',
  ],
]

const CANDIDATES =
  /how many|amount|quantity|number of|count|without|minus|w\/o|look|left|remain|stay|if|when|take|get|how|morse|binary|hex|base|rot|nato|icao|ascii|unicode|which|what|backward|reverse|around|same/i

/** What a check that people know ignores anyway. */
const PALINDROME_ASIDE = new RegExp(
  `,? ?\\(?(?:(?:while |when |by )?ignoring|ignore|if (?:you|we|i|one) (?:ignore|leave out|remove|skip|disregard|don't count)|without|not counting|disregarding|regardless of|leaving out)(?: the| all)? ${IGNORED}(?:(?:,| and|, and| or| &|/) ?${IGNORED})*\\)?,? ?`,
  'iu',
)
const TITLE_ASIDE =
  /(?<=title ?-?case)(?:,| with| \(| i\.e\.| -)? ?(?:that is,? |meaning |so )?(?:(?:capitali[sz]e |with )?(?:every|each|all)(?: the)? words?(?: (?:is |are |being |gets? )?(?:capitali[sz]ed|in capitals|with a capital))?)\)?/iu
const COUNTED_FROM = /,? ?\(?(?:counting|counted|starting|numbered|numbering) (?:from|at|with) (?:1|one|the first)\)?/iu

/** Everything that is said of an identifier by somebody who only wants it checked. */
const CHECK_WORDS = new Set(
  "out is it this the a an my our that whether please pls can could you check checks verify validate test if of for in by has have does do digit digits checksum check-digit checkdigit sum form format number code barcode and all right correct valid ok okay fine match matches fit fits pass passes passing test typed type i i've got correctly written with right? luhn algorithm or not proper well-formed real tell me its here following given okay?".split(
    ' ',
  ),
)
const ASKS_CHECK =
  /(?<!\p{L})(?:valid|correct(?:ly)?|right|ok|okay|check(?:sum)?|verify|validate|pass(?:es)?|match(?:es)?|fits?)(?!\p{L})/iu
const KIND =
  /(?<!\p{L})(?:iban|isbn(?:[- ]?1[03])?|(?:ean|gtin|upc)(?:[- ]?(?:8|12|13|14))?|barcode|credit ?card|visa|mastercard|luhn|uuid|guid|ipv?[46]? address|ipv[46])(?!\p{L})/iu

/** `can you check this IBAN, is it ok §`. */
function asCheck(head: string): string | null {
  const kind = KIND.exec(head)?.[0] ?? (/check ?(?:digit|sum)/i.test(head) ? 'ean' : null)
  // `check digit of X` asks for the digit.
  const rest = head.replace(new RegExp(KIND.source, 'giu'), ' ').replace(/check[- ]?(?:digits?|sum)/giu, ' ')
  if (kind === null || /\d/.test(rest) || !ASKS_CHECK.test(rest)) return null
  const words = head
    .toLowerCase()
    .replace(new RegExp(KIND.source, 'giu'), ' ')
    .split(/[^\p{L}'§-]+/u)
    .filter(word => word !== '' && word !== '§' && !/^-+$/.test(word))
  return words.every(word => CHECK_WORDS.has(word)) ? `is ${kind} § valid` : null
}

export function recast(written: string): string {
  let head = written.replace(/[ .!?]+$/, '')
  if (/palindrome|same/i.test(head)) head = head.replace(PALINDROME_ASIDE, ' ').trim()
  if (/title ?-?case/i.test(head)) head = head.replace(TITLE_ASIDE, '')
  if (/position|place/i.test(head)) head = head.replace(COUNTED_FROM, '')
  if (!head.includes('§')) {
    // Behind a colon: what was asked is complete without the text.
    const order = /^(?:(?:what|which).*morse.*|caesar.*)$/i.test(head)
    return order ? recastWhole(`${head} §`) : head
  }
  return (
    asCheck(head) ??
    recastWhole(head.replace(/[?!.,:;]+ ?(?=§)|(?<=§)[?!.,:;]+(?= )/g, ' ').replace(/ {2,}/g, ' '), head)
  )
}

function recastWhole(head: string, otherwise = head): string {
  if (head.length > 160 || !CANDIDATES.test(head)) return otherwise
  for (const [pattern, said] of RECASTS) {
    const found = pattern.exec(head)
    if (found === null) continue
    return said.replace(/\$<(\w+)>/g, (_, name: string) => found.groups?.[name] ?? '')
  }
  return otherwise
}
