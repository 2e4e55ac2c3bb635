/** Prices by size: the price of one unit of a pack, which of two packs is cheaper, what another size costs, how much a sum buys. */
import type { PlannerRule } from '#contracts/planner-port'
import { round } from '../../arithmetic/rational.ts'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import { decimalsOf } from '../money.ts'
import { type Answer, defineRule } from '../rule.ts'
import { findUnit, type Known } from '../units.ts'
import { nounOf, type Pack, readPacks, sizeIn, sizeWord, UNIT_WORDS, unitOf } from './read-offers.ts'
import { readStories, type Story, type StoryForm } from './story.ts'
import { compared, digitsOf, only, paid, several, shown, signOf } from './told-money.ts'

const UNIT_NAMES = UNIT_WORDS.replaceAll('?', '').replaceAll('|', ' ')
const WORDS = `${UNIT_NAMES} cent cents kilos kilogram grams gram gr lb pound pounds ounce ounces litres litre liters liter metre metres meter meters rolls pieces tabs tablets capsules pods bags eggs cans bottles bars sheets loads doses pads razors blades wipes diapers packs packets tins buns slices servings portions pairs units unit roll piece egg can bottle bar sheet tab tablet capsule pod wipe load dose slice tin each one single per for at x of a pack packet box sack carton jar tub bundle set tray big small large bigger smaller other ones multipack brand own`
const NEVER =
  /(?<!\p{L})(?:km|hours?|minutes?|mins?|hrs?|secs?|seconds?|days?|people|persons?|weigh|calories|kcal|protein|sugar content|recipe|average|percent|off|discount|worth|healthier|should|taste|quality|month|week|year|free|vat|tax|delivery|shipping)(?!\p{L})|%/u
const PER = new RegExp(
  `(?:(?<!\\p{L})(?:per|a|an|by the|each|one|for one|of one|for (?:a|an)|the price of an?) |(?<=A )(?:per|an?) |/ ?)(?<unit>${UNIT_WORDS})(?![\\p{L}\\d])(?! (?:for|at) A)`,
  'gu',
)

type Target = { readonly unit: Known | null; readonly label: string }
/** What the price of one is asked of; null where nothing or several things are. */
function targetOf(shape: string): Target | null {
  const words = new Set([...shape.matchAll(PER)].map(({ groups }) => groups?.unit ?? ''))
  const word = [...words][0]
  if (words.size !== 1 || word === undefined) return null
  const unit = unitOf(word)
  return { unit, label: unit === null ? nounOf(word) : word.replace(/^kilos?$/u, 'kg') }
}
/** Without a wish: the kilogram for grams, the litre for millilitres, else the unit of the first pack. */
function usualOf(pack: Pack): Target {
  const usual =
    pack.unit === null
      ? null
      : /^(?:g|gr|mg)$/u.test(pack.unit.label) || /gram/u.test(pack.unit.name)
        ? 'kg'
        : /^(?:ml|cl|dl)$/u.test(pack.unit.label)
          ? 'l'
          : null
  const unit = usual === null ? pack.unit : findUnit(usual, false)
  // A `12 pack` holds twelve pieces.
  const piece = /^packs?$/u.test(pack.noun) ? 'piece' : pack.noun
  return { unit, label: unit === null ? piece : (usual ?? nounOf(pack.noun)) }
}

const priceOfOne = (pack: Pack, { unit }: Target): string | null => {
  const size = sizeIn(pack, unit)
  return size === null ? null : `${pack.price.digits} / ${size}`
}

/** Enough decimals to tell two prices apart. */
function decimalsFor(expressions: readonly string[], least: number): number {
  for (let decimals = least; decimals < 6; decimals += 1) {
    const rounded = expressions.map(expression => {
      const value = evaluatedValue(expression)
      return value === null
        ? ''
        : String(round(value, decimals, 'half_up').numerator * 1n) +
            String(round(value, decimals, 'half_up').denominator)
    })
    if (new Set(rounded).size === rounded.length) return decimals
  }
  return least
}

