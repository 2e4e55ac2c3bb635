/**
 * A diagnosis that its reader may send to a stranger (rule S9): states, sizes, versions and codes. No content, no secret, no name of
 * a person, folder or other machine; words of plugins that Studio does not ship are left out.
 */
import { lstat, stat, statfs } from 'node:fs/promises'
import { release, totalmem } from 'node:os'
import { join } from 'node:path'
import type { TelemetrySummary } from '#contracts/execution'
import { type Failure, KoraError } from '#contracts/failure'
import type { PluginInfo } from '#contracts/manifest'
import type { Health, ModelInfo } from '#contracts/studio'
import { findDataRoot } from '../settings/data-root.ts'
import { loadSettings } from '../settings/load-settings.ts'
import { hideStrangers, listPrivateWords, redact } from './redact.ts'
import { get, type Session } from './session.ts'

export type Check = {
  readonly name: string
  readonly ok: boolean
  readonly says: string
  readonly cure: string | null
}

export type Diagnosis = {
  readonly version: string
  readonly bun: string
  readonly platform: string
  readonly cores: number
  readonly memory_mib: number
  readonly status: 'healthy' | 'degraded' | 'unavailable'
  readonly checks: readonly Check[]
  /** Which layer each setting comes from; the values stay here. */
  readonly settings: Readonly<Record<string, string>>
  readonly health: Health | null
  readonly plugins: readonly PluginState[]
  readonly models: readonly Pick<ModelInfo, 'model_id' | 'context_tokens' | 'quantization' | 'is_default'>[]
  readonly telemetry: TelemetrySummary | null
}

type PluginState = Pick<PluginInfo, 'id' | 'version' | 'state' | 'bundled'> & { readonly failure_code: string | null }

const MIB = 1024 ** 2
const LEAST_FREE_MIB = 512
const RUNTIMES_MS = 6_000
const LOOK_MS = 50

/** Never throws for a Studio that cannot be opened: that is what it is asked for. Throws SERVER_UNREACHABLE for `--server`. */
export async function diagnose(session: Session): Promise<Diagnosis> {
  const home = session.flags().home ?? findDataRoot()
  const studio = await askStudio(session)
  const settings = await readSettings(join(home, 'configs', 'config.json'))
  const checks = [...studio.checks, ...settings.checks, ...(await checkFolder(home)), await checkToken(home)]
  const { health } = studio
  const diagnosis: Diagnosis = {
    version: session.version,
    bun: Bun.version,
    platform: `${process.platform} ${process.arch} ${release()}`,
    cores: navigator.hardwareConcurrency,
    memory_mib: Math.round(totalmem() / MIB),
    status: health === null ? 'unavailable' : checks.every(check => check.ok) ? 'healthy' : 'degraded',
    checks,
    settings: settings.settings,
    health,
    plugins: studio.plugins,
    models: studio.models,
    telemetry: studio.telemetry,
  }
  return redact(diagnosis, await listPrivateWords(home))
}

type StudioAnswers = Pick<Diagnosis, 'health' | 'plugins' | 'models' | 'telemetry'> & {
  readonly checks: readonly Check[]
}

async function askStudio(session: Session): Promise<StudioAnswers> {
  try {
    const { plugins } = await get<{ readonly plugins: readonly PluginInfo[] }>(session, '/plugins')
    const health = await readHealth(session, plugins)
    const { models } = await get<{ readonly models: readonly ModelInfo[] }>(session, '/models')
    const telemetry = await get<TelemetrySummary>(session, '/telemetry/summary')
    const shown = hideStrangers(health, plugins)
    return {
      health: shown,
      plugins: plugins.map(toState),
      models: models.map(({ model_id, context_tokens, quantization, is_default }) => ({
        model_id,
        context_tokens,
        quantization,
        is_default,
      })),
      telemetry,
      checks: [
        { name: 'studio', ok: true, says: 'opens and answers', cure: null },
        ...shown.problems.map(says => ({ name: 'studio', ok: false, says, cure: null })),
        ...plugins.filter(({ failure }) => failure !== null).map(toPluginCheck),
        ...plugins.filter(({ hosts }) => hosts.length > 0).map(toReachCheck),
      ],
    }
  } catch (error) {
    const failure = toFailure(error)
    if (failure === null || session.flags().server !== undefined) throw error
    const says = `${failure.details.code}: ${failure.message}`
    const check = { name: 'studio', ok: false, says, cure: failure.details.hint ?? null }
    return { health: null, plugins: [], models: [], telemetry: null, checks: [check] }
  }
}

