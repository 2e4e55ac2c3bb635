/**
 * A task's telemetry as JSON text. Of an operation that simply succeeded nearly all is known when its graph is admitted, so that text
 * is kept with the task and the rest filled in; anything else is written from the whole object. Both ways give the same text.
 */
import type { AdmittedTask } from '#graph/admitted-graph'
import type { TaskRecord } from './task-record.ts'

/** The text up to `started_at`, from `validation_status` to `cache`, and from `dependencies` on. */
type Frame = readonly [head: string, middle: string, tail: string]

const NO_CALLS =
  ',"load_ms":0,"tokens_in":0,"tokens_out":0,"cached_tokens":0,"thinking_tokens":0,"retry_count":0,"validation_status":"passed","validation_errors":[],"budget":'

const frames = new WeakMap<AdmittedTask, Frame>()

export function writeTask(record: TaskRecord, isoAt: (monoMs: number) => string): string {
  if (!record.isPlainSuccess) return JSON.stringify(record.toTelemetry(isoAt))
  const [head, middle, tail] = frameOf(record.task)
  const times = `${isoAt(record.startedMs)}","finished_at":"${isoAt(record.finishedMs)}","duration_ms":${record.durationMs}`
  const sizes = `"input_bytes":${record.inputBytes},"output_bytes":${record.outputBytes}`
  const hashes = `"input_hash":"${record.inputHash}","output_hash":"${record.outputHash}`
  return `${head}${times},"queue_ms":${record.queueMs}${middle}${record.cache}","route":null,${sizes},${hashes}${tail}`
}

function frameOf(task: AdmittedTask): Frame {
  let frame = frames.get(task)
  if (!frame) {
    const { id, name, type, operation, maxTimeMs } = task
    const known = { task_id: id, task_name: name, task_type: type, op: operation?.name ?? null }
    const rest = '"model":null,"connector":null,"status":"success","stop_reason":null,"started_at":"'
    const budget = JSON.stringify(maxTimeMs === null ? null : { max_time_ms: maxTimeMs })
    frame = [
      `${JSON.stringify(known).slice(0, -1)},${rest}`,
      `${NO_CALLS}${budget},"purse_left":null,"breach":null,"attempts":[],"cache":"`,
      `","dependencies":${JSON.stringify(task.dependencyIds)}}`,
    ]
    frames.set(task, frame)
  }
  return frame
}
