import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonObject } from '#contracts/json-value'
import type { PluginInfo } from '#contracts/manifest'
import { readRssBytes } from '#machine/child-memory'
import { openSpawn, spawnModule } from '#machine/child-spawn'
import { openNet } from '#machine/loopback-net'
import { openFiles } from '#machine/plugin-files'
import { openSecrets } from '#machine/secrets'
import { systemClock } from '#machine/system-clock'
import { loadDecisions } from './plugin-decisions.ts'
import { openPlugins, type PluginHostHandle, type PluginHostOptions } from './plugin-host.ts'

let base: string
const handles: PluginHostHandle[] = []
const lines: string[] = []
/** What the plugins under test leave in this process. */
const seen = globalThis as { koraSeen?: string[] }
const schema = { type: 'object' }
const operation = (name: string, body = 'return input'): string =>
  `{ name: '${name}', major: 1, description: 'x', input: ${JSON.stringify(schema)}, output: ${JSON.stringify(schema)},
     example: { input: {}, output: {} }, inputCapBytes: 1000, cost: 'linear', run(input) { ${body} } }`
const library = (name: string, body?: string): string =>
  `export const plugin = { activate: host => ({
     libraries: [{ name: '${name}', operations: [${operation(`${name}.echo`, body)}] }],
     dispose() { (globalThis.koraSeen ??= []).push('disposed ${name}') } }) }`
const provides = (name: string): JsonObject[] => [{ port: 'library', name, operations: [`${name}.echo`] }]

type Root = 'bundled' | 'third party'
class Bench {
  readonly root = join(base, crypto.randomUUID())

  async plugin(id: string, code: string, more: JsonObject = {}, trust: Root = 'bundled'): Promise<this> {
    const folder = join(this.root, trust, id)
    await mkdir(folder, { recursive: true })
    const manifest = {
      id,
      title: id,
      version: '1.0.0',
      kernel: '^0.1.0',
      entry: 'plugin.ts',
      provides: provides(id),
      ...more,
    }
    await writeFile(join(folder, 'kora.plugin.json'), JSON.stringify(manifest))
    await writeFile(join(folder, 'plugin.ts'), code)
    return this
  }

  async open(options: Partial<PluginHostOptions> = {}): Promise<PluginHostHandle> {
    await mkdir(this.root, { recursive: true })
    const data = (id: string): string => join(this.root, 'data', id)
    const handle = await openPlugins({
      kernelVersion: '0.1.0',
      roots: (['bundled', 'third party'] as const).map(trust => ({ folder: join(this.root, trust), trust })),
      powers: {
        clock: systemClock,
        log: (id, line) => lines.push(`${id}: ${line}`),
        net: (_id, hosts) => openNet({ hosts }),
        files: id => openFiles(data(id)),
        spawn: (_id, folder) => openSpawn(folder),
        secrets: (_id, names) => openSecrets(join(this.root, 'secrets.json'), names),
      },
      decisions: await loadDecisions(join(this.root, 'plugins.json')),
      settings: () => ({}),
      spawn: spawnModule,
      rssBytes: readRssBytes,
      limitsMs: { load: 2_000, activate: 200, dispose: 100 },
      ...options,
    })
    handles.push(handle)
    return handle
  }
}
const infoOf = (handle: PluginHostHandle, id: string): PluginInfo => handle.list().find(info => info.id === id)!
const stateIn = ({ state, failure }: PluginInfo): string => (failure === null ? state : `${state} ${failure.code}`)
const stateOf = (handle: PluginHostHandle, id: string): string => stateIn(infoOf(handle, id))

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'kora-host-'))
})
afterEach(async () => {
  await Promise.all(handles.splice(0).map(handle => handle.close()))
  seen.koraSeen = []
})
afterAll(() => rm(base, { recursive: true }))

