/**
 * The text that a request speaks about: quoted, behind a colon, in a block, or attached. Exactly one must be meant; where it
 * could be several, or none is there, the request is left alone.
 */
import type { JsonValue } from '#contracts/json-value'
import type { PlannerInput } from '#contracts/planner-port'
import type { Clause } from './read-message.ts'

export type Source = {
  readonly text: string
  /** How a task takes it: the text itself, or a reference to the attachment. */
  readonly input: JsonValue
  /** Whether it is the clause's data. */
  readonly usesData: boolean
  /** The attachment's name, where it is one. */
  readonly name: string | null
  readonly kind: 'quote' | 'inline' | 'lines' | 'block' | 'attachment'
}

const HERE =
  /^(?:(?:in |of |from |for )?(?:the |this |that |these |those |my |it|following |given |above |below )*(?:text|sentence|phrase|string|word|words|paragraph|message|line|lines|list|data|content|block|names?|items?|values?|numbers?|entries|array|log|paragraphs|note|notes|email|passage|quote|it|this|that|them|these|those|following|below|above|here|in here)?)$/i
const ATTACHED =
  /^(?:(?:the |this |my |all of )*(?:attached |uploaded |enclosed )?(?:file|attachment|document|text file|csv|text|data|table|spreadsheet|csv file|json file|log|log file|notes?|email|message|letter|report)(?: attached)?|it|this|that|here)$/i

/** `named` is what the request calls it, without article: `the following text`, `⟦0⟧`, `notes.txt`; absent where it names nothing. */
export function findSource(clause: Clause, input: PlannerInput, named = ''): Source | null {
  const name = named
    .trim()
    .replace(/^(?:in|of|from|for|on) /i, '')
    .replace(/^the (?:text|word|words|string|phrase|sentence|line|name) (?=⟦)/i, '')
    .replace(/^(?:text|word|words|string|phrase|sentence|line|name) (?=⟦)/i, '')
  const quoted = /^⟦(\d)⟧$/.exec(name)
  if (quoted !== null) {
    const quote = clause.quotes[Number(quoted[1])]
    if (quote === undefined || quote.isFence || clause.data?.form === 'inline') return null
    return { text: quote.text, input: quote.text, usesData: false, name: null, kind: 'quote' }
  }
  if (clause.quotes.length > 0) return null
  if (clause.data !== null && HERE.test(name)) {
    const { text, form } = clause.data
    const bare = form === 'block' ? text : unquote(text)
    // `the names` above several columns are one of them.
    if (/(?:names?|items?|values?|numbers?|entries)$/iu.test(name) && hasColumns(bare)) return null
    return bare === '' ? null : { text: bare, input: bare, usesData: true, name: null, kind: form }
  }
  return clause.data === null ? findAttachment(input, name) : null
}

/** Whether all lines have the same number of delimiters, and the first one holds no figure. */
function hasColumns(text: string): boolean {
  const lines = text.split('\n').filter(line => line.trim() !== '')
  if (lines.length < 2 || /\d|, /.test(lines[0] ?? '')) return false
  return [',', ';', '\t', '|'].some(sign => {
    const counts = lines.map(line => line.split(sign).length)
    return (counts[0] as number) > 1 && counts.every(count => count === counts[0])
  })
}

/** The one attachment, or the one of that name. */
export function findAttachment(input: PlannerInput, named: string): Source | null {
  const { attachments } = input
  const name = named.trim().replace(/^(?:the|my) (?=\S+\.\w+$)/i, '')
  const index = attachments.findIndex(({ name: own }) => own.toLowerCase() === name.toLowerCase())
  const isOnly = attachments.length === 1 && (name === '' || ATTACHED.test(name))
  const attachment = attachments[Math.max(index, 0)]
  if (attachment === undefined || (index < 0 && !isOnly)) return null
  return {
    text: attachment.text,
    input: { $input: `/attachments/${Math.max(index, 0)}` },
    usesData: false,
    name: attachment.name,
    kind: 'attachment',
  }
}

/** What stands behind a colon may be quoted as a whole. */
function unquote(text: string): string {
  const found = /^(?:"([^"]*)"|“([^”]*)”|'([^']*)'|`([^`]*)`|«([^»]*)»|„([^“]*)“)[.?!]?$/s.exec(text)
  return found === null ? text : (found.slice(1).find(part => part !== undefined) ?? text)
}
