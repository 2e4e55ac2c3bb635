/** Quantities told in a sentence: recipes for more people, mixtures, coverage, differences, round areas, which of two is larger. */
import type { PlannerRule } from '#contracts/planner-port'
import { decided, hasMember } from '../decided.ts'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { commonSign, showAmount } from '../money.ts'
import { type Answer, defineRule, task } from '../rule.ts'
import { type Figure, readStories, type StoryForm } from './story.ts'

const UNIT =
  'g|gr|grams?|kg|mg|ml|cl|dl|l|litres?|liters?|cups?|tbsp|tablespoons?|tsp|teaspoons?|oz|ounces?|lbs?|pounds?|eggs?|slices?|cloves?'
const HEADS = 'people|persons?|servings?|portions?|guests|cookies|muffins|pancakes|pieces|cakes?'
const unitBehind = ({ after }: Figure): string => new RegExp(`^ ?(${UNIT})(?!\\p{L})`, 'u').exec(after)?.[1] ?? ''

const RECIPE: StoryForm = {
  amounts: 3,
  cues: [new RegExp(`A (?:${HEADS})|(?:serves|feeds|makes) A`, 'u'), /how (?:much|many)/u],
  not: /(?<!\p{L})(?:minutes|hours|degrees|cost|price|calories|left|more)(?!\p{L})/u,
  words: `recipe serves serving servings portion portions feeds makes needs need needed uses use calls people persons person guests cookies muffins pancakes pieces cake cakes flour sugar butter milk water rice pasta oil cream cheese chicken beef salt yeast of ${UNIT.replace(/\?/g, '').replace(/\|/g, ' ')} grams eggs cups ounces pounds litres liters slices cloves`,
  names: 2,
  read: ({ shape, amounts }) => {
    const quantity = amounts.find(figure => unitBehind(figure) !== '')
    const heads = amounts.filter(figure => figure !== quantity)
    const [first, second] = heads
    if (quantity === undefined || first === undefined || second === undefined || heads.length !== 2) return null
    // `for 1.20` is a price and no number of people.
    if (heads.some(({ amount }) => amount.sign !== null || !/^\d{1,4}$/.test(amount.digits))) return null
    // The question comes last, and with it the number asked for.
    if (second.at < (amounts[1] as Figure).at || shape.lastIndexOf('how m', second.at) < 0) return null
    const unit = unitBehind(quantity)
    return evaluated({
      expression: `${quantity.amount.digits} / ${first.amount.digits} * ${second.amount.digits}`,
      unit: ` ${unit}`,
      how: `${quantity.amount.digits} ${unit} ÷ ${first.amount.digits} × ${second.amount.digits}`,
    })
  },
}

/** `500 g flour and 325 g water, how much water for 800 g flour`. */
const MIXED = new RegExp(
  `A ?(?:${UNIT}) (?:of )?(\\p{L}+)(?: and|,| to|:) A ?(?:${UNIT}) (?:of )?(\\p{L}+).*how (?:much|many)(?: ?(?:${UNIT}))?(?: of)? (\\p{L}+).* A ?(?:${UNIT}) (?:of )?(\\p{L}+)`,
  'u',
)
const MIXTURE: StoryForm = {
  amounts: 3,
  cues: [MIXED],
  words: `recipe dough batter mix mixture ratio needs need needed uses use with of flour sugar butter milk water rice oil cement sand ${UNIT.replace(/\?/g, '').replace(/\|/g, ' ')} grams`,
  names: 4,
  read: ({ shape, amounts: [a, b, c] }) => {
    const [, first, second, wanted, given] = MIXED.exec(shape) ?? []
    const isDirect = first === given && second === wanted
    if (!isDirect && !(second === given && first === wanted)) return null
    const [of, to] = isDirect ? [a!, b!] : [b!, a!]
    if (unitBehind(of) !== unitBehind(c!) || first === second) return null
    return evaluated({
      expression: `${c!.amount.digits} * ${to.amount.digits} / ${of.amount.digits}`,
      unit: ` ${unitBehind(to)}`,
      how: `${c!.amount.digits} × ${to.amount.digits} ÷ ${of.amount.digits}`,
    })
  },
}

