/**
 * What the user decided about plugins: switched on, with which grants, or off. Kept as a small file; an agreement counts only for
 * the very grants that were shown (rule P4), and a plugin reaches another machine only where the user named it (N4).
 */
import type { Grant } from '#contracts/manifest'
import { digestValue } from '#json/digest'
import { describeInFile, readJson } from '#json/read'
import { isObject } from '#json/value'
import { readSmallFile, writeSmallFile } from '#machine/atomic-file'

export type Decision = 'agreed' | 'disabled' | 'none'

export type PluginDecisions = {
  /** `none` also where other grants were agreed to than these. */
  read(pluginId: string, grants: readonly Grant[]): Decision
  write(pluginId: string, grants: readonly Grant[], decision: 'agreed' | 'disabled'): Promise<void>
  /** Other machines that the user lets it reach, as `host[:port]`. */
  hosts(pluginId: string): readonly string[]
  writeHosts(pluginId: string, hosts: readonly string[]): Promise<void>
  /** One sentence when the file could not be used; without it no agreement is assumed. */
  readonly problem: string | null
}

type Row = { readonly decision: Decision; readonly grants: string; readonly hosts?: readonly string[] }
type Kept = Record<string, Row>

const NOTHING: Row = { decision: 'none', grants: '' }

/** Loads `path`; a missing or broken file holds no decision. */
export async function loadDecisions(path: string): Promise<PluginDecisions> {
  const file = await readSmallFile(path, parse)
  const kept: Kept = { ...file.value }
  const find = (pluginId: string): Row => (Object.hasOwn(kept, pluginId) ? (kept[pluginId] ?? NOTHING) : NOTHING)
  const save = async (pluginId: string, row: Row): Promise<void> => {
    kept[pluginId] = row
    await writeSmallFile(path, new TextEncoder().encode(`${JSON.stringify(kept, null, 2)}\n`))
  }
  return {
    problem: file.problem,
    read(pluginId, grants) {
      const found = find(pluginId)
      return found.decision === 'agreed' && found.grants !== digestGrants(grants) ? 'none' : found.decision
    },
    write: (pluginId, grants, decision) =>
      save(pluginId, { ...find(pluginId), decision, grants: digestGrants(grants) }),
    hosts: pluginId => find(pluginId).hosts ?? [],
    writeHosts: (pluginId, hosts) => save(pluginId, { ...find(pluginId), hosts }),
  }
}

/** The reasons are part of what was agreed to. */
const digestGrants = (grants: readonly Grant[]): string => digestValue(JSON.parse(JSON.stringify(grants)))

function parse(bytes: Uint8Array): Kept {
  const read = readJson(bytes)
  if (!read.ok) throw new Error(describeInFile(read.fault))
  const isKept = (value: unknown): boolean =>
    isObject(value) &&
    ['agreed', 'disabled', 'none'].includes(String(value.decision)) &&
    typeof value.grants === 'string' &&
    (value.hosts === undefined || (Array.isArray(value.hosts) && value.hosts.every(host => typeof host === 'string')))
  if (!isObject(read.value) || !Object.values(read.value).every(isKept)) throw new Error('it holds no plugin decisions')
  return read.value as Kept
}
