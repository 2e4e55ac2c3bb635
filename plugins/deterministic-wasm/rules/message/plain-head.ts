/**
 * The head of a request whose material stands apart from it (behind a colon, on lines, in quotation marks), in its plainest words:
 * `hashtags only` and `pull the tags out of this` are both `extract hashtags`. Words that say nothing are left out; what remains must
 * be one of a few requests, or the head stays as it was written.
 */

const FILLERS = new Set(
  (
    'a an the this these that those it them its here there following below above please pls plz kindly thanks thx thank you can could would will u ya ' +
    'me us my our your i we need want get give show find list tell pull grab take fetch collect print return output out of in from for with within ' +
    'into to as all any every each only just now quickly is are were was be do does what whats which whose there contained mentioned ' +
    'appear appears occur occurs found stand stands text texts message sentence string strings note notes one'
  ).split(' '),
)

type Plain = readonly [pattern: RegExp, head: string]
const VERBS = {
  extract: 'extract|pick|identify|parse|spot|catch|filter|keep|say|see|return',
  count: 'count|how|many|tell|calculate',
  write: 'make|turn|convert|change|put|write|rewrite|transform|format|set|letters',
  sort: 'sort|order|arrange|rank|put|list|numbers|values',
  work: 'calculate|compute|work|add|total',
} as const
const plain = (kind: keyof typeof VERBS, source: string, head: string): Plain => [
  new RegExp(`^(?:(?:${VERBS[kind]}) )*(?:${source})$`, 'u'),
  head,
]

