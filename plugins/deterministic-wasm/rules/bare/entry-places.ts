/** Questions for a place in a list: the most, the second, the winner, the first n, an order, those above a figure. */
import {
  DOES,
  ends,
  type Form,
  form,
  type Groups,
  isTold,
  N,
  NUMBER,
  S,
  UNIT,
  VERBS,
  W,
  WHO,
  WORDS,
} from './entry-parts.ts'
import { bestOf, countsRows, type End, endOf, type Figures, isRowNoun, isValueNoun, SUP } from './entry-words.ts'

const who = ({ by }: Figures): string => (by === 'year' ? 'which "year"' : 'which')
const nameOfEnd: Form[1] = (groups, figures) => {
  const end = figures.by === 'place' ? null : ends(groups, figures)
  return end === null ? null : `${who(figures)} ${WORDS[end]}`
}
const valueOfEnd: Form[1] = (groups, figures) => {
  const end = ends(groups, figures)
  if (end !== null && figures.by === 'place') return end === 'max' ? 'maximum' : 'minimum'
  return end === null ? null : `${WORDS[end]} and which`
}

/** `wettest month`, `oldest person` ask for a name; `highest bid` asks for a figure. */
const namesRow = (noun = '', figures: Figures): boolean =>
  countsRows(noun, figures) ||
  /^(?:person|bidder|player|runner|swimmer|city|town|country|state|team|student|pupil|kid|child|boy|girl|employee|colleague|shop|store|product|item|candidate|party|name|animal|river|mountain|project|friend|driver|one|department|region|school|class|sibling|colou?r|fruit|month|day|year)$/u.test(
    noun,
  )

const whenOfEnd: Form[1] = (groups, figures) =>
  isTold(figures) && (groups.subject === undefined || isValueNoun(groups.subject, figures))
    ? nameOfEnd(groups, figures)
    : null

export const MAX_FORMS: readonly Form[] = [
  form(
    `(?:who|(?:which|which one|whose|what)(?: ${W})?)(?: ${DOES})?(?: the)? ${S}(?: ${N})?(?: ${VERBS})?`,
    nameOfEnd,
  ),
  form(`(?:who|(?:which|which one|what)(?: ${W})?)(?: ${DOES})? ${VERBS}(?: the)? ${S}(?: ${N})?`, nameOfEnd),
  form(
    `(?:(?:in|on|at|for|during|to|from) )?(?:which|what) ${W} (?:${DOES} )?(?:${WHO} )?(?:${VERBS} )?(?:the )?${S}(?: ${N})?(?: ${VERBS})?`,
    nameOfEnd,
  ),
  form(
    `(?:when|at what time|at which time|what time|where) (?:${DOES} )?(?:(?:${WHO}|(?:the |my |our )?${N.replace('val>', 'subject>')}) )?(?:${VERBS} )?(?:the )?${S}(?: ${N})?(?: ${VERBS})?`,
    whenOfEnd,
  ),
  form(`(?:which(?: one)?|what) (?:was|is|were|are) the ${S} ${W}`, (groups, figures) =>
    namesRow(groups.row, figures) ? nameOfEnd(groups, figures) : null,
  ),
  form(`${S}(?: ${W})`, (groups, figures) => (namesRow(groups.row, figures) ? nameOfEnd(groups, figures) : null)),
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
const NTHS: Readonly<Record<string, string>> = {
  second: '2nd',
  third: '3rd',
  '2nd': '2nd',
  '3rd': '3rd',
  '4th': '4th',
  '5th': '5th',
  fourth: '4th',
  fifth: '5th',
}
const NTH = `(?<nth>${Object.keys(NTHS).join('|')})`

const nthOf: Form[1] = (groups, figures) => {
  const end = ends(groups, figures)
  return end === null || figures.by === 'year' ? null : `which ${NTHS[groups.nth ?? '']} ${WORDS[end]}`
}

export const PLACE_FORMS: readonly Form[] = [
  form(
    'who (?:won|wins|is the winner|was the winner|is winning|is leading|leads|is ahead|is in the lead|is the leader)',
    placed(true),
  ),
  form(`who ${LEAD} (?:the )?(?:first|1st|the winner)(?: place)?`, placed(true)),
  form(`who ${LEAD} (?:the )?(?:last|in last place)(?: place)?`, placed(false)),
  form(`who (?:${LEAD} )(?:in )?(?:the )?${NTH}(?: place)?`, ({ nth = '' }, figures) => {
    const best = bestOf(figures)
    return best === null ? null : `which ${NTHS[nth]} ${WORDS[best]}`
  }),
  form(`(?:who|(?:which(?: one)?|what)(?: ${W})?)(?: ${DOES}| ${LEAD})?(?: the)? ${NTH}[ -]${S}(?: ${N})?`, nthOf),
  form(`${NTH}[ -]${S} ${W}`, (groups, figures) => (namesRow(groups.row, figures) ? nthOf(groups, figures) : null)),
  form(`${NTH}[ -]${S}(?: ${N})?`, (groups, figures) => {
    const end = ends(groups, figures)
    return end === null || figures.by === 'year' ? null : `${NTHS[groups.nth ?? '']} ${WORDS[end]} "value"`
  }),
  form(
    `(?:the )?(?<sup>top|best|highest|largest|biggest|bottom|lowest|smallest|worst) (?<many>\\d)(?: ${N})?`,
    (groups, figures) => {
      const { sup = '', many, val } = groups
      if (val !== undefined && !isValueNoun(val, figures) && !isRowNoun(val, figures)) return null
      const end = /top|best/.test(sup)
        ? (bestOf(figures) ?? (sup === 'top' ? 'max' : null))
        : sup === 'worst'
          ? endOf('worst', figures)
          : /bottom|lowest|smallest/.test(sup)
            ? 'min'
            : 'max'
      return end === null || figures.by === 'year' ? null : `${end === 'max' ? 'top' : 'lowest'} ${many}`
    },
  ),
]

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:more than|over|above|greater than|higher than|older than|bigger than|larger than|longer than|taller than|heavier than|exceeding)$/u,
    'over',
  ],
  [
    /^(?:less than|fewer than|under|below|lower than|younger than|smaller than|shorter than|lighter than|cheaper than)$/u,
    'under',
  ],
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
  const said =
    sign === undefined
      ? /more|older|above|higher|over|longer|up/u.test(tail ?? '')
        ? 'at least'
        : 'at most'
      : SIGNS.find(([words]) => words.test(sign))?.[1]
  if (/older|younger/u.test(`${sign} ${tail}`) && endOf('oldest', figures) === null) return null
  if (/cheaper/u.test(sign ?? '') && endOf('cheapest', figures) === null) return null
  if (/longer|shorter/u.test(`${sign} ${tail}`) && endOf('longest', figures) === null) return null
  if (/heavier|lighter/u.test(sign ?? '') && endOf('heaviest', figures) === null) return null
  if (/taller/u.test(sign ?? '') && endOf('tallest', figures) === null) return null
  return said === undefined || figures.by === 'year' ? null : `${said} ${limit}`
}
const listed: Form[1] = (groups, figures) => {
  if (figures.by === 'place') return null
  if (groups.row !== undefined && !isRowNoun(groups.row, figures)) return null
  const said = condition(groups, figures)
  return said === null ? null : `which ${said}`
}
const counted: Form[1] = (groups, figures) => {
  // `how many visitors above 100`: of what is counted, or of the rows.
  const isRow =
    groups.row === undefined ||
    countsRows(groups.row, figures) ||
    (isRowNoun(groups.row, figures) &&
      !figures.label.nouns.has(groups.row.replace(/s$/u, '')) &&
      groups.row !== figures.unit)
  const said = condition(groups, figures)
  return said === null || !isRow ? null : `how many ${said}`
}