/** `covers 10 m2 per litre, the wall is 34 m2`: how many of the one that is covered by. */
const COVERED = /A ?(\p{L}[\p{L}\d²³]*) (?:per|an?|for an?|for one) (\p{L}+)/u
const COVERAGE: StoryForm = {
  amounts: 2,
  cues: [COVERED, /how (?:much|many)|need/u],
  not: /cost|price|speed|hour|minute|day|week|month|year/u,
  words:
    'covers cover per one of for litre liter litres liters bag bags can cans box boxes pack packs tank gallon roll rolls need needs needed wall walls floor room area garden lawn paint seed tile tiles m2 m² m sqm square metres meters ft km miles l kg',
  names: 1,
  read: ({ shape, amounts: [a, b] }) => {
    const [, unit, per] = COVERED.exec(shape) ?? []
    const [rate, whole] = COVERED.exec(shape)?.index === a!.at ? [a!, b!] : [b!, a!]
    const named = /^ ?(\p{L}[\p{L}\d²³]*)/u.exec(whole.after)?.[1]
    const stem = (per ?? '').replace(/s$/, '')
    // The unit must be the same, and what is asked for the thing that covers.
    if (unit === undefined || named !== unit || stem === '' || shape.split(stem).length < 3) return null
    return evaluated({
      expression: `${whole.amount.digits} / ${rate.amount.digits}`,
      unit: ` ${per}${/s$/.test(per ?? '') ? '' : 's'}`,
      how: `${whole.amount.digits} ${unit} ÷ ${rate.amount.digits} ${unit}`,
    })
  },
}

const DIFFERENCE: StoryForm = {
  amounts: 2,
  cues: [
    /(?<!\p{L})difference(?: (?:is|was|there|between|them|the|two|both|that))*[ ?.!]*$|how (?:many|much) (?:more|fewer|less)(?: (?:is|was|are|were|it|that|today|now))*[ ?.!]*$/u,
  ],
  not: /percent|%|from A|time|(?<!\p{L})(?:am|pm|old|age|born|taste|quality|meaning|make)(?!\p{L})/u,
  words:
    'difference more fewer less is that was between yesterday today last this week month year monday tuesday wednesday thursday friday saturday sunday now than before while other first second',
  names: 4,
  read: ({ shape, amounts: [a, b] }) => {
    const sign = commonSign([a!.amount, b!.amount])
    if (sign === 'mixed') return null
    // Who has more than it costs needs no more.
    const owned = /costs? A.*(?<!\p{L})have A/u.test(shape) ? b! : /(?<!\p{L})have A.*costs? A/u.test(shape) ? a! : null
    if (owned !== null && Number(owned.amount.digits) >= Number((owned === a ? b! : a!).amount.digits)) return null
    const [high, low] = Number(a!.amount.digits) > Number(b!.amount.digits) ? [a!, b!] : [b!, a!]
    const unit = /^ ?(\p{L}+)/u.exec(a!.after)?.[1]
    const other = /^ ?(\p{L}+)/u.exec(b!.after)?.[1]
    // Two kinds of things have no difference.
    if (
      unit !== other &&
      [unit, other].every(word => word !== undefined && /^(?:km|kg|g|m|cm|miles?|hours?|minutes?|days?)$/u.test(word))
    )
      return null
    return evaluated({
      expression: `${high.amount.digits} - ${low.amount.digits}`,
      sign,
      how: `${showAmount(high.amount)} - ${showAmount(low.amount)}`,
    })
  },
}

