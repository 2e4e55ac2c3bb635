/** Prices as shops and bills have them: discounts one after another, tax that is included or added, what was before, shares of a bill. */
import type { PlannerRule } from '#contracts/planner-port'
import { type AmountForm, amountForm, readAmountForms } from './amount-forms.ts'
import { evaluated } from './evaluated.ts'
import { AMOUNT, type Amount, commonSign, decimalsOf, readAmount, showAmount, writeAmount } from './money.ts'
import { peek } from './peek.ts'
import { type Answer, at, defineRule, literal, task, withHow } from './rule.ts'

const TAX = '(?:(?:sales |value added )?tax|vat|gst|mwst|ust)'
const PRICE =
  '(?:(?:the |its |an? )?(?:original |list |regular |sticker |full |net |gross |sale |old |new )?(?:price|cost|value|total|amount|bill|item)s? ?)'
const PAY =
  "(?:what (?:do|would|will|must|should) (?:i|we|you) pay|how much (?:do|would|will|must|should) (?:i|we|you) pay|what(?: is|'s)? (?:the )?(?:final |new |sale |total )?price|how much is (?:it|that)|what do (?:i|we) owe)"
const OFF = '(?:off|discount|reduction|rebate|reduced|cheaper)'
const PEOPLE = '(?:people|persons|friends|guests|colleagues|flatmates|roommates|ways|of us|adults|kids|heads)'
const EACH =
  '(?:how much (?:each|per person|a head|does each(?: person| one)? (?:pay|owe)|is it each|for each|do we each (?:pay|owe))|what (?:does|do) each(?: person| one)? (?:pay|owe)|each|per person)'

const reduced = (price: Amount, percents: readonly string[]): Answer | null => {
  const factors = percents.map(percent => ` * (100 - ${percent}) / 100`).join('')
  return evaluated({
    expression: `${price.digits}${factors}`,
    sign: price.sign,
    how: `${showAmount(price)} less ${percents.map(percent => `${percent}%`).join(', then ')}`,
  })
}

const before = (after: Amount, percent: string, way: '+' | '-'): Answer | null =>
  evaluated({
    expression: `${after.digits} / (100 ${way} ${percent}) * 100`,
    sign: after.sign,
    how: `${showAmount(after)} is ${way === '-' ? `${percent}% less` : `${percent}% more`} than it`,
  })

/** Net, tax and gross together: whichever was asked stands first. */
function taxed(
  amount: Amount,
  percent: string,
  kind: 'included' | 'add',
  asked: 'net' | 'tax' | 'gross',
): Answer | null {
  const decimals = amount.sign === null ? 2 : decimalsOf(amount.sign)
  const input = { amount: amount.digits, percent: Number(percent), kind, decimals }
  if (peek('math.tax', input) === null) return null
  const only = task('tax', 'Work out the tax', 'math.tax', input)
  const write = (name: string) => writeAmount(`{{${name}}}`, amount.sign)
  return {
    tasks: [only],
    answer: 'tax',
    reply: {
      template: write(asked),
      how: `net ${write('net')}, tax at {{percent}}% ${write('tax')}, gross ${write('gross')}`.replace(/^n/, 'N'),
      values: { net: at('/net'), tax: at('/tax'), gross: at('/gross'), percent: literal(percent) },
    },
  }
}

function shared(amount: Amount, people: string): Answer | null {
  return evaluated({
    expression: `${amount.digits} / ${people}`,
    sign: amount.sign,
    unit: ' each',
    how: `${showAmount(amount)} ÷ ${people}`,
  })
}

