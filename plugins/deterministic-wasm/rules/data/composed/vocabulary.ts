/**
 * The words of which a composed question about a table is made. A word that is in none of these lists, and neither a column nor a cell of
 * the table, makes the question none: nothing here is guessed.
 */

const words = (text: string): string[] => text.split(' ')

/** Says nothing about what is wanted. */
export const SILENT: ReadonlySet<string> = new Set(
  words(
    'a an the this that these those it its is are was were be been am do does did i we you they them he she me us my our your their his her ' +
      'there here now just only all so then ok okay please pls plz kindly thanks thank thx hi hello hey can could would u ur any some ' +
      'exactly actually simply grand',
  ),
)

/** One word each for what asks, measures and joins. */
const MEANT: Readonly<Record<string, string>> = {
  which: 'which',
  what: "what what's whats",
  who: "who who's whos whom",
  where: 'where',
  when: 'when',
  list: 'list show name names give tell find display print get',
  sum: 'sum total totals',
  mean: 'average mean avg',
  median: 'median',
  share: 'percentage percent % share proportion pct',
  top: 'top',
  by: 'per each every by',
  in: 'in of for on at during among within as',
  from: 'from',
  to: 'to until till through',
  with: 'with have has had having got whose',
  without: 'without no lacking lacks lack none',
  empty: 'empty blank missing',
  not: "not isn't aren't doesn't don't didn't wasn't weren't haven't hasn't isnt arent doesnt dont didnt wasnt werent havent hasnt",
  and: 'and & plus also',
  or: 'or nor',
  after: 'after',
  before: 'before',
  since: 'since',
  max: 'highest greatest most maximum max',
  min: 'lowest least fewest minimum min',
  '^biggest': 'biggest largest',
  '^smallest': 'smallest',
  best: 'best better',
  worst: 'worst worse',
  sort: 'sort sorted sorting arrange arranged',
  rank: 'rank ranked ranking rankings',
  asc: 'ascending asc alphabetically alphabetical increasing',
  desc: 'descending desc decreasing',
  first: 'first',
  second: 'second',
  third: 'third',
  yet: 'yet still already currently so far',
}

export const MEANINGS: ReadonlyMap<string, string> = new Map(
  Object.entries(MEANT).flatMap(([meaning, said]) => words(said).map(word => [word, meaning] as const)),
)

