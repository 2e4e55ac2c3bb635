/** `kora serve`: listens, says where, opens the browser on a desktop, and stops in order when told to. */
import { isIP } from 'node:net'
import { serveApi } from './api/serve-api.ts'
import type { Output } from './cli/output.ts'
import { openStudio, type StudioOptions } from './open-studio.ts'
import { isPageFile, pageRoutes } from './page/page-routes.ts'

export type ServeOptions = {
  readonly home?: string | undefined
  readonly port?: number
  readonly host?: string
  readonly open?: boolean
}

/** Resolves to the exit code when the server has stopped. Throws PORT_TAKEN, ROOT_LOCKED, CONFIG_INVALID. */
export async function serve(options: ServeOptions, output: Output): Promise<number> {
  const flags: NonNullable<StudioOptions['flags']> = {
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.open === false ? { open_browser: false } : {}),
  }
  const studio = await openStudio({ home: options.home, flags, log: output.err })
  const { values } = studio.settings
  studio.app.use(pageRoutes())
  try {
    const wide = isLoopback(values.host) ? undefined : { host: values.host, tokenRequired: values.auth === 'token' }
    const listening = await serveApi(studio.app, studio.services, {
      port: values.port,
      isStaticFile: isPageFile,
      ...(wide === undefined ? {} : { beyondLoopback: wide }),
    })
    await studio.lock.announce(listening.url)
    const launchUrl = `${listening.url}/#code=${studio.services.auth.pairing.issueCode()}`
    announce(output, listening.url, launchUrl, studio.root.tokenFile, listening.port)
    if (values.open_browser && !output.json) openBrowser(launchUrl)
    const signal = await stopSignal()
    output.err(`${signal}: finishing what runs, then stopping.`)
    await listening.stop()
    return 0
  } finally {
    await studio.close()
  }
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

function announce(output: Output, url: string, launchUrl: string, tokenFile: string, port: number): void {
  if (output.json) return output.out(JSON.stringify({ url, port, pid: process.pid, token_file: tokenFile }))
  output.out(`KORA Studio listens on ${url}`)
  output.out(`  page   ${launchUrl}  (this link pairs one browser, once)`)
  output.out(`  docs   ${url}/docs`)
  output.out(`  token  ${tokenFile}  (or: kora token)`)
  output.out('  try    kora ask "What is 17.5% of 2,480 EUR?"')
  output.out('Stop with Ctrl-C.')
}

/** Only where a desktop is there to show it; a failure to open is no failure to serve. */
function openBrowser(url: string): void {
  const isDesktop =
    process.platform !== 'linux' || process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined
  if (!isDesktop || process.env.CI !== undefined) return
  const command = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform as string] ?? ['xdg-open']
  try {
    Bun.spawn([...command, url], { stdio: ['ignore', 'ignore', 'ignore'] }).unref()
  } catch {
    // The address is printed; the user can open it.
  }
}

function stopSignal(): Promise<string> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal))
  })
}
