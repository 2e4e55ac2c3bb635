/**
 * What is asked about a list of names and figures, put in the few plain forms that questions about tables have. Every word of a
 * question has a place here, and a noun must be what the figures or the names are; anything else asks something else.
 */
import { bestOf, countsRows, type End, endOf, type Figures, isRowNoun, isValueNoun, SUP } from './entry-words.ts'

const VERBS =
  '(?:run|ran|walk(?:ed)?|cycled?|biked?|swim|swam|driven?|drove|work(?:ed)?|spen[dt]|used?|consumed?|s[eo]ld|sell|collect(?:ed)?|read|dr[ia]nk|eat|ate|get|got|gets|have|had|has|make|made|makes|earn(?:ed|s)?|saved?|raised?|donated?|receive[ds]?|owed?|owes|pay|pays|paid|costs?|scored?|scores|won|win|wins|need(?:ed|s)?|bought|buy|ordered?|picked?|planted|produced?|baked|covered?|do|did|done|stud(?:y|ied)|sleep|slept|charged?|bill|billed|measured?|bid|bids|offered|offers|jumped|threw|received?|log(?:ged)?|take|took|takes|fell|fall|go|went|gone|finished|lift(?:ed)?|climb(?:ed)?|visited|came|attended|voted|weighs?|weighed|spends|collects|reached?|hiked?|travel(?:l?ed)?)'
const DOES = '(?:is|are|was|were|has|have|had|do|does|did|got|gets)'
const WHO = '(?:i|we|they|you|it|there|he|she|everyone|everybody|all of (?:us|them|you)|the (?:kids|children|team|class|boys|girls))'
const ALL = '(?:in total|altogether|all ?together|together|overall|combined|in all|all in all|total|in sum|all told)'
/** No noun: what else a form has a place for. */
const NO =
  '(?!(?:is|are|was|were|has|have|had|do|does|did|got|gets|i|we|they|you|it|there|he|she|in|all|altogether|together|overall|combined|total|the|of|per|a|each|on|and|or|by|to|from|for|with|at|than|over|under|above|below|more|less|fewer|most|least|highest|lowest|average|mean|these|those|them|this|that|first|last|who|which|what|when|up|as)(?![a-z]))'
const N = `(?<val>${NO}[a-z€$£°][a-z-]*(?: ${NO}[a-z]+)?)`
const W = `(?<row>${NO}[a-z]+)`
const S = `(?<sup>${SUP})`
const NUMBER = '(?<limit>-?\\d+(?:\\.\\d+)?)'
const UNIT = '(?: ?(?<unit>[a-z€$£%°]+(?:/[a-z]+)?))?'
const THESE = '(?:of |for |from )?(?:all )?(?:the |these |those |them |this |my |our |all )*'

type Groups = Readonly<Record<string, string | undefined>>
type Form = readonly [pattern: RegExp, say: (groups: Groups, figures: Figures) => string | null]

const form = (source: string, say: Form[1]): Form => [new RegExp(`^(?:${source})$`, 'u'), say]
const WORDS: Readonly<Record<End, string>> = { max: 'highest', min: 'lowest' }

/** Both nouns, where they stand there, must fit. */
function ends({ sup = '', val, row }: Groups, figures: Figures): End | null {
  if (val !== undefined && !isValueNoun(val, figures)) return null
  if (row !== undefined && !isRowNoun(row, figures)) return null
  return endOf(sup, figures, val)
}

const who = ({ by }: Figures): string => (by === 'year' ? 'which "year"' : 'which')
const nameOfEnd: Form[1] = (groups, figures) => {
  const end = ends(groups, figures)
  return end === null ? null : `${who(figures)} ${WORDS[end]}`
}
const valueOfEnd: Form[1] = (groups, figures) => {
  const end = ends(groups, figures)
  return end === null ? null : `${WORDS[end]} and which`
}

/** Only where time passes from one to the next is it known when. */
const isTold = ({ by, names }: Figures): boolean =>
  by !== 'name' || names.every(name => /^(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|day|week|\d)/iu.test(name))
const whenOfEnd: Form[1] = (groups, figures) => (isTold(figures) ? nameOfEnd(groups, figures) : null)

