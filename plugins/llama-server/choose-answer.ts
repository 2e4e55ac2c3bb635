/**
 * Decides an answer without free parts by what a llama-server says its options weigh (M8). The prompt is the server's own rendering of
 * the messages, as tokens; what options have in common is evaluated once, because the server keeps what it holds of a text. A token
 * beyond the likeliest ones is asked for by itself, so that every option is scored exactly. Nothing that is sampled is used.
 */
import type { AnswerPlan } from '#contracts/answer-plan'
import type { ChatMessage, GenerateFrame, GenerateRequest } from '#contracts/connector-port'
import {
  type AskedFor,
  type ChoiceRuntime,
  type ChosenParts,
  ConnectorError,
  chooseParts,
  closeThinking,
  FREE_PART,
  type OptionReader,
  Remembered,
  type RuntimeClient,
  readText,
} from '#kernel/plugin-door'
import { untold } from './next-token.ts'
import { countShared, KnownSlots, Row, SteadyTexts, type TextCall } from './steady-texts.ts'

/** Told at once for each place; a wider list costs more to write and read than a token beyond it costs to ask for. */
const LIKELIEST = 256
const ALL = 1_000_000
const MOST_TEXTS = 4_096
const MOST_PROMPTS = 256
const MOST_WEIGHTS = 1_024

/** What neighbouring tasks have in common: it depends on model and text alone. */
export class ChoiceMemory {
  readonly tokens = new Remembered<readonly number[]>(MOST_TEXTS)
  readonly prompts = new Remembered<readonly number[]>(MOST_PROMPTS)
  readonly weights = new Remembered<readonly number[]>(MOST_WEIGHTS)
  readonly slots = new KnownSlots()
}

export type ChoosingModel = {
  /** What the server calls it, and what people do. */
  readonly model: string
  readonly title: string
  /** What of the server's list tells these weights from others under the same name. */
  readonly identity: string
  readonly isModel: (answered: string) => boolean
}

export type Choosing = {
  readonly client: RuntimeClient
  readonly model: ChoosingModel
  readonly memory: ChoiceMemory
  readonly slotCount: number
  readonly request: GenerateRequest
  readonly plan: AnswerPlan
  readonly signal: AbortSignal
}

/** `spoken` is a token that the server says aloud: neither an end nor a part of a character. */
type Asking = Choosing & { readonly spoken: number }

/** A prompt that was sent, and what the server did not have to evaluate of it. */
type Prompt = {
  readonly tokens: readonly number[]
  /** All that was asked after it in this answer. */
  readonly row: Row
  readonly isContentFree: boolean
  cachedTokens: number | null
}

/** Why the plan cannot be followed within the tokens of the call, or null. */
export async function findObstacle(choosing: Choosing): Promise<string | null> {
  const { plan, request } = choosing
  let needed = 0
  for (const part of plan.parts) {
    if (part.kind === 'free') return FREE_PART
    if (part.kind === 'forced') continue
    for (const option of part.options) needed += (await tokenize(choosing, option)).length
  }
  if (needed <= request.maxTokens) return null
  return `Weighing the options may take ${needed} tokens, and the call may use ${request.maxTokens}.`
}

/** Throws ConnectorError, or the signal's reason; SCHEMA_NOT_DECODABLE where an option could not be scored exactly. */
export async function* chooseAnswer(choosing: Choosing): AsyncGenerator<GenerateFrame, void> {
  const { plan, request, model } = choosing
  const prompt = toPrompt(await render(choosing, request.messages), 'asked')
  const contentFree = await renderContentFree(choosing)
  const asking = { ...choosing, spoken: (await tokenize(choosing, 'a')).at(-1)! }
  const prefix = sharedBy([prompt, ...contentFree])
  const texts = new SteadyTexts({ ...asking, slots: choosing.memory.slots, prefix })
  const spent: Spent = { promptMs: null, optionTokens: 0 }
  yield { kind: 'opened', model: model.title, loadMs: null, queueMs: null }
  let chosen: ChosenParts
  try {
    chosen = await chooseParts({
      plan,
      maxTokens: request.maxTokens,
      prompt,
      contentFree,
      identity: model.identity,
      runtimeFor: () => buildRuntime(asking, texts, spent),
      spentTokens: () => spent.optionTokens,
    })
  } catch (failure) {
    // What was evaluated before it failed is booked all the same.
    if (spent.optionTokens > 0) yield { kind: 'text', text: '', tokens: spent.optionTokens }
    throw failure
  } finally {
    texts.close()
  }
  const { pieces, choices, stop } = chosen
  for (const piece of pieces) yield piece
  const usage = { tokensOut: spent.optionTokens, thinkingTokens: 0, ...countPrompts([prompt, ...contentFree]) }
  yield { kind: 'end', stop, usage, model: model.title, loadMs: null, promptMs: spent.promptMs, choices }
}

const toPrompt = (tokens: readonly number[], kind: 'asked' | 'content-free'): Prompt => ({
  tokens,
  row: new Row(),
  isContentFree: kind === 'content-free',
  cachedTokens: null,
})

async function renderContentFree(choosing: Choosing): Promise<readonly Prompt[]> {
  const { plan, memory, model } = choosing
  if (!plan.parts.some(part => part.kind === 'choice')) return []
  const prompts: Prompt[] = []
  for (const messages of plan.contentFree) {
    const key = JSON.stringify([model.identity, messages])
    prompts.push(toPrompt(await memory.prompts.of(key, () => render(choosing, messages)), 'content-free'))
  }
  return prompts
}

