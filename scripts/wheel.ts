/**
 * Reads one member out of a wheel, which is a zip file, as a stream. It reads stored and deflated members of files below 4 GiB,
 * and refuses everything else by name.
 */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'

type Member = { readonly method: number; readonly packedBytes: number; readonly headerAt: number }

const END_MARK = 0x06054b50
const END_BYTES = 22
const MAX_COMMENT_BYTES = 65_535
const CENTRAL_MARK = 0x02014b50
const CENTRAL_BYTES = 46
const LOCAL_MARK = 0x04034b50
const LOCAL_BYTES = 30
const ZIP64_MARK = 0xffffffff
const STORED = 0
const DEFLATED = 8

/** The unpacked bytes of a member. Throws when the file is no zip, or has no such member. */
export async function openMember(zipPath: string, name: string): Promise<Readable> {
  const file = await open(zipPath, 'r')
  try {
    const { size } = await file.stat()
    const tail = await readAt(file, Math.max(0, size - END_BYTES - MAX_COMMENT_BYTES), size)
    const directory = readEnd(tail)
    const member = findMember(await readAt(file, directory.at, directory.at + directory.bytes), name)
    if (member === null) throw new Error(`the archive has no ${name}`)
    const local = await readAt(file, member.headerAt, member.headerAt + LOCAL_BYTES)
    if (local.readUInt32LE(0) !== LOCAL_MARK) throw new Error('the archive is damaged')
    const dataAt = member.headerAt + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28)
    return openData(zipPath, dataAt, member)
  } finally {
    await file.close()
  }
}

function openData(zipPath: string, dataAt: number, member: Member): Readable {
  const packed = createReadStream(zipPath, { start: dataAt, end: dataAt + member.packedBytes - 1 })
  if (member.method === STORED) return packed
  if (member.method !== DEFLATED) throw new Error(`the archive uses packing method ${member.method}`)
  const unpacked = createInflateRaw()
  packed.on('error', failure => unpacked.destroy(failure))
  return packed.pipe(unpacked)
}

function readEnd(tail: Buffer): { readonly at: number; readonly bytes: number } {
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== END_MARK) continue
    const directory = { bytes: tail.readUInt32LE(at + 12), at: tail.readUInt32LE(at + 16) }
    if (directory.at === ZIP64_MARK) throw new Error('the archive is larger than 4 GiB')
    return directory
  }
  throw new Error('the file is no zip archive')
}

function findMember(directory: Buffer, name: string): Member | null {
  for (let at = 0; at + CENTRAL_BYTES <= directory.length; ) {
    if (directory.readUInt32LE(at) !== CENTRAL_MARK) throw new Error('the archive is damaged')
    const nameBytes = directory.readUInt16LE(at + 28)
    const next = at + CENTRAL_BYTES + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    if (directory.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes) === name)
      return {
        method: directory.readUInt16LE(at + 10),
        packedBytes: directory.readUInt32LE(at + 20),
        headerAt: directory.readUInt32LE(at + 42),
      }
    at = next
  }
  return null
}

async function readAt(file: Awaited<ReturnType<typeof open>>, start: number, end: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start)
  return buffer.subarray(0, bytesRead)
}
