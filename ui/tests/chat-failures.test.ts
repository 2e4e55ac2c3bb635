/** Answers that fail, each in its place with its code and what can be done. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { FakeBackend } from '#testing/fake-backend/start-fake-backend'
import { answers, ask, box, MODEL, QUESTION, startChatLab } from '#testing/page/chat-lab'
import { hasNoChromium, type PageLab, startPageLab } from '#testing/page/open-page'

describe.skipIf(hasNoChromium)('an answer that fails', () => {
  let fake: FakeBackend
  let lab: PageLab
  beforeAll(async () => {
    ;({ fake, lab } = await startChatLab())
  })
  afterAll(async () => {
    await lab?.stop()
    await fake?.stop()
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

  test('U2 H4 a message whose answer was lost on its way is there once, and so is one that is sent again by hand', async () => {
    const { page, check, close } = await lab.open({ expected: [/Failed to load resource/] })
    let losses = 0
    // Studio takes the message; the connection breaks before its answer.
    await page.route('**/chat', async route => {
      if (losses++ >= 3) return route.continue()
      await route.fetch()
      await route.abort('connectionreset')
    })
    await ask(page, '17 * 23')
    await page.getByText('Studio does not answer.').first().waitFor()
    // Two tries of the page's own came to nothing. The third was begun by a person, and what the page tries then is answered.
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    await answers(page).first().getByText('391').first().waitFor()
    expect(losses).toBeGreaterThanOrEqual(4)
    await page.reload()
    await answers(page).first().getByText('391').first().waitFor()
    expect([await answers(page).count(), await box(page).inputValue()]).toEqual([1, ''])
    const { chats } = (await (await lab.studio.call('/chats?q=17')).json()) as { readonly chats: readonly unknown[] }
    expect(chats).toHaveLength(1)
    check()
    await close()
  })

  test('X3 U8 what is exact of a question stands as its answer, and below it what needs a model and why there is none', async () => {
    fake.script(MODEL, [{ status: 500, body: { error: 'out of memory' } }])
    const made = await lab.studio.call('/chats', { body: { title: 'In part', options: { max_retries: 0 } } })
    const { chat_id: id } = (await made.json()) as { readonly chat_id: string }
    const { page, check, checkAxe, close } = await lab.open()
    await box(page).waitFor()
    await page.evaluate(`location.hash = '#/chat/${id}'`)
    await page.getByRole('heading', { name: 'In part', level: 1 }).waitFor()
    await ask(page, '12*12 and who wrote Hamlet?')
    const answer = answers(page).first()
    await answer.getByText('144 — 12 × 12').waitFor()
    await answer.getByText('Not answered, because it needs a model: who wrote Hamlet?').waitFor()
    await answer.getByText('BACKEND_ERROR').waitFor()
    await answer.getByRole('button', { name: 'Copy the answer' }).click()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('144 — 12 × 12')
    // One way to try again is enough.
    expect(await answer.getByRole('button', { name: 'Answer again' }).count()).toBe(1)
    await checkAxe()
    check()
    await close()
  })

  test('X3 U1 without any model the exact part stands there, and the cure leads to the models', async () => {
    const bare = await startPageLab()
    try {
      const { page, check, close } = await bare.open()
      await ask(page, '12*12 and who wrote Hamlet?')
      const answer = answers(page).first()
      await answer.getByText('144 — 12 × 12').waitFor()
      await answer.getByText('Not answered, because it needs a model: who wrote Hamlet?').waitFor()
      expect((await answer.innerText()).split('kora models pull')).toHaveLength(2)
      await answer.getByRole('button', { name: 'Get a model' }).click()
      await page.getByRole('heading', { name: 'Models', level: 1 }).waitFor()
      check()
      await close()
    } finally {
      await bare.stop()
    }
  })

  test('U2 a chat that is not there says so, and nothing that cannot help is offered', async () => {
    const { page, check, close } = await lab.open({ expected: [/404/] })
    await box(page).waitFor()
    await page.evaluate(`location.hash = '#/chat/chat_of_another_time'`)
    await page.getByText('There is no such chat').waitFor()
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
    await page.locator('main').getByRole('button', { name: 'New chat' }).click()
    await page.getByRole('heading', { name: 'New chat', level: 1 }).waitFor()
    check()
    await close()
  })

  const FAILURES = [
    {
      what: 'a breach of the time budget',
      script: [{ text: '{"text":"slow ' }, { hang: true }],
      code: 'TIME_BUDGET',
      offers: 'Change the budget',
    },
    {
      what: 'an answer that is not of the shape',
      script: [{ text: '{"text":"No end' }, { end: 'stop' }],
      code: 'OUTPUT_NOT_JSON',
      offers: 'Answer again',
    },
    {
      what: 'a runtime that is broken',
      script: [{ status: 500, body: { error: 'out of memory' } }],
      code: 'BACKEND_ERROR',
      offers: 'Answer again',
    },
  ] as const
  for (const { what, script, code, offers } of FAILURES) {
    test(`U8 ${what} stands where the answer would, with its code and what can be done`, async () => {
      fake.script(MODEL, [...script])
      const options = { max_time_ms: 2_500, max_retries: 0 }
      const made = await lab.studio.call('/chats', { body: { title: what, options } })
      const { chat_id: id } = (await made.json()) as { readonly chat_id: string }
      const { page, check, checkAxe, close } = await lab.open({ theme: 'dark' })
      await page.evaluate(`location.hash = '#/chat/${id}'`)
      await page.getByRole('heading', { name: what, level: 1 }).waitFor()
      await ask(page, QUESTION)
      await answers(page).first().getByText(code).waitFor()
      await page.getByRole('button', { name: offers }).first().waitFor()
      await checkAxe()
      check()
      await close()
    })
  }
})