/** `2.39 for 375 ml, per litre`. */
const ONE_PACK: StoryForm = {
  amounts: [2, 3],
  cues: [new RegExp(PER.source, 'u')],
  not: new RegExp(
    `${NEVER.source}|(?<!\\p{L})(?:cheaper|better|which|how many|each \\p{L}+ (?:holds|contains|fits)|can i (?:get|buy)|save|change|left|if i buy|need|want)(?!\\p{L})|A ?(?:(?:cents?|ct|pence) ?)?(?:per|/|an?|the|for an?|for one|for the) ?(?:${UNIT_WORDS})(?!\\p{L})|A ?(?:m?g|mcg|µg|kg|ml|cl|dl|l|lit(?:er|re)s?|kcal|kj|k?wh?|iu|units?|drops?|min|minutes?|[ckm]?m) ?(?:per|/|an?|for every|for each) ?(?:${UNIT_WORDS})(?!\\p{L})`,
    'u',
  ),
  words: `${WORDS} if costs cost unit price is how much that's calculate find in asking because i paid bought comes with contains holds`,
  everyday: true,
  names: 2,
  asks: /(?<!\p{L})(?:per|unit price|price of one)(?!\p{L})/u,
  read: ({ shape, amounts }) => {
    const packs = readPacks(amounts)
    const target = targetOf(shape.replace(/A(?: [\p{L}]+){0,2} for (?:an?|one) /gu, 'A '))
    if (packs?.length !== 1 || target === null) return null
    const pack = packs[0]!
    const one = priceOfOne(pack, target)
    if (one === null || pack.size === '1') return null
    return paid(one, pack.price.sign, pack.name, ` per ${target.label}`)
  },
}

/** `750 ml 8.99, 1 l 11.49, compare`. */
const TWO_PACKS: StoryForm = {
  amounts: [4, 6],
  cues: [/(?<!\p{L})(?:cheaper|cheapest|better|best|less|compare|value|deal|vs|versus|or|against|more)(?!\p{L})/u],
  not: new RegExp(`${NEVER.source}|(?<!\\p{L})(?:how much (?:is|for|are)|total|need|save)(?!\\p{L})`, 'u'),
  words: `${WORDS} cheaper cheapest better best less compare value deal buy vs versus or against which is it than price prices offer works out who option wins more a b c x y`,
  everyday: true,
  names: 3,
  asks: /(?<!\p{L})(?:cheaper|better|best|less|compare|value)(?!\p{L})/u,
  read: ({ shape, amounts }) => {
    const packs = readPacks(amounts)
    // `which is more` asks for the size.
    if (packs?.length !== 2 || signOf(amounts) === 'mixed' || /which (?:one )?(?:is|has) more/u.test(shape)) return null
    return chosen(packs as [Pack, Pack], targetOf(shape) ?? usualOf(packs[0]!), shape)
  },
}

function chosen([a, b]: readonly [Pack, Pack], target: Target, shape: string): Answer | null {
  const [x, y] = [priceOfOne(a, target), priceOfOne(b, target)]
  if (x === null || y === null || (a.unit === null && b.noun !== a.noun && b.noun !== 'piece' && a.noun !== 'piece'))
    return null
  const isCents = /(?<!\p{L})cents? per/u.test(shape)
  const times = isCents ? ' * 100' : ''
  const sign = isCents ? null : (a.price.sign ?? b.price.sign)
  const expressions = [`${x}${times}`, `${y}${times}`]
  return compared({
    options: [
      { name: a.name, expression: expressions[0]! },
      { name: b.name, expression: expressions[1]! },
    ],
    verdict: 'is cheaper',
    sign,
    unit: `${isCents ? ' cents' : ''} per ${target.label}`,
    decimals: decimalsFor(expressions, sign === null ? 2 : decimalsOf(sign)),
    how: `By the price of one ${target.label}`,
  })
}

/** `84 for 22.99, the others 120 for 34.99, price per nappy each`: both prices. */
const BOTH_PRICES: StoryForm = {
  isShare: true,
  ...TWO_PACKS,
  cues: [/(?<!\p{L})(?:unit prices?|prices? per|cents? per|per \p{L}+ (?:each|for both|of each)|each per)(?!\p{L})/u],
  asks: /(?<!\p{L})(?:unit prices?|prices? per|cents? per)(?!\p{L})/u,
  read: ({ shape, amounts }) => {
    const packs = readPacks(amounts)
    const target = targetOf(shape.replace(/ each$/u, ''))
    if (packs?.length !== 2 || signOf(amounts) === 'mixed' || target === null) return null
    const isCents = /(?<!\p{L})cents? per/u.test(shape)
    const ones = packs.map(pack => priceOfOne(target.unit === null ? { ...pack, noun: target.label } : pack, target))
    if (ones.some(one => one === null)) return null
    const expressions = ones.map(one => `${one}${isCents ? ' * 100' : ''}`)
    const sign = isCents ? null : (packs[0]!.price.sign ?? packs[1]!.price.sign)
    const decimals = decimalsFor(expressions, sign === null ? 2 : decimalsOf(sign))
    return several(
      expressions.map((expression, i) => ({
        before: `${packs[i]!.name}: `,
        expression,
        sign,
        decimals,
        after: `${isCents ? ' cents' : ''} per ${target.label}`,
      })),
      `Price divided by size`,
    )
  },
}

