/**
 * Ctrl-C and SIGTERM as an AbortSignal, from the moment a command asks for it: the first one asks the command to end in order, a
 * second one ends the process. Commands that hold nothing never ask and simply die.
 */

/** `reason` of the signal is the name of the system's signal. */
export function listenForStop(exit: (code: number) => void): AbortSignal {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (stop.signal.aborted) exit(1)
      else stop.abort(name)
    })
  }
  return stop.signal
}
