/** What lies over the screen on a narrow window: the sidebar, the panel, or nothing. */
import { useSyncExternalStore } from 'react'

export type Drawer = 'sidebar' | 'panel' | null

const WIDE = matchMedia('(width >= 64rem)')
let drawer: Drawer = null
const listeners = new Set<() => void>()

function change(next: Drawer): void {
  drawer = next
  for (const listener of listeners) listener()
}

export const isWide = (): boolean => WIDE.matches
export const openDrawer = (which: 'sidebar' | 'panel'): void => change(which)
export const closeDrawer = (): void => change(null)

// What lay over the screen stands beside it now.
WIDE.addEventListener('change', closeDrawer)

export function useDrawer(): Drawer {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => drawer,
  )
}

export function useIsWide(): boolean {
  return useSyncExternalStore(
    listener => {
      WIDE.addEventListener('change', listener)
      return () => WIDE.removeEventListener('change', listener)
    },
    () => WIDE.matches,
  )
}
