/**
 * What a llama-server says of the token after a text: one call of `/completion` for one token, streamed like every call (N2), of which
 * only the probabilities are used. It trusts no number.
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
  readText,
  toBodyError,
  toTruncated,
} from '#kernel/plugin-door'

export type NextToken = {
  /** Null where the server tells no probabilities. */
  readonly told: {
    readonly id: number
    readonly logProbability: number
    /** Log-probabilities of the likeliest tokens, as many as were asked for. */
    readonly likeliest: ReadonlyMap<number, number>
  } | null
  /** The slot that read the text. */
  readonly slot: number | null
  /** Tokens of the text that the slot held already. */
  readonly cachedTokens: number | null
  readonly promptMs: number | null
}

export type NextTokenCall = {
  /** What the server calls the model, and what people do. */
  readonly model: string
  readonly title: string
  readonly isModel: (answered: string) => boolean
  readonly text: readonly number[]
  readonly likeliest: number
  /**
   * Sampled whatever its probability, which is told as it is without this. The server tells nothing with a token that ends the answer
   * or is a part of a character.
   */
  readonly force: number
  /** Whether what the slot holds of the text stays; else all of it is evaluated. */
  readonly keeps: boolean
  /** Null leaves it to the server. */
  readonly slot: number | null
}

/** Numbers may be rounded, and sums of them more so. */
const ROUNDING = 1e-3
/** What the server writes for a probability too small for its arithmetic. */
const UNTOLD_LOG = -1e9
const BIAS = 1e6
const FIELDS = ['model', 'stop', 'id_slot', 'timings']
const BASE_BYTES = 1024 * 1024
/** An entry is about 80 bytes; the text comes back from servers that do not know which fields were asked for. */
const BYTES_PER_ENTRY = 1_024
const MOST_BYTES = 64 * 1024 * 1024

/** Throws ConnectorError, or the signal's reason. */
export async function readNextToken(
  client: RuntimeClient,
  call: NextTokenCall,
  signal: AbortSignal,
): Promise<NextToken> {
  const { runtime } = client
  const asked = { model: call.title, constrained: 'free' } as const
  const response = await client.open('/completion', buildBody(call), signal, asked)
  const totalBytes = Math.min(MOST_BYTES, BASE_BYTES + (call.likeliest + call.text.length) * BYTES_PER_ENTRY)
  let told: NextToken['told'] = null
  try {
    for await (const line of readLines(response.body, { lineBytes: totalBytes, totalBytes, runtime })) {
      signal.throwIfAborted()
      if (line.startsWith(':')) continue
      if (!line.startsWith('data:')) throw broken('a line that is no event')
      const event = parseObject(line.slice('data:'.length), runtime)
      if (event.error !== undefined) throw client.toFailure(200, JSON.stringify(event.error), asked)
      told ??= readProbabilities(event)
      if (event.stop !== true) continue
      checkModel(event, call)
      return { told, slot: readCount(event.id_slot), ...readTimings(event.timings) }
    }
  } catch (failure) {
    signal.throwIfAborted()
    throw toBodyError(failure, runtime)
  }
  signal.throwIfAborted()
  throw toTruncated(runtime)
}

function buildBody({ model, text, likeliest, keeps, slot, force }: NextTokenCall): JsonObject {
  return {
    model,
    prompt: [...text],
    n_predict: 1,
    n_probs: likeliest,
    temperature: 0,
    // Whatever stands here is sampled and thrown away; the fewer steps, the sooner.
    samplers: [],
    logit_bias: [[force, BIAS]],
    cache_prompt: keeps,
    ...(slot === null ? {} : { id_slot: slot }),
    stream: true,
    response_fields: FIELDS,
  }
}

/** Throws SCHEMA_NOT_DECODABLE where they name no tokens. */
function readProbabilities({ completion_probabilities: told }: Loose): NextToken['told'] {
  if (!Array.isArray(told) || told.length === 0) return null
  const [first]: unknown[] = told
  const own = readEntry(first)
  const others = isRecord(first) && Array.isArray(first.top_logprobs) ? first.top_logprobs.map(readEntry) : []
  if (own === null || others.some(entry => entry === null))
    throw untold('llama-server tells probabilities in a form that names no tokens; a newer one does.')
  const likeliest = new Map(others.flatMap(entry => (entry !== null && Number.isFinite(entry[1]) ? [entry] : [])))
  const sum = [...likeliest.values()].reduce((all, log) => all + Math.exp(log), 0)
  if (sum > 1 + ROUNDING) throw broken('probabilities that are more than one together')
  return { id: own[0], logProbability: own[1], likeliest }
}

/** Token and log-probability; null where that is not what it says. */
function readEntry(entry: unknown): readonly [number, number] | null {
  if (!isRecord(entry)) return null
  const id = readCount(entry.id)
  const { logprob: log } = entry
  if (id === null || typeof log !== 'number' || Number.isNaN(log)) return null
  if (log > ROUNDING) throw broken('a probability above one')
  return [id, log > UNTOLD_LOG ? log : Number.NEGATIVE_INFINITY]
}

function readTimings(timings: unknown): Pick<NextToken, 'cachedTokens' | 'promptMs'> {
  if (!isRecord(timings)) return { cachedTokens: null, promptMs: null }
  const { prompt_ms: ms } = timings
  const promptMs = typeof ms === 'number' && Number.isFinite(ms) && ms >= 0 ? ms : null
  return { cachedTokens: readCount(timings.cache_n), promptMs }
}

function checkModel({ model }: Loose, { title, isModel }: NextTokenCall): void {
  const answered = readText(model)
  if (answered === null) throw broken('an answer that names no model')
  if (!isModel(answered)) throw new ConnectorError('WRONG_MODEL', `Another model answered than ${title}.`)
}

const broken = (what: string): ConnectorError => new ConnectorError('UPSTREAM_PROTOCOL', `llama-server sent ${what}.`)
export const untold = (sentence: string): ConnectorError => new ConnectorError('SCHEMA_NOT_DECODABLE', sentence)
