/**
 * Heads said in an unusual form, said in a usual one, with or without the text in them: `css class name in kebab case` as `in kebab case`, `single
 * spaces only` as `remove extra spaces`, `change all a's in § to o's` with its place at the end. Each pattern reads the whole head.
 */

const NAME_OF =
  '(?:(?:python|css|java|javascript|typescript|js|html|c#|php|sql|ruby|go|rust|env|environment|shell|bash)[ -]?)*(?:style )?(?:(?:variable|class|function|method|file|column|table|constant|identifier|field|property|attribute|key|branch|package|folder)(?: ?name)?s? )'
const STYLE = '\\(?(?:(?:lower |upper )?(?:camel|pascal|snake|kebab|constant|screaming[ _-]snake|dot)[ _-]?cased?)\\)?'
const SPACES = '(?:spaces?|blanks?|white ?space|spacing)'
const CAPS =
  '(?:capitals?|caps|upper ?-?case|capital letters?|lower ?-?case|small letters|title ?-?case|sentence ?-?case|all caps|all lower ?-?case)'

type Plainer = readonly [pattern: RegExp, said: string | ((...found: string[]) => string)]
const whole = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'iu')

const HEADS: readonly Plainer[] = [
  [
    whole(
      `(?:an? |the |good |as an? )?${NAME_OF}(?:(?:in|as|using|with|written in) )?(${STYLE})(?: (?:for|of|from|out of))?(?: (§))?`,
    ),
    'in $1 $2',
  ],
  [whole(`(?:an? |the )?${NAME_OF}(?:for|of|from) § (?:in|as|using|with) (${STYLE})`), 'in $1 §'],
  [whole(`(§),? (?:but|only|just) (?:all |in |with |written )*(${CAPS})`), '$1 in $2'],
  [whole('(?:in |to |as )?(?:proper|name) ?-?case(?: (?:names?|§))*'), 'title case'],
  [
    whole(
      `(?:only |just )?single ${SPACES}(?: only| please| between(?: the)? words)*|(?:squash|squeeze|collapse|fix|normali[sz]e|reduce|clean(?: up)?|tidy(?: up)?) (?:the |all )?(?:extra |double |multiple )?${SPACES}(?: (?:in|of) §)?|(?:there are |it has |i have )?too many ${SPACES}(?: here| in §)?,? (?:fix|clean|tidy|remove|reduce)(?: (?:it|them|that|§))?(?: up)?`,
    ),
    'remove extra spaces',
  ],
  [
    whole(
      `(?:(?:file )?name |title |text |put § |write § |§ |make § )?(?:with|using|use|have) (dashes|hyphens|underscores|dots|commas|spaces|slashes|plus signs) (?:instead of|in place of|rather than|for|not) (?:the )?(spaces|blanks|dashes|hyphens|underscores|dots|commas|slashes)(?: (?:in|of) §)?`,
    ),
    'replace $2 with $1',
  ],
  [whole('(replace|change|turn|swap) (.{1,60}?) in § (with|by|to|into|for) (?!and )([^,]{1,40})'), '$1 $2 $3 $4 in §'],
  [whole('(?:find|tell|show|give|check|see|say)(?: me| out)? (how (?:many times|often) .{3,80})'), '$1'],
  [
    whole(
      "§,? (?:has |with )?(how many (?!times)[\\p{L}' ]{1,30}?)(?: (?:is|are|has|have)(?: (?:that|it|there|this))?)?",
    ),
    '$1 in §',
  ],
  [whole('(?:the )?(?:number|count|amount) of ([\\p{L} ]{3,30}?)(?: (?:in|of) §)?'), 'how many $1'],
  [
    whole(
      `(how many (?:words|characters|letters|lines|sentences|chars))(?: (?:did i (?:write|type|use)|have i (?:written|typed|used)|i (?:wrote|typed|used)|do i have|was that|were those|is § (?:in total)?))`,
    ),
    '$1',
  ],
  [
    whole(
      `(?:how many|count|number of) (?:the )?(characters|chars|letters|signs)(?: (?:is|are|does|do|has|have|in|there|§))*,? \\(?((?:including|incl\\.?|counting|with|excluding|excl\\.?|without|not counting|no)(?: the| any| all)? ${SPACES})\\)?(?: (?:is|are|does|do|has|have|in|there|§))*`,
    ),
    'how many $1 $2',
  ],
  [
    whole(
      'what (?:does|do|would) § (?:abbreviate|shorten) to|(?:how (?:is|do you|would you) )?(?:abbreviate|shorten)(?:d)? § (?:with|by|to) (?:its |the )?(?:first letters|initials)',
    ),
    'acronym of §',
  ],
  [whole('reverse (?:the )?(?:sentence|text|phrase|order|§),? word by word'), 'reverse the order of the words'],
  [
    whole(
      '(?:sort|order|arrange) (?:the )?(?:characters|chars)(?: (?:in|of) §)?(?: alphabetically)?|(?:sort|order|arrange) (?:§ )?(?:alphabetically )?by (?:its |the )?letters?(?: alphabetically)?',
    ),
    'sort the letters of §',
  ],
  [
    whole(
      "(?:what(?:'s| is)|which(?: (letter|character|word))? (?:is|stands)) (?:at|in|on) (?:position|place|index) (\\d{1,3})",
    ),
    '$1 number $2',
  ],
  [whole('at (?:position|place) (\\d{1,3})'), 'character number $1'],
  [
    whole(
      '(?:at |in )?(?:which|what) (?:position|place) (?:does|is) (⟦\\d⟧) (?:first )?(?:appear|occur|start|begin|stand|found)|where (?:does|is) (⟦\\d⟧) (?:first )?(?:appear|occur|start|begin|stand|found)(?: first)?',
    ),
    'position of first $1$2',
  ],
  [
    whole(
      '(?:count )?(how many times|how often) (⟦\\d⟧) (?:appears?|occurs?|is used|comes up|is there) as (?:a |an? )?(?:whole |separate |full |own )?word(?: of its own)?',
    ),
    '$1 does the word $2 appear',
  ],
  [
    whole(
      '(number(?: (?:the|these|each|every|all|my|§|lines?|items?|rows?))*)(?: (?:as|like|with))? 1[.)]?,? 2[.)]?,? 3[.)]?(?:,? (?:etc|and so on|and so forth))?',
    ),
    '$1',
  ],
  [
    whole(
      '(?:change|convert|turn|make|put|rewrite|write)(?: §| these| the names?| them| names)*(?: from)? (?:last ?names?|surnames?),? (?:and )?first ?names?(?: form| format| order)? (?:to|into) first ?names?,? last ?names?(?: form| format| order)?',
    ),
    'swap first and last names',
  ],
  [whole('(§) ?[x×*] ?(\\d{1,3})(?: times)?'), 'repeat $1 $2 times'],
]
const MAY =
  /case|camel|style|caps|capital|small|single|squash|squeeze|collapse|fix|normali|reduce|clean|tidy|many|instead|in place|rather|not|for| in § |find|tell|show|give|check|see|say|number|count|amount|abbreviat|shorten|word by|character|chars|letter|position|place|index|where|[x×*] ?\d/iu

/** Letters in the plural, where one sign is put for another: `change all a's to o's`. */
const LETTERS = /(?<!\p{L})(\p{L})'s(?!\p{L})/giu

const NTH_LETTER =
  /(?<!\p{L})(first|second|third|fourth|last|every|each|all) (\p{L})(?= (?:with|by|to|into|for)(?!\p{L}))/iu

export function plainerHead(head: string): string {
  if (head.length > 150 || !MAY.test(head)) return head
  let said = head
  for (const [pattern, to] of HEADS) {
    const found = pattern.exec(said)
    if (found === null) continue
    said = (typeof to === 'string' ? to.replace(/\$(\d)/g, (_, n: string) => found[Number(n)] ?? '') : to(...found))
      .replace(/ {2,}/g, ' ')
      .trim()
  }
  if (/^(?:replace|change|turn|swap)(?!\p{L})/iu.test(said))
    said = said.replace(LETTERS, 'letter $1').replace(NTH_LETTER, '$1 letter $2')
  return said
}
