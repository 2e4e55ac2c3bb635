/** Where one can go, and how Studio stands: screens, what the shown screen adds, health, theme. */
import { useQuery } from '@tanstack/react-query'
import { Keyboard, Monitor, Moon, Sun } from 'lucide-react'
import { type ReactNode, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import { healthQuery } from '../api/queries.ts'
import { IconButton } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { countOf } from '../parts/figures.ts'
import { Menu } from '../parts/menu.tsx'
import { closeDrawer, useDrawer, useIsWide } from './layout.ts'
import { toHref } from './route.ts'
import { SCREENS } from './screens.tsx'
import { useShared } from './shared-value.ts'
import { theme } from './theme.ts'

export function Sidebar({ current }: { readonly current: string }) {
  return useIsWide() ? (
    <div className="flex w-64 shrink-0 flex-col border-line border-r bg-ground">
      <SidebarContent current={current} />
    </div>
  ) : null
}

export function SidebarDrawer({ current, onClose }: { readonly current: string; readonly onClose: () => void }) {
  return (
    <Dialog title="KORA Studio" side="left" onClose={onClose}>
      <div className="-m-4 flex h-[calc(100%+2rem)] w-auto flex-col">
        <SidebarContent current={current} />
      </div>
    </Dialog>
  )
}

function SidebarContent({ current }: { readonly current: string }) {
  return (
    <>
      <nav aria-label="Screens" className="flex flex-col gap-0.5 p-2">
        {SCREENS.map(({ name, label, icon: Icon }) => (
          <a
            key={name}
            href={toHref(name)}
            aria-current={name === current ? 'page' : undefined}
            onClick={closeDrawer}
            className="flex min-h-8 items-center gap-2.5 rounded-md px-2.5 text-quiet transition-colors hover:bg-held hover:text-ink aria-[current]:bg-held aria-[current]:font-medium aria-[current]:text-ink pointer-coarse:min-h-10"
          >
            <Icon size={16} aria-hidden />
            {label}
          </a>
        ))}
      </nav>
      <div ref={takeSlot} className="flex min-h-0 flex-1 flex-col" />
      <Footer />
    </>
  )
}

let slot: HTMLElement | null = null
const slotListeners = new Set<() => void>()
function takeSlot(element: HTMLElement | null): void {
  slot = element
  for (const listener of slotListeners) listener()
}

/** Puts what belongs to the shown screen into the sidebar: its list of chats, of runs, ... */
export function InSidebar({ children }: { readonly children: ReactNode }) {
  useDrawer()
  const place = useSyncExternalStore(
    listener => {
      slotListeners.add(listener)
      return () => slotListeners.delete(listener)
    },
    () => slot,
  )
  return place === null ? null : createPortal(children, place)
}

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon } as const

function Footer() {
  const { data } = useQuery(healthQuery)
  const chosen = useShared(theme)
  return (
    <footer className="flex items-center gap-1 border-line border-t px-2 py-1.5">
      <p className="min-w-0 flex-1 truncate px-2 text-quiet text-sm">
        {data === undefined && 'KORA Studio'}
        {data !== undefined && data.problems.length === 0 && `Studio ${data.version} · ${data.status}`}
        {data !== undefined && data.problems.length > 0 && (
          <a
            href={toHref('settings')}
            onClick={closeDrawer}
            title={data.problems.join('\n')}
            className="text-warn underline"
          >
            {countOf(data.problems.length, 'problem')}
          </a>
        )}
      </p>
      <IconButton label="Keyboard map" icon={Keyboard} onClick={() => pressKey('?')} />
      <Menu
        trigger={<IconButton label="Theme" icon={THEME_ICONS[chosen]} />}
        items={[
          { label: 'As the system', icon: Monitor, isChosen: chosen === 'system', run: () => theme.write('system') },
          { label: 'Light', icon: Sun, isChosen: chosen === 'light', run: () => theme.write('light') },
          { label: 'Dark', icon: Moon, isChosen: chosen === 'dark', run: () => theme.write('dark') },
        ]}
      />
    </footer>
  )
}

function pressKey(key: string): void {
  closeDrawer()
  // After the drawer is gone: a modal dialog keeps keys to itself.
  setTimeout(() => dispatchEvent(new KeyboardEvent('keydown', { key })), 0)
}
