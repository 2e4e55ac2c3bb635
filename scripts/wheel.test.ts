import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { openMember } from './wheel.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kora-wheel-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Part = { readonly name: string; readonly body: Buffer; readonly method: number }

/** A zip file with an extra field in its local headers, as Python writes them. */
function buildZip(parts: readonly Part[], comment = ''): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, body, method } of parts) {
    const packed = method === 8 ? deflateRawSync(body) : body
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(name.length, 26)
    local.writeUInt16LE(4, 28)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(method, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(body.length, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    const bytes = Buffer.concat([local, Buffer.from(name), Buffer.alloc(4), packed])
    locals.push(bytes)
    directory.push(entry, Buffer.from(name))
    at += bytes.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(at, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...locals, central, end, Buffer.from(comment)])
}

async function readMember(zip: Buffer, name: string): Promise<Buffer> {
  const path = join(folder, `${crypto.randomUUID()}.whl`)
  await Bun.write(path, zip)
  const parts: Buffer[] = []
  for await (const chunk of await openMember(path, name)) parts.push(chunk as Buffer)
  return Buffer.concat(parts)
}

const BIG = Buffer.from(Array.from({ length: 300_000 }, (_, at) => at % 251))
const PARTS: readonly Part[] = [
  { name: 'a/stored', body: BIG, method: 0 },
  { name: 'a/packed', body: BIG, method: 8 },
  { name: 'a/odd', body: BIG, method: 12 },
]

describe('a member of a wheel', () => {
  test('G3 comes out as it went in, stored or packed, also behind a comment', async () => {
    expect(await readMember(buildZip(PARTS), 'a/stored')).toEqual(BIG)
    expect(await readMember(buildZip(PARTS, 'words'), 'a/packed')).toEqual(BIG)
  })

  test('is refused when it is not there, or packed in another way', async () => {
    await expect(readMember(buildZip(PARTS), 'a')).rejects.toThrow('has no a')
    await expect(readMember(buildZip(PARTS), 'a/odd')).rejects.toThrow('method 12')
  })

  test('is refused when the file is no archive, or a damaged one', async () => {
    await expect(readMember(Buffer.from('<html>'), 'x')).rejects.toThrow('no zip archive')
    await expect(readMember(Buffer.alloc(0), 'x')).rejects.toThrow('no zip archive')
    const damaged = buildZip(PARTS)
    damaged[0] = 0
    await expect(readMember(damaged, 'a/stored')).rejects.toThrow('damaged')
    const cut = buildZip([{ name: 'p', body: Buffer.alloc(100_000, 'ab'), method: 8 }])
    cut.fill(0xff, 40, 60)
    await expect(readMember(cut, 'p')).rejects.toThrow()
  })
})
