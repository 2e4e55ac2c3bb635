/**
 * Something to be read where it happened: a breach, a failed validation, a refusal. It says what is the matter, the numbers, and
 * what can be done (U8).
 */
import { CircleAlert, Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

export type NoticeTone = 'bad' | 'warn' | 'plain'

const TONES: Readonly<Record<NoticeTone, { readonly icon: LucideIcon; readonly box: string; readonly ink: string }>> = {
  bad: { icon: CircleAlert, box: 'border-bad bg-bad-soft', ink: 'text-bad' },
  warn: { icon: TriangleAlert, box: 'border-warn bg-warn-soft', ink: 'text-warn' },
  plain: { icon: Info, box: 'border-line-strong bg-raised', ink: 'text-quiet' },
}

export function Notice({
  tone = 'plain',
  title,
  children,
  actions,
  isAlert = false,
}: {
  readonly tone?: NoticeTone
  readonly title: ReactNode
  readonly children?: ReactNode
  readonly actions?: ReactNode
  /** Read out at once: for what happened just now. */
  readonly isAlert?: boolean
}) {
  const { icon: Icon, box, ink } = TONES[tone]
  return (
    <div role={isAlert ? 'alert' : undefined} className={`flex gap-2.5 rounded-md border px-3 py-2.5 ${box}`}>
      <Icon size={16} aria-hidden className={`mt-0.75 shrink-0 ${ink}`} />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className={`font-medium ${tone === 'plain' ? '' : ink}`}>{title}</p>
        {children !== undefined && <div className="text-ink wrap-anywhere">{children}</div>}
        {actions !== undefined && <div className="mt-1 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}
