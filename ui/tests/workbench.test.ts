/** The workbench in a real browser: an example, faults with their places as they are written, the certificate, a run, files. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { projectPath } from '#testing/cache-folder'
import { hasNoChromium, type PageLab, startPageLab } from '#testing/page/open-page'

describe.skipIf(hasNoChromium)('the workbench', () => {
  let lab: PageLab
  beforeAll(async () => {
    lab = await startPageLab()
  })
  afterAll(async () => {
    await lab?.stop()
  })
  const open = async (options: Parameters<PageLab['open']>[0] = {}) => {
    const opened = await lab.open(options)
    await opened.page.evaluate(`location.hash = '#/workbench'`)
    const editor = opened.page.getByLabel('TaskGraph', { exact: true })
    await editor.waitFor()
    return { ...opened, editor }
  }
  const read = (name: string) => readFileSync(projectPath('examples', `${name}.json`), 'utf8')

  test('U9 an example is certified before it runs, runs, and stands in the panel', async () => {
    const { page, editor, check, checkAxe, close } = await open({ storage: { 'kora-mode': 'advanced' } })
    await page.getByRole('button', { name: 'Examples' }).click()
    await page.getByRole('menuitem', { name: /^Group, join, sort and cross two CSV files/ }).click()
    await page.getByText('This graph is valid and can run.').waitFor()
    const certificate = page.getByRole('region', { name: 'Certificate' })
    expect((await certificate.locator('dd').allInnerTexts()).slice(0, 2)).toEqual(['0', '0'])
    expect(await editor.inputValue()).toBe(read('csv-report'))
    await editor.press('Control+Enter')
    await page.getByRole('region', { name: 'Result' }).getByText('Deterministic only').waitFor()
    await page.getByRole('tab', { name: 'TaskGraph' }).waitFor()
    await checkAxe()
    check()
    await close()
  })

  test('U9 the graph has its colours, which stand where its letters stand, also far down and after a scroll aside', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const { page, editor, check, checkAxe, close } = await open({ theme })
      const tasks = Array.from({ length: 400 }, (_, at) => `  "name_${at}": [${at}, true, "${'w'.repeat(300)}"],`)
      await editor.fill(`{\n${tasks.join('\n')}\n  "end": null\n}`)
      await page.getByText('"end"', { exact: true }).waitFor()
      await page.evaluate(`document.querySelector('textarea').scrollTop = 0`)
      await page.getByText('"name_0"', { exact: true }).waitFor()
      const colours = await page.evaluate<string[]>(`
        [...document.querySelectorAll('[aria-hidden] span[class^="text-code-"]')].slice(0, 4).map(e => getComputedStyle(e).color)`)
      expect(new Set(colours).size).toBe(4)
      await page.evaluate(`document.querySelector('textarea').scrollTo(700, 4000)`)
      const far = page.getByText('"name_199"', { exact: true })
      await far.waitFor()
      // Line 201 begins at 8 px of padding and 200 lines of 20 px, less what was scrolled.
      const frame = await editor.boundingBox()
      await page.waitForFunction(`document.querySelector('textarea').scrollLeft === 700`)
      const places = await far.boundingBox()
      expect(Math.abs((places?.y ?? 0) - ((frame?.y ?? 0) + 8 + 200 * 20 - 4000))).toBeLessThan(6)
      expect((places?.x ?? 0) < (frame?.x ?? 0) - 600).toBe(true)
      expect(await page.getByText('"name_0"', { exact: true }).count()).toBe(0)
      await checkAxe()
      check()
      await close()
    }
  })

  test('U9 faults come with their places as one writes, all at once, and lead there', async () => {
    const { page, editor, check, checkAxe, close } = await open({ expected: [/400/] })
    const broken = read('date-planner').replace('"op": "', '"op": "no.such-').replace('"root": "', '"root": "not-')
    await editor.fill(broken)
    const faults = page.getByRole('list', { name: 'Faults' }).getByRole('button')
    await faults.filter({ hasText: '/root' }).waitFor()
    await faults
      .filter({ hasText: /\/tasks\/\d+\/op/ })
      .first()
      .click()
    expect(
      await page.evaluate(
        'document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)',
      ),
    ).toContain('no.such-')
    expect(await page.getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(true)
    await checkAxe()
    await editor.fill('{\n  "tasks": [,]\n}')
    await page.getByText('This is no JSON').waitFor()
    await page.getByRole('button', { name: 'Show line 2' }).waitFor()
    await editor.fill('{"graph_id":"twice","graph_id":"twice"}')
    await page.getByText('DUPLICATE_KEY').waitFor()
    await editor.fill('[1]')
    await page.getByText(/\d+ faults?: nothing would run/).waitFor()
    check()
    await close()
  })

  test('U9 a graph is opened, saved as it is written, kept over a reload, and replaced with a way back', async () => {
    const { page, editor, check, close } = await open()
    await page.getByLabel('Graph to open').setInputFiles(projectPath('examples', 'date-planner.json'))
    await page.getByText('This graph is valid and can run.').waitFor()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save' }).click(),
    ])
    expect([file.suggestedFilename(), readFileSync(await file.path(), 'utf8')]).toEqual([
      'date-planner.json',
      read('date-planner'),
    ])
    // Left at once: what is written is kept all the same.
    await page.reload()
    await page.getByText('This graph is valid and can run.').waitFor()
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Clear' }).click()
    await page.getByText('No graph yet').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    expect(await editor.inputValue()).toBe(read('date-planner'))
    check()
    await close()
  })

  test('U9 every example of the gallery is valid, and a graph of 0.1 is converted', async () => {
    const { page, editor, check, close } = await open({ expected: [/400/] })
    const names = (await (await fetch(`${lab.studio.url}/page/examples.json`)).json()) as readonly {
      readonly name: string
    }[]
    const files = readdirSync(projectPath('examples')).filter(file => file.endsWith('.json'))
    expect(names.map(({ name }) => `${name}.json`)).toEqual(files.sort())
    for (const { name } of names) {
      await editor.fill(read(name))
      await page.getByText('This graph is valid and can run.').waitFor()
      await editor.fill('')
      await page.getByText('No graph yet').waitFor()
    }
    const [old = ''] = readdirSync(projectPath('examples', 'old')).filter(file => file.endsWith('.json'))
    await editor.fill(readFileSync(projectPath('examples', 'old', old), 'utf8'))
    await page.getByText(/\d+ faults?: nothing would run/).waitFor()
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Convert from 0.1' }).click()
    await page.getByText('This graph is valid and can run.').waitFor()
    check()
    await close()
  })
})