/** Several words that mean one; over the marked words, in order. */
export const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/ (?:how many(?: of (?:them|these|those|the))?|number of|count of|count how many|count) /g, 'howmany'],
  [/ (?:how much money|how much|what amount) /g, 'howmuch'],
  [/ (?:in total|in all|in sum|altogether|all together|overall|together|combined|added up|summed up) /g, 'ALL'],
  [
    / (?:for each|for every|in each|in every|of each|of every|per each|grouped by|group by|broken down by|split by) /g,
    'by',
  ],
  [/ (?:and )?(?:at least|no less than|not less than|a minimum of|minimum of) (?=N)/g, '>='],
  [/ (?:at most|no more than|not more than|a maximum of|maximum of|up to) (?=N)/g, '<='],
  [/ (N\d+) (?:or (?:more|above|higher|over|older|later|better)|and (?:above|up|over|more)) /g, '>= $1'],
  [/ (N\d+) or (?:less|below|lower|under|fewer|younger|cheaper) /g, '<= $1'],
  [/ (?:older than) /g, '@age >'],
  [/ (?:younger than) /g, '@age <'],
  [/ (?:taller than) /g, '@height >'],
  [/ (?:shorter than) /g, '@height <'],
  [/ (?:heavier than) /g, '@weight >'],
  [/ (?:lighter than) /g, '@weight <'],
  [/ (?:more expensive than|dearer than) /g, '@price >'],
  [/ (?:cheaper than|less expensive than) /g, '@price <'],
  [/ (?:longer than) /g, '@length >'],
  [/ (?:(?:higher|larger|bigger|greater|more) than|above|over|exceeding|exceeds?|exceeded) /g, '>'],
  [/ (?:(?:lower|smaller|less|fewer) than|below|under) /g, '<'],
  [/ (?:most expensive|priciest|dearest|costliest) /g, '^dearest'],
  [/ (?:least expensive|cheapest) /g, '^cheapest'],
  [/ (?:most recent(?:ly)?|newest|latest) /g, '^newest'],
  [/ (?:oldest) /g, '^oldest'],
  [/ (?:earliest) /g, '^earliest'],
  [/ (?:youngest) /g, '^youngest'],
  [/ (?:tallest|highest up) /g, '^tallest'],
  [/ (?:heaviest) /g, '^heaviest'],
  [/ (?:lightest) /g, '^lightest'],
  [/ (?:longest) /g, '^longest'],
  [/ (?:shortest) /g, '^shortest'],
  [/ (?:furthest|farthest) /g, '^furthest'],
  [/ (?:fastest|quickest) /g, '^fastest'],
  [/ (?:slowest) /g, '^slowest'],
  [/ (?:hottest|warmest) /g, '^hottest'],
  [/ (?:coldest|coolest) /g, '^coldest'],
  [/ (?:busiest) /g, '^busiest'],
  [/ (?:quietest) /g, '^quietest'],
  [/ (?:best[- ]selling|bestselling|best seller|bestseller) /g, '@sold best'],
  [/ (?:most|best|highest|top)[- ]paid /g, '@pay max'],
  [/ (?:least|worst|lowest)[- ]paid /g, '@pay min'],
  [/ (?:top|biggest|highest) earners? /g, '@pay max'],
  [/ (?:most populous|most populated) /g, '@people max'],
  [/ (?:out of stock|sold out) /g, '@stock = N0'],
  [/ (?:in stock) /g, '@stock'],
  [/ (?:line|row) (?:totals?|values?|sums?) /g, 'EACH WORTH'],
  [/ (?:multiplied by) /g, 'TIMES'],
  [/ (?:divided by) /g, 'OVER'],
  [/ (C\d+) x (?=C\d)/g, '$1 TIMES'],
  [/ (?:went up|gone up|goes up) /g, 'grew'],
  [/ (?:went down|gone down|goes down) /g, 'fell'],
  [/ (?:vs|versus) /g, 'and'],
  [/ square met(?:er|re)s? /g, '@area'],
  [/ add (?:a |an )?(?:new |another |extra )?(?:column|field)(?: called| named)? /g, 'add'],
  [/ (?:all|everything|the lot) of it /g, 'ALL'],
  [/ everything /g, 'ALL'],
  [/ order (?=(?:by|them|these|this|it|row|N|C|V|rows|entries) )/g, 'sort'],
  [/ (?:reverse|reversed) alphabetical(?:ly)?(?: order)? /g, 'desc'],
  [/ (?:ascending|alphabetical) order /g, 'asc'],
  [/ descending order /g, 'desc'],
  [/ order (?=$)/g, ''],
  [
    / (?:joined|started|began|arrived|signed up|registered|hired)(?: the (?:company|team|firm|club))? (?:first|earliest) /g,
    '^earliest',
  ],
  [
    / (?:joined|started|began|arrived|signed up|registered|hired)(?: the (?:company|team|firm|club))? (?:last|latest) /g,
    '^newest',
  ],
  [/ at or (?:below|under) /g, '<='],
  [/ at or (?:above|over) /g, '>='],
  [/ (?:still |yet |left )to (C\d+) /g, 'not $1'],
  [/ (?:left|still|remaining|yet) to do /g, 'undone'],
  [/ (?:is|are|aged|turned) (N\d+)(?: years old)? $/g, '@age = $1'],
  [
    / (?:more|higher|greater)( C\d+)? than (?:the (?:others?|rest)|any ?(?:one|body) else|every(?:one|body) else|all (?:the )?others?) /g,
    'max$1',
  ],
  [
    / (?:less|fewer|lower)( C\d+)? than (?:the (?:others?|rest)|any ?(?:one|body) else|every(?:one|body) else|all (?:the )?others?) /g,
    'min$1',
  ],
  [/ who won /g, 'who ^winner'],
  [/ (?:goes|go|went|gone|comes|come|came) (?:to|on|for|into|from) (?=V|the V)/g, 'in'],
  [/ (?:went|goes|go|gone|ran) (?=[<>])/g, ''],
  [/ (?:on |at |during )?(?:the )?weekends? /g, 'WEEKEND'],
  [/ (?:on |during )?(?:the )?(?:weekdays|working days|work days) /g, 'WEEKDAY'],
]

