/**
 * How a part of a sentence tells an amount of money or a count. A pattern takes the whole part; what it cannot have, figures that are no
 * prices or names that are no things, its reader refuses.
 */
import { showAmount } from '../money.ts'
import type { Figure } from '../stories/story.ts'
import {
  digitsOf,
  type FactPattern,
  isCount,
  isPositive,
  isWhole,
  looksPaid,
  pattern,
  type Reader,
} from './fact-pattern.ts'
import { type Count, type Flow, isPeople, SMALL_UNITS, sizeIn, type Term, TIME_UNITS, unitOf } from './ledger-facts.ts'
import { BUYING, COUNTING, DET, EACH, FEE, isName, isUnit, NAME, PER, UNIT, WORD } from './ledger-words.ts'

const IN =
  /(?:^|[ ,])(?:earns?|earned|get|gets|got|am paid|is paid|are paid|get paid|gets paid|i'm paid|i charge|we charge|i bill|we bill|i make|we make|i made|sold|sell|selling|sells|salary|wages?|income|profit|pocket money|bonus|pays? me|paid me)(?= |$)/u
const OUT =
  /(?:^|[ ,])(?:costs?|costing|bought|buy|buying|(?<!(?:am|is|are|get|gets|i'm) )paid|pay|spent|spend|rent|rented|fee|fees|bill|shipping|delivery|ordered|booked)(?= |$|(?<=rent))/u
function flowOf(text: string): Flow {
  const isIn = IN.test(text)
  // `get 3 coffees` buys them.
  if (
    /(?:^|[ ,])(?:get|gets|got) A /u.test(text) &&
    !/(?:get|gets|got) A (?:per|an?|for (?:each|every)|\/)/u.test(text)
  )
    return 'any'
  return isIn ? (OUT.test(text) ? 'any' : 'in') : OUT.test(text) ? 'out' : 'any'
}

const perUnits = (text: string | undefined): readonly string[] | null => {
  const units = [...(text ?? '').matchAll(new RegExp(PER.replace(`(?:${UNIT})`, `(?<unit>${UNIT})`), 'gu'))].map(
    ({ groups }) => groups?.unit ?? '',
  )
  return units.every(isUnit) ? units.map(unitOf) : null
}

type Draft = Pick<Term, 'expression' | 'shown' | 'price'> & Partial<Term>
const term = (draft: Draft): Term => ({
  kind: 'term',
  per: [],
  label: '',
  flow: 'any',
  isOff: false,
  isFee: false,
  isStarted: false,
  ...draft,
})
export const amountTerm = (price: Figure, rest: Partial<Term> = {}): Term =>
  term({ expression: digitsOf(price), shown: showAmount(price.amount), price, ...rest })
const count = (figure: Figure, unit: string, rest: Partial<Count> = {}): Count => ({
  kind: 'count',
  expression: digitsOf(figure),
  shown: digitsOf(figure),
  unit,
  per: null,
  isTaken: false,
  ...rest,
})

const labelOf = (words: string | undefined): string => (words ?? '').replace(/^(?:of|the|an?|my|our) /u, '')
/** The unit that a name begins with: `liters of petrol`, `kg apples`, `nights`. */
const unitIn = (name: string | undefined): string => unitOf((name ?? '').split(' of ')[0]?.split(' ').at(-1) ?? '')
const MEASURES = new Set(['kg', 'g', 'l', 'ml', 'cl', 'km', 'm', 'm2', 'lb', 'mile', 'gallon', 'kwh', 'gb', 'cm'])
const firstUnit = (name: string | undefined): string => {
  const first = unitOf((name ?? '').split(' ')[0] ?? '')
  return MEASURES.has(first) ? first : unitIn(name)
}

/** Pieces at a price: alone, or for each of a unit that is counted elsewhere. */
const line: Reader = ({ all, groups, figures: [n, price] }) => {
  if (
    n === undefined ||
    price === undefined ||
    !isCount(n) ||
    !isPositive(price) ||
    !isName(groups.n, /^(?:hours?|days?|weeks?|months?|years?|people|minutes?|tax)$/u)
  )
    return null
  const per = perUnits(groups.per)
  const own = firstUnit(groups.n)
  const isEach = groups.e !== undefined
  if (per === null || (groups.w === 'for' && !isEach && per.length === 0)) return null
  const label = labelOf(groups.n)
  const flow = flowOf(all)
  const taken = count(n, own, { isTaken: true })
  const times = (size: string): Term =>
    term({
      expression: `${digitsOf(n)}${size === '' ? '' : ` ${size}`} * ${digitsOf(price)}`,
      shown: `${digitsOf(n)} ${MEASURES.has(own) ? `${own} ` : ''}× ${showAmount(price.amount)}`,
      price,
      label,
      flow,
    })
  // What has no unit of its own is a price of one, if it looks like a price.
  if (per.length === 0) {
    if (!isEach && (SMALL_UNITS.has(own) || (MEASURES.has(own) && !looksPaid(price)))) return null
    if (!isEach && TIME_UNITS.has(own) && !looksPaid(price)) return null
    if (!MEASURES.has(own) && !TIME_UNITS.has(own) && !isWhole(n)) return null
    return [times(''), taken]
  }
  const at = per.findIndex(unit => sizeIn(own, unit) !== null)
  if (at >= 0) {
    const made = times(sizeIn(own, per[at]!) ?? '')
    return [{ ...made, per: per.filter((_, i) => i !== at) }, taken]
  }
  // `2 rooms at 80 per night`; behind a comma the price may be for all of them.
  if (own === '' || !isWhole(n) || groups.w === undefined) return null
  return [{ ...times(''), per }, taken]
}

/** A price for one of something. */
const rate: Reader = ({ all, groups, figures: [price] }) => {
  if (price === undefined || !isPositive(price) || !isName(groups.n, /^(?:tax|fee|deposit)$/u)) return null
  const per = groups.e === undefined ? perUnits(groups.per) : [unitIn(groups.n) === '' ? 'piece' : unitIn(groups.n)]
  if (per === null || per.length === 0) return null
  // `2 a day` counts; `$2 a day` and `costs 2 a day` are money.
  if (
    !looksPaid(price) &&
    per.some(unit => /^(?:day|week|month|year|shift)$/u.test(unit)) &&
    !/(?:is|are|was|were|costs?|charges?|charge|earns?|get|gets|make|makes|pays?|paid|at|rate|for|bill|price|rent|fee|wage|salary|rental)[ :]+A/u.test(
      all,
    )
  )
    return null
  return [
    amountTerm(price, {
      per,
      label: labelOf(groups.n),
      flow: flowOf(all),
      isStarted: groups.part !== undefined || /(?:started|commenced) /u.test(all),
    }),
  ]
}

const adverbRate: Reader = ({ all, groups, figures: [price] }) =>
  price === undefined || !isPositive(price)
    ? null
    : [amountTerm(price, { per: [unitOf(groups.adv ?? '')], label: groups.n ?? '', flow: flowOf(all) })]

const onEach: Reader = ({ all, groups, figures: [price] }) => {
  const unit = groups.u ?? ''
  if (price === undefined || !isUnit(unit) || !isPositive(price) || !isName(groups.n, /^profit$/u)) return null
  const isStarted = /(?:started|commenced|begun)/u.test(all)
  if (!looksPaid(price) && !/(?:euro|dollar|pound|costs?|charges?|plus|and|earn|get|make) ?A/u.test(all) && !isStarted)
    return null
  return [amountTerm(price, { per: [unitOf(unit)], flow: flowOf(all), isStarted })]
}

/** `we were three`, `split by 4`: people, though nobody says so. */
const SPLITS_BY = /(?<!\p{L})(?:split|shared?|divided?|splitting|sharing)(?!\p{L}).* (?:between|among|amongst|by) A/u
const ARE_PEOPLE = new RegExp(`^(?:we are|we're|we were|we will be)|${SPLITS_BY.source}`, 'u')

const counted: Reader = ({ all, groups, figures: [n] }) => {
  if (n === undefined || !isCount(n)) return null
  const isPlain = groups.us === undefined && groups.u === undefined && groups.per === undefined
  const unit = groups.us !== undefined || (isPlain && isWhole(n) && ARE_PEOPLE.test(all)) ? 'person' : (groups.u ?? '')
  if (unit !== '' && (!isUnit(unit) || !isName(groups.more))) return null
  const per = groups.per === undefined ? null : unitOf(groups.per)
  // `in 2023`
  if (unit === '' && per === null && Number(digitsOf(n)) > 1000) return null
  const told = count(n, unit === '' ? '' : unitOf(unit), { per })
  return isPlain && SPLITS_BY.test(all) && unit === 'person' ? [told, { kind: 'split' }] : [told]
}
const hoursAndMinutes: Reader = ({ figures: [hours, minutes] }) =>
  hours === undefined || minutes === undefined || !isWhole(hours) || !isWhole(minutes) || Number(digitsOf(minutes)) > 59
    ? null
    : [
        count(hours, 'hour', {
          expression: `(${digitsOf(hours)} + ${digitsOf(minutes)} / 60)`,
          shown: `${digitsOf(hours)} h ${digitsOf(minutes)} min`,
        }),
      ]
/** `50 people each donated 12 dollars` */
const fromEach: Reader = ({ all, groups, figures: [n, price] }) =>
  n === undefined ||
  price === undefined ||
  !isWhole(n) ||
  !isPositive(price) ||
  !isName(groups.n, /^(?:people)$/u) ||
  !/(?<!\p{L})each(?!\p{L})/u.test(all)
    ? null
    : [
        term({
          expression: `${digitsOf(n)} * ${digitsOf(price)}`,
          shown: `${digitsOf(n)} × ${showAmount(price.amount)}`,
          price,
        }),
        count(n, unitIn(groups.n), { isTaken: true }),
      ]
const kinds: Reader = ({ groups, figures }) => {
  const units = [groups.u ?? '', groups.v ?? '', ...(groups.x === undefined ? [] : [groups.x])].map(unitOf)
  if (!figures.every(isWhole) || !units.every(isPeople) || new Set(units).size !== units.length) return null
  return figures.map((figure, i) => count(figure, units[i] ?? ''))
}
const flat: Reader = ({ all, groups, figures: [price] }) => {
  if (price === undefined || !isPositive(price) || !isName(groups.n)) return null
  const more = groups.more ?? ''
  // `groups of 10`
  if (/ of A/u.test(all) && !looksPaid(price) && !/(?:salary|wage|rent|income|price|bill|fee|cost) of A/u.test(all))
    return null
  if (
    !isName(more) ||
    isPeople(unitOf(more)) ||
    TIME_UNITS.has(unitOf(more)) ||
    MEASURES.has(unitOf(more)) ||
    /(?:ly|ed|er|ing)$/u.test(more)
  )
    return null
  if (isPeople(unitIn(groups.n)) && !looksPaid(price)) return null
  return [amountTerm(price, { label: labelOf(groups.n), flow: flowOf(all) })]
}
/** `80 $ for food`, `12 on drinks` */
const flatFor: Reader = caught => {
  const [price] = caught.figures
  const isUnitName = TIME_UNITS.has(unitIn(caught.groups.n)) || isPeople(unitIn(caught.groups.n))
  return price === undefined || isUnitName || (!looksPaid(price) && caught.groups.on === undefined)
    ? null
    : flat(caught)
}
const bare: Reader = ({ all, figures: [price] }) =>
  price === undefined || !looksPaid(price) || !isPositive(price) ? null : [amountTerm(price, { flow: flowOf(all) })]
const KIND = 'adults?|child|children|kids?|students?|seniors?|members?|guests?'
const kindPrice: Reader = ({ all, groups, figures: [price] }) =>
  price === undefined || !isPositive(price)
    ? null
    : [amountTerm(price, { per: [unitOf(groups.u ?? '')], label: groups.u ?? '', flow: flowOf(all) })]
const fee: Reader = ({ groups, figures: [price] }) =>
  price === undefined || !isPositive(price) ? null : [amountTerm(price, { label: groups.fee ?? '', isFee: true })]
const TAIL =
  '(?: (?:in total|total|altogether|flat|in all|together|one-off|one time|once|all in|all together|exactly))?'
const COSTS =
  '(?:is|are|was|were|costs?|cost me|cost us|came to|comes to|goes for|sells? for|sold for|comes at|at|for|of|runs(?: at)?|charges|charged|=|@|:)'
const SCENE =
  '(?: (?:at|in|around|round) (?:the|a|our|my) (?:restaurant|table|pub|bar|cafe|café|party|group|hotel|flat|house|car|diner|dinner|office|team|room|taxi|cab))?'
const PERIOD = '(?:day|week|month|year|shift|night)'

export const TERMS: readonly FactPattern[] = [
  pattern(
    `(?:all |the )?A (?<n>${NAME}) (?:each )?(?:donated?|pays?|paid|gave|gives?|contributed?|contributes|put in|chip(?:ped)? in|brought|bring|owes?)(?: in)? A(?: each)?`,
    fromEach,
  ),
  pattern(
    `(?:(?:i|we|he|she)(?:'ve| have)? )?(?:already )?(?:spent|used)(?: (?:so far|already))?:? A(?: (?:so far|already))?(?: (?:on|for) (?<n>${NAME}))?`,
    flat,
  ),
  pattern(
    `(?:${BUYING})?A ?(?:x |× ?|pcs? )?(?:(?<n>${NAME}),? )?(?<w>at|@|for|à|costing|priced at|which cost|that cost|valued at|x|×|for the price of|that are|(?:which |that )?(?:are|costs?))(?: only| just)? ?A(?:(?<e>${EACH})|(?<per>(?:${PER}){1,2}))?`,
    line,
  ),
  pattern(`(?:${BUYING})?A (?<n>${NAME}),? A(?:(?<e>${EACH})|(?<per>${PER}))`, line),
  pattern(
    `(?:${DET}(?<n>${NAME})(?: also)?(?: ${COSTS})? |(?:i|we|he|she|they|you)(?:'ll)? (?:charge|charges|earn|earns|get|gets|make|makes|pay|pays|paid|am paid|are paid|is paid|get paid|gets paid|bill|bills|am on)(?: about)? |i'm (?:paid|on) |at |for |it's |it is |it costs |they cost |they are |that's |it's for )?A(?:(?<e>${EACH})|(?<per>(?:${PER}){1,2}))(?<part>,? or part (?:of (?:an?|one|it|the) ?(?:${UNIT})?|thereof))?`,
    rate,
  ),
  pattern(
    `(?:${DET}(?:${NAME})(?: ${COSTS})? )?A (?:for|per|each for) (?:an? |each |every |the )?(?<u>${KIND})`,
    kindPrice,
  ),
  pattern(
    `(?:the |for |an? )?(?<u>${KIND})(?: (?:tickets?|entry|price|fare|admission))?(?: (?:pay|pays|costs?|are|is|at|paying))?:? A(?: each)?`,
    kindPrice,
  ),
  pattern(
    `(?:for |with )?(?:the )?A (?:equal |monthly |identical )*(?<u>instal?lments?|instalments?|payments|parts|rates)(?: without interest| interest-free)?|(?:paid|payable|split|spread|divided|paid off|to pay) (?:in|into|over) A (?:equal |monthly )*(?<v>parts|instal?lments|instalments|payments|rates|months)(?: without interest)?|in A (?:equal |monthly |identical )*(?<w>parts|instal?lments|instalments|payments|rates)(?: without interest)?`,
    ({ all, groups, figures: [n] }) => {
      const unit = groups.u ?? groups.v ?? groups.w ?? ''
      return n === undefined || !isWhole(n)
        ? null
        : [count(n, unit === 'months' || /monthly/u.test(all) ? 'month' : 'instalment')]
    },
  ),
  pattern(
    `(?:${BUYING})?A (?:equal |monthly |weekly |identical )*(?:instal?lments|instalments|payments|rates) of A(?: each)?`,
    ({ figures: [n, price] }) =>
      n === undefined || price === undefined || !isWhole(n) || !isPositive(price)
        ? null
        : [
            term({
              expression: `${digitsOf(n)} * ${digitsOf(price)}`,
              shown: `${digitsOf(n)} × ${showAmount(price.amount)}`,
              price,
              label: 'instalments',
            }),
          ],
  ),
  pattern(
    `(?:the |our |my )?(?<n>${NAME}) (?:for|of) A(?: (?<u>people|persons|of us|friends|guests))?,? (?:was|is|costs?|came to|comes to) A${TAIL}`,
    ({ all, groups, figures: [n, price] }) =>
      n === undefined || price === undefined || !isWhole(n) || !isPositive(price) || !isName(groups.n)
        ? null
        : [count(n, 'person'), amountTerm(price, { label: labelOf(groups.n), flow: flowOf(all) })],
  ),
  pattern(
    `(?:(?:i|we|he|she|they) )?(?:also )?(?:sell|sold|sells|buy|bought|buys) (?:an? |my |the |our |his |her |it |this )?(?<n>${NAME})? ?(?:for|at) A`,
    ({ all, groups, figures: [price] }) =>
      price === undefined || !isPositive(price) || !isName(groups.n)
        ? null
        : [amountTerm(price, { label: labelOf(groups.n), flow: flowOf(all) })],
  ),
  pattern(
    `${DET}(?<adv>hourly|daily|weekly|monthly|nightly|yearly|annual) (?<n>rate|wage|fee|rent|pay|price|salary|cost|costs|payment|charge|bill|rental)(?: (?:is|of|was|at))?:? ?A`,
    adverbRate,
  ),
  pattern(
    `(?:(?:i|we|he|she|they) (?:earn|get|make|charge|pay)s? |it costs |the \\p{Ll}+ (?:charges|costs|takes) )?(?:an? )?A (?:(?<n>${NAME}) )?(?:(?:on|for) (?:each|every)|per) ?(?:started |commenced |begun |sold )?(?<u>${UNIT})`,
    onEach,
  ),
  pattern(
    `(?:${COUNTING})?A ?(?:hours?|hrs?|h) (?:and )?A ?(?:minutes?|mins?|min|m)(?: on (?:this|it|that))?`,
    hoursAndMinutes,
  ),
  pattern(
    `(?:${COUNTING})?A (?<u>${UNIT}),? (?:and|\\+|plus) A (?<v>${UNIT})(?:,? (?:and|\\+|plus) A (?<x>${UNIT}))?`,
    kinds,
  ),
  pattern(
    `(?:${COUNTING})?A(?: (?:of (?:them|those|these)|(?<us>of us)|(?<u>${UNIT})(?: of (?<more>${NAME}))?))?(?: ?(?:an?|per|each|every|/) ?(?<per>${PERIOD}))?(?: (?:(?:share|are sharing|split|to share)(?: (?:it|this|that|the bill|the costs?|the price|everything|the cabin|the room|the flat))?|on (?:this|it|that)|long|up|in total))?${SCENE}`,
    counted,
  ),
  pattern(
    `(?:the )?A (?<u>of us|${UNIT}) (?:rented|booked|bought|shared|ordered|took|had|hired|share|went for|are going to|went to|ate|got|rent|book|buy|order|hire|went out for) (?:an? |the |our |some )?(?<n>${NAME})`,
    ({ groups, figures: [n] }) => {
      const unit = groups.u === 'of us' ? 'person' : unitOf(groups.u ?? '')
      return n === undefined || !isWhole(n) || !isPeople(unit) || !isName(groups.n) ? null : [count(n, unit)]
    },
  ),
  pattern(
    `(?:${DET}|(?:i|we) (?:also )?(?:pay|paid|spent|spend) (?:for )?)(?<n>${NAME})(?: (?:also )?${COSTS})?:? ?A(?: (?<more>rent|rental|entry|admission|${WORD}))?${TAIL}`,
    flat,
  ),
  pattern(
    `(?:(?:(?:i|we|he|she) )?(?:also )?(?:pay|paid|spent|spend|gave) )?(?:an? |the |my |our )?A (?<on>on|for|of)? ?${DET}(?<n>${NAME}(?: and (?:${WORD}))?)${TAIL}`,
    flatFor,
  ),
  pattern(`(?:it |they |that |this )?(?:costs?|was|is|came to|cost me|cost us|were)? ?A${TAIL}`, bare),
  pattern(
    `(?:an? |the |there's an? |there is an? |they charge )?(?<fee>${FEE})(?: (?:is|of|was|costs?|at|for|comes to|came to))?:? ?A${TAIL}`,
    fee,
  ),
  pattern(
    `(?:${DET}${NAME} (?:charges?|takes|asks|wants|has|have) )?(?:an? |the |there's an? |there is an? |they charge |for )?A (?:for |of |on )?(?:the |an? )?(?<fee>${FEE})`,
    fee,
  ),
]
