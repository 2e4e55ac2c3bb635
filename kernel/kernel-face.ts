/** The kernel's public face: all that `studio/` may use. It hides every part behind a handful of verbs. */
import type { Bundle } from '#contracts/bundle'
import type { Capsule } from '#contracts/capsule'
import type { Event } from '#contracts/event'
import type {
  ExportRequest,
  ExportResult,
  PlanResult,
  RunList,
  RunStatus,
  RunSummary,
  TelemetrySummary,
  TelemetryWindow,
} from '#contracts/execution'
import type { PluginInfo } from '#contracts/manifest'
import type { ModelProbe } from '#contracts/probe'
import type { BackendStatus } from '#contracts/studio'
import type { TaskGraph } from '#contracts/task-graph'
import type { RunHandle, RunRequest } from '#engine/run-request'
import type { ModelTarget } from '#graph/admitted-graph'
import type { Registry } from '#graph/registry'
import type { RunContent, RunQuery, RunScope, TimeWindow } from '#store/run-store'
import type { ScrubExtent } from '#store/write-queue'

export type Kernel = {
  readonly version: string
  readonly registry: Registry
  readonly plugins: {
    list(): readonly PluginInfo[]
    enable(id: string): Promise<PluginInfo>
    disable(id: string): Promise<PluginInfo>
    setHost(id: string, host: string, wish: 'allow' | 'disallow'): Promise<PluginInfo>
  }
  /** Checks and certifies; runs nothing. Never throws for a bad graph. */
  plan(request: RunRequest): Promise<PlanResult>
  /**
   * Admits and starts. Throws KoraError before anything runs: graph faults (all in `details.errors`, pointers from the graph's root),
   * QUEUE_FULL, STORAGE_FULL, QUOTA_EXCEEDED, BACKEND_NOT_INSTALLED.
   */
  start(request: RunRequest): Promise<RunHandle>
  /**
   * Finds out by a few tiny calls what a runtime keeps with this model (N8). Throws KoraError with the code that ended it; what it cost
   * until then is on record.
   */
  probe(target: ModelTarget, signal: AbortSignal): Promise<ModelProbe>
  readonly runs: {
    list(query: RunQuery): RunList
    read(runId: string): RunStatus | null
    /** The row of a list; null while the run is not durable yet. */
    summary(runId: string): RunSummary | null
    handle(runId: string): RunHandle | null
    /** Idempotent: answers the status it led to; null for an unknown run. */
    cancel(runId: string): Promise<RunStatus | null>
    bundle(runId: string): Bundle | null
    events(runId: string, afterSeq: number, limit: number): readonly Event[]
    /** Throws CONTENT_NOT_KEPT, RUN_ACTIVE, NOT_FOUND. */
    capsule(runId: string): Capsule
    taskgraph(runId: string): TaskGraph
    export(runId: string, kind: ExportRequest['kind']): Promise<ExportResult>
    telemetrySummary(window?: TimeWindow): TelemetrySummary
    telemetryWindows(window: TimeWindow, stretchMs: number): readonly TelemetryWindow[]
    /** What was kept of a run. Throws CONTENT_NOT_KEPT, RUN_ACTIVE, NOT_FOUND. */
    content(runId: string): RunContent
    /** Ids of runs that have ended, oldest first. */
    ended(scope: RunScope): readonly string[]
    /** Erases content, or all, of ended runs, from files and memory; resolves when nothing of it is left (L9). Returns how many. */
    erase(runIds: readonly string[], extent: 'content' | 'all', space: ScrubExtent): Promise<number>
  }
  backendStatus(signal: AbortSignal): Promise<readonly BackendStatus[]>
  activeRuns(): number
  problems(): readonly string[]
  close(): Promise<void>
}
