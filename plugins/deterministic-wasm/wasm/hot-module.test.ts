import { describe, expect, test } from 'bun:test'
import { tmpdir } from 'node:os'
import { buildModules } from '#asm/build'
import { assertBuilt } from './hot-module.ts'
import '../library.ts'

await buildModules()

describe('the WASM modules of the library', () => {
  test('D3 are named with the command that builds them where they are missing, before any operation runs', () => {
    expect(() => assertBuilt([tmpdir()])).toThrow(
      expect.objectContaining({
        code: 'PLUGIN_FAILED',
        message: expect.stringMatching(/diff.* are not built: run `bun asm\/build\.ts`/),
      }),
    )
    expect(() => assertBuilt()).not.toThrow()
  })
})
