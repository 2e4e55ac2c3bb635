/**
 * Settings in layers: flags over environment over `configs/config.json` over defaults, each value with where it came from. A wrong
 * flag or variable is refused by name; a wrong file never keeps Studio from starting, it is said in words (rule S7).
 */
import { KoraError } from '#contracts/failure'
import type { JsonObject } from '#contracts/json-value'
import { describeInFile, readJson } from '#json/read'
import { isObject } from '#json/value'
import { readSmallFile, writeAtomic, writeSmallFile } from '#machine/atomic-file'
import { isLoopback } from './own-address.ts'
import { SETTINGS, type Setting, type SettingName, type Settings } from './settings-table.ts'

export type Source = 'flag' | 'environment' | 'file' | 'default'
/** One line of `kora config`. `where` names the flag, variable or file; null for a default. */
export type SettingLine = {
  readonly name: SettingName
  readonly value: unknown
  readonly source: Source
  readonly where: string | null
  readonly description: string
}

export type LoadedSettings = {
  readonly values: Settings
  readonly lines: readonly SettingLine[]
  /** One sentence for each thing in the file that is not in force. */
  readonly problems: readonly string[]
  /** The settings of a plugin: its part of `plugins`, and the address of its runtime where one is set. */
  readonly ofPlugin: (pluginId: string) => JsonObject
}

export type SettingLayers = {
  readonly file: string
  readonly flags?: Partial<Readonly<Record<SettingName, unknown>>>
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Which plugin takes the address of which runtime. */
const RUNTIME_OF: Readonly<Record<string, SettingName>> = {
  ollama: 'ollama_host',
  lmstudio: 'lmstudio_host',
  'llama-server': 'llamacpp_host',
}

/** Throws CONFIG_INVALID for a flag or variable that cannot be, and for an address beyond loopback without a token (H7). */
export async function loadSettings({ file, flags = {}, env = process.env }: SettingLayers): Promise<LoadedSettings> {
  const stored = await readSmallFile(file, parseFile)
  const problems = stored.problem === null ? [] : [stored.problem]
  const fromFile = stored.value ?? {}
  for (const name of Object.keys(fromFile))
    if (!Object.hasOwn(SETTINGS, name))
      problems.push(`config.json: there is no setting "${name}"; see \`kora config\`.`)
  const lines = (Object.keys(SETTINGS) as SettingName[]).map(name => pickLayer(name, flags, env, fromFile, problems))
  const values = Object.fromEntries(lines.map(line => [line.name, line.value])) as Settings
  if (values.auth === 'off' && !isLoopback(values.host))
    throw new KoraError(
      'CONFIG_INVALID',
      'auth = "off" is for loopback only; set auth to "token", or host to 127.0.0.1.',
    )
  return { values, lines, problems, ofPlugin: id => buildPluginSettings(values, id) }
}

function pickLayer(
  name: SettingName,
  flags: NonNullable<SettingLayers['flags']>,
  env: NonNullable<SettingLayers['env']>,
  fromFile: JsonObject,
  problems: string[],
): SettingLine {
  const setting: Setting<unknown> = SETTINGS[name]
  const line = (value: unknown, source: Source, where: string | null): SettingLine => ({
    name,
    value,
    source,
    where,
    description: setting.description,
  })
  const insist = (raw: unknown, where: string): unknown => {
    const read = setting.read(raw)
    if ('value' in read) return read.value
    throw new KoraError('CONFIG_INVALID', `${where} must be ${read.expected}.`)
  }
  if (flags[name] !== undefined) return line(insist(flags[name], setting.flag ?? name), 'flag', setting.flag)
  const said = setting.variable === null ? undefined : env[setting.variable]
  if (said !== undefined && said !== '') return line(insist(said, setting.variable!), 'environment', setting.variable)
  if (Object.hasOwn(fromFile, name)) {
    const read = setting.read(fromFile[name])
    if ('value' in read) return line(read.value, 'file', 'configs/config.json')
    problems.push(`config.json: ${name} must be ${read.expected}; the default is in force.`)
  }
  return line(setting.fallback, 'default', null)
}

function buildPluginSettings(values: Settings, id: string): JsonObject {
  const own = Object.hasOwn(values.plugins, id) ? values.plugins[id] : {}
  const runtime = RUNTIME_OF[id]
  const host = runtime === undefined ? null : values[runtime]
  return host === null ? { ...own } : { ...own, host: host as string }
}

function parseFile(bytes: Uint8Array): JsonObject {
  const read = readJson(bytes, { maxBytes: 1024 * 1024 })
  if (!read.ok) throw new Error(describeInFile(read.fault))
  if (!isObject(read.value)) throw new Error('it holds no JSON object')
  return read.value
}

/**
 * Keeps settings in the file, the others untouched; `undefined` takes one out. The values have been read by their settings. A file
 * that cannot be read is kept as `config.json.broken`.
 */
export async function saveSettings(file: string, changes: ReadonlyMap<SettingName, unknown>): Promise<void> {
  const stored = await readSmallFile(file, parseFile)
  if (stored.problem !== null) await writeAtomic(`${file}.broken`, await Bun.file(file).bytes())
  const next: Record<string, unknown> = { ...stored.value }
  for (const [name, value] of changes) {
    if (value === undefined) delete next[name]
    else next[name] = value
  }
  await writeSmallFile(file, new TextEncoder().encode(`${JSON.stringify(next, null, 2)}\n`))
}