const MAX_FORMS: readonly Form[] = [
  form(`(?:who|which|which one|whose|what)(?: ${W})?(?: ${DOES})?(?: the)? ${S}(?: ${N})?(?: ${VERBS})?`, nameOfEnd),
  form(`(?:who|which|which one|what)(?: ${W})?(?: ${DOES})? ${VERBS}(?: the)? ${S}(?: ${N})?`, nameOfEnd),
  form(
    `(?:(?:in|on|at|for|during|to|from) )?(?:which|what) ${W} (?:${DOES} )?(?:${WHO} )?(?:${VERBS} )?(?:the )?${S}(?: ${N})?(?: ${VERBS})?`,
    nameOfEnd,
  ),
  form(
    `(?:when|at what time|at which time|what time|where) (?:${DOES} )?(?:${WHO} )?(?:${VERBS} )?(?:the )?${S}(?: ${N})?(?: ${VERBS})?`,
    whenOfEnd,
  ),
  form(`${S}(?: ${W})`, nameOfEnd),
  form(`${S}(?: ${N})?(?: ${VERBS})?`, valueOfEnd),
  form(`how (?:high|large|big|long|far|much) (?:is|was) the ${S}(?: ${N})?`, valueOfEnd),
  form(
    `${S}(?: ${N})? and (?:when|who|where|whose|which(?: one)?|at (?:what|which) time|what time|(?:on |in )?(?:what|which) (?:day|date|month|year|time|person|hour))(?: (?:is|was|did))?(?: (?:it|that|this|i|we|he|she))?(?: ${VERBS})?(?: (?:it|that))?`,
    valueOfEnd,
  ),
  form(
    `(?:when|at what time|what time|who|which (?:day|date|month|time|hour|year)|on (?:which|what) day) (?:is|was|had|has) (?:it |the )?${S}(?: ${N})? and (?:what|how (?:much|many|high|warm|hot|long|far|big))(?: (?:is|was|were))?(?: (?:it|that|this|the value|the reading|the temperature))?(?: then)?`,
    nameOfEnd,
  ),
]

const LEAD = '(?:is|was|came|comes|finished|is in|are in|in|ended up|got|took|gets|has|had|are|were|will be)'
const placed =
  (first: boolean): Form[1] =>
  (_, figures) => {
    const best = bestOf(figures)
    return best === null ? null : `${who(figures)} ${WORDS[first === (best === 'max') ? 'max' : 'min']}`
  }
const NTHS: Readonly<Record<string, string>> = { second: '2nd', third: '3rd', '2nd': '2nd', '3rd': '3rd', '4th': '4th', '5th': '5th', fourth: '4th', fifth: '5th' }
const NTH = `(?<nth>${Object.keys(NTHS).join('|')})`

const nthOf: Form[1] = (groups, figures) => {
  const end = ends(groups, figures)
  return end === null || figures.by === 'year' ? null : `which ${NTHS[groups.nth ?? '']} ${WORDS[end]}`
}

const PLACE_FORMS: readonly Form[] = [
  form('who (?:won|wins|is the winner|was the winner|is winning|is leading|leads|is ahead|is in the lead|is the leader)', placed(true)),
  form(`who ${LEAD} (?:the )?(?:first|1st|the winner)(?: place)?`, placed(true)),
  form(`who ${LEAD} (?:the )?(?:last|in last place)(?: place)?`, placed(false)),
  form(`who (?:${LEAD} )(?:in )?(?:the )?${NTH}(?: place)?`, ({ nth = '' }, figures) => {
    const best = bestOf(figures)
    return best === null ? null : `which ${NTHS[nth]} ${WORDS[best]}`
  }),
  form(`(?:who|which(?: one)?|what)(?: ${W})?(?: ${DOES}| ${LEAD})?(?: the)? ${NTH}[ -]${S}(?: ${N})?`, nthOf),
  form(`${NTH}[ -]${S} ${W}`, nthOf),
  form(`${NTH}[ -]${S}(?: ${N})?`, (groups, figures) => {
    const end = ends(groups, figures)
    return end === null || figures.by === 'year' ? null : `${NTHS[groups.nth ?? '']} ${WORDS[end]} "value"`
  }),
  form(`(?:the )?(?<sup>top|best|highest|largest|biggest|bottom|lowest|smallest|worst) (?<many>\\d)(?: ${N})?`, (groups, figures) => {
    const { sup = '', many, val } = groups
    if (val !== undefined && !isValueNoun(val, figures) && !isRowNoun(val, figures)) return null
    const end = /top|best/.test(sup) ? bestOf(figures) ?? (sup === 'top' ? 'max' : null) : sup === 'worst' ? endOf('worst', figures) : /bottom|lowest|smallest/.test(sup) ? 'min' : 'max'
    return end === null || figures.by === 'year' ? null : `${end === 'max' ? 'top' : 'lowest'} ${many}`
  }),
]

