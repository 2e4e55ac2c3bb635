/**
 * What is asked about a list of names and figures, put in the few plain forms that questions about tables have. Every word of a
 * question has a place here, and a noun must be what the figures or the names are; anything else asks something else.
 */
import { COUNT_FORMS, GROUP_FORMS, MEAN_FORMS, SUM_FORMS } from './entry-figures.ts'
import { PAIR_FORMS, SHARE_FORMS, STEP_FORMS } from './entry-pairs.ts'
import type { Form } from './entry-parts.ts'
import { CHOICE_FORMS, MAX_FORMS, MEAN_CHOICE, PLACE_FORMS, SORT_FORMS } from './entry-places.ts'
import type { Figures } from './entry-words.ts'

const FORMS: readonly Form[] = [
  ...GROUP_FORMS,
  ...SHARE_FORMS,
  ...PAIR_FORMS,
  ...STEP_FORMS,
  ...MEAN_FORMS,
  ...MEAN_CHOICE,
  ...CHOICE_FORMS,
  ...PLACE_FORMS,
  ...SORT_FORMS,
  ...MAX_FORMS,
  ...SUM_FORMS,
  ...COUNT_FORMS,
]

/** The question in a plain form, or null. */
export function plainQuestion(text: string, figures: Figures): string | null {
  for (const [pattern, say] of FORMS) {
    const groups = pattern.exec(text)?.groups
    if (groups === undefined && !pattern.test(text)) continue
    const said = say(groups ?? {}, figures)
    if (said !== null) return said
  }
  return null
}
