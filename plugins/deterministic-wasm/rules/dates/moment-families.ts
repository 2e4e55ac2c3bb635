/** The rules of dates, times of day and lengths of time, family by family; the planner puts them among all others by their order. */
import type { PlannerRule } from '#contracts/planner-port'
import { ageYearRules } from './age-years.ts'
import { blockPlanRules } from './block-plans.ts'
import { calendarRules } from './calendar-rules.ts'
import { clockFactRules } from './clock-facts.ts'
import { clockGapRules } from './clock-gaps.ts'
import { clockLeftRules } from './clock-left.ts'
import { clockQuestionRules } from './clock-questions.ts'
import { clockRules } from './clock-rules.ts'
import { clockStepRules } from './clock-step-rules.ts'
import { clockToldRules } from './clock-told-rules.ts'
import { countedDayRules } from './counted-days.ts'
import { dateFormRules } from './date-forms.ts'
import { dateRules } from './date-rules.ts'
import { dayAskedLastRules } from './day-asked-last.ts'
import { dayQuestionRules } from './day-questions.ts'
import { daySeriesRules } from './day-series.ts'
import { dayStepRules } from './day-step-rules.ts'
import { deadlineRules } from './deadlines.ts'
import { delayRules } from './delays.ts'
import { feastRules } from './feasts.ts'
import { fiscalQuarterRules } from './fiscal-quarters.ts'
import { flightRules } from './flight-rules.ts'
import { hourTableRules } from './hour-tables.ts'
import { instantStepRules } from './instant-steps.ts'
import { leftOfPeriodRules } from './left-of-period.ts'
import { lengthPartRules } from './length-parts.ts'
import { lengthRestRules } from './length-rests.ts'
import { lengthSumRules } from './length-sums.ts'
import { lengthWorkRules } from './length-work.ts'
import { momentRules } from './moment-rules.ts'
import { monthStepRules } from './month-steps.ts'
import { periodEdgeRules } from './period-edges.ts'
import { recurringRules } from './recurring-rules.ts'
import { repeatCountRules } from './repeat-counts.ts'
import { shiftPayRules } from './shift-pay.ts'
import { timeFormRules } from './time-forms.ts'
import { timesBeforeRules } from './times-before.ts'
import { timetableRules } from './timetables.ts'
import { toldAgeRules } from './told-ages.ts'
import { toldTodayRules } from './told-today.ts'
import { weekHoursRules } from './week-hours.ts'
import { weekdayChainRules } from './weekday-chains.ts'
import { workEndRules } from './work-ends.ts'
import { yearFactRules } from './year-facts.ts'
import { zoneListRules } from './zone-lists.ts'
import { zoneToldRules } from './zone-told.ts'

export const momentFamilies: readonly PlannerRule[] = [
  ...dateRules,
  ...calendarRules,
  ...clockRules,
  ...momentRules,
  ...dayQuestionRules,
  ...clockQuestionRules,
  ...dateFormRules,
  ...clockToldRules,
  ...zoneToldRules,
  ...recurringRules,
  ...repeatCountRules,
  ...flightRules,
  ...clockLeftRules,
  ...clockFactRules,
  ...daySeriesRules,
  ...leftOfPeriodRules,
  ...lengthSumRules,
  ...zoneListRules,
  ...dayAskedLastRules,
  ...toldAgeRules,
  ...toldTodayRules,
  ...timesBeforeRules,
  ...lengthPartRules,
  ...lengthRestRules,
  ...hourTableRules,
  ...delayRules,
  ...shiftPayRules,
  ...timeFormRules,
  ...clockGapRules,
  ...blockPlanRules,
  ...timetableRules,
  ...workEndRules,
  ...deadlineRules,
  ...periodEdgeRules,
  ...fiscalQuarterRules,
  ...clockStepRules,
  ...dayStepRules,
  ...weekHoursRules,
  ...instantStepRules,
  ...monthStepRules,
  ...yearFactRules,
  ...countedDayRules,
  ...weekdayChainRules,
  ...ageYearRules,
  ...lengthWorkRules,
  ...feastRules,
]
