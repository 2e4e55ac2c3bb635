/** How types and states of tasks look and are called, in one place: graph, timeline, drawer and lists show them alike. */
import { Ban, Check, CircleDashed, Clock, Hourglass, LoaderCircle, type LucideIcon, SkipForward, X } from 'lucide-react'
import type { TaskState } from '#contracts/event'
import type { TaskType } from '#contracts/task-graph'

export type Look = { readonly label: string; readonly ink: string; readonly soft: string; readonly token: string }

export const TYPE_LOOKS: Readonly<Record<TaskType, Look>> = {
  deterministic: { label: 'Operation', ink: 'text-exact', soft: 'bg-exact-soft', token: '--color-exact' },
  model: { label: 'Model', ink: 'text-model', soft: 'bg-model-soft', token: '--color-model' },
  aggregation: { label: 'Aggregation', ink: 'text-joined', soft: 'bg-joined-soft', token: '--color-joined' },
}

export const STATE_LOOKS: Readonly<Record<TaskState, Look & { readonly icon: LucideIcon }>> = {
  queued: { label: 'Queued', ink: 'text-faint', soft: 'bg-sunken', token: '--color-line-strong', icon: CircleDashed },
  ready: { label: 'Ready', ink: 'text-quiet', soft: 'bg-sunken', token: '--color-faint', icon: Hourglass },
  running: {
    label: 'Running',
    ink: 'text-accent',
    soft: 'bg-accent-soft',
    token: '--color-accent',
    icon: LoaderCircle,
  },
  success: { label: 'Success', ink: 'text-ok', soft: 'bg-ok-soft', token: '--color-ok', icon: Check },
  failed: { label: 'Failed', ink: 'text-bad', soft: 'bg-bad-soft', token: '--color-bad', icon: X },
  timeout: { label: 'Timeout', ink: 'text-bad', soft: 'bg-bad-soft', token: '--color-bad', icon: Clock },
  skipped: { label: 'Skipped', ink: 'text-faint', soft: 'bg-sunken', token: '--color-line-strong', icon: SkipForward },
  cancelled: { label: 'Cancelled', ink: 'text-warn', soft: 'bg-warn-soft', token: '--color-warn', icon: Ban },
}

export function TypeBadge({ type, isFaint = false }: { readonly type: TaskType; readonly isFaint?: boolean }) {
  const { label, ink, soft } = TYPE_LOOKS[type]
  return (
    <span className={`rounded-sm px-1.5 font-medium text-xs ${isFaint ? 'text-faint' : `${ink} ${soft}`}`}>
      {label}
    </span>
  )
}

export function StateBadge({ state }: { readonly state: TaskState }) {
  const { label, ink, soft, icon: Icon } = STATE_LOOKS[state]
  return (
    <span className={`inline-flex items-center gap-1 rounded-sm px-1.5 font-medium text-xs ${ink} ${soft}`}>
      <Icon size={12} aria-hidden className={state === 'running' ? 'animate-spin' : ''} />
      {label}
    </span>
  )
}
