/** Whether a share is asked of those that were not counted: `30 of 40 are girls, what percent are boys`. Who they are, nobody said. */
import { strangers } from './story.ts'

const QUESTION = /(?:what|how many|which) (?:percent|percentage|per cent|%|share)|share in percent/u

export function asksOthers(shape: string, words: string): boolean {
  const at = shape.search(QUESTION)
  if (at <= shape.lastIndexOf('A')) return false
  const told = new Set(strangers(shape.slice(0, at), words))
  return strangers(shape.slice(at), words).some(word => !told.has(word))
}
