/** `kora models pull`: progress for people on a terminal, plain lines in a pipe, one JSON document with `--json`. */
import { KoraError } from '#contracts/failure'
import { pullModel } from '../models/pull-model.ts'
import type { PullProgress } from '../models/pull-tools.ts'
import { findDataRoot, openDataRoot } from '../settings/data-root.ts'
import { loadSettings } from '../settings/load-settings.ts'
import { type Output, printJson } from './output.ts'
import { refuseServer, type Session } from './session.ts'

/** How often a pipe gets a line, and how often a terminal is drawn. */
const LINE_EVERY_MS = 2_000
const DRAW_EVERY_MS = 100

/** Throws what `pullModel` throws. */
export async function pull(session: Session, model: string | undefined): Promise<void> {
  refuseServer(session, 'models pull')
  const { output } = session
  const root = await openDataRoot(session.flags().home ?? findDataRoot())
  const { values } = await loadSettings({ file: root.configFile })
  if (values.offline)
    throw new KoraError('NET_REFUSED', 'Studio is set to be offline, so nothing is downloaded.', {
      hint: 'Switch `offline` off in the settings of the page or in configs/config.json.',
    })
  const onProgress = buildProgress(output)
  const entry = await pullModel(model ?? null, { modelsFolder: root.models, signal: session.stop(), onProgress })
  if (output.json) return printJson(output, entry)
  const about = [megabytes(entry.size_bytes), entry.license].filter(Boolean).join(', ')
  output.out(`${entry.model_id} is ready (${about}). Try: kora ask "Say hello."`)
}

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
  if (phase === 'verifying') return `verifying ${megabytes(totalBytes)}`
  const done = doneBytes === null ? megabytes(totalBytes) : `${megabytes(doneBytes)} of ${megabytes(totalBytes)}`
  const left =
    doneBytes !== null && bytesPerSecond ? `, ${Math.ceil((totalBytes - doneBytes) / bytesPerSecond)} s left` : ''
  return `downloading ${done} from ${source}${left}`
}
