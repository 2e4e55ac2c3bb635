/**
 * A request about a table in the words that its columns have: `how old is Deniz` asks for the age of Deniz, `who earns the most` for the
 * highest salary, `how many people` for rows. A word is replaced only where the table has one column that it can mean.
 */
import { mendTypos } from '../message/typos.ts'
import { singular } from '../tables/find-column.ts'
import type { Column, SourceTable } from '../tables/read-table.ts'
import type { DataRequest } from './data-request.ts'
import { isLabel, nameColumn } from './row-conditions.ts'
import { statusWords } from './status-words.ts'

const AGE = /^(?:age|alter|years)$/u
const PRICE = /(?<!\p{L})(?:price|cost|costs|fee|fare|rent)(?!\p{L})/u
const WEIGHT = /(?<!\p{L})(?:weight|mass|kg)(?!\p{L})/u
const HEIGHT = /(?<!\p{L})(?:height|cm)(?!\p{L})/u
const PAY = /(?<!\p{L})(?:salary|salaries|wage|wages|pay|income|earnings)(?!\p{L})/u
const LENGTH = /(?<!\p{L})(?:length|duration|minutes|mins|min|hours)(?!\p{L})/u
const DISTANCE = /(?<!\p{L})(?:distance|km|miles)(?!\p{L})/u
const SPENT = /(?<!\p{L})(?:spent|spending|expenses?|costs?|amount|outgoings|expenditure)(?!\p{L})/u
const START = /(?<!\p{L})(?:start|started|joined|hired|hire|since|entry)(?!\p{L})/u
const BORN = /(?<!\p{L})(?:born|birth|birthday|dob|birthdate)(?!\p{L})/u
const TEMPERATURE = /(?<!\p{L})(?:temp|temperature|degrees|celsius|°c)(?!\p{L})/u
const YEAR = /^(?:year|model year|built|released?|year built)$/u
const PIECES = /^(?:qty|quantity|units|units sold|sold|pieces|pcs|count)$/u
const WHEN = /^(?:date|day|when|time|due|due date|deadline|start date)$/u
const STOCK = /(?<!\p{L})(?:stock|in stock|inventory)(?!\p{L})/u

