/**
 * /docs: Swagger UI from the files of `swagger-ui-dist`, over the document that the routes themselves describe. The page
 * names no address but its own, so that it works with the network off.
 */
import { Elysia } from 'elysia'
import swaggerStyle from 'swagger-ui-dist/swagger-ui.css' with { type: 'file' }
import swaggerScript from 'swagger-ui-dist/swagger-ui-bundle.js' with { type: 'file' }
import { jsonResponse } from '#http/failure-response'

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>KORA Studio API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`

// A paired browser sends its page key; every other caller enters the token under "Authorize".
const START = `SwaggerUIBundle({
  url: '/docs/json',
  dom_id: '#swagger-ui',
  validatorUrl: null,
  persistAuthorization: true,
  requestInterceptor: request => {
    const key = localStorage.getItem('kora-page-key')
    if (key !== null) request.headers['x-kora-page'] = key
    return request
  },
})
`

/** Paths of this page and its files; all are open, none has an effect. */
export const DOCS_PATHS: ReadonlySet<string> = new Set([
  '/docs',
  '/docs/',
  '/docs/json',
  '/docs/swagger-ui.css',
  '/docs/swagger-ui-bundle.js',
  '/docs/start.js',
])

/** `buildDocument` is asked at every reading, so that it may know routes that were added later. */
export function docsRoutes(buildDocument: () => Promise<unknown>) {
  const hidden = { detail: { hide: true } }
  return new Elysia()
    .get('/docs', () => text(PAGE, 'text/html'), hidden)
    .get('/docs/json', async () => jsonResponse(await buildDocument()), hidden)
    .get('/docs/start.js', () => text(START, 'text/javascript'), hidden)
    .get('/docs/swagger-ui.css', () => file(swaggerStyle, 'text/css'), hidden)
    .get('/docs/swagger-ui-bundle.js', () => file(swaggerScript, 'text/javascript'), hidden)
}

function headers(type: string): Record<string, string> {
  return {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  }
}

function text(body: string, type: string): Response {
  return new Response(body, { headers: headers(type) })
}

function file(path: string, type: string): Response {
  return new Response(Bun.file(path), { headers: headers(type) })
}
