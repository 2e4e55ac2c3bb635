/** Nothing here yet: says what would stand here and how to get the first one. */
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export function Empty({
  icon: Icon,
  title,
  children,
  actions,
}: {
  readonly icon?: LucideIcon
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
}) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      {Icon && <Icon size={24} strokeWidth={1.5} aria-hidden className="text-faint" />}
      <h2 className="font-semibold">{title}</h2>
      {children !== undefined && <div className="max-w-prose text-pretty text-quiet">{children}</div>}
      {actions !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
