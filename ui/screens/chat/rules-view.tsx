/** Which rule read which words of a question, and why a model was or was not needed (K1, K2). */
import type { PlanDecision } from '#contracts/execution'

export function RulesView({ plan, question }: { readonly plan: PlanDecision; readonly question: string }) {
  return (
    <details className="text-sm">
      <summary className="w-fit rounded-sm text-quiet hover:text-ink">
        {plan.model_needed ? 'What the rules read' : 'Why no model was needed'}
      </summary>
      <div className="mt-2 flex flex-col gap-2 border-line border-l-2 pl-3.5">
        <p className="whitespace-pre-wrap wrap-anywhere">
          {toPieces(question, plan).map(({ text, isRead, start }) =>
            isRead ? (
              <mark key={start} className="rounded-sm bg-exact-soft text-exact">
                {text}
              </mark>
            ) : (
              text
            ),
          )}
        </p>
        <ul className="flex flex-col gap-1.5">
          {plan.rules.map(rule => (
            <li key={`${rule.rule_id} ${rule.span[0]}`}>
              <code className="font-mono text-exact text-xs">{rule.rule_id}</code> {rule.reason}
              {rule.reading !== undefined && <span className="block text-quiet">Read as: {rule.reading}</span>}
            </li>
          ))}
        </ul>
        <p className="text-quiet">
          {plan.model_needed
            ? 'The rest was left to a model, within its budget.'
            : 'These rules answer all of it. No model was called, and the same question gets the same answer.'}
        </p>
      </div>
    </details>
  )
}

type Piece = { readonly text: string; readonly isRead: boolean; readonly start: number }

/** The question cut at the spans of its rules; what two rules read is marked once. */
function toPieces(question: string, plan: PlanDecision): readonly Piece[] {
  const pieces: Piece[] = []
  let last = 0
  const spans = plan.rules.map(({ span }) => span).sort((a, b) => a[0] - b[0])
  for (const [from, to] of spans) {
    const start = Math.max(from, last)
    const end = Math.min(to, question.length)
    if (end <= start) continue
    if (start > last) pieces.push({ text: question.slice(last, start), isRead: false, start: last })
    pieces.push({ text: question.slice(start, end), isRead: true, start })
    last = end
  }
  if (last < question.length) pieces.push({ text: question.slice(last), isRead: false, start: last })
  return pieces
}
