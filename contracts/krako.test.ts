import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { STAGES } from '#contracts/event'
import { ERROR_TYPES } from '#contracts/failure'
import {
  EVENTS_OF,
  FABRIC_EVENT_TYPES,
  KIND_OF,
  KRAKO_CONTRACT_VERSION,
  STOP_REASON_OF,
  STOP_REASONS,
} from '#contracts/krako'
import { TASK_TYPES } from '#contracts/task-graph'

const read = (name: string) => readFileSync(join(import.meta.dir, name), 'utf8')

describe('contract with an execution fabric', () => {
  test('J2 the mapping knows every task type, stage and failure class, and nothing else', () => {
    expect(Object.keys(KIND_OF).toSorted()).toEqual([...TASK_TYPES].toSorted())
    expect(Object.keys(EVENTS_OF)).toEqual([...STAGES])
    expect(Object.keys(STOP_REASON_OF)).toEqual(ERROR_TYPES.filter(type => type !== 'VERSION_MISMATCH'))
    expect(new Set(Object.values(EVENTS_OF).flat())).toEqual(new Set(FABRIC_EVENT_TYPES))
    expect(Object.values(STOP_REASON_OF)).toEqual([...STOP_REASONS])
  })

  test('J2 the interface document names each kind, event and stop reason', () => {
    const text = read('kora_krako_interface.md')
    expect(text).toContain(`Contract version ${KRAKO_CONTRACT_VERSION}`)
    for (const [type, kind] of Object.entries(KIND_OF))
      expect(text).toMatch(new RegExp(`\`${type}\`[^\\n]*\`${kind}\``))
    for (const [stage, events] of Object.entries(EVENTS_OF)) {
      const row = text.split('\n').find(line => line.startsWith(`| \`${stage}\` |`))
      expect([stage, events.every(event => row?.includes(`\`${event}\``))]).toEqual([stage, true])
    }
    for (const reason of STOP_REASONS) expect(text).toContain(`\`${reason}\``)
  })

  test('J2 all five contract documents are there and name their version', () => {
    const documents = [
      'task_ir_contract.md',
      'kora_krako_interface.md',
      'stage_taxonomy.md',
      'budget_governance_contract.md',
      'determinism_replay_contract.md',
    ]
    for (const name of documents) expect([name, /version 1\.0/i.test(read(name))]).toEqual([name, true])
  })
})
