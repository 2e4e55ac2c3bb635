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
})