/** Health answers at once, with what is known of the runtimes by then; a diagnosis can wait for them. */
async function readHealth(session: Session, plugins: readonly PluginInfo[]): Promise<Health> {
  const hasRuntimes = plugins.some(
    plugin => plugin.state === 'active' && plugin.provides.some(({ port }) => port === 'connector'),
  )
  const untilMs = performance.now() + RUNTIMES_MS
  for (;;) {
    const health = await get<Health>(session, '/health')
    if (!hasRuntimes || health.backends.length > 0 || performance.now() > untilMs) return health
    await Bun.sleep(LOOK_MS)
  }
}

function toFailure(error: unknown): Failure | null {
  if (error instanceof KoraError) return error.toFailure()
  return error instanceof Error && 'failure' in error ? (error.failure as Failure) : null
}

const toState = ({ id, version, state, bundled, failure }: PluginInfo): PluginState => ({
  id,
  version,
  state,
  bundled,
  failure_code: failure?.code ?? null,
})

/** Names of other machines stay out of a diagnosis. */
const toReachCheck = ({ id, hosts }: PluginInfo): Check => ({
  name: `plugin ${id}`,
  ok: true,
  says: `may reach ${hosts.length} other ${hosts.length === 1 ? 'machine' : 'machines'}, as you agreed`,
  cure: '`kora plugins list` names them, `kora plugins disallow` ends it',
})

/** Words of a plugin that Studio does not ship stay out: they could hold anything. */
function toPluginCheck({ id, failure, bundled }: PluginInfo): Check {
  const name = `plugin ${id}`
  const code = failure?.code ?? ''
  if (code === 'PLUGIN_NOT_GRANTED') return { name, ok: true, says: code, cure: `kora plugins enable ${id}` }
  const says = bundled ? `${code}: ${failure?.message}` : code
  return { name, ok: false, says, cure: (bundled && failure?.hint) || `kora plugins disable ${id}` }
}

async function readSettings(file: string): Promise<Pick<Diagnosis, 'settings' | 'checks'>> {
  try {
    const { lines, problems } = await loadSettings({ file })
    const sources = Object.fromEntries(lines.map(({ name, source }) => [name, source]))
    return {
      settings: sources,
      checks: problems.map(says => ({ name: 'config', ok: false, says, cure: 'kora config' })),
    }
  } catch (error) {
    const says = error instanceof KoraError ? error.message : 'The settings cannot be read.'
    return { settings: {}, checks: [{ name: 'config', ok: false, says, cure: 'kora config' }] }
  }
}

async function checkFolder(home: string): Promise<readonly Check[]> {
  const found = await stat(home).catch(() => null)
  if (found === null) return [{ name: 'data folder', ok: false, says: 'is not there', cure: 'Set KORA_HOME.' }]
  const disk = await statfs(home).catch(() => null)
  const freeMib = disk === null ? null : Math.floor((disk.bavail * disk.bsize) / MIB)
  const hasRoom = freeMib === null || freeMib >= LEAST_FREE_MIB
  const telemetry = await stat(join(home, 'telemetry', 'runs.sqlite')).catch(() => null)
  const size = telemetry === null ? '' : `, telemetry ${Math.ceil(telemetry.size / MIB)} MiB`
  return [
    {
      name: 'data folder',
      ok: hasRoom,
      says: `${freeMib ?? 'unknown'} MiB free${size}`,
      cure: hasRoom ? null : 'Free some space on this disk.',
    },
    ...checkMode(found.mode),
  ]
}

/**
 * A folder that Studio made is closed to others; one that was there before keeps its mode. What Studio put into it is closed all the
 * same, but whoever may write to it can put something else in its place, unless only owners may rename there (as in /tmp).
 */
function checkMode(mode: number): readonly Check[] {
  const others = mode & 0o077
  if (process.platform === 'win32' || others === 0) return []
  const mayWrite = (others & 0o022) !== 0
  const shown = `(mode 0${(mode & 0o7777).toString(8)})`
  const says = `other users of this machine may ${mayWrite ? 'write to it' : 'see the names in it'} ${shown}`
  const ok = !mayWrite || (mode & 0o1000) !== 0
  return [{ name: 'data folder', ok, says, cure: '`chmod 700` the folder, or set KORA_HOME to one of your own.' }]
}

async function checkToken(home: string): Promise<Check> {
  const found = await lstat(join(home, 'configs', 'token')).catch(() => null)
  if (found === null) return { name: 'token', ok: true, says: 'made at the first start', cure: null }
  const isPrivate = found.isFile() && (process.platform === 'win32' || (found.mode & 0o077) === 0)
  if (isPrivate) return { name: 'token', ok: true, says: 'readable by its owner only', cure: null }
  return { name: 'token', ok: false, says: 'open to others', cure: 'The next start of Studio makes a new one.' }
}
