import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GgufError, readGgufHeader, toParameterLabel } from './gguf-header.ts'
import { buildGguf, type GgufParts, text, uint32, uint64 } from './gguf-sample.ts'

const folder = mkdtempSync(join(tmpdir(), 'kora-gguf-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function read(bytes: Uint8Array) {
  const path = join(folder, 'model.gguf')
  writeFileSync(path, bytes)
  return readGgufHeader(path)
}
const readParts = (parts: GgufParts) => read(buildGguf(parts))

describe('gguf header', () => {
  test('G5 reads context, parameters, quantization and cache size of a whole file', () => {
    const header = readParts({})
    expect(header.architecture).toBe('llama')
    expect(header.contextTokens).toBe(2_048)
    expect(header.quantization).toBe('Q4_1')
    expect(header.parameters).toBe('12M')
    // 2 layers x 1 cached head x (32 + 32) values x 2 bytes.
    expect(header.cacheBytesPerToken).toBe(256)
  })

  test('reads a label from the number of weights when the file names none', () => {
    expect(toParameterLabel(134_515_008)).toBe('135M')
    expect(toParameterLabel(1_720_000_000)).toBe('1.7B')
    expect(toParameterLabel(3_000_000_000)).toBe('3B')
    expect(toParameterLabel(12)).toBeNull()
  })

  test('refuses a file that was cut in its weights, by one byte', () => {
    const whole = buildGguf({})
    expect(() => read(whole.slice(0, -1))).toThrow('shorter than its header says')
  })

  test('refuses a file cut anywhere in its header, always with its own error', () => {
    const whole = buildGguf({})
    for (let length = 0; length < whole.length; length += 7) {
      expect(() => read(whole.slice(0, length))).toThrow(GgufError)
    }
  })

  test.each([
    ['not a GGUF', () => new TextEncoder().encode('<!doctype html><title>404</title>')],
    ['an empty file', () => new Uint8Array(0)],
    ['an unknown version', () => buildGguf({ version: 9 })],
    ['more tensors than the file can hold', () => buildGguf({ tensorCount: 2n ** 62n })],
    ['more values than the file can hold', () => buildGguf({ valueCount: 2n ** 40n })],
    ['a string longer than the file', () => buildGguf({ extra: [text('x'), uint32(8), uint64(2n ** 50n)] })],
    ['an array longer than the file', () => buildGguf({ extra: [text('x'), uint32(9), uint32(4), uint64(2n ** 61n)] })],
    ['a value of unknown type', () => buildGguf({ extra: [text('x'), uint32(99)] })],
    [
      'arrays in arrays without end',
      () =>
        buildGguf({
          extra: [text('x'), uint32(9), ...Array.from({ length: 40 }, () => [uint32(9), uint64(1n)]).flat()],
        }),
    ],
    ['a tensor far outside', () => buildGguf({ tensorOffset: 2n ** 52n })],
    ['a tensor with impossible dimensions', () => buildGguf({ dimensions: [2n ** 40n, 2n ** 40n] })],
  ])('refuses %s', (_, build) => {
    expect(() => read(build())).toThrow(GgufError)
  })
})
