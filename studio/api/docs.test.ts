import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FAILURE_CODES } from '#contracts/failure'
import { type Harness, startHarness } from './api-harness.ts'
import { buildApi } from './build-api.ts'
import { ERROR_DOCS_PATH, renderErrorDocs } from './emit-error-docs.ts'
import { GRAPH_EXAMPLE, MESSAGE_EXAMPLE } from './request-example.ts'

type Operation = {
  readonly summary?: string
  readonly parameters?: readonly { readonly name: string }[]
  readonly requestBody?: { readonly content: Record<string, { readonly schema: object; readonly example?: unknown }> }
  readonly responses: Record<string, { readonly description: string }>
  readonly security?: readonly unknown[]
}
type Document = {
  readonly openapi: string
  readonly paths: Record<string, Record<string, Operation | undefined>>
  readonly components: { readonly schemas: Record<string, unknown>; readonly securitySchemes: Record<string, unknown> }
}

let harness: Harness
let document: Document

beforeAll(async () => {
  harness = await startHarness()
  document = (await (await fetch(`${harness.url}/docs/json`)).json()) as Document
})
afterAll(() => harness.stop())

const methods = (): readonly (readonly [string, string, Operation])[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => ['get', 'post', 'put', 'patch', 'delete'].includes(method))
      .map(([method, operation]) => [method, path, operation!] as const),
  )

describe('/docs', () => {
  test('S10 loads with the network off: every address in the page is its own, and every file is there', async () => {
    for (const path of ['/docs', '/docs/']) {
      const page = await fetch(`${harness.url}${path}`, { redirect: 'error' })
      const html = await page.text()
      expect(page.headers.get('content-type')).toStartWith('text/html')
      expect(html).not.toMatch(/https?:|\/\/[a-z]/i)
      const linked = [...html.matchAll(/(?:src|href)="(?!data:,")([^"]+)"/g)].map(match => match[1]!)
      expect(linked).toHaveLength(3)
      for (const file of linked) {
        expect(file).toStartWith('/docs/')
        const answer = await fetch(`${harness.url}${file}`)
        expect([file, answer.status]).toEqual([file, 200])
        expect((await answer.text()).length).toBeGreaterThan(100)
      }
    }
  })

  test('S10 forbids the page by policy to load, call or embed anything foreign', async () => {
    const policy = (await fetch(`${harness.url}/docs`)).headers.get('content-security-policy')!
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("connect-src 'self'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-eval')
  })

  test('H8 lets the page try requests: it sends the page key, and the document asks for the token', async () => {
    const start = await (await fetch(`${harness.url}/docs/start.js`)).text()
    expect(start).toContain("'x-kora-page'")
    expect(start).toContain('validatorUrl: null')
    expect(document.components.securitySchemes).toMatchObject({ token: { type: 'http', scheme: 'bearer' } })
  })
})

describe('the OpenAPI document', () => {
  test('H2 describes every route that is served', () => {
    // A wildcard is another way of writing the route beside it.
    const served = buildApi(harness.services)
      .routes.filter(route => !(route.path.startsWith('/docs') || route.path.endsWith('/*')))
      .map(route => `${route.method.toLowerCase()} ${route.path.replace(/:(\w+)/g, '{$1}')}`)
    expect(
      methods()
        .map(([method, path]) => `${method} ${path}`)
        .sort(),
    ).toEqual(served.sort())
    for (const [method, path, operation] of methods()) {
      expect([method, path, (operation.summary ?? '').length > 5]).toEqual([method, path, true])
    }
  })

  test('H2 resolves every reference and names every path parameter', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(match => match[1]!)
    expect(references.length).toBeGreaterThan(50)
    for (const reference of references) {
      const name = reference.replace('#/components/schemas/', '')
      expect([reference, name in document.components.schemas]).toEqual([reference, true])
    }
    expect(JSON.stringify(document)).not.toContain('"$id"')
    for (const [path, item] of Object.entries(document.paths)) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1]!)
      const listed = (item.parameters ?? []) as unknown as readonly { readonly name: string }[]
      expect(listed.map(parameter => parameter.name)).toEqual(names)
    }
  })

  test('H2 lists per route the failures of the door, and only codes of the table', () => {
    for (const [, path, operation] of methods()) {
      expect([path, '403' in operation.responses]).toEqual([path, true])
      const isOpen = operation.security?.length === 0
      if (!isOpen) expect(operation.responses['401']?.description).toContain('TOKEN_REQUIRED')
      const text = Object.values(operation.responses)
        .map(response => response.description)
        .join(' ')
      for (const [, code] of text.matchAll(/`([A-Z_]+)`/g)) expect(code! in FAILURE_CODES).toBe(true)
    }
  })

  test('H6 shows worked requests that the API takes as they stand', async () => {
    for (const example of [GRAPH_EXAMPLE, MESSAGE_EXAMPLE]) {
      for (const path of ['/execute', '/plan']) {
        const answer = await harness.call(path, { body: example })
        expect([path, answer.status]).toEqual([path, 200])
      }
    }
    expect(JSON.stringify(document.paths['/execute']?.post?.requestBody)).toContain('unique-mails')
  })
})

describe('docs/errors.md', () => {
  test('H2 is what the table of codes says today', () => {
    expect(readFileSync(ERROR_DOCS_PATH, 'utf8')).toBe(renderErrorDocs())
  })

  test('H2 holds every code exactly once', () => {
    const page = renderErrorDocs()
    for (const code of Object.keys(FAILURE_CODES)) expect(page.split(`\n| \`${code}\` `)).toHaveLength(2)
  })
})

describe('docs/api.md', () => {
  const page = readFileSync(join(import.meta.dir, '../../docs/api.md'), 'utf8')

  test('H2 names every route that is served, and no other', () => {
    const table = page.slice(page.indexOf('## Routes'))
    const named = [...table.matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/[^`]*)`/g)].map(
      ([, method, path]) => `${method} ${path}`,
    )
    const served = methods().map(([method, path]) => `${method.toUpperCase()} ${path}`)
    expect(named.sort()).toEqual([...served, 'GET /docs', 'GET /docs/json'].sort())
  })

  test('H6 shows requests that the API takes as they stand', async () => {
    const shown = [...page.matchAll(/4747(\/\w+)[^\n]* -d '(\{[^']+\})'/g)]
    expect(shown.map(([, path]) => path)).toEqual(['/execute', '/execute', '/chat'])
    for (const [, path, body] of shown) expect((await harness.call(path!, { body: body! })).status).toBe(200)
    expect(JSON.parse(shown[0]![2]!)).toEqual(GRAPH_EXAMPLE)
  })
})
