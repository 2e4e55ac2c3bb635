/** Runs in a real browser: found by filters, opened, two side by side, and the two ways to answer measured. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { hasNoChromium, type PageLab, startPageLab } from '#testing/page/open-page'

const MODEL = 'writer:1b'

describe.skipIf(hasNoChromium)('runs', () => {
  let fake: FakeBackend
  let lab: PageLab
  beforeAll(async () => {
    fake = await startFakeBackend()
    fake.script(MODEL, [{ json: { text: 'A river is water.' } }, { end: 'stop' }])
    lab = await startPageLab({ ollamaUrl: fake.url, config: { default_model: `ollama/${MODEL}` } })
    const say = (message: string) => lab.studio.call('/execute', { body: { api_version: '1.0', message } })
    await say('12 * 8')
    await say('What is a river?')
    fake.script(MODEL, [{ status: 500, body: { error: 'broken' } }])
    await say('What is a lake, and what is a sea?')
  })
  afterAll(async () => {
    await lab?.stop()
    await fake?.stop()
  })

  test('U10 runs are filtered by status and path, and one is opened in the panel', async () => {
    const { page, check, checkAxe, close } = await lab.open()
    await page.evaluate(`location.hash = '#/runs'`)
    const rows = page.locator('tbody tr')
    await rows.nth(2).waitFor()
    expect(await rows.count()).toBe(3)
    await page.getByLabel('Status').selectOption('failed')
    await rows.nth(1).waitFor({ state: 'detached' })
    expect(await rows.first().getByText('failed').count()).toBe(1)
    await page.getByLabel('Path').selectOption('deterministic')
    await page.getByText('No run is like that').waitFor()
    await page.getByLabel('Status').selectOption('')
    await rows.first().getByText('Deterministic only').waitFor()
    await rows.first().getByRole('link').click()
    await page
      .getByRole('complementary', { name: 'How this answer came about' })
      .getByRole('tab', { name: 'Overview' })
      .waitFor()
    await checkAxe()
    check()
    await close()
  })

  test('U10 two runs stand side by side, with their differences', async () => {
    const { page, check, checkAxe, close } = await lab.open()
    await page.evaluate(`location.hash = '#/runs'`)
    const boxes = page.getByRole('checkbox')
    await boxes.nth(2).check()
    await boxes.nth(1).check()
    await page.getByRole('button', { name: 'Compare two' }).click()
    await page.getByText('They ran different graphs').waitFor()
    const calls = page.getByRole('row', { name: /^Model calls/ })
    expect(await calls.getByRole('cell').allInnerTexts()).toEqual(['0', '1', '+1'])
    await checkAxe()
    check()
    await close()
  })

  test('U10 direct and structured are measured and told, with a plot that has numbers', async () => {
    fake.script(MODEL, [{ json: { text: '96' } }, { end: 'stop' }])
    const { page, check, checkAxe, close } = await lab.open()
    await page.evaluate(`location.hash = '#/runs?view=ways'`)
    await page.getByLabel('Messages, one a line').fill('12 * 8\n3 * 3')
    await page.getByRole('button', { name: 'Compare 2 messages' }).click()
    await page.getByRole('region', { name: 'Verdicts' }).waitFor()
    const calls = page.getByRole('row', { name: /^Model calls/ })
    expect((await calls.innerText()).replace(/\s+/g, ' ')).toContain('Structured 0 Direct 2')
    await checkAxe()
    check()
    await close()
  })
})
