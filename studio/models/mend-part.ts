/**
 * Mends a downloaded file whose digest is wrong: finds the chunks that are not what they should be and fetches these alone (G2). What
 * a chunk should be is said by the curated list, or else by the book of the download, which knows what went bad on the disk.
 */
import { open } from 'node:fs/promises'
import { fetchRange, type HubRequest } from './hub-source.ts'
import { CHUNK_BYTES, findWrongChunks, loadState } from './part-file.ts'
import { SourceFailed } from './pull-tools.ts'

/** True where chunks were replaced, so that the digest is worth another look. Throws the signal's reason. */
export async function mendPart(request: HubRequest, chunkSha256: readonly string[] | undefined): Promise<boolean> {
  const { part, url, sizeBytes, signal } = request
  const state = await loadState(part, url)
  const listed = request.limits?.chunkBytes ?? CHUNK_BYTES
  const chunkBytes = chunkSha256 === undefined ? (state?.chunkBytes ?? listed) : listed
  const expected = chunkSha256 ?? state?.chunks ?? []
  const wrong = await findWrongChunks(part, chunkBytes, expected)
  // A file of which nothing is right is another file.
  if (wrong.length === 0 || (wrong.length === expected.length && wrong.length > 1)) return false
  const file = await open(part, 'r+')
  try {
    for (const at of wrong) {
      const from = at * chunkBytes
      const bytes = await fetchRange(request, from, Math.min(chunkBytes, sizeBytes - from), state?.etag ?? null)
      await file.write(bytes, 0, bytes.length, from)
    }
    await file.datasync()
    return true
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof SourceFailed) return false
    throw cause
  } finally {
    await file.close()
  }
}
