/** The run that the panel shows: the last one that was started or pointed at. Screens set it; it survives a change of screen. */
import { useSyncExternalStore } from 'react'

export type ShownRun = {
  readonly runId: string
  /** Open the panel on this task. */
  readonly taskId?: string
}

let shown: ShownRun | null = null
const listeners = new Set<() => void>()

export function showRun(run: ShownRun | null): void {
  if (shown?.runId === run?.runId && shown?.taskId === run?.taskId) return
  shown = run
  for (const listener of listeners) listener()
}

export function useShownRun(): ShownRun | null {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => shown,
  )
}
