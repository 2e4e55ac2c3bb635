/** For tests of the chat: a server, a browser and a runtime that writes what it is told to, and the ways to use the chat. */
import type { Locator, Page } from 'playwright-core'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { type PageLab, startPageLab } from './open-page.ts'

export const MODEL = 'writer:1b'
/** No rule answers any of it. */
export const QUESTION = 'Write a short note about rivers for the school paper.'

/** The caller stops both. */
export async function startChatLab(): Promise<{ readonly fake: FakeBackend; readonly lab: PageLab }> {
  const fake = await startFakeBackend()
  fake.script(MODEL, says('ok'))
  const lab = await startPageLab({ ollamaUrl: fake.url, config: { default_model: `ollama/${MODEL}` } })
  return { fake, lab }
}

export const box = (page: Page): Locator => page.getByLabel('Message', { exact: true })
export const answers = (page: Page): Locator => page.getByRole('article', { name: 'Answer', exact: true })

export async function ask(page: Page, text: string): Promise<void> {
  await box(page).fill(text)
  await page.keyboard.press('Enter')
}

/** An answer as the model's task writes it, a few characters at a time. */
export const says = (text: string, everyMs = 0) => [{ json: { text }, everyMs }, { end: 'stop' as const }]