/** Figures that are states of something add up to nothing. */
const STATES =
  /(?:°|%|\/h|km\/h|kmh|mph|bpm|temp|degree|celsius|meter|metre|odometer|counter|mileage|balance|rate|speed|pressure|level|rating|pulse|weight|stand|percent|price|index|population growth)/iu
const addsUp = ({ unit, label, by }: Figures): boolean =>
  !(/^(?:°|°c|°f|%|c)$/u.test(unit) || STATES.test(label.text.replace(/(?<!\p{L})(?:kilo|centi|milli)?met(?:er|re)s(?!\p{L})/giu, '')) || /\//.test(unit)) &&
  !(by === 'time' && unit === '' && label.text === '')
const total: Form[1] = ({ val }, figures) => {
  if (val !== undefined && !isValueNoun(val, figures)) return null
  return addsUp(figures) ? 'total' : null
}

const SUM_FORMS: readonly Form[] = [
  form(`(?:grand |overall |combined )?(?:total|sum)(?: ${THESE})?(?:${N})?(?: ${VERBS})?(?: ${ALL})?`, total),
  form(`${N} ${ALL}`, total),
  form(`${ALL}`, total),
  form(`how (?:many|much)(?: ${N})? ${ALL}`, total),
  form(`how (?:many|much)(?: ${N})?(?: ${DOES})?(?: ${WHO})?(?: ${VERBS})?(?: to)?(?: ${VERBS})? ${ALL}`, total),
  form(`how (?:many|much) (?<total>total )(?:${N})(?: ${DOES})?(?: ${WHO})?(?: ${VERBS})?`, total),
  form(`how (?:many|much|far)(?: ${N})?(?: ${DOES}) ${WHO} ${VERBS}`, total),
  form(`how (?:many|much) (?:is|are|was|were|does|do) (?:that|it|this|everything|all of (?:it|this|them)|they|these|those|all)(?: ${VERBS})?(?: ${ALL})?`, total),
  form(`what (?:do|did|does) (?:i|we|it|they|everything|it all|all of (?:it|this|them)) (?:all )?(?:spend|pay|cost|owe|earn|make|come to|add up to)(?: ${ALL})?`, total),
  form(`(?:add|sum)(?: all)?(?: the| these| those| them| it| this| everything| all)*(?: ${N})?(?: up| together| up for me)*`, total),
  form(`(?:total|sum) (?:these|them|it|this|those|everything)(?: up)?`, total),
]

const perRow = ({ per }: Groups, figures: Figures): boolean =>
  per === undefined ||
  (isRowNoun(per, figures) &&
    (!/^(?:day|date|time)s?$/u.test(per) || figures.by === 'name') &&
    (!/^(?:year|month|week|day)s?$/u.test(per) || isTold(figures)))
const mean =
  (word: string): Form[1] =>
  (groups, figures) =>
    (groups.val === undefined || isValueNoun(groups.val, figures)) && perRow(groups, figures) ? word : null
const PER = '(?: (?:per|a|each|by) (?<per>[a-z]+))'

const MEAN_FORMS: readonly Form[] = [
  form(`(?:average|mean|avg)(?: ${THESE})?(?: ?${N})?${PER}?`, mean('average')),
  form(`${N} (?:average|mean|avg)${PER}?`, mean('average')),
  form(`(?:average|mean|avg)(?: ${N})? (?:did|do|does|have|has) ${WHO} ${VERBS}${PER}?`, mean('average')),
  form(`how (?:many|much|far)(?: ${N})?(?: ${DOES})?(?: ${WHO})?(?: ${VERBS})?${PER}? on average${PER.replace('per>', 'per2>')}?`, mean('average')),
  form(`median(?: ${THESE})?(?: ?${N})?`, mean('median')),
  form(`(?:range|spread)(?: ${THESE})?(?: ?${N})?`, mean('range')),
  form(
    `(?:how (?:big|large|much) is the )?(?:difference|gap|range|spread)(?: there)?(?: in ${N})? between (?:the )?(?:highest|max|maximum|biggest|largest|best|most|warmest|hottest|longest|oldest|most expensive)(?: [a-z]+)? and (?:the )?(?:lowest|min|minimum|smallest|worst|least|fewest|coldest|coolest|shortest|youngest|cheapest)(?: [a-z]+)?`,
    mean('range'),
  ),
  form(
    `(?:difference|gap) between (?:the )?(?:lowest|min|minimum|smallest|worst|least|coldest|shortest|youngest|cheapest) and (?:the )?(?:highest|max|maximum|biggest|largest|best|most|hottest|warmest|longest|oldest|most expensive)`,
    () => 'range',
  ),
]

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/^(?:more than|over|above|greater than|higher than|older than|bigger than|larger than|longer than|taller than|heavier than|exceeding)$/u, 'over'],
  [/^(?:less than|fewer than|under|below|lower than|younger than|smaller than|shorter than|lighter than|cheaper than)$/u, 'under'],
  [/^(?:at least|no less than|minimum)$/u, 'at least'],
  [/^(?:at most|no more than|up to|maximum|not more than)$/u, 'at most'],
]
const COMPARED =
  '(?<sign>more than|over|above|greater than|higher than|older than|bigger than|larger than|longer than|taller than|heavier than|exceeding|less than|fewer than|under|below|lower than|younger than|smaller than|shorter than|lighter than|cheaper than|at least|no less than|at most|no more than|not more than|up to)'
