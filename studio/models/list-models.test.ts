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
})
