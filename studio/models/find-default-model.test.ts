import { describe, expect, test } from 'bun:test'
import type { Connector } from '#contracts/connector-port'
import { createScriptedConnector } from '#testing/scripted-connector'
import { VirtualClock } from '#testing/virtual-clock'
import { findDefaultModel } from './find-default-model.ts'

const { connector } = createScriptedConnector({ clock: new VirtualClock(), script: () => [] })
const named = (name: string, models: Connector['models']): Connector => ({ ...connector, name, models }) as Connector
const late = (name: string, waits: Promise<void>): Connector =>
  named(name, async signal => {
    await waits
    return connector.models(signal)
  })
const find = (patience: Parameters<typeof findDefaultModel>[1], ...connectors: Connector[]) =>
  findDefaultModel({ connectors: () => connectors }, patience)

describe('the default model', () => {
  const never = new Promise<void>(() => {})
  const patient = { firstMs: 1, lastMs: 60_000 }

  test('N1 a runtime that starts slowly is waited for where no other has a model', async () => {
    const start = Promise.withResolvers<void>()
    const empty = named('empty', async () => [])
    const found = find(patient, empty, late('slow', start.promise), late('hung', never))
    await Bun.sleep(30)
    start.resolve()
    expect(await found).toBe('slow/m')
  })

  test('N1 a slow runtime is not waited for where another has a model', async () => {
    expect(await find(patient, late('hung', never), connector)).toBe('scripted/m')
  })

  test('N1 of runtimes that answer in time llama.cpp goes first, whichever was faster', async () => {
    const soon = named('llamacpp', async signal => {
      await Bun.sleep(10)
      return connector.models(signal)
    })
    expect(await find({ firstMs: 60_000, lastMs: 60_000 }, connector, soon)).toBe('llamacpp/m')
  })

  test('N1 there is none where nobody has one, or tells', async () => {
    const broken = named('broken', () => Promise.reject(new Error('x')))
    expect(await find({ firstMs: 1, lastMs: 20 }, late('hung', never), broken)).toBeNull()
    expect(await find(patient)).toBeNull()
  })

  test('N3 models that run elsewhere are never chosen by themselves', async () => {
    const remote = named('far', async signal =>
      (await connector.models(signal)).map(entry => ({ ...entry, remote: true })),
    )
    expect(await find({ firstMs: 1, lastMs: 20 }, remote)).toBeNull()
  })
})