/** What all prompts of an answer begin with, without the last token of any; nothing where there is only one. */
function sharedBy(prompts: readonly Prompt[]): readonly number[] {
  const [first, ...others] = prompts
  if (first === undefined || others.length === 0) return []
  const shared = others.map(({ tokens }) => Math.min(countShared(tokens, first.tokens), tokens.length - 1))
  return first.tokens.slice(0, Math.min(first.tokens.length - 1, ...shared))
}

/** A prompt that was not sent was remembered. */
function countPrompts(prompts: readonly Prompt[]): { readonly tokensIn: number; readonly cachedTokens: number } {
  let [tokensIn, cached] = [0, 0]
  for (const { tokens, cachedTokens } of prompts) {
    tokensIn += tokens.length
    cached += Math.min(tokens.length, cachedTokens ?? tokens.length)
  }
  return { tokensIn, cachedTokens: cached }
}

function buildRuntime(choosing: Asking, texts: SteadyTexts, spent: Spent): ChoiceRuntime<number, Prompt> {
  return {
    tokenize: text => tokenize(choosing, text),
    // The server knows its context best, and refuses what does not fit.
    hasRoom: () => true,
    open: async (prompt, answer) => openOptions(choosing, texts, spent, prompt, answer),
    weights: choosing.memory.weights,
  }
}

/** What the calls of one answer took so far. */
type Spent = { promptMs: number | null; optionTokens: number }

function openOptions(
  { request, spoken }: Asking,
  texts: SteadyTexts,
  spent: Spent,
  prompt: Prompt,
  answer: readonly number[],
): OptionReader<number> {
  const head = [...prompt.tokens, ...answer]
  const tokensBefore = spent.optionTokens
  // What is measured without content is the same whatever was measured before it.
  const row = prompt.isContentFree ? new Row() : prompt.row
  const ask = async (after: readonly number[], call: TextCall) => {
    const next = await texts.read(row, [...head, ...after], call)
    if (next.promptMs !== null) spent.promptMs = (spent.promptMs ?? 0) + next.promptMs
    prompt.cachedTokens ??= next.cachedTokens ?? 0
    return next
  }
  const askLikeliest = async (after: readonly number[], likeliest: number) => {
    const { told } = await ask(after, { likeliest, force: spoken })
    if (told === null) throw untold('llama-server told no probabilities.')
    return told.likeliest
  }
  const count = (tokens: number): void => {
    // Without content nothing is booked: it is measured once, for all tasks after this one.
    if (prompt.isContentFree) return
    spent.optionTokens += tokens
    if (spent.optionTokens > request.maxTokens)
      throw untold('Weighing the options takes more tokens than the call may use.')
  }
  let held: readonly number[] = []
  const read = async (after: readonly number[], wanted: readonly number[]): Promise<ReadonlyMap<number, number>> => {
    // A text that is held as a whole gets its last token evaluated anew.
    if (after.length > 0) count(Math.max(1, after.length - countShared(after, held)))
    held = after
    const logs = new Map(await askLikeliest(after, LIKELIEST))
    for (const token of wanted) {
      if (logs.has(token)) continue
      count(1)
      const { told } = await ask(after, { likeliest: 1, force: token })
      if (told?.id === token && Number.isFinite(told.logProbability)) {
        logs.set(token, told.logProbability)
        continue
      }
      // A part of a character is told only in the list of all.
      count(1)
      for (const [id, log] of await askLikeliest(after, ALL)) logs.set(id, log)
      if (!logs.has(token)) throw untold('llama-server did not tell the probability of every option.')
    }
    return logs
  }
  return {
    first: wanted => read([], wanted),
    after: async (path, { chain, ways }) => {
      const logs: number[] = []
      for (const [at, token] of chain.entries()) {
        logs.push((await read([...path, ...chain.slice(0, at)], [token])).get(token)!)
      }
      return { chain: logs, ways: ways.length > 0 ? await read([...path, ...chain], ways) : new Map() }
    },
    evaluatedTokens: () => spent.optionTokens - tokensBefore,
  }
}

async function tokenize({ client, model, memory, signal }: Choosing, text: string): Promise<readonly number[]> {
  return memory.tokens.of(JSON.stringify([model.identity, text]), () =>
    askTokens(client, model, { content: text, add_special: false, parse_special: false }, signal),
  )
}

async function render(
  { client, model, signal }: Choosing,
  messages: readonly ChatMessage[],
): Promise<readonly number[]> {
  const body = {
    model: model.model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    chat_template_kwargs: { enable_thinking: false },
  }
  const { prompt } = await client.ask('/apply-template', body, signal, toAsked(model)).catch(failure => {
    // The model was in the list a moment ago, so it is the path that is missing.
    if (failure instanceof ConnectorError && failure.code === 'MODEL_NOT_FOUND')
      throw untold('This llama-server does not render prompts; a newer one does.')
    throw failure
  })
  const text = readText(prompt)
  if (text === null) throw new ConnectorError('UPSTREAM_PROTOCOL', 'llama-server rendered the prompt without a prompt.')
  return askTokens(client, model, { content: closeThinking(text), add_special: true, parse_special: true }, signal)
}

async function askTokens(
  client: RuntimeClient,
  model: ChoosingModel,
  body: { readonly content: string; readonly add_special: boolean; readonly parse_special: boolean },
  signal: AbortSignal,
): Promise<readonly number[]> {
  const { tokens } = await client.ask('/tokenize', { model: model.model, ...body }, signal, toAsked(model))
  if (!Array.isArray(tokens) || tokens.length === 0 || !tokens.every(isToken))
    throw new ConnectorError('UPSTREAM_PROTOCOL', 'llama-server cut a text into something other than tokens.')
  return tokens
}

const isToken = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
const toAsked = ({ title }: ChoosingModel): AskedFor => ({ model: title, constrained: 'free' })
