/** The words that requests about data are made of: what asks, measures, orders and compares, what says nothing, and slips of the keyboard. */

const words = (text: string): string[] => text.split(' ')

/** Says nothing about what is wanted. */
export const SILENT: ReadonlySet<string> = new Set(
  words(
    'a an the this that these those it its is are was were be been am do does did have has had having of in for on from to at into out ' +
      'please pls plz kindly thanks thx thank you can could would will u me my i us we our your want need like get gets give gives show shows tell find ' +
      'print display return output compute calculate calculated determine see know table csv tsv spreadsheet sheet dataset data list file json array ' +
      'below above following attached here there now just only then so all whole entire value values figure figures text ' +
      'object objects contents content overall everything respectively there exactly actually okay ok hi hello hey also ' +
      "what what's whats dear and/or as they them their he she his her i'd i've let's lets us each's using based according " +
      'came comes come given looking look down up quick quickly simple simply mentioned listed shown stand stands using ones one',
  ),
)

const MEANT: Readonly<Record<string, string>> = {
  sum: 'sum total totals totalled sums summed combined altogether together add adding summing',
  mean: 'mean average avg averages averaged means',
  median: 'median',
  mode: 'mode',
  range: 'range spread',
  stdev: 'stdev stddev sd std',
  max: 'max maximum highest largest biggest greatest most maximal top strongest busiest',
  min: 'min minimum lowest smallest least fewest minimal bottom weakest quietest',
  best: 'best winner won wins winning leading leads leader',
  worst: 'worst',
  cheapest: 'cheapest',
  oldest: 'oldest',
  youngest: 'youngest',
  tallest: 'tallest',
  heaviest: 'heaviest',
  lightest: 'lightest',
  longest: 'longest',
  shortest: 'shortest',
  fastest: 'fastest quickest',
  slowest: 'slowest',
  hottest: 'hottest warmest',
  coldest: 'coldest coolest',
  which: "which who whose whom who's whos",
  by: 'by per',
  row: 'row rows record records entry entries line lines observation observations',
  col: 'column columns field fields header headers heading headings',
  count: 'count counting counts number',
  sort: 'sort sorted order ordered arrange arranged sorting',
  rank: 'rank ranked ranking ranks',
  desc: 'descending desc decreasing',
  asc: 'ascending asc increasing alphabetically',
  share: 'share percent percentage % proportion pct fraction',
  diff: 'difference differences gap',
  empty: 'empty blank missing null nulls gaps blanks',
  distinct: 'distinct unique different',
  twin: 'duplicate duplicates duplicated doubles dupes repeated',
  remove: 'remove delete drop hide omit',
  keep: 'keep select retain filter',
  convert: 'convert turn change transform make write put format reformat rewrite export create generate build',
  group: 'group grouped aggregate aggregated summarise summarize broken split',
  first: 'first',
  last: 'last final',
  running: 'running cumulative',
  where: 'where',
  when: 'when',
  not: "not isn't aren't doesn't don't didn't wasn't weren't hasn't haven't isnt arent doesnt dont didnt wasnt werent",
  with: 'with whose',
  and: 'and & plus',
  more: 'more',
  less: 'less fewer',
  than: 'than',
  times: '* × x',
  '>=': '≥ >= =>',
  '<=': '≤ <=',
  '=': '== = equals equal',
  name: 'name names',
  fill: 'fill replace',
  made: 'made earned earn earns makes gets spends scores pays uses works work costs sold sell sells spent spend scored score got paid pay ran run used use worked consumed drove walked walk drive drink eat slept sleep drank ate read produced received cost costs bought earning costing scoring paying working buy',
  markdown: 'markdown md',
}

export const MEANINGS: ReadonlyMap<string, string> = new Map(
  Object.entries(MEANT).flatMap(([meaning, said]) => words(said).map(word => [word, meaning] as const)),
)