const DONE = `(?:(?:${DOES}|${WHO}|${VERBS}|with|who|that|aged) )*`
const CONDITIONS = [
  `${DONE}${COMPARED} ${NUMBER}${UNIT}(?: ${VERBS})?`,
  `${DONE}${NUMBER}${UNIT} (?<tail>or (?:more|older|above|higher|over|longer|up)|and (?:above|over|older|up)|or (?:less|younger|below|lower|under|fewer|shorter))`,
]

/** `over 100`, `at least 18`, with a unit that is the list's own. */
function condition({ sign, tail, limit = '', unit }: Groups, figures: Figures): string | null {
  if (unit !== undefined && !isValueNoun(unit, figures) && unit !== figures.unit) return null
  const said = sign === undefined ? (/more|older|above|higher|over|longer|up/u.test(tail ?? '') ? 'at least' : 'at most') : SIGNS.find(([words]) => words.test(sign))?.[1]
  if (/older|younger/u.test(`${sign} ${tail}`) && endOf('oldest', figures) === null) return null
  if (/cheaper/u.test(sign ?? '') && endOf('cheapest', figures) === null) return null
  if (/longer|shorter/u.test(`${sign} ${tail}`) && endOf('longest', figures) === null) return null
  if (/heavier|lighter/u.test(sign ?? '') && endOf('heaviest', figures) === null) return null
  if (/taller/u.test(sign ?? '') && endOf('tallest', figures) === null) return null
  return said === undefined || figures.by === 'year' ? null : `${said} ${limit}`
}
const listed: Form[1] = (groups, figures) => {
  if (groups.row !== undefined && !isRowNoun(groups.row, figures)) return null
  const said = condition(groups, figures)
  return said === null ? null : `which ${said}`
}
const counted: Form[1] = (groups, figures) => {
  // `how many visitors above 100`: of what is counted, or of the rows.
  const isRow = groups.row === undefined || countsRows(groups.row, figures) || (isRowNoun(groups.row, figures) && !figures.label.nouns.has(groups.row.replace(/s$/u, '')) && groups.row !== figures.unit)
  const said = condition(groups, figures)
  return said === null || !isRow ? null : `how many ${said}`
}

