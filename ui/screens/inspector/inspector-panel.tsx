/** The telemetry panel of Advanced mode (rule U5): the run that is shown, in four tabs, with a drawer for one task. */
import type { ShownRun } from '../../app/shown-run.ts'
import { Empty } from '../../parts/empty.tsx'
import { RunInspector } from './run-inspector.tsx'

export default function InspectorPanel({ run }: { readonly run: ShownRun | null }) {
  if (run === null)
    return (
      <Empty title="No run yet">
        Ask something, or run a graph: here stands then which tasks it took, what was computed and what was generated,
        and what it cost.
      </Empty>
    )
  return (
    <RunInspector key={run.runId} runId={run.runId} {...(run.taskId === undefined ? {} : { taskId: run.taskId })} />
  )
}