/** `3 at 4.99 and 2 at 12.50`: numbers of things times their prices, added up. */
function listed(text: string): Answer | null {
  const body = text
    .replace(/^(?:total|sum|cost|price|total cost|total price)(?: of| for)? /i, '')
    .replace(/ (?:in total|altogether|all together|together)$/i, '')
  const parts = body.split(/, (?:and )?| and | plus | \+ | & /)
  if (parts.length > 40) return null
  const factors: { count: string; price: Amount }[] = []
  for (const part of parts) {
    const found = LINE.exec(part.trim())
    if (found === null) return null
    const [, count = '', digits, side, sign] = found
    factors.push({ count, price: readAmount(digits, side, sign) })
  }
  const sign = commonSign(factors.map(({ price }) => price))
  if (sign === 'mixed' || parts.length < 2) return null
  const expression = factors.map(({ count, price }) => `${count} * ${price.digits}`).join(' + ')
  const isCents = factors.some(({ price }) => /\.\d{2}$/.test(price.digits))
  return evaluated({
    expression,
    sign,
    ...(sign === null && isCents ? { decimals: 2 } : {}),
    how: factors.map(({ count, price }) => `${count} × ${showAmount(price)}`).join(' + '),
  })
}

const LINE = new RegExp(
  `^(\\d{1,6})(?: ?(?:x|×|\\*) ?| (?:items?|pieces?|pcs|units?|[\\p{L}-]{3,20}) (?:at|for|@|each costing|costing) | (?:at|@) )${AMOUNT}(?: (?:each|apiece|a piece|per piece|per item))?$`,
  'iu',
)

