/** Files of the chat: attached to a message, and whole chats out and in. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FakeBackend } from '#testing/fake-backend/start-fake-backend'
import { answers, ask, box, MODEL, says, startChatLab } from '#testing/page/chat-lab'
import { hasNoChromium, type PageLab } from '#testing/page/open-page'

describe.skipIf(hasNoChromium)('files of the chat', () => {
  let fake: FakeBackend
  let lab: PageLab
  beforeAll(async () => {
    ;({ fake, lab } = await startChatLab())
  })
  afterAll(async () => {
    await lab?.stop()
    await fake?.stop()
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
    const why = page.getByText('Remove the file that was refused to ask this.')
    await why.waitFor()
    await page.getByRole('button', { name: 'Remove photo.png' }).click()
    await why.waitFor({ state: 'detached' })
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

  test('U2 a draft keeps its files over a reload, says which are lost, and leaves none behind', async () => {
    const { page, check, close } = await lab.open({ expected: [/404/] })
    const picker = page.getByLabel('Files to attach')
    const table = (name: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from('region,amount\nN,1.5\nN,4\n') })
    const files = page.getByRole('list', { name: 'Files' })
    await picker.setInputFiles([table('kept.csv'), table('dropped.csv')])
    await files
      .getByText(/^CSV · /)
      .nth(1)
      .waitFor()
    await box(page).fill('total of amount by region')
    const drafts = `Object.entries(localStorage).filter(([key]) => key.startsWith('kora-draft:'))`
    const stored = await page.evaluate<[string, string][]>(drafts)
    const { files: kept } = JSON.parse(stored[0]?.[1] ?? '{}') as { files: { info: { attachment_id: string } }[] }
    await lab.studio.call(`/attachments/${kept[1]?.info.attachment_id}`, { method: 'DELETE' })
    // The third is on its way when the page goes.
    await page.route('**/attachments?*', () => undefined)
    await picker.setInputFiles(table('cut.csv'))
    await files.getByText('Sending cut.csv').waitFor()
    await page.reload()
    await files.getByText('This chat was left before all of it was sent. Attach it again.').waitFor()
    await files.getByText('It is no longer at the server').waitFor()
    expect(await box(page).inputValue()).toBe('total of amount by region')
    await page.getByRole('button', { name: 'Remove cut.csv' }).click()
    await page.getByRole('button', { name: 'Remove dropped.csv' }).click()
    await box(page).press('Enter')
    await answers(page).first().getByRole('cell', { name: '5.5' }).waitFor()
    expect(await page.getByRole('form', { name: 'Ask' }).getByRole('listitem').count()).toBe(0)
    expect(await page.evaluate<unknown[]>(drafts)).toEqual([])
    check()
    await close()
  })

  test('U2 what is typed and attached while the first question is on its way stands in the chat that it made', async () => {
    const { page, check, close } = await lab.open()
    const held = Promise.withResolvers<void>()
    await page.route('**/chat', async route => {
      await held.promise
      await route.continue()
    })
    await ask(page, '7 * 8')
    await page.getByText('Sending').waitFor()
    await box(page).fill('and twice that?')
    await page
      .getByLabel('Files to attach')
      .setInputFiles({ name: 'later.txt', mimeType: 'text/plain', buffer: Buffer.from('later') })
    await page.getByText(/^TEXT · /).waitFor()
    held.resolve()
    await answers(page).first().getByText('56').first().waitFor()
    expect(await box(page).inputValue()).toBe('and twice that?')
    await page.getByRole('list', { name: 'Files' }).getByText('later.txt').waitFor()
    await page.getByRole('link', { name: 'Chat', exact: true }).first().click()
    await page.getByRole('heading', { name: 'New chat', level: 1 }).waitFor()
    expect(await box(page).inputValue()).toBe('')
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
})
