/** JSON that stands in the message: whether it is valid, without white space, or laid out to be read. */
import type { PlannerRule } from '#contracts/planner-port'
import { readJsonText } from '#kernel/plugin-door'
import { textReply } from './listed.ts'
import { peek } from './peek.ts'
import { type Answer, sentence, task } from './rule.ts'

const HEAD =
  /^(?:please |can you |could you )?(?<ask>(?:is (?:this|it|the following) (?:a )?valid json|(?:validate|check|verify)(?: (?:this|the|if this is valid|whether this is valid|the following))? ?json)|(?:minify|compact|compress)(?: (?:this|the|following))* ?json|(?:canonicali[sz]e|sort the keys of)(?: (?:this|the|following))* ?json)(?: please)?\s*[?:.]?\s*$/i
const LARGEST = 100_000

export const jsonRules: readonly PlannerRule[] = [
  {
    id: 'json-text',
    reason: 'Checks JSON that stands in the message, or writes it without white space.',
    order: 8,
    examples: {
      yes: [
        'is this valid json? {"b": 2}',
        'validate json: [1, 2, {"a": null}]',
        'minify this json: { "a" : [ 1 , 2 ] }',
        'Is this valid JSON? {"a": 1,}',
      ],
      no: [
        'Is JSON valid for config files?',
        'validate json schemas',
        'What does {"a": 1} mean?',
        'minify this json and explain it: {"a": 1}',
        'Is this valid JSON?',
      ],
    },
    match: ({ message }) => {
      const from = message.search(/[{[]/)
      if (from < 1 || message.length > LARGEST) return []
      const ask = HEAD.exec(message.slice(0, from).trim())?.groups?.ask
      const text = message.slice(from).trim()
      // What stands behind the JSON would be a request of its own.
      if (ask === undefined || !/[}\]"\d\w,]$/.test(text)) return []
      const answer = /minify|compact|compress|canonical|sort/i.test(ask) ? minified(text) : checked(text)
      return answer === null ? [] : [{ span: [0, message.length] as const, ...answer }]
    },
  },
]

function checked(text: string): Answer | null {
  const read = readJsonText(text)
  if (!read.ok) {
    if (!/[}\]]$/.test(text)) return null
    const { line, column, message } = read.fault
    return sentence(`No, it is not valid JSON: ${message.replace(/\.$/, '')} (line ${line}, column ${column}).`)
  }
  const parsed = task('parsed', 'Read the JSON', 'json.parse', { text })
  const said = task(
    'said',
    'Say so',
    'classify.rules',
    { value: { $from: 'parsed' }, rules: [{ label: 'Yes, it is valid JSON.', when: true }] },
    ['parsed'],
  )
  return {
    tasks: [parsed, said],
    answer: 'said',
    reply: { template: '{{label}}', values: { label: { pointer: '/label' } } },
  }
}

function minified(text: string): Answer | null {
  const read = readJsonText(text)
  if (!read.ok) return null
  const parsed = task('parsed', 'Read the JSON', 'json.parse', { text })
  const value = peek('json.parse', { text })?.value
  const seen = value === undefined ? null : peek('json.canonical', { value })?.text
  if (typeof seen !== 'string') return null
  const written = task(
    'written',
    'Write it without white space',
    'json.canonical',
    { value: { $from: 'parsed', pointer: '/value' } },
    ['parsed'],
  )
  return {
    tasks: [parsed, written],
    answer: 'written',
    reply: textReply('/text', seen),
    reading: 'The keys are put in order.',
  }
}
