/** Questions that could come next, below the last answer. */
import type { Message } from '#contracts/chat'
import { Button } from '../../parts/button.tsx'
import { suggestFollowUps } from './suggest-follow-ups.ts'

export function FollowUps({
  question,
  answer,
  onAsk,
}: {
  readonly question: Message | undefined
  readonly answer: Message | undefined
  readonly onAsk: (text: string) => void
}) {
  if (answer?.role !== 'assistant' || answer.status !== 'success' || answer.plan === null || question === undefined)
    return null
  const suggestions = suggestFollowUps(question.text, answer.plan)
  if (suggestions.length === 0) return null
  return (
    <ul aria-label="Ask next" className="flex flex-wrap gap-2 pt-4">
      {suggestions.map(suggestion => (
        <li key={suggestion}>
          <Button isSentence className="text-quiet text-sm" onClick={() => onAsk(suggestion)}>
            {suggestion}
          </Button>
        </li>
      ))}
    </ul>
  )
}
