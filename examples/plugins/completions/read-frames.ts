/** The events of a stream as frames of the port: the model, the end mark and every size are checked, and no line is trusted. */
import type { GenerateFrame, GenerateRequest, Usage } from '#contracts/connector-port'
import { ConnectorError } from '#kernel/plugin-door'
import { isRecord, type Loose, parseRecord, protocolError, readLines, toBodyError, toConnectorError } from './wire.ts'

const BASE_BYTES = 1024 * 1024
/** An event is about 250 bytes around its text. */
const BYTES_PER_TOKEN = 2_048
const NO_USAGE: Usage = { tokensIn: null, tokensOut: null, cachedTokens: null, thinkingTokens: null }

/** Throws ConnectorError, or the signal's reason. Ending the iteration closes the connection. */
export async function* readFrames(
  body: AsyncIterable<Uint8Array>,
  request: GenerateRequest,
  signal: AbortSignal,
): AsyncGenerator<GenerateFrame, void> {
  let opened = false
  let stop: 'stop' | 'length' | null = null
  let usage = NO_USAGE
  try {
    for await (const line of readLines(body, BASE_BYTES + request.maxTokens * BYTES_PER_TOKEN)) {
      signal.throwIfAborted()
      if (line.startsWith(':')) continue
      if (!line.startsWith('data:')) throw protocolError('a line that is no event')
      const data = line.slice('data:'.length).trim()
      if (data === '[DONE]') {
        if (stop === null) throw protocolError('its end mark before the end of the answer')
        yield { kind: 'end', stop, usage, model: request.model, loadMs: null, promptMs: null }
        return
      }
      const event = readEvent(data, request)
      if (!opened) yield { kind: 'opened', model: request.model, loadMs: null, queueMs: null }
      opened = true
      usage = readUsage(event.usage) ?? usage
      for (const choice of event.choices) {
        yield* readTexts(choice)
        stop = readStop(choice.finish_reason) ?? stop
      }
    }
  } catch (failure) {
    signal.throwIfAborted()
    throw toBodyError(failure)
  }
  signal.throwIfAborted()
  throw new ConnectorError('UPSTREAM_TRUNCATED', 'The answer ended without its end mark.')
}

function readEvent(data: string, request: GenerateRequest): { choices: readonly Loose[]; usage: unknown } {
  const event = parseRecord(data)
  if (event.error !== undefined) throw toConnectorError(200, JSON.stringify(event.error), request.model)
  if (!Array.isArray(event.choices) || !event.choices.every(isRecord)) throw protocolError('an event without choices')
  if (typeof event.model !== 'string') throw protocolError('an event that names no model')
  if (event.model !== request.model)
    throw new ConnectorError('WRONG_MODEL', `Another model answered than ${request.model}.`)
  return { choices: event.choices, usage: event.usage }
}

/** One event stands for at least one token; text and thinking of one event may be halves of the same. */
function* readTexts(choice: Loose): Generator<GenerateFrame, void> {
  const delta = isRecord(choice.delta) ? choice.delta : {}
  const thinking = typeof delta.reasoning_content === 'string' ? delta.reasoning_content : ''
  const text = typeof delta.content === 'string' ? delta.content : ''
  if (thinking !== '') yield { kind: 'thinking', text: thinking, tokens: 1 }
  if (text !== '') yield { kind: 'text', text, tokens: thinking === '' ? 1 : 0 }
}

function readStop(reason: unknown): 'stop' | 'length' | null {
  if (reason === null || reason === undefined) return null
  if (reason === 'stop' || reason === 'length') return reason
  throw protocolError('a reason to stop that the protocol does not have')
}

function readUsage(usage: unknown): Usage | null {
  if (!isRecord(usage)) return null
  const count = (value: unknown) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
  const details = isRecord(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {}
  return {
    tokensIn: count(usage.prompt_tokens),
    tokensOut: count(usage.completion_tokens),
    cachedTokens: count(details.cached_tokens),
    thinkingTokens: null,
  }
}
