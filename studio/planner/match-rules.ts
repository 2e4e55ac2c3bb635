/**
 * Runs the rules of all planners over a message, in their order, and keeps the matches that do not overlap (rule K1).
 * It says how much of the message they cover; it builds no task.
 */
import type { Planner, PlannerInput, PlannerRule, RuleMatch } from '#contracts/planner-port'
import { isFiller } from './filler.ts'

export type Matched = { readonly rule: PlannerRule; readonly match: RuleMatch }

export type Coverage = 'all' | 'part' | 'none'

export type RuleReading = { readonly matches: readonly Matched[]; readonly coverage: Coverage }

export function matchRules(planners: readonly Planner[], input: PlannerInput): RuleReading {
  const rules = planners.flatMap(planner => planner.rules).sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
  const kept: Matched[] = []
  for (const rule of rules) {
    for (const match of rule.match(input)) {
      if (!kept.some(other => overlaps(other.match.span, match.span))) kept.push({ rule, match })
    }
  }
  kept.sort((a, b) => a.match.span[0] - b.match.span[0])
  return { matches: kept, coverage: coverageOf(input.message, kept) }
}

type Span = readonly [number, number]

const overlaps = (a: Span, b: Span): boolean => a[0] < b[1] && b[0] < a[1]

function coverageOf(message: string, kept: readonly Matched[]): Coverage {
  if (kept.length === 0) return 'none'
  let at = 0
  for (const { match } of kept) {
    if (!isFiller(message.slice(at, match.span[0]))) return 'part'
    at = match.span[1]
  }
  return isFiller(message.slice(at)) ? 'all' : 'part'
}
