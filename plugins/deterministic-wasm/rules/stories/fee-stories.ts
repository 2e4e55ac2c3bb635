/** Fees with a rate, a tank to be filled, instalments, costs per use and overtime. A figure without a role, or a role taken twice, and nothing is said. */
import type { PlannerRule } from '#contracts/planner-port'
import { defineRule } from '../rule.ts'
import { ahead, behind, whole } from './beside.ts'
import { readStories, type StoryForm } from './story.ts'
import { digitsOf, isWhole, only, shown, summed } from './told-money.ts'

const UNITS: readonly (readonly [unit: string, names: string])[] = [
  ['km', 'km|kms|kilomet(?:er|re)s?'],
  ['mile', 'miles?'],
  ['hour', 'hours?|hrs?|h'],
  ['minute', 'minutes?|mins?'],
  ['day', 'days?'],
  ['night', 'nights?'],
  ['week', 'weeks?'],
  ['kWh', 'kwh'],
  ['page', 'pages?'],
  ['guest', 'guests?|people|persons?|heads?'],
  ['GB', 'gb'],
  ['box', 'box(?:es)?'],
  ['window', 'windows?'],
  ['room', 'rooms?'],
]
const RATED = new RegExp(
  `^ ?(?:per|an?|\\/|for each|for every|for an?|each|every) ?(?<step>started |commenced |begun |part |full )?(?<unit>${UNITS.map(([, names]) => names).join('|')})(?!\\p{L})`,
  'u',
)
const COUNTED = new RegExp(`^[ -]?(?<unit>${UNITS.map(([, names]) => names).join('|')})(?!\\p{L})`, 'u')
const unitOf = (word: string): string =>
  UNITS.find(([, names]) => new RegExp(`^(?:${names})$`, 'u').test(word))?.[0] ?? ''
const FIXED_NAME =
  'base(?: fare| fee| price| charge)?|basic(?: fare| fee| price| charge)|call-?out(?: fee| charge)?|call out(?: fee| charge)?|flat(?: fee| charge)?|fixed(?: fee| charge| price)?|starting(?: fee| price| fare)?|flagfall|pick-?up(?: fee)?|booking fee|initial(?: fee| charge)|standing charge|setup fee|one-off fee|service fee|visit fee|travel fee|fee'
const FIXED_BEFORE = ahead(`(?:${FIXED_NAME})(?: of| is| at|,)?`)
const FIXED_AFTER = behind(FIXED_NAME)

/** `Taxi: base 3.90, 2.30 per km, 7 km`, `65/hr + 30 call-out, he was here 2 hours 20 mins`. */
const FEE_AND_RATE: StoryForm = {
  amounts: [3, 4],
  cues: [new RegExp(`(?<!\\p{L})(?:${FIXED_NAME})(?!\\p{L})`, 'u'), /A ?(?:per|an?|\/|for|each|every) ?/u],
  not: /(?<!\p{L})(?:first|additional|extra|further|discount|tip|minimum|included|including|free|waived?|deposit|split|already|half|double|without|more|cheaper|tax|vat|plan b|up to|over|then)(?!\p{L})|(?:per|for|each|every) A/u,
  words: `base basic fare fee price charge charges charged call-out callout call out flat fixed starting start flagfall pick-up pickup booking initial standing setup one-off service visit travel plus and per an a for each every started commenced begun full part km kms kilometer kilometers kilometre kilometres mile miles hour hours hr hrs h minute minutes min mins day days night nights week weeks kwh page pages guest guests people person persons head heads gb box boxes window windows room rooms he she was here worked stayed took came takes ride drive drove trip journey distance job if what's whats bill invoice be will would should total fare on top at with rate hourly`,
  everyday: true,
  mustAsk: true,
  asks: /(?<!\p{L})(?:fare|bill|total|price|cost|invoice|how much)[ ?.!]*$/u,
  names: 1,
  read: ({ amounts, shape }) => {
    const rate = only(amounts, ({ after }) => RATED.test(after))
    const rest = amounts.filter(figure => figure !== rate)
    const fixed = only(rest, ({ before, after }) => FIXED_BEFORE.test(before) || FIXED_AFTER.test(after))
    const [count, minutes, ...more] = rest.filter(figure => figure !== fixed)
    const found = RATED.exec(rate?.after ?? '')
    const counted = COUNTED.exec(count?.after ?? '')
    if (rate === null || fixed === null || count === undefined || found === null || counted === null || more.length > 0)
      return null
    const unit = unitOf(found.groups?.unit ?? '')
    const isStarted = /^(?:started|commenced|begun|part)/u.test(found.groups?.step ?? '')
    if (unit !== unitOf(counted.groups?.unit ?? '') || count.amount.sign !== null) return null
    if (/(?<!\p{L})full(?!\p{L})/u.test(found.groups?.step ?? '')) return null
    let times = digitsOf(count)
    let told = `${digitsOf(count)} ${unit}${digitsOf(count) === '1' || /[A-Zm]/u.test(unit.slice(-1)) ? '' : unit === 'box' ? 'es' : 's'}`
    if (minutes !== undefined) {
      const isMinutes = unit === 'hour' && isWhole(minutes) && /^ ?(?:minutes?|mins?)(?!\p{L})/u.test(minutes.after)
      if (!isMinutes || !isWhole(count) || amounts.indexOf(minutes) !== amounts.indexOf(count) + 1) return null
      if (!/^ ?(?:hours?|hrs?|h) (?:and )?$/u.test(count.after) || Number(digitsOf(minutes)) >= 60) return null
      times = `(${times} + ${digitsOf(minutes)} / 60)`
      told += ` ${digitsOf(minutes)} minutes`
    }
    if (isStarted) {
      times = `ceil(${times})`
      told += ', each started one in full'
    }
    if (Number(digitsOf(fixed)) < 0 || /(?<!\p{L})(?:why|cheaper)(?!\p{L})/u.test(shape)) return null
    return summed(
      [fixed, rate],
      `${digitsOf(fixed)} + ${times} * ${digitsOf(rate)}`,
      `${shown(fixed)} + ${shown(rate)} per ${unit} × ${told}`,
    )
  },
}

