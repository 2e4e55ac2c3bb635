/** SHA-256 of a file, read in pieces. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

/** `sha256:<hex>`. `onBytes` gets the number of bytes read so far. Rejects with the signal's AbortError. */
export async function readChecksum(
  path: string,
  options: { readonly signal?: AbortSignal; readonly onBytes?: (done: number) => void } = {},
): Promise<string> {
  const hash = createHash('sha256')
  let done = 0
  for await (const bytes of createReadStream(path, { highWaterMark: 1 << 20 })) {
    options.signal?.throwIfAborted()
    hash.update(bytes)
    done += bytes.length
    options.onBytes?.(done)
  }
  return `sha256:${hash.digest('hex')}`
}
