/** Several questions about the same data in one message: their answers one below the other, each with how it was obtained. */
import type { JsonValue } from '#contracts/json-value'
import type { PlannedTask } from '#contracts/planner-port'
import { type Answer, task } from '../rule.ts'

/** `line`: short figures side by side, and below them how they were obtained. */
export function joinAnswers(answers: readonly (Answer | null)[], form: 'below' | 'line' = 'below'): Answer | null {
  if (answers.length < 2 || answers.some(answer => answer === null)) return null
  const all = answers as readonly Answer[]
  const objects = Object.fromEntries(all.map((answer, at) => [`a${at}`, { $from: `a${at}_${answer.answer}` }]))
  const tasks = all.flatMap((answer, at) => answer.tasks.map(own => renamed(own, `a${at}_`)))
  const both = task(
    'all',
    'Put the answers together',
    'agg.merge',
    { objects: [objects] },
    all.map((answer, at) => `a${at}_${answer.answer}`),
  )
  const values: Record<string, { pointer: string } | { literal: JsonValue }> = {}
  const parts = all.map(({ reply }, at) => {
    for (const [name, value] of Object.entries(reply.values))
      values[`a${at}_${name}`] = 'pointer' in value ? { pointer: `/a${at}${value.pointer}` } : value
    const how = reply.how === undefined || form === 'line' ? '' : ` — ${reply.how}`
    return prefixed(`${reply.template}${how}`, at)
  })
  const hows =
    form === 'line' ? all.flatMap(({ reply }, at) => (reply.how === undefined ? [] : [prefixed(reply.how, at)])) : []
  const readings = [...new Set(all.flatMap(({ reading }) => (reading === undefined ? [] : [reading])))]
  return {
    tasks: [...tasks, both],
    answer: 'all',
    reply: {
      template: parts.join(form === 'line' ? ', ' : '\n\n'),
      ...(hows.length === 0 ? {} : { how: hows.join('; ') }),
      values,
    },
    ...(readings.length === 0 ? {} : { reading: readings.join(' ') }),
  }
}

const prefixed = (template: string, at: number): string =>
  template.replace(/\{\{(\/?)/g, (_, slash: string) => `{{${slash}a${at}_`)

const renamed = (own: PlannedTask, prefix: string): PlannedTask => ({
  ...own,
  key: `${prefix}${own.key}`,
  dependencies: own.dependencies.map(key => `${prefix}${key}`),
  input: references(own.input, prefix) as PlannedTask['input'],
})

function references(value: JsonValue, prefix: string): JsonValue {
  if (Array.isArray(value)) return value.map(item => references(item, prefix))
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).map(([name, item]) =>
    name === '$from' && typeof item === 'string'
      ? ([name, `${prefix}${item}`] as const)
      : ([name, references(item, prefix)] as const),
  )
  return Object.fromEntries(entries)
}