export const CHOICE_FORMS: readonly Form[] = CONDITIONS.flatMap(one => [
  form(`(?:who|everyone|everybody|(?:which|which ones?|what|whose|all)(?: ${W})?) ${one}`, listed),
  form(`(?:on )?(?:which|what) ${W} ${one}`, listed),
  form(`(?:list|name|show|find)(?: me)?(?: all)?(?: the)?(?: ${W})? ${one}`, listed),
  form(`(?:on |in )?how many(?: ${W})? ${one}`, counted),
  form(`(?:count|number of)(?: the)?(?: ${W})? ${one}`, counted),
])

export const MEAN_CHOICE: readonly Form[] = [
  form(
    `(?:who|(?:whose|which|what)(?: ${W})?)(?: (?:${N}))?(?: ${DOES})?(?: ${VERBS})? (?<side>above|over|below|under) (?:the )?average`,
    ({ side = '', val, row }, figures) =>
      (val === undefined || isValueNoun(val, figures)) &&
      (row === undefined || isRowNoun(row, figures) || isValueNoun(row, figures)) &&
      figures.by !== 'year'
        ? `which ${/above|over/u.test(side) ? 'above' : 'below'} average`
        : null,
  ),
]

const SORTS =
  '(?:sort|order|rank|arrange|list|put)(?: (?:them|these|this|it|the list|the names|all|those|everything|everyone|my list))*(?: (?:in order|out))?'
const way = (end: End | null): string | null => (end === null ? null : `sort ${WORDS[end]} first`)
export const SORT_FORMS: readonly Form[] = [
  form(
    `${SORTS}(?: by ${N})?,?(?: from)?(?: the)? ${S}(?: ${W})?(?: (?:first|at the top|on top|to (?:the )?${SUP}))`,
    (groups, figures) => way(ends(groups, figures)),
  ),
  form(`${S} (?:first|at the top|on top)`, (groups, figures) => way(ends(groups, figures))),
  form(`${SORTS}(?: by ${N})?,? (?:in )?(?<way>descending|ascending)(?: order)?`, ({ way: asked, val }, figures) =>
    val !== undefined && !isValueNoun(val, figures) ? null : way(asked === 'descending' ? 'max' : 'min'),
  ),
  form(
    `(?:rank)(?: (?:them|these|this|everyone|all|it|the (?:scorers|players|teams|kids|students|runners|candidates|names)))*(?: by ${N})?`,
    ({ val = '' }, figures) => (val !== '' && !isValueNoun(val, figures) ? null : way(bestOf(figures, val))),
  ),
  form(`(?:ranking|leaderboard|ranked list)(?: by ${N})?`, ({ val = '' }, figures) =>
    val !== '' && !isValueNoun(val, figures) ? null : way(bestOf(figures, val)),
  ),
]
