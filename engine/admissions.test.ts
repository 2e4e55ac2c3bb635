import { describe, expect, test } from 'bun:test'
import { freezeJson } from '#json/frozen'
import { smallRegistry } from '#testing/small-library'
import { graphOf } from '#testing/test-kernel'
import { Admissions, NO_INPUTS } from './admissions.ts'

const graph = () =>
  graphOf([{ version: '1.0', id: 'a', type: 'deterministic', op: 'text.count', input: { text: 'one' } }], 'a')

describe('Admissions', () => {
  test('T8 looks again at a value that may have changed, and not at one that cannot', () => {
    const registry = { ...smallRegistry(), revision: 1 }
    const admissions = new Admissions(registry)
    const open = graph()
    expect(admissions.admit(open, NO_INPUTS).admitted).toBe(true)
    ;(open as { root: string }).root = 'gone'
    expect(admissions.admit(open, NO_INPUTS).admitted).toBe(false)

    const frozen = freezeJson(graph() as never)
    const first = admissions.admit(frozen, NO_INPUTS)
    expect(admissions.admit(frozen, NO_INPUTS)).toBe(first)
    // Other operations or other inputs are another question.
    registry.revision = 2
    expect(admissions.admit(frozen, NO_INPUTS)).not.toBe(first)
  })
})
