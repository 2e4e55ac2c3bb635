/** `models catalog`, `import` and `remove` with the real program and a real data folder. */
import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Failure } from '#contracts/failure'
import type { CatalogModel, ModelInfo } from '#contracts/studio'
import { findSmallModel, SMALL_MODEL } from '#testing/small-model'
import { openCli } from './cli-harness.ts'

setDefaultTimeout(60_000)
const cli = openCli()
afterAll(cli.close)
const small = findSmallModel()

describe('models of the command line', () => {
  test('G4 the catalogue tells size, licence, digest and fit, for people and for programs', async () => {
    const people = await cli.kora(['models', 'catalog'])
    expect(people.code).toBe(0)
    expect(people.out).toMatch(/^smollm2-135m-instruct-q4_1 .* 98 .*Apache-2\.0 .* default$/m)
    expect(people.err).toMatch(/^Free now: \d+ MiB/m)
    const models = (await cli.kora(['models', 'catalog', '--json'])).json<readonly CatalogModel[]>()
    for (const model of models) expect(model.checksum).toMatch(/^sha256:[0-9a-f]{64}$/)
  })

  test('G3 a file that is no whole model is refused in one sentence, and not listed', async () => {
    const cut = await cli.write('cut.gguf', `GGUF${'\u0003\0\0\0'}`)
    const refused = await cli.kora(['models', 'import', 'cut.gguf', '--json'])
    expect(refused.code).toBe(2)
    expect(refused.json<Failure>()).toMatchObject({ details: { code: 'INVALID_REQUEST' } })
    expect(refused.json<Failure>().message).toContain('cut.gguf is not a usable model file: it ends inside its header')
    expect((await cli.kora(['models', '--json'])).json<readonly ModelInfo[]>()).toEqual([])
    expect(existsSync(cut)).toBe(true)
  })

  test('G3 a broken file in the models folder is told by the list, and can be removed', async () => {
    await Bun.write(join(cli.home, 'models', 'half.gguf'), `GGUF${'\u0003\0\0\0'}`)
    const listed = await cli.kora(['models', 'list'])
    expect(listed).toMatchObject({ code: 0, out: '' })
    expect(listed.err).toContain('half.gguf is not a usable model file')
    expect((await cli.kora(['models', 'remove', 'half', '--yes'])).code).toBe(0)
    expect((await cli.kora(['models', 'list'])).err).toMatch(/^No model yet\. .*`kora models pull`/)
  })

  test('G6 nothing is removed unasked, and what is not there is named', async () => {
    const unasked = await cli.kora(['models', 'remove', 'absent'])
    expect(unasked).toMatchObject({ code: 2, out: '' })
    expect(unasked.err).toContain('--yes')
    const absent = await cli.kora(['models', 'remove', 'absent', '--yes', '--json'])
    expect(absent.json<Failure>().details.code).toBe('MODEL_NOT_FOUND')
  })

  test.skipIf('skipped' in small)('G6 a real model comes in, fits, is listed by its facts, and goes', async () => {
    const path = 'path' in small ? small.path : ''
    const imported = await cli.kora(['models', 'import', path])
    expect(imported.out).toMatch(/^llamacpp\/smollm2-135m-instruct-q4_1 is ready \(98 MB, Apache-2\.0\)/)
    const [model] = (await cli.kora(['models', '--json'])).json<readonly ModelInfo[]>()
    expect(model).toMatchObject({ parameters: '135M', quantization: 'Q4_1', size_bytes: SMALL_MODEL.sizeBytes })
    expect(model?.fit).toMatchObject({ verdict: expect.any(String), weights_mb: 94 })
    const removed = await cli.kora(['models', 'remove', 'smollm2-135m-instruct-q4_1', '--yes'])
    expect(removed.out).toContain('is removed; 0 MB are free again')
    expect(removed.err).toContain('is yours and stays')
    expect(existsSync(path)).toBe(true)
    const copy = join(cli.home, 'models', 'copy.gguf')
    await Bun.write(copy, Bun.file(path))
    const freed = await cli.kora(['models', 'remove', 'copy', '-y', '--json'])
    expect(freed.json()).toEqual({
      model_id: 'llamacpp/copy',
      freed_bytes: SMALL_MODEL.sizeBytes,
      kept_files: [],
    } as never)
    expect(existsSync(copy)).toBe(false)
  })

  test.skipIf('skipped' in small || process.platform !== 'linux')(
    'G5 a real load corrects the estimate, also after a restart',
    async () => {
      const path = 'path' in small ? small.path : ''
      await cli.kora(['models', 'import', path])
      const fit = async () => (await cli.kora(['models', '--json'])).json<readonly ModelInfo[]>()[0]?.fit
      const guessed = await fit()
      expect(guessed?.is_measured).toBe(false)
      const served = await cli.serve()
      expect((await cli.kora(['ask', '--direct', 'Say hello.'])).code).toBe(0)
      const measured = await fit()
      expect(measured).toMatchObject({ is_measured: true, verdict: 'fits' })
      // The estimate was near: between half and twice of what it took.
      expect(guessed?.needed_mb).toBeGreaterThan((measured?.needed_mb ?? 0) / 2)
      expect(guessed?.needed_mb).toBeLessThan((measured?.needed_mb ?? 0) * 2)
      served.process.kill('SIGTERM')
      await served.ended
      expect((await fit())?.needed_mb).toBe(measured?.needed_mb)
    },
  )
})
