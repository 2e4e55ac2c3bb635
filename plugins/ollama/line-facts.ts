/** What every line of Ollama says about itself: whose answer it is and how long things took. */
import { ConnectorError, type Loose, readText } from '#kernel/plugin-door'
import { toFullName } from './model-facts.ts'

const NANOS_PER_MS = 1_000_000

/** Throws where another model answered, or one on another machine (N3). */
export function checkModel(line: Loose, asked: string): string {
  const model = readText(line.model)
  if (model === null) throw new ConnectorError('UPSTREAM_PROTOCOL', 'Ollama sent a line that names no model.')
  if (readText(line.remote_host) !== null)
    throw new ConnectorError('CLOUD_MODEL', `The model ${asked} runs on another machine.`)
  if (toFullName(model) !== toFullName(asked))
    throw new ConnectorError('WRONG_MODEL', `Another model answered than ${asked}.`)
  return model
}

export function readMs(nanos: unknown): number | null {
  return typeof nanos === 'number' && Number.isFinite(nanos) && nanos >= 0 ? nanos / NANOS_PER_MS : null
}
