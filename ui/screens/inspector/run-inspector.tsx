/** One run in four views that share a selection: Overview, Stage Timeline, TaskGraph, Event Log, and the drawer of a task. */
import { useCallback, useEffect, useState } from 'react'
import { defineLocalValue, oneOf } from '../../app/local-value.ts'
import { useShared } from '../../app/shared-value.ts'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { NodeDrawer } from './drawer/node-drawer.tsx'
import { EventLogTab } from './events/event-log-tab.tsx'
import { TaskGraphTab } from './graph/task-graph-tab.tsx'
import { forgetRun, useRunView } from './model/run-watch.ts'
import { OverviewTab } from './overview/overview-tab.tsx'
import { TimelineTab } from './timeline/timeline-tab.tsx'

const TABS = ['overview', 'timeline', 'graph', 'events'] as const
type TabName = (typeof TABS)[number]
const tab = defineLocalValue<TabName>('kora-inspector-tab', 'overview', oneOf(TABS))

export function RunInspector({ runId, taskId }: { readonly runId: string; readonly taskId?: string }) {
  const view = useRunView(runId)
  const [, tryAgain] = useState(0)
  const current = useShared(tab)
  const [selected, setSelected] = useState<string | null>(taskId ?? null)
  const [isOpen, setOpen] = useState(taskId !== undefined)
  useEffect(() => {
    if (taskId === undefined) return
    setSelected(taskId)
    setOpen(true)
  }, [taskId])
  const select = useCallback((id: string | null) => {
    setSelected(id)
    setOpen(id !== null)
  }, [])
  const { bundle, events } = view
  if (view.phase === 'failed' && events.length === 0)
    return (
      <div className="p-4">
        <FailureNotice
          error={view.failure}
          title="This run cannot be shown"
          onRetry={() => {
            forgetRun(runId)
            tryAgain(count => count + 1)
          }}
        />
      </div>
    )
  if (view.phase === 'loading') return <Loading label="Reading the run" rows={6} />
  const isLive = view.phase === 'live'
  const task = bundle.tasks.find(one => one.task_id === selected)
  const showTab = (next: TabName) => {
    tab.write(next)
    setOpen(false)
  }
  return (
    <div className="@container flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-0 flex-1 @4xl:flex-row flex-col">
        <div className={`min-h-0 min-w-0 flex-1 flex-col ${isOpen ? '@4xl:flex hidden' : 'flex'}`}>
          <Tabs
            label="Views of the run"
            value={current}
            onChange={showTab}
            tabs={[
              {
                value: 'overview',
                label: 'Overview',
                content: () => <OverviewTab bundle={bundle} events={events} onTask={select} />,
              },
              {
                value: 'timeline',
                label: 'Stage Timeline',
                content: () => <TimelineTab events={events} isLive={isLive} selected={selected} onSelect={select} />,
              },
              {
                value: 'graph',
                label: 'TaskGraph',
                content: () => <TaskGraphTab bundle={bundle} selected={selected} onSelect={select} />,
              },
              {
                value: 'events',
                label: 'Event Log',
                content: () => <EventLogTab events={events} taskId={null} isLive={isLive} onTask={select} />,
              },
            ]}
          />
        </div>
        {isOpen && task !== undefined && (
          <div className="flex min-h-0 @4xl:w-96 flex-1 @4xl:flex-none flex-col border-line @4xl:border-l">
            <NodeDrawer
              key={task.task_id}
              bundle={bundle}
              task={task}
              events={events}
              isOver={view.phase === 'ended'}
              onTask={select}
              onTimeline={() => showTab('timeline')}
              onClose={() => setOpen(false)}
            />
          </div>
        )}
      </div>
    </div>
  )
}