const PI = '3.14159265358979323846'
const ROUND_AREA: StoryForm = {
  amounts: 1,
  cues: [/(?<!\p{L})(?:diameter|radius)(?!\p{L})/u, /(?<!\p{L})(?:area|square|cm²|m²|cm2|m2|mm²|mm2)(?!\p{L})/u],
  not: /volume|sphere|ball|cylinder|circumference/u,
  words:
    'diameter radius area square cm mm m cm² m² cm2 m2 mm² mm2 inch inches in ft feet centimeters centimetres meters metres circle circular round',
  names: 1,
  read: ({ shape, amounts: [a] }) => {
    const unit = /^ ?(mm|cm|m|inch|inches|in|ft|feet)(?!\p{L})/u.exec(a!.after)?.[1]
    const asked = /(mm|cm|m)[²2]/u.exec(shape)?.[1]
    if (unit === undefined || (asked !== undefined && asked !== unit)) return null
    const radius = /diameter/u.test(shape) ? `(${a!.amount.digits} / 2)` : a!.amount.digits
    return evaluated({
      expression: `${PI} * ${radius} ^ 2`,
      decimals: 2,
      unit: ` ${unit}²`,
      how: `π × ${radius.replace(' / ', ' ÷ ')}²`,
    })
  },
}

const NUMBER = '\\d+(?:\\.\\d+)?(?: ?/ ?\\d+)?'
const COMPARED = new RegExp(
  `^(?:what(?:'?s| is)?|which(?: one| number)?(?: is|'s)?) (?<way>bigger|larger|greater|more|higher|smaller|less|lower)[,:]? (?<a>${NUMBER}) or (?<b>${NUMBER})$`,
  'iu',
)
/** `which is bigger, 5/8 or 0.6`. */
function compared(clause: Clause): Answer | null {
  const groups = clause.quotes.length > 0 || clause.data !== null ? undefined : COMPARED.exec(clause.plain)?.groups
  const [a, b] = [evaluatedValue(groups?.a ?? ''), evaluatedValue(groups?.b ?? '')]
  // Of two decimals one may be a version: `9.9 or 9.11`.
  if (groups === undefined || a === null || b === null || !/\//.test(groups.a! + groups.b!)) return null
  if (a.numerator * b.denominator === b.numerator * a.denominator) return null
  const isLess = /^(?:smaller|less|lower)$/i.test(groups.way ?? '')
  return decided({
    tasks: [task('difference', 'Subtract them', 'math.evaluate', { expression: `(${groups.a}) - (${groups.b})` })],
    when: hasMember('value', isLess ? { exclusiveMaximum: 0 } : { exclusiveMinimum: 0 }),
    yes: groups.a!,
    no: groups.b!,
    how: `${groups.a} and ${groups.b}`,
  })
}

const FORMS = [RECIPE, MIXTURE, COVERAGE, DIFFERENCE, ROUND_AREA]

export const quantityStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'quantity-story',
    reason: 'Scales a recipe, compares two figures, or works out an area from a sentence that tells them.',
    order: 19,
    pairs: true,
    hint: /\d/,
    examples: {
      yes: [
        'recipe is for 4 people and needs 250g of rice, how much do i need for 10',
        'a dough needs 400 g flour and 260 g water, how much water for 1000 g flour',
        'paint covers 12 m2 per litre and the wall is 42 m2 - litres needed?',
        "I walked 6,200 steps yesterday and 9,150 today, what's the difference",
        'pizza 26 cm diameter, how many cm² is it',
        "what's bigger 3/4 or 0.7",
      ],
      no: [
        'recipe for 4 people that needs 20 minutes, how much work for 10?',
        'What is the difference between 4G and 5G?',
        'I have 2 cats and 3 dogs, what is the difference in care?',
        'paint covers 12 m2 per litre, is that good?',
        "What's bigger, 1 elephant or 2 horses?",
        'a pizza of 26 cm diameter, how many people will it feed?',
      ],
    },
    read: clause => compared(clause) ?? readStories(clause, FORMS),
  }),
]
