/** The words beside a pasted list: its label, and the questions about it in lower case without politeness and without what only points at it. */
import { piecesOf, withoutChatter } from '../data/data-request.ts'
import { stripCourtesy } from '../message/strip-courtesy.ts'
import { mendTypos } from '../message/typos.ts'
import { type Label, NO_LABEL, readLabel } from './list-label.ts'

export type Span = readonly [start: number, end: number]
export type Beside = { readonly label: Label; readonly questions: readonly string[] }

const LONGEST = 400
const MOST_QUESTIONS = 2

/** Null where nothing is asked, or more than a question or two. */
export function besideOf(message: string, [from, to]: Span, isOfNames = false): Beside | null {
  if (message.length - (to - from) > LONGEST) return null
  const head = withoutChatter(message.slice(0, from))
  const tail = withoutChatter(message.slice(to).replace(/^[\s.,;:–—-]+(?=\S)/u, ''))
  const labelled = labelOf(head, isOfNames)
  const questions = piecesOf(`${labelled?.rest ?? head}\n${tail}`)
  const [first = ''] = questions
  // `runner log, total km?`: the label may stand before the question.
  const led = labelled === null || labelled.label === NO_LABEL ? /^([^,?!]{3,40}), (.+)$/su.exec(first) : null
  const label = led === null ? null : readLabel(led[1] as string)
  if (led !== null && label !== null && labelled === null)
    return { label, questions: [led[2] as string, ...questions.slice(1)] }
  if (questions.length === 0 || questions.length > MOST_QUESTIONS) return null
  // `average temperature per city:` says what the figures are, and is no label that is understood.
  if (labelled === null && questions.length > 1 && /:\s*$/.test(head)) return null
  return { label: labelled?.label ?? NO_LABEL, questions }
}

/** What stands right before the list and only says what it is; the rest of the head asks. */
function labelOf(head: string, isOfNames: boolean): { readonly label: Label; readonly rest: string } | null {
  const written = /(?:^|[.?!\n]\s*)([^.?!\n]+?)\s*$/u.exec(head.trimEnd())?.[1] ?? ''
  // `guests and meals`: of names nothing adds up.
  const label = written === '' ? null : readLabel(isOfNames ? written.replace(/ (?:and|or|&) /gu, ' ') : written)
  return label === null ? null : { label, rest: head.trimEnd().slice(0, -written.length) }
}

/** From the first sign to the last one, without closing marks. */
export const spanOf = (message: string): Span => {
  const start = message.length - message.trimStart().length
  return [start, Math.max(start + 1, message.replace(/[\s?!.:]+$/, '').length)]
}

export const OPENERS =
  /^(?:so|and|now|then|also|tell me|show me|find(?: me)?|calculate|compute|work out|i need|i want|i'd like|i would like|we need|need|get|what(?:'s| is| was| were| are|s)|the|my|our) /u
const NOISE: readonly RegExp[] = [
  / (?:of|from|in|on|among|out of) (?:all )?(?:the |this |that |my |our |these |those )?(?:list|data|log|logs|below|them|these|those|all)(?: above| below)?$/u,
  / (?:this|that) (?:week|month|year|morning|season)$/u,
  / (?:here|today|so far|please|pls|now|then|exactly|for me|for us)$/u,
]
const WHETHER = /^(?:(?:so|and|check if|tell me if) )*(?:is|are|was|were|does|did|do|has|have|can|should|will|would) /iu
const AHEAD =
  /(?<!\p{L})(?:will|won't|might|shall|should|would|could|why|reason|explain|guess|predict|expect|estimate)(?!\p{L})/iu

/** In lower case and without politeness; null where yes or no, or what will be, is asked. */
export function spokenOf(piece: string): string | null {
  const text = stripCourtesy(mendTypos(piece).replace(/[’‘]/g, "'"))
    .text.replace(/[\s?.!]+$/, '')
    .replace(/\s+/g, ' ')
  return WHETHER.test(text) || AHEAD.test(text) ? null : text.toLowerCase()
}

/** Without what opens a question and what only points at the list. */
export function bareOf(text: string): string {
  let bare = text
  for (let turn = 0; turn < 4; turn += 1) bare = bare.replace(OPENERS, '')
  for (let turn = 0; turn < 2; turn += 1) for (const noise of NOISE) bare = bare.replace(noise, '')
  return bare.trim()
}

/** The longest run of lines that all are rows of a list, with their place. */
export function runOfLines<Row>(
  message: string,
  read: (line: string) => Row | null,
  least = 2,
): { readonly rows: readonly Row[]; readonly span: Span } | null {
  const lines = message.split('\n')
  if (lines.length < least + 1 || lines.length > 500) return null
  const rows = lines.map(line => (line.trim() === '' || line.length > 300 ? null : read(line.trim())))
  let best: Span = [0, 0]
  for (let from = 0; from < lines.length; from += 1) {
    let to = from
    while (to < lines.length && rows[to] !== null) to += 1
    if (to - from > best[1] - best[0]) best = [from, to]
    from = Math.max(from, to)
  }
  const [from, to] = best
  // A row elsewhere: nobody can say whether it belongs to them.
  if (to - from < least || rows.some((row, at) => row !== null && (at < from || at >= to))) return null
  const start = lines.slice(0, from).reduce((sum, line) => sum + line.length + 1, 0)
  return { rows: rows.slice(from, to) as Row[], span: [start, start + lines.slice(from, to).join('\n').length] }
}
