/** What the command palette offers: screens add their commands while they are shown. */
import { useEffect, useMemo } from 'react'
import { SharedValue, useShared } from './shared-value.ts'

export type Command = {
  readonly id: string
  readonly group: string
  readonly label: string
  /** Further words to be found by. */
  readonly words?: readonly string[]
  readonly keys?: string
  readonly run: () => void
}

const sets = new SharedValue<readonly (readonly Command[])[]>([])

/** `commands` must be the same array while nothing changed (useMemo). */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    sets.write([...sets.read(), commands])
    return () => sets.write(sets.read().filter(set => set !== commands))
  }, [commands])
}

export function useAllCommands(): readonly Command[] {
  const all = useShared(sets)
  return useMemo(() => all.flat(), [all])
}
