/**
 * The page at `/`: says that Studio runs here and how to use it, and pairs the browser that came by the launch link (H8).
 * It loads nothing from elsewhere and shows nothing of the user's.
 */
import { join } from 'node:path'
import { Elysia } from 'elysia'

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const FILES: Readonly<Record<string, { readonly name: string; readonly type: string }>> = {
  '/': { name: 'page.html', type: 'text/html; charset=utf-8' },
  '/page/script.js': { name: 'page-script.js', type: 'text/javascript; charset=utf-8' },
  '/page/icon.svg': { name: 'page-icon.svg', type: 'image/svg+xml' },
  '/page/style.css': { name: 'page-style.css', type: 'text/css; charset=utf-8' },
}

/** Open without a token: they have no effect and hold nothing of the user. */
export const isPageFile = (path: string): boolean => Object.hasOwn(FILES, path)

export function pageRoutes() {
  const routes = new Elysia()
  for (const [path, file] of Object.entries(FILES)) {
    routes.get(
      path,
      () => new Response(Bun.file(join(import.meta.dir, file.name)), { headers: headersOf(file.type) }),
      {
        detail: { hide: true },
      },
    )
  }
  return routes
}

const headersOf = (type: string) => ({
  'content-type': type,
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
})
