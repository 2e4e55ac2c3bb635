import { describe, expect, test } from 'bun:test'
import { createTestKernel, graphOf } from '#testing/test-kernel'
import { writeResult } from './write-result.ts'

const task = (op: string, input: object) => ({ version: '1.0', id: 'a', type: 'deterministic', op, input })

describe('writeResult', () => {
  test('H2 says what JSON.stringify says, of results good and bad', async () => {
    const { kernel } = createTestKernel([])
    const graphs = [
      graphOf([task('test.add', { a: 1, b: 2 })] as never, 'a'),
      graphOf([task('test.fail', { why: 'no "reason"\n' })] as never, 'a'),
    ]
    for (const taskgraph of graphs) {
      const result = await (await kernel.start({ taskgraph })).result
      const decision = { rules: [], model_needed: false }
      for (const given of [result, { ...result, taskgraph: taskgraph as never, plan: decision }]) {
        expect(JSON.parse(writeResult(given, JSON.stringify(given.telemetry)))).toEqual(
          JSON.parse(JSON.stringify(given)),
        )
      }
    }
    await kernel.close()
  })
})
