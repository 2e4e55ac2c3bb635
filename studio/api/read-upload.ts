/** A file as the raw bytes of a body, with the limit of files in its own words. */
import { KoraError } from '#contracts/failure'
import { readBodyBytes } from '#http/body'
import { invalidRequest, requestFault } from './read-request.ts'

const LIMITS = { maxBytes: 64 * 1024 * 1024, timeoutMs: 300_000 }

/** Throws BODY_TOO_LARGE, BODY_TIMEOUT, INVALID_REQUEST for an empty one. */
export async function readUpload(request: Request): Promise<Uint8Array> {
  const bytes = await readBodyBytes(request, LIMITS).catch((error: unknown) => {
    if (!(error instanceof KoraError) || error.code !== 'BODY_TOO_LARGE') throw error
    throw new KoraError(
      'BODY_TOO_LARGE',
      'A file may have 64 MiB at most.',
      { hint: 'Split it, or send the part that matters.' },
      error,
    )
  })
  if (bytes.length === 0) throw invalidRequest([requestFault('', 'The file is empty.')])
  return bytes
}
