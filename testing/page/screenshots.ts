/**
 * `bun run screenshots [screen ...]`: every screen at three widths in both themes, into `.cache/screenshots`, to be looked at. A
 * screen is listed here with what makes it worth looking at; nothing of it is committed.
 */
import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { cachePath } from '#testing/cache-folder'
import { type OpenOptions, type PageLab, startPageLab } from './open-page.ts'

type Shot = {
  readonly name: string
  readonly options?: OpenOptions
  /** Brings the page to where it is to be seen. */
  readonly prepare?: (page: Page, lab: PageLab) => Promise<void>
}

const WIDTHS = [360, 1_280, 2_560] as const
const HEIGHTS: Readonly<Record<number, number>> = { 360: 740, 1280: 800, 2560: 1_440 }

async function ask(page: Page, message: string): Promise<void> {
  await page.getByLabel('Message', { exact: true }).fill(message)
  const answers = page.getByRole('article', { name: 'Answer', exact: true })
  const before = await answers.count()
  await page.keyboard.press('Enter')
  await answers.nth(before).waitFor()
  await page.waitForTimeout(250)
}

const goTo = (screen: string) => (page: Page) =>
  page.evaluate(`location.hash = '#/${screen}'`).then(() => page.waitForTimeout(400))

const SHOTS: readonly Shot[] = [
  { name: 'unpaired', options: { isUnpaired: true } },
  { name: 'welcome', options: { isFirstRun: true } },
  { name: 'chat-empty' },
  {
    name: 'chat',
    prepare: async page => {
      await ask(page, 'What is 17.5% of 2,480 EUR?')
      await ask(page, '12 * 8 and 5 km in miles')
    },
  },
  { name: 'chat-failed', prepare: page => ask(page, '12*12 and who wrote Hamlet?') },
  { name: 'chat-advanced', options: { storage: { 'kora-mode': 'advanced' } }, prepare: page => ask(page, '17 * 23') },
  ...(['overview', 'timeline', 'graph', 'events'] as const).map(tab => ({
    name: `inspector-${tab}`,
    options: { storage: { 'kora-mode': 'advanced', 'kora-inspector-tab': tab, 'kora-panel-width': 640 } },
    prepare: async (page: Page) => {
      await ask(page, 'What is 17.5% of 2,480 EUR and 5 km in miles')
      await page.waitForTimeout(400)
    },
  })),
  {
    name: 'palette',
    prepare: async page => {
      await page.keyboard.press('Control+k')
      await page.waitForTimeout(300)
    },
  },
  { name: 'runs', prepare: goTo('runs') },
  {
    name: 'runs-compare',
    prepare: async (page, lab) => {
      await ask(page, '12 * 8')
      await ask(page, '12 * 8 and 5 km in miles')
      const { runs } = (await (await lab.studio.call('/runs?limit=2')).json()) as {
        readonly runs: readonly { readonly run_id: string }[]
      }
      await goTo(`runs?compare=${runs.map(run => run.run_id).join(',')}`)(page)
    },
  },
  {
    name: 'workbench',
    prepare: async page => {
      await goTo('workbench')(page)
      await page.getByRole('button', { name: 'Examples' }).click()
      await page.getByRole('menuitem').last().click()
      await page.getByText('can run').waitFor()
    },
  },
  { name: 'models', prepare: goTo('models') },
  { name: 'plugins', prepare: goTo('plugins') },
  { name: 'settings', prepare: goTo('settings') },
]

const wanted = process.argv.slice(2)
const folder = cachePath('screenshots')
mkdirSync(folder, { recursive: true })
const lab = await startPageLab()
try {
  for (const shot of SHOTS) {
    if (wanted.length > 0 && !wanted.includes(shot.name)) continue
    for (const theme of ['light', 'dark'] as const) {
      for (const width of WIDTHS) {
        const { page, close } = await lab.open({ ...shot.options, theme, width, height: HEIGHTS[width] ?? 800 })
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.waitForTimeout(300)
        await shot.prepare?.(page, lab)
        await page.screenshot({ path: `${folder}/${shot.name}-${width}-${theme}.png` })
        await close()
      }
    }
    console.log(shot.name)
  }
} finally {
  await lab.stop()
}
