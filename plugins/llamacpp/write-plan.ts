/**
 * Puts an answer together by its plan: forced text is evaluated with what follows it, choices are weighed, and only free parts are
 * sampled, each under its own grammar (M8, M9). Options that are evaluated count as generated tokens; forced text does not.
 */
import { createHash } from 'node:crypto'
import {
  type LlamaContextSequence,
  LlamaGrammarEvaluationState,
  type SequenceEvaluateOptions,
  type Token,
} from 'node-llama-cpp'
import { decide, type ScoredChoice } from '#contracts/answer-plan'
import { assertWanted, ChildError } from './child-error.ts'
import { cutPieces } from './cut-pieces.ts'
import type { LoadedModel } from './loaded-model.ts'
import type { Frame, GenerateCall, PlannedPart } from './protocol.ts'
import { weighOptions } from './weigh-options.ts'

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
    const { loaded, prompt, call } = this.#given
    // Models write the end of a text and the quote of the next name as one token.
    const next = after.slice(0, after[1] === '"' ? 2 : 1)
    const end = next || (/["\]}]$/.test(part.options[0] ?? '') ? '' : '\n')
    const { common, tails } = this.#tokenize(this.#pending, part.options, end)
    if (this.#tokens + tails.reduce((sum, tail) => sum + tail.length - 1, 0) > call.maxTokens) return false
    const bias = await this.#biasOf(part, end)
    const head = [...prompt.tokens, ...this.#answer, ...common]
    const longest = Math.max(...tails.map(tail => tail.length))
    if (head.length + longest >= loaded.contextTokens) return false
    await this.#read(prompt, head)
    const { sequence, signal } = this.#given
    const weighed = await weighOptions({ sequence, head, tails, contentFree: bias, signal })
    const scored = { pointer: part.pointer, logProbabilities: weighed.logProbabilities, contentFree: bias }
    this.#choices.push(scored)
    const chosen = part.options[decide(scored).chosen] ?? ''
    this.#pending += chosen
    this.#withoutContent += chosen
    this.#show(chosen, weighed.evaluatedTokens)
    return true
  }

  /** Means of the log-likelihoods after the content-free prompts, with an answer so far that holds no content either. */
  async #biasOf(part: Choice, end: string): Promise<readonly number[]> {
    const { contentFree, loaded, call } = this.#given
    const { common, tails } = this.#tokenize(this.#withoutContent, part.options, end)
    const asked = JSON.stringify([call.plan?.contentFree, this.#withoutContent, part.options, end])
    const key = createHash('sha256').update(asked).digest('base64')
    return loaded.weightsOf(key, async () => {
      const sums = part.options.map(() => 0)
      for (const prompt of contentFree) {
        const head = [...prompt.tokens, ...common]
        await this.#read(prompt, head)
        const { sequence, signal } = this.#given
        const { logProbabilities } = await weighOptions({ sequence, head, tails, contentFree: null, signal })
        for (const [index, log] of logProbabilities.entries()) sums[index]! += log / contentFree.length
      }
      return sums
    })
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

  /** The options as tokens after a text: what all begin with, and the rest of each. */
  #tokenize(before: string, options: readonly string[], end: string): { common: Token[]; tails: Token[][] } {
    const { model } = this.#given.loaded
    const texts = options.map(option => model.tokenize(before + option + end))
    const [first = []] = texts
    let shared = 0
    while (texts.every(text => text.length > shared + 1 && text[shared] === first[shared])) shared += 1
    return { common: first.slice(0, shared), tails: texts.map(text => text.slice(shared)) }
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