/** What people do or are, and the column that says it; `#` is its name, `$1` whose it is. */
const SAYINGS: readonly (readonly [pattern: RegExp, domain: RegExp, said: string, isFigure: boolean])[] = [
  [
    /(?<!\p{L})(?:started|joined|was hired|began|has been hired) (first|last|earliest|latest)(?!\p{L})/giu,
    START,
    '# $1',
    false,
  ],
  [
    /^when (?:is|was|does|did)(?: the| my| our)? (?!it|he|she|they|i |we )(.{2,30}?)(?: start| take place| happen| begin| due)?$/giu,
    WHEN,
    '# of $1',
    false,
  ],
  [
    /(?<!\p{L})how many (\p{L}{2,20}) (?:were|was|have been|did (?:we|they|i)) (?:sold|bought|ordered|sell|buy|order)(?: in total| altogether)?$/giu,
    PIECES,
    'total # of $1',
    true,
  ],
  [
    /(?<!\p{L})how much (colder|warmer|hotter|cooler) (?:is|was) (.{2,30}?) than (.{2,30}?)$/giu,
    TEMPERATURE,
    'how much $1 # $2 than $3',
    true,
  ],
  [
    /(?<!\p{L})how much (older|younger) (?:is|was) (.{2,30}?) than (.{2,30}?)$/giu,
    AGE,
    'how much $1 # $2 than $3',
    true,
  ],
  [
    /(?<!\p{L})how much (cheaper|dearer|more expensive) (?:is|was|are) (.{2,30}?) than (.{2,30}?)$/giu,
    PRICE,
    'how much $1 # $2 than $3',
    true,
  ],
  [
    /(?<!\p{L})how much (heavier|lighter) (?:is|was) (.{2,30}?) than (.{2,30}?)$/giu,
    WEIGHT,
    'how much $1 # $2 than $3',
    true,
  ],
  [
    /(?<!\p{L})(?:with )?(over|under|above|below|more than|less than|at least|at most) (-?\d+(?:\.\d+)?) ?(?:degrees(?: celsius| c)?|°c?|celsius)(?!\p{L})/giu,
    TEMPERATURE,
    'with # $1 $2',
    true,
  ],
  [
    /(?<!\p{L})(?:with )?(over|under|above|below|more than|less than|at least|at most) (\d+(?:\.\d+)?) ?(?:euros?|eur|dollars?|usd|€|pounds|gbp)(?!\p{L})/giu,
    PRICE,
    'with # $1 $2',
    true,
  ],
  [/(?<!\p{L})(?:takes?|took|lasts?|lasted) (?:the )?longest(?!\p{L})/giu, LENGTH, 'has the highest #', true],
  [/(?<!\p{L})(?:takes?|took|lasts?|lasted) (?:the )?shortest(?!\p{L})/giu, LENGTH, 'has the lowest #', true],
  [
    /^(?:(?:what|which)(?: is|'s)? )?(?:the )?(?:newest|latest|most recent)(?: (?:one|car|model|item|product|film|movie|book|album|game|building))?$/giu,
    YEAR,
    'which has the highest #',
    true,
  ],
  [/(?<!\p{L})mileage(?!\p{L})/giu, DISTANCE, '#', true],
  [/(?<!\p{L})rainfall(?!\p{L})/giu, /^rain(?: mm)?$/u, '#', true],
  [/(?<!\p{L})(?:payroll|salaries|wages)(?!\p{L})/giu, PAY, '#', true],
  [
    /(?<=(?:largest|smallest|biggest|highest|lowest|average|mean|median|total)(?: of)?(?: all)?(?: the)? )order(?: value| amount| total| size)?(?!\p{L})|(?<=(?:total|sum|value) of (?:all )?(?:the )?)orders(?!\p{L})/giu,
    /^(?:total|amount|order total|order value|value|price)$/u,
    '#',
    true,
  ],
  [/(?<!\p{L})how old (?:is|was|are) (.{2,40}?)(?= now$|$|[?,.])/giu, AGE, '# of $1', true],
  [/(?<!\p{L})(?:what age is|what is the age of) (.{2,40}?)$/giu, AGE, '# of $1', true],
  [/(?<!\p{L})how (?:tall|high) (?:is|was|are) (.{2,40}?)(?=$|[?,.])/giu, HEIGHT, '# of $1', true],
  [
    /(?<!\p{L})how (?:heavy (?:is|was|are) (.{2,40}?)|much (?:does|do|did) (.{2,40}?) weigh)(?=$|[?,.])/giu,
    WEIGHT,
    '# of $1$2',
    true,
  ],
  [
    /(?<!\p{L})how (?:long|far) (?:is|was|did) (.{2,40}?)(?: (?:take|last|run|go))?(?=$|[?,.])/giu,
    LENGTH,
    '# of $1',
    true,
  ],
  [
    /(?<!\p{L})(?:what|how much) (?:does|do|did) (?!i |we |it |they |that |this )(.{2,40}?) costs?(?=$|[?,.])/giu,
    PRICE,
    '# of $1',
    true,
  ],
  [
    /(?<!\p{L})how (?:expensive|much) (?:is|was|are) (?:the |a |an |one )(.{2,40}?)(?=$|[?,.])/giu,
    PRICE,
    '# of $1',
    true,
  ],
  [
    /(?<!\p{L})(?:what|how much) (?:does|do|did) (?!i |we |it |they |that |this )(.{2,40}?) (?:earn|make|get paid)(?=$|[?,.])/giu,
    PAY,
    '# of $1',
    true,
  ],
  [
    /(?<!\p{L})(?:when|in (?:what|which) year) did (.{2,40}?) (?:start|join|begin)(?=$|[?,.])/giu,
    START,
    '# of $1',
    false,
  ],
  [/(?<!\p{L})when was (.{2,40}?) (?:hired|employed)(?=$|[?,.])/giu, START, '# of $1', false],
  [/(?<!\p{L})(?:when|in (?:what|which) year) was (.{2,40}?) born(?=$|[?,.])/giu, BORN, '# of $1', false],
  [
    /(?<!\p{L})(?:earns?|earning|earned|makes|is paid|gets paid) (?:the )?(most|least)(?!\p{L})/giu,
    PAY,
    'has the $1 #',
    true,
  ],
  [
    /(?<!\p{L})(?:earns?|earning|earned) (?=(?:more|less|at least|at most|over|under|above|below) )/giu,
    PAY,
    'with # ',
    true,
  ],
  [
    /(?<!\p{L})(?:costs?|costing|priced?) (?=(?:more|less|at least|at most|over|under|above|below) )/giu,
    PRICE,
    'with # ',
    true,
  ],
  [
    /(?<!\p{L})(?:weighs?|weighing) (?=(?:more|less|at least|at most|over|under|above|below) )/giu,
    WEIGHT,
    'with # ',
    true,
  ],
  [/(?<!\p{L})(?:weighs?|weighed) (?:the )?(most|least)(?!\p{L})/giu, WEIGHT, 'has the $1 #', true],
  [/(?<!\p{L})(?:costs?) (?:the )?(most|least)(?!\p{L})/giu, PRICE, 'has the $1 #', true],
  [
    /(?<!\p{L})(?:what|how much|how much money) (?:did|do) (?:i|we) (?:spend|pay)(?: in total| altogether| overall| in all)+/giu,
    SPENT,
    'total #',
    true,
  ],
  [/(?<!\p{L})(?:out of stock|sold out)(?!\p{L})/giu, STOCK, 'where # = 0', true],
  [/(?<!\p{L})(?:hired|employed|started|joined) (?=(?:before|after|since|in) )/giu, START, '# ', false],
  [
    /(?<!\p{L})how far (?:did|does) (.{2,40}?) (?:run|drive|walk|go|travel|cycle|swim)(?=$|[?,.])/giu,
    DISTANCE,
    '# of $1',
    true,
  ],
]

const isFigure = ({ isNumeric, isAmount }: Column): boolean => isNumeric || isAmount === true

/** The one column that the word can mean. */
function columnOf({ columns }: SourceTable, domain: RegExp, wantsFigure: boolean): Column | null {
  const fitting = columns.filter(column => domain.test(column.spoken) && (!wantsFigure || isFigure(column)))
  return fitting.length === 1 && !/["“”]/.test(fitting[0]?.name ?? '') ? (fitting[0] as Column) : null
}

const PEOPLE =
  'people|persons|employees|members|workers|students|pupils|kids|children|players|customers|clients|users|guests|patients|drivers|runners|participants|colleagues|staff'
const PERSON =
  /(?<!\p{L})(?:name|person|employee|student|player|customer|user|who|member|guest|pupil|patient|client|driver|runner)(?!\p{L})/u
const THINGS =
  'items|products|entries|things|orders|invoices|articles|transactions|payments|purchases|expenses|bookings'
const PEOPLE_ONLY = new RegExp(`^(?:${PEOPLE})$`, 'iu')
const THINGS_ONLY = new RegExp(`^(?:${THINGS})$`, 'iu')
const PERIODS: Readonly<Record<string, RegExp>> = {
  day: /^(?:day|date|weekday)$/u,
  month: /^(?:month)$/u,
  week: /^(?:week)$/u,
  year: /^(?:year)$/u,
}

/** Whether each row of the table is one of them. */
function isRowOf(noun: string, table: SourceTable): boolean {
  const one = singular(noun.toLowerCase())
  const period = PERIODS[one]
  if (period !== undefined) return table.columns.some(({ spoken, isUnique }) => isUnique && period.test(spoken))
  // A column of that name may count them.
  if (table.columns.some(({ spoken }) => singular(spoken) === one)) return false
  const name = nameColumn(table)
  if (name?.isUnique !== true) return false
  // `a lift carries 630 kg, a person weighs 75 kg` names nobody.
  if (PEOPLE_ONLY.test(noun) && table.rows.some(row => !isName(String(row[name.name])))) return false
  return PERSON.test(name.spoken) ? PEOPLE_ONLY.test(noun) : THINGS_ONLY.test(noun)
}
const isName = (cell: string): boolean =>
  IS_NAME.test(cell) && !/^(?:person|people|adult|child|kid|man|woman|guest|passenger)s?$/iu.test(cell)
const IS_NAME = /^(?:[\p{L}\p{M}'’.-]+|(?!(?:A|An|The|Each|Every|One) )\p{Lu}.*|[^\p{Ll}]+)$/u

const KINDS = new RegExp(
  `(?<!\\p{L})(?<how>how many|number of|count(?: of)?)(?: of)?(?: the| these| those| all| my| our)* (?<noun>${PEOPLE}|${THINGS}|days|months|weeks|years)(?!\\p{L})`,
  'giu',
)
const NAMES_OF = new RegExp(
  `(?<!\\p{L})(?:the )?names? of (?:all )?(?:the |those )?(?:${PEOPLE}|${THINGS})(?: (?:who|that|which))?(?= (?:in|with|from|earn|cost|over|under|above|below|older|younger|living|who|whose))`,
  'giu',
)

/** `over the 3 months`, `for all products`: all rows, told once more. */
export function withoutAll(text: string, table: SourceTable): string {
  const { rows, columns } = table
  return text.replace(
    /,? ?(?<!\p{L})(?:over|for|across|in|of|from|during|on) (?:all )?(?:the |these |those |my |our )?(?:(?:whole|entire|full) )?(?:(\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve) )?(\p{L}{3,14}s)(?: (?:together|combined))?(?=$|[?,.)])/giu,
    (all, count: string | undefined, noun: string) => {
      const one = singular(noun.toLowerCase())
      const isRow = columns.some(({ spoken, isUnique }) => isUnique && singular(spoken) === one) || isRowOf(noun, table)
      const words = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', '', 'twelve']
      const size =
        count === undefined ? rows.length : /^\d/.test(count) ? Number(count) : words.indexOf(count.toLowerCase()) + 2
      return isRow && size === rows.length && (count !== undefined || /(?<!\p{L})all(?!\p{L})/iu.test(all)) ? '' : all
    },
  )
}

/** Day after day: of days with gaps an average per day may count the others too. */
function isDaily({ rows, columns }: SourceTable): boolean {
  const dated = columns.find(({ name }) => rows.every(row => /^\d{4}-\d\d-\d\d$/.test(String(row[name]))))
  if (dated === undefined) return true
  const days = rows.map(row => Date.parse(String(row[dated.name])) / 86_400_000)
  return days.every((day, i) => i === 0 || Math.abs(day - (days[i - 1] as number)) === 1)
}

/** `average steps per day`, where each row is a day: the average of all. */
function withoutPeriods(text: string, table: SourceTable): string {
  return text.replace(
    /(?<=(?<!\p{L})(?:average|mean|avg|median)(?: \p{L}{2,15}){0,3}) (?:per|a|each) (day|week|month|year|person|student|employee|player|item|product)(?!\p{L})/iu,
    (all, noun: string) => {
      const isLabel = table.columns.some(({ spoken, isUnique }) => isUnique && spoken === noun.toLowerCase())
      if (noun.toLowerCase() === 'day' && !isDaily(table)) return all
      return isLabel || isRowOf(`${noun}s`, table) ? '' : all
    },
  )
}

/** `sum of the open invoices`, where their numbers stand in a column and their amounts in another: only what the rows are. */
function withoutLabels(text: string, table: SourceTable): string {
  const label = table.columns.find(column => isLabel(table, column))
  if (label === undefined || !/^\p{L}{4,14}$/u.test(label.spoken)) return text
  const noun = singular(label.spoken)
  const bare = text
    .replace(new RegExp(`(?<="[^"]{1,40}") ${noun}s?(?=$|[,.?]| (?:that|which|with|of|from|for|in))`, 'giu'), '')
    .replace(
      new RegExp(
        ` of (?:all )?(?:the |my |our )?${noun}s(?=$|[,.?]| (?:that|which|with|not|where|from|over|under))`,
        'giu',
      ),
      '',
    )
  return bare.replace(
    new RegExp(
      `(?<=^(?:what(?:'s| is) )?(?:the )?(?:sum|total|average|mean|median)(?: value| amount)?(?: of)?(?: all)?(?: the| my| our)?(?: (?:not )?"[^"]+")?) ${noun}s?(?=$| (?:where|from|of|for|over|under|above|below|not|that|which))`,
      'iu',
    ),
    '',
  )
}

const FRAME =
  '(?:this|the|that|my|our|these|those|following|attached|below|above|pasted|little|small|short|simple|markdown|semicolon|comma|tab|csv|tsv|json|text)(?:[- ](?:separated|delimited))?'
const THING =
  '(?:table|csv|tsv|json|file|list|data|dataset|sheet|spreadsheet|export|log|array|markdown|overview|report|results?)'
const IN_FRAME = new RegExp(
  `^(?:in|from|for|using|given|with|based on|according to|looking at|of) (?:${FRAME} )+${THING}(?: (?:below|above|here))?[,:]? (?=\\p{L})|[, ]+(?:in|from|of|for|on|using|given|based on|according to) (?:${FRAME} )+${THING}(?: (?:below|above|here))?$|,? (?:in|from) here$|[,.;]? here(?:'s| is| are) (?:the |my |our |a )?(?:\\p{L}+ )?${THING}$`,
  'iu',
)

const BY_NUMBER =
  /by (?:the |their |its )?(?:numbers?|values?|figures?|numeric values?)(?: (?:at|in|on) the (?:end|right))?(?=$|[,.?]| (?:asc|desc|from|highest|lowest|largest|smallest|biggest))/iu
const DECIMAL_COMMA =
  /[,;]? ?\(?(?:the |a |with )?(?:decimal commas?|commas? (?:is|as|are|=|means) (?:the |a )?decimal (?:separators?|points?|marks?|signs?))\)?/iu
const EMPTY_AS_ZERO =
  /[,;]? ?\(?(?:and )?(?:treat(?:ing)?|count(?:ing)?|tak(?:e|ing)|us(?:e|ing)|with)? ?(?:the |any |all )?(?:nulls?|empty cells?|blanks?|missing values?|empty)(?: values?)? (?:as|=|count as|counts as|are) (?:0|zero)\)?/iu
const TIES =
  /[,.;]? (?:and )?(?:please )?(?:(?:name|list|give|show|tell|mention)(?: me)? (?:all|everyone|both|everybody)(?: of them)?(?: (?:who|that|which|if)(?: there(?:'s| is) an?| they| it(?:'s| is) an?| are| is)?)? ?(?:ties?|tied|tying)|(?:in case of|if there(?:'s| is)) (?:a )?ties?,? (?:name|list|give|show) (?:all|both|everyone)(?: of them)?)$/iu
/** `list unpaid invoices`: the rows. */
const LISTED =
  /^(?:please |can you |could you )*(?:list|show|display|print|which are)(?: me)?(?: only| just)?(?: all)?(?: the| my| our)? (?=where "|not "|"[^"]+" (?:invoices?|orders?|items?|bills?|ones|entries|products?|payments?|tasks?|tickets?)(?:$|[,.?]))/iu

/** What is asked in a second half and told with every answer: `who has the lowest price and how much is it`. */
const TOLD_ANYWAY =
  /,? and (?:how (?:much|many|high|low|old|large|big|long|hot|cold|warm|heavy|tall|far)|what)(?: (?:is|was|are|were|does|did|do))? (?:it|that|this|he|she|they|that one)(?: (?:cost|costs|earn|have|sell|worth|is|was|then))?$|,? and (?:by )?how (?:much|many)$/iu
const ASKS_FIRST =
  /(?<!\p{L})(?:which|who|whose|what|where)(?!\p{L}).{0,80}(?:est|most|least|best|worst|max|min|top|fewest)(?!\p{L})/iu

const NOISE: readonly (readonly [RegExp, string])[] = [
  [/^[\p{L}][\p{L} ]{2,24} [—–-] (?=which|what|how|who|where|list|show|sum|total|average)/iu, ''],
  [/(?<!\p{L})in alphabetical order(?!\p{L})/iu, 'alphabetically'],
  [/(?<=(?:not|isn't|aren't) \p{L}{3,12}) yet(?!\p{L})/giu, ''],
  [
    /^(?:what|which thing) (?:do|did) (?:i|we) (?:spend|pay) (?:the )?most(?: money)? (?:on|for)$/iu,
    'which is the highest',
  ],
  [
    /^(?:what|which thing) (?:do|did) (?:i|we) (?:spend|pay) (?:the )?least(?: money)? (?:on|for)$/iu,
    'which is the lowest',
  ],
  [
    /^(?:where|which place|in which place) (?:is|was) (?:it )?(?:the )?(?=hottest|warmest|coldest|coolest)/iu,
    'which is ',
  ],
  [/(?<=how much \p{L}{3,12}) (?:fell|was there|is there)(?= in total| altogether| overall|$)/iu, ''],
  [
    /^(?:what (?:is|was)|which (?:is|was))?(?: ?the| our)? ?(best|worst) (\p{L}{3,12}) (?:in total|overall|by total)$/iu,
    'which $2 has the $1 total',
  ],
  [/(?<=(?:highest|lowest|largest|smallest|biggest|max|min|maximum|minimum)) (?:single|individual|one)(?= )/giu, ''],
  [
    new RegExp(
      `(?<=(?:newest|latest|earliest|oldest|youngest|tallest|heaviest|lightest|cheapest|most expensive|priciest|fastest|slowest|longest|shortest)) (?:${PEOPLE}|${THINGS}|person|employee|product|item|one|student|player|expense)$`,
      'iu',
    ),
    '',
  ],
  [
    /(?<=^(?:the )?(?:highest|lowest|largest|smallest|biggest)) (?:expense|purchase|payment|transaction|item|entry|cost|spending)$/iu,
    '',
  ],
]

/** The request in other words, or null where nothing was replaced. */
export function reword(request: DataRequest): string | null {
  const said = request.pieces.map(piece => mendTypos(piece).replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim())
  const written = said.join(', ')
  if (written.length > 260) return null
  const { table } = request
  let text = said.map(piece => piece.replace(IN_FRAME, '').replace(IN_FRAME, '')).join(', ')
  for (const [pattern, domain, into, wantsFigure] of SAYINGS) {
    if (!pattern.test(text)) continue
    pattern.lastIndex = 0
    const column = columnOf(table, domain, wantsFigure)
    if (column !== null) text = text.replace(pattern, into.replaceAll('#', `"${column.name.replaceAll('$', '$$$$')}"`))
    pattern.lastIndex = 0
  }
  text = statusWords(text, table)
  if (request.kind === 'names') text = text.replace(BY_NUMBER, 'by "value"')
  if (request.isPlain === true) text = text.replace(DECIMAL_COMMA, '')
  // Nothing is added by what is not there.
  if (/(?<!\p{L})(?:sum|total|add)(?!\p{L})/iu.test(text)) text = text.replace(EMPTY_AS_ZERO, '')
  if (ASKS_FIRST.test(text)) text = text.replace(TIES, '')
  text = text
    .replace(LISTED, 'rows ')
    .replace(
      /(?<=(?:where "[^"]{1,40}" = |not |^rows )"[^"]{1,40}"|^rows "[^"]{1,40}") (?:invoices?|orders?|items?|bills?|ones|entries|products?|payments?|customers?|tasks?|tickets?)(?=$|[,.?])/giu,
      '',
    )
  text = text.replace(KINDS, (all, how: string, noun: string) => (isRowOf(noun, table) ? `${how} rows` : all))
  text = text.replace(NAMES_OF, 'who')
  text = withoutPeriods(text, table)
  if (!table.columns.some(({ spoken }) => /unit/.test(spoken)))
    text = text.replace(/(?<!\p{L})unit (?=prices?(?!\p{L}))/giu, '')
  if (!table.columns.some(({ spoken }) => /name/.test(spoken)))
    text = text.replace(/(?<!\p{L})(\p{L}{3,14}) names(?!\p{L})/giu, (all, noun: string) =>
      table.columns.some(({ spoken, isNumeric }) => spoken === noun.toLowerCase() && !isNumeric) ? `${noun}s` : all,
    )
  text = withoutLabels(text, table)
  text = withoutAll(text, table)
  if (ASKS_FIRST.test(text)) text = text.replace(TOLD_ANYWAY, '')
  for (const [pattern, into] of NOISE) text = text.replace(pattern, into)
  text = text.replace(/\s+/g, ' ').trim()
  return text === written || text === '' ? null : text
}
