/** Lists in replies: one line each, or joined as they were given. Texts of people are shown so that Markdown leaves them alone. */
import type { Answer } from './rule.ts'
import { at } from './rule.ts'

type Reply = Answer['reply']

/** Longer lists would make the reply a document. */
export const MOST_LISTED = 500

/** Markdown characters that would change how a text is shown. */
const MARKED = /[*_`#<>[\]|~\\]|^\s*(?:[-+]|\d+[.)])\s|^ {4}|\n/m

/** `pointer` leads to the array, `inner` to the text in each item. */
export function listReply(pointer: string, count: number, joint: string, inner = ''): Reply {
  const items = Array.from({ length: count }, (_, i) => `{{/items/${i}${inner}}}`)
  const lines = joint === '\n' ? items.map(item => `- ${item}`) : items
  return { template: lines.join(joint), values: { items: at(pointer) } }
}

/** A text as it is, or in a fence where Markdown would change it. */
export function textReply(pointer: string, seen: string): Reply {
  const values = { text: at(pointer) }
  if (!MARKED.test(seen)) return { template: '{{text}}', values }
  const longest = Math.max(2, ...[...seen.matchAll(/`+/g)].map(run => run[0].length))
  const fence = '`'.repeat(longest + 1)
  return { template: `${fence}\n{{text}}\n${fence}`, values }
}
