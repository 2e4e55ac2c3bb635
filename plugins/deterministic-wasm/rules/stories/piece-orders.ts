/** The price of one and of several: `how much is one if 6 cost 8.94`, `3 for $10, I take 9`, `a pack of 24 costs 13.20, per can`. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import { type Answer, defineRule } from '../rule.ts'
import type { Figure } from './story.ts'
import { digitsOf, isWhole, paid, several, shown, signOf, summed } from './told-money.ts'
import { order, readOrders } from './told-order.ts'

const PACK =
  '(?:pack|packet|box|bag|carton|case|crate|tray|bundle|bunch|set|ream|roll|net|jar|tin|sixpack|multipack|sack)'
const COSTS =
  '(?:costs?|is|was|are|were|for|at|comes to|came to|sells for|sell for|priced at|cost me|(?:that|which) costs?)'
const ONE = '(?:{o}(?: \\p{Ll}{3,14})?|each|a single one|each one|(?:a|each|per|a single) \\p{Ll}{3,14}|piece)'

const isPriced = ({ amount }: Figure): boolean => amount.sign !== null || /\.\d\d$/.test(amount.digits)
const stem = (word: string): string => word.replace(/(?:ies|y|es|e|s)$/u, '')
/** Whether the one that is asked for is one of those that were told; `piece`, `each` and `unit` are one of anything. */
const isOneOf = (asked: string | undefined, told: string | undefined): boolean => {
  const [one, many] = [(asked ?? '').split(' ').at(-1) ?? '', (told ?? '').split(' ').at(-1) ?? '']
  return many === '' || /^(?:|one|1|each|piece|unit|item)$/u.test(one) || stem(one) === stem(many)
}
const NO_UNIT =
  /^(?:people|persons?|friends|hours?|days?|weeks?|months?|years?|minutes?|nights?|km|miles?|kids|adults)$/u
const isGoods = (words: string | undefined): boolean => !NO_UNIT.test((words ?? '').split(' ').at(-1) ?? '')

/** Of what was sold by the piece nobody asks for kilos. */
const isSameThing = (told: string | undefined, asked: string | undefined): boolean =>
  asked === undefined ||
  (told === undefined
    ? isGoods(asked) && !/^(?:kg|kilos?|grams?|litres?|liters?|metres?|meters?|lbs?|pounds?|ounces?)$/u.test(asked)
    : stem(asked) === stem(told.split(' ').at(-1) ?? ''))

function one(n: Figure, x: Figure, unit: string): Answer | null {
  if (!isWhole(n) || Number(digitsOf(n)) < 2) return null
  const [expression, how] = [`${digitsOf(x)} / ${digitsOf(n)}`, `${shown(x)} ÷ ${digitsOf(n)}`]
  // A sheet of paper costs less than a cent.
  const isTiny = x.amount.sign === null && Number(digitsOf(n)) >= 100
  return isTiny ? evaluated({ expression, unit, how }) : summed([x], expression, how, unit)
}
/** So many for a price; of more than that only whole lots have a price that is sure. */
function lots(n: Figure, x: Figure, m: Figure): Answer | null {
  const [a, b] = [Number(digitsOf(n)), Number(digitsOf(m))]
  if (!isWhole(n) || !isWhole(m) || a < 2 || b % a !== 0 || !isPriced(x)) return null
  return summed([x], `${digitsOf(x)} * ${b / a}`, `${b / a} × ${shown(x)}`)
}
function pieces(x: Figure, y: Figure): Answer | null {
  if (signOf([x, y]) === 'mixed' || Number(digitsOf(x)) <= 0) return null
  return evaluated({
    expression: `floor(${digitsOf(y)} / ${digitsOf(x)})`,
    unit: ' pieces',
    how: `${shown(y)} ÷ ${shown(x)}, whole pieces`,
  })
}

