/** The build of the WASM modules: what it refuses, and that the lock is true. */
import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildModules, checkLock, compileModule, hashSources, type Lock, MODULES } from './build.ts'
import { buildRanges, TERM, WORD } from './emit-unicode-ranges.ts'
import { readLimits } from './read-limits.ts'

const lock: Lock = JSON.parse(readFileSync(join(import.meta.dir, 'lock.json'), 'utf8'))
const sha256 = (bytes: Uint8Array): string => new Bun.CryptoHasher('sha256').update(bytes).digest('hex')

describe('asm build', () => {
  test('D4 the modules built here are those of the lock', async () => {
    expect(checkLock(await buildModules())).toEqual([])
    expect(Object.keys(lock.modules).sort()).toEqual(Object.keys(MODULES).sort())
  })

  test('D4 compiling again gives the same bytes', async () => {
    expect(sha256(await compileModule('diff'))).toBe(lock.modules.diff!)
  }, 60_000)

  test('D4 a module, a source, an option or a compiler that differs is named', async () => {
    const built = await buildModules()
    const other = 'f'.repeat(64)
    expect(checkLock({ ...built, modules: { ...built.modules, text: other } })).toEqual([
      'module text differs from the lock',
    ])
    expect(checkLock({ ...built, sources: { ...hashSources(), 'extra.ts': other } })).toEqual([
      'source extra.ts differs from the lock',
    ])
    expect(checkLock({ ...built, options: '' })).toHaveLength(1)
    expect(checkLock({ ...built, compiler: 'assemblyscript 0.0.0' })).toHaveLength(1)
    expect(
      checkLock({ ...built, memory: { ...built.memory, text: { initialPages: 1, maximumPages: 65_536 } } }),
    ).toHaveLength(1)
  })

  test('P5 limits are read from the bytes: imports, memory, no maximum', () => {
    const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
    const bounded = Uint8Array.from([...header, 5, 4, 1, 1, 2, 9])
    expect(readLimits(bounded)).toEqual({ imports: [], initialPages: 2, maximumPages: 9 })
    const unbounded = Uint8Array.from([...header, 5, 3, 1, 0, 3])
    expect(readLimits(unbounded)).toEqual({ imports: [], initialPages: 3, maximumPages: null })
    const importing = Uint8Array.from([...header, 1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, 0x65, 1, 0x66, 0, 0])
    expect(readLimits(importing).imports).toEqual(['e.f'])
    expect(() => readLimits(Uint8Array.from([1, 2, 3]))).toThrow()
  })

  test('D1 the committed table of letters is that of the Unicode version it names', () => {
    const source = readFileSync(join(import.meta.dir, 'assembly/unicode-ranges.ts'), 'utf8')
    const version = /Unicode (\d+\.\d+)/.exec(source)?.[1]
    for (const [name, pattern] of [
      ['WORD_RANGES', WORD],
      ['TERM_RANGES', TERM],
    ] as const) {
      const listed = new RegExp(`${name}: usize = memory\\.data<u32>\\(\\[([^\\]]*)\\]`).exec(source)?.[1] ?? ''
      const numbers = listed
        .split(',')
        .filter(part => part.trim() !== '')
        .map(Number)
      expect(source).toInclude(`${name}_COUNT: u32 = ${numbers.length / 2}\n`)
      if (version === process.versions.unicode) expect(numbers).toEqual(buildRanges(pattern))
      for (const [i, number] of numbers.entries()) if (i > 0) expect(number).toBeGreaterThan(numbers[i - 1]!)
    }
  })
})
