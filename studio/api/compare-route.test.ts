/** The door of POST /compare: what it refuses, all at once and with its place, before anything runs. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Failure } from '#contracts/failure'
import { type Harness, startHarness } from './api-harness.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.stop())

const compare = (body: object) => harness.call('/compare', { body: { api_version: '1.0', ...body } })

describe('the door of /compare', () => {
  test('H6 names every request that is neither or both, with its place, and runs nothing', async () => {
    const started = harness.kernel.started.length
    const answer = await compare({
      requests: [
        {},
        { message: 'a', taskgraph: {} },
        { message: 'a', inputs: { x: 1 } },
        { taskgraph: {}, attachments: [] },
        { message: 'a', attachments: [{ name: 'n', text: 'x' }] },
      ],
      execution_options: { now: 'yesterday' },
    })
    expect(answer.status).toBe(400)
    const { details } = (await answer.json()) as Failure
    expect(details.errors?.map(({ pointer }) => pointer)).toEqual([
      '/requests/0',
      '/requests/1',
      '/requests/2/inputs',
      '/requests/3/attachments',
      '/requests/4/attachments/0',
      '/execution_options/now',
    ])
    expect(harness.kernel.started.length).toBe(started)
  })

  test('H6 refuses unknown fields, too many requests and rounds, and a body of another version', async () => {
    const one = { message: 'a' }
    for (const body of [
      { requests: [] },
      { requests: Array.from({ length: 51 }, () => one) },
      { requests: [one], rounds: 11 },
      { requests: [one], mode: 'direct' },
      { requests: [one], execution_options: { mode: 'auto' } },
      { requests: [one], api_version: '2.0' },
    ])
      expect((await compare(body)).status).toBe(400)
  })
})
