/** What all questions about a list of numbers share: its unit in the reply, some of its numbers as they were written. */
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import type { FoundNumbers } from './find-numbers.ts'
import type { Words } from './request-words.ts'

/** `said` is the whole message. */
export type NumberAsk = (words: Words, found: FoundNumbers, said?: string) => Answer | null

/** A reply in the unit of the list. */
export const inUnit = (answer: Answer | null, { write }: FoundNumbers): Answer | null =>
  answer === null ? null : { ...answer, reply: { ...answer.reply, template: write(answer.reply.template) } }

export const isSafe = (digits: readonly string[]): boolean =>
  digits.every(text => /^-?\d{1,15}(?:\.\d{1,10})?$/.test(text) && text.replace(/\D/g, '').length < 16)

/** Some of the numbers, as they were written. */
export function listed(items: readonly string[], name: string, how: string, { write }: FoundNumbers): Answer | null {
  if (items.length > 500) return null
  if (items.length === 0) {
    const none = task('none', name, 'agg.collect', { items: [] })
    return {
      tasks: [none],
      answer: 'none',
      reply: { template: '{{said}}', values: { said: literal('None of them.') } },
    }
  }
  const taken = task('taken', name, 'agg.collect', { items: [...items] })
  const template = items.map((_, i) => write(`{{/items/${i}}}`)).join(', ')
  return { tasks: [taken], answer: 'taken', reply: withHow(template, { items: at('/items') }, how) }
}
