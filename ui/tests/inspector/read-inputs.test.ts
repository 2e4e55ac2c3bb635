import { describe, expect, test } from 'bun:test'
import { readInputs } from '../../screens/inspector/drawer/read-inputs.ts'

const known = {
  outputs: { rows: { rows: [{ 'a/b': 1 }, { 'a/b': 2 }], none: null } },
  inputs: { name: 'Ada' },
}

describe('readInputs', () => {
  test('U7 names where each value came from and what it was', () => {
    const input = {
      row: { $from: 'rows', pointer: '/rows/1/a~1b' },
      none: { $from: 'rows', pointer: '/none' },
      who: { $input: '/name' },
      limit: 3,
      list: [{ $from: 'rows', pointer: '/rows/0' }, 7],
    }
    expect(readInputs({ input }, known)).toEqual([
      { name: 'row', source: { kind: 'task', taskId: 'rows', pointer: '/rows/1/a~1b' }, value: 2 },
      { name: 'none', source: { kind: 'task', taskId: 'rows', pointer: '/none' }, value: null },
      { name: 'who', source: { kind: 'input', pointer: '/name' }, value: 'Ada' },
      { name: 'limit', source: { kind: 'literal' }, value: 3 },
      { name: 'list', source: { kind: 'mixed', taskIds: ['rows'] }, value: [{ 'a/b': 1 }, 7] },
    ])
  })

  test('U7 says that it does not know instead of guessing', () => {
    const [lost, partly] = readInputs(
      { input: { lost: { $from: 'gone' }, partly: { a: 1, b: { $from: 'gone' } } } },
      known,
    )
    expect(lost!.value).toBeUndefined()
    expect(partly).toEqual({ name: 'partly', source: { kind: 'mixed', taskIds: ['gone'] }, value: undefined })
  })

  test('U13 takes a literal that looks like a reference as what it is, and prototypes as nothing', () => {
    const [quoted, odd] = readInputs(
      { input: { quoted: { $literal: { $from: 'rows' } }, odd: { $from: 'rows', pointer: '/__proto__/constructor' } } },
      known,
    )
    expect(quoted).toEqual({ name: 'quoted', source: { kind: 'literal' }, value: { $from: 'rows' } })
    expect(odd!.value).toBeUndefined()
  })
})
