/** The builds of the page: made once, found again, made anew when a source changes, and told when they cannot be made. */
import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KoraError } from '#contracts/failure'
import { PageBuilds } from './page-build.ts'
import { pageRoutes } from './page-routes.ts'

/** A checkout whose builder writes what stands in source.tsx. */
const BUILDER = `import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
const text = readFileSync('ui/source.tsx', 'utf8')
if (text.includes('broken')) { process.stderr.write('a fault at source.tsx:1'); process.exit(1) }
mkdirSync(process.argv[2], { recursive: true })
writeFileSync(process.argv[2] + '/page.html', '<p>' + text)
writeFileSync(process.argv[2] + '/part-' + text.padEnd(8, 'x') + '.js', text)`

let root: string
const write = (text: string) => writeFileSync(join(root, 'ui', 'source.tsx'), text)
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kora-page-build-'))
  mkdirSync(join(root, 'ui'))
  for (const folder of ['contracts', 'json', 'telemetry', 'examples']) mkdirSync(join(root, folder))
  writeFileSync(join(root, 'bun.lock'), '')
  writeFileSync(join(root, 'ui', 'build.ts'), BUILDER)
  write('first')
})
afterEach(() => rmSync(root, { recursive: true }))

describe('builds of the page', () => {
  test('U14 are made at the first request, found by the next server, and made anew when a source changed', async () => {
    const builds = new PageBuilds(root)
    const first = await builds.current()
    expect(first.files).toEqual(new Set(['page.html', 'part-firstxxx.js']))
    expect(await builds.current()).toBe(first)
    expect((await new PageBuilds(root).current()).folder).toBe(first.folder)
    write('another')
    const second = await builds.current()
    expect(second.folder).not.toBe(first.folder)
    // A page that was loaded before still gets its parts.
    expect(await builds.folderOf('part-firstxxx.js')).toBe(first.folder)
    expect(await builds.folderOf('part-anotherx.js')).toBe(second.folder)
    expect(await builds.folderOf('../../bun.lock')).toBeNull()
  })

  test('U14 two servers that build at once end with one build and no draft', async () => {
    const [one, two] = await Promise.all([new PageBuilds(root).current(), new PageBuilds(root).current()])
    expect(one.folder).toBe(two.folder)
    expect(readdirSync(join(root, '.cache', 'ui'))).toHaveLength(1)
  })

  test('U14 a page that cannot be built is a sentence with a cure, and is tried again', async () => {
    write('broken')
    const builds = new PageBuilds(root)
    const reported: unknown[] = []
    expect(await builds.current().catch(error => (error as KoraError).code)).toBe('PAGE_UNAVAILABLE')
    const app = pageRoutes(builds, error => reported.push(error))
    const refused = await app.handle(new Request('http://localhost/'))
    expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining('bun install')])
    expect(String(reported[0])).toContain('source.tsx:1')
    write('mended')
    const served = await app.handle(new Request('http://localhost/'))
    expect([served.status, await served.text()]).toEqual([200, '<p>mended'])
    expect(
      (await app.handle(new Request('http://localhost/page/part-mendedxx.js'))).headers.get('cache-control'),
    ).toContain('immutable')
    expect((await app.handle(new Request('http://localhost/page/..%2Fpage.html'))).status).toBe(404)
  })
})
