/** What lies over the screen on a narrow window: the sidebar, the panel, or nothing. */
import { useSyncExternalStore } from 'react'
import { SharedValue, useShared } from './shared-value.ts'

export type Drawer = 'sidebar' | 'panel' | null

const WIDE = matchMedia('(width >= 64rem)')
const drawer = new SharedValue<Drawer>(null)

export const isWide = (): boolean => WIDE.matches
export const openDrawer = (which: 'sidebar' | 'panel'): void => drawer.write(which)
export const closeDrawer = (): void => drawer.write(null)

// What lay over the screen stands beside it now.
WIDE.addEventListener('change', closeDrawer)

export const useDrawer = (): Drawer => useShared(drawer)

export function useIsWide(): boolean {
  return useSyncExternalStore(
    listener => {
      WIDE.addEventListener('change', listener)
      return () => WIDE.removeEventListener('change', listener)
    },
    () => WIDE.matches,
  )
}
