import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connector, ModelEntry } from '#contracts/connector-port'
import { KoraError } from '#contracts/failure'
import { importModel } from './import-model.ts'
import { listModels } from './list-models.ts'
import { buildFileEntry, listInstalled, loadCatalog, registerModel } from './model-catalog.ts'
import { removeModel } from './remove-model.ts'

const root = mkdtempSync(join(tmpdir(), 'kora-catalog-'))
const folder = join(root, 'models')
const catalog = join(folder, 'catalog.json')
afterAll(() => rmSync(root, { recursive: true, force: true }))
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
})

const put = (path: string, text = 'GGUF and so on') => {
  writeFileSync(path, text)
  return path
}
const entry = (name: string) => buildFileEntry(join(folder, `${name}.gguf`), 14, null, '2026-01-01T00:00:00.000Z')

describe('model catalogue', () => {
  test('G1 keeps what is registered, also by two at once', async () => {
    await Promise.all(['b', 'a', 'c'].map(name => registerModel(folder, entry(name))))
    expect((await loadCatalog(folder)).models.map(model => model.name)).toEqual(['a', 'b', 'c'])
    await registerModel(folder, { ...entry('b'), license: 'MIT' })
    const { models } = await loadCatalog(folder)
    expect(models.map(model => model.license)).toEqual([null, 'MIT', null])
  })

  test.each([
    ['cut', '{"version":1,"models":['],
    ['of another shape', '{"version":1,"models":[{"name":1}]}'],
    ['no text', '\u0000\u0001'],
  ])('G1 uses the last good copy of a catalogue that is %s, and says so', async (_, ruin) => {
    await registerModel(folder, entry('a'))
    writeFileSync(catalog, ruin)
    const state = await loadCatalog(folder)
    expect(state.models.map(model => model.name)).toEqual(['a'])
    expect(state.problem).toContain('catalog.json')
    // The next change mends the file.
    await registerModel(folder, entry('b'))
    expect(JSON.parse(readFileSync(catalog, 'utf8')).models).toHaveLength(2)
    expect((await loadCatalog(folder)).problem).toBeNull()
  })

  test('G1 rebuilds a lost catalogue from the files, and lists no partial one', async () => {
    put(join(folder, 'Mine.Q8_0.gguf'))
    put(join(folder, 'half.gguf.part'))
    const { models } = await loadCatalog(folder)
    expect(models.map(model => [model.model_id, model.size_bytes, model.checksum])).toEqual([
      ['llamacpp/mine-q8_0', 14, null],
    ])
    expect(JSON.parse(readFileSync(catalog, 'utf8')).models).toHaveLength(1)
    expect((await loadCatalog(join(root, 'nowhere'))).models).toEqual([])
  })

  test('G1 takes a lost catalogue from its copy, which knows files outside the folder too', async () => {
    await importModel(put(join(root, 'far.gguf')), { modelsFolder: folder })
    rmSync(catalog)
    expect((await loadCatalog(folder)).models.map(model => model.name)).toEqual(['far'])
    expect(JSON.parse(readFileSync(catalog, 'utf8')).models).toHaveLength(1)
  })

  test('G1 knows the files of a data folder that was moved, and those of a catalogue with whole paths', async () => {
    const before = join(root, 'before')
    mkdirSync(before, { recursive: true })
    for (const name of ['got.gguf', 'found.gguf']) put(join(before, name))
    const far = put(join(root, 'far.gguf'))
    const got = { ...buildFileEntry(join(before, 'got.gguf'), 14, null, '2026-01-01T00:00:00.000Z'), source: 'a hub' }
    await registerModel(before, got)
    await registerModel(before, buildFileEntry(join(before, 'found.gguf'), 14, null, '2026-01-01T00:00:00.000Z'))
    await importModel(far, { modelsFolder: before })
    expect(JSON.parse(readFileSync(join(before, 'catalog.json'), 'utf8')).models[1].file_paths).toEqual(['found.gguf'])
    const pathsOf = async (at: string) => (await loadCatalog(at)).models.flatMap(model => model.file_paths)
    const moved = join(root, 'moved')
    rmSync(moved, { recursive: true, force: true })
    renameSync(before, moved)
    expect(await pathsOf(moved)).toEqual([far, join(moved, 'found.gguf'), join(moved, 'got.gguf')])
    expect(await listInstalled(moved)).toHaveLength(3)
    // As catalogues were written before, with the old folder gone.
    const whole = { version: 1, models: [{ ...got }] }
    writeFileSync(join(moved, 'catalog.json'), JSON.stringify(whole))
    expect(await pathsOf(moved)).toEqual([join(moved, 'got.gguf')])
    const options = { modelsFolder: moved, isPulled: () => false, release: async () => undefined }
    expect(await removeModel('llamacpp/got', options)).toEqual({
      model_id: 'llamacpp/got',
      freed_bytes: 14,
      kept_files: [],
    })
    expect(existsSync(join(moved, 'got.gguf'))).toBe(false)
    // A copy beside the folder it came from has files of its own; what was imported stays where it lies.
    mkdirSync(before)
    for (const at of [before, moved]) put(join(at, 'got.gguf'))
    const imported = buildFileEntry(far, 14, null, '2026-01-01T00:00:00.000Z')
    put(join(moved, 'far.gguf'))
    writeFileSync(join(moved, 'catalog.json'), JSON.stringify({ version: 1, models: [{ ...got }, imported] }))
    expect(await pathsOf(moved)).toEqual([join(moved, 'got.gguf'), far])
  })

  test('G1 counts as installed only what is still there', async () => {
    put(join(folder, 'a.gguf'))
    for (const name of ['a', 'b']) await registerModel(folder, entry(name))
    expect(await listInstalled(folder)).toEqual(['llamacpp/a'])
  })
})

