/** A breach or a rejected output, where it cannot be overlooked: the fact, the numbers, what can be done (rule U8). */
import { Button } from '../../../parts/button.tsx'
import { Notice } from '../../../parts/notice.tsx'
import type { Explanation } from '../model/explain-failure.ts'

const TITLES = { breach: 'Budget breach', validation: 'Output rejected', failure: 'Task failed' } as const

export function FailureBanner({
  explanation,
  onTask,
}: {
  readonly explanation: Explanation
  /** Absent where the task is already open. */
  readonly onTask?: (taskId: string) => void
}) {
  const { kind, taskId, fact, numbers, cures } = explanation
  return (
    <Notice
      tone={kind === 'failure' ? 'warn' : 'bad'}
      title={
        <>
          {TITLES[kind]} in <code className="font-mono">{taskId}</code>
        </>
      }
      actions={onTask && <Button onClick={() => onTask(taskId)}>Look at the task</Button>}
    >
      <p>{fact}</p>
      {numbers.length > 0 && (
        <dl className="my-1.5 grid grid-cols-[max-content_1fr] gap-x-3 text-sm tabular-nums">
          {numbers.map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="text-quiet">{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <ul className="list-disc pl-4 text-sm">
        {cures.map(cure => (
          <li key={cure}>{cure}</li>
        ))}
      </ul>
    </Notice>
  )
}
