/**
 * Where a prompt is cut into the pieces it is evaluated in: pieces end where messages end, so that tasks with the same system text or the
 * same worked examples have whole pieces in common (M7).
 */
import type { ChatWrapper, LlamaModel, Token } from 'node-llama-cpp'
import { type Messages, renderPrompt } from './render-prompt.ts'

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

export function countShared(a: readonly Token[], b: readonly Token[]): number {
  let index = 0
  while (index < a.length && index < b.length && a[index] === b[index]) index += 1
  return index
}
