/** Settings, data and plugins in a real browser, against a real server. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { hasNoChromium, type PageLab, startPageLab } from '#testing/page/open-page'

describe.skipIf(hasNoChromium)('settings', () => {
  let lab: PageLab
  beforeAll(async () => {
    lab = await startPageLab()
  })
  afterAll(async () => {
    await lab?.stop()
  })
  const setting = async (name: string): Promise<unknown> => {
    const { settings } = (await (await lab.studio.call('/settings')).json()) as {
      readonly settings: readonly { readonly name: string; readonly value: unknown }[]
    }
    return settings.find(one => one.name === name)?.value
  }

  test('U4 budgets and modes are changed at once, judged by the server, and taken back', async () => {
    const { page, check, close } = await lab.open({ expected: [/400/] })
    await page.evaluate(`location.hash = '#/settings'`)
    const tokens = page.getByLabel('Tokens at most')
    await tokens.fill('300')
    await tokens.press('Enter')
    await page.getByText('Tokens at most is changed').waitFor()
    expect(await setting('max_tokens')).toBe(300)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByLabel('Tokens at most').and(page.locator('[value="512"]')).waitFor()
    expect(await setting('max_tokens')).toBe(512)
    await tokens.fill('-4')
    await tokens.press('Enter')
    await page.locator('[aria-invalid="true"]').waitFor()
    expect(await setting('max_tokens')).toBe(512)
    await page.getByRole('switch', { name: 'Deterministic only' }).click()
    await page.getByText('Deterministic only is changed').waitFor()
    expect(await setting('deterministic_only')).toBe(true)
    check()
    await close()
  })

  test('U4 a number is read as people write it, and leaving its field after Enter sends it once', async () => {
    const { page, check, close } = await lab.open()
    const sent: unknown[] = []
    await page.route('**/settings', async route => {
      if (route.request().method() === 'PATCH') sent.push(route.request().postDataJSON())
      await route.continue()
    })
    await page.evaluate(`location.hash = '#/settings'`)
    const tokens = page.getByLabel('Tokens at most')
    await tokens.fill('2,000')
    await tokens.press('Enter')
    await tokens.blur()
    await page.getByText('Tokens at most is changed').waitFor()
    await page.getByLabel('Tokens at most').and(page.locator('[value="2000"]')).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByLabel('Tokens at most').and(page.locator('[value="512"]')).waitFor()
    expect(sent).toEqual([{ max_tokens: 2_000 }, { max_tokens: null }])
    check()
    await close()
  })

  test('U4 dev mode is off by default, and never quiet', async () => {
    const { page, check, checkAxe, close } = await lab.open()
    await page.evaluate(`location.hash = '#/settings'`)
    const dev = page.getByRole('switch', { name: 'Dev mode' })
    expect(await dev.getAttribute('aria-checked')).toBe('false')
    await dev.click()
    await page.getByText('Dev mode: prompts and raw replies').waitFor()
    await checkAxe()
    await dev.click()
    await page.getByText('Dev mode: prompts and raw replies').waitFor({ state: 'detached' })
    check()
    await close()
  })

  test('L5 keeping of content is shown on every screen and stopped at once', async () => {
    const { page, check, checkAxe, close } = await lab.open()
    await page.evaluate(`location.hash = '#/settings'`)
    await page.getByRole('switch', { name: 'Keep prompts and outputs of runs' }).click()
    const banner = page.getByText('Prompts and outputs of runs are being kept.')
    await banner.waitFor()
    expect(await setting('keep_content')).toBe(true)
    await page.evaluate(`location.hash = '#/chat'`)
    await banner.waitFor()
    await checkAxe()
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await banner.waitFor({ state: 'detached' })
    expect(await setting('keep_content')).toBe(false)
    check()
    await close()
  })

  test('U11 deleting my data asks, names the deed, and leaves no chat and no run', async () => {
    const { page, check, checkAxe, close } = await lab.open()
    await page.getByLabel('Message', { exact: true }).fill('11 * 11')
    await page.keyboard.press('Enter')
    await page.getByText('121').first().waitFor()
    await page.evaluate(`location.hash = '#/settings'`)
    await page.getByRole('button', { name: 'Delete my data' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete my data' })
    expect(await page.evaluate('document.activeElement?.textContent')).toBe('Cancel')
    await dialog.getByLabel('All runs, with their content').check()
    await checkAxe()
    // What is younger stays.
    await dialog.getByLabel('How old').selectOption({ label: 'Older than a week' })
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    await page.getByText('Deleted: 0 chats, 0 runs, 0 exports.').waitFor()
    await page.getByRole('button', { name: 'Delete my data' }).click()
    await dialog.getByLabel('All runs, with their content').check()
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    await page.getByText(/^Deleted: 1 chat, \d+ runs?/).waitFor()
    const chats = (await (await lab.studio.call('/chats')).json()) as { readonly chats: readonly unknown[] }
    const runs = (await (await lab.studio.call('/runs')).json()) as { readonly runs: readonly unknown[] }
    expect([chats.chats, runs.runs]).toEqual([[], []])
    check()
    await close()
  })

  test('U11 a new token keeps this browser in and locks the old token out', async () => {
    const { page, check, close } = await lab.open()
    await page.evaluate(`location.hash = '#/settings'`)
    await page.getByRole('button', { name: 'New token' }).click()
    await page.getByRole('button', { name: 'Make a new token' }).click()
    await page.getByText('There is a new token.').waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
    expect((await lab.studio.call('/runs')).status).toBe(401)
    check()
    await close()
  })
})

