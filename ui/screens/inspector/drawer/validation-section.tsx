/** The schema, the verdict, and each failing place (rules V1, V2). */
import type { TaskTelemetry } from '#contracts/bundle'
import type { Task } from '#contracts/task-graph'
import { JsonView } from './json-view.tsx'

const VERDICTS = {
  passed: 'The output fits its schema.',
  failed: 'The output failed its schema and was passed to nobody.',
  not_reached: 'There was no output to check.',
} as const

export function ValidationSection({
  task,
  planned,
  output,
}: {
  readonly task: TaskTelemetry
  readonly planned: Task | null
  readonly output: unknown
}) {
  return (
    <>
      <p
        className={`text-sm ${{ passed: 'text-ok', failed: 'text-bad', not_reached: 'text-quiet' }[task.validation_status]}`}
      >
        {VERDICTS[task.validation_status]}
      </p>
      {task.validation_errors.length > 0 && (
        <table className="w-full text-sm">
          <thead>
            <tr className="text-left text-quiet">
              <th className="pr-3 font-normal">Place</th>
              <th className="font-normal">What is wrong</th>
            </tr>
          </thead>
          <tbody>
            {task.validation_errors.map(fault => (
              <tr key={`${fault.pointer} ${fault.code} ${fault.message}`} className="align-top">
                <td className="py-0.5 pr-3 font-mono text-xs leading-5">{fault.pointer || '/'}</td>
                <td className="py-0.5 wrap-anywhere">{fault.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {output !== undefined && output !== null && <JsonView value={output} label="the output" />}
      {planned?.schema !== undefined ? (
        <>
          <h4 className="text-quiet text-sm">Schema</h4>
          <JsonView value={planned.schema} label="the schema" />
        </>
      ) : (
        task.op !== null && (
          <p className="text-quiet text-sm">
            The schema is the one that <code className="font-mono">{task.op}</code> declares.
          </p>
        )
      )}
    </>
  )
}
