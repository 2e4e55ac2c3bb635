/**
 * How much of a chat a model is given: the newest exchanges that fit what its context leaves beside the message and the answer. It
 * shortens no message and says how many were left out; a prompt that is too long all the same is refused by the engine (B7).
 */
import type { ChatMessage, Connector } from '#contracts/connector-port'
import { untilAborted } from '#engine/until-aborted'
import type { Conversation } from '../api/services.ts'
import type { MessageRow } from './chat-rows.ts'

export type HistoryTurn = Conversation['history'][number]
export type Fitted = { readonly history: readonly HistoryTurn[]; readonly leftOut: number }

export type HistoryRoom = {
  readonly connector: Connector | null
  readonly model: string
  /** Bytes of everything else in the prompt. */
  readonly promptBytes: number
  readonly answerTokens: number
  readonly signal: AbortSignal
}

/** Where the runtime does not tell its context. */
const CONTEXT_UNKNOWN = 4_096
/** Without a tokenizer: few texts have fewer bytes in a token. */
const BYTES_PER_TOKEN = 3
/** The schema, the instruction and the frame of the prompt. */
const FRAME_TOKENS = 400
/** A long answer may not take more of the context than this from what was said before. */
const ANSWER_SHARE = 0.5
const MAX_EXCHANGES = 200

/** The complete exchanges of a path: a question whose answer failed or was stopped is not told. */
export function readExchanges(path: readonly MessageRow[]): readonly (readonly [HistoryTurn, HistoryTurn])[] {
  const exchanges: [HistoryTurn, HistoryTurn][] = []
  let asked: HistoryTurn | null = null
  for (const { role, status, text } of path) {
    if (role === 'user') asked = text === '' ? null : { role, text }
    else if (asked !== null && status === 'success' && text !== '') {
      exchanges.push([asked, { role, text }])
      asked = null
    }
  }
  return exchanges
}

export async function fitHistory(path: readonly MessageRow[], room: HistoryRoom): Promise<Fitted> {
  const exchanges = readExchanges(path)
  if (exchanges.length === 0) return { history: [], leftOut: 0 }
  const { contextTokens, count } = await readMeasure(room)
  const answer = Math.min(room.answerTokens, contextTokens * ANSWER_SHARE)
  let left = contextTokens - answer - FRAME_TOKENS - Math.ceil(room.promptBytes / BYTES_PER_TOKEN)
  const kept: (readonly HistoryTurn[])[] = []
  for (const exchange of exchanges.toReversed().slice(0, MAX_EXCHANGES)) {
    left -= await count(exchange)
    if (left < 0) break
    kept.unshift(exchange)
  }
  return { history: kept.flat(), leftOut: (exchanges.length - kept.length) * 2 }
}

type Measure = { readonly contextTokens: number; readonly count: (turns: readonly HistoryTurn[]) => Promise<number> }

/** A runtime that does not tell is measured in bytes; whether the model can be called at all is not decided here. */
async function readMeasure({ connector, model, signal }: HistoryRoom): Promise<Measure> {
  const estimate = async (turns: readonly HistoryTurn[]) =>
    turns.reduce((sum, { text }) => sum + Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN) + 8, 0)
  const unknown = { contextTokens: CONTEXT_UNKNOWN, count: estimate }
  if (connector === null) return unknown
  try {
    const told = await untilAborted(connector.capabilities(model, signal), signal)
    if (told === null) return unknown
    const { contextTokens, tokenizer } = told
    const size = contextTokens ?? CONTEXT_UNKNOWN
    if (!tokenizer || connector.countTokens === undefined) return { contextTokens: size, count: estimate }
    const countTokens = connector.countTokens.bind(connector)
    const toMessages = (turns: readonly HistoryTurn[]): readonly ChatMessage[] =>
      turns.map(({ role, text }) => ({ role, content: text }))
    return {
      contextTokens: size,
      count: turns => countTokens(model, toMessages(turns), signal).catch(() => estimate(turns)),
    }
  } catch {
    return unknown
  }
}
