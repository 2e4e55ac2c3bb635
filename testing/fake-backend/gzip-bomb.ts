/**
 * A valid gzip stream that unpacks to many bytes and is made without ever holding them: one compressed block, repeated.
 */
import { constants, crc32, deflateRawSync } from 'node:zlib'

const BLOCK_BYTES = 1024 * 1024
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3)
const LAST_EMPTY_BLOCK = Uint8Array.of(3, 0)

/** Pieces of the stream; it unpacks to `unpackedBytes`, rounded up to whole MiB, of spaces. */
export function* packGzipBomb(unpackedBytes: number): Generator<Uint8Array> {
  const block = Buffer.alloc(BLOCK_BYTES, ' ')
  const packed = deflateRawSync(block, { finishFlush: constants.Z_FULL_FLUSH })
  const blocks = Math.max(1, Math.ceil(unpackedBytes / BLOCK_BYTES))
  let checksum = 0
  yield HEADER
  for (let made = 0; made < blocks; made += 1) {
    checksum = crc32(block, checksum)
    yield packed
  }
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(checksum >>> 0, 0)
  trailer.writeUInt32LE((blocks * BLOCK_BYTES) % 2 ** 32, 4)
  yield LAST_EMPTY_BLOCK
  yield trailer
}
