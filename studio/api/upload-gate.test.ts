import { describe, expect, test } from 'bun:test'
import { createUploadGate } from './upload-gate.ts'

describe('upload gate', () => {
  test('H5 lets so many bodies in at once, the others in their order, and goes on after a failure', async () => {
    const gate = createUploadGate(2)
    const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>())
    const begun: number[] = []
    const works = gates.map(({ promise }, at) =>
      gate(() => {
        begun.push(at)
        return promise
      }),
    )
    const settled = Promise.allSettled(works)
    expect(begun).toEqual([0, 1])
    gates[1]!.reject(new Error('cut'))
    await works[1]!.catch(() => {})
    await Bun.sleep(0)
    expect(begun).toEqual([0, 1, 2])
    for (const { resolve } of gates) resolve()
    await settled
    expect(begun).toEqual([0, 1, 2, 3, 4])
  })
})
