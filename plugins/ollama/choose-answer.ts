/**
 * Decides an answer without free parts by likelihood where Ollama tells enough of it (M8, N9): each option of a choice must be, as a
 * whole, one of the likeliest tokens at its place, after the prompt and after each content-free one. Yes and no always are; of longer
 * labels one is mostly not, and then the answer is written. Nothing that is sampled is used.
 */
import type { AnswerPart, AnswerPlan } from '#contracts/answer-plan'
import type { ChatMessage, GenerateFrame, GenerateRequest } from '#contracts/connector-port'
import type { JsonObject } from '#contracts/json-value'
import {
  type ChoiceRuntime,
  type ChosenParts,
  ConnectorError,
  chooseParts,
  closeThinking,
  FREE_PART,
  isRecord,
  Remembered,
  type RuntimeClient,
  readText,
} from '#kernel/plugin-door'
import { MOST_TOLD, readLikeliest } from './likeliest-tokens.ts'

const MOST_WEIGHTS = 1_024
const MOST_PROMPTS = 256
const TOO_FEW = `Ollama tells the ${MOST_TOLD} likeliest tokens, and not every option is one of them as a whole.`

const NOT_SHOWN = 'This Ollama does not show how it renders a prompt, so an answer cannot be continued.'

/** What neighbouring tasks have in common: it depends on the model and its content-free prompts alone. */
export class ChoiceMemory {
  readonly weights = new Remembered<readonly number[]>(MOST_WEIGHTS)
  readonly prompts = new Remembered<string>(MOST_PROMPTS)
  /** Why plans cannot be followed whatever their content is, and why no plan of a model can. */
  readonly obstacles = new Remembered<string>(MOST_WEIGHTS)
}

export type Choosing = {
  readonly client: RuntimeClient
  readonly memory: ChoiceMemory
  /** Of the weights; null where Ollama does not tell it, and then nothing is remembered of them. */
  readonly digest: string | null
  readonly thinking: boolean
  readonly request: GenerateRequest
  readonly plan: AnswerPlan
  readonly loadOptions: JsonObject
  readonly signal: AbortSignal
}

type Choice = Extract<AnswerPart, { kind: 'choice' }>
type Prompt = { readonly text: string; readonly kind: 'asked' | 'content-free' }

/** Why the plan cannot be followed, as far as that is known without asking; null where it may be. */
export function findObstacle(choosing: Choosing): string | null {
  const { plan, digest, memory } = choosing
  for (const part of plan.parts) {
    if (part.kind === 'free') return FREE_PART
    // The token of one would stand for the other too.
    if (part.kind === 'choice' && !part.options.every(option => isApart(part, option))) return TOO_FEW
  }
  if (digest === null) return null
  return memory.obstacles.get(digest) ?? memory.obstacles.get(toKey(choosing)) ?? null
}

const isApart = (part: Choice, option: string): boolean =>
  part.options.every(other => other === option || !toContent(part, other).startsWith(toContent(part, option)))

const areTexts = ({ options }: Choice): boolean => options.every(option => option.startsWith('"'))
/** What comes after the place at which options differ: of texts the quote is before it. */
const toContent = (part: Choice, option: string): string => (areTexts(part) ? option.slice(1, -1) : option)
const toKey = ({ digest, plan }: Pick<Choosing, 'digest' | 'plan'>): string => JSON.stringify([digest, plan])

