/**
 * The keyboard map: parts register what they listen for while they are on the screen, one listener serves all, and the help
 * dialog shows what holds at the moment. Single letters never fire while something is being typed.
 */
import { useLayoutEffect, useRef } from 'react'
import { SharedValue, useShared } from './shared-value.ts'

export type Shortcut = {
  /** `mod+k`, `/`, `?`, `escape`; `mod` is Ctrl, or Command on a Mac. */
  readonly keys: string
  /** What it does, for the help dialog. */
  readonly label: string
}

type Registered = Shortcut & { readonly run: (event: KeyboardEvent) => boolean }

const IS_MAC = /mac|iphone|ipad/i.test(navigator.platform)
const registered = new SharedValue<readonly Registered[]>([])

/** Runs `action` on `keys`; an action that answers false passes the key on. The part that came last is asked first. */
export function useShortcut(keys: string, label: string, action: () => boolean | undefined, isOn = true): void {
  const latest = useRef(action)
  // With the paint and not after it: a key follows at once on what it acts on.
  useLayoutEffect(() => {
    latest.current = action
  })
  useLayoutEffect(() => {
    if (!isOn) return
    const entry: Registered = { keys, label, run: () => latest.current() !== false }
    registered.write([...registered.read(), entry])
    return () => registered.write(registered.read().filter(one => one !== entry))
  }, [keys, label, isOn])
}

export const useShortcuts = (): readonly Shortcut[] => useShared(registered)

/** `mod+k` as the keyboard at hand spells it. */
export function toKeyNames(keys: string): readonly string[] {
  return keys.split('+').map(key => {
    if (key === 'mod') return IS_MAC ? '⌘' : 'Ctrl'
    if (key === 'shift') return IS_MAC ? '⇧' : 'Shift'
    if (key === 'escape') return 'Esc'
    return key.length === 1 ? key.toUpperCase() : key
  })
}

function spell(event: KeyboardEvent): string {
  const mod = IS_MAC ? event.metaKey : event.ctrlKey
  const key = event.key.toLowerCase()
  // "?" and "/" already say whether Shift was held.
  const shift = event.shiftKey && /^[a-z]$|^\w{2,}$/.test(key)
  return [mod ? 'mod' : '', shift ? 'shift' : '', key].filter(Boolean).join('+')
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

addEventListener('keydown', event => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return
  const keys = spell(event)
  const isPlain = !keys.startsWith('mod+') && keys !== 'escape'
  if (isPlain && isTyping(event)) return
  // A modal dialog has the keyboard to itself.
  if (document.querySelector('dialog:modal') !== null) return
  for (const entry of registered.read().toReversed()) {
    if (entry.keys !== keys || !entry.run(event)) continue
    event.preventDefault()
    return
  }
})