/** Several words that mean one thing; applied in order to the text in lower case. */
export const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/ (?:how many(?: of (?:them|these|the))?|number of|no\.? of|count of|count how many|nr of) /g, 'howmany'],
  [/ (?:put|bring|arrange|place) (?:it |them |these |this |the list |all )?(?:in|into) order /g, 'sort'],
  [/ how much /g, 'howmuch'],
  [/ (?:how often|how frequently|how many times) /g, 'howoften'],
  [
    / (?:add(?:ed)? up|sum(?:med)? up|total(?:led)? up|in total|sum total|grand total|total sum|all together|added together) /g,
    'sum',
  ],
  [/ (?:arithmetic mean|mean value|average value|on average) /g, 'mean'],
  [/ (?:standard deviation|std dev|std deviation) /g, 'stdev'],
  [/ (?:greater|larger|bigger|higher|more) than or equal to /g, '>='],
  [/ (?:less|smaller|lower|fewer) than or equal to /g, '<='],
  [/ (?:at least|no less than|not less than|not below|not under|minimum of|from at least) /g, '>='],
  [/ (?:at most|no more than|not more than|not above|not over|maximum of|up to) /g, '<='],
  [/ (N\d+) (?:or (?:more|above|higher|over|greater)|and (?:above|up|over)) /g, '>= $1'],
  [/ (N\d+) or (?:less|below|lower|under|fewer) /g, '<= $1'],
  [
    / (?:(?:is |are |was |were )?(?:above|over|exceeding|exceeds|exceed|beyond|greater than|larger than|bigger than|higher than|more than)) (?=(?:the |their |its |my |our )?(?:N\d|mean|average|avg|max|min|C\d))/g,
    '>',
  ],
  [
    / (?:(?:is |are |was |were )?(?:below|under|less than|smaller than|lower than|fewer than)) (?=(?:the |their |its |my |our )?(?:N\d|mean|average|avg|max|min|C\d))/g,
    '<',
  ],
  [
    / (?:at or above|at or over|not cheaper than|not lower than|not fewer than|not smaller than|not older than and) (?=N\d)/g,
    '>=',
  ],
  [
    / (?:at or below|at or under|not exceeding|not higher than|not larger than|not bigger than|no higher than|no greater than) (?=N\d)/g,
    '<=',
  ],
  [/ (?:in|on) or (?:after|later than) (?=N\d)/g, 'since'],
  [/ (?:not (?:cost|costs|costing) more than|not more expensive than|not dearer than) (?=N\d)/g, 'dearer <='],
  [/ not older than (?=N\d)/g, 'older <='],
  [/ not younger than (?=N\d)/g, 'older >='],
  [/ older than (?=N\d)/g, 'older >'],
  [/ younger than (?=N\d)/g, 'older <'],
  [/ taller than (?=N\d)/g, 'taller >'],
  [/ shorter than (?=N\d)/g, 'taller <'],
  [/ heavier than (?=N\d)/g, 'heavier >'],
  [/ lighter than (?=N\d)/g, 'heavier <'],
  [/ (?:more expensive than|dearer than|costs? more than|costing more than) (?=N\d)/g, 'dearer >'],
  [/ (?:cheaper than|less expensive than|costs? less than|costing less than) (?=N\d)/g, 'dearer <'],
  [/ (?:most expensive|priciest|dearest|costliest) /g, 'dearest'],
  [/ (?:least expensive) /g, 'cheapest'],
  [/ (?:most common|most frequent) /g, 'commonest'],
  [/ (?:no|without|lacking|lacks?|missing)(?: an?| any| the)? (?=C\d)/g, 'empty'],
  [/ (?:percent(?:age)?|%) shares? /g, 'share'],
  [/ (?:percent(?:age)? of (?:the )?total|share of (?:the )?total|% of (?:the )?total) /g, 'share sum'],
  [
    / (?:for each|for every|in each|of each|in every|within each|grouped by|group by|broken down by|split by|by each|per each|each) (?=C\d)/g,
    'by',
  ],
  [
    / (?:(?:in )?(?:descending|desc) order|(?:from )?(?:highest|largest|biggest|high|most|large|big) to (?:lowest|smallest|least|low|small)|(?:highest|largest|biggest|most|longest)(?: ones?)? first|z ?(?:-|to) ?a) /g,
    'desc',
  ],
  [
    / (?:(?:in )?(?:ascending|asc|alphabetical) order|(?:from )?(?:lowest|smallest|least|low|small) to (?:highest|largest|biggest|most|high|big|large)|(?:lowest|smallest|least|cheapest|shortest|youngest)(?: ones?)? first|a ?(?:-|to) ?z) /g,
    'asc',
  ],
  [/ (?:newest|latest|most recent)(?: ones?)? first | (?:latest|newest) to (?:earliest|oldest) /g, 'newestfirst'],
  [/ (?:earliest|oldest date)(?: ones?)? first | (?:earliest|oldest) to (?:latest|newest) /g, 'earliestfirst'],
  [/ (?:at|to) (?:the )?(?:bottom|end) /g, 'atend'],
  [/ tab separated (?:thing |text |data |list |file )?/g, ''],
  [/ (?:for |of |in )?every (?:row|line|entry|item) /g, 'each'],
  [/ (N\d+) ?(?:st|nd|rd|th) /g, 'nth $1'],
  [
    / (?:2nd|second|next) (?=(?:highest|largest|biggest|greatest|most|lowest|smallest|cheapest|best|fastest|oldest|youngest|tallest|longest|shortest|slowest|heaviest|lightest|dearest|hottest|coldest|least|place|rank|max|min) )/g,
    'second',
  ],
  [
    / (?:3rd|third) (?=(?:highest|largest|biggest|greatest|most|lowest|smallest|cheapest|best|fastest|oldest|youngest|tallest|longest|shortest|slowest|heaviest|lightest|dearest|hottest|coldest|least|place|rank|max|min) )/g,
    'third',
  ],
  [/ (?:running (?:total|sum|balance)|cumulative (?:total|sum)|cumulated? (?:total|sum)?) /g, 'running'],
  [/ (?:with )?(?:the )?most to least /g, 'desc'],
  [/ (?:most|highest|best) paid /g, 'max'],
  [/ (?:from )?cheap(?:est)? to (?:expensive|dear|most expensive|dearest) /g, 'cheapest first'],
  [/ (?:from )?(?:expensive|dear) to cheap /g, 'dearest first'],
  [/ more (C\d+) than (C\d+) /g, '$1 > $2'],
  [/ (?:less|fewer) (C\d+) than (C\d+) /g, '$1 < $2'],
  [/ (N\d+) (?:euros?|dollars?|eur|usd|gbp|pounds|bucks|quid|€|\$|£) /g, '$1'],
  [/ (?:ppl|folks) /g, 'people'],
  [/ (?:how far) /g, 'howmuch'],
  [
    / (?:everyone|everybody|anyone|anybody|anything|everything|all those|those)(?: who| that| which)? (?=(?:earn|earning|cost|costing|over|under|above|below|with|in|older|younger|>|<|N))/g,
    'which',
  ],
]

/** Words that a slip would otherwise turn into one of ours. */
const REAL = new Set(
  words(
    'media medium meal moan mead code made rage change mood share shame must moist lost host stout sun son sort soft short fort port count mount court',
  ),
)

/** One slip apart: two letters swapped, one wrong, left out or doubled; in words long enough for it to be a slip. */
export function typoOf(word: string, meant: string): boolean {
  if (word === meant || word.length < 4 || REAL.has(word) || !/^\p{L}+$/u.test(word)) return false
  if (Math.abs(word.length - meant.length) > 1 || word[0] !== meant[0]) return false
  let at = 0
  while (at < word.length && word[at] === meant[at]) at += 1
  const [rest, own] = [word.slice(at), meant.slice(at)]
  if (rest.slice(0, 2) === `${own[1] ?? ''}${own[0] ?? ''}` && rest.slice(2) === own.slice(2)) return true
  if (word.length < 5 || meant.length < 6 || at >= word.length - 1) return false
  return rest.slice(1) === own.slice(1) || rest === own.slice(1) || rest.slice(1) === own
}
