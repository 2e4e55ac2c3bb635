/** What goes wrong inside the child, with the code that the server process will throw. The message is safe to show. */
import type { ChildFailure } from './protocol.ts'

export class ChildError extends Error {
  override readonly name = 'ChildError'
  readonly code: ChildFailure

  constructor(code: ChildFailure, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}

/** Throws when the caller no longer wants the answer. */
export function assertWanted(signal: AbortSignal): void {
  if (signal.aborted) throw new ChildError('CANCELLED', 'The call was cancelled.')
}
