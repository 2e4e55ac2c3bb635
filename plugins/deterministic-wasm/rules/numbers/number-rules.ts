/** All rules about numbers, family by family. */
import type { PlannerRule } from '#contracts/planner-port'
import { algebraRules } from './algebra-rules.ts'
import { amountStoryRules } from './amount-stories.ts'
import { baseRules } from './base-rules.ts'
import { calculationRules } from './calculation-rules.ts'
import { chanceRules } from './chance-rules.ts'
import { chanceStoryRules } from './chance-stories.ts'
import { changeStoryRules } from './change-stories.ts'
import { claimRules } from './claim-rules.ts'
import { comparisonRules } from './comparison-rules.ts'
import { countStoryRules } from './count-stories.ts'
import { divisionRules } from './division-rules.ts'
import { equationRules } from './equation-rules.ts'
import { foreignSumRules } from './foreign-sums.ts'
import { groupPartRules } from './group-part-rules.ts'
import { integerRules } from './integer-rules.ts'
import { kindRules } from './kind-rules.ts'
import { markStoryRules } from './mark-stories.ts'
import { multipleRules } from './multiple-rules.ts'
import { notationRules } from './notation-rules.ts'
import { numberOrderRules } from './number-orders.ts'
import { percentRules } from './percent-rules.ts'
import { percentStoryRules } from './percent-stories.ts'
import { placeRules } from './place-rules.ts'
import { puzzleRules } from './puzzle-rules.ts'
import { ratioRules } from './ratio-rules.ts'
import { romanRules } from './roman-rules.ts'
import { sequenceRules } from './sequence-rules.ts'
import { toldRules } from './told-rules.ts'
import { wayStoryRules } from './way-stories.ts'
import { writingRules } from './writing-rules.ts'

export const numberRules: readonly PlannerRule[] = [
  ...calculationRules,
  ...comparisonRules,
  ...claimRules,
  ...placeRules,
  ...equationRules,
  ...algebraRules,
  ...integerRules,
  ...sequenceRules,
  ...multipleRules,
  ...divisionRules,
  ...puzzleRules,
  ...countStoryRules,
  ...amountStoryRules,
  ...groupPartRules,
  ...kindRules,
  ...toldRules,
  ...numberOrderRules,
  ...baseRules,
  ...foreignSumRules,
  ...notationRules,
  ...chanceRules,
  ...chanceStoryRules,
  ...wayStoryRules,
  ...percentRules,
  ...percentStoryRules,
  ...changeStoryRules,
  ...markStoryRules,
  ...ratioRules,
  ...romanRules,
  ...writingRules,
]