describe.skipIf(hasNoChromium)('plugins', () => {
  let lab: PageLab
  beforeAll(async () => {
    lab = await startPageLab()
  })
  afterAll(async () => {
    await lab?.stop()
  })

  test('U11 a plugin shows its grants with their reasons, is switched off, and on again by agreeing to them', async () => {
    const { page, check, checkAxe, close } = await lab.open()
    await page.evaluate(`location.hash = '#/plugins'`)
    await page.getByRole('article').first().waitFor()
    const states = await page.getByRole('article').locator('header p span').allInnerTexts()
    expect([...new Set(states)]).toEqual(['active'])
    const ollama = page.getByRole('article', { name: 'Ollama' })
    await ollama.getByText('Connect to this machine').waitFor()
    await ollama.getByRole('button', { name: 'Disable' }).click()
    await ollama.getByText('disabled').waitFor()
    await checkAxe()
    await ollama.getByRole('button', { name: 'Enable' }).click()
    await page.getByRole('dialog').getByText('Connect to this machine').waitFor()
    await page.getByRole('button', { name: 'Agree and enable' }).click()
    await ollama.getByText('active').waitFor()
    check()
    await close()
  })

  test('U11 the leave to reach another machine is shown, withdrawn, and given back by undo', async () => {
    const { page, check, checkAxe, close } = await lab.open()
    const host = '192.0.2.7:8080'
    const allow = async (deed: 'allow' | 'disallow') =>
      (await lab.studio.call(`/plugins/ollama/${deed}`, { body: { host } })).status
    expect(await allow('allow')).toBe(200)
    await page.evaluate(`location.hash = '#/plugins'`)
    const reach = page.getByRole('article', { name: 'Ollama' }).getByRole('list', { name: 'Other machines' })
    await reach.getByText(`May reach ${host}`).waitFor()
    await checkAxe()
    await reach.getByRole('button', { name: `Withdraw ${host}` }).click()
    await page.getByText(`Ollama may no longer reach ${host}.`).waitFor()
    await reach.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await reach.getByText(`May reach ${host}`).waitFor()
    expect(await allow('disallow')).toBe(200)
    check()
    await close()
  })
})
