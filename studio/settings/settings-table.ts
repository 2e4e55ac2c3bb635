/**
 * Every setting of Studio: its default, where it may be said, what it may be, and one sentence for people. It reads no file and no
 * environment.
 */
import { GraphLimits } from '#contracts/budget'
import type { JsonObject, JsonValue } from '#contracts/json-value'

/** How a raw value (of a file: JSON, of a flag or variable: text) becomes a value, or one phrase of what is expected. */
type Reader<T> = (raw: unknown) => { readonly value: T } | { readonly expected: string }

export type Setting<T> = {
  readonly fallback: T
  readonly flag: string | null
  readonly variable: string | null
  readonly description: string
  readonly read: Reader<T>
}

const define = <T>(setting: Setting<T>): Setting<T> => setting

const readText =
  (pattern: RegExp, expected: string): Reader<string> =>
  raw =>
    typeof raw === 'string' && pattern.test(raw.trim()) ? { value: raw.trim() } : { expected }
const readTextOrNull =
  (pattern: RegExp, expected: string): Reader<string | null> =>
  raw =>
    raw === null || raw === '' ? { value: null } : readText(pattern, expected)(raw)
const readWhole =
  (least: number, most: number): Reader<number> =>
  raw => {
    const number = typeof raw === 'string' && /^\d{1,15}$/.test(raw.trim()) ? Number(raw) : raw
    const isInRange = Number.isSafeInteger(number) && (number as number) >= least && (number as number) <= most
    return isInRange ? { value: number as number } : { expected: `a whole number from ${least} to ${most}` }
  }
const WORDS: Readonly<Record<string, boolean>> = {
  true: true,
  '1': true,
  yes: true,
  false: false,
  '0': false,
  no: false,
}
const readSwitch: Reader<boolean> = raw => {
  const value = typeof raw === 'string' ? WORDS[raw.trim().toLowerCase()] : raw
  return typeof value === 'boolean' ? { value } : { expected: 'true or false' }
}
const readChoice =
  <T extends string>(...choices: readonly T[]): Reader<T> =>
  raw =>
    choices.includes(raw as T) ? { value: raw as T } : { expected: choices.map(choice => `"${choice}"`).join(' or ') }

const isPlainObject = (raw: unknown): raw is Record<string, JsonValue> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw)

const readQuota: Reader<GraphLimits> = raw => {
  const names = Object.keys(GraphLimits.properties)
  const isQuota =
    isPlainObject(raw) &&
    Object.entries(raw).every(
      ([name, value]) => names.includes(name) && Number.isSafeInteger(value) && Number(value) >= 0,
    ) &&
    raw.max_total_time_ms !== 0
  return isQuota ? { value: raw as GraphLimits } : { expected: `an object of whole numbers named ${names.join(', ')}` }
}
const readPlugins: Reader<Readonly<Record<string, JsonObject>>> = raw =>
  isPlainObject(raw) && Object.values(raw).every(isPlainObject)
    ? { value: raw as Readonly<Record<string, JsonObject>> }
    : { expected: 'an object with an object of settings for each plugin' }

const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|\[?[0-9a-fA-F:]*:[0-9a-fA-F:.]*\]?|[a-zA-Z0-9][a-zA-Z0-9.-]{0,252})$/
const SERVER = /^(https?:\/\/)?[^\s/@?#]{1,255}(\/[^\s?#]*)?$/
const SERVER_SHAPE = 'a URL or host:port'

/** Where a runtime listens; becomes the setting `host` of its plugin. */
const server = (variable: string, runtime: string): Setting<string | null> =>
  define({
    fallback: null,
    flag: null,
    variable,
    description: `Where ${runtime} listens; its own default when not set.`,
    read: readTextOrNull(SERVER, SERVER_SHAPE),
  })

export const SETTINGS = {
  host: define({
    fallback: '127.0.0.1',
    flag: '--host',
    variable: 'KORA_HOST',
    description: 'Address to listen on; beyond loopback a token is required.',
    read: readText(ADDRESS, 'an address or host name'),
  }),
  port: define({
    fallback: 4747,
    flag: '--port',
    variable: 'KORA_PORT',
    description: 'Port to listen on; 0 takes a free one.',
    read: readWhole(0, 65_535),
  }),
  open_browser: define({
    fallback: true,
    flag: '--no-open',
    variable: null,
    description: 'Open the page in the browser when the server starts on a desktop.',
    read: readSwitch,
  }),
  auth: define({
    fallback: 'token',
    flag: null,
    variable: null,
    description: 'Whether calls need the token: "token", or "off" on loopback only.',
    read: readChoice('token', 'off'),
  }),
  max_runs: define({
    fallback: navigator.hardwareConcurrency,
    flag: null,
    variable: null,
    description: 'Runs under way at once; default: the number of cores.',
    read: readWhole(1, 1_024),
  }),
  max_queued: define({
    fallback: 1_024,
    flag: null,
    variable: null,
    description: 'Runs that may wait; further ones are answered with 429.',
    read: readWhole(0, 100_000),
  }),
  default_model: define({
    fallback: null,
    flag: null,
    variable: null,
    description: 'Model of tasks that name none, as <connector>/<name>.',
    read: readTextOrNull(/^[a-z][a-z0-9-]{0,63}\/\S.{0,255}$/, 'a model as <connector>/<name>'),
  }),
  keep_content: define({
    fallback: false,
    flag: null,
    variable: null,
    description: 'Keep inputs and outputs of runs beside their telemetry.',
    read: readSwitch,
  }),
  cache_mb: define({
    fallback: 64,
    flag: null,
    variable: null,
    description: 'Memory of the exact cache in MiB.',
    read: readWhole(0, 65_536),
  }),
  cache_minutes: define({
    fallback: 1_440,
    flag: null,
    variable: null,
    description: 'How long an entry of the exact cache counts.',
    read: readWhole(1, 525_600),
  }),
  quota: define({
    fallback: {},
    flag: null,
    variable: null,
    description: 'Ceiling over any one graph; it can only lower what a graph declares.',
    read: readQuota,
  }),
  ollama_host: server('OLLAMA_HOST', 'Ollama'),
  lmstudio_host: server('LMSTUDIO_HOST', 'LM Studio'),
  llamacpp_host: server('LLAMACPP_HOST', 'llama-server'),
  plugins: define({
    fallback: {},
    flag: null,
    variable: null,
    description: "Settings of plugins by the plugin's id.",
    read: readPlugins,
  }),
} as const

export type SettingName = keyof typeof SETTINGS
export type Settings = { readonly [K in SettingName]: (typeof SETTINGS)[K] extends Setting<infer T> ? T : never }
