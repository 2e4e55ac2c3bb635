/**
 * A pull that a runtime does itself (G3): Studio asks for it, shows how far it is and can break it off; the bytes never pass through
 * Studio, and checking them is the runtime's work.
 */
import type { Connector } from '#contracts/connector-port'
import { KoraError } from '#contracts/failure'
import { ConnectorError } from '#contracts/plugin-errors'
import type { PullProgress } from './pull-tools.ts'

export type RuntimePull = {
  readonly runtime: Pick<Connector, 'title' | 'pull'>
  /** The runtime's own name of the model. */
  readonly name: string
  readonly signal: AbortSignal
  readonly onProgress: (progress: PullProgress) => void
  readonly monoMs: () => number
}

const MS_PER_S = 1_000
const NAME_CHARS = 256

/** `ollama/qwen3:0.6b` in its two halves; null for a model of Studio itself. */
export function splitRuntimeName(modelId: string): { readonly connector: string; readonly name: string } | null {
  const at = modelId.indexOf('/')
  const connector = modelId.slice(0, Math.max(at, 0))
  if (connector === '' || connector === 'llamacpp') return null
  return { connector, name: modelId.slice(at + 1) }
}

/** Throws MODEL_NOT_FOUND for what cannot be asked for. */
export function assertPullable(
  { connector, name }: { readonly connector: string; readonly name: string },
  runtime: Pick<Connector, 'title' | 'pull'> | null,
): void {
  if (runtime === null)
    throw new KoraError('MODEL_NOT_FOUND', `There is no connector ${connector}, so it cannot get ${name}.`, {
      hint: 'See `kora plugins list`; models of Studio itself are in `kora models catalog`.',
    })
  if (runtime.pull === undefined)
    throw new KoraError('MODEL_NOT_FOUND', `${runtime.title} cannot be asked to get a model.`, {
      hint: `Get ${name} with its own program; Studio finds it by itself.`,
    })
  if (name === '' || name.length > NAME_CHARS || !/^[\w.:/@-]+$/.test(name))
    throw new KoraError('MODEL_NOT_FOUND', `This is no name of a model for ${runtime.title}.`)
}

/** Ends when the runtime has the model. Throws CANCELLED, and what the connector throws as a row of the table of codes. */
export async function pullByRuntime({ runtime, name, signal, onProgress, monoMs }: RuntimePull): Promise<void> {
  const source = `the library of ${runtime.title}`
  const rate = measureRate(monoMs)
  try {
    for await (const { phase, doneBytes, totalBytes } of runtime.pull?.(name, signal) ?? [])
      onProgress({ phase, source, doneBytes, totalBytes, bytesPerSecond: rate(doneBytes) })
  } catch (cause) {
    if (signal.aborted)
      throw new KoraError('CANCELLED', `The pull was cancelled; ${runtime.title} keeps what came.`, {}, cause)
    if (cause instanceof ConnectorError) throw new KoraError(cause.code, cause.message, {}, cause)
    throw cause
  }
}

/** Bytes a second since the first count, which may hold what an earlier pull left. */
function measureRate(monoMs: () => number): (doneBytes: number | null) => number | null {
  let first: { readonly bytes: number; readonly atMs: number } | null = null
  return doneBytes => {
    if (doneBytes === null) return null
    first ??= { bytes: doneBytes, atMs: monoMs() }
    const elapsedMs = monoMs() - first.atMs
    return elapsedMs < MS_PER_S ? null : Math.max(0, ((doneBytes - first.bytes) / elapsedMs) * MS_PER_S)
  }
}
