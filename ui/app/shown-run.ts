/** The run that the panel shows: the last one that was started or pointed at. Screens set it; it survives a change of screen. */
import { SharedValue, useShared } from './shared-value.ts'

export type ShownRun = {
  readonly runId: string
  /** Open the panel on this task. */
  readonly taskId?: string
}

const shown = new SharedValue<ShownRun | null>(null)

export function showRun(run: ShownRun | null): void {
  const now = shown.read()
  if (now?.runId !== run?.runId || now?.taskId !== run?.taskId) shown.write(run)
}

export const useShownRun = (): ShownRun | null => useShared(shown)
