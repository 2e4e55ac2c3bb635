import { expect, test } from 'bun:test'
import { titleOfMessage } from './message-title.ts'

const read = (...ids: string[]) =>
  ids.map(id => ({ rule_id: id, reason: 'r', span: [0, 1] as [number, number], task_ids: [] }))

test('L5 calls the run of a message by the rules that read it and the model, never by its words', () => {
  const cases: readonly (readonly [readonly string[], boolean, string])[] = [
    [['percentage'], false, 'Message · percentage'],
    [['arithmetic', 'arithmetic', 'unit-conversion'], true, 'Message · arithmetic, unit-conversion + model'],
    [[], true, 'Message · model'],
    [['a', 'b', 'c', 'd'], false, 'Message · a, b, c, …'],
    [[], false, 'Message'],
  ]
  for (const [ids, model_needed, title] of cases)
    expect(titleOfMessage({ rules: read(...ids), model_needed })).toBe(title)
})
