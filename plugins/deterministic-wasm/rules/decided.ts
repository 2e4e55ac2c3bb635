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
}

export function decided({ tasks, when, yes, no, how = '' }: Decision): Answer {
  const from = tasks.at(-1)!.key
  const rules = [
    { label: yes, when },
    { label: no, when: true },
  ]
  const decide = task('decide', 'Decide', 'classify.rules', { value: { $from: from }, rules }, [from])
  return { tasks: [...tasks, decide], answer: 'decide', reply: withHow('{{label}}', { label: at('/label') }, how) }
}
