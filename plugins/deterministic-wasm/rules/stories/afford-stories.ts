/**
 * How many of something a sum buys, how many must be sold to get a sum back, and what one of so many costs or brings. A second price, or a
 * sum that changes on the way, makes it another question.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import { rateUnit } from '../rates/rate-words.ts'
import { defineRule } from '../rule.ts'
import { type Figure, readStories, type StoryForm } from './story.ts'
import { digitsOf, isWhole, only, paid, several, shown, signOf } from './told-money.ts'

const NEVER =
  /(?<!\p{L})(?:tax|vat|discount|off|free|except|unless|without|average|roughly|about|around|should|interest|fee|fees|tip|delivery|shipping|per (?:hour|day|week|month|year)|a (?:day|week|month|year)|each (?:day|week|month|of us)|or|but|if not|already|first|half|double|other|others|another|also|pack of|packs of)(?!\p{L})|%/u

const HAD_BEFORE =
  /(?<!\p{L})(?:with|have|has|got|budget(?: (?:is|of))?|gift card(?: (?:of|over|for|with))?|voucher(?: (?:of|over|for|with))?|for|from|using|spend|is|only|allowance(?: of)?) $/u
const HAD_AFTER =
  /^ ?(?:euros? )?(?:budget|gift card|voucher|in my (?:pocket|wallet|purse)|to spend|left to spend)(?!\p{L})/u
const PRICE_AFTER =
  /^ ?(?:euros? )?(?:each|apiece|a piece|per (?!hour|day|week|month|year)\p{L}+|an? (?!hour|day|week|month|year)\p{L}+)(?!\p{L})/u
const isPrice = ({ before, after }: Figure): boolean =>
  PRICE_AFTER.test(after) ||
  /(?<!\p{L})(?:at|costs?|@|tickets?|entry|each (?:\p{L}+ ){0,2}\p{L}+|each|per \p{L}+|one \p{L}+(?: is)?|an? \p{L}+ (?:is|costs))(?: (?:is|are|costs?|only))?:? $/u.test(
    before,
  )

/** `with 20 euros how many ice creams at 1.60`, `budget 150, ticket 18, how many people can go and what remains?` */
const AFFORD: StoryForm = {
  amounts: 2,
  asksTwice: true,
  cues: [
    /how many(?! (?:hours|days|weeks|months|years|minutes|times|euros|dollars|pounds|percent|more))/u,
    /(?<!\p{L})(?:with|have|has|got|budget|gift card|voucher|for|spend|from|using)(?!\p{L})/u,
    /(?<!\p{L})(?:at|costs?|each|ticket|tickets|entry|per|one|a|apiece|@)(?!\p{L})/u,
  ],
  not: new RegExp(
    `${NEVER.source}|(?<!\\p{L})(?:sell|sold|earn|cover|back|profit|people (?:pay|paid)|break)(?!\\p{L})|A (?:people|persons|kids|children|days|hours|km|kg|g|litres|l|ml|m)(?!\\p{L})`,
    'u',
  ),
  words:
    'with have has got budget gift card voucher of over for from using spend is only allowance money at costs cost each price one ticket tickets entry a an per apiece piece how many can could do i we he she they buy get afford go watch see order take have and what remains left is over how much change remainder that euros my our the people persons in pocket wallet purse will maximum most at-most to',
  everyday: true,
  names: 3,
  read: ({ shape, amounts }) => {
    const price = only(amounts, isPrice)
    const had = only(
      amounts,
      figure => figure !== price && (HAD_AFTER.test(figure.after) || HAD_BEFORE.test(figure.before)),
    )
    const sign = signOf(amounts)
    if (price === null || had === null || sign === 'mixed' || Number(digitsOf(price)) <= 0) return null
    // Bare whole numbers may count anything.
    if (
      sign === null &&
      !amounts.some(({ amount }) => amount.digits.includes('.')) &&
      !/(?<!\p{L})(?:budget|gift card|voucher|costs?|price|money|spend|buy|afford|tickets?)(?!\p{L})/u.test(shape)
    )
      return null
    if (Number(digitsOf(had)) < Number(digitsOf(price))) return null
    const times = `floor(${digitsOf(had)} / ${digitsOf(price)})`
    const how = `${shown(had)} ÷ ${shown(price)}, whole ones`
    const wantsRest =
      /(?<!\p{L})(?:and|,) (?:what|how much)(?: money)?(?: (?:is|will be|do i have|do we have|'s))*(?: the)? ?(?:remains?|left|left over|over|remainder|change)(?!\p{L})/u.test(
        shape,
      )
    const asks = [...shape.matchAll(/(?<!\p{L})(?:how many|how much|what)(?!\p{L})/gu)].length
    if (
      asks > (wantsRest ? 2 : 1) ||
      (!wantsRest && /(?<!\p{L})(?:left|remains|remainder|change)(?!\p{L})/u.test(shape))
    )
      return null
    if (!wantsRest) return evaluated({ expression: times, how })
    return several(
      [
        { expression: times, decimals: 0 },
        { before: '', expression: `${digitsOf(had)} - ${times} * ${digitsOf(price)}`, sign, after: ' left' },
      ],
      how,
    )
  },
}

const COST_BEFORE =
  /(?<!\p{L})(?:rent|stall|booth|spent|spend|paid|pay|fee|costs?|invested|materials?|ingredients|expenses|cover|fixed costs?)(?: (?:is|was|were|are|of|me|us|for|on))*:? $/u
const GAIN_BEFORE =
  /(?<!\p{L})(?:profit(?: (?:per|on each|on a|of each) \p{L}+)?|sell (?:\p{L}+ )?(?:at|for)|sell(?: them)?(?: (?:at|for))?|sold (?:at|for)|earn|make|price(?: per \p{L}+)?|each (?:\p{L}+ )?(?:for|at)|charge)(?: (?:is|of|about))? $/u
/** `rent 900, profit per cake 4.50. how many cakes to break even`, `spent 18 on stuff, sell cups at 0.60. how many until we made our money back?` */
const COVER: StoryForm = {
  amounts: 2,
  cues: [
    /how many(?! (?:hours|days|weeks|months|years|minutes|euros|dollars|pounds))/u,
    /break.?even|(?<!\p{L})(?:cover|money back|get (?:it|that) back|recoup|earn back|make (?:it|that) back)(?!\p{L})/u,
    /(?<!\p{L})(?:sell|sold|profit|earn|make|price|charge|each)(?!\p{L})/u,
  ],
  not: new RegExp(
    `${NEVER.source.replace('|fee|fees', '')}|(?<!\\p{L})(?:cost(?:s)? (?:me )?A (?:each|to make)|variable|material per|per piece cost|target|people)(?!\\p{L})`,
    'u',
  ),
  words:
    'rent stall booth spent spend paid pay fee cost costs invested material materials ingredients stuff expenses cover fixed is was were are of me us for on profit per each a sell sold at earn make them price charge how many do i we must have to need until till made our my money back break even breakeven break-even the and it that get recoup in order so when lemonade stand',
  everyday: true,
  names: 3,
  read: ({ amounts }) => {
    const gain = only(
      amounts,
      ({ before, after }) => GAIN_BEFORE.test(before) || /^ ?(?:euros? )?profit (?:per|on each|each|a) /u.test(after),
    )
    const cost = only(amounts, figure => figure !== gain && COST_BEFORE.test(figure.before))
    if (gain === null || cost === null || signOf(amounts) === 'mixed' || Number(digitsOf(gain)) <= 0) return null
    const expression = `${digitsOf(cost)} / ${digitsOf(gain)}`
    const value = evaluatedValue(expression)
    if (value === null || value.numerator < value.denominator) return null
    const how = `${shown(cost)} ÷ ${shown(gain)}`
    return value.denominator === 1n
      ? evaluated({ expression, how })
      : evaluated({ expression: `ceil(${expression})`, how: `${how}, rounded up` })
  },
}

const COUNTED = /^ ?(?<unit>\p{L}[\p{L}²³-]*)(?!\p{L})/u
/** `24.90 for 300 pages. cost per page?`, `1.2 million turnover, 8 employees. turnover per employee?`, `phone 649, used for 3 years. cost per month?` */
const OF_ONE: StoryForm = {
  amounts: 2,
  cues: [
    /(?<!\p{L})(?:per|for each|for one|for a single) \p{L}+[ ?.!]*$|(?<!\p{L})(?:per|a|each) (?:day|week|month|year)[ ?.!]*$/u,
    /(?<!\p{L})(?:costs?|cost|price|paid|pay|turnover|revenue|sales|profit|spent|how much|what|expenses|bill|total)(?!\p{L})/u,
  ],
  not: new RegExp(
    `${NEVER.source.replace(/\|per \(.*?\)\|a \(.*?\)\|each \(.*?\)/u, '')}|A (?:per|a|an|each|every)(?!\\p{L})|A ?/|how many|(?<!\\p{L})(?:from|increase|each|g|ml|kg|litre|litres|kilo)(?!\\p{L})`,
    'u',
  ),
  words:
    "cost costs costing price paid pay turnover revenue sales profit spent expenses bill is was are for with and i we use used it have has had lasts lasted last over in the a an per what what's how much that of employee employees page pages month months year years day days week weeks km kms mile miles user users customer customers order orders visit visits use uses wear wears copy copies guest guests pupil pupils child children member members my our at one single shared by in total nights night",
  everyday: true,
  names: 2,
  read: ({ shape, amounts }) => {
    const asked = /(?:per|for each|for one|for a single|a|each) (\p{L}+)[ ?.!]*$/u.exec(shape)?.[1]
    if (asked === undefined) return null
    const unit = rateUnit(asked)
    const count = only(amounts, ({ amount, after }) => {
      const own = rateUnit(COUNTED.exec(after)?.groups?.unit ?? '')
      return amount.sign === null && (own === unit || (unit === 'month' && own === 'year'))
    })
    const sum = amounts.find(figure => figure !== count)
    if (count === null || sum === undefined || Number(digitsOf(count)) <= 0) return null
    const isMoney =
      sum.amount.sign !== null ||
      sum.amount.digits.includes('.') ||
      /(?<!\p{L})(?:costs?|price|paid|turnover|revenue|sales|profit|spent|expenses|bill)(?!\p{L})/u.test(shape)
    const own = rateUnit(COUNTED.exec(count.after)?.groups?.unit ?? '')
    if (!isMoney || (!isWhole(count) && own !== 'km' && own !== 'mile')) return null
    const factor = own === unit ? '' : ' / 12'
    const value = evaluatedValue(`${digitsOf(sum)} / ${digitsOf(count)}${factor}`)
    if (value === null) return null
    // Less than ten cents each: a cent too much is a tenth.
    const isSmall = value.numerator * 10n < value.denominator
    const how = `${shown(sum)} ÷ ${digitsOf(count)}${factor.replace('/', '÷')}`
    const expression = `${digitsOf(sum)} / ${digitsOf(count)}${factor}`
    return isSmall
      ? evaluated({ expression, sign: sum.amount.sign, decimals: 4, unit: ` per ${unit}`, how })
      : paid(expression, sum.amount.sign, how, ` per ${unit === 'person' ? asked : unit}`)
  },
}

const FORMS: readonly StoryForm[] = [AFFORD, COVER, OF_ONE]

export const affordStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'afford-story',
    reason:
      'Works out how many of something a sum buys or how many must be sold to get it back, and what one of so many costs.',
    order: 449.41,
    pairs: 'joined',
    hint: /how many|(?<!\p{L})(?:per|for each|for one|for a single|a|each) \p{L}+[ ?.!]*$/iu,
    examples: {
      yes: [
        'with 20 euros how many ice creams at 1.60',
        'Budget 150 €, ticket 18 €. How many people can go and what remains?',
        'Gift card 75, each movie 12.50. how many movies',
        'lemonade stand: spent 18 € on stuff, sell cups at 0.60 €. how many cups until we made our money back?',
        'Printer ink 24.90 for 300 pages. cost per page?',
        'My phone costs 649 and I use it 3 years. cost per month?',
        '1.2 million turnover, 8 employees. turnover per employee?',
      ],
      no: [
        'with 20 euros how many ice creams can I get',
        'with 20 euros how many ice creams at 1.60 or 2.20',
        'Budget 150 €, ticket 18 €, students half. How many people can go?',
        'spent 18 € on stuff and 5 € on ice, sell cups at 0.60 €. how many cups until we made our money back?',
        'Printer ink 24.90 for 300 pages. cost per month?',
        'My phone costs 649 and I use it 3 years. Is that a good price per month?',
        'with 20 people how many tables at 6',
        'we have 500 for 35 each month. how many?',
        'My phone costs 20 a month for 24 months. cost per year?',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]
