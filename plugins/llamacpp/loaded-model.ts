/**
 * One model in memory: weights, context, slots, template and compiled grammars. It is loaded once and kept; it decides nothing
 * about when to go. A context that does not fit the memory is tried smaller, and the size that came out is what calls are told.
 */
import {
  type ChatWrapper,
  InsufficientMemoryError,
  type Llama,
  type LlamaContext,
  LlamaGrammar,
  type LlamaModel,
  resolveChatWrapper,
} from 'node-llama-cpp'
import { Remembered } from '#kernel/plugin-door'
import type { ThinkingMarkers } from './answer-splitter.ts'
import { ChildError } from './child-error.ts'
import type { FoundModel } from './model-folder.ts'
import { PromptReader } from './prompt-reader.ts'
import { readThinkingMarkers } from './render-prompt.ts'
import { buildAnyGrammar, buildPartGrammar, buildSchemaGrammar } from './schema-grammar.ts'
import { SlotPool } from './slot-pool.ts'

/**
 * Prompts are evaluated in pieces of this many tokens, and a cached prefix is reused in whole pieces only: the arithmetic of a token
 * depends on its batch, so the same prompt meets the same batches and the same seed gives the same text, whatever ran before.
 * On a processor larger pieces are no faster, and a cancelled call waits for its piece; a graphics card wants more work at once.
 */
const PIECE_TOKENS = { processor: 64, card: 512 } as const
const MAX_GRAMMARS = 64
const MAX_WEIGHTS = 1_024
const SMALLEST_CONTEXT = 512
/** The date in some templates would make the same graph a different prompt tomorrow. */
const DATELESS = { todayDate: null } as const

export type CompiledGrammar = { readonly grammar: LlamaGrammar; readonly note: string | null }

export type CompiledPart = { readonly grammar: LlamaGrammar; readonly opening: string }

export class LoadedModel {
  readonly file: FoundModel
  readonly model: LlamaModel
  readonly wrapper: ChatWrapper
  readonly slots: SlotPool
  readonly reader: PromptReader
  readonly contextTokens: number
  readonly markers: ThinkingMarkers | null
  readonly pieceTokens: number
  /** Of the last use; by the clock of `performance.now()`. */
  usedAtMs = performance.now()
  /** What the options of choices weighed without content, measured once for neighbouring tasks (M8). */
  readonly weights = new Remembered<readonly number[]>(MAX_WEIGHTS)
  readonly #llama: Llama
  readonly #grammars = new Map<string, CompiledGrammar>()
  readonly #parts = new Map<string, CompiledPart>()

  constructor(llama: Llama, file: FoundModel, model: LlamaModel, context: LlamaContext) {
    this.#llama = llama
    this.file = file
    this.model = model
    this.wrapper = pickWrapper(model)
    const sequences = Array.from({ length: context.totalSequences }, () => context.getSequence())
    this.slots = new SlotPool(sequences)
    this.reader = new PromptReader(sequences)
    this.contextTokens = context.contextSize
    this.markers = readThinkingMarkers(this.wrapper)
    this.pieceTokens = readPieceTokens(llama)
  }

  /** The grammar of a schema, compiled once. */
  grammarOf(schema: Readonly<Record<string, unknown>>): CompiledGrammar {
    const key = JSON.stringify(schema)
    const known = this.#grammars.get(key)
    if (known !== undefined) return known
    const compiled = this.#compile(JSON.parse(key))
    keepFew(this.#grammars, key, compiled, MAX_GRAMMARS)
    return compiled
  }

  /** The grammar of a free part that stands before `after`, compiled once. Throws SCHEMA_NOT_DECODABLE. */
  partOf(schema: Readonly<Record<string, unknown>>, after: string): CompiledPart {
    const key = JSON.stringify([schema, after])
    const known = this.#parts.get(key)
    if (known !== undefined) return known
    const built = buildPartGrammar(JSON.parse(JSON.stringify(schema)), after)
    if (built.note !== null)
      throw new ChildError('SCHEMA_NOT_DECODABLE', `A part of the schema cannot be decoded: ${built.note}.`)
    try {
      const part = { grammar: new LlamaGrammar(this.#llama, { grammar: built.gbnf }), opening: built.opening }
      keepFew(this.#parts, key, part, MAX_GRAMMARS)
      return part
    } catch (cause) {
      throw new ChildError('SCHEMA_NOT_DECODABLE', 'llama.cpp refuses the grammar of a part of the schema.', cause)
    }
  }

  #compile(schema: Parameters<typeof buildSchemaGrammar>[0]): CompiledGrammar {
    const own = buildSchemaGrammar(schema)
    try {
      return { grammar: new LlamaGrammar(this.#llama, { grammar: own.gbnf }), note: own.note }
    } catch {
      const plain = buildAnyGrammar(
        schema.type === 'object' ? 'object' : 'value',
        'llama.cpp refuses the grammar of the schema',
      )
      return { grammar: new LlamaGrammar(this.#llama, { grammar: plain.gbnf }), note: plain.note }
    }
  }

  async dispose(): Promise<void> {
    await this.model.dispose()
  }
}

function keepFew<T>(kept: Map<string, T>, key: string, value: T, most: number): void {
  if (kept.size >= most) kept.delete(kept.keys().next().value ?? '')
  kept.set(key, value)
}

const readPieceTokens = (llama: Llama): number => (llama.gpu === false ? PIECE_TOKENS.processor : PIECE_TOKENS.card)

export function pickWrapper(model: LlamaModel): ChatWrapper {
  return resolveChatWrapper(model, {
    customWrapperSettings: { harmony: DATELESS, 'llama3.1': DATELESS, 'llama3.2-lightweight': DATELESS },
  })
}

/** Tries the wished context and slots, then one slot, then halves of the context. Throws BACKEND_ERROR when nothing fits. */
export async function createContext(
  model: LlamaModel,
  wish: { readonly contextTokens: number; readonly slots: number; readonly threads: number },
): Promise<LlamaContext> {
  const threads = { ideal: wish.threads, min: wish.threads }
  let [contextSize, sequences] = [wish.contextTokens, wish.slots]
  for (;;) {
    try {
      const batchSize = readPieceTokens(model.llama) * sequences
      return await model.createContext({ contextSize, sequences, threads, batchSize })
    } catch (cause) {
      if (sequences > 1) sequences = 1
      else if (contextSize / 2 >= SMALLEST_CONTEXT) contextSize = Math.floor(contextSize / 2)
      else throw new ChildError('BACKEND_ERROR', readMemorySentence(cause), cause)
    }
  }
}

export function readMemorySentence(cause: unknown): string {
  return cause instanceof InsufficientMemoryError
    ? 'There is not enough free memory for this model. Close other programs, or use a smaller model.'
    : 'llama.cpp could not create a context for this model.'
}
