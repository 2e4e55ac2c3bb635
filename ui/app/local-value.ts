/**
 * A value of this browser: kept in localStorage, the same in every part and every tab. For preferences and drafts; nothing that
 * the server must know lives here.
 */
import { useSyncExternalStore } from 'react'

export type LocalValue<T> = {
  readonly read: () => T
  readonly write: (value: T) => void
  readonly subscribe: (listener: () => void) => () => void
}

/** `check` answers the value as it is to be taken, or null for one that is not of this kind: a stored value is from outside. */
export function defineLocalValue<T>(key: string, fallback: T, check: (value: unknown) => T | null): LocalValue<T> {
  const listeners = new Set<() => void>()
  let value = load(key, check) ?? fallback
  const tell = () => {
    for (const listener of listeners) listener()
  }
  addEventListener('storage', event => {
    if (event.key !== key) return
    value = load(key, check) ?? fallback
    tell()
  })
  return {
    read: () => value,
    write: next => {
      value = next
      try {
        localStorage.setItem(key, JSON.stringify(next))
      } catch {
        // A full or forbidden storage costs the memory of a preference, not the preference.
      }
      tell()
    },
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export function useLocalValue<T>(local: LocalValue<T>): T {
  return useSyncExternalStore(local.subscribe, local.read)
}

function load<T>(key: string, check: (value: unknown) => T | null): T | null {
  try {
    const text = localStorage.getItem(key)
    return text === null ? null : check(JSON.parse(text))
  } catch {
    return null
  }
}

/** A check for one of some words. */
export function oneOf<T extends string>(words: readonly T[]): (value: unknown) => T | null {
  return value => words.find(word => word === value) ?? null
}
