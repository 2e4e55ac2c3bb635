/**
 * A value of this browser: kept in localStorage, the same in every part and every tab. For preferences and drafts; nothing that
 * the server must know lives here.
 */
import { SharedValue } from './shared-value.ts'

export type LocalValue<T> = Pick<SharedValue<T>, 'read' | 'write' | 'subscribe'>

/** `check` answers the value as it is to be taken, or null for one that is not of this kind: a stored value is from outside. */
export function defineLocalValue<T>(key: string, fallback: T, check: (value: unknown) => T | null): LocalValue<T> {
  const shared = new SharedValue(load(key, check) ?? fallback)
  addEventListener('storage', event => {
    if (event.key === key) shared.write(load(key, check) ?? fallback)
  })
  return {
    read: shared.read,
    subscribe: shared.subscribe,
    write: value => {
      try {
        localStorage.setItem(key, JSON.stringify(value))
      } catch {
        // A full or forbidden storage costs the memory of a preference, not the preference.
      }
      shared.write(value)
    },
  }
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