const FORMS: readonly AmountForm[] = [
  amountForm(
    `(?:(?:the |an? |my |this )?[\\p{L}-]{2,20} (?:was|is|costs?|cost|at|for) |${PRICE}(?:was |is |of )?)?A,?(?: and)?(?: is| it's| it is)?(?: now)?,? P ${OFF}(?:,? (?:now|today))?,? (?:so )?${PAY}(?: now)?`,
    ({ amounts: [price], numbers: [percent] }) => reduced(price!, [percent!]),
  ),
  amountForm(
    `${PAY}(?: for)? A (?:after|with|at|less|minus)(?: an?)? P ${OFF}`,
    ({ amounts: [price], numbers: [percent] }) => reduced(price!, [percent!]),
  ),
  amountForm(
    `(?:final |sale |new )?price (?:of A )?(?:after|with)(?: an?)? P ${OFF}(?: on A)?`,
    ({ amounts, numbers: [percent] }) => (amounts.length === 1 ? reduced(amounts[0]!, [percent!]) : null),
  ),
  amountForm(
    `A (?:with|after|less|minus)(?: an?)? P(?: ${OFF})?,? (?:and )?(?:then )?(?:another|an additional|an extra|a further|plus) P(?: ${OFF})?`,
    ({ amounts: [price], numbers }) => reduced(price!, numbers),
  ),
  amountForm(
    `P(?: ${OFF})?,? (?:and )?then (?:another |an additional |an extra |a further )?P(?: ${OFF})?(?: (?:on|of|from))? A`,
    ({ amounts: [price], numbers }) => reduced(price!, numbers),
  ),
  amountForm(
    `(?<times>two|three|four|2|3|4) (?:consecutive|successive|sequential) P (?:discounts|reductions|price cuts)(?: (?:on|of|from))? A`,
    ({ amounts: [price], numbers: [percent], groups }) =>
      reduced(
        price!,
        Array.from(
          { length: { two: 2, three: 3, four: 4 }[groups.times!.toLowerCase()] ?? Number(groups.times) },
          () => percent!,
        ),
      ),
  ),
  amountForm(
    `(?:original |old |previous |regular |full )(?:price|cost|value)(?: if| when|:)? A (?:is|was|it is)?(?: the price)? ?after(?: an?)? P ${OFF}`,
    ({ amounts: [after], numbers: [percent] }) => before(after!, percent!, '-'),
  ),
  amountForm(
    `A (?:is|was)(?: the price)? after(?: an?)? P ${OFF},? what (?:was|is) (?:the )?(?:original|old|previous|regular|full)(?: price| cost)?`,
    ({ amounts: [after], numbers: [percent] }) => before(after!, percent!, '-'),
  ),
  amountForm(
    `(?:original|old|previous|regular|full) price (?:before|of)(?: an?)? P ${OFF}(?: (?:is|was|if it is now|that is now))? A`,
    ({ amounts: [after], numbers: [percent] }) => before(after!, percent!, '-'),
  ),
  amountForm(`A is P of what(?: number| amount)?`, ({ amounts: [part], numbers: [percent] }) =>
    evaluated({
      expression: `${part!.digits} / ${percent} * 100`,
      sign: part!.sign,
      how: `${showAmount(part!)} is ${percent}% of it`,
    }),
  ),
  amountForm(
    `P of (?:what|which)(?: number| amount)? (?:is|equals|makes) A`,
    ({ amounts: [part], numbers: [percent] }) =>
      evaluated({
        expression: `${part!.digits} / ${percent} * 100`,
        sign: part!.sign,
        how: `${showAmount(part!)} is ${percent}% of it`,
      }),
  ),
  amountForm(
    `(?:how much |what )?(?:is )?(?:the )?${TAX},? ?\\(?(?:at |of )?P\\)?,? (?:is |that is |are )?(?:included |contained |is |are )?in A`,
    ({ amounts: [gross], numbers: [percent] }) => taxed(gross!, percent!, 'included', 'tax'),
  ),
  amountForm(
    `(?:how much |what )?(?:is )?(?:the )?${TAX} (?:is |that is )?(?:included |contained )?in A,? (?:at|with|of|\\()? ?P\\)?`,
    ({ amounts: [gross], numbers: [percent] }) => taxed(gross!, percent!, 'included', 'tax'),
  ),
  amountForm(
    `A (?:incl\\.?|including|inc\\.?|inclusive of|with|gross,?) P ${TAX}(?: included)?[,:]? (?:and )?(?:what(?: is|'s)? |how much is )?(?:the )?(?:net|amount without ${TAX}|price without ${TAX}|price before ${TAX}|net price|net amount)(?: amount| price)?`,
    ({ amounts: [gross], numbers: [percent] }) => taxed(gross!, percent!, 'included', 'net'),
  ),
  amountForm(
    `net (?:amount |price |value )?(?:of |for )?A (?:incl\\.?|including|inc\\.?|inclusive of|gross at|with|gross with) P(?: ${TAX})?`,
    ({ amounts: [gross], numbers: [percent] }) => taxed(gross!, percent!, 'included', 'net'),
  ),
  amountForm(
    `(?:price|amount|total|cost) (?:after|incl\\.?|including|with) ${TAX} (?:is|of|was|=) A,? ${TAX}(?: is| of| at| rate)? P[.,;]? (?:what (?:is|was) (?:it |the price )?|how much (?:is|was) (?:it |the price )?)?(?:before(?: ${TAX})?|without(?: ${TAX})?|net)`,
    ({ amounts: [gross], numbers: [percent] }) => taxed(gross!, percent!, 'included', 'net'),
  ),
  amountForm(
    `(?:price |amount |value )?before (?:P )?${TAX} (?:of|if|when) (?:the )?(?:total|price|gross|amount) (?:is|was) A(?: (?:at|with) P(?: ${TAX})?)?`,
    ({ amounts: [gross], numbers }) => (numbers.length === 1 ? taxed(gross!, numbers[0]!, 'included', 'net') : null),
  ),
  amountForm(
    `(?:net (?:price |amount )?)?A(?: net)?,? (?:plus|\\+|and|add|excl\\.? |before) P ${TAX}`,
    ({ amounts: [net], numbers: [percent] }) => taxed(net!, percent!, 'add', 'gross'),
  ),
  amountForm(
    `gross (?:amount |price |value )?(?:of |for )?A (?:net )?(?:at|with|plus) P(?: ${TAX})?`,
    ({ amounts: [net], numbers: [percent] }) => taxed(net!, percent!, 'add', 'gross'),
  ),
  amountForm(
    `(?:(?:the |a |our |my )?(?:[\\p{L}]{3,15} )?(?:bill|dinner|lunch|breakfast|brunch|taxi|cab|rent|meal|check|tab|total|trip|hotel|pizza|order|groceries) (?:was|is|came to|comes to|cost|costs|of|for) )A,? (?:and )?(?:we are |we're |we were |there (?:are|were) |shared by |split (?:between|among|by) |for |between )?I ${PEOPLE}[,:.]? ${EACH}`,
    ({ amounts: [amount], numbers: [people] }) => shared(amount!, people!),
  ),
  amountForm(
    `A,? (?:split|shared)(?: evenly| equally)? (?:between|among|amongst|by|across|over|into)? ?I(?: ${PEOPLE})?(?:,? ${EACH})?`,
    ({ amounts: [amount], numbers: [people] }) => shared(amount!, people!),
  ),
  amountForm(`A (?:for|between|among) I ${PEOPLE},? ${EACH}`, ({ amounts: [amount], numbers: [people] }) =>
    shared(amount!, people!),
  ),
]

