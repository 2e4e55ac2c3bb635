/** JSON that stands in a message: whether it is valid, on one line, or laid out. */
import type { PlannedTask, PlannerInput, PlannerRule } from '#contracts/planner-port'
import type { Clause } from './message/read-message.ts'
import { peek } from './peek.ts'
import { type Answer, at, defineRule, literal, single, task, withHow } from './rule.ts'

const JSON_AT = /^(?<head>.*?)[?:,]?\s*(?<json>[[{].*[\]}])[.?!]?\s*$/is

const VALID =
  /^(?:(?:is|are) (?:this|that|it|the following|following|these) (?:(?:a )?valid|well[- ]formed|correct)(?: piece of)? json|(?:validate|check|verify|lint)(?: (?:this|the|my|if this is valid|whether this is valid))?(?: valid)? json(?: (?:text|string|please))?|is (?:this|the following) json (?:valid|correct|well[- ]formed)|valid json)$/i

const MINIFY =
  /^(?:minify|compact|compress|shorten|uglify)(?: (?:this|the|my))?(?: following)?(?: json)?(?: (?:text|string|object))?$/i

const PRETTY =
  /^(?:(?:pretty[- ]?print|prettify|beautify|format|indent)(?: (?:this|the|my))?(?: following)? json(?: (?:text|string|object|nicely))?|(?:pretty[- ]?print|prettify|beautify) (?:this|it))$/i

export const jsonQuestionRules: readonly PlannerRule[] = [
  defineRule({
    id: 'json-text',
    reason: 'Checks, shortens or lays out JSON that a message holds.',
    order: 73,
    hint: /json/i,
    examples: {
      yes: [
        'is this valid json? {"a": 1,}',
        'validate json: {"name": "Ada"}',
        'minify this json { "a" : 1 , "b" : [ 1, 2 ] }',
        'pretty print this JSON: {"a":1}',
      ],
      no: [
        'What is JSON?',
        'Is JSON better than CSV?',
        'write json for a user {"name"}',
        'Convert this json to python: {"a":1}',
        'validate json',
      ],
    },
    read: readJson,
  }),
]

/** JSON behind a colon, a question mark, or nothing at all. */
function readJson(clause: Clause, input: PlannerInput): Answer | null {
  const from = clause.span[0]
  const message = input.message.slice(from)
  const groups = JSON_AT.exec(message)?.groups
  if (groups === undefined || message.length > 60_000) return null
  const head = (groups.head ?? '')
    .trim()
    .replace(/^(?:please|can you|could you|pls|hey|hi)[, ]+/i, '')
    .replace(/[?:,]+$/, '')
    .trim()
  const text = groups.json ?? ''
  const start = from + message.indexOf(text, (groups.head ?? '').length)
  const value = peek('json.parse', { text })?.value
  const span: readonly [number, number] = [start, start + text.length]
  if (VALID.test(head)) return validity(text, value, span)
  if (value === undefined) return null
  if (MINIFY.test(head) && /json/i.test(head)) return laidOut(text, value, 0, span)
  return PRETTY.test(head) ? laidOut(text, value, 2, span) : null
}

type Span = readonly [start: number, end: number]

function validity(text: string, value: unknown, span: Span): Answer {
  const isValid = value !== undefined
  // `extract.json` finds what is valid, and fails on nothing.
  const only = task('found', 'Read it as JSON', 'extract.json', { text })
  const answer = single(
    only,
    '{{said}}',
    { said: literal(isValid ? 'Yes, it is valid JSON.' : 'No, it is not valid JSON.') },
    isValid ? '' : whyNot(text),
  )
  return { ...answer, data: [span] }
}

/** The first place that JSON does not allow, in words. */
function whyNot(text: string): string {
  try {
    JSON.parse(text)
    return 'a member stands twice in one object'
  } catch (error) {
    const said = error instanceof Error ? error.message : ''
    if (/,\s*[}\]]/.test(text)) return 'there is a comma before a closing bracket'
    if (/(?:^|[{,]\s*)'/.test(text)) return "texts stand in double quotation marks, not in '"
    if (/[{,]\s*[\p{L}_]\w*\s*:/u.test(text)) return 'a name stands without quotation marks'
    return said === '' ? '' : 'the text ends or goes on where JSON does not'
  }
}

function laidOut(text: string, value: unknown, indent: number, span: Span): Answer | null {
  const seen = peek('json.format', { value: value as never, indent })?.text
  if (typeof seen !== 'string' || seen.length > 20_000) return null
  const tasks: PlannedTask[] = [
    task('value', 'Read it as JSON', 'json.parse', { text }),
    task(
      'text',
      indent === 0 ? 'Write it without blanks' : 'Lay it out',
      'json.format',
      { value: { $from: 'value', pointer: '/value' }, indent },
      ['value'],
    ),
  ]
  const reply =
    indent === 0
      ? { template: '`{{text}}`', values: { text: at('/text') } }
      : { template: '```json\n{{text}}\n```', values: { text: at('/text') } }
  return {
    tasks,
    answer: 'text',
    reply: seen.includes('`') ? withHow('{{text}}', { text: at('/text') }, '') : reply,
    data: [span],
  }
}
