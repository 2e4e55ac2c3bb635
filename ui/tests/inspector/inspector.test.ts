/** The inspector in a real browser: a live run against the fault-injecting fake, breaches, failed validation, the graph by keys. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { hasNoChromium, type OpenPage, openPage, type PageLab, startPageLab } from '#testing/page/open-page'

const schema = { type: 'object', properties: { topic: { enum: ['billing', 'bug'] } }, required: ['topic'] }
const budget = { max_tokens: 30, max_time_ms: 20_000, max_retries: 1 }

/** Operations around one model task. */
const graphOf = (model: string, more: object = {}) => ({
  kora_version: '1.0.0',
  graph_id: `inspect-${model}`,
  root: 'reply',
  tasks: [
    { version: '1.0', id: 'count', name: 'Count the words', type: 'deterministic', op: 'text.count', dependencies: [], input: { text: 'one two three' } },
    { version: '1.0', id: 'redact', name: 'Hide addresses', type: 'deterministic', op: 'guard.redact', dependencies: [], input: { text: 'write to ann@example.org' } },
    {
      version: '1.0', id: 'topic', name: 'Find the topic', type: 'model', dependencies: ['redact'],
      input: { prompt: 'Topic of {{text}}?', text: { $from: 'redact', pointer: '/text' } },
      schema, budget, model: { model: `ollama/${model}` }, ...more,
    },
    { version: '1.0', id: 'reply', name: 'Put it together', type: 'aggregation', op: 'agg.collect', dependencies: ['count', 'topic'], input: { items: [{ $from: 'count' }, { $from: 'topic' }] } },
  ],
}) // biome-ignore format: a graph is read by rows

