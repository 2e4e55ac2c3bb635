/** Builds what a plugin receives (rule P4): the members its grants name and no other. It refuses to hand out a power by default. */
import type { JsonObject } from '#contracts/json-value'
import type { Manifest } from '#contracts/manifest'
import type { PluginHost } from '#contracts/plugin-port'
import type { Clock, Files, Net, Secrets, Spawn } from '#contracts/powers'

/** The powers of the outside world; a simulation passes its own. */
export type PluginPowers = {
  readonly clock: Clock
  /** One line of a plugin for the operator. */
  readonly log: (pluginId: string, line: string) => void
  /** `hosts` as the manifest grants them; the owner of the settings may add the ones a user entered for this plugin. */
  readonly net: (pluginId: string, hosts: readonly string[]) => Net
  readonly files: (pluginId: string) => Promise<Files>
  readonly spawn: (pluginId: string, folder: string) => Spawn
  readonly secrets: (pluginId: string, names: readonly string[]) => Secrets
}

const LONGEST_LINE = 500

/** `manifest` is checked and its grants are agreed to; `folder` is the plugin's own. */
export async function buildHostObject(
  manifest: Manifest,
  folder: string,
  settings: JsonObject,
  powers: PluginPowers,
): Promise<PluginHost> {
  const grants = manifest.grants ?? []
  const has = (power: string): boolean => grants.some(grant => grant.power === power)
  const hosts = grants.flatMap(grant => (grant.power === 'net' ? grant.hosts : []))
  const names = grants.flatMap(grant => (grant.power === 'secret' ? grant.names : []))
  return Object.freeze({
    id: manifest.id,
    settings,
    clock: powers.clock,
    log: (line: string) => powers.log(manifest.id, toLogLine(line)),
    ...(has('net') ? { net: powers.net(manifest.id, hosts) } : {}),
    ...(has('files') ? { files: await powers.files(manifest.id) } : {}),
    ...(has('spawn') ? { spawn: powers.spawn(manifest.id, folder) } : {}),
    ...(has('secret') ? { secrets: powers.secrets(manifest.id, names) } : {}),
  })
}

/** One line of bounded length without control characters: a plugin must not forge lines or colours in the log. */
export const toLogLine = (line: unknown): string =>
  String(line)
    .slice(0, LONGEST_LINE)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
