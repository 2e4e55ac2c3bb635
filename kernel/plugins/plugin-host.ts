/**
 * The plugin host: discovers plugins, brings each through its life cycle (rule P3), and is the one place where a plugin's code
 * enters. A plugin that fails is named and left out; it never stops the kernel or another plugin.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { KoraError } from '#contracts/failure'
import type { JsonObject } from '#contracts/json-value'
import type { PluginInfo } from '#contracts/manifest'
import type { Child } from '#contracts/powers'
import type { ChildOptions } from '#machine/child-spawn'
import { PluginRegistry } from './build-registry.ts'
import type { PluginPowers } from './host-object.ts'
import type { Step } from './life-cycle.ts'
import type { PluginDecisions } from './plugin-decisions.ts'
import { PluginRecord } from './plugin-record.ts'
import { readHost } from './read-host.ts'

export type PluginRoot = { readonly folder: string; readonly trust: 'bundled' | 'third party' }

export type PluginHostOptions = {
  readonly kernelVersion: string
  /** Searched in order: where two plugins claim a name, the one of the earlier root (then by folder name) owns it. */
  readonly roots: readonly PluginRoot[]
  readonly powers: PluginPowers
  readonly decisions: PluginDecisions
  /** The user's settings of a plugin; unchecked, `{}` for none. */
  readonly settings: (pluginId: string) => JsonObject
  readonly spawn: (cwd: string, options: ChildOptions) => Child
  readonly rssBytes: (pid: number) => Promise<number | null>
  readonly limitsMs?: Partial<Readonly<Record<Step, number>>>
  /** How long the start waits for slow plugins; they go on in the background. */
  readonly startWaitMs?: number
}

export type PluginHostHandle = {
  readonly registry: PluginRegistry
  list(): readonly PluginInfo[]
  /** Agrees to the grants of a plugin and brings it up. Throws NOT_FOUND; a failure stands in the answer. */
  enable(id: string): Promise<PluginInfo>
  disable(id: string): Promise<PluginInfo>
  /**
   * Lets a plugin with the grant `net` reach another machine, or no more; counts from its next call on. Throws NOT_FOUND,
   * INVALID_REQUEST for what is no such host.
   */
  setHost(id: string, host: string, wish: 'allow' | 'disallow'): Promise<PluginInfo>
  /** One sentence for each plugin that failed. */
  problems(): readonly string[]
  /** Undoes every activation, each within its time limit, and ends all children. */
  close(): Promise<void>
}

/** Resolves when every plugin is active, failed or disabled, or after `startWaitMs`. Never rejects for a plugin's fault. */
export async function openPlugins(options: PluginHostOptions): Promise<PluginHostHandle> {
  const registry = new PluginRegistry()
  // The engine's own backend; no plugin may stand in for it.
  registry.claim('kernel', ['backend:local'])
  const records = await discover(options, registry)
  await Promise.all(records.map(record => record.check()))
  // One after the other, and before any code runs: who owns a name must not depend on who loads faster.
  const ids = new Set<string>()
  for (const record of records) {
    if (ids.has(record.id)) record.failWith(new KoraError('NAME_TAKEN', `Two plugins are named ${record.id}.`))
    else record.grant()
    ids.add(record.id)
  }
  const started = Promise.all(records.map(record => bringUp(record, records)))
  await withinMs(options, started)
  return buildHandle(registry, records, options)
}

async function discover(options: PluginHostOptions, registry: PluginRegistry): Promise<readonly PluginRecord[]> {
  const found = await Promise.all(
    options.roots.map(async root => {
      const entries = await readdir(root.folder, { withFileTypes: true }).catch(() => [])
      // Links count as plugins that fail their check: silence would leave their author guessing.
      const folders = entries.filter(entry => !entry.isFile() && !entry.name.startsWith('.')).map(entry => entry.name)
      return folders.sort().map(name => new PluginRecord(join(root.folder, name), root.trust, registry, options))
    }),
  )
  return found.flat()
}

/** Required plugins first; a circle or a missing one fails the plugin that asks. */
async function bringUp(
  record: PluginRecord,
  all: readonly PluginRecord[],
  asking: readonly string[] = [],
): Promise<void> {
  if (record.state !== 'granted') return record.bringUp()
  const path = [...asking, record.id]
  for (const id of record.requires) {
    const needed = all.find(one => one.id === id)
    if (path.includes(id))
      return record.failWith(new KoraError('PLUGIN_FAILED', `Plugins require each other: ${path.join(', ')}.`))
    if (needed !== undefined) await bringUp(needed, all, path)
    if (needed?.state !== 'active')
      return record.failWith(new KoraError('PLUGIN_FAILED', `Plugin ${record.id} requires ${id}, which is not active.`))
  }
  return record.bringUp()
}

async function withinMs({ powers, startWaitMs = 3_000 }: PluginHostOptions, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const cancel = powers.clock.timer(startWaitMs, resolve)
  await Promise.race([work, promise])
  cancel()
}

function buildHandle(
  registry: PluginRegistry,
  records: readonly PluginRecord[],
  { decisions }: PluginHostOptions,
): PluginHostHandle {
  const find = (id: string): PluginRecord => {
    const record = records.find(one => one.id === id)
    if (record === undefined) throw new KoraError('NOT_FOUND', 'There is no plugin of this name.')
    return record
  }
  let queue: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const turn = queue.then(act)
    queue = turn.catch(() => undefined)
    return turn
  }
  return {
    registry,
    list: () => records.map(record => record.info()),
    enable: id =>
      inTurn(async () => {
        const record = find(id)
        await record.bringUp()
        if (record.state === 'active') return record.info()
        record.rediscover()
        await record.check()
        if (record.state === 'checked') await decisions.write(id, record.info().grants, 'agreed')
        record.grant()
        await bringUp(record, records)
        return record.info()
      }),
    disable: id =>
      inTurn(async () => {
        const record = find(id)
        await decisions.write(id, record.info().grants, 'disabled')
        await record.disable()
        return record.info()
      }),
    setHost: (id, host, wish) =>
      inTurn(async () => {
        const record = find(id)
        if (!record.info().grants.some(({ power }) => power === 'net'))
          throw new KoraError('INVALID_REQUEST', `Plugin ${id} asks for no network, so it reaches no machine.`)
        const known = decisions.hosts(id)
        const named = wish === 'allow' ? readHost(host) : host.trim().toLowerCase()
        if (wish === 'disallow' && !known.includes(named))
          throw new KoraError('NOT_FOUND', `Plugin ${id} is not allowed to reach ${JSON.stringify(named)}.`, {
            hint: known.length === 0 ? 'It reaches no other machine.' : `It may reach ${known.join(', ')}.`,
          })
        const others = known.filter(one => one !== named)
        await decisions.writeHosts(id, wish === 'allow' ? [...others, named] : others)
        return record.info()
      }),
    problems: () => [
      ...(decisions.problem === null ? [] : [decisions.problem]),
      ...records.flatMap(record => (record.state === 'failed' ? [record.info().failure!.message] : [])),
    ],
    close: async () => void (await Promise.all(records.map(record => record.disable()))),
  }
}
