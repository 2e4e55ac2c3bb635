/** A request in words of our own, given to all rules: what one of them makes of the whole of it. It reads no attachments and no data. */
import type { PlannerInput, PlannerRule, RuleMatch } from '#contracts/planner-port'

/** The first match in the order of the rules, as among all; null where none reads all of it. `data` may be among what it read. */
export function answerWhole(
  request: string,
  rules: readonly PlannerRule[],
  { now }: PlannerInput,
  may?: 'data',
): RuleMatch | null {
  const message = request.trim()
  const input: PlannerInput = { message, attachments: [], now }
  const isWhole = ({ span, data }: RuleMatch) =>
    span[0] === 0 && span[1] === message.length && (data === undefined || may === 'data')
  for (const rule of rules) {
    const match = rule.match(input).find(isWhole)
    if (match !== undefined) return match
  }
  return null
}
