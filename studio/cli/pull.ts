/** `kora models pull`: progress for people on a terminal, plain lines in a pipe, one JSON document with `--json`. */

import { pullModel } from '../models/pull-model.ts'
import type { PullProgress } from '../models/pull-tools.ts'
import { findDataRoot, openDataRoot } from '../settings/data-root.ts'
import { EXIT, type Output, printJson } from './output.ts'

const LINE_EVERY_MS = 2_000

/** Throws what `pullModel` throws. */
export async function pull(home: string | undefined, model: string | undefined, output: Output): Promise<number> {
  const root = await openDataRoot(home ?? findDataRoot())
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  const show = buildProgress(output)
  const entry = await pullModel(model ?? null, { modelsFolder: root.models, signal: stop.signal, onProgress: show })
  if (process.stderr.isTTY) output.err('')
  if (output.json) printJson(output, entry)
  else
    output.out(
      `${entry.model_id} is ready (${megabytes(entry.size_bytes)}, ${entry.license}). Try: kora ask "Say hello."`,
    )
  return EXIT.success
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1_000_000)} MB`

function buildProgress(output: Output): (progress: PullProgress) => void {
  let shownAtMs = Number.NEGATIVE_INFINITY
  let shownPhase = ''
  return progress => {
    const isNews = progress.phase + progress.source !== shownPhase
    const nowMs = performance.now()
    if (!isNews && nowMs - shownAtMs < (process.stderr.isTTY ? 100 : LINE_EVERY_MS)) return
    shownAtMs = nowMs
    shownPhase = progress.phase + progress.source
    const line = progressLine(progress)
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[2K${line}`)
    else output.err(line)
  }
}

function progressLine({ phase, source, doneBytes, totalBytes, bytesPerSecond }: PullProgress): string {
  if (phase === 'verifying') return `verifying ${megabytes(totalBytes)}`
  const done =
    doneBytes === null
      ? `${megabytes(totalBytes)} from ${source}`
      : `${megabytes(doneBytes)} of ${megabytes(totalBytes)} from ${source}`
  const left =
    doneBytes !== null && bytesPerSecond ? `, ${Math.ceil((totalBytes - doneBytes) / bytesPerSecond)} s left` : ''
  return `downloading ${done}${left}`
}
