/**
 * `kora models pull`: progress for people on a terminal, plain lines in a pipe, one JSON document with `--json`. A Studio that serves
 * the data folder does the work itself, so that one download never has two writers.
 */
import { KoraError } from '#contracts/failure'
import type { CatalogModel, InstalledModel, ModelPull } from '#contracts/studio'
import { toInstalled } from '../models/own-models.ts'
import { pullFile, pullModel } from '../models/pull-model.ts'
import type { PullProgress } from '../models/pull-tools.ts'
import { splitRuntimeName } from '../models/runtime-pull.ts'
import { describeUrl } from '../models/url-model.ts'
import { findDataRoot, openDataRoot } from '../settings/data-root.ts'
import { loadSettings } from '../settings/load-settings.ts'
import { findHolder } from '../settings/root-lock.ts'
import { type Output, printJson } from './output.ts'
import { get, post, RefusedRequest, type Session } from './session.ts'

/** How often a pipe gets a line, and how often a terminal is drawn. */
const LINE_EVERY_MS = 2_000
const DRAW_EVERY_MS = 100

const ASK_EVERY_MS = 200

/** `model` is an id of the curated list, an address, or absent. */
export type Wanted = { readonly model: string | undefined; readonly sha256: string | undefined }

/** The size is null where a runtime that pulled by itself did not tell it. */
type Pulled = Omit<InstalledModel, 'size_bytes'> & { readonly size_bytes: number | null }

/** Throws what `pullModel` and `describeUrl` throw. */
export async function pull(session: Session, model: Wanted): Promise<void> {
  const { output } = session
  const root = await openDataRoot(session.flags().home ?? findDataRoot())
  const isServed = session.flags().server !== undefined || findHolder(root.root)?.url != null
  const isRuntimes =
    model.model !== undefined && !isAddress(model.model, model.sha256) && splitRuntimeName(model.model) !== null
  const installed = isServed || isRuntimes ? await pullThere(session, model) : await pullHere(session, root, model)
  if (output.json) return printJson(output, installed)
  const about = [installed.size_bytes === null ? null : megabytes(installed.size_bytes), installed.license]
  const said = about.some(Boolean) ? ` (${about.filter(Boolean).join(', ')})` : ''
  output.out(`${installed.model_id} is ready${said}. Try: kora ask "Say hello."`)
}

async function pullHere(
  session: Session,
  root: Awaited<ReturnType<typeof openDataRoot>>,
  { model, sha256 }: Wanted,
): Promise<InstalledModel> {
  const { values } = await loadSettings({ file: root.configFile })
  if (values.offline)
    throw new KoraError('NET_REFUSED', 'Studio is set to be offline, so nothing is downloaded.', {
      hint: 'Switch `offline` off in the settings of the page or in configs/config.json.',
    })
  const onProgress = buildProgress(session.output)
  const options = { modelsFolder: root.models, signal: session.stop(), onProgress }
  if (!isAddress(model, sha256)) return toInstalled(await pullModel(model ?? null, options))
  return toInstalled(await pullFile(await describeUrl({ ...options, url: model ?? '', sha256 }), options))
}

/** Begins the pull at the server, follows it, and breaks it off there when the user breaks off here. */
async function pullThere(session: Session, { model, sha256 }: Wanted): Promise<Pulled> {
  const show = buildProgress(session.output)
  const stop = session.stop()
  const named = model === undefined ? {} : { model_id: model }
  const wanted = isAddress(model, sha256) ? { url: model ?? '', ...(sha256 === undefined ? {} : { sha256 }) } : named
  const begun = await post<ModelPull>(session, '/models/pull', wanted)
  const { model_id } = begun
  for (let pull = begun; ; pull = await readPull(session, begun)) {
    if (pull.status === 'success') return describePulled(session, pull)
    if (pull.error !== null) throw new RefusedRequest(pull.error, 503)
    // A Studio that was started again knows of it as one that was broken off.
    if (pull.status !== 'running')
      throw new KoraError('CANCELLED', 'The pull was broken off at the server; the next one goes on where it stopped.')
    if (stop.aborted) pull = await post<ModelPull>(session, '/models/pull/cancel', { model_id })
    else if (pull.source !== null) show(toProgress(pull, pull.source))
    if (!stop.aborted) await Bun.sleep(ASK_EVERY_MS)
  }
}

async function readPull(session: Session, begun: ModelPull): Promise<ModelPull> {
  const { pulls } = await get<{ readonly pulls: readonly ModelPull[] }>(session, '/models/pulls')
  return pulls.find(pull => pull.model_id === begun.model_id) ?? begun
}

async function describePulled(session: Session, { model_id, source, total_bytes }: ModelPull): Promise<Pulled> {
  const { models } = await get<{ readonly models: readonly CatalogModel[] }>(session, '/models/catalog')
  const known = models.find(model => model.model_id === model_id)
  const { checksum = null, license = null } = known ?? {}
  return { model_id, size_bytes: total_bytes, checksum, license, source }
}

const isAddress = (model: string | undefined, sha256: string | undefined): boolean =>
  sha256 !== undefined || (model?.includes('://') ?? false)

const toProgress = (pull: ModelPull, source: string): PullProgress => ({
  phase: pull.phase === 'verifying' ? 'verifying' : 'downloading',
  source,
  doneBytes: pull.done_bytes,
  totalBytes: pull.total_bytes,
  bytesPerSecond: pull.bytes_per_second,
})

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`

function buildProgress(output: Output): (progress: PullProgress) => void {
  const everyMs = output.isWatched ? DRAW_EVERY_MS : LINE_EVERY_MS
  let shownAtMs = Number.NEGATIVE_INFINITY
  let shownPhase = ''
  return progress => {
    const phase = progress.phase + progress.source
    const nowMs = performance.now()
    if (phase === shownPhase && nowMs - shownAtMs < everyMs) return
    shownAtMs = nowMs
    shownPhase = phase
    output.progress(progressLine(progress), output.json ? 'tick' : 'step')
  }
}

function progressLine({ phase, source, doneBytes, totalBytes, bytesPerSecond }: PullProgress): string {
  if (totalBytes === null) return `${phase} from ${source}`
  if (phase === 'verifying') return `verifying ${megabytes(totalBytes)}`
  const done = doneBytes === null ? megabytes(totalBytes) : `${megabytes(doneBytes)} of ${megabytes(totalBytes)}`
  const left =
    doneBytes !== null && bytesPerSecond ? `, ${Math.ceil((totalBytes - doneBytes) / bytesPerSecond)} s left` : ''
  return `downloading ${done} from ${source}${left}`
}