const CHOICE_FORMS: readonly Form[] = CONDITIONS.flatMap(one => [
  form(`(?:who|which|which ones?|what|whose|everyone|everybody|all)(?: ${W})? ${one}`, listed),
  form(`(?:on )?(?:which|what) ${W} ${one}`, listed),
  form(`(?:list|name|show|find)(?: me)?(?: all)?(?: the)?(?: ${W})? ${one}`, listed),
  form(`(?:on |in )?how many(?: ${W})? ${one}`, counted),
  form(`(?:count|number of)(?: the)?(?: ${W})? ${one}`, counted),
])

const MEAN_CHOICE: readonly Form[] = [
  form(
    `(?:who|whose|which|what)(?: ${W})?(?: (?:${N}))?(?: ${DOES})?(?: ${VERBS})? (?<side>above|over|below|under) (?:the )?average`,
    ({ side = '', val, row, }, figures) =>
      (val === undefined || isValueNoun(val, figures)) && (row === undefined || isRowNoun(row, figures) || isValueNoun(row, figures)) && figures.by !== 'year'
        ? `which ${/above|over/u.test(side) ? 'above' : 'below'} average`
        : null,
  ),
]

const SORTS = '(?:sort|order|rank|arrange|list|put)(?: (?:them|these|this|it|the list|the names|all|those|everything|everyone|my list))*(?: (?:in order|out))?'
const way = (end: End | null): string | null => (end === null ? null : `sort ${WORDS[end]} first`)
const SORT_FORMS: readonly Form[] = [
  form(`${SORTS}(?: by ${N})?,?(?: from)?(?: the)? ${S}(?: ${W})?(?: (?:first|at the top|on top|to (?:the )?${SUP}))`, (groups, figures) => way(ends(groups, figures))),
  form(`${S} (?:first|at the top|on top)`, (groups, figures) => way(ends(groups, figures))),
  form(`${SORTS}(?: by ${N})?,? (?:in )?(?<way>descending|ascending)(?: order)?`, ({ way: asked, val }, figures) => (val !== undefined && !isValueNoun(val, figures) ? null : way(asked === 'descending' ? 'max' : 'min'))),
  form(`(?:rank)(?: (?:them|these|this|everyone|all|it))*(?: by ${N})?`, ({ val = '' }, figures) => (val !== '' && !isValueNoun(val, figures) ? null : way(bestOf(figures, val)))),
  form(`(?:ranking|leaderboard|ranked list)(?: by ${N})?`, ({ val = '' }, figures) => (val !== '' && !isValueNoun(val, figures) ? null : way(bestOf(figures, val)))),
]

/** `what share of the votes did Kim get`; names stand as `«0»`. */
const SHARE = '(?:share|percentage|percent|%|proportion|vote share)'
const SUM_OF = `(?: of (?:the |all |all the |our |my )?(?:total|sum|whole|(?:total )?${N}))?`
const OUT = '(?:,? (?:in |as )(?:a )?(?:%|percent|percentages?))?'
const shared =
  (say: (groups: Groups) => string): Form[1] =>
  (groups, figures) =>
    (groups.val === undefined || isValueNoun(groups.val, figures)) && (groups.row === undefined || isRowNoun(groups.row, figures)) && addsUp(figures) ? say(groups) : null
const EACH = `(?:each(?: of (?:them|these))?|everyone|everybody|every|all of them|each one)(?: ${W})?`
const SHARE_FORMS: readonly Form[] = [
  form(`(?:what |which |how much )?${SHARE}s?${SUM_OF}(?: ${DOES})?(?: for| of| per)? ${EACH}(?: ${VERBS}| have)?${SUM_OF.replace('val>', 'val2>')}${OUT}`, shared(() => 'share of each')),
  form(`${EACH}(?:'s)? ${SHARE}s?${SUM_OF}${OUT}`, shared(() => 'share of each')),
  form(`shares?${SUM_OF} (?:in|as) (?:%|percent|percentages?)`, shared(() => 'share of each')),
  form(`(?:in )?(?:percent|percentages?|%) (?:of|for|per) ${EACH}`, shared(() => 'share of each')),
  form(`(?:what |which |how much )?${SHARE}${SUM_OF}(?: (?:is|was|did|does|of|for|went to|goes to|belongs to|has|have))*(?: the)? «(?<a>\\d+)»(?:'s)?(?: ${VERBS}| have)?(?: for)?${SUM_OF.replace('val>', 'val2>')}${OUT}`, shared(({ a }) => `share «${a}»`)),
  form(`«(?<a>\\d+)»(?:'s)? ${SHARE}${SUM_OF}${OUT}`, shared(({ a }) => `share «${a}»`)),
]