const WEIGHTS = amountForm(
  'A (?:split|divided|shared) (?<weights>\\d{1,3}(?: ?[/:] ?\\d{1,3}){1,9})',
  ({ amounts: [amount], groups }) => weighted(amount!, groups.weights ?? ''),
)
const WEIGHTS_FIRST = amountForm(
  '(?:split|divide|share) A (?:in(?: the ratio)?|by|as|in a ratio of|into)? ?(?<weights>\\d{1,3}(?: ?[/:] ?\\d{1,3}){1,9})',
  ({ amounts: [amount], groups }) => weighted(amount!, groups.weights ?? ''),
)

/** Shares by weight that add up to the cent. */
function weighted(amount: Amount, written: string): Answer | null {
  const weights = written.split(/[/:]/).map(Number)
  const decimals = amount.sign === null ? 2 : decimalsOf(amount.sign)
  const input = { total: amount.digits, weights, decimals }
  if (peek('math.allocate', input) === null) return null
  const only = task('parts', 'Share it out', 'math.allocate', input)
  const parts = weights.map((_, i) => writeAmount(`{{/parts/${i}}}`, amount.sign))
  return {
    tasks: [only],
    answer: 'parts',
    reply: withHow(
      parts.join(', '),
      { parts: at('/parts') },
      `${showAmount(amount)} in shares of ${weights.join(' : ')}`,
    ),
  }
}

export const priceRules: readonly PlannerRule[] = [
  defineRule({
    id: 'price',
    reason:
      'Works out prices: discounts, tax included or added, what it was before, shares of a bill, several items together.',
    order: 9,
    pairs: true,
    hint: /\d/,
    examples: {
      yes: [
        'A coat was 200 EUR, 15% off, what do I pay?',
        'How much VAT (20%) is included in £60?',
        '238 EUR including 19% VAT, what is the net amount?',
        'original price if 60 EUR is after 20% discount',
        '12 is 30% of what?',
        'The bill was 96 EUR, 4 of us, how much each?',
        '500 EUR split 60/40',
        'What is the total of 2 x 3.50 and 4 x 1.25?',
        '80 EUR plus 19% VAT',
        'two consecutive 20% discounts on 500 EUR',
      ],
      no: [
        'A coat was 200 EUR, 15% off. Is that a good deal?',
        'What do I pay for a coat?',
        'The bill was 96 EUR for the two of us last year.',
        'We split 50/50.',
        'How much VAT is included in books?',
        'They were 4 of us and it rained',
      ],
    },
    read: clause => {
      for (const text of new Set([clause.core, clause.plain]))
        for (const answer of [readAmountForms(text, [...FORMS, WEIGHTS, WEIGHTS_FIRST]), listed(text)])
          if (answer !== null) return answer
      return null
    },
  }),
]
