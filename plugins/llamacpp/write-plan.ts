/**
 * Puts an answer together by its plan: forced text is evaluated with what follows it, choices are weighed, and only free parts are
 * sampled, each under its own grammar (M8, M9). Options that are evaluated count as generated tokens; forced text does not.
 */
import {
  type LlamaContextSequence,
  LlamaGrammarEvaluationState,
  type SequenceEvaluateOptions,
  type Token,
} from 'node-llama-cpp'
import type { ScoredChoice } from '#contracts/answer-plan'
import { type ChoiceRuntime, chooseOption } from '#kernel/plugin-door'
import { assertWanted, ChildError } from './child-error.ts'
import { cutPieces } from './cut-pieces.ts'
import type { LoadedModel } from './loaded-model.ts'
import { openOptions } from './open-options.ts'
import type { Frame, GenerateCall, PlannedPart } from './protocol.ts'

type Plan = NonNullable<GenerateCall['plan']>
type Choice = Extract<PlannedPart, { kind: 'choice' }>
type Free = Extract<PlannedPart, { kind: 'free' }>

/** A prompt as tokens, and where its pieces end. */
export type Prompt = { readonly tokens: readonly Token[]; readonly seams: readonly number[] }

export type Planned = {
  readonly loaded: LoadedModel
  readonly sequence: LlamaContextSequence
  readonly prompt: Prompt
  readonly contentFree: readonly Prompt[]
  readonly call: GenerateCall
  readonly plan: Plan
  readonly options: SequenceEvaluateOptions
  readonly signal: AbortSignal
  readonly send: (frame: Frame) => void
}

export type PlannedEnd = {
  readonly stop: 'stop' | 'length'
  readonly tokens: number
  readonly choices: readonly ScoredChoice[]
  /** Tokens of the prompt and of the content-free ones, and how many of them needed no evaluation. */
  readonly promptTokens: number
  readonly cachedTokens: number
  readonly firstTokenMs: number
}

/** Stands for a free value where an earlier part of the answer must hold no content. */
const EMPTY: Readonly<Record<string, string>> = { string: '""', array: '[]', object: '{}', number: '0', integer: '0' }
const UNFINISHED = '\uFFFD'

export async function writePlan(planned: Planned): Promise<PlannedEnd> {
  return new PlanWriter(planned).write()
}

/** Compiles the grammars of all free parts. Throws SCHEMA_NOT_DECODABLE. */
export function compileParts(loaded: LoadedModel, { parts }: Plan): void {
  for (const [index, part] of parts.entries())
    if (part.kind === 'free') loaded.partOf(part.schema, textAfter(parts, index))
}

/** The first characters after a part: what a value without an end of its own ends at, and as much as one token may bring along. */
function textAfter(parts: readonly PlannedPart[], index: number): string {
  const next = parts[index + 1]
  return next?.kind === 'forced' ? next.text.slice(0, 4) : ''
}

/** Most option tokens that the choices of a plan may evaluate; counted before anything is. */
export function countOptionTokens({ model }: LoadedModel, plan: Plan): number {
  const choices = plan.parts.filter(part => part.kind === 'choice')
  return choices.reduce(
    (sum, { options }) => sum + options.reduce((all, text) => all + model.tokenize(text).length, 0),
    0,
  )
}

class PlanWriter {
  readonly #given: Planned
  /** Tokens of the answer that are in the sequence for good. */
  readonly #answer: Token[] = []
  /** Text of the answer that is decided and not yet tokenized. */
  #pending = ''
  /** The answer so far with empty values in the place of free ones. */
  #withoutContent = ''
  readonly #choices: ScoredChoice[] = []
  #tokens = 0
  #evaluatedTokens = 0
  #firstTokenMs = 0
  #seed = 0
  /** The prompt that the sequence holds by the hand of this call; what an earlier call left was evaluated in other batches. */
  #held: Prompt | null = null

  constructor(given: Planned) {
    this.#given = given
  }

