import { describe, expect, test } from 'bun:test'
import { FaultList, MAX_FAULTS } from './fault-list.ts'

describe('the faults of one admission', () => {
  test('T7 a mistyped name is told what is near it', () => {
    const faults = new FaultList()
    expect(faults.suggest('depndencies', () => ['dependencies', 'name'])).toBe('; did you mean dependencies?')
    expect(faults.suggest('depndencies', () => ['name'])).toBe('')
  })

  test('S6 names are compared for the first mistakes only, however many there are and however many names', () => {
    const faults = new FaultList()
    let compared = 0
    const known = function* () {
      for (let i = 0; i < 5_000; i += 1) {
        compared += 1
        yield `task${i}`
      }
    }
    for (let i = 0; i < 1_000; i += 1) faults.suggest(`tsk${i}`, known)
    expect(compared).toBeGreaterThan(5_000)
    expect(compared).toBeLessThan(30_000)
  })

  test('S6 nothing is looked for beside faults that are not listed', () => {
    const faults = new FaultList()
    for (let i = 0; i < MAX_FAULTS; i += 1) faults.add('GRAPH_SHAPE', 'wrong', i)
    const known = (): readonly string[] => {
      throw new Error('nobody reads this')
    }
    expect(faults.suggest('nam', known)).toBe('')
    faults.add('GRAPH_SHAPE', 'wrong')
    expect(faults.faults.at(-1)?.message).toBe('1 further faults are not listed; mend the ones above first.')
  })
})
