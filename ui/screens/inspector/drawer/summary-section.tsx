/** What the task is, when it ran, and what hangs together with it. */
import type { TaskTelemetry } from '#contracts/bundle'
import { toDuration, toMoment, toSize } from '../../../parts/figures.ts'
import { Facts, Hash, TaskLinks } from './facts.tsx'

export function SummarySection({
  task,
  consumers,
  onTask,
}: {
  readonly task: TaskTelemetry
  readonly consumers: readonly string[]
  readonly onTask: (taskId: string) => void
}) {
  return (
    <Facts
      rows={[
        ...(task.op === null
          ? []
          : [
              [
                'Operation',
                <code key="op" className="font-mono text-xs">
                  {task.op}
                </code>,
              ] as const,
            ]),
        ...(task.model === null ? [] : [['Model', task.model] as const]),
        ...(task.stop_reason === null ? [] : [['Reason', task.stop_reason] as const]),
        ['Started', task.started_at === null ? 'not started' : toMoment(task.started_at)],
        ['Duration', task.finished_at === null ? '–' : toDuration(task.duration_ms)],
        ['Waited', toDuration(task.queue_ms)],
        ['Cache', { hit: 'hit: taken from an equal task', miss: 'miss', off: 'off' }[task.cache]],
        ['Input', task.input_bytes === null ? '–' : toSize(task.input_bytes)],
        ['Input hash', <Hash key="in" value={task.input_hash} />],
        ['Output', task.output_bytes === null ? '–' : toSize(task.output_bytes)],
        ['Output hash', <Hash key="out" value={task.output_hash} />],
        ['Takes from', <TaskLinks key="dependencies" ids={task.dependencies} onTask={onTask} />],
        ['Gives to', <TaskLinks key="consumers" ids={consumers} onTask={onTask} />],
      ]}
    />
  )
}
