/** Models of one's own in a real browser, against a real server with the small model: fit, import where the file lies, remove. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasNoChromium, type PageLab, startPageLab } from '#testing/page/open-page'
import { findSmallModel } from '#testing/small-model'

const model = findSmallModel()
const path = 'path' in model ? model.path : ''
if ('skipped' in model) console.log(`skipped: ${model.skipped}`)

describe.skipIf(hasNoChromium)('own models', () => {
  let lab: PageLab
  beforeAll(async () => {
    lab = await startPageLab()
  })
  afterAll(() => lab?.stop())
  const open = async () => {
    const opened = await lab.open({ expected: [/Failed to load resource/] })
    await opened.page.evaluate(`location.hash = '#/models'`)
    const field = opened.page.getByLabel('A GGUF file of your own')
    await field.waitFor()
    return { ...opened, field, use: opened.page.getByRole('button', { name: 'Use this file' }) }
  }

  test('U4 G5 a file that is no model, or has no whole path, is refused with what to give', async () => {
    const { page, field, use, check, checkAxe, close } = await open()
    const other = join(lab.home, 'notes.gguf')
    writeFileSync(other, 'no model at all')
    await field.fill(other)
    await use.click()
    await page.getByText('notes.gguf is not a GGUF model file.').waitFor()
    await checkAxe()
    await field.fill('tiny.gguf')
    await page.keyboard.press('Enter')
    await page.getByText('The path of a model file must be absolute.').waitFor()
    expect(await field.inputValue()).toBe('tiny.gguf')
    check()
    await close()
  })

  test.skipIf('skipped' in model)(
    'U4 a file is used where it lies, says whether it fits, and is only forgotten when it is removed',
    async () => {
      const { page, field, use, check, checkAxe, close } = await open()
      await field.fill(`"${path}"`)
      await use.click()
      await page.getByText('llamacpp/smollm2-135m-instruct-q4_1 is ready.').waitFor()
      const row = page.getByRole('listitem').filter({ hasText: 'llamacpp/smollm2-135m-instruct-q4_1' })
      await row.getByText(/^It fits: it needs about \d+ MiB/).waitFor()
      await checkAxe()
      await row.getByRole('button', { name: /^Remove/ }).click()
      const dialog = page.getByRole('dialog')
      await checkAxe()
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      await row.getByRole('button', { name: /^Remove/ }).click()
      await dialog.getByRole('button', { name: 'Remove the model' }).click()
      await page.getByText('1 file of your own stayed where it lies.').waitFor()
      await row.waitFor({ state: 'detached' })
      await page.getByRole('region', { name: 'Models' }).and(page.locator(':focus')).waitFor()
      expect(existsSync(path)).toBe(true)
      check()
      await close()
    },
  )
})
