/** One run in four views that share a selection: Overview, Stage Timeline, TaskGraph, Event Log, and the drawer of a task. */
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { runQuery } from '../../api/queries.ts'
import { defineLocalValue, oneOf } from '../../app/local-value.ts'
import { useShared } from '../../app/shared-value.ts'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { NodeDrawer } from './drawer/node-drawer.tsx'
import { EventLogTab } from './events/event-log-tab.tsx'
import { TaskGraphTab } from './graph/task-graph-tab.tsx'
import { forgetRun, useRunView } from './model/run-watch.ts'
import { OverviewTab } from './overview/overview-tab.tsx'
import { TimelineTab } from './timeline/timeline-tab.tsx'

const TABS = ['overview', 'timeline', 'graph', 'events'] as const
type TabName = (typeof TABS)[number]
const WAITING_MS = 2_000
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
  const frame = useRef<HTMLDivElement>(null)
  const task = bundle.tasks.find(one => one.task_id === selected)
  const hasDrawer = isOpen && task !== undefined
  useFocusBack(frame, hasDrawer)
  const failed = view.phase === 'failed' && (
    <div className="shrink-0 p-4">
      <FailureNotice
        error={view.failure}
        title={events.length === 0 ? 'This run cannot be shown' : 'The rest of this run cannot be read'}
        onRetry={() => {
          forgetRun(runId)
          tryAgain(count => count + 1)
        }}
      />
    </div>
  )
  if (failed && events.length === 0) return failed
  if (view.phase === 'loading') return <Loading label="Reading the run" rows={6} />
  const isLive = view.phase === 'live'
  const showTab = (next: TabName) => {
    tab.write(next)
    setOpen(false)
  }
  return (
    <div ref={frame} className="@container flex min-h-0 flex-1 flex-col">
      {failed}
      {isLive && bundle.tasks.length === 0 && <WaitingNotice runId={runId} />}
      <div className="flex min-h-0 flex-1 @4xl:flex-row flex-col">
        <div className={`min-h-0 min-w-0 flex-1 flex-col ${hasDrawer ? '@4xl:flex hidden' : 'flex'}`}>
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
        {hasDrawer && (
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

/** Of a run that has begun no task: whether it stands in the queue. */
function WaitingNotice({ runId }: { readonly runId: string }) {
  const run = useQuery({ ...runQuery(runId), refetchInterval: WAITING_MS })
  if (run.data?.status !== 'queued') return null
  return (
    <div role="status" className="shrink-0 p-4 pb-0">
      <Notice title="This run waits for its turn">
        Others run before it. It begins by itself, and what it does shows here as it happens.
      </Notice>
    </div>
  )
}

/** Where the drawer of a task took the focus with it when it closed, the tabs have it. */
function useFocusBack(frame: { readonly current: HTMLElement | null }, hasDrawer: boolean): void {
  const had = useRef(hasDrawer)
  useEffect(() => {
    const isClosed = had.current && !hasDrawer
    had.current = hasDrawer
    if (!isClosed || (document.activeElement !== null && document.activeElement !== document.body)) return
    frame.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus()
  }, [frame, hasDrawer])
}
