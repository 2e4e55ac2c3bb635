/** The planner of this plugin: all rules, family by family. It holds no state and asks nothing but its input. */
import type { Planner } from '#contracts/planner-port'
import { amountRules } from './amounts.ts'
import { arithmeticRules } from './arithmetic.ts'
import { countingRules } from './counting.ts'
import { dateRules } from './dates/date-rules.ts'
import { extractionRules } from './extraction.ts'
import { listRules } from './lists.ts'
import { percentageRules } from './percentages.ts'
import { measureRules } from './tables/measure-rules.ts'
import { rowRules } from './tables/row-rules.ts'
import { textFormRules } from './text-forms.ts'
import { unitRules } from './units.ts'

export const planner: Planner = {
  name: 'everyday',
  rules: [
    ...measureRules,
    ...rowRules,
    ...percentageRules,
    ...amountRules,
    ...listRules,
    ...arithmeticRules,
    ...unitRules,
    ...dateRules,
    ...countingRules,
    ...extractionRules,
    ...textFormRules,
  ],
}