  async write(): Promise<PlannedEnd> {
    const { parts } = this.#given.plan
    let stop: PlannedEnd['stop'] = 'stop'
    /** Text of the next forced part that a free one wrote already. */
    let written = 0
    for (const [index, part] of parts.entries()) {
      const after = textAfter(parts, index)
      if (part.kind === 'forced') {
        this.#pending += part.text.slice(written)
        this.#withoutContent += part.text
        this.#show(part.text.slice(written), 0)
        written = 0
      } else if (part.kind === 'choice') {
        if (!(await this.#choose(part, after))) stop = 'length'
      } else {
        written = await this.#writeFree(part, after)
        if (written === 0) stop = 'length'
      }
      if (stop === 'length') break
    }
    const prompts = [this.#given.prompt, ...this.#given.contentFree]
    const promptTokens = prompts.reduce((sum, prompt) => sum + prompt.tokens.length, 0)
    return {
      stop,
      tokens: this.#tokens,
      choices: this.#choices,
      promptTokens,
      cachedTokens: Math.max(0, promptTokens - this.#evaluatedTokens),
      firstTokenMs: this.#firstTokenMs || performance.now(),
    }
  }

  #show(text: string, tokens: number): void {
    if (this.#firstTokenMs === 0) this.#firstTokenMs = performance.now()
    this.#tokens += tokens
    this.#given.send({ kind: 'text', text, tokens })
  }

  async #choose(part: Choice, after: string): Promise<boolean> {
    const { contentFree, call, prompt } = this.#given
    const chosen = await chooseOption(this.#runtime, {
      part,
      prompt,
      contentFree,
      contentFreeKey: JSON.stringify(call.plan?.contentFree),
      before: this.#pending,
      beforeWithoutContent: this.#withoutContent,
      after,
      tokensLeft: call.maxTokens - this.#tokens,
    })
    if (chosen === null) return false
    this.#choices.push(chosen.scored)
    this.#pending += chosen.text
    this.#withoutContent += chosen.text
    this.#show(chosen.text, chosen.evaluatedTokens)
    return true
  }

  /** The answer so far belongs to the prompt of the call; without content it is in the text that is weighed. */
  readonly #runtime: ChoiceRuntime<Token, Prompt> = {
    tokenize: async text => this.#given.loaded.model.tokenize(text),
    hasRoom: ({ tokens }, more) => tokens.length + this.#answer.length + more < this.#given.loaded.contextTokens,
    open: async (prompt, answer) => {
      const isAsked = prompt === this.#given.prompt
      const head = [...prompt.tokens, ...(isAsked ? this.#answer : []), ...answer]
      await this.#read(prompt, head)
      return openOptions(this.#given.sequence, head, this.#given.signal)
    },
    weights: { of: (key, measure) => this.#given.loaded.weights.of(key, measure) },
  }

  /** Brings the sequence to the beginning of the last piece of `head`. */
  async #read(prompt: Prompt, head: readonly Token[]): Promise<void> {
    const { loaded, sequence, signal } = this.#given
    const known = prompt.tokens.length
    if (this.#held === prompt) {
      // Within the answer: only what was decided differently is taken back.
      const shared = sequence.compareContextTokens([...head]).firstDifferentIndex
      await sequence.adaptStateToTokens(head.slice(0, Math.min(shared, head.length - 1)), false)
      if (sequence.nextTokenIndex >= known) return
    }
    const cached = await loaded.reader.read(
      sequence,
      head,
      cutPieces(head.length, prompt.seams, loaded.pieceTokens),
      signal,
    )
    this.#evaluatedTokens += known - Math.min(cached, known)
    this.#held = prompt
  }

  /** Samples a value until it and some text after it are there; how much of that, or 0 when the tokens ran out before. */
  async #writeFree(part: Free, after: string): Promise<number> {
    const { loaded, prompt, sequence, call, options, signal } = this.#given
    const { model, contextTokens } = loaded
    const { grammar, opening } = loaded.partOf(part.schema, after)
    const head = [...prompt.tokens, ...this.#answer, ...model.tokenize(this.#pending + opening)]
    await this.#read(prompt, head)
    this.#answer.push(...head.slice(prompt.tokens.length + this.#answer.length))
    this.#pending = ''
    if (opening !== '') this.#show(opening, 0)
    const most = Math.min(part.maxTokens ?? Number.POSITIVE_INFINITY, call.maxTokens - this.#tokens)
    if (most < 1) return 0
    const state = new LlamaGrammarEvaluationState({ model, grammar })
    const free: Token[] = []
    let shown = ''
    const rest = head.slice(sequence.nextTokenIndex)
    const seeded = {
      ...options,
      seed: ((options.seed ?? 0) + this.#seed++) % 0xffff_ffff,
      grammarEvaluationState: state,
    }
    for await (const token of sequence.evaluate(rest, seeded)) {
      assertWanted(signal)
      if (model.isEogToken(token)) break
      free.push(token)
      const text = model.detokenize(free, false, head.slice(-4))
      // A character that is not whole yet is shown with its last token.
      const isWhole = !text.endsWith(UNFINISHED)
      this.#show(isWhole ? text.slice(shown.length) : '', 1)
      if (isWhole) shown = text
      const beyond = countBeyond(opening + text, after)
      if (beyond > 0) {
        this.#answer.push(...free)
        this.#withoutContent += EMPTY[String(part.schema.type)] ?? 'null'
        return beyond
      }
      if (free.length >= most || sequence.nextTokenIndex + 1 >= contextTokens) return 0
    }
    throw new ChildError('BACKEND_ERROR', 'llama.cpp ended a value before its grammar did.')
  }
}

/** How many characters of `after` a text has behind a whole JSON value; 0 where the value is not whole yet. */
function countBeyond(text: string, after: string): number {
  for (let length = after.length; length > 0; length -= 1) {
    if (text.endsWith(after.slice(0, length)) && isJson(text.slice(0, text.length - length))) return length
  }
  return 0
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
