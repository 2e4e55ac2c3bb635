/**
 * Evaluates a prompt piece by piece and reuses what a sequence holds of it, in whole pieces only: the arithmetic of a token depends
 * on its batch, so the same prompt meets the same batches and gets the same answer, whatever ran before. Pieces end where messages
 * end, so that tasks with the same system text or the same worked examples share all of it (M7). It samples nothing.
 */
import type { ChatWrapper, LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp'
import { assertWanted } from './child-error.ts'
import { type Messages, renderPrompt } from './render-prompt.ts'

/** Where the pieces end that a sequence was evaluated in, from its start on. */
const evaluated = new WeakMap<LlamaContextSequence, readonly number[]>()

/** Token indexes of the prompt where its first message ends and its last one begins. */
export function findSeams(
  model: LlamaModel,
  wrapper: ChatWrapper,
  messages: Messages,
  prompt: readonly Token[],
): number[] {
  const counts = new Set([1, messages.length - 1])
  return [...counts]
    .filter(count => count > 0 && count < messages.length)
    .map(count => countShared(renderPrompt(model, wrapper, messages.slice(0, count)), prompt))
}

/** Ends of the pieces of a prompt: at the seams, at most `pieceTokens` apart, the last one the end itself. */
export function cutPieces(length: number, seams: readonly number[], pieceTokens: number): number[] {
  const ends: number[] = []
  let from = 0
  for (const seam of [...seams, length].sort((a, b) => a - b)) {
    if (seam > length) continue
    for (let end = from + pieceTokens; end < seam; end += pieceTokens) ends.push(end)
    if (seam > from) ends.push(seam)
    from = Math.max(from, seam)
  }
  return ends
}

/** Evaluates all pieces but the last; gives the number of tokens that needed no evaluation. */
export async function readPieces(
  sequence: LlamaContextSequence,
  prompt: readonly Token[],
  ends: readonly number[],
  signal: AbortSignal,
): Promise<number> {
  const inner = ends.filter(end => end < prompt.length)
  const shared = sequence.compareContextTokens([...prompt]).firstDifferentIndex
  const known = evaluated.get(sequence) ?? []
  let kept = 0
  while (kept < inner.length && inner[kept] === known[kept] && inner[kept]! <= shared) kept += 1
  const reused = inner[kept - 1] ?? 0
  await sequence.adaptStateToTokens(prompt.slice(0, reused), false)
  // Some models cannot forget only their latest tokens; those start over.
  if (sequence.nextTokenIndex !== reused) {
    await sequence.clearHistory()
    kept = 0
  }
  const cached = sequence.nextTokenIndex
  const marks = inner.slice(0, kept)
  evaluated.set(sequence, marks)
  for (const end of inner.slice(kept)) {
    assertWanted(signal)
    await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(sequence.nextTokenIndex, end))
    marks.push(end)
  }
  assertWanted(signal)
  return cached
}

function countShared(a: readonly Token[], b: readonly Token[]): number {
  let index = 0
  while (index < a.length && index < b.length && a[index] === b[index]) index += 1
  return index
}
