/**
 * The page in a real headless Chromium against a real server process. Every page opened here is watched: a console error, a
 * failed script, a breach of the policy or a request to another host is collected, and `check` throws when there was one.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { type StudioOptions, type StudioProcess, startStudio } from '#testing/e2e/studio-process'
import { findChromium, NO_CHROMIUM } from './find-chromium.ts'

export type OpenOptions = {
  readonly width?: number
  readonly height?: number
  readonly theme?: 'light' | 'dark'
  readonly reducedMotion?: boolean
  /** Begin with the first run (U1), as a browser that was never here. */
  readonly isFirstRun?: boolean
  /** Open without pairing. */
  readonly isUnpaired?: boolean
  /** Faults that the test brings about on purpose, as parts of their text. */
  readonly expected?: readonly RegExp[]
  /** In the storage of the browser before the page begins, such as `kora-mode`. */
  readonly storage?: Readonly<Record<string, unknown>>
}

export type OpenPage = {
  readonly page: Page
  readonly context: BrowserContext
  /** Throws when anything happened that a page must not do; name what was being done. */
  readonly check: () => void
  /** Throws for findings of axe that are serious or critical. */
  readonly checkAxe: () => Promise<void>
  readonly close: () => Promise<void>
}

export type PageLab = {
  readonly studio: StudioProcess
  readonly browser: Browser
  readonly home: string
  readonly open: (options?: OpenOptions) => Promise<OpenPage>
  /** Kills the server; `comeBack` starts one on the same port and folder. */
  readonly goAway: () => Promise<{ readonly comeBack: () => Promise<void> }>
  readonly stop: () => Promise<void>
}

/** For `test.skipIf`: whether there is no browser to test with; says so once. */
export const hasNoChromium = findChromium() === null
if (hasNoChromium) console.log(`skipped: ${NO_CHROMIUM}`)

export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error(NO_CHROMIUM)
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage', ...more] })
}

export async function startPageLab(
  options: Omit<StudioOptions, 'home'> = {},
  /** Puts into the data folder what the server is to find. */
  prepare: (home: string) => void = () => undefined,
): Promise<PageLab> {
  const home = mkdtempSync(join(tmpdir(), 'kora-page-'))
  prepare(home)
  let studio = await startStudio({ home, ...options })
  const browser = await openBrowser()
  return {
    get studio() {
      return studio
    },
    browser,
    home,
    open: opening => openPage(browser, studio, opening),
    goAway: async () => {
      await studio.kill('SIGKILL')
      return {
        comeBack: async () => {
          studio = await startStudio({ home, ...options, port: studio.port })
        },
      }
    },
    stop: async () => {
      await browser.close()
      await studio.kill('SIGKILL').catch(() => undefined)
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** A paired page in a context of its own. */
export const openPage = (browser: Browser, studio: StudioProcess, options: OpenOptions = {}): Promise<OpenPage> =>
  openPageAt(browser, studio, options)

type Server = { readonly url: string; readonly token: string }

/** The same of any server that serves the page. */
export async function openPageAt(browser: Browser, studio: Server, options: OpenOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1_280, height: options.height ?? 800 },
    colorScheme: options.theme ?? 'light',
    reducedMotion: options.reducedMotion === true ? 'reduce' : 'no-preference',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const storage = { ...(options.isFirstRun === true ? {} : { 'kora-welcomed': true }), ...options.storage }
  const entries = JSON.stringify(Object.entries(storage).map(([key, value]) => [key, JSON.stringify(value)]))
  await context.addInitScript(`for (const [key, value] of ${entries}) localStorage[key] ??= value`)
  const page = await context.newPage()
  const faults = watch(page, studio, options.expected ?? [])
  await page.goto(options.isUnpaired === true ? studio.url : await launchUrl(studio))
  return {
    page,
    context,
    check: () => {
      if (faults.length > 0) throw new Error(`the page did what it must not:\n${faults.join('\n')}`)
    },
    checkAxe: () => checkAxe(page),
    close: () => context.close(),
  }
}

export async function launchUrl({ url, token }: Server): Promise<string> {
  const response = await fetch(`${url}/pair/codes`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
  const { code } = (await response.json()) as { readonly code: string }
  return `${url}/#code=${code}`
}

function watch(page: Page, studio: Server, expected: readonly RegExp[]): string[] {
  const faults: string[] = []
  const take = (fault: string) => {
    if (!expected.some(pattern => pattern.test(fault))) faults.push(fault)
  }
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') {
      take(`console ${message.type()}: ${message.text()} (${message.location().url})`)
    }
  })
  page.on('pageerror', error => take(`error: ${error.message}`))
  page.on('request', request => {
    const url = request.url()
    if (!url.startsWith(`${studio.url}/`) && !/^(data|blob):/.test(url)) take(`request to ${url}`)
  })
  return faults
}

async function checkAxe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  if (serious.length === 0) return
  const told = serious.map(({ id, help, nodes }) =>
    [
      `${id}: ${help}`,
      ...nodes
        .slice(0, 4)
        .map(node => `  ${node.html.slice(0, 240)}\n    ${node.failureSummary?.split('\n').slice(1, 3).join(' ')}`),
    ].join('\n'),
  )
  throw new Error(`axe finds:\n${told.join('\n')}`)
}
