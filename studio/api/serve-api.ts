/** The API behind its guard on loopback (rules H7, H8). Static pages are let in by name; everything else takes a token. */
import { type Handle, type Listening, type ListenOptions, listen } from '#http/listen'
import { apiFailure } from './api-failure.ts'
import { DOCS_PATHS } from './docs-routes.ts'
import type { StudioServices } from './services.ts'

export type ServeOptions = {
  readonly port: number
  readonly beyondLoopback?: ListenOptions['beyondLoopback']
  /** Further open files, such as those of the page. Such a path must have no effect and hold nothing of the user. */
  readonly isStaticFile?: (path: string) => boolean
  readonly idleTimeoutS?: number
}

/** Routes that take files as they are. */
const RAW_PATHS: ReadonlySet<string> = new Set(['/attachments', '/chats/import'])

/** Throws KoraError PORT_TAKEN or CONFIG_INVALID. */
export function serveApi(
  app: { readonly fetch: Handle },
  { auth, report }: Pick<StudioServices, 'auth' | 'report'>,
  options: ServeOptions,
): Promise<Listening> {
  const isOpen = auth.mode === 'off'
  return listen({
    port: options.port,
    handle: app.fetch,
    report,
    refuse: apiFailure,
    rules: {
      isPublic: (method, path) =>
        method === 'POST' ? path === '/pair' : isReading(method) && isOpenPage(path, options.isStaticFile),
      isLandingPage: path => path === '/',
      takesRawBytes: (method, path) => method === 'POST' && RAW_PATHS.has(path),
      isAuthorized: header => isOpen || auth.pairing.isAuthorized(header),
    },
    ...(options.beyondLoopback === undefined ? {} : { beyondLoopback: options.beyondLoopback }),
    ...(options.idleTimeoutS === undefined ? {} : { idleTimeoutS: options.idleTimeoutS }),
  })
}

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

function isOpenPage(path: string, isStaticFile: ((path: string) => boolean) | undefined): boolean {
  return path === '/' || path === '/health' || DOCS_PATHS.has(path) || isStaticFile?.(path) === true
}
