/**
 * The lines of a chat answer as frames of the port. It trusts no line: the model, the end mark and every size are checked.
 */
import type { GenerateFrame, GenerateRequest } from '#contracts/connector-port'
import {
  type AskedFor,
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
import { OLLAMA } from './failure.ts'
import { checkModel, readMs } from './line-facts.ts'

const LINE_BYTES = 256 * 1024
/** A frame is about 150 bytes around its text; this leaves room for long tokens and for empty frames. */
const BYTES_PER_TOKEN = 2048
const BASE_BYTES = 1024 * 1024

/** How an error inside a stream becomes one of ours. */
type ToFailure = RuntimeClient['toFailure']

/** Throws ConnectorError, or the signal's reason. Ending the iteration closes the connection. */
export async function* readChatFrames(
  body: AsyncIterable<Uint8Array>,
  request: GenerateRequest,
  signal: AbortSignal,
  toFailure: ToFailure,
): AsyncGenerator<GenerateFrame, void> {
  const asked: AskedFor = { model: request.model, constrained: request.schema === null ? 'free' : 'schema' }
  const caps = {
    lineBytes: LINE_BYTES,
    totalBytes: BASE_BYTES + request.maxTokens * BYTES_PER_TOKEN,
    runtime: OLLAMA,
  }
  let opened = false
  try {
    for await (const text of readLines(body, caps)) {
      signal.throwIfAborted()
      const line = parseObject(text, OLLAMA)
      if (line.error !== undefined) throw toFailure(200, readText(line.error) ?? '', asked)
      const model = checkModel(line, request.model)
      if (!opened) yield { kind: 'opened', model, loadMs: null, queueMs: null }
      opened = true
      yield* readTexts(line)
      if (line.done !== true) continue
      yield readEnd(line, model)
      return
    }
  } catch (failure) {
    signal.throwIfAborted()
    throw toBodyError(failure, OLLAMA)
  }
  signal.throwIfAborted()
  throw toTruncated(OLLAMA)
}

function* readTexts(line: Loose): Generator<GenerateFrame, void> {
  if (!isRecord(line.message))
    throw new ConnectorError('UPSTREAM_PROTOCOL', 'Ollama sent a line that holds no message.')
  const thinking = readText(line.message.thinking)
  const text = readText(line.message.content)
  if (thinking !== null) yield { kind: 'thinking', text: thinking, tokens: 1 }
  // Text and thinking in one line may be two halves of one token.
  if (text !== null) yield { kind: 'text', text, tokens: thinking === null ? 1 : 0 }
}

function readEnd(line: Loose, model: string): GenerateFrame {
  // Every count that is zero is left out by Ollama, so usage is known once any of it is there.
  const told = line.prompt_eval_count !== undefined || line.eval_count !== undefined
  return {
    kind: 'end',
    stop: readStop(line.done_reason),
    usage: {
      tokensIn: told ? (readCount(line.prompt_eval_count) ?? 0) : null,
      tokensOut: told ? (readCount(line.eval_count) ?? 0) : null,
      cachedTokens: null,
      thinkingTokens: null,
    },
    model,
    loadMs: readMs(line.load_duration),
    promptMs: readMs(line.prompt_eval_duration),
  }
}

/** Older versions send no reason; `load` and `unload` answer a call without messages, which this never makes. */
function readStop(reason: unknown): 'stop' | 'length' {
  if (reason === 'length') return 'length'
  if (reason === 'stop' || reason === undefined || reason === '') return 'stop'
  throw new ConnectorError('UPSTREAM_PROTOCOL', 'Ollama ended for a reason that is not in its protocol.')
}
