/** Answers that many rules over texts share: a text after some steps, a count, a list. What would fail or change nothing is none. */
import type { JsonObject } from '#contracts/json-value'
import type { PlannedTask } from '#contracts/planner-port'
import { listReply, MOST_LISTED, textReply } from '../listed.ts'
import { peek } from '../peek.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import type { TextRequest } from './text-request.ts'

export type Step = {
  readonly name: string
  readonly op: string
  readonly more?: JsonObject
  /** Member of the output that goes on; `text` unless said. */
  readonly gives?: string
  /** Member of the next input that takes it; `text` unless said. */
  readonly takes?: string
}

type Chain = { readonly tasks: readonly PlannedTask[]; readonly output: JsonObject; readonly key: string }

/** The steps one after another, each over what the one before gave; null where one has no answer. */
export function chain(request: TextRequest, steps: readonly Step[]): Chain | null {
  const tasks: PlannedTask[] = []
  let value: JsonObject[string] = request.text
  let input: JsonObject[string] = request.input
  let output: JsonObject = {}
  for (const [i, { name, op, more = {}, gives = 'text', takes = 'text' }] of steps.entries()) {
    const key = `step${i + 1}`
    const seen = peek(op, { ...more, [takes]: value })
    if (seen === null) return null
    tasks.push(task(key, name, op, { ...more, [takes]: input }, i === 0 ? [] : [`step${i}`]))
    output = seen
    value = seen[gives] ?? ''
    input = { $from: key, pointer: `/${gives}` }
  }
  return { tasks, output, key: `step${steps.length}` }
}

/** A text after the steps; none where it is empty, or where nothing changed unless that is an answer too. */
export function textAfter(
  request: TextRequest,
  steps: readonly Step[],
  { how = '', reading = '', same = false, gives = 'text' } = {},
): Answer | null {
  const made = chain(request, steps)
  const seen = made?.output[gives]
  if (made === null || typeof seen !== 'string' || seen === '' || (!same && seen === request.text)) return null
  const shown = textReply(`/${gives}`, seen)
  const reply = how === '' ? shown : { ...withHow(shown.template, shown.values, how) }
  return { tasks: made.tasks, answer: made.key, reply, ...(reading === '' ? {} : { reading }) }
}

/** A number that the last step tells, with its unit. */
export function countAfter(
  request: TextRequest,
  steps: readonly Step[],
  pointer: string,
  [one, many]: readonly [string, string],
  how = '',
): Answer | null {
  const made = chain(request, steps)
  const seen = made?.output[pointer]
  if (made === null || typeof seen !== 'number') return null
  const word = seen === 1 ? one : many
  return {
    tasks: made.tasks,
    answer: made.key,
    reply: withHow(
      word === '' ? '{{value}}' : '{{value}} {{word}}',
      { value: at(`/${pointer}`), word: literal(word) },
      how,
    ),
  }
}

/** A list that the last step gives; `none` is said where it is empty. */
export function listAfter(
  request: TextRequest,
  steps: readonly Step[],
  pointer: string,
  { none = '', joint = '\n', inner = '' } = {},
): Answer | null {
  const made = chain(request, steps)
  const seen = made?.output[pointer]
  if (made === null || !Array.isArray(seen) || seen.length > MOST_LISTED) return null
  if (seen.length === 0) {
    if (none === '') return null
    return { tasks: made.tasks, answer: made.key, reply: { template: '{{none}}', values: { none: literal(none) } } }
  }
  const isLong = seen.some(item => typeof item === 'string' && item.includes('\n'))
  if (isLong) return null
  return { tasks: made.tasks, answer: made.key, reply: listReply(`/${pointer}`, seen.length, joint, inner) }
}

/** Patterns of whole heads. */
export const whole = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'iu')

/** Words around what is counted. */
export const THERE_ARE =
  '(?: (?:are there|is there|are|is|there|does|do|did|has|have|contain|contains|appear|occur|present|used|found|total|in total|altogether|overall|included|got|i use|i used|i have|did i use|we have|can be found|in §|of §|§|long))*'
export const COUNT =
  '(?:(?:count|count up|tally|total)(?: up)?(?: of| the| all| how many| up)* ?|number of(?: the| all)* ?|how many )'

export type Groups = Readonly<Record<string, string | undefined>>

export function groupsOf(head: string, patterns: readonly RegExp[]): Groups | null {
  for (const pattern of patterns) {
    const found = pattern.exec(head)
    if (found !== null) return found.groups ?? {}
  }
  return null
}