/** `2.5 kg for 6.25, 10 kg for 21, how much do I save per kilo`. */
const SAVED_PER: StoryForm = {
  ...TWO_PACKS,
  cues: [
    /(?<!\p{L})(?:save|saved|saving|difference|cheaper)(?!\p{L})/u,
    /(?<!\p{L})(?:per|a|each) (?:kilo|kg|litre|liter|l|lb|pound|piece|roll|unit|egg)(?!\p{L})/u,
    /how much/u,
  ],
  not: new RegExp(NEVER.source, 'u'),
  words: `${WORDS} save saved saving difference cheaper with do the is by taking buying if in than compared between`,
  read: ({ shape, amounts }) => {
    const packs = readPacks(amounts)
    const target = targetOf(shape)
    if (packs?.length !== 2 || signOf(amounts) === 'mixed' || target === null) return null
    const [x, y] = packs.map(pack => priceOfOne(pack, target))
    if (x === undefined || x === null || y === undefined || y === null) return null
    const sign = packs[0]!.price.sign ?? packs[1]!.price.sign
    return paid(`abs(${x} - ${y})`, sign, `${packs[0]!.name}, ${packs[1]!.name}`, ` per ${target.label}`)
  },
}

/** `3 kg cost 7.20, how much is 5 kg`, `1.32 per 100 g, 640 g bag?`. */
const OTHER_SIZE: StoryForm = {
  amounts: 3,
  cues: [
    /(?<!\p{L})(?:how much|what|whats|what's|price|cost|costs|so|then)(?!\p{L})|A ?(?:per|\/|for) ?A.*\?|A ?\p{L}+ \p{L}+$/u,
  ],
  not: new RegExp(
    `${NEVER.source}|(?<!\\p{L})(?:cheaper|better|which|change|left|save|or|vs|how many|x|×|covers?|plus|minus)(?!\\p{L})`,
    'u',
  ),
  words: `${WORDS} cost costs costing price is are if how much what do does would will then so need want i'd weighs piece label say says to the cent takes take sells sell charge charges at`,
  everyday: true,
  names: 2,
  asks: /\p{L} ?$/u,
  read: story => {
    // `3 kg cost 7.20, 5 kg?`, or `I need 5 kg, 7.20 for 3 kg`.
    const isLast = readPacks(story.amounts.slice(0, 2)) !== null
    const other = story.amounts[isLast ? 2 : 0]!
    const packs = readPacks(isLast ? story.amounts.slice(0, 2) : story.amounts.slice(1))
    const word = sizeWord(other)
    if (packs?.length !== 1 || word === null) return null
    const pack = packs[0]!
    const wanted: Pack = { ...pack, size: digitsOf(other), unit: unitOf(word), noun: nounOf(word) }
    const size = sizeIn(wanted, pack.unit)
    if (size === null || (pack.unit === null && pack.noun !== wanted.noun)) return null
    return paid(
      `${pack.price.digits} / (${pack.size}) * ${size}`,
      pack.price.sign,
      `${pack.name}; ${digitsOf(other)} ${word}`,
    )
  },
}

const RATE = new RegExp(`^ ?(?:per|an?|/|each|for an?) ?(?<unit>${UNIT_WORDS})(?![\\p{L}\\d])`, 'u')
/** `Apples £2.20/kg. I have £5. How many kg can I get?` */
const SUM_BUYS: StoryForm = {
  amounts: 2,
  cues: [
    /how (?:much|many)/u,
    /(?<!\p{L})(?:can|could|will|do|would)(?: (?:i|we|it))?(?: (?:get|buy|afford|fill))(?!\p{L})|(?<!\p{L})(?:get|buy)(?!\p{L})/u,
  ],
  not: new RegExp(NEVER.source, 'u'),
  words: `${WORDS} can could would buy get afford have has got with i've only how many much for my the euros whole`,
  everyday: true,
  names: 2,
  read: story => {
    const { amounts, shape } = story
    const rate = only(amounts, ({ after }) => RATE.test(after))
    const sum = amounts.find(figure => figure !== rate)
    const word = RATE.exec(rate?.after ?? '')?.groups?.unit
    const asked = new RegExp(`how (?:many|much) (?<unit>${UNIT_WORDS})(?!\\p{L})`, 'u').exec(shape)?.groups?.unit
    if (
      rate === null ||
      sum === undefined ||
      word === undefined ||
      asked === undefined ||
      sizeWord(sum) !== null ||
      signOf(amounts) === 'mixed'
    )
      return null
    const [unit, wanted] = [unitOf(word), unitOf(asked)]
    if (unit === null || wanted?.unit.name !== unit.unit.name || Number(digitsOf(rate)) <= 0) return null
    return evaluated({
      expression: `${digitsOf(sum)} / ${digitsOf(rate)}`,
      decimals: 2,
      unit: ` ${asked}`,
      how: `${shown(sum)} ÷ ${shown(rate)}`,
    })
  },
}

/** `75 dollars, each ticket 8.50, how many can I buy and what's left`. */
const WHOLE_PIECES: StoryForm = {
  amounts: 2,
  asksTwice: true,
  cues: [/how many/u, /(?<!\p{L})(?:buy|get|afford|purchase)(?!\p{L})/u],
  not: new RegExp(
    `${NEVER.source}|A ?(?:per|/|an?) ?(?:kg|kilo|g|l|lb|litre|liter)(?!\\p{L})|(?<!\\p{L})(?:more|each of|both|and A)(?!\\p{L})`,
    'u',
  ),
  words: `${WORDS} how many whole full can could i we buy get afford purchase with have has got for each costs cost is left over leftover remains remaining change and what what's whats much money will be`,
  everyday: true,
  names: 2,
  read: story => {
    const { amounts, shape } = story
    const price = only(
      amounts,
      ({ before, after }) =>
        /(?<!\p{L})(?:at|@|each(?: \p{L}+)?|costs?|costing|per \p{L}+|an? \p{L}+ (?:is|costs?)|\p{L}{3,} (?:is|are)|priced at) $/u.test(
          before,
        ) || /^ ?(?:each|apiece|a piece|per \p{L}+)(?!\p{L})/u.test(after),
    )
    const sum = amounts.find(figure => figure !== price)
    if (
      price === null ||
      sum === undefined ||
      signOf(amounts) === 'mixed' ||
      Number(digitsOf(price)) <= 0 ||
      (sum.amount.sign === null && !ALONE.test(sum.after)) ||
      isHeavy(sum)
    )
      return null
    const [a, b] = [digitsOf(sum), digitsOf(price)]
    const pieces = { expression: `floor(${a} / ${b})`, decimals: 0, after: ' pieces' }
    const sign = sum.amount.sign ?? price.amount.sign
    const how = `${shown(sum)} ÷ ${shown(price)}, whole pieces`
    const asksRest = /(?<!\p{L})(?:left|leftover|remains|remaining|change)(?!\p{L})/u.test(shape)
    return several(
      asksRest ? [pieces, { expression: `${a} - floor(${a} / ${b}) * ${b}`, sign, after: ' left' }] : [pieces],
      how,
    )
  },
}
/** `I have 50 friends`: no money. */
const ALONE =
  /^ ?(?:$|[,.;:?!)]|(?:and|how|so|to|what|whats|in|left|for|can|on|then|cash|pounds|with|at|each|is)(?!\p{L}))/u
