/**
 * What has to happen when an event stream has ended on our side. The pump that ends a stream knows the reader's signal and no server;
 * who lifted the idle rule knows both. It holds nothing for a reader that is gone.
 */
const waiting = new WeakMap<AbortSignal, () => void>()

/** `then` runs once, when the stream to this reader has ended: also where its reader has not taken all of it. */
export function afterStream(reader: AbortSignal, then: () => void): void {
  waiting.set(reader, then)
}

export function tellStreamEnd(reader: AbortSignal): void {
  const then = waiting.get(reader)
  waiting.delete(reader)
  then?.()
}
