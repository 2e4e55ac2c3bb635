/** Texts that become JSON: YAML, and a list of items as an array. What YAML cannot say in JSON is left alone. */
import type { PlannerRule } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import { type Answer, at, task } from '../rule.ts'
import { whole } from './text-answers.ts'
import { defineTextRule, type TextRequest } from './text-request.ts'

const MAKE =
  '(?:(?:convert|turn|change|transform|translate|make|write|rewrite|put|parse|read|format|bring|create|build|give|show)(?: me)? )?'
const FROM_YAML = whole(
  `${MAKE}(?:(?:my |the |a |§ )*(?:ya?ml|§)(?: (?:file|config|text|data|document|snippet|below|above|§))* ?(?:to|into|as|in|->|=>|→|2) ?(?:an? |the |valid |plain |pretty )*json(?: (?:object|format|please|§))*|json (?:from|of|out of) (?:this |the |my )?ya?ml(?: §)?)`,
)
const TO_ARRAY = whole(
  `${MAKE}(?:(?:§|it|this|these|list|items|words|names) )?(?:(?:to|into|as|in) )?(?:an? |the |valid )*json[- ](?:array|list)(?: of strings)?(?: (?:of|from|out of|with|for))?(?: (?:§|these|this|it))?`,
)

export const toJsonRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'text-to-json',
    reason: 'Reads YAML as JSON, or writes a list of items as a JSON array.',
    order: 241,
    hint: /json/iu,
    examples: {
      yes: [
        'yaml to json:\nserver:\n  port: 80\n  name: web1',
        'Convert this YAML into JSON please:\n- a\n- b: 2',
        'make a JSON list of these: Saab, Volvo, Scania',
        'json array from: red, green, blue',
        'convert to JSON:\nname: Anna\nage: 34\ncity: Bonn',
      ],
      no: [
        'yaml to json: which is better?',
        'convert this yaml to json and explain it:\na: 1',
        'make a JSON list of the planets',
        'yaml to json:\njust a sentence',
        'make a JSON list of the best cars: fast ones, old ones',
        'convert to JSON:\nname: Anna\nname: Ben\nage: 34',
      ],
    },
    read: request => fromYaml(request) ?? toArray(request) ?? toObject(request),
  }),
]

function fromYaml({ head, text, input }: TextRequest): Answer | null {
  if (!FROM_YAML.test(head) || !/ya?ml/iu.test(head)) return null
  const value = peek('json.from_yaml', { text })?.value
  if (typeof value !== 'object' || value === null) return null
  const read = task('value', 'Read the YAML', 'json.from_yaml', { text: input })
  const written = task(
    'text',
    'Write it as JSON',
    'json.format',
    { value: { $from: 'value', pointer: '/value' }, indent: 2 },
    ['value'],
  )
  const seen = peek('json.format', { value, indent: 2 })?.text
  if (typeof seen !== 'string' || seen.length > 20_000 || seen.includes('```')) return null
  return {
    tasks: [read, written],
    answer: 'text',
    reply: { template: '```json\n{{text}}\n```', values: { text: at('/text') } },
  }
}

const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/

function toArray({ head, text, form }: TextRequest): Answer | null {
  if (!TO_ARRAY.test(head) || form === 'attachment' || form === 'token') return null
  const items = text
    .replace(/[.?!]\s*$/, '')
    .split(text.includes('\n') ? /\n/ : text.includes(';') ? /;/ : /,(?: and )?/)
    .map(item => item.trim().replace(/^(?:[-*•] |\d{1,3}[.)] )/, ''))
    .filter(item => item !== '')
  if (items.length < 2 || items.length > 200 || items.some(item => item.length > 60 || /["{}[\]]/.test(item)))
    return null
  // Of a sentence nobody can say what its items are.
  if (!text.includes('\n') && items.some(item => item.split(' ').length > 4)) return null
  const values = items.every(item => NUMBER.test(item)) ? items.map(Number) : items
  const written = task('text', 'Write it as JSON', 'json.format', { value: values, indent: 0 })
  return {
    tasks: [written],
    answer: 'text',
    reply: { template: '```json\n{{text}}\n```', values: { text: at('/text') } },
  }
}

const TO_OBJECT = whole(
  `${MAKE}(?:(?:§|it|this|these|data|text|lines|fields|config|following) )*(?:to|into|as|in) (?:an? |the |valid )*json(?: (?:object|format))?(?: (?:please|§))?|json(?: object)? (?:from|of|out of) (?:this|these|§)`,
)

/** Lines of `name: value`, each name once. */
function toObject({ head, text, form }: TextRequest): Answer | null {
  if (!TO_OBJECT.test(head) || form !== 'lines' || /ya?ml|csv/iu.test(head)) return null
  const pairs = text.split('\n').map(line => /^\s*([\p{L}_][\p{L}\p{N}_ -]{0,39}): +(\S.{0,199})$/u.exec(line))
  if (
    pairs.length < 2 ||
    pairs.length > 100 ||
    pairs.some(pair => pair === null || /^[[{|>&*!'"]|[,;] ?[\p{L}_]+: /u.test(pair[2] ?? ''))
  )
    return null
  const entries = pairs.map(pair => [(pair?.[1] ?? '').trim(), (pair?.[2] ?? '').trim()] as const)
  if (new Set(entries.map(([name]) => name)).size !== entries.length) return null
  const typed = (value: string) =>
    NUMBER.test(value) ? Number(value) : /^(?:true|false)$/.test(value) ? value === 'true' : value
  const value = Object.fromEntries(entries.map(([name, own]) => [name, typed(own)]))
  const written = task('text', 'Write it as JSON', 'json.format', { value, indent: 2 })
  return {
    tasks: [written],
    answer: 'text',
    reply: { template: '```json\n{{text}}\n```', values: { text: at('/text') } },
  }
}
