/**
 * Reads what the model itself gives the tokens of options after a text that a sequence holds (M8). What options go on with up to
 * where they part or end is evaluated in one batch, and all probabilities read from it; nothing is sampled.
 */
import type { ControlledEvaluateInputItem, LlamaContextSequence, Token } from 'node-llama-cpp'
import type { OptionReader } from '#kernel/plugin-door'
import { assertWanted, ChildError } from './child-error.ts'

/** `head` is the whole prompt and the answer so far; what the sequence lacks of it is evaluated. */
export function openOptions(
  sequence: LlamaContextSequence,
  head: readonly Token[],
  signal: AbortSignal,
): OptionReader<Token> {
  let evaluatedTokens = 0
  return {
    first: async wanted => {
      const [row] = await readLogs(sequence, head.slice(sequence.nextTokenIndex), [wanted])
      return row!
    },
    after: async (path, { chain, ways }) => {
      assertWanted(signal)
      await sequence.eraseContextTokenRanges([{ start: head.length, end: sequence.nextTokenIndex }])
      if (sequence.nextTokenIndex !== head.length) await restart(sequence, head)
      const tokens = [...path, ...(ways.length > 0 ? chain : chain.slice(0, -1))]
      const wanted = [...chain.map(token => [token]), ...(ways.length > 0 ? [ways] : [])]
      const rows = await readLogs(sequence, tokens, wanted)
      evaluatedTokens += tokens.length
      return {
        chain: chain.map((token, at) => rows[at]!.get(token) ?? Number.NEGATIVE_INFINITY),
        ways: rows[chain.length] ?? new Map(),
      }
    },
    evaluatedTokens: () => evaluatedTokens,
  }
}

/** Models that cannot forget only their latest tokens read the whole text again. */
async function restart(sequence: LlamaContextSequence, head: readonly Token[]): Promise<void> {
  await sequence.clearHistory()
  await sequence.evaluateWithoutGeneratingNewTokens([...head])
}

/** Evaluates the tokens and reads log-probabilities after the last ones of them: one row for each entry of `wanted`. */
async function readLogs(
  sequence: LlamaContextSequence,
  tokens: readonly Token[],
  wanted: readonly (readonly Token[])[],
): Promise<ReadonlyMap<Token, number>[]> {
  const firstRow = tokens.length - wanted.length
  const input = tokens.map((token, index): ControlledEvaluateInputItem => {
    const asked = wanted[index - firstRow]
    if (asked === undefined) return token
    // The selected token is the likeliest one, whose logit the weight of all others is told against.
    const logits = { filter: { tokens: asked, includeSelected: true } }
    return [token, { generateNext: { logits, totalLogitWeight: true, options: { temperature: 0 } } }]
  })
  const output = await sequence.controlledEvaluate(input)
  return wanted.map((_, row) => {
    const next = output[firstRow + row]?.next
    const { logits, totalLogitWeight } = next ?? {}
    if (logits === undefined || totalLogitWeight === undefined)
      throw new ChildError('BACKEND_ERROR', 'llama.cpp told no probabilities.')
    const ceiling = Math.max(...logits.values()) + Math.log(totalLogitWeight)
    return new Map([...logits].map(([token, logit]) => [token, logit - ceiling]))
  })
}
