/** Questions of yes and no: the graph itself decides, by a schema over the output of a task, and says one of two sentences. */
import type { JsonObject } from '#contracts/json-value'
import type { PlannedTask } from '#contracts/planner-port'
import { type Answer, at, task, withHow } from './rule.ts'

export type Decision = {
  readonly tasks: readonly PlannedTask[]
  /** A schema that the output of the last task fits when the answer is yes. */
  readonly when: JsonObject
  readonly yes: string
  readonly no: string
  readonly how?: string
  /** Written behind the sentence, with members of the last task's output by name. */
  readonly rest?: string
  readonly members?: readonly string[]
}

export function decided({ tasks, when, yes, no, how = '', rest = '', members = [] }: Decision): Answer {
  const from = tasks.at(-1)!.key
  const rules = [
    { label: yes, when },
    { label: no, when: true },
  ]
  const decide = task('decide', 'Decide', 'classify.rules', { value: { $from: from }, rules }, [from])
  if (rest === '')
    return { tasks: [...tasks, decide], answer: 'decide', reply: withHow('{{said}}', { said: at('/label') }, how) }
  const told = Object.fromEntries(members.map(name => [name, { $from: from, pointer: `/${name}` }]))
  const merged = { said: { $from: 'decide', pointer: '/label' }, ...told }
  const both = task('both', 'Put both together', 'agg.merge', { objects: [merged] }, ['decide', from])
  const values = Object.fromEntries(['said', ...members].map(name => [name, at(`/${name}`)]))
  return { tasks: [...tasks, decide, both], answer: 'both', reply: withHow(`{{said}}${rest}`, values, how) }
}

/** Fits an object whose member has the value. */
export const hasMember = (name: string, schema: JsonObject): JsonObject => ({
  type: 'object',
  properties: { [name]: schema },
  required: [name],
})
