/** The frame of the page in a real browser: pairing, policy, navigation, keyboard, themes, and a server that goes away. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { hasNoChromium, launchUrl, openPage, type PageLab, startPageLab } from '#testing/page/open-page'

describe.skipIf(hasNoChromium)('the page', () => {
  let lab: PageLab
  beforeAll(async () => {
    lab = await startPageLab()
  })
  afterAll(async () => {
    await lab?.stop()
  })

  test('H8 the launch link pairs the browser, leaves no code in the address, and lasts over a reload', async () => {
    const { page, check, close } = await lab.open()
    await page.getByRole('heading', { name: 'Chat', level: 1 }).waitFor()
    expect(page.url()).not.toContain('code=')
    await page.reload()
    await page.getByLabel('Message', { exact: true }).waitFor()
    check()
    await close()
  })

  test('H8 the launch link pairs the browser, whatever becomes of the address before the first paint', async () => {
    const { context, check, close } = await lab.open({ isUnpaired: true, expected: [/401/] })
    const page = await context.newPage()
    await page.addInitScript(`addEventListener('DOMContentLoaded', () => { location.hash = '#/workbench' })`)
    await page.goto(await launchUrl(lab.studio))
    await page.getByLabel('TaskGraph', { exact: true }).waitFor()
    check()
    await close()
  })

  test('H8 a browser that was not let in learns how to get in', async () => {
    const opened = await lab.open({ isUnpaired: true, expected: [/401/] })
    await opened.page.getByText('bun kora token --link').waitFor()
    await opened.checkAxe()
    opened.check()
    await opened.close()
  })

  test('H8 a link that was used says so', async () => {
    const second = await lab.open({ isUnpaired: true, expected: [/401/] })
    await second.page.getByText('bun kora token --link').waitFor()
    await second.page.evaluate(`location.hash = '#code=used'`)
    await second.page.getByText('This launch code was used or is too old').waitFor()
    expect(second.page.url()).not.toContain('code')
    // The same tab, a good link: no reload is needed.
    await second.page.goto(await launchUrl(lab.studio))
    await second.page.getByLabel('Message', { exact: true }).waitFor()
    second.check()
    await second.close()
  })

  test('U13 the policy lets nothing in but files of this server', async () => {
    const policy = (await fetch(lab.studio.url)).headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toContain('unsafe')
    const opened = await lab.open({ expected: [/Content Security Policy/, /violates/] })
    const { page } = opened
    await page.getByLabel('Message', { exact: true }).waitFor()
    const found = await page.evaluate(`(async () => {
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.broken = 1' }))
      const image = new Image()
      const outcome = new Promise(done => { image.onload = () => done('loaded'); image.onerror = () => done('refused') })
      image.src = 'http://192.0.2.1/pixel.png'
      return [window.broken ?? null, await outcome, await fetch('http://192.0.2.1/').then(() => 'sent', () => 'refused')]
    })()`)
    expect(found).toEqual([null, 'refused', 'refused'])
    await opened.close()
  })

  test('U12 everything is reached by keys: palette, screens, the map of keys, and back', async () => {
    const { page, check, close } = await lab.open()
    await page.getByLabel('Message', { exact: true }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('What do you want to do?').waitFor()
    await page.keyboard.type('runs')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor()
    // A dialog has the keyboard to itself until it is gone.
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('Control+i')
    await page.getByRole('complementary', { name: 'How this answer came about' }).waitFor()
    check()
    await close()
  })

  for (const theme of ['light', 'dark'] as const) {
    for (const width of [360, 1_280]) {
      test(`U12 axe finds nothing serious on any screen, ${theme}, ${width} px`, async () => {
        const storage = { 'kora-mode': 'advanced' }
        const opened = await openPage(lab.browser, lab.studio, { theme, width, storage })
        const { page } = opened
        await page.getByLabel('Message', { exact: true }).waitFor()
        for (const name of ['New chat', 'Runs', 'Workbench', 'Models', 'Plugins', 'Settings']) {
          const screen = name.replace('New ', '').toLowerCase()
          await page.evaluate(`location.hash = '#/${screen}'`)
          await page.getByRole('heading', { name, exact: true, level: 1 }).waitFor()
          await opened.checkAxe()
          const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
          expect([screen, overflow]).toEqual([screen, 0])
        }
        opened.check()
        await opened.close()
      })
    }
  }

  test('U14 what a screen throws stays in that screen, and an address that leads nowhere says so', async () => {
    const { page, check, close } = await lab.open()
    await page.getByLabel('Message', { exact: true }).waitFor()
    await page.evaluate(`location.hash = '#/nothing-of-this-name'`)
    await page.getByText('There is no such screen').waitFor()
    check()
    await close()
  })
})
