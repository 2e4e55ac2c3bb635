/**
 * An order about a text in few words: verbs and nouns that mean the same become one (`get rid of`, `strip`, `take out` are `remove`),
 * articles and the place of the text are left out. Words it does not know stay as they were written, so that no rule takes them for nothing.
 */

type Written = readonly [pattern: RegExp, said: string]
const at = (source: string, said: string): Written => [new RegExp(`^(?:${source})(?![\\p{L}-])`, 'iu'), said]
const all = (source: string, said: string): Written => [
  new RegExp(`(?<![\\p{L}-])(?:${source})(?![\\p{L}-])`, 'giu'),
  said,
]

/** At the beginning of an order only: elsewhere these are nouns. */
const VERBS: readonly Written[] = [
  [/^(?:take|throw|filter|cut) (?=.{3,60} (?:out|away|off)(?: of §| from §|$| §))/iu, 'throw '],
  at(
    "(?:(?:and|then|also|please|pls|now|afterwards|after that|finally|next|lastly|just|kindly|i want (?:you )?to|i need to|let's|so that|you should|it should)[ ,]+)+",
    '',
  ),
  at('(?:only|just)(?= keep)', ''),
  at('(?:keep|leave|retain)(?: me)? (?:just|only)', 'keep'),
  at('only (?:keep|leave|retain|show|give|list|get|use)(?: me)?', 'keep'),
  at('(?:retain|leave)(?! (?:out|away|off))', 'keep'),
  at(
    '(?:get rid of|rid § of|take (?:out|away|off)|cut (?:out|away|off)|filter out|leave (?:out|away|off)|throw (?:out|away)|strip (?:out|off|away)|weed out|clean out|kick out|chop off|delete|strip|drop|eliminate|erase|omit|discard|exclude|scrub|purge|clear|lose|remvoe|remove)',
    'remove',
  ),
  at('(?:turn|convert|change|transform|rewrite|format|reformat|render|translate)', 'make'),
  at('(?:arrange|order|organi[sz]e|rearrange|reorder)', 'sort'),
  at('(?:flip|invert|turn around|mirror)', 'reverse'),
  at('(?:substitute|exchange|swap out|find and replace|search and replace)', 'replace'),
  [/^swap ([^ ].{0,60}?) for ([^ ].{0,40})$/iu, 'replace $1 with $2'],
  at('(?:combine|concatenate|concat|glue|merge|connect|string)(?: together)?', 'join'),
  at('(?:separate|break|divide|explode|tokeni[sz]e)(?: up| down)?', 'split'),
  at('(?:append|attach|tack on|stick|insert|place)', 'add'),
  at(
    '(?:count(?: up)?|tally)(?: up)?(?: the)?(?: (?:number|amount|total) of| how many| up)?|(?:total )?number of|(?:exactly )?how many|amount of',
    'count',
  ),
  at(
    "(?:(?:show|give|list|get|tell|find|extract|pull|pick|print|return|output|display|grab|fetch|take|collect|select|isolate|identify|write down|fish)(?: out)?(?: me| us)?|what(?: is|'s| are)|which(?: is| are)?|see)",
    'get',
  ),
]
const WORDS: readonly Written[] = [
  all('upper[ -]?case[ds]?|all[ -]?caps|all capitals|block letters|caps lock', 'uppercase'),
  all('lower[ -]?case[ds]?', 'lowercase'),
  all('title[ -]?cased?', 'titlecase'),
  all('white[ -]?spaces?', 'whitespace'),
  all('line ?-?breaks?|new ?-?lines?|line ends?|line endings?|carriage returns?|hard returns?', 'newlines'),
  all('(?:empty|blank)(?: lines?| rows?)', 'empty lines'),
  all('chars?', 'characters'),
  all('(?:rows)', 'lines'),
  all('(?:row)', 'line'),
  all('(?:entries|elements|things|values|members|ones)', 'items'),
  all('(?:entry|element|thing|value|member)', 'item'),
  all('(?:parenthesis|parentheses|parens|round brackets)', 'parentheses'),
  all(
    'duplicated? (?:items|lines|words|names|numbers)|repeated (?:items|lines|names|numbers)|(?:duplicates?|dupes|dups|doubles|repeats|repetitions|double items)',
    'duplicates',
  ),
  all('(?:a|an|one|each) (?=new line)', ''),
]
const NOUN_OF =
  '(?:text|words?|strings?|phrase|sentences?|names?|lists?|line|title|numbers?|letters?|items?|characters|result|output)'
