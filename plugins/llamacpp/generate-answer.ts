/**
 * Writes one answer token by token on a sequence of its own. It never shifts the context, never exceeds `maxTokens`, and looks at the
 * caller's signal between any two evaluations. It judges nothing: the grammar constrains, the verifier checks.
 */
import {
  type LlamaContextSequence,
  LlamaGrammarEvaluationState,
  type SequenceEvaluateOptions,
  type Token,
} from 'node-llama-cpp'
import { AnswerSplitter } from './answer-splitter.ts'
import { assertWanted, ChildError } from './child-error.ts'
import { countShared, cutPieces, findSeams } from './cut-pieces.ts'
import type { CompiledGrammar, LoadedModel } from './loaded-model.ts'
import type { Frame, GenerateCall } from './protocol.ts'
import { type Messages, renderAnswerStart, renderPrompt } from './render-prompt.ts'
import { compileParts, countOptionTokens, type Prompt, writePlan } from './write-plan.ts'

const UNFINISHED = '�'
const UNFINISHED_TAIL = /\uFFFD+$/
/** A character has at most four bytes; more tokens than that are no unfinished character. */
const MAX_HELD_TOKENS = 4

export type GenerateOptions = {
  readonly loaded: LoadedModel
  readonly loadMs: number | null
  readonly call: GenerateCall
  readonly signal: AbortSignal
  readonly send: (frame: Frame) => void
}

export async function generateAnswer(given: GenerateOptions): Promise<void> {
  const { loaded, loadMs, call, signal, send } = given
  const obstacle = findObstacle(loaded, call)
  const plan = obstacle === null ? call.plan : null
  const compiled = call.schema === null || plan !== null ? null : loaded.grammarOf(call.schema)
  const prompt = buildPrompt(loaded, call, call.messages)
  const queuedMs = performance.now()
  const sequence = await loaded.slots.take(prompt.tokens, signal)
  try {
    send({
      kind: 'opened',
      model: loaded.file.name,
      loadMs,
      queueMs: performance.now() - queuedMs,
      contextTokens: loaded.contextTokens,
      slots: loaded.slots.size,
      schemaNote: compiled?.note ?? null,
    })
    if (plan === null) await writeWhole(given, sequence, prompt, { compiled, obstacle })
    else await writePlanned(given, plan, sequence, prompt)
  } finally {
    loaded.usedAtMs = performance.now()
    loaded.slots.release(sequence)
  }
}

async function writeWhole(
  { loaded, call, signal, send }: GenerateOptions,
  sequence: LlamaContextSequence,
  { tokens, seams }: Prompt,
  { compiled, obstacle }: { readonly compiled: CompiledGrammar | null; readonly obstacle: string | null },
): Promise<void> {
  const startedMs = performance.now()
  const ends = cutPieces(tokens.length, seams, loaded.pieceTokens)
  const cachedTokens = await loaded.reader.read(sequence, tokens, ends, signal)
  const options = toEvaluateOptions(loaded, call, compiled)
  const rest = tokens.slice(sequence.nextTokenIndex)
  const written = await write({ loaded, sequence, rest, options, call, signal, send })
  send({
    kind: 'end',
    stop: written.stop,
    tokensIn: tokens.length,
    tokensOut: written.tokens,
    cachedTokens,
    thinkingTokens: written.thinkingTokens,
    promptMs: written.firstTokenMs - startedMs,
    choices: [],
    writtenBecause: obstacle,
  })
}

async function writePlanned(
  { loaded, call, signal, send }: GenerateOptions,
  plan: NonNullable<GenerateCall['plan']>,
  sequence: LlamaContextSequence,
  prompt: Prompt,
): Promise<void> {
  const startedMs = performance.now()
  const hasChoice = plan.parts.some(part => part.kind === 'choice')
  const contentFree = hasChoice ? plan.contentFree.map(messages => buildPrompt(loaded, call, messages)) : []
  const options = toEvaluateOptions(loaded, call, null)
  const atContent = withContentSeam(prompt, contentFree)
  const written = await writePlan({ loaded, sequence, ...atContent, call, plan, options, signal, send })
  send({
    kind: 'end',
    stop: written.stop,
    tokensIn: written.promptTokens,
    tokensOut: written.tokens,
    cachedTokens: written.cachedTokens,
    thinkingTokens: 0,
    promptMs: written.firstTokenMs - startedMs,
    choices: [...written.choices].map(choice => ({
      ...choice,
      logProbabilities: [...choice.logProbabilities],
      contentFree: [...choice.contentFree],
    })),
    writtenBecause: null,
  })
}

/** A piece more ends where content begins, which the content-free prompts tell: neighbouring tasks have all before it in common. */
function withContentSeam(
  prompt: Prompt,
  contentFree: readonly Prompt[],
): { readonly prompt: Prompt; readonly contentFree: readonly Prompt[] } {
  if (contentFree.length === 0) return { prompt, contentFree }
  const seam = Math.min(...contentFree.map(({ tokens }) => countShared(tokens, prompt.tokens)))
  const cut = ({ tokens, seams }: Prompt): Prompt => ({ tokens, seams: [...seams, seam] })
  return { prompt: cut(prompt), contentFree: contentFree.map(cut) }
}

