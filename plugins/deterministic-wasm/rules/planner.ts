/** The planner of this plugin: all rules, family by family. It holds no state and asks nothing but its input. */
import type { Planner } from '#contracts/planner-port'
import { amountRules } from './amounts.ts'
import { arithmeticRules } from './arithmetic.ts'
import { countingRules } from './counting.ts'
import { calendarRules } from './dates/calendar-rules.ts'
import { clockRules } from './dates/clock-rules.ts'
import { dateRules } from './dates/date-rules.ts'
import { extractionRules } from './extraction.ts'
import { figureRules } from './figures.ts'
import { jsonRules } from './json-texts.ts'
import { listRules } from './lists.ts'
import { numberRules } from './number-forms.ts'
import { percentageRules } from './percentages.ts'
import { priceRules } from './prices.ts'
import { measureRules } from './tables/measure-rules.ts'
import { rowRules } from './tables/row-rules.ts'
import { textFormRules } from './text-forms.ts'
import { textToolRules } from './text-tools.ts'
import { unitRules } from './units.ts'

export const planner: Planner = {
  name: 'everyday',
  rules: [
    ...measureRules,
    ...rowRules,
    ...jsonRules,
    ...priceRules,
    ...percentageRules,
    ...amountRules,
    ...listRules,
    ...arithmeticRules,
    ...figureRules,
    ...numberRules,
    ...unitRules,
    ...dateRules,
    ...calendarRules,
    ...clockRules,
    ...countingRules,
    ...extractionRules,
    ...textFormRules,
    ...textToolRules,
  ],
}