const ORDERS = [
  order(
    `(?:how much|what)(?:'s|s| is| does| would)? (?<asked>${ONE})(?: cost)?(?: if| when|,)? {n}(?: [N])? (?:costs?|are|is|come to|came to|sell for) {x}(?: together| in total| altogether)?`,
    ({ n, x }, words) => (isOneOf(words.asked, words.noun1) && isGoods(words.noun1) ? one(n!, x!, ' each') : null),
  ),
  order(
    `(?:an? |the )?${PACK} (?:of|with|containing) {n}(?: [N])? ${COSTS} {x}[J](?:(?:what|how much)(?:'s|s| is| does| would)?(?: (?:that|it|the price|the cost|price|cost))? |(?:the )?(?:unit )?(?:price|cost) )?(?<asked>(?:per|a|an|one|each|for one|of one|for each) \\p{Ll}{3,14}|each|apiece|a piece)(?: cost)?`,
    ({ n, x }, words) => (isOneOf(words.asked, words.noun1) && isGoods(words.noun1) ? one(n!, x!, ' each') : null),
  ),
  order(
    `(?:(?:what|how much)(?:'s|s| is)? (?:the )?)?(?:price|cost) (?<asked>(?:per|of one|of each|of a single|for one) \\p{Ll}{3,14})(?: of| in| for| if)? (?:an? |the )?${PACK} of {n}(?: [N])? (?:(?:that|which) )?${COSTS} {x}`,
    ({ n, x }, words) => (isOneOf(words.asked, words.noun1) && isGoods(words.noun1) ? one(n!, x!, ' each') : null),
  ),
  order(
    `(?:the )?unit price[J](?:of )?{n} ?(?<unit>kg|kilos?|l|litres?|liters?|m|metres?|meters?|lbs?|pieces|pcs)(?: of [T])? (?:for|costs?|is|at) {x}`,
    ({ n, x }, { unit }) =>
      Number(digitsOf(n!)) > 0
        ? paid(
            `${digitsOf(x!)} / ${digitsOf(n!)}`,
            x!.amount.sign,
            `${shown(x!)} ÷ ${digitsOf(n!)} ${unit}`,
            ` per ${(unit ?? '')
              .replace(/^kilos?$/u, 'kg')
              .replace(/^pcs$/u, 'piece')
              .replace(/(?<=[a-z]{2})s$/u, '')}`,
          )
        : null,
  ),
  order(
    `(?:[T],? )?(?:(?:are|is|at|cost|costs) )?{n} for {x}[J](?:(?:if )?(?:i|we) (?:take|want|need|buy|get|took|bought|have)|(?:how much|what)(?: (?:are|is|for|do|does|would|will))+|(?:the )?(?:cost|price) (?:of|for)|what about) {m}(?: (?<other>[\\p{Ll}-]{3,20}))?(?: (?:cost|be))?(?:[J][PAY])?`,
    ({ n, x, m }, words) => (isSameThing(words.thing1, words.other) ? lots(n!, x!, m!) : null),
  ),
  order(
    `(?:each|{o}) (?:[\\p{Ll}-]{3,20} )?costs {x}[J]how many(?: [\\p{Ll}-]{3,20})? (?:can|could|do|will) (?:i|we) (?:get|buy|afford)(?: (?:for|with|if i have|from))? {y}`,
    ({ x, y, o }) => (o === undefined || digitsOf(o) === '1' ? pieces(x!, y!) : null),
  ),
  order(
    `(?:if )?{o}(?: (?<asked>[\\p{Ll}-]{3,20}))? costs? {x}[J](?:how much|what) (?:do|are|is|for|would|will) {m}(?: (?<other>[\\p{Ll}-]{3,20}))?(?: (?:cost|be))?`,
    ({ x, m, o }, words) =>
      digitsOf(o!) === '1' && isWhole(m!) && isPriced(x!) && isOneOf(words.asked, words.other)
        ? paid(`${digitsOf(m!)} * ${digitsOf(x!)}`, x!.amount.sign, `${digitsOf(m!)} × ${shown(x!)}`)
        : null,
  ),
  order(
    `(?:cost price|purchase price|cost)(?: is| of|:)? {x}[J](?:i |we )?(?:want|need|would like|with|at|and)?(?: to (?:make|have|get))?(?: an?)? ?(?:gross )?margin (?:of )?{r%}[J][PAY]`,
    ({ x, r }) =>
      Number(digitsOf(r!)) < 100
        ? summed(
            [x!],
            `${digitsOf(x!)} * 100 / (100 - ${digitsOf(r!)})`,
            `${shown(x!)} is ${100 - Number(digitsOf(r!))}% of it`,
          )
        : null,
  ),
  order(
    `(?:[T] )?(?:costs?(?: price)?|cost me|bought(?: it| [T])?(?: for| at)|purchase price|buying price)(?: is| of|:)? {x}[J](?:i |and )*(?:selling price|sell(?: it)?(?: for| at)|sold(?: it)?(?: for| at)|sale price|price)(?: is| of|:)? {y}[J](?:(?:what|how much)(?:'s|s| is| are| was)?(?: (?:the|my))? )?(?:profit )?(?:margin (?:and|&) (?:the |my )?mark-?up|mark-?up (?:and|&) (?:the |my )?(?:profit )?margin)(?: in (?:percent|%))?`,
    ({ x, y }) =>
      signOf([x!, y!]) === 'mixed' || Number(digitsOf(y!)) <= Number(digitsOf(x!)) ? null : marginAndMarkup(x!, y!),
  ),
  order(
    `[T] (?:costs?|cost|is|was) {x}[J](?:(?:we|i|it|they) )?(?:is |can be |will be |want to )?(?:cut|cuts|divide|divided|slice|sliced|split)(?: (?:it|them))? (?:in|into) {n} (?<kind>(?:equal )?\\p{Ll}{3,14})[J](?:(?:(?:what|how much)(?:'s|s| is| does)? (?:the |it )?)?(?:price |cost )?(?:per|for a|for one|of one|a|one|each) (?<asked>\\p{Ll}{3,14})(?: cost)?|each)`,
    ({ x, n }, { kind, asked }) =>
      asked === undefined || stem(asked) === stem((kind ?? '').replace('equal ', '')) ? one(n!, x!, ' each') : null,
  ),
  order(
    `(?:how much|what) (?:do|does|are|is|would|will) {m}(?: (?<other>[\\p{Ll}-]{3,20}))?(?: cost| be)? (?:if|when) {n}(?: [N])? (?:costs?|are|is) {x}`,
    ({ m, n, x }, words) =>
      isWhole(m!) && isWhole(n!) && isPriced(x!) && isSameThing(words.noun1, words.other) && isGoods(words.noun1)
        ? summed(
            [x!],
            `${digitsOf(x!)} / ${digitsOf(n!)} * ${digitsOf(m!)}`,
            `${shown(x!)} ÷ ${digitsOf(n!)} × ${digitsOf(m!)}`,
          )
        : null,
  ),
  order(
    `(?:(?:what's |what is |how much is )?(?:the |my )?(?:profit|gain) if )?(?:i |we )?(?:buy|bought) {n}(?: [N])? (?:at|for) {x}(?: each)?(?:,| and)+ (?:i |we )?(?:sell|sold) (?:them|all of them|them all) (?:at|for) {y} (?:each|apiece)(?:[J](?:(?:what|how much)(?:'s|s| is)? )?(?:the |my )?(?:profit|gain)(?: do i make)?)?`,
    ({ n, x, y }, words) =>
      isWhole(n!) && Number(digitsOf(y!)) > Number(digitsOf(x!)) && isGoods(words.noun1)
        ? summed(
            [x!, y!],
            `${digitsOf(n!)} * (${digitsOf(y!)} - ${digitsOf(x!)})`,
            `${digitsOf(n!)} × (${shown(y!)} − ${shown(x!)})`,
          )
        : null,
  ),
  order(`how many (?:of )?(?:the )?{x} [N] (?:can i (?:buy|get|afford) |do i get )?(?:for|with) {y}`, ({ x, y }) =>
    pieces(x!, y!),
  ),
]
/** Of the price, and of the cost. */
function marginAndMarkup(cost: Figure, price: Figure): Answer | null {
  const gain = `(${digitsOf(price)} - ${digitsOf(cost)})`
  const percent = (of: Figure): { readonly expression: string; readonly decimals: number; readonly after: string } => {
    const expression = `${gain} / ${digitsOf(of)} * 100`
    return { expression, decimals: evaluatedValue(expression)?.denominator === 1n ? 0 : 2, after: '%' }
  }
  return several(
    [
      { before: 'margin ', ...percent(price) },
      { before: 'markup ', ...percent(cost) },
    ],
    `(${shown(price)} − ${shown(cost)}) ÷ ${shown(price)}, and ÷ ${shown(cost)}`,
  )
}

