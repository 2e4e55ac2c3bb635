/**
 * Bytes to lines, as they arrive: each line is whole, valid UTF-8 and of bounded length, and so is all of it together.
 * It parses no JSON and keeps no more than one line.
 */
import type { ConnectorError } from '#contracts/plugin-errors'
import { type Runtime, toProtocolError } from './runtime.ts'

export type LineCaps = { readonly lineBytes: number; readonly totalBytes: number; readonly runtime: Runtime }

const NEWLINE = 0x0a

/**
 * Yields every non-empty line, also a last one without a newline. Ending the iteration ends that of `body`.
 * Throws ConnectorError UPSTREAM_PROTOCOL when a cap is passed or bytes are not UTF-8.
 */
export async function* readLines(body: AsyncIterable<Uint8Array>, caps: LineCaps): AsyncGenerator<string, void> {
  let held: Uint8Array[] = []
  let heldBytes = 0
  let totalBytes = 0
  for await (const chunk of body) {
    totalBytes += chunk.length
    if (totalBytes > caps.totalBytes)
      throw toProtocolError(caps.runtime, `more than ${caps.totalBytes} bytes for one answer`)
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const line = toText([...held, chunk.subarray(start, end)], heldBytes + end - start, caps)
      held = []
      heldBytes = 0
      start = end + 1
      if (line !== '') yield line
    }
    if (start === chunk.length) continue
    // A copy: the runtime may reuse the chunk's memory.
    held.push(Uint8Array.from(chunk.subarray(start)))
    heldBytes += chunk.length - start
    if (heldBytes > caps.lineBytes) throw tooLong(caps)
  }
  const last = toText(held, heldBytes, caps)
  if (last !== '') yield last
}

const tooLong = (caps: LineCaps): ConnectorError =>
  toProtocolError(caps.runtime, `a line longer than ${caps.lineBytes} bytes`)

function toText(parts: readonly Uint8Array[], sizeBytes: number, caps: LineCaps): string {
  if (sizeBytes > caps.lineBytes) throw tooLong(caps)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts, sizeBytes)).trim()
  } catch (cause) {
    throw toProtocolError(caps.runtime, 'bytes that are not UTF-8', cause)
  }
}
