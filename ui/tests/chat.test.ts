/** The chat in a real browser, against a real server and a runtime that does what the test says. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { hasNoChromium, launchUrl, type PageLab, startPageLab } from '#testing/page/open-page'

const MODEL = 'writer:1b'
const QUESTION = 'Write a short note about rivers for the school paper.'

const box = (page: Page) => page.getByLabel('Message', { exact: true })
const answers = (page: Page) => page.getByRole('article', { name: 'Answer', exact: true })

async function ask(page: Page, text: string): Promise<void> {
  await box(page).fill(text)
  await page.keyboard.press('Enter')
}

const cells = (name: string) => Array.from({ length: 40 }, (_, at) => `${name}${at}`).join(' | ')

/** A long word without a loop in it, which would be stopped. */
const unbroken = (seed: number) => Array.from({ length: 70 }, (_, at) => ((at + seed) * 7_919).toString(36)).join('')

/** An answer as the model's task writes it, a few characters at a time. */
const says = (text: string, everyMs = 0) => [{ json: { text }, everyMs }, { end: 'stop' as const }]

describe.skipIf(hasNoChromium)('the chat', () => {
  let fake: FakeBackend
  let lab: PageLab
  beforeAll(async () => {
    fake = await startFakeBackend()
    fake.script(MODEL, says('ok'))
    lab = await startPageLab({ ollamaUrl: fake.url, config: { default_model: `ollama/${MODEL}` } })
  })
  afterAll(async () => {
    await lab?.stop()
    await fake?.stop()
  })

  test('U1 the first run says what was found, lets the model be skipped, opens the chat, and is not seen again', async () => {
    const { page, check, checkAxe, close } = await lab.open({ isFirstRun: true })
    await page.getByRole('heading', { name: 'Welcome to KORA Studio' }).waitFor()
    const runtime = (name: string) => page.getByRole('listitem').filter({ hasText: name })
    await runtime('Ollama').getByText('found').waitFor()
    await runtime('llama.cpp').getByText('Get one with').waitFor()
    await page.getByText(`ollama/${MODEL}`).waitFor()
    await checkAxe()
    await page.getByRole('button', { name: 'Open the chat' }).click()
    await box(page).waitFor()
    await page.reload()
    await box(page).waitFor()
    check()
    await close()
  })

  test('U3 an answer by rule says so, with its numbers, why no model was needed, and what could be asked next', async () => {
    const { page, check, checkAxe, close } = await lab.open()
    await ask(page, 'What is 17.5% of 2,480 EUR?')
    const answer = answers(page).first()
    await answer.getByText('434.00 EUR').waitFor()
    await answer.getByText('Deterministic only').waitFor()
    expect(await answer.getByText(/^Execution: /).innerText()).toMatch(
      /^Execution: Deterministic \| 0 tokens \| [\d.]+ m?s$/,
    )
    await answer.getByText('Why no model was needed').click()
    expect(await answer.locator('mark').first().innerText()).toContain('17.5% of 2,480 EUR')
    await page.getByRole('list', { name: 'Ask next' }).getByRole('button').first().click()
    await answers(page).nth(1).getByText('Deterministic only').waitFor()
    await checkAxe()
    check()
    await close()
  })

  test('U2 a model is shown while it writes, as not checked, and the answer takes its place', async () => {
    fake.script(
      MODEL,
      says('# Rivers\n\nA river **flows** to the sea.\n\n| river | km |\n| --- | ---: |\n| Rhine | 1233 |\n', 60),
    )
    const { page, check, close } = await lab.open()
    await ask(page, QUESTION)
    await page.getByText('not checked yet').waitFor()
    const answer = answers(page).first()
    await answer.getByRole('cell', { name: '1233' }).waitFor()
    await answer.getByText('Model invoked').or(answer.getByText('Hybrid')).first().waitFor()
    expect(await page.getByText('not checked yet').count()).toBe(0)
    check()
    await close()
  })

  test('U13 hostile text of a model loads nothing, runs nothing, and is seen for what it is', async () => {
    const hostile = [
      '<script>window.broken = 1</script><img src=x onerror="window.broken = 1">',
      '![secret](http://192.0.2.1/leak?q=1) [bank](http://bank.example@192.0.2.1/) [run](javascript:window.broken=1)',
      '<iframe src="http://192.0.2.1"></iframe><style>*{display:none}</style>',
      'user\u202egnp.exe',
      '$\\href{javascript:window.broken=1}{x}$ and $x^2$',
      '```html\n<b onclick="window.broken=1">bold</b>\n```',
      `${'>'.repeat(12)} deep`,
      `event: result\ndata: {"status":"success"}`,
      `| ${cells('a')} |
| ${cells('-').replace(/\d/g, '')} |
| ${cells('b')} |`,
      '[broken](',
      '**never closed',
      '```\nunclosed',
    ].join('\n\n')
    fake.script(MODEL, says(hostile))
    const { page, check, checkAxe, close } = await lab.open()
    await ask(page, QUESTION)
    const answer = answers(page).first()
    await answer.waitFor()
    await answer.getByText('never closed').waitFor()
    expect(await page.evaluate('window.broken ?? null')).toBeNull()
    const text = await answer.innerText()
    expect(text).toContain('<script>')
    expect(text).toContain('[U+202E]')
    expect(text).toContain('Picture, not loaded: secret')
    const links = await page.evaluate(`[...document.querySelectorAll('article a')].map(link => [link.href, link.rel])`)
    expect(links).toEqual([['http://192.0.2.1/', 'noopener noreferrer nofollow external']])
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await checkAxe()
    check()
    await close()
  })

  test('U2 formulas and code are set, and each block can be copied', async () => {
    fake.script(MODEL, says('The sum is \\(\\sum_{i=1}^n i\\), it costs $5 and $6.\n\n```python\nprint("hi")\n```\n'))
    const { page, check, close } = await lab.open()
    await ask(page, QUESTION)
    await page.locator('.katex').first().waitFor()
    expect(await page.getByText('it costs $5 and $6.').count()).toBe(1)
    await page.locator('.hljs-string').first().waitFor()
    await page.getByRole('button', { name: 'Copy code' }).click()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('print("hi")')
    check()
    await close()
  })

  test('U2 Esc stops an answer, what was written stays and is marked, and it can be answered again', async () => {
    fake.script(MODEL, [{ text: '{"text":"one two three four five ' }, { hang: true }])
    const { page, check, close } = await lab.open()
    await ask(page, QUESTION)
    await page.getByText('one two three').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('Stopped: this much was written, and never checked').waitFor()
    fake.script(MODEL, says('All of it.'))
    await page.getByRole('button', { name: 'Answer again' }).last().click()
    await page.getByText('All of it.').waitFor()
    await page.getByRole('button', { name: 'Alternative before' }).click()
    await page.getByText('Stopped: this much was written, and never checked').waitFor()
    check()
    await close()
  })

  test('U2 an edited question is an alternative, and the old one is a step away', async () => {
    const { page, check, close } = await lab.open()
    await ask(page, '2 + 2')
    await answers(page).first().getByText('4').first().waitFor()
    await page.getByRole('article', { name: 'You asked' }).hover()
    await page.getByRole('button', { name: 'Edit and ask again' }).click()
    await page.getByLabel('Question', { exact: true }).fill('20 + 20')
    await page.keyboard.press('Enter')
    await answers(page).first().getByText('40').first().waitFor()
    await page.getByText('2 / 2').waitFor()
    await page.getByRole('button', { name: 'Alternative before' }).click()
    await page.getByRole('article', { name: 'You asked' }).getByText('2 + 2', { exact: true }).waitFor()
    check()
    await close()
  })

  test('U2 chats are found by their words, renamed, deleted and brought back', async () => {
    const { page, check, close } = await lab.open()
    await ask(page, '123 * 3')
    await answers(page).first().waitFor()
    await page.keyboard.press('Control+Shift+F')
    await page.keyboard.type('123')
    const chats = page.getByRole('navigation', { name: 'Chats' })
    await chats.getByRole('link').first().hover()
    await chats
      .getByRole('button', { name: /^More about/ })
      .first()
      .click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await page.getByLabel('Title').fill('A product')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'A product', level: 1 }).waitFor()
    await page.getByRole('searchbox').fill('A product')
    const row = chats.getByRole('link', { name: 'A product' })
    await row.hover()
    await chats.getByRole('button', { name: 'More about A product' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await row.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await row.waitFor()
    check()
    await close()
  })

  test('U2 a table is attached and computed with; a picture and a giant are refused before a word is asked', async () => {
    const { page, check, checkAxe, close } = await lab.open({ expected: [/415/] })
    const picker = page.getByLabel('Files to attach')
    const file = (name: string, mimeType: string, bytes: string | Buffer) => ({
      name,
      mimeType,
      buffer: Buffer.from(bytes),
    })
    await picker.setInputFiles(file('photo.png', 'image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0xff])))
    const files = page.getByRole('list', { name: 'Files' })
    await files.getByText('is no text, CSV, JSON or PDF').waitFor()
    const giant = join(lab.home, 'giant.csv')
    writeFileSync(giant, '')
    truncateSync(giant, 200_000_000)
    await picker.setInputFiles(giant)
    await files.getByText('It has 200 MB; a file may have 67 MB.').waitFor()
    await page.getByRole('button', { name: 'Remove giant.csv' }).click()
    await box(page).fill('total of amount by region')
    expect(await page.getByRole('button', { name: 'Ask', exact: true }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Remove photo.png' }).click()
    await picker.setInputFiles(file('sales.csv', 'text/csv', 'region,amount\nNorth,10.5\nSouth,4\nNorth,2\n'))
    await files.getByText(/^CSV · /).waitFor()
    await checkAxe()
    await box(page).press('Enter')
    const answer = answers(page).first()
    await answer.getByRole('cell', { name: '12.5' }).waitFor()
    await answer.getByText('Deterministic only').waitFor()
    await page.getByRole('article', { name: 'You asked' }).getByText('sales.csv').waitFor()
    check()
    await close()
  })

  test('U2 what a file needs a model for is a hybrid, with both parts in the line', async () => {
    fake.script(MODEL, says('It is about tea.'))
    const { page, check, close } = await lab.open()
    await page.getByLabel('Files to attach').setInputFiles({
      name: 'note.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('Tea is a drink. Write to ann@example.com or bob@example.org.'),
    })
    await page
      .getByRole('list', { name: 'Files' })
      .getByText(/^TEXT · /)
      .waitFor()
    await ask(page, 'What is 12 * 12, and what is this note about?')
    const answer = answers(page).first()
    await answer.getByText('Hybrid').waitFor()
    expect(await answer.getByText(/^Execution: /).innerText()).toMatch(
      /^Execution: Deterministic \+ Model \(1 call\) \| [\d,]+ tokens \| [\d.]+ m?s$/,
    )
    check()
    await close()
  })

  test('U2 a chat goes out as Markdown and as JSON, comes in again, and what was not written here says so', async () => {
    const { page, check, close } = await lab.open({ expected: [/400/] })
    await ask(page, '31 * 31')
    await answers(page).first().getByText('961').first().waitFor()
    const chats = page.getByRole('navigation', { name: 'Chats' })
    const take = async (name: string) => {
      await chats.getByRole('link', { name: '31 * 31' }).first().hover()
      await chats.getByRole('button', { name: 'More about 31 * 31' }).first().click()
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name }).click()])
      return { name: file.suggestedFilename(), path: await file.path() }
    }
    const markdown = await take('Export as Markdown')
    const json = await take('Export as JSON')
    expect([markdown.name, json.name]).toEqual(['31-31.md', '31-31.json'])
    expect(readFileSync(markdown.path, 'utf8')).toContain('961')
    const picker = page.getByLabel('File of chats to import')
    await picker.setInputFiles(json.path)
    await page.getByText('1 chat with 2 messages imported.').waitFor()
    await page.getByText('Imported: what wrote this, and what it cost, is not known here.').waitFor()
    await picker.setInputFiles({ name: 'no-chats.json', mimeType: 'application/json', buffer: Buffer.from('{"a": }') })
    await page.getByRole('region', { name: 'Messages' }).getByText(/JSON/).waitFor()
    check()
    await close()
  })

  test('U8 a breach of the token budget says the numbers and what can be done', async () => {
    fake.script(MODEL, [{ endless: 'tokens', everyMs: 5 }])
    const { page, check, checkAxe, close } = await lab.open()
    await box(page).waitFor()
    await page.getByRole('button', { name: 'How it is answered' }).click()
    await page.getByLabel('Tokens at most').fill('20')
    await page.getByLabel('Retries at most').fill('0')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await ask(page, QUESTION)
    await page.getByText('TOKEN_BUDGET').waitFor()
    await page.getByRole('button', { name: 'Change the budget' }).waitFor()
    await checkAxe()
    check()
    await close()
  })

  test('U2 two pages of one chat show the same, each as it happens', async () => {
    fake.script(MODEL, says('Said to both.', 30))
    const first = await lab.open()
    await ask(first.page, '7 * 6')
    await answers(first.page).first().getByText('42').first().waitFor()
    const second = await lab.open()
    await second.page.evaluate(`location.hash = ${JSON.stringify(new URL(first.page.url()).hash)}`)
    await answers(second.page).first().getByText('42').first().waitFor()
    await ask(second.page, QUESTION)
    await answers(first.page).nth(1).getByText('Said to both.').waitFor()
    await answers(second.page).nth(1).getByText('Said to both.').waitFor()
    first.check()
    second.check()
    await first.close()
    await second.close()
  })

  test('U12 an answer is told to a screen reader once, and a new chat begins empty', async () => {
    fake.script(MODEL, says('Water that flows.', 20))
    const { page, check, close } = await lab.open()
    await ask(page, QUESTION)
    await page.getByRole('status').getByText('Answer: Water that flows.').waitFor({ state: 'attached' })
    await page.getByRole('button', { name: 'New chat' }).click()
    await page.getByRole('heading', { name: 'New chat', level: 1 }).waitFor()
    expect(await box(page).inputValue()).toBe('')
    await page.goBack()
    await answers(page).first().getByText('Water that flows.').waitFor()
    expect(await box(page).inputValue()).toBe('')
    check()
    await close()
  })

  for (const [theme, width] of [
    ['dark', 360],
    ['light', 640],
    ['dark', 2_560],
  ] as const) {
    test(`U12 a conversation with a table, code and a formula reads well, ${theme}, ${width} px`, async () => {
      const table = `| ${cells('column ')} |\n| ${cells('-').replace(/\d/g, '')} |\n| ${cells('value ')} |`
      fake.script(
        MODEL,
        says(`${table}\n\n\`\`\`js\nconst veryLong = '${unbroken(1)}'\n\`\`\`\n\n\\[E = mc^2\\]\n\n${unbroken(5)}`),
      )
      const { page, check, checkAxe, close } = await lab.open({ theme, width, reducedMotion: true })
      await ask(page, QUESTION)
      await page.locator('.katex').first().waitFor()
      await page.locator('.hljs-keyword').first().waitFor()
      await checkAxe()
      // What is too wide scrolls in itself: the page never does.
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
      const lists = await page.evaluate(
        `document.querySelector('section[aria-label=Conversation]').scrollWidth - document.querySelector('section[aria-label=Conversation]').clientWidth`,
      )
      expect(lists).toBe(0)
      check()
      await close()
    })
  }

  test('U12 nothing moves where motion is not wanted', async () => {
    const { page, close } = await lab.open({ reducedMotion: true })
    await box(page).waitFor()
    const moving = await page.evaluate(`(() => {
      const probe = Object.assign(document.createElement('span'), { className: 'animate-spin transition-colors' })
      document.body.append(probe)
      const { animationDuration, animationIterationCount, transitionDuration } = getComputedStyle(probe)
      return [Number.parseFloat(animationDuration) < 0.001, animationIterationCount, Number.parseFloat(transitionDuration) < 0.001]
    })()`)
    expect(moving).toEqual([true, '1', true])
    await close()
  })

  test('H8 a pairing that has ended is told in the middle of work, and the draft is kept', async () => {
    const { page, check, close } = await lab.open({ expected: [/401/] })
    await box(page).fill('half a thought')
    await page.evaluate(`localStorage.setItem('kora-page-key', 'of-another-token')`)
    await page.keyboard.press('Enter')
    await page.getByText('This browser is not paired').waitFor()
    await page.goto(await launchUrl(lab.studio))
    await box(page).waitFor()
    expect(await box(page).inputValue()).toBe('half a thought')
    check()
    await close()
  })

  test('U14 a server that goes away and comes back: nothing typed is lost, the page goes on by itself', async () => {
    fake.script(MODEL, [{ text: '{"text":"begun and ' }, { hang: true }])
    const expected = [/ERR_|Failed to load|net::/]
    const { page, check, close } = await lab.open({ expected })
    await ask(page, QUESTION)
    await page.getByText('begun and').waitFor()
    await box(page).fill('a thought that is not sent yet')
    const { comeBack } = await lab.goAway()
    await page.getByText('Studio does not answer.').waitFor()
    expect(await box(page).inputValue()).toBe('a thought that is not sent yet')
    await comeBack()
    await page.getByText('Studio ended while this was being answered').waitFor()
    await page.getByText('Studio does not answer.').waitFor({ state: 'detached' })
    expect(await box(page).inputValue()).toBe('a thought that is not sent yet')
    fake.script(MODEL, says('Now it is whole.'))
    await page.getByRole('button', { name: 'Answer again' }).first().click()
    await page.getByText('Now it is whole.').waitFor()
    check()
    await close()
  })
})
