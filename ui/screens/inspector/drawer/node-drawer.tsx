/** All that is known of one task (rule U7): from telemetry always, from content where it was kept. */
import { ChartGantt, Download, X } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import type { Bundle, TaskTelemetry } from '#contracts/bundle'
import type { Event } from '#contracts/event'
import { Button, IconButton } from '../../../parts/button.tsx'
import { CopyButton } from '../../../parts/copy-button.tsx'
import { FailureNotice } from '../../../parts/failure-notice.tsx'
import { saveFile } from '../../../parts/save-file.ts'
import { StateBadge, TypeBadge } from '../graph/task-look.tsx'
import { explainFailure, failureOf, isEndInFailure } from '../model/explain-failure.ts'
import { labelOf } from '../model/view-tasks.ts'
import { FailureBanner } from '../overview/failure-banner.tsx'
import { BudgetSection } from './budget-section.tsx'
import { buildDebugSnippet } from './debug-snippet.ts'
import { EventsSection } from './events-section.tsx'
import { InputsSection } from './inputs-section.tsx'
import { InvocationSection } from './invocation-section.tsx'
import { RetrySection } from './retry-section.tsx'
import { useRunContent } from './run-content.ts'
import { SummarySection } from './summary-section.tsx'
import { ValidationSection } from './validation-section.tsx'

export function NodeDrawer({
  bundle,
  task,
  events,
  isOver,
  onTask,
  onTimeline,
  onClose,
}: {
  readonly bundle: Bundle
  readonly task: TaskTelemetry
  /** Of the whole run. */
  readonly events: readonly Event[]
  readonly isOver: boolean
  readonly onTask: (taskId: string) => void
  /** Absent where the timeline is what the drawer was opened from. */
  readonly onTimeline?: () => void
  readonly onClose: () => void
}) {
  const own = useMemo(() => events.filter(event => event.task_id === task.task_id), [events, task.task_id])
  const content = useRunContent(bundle.run_id, isOver)
  const planned = content.data?.taskgraph?.tasks.find(one => one.id === task.task_id) ?? null
  const ended = own.findLast(isEndInFailure)
  const explanation = explainFailure(task, ended === undefined ? null : failureOf(ended))
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // What was used to come here may be gone, or hidden behind this task where there is no room for both.
    const { activeElement } = document
    const isLost = activeElement === null || activeElement === document.body || !activeElement.checkVisibility()
    if (isLost) title.current?.focus()
  }, [])
  const consumers = bundle.tasks.filter(one => one.dependencies.includes(task.task_id)).map(one => one.task_id)
  return (
    <section aria-label={`Task ${labelOf(task)}`} className="flex min-h-0 flex-1 flex-col bg-raised">
      <header className="flex shrink-0 items-start gap-2 border-line border-b px-4 py-2">
        <div className="flex min-w-0 flex-1 flex-col gap-1">
          <h3 ref={title} tabIndex={-1} className="truncate font-semibold">
            {labelOf(task)}
          </h3>
          <div className="flex flex-wrap items-center gap-1.5">
            <TypeBadge type={task.task_type} />
            <StateBadge state={task.status} />
            <code className="truncate font-mono text-quiet text-xs">{task.task_id}</code>
          </div>
        </div>
        {onTimeline && <IconButton label="Show in the timeline" icon={ChartGantt} onClick={onTimeline} />}
        <CopyButton text={() => buildDebugSnippet(bundle, task)} label="Copy a debug snippet" />
        <IconButton label="Save the task as JSON" icon={Download} onClick={() => saveJson(task, own)} />
        <IconButton label="Close the task" icon={X} onClick={onClose} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-2">
        {explanation !== null && (
          <div className="py-2">
            <FailureBanner explanation={explanation} />
          </div>
        )}
        <Section title="Summary">
          <SummarySection task={task} consumers={consumers} onTask={onTask} />
        </Section>
        <Section title="Inputs">
          {content.isLoading ? (
            <p className="text-quiet text-sm">Reading what was kept …</p>
          ) : content.isError ? (
            <FailureNotice error={content.error} onRetry={() => content.refetch()} />
          ) : (
            <InputsSection
              task={task}
              planned={planned}
              content={content.data ?? null}
              isOver={isOver}
              onTask={onTask}
            />
          )}
        </Section>
        <Section title="Schema & Validation">
          <ValidationSection task={task} planned={planned} output={content.data?.outputs[task.task_id]} />
        </Section>
        {task.budget !== null && (
          <Section title="Budget">
            <BudgetSection task={task} />
          </Section>
        )}
        {task.task_type === 'model' && (
          <Section title="Model invocation">
            <InvocationSection task={task} />
          </Section>
        )}
        {task.attempts.length > 0 && (
          <Section title="Retry timeline">
            <RetrySection task={task} events={own} />
          </Section>
        )}
        <Section title={`Events (${own.length})`} isClosed>
          <EventsSection events={own} />
        </Section>
        <div className="py-3">
          <Button onClick={onClose}>Back to the run</Button>
        </div>
      </div>
    </section>
  )
}

function Section({
  title,
  isClosed = false,
  children,
}: {
  readonly title: string
  readonly isClosed?: boolean
  readonly children: ReactNode
}) {
  return (
    <details open={!isClosed} className="border-line border-b last-of-type:border-b-0">
      <summary className="cursor-pointer py-2 font-semibold">{title}</summary>
      <div className="flex flex-col gap-2 pb-3">{children}</div>
    </details>
  )
}

function saveJson(task: TaskTelemetry, events: readonly Event[]): void {
  const text = JSON.stringify({ task, events }, null, 2)
  saveFile(new Blob([text], { type: 'application/json' }), `${task.task_id.replace(/[^\w.-]/g, '_')}.json`)
}
