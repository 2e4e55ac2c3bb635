/** The frame of every screen: its title, its actions, the way to the sidebar on a narrow window, Basic or Advanced. */
import { Menu as MenuIcon, PanelRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../parts/button.tsx'
import { Segmented } from '../parts/segmented.tsx'
import { openDrawer, useIsWide } from './layout.ts'
import { mode } from './mode.ts'
import { useShared } from './shared-value.ts'

export function ScreenFrame({
  title,
  actions,
  children,
}: {
  readonly title: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  const chosen = useShared(mode)
  const isWide = useIsWide()
  return (
    <>
      <header className="flex min-h-12 shrink-0 items-center gap-2 border-line border-b px-2 lg:pl-4">
        {!isWide && <IconButton label="Menu" icon={MenuIcon} onClick={() => openDrawer('sidebar')} />}
        <h1 className="min-w-0 flex-1 truncate font-semibold">{title}</h1>
        {actions}
        {!isWide && chosen === 'advanced' && (
          <IconButton label="How this answer came about" icon={PanelRight} onClick={() => openDrawer('panel')} />
        )}
        <Segmented
          label="How much to show"
          value={chosen}
          options={[
            { value: 'basic', label: 'Basic' },
            { value: 'advanced', label: 'Advanced' },
          ]}
          onChange={next => {
            mode.write(next)
            if (next === 'advanced' && !isWide) openDrawer('panel')
          }}
        />
      </header>
      {children}
    </>
  )
}
