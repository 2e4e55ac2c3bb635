import { describe, expect, test } from 'bun:test'
import { FAILURE_CODES } from '#contracts/failure'
import { Task, TaskGraph } from '#contracts/task-graph'
import { smallRegistry } from '#testing/small-library'
import { admitGraph } from './admit-graph.ts'
import { ADAPTER_BYTES, OVERSHOOT_MS, TEMPLATE_TOKENS } from './cost-bounds.ts'
import { ADMISSION_LIMITS } from './open-graph.ts'

const read = (path: string) => Bun.file(new URL(`../${path}`, import.meta.url)).text()

describe('docs of the task IR', () => {
  test('T1 the worked example is admitted without a warning', async () => {
    const example = /```json\n([\s\S]*?)```/.exec(await read('docs/task-ir.md'))![1]!
    const admission = admitGraph(JSON.parse(example), smallRegistry())
    expect(admission.admitted ? admission.graph.warnings : admission.faults).toEqual([])
  })
  test('T7 every code that is named stands in the table of failures', async () => {
    const named = (await read('docs/task-ir.md')).match(/`[A-Z]+(?:_[A-Z]+)+`/g)!.map(code => code.slice(1, -1))
    expect(named.filter(code => !Object.hasOwn(FAILURE_CODES, code))).toEqual([])
  })
  test('T2 limits and allowances are the ones in force', async () => {
    const text = await read('docs/task-ir.md')
    const figures = [
      ADMISSION_LIMITS.maxTasks,
      ADMISSION_LIMITS.maxEdges,
      ADAPTER_BYTES.instruction,
      ADAPTER_BYTES.repair,
    ]
    for (const figure of figures) expect(text).toContain(figure.toLocaleString('en'))
    expect(text).toContain(`+ ${OVERSHOOT_MS} ms`)
    expect(text).toContain(`${TEMPLATE_TOKENS.call} tokens for the`)
  })
  test('T7 the contract names every field of graph and task, and no other', async () => {
    const text = await read('contracts/task_ir_contract.md')
    const rows = [...text.matchAll(/^\| ((?:`[a-z_.]+`(?:, )?)+) \|/gm)].flatMap(row => row[1]!.match(/[a-z_.]+/g)!)
    const fields = [...Object.keys(TaskGraph.properties), ...Object.keys(Task.properties)]
    const named = new Set(rows.map(name => name.split('.')[0]!))
    expect(fields.filter(field => !named.has(field))).toEqual([])
    expect([...named].filter(name => !fields.includes(name))).toEqual([])
  })
})