describe('import', () => {
  test('G3 registers a file where it lies, with its digest', async () => {
    const path = put(join(root, 'Own.gguf'))
    const imported = await importModel(path, { modelsFolder: folder })
    expect(imported).toMatchObject({ model_id: 'llamacpp/own', file_paths: [path], size_bytes: 14, license: null })
    expect(imported.checksum).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect((await loadCatalog(folder)).models).toEqual([imported])
    expect(readFileSync(path, 'utf8')).toBe('GGUF and so on')
    await importModel(path, { modelsFolder: folder })
    expect((await loadCatalog(folder)).models).toHaveLength(1)
  })

  test('G3 numbers a second file of the same name instead of hiding the first', async () => {
    mkdirSync(join(root, 'sub'))
    await importModel(put(join(root, 'Own.gguf')), { modelsFolder: folder })
    const second = await importModel(put(join(root, 'sub', 'Own.gguf'), 'GGUF other'), { modelsFolder: folder })
    expect(second.model_id).toBe('llamacpp/own-2')
    expect((await loadCatalog(folder)).models).toHaveLength(2)
  })

  test.each([
    ['is not a GGUF model file', () => put(join(root, 'text.gguf'), 'hello')],
    ['is not a GGUF model file', () => put(join(root, 'empty.gguf'), '')],
    ['is not a file', () => folder],
    ['does not exist', () => join(root, 'none.gguf')],
  ])('G3 refuses a path that %s', async (sentence, path) => {
    const cause = await importModel(path(), { modelsFolder: folder }).catch(error => error)
    expect(cause).toBeInstanceOf(KoraError)
    expect(cause).toMatchObject({ code: 'INVALID_REQUEST' })
    expect(cause.message).toContain(sentence)
    expect(cause.message).not.toContain(root)
  })
})

describe('model list', () => {
  const model = (name: string, remote = false): ModelEntry => ({
    name,
    sizeBytes: 1,
    parameters: null,
    quantization: null,
    contextTokens: null,
    estimatedVramMb: null,
    digest: null,
    loaded: false,
    remote,
  })
  const connector = (name: string, models: () => Promise<readonly ModelEntry[]>): Connector => ({
    name,
    title: name,
    health: async () => ({ status: 'healthy', version: null, reason: null, address: 'here' }),
    models,
    capabilities: async () => {
      throw new Error('not asked')
    },
    slots: () => 1,
    keywordSupport: () => 'validated',
    generate: async function* () {},
  })
  const list = (connectors: readonly Connector[], defaultModel: string | null = null) =>
    listModels({ connectors: () => connectors }, { defaultModel, signal: new AbortController().signal })
  const defaults = async (...args: Parameters<typeof list>) =>
    (await list(...args)).filter(info => info.is_default).map(info => info.model_id)

  test('merges all runtimes, in order, and goes on without one that fails', async () => {
    const broken = connector('lmstudio', () => Promise.reject(new Error('down')))
    const ids = (
      await list([
        connector('ollama', async () => [model('b'), model('a')]),
        broken,
        connector('llamacpp', async () => [model('c')]),
      ])
    ).map(info => info.model_id)
    expect(ids).toEqual(['ollama/a', 'ollama/b', 'llamacpp/c'])
  })

  test('chooses the setting, else the first local model of llamacpp, else any local one, never a remote one', async () => {
    const ollama = connector('ollama', async () => [model('cloud', true), model('near')])
    const llamacpp = connector('llamacpp', async () => [model('z'), model('y')])
    expect(await defaults([ollama, llamacpp])).toEqual(['llamacpp/y'])
    expect(await defaults([ollama])).toEqual(['ollama/near'])
    expect(await defaults([connector('ollama', async () => [model('cloud', true)])])).toEqual([])
    expect(await defaults([ollama, llamacpp], 'ollama/near')).toEqual(['ollama/near'])
    expect(await defaults([ollama, llamacpp], 'ollama/gone')).toEqual([])
  })
})
