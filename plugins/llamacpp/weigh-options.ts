/**
 * Log-likelihoods of options after a text, read from the model's own probabilities (M8). Nothing is sampled: each option's tokens
 * are evaluated as they stand. An option that cannot win any more is not followed to its end; its bound is told instead.
 */
import type { ControlledEvaluateInputItem, LlamaContextSequence, Token } from 'node-llama-cpp'
import { assertWanted, ChildError } from './child-error.ts'

export type Weighing = {
  readonly sequence: LlamaContextSequence
  /** The tokens before the options: the whole prompt and the answer so far. What the sequence lacks of them is evaluated. */
  readonly head: readonly Token[]
  /** The rest of each option; none is empty. */
  readonly tails: readonly (readonly Token[])[]
  /** What each option weighs without content; null: follow all options to their end. */
  readonly contentFree: readonly number[] | null
  readonly signal: AbortSignal
}

export type Weighed = { readonly logProbabilities: readonly number[]; readonly evaluatedTokens: number }

export async function weighOptions({ sequence, head, tails, contentFree, signal }: Weighing): Promise<Weighed> {
  const [first] = await readLogs(sequence, head.slice(sequence.nextTokenIndex), [
    [...new Set(tails.map(tail => tail[0]!))],
  ])
  const logs = tails.map(tail => first!.get(tail[0]!) ?? Number.NEGATIVE_INFINITY)
  const bias = contentFree ?? tails.map(() => 0)
  // The likeliest first: the better the best known option, the fewer others can still win.
  const order = tails.map((_, index) => index).sort((a, b) => logs[b]! - bias[b]! - (logs[a]! - bias[a]!) || a - b)
  let [best, evaluatedTokens] = [Number.NEGATIVE_INFINITY, 0]
  for (const index of order) {
    const tail = tails[index]!
    if (contentFree !== null && logs[index]! - bias[index]! < best) continue
    if (tail.length > 1) {
      assertWanted(signal)
      await sequence.eraseContextTokenRanges([{ start: head.length, end: sequence.nextTokenIndex }])
      if (sequence.nextTokenIndex !== head.length) await restart(sequence, head)
      const rows = await readLogs(
        sequence,
        tail.slice(0, -1),
        tail.slice(1).map(token => [token]),
      )
      for (const [at, row] of rows.entries()) logs[index]! += row.get(tail[at + 1]!) ?? Number.NEGATIVE_INFINITY
      evaluatedTokens += tail.length - 1
    }
    best = Math.max(best, logs[index]! - bias[index]!)
  }
  return { logProbabilities: logs, evaluatedTokens }
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