const isHeavy = (figure: Story['amounts'][number]): boolean => sizeWord(figure) !== null

const FORMS: readonly StoryForm[] = [WHOLE_PIECES, SUM_BUYS, OTHER_SIZE, SAVED_PER, BOTH_PRICES, TWO_PACKS, ONE_PACK]

export const packStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'pack-story',
    reason:
      'Works out the price of a kilo, a litre or a piece, which of two packs is cheaper, and what another size costs.',
    order: 124,
    pairs: 'joined',
    hint: /\d/,
    examples: {
      yes: [
        '500g for 3.49 or 750g for 4.99 which is better',
        'unit price 2.40 for 375 ml, per litre',
        'price per kg if 200 g costs 2.70',
        'Olive oil A: 750 ml 8,99 €. Olive oil B: 1 l 11,49 €. Please compare.',
        'cheaper per litre: 6 x 330ml at £3.90 or 2 litre bottle at £2.15',
        'pampers 80 for 22.00, the other ones 120 for 36.00 - price per nappy each',
        '2.5 kg rice for 6.25. 10 kg sack for 20. how much do i save per kilo with the sack',
        '1.50 per 100g, 600g bag?',
        'have 75 dollars, each ticket 8.50, how many can i buy and whats left',
        'How many whole pens at 1.50 can I buy with 20, and what is left over?',
        'Six rolls for 2.70 €, so one roll is how much?',
      ],
      no: [
        '750 ml of oil for 8.99, is that worth it?',
        '6 x 330ml at £3.90 or a 2 litre bottle, which tastes better?',
        '2.5 kg rice for 6.25. How many people does it feed?',
        'I have 75 dollars and 3 tickets, how many can I buy?',
        'a 600g bag per week, price?',
        'A box covers 1.5 m² and costs 24 euro. The floor is 13 m². What do I pay?',
        '500g for 3.49 or 750 ml for 4.99, which is cheaper?',
        'how many eggs can I get with 20 chickens',
        'how many 2 m boards do I need for a 5 x 4 m floor',
        '1 kg costs 3.50 with 10% off, what do 2 kg cost?',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]
