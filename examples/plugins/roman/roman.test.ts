import { afterEach, describe, expect, test } from 'bun:test'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '#contracts/json-value'
import { type ExampleStudio, openExampleStudio, runExample } from '../../open-examples.ts'
import { plugin } from './plugin.ts'

/** Room for a loaded machine; nothing here is about time. */
const SLOW_MS = 60_000

const operations = async () => {
  const provided = await plugin.activate({
    id: 'roman',
    settings: {},
    clock: { monoMs: () => 0, epochMs: () => 0, timer: () => () => undefined },
    log: () => undefined,
  })
  return new Map(provided.libraries![0]!.operations.map(operation => [operation.name, operation]))
}

const graphOf = (op: string, input: JsonObject) => ({
  kora_version: '1.0.0',
  graph_id: 'roman',
  root: 'numeral',
  tasks: [{ version: '1.0', id: 'numeral', type: 'deterministic', op, input }],
})

describe('the operations of the roman plugin', () => {
  test('D1 reading undoes writing for every number, and no other text is a numeral', async () => {
    const all = await operations()
    const texts = new Set<string>()
    for (let number = 1; number <= 3_999; number += 1) {
      const { numeral } = all.get('roman.write')!.run({ number })
      expect(all.get('roman.read')!.run({ numeral: numeral! })).toEqual({ number })
      texts.add(String(numeral))
    }
    expect(texts.size).toBe(3_999)
    for (const numeral of ['IIII', 'VX', 'IC', 'MMMM', 'A', 'I I', 'XIVX', 'CMM'])
      expect(() => all.get('roman.read')!.run({ numeral })).toThrow('Not a Roman numeral')
  })

  test('D5 each example of an operation holds', async () => {
    for (const { example, run } of (await operations()).values()) expect(run(example.input)).toEqual(example.output)
  })
})

describe('the roman plugin as a third party installs it', () => {
  let studio: ExampleStudio | null = null
  afterEach(async () => {
    await studio?.remove()
    studio = null
  })

  const open = (change: (folder: string) => void = () => undefined): Promise<ExampleStudio> =>
    openExampleStudio(null, home => {
      const folder = join(home, 'plugins', 'roman')
      mkdirSync(folder, { recursive: true })
      for (const file of ['kora.plugin.json', 'plugin.ts']) cpSync(join(import.meta.dir, file), join(folder, file))
      change(folder)
    })
  const stateOf = (opened: ExampleStudio): string => {
    const { state, failure } = opened.kernel.plugins.list().find(({ id }) => id === 'roman')!
    return failure === null ? state : `${state} ${failure.code}`
  }

  test(
    'P4 waits for the agreement, runs in a child, refuses in words, and is gone when switched off',
    async () => {
      studio = await open()
      expect(stateOf(studio)).toBe('disabled PLUGIN_NOT_GRANTED')
      expect(studio.kernel.registry.operation('roman.read')).toBeNull()
      await studio.kernel.plugins.enable('roman')
      expect(stateOf(studio)).toBe('active')

      const good = await runExample(studio.kernel, graphOf('roman.read', { numeral: 'MCMLXXXIV' }), null)
      expect(good.final_output).toEqual({ number: 1_984 })
      const bad = await runExample(studio.kernel, graphOf('roman.read', { numeral: 'IIX' }), null)
      expect(bad.status).toBe('failed')
      expect(bad.error!.message).toContain('Not a Roman numeral from I to MMMCMXCIX.')

      await studio.kernel.plugins.disable('roman')
      expect(stateOf(studio)).toBe('disabled')
      const planned = await studio.kernel.plan({ taskgraph: graphOf('roman.read', { numeral: 'X' }) })
      expect(planned.errors.map(fault => fault.code)).toEqual(['OPERATION_UNKNOWN'])
    },
    SLOW_MS,
  )

  test('P3 a manifest that promises more than the code gives fails, and Studio starts without it', async () => {
    studio = await open(folder => {
      const path = join(folder, 'kora.plugin.json')
      const manifest = JSON.parse(readFileSync(path, 'utf8'))
      manifest.provides[0].operations.push('roman.add')
      writeFileSync(path, JSON.stringify(manifest))
    })
    await studio.kernel.plugins.enable('roman')
    expect(stateOf(studio)).toBe('failed PLUGIN_FAILED')
    expect(studio.kernel.registry.operation('text.count')).not.toBeNull()
  })

  test('P3 deleting the folder leaves nothing behind at the next start', async () => {
    studio = await open(folder => rmSync(folder, { recursive: true }))
    expect(studio.kernel.plugins.list().map(({ id }) => id)).not.toContain('roman')
  })
})
