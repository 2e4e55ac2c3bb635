/**
 * The lines of Ollama's own pull as frames of the port. Each layer is told apart; people want their sum. Only `success` ends it well.
 */
import type { PullFrame } from '#contracts/connector-port'
import {
  ConnectorError,
  type Loose,
  parseObject,
  readCount,
  readLines,
  readText,
  toBodyError,
  toTruncated,
} from '#kernel/plugin-door'
import { OLLAMA } from './failure.ts'

/** A large model is hours of a line every 60 ms. */
const CAPS = { lineBytes: 64 * 1024, totalBytes: 1024 ** 3, runtime: OLLAMA }
/** Models have about ten layers. */
const LAYERS = 1_000
const CAUSE_CHARS = 500

type Layer = { readonly doneBytes: number; readonly totalBytes: number }

/** Throws ConnectorError, or the signal's reason. Ending the iteration closes the connection, and Ollama stops. */
export async function* readPullFrames(
  body: AsyncIterable<Uint8Array>,
  model: string,
  signal: AbortSignal,
): AsyncGenerator<PullFrame, void> {
  const layers = new Map<string, Layer>()
  try {
    for await (const text of readLines(body, CAPS)) {
      signal.throwIfAborted()
      const line = parseObject(text, OLLAMA)
      if (line.error !== undefined) throw toPullFailure(readText(line.error) ?? '', model)
      const status = readText(line.status) ?? ''
      if (status === 'success') return
      keepLayer(layers, line)
      yield toFrame(layers, /verifying|writing manifest/.test(status) ? 'verifying' : 'downloading')
    }
  } catch (failure) {
    signal.throwIfAborted()
    throw toBodyError(failure, OLLAMA)
  }
  signal.throwIfAborted()
  throw toTruncated(OLLAMA)
}

function keepLayer(layers: Map<string, Layer>, line: Loose): void {
  const digest = readText(line.digest)
  const totalBytes = readCount(line.total)
  if (digest === null || totalBytes === null) return
  if (layers.size >= LAYERS && !layers.has(digest))
    throw new ConnectorError('UPSTREAM_PROTOCOL', `Ollama tells of more than ${LAYERS} layers of one model.`)
  layers.set(digest, { doneBytes: Math.min(readCount(line.completed) ?? 0, totalBytes), totalBytes })
}

function toFrame(layers: ReadonlyMap<string, Layer>, phase: PullFrame['phase']): PullFrame {
  if (layers.size === 0) return { phase, doneBytes: null, totalBytes: null }
  const all = [...layers.values()]
  return {
    phase,
    doneBytes: all.reduce((sum, layer) => sum + layer.doneBytes, 0),
    totalBytes: all.reduce((sum, layer) => sum + layer.totalBytes, 0),
  }
}

/** What Ollama says of a pull that does not go on, by its own words; they stay in `cause`. */
export function toPullFailure(text: string, model: string): ConnectorError {
  const cause = new Error(text.slice(0, CAUSE_CHARS))
  if (/file does not exist|not found/i.test(text))
    return new ConnectorError(
      'MODEL_NOT_FOUND',
      `Ollama's library has no model ${model}; check its name and tag.`,
      cause,
    )
  if (/invalid model name/i.test(text))
    return new ConnectorError('MODEL_NOT_FOUND', `${model} is no name of a model for Ollama.`, cause)
  if (/no space left/i.test(text))
    return new ConnectorError(
      'BACKEND_ERROR',
      `The disk that Ollama keeps its models on is full; free some space and pull ${model} again.`,
      cause,
    )
  if (/newer version of ollama|412/i.test(text))
    return new ConnectorError('BACKEND_ERROR', `The model ${model} needs a newer Ollama; update it.`, cause)
  if (/dial|lookup|no such host|timeout|connection|unreachable|max retries|EOF|TLS|certificate/i.test(text))
    return new ConnectorError(
      'BACKEND_ERROR',
      `Ollama cannot reach its library to get ${model}; try again with a connection, or get a file for llama.cpp.`,
      cause,
    )
  return new ConnectorError('BACKEND_ERROR', `Ollama could not get ${model}; its own log says why.`, cause)
}
