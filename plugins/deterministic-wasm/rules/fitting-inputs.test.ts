import { describe, expect, test } from 'bun:test'
import type { JsonObject } from '#contracts/json-value'
import type { PlannerRule } from '#contracts/planner-port'
import { withFittingInputs } from './fitting-inputs.ts'
import { task } from './rule.ts'

const ruleWith = (op: string, input: JsonObject): PlannerRule => ({
  id: 'planned',
  reason: 'Plans one task.',
  order: 1,
  examples: { yes: [], no: [] },
  match: () => [
    { span: [0, 1], tasks: [task('one', 'One', op, input)], answer: 'one', reply: { template: '', values: {} } },
  ],
})
const matches = (op: string, input: JsonObject) =>
  withFittingInputs(ruleWith(op, input)).match({ message: '', attachments: [], now: { iso: '', zone: 'UTC' } }).length

describe('fitting inputs', () => {
  test('K1 a task that admission would refuse makes its match none', () => {
    expect(matches('math.round', { value: '2.5', decimals: 0 })).toBe(1)
    expect(matches('math.round', { value: '1/3', decimals: 0 })).toBe(0)
    expect(matches('math.round', { value: '2.5', places: 0 })).toBe(0)
    expect(matches('math.round', {})).toBe(0)
  })

  test('K1 what refers to another task, an attachment or is no operation of this library is left to admission', () => {
    expect(matches('math.round', { value: { $from: 'other', pointer: '/exact' }, decimals: 0 })).toBe(1)
    expect(matches('text.words', { text: { $input: '/attachments/0' } })).toBe(1)
    expect(matches('other.operation', { anything: true })).toBe(1)
  })
})
