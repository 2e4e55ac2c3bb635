import { describe, expect, test } from 'bun:test'
import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import { PromptReader } from './prompt-reader.ts'

/** A sequence that only remembers; each evaluation takes a turn of the loop. */
class FakeSequence {
  tokens: Token[] = []
  evaluated = 0
  copies = 0
  failAt = Number.POSITIVE_INFINITY

  get nextTokenIndex(): number {
    return this.tokens.length
  }
  compareContextTokens(tokens: Token[]) {
    const at = this.tokens.findIndex((token, index) => token !== tokens[index])
    return { firstDifferentIndex: at < 0 ? this.tokens.length : at }
  }
  async adaptStateToTokens(tokens: Token[]) {
    this.tokens = this.tokens.slice(0, this.compareContextTokens(tokens).firstDifferentIndex)
  }
  async clearHistory() {
    this.tokens = []
  }
  async evaluateWithoutGeneratingNewTokens(tokens: Token[]) {
    await Bun.sleep(0)
    if (this.tokens.length >= this.failAt) throw new Error('broken')
    this.tokens.push(...tokens)
    this.evaluated += tokens.length
  }
  async _copyStateFromOtherSequence(other: FakeSequence, upTo: number) {
    await Bun.sleep(0)
    this.copies += 1
    this.tokens = other.tokens.slice(0, upTo)
    return this.tokens.length === upTo
  }
}

const BEGINNING = 128
const ENDS = [64, BEGINNING, BEGINNING + 20, BEGINNING + 30]
const prompt = (own: number): Token[] =>
  Array.from({ length: BEGINNING + 30 }, (_, index) => (index < BEGINNING ? index : own * 1_000 + index) as Token)
const quiet = new AbortController().signal

function open(count: number) {
  const sequences = Array.from({ length: count }, () => new FakeSequence())
  const reader = new PromptReader(sequences as unknown as LlamaContextSequence[])
  const read = (index: number, own: number, signal = quiet) =>
    reader.read(sequences[index] as unknown as LlamaContextSequence, prompt(own), ENDS, signal)
  return { sequences, read }
}

describe('reading prompts', () => {
  test('M7 N7 a beginning that four prompts have in common is evaluated once', async () => {
    const { sequences, read } = open(4)
    const cached = await Promise.all([0, 1, 2, 3].map(index => read(index, index)))
    expect(cached).toEqual([0, BEGINNING, BEGINNING, BEGINNING])
    expect(sequences.map(({ evaluated }) => evaluated)).toEqual([BEGINNING + 20, 20, 20, 20])
    for (const [index, { tokens }] of sequences.entries())
      expect(tokens).toEqual(prompt(index).slice(0, BEGINNING + 20))
  })

  test('M7 what an idle sequence holds is taken over, and what is held already is kept', async () => {
    const { sequences, read } = open(2)
    await read(0, 1)
    expect(await read(1, 2)).toBe(BEGINNING)
    expect(sequences[1]?.copies).toBe(1)
    expect(await read(1, 2)).toBe(BEGINNING + 20)
    expect(await read(1, 3)).toBe(BEGINNING)
    expect(sequences[1]?.copies).toBe(1)
  })

  test('M7 a reader that breaks costs the others nothing but the evaluation', async () => {
    const { sequences, read } = open(3)
    if (sequences[0]) sequences[0].failAt = 64
    const outcomes = await Promise.allSettled([read(0, 0), read(1, 1), read(2, 2)])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    for (const index of [1, 2]) expect(sequences[index]?.tokens).toEqual(prompt(index).slice(0, BEGINNING + 20))
  })

  test('X4 a call that is cancelled while it waits leaves at once, and the reader goes on', async () => {
    const { sequences, read } = open(2)
    const abort = new AbortController()
    const first = read(0, 0)
    const second = read(1, 1, abort.signal).catch(error => error.code)
    await Promise.resolve()
    abort.abort()
    expect(await second).toBe('CANCELLED')
    expect(sequences[1]?.evaluated).toBe(0)
    expect(await first).toBe(0)
  })

  test('M7 where a state cannot be copied each sequence reads for itself', async () => {
    const { sequences, read } = open(2)
    for (const sequence of sequences) sequence._copyStateFromOtherSequence = async () => false
    expect(await Promise.all([read(0, 0), read(1, 1)])).toEqual([0, 0])
    expect(sequences[1]?.tokens).toEqual(prompt(1).slice(0, BEGINNING + 20))
  })

  test('M7 pieces of another cut are not reused: the same prompt meets the same batches', async () => {
    const { sequences } = open(1)
    const [sequence] = sequences as unknown as LlamaContextSequence[]
    if (sequence === undefined) throw new Error('no sequence')
    const reader = new PromptReader([sequence])
    await reader.read(sequence, prompt(0), [60, BEGINNING + 30], quiet)
    expect(await reader.read(sequence, prompt(0), ENDS, quiet)).toBe(0)
  })
})
