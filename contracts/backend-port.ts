/**
 * The backend port: where a graph executes (rule J1). `local` is the engine in this process; a plugin may offer another,
 * and choosing one changes no engine code.
 */

import type { Event } from '#contracts/event'
import type { ExecuteResult } from '#contracts/execution'
import type { TaskGraph } from '#contracts/task-graph'

export type BackendContext = {
  readonly runId: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly deterministicOnly: boolean
  readonly defaultModel: string | null
  readonly signal: AbortSignal
  /** Events as they happen, in order. */
  readonly onEvent: (event: Event) => void
}

export type BackendHealth = {
  readonly status: 'healthy' | 'degraded' | 'unavailable'
  readonly capacity_summary: string
  readonly backend_version: string
}

export type BackendCapabilities = {
  /** Largest model in bytes of weights, or null when unknown. */
  readonly max_model_size: number | null
  readonly max_concurrency: number
  readonly supported_task_types: readonly string[]
  readonly supported_context_window: number | null
  readonly distributed: boolean
  readonly contract_version: string
}

export type ExecutionBackend = {
  readonly name: string
  execute_taskgraph(graph: TaskGraph, context: BackendContext): Promise<ExecuteResult>
  health_check(signal: AbortSignal): Promise<BackendHealth>
  capability_descriptor(): BackendCapabilities
}
