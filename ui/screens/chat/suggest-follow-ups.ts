/**
 * What could be asked next, made by rule from what the rules read: never by a model, and never a question that these rules could
 * not answer. After an answer of a model: the few things that people ask of any text.
 */
import type { PlanDecision } from '#contracts/execution'

const MOST = 3
const PERCENT = /(\d[\d.,]*)\s*(?:%|percent)\s*of\s+(.+)/i
const LIST = /((?:-?\d+(?:\.\d+)?\s*[,;]\s*){2,}(?:and\s+)?-?\d+(?:\.\d+)?)/
const STATISTICS = ['mean', 'median', 'sum', 'standard deviation'] as const
const AFTER_MODEL = ['Say it in one sentence.', 'Give an example.', 'Put it into a table.'] as const

export function suggestFollowUps(question: string, plan: PlanDecision): readonly string[] {
  const found = plan.model_needed
    ? [...AFTER_MODEL]
    : plan.rules.flatMap(rule => suggest(rule.rule_id, question.slice(...rule.span)))
  const asked = question.trim().toLowerCase()
  return [...new Set(found)].filter(text => text.toLowerCase() !== asked).slice(0, MOST)
}

function suggest(ruleId: string, read: string): readonly string[] {
  if (ruleId === 'percentage') {
    const [, percent, amount] = PERCENT.exec(read.replace(/[?.!\s]+$/, '')) ?? []
    return percent === undefined || amount === undefined
      ? []
      : [`${amount} plus ${percent}%`, `${amount} minus ${percent}%`]
  }
  if (ruleId === 'statistics' || ruleId === 'list-order') {
    const [numbers] = LIST.exec(read) ?? []
    if (numbers === undefined) return []
    return STATISTICS.filter(name => !read.toLowerCase().includes(name)).map(
      name => `What is the ${name} of ${numbers}?`,
    )
  }
  return []
}
