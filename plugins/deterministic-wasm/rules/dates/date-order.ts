/** Which number of `03/04/2024` is the day: the order that a message names (`UK style`, `(American)`), or that its other dates show. */
import type { DateOrder } from '../../find/dates.ts'

/** Behind such words a form is what is wanted, not what stands there. */
const NOT_TARGET = '(?<!(?:to|into|as|in|->|→)(?: the| format)* )'
const NOT_WISH = '(?<!(?:to|into|->|→|=)(?: the| an?)? )'
const LEAD = "(?:(?:read|written|all|given|format|in|with|it is|it's|they are|the) )*"
const MANNER = '[ -]?(?:date )?(?:style|format|notation|order|date|way|reading|convention)s?'
const BRITISH = '(?:uk|british|european|eu|german|indian|australian|english)'
const AMERICAN = '(?:us|american|usa)'
const DAY_FIRST = new RegExp(
  `[(,]? ?(?:${LEAD}(?:day[ -](?:comes )?first|${NOT_TARGET}(?<!d)dd?[/. -]mm?[/. -]yy(?:yy)?|${NOT_WISH}${BRITISH}${MANNER})) ?\\)?|\\( ?(?:in )?${BRITISH} ?\\)`,
  'iu',
)
const MONTH_FIRST = new RegExp(
  `[(,]? ?(?:${LEAD}(?:month[ -](?:comes )?first|${NOT_TARGET}(?<!m)mm?[/. -]dd?[/. -]yy(?:yy)?|${NOT_WISH}${AMERICAN}${MANNER})) ?\\)?|\\( ?(?:in )?${AMERICAN} ?\\)`,
  'iu',
)
/** A quick look: most texts say nothing of the order of day and month. */
const SAYS_ORDER = /first|style|format|notation|order|date|way|reading|convention|\(|dd?[/. -]m|mm?[/. -]d/i

export function orderOf(text: string): DateOrder | undefined {
  const says = SAYS_ORDER.test(text)
  if (says && DAY_FIRST.test(text)) return MONTH_FIRST.test(text) ? undefined : 'day_first'
  if (says && MONTH_FIRST.test(text)) return 'month_first'
  const numeric = [...text.matchAll(/(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2\d{4}(?!\d)/g)]
  const isDayFirst = numeric.some(([, a]) => Number(a) > 12)
  const isMonthFirst = numeric.some(([, , , b]) => Number(b) > 12)
  return isDayFirst === isMonthFirst ? undefined : isDayFirst ? 'day_first' : 'month_first'
}

/** The text without what it says of the order. */
export const withoutOrder = (text: string): string =>
  SAYS_ORDER.test(text) ? text.replace(DAY_FIRST, ' ').replace(MONTH_FIRST, ' ') : text