const MORE = '(?:more|older|taller|heavier|longer|higher|further|farther|bigger|larger)'
const LESS = '(?:less|fewer|younger|shorter|lighter|lower|smaller)'
const compared =
  (isTurned: boolean): Form[1] =>
  ({ val, more = 'more', a, b }, figures) => {
    if (val !== undefined && !isValueNoun(val, figures)) return null
    if (/older|younger/u.test(more) && endOf('oldest', figures) === null) return null
    const isLess = new RegExp(`^${LESS}$`, 'u').test(more)
    return `how much ${isLess ? 'less' : 'more'} ${isTurned ? `«${b}» than «${a}»` : `«${a}» than «${b}»`}`
  }
const BY = `(?:by )?how (?:many|much) (?<more>${MORE}|${LESS})(?: ${N})?`
const PAIR_FORMS: readonly Form[] = [
  form(`${BY} than «(?<a>\\d+)» (?:${DOES} )?«(?<b>\\d+)»(?: ${VERBS})?`, compared(true)),
  form(`${BY} (?:${DOES} )?«(?<a>\\d+)»(?: ${VERBS})? than «(?<b>\\d+)»(?: ${DOES}| ${VERBS})?`, compared(false)),
  form(`${BY} than «(?<a>\\d+)» (?:is|was|are|has|had) «(?<b>\\d+)»`, compared(true)),
  form(`(?:difference|gap)(?: in ${N})? between «(?<a>\\d+)» and «(?<b>\\d+)»`, ({ val, a, b }, figures) => (val !== undefined && !isValueNoun(val, figures) ? null : `difference between «${a}» and «${b}»`)),
  form(`how (?:many|much|old|tall|heavy|far)(?: ${N})?(?: (?:did|does|has|is|was|for|on|were|have))* «(?<a>\\d+)»(?: ${VERBS})?(?: ${ALL})?`, ({ val, a }, figures) => (val !== undefined && !isValueNoun(val, figures) ? null : `how many «${a}»`)),
]

const FALLS = '(?:lose|lost|drop|dropped|fall|fell|decrease|decreased|decline|declined|go down|shrink|went down)'
const RISES = '(?:gain|gained|grow|grew|rise|rose|increase|increased|go up|went up|climb|climbed|put on)'
const USES = '(?:use|used|consume|consumed|drive|drove|driven|travel|travelled|cover|covered|change|changed|differ)'
const FROM_TO = '(?:from (?:the )?(?:first|beginning|start)(?: [a-z]+)? to (?:the )?(?:last|end)(?: [a-z]+)?|between (?:the )?first and (?:the )?last(?: [a-z]+)?|overall|in total|altogether|over the whole (?:time|period)|since the start|from start to (?:end|finish))'
const stepped =
  (side: 'up' | 'down' | 'any', isShare = false): Form[1] =>
  ({ val }, figures) => {
    if ((val !== undefined && !isValueNoun(val, figures)) || !isTold(figures)) return null
    const [first, last] = [figures.numbers[0] ?? 0, figures.numbers.at(-1) ?? 0]
    // What rose was not lost: the question has it the wrong way round.
    if ((side === 'up' && last < first) || (side === 'down' && last > first)) return null
    return `step ${isShare ? 'share' : side} 0 ${figures.numbers.length - 1}`
  }
const NAMED = 'from «(?<a>\\d+)» (?:to|until|till) «(?<b>\\d+)»|between «(?<c>\\d+)» and «(?<d>\\d+)»'
const between =
  (side: 'up' | 'down' | 'any' | 'share'): Form[1] =>
  ({ val, a, b, c, d }, figures) => {
    const [from, to] = [Number(a ?? c), Number(b ?? d)]
    if ((val !== undefined && !isValueNoun(val, figures)) || !isTold(figures) || from >= to) return null
    const rise = (figures.numbers[to] ?? 0) - (figures.numbers[from] ?? 0)
    return (side === 'up' && rise < 0) || (side === 'down' && rise > 0) ? null : `step ${side} ${from} ${to}`
  }
