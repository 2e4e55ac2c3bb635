/** What the task was given and where each value came from. */
import type { TaskTelemetry } from '#contracts/bundle'
import type { Task } from '#contracts/task-graph'
import { JsonView } from './json-view.tsx'
import { type InputSource, readInputs } from './read-inputs.ts'
import type { RunContent } from './run-content.ts'

export function InputsSection({
  task,
  planned,
  content,
  isOver,
  onTask,
}: {
  readonly task: TaskTelemetry
  readonly planned: Task | null
  readonly content: RunContent | null
  readonly isOver: boolean
  readonly onTask: (taskId: string) => void
}) {
  if (!isOver) return <p className="text-quiet text-sm">Values can be read once the run has ended.</p>
  if (planned === null || content === null)
    return (
      <p className="text-pretty text-quiet text-sm">
        The content of this run was not kept, so only the size and hash of its inputs are on record
        {task.dependencies.length > 0 ? '; the tasks it takes from are listed above' : ''}. Content is kept where the
        settings or the request ask for it.
      </p>
    )
  const inputs = readInputs(planned, content)
  if (inputs.length === 0) return <p className="text-quiet text-sm">This task takes no input.</p>
  return (
    <ul className="flex flex-col gap-3">
      {inputs.map(({ name, source, value }) => (
        <li key={name} className="flex flex-col gap-1">
          <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
            <code className="font-mono">{name}</code>
            <Source source={source} onTask={onTask} />
          </p>
          {value === undefined ? (
            <p className="text-quiet text-sm">Not at hand: the task it comes from gave no output.</p>
          ) : (
            <JsonView value={value} label={name} />
          )}
        </li>
      ))}
    </ul>
  )
}

function Source({ source, onTask }: { readonly source: InputSource; readonly onTask: (taskId: string) => void }) {
  const link = (id: string) => (
    <button key={id} type="button" className="font-mono text-accent text-xs hover:underline" onClick={() => onTask(id)}>
      {id}
    </button>
  )
  if (source.kind === 'literal') return <span className="text-quiet text-xs">written in the graph</span>
  if (source.kind === 'input') return <span className="text-quiet text-xs">graph input {source.pointer || '/'}</span>
  if (source.kind === 'task')
    return (
      <span className="text-quiet text-xs">
        from {link(source.taskId)} {source.pointer && <code className="font-mono">{source.pointer}</code>}
      </span>
    )
  return (
    <span className="flex flex-wrap gap-x-1.5 text-quiet text-xs">put together from {source.taskIds.map(link)}</span>
  )
}
