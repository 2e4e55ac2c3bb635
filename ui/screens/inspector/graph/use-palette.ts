/** Colours of the page's tokens as a canvas needs them: resolved, and read again when the theme changes. */
import { useSyncExternalStore } from 'react'

type Names = Readonly<Record<string, string>>

const DARK = matchMedia('(prefers-color-scheme: dark)')
const probe = document.createElement('span')
let version = 0

/** Values by name; the object stays the same until the theme changes. */
export function usePalette<T extends Names>(names: T): { readonly [Key in keyof T]: string } {
  const now = useSyncExternalStore(listen, () => version)
  return read(names, now)
}

const known = new WeakMap<Names, { readonly version: number; readonly colours: Readonly<Record<string, string>> }>()

function read<T extends Names>(names: T, now: number): { readonly [Key in keyof T]: string } {
  const last = known.get(names)
  if (last?.version === now) return last.colours as { readonly [Key in keyof T]: string }
  document.body.append(probe)
  probe.hidden = true
  const colours: Record<string, string> = {}
  for (const [name, token] of Object.entries(names)) {
    probe.style.color = `var(${token})`
    colours[name] = getComputedStyle(probe).color
  }
  probe.remove()
  known.set(names, { version: now, colours })
  return colours as { readonly [Key in keyof T]: string }
}

function listen(listener: () => void): () => void {
  const onChange = () => {
    version += 1
    listener()
  }
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] })
  DARK.addEventListener('change', onChange)
  return () => {
    observer.disconnect()
    DARK.removeEventListener('change', onChange)
  }
}
