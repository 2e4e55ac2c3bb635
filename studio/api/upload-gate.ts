/** So many large bodies at once and no more: each is held in memory as a whole, so the next one waits unread on the wire. */
export function createUploadGate(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = atOnce
  const waiting: (() => void)[] = []
  return async work => {
    if (free === 0) await new Promise<void>(resolve => waiting.push(resolve))
    else free -= 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // A place is handed on, so that no newcomer takes it in between.
      if (next === undefined) free += 1
      else next()
    }
  }
}
