/**
 * `bun run docs-images`: takes the pictures of README and docs anew, from the page as it is: a real server, the small real model,
 * the example data. Nothing in them is arranged but the questions.
 */
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { projectPath } from '#testing/cache-folder'
import { findSmallModel, SMALL_MODEL } from '#testing/small-model'
import { startPageLab } from './open-page.ts'

const SIZE = { width: 1_360, height: 820 } as const

async function ask(page: Page, text: string): Promise<void> {
  const answers = page.getByRole('article', { name: 'Answer', exact: true })
  const before = await answers.count()
  await page.getByLabel('Message', { exact: true }).fill(text)
  await page.keyboard.press('Enter')
  await answers.nth(before).waitFor({ timeout: 120_000 })
}

const take = async (page: Page, name: string): Promise<void> => {
  await page.waitForTimeout(600)
  await page.screenshot({ path: projectPath('docs', 'images', `${name}.png`) })
  console.log(`docs/images/${name}.png`)
}

const model = findSmallModel()
if ('skipped' in model) {
  console.error(model.skipped)
  process.exit(1)
}
const lab = await startPageLab({}, home => {
  mkdirSync(join(home, 'models'), { recursive: true, mode: 0o700 })
  copyFileSync(model.path, join(home, 'models', SMALL_MODEL.fileName))
})
try {
  const storage = { 'kora-mode': 'advanced', 'kora-panel-width': 520 }
  const exact = await lab.open({
    ...SIZE,
    theme: 'light',
    storage: { ...storage, 'kora-panel-width': 640, 'kora-inspector-tab': 'graph' },
  })
  await exact.page.getByLabel('Files to attach').setInputFiles(projectPath('examples', 'data', 'sales.csv'))
  await exact.page
    .getByRole('list', { name: 'Files' })
    .getByText(/^CSV · /)
    .waitFor()
  await ask(exact.page, 'total of amount by region')
  await exact.page.getByText('Why no model was needed').click()
  await exact.page.getByRole('button', { name: 'Show all of the graph' }).click()
  await take(exact.page, 'page-exact')
  await exact.close()

  const hybrid = await lab.open({ ...SIZE, theme: 'dark', storage: { ...storage, 'kora-inspector-tab': 'overview' } })
  await ask(hybrid.page, 'What is 17.5% of 2,480 EUR, and what is a river?')
  await take(hybrid.page, 'page-hybrid')
  await hybrid.close()

  const workbench = await lab.open({ ...SIZE, theme: 'light' })
  await workbench.page.evaluate(`location.hash = '#/workbench'`)
  await workbench.page.getByRole('button', { name: 'Examples' }).click()
  await workbench.page.getByRole('menuitem').last().click()
  await workbench.page.getByText('This graph is valid and can run.').waitFor()
  await take(workbench.page, 'page-workbench')
  await workbench.close()
} finally {
  await lab.stop()
}
