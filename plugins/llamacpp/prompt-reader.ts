/**
 * Evaluates prompts on the sequences of one model. A beginning that several prompts have in common is evaluated once (M7, N7): a sequence
 * keeps what it holds, takes over what another one holds, or waits for the one that is at it. Reuse is in whole pieces only: the arithmetic of
 * a token depends on its batch, so the same prompt meets the same pieces whatever ran before. It samples nothing.
 */
import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import { assertWanted } from './child-error.ts'

/** Fewer tokens than this are evaluated sooner than copied. */
const WORTH_TOKENS = 32
/** Who waited in vain looks once more, and then reads for itself. */
const MOST_TRIES = 2

type Waiter = { readonly sequence: LlamaContextSequence; readonly pieces: number; readonly done: () => void }
type Reading = { readonly prompt: readonly Token[]; readonly ends: readonly number[]; readonly waiters: Set<Waiter> }

type Source =
  | { readonly from: LlamaContextSequence; readonly pieces: number }
  | { readonly reading: Reading; readonly pieces: number }

/** The library has this method and keeps it for itself; without it every sequence evaluates its own beginning. */
type Copying = { _copyStateFromOtherSequence?(other: LlamaContextSequence, upTo: number): Promise<boolean> }

export class PromptReader {
  readonly #sequences: readonly LlamaContextSequence[]
  /** Where the pieces end that a sequence was evaluated in, from its start on. */
  readonly #marks = new Map<LlamaContextSequence, readonly number[]>()
  readonly #reading = new Map<LlamaContextSequence, Reading>()

  constructor(sequences: readonly LlamaContextSequence[]) {
    this.#sequences = sequences
  }

  /** Evaluates all pieces but the last; gives the number of tokens that this call did not have to evaluate. */
  async read(
    sequence: LlamaContextSequence,
    prompt: readonly Token[],
    ends: readonly number[],
    signal: AbortSignal,
  ): Promise<number> {
    const inner = ends.filter(end => end < prompt.length)
    // No turn of the loop between finding nobody to share with and being found by others.
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const source = this.#findSource(sequence, prompt, inner)
      if (source === null) break
      if ('from' in source) await this.#copy(source.from, sequence, inner.slice(0, source.pieces))
      else await this.#wait(source.reading, sequence, source.pieces, signal)
    }
    const reading = { prompt, ends: inner, waiters: new Set<Waiter>() }
    this.#reading.set(sequence, reading)
    let cached = 0
    try {
      const kept = await this.#keep(sequence, prompt, inner)
      cached = inner[kept - 1] ?? 0
      for (let piece = kept; piece < inner.length; piece += 1) {
        assertWanted(signal)
        await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(sequence.nextTokenIndex, inner[piece]))
        this.#marks.set(sequence, inner.slice(0, piece + 1))
        await this.#serve(sequence, reading, piece + 1)
      }
    } finally {
      this.#reading.delete(sequence)
      for (const waiter of reading.waiters) waiter.done()
    }
    assertWanted(signal)
    return cached
  }

  /** Another sequence that holds a longer beginning, or is evaluating it now. */
  #findSource(sequence: LlamaContextSequence, prompt: readonly Token[], ends: readonly number[]): Source | null {
    const held = ends[this.#countHeld(sequence, prompt, ends) - 1] ?? 0
    const isWorth = (pieces: number) => (ends[pieces - 1] ?? 0) >= held + WORTH_TOKENS
    for (const from of this.#sequences) {
      const pieces = from === sequence || this.#reading.has(from) ? 0 : this.#countHeld(from, prompt, ends)
      if (isWorth(pieces)) return { from, pieces }
    }
    for (const reading of this.#reading.values()) {
      const pieces = countCommon(reading, prompt, ends)
      if (isWorth(pieces)) return { reading, pieces }
    }
    return null
  }

  #wait(reading: Reading, sequence: LlamaContextSequence, pieces: number, signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const waiter: Waiter = { sequence, pieces, done }
      // One that is being served is no longer in the set, and its sequence is free only after that.
      const leave = () => {
        if (reading.waiters.delete(waiter)) resolve()
      }
      signal.addEventListener('abort', leave, { once: true })
      reading.waiters.add(waiter)
    })
  }

  async #serve(sequence: LlamaContextSequence, { waiters, ends }: Reading, pieces: number): Promise<void> {
    for (const waiter of [...waiters]) {
      if (waiter.pieces !== pieces || !waiters.delete(waiter)) continue
      await this.#copy(sequence, waiter.sequence, ends.slice(0, pieces)).finally(waiter.done)
    }
  }

  async #copy(from: LlamaContextSequence, to: LlamaContextSequence, marks: readonly number[]): Promise<boolean> {
    const copying = to as unknown as Copying
    if (copying._copyStateFromOtherSequence === undefined) return false
    this.#marks.delete(to)
    const isWhole = await copying._copyStateFromOtherSequence(from, marks.at(-1) ?? 0)
    if (isWhole) this.#marks.set(to, marks)
    else await to.clearHistory()
    return isWhole
  }

  /** Cuts the sequence back to the pieces it shares with the prompt; gives how many these are. */
  async #keep(sequence: LlamaContextSequence, prompt: readonly Token[], ends: readonly number[]): Promise<number> {
    const held = this.#countHeld(sequence, prompt, ends)
    const kept = ends[held - 1] ?? 0
    this.#marks.set(sequence, ends.slice(0, held))
    await sequence.adaptStateToTokens(prompt.slice(0, kept), false)
    if (sequence.nextTokenIndex === kept) return held
    // Some models cannot forget only their latest tokens; those start over.
    await sequence.clearHistory()
    this.#marks.delete(sequence)
    return 0
  }

  #countHeld(sequence: LlamaContextSequence, prompt: readonly Token[], ends: readonly number[]): number {
    const marks = this.#marks.get(sequence) ?? []
    if (marks.length === 0) return 0
    const shared = sequence.compareContextTokens([...prompt]).firstDifferentIndex
    let held = 0
    while (held < ends.length && ends[held] === marks[held] && ends[held]! <= shared) held += 1
    return held
  }
}

/** Pieces at the beginning that a prompt has in common with one that is being read. */
function countCommon(reading: Reading, prompt: readonly Token[], ends: readonly number[]): number {
  let [common, at] = [0, 0]
  while (common < ends.length && ends[common] === reading.ends[common]) {
    while (at < ends[common]! && reading.prompt[at] === prompt[at]) at += 1
    if (at < ends[common]!) break
    common += 1
  }
  return common
}