export const pieceOrderRules: readonly PlannerRule[] = [
  defineRule({
    id: 'piece-order',
    reason: 'Works out the price of one of several, of lots at so many for a price, and a margin with its markup.',
    order: 354,
    pairs: 'joined',
    hint: /(?<!\p{L})(?:one|each|per|a piece|apiece|for|costs?|price|bought|margin)(?!\p{L})/iu,
    examples: {
      yes: [
        'how much is one if 6 cost 8.94?',
        'a pack of 24 cans costs $13.20, price per can?',
        'price per sheet of a ream of 500 that costs 4.50',
        '2 for 5 euros, how much are 8?',
        '3 for $10, I take 9',
        'mangoes are 4 for 3 dollars. cost of a dozen?',
        'one costs 6.50, how many can I get for 39?',
        'cost price 60, want a margin of 25%, what is the selling price',
        'cost 40, selling price 50. margin and markup?',
        'a cake costs 18 and we cut it in 12 slices, price per slice?',
        'how many 0.85 stamps for 20 dollars',
      ],
      no: [
        'how much is one if 6 people cost 8.94?',
        'a pack of 24 cans costs $13.20, price per litre?',
        '2 for 5 euros, how much are 7?',
        '3 for 2, I take 9',
        'mangoes are 4 for 3 dollars. cost of a dozen apples?',
        '3 for $10 or 5 for $15, I take 9',
        'cost price 60, want a margin of 25% after tax, what is the selling price',
        'bought a bike for 180 and sold it for 225, was that a good profit?',
      ],
    },
    read: clause => readOrders(clause, ORDERS),
  }),
]
