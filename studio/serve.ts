/** `kora serve`: listens, says where, opens the browser on a desktop, and stops in order when told to. */
import type { Listening } from '#http/listen'
import { serveApi } from './api/serve-api.ts'
import { countOf, type Output } from './cli/output.ts'
import { openStudio, type Studio, type StudioOptions } from './open-studio.ts'
import { PageBuilds } from './page/page-build.ts'
import { isPageFile, pageRoutes } from './page/page-routes.ts'
import { isLoopback } from './settings/own-address.ts'

export type ServeOptions = {
  readonly home?: string | undefined
  readonly port?: number
  readonly host?: string
  readonly open?: boolean
}

/** How long runs under way may take to end by themselves once Studio was told to stop; then they are cancelled. */
const GRACE_MS = 5_000
const LOOK_MS = 25

/** Serves until `stop`. Throws PORT_TAKEN, ROOT_LOCKED, CONFIG_INVALID. */
export async function serve(options: ServeOptions, output: Output, stop: AbortSignal): Promise<void> {
  const flags: NonNullable<StudioOptions['flags']> = {
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.open === false ? { open_browser: false } : {}),
  }
  const studio = await openStudio({ home: options.home, flags, log: output.err })
  const { values } = studio.settings
  const builds = new PageBuilds()
  studio.app.use(pageRoutes(builds, studio.services.report))
  try {
    const wide = isLoopback(values.host) ? undefined : { host: values.host, tokenRequired: values.auth === 'token' }
    const listening = await serveApi(studio.app, studio.services, {
      port: values.port,
      isStaticFile: isPageFile,
      ...(wide === undefined ? {} : { beyondLoopback: wide }),
    })
    try {
      await studio.lock.announce(listening.url)
      const launchUrl = `${listening.url}/#code=${studio.services.auth.pairing.issueCode()}`
      announce(output, listening, launchUrl, studio)
      if (values.open_browser && !output.json && !stop.aborted && openBrowser(launchUrl)) {
        // It is being asked for; a failure is told by the request.
        builds.current().catch(() => null)
      }
      await stopped(stop)
      await drain(studio, output, String(stop.reason))
    } finally {
      await listening.stop()
    }
  } finally {
    await studio.close()
  }
}

function stopped(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve()
  return new Promise(resolve => stop.addEventListener('abort', () => resolve(), { once: true }))
}

/** Lets short runs end; a second signal does not wait. */
async function drain(studio: Studio, output: Output, signal: string): Promise<void> {
  const count = studio.kernel.activeRuns()
  if (count === 0) return output.err(`${signal}: stopping.`)
  output.err(`${signal}: ${countOf(count, 'run')} under way; stopping in ${GRACE_MS / 1_000} s at the latest.`)
  const untilMs = performance.now() + GRACE_MS
  while (studio.kernel.activeRuns() > 0 && performance.now() < untilMs) await Bun.sleep(LOOK_MS)
  // The last answers are on their way out.
  await Bun.sleep(LOOK_MS)
}

function announce(output: Output, { url, port }: Listening, launchUrl: string, studio: Studio): void {
  const { tokenFile } = studio.root
  if (output.json) return output.out(JSON.stringify({ url, port, pid: process.pid, token_file: tokenFile }))
  const { host } = studio.settings.values
  output.out(
    `KORA Studio listens on ${url}${isLoopback(host) ? '' : `, and beyond this machine on ${host}, port ${port}`}`,
  )
  output.out(`  page   ${launchUrl}  (this link pairs one browser, once)`)
  output.out(`  docs   ${url}/docs`)
  output.out(`  token  ${tokenFile}  (or: kora token)`)
  output.out('  try    kora ask "What is 17.5% of 2,480 EUR?"')
  if (studio.settings.values.auth === 'off')
    output.out('No token is asked for: every program on this machine may call.')
  output.out('Stop with Ctrl-C.')
}

/** Only where a desktop is there to show it; a failure to open is no failure to serve. */
function openBrowser(url: string): boolean {
  const isDesktop =
    process.platform !== 'linux' || process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined
  if (!isDesktop || process.env.CI !== undefined) return false
  const command = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform as string] ?? ['xdg-open']
  try {
    Bun.spawn([...command, url], { stdio: ['ignore', 'ignore', 'ignore'] }).unref()
    return true
  } catch {
    // The address is printed; the user can open it.
    return false
  }
}