/** Throws ConnectorError, or the signal's reason; SCHEMA_NOT_DECODABLE where Ollama tells too little. */
export async function* chooseAnswer(choosing: Choosing): AsyncGenerator<GenerateFrame, void> {
  const { plan, request, digest, memory } = choosing
  const prompt: Prompt = { text: await render(choosing, request.messages), kind: 'asked' }
  const contentFree: Prompt[] = []
  for (const messages of plan.parts.some(part => part.kind === 'choice') ? plan.contentFree : []) {
    const make = () => render(choosing, messages)
    const text = digest === null ? await make() : await memory.prompts.of(JSON.stringify([digest, messages]), make)
    contentFree.push({ text, kind: 'content-free' })
  }
  const spent: Spent = { tokensIn: 0, tokensOut: 0, promptMs: null }
  yield { kind: 'opened', model: request.model, loadMs: null, queueMs: null }
  let chosen: ChosenParts
  try {
    chosen = await chooseParts({
      plan,
      maxTokens: request.maxTokens,
      prompt,
      contentFree,
      identity: JSON.stringify(digest),
      runtimeFor: (part, before) => buildRuntime(choosing, spent, part, before),
      spentTokens: () => spent.tokensOut,
    })
  } catch (failure) {
    if (failure instanceof TooFew && failure.isLasting) await memory.obstacles.of(toKey(choosing), async () => TOO_FEW)
    // What was generated before it failed is booked all the same.
    if (spent.tokensOut > 0) yield { kind: 'text', text: '', tokens: spent.tokensOut }
    throw failure
  }
  const { pieces, choices, stop } = chosen
  for (const piece of pieces) yield piece
  const { tokensIn, tokensOut, promptMs } = spent
  const usage = { tokensIn, tokensOut, cachedTokens: null, thinkingTokens: 0 }
  yield { kind: 'end', stop, usage, model: request.model, loadMs: null, promptMs, choices }
}

type Spent = { tokensIn: number | null; tokensOut: number; promptMs: number | null }

/** An option is one token here: the place of it in the list of options. */
function buildRuntime(choosing: Choosing, spent: Spent, part: Choice, before: string): ChoiceRuntime<number, Prompt> {
  // Models write the space before a value and the value as one token, and the quote of a text with the space.
  const place = areTexts(part) ? `${before}"` : before.trimEnd()
  const space = areTexts(part) ? '' : before.slice(place.length)
  return {
    tokenize: async text => [part.options.findIndex(option => text.startsWith(before + option))],
    hasRoom: () => true,
    open: async prompt => ({
      first: async wanted => {
        const { request, client, signal, loadOptions } = choosing
        const call = { model: request.model, text: prompt.text + place, options: loadOptions }
        const likeliest = await readLikeliest(client, call, signal)
        // What is measured without content is measured once for all tasks after this one.
        if (prompt.kind === 'asked') spent.tokensOut += likeliest.tokensOut
        spent.tokensIn =
          likeliest.tokensIn === null || spent.tokensIn === null ? null : spent.tokensIn + likeliest.tokensIn
        if (likeliest.promptMs !== null) spent.promptMs = (spent.promptMs ?? 0) + likeliest.promptMs
        return new Map(
          wanted.map(index => {
            const log = likeliest.logs.get(space + toContent(part, part.options[index]!))
            // A later place depends on what was chosen before it, and that on the content.
            if (log === undefined) throw new TooFew(prompt.kind === 'content-free' && spent.tokensOut === 0)
            return [index, log] as const
          }),
        )
      },
      // An option is one token, so none goes on.
      after: async () => ({ chain: [], ways: new Map() }),
      evaluatedTokens: () => 0,
    }),
    weights: choosing.digest === null ? new Remembered(1) : choosing.memory.weights,
  }
}

const untold = (sentence: string): ConnectorError => new ConnectorError('SCHEMA_NOT_DECODABLE', sentence)

class TooFew extends ConnectorError {
  /** It is so whatever the content. */
  readonly isLasting: boolean

  constructor(isLasting: boolean) {
    super('SCHEMA_NOT_DECODABLE', TOO_FEW)
    this.isLasting = isLasting
  }
}

/** The prompt as Ollama itself would read it; it evaluates nothing for that. */
async function render(
  { client, request, digest, memory, thinking, loadOptions, signal }: Choosing,
  messages: readonly ChatMessage[],
): Promise<string> {
  const { model } = request
  const body = {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    stream: false,
    truncate: false,
    ...(thinking ? { think: false } : {}),
    // One that does not know the field would answer.
    options: { ...loadOptions, num_predict: 1 },
    _debug_render_only: true,
  }
  const { _debug_info: info } = await client.ask('/api/chat', body, signal, { model, constrained: 'free' })
  const text = isRecord(info) ? readText(info.rendered_template) : null
  if (text !== null) return closeThinking(text)
  if (digest !== null) await memory.obstacles.of(digest, async () => NOT_SHOWN)
  throw untold(NOT_SHOWN)
}
