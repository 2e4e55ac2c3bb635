/** Files of the user's own and removal, over real folders and a runtime that says what it thinks of a file. */
import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connector, ModelEntry } from '#contracts/connector-port'
import { KoraError } from '#contracts/failure'
import { ConnectorError } from '#contracts/plugin-errors'
import { createScriptedConnector } from '#testing/scripted-connector'
import { VirtualClock } from '#testing/virtual-clock'
import { CURATED_MODELS } from './curated-models.ts'
import { loadCatalog } from './model-catalog.ts'
import { createOwnModels, type OwnModelsParts } from './own-models.ts'
import { holdPart } from './pull-model.ts'

let root: string
let folder: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kora-own-'))
  folder = join(root, 'models')
  mkdirSync(folder)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const { connector } = createScriptedConnector({ clock: new VirtualClock(), script: () => [] })
const signal = new AbortController().signal

function build(runtime: Partial<Connector> = {}, more: Partial<OwnModelsParts> = {}) {
  return createOwnModels({
    modelsFolder: folder,
    curated: [],
    connectors: () => [{ ...connector, name: 'llamacpp', ...runtime }],
    isPulled: () => false,
    changes: { tell: () => undefined },
    ...more,
  })
}
const plant = (path: string, bytes = 'GGUF and more'): string => {
  writeFileSync(path, bytes)
  return path
}
const failure = async (work: Promise<unknown>): Promise<KoraError> => {
  const cause = await work.then(() => new Error('it did not fail')).catch(error => error)
  if (!(cause instanceof KoraError)) throw cause
  return cause
}
const ids = async () => (await loadCatalog(folder)).models.map(model => model.model_id)

describe('files of the user', () => {
  test('G3 are taken where they lie, and stay when the model is removed', async () => {
    const path = plant(join(root, 'My Tiny.gguf'))
    const models = build()
    expect(await models.import(path, signal)).toMatchObject({ model_id: 'llamacpp/my-tiny', size_bytes: 13 })
    expect(await ids()).toEqual(['llamacpp/my-tiny'])
    expect(await models.remove('my-tiny')).toEqual({
      model_id: 'llamacpp/my-tiny',
      freed_bytes: 0,
      kept_files: [path],
    })
    expect(await ids()).toEqual([])
    expect(existsSync(path)).toBe(true)
  })

  test('G3 that the runtime cannot use are refused with its reason, and nothing is registered', async () => {
    const path = plant(join(root, 'cut.gguf'))
    const capabilities = () => Promise.reject(new ConnectorError('BACKEND_ERROR', 'cut.gguf ends inside its header.'))
    const refused = await failure(build({ capabilities }).import(path, signal))
    expect(refused).toMatchObject({ code: 'INVALID_REQUEST', message: 'cut.gguf ends inside its header.' })
    expect(await ids()).toEqual([])
  })

  test('G3 are taken too where the runtime cannot be asked', async () => {
    const path = plant(join(root, 'tiny.gguf'))
    const capabilities = () => Promise.reject(new ConnectorError('BACKEND_UNAVAILABLE', 'It is away.'))
    await build({ capabilities }).import(path, signal)
    expect(await ids()).toEqual(['llamacpp/tiny'])
  })

  test('G3 of another form, or named by half a path, are refused in one sentence', async () => {
    const models = build()
    expect((await failure(models.import('tiny.gguf', signal))).code).toBe('INVALID_REQUEST')
    for (const path of [plant(join(root, 'no.gguf'), 'PK'), root, join(root, 'absent.gguf'), '/etc/hostname\0.gguf']) {
      expect((await failure(models.import(path, signal))).code).toBe('INVALID_REQUEST')
    }
    expect(await ids()).toEqual([])
  })
})

describe('removal', () => {
  test('G6 frees the disk: all parts of the model, and nothing of another', async () => {
    const parts = [1, 2].map(at => plant(join(folder, `big-0000${at}-of-00002.gguf`)))
    const other = plant(join(folder, 'bigger.gguf'))
    expect(await ids()).toContain('llamacpp/bigger')
    expect(await build().remove('llamacpp/big')).toEqual({
      model_id: 'llamacpp/big',
      freed_bytes: 26,
      kept_files: [],
    })
    expect(parts.map(path => existsSync(path))).toEqual([false, false])
    expect(existsSync(other)).toBe(true)
    expect(await ids()).toEqual(['llamacpp/bigger'])
  })

  test('G6 drops what a download that was given up left', async () => {
    const [model] = CURATED_MODELS
    const staging = join(folder, '.staging')
    mkdirSync(staging)
    const part = plant(join(staging, `${model?.fileName}.part`), '12345')
    const state = plant(`${part}.json`, '{}')
    const removed = await build().remove(model?.id ?? '')
    expect(removed.freed_bytes).toBe(5)
    expect([part, state].map(path => existsSync(path))).toEqual([false, false])
  })

  test('G6 drops what a download from any address left, and leaves one alone that goes on in another process', async () => {
    const staging = join(folder, '.staging')
    mkdirSync(join(staging, 'own-model.package'), { recursive: true })
    const part = plant(join(staging, 'Own Model.gguf.part'), '12345')
    const other = plant(join(staging, 'Own Model 2.gguf.part'), '12345')
    const lock = holdPart(part)
    expect((await failure(build().remove('own-model'))).code).toBe('CONFLICT')
    expect(existsSync(part)).toBe(true)
    lock.release()
    expect((await build().remove('own-model')).freed_bytes).toBe(5)
    expect(readdirSync(staging)).toEqual(['Own Model 2.gguf.part'])
    expect(existsSync(other)).toBe(true)
  })

  test('G6 waits for nobody: while the model answers or comes, it is refused and nothing is gone', async () => {
    const path = plant(join(folder, 'tiny.gguf'))
    const entry = { name: 'tiny', loaded: true } as ModelEntry
    const busy = build({
      models: async () => [entry],
      unload: () => Promise.reject(new ConnectorError('BACKEND_BUSY', 'It is answering.')),
    })
    expect(await failure(busy.remove('tiny'))).toMatchObject({ code: 'CONFLICT' })
    const coming = build({}, { isPulled: id => id === 'llamacpp/tiny' })
    expect(await failure(coming.remove('tiny'))).toMatchObject({ code: 'CONFLICT' })
    expect(existsSync(path)).toBe(true)
  })

  test('G6 lets the runtime drop an idle model first', async () => {
    plant(join(folder, 'tiny.gguf'))
    const dropped: string[] = []
    const models = async () => [{ name: 'tiny', loaded: true } as ModelEntry]
    await build({ models, unload: async name => void dropped.push(name) }).remove('tiny')
    expect(dropped).toEqual(['tiny'])
  })

  test('G6 an id never becomes a path, and other runtimes keep their files', async () => {
    const outside = plant(join(root, 'outside.gguf'))
    for (const id of ['llamacpp/../outside', '../outside.gguf', 'llamacpp/absent', 'llamacpp/', '']) {
      expect(['MODEL_NOT_FOUND', 'INVALID_REQUEST']).toContain((await failure(build().remove(id))).code)
    }
    const foreign = await failure(build().remove('ollama/llama3:latest'))
    expect(foreign).toMatchObject({
      code: 'INVALID_REQUEST',
      details: { hint: 'Remove it there: `ollama rm llama3:latest`.' },
    })
    expect(existsSync(outside)).toBe(true)
  })
})