/** What people do or are, by the column that says how much; `^` stands for a superlative, `@` for a thing. */
export const CONCEPTS: Readonly<Record<string, RegExp>> = {
  age: /^(?:age|alter|years old)$/u,
  height: /(?<!\p{L})(?:height|cm)(?!\p{L})/u,
  weight: /(?<!\p{L})(?:weight|mass|kg|gewicht)(?!\p{L})/u,
  price: /(?<!\p{L})(?:price|prices|cost|costs|fee|fare|rent|preis|prix|precio|prezzo)(?!\p{L})/u,
  votes: /^votes?$/u,
  total: /^(?:total|sum|amount|total (?:eur|usd|price|cost|amount))$/u,
  pay: /(?<!\p{L})(?:salary|salaries|wage|wages|pay|earnings|gehalt)(?!\p{L})/u,
  spent:
    /(?<!\p{L})(?:spent|spending|expense|expenses|cost|costs|amount|price|eur|euro|euros|usd|gbp|€|\$|£|betrag|expenditure|paid)(?!\p{L})/u,
  sold: /^(?:sold|units|units sold|qty|quantity|sales|copies|pieces|pcs|menge|anzahl|qty sold|sold units)$/u,
  stock: /(?<!\p{L})(?:stock|inventory)(?!\p{L})/u,
  people: /^(?:population(?: m| mio| millions?)?|people|inhabitants|pop|residents|einwohner)$/u,
  length: /(?<!\p{L})(?:length|duration|pages|minutes|mins?|hours|hrs|nights|days|runtime|km|miles)(?!\p{L})/u,
  far: /(?<!\p{L})(?:km|miles|distance)(?!\p{L})/u,
  points: /^(?:points|pts|score|scores|goals|marks?)$/u,
  rated: /^(?:rating|ratings|stars)$/u,
  hours: /^(?:hours|hrs|h|hours worked|time)$/u,
  hot: /(?<!\p{L})(?:temp|temperature|degrees|celsius|°c)(?!\p{L})/u,
  visits: /^(?:visitors|visits|guests|customers|sales|orders|people|passengers)$/u,
  born: /(?<!\p{L})(?:born|birth|birthday|dob|birthdate|birth year)(?!\p{L})/u,
  made: /^(?:year|published|released?|built|year built|year published|publication year|release year)$/u,
  day: /^(?:date|day|datum|when|due|due date|deadline|start|start date|joined|hired|opened|created)$/u,
  clock: /^(?:time|duration|finish|finish time|result|lap|lap time)$/u,
  speed: /(?<!\p{L})(?:speed|km ?h|kmh|mph|velocity|mbps)(?!\p{L})/u,
  area: /^(?:area|size|m2|sqm|area km2|area m2|km2|m²|km²|acres|hectares|ha)$/u,
}

/** What a verb speaks of: the first concept that the table has one column of. */
export const SPEAKS: ReadonlyMap<string, readonly string[]> = speaking({
  age: 'aged',
  'price spent total': 'cost costs costing priced',
  pay: 'earn earns earned earning payroll',
  'spent total': 'spend spends spent spending paid pay expenses',
  sold: 'sold sell sells selling',
  weight: 'weigh weighs weighing weighed',
  rated: 'rated',
  points: 'score scores scored scoring',
  'far clock': 'run ran runs',
  far: 'drive drove drives driven cycle cycled walk walked travel travelled traveled',
  born: 'born',
})

/** Names of columns that are called otherwise in the table. */
export const CALLED: ReadonlyMap<string, readonly string[]> = speaking({
  'price total spent': 'price prices',
  pay: 'salary salaries wage wages',
  sold: 'pieces copies quantity qty units',
  'sold spent': 'amount amounts',
  length: 'length duration runtime',
  hot: 'temperature temperatures',
  people: 'inhabitants population people',
  area: 'area',
  stock: 'stock',
  points: 'points',
})