/** Why a plan cannot be followed, found before anything is evaluated; null where it can. */
function findObstacle(loaded: LoadedModel, { plan, maxTokens }: GenerateCall): string | null {
  if (plan === null) return null
  try {
    compileParts(loaded, plan)
  } catch (cause) {
    if (cause instanceof ChildError) return cause.message
    throw cause
  }
  const needed = countOptionTokens(loaded, plan)
  if (needed <= maxTokens) return null
  return `Weighing the options may take ${needed} tokens, and the call may use ${maxTokens}.`
}

/** The tokens of a whole prompt. Throws CONTEXT_OVERFLOW when they leave no room for an answer (B7). */
function buildPrompt(loaded: LoadedModel, call: GenerateCall, messages: Messages): Prompt {
  const { model, wrapper } = loaded
  const constrained = call.schema !== null || call.form === 'text'
  const canSkipThinking = loaded.file.header?.chatTemplate?.includes('enable_thinking') === true
  const rendered = renderPrompt(model, wrapper, messages)
  const tokens = [...rendered, ...renderAnswerStart(model, wrapper, { constrained, canSkipThinking })]
  if (tokens.length < loaded.contextTokens) return { tokens, seams: findSeams(model, wrapper, messages, tokens) }
  throw new ChildError(
    'CONTEXT_OVERFLOW',
    `The prompt has ${tokens.length} tokens, and the context of the model holds ${loaded.contextTokens}.`,
  )
}

function toEvaluateOptions(
  loaded: LoadedModel,
  call: GenerateCall,
  compiled: CompiledGrammar | null,
): SequenceEvaluateOptions {
  const grammar = compiled && {
    grammarEvaluationState: new LlamaGrammarEvaluationState({ model: loaded.model, grammar: compiled.grammar }),
  }
  return {
    temperature: call.temperature,
    // Nothing but what the sampler says: no top-k, no penalties.
    topK: 0,
    topP: call.topP,
    seed: toSeed(call.seed),
    yieldEogToken: true,
    contextShift: { strategy: refuseShift },
    ...grammar,
  }
}

const refuseShift = (): never => {
  throw new ChildError('CONTEXT_OVERFLOW', 'The context of the model is full.')
}

/** llama.cpp takes 32 bits, and its highest value means a random seed. */
const toSeed = (seed: number): number => (((seed % 0xffff_ffff) + 0xffff_ffff) % 0xffff_ffff) >>> 0

type Writing = {
  readonly loaded: LoadedModel
  readonly sequence: LlamaContextSequence
  readonly rest: Token[]
  readonly options: SequenceEvaluateOptions
  readonly call: GenerateCall
  readonly signal: AbortSignal
  readonly send: (frame: Frame) => void
}
type Written = {
  readonly stop: 'stop' | 'length'
  readonly tokens: number
  readonly thinkingTokens: number
  readonly firstTokenMs: number
}

async function write({ loaded, sequence, rest, options, call, signal, send }: Writing): Promise<Written> {
  const { model, markers, contextTokens } = loaded
  const splitter = new AnswerSplitter(call.schema === null ? markers : null, call.stop)
  const showSpecial = call.schema === null && markers !== null
  let [tokens, thinkingTokens, firstTokenMs] = [0, 0, 0]
  let stop: Written['stop'] = 'stop'
  let held: Token[] = []
  let shown: Token[] = rest.slice(-MAX_HELD_TOKENS)
  const give = (pieces: ReturnType<AnswerSplitter['push']>) => {
    for (const piece of pieces) {
      if (piece.kind === 'thinking') thinkingTokens += piece.tokens
      send(piece)
    }
  }
  const flush = (text: string) => {
    give(splitter.push(text, held.length))
    shown = [...shown, ...held].slice(-MAX_HELD_TOKENS)
    held = []
  }
  const take = (token: Token) => {
    held.push(token)
    const text = model.detokenize(held, showSpecial, shown)
    if (!text.endsWith(UNFINISHED) || held.length >= MAX_HELD_TOKENS) flush(text)
  }
  // Without a stop text nothing depends on what was written, so it is told while the next token is being computed already.
  const isTold = call.stop.length === 0
  const untold: Token[] = []
  const tell = () => {
    for (const token of untold.splice(0)) take(token)
  }
  for await (const token of sequence.evaluate(rest, options)) {
    if (firstTokenMs === 0) firstTokenMs = performance.now()
    assertWanted(signal)
    if (model.isEogToken(token)) break
    tokens += 1
    if (isTold) {
      untold.push(token)
      // The library hands a batch over at the next turn of the loop; telling waits for the turn after it.
      setImmediate(() => setImmediate(tell))
    } else take(token)
    if (splitter.stopped) break
    // A full context ends the answer like the cap does: the next token would push the oldest one out.
    if (tokens >= call.maxTokens || sequence.nextTokenIndex + 1 >= contextTokens) {
      stop = 'length'
      break
    }
  }
  tell()
  if (held.length > 0) flush(model.detokenize(held, showSpecial, shown).replace(UNFINISHED_TAIL, ''))
  give(splitter.finish())
  return { stop, tokens, thinkingTokens, firstTokenMs }
}