const DEMONSTRATIVE = '(?:the|this|that|these|those|my|all|all of|each of|every one of)'
const PREPOSITION = '(?:in|of|from|for|on|within|inside|to|at|with|out of|through|off|about)'
/** `number §` is an order, `in the text §` a place. */
const PLACE = new RegExp(
  `(?:^|[ ,]+)(?:${PREPOSITION} (?:${DEMONSTRATIVE} )*(?:${NOUN_OF} )?|(?:${DEMONSTRATIVE} )+(?:${NOUN_OF} )?)?§(?= |$|[,;.?!])`,
  'giu',
)
/** The result of the order before, named again. */
const RESULT =
  /(?: (?:in|of|from|for|on|to))? (?:the )?(?:result|rest|remaining (?:text|items|ones|words|letters)|remainder|outcome|output|(?:resulting|new|cleaned(?:[- ]up)?|sorted|final) (?:text|list|string|words?))$/iu
const ARTICLES =
  /(?<![\p{L}-])(?:the|an|any|my|these|those|that's|of them|of it|single(?! quot)|please|pls|simply|all(?! (?:but|except|other|apart))|(?<!(?:letter|character|replace|swap|remove|by|with|to|and|or|between|of|from|count|add|than|make|word) )a(?= \p{L}{2,})(?! (?:to|till|through) z)|(?<=(?:by|with|to|and|of|than|between|add|make|as|in|into) )a(?= \p{L}{3,}))(?: |$)/giu

const NAMED_SMALL =
  /(?<!\p{L})(?:words?|letters?|terms?|phrases?|text|string) (?:(?:the|an?|any|my|all|these|those|this|that|please|just|simply|single|it)(?=$| (?:and|or|from|in|with|by|to|at|for)(?!\p{L})|,)|\p{L}+(?:,| and| or) (?:the|an?|any|my|all|these|those|it)(?=$| (?:and|or|from|in|with|by|to|at|for)(?!\p{L})|,))/iu
const MOST_KNOWN = 400
const known = new Map<string, string>()

/** The same head is asked for by many rules. */
export function canonical(head: string): string {
  let said = known.get(head)
  if (said === undefined) {
    if (known.size >= MOST_KNOWN) known.clear()
    // Small words may be what is spoken of: then none is left out.
    said = head.length > 200 ? head : canonicalOf(head)
    known.set(head, said)
  }
  return said
}

function canonicalOf(head: string): string {
  let said = head
    .replace(/[’‘]/g, "'")
    .replace(/(?<=\p{L})[!?.]+$/u, '')
    .trim()
  for (const [pattern, word] of VERBS) said = said.replace(pattern, word).trim()
  // `take the vowels out` is `take out the vowels`.
  said = said.replace(
    /^(?:throw|filter|cut|take) (.{3,60}?) (?:out|away|off)(?= of § *$| § *$|$| from §)/iu,
    'remove $1',
  )
  said = said.replace(/(?<!\p{L})each §/giu, 'each')
  said = said.replace(PLACE, ' ').trim()
  for (const [pattern, word] of WORDS) said = said.replace(pattern, word)
  said = NAMED_SMALL.test(head)
    ? said.replace(/(?<!\p{L})(?:the|an?) (?=(?:words?|letters?|terms?|phrases?|text|string)(?!\p{L}))/giu, '')
    : said.replace(ARTICLES, '').replace(ARTICLES, '')
  const rest = said.replace(RESULT, '')
  if (rest.trim() !== '') said = rest
  return said
    .replace(/[ ,;:]+$/, '')
    .replace(/^[ ,;:]+/, '')
    .replace(/ {2,}/g, ' ')
    .trim()
}