function speaking(given: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(given).flatMap(([concepts, said]) => words(said).map(word => [word, words(concepts)] as const)),
  )
}

/** Columns that a superlative may mean, in order, and whether the largest is meant; the first that the table has one of. */
export const SUPERLATIVES: Readonly<Record<string, readonly (readonly [concept: string, isLargest: boolean])[]>> = {
  '^dearest': [
    ['price', true],
    ['spent', true],
  ],
  '^cheapest': [
    ['price', false],
    ['spent', false],
  ],
  '^oldest': [
    ['age', true],
    ['born', false],
    ['made', false],
  ],
  '^youngest': [
    ['age', false],
    ['born', true],
  ],
  '^newest': [
    ['made', true],
    ['day', true],
  ],
  '^earliest': [
    ['day', false],
    ['clock', false],
    ['made', false],
  ],
  '^tallest': [['height', true]],
  '^heaviest': [['weight', true]],
  '^lightest': [['weight', false]],
  '^longest': [['length', true]],
  '^shortest': [['length', false]],
  '^furthest': [['far', true]],
  '^fastest': [
    ['speed', true],
    ['clock', false],
  ],
  '^slowest': [
    ['speed', false],
    ['clock', true],
  ],
  '^hottest': [['hot', true]],
  '^coldest': [['hot', false]],
  '^busiest': [['visits', true]],
  '^quietest': [['visits', false]],
  '^winner': [
    ['points', true],
    ['votes', true],
    ['clock', false],
  ],
  best: [
    ['points', true],
    ['rated', true],
    ['sold', true],
  ],
  worst: [
    ['points', false],
    ['rated', false],
    ['sold', false],
  ],
}

/** What is worked out of two columns. */
export const MADE_OF: ReadonlyMap<string, string> = new Map(
  Object.entries({
    DIFF: 'difference differences diff gap deviation variance',
    CHANGE: 'change changes changed growth increase increased grew grow grown rise rose risen',
    FALL: 'decrease decreased fell fall fallen dropped drop shrank decline declined',
    SAVED: 'saved savings saving profit surplus leftover',
    WORTH: 'worth revenue turnover value',
    SPENTOVER: 'overspend overspent overspending',
    TIMES: 'times',
    EACH: 'calculate compute add',
  }).flatMap(([meaning, said]) => words(said).map(word => [word, meaning] as const)),
)

/** Doing that says nothing about how much: `the tasks that Jo has to do`. */
export const PLAIN_VERBS: ReadonlySet<string> = new Set(
  words(
    'buy bought live lives living come comes came belong belongs order ordered place placed happen happens happened attend attends book booked ' +
      'assigned located called based written wrote works work working doing plays play playing join joined use uses used using consume consumed ' +
      'given held led taught presented chaired managed handled',
  ),
)

/** What rows may be called whatever the table is of. */
export const ANY_ROW = /^(?:ones?|rows?|entr(?:y|ies)|records?|lines?|items?|things?)$/u
export const PERSONS =
  /^(?:people|persons?|everyone|everybody|anyone|anybody|someone|somebody|kids|children|members?|employees?|staff|workers?|students?|pupils?|players?|guests?|runners?|participants?|colleagues?|customers?|clients?|users?|patients?|drivers?)$/u
export const TITLED = /^(?:films?|movies?|books?|songs?|albums?|games?|series|novels?)$/u
export const DEEDS =
  /^(?:purchases?|payments?|expenses?|transactions?|bookings?|sales|invoices?|orders?|bills?|receipts?)$/u
export const PERSON_COLUMN =
  /(?<!\p{L})(?:name|person|employee|student|player|user|who|member|guest|pupil|patient|driver|runner|kid|child|participant|colleague|owner|assignee|assigned to|responsible|customer|client|worker|author|teacher|manager|seller|rep|agent)(?!\p{L})/u

/** Units that may stand behind a number without saying anything. */
export const UNITS =
  /^(?:eur|euros?|usd|dollars?|gbp|pounds?|chf|€|\$|£|bucks|years|yrs|kg|km|cm|mm|miles|minutes|mins?|hours|hrs|days|degrees|°c|°|celsius|percent|points|pts|units|pieces|pcs|pages|old)$/u
