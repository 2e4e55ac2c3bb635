/** What a model writes, as the chat shows it: while it comes, hostile, wide, with code and formulas. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { FakeBackend } from '#testing/fake-backend/start-fake-backend'
import { answers, ask, box, MODEL, QUESTION, says, startChatLab } from '#testing/page/chat-lab'
import { hasNoChromium, type PageLab } from '#testing/page/open-page'

const cells = (name: string) => Array.from({ length: 40 }, (_, at) => `${name}${at}`).join(' | ')

/** A long word without a loop in it, which would be stopped. */
const unbroken = (seed: number) => Array.from({ length: 70 }, (_, at) => ((at + seed) * 7_919).toString(36)).join('')

describe.skipIf(hasNoChromium)('the text of a model', () => {
  let fake: FakeBackend
  let lab: PageLab
  beforeAll(async () => {
    ;({ fake, lab } = await startChatLab())
  })
  afterAll(async () => {
    await lab?.stop()
    await fake?.stop()
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

  test('U2 code has colours, lists and tables have the direction of their words, and suggestions fit a telephone', async () => {
    const { page, check, close } = await lab.open({ width: 390 })
    const inSight = `document.documentElement.scrollWidth <= innerWidth &&
      [...document.querySelectorAll('main ul button')].every(e => e.getBoundingClientRect().right <= innerWidth)`
    await page.getByRole('button', { name: /^Find the e-mail addresses/ }).waitFor()
    expect(await page.evaluate<boolean>(inSight)).toBe(true)
    fake.script(
      MODEL,
      says('```ts\nconst a = "b"\n```\n\n- بند أول\n- بند ثان\n\n| الاسم | القيمة |\n| --- | --- |\n| أ | 1 |'),
    )
    await ask(page, QUESTION)
    await page.locator('.hljs-string').first().waitFor()
    const colours = await page.evaluate<string[]>(
      `['pre code', '.hljs-keyword', '.hljs-string'].map(one => getComputedStyle(document.querySelector(one)).color)`,
    )
    expect(new Set(colours).size).toBe(3)
    const directions = `['.prose ul', '.prose table'].map(one => getComputedStyle(document.querySelector(one)).direction)`
    expect(await page.evaluate<string[]>(directions)).toEqual(['rtl', 'rtl'])
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
})
