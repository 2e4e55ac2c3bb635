/** What a task is, at a glance: id, type, state, duration, tokens (rule U7). Shown beside the node that is pointed at or focused. */
import type { TaskTelemetry } from '#contracts/bundle'
import { toCount, toDuration } from '../../../parts/figures.ts'
import type { Camera, Size } from './camera.ts'
import { NODE_HEIGHT, NODE_WIDTH } from './graph-node.tsx'
import { STATE_LOOKS, TYPE_LOOKS } from './task-look.tsx'

const WIDTH = 260
const HEIGHT = 132

export function NodeCard({
  task,
  at,
  camera,
  view,
}: {
  readonly task: TaskTelemetry
  readonly at: { readonly x: number; readonly y: number }
  readonly camera: Camera
  readonly view: Size
}) {
  const left = at.x * camera.scale + camera.x
  const below = (at.y + NODE_HEIGHT) * camera.scale + camera.y + 6
  const top = below + HEIGHT > view.height ? at.y * camera.scale + camera.y - HEIGHT - 6 : below
  const middle = left + (NODE_WIDTH * camera.scale) / 2 - WIDTH / 2
  const rows: readonly (readonly [string, string])[] = [
    ['Id', task.task_id],
    [
      'Type',
      task.task_type === 'model' ? TYPE_LOOKS.model.label : `${TYPE_LOOKS[task.task_type].label} ${task.op ?? ''}`,
    ],
    ['State', STATE_LOOKS[task.status].label + (task.cache === 'hit' ? ', from the cache' : '')],
    ['Duration', task.finished_at === null ? '–' : toDuration(task.duration_ms)],
    ['Tokens', task.task_type === 'model' ? `${toCount(task.tokens_in)} in, ${toCount(task.tokens_out)} out` : 'none'],
  ]
  return (
    <div
      // The node's own name says the same to a screen reader.
      aria-hidden
      style={{ width: WIDTH, left: Math.max(4, Math.min(middle, view.width - WIDTH - 4)), top: Math.max(4, top) }}
      className="pointer-events-none absolute z-10 rounded-md border border-line bg-raised px-3 py-2 text-sm shadow-over"
    >
      <table className="w-full">
        <tbody>
          {rows.map(([label, value]) => (
            <tr key={label}>
              <th className="pr-3 text-left font-normal text-quiet">{label}</th>
              <td className={`max-w-44 truncate ${label === 'Id' ? 'font-mono' : ''}`}>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