const METERED = /(?:meter|metre|odometer|counter|mileage|reading|stand)/iu
const defined = (groups: Groups): Groups => Object.fromEntries(Object.entries(groups).filter(([, text]) => text !== undefined))

const STEP_FORMS: readonly Form[] = [
  form(`(?:by )?how (?:much|many)(?: ${N})? (?:did|have|has) (?:i|we|it|they|he|she|the [a-z]+|my [a-z]+) ${FALLS} (?:${NAMED})`, between('down')),
  form(`(?:by )?how (?:much|many)(?: ${N})? (?:did|have|has) (?:i|we|it|they|he|she|the [a-z]+|my [a-z]+) ${RISES} (?:${NAMED})`, between('up')),
  form(`(?:change|difference|development) (?:${NAMED})`, between('any')),
  form(`(?:percentage|percent|%) (?:change|growth|increase|decrease) (?:${NAMED})|(?:change|growth|increase) (?:${NAMED.replace(/<([a-d])>/g, '<$1$1>')}) in (?:%|percent)`, ({ aa, bb, cc, dd, ...groups }, figures) => between('share')({ a: aa, b: bb, c: cc, d: dd, ...defined(groups) }, figures)),
  form(`(?:growth|increase|gain|rise) (?:${NAMED})`, between('up')),
  form(`(?:by )?how (?:much|many)(?: ${N})? (?:did|have|has) (?:i|we|it|they|he|she|the [a-z]+|my [a-z]+) ${FALLS}(?: ${FROM_TO})?`, stepped('down')),
  form(`(?:by )?how (?:much|many)(?: ${N})? (?:did|have|has) (?:i|we|it|they|he|she|the [a-z]+|my [a-z]+) ${RISES}(?: ${FROM_TO})?`, stepped('up')),
  form(`how (?:much|many)(?: ${N})?(?: (?:did|have|has|was|were))?(?: (?:i|we|it|they|was|were))? ?${USES} ${FROM_TO}`, stepped('up')),
  form(`how (?:much|many|far)(?: ${N})?(?: (?:did|have|has|was|were))?(?: (?:i|we|it|they|was|were))? ?${USES}`, (groups, figures) => (METERED.test(figures.label.text) ? stepped('up')({}, figures) : null)),
  form(`(?:(?:total|overall) )?(?:change|difference|development) ${FROM_TO}`, stepped('any')),
  form(`(?:(?:total|overall) )?(?:change|growth|increase) ${FROM_TO} (?:in|as) (?:%|percent)`, stepped('any', true)),
  form(`(?:percentage|percent|%) (?:change|growth|increase) ${FROM_TO}`, stepped('any', true)),
  form(`(?:(?:total|overall) )?(?:growth|increase|gain|rise) ${FROM_TO}`, stepped('up')),
  form(`(?:(?:total|overall) )?(?:decrease|loss|drop|decline|weight loss) ${FROM_TO}`, stepped('down')),
]

const COUNT_FORMS: readonly Form[] = [
  form(
    `(?:how many|number of|count(?: the)?) ${W}(?: (?:is|are)(?: (?:that|there|it|this|these|on the list|in the list|listed|here))*| (?:do|did) (?:i|we) have| on the list| in the list| listed| there)?`,
    ({ row = '' }, figures) => (countsRows(row, figures) ? 'rows' : null),
  ),
  form('(?:just|only) (?:the )?names|names only|(?:give |show |list )?(?:me )?(?:just |only )(?:the )?names', () => 'names'),
]

export const FORMS: readonly Form[] = [
  ...SHARE_FORMS,
  ...PAIR_FORMS,
  ...STEP_FORMS,
  ...MEAN_FORMS,
  ...MEAN_CHOICE,
  ...CHOICE_FORMS,
  ...PLACE_FORMS,
  ...SORT_FORMS,
  ...MAX_FORMS,
  ...SUM_FORMS,
  ...COUNT_FORMS,
]

/** The question in a plain form, or null. */
export function plainQuestion(text: string, figures: Figures): string | null {
  for (const [pattern, say] of FORMS) {
    const groups = pattern.exec(text)?.groups
    if (groups === undefined && !pattern.test(text)) continue
    const said = say(groups ?? {}, figures)
    if (said !== null) return said
  }
  return null
}
