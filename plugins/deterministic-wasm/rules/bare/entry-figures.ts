/** Questions for a figure of a whole list: its sum, its mean, how far it reaches, how many it has. */
import { ALL, DOES, type Form, form, type Groups, isTold, N, THESE, VERBS, W, WHO } from './entry-parts.ts'
import { countsRows, type Figures, isRowNoun, isValueNoun } from './entry-words.ts'

/** Figures that are states of something add up to nothing. */
const STATES =
  /(?:°|%|\/h|km\/h|kmh|mph|bpm|temp|degree|celsius|meter|metre|odometer|counter|mileage|balance|rate|speed|pressure|level|rating|pulse|weight|stand|percent|price|index|population growth)/iu
export const addsUp = ({ unit, label, by }: Figures): boolean =>
  !(
    /^(?:°|°c|°f|%|c)$/u.test(unit) ||
    STATES.test(label.text.replace(/(?<!\p{L})(?:kilo|centi|milli)?met(?:er|re)s(?!\p{L})/giu, '')) ||
    /\//.test(unit)
  ) && !(by === 'time' && unit === '' && label.text === '')
const total: Form[1] = ({ val }, figures) => {
  if (val !== undefined && !isValueNoun(val, figures)) return null
  return addsUp(figures) ? 'total' : null
}

export const SUM_FORMS: readonly Form[] = [
  form(`how (?:many|much) ${N} (?:were|was|have been|has been|got) ${VERBS}(?: ${ALL})?`, total),
  form(`(?:grand |overall |combined )?(?:total|sum)(?: ${THESE})?(?:${N})?(?: ${VERBS})?(?: ${ALL})?`, total),
  form(`${N} ${ALL}`, total),
  form(`${ALL}`, total),
  form(`how (?:many|much)(?: ${N})? ${ALL}`, total),
  form(`how (?:many|much)(?: ${N})?(?: ${DOES})?(?: ${WHO})?(?: ${VERBS})?(?: to)?(?: ${VERBS})? ${ALL}`, total),
  form(`how (?:many|much) (?<total>total )(?:${N})(?: ${DOES})?(?: ${WHO})?(?: ${VERBS})?`, total),
  form(`how (?:many|much|far)(?: ${N})?(?: ${DOES}) ${WHO} ${VERBS}`, total),
  form(
    `how (?:many|much) (?:is|are|was|were|does|do) (?:that|it|this|everything|all of (?:it|this|them)|they|these|those|all)(?: ${VERBS})?(?: ${ALL})?`,
    total,
  ),
  form(
    `what (?:do|did|does) (?:i|we|it|they|everything|it all|all of (?:it|this|them)) (?:all )?(?:spend|pay|cost|owe|earn|make|come to|add up to)(?: ${ALL})?`,
    total,
  ),
  form(
    `(?:add|sum)(?: all)?(?: the| these| those| them| it| this| everything| all)*(?: ${N})?(?: up| together| up for me)*`,
    total,
  ),
  form(`(?:total|sum) (?:these|them|it|this|those|everything)(?: up)?`, total),
]

const perRow = ({ per: first, per2: per = first }: Groups, figures: Figures): boolean =>
  per === undefined ||
  (isRowNoun(per, figures) &&
    new Set(figures.names).size === figures.names.length &&
    (!/^(?:day|date|time)s?$/u.test(per) || figures.by === 'name') &&
    (!/^(?:year|month|week|day)s?$/u.test(per) || isTold(figures)))
const mean =
  (word: string): Form[1] =>
  (groups, figures) =>
    (groups.val === undefined || isValueNoun(groups.val, figures)) && perRow(groups, figures) ? word : null
const PER = '(?: (?:per|a|each|by) (?<per>[a-z]+))'

const EDGE =
  '(?:highest|max|maximum|biggest|largest|best|most|warmest|hottest|longest|oldest|most expensive|dearest|priciest|lowest|min|minimum|smallest|worst|least|coldest|shortest|youngest|cheapest)'

export const MEAN_FORMS: readonly Form[] = [
  form(`how far apart are (?:the )?${EDGE} and (?:the )?${EDGE}(?: ${N})?`, mean('range')),
  form(`(?:average|mean|avg)(?: ${THESE})?(?: ?${N})?${PER}?`, mean('average')),
  form(`${N} (?:average|mean|avg)${PER}?`, mean('average')),
  form(`(?:average|mean|avg)(?: ${N})? (?:did|do|does|have|has) ${WHO} ${VERBS}${PER}?`, mean('average')),
  form(
    `how (?:many|much|far)(?: ${N})?(?: ${DOES})?(?: ${WHO})?(?: ${VERBS})?${PER}? on average${PER.replace('per>', 'per2>')}?`,
    mean('average'),
  ),
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

export const COUNT_FORMS: readonly Form[] = [
  form(
    `(?:how many|number of|count(?: the)?) ${W}(?: (?:is|are)(?: (?:that|there|it|this|these|on the list|in the list|listed|here))*| (?:do|did) (?:i|we) have| on the list| in the list| listed| there)?`,
    ({ row = '' }, figures) => (countsRows(row, figures) ? 'rows' : null),
  ),
  form(
    '(?:just|only) (?:the )?names|names only|(?:give |show |list )?(?:me )?(?:just |only )(?:the )?names',
    () => 'names',
  ),
]

/** Where names stand several times, what each has is the sum of it. */
const isRepeated = ({ names, by }: Figures): boolean => by === 'name' && new Set(names).size < names.length
const each: Form[1] = ({ val, per }, figures) =>
  isRepeated(figures) &&
  addsUp(figures) &&
  (val === undefined || isValueNoun(val, figures)) &&
  isRowNoun(per ?? '', figures)
    ? 'totals'
    : null
const EACH = '(?: (?:per|by|for each|of each|for every|in each|each|on each) (?<per>[a-z]+))'

export const GROUP_FORMS: readonly Form[] = [
  form(`(?:total|sum|totals|sums)(?: ${THESE})?(?: ?${N})?${EACH}`, each),
  form(`${N}${EACH}`, each),
  form(
    `how (?:many|much)(?: ${N})?(?: ${DOES})?(?: ${WHO})?(?: ${VERBS})?${EACH}(?: (?:${DOES}|${VERBS}))?(?: ${ALL})?`,
    each,
  ),
  form(
    `who (?:has|had|got|did|made|scored|spent|ran|paid|sold|collected) (?:the )?(?:more|most)(?: ${N})? ${ALL}`,
    ({ val }, figures) =>
      isRepeated(figures) && addsUp(figures) && (val === undefined || isValueNoun(val, figures))
        ? 'largest total'
        : null,
  ),
]
