/**
 * The likeliest tokens after a text, as Ollama tells them: one token of `/api/generate` in raw form, of which only the probabilities are
 * used. Ollama tells at most 20, as texts; it has no way to ask for another one. It trusts no number.
 */
import type { JsonObject } from '#contracts/json-value'
import {
  ConnectorError,
  isRecord,
  type Loose,
  parseObject,
  type RuntimeClient,
  readCount,
  readLines,
  toBodyError,
  toTruncated,
} from '#kernel/plugin-door'
import { OLLAMA } from './failure.ts'
import { checkModel, readMs } from './line-facts.ts'

export const MOST_TOLD = 20

export type Likeliest = {
  /** Log-probabilities by the text of the token; empty where Ollama tells none. */
  readonly logs: ReadonlyMap<string, number>
  readonly tokensIn: number | null
  readonly tokensOut: number
  readonly promptMs: number | null
}

export type LikeliestCall = {
  readonly model: string
  readonly text: string
  readonly options: JsonObject
}

const ROUNDING = 1e-3
const MOST_BYTES = 1024 * 1024

/** Throws ConnectorError, or the signal's reason. */
export async function readLikeliest(
  client: RuntimeClient,
  { model, text, options }: LikeliestCall,
  signal: AbortSignal,
): Promise<Likeliest> {
  const asked = { model, constrained: 'free' } as const
  const body = {
    model,
    prompt: text,
    raw: true,
    stream: true,
    truncate: false,
    shift: false,
    logprobs: true,
    top_logprobs: MOST_TOLD,
    options: { ...options, num_predict: 1, temperature: 0 },
  }
  const response = await client.open('/api/generate', body, signal, asked)
  const caps = { lineBytes: MOST_BYTES, totalBytes: MOST_BYTES, runtime: OLLAMA }
  let logs: ReadonlyMap<string, number> | null = null
  try {
    for await (const words of readLines(response.body, caps)) {
      signal.throwIfAborted()
      const line = parseObject(words, OLLAMA)
      if (line.error !== undefined) throw client.toFailure(200, String(line.error), asked)
      checkModel(line, model)
      logs ??= readLogs(line)
      if (line.done !== true) continue
      return {
        logs: logs ?? new Map(),
        tokensIn: readCount(line.prompt_eval_count),
        tokensOut: readCount(line.eval_count) ?? 1,
        promptMs: readMs(line.prompt_eval_duration),
      }
    }
  } catch (failure) {
    signal.throwIfAborted()
    throw toBodyError(failure, OLLAMA)
  }
  signal.throwIfAborted()
  throw toTruncated(OLLAMA)
}

function readLogs({ logprobs }: Loose): ReadonlyMap<string, number> | null {
  if (!Array.isArray(logprobs) || logprobs.length === 0) return null
  const [first]: unknown[] = logprobs
  const told = isRecord(first) && Array.isArray(first.top_logprobs) ? first.top_logprobs : []
  const logs = new Map<string, number>()
  let sum = 0
  for (const entry of told) {
    if (!isRecord(entry) || typeof entry.token !== 'string' || typeof entry.logprob !== 'number') continue
    sum += Math.exp(entry.logprob)
    // Parts of characters have the same replacement as their text: which one is which cannot be told.
    if (Number.isFinite(entry.logprob) && !entry.token.includes('\uFFFD')) logs.set(entry.token, entry.logprob)
  }
  if (!(sum <= 1 + ROUNDING))
    throw new ConnectorError('UPSTREAM_PROTOCOL', 'Ollama sent probabilities that are more than one together.')
  return logs
}
