/**
 * The fake server's tokenizer and probabilities, as llama-server tells them: a token is a byte, or one of many that no text has. The
 * numbers depend on all tokens before, and a little on which of them were evaluated together, as those of real runtimes do.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'

const VOCABULARY = 2_048
const LOGIT_RANGE = 12
const BATCH_RANGE = 0.4
/** A byte of a character that needs several. */
const PART_OF_CHARACTER = 0x80
const encoder = new TextEncoder()

export const toTokens = (text: string): number[] => [...encoder.encode(text)]

export function renderMessages(messages: JsonValue): string {
  const turns = Array.isArray(messages) ? (messages as readonly { role?: string; content?: string }[]) : []
  return `${turns.map(({ role, content }) => `[${role}]${content}\n`).join('')}[assistant]`
}

/** Log-probabilities of all tokens after a text; `batches` says of each of its tokens how many were evaluated with it. */
export function readLogs(text: readonly number[], batches: readonly number[] | null): readonly number[] {
  const seed = hash(text)
  const shift = batches === null ? 0 : hash(batches)
  const logits = Array.from(
    { length: VOCABULARY },
    (_, id) => LOGIT_RANGE * noise(seed, id) + (batches === null ? 0 : BATCH_RANGE * noise(shift, id)),
  )
  const ceiling = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0))
  return logits.map(logit => logit - ceiling)
}

/** One slot and what it holds. */
export class FakeSlot {
  #text: readonly number[] = []
  #batches: readonly number[] = []

  /** The events of one call of `/completion` for one token. */
  complete(body: JsonObject, model: string): string {
    const text = body.prompt as number[]
    const held = body.cache_prompt === false ? 0 : countShared(text, this.#text)
    // A text that is held as a whole gets its last token evaluated anew.
    const kept = Math.min(held, text.length - 1)
    const batch = text.length - kept
    this.#batches = [...this.#batches.slice(0, kept), ...Array<number>(batch).fill(batch)]
    this.#text = text
    const logs = readLogs(text, this.#batches)
    const [[forced] = []] = (body.logit_bias ?? []) as number[][]
    const order = logs.map((_, id) => id).sort((a, b) => logs[b]! - logs[a]!)
    const id = forced ?? order[0]!
    const entry = (of: number) => ({ id: of, token: '', bytes: [], logprob: logs[of]! })
    const top = order.slice(0, Number(body.n_probs ?? 0)).map(entry)
    const told = { content: 'x', stop: false, completion_probabilities: [{ ...entry(id), top_logprobs: top }] }
    const end = {
      content: '',
      stop: true,
      model,
      id_slot: 0,
      timings: { cache_n: kept, prompt_n: batch, prompt_ms: 1 },
    }
    const isTold = id < PART_OF_CHARACTER && top.length > 0
    return (isTold ? [told, end] : [end]).map(event => `data: ${JSON.stringify(event)}\n\n`).join('')
  }
}

function countShared(a: readonly number[], b: readonly number[]): number {
  let index = 0
  while (index < a.length && index < b.length && a[index] === b[index]) index += 1
  return index
}

/** FNV-1a over the numbers of a row. */
function hash(row: readonly number[]): number {
  let state = 0x811c9dc5
  for (const value of row) state = Math.imul(state ^ value, 0x01000193) >>> 0
  return state
}

/** From 0 to 1, the same for the same two numbers. */
function noise(seed: number, id: number): number {
  let state = Math.imul(seed ^ Math.imul(id + 1, 0x9e3779b1), 0x85ebca6b) >>> 0
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35) >>> 0
  return ((state ^ (state >>> 16)) >>> 0) / 2 ** 32
}
