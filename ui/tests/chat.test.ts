/** The chat in a real browser, against a real server and a runtime that does what the test says. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { hasNoChromium, type PageLab, startPageLab } from '#testing/page/open-page'

const MODEL = 'writer:1b'
const QUESTION = 'Write a short note about rivers for the school paper.'

const box = (page: Page) => page.getByLabel('Message', { exact: true })
const answers = (page: Page) => page.getByRole('article', { name: 'Answer', exact: true })

async function ask(page: Page, text: string): Promise<void> {
  await box(page).fill(text)
  await page.keyboard.press('Enter')
}

const cells = (name: string) => Array.from({ length: 40 }, (_, at) => `${name}${at}`).join(' | ')

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
    fake.script(MODEL, calls =>
      calls % 2 === 0 ? [{ text: '{"text":"one two three four five ' }, { hang: true }] : says('All of it.'),
    )
    const { page, check, close } = await lab.open()
    await ask(page, QUESTION)
    await page.getByText('one two three').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('Stopped: this much was written, and never checked').waitFor()
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

  test('U14 a server that goes away and comes back costs nothing that was typed', async () => {
    const { page, close } = await lab.open()
    await box(page).fill('a thought that is not sent yet')
    await page.reload()
    await box(page).waitFor()
    expect(await box(page).inputValue()).toBe('a thought that is not sent yet')
    await close()
  })
})
