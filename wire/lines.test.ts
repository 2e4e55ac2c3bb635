import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { type LineCaps, readLines } from './lines.ts'

const runtime = { title: 'The runtime', startCure: 'start it', modelCure: () => 'get it' }
const WIDE: LineCaps = { lineBytes: 1_000, totalBytes: 100_000, runtime }

async function* split(bytes: Uint8Array, pieces: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = pieces[turn % pieces.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}

async function collect(bytes: Uint8Array, pieces: readonly number[], caps = WIDE): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const line of readLines(split(bytes, pieces), caps)) lines.push(line)
  return lines
}

describe('readLines', () => {
  test('gives the same lines however the bytes are split', async () => {
    const line = fc.string({ unit: 'binary', maxLength: 30 }).map(text => text.replaceAll('\n', '').trim())
    const pieces = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 20 }), pieces, async (lines, sizes) => {
        const bytes = Buffer.from(lines.map(one => `${one}\n`).join(''))
        expect(await collect(bytes, sizes)).toEqual(lines.filter(one => one !== ''))
      }),
      { seed: 11, numRuns: 200 },
    )
  })

  test('gives a last line without a newline, and takes carriage returns away', async () => {
    expect(await collect(Buffer.from('a\r\n\r\nb'), [2])).toEqual(['a', 'b'])
  })

  test('does not keep the memory of a chunk that is used again', async () => {
    async function* reuse(): AsyncGenerator<Uint8Array> {
      const chunk = Buffer.from('ab')
      yield chunk
      chunk.write('c\n')
      yield chunk
    }
    const lines = []
    for await (const line of readLines(reuse(), WIDE)) lines.push(line)
    expect(lines).toEqual(['abc'])
  })

  const REFUSED: readonly (readonly [string, Uint8Array, LineCaps])[] = [
    ['a line above its cap that ends', Buffer.from(`${'x'.repeat(11)}\n`), { lineBytes: 10, totalBytes: 99, runtime }],
    ['a line above its cap that never ends', Buffer.alloc(40, 'x'), { lineBytes: 10, totalBytes: 99, runtime }],
    [
      'many short lines above the cap of all',
      Buffer.from('x\n'.repeat(60)),
      { lineBytes: 10, totalBytes: 99, runtime },
    ],
    ['bytes that are not UTF-8', Buffer.from([0x61, 0xff, 0x0a]), WIDE],
    ['half a character at the end', Buffer.from([0x61, 0xc3]), WIDE],
    ['a surrogate as bytes', Buffer.from([0xed, 0xa0, 0x80, 0x0a]), WIDE],
  ]
  for (const [what, bytes, caps] of REFUSED)
    for (const size of [1, 7, 1_000])
      test(`N2 refuses ${what}, in pieces of ${size}`, async () => {
        await expect(collect(bytes, [size], caps)).rejects.toMatchObject({ code: 'UPSTREAM_PROTOCOL' })
      })

  test('X4 ends the body when the reader stops', async () => {
    let ended = false
    async function* body(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from('a\n')
      } finally {
        ended = true
      }
    }
    for await (const line of readLines(body(), WIDE)) if (line === 'a') break
    expect(ended).toBe(true)
  })
})
