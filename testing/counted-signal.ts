/** An abort signal that counts who listens: whatever waits with a signal must let go of it, or long runs pile listeners up. */

export function createCountedSignal(): { readonly signal: AbortSignal; readonly listening: () => number } {
  const { signal } = new AbortController()
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  let count = 0
  signal.addEventListener = ((...given: Parameters<typeof add>) => {
    count += 1
    add(...given)
  }) as typeof signal.addEventListener
  signal.removeEventListener = ((...given: Parameters<typeof remove>) => {
    count -= 1
    remove(...given)
  }) as typeof signal.removeEventListener
  return { signal, listening: () => count }
}