/** Signs by their names. */
const SIGNS: Readonly<Record<string, string>> = {
  comma: ',',
  semicolon: ';',
  'semi-colon': ';',
  colon: ':',
  space: ' ',
  blank: ' ',
  'single space': ' ',
  dot: '.',
  period: '.',
  point: '.',
  'full stop': '.',
  fullstop: '.',
  dash: '-',
  hyphen: '-',
  minus: '-',
  underscore: '_',
  slash: '/',
  'forward slash': '/',
  backslash: '\\',
  pipe: '|',
  'vertical bar': '|',
  tab: '\t',
  newline: '\n',
  'new line': '\n',
  'line break': '\n',
  linebreak: '\n',
  'question mark': '?',
  'exclamation mark': '!',
  'exclamation point': '!',
  'equal sign': '=',
  'equals sign': '=',
  equals: '=',
  equal: '=',
  'plus sign': '+',
  plus: '+',
  star: '*',
  asterisk: '*',
  hash: '#',
  'hash sign': '#',
  'at sign': '@',
  ampersand: '&',
  'percent sign': '%',
  'double quote': '"',
  'single quote': "'",
  quote: '"',
  apostrophe: "'",
  tilde: '~',
  'comma and space': ', ',
  'comma and a space': ', ',
  'comma space': ', ',
}
export const SIGN_NAMES = `(?:${Object.keys(SIGNS)
  .sort((a, b) => b.length - a.length)
  .join('|')})(?:e?s)?`

/** The sign of that name, in the singular or plural. */
export function signOf(written: string): string | null {
  const name = written.trim().toLowerCase()
  return SIGNS[name] ?? SIGNS[name.replace(/s$/, '')] ?? SIGNS[name.replace(/es$/, '')] ?? null
}

/** `⟦0⟧`, the name of a sign, or a sign itself. */
export const ARG = `⟦\\d⟧|${SIGN_NAMES}|[^\\p{L}\\p{N}\\s§⟦⟧]{1,3}`

/** What an argument stands for; null where it is none. */
export function argOf(request: TextRequest, written: string | undefined): string | null {
  if (written === undefined) return null
  // `with ''`: with nothing.
  if (/^(?:''|""|“”|‘’|nothing|(?:an? )?empty (?:string|text))$/i.test(written.trim())) return ''
  const place = /^⟦(\d)⟧$/.exec(written.trim())?.[1]
  if (place !== undefined) return request.args[Number(place)] ?? null
  return signOf(written) ?? (/^[^\p{L}\p{N}\s]{1,3}$/u.test(written.trim()) ? written.trim() : null)
}

/** For the second line: short, and without signs that Markdown would read. */
export const shown = (text: string): string =>
  text.length > 60 || /[`\n]/.test(text) ? 'it' : text.trim() === '' ? 'a blank' : `\`${text}\``

/** Several signs that a person sees as one; counts and places would surprise. */
export const COMPLEX = /\p{M}|\p{Cf}|\p{Cs}|\p{Extended_Pictographic}/u

/** Points that end no sentence: `D.C.`, `Jan. 5`. Where one stands, how many sentences there are is not certain. */
export const ABBREVIATED =
  /(?<!\p{L})(?:(?:\p{L}\.){2,}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|no(?=\. ?\d)|nr|etc|vs|approx|inc|ltd|co|corp|st|ave|prof|sr|jr|fig|vol|dept|est|min|max|hrs?|mins|tel|cf|al|e\.g|i\.e)\.)/iu

/** For letters counted in both cases: said where both are there. */
export const bothCases = (text: string, letter: string): string =>
  text.includes(letter.toLowerCase()) &&
  text.includes(letter.toUpperCase()) &&
  letter.toLowerCase() !== letter.toUpperCase()
    ? ', capital and small ones together'
    : ''

/** Whether one letter stands in a text both by itself and in words. */
export const isLetterAndWord = (text: string, letter: string): boolean =>
  /^\p{L}$/u.test(letter) &&
  new RegExp(`(?<!\\p{L})${letter}(?!\\p{L})`, 'u').test(text) &&
  new RegExp(`\\p{L}${letter}|${letter}\\p{L}`, 'u').test(text)

/** Whether a text holds it in other capitals too. */
export const hasOtherCase = (text: string, find: string): boolean =>
  text.toLowerCase().split(find.toLowerCase()).length !== text.split(find).length
