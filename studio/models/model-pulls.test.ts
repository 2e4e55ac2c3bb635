/** Downloads over the API: begun once, watched, broken off, failed with the cure, refused when Studio is to be offline. */
import { describe, expect, test } from 'bun:test'
import { KoraError } from '#contracts/failure'
import { CURATED_MODELS, DEFAULT_MODEL_ID } from './curated-models.ts'
import { ModelPulls, type ModelPullsParts } from './model-pulls.ts'

const ID = `llamacpp/${DEFAULT_MODEL_ID}`

function build(change: Partial<ModelPullsParts> = {}) {
  const told: string[] = []
  const pulls = new ModelPulls({
    curated: CURATED_MODELS,
    defaultId: DEFAULT_MODEL_ID,
    isOffline: () => false,
    installedIds: async () => [],
    freeMemory: async () => ({ ramBytes: 8 * 1_024 ** 3, vramBytes: null }),
    describe: () => Promise.reject(new Error('not asked')),
    keptBytes: async () => 0,
    pull: (_, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new KoraError('CANCELLED')), { once: true })
      }),
    connector: () => null,
    monoMs: () => 0,
    changes: { tell: kind => told.push(kind) },
    report: () => undefined,
    ...change,
  })
  return { pulls, told }
}

describe('model pulls', () => {
  test('G2 a second start is the same pull, and how far it is can be seen', async () => {
    let calls = 0
    const { promise, resolve } = Promise.withResolvers<void>()
    const { pulls, told } = build({
      pull: async (_, { onProgress }) => {
        calls += 1
        onProgress({ phase: 'downloading', source: 'hub', doneBytes: 5, totalBytes: 10, bytesPerSecond: 2 })
        await promise
      },
    })
    expect(pulls.start(undefined)).toMatchObject({ model_id: ID, status: 'running' })
    pulls.start(ID)
    expect(calls).toBe(1)
    expect(await pulls.list()).toMatchObject([
      { phase: 'downloading', source: 'hub', done_bytes: 5, bytes_per_second: 2 },
    ])
    resolve()
    await promise
    await Bun.sleep(0)
    expect(await pulls.list()).toMatchObject([{ status: 'success', error: null }])
    expect(told).toEqual(['models'])
  })

  test('G2 a pull that is broken off has let go when that is answered, and can be begun again', async () => {
    const { pulls } = build()
    pulls.start(ID)
    expect(await pulls.cancel(ID)).toMatchObject({ status: 'cancelled' })
    expect(await pulls.cancel(ID)).toMatchObject({ status: 'cancelled' })
    expect(pulls.start(ID)).toMatchObject({ status: 'running' })
    await pulls.cancel(ID)
    await expect(pulls.cancel('llamacpp/none')).rejects.toThrow('Nothing pulls llamacpp/none.')
    // Named as it was begun: without its connector, or as the default not at all.
    for (const name of [ID.replace('llamacpp/', ''), undefined]) {
      expect(pulls.start(name)).toMatchObject({ status: 'running' })
      expect(await pulls.cancel(name)).toMatchObject({ model_id: ID, status: 'cancelled' })
    }
  })

  test('G2 closing breaks off what is under way and waits until it has let go', async () => {
    let isOver = false
    const { pulls } = build({
      pull: async (_, { signal }) => {
        await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }))
        await Bun.sleep(20)
        isOver = true
        throw new KoraError('CANCELLED')
      },
    })
    pulls.start(ID)
    await pulls.close()
    expect(isOver).toBe(true)
    expect(await pulls.list()).toMatchObject([{ status: 'cancelled' }])
  })

  test('G3 a pull whose sources are all away fails with the cure', async () => {
    const { pulls } = build({ pull: () => Promise.reject(new KoraError('SOURCE_UNAVAILABLE')) })
    pulls.start(ID)
    await Bun.sleep(0)
    expect(await pulls.list()).toMatchObject([
      { status: 'failed', error: { details: { code: 'SOURCE_UNAVAILABLE', hint: expect.stringContaining('import') } } },
    ])
  })

  test('G2 an offline Studio and an unknown name are refused before anything begins', async () => {
    const { pulls } = build({ isOffline: () => true })
    expect(() => pulls.start(ID)).toThrow('set to be offline')
    expect(() => pulls.start('llamacpp/none')).toThrow('There is no model none')
    expect(await pulls.list()).toEqual([])
  })

  test('G4 the catalogue says of each model whether it is here, and which one fits any laptop', async () => {
    const { pulls } = build({ installedIds: async () => [ID] })
    const catalog = await pulls.catalog()
    expect(catalog.filter(model => model.installed).map(model => model.model_id)).toEqual([ID])
    expect(catalog.filter(model => model.is_small_default).map(model => model.model_id)).toEqual([ID])
  })

  test('G2 what an earlier Studio began is listed as broken off, until it goes on', async () => {
    const { pulls } = build({ keptBytes: async model => (model.id === DEFAULT_MODEL_ID ? 77 : 0) })
    const [left, ...others] = await pulls.list()
    expect(left).toMatchObject({ model_id: ID, status: 'cancelled', done_bytes: 77, error: null })
    expect(others).toEqual([])
    pulls.start(ID)
    expect(await pulls.list()).toMatchObject([{ model_id: ID, status: 'running' }])
    await pulls.cancel(ID)
  })

  test('G3 a runtime that gets models itself is asked by the name of its connector; others say why not', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const asked: string[] = []
    const connector: ModelPullsParts['connector'] = name => {
      if (name === 'lmstudio') return { title: 'LM Studio' }
      if (name !== 'ollama') return null
      return {
        title: 'Ollama',
        async *pull(model) {
          asked.push(model)
          yield { phase: 'downloading', doneBytes: 3, totalBytes: 10 }
          await promise
        },
      }
    }
    const { pulls } = build({ connector })
    expect(pulls.start('ollama/library/qwen3:0.6b')).toMatchObject({ status: 'running', total_bytes: null })
    await Bun.sleep(0)
    expect(await pulls.list()).toMatchObject([
      { model_id: 'ollama/library/qwen3:0.6b', source: 'the library of Ollama', done_bytes: 3, total_bytes: 10 },
    ])
    resolve()
    await promise
    await Bun.sleep(0)
    expect(await pulls.list()).toMatchObject([{ status: 'success', done_bytes: 10 }])
    expect(asked).toEqual(['library/qwen3:0.6b'])
    for (const [id, words] of [
      ['lmstudio/x', 'LM Studio cannot be asked'],
      ['nobody/x', 'no connector nobody'],
      ['ollama/', 'no name of a model'],
      ['ollama/a b', 'no name of a model'],
    ] as const)
      expect(() => pulls.start(id)).toThrow(words)
    expect(() => build({ connector, isOffline: () => true }).pulls.start('ollama/tiny')).toThrow('offline')
  })

  test('G2 whoever follows is told all pulls, each step, and the end', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { pulls } = build({
      pull: async (_, { onProgress }) => {
        await promise
        onProgress({ phase: 'downloading', source: 'hub', doneBytes: 5, totalBytes: 10, bytesPerSecond: null })
        await Bun.sleep(0)
      },
    })
    pulls.start(undefined)
    const stop = new AbortController()
    const told: string[] = []
    for await (const pull of pulls.follow(stop.signal)) {
      told.push(`${pull.status} ${pull.done_bytes}`)
      resolve()
      if (pull.status === 'success') stop.abort()
    }
    expect(told[0]).toBe('running null')
    expect(told).toContain('running 5')
    expect(told.at(-1)).toMatch(/^success/)
  })
})
