/** The chat where files, connections and disks are as they are at other people's: a PDF, another's export, a cut line, a disk of stone. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { buildPdf } from '#testing/build-pdf'
import type { FakeBackend } from '#testing/fake-backend/start-fake-backend'
import { answers, ask, box, MODEL, QUESTION, startChatLab } from '#testing/page/chat-lab'
import { openCutLine } from '#testing/page/cut-line'
import { hasNoChromium, openBrowser, openPage, type PageLab } from '#testing/page/open-page'

describe.skipIf(hasNoChromium)('the chat in trouble', () => {
  let fake: FakeBackend
  let lab: PageLab
  beforeAll(async () => {
    ;({ fake, lab } = await startChatLab())
  })
  afterAll(async () => {
    await lab?.stop()
    await fake?.stop()
  })

  test('U2 a PDF is read page by page by rule, says which pages hold no text, and a broken one is refused', async () => {
    const { page, check, checkAxe, close } = await lab.open({ expected: [/400/] })
    const pdf = (name: string, bytes: Uint8Array) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(bytes) })
    const picker = page.getByLabel('Files to attach')
    const files = page.getByRole('list', { name: 'Files' })
    await picker.setInputFiles(pdf('broken.pdf', new TextEncoder().encode('%PDF-1.7 and nothing else')))
    await files
      .getByText(/PDF cannot be read|no PDF|damaged|broken/i)
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Remove broken.pdf' }).click()
    await picker.setInputFiles(pdf('invoice.pdf', buildPdf(['Write to ann@example.com about invoice 17', '', 'Total'])))
    await files.getByText('1 of 3 pages hold no text').waitFor()
    await checkAxe()
    await ask(page, 'find all email addresses')
    await answers(page).first().getByText('ann@example.com').first().waitFor()
    await answers(page).first().getByText('Deterministic only').waitFor()
    await page.getByRole('article', { name: 'You asked' }).getByText('invoice.pdf').waitFor()
    check()
    await close()
  })

  test("U2 ChatGPT's export comes in with its branches, and what could not be taken is told by its place", async () => {
    const { page, check, close } = await lab.open()
    const node = (id: string, parent: string | null, role: string, parts: unknown[]) => [
      id,
      { id, parent, children: [], message: { author: { role }, create_time: 1_700_000_000.5, content: { parts } } },
    ]
    const conversation = {
      title: 'Trees of the park',
      create_time: 1_700_000_000,
      mapping: Object.fromEntries([
        ['root', { id: 'root', parent: null, children: [], message: null }],
        node('asked', 'root', 'user', ['What is this?', { image: 'x' }]),
        node('first', 'asked', 'assistant', ['A **tree**.']),
        node('second', 'asked', 'assistant', ['A house.']),
      ]),
      current_node: 'first',
    }
    await page.getByLabel('File of chats to import').setInputFiles({
      name: 'conversations.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify([conversation])),
    })
    await page.getByText(/^1 chat with 3 messages imported/).waitFor()
    await page.getByRole('heading', { name: 'Trees of the park', level: 1 }).waitFor()
    await answers(page).first().getByText('tree').waitFor()
    await page.getByText('1 / 2').or(page.getByText('2 / 2')).first().waitFor()
    check()
    await close()
  })

  test('U2 a question stands in the chat while it is sent, and one sent again after a reload is the same message', async () => {
    const { page, check, close } = await lab.open({ expected: [/ERR_|Failed to load|net::/] })
    let takenTimes = 0
    const held = Promise.withResolvers<void>()
    // The server takes the message, and nobody hears of it before the reload.
    await page.route('**/chat', async route => {
      const answer = await route.fetch()
      takenTimes += 1
      if (takenTimes > 1) return route.fulfill({ response: answer })
      held.resolve()
    })
    await ask(page, '6 * 7')
    const sending = page.getByRole('article', { name: 'You ask', exact: true })
    await sending.getByText('6 * 7').waitFor()
    await sending.getByText('Sending').waitFor()
    await held.promise
    await page.reload()
    expect(await box(page).inputValue()).toBe('6 * 7')
    await box(page).press('Enter')
    await answers(page).first().getByText('42').first().waitFor()
    await sending.waitFor({ state: 'detached' })
    expect([takenTimes, await box(page).inputValue()]).toEqual([2, ''])
    expect(await page.getByRole('article', { name: 'You asked' }).count()).toBe(1)
    const links = page.getByRole('link', { name: '6 * 7' })
    // The list of chats is read again after the answer.
    await links.first().waitFor()
    expect(await links.count()).toBe(1)
    // Answered once, the same words are a new question.
    await ask(page, '6 * 7')
    await answers(page).nth(1).getByText('42').first().waitFor()
    check()
    await close()
  })

  test('L6 U2 live text goes on after a line that was cut while the server kept running, and nothing is twice', async () => {
    const words = Array.from({ length: 80 }, (_, at) => `word${at}`)
    fake.script(MODEL, [{ json: { text: words.join(' ') }, everyMs: 150 }, { end: 'stop' }])
    const line = openCutLine(lab.studio.port)
    const browser = await openBrowser(line.browserArgs)
    const { page, check } = await openPage(browser, lab.studio, { expected: [/ERR_|Failed to load|net::/] })
    await ask(page, QUESTION)
    await page.getByText('word3').first().waitFor()
    line.cut()
    await page.getByText('Studio does not answer.').first().waitFor()
    await box(page).fill('typed in the dark')
    // What stands on the page stays: one sentence above it says how things are.
    expect(await page.getByText('Studio does not answer.').count()).toBe(1)
    expect(await page.getByText('not checked yet').count()).toBe(1)
    line.mend()
    await page.getByText('Studio does not answer.').waitFor({ state: 'detached' })
    const answer = answers(page).first()
    await answer.getByText('Model invoked').waitFor()
    const said = [...(await answer.innerText()).matchAll(/word\d+/g)].map(([word]) => word)
    expect(said).toEqual(words)
    expect([await answers(page).count(), await box(page).inputValue()]).toEqual([1, 'typed in the dark'])
    check()
    await browser.close()
    line.stop()
  })
})
