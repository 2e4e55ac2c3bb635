import { describe, expect, test } from 'bun:test'
import type { Connector } from '#contracts/connector-port'
import { createScriptedConnector } from '#testing/scripted-connector'
import { VirtualClock } from '#testing/virtual-clock'
import { listModels } from './list-models.ts'

const { connector } = createScriptedConnector({ clock: new VirtualClock(), script: () => [] })
const named = (name: string, models: unknown): Connector => ({ ...connector, name, models }) as Connector
const list = (...connectors: Connector[]) =>
  listModels(
    { connectors: () => connectors },
    { defaultModel: null, signal: new AbortController().signal, patienceMs: 20 },
  )

describe('the list of models', () => {
  for (const [what, models] of [
    ['hangs', () => new Promise(() => {})],
    [
      'throws',
      () => {
        throw new Error('x')
      },
    ],
    ['rejects', () => Promise.reject(new Error('x'))],
  ] as const) {
    test(`goes without a runtime that ${what}`, async () => {
      const listed = await list(named('broken', models), connector)
      expect(listed.map(model => [model.model_id, model.is_default])).toEqual([['scripted/m', true]])
    })
  }

  test('G5 says what a load took in place of the estimate, and nothing of what a runtime does not tell', async () => {
    const [entry] = await connector.models(new AbortController().signal)
    const sized = { ...entry, sizeBytes: 100 * 1_024 ** 2, contextTokens: 4_096, estimatedVramMb: 300 }
    const models = async () => [
      { ...sized, name: 'estimated' },
      { ...sized, name: 'measured', memoryMeasured: true },
      { ...sized, name: 'silent', estimatedVramMb: null },
    ]
    const listed = await listModels(
      { connectors: () => [named('one', models)] },
      {
        defaultModel: null,
        signal: new AbortController().signal,
        freeMemory: async () => ({ ramBytes: 1_024 ** 3, vramBytes: null }),
      },
    )
    expect(listed.map(({ name, fit }) => [name, fit?.needed_mb, fit?.is_measured])).toEqual([
      ['estimated', 396, false],
      ['measured', 300, true],
      ['silent', undefined, undefined],
    ])
  })
})
