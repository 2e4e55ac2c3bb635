/** Getting a model in a real browser: how far it is, broken off, and a network that is cut. The download itself comes as an argument. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Browser } from 'playwright-core'
import type { Connector } from '#contracts/connector-port'
import { KoraError } from '#contracts/failure'
import { startHarness, TEST_TOKEN } from '#studio/api/api-harness'
import { CURATED_MODELS, DEFAULT_MODEL_ID } from '#studio/models/curated-models'
import { ModelPulls, type ModelPullsParts } from '#studio/models/model-pulls'
import { PageBuilds } from '#studio/page/page-build'
import { isPageFile, pageRoutes } from '#studio/page/page-routes'
import { hasNoChromium, openBrowser, openPageAt } from '#testing/page/open-page'

const ID = `llamacpp/${DEFAULT_MODEL_ID}`

describe.skipIf(hasNoChromium)('getting a model', () => {
  let browser: Browser
  let pull: ModelPullsParts['pull'] = async () => undefined
  let ownPull: NonNullable<Connector['pull']> = async function* () {}
  let installed: readonly string[] = []
  let harness: Awaited<ReturnType<typeof startHarness>>
  beforeAll(async () => {
    browser = await openBrowser()
    const pulls = new ModelPulls({
      curated: CURATED_MODELS,
      defaultId: DEFAULT_MODEL_ID,
      isOffline: () => false,
      installedIds: async () => installed,
      freeMemory: async () => ({ ramBytes: 8 * 1_024 ** 3, vramBytes: null }),
      describe: () => Promise.reject(new Error('not asked')),
      keptBytes: async () => 0,
      pull: (modelId, watch) => pull(modelId, watch),
      connector: name => (name === 'ollama' ? { title: 'Ollama', pull: (...asked) => ownPull(...asked) } : null),
      monoMs: () => Date.now(),
      changes: { tell: () => undefined },
      report: () => undefined,
    })
    harness = await startHarness({ pulls }, { isStaticFile: isPageFile }, app =>
      app.use(pageRoutes(new PageBuilds(), () => undefined)),
    )
  })
  afterAll(async () => {
    await browser?.close()
    await harness?.stop()
  })
  const open = async () => {
    const opened = await openPageAt(browser, { url: harness.url, token: TEST_TOKEN })
    await opened.page.evaluate(`location.hash = '#/models'`)
    return { ...opened, row: opened.page.getByRole('listitem').filter({ hasText: 'SmolLM2 135M Instruct135M · Q4_1' }) }
  }

  test('U4 a download shows how far it is, can be broken off, and goes on', async () => {
    pull = (_, { signal, onProgress }) =>
      new Promise((_, reject) => {
        onProgress({
          phase: 'downloading',
          source: 'a mirror',
          doneBytes: 49_000_000,
          totalBytes: 98_362_432,
          bytesPerSecond: 2e6,
        })
        signal.addEventListener('abort', () => reject(new KoraError('CANCELLED')), { once: true })
      })
    const { row, check, checkAxe, close } = await open()
    await row.getByRole('button', { name: 'Get' }).click()
    await row.getByText('From a mirror: 49.0 MB of 98.4 MB, 2.0 MB/s, 24.7 s left').waitFor()
    expect(Number(await row.getByRole('progressbar').getAttribute('value'))).toBe(49_000_000)
    await checkAxe()
    await row.getByRole('button', { name: 'Cancel' }).click()
    await row.getByText('Broken off').waitFor()
    pull = async () => {
      installed = [ID]
    }
    await row.getByRole('button', { name: 'Go on' }).click()
    await row.waitFor({ state: 'detached' })
    check()
    await close()
  })

  test('U4 a network that is cut is told with the sources that were tried and what to do', async () => {
    installed = []
    const hint = 'Tried: the hub cannot be reached. Try again with a connection, or import a file that you have.'
    pull = () => Promise.reject(new KoraError('SOURCE_UNAVAILABLE', 'None of the sources can be reached.', { hint }))
    const { row, check, checkAxe, close } = await open()
    await row
      .getByRole('button', { name: 'Go on' })
      .or(row.getByRole('button', { name: 'Get' }))
      .click()
    await row.getByText('Tried: the hub cannot be reached.').waitFor()
    await checkAxe()
    check()
    await close()
  })

  test('U4 G3 what a runtime gets by itself is begun by its name, shows how far it is, and can be broken off', async () => {
    ownPull = async function* (model, signal) {
      yield { phase: 'downloading', doneBytes: null, totalBytes: null }
      yield { phase: 'downloading', doneBytes: 120_000_000, totalBytes: 522_000_000 }
      if (model === 'qwen3:0.6b')
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    }
    const { page, check, checkAxe, close } = await open()
    const name = page.getByRole('textbox', { name: 'A model by its name or address' })
    await name.fill('qwen3:0.6b')
    await page.getByRole('button', { name: 'Get it' }).click()
    const row = page.getByRole('listitem').filter({ hasText: 'ollama/qwen3:0.6b' })
    await row.getByText('From the library of Ollama: 120 MB of 522 MB').waitFor()
    await checkAxe()
    await row.getByRole('button', { name: 'Cancel' }).click()
    await row.getByText('Broken off').waitFor()
    await name.fill('ollama/tiny')
    await page.getByRole('button', { name: 'Get it' }).click()
    await page.getByRole('listitem').filter({ hasText: 'ollama/tiny' }).getByText('ready').waitFor()
    check()
    await close()
  })

  test('U4 G3 a file of any address asks for its digest', async () => {
    const { page, check, checkAxe, close } = await open()
    await page.getByRole('textbox', { name: 'A model by its name or address' }).fill('https://models.example/tiny.gguf')
    const get = page.getByRole('button', { name: 'Get it' })
    expect(await get.isDisabled()).toBe(true)
    await checkAxe()
    await page.getByRole('textbox', { name: 'Its SHA-256' }).fill('ab'.repeat(32))
    expect(await get.isDisabled()).toBe(false)
    check()
    await close()
  })
})
