/**
 * What is earned, kept and owed in few words: pay after deductions, commissions, profit on so many pieces, deposits and payments, interest of
 * one year, two figures compared. Each says its figures and what they are; anything more makes it another sum.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { type Amount, commonSign, showAmount } from '../money.ts'
import { partAndTotal } from '../percentages.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, defineRule } from '../rule.ts'
import { TURNS } from '../stories/turns.ts'

const NOUN = "(?<thing>[\\p{L}][\\p{L}'-]{2,15})"
const WHAT =
  "(?:[,.;:?]* ?(?:so |then )?(?:(?:what(?:'s| is| was|s)|how much(?: is| was)?)(?: (?:the|my|our|that|it))? ?)?)"
const PROFIT =
  '(?:(?:total |overall )?(?:profit|gain)(?: in total| overall| altogether)?|how much (?:profit )?(?:did|do|will|would) (?:i|we) (?:make|earn|gain)(?: in total| in profit)?)'
const DEDUCTED = '(?:tax(?:es)?|income tax|deductions?|withholding)'
const PER = '(?: ?/ ?| an? | per | every | each )(?:month|year|week|hour)'

const PARTS = { NOUN, WHAT, PROFIT, DEDUCTED, PER } as const

const PHRASES: readonly Phrase[] = [
  // Pay after deductions.
  phrase(
    '(?:(?:my )?(?:salary|wage|pay|income|gross salary|gross pay|gross)(?: of| is)? )?{x:amount}(?:[PER])(?: gross| salary)? (?:after|minus|less) {p:percent} (?:[DEDUCTED])(?:[WHAT](?:net|left|take home|take-home|what remains|left over|my net))?',
    slots => without(slots),
    PARTS,
  ),
  phrase(
    '(?:my )?(?:gross|gross salary|gross pay|gross income|gross wage)(?: is| of|,|:)? {x:amount}(?:[PER])?,? (?:(?:with |and |minus |less |after )?(?:[DEDUCTED])(?: (?:of|are|is|at))? {p:percent}|(?:with |and |minus |less |after ){q:percent} (?:[DEDUCTED]))[WHAT](?:net|take home|take-home pay|net pay|net salary|left|net income)',
    slots => without(slots),
    PARTS,
  ),
  phrase(
    "(?:the |my |an? )?(?:agent|agency|platform|broker|manager|gallery|seller|site|app|bank|company|airbnb|uber) (?:takes|keeps|charges|gets|deducts) {p:percent} (?:of|from) {x:amount}[,.;]? (?:so |and )?(?:what(?:'s| is|s)|how much (?:is|do i get|do i keep|remains|stays))(?: (?:left|left over|mine))?(?: (?:for|with) me)?",
    slots => without(slots),
    PARTS,
  ),
  phrase(
    "(?:an? )?{p:percent} (?:deposit|down payment|downpayment) (?:on|for|of)(?: an?)? {x:amount}(?: [NOUN])?[,.;]? (?:how much is|what(?:'s| is|s)) (?:the )?(?:rest|remainder|remaining (?:amount|balance)|balance|left|left to pay)",
    slots => without(slots),
    PARTS,
  ),
  // A share of it.
  phrase(
    '(?:my |the |an? )?commission (?:of |at |is )?{p:percent} (?:on|of|for|from)(?: an?)? {x:amount}(?: (?:sale|deal|order|house|contract))?',
    slots => partAndTotal(slots.text('p'), slots.amount('x'), '+'),
    PARTS,
  ),
  phrase(
    '{p:percent} interest(?: (?:a year|per year|yearly|annually|p\\.?a\\.?|per annum))? on {x:amount}(?: (?:for|over|in|after) (?:an?|one|1|a single) year)?',
    slots => partAndTotal(slots.text('p'), slots.amount('x'), '+'),
    PARTS,
  ),
  phrase(
    '(?:the )?interest on {x:amount} at {p:percent}(?: (?:a year|per year|p\\.?a\\.?|per annum|annually))? (?:for|over|in|after) (?<n>\\d{1,2}) months',
    slots => interest(slots),
    PARTS,
  ),
  phrase(
    'save {p:percent} of(?: my)? {x:amount}(?: salary)? (?:every|each|a|per) month,? (?:how much(?: is (?:that|it))?|what is that)(?: do i have| will i have| saved)? (?:in|per|after|over) (?:an?|one|1) year',
    slots => timesShare(slots),
    PARTS,
  ),
  // Profit on pieces.
  phrase(
    '(?:i |we )?sold {n:count} [NOUN] (?:at|for) {y:amount}(?: each| apiece| a piece)?[,;.]? (?:and )?(?:my |our |the |total )?(?:costs?|expenses)(?: (?:were|was|of|are|is))? {c:amount}[WHAT][PROFIT]',
    slots => profit(slots, 'all'),
    PARTS,
  ),
  phrase(
    '(?:i |we )?(?:made|bought|produced|baked|got) {n:count} [NOUN] (?:for|at) {c:amount} (?:each|apiece|a piece)[,;]? (?:and )?(?:i |we )?(?:sold|sell|resold) (?:them|all|all of them|each)(?: all)? (?:at|for) {y:amount}(?: each| apiece| a piece)?[WHAT][PROFIT]',
    slots => profit(slots, 'each'),
    PARTS,
  ),
  phrase(
    '(?:i |we )?(?:bought )?{n:count} (?<thing>shares|stocks|units|pieces|coins|tickets|items)(?: (?:bought|purchased))? (?:at|for(?= [^ ]+ each)) {c:amount}(?: each)?(?:,| and|;)+ ?(?:i )?sold (?:them )?(?:at|for) {y:amount}(?: each)?[WHAT][PROFIT]',
    slots => profit(slots, 'each'),
    PARTS,
  ),
  // Payments and pieces.
  phrase(
    "(?<lead>how much (?:is|are) |total of |what(?:'s| is) )?{n:count} (?:monthly |weekly |equal )?(?:payments|instal?ments) of {x:amount}(?: (?:plus|and|\\+|with) (?:an? )?{f:amount} (?:upfront|up front|deposit|down|down payment|fee))?(?:[,.;]? (?:how much(?: is (?:that|it))?|what(?:'s| is)(?: the)?)?(?: ?(?:total|in total|altogether|in all)))?",
    slots => payments(slots),
    PARTS,
  ),
  phrase(
    '{n:count} [NOUN](?: (?:cost|are|for|is))? {x:amount}[,;]? (?:the )?(?:price|cost) (?:of|for) {m:count}(?: \\k<thing>)?',
    slots => proportion(slots),
    PARTS,
  ),
  phrase(
    '(?:the )?unit price (?:of|for|in)(?: an?)? {n:count}[- ](?:pack|box|set|case)(?: of \\p{L}+)? (?:for|at|costing) {x:amount}',
    slots => each(slots),
    PARTS,
  ),
  phrase(
    '{x:amount} ?(?:/|÷|divided by|split by|by) ?{n:count} (?:people|persons|friends|of us|roommates|flatmates|guests)',
    slots => each(slots),
    PARTS,
  ),
  phrase(
    'overtime(?: of)? {h:positive} ?(?:hours|hrs|h) (?:at|with) {k:positive} ?(?:times|x|×) (?:my )?(?:rate of |base rate of |hourly rate of )?{x:amount}',
    slots => overtime(slots),
    PARTS,
  ),
  // Two figures.
  phrase('how much (?<way>more|less) is {a:amount} than {b:amount}', slots => gap(slots), PARTS),
  phrase(
    '(?:my |the |our )?(?:salary|wage|rent|price|pay|income|bill|fee|premium)(?: (?:was|of))? {a:amount} (?:before|last year|previously|earlier)[,;]? (?:and )?(?:now )?{b:amount}(?: (?:now|today|this year))?[WHAT](?:(?:raise|increase|rise|change|drop|decrease|cut)(?: (?:in|as a) (?:percent|percentage|%))|(?:percent|percentage|%) (?:raise|increase|rise|change))',
    slots => change(slots),
    PARTS,
  ),
  phrase(
    '(?:[NOUN] )?(?:reduced |down |marked down |cut )?from {a:amount} to {b:amount}[,;.]? (?:what|how (?:big|large|much)|which)(?: (?:percent|percentage|%))?(?: of)?(?: an?)? (?:discount|reduction|percent off|% off|price cut)(?: is (?:that|it|this))?(?: in (?:percent|%))?',
    slots => discount(slots),
    PARTS,
  ),
]

export const earningRules: readonly PlannerRule[] = [
  defineRule({
    id: 'earnings',
    reason: 'Works out pay after deductions, commissions, profit on pieces, payments and interest of one year.',
    order: 347,
    pairs: true,
    hint: /\d/,
    examples: {
      yes: [
        "what's 2,400 a month after 22% tax",
        'gross 3200, deductions 28%, net?',
        "agent takes 15% of 1,200, what's left for me",
        '25% deposit on a 1,480 sofa, how much is the rest',
        'commission 3.5% on a 240,000 sale',
        "what's 3% interest a year on 12,500",
        'interest on 2,000 at 3% for 6 months',
        'save 20% of 2,750 every month, how much in a year',
        'sold 45 tickets at 12.50, costs were 310, profit?',
        'made 30 cakes for 4 each and sold them at 7.50, profit',
        '100 shares bought at 23.40, sold at 27.10, profit',
        '12 monthly payments of 85 plus 150 upfront',
        '6 bottles 7.20, price of 10?',
        '55.20 / 3 people',
        'how much more is 450 than 385',
        'salary 48,000 before, 50,400 now. raise in percent',
        'jeans from 79.90 to 55.93, what discount is that',
      ],
      no: [
        'gross 3200, deductions 28% and a bonus of 200, net?',
        'sold 45 tickets at 12.50, costs were high, profit?',
        'made 30 cakes for 4 and sold them at 7.50, profit',
        'agent takes 15% of the credit, what is left for me',
        '100 shares bought at 23.40, sold at 27.10, fee 9.95, profit',
        'how much more is 450 than enough',
        'how much less is 450 than 385',
        'travel from 9 to 5, what discount is that',
      ],
    },
    read: clause => readPhrases(clause, PHRASES),
  }),
]

const cents = (amounts: readonly Amount[]) =>
  amounts.every(({ sign }) => sign === null) ? ({ decimals: 'cents' } as const) : {}
const isPlain = (slots: Slots): boolean => !TURNS.has(slots.text('thing').toLowerCase())

function without(slots: Slots): Answer | null {
  const x = slots.amount('x')
  const p = slots.text('p') || slots.text('q')
  if (Number(p) >= 100 || !isPlain(slots)) return null
  return evaluated({
    expression: `${x.digits} * (100 - ${p}) / 100`,
    sign: x.sign,
    ...cents([x]),
    how: `${showAmount(x)} minus ${p}%`,
  })
}

function interest(slots: Slots): Answer | null {
  const x = slots.amount('x')
  const n = slots.text('n')
  if (Number(n) > 12) return null
  return evaluated({
    expression: `${x.digits} * ${slots.text('p')} / 100 * ${n} / 12`,
    sign: x.sign,
    ...cents([x]),
    how: `${showAmount(x)} × ${slots.text('p')}% × ${n} ÷ 12`,
  })
}

function timesShare(slots: Slots): Answer | null {
  const x = slots.amount('x')
  return evaluated({
    expression: `${x.digits} * ${slots.text('p')} / 100 * 12`,
    sign: x.sign,
    ...cents([x]),
    how: `${slots.text('p')}% of ${showAmount(x)} × 12`,
  })
}

/** The costs of all pieces, or of each. */
function profit(slots: Slots, of: 'all' | 'each'): Answer | null {
  const [n, y, c] = [slots.text('n'), slots.amount('y'), slots.amount('c')]
  const sign = commonSign([y, c])
  if (sign === 'mixed' || !isPlain(slots)) return null
  const [expression, how] =
    of === 'all'
      ? [`${n} * ${y.digits} - ${c.digits}`, `${n} × ${showAmount(y)} − ${showAmount(c)}`]
      : [`${n} * (${y.digits} - ${c.digits})`, `${n} × (${showAmount(y)} − ${showAmount(c)})`]
  return evaluated({ expression, sign, ...cents([y, c]), how })
}