const FUEL = /^ ?(?:an?|per|\/) ?(?<unit>l|lit(?:er|re)s?|gal|gallons?)(?!\p{L})/u
const SIZE = /^[ -]?(?<unit>l|lit(?:er|re)s?|gal|gallons?)(?!\p{L})/u
const MISSING: readonly (readonly [pattern: RegExp, part: string])[] = [
  [/(?<!\p{L})(?:an?|one|still an?) quarter full(?!\p{L})/u, '3/4'],
  [/(?<!\p{L})(?:an?|one) quarter empty(?!\p{L})/u, '1/4'],
  [/(?<!\p{L})half[ -](?:full|empty)(?!\p{L})/u, '1/2'],
  [/(?<!\p{L})(?:an?|one) third full(?!\p{L})/u, '2/3'],
  [
    /(?<!quarter |half |third |not )(?<!\p{L})(?:(?:is|it's|its|completely|totally|all|an) empty|from empty)(?!\p{L})/u,
    '1',
  ],
]
/** `gas is 3.59 a gallon, tank is 14 gal and it's a quarter full`. */
const TANK: StoryForm = {
  amounts: 2,
  cues: [whole('fill|filling|refill|refilling|top up|topping up|fill-up'), whole('tank|tanks')],
  not: whole('how far|how many|consumption|range|discount|cheaper|minutes|time|three|percent'),
  words:
    'diesel petrol gas fuel gasoline super is at per a an l litre litres liter liters gal gallon gallons tank tanks takes holds has capacity of my quarter half third full empty still only right now fill filling refill refilling up it top topping will cost from',
  everyday: true,
  mustAsk: true,
  asks: /(?:cost|price|how much)(?: (?:to|of|for) (?:fill|filling|refill|top)[\p{L} -]*)?[ ?.!]*$/u,
  names: 1,
  read: ({ shape, amounts }) => {
    const price = only(amounts, ({ after }) => FUEL.test(after))
    const size = only(amounts, figure => figure !== price && figure.amount.sign === null && SIZE.test(figure.after))
    const found = MISSING.filter(([pattern]) => pattern.test(shape))
    const [a, b] = [FUEL.exec(price?.after ?? ''), SIZE.exec(size?.after ?? '')]
    if (price === null || size === null || found.length !== 1) return null
    if (a?.groups?.unit?.charAt(0) !== b?.groups?.unit?.charAt(0)) return null
    const part = found[0]?.[1] ?? ''
    return summed(
      [price],
      `${digitsOf(size)} * ${part} * ${digitsOf(price)}`,
      `${part === '1' ? '' : `${part} of `}${digitsOf(size)} × ${shown(price)}`,
    )
  },
}

/** `A sofa of $899 in 12 equal monthly instalments without interest`. */
const INSTALMENTS: StoryForm = {
  isShare: true,
  amounts: [2, 3],
  cues: [
    /A (?:equal |monthly |weekly |yearly |interest-free |even )*(?:instal?ments?|payments|rates)(?!\p{L})/u,
    /(?:without|no|zero|A) interest|interest[- ]free|(?<!\p{L})(?:equal|even)(?!\p{L})/u,
  ],
  not: whole('deposit|down|plus|fee|first|last|already|after|left|remaining|loan|mortgage|upfront'),
  words:
    'in over into equal even monthly weekly yearly instalment instalments installment installments payment payments rates rate without no zero interest interest-free free spread split paid off pay each one single per month week divided by sold bought financed for',
  everyday: true,
  mustAsk: true,
  asks: /(?<!\p{L})(?:each|one|A|per month|monthly)(?: instal?ment| payment| rate)?[ ?.!]*$/u,
  names: 1,
  read: ({ amounts }) => {
    const count = only(
      amounts,
      figure =>
        isWhole(figure) &&
        Number(digitsOf(figure)) > 1 &&
        behind('(?:equal |monthly |weekly |yearly |interest-free |even )*(?:instal?ments?|payments|rates)').test(
          figure.after,
        ),
    )
    const rest = amounts.filter(
      figure =>
        figure !== count &&
        !(digitsOf(figure) === '1' && behind('instal?ment|payment|rate').test(figure.after)) &&
        !(digitsOf(figure) === '0' && behind('interest').test(figure.after)),
    )
    const total = rest[0]
    if (count === null || rest.length !== 1 || total === undefined) return null
    return summed([total], `${digitsOf(total)} / ${digitsOf(count)}`, `${shown(total)} ÷ ${digitsOf(count)}`)
  },
}

const USES = 'times|uses|wears|washes|visits|rides|sessions|trips|outings|cups|nights'
/** `A coat for 240 € that I wore 96 times, cost per wear?` */
const PER_USE: StoryForm = {
  isShare: true,
  amounts: 2,
  cues: [
    /(?:cost|price|much|that|it)(?: is| was)?(?: that| it)? (?:per|each) (?:single )?(?:use|wear|wearing|ride|wash|visit|time|cup|session|trip|outing|night)(?!\p{L})/u,
    new RegExp(`A (?:\\p{L}+ )?(?:${USES})(?!\\p{L})`, 'u'),
  ],
  not: whole('month|year|week|day|each|discount|plus|fee|interest|more|another|if|sold|resale|left'),
  words:
    'cost price much per use wear wearing wore worn used times uses wears washes visits rides sessions trips outings cups nights ride wash visit time cup session trip outing night single that so far been went made it only',
  everyday: true,
  mustAsk: true,
  asks: /per (?:use|wear|ride|visit|time|cup|session|trip)[ ?.!]*$|^(?:cost|price) per/u,
  names: 2,
  read: ({ amounts }) => {
    const count = only(amounts, figure => isWhole(figure) && behind(`(?:\\p{L}+ )?(?:${USES})`).test(figure.after))
    const price = only(amounts, figure => figure !== count)
    if (count === null || price === null || amounts.length !== 2) return null
    return summed(
      [price],
      `${digitsOf(price)} / ${digitsOf(count)}`,
      `${shown(price)} ÷ ${digitsOf(count)}`,
      ' each time',
    )
  },
}

/** `6 overtime hours at time and a half, base rate 12.40`. */
const OVERTIME: StoryForm = {
  amounts: 2,
  cues: [
    /(?<!\p{L})(?:time and a half|double time|A and a half times)(?!\p{L})/u,
    /A (?:overtime |extra |more )?(?:hours|hrs|h)(?!\p{L})/u,
  ],
  not: whole('how much extra|normal|regular|plus|week|month|tax|day|each|first|total pay|salary'),
  words:
    'at time and a half double overtime extra hours hrs h what do bring earn pay paid if my base basic normal rate wage hourly is i get make for per hour an work worked did on sunday saturday',
  mustAsk: true,
  names: 1,
  asks: /overtime/u,
  read: ({ shape, amounts }) => {
    const hours = only(
      amounts,
      ({ amount, after }) =>
        amount.sign === null && /^ (?:overtime |extra |more )?(?:hours|hrs|h)(?!\p{L})/u.test(after),
    )
    const rate = only(amounts, figure => figure !== hours)
    const isDouble = /double time/u.test(shape)
    if (hours === null || rate === null || isDouble === /time and a half/u.test(shape)) return null
    const factor = isDouble ? '2' : '1.5'
    return summed(
      [rate],
      `${digitsOf(hours)} * ${factor} * ${digitsOf(rate)}`,
      `${digitsOf(hours)} × ${factor} × ${shown(rate)}`,
    )
  },
}

const FORMS: readonly StoryForm[] = [FEE_AND_RATE, TANK, INSTALMENTS, PER_USE, OVERTIME]

export const feeStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'fee-story',
    reason:
      'Works out a fee with a rate, what it costs to fill a tank, an instalment, the cost of one use and overtime.',
    order: 330,
    pairs: true,
    hint: /\d/,
    examples: {
      yes: [
        'Taxi: base 4.20, 2.10 per km, 8 km. Fare?',
        'The plumber charges a 40 call-out fee plus 35 for each started hour. He was here 1 h 20 min. What is the bill?',
        'gas is 3.40 a gallon, tank is 15 gal and its half full, cost to fill it up',
        'A sofa of $840 in 12 equal monthly instalments without interest, how much is one instalment?',
        'I paid 180 for a coat and wore it 60 times, what is the cost per wear?',
        'At time and a half, what do 6 overtime hours pay if my base rate is £14?',
      ],
      no: [
        'Taxi: base 4.20, first 2 km free, 2.10 per km, 8 km. Fare?',
        'The plumber charges a 40 call-out fee plus 35 per hour. Is that a lot for 2 hours?',
        'gas is 3.40 a gallon, tank is 15 gal, should I fill it up?',
        'A sofa of $840 in 12 monthly instalments with interest, how much is one?',
        'At time and a half, what do 6 overtime hours pay?',
        'Taxi drivers charge 3 base and 2 per km, why?',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]