describe.skipIf(hasNoChromium)('the inspector', () => {
  let lab: PageLab
  let fake: FakeBackend
  beforeAll(async () => {
    fake = await startFakeBackend()
    lab = await startPageLab({ ollamaUrl: fake.url, config: { max_runs: 1 } })
  })
  afterAll(async () => {
    await lab?.stop()
    await fake?.stop()
  })

  const panelOf = (page: Page) => page.getByRole('complementary', { name: 'How this answer came about' })
  async function openRun(runId: string, options: Parameters<PageLab['open']>[0] = {}): Promise<OpenPage> {
    const opened = await openPage(lab.browser, lab.studio, {
      width: 1_600,
      ...options,
      storage: { 'kora-mode': 'advanced', ...options.storage },
    })
    await opened.page.evaluate(`location.hash = '#/runs/${runId}'`)
    await panelOf(opened.page).getByRole('tab', { name: 'Overview' }).waitFor()
    return opened
  }
  const showTab = (page: Page, name: string) => panelOf(page).getByRole('tab', { name }).click()

  test('U6 U7 a slow run is seen live: states change in the graph, the drawer fills, nothing jumps', async () => {
    fake.script('slow', () => [{ wait: 8_000 }, { json: { topic: 'bug' }, everyMs: 50 }, { end: 'stop' }])
    const runId = await lab.studio.start(graphOf('slow'))
    const { page, check, close } = await openRun(runId)
    await showTab(page, 'TaskGraph')
    const node = (name: RegExp) => panelOf(page).getByRole('button', { name })
    await node(/^Count the words Operation Success/).waitFor()
    await node(/^Find the topic Model Running/).waitFor()
    const before = await node(/^Find the topic/).boundingBox()
    await lab.studio.ended(runId)
    await node(/^Find the topic Model Success/).waitFor()
    expect(await node(/^Find the topic/).boundingBox()).toEqual(before)
    await node(/^Find the topic/).click()
    const drawer = page.getByRole('region', { name: 'Task Find the topic' })
    await drawer.getByText('ollama/slow').first().waitFor()
    await drawer.getByText('The output fits its schema.').waitFor()
    check()
    await close()
  })

  test('U6 a run that waits for its turn says so, and shows itself when it begins', async () => {
    fake.script('first', () => [{ hang: true }])
    fake.script('second', () => [{ json: { topic: 'bug' } }, { end: 'stop' }])
    const first = await lab.studio.start(graphOf('first'))
    const second = await lab.studio.start(graphOf('second'))
    const { page, check, checkAxe, close } = await openPage(lab.browser, lab.studio, {
      width: 1_600,
      storage: { 'kora-mode': 'advanced' },
    })
    await page.evaluate(`location.hash = '#/runs/${second}'`)
    const waiting = panelOf(page).getByText('This run waits for its turn')
    await waiting.waitFor()
    await panelOf(page).getByText('Not begun').waitFor()
    await checkAxe()
    await lab.studio.call(`/runs/${first}/cancel`, { method: 'POST' })
    await waiting.waitFor({ state: 'detached' })
    await panelOf(page).getByText('Hybrid').waitFor()
    check()
    await close()
  })

  test('U8 a token breach is a banner with its numbers, and the whole way to the attempt is there', async () => {
    fake.script('flood', () => [
      { text: '{"topic": "', n: 1 },
      { text: 'bug ', n: 400 },
    ])
    const { telemetry, status } = await lab.studio.execute(graphOf('flood'))
    expect(status).toBe('failed')
    const { page, check, checkAxe, close } = await openRun(telemetry.run_id)
    const panel = panelOf(page)
    await panel.getByText('Budget breach in topic').waitFor()
    const used = telemetry.tasks.find(task => task.task_id === 'topic')!
    await panel.getByText(`${used.breach!.used} of ${used.breach!.limit} tokens`).waitFor()
    await panel.getByRole('button', { name: 'Look at the task' }).click()
    const drawer = page.getByRole('region', { name: 'Task Find the topic' })
    await drawer.getByText('Tokens (breached)').waitFor()
    await checkAxe()
    check()
    await close()
  })

  test('U8 a time breach and a rejected output say what happened and where', async () => {
    fake.script('late', () => [{ hang: true }])
    const late = await lab.studio.execute(
      graphOf('late', { budget: { max_tokens: 30, max_time_ms: 300, max_retries: 0 } }),
    )
    const opened = await openRun(late.telemetry.run_id)
    await panelOf(opened.page)
      .getByText(/The time budget ran out/)
      .waitFor()
    opened.check()
    await opened.close()

    fake.script('wrong', () => [{ json: { topic: 'weather' } }, { end: 'stop' }])
    const wrong = await lab.studio.execute(graphOf('wrong', { budget: { ...budget, max_tokens: 200 } }))
    const second = await openRun(wrong.telemetry.run_id)
    await panelOf(second.page)
      .getByText(/\/topic/)
      .first()
      .waitFor()
    await panelOf(second.page).getByRole('button', { name: 'Look at the task' }).click()
    const drawer = second.page.getByRole('region', { name: 'Task Find the topic' })
    await drawer.getByText('Attempt 2').waitFor()
    expect(await drawer.getByText('weather').count()).toBe(0)
    second.check()
    await second.close()
  })

  test('U12 the graph is walked by arrows, a task opens by Enter and closes by its button', async () => {
    fake.script('quick', () => [{ json: { topic: 'bug' } }, { end: 'stop' }])
    const { telemetry } = await lab.studio.execute(graphOf('quick'))
    const { page, check, checkAxe, close } = await openRun(telemetry.run_id, { theme: 'dark' })
    await showTab(page, 'TaskGraph')
    const first = panelOf(page).getByRole('button', { name: /^Hide addresses/ })
    // One that is not on the screen yet has the focus a frame later.
    const hasFocus = (name: RegExp) => panelOf(page).getByRole('button', { name }).and(page.locator(':focus')).waitFor()
    // A panel that is higher than wide shows a chain from top to bottom, until somebody chooses the other way.
    await first.focus()
    await page.keyboard.press('ArrowDown')
    await hasFocus(/^Find the topic/)
    await panelOf(page).getByRole('button', { name: 'Draw from left to right' }).click()
    await first.focus()
    await page.keyboard.press('ArrowRight')
    await hasFocus(/^Find the topic/)
    await page.keyboard.press('ArrowRight')
    await hasFocus(/^Put it together/)
    await page.keyboard.press('ArrowLeft')
    // Whichever of its two inputs lies nearer.
    await hasFocus(/^(?:Find the topic|Count the words)/)
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: /^Task / }).waitFor()
    await checkAxe()
    await page.getByRole('button', { name: 'Close the task' }).click()
    for (const name of ['Stage Timeline', 'TaskGraph', 'Event Log']) {
      await showTab(page, name)
      await checkAxe()
    }
    check()
    await close()
  })

  test('U12 where there is no room for both a task takes the focus along, and gives it back with the view', async () => {
    const { telemetry } = await lab.studio.execute(graphOf('quick'))
    const { page, check, checkAxe, close } = await openRun(telemetry.run_id)
    await showTab(page, 'Stage Timeline')
    await panelOf(page)
      .getByRole('button', { name: /^Hide addresses/ })
      .click()
    const title = page.getByRole('heading', { name: 'Hide addresses', level: 3 })
    await title.and(page.locator(':focus')).waitFor()
    await page.getByRole('button', { name: 'Back to the run' }).press('Enter')
    await panelOf(page).getByRole('tab', { name: 'Stage Timeline' }).and(page.locator(':focus')).waitFor()
    await checkAxe()
    check()
    await close()
  })

  test('U5 the event log comes back from a search that found nothing, and the overview parts the run from what came before', async () => {
    const { telemetry } = await lab.studio.execute(graphOf('quick'))
    const { page, check, close } = await openRun(telemetry.run_id)
    const panel = panelOf(page)
    await panel.getByText('Time of the run').waitFor()
    await panel.getByText(/^after [\d.]+ m?s before it began$/).waitFor()
    await showTab(page, 'Event Log')
    await panel.getByText(/^4 tasks, at most \d+ calls and \d+ tokens$/).waitFor()
    await panel.getByLabel('Search events').fill('xyzzy')
    await panel.getByText('No such event').waitFor()
    await panel.getByLabel('Search events').fill('run.started')
    await panel.getByText(/^4 tasks, at most/).waitFor()
    check()
    await close()
  })

  test('U6 search and filter dim what does not fit and say how much does', async () => {
    fake.script('quick', () => [{ json: { topic: 'bug' } }, { end: 'stop' }])
    const { telemetry } = await lab.studio.execute(graphOf('quick'))
    const { page, check, checkAxe, close } = await openRun(telemetry.run_id)
    await showTab(page, 'TaskGraph')
    await page.getByLabel('Search tasks', { exact: true }).fill('topic')
    await panelOf(page).getByText('1 of 4').waitFor()
    await page.getByLabel('Search tasks', { exact: true }).fill('')
    await panelOf(page)
      .getByRole('button', { name: /Filter/ })
      .click()
    // Several at once: each is a choice of its own, and the menu waits for the next.
    for (const name of ['Model', 'Aggregation']) {
      await page.getByRole('menuitemcheckbox', { name }).click()
      await page.getByRole('menuitemcheckbox', { name, checked: true }).waitFor()
    }
    await checkAxe()
    await page.keyboard.press('Escape')
    await panelOf(page).getByText('2 of 4').waitFor()
    await page.getByLabel('Search tasks', { exact: true }).fill('topic')
    await panelOf(page).getByText('1 of 4').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Task Find the topic' }).waitFor()
    check()
    await close()
  })

  for (const count of [2_000, 10_000]) {
    const said = count.toLocaleString('en')
    test(`U6 a run of ${said} tasks is drawn, searched and opened, with few elements on the page`, async () => {
      const operation = (id: string, text: unknown, dependencies: string[]) => ({
        version: '1.0', id, type: 'deterministic', op: 'text.count', dependencies, input: { text },
      }) // biome-ignore format: one row
      const leaves = Array.from({ length: count - 2 }, (_, at) => operation(`leaf-${at}`, `words ${at}`, ['start']))
      const ids = leaves.map(({ id }) => id)
      const last = ids.at(-1)!
      const end = { ...operation('end', '', ids), type: 'aggregation', op: 'agg.collect' }
      const tasks = [operation('start', 'one two', []), ...leaves, { ...end, input: { items: [{ $from: last }] } }]
      const graph = { kora_version: '1.0.0', graph_id: 'wide', root: 'end', tasks }
      const { telemetry, status } = await lab.studio.execute(graph)
      expect(status).toBe('success')
      const { page, check, close } = await openRun(telemetry.run_id)
      await showTab(page, 'TaskGraph')
      await panelOf(page).getByText(`${said} tasks`, { exact: true }).waitFor()
      expect(await page.locator('[data-node]').count()).toBeLessThan(500)
      await page.getByLabel('Search tasks', { exact: true }).fill(last)
      await panelOf(page).getByText(`1 of ${said}`).waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('region', { name: 'Task text.count' }).getByText(last).first().waitFor()
      await page.getByRole('button', { name: 'Close the task' }).click()
      for (const tab of ['Stage Timeline', 'Event Log', 'Overview']) {
        await showTab(page, tab)
        expect(await page.locator('*').count()).toBeLessThan(4_000)
      }
      check()
      await close()
    })
  }

  test('U5 a run that does not exist says so', async () => {
    const opened = await openPage(lab.browser, lab.studio, {
      width: 1_600,
      storage: { 'kora-mode': 'advanced' },
      expected: [/404/],
    })
    await opened.page.evaluate(`location.hash = '#/runs/run_nothing'`)
    await opened.page.getByText('This run cannot be shown').waitFor()
    opened.check()
    await opened.close()
  })
})
