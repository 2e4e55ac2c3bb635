/** What the command palette offers: screens add their commands while they are shown. */
import { useEffect, useSyncExternalStore } from 'react'

export type Command = {
  readonly id: string
  readonly group: string
  readonly label: string
  /** Further words to be found by. */
  readonly words?: readonly string[]
  readonly keys?: string
  readonly run: () => void
}

let sets: readonly (readonly Command[])[] = []
let all: readonly Command[] = []
const listeners = new Set<() => void>()

function change(next: readonly (readonly Command[])[]): void {
  sets = next
  all = next.flat()
  for (const listener of listeners) listener()
}

/** `commands` must be the same array while nothing changed (useMemo). */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    change([...sets, commands])
    return () => change(sets.filter(set => set !== commands))
  }, [commands])
}

export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => all,
  )
}