const HEADS: readonly Plain[] = [
  plain('extract', 'e-?mails?(?: address(?:es)?| ids?)?|mail address(?:es)?|mails?', 'extract email addresses'),
  plain('extract', 'urls?|links?|web ?sites?|web address(?:es)?|weblinks?', 'extract urls'),
  plain('extract', '(?:tele)?phone(?: ?numbers?| nos?)?s?|telephone numbers?', 'extract phone numbers'),
  plain('extract', 'hash ?tags?|tags?', 'extract hashtags'),
  plain('extract', 'mentions?|handles?|mentioned people|who', 'extract mentions'),
  plain('extract', 'dates?', 'extract dates'),
  plain('extract', 'times?(?: day)?', 'extract times'),
  plain('extract', 'ips?(?: address(?:es)?)?', 'extract ip addresses'),
  plain(
    'extract',
    '(?:amounts?|prices?|sums)(?: money)?|(?:euro|dollar|pound|money) (?:amounts?|figures?|sums?|values?)',
    'extract amounts',
  ),
  plain('extract', 'numbers|figures', 'extract numbers'),
  plain('count', '(?=.*(?:count|many|number|total))(?:number |total )*words?(?: count| total)?', 'count words'),
  plain(
    'count',
    '(?=.*(?:count|many|number|total))(?:number |total )*(?:characters?|chars?|signs?)(?: count| total)?',
    'count characters',
  ),
  plain('count', '(?=.*(?:count|many|total))(?:total )?lines?(?: count| total)?', 'count lines'),
  plain('count', '(?=.*(?:count|many|number|total))(?:number |total )*sentences(?: count| total)?', 'count sentences'),
  plain('count', '(?=.*(?:count|many|number|total))(?:number |total )*(?:letters)(?: count| total)?', 'count letters'),
  plain(
    'count',
    '(?=.*(?:count|many|number|total))(?:number |total )*(?:items|entries|things|elements|names|values)(?: count| total)?',
    'how many items',
  ),
  plain(
    'write',
    '(?:all )?(?:upper ?-?case|capitals|capital letters|caps|all caps|big letters)(?: letters)?',
    'uppercase',
  ),
  plain('write', '(?:all )?(?:lower ?-?case|small letters)(?: letters)?', 'lowercase'),
  plain('write', 'title ?-?case|capitali[sz]e words|big first letters', 'title case'),
  plain(
    'write',
    '(?:remove|delete|drop|strip|eliminate|throw|rid) ?(?:away )?(?:duplicates?|dups?|dupes?|doubles|repeats|repeated|duplicate)(?: items| lines| entries| values| names| words| numbers)?|de-?dup(?:e|licate)?(?: lines| items| list)?|unique(?: values| items| ones| entries)?|no duplicates',
    'remove duplicates',
  ),
  plain(
    'write',
    '(?:list |items |order )?(?:reverse|backwards|flip|invert|upside down)(?: order)?(?: list| items| lines)?',
    'reverse the list',
  ),
  plain(
    'sort',
    '(?:names |words |items |lines |list |surnames |alphabetically )?(?:alphabeti(?:cally|cal|[sz]e)|a-?z|abc|alphabet)(?: order)?(?: names| words| items| lines| list| surnames)?',
    'sort alphabetically',
  ),
  plain(
    'sort',
    '(?:names |words |items |lines |list )?(?:z-?a|reverse alphabetical(?:ly)?)(?: order)?',
    'sort alphabetically z-a',
  ),
  plain(
    'sort',
    '(?:numbers? |values |list )?(?:descending|big(?:gest)? small(?:est)?|large(?:st)? small(?:est)?|high(?:est)? low(?:est)?|(?:biggest|largest|highest) first)(?: order)?(?: numbers?)?',
    'sort these numbers in descending order',
  ),
  plain(
    'sort',
    '(?:numbers? |values |list )?(?:ascending|small(?:est)? (?:big|large)(?:st|gest|r)?|low(?:est)? high(?:est)?|(?:smallest|lowest) first|numerically)(?: order)?(?: numbers?)?',
    'sort these numbers in ascending order',
  ),
  plain(
    'work',
    '(?:sum|total|altogether|add(?: up)?|sum up|up|total sum)(?: up| together)?(?: numbers?| values| figures| amounts| prices)?(?: sum| total)?',
    'sum of these numbers',
  ),
  plain(
    'work',
    '(?:average|avg|mean|arithmetic mean)(?: value)?(?: numbers?| values| figures)?',
    'average of these numbers',
  ),
  plain('work', '(?:median|middle value)(?: value)?(?: numbers?| values| figures)?', 'median of these numbers'),
  plain(
    'work',
    'mode(?: numbers?| values| figures)?|most (?:common|frequent) (?:number|value)',
    'mode of these numbers',
  ),
  plain('work', 'range(?: numbers?| values| figures)?|range \\(?max minus min\\)?', 'range of these numbers'),
  plain(
    'work',
    '(?:biggest|largest|highest|greatest|maximum|max)(?: number| value| figure)?',
    'largest of these numbers',
  ),
  plain('work', '(?:smallest|lowest|minimum|min|least)(?: number| value| figure)?', 'smallest of these numbers'),
  plain('write', '(?:list |items )?(?:bullets?|bullet ?points?|bulleted list|bullet list)', 'make a bullet list'),
  plain(
    'write',
    '(?:list |items |lines )?(?:number(?:ed)?(?: list)?|numbered|number lines|number items)(?: list)?',
    'number these lines',
  ),
  plain('write', '(?:remove|delete|strip|drop) (?:empty|blank) lines?', 'remove empty lines'),
  plain(
    'write',
    '(?:remove|delete|strip|collapse) (?:extra|double|multiple|unnecessary) (?:spaces|blanks|whitespace)',
    'remove extra spaces',
  ),
  plain(
    'write',
    '(?:join|combine|merge|glue) ?(?:with )?commas?(?: space)?|comma ?-?separated(?: list| values)?|comma list',
    'make a comma separated list',
  ),
  plain('write', 'base ?64(?: encode| encoded| encoding)?|encode base ?64', 'base64 encode'),
  plain('write', '(?:decode base ?64|base ?64 decode(?:d)?|un-?base ?64|base ?64 say)', 'base64 decode'),
  plain('write', 'url ?-?encode(?:d)?|encode url', 'url encode'),
  plain('write', 'url ?-?decode(?:d)?|decode url', 'url decode'),
  plain('write', '(?:apply )?rot ?13', 'rot13'),
  ...(['md5', 'sha1', 'sha256', 'crc32'] as const).map(name =>
    plain('write', `${name.replace(/(\d+)$/, '[- ]?$1')}(?: hash| digest| checksum| sum)?|hash ${name}`, `${name} of`),
  ),
]

const WORD = /⟦\d⟧|[\p{L}\p{N}][\p{L}\p{N}'-]*/gu
const LONGEST = 90

/** The plain head with the place of its quotation, or null where the head is none of these. */
export function plainHead(head: string): string | null {
  const written = head.trim().toLowerCase()
  if (/^(?:is|are|was|were|does|do|did|should|why|has|have|am) /u.test(written)) return null
  // What is excepted, conditional or joined to another request is no plain head.
  if (
    written.length > LONGEST ||
    /[()]|(?<!\p{L})(?:not|but|except|without|ignore|ignoring|if|when|then|or|than|more|less|by|after|before)(?!\p{L})/u.test(
      written,
    )
  )
    return null
  const words = (written.match(WORD) ?? []).filter(word => !FILLERS.has(word.replace(/'s$/, '')))
  const quotes = words.filter(word => word.startsWith('⟦'))
  if (quotes.length > 1) return null
  const rest = words.filter(word => !word.startsWith('⟦')).join(' ')
  const found = HEADS.find(([pattern]) => pattern.test(rest))?.[1]
  return found === undefined
    ? null
    : `${found}${quotes.length === 1 ? `${found.endsWith(' of') ? '' : ' of'} ${quotes[0]}` : ''}`
}
