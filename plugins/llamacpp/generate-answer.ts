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
import type { CompiledGrammar, LoadedModel } from './loaded-model.ts'
import type { Frame, GenerateCall } from './protocol.ts'
import { renderAnswerStart, renderPrompt } from './render-prompt.ts'

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

export async function generateAnswer({ loaded, loadMs, call, signal, send }: GenerateOptions): Promise<void> {
  const compiled = call.schema === null ? null : loaded.grammarOf(call.schema)
  const prompt = buildPrompt(loaded, call)
  const queuedMs = performance.now()
  const sequence = await loaded.slots.take(prompt, signal)
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
    const startedMs = performance.now()
    const cachedTokens = await readPrompt(loaded, sequence, prompt, signal)
    const options = toEvaluateOptions(loaded, call, compiled)
    const written = await write({
      loaded,
      sequence,
      rest: prompt.slice(sequence.nextTokenIndex),
      options,
      call,
      signal,
      send,
    })
    send({
      kind: 'end',
      stop: written.stop,
      tokensIn: prompt.length,
      tokensOut: written.tokens,
      cachedTokens,
      thinkingTokens: written.thinkingTokens,
      promptMs: written.firstTokenMs - startedMs,
    })
  } finally {
    loaded.usedAtMs = performance.now()
    loaded.slots.release(sequence)
  }
}

/** The tokens of the whole prompt. Throws CONTEXT_OVERFLOW when they leave no room for an answer (B7). */
function buildPrompt(loaded: LoadedModel, call: GenerateCall): Token[] {
  const constrained = call.schema !== null
  const canSkipThinking = loaded.file.header?.chatTemplate?.includes('enable_thinking') === true
  const prompt = [
    ...renderPrompt(loaded.model, loaded.wrapper, call.messages),
    ...renderAnswerStart(loaded.model, loaded.wrapper, { constrained, canSkipThinking }),
  ]
  if (prompt.length < loaded.contextTokens) return prompt
  throw new ChildError(
    'CONTEXT_OVERFLOW',
    `The prompt has ${prompt.length} tokens, and the context of the model holds ${loaded.contextTokens}.`,
  )
}

/** Evaluates all of the prompt but its last piece; gives the number of tokens that needed no evaluation. */
async function readPrompt(
  { pieceTokens }: LoadedModel,
  sequence: LlamaContextSequence,
  prompt: readonly Token[],
  signal: AbortSignal,
): Promise<number> {
  const shared = Math.min(sequence.compareContextTokens([...prompt]).firstDifferentIndex, prompt.length - 1)
  const cached = Math.floor(shared / pieceTokens) * pieceTokens
  await sequence.adaptStateToTokens(prompt.slice(0, cached), false)
  // Some models cannot forget only their latest tokens; those start over.
  if (sequence.nextTokenIndex !== cached) await sequence.clearHistory()
  const reused = sequence.nextTokenIndex
  while (prompt.length - sequence.nextTokenIndex > pieceTokens) {
    assertWanted(signal)
    const from = sequence.nextTokenIndex
    await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(from, from + pieceTokens))
  }
  assertWanted(signal)
  return reused
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
  for await (const token of sequence.evaluate(rest, options)) {
    if (firstTokenMs === 0) firstTokenMs = performance.now()
    assertWanted(signal)
    if (model.isEogToken(token)) break
    tokens += 1
    held.push(token)
    const text = model.detokenize(held, showSpecial, shown)
    if (!text.endsWith(UNFINISHED) || held.length >= MAX_HELD_TOKENS) flush(text)
    if (splitter.stopped) break
    // A full context ends the answer like the cap does: the next token would push the oldest one out.
    if (tokens >= call.maxTokens || sequence.nextTokenIndex + 1 >= contextTokens) {
      stop = 'length'
      break
    }
  }
  if (held.length > 0) flush(model.detokenize(held, showSpecial, shown).replace(UNFINISHED_TAIL, ''))
  give(splitter.finish())
  return { stop, tokens, thinkingTokens, firstTokenMs }
}