function payments(slots: Slots): Answer | null {
  const [n, x] = [slots.text('n'), slots.amount('x')]
  const f = slots.has('f') ? slots.amount('f') : null
  const all = f === null ? [x] : [x, f]
  const sign = commonSign(all)
  if (sign === 'mixed' || Number(n) < 2) return null
  return evaluated({
    expression: `${n} * ${x.digits}${f === null ? '' : ` + ${f.digits}`}`,
    sign,
    ...cents(all),
    how: `${n} × ${showAmount(x)}${f === null ? '' : ` + ${showAmount(f)}`}`,
  })
}

function proportion(slots: Slots): Answer | null {
  const [n, m, x] = [slots.text('n'), slots.text('m'), slots.amount('x')]
  if (
    Number(n) < 1 ||
    !isPlain(slots) ||
    /^(?:people|hours|days|weeks|months|years|nights|minutes)$/i.test(slots.text('thing'))
  )
    return null
  return evaluated({
    expression: `${x.digits} / ${n} * ${m}`,
    sign: x.sign,
    ...cents([x]),
    how: `${showAmount(x)} ÷ ${n} × ${m}`,
  })
}

function each(slots: Slots): Answer | null {
  const [n, x] = [slots.text('n'), slots.amount('x')]
  if (Number(n) < 2) return null
  return evaluated({
    expression: `${x.digits} / ${n}`,
    sign: x.sign,
    ...cents([x]),
    unit: ' each',
    how: `${showAmount(x)} ÷ ${n}`,
  })
}

