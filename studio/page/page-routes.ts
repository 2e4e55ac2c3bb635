/**
 * The page at `/` and its parts below `/page/`, from the build that belongs to the sources (page-build.ts). It may load from this
 * server alone, and run no script that stands in markup (H8, U13). Serves names of the build's own list and looks at no path.
 */
import { join } from 'node:path'
import { Elysia } from 'elysia'
import { FAILURE_CODES, KoraError } from '#contracts/failure'
import { failureResponse, type Report } from '#http/failure-response'
import type { PageBuilds } from './page-build.ts'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const PARTS = '/page/'
/** Parts that are named by their content. */
const HASHED = /-[a-z0-9]{8}\.\w+$/
const FOR_EVER = 'public, max-age=31536000, immutable'

/** Open without a token: they have no effect and hold nothing of the user. */
export const isPageFile = (path: string): boolean => path === '/' || path.startsWith(PARTS)

export function pageRoutes(builds: PageBuilds, report: Report) {
  const hidden = { detail: { hide: true } }
  return new Elysia()
    .get(
      '/',
      async () => {
        try {
          const { folder } = await builds.current()
          return new Response(Bun.file(join(folder, 'page.html')), { headers: headersOf('no-store') })
        } catch (error) {
          return sayWhyNot(error, report)
        }
      },
      hidden,
    )
    .get(
      '/page/:name',
      async ({ params: { name } }) => {
        const folder = await builds.folderOf(name)
        if (folder === null) return failureResponse(new KoraError('NOT_FOUND'))
        return new Response(Bun.file(join(folder, name)), {
          headers: headersOf(HASHED.test(name) ? FOR_EVER : 'no-cache'),
        })
      },
      hidden,
    )
}

const headersOf = (cacheControl: string) => ({
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': cacheControl,
})

/** A browser asked: the answer is text for a person. */
function sayWhyNot(error: unknown, report: Report): Response {
  report(error instanceof KoraError ? (error.cause ?? error) : error)
  const { http, meaning, cure } = FAILURE_CODES.PAGE_UNAVAILABLE
  const headers = { ...headersOf('no-store'), 'content-type': 'text/plain; charset=utf-8' }
  return new Response(`${meaning}\n${cure}\n\nPAGE_UNAVAILABLE\n`, { status: http, headers })
}
