/**
 * What the run of a message is called where its words must not stand (rule L5): by the rules that read it, whose ids are names of
 * programs, and by whether a model was needed. It never sees the message.
 */
import type { PlanDecision } from '#contracts/execution'

const MOST_RULES = 3

/** `Message · percentage`, `Message · arithmetic, unit-conversion + model`, `Message · model`. */
export function titleOfMessage({ rules, model_needed: isModelNeeded }: PlanDecision): string {
  const ids = [...new Set(rules.map(rule => rule.rule_id))]
  const named = ids.slice(0, MOST_RULES).join(', ') + (ids.length > MOST_RULES ? ', …' : '')
  const parts = [named, isModelNeeded ? 'model' : ''].filter(part => part !== '')
  return parts.length === 0 ? 'Message' : `Message · ${parts.join(' + ')}`
}
