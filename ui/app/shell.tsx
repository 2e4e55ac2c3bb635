/**
 * Sidebar, screen, and in Advanced mode the panel beside it. On a narrow window the sidebar and the panel come over the screen
 * instead. Nothing that a screen holds is lost when either changes.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useConnection } from '../api/connection.ts'
import { findSetting, settingsQuery } from '../api/settings.ts'
import { Empty } from '../parts/empty.tsx'
import { Loading } from '../parts/loading.tsx'
import { type Command, useCommands } from './commands.ts'
import { FaultBoundary } from './fault-boundary.tsx'
import { KeptBanner } from './kept-banner.tsx'
import { useShortcut } from './keyboard.ts'
import { closeDrawer, isWide, openDrawer, useDrawer } from './layout.ts'
import { mode } from './mode.ts'
import { Panel } from './panel.tsx'
import { goTo, toHref, useRoute } from './route.ts'
import { SCREENS } from './screens.tsx'
import { useShared } from './shared-value.ts'
import { Sidebar, SidebarDrawer } from './sidebar.tsx'
import { theme } from './theme.ts'

const Palette = lazy(() => import('./palette.tsx'))
const KeyHelp = lazy(() => import('./key-help.tsx'))

export function Shell() {
  const { screen: name, id } = useRoute()
  const screen = SCREENS.find(one => one.name === name)
  const [over, setOver] = useState<'palette' | 'keys' | null>(null)
  const drawer = useDrawer()
  useShortcut('mod+k', 'Find a command, a screen or a chat', () => {
    setOver('palette')
    return true
  })
  useShortcut('?', 'Show the keyboard map', () => {
    setOver('keys')
    return true
  })
  useShortcut('mod+i', 'Basic or Advanced', () => {
    toggleMode()
    return true
  })
  useShellCommands()
  useTitle(screen?.label)
  const isAdvanced = useShared(mode) === 'advanced'
  return (
    <div className="flex h-dvh flex-col">
      <button
        type="button"
        className="sr-only z-50 rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:absolute focus:m-2"
        onClick={() => document.getElementById('main')?.focus()}
      >
        Skip to the content
      </button>
      <AwayBanner />
      <DevBanner />
      <KeptBanner />
      <div className="flex min-h-0 flex-1">
        <Sidebar current={name} />
        <main id="main" tabIndex={-1} className="relative flex min-w-0 flex-1 flex-col outline-none">
          <FaultBoundary key={name} what={screen?.label ?? 'page'}>
            <Suspense fallback={<Loading rows={4} />}>
              {screen === undefined ? <NoSuchScreen /> : <screen.view id={id} />}
            </Suspense>
          </FaultBoundary>
        </main>
        {isAdvanced && <Panel />}
      </div>
      {drawer === 'sidebar' && <SidebarDrawer current={name} onClose={closeDrawer} />}
      <Suspense fallback={null}>
        {over === 'palette' && <Palette onClose={() => setOver(null)} />}
        {over === 'keys' && <KeyHelp onClose={() => setOver(null)} />}
      </Suspense>
    </div>
  )
}

export function toggleMode(): void {
  const next = mode.read() === 'basic' ? 'advanced' : 'basic'
  mode.write(next)
  if (next === 'advanced' && !isWide()) openDrawer('panel')
}

function useTitle(label: string | undefined): void {
  useEffect(() => {
    document.title = label === undefined ? 'KORA Studio' : `${label} · KORA Studio`
  }, [label])
}

function useShellCommands(): void {
  const client = useQueryClient()
  useCommands(
    useMemo<readonly Command[]>(
      () => [
        ...SCREENS.map(({ name, label }) => ({
          id: `go-${name}`,
          group: 'Go to',
          label,
          run: () => goTo(toHref(name)),
        })),
        {
          id: 'mode',
          group: 'View',
          label: 'Basic or Advanced',
          keys: 'mod+i',
          words: ['inspector', 'panel', 'telemetry'],
          run: toggleMode,
        },
        { id: 'theme-light', group: 'View', label: 'Light theme', run: () => theme.write('light') },
        { id: 'theme-dark', group: 'View', label: 'Dark theme', run: () => theme.write('dark') },
        { id: 'theme-system', group: 'View', label: 'Theme of the system', run: () => theme.write('system') },
        { id: 'reload', group: 'View', label: 'Read everything again', run: () => void client.invalidateQueries() },
      ],
      [client],
    ),
  )
}

function AwayBanner() {
  const { isAway } = useConnection()
  return (
    <div role="status" className="shrink-0">
      {isAway && (
        <p className="border-warn border-b bg-warn-soft px-4 py-1.5 text-warn">
          Studio does not answer. Is <code className="font-mono">kora serve</code> still running? Nothing you typed is
          lost; the page goes on by itself.
        </p>
      )}
    </div>
  )
}

/** Dev mode is never the default and never quiet (U4). */
function DevBanner() {
  const { data } = useQuery(settingsQuery)
  if (findSetting(data, 'dev_mode')?.value !== true) return null
  return (
    <p className="shrink-0 border-bad border-b bg-bad-soft px-4 py-1.5 text-bad">
      Dev mode: prompts and raw replies of runs whose content is kept are shown. Outputs are checked all the same.{' '}
      <a className="underline" href={toHref('settings')}>
        Settings
      </a>
    </p>
  )
}

function NoSuchScreen() {
  return (
    <Empty
      title="There is no such screen"
      actions={
        <a className="text-accent underline" href={toHref('chat')}>
          Go to the chat
        </a>
      }
    >
      The address names none that this Studio has.
    </Empty>
  )
}