function overtime(slots: Slots): Answer | null {
  const x = slots.amount('x')
  const [h, k] = [slots.text('h'), slots.text('k')]
  return evaluated({
    expression: `${h} * ${k} * ${x.digits}`,
    sign: x.sign,
    ...cents([x]),
    how: `${h} × ${k} × ${showAmount(x)}`,
  })
}

function gap(slots: Slots): Answer | null {
  const [a, b] = [slots.amount('a'), slots.amount('b')]
  const [high, low] = /more/i.test(slots.text('way')) ? [a, b] : [b, a]
  const sign = commonSign([a, b])
  if (sign === 'mixed' || Number(high.digits) < Number(low.digits)) return null
  return evaluated({
    expression: `${high.digits} - ${low.digits}`,
    sign,
    how: `${showAmount(high)} − ${showAmount(low)}`,
  })
}

function percentOf(expression: string, how: string): Answer | null {
  return evaluated({ expression, decimals: 'cents', unit: '%', how })
}

function change(slots: Slots): Answer | null {
  const [a, b] = [slots.amount('a'), slots.amount('b')]
  if (commonSign([a, b]) === 'mixed' || Number(a.digits) <= 0) return null
  return percentOf(`(${b.digits} - ${a.digits}) / ${a.digits} * 100`, `from ${showAmount(a)} to ${showAmount(b)}`)
}

function discount(slots: Slots): Answer | null {
  const [a, b] = [slots.amount('a'), slots.amount('b')]
  if (commonSign([a, b]) === 'mixed' || Number(b.digits) >= Number(a.digits) || !isPlain(slots)) return null
  // Bare whole numbers may be hours or places.
  if (a.sign === null && b.sign === null && !/\.\d/.test(a.digits + b.digits) && Number(a.digits) < 20) return null
  return percentOf(`(${a.digits} - ${b.digits}) / ${a.digits} * 100`, `from ${showAmount(a)} to ${showAmount(b)}`)
}
