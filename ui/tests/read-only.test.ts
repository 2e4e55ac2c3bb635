/** The page over a data folder that can be read and not written: what is there is shown, what cannot be done is said (S7, U14). */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { type StudioProcess, startStudio } from '#testing/e2e/studio-process'
import { ask, box } from '#testing/page/chat-lab'
import { hasNoChromium, openBrowser, openPage } from '#testing/page/open-page'

/** A view of the disk of its own, in which these folders are read-only; the server begins in its data folder. */
const FOLDERS = 'for at in telemetry chats; do mount --bind $at $at && mount -o remount,ro,bind $at || exit 9; done'
const under = ['unshare', '-rm', 'sh', '-c', `${FOLDERS}; exec "$@"`, 'sh']
const probe =
  Bun.which('unshare') === null ? null : Bun.spawnSync(['unshare', '-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp'])
const cannotMount = probe?.exitCode !== 0
if (cannotMount) console.log('skipped: this machine gives no program a view of the disk of its own')

describe.skipIf(hasNoChromium || cannotMount)('a data folder that cannot be written', () => {
  let home: string
  let studio: StudioProcess
  let browser: Browser
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'kora-page-ro-'))
    const before = await startStudio({ home })
    await before.call('/chat', { body: { api_version: '1.0', message: '12 * 12' } })
    await before.kill('SIGTERM')
    studio = await startStudio({ home, under })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await studio?.kill('SIGKILL').catch(() => undefined)
    rmSync(home, { recursive: true, force: true })
  })

  test('S7 U8 chats and runs are shown, a message is refused in words and stays written, and each screen tells why', async () => {
    const { page, check, checkAxe, close } = await openPage(browser, studio, { expected: [/503/] })
    await page.getByRole('navigation', { name: 'Chats' }).getByRole('link', { name: '12 * 12' }).click()
    await page.getByText('144').first().waitFor()
    await ask(page, '13 * 13')
    await page.getByText('The data folder cannot be written: telemetry can be read, but nothing runs.').waitFor()
    expect(await box(page).inputValue()).toBe('13 * 13')
    await checkAxe()
    await page.getByText(/^[12] problems?$/).waitFor()
    await page.evaluate(`location.hash = '#/settings'`)
    await page.getByText('chats can be read, but nothing new is kept').waitFor()
    await page.evaluate(`location.hash = '#/runs'`)
    await page
      .getByRole('link', { name: /^Message/ })
      .first()
      .waitFor()
    check()
    await close()
  })
})