describe('plugin host', () => {
  test('P3 brings a plugin up, runs its operation here and in a child, and undoes it on disable', async () => {
    const handle = await (await new Bench().plugin('one', library('one'))).open()
    expect(stateOf(handle, 'one')).toBe('active')
    const echo = handle.registry.operation('one.echo')!
    expect(handle.registry.operation('one.echo@1')).toBe(echo)
    expect(handle.registry.operation('one.echo@2')).toBeNull()
    expect(echo.run({ a: 1 })).toEqual({ a: 1 })
    expect(await echo.runIsolated({ a: 2 }, AbortSignal.timeout(4_000))).toEqual({ a: 2 })
    const before = handle.registry.revision
    expect((await handle.disable('one')).state).toBe('disabled')
    expect(handle.registry.operation('one.echo')).toBeNull()
    expect(handle.registry.revision).not.toBe(before)
    expect(seen.koraSeen).toEqual(['disposed one'])
    expect((await handle.enable('one')).state).toBe('active')
    expect(handle.registry.operation('one.echo')).not.toBeNull()
  })

  test('N4 lets a plugin reach another machine where the user named it, keeps that, and takes it back', async () => {
    const code = `export const plugin = { activate: ({ net }) => ({ connectors: [{ name: 'far', net }] }) }`
    const grants = [{ power: 'net', hosts: ['loopback'], reason: 'Asks a server of this machine.' }]
    const provides = [{ port: 'connector', name: 'far' }]
    const bench = await new Bench().plugin('far', code, { provides, grants })
    await bench.plugin('one', library('one'))
    const decisions = await loadDecisions(join(bench.root, 'plugins.json'))
    const handle = await bench.open({ decisions })
    expect(infoOf(handle, 'far').hosts).toEqual([])
    expect((await handle.setHost('far', ' Box.Example:8080 ', 'allow')).hosts).toEqual(['box.example:8080'])
    expect((await handle.setHost('far', 'box.example:8080', 'allow')).hosts).toEqual(['box.example:8080'])
    expect(decisions.hosts('far')).toEqual(['box.example:8080'])
    // It is no word about the plugin itself, and stays whatever is said of that.
    expect(stateOf(handle, 'far')).toBe('active')
    await handle.disable('far')
    await handle.enable('far')
    const later = await bench.open()
    expect(infoOf(later, 'far')).toMatchObject({ state: 'active', hosts: ['box.example:8080'] })
    expect((await later.setHost('far', 'box.example:8080', 'disallow')).hosts).toEqual([])
    expect((await loadDecisions(join(bench.root, 'plugins.json'))).hosts('far')).toEqual([])
    for (const [id, host, wish, code] of [
      ['far', 'localhost', 'allow', 'INVALID_REQUEST'],
      ['far', 'http://box', 'allow', 'INVALID_REQUEST'],
      ['far', 'box.example', 'disallow', 'NOT_FOUND'],
      ['one', 'box.example', 'allow', 'INVALID_REQUEST'],
      ['none', 'box.example', 'allow', 'NOT_FOUND'],
    ] as const)
      expect(await later.setHost(id, host, wish).catch(error => error)).toMatchObject({ code })
  })

  test('P2 takes libraries, connectors, planners and backends, and finds each by its name', async () => {
    const code = `const named = name => ({ name })
      export const plugin = { activate: () => ({
        libraries: [{ name: 'lib', operations: [${operation('lib.one')}, ${operation('lib.one').replace('major: 1', 'major: 2')}] }],
        connectors: [named('con-b'), named('con-a')], planners: [{ name: 'plan', rules: [] }], backends: [named('back')] }) }`
    const ports = { library: ['lib'], connector: ['con-a', 'con-b'], planner: ['plan'], backend: ['back'] }
    const offers = Object.entries(ports).flatMap(([port, names]) =>
      names.map(name => (port === 'library' ? { port, name, operations: ['lib.one'] } : { port, name })),
    )
    const { registry } = await (await new Bench().plugin('all', code, { provides: offers })).open()
    expect(registry.connectors().map(({ name }) => name)).toEqual(['con-a', 'con-b'])
    expect([registry.connector('con-b')?.name, registry.connector('none')]).toEqual(['con-b', null])
    expect(registry.planners().map(({ name }) => name)).toEqual(['plan'])
    expect([registry.backend('back')?.name, registry.backends().length]).toEqual(['back', 1])
    expect(registry.operation('lib.one')?.major).toBe(2)
    expect(registry.operation('lib.one@1')?.major).toBe(1)
    expect(registry.operations().map(({ major }) => major)).toEqual([1, 2])
  })

  test('P3 names each plugin that fails, with the code of its step, and starts the others', async () => {
    const bench = new Bench()
    await bench.plugin('good', library('good'))
    await bench.plugin('throws-at-import', 'throw new Error("canary")')
    await bench.plugin('no-syntax', 'export const plugin = (')
    await bench.plugin('no-plugin', 'export const other = 1')
    await bench.plugin('throws', 'export const plugin = { activate() { throw new Error("canary") } }')
    await bench.plugin('rejects', 'export const plugin = { activate: () => Promise.reject("canary") }')
    await bench.plugin('hangs', 'export const plugin = { activate: () => new Promise(() => {}) }')
    await bench.plugin('other-kernel', library('other-kernel'), { kernel: '^9.0.0' })
    await bench.plugin('no-manifest', library('x'), { id: 'different' })
    await bench.plugin('more', library('other'))
    await bench.plugin('less', 'export const plugin = { activate: () => ({}) }')
    await bench.plugin('settings', library('settings'), { config: { type: 'object', required: ['needed'] } })
    await bench.plugin('settings-schema', library('settings-schema'), { config: { type: 'odd' } })
    await bench.plugin('lonely', library('lonely'), { requires: ['absent'] })
    await bench.plugin('ring-a', library('ring-a'), { requires: ['ring-b'] })
    await bench.plugin('ring-b', library('ring-b'), { requires: ['ring-a'] })
    const handle = await bench.open()
    const states = Object.fromEntries(handle.list().map(info => [info.id, stateIn(info)]))
    expect(states).toEqual({
      good: 'active',
      'throws-at-import': 'failed PLUGIN_FAILED',
      'no-syntax': 'failed PLUGIN_FAILED',
      'no-plugin': 'failed PLUGIN_FAILED',
      throws: 'failed PLUGIN_FAILED',
      rejects: 'failed PLUGIN_FAILED',
      hangs: 'failed PLUGIN_TIMEOUT',
      'other-kernel': 'failed PLUGIN_VERSION',
      'no-manifest': 'failed MANIFEST_INVALID',
      more: 'failed PLUGIN_FAILED',
      less: 'failed PLUGIN_FAILED',
      settings: 'failed CONFIG_INVALID',
      'settings-schema': 'failed MANIFEST_INVALID',
      lonely: 'failed PLUGIN_FAILED',
      'ring-a': 'failed PLUGIN_FAILED',
      'ring-b': 'failed PLUGIN_FAILED',
    })
    for (const { id, failure } of handle.list()) {
      if (failure === null) continue
      expect(failure.message).toContain(id)
      expect(failure.message).not.toContain('canary')
      expect(handle.problems()).toContain(failure.message)
    }
    expect(infoOf(handle, 'hangs').failure!.message).toContain('"activate"')
    expect(handle.registry.operations().map(({ name }) => name)).toEqual(['good.echo'])
    expect(seen.koraSeen).toContain('disposed other')
  })

  test('P3 undoes an activation that arrives after its time limit', async () => {
    const code = `export const plugin = { activate: async () => { await Bun.sleep(250)
      return { dispose() { (globalThis.koraSeen ??= []).push('late one undone') } } } }`
    const handle = await (await new Bench().plugin('late', code)).open()
    expect(stateOf(handle, 'late')).toBe('failed PLUGIN_TIMEOUT')
    for (let turn = 0; turn < 200 && !seen.koraSeen?.length; turn += 1) await Bun.sleep(5)
    expect(seen.koraSeen).toEqual(['late one undone'])
    expect(stateOf(handle, 'late')).toBe('failed PLUGIN_TIMEOUT')
  })

  test('P3 leaves a plugin behind that hangs or throws in its disposer', async () => {
    const bench = new Bench()
    const code = (dispose: string): string => `export const plugin = { activate: () => ({ dispose: () => ${dispose},
      libraries: [{ name: 'x', operations: [] }] }) }`
    const more = (id: string): JsonObject => ({ provides: [{ port: 'library', name: 'x', operations: [] }], id })
    await bench.plugin('hangs', code('new Promise(() => {})'), more('hangs'))
    const handle = await bench.open()
    expect((await handle.disable('hangs')).state).toBe('disabled')
    expect(lines.join('\n')).toContain('hangs')
    const second = await (await new Bench().plugin('throws', code('{ throw new Error("no") }'), more('throws'))).open()
    await second.close()
    expect(stateOf(second, 'throws')).toBe('disabled')
  })

  test('P3 starts required plugins first', async () => {
    const bench = new Bench()
    const code = (id: string): string => `(globalThis.koraSeen ??= []).push('${id}'); ${library(id)}`
    await bench.plugin('a', code('a'), { requires: ['z', 'm'] })
    await bench.plugin('m', code('m'), { requires: ['z'] })
    await bench.plugin('z', code('z'))
    const handle = await bench.open()
    expect(handle.list().map(({ state }) => state)).toEqual(['active', 'active', 'active'])
    expect(seen.koraSeen).toEqual(['z', 'm', 'a'])
  })

  test('P4 hands out the members that the grants name and no other', async () => {
    const bench = new Bench()
    const code = (id: string): string => `export const plugin = { activate(host) {
      (globalThis.koraSeen ??= []).push('${id} ' + Object.keys(host).join() + ' ' + Object.isFrozen(host))
      return { libraries: [{ name: '${id}', operations: [${operation(`${id}.echo`)}] }] } } }`
    const reason = 'a reason of some length'
    await bench.plugin('none', code('none'))
    await bench.plugin('net', code('net'), { grants: [{ power: 'net', hosts: ['loopback'], reason }] })
    const grants = ['files', 'spawn'].map(power => ({ power, reason }))
    await bench.plugin('rest', code('rest'), { grants: [...grants, { power: 'secret', names: ['key'], reason }] })
    await bench.open()
    expect(seen.koraSeen!.toSorted()).toEqual([
      'net id,settings,clock,log,net true',
      'none id,settings,clock,log true',
      'rest id,settings,clock,log,files,spawn,secrets true',
    ])
  })

  test('P4 keeps a third party disabled, its code unread, until the user agrees to its very grants', async () => {
    const bench = new Bench()
    const reason = 'a reason of some length'
    const add = (grants: JsonObject[]) =>
      bench.plugin('stranger', library('stranger'), { grants, provides: provides('stranger') }, 'third party')
    await add([{ power: 'files', reason }])
    const first = await bench.open()
    expect(stateOf(first, 'stranger')).toBe('disabled PLUGIN_NOT_GRANTED')
    expect(infoOf(first, 'stranger').grants).toHaveLength(1)
    expect(first.registry.operations()).toEqual([])
    expect(stateOf(first, 'stranger')).toBe('disabled PLUGIN_NOT_GRANTED')
    expect((await first.enable('stranger')).state).toBe('active')
    await first.close()
    const second = await bench.open()
    expect(stateOf(second, 'stranger')).toBe('active')
    await second.close()
    await add([
      { power: 'files', reason },
      { power: 'spawn', reason },
    ])
    expect(stateOf(await bench.open(), 'stranger')).toBe('disabled PLUGIN_NOT_GRANTED')
  })

  test('P4 remembers what the user switched off, and starts without agreements when they cannot be read', async () => {
    const bench = await new Bench().plugin('one', library('one'))
    await bench.plugin('two', library('two'), {}, 'third party')
    const first = await bench.open()
    await first.disable('one')
    await first.enable('two')
    await first.close()
    const second = await bench.open()
    expect([stateOf(second, 'one'), stateOf(second, 'two')]).toEqual(['disabled', 'active'])
    await second.close()
    for (const name of ['plugins.json', 'plugins.json.last-good'])
      await writeFile(join(bench.root, name), '{"two":"yes"}')
    const third = await bench.open()
    expect([stateOf(third, 'one'), stateOf(third, 'two')]).toEqual(['active', 'disabled PLUGIN_NOT_GRANTED'])
    expect(third.problems()[0]).toContain('plugins.json')
  })

  test('P5 runs a third party in its own process only, whatever it does there', async () => {
    const bench = new Bench()
    const codes: Record<string, string> = {
      fine: `(globalThis.koraSeen ??= []).push('entered'); ${library('fine')}`,
      exits: 'process.exit(0)',
      loops: 'for (;;) {}',
      crashes: library('crashes', 'process.exit(1)'),
      lies: library('lies').replace("cost: 'linear'", "cost: 'free'"),
      connects: 'throw new Error("never read")',
    }
    for (const [id, code] of Object.entries(codes))
      await bench.plugin(
        id,
        code,
        id === 'connects' ? { provides: [{ port: 'connector', name: id }] } : {},
        'third party',
      )
    const handle = await bench.open({ limitsMs: { load: 600 } })
    await Promise.all(Object.keys(codes).map(id => handle.enable(id)))
    const states = Object.fromEntries(handle.list().map(info => [info.id, stateIn(info)]))
    expect(states).toEqual({
      fine: 'active',
      exits: 'failed OPERATION_CRASHED',
      loops: 'failed PLUGIN_TIMEOUT',
      crashes: 'active',
      lies: 'failed PLUGIN_FAILED',
      connects: 'failed PLUGIN_FAILED',
    })
    expect(seen.koraSeen ?? []).toEqual([])
    const fine = handle.registry.operation('fine.echo')!
    expect(fine.leavesThread(2)).toBe(true)
    expect(() => fine.run({})).toThrow()
    expect(await fine.runIsolated({ n: 1 }, AbortSignal.timeout(4_000))).toEqual({ n: 1 })
    const crashes = handle.registry.operation('crashes.echo')!
    for (let turn = 0; turn < 3; turn += 1)
      await crashes.runIsolated({}, AbortSignal.timeout(4_000)).catch(() => undefined)
    expect(stateOf(handle, 'crashes')).toBe('failed PLUGIN_FAILED')
    expect(handle.registry.operation('crashes.echo')).toBeNull()
  })

  test('P7 leaves a name with its first owner, whoever loads faster, and a twin id with the first folder', async () => {
    const bench = new Bench()
    await bench.plugin('a-slow', `await Bun.sleep(50)\n${library('shared')}`, { provides: provides('shared') })
    await bench.plugin('b-fast', library('shared'), { provides: provides('shared') })
    const local = [{ port: 'backend', name: 'local' }]
    await bench.plugin('c-local', 'export const plugin = {}', { provides: local })
    await bench.plugin('twin', library('twin'))
    await bench.plugin('twin', library('twin'), {}, 'third party')
    const handle = await bench.open()
    expect(handle.list().map(info => `${info.id} ${stateIn(info)}`)).toEqual([
      'a-slow active',
      'b-fast failed NAME_TAKEN',
      'c-local failed NAME_TAKEN',
      'twin active',
      'twin failed NAME_TAKEN',
    ])
    expect(handle.registry.operation('shared.echo')!.pluginId).toBe('a-slow')
    expect(handle.registry.operation('twin.echo')!.pluginId).toBe('twin')
    expect(infoOf(handle, 'b-fast').failure!.message).toContain('a-slow')
    await handle.disable('a-slow')
    expect((await handle.enable('b-fast')).state).toBe('active')
  })

  test('P1 reports a linked folder and a folder without a manifest, and does not look at files', async () => {
    const bench = await new Bench().plugin('real', library('real'))
    await symlink(join(bench.root, 'bundled', 'real'), join(bench.root, 'bundled', 'linked'))
    await mkdir(join(bench.root, 'bundled', 'empty'))
    await mkdir(join(bench.root, 'bundled', '.data'))
    await writeFile(join(bench.root, 'bundled', 'README.md'), 'x')
    const handle = await bench.open()
    expect(handle.list().map(info => `${info.id} ${stateIn(info)}`)).toEqual([
      'empty failed MANIFEST_INVALID',
      'linked failed MANIFEST_INVALID',
      'real active',
    ])
  })

  test('P3 does not let a slow plugin hold up the start', async () => {
    const bench = await new Bench().plugin('slow', `await Bun.sleep(120)\n${library('slow')}`)
    const handle = await bench.open({ startWaitMs: 10 })
    expect(stateOf(handle, 'slow')).toBe('granted')
    expect((await handle.enable('slow')).state).toBe('active')
    await expect(handle.enable('nobody')).rejects.toThrow('no plugin')
  })
})
